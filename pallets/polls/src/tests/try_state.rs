//! Each invariant, broken: `try_state` must tell.

use crate::{mock::*, Poll, PollId, Polls};
use census_primitives::PersonScopes;
use frame_support::{assert_ok, BoundedVec};

/// What `try_state` says once two polls are open, with a vote each, and then `spoil` was run.
fn told(spoil: impl FnOnce()) -> String {
	externalities().execute_with(|| {
		for poll in [new_poll(), new_poll()] {
			assert_ok!(vote(0, poll, 1));
		}
		check_state();
		spoil();
		let error = PollsPallet::do_try_state().expect_err("an invariant is broken");
		format!("{error:?}")
	})
}

fn change(poll: PollId, how: impl FnOnce(&mut Poll<Test>)) {
	Polls::<Test>::mutate(poll, |poll| how(poll.as_mut().expect("the poll exists")));
}

#[test]
fn tells_of_a_number_that_was_not_given_out() {
	assert!(told(|| Polls::<Test>::insert(2, stored(1))).contains("not given out"));
}

#[test]
fn tells_of_too_few_options() {
	let counts = BoundedVec::try_from(vec![1]).expect("it is one");
	assert!(told(|| change(0, |poll| poll.counts = counts)).contains("too few options"));
}

#[test]
fn tells_of_more_votes_than_persons() {
	assert!(told(|| change(0, |poll| poll.counts[0] = PERSONS)).contains("more votes"));
	let counts = BoundedVec::try_from(vec![u32::MAX, 1]).expect("they are two");
	assert!(told(|| change(0, |poll| poll.counts = counts)).contains("more votes"));
}

#[test]
fn tells_of_two_polls_in_one_scope() {
	assert!(told(|| change(1, |poll| poll.scope.scope = 0)).contains("one scope"));
}

#[test]
fn tells_of_a_scope_that_is_not_open_as_long_as_its_poll() {
	let close_scope = || Persons::close(scope_of(0).scope).expect("it is open");
	assert!(told(close_scope).contains("not open exactly"));
	assert!(told(|| change(0, |poll| poll.closed = true)).contains("not open exactly"));
	assert!(told(|| change(0, |poll| poll.closes_at = 0)).contains("not open exactly"));
}
