//! Batches: a tree over the hashes of many items, of which the chain sees the root alone.
//!
//! The tree is the log's: a Merkle mountain range, hashed by blake2b-256 behind tags of its own,
//! whatever function made the items' hashes. See [`Tree::batch`].

use crate::blake2b::Blake2b256;
use alloc::{collections::BTreeMap, vec::Vec};
use census_anchor_log::{
	proof::{prove_inclusion, root_of_inclusion, Nodes},
	shape::Node,
	Hash, Log, Tree,
};

/// A batch with all its nodes.
#[derive(Default)]
pub struct Batch {
	log: Log,
	nodes: BTreeMap<(u8, u64), Hash>,
}

struct Stored<'a>(&'a BTreeMap<(u8, u64), Hash>);

impl Nodes for Stored<'_> {
	fn node(&self, node: Node) -> Option<Hash> {
		self.0.get(&(node.level, node.index)).copied()
	}
}

impl Batch {
	/// A batch of items, given by their hashes, in this order. `None` where they are more than a
	/// tree can have.
	pub fn of<'a>(items: impl IntoIterator<Item = &'a Hash>) -> Option<Self> {
		let mut batch = Self::default();
		for item in items {
			let Self { log, nodes } = &mut batch;
			let leaf = Tree::batch().hash_leaf::<Blake2b256>(item);
			log.append::<Blake2b256>(&Tree::batch(), leaf, |node, hash| {
				nodes.insert((node.level, node.index), hash);
			})?;
		}
		Some(batch)
	}

	/// How many items it has.
	pub fn items(&self) -> u64 {
		self.log.count()
	}

	/// The root, to be anchored with the number of items.
	pub fn root(&self) -> Hash {
		self.log.root::<Blake2b256>(&Tree::batch())
	}

	/// The path of an item, for a receipt of it. `None` where there is no such item.
	pub fn path(&self, index: u64) -> Option<Vec<Hash>> {
		prove_inclusion(&Stored(&self.nodes), index, self.items())
	}
}

/// The root of the batch of so many items in which item `index` has this hash, as the path has it.
/// `None` where the path is not one for such an item. The caller compares the root.
pub fn root_of(item: &Hash, index: u64, items: u64, path: &[Hash]) -> Option<Hash> {
	let leaf = Tree::batch().hash_leaf::<Blake2b256>(item);
	root_of_inclusion::<Blake2b256>(&Tree::batch(), leaf, index, items, path)
}
