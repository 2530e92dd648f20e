//! `census-node doctor`: asks a running node how it is, and says in words what is wrong.

use crate::disk::Room;
use census_rpc_api::views::validators::{Candidate, CandidateDuty, StandsFor, ValidatorsHealth};
use census_runtime::AccountId;
use jsonrpsee::core::{
	client::{ClientT, Error as ClientError},
	params::ArrayParams,
};
use jsonrpsee_http_client::{HttpClient, HttpClientBuilder};
use sc_cli::{Error, Result};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sp_core::crypto::Ss58Codec;
use sp_crypto_hashing::{twox_128, twox_64};
use std::{
	fmt,
	io::Write,
	path::PathBuf,
	time::{Duration, SystemTime, UNIX_EPOCH},
};

/// How long a node may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// A slot, in milliseconds.
const SLOT_MS: u64 = census_runtime::constants::SLOT_MILLISECONDS;
/// Blocks that the finalised one is behind the best one where all is well: a handful.
const USUAL_LAG: u32 = 6;
/// From how many on validators are missing.
const MAX_LAG: u32 = 20;
/// Slots without a block after which something is wrong.
const MAX_SILENT_SLOTS: u64 = 10;
/// Blocks of whole sessions that a validator misses by chance, for each validator: five turns.
const MISSED_TURNS: u32 = 5;
/// The part of a disk that should be free, in hundredths.
const FREE_PERCENT: u64 = 10;
const GIB: u64 = 1024 * 1024 * 1024;
/// So much is enough, whatever part of the disk it is.
const MUCH: u64 = 50 * GIB;

/// Which node is asked, and about whom.
#[derive(Debug, clap::Args)]
pub(crate) struct Doctor {
	/// The node's JSON-RPC. Asked from another machine it also tells whether strangers can call what they should not.
	#[arg(long, value_name = "URL", default_value = "http://127.0.0.1:9944")]
	url: String,

	/// The account that the node is a validator for.
	#[arg(long, value_name = "ADDRESS", value_parser = address)]
	account: Option<AccountId>,

	/// Where the node keeps its database, on this machine: tells how full the disk is.
	#[arg(long, value_name = "PATH")]
	base_path: Option<PathBuf>,
}

fn address(text: &str) -> std::result::Result<AccountId, String> {
	AccountId::from_ss58check(text).map_err(|error| format!("no address: {error}"))
}

/// How bad something is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Grade {
	/// It is well.
	Well,
	/// Somebody should know.
	Mind,
	/// Somebody should do something.
	Wrong,
}

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Finding(Grade, String);

impl fmt::Display for Finding {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let grade = match self.0 {
			Grade::Well => "ok",
			Grade::Mind => "mind",
			Grade::Wrong => "WRONG",
		};
		write!(f, "{grade:5}  {}", self.1)
	}
}

/// What a node says of itself.
#[derive(Clone, Debug)]
struct Facts {
	name: String,
	chain: String,
	is_validator: bool,
	peers: u64,
	needs_peers: bool,
	is_syncing: bool,
	best: u32,
	finalised: u32,
	/// When the best block was made, and what this machine's clock says, in milliseconds.
	made_at: Option<u64>,
	now: u64,
	/// Whether it does for us what it should do for its own machine alone; `None` if we are on that, or it did not say.
	is_open: Option<bool>,
	health: ValidatorsHealth,
	upgrade: Option<String>,
	account: Option<Account>,
	room: Option<Room>,
}

/// What the chain and the node say of a validator's account.
#[derive(Clone, Debug)]
struct Account {
	candidate: Option<Candidate>,
	/// Whether the node has the keys that the chain has; `None` if it does not say.
	has_keys: Option<bool>,
}

