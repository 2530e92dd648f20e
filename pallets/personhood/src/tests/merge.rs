//! Merging: two persons that are found to be one human.

use super::recover::recovery;
use crate::{mock::*, *};
use census_primitives::{IssuerId, PersonId};
use frame_support::assert_ok;
use frame_system::RawOrigin;
use sp_runtime::{DispatchError, DispatchResult};

/// An issuer says that a human, as it knew it, is a person besides.
fn merge(issuer: IssuerId, human: u64, person: PersonId) -> DispatchResult {
	Personhood::merge(by(controller(issuer)), issuer, tag(issuer, human), person)
}

#[test]
fn a_quorum_that_merges_tags_ends_the_younger_person() {
	run(|| {
		let identities = people(3);
		assert_ok!(merge(0, 2, 1));
		assert_eq!(last_event(), Event::MergeSupported { elder: 1, younger: 2, issuer: 0 });
		assert_ok!(merge(1, 1, 2));
		assert_eq!(person(2).status, Status::Active);
		assert_eq!(person(2).claims.into_inner(), vec![(0, 1), (1, 1)]);
		assert_ok!(merge(2, 1, 2));
		let reason = EndReason::Merged;
		assert_eq!(last_event(), Event::Ended { person: 2, reason });
		assert_eq!(person(2).status, Status::Ended(reason));
		assert_eq!(person(1).status, Status::Active);
		assert!(person(2).claims.is_empty());
		check_state();
		next_epoch();
		assert!(merkle_proof(epoch(), identities[2].commitment()).is_none());
		assert!(merkle_proof(epoch(), identities[1].commitment()).is_some());
	});
}

#[test]
fn a_pending_person_that_is_merged_never_enters_the_tree() {
	run(|| {
		people(1);
		enrol(1);
		for issuer in 0..3 {
			assert_ok!(merge(issuer, 0, 1));
		}
		assert_eq!(person(1).status, Status::Ended(EndReason::Merged));
		check_state();
		next_epoch();
		assert_eq!(CurrentEpoch::<Test>::get().size, 1);
	});
}

#[test]
fn one_issuer_counts_once() {
	run(|| {
		people(3);
		assert_ok!(merge(0, 0, 1));
		assert_fails(|| merge(0, 0, 1), Error::<Test>::AlreadySupported);
		assert_fails(|| merge(0, 1, 0), Error::<Test>::AlreadySupported);
		// Of another pair it may say so.
		assert_ok!(merge(0, 0, 2));
	});
}

/// S7: each issuer knows one of the two alone, as it is where one human got two persons.
#[test]
fn issuers_that_know_one_of_the_two_each_end_the_younger() {
	run(|| {
		enrol_by(0, Identity::of(0, 0), [0, 1, 2]).unwrap();
		enrol_by(1, Identity::of(1, 0), [1, 2, 3]).unwrap();
		assert_ok!(merge(0, 0, 1));
		assert_ok!(merge(3, 1, 0));
		assert_eq!(person(1).status, Status::Pending);
		assert_ok!(merge(2, 1, 0));
		assert_eq!(person(1).status, Status::Ended(EndReason::Merged));
		assert!(person(0).status.is_live());
	});
}

/// What was said while its issuer was paused, or another policy was asked too, can be said again.
#[test]
fn what_was_said_is_weighed_again_when_it_is_said_again() {
	run(|| {
		people(2);
		assert_ok!(Personhood::pause_issuer(RawOrigin::Root.into(), 0));
		for issuer in 0..3 {
			assert_ok!(merge(issuer, 1, 0));
		}
		assert_fails(|| merge(1, 1, 0), Error::<Test>::AlreadySupported);
		assert_ok!(Personhood::resume_issuer(RawOrigin::Root.into(), 0));
		assert_ok!(merge(1, 1, 0));
		assert_eq!(person(1).status, Status::Ended(EndReason::Merged));
	});
}

#[test]
fn an_issuer_says_one_thing_about_a_person() {
	run(|| {
		people(3);
		assert_ok!(merge(0, 2, 0));
		assert_ok!(merge(1, 2, 0));
		// It has changed its mind.
		assert_ok!(merge(1, 2, 1));
		assert_ok!(merge(2, 2, 0));
		assert_eq!(person(2).status, Status::Active);
		assert_eq!(person(2).claims.into_inner(), vec![(0, 0), (1, 1), (2, 0)]);
		assert_ok!(merge(1, 2, 0));
		assert_eq!(person(2).status, Status::Ended(EndReason::Merged));
	});
}

