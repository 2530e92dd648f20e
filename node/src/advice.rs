//! What a validator's operator is told when the validator cannot do its work, and which commands help.
//!
//! A test runs each of these commands: whatever is recommended here works as it is printed.

use census_runtime::opaque::Block;
use futures_timer::Delay;
use sc_client_api::HeaderBackend;
use sp_api::ProvideRuntimeApi;
use sp_consensus::SyncOracle;
use sp_consensus_babe::{BabeApi, KEY_TYPE};
use sp_keystore::KeystorePtr;
use std::{
	path::{Path, PathBuf},
	sync::Arc,
	time::{Duration, Instant},
};

/// How often it is looked whether the validator does its work: five slots, so that a slot that is
/// missed by chance is nothing to speak of.
const PERIOD: Duration = Duration::from_secs(30);

/// After how long the same is said again, if it is still so.
const REMINDER: Duration = Duration::from_secs(3_600);

/// The session keys: their type, and the scheme that a keystore needs to be told with it.
const SESSION_KEYS: [(&str, &str); 3] =
	[("babe", "sr25519"), ("gran", "ed25519"), ("audi", "sr25519")];

/// The program, as an operator calls it.
const PROGRAM: &str = env!("CARGO_PKG_NAME");

/// Where a validator looks for its node key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum NodeKey<'a> {
	/// In the file that it was told of.
	In(&'a Path),
	/// In the base path that it was told of.
	Under(&'a Path),
	/// In the operator's home.
	AtHome,
	/// In a directory that is gone with the node.
	InPassing,
}

/// What to do about a validator of this `chain` that has no node key where it looked, in `file`.
pub(crate) fn no_node_key(chain: &str, place: NodeKey<'_>, file: &Path) -> String {
	let chain = quoted(chain);
	let (options, again) = match place {
		NodeKey::In(file) => (format!("--file {}", argument(file)), ""),
		NodeKey::Under(path) => (format!("--chain {chain} --base-path {}", argument(path)), ""),
		NodeKey::AtHome => (format!("--chain {chain} --default-base-path"), ""),
		NodeKey::InPassing => ("--file node.key".into(), " with --node-key-file node.key"),
	};
	format!(
		"a validator needs a node key that stays the same, for others find it by that; there is \
		 none in {}.\n\nMake one, once, and start the validator again{again}:\n\n    {PROGRAM} key \
		 generate-node-key {options}\n\nFor a trial, --unsafe-force-node-key-generation makes one at \
		 the start.",
		file.display()
	)
}

/// What to do about a validator without a key of the validators' set.
fn no_session_keys(chain: &str, keystore: &Path) -> String {
	let options = format!("--chain {} --keystore-path {}", quoted(chain), argument(keystore));
	let commands = SESSION_KEYS.map(|(kind, scheme)| {
		format!("\n    {PROGRAM} key insert {options} --key-type {kind} --scheme {scheme}")
	});
	format!(
		"This node is to be a validator, but holds no BABE key of a validator of this or the next \
		 epoch, so it makes no blocks. If it waits for a seat, that is as it should be. If it is one of \
		 them, give it its session keys; each command \
		 asks for the secret phrase, or takes it from a file named by --suri:\n{}",
		commands.concat()
	)
}

/// What to do about a validator that no other node is connected to.
fn alone() -> String {
	format!(
		"There has been no block for {} s, and no other node is connected: a validator makes none \
		 before it has a peer. Start the other validators; name one that runs by --bootnodes; or, to \
		 make blocks alone, start with --force-authoring. More than two thirds of the validators \
		 must run for a block to become final.",
		PERIOD.as_secs()
	)
}

fn argument(path: &Path) -> String {
	quoted(&path.to_string_lossy())
}

/// An argument as a shell takes it for one.
fn quoted(argument: &str) -> String {
	let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+=:,@%".contains(c);
	if !argument.is_empty() && argument.chars().all(plain) {
		argument.to_owned()
	} else {
		format!("'{}'", argument.replace('\'', r"'\''"))
	}
}

/// What keeps a validator from its work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Hindrance {
	NoSessionKeys,
	Alone,
}

/// What a validator looks like at some time.
#[derive(Clone, Copy, Debug)]
struct Look {
	/// The number of the best block.
	best: u32,
	/// Whether it still fetches what others have long had.
	syncing: bool,
	/// Whether it makes no blocks, because nobody is connected.
	waiting: bool,
	/// Whether it holds a key of a validator of this epoch or the next.
	in_set: bool,
}

impl Look {
	/// What hinders, if the validator looked like `before` a period ago.
	fn hindrance(&self, before: &Self) -> Option<Hindrance> {
		if self.syncing {
			return None;
		}
		if !self.in_set {
			return Some(Hindrance::NoSessionKeys);
		}
		(self.best == before.best && self.waiting && before.waiting).then_some(Hindrance::Alone)
	}
}

/// Remembers what was said, so that nothing is said again at once.
#[derive(Default)]
struct Reminders(Option<(Hindrance, Instant)>);

impl Reminders {
	/// Whether to say this at this time.
	fn is_due(&mut self, hindrance: Option<Hindrance>, now: Instant) -> Option<Hindrance> {
		let Some(hindrance) = hindrance else {
			self.0 = None;
			return None;
		};
		match self.0 {
			Some((said, at)) if said == hindrance && now.duration_since(at) < REMINDER => None,
			_ => {
				self.0 = Some((hindrance, now));
				Some(hindrance)
			}
		}
	}
}

