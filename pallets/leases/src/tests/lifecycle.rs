use crate::{
	mock::*, CloseReason, Closed, End, Error, Event, HoldReason, Leases, Mode, State, MAX_FUNDERS,
};
use census_views::{Amount, Page};
use frame_support::assert_ok;

fn closed(lease: u64) -> (CloseReason, u64, u64) {
	let closed = Closed::<Test>::get(lease).expect("it is closed");
	(closed.reason, closed.closed_at, closed.ledger.spent())
}

#[test]
fn time_is_paid_from_the_acknowledgement_on() {
	run(|| {
		register(ALICE);
		let lease = matched(METERED, 10, 100);
		go_to(5);
		assert_refused(|| Market::acknowledge(by(BOB), lease), Error::NotProvider);
		assert_ok!(Market::acknowledge(by(ALICE), lease));
		assert_eq!(last_event(), Event::LeaseActive { lease });
		assert_refused(|| Market::acknowledge(by(ALICE), lease), Error::NotPending);
		assert_eq!(shown(lease).accrued, Amount(0));
		go_to(6);
		assert_eq!(shown(lease).accrued, Amount(10));
	});
}

#[test]
fn an_acknowledgement_in_the_last_block_counts_and_one_later_does_not() {
	run(|| {
		register(ALICE);
		let (first, second) = (matched(METERED, 10, 100), matched(METERED, 10, 100));
		go_to(10);
		assert_ok!(Market::acknowledge(by(ALICE), first));
		skip_to(11);
		assert_refused(|| Market::acknowledge(by(ALICE), second), Error::LeaseClosed);
		poll();
		assert_eq!(closed(second), (CloseReason::NoAck, 11, 0));
	});
}

#[test]
fn a_sign_of_life_keeps_a_lease_going_and_confirms_what_accrued() {
	run(|| {
		register(ALICE);
		let lease = matched(METERED, 10, 100);
		assert_refused(|| Market::heartbeat(by(ALICE), lease), Error::NotActive);
		assert_ok!(Market::acknowledge(by(ALICE), lease));
		go_to(11);
		assert_refused(|| Market::heartbeat(by(TINA), lease), Error::NotProvider);
		// Without one, time accrues and is not paid out.
		assert_ok!(Market::settle(by(ALICE), lease));
		assert_eq!(stored(lease).ledger.spent(), 0);
		assert_ok!(Market::heartbeat(by(ALICE), lease));
		assert_ok!(Market::settle(by(ALICE), lease));
		assert_eq!(stored(lease).ledger.spent(), 10);
		go_to(30);
		assert!(Leases::<Test>::contains_key(lease));
		go_to(31);
		assert_eq!(closed(lease), (CloseReason::Silent, 31, 10));
	});
}

#[test]
fn a_tenant_may_always_close_and_gets_the_rest_back() {
	run(|| {
		register(ALICE);
		let pending = matched(METERED, 10, 100);
		assert_refused(|| Market::close(by(ALICE), pending), Error::NotTenant);
		assert_ok!(Market::close(by(TINA), pending));
		assert_eq!(closed(pending), (CloseReason::TenantClosed, 1, 0));
		assert_eq!((wealth(TINA), wealth(ALICE)), (FUNDS, FUNDS));

		let lease = active(METERED, 10, 100);
		go_to(16);
		// All the time until now is paid, though the last sign of life was long ago.
		assert_ok!(Market::close(by(TINA), lease));
		assert_eq!(closed(lease), (CloseReason::TenantClosed, 16, 15));
		assert_eq!(
			(wealth(TINA), wealth(ALICE), wealth(MARKET)),
			(FUNDS - 15, FUNDS + 14, FUNDS + 1)
		);
		for reason in [HoldReason::Escrow, HoldReason::Order, HoldReason::Bounty] {
			assert_eq!(held(reason, TINA), 0);
		}
	});
}

