//! Recovery: a new commitment by a full quorum, after a delay.

use crate::{mock::*, *};
use census_primitives::{IssuerId, PersonId, PersonRefusal};
use frame_support::assert_ok;
use frame_system::RawOrigin;

/// The recovery of a person with an identity, by tickets of these issuers about a human.
pub(super) fn recovery(
	id: PersonId,
	human: u64,
	identity: Identity,
	issuers: impl IntoIterator<Item = IssuerId>,
) -> Call<Test> {
	let recoveries = person(id).recoveries;
	let tickets = tickets(Purpose::Recover, issuers, human, identity.commitment(), recoveries);
	recovery_by(id, identity, tickets)
}

pub(super) fn recovery_by(id: PersonId, identity: Identity, tickets: Tickets<Test>) -> Call<Test> {
	let message = words::recover_message::<Test>(id, person(id).recoveries, &tickets);
	let proof = identity.prove_knowledge(message, words::knowledge_scope::<Test>());
	Call::recover { person: id, tickets, proof: Box::new(proof) }
}

/// Runs until a recovery has taken effect.
pub(super) fn take_effect(id: PersonId) {
	let at = person(id).recovery.expect("one is under way").effective_at;
	run_to(at + 1);
	assert_eq!(person(id).recovery, None);
}

#[test]
fn a_recovery_takes_effect_after_its_delay() {
	run(|| {
		let old = people(2)[0];
		let new = Identity::of(0, 1);
		let commitment = new.commitment();
		assert_ok!(submit(recovery(0, 0, new, 0..3)));
		let effective_at = now() + RECOVERY_DELAY;
		let announced = Event::RecoveryAnnounced { person: 0, commitment, effective_at };
		assert_eq!(last_event(), announced);
		assert_eq!(person(0).status, Status::Active);
		assert_eq!(person(0).commitment, old.commitment());
		check_state();
		run_to(effective_at - 1);
		assert!(person(0).recovery.is_some());
		take_effect(0);
		assert!(events().contains(&Event::Recovered { person: 0, commitment }));
		assert_eq!((person(0).recoveries, person(0).rotations), (1, 0));
		assert_eq!(person(0).commitment, commitment);
		assert!(merkle_proof(epoch(), old.commitment()).is_some(), "until the epoch ends");
		next_epoch();
		assert_eq!(person(0).commitment, commitment);
		assert!(merkle_proof(epoch(), commitment).is_some());
		assert!(merkle_proof(epoch(), old.commitment()).is_none());
	});
}

#[test]
fn looking_twice_does_nothing_more() {
	run(|| {
		people(1);
		assert_ok!(submit(recovery(0, 0, Identity::of(0, 1), 0..3)));
		let due = now() + RECOVERY_DELAY;
		System::set_block_number(due - 1);
		let before = state_root();
		assert_ok!(Pallet::<Test>::look_at(0, due - 1));
		assert_eq!(state_root(), before);
		System::set_block_number(due);
		assert_ok!(Pallet::<Test>::look_at(0, due));
		let after = state_root();
		assert_ne!(after, before);
		assert_ok!(Pallet::<Test>::look_at(0, due));
		assert_ok!(Pallet::<Test>::look_at(0, due + 1));
		assert_ok!(Pallet::<Test>::look_at(77, due));
		assert_eq!(state_root(), after);
		run_to(due + 2);
	});
}

#[test]
fn a_recovery_needs_a_full_quorum_of_marks_that_are_the_persons() {
	run(|| {
		people(2);
		let new = Identity::of(0, 1);
		assert_refused(recovery(0, 0, new, 0..2), PersonRefusal::BelowThreshold);
		// Issuer 3 does not know the human yet, and may not learn of it now.
		assert_refused(recovery(0, 0, new, 1..4), PersonRefusal::TagNotBound);
		assert_refused(recovery(0, 1, new, 0..3), PersonRefusal::TagTaken);
		assert_refused(recovery(0, 7, new, 0..3), PersonRefusal::TagNotBound);
		assert_ok!(Personhood::pause_issuer(RawOrigin::Root.into(), 1));
		assert_refused(recovery(0, 0, new, 0..3), PersonRefusal::IssuerPaused);
	});
}

#[test]
fn a_recovery_needs_the_new_identity() {
	run(|| {
		let identities = people(2);
		let new = Identity::of(0, 1);
		let tickets = tickets(Purpose::Recover, 0..3, 0, new.commitment(), 0);
		assert_refused(
			recovery_by(0, Identity::of(0, 2), tickets.clone()),
			PersonRefusal::KnowledgeRoot,
		);
		assert_refused(recovery(0, 0, identities[1], 0..3), PersonRefusal::CommitmentUsed);
		// A proof for another person's recovery.
		let message = words::recover_message::<Test>(1, 0, &tickets);
		let proof = new.prove_knowledge(message, words::knowledge_scope::<Test>());
		assert_refused(
			Call::recover { person: 0, tickets, proof: Box::new(proof) },
			PersonRefusal::ProofMessage,
		);
	});
}

