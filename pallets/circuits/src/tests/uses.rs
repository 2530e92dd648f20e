use crate::{mock::*, *};
use census_primitives::{CircuitRefusal, Circuits as _, VerifyError};
use frame_support::assert_ok;

#[test]
fn holds_are_counted() {
	run(|| {
		let circuit = active(1);
		for users in 1..=3 {
			assert_eq!(hold(circuit), Ok(()));
			assert_eq!(CircuitsPallet::view(&circuit).unwrap().users, users);
		}
		release(circuit);
		assert_eq!(CircuitsPallet::view(&circuit).unwrap().users, 2);
	});
}

#[test]
fn a_deprecated_circuit_verifies_for_those_who_hold_it_until_they_let_go() {
	run(|| {
		let circuit = active(2);
		let claim = claim(&[5, 6]);
		assert_eq!(hold(circuit), Ok(()));
		assert_ok!(CircuitsPallet::deprecate(by(REGISTRANT), circuit));
		assert_eq!(CircuitsPallet::verify(&circuit, &claim.inputs, &claim.proof), Ok(()));
		release(circuit);
		assert_ok!(CircuitsPallet::remove(by(REGISTRANT), circuit));
		assert_eq!(
			CircuitsPallet::verify(&circuit, &claim.inputs, &claim.proof),
			Err(CircuitRefusal::CircuitNotFound)
		);
	});
}

#[test]
fn verifying_in_place_writes_nothing() {
	run(|| {
		let circuit = active(2);
		let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
		let mut claim = claim(&[5, 6]);
		assert_eq!(CircuitsPallet::verify(&circuit, &claim.inputs, &claim.proof), Ok(()));
		claim.inputs[1] = claim.inputs[0];
		assert_eq!(
			CircuitsPallet::verify(&circuit, &claim.inputs, &claim.proof),
			Err(CircuitRefusal::Verifier(VerifyError::ProofInvalid))
		);
		assert_eq!(sp_io::storage::root(sp_runtime::StateVersion::V1), before);
	});
}

#[test]
fn verifying_weighs_by_the_number_of_inputs() {
	let weigh = CircuitsPallet::verify_weight;
	assert!(weigh(64).ref_time() > weigh(1).ref_time());
	assert_eq!(weigh(7), <() as WeightInfo>::verify_in_place(7));
}

#[test]
fn a_wrong_count_of_users_is_found() {
	externalities().execute_with(|| {
		let circuit = active(1);
		assert_eq!(hold(circuit), Ok(()));
		assert!(CircuitsPallet::check_users([circuit].into_iter()).is_ok());
		assert!(CircuitsPallet::check_users([].into_iter()).is_err());
		assert!(CircuitsPallet::check_users([circuit, circuit].into_iter()).is_err());
		assert!(CircuitsPallet::check_users([circuit, [0; 32]].into_iter()).is_err());
	});
}

#[test]
fn no_user_more_than_can_be_counted() {
	externalities().execute_with(|| {
		let circuit = active(1);
		Circuits::<Test>::mutate(circuit, |circuit| circuit.as_mut().unwrap().users = u32::MAX);
		assert_eq!(CircuitsPallet::hold(&circuit), Err(CircuitRefusal::CircuitNotActive));
		assert_eq!(CircuitsPallet::view(&circuit).unwrap().users, u32::MAX);
	});
}
