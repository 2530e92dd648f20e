//! Who decides what: the tracks and their calls, the calls that may be paused, and what governance asks of the chain.

use super::{parts_of_hooks, system::BlockWeights};
use crate::{
	constants::{CEN, DAYS, MAX_AUTHORITIES, MAX_BLOCK_WEIGHT, MAX_SCOPE_LIFE},
	weights, AccountId, Balance, Balances, BlockNumber, Grandpa, Multisig, Personhood, Runtime,
	RuntimeCall, RuntimeHoldReason, Session, System,
};
use alloc::vec::Vec;
use frame_support::{
	dispatch::{DispatchClass, DispatchResult},
	ensure, parameter_types,
	traits::{ConstU32, Contains, EitherOf, Get},
	weights::{constants::RocksDbWeight, Weight},
};
use frame_system::{EnsureRoot, RawOrigin};
use pallet_governance::{
	CallName, Chain, EnsureTrack, Rules, Track, TrackCalls, TrackRules, WeightInfo as _,
};
use pallet_personhood::WeightInfo as _;
use sp_runtime::{DispatchError, Perbill, Percent};

parameter_types! {
	/// Disputes about leases.
	pub const ArbiterTrack: Track = Track::Arbiter;
	/// Keys of circuits.
	pub const CircuitsTrack: Track = Track::Circuits;
	/// Who issues.
	pub const IssuersTrack: Track = Track::Issuers;
	/// Who makes blocks.
	pub const ValidatorsTrack: Track = Track::Validators;
	/// What the calls of a proposal may weigh: a twentieth of a block, more than any of them does.
	pub MaxCallsWeight: Weight = Percent::from_percent(5) * MAX_BLOCK_WEIGHT;
	/// What governance may weigh by itself, a block.
	pub GovernanceWeight: Weight = parts_of_hooks(3);
	/// The least of a chain that is not for trying things out.
	pub const LeastRules: Rules<Balance, BlockNumber> = LEAST_RULES;
}

/// What was decided on a track. (Root is the sudo key's, where there is one.)
pub(super) type Decided<Which> = EitherOf<EnsureTrack<Runtime, Which>, EnsureRoot<AccountId>>;

/// What a network that lasts begins with.
pub const LASTING_RULES: Rules<Balance, BlockNumber> = Rules {
	deposit: 1_000 * CEN,
	narrow: TrackRules {
		least_electorate: 1_000,
		least_open: 7 * DAYS,
		most_open: 28 * DAYS,
		share: Perbill::from_percent(10),
		floor: Perbill::from_percent(2),
		lock: 2 * DAYS,
		low_lock: 7 * DAYS,
	},
	wide: TrackRules {
		least_electorate: 10_000,
		least_open: 14 * DAYS,
		most_open: 42 * DAYS,
		share: Perbill::from_percent(25),
		floor: Perbill::from_percent(5),
		lock: 7 * DAYS,
		low_lock: 28 * DAYS,
	},
	adult_at: 100_000,
	adult_after: 90 * DAYS,
	adult_pins: 85,
	issuer_part: Perbill::from_parts(333_333_333),
	orphan_after: 30 * DAYS,
	orphan_lock: 28 * DAYS,
	enact_within: 7 * DAYS,
	pause: 7 * DAYS,
	rest: 28 * DAYS,
	least_committee: 3,
};

/// The least that such a network may choose.
const LEAST_RULES: Rules<Balance, BlockNumber> = Rules {
	deposit: 100 * CEN,
	narrow: TrackRules {
		least_electorate: 100,
		least_open: 3 * DAYS,
		most_open: 3 * DAYS,
		share: Perbill::from_percent(5),
		floor: Perbill::from_percent(1),
		lock: DAYS,
		low_lock: 3 * DAYS,
	},
	wide: TrackRules {
		least_electorate: 1_000,
		least_open: 7 * DAYS,
		most_open: 7 * DAYS,
		share: Perbill::from_percent(20),
		floor: Perbill::from_percent(5),
		lock: 7 * DAYS,
		low_lock: 14 * DAYS,
	},
	adult_at: 10_000,
	adult_after: 90 * DAYS,
	adult_pins: 60,
	issuer_part: Perbill::from_parts(333_333_333),
	orphan_after: 30 * DAYS,
	orphan_lock: 28 * DAYS,
	enact_within: 3 * DAYS,
	pause: 7 * DAYS,
	rest: 28 * DAYS,
	least_committee: 3,
};

/// Which calls each track has. What is not named is on none.
pub struct Tracks;

impl TrackCalls<RuntimeCall> for Tracks {
	fn has(track: Track, call: &RuntimeCall) -> bool {
		track_of(call) == Some(track)
	}
}

/// The track that has a call. None has one that makes another call.
pub(crate) fn track_of(call: &RuntimeCall) -> Option<Track> {
	use pallet_circuits::Call as Circuits;
	use pallet_governance::Call as Governance;
	use pallet_leases::Call as Leases;
	use pallet_personhood::Call as Personhood;
	use pallet_validators::Call as Validators;
	let track = match call {
		RuntimeCall::Leases(Leases::resolve { .. }) => Track::Arbiter,
		RuntimeCall::Circuits(Circuits::revoke { .. }) => Track::Circuits,
		RuntimeCall::Personhood(
			Personhood::register_issuer { .. }
			| Personhood::set_issuer_limit { .. }
			| Personhood::pause_issuer { .. }
			| Personhood::resume_issuer { .. }
			| Personhood::remove_issuer { .. }
			| Personhood::change_policy { .. }
			| Personhood::set_deadline { .. }
			| Personhood::report_key { .. }
			| Personhood::propose_change { .. }
			| Personhood::confirm_change { .. }
			| Personhood::cancel_change { .. },
		) => Track::Issuers,
		RuntimeCall::Validators(
			Validators::set_rules { .. }
			| Validators::set_fallback { .. }
			| Validators::evict { .. },
		)
		| RuntimeCall::Governance(Governance::note_stalled { .. }) => Track::Validators,
		RuntimeCall::Governance(
			Governance::set_committee { .. }
			| Governance::lower_adulthood { .. }
			| Governance::come_of_age { .. }
			| Governance::pause { .. }
			| Governance::resume { .. },
		) => Track::Committee,
		RuntimeCall::Governance(Governance::authorize_upgrade { .. }) => Track::Upgrade,
		_ => return None,
	};
	Some(track)
}

