//! The People tree: the next epoch's, the present one's, that of the epoch before, and those that are pinned.
//!
//! The pages in [`Pages`] are the *next* tree. It grows and changes all through an epoch; at its end it
//! becomes the present one, by its root alone. Of the others there is what differs: the first time that a node
//! of theirs is written, the node as it was is kept,
//!
//! - for the present epoch in [`Recent`]. What is there of the epoch before stays until the epoch after next
//!   needs its place, and so goes by being written over;
//! - for the latest epoch that may be pinned in [`KeptNodes`]. So a node of a pinned tree is found under its
//!   epoch, else under the next later one that is pinned, and so on, else among the pages.
//!
//! When an epoch is pinned no longer, its nodes go, page by page, to the next earlier pinned one where that has
//! none of its own but had the node, and vanish otherwise. However far this has come, every other pinned epoch
//! finds its nodes. One epoch in many may be pinned, so there is much time for that.

mod epochs;
mod newcomers;

use crate::{
	Config, CurrentEpoch, EpochState, KeptNodes, Next, NodesOfPage, Pages, Pallet, PinnableEpoch,
	Pins, Recent, ReleasingEpoch, Snapshots, MAX_PERSONS,
};
use alloc::vec::Vec;
use census_lean_imt::{
	shape::{bottom_nodes, nodes_at, page_len, row_start},
	Error as TreeError, Page, PageId, Pages as PageStore, Tree, LEVELS_PER_PAGE,
};
use census_primitives::Epoch;
use census_zk_host::HostHasher;
use census_zk_types::{FieldElement, MerkleProof};
use codec::{Decode, Encode, MaxEncodedLen};
use core::marker::PhantomData;
use frame_support::{defensive, dispatch::DispatchResult, ensure, traits::Defensive, BoundedVec};
use scale_info::TypeInfo;
use sp_runtime::DispatchError;

/// The place of a page in storage.
pub(crate) type PageKey = (u8, u32);

fn key(page: PageId) -> PageKey {
	(page.group, page.index)
}

/// How many nodes the lowest level of a page has, in a tree of so many leaves; 0 where that has no such page.
fn bottom(size: u32, (group, index): PageKey) -> u64 {
	bottom_nodes(size.into(), PageId { group, index })
}

/// The nodes on the lowest level of a full page.
const FULL: u64 = 1 << LEVELS_PER_PAGE;

/// Where nodes stand in a page with so many nodes on its lowest level, and where in a full one.
fn places(bottom: u64) -> impl Iterator<Item = (usize, u8)> {
	(0..LEVELS_PER_PAGE).flat_map(move |row| {
		let (start, full) = (row_start(bottom, row), row_start(FULL, row));
		(0..nodes_at(bottom, row) as usize).map(move |at| (start + at, (full + at) as u8))
	})
}

/// How many nodes the lowest level of a stored page has.
fn bottom_of(page: &[FieldElement]) -> Option<u64> {
	(1..=FULL).find(|bottom| page_len(*bottom) == page.len())
}

/// A page's nodes by their places in a full page; `None` at a place where it has none.
fn in_full_order(page: &[FieldElement]) -> Option<Vec<Option<FieldElement>>> {
	let mut nodes = alloc::vec![None; page_len(FULL)];
	for (at, place) in places(bottom_of(page)?) {
		*nodes.get_mut(usize::from(place))? = page.get(at).copied();
	}
	Some(nodes)
}

/// Adds to what is kept of a tree's page what that tree has of it and the next one will not have. Says
/// whether it has added anything; `None` if a page is none.
fn add_changed(
	kept: &mut NodesOfPage,
	bottom: u64,
	before: &[Option<FieldElement>],
	after: &[Option<FieldElement>],
) -> Option<bool> {
	let known = kept.len();
	for (_, place) in places(bottom) {
		let (before, after) = (before.get(usize::from(place))?, after.get(usize::from(place))?);
		if before != after && kept.iter().all(|(other, _)| *other != place) {
			kept.try_push((place, (*before)?)).ok()?;
		}
	}
	Some(kept.len() > known)
}

/// The nodes that are kept of an epoch's page: the present one's, or of the epoch before.
fn recent<T: Config>(epoch: Epoch, key: PageKey) -> NodesOfPage {
	Recent::<T>::get(slot(epoch), key)
		.filter(|(of, _)| *of == epoch)
		.map(|(_, nodes)| nodes)
		.unwrap_or_default()
}

