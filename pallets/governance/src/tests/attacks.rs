//! What an attacker would try, each by its name.

use crate::{
	mock::*, Ballot, Call, CallsOf, EncodedCalls, Error, Event, FullBlocks, Open, Origin, Outcome,
	Rules, RulesInForce, Stage, State, Track, TrackRules, WatchOfPins, MAX_MOTIONS, MAX_PAUSES,
	MAX_WAITING,
};
use census_primitives::{OpenedScope, PersonRefusal, PersonScopes};
use census_testing::persons;
use frame_support::{assert_ok, weights::Weight};
use sp_runtime::{traits::Dispatchable, DispatchError, Perbill};

/// From the next block on there are so many persons.
fn pin(count: u32) {
	Persons::next_epoch((0..count).collect());
	next_block();
}

fn seconded(id: u32) {
	for validator in [51, 52, 53] {
		assert_ok!(Governance::second(by(validator), id));
	}
}

// A rich account.

#[test]
fn money_buys_a_turn_and_not_a_vote() {
	run(|| {
		let rich = propose_with(5, Track::Upgrade, call_on(Track::Upgrade), 50, FUNDS - 1);
		let poor = propose_with(6, Track::Upgrade, call_on(Track::Upgrade), 10, DEPOSIT);
		let ballot = until_open(rich);
		to(ballot.closes_at + 1);
		assert!(!exists(rich));
		// Nobody has said yes: what the turn cost is gone.
		assert_eq!((held(5), free(5), issuance()), (0, 1, 98 * FUNDS + 1));
		until_open(poor);
	});
}

/// The deposits of all that were pushed out are back, and whoever pushed has as much held.
#[test]
fn whoever_fills_a_queue_takes_nothing_from_those_pushed_out() {
	run(|| {
		for who in 20..20 + u64::from(MAX_WAITING) {
			propose_with(who, Track::Arbiter, call_on(Track::Arbiter), 10, DEPOSIT);
		}
		for _ in 0..MAX_WAITING {
			propose_with(5, Track::Arbiter, call_on(Track::Arbiter), 10, DEPOSIT + 1);
		}
		for who in 20..20 + u64::from(MAX_WAITING) {
			assert_eq!((held(who), free(who)), (0, FUNDS));
		}
		assert_eq!(held(5), u64::from(MAX_WAITING) * (DEPOSIT + 1));
		check_state();
		// Whoever pays more is in front of them all.
		let id = propose_with(6, Track::Arbiter, call_on(Track::Arbiter), 10, DEPOSIT + 2);
		next_block();
		assert!(ballot(id).is_some());
	});
}

/// Withdrawn at once, a full queue would cost a rich account no more than fees.
#[test]
fn whoever_crowds_out_others_has_its_money_held_meanwhile_and_can_be_outbid() {
	run(|| {
		let first = propose(Track::Arbiter, call_on(Track::Arbiter));
		until_open(first);
		for who in 20..20 + u64::from(MAX_WAITING) {
			propose_with(who, Track::Arbiter, call_on(Track::Arbiter), 10, DEPOSIT);
		}
		let ids: Vec<_> = (0..MAX_WAITING)
			.map(|_| propose_with(5, Track::Arbiter, call_on(Track::Arbiter), 10, DEPOSIT + 1))
			.collect();
		let made_at = now();
		for block in [made_at, made_at + 1, made_at + RULES.narrow.least_open - 1] {
			to(block);
			for id in ids.iter().filter(|id| exists(**id)) {
				assert_refused(|| Governance::withdraw(by(5), *id), Error::TooSoon);
			}
			// Meanwhile others are in front for a little more, and whoever is pushed out has its deposit back.
			propose_with(6, Track::Arbiter, call_on(Track::Arbiter), 10, DEPOSIT + 2);
			assert!(held(5) < u64::from(MAX_WAITING) * (DEPOSIT + 1));
		}
		next_block();
		for id in ids.into_iter().filter(|id| exists(*id)) {
			assert_ok!(Governance::withdraw(by(5), id));
		}
		assert_eq!((held(5), free(5)), (0, FUNDS));
	});
}

