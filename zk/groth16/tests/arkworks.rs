//! The same verdicts as arkworks' own Groth16 verifier.

mod peer;

use ark_bn254::{Fr, G1Affine, G2Affine};
use ark_ec::AffineRepr;
use ark_ff::PrimeField;
use census_groth16::{semaphore_key, verify, Key, VerifyError};
use census_zk_testing::{
	points::{g1, g2, inputs, rerandomised},
	vectors, Setup, Vector,
};
use peer::accepts;
use proptest::prelude::*;

/// Both verdicts, which are found equal.
fn verdict(vector: &Vector) -> bool {
	let key = semaphore_key(vector.depth).unwrap();
	let theirs = accepts(&key, &vector.proof, &vector.inputs);
	for key in [Key::Semaphore { depth: vector.depth }, Key::Raw(&key)] {
		let ours = verify(key, &vector.proof, &vector.inputs);
		assert_eq!(ours, if theirs { Ok(()) } else { Err(VerifyError::FalseProof) });
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
		let theirs = accepts(&key, &proof, &claimed);
		prop_assert_eq!(verify(Key::Raw(&key), &proof, &claimed).is_ok(), theirs);
		prop_assert_eq!(theirs, !change || statement.is_empty());
	}
}
