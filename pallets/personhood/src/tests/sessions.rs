//! Sessions: accounts that act as an alias until the epoch ends.

use crate::{
	mock::{tester, *},
	words, Call, Error, Event, Sessions, SessionsOfEpoch, WeightInfo,
};
use census_primitives::{PersonRefusal, PersonScope};
use frame_support::{
	assert_noop, assert_ok,
	dispatch::{CheckIfFeeless, DispatchResultWithPostInfo},
	pallet_prelude::{DispatchError, Weight},
};
use sp_core::{ed25519, sr25519, Pair};
use sp_runtime::{AccountId32, MultiSignature};

/// An account without funds.
const POOR: u8 = 100;

fn as_alias(account: AccountId32, call: impl Into<RuntimeCall>) -> DispatchResultWithPostInfo {
	Personhood::as_alias(by(account), epoch(), Box::new(call.into()))
}

fn is_free(account: AccountId32, call: impl Into<RuntimeCall>) -> bool {
	RuntimeCall::from(Call::as_alias { epoch: epoch(), call: Box::new(call.into()) })
		.is_feeless(&by(account))
}

fn here() -> PersonScope {
	PersonScope::Session { epoch: epoch() }
}

/// The opening of a session with somebody's signature over some words.
fn opening(
	person: Identity,
	account: AccountId32,
	consent: impl Into<MultiSignature>,
) -> Call<Test> {
	let message = words::session_message::<Test>(epoch(), &account);
	let proof = person.prove_person(epoch(), message, words::scope_word::<Test>(&here()));
	Call::open_session { epoch: epoch(), proof: Box::new(proof), account, consent: consent.into() }
}

/// An account's signature that a person may act by it.
fn consent(account: &AccountId32, key: &sr25519::Pair, person: Identity) -> sr25519::Signature {
	key.sign(
		words::session_consent::<Test>(epoch(), account, person.alias(&here()).into()).as_ref(),
	)
}

#[test]
fn an_account_acts_as_an_alias() {
	run(|| {
		let people = people(2);
		let account = funded(1);
		assert_ok!(submit(people[0].session(epoch(), 1)));
		let (scope, alias) = (here(), people[0].alias(&here()));
		assert_eq!(
			last_event(),
			Event::SessionOpened { epoch: epoch(), account: account.clone(), alias }
		);
		assert_ok!(as_alias(account.clone(), tester::Call::only_in { scope }));
		assert_eq!(last_event(), Event::Acted { scope, alias, result: Ok(()) });
		assert_eq!(tester::Done::<Test>::get(), vec![(scope, alias)]);
		// The alias is that of this scope alone.
		assert_ne!(alias, people[0].alias(&quota(0)));
		assert_ok!(as_alias(account, tester::Call::only_in { scope: quota(0) }));
		assert_eq!(
			last_event(),
			Event::Acted { scope, alias, result: Err(DispatchError::BadOrigin) }
		);
	});
}

#[test]
fn a_session_has_so_many_acts() {
	run(|| {
		let people = people(2);
		let account = funded(1);
		assert!(!is_free(account.clone(), declare(0)));
		assert_ok!(submit(people[0].session(epoch(), 1)));
		for act in 0..ACTS_PER_SESSION {
			assert!(is_free(account.clone(), declare(0)));
			// Failed or not.
			let call = if act % 2 == 0 { declare(0) } else { tester::Call::fail {}.into() };
			assert_ok!(as_alias(account.clone(), call));
		}
		assert_eq!(tester::Done::<Test>::get(), vec![], "a call that fails has written nothing");
		assert!(!is_free(account.clone(), declare(0)));
		assert_fails(
			|| as_alias(account, declare(0)).map_err(|failure| failure.error),
			Error::<Test>::NoActsLeft,
		);
	});
}

#[test]
fn sessions_have_no_grace() {
	run(|| {
		let people = people(3);
		let account = funded(1);
		let opened = epoch();
		let late = people[1].session(opened, 2);
		assert_ok!(submit(people[0].session(opened, 1)));
		run_to(now() + EPOCH_LENGTH - 1);
		assert_eq!(epoch(), opened);
		assert_ok!(as_alias(account.clone(), declare(0)));
		next_block();
		assert_eq!(epoch(), opened + 1);
		assert!(!is_free(account.clone(), declare(0)));
		assert_fails(
			|| as_alias(account.clone(), declare(0)).map_err(|failure| failure.error),
			Error::<Test>::NoSession,
		);
		assert_refused(late, PersonRefusal::EpochOver);
	});
}

