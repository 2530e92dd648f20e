//! What was decided is done by anybody, in its time, once.

use crate::{mock::*, Call, CallsOf, Error, Event, Origin, Proposals, Track, WeightInfo};
use census_testing::persons;
use codec::Encode;
use frame_support::{
	assert_ok,
	dispatch::{GetDispatchInfo, Pays},
	traits::{EnsureOrigin, Get},
	weights::Weight,
};
use sp_core::H256;
use sp_runtime::{traits::Dispatchable, DispatchError};

/// Two calls are decided.
fn decide_two(first: RuntimeCall, second: RuntimeCall) -> u32 {
	let calls = vec![first, second].try_into().expect("they are few");
	let id = crate::NextProposalId::<Test>::get();
	assert_ok!(Governance::propose(by(PROPOSER), Track::Arbiter, calls, 10, DEPOSIT));
	until_open(id);
	votes(id, PERSONS, 0);
	next_block();
	id
}

#[test]
fn anybody_makes_the_calls_and_the_deposit_is_back() {
	run(|| {
		let (id, from) = decide(Track::Validators, call_on(Track::Validators));
		to(from);
		assert_eq!((held(PROPOSER), Stalled::get()), (DEPOSIT, None));
		assert_ok!(enact(id));
		assert_eq!(Stalled::get(), Some((5, 3)));
		assert_eq!(events().last(), Some(&Event::Enacted { proposal: id }));
		assert_eq!((held(PROPOSER), free(PROPOSER)), (0, FUNDS));
		assert!(!exists(id) && CallsOf::<Test>::get(id).is_none());
		assert_refused(|| enact(id), Error::NotFound);
	});
}

#[test]
fn each_track_does_what_it_is_for() {
	run(|| {
		let (upgrade, from) = decide(Track::Upgrade, call_on(Track::Upgrade));
		to(from);
		assert_ok!(enact(upgrade));
		let authorized = System::authorized_upgrade().expect("it was authorised");
		assert_eq!(*authorized.code_hash(), H256::repeat_byte(9));
		let (names, from) = decide(Track::Committee, set_committee(&[23, 21, 22]));
		to(from);
		assert_ok!(enact(names));
		assert_eq!(members(), [21, 22, 23]);
		assert!(System::events().len() > 1);
	});
}

#[test]
fn nothing_is_enacted_before_its_lock_is_over_or_after_its_time() {
	run(|| {
		let (id, from) = decide(Track::Arbiter, call_on(Track::Arbiter));
		assert_eq!(from, now() + RULES.narrow.lock);
		assert_refused(|| enact(id), Error::Locked);
		to(from - 1);
		assert_refused(|| enact(id), Error::Locked);
		assert_refused(|| Governance::discard(by(2), id), Error::NotOver);
		to(from + RULES.enact_within);
		assert_refused(|| Governance::discard(by(2), id), Error::NotOver);
		let (other, other_from) = decide(Track::Arbiter, call_on(Track::Arbiter));
		assert_refused(|| enact(id), Error::Lapsed);
		to(other_from);
		assert_ok!(enact(other));
	});
}

#[test]
fn it_can_be_enacted_in_the_first_block_and_in_the_last() {
	for late in [0, RULES.enact_within] {
		run(|| {
			let (id, from) = decide(Track::Arbiter, call_on(Track::Arbiter));
			to(from + late);
			assert_ok!(enact(id));
		});
	}
}

#[test]
fn nobody_enacts_what_was_not_decided() {
	run(|| {
		assert_refused(|| enact(0), Error::NotFound);
		let id = propose(Track::Arbiter, call_on(Track::Arbiter));
		assert_refused(|| enact(id), Error::NotPassed);
		until_open(id);
		votes(id, PERSONS, 0);
		assert_refused(|| enact(id), Error::NotPassed);
	});
}

