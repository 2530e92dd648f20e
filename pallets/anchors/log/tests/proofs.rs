//! What proofs prove, and that nothing else passes for one.

mod common;

use census_anchor_log::{
	proof::{
		prove_consistency, prove_inclusion, root_of_inclusion, roots_of_consistency,
		MAX_CONSISTENCY, MAX_INCLUSION,
	},
	shape::{Node, MAX_LEAVES},
	Hash, Log, Tree,
};
use codec::{Decode, Encode};
use common::{leaf, Blake2, Stored, TREE};
use proptest::prelude::*;
use std::sync::LazyLock;

const SIZE: u64 = 700;
static LOG: LazyLock<Stored> = LazyLock::new(|| Stored::of(SIZE));

fn cases() -> ProptestConfig {
	let cases = std::env::var("CENSUS_CASES").ok().and_then(|cases| cases.parse().ok());
	ProptestConfig::with_cases(cases.unwrap_or(512))
}

/// The root that a proof gives for a leaf.
fn root(hash: Hash, index: u64, count: u64, proof: &[Hash]) -> Option<Hash> {
	root_of_inclusion::<Blake2>(&TREE, hash, index, count, proof)
}

#[test]
fn every_leaf_is_proven_at_every_later_size() {
	for count in (1..70).chain([127, 128, 129, 255, 256, 511, 512, 699, 700]) {
		for index in 0..count {
			let proof = prove_inclusion(&LOG.nodes, index, count).unwrap();
			assert!(proof.len() <= MAX_INCLUSION);
			let expected = Some(LOG.roots[count as usize]);
			assert_eq!(root(leaf(index), index, count, &proof), expected);
		}
		assert_eq!(prove_inclusion(&LOG.nodes, count, count), None);
	}
}

#[test]
fn every_size_is_consistent_with_every_later_one() {
	for old in 0..130 {
		for new in (old..130).chain([511, 512, 513, 700]) {
			let proof = prove_consistency(&LOG.nodes, old, new).unwrap();
			assert!(proof.len() <= MAX_CONSISTENCY);
			let roots = roots_of_consistency::<Blake2>(&TREE, old, new, &proof);
			assert_eq!(roots, Some((LOG.roots[old as usize], LOG.roots[new as usize])));
		}
	}
	assert_eq!(prove_consistency(&LOG.nodes, 8, 7), None);
}

#[test]
fn an_inner_node_does_not_pose_as_a_leaf() {
	// The log of four leaves has one peak. Its left child, taken for the first of two leaves,
	// would have the same path.
	let four = Stored::of(4);
	let node = |level, index| four.nodes.0[&(level, index)];
	let (left, right) = (node(1, 0), node(1, 1));
	assert_eq!(TREE.hash_node::<Blake2>(&left, &right), four.log.peaks()[0]);
	// As a leaf's hash it gives another root, for the count is another.
	assert_ne!(root(left, 0, 2, &[right]), Some(four.roots[4]));
	assert_eq!(root(left, 0, 4, &[right]), None);
	// And no leaf has such a hash: what is hashed for it begins with another tag.
	let posing = [left, right].concat();
	assert_ne!(TREE.hash_leaf::<Blake2>(&posing), four.log.peaks()[0]);
}

#[test]
fn another_chain_has_another_root_for_the_same_leaves() {
	let other = Tree::log([8; 32]);
	assert_ne!(LOG.log.root::<Blake2>(&other), LOG.log.root::<Blake2>(&TREE));
	assert_ne!(LOG.log.root::<Blake2>(&Tree::batch()), LOG.log.root::<Blake2>(&TREE));
	assert_ne!(Tree::batch().hash_leaf::<Blake2>(b"x"), TREE.hash_leaf::<Blake2>(b"x"));
}

#[test]
fn the_root_binds_the_count() {
	let peaks = [leaf(1), leaf(2)];
	let roots =
		[3, 5, 6].map(|count| Log::new(count, peaks.to_vec()).unwrap().root::<Blake2>(&TREE));
	assert!(roots[0] != roots[1] && roots[1] != roots[2] && roots[0] != roots[2]);
}

