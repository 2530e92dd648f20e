//! Veto: the current identity against a recovery.

use super::recover::{recovery, recovery_by, take_effect};
use crate::{mock::*, *};
use census_primitives::{PersonId, PersonRefusal, ProofRefusal, VerifyError};
use census_zk_types::Word;
use frame_support::assert_ok;

/// The veto of a person's recovery by an identity.
pub(super) fn veto(id: PersonId, identity: Identity) -> Call<Test> {
	let Person { recoveries, recovery, .. } = person(id);
	let commitment = recovery.map_or(Word::from(0), |recovery| recovery.commitment.into());
	let message = words::veto_message::<Test>(id, recoveries, &commitment);
	let scope = words::veto_scope::<Test>(id, recoveries);
	Call::veto { person: id, proof: Box::new(identity.prove_knowledge(message, scope)) }
}

#[test]
fn a_veto_ends_the_person() {
	run(|| {
		let identity = people(2)[0];
		assert_ok!(submit(recovery(0, 0, Identity::of(0, 1), 0..3)));
		let valid = authorized(&veto(0, identity).into()).unwrap();
		assert_eq!(valid.longevity, RECOVERY_DELAY);
		assert_ok!(submit(veto(0, identity)));
		let reason = EndReason::Vetoed;
		assert!(events()
			.ends_with(&[Event::RecoveryVetoed { person: 0 }, Event::Ended { person: 0, reason }]));
		assert_eq!((person(0).status, person(0).recovery), (Status::Ended(reason), None));
		assert_eq!(LivePersons::<Test>::get().all(), 1);
		check_state();
		next_epoch();
		assert_eq!(CurrentEpoch::<Test>::get().members, 1);
		assert!(merkle_proof(epoch(), identity.commitment()).is_none());
	});
}

#[test]
fn a_thief_who_rotates_and_vetoes_holds_nothing_and_the_human_enrols_anew() {
	run(|| {
		// The thief has the key of human 0, and the human its papers.
		let stolen = people(2)[0];
		let thiefs = Identity::of(99, 0);
		assert_ok!(submit(rotation(0, stolen, thiefs)));
		next_epoch();
		assert_ok!(submit(recovery(0, 0, Identity::of(0, 1), 0..3)));
		let spare = tickets(Purpose::Recover, 0..3, 0, Identity::of(0, 9).commitment(), 1);
		assert_ok!(submit(veto(0, thiefs)));

		for refused in [
			rotation(0, thiefs, Identity::of(99, 1)),
			veto(0, thiefs),
			recovery_by(0, Identity::of(0, 9), spare),
		] {
			assert!(authorized(&refused.into()).is_err());
		}
		let new = Identity::of(0, 2);
		let anew = enrol_by(0, new, 0..3).unwrap();
		next_epoch();
		assert_eq!((anew, person(anew).status), (2, Status::Active));
		for gone in [stolen, thiefs] {
			assert!(merkle_proof(epoch(), gone.commitment()).is_none());
		}
		// The thief has nothing by which to veto that person's recovery.
		assert_ok!(submit(recovery(anew, 0, Identity::of(0, 3), 0..3)));
		assert_refused(veto(anew, thiefs), PersonRefusal::KnowledgeRoot);
	});
}

#[test]
fn a_veto_after_a_rotation_is_the_new_identitys() {
	run(|| {
		let old = people(1)[0];
		let new = Identity::of(0, 5);
		assert_ok!(submit(recovery(0, 0, Identity::of(0, 1), 0..3)));
		assert_ok!(submit(rotation(0, old, new)));
		assert_refused(veto(0, old), PersonRefusal::KnowledgeRoot);
		assert_ok!(submit(veto(0, new)));
		next_epoch();
		assert_eq!(CurrentEpoch::<Test>::get().members, 0);
	});
}

#[test]
fn there_must_be_a_recovery_that_is_not_due() {
	run(|| {
		let identity = people(1)[0];
		assert_refused(veto(0, identity), PersonRefusal::NoRecovery);
		assert_ok!(submit(recovery(0, 0, Identity::of(0, 1), 0..3)));
		let due = now() + RECOVERY_DELAY;
		let late: RuntimeCall = veto(0, identity).into();
		// The sweep has not come to it, but its time has.
		System::set_block_number(due);
		assert_refused(late.clone(), PersonRefusal::NoRecovery);
		System::set_block_number(due - 1);
		assert_ok!(submit(late));
	});
}

#[test]
fn whose_time_is_over_vetoes_no_more() {
	run(|| {
		let identity = people(1)[0];
		System::set_block_number(person(0).expires_at - 1);
		assert_ok!(submit(recovery(0, 0, Identity::of(0, 1), 0..3)));
		let veto: RuntimeCall = veto(0, identity).into();
		assert_ok!(authorized(&veto));
		// No sweep has come to it.
		System::set_block_number(person(0).expires_at);
		assert_refused(veto, PersonRefusal::PersonEnded);
	});
}

#[test]
fn only_the_current_identity_vetoes() {
	run(|| {
		let identities = people(2);
		let new = Identity::of(0, 1);
		assert_ok!(submit(recovery(0, 0, new, 0..3)));
		assert_refused(veto(0, identities[1]), PersonRefusal::KnowledgeRoot);
		assert_refused(veto(0, new), PersonRefusal::KnowledgeRoot);
		let Call::veto { proof, .. } = veto(0, identities[0]) else { unreachable!() };
		let mut forged = proof.clone();
		forged.points = [Word::from(99); 8];
		assert_refused(
			Call::veto { person: 0, proof: forged },
			PersonRefusal::Proof(ProofRefusal::Verifier(VerifyError::ProofInvalid)),
		);
		let person = 9;
		assert_refused(Call::veto { person, proof }, PersonRefusal::PersonAhead);
	});
}

#[test]
fn a_veto_is_of_one_recovery() {
	run(|| {
		let identity = people(1)[0];
		assert_ok!(submit(recovery(0, 0, Identity::of(0, 1), 0..3)));
		let first: RuntimeCall = veto(0, identity).into();
		take_effect(0);
		next_epoch();
		assert_ok!(submit(recovery(0, 0, Identity::of(0, 2), 0..3)));
		assert_refused(first, PersonRefusal::ProofScope);
	});
}
