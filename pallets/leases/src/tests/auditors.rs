use crate::{mock::*, Auditors, Error, Event, HoldReason, Mismatch};
use census_views::Page;
use frame_support::assert_ok;

/// An order that asks for a region that the auditor vouches for.
fn audited_order() -> u64 {
	let mut wanted = terms(METERED);
	wanted.attributes = attributes(&[("region", "eu")]);
	wanted.auditors = vec![AUDITOR].try_into().unwrap();
	let order = Market::order_count();
	assert_ok!(Market::post_order(by(TINA), Box::new(wanted), 50));
	order
}

fn register_saying(region: &str) {
	let bond = AMOUNTS.provider_bond + 9 * AMOUNTS.lease_cover;
	let said = attributes(&[("region", region)]);
	assert_ok!(Market::register_provider(by(ALICE), bond, cpu(40), said));
}

#[test]
fn an_order_is_for_those_an_auditor_vouches_for() {
	run(|| {
		assert_ok!(Market::register_auditor(by(AUDITOR), [1; 32]));
		assert_eq!(last_event(), Event::AuditorRegistered { auditor: AUDITOR });
		let order = audited_order();
		register_saying("us");
		assert_refused(|| Market::bid(by(ALICE), order, 10, 6), Error::AttributeMissing);
		let said = attributes(&[("region", "eu")]);
		assert_ok!(Market::update_provider(by(ALICE), cpu(40), said.clone(), true));
		assert_refused(|| Market::bid(by(ALICE), order, 10, 6), Error::AuditMissing);
		assert_eq!(
			Market::why_not(order, &ALICE, None),
			vec![Mismatch::AuditMissing { auditor: AUDITOR, key: label("region") }]
		);
		assert_ok!(Market::audit(by(AUDITOR), ALICE, said.clone()));
		assert_eq!(last_event(), Event::Audited { provider: ALICE, auditor: AUDITOR });
		assert_ok!(Market::bid(by(ALICE), order, 10, 6));
		// One deposit for the registration and one for the audit, however often it is renewed.
		assert_ok!(Market::audit(by(AUDITOR), ALICE, said));
		assert_eq!(held(HoldReason::Audit, AUDITOR), 2 * AMOUNTS.audit_deposit);
		// Without the audit the bid cannot be taken any more.
		assert_ok!(Market::withdraw_audit(by(AUDITOR), ALICE));
		assert_refused(
			|| Market::accept_bid(by(TINA), order, ALICE, 10, 6, 100),
			Error::AuditMissing,
		);
	});
}

#[test]
fn an_audit_is_of_one_registration() {
	run(|| {
		assert_ok!(Market::register_auditor(by(AUDITOR), [1; 32]));
		register_saying("eu");
		assert_ok!(Market::audit(by(AUDITOR), ALICE, attributes(&[("region", "eu")])));
		let audits = Market::audits(&ALICE, None, 9);
		assert_eq!((audits.items.len(), audits.next), (1, None));
		go_to(5);
		assert_ok!(Market::deregister_provider(by(ALICE)));
		register_saying("eu");
		let order = audited_order();
		assert_refused(|| Market::bid(by(ALICE), order, 10, 6), Error::AuditMissing);
		assert_eq!(Market::audits(&ALICE, None, 9), Page::default());
		assert_ok!(Market::audit(by(AUDITOR), ALICE, attributes(&[("region", "eu")])));
		assert_ok!(Market::bid(by(ALICE), order, 10, 6));
	});
}

#[test]
fn an_auditor_goes_when_it_vouches_for_nobody() {
	run(|| {
		assert_refused(|| Market::deregister_auditor(by(AUDITOR)), Error::AuditorNotFound);
		assert_ok!(Market::register_auditor(by(AUDITOR), [1; 32]));
		assert_refused(|| Market::register_auditor(by(AUDITOR), [1; 32]), Error::AlreadyAuditor);
		register_saying("eu");
		assert_ok!(Market::audit(by(AUDITOR), ALICE, attributes(&[("region", "eu")])));
		assert_refused(|| Market::deregister_auditor(by(AUDITOR)), Error::AuditsStand);
		// The provider's leaving changes nothing about the auditor's deposit.
		assert_ok!(Market::deregister_provider(by(ALICE)));
		assert_ok!(Market::withdraw_audit(by(AUDITOR), ALICE));
		assert_eq!(last_event(), Event::AuditWithdrawn { provider: ALICE, auditor: AUDITOR });
		assert_refused(|| Market::withdraw_audit(by(AUDITOR), ALICE), Error::AuditNotFound);
		assert_ok!(Market::deregister_auditor(by(AUDITOR)));
		assert_eq!(last_event(), Event::AuditorLeft { auditor: AUDITOR });
		assert_eq!(held(HoldReason::Audit, AUDITOR), 0);
		assert!(!Auditors::<Test>::contains_key(AUDITOR));
	});
}

#[test]
fn refuses_audits_of_nothing_and_by_nobody() {
	run(|| {
		let said = attributes(&[("region", "eu")]);
		assert_refused(|| Market::audit(by(AUDITOR), ALICE, said.clone()), Error::AuditorNotFound);
		assert_ok!(Market::register_auditor(by(AUDITOR), [1; 32]));
		assert_refused(|| Market::audit(by(AUDITOR), ALICE, said), Error::ProviderNotFound);
		register_saying("eu");
		assert_refused(
			|| Market::audit(by(AUDITOR), ALICE, Default::default()),
			Error::NothingToAudit,
		);
		let unordered = attributes(&[("tier", "1"), ("region", "us")]);
		assert_refused(|| Market::audit(by(AUDITOR), ALICE, unordered), Error::AttributesMalformed);
	});
}
