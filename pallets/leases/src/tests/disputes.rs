use crate::{mock::*, CloseReason, Closed, Error, Event, HoldReason, Side, State, Verdict};
use census_views::Amount;
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{traits::BadOrigin, Perbill};

fn verdict(percent: u32, penalty: bool, deposit_to: Side) -> Verdict {
	Verdict { provider_share: Perbill::from_percent(percent), penalty, deposit_to }
}

/// A lease on which 40 has accrued, 10 of it paid.
fn disputed(by_whom: u64) -> u64 {
	register(ALICE);
	let lease = active(METERED, 20, 100);
	go_to(6);
	assert_ok!(Market::heartbeat(by(ALICE), lease));
	assert_ok!(Market::settle(by(ALICE), lease));
	go_to(21);
	assert_ok!(Market::heartbeat(by(ALICE), lease));
	assert_ok!(Market::dispute(by(by_whom), lease));
	lease
}

#[test]
fn the_arbiter_shares_out_what_is_claimed() {
	run(|| {
		let lease = disputed(TINA);
		assert_eq!(last_event(), Event::DisputeOpened { lease, by: Side::Tenant });
		assert_eq!(
			stored(lease).state,
			State::Disputed { until: 51, by: Side::Tenant, deposit: AMOUNTS.dispute_deposit }
		);
		go_to(30);
		assert_eq!(shown(lease).accrued, Amount(400), "time accrues in a dispute");
		let judge = verdict(50, false, Side::Provider);
		assert_noop!(Market::resolve(by(TINA), lease, judge), BadOrigin);
		assert_ok!(Market::resolve(RuntimeOrigin::root(), lease, judge));
		let closed = Closed::<Test>::get(lease).unwrap();
		assert_eq!((closed.reason, closed.closed_at), (CloseReason::Arbitrated, 30));
		// 10 were paid, and half of the other 30.
		assert_eq!((closed.ledger.spent(), closed.ledger.refunded), (25, 75));
		assert_eq!(wealth(TINA), FUNDS - 25 - AMOUNTS.dispute_deposit);
		assert_eq!(wealth(ALICE), FUNDS + 24 + AMOUNTS.dispute_deposit);
	});
}

#[test]
fn the_arbiter_may_take_the_cover() {
	run(|| {
		let lease = disputed(TINA);
		assert_ok!(Market::resolve(RuntimeOrigin::root(), lease, verdict(0, true, Side::Tenant)));
		assert_eq!(Closed::<Test>::get(lease).unwrap().ledger.spent(), 10);
		assert_eq!(wealth(TINA), FUNDS - 10 + AMOUNTS.lease_cover);
		assert_eq!(held(HoldReason::Dispute, TINA), 0);
	});
}

#[test]
fn the_arbiter_may_find_for_the_provider() {
	run(|| {
		let lease = disputed(ALICE);
		assert_ok!(Market::resolve(
			RuntimeOrigin::root(),
			lease,
			verdict(100, false, Side::Provider)
		));
		assert_eq!(Closed::<Test>::get(lease).unwrap().ledger.spent(), 40);
		assert_eq!(held(HoldReason::Dispute, ALICE), 0);
		assert_eq!(wealth(ALICE), FUNDS + 38);
	});
}

#[test]
fn a_dispute_is_no_way_around_the_notice() {
	run(|| {
		let lease = disputed(ALICE);
		go_to(51);
		let closed = Closed::<Test>::get(lease).unwrap();
		assert_eq!((closed.reason, closed.ledger.spent()), (CloseReason::Unjudged, 10));
		assert_eq!(wealth(TINA), FUNDS - 10 + AMOUNTS.lease_cover);
		assert_eq!(held(HoldReason::Dispute, ALICE), 0);
	});
}

#[test]
fn nothing_else_happens_to_a_disputed_lease() {
	run(|| {
		let lease = disputed(TINA);
		assert_refused(|| Market::heartbeat(by(ALICE), lease), Error::NotActive);
		assert_refused(|| Market::top_up(by(TINA), lease, 50), Error::InDispute);
		assert_refused(|| Market::close(by(TINA), lease), Error::InDispute);
		assert_refused(|| Market::reclaim(by(ALICE), lease), Error::NotActive);
		assert_refused(|| Market::dispute(by(ALICE), lease), Error::NotActive);
		assert_ok!(Market::settle(by(ALICE), lease));
		assert_eq!(stored(lease).ledger.spent(), 10);
	});
}

#[test]
fn refuses_disputes_and_verdicts_out_of_place() {
	run(|| {
		register(ALICE);
		let lease = matched(METERED, 10, 100);
		assert_refused(|| Market::dispute(by(TINA), lease), Error::NotActive);
		assert_ok!(Market::acknowledge(by(ALICE), lease));
		assert_refused(|| Market::dispute(by(TOM), lease), Error::NotASide);
		let judge = verdict(50, false, Side::Provider);
		assert_refused(
			|| Market::resolve(RuntimeOrigin::root(), lease, judge),
			Error::NotInDispute,
		);
		let proven = active(PROVEN, 10, 100);
		assert_refused(|| Market::dispute(by(TINA), proven), Error::NotDisputable);
	});
}
