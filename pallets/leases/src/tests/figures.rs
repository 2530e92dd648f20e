//! What matching and settling take, by how many leases are live.
//!
//! `cargo test -p pallet-leases --release -- --ignored --nocapture figures`

use crate::{mock::*, Leases};
use frame_support::assert_ok;
use sp_io::TestExternalities;
use std::time::{Duration, Instant};

/// Operations in a round. Between rounds all is written to the trie, so that none finds what it
/// needs in the changes of another.
const ROUND: u64 = 10;
const ROUNDS: u64 = 50;

/// A chain with so many live leases of [`BOB`]'s, in a trie in memory.
fn chain_with(leases: u64) -> TestExternalities {
	let mut chain = externalities();
	chain.execute_with(|| {
		give_funds(BOB);
		let most = leases + 2 * ROUND * ROUNDS;
		let bond = AMOUNTS.provider_bond + most * AMOUNTS.lease_cover;
		assert_ok!(Market::register_provider(by(BOB), bond, cpu(4 * most), Default::default()));
	});
	let mut opened = 0;
	while opened < leases {
		chain.execute_with(|| {
			for _ in 0..1_000.min(leases - opened) {
				let order = post(METERED);
				assert_ok!(Market::bid(by(BOB), order, 10, 6));
				assert_ok!(Market::accept_bid(by(TINA), order, BOB, 10, 6, 200));
				assert_ok!(Market::acknowledge(by(BOB), order));
			}
			System::reset_events();
		});
		chain.commit_all().expect("it can be written");
		opened += 1_000;
	}
	chain.execute_with(|| assert_eq!(Leases::<Test>::iter_keys().count() as u64, leases));
	chain
}

/// What one operation takes on average. It gets the block and the operation's number.
fn timed(chain: &mut TestExternalities, work: impl Fn(u64, u64)) -> Duration {
	let mut sum = Duration::ZERO;
	for round in 0..ROUNDS {
		chain.execute_with(|| {
			skip_to(2 + round);
			let start = Instant::now();
			(0..ROUND).for_each(|number| work(2 + round, number));
			sum += start.elapsed();
			System::reset_events();
		});
		chain.commit_all().expect("it can be written");
	}
	sum / (ROUND * ROUNDS) as u32
}

/// What one operation touches: items written, and nodes of the trie read for all it reads and
/// writes.
fn touched(chain: &mut TestExternalities, work: impl FnOnce()) -> (usize, usize) {
	chain.execute_with(System::reset_events);
	chain.commit_all().expect("it can be written");
	let ((), proof) = chain.execute_and_prove(|| {
		work();
		// Events are of the block, not of the pallet.
		System::reset_events();
	});
	let written = chain.overlayed_changes().changes().count();
	chain.commit_all().expect("it can be written");
	(written, proof.iter_nodes().count())
}

fn settle(lease: u64) {
	assert_ok!(Market::heartbeat(by(BOB), lease));
	assert_ok!(Market::settle(by(BOB), lease));
}

fn make_match() {
	let order = post(METERED);
	assert_ok!(Market::bid(by(BOB), order, 10, 6));
	assert_ok!(Market::accept_bid(by(TINA), order, BOB, 10, 6, 20));
}

#[test]
#[ignore = "it takes minutes, and is there for its figures"]
fn figures() {
	for leases in [10, 100_000] {
		let mut chain = chain_with(leases);
		// Ten leases, far apart in the trie.
		let spread = |number: u64| number * (leases / ROUND);
		let time = timed(&mut chain, |_, number| settle(spread(number)));
		let (items, nodes) = touched(&mut chain, || {
			skip_to(2 + ROUNDS);
			settle(spread(5));
		});
		println!("{leases} live: heartbeat and settle: {time:?}, {items} items, {nodes} nodes");
		let time = timed(&mut chain, |_, _| make_match());
		let (items, nodes) = touched(&mut chain, make_match);
		println!("{leases} live: post, bid and match: {time:?}, {items} items, {nodes} nodes");

		// All that were begun fall silent in the end; blocks see to them with all the weight there is.
		let (live, time) = chain.execute_with(|| {
			skip_to(2 + 2 * ROUNDS + PERIODS.grace + PERIODS.longest);
			let live = Leases::<Test>::iter_keys().count();
			let start = Instant::now();
			poll();
			assert_eq!(Leases::<Test>::iter_keys().count(), 0);
			(live, start.elapsed())
		});
		println!("{leases} live: {live} due at once: {:?} each", time / live as u32);
	}
}
