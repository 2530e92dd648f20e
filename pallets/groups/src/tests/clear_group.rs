use crate::{
	mock::*, Error, Event, Groups, Members, Nullifiers, Pages, RootHistory, SupersededRoots,
};
use census_primitives::Page;
use frame_support::{assert_ok, weights::Weight};

#[test]
fn a_closed_group_is_cleared_in_bounded_steps_and_its_deposit_returned() {
	run(|| {
		let vector = &VECTORS[5];
		let group = group_of(vector);
		assert_ok!(GroupsPallet::validate_proof(by(OTHER), group, vector.proof.clone().into()));
		for number in 1..=40 {
			assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(number)));
			next_block();
		}
		let other = new_group(None, false);
		assert_ok!(GroupsPallet::add_member(by(ADMIN), other, commitment(1)));

		assert_ok!(GroupsPallet::close_group(by(ADMIN), group));
		assert_eq!(last_event(), Event::GroupClosed { group });
		let members = vector.members.len() + 40;
		let items = || {
			(
				Members::<Test>::iter_prefix(group).count(),
				RootHistory::<Test>::iter_prefix(group).count(),
				Nullifiers::<Test>::iter_prefix(group).count(),
			)
		};
		let mut left = members + items().1 + 1;
		while left > 0 {
			assert_eq!(held(ADMIN), deposit(members as u64) + deposit(1));
			let removed = left.min(7);
			let paid = GroupsPallet::clear_group(by(OTHER), group, 7).unwrap().actual_weight;
			assert_eq!(paid, Some(Weight::from_parts(removed as u64, 0)));
			left -= removed;
			let (members, roots, nullifiers) = items();
			assert_eq!(members + roots + nullifiers, left);
			assert_eq!(SupersededRoots::<Test>::iter_prefix(group).count(), roots);
			check_state();
		}
		assert_eq!(Pages::<Test>::iter_prefix(group).count(), 0);
		assert_eq!(last_event(), Event::GroupCleared { group });
		assert!(!Groups::<Test>::contains_key(group));
		assert_eq!(held(ADMIN), deposit(1));
		assert_refused(
			|| GroupsPallet::clear_group(by(OTHER), group, 7).map(drop).map_err(|e| e.error),
			Error::GroupNotFound,
		);
		assert_eq!(GroupsPallet::view(other).unwrap().members, 1);
	});
}

#[test]
fn an_empty_group_is_cleared_at_once() {
	run(|| {
		let group = new_group(None, false);
		assert_ok!(GroupsPallet::close_group(by(ADMIN), group));
		assert_refused(
			|| GroupsPallet::clear_group(by(OTHER), group, 0).map(drop).map_err(|e| e.error),
			Error::LimitZero,
		);
		assert_ok!(GroupsPallet::clear_group(by(OTHER), group, 1));
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
		refused(&|| GroupsPallet::validate_proof(by(OTHER), group, vector.proof.clone().into()));
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

#[test]
fn leaves_of_removed_members_and_pages_of_all_heights_are_cleared() {
	run(|| {
		let group = new_group(None, false);
		for batch in 0..18 {
			let members: Vec<_> = (1..=64).map(|number| commitment(batch * 64 + number)).collect();
			let members = members.try_into().unwrap();
			assert_ok!(GroupsPallet::add_members(by(ADMIN), group, members));
		}
		for index in (0..1_152).step_by(5) {
			assert_ok!(GroupsPallet::remove_member(by(ADMIN), group, index));
		}
		assert_ok!(GroupsPallet::close_group(by(ADMIN), group));
		for _ in 0..1_152 / 9 {
			assert!(Groups::<Test>::contains_key(group));
			assert_ok!(GroupsPallet::clear_group(by(OTHER), group, 9));
		}
		assert!(!Groups::<Test>::contains_key(group));
		assert_eq!(Pages::<Test>::iter().count(), 0);
		assert_eq!(Members::<Test>::iter().count(), 0);
	});
}

/// What a call costs must not grow with what the block has cleared before it: a search for the next
/// item would walk over all of that. The trie here is committed, as between blocks.
#[test]
fn clearing_looks_at_nothing_that_is_gone() {
	let mut ext = externalities();
	let group = ext.execute_with(|| {
		let (vector, other) = (&VECTORS[1], &VECTORS[2]);
		let group = group_of(vector);
		assert_ok!(GroupsPallet::validate_proof(by(OTHER), group, vector.proof.clone().into()));
		let other_group = group_of(other);
		assert_ok!(GroupsPallet::validate_proof(
			by(OTHER),
			other_group,
			other.proof.clone().into()
		));
		assert_ok!(GroupsPallet::close_group(by(ADMIN), group));
		group
	});
	ext.commit_all().unwrap();
	ext.execute_with(|| {
		for _ in 0..5 {
			assert_ok!(GroupsPallet::clear_group(by(OTHER), group, 1));
		}
		assert!(!Groups::<Test>::contains_key(group));
		check_state();
		assert_eq!(Nullifiers::<Test>::iter().count(), 1);
	});
}

#[test]
fn nothing_is_told_of_a_closed_group_but_itself() {
	run(|| {
		let vector = &VECTORS[0];
		let group = group_of(vector);
		assert_ok!(GroupsPallet::validate_proof(by(OTHER), group, vector.proof.clone().into()));
		let nullifier = vector.proof.nullifier.try_into().unwrap();
		assert_eq!(GroupsPallet::are_spent(group, vec![nullifier]), [true]);
		assert_ok!(GroupsPallet::close_group(by(ADMIN), group));
		assert!(GroupsPallet::view(group).unwrap().closing);
		assert_eq!(GroupsPallet::members(group, None, 10), Page::default());
		assert_eq!(GroupsPallet::merkle_proof(group, 0), None);
		assert_eq!(GroupsPallet::index_of(group, vector.members[0].into()), None);
		let now = System::block_number();
		assert_eq!(GroupsPallet::root_history(group, None, 10, now), Page::default());
		assert_eq!(GroupsPallet::are_spent(group, vec![nullifier]), [false]);
	});
}
