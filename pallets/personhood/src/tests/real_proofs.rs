//! The calls with real proofs, made by the published circuits and verified as a node does: what the
//! ideal verifier of the other tests stands for. They need the npm package
//! `@zk-kit/semaphore-artifacts` 4.13.0, which `npm ci` installs, or its directory in
//! `CENSUS_ARTIFACTS`:
//!
//!     cargo test --release -p pallet-personhood -- --ignored

use crate::{mock::*, *};
use census_primitives::{PersonId, PersonRefusal, PersonScope, ProofRefusal, Slots, VerifyError};
use census_prover::{Artifacts, Circuit, Group, Identity};
use census_zk_types::{FieldElement, MerkleProof, SemaphoreProof, Word};
use frame_support::assert_ok;
use sp_core::Pair;
use sp_runtime::MultiSignature;
use std::sync::LazyLock;

static KNOWLEDGE: LazyLock<Circuit> = LazyLock::new(|| circuit(knowledge::KNOWLEDGE_DEPTH));
static ACT: LazyLock<Circuit> = LazyLock::new(|| circuit(PERSON_DEPTH));

fn circuit(depth: u8) -> Circuit {
	let artifacts = match std::env::var_os("CENSUS_ARTIFACTS") {
		Some(directory) => Artifacts::in_directory(directory),
		None => Artifacts::in_npm(env!("CARGO_MANIFEST_DIR")).expect("the packages are installed"),
	};
	Circuit::load(&artifacts, depth, None).expect("the artifacts are the published ones")
}

/// Runs a test in which proofs are verified as a node does.
fn run_with_real_proofs(test: impl FnOnce()) {
	run(|| {
		RealProofs::set(true);
		test();
	});
}

/// One of a human's identities: the `version`-th.
fn identity(human: u64, version: u64) -> Identity {
	Identity::new(format!("human {human}, identity {version}"))
}

/// A real proof of knowledge.
fn know(identity: &Identity, message: Word, scope: Word) -> Box<SemaphoreProof> {
	let commitment = identity.commitment();
	let group = Group::new(&[commitment, knowledge::salt(&commitment)]).unwrap();
	Box::new(KNOWLEDGE.prove(identity, &group, &message.into(), &scope.into()).unwrap())
}

/// A real proof that a person stands in the tree of a scope's epoch.
fn stand(identity: &Identity, scope: &PersonScope, message: Word) -> Box<SemaphoreProof> {
	let path = merkle_proof(epoch_of(scope), identity.commitment()).expect("it stands there");
	let scope = words::scope_word::<Test>(scope);
	Box::new(ACT.prove_with(identity, &path, &message.into(), &scope.into()).unwrap())
}

fn quorum(purpose: Purpose, human: u64, new: &Identity, recoveries: u32) -> Tickets<Test> {
	tickets(purpose, 0..3, human, new.commitment(), recoveries)
}

fn enrolment(human: u64) -> Call<Test> {
	let new = identity(human, 0);
	let tickets = quorum(Purpose::Enrol, human, &new, 0);
	let message = words::enrol_message::<Test>(&tickets);
	let proof = know(&new, message, words::knowledge_scope::<Test>());
	Call::enrol { tickets, proof }
}

/// Enrols so many humans, who stand in the tree then.
fn real_people(count: u64) -> Vec<Identity> {
	for human in 0..count {
		assert_ok!(submit(enrolment(human)));
	}
	next_epoch();
	(0..count).map(|human| identity(human, 0)).collect()
}

fn act(identity: &Identity, scope: PersonScope, call: RuntimeCall) -> Call<Test> {
	let message = words::act_message::<Test>(&scope, 0, &call);
	act_as(scope, 0, *stand(identity, &scope, message), call)
}

fn recovery(id: PersonId, human: u64, new: &Identity) -> Call<Test> {
	let recoveries = person(id).recoveries;
	let tickets = quorum(Purpose::Recover, human, new, recoveries);
	let message = words::recover_message::<Test>(id, recoveries, &tickets);
	let proof = know(new, message, words::knowledge_scope::<Test>());
	Call::recover { person: id, tickets, proof }
}

fn rotation(id: PersonId, from: &Identity, to: &Identity) -> Call<Test> {
	let rotations = person(id).rotations;
	let commitment = to.commitment().into();
	let message = words::rotation_message::<Test>(id, rotations, &commitment);
	let scope = words::rotation_scope::<Test>(id, rotations);
	let (current, proof) = (know(from, message, scope), know(to, message, scope));
	Call::rotate { person: id, commitment, current, proof }
}

