//! Whether a proof is a person's, for a scope and any message, as anybody may ask.

use crate::{
	mock::{ideal::rerandomised, *},
	words, CurrentEpoch, Nullifiers, Pallet, NO_TOPIC, PERSON_DEPTH,
};
use census_primitives::{PersonRefusal, PersonScope, ProofRefusal, Slots, VerifyError};
use census_zk_types::{FieldElement, SemaphoreProof, Word};
use frame_support::assert_ok;

/// What the proofs of these tests say: nothing that the chain would look for.
const MESSAGE: Word = Word([7; 32]);

const INVALID: PersonRefusal =
	PersonRefusal::Proof(ProofRefusal::Verifier(VerifyError::ProofInvalid));

fn word(scope: PersonScope) -> Word {
	words::scope_word::<Test>(&scope)
}

/// The session scope of the present epoch.
fn session() -> PersonScope {
	PersonScope::Session { epoch: epoch() }
}

/// A person's proof for a scope, under the root that the scope accepts.
#[track_caller]
fn proof(person: Identity, scope: PersonScope) -> SemaphoreProof {
	person.prove_person(epoch_of(&scope), MESSAGE, word(scope))
}

/// What is said of a proof. To say it changes nothing.
#[track_caller]
fn verdict(scope: PersonScope, proof: &SemaphoreProof) -> Result<(), PersonRefusal> {
	let before = state_root();
	let verdict = Pallet::<Test>::check_proof(&scope, proof);
	assert_eq!(state_root(), before, "to check wrote something");
	verdict
}

#[test]
fn a_persons_proof_with_any_message_is_accepted() {
	run(|| {
		let people = people(3);
		next_pin();
		let application = application(open_scope(Slots::Electorate, 20).scope);
		for scope in [application, quota(0), quota(QUOTA - 1), session()] {
			for person in &people {
				for message in [Word::default(), MESSAGE, Word([0xff; 32])] {
					let proof = person.prove_person(epoch(), message, word(scope));
					assert_eq!(verdict(scope, &proof), Ok(()), "{scope:?}, {message:?}");
					assert_eq!(verdict(scope, &rerandomised(&proof)), Ok(()));
				}
			}
		}
		assert_eq!(Nullifiers::<Test>::iter().count(), 0, "nobody has acted");
		// Nor does it hinder anybody from acting.
		assert_ok!(submit(people[0].act(application, declare(0))));
		assert_ok!(submit(people[0].act(quota(0), declare(0))));
		assert_ok!(submit(people[0].session(epoch(), 1)));
	});
}

#[test]
fn it_is_accepted_after_its_person_has_acted() {
	run(|| {
		let people = people(2);
		next_pin();
		let application = application(open_scope(Slots::Electorate, 20).scope);
		let scopes = [application, quota(0), session()];
		let before = scopes.map(|scope| proof(people[0], scope));
		assert_ok!(submit(people[0].act(application, declare(0))));
		assert_ok!(submit(people[0].act(quota(0), declare(0))));
		assert_ok!(submit(people[0].session(epoch(), 1)));
		for (scope, before) in scopes.into_iter().zip(before) {
			let nullifiers = vec![before.nullifier];
			assert_eq!(Pallet::<Test>::are_spent(scope, nullifiers), [true]);
			for proof in [before, proof(people[0], scope)] {
				assert_eq!(verdict(scope, &proof), Ok(()), "{scope:?}");
			}
		}
		let again = people[0].act(quota(0), declare(0));
		assert_refused(again, PersonRefusal::NullifierUsed);
	});
}

#[test]
fn it_needs_no_slot() {
	run(|| {
		let people = people(2);
		next_pin();
		let scope = application(open_scope(Slots::Persons(1), 20).scope);
		assert_ok!(submit(people[0].act(scope, declare(0))));
		assert_refused(people[1].act(scope, declare(0)), PersonRefusal::ScopeSlots);
		assert_eq!(verdict(scope, &proof(people[1], scope)), Ok(()));
	});
}

#[test]
fn a_topic_is_a_scope_of_its_own() {
	run(|| {
		let people = people(2);
		next_pin();
		let scope = open_scope(Slots::Acts(2), 20).scope;
		let topic = |topic| PersonScope::Application { scope, topic };
		let [one, other] = [topic([1; 32]), topic([2; 32])];
		assert_eq!(verdict(one, &proof(people[0], one)), Ok(()));
		assert_eq!(verdict(topic(NO_TOPIC), &proof(people[0], topic(NO_TOPIC))), Ok(()));
		assert_eq!(verdict(other, &proof(people[0], one)), Err(PersonRefusal::ProofScope));
		// A scope whose slots are its electorate's has one topic.
		let scope = open_scope(Slots::Electorate, 20).scope;
		let other = PersonScope::Application { scope, topic: [1; 32] };
		assert_eq!(verdict(other, &proof(people[0], other)), Err(PersonRefusal::ScopeKind));
	});
}

