use crate::{mock::*, *};
use census_primitives::{CircuitId, CircuitRefusal, Circuits as _};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

type Refusal = Error<Test>;

/// That a circuit with one input verifies nothing, and that nothing stands that was proven before.
#[track_caller]
fn assert_stopped(circuit: CircuitId) {
	let [before, new] = [1, 7].map(|input| claim(&[input]));
	let refused = Err(CircuitRefusal::CircuitNotActive);
	assert_eq!(CircuitsPallet::view(&circuit).unwrap().status, CircuitStatus::Revoked);
	assert_eq!(CircuitsPallet::verify(&circuit, &new.inputs, &new.proof), refused);
	assert!(!CircuitsPallet::verifies(&circuit));
	assert_eq!(CircuitsPallet::inputs(&circuit), None);
	assert_eq!(hold(circuit), refused);
	assert_refused(|| submit(OTHER, circuit, &new), Refusal::CircuitNotActive);
	let batch = || {
		let batch = vec![new.clone()].try_into().expect("a batch");
		let done = CircuitsPallet::submit_proofs(by(OTHER), circuit, batch);
		done.map(drop).map_err(|refused| refused.error)
	};
	assert_refused(batch, Refusal::CircuitNotActive);
	assert!(!CircuitsPallet::proven(&circuit, &before.inputs));
}

#[test]
fn only_governance_revokes() {
	run(|| {
		let id = active(1);
		let key_hash = CircuitsPallet::view(&id).unwrap().key_hash.0;
		for origin in [by(REGISTRANT), by(OTHER), RuntimeOrigin::none()] {
			assert_noop!(CircuitsPallet::revoke(origin, key_hash), DispatchError::BadOrigin);
		}
		assert_ok!(CircuitsPallet::revoke(RuntimeOrigin::root(), key_hash));
		assert_eq!(last_event(), Event::KeyRevoked { key_hash });
		assert!(CircuitsPallet::is_key_revoked(&key_hash));
		assert_refused(
			|| CircuitsPallet::revoke(RuntimeOrigin::root(), key_hash),
			Refusal::KeyRevoked,
		);
	});
}

/// As `docs/reference/circuits.md` describes it to those who propose to bar a key.
#[test]
fn a_key_is_named_by_the_hash_of_its_bytes() {
	run(|| {
		let id = active(1);
		let key = CircuitsPallet::key(&id).unwrap();
		let key_hash = sp_io::hashing::blake2_256(&key);
		assert_eq!(key, Setup::new(1).key());
		assert_eq!(CircuitsPallet::view(&id).unwrap().key_hash.0, key_hash);
		assert_ok!(CircuitsPallet::revoke(RuntimeOrigin::root(), key_hash));
		assert_stopped(id);
	});
}

#[test]
fn a_revoked_circuit_never_comes_back() {
	run(|| {
		for moves in 0..3 {
			let definition = definition(moves);
			let id = definition.id();
			assert_ok!(register(REGISTRANT, definition));
			if moves > 0 {
				assert_ok!(CircuitsPallet::activate(by(REGISTRANT), id));
			}
			if moves > 1 {
				assert_ok!(CircuitsPallet::deprecate(by(REGISTRANT), id));
			}
			assert_ok!(revoke(moves));
			assert_eq!(CircuitsPallet::view(&id).unwrap().status, CircuitStatus::Revoked);
			let refused = if moves > 0 { Refusal::NotProposed } else { Refusal::KeyRevoked };
			assert_refused(|| CircuitsPallet::activate(by(REGISTRANT), id), refused);
			assert_refused(
				|| CircuitsPallet::deprecate(by(REGISTRANT), id),
				Refusal::CircuitNotActive,
			);
			assert_eq!(hold(id), Err(CircuitRefusal::CircuitNotActive));
		}
	});
}