impl Doctor {
	/// Asks, and says what was found. An error if something is wrong.
	pub(crate) async fn run(&self) -> Result<()> {
		if let Some(path) = self.base_path.as_ref().filter(|path| !path.exists()) {
			return Err(ended(format!("{}: there is no such directory", path.display())));
		}
		let facts = self.ask().await.map_err(|error| {
			ended(format!("{} does not answer as a node does: {error}", self.url))
		})?;
		let findings = findings(&facts);
		let mut out = std::io::stdout();
		for finding in &findings {
			// Whoever closes the pipe has read enough.
			let _ = writeln!(out, "{finding}");
		}
		match findings.iter().filter(|finding| finding.0 == Grade::Wrong).count() {
			0 => Ok(()),
			1 => Err(ended("one thing is wrong".into())),
			wrong => Err(ended(format!("{wrong} things are wrong"))),
		}
	}

	async fn ask(&self) -> std::result::Result<Facts, ClientError> {
		let node = Asked(HttpClientBuilder::new().request_timeout(PATIENCE).build(self.url())?);
		let system: Value = node.plain("system_health").await?;
		let roles: Vec<String> = node.plain("system_nodeRoles").await?;
		let finalised: String = node.plain("chain_getFinalizedHead").await?;
		let best: Value = node.plain("chain_getHeader").await?;
		let finalised: Value = node.with("chain_getHeader", finalised).await?;
		let account = match &self.account {
			Some(account) => Some(node.account(account).await?),
			None => None,
		};
		let made_at = node.stored(&[b"Timestamp", b"Now"], &[]).await?.and_then(|bytes| {
			let bytes: [u8; 8] = bytes.try_into().ok()?;
			Some(u64::from_le_bytes(bytes))
		});
		let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
		let upgrade = node.stored(&[b"System", b"AuthorizedUpgrade"], &[]).await?;
		Ok(Facts {
			name: node.plain("system_version").await?,
			chain: node.plain("system_chain").await?,
			is_validator: roles.iter().any(|role| role == "Authority"),
			peers: system["peers"].as_u64().unwrap_or_default(),
			needs_peers: system["shouldHavePeers"].as_bool().unwrap_or_default(),
			is_syncing: system["isSyncing"].as_bool().unwrap_or_default(),
			best: number(&best)?,
			finalised: number(&finalised)?,
			made_at,
			now: now.as_millis() as u64,
			is_open: if self.is_local() { None } else { node.is_open().await },
			health: node.plain("validators_health").await?,
			upgrade: upgrade.map(|bytes| hex(&bytes[..bytes.len().min(32)])),
			account,
			room: self.base_path.as_deref().and_then(|path| Room::at(path).ok()),
		})
	}

	/// A node answers over WebSocket and HTTP at the same port.
	fn url(&self) -> String {
		match self.url.strip_prefix("ws") {
			Some(rest) => format!("http{rest}"),
			None => self.url.clone(),
		}
	}

	/// Whether the node is asked from its own machine.
	fn is_local(&self) -> bool {
		["//127.", "//localhost", "//[::1]"].iter().any(|host| self.url.contains(host))
	}
}

/// That something is not well.
fn ended(text: String) -> Error {
	Error::Application(text.into())
}

/// A node that is asked.
struct Asked(HttpClient);

impl Asked {
	async fn plain<R: DeserializeOwned>(
		&self,
		method: &str,
	) -> std::result::Result<R, ClientError> {
		self.0.request(method, ArrayParams::new()).await
	}

	async fn with<R: DeserializeOwned>(
		&self,
		method: &str,
		parameter: impl serde::Serialize,
	) -> std::result::Result<R, ClientError> {
		let mut parameters = ArrayParams::new();
		parameters.insert(parameter).map_err(ClientError::ParseError)?;
		self.0.request(method, parameters).await
	}

	/// The bytes under a key of the best block's state: the names of pallet and item, and what follows.
	async fn stored(
		&self,
		names: &[&[u8]],
		key: &[u8],
	) -> std::result::Result<Option<Vec<u8>>, ClientError> {
		let names: Vec<u8> = names.iter().flat_map(|name| twox_128(name)).collect();
		let key = hex(&[&names, key].concat());
		let told: Option<String> = self.with("state_getStorage", key).await?;
		Ok(told.and_then(|text| bytes(&text)))
	}

