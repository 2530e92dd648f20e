//! Growing up, and falling back.

use crate::{
	mock::*, Call, Error, Event, IsAdult, Origin, Rules, RulesInForce, Stage, Track, WatchOfPins,
};
use census_testing::persons;
use frame_support::assert_ok;
use sp_runtime::{DispatchResult, Perbill};

fn come_of_age() -> DispatchResult {
	Governance::come_of_age(Origin::Widely(Track::Committee).into())
}

fn lower(adult_at: u32) -> DispatchResult {
	Governance::lower_adulthood(Origin::Persons(Track::Committee).into(), adult_at)
}

fn stage() -> Stage {
	Governance::stage(now())
}

/// From the next block on there are so many persons.
fn pin(count: u32) {
	Persons::next_epoch((0..count).collect());
	next_block();
}

#[test]
fn a_chain_is_a_child_until_persons_say_otherwise() {
	run(|| {
		assert_eq!(stage(), Stage::Child);
		next_block();
		pin_again();
		skip(3 * RULES.adult_after);
		// That there are persons enough does nothing by itself.
		assert_eq!(stage(), Stage::Child);
		assert_ok!(come_of_age());
		assert_eq!(events().last(), Some(&Event::CameOfAge));
		assert_eq!(stage(), Stage::Adult);
		assert_refused(come_of_age, Error::AlreadyAdult);
	});
}

#[test]
fn a_referendum_makes_the_chain_an_adult() {
	run(|| {
		grow_up();
		assert_eq!(stage(), Stage::Adult);
	});
}

#[test]
fn nobody_else_makes_it_one() {
	run(|| {
		next_block();
		pin_again();
		skip(3 * RULES.adult_after);
		for origin in [
			RuntimeOrigin::root(),
			RuntimeOrigin::none(),
			by(committee()),
			Origin::Committee(Track::Committee).into(),
			// Nor do persons of whom fewer said yes than the whole share of the track.
			Origin::Persons(Track::Committee).into(),
			Origin::Widely(Track::Upgrade).into(),
			Origin::Widely(Track::Validators).into(),
		] {
			assert_bad_origin(|| Governance::come_of_age(origin));
		}
	});
}

#[test]
fn there_have_been_persons_enough_for_long_enough() {
	run(|| {
		next_block();
		let since = now();
		pin_again();
		to(since + RULES.adult_after - 1);
		assert_refused(come_of_age, Error::TooYoung);
		next_block();
		assert_ok!(come_of_age());
	});
}

#[test]
fn there_have_been_persons_enough_in_pins_enough() {
	externalities_with(Rules { adult_pins: 4, ..RULES }).execute_with(|| {
		// Three, and one with too few.
		for count in [RULES.adult_at, RULES.adult_at, RULES.adult_at - 1] {
			pin(count);
		}
		for count in 0..4 {
			assert_eq!(WatchOfPins::<Test>::get().many_pins, count);
			skip(RULES.adult_after);
			assert_refused(come_of_age, Error::TooYoung);
			pin(RULES.adult_at);
		}
		assert_ok!(come_of_age());
	});
}

#[test]
fn one_pin_with_fewer_begins_the_time_anew() {
	run(|| {
		next_block();
		pin(RULES.adult_at);
		skip(RULES.adult_after - 5);
		pin(RULES.adult_at - 1);
		assert_refused(come_of_age, Error::TooYoung);
		pin(RULES.adult_at);
		let since = now();
		pin(RULES.adult_at);
		to(since + RULES.adult_after - 1);
		assert_refused(come_of_age, Error::TooYoung);
		next_block();
		assert_ok!(come_of_age());
	});
}

#[test]
fn no_issuer_stands_behind_more_than_a_third() {
	run(|| {
		next_block();
		pin_again();
		skip(2 * RULES.adult_after);
		persons::GreatestPart::<Test>::put(RULES.issuer_part + Perbill::from_parts(1));
		assert_refused(come_of_age, Error::RestsOnOneIssuer);
		persons::GreatestPart::<Test>::put(RULES.issuer_part);
		assert_ok!(come_of_age());
	});
}

#[test]
fn the_number_of_an_adult_chain_is_lowered_and_never_raised() {
	run(|| {
		for adult_at in [RULES.adult_at, RULES.adult_at + 1, u32::MAX, 1, 0] {
			assert_refused(|| lower(adult_at), Error::NotLower);
		}
		assert_ok!(lower(10));
		assert_eq!(events().last(), Some(&Event::AdulthoodLowered { adult_at: 10 }));
		assert_eq!(RulesInForce::<Test>::get().map(|rules| rules.adult_at), Some(10));
		assert_refused(|| lower(10), Error::NotLower);
		assert_ok!(lower(RULES.wide.least_electorate));
	});
}

#[test]
fn only_persons_lower_it_by_however_many_it_was_decided() {
	run(|| {
		for origin in [
			RuntimeOrigin::root(),
			RuntimeOrigin::none(),
			by(committee()),
			Origin::Committee(Track::Committee).into(),
			Origin::Persons(Track::Upgrade).into(),
			Origin::Widely(Track::Validators).into(),
		] {
			assert_bad_origin(|| Governance::lower_adulthood(origin, 10));
		}
		assert_ok!(lower(10));
		assert_ok!(Governance::lower_adulthood(Origin::Widely(Track::Committee).into(), 9));
	});
}

