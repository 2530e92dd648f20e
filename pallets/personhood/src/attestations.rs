//! What persons rest on: attestations and their weight, withdrawal, merging, expiry, and the counts
//! that follow a person's status.

use crate::{
	tickets::weight_of_classes, Attestation, Change, Config, Error, Event, IssuerOf, IssuerStatus,
	Issuers, LivePersons, Merges, Pallet, PersonOf, Persons, Policies, Status, Suspension, Tag,
	Tags, Threshold, Weighing,
};
use alloc::vec::Vec;
use census_primitives::{IssuerId, PersonId};
use frame_support::{dispatch::DispatchResult, ensure, traits::Defensive};
use sp_runtime::traits::Saturating;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_withdraw(
		controller: T::AccountId,
		issuer: IssuerId,
		tag: Tag,
	) -> DispatchResult {
		Self::issuer_of(&controller, issuer)?;
		let id = Tags::<T>::get(issuer, tag).ok_or(Error::<T>::AttestationNotFound)?;
		let mut person = Persons::<T>::get(id).ok_or(Error::<T>::StateCorrupt)?;
		let attestation = person
			.attestations
			.iter_mut()
			.find(|known| known.issuer == issuer && known.tag == tag && known.standing)
			.ok_or(Error::<T>::AttestationNotFound)?;
		attestation.standing = false;
		Self::deposit_event(Event::AttestationWithdrawn { person: id, issuer });
		if person.status.is_live() {
			Self::rest(issuer, false);
			if Self::standing_weight(&person) < u64::from(person.threshold) {
				if Self::stands_in_tree(id, &person) {
					Self::suspend(id, &mut person, Suspension::Withdrawn);
				} else {
					Self::let_go(id, &mut person);
				}
			}
		}
		Persons::<T>::insert(id, person);
		Ok(())
	}

	/// Supporters are forgotten once they have had their way: if the younger person is reinstated,
	/// it takes a quorum anew to suspend it.
	pub(crate) fn do_merge(
		controller: T::AccountId,
		issuer: IssuerId,
		tag: Tag,
		other_tag: Tag,
	) -> DispatchResult {
		let record = Self::issuer_of(&controller, issuer)?;
		ensure!(record.status != IssuerStatus::Removed, Error::<T>::IssuerRemoved);
		let owner = |tag| Tags::<T>::get(issuer, tag).ok_or(Error::<T>::AttestationNotFound);
		let (one, other) = (owner(tag)?, owner(other_tag)?);
		ensure!(one != other, Error::<T>::SamePerson);
		// Numbers are given out in the order of enrolment.
		let (elder, younger) = (one.min(other), one.max(other));
		let mut person = Persons::<T>::get(younger).ok_or(Error::<T>::StateCorrupt)?;
		ensure!(
			person.status.is_live() || person.status == Status::Suspended(Suspension::Vetoed),
			Error::<T>::PersonStatus
		);

		let mut supporters = Merges::<T>::get((elder, younger));
		ensure!(!supporters.contains(&issuer), Error::<T>::AlreadySupported);
		// The word of an issuer that is gone may make room; it counts for nothing.
		let mut voices = Vec::new();
		supporters.retain(|supporter| {
			let known = Issuers::<T>::get(supporter)
				.filter(|issuer| issuer.status != IssuerStatus::Removed);
			let stays = known.is_some();
			voices.extend(known.filter(|issuer| issuer.status == IssuerStatus::Active));
			stays
		});
		supporters.try_push(issuer).map_err(|_| Error::<T>::TooManyIssuers)?;
		if record.status == IssuerStatus::Active {
			voices.push(record);
		}
		Self::deposit_event(Event::MergeSupported { elder, younger, issuer });
		if weight_of_classes(&voices) < u64::from(Threshold::<T>::get()) {
			Merges::<T>::insert((elder, younger), supporters);
			return Ok(());
		}
		Merges::<T>::remove((elder, younger));
		Self::suspend(younger, &mut person, Suspension::Merged);
		Persons::<T>::insert(younger, person);
		Ok(())
	}

	pub(crate) fn do_expire(id: PersonId) -> DispatchResult {
		let mut person = Persons::<T>::get(id).ok_or(Error::<T>::PersonNotFound)?;
		ensure!(person.status.is_live(), Error::<T>::PersonStatus);
		ensure!(Self::is_over(&person), Error::<T>::NotExpired);
		Self::let_expire(id, &mut person);
		Persons::<T>::insert(id, person);
		Ok(())
	}

	/// Suspends a person: it leaves the tree with the epoch. The caller stores it.
	pub(crate) fn suspend(id: PersonId, person: &mut PersonOf<T>, reason: Suspension) {
		Self::leave(id, person, Status::Suspended(reason));
		Self::deposit_event(Event::Suspended { person: id, reason });
	}

	/// Expires a person: it leaves the tree with the epoch. The caller stores it.
	pub(crate) fn let_expire(id: PersonId, person: &mut PersonOf<T>) {
		Self::leave(id, person, Status::Expired);
		Self::deposit_event(Event::Expired { person: id });
	}

	/// Revokes a person that does not stand in the tree, or is on its way out. The caller stores it.
	pub(crate) fn let_go(id: PersonId, person: &mut PersonOf<T>) {
		Self::leave(id, person, Status::Revoked);
		Self::deposit_event(Event::Revoked { person: id });
	}

	/// Revokes a person whose admission has ceased to hold before it entered the tree. The caller
	/// stores it.
	pub(crate) fn refuse_addition(id: PersonId, person: &mut PersonOf<T>) {
		Self::let_go(id, person);
	}

	fn leave(id: PersonId, person: &mut PersonOf<T>, status: Status) {
		if Self::stands_in_tree(id, person) {
			Self::enqueue(id, Change::Remove);
		} else {
			Self::cancel_change(id);
		}
		person.recovery = None;
		Self::set_status(id, person, status);
	}

	/// Whether a person's leaf is not 0.
	pub(crate) fn stands_in_tree(id: PersonId, person: &PersonOf<T>) -> bool {
		match Self::pending_change(id) {
			Some(Change::Add(_)) => false,
			Some(Change::Replace(_) | Change::Remove) => true,
			None => person.status == Status::Active,
		}
	}

	/// Changes a person's status, and all that is counted by it. The caller stores the person.
	pub(crate) fn set_status(_id: PersonId, person: &mut PersonOf<T>, status: Status) {
		let (was, is) = (person.status.is_live(), status.is_live());
		if was && !is {
			Self::count_out(person);
		}
		person.status = status;
		if is && !was {
			Self::count_in(person);
		}
	}

	/// Counts a person that has become live.
	pub(crate) fn count_in(person: &PersonOf<T>) {
		LivePersons::<T>::mutate(|live| live.saturating_inc());
		Policies::<T>::mutate(|policies| {
			match policies.iter_mut().find(|(threshold, _)| *threshold == person.threshold) {
				Some((_, live)) => live.saturating_inc(),
				// There is room: whoever becomes live does so under the threshold of now, and that
				// is set only where there is room for it.
				None => policies.try_push((person.threshold, 1)).defensive_unwrap_or(()),
			}
		});
		Self::standing(person).for_each(|attestation| Self::rest(attestation.issuer, true));
	}

	/// Counts out a live person that ceases to be so.
	pub(crate) fn count_out(person: &PersonOf<T>) {
		LivePersons::<T>::mutate(|live| live.saturating_dec());
		Policies::<T>::mutate(|policies| {
			policies.iter_mut().for_each(|(threshold, live)| {
				if *threshold == person.threshold {
					live.saturating_dec();
				}
			});
			policies.retain(|(_, live)| *live > 0);
		});
		Self::standing(person).for_each(|attestation| Self::rest(attestation.issuer, false));
	}

	/// Notes that a live person rests on an issuer, or does no longer. An issuer that was removed
	/// and on whom nobody rests weighs on quorums no more.
	fn rest(id: IssuerId, more: bool) {
		let gone = Issuers::<T>::mutate(id, |issuer| {
			let Some(issuer) = issuer.as_mut().defensive() else { return false };
			if more {
				issuer.resting.saturating_inc();
			} else {
				issuer.resting.saturating_dec();
			}
			issuer.status == IssuerStatus::Removed && issuer.resting == 0
		});
		if gone {
			Weighing::<T>::mutate(|weighing| weighing.retain(|other| *other != id));
		}
	}

	fn standing(person: &PersonOf<T>) -> impl Iterator<Item = &Attestation> {
		person.attestations.iter().filter(|attestation| attestation.standing)
	}

	/// What a person's standing attestations weigh.
	pub(crate) fn standing_weight(person: &PersonOf<T>) -> u64 {
		Self::weight_where(person, |_| true)
	}

	/// Whether a person's standing attestations would admit it now, as far as their issuers'
	/// tickets count: under the threshold under which it was admitted.
	pub(crate) fn still_admitted(person: &PersonOf<T>) -> bool {
		Self::weight_where(person, |issuer| issuer.status == IssuerStatus::Active)
			>= u64::from(person.threshold)
	}

	fn weight_where(person: &PersonOf<T>, counts: impl Fn(&IssuerOf<T>) -> bool) -> u64 {
		let issuers: Vec<_> = Self::standing(person)
			.filter_map(|attestation| Issuers::<T>::get(attestation.issuer))
			.filter(counts)
			.collect();
		weight_of_classes(&issuers)
	}
}
