//! What validators would try, with a committee or without.

use super::{pin, seconded};
use crate::{mock::*, Error, Stage, State, Track};
use frame_support::assert_ok;

#[test]
fn who_is_no_validator_any_more_seconds_nothing() {
	run(|| {
		orphan();
		let id = motion(Track::Upgrade, call_on(Track::Upgrade));
		assert_ok!(Governance::second(by(51), id));
		assert_ok!(Governance::second(by(52), id));
		// They leave; what they said does not count with what the others say.
		Validators::set(vec![53, 54, 55, 56]);
		assert_refused(|| Governance::second(by(51), id), Error::NotValidator);
		assert_ok!(Governance::second(by(53), id));
		assert_ok!(Governance::second(by(54), id));
		assert!(matches!(proposal(id).state, State::Unseconded));
		assert_ok!(Governance::second(by(55), id));
		assert!(matches!(proposal(id).state, State::Passed { .. }));
	});
}

/// One after another they would be two thirds, at no time.
#[test]
fn validators_that_take_turns_are_no_two_thirds() {
	run(|| {
		orphan();
		let id = motion(Track::Upgrade, call_on(Track::Upgrade));
		for first in (100..160).step_by(4) {
			Validators::set((first..first + 4).collect());
			assert_ok!(Governance::second(by(first), id));
			assert_ok!(Governance::second(by(first + 1), id));
			check_state();
		}
		assert!(matches!(proposal(id).state, State::Unseconded));
	});
}

/// Two of four have seconded it, and the others leave: there is nobody left who has not.
#[test]
fn validators_that_are_enough_by_now_say_so_again() {
	run(|| {
		orphan();
		let id = motion(Track::Upgrade, call_on(Track::Upgrade));
		assert_ok!(Governance::second(by(51), id));
		assert_ok!(Governance::second(by(52), id));
		assert_refused(|| Governance::second(by(52), id), Error::AlreadySeconded);
		Validators::set(vec![51, 52, 53]);
		assert_ok!(Governance::second(by(52), id));
		assert!(matches!(proposal(id).state, State::Passed { .. }));
	});
}

#[test]
fn without_validators_nothing_is_seconded() {
	run(|| {
		orphan();
		let id = motion(Track::Upgrade, call_on(Track::Upgrade));
		Validators::set(vec![]);
		assert_refused(|| Governance::second(by(51), id), Error::NotValidator);
	});
}

/// An account that is twice in the list of validators is one.
#[test]
fn a_validator_counts_once() {
	run(|| {
		orphan();
		let id = motion(Track::Upgrade, call_on(Track::Upgrade));
		Validators::set(vec![51, 51, 51, 52, 53]);
		assert_ok!(Governance::second(by(51), id));
		assert_refused(|| Governance::second(by(51), id), Error::AlreadySeconded);
		assert!(matches!(proposal(id).state, State::Unseconded));
	});
}

/// Committee and validators decide while persons are gone. What they decided then is not kept for the next time.
#[test]
fn what_was_decided_while_persons_were_gone_does_not_come_back_when_they_go_again() {
	run(|| {
		orphan();
		let id = motion(Track::Upgrade, call_on(Track::Upgrade));
		seconded(id);
		let waits = motion(Track::Upgrade, call_on(Track::Upgrade));
		pin(PERSONS);
		pin(3);
		to(passed(id).0.max(now() + RULES.orphan_after));
		assert_eq!(Governance::stage(now()), Stage::Orphaned);
		assert_refused(|| enact(id), Error::NotInThisStage);
		assert_refused(|| Governance::second(by(51), waits), Error::NotInThisStage);
		for id in [id, waits] {
			assert_ok!(Governance::discard(by(2), id));
		}
	});
}

#[test]
fn an_orphaned_chains_committee_reaches_only_two_tracks_even_with_all_validators() {
	run(|| {
		orphan();
		for track in [Track::Arbiter, Track::Validators, Track::Committee] {
			let calls = only(call_on(track));
			let motion = || Governance::motion(by(committee()), track, calls);
			assert_refused(motion, Error::NotInThisStage);
		}
		// No second makes a motion of persons' proposals.
		let id = propose(Track::Arbiter, call_on(Track::Arbiter));
		assert_refused(|| Governance::second(by(51), id), Error::NotInThisStage);
	});
}
