use crate::{mock::*, Error, Event, Groups};
use census_zk_types::{FieldElement, Word};
use frame_support::{assert_ok, storage::with_storage_layer};

#[test]
fn the_root_is_that_of_the_leaves_and_the_deposit_grows() {
	run(|| {
		let group = new_group(None, false);
		let mut leaves = Vec::new();
		for number in 1..=70 {
			leaves.push(commitment(number));
			assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(number)));
			assert_eq!(root(group), root_of(&leaves));
			assert_eq!(held(ADMIN), deposit(number));
		}
		assert_eq!(
			last_event(),
			Event::MemberAdded {
				group,
				index: 69,
				identity_commitment: FieldElement::from(70),
				root: root(group)
			}
		);
	});
}

#[test]
fn refuses_a_commitment_that_is_no_leaf() {
	run(|| {
		let group = new_group(None, false);
		let add = |commitment| move || GroupsPallet::add_member(by(ADMIN), group, commitment);
		assert_refused(add(Word::default()), Error::CommitmentZero);
		assert_refused(add(FieldElement::MODULUS), Error::CommitmentNotInField);
		assert_refused(add(Word([0xff; 32])), Error::CommitmentNotInField);
	});
}

#[test]
fn refuses_a_member_twice_but_takes_one_back_that_was_removed() {
	run(|| {
		let group = new_group(None, false);
		assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(7)));
		assert_refused(
			|| GroupsPallet::add_member(by(ADMIN), group, commitment(7)),
			Error::AlreadyMember,
		);
		assert_ok!(GroupsPallet::remove_member(by(ADMIN), group, 0));
		assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(7)));
		assert_eq!(GroupsPallet::index_of(group, commitment(7)), Some(1));
	});
}

#[test]
fn one_commitment_may_be_in_two_groups() {
	run(|| {
		for group in [new_group(None, false), new_group(None, false)] {
			assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(7)));
		}
	});
}

#[test]
fn refuses_others_than_the_admin() {
	run(|| {
		let group = new_group(None, false);
		assert_refused(
			|| GroupsPallet::add_member(by(OTHER), group, commitment(1)),
			Error::NotAdmin,
		);
		assert_refused(
			|| GroupsPallet::add_member(by(ADMIN), group + 1, commitment(1)),
			Error::GroupNotFound,
		);
		assert_ok!(GroupsPallet::close_group(by(ADMIN), group));
		assert_refused(
			|| GroupsPallet::add_member(by(ADMIN), group, commitment(1)),
			Error::GroupClosing,
		);
	});
}

#[test]
fn refuses_what_the_admin_cannot_pay() {
	run(|| {
		let group = new_group(None, false);
		assert_ok!(Balances::force_set_balance(
			RuntimeOrigin::root(),
			ADMIN,
			deposit(1) - deposit(0) + 1
		));
		assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(1)));
		let second =
			with_storage_layer(|| GroupsPallet::add_member(by(ADMIN), group, commitment(2)));
		assert!(matches!(second, Err(sp_runtime::DispatchError::Token(_))), "{second:?}");
		assert_eq!(held(ADMIN), deposit(1));
	});
}

#[test]
fn refuses_a_leaf_beyond_the_last() {
	run(|| {
		let group = new_group(None, false);
		// As if 2^32 - 1 leaves were there.
		Groups::<Test>::mutate(group, |group| group.as_mut().unwrap().size = u32::MAX);
		assert_refused(
			|| GroupsPallet::add_member(by(ADMIN), group, commitment(1)),
			Error::GroupFull,
		);
		Groups::<Test>::mutate(group, |group| group.as_mut().unwrap().size = 0);
	});
}

#[test]
fn a_lost_page_is_an_error() {
	run(|| {
		let group = new_group(None, false);
		assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(1)));
		let page = crate::Pages::<Test>::take(group, (0, 0)).unwrap();
		assert_refused(
			|| GroupsPallet::add_member(by(ADMIN), group, commitment(2)),
			Error::TreeCorrupt,
		);
		crate::Pages::<Test>::insert(group, (0, 0), page);
	});
}
