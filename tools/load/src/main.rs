//! `census-load`: makes the database of a chain that begins with a great many persons, so that a node can be
//! measured with them that has not lived for years.
//!
//! - `people`: the records, and the tree, which is computed from its leaves;
//! - `state`: the trie of all of it, in the node's database;
//! - `chain`: the specification, and the genesis block.
//!
//! What is in the state is what admissions would have left there; that they took place is all that is not true
//! of it. See `tools/load/README.md`.

mod chain;
mod people;
mod state;
#[cfg(test)]
mod tests;

use clap::Parser;
use people::People;
use std::{fs, path::PathBuf, process::ExitCode, time::Instant};

/// Makes the database of a chain that begins with many persons.
#[derive(Clone, Debug, Parser)]
#[command(version)]
struct Command {
	/// How many persons: at most 67,108,864. A million take half a minute and 1 GB.
	#[arg(long, default_value_t = 1_000_000)]
	persons: u32,
	/// How many of them have identities, whose secrets are `person 0`, `person 1` and so on.
	#[arg(long, default_value_t = 1_000)]
	real: u32,
	/// The node's base path. It is made, and must hold no such chain yet.
	#[arg(long, value_name = "FOLDER")]
	base_path: PathBuf,
}

impl Command {
	fn run(&self) -> Result<(), String> {
		let started = Instant::now();
		let tell = |what: String| println!("{:>5.0} s  {what}", started.elapsed().as_secs_f64());
		let cannot = |error| format!("cannot make {}: {error}", self.base_path.display());
		fs::create_dir_all(&self.base_path).map_err(cannot)?;
		let file = self.base_path.join("spec.json");
		let spec = chain::specification(&file)?;
		let genesis = spec.build_storage()?;

		let people = People::new(&genesis, self.persons, self.real)?;
		let (pages, root) = people.tree(|leaves| {
			if leaves % (1 << 20) == 0 {
				tell(format!("{leaves} leaves"));
			}
		})?;
		tell(format!("a tree of {} leaves, root {root}", self.persons));

		let others = people.count_in(genesis, root).top;
		let entries = state::in_order(others, people.sections(&pages));
		let entries = people::watched(entries, |number| tell(format!("{number} entries")));
		let path = self.base_path.join("chains").join(chain::ID).join("db/full");
		chain::prepare(&path)?;
		let (root, entries) = state::write(&path, entries)?;
		chain::begin(&path, &*spec, root)?;
		tell(format!("a state of {entries} entries, root {root:?}"));
		println!(
			"Run it: census-node --alice --force-authoring --unsafe-force-node-key-generation \
			 --chain {} --base-path {}",
			file.display(),
			self.base_path.display()
		);
		Ok(())
	}
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
