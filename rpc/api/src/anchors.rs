//! `anchors_*`.

use crate::{
	views::{
		anchors::{
			Anchor, AnchorCommitment, AnchorId, AnchorLog, Checkpoint, Digest, Edge, Leaf,
			LeafBytes, Lineage, SoftBinding, Tally, TallyKey, Window, WindowId,
		},
		AccountId, Cid, Hash, Page,
	},
	Error,
};
use census_rpc_describe::describe;
use jsonrpsee::{core::SubscriptionResult, proc_macros::rpc};

/// Anchors and their log, receipts, and news of both. Where C2PA has a word it is used as it stands.
#[describe]
#[rpc(server, client, namespace = "anchors")]
pub trait AnchorsRpc {
	/// The log: its size, root and peaks, and the genesis to which its roots are bound.
	#[method(name = "log", blocking)]
	fn log(&self, at: Option<Hash>) -> Result<AnchorLog, Error>;

	/// A leaf, and what of its row the chain's state still has. `null` where there is no such leaf.
	#[method(name = "anchor", blocking)]
	fn anchor(&self, anchor: AnchorId, at: Option<Hash>) -> Result<Option<Anchor>, Error>;

	/// A leaf and its details in the bytes that their hashes are of.
	#[method(name = "leafBytes", blocking)]
	fn leaf_bytes(&self, anchor: AnchorId, at: Option<Hash>) -> Result<Option<LeafBytes>, Error>;

	/// The leaves of the log, in order.
	#[method(name = "leaves", blocking)]
	fn leaves(
		&self,
		count: u32,
		after: Option<AnchorId>,
		at: Option<Hash>,
	) -> Result<Page<Leaf, AnchorId>, Error>;

	/// The anchor with which a hash, or the root of a batch, was first seen. It is told for ever.
	#[method(name = "firstAnchorByHash", blocking)]
	fn first_anchor_by_hash(&self, digest: Digest, at: Option<Hash>)
		-> Result<Option<Leaf>, Error>;

	/// The anchors of a hash that have rows, in order.
	#[method(name = "anchorsByHash", blocking)]
	fn anchors_by_hash(
		&self,
		digest: Digest,
		count: u32,
		after: Option<AnchorId>,
		at: Option<Hash>,
	) -> Result<Page<AnchorId, AnchorId>, Error>;

	/// The anchors of the hash in a content identifier (CID) that have rows, in order. The hash is that of
	/// the one block of bytes that the CID names: where a file was cut into several, of their root.
	#[method(name = "anchorsByCid", blocking)]
	fn anchors_by_cid(
		&self,
		cid: Cid,
		count: u32,
		after: Option<AnchorId>,
		at: Option<Hash>,
	) -> Result<Page<AnchorId, AnchorId>, Error>;

	/// The anchors of a soft binding that have rows, in order. Anybody may anchor anything under any
	/// binding: that content has it is not checked.
	#[method(name = "anchorsBySoftBinding", blocking)]
	fn anchors_by_soft_binding(
		&self,
		soft_binding: SoftBinding,
		count: u32,
		after: Option<AnchorId>,
		at: Option<Hash>,
	) -> Result<Page<AnchorId, AnchorId>, Error>;

	/// An account's anchors, disputes and retractions that have rows, in order.
	#[method(name = "anchorsByAuthor", blocking)]
	fn anchors_by_author(
		&self,
		author: AccountId,
		count: u32,
		after: Option<AnchorId>,
		at: Option<Hash>,
	) -> Result<Page<AnchorId, AnchorId>, Error>;

	/// What is linked to an anchor and has a row, in order: what came from it, its disputes and its
	/// retractions. `after` is the number of a newer leaf.
	#[method(name = "links", blocking)]
	fn links(
		&self,
		anchor: AnchorId,
		count: u32,
		after: Option<AnchorId>,
		at: Option<Hash>,
	) -> Result<Page<Edge, AnchorId>, Error>;

	/// From what an anchor came, nearest first, at most `count` steps. It ends where rows were evicted.
	#[method(name = "ancestors", blocking)]
	fn ancestors(&self, anchor: AnchorId, count: u32, at: Option<Hash>) -> Result<Lineage, Error>;

	/// What came from an anchor, nearest first, at most `count` steps, with the disputes and
	/// retractions of each. It ends where rows were evicted.
	#[method(name = "descendants", blocking)]
	fn descendants(&self, anchor: AnchorId, count: u32, at: Option<Hash>)
		-> Result<Lineage, Error>;

	/// How many persons claimed what of an anchor, by window. Counts of different windows must not be
	/// summed: the same humans may be in both.
	#[method(name = "tallies", blocking)]
	fn tallies(
		&self,
		anchor: AnchorId,
		count: u32,
		after: Option<TallyKey>,
		at: Option<Hash>,
	) -> Result<Page<Tally, TallyKey>, Error>;

	/// A claim window.
	#[method(name = "window", blocking)]
	fn window(&self, window: WindowId, at: Option<Hash>) -> Result<Option<Window>, Error>;

	/// A commitment that was neither revealed nor withdrawn.
	#[method(name = "commitment", blocking)]
	fn commitment(
		&self,
		author: AccountId,
		commitment: Hash,
		at: Option<Hash>,
	) -> Result<Option<AnchorCommitment>, Error>;

	/// The proof of a leaf in the log of `size` leaves: any size that the log had by block `at`.
	#[method(name = "inclusionProof", blocking)]
	fn inclusion_proof(
		&self,
		anchor: AnchorId,
		size: u64,
		at: Option<Hash>,
	) -> Result<Option<Vec<Hash>>, Error>;

	/// The proof that the log of `old` leaves is the beginning of that of `new`.
	#[method(name = "consistencyProof", blocking)]
	fn consistency_proof(
		&self,
		old: u64,
		new: u64,
		at: Option<Hash>,
	) -> Result<Option<Vec<Hash>>, Error>;

	/// The text of a receipt at the latest final block with a justification, with the handovers since
	/// the set of validators `firstSet`, genesis's where it is left out. `null` where no such block
	/// has the leaf, or there has been no such set. It is verified before it is given. Receipts are made on
	/// half of the machine's cores at most and wait their turn, 1,024 at a time.
	#[method(name = "receipt")]
	#[errors(RuntimeFailed, Busy, ProofUnavailable)]
	async fn receipt(
		&self,
		anchor: AnchorId,
		first_set: Option<u64>,
	) -> Result<Option<String>, Error>;

	/// Each leaf, in order, once its block is final: from leaf `from` on, or from the next one.
	#[subscription(
		name = "subscribeLeaves" => "leaf",
		unsubscribe = "unsubscribeLeaves",
		item = Leaf
	)]
	async fn subscribe_leaves(&self, from: Option<AnchorId>) -> SubscriptionResult;

	/// The checkpoint of the latest final block, now and whenever there is another. Whoever is slow
	/// misses some: each vouches for all that came before.
	#[subscription(
		name = "subscribeCheckpoints" => "checkpoint",
		unsubscribe = "unsubscribeCheckpoints",
		item = Checkpoint
	)]
	async fn subscribe_checkpoints(&self) -> SubscriptionResult;
}
