//! A group in memory.

use crate::Error;
use census_lean_imt::{
	shape::{depth, nodes_at, page_of, position},
	Error as TreeError, Page, PageId, Pages, Poseidon, Tree, MAX_BATCH,
};
use census_zk_types::{FieldElement, MerkleProof};
use std::collections::{hash_map::Entry, HashMap};

#[derive(Clone, Debug, Default)]
struct Memory(HashMap<PageId, Page>);

impl Memory {
	/// A node of a tree of `size` leaves, read where it stands.
	fn node(&self, size: u64, level: u8, index: u64) -> Result<FieldElement, TreeError> {
		let id = page_of(level, index);
		let page = self.0.get(&id).ok_or(TreeError::PageMissing(id))?;
		page.get(position(size, level, index)).copied().ok_or(TreeError::PageCorrupt(id))
	}
}

impl Pages for Memory {
	fn load(&self, id: PageId) -> Option<Page> {
		self.0.get(&id).cloned()
	}

	fn store(&mut self, id: PageId, page: Page) {
		self.0.insert(id, page);
	}
}

/// A group of identity commitments, with the rules of the chain's groups: a member is not 0 and
/// occurs once; a removed one leaves a 0.
#[derive(Clone, Debug)]
pub struct Group {
	tree: Tree<Memory, Poseidon>,
	index_of: HashMap<FieldElement, u32>,
}

impl Group {
	/// A group of these members, in this order. Zeros are not members: see
	/// [`with_leaves`](Self::with_leaves).
	///
	/// # Errors
	/// See [`add_members`](Self::add_members).
	pub fn new(members: &[FieldElement]) -> Result<Self, Error> {
		let mut group = Self::empty()?;
		group.add_members(members)?;
		Ok(group)
	}

	/// A group of these leaves, as a node lists them, where a 0 is a removed member.
	///
	/// # Errors
	/// [`Error::DuplicateMember`]; [`Error::Tree`] above 2^32 leaves.
	pub fn with_leaves(leaves: &[FieldElement]) -> Result<Self, Error> {
		let mut group = Self::empty()?;
		group.append(leaves)?;
		Ok(group)
	}

	fn empty() -> Result<Self, Error> {
		let tree = Tree::new(Memory::default(), Poseidon, 0)?;
		Ok(Self { tree, index_of: HashMap::new() })
	}

	/// Adds a member at the end.
	///
	/// # Errors
	/// See [`add_members`](Self::add_members).
	pub fn add_member(&mut self, member: FieldElement) -> Result<(), Error> {
		self.add_members(&[member])
	}

	/// Adds members at the end, all or none.
	///
	/// # Errors
	/// [`Error::ZeroMember`], [`Error::DuplicateMember`]; [`Error::Tree`] above 2^32 members.
	pub fn add_members(&mut self, members: &[FieldElement]) -> Result<(), Error> {
		if members.iter().any(FieldElement::is_zero) {
			return Err(Error::ZeroMember);
		}
		self.append(members)
	}

	fn append(&mut self, leaves: &[FieldElement]) -> Result<(), Error> {
		let mut tree = self.tree.clone();
		for batch in leaves.chunks(MAX_BATCH) {
			tree.append_many(batch)?;
		}
		let mut index_of = self.index_of.clone();
		for (leaf, index) in leaves.iter().zip(self.tree.size()..) {
			if leaf.is_zero() {
				continue;
			}
			match index_of.entry(*leaf) {
				Entry::Occupied(_) => return Err(Error::DuplicateMember),
				// The tree has taken the leaf, so its index has 32 bits.
				Entry::Vacant(entry) => entry.insert(index as u32),
			};
		}
		(self.tree, self.index_of) = (tree, index_of);
		Ok(())
	}

	/// Puts another member in a member's place.
	///
	/// # Errors
	/// [`Error::ZeroMember`], [`Error::DuplicateMember`], [`Error::NotAMember`] if it was removed;
	/// [`Error::Tree`] if there never was one.
	pub fn update_member(&mut self, index: u32, member: FieldElement) -> Result<(), Error> {
		if member.is_zero() {
			return Err(Error::ZeroMember);
		}
		if self.index_of.get(&member).is_some_and(|other| *other != index) {
			return Err(Error::DuplicateMember);
		}
		self.replace(index, member)?;
		self.index_of.insert(member, index);
		Ok(())
	}

	/// Removes a member; the others keep their places.
	///
	/// # Errors
	/// [`Error::NotAMember`] if it was removed already; [`Error::Tree`] if there never was one.
	pub fn remove_member(&mut self, index: u32) -> Result<(), Error> {
		self.replace(index, FieldElement::ZERO)
	}

