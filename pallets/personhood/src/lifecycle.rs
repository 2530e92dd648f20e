//! How a person's commitment changes: rotation by its identity, recovery by a quorum, veto; and what
//! becomes due by time.
//!
//! Whoever holds the current identity may be a thief, and so may whoever brings a quorum's tickets
//! (old ones, or a human that cheats its issuers). So a recovery waits, and the identity may veto
//! it. A veto takes the person out of the tree, raises its counter, and lets no second one follow:
//! tickets newer than the veto, or a reinstatement by such, have the last word.

use crate::{
	admission::Admission,
	ensure::{tag, valid},
	words, Agenda, BlockNumberFor, Change, Commitments, Config, Error, Event, IssuerStatus,
	Issuers, Pallet, PersonOf, Persons, Purpose, Recovery, Status, Suspension, Threshold, Tickets,
};
use alloc::vec;
use census_primitives::{PersonId, PersonRefusal};
use census_zk_types::{FieldElement, SemaphoreProof, Word};
use frame_support::{dispatch::DispatchResult, ensure, pallet_prelude::ValidTransaction};
use sp_runtime::traits::Saturating;

impl<T: Config> Pallet<T> {
	pub(crate) fn verify_rotate(
		id: PersonId,
		commitment: &Word,
		current: &SemaphoreProof,
		proof: &SemaphoreProof,
	) -> Result<ValidTransaction, PersonRefusal> {
		let (person, commitment) = Self::check_rotate(id, commitment, current, proof)?;
		Self::verify_knowledge(current)?;
		Self::verify_knowledge(proof)?;
		Ok(valid(
			vec![tag(("person", id, person.counter)), tag(("commitment", commitment))],
			Self::blocks_until(person.expires_at).saturating_sub(1),
		))
	}

	pub(crate) fn check_rotate(
		id: PersonId,
		commitment: &Word,
		current: &SemaphoreProof,
		proof: &SemaphoreProof,
	) -> Result<(PersonOf<T>, FieldElement), PersonRefusal> {
		let person = Self::person(id)?;
		let new = Self::check_commitment(commitment)?;
		let scope = words::rotation_scope::<T>(id, person.counter);
		let message = words::rotation_message::<T>(id, person.counter, commitment);
		Self::check_knowledge(current, &person.commitment, scope, message)?;
		Self::check_knowledge(proof, &new, scope, message)?;
		ensure!(
			person.status == Status::Active && !Self::is_over(&person),
			PersonRefusal::PersonStatus
		);
		ensure!(Self::pending_change(id).is_none(), PersonRefusal::ChangePending);
		let now = frame_system::Pallet::<T>::block_number();
		ensure!(person.may_rotate_at <= now, PersonRefusal::RotationTooSoon);
		Ok((person, new))
	}

	pub(crate) fn do_rotate(
		id: PersonId,
		commitment: &Word,
		current: &SemaphoreProof,
		proof: &SemaphoreProof,
	) -> DispatchResult {
		let (mut person, commitment) =
			Self::check_rotate(id, commitment, current, proof).map_err(Error::<T>::from)?;
		let settings = Self::settings()?;
		let now = frame_system::Pallet::<T>::block_number();
		person.counter.saturating_inc();
		person.may_rotate_at = now.saturating_add(settings.rotation_cooldown);
		Commitments::<T>::insert(commitment, id);
		Self::enqueue(id, Change::Replace(commitment));
		Self::deposit_event(Event::Rotated { person: id, commitment, counter: person.counter });
		Persons::<T>::insert(id, person);
		Ok(())
	}

	pub(crate) fn verify_recover(
		id: PersonId,
		tickets: &Tickets<T>,
		proof: &SemaphoreProof,
	) -> Result<ValidTransaction, PersonRefusal> {
		let (person, Admission { said, voices, commitment }) =
			Self::check_recover(id, tickets, proof)?;
		Self::verify_tickets(tickets, &voices)?;
		Self::verify_knowledge(proof)?;
		let mut provides =
			vec![tag(("person", id, person.counter)), tag(("commitment", commitment))];
		provides.extend(Self::tags_of_marks(tickets));
		Ok(valid(provides, Self::blocks_until(said.not_after)))
	}

	fn check_recover(
		id: PersonId,
		tickets: &Tickets<T>,
		proof: &SemaphoreProof,
	) -> Result<(PersonOf<T>, Admission<T>), PersonRefusal> {
		let person = Self::person(id)?;
		let said = Self::read_tickets(tickets, Purpose::Recover, person.counter)?;
		let commitment = Self::check_commitment(&said.commitment)?;
		let message = words::recover_message::<T>(id, person.counter, tickets);
		Self::check_knowledge(proof, &commitment, words::knowledge_scope::<T>(), message)?;
		ensure!(
			matches!(person.status, Status::Active | Status::Suspended(Suspension::Vetoed))
				&& !Self::is_over(&person),
			PersonRefusal::PersonStatus
		);
		ensure!(person.recovery.is_none(), PersonRefusal::RecoveryPending);
		let voices = Self::weigh_tickets(tickets, Purpose::Recover, Some((id, &person)))?;
		Ok((person, Admission { said, voices, commitment }))
	}

