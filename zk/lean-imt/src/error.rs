//! What can be wrong with a tree or with a request to it.

use crate::PageId;
use core::fmt;

/// Why an operation on a tree was refused. Nothing was stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Error {
	/// The tree has no leaves, and so no root.
	Empty,
	/// The tree would hold more than [`MAX_SIZE`](crate::MAX_SIZE) leaves.
	Full,
	/// More than [`MAX_BATCH`](crate::MAX_BATCH) leaves at once.
	BatchTooLarge,
	/// The frontier does not hold one node for each set bit of the size.
	FrontierLength,
	/// The output does not have room for exactly the nodes that change.
	OutputLength,
	/// The tree has no leaf at this index.
	NoSuchLeaf,
	/// The store has lost a page that a tree of this size has.
	PageMissing(PageId),
	/// A page does not hold as many nodes as it does in a tree of this size.
	PageCorrupt(PageId),
	/// The proof has more siblings than the deepest tree has levels, or path bits beyond them.
	MalformedProof,
}

impl fmt::Display for Error {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Empty => f.write_str("the tree has no leaves, and so no root"),
			Self::Full => f.write_str("a tree holds at most 2^32 leaves"),
			Self::BatchTooLarge => f.write_str("too many leaves at once: split the batch"),
			Self::FrontierLength =>
				f.write_str("expected one frontier node for each set bit of the size"),
			Self::OutputLength =>
				f.write_str("expected room for exactly the nodes that the append changes"),
			Self::NoSuchLeaf => f.write_str("the tree has no leaf at this index"),
			Self::PageMissing(id) =>
				write!(f, "page {} of group {} is missing from the store", id.index, id.group),
			Self::PageCorrupt(id) => write!(
				f,
				"page {} of group {} does not fit a tree of this size",
				id.index, id.group
			),
			Self::MalformedProof => f.write_str(
				"the Merkle proof has more siblings than a tree has levels, or path bits beyond them",
			),
		}
	}
}

impl core::error::Error for Error {}
