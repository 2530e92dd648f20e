//! Who the committee is, and what it decides, puts off and cancels.

use crate::{
	mock::*, Call, Cancelled, Committee, Error, Event, Members, Motions, NextProposalId, Origin,
	Proposals, RulesInForce, Seconds, Source, State, Track, MAX_MOTIONS,
};
use frame_support::{assert_ok, BoundedVec};
use sp_runtime::DispatchResult;

fn try_motion(who: u64, track: Track, call: RuntimeCall) -> DispatchResult {
	Governance::motion(by(who), track, only(call))
}

fn second(validator: u64, id: u32) -> DispatchResult {
	Governance::second(by(validator), id)
}

fn name_committee(members: &[u64]) -> DispatchResult {
	let members = members.to_vec().try_into().expect("they are few");
	Governance::set_committee(Origin::Persons(Track::Committee).into(), members)
}

#[test]
fn the_committee_is_the_account_of_two_thirds_of_its_members() {
	run(|| {
		assert_eq!(members(), [11, 12, 13]);
		assert_eq!(committee(), 2_000_000 + 36_000);
		for (count, threshold) in [(3, 2), (4, 3), (5, 4), (6, 4), (7, 5), (31, 21), (32, 22)] {
			let members: Vec<u64> = (1..=count).rev().collect();
			assert_ok!(name_committee(&members));
			let account = threshold * 1_000_000 + 1_000 * count * (count + 1) / 2;
			assert_eq!(committee(), account);
			let in_order: Vec<u64> = (1..=count).collect();
			let event = Event::CommitteeSet {
				members: in_order.try_into().expect("they are few"),
				account,
			};
			assert_eq!(events().last(), Some(&event));
			check_state();
		}
	});
}

#[test]
fn one_member_decides_alone() {
	run(|| {
		RulesInForce::<Test>::mutate(|rules| rules.as_mut().map(|rules| rules.least_committee = 1));
		assert_ok!(name_committee(&[7]));
		assert_eq!(committee(), 7);
		assert_refused(|| name_committee(&[]), Error::BadCommittee);
	});
}

#[test]
fn a_committee_has_members_enough_and_none_twice() {
	run(|| {
		for members in [&[][..], &[1], &[1, 2], &[1, 2, 1], &[1, 2, 3, 3]] {
			assert_refused(|| name_committee(members), Error::BadCommittee);
		}
		RulesInForce::<Test>::kill();
		assert_refused(|| name_committee(&[1, 2, 3]), Error::NoRules);
		RulesInForce::<Test>::put(RULES);
	});
}

#[test]
fn a_childs_committee_decides_on_every_track_with_its_lock() {
	for (track, lock) in [
		(Track::Arbiter, RULES.narrow.lock),
		(Track::Validators, RULES.wide.lock),
		(Track::Committee, RULES.wide.lock),
		(Track::Upgrade, RULES.wide.lock),
	] {
		run(|| {
			let id = motion(track, call_on(track));
			let from = now() + lock;
			assert_eq!(passed(id), (from, from + RULES.enact_within, false));
			assert_eq!(events().last(), Some(&Event::Decided { proposal: id, enact_from: from }));
			let stored = proposal(id);
			assert_eq!((stored.source, stored.proposer), (Source::Committee, committee()));
			assert_eq!((stored.deposit, Motions::<Test>::get()), (0, 1));
			to(from - 1);
			assert_refused(|| enact(id), Error::Locked);
			to(from);
			assert_ok!(enact(id));
			assert_eq!(Motions::<Test>::get(), 0);
		});
	}
}

#[test]
fn nobody_else_makes_a_motion() {
	run(|| {
		for stranger in [PROPOSER, 11, 51] {
			let motion = || try_motion(stranger, Track::Arbiter, call_on(Track::Arbiter));
			assert_refused(motion, Error::NotCommittee);
		}
		let calls = only(call_on(Track::Arbiter));
		assert_bad_origin(|| Governance::motion(RuntimeOrigin::root(), Track::Arbiter, calls));
	});
}

#[test]
fn a_motion_has_calls_as_a_proposal_has() {
	run(|| {
		let of_another = || try_motion(committee(), Track::Upgrade, call_on(Track::Arbiter));
		assert_refused(of_another, Error::NotOnTrack);
		let none = || Governance::motion(by(committee()), Track::Arbiter, BoundedVec::new());
		assert_refused(none, Error::NotOnTrack);
		let long = || try_motion(committee(), Track::Arbiter, remark(0, 8 * 1024));
		assert_refused(long, Error::TooLong);
		let come_of_age = RuntimeCall::from(Call::<Test>::come_of_age {});
		let calls = vec![come_of_age.clone(), come_of_age].try_into().expect("they are few");
		let heavy = || Governance::motion(by(committee()), Track::Committee, calls);
		assert_refused(heavy, Error::TooHeavy);
		NextProposalId::<Test>::put(u32::MAX);
		let motion = || try_motion(committee(), Track::Arbiter, call_on(Track::Arbiter));
		assert_refused(motion, Error::NoProposalIdLeft);
	});
}