#[test]
fn a_fixed_lease_is_funded_beforehand_and_ends_by_itself() {
	run(|| {
		register(ALICE);
		let order = post(FIXED);
		assert_ok!(Market::bid(by(ALICE), order, 7, 6));
		// 40 blocks at 7 in 10.
		assert_refused(|| Market::accept_bid(by(TINA), order, ALICE, 7, 6, 27), Error::FundsTooLow);
		assert_ok!(Market::accept_bid(by(TINA), order, ALICE, 7, 6, 28));
		go_to(5);
		assert_ok!(Market::acknowledge(by(ALICE), order));
		assert_eq!(stored(order).end, Some(End { at: 45, reason: CloseReason::Completed }));
		for block in [15, 25, 35] {
			go_to(block);
			assert_ok!(Market::heartbeat(by(ALICE), order));
		}
		go_to(44);
		assert_eq!(stored(order).state, State::Active);
		go_to(45);
		assert_eq!(closed(order), (CloseReason::Completed, 45, 28));
	});
}

#[test]
fn notice_is_kept_and_can_end_no_later_than_the_lease() {
	run(|| {
		register(ALICE);
		let lease = matched(FIXED, 7, 28);
		assert_refused(|| Market::reclaim(by(ALICE), lease), Error::NotActive);
		assert_ok!(Market::acknowledge(by(ALICE), lease));
		assert_refused(|| Market::reclaim(by(TINA), lease), Error::NotProvider);
		go_to(10);
		assert_ok!(Market::heartbeat(by(ALICE), lease));
		assert_ok!(Market::reclaim(by(ALICE), lease));
		assert_eq!(
			last_event(),
			Event::LeaseEnding { lease, at: 16, reason: CloseReason::Reclaimed }
		);
		go_to(16);
		// 15 blocks at 7 in 10, and the rest back.
		assert_eq!(closed(lease), (CloseReason::Reclaimed, 16, 10));

		let late = active(FIXED, 7, 28);
		for block in [25, 35, 45, 51] {
			go_to(block);
			assert_ok!(Market::heartbeat(by(ALICE), late));
		}
		assert_refused(|| Market::reclaim(by(ALICE), late), Error::AlreadyEnding);
	});
}

#[test]
fn a_starved_lease_ends_at_its_notice_or_its_grace_whichever_is_first() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 5);
		go_to(6);
		assert_eq!(stored(lease).state, State::Starved { until: 26 });
		assert_refused(|| Market::heartbeat(by(ALICE), lease), Error::NotActive);
		assert_ok!(Market::reclaim(by(ALICE), lease));
		go_to(12);
		assert_eq!(closed(lease), (CloseReason::Reclaimed, 12, 5));
	});
}

#[test]
fn anyone_tops_up_and_money_is_spent_in_the_order_it_came() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 20);
		assert_refused(|| Market::top_up(by(FRIEND), lease, 0), Error::FundsTooLow);
		assert_ok!(Market::top_up(by(FRIEND), lease, 30));
		assert_eq!(last_event(), Event::ToppedUp { lease, funder: FRIEND, amount: 30 });
		assert_ok!(Market::top_up(by(TOM), lease, 40));
		assert_ok!(Market::top_up(by(FRIEND), lease, 5));
		go_to(20);
		assert_ok!(Market::heartbeat(by(ALICE), lease));
		go_to(33);
		assert_ok!(Market::close(by(TINA), lease));
		// 32 is spent: all of the tenant's 20, then 12 of the friend's 35, nothing of Tom's 40.
		assert_eq!(wealth(TINA), FUNDS - 20);
		assert_eq!(wealth(FRIEND), FUNDS - 12);
		assert_eq!(wealth(TOM), FUNDS);
	});
}

#[test]
fn strangers_cannot_crowd_the_tenant_out() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 20);
		let strangers = 5_000..5_000 + u64::from(MAX_FUNDERS) - 1;
		for who in strangers.clone() {
			give_funds(who);
			// A place takes more than a crumb.
			assert_refused(|| Market::top_up(by(who), lease, SHARE - 1), Error::FundsTooLow);
			assert_ok!(Market::top_up(by(who), lease, SHARE));
		}
		assert_refused(|| Market::top_up(by(FRIEND), lease, SHARE), Error::FundersFull);
		assert_ok!(Market::top_up(by(strangers.start), lease, 1));
		assert_ok!(Market::top_up(by(TINA), lease, 10));
		for block in [20, 39, 52] {
			go_to(block);
			assert_ok!(Market::heartbeat(by(ALICE), lease));
		}
		assert_ok!(Market::settle(by(ALICE), lease));
		// 51 is spent: those whose money is gone have left, the tenant has not.
		let funders = stored(lease).funders;
		assert_eq!(
			funders.iter().map(|funder| funder.left).collect::<Vec<_>>(),
			[0, 10, 15, 15, 15, 15, 15]
		);
		assert_eq!(funders[0].who, TINA);
		assert_ok!(Market::top_up(by(FRIEND), lease, SHARE));
	});
}

