//! One file for each call, one for what other pallets do with circuits, one for attacks, one for
//! upgrades that change the deposits, one for random sequences of everything.

mod attacks;
mod benchmark_data;
mod contract;
mod reads;
mod register;
mod remove;
mod remove_statement;
mod revoke;
mod sequences;
mod states;
mod submit_proof;
mod submit_proofs;
mod upgrades;
mod uses;