#[test]
fn a_session_ends_with_its_epoch_even_where_nothing_is_swept() {
	run(|| {
		let people = people(2);
		let opened = epoch();
		assert_ok!(submit(people[0].session(opened, 1)));
		SweepWeight::set(Weight::zero());
		next_epoch();
		assert!(Sessions::<Test>::contains_key(funded(1)));
		// Neither in the present epoch nor in the session's own.
		for epoch in [epoch(), opened] {
			let act = || Call::as_alias { epoch, call: Box::new(declare(0)) };
			assert!(!RuntimeCall::from(act()).is_feeless(&by(funded(1))));
			assert_fails(
				|| {
					Personhood::as_alias(by(funded(1)), epoch, Box::new(declare(0)))
						.map_err(|failure| failure.error)
				},
				Error::<Test>::NoSession,
			);
		}
	});
}

#[test]
fn what_an_account_signed_in_one_session_serves_in_no_other() {
	run(|| {
		let people = people(2);
		assert_ok!(submit(people[0].session(epoch(), 1)));
		let first = epoch();
		next_epoch();
		assert_ok!(submit(people[0].session(epoch(), 1)));
		let old = || RuntimeCall::from(Call::as_alias { epoch: first, call: Box::new(declare(0)) });
		assert!(!old().is_feeless(&by(funded(1))));
		assert_noop!(
			Personhood::as_alias(by(funded(1)), first, Box::new(declare(0))),
			Error::<Test>::NoSession
		);
		assert_ok!(as_alias(funded(1), declare(0)));
	});
}

#[test]
fn a_session_of_an_epoch_that_has_not_begun() {
	run(|| {
		let people = people(2);
		let account = funded(1);
		let ahead = epoch() + 1;
		let message = words::session_message::<Test>(ahead, &account);
		let scope = words::scope_word::<Test>(&PersonScope::Session { epoch: ahead });
		let proof = Box::new(people[0].prove_person(epoch(), message, scope));
		let agreed = words::session_consent::<Test>(ahead, &account, proof.nullifier);
		let consent = key(1).sign(agreed.as_ref()).into();
		let call = Call::open_session { epoch: ahead, proof, account, consent };
		assert_refused(call.clone(), PersonRefusal::EpochAhead);
		next_epoch();
		assert_ok!(submit(call));
	});
}

#[test]
fn an_account_without_funds_exists_while_its_session_does() {
	run(|| {
		let people = people(2);
		let account = funded(POOR);
		assert!(!System::account_exists(&account));
		assert_ok!(submit(people[0].session(epoch(), POOR)));
		assert_eq!(System::sufficients(&account), 1);
		assert!(System::account_exists(&account));
		assert_ok!(as_alias(account.clone(), declare(0)));
		next_epoch();
		next_block();
		assert!(!System::account_exists(&account), "its reference is dropped");
		assert_eq!(last_event(), Event::SessionEnded { account: account.clone() });
		assert!(!Sessions::<Test>::contains_key(&account));
		// One with funds stays.
		assert_ok!(submit(people[0].session(epoch(), 1)));
		next_epoch();
		next_block();
		assert_eq!(System::sufficients(&funded(1)), 0);
		assert!(System::account_exists(&funded(1)));
	});
}

#[test]
fn an_account_that_comes_back_before_it_is_swept_keeps_its_new_session() {
	run(|| {
		let people = people(2);
		let account = funded(POOR);
		SweepWeight::set(Weight::zero());
		let first = epoch();
		assert_ok!(submit(people[0].session(first, POOR)));
		next_epoch();
		assert_ok!(submit(people[1].session(first + 1, POOR)));
		assert_eq!(System::sufficients(&account), 2);
		SweepWeight::set(USUAL_SWEEP);
		next_block();
		assert_eq!(System::sufficients(&account), 1);
		assert_eq!(SessionsOfEpoch::<Test>::iter_prefix(first).count(), 0);
		assert_ok!(as_alias(account.clone(), declare(0)));
		next_epoch();
		next_block();
		assert_eq!(System::sufficients(&account), 0);
		assert!(!Sessions::<Test>::contains_key(account));
	});
}

#[test]
fn a_person_has_one_session_an_epoch_and_an_account_one_alias() {
	run(|| {
		let people = people(2);
		assert_ok!(submit(people[0].session(epoch(), 1)));
		assert_refused(people[0].session(epoch(), 2), PersonRefusal::NullifierUsed);
		assert_refused(people[0].session(epoch(), 1), PersonRefusal::NullifierUsed);
		assert_refused(people[1].session(epoch(), 1), PersonRefusal::SessionOpen);
		assert_ok!(submit(people[1].session(epoch(), 2)));
		next_epoch();
		assert_ok!(submit(people[0].session(epoch(), 2)));
	});
}

