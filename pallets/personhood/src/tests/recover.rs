//! Recovery: a new commitment by a full quorum, after a delay.

use super::veto::veto;
use crate::{mock::*, *};
use census_primitives::{IssuerId, PersonId, PersonRefusal};
use frame_support::assert_ok;
use frame_system::RawOrigin;
use sp_core::Pair;

/// The recovery of a person with an identity, by tickets of these issuers about a human.
pub(super) fn recovery(
	id: PersonId,
	human: u64,
	identity: Identity,
	issuers: impl IntoIterator<Item = IssuerId>,
) -> Call<Test> {
	let counter = person(id).counter;
	let tickets = tickets(Purpose::Recover, issuers, human, identity.commitment(), counter);
	recovery_by(id, identity, tickets)
}

pub(super) fn recovery_by(id: PersonId, identity: Identity, tickets: Tickets<Test>) -> Call<Test> {
	let message = words::recover_message::<Test>(id, person(id).counter, &tickets);
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
		assert_eq!(
			last_event(),
			Event::RecoveryAnnounced { person: 0, commitment, effective_at, vetoable: true }
		);
		assert_eq!(person(0).status, Status::Active);
		assert_eq!(Pallet::<Test>::pending_change(0), None);
		check_state();
		run_to(effective_at - 1);
		assert!(person(0).recovery.is_some());
		take_effect(0);
		assert!(events().contains(&Event::Recovered { person: 0, commitment }));
		assert_eq!(person(0).counter, 1);
		assert_eq!(Pallet::<Test>::pending_change(0), Some(Change::Replace(commitment)));
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
		Pallet::<Test>::look_at(0, due - 1);
		assert_eq!(state_root(), before);
		System::set_block_number(due);
		Pallet::<Test>::look_at(0, due);
		let after = state_root();
		assert_ne!(after, before);
		Pallet::<Test>::look_at(0, due);
		Pallet::<Test>::look_at(0, due + 1);
		Pallet::<Test>::look_at(77, due);
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
		assert_refused(recovery(0, 1, new, 0..3), PersonRefusal::TagNotBound);
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
		assert_refused(recovery_by(0, new, old.clone()), PersonRefusal::TicketCounter);
		// Some that were never used, from before a rotation.
		let unused = tickets(Purpose::Recover, 0..3, 0, Identity::of(0, 2).commitment(), 1);
		assert_ok!(submit(rotation(0, new, Identity::of(0, 3))));
		assert_refused(recovery_by(0, Identity::of(0, 2), unused), PersonRefusal::TicketCounter);
	});
}

