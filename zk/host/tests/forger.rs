//! What is forged with coefficients that somebody could guess gets by neither the host call nor
//! preverification: `census-groth16`'s own test shows that it would if the guess were right.

use census_groth16::{batch::Item, verify, VerifyError};
use census_zk_host::{
	accelerators::{counters, preverify, set_accelerators, Accelerators},
	census_zk,
};
use census_zk_testing::forgery::{batches_with_16_equal_bits, Batch, FORGERS, GUESSES};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

/// The accelerators are the process's: one test at a time may turn them.
fn alone() -> MutexGuard<'static, ()> {
	static ALONE: Mutex<()> = Mutex::new(());
	ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Turns accelerators on that have nothing in memory.
fn fresh(accelerators: Accelerators) {
	set_accelerators(Accelerators::NONE);
	set_accelerators(accelerators);
}

/// Every forger with every guess, and what finds coefficients of which 16 bits are the same.
static FORGERIES: LazyLock<Vec<(String, Batch)>> = LazyLock::new(|| {
	let guessed = FORGERS.into_iter().flat_map(|(last, forger)| {
		GUESSES.iter().map(move |(name, guess)| (format!("{last}, {name}"), forger(guess)))
	});
	let found = batches_with_16_equal_bits().into_iter().enumerate();
	let found = found.map(|(place, batch)| (format!("16 bits from byte {}", 2 * place), batch));
	guessed.chain(found).collect()
});

/// The host call's code for one proof.
fn call(key: &[u8], item: &Item<'_>) -> u32 {
	census_zk::groth16_verify(key, item.proof, item.inputs)
}

/// The first false proof, as the host call tells of it.
fn call_batch(batch: &Batch) -> u64 {
	census_zk::groth16_verify_batch(&batch.key, &batch.proofs.concat(), &batch.inputs.concat())
}

#[test]
fn the_host_call_refuses_what_is_forged_whatever_it_remembers() {
	let _alone = alone();
	for (name, batch) in &*FORGERIES {
		let first = (batch.forged[0] as u64) << 32 | VerifyError::FalseProof as u64;
		for accelerators in [Accelerators::NONE, Accelerators::ALL] {
			fresh(accelerators);
			assert_eq!(call_batch(batch), first, "{name}");
			// With the true ones behind it remembered as well.
			for (place, item) in batch.items().iter().enumerate() {
				let code =
					if batch.forged.contains(&place) { VerifyError::FalseProof as u32 } else { 0 };
				assert_eq!(call(&batch.key, item), code, "{name}");
			}
			assert_eq!(call_batch(batch), first, "{name}");
			let expected = if accelerators.accepts { batch.len() - batch.forged.len() } else { 0 };
			assert_eq!(counters().accepts, expected as u64, "{name}");
		}
	}
}

#[test]
fn preverification_remembers_nothing_that_is_forged() {
	let _alone = alone();
	for (name, batch) in &*FORGERIES {
		for threads in [1, 2] {
			fresh(Accelerators::ALL);
			let true_ones = batch.len() - batch.forged.len();
			assert_eq!(preverify(&batch.items(), threads), true_ones, "{name}");
			assert_eq!(counters().accepts, true_ones as u64, "{name}");
			for (place, item) in batch.items().iter().enumerate() {
				let verdict = verify(item.key, item.proof, item.inputs);
				assert_eq!(verdict.is_err(), batch.forged.contains(&place), "{name}");
				assert_eq!(call(&batch.key, item), census_groth16::code(verdict), "{name}");
			}
		}
	}
}
