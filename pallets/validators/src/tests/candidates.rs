//! Bonds, keys, the fallback set.

use crate::{mock::*, Candidates, Duty, Error, Event, NewKeys, Rules};
use frame_support::{assert_ok, BoundedVec};
use sp_runtime::{testing::UintAuthorityId, traits::BadOrigin, TokenError};

fn keys_of(account: u64) -> Option<u64> {
	Session::load_keys(&account).map(|keys| keys.0)
}

fn set_keys(account: u64, keys: u64) -> sp_runtime::DispatchResult {
	Validators::set_keys(by(account), UintAuthorityId(keys), Vec::new())
}

#[test]
fn the_validators_of_genesis_are_bonded_and_the_fallback_set() {
	run(|| {
		assert_eq!(crate::Fallback::<Test>::get().into_inner(), GENESIS);
		for account in GENESIS {
			assert_eq!(held(account), BOND);
			assert_refused(|| Validators::exit(by(account)), Error::InFallback);
		}
	});
}

#[test]
#[should_panic(expected = "not the bond")]
fn a_validator_of_genesis_without_a_bond_is_a_contradiction() {
	externalities_with(RULES, &[1, POOR]);
}

#[test]
#[should_panic(expected = "contradict each other")]
fn rules_of_genesis_may_not_contradict_each_other() {
	externalities_with(Rules { minimum: 0, ..RULES }, &GENESIS);
}

#[test]
fn a_candidate_has_a_bond() {
	run(|| {
		let account = account_of(0);
		register(account);
		assert_eq!(held(account), BOND);
		assert!(events().contains(&Event::Bonded { account, bond: BOND }));
		let again = || Validators::register(by(account), UintAuthorityId(7), Vec::new());
		assert_refused(again, Error::AlreadyCandidate);
		let poor = || Validators::register(by(POOR), UintAuthorityId(7), Vec::new());
		census_testing::assert_refused(poor, TokenError::FundsUnavailable);
	});
}

/// The session's own calls go round the bond, the queue and the proof's moment: no candidate may be without.
#[test]
fn keys_that_are_anothers_are_refused() {
	run(|| {
		let taken = || Validators::register(by(account_of(0)), UintAuthorityId(1), Vec::new());
		assert_refused(taken, Error::KeysTaken);
		register(account_of(0));
		skip(3);
		assert_refused(|| set_keys(account_of(0), 2), Error::KeysTaken);
		assert_refused(|| set_keys(account_of(1), 77), Error::NotCandidate);
	});
}

/// What a session's randomness will be is known in the last blocks of the session two before: keys that were set
/// there could be ground.
#[test]
fn keys_count_from_the_third_session_on() {
	run(|| {
		to_session(2);
		assert_ok!(set_keys(1, 501));
		let in_force = |session| {
			to_session(session);
			Session::queued_keys().into_iter().find(|(one, _)| *one == 1).map(|(_, keys)| keys.0)
		};
		// What is queued in a session counts in the next.
		assert_eq!(in_force(3), Some(1), "they would count in session 4");
		assert_eq!(keys_of(1), Some(501));
		assert_eq!(in_force(4), Some(501), "they count in session 5");
	});
}

#[test]
fn keys_are_set_once_a_session() {
	run(|| {
		to_session(1);
		assert_ok!(set_keys(1, 501));
		assert_refused(|| set_keys(1, 502), Error::KeysSetAlready);
		skip(1);
		assert_ok!(set_keys(1, 502));
		skip(2);
		assert_eq!(keys_of(1), Some(502));
	});
}

/// Whoever sets keys in every session waits behind who has waited longer.
#[test]
fn who_sets_keys_often_holds_up_nobody() {
	run(|| {
		to_session(1);
		assert_ok!(set_keys(1, 501));
		assert_ok!(set_keys(2, 502));
		// Their keys wait: it is still the session.
		next_block(None);
		assert!(NewKeys::<Test>::contains_key(2));
		to_session(2);
		assert_ok!(set_keys(1, 601));
		next_block(None);
		assert_eq!((keys_of(1), keys_of(2)), (Some(501), Some(502)));
		to_session(3);
		next_block(None);
		assert_eq!(keys_of(1), Some(601));
		assert_eq!(crate::KeyQueue::<Test>::iter().count(), 0);
	});
}

