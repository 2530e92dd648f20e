//! Deadlines that cannot be seen to, because funds that are said to be held are not: nothing is lost,
//! nothing is done by halves, others' deadlines are seen to, and it is tried again.

use crate::{
	mock::*, Bids, CloseReason, Closed, Deadlines, DueFrom, Event, HoldReason, Item, Leases, Orders,
};
use frame_support::{
	assert_ok,
	traits::{
		fungible::MutateHold,
		tokens::{Fortitude, Precision, Restriction},
	},
};
use sp_runtime::DispatchError;

/// Something takes held funds that it has no right to. No call of the market's can.
fn rob(reason: HoldReason, who: u64, amount: u64) {
	let (precision, mode, force) = (Precision::Exact, Restriction::Free, Fortitude::Force);
	let taken =
		Balances::transfer_on_hold(&reason.into(), &who, &FRIEND, amount, precision, mode, force);
	assert_ok!(taken);
}

/// And puts them back.
fn restore(reason: HoldReason, who: u64, amount: u64) {
	assert_ok!(Balances::transfer_keep_alive(by(FRIEND), who, amount));
	assert_ok!(Balances::hold(&reason.into(), &who, amount));
}

/// Why an item's deadline was put off, each time.
fn put_off(item: Item) -> Vec<DispatchError> {
	let why = |event| match event {
		Event::DeadlinePutOff { item: late, error } if late == item => Some(error),
		_ => None,
	};
	events().into_iter().filter_map(why).collect()
}

/// In which buckets an item stands.
fn buckets(item: Item) -> Vec<u64> {
	Deadlines::<Test>::iter().filter(|(_, due, ())| *due == item).map(|(at, ..)| at).collect()
}

#[test]
fn an_order_that_cannot_be_ended_stays_whole_and_is_tried_again() {
	run(|| {
		register(ALICE);
		let (broken, sound) = (post(METERED), post(METERED));
		assert_ok!(Market::bid(by(ALICE), broken, 10, 6));
		let (deposit, item) = (AMOUNTS.bid_deposit, Item::Order(broken));
		assert_eq!(buckets(item), [51]);
		rob(HoldReason::Bid, ALICE, deposit);
		go_to(51);

		assert_eq!(put_off(item).len(), 1);
		assert!(!Orders::<Test>::contains_key(sound), "the other order is ended all the same");
		assert_eq!(held(HoldReason::Order, TINA), AMOUNTS.order_deposit);
		assert_eq!(Bids::<Test>::get(broken).len(), 1);
		assert!(!events().contains(&Event::OrderExpired { order: broken }));
		assert!(!events().contains(&Event::BidClosed { order: broken, provider: ALICE }));
		let next = 51 + PERIODS.grace;
		assert_eq!(Orders::<Test>::get(broken).unwrap().expires_at, next);
		assert_eq!(buckets(item), [next]);
		assert!(DueFrom::<Test>::get() > 51, "the wheel goes on");

		go_to(next);
		assert_eq!(put_off(item).len(), 2);
		assert_eq!(buckets(item), [next + PERIODS.grace]);

		restore(HoldReason::Bid, ALICE, deposit);
		check_state();
		go_to(next + PERIODS.grace);
		assert!(events().contains(&Event::OrderExpired { order: broken }));
		assert!(!Orders::<Test>::contains_key(broken));
		assert!(buckets(item).is_empty());
		assert_eq!((held(HoldReason::Order, TINA), held(HoldReason::Bid, ALICE)), (0, 0));
	});
}

#[test]
fn a_lease_that_cannot_be_closed_stays_whole_and_closes_as_of_its_time() {
	run(|| {
		register(ALICE);
		let lease = matched(METERED, 10, 100);
		let over = 1 + PERIODS.ack;
		let (taken, item) = (held(HoldReason::Escrow, TINA), Item::Lease(lease));
		let before = stored(lease);
		// The penalty for the missing acknowledgement is taken first, and then the refund fails.
		rob(HoldReason::Escrow, TINA, taken);
		go_to(over);

		assert_eq!(put_off(item).len(), 1);
		assert!(!Closed::<Test>::contains_key(lease));
		let next = over + PERIODS.grace;
		assert_eq!(stored(lease), crate::Lease { deadline: next, ..before });
		assert_eq!(buckets(item), [next]);
		let bond = AMOUNTS.provider_bond + 10 * AMOUNTS.lease_cover;
		assert_eq!(held(HoldReason::Bond, ALICE), bond, "no penalty was taken");
		assert!(!events().iter().any(|event| matches!(event, Event::Penalised { .. })));

		restore(HoldReason::Escrow, TINA, taken);
		go_to(next - 1);
		assert!(Leases::<Test>::contains_key(lease));
		go_to(next);
		let closed = Closed::<Test>::get(lease).unwrap();
		assert_eq!((closed.reason, closed.closed_at), (CloseReason::NoAck, over));
		assert_eq!(closed.ledger.refunded, 100);
		assert!(buckets(item).is_empty());
		assert_eq!(wealth(TINA), FUNDS + AMOUNTS.lease_cover);
	});
}

#[test]
fn anyone_pokes_what_was_put_off() {
	run(|| {
		register(ALICE);
		let lease = matched(METERED, 10, 100);
		rob(HoldReason::Escrow, TINA, 100);
		go_to(1 + PERIODS.ack);
		assert_eq!(put_off(Item::Lease(lease)).len(), 1);
		restore(HoldReason::Escrow, TINA, 100);
		assert_ok!(Market::poke(by(POKER), lease));
		assert_eq!(Closed::<Test>::get(lease).unwrap().reason, CloseReason::NoAck);
		assert!(buckets(Item::Lease(lease)).is_empty());
	});
}

#[test]
fn what_is_closed_would_be_forgotten_later() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 100);
		assert_ok!(Market::close(by(TINA), lease));
		let item = Item::Closed(lease);
		let at = Closed::<Test>::get(lease).unwrap().forget_at;
		assert_eq!(buckets(item), [at]);
		// Nothing can keep a closed lease from being forgotten, so this is done by hand.
		Market::unschedule(item, at);
		Market::put_off(item, at + PERIODS.grace);
		check_state();
		go_to(at + PERIODS.grace - 1);
		assert!(Closed::<Test>::contains_key(lease));
		go_to(at + PERIODS.grace);
		assert!(!Closed::<Test>::contains_key(lease));
	});
}
