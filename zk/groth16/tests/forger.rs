//! Coefficients that can be guessed let anybody prove anything, and nobody can guess a batch's.

use ark_bn254::Bn254;
use ark_ec::{pairing::Pairing, CurveGroup};
use ark_ff::Zero;
use census_groth16::{
	batch::{derived_seed, first_refusal, first_unknown_refusal, verdicts, Coefficients, Settings},
	prepare_once, verify, VerifyError,
};
use census_zk_testing::forgery::{
	batches_with_16_equal_bits, digits, scalar, Batch, Guess, FORGERS, GUESSES,
};

fn settings(coefficients: Coefficients) -> Settings<'static> {
	Settings { coefficients, prepare: &prepare_once, threads: 1 }
}

/// The product of the equations is 1, by arkworks' pairings, with the coefficients that the batch was
/// made for.
fn product_is_one(batch: &Batch) -> bool {
	let (curve, twist) = batch.pairs();
	let curve: Vec<_> = curve.into_iter().map(CurveGroup::into_affine).collect();
	Bn254::multi_pairing(curve, twist).is_zero()
}

/// Each of a forger's proofs is false, alone.
fn assert_false(batch: &Batch) {
	for (place, item) in batch.items().iter().enumerate() {
		let forged = batch.forged.contains(&place);
		let verdict = if forged { Err(VerifyError::FalseProof) } else { Ok(()) };
		assert_eq!(verify(item.key, item.proof, item.inputs), verdict);
	}
}

/// The forgers are real: with coefficients known beforehand they get by.
#[test]
fn whoever_knows_the_coefficients_forges_any_statements() {
	for (last, forger) in FORGERS {
		for (name, guess) in &GUESSES {
			let batch = forger(guess);
			assert_false(&batch);
			assert!(product_is_one(&batch), "{last}, {name}");
			let Some(seed) = batch.seed else { continue };
			let settings = settings(Coefficients::Seed(seed));
			let accepted = vec![Ok(()); batch.len()];
			assert_eq!(verdicts(&batch.items(), &settings).result, accepted, "{last}, {name}");
			assert_eq!(first_refusal(&batch.items(), &settings).result, None, "{last}, {name}");
		}
	}
}

#[test]
fn nobody_guesses_derived_coefficients() {
	for (last, forger) in FORGERS {
		for (name, guess) in &GUESSES {
			let batch = forger(guess);
			let settings = settings(Coefficients::Derived);
			let first = Some((batch.forged[0], VerifyError::FalseProof));
			assert_eq!(first_refusal(&batch.items(), &settings).result, first, "{last}, {name}");
			let verdicts = verdicts(&batch.items(), &settings).result;
			let refused = (0..batch.len()).filter(|place| verdicts[*place].is_err());
			assert_eq!(refused.collect::<Vec<_>>(), batch.forged, "{last}, {name}");
		}
	}
}

/// What callers know moves nothing: an item's coefficient is that of its place among all, and the same
/// parts of the batch are asked about. Whoever knew the coefficients has forged with them here, so that
/// a part whose product is 1 with false proofs in it is there to tell.
#[test]
fn what_is_known_of_others_changes_nothing() {
	let (_, forger) = FORGERS[1];
	let mut batch = forger(&Guess::Seed(|_| [3; 32]));
	assert_eq!(batch.forged, [1, 2, 3]);
	let guessed = settings(Coefficients::Seed([3; 32]));
	let derived = settings(Coefficients::Derived);
	let outcomes = |batch: &Batch, settings: &Settings<'_>, at_most: &[usize]| {
		let outcomes = (0..1u32 << at_most.len()).map(|bits| {
			let known = |place: usize| {
				at_most.iter().position(|known| *known == place).is_some_and(|n| bits >> n & 1 == 1)
			};
			first_unknown_refusal(&batch.items(), known, settings).result
		});
		outcomes.collect::<Vec<_>>()
	};
	assert_eq!(outcomes(&batch, &guessed, &[0, 4]), [None; 4]);
	assert_eq!(outcomes(&batch, &derived, &[0, 4]), [Some((1, VerifyError::FalseProof)); 4]);
	// One more that is false, so that the others are looked for by halves.
	batch.proofs.push(batch.proofs[0].clone());
	batch.inputs.push(batch.inputs[0].clone());
	batch.inputs[4][31] ^= 1;
	assert_eq!(outcomes(&batch, &guessed, &[0, 5]), [Some((1, VerifyError::FalseProof)); 4]);
}

/// Of how many bits a coefficient must be, and that those of derived ones are.
#[test]
fn sixteen_bits_of_a_coefficient_are_too_few() {
	let batches = batches_with_16_equal_bits();
	assert_eq!(batches.len(), 8);
	for (window, mut batch) in batches.into_iter().enumerate() {
		assert_false(&batch);
		let bytes = 2 * window..2 * window + 2;
		let digits = digits(&derived_seed(&batch.items()), batch.len());
		let cut = digits.iter().map(|digits| {
			let mut cut = [0; 16];
			cut[bytes.clone()].copy_from_slice(&digits[bytes.clone()]);
			scalar(&cut)
		});
		batch.coefficients = cut.collect();
		assert!(product_is_one(&batch));
		let settings = settings(Coefficients::Derived);
		let first = Some((0, VerifyError::FalseProof));
		assert_eq!(first_refusal(&batch.items(), &settings).result, first);
	}
}