/// Which of the two places for recent nodes is an epoch's.
fn slot(epoch: Epoch) -> u8 {
	(epoch & 1) as u8
}

/// The next tree's pages. What a write replaces is kept for the trees that have it.
struct NextPages<T> {
	/// The present epoch, and the size of its tree.
	present: (Epoch, u32),
	/// The latest epoch that may be pinned, and the size of its tree.
	pin: (Epoch, u32),
	config: PhantomData<T>,
}

impl<T: Config> NextPages<T> {
	fn keep(&self, key: PageKey, after: &[FieldElement]) -> Option<()> {
		let of_present = bottom(self.present.1, key);
		if of_present == 0 {
			return Some(());
		}
		// It is there: the present tree has it, and nothing loses pages.
		let before = in_full_order(&Pages::<T>::get(key)?)?;
		let after = in_full_order(after)?;

		let (epoch, _) = self.present;
		let mut nodes = recent::<T>(epoch, key);
		if add_changed(&mut nodes, of_present, &before, &after)? {
			Recent::<T>::insert(slot(epoch), key, (epoch, nodes));
		}
		let (pin, size) = self.pin;
		let mut nodes = KeptNodes::<T>::get(pin, key);
		if add_changed(&mut nodes, bottom(size, key), &before, &after)? {
			KeptNodes::<T>::insert(pin, key, nodes);
		}
		Some(())
	}
}

impl<T: Config> PageStore for NextPages<T> {
	fn load(&self, page: PageId) -> Option<Page> {
		Pages::<T>::get(key(page)).map(Into::into)
	}

	fn store(&mut self, page: PageId, nodes: Page) {
		let key = key(page);
		if self.keep(key, &nodes).is_none() {
			defensive!("a page is missing, or is none");
		}
		// A page never holds more nodes than its bound; if it did, it would be cut, and the next
		// reader would be told that the tree is corrupt.
		Pages::<T>::insert(key, BoundedVec::truncate_from(nodes));
	}
}

/// Where what a tree has and the next one has not is kept.
enum Kept {
	/// Of the present epoch, or of the one before: in these epochs, the latest first.
	Recent(Vec<Epoch>),
	/// Of a pinned one: for these pinned ones, the latest first.
	Pinned(Vec<Epoch>),
}

/// The pages of an epoch's tree.
pub(crate) struct EpochPages<T> {
	/// The size of the tree.
	size: u32,
	kept: Kept,
	config: PhantomData<T>,
}

impl<T: Config> PageStore for EpochPages<T> {
	fn load(&self, page: PageId) -> Option<Page> {
		let key = key(page);
		let mut nodes = in_full_order(&Pages::<T>::get(key)?)?;
		let mut set = |kept: NodesOfPage| {
			kept.into_iter().try_for_each(|(place, node)| {
				*nodes.get_mut(usize::from(place))? = Some(node);
				Some(())
			})
		};
		// What is kept for an earlier epoch was there before what is kept for a later one.
		match &self.kept {
			Kept::Recent(epochs) => {
				epochs.iter().try_for_each(|epoch| set(recent::<T>(*epoch, key)))?;
			}
			Kept::Pinned(epochs) => {
				epochs.iter().try_for_each(|epoch| set(KeptNodes::<T>::get(epoch, key)))?;
			}
		}
		let bottom = bottom(self.size, key);
		places(bottom).map(|(_, place)| *nodes.get(usize::from(place))?).collect()
	}

	fn store(&mut self, _: PageId, _: Page) {
		defensive!("nobody writes to the past");
	}
}

fn corrupt(_: TreeError) -> DispatchError {
	DispatchError::Corruption
}

/// What a tree is known by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct EpochTree {
	/// The root; 0 where the tree has no leaves.
	pub root: FieldElement,
	/// The leaves, empty ones included.
	pub size: u32,
	/// The leaves that are not 0.
	pub members: u32,
}

impl Default for EpochTree {
	fn default() -> Self {
		Self { root: FieldElement::ZERO, size: 0, members: 0 }
	}
}

/// The next epoch's tree. All that is written of it goes through this.
pub(crate) struct NextTree<T: Config> {
	pages: NextPages<T>,
	tree: EpochTree,
}

