//! What can only be under a defect, another version of the runtime, or numbers without measure.

use crate::{
	mock::*, Ballot, Call, CallsOf, EncodedCalls, Error, Event, FullBlocks, Open, Outcome, Track,
};
use census_primitives::{OpenedScope, PersonScopes};
use frame_support::{assert_ok, weights::Weight};
use sp_runtime::Perbill;

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
