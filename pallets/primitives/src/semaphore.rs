//! Semaphore proofs as pallets verify them.

use crate::{ProofRefusal, VerifyError};
use census_zk_host::{Key, VerifyError as Groth16Error, SEMAPHORE_INPUTS};
use census_zk_types::{FieldElement, SemaphoreProof, Word, MAX_DEPTH};

/// What a proof shows once it holds: both are below the field's modulus.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ProofOutputs {
	/// The root of the tree under which the prover's commitment stands.
	pub root: FieldElement,
	/// The prover's nullifier in the proof's scope.
	pub nullifier: FieldElement,
}

/// Decides whether a Semaphore proof holds. A runtime's is [`Native`]; a model that knows every
/// secret may stand in for it where a test needs more proofs than can be made.
pub trait VerifySemaphore {
	/// Reads what costs nothing: the depth, the root and the nullifier.
	///
	/// # Errors
	/// [`ProofRefusal::DepthOutOfRange`], [`ProofRefusal::RootNotInField`],
	/// [`ProofRefusal::NullifierNotInField`].
	fn read(proof: &SemaphoreProof) -> Result<ProofOutputs, ProofRefusal> {
		if !(1..=MAX_DEPTH).contains(&proof.merkle_tree_depth) {
			return Err(ProofRefusal::DepthOutOfRange);
		}
		Ok(ProofOutputs {
			root: FieldElement::try_from(proof.merkle_tree_root)
				.map_err(|_| ProofRefusal::RootNotInField)?,
			nullifier: FieldElement::try_from(proof.nullifier)
				.map_err(|_| ProofRefusal::NullifierNotInField)?,
		})
	}

	/// Verifies the whole proof. The caller has judged its root, scope and message.
	///
	/// # Errors
	/// Those of [`VerifySemaphore::read`], and those of the pairing's points.
	fn verify(proof: &SemaphoreProof) -> Result<ProofOutputs, ProofRefusal>;
}

/// The node's verifier, through its host call.
pub struct Native;

impl VerifySemaphore for Native {
	fn verify(proof: &SemaphoreProof) -> Result<ProofOutputs, ProofRefusal> {
		let shown = Self::read(proof)?;
		let key = Key::Semaphore { depth: proof.merkle_tree_depth };
		census_zk_host::verify(key, &proof.points, &semaphore_inputs(proof))
			.map_err(|refusal| ProofRefusal::Verifier(verify_error(refusal)))?;
		Ok(shown)
	}
}

/// The public inputs of a Semaphore proof, in the circuit's order. None has been checked.
pub fn semaphore_inputs(proof: &SemaphoreProof) -> [Word; SEMAPHORE_INPUTS] {
	[
		proof.merkle_tree_root,
		proof.nullifier,
		hash_to_field(&proof.message).into(),
		hash_to_field(&proof.scope).into(),
	]
}

/// Semaphore's hash of a message or scope into the field: Keccak-256 without its lowest byte.
///
/// Source: `hash` of `@semaphore-protocol/proof` 4.14, `_hash` of Semaphore.sol.
pub fn hash_to_field(input: &Word) -> FieldElement {
	let [high @ .., _] = sp_io::hashing::keccak_256(&input.0);
	FieldElement::from_31_bytes(&high)
}

/// The verifier's refusal of a proof whose inputs are of the right number and below the modulus, under a
/// key that is valid.
pub fn verify_error(refusal: Groth16Error) -> VerifyError {
	match refusal {
		Groth16Error::ProofCoordinate => VerifyError::CoordinateNotInField,
		Groth16Error::ProofInfinity => VerifyError::PointAtInfinity,
		Groth16Error::ProofCurve => VerifyError::PointNotOnCurve,
		Groth16Error::ProofSubgroup => VerifyError::PointNotInSubgroup,
		// The others cannot arise: a proof's length is right by its type, and of inputs and key whoever
		// asks knows that they are.
		_ => VerifyError::ProofInvalid,
	}
}
