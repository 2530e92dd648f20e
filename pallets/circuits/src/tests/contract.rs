//! What pallets rely on that verify proofs against circuits: the sentences that the stand-in, on which
//! those pallets are tested, keeps too.

use crate::mock::*;
use ark_bn254::Fr;
use ark_ff::PrimeField;
use census_primitives::CircuitId;
use census_testing::contracts::circuits::Subject;
use census_zk_types::{Points, Word};
use frame_support::assert_ok;
use std::{cell::RefCell, collections::BTreeMap};

thread_local! {
	/// The set-ups of the circuits that a test has registered.
	static SETUPS: RefCell<BTreeMap<CircuitId, Setup>> = const { RefCell::new(BTreeMap::new()) };
}

struct Real;

impl Subject for Real {
	type Circuits = CircuitsPallet;

	fn run(test: impl FnOnce()) {
		SETUPS.with_borrow_mut(BTreeMap::clear);
		run(test);
	}
	fn propose(inputs: u32) -> CircuitId {
		let mut setup = Setup::new(inputs as usize);
		// Another secret each time, and so another key.
		setup.alpha += Fr::from(SETUPS.with_borrow(BTreeMap::len) as u64);
		let definition = define(setup.key(), names(inputs as usize));
		let id = definition.id();
		assert_ok!(register(REGISTRANT, definition));
		SETUPS.with_borrow_mut(|setups| setups.insert(id, setup));
		id
	}
	fn activate(circuit: &CircuitId) {
		assert_ok!(CircuitsPallet::activate(by(REGISTRANT), *circuit));
	}
	fn deprecate(circuit: &CircuitId) {
		assert_ok!(CircuitsPallet::deprecate(by(REGISTRANT), *circuit));
	}
	fn revoke(circuit: &CircuitId) {
		let key_hash = CircuitsPallet::view(circuit).expect("it is registered").key_hash;
		assert_ok!(CircuitsPallet::revoke(RuntimeOrigin::root(), key_hash.0));
	}
	fn remove(circuit: &CircuitId) -> bool {
		CircuitsPallet::remove(by(REGISTRANT), *circuit).is_ok()
	}
	fn prove(circuit: &CircuitId, inputs: &[Word]) -> Points {
		let numbers: Vec<_> =
			inputs.iter().map(|input| Fr::from_be_bytes_mod_order(&input.0)).collect();
		let proof = SETUPS.with_borrow(|setups| setups[circuit].prove(&numbers));
		claim_of(&proof, &points::inputs(&numbers)).proof
	}
}

census_testing::circuits_contract!(Real);
