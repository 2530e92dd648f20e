//! Votes: of whom, where, when, and how often.

use crate::{mock::*, Call, Error, Event, Proposals, State, Track};
use census_primitives::{PersonRefusal, PersonScope};
use census_testing::persons;
use frame_support::assert_ok;
use sp_runtime::DispatchError;

fn new_referendum() -> u32 {
	let id = propose(Track::Arbiter, call_on(Track::Arbiter));
	until_open(id);
	id
}

fn tally(id: u32) -> (u32, u32) {
	let ballot = ballot(id).expect("it is open");
	(ballot.ayes, ballot.noes)
}

fn scope(id: u32) -> PersonScope {
	ballot(id).expect("it is open").person_scope()
}

fn refused(refusal: PersonRefusal) -> Result<(), DispatchError> {
	Err(persons::Error::<Test>::Refused(refusal).into())
}

#[test]
fn a_vote_counts_and_costs_nobody_anything() {
	run(|| {
		let id = new_referendum();
		let before = (issuance(), free(PROPOSER), held(PROPOSER));
		assert_ok!(vote(0, id, true));
		assert_eq!(events().last(), Some(&Event::Voted { proposal: id, aye: true }));
		assert_ok!(vote(1, id, false));
		assert_eq!(events().last(), Some(&Event::Voted { proposal: id, aye: false }));
		assert_ok!(vote(2, id, true));
		assert_eq!(tally(id), (2, 1));
		assert_eq!((issuance(), free(PROPOSER), held(PROPOSER)), before);
	});
}

#[test]
fn a_person_votes_once_and_does_not_change_its_vote() {
	run(|| {
		let id = new_referendum();
		assert_ok!(vote(0, id, true));
		for aye in [true, false] {
			assert_eq!(vote(0, id, aye), refused(PersonRefusal::NullifierUsed));
		}
		assert_eq!(tally(id), (1, 0));
	});
}

#[test]
fn a_person_votes_in_every_referendum() {
	run(|| {
		let first = new_referendum();
		let second = propose(Track::Upgrade, call_on(Track::Upgrade));
		until_open(second);
		assert_ok!(vote(0, first, true));
		assert_ok!(vote(0, second, false));
		assert_eq!((tally(first), tally(second)), ((1, 0), (0, 1)));
	});
}

#[test]
fn who_becomes_a_person_after_the_opening_cannot_vote() {
	run(|| {
		let id = new_referendum();
		Persons::next_epoch((0..=PERSONS).collect());
		skip(1);
		assert_eq!(vote(PERSONS, id, true), refused(PersonRefusal::EpochRoot));
		// And whoever was one then can, whatever has become of it.
		Persons::next_epoch(vec![99; 20]);
		assert_ok!(vote(3, id, true));
		assert_eq!(ballot(id).map(|ballot| ballot.scope.electorate), Some(PERSONS));
	});
}

#[test]
fn votes_are_taken_in_the_last_block_and_not_after_it() {
	run(|| {
		let id = new_referendum();
		let scope = scope(id);
		to(ballot(id).expect("it is open").closes_at);
		assert_ok!(vote(0, id, true));
		// In the next block it is closed before anybody acts.
		next_block();
		let late = Persons::act(1, scope, vote_call(id, true));
		assert_eq!(late, refused(PersonRefusal::ScopeOver));
		let late = || Governance::vote(Persons::origin(1, scope), id, true);
		assert_refused(late, Error::NotFound);
	});
}

/// Only one is closed a block: another one that is over takes no votes while it waits for that.
#[test]
fn what_is_over_takes_no_votes_even_if_it_is_not_closed_yet() {
	run(|| {
		let first = propose_with(1, Track::Arbiter, call_on(Track::Arbiter), 21, DEPOSIT);
		let second = propose_with(1, Track::Upgrade, call_on(Track::Upgrade), 20, DEPOSIT);
		let (first_ballot, second_ballot) = (until_open(first), until_open(second));
		assert_eq!(first_ballot.closes_at, second_ballot.closes_at);
		to(first_ballot.closes_at + 1);
		assert!(!exists(first) && ballot(second).is_some());
		assert_eq!(vote(0, second, true), not_admitted());
		let late = || Governance::vote(Persons::origin(0, scope(second)), second, true);
		assert_refused(late, Error::NotOpen);
		next_block();
		assert!(!exists(second));
	});
}

