//! What is returned after an upgrade that changed deposits and prices: what was held, to the unit.

use crate::{
	claim_topic,
	mock::*,
	types::{CLAIM_BYTES, COMMITMENT_BYTES, WINDOW_BYTES},
	Call, Event,
};
use census_anchor_log::terms::Claim;
use census_primitives::{PersonScope, ScopeId};
use frame_support::assert_ok;

/// What is held and paid from an upgrade on: for an item, for a byte, and for a byte for ever.
fn upgrade(base: u64, byte: u64, price: u64) {
	HeldForItem::set(base);
	HeldForByte::set(byte);
	PriceOfByte::set(price);
}

const UPGRADES: [(u64, u64, u64); 3] = [(9_000, 11, 17), (1, 0, 1), (0, 0, 0)];

#[test]
fn a_row_that_is_evicted_gives_back_what_it_held() {
	for (base, byte, price) in UPGRADES {
		run(|| {
			let before = new_anchor(1);
			let ticket = held(AUTHOR);
			upgrade(base, byte, price);
			let after = new_anchor(2);
			let (both, free) = (held(AUTHOR), Balances::free_balance(AUTHOR));
			assert_eq!(both - ticket, base + byte * ((ticket - BASE_DEPOSIT) / BYTE_DEPOSIT));
			assert_ok!(Anchors::evict(by(AUTHOR), vec![before].try_into().unwrap()));
			let left = (both - ticket, free + ticket);
			assert_eq!((held(AUTHOR), Balances::free_balance(AUTHOR)), left);
			assert_ok!(Anchors::evict(by(AUTHOR), vec![after].try_into().unwrap()));
			assert_eq!((held(AUTHOR), Balances::free_balance(AUTHOR)), (0, free + both));
		});
	}
}

#[test]
fn a_commitment_that_is_withdrawn_gives_back_what_it_held() {
	for (base, byte, price) in UPGRADES {
		run(|| {
			assert_ok!(Anchors::commit(by(AUTHOR), [1; 32]));
			let ticket = deposit(COMMITMENT_BYTES as usize);
			assert_eq!(held(AUTHOR), ticket);
			upgrade(base, byte, price);
			assert_ok!(Anchors::commit(by(AUTHOR), [2; 32]));
			let later = base + byte * u64::from(COMMITMENT_BYTES);
			assert_eq!(held(AUTHOR), ticket + later);
			assert_ok!(Anchors::withdraw_commitment(by(AUTHOR), AUTHOR, [1; 32]));
			assert_eq!((held(AUTHOR), Balances::free_balance(AUTHOR)), (later, FUNDS - later));
			assert_ok!(Anchors::withdraw_commitment(by(AUTHOR), AUTHOR, [2; 32]));
			assert_eq!((held(AUTHOR), Balances::free_balance(AUTHOR)), (0, FUNDS));
		});
	}
}

/// Opens a window of [`OTHER`]'s with four slots.
fn window(anchor: u64) -> ScopeId {
	assert_ok!(Anchors::open_window(by(OTHER), anchor, 4, 0, 9));
	match events().last() {
		Some(Event::WindowOpened { window, .. }) => *window,
		other => panic!("{other:?} is not a window"),
	}
}

#[test]
fn a_window_costs_what_it_did_when_it_was_opened() {
	for (base, byte, price) in UPGRADES {
		run(|| {
			let anchor = new_anchor(1);
			let before = window(anchor);
			upgrade(base, byte, price);
			let after = window(anchor);
			let [of_claim, of_window] = [CLAIM_BYTES, WINDOW_BYTES].map(u64::from);
			let (old, new) = (of_claim * BYTE_PRICE, of_claim * price);
			assert_eq!(held_for_claims(OTHER), 4 * old + 4 * new);
			for window in [before, after] {
				let topic = claim_topic(anchor, Claim::DepictsMe);
				let scope = PersonScope::Application { scope: window, topic };
				let call = Call::<Test>::claim { window, anchor, claim: Claim::DepictsMe };
				assert_ok!(act_as(0, scope, call.into()));
			}
			let burnt = of_window * (BYTE_PRICE + price);
			assert_ok!(Anchors::close_window(by(OTHER), before));
			assert_eq!(held_for_claims(OTHER), 4 * new);
			// The acts are paid for besides, and the other scope still is.
			let (act, scope) = (SLOT_PRICE, SCOPE_DEPOSIT + 4 * SLOT_PRICE);
			let left = FUNDS - burnt - old - act - 4 * new - scope;
			assert_eq!(Balances::free_balance(OTHER), left);
			assert_ok!(Anchors::close_window(by(OTHER), after));
			assert_eq!(held_for_claims(OTHER), 0);
			assert_eq!(Balances::free_balance(OTHER), FUNDS - burnt - old - new - 2 * act);
		});
	}
}
