//! How persons are admitted by a quorum's tickets: enrolment and renewal.
//!
//! Nobody is brought back. Whoever is no live person, whatever became of it, enrols as everybody does,
//! by a full quorum of now, as a person of another number: there is no record to return to, and so
//! none to be taken over.
//!
//! Of enrolment and renewal each has one function that checks all but signatures and pairings, and
//! writes nothing. A pool asks it before it verifies anything; the call asks it again, for the state
//! may be another by then. What was verified stays true: it depends on nothing but the bytes that were
//! sent, and on issuers' keys, which change in no call of this kind.

use crate::{
	ensure::{pool_tag, valid},
	registry::record::Record,
	tickets::{AdmissionTerms, CountedTicket},
	words, Attestation, Attestations, ChainSettings, Claims, Config, Error, Event, LivePersons,
	NextPersonId, Pallet, Person, PersonOf, Purpose, Status, Tickets, MAX_PERSONS,
};
use alloc::{collections::BTreeSet, vec, vec::Vec};
use census_primitives::{Lane, LaneKind, PersonId, PersonRefusal};
use census_zk_types::{FieldElement, SemaphoreProof};
use frame_support::{dispatch::DispatchResult, ensure, pallet_prelude::ValidTransaction};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::traits::{One, Saturating};

/// An admission against which nothing in state speaks.
pub(crate) struct Admission<T: Config> {
	pub(crate) terms: AdmissionTerms<T>,
	pub(crate) counted: Vec<CountedTicket<T>>,
	pub(crate) commitment: FieldElement,
}

/// A renewal against which nothing in state speaks.
pub(crate) struct Renewal<T: Config> {
	pub(crate) person: Record<T>,
	pub(crate) terms: AdmissionTerms<T>,
	pub(crate) counted: Vec<CountedTicket<T>>,
	/// Those that it will rest on, and those that it rested on before.
	attestations: Attestations,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn verify_enrol(
		tickets: &Tickets<T>,
		proof: &SemaphoreProof,
	) -> Result<ValidTransaction, PersonRefusal> {
		let Admission { terms, counted, commitment } = Self::check_enrol(tickets, proof)?;
		Self::verify_tickets(tickets, &counted)?;
		Self::verify_knowledge(proof)?;
		let mut provides = vec![pool_tag(("commitment", commitment))];
		provides.extend(Self::pool_tags(tickets));
		Ok(valid(Lane::of(LaneKind::Enrol), provides, Self::blocks_until(terms.not_after)))
	}

	pub(crate) fn check_enrol(
		tickets: &Tickets<T>,
		proof: &SemaphoreProof,
	) -> Result<Admission<T>, PersonRefusal> {
		let terms = Self::read_tickets(tickets, Purpose::Enrol, 0)?;
		let commitment = Self::check_commitment(&terms.commitment)?;
		let message = words::enrol_message::<T>(tickets);
		Self::check_knowledge(proof, &commitment, words::knowledge_scope::<T>(), message)?;
		ensure!(NextPersonId::<T>::get() < MAX_PERSONS, PersonRefusal::RegistryFull);
		let counted = Self::weigh_tickets(tickets, Purpose::Enrol, None)?;
		Ok(Admission { terms, counted, commitment })
	}

	pub(crate) fn do_enrol(tickets: Tickets<T>, proof: &SemaphoreProof) -> DispatchResult {
		let Admission { terms, counted, commitment } =
			Self::check_enrol(&tickets, proof).map_err(Error::<T>::from)?;
		let attestations = Self::attested(None, &tickets).map_err(Error::<T>::from)?;
		let now = frame_system::Pallet::<T>::block_number();
		let id = NextPersonId::<T>::mutate(|next| {
			let id = *next;
			*next = id.saturating_add(1);
			id
		});
		let person = Person {
			status: Status::Pending,
			commitment,
			place: Self::enqueue(id),
			rotations: 0,
			recoveries: 0,
			enrolled_at: now,
			admitted_at: now,
			expires_at: terms.expires_at,
			may_rotate_at: now,
			policy: LivePersons::<T>::get().policy,
			attestations,
			claims: Claims::default(),
			recovery: None,
		};
		Self::use_tickets(&tickets, counted, Purpose::Enrol, id);
		Record::<T>::new(id, person).store();
		Self::deposit_event(Event::Enrolled { person: id, commitment });
		Ok(())
	}

