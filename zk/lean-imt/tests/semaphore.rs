//! The tree against proofs made by Semaphore's own packages, one for every depth from 1 to 32.

mod common;

use census_lean_imt::{verify, Poseidon};
use census_vectors::semaphore;
use common::{tree_of, Reference};

#[test]
fn makes_the_merkle_proofs_that_the_npm_packages_make() {
	assert_eq!(semaphore::proofs().len(), 32);
	for published in semaphore::proofs() {
		let (members, theirs) = (published.members.clone(), &published.merkle_proof);
		let tree = tree_of(Poseidon, &members);
		assert_eq!(tree.proof(published.member_index), Ok(theirs.clone()));
		assert_eq!(tree.root(), Ok(theirs.root));
		assert!(verify(&Poseidon, theirs));
		assert_eq!(Reference(members).root(&Poseidon), theirs.root);
	}
}
