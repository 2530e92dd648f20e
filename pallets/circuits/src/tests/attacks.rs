//! What an attacker would try, each by its name.

use crate::{mock::*, *};
use ark_bn254::{Fq, Fr};
use ark_ff::PrimeField;
use census_primitives::{CircuitRefusal, Circuits as _};
use census_zk_types::Word;
use frame_support::assert_ok;
use points::{add_modulus, add_one, g2, outside_subgroup};

type Refusal = Error<Test>;

/// Where the points of a key begin.
const ALPHA: usize = 0;
const BETA: usize = 64;
const GAMMA: usize = 192;
const DELTA: usize = 320;
const IC: usize = 448;

/// A key with two inputs, changed.
fn changed(change: impl FnOnce(&mut Vec<u8>)) -> Definition {
	let mut key = Setup::new(2).key();
	change(&mut key);
	define(key, names(2))
}

#[test]
fn an_unchecked_key_cannot_be_registered() {
	run(|| {
		for point in [ALPHA, BETA, GAMMA, DELTA, IC, IC + 64, IC + 128] {
			let off_curve = changed(|key| add_one(&mut key[point..], 0));
			assert_refused(|| register(REGISTRANT, off_curve), Refusal::KeyPointNotOnCurve);
			let out_of_range = changed(|key| add_modulus::<Fq>(&mut key[point..], 1));
			assert_refused(|| register(REGISTRANT, out_of_range), Refusal::KeyCoordinateNotInField);
		}
		for point in [BETA, GAMMA, DELTA] {
			let outside = g2(outside_subgroup());
			let outside = changed(|key| key[point..point + 128].copy_from_slice(&outside));
			assert_refused(|| register(REGISTRANT, outside), Refusal::KeyPointNotInSubgroup);
		}
	});
}

#[test]
fn a_key_with_an_identity_cannot_be_registered() {
	run(|| {
		for (point, length) in [(ALPHA, 64), (BETA, 128), (GAMMA, 128), (DELTA, 128)] {
			let identity = changed(|key| key[point..point + length].fill(0));
			assert_refused(|| register(REGISTRANT, identity), Refusal::KeyPointAtInfinity);
		}
	});
}

/// With an identity among the IC points the input it belongs to could be anything.
#[test]
fn an_identity_ic_point_cannot_be_registered() {
	run(|| {
		for index in 0..=2 {
			let identity = changed(|key| key[IC + 64 * index..][..64].fill(0));
			assert_refused(|| register(REGISTRANT, identity), Refusal::KeyPointAtInfinity);
		}
	});
}

#[test]
fn a_wrong_number_of_ic_points_cannot_be_registered() {
	run(|| {
		let one_less = changed(|key| key.truncate(key.len() - 64));
		assert_refused(|| register(REGISTRANT, one_less), Refusal::NameCount);
		let one_more = changed(|key| key.extend_from_within(IC..IC + 64));
		assert_refused(|| register(REGISTRANT, one_more), Refusal::NameCount);
		let none = define(Setup::new(0).key()[..IC].to_vec(), vec![]);
		assert_refused(|| register(REGISTRANT, none), Refusal::KeyLength);
	});
}

#[test]
fn a_key_with_trailing_bytes_cannot_be_registered() {
	run(|| {
		for more in [1, 32, 63] {
			let longer = changed(|key| key.extend(vec![0; more]));
			assert_refused(|| register(REGISTRANT, longer), Refusal::KeyLength);
		}
		let shorter = changed(|key| key.truncate(key.len() - 1));
		assert_refused(|| register(REGISTRANT, shorter), Refusal::KeyLength);
		assert_refused(|| register(REGISTRANT, define(vec![], vec![])), Refusal::KeyLength);
	});
}

/// How anybody forges under each is in `zk/groth16/tests/forgeable_keys.rs`.
#[test]
fn a_key_under_which_anybody_forges_cannot_be_registered() {
	run(|| {
		for (from, to, length) in [
			(GAMMA, DELTA, 128),
			(GAMMA, BETA, 128),
			(DELTA, BETA, 128),
			(IC, ALPHA, 64),
			(IC, IC + 64, 64),
			(IC + 64, IC + 128, 64),
		] {
			let same = changed(|key| key.copy_within(from..from + length, to));
			assert_refused(|| register(REGISTRANT, same), Refusal::KeyForgeable);
			let opposite = changed(|key| {
				key.copy_within(from..from + length, to);
				// Each half of a coordinate of a point on the twist.
				for place in (to + length / 2..to + length).step_by(32) {
					let negated = -Fq::from_be_bytes_mod_order(&key[place..place + 32]);
					key[place..place + 32].copy_from_slice(&points::number(negated));
				}
			});
			assert_refused(|| register(REGISTRANT, opposite), Refusal::KeyForgeable);
		}
	});
}

/// As a key looks that was copied with the halves of its numbers in the wrong order.
#[test]
fn a_key_with_swapped_halves_cannot_be_registered() {
	run(|| {
		for point in [BETA, GAMMA] {
			for coordinates in 1..=2 {
				let mut swapped = UNIREP.0.clone();
				let mut key = swapped.key.into_inner();
				for coordinate in 0..coordinates {
					key[point + 64 * coordinate..][..64].rotate_left(32);
				}
				swapped.key = key.try_into().unwrap();
				assert_refused(|| register(REGISTRANT, swapped), Refusal::KeyPointNotOnCurve);
			}
		}
	});
}

