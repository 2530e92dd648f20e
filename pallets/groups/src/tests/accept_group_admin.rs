use crate::{mock::*, Error, Event};
use census_views::AccountId;
use frame_support::{assert_ok, storage::with_storage_layer};

#[test]
fn a_group_passes_in_two_steps_and_the_deposit_with_it() {
	run(|| {
		let group = new_group(None, false);
		assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(1)));
		assert_ok!(GroupsPallet::update_group_admin(by(ADMIN), group, Some(OTHER)));
		assert_eq!(last_event(), Event::GroupAdminPending { group, new_admin: Some(OTHER) });
		assert_refused(
			|| GroupsPallet::add_member(by(OTHER), group, commitment(2)),
			Error::NotAdmin,
		);

		assert_ok!(GroupsPallet::accept_group_admin(by(OTHER), group));
		assert_eq!(
			last_event(),
			Event::GroupAdminUpdated { group, old_admin: ADMIN, new_admin: OTHER }
		);
		assert_eq!((held(ADMIN), held(OTHER)), (0, deposit(1)));
		assert_eq!(Balances::free_balance(ADMIN), FUNDS);
		assert_ok!(GroupsPallet::add_member(by(OTHER), group, commitment(2)));
		assert_refused(
			|| GroupsPallet::add_member(by(ADMIN), group, commitment(3)),
			Error::NotAdmin,
		);
		assert_refused(
			|| GroupsPallet::accept_group_admin(by(OTHER), group),
			Error::NotPendingAdmin,
		);
	});
}

#[test]
fn an_offer_can_be_replaced_and_withdrawn() {
	run(|| {
		let group = new_group(None, false);
		assert_ok!(GroupsPallet::update_group_admin(by(ADMIN), group, Some(OTHER)));
		assert_ok!(GroupsPallet::update_group_admin(by(ADMIN), group, Some(POOR)));
		assert_refused(
			|| GroupsPallet::accept_group_admin(by(OTHER), group),
			Error::NotPendingAdmin,
		);
		assert_ok!(GroupsPallet::update_group_admin(by(ADMIN), group, None));
		assert_refused(
			|| GroupsPallet::accept_group_admin(by(POOR), group),
			Error::NotPendingAdmin,
		);
		assert_refused(
			|| GroupsPallet::update_group_admin(by(OTHER), group, Some(OTHER)),
			Error::NotAdmin,
		);
	});
}

#[test]
fn who_cannot_pay_the_deposit_does_not_get_the_group() {
	run(|| {
		let group = new_group(None, false);
		assert_ok!(GroupsPallet::update_group_admin(by(ADMIN), group, Some(POOR)));
		assert!(with_storage_layer(|| GroupsPallet::accept_group_admin(by(POOR), group)).is_err());
		assert_eq!(held(ADMIN), deposit(0));
		assert_eq!(GroupsPallet::view(group).unwrap().admin, AccountId::of(&ADMIN));
	});
}

#[test]
fn an_admin_may_offer_the_group_to_itself() {
	run(|| {
		let group = new_group(None, false);
		assert_ok!(GroupsPallet::update_group_admin(by(ADMIN), group, Some(ADMIN)));
		// Also with nothing left for a second deposit.
		assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), ADMIN, 1));
		assert_ok!(GroupsPallet::accept_group_admin(by(ADMIN), group));
		assert_eq!(held(ADMIN), deposit(0));
	});
}

#[test]
fn an_addition_withdraws_the_offer_for_the_deposit_would_be_another() {
	run(|| {
		let group = new_group(None, false);
		assert_ok!(GroupsPallet::update_group_admin(by(ADMIN), group, Some(OTHER)));
		assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(1)));
		assert_refused(
			|| GroupsPallet::accept_group_admin(by(OTHER), group),
			Error::NotPendingAdmin,
		);
		// A removal leaves it as it is.
		assert_ok!(GroupsPallet::update_group_admin(by(ADMIN), group, Some(OTHER)));
		assert_ok!(GroupsPallet::remove_member(by(ADMIN), group, 0));
		assert_ok!(GroupsPallet::accept_group_admin(by(OTHER), group));
	});
}
