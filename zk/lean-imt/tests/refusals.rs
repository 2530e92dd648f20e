//! What is refused, and that nothing was stored then.

mod common;

use census_lean_imt::{
	append, root_of,
	shape::{self, changed_nodes, MAX_SIZE, NODES_PER_PAGE},
	verify, Error, PageId, Poseidon, Tree, MAX_BATCH,
};
use census_zk_types::{FieldElement, MerkleProof};
use common::{leaves, tree_of, Memory, Mixing};
use proptest::prelude::*;

#[test]
fn an_empty_tree_has_no_root() {
	let mut tree = Tree::new(Memory::default(), Mixing, 0).unwrap();
	assert_eq!(tree.root(), Err(Error::Empty));
	assert_eq!(tree.append_many(&[]), Err(Error::Empty));
	assert_eq!(tree.leaf(0), Err(Error::NoSuchLeaf));
	assert_eq!(tree.proof(0), Err(Error::NoSuchLeaf));
	assert_eq!(tree.update(0, FieldElement::ZERO), Err(Error::NoSuchLeaf));
	assert_eq!(tree.leaves(0..0), Ok(vec![]));
}

#[test]
fn no_leaf_beyond_the_size() {
	let mut tree = tree_of(Mixing, &leaves(0, 40));
	assert_eq!(tree.leaf(40), Err(Error::NoSuchLeaf));
	assert_eq!(tree.proof(u32::MAX), Err(Error::NoSuchLeaf));
	assert_eq!(tree.update(40, FieldElement::ZERO), Err(Error::NoSuchLeaf));
	assert_eq!(tree.leaves(39..41), Err(Error::NoSuchLeaf));
}

#[test]
fn no_leaves_beyond_the_deepest_tree() {
	assert_eq!(Tree::new(Memory::default(), Mixing, MAX_SIZE + 1).err(), Some(Error::Full));
	let mut tree = Tree::new(Memory::default(), Mixing, MAX_SIZE).unwrap();
	assert_eq!(tree.append(FieldElement::ZERO), Err(Error::Full));
	let out = &mut [];
	assert_eq!(append(&Mixing, u64::MAX, &[], &leaves(0, 1), out), Err(Error::Full));
	assert_eq!(append(&Mixing, MAX_SIZE, &[], &leaves(0, 1), out), Err(Error::Full));
}

#[test]
fn no_batch_beyond_the_limit() {
	let batch = leaves(0, MAX_BATCH as u64 + 1);
	let mut tree = Tree::new(Memory::default(), Mixing, 0).unwrap();
	assert_eq!(tree.append_many(&batch), Err(Error::BatchTooLarge));
	assert!(tree.pages().stores.is_empty());
	assert_eq!(append(&Mixing, 0, &[], &batch, &mut []), Err(Error::BatchTooLarge));
}

#[test]
fn no_frontier_or_output_of_another_length() {
	let three = leaves(0, 3);
	let nodes = changed_nodes(3, 2) as usize;
	let mut out = vec![FieldElement::ZERO; nodes + 1];
	for length in [0, 1, 3] {
		let frontier = &three[..length];
		let result = append(&Mixing, 3, frontier, &three[..2], &mut out[..nodes]);
		assert_eq!(result, Err(Error::FrontierLength));
	}
	for length in [0, nodes - 1, nodes + 1] {
		let result = append(&Mixing, 3, &three[..2], &three[..2], &mut out[..length]);
		assert_eq!(result, Err(Error::OutputLength));
	}
	assert_eq!(append(&Mixing, 3, &three[..2], &three[..2], &mut out[..nodes]), Ok(()));
}

#[test]
fn a_missing_page_is_an_error_and_nothing_is_stored() {
	let whole = tree_of(Mixing, &leaves(0, 1030));
	for id in whole.pages().pages.keys().copied() {
		let mut memory = Memory { pages: whole.pages().pages.clone(), ..Default::default() };
		memory.pages.remove(&id);
		check_broken(memory, id, Error::PageMissing(id));
	}
}

#[test]
fn a_page_of_another_length_is_an_error_and_nothing_is_stored() {
	let whole = tree_of(Mixing, &leaves(0, 1030));
	for id in whole.pages().pages.keys().copied() {
		for longer in [false, true] {
			let mut memory = Memory { pages: whole.pages().pages.clone(), ..Default::default() };
			let page = memory.pages.get_mut(&id).unwrap();
			if longer {
				page.push(FieldElement::ZERO);
			} else {
				page.pop();
			}
			check_broken(memory, id, Error::PageCorrupt(id));
		}
	}
}

