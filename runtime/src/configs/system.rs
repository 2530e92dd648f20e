//! Accounts, blocks and calls: `frame_system`, `utility`, `sudo`.

use crate::{
	constants::{
		HOOKS_RATIO, MAX_AUTHORED_HEADER_BYTES, MAX_BLOCK_BYTES, MAX_BLOCK_WEIGHT, NORMAL_RATIO,
		OPERATIONAL_RATIO, SS58_PREFIX,
	},
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
	type BaseCallFilter = AllButSessionKeys;
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

/// Every call but the session pallet's own two: `pallet_validators` sets keys, so that they do not count before
/// nobody could have chosen them to author more, and drops them when their account has left for good.
pub struct AllButSessionKeys;

impl Contains<RuntimeCall> for AllButSessionKeys {
	fn contains(call: &RuntimeCall) -> bool {
		!matches!(call, RuntimeCall::Session(_))
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
