//! The People tree: the present one, and those of past epochs that are kept.
//!
//! Within an epoch nothing changes, so the pages in [`Pages`] are the present epoch's tree. When an
//! epoch ends, its root and size enter [`Snapshots`]; the first write to a page after that keeps the
//! page as it was, under that epoch, in [`KeptPages`]. So a page of a kept epoch is found under that
//! epoch, else under the next later one that is kept, and so on, else among the present pages.
//!
//! When an epoch is no longer needed, its kept pages go, one by one, to the next earlier kept epoch
//! where that has none of its own but had the page, and vanish otherwise. However far this has come,
//! every other kept epoch finds its pages.

use crate::{
	BlockNumberFor, Config, CurrentEpoch, EpochState, KeptEpochs, KeptPages, PageNodes, Pages,
	Pallet, ReleasingEpoch, Snapshots, MAX_PERSONS,
};
use alloc::vec::Vec;
use census_lean_imt::{
	shape::bottom_nodes, Error as TreeError, Page, PageId, Pages as PageStore, Tree,
};
use census_primitives::Epoch;
use census_zk_host::HostHasher;
use census_zk_types::{FieldElement, MerkleProof};
use core::marker::PhantomData;
use frame_support::{defensive, dispatch::DispatchResult, ensure, traits::Defensive, BoundedVec};
use sp_runtime::DispatchError;

/// The place of a page in storage.
type PageKey = (u8, u32);

fn key(page: PageId) -> PageKey {
	(page.group, page.index)
}

/// Whether a tree of so many leaves has this page.
fn has_page(size: u32, (group, index): PageKey) -> bool {
	bottom_nodes(size.into(), PageId { group, index }) > 0
}

/// The present pages. What a write replaces is kept for the epoch that has ended last.
pub(crate) struct PresentPages<T> {
	/// The epoch that has ended last.
	ended: Epoch,
	/// The size of its tree.
	size: u32,
	config: PhantomData<T>,
}

impl<T: Config> PageStore for PresentPages<T> {
	fn load(&self, page: PageId) -> Option<Page> {
		Pages::<T>::get(key(page)).map(Into::into)
	}

	fn store(&mut self, page: PageId, nodes: Page) {
		let key = key(page);
		if has_page(self.size, key) && !KeptPages::<T>::contains_key(self.ended, key) {
			// It is there: the tree had it when the epoch ended, and nothing loses pages.
			if let Some(before) = Pages::<T>::get(key).defensive() {
				KeptPages::<T>::insert(self.ended, key, before);
			}
		}
		// A page never holds more nodes than its bound; if it did, it would be cut, and the next
		// reader would be told that the tree is corrupt.
		Pages::<T>::insert(key, BoundedVec::truncate_from(nodes));
	}
}

/// The pages as they were when an epoch ended.
pub(crate) struct PastPages<T> {
	/// The kept epochs from that one on, in order.
	epochs: Vec<Epoch>,
	config: PhantomData<T>,
}

impl<T: Config> PageStore for PastPages<T> {
	fn load(&self, page: PageId) -> Option<Page> {
		self.epochs
			.iter()
			.find_map(|epoch| KeptPages::<T>::get(epoch, key(page)))
			.or_else(|| Pages::<T>::get(key(page)))
			.map(Into::into)
	}

	fn store(&mut self, _: PageId, _: Page) {
		defensive!("nobody writes to the past");
	}
}

fn corrupt(_: TreeError) -> DispatchError {
	DispatchError::Corruption
}

/// What an epoch's tree is known by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EpochTree {
	/// The root; 0 where nobody stands in the tree.
	pub root: FieldElement,
	/// The leaves, empty ones included.
	pub size: u32,
	/// The leaves that are not 0.
	pub members: u32,
}

/// A change of the present tree, made when an epoch ends.
pub(crate) struct Growing<T: Config> {
	pages: PresentPages<T>,
	/// The tree as it is by now.
	pub(crate) tree: EpochTree,
}

impl<T: Config> Growing<T> {
	/// The present tree. What is written is kept for the epoch `ended`, whose tree it still is.
	pub(crate) fn new(ended: Epoch, state: &EpochState<BlockNumberFor<T>>) -> Self {
		let EpochState { root, size, members, .. } = *state;
		Self {
			pages: PresentPages { ended, size, config: PhantomData },
			tree: EpochTree { root, size, members },
		}
	}

	fn stored(&mut self) -> Result<Tree<&mut PresentPages<T>, HostHasher>, DispatchError> {
		let size = self.tree.size.into();
		Tree::new(&mut self.pages, HostHasher, size).map_err(corrupt)
	}

