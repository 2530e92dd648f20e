//! `census-node network`: makes a network of one's own, with keys that nobody else has.

use census_chain_spec::{
	examined, is_built_in, load,
	network::{Issuer, Network, Validator},
};
use census_runtime::{constants::CEN, AccountId, Balance, SessionKeys};
use sc_cli::{Error, Result};
use sc_keystore::LocalKeystore;
use sc_network::{
	config::{NodeKeyConfig, Secret},
	multiaddr::{Multiaddr, Protocol},
};
use sp_core::{
	crypto::{key_types, KeyTypeId, Ss58Codec},
	ed25519, sr25519, Pair,
};
use sp_keystore::Keystore;
use std::{
	fs::{self, OpenOptions},
	io::{ErrorKind, Write},
	os::unix::fs::{DirBuilderExt, OpenOptionsExt},
	path::{Path, PathBuf},
};

/// The most tickets that one admission takes.
const MAX_TICKETS: u32 = 8;

/// What can be done about a network.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum NetworkCommand {
	/// Make a network of your own: its specification, and the keys of its first validators and issuers.
	///
	/// Each validator's and issuer's keys are in a directory of its own, which its owner alone can read: give
	/// each to whom it belongs, and keep none of another's. The specification, `chain.json`, is for everybody:
	/// every node of the network is started with the same.
	New(NewNetwork),
}

/// What is chosen of a new network.
#[derive(Debug, clap::Args)]
pub(crate) struct NewNetwork {
	/// The directory that is made for it.
	#[arg(long, value_name = "DIRECTORY")]
	out: PathBuf,

	/// What people call the network.
	#[arg(long, value_name = "NAME", default_value = "Census")]
	name: String,

	/// What nodes call the directory of its database: letters, digits, `-` and `_`. Default: the name, in small
	/// letters.
	#[arg(long, value_name = "ID")]
	id: Option<String>,

	/// How many validators it begins with, 1 to 64. Blocks are final while more than two thirds of them run.
	#[arg(long, value_name = "COUNT", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=64))]
	validators: u8,

	/// How many issuers admit persons, 2 to 14. Of four with a threshold of 3 any one may stop, and any one may be
	/// corrupt.
	#[arg(long, value_name = "COUNT", default_value_t = 4, value_parser = clap::value_parser!(u8).range(2..=14))]
	issuers: u8,

	/// How many issuers have to agree to admit a person. Default: the least by which any two quorums share two.
	#[arg(long, value_name = "COUNT")]
	threshold: Option<u32>,

	/// How many members the committee has, 3 to 32. Two thirds of them govern while persons are few.
	#[arg(long, value_name = "COUNT", default_value_t = 3, value_parser = clap::value_parser!(u8).range(3..=32))]
	committee: u8,

	/// All the CEN there will ever be. Validators, issuers and the committee's members get a thousand each, and the bond;
	/// the committee's account has the rest.
	#[arg(long, value_name = "CEN", default_value_t = 1_000_000_000)]
	supply: u64,

	/// Where the first validator, and each next one, is reached: `/ip4/192.0.2.7/tcp/30333`, or `/dns/…/tcp/…`. Once
	/// for each.
	#[arg(long, value_name = "ADDRESS", value_parser = reachable)]
	address: Vec<String>,
}

impl NetworkCommand {
	pub(crate) fn run(&self) -> Result<()> {
		match self {
			Self::New(new) => new.run(),
		}
	}
}

impl NewNetwork {
	fn run(&self) -> Result<()> {
		let id = self.id()?;
		if self.address.len() > usize::from(self.validators) {
			return Err(Error::Input("there are more addresses than validators".into()));
		}
		let issuers = u32::from(self.issuers);
		// Twice the threshold is more than all weigh, and one of them besides.
		let least = issuers.div_ceil(2) + 1;
		let threshold = self.threshold.unwrap_or(least);
		if !(least..=issuers.min(MAX_TICKETS)).contains(&threshold) {
			let text = format!(
				"of {issuers} issuers {least} or more have to agree, so that any two quorums share two; and no more \
				 than {}: so many tickets fit an admission",
				issuers.min(MAX_TICKETS)
			);
			return Err(Error::Input(text));
		}

		directory(&self.out)?;
		let made = self.make(id, threshold);
		if made.is_err() {
			// What was made is of no use to anybody.
			let _ = fs::remove_dir_all(&self.out);
		}
		self.say(&made?);
		Ok(())
	}

