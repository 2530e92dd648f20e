//! The command line: what may be asked of the program.

use sc_cli::{
	BuildSpecCmd, ChainInfoCmd, CheckBlockCmd, ExportBlocksCmd, ExportChainSpecCmd, ExportStateCmd,
	ImportBlocksCmd, KeySubcommand, PurgeChainCmd, RevertCmd, RunCmd,
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
}

/// The commands besides running the node.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Subcommand {
	/// Make, look at and store keys: accounts, session keys and the node's network key.
	#[command(subcommand)]
	Key(KeySubcommand),

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
