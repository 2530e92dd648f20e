//! What the calls cost at their worst: with full queues, calls as long as can be, and as many validators, members and
//! pauses as there can be.
#![allow(missing_docs)]

use crate::*;
use alloc::{vec, vec::Vec};
use census_primitives::PersonScopes;
use frame_benchmarking::v2::*;
use frame_support::{
	pallet_prelude::{ConstU32, Weight},
	traits::{EnsureOriginWithArg, Get},
	BoundedVec,
};
use frame_system::RawOrigin;
use sp_core::H256;
use sp_runtime::{traits::Bounded, Perbill};

/// What a runtime does so that governance can be benchmarked. (The origin of a person who acts in a scope is
/// [`EnsureOriginWithArg::try_successful_origin`]'s to make.)
pub trait BenchmarkHelper<AccountId, Call> {
	/// Gives an account what it takes for deposits.
	fn fund(account: &AccountId);
	/// Makes persons for whom a scope is opened.
	fn electorate();
	/// A call of the committee's track that does nothing dear, of the most bytes.
	fn call() -> Call;
	/// A call that may be paused, of this number.
	fn pausable(number: u32) -> CallName;
	/// Makes these accounts the validators.
	fn validators(accounts: Vec<AccountId>);
}

fn track_rules<T: Config>() -> TrackRules<BlockNumberFor<T>> {
	TrackRules {
		least_electorate: 1,
		least_open: 1u32.into(),
		most_open: 100u32.into(),
		share: Perbill::from_percent(50),
		floor: Perbill::from_percent(1),
		lock: 0u32.into(),
		low_lock: 10u32.into(),
	}
}

fn rules<T: Config>() -> RulesOf<T> {
	let rules = Rules {
		deposit: 1u32.into(),
		narrow: track_rules::<T>(),
		wide: track_rules::<T>(),
		adult_at: 1_000_000,
		adult_after: 0u32.into(),
		adult_pins: 1,
		issuer_part: Perbill::one(),
		orphan_after: 0u32.into(),
		orphan_lock: 0u32.into(),
		enact_within: 100u32.into(),
		pause: 10u32.into(),
		rest: 0u32.into(),
		least_committee: 1,
	};
	RulesInForce::<T>::put(&rules);
	T::BenchmarkHelper::electorate();
	rules
}

fn funded<T: Config>(name: &'static str, number: u32) -> T::AccountId {
	let account: T::AccountId = account(name, number, 0);
	T::BenchmarkHelper::fund(&account);
	account
}

fn calls<T: Config>() -> BoundedVec<<T as Config>::RuntimeCall, ConstU32<MAX_CALLS>> {
	let calls: Vec<_> = (0..MAX_CALLS).map(|_| T::BenchmarkHelper::call()).collect();
	calls.try_into().expect("they are as many as can be")
}

/// A proposal that waits, with this much held.
fn proposed<T: Config>(number: u32, deposit: u32) -> (T::AccountId, ProposalId) {
	let proposer = funded::<T>("proposer", number);
	let id = NextProposalId::<T>::get();
	Pallet::<T>::propose(
		RawOrigin::Signed(proposer.clone()).into(),
		Track::Committee,
		calls::<T>(),
		1u32.into(),
		deposit.into(),
	)
	.expect("it has funds");
	(proposer, id)
}

/// As many as can be that wait, with deposits from 10 on.
fn full_queue<T: Config>() -> Vec<(T::AccountId, ProposalId)> {
	(0..MAX_WAITING).map(|number| proposed::<T>(number, 10 + number)).collect()
}

/// A proposal that is open.
fn opened<T: Config>() -> (ProposalId, Ballot<BlockNumberFor<T>>) {
	let (_, id) = proposed::<T>(100, 1);
	Waiting::<T>::remove(Track::Committee);
	let until = frame_system::Pallet::<T>::block_number() + 50u32.into();
	let scope = T::PersonScopes::open_civic(false, 1, until).expect("there are persons");
	let ballot = Ballot {
		scope,
		open_for: 50u32.into(),
		closes_at: until,
		most_late: 0u32.into(),
		full_before: 0,
		needed: Perbill::from_percent(1),
		ayes: 0,
		noes: 0,
	};
	Proposals::<T>::mutate_extant(id, |proposal| proposal.state = State::Open(ballot));
	Open::<T>::try_append((Track::Committee, id)).expect("few are open");
	(id, ballot)
}

/// A proposal that was decided.
fn passed<T: Config>(track: Track, until: BlockNumberFor<T>) -> ProposalId {
	let (_, id) = proposed::<T>(101, 1);
	Waiting::<T>::remove(Track::Committee);
	Proposals::<T>::mutate_extant(id, |proposal| {
		proposal.track = track;
		proposal.state = State::Passed {
			enact_from: 0u32.into(),
			enact_until: until,
			delayed: false,
			widely: false,
		};
	});
	id
}