	/// Puts another value at a leaf; 0 for a person who leaves.
	///
	/// # Errors
	/// If the stored tree is corrupt.
	pub(crate) fn set(&mut self, index: u32, value: FieldElement) -> DispatchResult {
		let mut tree = self.stored()?;
		let before = tree.leaf(index).map_err(corrupt)?;
		let root = tree.update(index, value).map_err(corrupt)?;
		self.tree.root = root;
		let stays = self.tree.members.saturating_sub((!before.is_zero()).into());
		self.tree.members = stays.saturating_add((!value.is_zero()).into());
		Ok(())
	}

	/// Appends leaves, none of which is 0.
	///
	/// # Errors
	/// If the stored tree is corrupt, or would hold more than [`MAX_PERSONS`].
	pub(crate) fn append(&mut self, leaves: &[FieldElement]) -> DispatchResult {
		if leaves.is_empty() {
			return Ok(());
		}
		let count = leaves.len() as u32;
		let size = self.tree.size.saturating_add(count);
		// No more persons are given numbers than find room.
		ensure!(size <= MAX_PERSONS, DispatchError::Corruption);
		let root = self.stored()?.append_many(leaves).map_err(corrupt)?;
		self.tree.root = root;
		self.tree.size = size;
		self.tree.members = self.tree.members.saturating_add(count);
		Ok(())
	}
}

impl<T: Config> Pallet<T> {
	/// The tree of the present epoch, or of a past one that is kept.
	pub fn epoch_tree(epoch: Epoch) -> Option<EpochTree> {
		let current = CurrentEpoch::<T>::get();
		if epoch == current.epoch {
			let EpochState { root, size, members, .. } = current;
			return Some(EpochTree { root, size, members });
		}
		// Of one that is being released, pages may be gone.
		if ReleasingEpoch::<T>::get() == Some(epoch) {
			return None;
		}
		let snapshot = Snapshots::<T>::get(epoch)?;
		Some(EpochTree { root: snapshot.root, size: snapshot.size, members: snapshot.members })
	}

	/// The newest epoch whose tree has this root: the present one, or a past one that is kept.
	pub fn epoch_of_root(root: FieldElement) -> Option<Epoch> {
		let current = CurrentEpoch::<T>::get();
		if root == current.root {
			return Some(current.epoch);
		}
		let has_root =
			|epoch: &Epoch| Self::epoch_tree(*epoch).is_some_and(|tree| tree.root == root);
		KeptEpochs::<T>::get().into_iter().rev().find(has_root)
	}

	fn tree_at(epoch: Epoch) -> Option<Tree<PastPages<T>, HostHasher>> {
		let size = Self::epoch_tree(epoch)?.size;
		// For the present epoch these are none.
		let epochs = KeptEpochs::<T>::get().into_iter().filter(|kept| *kept >= epoch).collect();
		let pages = PastPages { epochs, config: PhantomData };
		Tree::new(pages, HostHasher, size.into()).defensive().ok()
	}

	/// The Merkle proof of a leaf in the tree of an epoch: the present one, or one that is kept.
	pub fn merkle_proof(epoch: Epoch, index: u32) -> Option<MerkleProof> {
		let tree = Self::tree_at(epoch).filter(|tree| u64::from(index) < tree.size())?;
		// An error here means that the stored tree is corrupt.
		tree.proof(index).defensive().ok()
	}

	/// Leaves `start..start + count` of an epoch's tree, as far as there are any; 0 where nobody
	/// stands. `None` where the epoch's tree is not kept. The caller bounds `count`.
	pub fn leaves(epoch: Epoch, start: u32, count: u32) -> Option<Vec<FieldElement>> {
		let tree = Self::tree_at(epoch)?;
		let end = u64::from(start.saturating_add(count)).min(tree.size());
		// An error here means that the stored tree is corrupt.
		Some(tree.leaves(start.into()..end).defensive().unwrap_or_default())
	}

	/// Hands a page that is kept for an epoch that is being released to the one before it, where
	/// that lacks it, or removes it.
	pub(crate) fn release_page(
		epoch: Epoch,
		(key, nodes): (PageKey, PageNodes),
		before: Option<(Epoch, u32)>,
	) {
		if let Some((older, size)) = before {
			if has_page(size, key) && !KeptPages::<T>::contains_key(older, key) {
				KeptPages::<T>::insert(older, key, nodes);
			}
		}
		KeptPages::<T>::remove(epoch, key);
	}
}
