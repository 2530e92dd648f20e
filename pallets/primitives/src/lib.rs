//! The traits through which the pallets know each other, and what else they share.
//!
//! Pallets know each other only through the traits here.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod brought;
mod circuits;
#[cfg(feature = "serde")]
pub mod hex;
mod lane;
mod persons;
mod semaphore;

pub use brought::BroughtProof;
pub use census_views::{
	behind,
	circuits::{CircuitRefusal, VerifyError},
	groups::{GroupId, ProofRefusal},
	persons::{EpochId as Epoch, IssuerId, PersonId, PersonRefusal, PersonScope, ScopeId},
	Page, MAX_LOOKED_AT, MAX_PAGE,
};
pub use circuits::{CircuitId, Circuits};
pub use lane::{Lane, LaneKind, LaneShare};
pub use persons::{
	Alias, OpenedScope, PalletScopes, PersonScopes, Population, Slots, Topic, MAX_ATTEMPTS,
	MAX_CIVIC_ACTS, RESERVED_SCOPE,
};
pub use semaphore::{
	hash_to_field, semaphore_inputs, verify_error, Native, ProofOutputs, VerifySemaphore,
};
