//! `census-node`, the Census full node.

// `sc_cli::Error` is large, and the signatures that return it are polkadot-sdk's.
#![allow(clippy::result_large_err)]

mod addresses;
mod advice;
mod bucket;
mod cli;
mod command;
mod compiled;
mod disk;
mod doctor;
mod equivocations;
mod executor;
mod genesis;
mod gossip;
mod guarded_pool;
mod handovers;
mod key;
mod metrics;
mod network;
mod order;
mod pool_tasks;
#[cfg(test)]
mod reference;
mod rpc;
mod service;
mod stop;
mod tasks;

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
