//! `census-weights`: measures the runtime's weights and writes them as Rust.

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
	match census_weights::Command::parse().run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		}
	}
}
