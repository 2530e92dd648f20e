//! Rotation: a new commitment by the word of the old one's identity.

use super::recover::recovery;
use crate::{
	mock::{ideal, *},
	*,
};
use census_primitives::{PersonId, PersonRefusal, ProofRefusal, VerifyError};
use census_zk_types::{FieldElement, SemaphoreProof, Word};
use frame_support::assert_ok;

/// The parts of a rotation.
fn parts(call: Call<Test>) -> (Word, SemaphoreProof, SemaphoreProof) {
	let Call::rotate { commitment, current, proof, .. } = call else { unreachable!() };
	(commitment, *current, *proof)
}

fn rotate(
	id: PersonId,
	commitment: Word,
	current: SemaphoreProof,
	proof: SemaphoreProof,
) -> Call<Test> {
	Call::rotate { person: id, commitment, current: Box::new(current), proof: Box::new(proof) }
}

/// The block in which a person may rotate again.
fn wait(id: PersonId) {
	run_to(person(id).may_rotate_at);
}

#[test]
fn a_new_commitment_takes_the_old_ones_place_with_the_next_epoch() {
	run(|| {
		let old = people(2)[1];
		let new = Identity::of(1, 1);
		let (place, root) = (person(1).place, CurrentEpoch::<Test>::get().root);
		assert_ok!(submit(rotation(1, old, new)));
		let commitment = new.commitment();
		assert_eq!(last_event(), Event::Rotated { person: 1, commitment, rotations: 1 });
		// In the present tree nothing moves before the epoch ends.
		assert_eq!(CurrentEpoch::<Test>::get().root, root);
		assert!(merkle_proof(epoch(), old.commitment()).is_some());
		assert!(merkle_proof(epoch(), commitment).is_none());
		assert_eq!(person(1).status, Status::Active);
		check_state();
		next_epoch();
		assert_eq!(person(1).commitment, commitment);
		assert_eq!(person(1).place, place);
		assert!(merkle_proof(epoch(), commitment).is_some());
		assert!(merkle_proof(epoch(), old.commitment()).is_none());
		assert_eq!(CurrentEpoch::<Test>::get().members, 2);
		// The old one's time is over.
		wait(1);
		assert_refused(rotation(1, old, Identity::of(1, 2)), PersonRefusal::KnowledgeRoot);
		assert_ok!(submit(rotation(1, new, Identity::of(1, 2))));
	});
}

#[test]
fn rotations_have_a_cool_down() {
	run(|| {
		let old = people(1)[0];
		let new = Identity::of(0, 1);
		assert_ok!(submit(rotation(0, old, new)));
		let may = now() + ROTATION_COOLDOWN;
		assert_eq!(person(0).may_rotate_at, may);
		assert_refused(rotation(0, old, Identity::of(0, 2)), PersonRefusal::KnowledgeRoot);
		assert_refused(rotation(0, new, Identity::of(0, 2)), PersonRefusal::RotationTooSoon);
		run_to(may - 1);
		let again: RuntimeCall = rotation(0, new, Identity::of(0, 2)).into();
		assert_refused(again.clone(), PersonRefusal::RotationTooSoon);
		next_block();
		assert_ok!(submit(again));
	});
}

#[test]
fn only_an_active_person_rotates() {
	run(|| {
		enrol(0);
		let (old, new) = (Identity::of(0, 0), Identity::of(0, 1));
		assert_refused(rotation(0, old, new), PersonRefusal::PersonPending);
		next_epoch();
		let expires_at = person(0).expires_at;
		let (commitment, current, proof) = parts(rotation(0, old, new));
		assert_refused(rotate(9, commitment, current, proof), PersonRefusal::PersonAhead);
		// Its time is over, and no sweep has come to it.
		System::set_block_number(expires_at);
		assert_refused(rotation(0, old, new), PersonRefusal::PersonEnded);
		System::set_block_number(expires_at - 1);
		let last: RuntimeCall = rotation(0, old, new).into();
		assert_eq!(authorized(&last).unwrap().longevity, 1);
		assert_ok!(Personhood::withdraw(by(controller(0)), 0, tag(0, 0)));
		assert_refused(last, PersonRefusal::PersonEnded);
	});
}

