//! What an offence costs, and that nothing goes round it.

use crate::{mock::*, Candidates, Duty, Error, Event};
use frame_support::assert_ok;

fn is_disabled(account: u64) -> bool {
	let index = Session::validators().iter().position(|one| *one == account);
	index.is_some_and(|index| Session::disabled_validators().contains(&(index as u32)))
}

#[test]
fn an_offender_loses_a_share_of_its_bond_once() {
	run(|| {
		seated(&[0, 1]);
		skip(2);
		let account = account_of(0);
		let issued = Balances::total_issuance();
		report(account, now());
		assert_eq!(held(account), BOND / 2);
		assert_eq!(Balances::total_issuance(), issued - BOND / 2);
		let event = Event::Offended { account, session: now(), burnt: BOND / 2 };
		assert!(events().contains(&event));
		// Of those who offended in a slot before, a report tells again.
		report(account, now());
		report(account, now() - 1);
		assert_eq!(held(account), BOND / 2);
		report(77, now());
	});
}

/// The set of the next session is planned already: it is disabled again there.
#[test]
fn an_offender_authors_nothing_from_the_report_on() {
	run(|| {
		seated(&[0, 1, 2, 3]);
		skip(8);
		assert_eq!(set().len(), 4);
		let account = account_of(0);
		report(account, now());
		assert!(is_disabled(account));
		for session in 1..3 {
			// Another change in each session, so that the list of the disabled is cleared.
			let other = account_of(session);
			assert_ok!(Validators::set_keys(
				by(other),
				sp_runtime::testing::UintAuthorityId(9_000 + u64::from(session)),
				Vec::new()
			));
			skip(1);
			assert!(!set().contains(&account) || is_disabled(account), "{session}");
		}
		assert!(!set().contains(&account));
		assert!(!set().is_empty());
	});
}

#[test]
fn no_more_than_a_third_are_disabled() {
	run(|| {
		for account in [1, 2] {
			report(account, 0);
		}
		assert_eq!(Session::disabled_validators().len(), 1);
		// There is nobody else: two of four are too few.
		skip(2);
		assert_eq!(set(), GENESIS);
		assert_eq!(Session::disabled_validators().len(), 1);
	});
	run_with(RULES, &[1], || {
		report(1, 0);
		assert_eq!(Session::disabled_validators().len(), 0);
		skip(3);
		assert_eq!(set(), [1], "nobody else can make blocks");
	});
}

/// Neither with a new account, nor under the next term's alias, nor having moved the seat before the report.
#[test]
fn an_offenders_person_is_barred() {
	run(|| {
		seated(&[0, 1, 2]);
		skip(2);
		let (term, offended_in) = (present(), now());
		let account = account_of(0);
		register(account_of(5));
		assert_ok!(try_claim(0, &term, account_of(5), None));
		skip(2);
		report(account, offended_in);
		agree(account_of(5), 0, &term);
		let call = claim_call(term.id, account_of(5), None);
		assert_act_refused(0, &term, call, Error::PersonBarred);
		skip(2);
		assert!(!set().contains(&account_of(5)) && !set().contains(&account));

		to_session(term.end - RULES.claim_sessions - 3);
		let next = coming();
		let go_on = crate::Call::continue_as { term: term.id, next: alias(0, &next) };
		let go_on = RuntimeCall::Validators(go_on);
		assert_act_refused(0, &term, go_on, Error::PersonBarred);
		agree(account_of(5), 0, &next);
		for former in [None, Some(alias(0, &term))] {
			let call = claim_call(next.id, account_of(5), former);
			assert_act_refused(0, &next, call, Error::NotKnown);
		}
		// A term later its bar is over.
		to_session(next.first);
		to_session(present().end - RULES.claim_sessions - 3);
		assert_ok!(claim(0, account_of(5)));
	});
}

/// A report comes late: the next term's seat was claimed, drawn and taken by then, with another account.
#[test]
fn a_late_report_takes_the_next_terms_seat_too() {
	run(|| {
		seated(&[0, 1, 2]);
		skip(2);
		let (term, offended_in) = (present(), now());
		to_session(term.end - RULES.claim_sessions - 3);
		register(account_of(5));
		assert_ok!(claim(0, account_of(5)));
		to_session(term.end + 12);
		assert!(set().contains(&account_of(5)));
		report(account_of(0), offended_in);
		skip(3);
		assert!(!set().contains(&account_of(5)));
		// Its bond is whole: the account has done nothing.
		assert_eq!(held(account_of(5)), BOND);
		assert_eq!(held(account_of(0)), BOND / 2);
	});
}

