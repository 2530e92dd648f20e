//! The way back: whoever is no live person enrols as everybody does, as another person.

use crate::{mock::*, *};
use census_primitives::PersonRefusal;
use frame_support::assert_ok;
use frame_system::RawOrigin;

/// Withdraws one of a human's attestations, without which it is no person.
fn withdraw(human: u64) {
	assert_ok!(Personhood::withdraw(by(controller(0)), 0, tag(0, human)));
}

/// As many others take the place of the issuers of genesis, on whom nobody rests any more.
pub(super) fn replace_issuers() {
	for id in ISSUERS..2 * ISSUERS {
		assert_ok!(register(id));
	}
	assert_ok!(change_policy(&equals(ISSUERS..2 * ISSUERS), THRESHOLD));
	for id in 0..ISSUERS {
		assert_ok!(Personhood::remove_issuer(RawOrigin::Root.into(), id));
	}
}

#[test]
fn a_human_whose_person_has_ended_enrols_as_another() {
	run(|| {
		let old = people(3)[1];
		withdraw(1);
		next_epoch();
		let new = Identity::of(1, 1);
		assert_eq!(enrol_by(1, new, 0..3), Ok(3));
		for issuer in 0..3 {
			// Bound twice, and withdrawn once by one of them; the end counts once.
			let serial = 3 + u32::from(issuer == 0);
			let record = TagRecord { person: 3, serial };
			assert_eq!(Tags::<Test>::get(issuer, tag(issuer, 1)), Some(record));
		}
		check_state();
		next_epoch();
		assert_eq!((person(3).status, person(3).place.leaf()), (Status::Active, Some(3)));
		assert_eq!(person(1).status, Status::Ended(EndReason::Withdrawn));
		assert!(merkle_proof(epoch(), new.commitment()).is_some());
		assert!(merkle_proof(epoch(), old.commitment()).is_none());
		let EpochState { size, members, .. } = CurrentEpoch::<Test>::get();
		assert_eq!((size, members), (4, 3));
	});
}

#[test]
fn the_old_commitment_is_used_for_ever() {
	run(|| {
		let old = people(1)[0];
		withdraw(0);
		let list = tickets(Purpose::Enrol, 0..3, 0, old.commitment(), 0);
		assert_refused(enrolment(old, list), PersonRefusal::CommitmentUsed);
	});
}

#[test]
fn whoever_enrols_while_it_stands_as_another_takes_its_place_with_the_epoch() {
	run(|| {
		let old = people(1)[0];
		withdraw(0);
		let new = Identity::of(0, 1);
		assert_eq!(enrol_by(0, new, 0..3), Ok(1));
		check_state();
		let ended = epoch();
		while epoch() == ended {
			assert!(merkle_proof(epoch(), old.commitment()).is_some());
			assert!(merkle_proof(epoch(), new.commitment()).is_none());
			next_block();
			check_state();
		}
		assert!(merkle_proof(epoch(), old.commitment()).is_none());
		assert!(merkle_proof(epoch(), new.commitment()).is_some());
	});
}

#[test]
fn however_a_person_ended_its_human_enrols() {
	run(|| {
		let identities = people(4);
		withdraw(0);
		assert_ok!(submit(super::recover::recovery(1, 1, Identity::of(1, 1), 0..3)));
		assert_ok!(submit(super::veto::veto(1, identities[1])));
		for issuer in 0..3 {
			assert_ok!(Personhood::merge(by(controller(issuer)), issuer, tag(issuer, 2), 3));
		}
		let ended = [(0, EndReason::Withdrawn), (1, EndReason::Vetoed), (3, EndReason::Merged)];
		for (id, reason) in ended {
			assert_eq!(person(id).status, Status::Ended(reason));
			assert_ok!(enrol_by(id.into(), Identity::of(id.into(), 7), 0..3));
		}
		run_to(person(2).expires_at + 2);
		assert_eq!(person(2).status, Status::Ended(EndReason::Expired));
		assert_ok!(enrol_by(2, Identity::of(2, 7), 0..3));
		assert_eq!(LivePersons::<Test>::get().all(), 4);
	});
}

#[test]
fn whoever_is_a_live_person_enrols_as_no_other() {
	run(|| {
		people(1);
		enrol(1);
		// A pending one, one in the tree, and one whose time is over before the sweep has come to it.
		for human in [0, 1] {
			let new = Identity::of(human, 1);
			let list = tickets(Purpose::Enrol, 0..3, human, new.commitment(), 0);
			assert_refused(enrolment(new, list), PersonRefusal::TagTaken);
		}
		System::set_block_number(person(0).expires_at);
		let new = Identity::of(0, 1);
		let list = tickets(Purpose::Enrol, 0..3, 0, new.commitment(), 0);
		assert_refused(enrolment(new, list), PersonRefusal::TagTaken);
		assert_ok!(Personhood::expire(by(funded(0)), 0));
		assert_ok!(enrol_by(0, new, 0..3));
	});
}

#[test]
fn whoever_comes_again_counts_towards_the_issuers_limits() {
	run(|| {
		people(1);
		let limit = |limit| Personhood::set_issuer_limit(RawOrigin::Root.into(), 2, limit);
		assert_ok!(limit(0));
		withdraw(0);
		let new = Identity::of(0, 1);
		let list = tickets(Purpose::Enrol, 1..4, 0, new.commitment(), 0);
		assert_refused(enrolment(new, list), PersonRefusal::IssuerLimit);
		assert_ok!(limit(1));
		assert_ok!(enrol_by(0, new, 1..4));
		assert_eq!(Issuers::<Test>::get(2).unwrap().admitted, (epoch(), 1));
	});
}

#[test]
fn a_human_all_of_whose_issuers_were_replaced_enrols_by_those_of_now() {
	run(|| {
		people(2);
		run_to(person(0).expires_at + 2);
		replace_issuers();
		for human in 0..2 {
			assert_ok!(enrol_by(human, Identity::of(human, 1), ISSUERS..ISSUERS + 3));
		}
		next_epoch();
		assert_eq!(CurrentEpoch::<Test>::get().members, 2);
	});
}

#[test]
fn a_corrupt_issuer_shuts_nobody_out() {
	run(|| {
		people(1);
		withdraw(0);
		// Issuer 0 is corrupt: it says of another human what it knows of this one.
		let other = Identity::of(9, 0);
		let mut list = tickets(Purpose::Enrol, 1..3, 9, other.commitment(), 0);
		list.try_push(signed(ticket(Purpose::Enrol, 0, 0, other.commitment(), 0))).unwrap();
		assert_ok!(submit(enrolment(other, list)));
		let new = Identity::of(0, 1);
		let list = tickets(Purpose::Enrol, 0..3, 0, new.commitment(), 0);
		assert_refused(enrolment(new, list), PersonRefusal::TagTaken);
		assert_ok!(enrol_by(0, new, 1..4));
	});
}
