use crate::{mock::*, Error, Event};
use census_zk_types::{FieldElement, Word};
use frame_support::assert_ok;

#[test]
fn the_new_member_stands_where_the_old_one_stood() {
	run(|| {
		let group = new_group(None, false);
		for number in 1..=40 {
			assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(number)));
		}
		assert_ok!(GroupsPallet::update_member(by(ADMIN), group, 33, commitment(100)));
		assert_eq!(
			last_event(),
			Event::MemberUpdated {
				group,
				index: 33,
				identity_commitment: FieldElement::from(34),
				new_identity_commitment: FieldElement::from(100),
				root: root(group)
			}
		);
		let leaves: Vec<_> =
			(1..=40).map(|number| commitment(if number == 34 { 100 } else { number })).collect();
		assert_eq!(root(group), root_of(&leaves));
		assert_eq!(GroupsPallet::index_of(group, commitment(34)), None);
		assert_eq!(GroupsPallet::index_of(group, commitment(100)), Some(33));
		assert_eq!(held(ADMIN), deposit(40));
	});
}

#[test]
fn refuses_what_cannot_stand_there() {
	run(|| {
		let group = new_group(None, false);
		for number in 1..=3 {
			assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(number)));
		}
		assert_ok!(GroupsPallet::remove_member(by(ADMIN), group, 2));
		let update = |account, index, commitment| {
			move || GroupsPallet::update_member(by(account), group, index, commitment)
		};
		assert_refused(update(ADMIN, 0, Word::default()), Error::CommitmentZero);
		assert_refused(update(ADMIN, 0, FieldElement::MODULUS), Error::CommitmentNotInField);
		assert_refused(update(ADMIN, 0, commitment(2)), Error::AlreadyMember);
		assert_refused(update(ADMIN, 0, commitment(1)), Error::AlreadyMember);
		assert_refused(update(ADMIN, 2, commitment(9)), Error::NotMember);
		assert_refused(update(ADMIN, 3, commitment(9)), Error::NotMember);
		assert_refused(update(OTHER, 0, commitment(9)), Error::NotAdmin);
	});
}
