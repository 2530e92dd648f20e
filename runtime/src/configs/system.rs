//! Accounts, blocks and calls: `frame_system`, `utility`, `multisig`, `proxy`, `sudo`.

use crate::{
	constants::{
		DEPOSIT_PER_BYTE, ENTRY_DEPOSIT, HOOKS_RATIO, MAX_AUTHORED_HEADER_BYTES, MAX_BLOCK_BYTES,
		MAX_BLOCK_WEIGHT, NORMAL_RATIO, OPERATIONAL_RATIO, SS58_PREFIX,
	},
	AccountId, Balance, Balances, Block, Governance, Hash, Nonce, OriginCaller, PalletInfo,
	Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, RuntimeTask, System, UncheckedExtrinsic,
	VERSION,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	derive_impl,
	dispatch::DispatchClass,
	parameter_types,
	traits::{
		CallMetadata, ConstU128, ConstU16, ConstU32, Contains, GetCallMetadata, InstanceFilter,
	},
	weights::constants::RocksDbWeight,
};
use frame_system::{
	limits,
	offchain::{CreateBare, CreateTransactionBase},
};
use scale_info::TypeInfo;
use sp_runtime::traits::BlakeTwo256;
use sp_version::RuntimeVersion;

parameter_types! {
	/// The runtime's version.
	pub const Version: RuntimeVersion = VERSION;
	/// Two seconds a block, with a share of it for each class of transactions.
	pub BlockWeights: limits::BlockWeights = block_weights();
	/// 5 MiB a block; `crate::room` gives each class its share of them. An author's own part of the
	/// header is small, so that receipts, which hold headers, can always be made.
	pub BlockLength: limits::BlockLength = limits::BlockLength::builder()
		.max_length(MAX_BLOCK_BYTES)
		.max_header_size(MAX_AUTHORED_HEADER_BYTES)
		.build();
}

/// Each class may fill its own share and no more, whatever the other one has used. No class has a
/// reserve beyond that: FRAME's way of having one is to let a class exceed the block.
fn block_weights() -> limits::BlockWeights {
	let share = |ratio| Some(ratio * MAX_BLOCK_WEIGHT);
	let mut weights = limits::BlockWeights::builder()
		.for_class(DispatchClass::Normal, |class| {
			class.max_total = share(NORMAL_RATIO);
			class.reserved = None;
		})
		.for_class(DispatchClass::Operational, |class| {
			class.max_total = share(OPERATIONAL_RATIO);
			class.reserved = None;
		})
		.build_or_panic();
	for class in [DispatchClass::Normal, DispatchClass::Operational] {
		// A single transaction leaves room for others of its class.
		let per_class = weights.per_class.get_mut(class);
		per_class.max_extrinsic = per_class
			.max_total
			.map(|total| (total - HOOKS_RATIO * total).saturating_sub(per_class.base_extrinsic));
	}
	// The builder takes the largest share for the whole. The system pallet's integrity test checks
	// what comes out.
	weights.max_block = MAX_BLOCK_WEIGHT;
	weights
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
	type BaseCallFilter = Allowed;
	type Block = Block;
	type AccountId = AccountId;
	type AccountData = pallet_balances::AccountData<Balance>;
	type Nonce = Nonce;
	type Hash = Hash;
	type Version = Version;
	type BlockWeights = BlockWeights;
	type BlockLength = BlockLength;
	/// How far back a mortal transaction may start: 4,096 blocks, the longest era of all.
	type BlockHashCount = ConstU32<4096>;
	type DbWeight = RocksDbWeight;
	type SS58Prefix = ConstU16<SS58_PREFIX>;
	type OnSetCode = crate::readiness::OnlyIfReady;
	type SystemWeightInfo = crate::weights::frame_system::WeightInfo<Runtime>;
	type ExtensionsWeightInfo = crate::weights::frame_system_extensions::WeightInfo<Runtime>;
	type MaxConsumers = ConstU32<128>;
}

/// Every call but those that are paused, and the session pallet's own two: `pallet_validators` sets keys, so that they do
/// not count before nobody could have chosen them to author more, and drops them when their account has left for good.
pub struct Allowed;