/// However little the threshold is.
#[test]
fn no_one_issuer_ends_a_person() {
	let mut genesis = genesis();
	genesis.threshold = 1;
	genesis.settings.quorums_intersect = false;
	run_from(genesis, || {
		people(2);
		assert_ok!(merge(0, 1, 0));
		assert_eq!(person(1).status, Status::Active);
		assert_ok!(merge(1, 1, 0));
		assert_eq!(person(1).status, Status::Ended(EndReason::Merged));
	});
}

#[test]
fn the_word_of_paused_issuers_and_of_those_that_no_policy_has_does_not_count() {
	run(|| {
		for human in 0..2 {
			let commitment = Identity::of(human, 0).commitment();
			let tickets = tickets(Purpose::Enrol, 0..4, human, commitment, 0);
			assert_ok!(submit(enrolment(Identity::of(human, 0), tickets)));
		}
		next_epoch();
		assert_ok!(merge(0, 0, 1));
		assert_ok!(merge(1, 0, 1));
		assert_ok!(Personhood::pause_issuer(RawOrigin::Root.into(), 0));
		assert_ok!(merge(2, 0, 1));
		assert_eq!(person(1).status, Status::Active);
		assert_ok!(merge(3, 0, 1));
		assert_eq!(person(1).status, Status::Ended(EndReason::Merged));
	});
	run(|| {
		people(2);
		assert_ok!(register(4));
		assert_ok!(change_policy(&equals(1..5), 3));
		// Both policies are to be met.
		for issuer in 0..2 {
			assert_ok!(merge(issuer, 0, 1));
		}
		assert_ok!(merge(2, 0, 1));
		assert_eq!(person(1).status, Status::Active);
	});
}

#[test]
fn an_issuer_merges_by_marks_of_its_own_and_two_persons() {
	run(|| {
		people(2);
		assert_fails(|| merge(0, 7, 1), Error::<Test>::AttestationNotFound);
		assert_fails(|| merge(3, 0, 1), Error::<Test>::AttestationNotFound);
		assert_fails(|| merge(0, 1, 1), Error::<Test>::SamePerson);
		assert_fails(|| merge(0, 1, 9), Error::<Test>::PersonNotFound);
		let merge = |origin, issuer| Personhood::merge(origin, issuer, tag(issuer, 0), 1);
		assert_fails(|| merge(by(controller(1)), 0), Error::<Test>::NotController);
		assert_fails(|| merge(by(controller(9)), 9), Error::<Test>::IssuerNotFound);
		assert_fails(|| merge(RawOrigin::Root.into(), 0), DispatchError::BadOrigin);
	});
}

#[test]
fn only_two_live_persons_are_merged() {
	run(|| {
		people(3);
		assert_ok!(submit(recovery(1, 1, Identity::of(1, 1), 0..3)));
		for issuer in 0..3 {
			assert_ok!(merge(issuer, 0, 1));
		}
		// The recovery is off.
		assert_eq!(
			(person(1).status, person(1).recovery),
			(Status::Ended(EndReason::Merged), None)
		);
		check_state();
		assert_fails(|| merge(0, 0, 1), Error::<Test>::PersonStatus);
		run_to(now() + 2 * RECOVERY_DELAY);
		assert_eq!(person(1).status, Status::Ended(EndReason::Merged));
		// Nor by the word about an older one that has ended: then there is no second.
		assert_ok!(Personhood::withdraw(by(controller(0)), 0, tag(0, 0)));
		assert_fails(|| merge(1, 0, 2), Error::<Test>::PersonStatus);
		assert_eq!(person(2).status, Status::Active);
	});
}

#[test]
fn whoever_was_merged_by_mistake_enrols_anew_and_is_merged_only_by_a_quorum_anew() {
	run(|| {
		people(2);
		for issuer in 0..3 {
			assert_ok!(merge(issuer, 0, 1));
		}
		assert_eq!(enrol_by(1, Identity::of(1, 1), 0..3), Ok(2));
		next_epoch();
		assert_ok!(merge(0, 0, 2));
		assert_eq!(person(2).status, Status::Active);
	});
}
