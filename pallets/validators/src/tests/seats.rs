//! Seats: claimed, moved, left; and by whom they are not.

use crate::{mock::*, Claims, Error, Event, Rules};
use census_primitives::{PersonScope, MAX_CIVIC_ACTS};
use frame_support::assert_ok;

#[test]
fn a_person_claims_a_seat_and_its_account_becomes_a_validator() {
	run(|| {
		to_session(1);
		let term = coming();
		register(account_of(0));
		assert_ok!(claim(0, account_of(0)));
		let event = Event::SeatClaimed { term: 0, alias: alias(0, &term), account: account_of(0) };
		assert!(events().contains(&event));
		to_session(term.first - 1);
		assert_eq!(set(), GENESIS);
		to_session(term.first);
		assert_eq!(set(), [1, 2, 3, 4, account_of(0)]);
		// One of the fallback set is not needed any more.
		skip(1);
		assert_eq!(set(), [1, 2, 3, account_of(0)]);
	});
}

/// Whoever stands in the set has agreed to that: nobody is made a validator, or bound to a person, by another.
#[test]
fn an_account_has_to_agree_to_the_person() {
	run(|| {
		to_session(1);
		let term = coming();
		let (account, other) = (account_of(0), account_of(1));
		assert_act_refused(0, &term, claim_call(0, account, None), Error::NotReady);
		register(account);
		register(other);
		assert_act_refused(0, &term, claim_call(0, account, None), Error::NotAgreed);
		agree(account, 1, &term);
		assert_act_refused(0, &term, claim_call(0, account, None), Error::NotAgreed);
		assert_ok!(Validators::agree(by(account), None));
		assert_act_refused(1, &term, claim_call(0, account, None), Error::NotAgreed);
		agree(account, 0, &term);
		let call = claim_call(0, account, None);
		assert_ok!(Persons::act(0, term.person_scope(), call));
		// Nobody else can have it then, whatever it agrees to.
		agree(account, 1, &term);
		assert_act_refused(1, &term, claim_call(0, account, None), Error::AccountClaimed);
	});
}

#[test]
fn nobody_claims_without_a_person_or_in_another_scope() {
	run(|| {
		to_session(1);
		let term = coming();
		register(account_of(0));
		agree(account_of(0), 0, &term);
		let claim = |origin| Validators::claim_seat(origin, 0, account_of(0), None);
		let elsewhere = PersonScope::Application { scope: term.scope.scope + 1, topic: [0; 32] };
		let on_a_topic = PersonScope::Application { scope: term.scope.scope, topic: [1; 32] };
		for origin in [
			RuntimeOrigin::root(),
			RuntimeOrigin::none(),
			by(account_of(0)),
			Persons::origin(0, elsewhere),
			Persons::origin(0, on_a_topic),
		] {
			census_testing::assert_refused(|| claim(origin), sp_runtime::traits::BadOrigin);
		}
	});
}

#[test]
fn a_person_has_one_seat() {
	run(|| {
		to_session(1);
		let term = coming();
		for secret in 0..3 {
			register(account_of(secret));
		}
		assert_ok!(claim(0, account_of(0)));
		assert_ok!(claim(0, account_of(1)));
		assert_eq!(coming().claims, 1);
		to_session(term.first + 3);
		assert!(set().contains(&account_of(1)) && !set().contains(&account_of(0)));
	});
}

/// So whoever rents a seat can lose it any day.
#[test]
fn a_person_moves_its_seat_at_any_time_in_the_term() {
	run(|| {
		seated(&[0, 1]);
		let term = present();
		skip(2);
		assert!(set().contains(&account_of(0)));
		register(account_of(5));
		skip(2);
		assert_ok!(try_claim(0, &term, account_of(5), None));
		let mut sets = Vec::new();
		for _ in 0..4 {
			skip(1);
			let both = [account_of(0), account_of(5)].map(|one| set().contains(&one));
			assert_ne!(both, [true, true], "one human has two places");
			sets.push(both);
		}
		assert_eq!(sets.last(), Some(&[false, true]));
		assert_ok!(leave(0, &term));
		skip(3);
		assert_eq!(set(), [1, 2, 3, account_of(1)]);
		let none = crate::Call::leave_seat { term: term.id };
		assert_act_refused(0, &term, RuntimeCall::Validators(none), Error::NoSeat);
		// It has kept its place in the order.
		assert_ok!(try_claim(0, &term, account_of(0), None));
		skip(3);
		assert!(set().contains(&account_of(0)));
	});
}

