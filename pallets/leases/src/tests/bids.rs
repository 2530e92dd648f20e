use crate::{mock::*, Error, Event, HoldReason, LeaseId, Leases, Mismatch, OrderId, State};
use census_views::{leases::BidTerms, Amount};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::TokenError;

fn order_with_bid() -> OrderId {
	register(ALICE);
	let order = post(METERED);
	assert_ok!(Market::bid(by(ALICE), order, 10, 6));
	order
}

#[test]
fn the_best_bid_stands_first() {
	run(|| {
		let order = post(METERED);
		for (who, rate) in [(ALICE, 30), (BOB, 10), (CAROL, 30)] {
			register(who);
			assert_ok!(Market::bid(by(who), order, rate, 6));
		}
		let bids = || {
			let bids = Market::order_view(order).unwrap().bids;
			bids.into_iter().map(|bid| (account(bid.provider), bid.rate.0)).collect::<Vec<_>>()
		};
		assert_eq!(bids(), [(BOB, 10), (ALICE, 30), (CAROL, 30)]);
		// Bidding anew moves a bid, behind those of the same rate, with one deposit.
		assert_ok!(Market::bid(by(BOB), order, 30, 6));
		assert_eq!(bids(), [(ALICE, 30), (CAROL, 30), (BOB, 30)]);
		assert_eq!(held(HoldReason::Bid, BOB), AMOUNTS.bid_deposit);
	});
}

#[test]
fn refuses_bids_that_the_order_does_not_allow() {
	run(|| {
		let order = post(METERED);
		assert_refused(|| Market::bid(by(ALICE), order, 10, 6), Error::ProviderNotFound);
		register(ALICE);
		assert_refused(|| Market::bid(by(ALICE), 77, 10, 6), Error::OrderNotFound);
		assert_refused(|| Market::bid(by(ALICE), order, 0, 6), Error::RateZero);
		assert_refused(|| Market::bid(by(ALICE), order, 101, 6), Error::RateTooHigh);
		assert_refused(|| Market::bid(by(ALICE), order, 10, 5), Error::NoticeTooShort);
		assert_refused(|| Market::bid(by(ALICE), order, 10, 51), Error::NoticeTooLong);
		register(TINA);
		assert_refused(|| Market::bid(by(TINA), order, 10, 6), Error::OwnOrder);
		let mut wanted = terms(METERED);
		wanted.provider = Some(BOB);
		assert_ok!(Market::post_order(by(TINA), Box::new(wanted), 50));
		assert_refused(|| Market::bid(by(ALICE), order + 1, 10, 6), Error::OtherProvider);
		register(BOB);
		assert_ok!(Market::bid(by(BOB), order + 1, 10, 6));
	});
}

#[test]
fn every_reason_is_told_at_once() {
	run(|| {
		let mut wanted = terms(METERED);
		wanted.provider = Some(BOB);
		wanted.attributes = attributes(&[("region", "eu")]);
		assert_ok!(Market::post_order(by(TINA), Box::new(wanted), 50));
		assert_ok!(Market::register_provider(
			by(ALICE),
			AMOUNTS.provider_bond,
			cpu(3),
			Default::default()
		));
		assert_ok!(Market::update_provider(by(ALICE), cpu(3), Default::default(), false));
		let why = Market::why_not(0, &ALICE, Some((101, 5)));
		assert_eq!(
			why,
			[
				Mismatch::NotAccepting,
				Mismatch::BondTooLow,
				Mismatch::OtherProvider,
				Mismatch::ResourceShort(crate::ResourceKind::Cpu),
				Mismatch::AttributeMissing(label("region")),
				Mismatch::RateTooHigh,
				Mismatch::NoticeTooShort,
			]
		);
		let bid = BidTerms { rate: Amount(101), notice: 5 };
		let shown = Market::mismatch_views(0, &ALICE, Some(bid));
		assert_eq!(
			shown.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
			"the provider takes no new leases; the provider's bond does not cover another lease; \
			 the order is for another provider; the provider has not enough processor free; the \
			 provider's attribute region is not what the order asks for; the rate is higher than \
			 the order allows; the notice is shorter than the order asks for"
		);
		assert_eq!(Market::why_not(0, &CAROL, None), [Mismatch::ProviderNotFound]);
		assert_eq!(Market::why_not(9, &ALICE, None), [Mismatch::OrderNotFound]);
	});
}

