use crate::{mock::*, Error, Event, HoldReason, LeaseTerms, State};
use frame_support::assert_ok;

#[test]
fn the_new_tenant_pays_from_here_on() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 100);
		go_to(16);
		assert_ok!(Market::offer_transfer(by(TINA), lease, Some(TOM)));
		assert_eq!(last_event(), Event::TransferOffered { lease, to: Some(TOM) });
		assert_refused(|| take_over(lease, TESS, 50), Error::NotOffered);
		assert_ok!(take_over(lease, TOM, 50));
		// What accrued until now was paid by the former tenant, the rest is back.
		assert_eq!((wealth(TINA), wealth(ALICE)), (FUNDS - 15, FUNDS + 14));
		assert_eq!(held(HoldReason::Order, TOM), AMOUNTS.order_deposit);
		assert_eq!(held(HoldReason::Bounty, TOM), AMOUNTS.bounty);
		assert_eq!(stored(lease).tenant, TOM);
		assert_refused(|| Market::close(by(TINA), lease), Error::NotTenant);
		go_to(20);
		assert_ok!(Market::close(by(TOM), lease));
		assert_eq!((wealth(TINA), wealth(TOM)), (FUNDS - 15, FUNDS - 4));
	});
}

#[test]
fn the_money_of_others_stays_with_the_lease() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 100);
		assert_ok!(Market::top_up(by(FRIEND), lease, 40));
		assert_ok!(Market::top_up(by(TOM), lease, 30));
		assert_ok!(Market::offer_transfer(by(TINA), lease, Some(TOM)));
		// What the new tenant had put in before is the tenant's now, and comes first.
		assert_ok!(take_over(lease, TOM, 0));
		let funders: Vec<_> = stored(lease).funders.iter().map(|f| (f.who, f.left)).collect();
		assert_eq!(funders, [(TOM, 30), (FRIEND, 40)]);
		assert_eq!(wealth(TINA), FUNDS);
		assert_eq!(held(HoldReason::Escrow, TINA), 0);
	});
}

#[test]
fn a_transfer_can_save_a_starved_lease() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 10);
		go_to(15);
		assert!(matches!(stored(lease).state, State::Starved { .. }));
		assert_ok!(Market::offer_transfer(by(TINA), lease, Some(TOM)));
		assert_refused(|| take_over(lease, TOM, 4), Error::FundsTooLow);
		assert_ok!(take_over(lease, TOM, 50));
		assert_eq!(stored(lease).state, State::Active);
	});
}

#[test]
fn a_part_of_a_unit_that_accrued_before_is_the_new_tenants_to_pay() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 1, 1);
		// Three blocks at a tenth of a unit each: nothing to pay yet, and nothing forgotten.
		go_to(4);
		assert_ok!(Market::offer_transfer(by(TINA), lease, Some(TOM)));
		assert_refused(|| take_over(lease, TOM, 0), Error::FundsTooLow);
		assert_ok!(take_over(lease, TOM, 1));
		go_to(11);
		assert!(matches!(stored(lease).state, State::Starved { .. }));
		assert_ok!(Market::close(by(TOM), lease));
		assert_eq!((wealth(TINA), wealth(TOM)), (FUNDS, FUNDS - 1));
	});
}

#[test]
fn refuses_transfers_that_make_no_sense() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 100);
		let offer = |who, to| move || Market::offer_transfer(by(who), lease, to);
		assert_refused(offer(ALICE, Some(BOB)), Error::NotTenant);
		assert_refused(offer(TINA, Some(ALICE)), Error::OwnOrder);
		assert_refused(offer(TINA, Some(TINA)), Error::OwnOrder);
		// A withdrawn offer is none.
		assert_ok!(Market::offer_transfer(by(TINA), lease, Some(TOM)));
		assert_ok!(Market::offer_transfer(by(TINA), lease, None));
		assert_refused(|| take_over(lease, TOM, 50), Error::NotOffered);
		assert_ok!(Market::offer_transfer(by(TINA), lease, Some(TOM)));
		assert_refused(|| take_over(lease, TOM, 4), Error::FundsTooLow);
		assert_ok!(Market::dispute(by(TINA), lease));
		assert_refused(offer(TINA, Some(TOM)), Error::InDispute);
		assert_refused(|| take_over(lease, TOM, 50), Error::NotOffered);
	});
}

#[test]
fn what_was_proposed_to_the_former_tenant_is_void() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 100);
		let new =
			Box::new(LeaseTerms { resources: cpu(4), rate: 90, notice: 6, manifest: [1; 32] });
		assert_ok!(Market::propose_terms(by(TINA), lease, new.clone()));
		assert_ok!(Market::offer_transfer(by(TINA), lease, Some(TOM)));
		assert_ok!(take_over(lease, TOM, 100));
		assert_refused(|| Market::accept_terms(by(ALICE), lease, new), Error::NotProposed);
	});
}