	pub(crate) fn do_recover(
		id: PersonId,
		tickets: Tickets<T>,
		proof: &SemaphoreProof,
	) -> DispatchResult {
		let (mut person, Admission { voices, commitment, .. }) =
			Self::check_recover(id, &tickets, proof).map_err(Error::<T>::from)?;
		let settings = Self::settings()?;
		let now = frame_system::Pallet::<T>::block_number();
		let effective_at = now.saturating_add(settings.recovery_delay);
		let vetoable = !person.vetoed;
		Self::use_tickets(&tickets, voices, Purpose::Recover, id);
		// Whoever is out of the tree is admitted anew when the recovery takes effect, by these
		// issuers: see `readmit`.
		if !person.status.is_live() {
			person.attestations =
				Self::attested(Some(&person), &tickets).map_err(Error::<T>::from)?;
		}
		person.recovery = Some(Recovery { commitment, effective_at, vetoable });
		Commitments::<T>::insert(commitment, id);
		Self::schedule(id, effective_at);
		Persons::<T>::insert(id, person);
		Self::deposit_event(Event::RecoveryAnnounced {
			person: id,
			commitment,
			effective_at,
			vetoable,
		});
		Ok(())
	}

	pub(crate) fn verify_veto(
		id: PersonId,
		proof: &SemaphoreProof,
	) -> Result<ValidTransaction, PersonRefusal> {
		let (person, recovery) = Self::check_veto(id, proof)?;
		Self::verify_knowledge(proof)?;
		Ok(valid(
			vec![tag(("person", id, person.counter))],
			Self::blocks_until(recovery.effective_at).saturating_sub(1),
		))
	}

	pub(crate) fn check_veto(
		id: PersonId,
		proof: &SemaphoreProof,
	) -> Result<(PersonOf<T>, Recovery<BlockNumberFor<T>>), PersonRefusal> {
		let person = Self::person(id)?;
		let now = frame_system::Pallet::<T>::block_number();
		// One that is due has taken effect, whether or not the sweep has come to it.
		let recovery = person
			.recovery
			.filter(|recovery| now < recovery.effective_at)
			.ok_or(PersonRefusal::NoRecovery)?;
		ensure!(recovery.vetoable, PersonRefusal::NotVetoable);
		ensure!(
			person.status == Status::Active && !Self::is_over(&person),
			PersonRefusal::PersonStatus
		);
		let scope = words::veto_scope::<T>(id, person.counter);
		let message = words::veto_message::<T>(id, person.counter, &recovery.commitment.into());
		Self::check_knowledge(proof, &person.commitment, scope, message)?;
		Ok((person, recovery))
	}

	pub(crate) fn do_veto(id: PersonId, proof: &SemaphoreProof) -> DispatchResult {
		let (mut person, _) = Self::check_veto(id, proof).map_err(Error::<T>::from)?;
		person.counter.saturating_inc();
		person.vetoed = true;
		Self::deposit_event(Event::RecoveryVetoed { person: id });
		Self::suspend(id, &mut person, Suspension::Vetoed);
		Persons::<T>::insert(id, person);
		Ok(())
	}

	/// Looks whether anything about a person is due, and lets it happen. Looking twice does
	/// nothing more.
	pub(crate) fn look_at(id: PersonId, now: BlockNumberFor<T>) {
		let Some(mut person) = Persons::<T>::get(id) else { return };
		let due = person.recovery.filter(|recovery| recovery.effective_at <= now);
		let over = person.expires_at <= now;
		if over && (person.status.is_live() || due.is_some()) {
			Self::let_expire(id, &mut person);
		} else if let Some(recovery) = due {
			person.recovery = None;
			person.vetoed = false;
			if person.status.is_live() {
				person.counter.saturating_inc();
				Self::enqueue(id, Change::Replace(recovery.commitment));
				Self::deposit_event(Event::Recovered {
					person: id,
					commitment: recovery.commitment,
				});
			} else {
				Self::readmit(id, &mut person, recovery.commitment);
			}
		} else {
			return;
		}
		Persons::<T>::insert(id, person);
	}

	/// Brings back a person that was suspended by a veto and has been recovered since: by the word
	/// of the recovery's issuers, as far as it stands and they are not removed, and under the
	/// threshold of now. The old one may be gone, and quorums may have ceased to intersect with
	/// it.
	fn readmit(id: PersonId, person: &mut PersonOf<T>, commitment: FieldElement) {
		for attestation in person.attestations.iter_mut().filter(|known| known.standing) {
			attestation.standing = Issuers::<T>::get(attestation.issuer)
				.is_some_and(|issuer| issuer.status != IssuerStatus::Removed);
		}
		person.threshold = Threshold::<T>::get();
		if Self::standing_weight(person) < u64::from(person.threshold) {
			person.counter.saturating_inc();
			Self::let_go(id, person);
			return;
		}
		Self::bring_back(id, person, commitment);
		Self::deposit_event(Event::Recovered { person: id, commitment });
	}

	/// Has a person looked at again in a block.
	pub(crate) fn schedule(id: PersonId, at: BlockNumberFor<T>) {
		Agenda::<T>::insert(at, id, ());
	}

	/// A person's record.
	pub(crate) fn person(id: PersonId) -> Result<PersonOf<T>, PersonRefusal> {
		Persons::<T>::get(id).ok_or(PersonRefusal::PersonNotFound)
	}

	/// Whether a person's time is over, whether or not the sweep has come to it.
	pub(crate) fn is_over(person: &PersonOf<T>) -> bool {
		person.expires_at <= frame_system::Pallet::<T>::block_number()
	}
}
