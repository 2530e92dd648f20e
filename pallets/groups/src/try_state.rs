//! The invariants of the stored state, recomputed from the leaves.
//!
//! - a group's root, pages and counts are those of the tree built anew from its leaves;
//! - a member is indexed at exactly the leaf where it stands, and stands nowhere else;
//! - the root history and the index of superseded roots tell the same, in order;
//! - nothing is stored for a group that does not exist.

use crate::{
	Config, Group, Groups, Members, NextGroupId, Nullifiers, Pages, Pallet, RootHistory,
	SupersededRoots,
};
use alloc::collections::BTreeMap;
use census_lean_imt::{PageId, Poseidon, Tree, LEVELS_PER_PAGE};
use census_primitives::GroupId;
use census_zk_types::FieldElement;
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		let next = NextGroupId::<T>::get();
		for (id, group) in Groups::<T>::iter() {
			ensure!(id < next, "a group has a number that was not given out");
			// A closed group is being taken apart.
			if !group.closing {
				Self::try_tree(id, &group)?;
				Self::try_roots(id, &group)?;
			}
			ensure!(
				Nullifiers::<T>::iter_prefix(id).count() as u32 == group.nullifiers,
				"a group's count of nullifiers is wrong"
			);
		}
		let known = |id: &GroupId| Groups::<T>::contains_key(id);
		ensure!(Pages::<T>::iter_keys().all(|(id, _)| known(&id)), "a page without its group");
		ensure!(Members::<T>::iter_keys().all(|(id, _)| known(&id)), "a member without its group");
		ensure!(
			Nullifiers::<T>::iter_keys().all(|(id, _)| known(&id)),
			"a nullifier without its group"
		);
		ensure!(
			SupersededRoots::<T>::iter_keys().all(|(id, _)| known(&id))
				&& RootHistory::<T>::iter_keys().all(|(id, _)| known(&id)),
			"a root without its group"
		);
		Ok(())
	}

	fn try_tree(id: GroupId, group: &Group<T>) -> Result<(), TryRuntimeError> {
		let stored: BTreeMap<_, _> = Pages::<T>::iter_prefix(id)
			.map(|((group, index), nodes)| (PageId { group, index }, nodes.into_inner()))
			.collect();
		let leaves = group
			.tree(id)
			.and_then(|tree| Ok(tree.leaves(0..group.size.into())?))
			.map_err(|_| "a group's leaves cannot be read")?;

		let mut rebuilt = BTreeMap::new();
		let mut root = FieldElement::ZERO;
		let mut size = 0;
		for batch in leaves.chunks(1 << LEVELS_PER_PAGE) {
			let mut tree = Tree::new(&mut rebuilt, Poseidon, size)
				.map_err(|_| "a group's tree cannot be rebuilt")?;
			root = tree.append_many(batch).map_err(|_| "a group's tree cannot be rebuilt")?;
			size = tree.size();
		}
		ensure!(root == group.root, "a group's root is not that of its leaves");
		ensure!(rebuilt == stored, "a group's pages are not those of its leaves");

		let members = leaves.iter().filter(|leaf| !leaf.is_zero()).count();
		ensure!(members as u32 == group.members, "a group's count of members is wrong");
		ensure!(
			Members::<T>::iter_prefix(id).count() == members,
			"a group's index of members has another length than its members"
		);
		for (leaf, index) in leaves.iter().zip(0u32..).filter(|(leaf, _)| !leaf.is_zero()) {
			ensure!(
				Members::<T>::get(id, leaf) == Some(index),
				"a member is not indexed where it stands"
			);
		}
		Ok(())
	}

	fn try_roots(id: GroupId, group: &Group<T>) -> Result<(), TryRuntimeError> {
		let mut latest = BTreeMap::new();
		let mut before = None;
		for entry in group.history_start..group.history_end {
			let (root, at) = RootHistory::<T>::get(id, entry).ok_or("a root history has a gap")?;
			ensure!(before < Some(at), "two roots of a group were superseded in one block");
			ensure!(!root.is_zero(), "a root history holds the root 0");
			before = Some(at);
			latest.insert(root, at);
		}
		let entries = group.history_end.saturating_sub(group.history_start);
		ensure!(
			RootHistory::<T>::iter_prefix(id).count() as u32 == entries,
			"a root history has entries outside its bounds"
		);
		let indexed: BTreeMap<_, _> = SupersededRoots::<T>::iter_prefix(id).collect();
		ensure!(indexed == latest, "the index of superseded roots is not that of the history");
		ensure!(
			group.root_since >= before.unwrap_or_default(),
			"a root is older than the last one superseded"
		);
		Ok(())
	}
}
