//! What persons rest on: attestations and their weight; and how persons end, by withdrawal, merging and
//! expiry.

use crate::{
	registry::record::Record, Claims, Config, EndReason, Error, Event, Issuers, Pallet, PersonOf,
	Persons, Place, PoliciesInForce, Policy, Status, Tag, Tags,
};
use alloc::vec::Vec;
use census_primitives::{IssuerId, PersonId};
use census_zk_types::FieldElement;
use frame_support::{dispatch::DispatchResult, ensure};
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

		let mut record = Record::<T>::of(id).ok_or(Error::<T>::StateCorrupt)?;
		let is_live = record.status.is_live();
		let standing = record
			.attestations
			.iter_mut()
			.find(|known| known.issuer == issuer && known.tag == tag && known.standing);
		let (Some(attestation), true) = (standing, is_live) else { return Ok(()) };
		attestation.standing = false;
		if !Self::is_held_up(&record, |_| true) {
			Self::end(&mut record, EndReason::Withdrawn)?;
		}
		record.store();
		Ok(())
	}

	/// Each issuer knows one of the two by a tag of its own; the other's number it has from whoever found out.
	pub(crate) fn do_merge(
		controller: T::AccountId,
		issuer: IssuerId,
		tag: Tag,
		other: PersonId,
	) -> DispatchResult {
		let record = Self::issuer_of(&controller, issuer)?;
		ensure!(!record.removed, Error::<T>::IssuerRemoved);
		let policies = PoliciesInForce::<T>::get();
		ensure!(policies.count(issuer), Error::<T>::IssuerNotInPolicy);
		let known = Tags::<T>::get(issuer, tag).ok_or(Error::<T>::AttestationNotFound)?.person;
		ensure!(known != other, Error::<T>::SamePerson);
		// Numbers are given out in the order of enrolment.
		let (elder, younger) = (known.min(other), known.max(other));
		// Of two persons one must go only while both count.
		ensure!(Self::is_live(elder), Error::<T>::PersonStatus);
		let mut person = Record::<T>::of(younger).ok_or(Error::<T>::PersonNotFound)?;
		ensure!(person.status.is_live(), Error::<T>::PersonStatus);

		let claims = &mut person.claims;
		let is_known = claims.contains(&(issuer, elder));
		// An issuer says one thing about a person, and one that no policy has says nothing.
		claims.retain(|(id, _)| *id != issuer && policies.count(*id));
		claims.try_push((issuer, elder)).map_err(|_| Error::<T>::TooManyIssuers)?;
		Self::deposit_event(Event::MergeSupported { elder, younger, issuer });
		let now = frame_system::Pallet::<T>::block_number();
		let supporters: Vec<_> = person
			.claims
			.iter()
			.filter(|(_, about)| *about == elder)
			.map(|(id, _)| *id)
			.filter(|id| Issuers::<T>::get(id).is_some_and(|issuer| issuer.counts(now)))
			.collect();
		// No one issuer ends a person, however little the threshold is.
		let is_several = |policy: &Policy| policy.weight_of(&supporters) > policy.heaviest();
		if policies.admit(&supporters) && policies.in_force().all(is_several) {
			Self::end(&mut person, EndReason::Merged)?;
		} else {
			// Said again, it may be enough by now: another issuer was resumed, or a policy has ended.
			ensure!(!is_known, Error::<T>::AlreadySupported);
		}
		person.store();
		Ok(())
	}

	pub(crate) fn do_expire(id: PersonId) -> DispatchResult {
		let mut record = Record::<T>::of(id).ok_or(Error::<T>::PersonNotFound)?;
		ensure!(record.status.is_live(), Error::<T>::PersonStatus);
		let reason = Self::over(&record).ok_or(Error::<T>::NotExpired)?;
		Self::end(&mut record, reason)?;
		record.store();
		Ok(())
	}

	/// Ends a live person, for ever. Its leaf in the next tree is emptied here and now, and nothing takes
	/// that back, for nothing else is ever done about a person that has ended. It counts until then and no
	/// longer. The caller stores it.
	pub(crate) fn end(record: &mut Record<T>, reason: EndReason) -> DispatchResult {
		record.recovery = None;
		record.claims = Claims::default();
		record.status = Status::Ended(reason);
		if let Place::Leaf { index, .. } = record.place {
			Self::set_leaf(index, FieldElement::ZERO)?;
		}
		Self::deposit_event(Event::Ended { person: record.id(), reason });
		Ok(())
	}

	/// Whether there is a live person of this number.
	pub(crate) fn is_live(id: PersonId) -> bool {
		Persons::<T>::get(id).is_some_and(|person| person.status.is_live())
	}

	/// Whether a person's standing attestations by issuers that count weigh the threshold of the policy under which it
	/// was admitted.
	pub(crate) fn is_held_up(person: &PersonOf<T>, counts: impl Fn(IssuerId) -> bool) -> bool {
		let issuers: Vec<_> = person
			.attestations
			.iter()
			.filter(|attestation| attestation.standing)
			.map(|attestation| attestation.issuer)
			.filter(|issuer| counts(*issuer))
			.collect();
		let policies = PoliciesInForce::<T>::get();
		policies.numbered(person.policy).is_some_and(|policy| policy.admits(&issuers))
	}

	/// Whether one who is to enter the tree waits for an issuer that is paused.
	pub(crate) fn is_waiting(person: &PersonOf<T>) -> bool {
		let now = frame_system::Pallet::<T>::block_number();
		let counts = |id: IssuerId| Issuers::<T>::get(id).is_some_and(|issuer| issuer.counts(now));
		!Self::is_held_up(person, counts)
	}
}
