//! The command line: who answers what.

use crate::{
	advice::{self, NodeKey},
	cli::{Cli, Subcommand},
	disk,
	service::{self, FullBackend, FullClient},
	stop::Database,
};
use census_runtime::opaque::Block;
use sc_cli::{ChainSpec, LoggerBuilder, SubstrateCli};
use sc_consensus::DefaultImportQueue;
use sc_service::{Configuration, PartialComponents, TaskManager};
use std::{path::Path, sync::Arc};

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"Census node".into()
	}

	fn impl_version() -> String {
		env!("SUBSTRATE_CLI_IMPL_VERSION").into()
	}

	fn executable_name() -> String {
		env!("CARGO_PKG_NAME").into()
	}

	fn description() -> String {
		"A full node of Census, a chain of persons and of Semaphore v4 groups: it tells applications \
		 that a human or a member acts, and acts once, without telling them which one.\n\n\
		 It follows the chain and checks every block, verifies zero-knowledge proofs natively, and \
		 answers questions over JSON-RPC on port 9944. With \
		 --validator it also makes blocks (BABE) and votes on their finality (GRANDPA).\n\n\
		 Try `census-node --dev`: a chain of one validator on this machine, gone when it stops."
			.into()
	}

	fn author() -> String {
		"the Census contributors".into()
	}

	fn support_url() -> String {
		"the place this program came from, or the README.md of its source".into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> Result<Box<dyn ChainSpec>, String> {
		census_chain_spec::load(id)
	}
}

/// Reads the arguments and does what they say.
pub(crate) fn run() -> sc_cli::Result<()> {
	let cli = Cli::from_args();
	census_zk_host::accelerators::set_accelerators(cli.accelerators());
	let database = Database::default();
	let done = execute(&cli, &database);
	database.close();
	done
}

/// What a command works with.
struct Opened {
	client: Arc<FullClient>,
	backend: Arc<FullBackend>,
	task_manager: TaskManager,
	import_queue: DefaultImportQueue<Block>,
}

impl Opened {
	/// For a command that imports nothing. The queue's task ends with the command too.
	fn idle(self) -> (Arc<FullClient>, Arc<FullBackend>, TaskManager) {
		let Self { client, backend, mut task_manager, import_queue } = self;
		task_manager.keep_alive(import_queue);
		(client, backend, task_manager)
	}
}

/// Does what the arguments say. What is opened of the `database` is for the caller to close.
fn execute(cli: &Cli, database: &Database<FullBackend>) -> sc_cli::Result<()> {
	let open = |config: &Configuration| {
		let parts = service::new_partial(config, cli.runtime_cache.as_ref())?;
		let PartialComponents { client, backend, mut task_manager, import_queue, other, .. } =
			parts;
		database.hold(&backend);
		// Its tasks end with the command, and not before: that would be a failure.
		task_manager.keep_alive(other);
		Ok::<_, sc_cli::Error>(Opened { client, backend, task_manager, import_queue })
	};
	match &cli.subcommand {
		None => run_node(cli, database.clone()),
		Some(Subcommand::Key(command)) => command.run(cli),
		Some(Subcommand::Network(command)) => {
			// As above.
			LoggerBuilder::new("warn").init()?;
			command.run()
		}
		Some(Subcommand::Doctor(doctor)) => {
			LoggerBuilder::new("warn").init()?;
			tokio::runtime::Builder::new_current_thread()
				.enable_all()
				.build()?
				.block_on(doctor.run())
		}
		Some(Subcommand::BuildSpec(command)) => {
			let runner = cli.create_runner(command)?;
			let id = command.shared_params.chain_id(command.shared_params.is_dev());
			runner.sync_run(|config| {
				command.run(examined(&id, config.chain_spec, command.raw)?, config.network)
			})
		}
		Some(Subcommand::ExportChainSpec(command)) => {
			// The runtime logs what it says of a genesis state that it refuses.
			LoggerBuilder::new("warn").init()?;
			let spec = cli.load_spec(&command.chain)?;
			command.run(examined(&command.chain, spec, command.raw)?)
		}
		Some(Subcommand::CheckBlock(command)) => cli.create_runner(command)?.async_run(|config| {
			let Opened { client, task_manager, import_queue, .. } = open(&config)?;
			Ok((command.run(client, import_queue), task_manager))
		}),
		Some(Subcommand::ExportBlocks(command)) => {
			cli.create_runner(command)?.async_run(|config| {
				let (client, _, task_manager) = open(&config)?.idle();
				Ok((command.run(client, config.database), task_manager))
			})
		}
		Some(Subcommand::ExportState(command)) => cli.create_runner(command)?.async_run(|config| {
			let (client, _, task_manager) = open(&config)?.idle();
			Ok((command.run(client, config.chain_spec), task_manager))
		}),
		Some(Subcommand::ImportBlocks(command)) => {
			cli.create_runner(command)?.async_run(|config| {
				let Opened { client, task_manager, import_queue, .. } = open(&config)?;
				Ok((command.run(client, import_queue), task_manager))
			})
		}
		Some(Subcommand::Revert(command)) => cli.create_runner(command)?.async_run(|config| {
			let (client, backend, task_manager) = open(&config)?.idle();
			Ok((command.run(client, backend, Some(Box::new(service::revert))), task_manager))
		}),
		Some(Subcommand::PurgeChain(command)) => {
			let runner = cli.create_runner(command)?;
			runner.sync_run(|config| command.run(config.database))
		}
		Some(Subcommand::ChainInfo(command)) => {
			let runner = cli.create_runner(command)?;
			runner.sync_run(|config| command.run::<Block>(&config))
		}
		#[cfg(feature = "runtime-benchmarks")]
		Some(Subcommand::Benchmark(command)) => command.run().map_err(sc_cli::Error::Input),
	}
}

