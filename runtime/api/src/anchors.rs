//! Questions about anchors and their log.

use alloc::vec::Vec;
use census_views::{
	anchors::{
		Anchor, AnchorCommitment, AnchorId, AnchorLog, Digest, Edge, Leaf, LeafBytes, Lineage,
		SoftBinding, Tally, TallyKey, Window, WindowId,
	},
	AccountId, Hash, Page,
};

sp_api::decl_runtime_apis! {
	/// Questions about anchors. A lineage holds at most [`MAX_PAGE`](crate::MAX_PAGE) steps.
	///
	/// All nodes of the log are kept in state. So the state of any one block proves every leaf at
	/// every size that the log had by then: whoever wants a proof for a checkpoint asks the best
	/// block, with the checkpoint's size.
	pub trait AnchorsApi {
		/// The log: its size, its root, its peaks and the genesis to which its roots are bound.
		fn log() -> AnchorLog;

		/// The leaf of this number, and what of its row the state still has. `None` where there is no
		/// such leaf.
		fn anchor(index: AnchorId) -> Option<Anchor>;

		/// A leaf and its details in the bytes that their hashes are of.
		fn leaf_bytes(index: AnchorId) -> Option<LeafBytes>;

		/// The leaves behind index `after`, in order.
		fn leaves(after: Option<AnchorId>, count: u32) -> Page<Leaf, AnchorId>;

		/// The anchor with which a hash, or the root of a batch, was first seen. It is told for
		/// ever.
		fn first_anchor_by_hash(digest: Digest) -> Option<Leaf>;

		/// The anchors of a hash that have rows, in order, behind `after`.
		fn anchors_by_hash(
			digest: Digest,
			after: Option<AnchorId>,
			count: u32,
		) -> Page<AnchorId, AnchorId>;

		/// The anchors of a soft binding that have rows, in order, behind `after`.
		fn anchors_by_soft_binding(
			binding: SoftBinding,
			after: Option<AnchorId>,
			count: u32,
		) -> Page<AnchorId, AnchorId>;

		/// An account's anchors, disputes and retractions that have rows, in order, behind `after`.
		fn anchors_by_author(
			author: AccountId,
			after: Option<AnchorId>,
			count: u32,
		) -> Page<AnchorId, AnchorId>;

		/// What has rows and is linked to an anchor, in order, behind `after`: what came from it,
		/// its disputes and its retractions.
		fn links(anchor: AnchorId, after: Option<AnchorId>, count: u32) -> Page<Edge, AnchorId>;

		/// From what an anchor came, nearest first, at most `count` steps. It ends where rows were
		/// evicted.
		fn ancestors(anchor: AnchorId, count: u32) -> Lineage;

		/// What came from an anchor, nearest first, at most `count` steps, with the disputes and
		/// retractions of each. It ends where rows were evicted.
		fn descendants(anchor: AnchorId, count: u32) -> Lineage;

		/// How many persons claimed what of an anchor, by window, behind `after`. Counts of
		/// different windows must not be summed.
		fn tallies(
			anchor: AnchorId,
			after: Option<TallyKey>,
			count: u32,
		) -> Page<Tally, TallyKey>;

		/// A claim window.
		fn window(window: WindowId) -> Option<Window>;

		/// A commitment that was neither revealed nor withdrawn.
		fn commitment(author: AccountId, commitment: Hash) -> Option<AnchorCommitment>;

		/// The proof of a leaf in the log of `size` leaves. `None` where the log never had so many,
		/// or so many have not this one.
		fn inclusion_proof(index: AnchorId, size: u64) -> Option<Vec<Hash>>;

		/// The proof that the log of `old` leaves is the beginning of that of `new`. `None` where
		/// the log never had so many, or `old` is more than `new`.
		fn consistency_proof(old: u64, new: u64) -> Option<Vec<Hash>>;
	}
}
