//! What comes of it that persons come and go.

use super::pin;
use crate::{mock::*, Call, Error, Rules, RulesInForce, State, Track, WatchOfPins};
use frame_support::assert_ok;

/// One who makes others leave, or waits until they have, passes nothing with the few who are left.
#[test]
fn a_proposal_waits_while_there_are_too_few_for_its_track() {
	run(|| {
		let wide = propose(Track::Upgrade, call_on(Track::Upgrade));
		let narrow = propose(Track::Arbiter, call_on(Track::Arbiter));
		Persons::next_epoch((0..7).collect());
		skip(20);
		// It keeps no other track's waiting.
		assert!(matches!(proposal(wide).state, State::Waiting));
		assert!(!exists(narrow) || ballot(narrow).is_some());
		assert_eq!(held(PROPOSER), DEPOSIT + if exists(narrow) { DEPOSIT } else { 0 });
		Persons::next_epoch((0..8).collect());
		next_block();
		assert_eq!(ballot(wide).map(|ballot| ballot.scope.electorate), Some(8));
	});
}

#[test]
fn a_proposal_that_waits_for_persons_can_be_withdrawn() {
	run(|| {
		let id = propose(Track::Upgrade, call_on(Track::Upgrade));
		Persons::next_epoch(vec![]);
		skip(20);
		assert_ok!(Governance::withdraw(by(PROPOSER), id));
		assert_eq!(free(PROPOSER), FUNDS);
	});
}

/// The electorate is that of the opening: that others leave afterwards makes no part of it greater.
#[test]
fn who_leaves_while_a_referendum_is_open_still_counts_in_its_electorate() {
	run(|| {
		let id = propose(Track::Arbiter, call_on(Track::Arbiter));
		let ballot = until_open(id);
		Persons::next_epoch((0..4).collect());
		votes(id, 4, 0);
		to(ballot.closes_at + 1);
		assert!(!exists(id), "four of four now are four of twenty");
	});
}

/// A chain comes of age by persons who were there all the time, not by such as are there in the moment.
#[test]
fn persons_who_come_for_the_referendum_make_no_adult() {
	run(|| {
		pin(8);
		to(80);
		let id = propose(Track::Committee, Call::<Test>::come_of_age {}.into());
		until_open(id);
		votes(id, 8, 0);
		next_block();
		pin(PERSONS);
		to(passed(id).0);
		assert_refused(|| enact(id), Error::TooYoung);
		to(passed(id).1);
		assert_refused(|| enact(id), Error::TooYoung);
	});
}

/// Those who ask for the longest referendum need a fifth; that is not the widest share.
#[test]
fn few_who_ask_for_long_make_no_adult() {
	for (ayes, is_enough) in [(4, false), (9, false), (10, true), (11, true)] {
		run(|| {
			pin(PERSONS);
			pin(PERSONS);
			to(RULES.adult_after);
			let come_of_age = Call::<Test>::come_of_age {};
			let id = propose_with(PROPOSER, Track::Committee, come_of_age.into(), 50, DEPOSIT);
			let ballot = until_open(id);
			votes(id, ayes, 0);
			to(ballot.closes_at + 1);
			to(passed(id).0);
			if is_enough {
				assert_ok!(enact(id));
			} else {
				assert_bad_origin(|| enact(id));
			}
		});
	}
}

/// Where no other pin comes for long, one old one would make a chain an adult.
#[test]
fn one_pin_that_stays_for_long_makes_no_adult() {
	run(|| {
		// Others before it that were interrupted do not count.
		for count in [PERSONS, PERSONS, RULES.adult_at - 1, PERSONS] {
			pin(count);
		}
		to(4 * RULES.adult_after);
		let (id, from) = decide(Track::Committee, Call::<Test>::come_of_age {}.into());
		to(from);
		assert_refused(|| enact(id), Error::TooYoung);
		pin(PERSONS);
		assert_ok!(enact(id));
	});
}

/// Between half and all of the number there is nothing to write: who is there would pay for it with every block.
#[test]
fn a_pin_is_looked_at_once() {
	run(|| {
		for count in [RULES.adult_at - 1, RULES.adult_at / 2, PERSONS, 0] {
			pin(count);
			let seen = WatchOfPins::<Test>::get();
			// Whatever would be seen of it now.
			for adult_at in [1, 1_000] {
				RulesInForce::<Test>::put(Rules { adult_at, ..RULES });
				skip(3);
				assert_eq!(WatchOfPins::<Test>::get(), seen);
			}
			RulesInForce::<Test>::put(RULES);
		}
	});
}
