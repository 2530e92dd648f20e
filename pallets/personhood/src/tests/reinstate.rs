//! Reinstatement: the way back for whoever was suspended, expired or revoked.

use super::{recover::recovery, veto::veto};
use crate::{mock::*, *};
use census_primitives::{IssuerId, PersonId, PersonRefusal};
use frame_support::assert_ok;
use frame_system::RawOrigin;

/// The reinstatement of a person with an identity, by tickets of these issuers about a human.
pub(super) fn reinstatement(
	id: PersonId,
	human: u64,
	identity: Identity,
	issuers: impl IntoIterator<Item = IssuerId>,
) -> Call<Test> {
	let counter = person(id).counter;
	let tickets = tickets(Purpose::Reinstate, issuers, human, identity.commitment(), counter);
	reinstatement_by(id, identity, tickets)
}

fn reinstatement_by(id: PersonId, identity: Identity, tickets: Tickets<Test>) -> Call<Test> {
	let message = words::reinstate_message::<Test>(id, person(id).counter, &tickets);
	let proof = identity.prove_knowledge(message, words::knowledge_scope::<Test>());
	Call::reinstate { person: id, tickets, proof: Box::new(proof) }
}

/// Withdraws so many of a human's attestations that it is suspended.
fn withdraw(human: u64) {
	assert_ok!(Personhood::withdraw(by(controller(0)), 0, tag(0, human)));
}

#[test]
fn a_revoked_person_returns_to_its_leaf_with_a_new_commitment() {
	run(|| {
		let identities = people(3);
		let leaf = person(1).leaf;
		withdraw(1);
		next_epoch();
		assert_eq!(person(1).status, Status::Revoked);
		let new = Identity::of(1, 1);
		let commitment = new.commitment();
		assert_ok!(submit(reinstatement(1, 1, new, 1..4)));
		assert_eq!(last_event(), Event::Reinstated { person: 1, commitment });
		assert_eq!((person(1).status, person(1).counter), (Status::Pending, 1));
		check_state();
		next_epoch();
		assert_eq!(person(1).status, Status::Active);
		assert_eq!(person(1).leaf, leaf);
		assert_eq!(CurrentEpoch::<Test>::get().size, 3);
		assert!(merkle_proof(epoch(), commitment).is_some());
		assert!(merkle_proof(epoch(), identities[1].commitment()).is_none());
	});
}

#[test]
fn whoever_returns_before_it_has_left_never_leaves() {
	run(|| {
		people(2);
		withdraw(1);
		assert_eq!(Pallet::<Test>::pending_change(1), Some(Change::Remove));
		let new = Identity::of(1, 1);
		assert_ok!(submit(reinstatement(1, 1, new, 1..4)));
		let change = Change::Replace(new.commitment());
		assert_eq!(Pallet::<Test>::pending_change(1), Some(change));
		check_state();
		next_epoch();
		assert_eq!(person(1).status, Status::Active);
		assert_eq!(CurrentEpoch::<Test>::get().members, 2);
		assert!(merkle_proof(epoch(), new.commitment()).is_some());
	});
}

#[test]
fn whoever_returns_before_it_has_left_leaves_where_its_issuers_no_longer_say_so() {
	run(|| {
		let identities = people(2);
		withdraw(1);
		assert_ok!(submit(reinstatement(1, 1, Identity::of(1, 1), 1..4)));
		assert_ok!(Personhood::withdraw(by(controller(2)), 2, tag(2, 1)));
		assert_eq!(person(1).status, Status::Suspended(Suspension::Withdrawn));
		assert_eq!(Pallet::<Test>::pending_change(1), Some(Change::Remove));
		next_epoch();
		assert_eq!(person(1).status, Status::Revoked);
		assert!(merkle_proof(epoch(), identities[1].commitment()).is_none());
		assert_eq!(CurrentEpoch::<Test>::get().members, 1);
	});
}

#[test]
fn an_issuer_paused_meanwhile_keeps_the_returning_out() {
	run(|| {
		people(2);
		withdraw(1);
		let new = Identity::of(1, 1);
		assert_ok!(submit(reinstatement(1, 1, new, 1..4)));
		assert_ok!(Personhood::pause_issuer(by(controller(3)), 3));
		next_epoch();
		next_epoch();
		assert!(!person(1).status.is_live());
		assert!(merkle_proof(epoch(), new.commitment()).is_none());
		assert_eq!(CurrentEpoch::<Test>::get().members, 1);
	});
}

#[test]
fn an_expired_person_returns() {
	run(|| {
		people(1);
		run_to(person(0).expires_at + 2 * EPOCH_LENGTH);
		assert_eq!(person(0).status, Status::Expired);
		assert_eq!(CurrentEpoch::<Test>::get().members, 0);
		assert_ok!(submit(reinstatement(0, 0, Identity::of(0, 1), 0..3)));
		assert_eq!(person(0).expires_at, now() + VALID_FOR);
		next_epoch();
		assert_eq!(person(0).status, Status::Active);
	});
}

#[test]
fn a_live_person_is_not_reinstated() {
	run(|| {
		people(1);
		enrol(1);
		for id in 0..2 {
			let new = Identity::of(id.into(), 1);
			assert_refused(reinstatement(id, id.into(), new, 0..3), PersonRefusal::PersonStatus);
		}
	});
}