#[test]
fn what_has_not_begun_accepts_none() {
	run(|| {
		let people = people(2);
		let after = epoch() + 1;
		for (scope, refusal) in [
			(application(0), PersonRefusal::ScopeAhead),
			(PersonScope::Quota { epoch: after, counter: 0 }, PersonRefusal::EpochAhead),
			(PersonScope::Session { epoch: after }, PersonRefusal::EpochAhead),
		] {
			let proof = people[0].prove_person(epoch(), MESSAGE, word(scope));
			assert_eq!(verdict(scope, &proof), Err(refusal), "{scope:?}");
			assert!(refusal.may_pass_later());
		}
	});
}

#[test]
fn an_application_scope_accepts_one_until_its_last_block_or_it_is_closed() {
	run(|| {
		let people = people(2);
		next_pin();
		let [over, closed] = [(); 2].map(|()| application(open_scope(Slots::Electorate, 5).scope));
		let [late, shut] = [over, closed].map(|scope| proof(people[0], scope));
		assert_eq!(verdict(closed, &shut), Ok(()));
		let PersonScope::Application { scope, .. } = closed else { unreachable!("it is one") };
		assert_ok!(Personhood::close_scope(by(funded(0)), scope));
		assert_eq!(verdict(closed, &shut), Err(PersonRefusal::ScopeOver));
		run_to(now() + 4);
		assert_eq!(verdict(over, &late), Ok(()));
		next_block();
		assert_eq!(verdict(over, &late), Err(PersonRefusal::ScopeOver));
	});
}

#[test]
fn an_epochs_quota_has_a_grace_and_its_sessions_have_none() {
	run(|| {
		let people = people(2);
		let (quota, session) = (quota(0), session());
		let [act, opening] = [quota, session].map(|scope| proof(people[0], scope));
		run_to(now() + EPOCH_LENGTH - 1);
		assert_eq!(verdict(quota, &act), Ok(()));
		assert_eq!(verdict(session, &opening), Ok(()));
		next_epoch();
		assert_eq!(verdict(quota, &act), Ok(()));
		assert_eq!(verdict(session, &opening), Err(PersonRefusal::EpochOver));
		run_to(now() + GRACE - 1);
		assert_eq!(verdict(quota, &act), Ok(()));
		next_block();
		assert_eq!(verdict(quota, &act), Err(PersonRefusal::EpochOver));
	});
}

#[test]
fn a_quota_has_only_so_many_acts() {
	run(|| {
		let people = people(2);
		for counter in [QUOTA, u16::MAX] {
			let scope = quota(counter);
			let refused = Err(PersonRefusal::QuotaCounter);
			assert_eq!(verdict(scope, &proof(people[0], scope)), refused);
		}
	});
}

#[test]
fn another_scopes_proof_is_refused_and_no_scope_can_be_written_in() {
	run(|| {
		let people = people(2);
		next_pin();
		let [one, other] = [(); 2].map(|()| application(open_scope(Slots::Electorate, 20).scope));
		let scopes = [one, other, quota(0), quota(1), session()];
		for of in scopes {
			let proof = proof(people[0], of);
			for scope in scopes.into_iter().filter(|scope| *scope != of) {
				assert_eq!(verdict(scope, &proof), Err(PersonRefusal::ProofScope));
				let forged = SemaphoreProof { scope: word(scope), ..proof.clone() };
				assert_eq!(verdict(scope, &forged), Err(INVALID), "{of:?} as {scope:?}");
			}
			// What a member of a group proves in a scope of its own is no person's.
			let own = people[0].prove_person(epoch(), MESSAGE, Word::from(1));
			assert_eq!(verdict(of, &own), Err(PersonRefusal::ProofScope));
		}
	});
}

