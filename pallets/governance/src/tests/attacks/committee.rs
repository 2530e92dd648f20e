//! What a hostile committee would try.

use super::pin;
use crate::{
	mock::*, Call, Error, Origin, Rules, RulesInForce, Stage, Track, TrackRules, WatchOfPins,
	MAX_MOTIONS, MAX_PAUSES,
};
use frame_support::assert_ok;
use sp_runtime::traits::Dispatchable;

#[test]
fn an_adult_chains_committee_reaches_no_track_in_any_way() {
	run(|| {
		grow_up();
		let committee = committee();
		for call in [
			Call::<Test>::authorize_upgrade { code: Default::default() },
			Call::note_stalled { delay: 1, best_finalized: 1 },
			Call::lower_adulthood { adult_at: 2 },
			Call::set_committee { members: vec![1, 2, 3].try_into().expect("they are few") },
			Call::come_of_age {},
		] {
			assert_bad_origin(|| {
				let made = RuntimeCall::from(call).dispatch(by(committee));
				made.map(drop).map_err(|failed| failed.error)
			});
		}
	});
}

/// A child's committee fills its own queue in the last block before persons decide.
#[test]
fn what_the_committee_queued_just_before_adulthood_is_never_enacted() {
	run(|| {
		to(85);
		pin_again();
		let (id, from) = decide(Track::Committee, Call::<Test>::come_of_age {}.into());
		to(from);
		let queued: Vec<_> = (0..MAX_MOTIONS)
			.map(|_| motion(Track::Committee, set_committee(&[31, 32, 33])))
			.collect();
		to(from + RULES.wide.lock);
		// All of them could be enacted now.
		assert_ok!(enact(queued[0]));
		assert_ok!(enact(id));
		for id in &queued[1..] {
			assert_refused(|| enact(*id), Error::NotInThisStage);
		}
		Persons::next_epoch((0..3).collect());
		skip(1 + RULES.orphan_after);
		// Nor when the chain is orphaned.
		assert_eq!(Governance::stage(now()), Stage::Orphaned);
		for id in &queued[1..] {
			assert!(enact(*id).is_err());
			assert_ok!(Governance::discard(by(2), *id));
		}
		assert_eq!(crate::Motions::<Test>::get(), 0);
	});
}

/// The committee that persons have put out left a motion behind that would bring it back.
#[test]
fn a_committee_that_was_put_out_does_not_come_back_by_a_motion_it_left() {
	run(|| {
		let (id, from) = decide(Track::Committee, set_committee(&[21, 22, 23]));
		let back = motion(Track::Committee, set_committee(&COMMITTEE));
		to(from.max(passed(back).0));
		assert_ok!(enact(id));
		assert_refused(|| enact(back), Error::NotInThisStage);
		assert_eq!(members(), [21, 22, 23]);
		// Anybody clears it away.
		assert_ok!(Governance::discard(by(2), back));
	});
}

/// Twice over: the same bytes are cancelled once. Whoever changes them gives the committee another turn.
#[test]
fn the_committee_cancels_again_only_what_was_changed() {
	run(|| {
		let (first, _) = decide(Track::Arbiter, remark(1, 1));
		assert_ok!(Governance::cancel(by(committee()), first));
		let (changed, _) = decide(Track::Arbiter, remark(2, 1));
		assert_ok!(Governance::cancel(by(committee()), changed));
		for byte in [1, 2] {
			let (again, from) = decide(Track::Arbiter, remark(byte, 1));
			assert_refused(|| Governance::cancel(by(committee()), again), Error::CancelledBefore);
			to(from);
			assert_ok!(enact(again));
		}
	});
}

/// Nor does another committee have another turn.
#[test]
fn what_was_cancelled_once_is_so_under_every_committee() {
	run(|| {
		let (first, _) = decide(Track::Arbiter, remark(1, 1));
		assert_ok!(Governance::cancel(by(committee()), first));
		let (names, from) = decide(Track::Committee, set_committee(&[21, 22, 23]));
		to(from);
		assert_ok!(enact(names));
		let (again, _) = decide(Track::Arbiter, remark(1, 1));
		assert_refused(|| Governance::cancel(by(committee()), again), Error::CancelledBefore);
	});
}

#[test]
fn of_two_proposals_with_the_same_calls_the_committee_cancels_one() {
	run(|| {
		let first = propose(Track::Arbiter, remark(1, 1));
		let second = propose_with(7, Track::Arbiter, remark(1, 1), 10, DEPOSIT);
		for id in [first, second] {
			until_open(id);
			votes(id, PERSONS, 0);
			next_block();
		}
		assert_eq!(proposal(first).calls, proposal(second).calls);
		assert_ok!(Governance::cancel(by(committee()), first));
		assert_refused(|| Governance::cancel(by(committee()), second), Error::CancelledBefore);
		to(passed(second).0);
		assert_ok!(enact(second));
		assert_eq!((held(PROPOSER), held(7)), (0, 0));
	});
}

