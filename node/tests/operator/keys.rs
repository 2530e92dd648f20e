//! Node keys: made where they are asked for, and by what the program itself recommends.

use super::{node, recommended, run, run_in};
use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Stdio};

/// Where a node of the chain `local` looks for its key.
const FILE: &str = "chains/census_local/network/secret_ed25519";

#[test]
fn a_node_key_needs_no_chain_if_it_is_printed_or_goes_to_a_file() {
	let printed = run(["key", "generate-node-key"]).well();
	assert_eq!(printed.out.len(), 64);
	assert!(printed.err.starts_with("12D3Koo"), "{}", printed.err);

	let directory = tempfile::tempdir().unwrap();
	run_in(directory.path(), ["key", "generate-node-key", "--file", "node.key"]).well();
	assert_eq!(fs::read_to_string(directory.path().join("node.key")).unwrap().len(), 64);
}

#[test]
fn a_node_key_in_a_base_path_needs_a_chain_is_its_owners_and_stays() {
	let directory = tempfile::tempdir().unwrap();
	let path = directory.path().to_str().unwrap();
	let without = run(["key", "generate-node-key", "--base-path", path]);
	assert!(!without.status.success());
	assert!(without.err.contains("--chain"), "{}", without.err);

	let make = ["key", "generate-node-key", "--chain", "local", "--base-path", path];
	run(make).well();
	let file = directory.path().join(FILE);
	let key = fs::read(&file).unwrap();
	assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
	run(make).refused("already exists");
	assert_eq!(fs::read(&file).unwrap(), key);
}

/// A validator with these options that has no key: what it is told to run works, and then it starts.
#[track_caller]
fn told_well(directory: &Path, options: &[&str]) {
	// With `--tmp` the key would be gone with the node, and is named at the next start.
	let named = options.contains(&"--tmp");
	let start = |home: &Path| {
		let mut command = node();
		command.current_dir(home).env("HOME", home).env_remove("XDG_DATA_HOME");
		command.args(["--validator", "--chain", "local"]).args(options);
		command
	};
	let refused = start(directory).output().unwrap();
	assert_eq!(refused.status.code(), Some(1));
	let text = String::from_utf8(refused.stderr).unwrap();
	assert!(!text.contains("<NODE_BINARY>"), "{text}");
	let commands = recommended(&text);
	assert!(!commands.is_empty(), "{text}");
	for arguments in commands {
		let mut command = node();
		command.current_dir(directory).env("HOME", directory).env_remove("XDG_DATA_HOME");
		let output = command.args(&arguments).output().unwrap();
		let err = String::from_utf8_lossy(&output.stderr);
		assert!(output.status.success(), "{arguments:?}: {err}");
	}
	let again = if named { &["--node-key-file", "node.key"][..] } else { &[] };
	// It now finds a key: it goes on to say who it is. What it would do after that takes longer.
	let log = fs::File::create(directory.join("log")).unwrap();
	let mut child = start(directory).args(again).stdout(Stdio::null()).stderr(log).spawn().unwrap();
	let deadline = std::time::Instant::now() + super::PATIENCE;
	loop {
		let log = fs::read_to_string(directory.join("log")).unwrap_or_default();
		if log.contains("Role: AUTHORITY") {
			break;
		}
		let ended = child.try_wait().unwrap();
		assert!(ended.is_none() && std::time::Instant::now() < deadline, "{ended:?}: {log}");
		std::thread::sleep(super::STEP);
	}
	child.kill().unwrap();
	child.wait().unwrap();
}

#[test]
fn a_validator_without_a_node_key_is_told_commands_that_work() {
	let new = || tempfile::tempdir().unwrap();
	let directory = new();
	told_well(directory.path(), &["--base-path", "my base"]);
	assert!(directory.path().join("my base").join(FILE).exists());
	let directory = new();
	told_well(directory.path(), &["--node-key-file", "it's a key"]);
	assert!(directory.path().join("it's a key").exists());
	told_well(new().path(), &["--tmp"]);
	// Without a base path, the key is in the operator's home.
	told_well(new().path(), &[]);
}
