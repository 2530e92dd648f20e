//! What others may ask of the pallet. Nothing here writes.
//!
//! A closed group is being taken apart: of its tree, members, roots and nullifiers nothing is told.

use crate::{
	BlockNumberFor, Config, Group, Groups, Members, NextGroupId, Nullifiers, Pallet, RootHistory,
};
use alloc::vec::Vec;
use census_primitives::{behind, GroupId, Page};
use census_views::{
	groups::{Group as View, GroupRoot},
	AccountId,
};
use census_zk_types::{FieldElement, MerkleProof, Word};
use frame_support::traits::Defensive;
use sp_runtime::SaturatedConversion;

impl<T: Config> Pallet<T> {
	fn open(id: GroupId) -> Option<Group<T>> {
		Groups::<T>::get(id).filter(|group| !group.closing)
	}

	/// How many groups were ever created.
	pub fn group_count() -> u32 {
		NextGroupId::<T>::get()
	}

	/// The group as it stands.
	pub fn view(id: GroupId) -> Option<View> {
		let group = Groups::<T>::get(id)?;
		Some(View {
			group: id,
			admin: AccountId::of(&group.admin),
			pending_admin: group.pending_admin.as_ref().map(AccountId::of),
			size: group.size,
			members: group.members,
			depth: census_lean_imt::shape::depth(group.size.into()),
			root: group.root,
			root_since: group.root_since.saturated_into(),
			root_duration: group.root_duration.saturated_into(),
			instant_revocation: group.instant_revocation,
			closing: group.closing,
		})
	}

	/// The groups behind number `after` that there are. The caller bounds `count`.
	pub fn page(after: Option<GroupId>, count: u32) -> Page<View, GroupId> {
		Page::of(behind(after)..Self::group_count(), count, |id| *id, Self::view)
	}

	/// The leaves behind index `after`; 0 where a member was removed. The caller bounds `count`.
	pub fn members(id: GroupId, after: Option<u32>, count: u32) -> Page<FieldElement, u32> {
		let Some(group) = Self::open(id) else { return Page::default() };
		let start = behind(after);
		let end = start.saturating_add(count.max(1)).min(group.size);
		// An error here means that the stored tree is corrupt.
		let items = group
			.tree(id)
			.and_then(|tree| Ok(tree.leaves(start.into()..end.into())?))
			.defensive()
			.unwrap_or_default();
		Page { next: end.checked_sub(1).filter(|_| end < group.size), items }
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

	/// The group's roots, the newest first: the current one, of age 0, then those of the history. Those
	/// of a greater age than `after`. `accepted` is said for block `now`. The caller bounds `count`.
	pub fn root_history(
		id: GroupId,
		after: Option<u32>,
		count: u32,
		now: BlockNumberFor<T>,
	) -> Page<GroupRoot, u32> {
		let Some(group) = Self::open(id) else { return Page::default() };
		let superseded = group.history_end.saturating_sub(group.history_start);
		let root = |age: u32| {
			let (root, superseded_at) = match age.checked_sub(1) {
				None => (group.root, None),
				Some(older) => {
					let entry = group.history_end.checked_sub(older)?.checked_sub(1)?;
					let (root, at) = RootHistory::<T>::get(id, entry)?;
					(root, Some(at.saturated_into()))
				}
			};
			let accepted = Self::check_root(id, &group, root, now).is_ok();
			Some(GroupRoot { age, root, superseded_at, accepted })
		};
		Page::of(behind(after)..superseded.saturating_add(1), count, |age| *age, root)
	}

	/// For each nullifier, whether it was used in the group.
	pub fn are_spent(id: GroupId, nullifiers: Vec<FieldElement>) -> Vec<bool> {
		let open = Self::open(id).is_some();
		let is_spent = |nullifier| open && Nullifiers::<T>::contains_key(id, nullifier);
		nullifiers.into_iter().map(is_spent).collect()
	}
}