#[test]
fn poking_pays_for_a_change_and_for_nothing_else() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 10);
		assert_refused(|| Market::poke(by(POKER), 77), Error::LeaseNotFound);
		assert_refused(|| Market::poke(by(POKER), lease), Error::NothingDue);
		skip_to(10);
		assert_refused(|| Market::poke(by(POKER), lease), Error::NothingDue);
		skip_to(14);
		assert_ok!(Market::poke(by(POKER), lease));
		assert!(events().contains(&Event::BountyPaid { lease, to: POKER }));
		assert_eq!(last_event(), Event::LeaseStarved { lease, since: 11 });
		assert_eq!(wealth(POKER), FUNDS + AMOUNTS.bounty);
		assert_refused(|| Market::poke(by(POKER), lease), Error::NothingDue);
		// The next change may still be poked, but the bounty is gone until somebody funds the lease.
		skip_to(31);
		assert_ok!(Market::poke(by(POKER), lease));
		assert_eq!(wealth(POKER), FUNDS + AMOUNTS.bounty);
		assert_eq!(closed(lease), (CloseReason::Exhausted, 31, 10));
	});
}

#[test]
fn a_top_up_holds_the_bounty_anew() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 10);
		skip_to(14);
		assert_ok!(Market::poke(by(POKER), lease));
		assert_ok!(Market::top_up(by(FRIEND), lease, SHARE));
		assert_eq!(held(HoldReason::Bounty, FRIEND), AMOUNTS.bounty);
		skip_to(29);
		assert_ok!(Market::poke(by(POKER), lease));
		assert_eq!(wealth(POKER), FUNDS + 2 * AMOUNTS.bounty);
	});
}

#[test]
fn what_fell_due_long_ago_is_done_as_of_then() {
	run(|| {
		register(ALICE);
		// Dry in block 11, closed in block 31: one leap over both.
		let lease = active(METERED, 10, 10);
		skip_to(40);
		poll();
		assert_eq!(closed(lease), (CloseReason::Exhausted, 31, 10));
		assert!(events().contains(&Event::LeaseStarved { lease, since: 11 }));
	});
}

#[test]
fn a_closed_lease_is_remembered_for_a_while() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 100);
		assert_ok!(Market::close(by(TINA), lease));
		let only = Page { items: vec![lease], next: None };
		assert_eq!(Market::involved(&TINA, None, 10), only);
		assert_eq!(Market::involved(&ALICE, None, 10), only);
		go_to(PERIODS.remember);
		assert!(Closed::<Test>::contains_key(lease));
		go_to(1 + PERIODS.remember);
		assert_eq!(Market::closed_lease_view(lease), None);
		assert_eq!(Market::involved(&TINA, None, 10), Page::default());
		assert_eq!(Market::involved(&ALICE, None, 10), Page::default());
		assert_refused(|| Market::settle(by(ALICE), lease), Error::LeaseNotFound);
	});
}

#[test]
fn a_rate_and_a_span_too_large_to_multiply_are_only_expensive() {
	run(|| {
		register(ALICE);
		let mut wanted = terms(Mode::Fixed { span: u64::MAX, heartbeat: 10 });
		wanted.max_rate = u64::MAX;
		assert_ok!(Market::post_order(by(TINA), Box::new(wanted), 50));
		assert_ok!(Market::bid(by(ALICE), 0, u64::MAX, 6));
		assert_refused(
			|| Market::accept_bid(by(TINA), 0, ALICE, u64::MAX, 6, 500_000_000),
			Error::FundsTooLow,
		);
		let mut wanted = terms(METERED);
		wanted.max_rate = u64::MAX;
		assert_ok!(Market::post_order(by(TINA), Box::new(wanted), 50));
		assert_ok!(Market::bid(by(ALICE), 1, u64::MAX, 6));
		assert_refused(
			|| Market::accept_bid(by(TINA), 1, ALICE, u64::MAX, 6, 500_000_000),
			Error::FundsTooLow,
		);
	});
}
