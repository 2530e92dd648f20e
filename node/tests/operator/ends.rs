//! Ends: whenever it is told to, the program ends well, and says nothing in red.

use super::{raw_specification, run, Running};
use std::{
	os::unix::process::ExitStatusExt,
	process::ExitStatus,
	thread,
	time::{Duration, Instant},
};

/// What a node is that is stopped here: the one validator of its chain.
const VALIDATOR: [&str; 1] = ["--dev"];

/// How often it is started and stopped. What goes wrong here goes wrong in one of three starts or so.
const ROUNDS: usize = 4;

/// No part of a program that ends well says any of this.
const RED: [&str; 6] =
	["Essential task", "AddrCache from file", "pthread", "panicked", "still running", "Error"];

#[track_caller]
fn ended_well(status: ExitStatus, log: &str) {
	assert_eq!(status.code(), Some(0), "{status}:\n{log}");
	for red in RED {
		assert!(!log.contains(red), "`{red}`:\n{log}");
	}
}

#[test]
fn a_node_that_is_stopped_as_soon_as_it_answers_ends_well() {
	for signal in ["INT", "TERM"] {
		for _ in 0..ROUNDS {
			let mut node = Running::start(&VALIDATOR);
			node.says("Running JSON-RPC server");
			let (status, log) = node.end(signal);
			ended_well(status, &log);
		}
	}
}

#[test]
fn a_node_that_is_stopped_while_it_starts_ends_well() {
	for milliseconds in [50, 300, 1_000, 3_000] {
		let node = Running::start(&VALIDATOR);
		thread::sleep(Duration::from_millis(milliseconds));
		let (status, log) = node.end("TERM");
		// Before it listens for signals, and has opened anything, the signal itself ends it.
		if log.is_empty() && status.signal().is_some() {
			continue;
		}
		ended_well(status, &log);
	}
}

#[test]
fn a_node_that_makes_blocks_ends_well() {
	let mut node = Running::start(&VALIDATOR);
	node.says("Imported #2");
	let begin = Instant::now();
	let (status, log) = node.end("INT");
	ended_well(status, &log);
	// The SDK gives a task that does not end a minute.
	assert!(begin.elapsed() < Duration::from_secs(50), "it took {:?}", begin.elapsed());
}

#[test]
fn a_command_that_succeeds_ends_without_a_complaint() {
	let directory = tempfile::tempdir().unwrap();
	let base = directory.path().to_str().unwrap();
	let chain = raw_specification().to_str().unwrap();
	let exported = run(["export-state", "--chain", chain, "--base-path", base]).well();
	ended_well(exported.status, &exported.err);
}
