//! Whether the runtime's constants fit one another.

use crate::{epochs::ORDER, Config, Pallet, WeightInfo};
use frame_support::{dispatch::DispatchClass, pallet_prelude::Get, weights::Weight};

impl<T: Config> Pallet<T> {
	/// Checks that the runtime's constants fit one another.
	pub(crate) fn check_constants() {
		assert!(T::QuotaPerEpoch::get() > 0, "persons need an act an epoch, at least");
		let boundary = T::MaxBoundaryWeight::get().saturating_sub(T::WeightInfo::end_epoch());
		for queue in ORDER {
			assert!(
				Self::most(queue).all_lte(boundary.div(ORDER.len() as u64)),
				"an epoch's end must have room for a change of each kind"
			);
		}
		let steps = [
			T::WeightInfo::sweep_block().saturating_add(T::WeightInfo::sweep_person()),
			T::WeightInfo::sweep_epoch().saturating_add(T::WeightInfo::sweep_session()),
			T::WeightInfo::release_epoch()
				.saturating_add(T::WeightInfo::release_page().saturating_mul(2)),
			T::WeightInfo::prune_group().saturating_add(T::WeightInfo::prune_nullifier()),
		];
		let all = steps.into_iter().fold(T::WeightInfo::poll_sweep(), Weight::saturating_add);
		assert!(
			all.all_lte(T::MaxSweepWeight::get()),
			"a block must have room for a step of all that is swept"
		);
		let act = Self::weight_of_act()
			.saturating_add(Self::weight_of_verify_act())
			.saturating_add(T::MaxActWeight::get());
		let most = T::BlockWeights::get().get(DispatchClass::Operational).max_extrinsic;
		assert!(most.is_none_or(|most| act.all_lte(most)), "an act must fit a block");
	}
}
