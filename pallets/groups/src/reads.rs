//! What others may ask of the pallet. Nothing here writes.
//!
//! A closed group is being taken apart: of its tree, members, roots and nullifiers nothing is told.

use crate::{
	BlockNumberFor, Config, Group, Groups, Members, NextGroupId, Nullifiers, Pallet, RootHistory,
};
use alloc::vec::Vec;
use census_primitives::{GroupDetails, GroupId, RootDetails};
use census_zk_types::{FieldElement, MerkleProof, Word};
use frame_support::traits::Defensive;

impl<T: Config> Pallet<T> {
	fn open(id: GroupId) -> Option<Group<T>> {
		Groups::<T>::get(id).filter(|group| !group.closing)
	}

	/// How many groups were ever created.
	pub fn group_count() -> u32 {
		NextGroupId::<T>::get()
	}

	/// The group as it stands.
	pub fn details(id: GroupId) -> Option<GroupDetails<T::AccountId, BlockNumberFor<T>>> {
		let group = Groups::<T>::get(id)?;
		Some(GroupDetails {
			depth: census_lean_imt::shape::depth(group.size.into()),
			admin: group.admin,
			pending_admin: group.pending_admin,
			size: group.size,
			members: group.members,
			root: group.root,
			root_since: group.root_since,
			root_duration: group.root_duration,
			instant_revocation: group.instant_revocation,
			closing: group.closing,
		})
	}

	/// Leaves `start..start + count`, as far as there are any; 0 where a member was removed. The
	/// caller bounds `count`.
	pub fn members(id: GroupId, start: u32, count: u32) -> Vec<FieldElement> {
		let Some(group) = Self::open(id) else { return Vec::new() };
		let end = start.saturating_add(count).min(group.size);
		// An error here means that the stored tree is corrupt.
		group
			.tree(id)
			.and_then(|tree| Ok(tree.leaves(start.into()..end.into())?))
			.defensive()
			.unwrap_or_default()
	}

	/// The leaf at which a member stands.
	pub fn index_of(id: GroupId, member: Word) -> Option<u32> {
		let member = FieldElement::try_from(member).ok()?;
		Self::open(id).and_then(|_| Members::<T>::get(id, member))
	}

	/// The Merkle proof of a leaf under the current root.
	pub fn merkle_proof(id: GroupId, index: u32) -> Option<MerkleProof> {
		let group = Self::open(id).filter(|group| index < group.size)?;
		// An error here means that the stored tree is corrupt.
		group.tree(id).and_then(|tree| Ok(tree.proof(index)?)).defensive().ok()
	}

	/// The group's roots, the newest first: the current one at position 0, then those of the
	/// history. `accepted` is said for block `now`. The caller bounds `count`.
	pub fn root_history(
		id: GroupId,
		start: u32,
		count: u32,
		now: BlockNumberFor<T>,
	) -> Vec<RootDetails<BlockNumberFor<T>>> {
		let Some(group) = Self::open(id) else { return Vec::new() };
		let accepted = |root| Self::check_root(id, &group, root, now).is_ok();
		let superseded = group.history_end.saturating_sub(group.history_start);
		let end = start.saturating_add(count).min(superseded.saturating_add(1));
		(start..end)
			.filter_map(|position| {
				let Some(age) = position.checked_sub(1) else {
					let accepted = accepted(group.root);
					return Some(RootDetails { root: group.root, superseded_at: None, accepted });
				};
				let entry = group.history_end.checked_sub(age)?.checked_sub(1)?;
				let (root, at) = RootHistory::<T>::get(id, entry)?;
				Some(RootDetails { root, superseded_at: Some(at), accepted: accepted(root) })
			})
			.collect()
	}

	/// Whether a nullifier was used in the group.
	pub fn is_nullifier_used(id: GroupId, nullifier: Word) -> bool {
		FieldElement::try_from(nullifier).is_ok_and(|nullifier| {
			Self::open(id).is_some() && Nullifiers::<T>::contains_key(id, nullifier)
		})
	}
}
