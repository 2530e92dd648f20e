//! What each operation costs in hashes and pages: weights rest on it.

mod common;

use census_lean_imt::{
	append,
	shape::{append_hashes, changed_nodes, depth, pages_changed, pages_on_path},
	Tree,
};
use census_zk_types::FieldElement;
use common::{leaves, tree_of, Counting, Memory};
use std::collections::BTreeSet;

/// Sizes at and around every edge of the tree's and the pages' shape.
fn sizes() -> impl Iterator<Item = u64> {
	(0..140).chain([255, 256, 257, 1000, 1023, 1024, 1025, 2047, 2048, 5000])
}

fn assert_once_each(ids: &[census_lean_imt::PageId]) {
	assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
}

/// A tree of `size` whose counts start at nothing.
fn fresh(counting: &Counting, size: u64) -> Tree<Memory, &Counting> {
	let mut memory = Memory::default();
	let mut tree = Tree::new(&mut memory, counting, 0).unwrap();
	for batch in leaves(0, size).chunks(1000) {
		tree.append_many(batch).unwrap();
	}
	memory.forget();
	counting.0.set(0);
	Tree::new(memory, counting, size).unwrap()
}

#[test]
fn an_append_costs_what_the_shape_says() {
	for size in sizes() {
		for count in [1, 2, 31, 32, 33, 64, 100, 1000] {
			let counting = Counting::default();
			let mut tree = fresh(&counting, size);
			tree.append_many(&leaves(size, count)).unwrap();

			let depth = u64::from(depth(size + count));
			assert_eq!(counting.0.get(), append_hashes(size, count));
			assert!(counting.0.get() <= count + depth);
			assert!(changed_nodes(size, count) <= count + 2 * depth);

			let loads = tree.pages().loads.borrow();
			assert!(loads.len() <= pages_on_path(size) as usize);
			assert_once_each(&loads);
			let stores = &tree.pages().stores;
			assert_eq!(stores.len() as u64, pages_changed(size, count));
			assert!(stores.len() as u64 <= count / 31 + 2 * (depth / 5 + 1));
			assert_once_each(stores);
		}
	}
}

#[test]
fn an_update_costs_one_path() {
	for size in sizes().skip(1) {
		for index in [0, size / 3, size / 2, size - 1] {
			let counting = Counting::default();
			let mut tree = fresh(&counting, size);
			tree.update(index as u32, FieldElement::ZERO).unwrap();

			assert!(counting.0.get() <= u64::from(depth(size)));
			assert_eq!(tree.pages().loads.borrow().len(), pages_on_path(size) as usize);
			assert_eq!(&tree.pages().stores, &*tree.pages().loads.borrow());
			assert_once_each(&tree.pages().stores);
		}
	}
}

#[test]
fn an_update_to_the_same_leaf_writes_nothing() {
	let counting = Counting::default();
	let mut tree = fresh(&counting, 100);
	let root = tree.root();
	assert_eq!(tree.update(40, leaves(40, 1)[0]), root);
	assert!(tree.pages().stores.is_empty());
}

#[test]
fn an_update_changes_no_page_beside_the_path() {
	let mut tree = tree_of(common::Mixing, &leaves(0, 3000));
	let before = tree.pages().pages.clone();
	tree.update(1500, FieldElement::ZERO).unwrap();
	let changed: Vec<_> = tree
		.pages()
		.pages
		.iter()
		.filter(|(id, page)| before.get(id) != Some(page))
		.map(|(id, _)| (id.group, id.index))
		.collect();
	assert_eq!(changed, [(0, 1500 / 32), (1, 1500 / 1024), (2, 0)]);
}

#[test]
fn reading_costs_what_the_table_says() {
	let counting = Counting::default();
	for size in sizes().skip(1) {
		let tree = fresh(&counting, size);
		let cost = |read: &dyn Fn() -> bool| {
			tree.pages().loads.borrow_mut().clear();
			assert!(read());
			tree.pages().loads.borrow().len()
		};
		assert_eq!(cost(&|| tree.root().is_ok()), 1);
		assert_eq!(cost(&|| tree.leaf(size as u32 - 1).is_ok()), 1);
		let path = cost(&|| tree.proof(size as u32 / 2).is_ok());
		assert_eq!(path, pages_on_path(size) as usize);
		let range = size / 3..size;
		let bound = (range.end - range.start) / 32 + 2;
		assert!(cost(&|| tree.leaves(range.clone()).is_ok()) as u64 <= bound);
	}
	assert_eq!(counting.0.get(), 0);
}

#[test]
fn the_frontier_of_a_huge_tree_is_enough() {
	// Between 2^32 - 5000 and 2^32 leaves there is no tree to compare with: the counts must hold.
	let counting = Counting::default();
	let size = (1 << 32) - 4000;
	let frontier = leaves(0, u64::from(u64::count_ones(size)));
	let mut out = vec![FieldElement::ZERO; changed_nodes(size, 4000) as usize];
	append(&counting, size, &frontier, &leaves(0, 4000), &mut out).unwrap();
	assert_eq!(counting.0.get(), append_hashes(size, 4000));
	assert!(counting.0.get() <= 4000 + 32);
	assert!(out.iter().all(|node| !node.is_zero()));
}
