//! What the chain tells of anchors, through its runtime API.

use crate::{
	leaf::{AnchorId, Description, Leaf, Moment, Statement},
	terms::{Claim, Relation},
	tree::Hash,
};
use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The log as it stands.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct LogDetails {
	/// The genesis hash to which its roots are bound.
	pub genesis: Hash,
	/// How many leaves it has.
	pub count: u64,
	/// Its peaks, the largest first.
	pub peaks: Vec<Hash>,
	/// Its root.
	pub root: Hash,
}

/// A leaf's details, as its row keeps them.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Details {
	/// Of an anchor.
	Description(Description),
	/// Of a dispute or retraction.
	Statement(Statement),
}

/// What the chain's state still knows of a leaf besides the leaf.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct RowDetails<BlockNumber> {
	/// The leaf's details.
	pub details: Details,
	/// From which block on anybody may evict the row.
	pub evictable_from: BlockNumber,
}

/// A leaf, and its row if it still has one.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct AnchorDetails<AccountId, BlockNumber> {
	/// The leaf.
	pub leaf: Leaf<AccountId>,
	/// The row; `None` where it was evicted, or never was.
	pub row: Option<RowDetails<BlockNumber>>,
}

/// What one leaf is to another, older one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Link {
	/// The older one is a parent of it.
	#[codec(index = 0)]
	Derived(Relation),
	/// It disputes the older one.
	#[codec(index = 1)]
	Disputes,
	/// It retracts the older one.
	#[codec(index = 2)]
	Retracts,
}

/// One step of a lineage.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct Edge {
	/// The older leaf.
	pub older: AnchorId,
	/// The newer leaf.
	pub newer: AnchorId,
	/// What the newer one is to the older one.
	pub link: Link,
}

/// A lineage, as far as it was followed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, TypeInfo)]
pub struct Lineage {
	/// The steps, those nearest to the anchor first.
	pub edges: Vec<Edge>,
	/// Whether there is more than was asked for.
	pub truncated: bool,
}

/// How many persons claimed something of an anchor in one window. Counts of different windows
/// must not be summed: the same humans may be in both.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct Tally {
	/// The window.
	pub window: u32,
	/// What was claimed.
	pub claim: Claim,
	/// By how many persons.
	pub count: u32,
}

/// A claim window.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct WindowDetails<AccountId, BlockNumber> {
	/// Who opened it.
	pub opener: AccountId,
	/// The anchor of which persons claim something in it.
	pub anchor: AnchorId,
	/// The epoch whose persons may claim.
	pub epoch: u32,
	/// How many persons there were.
	pub electorate: u32,
	/// The last block in which claims are taken.
	pub until: BlockNumber,
	/// How many claims it was opened for.
	pub slots: u32,
	/// How many were made.
	pub used: u32,
	/// Whether claims are taken in the block that was asked.
	pub open: bool,
}

/// A commitment that was not revealed yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct CommitmentDetails<BlockNumber> {
	/// When it was made.
	pub moment: Moment,
	/// The last block in which it can be revealed.
	pub until: BlockNumber,
}
