//! What is returned after an upgrade that changed the market's amounts: what was held, to the unit.

use crate::{mock::*, Amounts, CloseReason, Closed, HoldReason, Side, State, Verdict};
use frame_support::assert_ok;
use sp_runtime::Perbill;

/// More of everything.
const MORE: Amounts<u64> = Amounts {
	provider_bond: 5_000,
	lease_cover: 907,
	order_deposit: 503,
	bid_deposit: 211,
	audit_deposit: 307,
	dispute_deposit: 401,
	bounty: 151,
	rating_spend: 301,
};

/// Less of everything.
const LESS: Amounts<u64> = Amounts {
	provider_bond: 7,
	lease_cover: 6,
	order_deposit: 5,
	bid_deposit: 4,
	audit_deposit: 3,
	dispute_deposit: 2,
	bounty: 1,
	rating_spend: 1,
};

/// Runs a test of each upgrade.
fn run_each(test: impl Fn(Amounts<u64>)) {
	for amounts in [MORE, LESS] {
		run(|| test(amounts));
	}
}

#[test]
fn orders_and_bids_give_back_what_they_held() {
	run_each(|amounts| {
		register(ALICE);
		let bonded = held(HoldReason::Bond, ALICE);
		let orders = [post(METERED), post(METERED), post(METERED), post(METERED)];
		let [cancelled, withdrawn, rejected, expired] = orders;
		for order in orders {
			assert_ok!(Market::bid(by(ALICE), order, 10, 6));
		}
		TheAmounts::set(amounts);
		let later = post(METERED);
		let (order, bid) = (AMOUNTS.order_deposit, AMOUNTS.bid_deposit);
		let check = |orders: u64, bids: u64| {
			assert_eq!(held(HoldReason::Order, TINA), orders * order + amounts.order_deposit);
			assert_eq!(held(HoldReason::Bid, ALICE), bids * bid);
		};
		check(4, 4);
		assert_ok!(Market::cancel_order(by(TINA), cancelled));
		check(3, 3);
		assert_ok!(Market::withdraw_bid(by(ALICE), withdrawn));
		check(3, 2);
		assert_ok!(Market::reject_bid(by(TINA), rejected, ALICE));
		check(3, 1);
		assert_ok!(Market::cancel_order(by(TINA), later));
		go_to(51);
		assert!(!crate::Orders::<Test>::contains_key(expired));
		assert_eq!((held(HoldReason::Order, TINA), held(HoldReason::Bid, ALICE)), (0, 0));
		assert_eq!(Balances::free_balance(TINA), FUNDS);
		assert_eq!(Balances::free_balance(ALICE), FUNDS - bonded);
	});
}

#[test]
fn a_bid_made_anew_keeps_the_deposit_of_the_first() {
	run(|| {
		register(ALICE);
		let order = post(METERED);
		assert_ok!(Market::bid(by(ALICE), order, 10, 6));
		TheAmounts::set(LESS);
		assert_ok!(Market::bid(by(ALICE), order, 9, 6));
		assert_eq!(held(HoldReason::Bid, ALICE), AMOUNTS.bid_deposit);
		assert_ok!(Market::withdraw_bid(by(ALICE), order));
		assert_eq!(held(HoldReason::Bid, ALICE), 0);
	});
}

#[test]
fn a_bond_comes_back_whole() {
	run_each(|amounts| {
		register(ALICE);
		TheAmounts::set(amounts);
		assert_ok!(Market::deregister_provider(by(ALICE)));
		assert_eq!((held(HoldReason::Bond, ALICE), Balances::free_balance(ALICE)), (0, FUNDS));
	});
}

#[test]
fn auditors_get_back_what_was_held_for_each_audit() {
	run_each(|amounts| {
		register(ALICE);
		register(BOB);
		assert_ok!(Market::register_auditor(by(AUDITOR), [1; 32]));
		let said = || attributes(&[("region", "eu")]);
		assert_ok!(Market::audit(by(AUDITOR), ALICE, said()));
		TheAmounts::set(amounts);
		let (before, now) = (AMOUNTS.audit_deposit, amounts.audit_deposit);
		assert_ok!(Market::audit(by(AUDITOR), BOB, said()));
		// An audit that is made anew keeps its deposit.
		assert_ok!(Market::audit(by(AUDITOR), ALICE, attributes(&[("region", "us")])));
		assert_eq!(held(HoldReason::Audit, AUDITOR), 2 * before + now);
		assert_ok!(Market::withdraw_audit(by(AUDITOR), ALICE));
		assert_eq!(held(HoldReason::Audit, AUDITOR), before + now);
		assert_ok!(Market::withdraw_audit(by(AUDITOR), BOB));
		assert_ok!(Market::deregister_auditor(by(AUDITOR)));
		assert_eq!((held(HoldReason::Audit, AUDITOR), Balances::free_balance(AUDITOR)), (0, FUNDS));
	});
}

