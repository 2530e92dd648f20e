//! What the calls cost at their worst: the longest title and the most options.
#![allow(missing_docs)]

use crate::*;
use alloc::vec;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{Consideration, EnsureOriginWithArg, Get},
	BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_core::H256;
use sp_runtime::traits::{One, Saturating};

/// What a runtime does so that polls can be opened in benchmarks. (The origin of a person who acts
/// in a scope is [`EnsureOriginWithArg::try_successful_origin`]'s to make.)
pub trait BenchmarkHelper<AccountId> {
	/// Makes opening a scope in this block succeed for `payer`: there are persons, an epoch of
	/// theirs can be pinned until the next block at least, and `payer` can pay for an act of each.
	fn prepare(payer: &AccountId);
}

/// Opens a poll until the next block, at its largest.
fn open<T: Config>(creator: &T::AccountId) -> PollId {
	let (title, options, closes_at) = prepare::<T>(creator);
	let poll = Pallet::<T>::poll_count();
	let origin = RawOrigin::Signed(creator.clone());
	Pallet::<T>::create(origin.into(), title, H256::repeat_byte(1), options, closes_at, 1)
		.expect("all that it needs was made sure of");
	poll
}

/// Makes sure that `creator` can open a poll, and says how the largest is opened.
fn prepare<T: Config>(
	creator: &T::AccountId,
) -> (BoundedVec<u8, T::MaxTitle>, u32, BlockNumberFor<T>) {
	T::BenchmarkHelper::prepare(creator);
	T::Consideration::ensure_successful(creator, Poll::<T>::footprint());
	let title = vec![b'a'; T::MaxTitle::get() as usize];
	let title = BoundedVec::try_from(title).expect("it is the longest");
	let closes_at = frame_system::Pallet::<T>::block_number().saturating_add(One::one());
	(title, T::MaxOptions::get(), closes_at)
}

/// Votes on a poll, for its last option.
fn cast<T: Config>(poll: PollId) {
	let scope = Polls::<T>::get(poll).expect("it was opened").person_scope();
	let person = T::EnsurePerson::try_successful_origin(&scope).expect("there are persons");
	Pallet::<T>::vote(person, poll, T::MaxOptions::get() - 1).expect("the poll is open");
}

fn set_block<T: Config>(block: BlockNumberFor<T>) {
	frame_system::Pallet::<T>::set_block_number(block);
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn create() {
		let creator: T::AccountId = whitelisted_caller();
		let (title, options, closes_at) = prepare::<T>(&creator);

		#[extrinsic_call]
		_(RawOrigin::Signed(creator), title, H256::repeat_byte(1), options, closes_at, 1);

		assert_eq!(Pallet::<T>::poll_count(), 1);
	}

	#[benchmark]
	fn vote() {
		let creator: T::AccountId = account("creator", 0, 0);
		let poll = open::<T>(&creator);
		let scope = Polls::<T>::get(poll).unwrap().person_scope();
		let person = T::EnsurePerson::try_successful_origin(&scope).expect("there are persons");

		#[extrinsic_call]
		_(person as T::RuntimeOrigin, poll, T::MaxOptions::get() - 1);

		assert_eq!(Polls::<T>::get(poll).unwrap().votes(), 1);
	}

	/// With the creator, whose holds change, another than the caller.
	#[benchmark]
	fn close() {
		let creator: T::AccountId = account("creator", 0, 0);
		let poll = open::<T>(&creator);
		cast::<T>(poll);
		set_block::<T>(Polls::<T>::get(poll).unwrap().closes_at.saturating_add(One::one()));
		let anyone: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(anyone), poll);

		assert!(Polls::<T>::get(poll).unwrap().closed);
	}

	/// With the creator, whose deposit is returned, another than the caller.
	#[benchmark]
	fn prune() {
		let creator: T::AccountId = account("creator", 0, 0);
		let poll = open::<T>(&creator);
		set_block::<T>(Polls::<T>::get(poll).unwrap().closes_at.saturating_add(One::one()));
		let anyone: T::AccountId = whitelisted_caller();
		Pallet::<T>::close(RawOrigin::Signed(anyone.clone()).into(), poll)
			.expect("its last block has passed");
		set_block::<T>(Polls::<T>::get(poll).unwrap().kept_until().saturating_add(One::one()));

		#[extrinsic_call]
		_(RawOrigin::Signed(anyone), poll);

		assert!(!Polls::<T>::contains_key(poll));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
