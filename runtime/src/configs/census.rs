//! What the chain is for: groups.

use crate::{
	constants::{DAYS, DEPOSIT_PER_BYTE, GROUP_DEPOSIT, HOURS},
	AccountId, Balance, Balances, Runtime, RuntimeHoldReason,
};
use frame_support::{
	parameter_types,
	traits::{fungible::HoldConsideration, ConstU128, ConstU32, LinearStoragePrice},
};

parameter_types! {
	/// Under which reason a group's deposit is held.
	pub const GroupDepositReason: RuntimeHoldReason =
		RuntimeHoldReason::Groups(pallet_groups::HoldReason::GroupDeposit);
}

impl pallet_groups::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		GroupDepositReason,
		LinearStoragePrice<ConstU128<GROUP_DEPOSIT>, ConstU128<DEPOSIT_PER_BYTE>, Balance>,
	>;
	type DefaultRootDuration = ConstU32<HOURS>;
	type MaxRootDuration = ConstU32<{ 7 * DAYS }>;
	type MaxBatch = ConstU32<1_000>;
	type WeightInfo = crate::weights::pallet_groups::WeightInfo<Runtime>;
}