#[test]
fn a_full_log_takes_no_leaf_and_every_huge_one_is_sound() {
	let peaks = |count: u64| (0..count.count_ones().into()).map(leaf).collect::<Vec<_>>();
	let mut full = Log::new(MAX_LEAVES, peaks(MAX_LEAVES)).unwrap();
	let before = full.clone();
	assert_eq!(full.append::<Blake2>(&TREE, leaf(0), |_, _| panic!("it is full")), None);
	assert_eq!(full, before);

	let mut last = Log::new(MAX_LEAVES - 1, peaks(MAX_LEAVES - 1)).unwrap();
	let mut added = 0;
	assert!(last.append::<Blake2>(&TREE, leaf(0), |_, _| added += 1).is_some());
	assert_eq!((added, last.count(), last.peaks().len()), (41, MAX_LEAVES, 1));
	assert_eq!(Log::new(MAX_LEAVES + 1, peaks(MAX_LEAVES + 1)), None);
}

proptest! {
	#![proptest_config(cases())]

	/// A1: a log's root at any size is consistent with its root at any later one.
	#[test]
	fn a_log_is_the_beginning_of_every_later_one(a in 0..=SIZE, b in 0..=SIZE) {
		let (old, new) = (a.min(b), a.max(b));
		let proof = prove_consistency(&LOG.nodes, old, new).unwrap();
		let roots = roots_of_consistency::<Blake2>(&TREE, old, new, &proof);
		prop_assert_eq!(roots, Some((LOG.roots[old as usize], LOG.roots[new as usize])));
	}

	/// A log whose past was changed is consistent with nothing that was before.
	#[test]
	fn a_changed_past_is_found_out(changed in 0u64..90, old in 1u64..=90, more in 0u64..40) {
		let changed = changed % old;
		let mut forged = Stored::default();
		forged.roots.push([0; 32]);
		for number in 0..old + more {
			forged.append(leaf(if number == changed { 1_000 } else { number }));
		}
		let proof = prove_consistency(&forged.nodes, old, old + more).unwrap();
		let (old_root, new_root) =
			roots_of_consistency::<Blake2>(&TREE, old, old + more, &proof).unwrap();
		prop_assert_eq!(new_root, forged.roots[(old + more) as usize]);
		prop_assert_ne!(old_root, LOG.roots[old as usize]);
	}

	/// Any change to the leaf, the index, the count or the proof gives another root, or none.
	#[test]
	fn a_changed_proof_proves_nothing(
		count in 1..=SIZE,
		index in any::<u64>(),
		other_index in any::<u64>(),
		other_count in 0..2 * SIZE,
		flip in any::<(u16, u8)>(),
	) {
		let index = index % count;
		let proof = prove_inclusion(&LOG.nodes, index, count).unwrap();
		let expected = Some(LOG.roots[count as usize]);
		prop_assert_eq!(root(leaf(index), index, count, &proof), expected);

		let other_index = other_index % (2 * SIZE);
		if other_index != index {
			prop_assert_ne!(root(leaf(index), other_index, count, &proof), expected);
			prop_assert_ne!(root(leaf(other_index), index, count, &proof), expected);
		}
		if other_count != count {
			prop_assert_ne!(root(leaf(index), index, other_count, &proof), expected);
		}
		prop_assert_eq!(root(leaf(index), index, count, &[proof.as_slice(), &[[0; 32]]].concat()), None);
		if let Some((_, shorter)) = proof.split_last() {
			prop_assert_eq!(root(leaf(index), index, count, shorter), None);
			let mut flipped = proof.clone();
			let at = usize::from(flip.0) % (32 * proof.len());
			flipped[at / 32][at % 32] ^= flip.1.max(1);
			prop_assert_ne!(root(leaf(index), index, count, &flipped), expected);
		}
	}

	/// Anything at all may be asked and proven: the answer is never a panic.
	#[test]
	fn all_numbers_and_bytes_have_an_answer(
		a in any::<u64>(),
		b in any::<u64>(),
		level in any::<u8>(),
		proof in prop::collection::vec(any::<[u8; 32]>(), 0..130),
		bytes in prop::collection::vec(any::<u8>(), 0..200),
	) {
		let _ = root(leaf(0), a, b, &proof);
		let _ = roots_of_consistency::<Blake2>(&TREE, a, b, &proof);
		let _ = prove_inclusion(&LOG.nodes, a, b);
		let _ = prove_consistency(&LOG.nodes, a, b);
		let _ = Node { level, index: a }.leaves();
		if let Ok(log) = Log::decode(&mut &bytes[..]) {
			prop_assert_eq!(log.peaks().len(), log.count().count_ones() as usize);
			prop_assert!(bytes.starts_with(&log.encode()));
		}
	}
}
