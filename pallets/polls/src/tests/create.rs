use crate::{mock::*, Error, Event, NextPollId, Polls};
use census_primitives::OpenedScope;
use frame_support::{assert_noop, assert_ok};
use sp_core::H256;
use sp_runtime::{DispatchError, TokenError};

#[test]
fn anyone_opens_a_poll_and_pays_for_its_storage_and_its_votes() {
	run(|| {
		assert_ok!(create(OTHER, 3, CLOSES_AT, PERSONS));
		let scope = OpenedScope { scope: 0, epoch: 1, electorate: PERSONS };
		assert_eq!(
			last_event(),
			Event::PollCreated { poll: 0, creator: OTHER, scope, closes_at: CLOSES_AT }
		);
		assert_eq!(held(OTHER), deposit());
		assert_eq!(prepaid(OTHER), price_of(PERSONS));
		let poll = stored(0);
		assert_eq!(poll.creator, OTHER);
		assert_eq!(poll.scope, scope);
		assert_eq!(poll.counts.into_inner(), [0, 0, 0]);
		assert_eq!(poll.content, H256::repeat_byte(7));
	});
}

#[test]
fn polls_are_numbered_in_order_and_numbers_are_not_used_again() {
	run(|| {
		assert_eq!(new_poll(), 0);
		skip_blocks(CLOSES_AT + KEEP_TIME);
		assert_ok!(PollsPallet::close(by(OTHER), 0));
		assert_ok!(PollsPallet::prune(by(OTHER), 0));
		assert_ok!(create(CREATOR, 2, System::block_number() + 5, 1));
		assert_eq!(last_poll(), 1);
	});
}

fn last_poll() -> u32 {
	Polls::<Test>::iter_keys().max().expect("there is a poll")
}

#[test]
fn each_poll_has_a_scope_of_its_own() {
	run(|| {
		let (first, second) = (new_poll(), new_poll());
		assert_ne!(scope_of(first).scope, scope_of(second).scope);
	});
}

#[test]
fn takes_from_two_options_to_the_most() {
	run(|| {
		for options in [0, 1, MAX_OPTIONS + 1, u32::MAX] {
			assert_refused(|| create(CREATOR, options, CLOSES_AT, 1), Error::OptionsOutOfRange);
		}
		for options in [2, MAX_OPTIONS] {
			assert_ok!(create(CREATOR, options, CLOSES_AT, 1));
			assert_eq!(stored(last_poll()).counts.len() as u32, options);
		}
	});
}

#[test]
fn the_title_is_text_and_may_be_as_long_as_the_longest_or_empty() {
	run(|| {
		let create = |title: Vec<u8>| {
			let title = title.try_into().expect("it is no longer than the longest");
			PollsPallet::create(by(CREATOR), title, H256::zero(), 2, CLOSES_AT, 1)
		};
		assert_refused(|| create(vec![0xff]), Error::TitleNotText);
		assert_refused(|| create("é".as_bytes()[..1].to_vec()), Error::TitleNotText);
		assert_ok!(create("é".repeat(MAX_TITLE as usize / 2).into_bytes()));
		assert_ok!(create(vec![]));
	});
}

#[test]
fn refuses_an_electorate_smaller_than_the_creator_wants() {
	run(|| {
		assert_noop!(
			frame_support::storage::with_storage_layer(|| create(
				CREATOR,
				2,
				CLOSES_AT,
				PERSONS + 1
			)),
			census_testing::persons::Error::<Test>::ElectorateTooSmall
		);
		assert_ok!(create(CREATOR, 2, CLOSES_AT, PERSONS));
	});
}

#[test]
fn refuses_an_end_that_no_scope_can_have() {
	run(|| {
		skip_blocks(4);
		for closes_at in [0, 4, 5 + LONGEST + 1, u64::MAX] {
			assert_noop!(
				frame_support::storage::with_storage_layer(|| create(CREATOR, 2, closes_at, 1)),
				census_testing::persons::Error::<Test>::BadUntil
			);
		}
		for closes_at in [5, 5 + LONGEST] {
			assert_ok!(create(CREATOR, 2, closes_at, 1));
		}
	});
}

#[test]
fn refuses_who_cannot_pay_both_the_deposit_and_the_votes() {
	run(|| {
		assert_noop!(
			frame_support::storage::with_storage_layer(|| create(POOR, 2, CLOSES_AT, 1)),
			TokenError::FundsUnavailable
		);
		assert_eq!((held(POOR), prepaid(POOR)), (0, 0));
		assert_eq!(NextPollId::<Test>::get(), 0);
	});
}

#[test]
fn refuses_when_no_number_is_left() {
	run(|| {
		NextPollId::<Test>::put(u32::MAX);
		assert_refused(|| create(CREATOR, 2, CLOSES_AT, 1), Error::NoPollIdLeft);
	});
}

#[test]
fn refuses_who_does_not_sign_persons_included() {
	run(|| {
		let poll = new_poll();
		for origin in [RuntimeOrigin::none(), Persons::origin(0, person_scope(poll))] {
			let title = Default::default();
			assert_noop!(
				PollsPallet::create(origin, title, H256::zero(), 2, CLOSES_AT, 1),
				DispatchError::BadOrigin
			);
		}
	});
}