#[test]
fn a_motion_needs_rules() {
	run(|| {
		RulesInForce::<Test>::kill();
		let motion = || try_motion(committee(), Track::Arbiter, call_on(Track::Arbiter));
		assert_refused(motion, Error::NoRules);
	});
}

#[test]
fn a_committee_has_so_many_motions_under_way_and_no_more() {
	run(|| {
		let ids: Vec<_> =
			(0..MAX_MOTIONS).map(|_| motion(Track::Arbiter, call_on(Track::Arbiter))).collect();
		let another = || try_motion(committee(), Track::Arbiter, call_on(Track::Arbiter));
		assert_refused(another, Error::TooManyMotions);
		// Each way in which one ends makes room for another.
		assert_ok!(Governance::cancel(by(committee()), ids[0]));
		assert_ok!(another());
		to(passed(ids[1]).0);
		assert_ok!(enact(ids[1]));
		assert_ok!(another());
		to(passed(ids[2]).1 + 1);
		assert_ok!(Governance::discard(by(2), ids[2]));
		assert_ok!(another());
		assert_refused(another, Error::TooManyMotions);
	});
}

#[test]
fn what_a_motion_cannot_do_by_itself_persons_can() {
	run(|| {
		to(80);
		let id = motion(Track::Committee, Call::come_of_age {}.into());
		to(passed(id).0.max(103));
		assert_bad_origin(|| enact(id));
	});
}

#[test]
fn an_adult_chains_committee_decides_nothing() {
	run(|| {
		grow_up();
		for track in [Track::Arbiter, Track::Validators, Track::Committee, Track::Upgrade] {
			let motion = || try_motion(committee(), track, call_on(track));
			assert_refused(motion, Error::NotInThisStage);
		}
	});
}

#[test]
fn an_orphaned_chains_committee_needs_two_thirds_of_the_validators() {
	run(|| {
		orphan();
		for track in [Track::Arbiter, Track::Validators, Track::Committee] {
			let motion = || try_motion(committee(), track, call_on(track));
			assert_refused(motion, Error::NotInThisStage);
		}
		let id = motion(Track::Upgrade, call_on(Track::Upgrade));
		assert!(matches!(proposal(id).state, State::Unseconded));
		assert!(!events().iter().any(|event| matches!(event, Event::Decided { .. })));
		assert_refused(|| enact(id), Error::NotPassed);
		assert_refused(|| second(1, id), Error::NotValidator);
		assert_refused(|| second(committee(), id), Error::NotValidator);
		assert_bad_origin(|| Governance::second(RuntimeOrigin::none(), id));
		for validator in [51, 52] {
			assert_ok!(second(validator, id));
			let told = Event::Seconded { proposal: id, validator };
			assert_eq!(events().last(), Some(&told));
			assert_refused(|| second(validator, id), Error::AlreadySeconded);
		}
		// Two of four are not two thirds.
		assert!(matches!(proposal(id).state, State::Unseconded));
		skip(1);
		assert_ok!(second(54, id));
		let from = now() + RULES.orphan_lock;
		assert_eq!(events().last(), Some(&Event::Decided { proposal: id, enact_from: from }));
		assert_eq!(passed(id), (from, from + RULES.enact_within, false));
		assert_eq!(Seconds::<Test>::iter().count(), 0);
		assert_refused(|| second(53, id), Error::NotInThisStage);
		to(from - 1);
		assert_refused(|| enact(id), Error::Locked);
		to(from);
		assert_ok!(enact(id));
		assert!(System::authorized_upgrade().is_some());
	});
}

#[test]
fn validators_second_nothing_else() {
	run(|| {
		assert_refused(|| second(51, 0), Error::NotFound);
		let id = propose(Track::Upgrade, call_on(Track::Upgrade));
		assert_refused(|| second(51, id), Error::NotInThisStage);
		let id = motion(Track::Upgrade, call_on(Track::Upgrade));
		assert_refused(|| second(51, id), Error::NotInThisStage);
	});
}

#[test]
fn the_committee_puts_an_enactment_off_once() {
	run(|| {
		let (id, from) = decide(Track::Upgrade, call_on(Track::Upgrade));
		skip(5);
		assert_refused(|| Governance::delay(by(PROPOSER), id), Error::NotCommittee);
		assert_bad_origin(|| Governance::delay(RuntimeOrigin::root(), id));
		assert_ok!(Governance::delay(by(committee()), id));
		let later = from + RULES.wide.lock;
		assert_eq!(events().last(), Some(&Event::Delayed { proposal: id, enact_from: later }));
		assert_eq!(passed(id), (later, later + RULES.enact_within, true));
		assert_refused(|| Governance::delay(by(committee()), id), Error::AlreadyDelayed);
		to(later - 1);
		assert_refused(|| enact(id), Error::Locked);
		to(later);
		assert_refused(|| Governance::delay(by(committee()), id), Error::AlreadyDelayed);
		assert_ok!(enact(id));
	});
}

