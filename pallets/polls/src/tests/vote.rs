use crate::{mock::*, Error, Event, Polls};
use census_primitives::{PersonRefusal, PersonScope};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn a_person_votes_for_nothing_and_the_vote_counts() {
	run(|| {
		let poll = new_poll();
		let issuance = Balances::total_issuance();
		let before = (Balances::free_balance(CREATOR), prepaid(CREATOR));
		assert_ok!(vote(0, poll, 2));
		assert_eq!(last_event(), Event::Voted { poll, option: 2 });
		assert_ok!(vote(1, poll, 0));
		assert_ok!(vote(2, poll, 2));
		assert_eq!(stored(poll).counts.into_inner(), [1, 0, 2]);
		assert_eq!((Balances::free_balance(CREATOR), prepaid(CREATOR)), before);
		assert_eq!(Balances::total_issuance(), issuance);
	});
}

#[test]
fn a_person_votes_once_and_cannot_change_its_vote() {
	run(|| {
		let poll = new_poll();
		assert_ok!(vote(0, poll, 1));
		for option in [1, 2] {
			assert_noop!(vote(0, poll, option), refused(PersonRefusal::NullifierUsed));
		}
		assert_eq!(stored(poll).votes(), 1);
	});
}

#[test]
fn a_person_votes_on_every_poll() {
	run(|| {
		let (first, second) = (new_poll(), new_poll());
		assert_ok!(vote(0, first, 1));
		assert_ok!(vote(0, second, 2));
		assert_eq!(stored(first).counts.into_inner(), [0, 1, 0]);
		assert_eq!(stored(second).counts.into_inner(), [0, 0, 1]);
	});
}

#[test]
fn the_whole_electorate_votes() {
	run(|| {
		let poll = new_poll();
		for secret in 0..PERSONS {
			assert_ok!(vote(secret, poll, 1));
		}
		assert_eq!(stored(poll).votes(), PERSONS);
	});
}

#[test]
fn a_vote_that_was_refused_leaves_the_person_free_to_vote() {
	run(|| {
		let poll = new_poll();
		let origin = || Persons::origin(0, person_scope(poll));
		for option in [3, MAX_OPTIONS, u32::MAX] {
			assert_noop!(vote(0, poll, option), refused(PersonRefusal::NotAdmitted));
			// Nor would the poll take it if it were.
			assert_refused(|| PollsPallet::vote(origin(), poll, option), Error::NoSuchOption);
		}
		assert_ok!(vote(0, poll, 0));
	});
}

#[test]
fn who_becomes_a_person_after_the_opening_cannot_vote() {
	run(|| {
		let poll = new_poll();
		Persons::next_epoch((0..PERSONS + 1).collect());
		assert_noop!(vote(PERSONS, poll, 0), refused(PersonRefusal::EpochRoot));
		let later = new_poll();
		assert_ok!(vote(PERSONS, later, 0));
		assert_eq!((scope_of(poll).epoch, scope_of(later).epoch), (1, 2));
		assert_eq!(scope_of(later).electorate, PERSONS + 1);
	});
}

#[test]
fn who_rotates_between_opening_and_end_has_one_vote() {
	run(|| {
		let poll = new_poll();
		assert_ok!(vote(0, poll, 0));
		// Person 0 goes on as 100, and person 1, who has not voted, as 101.
		Persons::next_epoch(vec![100, 101, 2, 3, 4]);
		for (old, new) in [(0, 100), (1, 101)] {
			assert_noop!(vote(new, poll, 0), refused(PersonRefusal::EpochRoot));
			assert_eq!(vote(old, poll, 0).is_ok(), old == 1);
		}
		assert_eq!(stored(poll).votes(), 2);
	});
}

#[test]
fn votes_are_taken_in_the_last_block_and_not_after_it() {
	run(|| {
		let poll = new_poll();
		skip_blocks(CLOSES_AT - System::block_number());
		assert_ok!(vote(0, poll, 0));
		skip_blocks(1);
		assert_noop!(vote(1, poll, 0), refused(PersonRefusal::ScopeOver));
		// Nor would the poll take it if the scope were still open.
		let late = Persons::origin(1, person_scope(poll));
		assert_refused(|| PollsPallet::vote(late.clone(), poll, 0), Error::VotingOver);
		assert_ok!(PollsPallet::close(by(OTHER), poll));
		assert_refused(|| PollsPallet::vote(late.clone(), poll, 0), Error::VotingOver);
	});
}

#[test]
fn only_a_person_acting_in_exactly_this_polls_scope_is_let_in() {
	run(|| {
		let (poll, other) = (new_poll(), new_poll());
		let scope = scope_of(poll).scope;
		let strangers = [
			RuntimeOrigin::root(),
			RuntimeOrigin::none(),
			by(CREATOR),
			Persons::origin(0, person_scope(other)),
			Persons::origin(0, PersonScope::Application { scope, topic: [1; 32] }),
			Persons::origin(0, PersonScope::Session { epoch: 1 }),
			Persons::origin(0, PersonScope::Quota { epoch: 1, counter: 0 }),
		];
		for origin in strangers {
			assert_noop!(PollsPallet::vote(origin, poll, 0), DispatchError::BadOrigin);
		}
		assert_ok!(PollsPallet::vote(Persons::origin(0, person_scope(poll)), poll, 0));
	});
}

#[test]
fn an_act_in_another_scope_brings_no_vote_and_is_not_spent() {
	run(|| {
		let (poll, other) = (new_poll(), new_poll());
		let topic = PersonScope::Application { scope: scope_of(poll).scope, topic: [1; 32] };
		let places = [
			(person_scope(other), PersonRefusal::NotAdmitted),
			// A poll's scope has no topics.
			(topic, PersonRefusal::ScopeKind),
		];
		for (scope, refusal) in places {
			let result = Persons::act(0, scope, vote_call(poll, 0));
			assert_eq!(result, Err(refused(refusal)));
			let vote = PollsPallet::vote(Persons::origin(0, scope), poll, 0);
			assert_eq!(vote, Err(DispatchError::BadOrigin));
		}
		assert_ok!(vote(0, other, 0));
		assert_ok!(vote(0, poll, 0));
	});
}

#[test]
fn refuses_a_vote_beyond_the_electorate_whatever_let_it_in() {
	run(|| {
		let poll = new_poll();
		for secret in 0..PERSONS {
			assert_ok!(vote(secret, poll, 0));
		}
		let origin = Persons::origin(0, person_scope(poll));
		assert_refused(|| PollsPallet::vote(origin, poll, 0), Error::TooManyVotes);
	});
}

#[test]
fn refuses_a_poll_that_does_not_exist() {
	run(|| {
		let poll = new_poll();
		let origin = Persons::origin(0, person_scope(poll));
		assert_refused(|| PollsPallet::vote(origin, poll + 1, 0), Error::NotFound);
	});
}

#[test]
fn nothing_that_is_stored_or_told_grows_with_the_votes_or_names_who_voted() {
	use codec::Encode;
	run(|| {
		let poll = new_poll();
		let size = Polls::<Test>::get(poll).encoded_size();
		System::reset_events();
		assert_ok!(vote(0, poll, 0));
		assert_eq!(Polls::<Test>::get(poll).encoded_size(), size);
		let alias = Persons::alias(0, person_scope(poll));
		let told = last_event().encode();
		assert!(!told.windows(32).any(|bytes| bytes == alias.as_bytes()));
		assert_eq!(System::events().len(), 1);
	});
}
