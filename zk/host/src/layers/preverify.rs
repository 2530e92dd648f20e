//! Verification of many proofs at once, before anybody asks.

use super::{
	accepts::{self, Statement},
	counters, keys, layers, prepare,
};
use census_groth16::{
	batch::{verdicts, Coefficients, Item, Outcome, Settings},
	Key,
};

/// How many proofs are verified together. More gain nothing: what they share is little by then.
const BATCH: usize = 1024;

/// Verifies proofs together, over so many threads, and remembers those that are accepted: calls
/// that ask for them will find them. Tells how many of the items are known to be accepted.
///
/// Refusals are only not remembered: whoever executes a block decides on each proof as ever. Behind
/// the proofs among which one was refused none is looked at: honest blocks have few of these, and to
/// find many takes time that nobody has paid for. Does nothing if the layer, or the memory of accepts, is off. The coefficients are random, and this
/// process's own.
pub fn preverify(items: &[Item<'_>], threads: usize) -> usize {
	let layers = layers();
	if !layers.batch || !layers.accepts {
		return 0;
	}
	let mut accepted = 0;
	let mut unknown = Vec::new();
	for item in items {
		match Statement::of(&item.key, item.proof, item.inputs) {
			Some(statement) if accepts::contain(&statement) => accepted += 1,
			Some(statement) => unknown.push((*item, statement)),
			None => {}
		}
	}
	for part in unknown.chunks(BATCH) {
		let mut seed = [0; 32];
		if getrandom::fill(&mut seed).is_err() {
			// Then nothing is known beforehand.
			return accepted;
		}
		let settings =
			Settings { coefficients: Coefficients::Seed(seed), prepare: prepare(), threads };
		let items: Vec<_> = part.iter().map(|(item, _)| *item).collect();
		let Outcome { result, products } = verdicts(&items, &settings);
		counters::count_batch(items.len(), products);
		let before = accepted;
		for ((_, statement), _) in part.iter().zip(result).filter(|(_, verdict)| verdict.is_ok()) {
			accepts::insert(statement.clone());
			accepted += 1;
		}
		if accepted - before < part.len() {
			break;
		}
	}
	if layers.keys {
		// One key at most, so that this stays short.
		items.iter().any(|item| matches!(item.key, Key::Raw(key) if keys::make_tables(key)));
	}
	accepted
}
