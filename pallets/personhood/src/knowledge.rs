//! How whoever brings a commitment shows that it knows the commitment's secret.
//!
//! A leaf and an inner node of a Merkle tree are hashes alike, so the root of a tree of several
//! people's leaves can pose as a commitment, and a proof of membership in a group that holds
//! nothing but it does not tell: the length of the prover's path is private. So the group has two
//! members, the commitment and a salt that is derived from it, and the circuit has room for one
//! level, no more:
//!
//! - a path of length 1 shows the secret of the commitment, or of the salt. Nobody has the salt's:
//!   that would be a commitment equal to a hash of another one;
//! - a path of length 0 shows a key whose coordinates are the commitment and the salt: a hash
//!   of its other half again;
//! - a longer path makes the circuit's root 0, which is no group's.
//!
//! # The salt
//! The first 31 bytes, read as a big-endian number, of the Blake2b-256 hash of 48 bytes:
//!
//! | bytes | what |
//! | --- | --- |
//! | 16 | `census/salt` in ASCII, then five zeros |
//! | 32 | the commitment, big-endian |
//!
//! # The proof
//! What Semaphore's own packages make of it:
//!
//! ```js
//! const text = new TextEncoder()
//! const bytes = new Uint8Array(48)
//! bytes.set(text.encode("census/salt"))
//! bytes.set(hexToBytes(identity.commitment.toString(16).padStart(64, "0")), 16)
//! const salt = BigInt("0x" + bytesToHex(blake2b(bytes, { dkLen: 32 }).slice(0, 31)))
//! const group = new Group([identity.commitment, salt])
//! const proof = await generateProof(identity, group, message, scope, 1)
//! ```
//!
//! The proof's depth must be 1 and its root Poseidon's of commitment and salt. Its scope and message
//! are those that [`crate::words`] gives for what is done. Its nullifier is not kept: a commitment
//! serves once, and all else is bound to a counter that rises.

use crate::{words, Config, Pallet};
use census_primitives::{PersonRefusal, VerifySemaphore};
use census_zk_types::{FieldElement, SemaphoreProof, Word};
use frame_support::ensure;

/// The one depth of the circuit of a proof of knowledge.
pub const KNOWLEDGE_DEPTH: u8 = 1;

/// The other member of the group in which a commitment's secret is shown.
pub fn salt(commitment: &FieldElement) -> FieldElement {
	let mut bytes = [0; 48];
	bytes[..16].copy_from_slice(&words::domain("census/salt"));
	bytes[16..].copy_from_slice(commitment.as_bytes());
	words::reduced(sp_io::hashing::blake2_256(&bytes))
}

/// The root of that group.
pub fn root(commitment: &FieldElement) -> FieldElement {
	census_zk_host::hash(commitment, &salt(commitment))
}

impl<T: Config> Pallet<T> {
	/// Checks all of a proof of knowledge but the pairing.
	pub(crate) fn check_knowledge(
		proof: &SemaphoreProof,
		commitment: &FieldElement,
		scope: Word,
		message: Word,
	) -> Result<(), PersonRefusal> {
		ensure!(proof.merkle_tree_depth == KNOWLEDGE_DEPTH, PersonRefusal::KnowledgeDepth);
		ensure!(proof.scope == scope, PersonRefusal::ProofScope);
		ensure!(proof.message == message, PersonRefusal::ProofMessage);
		T::Proofs::read(proof)?;
		ensure!(proof.merkle_tree_root == root(commitment).into(), PersonRefusal::KnowledgeRoot);
		Ok(())
	}

	/// Checks the pairing of a proof of knowledge.
	pub(crate) fn verify_knowledge(proof: &SemaphoreProof) -> Result<(), PersonRefusal> {
		T::Proofs::verify(proof)?;
		Ok(())
	}

	/// A commitment that may enter the tree: a number of the field, not 0, and never used.
	pub(crate) fn check_commitment(commitment: &Word) -> Result<FieldElement, PersonRefusal> {
		let commitment =
			FieldElement::try_from(*commitment).map_err(|_| PersonRefusal::CommitmentNotInField)?;
		ensure!(!commitment.is_zero(), PersonRefusal::CommitmentNotInField);
		ensure!(!crate::Commitments::<T>::contains_key(commitment), PersonRefusal::CommitmentUsed);
		Ok(commitment)
	}
}