/// The account of the committee.
fn committee<T: Config>() -> T::AccountId {
	let account = funded::<T>("committee", 0);
	Committee::<T>::put(&account);
	account
}

/// As many pauses as can be but one, none of them over.
fn pauses<T: Config>() {
	let pauses: Vec<_> = (0..MAX_PAUSES - 1)
		.map(|number| {
			let call = T::BenchmarkHelper::pausable(number + 1);
			Pause { call, until: BlockNumberFor::<T>::max_value(), by_persons: false }
		})
		.collect();
	Pauses::<T>::put(BoundedVec::truncate_from(pauses));
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn propose() {
		rules::<T>();
		full_queue::<T>();
		let caller: T::AccountId = whitelisted_caller();
		T::BenchmarkHelper::fund(&caller);
		let calls = calls::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), Track::Committee, calls, 1u32.into(), 1_000u32.into());
		assert_eq!(Waiting::<T>::get(Track::Committee).len(), MAX_WAITING as usize);
	}

	#[benchmark]
	fn withdraw() {
		rules::<T>();
		let (caller, id) = full_queue::<T>().pop().expect("many wait");
		// It has waited as long as the shortest referendum is open.
		let made_at = frame_system::Pallet::<T>::block_number();
		frame_system::Pallet::<T>::set_block_number(made_at + track_rules::<T>().least_open);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), id);
		assert!(!Proposals::<T>::contains_key(id));
	}

	#[benchmark]
	fn vote() {
		rules::<T>();
		let (id, ballot) = opened::<T>();
		let scope = ballot.person_scope();
		let origin = T::EnsurePerson::try_successful_origin(&scope).expect("there are persons");
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, true);
		assert!(matches!(
			Proposals::<T>::get(id).map(|proposal| proposal.state),
			Some(State::Open(Ballot { ayes: 1, .. }))
		));
	}

	#[benchmark]
	fn motion() {
		rules::<T>();
		let caller = committee::<T>();
		let calls = calls::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), Track::Committee, calls);
		assert_eq!(Motions::<T>::get(), 1);
	}

	#[benchmark]
	fn second() {
		rules::<T>();
		let count = T::MaxValidators::get();
		let validators: Vec<T::AccountId> =
			(0..count).map(|number| account("validator", number, 0)).collect();
		T::BenchmarkHelper::validators(validators.clone());
		let id = passed::<T>(Track::Upgrade, 0u32.into());
		Proposals::<T>::mutate_extant(id, |proposal| {
			proposal.source = Source::Orphan;
			Committee::<T>::put(&proposal.proposer);
			proposal.state = State::Unseconded;
		});
		IsAdult::<T>::put(true);
		let watch = Watch { few_since: Some(0u32.into()), ..Watch::default() };
		WatchOfPins::<T>::put(watch);
		let two_thirds = (count * 2).div_ceil(3);
		let seconds: Vec<_> = validators.iter().take(two_thirds as usize - 1).cloned().collect();
		Seconds::<T>::insert(id, BoundedVec::truncate_from(seconds));
		let caller = validators.last().cloned().expect("there are many");
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), id);
		assert!(!Seconds::<T>::contains_key(id));
	}

	#[benchmark]
	fn enact() {
		rules::<T>();
		let id = passed::<T>(Track::Committee, 100u32.into());
		// What is measured is all but the calls, which the caller pays for besides.
		#[block]
		{
			let proposal = Pallet::<T>::proposal(id).expect("it is there");
			assert!(!Pallet::<T>::is_void(&proposal));
			assert!(Pallet::<T>::may_stand(&proposal, 0u32.into()));
			let read = Pallet::<T>::calls_of(id).expect("they can be read");
			assert!(read.iter().all(|call| T::Tracks::has(Track::Committee, call)));
			assert!(Pallet::<T>::weight_of_calls(&read).all_lte(Weight::MAX));
			Pallet::<T>::end(id).expect("it is there");
		}
		assert!(!Proposals::<T>::contains_key(id));
	}

	#[benchmark]
	fn discard() {
		rules::<T>();
		let id = passed::<T>(Track::Committee, 0u32.into());
		frame_system::Pallet::<T>::set_block_number(5u32.into());
		let caller: T::AccountId = whitelisted_caller();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), id);
		assert!(!Proposals::<T>::contains_key(id));
	}

	#[benchmark]
	fn delay() {
		rules::<T>();
		let id = passed::<T>(Track::Upgrade, 100u32.into());
		let caller = committee::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), id);
	}

	#[benchmark]
	fn cancel() {
		rules::<T>();
		let id = passed::<T>(Track::Upgrade, 100u32.into());
		let caller = committee::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), id);
		assert!(!Proposals::<T>::contains_key(id));
	}

	#[benchmark]
	fn pause() {
		rules::<T>();
		let caller = committee::<T>();
		pauses::<T>();
		let call = T::BenchmarkHelper::pausable(0);
		RestsUntil::<T>::insert(&call, BlockNumberFor::<T>::from(0u32));
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), call);
		assert_eq!(Pauses::<T>::get().len(), MAX_PAUSES as usize);
	}

	#[benchmark]
	fn resume() {
		rules::<T>();
		let caller = committee::<T>();
		pauses::<T>();
		let call = T::BenchmarkHelper::pausable(MAX_PAUSES - 1);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), call);
		assert_eq!(Pauses::<T>::get().len(), MAX_PAUSES as usize - 2);
	}

	#[benchmark]
	fn set_committee(m: Linear<1, MAX_MEMBERS>) {
		rules::<T>();
		let members: Vec<T::AccountId> =
			(0..m).map(|number| account("member", number, 0)).collect();
		let origin: T::RuntimeOrigin = Origin::Persons(Track::Committee).into();
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, BoundedVec::truncate_from(members));
		assert_eq!(Members::<T>::get().len(), m as usize);
	}

	#[benchmark]
	fn lower_adulthood() {
		rules::<T>();
		let origin: T::RuntimeOrigin = Origin::Persons(Track::Committee).into();
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 5);
	}

	#[benchmark]
	fn come_of_age() {
		rules::<T>();
		let watch =
			Watch { many_since: Some(0u32.into()), many_pins: u32::MAX, ..Watch::default() };
		WatchOfPins::<T>::put(watch);
		let origin: T::RuntimeOrigin = Origin::Widely(Track::Committee).into();
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin);
		assert!(IsAdult::<T>::get());
	}

	#[benchmark]
	fn authorize_upgrade() {
		let origin: T::RuntimeOrigin = Origin::Persons(Track::Upgrade).into();
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, H256::repeat_byte(7));
	}

	#[benchmark]
	fn note_stalled() {
		let origin: T::RuntimeOrigin = Origin::Persons(Track::Validators).into();
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 5u32.into(), 1u32.into());
	}

	/// A block that finds another pin, closes a referendum, and opens another after trying those that are first and find too few
	/// persons.
	#[benchmark]
	fn on_block() {
		let mut rules = rules::<T>();
		let first = |track, deposit| {
			let (_, id) = proposed::<T>(200 + deposit, deposit);
			Proposals::<T>::mutate_extant(id, |proposal| proposal.track = track);
			Waiting::<T>::remove(Track::Committee);
			let others = (1..MAX_WAITING).map(|number| (number.into(), ProposalId::MAX));
			let queue: Vec<_> = core::iter::once((deposit.into(), id)).chain(others).collect();
			(track, BoundedVec::truncate_from(queue))
		};
		let queues = [
			first(Track::Validators, 40),
			first(Track::Committee, 41),
			first(Track::Upgrade, 42),
			first(Track::Issuers, 43),
			first(Track::Circuits, 30),
		];
		let (over, _) = opened::<T>();
		let others = [opened_for_long::<T>(), opened_for_long::<T>()];
		for (track, queue) in queues {
			Waiting::<T>::insert(track, queue);
		}
		let listed =
			vec![(Track::Arbiter, others[0]), (Track::Arbiter, others[1]), (Track::Circuits, over)];
		Open::<T>::put(BoundedVec::truncate_from(listed));
		rules.wide.least_electorate = u32::MAX;
		RulesInForce::<T>::put(&rules);
		frame_system::Pallet::<T>::set_block_number(1_000u32.into());
		#[block]
		{
			Pallet::<T>::watch_pins(1_000u32.into());
			Pallet::<T>::close_one(1_000u32.into());
			Pallet::<T>::open_one(1_000u32.into());
		}
		assert!(!Proposals::<T>::contains_key(over));
		assert_eq!(Open::<T>::get().len(), MAX_OPEN as usize);
		assert_eq!(Open::<T>::get().last().map(|(track, _)| *track), Some(Track::Circuits));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}

/// A proposal that is open and not over for long.
fn opened_for_long<T: Config>() -> ProposalId {
	let (id, ballot) = opened::<T>();
	let far = Ballot { closes_at: BlockNumberFor::<T>::max_value(), ..ballot };
	Proposals::<T>::mutate_extant(id, |proposal| proposal.state = State::Open(far));
	id
}
