//! What a rich account would try, and a party that wants to choose the moment.

use crate::{mock::*, Call, Error, Event, Rules, State, Track, TrackRules, MAX_WAITING};
use census_primitives::PersonScopes;
use frame_support::assert_ok;
use sp_runtime::traits::Dispatchable;

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