#[test]
fn the_root_is_that_of_the_scopes_epoch() {
	run(|| {
		let people = people(3);
		next_pin();
		let pinned = epoch();
		let application = application(open_scope(Slots::Electorate, 50).scope);
		let ended = quota(0);
		enrol(3);
		next_epoch();
		// Each scope accepts the root of its own epoch, and no other.
		for (scope, own, other) in [
			(application, pinned, epoch()),
			(ended, pinned, epoch()),
			(quota(0), epoch(), pinned),
			(session(), epoch(), pinned),
		] {
			let under = |epoch| people[0].prove_person(epoch, MESSAGE, word(scope));
			assert_eq!(verdict(scope, &under(own)), Ok(()), "{scope:?}");
			assert_eq!(verdict(scope, &under(other)), Err(PersonRefusal::EpochRoot), "{scope:?}");
		}
		// Who joined since is of no earlier electorate.
		let newcomer = Identity::of(3, 0);
		let by_newcomer = |scope| newcomer.prove_person(epoch(), MESSAGE, word(scope));
		assert_eq!(verdict(quota(0), &by_newcomer(quota(0))), Ok(()));
		let refused = Err(PersonRefusal::EpochRoot);
		assert_eq!(verdict(application, &by_newcomer(application)), refused);
	});
}

#[test]
fn nobody_is_a_person_under_the_root_0() {
	run(|| {
		// A path that is longer than the circuit is deep leads to it, for anyone.
		let siblings = vec![FieldElement::from(1); usize::from(PERSON_DEPTH) + 1];
		let stranger = Identity::of(99, 0);
		assert_eq!(CurrentEpoch::<Test>::get().root, FieldElement::ZERO, "nobody is there");
		for scope in [quota(0), session()] {
			let proof = stranger.prove(PERSON_DEPTH, (0, siblings.clone()), MESSAGE, word(scope));
			assert_eq!(proof.merkle_tree_root, FieldElement::ZERO.into());
			assert_eq!(verdict(scope, &proof), Err(PersonRefusal::EpochRoot));
		}
	});
}

#[test]
fn persons_prove_in_one_circuit() {
	run(|| {
		let people = people(2);
		let path = merkle_proof(epoch(), people[0].commitment()).unwrap();
		for scope in [quota(0), session()] {
			for depth in [1, PERSON_DEPTH - 1, PERSON_DEPTH + 1] {
				let path = (path.index.into(), path.siblings.clone());
				let proof = people[0].prove(depth, path, MESSAGE, word(scope));
				assert_eq!(verdict(scope, &proof), Err(PersonRefusal::ActDepth), "{depth}");
			}
		}
	});
}

#[test]
fn a_forged_proof_is_refused() {
	run(|| {
		let people = people(2);
		next_pin();
		let application = application(open_scope(Slots::Electorate, 20).scope);
		let root = CurrentEpoch::<Test>::get().root;
		for scope in [application, quota(0), session()] {
			let honest = proof(people[0], scope);
			let refused = |forge: &dyn Fn(&mut SemaphoreProof), refusal| {
				let mut forged = honest.clone();
				forge(&mut forged);
				assert_eq!(verdict(scope, &forged), Err(refusal), "{forged:?}");
			};
			refused(&|proof| proof.points = [Word::from(1 << 40); 8], INVALID);
			refused(&|proof| proof.message = Word::default(), INVALID);
			refused(&|proof| proof.nullifier = people[1].alias(&scope).into(), INVALID);
			refused(
				&|proof| proof.nullifier = FieldElement::MODULUS,
				PersonRefusal::Proof(ProofRefusal::NullifierNotInField),
			);
			refused(
				&|proof| proof.merkle_tree_root = FieldElement::MODULUS,
				PersonRefusal::Proof(ProofRefusal::RootNotInField),
			);
			// A stranger does not become a person by writing the root in.
			let mut strangers =
				Identity::of(99, 0).prove(PERSON_DEPTH, (0, vec![]), MESSAGE, word(scope));
			assert_eq!(verdict(scope, &strangers), Err(PersonRefusal::EpochRoot));
			strangers.merkle_tree_root = root.into();
			assert_eq!(verdict(scope, &strangers), Err(INVALID));
			assert_eq!(verdict(scope, &honest), Ok(()));
		}
	});
}

#[test]
fn before_the_first_block_nobody_can_tell() {
	externalities(genesis()).execute_with(|| {
		// As the runtime asks in the genesis block's own state: about the next block.
		System::set_block_number(0);
		let stand_in = System::parent_hash();
		System::reset_events();
		frame_system::BlockHash::<Test>::insert(0, stand_in);
		System::initialize(&1, &stand_in, &Default::default());
		assert!(!words::has_genesis::<Test>());
		for scope in [application(0), quota(0), quota(QUOTA), session()] {
			let person = Identity::of(0, 0);
			let proof = person.prove(PERSON_DEPTH, (0, vec![]), MESSAGE, word(scope));
			assert_eq!(verdict(scope, &proof), Err(PersonRefusal::EpochAhead));
		}
	});
}
