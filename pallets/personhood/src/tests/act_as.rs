//! Acts, and what becomes of proofs that are lifted, replayed or tampered with.

use crate::{
	mock::{ideal::rerandomised, tester, *},
	words, Call, Event, Nullifiers, ScopeGroup, Scopes, Use, WeightInfo, MAX_ATTEMPTS, NO_TOPIC,
	PERSON_DEPTH,
};
use census_primitives::{
	PersonRefusal, PersonScope, ProofRefusal, Slots, VerifyError, RESERVED_SCOPE,
};
use census_zk_types::{FieldElement, SemaphoreProof, Word};
use frame_support::{
	assert_noop, assert_ok, dispatch::GetDispatchInfo, pallet_prelude::DispatchError,
	weights::Weight,
};
use sp_runtime::traits::Dispatchable;

fn fail() -> RuntimeCall {
	tester::Call::fail {}.into()
}

fn only_in(scope: PersonScope) -> RuntimeCall {
	tester::Call::only_in { scope }.into()
}

fn always_fails() -> DispatchError {
	tester::Error::<Test>::AlwaysFails.into()
}

/// What became of the last act.
#[track_caller]
fn outcome() -> sp_runtime::DispatchResult {
	match last_event() {
		Event::Acted { result, .. } => result,
		other => panic!("not an act: {other:?}"),
	}
}

/// The proof within an act.
fn proof_of(act: &Call<Test>) -> SemaphoreProof {
	match act {
		Call::act_as { proof, .. } => (**proof).clone(),
		other => panic!("not an act: {other:?}"),
	}
}

/// The sum of two numbers of 256 bits.
fn plus(word: Word, other: Word) -> Word {
	let mut sum = Word::default();
	let mut carry = 0;
	for index in (0..32).rev() {
		carry += u16::from(word.0[index]) + u16::from(other.0[index]);
		sum.0[index] = carry as u8;
		carry >>= 8;
	}
	assert_eq!(carry, 0, "the sum needs more than 256 bits");
	sum
}

#[test]
fn a_person_acts_under_its_alias() {
	run(|| {
		let people = people(3);
		let scope = quota(0);
		assert_ok!(submit(people[1].act(scope, declare(7))));
		let alias = people[1].alias(&scope);
		let happened = events();
		assert_eq!(
			happened[happened.len() - 2..],
			[
				Event::Declared { scope, alias, statement: [7; 32] },
				Event::Acted { scope, alias, result: Ok(()) },
			]
		);
		assert_eq!(Nullifiers::<Test>::get(ScopeGroup::Epoch(epoch()), alias), Some(Use::Spent));
	});
}