#[test]
fn session_squatting_without_consent() {
	run(|| {
		let people = people(2);
		let (victim, thief) = (funded(1), funded(2));
		// Signed by another, over another account, for another epoch, for another person, who shows it to
		// everybody, and not at all.
		let alias = people[0].alias(&here()).into();
		let stale = words::session_consent::<Test>(epoch() + 1, &victim, alias);
		for consent in [
			consent(&victim, &key(2), people[0]),
			consent(&thief, &key(1), people[0]),
			key(1).sign(stale.as_ref()),
			consent(&victim, &key(1), people[1]),
			sr25519::Signature::default(),
		] {
			let squatting = opening(people[0], victim.clone(), consent);
			assert_refused(squatting, PersonRefusal::Signature);
		}
		assert_ok!(submit(opening(
			people[0],
			victim.clone(),
			consent(&victim, &key(1), people[0])
		)));
	});
}

#[test]
fn a_session_proof_lifted_to_another_account() {
	run(|| {
		let people = people(2);
		let Call::open_session { epoch, proof, .. } = people[0].session(epoch(), 1) else {
			panic!("not a session");
		};
		let (account, consent) = (funded(2), consent(&funded(2), &key(2), people[0]).into());
		let lifted = Call::open_session { epoch, proof, account, consent };
		assert_refused(lifted, PersonRefusal::ProofMessage);
	});
}

#[test]
fn an_account_of_another_kind_of_key() {
	run(|| {
		let people = people(2);
		let key = ed25519::Pair::from_seed(&[9; 32]);
		let account = AccountId32::from(key.public());
		let alias = people[0].alias(&here()).into();
		let consent = key.sign(words::session_consent::<Test>(epoch(), &account, alias).as_ref());
		assert_ok!(submit(opening(people[0], account.clone(), consent)));
		assert_ok!(as_alias(account, declare(0)));
	});
}

#[test]
fn what_is_refused_costs_its_sender() {
	run(|| {
		let people = people(2);
		let account = funded(1);
		assert_ok!(submit(people[0].session(epoch(), 1)));
		let heavy = tester::Call::heavy { weight: MAX_ACT_WEIGHT + Weight::from_parts(1, 0) };
		let long = tester::Call::long { bytes: vec![0; MAX_ACT_LENGTH as usize] };
		for (call, error) in [
			(RuntimeCall::from(tester::Call::forbidden {}), Error::<Test>::CallNotAllowed),
			// What application scopes alone are for.
			(tester::Call::close { scope: 0 }.into(), Error::<Test>::CallNotAllowed),
			(heavy.into(), Error::<Test>::CallTooHeavy),
			(long.into(), Error::<Test>::CallTooLong),
		] {
			assert!(!is_free(account.clone(), call.clone()));
			let act = || as_alias(account.clone(), call).map_err(|failure| failure.error);
			assert_fails(act, error);
		}
		assert_fails(
			|| as_alias(funded(2), declare(0)).map_err(|failure| failure.error),
			Error::<Test>::NoSession,
		);
		assert_noop!(
			Personhood::as_alias(RuntimeOrigin::root(), epoch(), Box::new(declare(0)))
				.map_err(|failure| failure.error),
			DispatchError::BadOrigin
		);
		assert_eq!(Sessions::<Test>::get(account).unwrap().acts_left, ACTS_PER_SESSION);
	});
}

#[test]
fn an_act_weighs_what_its_call_did() {
	run(|| {
		let people = people(2);
		assert_ok!(submit(people[0].session(epoch(), 1)));
		let call = tester::Call::heavy { weight: MAX_ACT_WEIGHT };
		let info = as_alias(funded(1), call).unwrap();
		assert_eq!(info.actual_weight, Some(<() as WeightInfo>::as_alias() + MAX_ACT_WEIGHT / 2));
	});
}

#[test]
fn who_rotates_has_no_second_session_in_the_epoch() {
	run(|| {
		let people = people(2);
		let (old, new) = (people[0], Identity::of(0, 1));
		assert_ok!(submit(old.session(epoch(), 1)));
		assert_ok!(submit(rotation(0, old, new)));
		assert!(merkle_proof(epoch(), new.commitment()).is_none());
		assert_refused(old.session(epoch(), 2), PersonRefusal::NullifierUsed);
		next_epoch();
		assert_ok!(submit(new.session(epoch(), 1)));
	});
}
