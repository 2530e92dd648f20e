//! Native and wasm agree on hashes and on appends, and on what they refuse.

mod support;

use ark_bn254::Fr;
use ark_ff::PrimeField;
use census_lean_imt::{
	shape::{changed_nodes, depth},
	MAX_BATCH, MAX_SIZE,
};
use census_verdicts::WasmCalls;
use census_zk_host::census_zk;
use census_zk_testing::points::number;
use std::{collections::BTreeMap, sync::LazyLock};
use support::{add_modulus, Numbers};

static WASM: LazyLock<WasmCalls> = LazyLock::new(|| WasmCalls::new().unwrap());

/// Both answers, which are found equal: the code, and the hash or what stood in its place.
fn poseidon(left: &[u8; 32], right: &[u8; 32]) -> (u32, [u8; 32]) {
	let (mut native, mut wasm) = ([0xee; 32], [0xee; 32]);
	let code = census_zk::poseidon(left, right, &mut native);
	assert_eq!(WASM.poseidon(left, right, &mut wasm).unwrap(), code, "{left:x?} {right:x?}");
	assert_eq!(native, wasm, "{left:x?} {right:x?}");
	(code, native)
}

/// Both answers, which are found equal: the code, and the nodes or what stood in their place.
fn append(size: u64, frontier: &[u8], leaves: &[u8], room: usize) -> (u32, Vec<u8>) {
	let (mut native, mut wasm) = (vec![0xee; room], vec![0xee; room]);
	let code = census_zk::lean_imt_append(size, frontier, leaves, &mut native);
	assert_eq!(WASM.append(size, frontier, leaves, &mut wasm).unwrap(), code);
	assert_eq!(native, wasm, "size {size}\nfrontier {frontier:x?}\nleaves {leaves:x?}");
	assert!(code == 0 || native.iter().all(|byte| *byte == 0xee));
	(code, native)
}

/// Where limbs are full or empty, at both ends of the field, and beyond it.
fn edges() -> Vec<[u8; 32]> {
	let below = [0, 1, 2, u64::MAX.into(), 1u128 << 64, u128::MAX].map(|n| number(Fr::from(n)));
	let above = [1, 2, u64::MAX.into(), 1u128 << 64, u128::MAX].map(|n| number(-Fr::from(n)));
	let mut edges: Vec<[u8; 32]> =
		below.into_iter().chain(above).map(|bytes| bytes.try_into().unwrap()).collect();
	let mut beyond = edges.clone();
	beyond.iter_mut().for_each(|bytes| add_modulus::<Fr>(bytes, 0));
	edges.extend(beyond);
	edges.push([0xff; 32]);
	edges
}

/// A number that is mostly in the field, and now and then at an edge.
fn any(numbers: &mut Numbers, edges: &[[u8; 32]]) -> [u8; 32] {
	match numbers.below(16) {
		0 => edges[numbers.below(edges.len())],
		_ => inside(numbers),
	}
}

fn inside(numbers: &mut Numbers) -> [u8; 32] {
	number(Fr::from_be_bytes_mod_order(&numbers.bytes(32))).try_into().unwrap()
}

#[test]
fn on_hashes_at_the_edges() {
	let edges = edges();
	let canonical = |bytes: &[u8; 32]| number(Fr::from_be_bytes_mod_order(bytes)) == bytes;
	let (mut hashed, mut refused) = (0, 0);
	for left in &edges {
		for right in &edges {
			let (code, out) = poseidon(left, right);
			let expected = u32::from(!canonical(left) || !canonical(right));
			assert_eq!(code, expected);
			assert_eq!(out == [0xee; 32], code != 0);
			*if code == 0 { &mut hashed } else { &mut refused } += 1;
		}
	}
	assert_eq!((hashed, refused), (121, 408));
}

#[test]
fn on_thousands_of_hashes() {
	let (mut numbers, edges) = (Numbers(8), edges());
	let mut last = [0; 32];
	for _ in 0..5000 {
		let other = any(&mut numbers, &edges);
		let (left, right) = if numbers.below(2) == 0 { (last, other) } else { (other, last) };
		let (code, out) = poseidon(&left, &right);
		if code == 0 {
			last = out;
		}
	}
	assert_ne!(last, [0; 32]);
}

