//! The tree against one that rebuilds every level.

mod common;

use census_lean_imt::{verify, Hasher, Poseidon, Tree, MAX_BATCH};
use census_zk_types::FieldElement;
use common::{leaves, proof, tree_of, Memory, Mixing, Reference};
use proptest::prelude::*;

/// Root, leaves and every proof agree.
fn assert_same<H: Hasher>(tree: &Tree<Memory, H>, reference: &Reference, hasher: &H) {
	let levels = reference.levels(hasher);
	assert_eq!(usize::from(tree.depth()) + 1, levels.len());
	assert_eq!(tree.root(), Ok(levels.last().unwrap()[0]));
	assert_eq!(tree.leaves(0..tree.size()).as_ref(), Ok(&reference.0));
	for index in 0..reference.0.len() {
		assert_eq!(tree.leaf(index as u32), Ok(reference.0[index]));
		assert_eq!(tree.proof(index as u32), Ok(proof(&levels, index)));
	}
}

#[test]
fn every_size_to_300_grown_one_by_one() {
	let mut tree = Tree::new(Memory::default(), Mixing, 0).unwrap();
	let mut reference = Reference::default();
	for leaf in leaves(0, 300) {
		reference.0.push(leaf);
		assert_eq!(tree.append(leaf), Ok(reference.root(&Mixing)));
		assert_same(&tree, &reference, &Mixing);
	}
}

#[test]
fn every_size_to_300_grown_at_once() {
	for size in 1..=300 {
		let leaves = leaves(0, size);
		assert_same(&tree_of(Mixing, &leaves), &Reference(leaves), &Mixing);
	}
}

#[test]
fn sizes_around_powers_of_two_and_of_32() {
	for power in [512, 1024, 2048, 4096, 32 * 32 * 32, 1 << 16] {
		for size in power - 2..=power + 2 {
			let all = leaves(0, size);
			let mut tree = tree_of(Mixing, &all[..all.len() - 3]);
			tree.append_many(&all[all.len() - 3..]).unwrap();
			let levels = Reference(all).levels(&Mixing);
			assert_eq!(tree.root(), Ok(levels.last().unwrap()[0]));
			for index in (0..size).step_by(997).chain(size - 40..size) {
				assert_eq!(tree.proof(index as u32), Ok(proof(&levels, index as usize)));
			}
		}
	}
}

#[test]
fn a_batch_gives_the_pages_of_as_many_single_appends() {
	for before in [0, 1, 31, 32, 33, 63, 64, 500, 1023, 1024, 1025] {
		for count in [1, 2, 31, 32, 33, 100, 1100] {
			let all = leaves(0, before + count);
			let (old, new) = all.split_at(before as usize);
			let mut at_once = tree_of(Mixing, old);
			let mut one_by_one = tree_of(Mixing, old);
			let root = at_once.append_many(new).unwrap();
			for leaf in new {
				one_by_one.append(*leaf).unwrap();
			}
			assert_eq!(one_by_one.root(), Ok(root));
			assert_eq!(one_by_one.pages().pages, at_once.pages().pages);
		}
	}
}

#[test]
fn the_largest_batch_into_a_tree_of_every_remainder() {
	for before in 0..70 {
		let all = leaves(0, before + MAX_BATCH as u64);
		let mut tree = tree_of(Mixing, &all[..before as usize]);
		let root = tree.append_many(&all[before as usize..]).unwrap();
		assert_eq!(root, Reference(all).root(&Mixing));
	}
}

#[test]
fn proofs_verify_and_no_changed_one_does() {
	let tree = tree_of(Poseidon, &leaves(0, 77));
	for index in 0..77 {
		let proof = tree.proof(index).unwrap();
		assert!(verify(&Poseidon, &proof));

		let mut other = proof.clone();
		other.leaf = FieldElement::from(1_000);
		assert!(!verify(&Poseidon, &other));
		let mut other = proof.clone();
		other.index ^= 1;
		assert!(!verify(&Poseidon, &other));
		let mut other = proof.clone();
		other.siblings.pop();
		assert!(!verify(&Poseidon, &other));
		let mut other = proof.clone();
		other.root = FieldElement::ZERO;
		assert!(!verify(&Poseidon, &other));
	}
}

#[derive(Clone, Debug)]
enum Step {
	Append(FieldElement),
	AppendMany(Vec<FieldElement>),
	Update(prop::sample::Index, FieldElement),
	Remove(prop::sample::Index),
}

fn leaf() -> impl Strategy<Value = FieldElement> {
	any::<[u8; 31]>().prop_map(|bytes| FieldElement::from_31_bytes(&bytes))
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![
		leaf().prop_map(Step::Append),
		prop::collection::vec(leaf(), 0..80).prop_map(Step::AppendMany),
		(any::<prop::sample::Index>(), leaf()).prop_map(|(at, leaf)| Step::Update(at, leaf)),
		any::<prop::sample::Index>().prop_map(Step::Remove),
	]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn any_steps_lead_to_the_rebuilt_tree(steps in prop::collection::vec(step(), 1..24)) {
		let mut tree = tree_of(Poseidon, &[FieldElement::from(1)]);
		let mut reference = Reference(vec![FieldElement::from(1)]);
		for step in steps {
			let root = match step {
				Step::Append(leaf) => {
					reference.0.push(leaf);
					tree.append(leaf)
				},
				Step::AppendMany(leaves) => {
					reference.0.extend_from_slice(&leaves);
					tree.append_many(&leaves)
				},
				Step::Update(at, leaf) => {
					let index = at.index(reference.0.len());
					reference.0[index] = leaf;
					tree.update(index as u32, leaf)
				},
				Step::Remove(at) => {
					let index = at.index(reference.0.len());
					reference.0[index] = FieldElement::ZERO;
					tree.update(index as u32, FieldElement::ZERO)
				},
			};
			prop_assert_eq!(root, Ok(reference.root(&Poseidon)));
		}
		assert_same(&tree, &reference, &Poseidon);
		// What stands in the store is what one append of the final leaves would have put there.
		let at_once = tree_of(Poseidon, &reference.0);
		prop_assert_eq!(&tree.pages().pages, &at_once.pages().pages);
		for index in 0..reference.0.len() {
			prop_assert!(verify(&Poseidon, &tree.proof(index as u32).unwrap()));
		}
	}
}
