//! A Semaphore proof, verified: beside arkworks with the key prepared once, beside arkworks
//! preparing it for every proof (as zkVerify's Groth16 pallet does), and beside our own wasm.
//!
//! All start from the same bytes, and check of the proof what a verifier must: that coordinates
//! and inputs are in range, points on their curve and in the subgroup. One core.

use crate::row::{medians, nanoseconds_each, Row};
use ark_bn254::{Bn254, Fq, Fq2, Fr, G1Affine, G2Affine};
use ark_ff::{BigInt, PrimeField};
use ark_groth16::{prepare_verifying_key, Groth16, PreparedVerifyingKey, Proof, VerifyingKey};
use ark_snark::SNARK;
use census_groth16::{semaphore_key, verify, Key};
use census_vectors::semaphore;
use census_verdicts::WasmCalls;
use std::hint::black_box;

/// The circuit's depth; all depths cost the same.
const DEPTH: u8 = 20;
/// How often each contestant verifies the proof.
const ROUNDS: usize = 101;

/// A depth's published proof, as npm's packages write it.
pub(crate) fn published_json(depth: u8) -> serde_json::Value {
	semaphore::proofs_json()[usize::from(depth) - 1]["proof"].clone()
}

/// A depth's published proof and its inputs as bytes.
pub(crate) fn published(depth: u8) -> (Vec<u8>, Vec<u8>) {
	let published = semaphore::proof(depth);
	(published.proof_bytes(), published.input_bytes())
}

/// The big-endian numbers, which must be in range.
pub(crate) fn numbers<F: PrimeField<BigInt = BigInt<4>>>(bytes: &[u8]) -> Option<Vec<F>> {
	let number = |bytes: &[u8]| {
		let mut limbs = [0; 4];
		for (limb, bytes) in limbs.iter_mut().zip(bytes.rchunks(8)) {
			*limb = bytes.iter().fold(0, |limb, byte| limb << 8 | u64::from(*byte));
		}
		F::from_bigint(BigInt(limbs))
	};
	bytes.chunks(32).map(number).collect()
}

fn g1(numbers: &[Fq]) -> Option<G1Affine> {
	let point = G1Affine::new_unchecked(numbers[0], numbers[1]);
	(point.is_on_curve() && point.is_in_correct_subgroup_assuming_on_curve()).then_some(point)
}

/// A point of the twist, checked.
pub(crate) fn g2(numbers: &[Fq]) -> Option<G2Affine> {
	let x = Fq2::new(numbers[1], numbers[0]);
	let y = Fq2::new(numbers[3], numbers[2]);
	let point = G2Affine::new_unchecked(x, y);
	(point.is_on_curve() && point.is_in_correct_subgroup_assuming_on_curve()).then_some(point)
}

/// The bytes of a proof as arkworks has it.
pub(crate) fn proof(bytes: &[u8]) -> Option<Proof<Bn254>> {
	let numbers = numbers(bytes)?;
	Some(Proof { a: g1(&numbers[..2])?, b: g2(&numbers[2..6])?, c: g1(&numbers[6..])? })
}

/// The bytes of a key as arkworks has it.
pub(crate) fn arkworks_key(bytes: &[u8]) -> Option<VerifyingKey<Bn254>> {
	let numbers = numbers(bytes)?;
	Some(VerifyingKey {
		alpha_g1: g1(&numbers[..2])?,
		beta_g2: g2(&numbers[2..6])?,
		gamma_g2: g2(&numbers[6..10])?,
		delta_g2: g2(&numbers[10..14])?,
		gamma_abc_g1: numbers[14..].chunks(2).map(g1).collect::<Option<_>>()?,
	})
}

/// Arkworks' verdict on bytes, which it checks as a verifier must.
pub(crate) fn arkworks_verify(
	key: &PreparedVerifyingKey<Bn254>,
	proof_bytes: &[u8],
	inputs: &[u8],
) -> bool {
	let read = || Some((proof(proof_bytes)?, numbers::<Fr>(inputs)?));
	read().is_some_and(|(proof, inputs)| {
		Groth16::<Bn254>::verify_proof(key, &proof, &inputs).is_ok_and(|accepted| accepted)
	})
}

/// The time that a verification takes, which must accept.
fn time(verification: impl FnOnce() -> bool) -> f64 {
	nanoseconds_each(1, || assert!(verification(), "a contestant refuses a valid proof"))
}

/// Measures verification.
pub(crate) fn run() -> Vec<Row> {
	let (proof_bytes, input_bytes) = published(DEPTH);
	let key_bytes = semaphore_key(DEPTH).expect("the depth has a key");
	let parsed_key = arkworks_key(&key_bytes).expect("the key is sound");
	let prepared_key = prepare_verifying_key(&parsed_key);
	let wasm = WasmCalls::new().expect("the wasm was built and compiles");
	let encoded_key = Key::Semaphore { depth: DEPTH }.encode();
	let parse = || Some((proof(black_box(&proof_bytes))?, numbers::<Fr>(&input_bytes)?));

	let [held, prepared, unprepared, in_wasm, raw] = medians(
		ROUNDS,
		[
			&mut || {
				let key = Key::Semaphore { depth: DEPTH };
				time(|| verify(key, black_box(&proof_bytes), &input_bytes).is_ok())
			},
			&mut || time(|| arkworks_verify(&prepared_key, black_box(&proof_bytes), &input_bytes)),
			&mut || {
				time(|| {
					parse().is_some_and(|(proof, inputs)| {
						let verdict = Groth16::<Bn254>::verify(&parsed_key, &inputs, &proof);
						verdict.is_ok_and(|accepted| accepted)
					})
				})
			},
			&mut || {
				time(|| {
					let verdict = wasm.verify(&encoded_key, black_box(&proof_bytes), &input_bytes);
					verdict.is_ok_and(|code| code == 0)
				})
			},
			&mut || {
				let key = Key::Raw(&key_bytes);
				time(|| verify(key, black_box(&proof_bytes), &input_bytes).is_ok())
			},
		],
	);

	let what = "verify a Semaphore proof";
	vec![
		Row { what, ours_ns: held, peer: "arkworks 0.6, key prepared", peer_ns: prepared },
		Row {
			what,
			ours_ns: held,
			peer: "arkworks 0.6, key prepared for each proof (zkVerify)",
			peer_ns: unprepared,
		},
		Row {
			what,
			ours_ns: held,
			peer: "our own wasm under wasmtime, no key held",
			peer_ns: in_wasm,
		},
		Row {
			what: "verify a proof, key passed as bytes and checked each time",
			ours_ns: raw,
			peer: "arkworks 0.6, key prepared for each proof but not checked",
			peer_ns: unprepared,
		},
	]
}
