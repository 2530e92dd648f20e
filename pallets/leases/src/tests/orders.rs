use crate::{mock::*, Bids, Error, Event, HoldReason, Mode, NextOrderId, OrderTermsOf, Orders};
use census_views::Page;
use census_zk_types::{FieldElement, Word};
use frame_support::assert_ok;

fn refused(change: impl FnOnce(&mut OrderTermsOf<Test>), error: Error<Test>) {
	let mut wanted = terms(METERED);
	change(&mut wanted);
	assert_refused(|| Market::post_order(by(TINA), Box::new(wanted), 50), error);
}

#[test]
fn an_order_is_open_until_it_is_cancelled() {
	run(|| {
		let order = post(METERED);
		assert_eq!(last_event(), Event::OrderPosted { order, tenant: TINA });
		assert_eq!(held(HoldReason::Order, TINA), AMOUNTS.order_deposit);
		assert_eq!(Orders::<Test>::get(order).unwrap().expires_at, 51);
		register(ALICE);
		assert_ok!(Market::bid(by(ALICE), order, 10, 6));
		assert_refused(|| Market::cancel_order(by(TOM), order), Error::NotTenant);
		assert_ok!(Market::cancel_order(by(TINA), order));
		assert_eq!(last_event(), Event::OrderCancelled { order });
		assert_eq!((held(HoldReason::Order, TINA), held(HoldReason::Bid, ALICE)), (0, 0));
		assert_eq!(Bids::<Test>::iter().count(), 0);
		assert_refused(|| Market::cancel_order(by(TINA), order), Error::OrderNotFound);
		// Its number is not given out again.
		assert_eq!(post(METERED), order + 1);
	});
}

#[test]
fn an_order_is_over_when_its_time_is_whether_or_not_that_was_seen_to() {
	run(|| {
		register(ALICE);
		let order = post(METERED);
		assert_ok!(Market::bid(by(ALICE), order, 10, 6));
		skip_to(51);
		assert!(Orders::<Test>::contains_key(order));
		assert_refused(|| Market::bid(by(ALICE), order, 9, 6), Error::OrderNotFound);
		assert_refused(
			|| Market::accept_bid(by(TINA), order, ALICE, 10, 6, 100),
			Error::OrderNotFound,
		);
		assert_refused(|| Market::cancel_order(by(TINA), order), Error::OrderNotFound);
		assert_refused(|| Market::reject_bid(by(TINA), order, ALICE), Error::OrderNotFound);
		assert_eq!(Market::order_view(order), None);
		assert_eq!(Market::open_orders(None, 10), Page::default());
		// Its bidder need not wait.
		assert_ok!(Market::withdraw_bid(by(ALICE), order));
		poll();
		assert!(!Orders::<Test>::contains_key(order));
	});
}

#[test]
fn refuses_an_order_out_of_form() {
	run(|| {
		for open_for in [0, PERIODS.max_order + 1, u64::MAX] {
			assert_refused(
				|| Market::post_order(by(TINA), Box::new(terms(METERED)), open_for),
				Error::OrderSpan,
			);
		}
		refused(|wanted| wanted.resources.0[0].amount = 0, Error::ResourcesMalformed);
		refused(
			|wanted| wanted.attributes = attributes(&[("tier", "1"), ("region", "us")]),
			Error::AttributesMalformed,
		);
		refused(
			|wanted| wanted.auditors = vec![AUDITOR, AUDITOR].try_into().unwrap(),
			Error::AuditorsMalformed,
		);
		refused(
			|wanted| wanted.auditors = vec![AUDITOR].try_into().unwrap(),
			Error::NothingToAudit,
		);
		refused(
			|wanted| {
				wanted.attributes = attributes(&[("region", "us")]);
				wanted.auditors = vec![AUDITOR].try_into().unwrap();
			},
			Error::AuditorNotFound,
		);
		refused(|wanted| wanted.provider = Some(TINA), Error::OwnOrder);
		refused(|wanted| wanted.max_rate = 0, Error::RateZero);
		refused(|wanted| wanted.min_notice = PERIODS.longest + 1, Error::NoticeTooLong);
		for heartbeat in [0, 1, PERIODS.longest + 1] {
			refused(|wanted| wanted.mode = Mode::Metered { heartbeat }, Error::SpanOutOfRange);
		}
		refused(
			|wanted| wanted.mode = Mode::Fixed { span: 0, heartbeat: 10 },
			Error::SpanOutOfRange,
		);
		refused(
			|wanted| wanted.mode = Mode::Fixed { span: 9, heartbeat: 1 },
			Error::SpanOutOfRange,
		);
		NextOrderId::<Test>::put(u64::MAX);
		refused(|_| (), Error::NoOrderIdLeft);
		NextOrderId::<Test>::put(0);
	});
}

#[test]
fn refuses_a_proven_order_without_a_fitting_circuit() {
	run(|| {
		let proven = |circuit, model, input, epoch| {
			move |wanted: &mut OrderTermsOf<Test>| {
				wanted.mode = Mode::Proven { circuit, model, input, epoch };
			}
		};
		let modulus = FieldElement::MODULUS;
		refused(proven([1; 32], word(5), word(6), 8), Error::CircuitNotActive);
		refused(proven(OTHER_CIRCUIT, word(5), word(6), 8), Error::CircuitShape);
		refused(proven(CIRCUIT, modulus, word(6), 8), Error::CommitmentNotInField);
		refused(proven(CIRCUIT, word(5), Word([255; 32]), 8), Error::CommitmentNotInField);
		refused(proven(CIRCUIT, word(5), word(6), 1), Error::SpanOutOfRange);
		refused(proven(CIRCUIT, word(5), word(6), u64::MAX), Error::SpanOutOfRange);
	});
}