	fn replace(&mut self, index: u32, leaf: FieldElement) -> Result<(), Error> {
		let old = self.tree.leaf(index)?;
		if old.is_zero() {
			return Err(Error::NotAMember);
		}
		self.tree.update(index, leaf)?;
		self.index_of.remove(&old);
		Ok(())
	}

	/// The root; 0 for a group that never had a member, as with npm.
	pub fn root(&self) -> FieldElement {
		self.tree.root().unwrap_or(FieldElement::ZERO)
	}

	/// How many leaves the tree has, removed members included.
	pub fn size(&self) -> u64 {
		self.tree.size()
	}

	/// How deep the tree is.
	pub fn depth(&self) -> u8 {
		self.tree.depth()
	}

	/// Where a member stands.
	pub fn index_of(&self, member: &FieldElement) -> Option<u32> {
		self.index_of.get(member).copied()
	}

	/// The Merkle proof of the leaf at `index`. Whoever proves with it should overwrite it afterwards
	/// (`Zeroizing` does it), since it tells who proved.
	///
	/// # Errors
	/// [`Error::Tree`] if there is none.
	pub fn merkle_proof(&self, index: u32) -> Result<MerkleProof, Error> {
		// [`Tree::proof`] copies whole pages, and its list of siblings moves as it grows: what it
		// leaves behind would tell beside whom somebody proved.
		let (size, leaf_index) = (self.tree.size(), u64::from(index));
		if leaf_index >= size {
			return Err(TreeError::NoSuchLeaf.into());
		}
		let node = |level, index| self.tree.pages().node(size, level, index);
		let mut proof = MerkleProof {
			root: node(depth(size), 0)?,
			leaf: node(0, leaf_index)?,
			index: 0,
			siblings: Vec::with_capacity(usize::from(depth(size))),
		};
		for level in 0..depth(size) {
			let index = leaf_index >> level;
			if index ^ 1 < nodes_at(size, level) {
				proof.index |= ((index & 1) as u32) << proof.siblings.len();
				proof.siblings.push(node(level, index ^ 1)?);
			}
		}
		Ok(proof)
	}

	/// The Merkle proof of a member.
	///
	/// # Errors
	/// [`Error::NotAMember`].
	pub fn merkle_proof_of(&self, member: &FieldElement) -> Result<MerkleProof, Error> {
		self.merkle_proof(self.index_of(member).ok_or(Error::NotAMember)?)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn members(range: std::ops::Range<u64>) -> Vec<FieldElement> {
		range.map(FieldElement::from).collect()
	}

	#[test]
	fn zeros_and_duplicates_are_refused_and_nothing_changes() {
		let mut group = Group::new(&members(1..4)).unwrap();
		let root = group.root();
		for bad in [[4, 0], [4, 4], [4, 3]] {
			let bad = bad.map(FieldElement::from);
			let error = group.add_members(&bad).unwrap_err();
			assert!(matches!(error, Error::ZeroMember | Error::DuplicateMember), "{error}");
		}
		assert_eq!((group.root(), group.size()), (root, 3));
		assert_eq!(group.index_of(&4.into()), None);
	}

	#[test]
	fn merkle_proofs_are_the_trees_own() {
		let mut group = Group::new(&members(1..2)).unwrap();
		for next in 2..140u64 {
			for index in 0..next as u32 - 1 {
				let proof = group.merkle_proof(index).unwrap();
				assert_eq!(proof, group.tree.proof(index).unwrap());
				assert_eq!(proof.siblings.capacity(), usize::from(group.depth()));
			}
			let beyond = next as u32 - 1;
			assert_eq!(group.tree.proof(beyond), Err(TreeError::NoSuchLeaf));
			assert!(matches!(group.merkle_proof(beyond), Err(Error::Tree(TreeError::NoSuchLeaf))));
			group.add_member(next.into()).unwrap();
		}
	}

	#[test]
	fn a_removed_member_leaves_a_zero() {
		let mut group = Group::new(&members(1..6)).unwrap();
		group.remove_member(2).unwrap();
		assert!(matches!(group.remove_member(2), Err(Error::NotAMember)));
		assert!(matches!(group.update_member(2, 9.into()), Err(Error::NotAMember)));
		assert!(matches!(group.merkle_proof_of(&3.into()), Err(Error::NotAMember)));
		let leaves = [1, 2, 0, 4, 5].map(FieldElement::from);
		assert_eq!(Group::with_leaves(&leaves).unwrap().root(), group.root());
		group.update_member(0, 9.into()).unwrap();
		assert_eq!((group.index_of(&9.into()), group.index_of(&1.into())), (Some(0), None));
		group.add_member(3.into()).unwrap();
		assert_eq!(group.index_of(&3.into()), Some(5));
	}
}
