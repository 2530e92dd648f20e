use crate::{mock::*, Error, Event, LeaseTerms, LeaseTermsOf, Side};
use frame_support::assert_ok;

fn new(amount: u64, rate: u64, notice: u64) -> Box<LeaseTermsOf<Test>> {
	Box::new(LeaseTerms { resources: cpu(amount), rate, notice, manifest: [2; 32] })
}

#[test]
fn what_one_side_proposes_the_other_accepts() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 100);
		assert_ok!(Market::propose_terms(by(TINA), lease, new(8, 15, 9)));
		assert_eq!(last_event(), Event::TermsProposed { lease, by: Side::Tenant });
		// The side that proposes cannot accept, nor can a stranger, nor can anyone accept others.
		let accept = |who, terms| move || Market::accept_terms(by(who), lease, terms);
		assert_refused(accept(TINA, new(8, 15, 9)), Error::NotProposed);
		assert_refused(accept(TOM, new(8, 15, 9)), Error::NotASide);
		assert_refused(accept(ALICE, new(8, 16, 9)), Error::NotProposed);
		assert_ok!(Market::accept_terms(by(ALICE), lease, new(8, 15, 9)));
		assert_eq!(last_event(), Event::TermsChanged { lease });
		let terms = stored(lease).terms;
		assert_eq!(terms, *new(8, 15, 9));
		assert_eq!(Market::provider_view(&ALICE).unwrap().used, shown_cpu(8));
		// It was accepted once.
		assert_refused(accept(ALICE, new(8, 15, 9)), Error::NotProposed);
		// The new notice is kept.
		assert_ok!(Market::reclaim(by(ALICE), lease));
		assert_eq!(stored(lease).end.unwrap().at, 10);
	});
}

#[test]
fn a_later_proposal_replaces_an_earlier_one() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 100);
		assert_ok!(Market::propose_terms(by(TINA), lease, new(4, 5, 9)));
		assert_ok!(Market::propose_terms(by(ALICE), lease, new(4, 20, 9)));
		assert_refused(|| Market::accept_terms(by(ALICE), lease, new(4, 5, 9)), Error::NotProposed);
		assert_ok!(Market::accept_terms(by(TINA), lease, new(4, 20, 9)));
	});
}

#[test]
fn refuses_terms_that_cannot_be() {
	run(|| {
		register(ALICE);
		let lease = matched(METERED, 10, 30);
		let propose = |who, terms| move || Market::propose_terms(by(who), lease, terms);
		assert_refused(propose(TINA, new(4, 5, 9)), Error::NotActive);
		assert_ok!(Market::acknowledge(by(ALICE), lease));
		assert_refused(propose(TOM, new(4, 5, 9)), Error::NotASide);
		assert_refused(propose(TINA, new(4, 0, 9)), Error::RateZero);
		assert_refused(propose(TINA, new(4, 5, 51)), Error::NoticeTooLong);
		let mut malformed = new(4, 5, 9);
		malformed.resources.0[0].amount = 0;
		assert_refused(propose(TINA, malformed), Error::ResourcesMalformed);
		// More than the provider has, and a rate that the funds do not last for.
		assert_ok!(Market::propose_terms(by(TINA), lease, new(41, 5, 9)));
		assert_refused(
			|| Market::accept_terms(by(ALICE), lease, new(41, 5, 9)),
			Error::ResourceShort,
		);
		assert_ok!(Market::propose_terms(by(TINA), lease, new(4, 70, 9)));
		assert_refused(
			|| Market::accept_terms(by(ALICE), lease, new(4, 70, 9)),
			Error::FundsTooLow,
		);
	});
}

#[test]
fn a_raised_rate_makes_the_funds_run_dry_earlier() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 30);
		assert_eq!(Market::lease_view(lease).unwrap().runs_dry_at, Some(31));
		go_to(11);
		assert_ok!(Market::heartbeat(by(ALICE), lease));
		assert_ok!(Market::propose_terms(by(ALICE), lease, new(4, 30, 9)));
		assert_ok!(Market::accept_terms(by(TINA), lease, new(4, 30, 9)));
		// 20 is left, for 20 * 10 / 30 = 6.7 blocks.
		assert_eq!(Market::lease_view(lease).unwrap().runs_dry_at, Some(18));
		go_to(18);
		assert!(matches!(stored(lease).state, crate::State::Starved { .. }));
		assert_eq!(stored(lease).accrued, 300);
	});
}