/// The proof of a call.
fn proof_of(call: &mut Call<Test>) -> &mut SemaphoreProof {
	match call {
		Call::enrol { proof, .. }
		| Call::renew { proof, .. }
		| Call::recover { proof, .. }
		| Call::veto { proof, .. }
		| Call::rotate { proof, .. }
		| Call::act_as { proof, .. }
		| Call::open_session { proof, .. } => proof,
		_ => unreachable!("it has a proof"),
	}
}

/// Asserts that a call is accepted, and that it would not be with a proof of something else under
/// right words, or with the same nullifier in another form.
#[track_caller]
fn assert_proven(call: Call<Test>) {
	let refused = |change: &dyn Fn(&mut SemaphoreProof), refusal| {
		let mut changed = call.clone();
		change(proof_of(&mut changed));
		// The account of a session consents to it all the same.
		if let Call::open_session { epoch, proof, account, consent } = &mut changed {
			let agreed = words::session_consent::<Test>(*epoch, account, proof.nullifier);
			*consent = MultiSignature::Sr25519(key(1).sign(&agreed.0));
		}
		assert_refused(changed, PersonRefusal::Proof(refusal));
	};
	let invalid = ProofRefusal::Verifier(VerifyError::ProofInvalid);
	refused(&|proof| proof.nullifier = Word::from(1), invalid);
	refused(
		&|proof| proof.nullifier = plus_modulus(proof.nullifier),
		ProofRefusal::NullifierNotInField,
	);
	refused(&|proof| proof.points = published_points(), invalid);
	assert_ok!(submit(call.clone()));
}

/// The points of a proof of something else, which hold there.
fn published_points() -> census_zk_types::Points {
	census_vectors::semaphore::proof(1).proof.points
}

/// The same number, once more than the field has.
fn plus_modulus(word: Word) -> Word {
	let mut carry = 0;
	let mut sum = [0; 32];
	for place in (0..32).rev() {
		let digit = u16::from(word.0[place]) + u16::from(FieldElement::MODULUS.0[place]) + carry;
		sum[place] = digit as u8;
		carry = digit >> 8;
	}
	assert_eq!(carry, 0);
	Word(sum)
}

#[test]
#[ignore = "needs the npm package of the artifacts"]
fn enrolment_with_a_real_proof() {
	run_with_real_proofs(|| {
		assert_proven(enrolment(0));
		next_epoch();
		assert_eq!(person(0).status, Status::Active);
	});
}

#[test]
#[ignore = "needs the npm package of the artifacts"]
fn a_real_proof_by_a_subtrees_member_does_not_enrol_the_subtree() {
	run_with_real_proofs(|| {
		let members = [identity(0, 0), identity(0, 1)];
		let [one, other] = members.each_ref().map(Identity::commitment);
		let subtree = census_zk_host::hash(&one, &other);
		let tickets = tickets(Purpose::Enrol, 0..3, 0, subtree, 0);
		let message = words::enrol_message::<Test>(&tickets);
		let scope = words::knowledge_scope::<Test>();
		// Under the same root, one level further down.
		let group = Group::new(&[one, other, knowledge::salt(&subtree)]).unwrap();
		assert_eq!(group.root(), knowledge::root(&subtree));
		for member in &members {
			let deep = circuit(2);
			let proof = deep.prove(member, &group, &message.into(), &scope.into()).unwrap();
			census_prover::verify(&proof).unwrap();
			let with = |proof| Call::enrol { tickets: tickets.clone(), proof: Box::new(proof) };
			assert_refused(with(proof.clone()), PersonRefusal::KnowledgeDepth);
			let shallow = SemaphoreProof { merkle_tree_depth: 1, ..proof };
			let refusal = PersonRefusal::Proof(ProofRefusal::Verifier(VerifyError::ProofInvalid));
			assert_refused(with(shallow), refusal);
			// In a circuit of depth 1 there is no room for the way up.
			let path = group.merkle_proof_of(&member.commitment()).unwrap();
			assert!(KNOWLEDGE.prove_with(member, &path, &message.into(), &scope.into()).is_err());
		}
	});
}

#[test]
#[ignore = "needs the npm package of the artifacts"]
fn renewal_with_a_real_proof() {
	run_with_real_proofs(|| {
		let current = &real_people(1)[0];
		// In the last third of its time.
		System::set_block_number(person(0).expires_at - VALID_FOR / 4);
		let by = |identity: &Identity| {
			let tickets = quorum(Purpose::Renew, 0, current, 0);
			let message = words::renew_message::<Test>(0, 0, &tickets);
			let proof = know(identity, message, words::knowledge_scope::<Test>());
			Call::renew { person: 0, tickets, proof }
		};
		let mut strangers = by(&identity(7, 0));
		assert_refused(strangers.clone(), PersonRefusal::KnowledgeRoot);
		proof_of(&mut strangers).merkle_tree_root = knowledge::root(&current.commitment()).into();
		assert_refused(
			strangers,
			PersonRefusal::Proof(ProofRefusal::Verifier(VerifyError::ProofInvalid)),
		);
		assert_proven(by(current));
	});
}