	/// Makes all that is in the directory.
	fn make(&self, id: String, threshold: u32) -> Result<Network> {
		let mut network = Network {
			name: self.name.clone(),
			id,
			validators: Vec::new(),
			issuers: Vec::new(),
			threshold,
			committee: Vec::new(),
			supply: Balance::from(self.supply) * CEN,
			boot_nodes: Vec::new(),
		};
		directory(&self.out.join("committee"))?;
		for number in 1..=u32::from(self.committee) {
			let member = account(&self.out.join(format!("committee/{number}.phrase")))?;
			network.committee.push(member);
		}
		directory(&self.out.join("accounts"))?;
		directory(&self.out.join("validators"))?;
		for number in 1..=u32::from(self.validators) {
			let place = self.out.join(format!("validators/{number}"));
			let owner = account(&self.out.join(format!("accounts/{number}.phrase")))?;
			let (validator, peer) = validator(owner, &place)?;
			network.validators.push(validator);
			if let Some(address) = self.address.get(number as usize - 1) {
				network.boot_nodes.push(format!("{address}/p2p/{peer}"));
			}
		}
		directory(&self.out.join("issuers"))?;
		for number in 1..=u32::from(self.issuers) {
			let place = self.out.join(format!("issuers/{number}"));
			directory(&place)?;
			network.issuers.push(Issuer {
				name: format!("Issuer {number}"),
				key: account(&place.join("tickets.phrase"))?.into(),
				controller: account(&place.join("controller.phrase"))?,
			});
		}

		let plain = network.specification()?;
		write(&self.out.join("plain.json"), &sc_cli::ChainSpec::as_json(&plain, false)?)?;
		let (spec, mut doubts) = examined(Box::new(plain), true)?;
		if self.validators < 4 {
			doubts.push(
				"with fewer than four validators no block is final while one of them stops".into(),
			);
		}
		for doubt in doubts {
			log::warn!("{doubt}");
		}
		write(&self.out.join("addresses.txt"), &addresses(&network))?;
		write(&self.out.join("chain.json"), &spec.as_json(true)?)?;
		Ok(network)
	}

	fn id(&self) -> Result<String> {
		let id = self.id.clone().unwrap_or_else(|| {
			self.name.to_lowercase().replace(|letter: char| letter.is_whitespace(), "_")
		});
		let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
		if !id.chars().any(char::is_alphanumeric) || !id.chars().all(is_plain) {
			let text = format!("`{id}` cannot be the name of a directory: give another by --id");
			return Err(Error::Input(text));
		}
		let built_in = ["dev", "local"].map(load);
		if is_built_in(&id) || built_in.iter().flatten().any(|spec| spec.id() == id) {
			return Err(Error::Input(format!(
				"`{id}` is a chain that is built in: give another by --id"
			)));
		}
		Ok(id)
	}

	/// Tells what was made, and what to do with it.
	fn say(&self, network: &Network) {
		let out = self.out.display();
		say(&format!(
			"A network of {} validators and {} issuers, of which {} admit a person together, is in {out}:\n\
			 \n  \
			   chain.json          its specification, byte for byte the same for every node\n  \
			   plain.json          the same to be read, or edited: `export-chain-spec --raw` makes the other of it\n  \
			   addresses.txt       the accounts of all of these, for everybody\n  \
			   committee/N.phrase  of a member of the committee: two thirds of them govern. Off every node\n  \
			   accounts/N.phrase   of the account that has validator N's bond: off every node too\n  \
			   validators/N        its session keys and node key: what its node needs, and no other's\n  \
			   issuers/N           the phrase that tickets are signed with, and that of the controller\n\
			 \n\
			 Copy chain.json and validators/N to the machine of validator N, and start it there:\n\
			 \n  \
			   census-node --validator --chain chain.json --base-path DATA \\\n    \
			     --keystore-path validators/N/keystore --node-key-file validators/N/node.key\n\
			 \n\
			 On one machine give each its own --port, --rpc-port and --prometheus-port.\n",
			network.validators.len(),
			network.issuers.len(),
			network.threshold,
		));
		if network.boot_nodes.is_empty() {
			say("The specification names no address: give each node one of another by --bootnodes.\n");
		}
	}
}

/// Prints something, to whoever listens.
fn say(text: &str) {
	let _ = writeln!(std::io::stdout(), "{text}");
}

