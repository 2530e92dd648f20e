//! The runtime APIs: the questions about the chain's state that a node answers.
//!
//! Each answers from the state of the block it is asked at. The RPC is a thin layer over these.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod anchors;
pub mod circuits;
pub mod door;
pub mod leases;
pub mod personhood;
pub mod polls;
pub mod proofs;

// What a client asks through. In a runtime these traits are named by their modules.
#[cfg(feature = "std")]
pub use anchors::AnchorsApi;
#[cfg(feature = "std")]
pub use circuits::CircuitsApi;
#[cfg(feature = "std")]
pub use door::DoorApi;
#[cfg(feature = "std")]
pub use leases::LeasesApi;
#[cfg(feature = "std")]
pub use personhood::PersonhoodApi;
#[cfg(feature = "std")]
pub use polls::PollsApi;
#[cfg(feature = "std")]
pub use proofs::ProofsApi;

use alloc::vec::Vec;
use census_primitives::{GroupDetails, GroupId, ProofRefusal, RootDetails};
use census_zk_types::{FieldElement, MerkleProof, SemaphoreProof, Word};
use codec::Codec;

/// The most members or roots that one call returns.
pub const MAX_PAGE: u32 = 1_000;

sp_api::decl_runtime_apis! {
	/// Questions about Semaphore groups. A closed group is being cleared: of its members, roots
	/// and nullifiers nothing is told.
	pub trait GroupsApi<AccountId, BlockNumber>
	where
		AccountId: Codec,
		BlockNumber: Codec,
	{
		/// The group, or `None` where there is none.
		fn group(group: GroupId) -> Option<GroupDetails<AccountId, BlockNumber>>;

		/// How many groups were ever created; the next one gets this number.
		fn group_count() -> u32;

		/// Leaves `start..start + count` of the group's tree, in order, at most [`MAX_PAGE`]; 0
		/// stands where a member was removed. Empty past the end or without such a group.
		fn members(group: GroupId, start: u32, count: u32) -> Vec<FieldElement>;

		/// The leaf's index at which `member` stands in the group.
		fn index_of(group: GroupId, member: Word) -> Option<u32>;

		/// The Merkle proof of leaf `index` under the current root, in the shape of
		/// `@semaphore-protocol/group`. `None` without such a group or leaf.
		fn merkle_proof(group: GroupId, index: u32) -> Option<MerkleProof>;

		/// The group's roots, the newest first, the current one at position 0: positions
		/// `start..start + count`, at most [`MAX_PAGE`].
		fn roots(group: GroupId, start: u32, count: u32) -> Vec<RootDetails<BlockNumber>>;

		/// Whether `nullifier` has been used in the group.
		fn is_nullifier_used(group: GroupId, nullifier: Word) -> bool;

		/// Whether `validate_proof` would accept the proof in the next block from whoever can pay for
		/// its nullifier, and if not, why.
		/// Consumes nothing.
		fn verify_proof(group: GroupId, proof: SemaphoreProof) -> Result<(), ProofRefusal>;
	}
}
