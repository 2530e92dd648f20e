//! One file for each group of calls, one for the log in the header, one for the reads, one for the
//! invariants, one for what is admitted, one for upgrades that change the prices, one for random
//! sequences of everything.

mod admission;
mod anchor;
mod claims;
mod commit_reveal;
mod costs;
mod dispute_retract;
mod evict_renew;
mod header;
mod reads;
mod sequences;
mod try_state;
mod upgrades;
