//! The command line: what may be asked of the program.

use crate::{compiled::RuntimeCache, doctor::Doctor, key::KeyCommand, network::NetworkCommand};
use census_zk_host::accelerators::Accelerators;
use sc_cli::{
	BuildSpecCmd, ChainInfoCmd, CheckBlockCmd, ExportBlocksCmd, ExportChainSpecCmd, ExportStateCmd,
	ImportBlocksCmd, PurgeChainCmd, RevertCmd, RunCmd,
};

/// The arguments. Without a command, the node runs.
#[derive(Debug, clap::Parser)]
pub(crate) struct Cli {
	/// A command other than running the node.
	#[command(subcommand)]
	pub(crate) subcommand: Option<Subcommand>,

	/// How to run the node.
	#[clap(flatten)]
	pub(crate) run: RunCmd,

	/// How many proofs of transactions that nobody pays for are checked a second, for RPC and for the
	/// network each.
	///
	/// Persons act by such transactions, each with a proof or two. A quarter is for what changes the
	/// registry, a quarter for acts, and half for governance. Beyond these rates (and a burst of twice as
	/// many) who comes by RPC waits some seconds and then is refused, and what a peer brings is asked for
	/// again; paid ones never wait.
	#[arg(long, value_name = "COUNT", default_value_t = 400)]
	pub(crate) unpaid_per_second: u32,

	/// End in good order when fewer than so many MiB are left where the database is; 0 never does.
	///
	/// A database that finds no room to write is not always whole afterwards.
	#[arg(long, value_name = "MIB", default_value_t = 1024)]
	pub(crate) disk_reserve: u64,

	/// Where the compiled runtime is kept, so that the next start need not compile it; `none` keeps nothing.
	///
	/// The directory must be the node's user's alone: what is kept there is run. One serves all nodes of
	/// a machine; deleting it is safe. Default: `census-node` in the user's directory for caches
	/// ($XDG_CACHE_HOME or ~/.cache).
	#[arg(long, value_name = "DIRECTORY", global = true)]
	pub(crate) runtime_cache: Option<RuntimeCache>,

	/// What the node does so that no proof is verified twice, and many are verified together.
	///
	/// None of it changes what the node accepts; without it blocks take longer to import.
	#[arg(
		long,
		value_name = "ACCELERATORS",
		value_enum,
		value_delimiter = ',',
		global = true,
		default_value = "keys,accepts,batches"
	)]
	pub(crate) proof_accelerators: Vec<ProofAccelerator>,
}

/// A way to verify proofs faster.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub(crate) enum ProofAccelerator {
	/// No accelerator: each proof is verified by itself, each time.
	None,
	/// Keep prepared verifying keys.
	Keys,
	/// Remember which proofs were accepted.
	Accepts,
	/// Verify the proofs of a block together, ahead of its execution. Needs `accepts`.
	Batches,
}

impl Cli {
	/// The accelerators that are asked for.
	pub(crate) fn accelerators(&self) -> Accelerators {
		let has = |accelerator| self.proof_accelerators.contains(&accelerator);
		Accelerators {
			keys: has(ProofAccelerator::Keys),
			accepts: has(ProofAccelerator::Accepts),
			batch: has(ProofAccelerator::Batches),
		}
	}
}

/// The commands besides running the node.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Subcommand {
	/// Make, look at and store keys: accounts, session keys and the node's network key.
	#[command(subcommand)]
	Key(KeyCommand),

	/// Make a network of your own.
	#[command(subcommand)]
	Network(NetworkCommand),

	/// Ask a running node how it is, and say in words what is wrong.
	///
	/// It ends with 0 if nothing is, and with 1 if something is, or the node does not answer.
	Doctor(Doctor),

	/// Write a chain specification to stdout, adding a boot node for this machine.
	///
	/// `export-chain-spec` does the same without the boot node.
	BuildSpec(BuildSpecCmd),

	/// Write a chain specification, to stdout or a file.
	///
	/// With `--raw`, in the form that every node of a network must share byte for byte.
	ExportChainSpec(ExportChainSpecCmd),

	/// Import a block from the database once more, with every check.
	CheckBlock(CheckBlockCmd),

	/// Write blocks to a file or stdout, as `import-blocks` reads them.
	ExportBlocks(ExportBlocksCmd),

	/// Write the state of a block as the genesis of a new chain specification.
	ExportState(ExportStateCmd),

	/// Read blocks from a file or stdin and import them, with every check.
	ImportBlocks(ImportBlocksCmd),

	/// Take back blocks, never finalised ones, with what BABE and GRANDPA noted about them.
	Revert(RevertCmd),

	/// Delete the chain's database. Keys are kept.
	PurgeChain(PurgeChainCmd),

	/// Show the best, the finalised and the genesis block of the database.
	ChainInfo(ChainInfoCmd),

	/// Measure the weights of the runtime's calls on this machine.
	#[cfg(feature = "runtime-benchmarks")]
	Benchmark(census_weights::Command),
}
