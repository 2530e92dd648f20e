//! A chain with nothing but persons and balances, and the verifier that a node has: on it the
//! benchmarks run as tests.

use crate as pallet_personhood;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU16, ConstU32, ConstU64, Everything},
	weights::Weight,
};
use frame_system::EnsureRoot;
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage};

type Block = frame_system::mocking::MockBlock<Test>;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Personhood = pallet_personhood;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountId = AccountId32;
	type Lookup = IdentityLookup<AccountId32>;
	type AccountData = pallet_balances::AccountData<u64>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
}

parameter_types! {
	pub const MaxActWeight: Weight = Weight::from_parts(10_000_000_000, 0);
	pub const MaxBoundaryWeight: Weight = Weight::from_parts(500_000_000_000, 0);
	pub const MaxSweepWeight: Weight = Weight::from_parts(100_000_000_000, 0);
}

/// No pallet here opens scopes.
#[allow(unreachable_pub)]
pub struct Any;

impl pallet_personhood::PalletScopes<RuntimeCall> for Any {
	fn admits(_: u32, _: &[u8; 32], _: &census_primitives::Alias, _: &RuntimeCall) -> bool {
		true
	}
	fn weight() -> Weight {
		Weight::zero()
	}
}

impl pallet_personhood::Config for Test {
	type RuntimeCall = RuntimeCall;
	type QuotaCalls = Everything;
	type ApplicationCalls = Everything;
	type PalletScopes = Any;
	type GovernanceOrigin = EnsureRoot<AccountId32>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Circuits = ();
	type Proofs = census_primitives::Native;
	type MaxTicketLife = ConstU64<100>;
	type MaxValidity = ConstU64<10_000>;
	type QuotaPerEpoch = ConstU16<3>;
	type ActsPerSession = ConstU32<4>;
	type MaxActWeight = MaxActWeight;
	type MaxActLength = ConstU32<1_024>;
	type MaxScopeLife = ConstU64<1_000>;
	type LeastElectorate = ConstU32<3>;
	type SlotPrice = ConstU64<7>;
	type ScopeDeposit = ConstU64<1_000>;
	type MaxBoundaryWeight = MaxBoundaryWeight;
	type MaxSweepWeight = MaxSweepWeight;
	type WeightInfo = ();
}

/// The chain without issuers, with a keystore.
pub(crate) fn externalities() -> sp_io::TestExternalities {
	let genesis = frame_system::GenesisConfig::<Test>::default();
	let mut ext = sp_io::TestExternalities::new(genesis.build_storage().expect("it is empty"));
	ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	ext
}
