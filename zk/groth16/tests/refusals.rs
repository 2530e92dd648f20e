//! Every refusal, by its name, and which comes first where several apply.

use ark_bn254::{Fq, Fr, G1Affine, G2Affine};
use ark_ec::AffineRepr;
use ark_ff::PrimeField;
use census_groth16::{
	semaphore_key, verify, Key, Verdict, VerifyError, VerifyingKey, MAX_INPUTS, MAX_KEY_BYTES,
};
use census_zk_testing::{
	points::{add_modulus, add_one, g1, g2, inputs, number, outside_subgroup},
	vectors, Setup,
};
use proptest::prelude::*;

/// Depth 20's proof after a change of the proof and the inputs.
fn proof_changed(change: impl FnOnce(&mut Vec<u8>, &mut Vec<u8>)) -> Verdict {
	let mut vector = vectors().swap_remove(19);
	change(&mut vector.proof, &mut vector.inputs);
	verify(Key::Semaphore { depth: 20 }, &vector.proof, &vector.inputs)
}

/// Depth 20's key after a change of its bytes, which refuses even a valid proof.
fn key_changed(change: impl FnOnce(&mut Vec<u8>)) -> VerifyError {
	let vector = vectors().swap_remove(19);
	let mut key = semaphore_key(20).unwrap();
	change(&mut key);
	let refusal = verify(Key::Raw(&key), &vector.proof, &vector.inputs).unwrap_err();
	assert_eq!(VerifyingKey::from_bytes(&key), Err(refusal));
	refusal
}

fn replace(bytes: &mut [u8], place: usize, with: &[u8]) {
	bytes[place * 32..][..with.len()].copy_from_slice(with);
}

#[test]
fn false_proof() {
	let negated = |proof: &mut Vec<u8>| {
		let y = Fq::from_be_bytes_mod_order(&proof[32..64]);
		replace(proof, 1, &number(-y));
	};
	assert_eq!(proof_changed(|proof, _| negated(proof)), Err(VerifyError::FalseProof));
	// Negated twice it is the proof that it was.
	assert_eq!(
		proof_changed(|proof, _| {
			negated(proof);
			negated(proof);
		}),
		Ok(())
	);
}

#[test]
fn proof_length() {
	for length in [0, 1, 255, 257, 512] {
		assert_eq!(
			proof_changed(|proof, _| proof.resize(length, 0)),
			Err(VerifyError::ProofLength)
		);
	}
}

#[test]
fn proof_coordinate() {
	for place in 0..8 {
		let modulus = |proof: &mut Vec<u8>| replace(proof, place, &[0; 32]);
		assert_eq!(
			proof_changed(|proof, _| {
				modulus(proof);
				add_modulus::<Fq>(proof, place);
			}),
			Err(VerifyError::ProofCoordinate),
			"q itself"
		);
		assert_eq!(
			proof_changed(|proof, _| add_modulus::<Fq>(proof, place)),
			Err(VerifyError::ProofCoordinate),
			"a second form of the same point"
		);
		assert_eq!(
			proof_changed(|proof, _| replace(proof, place, &[0xff; 32])),
			Err(VerifyError::ProofCoordinate)
		);
	}
}

#[test]
fn proof_infinity() {
	for (place, length) in [(0, 64), (2, 128), (6, 64)] {
		assert_eq!(
			proof_changed(|proof, _| replace(proof, place, &vec![0; length])),
			Err(VerifyError::ProofInfinity)
		);
	}
	assert_eq!(proof_changed(|proof, _| proof.fill(0)), Err(VerifyError::ProofInfinity));
}

#[test]
fn proof_curve() {
	for place in 0..8 {
		assert_eq!(proof_changed(|proof, _| add_one(proof, place)), Err(VerifyError::ProofCurve));
	}
	// One coordinate of zero is no point at infinity, and on this curve no point at all.
	assert_eq!(proof_changed(|proof, _| replace(proof, 0, &[0; 32])), Err(VerifyError::ProofCurve));
}

#[test]
fn proof_subgroup() {
	let outside = outside_subgroup();
	assert_eq!(
		proof_changed(|proof, _| replace(proof, 2, &g2(outside))),
		Err(VerifyError::ProofSubgroup)
	);
	// A point of the subgroup moved out of it by a point of small order besides.
	let moved = G2Affine::generator() + outside;
	assert_eq!(
		proof_changed(|proof, _| replace(proof, 2, &g2(moved))),
		Err(VerifyError::ProofSubgroup)
	);
}

#[test]
fn input_count() {
	for length in [0, 1, 96, 127, 129, 160, 32 * MAX_INPUTS + 32] {
		assert_eq!(
			proof_changed(|_, inputs| inputs.resize(length, 0)),
			Err(VerifyError::InputCount)
		);
	}
}