	pub(crate) fn verify_renew(
		id: PersonId,
		tickets: &Tickets<T>,
		proof: &SemaphoreProof,
	) -> Result<ValidTransaction, PersonRefusal> {
		let Renewal { person, terms, counted, .. } = Self::check_renew(id, tickets, proof)?;
		Self::verify_tickets(tickets, &counted)?;
		Self::verify_knowledge(proof)?;
		let mut provides = vec![pool_tag(("person", id, person.recoveries))];
		provides.extend(Self::pool_tags(tickets));
		let last = Self::last_block(&person).min(terms.not_after);
		Ok(valid(Lane::of(LaneKind::Renew), provides, Self::blocks_until(last)))
	}

	/// A renewal may bind new tags to the person, so its own identity says which tickets it brings:
	/// no other human's tickets about its commitment are among them, nor are any of its own left
	/// out.
	pub(crate) fn check_renew(
		id: PersonId,
		tickets: &Tickets<T>,
		proof: &SemaphoreProof,
	) -> Result<Renewal<T>, PersonRefusal> {
		let person = Self::person(id)?;
		let terms = Self::read_tickets(tickets, Purpose::Renew, person.recoveries)?;
		let commitment = person.commitment;
		ensure!(terms.commitment == commitment.into(), PersonRefusal::TicketCommitment);
		ensure!(
			person.status.is_live() && Self::over(&person).is_none(),
			PersonRefusal::PersonEnded
		);
		let message = words::renew_message::<T>(id, person.recoveries, tickets);
		Self::check_knowledge(proof, &commitment, words::knowledge_scope::<T>(), message)?;
		let attestations = Self::attested(Some(&person), tickets)?;
		let counted = Self::weigh_tickets(tickets, Purpose::Renew, Some((id, &person)))?;
		Self::check_renewal_time(&person, &attestations)?;
		Ok(Renewal { person, terms, counted, attestations })
	}

	pub(crate) fn do_renew(
		id: PersonId,
		tickets: Tickets<T>,
		proof: &SemaphoreProof,
	) -> DispatchResult {
		let Renewal { mut person, terms, counted, attestations } =
			Self::check_renew(id, &tickets, proof).map_err(Error::<T>::from)?;
		Self::use_tickets(&tickets, counted, Purpose::Renew, id);
		person.attestations = attestations;
		person.policy = LivePersons::<T>::get().policy;
		person.admitted_at = frame_system::Pallet::<T>::block_number();
		person.expires_at = terms.expires_at;
		Self::deposit_event(Event::Renewed { person: id, expires_at: person.expires_at });
		person.store();
		Ok(())
	}

	/// The last block in which something can be done about a person.
	pub(crate) fn last_block(person: &PersonOf<T>) -> BlockNumberFor<T> {
		Self::over_at(person).saturating_sub(One::one())
	}

	/// A renewal costs nobody a fee, so it waits until there is a reason for it: the last third of the
	/// admission's time, or other issuers. And an admission lasts for a while in any case. Another policy is reason
	/// enough, at any time.
	fn check_renewal_time(
		person: &PersonOf<T>,
		attestations: &[Attestation],
	) -> Result<(), PersonRefusal> {
		let now = frame_system::Pallet::<T>::block_number();
		let settings = ChainSettings::<T>::get().ok_or(PersonRefusal::EpochAhead)?;
		if person.policy != LivePersons::<T>::get().policy {
			return Ok(());
		}
		ensure!(
			person.admitted_at.saturating_add(settings.rotation_cooldown) <= now,
			PersonRefusal::RenewalTooSoon
		);
		let third = person.expires_at.saturating_sub(person.admitted_at) / 3u32.into();
		let is_late = person.expires_at.saturating_sub(third) <= now;
		let issuers = |attestations: &[Attestation]| -> BTreeSet<_> {
			attestations.iter().filter(|one| one.standing).map(|one| one.issuer).collect()
		};
		ensure!(
			is_late || issuers(attestations) != issuers(&person.attestations),
			PersonRefusal::RenewalTooSoon
		);
		Ok(())
	}
}
