//! What went wrong in other markets, each as a test that it does not here.

use crate::{
	mock::*, weights::WeightInfo, Bids, CloseReason, Closed, Deadlines, Error, Event, HoldReason,
	Item, LeaseTerms, Leases, Orders, Providers, State, MAX_BIDS,
};
use census_primitives::PersonScope;
use census_views::{leases as views, Amount, Page};
use frame_support::{assert_ok, weights::Weight};

#[test]
fn a_lease_that_ran_on_unpaid() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 30);
		// 30 buys 30 blocks at 10 in 10 blocks; nobody calls but the provider.
		go_to(20);
		assert_ok!(Market::heartbeat(by(ALICE), lease));
		go_to(30);
		assert_eq!(stored(lease).state, State::Active);
		go_to(31);
		assert_eq!(stored(lease).state, State::Starved { until: 31 + PERIODS.grace });
		assert_eq!(last_event(), Event::LeaseStarved { lease, since: 31 });
		assert_eq!(stored(lease).accrued, 300);
		// Nothing accrues any more, and the end of the grace closes it, with all of it paid.
		go_to(50);
		assert_eq!(shown(lease).accrued, Amount(300));
		go_to(51);
		let closed = Closed::<Test>::get(lease).unwrap();
		assert_eq!((closed.reason, closed.closed_at), (CloseReason::Exhausted, 51));
		assert_eq!((closed.ledger.paid, closed.ledger.fee, closed.ledger.refunded), (28, 2, 0));
	});
}

#[test]
fn a_lease_closed_on_exhaustion_instead_of_paused() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 10);
		go_to(15);
		assert!(matches!(stored(lease).state, State::Starved { .. }));
		assert_ok!(Market::top_up(by(FRIEND), lease, SHARE));
		assert_eq!(last_event(), Event::LeaseResumed { lease });
		assert_eq!(stored(lease).state, State::Active);
		// The pause was not charged for.
		go_to(24);
		assert_eq!(shown(lease).accrued, Amount(100 + 90));
	});
}

#[test]
fn a_starved_lease_kept_alive_by_crumbs() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 10);
		go_to(15);
		// A top-up must last for `least_runway`: here 5 blocks at 10 in 10.
		assert_refused(|| Market::top_up(by(TINA), lease, 4), Error::FundsTooLow);
		assert_ok!(Market::top_up(by(TINA), lease, 5));
	});
}

#[test]
fn a_shortage_paid_out_in_the_order_of_a_list() {
	run(|| {
		register(ALICE);
		register(BOB);
		// Each lease has money of its own: one that is short takes nothing from another.
		let short = active(METERED, 100, 60);
		let order = post(METERED);
		assert_ok!(Market::bid(by(BOB), order, 10, 6));
		assert_ok!(Market::accept_bid(by(TINA), order, BOB, 10, 6, 60));
		assert_ok!(Market::acknowledge(by(BOB), order));
		go_to(11);
		assert_ok!(Market::heartbeat(by(BOB), order));
		assert_ok!(Market::settle(by(POKER), short));
		assert_ok!(Market::settle(by(POKER), order));
		assert_eq!((stored(short).ledger.paid, stored(short).ledger.fee), (56, 4));
		assert_eq!((stored(order).ledger.paid, stored(order).ledger.fee), (10, 0));
		assert_eq!(held(HoldReason::Escrow, TINA), 50);
	});
}

#[test]
fn a_settlement_at_zero_elapsed() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 33, 500);
		let money = wealth(ALICE);
		for _ in 0..3 {
			assert_ok!(Market::heartbeat(by(ALICE), lease));
			assert_ok!(Market::settle(by(ALICE), lease));
		}
		assert_eq!(wealth(ALICE), money);
		go_to(4);
		for _ in 0..3 {
			assert_ok!(Market::heartbeat(by(ALICE), lease));
			assert_ok!(Market::settle(by(ALICE), lease));
			assert_eq!(stored(lease).ledger.spent(), 9);
		}
	});
}