/// Put off in its last block, it is put off from there on.
#[test]
fn what_could_be_enacted_already_is_put_off_from_now_on() {
	run(|| {
		let (id, from) = decide(Track::Arbiter, call_on(Track::Arbiter));
		to(from + RULES.enact_within);
		assert_ok!(Governance::delay(by(committee()), id));
		let later = now() + RULES.narrow.lock;
		assert_eq!(passed(id), (later, later + RULES.enact_within, true));
	});
}

#[test]
fn only_what_was_decided_is_put_off_or_cancelled() {
	run(|| {
		let id = propose(Track::Arbiter, call_on(Track::Arbiter));
		for _ in 0..2 {
			assert_refused(|| Governance::delay(by(committee()), id), Error::NotPassed);
			assert_refused(|| Governance::cancel(by(committee()), id), Error::NotPassed);
			until_open(id);
		}
		assert_refused(|| Governance::delay(by(committee()), 9), Error::NotFound);
		assert_refused(|| Governance::cancel(by(committee()), 9), Error::NotFound);
	});
}

#[test]
fn the_committee_cancels_the_same_calls_once() {
	run(|| {
		let (id, _) = decide(Track::Upgrade, call_on(Track::Upgrade));
		let calls = proposal(id).calls;
		assert_refused(|| Governance::cancel(by(PROPOSER), id), Error::NotCommittee);
		assert_bad_origin(|| Governance::cancel(RuntimeOrigin::root(), id));
		assert_ok!(Governance::cancel(by(committee()), id));
		let event = Event::CancelledOnce { proposal: id, calls };
		assert_eq!(events().last(), Some(&event));
		assert!(!exists(id));
		assert_eq!((held(PROPOSER), free(PROPOSER)), (0, FUNDS));
		assert!(Cancelled::<Test>::contains_key(calls));
		let (again, from) = decide(Track::Upgrade, call_on(Track::Upgrade));
		assert_refused(|| Governance::cancel(by(committee()), again), Error::CancelledBefore);
		to(from);
		assert_ok!(enact(again));
	});
}

#[test]
fn what_concerns_the_committee_it_neither_puts_off_nor_cancels() {
	run(|| {
		let calls: [RuntimeCall; 3] = [
			set_committee(&[21, 22, 23]),
			Call::<Test>::lower_adulthood { adult_at: 9 }.into(),
			Call::<Test>::come_of_age {}.into(),
		];
		for call in calls {
			let (id, _) = decide(Track::Committee, call);
			assert_refused(|| Governance::delay(by(committee()), id), Error::ConcernsCommittee);
			assert_refused(|| Governance::cancel(by(committee()), id), Error::ConcernsCommittee);
		}
	});
}

#[test]
fn its_own_motions_the_committee_takes_back_as_often_as_it_likes() {
	run(|| {
		for _ in 0..3 {
			let id = motion(Track::Committee, set_committee(&[21, 22, 23]));
			assert_ok!(Governance::cancel(by(committee()), id));
		}
		assert_eq!((Motions::<Test>::get(), Cancelled::<Test>::iter().count()), (0, 0));
		orphan();
		let id = motion(Track::Upgrade, call_on(Track::Upgrade));
		assert_ok!(second(51, id));
		assert_ok!(Governance::cancel(by(committee()), id));
		assert_eq!((Seconds::<Test>::iter().count(), Proposals::<Test>::iter().count()), (0, 0));
	});
}

#[test]
fn persons_name_another_committee_and_the_former_can_do_nothing() {
	run(|| {
		let former = committee();
		let (upgrade, _) = decide(Track::Upgrade, call_on(Track::Upgrade));
		let (id, from) = decide(Track::Committee, set_committee(&[21, 22, 23]));
		to(from);
		assert_ok!(enact(id));
		assert_ne!(committee(), former);
		let motion = || try_motion(former, Track::Arbiter, call_on(Track::Arbiter));
		assert_refused(motion, Error::NotCommittee);
		assert_refused(|| Governance::cancel(by(former), upgrade), Error::NotCommittee);
		let pause = || Governance::pause(by(former), name("System", "remark"));
		assert_refused(pause, Error::NotCommittee);
		assert_ok!(Governance::delay(by(committee()), upgrade));
	});
}

/// Rules have a committee: without them there is none.
#[test]
fn where_there_is_no_committee_nobody_is_it() {
	run(|| {
		let before = committee();
		Committee::<Test>::kill();
		for who in [before, 0, 11] {
			let motion = || try_motion(who, Track::Arbiter, call_on(Track::Arbiter));
			assert_refused(motion, Error::NotCommittee);
		}
		Committee::<Test>::put(before);
		assert_eq!(Members::<Test>::get().len(), 3);
	});
}
