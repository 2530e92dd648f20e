use crate::{mock::*, *};
use census_views::AccountId;
use census_zk_types::Word;
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchError, TokenError};

#[test]
fn a_registered_circuit_is_proposed_and_its_deposit_held() {
	run(|| {
		let definition = definition(3);
		let id = definition.id();
		assert_ok!(register(REGISTRANT, definition.clone()));
		assert_eq!(last_event(), Event::CircuitRegistered { circuit: id, registrant: REGISTRANT });
		assert_eq!(held(REGISTRANT), (circuit_deposit(&definition), 0));
		let shown = CircuitsPallet::view(&id).unwrap();
		assert_eq!((shown.circuit.0, shown.registrant), (id, AccountId::of(&REGISTRANT)));
		assert_eq!(shown.status, CircuitStatus::Proposed);
		assert_eq!((shown.users, shown.registered_at), (0, 1));
		assert_eq!(shown.inputs, ["input0", "input1", "input2"]);
		assert_eq!((shown.program.0, shown.transcript.0), ([7; 32], [8; 32]));
		assert_eq!(CircuitsPallet::key(&id), Some(definition.key.into_inner()));
	});
}

#[test]
fn keys_with_the_fewest_and_with_the_most_inputs_are_taken() {
	run(|| {
		for inputs in [0, MAX_INPUTS as usize] {
			assert_ok!(register(REGISTRANT, definition(inputs)));
		}
	});
}

/// Whatever is refused of bad keys, no good one may be.
#[test]
fn every_published_key_is_taken() {
	run(|| {
		for (definition, claim) in semaphore().into_iter().chain(packages()) {
			let id = activated(definition);
			assert_eq!(CircuitsPallet::check_proof(&id, &claim.inputs, &claim.proof), Ok(()));
		}
	});
}

#[test]
fn the_id_is_a_hash_of_all_that_is_declared() {
	let base = definition(2);
	let mut others = vec![definition(3), definition(1)];
	let mut change = |change: &dyn Fn(&mut Definition)| {
		let mut other = base.clone();
		change(&mut other);
		others.push(other);
	};
	change(&|other| other.key[0] ^= 1);
	change(&|other| other.layout.verifier += 1);
	change(&|other| other.layout.inputs[0][5] = b'2');
	change(&|other| other.layout.inputs[0][0] = b'I');
	change(&|other| other.layout.program[31] ^= 1);
	change(&|other| other.layout.transcript[0] ^= 1);
	let mut ids: Vec<_> = others.iter().chain([&base]).map(Definition::id).collect();
	ids.sort_unstable();
	ids.dedup();
	assert_eq!(ids.len(), others.len() + 1);

	// As `docs/reference/circuits.md` describes it to those who make ids elsewhere.
	let mut preimage = b"census/circuit/1".to_vec();
	let compact = |length: usize| ((length as u16) << 2 | 1).to_le_bytes();
	preimage.extend(compact(base.key.len()));
	preimage.extend(&base.key);
	preimage.extend(1u32.to_le_bytes());
	preimage.extend([2 << 2, 6 << 2]);
	preimage.extend(b"input0");
	preimage.push(6 << 2);
	preimage.extend(b"input1");
	preimage.extend([[7; 32], [8; 32]].concat());
	assert_eq!(base.id(), sp_io::hashing::blake2_256(&preimage));
}

#[test]
fn the_hash_of_a_statement_is_as_described() {
	let mut preimage = b"census/statement/1".to_vec();
	preimage.extend([9; 32]);
	preimage.push(2 << 2);
	preimage.extend([Word::from(1).0, Word::from(2).0].concat());
	let hash = statement_hash(&[9; 32], &[Word::from(1), Word::from(2)]);
	assert_eq!(hash, sp_io::hashing::blake2_256(&preimage));
}

#[test]
fn an_unknown_verifier_is_refused() {
	run(|| {
		for verifier in [0, VERIFIER + 1, u32::MAX] {
			let mut definition = definition(1);
			definition.layout.verifier = verifier;
			assert_refused(|| register(REGISTRANT, definition), Error::<Test>::VerifierUnknown);
		}
	});
}

#[test]
fn as_many_names_as_inputs_are_asked_for() {
	run(|| {
		for count in [0, 1, 3, 64] {
			let definition = define(Setup::new(2).key(), names(count));
			assert_refused(|| register(REGISTRANT, definition), Error::<Test>::NameCount);
		}
	});
}

#[test]
fn names_are_visible_and_distinct() {
	run(|| {
		let named = |names: [&[u8]; 2]| {
			let names = names.map(|name| name.to_vec().try_into().unwrap());
			define(Setup::new(2).key(), names.to_vec())
		};
		for bad in [&b""[..], b"a b", b"a\n", b"\0", "ä".as_bytes(), b"\x7f"] {
			let definition = named([b"fine", bad]);
			assert_refused(|| register(REGISTRANT, definition), Error::<Test>::NameInvalid);
		}
		let definition = named([b"same", b"same"]);
		assert_refused(|| register(REGISTRANT, definition), Error::<Test>::NameRepeated);
		assert_ok!(register(REGISTRANT, named([b"path[0]", b"main.root~"])));
	});
}

#[test]
fn who_cannot_pay_registers_nothing() {
	run(|| {
		assert_refused(
			|| register(POOR, definition(0)),
			DispatchError::Token(TokenError::FundsUnavailable),
		);
	});
}

#[test]
fn an_unsigned_registration_is_refused() {
	run(|| {
		let Definition { key, layout } = definition(0);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(
				CircuitsPallet::register(
					origin,
					VERIFIER,
					key.clone(),
					layout.inputs.clone(),
					[0; 32],
					[0; 32]
				),
				DispatchError::BadOrigin
			);
		}
	});
}
