//! `census-storage-weights`: measures what a read and a write of the chain's state take, on a database that is
//! larger than memory.

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
	match census_weights::storage::Command::parse().run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		}
	}
}
