//! What a Merkle proof proves.

use crate::{Error, Hasher};
use census_zk_types::{FieldElement, MerkleProof, MAX_DEPTH};

/// The root that the proof's leaf, siblings and path bits lead to, whatever root it claims.
///
/// # Errors
/// [`Error::MalformedProof`] with more than 32 siblings, or a path bit that belongs to none.
pub fn root_of<H: Hasher>(hasher: &H, proof: &MerkleProof) -> Result<FieldElement, Error> {
	let levels = proof.siblings.len();
	if levels > usize::from(MAX_DEPTH) || u64::from(proof.index) >> levels != 0 {
		return Err(Error::MalformedProof);
	}
	Ok(proof.siblings.iter().enumerate().fold(proof.leaf, |node, (level, sibling)| {
		if proof.index >> level & 1 == 1 {
			hasher.hash(sibling, &node)
		} else {
			hasher.hash(&node, sibling)
		}
	}))
}

/// Whether the proof is well-formed and leads to the root it claims. Whether that is a root worth
/// anything is for the caller to know.
pub fn verify<H: Hasher>(hasher: &H, proof: &MerkleProof) -> bool {
	root_of(hasher, proof) == Ok(proof.root)
}
