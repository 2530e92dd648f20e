//! The command: what it says, and with which code it ends.

#[path = "../../../pallets/anchors/receipt/tests/common/mod.rs"]
mod common;

use census_anchor_log::{
	leaf::{Content, Digest, Subject},
	terms::HashAlgorithm,
};
use census_receipt::{Receipt, Trust};
use codec::Encode;
use common::*;
use sp_core::{Pair, H256};
use std::{
	fs,
	path::{Path, PathBuf},
	process::{Command, Output},
};

/// A directory of one test's own.
fn directory(test: &str) -> PathBuf {
	let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
	fs::create_dir_all(&directory).unwrap();
	directory
}

fn run(directory: &Path, arguments: &[&str]) -> Output {
	Command::new(env!("CARGO_BIN_EXE_census-receipt"))
		.args(arguments)
		.current_dir(directory)
		.output()
		.unwrap()
}

/// Runs it; gives its code and what it printed.
fn told(directory: &Path, arguments: &[&str]) -> (i32, String) {
	let output = run(directory, arguments);
	let text = [output.stdout, output.stderr].concat();
	(output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

fn hexadecimal(bytes: &[u8]) -> String {
	format!("0x{}", hex::encode(bytes))
}

/// The keys of a set, as the command takes them.
fn keys(numbers: &[u8]) -> String {
	let keys = numbers.iter().map(|number| hexadecimal(&key(*number).public().0));
	keys.collect::<Vec<_>>().join(",")
}

/// A log in which the file `abc` is the sixth leaf.
fn receipt_log() -> Stored {
	let mut log = Stored::of(GENESIS, 5);
	let hash = hex::decode("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	let hash = hash.unwrap().try_into().unwrap();
	let digest = Digest { algorithm: HashAlgorithm::Sha256, hash };
	log.append(GENESIS, Subject::Anchor(Content::Single(digest)), &description().encode());
	log
}

/// A receipt of the file `abc`, finalised by the genesis set after no handover.
fn receipt_of_abc() -> (Receipt, Trust) {
	let log = receipt_log();
	let last = header(300, H256::zero(), vec![checkpoint(6, log.root(GENESIS))]);
	let receipt = Receipt {
		genesis: GENESIS,
		leaf: log.leaves[5].encode(),
		details: None,
		item: None,
		count: 6,
		path: log.path(5),
		first_set: 0,
		handovers: vec![],
		checkpoint: finalised(&last, 0, SETS[0]),
	};
	(receipt, Trust::new(GENESIS, vec![set(0, SETS[0])]))
}

/// Writes a file, its receipt and what it is to be trusted by.
fn written(test: &str) -> (PathBuf, Receipt) {
	let directory = directory(test);
	let (receipt, trust) = receipt_of_abc();
	fs::write(directory.join("abc"), "abc").unwrap();
	fs::write(directory.join("receipt"), receipt.to_text().unwrap()).unwrap();
	fs::write(directory.join("trust"), trust.to_text().unwrap()).unwrap();
	(directory, receipt)
}

#[test]
fn a_file_is_proven_by_its_receipt() {
	let (directory, _) = written("proven");
	let (code, text) = told(&directory, &["verify", "abc", "receipt", "--trust", "trust"]);
	assert_eq!(code, 0, "{text}");
	assert!(
		text.starts_with("Proven: abc existed.\nBy block 5, 2023-11-14 22:13:50 UTC"),
		"{text}"
	);
	assert!(text.contains("finalised by validator set 0"), "{text}");
	assert!(text.contains("Consistent with genesis only"), "{text}");

	// The same trust, on the command line.
	let (genesis, keys) = (hexadecimal(&GENESIS), keys(SETS[0]));
	let trust = ["--genesis", &genesis, "--authorities", &keys];
	let now = ["--now", "1790000000000"];
	let by_file = ["verify", "abc", "receipt", "--trust", "trust"];
	let by_hand = told(&directory, &[&by_file[..3], &trust, &now].concat());
	assert_eq!(by_hand, told(&directory, &[&by_file[..], &now].concat()));
	assert!(by_hand.1.contains("the receipt is held now, 2026-09-21"), "{}", by_hand.1);

	// The set of genesis, known to be in force: it rests on that, until the horizon has passed.
	let dated = ["--as-of", "0=250,1789000000000"];
	let with = |more: &[&str]| told(&directory, &[&by_file[..3], &trust, &dated, more].concat());
	let (code, text) = with(&now);
	assert_eq!(code, 0, "{text}");
	assert!(
		text.contains("Rests on validator set 0, which is trusted here as of block 250"),
		"{text}"
	);
	assert!(text.contains("At the latest by 2026-09-10 00:26:40 UTC: block 250"), "{text}");
	let late = ["--now", "1792000000000"];
	let short = [&now[..], &["--horizon-days", "11"]].concat();
	for late in [&late[..], &short[..]] {
		let (code, text) = with(late);
		assert_eq!(code, 0, "{text}");
		assert!(text.contains("Consistent with set 0 only: it was last known"), "{text}");
	}
	let (code, text) = with(&["--now", "1780000000000"]);
	assert_eq!(code, 1);
	assert!(text.contains("a clock is wrong"), "{text}");

	// Without the file it says what hash it is.
	let (code, text) = told(&directory, &["verify", "receipt", "--trust", "trust"]);
	assert_eq!(code, 0);
	assert!(text.contains("sha256 0xba7816bf"), "{text}");
	assert!(!text.contains("Proven: "), "{text}");
}

#[test]
fn another_file_another_chain_and_other_validators_are_refused() {
	let (directory, receipt) = written("refused");
	fs::write(directory.join("abd"), "abd").unwrap();
	let (code, text) = told(&directory, &["verify", "abd", "receipt", "--trust", "trust"]);
	assert_eq!((code, &text[..]), (1, "Refused: the receipt is not of abd.\n"));

	let (mine, other) = (hexadecimal(&GENESIS), hexadecimal(&[43; 32]));
	let (set, strangers) = (keys(SETS[0]), keys(&[7, 8, 9]));
	for (genesis, keys, why) in
		[(&other, &set, "another genesis"), (&mine, &strangers, "nobody of the set")]
	{
		let trust = ["--genesis", genesis, "--authorities", keys];
		let (code, text) = told(&directory, &[&["verify", "abc", "receipt"], &trust[..]].concat());
		assert_eq!(code, 1);
		assert!(text.contains(why), "{text}");
	}

	let mut text = receipt.to_text().unwrap();
	let middle = text.len() / 2;
	text[middle] ^= 1;
	fs::write(directory.join("changed"), text).unwrap();
	let (code, _) = told(&directory, &["verify", "abc", "changed", "--trust", "trust"]);
	assert_eq!(code, 1);
}

#[test]
fn a_set_is_learnt_only_from_the_newest_one_that_is_trusted() {
	let directory = directory("learnt");
	// A log in which set 1 is a leaf, finalised by set 2; and a receipt that set 1 finalised.
	let mut log = Stored::of(GENESIS, 3);
	let details = set(1, SETS[1]).authorities().to_vec().encode();
	log.append(GENESIS, Subject::AuthoritySet(1), &details);
	let block = header(300, H256::zero(), vec![checkpoint(4, log.root(GENESIS))]);
	let of_set = |handovers: Vec<_>, first_set, checkpoint| Receipt {
		genesis: GENESIS,
		leaf: log.leaves[3].encode(),
		details: Some(details.clone()),
		item: None,
		count: 4,
		path: log.path(3),
		first_set,
		handovers,
		checkpoint,
	};
	let (full, _) = receipt();
	let pinned = of_set(vec![], 2, finalised(&block, 2, SETS[2]));
	let from_genesis = of_set(full.handovers, 0, finalised(&block, 2, SETS[2]));
	let old = of_set(vec![], 1, finalised(&block, 1, SETS[1]));
	for (name, receipt) in [("pinned", &pinned), ("genesis", &from_genesis), ("old", &old)] {
		fs::write(directory.join(name), receipt.to_text().unwrap()).unwrap();
	}
	let genesis = hexadecimal(&GENESIS);
	let recent = format!("2={}", keys(SETS[2]));
	let date = ["--as-of", "2=300,1789000000000", "--now", "1790000000000"];
	let recent = [&["--genesis", &genesis, "--set", &recent][..], &date].concat();
	let verify = |words: &[&str], trust: &[&str]| told(&directory, &[words, trust].concat());

	let (code, text) = verify(&["verify", "old"], &recent);
	assert_eq!(code, 1);
	assert!(text.contains("not trusted here"), "{text}");
	let (code, text) = verify(&["verify", "old", "--learn", "pinned"], &recent);
	assert_eq!(code, 0, "{text}");
	assert!(text.contains("Consistent with set 1 only"), "{text}");
	assert!(!text.contains("Rests on"), "{text}");
	let (code, text) = verify(&["verify", "pinned"], &recent);
	assert_eq!(code, 0, "{text}");
	assert!(text.contains("Rests on validator set 2"), "{text}");
	// The learnt set vouches for nothing itself.
	let (code, text) = verify(&["verify", "old", "--learn", "pinned", "--learn", "old"], &recent);
	assert_eq!(code, 1);
	assert!(text.contains("does not vouch"), "{text}");

	// Genesis alone vouches for no set.
	let first = keys(SETS[0]);
	let first = ["--genesis", &genesis, "--authorities", &first];
	assert_eq!(verify(&["verify", "genesis"], &first).0, 0);
	let (code, text) = verify(&["verify", "old", "--learn", "genesis"], &first);
	assert_eq!(code, 1);
	assert!(text.contains("does not vouch"), "{text}");

	// Nor does a receipt of anything else show one.
	let (dataset, _) = receipt();
	fs::write(directory.join("dataset"), dataset.to_text().unwrap()).unwrap();
	let (code, text) = verify(&["verify", "old", "--learn", "dataset"], &first);
	assert_eq!(code, 1);
	assert!(text.contains("shows no set"), "{text}");
}

#[test]
fn two_receipts_in_conflict_name_who_signed_both() {
	let (directory, receipt) = written("conflict");
	let compare =
		|one: &str, other: &str| told(&directory, &["compare", one, other, "--trust", "trust"]);
	let (code, text) = compare("receipt", "receipt");
	assert_eq!(code, 1, "{text}");
	assert!(text.contains("not in conflict"), "{text}");

	let log = receipt_log();
	let other = header(300, H256::repeat_byte(9), vec![checkpoint(6, log.root(GENESIS))]);
	let mut forked = receipt.clone();
	forked.checkpoint = finalised(&other, 0, &SETS[0][1..]);
	fs::write(directory.join("forked"), forked.to_text().unwrap()).unwrap();
	let (code, text) = compare("receipt", "forked");
	assert_eq!(code, 0, "{text}");
	assert!(text.contains("validator set 0 finalised"), "{text}");
	for (number, named) in [(1, false), (2, true), (3, true), (4, true)] {
		assert_eq!(text.contains(&keys(&[number])), named, "{text}");
	}
	assert!(text.contains("Proven to have signed"), "{text}");

	forked.genesis = [43; 32];
	fs::write(directory.join("other"), forked.to_text().unwrap()).unwrap();
	let (code, text) = compare("receipt", "other");
	assert_eq!(code, 1, "{text}");
	assert!(text.contains("the second receipt does not hold: the receipt is of a chain"), "{text}");
}

#[test]
fn what_is_not_understood_is_told_apart_from_a_refusal() {
	let (directory, _) = written("usage");
	let key = keys(&[1]);
	let zero = hexadecimal(&[0; 32]);
	for wrong in [
		&["prove"][..],
		&["verify"],
		&["verify", "abc", "receipt"],
		&["verify", "abc", "receipt", "more", "--trust", "trust"],
		&["verify", "abc", "receipt", "--trust"],
		&["verify", "abc", "receipt", "--trust", "nothing"],
		&["verify", "abc", "receipt", "--trust", "abc"],
		&["verify", "abc", "nothing", "--trust", "trust"],
		&["verify", "nothing", "receipt", "--trust", "trust"],
		&["verify", "abc", "receipt", "--trust", "trust", "--trust", "trust"],
		&["verify", "abc", "receipt", "--trust", "trust", "--genesis", &zero],
		&["verify", "abc", "receipt", "--trust", "trust", "--authorities", &key],
		&["verify", "abc", "receipt", "--trust", "trust", "--much", "1"],
		&["verify", "abc", "receipt", "--genesis", &zero],
		&["verify", "abc", "receipt", "--authorities", &key],
		&["verify", "abc", "receipt", "--genesis", "0x00", "--authorities", &key],
		&["verify", "abc", "receipt", "--genesis", &zero, "--authorities", "0x00"],
		&["verify", "abc", "receipt", "--genesis", &zero, "--authorities", &format!("{key}:0")],
		&["verify", "abc", "receipt", "--genesis", &zero, "--authorities", &format!("{key},{key}")],
		&["verify", "abc", "receipt", "--genesis", &zero, "--set", &key],
		&["verify", "abc", "receipt", "--genesis", &zero, "--set", &format!("x={key}")],
		&["verify", "abc", "receipt", "--trust", "trust", "--as-of", "0=1"],
		&["verify", "abc", "receipt", "--trust", "trust", "--as-of", "1=1,1"],
		&["verify", "abc", "receipt", "--trust", "trust", "--as-of", "x=1,1"],
		&["verify", "abc", "receipt", "--trust", "trust", "--as-of", "0=-1,1"],
		&["verify", "abc", "receipt", "--trust", "trust", "--now", "today"],
		&["verify", "abc", "receipt", "--trust", "trust", "--horizon-days", "-1"],
		&["compare", "receipt", "--trust", "trust"],
		&["compare", "receipt", "receipt"],
		&["compare", "receipt", "nothing", "--trust", "trust"],
		&["compare", "receipt", "receipt", "receipt", "--trust", "trust"],
		&["hash", "md5", "abc"],
		&["hash", "abc"],
	] {
		let (code, text) = told(&directory, wrong);
		assert_eq!(code, 2, "{wrong:?}: {text}");
		assert!(text.contains("--help"), "{text}");
	}
}

#[test]
fn a_receipt_that_is_too_long_is_not_read_to_its_end() {
	let (directory, _) = written("long");
	let file = fs::File::create(directory.join("long")).unwrap();
	// Nothing of it is on the disk.
	file.set_len(1 << 40).unwrap();
	let (code, text) = told(&directory, &["verify", "abc", "long", "--trust", "trust"]);
	assert_eq!(code, 2);
	assert!(text.contains("longer than"), "{text}");
}

#[test]
fn it_helps_and_hashes() {
	let (directory, _) = written("helps");
	for arguments in [&["--help"][..], &["-h"], &["help"], &[], &["verify", "--help"]] {
		let (code, text) = told(&directory, arguments);
		assert_eq!(code, 0);
		assert!(text.contains("usage:"), "{text}");
	}
	let (code, text) = told(&directory, &["hash", "sha256", "abc"]);
	assert_eq!(code, 0);
	assert!(text.starts_with("0xba7816bf"), "{text}");
}
