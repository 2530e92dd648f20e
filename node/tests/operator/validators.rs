//! Validators that cannot do their work: they say why, and what helps.

use super::{recommended, run, Running};

/// A node key: what it is does not matter, a validator refuses to invent one.
const NODE_KEY: &str =
	"--node-key=0000000000000000000000000000000000000000000000000000000000000001";

#[test]
fn a_validator_without_session_keys_is_told_how_to_get_them_and_then_makes_blocks() {
	let mut node = Running::start(&["--validator", "--force-authoring", NODE_KEY]);
	node.says("--key-type audi");
	let log = node.log();
	let commands = recommended(&log);
	assert_eq!(commands.len(), 3, "{log}");
	for command in commands {
		// It would ask the operator for the secret, who is not here.
		run(command.iter().map(String::as_str).chain(["--suri", "//Alice"])).well();
	}
	node.says("Imported #1");
}

#[test]
fn a_validator_that_is_alone_says_that_it_waits_for_others() {
	// One of four: a single validator makes blocks alone.
	let mut node = Running::start_on("local".as_ref(), &["--alice", NODE_KEY]);
	node.says("no other node is connected");
	assert!(!node.log().contains("Imported #1"), "it does make blocks alone");
}
