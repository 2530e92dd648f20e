//! How a person's commitment changes: rotation by its identity, recovery by a quorum, veto; and what
//! becomes due by time.
//!
//! Whoever holds the current identity may be a thief, and so may whoever brings a quorum's tickets
//! (old ones, or a human that cheats its issuers). So a recovery waits, and the identity may veto
//! it. A veto ends the person: neither of the two goes on as it, and its human enrols anew. So a thief
//! can veto once, and holds nothing afterwards; and what it rotates voids no ticket.

use crate::{
	ensure::{pool_tag, valid},
	registry::{admission::Admission, record::Record},
	words, BlockNumberFor, Config, EndReason, Error, Event, Pallet, PersonOf, Place, Purpose,
	Recovery, Status, Tickets,
};
use alloc::vec;
use census_primitives::{Lane, LaneKind, PersonId, PersonRefusal};
use census_zk_types::{FieldElement, SemaphoreProof, Word};
use frame_support::{dispatch::DispatchResult, ensure, pallet_prelude::ValidTransaction};
use sp_runtime::traits::{One, Saturating};

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
			Lane::of(LaneKind::Rotate),
			vec![
				pool_tag(("rotation", id, person.rotations)),
				pool_tag(("commitment", commitment)),
			],
			Self::blocks_until(Self::last_block(&person)),
		))
	}

	pub(crate) fn check_rotate(
		id: PersonId,
		commitment: &Word,
		current: &SemaphoreProof,
		proof: &SemaphoreProof,
	) -> Result<(Record<T>, FieldElement), PersonRefusal> {
		let person = Self::person(id)?;
		let new = Self::check_commitment(commitment)?;
		let scope = words::rotation_scope::<T>(id, person.rotations);
		let message = words::rotation_message::<T>(id, person.rotations, commitment);
		Self::check_knowledge(current, &person.commitment, scope, message)?;
		Self::check_knowledge(proof, &new, scope, message)?;
		Self::check_active(&person)?;
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
		person.rotations.saturating_inc();
		person.may_rotate_at = now.saturating_add(settings.rotation_cooldown);
		Self::replace(&mut person, commitment)?;
		Self::deposit_event(Event::Rotated { person: id, commitment, rotations: person.rotations });
		person.store();
		Ok(())
	}

	pub(crate) fn verify_recover(
		id: PersonId,
		tickets: &Tickets<T>,
		proof: &SemaphoreProof,
	) -> Result<ValidTransaction, PersonRefusal> {
		let (person, Admission { terms, counted, commitment }) =
			Self::check_recover(id, tickets, proof)?;
		Self::verify_tickets(tickets, &counted)?;
		Self::verify_knowledge(proof)?;
		let mut provides =
			vec![pool_tag(("person", id, person.recoveries)), pool_tag(("commitment", commitment))];
		provides.extend(Self::pool_tags(tickets));
		let last = Self::last_block(&person).min(terms.not_after);
		Ok(valid(Lane::of(LaneKind::Recover), provides, Self::blocks_until(last)))
	}

	pub(crate) fn check_recover(
		id: PersonId,
		tickets: &Tickets<T>,
		proof: &SemaphoreProof,
	) -> Result<(Record<T>, Admission<T>), PersonRefusal> {
		let person = Self::person(id)?;
		let terms = Self::read_tickets(tickets, Purpose::Recover, person.recoveries)?;
		let commitment = Self::check_commitment(&terms.commitment)?;
		let message = words::recover_message::<T>(id, person.recoveries, tickets);
		Self::check_knowledge(proof, &commitment, words::knowledge_scope::<T>(), message)?;
		Self::check_active(&person)?;
		ensure!(person.recovery.is_none(), PersonRefusal::RecoveryPending);
		let counted = Self::weigh_tickets(tickets, Purpose::Recover, Some((id, &person)))?;
		Ok((person, Admission { terms, counted, commitment }))
	}

	pub(crate) fn do_recover(
		id: PersonId,
		tickets: Tickets<T>,
		proof: &SemaphoreProof,
	) -> DispatchResult {
		let (mut person, Admission { counted, commitment, .. }) =
			Self::check_recover(id, &tickets, proof).map_err(Error::<T>::from)?;
		let settings = Self::settings()?;
		let now = frame_system::Pallet::<T>::block_number();
		let effective_at = now.saturating_add(settings.recovery_delay);
		Self::use_tickets(&tickets, counted, Purpose::Recover, id);
		person.recoveries.saturating_inc();
		person.recovery = Some(Recovery { commitment, effective_at });
		person.store();
		Self::deposit_event(Event::RecoveryAnnounced { person: id, commitment, effective_at });
		Ok(())
	}

	pub(crate) fn verify_veto(
		id: PersonId,
		proof: &SemaphoreProof,
	) -> Result<ValidTransaction, PersonRefusal> {
		let (person, recovery) = Self::check_veto(id, proof)?;
		Self::verify_knowledge(proof)?;
		Ok(valid(
			Lane::of(LaneKind::Veto),
			vec![pool_tag(("person", id, person.recoveries))],
			Self::blocks_until(
				recovery.effective_at.saturating_sub(One::one()).min(Self::last_block(&person)),
			),
		))
	}

	pub(crate) fn check_veto(
		id: PersonId,
		proof: &SemaphoreProof,
	) -> Result<(Record<T>, Recovery<BlockNumberFor<T>>), PersonRefusal> {
		let person = Self::person(id)?;
		Self::check_active(&person)?;
		let now = frame_system::Pallet::<T>::block_number();
		// One that is due has taken effect, whether or not the sweep has come to it.
		let recovery = person
			.recovery
			.filter(|recovery| now < recovery.effective_at)
			.ok_or(PersonRefusal::NoRecovery)?;
		let scope = words::veto_scope::<T>(id, person.recoveries);
		let message = words::veto_message::<T>(id, person.recoveries, &recovery.commitment.into());
		Self::check_knowledge(proof, &person.commitment, scope, message)?;
		Ok((person, recovery))
	}

	pub(crate) fn do_veto(id: PersonId, proof: &SemaphoreProof) -> DispatchResult {
		let (mut person, _) = Self::check_veto(id, proof).map_err(Error::<T>::from)?;
		Self::deposit_event(Event::RecoveryVetoed { person: id });
		Self::end(&mut person, EndReason::Vetoed)?;
		person.store();
		Ok(())
	}

	/// Puts another commitment at a person's leaf in the next tree. The caller stores the person.
	fn replace(person: &mut Record<T>, commitment: FieldElement) -> DispatchResult {
		person.commitment = commitment;
		match person.place {
			Place::Leaf { index, .. } => Self::set_leaf(index, commitment),
			Place::Queue(_) => Ok(()),
		}
	}

	/// Looks whether anything about a person is due, and lets it happen. Looking twice does
	/// nothing more.
	pub(crate) fn look_at(id: PersonId, now: BlockNumberFor<T>) -> DispatchResult {
		let Some(mut person) = Record::<T>::of(id).filter(|person| person.status.is_live()) else {
			return Ok(());
		};
		if let Some(reason) = Self::over(&person) {
			Self::end(&mut person, reason)?;
		} else if let Some(Recovery { commitment, .. }) =
			person.recovery.take_if(|recovery| recovery.effective_at <= now)
		{
			Self::replace(&mut person, commitment)?;
			Self::deposit_event(Event::Recovered { person: id, commitment });
		} else {
			return Ok(());
		}
		person.store();
		Ok(())
	}

	/// A person's record.
	pub(crate) fn person(id: PersonId) -> Result<Record<T>, PersonRefusal> {
		Record::of(id).ok_or(PersonRefusal::PersonAhead)
	}

	/// A person that has not ended, whose time is not over, and who has a leaf in the next tree.
	pub(crate) fn check_active(person: &PersonOf<T>) -> Result<(), PersonRefusal> {
		ensure!(
			person.status.is_live() && Self::over(person).is_none(),
			PersonRefusal::PersonEnded
		);
		ensure!(person.status == Status::Active, PersonRefusal::PersonPending);
		Ok(())
	}
}
