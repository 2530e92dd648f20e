//! Measures the runtime's weights through the real host functions.
//!
//! Weights have to be measured where the runtime's code will run: compiled from wasm by the node's
//! own executor, with the node's own host functions. So this crate loads a runtime built with
//! `runtime-benchmarks` as a wasm blob, starts a state from its `development` preset, runs the
//! benchmarks it lists and fits a line to what they took. Nothing native is built with
//! `runtime-benchmarks`.
//!
//! - `runtime`: the blob, the executor and the two states it runs over;
//! - `measurement`: which values are tried, and the lines fitted to the results;
//! - `weights_file`: the Rust that `runtime/src/weights` holds.
//!
//! With the feature `measure` the build script builds that blob from the `runtime` folder;
//! otherwise `--runtime` names one.

mod measurement;
mod runtime;
mod weights_file;

use measurement::{measure, Effort};
use runtime::Runtime;
use std::{fs, path::PathBuf};

/// What the build script built.
#[cfg(feature = "measure")]
#[allow(dead_code, unreachable_pub)]
mod built {
	include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));
}

#[cfg(not(feature = "measure"))]
mod built {
	pub(crate) const WASM_BINARY: Option<&[u8]> = None;
}

const ALL: &str = "*";

/// Measures the runtime's benchmarks and writes its weights.
#[derive(Clone, Debug, clap::Parser)]
#[command(version)]
pub struct Command {
	/// The pallet to measure, by its crate's name, such as `pallet_groups`; `*` is all of them.
	#[arg(long, default_value = ALL)]
	pub pallet: String,

	/// The one benchmark to measure; `*` is all of them.
	#[arg(long, default_value = ALL)]
	pub extrinsic: String,

	/// How many values of each component to try, spread evenly over its range.
	#[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(2..))]
	pub steps: u32,

	/// How many times to time each value.
	#[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
	pub repeat: u32,

	/// The folder to write `<pallet>.rs` files into. Without it, results are only printed.
	#[arg(long, value_name = "FOLDER")]
	pub output: Option<PathBuf>,

	/// A wasm runtime built with `runtime-benchmarks`, in place of the built-in one.
	#[arg(long, value_name = "FILE")]
	pub runtime: Option<PathBuf>,
}

impl Command {
	/// Measures what was asked for, prints each result and writes the weights files.
	pub fn run(&self) -> Result<(), String> {
		if self.output.is_some() && self.extrinsic != ALL {
			return Err("a weights file holds every benchmark of its pallet: leave out either \
				`--extrinsic` or `--output`"
				.into());
		}

		let runtime = Runtime::new(self.blob()?)?;
		let pallets = runtime.benchmarks()?;
		let effort = Effort { steps: self.steps, repeat: self.repeat };
		let mut benchmarks_run = 0;
		for pallet in pallets.iter().filter(|pallet| chosen(&self.pallet, &pallet.name)) {
			let mut measured = Vec::new();
			for benchmark in &pallet.benchmarks {
				if chosen(&self.extrinsic, &benchmark.name) {
					let result = measure(&runtime, pallet, benchmark, effort)?;
					println!("{}::{result}", pallet.name);
					measured.push(result);
				}
			}
			benchmarks_run += measured.len();
			if let Some(folder) = self.output.as_ref().filter(|_| !measured.is_empty()) {
				let file = weights_file::write(folder, &pallet.name, &measured, effort)?;
				println!("Wrote {}", file.display());
			}
		}

		if benchmarks_run == 0 {
			let known: Vec<_> = pallets.iter().map(|pallet| pallet.name.as_str()).collect();
			return Err(format!(
				"no benchmark is `{}::{}`; pallets with benchmarks: {}",
				self.pallet,
				self.extrinsic,
				known.join(", ")
			));
		}
		Ok(())
	}

	fn blob(&self) -> Result<Vec<u8>, String> {
		match &self.runtime {
			Some(file) => {
				fs::read(file).map_err(|e| format!("cannot read {}: {e}", file.display()))
			}
			None => built::WASM_BINARY.map(<[u8]>::to_vec).ok_or_else(|| {
				"no runtime is built in: name one with `--runtime`, or build with the feature \
				 `measure`"
					.into()
			}),
		}
	}
}

fn chosen(choice: &str, name: &str) -> bool {
	choice == ALL || choice == name
}

#[cfg(test)]
mod tests {
	use super::*;

	fn command(arguments: &[&str]) -> Command {
		clap::Parser::parse_from([&["census-weights"], arguments].concat())
	}

	#[test]
	fn the_arguments_are_consistent() {
		<Command as clap::CommandFactory>::command().debug_assert();
	}

	#[test]
	fn a_file_of_some_weights_is_refused() {
		let error = command(&["--extrinsic", "remark", "--output", "."]).run().unwrap_err();
		assert!(error.contains("leave out either"), "{error}");
	}

	#[test]
	fn a_missing_runtime_is_named() {
		let error = command(&["--runtime", "no/such.wasm"]).run().unwrap_err();
		assert!(error.contains("no/such.wasm"), "{error}");
	}

	#[cfg(not(feature = "measure"))]
	#[test]
	fn without_a_runtime_the_error_says_how_to_give_one() {
		let error = command(&[]).run().unwrap_err();
		assert!(error.contains("--runtime"), "{error}");
	}

	#[cfg(feature = "measure")]
	#[test]
	fn an_unknown_pallet_is_answered_with_the_known_ones() {
		let error = command(&["--pallet", "pallet_nowhere"]).run().unwrap_err();
		assert!(error.contains("frame_system"), "{error}");
	}
}