#[test]
fn bids_left_dangling_when_an_order_expires() {
	run(|| {
		let order = post(METERED);
		for who in [ALICE, BOB, CAROL] {
			register(who);
			assert_ok!(Market::bid(by(who), order, 10, 6));
			assert_eq!(held(HoldReason::Bid, who), AMOUNTS.bid_deposit);
		}
		go_to(50);
		assert!(Orders::<Test>::contains_key(order));
		go_to(51);
		assert_eq!(last_event(), Event::OrderExpired { order });
		assert_eq!(Bids::<Test>::iter().count(), 0);
		for who in [ALICE, BOB, CAROL] {
			assert_eq!(held(HoldReason::Bid, who), 0);
			assert_eq!(Market::involved(&who, None, 10), Page::default());
		}
		assert_eq!(held(HoldReason::Order, TINA), 0);
	});
}

#[test]
fn bids_left_dangling_when_another_wins() {
	run(|| {
		let order = post(METERED);
		for (who, rate) in [(ALICE, 12), (BOB, 10), (CAROL, 11)] {
			register(who);
			assert_ok!(Market::bid(by(who), order, rate, 6));
		}
		assert_ok!(Market::accept_bid(by(TINA), order, CAROL, 11, 6, 100));
		for who in [ALICE, BOB, CAROL] {
			assert_eq!(held(HoldReason::Bid, who), 0);
		}
		assert_refused(
			|| Market::accept_bid(by(TINA), order, BOB, 10, 6, 100),
			Error::OrderNotFound,
		);
	});
}

#[test]
fn a_list_of_bids_squatted_by_the_first() {
	run(|| {
		let order = post(METERED);
		for number in 0..u64::from(MAX_BIDS) {
			let who = 5_000 + number;
			give_funds(who);
			register(who);
			assert_ok!(Market::bid(by(who), order, 90, 6));
		}
		register(ALICE);
		assert_refused(|| Market::bid(by(ALICE), order, 90, 6), Error::BidsFull);
		assert_ok!(Market::bid(by(ALICE), order, 89, 6));
		// The last of the worst had to go, and was refunded.
		let evicted = 5_000 + u64::from(MAX_BIDS) - 1;
		assert_eq!(held(HoldReason::Bid, evicted), 0);
		assert_eq!(Market::order_view(order).unwrap().bids.len() as u32, MAX_BIDS);
		// One that is in the list already may always bid anew.
		assert_ok!(Market::bid(by(5_000), order, 90, 7));
		assert_refused(|| Market::bid(by(evicted), order, 90, 6), Error::BidsFull);
		// And a tenant turns down whoever cannot be beaten and will not serve.
		assert_ok!(Market::bid(by(5_001), order, 1, 6));
		assert_ok!(Market::deregister_provider(by(5_001)));
		assert_refused(
			|| Market::accept_bid(by(TINA), order, 5_001, 1, 6, 100),
			Error::ProviderNotFound,
		);
		assert_ok!(Market::reject_bid(by(TINA), order, 5_001));
		assert_eq!(held(HoldReason::Bid, 5_001), 0);
		assert_eq!(wealth(5_001), FUNDS);
	});
}

#[test]
fn a_provider_that_deregisters_with_live_leases() {
	run(|| {
		register(ALICE);
		let (first, second) = (active(METERED, 10, 100), active(METERED, 10, 100));
		assert_ok!(Market::deregister_provider(by(ALICE)));
		assert_eq!(last_event(), Event::ProviderLeaving { provider: ALICE });
		assert_refused(|| Market::deregister_provider(by(ALICE)), Error::Leaving);
		// Its bond stays, its leases go on, and there are no new ones.
		let bond = Providers::<Test>::get(ALICE).unwrap().bond;
		assert_eq!(held(HoldReason::Bond, ALICE), bond);
		let order = post(METERED);
		assert_refused(|| Market::bid(by(ALICE), order, 10, 6), Error::NotAccepting);
		go_to(6);
		assert_ok!(Market::close(by(TINA), first));
		assert_eq!(held(HoldReason::Bond, ALICE), bond);
		assert_ok!(Market::close(by(TINA), second));
		assert_eq!(held(HoldReason::Bond, ALICE), 0);
		assert!(!Providers::<Test>::contains_key(ALICE));
		assert!(events().contains(&Event::ProviderLeft { provider: ALICE }));
	});
}

