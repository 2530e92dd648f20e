//! The proofs that the benchmarks of batches measure: read from a file, for a runtime can make no
//! proofs. Each is of another identity in a group of its own.

use alloc::vec::Vec;
use census_zk_types::{FieldElement, SemaphoreProof, Word, MAX_DEPTH};

/// Of each proof the root, the nullifier and the points. See `data/README.md`.
pub(crate) static DATA: &[u8; MAX_PROOFS * PROOF_BYTES] = include_bytes!("../data/benchmark.bin");

/// How many proofs there are.
pub(crate) const MAX_PROOFS: usize = 128;

/// A root, a nullifier and eight coordinates.
const PROOF_BYTES: usize = 10 * 32;

/// The circuit for which the proofs are.
pub(crate) const DEPTH: u8 = MAX_DEPTH;

/// The message and the scope of all proofs.
pub(crate) fn message_and_scope() -> (Word, Word) {
	(Word::from(123_456_789), Word::from(42))
}

/// The first so many proofs, each with its root.
pub(crate) fn proofs(count: u32) -> Vec<(FieldElement, SemaphoreProof)> {
	DATA.as_chunks::<PROOF_BYTES>().0.iter().take(count as usize).map(proof).collect()
}

fn proof(bytes: &[u8; PROOF_BYTES]) -> (FieldElement, SemaphoreProof) {
	let words: Vec<_> = bytes.as_chunks().0.iter().copied().map(Word).collect();
	let (message, scope) = message_and_scope();
	let proof = SemaphoreProof {
		merkle_tree_depth: DEPTH,
		merkle_tree_root: words[0],
		nullifier: words[1],
		message,
		scope,
		points: core::array::from_fn(|index| words[2 + index]),
	};
	(words[0].try_into().expect("it is in the field"), proof)
}
