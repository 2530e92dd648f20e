//! One file for each call, and one for each of the things that the chain does by itself.

mod act_as;
mod anew;
mod attacks;
mod enrol;
mod epochs;
mod expire;
mod issuers;
mod left_over;
mod merge;
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
mod withdraw;
