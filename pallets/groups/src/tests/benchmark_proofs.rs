//! The benchmarks' proofs: made anew, and verified.

use crate::benchmark_proofs::{message_and_scope, proofs, DATA, DEPTH, MAX_PROOFS};
use census_primitives::{Native, VerifySemaphore};
use census_prover::{factory::identities, Artifacts, Circuit, Group};
use census_zk_types::{FieldElement, Word};

/// With a path in `WRITE_BENCHMARK_DATA`, it writes the file there. The circuits are then needed:
/// those of the npm package that `npm ci` installs.
#[test]
fn the_benchmarks_proofs_are_made_anew() {
	let (message, scope) = message_and_scope();
	let people = identities("census benchmark", MAX_PROOFS);
	let groups: Vec<_> = (0u64..)
		.zip(&people)
		.map(|(place, person)| {
			Group::new(&[person.commitment(), FieldElement::from(place + 1)]).unwrap()
		})
		.collect();
	let shown = |root: FieldElement, nullifier: FieldElement| [root, nullifier].map(Word::from);
	if let Some(path) = std::env::var_os("WRITE_BENCHMARK_DATA") {
		let artifacts = Artifacts::in_npm(env!("CARGO_MANIFEST_DIR")).unwrap();
		let circuit = Circuit::load(&artifacts, DEPTH, None).unwrap();
		let mut data = Vec::new();
		for (person, group) in people.iter().zip(&groups) {
			let proof = circuit.prove(person, group, &message.into(), &scope.into()).unwrap();
			let words = [proof.merkle_tree_root, proof.nullifier].into_iter().chain(proof.points);
			data.extend(words.flat_map(|word| word.0));
		}
		std::fs::write(path, &data).unwrap();
		assert!(data.len() == DATA.len());
		return;
	}
	let expected: Vec<_> = people
		.iter()
		.zip(&groups)
		.map(|(person, group)| shown(group.root(), person.nullifier(&scope.into())))
		.collect();
	let found: Vec<_> = proofs(MAX_PROOFS as u32)
		.into_iter()
		.map(|(_, proof)| [proof.merkle_tree_root, proof.nullifier])
		.collect();
	assert!(found == expected, "the file is another");
}

#[test]
fn the_benchmarks_proofs_hold() {
	for (root, proof) in proofs(MAX_PROOFS as u32) {
		assert_eq!(Native::verify(&proof).map(|shown| shown.root), Ok(root));
	}
}