#[test]
fn only_an_account_enacts_or_discards() {
	run(|| {
		let (id, from) = decide(Track::Arbiter, call_on(Track::Arbiter));
		to(from);
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			let with = MaxCallsWeight::get();
			assert_bad_origin(|| {
				Governance::enact(origin.clone(), id, with).map(drop).map_err(|one| one.error)
			});
			assert_bad_origin(|| Governance::discard(origin, id));
		}
	});
}

#[test]
fn whoever_enacts_pays_for_what_is_done() {
	run(|| {
		let call = call_on(Track::Validators);
		let weight = call.get_dispatch_info().call_weight;
		let (id, from) = decide(Track::Validators, call);
		to(from);
		let with = |weight| Governance::enact(by(2), id, weight);
		let less = weight - Weight::from_parts(1, 0);
		for less in [Weight::zero(), less] {
			census_testing::assert_refused(|| with(less), Error::<Test>::WeightTooLow);
		}
		let call = Call::<Test>::enact { proposal: id, weight };
		let whole = <() as WeightInfo>::enact() + weight;
		assert_eq!(call.get_dispatch_info().call_weight, whole);
		// Whoever names more has the rest back.
		let post = with(MaxCallsWeight::get()).expect("it is enough");
		assert_eq!((post.actual_weight, post.pays_fee), (Some(whole), Pays::Yes));
	});
}

#[test]
fn if_a_call_fails_none_was_made_and_it_can_be_tried_again() {
	run(|| {
		let id = decide_two(remark(1, 1), fails());
		let (from, until, _) = passed(id);
		for block in [from, from + 1, until] {
			to(block);
			census_testing::assert_refused(|| enact(id), DispatchError::BadOrigin);
			assert_eq!(held(PROPOSER), DEPOSIT);
		}
		to(until + 1);
		assert_refused(|| enact(id), Error::Lapsed);
		assert_ok!(Governance::discard(by(2), id));
		assert_eq!(events().last(), Some(&Event::Discarded { proposal: id }));
		assert_eq!((held(PROPOSER), free(PROPOSER)), (0, FUNDS));
		assert_refused(|| Governance::discard(by(2), id), Error::NotFound);
	});
}

/// What stood in the way may be gone in a later block.
#[test]
fn what_failed_once_is_enacted_when_nothing_is_in_the_way_any_more() {
	run(|| {
		to(80);
		pin_again();
		let (id, from) = decide(Track::Committee, Call::<Test>::come_of_age {}.into());
		persons::GreatestPart::<Test>::put(sp_runtime::Perbill::from_percent(35));
		to(from);
		assert_refused(|| enact(id), Error::RestsOnOneIssuer);
		persons::GreatestPart::<Test>::put(sp_runtime::Perbill::from_percent(34));
		assert_ok!(enact(id));
	});
}

#[test]
fn under_other_calls_of_the_runtime_it_is_void() {
	run(|| {
		let (id, from) = decide(Track::Arbiter, call_on(Track::Arbiter));
		to(from);
		TransactionVersion::set(2);
		assert_refused(|| enact(id), Error::Void);
		// Nobody waits for its time to be over.
		assert_ok!(Governance::discard(by(2), id));
		assert_eq!(held(PROPOSER), 0);
	});
}

#[test]
fn what_is_not_on_its_track_any_more_is_not_made() {
	run(|| {
		let (id, from) = decide(Track::Arbiter, call_on(Track::Arbiter));
		to(from);
		let of_another = vec![call_on(Track::Upgrade)].encode();
		let before = CallsOf::<Test>::get(id).expect("it is stored");
		CallsOf::<Test>::insert(
			id,
			crate::EncodedCalls::try_from(of_another).expect("it is short"),
		);
		assert_refused(|| enact(id), Error::NotOnTrack);
		// Nor what the runtime cannot read, or has lost.
		CallsOf::<Test>::insert(id, crate::EncodedCalls::try_from(vec![255]).expect("it is short"));
		assert_refused(|| enact(id), Error::Void);
		CallsOf::<Test>::remove(id);
		assert_refused(|| enact(id), Error::StateCorrupt);
		CallsOf::<Test>::insert(id, before);
		assert_ok!(enact(id));
	});
}