#[test]
fn what_a_person_does_for_free_in_a_term_is_bounded() {
	run(|| {
		to_session(1);
		let term = coming();
		register(account_of(0));
		assert_ok!(claim(0, account_of(0)));
		for _ in 1..MAX_CIVIC_ACTS {
			let call = claim_call(term.id, account_of(0), None);
			assert_ok!(Persons::act(0, term.person_scope(), call));
		}
		let call = claim_call(term.id, account_of(0), None);
		assert!(Persons::act(0, term.person_scope(), call).is_err());
	});
}

#[test]
fn nobody_claims_after_the_claims() {
	run(|| {
		to_session(1);
		let term = coming();
		register(account_of(0));
		agree(account_of(0), 0, &term);
		to_session(term.claims_until + 1);
		assert_act_refused(0, &term, claim_call(0, account_of(0), None), Error::ClaimsOver);
		let no_term = claim_call(9, account_of(0), None);
		assert_act_refused(0, &term, no_term, Error::NoSuchTerm);
	});
}

/// The seats of a term that follows are others' or renewed; nobody is in the set twice meanwhile.
#[test]
fn who_does_not_renew_leaves_before_anybody_new_comes() {
	run(|| {
		seated(&[0, 1, 2, 3, 4, 5]);
		let term = present();
		to_session(term.end - RULES.claim_sessions - 3);
		for secret in 0..3 {
			// The same three, each with another account.
			register(account_of(secret + 12));
			assert_ok!(claim(secret, account_of(secret + 12)));
		}
		assert_ok!(claim(3, account_of(3)));
		to_session(term.end - 1);
		assert_eq!(set(), (0..6).map(account_of).collect::<Vec<_>>());
		let old: Vec<_> = [0, 1, 2, 4, 5].map(account_of).into();
		let new: Vec<_> = (12..15).map(account_of).collect();
		for _ in 0..16 {
			skip(1);
			let has = |some: &[u64]| some.iter().any(|one| set().contains(one));
			assert!(!(has(&old) && has(&new)), "{:?}", set());
			assert!(set().contains(&account_of(3)), "it was renewed");
		}
		assert_eq!(set(), [3, 12, 13, 14].map(account_of));
	});
}

/// Whoever is new waits: else an offender would be new.
#[test]
fn a_seat_is_for_who_was_known_before() {
	run(|| {
		seated(&[0, 1]);
		// Persons 12 and 13 come after the first term's tree was pinned.
		Persons::next_epoch((0..14).collect());
		to_session(present().end - RULES.claim_sessions - 3);
		let term = coming();
		register(account_of(12));
		agree(account_of(12), 12, &term);
		let call = claim_call(term.id, account_of(12), None);
		assert_act_refused(12, &term, call, Error::NotKnown);
		// Nor in another's name, who has not said so.
		let call = claim_call(term.id, account_of(12), Some(alias(0, &present())));
		assert_act_refused(12, &term, call, Error::NotKnown);
		assert!(go_on(12, alias(12, &term)).is_err(), "it is not in the tree");
		// A term later it is known.
		to_session(term.first);
		to_session(present().end - RULES.claim_sessions - 3);
		assert_ok!(claim(12, account_of(12)));
	});
}