#[test]
fn ten_thousand_leases_due_in_one_block() {
	run(|| {
		const COUNT: u64 = 10_000;
		give_funds(BOB);
		let bond = AMOUNTS.provider_bond + COUNT * AMOUNTS.lease_cover;
		assert_ok!(Market::register_provider(by(BOB), bond, cpu(4 * COUNT), Default::default()));
		for _ in 0..COUNT {
			let order = post(METERED);
			assert_ok!(Market::bid(by(BOB), order, 10, 6));
			assert_ok!(Market::accept_bid(by(TINA), order, BOB, 10, 6, 100));
		}
		// None is acknowledged: all are due in block 11, and blocks have room for 700 at a time.
		let each = <() as WeightInfo>::deadline_lease()
			.saturating_add(<() as WeightInfo>::next_deadline());
		DeadlineWeight::set(each.saturating_mul(700));
		go_to(10);
		assert_eq!(Leases::<Test>::iter().count() as u64, COUNT);
		let mut before = COUNT;
		while before > 0 {
			pass(1);
			let left = Leases::<Test>::iter().count() as u64;
			assert!(left < before && before - left <= 700, "{before} became {left}");
			before = left;
		}
		assert_eq!(System::block_number(), 25);
		// Whatever the block in which it was seen to, each closed when its time was up.
		assert_eq!(Closed::<Test>::iter().count() as u64, COUNT);
		assert!(Closed::<Test>::iter_values().all(|closed| {
			(closed.reason, closed.closed_at) == (CloseReason::NoAck, 11)
				&& closed.ledger.refunded == 100
		}));
		assert_eq!(held(HoldReason::Escrow, TINA), 0);
		assert_eq!(held(HoldReason::Bond, BOB), AMOUNTS.provider_bond);
		assert_eq!(wealth(TINA), FUNDS + COUNT * AMOUNTS.lease_cover);
		DeadlineWeight::set(Weight::MAX);
		pass(PERIODS.remember + 1);
		assert_eq!(Deadlines::<Test>::iter().count(), 0);
		assert_eq!(Closed::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_wheel_without_weight_loses_nothing() {
	run(|| {
		register(ALICE);
		let lease = matched(METERED, 10, 100);
		DeadlineWeight::set(Weight::zero());
		go_to(30);
		assert!(Leases::<Test>::contains_key(lease));
		// It is over all the same, as every call and every answer knows.
		assert_refused(|| Market::acknowledge(by(ALICE), lease), Error::LeaseClosed);
		assert_refused(|| Market::close(by(TINA), lease), Error::LeaseClosed);
		let ended = Market::lease_view(lease).unwrap().ended.unwrap();
		assert_eq!((ended.at, ended.reason), (11, views::CloseReason::NoAck));
		DeadlineWeight::set(Weight::MAX);
		pass(1);
		assert_eq!(Closed::<Test>::get(lease).unwrap().closed_at, 11);
	});
}

#[test]
fn rounding_that_drifts_over_a_million_settlements() {
	let mut chain = externalities();
	let (often, once) = chain.execute_with(|| {
		register(ALICE);
		register(BOB);
		// Three tenths of the smallest unit a block: rounding each time would pay nothing, or one.
		let often = active(METERED, 3, 400_000);
		let once = post(METERED);
		assert_ok!(Market::bid(by(BOB), once, 3, 6));
		assert_ok!(Market::accept_bid(by(TINA), once, BOB, 3, 6, 400_000));
		assert_ok!(Market::acknowledge(by(BOB), once));
		(often, once)
	});
	for start in (2..1_000_000).step_by(10_000) {
		chain.execute_with(|| {
			for block in start..start + 10_000 {
				skip_to(block);
				assert_ok!(Market::heartbeat(by(ALICE), often));
				assert_ok!(Market::settle(by(POKER), often));
				if block % 10 == 0 {
					assert_ok!(Market::heartbeat(by(BOB), once));
				}
			}
			System::reset_events();
		});
		chain.commit_all().expect("the changes can be written");
	}
	chain.execute_with(|| {
		assert_eq!(System::block_number(), 1_000_001);
		assert_ok!(Market::heartbeat(by(BOB), once));
		assert_ok!(Market::settle(by(POKER), once));
		let (often, once) = (stored(often), stored(once));
		assert_eq!(often.ledger, once.ledger);
		assert_eq!(often.ledger.spent(), 300_000);
		assert_eq!(often.ledger.fee, 21_000);
	});
}

#[test]
fn a_rate_changed_in_the_middle() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 7, 500);
		go_to(4);
		// 3 blocks at 7, then 4 at 13: 2.1 and 5.2 of the unit, together 7.3.
		let new = LeaseTerms { resources: cpu(4), rate: 13, notice: 6, manifest: [1; 32] };
		assert_ok!(Market::propose_terms(by(ALICE), lease, Box::new(new.clone())));
		assert_ok!(Market::accept_terms(by(TINA), lease, Box::new(new)));
		go_to(8);
		assert_ok!(Market::heartbeat(by(ALICE), lease));
		assert_ok!(Market::settle(by(ALICE), lease));
		assert_eq!(stored(lease).accrued, 3 * 7 + 4 * 13);
		assert_eq!(stored(lease).ledger.spent(), 7);
	});
}

