//! A chain with nothing but persons and balances, and the verifier that a node has: on it the
//! benchmarks run as tests.

use crate as pallet_personhood;
use census_primitives::{Alias, PalletScopes, ScopeId, Topic};
use frame_support::{
	parameter_types,
	traits::{ConstU16, ConstU32, ConstU64, Everything, NeverEnsureOrigin},
	weights::Weight,
};
use frame_system::EnsureRoot;
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{traits::IdentityLookup, AccountId32};

census_testing::mock_runtime! {
	pallets { 2: Personhood = pallet_personhood }
	system {
		type AccountId = AccountId32;
		type Lookup = IdentityLookup<AccountId32>;
	}
}

parameter_types! {
	pub const MaxActWeight: Weight = Weight::from_parts(10_000_000_000, 0);
	pub const MaxPlacementWeight: Weight = Weight::from_parts(500_000_000_000, 0);
	pub const MaxSweepWeight: Weight = Weight::from_parts(100_000_000_000, 0);
	pub const MaxIdleSweepWeight: Weight = Weight::from_parts(10_000_000_000_000, 0);
}

/// No pallet here opens scopes.
#[allow(unreachable_pub)]
pub struct Any;

impl PalletScopes<RuntimeCall> for Any {
	fn admits(_: ScopeId, _: &Topic, _: &Alias, _: &RuntimeCall) -> bool {
		true
	}
	fn needs_none(_: &RuntimeCall) -> bool {
		true
	}
	fn weight(_: &RuntimeCall) -> Weight {
		Weight::zero()
	}
	fn max_weight() -> Weight {
		Weight::zero()
	}
}

impl pallet_personhood::Config for Test {
	type RuntimeCall = RuntimeCall;
	type QuotaCalls = Everything;
	type ApplicationCalls = Everything;
	type PalletScopes = Any;
	type GovernanceOrigin = EnsureRoot<AccountId32>;
	type PauseOrigin = NeverEnsureOrigin<()>;
	type MaxPause = ConstU64<100>;
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
	type MinElectorate = ConstU32<3>;
	type SlotPrice = ConstU64<7>;
	type ScopeDeposit = ConstU64<1_000>;
	type MaxPlacementWeight = MaxPlacementWeight;
	type MaxSweepWeight = MaxSweepWeight;
	type MaxIdleSweepWeight = MaxIdleSweepWeight;
	type WeightInfo = ();
}

/// The chain without issuers, with a keystore.
pub(crate) fn externalities() -> sp_io::TestExternalities {
	let genesis = frame_system::GenesisConfig::<Test>::default();
	let mut ext = census_testing::externalities::<Test>(genesis);
	ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	ext
}
