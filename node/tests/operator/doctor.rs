//! What a node says of itself when it is asked, and what it does before its disk is full.

use super::{node, run, Running};
use std::path::Path;

/// Where a running node answers.
fn url(node: &mut Running) -> String {
	node.says("Running JSON-RPC server: addr=127.0.0.1:");
	let log = node.log();
	let (_, rest) = log.split_once("addr=127.0.0.1:").unwrap();
	let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
	format!("http://127.0.0.1:{port}")
}

/// The account of the development chain's validator.
const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
/// One that is none.
const BOB: &str = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

#[test]
fn the_doctor_says_what_is_well_and_what_is_wrong() {
	let mut alice =
		Running::start(&["--alice", "--force-authoring", "--unsafe-force-node-key-generation"]);
	let url = url(&mut alice);
	alice.says("Imported #3");
	let found = run(["doctor", "--url", &url, "--account", ALICE, "--base-path", "."]);
	let said = |text: &str| assert!(found.out.contains(text), "{}{}", found.out, found.err);
	said("ok     this node has the session keys that the chain has");
	said("stands in for seats");
	said("the clock agrees");
	said("of all of them 0 may stop");
	said("of the disk are free");
	// Of a chain of one validator all of this is true.
	said("mind   no block is final while one validator stops");
	let wrong = run(["doctor", "--url", &url, "--account", BOB]);
	assert!(wrong.out.contains("WRONG  the account has no bond"), "{}", wrong.out);
	wrong.refused("one thing is wrong");
	run(["doctor", "--url", "http://127.0.0.1:1"]).refused("does not answer");
	run(["doctor", "--account", "Alice"])
		.status
		.code()
		.filter(|code| *code == 2)
		.expect("no address");
}

#[test]
fn a_node_does_not_start_where_less_is_free_than_its_reserve() {
	let directory = tempfile::tempdir().unwrap();
	let started = node()
		.args(["--chain=dev", "--alice", "--force-authoring", "--no-prometheus", "--rpc-port=0"])
		.args(["--listen-addr=/ip4/127.0.0.1/tcp/0", "--no-telemetry", "--no-mdns"])
		.args(["--unsafe-force-node-key-generation", "--disk-reserve=1000000000"])
		.arg("--base-path")
		.arg(directory.path())
		.output()
		.unwrap();
	let said = String::from_utf8_lossy(&started.stderr);
	assert_eq!(started.status.code(), Some(1), "{said}");
	assert!(said.contains("that --disk-reserve keeps free"), "{said}");
	assert!(Path::new(directory.path()).exists());
}
