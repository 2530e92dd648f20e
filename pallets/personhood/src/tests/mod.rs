//! One file for each call, one for each of the things that the chain does by itself, and one for what
//! other pallets rely on.

mod act_as;
mod anew;
mod attacks;
mod changes;
mod check_proof;
mod contract;
mod enrol;
mod epochs;
mod expire;
mod issuers;
mod merge;
mod policies;
mod pruning;
mod reads;
mod real_proofs;
mod recover;
mod renew;
mod rotate;
mod scopes;
mod sequences;
mod sessions;
mod snapshots;
mod veto;
mod views;
mod withdraw;
