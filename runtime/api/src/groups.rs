//! Questions about Semaphore groups.

use alloc::vec::Vec;
use census_views::{
	groups::{Group, GroupId, GroupRoot, ProofRefusal},
	FieldElement, MerkleProof, Page, SemaphoreProof,
};

sp_api::decl_runtime_apis! {
	/// Questions about Semaphore groups. A closed group is being cleared: of its members, roots
	/// and nullifiers nothing is told.
	pub trait GroupsApi {
		/// The group, or `None` where there is none.
		fn group(group: GroupId) -> Option<Group>;

		/// The groups behind number `after`.
		fn groups(after: Option<GroupId>, count: u32) -> Page<Group, GroupId>;

		/// How many groups were ever created; the next one gets this number.
		fn group_count() -> u32;

		/// The leaves of a group's tree behind index `after`; 0 stands where a member was removed.
		fn members(group: GroupId, after: Option<u32>, count: u32) -> Page<FieldElement, u32>;

		/// The index of the leaf at which a commitment stands in the group.
		fn member_index(group: GroupId, commitment: FieldElement) -> Option<u32>;

		/// The Merkle proof of leaf `index` under the current root, in the shape of
		/// `@semaphore-protocol/group`. `None` without such a group or leaf.
		fn merkle_proof(group: GroupId, index: u32) -> Option<MerkleProof>;

		/// The group's roots, the newest first, those of a greater age than `after`. The current one is of
		/// age 0.
		fn roots(group: GroupId, after: Option<u32>, count: u32) -> Page<GroupRoot, u32>;

		/// For each nullifier (at most [`MAX_PAGE`](crate::MAX_PAGE)), whether it has been used in the
		/// group.
		fn are_spent(group: GroupId, nullifiers: Vec<FieldElement>) -> Vec<bool>;

		/// Whether `validate_proof` would accept the proof in the next block from whoever can pay for
		/// its nullifier, and if not, why. Consumes nothing.
		fn verify_proof(group: GroupId, proof: SemaphoreProof) -> Result<(), ProofRefusal>;
	}
}