impl Contains<RuntimeCall> for Allowed {
	fn contains(call: &RuntimeCall) -> bool {
		use pallet_personhood::Call as PersonhoodCall;
		if matches!(call, RuntimeCall::Session(_)) {
			return false;
		}
		// An act of a call that is paused is not made: it would use up what it is made with.
		let made = match call {
			RuntimeCall::Personhood(
				PersonhoodCall::act_as { call, .. } | PersonhoodCall::as_alias { call, .. },
			) => call,
			call => call,
		};
		let CallMetadata { pallet_name, function_name } = made.get_call_metadata();
		!Governance::is_paused(pallet_name, function_name)
	}
}

impl pallet_utility::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = crate::weights::pallet_utility::WeightInfo<Runtime>;
}

/// What is held for an operation of several accounts, and for each of them, follows the price of storage.
impl pallet_multisig::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type DepositBase = ConstU128<{ ENTRY_DEPOSIT + 150 * DEPOSIT_PER_BYTE }>;
	type DepositFactor = ConstU128<{ 32 * DEPOSIT_PER_BYTE }>;
	type MaxSignatories = ConstU32<100>;
	type BlockNumberProvider = System;
	type WeightInfo = crate::weights::pallet_multisig::WeightInfo<Runtime>;
}

/// What an account lets another one do in its name.
#[derive(
	Copy,
	Clone,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum ProxyType {
	/// Everything.
	#[default]
	Any,
	/// What a validator does from day to day: its keys, that it is back, its income.
	Validating,
	/// What an issuer's controller does from day to day: it stops its tickets, withdraws, and merges.
	Issuing,
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		use pallet_personhood::Call as PersonhoodCall;
		use pallet_validators::Call as ValidatorsCall;
		match self {
			Self::Any => true,
			Self::Validating => matches!(
				call,
				RuntimeCall::Validators(
					ValidatorsCall::set_keys { .. }
						| ValidatorsCall::resume { .. }
						| ValidatorsCall::collect { .. }
				)
			),
			Self::Issuing => matches!(
				call,
				RuntimeCall::Personhood(
					PersonhoodCall::pause_issuer { .. }
						| PersonhoodCall::withdraw { .. }
						| PersonhoodCall::merge { .. }
				)
			),
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		match (self, other) {
			(Self::Any, _) => true,
			(_, Self::Any) => false,
			(own, other) => own == other,
		}
	}
}

impl pallet_proxy::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type ProxyType = ProxyType;
	type ProxyDepositBase = ConstU128<{ ENTRY_DEPOSIT + 48 * DEPOSIT_PER_BYTE }>;
	type ProxyDepositFactor = ConstU128<{ 37 * DEPOSIT_PER_BYTE }>;
	type MaxProxies = ConstU32<32>;
	type MaxPending = ConstU32<32>;
	type CallHasher = BlakeTwo256;
	type AnnouncementDepositBase = ConstU128<{ ENTRY_DEPOSIT + 48 * DEPOSIT_PER_BYTE }>;
	type AnnouncementDepositFactor = ConstU128<{ 68 * DEPOSIT_PER_BYTE }>;
	type BlockNumberProvider = System;
	type WeightInfo = crate::weights::pallet_proxy::WeightInfo<Runtime>;
}

/// Only the presets name a sudo key; a chain without one has no root origin but its own pallets.
impl pallet_sudo::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type WeightInfo = crate::weights::pallet_sudo::WeightInfo<Runtime>;
}

impl<C> CreateTransactionBase<C> for Runtime
where
	RuntimeCall: From<C>,
{
	type Extrinsic = UncheckedExtrinsic;
	type RuntimeCall = RuntimeCall;
}

/// Equivocation reports go into blocks bare.
impl<C> CreateBare<C> for Runtime
where
	RuntimeCall: From<C>,
{
	fn create_bare(call: RuntimeCall) -> UncheckedExtrinsic {
		UncheckedExtrinsic::new_bare(call)
	}
}
