//! How persons are admitted by a quorum's tickets: enrolment, renewal, reinstatement.
//!
//! Each has one function that checks all but signatures and pairings, and writes nothing. A pool
//! asks it before it verifies anything; the call asks it again, for the state may be another by
//! then. What was verified stays true: it depends on nothing but the bytes that were sent, and on
//! issuers' keys, which never change.

use crate::{
	ensure::{tag, valid},
	tickets::{Said, Voice},
	words, BlockNumberFor, Change, Commitments, Config, Error, Event, NextPersonId, Pallet, Person,
	PersonOf, Persons, Purpose, Status, Threshold, Tickets, MAX_PERSONS,
};
use alloc::{vec, vec::Vec};
use census_primitives::{PersonId, PersonRefusal};
use census_zk_types::{FieldElement, SemaphoreProof};
use frame_support::{dispatch::DispatchResult, ensure, pallet_prelude::ValidTransaction};

/// An admission against which nothing in state speaks.
pub(crate) struct Admission<T: Config> {
	pub(crate) said: Said<T>,
	pub(crate) voices: Vec<Voice<T>>,
	pub(crate) commitment: FieldElement,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn verify_enrol(
		tickets: &Tickets<T>,
		proof: &SemaphoreProof,
	) -> Result<ValidTransaction, PersonRefusal> {
		let Admission { said, voices, commitment } = Self::check_enrol(tickets, proof)?;
		Self::verify_tickets(tickets, &voices)?;
		Self::verify_knowledge(proof)?;
		let mut provides = vec![tag(("commitment", commitment))];
		provides.extend(Self::tags_of_marks(tickets));
		Ok(valid(provides, Self::blocks_until(said.not_after)))
	}

	fn check_enrol(
		tickets: &Tickets<T>,
		proof: &SemaphoreProof,
	) -> Result<Admission<T>, PersonRefusal> {
		let said = Self::read_tickets(tickets, Purpose::Enrol, 0)?;
		let commitment = Self::check_commitment(&said.commitment)?;
		let message = words::enrol_message::<T>(tickets);
		Self::check_knowledge(proof, &commitment, words::knowledge_scope::<T>(), message)?;
		ensure!(NextPersonId::<T>::get() < MAX_PERSONS, PersonRefusal::RegistryFull);
		let voices = Self::weigh_tickets(tickets, Purpose::Enrol, None)?;
		Ok(Admission { said, voices, commitment })
	}

