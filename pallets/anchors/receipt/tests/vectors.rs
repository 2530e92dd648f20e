//! The cases of `tests/vectors/receipts.json`, by which verifiers in other languages are held to this
//! one: each is verified, or compared, and the outcome is the file's.
//!
//! With `CENSUS_WRITE_VECTORS` set, the file is written anew.

mod common;

use census_receipt::{
	compare, AsOf, Basis, Bound, Contradiction, Receipt, Signatory, Trust, Verdict,
};
use codec::Encode;
use common::*;
use serde_json::{json, Value};
use sp_core::H256;
use std::{collections::BTreeMap, fs};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../tests/vectors/receipts.json");

/// The receipts of the file: each by a name, under which the cases speak of it.
#[derive(Default)]
struct Receipts(BTreeMap<&'static str, Receipt>);

impl Receipts {
	fn add(&mut self, name: &'static str, receipt: Receipt) {
		assert_eq!(self.0.insert(name, receipt), None, "{name}");
	}

	fn written(&self) -> Value {
		let text = |receipt: &Receipt| String::from_utf8(receipt.to_text().unwrap()).unwrap();
		json!(self
			.0
			.iter()
			.map(|(name, receipt)| (name, text(receipt)))
			.collect::<BTreeMap<_, _>>())
	}
}

fn written(trust: &Trust) -> Value {
	serde_json::from_str(&trust.to_text().unwrap()).unwrap()
}

fn noted(as_of: AsOf) -> Value {
	json!({ "set": as_of.set, "block": as_of.block, "time": as_of.time })
}

/// What other verifiers say of a receipt as well.
fn told(verdict: &Verdict) -> Value {
	let (basis, consistent_with, outdated) = match verdict.basis {
		Basis::GenesisOnly => (None, Some(0), None),
		Basis::Older(set) | Basis::Undated(set) => (None, Some(set), None),
		Basis::Outdated(as_of, _) => (None, Some(as_of.set), Some(noted(as_of))),
		Basis::Set(as_of) => (Some(noted(as_of)), None, None),
	};
	let by = match verdict.bound {
		Bound::Noted(as_of) => Some(noted(as_of)),
		Bound::Held(_) => None,
	};
	json!({
		"leaf": verdict.leaf.index,
		"checkpoint": verdict.checkpoint.1,
		"finalisedBy": verdict.finalised_by,
		"basis": basis,
		"consistentWith": consistent_with,
		"outdated": outdated,
		"by": by,
	})
}

/// One receipt under many trusts.
fn verified(receipts: &mut Receipts) -> Vec<Value> {
	let (good, genesis) = receipt();
	let pinned = |as_of: &[AsOf]| {
		let mut trust = genesis.clone();
		trust.sets.push(set(2, SETS[2]));
		trust.as_of = as_of.to_vec();
		trust
	};
	let at = |set, block, days| AsOf { set, block, time: NOW - days * DAY };
	let mut short = pinned(&[at(2, 250, 3)]);
	short.horizon_days = 2;
	let mut older = pinned(&[at(2, 300, 1)]);
	older.sets.push(set(9, &[1]));
	let mut forged = good.clone();
	let block = header(150, H256::repeat_byte(66), vec![true_checkpoint()]);
	forged.handovers.truncate(1);
	forged.checkpoint = finalised(&block, 1, SETS[1]);
	let mut few = good.clone();
	let block = header(300, H256::zero(), vec![true_checkpoint()]);
	few.checkpoint = finalised(&block, 2, &SETS[2][..2]);
	let mut other = pinned(&[]);
	other.sets.push(set(1, &[4, 5, 9]));

	receipts.add("good", good);
	receipts.add("forged", forged);
	receipts.add("few", few);
	let cases = [
		("genesis only", "good", genesis.clone()),
		("the newest set has no date", "good", pinned(&[])),
		("the newest set was in force yesterday", "good", pinned(&[at(2, 250, 1)])),
		("the newest set was in force on the last day", "good", pinned(&[at(2, 250, 28)])),
		("the newest set was in force too long ago", "good", pinned(&[at(2, 250, 29)])),
		("a shorter horizon", "good", short),
		("its last date counts", "good", pinned(&[at(2, 250, 90), at(2, 260, 1)])),
		("the earliest date bounds the time", "good", pinned(&[at(2, 250, 1), at(0, 50, 60)])),
		("a date before the leaf bounds nothing", "good", pinned(&[at(2, 250, 1), at(0, 10, 60)])),
		("a newer set that does not vouch", "good", older),
		("finalised by an older set", "forged", pinned(&[])),
		("an older set finalised behind its end", "forged", pinned(&[at(2, 120, 1)])),
		("not in force there", "good", pinned(&[at(2, 150, 1)])),
		("handed over before it was last in force", "good", pinned(&[at(0, 101, 1)])),
		("of tomorrow", "good", pinned(&[AsOf { time: NOW + DAY, ..at(2, 250, 0) }])),
		("too few votes", "few", genesis.clone()),
		("another set than the trusted one", "good", other),
	];
	let case = |(name, receipt, trust): (&str, &str, Trust)| {
		let verdict = verify(&receipts.0[receipt], &trust).ok();
		json!({
			"name": name,
			"receipt": receipt,
			"trust": written(&trust),
			"now": NOW,
			// `null` where it is refused.
			"verdict": verdict.as_ref().map(told),
		})
	};
	cases.into_iter().map(case).collect()
}

/// The good receipt and others under one trust.
fn compared(receipts: &mut Receipts) -> Vec<Value> {
	let (good, trust) = receipt();
	let with = |number, parent, round, voters: &[u8]| {
		let block = header(number, H256::repeat_byte(parent), vec![true_checkpoint()]);
		let votes = voters.iter().map(|voter| vote(*voter, round, 2, &block)).collect();
		let mut receipt = good.clone();
		receipt.checkpoint.header = block.encode();
		receipt.checkpoint.justification = justification(&block, round, votes, vec![]).encode();
		receipt
	};
	let mut goes_on = good.clone();
	goes_on.handovers.truncate(1);
	let last = header(300, H256::zero(), vec![true_checkpoint()]);
	goes_on.checkpoint = finalised(&last, 1, SETS[1]);
	let mut ends_twice = good.clone();
	let late = header(260, H256::zero(), vec![scheduled(&[8, 9], 0)]);
	ends_twice.handovers[1] = finalised(&late, 1, SETS[1]);
	ends_twice.checkpoint = finalised(&last, 2, &[8, 9]);
	let mut shrunk = good.clone();
	let log = Stored::of(GENESIS, COUNT - 1);
	let block = header(400, H256::zero(), vec![checkpoint(COUNT - 1, log.root(GENESIS))]);
	shrunk.count = COUNT - 1;
	shrunk.path = log.path(INDEX);
	shrunk.checkpoint = finalised(&block, 2, SETS[2]);

	for (name, receipt) in [
		("one round", with(300, 77, 7, &[6, 7, 8])),
		("two rounds", with(300, 77, 9, &[5, 6, 8])),
		("a later block", with(310, 77, 9, &[5, 6, 8])),
		("a set goes on after its end", goes_on),
		("a set ends twice", ends_twice),
		("a log shrinks", shrunk),
	] {
		receipts.add(name, receipt);
	}
	let keys = |list: &[Signatory]| {
		list.iter().map(|one| format!("0x{}", hex::encode(one.key))).collect::<Vec<_>>()
	};
	let case = |(name, other): (&&str, &Receipt)| {
		let conflict = compare(&good, other, &trust, NOW).ok();
		let told = conflict.map(|conflict| {
			let contradiction = match conflict.contradiction {
				Contradiction::SameNumber => "sameNumber",
				Contradiction::TwoEnds => "twoEnds",
				Contradiction::BehindTheEnd => "behindTheEnd",
				Contradiction::OtherLog => "otherLog",
			};
			json!({
				"set": conflict.set,
				"contradiction": contradiction,
				"rounds": conflict.rounds,
				"blocks": conflict.blocks.map(|(_, number)| number),
				"equivocators": keys(&conflict.equivocators),
				"suspects": keys(&conflict.suspects),
			})
		});
		json!({
			"receipts": ["good", name],
			"trust": written(&trust),
			"now": NOW,
			// `null` where they are not in conflict, or one is refused.
			"conflict": told,
		})
	};
	receipts.0.iter().map(case).collect()
}

#[test]
fn the_file_says_what_this_verifier_says() {
	let mut receipts = Receipts::default();
	let (verified, compared) = (verified(&mut receipts), compared(&mut receipts));
	let cases = json!({
		"receipts": receipts.written(),
		"verified": verified,
		"compared": compared,
	});
	if std::env::var_os("CENSUS_WRITE_VECTORS").is_some() {
		let mut text = serde_json::to_string_pretty(&cases).unwrap();
		text.push('\n');
		fs::write(FILE, text).unwrap();
	}
	let file: Value = serde_json::from_str(&fs::read_to_string(FILE).unwrap()).unwrap();
	assert_eq!(file, cases);
	// Each outcome is among them.
	let outcomes = |list: &str, outcome: &str| {
		let cases = file[list].as_array().unwrap();
		cases.iter().filter(|case| !case[outcome].is_null()).count()
	};
	assert_eq!((outcomes("verified", "verdict"), outcomes("compared", "conflict")), (11, 5));
}