/// An address at which a node is reached, which says a port and no peer.
fn reachable(text: &str) -> std::result::Result<String, String> {
	let address: Multiaddr = text.parse().map_err(|error| format!("{error}"))?;
	let parts: Vec<_> = address.iter().collect();
	match parts[..] {
		[_, Protocol::Tcp(port)] | [_, Protocol::Tcp(port), Protocol::Ws(_)] if port > 0 => {
			Ok(text.to_string())
		}
		_ => Err("a host and a TCP port are wanted, as in /ip4/192.0.2.7/tcp/30333".into()),
	}
}

/// Whose account is which.
fn addresses(network: &Network) -> String {
	let members = network.committee.iter().map(|account| ("committee member", account));
	let validators = network.validators.iter().map(|validator| ("validator", &validator.account));
	let issuers = network.issuers.iter().map(|issuer| ("controller of issuer", &issuer.controller));
	let lines = |all: &mut dyn Iterator<Item = (&'static str, &AccountId)>| -> String {
		(1..).zip(all).fold(String::new(), |text, (number, (role, account))| {
			format!("{text}{role} {number}: {}\n", account.to_ss58check())
		})
	};
	let together = census_runtime::committee_of(network.committee.clone()).to_ss58check();
	format!(
		"{}two thirds of the committee together: {together}\n{}{}",
		lines(&mut members.into_iter()),
		lines(&mut validators.into_iter()),
		lines(&mut issuers.into_iter())
	)
}

/// Writes what everybody may read.
fn write(path: &Path, text: &str) -> Result<()> {
	fs::write(path, text).map_err(|error| in_file(path, &error))
}

/// Makes a directory that its owner alone can read. One that is there stays as it is, and is an error.
fn directory(path: &Path) -> Result<()> {
	fs::DirBuilder::new().mode(0o700).create(path).map_err(|error| match error.kind() {
		ErrorKind::AlreadyExists => in_file(path, &"it exists: choose a directory that does not"),
		ErrorKind::NotFound => in_file(path, &"the directory it is to be in does not exist"),
		_ => in_file(path, &error),
	})
}

fn in_file(path: &Path, error: &dyn std::fmt::Display) -> Error {
	Error::Input(format!("{}: {error}", path.display()))
}

/// Writes a secret that its owner alone can read.
fn secret(path: &Path, text: &str) -> Result<()> {
	let mut file = OpenOptions::new()
		.write(true)
		.create_new(true)
		.mode(0o600)
		.open(path)
		.map_err(|error| in_file(path, &error))?;
	writeln!(file, "{text}").map_err(|error| in_file(path, &error))
}

/// Makes a phrase, keeps it in a file, and gives the account that comes of it.
fn account(path: &Path) -> Result<AccountId> {
	let (pair, phrase, _) = sr25519::Pair::generate_with_phrase(None);
	secret(path, &phrase)?;
	Ok(AccountId::new(pair.public().0))
}

/// Makes a validator's session keys and node key. Tells its peer id besides.
fn validator(account: AccountId, place: &Path) -> Result<(Validator, String)> {
	directory(place)?;
	let keys = place.join("keystore");
	directory(&keys)?;
	let keystore = LocalKeystore::open(&keys, None).map_err(|error| in_file(&keys, &error))?;
	let keep = |kind: KeyTypeId, phrase: &str, public: &[u8]| {
		keystore
			.insert(kind, phrase, public)
			.map_err(|()| in_file(&keys, &"the key cannot be written"))
	};
	let sr25519 = |kind| {
		let (pair, phrase, _) = sr25519::Pair::generate_with_phrase(None);
		keep(kind, &phrase, &pair.public().0).map(|()| pair.public())
	};
	let (grandpa, phrase, _) = ed25519::Pair::generate_with_phrase(None);
	keep(key_types::GRANDPA, &phrase, &grandpa.public().0)?;
	let keys = SessionKeys {
		babe: sr25519(key_types::BABE)?.into(),
		grandpa: grandpa.public().into(),
		authority_discovery: sr25519(key_types::AUTHORITY_DISCOVERY)?.into(),
	};

	let file = place.join("node.key");
	// It makes the file, for its owner alone.
	let key = NodeKeyConfig::Ed25519(Secret::File(file.clone()))
		.into_keypair()
		.map_err(|error| in_file(&file, &error))?;
	let peer = key.public().to_peer_id().to_string();
	Ok((Validator { account, keys }, peer))
}