#[test]
fn a_reinstatement_needs_a_full_quorum_of_the_persons_own_marks() {
	run(|| {
		people(2);
		withdraw(1);
		let new = Identity::of(1, 1);
		assert_refused(reinstatement(1, 1, new, 0..2), PersonRefusal::BelowThreshold);
		// Marks of another person.
		assert_refused(reinstatement(1, 0, new, 0..3), PersonRefusal::TagTaken);
		assert_refused(
			reinstatement_by(1, new, tickets(Purpose::Enrol, 0..3, 1, new.commitment(), 0)),
			PersonRefusal::TicketPurpose,
		);
		assert_refused(
			reinstatement_by(1, new, tickets(Purpose::Reinstate, 0..3, 1, new.commitment(), 1)),
			PersonRefusal::TicketCounter,
		);
		// The old commitment, and another's secret.
		assert_refused(
			reinstatement(1, 1, Identity::of(1, 0), 0..3),
			PersonRefusal::CommitmentUsed,
		);
		let tickets = tickets(Purpose::Reinstate, 0..3, 1, new.commitment(), 0);
		assert_refused(
			reinstatement_by(1, Identity::of(1, 2), tickets),
			PersonRefusal::KnowledgeRoot,
		);
	});
}

#[test]
fn a_reinstatement_counts_towards_the_limit_and_its_tickets_serve_once() {
	run(|| {
		people(1);
		let limit = |limit| Personhood::set_issuer_limit(RawOrigin::Root.into(), 2, limit);
		assert_ok!(limit(0));
		withdraw(0);
		let back: RuntimeCall = reinstatement(0, 0, Identity::of(0, 1), 1..4).into();
		assert_refused(back.clone(), PersonRefusal::IssuerLimit);
		assert_ok!(limit(1));
		assert_ok!(submit(back.clone()));
		assert_eq!(Issuers::<Test>::get(2).unwrap().admitted, (epoch(), 1));
		assert_ok!(Personhood::withdraw(by(controller(1)), 1, tag(1, 0)));
		assert_refused(back, PersonRefusal::TicketCounter);
	});
}

#[test]
fn a_reinstatement_ends_a_dispute() {
	run(|| {
		let identities = people(1);
		assert_ok!(submit(recovery(0, 0, Identity::of(0, 1), 0..3)));
		assert_ok!(submit(veto(0, identities[0])));
		assert_ok!(submit(recovery(0, 0, Identity::of(0, 2), 0..3)));
		let new = Identity::of(0, 3);
		assert_ok!(submit(reinstatement(0, 0, new, 0..3)));
		let record = person(0);
		assert_eq!((record.recovery, record.vetoed), (None, false));
		run_to(now() + 2 * RECOVERY_DELAY);
		assert_eq!(person(0).commitment, new.commitment());
		assert_eq!(person(0).status, Status::Active);
	});
}

#[test]
fn a_strangers_marks_are_not_bound_by_a_reinstatement() {
	run(|| {
		people(1);
		let (stranger, new) = (7, Identity::of(7, 0));
		withdraw(0);
		next_epoch();
		assert_eq!(person(0).status, Status::Revoked);
		// Honest issuers sign for somebody who never enrolled. Each of their quorums has one that
		// knows the person by another mark.
		for quorum in [[0, 1, 2], [3, 1, 2], [0, 3, 2], [0, 1, 3]] {
			let back = reinstatement(0, stranger, new, quorum);
			assert_refused(back, PersonRefusal::TagNotBound);
		}
		// Nor does one corrupt issuer help, that says of the stranger what it knows of the person.
		for honest in [[1, 2], [3, 2], [1, 3]] {
			let mut list = tickets(Purpose::Reinstate, honest, stranger, new.commitment(), 0);
			let known = ticket(Purpose::Reinstate, 0, 0, new.commitment(), 0);
			list.try_push(signed(known)).unwrap();
			assert_refused(reinstatement_by(0, new, list), PersonRefusal::TagNotBound);
		}
		assert_ok!(submit(reinstatement(0, 0, Identity::of(0, 1), [3, 1, 2])));
	});
}

#[test]
fn where_all_issuers_have_changed_nobody_is_reinstated_and_all_may_enrol() {
	run(|| {
		people(1);
		run_to(person(0).expires_at + 2 * EPOCH_LENGTH);
		for id in 0..ISSUERS {
			assert_ok!(Personhood::remove_issuer(RawOrigin::Root.into(), id));
		}
		for id in ISSUERS..2 * ISSUERS {
			let kind = genesis_issuer(id, 1, id).kind;
			let (name, root) = (b"new".to_vec().try_into().unwrap(), RawOrigin::Root.into());
			assert_ok!(Personhood::register_issuer(root, name, kind, controller(id), 1, id, LIMIT));
		}
		let new = Identity::of(0, 1);
		for human in [0, 7] {
			let back = reinstatement(0, human, new, ISSUERS..ISSUERS + 3);
			assert_refused(back, PersonRefusal::TagNotBound);
		}
		let by = tickets(Purpose::Enrol, ISSUERS..ISSUERS + 3, 0, new.commitment(), 0);
		assert_ok!(submit(enrolment(new, by)));
	});
}
