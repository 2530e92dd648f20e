//! `census-load`: makes the database of a chain that begins with a great many persons, so that a node can be
//! measured with them that has not lived for years.
//!
//! - `people`: the records, and the tree, which is computed from its leaves;
//! - `state`: the trie of all of it, in the node's database;
//! - `chain`: the specification, and the genesis block;
//! - `storage`: what reads and writes of such a state take.
//!
//! What is in the state is what admissions would have left there; that they took place is all that is not true
//! of it. See `tools/load/README.md`.

mod chain;
mod people;
mod state;
mod storage;
#[cfg(test)]
mod tests;

use clap::Parser;
use people::People;
use std::{
	fs,
	path::{Path, PathBuf},
	process::ExitCode,
	time::Instant,
};

/// Makes the database of a chain that begins with many persons, and measures in it.
#[derive(Clone, Debug, Parser)]
#[command(version)]
enum Command {
	/// Makes the database.
	Make {
		/// How many persons: at most 67,108,864. A million take half a minute and 700 MB, 16 million seven minutes
		/// and 12 GB.
		#[arg(long, default_value_t = 1_000_000)]
		persons: u32,
		/// How many of them have identities, whose secrets are `person 0`, `person 1` and so on.
		#[arg(long, default_value_t = 1_000)]
		real: u32,
		/// The node's base path. It is made, and must hold no such chain yet.
		#[arg(long, value_name = "FOLDER")]
		base_path: PathBuf,
	},
	/// Measures what a read and a write of the state take. The database is no good to a node afterwards.
	Storage {
		/// How many persons it was made with.
		#[arg(long, default_value_t = 1_000_000)]
		persons: u32,
		/// The base path of the node.
		#[arg(long, value_name = "FOLDER")]
		base_path: PathBuf,
		#[command(flatten)]
		effort: storage::Effort,
	},
}

impl Command {
	fn run(&self) -> Result<(), String> {
		match self {
			Self::Make { persons, real, base_path } => make(*persons, *real, base_path),
			Self::Storage { persons, base_path, effort } => {
				let spec = census_chain_spec::load(&base_path.join(SPEC).display().to_string())?;
				let people = People::new(&spec.build_storage()?, *persons, 0)?;
				print!("{}", storage::measure(&chain::path_in(base_path), &people, effort)?);
				Ok(())
			}
		}
	}
}

/// The specification's file in a base path.
const SPEC: &str = "spec.json";

fn make(persons: u32, real: u32, base_path: &Path) -> Result<(), String> {
	let started = Instant::now();
	let tell = |what: String| println!("{:>5.0} s  {what}", started.elapsed().as_secs_f64());
	let cannot = |error| format!("cannot make {}: {error}", base_path.display());
	fs::create_dir_all(base_path).map_err(cannot)?;
	let file = base_path.join(SPEC);
	let spec = chain::specification(&file)?;
	let genesis = spec.build_storage()?;

	let people = People::new(&genesis, persons, real)?;
	let (pages, root) = people.tree(|leaves| {
		if leaves % (1 << 20) == 0 {
			tell(format!("{leaves} leaves"));
		}
	})?;
	tell(format!("a tree of {persons} leaves, root {root}"));

	let others = people.count_in(genesis, root).top;
	let entries = state::in_order(others, people.sections(&pages));
	let entries = people::watched(entries, |number| tell(format!("{number} entries")));
	let path = chain::path_in(base_path);
	chain::prepare(&path)?;
	let (root, entries) = state::write(&path, entries)?;
	chain::begin(&path, &*spec, root)?;
	tell(format!("a state of {entries} entries, root {root:?}"));
	println!(
		"Run it: census-node --alice --force-authoring --unsafe-force-node-key-generation \
		 --chain {} --base-path {}",
		file.display(),
		base_path.display()
	);
	Ok(())
}

fn main() -> ExitCode {
	match Command::parse().run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		}
	}
}