/// The first of two who set the same keys has them.
#[test]
fn keys_that_became_anothers_meanwhile_count_for_nothing() {
	run(|| {
		to_session(1);
		assert_ok!(set_keys(1, 501));
		assert_ok!(set_keys(2, 501));
		to_session(2);
		next_block(None);
		assert_eq!((keys_of(1), keys_of(2)), (Some(501), Some(2)));
	});
}

#[test]
fn a_block_lets_no_more_keys_count_than_it_has_room_for() {
	run(|| {
		to_session(1);
		for secret in 0..10 {
			register(account_of(secret));
		}
		let counting = || (0..10).filter(|one| keys_of(account_of(*one)).is_some()).count();
		to_session(2);
		for so_many in [2, 4, 6, 8, 10, 10] {
			assert_eq!(counting(), so_many);
			next_block(None);
		}
	});
}

#[test]
fn who_never_sat_leaves_at_once() {
	run(|| {
		let account = account_of(0);
		register(account);
		skip(2);
		assert_refused(|| Validators::withdraw(by(account)), Error::NotExiting);
		assert_ok!(Validators::exit(by(account)));
		assert_refused(|| Validators::exit(by(account)), Error::Leaving);
		assert_refused(|| Validators::resume(by(account)), Error::Leaving);
		assert_ok!(Validators::withdraw(by(account)));
		assert_eq!((held(account), Balances::free_balance(account)), (0, FUNDS));
		assert_eq!(keys_of(account), None);
		assert_refused(|| Validators::withdraw(by(account)), Error::NotCandidate);
		// Its keys are free again.
		let other = Validators::register(by(account_of(1)), UintAuthorityId(account), Vec::new());
		assert_ok!(other);
	});
}

/// Else one bond could fill the queue of keys with the places of accounts that are gone.
#[test]
fn nobody_withdraws_while_its_keys_wait() {
	run(|| {
		let account = account_of(0);
		register(account);
		assert_ok!(Validators::exit(by(account)));
		assert_refused(|| Validators::withdraw(by(account)), Error::BondNotFree);
		skip(1);
		assert_ok!(Validators::withdraw(by(account)));
		assert_eq!(crate::KeyQueue::<Test>::iter().count(), 0);
	});
}

/// Else one bond could stand behind the claims of a whole term.
#[test]
fn nobody_withdraws_while_a_seat_is_claimed_for_it() {
	run(|| {
		to_session(1);
		let account = account_of(0);
		register(account);
		assert_ok!(claim(0, account));
		assert_ok!(leave(0, &coming()));
		assert_ok!(Validators::exit(by(account)));
		let term = coming();
		while now() + 1 < term.end {
			assert_refused(|| Validators::withdraw(by(account)), Error::BondNotFree);
			skip(1);
		}
		assert_ok!(Validators::withdraw(by(account)));
	});
}

#[test]
fn a_validators_bond_is_held_as_long_as_it_can_be_reported() {
	run(|| {
		seated(&[0, 1]);
		skip(5);
		let account = account_of(0);
		assert!(set().contains(&account));
		assert_ok!(Validators::exit(by(account)));
		assert_refused(|| Validators::withdraw(by(account)), Error::BondNotFree);
		while Candidates::<Test>::get(account).is_some_and(|one| one.left.is_none()) {
			skip(1);
		}
		let left = Candidates::<Test>::get(account).and_then(|one| one.left).expect("it has");
		assert!(set().contains(&account), "the next set is without it");
		to_session(left);
		assert!(!set().contains(&account));
		let term = present();
		to_session(left + REMEMBERED - 1);
		assert_refused(|| Validators::withdraw(by(account)), Error::BondNotFree);
		// And as long as the term lasts in which it had a seat.
		to_session(term.end.max(left + REMEMBERED));
		assert_ok!(Validators::withdraw(by(account)));
		assert_eq!(Balances::free_balance(account), FUNDS);
	});
}

