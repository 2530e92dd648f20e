//! Accounts, blocks and calls: `frame_system`, `utility`, `sudo`.

use crate::{
	constants::{MAX_BLOCK_BYTES, MAX_BLOCK_WEIGHT, NORMAL_RATIO, SS58_PREFIX},
	AccountId, Balance, Block, Hash, Nonce, OriginCaller, PalletInfo, Runtime, RuntimeCall,
	RuntimeEvent, RuntimeOrigin, RuntimeTask, UncheckedExtrinsic, VERSION,
};
use frame_support::{
	derive_impl,
	dispatch::DispatchClass,
	parameter_types,
	traits::{ConstU16, ConstU32, Contains},
	weights::constants::RocksDbWeight,
};
use frame_system::{
	limits,
	offchain::{CreateBare, CreateTransactionBase},
};
use sp_version::RuntimeVersion;

parameter_types! {
	/// The runtime's version.
	pub const Version: RuntimeVersion = VERSION;
	/// Two seconds a block, 75 % of it for normal transactions.
	pub BlockWeights: limits::BlockWeights =
		limits::BlockWeights::with_sensible_defaults(MAX_BLOCK_WEIGHT, NORMAL_RATIO);
	/// 5 MiB a block, 75 % of it for normal transactions.
	pub BlockLength: limits::BlockLength = limits::BlockLength::builder()
		.max_length(MAX_BLOCK_BYTES)
		.modify_max_length_for_class(DispatchClass::Normal, |max| *max = NORMAL_RATIO * *max)
		.build();
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
	type BaseCallFilter = AllButPurgeKeys;
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
	type SystemWeightInfo = crate::weights::frame_system::WeightInfo<Runtime>;
	type ExtensionsWeightInfo = crate::weights::frame_system_extensions::WeightInfo<Runtime>;
	type MaxConsumers = ConstU32<128>;
}

/// Every call but `session.purge_keys`: the validators are a fixed set, and a chain whose validators
/// have all left makes no more epochs.
pub struct AllButPurgeKeys;

impl Contains<RuntimeCall> for AllButPurgeKeys {
	fn contains(call: &RuntimeCall) -> bool {
		!matches!(call, RuntimeCall::Session(pallet_session::Call::purge_keys { .. }))
	}
}

impl pallet_utility::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = crate::weights::pallet_utility::WeightInfo<Runtime>;
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
