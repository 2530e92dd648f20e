//! What is returned after an upgrade that changed the deposits: what was held, to the unit.

use crate::{mock::*, MEMBER_BYTES};
use census_primitives::GroupId;
use frame_support::assert_ok;

/// An upgrade: from now on so much is held for a group, and so much for a byte.
fn upgrade(base: u64, byte: u64) {
	HeldForItem::set(base);
	HeldForByte::set(byte);
}

fn wealth(account: u64) -> (u64, u64) {
	(held(account), Balances::free_balance(account))
}

fn clear(group: GroupId) {
	assert_ok!(GroupsPallet::clear_group(by(OTHER), group, 1_000));
	assert!(!crate::Groups::<Test>::contains_key(group));
}

const UPGRADES: [(u64, u64); 3] = [(5 * BASE_DEPOSIT, 7), (1, 0), (0, 0)];

#[test]
fn a_group_that_is_cleared_gives_back_what_it_held() {
	for (base, byte) in UPGRADES {
		run(|| {
			let group = new_group(None, false);
			assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(1)));
			assert_ok!(GroupsPallet::close_group(by(ADMIN), group));
			upgrade(base, byte);
			// Another group of the same admin, at the price of now.
			let later = new_group(None, false);
			let kept = deposit(1) + base;
			assert_eq!(wealth(ADMIN), (kept, FUNDS - kept));
			clear(group);
			assert_eq!(wealth(ADMIN), (base, FUNDS - base));
			assert_ok!(GroupsPallet::close_group(by(ADMIN), later));
			clear(later);
			assert_eq!(wealth(ADMIN), (0, FUNDS));
		});
	}
}

#[test]
fn an_addition_after_an_upgrade_holds_the_price_of_now_and_no_more_comes_back() {
	for (base, byte) in UPGRADES {
		run(|| {
			let group = new_group(None, false);
			assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(1)));
			upgrade(base, byte);
			assert_eq!(held(ADMIN), deposit(1), "an upgrade takes nothing by itself");
			assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(2)));
			let now = base + 2 * byte * u64::from(MEMBER_BYTES);
			assert_eq!(wealth(ADMIN), (now, FUNDS - now));
			upgrade(BASE_DEPOSIT, 1);
			assert_ok!(GroupsPallet::close_group(by(ADMIN), group));
			clear(group);
			assert_eq!(wealth(ADMIN), (0, FUNDS));
		});
	}
}

#[test]
fn who_passes_a_group_on_gets_back_what_was_held_of_them() {
	for (base, byte) in UPGRADES {
		run(|| {
			let group = new_group(None, false);
			assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(1)));
			assert_ok!(GroupsPallet::update_group_admin(by(ADMIN), group, Some(OTHER)));
			upgrade(base, byte);
			assert_ok!(GroupsPallet::accept_group_admin(by(OTHER), group));
			assert_eq!(wealth(ADMIN), (0, FUNDS));
			let now = base + byte * u64::from(MEMBER_BYTES);
			assert_eq!(wealth(OTHER), (now, FUNDS - now));
		});
	}
}