/// A validator, as far as it is looked after.
pub(crate) struct Validator<Client, Oracle> {
	/// The chain as it is.
	pub(crate) client: Arc<Client>,
	/// What is known of other nodes.
	pub(crate) sync: Arc<Oracle>,
	/// Its keys.
	pub(crate) keystore: KeystorePtr,
	/// Where they are, unless in memory.
	pub(crate) keystore_path: Option<PathBuf>,
	/// The chain as the operator named it.
	pub(crate) chain: String,
	/// Whether it makes blocks without peers.
	pub(crate) force_authoring: bool,
}

/// Looks after a validator for as long as the node runs, and says what hinders it.
pub(crate) async fn to<Client, Oracle>(validator: Validator<Client, Oracle>)
where
	Client: HeaderBackend<Block> + ProvideRuntimeApi<Block>,
	Client::Api: BabeApi<Block>,
	Oracle: SyncOracle,
{
	let Validator { client, sync, keystore, keystore_path, chain, force_authoring } = validator;
	let look = || Look {
		best: client.info().best_number,
		syncing: sync.is_major_syncing(),
		waiting: !force_authoring && sync.is_offline(),
		in_set: is_in_set(&*client, &keystore),
	};
	let mut said = Reminders::default();
	let mut before = look();
	loop {
		Delay::new(PERIOD).await;
		let now = look();
		match said.is_due(now.hindrance(&before), Instant::now()) {
			Some(Hindrance::NoSessionKeys) => {
				if let Some(path) = &keystore_path {
					log::warn!("{}", no_session_keys(&chain, path));
				}
			}
			Some(Hindrance::Alone) => log::warn!("{}", alone()),
			None => {}
		}
		before = now;
	}
}

/// Whether the keystore has a key of a validator of this epoch or the next. A state that cannot be
/// asked is no reason to say that it has none.
fn is_in_set<Client>(client: &Client, keystore: &KeystorePtr) -> bool
where
	Client: HeaderBackend<Block> + ProvideRuntimeApi<Block>,
	Client::Api: BabeApi<Block>,
{
	let best = client.info().best_hash;
	let api = client.runtime_api();
	let (Ok(this), Ok(next)) = (api.current_epoch(best), api.next_epoch(best)) else {
		return true;
	};
	let held = keystore.sr25519_public_keys(KEY_TYPE);
	let mut validators = this.authorities.iter().chain(&next.authorities);
	validators.any(|(validator, _)| held.contains(validator.as_ref()))
}

#[cfg(test)]
mod tests {
	use super::*;

	const WELL: Look = Look { best: 7, syncing: false, waiting: false, in_set: true };

	#[test]
	fn a_validator_that_makes_blocks_or_has_peers_is_left_in_peace() {
		let waiting = Look { waiting: true, ..WELL };
		assert_eq!(WELL.hindrance(&WELL), None);
		assert_eq!(Look { best: 8, ..waiting }.hindrance(&waiting), None);
		assert_eq!(waiting.hindrance(&WELL), None, "it has only just lost its peers");
		let syncing = Look { syncing: true, in_set: false, ..waiting };
		assert_eq!(syncing.hindrance(&syncing), None, "whether it is in the set is seen later");
	}

	#[test]
	fn a_validator_without_keys_or_peers_is_told_so() {
		let waiting = Look { waiting: true, ..WELL };
		assert_eq!(waiting.hindrance(&waiting), Some(Hindrance::Alone));
		let keyless = Look { in_set: false, ..WELL };
		assert_eq!(keyless.hindrance(&WELL), Some(Hindrance::NoSessionKeys));
		let both = Look { in_set: false, ..waiting };
		assert_eq!(both.hindrance(&both), Some(Hindrance::NoSessionKeys));
	}

	#[test]
	fn the_same_is_said_once_an_hour_and_at_once_when_it_comes_back() {
		let (keyless, alone) = (Some(Hindrance::NoSessionKeys), Some(Hindrance::Alone));
		let start = Instant::now();
		let mut said = Reminders::default();
		assert_eq!(said.is_due(keyless, start), keyless);
		assert_eq!(said.is_due(keyless, start + PERIOD), None);
		assert_eq!(said.is_due(alone, start + PERIOD), alone);
		assert_eq!(said.is_due(alone, start + PERIOD + REMINDER), alone);
		assert_eq!(said.is_due(None, start + PERIOD + REMINDER), None);
		assert_eq!(said.is_due(alone, start + PERIOD + REMINDER), alone);
	}

	#[test]
	fn what_a_shell_would_take_apart_is_quoted() {
		for plain in ["local", "/srv/census", "chain.json", "a_b-c"] {
			assert_eq!(quoted(plain), plain);
		}
		assert_eq!(quoted("my chain"), "'my chain'");
		assert_eq!(quoted("$HOME"), "'$HOME'");
		assert_eq!(quoted("it's"), r"'it'\''s'");
		assert_eq!(quoted(""), "''");
	}

	#[test]
	fn each_command_names_the_chain_and_the_place() {
		let (path, file) = (Path::new("/srv/x"), Path::new("/srv/x/network/secret_ed25519"));
		for (place, command) in [
			(NodeKey::In(Path::new("my key")), "generate-node-key --file 'my key'\n"),
			(NodeKey::Under(path), "generate-node-key --chain 'a b' --base-path /srv/x\n"),
			(NodeKey::AtHome, "generate-node-key --chain 'a b' --default-base-path\n"),
			(NodeKey::InPassing, "generate-node-key --file node.key\n"),
		] {
			let text = no_node_key("a b", place, file);
			assert!(text.contains(command), "{text}");
		}
		let text = no_session_keys("local", path);
		assert_eq!(text.matches("insert --chain local --keystore-path /srv/x --key").count(), 3);
	}
}