#[test]
fn a_lower_number_makes_more_chains_old_enough() {
	run(|| {
		pin(10);
		skip(2 * RULES.adult_after);
		assert_refused(come_of_age, Error::TooYoung);
		assert_ok!(lower(10));
		let since = now();
		// The pin that is there counts from now on, and once.
		assert_eq!(WatchOfPins::<Test>::get().many_pins, 1);
		assert_ok!(lower(9));
		assert_eq!(WatchOfPins::<Test>::get().many_pins, 1);
		pin(9);
		to(since + RULES.adult_after - 1);
		assert_refused(come_of_age, Error::TooYoung);
		next_block();
		assert_ok!(come_of_age());
	});
}

/// What was enough for the higher number is for the lower one.
#[test]
fn a_lower_number_does_not_begin_the_time_anew() {
	run(|| {
		pin(PERSONS);
		let before = WatchOfPins::<Test>::get();
		assert_eq!((before.many_since, before.many_pins), (Some(now()), 1));
		to(RULES.adult_after);
		pin_again();
		assert_ok!(lower(10));
		let seen = WatchOfPins::<Test>::get();
		// The pin of this block was looked at before the block's hook would have.
		assert_eq!((seen.many_since, seen.many_pins), (before.many_since, 2));
		next_block();
		assert_eq!(WatchOfPins::<Test>::get(), seen);
		skip(2);
		assert_ok!(come_of_age());
	});
}

#[test]
fn a_chain_without_rules_does_not_grow_up() {
	run(|| {
		RulesInForce::<Test>::kill();
		assert_refused(come_of_age, Error::NoRules);
		assert_refused(|| lower(9), Error::NoRules);
	});
}

#[test]
fn an_adult_chain_that_most_persons_have_left_for_long_is_orphaned() {
	run(|| {
		grow_up();
		// Half are no fewer than half.
		pin(RULES.adult_at / 2);
		skip(2 * RULES.orphan_after);
		assert_eq!(stage(), Stage::Adult);
		pin(RULES.adult_at / 2 - 1);
		let since = now();
		to(since + RULES.orphan_after - 1);
		assert_eq!(stage(), Stage::Adult);
		next_block();
		assert_eq!(stage(), Stage::Orphaned);
		// Until one pin has enough again.
		pin(RULES.adult_at / 2 - 2);
		assert_eq!(stage(), Stage::Orphaned);
		pin(RULES.adult_at / 2);
		assert_eq!(stage(), Stage::Adult);
		// Then the time begins anew.
		pin(1);
		skip(RULES.orphan_after - 1);
		assert_eq!(stage(), Stage::Adult);
		next_block();
		assert_eq!(stage(), Stage::Orphaned);
		assert!(IsAdult::<Test>::get());
	});
}

#[test]
fn a_child_is_never_orphaned() {
	run(|| {
		pin(1);
		skip(3 * RULES.orphan_after);
		assert_eq!(stage(), Stage::Child);
	});
}

/// Persons go on deciding where there are enough of them for the track.
#[test]
fn persons_decide_in_every_stage() {
	run(|| {
		let remark = || call_on(Track::Arbiter);
		let decide = |stage_is: Stage, persons: u32| {
			assert_eq!(stage(), stage_is);
			let id = propose(Track::Arbiter, remark());
			until_open(id);
			votes(id, persons, 0);
			next_block();
			to(passed(id).0);
			assert_ok!(enact(id));
		};
		decide(Stage::Child, PERSONS);
		orphan();
		decide(Stage::Orphaned, RULES.adult_at / 2 - 1);
		pin(PERSONS);
		decide(Stage::Adult, PERSONS);
	});
}

#[test]
fn what_orphans_decided_is_void_when_persons_are_back() {
	run(|| {
		orphan();
		let id = motion(Track::Upgrade, call_on(Track::Upgrade));
		for validator in [51, 52, 53] {
			assert_ok!(Governance::second(by(validator), id));
		}
		let waits = motion(Track::Upgrade, call_on(Track::Upgrade));
		assert_refused(|| Governance::discard(by(2), waits), Error::NotOver);
		to(passed(id).0);
		pin(PERSONS);
		assert_refused(|| enact(id), Error::NotInThisStage);
		assert_refused(|| Governance::second(by(51), waits), Error::NotInThisStage);
		for id in [id, waits] {
			assert_ok!(Governance::discard(by(2), id));
		}
	});
}

#[test]
fn the_committees_delays_cancellations_and_pauses_outlast_childhood() {
	run(|| {
		grow_up();
		let (id, _) = decide(Track::Arbiter, call_on(Track::Arbiter));
		assert_ok!(Governance::delay(by(committee()), id));
		assert_ok!(Governance::cancel(by(committee()), id));
		assert_ok!(Governance::pause(by(committee()), name("System", "remark")));
		let (id, from) = decide(Track::Committee, Call::lower_adulthood { adult_at: 9 }.into());
		to(from);
		assert_ok!(enact(id));
	});
}