#[test]
fn a_transfer_in_the_middle_of_an_epoch() {
	run(|| {
		register(ALICE);
		let lease = active(PROVEN, 50, 120);
		go_to(3);
		let before = wealth(TINA);
		assert_ok!(Market::offer_transfer(by(TINA), lease, Some(TOM)));
		assert_ok!(take_over(lease, TOM, 100));
		// The former tenant has all of its money back, for nothing was proven on its time.
		assert_eq!(wealth(TINA), before);
		for reason in [HoldReason::Escrow, HoldReason::Order, HoldReason::Bounty] {
			assert_eq!(held(reason, TINA), 0);
		}
		// The epoch goes on, and is paid by the new one.
		let proof = epoch_proof(lease, word(9), 0);
		assert_ok!(Market::submit_proof(by(ALICE), lease, 0, word(9), Box::new(proof)));
		assert_eq!(stored(lease).ledger.spent(), 40);
		assert_eq!(wealth(TOM), FUNDS - 40);
		assert_eq!(Market::involved(&TINA, None, 9), Page::default());
		assert_eq!(Market::involved(&TOM, None, 9), Page { items: vec![lease], next: None });
	});
}

#[test]
fn a_lease_closed_twice() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 100);
		go_to(6);
		assert_ok!(Market::close(by(TINA), lease));
		let first = Closed::<Test>::get(lease).unwrap();
		assert_eq!(first.reason, CloseReason::TenantClosed);
		let money = (wealth(TINA), wealth(ALICE));
		assert_refused(|| Market::close(by(TINA), lease), Error::LeaseClosed);
		assert_refused(|| Market::reclaim(by(ALICE), lease), Error::LeaseClosed);
		assert_refused(|| Market::settle(by(ALICE), lease), Error::LeaseClosed);
		assert_refused(|| Market::poke(by(POKER), lease), Error::LeaseClosed);
		go_to(40);
		assert_eq!(Closed::<Test>::get(lease).unwrap(), first);
		assert_eq!((wealth(TINA), wealth(ALICE)), money);
		go_to(6 + PERIODS.remember);
		assert_refused(|| Market::close(by(TINA), lease), Error::LeaseNotFound);
	});
}

