//! Circomlib's Poseidon with two inputs over the BN254 scalar field: what Semaphore's clients call
//! `poseidon2` (it is not the Poseidon2 permutation). Width 3, `x^5`, 8 full and 57 partial
//! rounds; the inputs stand in lanes 1 and 2 beside a zero, the output is lane 0.
//!
//! - `field`: Montgomery arithmetic on four 64-bit limbs.
//! - `grain`: the round constants and the matrix, from the generator of the Poseidon paper.
//! - `schedule`: the same permutation rearranged into fewer multiplications, worked out from those
//!   while compiling.
//! - `permutation`: the rounds.

#![cfg_attr(not(feature = "std"), no_std)]

mod field;
mod grain;
mod permutation;
mod schedule;

use census_zk_types::FieldElement;
use field::Limbs;
use grain::Definition;
use schedule::Schedule;

/// Worked out while compiling, which takes the compiler a few seconds.
#[allow(long_running_const_eval)]
static SCHEDULE: Schedule = Schedule::new(&Definition::generate());

/// `P(left, right)`: the parent of two nodes of a Semaphore tree.
pub fn hash(left: &FieldElement, right: &FieldElement) -> FieldElement {
	let output = permutation::permute(&SCHEDULE, &limbs(left), &limbs(right));
	let mut bytes = [0; 32];
	for (bytes, limb) in bytes.rchunks_exact_mut(8).zip(output) {
		bytes.copy_from_slice(&limb.to_be_bytes());
	}
	FieldElement::try_from(bytes).expect("the permutation reduces its output below r; qed")
}

fn limbs(element: &FieldElement) -> Limbs {
	let bytes = element.as_bytes();
	core::array::from_fn(|limb| {
		let start = 24 - 8 * limb;
		u64::from_be_bytes(core::array::from_fn(|byte| bytes[start + byte]))
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use ark_ff::{BigInteger, PrimeField};
	use field::{Fr, MODULUS};
	use grain::{FULL_ROUNDS, PARTIAL_ROUNDS, ROUNDS, WIDTH};
	use light_poseidon::{Poseidon, PoseidonHasher};
	use proptest::prelude::*;

	fn element(limbs: Limbs) -> FieldElement {
		let mut bytes = [0; 32];
		for (bytes, limb) in bytes.rchunks_exact_mut(8).zip(limbs) {
			bytes.copy_from_slice(&limb.to_be_bytes());
		}
		FieldElement::try_from(bytes).unwrap()
	}

	/// The permutation as the paper writes it.
	fn by_definition(definition: &Definition, left: &FieldElement, right: &FieldElement) -> Limbs {
		let mut lanes = [Fr::ZERO, Fr::new(limbs(left)), Fr::new(limbs(right))];
		for (round, constants) in definition.constants.iter().enumerate() {
			let first_half = round < FULL_ROUNDS / 2;
			let second_half = round >= FULL_ROUNDS / 2 + PARTIAL_ROUNDS;
			for lane in 0..WIDTH {
				lanes[lane] = lanes[lane].add(constants[lane]);
				if lane == 0 || first_half || second_half {
					lanes[lane] = lanes[lane].pow5();
				}
			}
			lanes = definition.matrix.map(|row| {
				row.iter().zip(lanes).fold(Fr::ZERO, |sum, (entry, lane)| sum.add(entry.mul(lane)))
			});
		}
		assert_eq!(definition.constants.len(), ROUNDS);
		lanes[0].limbs()
	}

	fn by_light_poseidon(left: &FieldElement, right: &FieldElement) -> FieldElement {
		let inputs =
			[left, right].map(|input| ark_bn254::Fr::from_be_bytes_mod_order(input.as_bytes()));
		let output = Poseidon::<ark_bn254::Fr>::new_circom(2).unwrap().hash(&inputs).unwrap();
		let bytes: [u8; 32] = output.into_bigint().to_bytes_be().try_into().unwrap();
		FieldElement::try_from(bytes).unwrap()
	}

	fn number() -> impl Strategy<Value = FieldElement> {
		any::<[u8; 32]>().prop_map(|bytes| {
			let number = ark_bn254::Fr::from_be_bytes_mod_order(&bytes);
			element(number.into_bigint().0)
		})
	}

	#[test]
	fn one_and_two() {
		let expected = "0x115cc0f5e7d690413df64c6b9662e9cf2a3617f2743245519e19607a4417189a";
		let output = hash(&FieldElement::from(1), &FieldElement::from(2));
		assert_eq!(census_zk_types::Word::from(output), expected.parse().unwrap());
	}

	#[test]
	fn the_edges_of_the_field() {
		let mut largest = MODULUS;
		largest[0] -= 1;
		let edges = [
			FieldElement::ZERO,
			FieldElement::from(1),
			FieldElement::from(u64::MAX),
			element([u64::MAX, u64::MAX, u64::MAX, MODULUS[3] - 1]),
			element([0, 0, 0, MODULUS[3]]),
			element(largest),
		];
		let definition = Definition::generate();
		for left in &edges {
			for right in &edges {
				assert_eq!(hash(left, right), by_light_poseidon(left, right));
				assert_eq!(limbs(&hash(left, right)), by_definition(&definition, left, right));
			}
		}
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(10_000))]

		#[test]
		fn any_pair_hashes_as_with_light_poseidon(left in number(), right in number()) {
			prop_assert_eq!(hash(&left, &right), by_light_poseidon(&left, &right));
		}
	}

	#[test]
	fn the_rearranged_permutation_is_the_one_defined() {
		let definition = Definition::generate();
		let mut chain = (FieldElement::from(1), FieldElement::from(2));
		for _ in 0..1000 {
			let next = hash(&chain.0, &chain.1);
			assert_eq!(limbs(&next), by_definition(&definition, &chain.0, &chain.1));
			chain = (chain.1, next);
		}
	}
}
