//! The embedded keys are the published ones, and every point of them is sound.

mod published;

use ark_bn254::Fr;
use ark_ff::PrimeField;
use census_groth16::{semaphore_key, VerifyError, VerifyingKey, SEMAPHORE_INPUTS};
use census_vectors::semaphore::{verification_keys, VERIFICATION_KEYS};
use sha2::{Digest, Sha256};

const EMBEDDED: &[u8] = include_bytes!("../data/semaphore-4.13.0.bin");

#[test]
fn the_json_is_the_published_one() {
	assert_eq!(
		hex::encode(Sha256::digest(VERIFICATION_KEYS)),
		"d96ec60593b6fc2334f1f04e008e07425d5536d7777f6ac21d996fc80779b3c9"
	);
}

#[test]
fn the_embedded_bytes_derive_from_the_json() {
	assert_eq!(published::embedded(&verification_keys()), EMBEDDED);
}

#[test]
fn every_embedded_key_is_sound() {
	for depth in 1..=32 {
		let key = VerifyingKey::from_bytes(&semaphore_key(depth).unwrap()).unwrap();
		assert_eq!(key.inputs(), SEMAPHORE_INPUTS);
	}
}

/// Once more by arkworks alone, with the plain subgroup check: multiplication by the order.
#[test]
fn every_embedded_point_has_order_r() {
	use ark_bn254::{Fq, Fq2, G1Affine, G2Affine};
	use ark_ec::AffineRepr;
	use ark_ff::Zero;

	let order = Fr::MODULUS;
	let number = |bytes: &[u8]| Fq::from_be_bytes_mod_order(bytes);
	for depth in 1..=32 {
		let key = semaphore_key(depth).unwrap();
		let numbers: Vec<_> = key.chunks(32).map(number).collect();
		let (g2, ic) = numbers[2..].split_at(12);
		for point in [&numbers[..2], ic].concat().chunks(2) {
			let point = G1Affine::new_unchecked(point[0], point[1]);
			assert!(point.is_on_curve() && !point.is_zero());
			assert!(point.mul_bigint(order).is_zero());
		}
		for point in g2.chunks(4) {
			let x = Fq2::new(point[1], point[0]);
			let y = Fq2::new(point[3], point[2]);
			let point = G2Affine::new_unchecked(x, y);
			assert!(point.is_on_curve() && !point.is_zero());
			assert!(point.mul_bigint(order).is_zero());
		}
	}
}

#[test]
fn there_is_no_key_for_other_depths() {
	for depth in [0, 33, 255] {
		assert_eq!(semaphore_key(depth), Err(VerifyError::UnknownKey));
	}
}