#[test]
fn recovery_tickets_serve_once_even_under_the_same_counter() {
	run(|| {
		let identity = people(1)[0];
		let new = Identity::of(0, 1);
		let tickets = tickets(Purpose::Recover, 0..3, 0, new.commitment(), 0);
		assert_ok!(submit(recovery_by(0, new, tickets.clone())));
		assert_refused(recovery_by(0, new, tickets.clone()), PersonRefusal::CommitmentUsed);
		assert_ok!(submit(veto(0, identity)));
		assert_refused(recovery_by(0, new, tickets), PersonRefusal::TicketCounter);
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
fn only_an_active_person_or_one_in_dispute_is_recovered() {
	run(|| {
		enrol(0);
		assert_refused(recovery(0, 0, Identity::of(0, 1), 0..3), PersonRefusal::PersonStatus);
		next_epoch();
		let expires_at = person(0).expires_at;
		System::set_block_number(expires_at);
		assert_refused(recovery(0, 0, Identity::of(0, 1), 0..3), PersonRefusal::PersonStatus);
		System::set_block_number(expires_at - 1);
		assert_ok!(Personhood::withdraw(by(controller(0)), 0, tag(0, 0)));
		assert_refused(recovery(0, 0, Identity::of(0, 1), 0..3), PersonRefusal::PersonStatus);
	});
}

#[test]
fn whoever_expires_or_is_revoked_meanwhile_is_not_recovered() {
	run(|| {
		people(2);
		assert_ok!(submit(recovery(0, 0, Identity::of(0, 1), 0..3)));
		assert_ok!(Personhood::withdraw(by(controller(1)), 1, tag(1, 0)));
		assert_eq!(person(0).recovery, None);
		run_to(now() + 2 * RECOVERY_DELAY);
		assert_eq!(person(0).status, Status::Revoked);

		run_to(person(1).expires_at - 5);
		assert_ok!(submit(recovery(1, 1, Identity::of(1, 1), 0..3)));
		run_to(now() + 2 * RECOVERY_DELAY);
		assert_eq!((person(1).status, person(1).recovery), (Status::Expired, None));
		assert_eq!(CurrentEpoch::<Test>::get().members, 0);
	});
}

#[test]
fn whoever_returns_after_a_veto_is_admitted_by_the_recoverys_issuers() {
	run(|| {
		let identity = people(1)[0];
		assert_ok!(submit(recovery(0, 0, Identity::of(0, 1), 0..3)));
		assert_ok!(submit(veto(0, identity)));
		next_epoch();
		assert_eq!(CurrentEpoch::<Test>::get().members, 0);
		// Issuer 0 has withdrawn, but says again that this is the human.
		assert_ok!(Personhood::withdraw(by(controller(0)), 0, tag(0, 0)));
		let new = Identity::of(0, 2);
		assert_ok!(submit(recovery(0, 0, new, 0..3)));
		check_state();
		take_effect(0);
		assert_eq!(person(0).status, Status::Pending);
		assert!(!person(0).vetoed);
		assert_eq!(person(0).counter, 2);
		check_state();
		next_epoch();
		assert_eq!(person(0).status, Status::Active);
		assert_eq!(CurrentEpoch::<Test>::get().size, 1);
		assert!(merkle_proof(epoch(), new.commitment()).is_some());
	});
}

#[test]
fn whoever_returns_after_a_veto_does_so_under_the_threshold_of_then() {
	run(|| {
		let identity = people(1)[0];
		assert_ok!(submit(recovery(0, 0, Identity::of(0, 1), 0..3)));
		assert_ok!(submit(veto(0, identity)));
		assert_ok!(submit(recovery(0, 0, Identity::of(0, 2), 0..3)));
		// Nobody rests on a threshold of 3 now, so a fifth issuer may come: then 3 would be too few.
		assert_ok!(Personhood::set_threshold(RawOrigin::Root.into(), 4));
		let kind = IssuerKind::Sr25519(issuer_key(4).public());
		let name = b"new".to_vec().try_into().unwrap();
		let controller = controller(4);
		let root = RawOrigin::Root.into();
		assert_ok!(Personhood::register_issuer(root, name, kind, controller, 1, 4, 1));
		take_effect(0);
		assert_eq!(person(0).status, Status::Revoked);
		assert!(events().contains(&Event::Revoked { person: 0 }));
		check_state();
		next_epoch();
		assert_eq!(CurrentEpoch::<Test>::get().members, 0);
	});
}

#[test]
fn whoever_returns_after_a_veto_does_not_rest_on_removed_issuers() {
	run(|| {
		let identity = people(1)[0];
		assert_ok!(submit(recovery(0, 0, Identity::of(0, 1), 0..3)));
		assert_ok!(submit(veto(0, identity)));
		assert_ok!(submit(recovery(0, 0, Identity::of(0, 2), 0..3)));
		assert_ok!(Personhood::remove_issuer(RawOrigin::Root.into(), 1));
		assert_eq!(Weighing::<Test>::get().into_inner(), vec![0, 2, 3]);
		take_effect(0);
		assert_eq!(person(0).status, Status::Revoked);
		assert_eq!(Weighing::<Test>::get().into_inner(), vec![0, 2, 3]);
	});
}