#[test]
fn without_a_bar_nobody_says_who_it_was() {
	let rules = Rules { bar: false, ..RULES };
	run_with(rules, &GENESIS, || {
		seated(&[0]);
		to_session(present().end - RULES.claim_sessions - 3);
		let call = crate::Call::continue_as { term: present().id, next: alias(0, &coming()) };
		let call = RuntimeCall::Validators(call);
		assert_act_refused(0, &present(), call, Error::NothingToContinue);
		register(account_of(5));
		assert_ok!(try_claim(5, &coming(), account_of(5), None));
	});
}

#[test]
fn nobody_goes_on_into_a_term_that_is_not_announced() {
	run(|| {
		seated(&[0]);
		let call = |term| {
			let next = crate::Alias::from(1);
			RuntimeCall::Validators(crate::Call::continue_as { term, next })
		};
		assert_act_refused(0, &present(), call(0), Error::NothingToContinue);
		to_session(present().end - RULES.claim_sessions - 3);
		let coming = coming();
		assert_act_refused(0, &coming, call(coming.id), Error::NothingToContinue);
		to_session(coming.claims_until + 1);
		assert_act_refused(0, &present(), call(0), Error::NothingToContinue);
	});
}

#[test]
fn governance_evicts_a_person_and_its_bond_is_whole() {
	run(|| {
		seated(&[0, 1]);
		skip(2);
		let term = present();
		let evict = |alias| Validators::evict(RuntimeOrigin::root(), term.id, alias);
		assert_refused(
			|| Validators::evict(RuntimeOrigin::root(), 9, alias(0, &term)),
			Error::NoSuchTerm,
		);
		// Leaving first does not help.
		assert_ok!(leave(0, &term));
		assert_ok!(evict(alias(0, &term)));
		skip(3);
		assert!(!set().contains(&account_of(0)));
		assert_eq!(held(account_of(0)), BOND);
		// Not with another account either.
		register(account_of(5));
		agree(account_of(5), 0, &term);
		let call = claim_call(term.id, account_of(5), None);
		assert_act_refused(0, &term, call, Error::PersonBarred);
		assert!(Claims::<Test>::contains_key(term.id, alias(0, &term)));
	});
}

/// Only so many seats stand; who comes after them in the order waits for one to be free.
#[test]
fn who_was_drawn_last_stands_by() {
	let rules = Rules { minimum: 3, seats: 4, ..RULES };
	run_with(rules, &GENESIS, || {
		seated(&[0, 1, 2, 3, 4, 5]);
		skip(8);
		let sitting = set();
		assert_eq!(sitting.len(), 4);
		assert!(sitting.iter().all(|one| *one >= FIRST_ACCOUNT));
		let first = sitting[0];
		assert_ok!(leave((first - FIRST_ACCOUNT) as u32, &present()));
		skip(3);
		assert!(!set().contains(&first));
		assert_eq!(set().len(), 4);
		assert!(set().iter().all(|one| *one >= FIRST_ACCOUNT));
	});
}

/// A person takes over another's account for the next term, while its own of this one cannot leave yet.
#[test]
fn an_account_that_stays_stands_for_its_former_person_until_those_whose_seats_are_over_have_left() {
	run(|| {
		seated(&[0, 1, 2, 3]);
		skip(8);
		let (term, account) = (present(), account_of(1));
		to_session(term.end - RULES.claim_sessions - 3);
		let next = coming();
		for secret in 2..4 {
			assert_ok!(claim(secret, account_of(secret)));
		}
		// Person 0 claims the account of person 1, and its own is over with the term.
		assert_ok!(claim(0, account));
		let stands_for = || {
			let candidate = crate::Candidates::<Test>::get(account).expect("it is one");
			candidate.stood.last().and_then(|stood| stood.seat)
		};
		to_session(next.first - 1);
		while Session::queued_keys().iter().any(|(one, _)| *one == account_of(0)) {
			assert_eq!(stands_for(), Some((term.id, alias(1, &term))));
			skip(1);
		}
		skip(1);
		assert_eq!(stands_for(), Some((next.id, alias(0, &next))));
		assert!(set().contains(&account));
	});
}
