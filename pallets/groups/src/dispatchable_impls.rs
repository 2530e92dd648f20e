//! What the calls that change a group do.

use crate::{
	types::footprint, BlockNumberFor, Config, Error, Event, Group, Groups, Members, NextGroupId,
	Nullifiers, Pages, Pallet, RootHistory, SupersededRoots, WeightInfo,
};
use alloc::vec::Vec;
use census_lean_imt::shape;
use census_primitives::GroupId;
use census_zk_types::{FieldElement, Word};
use frame_support::{
	dispatch::{DispatchResult, DispatchResultWithPostInfo},
	ensure,
	pallet_prelude::{DispatchError, Get},
	traits::{Consideration, Defensive, DefensiveSaturating},
};
use sp_runtime::traits::{Saturating, Zero};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_create_group(
		admin: T::AccountId,
		root_duration: Option<BlockNumberFor<T>>,
		instant_revocation: bool,
	) -> DispatchResult {
		let root_duration = root_duration.unwrap_or_else(T::DefaultRootDuration::get);
		ensure!(root_duration <= T::MaxRootDuration::get(), Error::<T>::RootDurationTooLong);
		let id = NextGroupId::<T>::get();
		NextGroupId::<T>::put(id.checked_add(1).ok_or(Error::<T>::NoGroupIdLeft)?);

		let deposit = T::Consideration::new(&admin, footprint(0))?;
		let group = Group::<T> {
			admin: admin.clone(),
			pending_admin: None,
			deposit,
			size: 0,
			members: 0,
			root: FieldElement::ZERO,
			root_since: frame_system::Pallet::<T>::block_number(),
			root_duration,
			instant_revocation,
			revoked_through: Zero::zero(),
			expired_through: Zero::zero(),
			history_start: 0,
			history_end: 0,
			nullifiers: 0,
			closing: false,
			last_cleared_nullifier: None,
		};
		Groups::<T>::insert(id, group);
		Self::deposit_event(Event::GroupCreated { group: id, admin });
		Ok(())
	}

	pub(crate) fn do_add_member(
		admin: T::AccountId,
		id: GroupId,
		identity_commitment: Word,
	) -> DispatchResult {
		let group = Self::open_group_of(&admin, id)?;
		let identity_commitment = Self::checked_commitment(identity_commitment)?;
		let index = group.size;
		let root = Self::append(id, group, &[identity_commitment])?;
		Self::deposit_event(Event::MemberAdded { group: id, index, identity_commitment, root });
		Ok(())
	}

	pub(crate) fn do_add_members(
		admin: T::AccountId,
		id: GroupId,
		identity_commitments: Vec<Word>,
	) -> DispatchResult {
		ensure!(!identity_commitments.is_empty(), Error::<T>::BatchEmpty);
		let group = Self::open_group_of(&admin, id)?;
		let commitments = identity_commitments
			.into_iter()
			.map(Self::checked_commitment)
			.collect::<Result<Vec<_>, _>>()?;
		let (start_index, count) = (group.size, commitments.len() as u32);
		let root = Self::append(id, group, &commitments)?;
		Self::deposit_event(Event::MembersAdded { group: id, start_index, count, root });
		Ok(())
	}

	pub(crate) fn do_update_member(
		admin: T::AccountId,
		id: GroupId,
		index: u32,
		new_identity_commitment: Word,
	) -> DispatchResult {
		let group = Self::open_group_of(&admin, id)?;
		let new_identity_commitment = Self::checked_commitment(new_identity_commitment)?;
		ensure!(
			!Members::<T>::contains_key(id, new_identity_commitment),
			Error::<T>::AlreadyMember
		);
		let (identity_commitment, root) =
			Self::replace_leaf(id, group, index, new_identity_commitment)?;
		Members::<T>::insert(id, new_identity_commitment, index);
		Self::deposit_event(Event::MemberUpdated {
			group: id,
			index,
			identity_commitment,
			new_identity_commitment,
			root,
		});
		Ok(())
	}

	pub(crate) fn do_remove_member(admin: T::AccountId, id: GroupId, index: u32) -> DispatchResult {
		let group = Self::open_group_of(&admin, id)?;
		let (identity_commitment, root) = Self::replace_leaf(id, group, index, FieldElement::ZERO)?;
		Self::deposit_event(Event::MemberRemoved { group: id, index, identity_commitment, root });
		Ok(())
	}

	pub(crate) fn do_update_group_admin(
		admin: T::AccountId,
		id: GroupId,
		new_admin: Option<T::AccountId>,
	) -> DispatchResult {
		let mut group = Self::open_group_of(&admin, id)?;
		group.pending_admin = new_admin.clone();
		Groups::<T>::insert(id, group);
		Self::deposit_event(Event::GroupAdminPending { group: id, new_admin });
		Ok(())
	}

	pub(crate) fn do_accept_group_admin(new_admin: T::AccountId, id: GroupId) -> DispatchResult {
		let mut group = Self::open_group(id)?;
		ensure!(group.pending_admin.as_ref() == Some(&new_admin), Error::<T>::NotPendingAdmin);
		let old_admin = core::mem::replace(&mut group.admin, new_admin.clone());
		// Who offers a group to itself has made the deposit already.
		if old_admin != new_admin {
			let deposit = T::Consideration::new(&new_admin, footprint(group.size))?;
			core::mem::replace(&mut group.deposit, deposit).drop(&old_admin)?;
		}
		group.pending_admin = None;
		Groups::<T>::insert(id, group);
		Self::deposit_event(Event::GroupAdminUpdated { group: id, old_admin, new_admin });
		Ok(())
	}

	pub(crate) fn do_update_root_duration(
		admin: T::AccountId,
		id: GroupId,
		new_duration: BlockNumberFor<T>,
	) -> DispatchResult {
		ensure!(new_duration <= T::MaxRootDuration::get(), Error::<T>::RootDurationTooLong);
		let mut group = Self::open_group_of(&admin, id)?;
		let old_duration = group.root_duration;
		group.set_root_duration(new_duration, frame_system::Pallet::<T>::block_number());
		Groups::<T>::insert(id, group);
		Self::deposit_event(Event::RootDurationUpdated { group: id, old_duration, new_duration });
		Ok(())
	}

	pub(crate) fn do_set_instant_revocation(
		admin: T::AccountId,
		id: GroupId,
		enabled: bool,
	) -> DispatchResult {
		let mut group = Self::open_group_of(&admin, id)?;
		group.instant_revocation = enabled;
		Groups::<T>::insert(id, group);
		Self::deposit_event(Event::InstantRevocationSet { group: id, enabled });
		Ok(())
	}

	pub(crate) fn do_close_group(admin: T::AccountId, id: GroupId) -> DispatchResult {
		let mut group = Self::open_group_of(&admin, id)?;
		group.closing = true;
		group.pending_admin = None;
		Groups::<T>::insert(id, group);
		Self::deposit_event(Event::GroupClosed { group: id });
		Ok(())
	}

	/// Every item is removed where it is known to stand, and what is gone is counted: nothing looks
	/// for what is left. (A search would walk over all that the block has removed before, its own
	/// group's and others', unpaid.)
	pub(crate) fn do_clear_group(id: GroupId, limit: u32) -> DispatchResultWithPostInfo {
		ensure!(limit > 0, Error::<T>::LimitZero);
		let mut group = Groups::<T>::get(id).ok_or(Error::<T>::GroupNotFound)?;
		ensure!(group.closing, Error::<T>::GroupNotClosing);

		let mut left = limit;
		Self::clear_leaves(id, &mut group, &mut left);
		Self::clear_history(id, &mut group, &mut left);
		Self::clear_nullifiers(id, &mut group, &mut left);
		if group.size == 0 && group.history_start == group.history_end && group.nullifiers == 0 {
			Groups::<T>::remove(id);
			group.deposit.drop(&group.admin)?;
			Self::deposit_event(Event::GroupCleared { group: id });
		} else {
			Groups::<T>::insert(id, group);
		}
		Ok(Some(T::WeightInfo::clear_group(limit.saturating_sub(left))).into())
	}

	/// Removes leaves from the last one down, each with its member and the pages it began.
	fn clear_leaves(id: GroupId, group: &mut Group<T>, left: &mut u32) {
		let mut page = None;
		while group.size > 0 && *left > 0 {
			group.size.saturating_dec();
			left.saturating_dec();
			let index = u64::from(group.size);
			let place = shape::page_of(0, index);
			let (_, leaves) = match page.take() {
				Some((there, leaves)) if there == place => (there, leaves),
				_ => (place, Pages::<T>::get(id, (place.group, place.index)).unwrap_or_default()),
			};
			if let Some(member) = leaves.get(shape::position(index + 1, 0, index)) {
				if !member.is_zero() {
					Members::<T>::remove(id, member);
					group.members = group.members.defensive_saturating_sub(1);
				}
			}
			for page in shape::pages_begun_by(index) {
				Pages::<T>::remove(id, (page.group, page.index));
			}
			page = Some((place, leaves));
		}
	}

	/// Removes roots of the history, the oldest first.
	fn clear_history(id: GroupId, group: &mut Group<T>, left: &mut u32) {
		while group.history_start < group.history_end && *left > 0 {
			if let Some((root, _)) = RootHistory::<T>::take(id, group.history_start) {
				SupersededRoots::<T>::remove(id, root);
			}
			group.history_start.saturating_inc();
			left.saturating_dec();
		}
	}

	/// Removes nullifiers in the order of their keys, behind the last one that was removed.
	fn clear_nullifiers(id: GroupId, group: &mut Group<T>, left: &mut u32) {
		if group.nullifiers == 0 || *left == 0 {
			return;
		}
		let mut keys = match group.last_cleared_nullifier {
			Some(last) => {
				Nullifiers::<T>::iter_key_prefix_from(id, Nullifiers::<T>::hashed_key_for(id, last))
			}
			None => Nullifiers::<T>::iter_key_prefix(id),
		};
		while group.nullifiers > 0 && *left > 0 {
			let Some(nullifier) = keys.next().defensive() else {
				group.nullifiers = 0;
				return;
			};
			Nullifiers::<T>::remove(id, nullifier);
			group.last_cleared_nullifier = Some(nullifier);
			group.nullifiers.saturating_dec();
			left.saturating_dec();
		}
	}

	/// A group that is not closed.
	fn open_group(id: GroupId) -> Result<Group<T>, Error<T>> {
		let group = Groups::<T>::get(id).ok_or(Error::<T>::GroupNotFound)?;
		ensure!(!group.closing, Error::<T>::GroupClosing);
		Ok(group)
	}

	/// A group that is not closed and that `admin` may change.
	fn open_group_of(admin: &T::AccountId, id: GroupId) -> Result<Group<T>, Error<T>> {
		let group = Self::open_group(id)?;
		ensure!(group.admin == *admin, Error::<T>::NotAdmin);
		Ok(group)
	}

	fn checked_commitment(identity_commitment: Word) -> Result<FieldElement, Error<T>> {
		let commitment = FieldElement::try_from(identity_commitment)
			.map_err(|_| Error::<T>::CommitmentNotInField)?;
		ensure!(!commitment.is_zero(), Error::<T>::CommitmentZero);
		Ok(commitment)
	}

	/// Appends members and stores the group; the admin's deposit grows with it.
	fn append(
		id: GroupId,
		mut group: Group<T>,
		commitments: &[FieldElement],
	) -> Result<FieldElement, DispatchError> {
		let count = commitments.len() as u32;
		let size = group.size.checked_add(count).ok_or(Error::<T>::GroupFull)?;
		for (commitment, index) in commitments.iter().zip(group.size..) {
			ensure!(!Members::<T>::contains_key(id, commitment), Error::<T>::AlreadyMember);
			Members::<T>::insert(id, commitment, index);
		}
		let root = group.tree(id)?.append_many(commitments).map_err(Error::<T>::from)?;
		group.deposit = group.deposit.update(&group.admin, footprint(size))?;
		group.size = size;
		group.members = group.members.defensive_saturating_add(count);
		// Who accepts a group makes the deposit for the size at which it was offered, no other.
		if group.pending_admin.take().is_some() {
			Self::deposit_event(Event::GroupAdminPending { group: id, new_admin: None });
		}
		Self::supersede_root(id, &mut group, root);
		Groups::<T>::insert(id, group);
		Ok(root)
	}

	/// Puts another member, or 0, in a member's place and stores the group. Returns the member that
	/// left and the new root.
	fn replace_leaf(
		id: GroupId,
		mut group: Group<T>,
		index: u32,
		leaf: FieldElement,
	) -> Result<(FieldElement, FieldElement), DispatchError> {
		let mut tree = group.tree(id)?;
		let member = tree.leaf(index).map_err(Error::<T>::from)?;
		ensure!(!member.is_zero(), Error::<T>::NotMember);
		let root = tree.update(index, leaf).map_err(Error::<T>::from)?;
		Members::<T>::remove(id, member);
		if leaf.is_zero() {
			group.members = group.members.defensive_saturating_sub(1);
		}
		Self::supersede_root(id, &mut group, root);
		if group.instant_revocation {
			group.revoke_superseded(frame_system::Pallet::<T>::block_number());
		}
		Groups::<T>::insert(id, group);
		Ok((member, root))
	}
}
