use crate::mock::*;
use census_primitives::Page;
use census_views::{
	groups::{Group, GroupRoot},
	AccountId,
};
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
		let page = |items: &[u64], next| {
			let items = items.iter().copied().map(FieldElement::from).collect();
			Page { items, next }
		};
		let members = |after, count| GroupsPallet::members(group, after, count);
		assert_eq!(members(Some(48), 3), page(&[50, 0, 52], Some(51)));
		assert_eq!(members(Some(97), 1_000), page(&[99, 100], None));
		assert_eq!(members(None, 2), page(&[1, 2], Some(1)));
		// A page that ends with the list is the last one, however many were asked for.
		assert_eq!(members(Some(96), 2), page(&[98, 99], Some(98)));
		assert_eq!(members(Some(97), 2), page(&[99, 100], None));
		assert_eq!(members(None, u32::MAX).items.len(), 100);
		assert_eq!(members(None, u32::MAX).next, None);
		assert_eq!(members(Some(99), 1), Page::default());
		assert_eq!(members(Some(u32::MAX), u32::MAX), Page::default());
		assert_eq!(GroupsPallet::members(group + 1, None, 1), Page::default());
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
		let page = |after, count| GroupsPallet::root_history(group, after, count, now);
		let shown =
			|age, root, superseded_at, accepted| GroupRoot { age, root, superseded_at, accepted };
		let all = [
			shown(0, roots[3], None, true),
			shown(1, roots[2], Some(4), true),
			shown(2, roots[1], Some(3), false),
			// The oldest has expired and was pruned.
		];
		assert_eq!(page(None, 100), Page { items: all.to_vec(), next: None });
		assert_eq!(page(Some(0), 1), Page { items: vec![all[1].clone()], next: Some(1) });
		assert_eq!(page(Some(0), 2), Page { items: all[1..].to_vec(), next: None });
		assert_eq!(page(Some(2), 1), Page::default());
		assert_eq!(page(Some(u32::MAX), u32::MAX), Page::default());
		assert_eq!(GroupsPallet::root_history(group + 1, None, 1, now), Page::default());
	});
}

#[test]
fn a_group_is_shown_as_it_stands() {
	run(|| {
		let group = new_group(Some(7), true);
		for number in 1..=5 {
			assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(number)));
		}
		assert_ok!(GroupsPallet::remove_member(by(ADMIN), group, 2));
		assert_ok!(GroupsPallet::update_group_admin(by(ADMIN), group, Some(OTHER)));
		assert_eq!(
			GroupsPallet::view(group),
			Some(Group {
				group,
				admin: AccountId::of(&ADMIN),
				pending_admin: Some(AccountId::of(&OTHER)),
				size: 5,
				members: 4,
				depth: 3,
				root: root(group),
				root_since: 1,
				root_duration: 7,
				instant_revocation: true,
				closing: false,
			})
		);
		assert_eq!(GroupsPallet::view(group + 1), None);
	});
}

#[test]
fn groups_are_read_in_pages_past_those_that_were_cleared() {
	run(|| {
		for _ in 0..5 {
			new_group(None, false);
		}
		for group in [1, 2] {
			assert_ok!(GroupsPallet::close_group(by(ADMIN), group));
			assert_ok!(GroupsPallet::clear_group(by(OTHER), group, 10));
		}
		assert_ok!(GroupsPallet::close_group(by(ADMIN), 3));
		let page = |after, count| {
			let page = GroupsPallet::page(after, count);
			let groups = page.items.into_iter().map(|view| (view.group, view.closing));
			(groups.collect::<Vec<_>>(), page.next)
		};
		assert_eq!(page(None, u32::MAX), (vec![(0, false), (3, true), (4, false)], None));
		assert_eq!(page(None, 1), (vec![(0, false)], Some(0)));
		assert_eq!(page(Some(0), 1), (vec![(3, true)], Some(3)));
		assert_eq!(page(Some(3), 1), (vec![(4, false)], None));
		assert_eq!(page(Some(4), 1), (vec![], None));
		assert_eq!(page(Some(u32::MAX), u32::MAX), (vec![], None));
	});
}

#[test]
fn nullifiers_are_asked_about_together() {
	run(|| {
		let vector = &VECTORS[0];
		let group = group_of(vector);
		let used = vector.proof.nullifier.try_into().unwrap();
		let asked = vec![FieldElement::from(1), used, FieldElement::from(2), used];
		assert_eq!(GroupsPallet::are_spent(group, asked.clone()), [false; 4]);
		assert_ok!(GroupsPallet::validate_proof(by(OTHER), group, vector.proof.clone().into()));
		assert_eq!(GroupsPallet::are_spent(group, asked.clone()), [false, true, false, true]);
		assert_eq!(GroupsPallet::are_spent(group + 1, asked), [false; 4]);
		assert!(GroupsPallet::are_spent(group, vec![]).is_empty());
	});
}
