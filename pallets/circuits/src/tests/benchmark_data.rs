//! The benchmarks' circuits and proofs: made anew, and verified.

use crate::{
	mock::*,
	worst_case::{self, claim, inputs, key, proof, BATCH_INPUTS, CLAIMS, DATA},
	*,
};
use ark_bn254::Fr;
use ark_ff::PrimeField;
use frame_support::assert_ok;

/// The set-up of the key with so many inputs.
fn setup(inputs: u32) -> Setup {
	let mut setup = Setup::new(MAX_INPUTS as usize);
	setup.ic.truncate(inputs as usize + 1);
	setup
}

fn elements(inputs: &Inputs) -> Vec<Fr> {
	inputs.iter().map(|word| Fr::from_be_bytes_mod_order(&word.0)).collect()
}

/// With a path in `WRITE_BENCHMARK_DATA`, it writes the file there.
#[test]
fn the_benchmarks_proofs_are_made_anew() {
	let batch = setup(BATCH_INPUTS);
	let proofs: Vec<_> = (0..=MAX_INPUTS)
		.map(|count| setup(count).prove(&elements(&inputs(count))))
		.chain((0..CLAIMS).map(|number| batch.prove(&elements(&claim(number).inputs))))
		.collect();
	let shared = &proofs[0][..192];
	assert!(proofs.iter().all(|proof| proof.starts_with(shared)));
	let own = proofs.iter().flat_map(|proof| proof[192..].to_vec()).collect();
	let made = [setup(MAX_INPUTS).key(), shared.to_vec(), own].concat();
	if let Some(path) = std::env::var_os("WRITE_BENCHMARK_DATA") {
		std::fs::write(path, &made).unwrap();
	}
	assert!(made == DATA, "the file is another");
}

#[test]
fn the_benchmarks_proofs_hold() {
	run(|| {
		let activate = |definition: Definition| {
			let id = definition.id();
			assert_ok!(register(REGISTRANT, definition));
			assert_ok!(CircuitsPallet::activate(by(REGISTRANT), id));
			id
		};
		for count in 0..=MAX_INPUTS {
			let id = activate(worst_case::definition(key(count), count));
			assert_eq!(CircuitsPallet::check_proof(&id, &inputs(count), &proof(count)), Ok(()));
		}
		let id = worst_case::definition(key(BATCH_INPUTS), BATCH_INPUTS).id();
		let mut statements = std::collections::BTreeSet::new();
		for Claim { inputs, proof } in (0..CLAIMS).map(claim) {
			assert_eq!(CircuitsPallet::check_proof(&id, &inputs, &proof), Ok(()));
			statements.insert(statement_hash(&id, &inputs));
		}
		assert_eq!(statements.len(), CLAIMS as usize);
	});
}
