//! The witness of Semaphore's circuit: every variable that the published circuits have left, in
//! their order.
//!
//! Source: `semaphore.circom` 4.13 with the templates it takes from circomlib and
//! `binary-merkle-root.circom`, compiled so that linear constraints are gone. The tests compare it
//! with what the published circuits' own programs compute, at every depth.

use crate::{
	fixed_base,
	poseidon::{self, TRACE},
	Error,
};
use ark_bn254::Fr;
use ark_ff::{AdditiveGroup, Field, PrimeField};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The bits of a secret that are variables.
const SECRET_BITS: usize = 252;
/// The bits of the comparison with the subgroup's order that are variables.
const COMPARED_BITS: usize = 250;
/// `2^251 - l`, little-endian, for the order `l` of Baby Jubjub's subgroup.
const COMPARED_WITH: [u64; 4] =
	[0x988d6823c6ded90f, 0x54c11247c6df11f5, 0xc8f5f7492fcfd4f4, 0x01f37631a3d9cbfa];

/// What the circuit takes in. All but the message and the scope tells who proves.
pub(crate) struct Inputs {
	/// Below the order of Baby Jubjub's subgroup.
	pub(crate) secret: Fr,
	/// How many of the siblings are the tree's.
	pub(crate) length: u64,
	pub(crate) index: u64,
	/// One for each level of the circuit.
	pub(crate) siblings: Vec<Fr>,
	pub(crate) message: Fr,
	pub(crate) scope: Fr,
}

impl Drop for Inputs {
	fn drop(&mut self) {
		let Self { secret, length, index, siblings, message: _, scope: _ } = self;
		secret.zeroize();
		length.zeroize();
		index.zeroize();
		siblings.zeroize();
	}
}

impl ZeroizeOnDrop for Inputs {}

fn bit(limbs: &[u64; 4], position: usize) -> bool {
	limbs[position / 64] >> (position % 64) & 1 == 1
}

/// How many numbers the witness of a depth's circuit has.
pub(crate) fn variables(depth: usize) -> usize {
	1514 + (TRACE + 8) * depth
}

