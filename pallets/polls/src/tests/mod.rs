//! One file for each call, one for the reads, one for the invariants, one for random sequences of
//! everything.

mod close;
mod create;
mod prune;
mod reads;
mod sequences;
mod try_state;
mod vote;