/// The span is that of the track.
#[test]
fn what_waits_on_a_wide_track_is_held_as_long_as_its_shortest_referendum_is_open() {
	let wide = TrackRules { least_open: 15, ..RULES.wide };
	externalities_with(Rules { wide, ..RULES }).execute_with(|| {
		let ids = [Track::Upgrade, Track::Arbiter].map(|track| {
			let first = propose_with(PROPOSER, track, call_on(track), 20, DEPOSIT);
			until_open(first);
			propose_with(5, track, call_on(track), 20, DEPOSIT)
		});
		let made_at = ids.map(|id| proposal(id).made_at);
		to(made_at[1] + 10);
		assert_ok!(Governance::withdraw(by(5), ids[1]));
		to(made_at[0] + 14);
		assert_refused(|| Governance::withdraw(by(5), ids[0]), Error::TooSoon);
		next_block();
		assert_ok!(Governance::withdraw(by(5), ids[0]));
	});
}

#[test]
fn who_cannot_pay_pushes_nobody_out_of_a_full_queue() {
	run(|| {
		let ids: Vec<_> =
			(0..MAX_WAITING).map(|_| propose(Track::Arbiter, call_on(Track::Arbiter))).collect();
		let calls = only(call_on(Track::Arbiter));
		let call = Call::<Test>::propose {
			track: Track::Arbiter,
			calls,
			open_for: 10,
			deposit: FUNDS + 1,
		};
		// As an extrinsic, not only as a function.
		assert!(RuntimeCall::from(call).dispatch(by(5)).is_err());
		assert!(ids.into_iter().all(exists));
	});
}

#[test]
fn a_deposit_that_is_held_pays_for_nothing_else() {
	run(|| {
		propose_with(5, Track::Arbiter, call_on(Track::Arbiter), 10, FUNDS - 10);
		let again = || {
			let calls = only(call_on(Track::Arbiter));
			Governance::propose(by(5), Track::Arbiter, calls, 10, DEPOSIT)
		};
		census_testing::assert_refused(again, sp_runtime::TokenError::FundsUnavailable);
		let pay = || {
			let transfer = pallet_balances::Call::transfer_allow_death { dest: 6, value: DEPOSIT };
			let made = RuntimeCall::from(transfer).dispatch(by(5));
			made.map(drop).map_err(|failed| failed.error)
		};
		assert!(pay().is_err());
	});
}

// A party that wants to choose the moment.

/// More than half have to say yes for an early end, of all and not of those who have voted.
#[test]
fn nobody_closes_early_what_others_may_still_say_no_to() {
	run(|| {
		let id = propose(Track::Arbiter, call_on(Track::Arbiter));
		let ballot = until_open(id);
		// It would pass in this moment.
		votes(id, PERSONS / 2, 0);
		skip(3);
		assert!(crate::mock::ballot(id).is_some());
		for secret in PERSONS / 2..PERSONS {
			assert_ok!(vote(secret, id, false));
		}
		to(ballot.closes_at);
		assert!(exists(id));
		next_block();
		assert!(!exists(id));
	});
}

#[test]
fn no_number_of_noes_closes_a_referendum_early() {
	run(|| {
		let id = propose(Track::Arbiter, call_on(Track::Arbiter));
		let ballot = until_open(id);
		votes(id, 0, PERSONS);
		to(ballot.closes_at);
		assert!(exists(id));
	});
}

/// Three parties whose referenda end just when their own tracks would have a turn keep no other one shut.
#[test]
fn nobody_keeps_a_track_shut_by_choosing_when_others_close() {
	// Whatever the moment, and however long they are open.
	for (start, open_for) in (1..=6).flat_map(|start| (30..36).map(move |time| (start, time))) {
		run(|| {
			to(start);
			let rivals = [Track::Arbiter, Track::Validators, Track::Committee];
			for track in rivals {
				propose_with(5, track, call_on(track), open_for, DEPOSIT);
			}
			skip(4);
			let id = propose(Track::Upgrade, call_on(Track::Upgrade));
			for _ in 0..80 {
				next_block();
				for track in rivals {
					if crate::Waiting::<Test>::get(track).is_empty() {
						propose_with(5, track, call_on(track), open_for, DEPOSIT);
					}
				}
				if ballot(id).is_some() {
					break;
				}
			}
			assert!(ballot(id).is_some(), "from {start} on, for {open_for} blocks");
		});
	}
}

/// A block can be filled by anyone who pays: that makes a referendum longer, by as much again at most, and never longer than
/// its scope is open.
#[test]
fn full_blocks_extend_no_referendum_beyond_the_life_of_its_scope() {
	run(|| {
		Persons::next_epoch((0..180).collect());
		Full::set(true);
		let id = propose_with(PROPOSER, Track::Arbiter, call_on(Track::Arbiter), 10, DEPOSIT);
		let ballot = until_open(id);
		let opened = now();
		assert_eq!((ballot.open_for, ballot.most_late), (90, 30));
		to(opened + SCOPE_LIFE);
		assert!(Persons::is_open(ballot.scope.scope));
		assert_ok!(vote(0, id, true));
		next_block();
		assert!(!exists(id) && !Persons::is_open(ballot.scope.scope));
	});
}