	async fn account(&self, account: &AccountId) -> std::result::Result<Account, ClientError> {
		let id: &[u8] = account.as_ref();
		let key = [&twox_64(id), id].concat();
		let keys = self.stored(&[b"Session", b"NextKeys"], &key).await?;
		let has_keys = match keys {
			// A node that does not say is asked from another machine.
			Some(keys) => self.with("author_hasSessionKeys", hex(&keys)).await.ok(),
			None => None,
		};
		let candidate = self.with("validators_candidate", account.to_ss58check()).await?;
		Ok(Account { candidate, has_keys })
	}

	/// Whether it answers what it should answer its own machine alone.
	async fn is_open(&self) -> Option<bool> {
		match self.plain::<Value>("system_peers").await {
			Ok(_) => Some(true),
			// It answered that it does not.
			Err(ClientError::Call(_)) => Some(false),
			Err(_) => None,
		}
	}
}

fn number(header: &Value) -> std::result::Result<u32, ClientError> {
	let text = header["number"].as_str().unwrap_or_default();
	u32::from_str_radix(text.trim_start_matches("0x"), 16)
		.map_err(|_| ClientError::Custom("a header has no number".into()))
}

fn hex(bytes: &[u8]) -> String {
	bytes.iter().fold("0x".into(), |text, byte| format!("{text}{byte:02x}"))
}

fn bytes(text: &str) -> Option<Vec<u8>> {
	let digits = text.strip_prefix("0x")?;
	(0..digits.len())
		.step_by(2)
		.map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok())
		.collect()
}

/// What the facts mean.
fn findings(facts: &Facts) -> Vec<Finding> {
	let mut found = vec![Finding(
		Grade::Well,
		format!("{} runs on {}, at block {}", facts.name, facts.chain, facts.best),
	)];
	found.extend(of_blocks(facts));
	found.extend(of_validators(&facts.health));
	if let Some(account) = &facts.account {
		found.extend(of_account(account, facts));
	} else if facts.is_validator {
		found.push(mind(
			"it is a validator's node: name its account by --account to look at keys and seat"
				.into(),
		));
	}
	if let Some(code) = &facts.upgrade {
		found.push(mind(format!(
			"an upgrade to the code {code} is authorised: see that this node's version is one that runs it"
		)));
	}
	match facts.is_open {
		Some(true) => found.push(wrong(
			"anybody can call what is for the node's own machine: start it without --rpc-methods=unsafe".into(),
		)),
		Some(false) => found.push(well("strangers cannot call what is for its own machine".into())),
		None => (),
	}
	if let Some(room) = facts.room {
		let percent = room.free.saturating_mul(100) / room.all.max(1);
		let said = format!("{} GiB of the disk are free, {percent} %", room.free / GIB);
		let is_little = percent < FREE_PERCENT && room.free < MUCH;
		found.push(if is_little { wrong(said) } else { well(said) });
	}
	found
}

fn well(text: String) -> Finding {
	Finding(Grade::Well, text)
}

fn mind(text: String) -> Finding {
	Finding(Grade::Mind, text)
}

fn wrong(text: String) -> Finding {
	Finding(Grade::Wrong, text)
}