#[test]
#[ignore = "needs the npm package of the artifacts"]
fn rotation_with_real_proofs() {
	run_with_real_proofs(|| {
		let current = &real_people(1)[0];
		let new = identity(0, 1);
		// The current identity's proof by another, and the new one's.
		let call = rotation(0, current, &new);
		let Call::rotate { commitment, current: shown, proof, .. } = call.clone() else {
			unreachable!("it is a rotation")
		};
		let mut thiefs = shown.clone();
		thiefs.points = proof.points;
		let stolen = Call::rotate { person: 0, commitment, current: thiefs, proof };
		assert_refused(
			stolen,
			PersonRefusal::Proof(ProofRefusal::Verifier(VerifyError::ProofInvalid)),
		);
		assert_proven(call);
		next_epoch();
		assert_eq!(person(0).commitment, new.commitment());
		assert_proven(act(&new, quota(0), declare(1)));
	});
}

#[test]
#[ignore = "needs the npm package of the artifacts"]
fn recovery_veto_and_a_new_enrolment_with_real_proofs() {
	run_with_real_proofs(|| {
		let current = &real_people(1)[0];
		let new = identity(0, 1);
		assert_proven(recovery(0, 0, &new));
		let message = words::veto_message::<Test>(0, 1, &new.commitment().into());
		let proof = know(current, message, words::veto_scope::<Test>(0, 1));
		assert_proven(Call::veto { person: 0, proof });
		assert_eq!(person(0).status, Status::Ended(EndReason::Vetoed));
		let newest = identity(0, 2);
		let tickets = quorum(Purpose::Enrol, 0, &newest, 0);
		let message = words::enrol_message::<Test>(&tickets);
		let proof = know(&newest, message, words::knowledge_scope::<Test>());
		assert_proven(Call::enrol { tickets, proof });
		next_epoch();
		assert_eq!(person(1).commitment, newest.commitment());
	});
}

#[test]
#[ignore = "needs the npm package of the artifacts"]
fn acts_with_real_proofs() {
	run_with_real_proofs(|| {
		let people = real_people(3);
		let scope = quota(0);
		let first = act(&people[0], scope, declare(1));
		assert_proven(first.clone());
		assert_refused(first, PersonRefusal::NullifierUsed);
		// The same person again, with another statement and a proof of its own.
		let again = act(&people[0], scope, declare(2));
		assert_refused(again, PersonRefusal::NullifierUsed);
		assert_ok!(submit(act(&people[1], scope, declare(1))));
		// Lifted to another call, with the message that goes with that.
		let mut lifted = act(&people[2], scope, declare(1));
		let Call::act_as { call, proof, .. } = &mut lifted else { unreachable!("it is an act") };
		**call = declare(2);
		proof.message = words::act_message::<Test>(&scope, 0, call);
		assert_refused(
			lifted,
			PersonRefusal::Proof(ProofRefusal::Verifier(VerifyError::ProofInvalid)),
		);
		// Who does not stand in the tree finds no way up to its root.
		let outsider = identity(7, 0);
		let path = merkle_proof(epoch(), people[2].commitment()).unwrap();
		let path = MerkleProof { leaf: outsider.commitment(), ..path };
		let message = words::act_message::<Test>(&scope, 0, &declare(1));
		let word = words::scope_word::<Test>(&scope);
		if let Ok(proof) = ACT.prove_with(&outsider, &path, &message.into(), &word.into()) {
			assert_refused(act_as(scope, 0, proof, declare(1)), PersonRefusal::EpochRoot);
		}
		// A poll goes on under the root that it pinned, for an identity that was rotated away.
		next_pin();
		let poll = application(open_scope(Slots::Electorate, 30).scope);
		assert_ok!(submit(rotation(0, &people[0], &identity(0, 1))));
		next_epoch();
		assert_proven(act(&people[0], poll, declare(1)));
	});
}

#[test]
#[ignore = "needs the npm package of the artifacts"]
fn a_session_with_a_real_proof() {
	run_with_real_proofs(|| {
		let people = real_people(2);
		let (epoch, account) = (epoch(), funded(1));
		let message = words::session_message::<Test>(epoch, &account);
		let proof = stand(&people[0], &PersonScope::Session { epoch }, message);
		let agreed = words::session_consent::<Test>(epoch, &account, proof.nullifier);
		let consent = MultiSignature::Sr25519(key(1).sign(&agreed.0));
		assert_proven(Call::open_session { epoch, proof, account: account.clone(), consent });
		assert_ok!(Personhood::as_alias(by(account), epoch, Box::new(declare(1))));
	});
}
