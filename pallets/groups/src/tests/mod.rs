//! One file for each call, one for the root windows, one for what proofs cost, one for upgrades that change
//! the deposits, one for random sequences of everything.

mod accept_group_admin;
mod add_member;
mod add_members;
mod benchmark_proofs;
mod clear_group;
mod create_group;
mod payment;
mod reads;
mod remove_member;
mod roots;
mod sequences;
mod update_member;
mod upgrades;
mod validate_proof;
mod validate_proofs;
