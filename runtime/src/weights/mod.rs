//! What the project's own calls weigh, measured by `make weights` through the real verifier.

pub mod pallet_groups;