#[test]
fn longer_keys_and_more_inputs_than_the_most_cannot_even_be_decoded() {
	use codec::{Decode, Encode};
	let long = vec![0u8; MAX_KEY_BYTES as usize + 1].encode();
	assert!(KeyBytes::decode(&mut &long[..]).is_err());
	let many = vec![Word::default(); MAX_INPUTS as usize + 1].encode();
	assert!(Inputs::decode(&mut &many[..]).is_err());
	assert!(InputName::decode(&mut &vec![b'a'; 33].encode()[..]).is_err());
}

#[test]
fn a_circuit_cannot_be_registered_twice() {
	run(|| {
		assert_ok!(register(REGISTRANT, definition(1)));
		let before = held(REGISTRANT);
		for who in [REGISTRANT, OTHER] {
			assert_refused(|| register(who, definition(1)), Refusal::AlreadyRegistered);
		}
		assert_eq!(held(REGISTRANT), before);
	});
}

/// A second form of an input would be a second statement, and a second use of what it names.
#[test]
fn an_input_plus_the_modulus_is_refused() {
	run(|| {
		let circuit = active(2);
		let honest = claim(&[3, 4]);
		assert_ok!(submit(OTHER, circuit, &honest));
		for index in 0..2 {
			let mut claim = honest.clone();
			add_modulus::<Fr>(&mut claim.inputs[index].0, 0);
			assert_refused(|| submit(OTHER, circuit, &claim), Refusal::InputNotInField);
			assert_eq!(
				CircuitsPallet::verify(&circuit, &claim.inputs, &claim.proof),
				Err(CircuitRefusal::InputNotInField)
			);
		}
	});
}

/// Anybody can make another proof of the same statement out of a proof.
#[test]
fn a_rerandomised_proof_does_not_record_a_statement_twice() {
	run(|| {
		let circuit = active(1);
		let first = claim(&[1]);
		assert_ok!(submit(OTHER, circuit, &first));
		// (-A, -B, C) satisfies the same equation.
		let mut second = first.clone();
		for place in [1, 4, 5] {
			let negated = -Fq::from_be_bytes_mod_order(&second.proof[place].0);
			second.proof[place] = Word(points::number(negated).try_into().unwrap());
		}
		assert_ne!(second.proof, first.proof);
		assert_eq!(CircuitsPallet::verify(&circuit, &second.inputs, &second.proof), Ok(()));
		assert_refused(|| submit(OTHER, circuit, &second), Refusal::StatementRecorded);
	});
}

#[test]
fn a_circuit_is_not_removed_while_it_is_held() {
	run(|| {
		let circuit = active(1);
		assert_eq!(hold(circuit), Ok(()));
		assert_eq!(hold(circuit), Ok(()));
		assert_ok!(CircuitsPallet::deprecate(by(REGISTRANT), circuit));
		for _ in 0..2 {
			assert_refused(
				|| CircuitsPallet::remove(by(REGISTRANT), circuit),
				Refusal::CircuitInUse,
			);
			release(circuit);
		}
		assert_ok!(CircuitsPallet::remove(by(REGISTRANT), circuit));
	});
}

#[test]
fn releasing_twice_does_not_go_below_zero() {
	run(|| {
		let circuit = active(1);
		assert_eq!(hold(circuit), Ok(()));
		for _ in 0..3 {
			release(circuit);
		}
		assert_eq!(CircuitsPallet::view(&circuit).unwrap().users, 0);
		assert_eq!(hold(circuit), Ok(()));
		assert_ok!(CircuitsPallet::deprecate(by(REGISTRANT), circuit));
		assert_refused(|| CircuitsPallet::remove(by(REGISTRANT), circuit), Refusal::CircuitInUse);
		release([0; 32]);
		assert_eq!(CircuitsPallet::view(&[0; 32]), None);
	});
}

#[test]
fn a_circuit_revoked_while_held_verifies_for_nobody_and_stays_until_it_is_let_go() {
	run(|| {
		let circuit = active(1);
		let claim = claim(&[1]);
		assert_eq!(hold(circuit), Ok(()));
		assert_ok!(revoke(1));
		assert_eq!(
			CircuitsPallet::verify(&circuit, &claim.inputs, &claim.proof),
			Err(CircuitRefusal::CircuitNotActive)
		);
		assert_refused(|| submit(OTHER, circuit, &claim), Refusal::CircuitNotActive);
		assert_refused(|| CircuitsPallet::remove(by(REGISTRANT), circuit), Refusal::CircuitInUse);
		release(circuit);
		assert_ok!(CircuitsPallet::remove(by(REGISTRANT), circuit));
		assert_eq!(held(REGISTRANT), (0, 0));
	});
}

#[test]
fn what_was_revoked_cannot_be_laundered_by_removing_renaming_and_registering_it() {
	run(|| {
		let circuit = active(1);
		assert_ok!(revoke(1));
		assert_ok!(CircuitsPallet::remove(by(REGISTRANT), circuit));
		for who in [REGISTRANT, OTHER] {
			assert_refused(|| register(who, definition(1)), Refusal::KeyRevoked);
			assert_refused(|| register(who, renamed(definition(1))), Refusal::KeyRevoked);
		}
	});
}

/// An id that somebody squats is no lock on the key.
#[test]
fn a_key_whose_id_is_squatted_is_registered_under_another_name() {
	run(|| {
		assert_ok!(register(OTHER, definition(1)));
		let id = activated(renamed(definition(1)));
		assert_ok!(submit(REGISTRANT, id, &claim(&[1])));
	});
}
