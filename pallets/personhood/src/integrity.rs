//! Whether the runtime's constants fit one another.

use crate::{weights::APPEND_BATCH, Config, Pallet, WeightInfo};
use alloc::{vec, vec::Vec};
use census_primitives::PalletScopes;
use frame_support::{dispatch::DispatchClass, pallet_prelude::Get, weights::Weight};

/// Something that a block's transactions leave behind, and that is cleaned up later.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cleaning {
	/// What it is.
	pub what: &'static str,
	/// How much of it a block leaves behind at most.
	pub produced: u64,
	/// What cleaning up one of it weighs.
	pub each: Weight,
}

/// The pages from a leaf to the root of the deepest tree.
const PAGES_ON_PATH: u64 = census_lean_imt::shape::pages_on_path(crate::MAX_PERSONS as u64) as u64;

impl Cleaning {
	/// What cleaning up all that one block leaves behind weighs.
	pub fn whole(&self) -> Weight {
		self.each.saturating_mul(self.produced)
	}
}

impl<T: Config> Pallet<T> {
	/// Checks that the runtime's constants fit one another.
	pub(crate) fn check_constants() {
		assert!(T::QuotaPerEpoch::get() > 0, "persons need an act an epoch, at least");
		assert!(
			T::WeightInfo::poll_newcomers()
				.saturating_add(Self::most_of_newcomer(true))
				.all_lte(T::MaxPlacementWeight::get()),
			"a block must have room for a newcomer"
		);
		Self::check_stages();
		let swept = T::MaxSweepWeight::get()
			.saturating_add(T::MaxIdleSweepWeight::get())
			.saturating_sub(T::WeightInfo::poll_sweep().saturating_mul(2));
		for cleaning in Self::cleanings() {
			assert!(
				cleaning.whole().all_lte(swept),
				"a block leaves behind more than is swept in one: {cleaning:?} of {swept:?}"
			);
		}
		let act = T::WeightInfo::act_as()
			.saturating_add(T::WeightInfo::authorize_act())
			.saturating_add(T::PalletScopes::max_weight().saturating_mul(2))
			.saturating_add(T::MaxActWeight::get());
		let most = T::BlockWeights::get().get(DispatchClass::Operational).max_extrinsic;
		assert!(most.is_none_or(|most| act.all_lte(most)), "an act must fit a block");
	}

	/// What is cleaned up, each as if blocks held nothing else. Whoever enrols is in the way once, when the
	/// admission is over; no more enter the tree in a block than find room, so in the long run no more end.
	pub fn cleanings() -> Vec<Cleaning> {
		let weights = T::BlockWeights::get();
		let free = weights.get(DispatchClass::Operational);
		let lane = free.max_total.unwrap_or(weights.max_block);
		let fit = |room: Weight, one: Weight| {
			room.ref_time().checked_div(one.ref_time()).unwrap_or(u64::MAX)
		};
		let in_lane = |call: Weight, authorised: Weight| {
			fit(lane, free.base_extrinsic.saturating_add(call).saturating_add(authorised))
		};
		// Those about which no pallet is asked are the lightest.
		let acts = in_lane(T::WeightInfo::act_as(), T::WeightInfo::authorize_act());
		let sessions = in_lane(T::WeightInfo::open_session(), T::WeightInfo::authorize_session());
		let rotations = in_lane(T::WeightInfo::rotate(), T::WeightInfo::authorize_rotate());
		let placed = T::WeightInfo::append_leaves()
			.div(APPEND_BATCH.into())
			.saturating_add(T::WeightInfo::add_leaf());
		let placed = fit(T::MaxPlacementWeight::get(), placed);
		let nullifier = T::WeightInfo::prune_nullifier();
		vec![
			Cleaning { what: "nullifiers of acts", produced: acts, each: nullifier },
			Cleaning {
				what: "sessions, and their nullifiers",
				produced: sessions,
				each: T::WeightInfo::sweep_session().saturating_add(nullifier),
			},
			Cleaning {
				what: "persons whose admission is over",
				produced: placed,
				each: T::WeightInfo::sweep_person(),
			},
			Cleaning {
				what: "nodes of pinned trees, of pages that rotations change",
				produced: rotations.saturating_mul(PAGES_ON_PATH),
				each: T::WeightInfo::release_page(),
			},
		]
	}
}