#[test]
fn input_range() {
	for place in 0..4 {
		assert_eq!(
			proof_changed(|_, inputs| add_modulus::<Fr>(inputs, place)),
			Err(VerifyError::InputRange),
			"a second form of the same input"
		);
		assert_eq!(
			proof_changed(|_, inputs| replace(inputs, place, &[0xff; 32])),
			Err(VerifyError::InputRange)
		);
	}
}

#[test]
fn the_greatest_input_is_in_range() {
	let greatest = number(-Fr::from(1));
	assert_eq!(
		proof_changed(|_, inputs| replace(inputs, 0, &greatest)),
		Err(VerifyError::FalseProof)
	);
}

#[test]
fn unknown_key() {
	let vector = vectors().swap_remove(19);
	for depth in [0, 33, 255] {
		assert_eq!(
			verify(Key::Semaphore { depth }, &vector.proof, &vector.inputs),
			Err(VerifyError::UnknownKey)
		);
	}
	for bytes in [&[][..], &[0], &[0, 20, 0], &[2], &[2, 20], &[255; 900]] {
		assert_eq!(Key::decode(bytes), Err(VerifyError::UnknownKey));
	}
}

#[test]
fn key_length() {
	for length in [0, 1, 447, 448, 511, 513, 767, 769, 800] {
		assert_eq!(key_changed(|key| key.resize(length, 0)), VerifyError::KeyLength);
	}
	assert_eq!(key_changed(|key| key.resize(MAX_KEY_BYTES + 64, 0)), VerifyError::KeyLength);
}

#[test]
fn key_coordinate() {
	for place in 0..24 {
		assert_eq!(key_changed(|key| add_modulus::<Fq>(key, place)), VerifyError::KeyCoordinate);
	}
}

#[test]
fn key_infinity() {
	for (place, length) in [(0, 64), (2, 128), (6, 128), (10, 128)] {
		assert_eq!(
			key_changed(|key| replace(key, place, &vec![0; length])),
			VerifyError::KeyInfinity
		);
	}
	for place in 0..5 {
		assert_eq!(
			key_changed(|key| replace(key, 14 + 2 * place, &[0; 64])),
			VerifyError::KeyInfinity
		);
	}
}

#[test]
fn key_curve() {
	for place in 0..24 {
		assert_eq!(key_changed(|key| add_one(key, place)), VerifyError::KeyCurve);
	}
}

#[test]
fn key_subgroup() {
	for place in [2, 6, 10] {
		assert_eq!(
			key_changed(|key| replace(key, place, &g2(outside_subgroup()))),
			VerifyError::KeySubgroup
		);
	}
}

/// Which keys these are, and how anybody forges under each, is in `forgeable_keys.rs`.
#[test]
fn key_forgeable() {
	let mut setup = Setup::new(2);
	setup.delta = setup.gamma;
	assert_eq!(VerifyingKey::from_bytes(&setup.key()), Err(VerifyError::KeyForgeable));
	setup.delta = setup.gamma + Fr::from(1);
	assert!(VerifyingKey::from_bytes(&setup.key()).is_ok());
}

#[test]
fn keys_of_any_permitted_number_of_inputs_verify() {
	for count in [0, 1, 2, 5, 17, MAX_INPUTS] {
		let setup = Setup::new(count);
		let statement: Vec<_> = (0..count as u64).map(|n| -Fr::from(n)).collect();
		let key = setup.key();
		let proof = setup.prove(&statement);
		assert_eq!(verify(Key::Raw(&key), &proof, &inputs(&statement)), Ok(()));
		if count > 0 {
			let mut other = inputs(&statement);
			add_one(&mut other[32 * (count - 1)..], 0);
			let verdict = verify(Key::Raw(&key), &proof, &other);
			// The greatest element plus one is out of range.
			assert!(matches!(verdict, Err(VerifyError::FalseProof | VerifyError::InputRange)));
		}
	}
	let key = Setup::new(MAX_INPUTS + 1).key();
	assert_eq!(VerifyingKey::from_bytes(&key), Err(VerifyError::KeyLength));
}

/// `L` at infinity is no flaw of a proof: it lies in the key and the inputs, and the equation still
/// decides. Anybody can prove such inputs, and nobody finds them who knows no relation of IC points.
#[test]
fn inputs_whose_combination_is_the_point_at_infinity_are_decided_by_the_equation() {
	let setup = Setup::new(1);
	let statement = [-setup.ic[0] / setup.ic[1]];
	let proof = setup.prove(&statement);
	assert_eq!(verify(Key::Raw(&setup.key()), &proof, &inputs(&statement)), Ok(()));
	let mut other = inputs(&statement);
	add_one(&mut other, 0);
	assert_eq!(verify(Key::Raw(&setup.key()), &proof, &other), Err(VerifyError::FalseProof));
}

