//! What the chain is for: groups, persons, polls and circuits.

use super::{
	governance::{CircuitsTrack, Decided, IssuersTrack, VOTE_READS},
	parts_of_hooks,
};
use crate::{
	constants::{
		DAYS, DEPOSIT_PER_BYTE, ENTRY_DEPOSIT, HOURS, MAX_ACT_WEIGHT, MAX_BLOCK_WEIGHT,
		MAX_SCOPE_LIFE, OPERATIONAL_RATIO, PERMANENT_BYTE_PRICE, SCOPE_DEPOSIT, SLOT_PRICE,
	},
	AccountId, Anchors, Balance, Balances, Circuits, Governance, Leases, Personhood, Polls,
	Runtime, RuntimeCall, RuntimeHoldReason, Validators,
};
use census_primitives::{Alias, PalletScopes, ScopeId, Topic};
use frame_support::{
	parameter_types,
	traits::{
		fungible::HoldConsideration, ConstU128, ConstU16, ConstU32, Contains, LinearStoragePrice,
	},
	weights::{constants::RocksDbWeight, Weight},
};

/// What storage is held for: so much an item, and so much a byte.
pub(super) type StoragePrice =
	LinearStoragePrice<ConstU128<ENTRY_DEPOSIT>, ConstU128<DEPOSIT_PER_BYTE>, Balance>;

/// What storage costs that stays for ever: so much a byte.
pub(super) type PermanentPrice =
	LinearStoragePrice<ConstU128<0>, ConstU128<PERMANENT_BYTE_PRICE>, Balance>;

/// A deposit for storage, held for a reason.
pub(super) type Deposit<Reason> = HoldConsideration<AccountId, Balances, Reason, StoragePrice>;

parameter_types! {
	/// Under which reason a group's deposit is held.
	pub const GroupDepositReason: RuntimeHoldReason =
		RuntimeHoldReason::Groups(pallet_groups::HoldReason::GroupDeposit);
	/// Under which reason a poll's deposit is held.
	pub const PollDepositReason: RuntimeHoldReason =
		RuntimeHoldReason::Polls(pallet_polls::HoldReason::PollDeposit);
	/// What a person's act may weigh.
	pub const MaxActWeight: Weight = MAX_ACT_WEIGHT;
	/// What placing newcomers in the next tree may weigh, a block.
	pub MaxPlacementWeight: Weight = parts_of_hooks(30);
	/// What sweeping may weigh, a block.
	pub MaxSweepWeight: Weight = parts_of_hooks(34);
	/// What it may weigh besides, of what a block's transactions have left: as much as what persons do for free.
	pub MaxIdleSweepWeight: Weight = OPERATIONAL_RATIO * MAX_BLOCK_WEIGHT;
}

impl pallet_groups::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type Consideration = Deposit<GroupDepositReason>;
	type PermanentPrice = PermanentPrice;
	type DefaultRootDuration = ConstU32<HOURS>;
	type MaxRootDuration = ConstU32<{ 7 * DAYS }>;
	type MaxBatch = ConstU32<1_000>;
	type MaxProofs = ConstU32<128>;
	type WeightInfo = crate::weights::pallet_groups::WeightInfo<Runtime>;
}

impl pallet_personhood::Config for Runtime {
	type RuntimeCall = RuntimeCall;
	type QuotaCalls = QuotaCalls;
	type ApplicationCalls = ApplicationCalls;
	type PalletScopes = ScopesOfPallets;
	type GovernanceOrigin = Decided<IssuersTrack>;
	type PauseOrigin = pallet_governance::EnsureCommittee<Runtime>;
	type MaxPause = ConstU32<{ 7 * DAYS }>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Circuits = Circuits;
	type Proofs = census_primitives::Native;
	type MaxTicketLife = ConstU32<{ 14 * DAYS }>;
	type MaxValidity = ConstU32<{ 730 * DAYS }>;
	type QuotaPerEpoch = ConstU16<3>;
	type ActsPerSession = ConstU32<20>;
	type MaxActWeight = MaxActWeight;
	type MaxActLength = ConstU32<1_024>;
	type MaxScopeLife = ConstU32<MAX_SCOPE_LIFE>;
	type MinElectorate = ConstU32<3>;
	type SlotPrice = ConstU128<SLOT_PRICE>;
	type ScopeDeposit = ConstU128<SCOPE_DEPOSIT>;
	type MaxPlacementWeight = MaxPlacementWeight;
	type MaxSweepWeight = MaxSweepWeight;
	type MaxIdleSweepWeight = MaxIdleSweepWeight;
	type WeightInfo = crate::weights::pallet_personhood::WeightInfo<Runtime>;
}

/// The most that is looked at to say whether a term of validators takes a call: two terms, the rules, the session, a
/// claim, a link, two bars, a candidate, the fallback set and who has claimed the account.
const SEAT_READS: u64 = 11;