/// Each is a decision of its own: one that is enacted does not use up the other.
#[test]
fn two_proposals_with_the_same_calls_do_not_touch_each_other() {
	run(|| {
		let first = propose(Track::Arbiter, remark(1, 1));
		let second = propose_with(7, Track::Arbiter, remark(1, 1), 10, DEPOSIT);
		for id in [first, second] {
			until_open(id);
			votes(id, 8, 0);
			to(ballot(id).expect("it is open").closes_at + 1);
		}
		to(passed(first).0);
		assert_ok!(enact(first));
		assert!(exists(second) && !exists(first));
		to(passed(second).0);
		assert_ok!(enact(second));
	});
}

/// Put off again and again, nothing would ever be enacted.
#[test]
fn the_committee_puts_a_decision_off_for_a_bounded_time() {
	run(|| {
		let began = now();
		let call = || remark(3, 3);
		let (id, from) = decide(Track::Arbiter, call());
		to(from + RULES.enact_within);
		assert_ok!(Governance::delay(by(committee()), id));
		assert_ok!(Governance::cancel(by(committee()), id));
		let (id, from) = decide(Track::Arbiter, call());
		to(from - 1);
		assert_ok!(Governance::delay(by(committee()), id));
		assert_refused(|| Governance::delay(by(committee()), id), Error::AlreadyDelayed);
		assert_refused(|| Governance::cancel(by(committee()), id), Error::CancelledBefore);
		to(passed(id).0);
		assert_ok!(enact(id));
		assert!(now() - began < 100);
	});
}

/// What nobody wanted to enact in its time would come back when nobody looks any more.
#[test]
fn the_committee_brings_back_nothing_that_has_lapsed() {
	run(|| {
		let (id, from) = decide(Track::Upgrade, call_on(Track::Upgrade));
		let motion = motion(Track::Upgrade, call_on(Track::Upgrade));
		to(from + RULES.enact_within + 2);
		for id in [id, motion] {
			assert_refused(|| Governance::delay(by(committee()), id), Error::Lapsed);
			assert_refused(|| enact(id), Error::Lapsed);
			assert_ok!(Governance::discard(by(2), id));
		}
	});
}

#[test]
fn nobody_pauses_governance_itself() {
	run(|| {
		for call in [
			"propose",
			"withdraw",
			"vote",
			"motion",
			"second",
			"enact",
			"discard",
			"delay",
			"cancel",
			"pause",
			"resume",
			"set_committee",
			"lower_adulthood",
			"come_of_age",
			"authorize_upgrade",
			"note_stalled",
		] {
			for origin in [by(committee()), Origin::Persons(Track::Committee).into()] {
				let pause = || Governance::pause(origin, name("Governance", call));
				assert_refused(pause, Error::NotPausable);
			}
		}
	});
}

/// Ended and begun again, a pause would last for ever.
#[test]
fn the_committee_keeps_no_call_paused_for_more_than_a_fifth_of_the_time() {
	run(|| {
		let call = || name("System", "remark");
		let mut paused = 0;
		let blocks = 4 * (RULES.pause + RULES.rest);
		for block in 0..blocks {
			Governance::pause(by(committee()), call()).ok();
			if block % 3 == 0 {
				Governance::resume(by(committee()), call()).ok();
				Governance::pause(by(committee()), call()).ok();
			}
			next_block();
			paused += u64::from(Governance::is_paused("System", "remark"));
		}
		assert!(paused * 5 <= blocks, "{paused} of {blocks}");
	});
}

/// Only a referendum says that a call is paused again: a child's committee would do so by one motion after another.
#[test]
fn motions_pause_a_call_no_more_often_than_the_committee_does() {
	run(|| {
		let call = || name("System", "remark");
		let ids: Vec<_> = (0..2)
			.map(|_| motion(Track::Committee, Call::<Test>::pause { call: call() }.into()))
			.collect();
		assert_ok!(Governance::pause(by(committee()), call()));
		to(passed(ids[0]).0);
		// The rest is not over.
		assert_refused(|| enact(ids[0]), Error::PausedLately);
		to(1 + RULES.pause + RULES.rest);
		assert_ok!(enact(ids[0]));
		assert_refused(|| enact(ids[1]), Error::PausedLately);
	});
}

#[test]
fn a_committee_that_pauses_all_it_can_keeps_persons_out_for_as_long_as_a_pause() {
	run(|| {
		let (id, from) =
			decide(Track::Committee, Call::<Test>::pause { call: name("System", "remark") }.into());
		to(from);
		for number in 0..MAX_PAUSES {
			let call = name("Balances", &format!("transfer{number}"));
			assert_ok!(Governance::pause(by(committee()), call));
		}
		assert_refused(|| enact(id), Error::TooManyPauses);
		// It can be tried again, and the committee cannot do the same again.
		skip(RULES.pause + 1);
		assert_ok!(enact(id));
	});
}

