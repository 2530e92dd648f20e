//! When terms are announced, drawn, begun and forgotten.

use crate::{
	mock::*, Alias, ComingTerm, Error, OldestTerm, Order, PresentTerm, Rules, DRAW_SESSIONS,
};
use census_primitives::PersonScopes;
use frame_support::assert_ok;
use sp_core::H256;

#[test]
fn a_term_is_announced_when_there_are_persons() {
	run(|| {
		Persons::next_epoch(vec![0]);
		to_session(3);
		assert_eq!(ComingTerm::<Test>::get(), None);
		Persons::next_epoch(vec![0, 1]);
		to_session(4);
		let term = coming();
		assert_eq!((term.id, term.scope.electorate, term.asks_former), (0, 2, false));
		assert_eq!((term.claims_until, term.first), (5, 9));
		assert_eq!(term.end, 29);
	});
}

/// The randomness that a set planned in a session can know comes from the blocks of the session two before: so at
/// least one whole session lies between the last claim and those blocks' session, or is it.
#[test]
fn the_order_comes_from_blocks_after_the_last_claim() {
	run(|| {
		to_session(1);
		let term = coming();
		// It is drawn when the set of its first session is planned, at the beginning of the session before.
		let drawn_in = term.first - 1;
		let blocks_of = drawn_in - 2;
		assert!(blocks_of > term.claims_until);
		assert_eq!(term.first, first_of(1));
	});
}

#[test]
fn claims_are_put_into_the_order_that_randomness_says() {
	let orders: std::collections::BTreeSet<Vec<u32>> = (0..8)
		.map(|byte| {
			let mut order = Vec::new();
			run(|| {
				Drawn::set(H256::repeat_byte(byte));
				seated(&[0, 1, 2, 3, 4]);
				let term = present();
				let secret = |one: &Alias| (0..5).find(|secret| alias(*secret, &term) == *one);
				order = Order::<Test>::get().iter().map(|one| secret(one).unwrap()).collect();
			});
			let mut all = order.clone();
			all.sort();
			assert_eq!(all, [0, 1, 2, 3, 4]);
			order
		})
		.collect();
	assert!(orders.len() > 5, "{orders:?}");
}

#[test]
fn terms_follow_each_other_without_a_gap_as_long_as_there_are_persons() {
	run(|| {
		to_session(1);
		let mut end = coming().end;
		to_session(coming().first);
		for id in 0..4 {
			assert_eq!(present().id, id);
			assert_eq!(present().end, end);
			to_session(end - RULES.claim_sessions - DRAW_SESSIONS + 1);
			assert_eq!(coming().first, end);
			assert!(coming().asks_former);
			to_session(end);
			end = present().end;
		}
	});
}

/// A chain that has lost its persons goes on with the fallback set, and terms begin again with persons.
#[test]
fn without_persons_seats_end_with_their_term() {
	run(|| {
		seated(&[0, 1]);
		Persons::next_epoch(vec![0]);
		let term = present();
		to_session(term.end + 3);
		assert_eq!(PresentTerm::<Test>::get(), None);
		assert_eq!(set(), GENESIS);
		assert!(!Persons::is_open(term.scope.scope));
		Persons::next_epoch((0..5).collect());
		skip(1);
		assert!(!coming().asks_former, "nobody can be known from the term before");
		assert_ok!(claim(1, account_of(1)));
		to_session(coming().first + 2);
		assert!(set().contains(&account_of(1)));
	});
}

#[test]
fn a_terms_scope_is_closed_when_the_term_is_over() {
	run(|| {
		seated(&[0]);
		let term = present();
		// In the last session of a term the set of the next one's first is planned already.
		to_session(term.end - 2);
		assert!(Persons::is_open(term.scope.scope));
		to_session(term.end - 1);
		assert!(!Persons::is_open(term.scope.scope));
		let call = crate::Call::leave_seat { term: term.id };
		assert!(Persons::act(0, term.person_scope(), RuntimeCall::Validators(call)).is_err());
	});
}

#[test]
fn what_a_term_left_is_swept() {
	run(|| {
		seated(&[0, 1, 2]);
		let first = present().id;
		for _ in 0..4 {
			to_session(coming_or_end());
			for secret in 0..3 {
				assert_ok!(claim(secret, account_of(secret)));
			}
			to_session(present().end);
			check_state();
		}
		skip(2);
		assert!(OldestTerm::<Test>::get() > first);
		assert_eq!(crate::Claims::<Test>::iter_prefix(first).count(), 0);
		assert_eq!(crate::Claimants::<Test>::iter_prefix(first).count(), 0);
		assert_eq!(crate::Links::<Test>::iter_prefix(first).count(), 0);
	});
}

/// The session in which the next term is announced.
fn coming_or_end() -> u32 {
	present().end - RULES.claim_sessions - DRAW_SESSIONS + 1
}

/// A person whom an offender has its old name claim is no longer the one whom it named.
#[test]
fn of_two_names_that_one_person_gave_the_last_counts() {
	run(|| {
		seated(&[0, 1]);
		to_session(coming_or_end());
		let term = coming();
		// Person 5 stood in the first term's tree, and lends its past to persons 6 and 7 in turn.
		let lent = alias(5, &present());
		for secret in [6, 7] {
			register(account_of(secret));
			assert_ok!(go_on(5, alias(secret, &term)));
			assert_ok!(try_claim(secret, &term, account_of(secret), Some(lent)));
		}
		assert_eq!(coming().claims, 2);
		to_session(term.first);
		assert_eq!(Order::<Test>::get().into_inner(), [alias(7, &term)]);
	});
}

#[test]
fn a_term_has_no_more_claims_than_it_can() {
	run(|| {
		to_session(1);
		let term = coming();
		for secret in 0..8 {
			register(account_of(secret));
			assert_ok!(claim(secret, account_of(secret)));
		}
		register(account_of(8));
		agree(account_of(8), 8, &term);
		let call = claim_call(term.id, account_of(8), None);
		assert_act_refused(8, &term, call, Error::ClaimsFull);
		// Whoever has one may change it.
		assert_ok!(leave(3, &term));
		assert_ok!(try_claim(3, &term, account_of(8), None));
	});
}

#[test]
fn rules_that_change_leave_an_announced_term_alone() {
	run(|| {
		to_session(1);
		let term = coming();
		let rules = Rules { term_sessions: 30, claim_sessions: 5, ..RULES };
		assert_ok!(Validators::set_rules(RuntimeOrigin::root(), rules));
		to_session(term.first);
		assert_eq!(present().end, term.end);
		to_session(term.end);
		assert_eq!(present().end - present().first, 30);
	});
}

/// Else who has not said so by then could not claim any more.
#[test]
fn claims_do_not_outlast_the_term_from_which_persons_are_known() {
	run(|| {
		seated(&[0]);
		let rules = Rules { claim_sessions: 12, ..RULES };
		to_session(present().end - 7);
		assert_ok!(Validators::set_rules(RuntimeOrigin::root(), rules));
		skip(1);
		let (present, coming) = (present(), coming());
		assert_eq!(coming.claims_until, present.end - 2);
		assert_eq!(coming.first, present.end + 2);
		to_session(coming.claims_until);
		assert_ok!(claim(0, account_of(0)));
	});
}
