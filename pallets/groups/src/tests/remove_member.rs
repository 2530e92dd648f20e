use crate::{mock::*, Error, Event};
use census_zk_types::FieldElement;
use frame_support::assert_ok;

#[test]
fn the_leaf_becomes_zero_and_keeps_its_place_and_deposit() {
	run(|| {
		let group = new_group(None, false);
		for number in 1..=5 {
			assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(number)));
		}
		assert_ok!(GroupsPallet::remove_member(by(ADMIN), group, 1));
		assert_eq!(
			last_event(),
			Event::MemberRemoved {
				group,
				index: 1,
				identity_commitment: FieldElement::from(2),
				root: root(group)
			}
		);
		assert_eq!(root(group), root_of(&[1, 0, 3, 4, 5].map(commitment)));
		assert_eq!(GroupsPallet::index_of(group, commitment(2)), None);
		let view = GroupsPallet::view(group).unwrap();
		assert_eq!((view.size, view.members, view.depth), (5, 4, 3));
		assert_eq!(held(ADMIN), deposit(5));
	});
}

#[test]
fn two_people_removed_in_one_block_both_go() {
	run(|| {
		let group = new_group(None, false);
		for number in 1..=8 {
			assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(number)));
		}
		next_block();
		assert_ok!(GroupsPallet::remove_member(by(ADMIN), group, 2));
		assert_ok!(GroupsPallet::remove_member(by(ADMIN), group, 3));
		assert_eq!(root(group), root_of(&[1, 2, 0, 0, 5, 6, 7, 8].map(commitment)));
	});
}

#[test]
fn refuses_a_leaf_without_a_member() {
	run(|| {
		let group = new_group(None, false);
		assert_refused(|| GroupsPallet::remove_member(by(ADMIN), group, 0), Error::NotMember);
		assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(1)));
		assert_refused(|| GroupsPallet::remove_member(by(OTHER), group, 0), Error::NotAdmin);
		assert_ok!(GroupsPallet::remove_member(by(ADMIN), group, 0));
		assert_refused(|| GroupsPallet::remove_member(by(ADMIN), group, 0), Error::NotMember);
		assert_refused(
			|| GroupsPallet::remove_member(by(ADMIN), group, u32::MAX),
			Error::NotMember,
		);
	});
}