/// Every operation that needs the page tells what is wrong with it, and stores nothing.
fn check_broken(memory: Memory, id: PageId, error: Error) {
	let mut tree = Tree::new(memory, Mixing, 1030).unwrap();
	let index = (id.index << (5 * (id.group + 1))).min(1029);
	assert_eq!(tree.proof(index), Err(error));
	assert_eq!(tree.update(index, FieldElement::from(7)), Err(error));
	if id.group == 0 {
		assert_eq!(tree.leaf(index), Err(error));
		assert_eq!(tree.leaves(0..1030), Err(error));
	}
	if id.group == 2 {
		assert_eq!(tree.root(), Err(error));
	}
	// Only the pages at the right edge are needed to append.
	if id.index == 1030 >> (5 * (id.group + 1)) {
		assert_eq!(tree.append_many(&leaves(2000, 40)), Err(error));
	}
	assert!(tree.pages().stores.is_empty());
	assert_eq!(tree.size(), 1030);
}

#[test]
fn no_proof_with_too_many_siblings_or_stray_path_bits() {
	let mut proof = MerkleProof {
		root: FieldElement::ZERO,
		leaf: FieldElement::from(1),
		index: 0,
		siblings: leaves(0, 33),
	};
	assert_eq!(root_of(&Mixing, &proof), Err(Error::MalformedProof));
	proof.siblings.pop();
	assert!(root_of(&Mixing, &proof).is_ok());
	proof.index = u32::MAX;
	assert!(root_of(&Mixing, &proof).is_ok());
	proof.siblings.truncate(3);
	proof.index = 8;
	assert_eq!(root_of(&Mixing, &proof), Err(Error::MalformedProof));
	assert!(!verify(&Mixing, &proof));
	proof.index = 7;
	assert!(root_of(&Mixing, &proof).is_ok());
}

proptest! {
	#[test]
	fn append_takes_any_lengths_without_panic(
		size in prop_oneof![any::<u64>(), 0..MAX_SIZE, (MAX_SIZE - 100)..MAX_SIZE, 0u64..100],
		frontier in 0usize..70,
		count in 0usize..40,
		room in 0usize..200,
	) {
		let mut out = vec![FieldElement::ZERO; room];
		let one = leaves(0, 70);
		let _ = append(&Mixing, size, &one[..frontier], &one[..count], &mut out);
		let fit = changed_nodes(size, count as u64);
		if fit < 10_000 {
			let mut out = vec![FieldElement::ZERO; fit as usize];
			let frontier = &one[..size.count_ones() as usize];
			let result = append(&Mixing, size, frontier, &one[..count], &mut out);
			let fits = size.checked_add(count as u64).is_some_and(|new| new <= MAX_SIZE);
			prop_assert_eq!(result, if fits { Ok(()) } else { Err(Error::Full) });
		}
	}

	#[test]
	fn the_shape_of_anything_is_told_without_panic(
		size: u64,
		count: u64,
		level: u8,
		index: u64,
		group: u8,
		page: u32,
	) {
		let page = PageId { group, index: page };
		let _ = (shape::depth(size), shape::nodes_at(size, level));
		let _ = (shape::changed_at(size, count, level), shape::changed_nodes(size, count));
		let _ = (shape::append_hashes(size, count), shape::pages_changed(size, count));
		let _ = (shape::page_of(level, index), shape::pages_on_path(size));
		let bottom = shape::bottom_nodes(size, page);
		prop_assert!(shape::page_len(bottom) <= NODES_PER_PAGE);
		let _ = shape::page_len(count);
		prop_assert!(shape::position(size, level, index) < NODES_PER_PAGE);
	}

	#[test]
	fn pages_of_any_content_are_used_without_panic(
		size in 0u64..100,
		lengths in prop::collection::vec(0usize..70, 6),
		index in 0u32..100,
		count in 0u64..70,
	) {
		let mut memory = Memory::default();
		for (page, length) in lengths.into_iter().enumerate() {
			let id = PageId { group: page as u8 / 4, index: page as u32 % 4 };
			memory.pages.insert(id, leaves(0, length as u64));
		}
		let mut tree = Tree::new(memory, Mixing, size).unwrap();
		let _ = (tree.root(), tree.leaf(index), tree.proof(index), tree.leaves(0..size));
		let _ = tree.update(index, FieldElement::ZERO);
		let _ = tree.append_many(&leaves(0, count));
	}
}

#[test]
fn a_full_page_has_62_nodes() {
	assert_eq!(NODES_PER_PAGE, 62);
	assert_eq!(shape::page_len(32), 62);
	let tree = tree_of(Poseidon, &leaves(0, 33));
	let lengths: Vec<_> = tree.pages().pages.values().map(Vec::len).collect();
	assert_eq!(lengths, [62, 5, 6]);
}
