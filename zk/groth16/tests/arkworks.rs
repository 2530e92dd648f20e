//! The same verdicts as arkworks' own Groth16 verifier.

mod support;

use ark_bn254::{Bn254, Fr, G1Affine, G2Affine};
use ark_ec::AffineRepr;
use ark_ff::PrimeField;
use ark_groth16::{prepare_verifying_key, Groth16, Proof, VerifyingKey};
use census_groth16::{semaphore_key, verify, Key, Refusal};
use proptest::prelude::*;
use support::{g1, g2, inputs, read_g1, read_g2, rerandomised, vectors, Setup, Vector};

fn read_key(bytes: &[u8]) -> VerifyingKey<Bn254> {
	VerifyingKey {
		alpha_g1: read_g1(&bytes[..64]),
		beta_g2: read_g2(&bytes[64..192]),
		gamma_g2: read_g2(&bytes[192..320]),
		delta_g2: read_g2(&bytes[320..448]),
		gamma_abc_g1: bytes[448..].chunks(64).map(read_g1).collect(),
	}
}

fn read_proof(bytes: &[u8]) -> Proof<Bn254> {
	Proof { a: read_g1(&bytes[..64]), b: read_g2(&bytes[64..192]), c: read_g1(&bytes[192..]) }
}

/// What arkworks says of well-formed bytes.
fn arkworks(key: &[u8], proof: &[u8], inputs: &[u8]) -> bool {
	let inputs: Vec<_> = inputs.chunks(32).map(Fr::from_be_bytes_mod_order).collect();
	let key = prepare_verifying_key(&read_key(key));
	Groth16::<Bn254>::verify_proof(&key, &read_proof(proof), &inputs).unwrap()
}

/// Both verdicts, which are found equal.
fn verdict(vector: &Vector) -> bool {
	let key = semaphore_key(vector.depth).unwrap();
	let theirs = arkworks(&key, &vector.proof, &vector.inputs);
	for key in [Key::Semaphore { depth: vector.depth }, Key::Raw(&key)] {
		let ours = verify(key, &vector.proof, &vector.inputs);
		assert_eq!(ours, if theirs { Ok(()) } else { Err(Refusal::FalseProof) });
	}
	theirs
}

#[test]
fn agree_on_the_vectors() {
	assert!(vectors().iter().all(verdict));
}

#[test]
fn agree_on_vectors_with_points_of_others() {
	let vectors = vectors();
	for pair in vectors.windows(2) {
		for points in [0..64, 64..192, 192..256] {
			let mut mixed = pair[0].clone();
			mixed.proof[points.clone()].copy_from_slice(&pair[1].proof[points.clone()]);
			assert!(!verdict(&mixed));
		}
		assert!(!verdict(&Vector { inputs: pair[1].inputs.clone(), ..pair[0].clone() }));
		assert!(!verdict(&Vector { depth: pair[1].depth, ..pair[0].clone() }));
	}
}

/// Why [`Refusal::KeyForgeable`] exists: arkworks accepts a forgery that needs no secret.
#[test]
fn a_key_whose_gamma_is_delta_is_forgeable() {
	let mut setup = Setup::new(1);
	setup.delta = setup.gamma;
	let key = setup.key();
	let [alpha, beta] = [&key[..64], &key[64..192]];
	let statement = Fr::from(123_456);
	let combination = read_g1(&key[448..512]) + read_g1(&key[512..]) * statement;
	let proof = [alpha, beta, &g1(-combination)].concat();
	assert!(arkworks(&key, &proof, &inputs(&[statement])));
	assert_eq!(verify(Key::Raw(&key), &proof, &inputs(&[statement])), Err(Refusal::KeyForgeable));
}

fn scalar() -> impl Strategy<Value = Fr> {
	any::<[u8; 32]>().prop_map(|bytes| Fr::from_le_bytes_mod_order(&bytes))
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn agree_on_rerandomised_proofs(depth in 1u8..=32, u in scalar(), v in scalar()) {
		prop_assume!(u != Fr::from(0));
		let mut vector = vectors().swap_remove(usize::from(depth) - 1);
		vector.proof = rerandomised(&semaphore_key(depth).unwrap(), &vector.proof, u, v);
		prop_assert!(verdict(&vector));
	}

	#[test]
	fn agree_on_points_at_random(depth in 1u8..=32, which in 0..3, scalar in scalar()) {
		prop_assume!(scalar != Fr::from(0));
		let mut vector = vectors().swap_remove(usize::from(depth) - 1);
		let (start, point) = match which {
			0 => (0, g1(G1Affine::generator() * scalar)),
			1 => (64, g2(G2Affine::generator() * scalar)),
			_ => (192, g1(G1Affine::generator() * scalar)),
		};
		vector.proof[start..start + point.len()].copy_from_slice(&point);
		prop_assert!(!verdict(&vector));
	}

	#[test]
	fn agree_on_proofs_under_other_keys(
		statement in prop::collection::vec(scalar(), 0..8),
		change in any::<bool>(),
	) {
		let setup = Setup::new(statement.len());
		let key = setup.key();
		let proof = setup.prove(&statement);
		let mut claimed = statement.clone();
		if let (true, Some(input)) = (change, claimed.last_mut()) {
			*input += Fr::from(1);
		}
		let claimed = inputs(&claimed);
		let theirs = arkworks(&key, &proof, &claimed);
		prop_assert_eq!(verify(Key::Raw(&key), &proof, &claimed).is_ok(), theirs);
		prop_assert_eq!(theirs, !change || statement.is_empty());
	}
}
