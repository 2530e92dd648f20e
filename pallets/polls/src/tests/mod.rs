//! One file for each call, one for the reads, one for the invariants, one for what is admitted, one
//! for upgrades that change the deposit, one for random sequences of everything.

mod admission;
mod close;
mod create;
mod prune;
mod reads;
mod sequences;
mod try_state;
mod upgrades;
mod vote;
