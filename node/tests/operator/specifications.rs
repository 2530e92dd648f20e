//! Specifications: what is wrong with one is said when it is written, and when a node starts it.

use super::run;
use serde_json::{json, Value};
use std::{fs, path::Path, sync::OnceLock};

/// The development chain with something else in its genesis, in a file of this name.
fn with(patch: Value, directory: &Path) -> String {
	static DEVELOPMENT: OnceLock<Value> = OnceLock::new();
	let mut spec = DEVELOPMENT
		.get_or_init(|| {
			let written = run(["export-chain-spec", "--chain", "dev"]).well();
			serde_json::from_str(&written.out).unwrap()
		})
		.clone();
	let genesis = &mut spec["genesis"]["runtimeGenesis"]["patch"];
	for (pallet, settings) in patch.as_object().unwrap() {
		for (name, value) in settings.as_object().unwrap() {
			genesis[pallet][name] = value.clone();
		}
	}
	let file = directory.join("chain.json");
	fs::write(&file, spec.to_string()).unwrap();
	file.to_str().unwrap().to_owned()
}

#[test]
fn a_chain_that_can_make_no_block_is_neither_written_nor_started() {
	let directory = tempfile::tempdir().unwrap();
	let chain = with(json!({ "session": { "keys": [] } }), directory.path());
	let because = "the chain could make no block";
	run(["export-chain-spec", "--chain", &chain]).refused(because);
	run(["build-spec", "--chain", &chain, "--raw"]).refused(because);
	run(["--chain", &chain, "--tmp", "--rpc-port=0", "--no-prometheus"]).refused(because);
}

#[test]
fn a_chain_that_admits_nobody_is_written_with_a_warning() {
	let directory = tempfile::tempdir().unwrap();
	let chain = with(json!({ "personhood": { "issuers": [] } }), directory.path());
	for command in ["export-chain-spec", "build-spec"] {
		let written = run([command, "--chain", &chain]).well();
		assert!(written.err.contains("nobody can enrol"), "{}", written.err);
		assert!(serde_json::from_str::<Value>(&written.out).is_ok(), "the warning is not apart");
	}
}

#[test]
fn a_genesis_that_contradicts_itself_is_refused_in_the_runtimes_words() {
	let directory = tempfile::tempdir().unwrap();
	let chain = with(json!({ "personhood": { "threshold": 0 } }), directory.path());
	let because = "personhood: a threshold of 0 cannot be";
	run(["export-chain-spec", "--chain", &chain]).refused(because);
	run(["build-spec", "--chain", &chain]).refused(because);
	run(["--chain", &chain, "--tmp", "--rpc-port=0", "--no-prometheus"]).refused(because);
}
