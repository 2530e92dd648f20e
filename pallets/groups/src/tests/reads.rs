use crate::mock::*;
use census_zk_types::FieldElement;
use frame_support::assert_ok;

#[test]
fn merkle_proofs_are_those_of_the_npm_packages() {
	run(|| {
		for vector in VECTORS.iter() {
			let group = group_of(vector);
			let proof = GroupsPallet::merkle_proof(group, vector.member_index);
			assert_eq!(proof.as_ref(), Some(&vector.merkle_proof));
		}
	});
}

#[test]
fn every_leaf_has_a_proof_and_no_other_index() {
	run(|| {
		let group = new_group(None, false);
		for number in 1..=77 {
			assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(number)));
		}
		for index in 0..77 {
			let proof = GroupsPallet::merkle_proof(group, index).unwrap();
			assert_eq!(proof.leaf, FieldElement::from(u64::from(index) + 1));
			assert!(census_lean_imt::verify(&census_lean_imt::Poseidon, &proof));
			assert_eq!(proof.root, root(group));
		}
		assert_eq!(GroupsPallet::merkle_proof(group, 77), None);
		assert_eq!(GroupsPallet::merkle_proof(group, u32::MAX), None);
		assert_eq!(GroupsPallet::merkle_proof(group + 1, 0), None);
	});
}

#[test]
fn members_are_read_in_pages() {
	run(|| {
		let group = new_group(None, false);
		for number in 1..=100 {
			assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(number)));
		}
		assert_ok!(GroupsPallet::remove_member(by(ADMIN), group, 50));
		let members = GroupsPallet::members(group, 49, 3);
		assert_eq!(members, [50, 0, 52].map(FieldElement::from));
		assert_eq!(GroupsPallet::members(group, 98, 1_000).len(), 2);
		assert_eq!(GroupsPallet::members(group, 100, 1), []);
		assert_eq!(GroupsPallet::members(group, u32::MAX, u32::MAX), []);
		assert_eq!(GroupsPallet::members(group + 1, 0, 1), []);
	});
}

#[test]
fn the_root_history_is_told_newest_first() {
	run(|| {
		let group = new_group(Some(2), false);
		let mut roots = Vec::new();
		for number in 1..=4 {
			assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(number)));
			roots.push(root(group));
			next_block();
		}
		let now = System::block_number();
		let told = GroupsPallet::root_history(group, 0, 100, now);
		let told: Vec<_> =
			told.iter().map(|root| (root.root, root.superseded_at, root.accepted)).collect();
		assert_eq!(
			told,
			[
				(roots[3], None, true),
				(roots[2], Some(4), true),
				(roots[1], Some(3), false),
				// The oldest has expired and was pruned.
			]
		);
		assert_eq!(GroupsPallet::root_history(group, 1, 1, now)[0].root, roots[2]);
		assert_eq!(GroupsPallet::root_history(group, 3, 1, now), []);
		assert_eq!(GroupsPallet::root_history(group, u32::MAX, u32::MAX, now), []);
	});
}
