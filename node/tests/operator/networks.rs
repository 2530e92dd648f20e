//! A network of one's own: made by one command, with keys that nobody else has, and it lives.

use super::{run, Running};
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use std::{
	fs,
	os::unix::fs::PermissionsExt,
	path::{Path, PathBuf},
};

/// Makes one in a directory, and tells where it is and what was said.
fn made(directory: &Path, options: &[&str]) -> (PathBuf, String) {
	let out = directory.join("net");
	let arguments = ["network", "new", "--out", out.to_str().unwrap()];
	let ended = run(arguments.iter().chain(options)).well();
	(out, ended.out)
}

const ADDRESS: &str = "--address=/ip4/192.0.2.7/tcp/30333";

fn everything_in(directory: &Path) -> Vec<PathBuf> {
	let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
	entries
		.flat_map(|path| {
			if path.is_dir() {
				[vec![path.clone()], everything_in(&path)].concat()
			} else {
				vec![path]
			}
		})
		.collect()
}

#[test]
fn a_network_of_one_validator_makes_blocks_from_the_files_of_one_command() {
	let directory = tempfile::tempdir().unwrap();
	let (net, said) = made(directory.path(), &["--validators=1", "--name=My net"]);
	assert!(said.contains("committee/N.phrase"), "{said}");
	let addresses = fs::read_to_string(net.join("addresses.txt")).unwrap();
	assert_eq!(addresses.lines().count(), 3 + 1 + 1 + 4, "{addresses}");
	let file = |name: &str| net.join(name).to_str().unwrap().to_owned();
	let keystore = file("validators/1/keystore");
	let key = file("validators/1/node.key");
	let mut node = Running::start_on(
		file("chain.json").as_ref(),
		&["--validator", "--keystore-path", &keystore, "--node-key-file", &key],
	);
	node.says("Imported #2");
	assert!(!node.log().contains("--key-type"), "{}", node.log());
}

#[test]
fn secrets_are_their_owners_and_no_key_is_one_that_everybody_knows() {
	let directory = tempfile::tempdir().unwrap();
	let (net, _) = made(directory.path(), &[ADDRESS, "--issuers=5"]);
	let files = everything_in(&net);
	// Four validators with three session keys each, five issuers.
	assert_eq!(
		files.iter().filter(|file| file.parent().unwrap().ends_with("keystore")).count(),
		12
	);
	assert_eq!(files.iter().filter(|file| file.ends_with("tickets.phrase")).count(), 5);
	for file in files {
		let mode = fs::metadata(&file).unwrap().permissions().mode() & 0o777;
		let expected = if file.is_dir() {
			0o700
		} else if file
			.extension()
			.is_some_and(|extension| extension == "json" || extension == "txt")
		{
			continue;
		} else {
			0o600
		};
		assert_eq!(mode, expected, "{}", file.display());
	}

	let chain = fs::read_to_string(net.join("chain.json")).unwrap();
	let spec: serde_json::Value = serde_json::from_str(&chain).unwrap();
	assert_eq!(spec["chainType"], "Live");
	let boot = spec["bootNodes"][0].as_str().unwrap();
	assert!(boot.starts_with("/ip4/192.0.2.7/tcp/30333/p2p/12D3Koo"), "{boot}");
	let hex = |bytes: [u8; 32]| bytes.map(|byte| format!("{byte:02x}")).concat();
	let sr25519 = Sr25519Keyring::iter().map(|key| hex(key.to_raw_public()));
	let ed25519 = Ed25519Keyring::iter().map(|key| hex(key.to_raw_public()));
	// The runtime itself has those of its presets.
	let mut state = spec["genesis"]["raw"]["top"].as_object().unwrap().clone();
	state.remove("0x3a636f6465").expect("the runtime is there");
	let state = serde_json::to_string(&state).unwrap();
	assert!(state.len() > 10_000, "there is a state");
	for key in sr25519.chain(ed25519) {
		assert!(!state.contains(&key), "{key} is in the genesis state");
	}
	let plain = fs::read_to_string(net.join("plain.json")).unwrap();
	let plain: serde_json::Value = serde_json::from_str(&plain).unwrap();
	let patch = &plain["genesis"]["runtimeGenesis"]["patch"];
	assert_eq!(patch["personhood"]["threshold"], 4);
	assert_eq!(patch["timing"]["epochSlots"], 600);
	// Nobody rules alone.
	assert_eq!(patch["sudo"], serde_json::Value::Null);
	assert_eq!(patch["governance"]["committee"].as_array().unwrap().len(), 3);
	// The one makes the other.
	let file = net.join("plain.json");
	let made = run(["export-chain-spec", "--raw", "--chain", file.to_str().unwrap()]).well();
	let made: serde_json::Value = serde_json::from_str(&made.out).unwrap();
	assert_eq!(made, spec);
}

#[test]
fn what_cannot_be_is_refused_in_words() {
	let directory = tempfile::tempdir().unwrap();
	let out = directory.path().join("net").to_str().unwrap().to_owned();
	let new = |options: &[&str]| {
		let arguments = ["network", "new", "--out", &out];
		let ended = run(arguments.iter().chain(options));
		// What was made before it failed is in nobody's way.
		let _ = fs::remove_dir_all(&out);
		ended
	};
	new(&["--id=a/b"]).refused("cannot be the name of a directory");
	new(&["--supply=100"]).refused("CEN to begin with");
	new(&["--validators=1", ADDRESS, ADDRESS]).refused("more addresses than validators");
	new(&["--id=census_local"]).refused("built in");
	new(&["--name= "]).refused("cannot be the name of a directory");
	new(&["--issuers=4", "--threshold=2"]).refused("3 or more have to agree");
	new(&["--issuers=14", "--threshold=9"]).refused("no more than 8");
	for address in ["nowhere", "/ip4/192.0.2.7", "/ip4/192.0.2.7/udp/30333", "/ip4/192.0.2.7/tcp/0"]
	{
		let refused = new(&[&format!("--address={address}")]);
		assert!(!refused.status.success(), "{address}");
		assert!(refused.err.contains(address), "{}", refused.err);
	}
	fs::create_dir(&out).unwrap();
	let arguments = ["network", "new", "--out", &out];
	run(arguments).refused("it exists");
}
