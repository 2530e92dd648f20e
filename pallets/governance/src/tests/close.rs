//! When a referendum is over, and what comes of it.

use crate::{mock::*, Ballot, Event, Outcome, State, Track, TrackRules};
use census_primitives::{OpenedScope, PersonScopes};
use frame_support::assert_ok;
use sp_runtime::Perbill;

/// What came of the referendum that this block has closed.
fn closed() -> Option<(u32, Outcome<u64>)> {
	events().into_iter().find_map(|event| match event {
		Event::Closed { proposal, outcome, .. } => Some((proposal, outcome)),
		_ => None,
	})
}

/// What comes of a referendum on a track that is open for so many blocks with these votes, and how many blocks it is
/// locked.
fn comes_of(track: Track, open_for: u64, ayes: u32, noes: u32) -> Outcome<u64> {
	let mut outcome = None;
	run(|| {
		let id = propose_with(PROPOSER, track, call_on(track), open_for, DEPOSIT);
		let ballot = until_open(id);
		votes(id, ayes, noes);
		let issued = issuance();
		while closed().is_none() {
			assert!(now() <= ballot.closes_at + 1, "it is closed in time");
			next_block();
		}
		let (of, came) = closed().expect("it was found");
		assert_eq!(of, id);
		// It is closed by the clock, or at once if more than half of all say yes.
		let early = ayes > PERSONS / 2;
		assert_eq!(now(), if early { ballot.scope_opened() + 1 } else { ballot.closes_at + 1 });
		let event = Event::Closed { proposal: id, ayes, noes, electorate: PERSONS, outcome: came };
		assert!(events().contains(&event));
		// Nobody votes in its scope any more, which is gone.
		assert!(!Persons::is_open(ballot.scope.scope));
		let (is_held, is_burnt) = match came {
			Outcome::Passed(_) => (DEPOSIT, 0),
			Outcome::Failed | Outcome::Void => (0, 0),
			Outcome::FailedAndBurnt => (0, DEPOSIT),
		};
		assert_eq!((held(PROPOSER), issued - issuance()), (is_held, is_burnt));
		assert_eq!(free(PROPOSER), FUNDS - is_held - is_burnt);
		assert_eq!(exists(id), is_held > 0);
		outcome = Some(match came {
			Outcome::Passed(from) => {
				assert_eq!(passed(id), (from, from + RULES.enact_within, false));
				Outcome::Passed(from - now())
			}
			other => other,
		});
	});
	outcome.expect("the test has run")
}

trait OpenedAt {
	fn scope_opened(&self) -> u64;
}

impl OpenedAt for Ballot<u64> {
	fn scope_opened(&self) -> u64 {
		self.closes_at - self.open_for
	}
}

use Outcome::{Failed, FailedAndBurnt, Passed};

#[test]
fn a_short_referendum_needs_the_whole_share() {
	// 40 percent of 20 persons, and no one fewer.
	assert_eq!(comes_of(Track::Arbiter, 10, 8, 0), Passed(10));
	assert_eq!(comes_of(Track::Arbiter, 10, 7, 0), Failed);
	// 50 percent on a wide track.
	assert_eq!(comes_of(Track::Upgrade, 10, 10, 0), Passed(20));
	assert_eq!(comes_of(Track::Upgrade, 10, 9, 0), Failed);
}

#[test]
fn a_longer_one_needs_fewer_and_never_fewer_than_the_floor() {
	assert_eq!(comes_of(Track::Arbiter, 30, 5, 0), Passed(20));
	assert_eq!(comes_of(Track::Arbiter, 30, 4, 0), Failed);
	assert_eq!(comes_of(Track::Arbiter, 50, 2, 0), Passed(30));
	assert_eq!(comes_of(Track::Arbiter, 50, 1, 0), Failed);
	assert_eq!(comes_of(Track::Upgrade, 50, 4, 0), Passed(60));
	assert_eq!(comes_of(Track::Upgrade, 50, 3, 0), Failed);
}

