//! What validators earn: nothing that was not paid, and nothing by tricks.

use crate::{mock::*, Earned, Error, Fees, Work};
use frame_support::assert_ok;
use proptest::prelude::*;

/// A block of an author's, in which so much is paid in fees and tips, and so much is free.
fn block(author: u64, fee: u64, tip: u64, free: u64) {
	FreeWork::set(free);
	next_block_with(Some(author), || {
		Validators::note_fee(fee);
		Validators::note_tip(tip);
	});
	FreeWork::set(0);
}

fn earned(account: u64) -> u64 {
	Earned::<Test>::get(account)
}

/// Goes on to the next session, by blocks of an author's that hold nothing.
fn end_session(author: u64) {
	let end = now() + 1;
	while now() < end {
		block(author, 0, 0, 0);
	}
}

#[test]
fn the_fees_of_a_session_are_shared_by_the_blocks() {
	run(|| {
		to_session(1);
		// One block of this session is made by now, by the first validator.
		let before = Work::<Test>::get(1).blocks + Work::<Test>::get(2).blocks;
		assert_eq!(before, 1);
		block(1, 100, 0, 0);
		block(1, 0, 0, 0);
		block(2, 300, 0, 0);
		let made = |one| Work::<Test>::get(one).blocks;
		let [first, second] = [made(1), made(2)];
		let rest = SLOTS as u32 - first - second;
		end_session(3);
		let blocks = u64::from(first + second + rest);
		assert_eq!(earned(1), 400 * u64::from(first) / blocks);
		assert_eq!(earned(2), 400 * u64::from(second) / blocks);
		// What does not divide waits for the next session.
		let all: u64 = GENESIS.into_iter().map(earned).sum();
		assert_eq!(all + Fees::<Test>::get(), 400);
	});
}

#[test]
fn a_tip_is_its_authors_alone() {
	run(|| {
		to_session(1);
		block(1, 0, 70, 0);
		assert_eq!((earned(1), earned(2)), (70, 0));
		end_session(2);
		assert_eq!((earned(1), earned(2)), (70, 0));
	});
}

/// It has back no more than its share, and has paid all of it.
#[test]
fn an_author_that_fills_its_blocks_with_its_own_calls_ends_with_less() {
	run(|| {
		to_session(1);
		block(1, 1_000, 0, 0);
		block(2, 0, 0, 0);
		end_session(2);
		assert!(earned(1) < 1_000, "{}", earned(1));
	});
}

/// Nor by free acts of persons whom it knows, nor by both.
#[test]
fn an_author_that_fills_its_blocks_with_what_is_free_has_a_part_of_the_fees_and_no_more() {
	run(|| {
		skip(2);
		let before = earned(1);
		block(1, 1_000, 0, 1_000_000);
		let made = u64::from(Work::<Test>::get(1).blocks);
		end_session(2);
		assert!(earned(1) - before <= 200 + 800 * made / SLOTS);
	});
}

#[test]
fn an_author_that_takes_what_is_free_ends_with_more_than_one_that_does_not() {
	run(|| {
		skip(2);
		let before = [earned(1), earned(2)];
		block(1, 300, 0, 50);
		block(2, 300, 0, 0);
		let blocks = |one| Work::<Test>::get(one).blocks;
		assert!(blocks(1).abs_diff(blocks(2)) <= 1);
		end_session(3);
		let gained = [earned(1) - before[0], earned(2) - before[1]];
		assert!(gained[0] > gained[1], "{gained:?}");
	});
}

#[test]
fn what_is_free_is_paid_for_with_a_part_of_the_fees() {
	run(|| {
		to_session(1);
		skip(1);
		let before = [1, 2, 3].map(earned);
		block(1, 300, 0, 1_000);
		block(2, 0, 0, 500);
		let fees = Fees::<Test>::get();
		assert_eq!(fees, 300);
		let made = [1, 2, 3, 4].map(|one| Work::<Test>::get(one).blocks);
		end_session(3);
		let blocks = u64::from(SLOTS as u32);
		let by_blocks = |one: usize| 240 * u64::from(made[one]) / blocks;
		// A fifth is for what is free, and the rest goes by blocks.
		assert_eq!(earned(1) - before[0], 40 + by_blocks(0));
		assert_eq!(earned(2) - before[1], 20 + by_blocks(1));
		assert_eq!(
			Earned::<Test>::get(3) - before[2],
			240 * (blocks - u64::from(made[0] + made[1] + made[3])) / blocks
		);
	});
}

#[test]
fn what_was_earned_is_created_when_it_is_collected() {
	run(|| {
		to_session(1);
		let issued = Balances::total_issuance();
		block(1, 0, 70, 0);
		assert_eq!(Balances::total_issuance(), issued);
		let before = Balances::free_balance(1);
		assert_ok!(Validators::collect(by(2), 1));
		assert_eq!(Balances::free_balance(1), before + 70);
		assert_eq!(Balances::total_issuance(), issued + 70);
		assert_refused(|| Validators::collect(by(2), 1), Error::NothingEarned);
	});
}

#[test]
fn nothing_is_left_of_a_blocks_author() {
	run(|| {
		block(1, 0, 0, 0);
		assert_eq!(crate::PresentAuthor::<Test>::get(), None);
		// A tip that comes when there is none is nobody's.
		Validators::note_tip(5);
		assert_eq!(Earned::<Test>::iter().count(), 0);
	});
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(256))]

	/// Whatever is paid and done, no more is earned than was paid, and nothing of it is lost.
	#[test]
	fn what_is_paid_is_earned_or_waits(
		blocks in prop::collection::vec(
			(1u64..=4, 0u64..10_000, 0u64..100, 0u64..10_000), 1..60,
		),
	) {
		run(|| {
			let mut paid = 0;
			for (author, fee, tip, free) in &blocks {
				block(*author, *fee, *tip, *free);
				paid += fee + tip;
				let earned: u64 = Earned::<Test>::iter().map(|(_, earned)| earned).sum();
				assert_eq!(earned + Fees::<Test>::get(), paid);
			}
		});
	}
}
