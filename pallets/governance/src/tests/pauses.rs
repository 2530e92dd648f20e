//! Calls that nobody can make for a while.

use crate::{mock::*, Error, Event, Origin, RulesInForce, Track, MAX_PAUSES};
use frame_support::assert_ok;
use sp_runtime::DispatchResult;

fn pause(call: &str) -> DispatchResult {
	Governance::pause(by(committee()), name("Balances", call))
}

fn is_paused(call: &str) -> bool {
	Governance::is_paused("Balances", call)
}

fn persons() -> RuntimeOrigin {
	Origin::Persons(Track::Committee).into()
}

#[test]
fn the_committee_pauses_a_call_for_a_while() {
	run(|| {
		assert_ok!(pause("transfer_all"));
		let call = name("Balances", "transfer_all");
		let until = now() + RULES.pause;
		assert_eq!(events().last(), Some(&Event::Paused { call, until }));
		assert!(is_paused("transfer_all"));
		assert!(!is_paused("transfer") && !Governance::is_paused("System", "transfer_all"));
		to(until);
		assert!(is_paused("transfer_all"));
		// It ends by itself.
		next_block();
		assert!(!is_paused("transfer_all"));
	});
}

#[test]
fn only_the_committee_or_its_track_pauses_and_resumes() {
	run(|| {
		let call = || name("System", "remark");
		for stranger in [PROPOSER, 11, 51] {
			assert_refused(|| Governance::pause(by(stranger), call()), Error::NotCommittee);
			assert_refused(|| Governance::resume(by(stranger), call()), Error::NotCommittee);
		}
		for origin in [
			RuntimeOrigin::root(),
			RuntimeOrigin::none(),
			Origin::Persons(Track::Upgrade).into(),
			Origin::Committee(Track::Arbiter).into(),
		] {
			assert_bad_origin(|| Governance::pause(origin.clone(), call()));
			assert_bad_origin(|| Governance::resume(origin, call()));
		}
		assert_ok!(Governance::pause(persons(), call()));
		assert_ok!(Governance::resume(persons(), call()));
	});
}

#[test]
fn only_what_begins_something_may_be_paused() {
	run(|| {
		for (pallet, call) in [
			("Governance", "vote"),
			("Governance", "resume"),
			("System", "set_code"),
			("system", "remark"),
			("System", "remark_with_event"),
			("", ""),
		] {
			let committee = || Governance::pause(by(committee()), name(pallet, call));
			assert_refused(committee, Error::NotPausable);
			// Nor may persons.
			let persons = || Governance::pause(persons(), name(pallet, call));
			assert_refused(persons, Error::NotPausable);
		}
	});
}

#[test]
fn the_committee_does_not_pause_a_call_again_for_a_while() {
	run(|| {
		assert_ok!(pause("transfer"));
		let until = now() + RULES.pause;
		// Not to make it longer, and not after it.
		for block in [now(), now() + 1, until, until + 1, until + RULES.rest - 1] {
			to(block);
			assert_refused(|| pause("transfer"), Error::PausedLately);
		}
		// Another call has a rest of its own.
		assert_ok!(pause("transfer_all"));
		to(until + RULES.rest);
		assert_ok!(pause("transfer"));
	});
}

#[test]
fn persons_pause_what_they_like_as_often_as_they_like() {
	run(|| {
		assert_ok!(pause("transfer"));
		skip(3);
		let call = name("Balances", "transfer");
		let (id, from) = decide(Track::Committee, crate::Call::pause { call: call.clone() }.into());
		to(from);
		assert_ok!(enact(id));
		let until = now() + RULES.pause;
		assert!(events().contains(&Event::Paused { call, until }));
		// After that the committee waits from there on.
		to(until + RULES.rest - 1);
		assert_refused(|| pause("transfer"), Error::PausedLately);
		next_block();
		assert_ok!(pause("transfer"));
	});
}

#[test]
fn a_pause_is_ended_and_the_rest_after_it_is_not() {
	run(|| {
		assert_ok!(pause("transfer"));
		let call = || name("Balances", "transfer");
		skip(2);
		assert_ok!(Governance::resume(by(committee()), call()));
		assert_eq!(events().last(), Some(&Event::Resumed { call: call() }));
		assert!(!is_paused("transfer"));
		assert_refused(|| Governance::resume(by(committee()), call()), Error::NotPaused);
		assert_refused(|| pause("transfer"), Error::PausedLately);
	});
}

#[test]
fn what_is_over_cannot_be_ended() {
	run(|| {
		assert_ok!(pause("transfer"));
		skip(RULES.pause);
		let resume = || Governance::resume(by(committee()), name("Balances", "transfer"));
		next_block();
		assert_refused(resume, Error::NotPaused);
	});
}

#[test]
fn so_many_calls_are_paused_at_a_time_and_no_more() {
	run(|| {
		let call = |number: u32| format!("transfer{number}");
		for number in 0..MAX_PAUSES {
			assert_ok!(pause(&call(number)));
		}
		assert_refused(|| pause("transfer"), Error::TooManyPauses);
		let more = || Governance::pause(persons(), name("Balances", "transfer"));
		assert_refused(more, Error::TooManyPauses);
		// One that is paused already takes no more room.
		assert_ok!(Governance::pause(persons(), name("Balances", "transfer3")));
		skip(RULES.pause + 1);
		// What is over makes room by itself.
		assert_ok!(pause("transfer"));
	});
}

#[test]
fn a_pause_needs_rules() {
	run(|| {
		RulesInForce::<Test>::kill();
		assert_refused(|| pause("transfer"), Error::NoRules);
	});
}

#[test]
fn a_call_has_names_as_long_as_any_calls() {
	assert!(crate::CallName::new(&"p".repeat(32), &"c".repeat(48)).is_some());
	assert!(crate::CallName::new(&"p".repeat(33), "c").is_none());
	assert!(crate::CallName::new("p", &"c".repeat(49)).is_none());
}
