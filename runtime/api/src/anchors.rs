//! Questions about anchors and their log.

use alloc::vec::Vec;
use codec::Codec;

pub use census_anchor_log::{
	answers::{
		AnchorDetails, CommitmentDetails, Details, Edge, Lineage, Link, LogDetails, RowDetails,
		Tally, WindowDetails,
	},
	leaf::{AnchorId, Digest, Leaf},
	terms::Claim,
	Hash as LogHash,
};

sp_api::decl_runtime_apis! {
	/// Questions about anchors. A page holds at most [`MAX_PAGE`](crate::MAX_PAGE) entries, and a
	/// lineage as many steps.
	///
	/// All nodes of the log are kept in state. So the state of any one block proves every leaf at
	/// every size that the log had by then: whoever wants a proof for a checkpoint asks the best
	/// block, with the checkpoint's size.
	pub trait AnchorsApi<AccountId, BlockNumber>
	where
		AccountId: Codec,
		BlockNumber: Codec,
	{
		/// The log: its size, its root, its peaks and the genesis to which its roots are bound.
		fn log() -> LogDetails;

		/// The leaf of this number, and its row if it still has one. `None` where there is no such
		/// leaf.
		fn anchor(index: AnchorId) -> Option<AnchorDetails<AccountId, BlockNumber>>;

		/// Leaves `start..start + count`, in order.
		fn leaves(start: AnchorId, count: u32) -> Vec<Leaf<AccountId>>;

		/// The anchor with which a hash, or the root of a batch, was first seen. It is told for
		/// ever.
		fn first_seen(digest: Digest) -> Option<Leaf<AccountId>>;

		/// The anchors of a hash that have rows, in order, behind `after`.
		fn anchors_of(digest: Digest, after: Option<AnchorId>, count: u32) -> Vec<AnchorId>;

		/// An account's anchors, disputes and retractions that have rows, in order, behind `after`.
		fn anchors_by(author: AccountId, after: Option<AnchorId>, count: u32) -> Vec<AnchorId>;

		/// What has rows and is linked to an anchor, in order, behind `after`: what came from it,
		/// its disputes and its retractions.
		fn links_to(
			anchor: AnchorId,
			after: Option<AnchorId>,
			count: u32,
		) -> Vec<(AnchorId, Link)>;

		/// From what an anchor came, nearest first, at most `limit` steps. It ends where rows were
		/// evicted.
		fn ancestors(anchor: AnchorId, limit: u32) -> Lineage;

		/// What came from an anchor, nearest first, at most `limit` steps, with the disputes and
		/// retractions of each. It ends where rows were evicted.
		fn descendants(anchor: AnchorId, limit: u32) -> Lineage;

		/// How many persons claimed what of an anchor, by window, behind `after`. Counts of
		/// different windows must not be summed.
		fn tallies(anchor: AnchorId, after: Option<(u32, Claim)>, count: u32) -> Vec<Tally>;

		/// A claim window.
		fn window(window: u32) -> Option<WindowDetails<AccountId, BlockNumber>>;

		/// A commitment that was neither revealed nor withdrawn.
		fn commitment(
			author: AccountId,
			commitment: LogHash,
		) -> Option<CommitmentDetails<BlockNumber>>;

		/// The proof of a leaf in the log of `count` leaves. `None` where the log never had so many,
		/// or so many have not this one.
		fn inclusion_proof(index: AnchorId, count: u64) -> Option<Vec<LogHash>>;

		/// The proof that the log of `old` leaves is the beginning of that of `new`. `None` where
		/// the log never had so many, or `old` is more than `new`.
		fn consistency_proof(old: u64, new: u64) -> Option<Vec<LogHash>>;
	}
}