#[test]
fn an_abrupt_close_without_notice() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 200);
		go_to(5);
		assert_refused(|| Market::close(by(ALICE), lease), Error::NotTenant);
		assert_ok!(Market::reclaim(by(ALICE), lease));
		// It cannot be brought forward by giving notice again.
		assert_refused(|| Market::reclaim(by(ALICE), lease), Error::AlreadyEnding);
		go_to(10);
		assert_eq!(stored(lease).state, State::Active);
		go_to(11);
		let closed = Closed::<Test>::get(lease).unwrap();
		assert_eq!((closed.reason, closed.closed_at), (CloseReason::Reclaimed, 11));
		assert_eq!(closed.ledger.spent(), 10);
	});
}

#[test]
fn a_provider_that_goes_silent_to_get_around_its_notice() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 200);
		go_to(11);
		assert_ok!(Market::heartbeat(by(ALICE), lease));
		let (tina, alice) = (wealth(TINA), wealth(ALICE));
		// 20 blocks without a sign of life.
		go_to(31);
		let closed = Closed::<Test>::get(lease).unwrap();
		assert_eq!((closed.reason, closed.closed_at), (CloseReason::Silent, 31));
		// It is paid until the last sign of life, and no longer.
		assert_eq!(closed.ledger.spent(), 10);
		assert_eq!(wealth(TINA), tina - 10 + AMOUNTS.lease_cover);
		assert_eq!(wealth(ALICE), alice + 10 - AMOUNTS.lease_cover);
	});
}

#[test]
fn a_provider_paid_by_default_because_nobody_judged() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 200);
		go_to(11);
		assert_ok!(Market::dispute(by(TINA), lease));
		assert_refused(|| Market::close(by(TINA), lease), Error::InDispute);
		assert_ok!(Market::settle(by(ALICE), lease));
		go_to(10 + PERIODS.dispute);
		assert!(Leases::<Test>::contains_key(lease));
		pass(1);
		let closed = Closed::<Test>::get(lease).unwrap();
		assert_eq!(closed.reason, CloseReason::Unjudged);
		assert_eq!((closed.ledger.spent(), closed.ledger.refunded), (0, 200));
		assert_eq!(held(HoldReason::Dispute, TINA), 0);
	});
}

#[test]
fn a_market_whose_deadlines_starve_when_blocks_are_full() {
	run(|| {
		register(ALICE);
		let lease = matched(METERED, 10, 100);
		assert!(Deadlines::<Test>::contains_key(11, Item::Lease(lease)));
		// Hooks are skipped in some blocks. The first that runs sees to what was due before.
		skip_to(14);
		poll();
		assert_eq!(Closed::<Test>::get(lease).unwrap().closed_at, 11);
	});
}

#[test]
fn a_reputation_that_anyone_can_farm() {
	run(|| {
		register(ALICE);
		// One human behind as many tenants, all of whom pay enough.
		let leases: Vec<_> = [TINA, TOM, TESS]
			.into_iter()
			.map(|tenant| {
				let order = crate::NextOrderId::<Test>::get();
				assert_ok!(Market::post_order(by(tenant), Box::new(terms(METERED)), 9));
				assert_ok!(Market::bid(by(ALICE), order, 100, 6));
				assert_ok!(Market::accept_bid(by(tenant), order, ALICE, 100, 6, 200));
				assert_ok!(Market::acknowledge(by(ALICE), order));
				pass(AMOUNTS.rating_spend / 10);
				assert_ok!(Market::close(by(tenant), order));
				(tenant, order)
			})
			.collect();
		assert_ok!(Market::open_rating_period(by(FRIEND), 10));
		let scope = crate::CurrentRatingPeriod::<Test>::get().unwrap().scope;
		let topic = crate::rating_topic(&ALICE);
		let scope = PersonScope::Application { scope, topic };
		let mut rated = 0;
		for (tenant, lease) in leases {
			assert_ok!(Market::name_rater(by(tenant), lease, alias(1, scope)));
			rated += u32::from(rate_unasked(1, scope, lease, 5).is_ok());
		}
		assert_eq!(rated, 1);
		assert_eq!(Market::rating(&ALICE), views::Rating { sum: 5, count: 1 });
	});
}