/// Runs the node until it is told to stop.
fn run_node(cli: &Cli, database: Database<FullBackend>) -> sc_cli::Result<()> {
	let runner = cli.create_runner(&cli.run).map_err(|error| explained(cli, error))?;
	let unpaid_per_second = cli.unpaid_per_second;
	let chain = chain_of(cli);
	let cache = cli.runtime_cache.as_ref();
	let reserve = cli.disk_reserve;
	runner.run_node_until_exit(move |config| async move {
		log::info!("Preparing the runtime. Where it has to be compiled, that takes some seconds.");
		let place = config.database.path().map(Path::to_owned);
		let tasks = service::new_full(config, cache, unpaid_per_second, chain, &database)?;
		disk::keep(reserve, place.as_deref(), &tasks)?;
		Ok::<_, sc_cli::Error>(tasks)
	})
}

/// The chain that the node is to run.
fn chain_of(cli: &Cli) -> String {
	let parameters = &cli.run.shared_params;
	parameters.chain_id(parameters.is_dev())
}

/// The error, and the commands that help in place of polkadot-sdk's, which know no chain.
fn explained(cli: &Cli, error: sc_cli::Error) -> sc_cli::Error {
	let sc_cli::Error::NetworkKeyNotFound(file) = error else { return error };
	let run = &cli.run;
	let place =
		match (&run.network_params.node_key_params.node_key_file, &run.shared_params.base_path) {
			(Some(file), _) => NodeKey::In(file),
			_ if run.tmp => NodeKey::InPassing,
			(None, Some(path)) => NodeKey::Under(path),
			(None, None) => NodeKey::AtHome,
		};
	let text = advice::no_node_key(&chain_of(cli), place, &file);
	sc_cli::Error::Application(text.into())
}

/// A specification that can be written, after it was looked at; the built-in ones are known to be
/// sound, and only have to be looked at where their genesis state is built anyway.
fn examined(id: &str, spec: Box<dyn ChainSpec>, raw: bool) -> sc_cli::Result<Box<dyn ChainSpec>> {
	if census_chain_spec::is_built_in(id) && !raw {
		return Ok(spec);
	}
	let (spec, doubts) = census_chain_spec::examined(spec, raw)?;
	for doubt in doubts {
		log::warn!("{doubt}");
	}
	Ok(spec)
}

#[cfg(test)]
mod tests {
	use super::*;
	use census_zk_host::accelerators::Accelerators;
	use clap::CommandFactory;

	#[test]
	fn the_command_line_is_well_formed() {
		Cli::setup_command(Cli::command()).debug_assert();
	}

	#[test]
	fn every_command_says_what_it_does() {
		for command in Cli::command().get_subcommands() {
			assert!(command.get_about().is_some(), "{}", command.get_name());
		}
	}

	#[test]
	fn the_help_describes_the_node_and_names_the_commands() {
		let help = Cli::setup_command(Cli::command()).render_long_help().to_string();
		assert!(help.contains("Semaphore v4 groups"));
		for name in ["key", "export-chain-spec", "import-blocks", "revert", "purge-chain"] {
			assert!(help.contains(name), "{name}");
		}
	}

	#[test]
	fn the_version_is_the_crates_own() {
		assert!(Cli::impl_version().starts_with(env!("CARGO_PKG_VERSION")));
	}

	#[test]
	fn all_layers_are_on_unless_others_are_asked_for() {
		let accelerators = |arguments: &[&str]| {
			let arguments = ["census-node"].iter().chain(arguments);
			Cli::try_from_iter(arguments).unwrap().accelerators()
		};
		assert_eq!(accelerators(&[]), Accelerators::ALL);
		assert_eq!(accelerators(&["--proof-accelerators=none"]), Accelerators::NONE);
		assert_eq!(
			accelerators(&["import-blocks", "--proof-accelerators", "accepts,batches"]),
			Accelerators { keys: false, accepts: true, batch: true }
		);
	}

	#[test]
	fn an_unknown_chain_is_an_error_in_words() {
		let cli = Cli::try_from_iter(["census-node"]).unwrap();
		let Err(error) = cli.load_spec("/no/such/file.json") else {
			panic!("there is no such chain");
		};
		assert!(!error.is_empty());
	}
}
