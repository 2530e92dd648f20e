//! Whether the runtime's constants fit one another.

use crate::{Config, Pallet, WeightInfo};
use frame_support::{dispatch::DispatchClass, pallet_prelude::Get};

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
		let act = Self::weight_of_act()
			.saturating_add(Self::weight_of_verify_act())
			.saturating_add(T::MaxActWeight::get());
		let most = T::BlockWeights::get().get(DispatchClass::Operational).max_extrinsic;
		assert!(most.is_none_or(|most| act.all_lte(most)), "an act must fit a block");
	}
}