/// Computes the witness.
///
/// # Errors
/// [`Error::Witness`] if the circuit's equations have no solution for these inputs.
pub(crate) fn compute(inputs: &Inputs) -> Result<Zeroizing<Vec<Fr>>, Error> {
	let depth = inputs.siblings.len();
	let mut numbers = Zeroizing::new(Vec::with_capacity(variables(depth)));
	// One; the outputs' places; the inputs.
	numbers.extend([Fr::ONE, Fr::ZERO, Fr::ZERO, inputs.message, inputs.scope, inputs.secret]);
	numbers.extend([Fr::from(inputs.length), Fr::from(inputs.index)]);
	numbers.extend(&inputs.siblings);
	numbers.push(inputs.message.square());

	let mut secret = Zeroizing::new(inputs.secret.into_bigint().0);
	let bits = Zeroizing::new(core::array::from_fn(|position| {
		position < SECRET_BITS && bit(&secret, position)
	}));
	let public_key = numbers.len();
	numbers.extend([Fr::ZERO; 2]);
	numbers.extend(bits[..SECRET_BITS].iter().map(|bit| Fr::from(*bit)));
	let (x, y) = fixed_base::public_key(&bits, &mut numbers)?;
	(numbers[public_key], numbers[public_key + 1]) = (x, y);

	// The Merkle path: each level's node, and the root where the tree ends.
	let mut traces = Zeroizing::new(Vec::with_capacity((depth + 2) * TRACE));
	let mut commitment_trace = Zeroizing::new(Vec::with_capacity(TRACE));
	let mut node = poseidon::trace(x, y, &mut commitment_trace);
	let commitment = node;
	let level_numbers = |each: usize| Zeroizing::new(Vec::with_capacity(each * (depth + 1)));
	let (mut nodes, mut roots, mut children) =
		(level_numbers(1), level_numbers(1), level_numbers(2));
	let mut ends = level_numbers(2);
	let mut root = Fr::ZERO;
	let mut end = |level: u64, node: Fr| {
		let is_end = level == inputs.length;
		let distance = Fr::from(level) - Fr::from(inputs.length);
		ends.extend([Fr::from(is_end), distance.inverse().unwrap_or(Fr::ZERO)]);
		if is_end {
			node
		} else {
			Fr::ZERO
		}
	};
	for (level, sibling) in inputs.siblings.iter().enumerate() {
		let here = end(level as u64, node);
		root += here;
		roots.push(here);
		let (left, right) =
			if inputs.index >> level & 1 == 0 { (node, *sibling) } else { (*sibling, node) };
		children.extend([left, right]);
		node = poseidon::trace(left, right, &mut traces);
		nodes.push(node);
	}
	root += end(depth as u64, node);
	numbers.push(commitment);
	numbers.append(&mut nodes);
	numbers.append(&mut roots);
	// The last bit of the index follows from the others.
	numbers.extend((0..depth - 1).map(|level| Fr::from(inputs.index >> level & 1)));
	numbers.append(&mut ends);
	numbers.append(&mut children);
	numbers.append(&mut traces);
	numbers.append(&mut commitment_trace);

	let nullifier = poseidon::trace(inputs.scope, inputs.secret, &mut numbers);
	(numbers[1], numbers[2]) = (root, nullifier);

	// That the secret is below the order: no carry out of 251 bits.
	let mut carry = false;
	for (limb, other) in secret.iter_mut().zip(COMPARED_WITH) {
		(*limb, carry) = limb.carrying_add(other, carry);
	}
	if carry || secret[3] >> (COMPARED_BITS + 1 - 3 * 64) != 0 {
		return Err(Error::Witness("the secret is not below the subgroup's order"));
	}
	numbers.extend((0..COMPARED_BITS).map(|position| Fr::from(bit(&secret, position))));
	Ok(numbers)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{field::element, program::Program, Artifacts};
	use ark_ff::MontFp;
	use census_zk_types::{FieldElement, MAX_DEPTH};
	use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

	/// The order of Baby Jubjub's subgroup.
	const ORDER: Fr =
		MontFp!("2736030358979909402780800718157159386076813972158567259200215660948447373041");

	fn number() -> impl Strategy<Value = Fr> {
		prop_oneof![
			9 => any::<[u8; 32]>().prop_map(|bytes| Fr::from_be_bytes_mod_order(&bytes)),
			1 => (0u64..3).prop_map(Fr::from),
		]
	}

	fn secret() -> impl Strategy<Value = Fr> {
		prop_oneof![
			// Just below the order, where both of the highest bits are set.
			8 => any::<[u8; 30]>().prop_map(|bytes| {
				ORDER - Fr::from_be_bytes_mod_order(&bytes) - Fr::ONE
			}),
			4 => any::<[u8; 31]>().prop_map(|bytes| Fr::from_be_bytes_mod_order(&bytes)),
			1 => (1u64..9).prop_map(|small| ORDER - Fr::from(small)),
			1 => (0u64..9).prop_map(Fr::from),
		]
	}

	fn elements(numbers: &[Fr]) -> Vec<FieldElement> {
		numbers.iter().map(element).collect()
	}

	#[test]
	#[ignore = "needs the npm package of the artifacts"]
	fn every_witness_is_the_one_of_the_published_program() {
		let mut runner = TestRunner::deterministic();
		for depth in 1..=MAX_DEPTH {
			let program = Program::compile(&Artifacts::of_tests().program(depth).unwrap());
			let siblings = proptest::collection::vec(number(), usize::from(depth));
			let lengths = 0..=u64::from(depth);
			let inputs = (secret(), lengths, any::<u64>(), siblings, number(), number());
			for _ in 0..12 {
				let (secret, length, index, siblings, message, scope) =
					inputs.new_tree(&mut runner).unwrap().current();
				let index = index & ((1 << depth) - 1);
				let given = elements(&siblings);
				let inputs = Inputs { secret, length, index, siblings, message, scope };
				let ours = compute(&inputs).unwrap();
				let theirs = program
					.witness(&[
						("secret", &elements(&[secret])),
						("merkleProofLength", &[length.into()]),
						("merkleProofIndex", &[index.into()]),
						("merkleProofSiblings", &given),
						("message", &elements(&[message])),
						("scope", &elements(&[scope])),
					])
					.unwrap();
				assert_eq!(ours.len(), theirs.len());
				for (position, (our, their)) in ours.iter().zip(theirs.iter()).enumerate() {
					assert_eq!(our, their, "number {position} at depth {depth}");
				}
			}
		}
	}

	#[test]
	fn a_secret_beyond_the_order_is_refused() {
		let refused = |secret| {
			let (siblings, message, scope) = (vec![Fr::ONE], Fr::ONE, Fr::ONE);
			compute(&Inputs { secret, length: 1, index: 0, siblings, message, scope }).is_err()
		};
		assert!(refused(ORDER));
		assert!(refused(-Fr::ONE));
		assert!(!refused(ORDER - Fr::ONE - Fr::ONE));
	}
}
