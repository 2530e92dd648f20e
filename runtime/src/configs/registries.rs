//! What stands on persons and circuits: anchors of data and leases of compute.

use super::{
	census::{Deposit, PermanentPrice},
	governance::{ArbiterTrack, Decided},
	parts_of_hooks,
};
use crate::{
	constants::{CEN, DAYS, ENTRY_DEPOSIT, HOURS, MAX_AUTHORITIES, MILLI_CEN},
	AccountId, Balance, Balances, Circuits, Grandpa, Personhood, Runtime, RuntimeHoldReason,
	Timestamp, Timing,
};
use alloc::vec::Vec;
use frame_support::{parameter_types, traits::ConstU32, weights::Weight, PalletId};
use pallet_leases::Amounts;
use sp_runtime::{traits::AccountIdConversion, Perbill};

parameter_types! {
	/// Under which reason an anchor's or commitment's deposit is held.
	pub const AnchorDepositReason: RuntimeHoldReason =
		RuntimeHoldReason::Anchors(pallet_anchors::HoldReason::AnchorDeposit);
}

impl pallet_anchors::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type Consideration = Deposit<AnchorDepositReason>;
	type PermanentPrice = PermanentPrice;
	type Time = Timestamp;
	type PersonScopes = Personhood;
	type EnsurePerson = pallet_personhood::EnsureInScope<Runtime>;
	type AuthoritySets = GrandpaSets;
	type RowPeriod = ConstU32<{ 365 * DAYS }>;
	type RevealPeriod = ConstU32<HOURS>;
	type MaxEvictions = ConstU32<64>;
	type MaxSlots = ConstU32<1_000_000>;
	type WeightInfo = crate::weights::pallet_anchors::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Electorate;
}

/// The sets of validators by which GRANDPA finalises.
pub struct GrandpaSets;

impl pallet_anchors::AuthoritySets for GrandpaSets {
	const MAX: u32 = MAX_AUTHORITIES;

	fn current() -> Option<u64> {
		match Grandpa::pending_change() {
			Some(_) => None,
			None => Some(Grandpa::current_set_id()),
		}
	}

	fn authorities() -> Vec<([u8; 32], u64)> {
		Grandpa::grandpa_authorities()
			.into_iter()
			.map(|(key, weight)| (key.into_inner().0, weight))
			.collect()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_authorities(count: u32) {
		let authorities: Vec<_> = (0..count)
			.map(|number| {
				let key = sp_io::hashing::blake2_256(&number.to_le_bytes());
				(sp_core::ed25519::Public::from_raw(key).into(), 1)
			})
			.collect();
		pallet_grandpa::Authorities::<Runtime>::put(frame_support::WeakBoundedVec::force_from(
			authorities,
			None,
		));
		pallet_grandpa::CurrentSetId::<Runtime>::mutate(|set| *set += 1);
	}
}

parameter_types! {
	/// Who gets the market's fees: an account of nobody, for governance to dispose of.
	pub MarketAccount: AccountId = PalletId(*b"cns/mrkt").into_account_truncating();
	/// The market's part of what is paid for work.
	pub const MarketFee: Perbill = Perbill::from_percent(2);
	/// The market's amounts of money.
	pub const MarketAmounts: Amounts<Balance> = Amounts {
		provider_bond: 100 * CEN,
		lease_cover: 10 * CEN,
		order_deposit: ENTRY_DEPOSIT,
		bid_deposit: ENTRY_DEPOSIT,
		audit_deposit: ENTRY_DEPOSIT,
		dispute_deposit: 10 * CEN,
		bounty: 10 * MILLI_CEN,
		rating_spend: CEN,
	};
	/// What the market's deadlines may weigh, a block.
	pub DeadlineWeight: Weight = parts_of_hooks(30);
}

impl pallet_leases::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type Circuits = Circuits;
	type Scopes = Personhood;
	type EnsurePerson = pallet_personhood::EnsureInScope<Runtime>;
	type Arbiter = Decided<ArbiterTrack>;
	type FeeReceiver = MarketAccount;
	type FeeRate = MarketFee;
	type Amounts = MarketAmounts;
	type Periods = Timing;
	type MaxMissed = ConstU32<3>;
	type MinElectorate = ConstU32<3>;
	type DeadlineWeight = DeadlineWeight;
	type WeightInfo = crate::weights::pallet_leases::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Electorate;
}
