//! Verification of many proofs at once, before anybody asks.

use super::{
	accelerators,
	accepts::{self, Statement},
	counters, keys, prepare,
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
/// find many takes time that nobody has paid for. Does nothing if the accelerator, or the memory of accepts, is
/// off.
pub fn preverify(items: &[Item<'_>], threads: usize) -> usize {
	let accelerators = accelerators();
	if !accelerators.batch || !accelerators.accepts {
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
		// Without a seed nothing is known beforehand.
		let Some(coefficients) = fresh_coefficients() else { return accepted };
		let settings = Settings { coefficients, prepare: prepare(), threads };
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
	if accelerators.keys {
		// One key at most, so that this stays short.
		items.iter().any(|item| matches!(item.key, Key::Raw(key) if keys::make_tables(key)));
	}
	accepted
}

/// Whether a proof is remembered as one that was accepted.
pub fn remembers(item: &Item<'_>) -> bool {
	Statement::of(&item.key, item.proof, item.inputs)
		.is_some_and(|statement| accelerators().accepts && accepts::contain(&statement))
}

/// Coefficients that nobody knows beforehand: whoever did could have this node remember any statement
/// as true, and leave the chain with whoever believes it. `None` if the system has no randomness to
/// give.
fn fresh_coefficients() -> Option<Coefficients> {
	let mut seed = [0; 32];
	getrandom::fill(&mut seed).ok()?;
	Some(Coefficients::Seed(seed))
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Of 32 seeds each byte takes several values: of one that is random, all but the first are equal to
	/// it with a probability of `2^-248`; and no two seeds are equal.
	#[test]
	fn two_preverifications_have_nothing_of_their_coefficients_in_common() {
		let seeds: Vec<[u8; 32]> = (0..32)
			.map(|_| match fresh_coefficients() {
				Some(Coefficients::Seed(seed)) => seed,
				other => panic!("no fresh seed but {other:?}"),
			})
			.collect();
		for (place, seed) in seeds.iter().enumerate() {
			assert!(!seeds[..place].contains(seed));
		}
		for byte in 0..32 {
			assert!(seeds.iter().any(|seed| seed[byte] != seeds[0][byte]), "byte {byte}");
		}
	}
}
