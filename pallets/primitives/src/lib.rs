//! The ids, types and traits that the pallets, the runtime APIs and the RPC share.
//!
//! Pallets know each other only through the traits here.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod brought;
mod circuits;
mod groups;
#[cfg(feature = "serde")]
pub mod hex;
mod lane;
mod page;
mod persons;
mod semaphore;

pub use brought::BroughtProof;
pub use circuits::{CircuitId, CircuitRefusal, Circuits};
pub use groups::{GroupDetails, GroupId, ProofRefusal, RootDetails};
pub use lane::{Lane, LaneKind, LaneShare};
pub use page::{Page, MAX_LOOKED_AT};
pub use persons::{
	Alias, Epoch, IssuerId, OpenedScope, PersonId, PersonRefusal, PersonScope, PersonScopes,
	ScopeId, Slots, Topic, RESERVED_SCOPE,
};
pub use semaphore::{hash_to_field, semaphore_inputs, Native, Shown, VerifySemaphore};
