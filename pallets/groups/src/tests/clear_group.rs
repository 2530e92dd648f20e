use crate::{
	mock::*, Error, Event, Groups, Members, Nullifiers, Pages, RootHistory, SupersededRoots,
};
use frame_support::{assert_ok, weights::Weight};

#[test]
fn a_closed_group_is_cleared_in_bounded_steps_and_its_deposit_returned() {
	run(|| {
		let vector = &VECTORS[5];
		let group = group_of(vector);
		assert_ok!(GroupsPallet::validate_proof(by(OTHER), group, vector.proof.clone()));
		for number in 1..=40 {
			assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(number)));
			next_block();
		}
		let other = new_group(None, false);
		assert_ok!(GroupsPallet::add_member(by(ADMIN), other, commitment(1)));

		assert_ok!(GroupsPallet::close_group(by(ADMIN), group));
		assert_eq!(last_event(), Event::GroupClosed { group });
		let items = || {
			Pages::<Test>::iter_prefix(group).count() +
				Members::<Test>::iter_prefix(group).count() +
				Nullifiers::<Test>::iter_prefix(group).count() +
				SupersededRoots::<Test>::iter_prefix(group).count() +
				RootHistory::<Test>::iter_prefix(group).count()
		};
		let mut left = items();
		while left > 0 {
			assert_eq!(held(ADMIN), deposit(vector.members.len() as u64 + 40) + deposit(1));
			let removed = left.min(7);
			let paid = GroupsPallet::clear_group(by(OTHER), group, 7).unwrap().actual_weight;
			assert_eq!(paid, Some(Weight::from_parts(removed as u64, 0)));
			left -= removed;
			assert_eq!(items(), left);
			check_state();
		}
		assert_eq!(last_event(), Event::GroupCleared { group });
		assert!(!Groups::<Test>::contains_key(group));
		assert_eq!(held(ADMIN), deposit(1));
		assert_refused(
			|| GroupsPallet::clear_group(by(OTHER), group, 7).map(drop).map_err(|e| e.error),
			Error::GroupNotFound,
		);
		assert_eq!(GroupsPallet::details(other).unwrap().members, 1);
	});
}

#[test]
fn an_empty_group_is_cleared_at_once() {
	run(|| {
		let group = new_group(None, false);
		assert_ok!(GroupsPallet::close_group(by(ADMIN), group));
		assert_ok!(GroupsPallet::clear_group(by(OTHER), group, 0));
		assert_eq!(held(ADMIN), 0);
		assert_eq!(Balances::free_balance(ADMIN), FUNDS);
	});
}

#[test]
fn only_the_admin_closes_and_only_a_closed_group_is_cleared() {
	run(|| {
		let group = new_group(None, false);
		assert_refused(|| GroupsPallet::close_group(by(OTHER), group), Error::NotAdmin);
		assert_refused(
			|| GroupsPallet::clear_group(by(ADMIN), group, 7).map(drop).map_err(|e| e.error),
			Error::GroupNotClosing,
		);
	});
}

#[test]
fn a_closed_group_takes_nothing_any_more() {
	run(|| {
		let vector = &VECTORS[0];
		let group = group_of(vector);
		assert_ok!(GroupsPallet::update_group_admin(by(ADMIN), group, Some(OTHER)));
		assert_ok!(GroupsPallet::close_group(by(ADMIN), group));
		let refused = |call: &dyn Fn() -> sp_runtime::DispatchResult| {
			assert_refused(call, Error::GroupClosing)
		};
		refused(&|| GroupsPallet::validate_proof(by(OTHER), group, vector.proof.clone()));
		refused(&|| GroupsPallet::add_member(by(ADMIN), group, commitment(1)));
		refused(&|| GroupsPallet::update_member(by(ADMIN), group, 0, commitment(1)));
		refused(&|| GroupsPallet::remove_member(by(ADMIN), group, 0));
		refused(&|| GroupsPallet::update_group_admin(by(ADMIN), group, None));
		refused(&|| GroupsPallet::accept_group_admin(by(OTHER), group));
		refused(&|| GroupsPallet::update_root_duration(by(ADMIN), group, 1));
		refused(&|| GroupsPallet::set_instant_revocation(by(ADMIN), group, true));
		refused(&|| GroupsPallet::close_group(by(ADMIN), group));
	});
}