/// Otherwise whoever opens two others would throw out what has waited for its turn.
#[test]
fn what_there_is_no_time_for_beside_others_waits_and_is_not_thrown_out() {
	run(|| {
		// One at a time has 90 blocks at most; two would take 100.
		Persons::next_epoch((0..100).collect());
		let first = propose_with(5, Track::Validators, call_on(Track::Validators), 10, 2 * DEPOSIT);
		let id = propose(Track::Arbiter, call_on(Track::Arbiter));
		let ballot = until_open(first);
		assert_eq!(ballot.open_for, 50);
		to(ballot.closes_at);
		assert!(matches!(proposal(id).state, State::Waiting));
		next_block();
		assert!(crate::mock::ballot(id).is_some());
	});
}

#[test]
fn what_could_not_be_voted_on_even_alone_is_ended_and_nothing_is_burnt() {
	run(|| {
		let id = propose(Track::Arbiter, call_on(Track::Arbiter));
		Persons::next_epoch((0..181).collect());
		next_block();
		assert_eq!(events(), [Event::TooManyToVote { proposal: id }]);
		assert!(!exists(id));
		assert_eq!((held(PROPOSER), free(PROPOSER)), (0, FUNDS));
	});
}

#[test]
fn what_is_withdrawn_just_before_its_turn_keeps_nobody_waiting() {
	run(|| {
		let first = propose(Track::Arbiter, call_on(Track::Arbiter));
		let closes_at = until_open(first).closes_at;
		let mine = propose_with(5, Track::Arbiter, call_on(Track::Arbiter), 10, 2 * DEPOSIT);
		let other = propose(Track::Arbiter, call_on(Track::Arbiter));
		to(closes_at);
		assert_ok!(Governance::withdraw(by(5), mine));
		next_block();
		assert!(ballot(other).is_some());
	});
}

/// Who chose to be open for long needs few yeses, and gives everybody the time to say no, and to leave.
#[test]
fn a_small_minority_passes_nothing_that_a_few_more_refuse() {
	run(|| {
		let id = propose_with(5, Track::Upgrade, call_on(Track::Upgrade), 50, DEPOSIT);
		let ballot = until_open(id);
		votes(id, 4, 4);
		to(ballot.closes_at + 1);
		assert!(!exists(id));
		let id = propose_with(5, Track::Upgrade, call_on(Track::Upgrade), 50, DEPOSIT);
		let ballot = until_open(id);
		votes(id, 4, 3);
		to(ballot.closes_at + 1);
		assert_eq!(passed(id).0, now() + RULES.wide.low_lock);
	});
}

// One person with many acts.

#[test]
fn a_person_who_rotates_or_comes_again_has_one_vote_in_a_referendum() {
	run(|| {
		let id = propose(Track::Arbiter, call_on(Track::Arbiter));
		until_open(id);
		assert_ok!(vote(0, id, true));
		// Person 0 goes on as 100, and comes back as itself later.
		for persons in [(1..PERSONS).chain([100]).collect::<Vec<_>>(), (0..PERSONS).collect()] {
			Persons::next_epoch(persons);
			next_block();
			assert!(vote(0, id, true).is_err() && vote(100, id, true).is_err());
		}
		assert_eq!(ballot(id).map(|ballot| ballot.ayes), Some(1));
	});
}

#[test]
fn an_act_in_another_referendums_scope_brings_no_vote_and_is_not_spent() {
	run(|| {
		let first = propose(Track::Arbiter, call_on(Track::Arbiter));
		let second = propose(Track::Upgrade, call_on(Track::Upgrade));
		until_open(first);
		until_open(second);
		let scope = |id| ballot(id).expect("it is open").person_scope();
		assert_eq!(Persons::act(0, scope(second), vote_call(first, true)), not_admitted());
		assert_bad_origin(|| Persons::act_unasked(0, scope(second), vote_call(first, true)));
		assert_ok!(vote(0, first, true));
		// One that fails because nobody asked is spent, and is no vote either.
		census_testing::assert_refused(
			|| Governance::vote(Persons::origin(1, scope(second)), first, true),
			DispatchError::BadOrigin,
		);
		assert_eq!(ballot(first).map(|ballot| (ballot.ayes, ballot.noes)), Some((1, 0)));
		assert_eq!(ballot(second).map(|ballot| (ballot.ayes, ballot.noes)), Some((0, 0)));
	});
}

