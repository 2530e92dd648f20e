//! How leaves, nodes and roots are hashed.
//!
//! Every hash is blake2b-256 of a tag, then of what is hashed. The tags of leaves, nodes and roots
//! differ, so that none of them can pose as another; those of the log and of a batch differ too.

use crate::shape::MAX_PEAKS;
use alloc::vec::Vec;

/// A blake2b-256 hash.
pub type Hash = [u8; 32];

/// blake2b-256, however it is computed: by the host in the runtime, by a library elsewhere.
pub trait Hasher {
	/// Hashes bytes to 32 bytes, without a key.
	fn hash(bytes: &[u8]) -> Hash;
}

/// The tag before a leaf's details.
const DETAILS_TAG: &[u8] = b"census-log/details1";

/// The hash of a leaf's details: of their SCALE encoding.
pub fn hash_details<H: Hasher>(details: &[u8]) -> Hash {
	H::hash(&[DETAILS_TAG, details].concat())
}

/// The tags of a tree, and what else its root is bound to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tree {
	leaf: &'static [u8],
	node: &'static [u8],
	root: &'static [u8],
	context: Hash,
}

impl Tree {
	/// The log of the chain with this genesis hash. Every root is bound to it, so that one set of
	/// validators that finalises two chains vouches for neither log on the other.
	pub const fn log(genesis: Hash) -> Self {
		Self {
			leaf: b"census-log/leaf1",
			node: b"census-log/node1",
			root: b"census-log/root1",
			context: genesis,
		}
	}

	/// A batch: the same tree over the hashes of its items, which anybody can build. It belongs to
	/// no chain: its context is zeros.
	pub const fn batch() -> Self {
		Self {
			leaf: b"census-batch/leaf1",
			node: b"census-batch/node1",
			root: b"census-batch/root1",
			context: [0; 32],
		}
	}

	/// The hash of a leaf: of its SCALE encoding in the log, of an item's hash in a batch.
	pub fn hash_leaf<H: Hasher>(&self, leaf: &[u8]) -> Hash {
		H::hash(&[self.leaf, leaf].concat())
	}

	/// The hash of an inner node.
	pub fn hash_node<H: Hasher>(&self, left: &Hash, right: &Hash) -> Hash {
		H::hash(&[self.node, left, right].concat())
	}

	/// The root of a tree of `count` leaves with these peaks, the largest first. It binds the
	/// context and the count, as 8 bytes, little-endian.
	pub fn hash_root<H: Hasher>(&self, count: u64, peaks: &[Hash]) -> Hash {
		let mut bytes = Vec::with_capacity(self.root.len() + 40 + 32 * MAX_PEAKS);
		bytes.extend_from_slice(self.root);
		bytes.extend_from_slice(&self.context);
		bytes.extend_from_slice(&count.to_le_bytes());
		peaks.iter().for_each(|peak| bytes.extend_from_slice(peak));
		H::hash(&bytes)
	}
}
