//! `census-node`, the Census full node.

// `sc_cli::Error` is large, and the signatures that return it are polkadot-sdk's.
#![allow(clippy::result_large_err)]

mod cli;
mod command;
mod doorkeeper;
mod metrics;
mod order;
mod preverify;
mod service;

use std::process::ExitCode;

fn main() -> ExitCode {
	match command::run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		}
	}
}