/// It counts how many did say yes, not how few would have been enough.
#[test]
fn what_passes_with_many_does_not_wait_longer_because_it_was_open_for_long() {
	assert_eq!(comes_of(Track::Arbiter, 50, 8, 0), Passed(10));
	assert_eq!(comes_of(Track::Upgrade, 50, 10, 9), Passed(20));
}

/// As many as the share asks for, whatever would have been enough and whenever it was closed.
#[test]
fn it_is_said_whether_so_many_said_yes_as_the_whole_share() {
	for (track, open_for, ayes, is_wide) in [
		(Track::Arbiter, 10, 8, true),
		(Track::Arbiter, 50, 8, true),
		(Track::Arbiter, 50, 7, false),
		(Track::Upgrade, 10, 10, true),
		(Track::Upgrade, 50, 10, true),
		(Track::Upgrade, 50, 9, false),
		(Track::Upgrade, 50, 11, true),
	] {
		run(|| {
			let id = propose_with(PROPOSER, track, call_on(track), open_for, DEPOSIT);
			let ballot = until_open(id);
			votes(id, ayes, 6);
			to(ballot.closes_at + 1);
			let is =
				|| matches!(proposal(id).state, State::Passed { widely, .. } if widely == is_wide);
			assert!(is());
			// It is so when the committee has put it off, too.
			assert_ok!(Governance::delay(by(committee()), id));
			assert!(is());
		});
	}
}

#[test]
fn more_have_to_say_yes_than_no() {
	assert_eq!(comes_of(Track::Arbiter, 10, 8, 7), Passed(10));
	assert_eq!(comes_of(Track::Arbiter, 10, 8, 8), Failed);
	assert_eq!(comes_of(Track::Arbiter, 10, 9, 11), Failed);
	// More than half of all say yes: nothing the others say changes that.
	assert_eq!(comes_of(Track::Arbiter, 10, 11, 9), Passed(10));
	assert_eq!(comes_of(Track::Upgrade, 10, 11, 0), Passed(20));
}

#[test]
fn a_deposit_is_burnt_if_two_thirds_say_no() {
	assert_eq!(comes_of(Track::Arbiter, 10, 4, 7), Failed);
	assert_eq!(comes_of(Track::Arbiter, 10, 4, 8), FailedAndBurnt);
	assert_eq!(comes_of(Track::Arbiter, 10, 5, 9), Failed);
	assert_eq!(comes_of(Track::Arbiter, 10, 5, 10), FailedAndBurnt);
	assert_eq!(comes_of(Track::Upgrade, 10, 6, 14), FailedAndBurnt);
}

#[test]
fn a_deposit_is_burnt_if_fewer_say_yes_than_half_of_the_least_part() {
	assert_eq!(comes_of(Track::Arbiter, 10, 0, 0), FailedAndBurnt);
	// Five percent of 20, and ten.
	assert_eq!(comes_of(Track::Arbiter, 10, 1, 0), Failed);
	assert_eq!(comes_of(Track::Upgrade, 10, 1, 0), FailedAndBurnt);
	assert_eq!(comes_of(Track::Upgrade, 10, 2, 0), Failed);
}

/// An electorate of any size: another No changes nothing for the better.
#[test]
fn a_no_never_helps_a_yes() {
	let ballot = |electorate, ayes, noes, needed| Ballot::<u64> {
		scope: OpenedScope { scope: 0, epoch: 0, electorate },
		open_for: 10,
		closes_at: 20,
		most_late: 10,
		full_before: 0,
		needed,
		ayes,
		noes,
	};
	for needed in [10, 20, 33, 40, 50].map(Perbill::from_percent) {
		for electorate in 1..16 {
			for ayes in 0..=electorate {
				let mut before = true;
				for noes in 0..=electorate - ayes {
					let passes = ballot(electorate, ayes, noes, needed).passes();
					assert!(before || !passes, "{ayes} to {noes} of {electorate}");
					before = passes;
					// Another Yes never hurts.
					let more = ballot(electorate, ayes + 1, noes, needed);
					assert!(!passes || ayes + noes == electorate || more.passes());
					// What is decided passes, whatever all the others say.
					let others = ballot(electorate, ayes, electorate - ayes, needed);
					assert!(!others.is_decided() || others.passes());
				}
			}
		}
	}
}

