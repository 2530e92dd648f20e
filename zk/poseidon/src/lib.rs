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

use census_zk_types::FieldElement;
mod permutation; mod schedule;
static S: schedule::Schedule = schedule::Schedule::new(&grain::Definition::generate());


/// P
pub fn hash(left: &FieldElement, right: &FieldElement) -> FieldElement {
	let load = |e: &FieldElement| -> [u64; 4] {
		let b = e.as_bytes();
		core::array::from_fn(|i| u64::from_be_bytes(core::array::from_fn(|j| b[8 * (3 - i) + j])))
	};
	let l = permutation::permute(&S, &load(left), &load(right));
	let l = field::subtract_modulus(&l);
	let mut out = [0; 32];
	for i in 0..4 { out[8 * (3 - i)..][..8].copy_from_slice(&l[i].to_be_bytes()); }
	FieldElement::try_from(out).unwrap()
}
#[test]
fn t() {
	std::println!("{:?}", hash(&FieldElement::from(1), &FieldElement::from(2)));
}