/// The calls that may be paused: each begins something. What meets a deadline, guards a person or a validator, takes
/// one's own back, or governs, is none of them.
pub(crate) const PAUSABLE: [(&str, &str); 24] = [
	("Anchors", "anchor"),
	("Anchors", "anchor_batch"),
	("Anchors", "commit"),
	("Anchors", "open_window"),
	("Balances", "transfer_all"),
	("Balances", "transfer_allow_death"),
	("Balances", "transfer_keep_alive"),
	("Circuits", "activate"),
	("Circuits", "register"),
	("Circuits", "submit_proof"),
	("Circuits", "submit_proofs"),
	("Groups", "add_member"),
	("Groups", "add_members"),
	("Groups", "create_group"),
	("Groups", "validate_proof"),
	("Groups", "validate_proofs"),
	("Leases", "bid"),
	("Leases", "open_rating_period"),
	("Leases", "post_order"),
	("Leases", "register_auditor"),
	("Leases", "register_provider"),
	("Personhood", "enrol"),
	("Personhood", "open_scope"),
	("Polls", "create"),
];

/// [`PAUSABLE`].
pub struct Pausable;

impl Contains<CallName> for Pausable {
	fn contains(call: &CallName) -> bool {
		PAUSABLE.iter().any(|(pallet, name)| call.is(pallet, name))
	}
}

/// The chain, as governance asks it.
pub struct OwnChain;

impl Chain<AccountId, BlockNumber> for OwnChain {
	fn account_of(members: &[AccountId], threshold: u16) -> AccountId {
		Multisig::multi_account_id(members, threshold)
	}

	fn validators() -> Vec<AccountId> {
		Session::validators()
	}

	/// Nine tenths of it are: what is left may be too little for the next act.
	fn free_share_is_full() -> bool {
		let class = DispatchClass::Operational;
		let used = *System::block_weight().get(class);
		let most = BlockWeights::get().get(class).max_total;
		most.is_some_and(|most| used.ref_time() >= Percent::from_percent(90) * most.ref_time())
	}

	/// A wrong number would end the chain: a delay that never ends keeps out every other change of the voters, and a block
	/// that is not final yet keeps every node from importing this one.
	fn note_stalled(delay: BlockNumber, best_finalized: BlockNumber) -> DispatchResult {
		let rules = pallet_governance::RulesInForce::<Runtime>::get();
		let lock = rules.map_or(0, |rules| rules.wide.lock);
		// It was proposed before its lock, when this block was final already.
		let was_final = best_finalized.saturating_add(lock) <= System::block_number();
		ensure!((1..=DAYS).contains(&delay) && was_final, NOT_STALLED);
		Grandpa::note_stalled(RawOrigin::Root.into(), delay, best_finalized)
	}
}

/// The account of which two thirds of a committee dispose.
pub fn committee_of(members: Vec<AccountId>) -> AccountId {
	pallet_governance::account_of::<Runtime>(members)
}

/// Finality begins anew within a day, from a block that was final before it was proposed.
const NOT_STALLED: DispatchError =
	DispatchError::Other("neither a delay nor a block of finality that stands");

/// How many votes blocks take in: half of the share of what persons do for free, by what one vote weighs.
pub struct VotesPerBlock;

impl Get<u32> for VotesPerBlock {
	fn get() -> u32 {
		let class = DispatchClass::Operational;
		let weights = BlockWeights::get();
		let of_class = weights.get(class);
		let share = of_class.max_total.unwrap_or(MAX_BLOCK_WEIGHT).ref_time() / 2;
		type Persons = weights::pallet_personhood::WeightInfo<Runtime>;
		// Its scope is looked into twice.
		let asked = RocksDbWeight::get().reads(2 * VOTE_READS);
		let vote = of_class
			.base_extrinsic
			.saturating_add(Persons::authorize_act())
			.saturating_add(Persons::act_as())
			.saturating_add(weights::pallet_governance::WeightInfo::<Runtime>::vote())
			.saturating_add(asked);
		(share / vote.ref_time().max(1)) as u32
	}
}

/// The most that is looked at to say whether a referendum takes a vote: the proposal, and how many blocks were full.
pub(super) const VOTE_READS: u64 = 2;

impl pallet_governance::Config for Runtime {
	type RuntimeCall = RuntimeCall;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type PersonScopes = Personhood;
	type EnsurePerson = pallet_personhood::EnsureInScope<Runtime>;
	type Population = Personhood;
	type Tracks = Tracks;
	type Chain = OwnChain;
	type Pausable = Pausable;
	type VotesPerBlock = VotesPerBlock;
	type MaxScopeLife = ConstU32<MAX_SCOPE_LIFE>;
	type MaxCallsWeight = MaxCallsWeight;
	type MaxValidators = ConstU32<MAX_AUTHORITIES>;
	type MaxBlockWeight = GovernanceWeight;
	type LeastRules = LeastRules;
	type WeightInfo = weights::pallet_governance::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Electorate;
}