/// What persons have paused would be made at once again.
#[test]
fn the_committee_ends_no_pause_of_persons() {
	run(|| {
		let call = || name("System", "remark");
		let resume = || Call::<Test>::resume { call: call() };
		let (pauses, from) = decide(Track::Committee, Call::<Test>::pause { call: call() }.into());
		let motion = motion(Track::Committee, resume().into());
		to(from);
		assert_ok!(enact(pauses));
		assert_refused(|| Governance::resume(by(committee()), call()), Error::PausedByPersons);
		to(passed(motion).0);
		assert!(Governance::is_paused("System", "remark"));
		assert_refused(|| enact(motion), Error::PausedByPersons);
		// Persons do.
		assert_ok!(Governance::resume(Origin::Persons(Track::Committee).into(), call()));
		assert!(!Governance::is_paused("System", "remark"));
	});
}

/// Nor does it by pausing the call itself, where nothing rests: then it would be its own pause.
#[test]
fn a_pause_of_persons_stays_theirs_whoever_pauses_the_call_again() {
	externalities_with(Rules { rest: 0, ..RULES }).execute_with(|| {
		let call = || name("System", "remark");
		let persons = || RuntimeOrigin::from(Origin::Persons(Track::Committee));
		// The committee's pause becomes theirs.
		assert_ok!(Governance::pause(by(committee()), call()));
		skip(2);
		assert_ok!(Governance::pause(persons(), call()));
		let until = now() + RULES.pause;
		for who in [by(committee()), Origin::Committee(Track::Committee).into()] {
			assert_refused(|| Governance::resume(who, call()), Error::PausedByPersons);
		}
		to(until);
		assert_ok!(Governance::pause(by(committee()), call()));
		assert_refused(|| Governance::resume(by(committee()), call()), Error::PausedByPersons);
		next_block();
		assert!(Governance::is_paused("System", "remark"));
		// When that one is over, the next is the committee's own.
		to(until + RULES.pause + 1);
		assert_ok!(Governance::pause(by(committee()), call()));
		assert_ok!(Governance::resume(by(committee()), call()));
	});
}

/// A rule that a child's committee lowered would make persons whom it chose an adult chain, and keep them one.
#[test]
fn no_motion_lowers_the_number_of_an_adult_chain() {
	run(|| {
		let id = motion(Track::Committee, Call::<Test>::lower_adulthood { adult_at: 9 }.into());
		to(passed(id).0);
		assert_bad_origin(|| enact(id));
		assert_eq!(RulesInForce::<Test>::get(), Some(RULES));
	});
}

/// A number that those who can decide by referendum are below would mean nothing.
#[test]
fn the_number_of_an_adult_chain_is_no_less_than_a_referendum_takes() {
	run(|| {
		let least = RULES.wide.least_electorate;
		let lower = |adult_at| {
			Governance::lower_adulthood(Origin::Persons(Track::Committee).into(), adult_at)
		};
		for adult_at in [0, 1, 2, least - 1] {
			assert_refused(|| lower(adult_at), Error::NotLower);
		}
		assert_ok!(lower(least));
	});
	// Nor than two, whatever the rules say.
	let wide = TrackRules { least_electorate: 1, ..RULES.wide };
	externalities_with(Rules { wide, ..RULES }).execute_with(|| {
		let lower = |adult_at| {
			Governance::lower_adulthood(Origin::Persons(Track::Committee).into(), adult_at)
		};
		assert_refused(|| lower(1), Error::NotLower);
		assert_ok!(lower(2));
	});
}

/// Committee and validators would go on until another pin comes, though persons have said that they are enough.
#[test]
fn a_lower_number_is_compared_with_the_latest_pin_at_once() {
	externalities_with(Rules { adult_at: 40, ..RULES }).execute_with(|| {
		crate::IsAdult::<Test>::put(true);
		pin(12);
		skip(RULES.orphan_after);
		assert_eq!(Governance::stage(now()), Stage::Orphaned);
		let lower = |adult_at| {
			Governance::lower_adulthood(Origin::Persons(Track::Committee).into(), adult_at)
		};
		// Twelve are fewer than half of 25, and have been for long.
		assert_ok!(lower(25));
		assert_eq!(Governance::stage(now()), Stage::Orphaned);
		assert_ok!(lower(24));
		assert_eq!(Governance::stage(now()), Stage::Adult);
		assert_ok!(lower(13));
		assert_eq!(WatchOfPins::<Test>::get().many_since, None);
		assert_ok!(lower(12));
		let since = now();
		skip(3);
		assert_eq!(WatchOfPins::<Test>::get().many_since, Some(since));
	});
}
