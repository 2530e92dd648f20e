//! The bytes of a leaf, which other programs read.

mod common;

use census_anchor_log::{
	leaf::{Author, Content, Digest, Entry, Leaf, Moment, Subject},
	terms::{Claim, HashAlgorithm},
	tree::hash_details,
	Checkpoint,
};
use codec::{Decode, Encode};
use common::{Blake2, TREE};
use proptest::prelude::*;

fn example() -> Leaf<[u8; 32]> {
	Leaf {
		index: 5,
		entry: Entry {
			moment: Moment { block: 7, time: 1_700_000_000_123 },
			author: Author::Account([0xaa; 32]),
			subject: Subject::Anchor(Content::Single(Digest {
				algorithm: HashAlgorithm::Sha256,
				hash: [0xbb; 32],
			})),
			committed: None,
			details: [0xcc; 32],
		},
	}
}

#[test]
fn a_leaf_has_these_bytes() {
	let expected = [
		&5u64.to_le_bytes()[..],
		&7u32.to_le_bytes(),
		&1_700_000_000_123u64.to_le_bytes(),
		&[0],
		&[0xaa; 32],
		&[0, 0, 1],
		&[0xbb; 32],
		&[0],
		&[0xcc; 32],
	]
	.concat();
	assert_eq!(example().encode(), expected);
	let tagged = [b"census-log/leaf1".as_slice(), &expected].concat();
	assert_eq!(example().hash::<Blake2>(&TREE), sp_crypto_hashing::blake2_256(&tagged));
}

#[test]
fn a_checkpoint_has_these_bytes() {
	let expected = [&[1][..], &9u64.to_le_bytes(), &[3; 32]].concat();
	assert_eq!(Checkpoint::V1 { count: 9, root: [3; 32] }.encode(), expected);
	assert!(Checkpoint::decode(&mut &[&[0], &expected[1..]].concat()[..]).is_err());
}

#[test]
fn details_are_known_by_their_hash() {
	let mut leaf = example();
	leaf.entry.details = hash_details::<Blake2>(b"said");
	assert!(leaf.has_details::<Blake2>(b"said"));
	assert!(!leaf.has_details::<Blake2>(b"unsaid"));
}

#[test]
fn each_field_changes_the_hash() {
	let changes: [fn(&mut Leaf<[u8; 32]>); 7] = [
		|leaf| leaf.index += 1,
		|leaf| leaf.entry.moment.block += 1,
		|leaf| leaf.entry.moment.time += 1,
		|leaf| leaf.entry.author = Author::Person([0xaa; 32]),
		|leaf| {
			leaf.entry.subject = Subject::Claim { anchor: 1, claim: Claim::DepictsMe, window: 2 }
		},
		|leaf| leaf.entry.committed = Some(leaf.entry.moment),
		|leaf| leaf.entry.details[31] ^= 1,
	];
	for change in changes {
		let mut leaf = example();
		change(&mut leaf);
		assert_ne!(leaf.hash::<Blake2>(&TREE), example().hash::<Blake2>(&TREE));
	}
}

proptest! {
	#[test]
	fn any_bytes_that_read_as_a_leaf_are_its_bytes(
		bytes in prop::collection::vec(prop_oneof![0u8..6, any::<u8>()], 0..250),
	) {
		if let Ok(leaf) = Leaf::<[u8; 32]>::decode(&mut &bytes[..]) {
			prop_assert!(bytes.starts_with(&leaf.encode()));
		}
	}
}
