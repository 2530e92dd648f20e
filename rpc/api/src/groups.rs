//! `groups_*`.

use crate::{
	list::List,
	views::{
		groups::{Group, GroupId, GroupRoot, ProofRefusal},
		FieldElement, Hash, MerkleProof, Page, SemaphoreProof,
	},
	Error, Verdict,
};
use census_rpc_describe::describe;
use jsonrpsee::{core::SubscriptionResult, proc_macros::rpc};

/// Semaphore groups, in the JSON of Semaphore's own clients. A closed group is being cleared: of its
/// members, roots and nullifiers nothing is told.
#[describe]
#[rpc(server, client, namespace = "groups")]
pub trait GroupsRpc {
	/// A group as it stands.
	#[method(name = "group", blocking)]
	fn group(&self, group: GroupId, at: Option<Hash>) -> Result<Option<Group>, Error>;

	/// The groups that are not cleared yet, by their numbers.
	#[method(name = "groups", blocking)]
	#[errors(NothingFound)]
	fn groups(
		&self,
		count: u32,
		after: Option<GroupId>,
		at: Option<Hash>,
	) -> Result<Page<Group, GroupId>, Error>;

	/// How many groups were ever created; the next one gets this number.
	#[method(name = "groupCount", blocking)]
	fn group_count(&self, at: Option<Hash>) -> Result<u32, Error>;

	/// The leaves of a group's tree, by their indices; `"0"` stands where a member was removed. `after`
	/// is the index of a leaf.
	#[method(name = "members", blocking)]
	fn members(
		&self,
		group: GroupId,
		count: u32,
		after: Option<u32>,
		at: Option<Hash>,
	) -> Result<Page<FieldElement, u32>, Error>;

	/// The index of the leaf that holds this identity commitment; `null` where it is no member.
	#[method(name = "memberIndex", blocking)]
	fn member_index(
		&self,
		group: GroupId,
		commitment: FieldElement,
		at: Option<Hash>,
	) -> Result<Option<u32>, Error>;

	/// The Merkle proof of a leaf under the current root, as `@semaphore-protocol/group` gives it and
	/// `@semaphore-protocol/proof` takes it.
	#[method(name = "merkleProof", blocking)]
	fn merkle_proof(
		&self,
		group: GroupId,
		index: u32,
		at: Option<Hash>,
	) -> Result<Option<MerkleProof>, Error>;

	/// A group's roots, the newest first. `after` is the age of a root: 0 is the current one.
	#[method(name = "roots", blocking)]
	fn roots(
		&self,
		group: GroupId,
		count: u32,
		after: Option<u32>,
		at: Option<Hash>,
	) -> Result<Page<GroupRoot, u32>, Error>;

	/// For each nullifier, whether it has been used in the group.
	#[method(name = "areSpent", blocking)]
	fn are_spent(
		&self,
		group: GroupId,
		nullifiers: List<FieldElement>,
		at: Option<Hash>,
	) -> Result<Vec<bool>, Error>;

	/// Whether `groups.validateProof` would accept this proof in the block after `at` from whoever can
	/// pay for its nullifier, and if not, why. Uses nothing up: the same proof may be asked about again,
	/// and submitted. Proofs are checked on half of the machine's cores at most and wait their turn,
	/// 1,024 at a time.
	#[method(name = "verifyProof")]
	#[errors(Busy)]
	async fn verify_proof(
		&self,
		group: GroupId,
		proof: SemaphoreProof,
		at: Option<Hash>,
	) -> Result<Verdict<ProofRefusal>, Error>;

	/// A group's current root at the end of the latest final block, now and whenever it is another; `null`
	/// where there is no such group. Whoever is slow misses some: `groups_roots` tells of them.
	#[subscription(
		name = "subscribeRoots" => "rootChange",
		unsubscribe = "unsubscribeRoots",
		item = Option<GroupRoot>
	)]
	async fn subscribe_roots(&self, group: GroupId) -> SubscriptionResult;
}
