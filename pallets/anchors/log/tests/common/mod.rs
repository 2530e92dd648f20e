//! A log in memory, with all its nodes.
#![allow(dead_code, unreachable_pub, missing_docs)]

use census_anchor_log::{proof::Nodes, shape::Node, Hash, Hasher, Log, Tree};
use std::collections::BTreeMap;

pub struct Blake2;

impl Hasher for Blake2 {
	fn hash(bytes: &[u8]) -> Hash {
		sp_crypto_hashing::blake2_256(bytes)
	}
}

pub const TREE: Tree = Tree::log([7; 32]);

/// The hash of some leaf.
pub fn leaf(number: u64) -> Hash {
	TREE.hash_leaf::<Blake2>(&number.to_le_bytes())
}

#[derive(Default)]
pub struct Memory(pub BTreeMap<(u8, u64), Hash>);

impl Nodes for Memory {
	fn node(&self, node: Node) -> Option<Hash> {
		self.0.get(&(node.level, node.index)).copied()
	}
}

#[derive(Default)]
pub struct Stored {
	pub log: Log,
	pub nodes: Memory,
	pub roots: Vec<Hash>,
}

impl Stored {
	/// A log of `count` leaves, with the roots that it had on the way.
	pub fn of(count: u64) -> Self {
		let mut stored = Self::default();
		stored.roots.push(stored.log.root::<Blake2>(&TREE));
		(0..count).for_each(|number| stored.append(leaf(number)));
		stored
	}

	pub fn append(&mut self, leaf: Hash) {
		let nodes = &mut self.nodes.0;
		self.log
			.append::<Blake2>(&TREE, leaf, |node, hash| {
				assert_eq!(nodes.insert((node.level, node.index), hash), None, "written twice");
			})
			.expect("there is room");
		self.roots.push(self.log.root::<Blake2>(&TREE));
	}
}