#[test]
fn nobody_votes_on_what_is_not_open() {
	run(|| {
		let id = new_referendum();
		let person = scope(id);
		let waits = propose(Track::Arbiter, call_on(Track::Arbiter));
		let vote_on = |id| Governance::vote(Persons::origin(0, person), id, true);
		assert_refused(|| vote_on(waits), Error::NotOpen);
		assert_refused(|| vote_on(9), Error::NotFound);
		votes(id, PERSONS, 0);
		next_block();
		assert!(matches!(proposal(id).state, State::Passed { .. }));
		assert_refused(|| vote_on(id), Error::NotOpen);
	});
}

#[test]
fn only_a_person_acting_in_exactly_this_scope_is_let_in() {
	run(|| {
		let id = new_referendum();
		let other = propose(Track::Upgrade, call_on(Track::Upgrade));
		until_open(other);
		let PersonScope::Application { scope: number, .. } = scope(id) else { unreachable!() };
		let strangers = [
			RuntimeOrigin::root(),
			RuntimeOrigin::none(),
			by(PROPOSER),
			by(committee()),
			crate::Origin::Persons(Track::Arbiter).into(),
			Persons::origin(0, scope(other)),
			Persons::origin(0, PersonScope::Application { scope: number, topic: [1; 32] }),
			Persons::origin(0, PersonScope::Session { epoch: 1 }),
		];
		for origin in strangers {
			assert_bad_origin(|| Governance::vote(origin, id, true));
		}
		assert_ok!(Governance::vote(Persons::origin(0, scope(id)), id, true));
		// That was not an act: it has used no slot. So that the state is sound again:
		Proposals::<Test>::mutate(id, |stored| {
			if let Some(State::Open(ballot)) = stored.as_mut().map(|one| &mut one.state) {
				ballot.ayes = 0;
			}
		});
	});
}

#[test]
fn nothing_but_votes_is_admitted_in_a_referendum() {
	run(|| {
		let id = new_referendum();
		let calls: [RuntimeCall; 5] = [
			remark(0, 1),
			Call::<Test>::discard { proposal: id }.into(),
			Call::<Test>::withdraw { proposal: id }.into(),
			set_committee(&[1, 2, 3]),
			vote_call(id + 1, true),
		];
		for call in calls {
			assert_eq!(Persons::act(0, scope(id), call), not_admitted());
		}
		// What was refused has used nothing.
		assert_ok!(vote(0, id, true));
	});
}

/// A slot is used for each vote, so that this could only be if an act was counted twice.
#[test]
fn no_more_votes_are_counted_than_there_are_persons() {
	run(|| {
		let id = new_referendum();
		votes(id, 0, PERSONS);
		let again = || Governance::vote(Persons::origin(0, scope(id)), id, false);
		assert_refused(again, Error::TooManyVotes);
	});
}

#[test]
fn what_is_told_of_a_vote_does_not_name_who_cast_it() {
	use codec::Encode;
	run(|| {
		let id = new_referendum();
		let size = proposal(id).encoded_size();
		System::reset_events();
		assert_ok!(vote(0, id, true));
		assert_eq!(proposal(id).encoded_size(), size);
		let alias = Persons::alias(0, scope(id));
		let told = events().encode();
		assert!(!told.windows(32).any(|bytes| bytes == alias.as_bytes()));
	});
}

#[test]
fn votes_are_the_only_acts_and_bring_no_proofs() {
	let vote = Call::<Test>::vote { proposal: 0, aye: true };
	assert!(Governance::is_act(&vote) && Governance::brought_by(&vote).is_empty());
	let other = Call::<Test>::come_of_age {};
	assert!(!Governance::is_act(&other) && Governance::brought_by(&other).is_empty());
}
