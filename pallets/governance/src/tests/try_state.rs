//! Each invariant, broken: `try_state` must tell.

use crate::{
	mock::*, CallsOf, Committee, EncodedCalls, Members, Motions, NextProposalId, Open, Proposals,
	Seconds, State, Track, Waiting,
};
use codec::Encode;
use frame_support::{assert_ok, BoundedVec};

/// What `try_state` says where two wait, one is open with a vote, one was decided, one is a motion, and then `spoil` was
/// run.
fn told(spoil: impl FnOnce()) -> String {
	externalities().execute_with(|| {
		let (decided, _) = decide(Track::Upgrade, call_on(Track::Upgrade));
		let open = propose(Track::Arbiter, call_on(Track::Arbiter));
		until_open(open);
		assert_ok!(vote(0, open, true));
		for _ in 0..2 {
			propose(Track::Arbiter, call_on(Track::Arbiter));
		}
		motion(Track::Arbiter, call_on(Track::Arbiter));
		assert_eq!((decided, open), (DECIDED, OPEN));
		check_state();
		spoil();
		let error = Governance::do_try_state().expect_err("an invariant is broken");
		format!("{error:?}")
	})
}

const DECIDED: u32 = 0;
const OPEN: u32 = 1;
const WAITS: u32 = 2;
const MOTION: u32 = 4;

fn change(id: u32, how: impl FnOnce(&mut crate::ProposalOf<Test>)) {
	Proposals::<Test>::mutate(id, |stored| how(stored.as_mut().expect("it is not done with")));
}

#[test]
fn tells_of_a_number_that_was_not_given_out() {
	assert!(told(|| NextProposalId::<Test>::put(4)).contains("not given out"));
}

#[test]
fn tells_of_calls_that_are_lost_or_others() {
	assert!(told(|| CallsOf::<Test>::remove(DECIDED)).contains("no calls"));
	let of = |call: RuntimeCall| EncodedCalls::try_from(vec![call].encode()).expect("it is short");
	let others = || CallsOf::<Test>::insert(DECIDED, of(remark(1, 1)));
	assert!(told(others).contains("the calls are others"));
	let foreign = || change(DECIDED, |stored| stored.track = Track::Validators);
	assert!(told(foreign).contains("track has not"));
	let of_none = || CallsOf::<Test>::insert(9, of(remark(1, 1)));
	assert!(told(of_none).contains("of no proposal"));
}

#[test]
fn tells_of_deposits_that_are_not_what_is_held() {
	for id in [DECIDED, OPEN] {
		let spoil = || change(id, |stored| stored.deposit += 1);
		assert!(told(spoil).contains("not the deposits"));
	}
}

#[test]
fn tells_of_a_queue_that_is_not_what_waits() {
	let lost = || Waiting::<Test>::mutate(Track::Arbiter, |queue| queue.retain(|(_, id)| *id != 2));
	assert!(told(lost).contains("in no queue"));
	let more = || {
		let more = BoundedVec::try_from(vec![(DEPOSIT, 9)]).expect("it is one");
		Waiting::<Test>::insert(Track::Upgrade, more);
	};
	assert!(told(more).contains("what does not wait"));
	let turned = || Waiting::<Test>::mutate(Track::Arbiter, |queue| queue.as_mut().reverse());
	assert!(told(turned).contains("out of order"));
	let deposit = || change(WAITS, |stored| stored.deposit -= 1);
	assert!(told(deposit).contains("in no queue"));
}

#[test]
fn tells_of_a_list_that_is_not_what_is_open() {
	assert!(told(Open::<Test>::kill).contains("not listed"));
	let more = || Open::<Test>::try_append((Track::Upgrade, 9)).expect("there is room");
	assert!(told(more).contains("what is not open"));
}

#[test]
fn tells_of_votes_that_nobody_cast() {
	let votes = |count: u32| {
		move || {
			change(OPEN, |stored| {
				if let State::Open(ballot) = &mut stored.state {
					ballot.noes = count;
				}
			});
		}
	};
	assert!(told(votes(1)).contains("without an act"));
	assert!(told(votes(PERSONS)).contains("more voted than there are"));
}

#[test]
fn tells_of_motions_that_are_miscounted_or_seconded_without_being() {
	assert!(told(|| Motions::<Test>::put(2)).contains("count of motions"));
	assert!(told(|| Seconds::<Test>::insert(9, BoundedVec::new())).contains("seconds no proposal"));
	let unseconded = || change(MOTION, |stored| stored.state = State::Unseconded);
	assert!(told(unseconded).contains("needs no validators"));
	let waits = || {
		change(MOTION, |stored| stored.state = State::Waiting);
		Waiting::<Test>::mutate(Track::Arbiter, |queue| {
			queue.try_push((0, MOTION)).expect("there is room");
		});
	};
	assert!(told(waits).contains("waits for persons"));
}

#[test]
fn tells_of_a_lock_that_ends_after_its_time() {
	let never = || {
		change(DECIDED, |stored| {
			stored.state =
				State::Passed { enact_from: 9, enact_until: 8, delayed: false, widely: false };
		});
	};
	assert!(told(never).contains("never be enacted"));
}

#[test]
fn tells_of_a_motion_that_persons_have_decided() {
	let widely = || {
		change(MOTION, |stored| {
			if let State::Passed { widely, .. } = &mut stored.state {
				*widely = true;
			}
		});
	};
	assert!(told(widely).contains("decided by persons"));
}

#[test]
fn tells_of_a_committee_that_is_none() {
	assert!(told(Members::<Test>::kill).contains("too small"));
	assert!(told(|| Committee::<Test>::put(7)).contains("account is another"));
	let turned = BoundedVec::try_from(vec![13, 12, 11]).expect("they are few");
	assert!(told(|| Members::<Test>::put(turned)).contains("out of order"));
}
