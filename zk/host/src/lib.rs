//! The zk functions as the runtime sees them: run natively by the node through versioned host
//! calls, with the same outcome as the pure functions they wrap.
//!
//! - [`verify`], [`verify_semaphore`]: a Groth16 proof against a [`Key`].
//! - [`hash`]: Poseidon of two field elements.
//! - [`HostHasher`]: the hasher of a lean Merkle tree, whose appends are one call each.
//! - `HostFunctions`: what a node's executor registers; `census_zk`: the bare calls.
//!
//! A call's outcome depends on its arguments alone, never on what a node has in memory; the host
//! allocates nothing in the runtime's memory; no arguments make it panic. Bounds are checked
//! before anything is parsed. Within a version no outcome may ever change: a change is a new
//! version of the call, beside the old one.
//!
//! With the feature `in-wasm` a runtime computes everything itself and calls no host.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(any(not(substrate_runtime), feature = "in-wasm"))]
mod calls;
mod codes;
#[cfg(not(all(substrate_runtime, feature = "in-wasm")))]
mod interface;

#[cfg(feature = "std")]
pub use census_groth16::prepare_semaphore_keys;
pub use census_groth16::{Key, Refusal, Verdict, SEMAPHORE_INPUTS};
#[cfg(not(all(substrate_runtime, feature = "in-wasm")))]
pub use interface::census_zk;
#[cfg(not(substrate_runtime))]
pub use interface::census_zk::HostFunctions;

use alloc::vec::Vec;
#[cfg(feature = "in-wasm")]
use calls as backend;
use census_lean_imt::{Error, Hasher};
use census_zk_types::{FieldElement, Points, Word};
#[cfg(not(feature = "in-wasm"))]
use interface::census_zk as backend;

/// Verifies a Groth16 proof of public `inputs`, none of which needs to have been checked. See
/// [`census_groth16::verify`].
///
/// # Errors
/// Says why the proof is refused.
pub fn verify(key: Key<'_>, proof: &Points, inputs: &[Word]) -> Verdict {
	let (proof, inputs) = (concat(proof.iter()), concat(inputs.iter()));
	let code = backend::groth16_verify(&key.encode(), &proof, &inputs);
	// No call of this version answers with another code. If one did, it said no to the proof.
	census_groth16::from_code(code).unwrap_or(Err(Refusal::FalseProof))
}

/// Verifies a Semaphore proof against the key of its circuit's depth. The inputs are the root, the
/// nullifier, and the hashes of message and scope.
///
/// # Errors
/// Says why the proof is refused.
pub fn verify_semaphore(
	depth: u8,
	proof: &Points,
	inputs: &[FieldElement; SEMAPHORE_INPUTS],
) -> Verdict {
	verify(Key::Semaphore { depth }, proof, &inputs.map(Word::from))
}

/// The words' bytes, one after the other.
fn concat<'a>(words: impl Iterator<Item = &'a Word>) -> Vec<u8> {
	words.flat_map(|word| word.0).collect()
}

/// Circomlib's Poseidon of two field elements. See [`census_poseidon::hash`].
pub fn hash(left: &FieldElement, right: &FieldElement) -> FieldElement {
	let mut out = [0; 32];
	backend::poseidon(left.as_bytes(), right.as_bytes(), &mut out);
	// Canonical arguments have a canonical hash; no other answer exists to put in its place.
	FieldElement::try_from(out).unwrap_or_default()
}

/// The hasher of a lean Merkle tree whose work the node does.
#[derive(Clone, Copy, Default, Debug)]
pub struct HostHasher;

impl Hasher for HostHasher {
	fn hash(&self, left: &FieldElement, right: &FieldElement) -> FieldElement {
		hash(left, right)
	}

	fn append(
		&self,
		size: u64,
		frontier: &[FieldElement],
		leaves: &[FieldElement],
		out: &mut [FieldElement],
	) -> Result<(), Error> {
		let bytes = |elements: &[FieldElement]| -> Vec<u8> {
			elements.iter().flat_map(|element| element.to_be_bytes()).collect()
		};
		let (frontier, leaves) = (bytes(frontier), bytes(leaves));
		let mut nodes = alloc::vec![0; 32 * out.len()];
		codes::append_from_code(backend::lean_imt_append(size, &frontier, &leaves, &mut nodes))?;
		for (node, bytes) in out.iter_mut().zip(nodes.as_chunks().0) {
			// The host writes canonical nodes only.
			*node = FieldElement::try_from(*bytes).unwrap_or_default();
		}
		Ok(())
	}
}