/// The account that one person's seat was for may be another's in the next term.
#[test]
fn a_report_bars_the_person_of_the_session_it_is_about() {
	run(|| {
		seated(&[0, 1, 2]);
		skip(2);
		let (term, offended_in) = (present(), now());
		to_session(term.end - RULES.claim_sessions - 3);
		let next = coming();
		// Person 6 takes over person 0's account.
		assert_ok!(go_on(6, alias(6, &next)));
		assert_ok!(try_claim(6, &next, account_of(0), Some(alias(6, &term))));
		to_session(next.first + 2);
		report(account_of(0), offended_in);
		assert!(Validators::is_barred(term.id, &alias(0, &term), None));
		assert!(!Validators::is_barred(next.id, &alias(6, &next), Some(alias(6, &term))));
		// With an account that has not offended, it keeps its seat.
		register(account_of(6));
		skip(2);
		assert_ok!(try_claim(6, &next, account_of(6), Some(alias(6, &term))));
		skip(3);
		assert!(set().contains(&account_of(6)) && !set().contains(&account_of(0)));
	});
}

#[test]
fn an_offender_has_the_rest_of_its_bond_back_when_it_is_out_for_long() {
	run(|| {
		seated(&[0, 1]);
		skip(2);
		let account = account_of(0);
		report(account, now());
		assert_refused(|| Validators::exit(by(account)), Error::Leaving);
		assert_refused(|| Validators::withdraw(by(account)), Error::BondNotFree);
		assert!(present().end > now() + 2 + REMEMBERED);
		to_session(present().end);
		assert_ok!(Validators::withdraw(by(account)));
		assert_eq!(Balances::free_balance(account), FUNDS - BOND / 2);
	});
}

/// It can be let go though it was needed: it stands in for nobody any more.
#[test]
fn an_offender_of_the_fallback_set_is_let_go() {
	run(|| {
		seated(&[0, 1, 2, 3]);
		report(1, 0);
		assert_refused(|| Validators::withdraw(by(1)), Error::InFallback);
		skip(REMEMBERED + 3);
		let rest = frame_support::BoundedVec::truncate_from(vec![2, 3, 4]);
		assert_ok!(Validators::set_fallback(RuntimeOrigin::root(), rest));
		assert_ok!(Validators::withdraw(by(1)));
		assert_eq!(Candidates::<Test>::get(2).map(|one| one.duty), Some(Duty::Ready));
	});
}

/// Its account was claimed by another for the next term, but is in the set for the first still.
#[test]
fn a_report_bars_nobody_for_whom_the_account_did_not_stand() {
	let rules = crate::Rules { seats: 5, ..RULES };
	run_with(rules, &GENESIS, || {
		seated(&[0, 1, 2, 3, 4]);
		skip(10);
		let term = present();
		to_session(term.end - RULES.claim_sessions - 3);
		let next = coming();
		for secret in 1..5 {
			assert_ok!(claim(secret, account_of(secret)));
		}
		// Person 6 claims the account of person 0, and so does nobody else.
		assert_ok!(go_on(6, alias(6, &next)));
		assert_ok!(try_claim(6, &next, account_of(0), Some(alias(6, &term))));
		to_session(next.claims_until + 1);
		report(account_of(0), now());
		assert!(Validators::is_barred(term.id, &alias(0, &term), None));
		assert!(!Validators::is_barred(next.id, &alias(6, &next), Some(alias(6, &term))));
	});
}

/// It is known of no more than some terms for whom an account stood: then nobody is barred, least of all another.
#[test]
fn a_report_of_a_session_long_ago_bars_nobody() {
	run(|| {
		seated(&[0, 1]);
		skip(2);
		let offended_in = now();
		for other in 2..8 {
			to_session(present().end - RULES.claim_sessions - 3);
			let next = coming();
			assert_ok!(go_on(other, alias(other, &next)));
			let former = Some(alias(other, &present()));
			assert_ok!(try_claim(other, &next, account_of(0), former));
			to_session(next.first + 2);
		}
		report(account_of(0), offended_in);
		assert_eq!(crate::BarredPersons::<Test>::iter().count(), 0);
		assert_eq!(held(account_of(0)), BOND / 2);
	});
}