/// Whatever its names, its registrant and its state, and whoever holds it.
#[test]
fn every_circuit_with_a_revoked_key_stops_in_the_same_call() {
	run(|| {
		let one = active(1);
		let other = activated(renamed(definition(1)));
		let proposed = renamed(renamed(definition(1)));
		assert_ok!(register(OTHER, proposed.clone()));
		let another_key = active(2);
		for circuit in [one, other] {
			assert_eq!(hold(circuit), Ok(()));
			assert_ok!(submit(OTHER, circuit, &claim(&[1])));
		}
		assert_ok!(CircuitsPallet::deprecate(by(REGISTRANT), other));

		assert_ok!(revoke(1));
		for circuit in [one, other, proposed.id()] {
			assert_stopped(circuit);
		}
		assert_refused(|| CircuitsPallet::activate(by(OTHER), proposed.id()), Refusal::KeyRevoked);
		// They stay until they are let go, and no longer.
		for circuit in [one, other] {
			assert_refused(
				|| CircuitsPallet::remove(by(REGISTRANT), circuit),
				Refusal::CircuitInUse,
			);
			release(circuit);
			assert_ok!(CircuitsPallet::remove(by(REGISTRANT), circuit));
		}
		assert_ok!(CircuitsPallet::remove(by(OTHER), proposed.id()));

		let claim = claim(&[3, 4]);
		assert_eq!(CircuitsPallet::verify(&another_key, &claim.inputs, &claim.proof), Ok(()));
		assert_eq!(CircuitsPallet::view(&another_key).unwrap().status, CircuitStatus::Active);
	});
}

#[test]
fn no_name_brings_a_revoked_key_back() {
	run(|| {
		let mut others = vec![definition(1); 4];
		others[1] = renamed(definition(1));
		others[2].layout.program = [9; 32];
		others[3].layout.transcript = [9; 32];
		let refused = || {
			for other in &others {
				for who in [REGISTRANT, OTHER] {
					assert_refused(|| register(who, other.clone()), Refusal::KeyRevoked);
				}
			}
		};
		let circuit = active(1);
		assert_ok!(revoke(1));
		refused();
		// Nor where nothing is left of it.
		assert_ok!(CircuitsPallet::remove(by(REGISTRANT), circuit));
		refused();
	});
}

#[test]
fn a_key_is_barred_before_anybody_registers_it() {
	run(|| {
		assert_ok!(revoke(1));
		assert_refused(|| register(REGISTRANT, definition(1)), Refusal::KeyRevoked);
		assert_refused(|| register(REGISTRANT, renamed(definition(1))), Refusal::KeyRevoked);
		assert_ok!(register(REGISTRANT, definition(2)));
	});
}

/// A registrant sees a revocation coming: the proposal waits in the open.
#[test]
fn removing_a_circuit_ahead_of_its_revocation_saves_nothing() {
	run(|| {
		let circuit = active(1);
		assert_ok!(submit(OTHER, circuit, &claim(&[1])));
		assert_ok!(CircuitsPallet::deprecate(by(REGISTRANT), circuit));
		assert_ok!(CircuitsPallet::remove(by(REGISTRANT), circuit));
		assert_ok!(revoke(1));
		assert_refused(|| register(REGISTRANT, renamed(definition(1))), Refusal::KeyRevoked);
		assert!(!CircuitsPallet::proven(&circuit, &claim(&[1]).inputs));
	});
}

/// What a hash cannot do: the same key has other forms, which take the same proofs.
#[test]
fn an_equivalent_key_under_other_bytes_is_another_key() {
	run(|| {
		let circuit = active(1);
		let claim = claim(&[1]);
		assert_ok!(revoke(1));
		assert_stopped(circuit);
		let mut setup = Setup::new(1);
		setup.alpha += setup.alpha;
		setup.beta /= ark_bn254::Fr::from(2);
		let other = activated(define(setup.key(), names(1)));
		assert_eq!(CircuitsPallet::verify(&other, &claim.inputs, &claim.proof), Ok(()));
		// Who relies on a circuit names its id, and this is another.
		assert_ne!(other, circuit);
	});
}

/// What is barred by a hash must be found by it.
#[test]
fn a_wrong_hash_in_the_state_is_found() {
	let find = |spoil: fn(CircuitId)| {
		externalities().execute_with(|| {
			let circuit = active(1);
			assert_ok!(submit(OTHER, circuit, &claim(&[1])));
			assert!(CircuitsPallet::do_try_state().is_ok());
			spoil(circuit);
			CircuitsPallet::do_try_state().unwrap_err()
		})
	};
	let of_circuit = find(|circuit| {
		Circuits::<Test>::mutate(circuit, |it| it.as_mut().unwrap().key_hash[0] ^= 1);
	});
	assert_eq!(of_circuit, DispatchError::Other("a circuit's hash is not that of its key"));
	let of_statement = find(|circuit| {
		let statement = statement_hash(&circuit, &claim(&[1]).inputs);
		Statements::<Test>::mutate(statement, |it| it.as_mut().unwrap().key_hash[0] ^= 1);
	});
	let expected = "a statement's hash is not that of its circuit's key";
	assert_eq!(of_statement, DispatchError::Other(expected));
}
