//! The command line: who answers what.

use crate::{
	cli::{Cli, Subcommand},
	service,
};
use census_runtime::opaque::Block;
use sc_cli::{ChainSpec, SubstrateCli};
use sc_service::PartialComponents;

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
	census_zk_host::layers::set_layers(cli.layers());
	match &cli.subcommand {
		None => {
			let unpaid_per_second = cli.unpaid_per_second;
			cli.create_runner(&cli.run)?.run_node_until_exit(move |config| async move {
				service::new_full(config, unpaid_per_second).map_err(sc_cli::Error::Service)
			})
		}
		Some(Subcommand::Key(command)) => command.run(&cli),
		Some(Subcommand::BuildSpec(command)) => {
			let runner = cli.create_runner(command)?;
			runner.sync_run(|config| command.run(config.chain_spec, config.network))
		}
		Some(Subcommand::ExportChainSpec(command)) => command.run(cli.load_spec(&command.chain)?),
		Some(Subcommand::CheckBlock(command)) => cli.create_runner(command)?.async_run(|config| {
			let PartialComponents { client, task_manager, import_queue, .. } =
				service::new_partial(&config)?;
			Ok((command.run(client, import_queue), task_manager))
		}),
		Some(Subcommand::ExportBlocks(command)) => {
			cli.create_runner(command)?.async_run(|config| {
				let PartialComponents { client, task_manager, .. } = service::new_partial(&config)?;
				Ok((command.run(client, config.database), task_manager))
			})
		}
		Some(Subcommand::ExportState(command)) => cli.create_runner(command)?.async_run(|config| {
			let PartialComponents { client, task_manager, .. } = service::new_partial(&config)?;
			Ok((command.run(client, config.chain_spec), task_manager))
		}),
		Some(Subcommand::ImportBlocks(command)) => {
			cli.create_runner(command)?.async_run(|config| {
				let PartialComponents { client, task_manager, import_queue, .. } =
					service::new_partial(&config)?;
				Ok((command.run(client, import_queue), task_manager))
			})
		}
		Some(Subcommand::Revert(command)) => cli.create_runner(command)?.async_run(|config| {
			let PartialComponents { client, task_manager, backend, .. } =
				service::new_partial(&config)?;
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

#[cfg(test)]
mod tests {
	use super::*;
	use census_zk_host::layers::Layers;
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
		let layers = |arguments: &[&str]| {
			let arguments = ["census-node"].iter().chain(arguments);
			Cli::try_from_iter(arguments).unwrap().layers()
		};
		assert_eq!(layers(&[]), Layers::ALL);
		assert_eq!(layers(&["--proof-layers=none"]), Layers::NONE);
		assert_eq!(
			layers(&["import-blocks", "--proof-layers", "accepts,batches"]),
			Layers { keys: false, accepts: true, batch: true }
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