/// Each flaw hides those that stand after it in the documented order.
#[test]
fn the_checks_keep_their_order() {
	let mut vector = vectors().swap_remove(19);
	let mut key = semaphore_key(20).unwrap();
	let outside = g2(outside_subgroup());
	let off_curve = [number(Fq::from(5)), number(Fq::from(5))].concat();
	let expect = |key: &[u8], proof: &[u8], inputs: &[u8], refusal| {
		assert_eq!(verify(Key::Raw(key), proof, inputs), Err(refusal));
	};

	// From the last check to the first, each flaw added to the ones before.
	add_one(&mut vector.inputs, 1);
	expect(&key, &vector.proof, &vector.inputs, VerifyError::FalseProof);
	let gamma = key[192..320].to_vec();
	replace(&mut key, 10, &gamma);
	expect(&key, &vector.proof, &vector.inputs, VerifyError::KeyForgeable);
	replace(&mut key, 10, &outside);
	expect(&key, &vector.proof, &vector.inputs, VerifyError::KeySubgroup);
	replace(&mut key, 14, &off_curve);
	expect(&key, &vector.proof, &vector.inputs, VerifyError::KeyCurve);
	replace(&mut key, 22, &[0; 64]);
	expect(&key, &vector.proof, &vector.inputs, VerifyError::KeyInfinity);
	replace(&mut key, 16, &[0xff; 32]);
	expect(&key, &vector.proof, &vector.inputs, VerifyError::KeyCoordinate);
	replace(&mut vector.proof, 2, &outside);
	expect(&key, &vector.proof, &vector.inputs, VerifyError::ProofSubgroup);
	replace(&mut vector.proof, 6, &off_curve);
	expect(&key, &vector.proof, &vector.inputs, VerifyError::ProofCurve);
	replace(&mut vector.proof, 0, &[0; 64]);
	expect(&key, &vector.proof, &vector.inputs, VerifyError::ProofInfinity);
	replace(&mut vector.inputs, 3, &[0xff; 32]);
	expect(&key, &vector.proof, &vector.inputs, VerifyError::InputRange);
	replace(&mut vector.proof, 7, &[0xff; 32]);
	expect(&key, &vector.proof, &vector.inputs, VerifyError::ProofCoordinate);
	vector.inputs.push(0);
	expect(&key, &vector.proof, &vector.inputs, VerifyError::InputCount);
	vector.proof.push(0);
	expect(&key, &vector.proof, &vector.inputs, VerifyError::ProofLength);
	key.push(0);
	expect(&key, &vector.proof, &vector.inputs, VerifyError::KeyLength);
}

#[test]
fn a_key_reads_back() {
	let bytes = semaphore_key(3).unwrap();
	for key in [Key::Semaphore { depth: 7 }, Key::Raw(&bytes), Key::Raw(&[])] {
		assert_eq!(Key::decode(&key.encode()), Ok(key));
	}
}

/// Bytes that now and then pass for numbers in range, points at infinity or points on the curve.
fn bytes_like_points() -> impl Strategy<Value = Vec<u8>> {
	let piece = prop_oneof![
		Just(vec![0; 32]),
		Just(vec![0xff; 32]),
		Just(g1(G1Affine::generator())),
		Just(g2(G2Affine::generator())),
		Just(g2(outside_subgroup())),
		any::<[u8; 31]>().prop_map(|bytes| [&[0], &bytes[..]].concat()),
		prop::collection::vec(any::<u8>(), 0..40),
	];
	prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(2000))]

	#[test]
	fn no_bytes_panic_or_pass(
		key in prop_oneof![
			prop::collection::vec(any::<u8>(), 0..1000),
			bytes_like_points().prop_map(|points| [&[1], &points[..]].concat()),
			any::<u8>().prop_map(|depth| vec![0, depth]),
			(1u8..=32).prop_map(|depth| vec![0, depth]),
		],
		proof in prop_oneof![
			prop::collection::vec(any::<u8>(), 0..600),
			prop::collection::vec(any::<u8>(), 256),
			bytes_like_points(),
		],
		inputs in prop_oneof![
			prop::collection::vec(any::<u8>(), 0..200),
			bytes_like_points(),
		],
	) {
		let verdict = Key::decode(&key).and_then(|key| verify(key, &proof, &inputs));
		prop_assert!(verdict.is_err());
	}

	#[test]
	fn no_flipped_bit_passes(depth in 1u8..=32, bit in 0usize..(256 + 128) * 8) {
		let mut vector = vectors().swap_remove(usize::from(depth) - 1);
		let bytes = if bit < 256 * 8 { &mut vector.proof } else { &mut vector.inputs };
		let bit = bit % (256 * 8);
		bytes[bit / 8] ^= 1 << (bit % 8);
		let verdict = verify(Key::Semaphore { depth }, &vector.proof, &vector.inputs);
		prop_assert!(verdict.is_err());
	}
}