/// In a later referendum of the same number of the same track there is another scope.
#[test]
fn an_act_of_an_earlier_referendum_is_none_in_a_later_one() {
	run(|| {
		let first = propose(Track::Arbiter, call_on(Track::Arbiter));
		until_open(first);
		let old = ballot(first).expect("it is open").person_scope();
		votes(first, PERSONS, 0);
		next_block();
		let second = propose(Track::Arbiter, call_on(Track::Arbiter));
		until_open(second);
		let again = Persons::act(0, old, vote_call(second, true));
		assert_eq!(again, Err(persons::Error::<Test>::Refused(PersonRefusal::ScopeOver).into()));
	});
}

// A hostile committee.

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

// Validators.

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

// Persons come and go.

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

// What can only be if the chain has a defect.

/// A scope that cannot be closed keeps nobody's deposit.
#[test]
fn a_referendum_whose_scope_is_gone_ends_nevertheless() {
	for (ayes, is_burnt) in [(PERSONS, false), (3, false), (0, true)] {
		run(|| {
			let id = propose(Track::Arbiter, call_on(Track::Arbiter));
			let ballot = until_open(id);
			votes(id, ayes, 0);
			assert_ok!(Persons::close(ballot.scope.scope));
			if ayes < PERSONS {
				to(ballot.closes_at);
			}
			// It is told where defects are told of.
			let told = std::panic::catch_unwind(next_block);
			assert_eq!(told.is_err(), cfg!(debug_assertions));
			assert!(Open::<Test>::get().is_empty());
			if ayes == PERSONS {
				to(passed(id).0);
				assert_ok!(enact(id));
			}
			assert!(!exists(id));
			let burnt = if is_burnt { DEPOSIT } else { 0 };
			assert_eq!((held(PROPOSER), free(PROPOSER)), (0, FUNDS - burnt));
		});
	}
}

// Another version of the runtime's calls.

/// Calls that another runtime would read to the end, and this one only in part.
#[test]
fn what_is_read_only_in_part_is_not_made() {
	run(|| {
		let (id, from) = decide(Track::Arbiter, call_on(Track::Arbiter));
		to(from);
		let before = CallsOf::<Test>::get(id).expect("it is stored");
		let mut longer = before.to_vec();
		longer.push(0);
		CallsOf::<Test>::insert(id, EncodedCalls::try_from(longer).expect("it is short"));
		assert_refused(|| enact(id), Error::Void);
		CallsOf::<Test>::insert(id, before);
		assert_ok!(enact(id));
	});
}

#[test]
fn what_waits_under_another_version_is_ended_when_its_turn_comes() {
	run(|| {
		let ids: Vec<_> =
			(0..3).map(|_| propose(Track::Arbiter, call_on(Track::Arbiter))).collect();
		TransactionVersion::set(2);
		let fresh = propose(Track::Arbiter, call_on(Track::Arbiter));
		for id in ids {
			next_block();
			assert_eq!(events(), [Event::Discarded { proposal: id }]);
		}
		assert_eq!((held(PROPOSER), free(PROPOSER)), (DEPOSIT, FUNDS - DEPOSIT));
		next_block();
		assert!(ballot(fresh).is_some());
	});
}

/// Even if it has lost by far: nobody could have known.
#[test]
fn what_is_open_under_another_version_comes_to_nothing_and_burns_nothing() {
	for (ayes, noes) in [(PERSONS, 0), (0, PERSONS), (0, 0), (8, 0)] {
		run(|| {
			let id = propose(Track::Arbiter, call_on(Track::Arbiter));
			let ballot = until_open(id);
			votes(id, ayes, noes);
			TransactionVersion::set(2);
			to(if ayes > 10 { now() + 1 } else { ballot.closes_at + 1 });
			let electorate = PERSONS;
			let outcome = Outcome::Void;
			let event = Event::Closed { proposal: id, ayes, noes, electorate, outcome };
			assert!(events().contains(&event));
			assert_eq!((exists(id), free(PROPOSER)), (false, FUNDS));
		});
	}
}

#[test]
fn what_was_decided_under_another_version_is_never_made() {
	run(|| {
		let (persons, _) = decide(Track::Arbiter, call_on(Track::Arbiter));
		let committees = motion(Track::Arbiter, call_on(Track::Arbiter));
		to(passed(committees).0);
		TransactionVersion::set(2);
		for id in [persons, committees] {
			assert_refused(|| enact(id), Error::Void);
			assert_ok!(Governance::discard(by(2), id));
		}
		assert_eq!(free(PROPOSER), FUNDS);
	});
}

