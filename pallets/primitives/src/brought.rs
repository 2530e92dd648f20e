//! The proofs that a call brings, told before it is executed.

use crate::semaphore_inputs;
use alloc::vec::Vec;
use census_zk_host::Key;
use census_zk_types::{Points, SemaphoreProof, Word};
use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// A proof that will be verified when its call is executed: the host call's arguments.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct BroughtProof {
	/// The key, as `census_zk_host::Key::decode` reads it.
	pub key: Vec<u8>,
	/// The proof's points, 256 bytes.
	pub proof: Vec<u8>,
	/// The public inputs, 32 bytes each.
	pub inputs: Vec<u8>,
}

impl BroughtProof {
	/// A Semaphore proof, of any depth.
	pub fn semaphore(proof: &SemaphoreProof) -> Self {
		let key = Key::Semaphore { depth: proof.merkle_tree_depth };
		Self::of(key, &proof.points, &semaphore_inputs(proof))
	}

	/// A proof for a circuit with this verifying key.
	pub fn of_circuit(key: &[u8], proof: &Points, inputs: &[Word]) -> Self {
		Self::of(Key::Raw(key), proof, inputs)
	}

	fn of(key: Key<'_>, proof: &Points, inputs: &[Word]) -> Self {
		Self {
			key: key.encode(),
			proof: proof.iter().flat_map(|word| word.0).collect(),
			inputs: inputs.iter().flat_map(|word| word.0).collect(),
		}
	}
}
