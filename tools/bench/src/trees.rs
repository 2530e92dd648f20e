//! Poseidon beside `light-poseidon`, and the paged tree beside `zk-kit-lean-imt` (with
//! `light-poseidon`, as its users run it, and with our hash, which compares the trees alone).

use crate::row::{medians, nanoseconds_each, Row};
use ark_bn254::Fr;
use ark_ff::{BigInteger, PrimeField};
use census_lean_imt::{Page, PageId, Tree};
use census_zk_types::FieldElement;
use lean_imt::lean_imt::LeanIMT;
use light_poseidon::{Poseidon, PoseidonBytesHasher, PoseidonHasher};
use std::{cell::RefCell, collections::BTreeMap, hint::black_box};

/// Leaves in the trees before each measurement.
const SIZE: u64 = 10_000;
/// Leaves appended at once.
const BATCH: u64 = 1000;
/// Leaves appended or updated one by one.
const SINGLES: u64 = 100;
/// Hashes in a round.
const HASHES: usize = 200;
const ROUNDS: usize = 51;

const LIGHT: &str = "light-poseidon";
const ZK_KIT: &str = "zk-kit-lean-imt, light-poseidon";
const ZK_KIT_OUR_HASH: &str = "zk-kit-lean-imt, our hash";

type Bytes = [u8; 32];

/// Measures; fails if the contestants do not agree on what they compute.
pub(crate) fn run() -> Vec<Row> {
	let mut rows = poseidon();
	rows.extend(trees());
	rows
}

/// Chains of hashes: each waits for the one before, as on a path of a tree.
fn poseidon() -> Vec<Row> {
	let mut theirs = Poseidon::<Fr>::new_circom(2).expect("circomlib has a width for two inputs");
	let (one, two) = (FieldElement::from(1), FieldElement::from(2));
	let (field_one, field_two) = (Fr::from(1u64), Fr::from(2u64));
	let mut ends = (one, field_one);

	let [ours_ns, light_ns] = medians(
		ROUNDS,
		[
			&mut || {
				nanoseconds_each(HASHES, || {
					let chain = |node, _| census_poseidon::hash(black_box(&node), &two);
					ends.0 = (0..HASHES).fold(one, chain);
				})
			},
			&mut || {
				nanoseconds_each(HASHES, || {
					ends.1 = (0..HASHES).fold(field_one, |node, _| {
						theirs.hash(black_box(&[node, field_two])).expect("two inputs fit")
					});
				})
			},
		],
	);
	assert_eq!(ends.0.as_bytes()[..], ends.1.into_bigint().to_bytes_be()[..]);
	vec![Row {
		what: "Poseidon of two elements (ours from and to bytes)",
		ours_ns,
		peer: LIGHT,
		peer_ns: light_ns,
	}]
}

/// Our tree with its pages in memory. Loading copies them, as reading from a state would.
type Ours = Tree<BTreeMap<PageId, Page>, census_lean_imt::Poseidon>;

/// Distinct leaves of full width.
fn leaves(first: u64, count: u64) -> Vec<FieldElement> {
	let leaf = |i| census_poseidon::hash(&FieldElement::from(i), &FieldElement::ZERO);
	(first..first + count).map(leaf).collect()
}

/// `zk-kit-lean-imt` hands the hasher both children as one slice of bytes.
fn halves(children: &[u8]) -> [Bytes; 2] {
	let (left, right) = children.split_at(32);
	[left, right].map(|half| half.try_into().expect("two children of 32 bytes"))
}

fn our_hash(children: &[u8]) -> Bytes {
	let [left, right] = halves(children)
		.map(|half| FieldElement::try_from(half).expect("nodes are below the modulus"));
	census_poseidon::hash(&left, &right).to_be_bytes()
}

