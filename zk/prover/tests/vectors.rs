//! Every published vector: the same commitments, secrets, Merkle proofs, messages, scopes and
//! nullifiers as the npm packages made.

mod common;

use census_prover::{Group, Identity};
use census_zk_types::{FieldElement, MerkleProof, SemaphoreProof, Word};
use common::{message, scope};
use serde_json::Value;

fn vectors() -> Vec<Value> {
	let json = include_str!("../../../tests/vectors/semaphore-v4-proofs.json");
	serde_json::from_str(json).unwrap()
}

#[test]
fn identities_groups_and_inputs_are_those_of_the_npm_packages() {
	let vectors = vectors();
	assert_eq!(vectors.len(), 32);
	for vector in &vectors {
		let members: Vec<FieldElement> = serde_json::from_value(vector["members"].clone()).unwrap();
		let merkle: MerkleProof = serde_json::from_value(vector["merkleProof"].clone()).unwrap();
		let proof: SemaphoreProof = serde_json::from_value(vector["proof"].clone()).unwrap();
		let depth = proof.merkle_tree_depth;

		let keys: Vec<String> = serde_json::from_value(vector["privateKeys"].clone()).unwrap();
		let identities: Vec<Identity> = keys.iter().map(Identity::new).collect();
		for (index, identity) in identities.iter().enumerate() {
			assert_eq!(identity.commitment(), members[index], "depth {depth}, member {index}");
		}
		let identity = &identities[vector["memberIndex"].as_u64().unwrap() as usize];
		let secret = Word(*identity.secret_scalar()).to_string();
		assert_eq!(secret, vector["secretScalar"].as_str().unwrap(), "depth {depth}");

		let group = Group::new(&members).unwrap();
		assert_eq!(group.merkle_proof_of(&identity.commitment()).unwrap(), merkle);

		let scope = scope(&vector["scopeInput"]).unwrap();
		assert_eq!(
			message(&vector["messageInput"]).unwrap().word(),
			proof.message,
			"depth {depth}"
		);
		assert_eq!(scope.word(), proof.scope, "depth {depth}");
		assert_eq!(Word::from(identity.nullifier(&scope)), proof.nullifier, "depth {depth}");
	}
}
