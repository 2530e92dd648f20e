use crate::{mock::*, Error, Event, Polls};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn anyone_prunes_a_poll_after_its_time_and_its_creator_gets_the_deposit() {
	run(|| {
		let (poll, other) = (new_poll(), new_poll());
		assert_ok!(vote(0, poll, 1));
		skip_blocks(CLOSES_AT + KEEP_TIME);
		assert_ok!(PollsPallet::close(by(OTHER), poll));
		assert_ok!(PollsPallet::close(by(OTHER), other));
		assert_eq!(held(CREATOR), 2 * deposit());
		assert_ok!(PollsPallet::prune(by(OTHER), poll));
		assert_eq!(last_event(), Event::PollPruned { poll });
		assert!(!Polls::<Test>::contains_key(poll));
		assert_eq!(held(CREATOR), deposit());
		assert_ok!(PollsPallet::prune(by(OTHER), other));
		assert_eq!(held(CREATOR), 0);
		assert_eq!(Balances::free_balance(CREATOR), FUNDS - SLOT_PRICE);
		assert_eq!(Balances::free_balance(OTHER), FUNDS);
	});
}

#[test]
fn a_result_stays_readable_through_its_time_whoever_closes_when() {
	run(|| {
		let (early, late) = (new_poll(), new_poll());
		skip_blocks(CLOSES_AT);
		assert_ok!(PollsPallet::close(by(CREATOR), early));
		skip_blocks(CLOSES_AT + KEEP_TIME - System::block_number());
		assert_ok!(PollsPallet::close(by(CREATOR), late));
		for poll in [early, late] {
			assert_refused(|| PollsPallet::prune(by(CREATOR), poll), Error::KeepTimeNotOver);
		}
		skip_blocks(1);
		for poll in [early, late] {
			assert_ok!(PollsPallet::prune(by(CREATOR), poll));
		}
	});
}

#[test]
fn refuses_a_poll_that_is_not_closed_however_old() {
	run(|| {
		let poll = new_poll();
		assert_refused(|| PollsPallet::prune(by(CREATOR), poll), Error::NotClosed);
		skip_blocks(10 * KEEP_TIME);
		assert_refused(|| PollsPallet::prune(by(CREATOR), poll), Error::NotClosed);
	});
}

#[test]
fn refuses_to_prune_twice_and_who_does_not_sign() {
	run(|| {
		let poll = new_poll();
		let scope = person_scope(poll);
		skip_blocks(CLOSES_AT + KEEP_TIME);
		assert_ok!(PollsPallet::close(by(OTHER), poll));
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root(), Persons::origin(0, scope)] {
			assert_noop!(PollsPallet::prune(origin, poll), DispatchError::BadOrigin);
		}
		assert_ok!(PollsPallet::prune(by(OTHER), poll));
		assert_refused(|| PollsPallet::prune(by(OTHER), poll), Error::NotFound);
		let voter = Persons::origin(0, scope);
		assert_refused(|| PollsPallet::vote(voter, poll, 0), Error::NotFound);
		assert_refused(|| PollsPallet::close(by(OTHER), poll), Error::NotFound);
	});
}
