//! Balances and fees.
//!
//! A picosecond of weight costs the smallest unit, so a second costs 1 CEN, and a byte costs
//! [`FEE_PER_BYTE`]. Fees and tips are burnt, and what validators earn of them is created when they collect it: the
//! tip is its author's, the fee is all authors' of the session.

use crate::{
	constants::{EXISTENTIAL_DEPOSIT, FEE_PER_BYTE},
	AccountId, Balance, Balances, Runtime, RuntimeEvent, RuntimeFreezeReason, RuntimeHoldReason,
	System, Validators,
};
use frame_support::{
	parameter_types,
	traits::{
		fungible::Credit, ConstU128, ConstU32, ConstU8, Imbalance, OnUnbalanced, VariantCountOf,
	},
	weights::{ConstantMultiplier, IdentityFee},
};
use pallet_transaction_payment::{FungibleAdapter, Multiplier, TargetedFeeAdjustment};
use sp_runtime::{traits::One, FixedPointNumber, Perquintill};

impl pallet_balances::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type WeightInfo = crate::weights::pallet_balances::WeightInfo<Runtime>;
	type Balance = Balance;
	type DustRemoval = ();
	type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
	type AccountStore = System;
	type ReserveIdentifier = [u8; 8];
	type FreezeIdentifier = RuntimeFreezeReason;
	// Locks and reserves are what holds and freezes replaced; nothing here uses them.
	type MaxLocks = ConstU32<0>;
	type MaxReserves = ConstU32<0>;
	type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
	type DoneSlashHandler = ();
}

impl pallet_skip_feeless_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
}

parameter_types! {
	/// Fees rise while blocks are fuller than this and fall while they are emptier.
	pub const TargetBlockFullness: Perquintill = Perquintill::from_percent(25);
	/// How fast: Polkadot's value, with which full blocks raise fees by about a factor of two a
	/// day at six seconds a block.
	pub AdjustmentVariable: Multiplier = Multiplier::saturating_from_rational(75, 1_000_000);
	/// Fees never fall below the prices named here.
	pub MinimumMultiplier: Multiplier = Multiplier::one();
	/// Nor do they ever rise above a thousand times those.
	pub MaximumMultiplier: Multiplier = Multiplier::saturating_from_integer(1_000);
}

/// How fees follow demand.
/// Source: the Web3 Foundation's "Token Economics", slow-adjusting fees.
pub type SlowAdjustingFeeUpdate = TargetedFeeAdjustment<
	Runtime,
	TargetBlockFullness,
	AdjustmentVariable,
	MinimumMultiplier,
	MaximumMultiplier,
>;

/// Burns what a transaction pays, and notes it for those who make blocks.
pub struct FeesAndTips;

impl OnUnbalanced<Credit<AccountId, Balances>> for FeesAndTips {
	fn on_unbalanceds(mut fee_then_tip: impl Iterator<Item = Credit<AccountId, Balances>>) {
		// What is dropped is burnt.
		if let Some(fee) = fee_then_tip.next() {
			Validators::note_fee(fee.peek());
		}
		if let Some(tip) = fee_then_tip.next() {
			Validators::note_tip(tip.peek());
		}
	}
}

impl pallet_transaction_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnChargeTransaction = FungibleAdapter<Balances, FeesAndTips>;
	type WeightToFee = IdentityFee<Balance>;
	type LengthToFee = ConstantMultiplier<Balance, ConstU128<FEE_PER_BYTE>>;
	type FeeMultiplierUpdate = SlowAdjustingFeeUpdate;
	/// The priority of operational transactions: five times their fee on top.
	type OperationalFeeMultiplier = ConstU8<5>;
	type WeightInfo = pallet_transaction_payment::weights::SubstrateWeight<Runtime>;
}
