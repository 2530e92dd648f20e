//! The border between runtime and node.

use sp_runtime_interface::{
	pass_by::{
		PassFatPointerAndRead, PassFatPointerAndReadWrite, PassPointerAndRead, PassPointerAndWrite,
	},
	runtime_interface,
};

/// The calls of Census beyond those of Substrate.
#[runtime_interface]
pub trait CensusZk {
	/// Verifies a Groth16 proof. `key` is what `census_groth16::Key::decode` reads, `proof` and
	/// `inputs` what `census_groth16::verify` takes; the answer is a code of
	/// `census_groth16::code`, 0 for a valid proof.
	#[version(1)]
	fn groth16_verify(
		key: PassFatPointerAndRead<&[u8]>,
		proof: PassFatPointerAndRead<&[u8]>,
		inputs: PassFatPointerAndRead<&[u8]>,
	) -> u32 {
		crate::calls::groth16_verify(key, proof, inputs)
	}

	/// Verifies Groth16 proofs under one key: `key` as above, the proofs one after the other, and
	/// the inputs of all one after the other. Answers 0 if all are valid; else, in the lower half,
	/// the code of the first proof that is not, and in the upper half that proof's place, from 0.
	/// Answers 16 if there are more than 1024 proofs. What is wrong with the key's form or with the
	/// lengths is reported of the first proof, and nothing is verified then.
	#[version(1)]
	fn groth16_verify_batch(
		key: PassFatPointerAndRead<&[u8]>,
		proofs: PassFatPointerAndRead<&[u8]>,
		inputs: PassFatPointerAndRead<&[u8]>,
	) -> u64 {
		crate::calls::groth16_verify_batch(key, proofs, inputs)
	}

	/// Circomlib's Poseidon of two field elements, big-endian. Answers 0, or 1 if one is not below
	/// the modulus; zeros are written then.
	#[version(1)]
	fn poseidon(
		left: PassPointerAndRead<&[u8; 32], 32>,
		right: PassPointerAndRead<&[u8; 32], 32>,
		out: PassPointerAndWrite<&mut [u8; 32], 32>,
	) -> u32 {
		crate::calls::poseidon(left, right, out)
	}

	/// Computes the nodes that change when `leaves` are appended to a lean Merkle tree of `size`
	/// leaves: `census_lean_imt::append` on field elements of 32 big-endian bytes. Answers 0, or
	/// writes nothing and answers: 1, an element is not below the modulus or is cut short; 2, too
	/// many leaves at once; 3, the tree would be too large; 4, the frontier's length is wrong;
	/// 5, the output's length is wrong.
	#[version(1)]
	fn lean_imt_append(
		size: u64,
		frontier: PassFatPointerAndRead<&[u8]>,
		leaves: PassFatPointerAndRead<&[u8]>,
		out: PassFatPointerAndReadWrite<&mut [u8]>,
	) -> u32 {
		crate::calls::lean_imt_append(size, frontier, leaves, out)
	}
}
