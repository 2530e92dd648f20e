//! Every published vector: the same commitments, secrets, Merkle proofs, messages, scopes and
//! nullifiers as the npm packages made.

mod common;

use census_prover::{Group, Identity};
use census_vectors::semaphore::{self, Published};
use census_zk_types::Word;
use common::{message, scope};

#[test]
fn identities_groups_and_inputs_are_those_of_the_npm_packages() {
	assert_eq!(semaphore::proofs().len(), 32);
	for vector in semaphore::proofs() {
		let Published { members, merkle_proof: merkle, proof, .. } = vector;
		let depth = vector.depth();

		let identities: Vec<_> = vector.private_keys.iter().map(Identity::new).collect();
		for (index, identity) in identities.iter().enumerate() {
			assert_eq!(identity.commitment(), members[index], "depth {depth}, member {index}");
		}
		let identity = &identities[vector.member_index as usize];
		let secret = Word(*identity.secret_scalar()).to_string();
		assert_eq!(secret, vector.secret_scalar, "depth {depth}");

		let group = Group::new(members).unwrap();
		assert_eq!(group.merkle_proof_of(&identity.commitment()).unwrap(), *merkle);

		let scope = scope(&vector.scope_input).unwrap();
		assert_eq!(message(&vector.message_input).unwrap().word(), proof.message, "depth {depth}");
		assert_eq!(scope.word(), proof.scope, "depth {depth}");
		assert_eq!(Word::from(identity.nullifier(&scope)), proof.nullifier, "depth {depth}");
	}
}