fn of_blocks(facts: &Facts) -> Vec<Finding> {
	let mut found = Vec::new();
	found.push(match facts.peers {
		0 if facts.needs_peers => wrong(
			"it has no peers: see that its port is open, and that it knows a boot node (--bootnodes)".into(),
		),
		peers => well(format!("it has {peers} peers")),
	});
	if facts.is_syncing {
		found.push(mind("it is still catching up with the chain".into()));
	}
	let lag = facts.best.saturating_sub(facts.finalised);
	found.push(if lag > USUAL_LAG && lag <= MAX_LAG {
		mind(format!("finality is {lag} blocks behind, more than is usual"))
	} else if lag > MAX_LAG {
		wrong(format!(
			"finality is {lag} blocks behind, at block {}: more than a third of the validators do not vote, or this node \
			 does not hear them",
			facts.finalised
		))
	} else {
		well(format!("finality is {lag} blocks behind"))
	});
	let Some(made_at) = facts.made_at else { return found };
	if made_at > facts.now.saturating_add(SLOT_MS) {
		let seconds = (made_at - facts.now) / 1_000;
		found.push(wrong(format!(
			"this machine's clock is {seconds} seconds behind that of the best block's author: run a time service"
		)));
	} else if facts.now.saturating_sub(made_at) > MAX_SILENT_SLOTS * SLOT_MS && !facts.is_syncing {
		let seconds = (facts.now - made_at) / 1_000;
		found.push(wrong(format!(
			"the best block is {seconds} seconds old: nobody makes blocks, or none arrive, or this machine's clock is ahead"
		)));
	} else {
		found.push(well("the clock agrees with the chain's".into()));
	}
	found
}

fn of_validators(health: &ValidatorsHealth) -> Vec<Finding> {
	let ValidatorsHealth { validators, seated, fallback, may_stop, .. } = health;
	let mut found = vec![well(format!(
		"{validators} validators, {seated} with a person's seat, {fallback} standing in; of all of them \
		 {may_stop} may stop at a time"
	))];
	found.extend(health.doubts.iter().map(|doubt| mind(doubt.clone())));
	found
}

fn of_account(account: &Account, facts: &Facts) -> Vec<Finding> {
	let Some(candidate) = &account.candidate else {
		return vec![wrong("the account has no bond: it is no candidate".into())];
	};
	let mut found = Vec::new();
	match candidate.duty {
		CandidateDuty::Ready => (),
		CandidateDuty::SetAside => found.push(wrong(
			"the account made no blocks and was set aside: say `validators.resume` when its node is well".into(),
		)),
		CandidateDuty::Exiting => found.push(mind("the account leaves".into())),
		CandidateDuty::Barred => {
			found.push(wrong("the account has offended: it makes no blocks any more".into()));
		}
	}
	found.push(match (&candidate.stands_for, candidate.is_validator, candidate.sits) {
		(Some(StandsFor::Person { term, .. }), true, _) => {
			well(format!("the account is a validator, with a seat of term {term}"))
		}
		(_, true, _) => well("the account is a validator, and stands in for seats".into()),
		(_, false, true) => well("the account will be a validator within two sessions".into()),
		(_, false, false) => mind("the account is no validator now".into()),
	});
	if !facts.is_validator {
		found.push(wrong("this node makes no blocks: start it with --validator".into()));
	}
	found.push(match (candidate.has_keys, account.has_keys) {
		(false, _) if candidate.keys_wait_since.is_some() => {
			mind("its keys count from the third session after they were set".into())
		}
		(false, _) => wrong("the chain has no session keys of the account".into()),
		(true, Some(true)) => well("this node has the session keys that the chain has".into()),
		(true, Some(false)) => wrong(
			"this node lacks a session key that the chain has of the account: nothing that it makes would count".into(),
		),
		(true, None) => {
			mind("whether this node has the account's keys it tells its own machine alone".into())
		}
	});
	if candidate.is_validator {
		let much = facts.health.validators.saturating_mul(MISSED_TURNS);
		let said = format!(
			"the account made {} blocks in this session, and others made {} since its last in whole sessions",
			candidate.blocks, candidate.missed
		);
		found.push(if candidate.missed > much { wrong(said) } else { well(said) });
	}
	found
}

#[cfg(test)]
mod tests {
	use super::*;
	use census_rpc_api::views::{AccountId as Address, Amount};