#[test]
fn the_part_falls_in_a_line_and_the_lock_rises_in_one() {
	let rules: TrackRules<u64> = RULES.wide;
	let (mut part, mut lock) = (rules.share, rules.lock);
	for blocks in 10..=50 {
		let needed = rules.needed(blocks);
		assert!(needed <= part && needed >= rules.floor);
		assert_eq!(needed, Perbill::from_rational(50 * 40 - 30 * (blocks as u32 - 10), 4000));
		let locked = rules.lock_after(needed);
		assert!(locked >= lock && locked <= rules.low_lock);
		(part, lock) = (needed, locked);
	}
	assert_eq!((part, lock), (rules.floor, rules.low_lock));
	// However long it is open for want of room, the part is no smaller.
	for blocks in [51, 90, u64::MAX] {
		assert_eq!(rules.needed(blocks), rules.floor);
	}
	assert_eq!(rules.lock_after(Perbill::one()), rules.lock);
	// Where there is nothing to choose, nothing falls.
	let fixed = TrackRules { most_open: rules.least_open, ..rules };
	for blocks in [10, 11, 90] {
		assert_eq!(fixed.needed(blocks), rules.share);
	}
	let level = TrackRules { floor: rules.share, ..rules };
	assert_eq!(level.needed(30), rules.share);
	assert_eq!(level.lock_after(rules.share), rules.lock);
}

/// Blocks in which votes had no room count for nothing.
#[test]
fn blocks_whose_free_share_was_full_do_not_count() {
	run(|| {
		// Before anything is open nobody wants to vote.
		Full::set(true);
		skip(3);
		Full::set(false);
		let id = propose_with(PROPOSER, Track::Arbiter, call_on(Track::Arbiter), 12, DEPOSIT);
		let ballot = until_open(id);
		Full::set(true);
		skip(4);
		Full::set(false);
		to(ballot.closes_at + 4);
		vote(0, id, true).expect("it is open for four blocks longer");
		next_block();
		assert_eq!(closed(), Some((id, Failed)));
	});
}

#[test]
fn blocks_that_are_full_after_the_announced_one_count_too() {
	run(|| {
		let id = propose_with(PROPOSER, Track::Arbiter, call_on(Track::Arbiter), 12, DEPOSIT);
		let ballot = until_open(id);
		to(ballot.closes_at);
		Full::set(true);
		skip(5);
		Full::set(false);
		vote(0, id, true).expect("the last blocks were full");
		next_block();
		assert!(!exists(id));
	});
}

#[test]
fn full_blocks_put_the_end_off_by_as_many_blocks_as_it_is_open_and_no_more() {
	run(|| {
		Full::set(true);
		let id = propose_with(PROPOSER, Track::Arbiter, call_on(Track::Arbiter), 12, DEPOSIT);
		let ballot = until_open(id);
		assert_eq!(ballot.most_late, 12);
		to(ballot.closes_at + 12);
		vote(0, id, true).expect("it is the last block");
		next_block();
		assert_eq!(closed(), Some((id, Failed)));
	});
}

#[test]
fn what_was_full_before_a_referendum_counts_for_others_only() {
	run(|| {
		let first = propose_with(1, Track::Arbiter, call_on(Track::Arbiter), 30, DEPOSIT);
		until_open(first);
		Full::set(true);
		skip(3);
		Full::set(false);
		let second = propose_with(1, Track::Upgrade, call_on(Track::Upgrade), 20, DEPOSIT);
		let ballot = until_open(second);
		to(ballot.closes_at + 1);
		assert!(!exists(second) && exists(first));
	});
}

/// There is no more to a block than closing one and opening one.
#[test]
fn one_is_closed_a_block() {
	run(|| {
		let tracks = [Track::Arbiter, Track::Validators, Track::Upgrade];
		let ids = tracks.map(|track| propose(track, call_on(track)));
		for id in ids {
			until_open(id);
		}
		for id in ids {
			votes(id, 11, 0);
		}
		for id in ids {
			next_block();
			assert!(matches!(closed(), Some((of, Passed(_))) if of == id));
		}
	});
}
