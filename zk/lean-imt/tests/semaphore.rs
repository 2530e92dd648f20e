//! The tree against proofs made by Semaphore's own packages, one for every depth from 1 to 32.

mod common;

use census_lean_imt::{verify, Poseidon};
use census_zk_types::{FieldElement, MerkleProof};
use common::{tree_of, Reference};
use serde_json::Value;

#[test]
fn makes_the_merkle_proofs_that_the_npm_packages_make() {
	let vectors = include_str!("../../../tests/vectors/semaphore-v4-proofs.json");
	let vectors: Vec<Value> = serde_json::from_str(vectors).unwrap();
	assert_eq!(vectors.len(), 32);
	for vector in vectors {
		let members: Vec<FieldElement> = serde_json::from_value(vector["members"].clone()).unwrap();
		let theirs: MerkleProof = serde_json::from_value(vector["merkleProof"].clone()).unwrap();
		let index = vector["memberIndex"].as_u64().unwrap() as u32;

		let tree = tree_of(Poseidon, &members);
		assert_eq!(tree.proof(index), Ok(theirs.clone()));
		assert_eq!(tree.root(), Ok(theirs.root));
		assert!(verify(&Poseidon, &theirs));
		assert_eq!(Reference(members).root(&Poseidon), theirs.root);
	}
}