impl<T: Config> NextTree<T> {
	/// The tree as it stands.
	pub(crate) fn open() -> Self {
		let EpochState { epoch, size, .. } = CurrentEpoch::<T>::get();
		let pin = PinnableEpoch::<T>::get();
		let pinned = Pallet::<T>::epoch_tree(pin).defensive().unwrap_or_default();
		let pages =
			NextPages { present: (epoch, size), pin: (pin, pinned.size), config: PhantomData };
		Self { pages, tree: Next::<T>::get() }
	}

	/// What it is known by.
	pub(crate) fn tree(&self) -> EpochTree {
		self.tree
	}

	/// The epoch whose tree it will be, at the earliest.
	pub(crate) fn epoch(&self) -> Epoch {
		self.pages.present.0.saturating_add(1)
	}

	/// Stores what it is known by.
	pub(crate) fn close(self) {
		Next::<T>::put(self.tree);
	}

	fn stored(&mut self) -> Result<Tree<&mut NextPages<T>, HostHasher>, DispatchError> {
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
	/// Puts another value at a leaf of the next tree; 0 for a person who leaves.
	pub(crate) fn set_leaf(index: u32, value: FieldElement) -> DispatchResult {
		let mut tree = NextTree::<T>::open();
		tree.set(index, value)?;
		tree.close();
		Ok(())
	}

	/// The tree of the present epoch, of the one before, or of one that is pinned or may be.
	pub fn epoch_tree(epoch: Epoch) -> Option<EpochTree> {
		let current = CurrentEpoch::<T>::get();
		if epoch == current.epoch {
			let EpochState { root, size, members, .. } = current;
			return Some(EpochTree { root, size, members });
		}
		// Of one that is being released, nodes may be gone.
		let is_recent = epoch.checked_add(1) == Some(current.epoch);
		if ReleasingEpoch::<T>::get() == Some(epoch) && !is_recent {
			return None;
		}
		let snapshot = Snapshots::<T>::get(epoch)?;
		Some(EpochTree { root: snapshot.root, size: snapshot.size, members: snapshot.members })
	}

	/// The epochs whose trees are kept, in order: those that are pinned, the latest that may be, the one that
	/// has ended last, and the present one.
	pub fn kept_epochs() -> Vec<Epoch> {
		let current = CurrentEpoch::<T>::get().epoch;
		let recent = current.checked_sub(1).into_iter().chain([current]);
		let mut epochs: Vec<_> = Pins::<T>::get().into_iter().chain(recent).collect();
		epochs.sort_unstable();
		epochs.dedup();
		epochs
	}

	/// The newest epoch whose tree has this root, of those that are kept.
	pub fn epoch_of_root(root: FieldElement) -> Option<Epoch> {
		let has_root =
			|epoch: &Epoch| Self::epoch_tree(*epoch).is_some_and(|tree| tree.root == root);
		Self::kept_epochs().into_iter().rev().find(has_root)
	}

	fn tree_at(epoch: Epoch) -> Option<Tree<EpochPages<T>, HostHasher>> {
		let size = Self::epoch_tree(epoch)?.size;
		let current = CurrentEpoch::<T>::get().epoch;
		let kept = if epoch == current {
			Kept::Recent(alloc::vec![current])
		} else if epoch.checked_add(1) == Some(current) {
			Kept::Recent(alloc::vec![current, epoch])
		} else {
			let pins = Pins::<T>::get().into_iter().rev();
			Kept::Pinned(pins.take_while(|pin| *pin >= epoch).collect())
		};
		let pages = EpochPages { size, kept, config: PhantomData };
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

	/// Hands the nodes of a page that are kept for a pinned epoch that is being released to the one before it,
	/// where that lacks them, and removes them.
	pub(crate) fn release_page(
		epoch: Epoch,
		(key, nodes): (PageKey, NodesOfPage),
		before: Option<(Epoch, u32)>,
	) {
		if let Some((older, size)) = before {
			let mut kept = KeptNodes::<T>::get(older, key);
			let known = kept.len();
			let had: Vec<_> = places(bottom(size, key)).map(|(_, place)| place).collect();
			for (place, node) in nodes {
				if had.contains(&place) && kept.iter().all(|(other, _)| *other != place) {
					// There is room for each place of a full page.
					let _ = kept.try_push((place, node)).defensive();
				}
			}
			if kept.len() > known {
				KeptNodes::<T>::insert(older, key, kept);
			}
		}
		KeptNodes::<T>::remove(epoch, key);
	}
}