#[test]
fn a_rotation_needs_both_identities() {
	run(|| {
		let identities = people(2);
		let (old, new, other) = (identities[0], Identity::of(0, 1), identities[1]);
		assert_refused(rotation(0, other, new), PersonRefusal::KnowledgeRoot);
		let (commitment, current, proof) = parts(rotation(0, old, new));
		assert_refused(
			rotate(0, commitment, proof.clone(), proof.clone()),
			PersonRefusal::KnowledgeRoot,
		);
		assert_refused(
			rotate(0, commitment, current.clone(), current.clone()),
			PersonRefusal::KnowledgeRoot,
		);
		let mut forged = proof.clone();
		forged.points = [Word::from(99); 8];
		let invalid = PersonRefusal::Proof(ProofRefusal::Verifier(VerifyError::ProofInvalid));
		assert_refused(rotate(0, commitment, current.clone(), forged.clone()), invalid);
		let mut forged = current.clone();
		forged.points = [Word::from(99); 8];
		assert_refused(rotate(0, commitment, forged, proof.clone()), invalid);
		assert_ok!(submit(rotate(0, commitment, current, proof)));
	});
}

#[test]
fn a_ghost_cannot_be_rotated_to() {
	run(|| {
		let identities = people(2);
		let (one, two) = (identities[0].commitment(), identities[1].commitment());
		let ghost = census_zk_host::hash(&one, &two);
		let commitment = Word::from(ghost);
		let message = words::rotation_message::<Test>(0, 0, &commitment);
		let scope = words::rotation_scope::<Test>(0, 0);
		let current = identities[0].prove_knowledge(message, scope);
		let salt = knowledge::salt(&ghost);
		let by = |depth, path: &[FieldElement]| {
			let path = (0, path.to_vec());
			let proof = identities[0].prove(depth, path, message, scope);
			rotate(0, commitment, current.clone(), proof)
		};
		assert_refused(by(1, &[two]), PersonRefusal::KnowledgeRoot);
		assert_refused(by(2, &[two, salt]), PersonRefusal::KnowledgeDepth);
		assert_refused(by(1, &[two, salt]), PersonRefusal::KnowledgeRoot);
	});
}

#[test]
fn a_rotations_proofs_serve_no_other() {
	run(|| {
		let old = people(1)[0];
		let new = Identity::of(0, 1);
		let (commitment, current, proof) = parts(rotation(0, old, new));
		// With another commitment.
		let other = Identity::of(0, 2);
		let (other_commitment, _, other_proof) = parts(rotation(0, old, other));
		assert_refused(
			rotate(0, other_commitment, current.clone(), other_proof),
			PersonRefusal::ProofMessage,
		);
		// A second time, when the counter has risen.
		assert_ok!(submit(rotate(0, commitment, current.clone(), proof.clone())));
		next_epoch();
		wait(0);
		assert_refused(rotate(0, commitment, current, proof), PersonRefusal::CommitmentUsed);
		// Under other points it is the same to a pool.
		let (commitment, current, proof) = parts(rotation(0, new, other));
		let provides = |current, proof| {
			authorized(&rotate(0, commitment, current, proof).into()).unwrap().provides
		};
		assert_eq!(
			provides(ideal::rerandomised(&current), ideal::rerandomised(&proof)),
			provides(current, proof)
		);
	});
}

#[test]
fn commitments_are_fresh_and_of_the_field() {
	run(|| {
		let identities = people(2);
		assert_refused(rotation(0, identities[0], identities[1]), PersonRefusal::CommitmentUsed);
		assert_refused(rotation(0, identities[0], identities[0]), PersonRefusal::CommitmentUsed);
		let (_, current, proof) = parts(rotation(0, identities[0], Identity::of(0, 1)));
		for bad in [Word::from(0), FieldElement::MODULUS] {
			assert_refused(
				rotate(0, bad, current.clone(), proof.clone()),
				PersonRefusal::CommitmentNotInField,
			);
		}
	});
}

#[test]
fn rotating_does_not_cancel_a_recovery() {
	run(|| {
		let thief = people(1)[0];
		let recovered = Identity::of(0, 1);
		assert_ok!(submit(recovery(0, 0, recovered, 0..3)));
		let effective_at = now() + RECOVERY_DELAY;
		assert_ok!(submit(rotation(0, thief, Identity::of(0, 2))));
		next_epoch();
		run_to(effective_at - 1);
		// And again in the last moment, so that a change is pending.
		assert_ok!(submit(rotation(0, Identity::of(0, 2), Identity::of(0, 3))));
		while person(0).recovery.is_some() {
			next_block();
		}
		next_epoch();
		assert_eq!(person(0).commitment, recovered.commitment());
		assert!(merkle_proof(epoch(), recovered.commitment()).is_some());
		assert_eq!((person(0).rotations, person(0).recoveries), (2, 1));
	});
}
