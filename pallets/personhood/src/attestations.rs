//! What persons rest on: attestations and their weight; how persons end, by withdrawal, merging and
//! expiry; and the counts that follow.

use crate::{
	newcomers::Standing, tickets::weight_of_classes, Agenda, Attestation, Config, EndReason, Error,
	Event, IssuerOf, IssuerStatus, Issuers, LivePersons, Merges, Pallet, PersonOf, Persons, Place,
	Policies, Status, Tag, Tags, Threshold, Weighing,
};
use alloc::vec::Vec;
use census_primitives::{IssuerId, PersonId};
use census_zk_types::FieldElement;
use frame_support::{dispatch::DispatchResult, ensure, traits::Defensive};
use sp_runtime::traits::Saturating;

impl<T: Config> Pallet<T> {
	/// The withdrawal of a tag voids the tickets about it that have not been used, whether or not a live
	/// person rests on it.
	pub(crate) fn do_withdraw(
		controller: T::AccountId,
		issuer: IssuerId,
		tag: Tag,
	) -> DispatchResult {
		Self::issuer_of(&controller, issuer)?;
		let mut record = Tags::<T>::get(issuer, tag).ok_or(Error::<T>::AttestationNotFound)?;
		let id = record.person;
		record.serial.saturating_inc();
		Tags::<T>::insert(issuer, tag, record);
		Self::deposit_event(Event::AttestationWithdrawn { person: id, issuer });

		let mut person = Persons::<T>::get(id).ok_or(Error::<T>::StateCorrupt)?;
		let standing = person
			.attestations
			.iter_mut()
			.find(|known| known.issuer == issuer && known.tag == tag && known.standing);
		let (Some(attestation), true) = (standing, person.status.is_live()) else { return Ok(()) };
		attestation.standing = false;
		Self::rest(issuer, false);
		if Self::standing_weight(&person) < u64::from(person.threshold) {
			Self::end(id, &mut person, EndReason::Withdrawn)?;
		}
		Persons::<T>::insert(id, person);
		Ok(())
	}

	pub(crate) fn do_merge(
		controller: T::AccountId,
		issuer: IssuerId,
		tag: Tag,
		other_tag: Tag,
	) -> DispatchResult {
		let record = Self::issuer_of(&controller, issuer)?;
		ensure!(record.status != IssuerStatus::Removed, Error::<T>::IssuerRemoved);
		let owner = |tag| {
			let record = Tags::<T>::get(issuer, tag).ok_or(Error::<T>::AttestationNotFound)?;
			Ok::<_, Error<T>>(record.person)
		};
		let (one, other) = (owner(tag)?, owner(other_tag)?);
		ensure!(one != other, Error::<T>::SamePerson);
		// Numbers are given out in the order of enrolment.
		let (elder, younger) = (one.min(other), one.max(other));
		// Of two persons one must go only while both count.
		ensure!(Self::is_live(elder), Error::<T>::PersonStatus);
		let mut person = Persons::<T>::get(younger).ok_or(Error::<T>::StateCorrupt)?;
		ensure!(person.status.is_live(), Error::<T>::PersonStatus);

		let mut supporters = Merges::<T>::get((elder, younger));
		ensure!(!supporters.contains(&issuer), Error::<T>::AlreadySupported);
		// The word of an issuer that is gone may make room; it counts for nothing.
		let mut counted = Vec::new();
		supporters.retain(|supporter| {
			let known = Issuers::<T>::get(supporter)
				.filter(|issuer| issuer.status != IssuerStatus::Removed);
			let stays = known.is_some();
			counted.extend(known.filter(|issuer| issuer.status == IssuerStatus::Active));
			stays
		});
		supporters.try_push(issuer).map_err(|_| Error::<T>::TooManyIssuers)?;
		if record.status == IssuerStatus::Active {
			counted.push(record);
		}
		Self::deposit_event(Event::MergeSupported { elder, younger, issuer });
		if weight_of_classes(&counted) < u64::from(Threshold::<T>::get()) {
			Merges::<T>::insert((elder, younger), supporters);
			return Ok(());
		}
		Merges::<T>::remove((elder, younger));
		Self::end(younger, &mut person, EndReason::Merged)?;
		Persons::<T>::insert(younger, person);
		Ok(())
	}

	pub(crate) fn do_expire(id: PersonId) -> DispatchResult {
		let mut person = Persons::<T>::get(id).ok_or(Error::<T>::PersonNotFound)?;
		ensure!(person.status.is_live(), Error::<T>::PersonStatus);
		ensure!(Self::is_over(&person), Error::<T>::NotExpired);
		Self::end(id, &mut person, EndReason::Expired)?;
		Persons::<T>::insert(id, person);
		Ok(())
	}

	/// Ends a live person, for ever. Its leaf in the next tree is emptied here and now, and nothing takes
	/// that back, for nothing else is ever done about a person that has ended. It counts until then and no
	/// longer. The caller stores it.
	pub(crate) fn end(id: PersonId, person: &mut PersonOf<T>, reason: EndReason) -> DispatchResult {
		Self::count_out(person);
		if let Some(recovery) = person.recovery.take() {
			Agenda::<T>::remove(recovery.effective_at, id);
		}
		Self::unschedule_expiry(id, person);
		person.status = Status::Ended(reason);
		if let Place::Leaf { index, .. } = person.place {
			Self::set_leaf(index, FieldElement::ZERO)?;
		}
		Self::deposit_event(Event::Ended { person: id, reason });
		Ok(())
	}

	/// Whether there is a live person of this number.
	pub(crate) fn is_live(id: PersonId) -> bool {
		Persons::<T>::get(id).is_some_and(|person| person.status.is_live())
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

	/// Whether a person's standing attestations would admit it now, under the threshold under which it was
	/// admitted: by issuers whose tickets count, or, were they not paused, would count.
	pub(crate) fn standing_of(person: &PersonOf<T>) -> Standing {
		let admits = |counts: fn(&IssuerOf<T>) -> bool| {
			Self::weight_where(person, counts) >= u64::from(person.threshold)
		};
		if admits(|issuer| issuer.status == IssuerStatus::Active) {
			Standing::Admitted
		} else if admits(|issuer| issuer.status != IssuerStatus::Removed) {
			Standing::Paused
		} else {
			Standing::Refused(EndReason::NotAdmitted)
		}
	}

	fn weight_where(person: &PersonOf<T>, counts: impl Fn(&IssuerOf<T>) -> bool) -> u64 {
		let issuers: Vec<_> = Self::standing(person)
			.filter_map(|attestation| Issuers::<T>::get(attestation.issuer))
			.filter(counts)
			.collect();
		weight_of_classes(&issuers)
	}
}
