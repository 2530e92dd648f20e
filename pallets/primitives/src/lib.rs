//! The ids and types that the pallets, the runtime APIs and the RPC share.

#![cfg_attr(not(feature = "std"), no_std)]

mod groups;

pub use groups::{GroupDetails, GroupId, ProofRefusal, RootDetails};