#[test]
fn a_lease_that_closes_gives_back_deposit_and_bounty_as_they_were_held() {
	run_each(|amounts| {
		register(ALICE);
		let lease = active(METERED, 10, 100);
		assert_eq!(held(HoldReason::Bounty, TINA), AMOUNTS.bounty);
		TheAmounts::set(amounts);
		// Who tops up a lease whose bounty is held adds none.
		assert_ok!(Market::top_up(by(TINA), lease, 5));
		assert_eq!(held(HoldReason::Bounty, TINA), AMOUNTS.bounty);
		assert_ok!(Market::close(by(TINA), lease));
		assert_eq!(Balances::free_balance(TINA), FUNDS);
		assert_eq!(wealth(TINA), FUNDS);
	});
}

#[test]
fn a_lease_costs_a_provider_the_cover_that_it_had_when_it_was_matched() {
	run_each(|amounts| {
		register(ALICE);
		let lease = matched(METERED, 10, 100);
		TheAmounts::set(amounts);
		pass(PERIODS.ack);
		assert_eq!(Closed::<Test>::get(lease).unwrap().reason, CloseReason::NoAck);
		assert_eq!(wealth(ALICE), FUNDS - AMOUNTS.lease_cover);
		assert_eq!(wealth(TINA), FUNDS + AMOUNTS.lease_cover);
		assert_ok!(Market::deregister_provider(by(ALICE)));
		assert_eq!(Balances::free_balance(ALICE), FUNDS - AMOUNTS.lease_cover);
	});
}

#[test]
fn misses_cost_the_cover_in_its_parts_and_no_more() {
	run_each(|amounts| {
		register(ALICE);
		let lease = active(PROVEN, 50, 400);
		pass(8);
		TheAmounts::set(amounts);
		pass(16);
		assert_eq!(Closed::<Test>::get(lease).unwrap().reason, CloseReason::ProofsMissed);
		assert_eq!(wealth(ALICE), FUNDS - AMOUNTS.lease_cover);
	});
}

#[test]
fn whoever_pokes_gets_the_bounty_that_is_held() {
	run_each(|amounts| {
		register(ALICE);
		let lease = matched(METERED, 10, 100);
		TheAmounts::set(amounts);
		skip_to(1 + PERIODS.ack);
		assert_ok!(Market::poke(by(POKER), lease));
		assert_eq!(wealth(POKER), FUNDS + AMOUNTS.bounty);
		assert_eq!(held(HoldReason::Bounty, TINA), 0);
	});
}

#[test]
fn whoever_takes_a_lease_over_holds_the_deposit_of_now_and_the_other_gets_its_own() {
	run_each(|amounts| {
		register(ALICE);
		let lease = active(METERED, 10, 100);
		assert_ok!(Market::offer_transfer(by(TINA), lease, Some(TOM)));
		TheAmounts::set(amounts);
		assert_ok!(take_over(lease, TOM, 100));
		assert_eq!(Balances::free_balance(TINA), FUNDS);
		assert_eq!(held(HoldReason::Order, TOM), amounts.order_deposit);
		assert_eq!(held(HoldReason::Bounty, TOM), amounts.bounty);
		TheAmounts::set(AMOUNTS);
		assert_ok!(Market::close(by(TOM), lease));
		assert_eq!(Balances::free_balance(TOM), FUNDS);
	});
}

#[test]
fn a_dispute_returns_or_gives_the_deposit_that_is_held() {
	for deposit_to in [Some(Side::Tenant), Some(Side::Provider), None] {
		run_each(|amounts| {
			register(ALICE);
			let lease = active(METERED, 10, 100);
			assert_ok!(Market::dispute(by(TINA), lease));
			TheAmounts::set(amounts);
			let deposit = AMOUNTS.dispute_deposit;
			assert!(
				matches!(stored(lease).state, State::Disputed { deposit: held, .. } if held == deposit)
			);
			match deposit_to {
				Some(deposit_to) => {
					let provider_share = Perbill::zero();
					let verdict = Verdict { provider_share, penalty: false, deposit_to };
					assert_ok!(Market::resolve(RuntimeOrigin::root(), lease, verdict));
				}
				None => pass(PERIODS.dispute),
			}
			let given = if deposit_to == Some(Side::Provider) { deposit } else { 0 };
			assert_eq!(held(HoldReason::Dispute, TINA), 0);
			assert_eq!(wealth(TINA), FUNDS - given);
			assert_eq!(wealth(ALICE), FUNDS + given);
		});
	}
}
