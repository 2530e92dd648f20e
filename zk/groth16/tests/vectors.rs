//! Proofs made by stock Semaphore clients are accepted as they are, and no otherwise.

use ark_bn254::{Fq, Fr};
use census_groth16::{semaphore_key, verify, Key, PreparedKey, Verdict, VerifyError, VerifyingKey};
use census_zk_testing::{
	points::{add_modulus, add_one},
	vectors, Vector,
};

fn check(vector: &Vector) -> Verdict {
	verify(Key::Semaphore { depth: vector.depth }, &vector.proof, &vector.inputs)
}

/// The vector after a change.
fn changed(vector: &Vector, change: impl FnOnce(&mut Vector)) -> Verdict {
	let mut vector = vector.clone();
	change(&mut vector);
	check(&vector)
}

#[test]
fn all_are_accepted() {
	for vector in vectors() {
		assert_eq!(check(&vector), Ok(()), "depth {}", vector.depth);
	}
}

#[test]
fn all_are_accepted_against_the_same_key_passed_as_bytes() {
	for vector in vectors() {
		let bytes = semaphore_key(vector.depth).unwrap();
		assert_eq!(verify(Key::Raw(&bytes), &vector.proof, &vector.inputs), Ok(()));
		let key = VerifyingKey::from_bytes(&bytes).unwrap();
		for key in [PreparedKey::once(&key), PreparedKey::held(&key)] {
			assert_eq!(key.verify(&vector.proof, &vector.inputs), Ok(()));
		}
	}
}

#[test]
fn none_is_accepted_at_another_depth() {
	let vectors = vectors();
	for vector in &vectors {
		let other = vector.depth % 32 + 1;
		assert_eq!(changed(vector, |vector| vector.depth = other), Err(VerifyError::FalseProof));
	}
	for depth in 1..32 {
		assert_eq!(
			changed(&vectors[31], |vector| vector.depth = depth),
			Err(VerifyError::FalseProof)
		);
	}
}

#[test]
fn none_is_accepted_with_a_changed_coordinate() {
	for vector in vectors() {
		for place in 0..8 {
			assert_eq!(
				changed(&vector, |vector| add_one(&mut vector.proof, place)),
				Err(VerifyError::ProofCurve)
			);
		}
	}
}

#[test]
fn none_is_accepted_with_a_coordinate_in_another_form() {
	for vector in vectors() {
		for place in 0..8 {
			assert_eq!(
				changed(&vector, |vector| add_modulus::<Fq>(&mut vector.proof, place)),
				Err(VerifyError::ProofCoordinate)
			);
		}
	}
}

#[test]
fn none_is_accepted_with_a_changed_input() {
	for vector in vectors() {
		for place in 0..4 {
			assert_eq!(
				changed(&vector, |vector| add_one(&mut vector.inputs, place)),
				Err(VerifyError::FalseProof)
			);
		}
	}
}

#[test]
fn none_is_accepted_with_an_input_in_another_form() {
	for vector in vectors() {
		for place in 0..4 {
			assert_eq!(
				changed(&vector, |vector| add_modulus::<Fr>(&mut vector.inputs, place)),
				Err(VerifyError::InputRange)
			);
		}
	}
}

#[test]
fn none_is_accepted_with_inputs_swapped() {
	for vector in vectors() {
		assert_eq!(
			changed(&vector, |vector| vector.inputs.rotate_left(32)),
			Err(VerifyError::FalseProof)
		);
	}
}

#[test]
fn none_is_accepted_with_another_proofs_points() {
	let vectors = vectors();
	let other = &vectors[0];
	for vector in &vectors[1..] {
		for points in [0..64, 64..192, 192..256] {
			assert_eq!(
				changed(vector, |vector| vector.proof[points.clone()]
					.copy_from_slice(&other.proof[points.clone()])),
				Err(VerifyError::FalseProof)
			);
		}
	}
}

#[test]
fn none_is_accepted_with_a_byte_more_or_less() {
	for vector in vectors() {
		assert_eq!(changed(&vector, |vector| vector.proof.push(0)), Err(VerifyError::ProofLength));
		assert_eq!(
			changed(&vector, |vector| vector.proof.truncate(255)),
			Err(VerifyError::ProofLength)
		);
		assert_eq!(changed(&vector, |vector| vector.inputs.push(0)), Err(VerifyError::InputCount));
		assert_eq!(
			changed(&vector, |vector| vector.inputs.truncate(127)),
			Err(VerifyError::InputCount)
		);
	}
}