#[test]
fn only_what_was_decided_and_is_over_is_discarded() {
	run(|| {
		let id = propose(Track::Arbiter, call_on(Track::Arbiter));
		assert_refused(|| Governance::discard(by(2), id), Error::NotOver);
		TransactionVersion::set(2);
		assert_refused(|| Governance::discard(by(2), id), Error::NotOver);
		TransactionVersion::set(1);
		until_open(id);
		TransactionVersion::set(2);
		assert_refused(|| Governance::discard(by(2), id), Error::NotOver);
		assert_refused(|| Governance::discard(by(2), 9), Error::NotFound);
	});
}

/// Each call is let in by its own track's origin, whoever decided, and by nobody else.
#[test]
fn what_was_decided_on_one_track_can_do_nothing_of_another() {
	run(|| {
		let own = [
			(Track::Committee, set_committee(&[21, 22, 23])),
			(Track::Committee, Call::<Test>::lower_adulthood { adult_at: 9 }.into()),
			(Track::Upgrade, call_on(Track::Upgrade)),
			(Track::Validators, call_on(Track::Validators)),
		];
		for (track, call) in own {
			let made = |origin: RuntimeOrigin| {
				call.clone().dispatch(origin).map(drop).map_err(|failed| failed.error)
			};
			for other in Track::ALL.into_iter().filter(|other| *other != track) {
				assert_bad_origin(|| made(Origin::Persons(other).into()));
				assert_bad_origin(|| made(Origin::Widely(other).into()));
				assert_bad_origin(|| made(Origin::Committee(other).into()));
			}
			for origin in [RuntimeOrigin::root(), RuntimeOrigin::none(), by(committee())] {
				assert_bad_origin(|| made(origin));
			}
			assert_ok!(made(Origin::Persons(track).into()));
			// One that lowers the number again is refused by persons, and not let in by the committee.
			let is_for_persons =
				matches!(call, RuntimeCall::Governance(Call::lower_adulthood { .. }));
			for (origin, may) in
				[(Origin::Widely(track), true), (Origin::Committee(track), !is_for_persons)]
			{
				assert_eq!(made(origin.into()) != Err(DispatchError::BadOrigin), may);
			}
		}
	});
}

#[test]
fn other_pallets_let_in_a_track_by_whomever_it_was_decided() {
	struct Arbiter;
	impl Get<Track> for Arbiter {
		fn get() -> Track {
			Track::Arbiter
		}
	}
	type Ensure = crate::EnsureTrack<Test, Arbiter>;
	run(|| {
		assert_ok!(Ensure::ensure_origin(Origin::Persons(Track::Arbiter).into()));
		assert_ok!(Ensure::ensure_origin(Origin::Widely(Track::Arbiter).into()));
		assert_ok!(Ensure::ensure_origin(Origin::Committee(Track::Arbiter).into()));
		for origin in [
			RuntimeOrigin::root(),
			RuntimeOrigin::none(),
			by(committee()),
			Origin::Persons(Track::Circuits).into(),
			Origin::Widely(Track::Circuits).into(),
			Origin::Committee(Track::Upgrade).into(),
		] {
			assert!(Ensure::ensure_origin(origin).is_err());
		}
	});
}

#[test]
fn a_proposal_done_with_leaves_nothing_behind() {
	run(|| {
		let root = || (Proposals::<Test>::iter().count(), CallsOf::<Test>::iter().count());
		let (id, from) = decide(Track::Arbiter, call_on(Track::Arbiter));
		to(from);
		assert_eq!(root(), (1, 1));
		assert_ok!(enact(id));
		assert_eq!(root(), (0, 0));
	});
}