/// Sizes where the tree's form changes, batches of many lengths, and everything that can be wrong.
#[test]
fn on_thousands_of_appends() {
	let (mut numbers, edges) = (Numbers(9), edges());
	let mut seen = BTreeMap::new();
	for round in 0..3000 {
		let size = match numbers.below(6) {
			0 => 0,
			1 => numbers.next() % 70,
			2 => (1 << numbers.below(33)) - numbers.next() % 2,
			3 => MAX_SIZE - numbers.next() % 40,
			4 => numbers.next(),
			_ => numbers.next() % MAX_SIZE,
		};
		let count = [numbers.below(4), numbers.below(40)][round % 2];
		let element = |numbers: &mut Numbers| match numbers.below(200) {
			0 => any(numbers, &edges),
			_ => inside(numbers),
		};
		let frontier = (0..size.count_ones()).map(|_| element(&mut numbers)).collect::<Vec<_>>();
		let leaves = (0..count).map(|_| element(&mut numbers)).collect::<Vec<_>>();
		let (mut frontier, mut leaves) = (frontier.concat(), leaves.concat());
		// Nobody would have room for the nodes of a size that no tree has.
		let mut room = 32 * changed_nodes(size.min(MAX_SIZE), count as u64) as usize;
		match numbers.below(12) {
			0 => frontier.truncate(numbers.below(frontier.len() + 1)),
			1 => frontier.extend([0; 32]),
			2 => leaves.truncate(numbers.below(leaves.len() + 1)),
			3 => room = (room + 33).saturating_sub(numbers.below(66)),
			_ => {}
		}
		let (code, out) = append(size, &frontier, &leaves, room);
		if code == 0 && room > 0 {
			// With one leaf in all nothing is written, and the leaf is the root.
			assert!(depth(size + count as u64) > 0);
			assert!(out.chunks(32).all(|node| node != [0xee; 32]));
		}
		*seen.entry(code).or_insert(0) += 1;
	}
	println!("codes of appends and how often each was seen: {seen:?}");
	for code in [0, 1, 3, 4, 5] {
		assert!(seen.contains_key(&code), "code {code} was never met");
	}
}

#[test]
fn on_the_longest_append() {
	let mut numbers = Numbers(10);
	let mut leaves = (0..=MAX_BATCH).map(|_| inside(&mut numbers)).collect::<Vec<_>>();
	let size = (1 << 20) - 1;
	let frontier = (0..20).map(|_| inside(&mut numbers)).collect::<Vec<_>>().concat();
	let room = 32 * changed_nodes(size, MAX_BATCH as u64) as usize;
	assert_eq!(append(size, &frontier, &leaves.concat(), room).0, 2);
	leaves.pop();
	assert_eq!(append(size, &frontier, &leaves.concat(), room).0, 0);
	leaves[MAX_BATCH - 1] = [0xff; 32];
	assert_eq!(append(size, &frontier, &leaves.concat(), room).0, 1);
}

/// A tree that grows from nothing, by batches of changing lengths, each of whose frontiers is made of
/// the nodes that the appends before wrote.
#[test]
fn on_a_tree_that_grows() {
	let mut numbers = Numbers(11);
	let mut levels: Vec<Vec<[u8; 32]>> = vec![Vec::new()];
	for round in 0..60u64 {
		let (size, count) = (levels[0].len() as u64, 1 + round % 7);
		let leaves: Vec<_> = (0..count).map(|_| inside(&mut numbers)).collect();
		let frontier: Vec<_> = (0..64)
			.filter(|level| size >> level & 1 == 1)
			.map(|level| levels[level][(size >> level) as usize - 1])
			.collect();
		let room = 32 * changed_nodes(size, count) as usize;
		let (code, out) = append(size, &frontier.concat(), &leaves.concat(), room);
		assert_eq!(code, 0);
		let mut nodes = out.chunks(32).map(|node| <[u8; 32]>::try_from(node).unwrap());
		levels[0].extend(&leaves);
		for level in 1..=usize::from(depth(size + count)) {
			levels.resize(levels.len().max(level + 1), Vec::new());
			let changed = census_lean_imt::shape::changed_at(size, count, level as u8);
			levels[level].truncate(changed.start as usize);
			levels[level].extend(nodes.by_ref().take(changed.count()));
		}
		assert_eq!(nodes.next(), None);
	}
	// The whole at once has the same root.
	let all = levels[0].concat();
	let room = 32 * changed_nodes(0, levels[0].len() as u64) as usize;
	let (code, out) = append(0, &[], &all, room);
	assert_eq!((code, &out[out.len() - 32..]), (0, &levels.last().unwrap()[0][..]));
}
