//! The log compared with another implementation of Merkle mountain ranges, over random appends.

mod common;

use census_anchor_log::{
	proof::prove_inclusion,
	shape::{added_by, peaks},
	Hash,
};
use ckb_merkle_mountain_range::{leaf_index_to_pos, util::MemStore, Merge, Result, MMR};
use common::{leaf, Blake2, Stored, TREE};
use proptest::prelude::*;

/// A node; or, where peaks were put together, all of them from left to right.
#[derive(Clone, PartialEq, Debug)]
struct Item(Vec<Hash>);

struct Ours;

impl Merge for Ours {
	type Item = Item;

	fn merge(left: &Item, right: &Item) -> Result<Item> {
		let (Item(left), Item(right)) = (left, right);
		assert_eq!((left.len(), right.len()), (1, 1), "bags are not merged into nodes");
		Ok(Item(vec![TREE.hash_node::<Blake2>(&left[0], &right[0])]))
	}

	fn merge_peaks(right: &Item, left: &Item) -> Result<Item> {
		Ok(Item([left.0.as_slice(), &right.0].concat()))
	}
}

/// Appends leaves to both, and compares nodes, roots and the proofs of some leaves.
fn compare(numbers: &[u64]) {
	let store = MemStore::default();
	let mut theirs = MMR::<_, Ours, _>::new(0, &store);
	let mut ours = Stored::of(0);
	for (index, number) in (0..).zip(numbers) {
		let position = theirs.push(Item(vec![leaf(*number)])).unwrap();
		ours.append(leaf(*number));
		// They number nodes in the order in which they come to be.
		assert_eq!(position, leaf_index_to_pos(index));
		let bag = theirs.get_root().unwrap();
		assert_eq!(bag.0, ours.log.peaks());
		let count = index + 1;
		assert_eq!(TREE.hash_root::<Blake2>(count, &bag.0), *ours.roots.last().unwrap());
		theirs.commit().unwrap();
		for (node, position) in added_by(index).zip(position..) {
			use ckb_merkle_mountain_range::MMRStoreReadOps;
			let stored = (&store).get_elem(position).unwrap().unwrap();
			assert_eq!(stored.0, [ours.nodes.0[&(node.level, node.index)]]);
		}
	}

	let count = numbers.len() as u64;
	for index in [0, count / 3, count / 2, count - 1] {
		let position = leaf_index_to_pos(index);
		let proof = theirs.gen_proof(vec![position]).unwrap();
		let hash = leaf(numbers[index as usize]);
		let root = proof.calculate_root(vec![(position, Item(vec![hash]))]).unwrap();
		assert_eq!(root.0, ours.log.peaks());

		// Their proof: the peaks to the left, the path, the peaks to the right in one bag.
		let their_items: Vec<_> =
			proof.proof_items().iter().flat_map(|item| item.0.clone()).collect();
		let path = prove_inclusion(&ours.nodes, index, count).unwrap();
		let left = peaks(count).take_while(|peak| peak.leaves().unwrap().end <= index).count();
		let others = count.count_ones() as usize - 1;
		let (siblings, peaks) = path.split_at(path.len() - others);
		let (before, after) = peaks.split_at(left);
		assert_eq!(their_items, [before, siblings, after].concat());
	}
}

#[test]
fn every_size_up_to_600_is_the_same() {
	compare(&(0..600).collect::<Vec<_>>());
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	#[test]
	fn random_appends_are_the_same(numbers in prop::collection::vec(any::<u64>(), 1..400)) {
		compare(&numbers);
	}
}
