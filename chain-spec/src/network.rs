//! A network of one's own: its specification, without a key that anybody knows.

use crate::{properties, ChainSpec, Extensions, PROTOCOL_ID};
use census_runtime::{
	committee_of,
	constants::{BABE_EPOCH_CONFIGURATION, CEN, EXISTENTIAL_DEPOSIT},
	AccountId, Balance, MarketAccount, RuntimeGenesisConfig, SessionKeys, LASTING_RULES,
	WASM_BINARY,
};
use sc_service::ChainType;
use serde_json::{json, Value};

/// What a candidate among the validators has held, on such a network.
pub const BOND: Balance = 1_000 * CEN;
/// What each account of the network's has besides its bond.
pub const ENDOWMENT: Balance = 1_000 * CEN;

/// A validator of genesis.
#[derive(Clone, Debug)]
pub struct Validator {
	/// Its account: it has the bond.
	pub account: AccountId,
	/// Its session keys.
	pub keys: SessionKeys,
}

/// An issuer of genesis. Its tickets are signed with Sr25519.
#[derive(Clone, Debug)]
pub struct Issuer {
	/// What people call it: at most 32 bytes.
	pub name: String,
	/// The public key of its tickets.
	pub key: [u8; 32],
	/// The account that acts for it.
	pub controller: AccountId,
}

/// What is chosen of a network.
#[derive(Clone, Debug)]
pub struct Network {
	/// What people call it.
	pub name: String,
	/// What its database's directory is called.
	pub id: String,
	/// Who makes its first blocks: the fallback set.
	pub validators: Vec<Validator>,
	/// Who admits persons, each with a weight of 1 and a class of its own.
	pub issuers: Vec<Issuer>,
	/// What issuers have to weigh together to admit a person.
	pub threshold: u32,
	/// The members of the committee, of whom two thirds govern while persons are few.
	pub committee: Vec<AccountId>,
	/// All the CEN there will ever be, in the smallest unit. The committee's account has what is left.
	pub supply: Balance,
	/// Where nodes find others.
	pub boot_nodes: Vec<String>,
}

impl Network {
	/// The genesis state, as a patch of the default one, whose times and spans suit a network that lasts: they are
	/// written out, for they never change.
	fn genesis(&self) -> Result<Value, String> {
		let default = serde_json::to_value(RuntimeGenesisConfig::default())
			.map_err(|error| error.to_string())?;
		let mut balances: Vec<(AccountId, Balance)> = self
			.validators
			.iter()
			.map(|validator| (validator.account.clone(), BOND + ENDOWMENT))
			.chain(self.issuers.iter().map(|issuer| (issuer.controller.clone(), ENDOWMENT)))
			.chain(self.committee.iter().map(|member| (member.clone(), ENDOWMENT)))
			.chain([(MarketAccount::get(), EXISTENTIAL_DEPOSIT)])
			.collect();
		let given: Balance = balances.iter().map(|(_, amount)| *amount).sum();
		let enough = |left: &Balance| *left >= EXISTENTIAL_DEPOSIT;
		let left = self.supply.checked_sub(given).filter(enough).ok_or_else(|| {
			format!(
				"validators, issuers and the committee need {} CEN to begin with",
				given.div_ceil(CEN)
			)
		})?;
		balances.push((committee_of(self.committee.clone()), left));
		let keys =
			|validator: &Validator| json!([validator.account, validator.account, validator.keys]);
		let issuer = |(number, issuer): (usize, &Issuer)| {
			json!({
				"name": issuer.name,
				"kind": { "sr25519": sp_core::sr25519::Public::from_raw(issuer.key) },
				"controller": issuer.controller,
				"weight": 1,
				"class": number,
				"limit": 1_000,
			})
		};
		Ok(json!({
			"balances": { "balances": balances },
			"session": { "keys": self.validators.iter().map(keys).collect::<Vec<_>>() },
			"babe": { "epochConfig": BABE_EPOCH_CONFIGURATION },
			"timing": default["timing"],
			"personhood": {
				"settings": default["personhood"]["settings"],
				"threshold": self.threshold,
				"issuers": self.issuers.iter().enumerate().map(issuer).collect::<Vec<_>>(),
			},
			"validators": { "rules": {
				"bond": BOND,
				"burntShare": 500_000_000,
				"minimum": 4,
				"seats": 100,
				"termSessions": 600,
				"claimSessions": 48,
				"changeSessions": 24,
				"bar": true,
			} },
			"governance": { "rules": LASTING_RULES, "committee": self.committee, "forTryingOut": false },
		}))
	}

	/// The specification.
	///
	/// # Errors
	/// In a sentence, if the accounts have more than there is, or a boot node's address is none.
	pub fn specification(&self) -> Result<ChainSpec, String> {
		let code = WASM_BINARY.ok_or(
			"this node was built without the runtime's wasm: build it without SKIP_WASM_BUILD",
		)?;
		let boot_nodes = self
			.boot_nodes
			.iter()
			.map(|address| address.parse().map_err(|error| format!("{address}: {error}")))
			.collect::<Result<_, _>>()?;
		Ok(ChainSpec::builder(code, Extensions::default())
			.with_name(&self.name)
			.with_id(&self.id)
			.with_chain_type(ChainType::Live)
			.with_protocol_id(PROTOCOL_ID)
			.with_properties(properties())
			.with_boot_nodes(boot_nodes)
			.with_genesis_config_patch(self.genesis()?)
			.build())
	}
}
