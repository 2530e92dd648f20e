//! A store in memory, a hasher and a store that count, and the tree rebuilt level by level.

#![allow(dead_code, unreachable_pub)]

use census_lean_imt::{Hasher, Page, PageId, Pages, Poseidon, Tree};
use census_zk_types::{FieldElement, MerkleProof};
use std::{cell::Cell, cell::RefCell, collections::BTreeMap};

/// Pages in memory, and every load and store since the last [`Memory::forget`].
#[derive(Default, Debug)]
pub struct Memory {
	pub pages: BTreeMap<PageId, Page>,
	pub loads: RefCell<Vec<PageId>>,
	pub stores: Vec<PageId>,
}

impl Memory {
	pub fn forget(&mut self) {
		self.loads.borrow_mut().clear();
		self.stores.clear();
	}
}

impl Pages for Memory {
	fn load(&self, id: PageId) -> Option<Page> {
		self.loads.borrow_mut().push(id);
		self.pages.get(&id).cloned()
	}

	fn store(&mut self, id: PageId, page: Page) {
		self.stores.push(id);
		self.pages.insert(id, page);
	}
}

/// Counts hashes.
#[derive(Default, Debug)]
pub struct Counting(pub Cell<u64>);

impl Hasher for Counting {
	fn hash(&self, left: &FieldElement, right: &FieldElement) -> FieldElement {
		self.0.set(self.0.get() + 1);
		Poseidon.hash(left, right)
	}
}

impl Hasher for &Counting {
	fn hash(&self, left: &FieldElement, right: &FieldElement) -> FieldElement {
		Counting::hash(self, left, right)
	}
}

/// A cheap mixing function that tells left from right, for trees whose hashes would take long.
#[derive(Clone, Copy, Debug)]
pub struct Mixing;

impl Hasher for Mixing {
	fn hash(&self, left: &FieldElement, right: &FieldElement) -> FieldElement {
		let mut state = 0x9e37_79b9_7f4a_7c15u64;
		let mut bytes = [0; 31];
		for (i, byte) in left.as_bytes().iter().chain(right.as_bytes()).enumerate() {
			state = (state ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23);
			bytes[i % 31] ^= (state >> 32) as u8;
		}
		FieldElement::from_31_bytes(&bytes)
	}
}

/// A tree that keeps its leaves alone, and rebuilds every level when asked.
#[derive(Clone, Default, Debug)]
pub struct Reference(pub Vec<FieldElement>);

impl Reference {
	/// All levels, from the leaves to the root.
	pub fn levels<H: Hasher>(&self, hasher: &H) -> Vec<Vec<FieldElement>> {
		let mut levels = vec![self.0.clone()];
		while levels.last().unwrap().len() > 1 {
			let parents = levels.last().unwrap().chunks(2).map(|pair| match pair {
				[left, right] => hasher.hash(left, right),
				lifted => lifted[0],
			});
			let parents = parents.collect();
			levels.push(parents);
		}
		levels
	}

	pub fn root<H: Hasher>(&self, hasher: &H) -> FieldElement {
		self.levels(hasher).last().unwrap()[0]
	}
}

/// A proof out of all levels.
pub fn proof(levels: &[Vec<FieldElement>], index: usize) -> MerkleProof {
	let (mut siblings, mut path) = (Vec::new(), 0);
	for (level, nodes) in levels.iter().enumerate() {
		let node = index >> level;
		if let Some(sibling) = nodes.get(node ^ 1) {
			path |= (node as u32 & 1) << siblings.len();
			siblings.push(*sibling);
		}
	}
	MerkleProof { root: levels.last().unwrap()[0], leaf: levels[0][index], index: path, siblings }
}

/// `count` distinct leaves.
pub fn leaves(first: u64, count: u64) -> Vec<FieldElement> {
	(first..first + count).map(|leaf| FieldElement::from(leaf + 1)).collect()
}

/// A tree in memory that holds `leaves`.
pub fn tree_of<H: Hasher>(hasher: H, leaves: &[FieldElement]) -> Tree<Memory, H> {
	let mut tree = Tree::new(Memory::default(), hasher, 0).unwrap();
	for batch in leaves.chunks(census_lean_imt::MAX_BATCH) {
		tree.append_many(batch).unwrap();
	}
	tree
}