	fn facts() -> Facts {
		Facts {
			name: "1.0".into(),
			chain: "Test".into(),
			is_validator: true,
			peers: 3,
			needs_peers: true,
			is_syncing: false,
			best: 100,
			finalised: 98,
			made_at: Some(1_000_000),
			now: 1_003_000,
			is_open: Some(false),
			health: ValidatorsHealth {
				session: 5,
				validators: 4,
				seated: 4,
				fallback: 0,
				disabled: 0,
				may_stop: 1,
				minimum: 4,
				present: None,
				coming: None,
				doubts: Vec::new(),
			},
			upgrade: None,
			account: Some(Account {
				candidate: Some(Candidate {
					account: Address([1; 32]),
					bond: Amount(1),
					duty: CandidateDuty::Ready,
					agreed: None,
					is_validator: true,
					sits: true,
					stands_for: Some(StandsFor::Fallback),
					has_keys: true,
					keys_wait_since: None,
					blocks: 2,
					missed: 0,
					earned: Amount(0),
				}),
				has_keys: Some(true),
			}),
			room: Some(Room { free: 50 * GIB, all: 100 * GIB }),
		}
	}

	/// What is not well after a change.
	fn after(change: impl FnOnce(&mut Facts)) -> Vec<(Grade, String)> {
		let mut facts = facts();
		change(&mut facts);
		let found = findings(&facts);
		found.into_iter().filter(|one| one.0 != Grade::Well).map(|one| (one.0, one.1)).collect()
	}

	fn candidate(facts: &mut Facts) -> &mut Candidate {
		facts.account.as_mut().and_then(|account| account.candidate.as_mut()).unwrap()
	}

	#[test]
	fn nothing_is_wrong_with_a_node_that_is_well() {
		assert_eq!(after(|_| ()), []);
	}

	#[test]
	fn each_thing_that_is_wrong_is_said() {
		type Change = fn(&mut Facts);
		let wrong: [(Change, &str); 12] = [
			(|facts| facts.peers = 0, "no peers"),
			(|facts| facts.finalised = 70, "30 blocks behind"),
			(|facts| facts.now = 900_000, "100 seconds behind"),
			(|facts| facts.now = 1_100_000, "100 seconds old"),
			(|facts| facts.is_open = Some(true), "unsafe"),
			(|facts| facts.room = Some(Room { free: GIB, all: 100 * GIB }), "1 GiB"),
			(|facts| facts.account.as_mut().unwrap().candidate = None, "no bond"),
			(|facts| facts.account.as_mut().unwrap().has_keys = Some(false), "lacks a session key"),
			(|facts| candidate(facts).duty = CandidateDuty::SetAside, "validators.resume"),
			(|facts| candidate(facts).duty = CandidateDuty::Barred, "offended"),
			(|facts| candidate(facts).missed = 21, "others made 21"),
			(|facts| facts.is_validator = false, "--validator"),
		];
		for (change, expected) in wrong {
			let found = after(change);
			assert_eq!(found.len(), 1, "{expected}: {found:?}");
			assert_eq!(found[0].0, Grade::Wrong);
			assert!(found[0].1.contains(expected), "{found:?}");
		}
		let minded: [(Change, &str); 5] = [
			(|facts| facts.is_syncing = true, "catching up"),
			(|facts| facts.finalised = 90, "10 blocks behind, more than"),
			(|facts| facts.health.doubts.push("five".into()), "five"),
			(|facts| facts.upgrade = Some("0x12".into()), "0x12"),
			(|facts| facts.account = None, "--account"),
		];
		for (change, expected) in minded {
			let found = after(change);
			assert_eq!(found.len(), 1, "{expected}: {found:?}");
			assert_eq!(found[0].0, Grade::Mind);
			assert!(found[0].1.contains(expected), "{found:?}");
		}
	}

	#[test]
	fn bytes_are_read_as_they_are_written() {
		assert_eq!(bytes(&hex(&[0, 1, 0xab])), Some(vec![0, 1, 0xab]));
		for wrong in ["", "ab", "0xa", "0xag"] {
			assert_eq!(bytes(wrong), None, "{wrong}");
		}
	}
}