#[test]
fn a_bond_that_became_too_small_is_made_whole() {
	run(|| {
		let account = account_of(0);
		register(account);
		assert_refused(|| Validators::resume(by(account)), Error::NothingToResume);
		let rules = Rules { bond: 3 * BOND, ..RULES };
		assert_ok!(Validators::set_rules(RuntimeOrigin::root(), rules));
		to_session(1);
		agree(account, 0, &coming());
		let call = claim_call(0, account, None);
		assert_act_refused(0, &coming(), call, Error::NotReady);
		assert_ok!(Validators::resume(by(account)));
		assert_eq!(held(account), 3 * BOND);
		assert_ok!(claim(0, account));
	});
}

#[test]
fn only_governance_makes_rules_names_the_fallback_set_and_evicts() {
	run(|| {
		to_session(1);
		for origin in [by(1), RuntimeOrigin::none()] {
			let rules = || Validators::set_rules(origin.clone(), RULES);
			census_testing::assert_refused(rules, BadOrigin);
			let fallback = || Validators::set_fallback(origin.clone(), BoundedVec::new());
			census_testing::assert_refused(fallback, BadOrigin);
			let evict = || Validators::evict(origin.clone(), 0, crate::Alias::from(1));
			census_testing::assert_refused(evict, BadOrigin);
		}
		for bad in [
			Rules { minimum: 0, ..RULES },
			Rules { minimum: 6, ..RULES },
			Rules { seats: 9, ..RULES },
			Rules { claim_sessions: 0, ..RULES },
			Rules { change_sessions: 0, ..RULES },
			Rules { term_sessions: 6, ..RULES },
			Rules { term_sessions: 800, ..RULES },
		] {
			let rules = || Validators::set_rules(RuntimeOrigin::root(), bad.clone());
			assert_refused(rules, Error::BadRules);
		}
	});
}

fn set_fallback(accounts: &[u64]) -> sp_runtime::DispatchResult {
	let accounts = BoundedVec::truncate_from(accounts.to_vec());
	Validators::set_fallback(RuntimeOrigin::root(), accounts)
}

#[test]
fn the_fallback_set_has_bonds_and_no_seats() {
	run(|| {
		to_session(1);
		register(account_of(0));
		register(account_of(1));
		assert_ok!(claim(0, account_of(0)));
		assert_refused(|| set_fallback(&[1, 2, 3, 4, 4]), Error::BadFallback);
		assert_refused(|| set_fallback(&[1, 2, 3, 4, 77]), Error::BadFallback);
		assert_refused(|| set_fallback(&[1, 2, 3, 4, account_of(0)]), Error::BadFallback);
		assert_ok!(set_fallback(&[1, 2, 3, 4, account_of(1)]));
		let term = coming();
		agree(account_of(1), 1, &term);
		let call = claim_call(term.id, account_of(1), None);
		assert_act_refused(1, &term, call, Error::InFallback);
	});
}

#[test]
fn the_fallback_set_is_let_go_when_it_was_not_needed_for_two_terms() {
	run(|| {
		seated(&[0, 1, 2, 3]);
		assert_refused(|| set_fallback(&[1]), Error::FallbackNeeded);
		let mut last_short = 0;
		for _ in 0..6 {
			let term = present();
			while now() < term.end {
				if crate::ComingTerm::<Test>::get().is_some_and(|one| one.claims == 0) {
					for secret in 0..4 {
						assert_ok!(claim(secret, account_of(secret)));
					}
				}
				last_short = last_short.max(crate::LastShort::<Test>::get());
				if now() < last_short + 2 * RULES.term_sessions {
					assert_refused(|| set_fallback(&[1]), Error::FallbackNeeded);
				}
				skip(1);
			}
		}
		assert!(last_short < 20, "seats were enough: {last_short}");
		assert_eq!(set(), (0..4).map(account_of).collect::<Vec<_>>());
		assert_ok!(set_fallback(&[1]));
		assert_ok!(Validators::exit(by(2)));
		assert_eq!(Candidates::<Test>::get(2).map(|one| one.duty), Some(Duty::Exiting));
	});
}
