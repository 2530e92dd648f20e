use crate::{mock::*, Closed, Error, HoldReason};
use frame_support::{assert_ok, traits::fungible::Mutate};

#[test]
fn the_fee_is_part_of_what_is_earned_and_never_rounded_up() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 100);
		for (block, paid, fee) in [(15, 14, 0), (16, 14, 1), (29, 27, 1), (30, 27, 2)] {
			go_to(block);
			assert_ok!(Market::heartbeat(by(ALICE), lease));
			assert_ok!(Market::settle(by(POKER), lease));
			let ledger = stored(lease).ledger;
			assert_eq!((ledger.paid, ledger.fee), (paid, fee), "in block {block}");
		}
		assert_eq!((wealth(ALICE), wealth(MARKET)), (FUNDS + 27, FUNDS + 2));
	});
}

#[test]
fn a_fee_that_cannot_be_taken_waits_and_goes_to_the_provider_at_last() {
	run(|| {
		// The market's account is gone, and a fee below the existential deposit cannot revive it.
		assert_ok!(Balances::burn_from(
			&MARKET,
			FUNDS,
			frame_support::traits::tokens::Preservation::Expendable,
			frame_support::traits::tokens::Precision::Exact,
			frame_support::traits::tokens::Fortitude::Force,
		));
		Balances::mint_into(&TESS, FUNDS).unwrap();
		register(ALICE);
		let (short, long) = (active(METERED, 100, 1_000), active(METERED, 100, 1_000));
		go_to(11);
		for lease in [short, long] {
			assert_ok!(Market::heartbeat(by(ALICE), lease));
			assert_ok!(Market::settle(by(POKER), lease));
			// 7 of 100.
			assert_eq!((stored(lease).ledger.paid, stored(lease).ledger.fee), (93, 0));
		}
		assert_ok!(Market::close(by(TINA), short));
		let ledger = Closed::<Test>::get(short).unwrap().ledger;
		assert_eq!((ledger.paid, ledger.fee, ledger.refunded), (100, 0, 900));
		// In time it is enough.
		go_to(21);
		assert_ok!(Market::heartbeat(by(ALICE), long));
		assert_ok!(Market::settle(by(POKER), long));
		assert_eq!((stored(long).ledger.paid, stored(long).ledger.fee), (186, 14));
		assert_eq!(wealth(MARKET), 14);
	});
}

#[test]
fn a_lease_that_costs_next_to_nothing_is_funded_all_the_same() {
	run(|| {
		register(ALICE);
		let order = post(METERED);
		// For the least runway, half a unit.
		assert_ok!(Market::bid(by(ALICE), order, 1, 6));
		let take = |funding| Market::accept_bid(by(TINA), order, ALICE, 1, 6, funding);
		assert_refused(|| take(0), Error::FundsTooLow);
		assert_ok!(take(1));
		assert_ok!(Market::acknowledge(by(ALICE), order));
		check_state();
		assert_eq!(Market::lease_view(order).unwrap().runs_dry_at, Some(11));
	});
}

#[test]
fn a_provider_may_fund_its_own_lease() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 5);
		assert_ok!(Market::top_up(by(ALICE), lease, 100));
		go_to(16);
		assert_ok!(Market::close(by(TINA), lease));
		assert_eq!(wealth(TINA), FUNDS - 5);
		// It got 14 in all, 5 of the tenant's and 9 of its own, and the market 1 of its own.
		assert_eq!(wealth(ALICE), FUNDS + 5 - 1);
		assert_eq!(held(HoldReason::Escrow, ALICE), 0);
	});
}

#[test]
fn locks_on_a_funders_account_do_not_stop_payment() {
	run(|| {
		use frame_support::traits::fungible::MutateFreeze;
		register(ALICE);
		let lease = active(METERED, 10, 100);
		assert_ok!(Balances::set_freeze(&(), &TINA, FUNDS));
		go_to(11);
		assert_ok!(Market::heartbeat(by(ALICE), lease));
		assert_ok!(Market::settle(by(POKER), lease));
		assert_eq!(stored(lease).ledger.spent(), 10);
		assert_ok!(Market::close(by(TINA), lease));
		assert_ok!(Balances::thaw(&(), &TINA));
	});
}

#[test]
fn an_account_with_funds_on_hold_stays_alive() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 100);
		// Tina spends all that she can.
		let free = Balances::free_balance(TINA);
		use frame_support::traits::tokens::Preservation::Expendable;
		assert!(Balances::transfer(&TINA, &TOM, free, Expendable).is_err());
		assert_ok!(Balances::transfer(&TINA, &TOM, free - EXISTENTIAL_DEPOSIT, Expendable));
		go_to(6);
		assert_ok!(Market::close(by(TINA), lease));
		assert_eq!(wealth(TINA), EXISTENTIAL_DEPOSIT + 95 + AMOUNTS.order_deposit + AMOUNTS.bounty);
	});
}