fn trees() -> Vec<Row> {
	let light =
		RefCell::new(Poseidon::<Fr>::new_circom(2).expect("circomlib has a width for two inputs"));
	let light_hash = |children: &[u8]| {
		let [left, right] = halves(children);
		light.borrow_mut().hash_bytes_be(&[&left, &right]).expect("two canonical inputs fit")
	};

	let old = leaves(0, SIZE);
	let new = leaves(SIZE, BATCH);
	let old_bytes: Vec<Bytes> = old.iter().map(|leaf| leaf.to_be_bytes()).collect();
	let new_bytes: Vec<Bytes> = new.iter().map(|leaf| leaf.to_be_bytes()).collect();
	let singles = SINGLES as usize;
	let index_of = |i: usize| i * 97 % SIZE as usize;

	let mut ours: Ours = Tree::new(BTreeMap::new(), census_lean_imt::Poseidon, 0)
		.expect("an empty tree is not too large");
	for batch in old.chunks(BATCH as usize) {
		ours.append_many(batch).expect("there is room");
	}
	let theirs = LeanIMT::<32>::new(&old_bytes, our_hash).expect("there are leaves");
	assert_eq!(ours.root().ok().map(FieldElement::to_be_bytes), theirs.root());

	// Each returns nanoseconds per leaf; a copy of the tree is made before the clock starts.
	let ours_run = |operate: &dyn Fn(&mut Ours), count| {
		let mut tree = ours.clone();
		(
			nanoseconds_each(count, || operate(&mut tree)),
			tree.root().expect("not empty").to_be_bytes(),
		)
	};
	let theirs_run = |operate: &dyn Fn(&mut LeanIMT<32>), count| {
		let mut tree = theirs.clone();
		(nanoseconds_each(count, || operate(&mut tree)), tree.root().expect("not empty"))
	};

	let mut rows = Vec::new();
	let mut compare = |what,
	                   count: usize,
	                   with_ours: &dyn Fn(&mut Ours),
	                   with_light: &dyn Fn(&mut LeanIMT<32>),
	                   with_our_hash: &dyn Fn(&mut LeanIMT<32>)| {
		let expected = ours_run(with_ours, count).1;
		assert_eq!(expected, theirs_run(with_light, count).1);
		assert_eq!(expected, theirs_run(with_our_hash, count).1);
		let [ours_ns, light_ns, our_hash_ns] = medians(
			ROUNDS,
			[
				&mut || ours_run(with_ours, count).0,
				&mut || theirs_run(with_light, count).0,
				&mut || theirs_run(with_our_hash, count).0,
			],
		);
		rows.push(Row { what, ours_ns, peer: ZK_KIT, peer_ns: light_ns });
		rows.push(Row { what, ours_ns, peer: ZK_KIT_OUR_HASH, peer_ns: our_hash_ns });
	};

	compare(
		"append to 10,000 leaves one by one, a leaf",
		singles,
		&|tree| {
			for leaf in &new[..singles] {
				tree.append(*leaf).expect("there is room");
			}
		},
		&|tree| new_bytes[..singles].iter().for_each(|leaf| tree.insert(leaf, light_hash)),
		&|tree| new_bytes[..singles].iter().for_each(|leaf| tree.insert(leaf, our_hash)),
	);
	compare(
		"append 1,000 at once to 10,000, a leaf",
		BATCH as usize,
		&|tree| {
			tree.append_many(&new).expect("there is room");
		},
		&|tree| tree.insert_many(&new_bytes, light_hash).expect("there are leaves"),
		&|tree| tree.insert_many(&new_bytes, our_hash).expect("there are leaves"),
	);
	compare(
		"update one of 10,000 leaves",
		singles,
		&|tree| {
			for (i, leaf) in new[..singles].iter().enumerate() {
				tree.update(index_of(i) as u32, *leaf).expect("the leaf exists");
			}
		},
		&|tree| {
			for (i, leaf) in new_bytes[..singles].iter().enumerate() {
				tree.update(index_of(i), leaf, light_hash).expect("the leaf exists");
			}
		},
		&|tree| {
			for (i, leaf) in new_bytes[..singles].iter().enumerate() {
				tree.update(index_of(i), leaf, our_hash).expect("the leaf exists");
			}
		},
	);
	rows
}