#[test]
fn recovery_with_old_public_tickets_is_refused() {
	run(|| {
		let identities = people(1);
		// Those of the enrolment, which everybody has seen.
		let new = Identity::of(0, 1);
		let enrolment = tickets(Purpose::Enrol, 0..3, 0, identities[0].commitment(), 0);
		assert_refused(recovery_by(0, new, enrolment), PersonRefusal::TicketPurpose);
		// Those of a recovery that has come to its end.
		let old = tickets(Purpose::Recover, 0..3, 0, new.commitment(), 0);
		assert_ok!(submit(recovery_by(0, new, old.clone())));
		take_effect(0);
		next_epoch();
		assert_refused(recovery_by(0, new, old), PersonRefusal::TicketRecoveries);
	});
}

#[test]
fn tickets_of_before_a_recovery_serve_no_other_whichever_issuers_they_are() {
	run(|| {
		people(1);
		run_to(person(0).admitted_at + ROTATION_COOLDOWN);
		assert_ok!(submit(super::renew::renewal(0, 0, 0..4)));
		let sign = |issuers, version| {
			let commitment = Identity::of(0, version).commitment();
			tickets(Purpose::Recover, issuers, 0, commitment, 0)
		};
		let kept = sign(1..4, 2);
		assert_ok!(submit(recovery_by(0, Identity::of(0, 1), sign(0..3, 1))));
		take_effect(0);
		// Issuer 3's has not been used, and has the serial of now.
		let ticket = &kept[2].ticket;
		assert_eq!(ticket.serial, serial(ticket.issuer, ticket.tag));
		assert_refused(recovery_by(0, Identity::of(0, 2), kept), PersonRefusal::TicketRecoveries);
	});
}

#[test]
fn a_thief_who_rotates_voids_no_recovery_tickets() {
	run(|| {
		let mut stolen = people(1)[0];
		let new = Identity::of(0, 1);
		let kept = tickets(Purpose::Recover, 0..3, 0, new.commitment(), 0);
		for version in 0..2 {
			let next = Identity::of(99, version);
			assert_ok!(submit(rotation(0, stolen, next)));
			run_to(person(0).may_rotate_at);
			next_epoch();
			stolen = next;
		}
		assert_eq!(person(0).rotations, 2);
		assert_ok!(submit(recovery_by(0, new, kept)));
	});
}

#[test]
fn there_is_one_recovery_at_a_time() {
	run(|| {
		people(1);
		assert_ok!(submit(recovery(0, 0, Identity::of(0, 1), 0..3)));
		let another: RuntimeCall = recovery(0, 0, Identity::of(0, 2), 0..3).into();
		assert_refused(another, PersonRefusal::RecoveryPending);
	});
}

#[test]
fn only_an_active_person_is_recovered() {
	run(|| {
		enrol(0);
		assert_refused(recovery(0, 0, Identity::of(0, 1), 0..3), PersonRefusal::PersonPending);
		next_epoch();
		let expires_at = person(0).expires_at;
		System::set_block_number(expires_at);
		assert_refused(recovery(0, 0, Identity::of(0, 1), 0..3), PersonRefusal::PersonEnded);
		System::set_block_number(expires_at - 1);
		assert_ok!(Personhood::withdraw(by(controller(0)), 0, tag(0, 0)));
		assert_refused(recovery(0, 0, Identity::of(0, 1), 0..3), PersonRefusal::PersonEnded);
	});
}

#[test]
fn whoever_ends_meanwhile_is_not_recovered() {
	run(|| {
		people(2);
		assert_ok!(submit(recovery(0, 0, Identity::of(0, 1), 0..3)));
		assert_ok!(Personhood::withdraw(by(controller(1)), 1, tag(1, 0)));
		assert_eq!(person(0).recovery, None);
		run_to(now() + 2 * RECOVERY_DELAY);
		assert_eq!(person(0).status, Status::Ended(EndReason::Withdrawn));

		run_to(person(1).expires_at - 5);
		assert_ok!(submit(recovery(1, 1, Identity::of(1, 1), 0..3)));
		run_to(now() + 2 * RECOVERY_DELAY);
		let expired = Status::Ended(EndReason::Expired);
		assert_eq!((person(1).status, person(1).recovery), (expired, None));
		assert_eq!(CurrentEpoch::<Test>::get().members, 0);
	});
}
