//! Whoever writes a client compiles little: no node, no runtime and no pallet.

use std::{collections::BTreeSet, process::Command};

/// The names of all crates that this one needs.
fn needed() -> BTreeSet<String> {
	let cargo = std::env::var_os("CARGO").unwrap_or("cargo".into());
	let tree = Command::new(cargo)
		.args(["tree", "--locked", "--offline", "--package", "census-rpc-api"])
		.args(["--edges", "normal", "--prefix", "none", "--format", "{p}"])
		.current_dir(env!("CARGO_MANIFEST_DIR"))
		.output()
		.unwrap();
	assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
	let tree = String::from_utf8(tree.stdout).unwrap();
	let mut crates = BTreeSet::new();
	for line in tree.lines() {
		let mut words = line.split_whitespace();
		let (Some(name), Some(version)) = (words.next(), words.next()) else { continue };
		crates.insert(format!("{name} {version}"));
	}
	crates
}

#[test]
fn a_client_needs_fewer_than_a_hundred_crates_and_none_of_a_node() {
	let needed = needed();
	assert!((10..100).contains(&needed.len()), "{}: {needed:?}", needed.len());
	for name in &needed {
		for of_a_node in ["sc-", "sp-", "frame-", "pallet-", "census-runtime", "census-primitives"]
		{
			assert!(!name.starts_with(of_a_node), "{name}");
		}
	}
}
