//! The genesis states that come with the runtime: `development`, one validator, and `local`, four.
//!
//! Both are for trying things out: their keys are the well-known ones. One of them is sudo's in `development`, and three are the
//! committee of both.

use crate::{
	configs::{committee_of, registries::MarketAccount},
	constants::{BABE_EPOCH_CONFIGURATION, CEN, DAYS, EXISTENTIAL_DEPOSIT, HOURS},
	AccountId, BabeConfig, Balance, BalancesConfig, BlockNumber, GovernanceConfig,
	PersonhoodConfig, RuntimeGenesisConfig, SessionConfig, SessionKeys, SudoConfig, TimingConfig,
	ValidatorsConfig,
};
use alloc::{string::ToString, vec, vec::Vec};
use frame_support::build_struct_json_patch;
use pallet_governance::TrackRules;
use pallet_leases::Periods;
use pallet_personhood::{GenesisIssuer, IssuerKind, Settings};
use pallet_validators::Rules;
use serde_json::Value;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET};
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use sp_runtime::Perbill;

/// The preset of a chain of four validators on one machine.
pub const LOCAL_PRESET: &str = "local";

/// Slots of an epoch in the presets: two minutes.
const EPOCH_SLOTS: u64 = 20;
/// How persons live in the presets: in epochs of 48 seconds, each of which scopes may pin. Both
/// of the two issuers are needed to admit anyone, so one corrupt issuer can do no harm.
const PERSONS: Settings<BlockNumber> = Settings {
	epoch_length: 8,
	epochs_per_pin: 1,
	grace: 2,
	recovery_delay: 10,
	rotation_cooldown: 5,
	change_delay: 10,
	quorums_intersect: true,
};

/// How the market lives in the presets: what takes an hour elsewhere takes a minute.
const MARKET: Periods<BlockNumber> = Periods {
	rate_unit: HOURS,
	max_order: DAYS,
	ack: 10,
	grace: 10,
	least_runway: 10,
	least_heartbeat: 3,
	longest: DAYS,
	dispute: 10,
	remember: 100,
	rating: 100,
};

/// How validators live in the presets: a term lasts sixteen sessions, which are epochs of two minutes, and seats are
/// claimed in two of them.
const VALIDATORS: Rules<Balance> = Rules {
	bond: 1_000 * CEN,
	burnt_share: Perbill::from_percent(50),
	minimum: 4,
	seats: 32,
	term_sessions: 16,
	claim_sessions: 2,
	change_sessions: 1,
	bar: true,
};

/// How persons govern in the presets: in minutes.
const GOVERNANCE: pallet_governance::Rules<Balance, BlockNumber> = pallet_governance::Rules {
	deposit: 10 * CEN,
	narrow: TrackRules {
		least_electorate: 3,
		least_open: 10,
		most_open: 100,
		share: Perbill::from_percent(40),
		floor: Perbill::from_percent(10),
		lock: 5,
		low_lock: 10,
	},
	wide: TrackRules {
		least_electorate: 5,
		least_open: 10,
		most_open: 100,
		share: Perbill::from_percent(50),
		floor: Perbill::from_percent(20),
		lock: 10,
		low_lock: 20,
	},
	adult_at: 10,
	adult_after: 20,
	adult_pins: 2,
	// Of two issuers both are needed for everybody.
	issuer_part: Perbill::one(),
	orphan_after: 50,
	orphan_lock: 20,
	enact_within: 100,
	pause: 20,
	rest: 80,
	least_committee: 1,
};

/// What each well-known account has.
const ENDOWMENT: Balance = 1_000_000 * CEN;

/// The presets' names.
pub(crate) fn names() -> Vec<PresetId> {
	vec![DEV_RUNTIME_PRESET.into(), LOCAL_PRESET.into()]
}

/// A preset, as a JSON patch of the default genesis state.
pub fn get(id: &PresetId) -> Option<Vec<u8>> {
	use Ed25519Keyring as Ed;
	use Sr25519Keyring as Sr;

	let patch = match id.as_str() {
		DEV_RUNTIME_PRESET => genesis(&[(Sr::Alice, Ed::Alice)], Some(Sr::Alice)),
		LOCAL_PRESET => genesis(
			&[
				(Sr::Alice, Ed::Alice),
				(Sr::Bob, Ed::Bob),
				(Sr::Charlie, Ed::Charlie),
				(Sr::Dave, Ed::Dave),
			],
			None,
		),
		_ => return None,
	};
	Some(patch.to_string().into_bytes())
}

fn genesis(validators: &[(Sr25519Keyring, Ed25519Keyring)], sudo: Option<Sr25519Keyring>) -> Value {
	let endowed = [
		Sr25519Keyring::Alice,
		Sr25519Keyring::Bob,
		Sr25519Keyring::Charlie,
		Sr25519Keyring::Dave,
		Sr25519Keyring::Eve,
		Sr25519Keyring::Ferdie,
	];
	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig {
			balances: endowed
				.iter()
				.map(|account| (account.to_account_id(), ENDOWMENT))
				.chain([(MarketAccount::get(), EXISTENTIAL_DEPOSIT)])
				.chain([(committee_account(), ENDOWMENT)])
				.collect::<Vec<_>>(),
		},
		session: SessionConfig {
			keys: validators.iter().copied().map(session_keys).collect::<Vec<_>>(),
		},
		babe: BabeConfig { epoch_config: BABE_EPOCH_CONFIGURATION },
		timing: TimingConfig { epoch_slots: EPOCH_SLOTS, market: MARKET },
		personhood: PersonhoodConfig { settings: PERSONS, threshold: 2, issuers: issuers() },
		validators: ValidatorsConfig { rules: VALIDATORS },
		governance: GovernanceConfig {
			rules: Some(GOVERNANCE),
			committee: COMMITTEE.map(|member| member.to_account_id()).to_vec(),
			for_trying_out: true,
		},
		sudo: SudoConfig { key: sudo.map(|key| key.to_account_id()) },
	})
}

/// The committee: two of them decide.
const COMMITTEE: [Sr25519Keyring; 3] =
	[Sr25519Keyring::Alice, Sr25519Keyring::Bob, Sr25519Keyring::Charlie];

fn committee_account() -> AccountId {
	committee_of(COMMITTEE.map(|member| member.to_account_id()).to_vec())
}

/// Two issuers for trying things out: Charlie, who signs with Sr25519, and Dave, with Ed25519.
fn issuers() -> Vec<GenesisIssuer<AccountId>> {
	let issuer = |name: &str, kind, controller: Sr25519Keyring, class| GenesisIssuer {
		name: name.into(),
		kind,
		controller: controller.to_account_id(),
		weight: 1,
		class,
		limit: 1_000,
	};
	vec![
		issuer(
			"Charlie's test issuer",
			IssuerKind::Sr25519(Sr25519Keyring::Charlie.public()),
			Sr25519Keyring::Charlie,
			0,
		),
		issuer(
			"Dave's test issuer",
			IssuerKind::Ed25519(Ed25519Keyring::Dave.public()),
			Sr25519Keyring::Dave,
			1,
		),
	]
}

/// A validator's account, twice, for it stands for itself, and its session keys.
fn session_keys(
	(sr25519, ed25519): (Sr25519Keyring, Ed25519Keyring),
) -> (AccountId, AccountId, SessionKeys) {
	let account = sr25519.to_account_id();
	let keys = SessionKeys {
		babe: sr25519.public().into(),
		grandpa: ed25519.public().into(),
		authority_discovery: sr25519.public().into(),
	};
	(account.clone(), account, keys)
}
