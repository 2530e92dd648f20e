//! The zk functions as the runtime sees them: run natively by the node through versioned host
//! calls, with the same outcome as the pure functions they wrap.
//!
//! - [`verify`]: a Groth16 proof against a [`Key`].
//! - [`verify_batch`], [`verify_each`]: many proofs under one key, at a fraction of the time.
//! - [`hash`]: Poseidon of two field elements.
//! - [`HostHasher`]: the hasher of a lean Merkle tree, whose appends are one call each.
//! - `HostFunctions`: what a node's executor registers; `census_zk`: the bare calls.
//!
//! A call's outcome depends on its arguments alone, never on what a node has in memory; the host
//! allocates nothing in the runtime's memory; no arguments make it panic. Bounds are checked
//! before anything is parsed. Within a version no outcome may ever change: a change is a new
//! version of the call, beside the old one.
//!
//! A node remembers and prepares what it can, without a change of any outcome: `accelerators`.
//!
//! With the feature `in-wasm` a runtime computes everything itself and calls no host.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "std")]
pub mod accelerators;
#[cfg(feature = "in-wasm")]
pub mod bare;
#[cfg(any(not(substrate_runtime), feature = "in-wasm"))]
mod calls;
mod codes;
#[cfg(not(all(substrate_runtime, feature = "in-wasm")))]
mod interface;

pub use census_groth16::one_key::{BatchRefusal, MAX_PROOFS};
#[cfg(feature = "std")]
pub use census_groth16::{batch::Item, prepare_semaphore_keys};
pub use census_groth16::{Key, Verdict, VerifyError, SEMAPHORE_INPUTS};
#[cfg(not(all(substrate_runtime, feature = "in-wasm")))]
pub use interface::census_zk;
#[cfg(not(substrate_runtime))]
pub use interface::census_zk::HostFunctions;

use alloc::vec::Vec;
#[cfg(feature = "in-wasm")]
use calls as backend;
use census_groth16::one_key;
use census_lean_imt::{Error, Hasher};
use census_zk_types::{FieldElement, Points, Word};
#[cfg(not(feature = "in-wasm"))]
use interface::census_zk as backend;

/// The level of host calls that a node with this crate has: one more with each call, or version of a call, that is
/// added. Level 1 are the first versions of all.
pub const LEVEL: u32 = 1;

/// Verifies a Groth16 proof of public `inputs`, none of which needs to have been checked. See
/// [`census_groth16::verify`].
///
/// # Errors
/// Says why the proof is refused.
pub fn verify(key: Key<'_>, proof: &Points, inputs: &[Word]) -> Verdict {
	let (proof, inputs) = (concat(proof.iter()), concat(inputs.iter()));
	let code = backend::groth16_verify(&key.encode(), &proof, &inputs);
	// No call of this version answers with another code. If one did, it said no to the proof.
	census_groth16::from_code(code).unwrap_or(Err(VerifyError::FalseProof))
}

/// Verifies proofs under one key, each with its public inputs: the outcome for each is
/// [`verify`]'s, at a fraction of the time. To find the first refusal takes about as long again as
/// to find that there is one.
///
/// # Errors
/// Says which proof is the first to be refused, and why.
pub fn verify_batch(key: Key<'_>, proofs: &[(Points, Vec<Word>)]) -> Result<(), BatchRefusal> {
	let refused = |place, refusal| Err(BatchRefusal::at(place, refusal));
	if proofs.len() > MAX_PROOFS {
		return Err(BatchRefusal::TooMany);
	}
	let expected = match key.inputs() {
		Ok(expected) => expected,
		Err(refusal) => return refused(0, refusal),
	};
	let (mut proof_bytes, mut input_bytes) = (Vec::new(), Vec::new());
	let mut miscounted = Ok(());
	for (place, (proof, inputs)) in proofs.iter().enumerate() {
		if inputs.len() != expected {
			// Those before it may yet be refused.
			miscounted = refused(place, VerifyError::InputCount);
			break;
		}
		proof_bytes.extend(proof.iter().flat_map(|word| word.0));
		input_bytes.extend(inputs.iter().flat_map(|word| word.0));
	}
	let code = backend::groth16_verify_batch(&key.encode(), &proof_bytes, &input_bytes);
	// No call of this version answers with another code. If one did, it said no.
	let unknown = Err(BatchRefusal::at(0, VerifyError::FalseProof));
	one_key::from_code(code).unwrap_or(unknown).and(miscounted)
}

/// The verdict on each of some proofs under one key: [`verify`]'s, at a fraction of the time as long as
/// all are valid and no more than [`MAX_PROOFS`]. Those behind the first one that is not are verified
/// one by one: together again behind each refusal would take a time that grows with the square of how
/// many there are.
pub fn verify_each(key: Key<'_>, proofs: &[(Points, Vec<Word>)]) -> Vec<Verdict> {
	if proofs.is_empty() {
		return Vec::new();
	}
	let (valid, refused) = match verify_batch(key, proofs) {
		Ok(()) => (proofs.len(), None),
		Err(BatchRefusal::Proof { place, refusal }) => (place as usize, Some(Err(refusal))),
		Err(BatchRefusal::TooMany) => (0, None),
	};
	let mut verdicts: Vec<_> = core::iter::repeat_n(Ok(()), valid).chain(refused).collect();
	let rest = proofs.iter().skip(verdicts.len());
	verdicts.extend(rest.map(|(proof, inputs)| verify(key, proof, inputs)));
	verdicts
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
