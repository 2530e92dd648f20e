//! `census-node key`: what the command's parts are, and how a node key is made.
//!
//! polkadot-sdk's own command wants a chain even where the key goes to no chain's directory, so that
//! what its error texts recommend fails.

use crate::cli::Cli;
use sc_cli::{
	Error, GenerateCmd, GenerateKeyCmdCommon, InsertKeyCmd, InspectKeyCmd, InspectNodeKeyCmd,
	SubstrateCli,
};
use sc_network::config::{NodeKeyConfig, Secret};
use sc_service::BasePath;
use std::path::{Path, PathBuf};

/// Where a chain's directory has the node key, if none is named otherwise.
const NODE_KEY_FILE: &str = "network/secret_ed25519";

/// What can be done with keys.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum KeyCommand {
	/// Make the key by which other nodes know this one. Its peer id goes to stderr.
	GenerateNodeKey(GenerateNodeKey),

	/// Make a secret phrase, and show the keys and addresses that come of it.
	Generate(GenerateCmd),

	/// Show the public key and the address that come of a secret phrase, or belong to a public key.
	Inspect(InspectKeyCmd),

	/// Show the peer id of a node key from a file or stdin.
	InspectNodeKey(InspectNodeKeyCmd),

	/// Put a session key into a node's keystore.
	Insert(InsertKeyCmd),
}

/// Where a new node key goes: to stdout, to a file, or to where the node looks for it.
#[derive(Debug, clap::Args)]
pub(crate) struct GenerateNodeKey {
	#[clap(flatten)]
	common: GenerateKeyCmdCommon,

	/// The chain in whose directory the key is kept: `dev`, `local`, or a specification's file.
	#[arg(long, value_name = "CHAIN_SPEC")]
	chain: Option<String>,

	/// Keep the key where a node of this base path looks for it. One that is there stays.
	#[arg(
		long,
		short = 'd',
		value_name = "PATH",
		requires = "chain",
		conflicts_with_all = ["file", "bin", "default_base_path"]
	)]
	base_path: Option<PathBuf>,

	/// Keep the key where a node without a base path looks for it. One that is there stays.
	#[arg(long, requires = "chain", conflicts_with_all = ["file", "bin"])]
	default_base_path: bool,
}

impl KeyCommand {
	/// Does what is asked for.
	pub(crate) fn run(&self, cli: &Cli) -> sc_cli::Result<()> {
		match self {
			Self::GenerateNodeKey(command) => command.run(cli),
			Self::Generate(command) => command.run(),
			Self::Inspect(command) => command.run(),
			Self::InspectNodeKey(command) => command.run(),
			Self::Insert(command) => command.run(cli),
		}
	}
}

impl GenerateNodeKey {
	fn run(&self, cli: &Cli) -> sc_cli::Result<()> {
		let base_path = match &self.base_path {
			Some(path) => BasePath::new(path),
			None if self.default_base_path => {
				BasePath::from_project("", "", &Cli::executable_name())
			}
			None => return self.common.run(),
		};
		let spec = cli.load_spec(self.chain.as_deref().unwrap_or_default())?;
		make(&base_path.config_dir(spec.id()).join(NODE_KEY_FILE))
	}
}

/// Makes a key in a file that only its owner can read.
fn make(file: &Path) -> sc_cli::Result<()> {
	if file.exists() {
		return Err(Error::KeyAlreadyExistsInPath(file.to_owned()));
	}
	let key = NodeKeyConfig::Ed25519(Secret::File(file.to_owned())).into_keypair()?;
	eprintln!("The node key is in {}; its peer id:", file.display());
	eprintln!("{}", key.public().to_peer_id());
	Ok(())
}