#[test]
fn what_waits_for_validators_under_another_version_is_discarded() {
	run(|| {
		orphan();
		let id = motion(Track::Upgrade, call_on(Track::Upgrade));
		assert_refused(|| Governance::discard(by(2), id), Error::NotOver);
		TransactionVersion::set(2);
		assert_ok!(Governance::discard(by(2), id));
	});
}

// Numbers.

/// As many persons as the tree has leaves, and more than a number holds.
#[test]
fn no_electorate_is_too_large_to_reckon_with() {
	for electorate in [1 << 26, u32::MAX - 1, u32::MAX] {
		let ballot = |ayes, noes| Ballot::<u64> {
			scope: OpenedScope { scope: 0, epoch: 0, electorate },
			open_for: 10,
			closes_at: 20,
			most_late: 10,
			full_before: u32::MAX - 1,
			needed: Perbill::from_percent(50),
			ayes,
			noes,
		};
		let half = electorate / 2;
		assert!(!ballot(half, 0).is_decided() && ballot(half + 1, 0).is_decided());
		assert!(ballot(half + 1, electorate - half - 1).passes());
		assert!(!ballot(half, half).passes());
		assert!(ballot(electorate, 0).passes() && !ballot(0, electorate).passes());
		let floor = Perbill::from_percent(20);
		assert!(ballot(0, electorate).fails_badly(floor));
		assert!(ballot(half / 2, electorate - half / 2).fails_badly(floor));
		assert!(!ballot(half, half).fails_badly(floor));
		assert!(ballot(electorate / 10 - 1, 0).fails_badly(floor));
		assert!(!ballot(electorate / 10 + 1, 0).fails_badly(floor));
		// The count of full blocks stops at what its number holds, and the end with it.
		assert_eq!(ballot(0, 0).last_block(u32::MAX), 21);
		assert_eq!(ballot(0, 0).last_block(0), 20);
		for open in [0, 1, 3, u32::MAX] {
			assert_eq!(Governance::time_to_vote(electorate, open, 10), None);
		}
	}
	run(|| {
		assert_eq!(Governance::time_to_vote(60, 3, 10), Some(90));
		assert_eq!(Governance::time_to_vote(61, 3, 10), None);
		assert_eq!(Governance::time_to_vote(0, 0, 90), Some(90));
		assert_eq!(Governance::time_to_vote(0, 0, 91), None);
		assert_eq!(Governance::time_to_vote(1, 1, u64::MAX), None);
	});
}

#[test]
fn a_count_of_full_blocks_that_holds_no_more_stops_nothing() {
	run(|| {
		FullBlocks::<Test>::put(u32::MAX - 1);
		Full::set(true);
		let id = propose(Track::Arbiter, call_on(Track::Arbiter));
		let ballot = until_open(id);
		to(ballot.closes_at + 2);
		assert!(!exists(id));
	});
}

#[test]
fn whoever_enacts_with_all_the_weight_there_is_pays_for_it_beforehand() {
	use frame_support::dispatch::GetDispatchInfo;
	let call = Call::<Test>::enact { proposal: 0, weight: Weight::MAX };
	// It fits no block.
	assert_eq!(call.get_dispatch_info().call_weight, Weight::MAX);
}

// What remains when all is over.

#[test]
fn nothing_is_left_behind_of_what_was_decided_cancelled_or_lost() {
	run(|| {
		for (ayes, noes) in [(PERSONS, 0), (0, PERSONS), (3, 3)] {
			let id = propose(Track::Arbiter, call_on(Track::Arbiter));
			let ballot = until_open(id);
			votes(id, ayes, noes);
			to(ballot.closes_at + 1);
		}
		let (id, _) = decide(Track::Upgrade, call_on(Track::Upgrade));
		assert_ok!(Governance::cancel(by(committee()), id));
		let left: Vec<_> = crate::Proposals::<Test>::iter_keys().collect();
		assert_eq!(left, [0]);
		skip(60);
		assert_ok!(Governance::discard(by(2), 0));
		assert_eq!(crate::CallsOf::<Test>::iter().count(), 0);
		assert!(Open::<Test>::get().is_empty());
		// One deposit was lost: that of what all said no to.
		assert_eq!(free(PROPOSER), FUNDS - DEPOSIT);
		assert_eq!(issuance(), 99 * FUNDS - DEPOSIT);
	});
}
