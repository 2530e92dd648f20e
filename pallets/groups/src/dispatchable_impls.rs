//! What the calls that change a group do.

use crate::{
	types::footprint, BlockNumberFor, Config, Error, Event, Group, Groups, Members, NextGroupId,
	Nullifiers, Pages, Pallet, RootHistory, SupersededRoots, WeightInfo,
};
use alloc::vec::Vec;
use census_primitives::GroupId;
use census_zk_types::{FieldElement, Word};
use frame_support::{
	dispatch::{DispatchResult, DispatchResultWithPostInfo},
	ensure,
	pallet_prelude::{DispatchError, Get},
	storage::KeyPrefixIterator,
	traits::{Consideration, DefensiveSaturating},
};
use sp_runtime::traits::Zero;

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
			closing: false,
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
		ensure!(!Members::<T>::contains_key(id, new_identity_commitment), Error::<T>::AlreadyMember);
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

	pub(crate) fn do_remove_member(
		admin: T::AccountId,
		id: GroupId,
		index: u32,
	) -> DispatchResult {
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

	pub(crate) fn do_accept_group_admin(
		new_admin: T::AccountId,
		id: GroupId,
	) -> DispatchResult {
		let mut group = Self::open_group(id)?;
		ensure!(group.pending_admin.as_ref() == Some(&new_admin), Error::<T>::NotPendingAdmin);
		let old_admin = core::mem::replace(&mut group.admin, new_admin.clone());
		let deposit = T::Consideration::new(&new_admin, footprint(group.size))?;
		core::mem::replace(&mut group.deposit, deposit).drop(&old_admin)?;
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

	pub(crate) fn do_clear_group(id: GroupId, limit: u32) -> DispatchResultWithPostInfo {
		let group = Groups::<T>::get(id).ok_or(Error::<T>::GroupNotFound)?;
		ensure!(group.closing, Error::<T>::GroupNotClosing);

		let mut left = limit;
		let emptied = remove_up_to(&mut left, Pages::<T>::iter_key_prefix(id), |page| {
			Pages::<T>::remove(id, page)
		}) && remove_up_to(&mut left, Members::<T>::iter_key_prefix(id), |member| {
			Members::<T>::remove(id, member)
		}) && remove_up_to(&mut left, Nullifiers::<T>::iter_key_prefix(id), |nullifier| {
			Nullifiers::<T>::remove(id, nullifier)
		}) && remove_up_to(&mut left, SupersededRoots::<T>::iter_key_prefix(id), |root| {
			SupersededRoots::<T>::remove(id, root)
		}) && remove_up_to(&mut left, RootHistory::<T>::iter_key_prefix(id), |entry| {
			RootHistory::<T>::remove(id, entry)
		});
		if emptied {
			Groups::<T>::remove(id);
			group.deposit.drop(&group.admin)?;
			Self::deposit_event(Event::GroupCleared { group: id });
		}
		Ok(Some(T::WeightInfo::clear_group(limit.saturating_sub(left))).into())
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

/// Removes items until `left` is used up. Says whether none remains.
fn remove_up_to<K>(
	left: &mut u32,
	mut items: KeyPrefixIterator<K>,
	remove: impl Fn(K),
) -> bool {
	while *left > 0 {
		let Some(item) = items.next() else { return true };
		remove(item);
		*left -= 1;
	}
	items.next().is_none()
}