	pub(crate) fn do_enrol(tickets: Tickets<T>, proof: &SemaphoreProof) -> DispatchResult {
		let Admission { said, voices, commitment } =
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
			leaf: None,
			counter: 0,
			enrolled_at: now,
			expires_at: said.expires_at,
			may_rotate_at: now,
			threshold: Threshold::<T>::get(),
			attestations,
			recovery: None,
			vetoed: false,
		};
		Self::use_tickets(&tickets, voices, Purpose::Enrol, id);
		Self::count_in(&person);
		Commitments::<T>::insert(commitment, id);
		Self::enqueue(id, Change::Add(commitment));
		Self::schedule(id, person.expires_at);
		Persons::<T>::insert(id, person);
		Self::deposit_event(Event::Enrolled { person: id, commitment });
		Ok(())
	}

	pub(crate) fn verify_renew(
		id: PersonId,
		tickets: &Tickets<T>,
		proof: &SemaphoreProof,
	) -> Result<ValidTransaction, PersonRefusal> {
		let (person, Admission { said, voices, .. }) = Self::check_renew(id, tickets, proof)?;
		Self::verify_tickets(tickets, &voices)?;
		Self::verify_knowledge(proof)?;
		let mut provides = vec![tag(("person", id, person.counter))];
		provides.extend(Self::tags_of_marks(tickets));
		Ok(valid(provides, Self::blocks_until(said.not_after)))
	}

	/// A renewal may bind new marks to the person, so its own identity says which tickets it brings:
	/// no other human's tickets about its commitment are among them, nor are any of its own left
	/// out.
	pub(crate) fn check_renew(
		id: PersonId,
		tickets: &Tickets<T>,
		proof: &SemaphoreProof,
	) -> Result<(PersonOf<T>, Admission<T>), PersonRefusal> {
		let person = Self::person(id)?;
		let said = Self::read_tickets(tickets, Purpose::Renew, person.counter)?;
		let commitment = person.commitment;
		ensure!(said.commitment == commitment.into(), PersonRefusal::TicketCommitment);
		ensure!(person.status.is_live() && !Self::is_over(&person), PersonRefusal::PersonStatus);
		let message = words::renew_message::<T>(id, person.counter, tickets);
		Self::check_knowledge(proof, &commitment, words::knowledge_scope::<T>(), message)?;
		Self::attested(Some(&person), tickets)?;
		let voices = Self::weigh_tickets(tickets, Purpose::Renew, Some((id, &person)))?;
		Ok((person, Admission { said, voices, commitment }))
	}

	pub(crate) fn do_renew(
		id: PersonId,
		tickets: Tickets<T>,
		proof: &SemaphoreProof,
	) -> DispatchResult {
		let (mut person, Admission { said, voices, .. }) =
			Self::check_renew(id, &tickets, proof).map_err(Error::<T>::from)?;
		Self::use_tickets(&tickets, voices, Purpose::Renew, id);
		Self::count_out(&person);
		Self::admit_anew(&mut person, &tickets, said.expires_at).map_err(Error::<T>::from)?;
		Self::count_in(&person);
		Self::schedule(id, person.expires_at);
		Self::deposit_event(Event::Renewed { person: id, expires_at: person.expires_at });
		Persons::<T>::insert(id, person);
		Ok(())
	}

	pub(crate) fn verify_reinstate(
		id: PersonId,
		tickets: &Tickets<T>,
		proof: &SemaphoreProof,
	) -> Result<ValidTransaction, PersonRefusal> {
		let (person, Admission { said, voices, commitment }) =
			Self::check_reinstate(id, tickets, proof)?;
		Self::verify_tickets(tickets, &voices)?;
		Self::verify_knowledge(proof)?;
		let mut provides =
			vec![tag(("person", id, person.counter)), tag(("commitment", commitment))];
		provides.extend(Self::tags_of_marks(tickets));
		Ok(valid(provides, Self::blocks_until(said.not_after)))
	}

	fn check_reinstate(
		id: PersonId,
		tickets: &Tickets<T>,
		proof: &SemaphoreProof,
	) -> Result<(PersonOf<T>, Admission<T>), PersonRefusal> {
		let person = Self::person(id)?;
		let said = Self::read_tickets(tickets, Purpose::Reinstate, person.counter)?;
		let commitment = Self::check_commitment(&said.commitment)?;
		let message = words::reinstate_message::<T>(id, person.counter, tickets);
		Self::check_knowledge(proof, &commitment, words::knowledge_scope::<T>(), message)?;
		ensure!(!person.status.is_live(), PersonRefusal::PersonStatus);
		Self::attested(Some(&person), tickets)?;
		let voices = Self::weigh_tickets(tickets, Purpose::Reinstate, Some((id, &person)))?;
		Ok((person, Admission { said, voices, commitment }))
	}

	pub(crate) fn do_reinstate(
		id: PersonId,
		tickets: Tickets<T>,
		proof: &SemaphoreProof,
	) -> DispatchResult {
		let (mut person, Admission { said, voices, commitment }) =
			Self::check_reinstate(id, &tickets, proof).map_err(Error::<T>::from)?;
		Self::use_tickets(&tickets, voices, Purpose::Reinstate, id);
		Self::admit_anew(&mut person, &tickets, said.expires_at).map_err(Error::<T>::from)?;
		person.recovery = None;
		person.vetoed = false;
		Commitments::<T>::insert(commitment, id);
		Self::bring_back(id, &mut person, commitment);
		Self::schedule(id, person.expires_at);
		Persons::<T>::insert(id, person);
		Self::deposit_event(Event::Reinstated { person: id, commitment });
		Ok(())
	}

	/// A person's record after an admission by these tickets, under the threshold of now. A live
	/// person has been counted out.
	fn admit_anew(
		person: &mut PersonOf<T>,
		tickets: &Tickets<T>,
		expires_at: BlockNumberFor<T>,
	) -> Result<(), PersonRefusal> {
		person.attestations = Self::attested(Some(person), tickets)?;
		person.threshold = Threshold::<T>::get();
		person.expires_at = expires_at;
		Ok(())
	}

	/// A person that is not live becomes pending with a commitment that is its own for the first
	/// time. If it has not yet left the tree, it never does.
	pub(crate) fn bring_back(id: PersonId, person: &mut PersonOf<T>, commitment: FieldElement) {
		let change = match Self::pending_change(id) {
			Some(_) => Change::Replace(commitment),
			None => Change::Add(commitment),
		};
		person.commitment = commitment;
		person.counter = person.counter.saturating_add(1);
		Self::set_status(id, person, Status::Pending);
		Self::enqueue(id, change);
	}
}
