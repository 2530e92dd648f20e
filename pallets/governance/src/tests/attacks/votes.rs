//! What one person with many acts would try.

use crate::{mock::*, Track};
use census_primitives::PersonRefusal;
use census_testing::persons;
use frame_support::assert_ok;
use sp_runtime::DispatchError;

#[test]
fn a_person_who_rotates_or_comes_again_has_one_vote_in_a_referendum() {
	run(|| {
		let id = propose(Track::Arbiter, call_on(Track::Arbiter));
		until_open(id);
		assert_ok!(vote(0, id, true));
		// Person 0 goes on as 100, and comes back as itself later.
		for persons in [(1..PERSONS).chain([100]).collect::<Vec<_>>(), (0..PERSONS).collect()] {
			Persons::next_epoch(persons);
			next_block();
			assert!(vote(0, id, true).is_err() && vote(100, id, true).is_err());
		}
		assert_eq!(ballot(id).map(|ballot| ballot.ayes), Some(1));
	});
}

#[test]
fn an_act_in_another_referendums_scope_brings_no_vote_and_is_not_spent() {
	run(|| {
		let first = propose(Track::Arbiter, call_on(Track::Arbiter));
		let second = propose(Track::Upgrade, call_on(Track::Upgrade));
		until_open(first);
		until_open(second);
		let scope = |id| ballot(id).expect("it is open").person_scope();
		assert_eq!(Persons::act(0, scope(second), vote_call(first, true)), not_admitted());
		assert_bad_origin(|| Persons::act_unasked(0, scope(second), vote_call(first, true)));
		assert_ok!(vote(0, first, true));
		// One that fails because nobody asked is spent, and is no vote either.
		census_testing::assert_refused(
			|| Governance::vote(Persons::origin(1, scope(second)), first, true),
			DispatchError::BadOrigin,
		);
		assert_eq!(ballot(first).map(|ballot| (ballot.ayes, ballot.noes)), Some((1, 0)));
		assert_eq!(ballot(second).map(|ballot| (ballot.ayes, ballot.noes)), Some((0, 0)));
	});
}

/// In a later referendum of the same number of the same track there is another scope.
#[test]
fn an_act_of_an_earlier_referendum_is_none_in_a_later_one() {
	run(|| {
		let first = propose(Track::Arbiter, call_on(Track::Arbiter));
		until_open(first);
		let old = ballot(first).expect("it is open").person_scope();
		votes(first, PERSONS, 0);
		next_block();
		let second = propose(Track::Arbiter, call_on(Track::Arbiter));
		until_open(second);
		let again = Persons::act(0, old, vote_call(second, true));
		assert_eq!(again, Err(persons::Error::<Test>::Refused(PersonRefusal::ScopeOver).into()));
	});
}
