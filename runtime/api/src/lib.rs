//! The runtime APIs: the questions about the chain's state that a node answers.
//!
//! Each answers from the state of the block it is asked at. The RPC is a thin layer over these. What they
//! show is in `census-views`: they depend on no pallet. A page holds at most [`MAX_PAGE`] items.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod anchors;
pub mod circuits;
pub mod door;
pub mod governance;
pub mod groups;
pub mod host_calls;
pub mod leases;
pub mod personhood;
pub mod polls;
pub mod proofs;
pub mod validators;

// What a client asks through. In a runtime these traits are named by their modules.
#[cfg(feature = "std")]
pub use anchors::AnchorsApi;
#[cfg(feature = "std")]
pub use circuits::CircuitsApi;
#[cfg(feature = "std")]
pub use door::DoorApi;
#[cfg(feature = "std")]
pub use governance::GovernanceApi;
#[cfg(feature = "std")]
pub use groups::GroupsApi;
#[cfg(feature = "std")]
pub use host_calls::HostCallsApi;
#[cfg(feature = "std")]
pub use leases::LeasesApi;
#[cfg(feature = "std")]
pub use personhood::PersonhoodApi;
#[cfg(feature = "std")]
pub use polls::PollsApi;
#[cfg(feature = "std")]
pub use proofs::ProofsApi;
#[cfg(feature = "std")]
pub use validators::ValidatorsApi;

pub use census_views::MAX_PAGE;
