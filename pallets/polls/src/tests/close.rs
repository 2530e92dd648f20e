use crate::{mock::*, Error, Event};
use census_primitives::PersonScopes;
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn anyone_closes_a_poll_and_its_creator_gets_the_price_of_unused_votes() {
	run(|| {
		let poll = new_poll();
		assert_ok!(vote(0, poll, 1));
		assert_ok!(vote(1, poll, 1));
		let issuance = Balances::total_issuance();
		skip_blocks(CLOSES_AT);
		assert_ok!(PollsPallet::close(by(OTHER), poll));
		let counts = vec![0, 2, 0].try_into().unwrap();
		assert_eq!(last_event(), Event::PollClosed { poll, counts });
		assert_eq!(prepaid(CREATOR), 0);
		assert_eq!(held(CREATOR), deposit());
		assert_eq!(Balances::free_balance(CREATOR), FUNDS - 2 * SLOT_PRICE - deposit());
		assert_eq!(Balances::free_balance(OTHER), FUNDS);
		assert_eq!(Balances::total_issuance(), issuance - 2 * SLOT_PRICE);
	});
}

#[test]
fn closing_changes_no_result_and_ends_the_scope() {
	run(|| {
		let poll = new_poll();
		assert_ok!(vote(3, poll, 2));
		skip_blocks(CLOSES_AT);
		let counts = stored(poll).counts;
		assert_ok!(PollsPallet::close(by(OTHER), poll));
		assert_eq!(stored(poll).counts, counts);
		assert!(!Persons::is_open(scope_of(poll).scope));
	});
}

#[test]
fn nobody_closes_a_poll_before_its_end_and_its_creator_does_not_either() {
	run(|| {
		let poll = new_poll();
		let refused = || {
			for account in [CREATOR, OTHER] {
				assert_refused(|| PollsPallet::close(by(account), poll), Error::VotingNotOver);
			}
			assert_noop!(PollsPallet::close(RuntimeOrigin::root(), poll), DispatchError::BadOrigin);
		};
		refused();
		// Nor where all have voted: one rule for all polls.
		for secret in 0..PERSONS {
			assert_ok!(vote(secret, poll, 0));
		}
		skip_blocks(CLOSES_AT - System::block_number());
		refused();
		skip_blocks(1);
		assert_ok!(PollsPallet::close(by(OTHER), poll));
	});
}

#[test]
fn refuses_to_close_twice() {
	run(|| {
		let poll = new_poll();
		skip_blocks(CLOSES_AT);
		assert_ok!(PollsPallet::close(by(CREATOR), poll));
		assert_refused(|| PollsPallet::close(by(CREATOR), poll), Error::AlreadyClosed);
	});
}

#[test]
fn refuses_a_poll_that_does_not_exist_and_who_does_not_sign() {
	run(|| {
		let poll = new_poll();
		assert_refused(|| PollsPallet::close(by(CREATOR), poll + 1), Error::NotFound);
		skip_blocks(CLOSES_AT);
		for origin in [RuntimeOrigin::none(), Persons::origin(0, person_scope(poll))] {
			assert_noop!(PollsPallet::close(origin, poll), DispatchError::BadOrigin);
		}
	});
}