/// The most that the pallet whose call it is looks at to say whether a scope takes it.
pub(crate) fn scope_reads(call: &RuntimeCall) -> u64 {
	match call {
		RuntimeCall::Polls(_) => 1,
		RuntimeCall::Anchors(_) | RuntimeCall::Leases(_) => 3,
		RuntimeCall::Validators(_) => SEAT_READS,
		RuntimeCall::Governance(_) => VOTE_READS,
		// The others open no scopes.
		RuntimeCall::System(_)
		| RuntimeCall::Timestamp(_)
		| RuntimeCall::Readiness(_)
		| RuntimeCall::Babe(_)
		| RuntimeCall::Session(_)
		| RuntimeCall::Grandpa(_)
		| RuntimeCall::Balances(_)
		| RuntimeCall::Sudo(_)
		| RuntimeCall::Utility(_)
		| RuntimeCall::Multisig(_)
		| RuntimeCall::Proxy(_)
		| RuntimeCall::Groups(_)
		| RuntimeCall::Personhood(_)
		| RuntimeCall::Circuits(_) => 0,
	}
}

/// Where persons make a call.
enum Place {
	/// In any scope: it needs no pallet's.
	Anywhere,
	/// In the scopes that its pallet opens.
	InItsScopes,
	/// Nowhere: it is none of theirs.
	Nowhere,
}

/// Asks the pallet whose call it is. Never lets in a call that dispatches others: an act is one call,
/// and what counts acts relies on it.
fn place(call: &RuntimeCall) -> Place {
	let (is_act, place) = match call {
		RuntimeCall::Personhood(call) => (Personhood::is_act(call), Place::Anywhere),
		RuntimeCall::Polls(call) => (Polls::is_act(call), Place::InItsScopes),
		RuntimeCall::Anchors(call) => (Anchors::is_act(call), Place::InItsScopes),
		RuntimeCall::Leases(call) => (Leases::is_act(call), Place::InItsScopes),
		RuntimeCall::Validators(call) => (Validators::is_act(call), Place::InItsScopes),
		RuntimeCall::Governance(call) => (Governance::is_act(call), Place::InItsScopes),
		RuntimeCall::System(_)
		| RuntimeCall::Timestamp(_)
		| RuntimeCall::Readiness(_)
		| RuntimeCall::Babe(_)
		| RuntimeCall::Session(_)
		| RuntimeCall::Grandpa(_)
		| RuntimeCall::Balances(_)
		| RuntimeCall::Sudo(_)
		| RuntimeCall::Utility(_)
		| RuntimeCall::Multisig(_)
		| RuntimeCall::Proxy(_)
		| RuntimeCall::Groups(_)
		| RuntimeCall::Circuits(_) => return Place::Nowhere,
	};
	if is_act {
		place
	} else {
		Place::Nowhere
	}
}

/// What persons may do in a quota or session scope, and in one that an account opened.
pub struct QuotaCalls;

impl Contains<RuntimeCall> for QuotaCalls {
	fn contains(call: &RuntimeCall) -> bool {
		matches!(place(call), Place::Anywhere)
	}
}

/// What persons may do in application scopes, of pallets too.
pub struct ApplicationCalls;

impl Contains<RuntimeCall> for ApplicationCalls {
	fn contains(call: &RuntimeCall) -> bool {
		matches!(place(call), Place::Anywhere | Place::InItsScopes)
	}
}

/// What polls, claim windows, rating periods, validators' terms and referenda take in the scopes that they open.
pub struct ScopesOfPallets;

impl PalletScopes<RuntimeCall> for ScopesOfPallets {
	fn admits(scope: ScopeId, topic: &Topic, alias: &Alias, call: &RuntimeCall) -> bool {
		match call {
			RuntimeCall::Polls(call) => Polls::admits(scope, topic, call),
			RuntimeCall::Anchors(call) => Anchors::admits(scope, topic, call),
			RuntimeCall::Leases(call) => Leases::admits(scope, topic, alias, call),
			RuntimeCall::Validators(call) => Validators::admits(scope, topic, alias, call),
			RuntimeCall::Governance(call) => Governance::admits(scope, topic, call),
			// The others open no scopes: `scope_reads` names them all.
			_ => false,
		}
	}

	fn needs_none(call: &RuntimeCall) -> bool {
		QuotaCalls::contains(call)
	}

	fn weight(call: &RuntimeCall) -> Weight {
		RocksDbWeight::get().reads(scope_reads(call))
	}

	fn max_weight() -> Weight {
		RocksDbWeight::get().reads(SEAT_READS)
	}
}

impl pallet_polls::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Consideration = Deposit<PollDepositReason>;
	type PersonScopes = Personhood;
	type EnsurePerson = pallet_personhood::EnsureInScope<Runtime>;
	type MaxTitle = ConstU32<128>;
	type MaxOptions = ConstU32<32>;
	type KeepTime = ConstU32<{ 30 * DAYS }>;
	type WeightInfo = crate::weights::pallet_polls::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Electorate;
}

parameter_types! {
	/// Under which reason a circuit's deposit is held.
	pub const CircuitDepositReason: RuntimeHoldReason =
		RuntimeHoldReason::Circuits(pallet_circuits::HoldReason::CircuitDeposit);
	/// Under which reason a statement's deposit is held.
	pub const StatementDepositReason: RuntimeHoldReason =
		RuntimeHoldReason::Circuits(pallet_circuits::HoldReason::StatementDeposit);
}

impl pallet_circuits::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type CircuitConsideration = Deposit<CircuitDepositReason>;
	type StatementConsideration = Deposit<StatementDepositReason>;
	type RevokeOrigin = Decided<CircuitsTrack>;
	type MaxBatch = ConstU32<64>;
	type WeightInfo = crate::weights::pallet_circuits::WeightInfo<Runtime>;
}
