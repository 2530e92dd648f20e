use crate::{mock::*, Error, Event, Groups, NextGroupId};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn anyone_opens_a_group_and_pays_the_deposit() {
	run(|| {
		assert_ok!(GroupsPallet::create_group(by(OTHER), None, true));
		assert_eq!(last_event(), Event::GroupCreated { group: 0, admin: OTHER });
		assert_eq!(held(OTHER), deposit(0));
		let group = Groups::<Test>::get(0).unwrap();
		assert_eq!(group.root_duration, 10);
		assert!(group.instant_revocation);
		assert!(group.root.is_zero());
	});
}

#[test]
fn groups_are_numbered_in_order_and_numbers_are_not_used_again() {
	run(|| {
		assert_eq!(new_group(None, false), 0);
		assert_eq!(new_group(None, false), 1);
		assert_ok!(GroupsPallet::close_group(by(ADMIN), 1));
		assert_ok!(GroupsPallet::clear_group(by(ADMIN), 1, 10));
		assert_eq!(new_group(None, false), 2);
	});
}

#[test]
fn refuses_a_duration_above_the_longest() {
	run(|| {
		assert_ok!(GroupsPallet::create_group(by(ADMIN), Some(100), false));
		assert_refused(
			|| GroupsPallet::create_group(by(ADMIN), Some(101), false),
			Error::RootDurationTooLong,
		);
	});
}

#[test]
fn refuses_who_cannot_pay_the_deposit() {
	run(|| {
		let result = frame_support::storage::with_storage_layer(|| {
			GroupsPallet::create_group(by(POOR), None, false)
		});
		assert!(matches!(result, Err(DispatchError::Token(_))), "{result:?}");
		assert_eq!(NextGroupId::<Test>::get(), 0);
	});
}

#[test]
fn refuses_when_no_number_is_left() {
	run(|| {
		NextGroupId::<Test>::put(u32::MAX);
		assert_refused(|| GroupsPallet::create_group(by(ADMIN), None, false), Error::NoGroupIdLeft);
	});
}

#[test]
fn refuses_who_does_not_sign() {
	run(|| {
		assert_noop!(
			GroupsPallet::create_group(RuntimeOrigin::none(), None, false),
			DispatchError::BadOrigin
		);
	});
}