#[test]
fn a_bid_is_refunded_when_it_is_withdrawn_or_turned_down() {
	run(|| {
		let order = order_with_bid();
		assert_refused(|| Market::withdraw_bid(by(BOB), order), Error::BidNotFound);
		assert_ok!(Market::withdraw_bid(by(ALICE), order));
		assert_eq!(last_event(), Event::BidClosed { order, provider: ALICE });
		assert_eq!(held(HoldReason::Bid, ALICE), 0);
		assert_ok!(Market::bid(by(ALICE), order, 10, 6));
		assert_refused(|| Market::reject_bid(by(TOM), order, ALICE), Error::NotTenant);
		assert_refused(|| Market::reject_bid(by(TINA), order, BOB), Error::BidNotFound);
		assert_ok!(Market::reject_bid(by(TINA), order, ALICE));
		assert_eq!(held(HoldReason::Bid, ALICE), 0);
	});
}

#[test]
fn taking_a_bid_makes_a_lease_of_the_same_number() {
	run(|| {
		let order = order_with_bid();
		assert_ok!(Market::accept_bid(by(TINA), order, ALICE, 10, 6, 100));
		let lease: LeaseId = order;
		assert_eq!(
			last_event(),
			Event::LeaseOpened { lease, tenant: TINA, provider: ALICE, rate: 10 }
		);
		assert_eq!(stored(lease).state, State::Pending { until: 1 + PERIODS.ack });
		assert_eq!(held(HoldReason::Bid, ALICE), 0);
		assert_eq!(held(HoldReason::Escrow, TINA), 100);
		assert_eq!(held(HoldReason::Bounty, TINA), AMOUNTS.bounty);
		assert_eq!(held(HoldReason::Order, TINA), AMOUNTS.order_deposit);
		assert_eq!(Market::provider_view(&ALICE).unwrap().used, shown_cpu(4));
	});
}

#[test]
fn refuses_to_take_what_was_not_offered() {
	run(|| {
		let order = order_with_bid();
		let accept = |who, provider, rate, notice, funding| {
			move || Market::accept_bid(by(who), order, provider, rate, notice, funding)
		};
		assert_refused(accept(TOM, ALICE, 10, 6, 100), Error::NotTenant);
		assert_refused(accept(TINA, BOB, 10, 6, 100), Error::BidNotFound);
		assert_refused(accept(TINA, ALICE, 10, 6, 4), Error::FundsTooLow);
		// The provider raised its rate a moment before.
		assert_ok!(Market::bid(by(ALICE), order, 90, 6));
		assert_refused(accept(TINA, ALICE, 10, 6, 100), Error::BidChanged);
		assert_refused(accept(TINA, ALICE, 90, 7, 100), Error::BidChanged);
		assert_noop!(
			frame_support::storage::with_storage_layer(|| {
				accept(TINA, ALICE, 90, 6, 2 * FUNDS)().map_err(|refusal| refusal.error)
			}),
			TokenError::FundsUnavailable
		);
		assert_eq!(Leases::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_provider_that_does_not_acknowledge_pays_for_it() {
	run(|| {
		let order = order_with_bid();
		assert_ok!(Market::accept_bid(by(TINA), order, ALICE, 10, 6, 100));
		go_to(10);
		assert!(Leases::<Test>::contains_key(order));
		go_to(11);
		assert!(!Leases::<Test>::contains_key(order));
		assert_eq!(wealth(TINA), FUNDS + AMOUNTS.lease_cover);
		assert_eq!(wealth(ALICE), FUNDS - AMOUNTS.lease_cover);
		assert!(events().contains(&Event::Penalised { lease: order, amount: AMOUNTS.lease_cover }));
	});
}