#[test]
fn only_the_proof_authorises_an_act() {
	run(|| {
		let people = people(2);
		let act = RuntimeCall::from(people[0].act(quota(0), declare(0)));
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none(), by(funded(0))] {
			assert_noop!(
				act.clone().dispatch(origin).map_err(|failure| failure.error),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn nobody_is_a_person_without_a_proof() {
	run(|| {
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none(), by(funded(0))] {
			assert_noop!(Personhood::declare(origin.clone(), [0; 32]), DispatchError::BadOrigin);
			assert_noop!(Tester::only_in(origin, quota(0)), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn quota_exceeded() {
	run(|| {
		let people = people(2);
		for counter in 0..QUOTA {
			assert_ok!(submit(people[0].act(quota(counter), declare(0))));
		}
		for counter in 0..QUOTA {
			let again = people[0].act(quota(counter), declare(1));
			assert_refused(again, PersonRefusal::NullifierUsed);
		}
		let more = people[0].act(quota(QUOTA), declare(0));
		assert_refused(more, PersonRefusal::QuotaCounter);
		// Another person's quota is its own, and the next epoch brings another one.
		assert_ok!(submit(people[1].act(quota(0), declare(0))));
		next_epoch();
		assert_ok!(submit(people[0].act(quota(0), declare(0))));
	});
}

#[test]
fn a_quota_act_is_spent_when_its_call_fails() {
	run(|| {
		let people = people(2);
		let act = people[0].act(quota(0), fail());
		assert_ok!(submit(act.clone()));
		assert_eq!(outcome(), Err(always_fails()));
		assert_eq!(tester::Done::<Test>::get(), vec![], "a call that fails has written nothing");
		// Replayed as it is, under other points, or for another call.
		assert_refused(act.clone(), PersonRefusal::NullifierUsed);
		let copy = act_as(quota(0), 0, rerandomised(&proof_of(&act)), fail());
		assert_refused(copy, PersonRefusal::NullifierUsed);
		assert_refused(people[0].act(quota(0), declare(0)), PersonRefusal::NullifierUsed);
	});
}

#[test]
fn an_application_scope_is_spent_when_the_call_succeeds() {
	run(|| {
		let people = people(3);
		next_pin();
		let scope = application(open_scope(Slots::Electorate, 20).scope);
		assert_ok!(submit(people[0].act(scope, only_in(scope))));
		assert_eq!(outcome(), Ok(()));
		assert_eq!(tester::Done::<Test>::get(), vec![(scope, people[0].alias(&scope))]);
		assert_refused(people[0].act(scope, only_in(scope)), PersonRefusal::NullifierUsed);
		assert_ok!(submit(people[1].act(scope, only_in(scope))));
	});
}

#[test]
fn an_application_scope_is_spent_after_three_failures() {
	run(|| {
		let people = people(2);
		next_pin();
		let opened = open_scope(Slots::Electorate, 20).scope;
		let scope = application(opened);
		let used = || Scopes::<Test>::get(opened).unwrap().used;
		assert_eq!(used(), 0);
		for attempt in 0..MAX_ATTEMPTS {
			assert_ok!(submit(people[0].act_again(scope, attempt, fail())));
			assert_eq!(outcome(), Err(always_fails()));
			let failed = attempt + 1;
			let left = if failed < MAX_ATTEMPTS { Use::Attempted(failed) } else { Use::Spent };
			assert_eq!(
				Nullifiers::<Test>::get(ScopeGroup::Application(opened), people[0].alias(&scope)),
				Some(left)
			);
			assert_eq!(used(), 1, "the first attempt has used the slot, and the others share it");
		}
		let more = people[0].act_again(scope, MAX_ATTEMPTS, fail());
		assert_refused(more, PersonRefusal::NoSuchAttempt);
		assert_refused(people[0].act(scope, declare(0)), PersonRefusal::NullifierUsed);
		assert_eq!(tester::Done::<Test>::get(), vec![]);
	});
}

#[test]
fn an_act_that_failed_may_succeed() {
	run(|| {
		let people = people(2);
		next_pin();
		let opened = open_scope(Slots::Electorate, 20).scope;
		let scope = application(opened);
		assert_ok!(submit(people[0].act(scope, fail())));
		assert_ok!(submit(people[0].act(scope, declare(0))));
		assert_eq!(outcome(), Ok(()));
		assert_eq!(Scopes::<Test>::get(opened).unwrap().used, 1);
		assert_refused(people[0].act(scope, declare(0)), PersonRefusal::NullifierUsed);
	});
}

#[test]
fn nobody_but_the_person_tries_again() {
	run(|| {
		let people = people(2);
		next_pin();
		let opened = open_scope(Slots::Electorate, 20).scope;
		let scope = application(opened);
		let act = people[0].act(scope, fail());
		assert_ok!(submit(act.clone()));
		// Whoever has seen it sends it again: as it is, under other points, or as the next attempt.
		let copied = proof_of(&act);
		for copy in [copied.clone(), rerandomised(&copied)] {
			assert_refused(act_as(scope, 0, copy.clone(), fail()), PersonRefusal::AttemptUsed);
			assert_refused(act_as(scope, 1, copy.clone(), fail()), PersonRefusal::ProofMessage);
			let message = words::act_message::<Test>(&scope, 1, &fail());
			let next = act_as(scope, 1, SemaphoreProof { message, ..copy }, fail());
			assert_refused(
				next,
				PersonRefusal::Proof(ProofRefusal::Verifier(VerifyError::ProofInvalid)),
			);
		}
		let group = ScopeGroup::Application(opened);
		let used = Nullifiers::<Test>::get(group, people[0].alias(&scope));
		assert_eq!(used, Some(Use::Attempted(1)));
		assert_ok!(submit(people[0].act_again(scope, 1, declare(0))));
	});
}

#[test]
fn an_attempt_ahead_of_those_that_failed_waits_for_them() {
	run(|| {
		let people = people(2);
		next_pin();
		let scope = application(open_scope(Slots::Electorate, 20).scope);
		let [first, second] = [0, 1].map(|attempt| people[0].act_again(scope, attempt, fail()));
		assert_refused(second.clone(), PersonRefusal::AttemptAhead);
		assert!(PersonRefusal::AttemptAhead.may_pass_later());
		assert_ok!(submit(first));
		assert_ok!(submit(second));
		// A quota act has one attempt, whatever becomes of it.
		let again = people[0].act_again(quota(0), 1, fail());
		assert_refused(again, PersonRefusal::NoSuchAttempt);
	});
}

#[test]
fn alias_of_one_scope_used_in_another() {
	run(|| {
		let people = people(2);
		next_pin();
		let one = application(open_scope(Slots::Electorate, 20).scope);
		let other = application(open_scope(Slots::Electorate, 20).scope);
		for (acting, asked) in
			[(one, other), (other, one), (quota(0), one), (quota(1), quota(2)), (one, quota(0))]
		{
			assert_ne!(people[0].alias(&acting), people[0].alias(&asked));
			assert_ok!(submit(people[0].act(acting, only_in(asked))));
			assert_eq!(outcome(), Err(DispatchError::BadOrigin), "{acting:?} in {asked:?}");
		}
		assert_eq!(tester::Done::<Test>::get(), vec![]);
	});
}

#[test]
fn a_proof_lifted_and_attached_to_another_call() {
	run(|| {
		let people = people(2);
		let scope = quota(0);
		let honest = people[0].act(scope, declare(1));
		let lifted = proof_of(&honest);
		let forged = declare(2);
		assert_refused(
			act_as(scope, 0, lifted.clone(), forged.clone()),
			PersonRefusal::ProofMessage,
		);
		// With the message of the other call, the proof no longer holds.
		let message = words::act_message::<Test>(&scope, 0, &forged);
		let changed = SemaphoreProof { message, ..lifted };
		assert_refused(
			act_as(scope, 0, changed, forged),
			PersonRefusal::Proof(ProofRefusal::Verifier(VerifyError::ProofInvalid)),
		);
		assert_ok!(submit(honest));
	});
}

#[test]
fn a_proof_made_when_the_calls_bytes_might_have_meant_another() {
	run(|| {
		let people = people(2);
		next_pin();
		let application = application(open_scope(Slots::Electorate, 20).scope);
		for scope in [quota(0), application] {
			let act = people[0].act(scope, declare(1));
			// An upgrade after which these bytes may be another call's, or one back from it.
			let version = TransactionVersion::get();
			for other in [version - 1, version + 1] {
				TransactionVersion::set(other);
				assert_refused(act.clone(), PersonRefusal::ProofMessage);
			}
			assert_ok!(submit(people[0].act(scope, declare(1))));
		}
	});
}

#[test]
fn a_proof_lifted_into_another_scope() {
	run(|| {
		let people = people(2);
		next_pin();
		let application = application(open_scope(Slots::Electorate, 20).scope);
		let honest = people[0].act(quota(0), declare(1));
		let lifted = proof_of(&honest);
		for scope in [quota(1), application] {
			let copy = act_as(scope, 0, lifted.clone(), declare(1));
			assert_refused(copy, PersonRefusal::ProofScope);
			let changed =
				SemaphoreProof { scope: words::scope_word::<Test>(&scope), ..lifted.clone() };
			assert_refused(
				act_as(scope, 0, changed.clone(), declare(1)),
				PersonRefusal::ProofMessage,
			);
			let message = words::act_message::<Test>(&scope, 0, &declare(1));
			assert_refused(
				act_as(scope, 0, SemaphoreProof { message, ..changed }, declare(1)),
				PersonRefusal::Proof(ProofRefusal::Verifier(VerifyError::ProofInvalid)),
			);
		}
		assert_ok!(submit(honest));
	});
}

#[test]
fn a_persons_scope_is_none_of_the_groups() {
	run(|| {
		let scopes = [quota(0), PersonScope::Session { epoch: 0 }, application(0)];
		let words = scopes.map(|scope| words::scope_word::<Test>(&scope));
		for word in words {
			assert!(word.0.starts_with(&RESERVED_SCOPE));
		}
		assert!(words[0] != words[1] && words[1] != words[2] && words[0] != words[2]);
	});
}

#[test]
fn nullifier_plus_r() {
	run(|| {
		let people = people(2);
		let honest = people[0].act(quota(0), declare(1));
		let proof = proof_of(&honest);
		let second = plus(proof.nullifier, FieldElement::MODULUS);
		let changed = SemaphoreProof { nullifier: second, ..proof.clone() };
		assert_refused(
			act_as(quota(0), 0, changed, declare(1)),
			PersonRefusal::Proof(ProofRefusal::NullifierNotInField),
		);
		let root = plus(proof.merkle_tree_root, FieldElement::MODULUS);
		assert_refused(
			act_as(
				quota(0),
				0,
				SemaphoreProof { merkle_tree_root: root, ..proof.clone() },
				declare(1),
			),
			PersonRefusal::Proof(ProofRefusal::RootNotInField),
		);
		let other = people[1].alias(&quota(0)).into();
		assert_refused(
			act_as(quota(0), 0, SemaphoreProof { nullifier: other, ..proof }, declare(1)),
			PersonRefusal::Proof(ProofRefusal::Verifier(VerifyError::ProofInvalid)),
		);
		assert_ok!(submit(honest));
	});
}

#[test]
fn all_persons_act_with_one_depth() {
	run(|| {
		let people = people(2);
		let (scope, call) = (quota(0), declare(0));
		let message = words::act_message::<Test>(&scope, 0, &call);
		let path = merkle_proof(epoch(), people[0].commitment()).unwrap();
		for depth in [1, PERSON_DEPTH - 1, PERSON_DEPTH + 1, 32] {
			let proof = people[0].prove(
				depth,
				(path.index.into(), path.siblings.clone()),
				message,
				words::scope_word::<Test>(&scope),
			);
			assert_refused(act_as(scope, 0, proof, call.clone()), PersonRefusal::ActDepth);
		}
	});
}

#[test]
fn nobody_acts_under_the_root_0() {
	run(|| {
		// A path that is longer than the circuit is deep leads to the root 0, for anyone.
		let (scope, call) = (quota(0), declare(0));
		let stranger = Identity::of(99, 0);
		let proof = |scope: PersonScope| {
			let siblings = vec![FieldElement::from(1); usize::from(PERSON_DEPTH) + 1];
			stranger.prove(
				PERSON_DEPTH,
				(0, siblings),
				words::act_message::<Test>(&scope, 0, &call),
				words::scope_word::<Test>(&scope),
			)
		};
		let forged = proof(scope);
		assert_eq!(forged.merkle_tree_root, FieldElement::ZERO.into());
		assert_eq!(crate::CurrentEpoch::<Test>::get().root, FieldElement::ZERO, "nobody is there");
		assert_refused(act_as(scope, 0, forged, call.clone()), PersonRefusal::EpochRoot);

		people(2);
		let scope = quota(0);
		assert_refused(act_as(scope, 0, proof(scope), call.clone()), PersonRefusal::EpochRoot);
	});
}

#[test]
fn who_does_not_stand_in_the_tree_does_not_act() {
	run(|| {
		let people = people(4);
		let scope = quota(0);
		let message = words::act_message::<Test>(&scope, 0, &declare(0));
		let word = words::scope_word::<Test>(&scope);
		let path = merkle_proof(epoch(), people[0].commitment()).unwrap();
		let outsider = Identity::of(99, 0);
		// Another secret at a person's place, a person at another's place, and shorter paths.
		for (who, path) in [
			(outsider, (path.index.into(), path.siblings.clone())),
			(people[1], (path.index.into(), path.siblings.clone())),
			(people[0], (1, path.siblings.clone())),
			(people[0], (0, path.siblings[1..].to_vec())),
			(outsider, (0, vec![])),
		] {
			let proof = who.prove(PERSON_DEPTH, path, message, word);
			assert_refused(act_as(scope, 0, proof.clone(), declare(0)), PersonRefusal::EpochRoot);
			let root = crate::CurrentEpoch::<Test>::get().root.into();
			assert_refused(
				act_as(scope, 0, SemaphoreProof { merkle_tree_root: root, ..proof }, declare(0)),
				PersonRefusal::Proof(ProofRefusal::Verifier(VerifyError::ProofInvalid)),
			);
		}
	});
}

#[test]
fn the_root_of_another_epoch() {
	run(|| {
		let people = people(2);
		let before = epoch();
		enrol(2);
		next_epoch();
		for (epoch, other) in [(before, before + 1), (before + 1, before)] {
			let scope = PersonScope::Quota { epoch, counter: 0 };
			let message = words::act_message::<Test>(&scope, 0, &declare(0));
			let word = words::scope_word::<Test>(&scope);
			let proof = people[0].prove_person(other, message, word);
			assert_refused(act_as(scope, 0, proof, declare(0)), PersonRefusal::EpochRoot);
			assert_ok!(submit(people[0].act(scope, declare(0))));
		}
	});
}

#[test]
fn grace_ends_exactly() {
	run(|| {
		let people = people(4);
		let scope = quota(0);
		let acts: Vec<_> = people.iter().map(|person| person.act(scope, declare(0))).collect();
		next_epoch();
		let begun = now();
		assert_ok!(submit(acts[0].clone()));
		run_to(begun + GRACE - 1);
		assert_ok!(submit(acts[1].clone()));
		// The alias is the same before and after the boundary.
		assert_refused(acts[0].clone(), PersonRefusal::NullifierUsed);
		run_to(begun + GRACE);
		assert_refused(acts[2].clone(), PersonRefusal::EpochOver);
	});
}

#[test]
fn an_epoch_before_the_last_is_over_at_once() {
	run(|| {
		let people = people(2);
		let act = people[0].act(quota(0), declare(0));
		next_epoch();
		next_epoch();
		assert_refused(act, PersonRefusal::EpochOver);
	});
}

#[test]
fn an_epoch_that_has_not_begun() {
	run(|| {
		let people = people(2);
		let scope = PersonScope::Quota { epoch: epoch() + 1, counter: 0 };
		let message = words::act_message::<Test>(&scope, 0, &declare(0));
		let word = words::scope_word::<Test>(&scope);
		let proof = people[0].prove_person(epoch(), message, word);
		let act = act_as(scope, 0, proof, declare(0));
		assert_refused(act.clone(), PersonRefusal::EpochAhead);
		assert!(PersonRefusal::EpochAhead.may_pass_later());
		// Nothing changes: the root is the next epoch's too, and the same bytes are accepted.
		next_epoch();
		assert_ok!(submit(act));
	});
}

#[test]
fn rotation_during_a_poll() {
	run(|| {
		let people = people(3);
		next_pin();
		let poll = application(open_scope(Slots::Electorate, MAX_SCOPE_LIFE).scope);
		let (old, new) = (people[0], Identity::of(0, 1));
		assert_ok!(submit(rotation(0, old, new)));
		next_epoch();
		assert_eq!(person(0).commitment, new.commitment());

		// The new identity acts in scopes of now, and not in the one that was pinned before.
		assert_ok!(submit(new.act(quota(0), declare(0))));
		assert!(merkle_proof(epoch_of(&poll), new.commitment()).is_none());
		let message = words::act_message::<Test>(&poll, 0, &declare(0));
		let word = words::scope_word::<Test>(&poll);
		let stranger = new.prove_person(epoch(), message, word);
		assert_refused(act_as(poll, 0, stranger, declare(0)), PersonRefusal::EpochRoot);

		// The old one acts in that, once, and in no other.
		assert_ok!(submit(old.act(poll, declare(0))));
		assert_eq!(outcome(), Ok(()));
		assert_refused(old.act(poll, declare(0)), PersonRefusal::NullifierUsed);
		assert!(merkle_proof(epoch(), old.commitment()).is_none());
		let scope = quota(1);
		let message = words::act_message::<Test>(&scope, 0, &declare(0));
		let ghost = old.prove_person(epoch_of(&poll), message, words::scope_word::<Test>(&scope));
		assert_refused(act_as(scope, 0, ghost, declare(0)), PersonRefusal::EpochRoot);

		// And the other way about in a poll that opens after the rotation.
		next_pin();
		let later = application(open_scope(Slots::Electorate, 20).scope);
		let message = words::act_message::<Test>(&later, 0, &declare(0));
		let word = words::scope_word::<Test>(&later);
		let ghost = old.prove_person(epoch_of(&poll), message, word);
		assert_refused(act_as(later, 0, ghost, declare(0)), PersonRefusal::EpochRoot);
		assert_ok!(submit(new.act(later, declare(0))));
	});
}

#[test]
fn a_rotation_within_the_grace_gives_no_second_act() {
	run(|| {
		let people = people(2);
		let (old, new) = (people[0], Identity::of(0, 1));
		let scope = quota(0);
		assert_ok!(submit(rotation(0, old, new)));
		assert_ok!(submit(old.act(scope, declare(0))));
		next_epoch();
		let message = words::act_message::<Test>(&scope, 0, &declare(0));
		let word = words::scope_word::<Test>(&scope);
		let second = new.prove_person(epoch(), message, word);
		assert_refused(act_as(scope, 0, second, declare(0)), PersonRefusal::EpochRoot);
		assert_refused(old.act(scope, declare(0)), PersonRefusal::NullifierUsed);
	});
}

#[test]
fn only_listed_calls_of_bounded_weight_and_length() {
	run(|| {
		let people = people(2);
		next_pin();
		let application = application(open_scope(Slots::Electorate, 20).scope);
		let heavy = |weight| RuntimeCall::from(tester::Call::heavy { weight });
		let long = |bytes| RuntimeCall::from(tester::Call::long { bytes: vec![0; bytes] });
		// Two bytes tell the call, two its length.
		let longest = MAX_ACT_LENGTH as usize - 4;
		let nested = RuntimeCall::from(people[1].act(quota(0), declare(0)));
		for scope in [quota(0), application] {
			for (call, refusal) in [
				(tester::Call::forbidden {}.into(), PersonRefusal::CallNotAllowed),
				(nested.clone(), PersonRefusal::CallNotAllowed),
				(heavy(MAX_ACT_WEIGHT + Weight::from_parts(1, 0)), PersonRefusal::CallTooHeavy),
				(heavy(Weight::from_parts(0, 1)), PersonRefusal::CallTooHeavy),
				(long(longest + 1), PersonRefusal::CallTooLong),
			] {
				assert_refused(people[0].act(scope, call), refusal);
			}
		}
		assert_ok!(submit(people[0].act(quota(0), heavy(MAX_ACT_WEIGHT))));
		assert_ok!(submit(people[0].act(quota(1), long(longest))));
		// What only applications' scopes are for.
		let close = RuntimeCall::from(tester::Call::close { scope: 0 });
		assert_refused(people[0].act(quota(2), close.clone()), PersonRefusal::CallNotAllowed);
		assert_ok!(submit(people[0].act(application, close)));
	});
}

#[test]
fn an_act_weighs_what_its_call_did() {
	run(|| {
		let people = people(2);
		let call = RuntimeCall::from(tester::Call::heavy { weight: MAX_ACT_WEIGHT });
		let act = people[0].act(quota(0), call);
		let own = <() as WeightInfo>::act_as();
		assert_eq!(act.get_dispatch_info().call_weight, own + MAX_ACT_WEIGHT);
		assert_eq!(submit(act), Ok(own + MAX_ACT_WEIGHT / 2));
		let failing = people[0].act(quota(1), fail());
		assert_eq!(submit(failing), Ok(own + fail().get_dispatch_info().call_weight));
	});
}

#[test]
fn sessions_are_not_acted_in_with_proofs() {
	run(|| {
		let people = people(2);
		let scope = PersonScope::Session { epoch: epoch() };
		assert_refused(people[0].act(scope, declare(0)), PersonRefusal::ScopeKind);
	});
}

#[test]
fn a_topic_is_acted_on_once() {
	run(|| {
		let people = people(2);
		next_pin();
		let scope = open_scope(Slots::Acts(4), 20).scope;
		let on = |topic| PersonScope::Application { scope, topic };
		for topic in [NO_TOPIC, [1; 32], [2; 32]] {
			assert_ok!(submit(people[0].act(on(topic), only_in(on(topic)))));
			assert_eq!(outcome(), Ok(()));
			assert_refused(
				people[0].act(on(topic), only_in(on(topic))),
				PersonRefusal::NullifierUsed,
			);
		}
		assert_ok!(submit(people[1].act(on([1; 32]), declare(0))));
		assert_refused(people[1].act(on([2; 32]), declare(0)), PersonRefusal::ScopeSlots);
	});
}

#[test]
fn nobody_uses_up_others_slots_with_topics() {
	run(|| {
		let people = people(2);
		next_pin();
		let scope = open_scope(Slots::Electorate, 20).scope;
		let topic = PersonScope::Application { scope, topic: [1; 32] };
		assert_refused(people[0].act(topic, declare(0)), PersonRefusal::ScopeKind);
		for person in people {
			assert_ok!(submit(person.act(application(scope), declare(0))));
		}
	});
}

#[test]
fn a_scope_that_its_own_act_closes_stays_closed() {
	run(|| {
		let people = people(2);
		next_pin();
		let opened = open_scope(Slots::Electorate, 20).scope;
		let act = people[0].act(application(opened), tester::Call::close { scope: opened });
		assert_ok!(submit(act.clone()));
		assert_eq!(outcome(), Ok(()));
		assert!(!Scopes::<Test>::contains_key(opened));
		assert_refused(act, PersonRefusal::ScopeOver);
		assert_eq!(Balances::total_issuance(), 16 * FUNDS - SLOT_PRICE, "its act was paid for");
		next_block();
		assert_eq!(Nullifiers::<Test>::iter().count(), 0);
	});
}

#[test]
fn of_two_copies_a_pool_takes_one() {
	run(|| {
		let people = people(2);
		let act = people[0].act(quota(0), declare(0));
		let copy = act_as(quota(0), 0, rerandomised(&proof_of(&act)), declare(0));
		let other = people[0].act(quota(0), declare(1));
		let [act, copy, other] = [act, copy, other].map(|act| authorized(&act.into()).unwrap());
		assert_eq!((&act.provides, act.priority), (&copy.provides, copy.priority));
		assert_eq!((&act.provides, act.priority), (&other.provides, other.priority));
		let elsewhere = authorized(&people[0].act(quota(1), declare(0)).into()).unwrap();
		assert_ne!(act.provides, elsewhere.provides);
		let another = authorized(&people[1].act(quota(0), declare(0)).into()).unwrap();
		assert_ne!(act.provides, another.provides);
	});
}

#[test]
fn a_pool_keeps_an_act_until_its_last_block() {
	run(|| {
		let people = people(3);
		let act = RuntimeCall::from(people[0].act(quota(0), declare(0)));
		// In the epoch's first block: the epoch and its grace, this block included.
		assert_eq!(authorized(&act).unwrap().longevity, EPOCH_LENGTH + GRACE);
		next_epoch();
		assert_eq!(authorized(&act).unwrap().longevity, GRACE);
		run_to(now() + GRACE - 1);
		assert_eq!(authorized(&act).unwrap().longevity, 1);
		next_pin();
		let scope = application(open_scope(Slots::Electorate, 20).scope);
		let act = RuntimeCall::from(people[0].act(scope, declare(0)));
		assert_eq!(authorized(&act).unwrap().longevity, 20);
	});
}
