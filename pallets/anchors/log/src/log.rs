//! The log as the chain keeps it: how many leaves it has, and its peaks.

use crate::{
	shape::{added_by, Node, MAX_LEAVES, MAX_PEAKS},
	tree::{Hash, Hasher, Tree},
};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, Error, Input, MaxEncodedLen};
use scale_info::TypeInfo;

/// A log's count and peaks. It has exactly as many peaks as its count has bits set: nothing else
/// decodes.
#[derive(
	Clone, PartialEq, Eq, Debug, Default, Encode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct Log {
	count: u64,
	peaks: BoundedVec<Hash, ConstU32<{ MAX_PEAKS as u32 }>>,
}

impl Decode for Log {
	fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
		let (count, peaks): (_, BoundedVec<_, ConstU32<{ MAX_PEAKS as u32 }>>) =
			Decode::decode(input)?;
		Self::new(count, peaks.into_inner()).ok_or_else(|| "these are not the log's peaks".into())
	}
}

impl Log {
	/// A log of `count` leaves with these peaks, the largest first. `None` where their number is
	/// not that of such a log.
	pub fn new(count: u64, peaks: Vec<Hash>) -> Option<Self> {
		if count > MAX_LEAVES || peaks.len() != count.count_ones() as usize {
			return None;
		}
		Some(Self { count, peaks: peaks.try_into().ok()? })
	}

	/// How many leaves the log has.
	pub fn count(&self) -> u64 {
		self.count
	}

	/// The peaks, the largest first.
	pub fn peaks(&self) -> &[Hash] {
		&self.peaks
	}

	/// The root.
	pub fn root<H: Hasher>(&self, tree: &Tree) -> Hash {
		tree.hash_root::<H>(self.count, &self.peaks)
	}

	/// Appends a leaf, given by its hash. The new nodes are handed to `keep` from the leaf up.
	/// Gives the leaf's index, or `None` where the log is full.
	pub fn append<H: Hasher>(
		&mut self,
		tree: &Tree,
		leaf: Hash,
		mut keep: impl FnMut(Node, Hash),
	) -> Option<u64> {
		let index = self.count;
		if index >= MAX_LEAVES {
			return None;
		}
		let mut hash = leaf;
		for node in added_by(index) {
			if node.level > 0 {
				// There is one peak for each node to be completed: a one among the lowest bits of
				// the count.
				hash = tree.hash_node::<H>(&self.peaks.pop()?, &hash);
			}
			keep(node, hash);
		}
		self.peaks.try_push(hash).ok()?;
		self.count += 1;
		Some(index)
	}
}
