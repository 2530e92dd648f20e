//! The shapes of Semaphore v4's proofs, as its clients write them.
//!
//! Source: `@semaphore-protocol/proof` 4.14 and `@semaphore-protocol/group` 4.14.

use crate::{FieldElement, Word};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The greatest depth of a Semaphore circuit, and so of a group's tree.
pub const MAX_DEPTH: u8 = 32;

/// A Groth16 proof's coordinates, in Semaphore's (and Solidity's) order:
/// `A.x, A.y, B.x.c1, B.x.c0, B.y.c1, B.y.c0, C.x, C.y`.
pub type Points = [Word; 8];

/// A Semaphore v4 proof as it comes from a client: nothing in it has been checked.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "json", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct SemaphoreProof {
	/// The depth of the circuit that made the proof, 1 to 32; it may exceed the tree's.
	pub merkle_tree_depth: u8,
	/// The root of the group's tree.
	pub merkle_tree_root: Word,
	/// The nullifier of the prover in this scope.
	pub nullifier: Word,
	/// The message, before it is hashed into the field.
	pub message: Word,
	/// The scope, before it is hashed into the field.
	pub scope: Word,
	/// The Groth16 proof.
	pub points: Points,
}

/// A Merkle proof in the shape of `@semaphore-protocol/group`.
///
/// Levels at which the path has no sibling are omitted, so `siblings` may be shorter than the
/// tree is deep, and `index` is the compacted path (bit `i` tells on which side the `i`-th listed
/// sibling's partner stands), not the leaf's index.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "json", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct MerkleProof {
	/// The tree's root.
	pub root: FieldElement,
	/// The leaf that is proven.
	pub leaf: FieldElement,
	/// The compacted path bits.
	pub index: u32,
	/// The siblings, from the leaf upwards.
	pub siblings: Vec<FieldElement>,
}

/// It tells whose leaf is proven, and where it stands.
#[cfg(feature = "zeroize")]
impl zeroize::Zeroize for MerkleProof {
	fn zeroize(&mut self) {
		let Self { root, leaf, index, siblings } = self;
		root.zeroize();
		leaf.zeroize();
		index.zeroize();
		siblings.zeroize();
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn reads_what_the_npm_packages_write() {
		for vector in census_vectors::semaphore::proofs_json() {
			let proof: SemaphoreProof = serde_json::from_value(vector["proof"].clone()).unwrap();
			assert_eq!(serde_json::to_value(&proof).unwrap(), vector["proof"]);
			let merkle: MerkleProof =
				serde_json::from_value(vector["merkleProof"].clone()).unwrap();
			assert_eq!(serde_json::to_value(&merkle).unwrap(), vector["merkleProof"]);
		}
	}
}
