use crate::{mock::*, *};
use census_primitives::CircuitRefusal;
use frame_support::assert_ok;

type Refusal = Error<Test>;

#[test]
fn removal_returns_exactly_the_deposit_and_leaves_nothing() {
	run(|| {
		let root = || sp_io::storage::root(sp_runtime::StateVersion::V1);
		System::reset_events();
		let before = root();
		for definition in [definition(0), definition(64), UNIREP.0.clone()] {
			let id = definition.id();
			assert_ok!(register(REGISTRANT, definition.clone()));
			assert_eq!(held(REGISTRANT).0, circuit_deposit(&definition));
			assert_ok!(CircuitsPallet::remove(by(REGISTRANT), id));
			assert_eq!(last_event(), Event::CircuitRemoved { circuit: id });
			assert_eq!(held(REGISTRANT), (0, 0));
			assert_eq!(Balances::free_balance(REGISTRANT), FUNDS);
			System::reset_events();
			assert_eq!(root(), before);
		}
	});
}

#[test]
fn an_active_circuit_cannot_be_removed() {
	run(|| {
		let id = active(1);
		assert_refused(|| CircuitsPallet::remove(by(REGISTRANT), id), Refusal::CircuitActive);
		assert_ok!(CircuitsPallet::deprecate(by(REGISTRANT), id));
		assert_ok!(CircuitsPallet::remove(by(REGISTRANT), id));
		assert_refused(|| CircuitsPallet::remove(by(REGISTRANT), id), Refusal::CircuitNotFound);
		assert_refused(|| submit(OTHER, id, &claim(&[1])), Refusal::CircuitNotFound);
		assert_eq!(hold(id), Err(CircuitRefusal::CircuitNotFound));
	});
}

#[test]
fn only_the_registrant_removes() {
	run(|| {
		let definition = definition(1);
		let id = definition.id();
		assert_ok!(register(REGISTRANT, definition));
		assert_refused(|| CircuitsPallet::remove(by(OTHER), id), Refusal::NotRegistrant);
	});
}

#[test]
fn what_was_removed_can_be_registered_by_another_and_is_the_same_circuit() {
	run(|| {
		let id = active(1);
		assert_ok!(submit(OTHER, id, &claim(&[1])));
		assert_ok!(CircuitsPallet::deprecate(by(REGISTRANT), id));
		assert_ok!(CircuitsPallet::remove(by(REGISTRANT), id));

		let definition = definition(1);
		assert_ok!(register(OTHER, definition.clone()));
		assert_eq!(CircuitsPallet::key(&id), Some(definition.key.into_inner()));
		assert_refused(|| CircuitsPallet::activate(by(REGISTRANT), id), Refusal::NotRegistrant);
		assert_ok!(CircuitsPallet::activate(by(OTHER), id));
		// The statement that was proven before is still the same one.
		assert_refused(|| submit(OTHER, id, &claim(&[1])), Refusal::StatementRecorded);
		assert_ok!(submit(OTHER, id, &claim(&[2])));
	});
}
