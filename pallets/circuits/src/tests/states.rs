use crate::{mock::*, *};
use census_primitives::{CircuitRefusal, Circuits as _};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

type Refusal = Error<Test>;

#[test]
fn a_circuit_goes_from_proposed_to_active_to_deprecated() {
	run(|| {
		let definition = definition(1);
		let id = definition.id();
		assert_ok!(register(REGISTRANT, definition));
		assert_refused(|| CircuitsPallet::deprecate(by(REGISTRANT), id), Refusal::CircuitNotActive);
		assert_refused(|| submit(OTHER, id, &claim(&[1])), Refusal::CircuitNotActive);
		assert_eq!(hold(id), Err(CircuitRefusal::CircuitNotActive));
		assert_eq!(CircuitsPallet::inputs(&id), None);

		assert_ok!(CircuitsPallet::activate(by(REGISTRANT), id));
		assert_eq!(last_event(), Event::CircuitActivated { circuit: id });
		assert_refused(|| CircuitsPallet::activate(by(REGISTRANT), id), Refusal::NotProposed);
		assert_ok!(submit(OTHER, id, &claim(&[1])));
		assert_eq!(hold(id), Ok(()));
		assert_eq!(CircuitsPallet::inputs(&id), Some(1));

		assert_ok!(CircuitsPallet::deprecate(by(REGISTRANT), id));
		assert_eq!(last_event(), Event::CircuitDeprecated { circuit: id });
		assert_refused(|| CircuitsPallet::activate(by(REGISTRANT), id), Refusal::NotProposed);
		assert_refused(|| CircuitsPallet::deprecate(by(REGISTRANT), id), Refusal::CircuitNotActive);
		assert_ok!(submit(OTHER, id, &claim(&[2])));
		assert_eq!(hold(id), Err(CircuitRefusal::CircuitNotActive));
		assert_eq!(CircuitsPallet::inputs(&id), None);
	});
}

#[test]
fn only_the_registrant_moves_a_circuit() {
	run(|| {
		let definition = definition(1);
		let id = definition.id();
		assert_ok!(register(REGISTRANT, definition));
		assert_refused(|| CircuitsPallet::activate(by(OTHER), id), Refusal::NotRegistrant);
		assert_noop!(CircuitsPallet::activate(RuntimeOrigin::root(), id), DispatchError::BadOrigin);
		assert_ok!(CircuitsPallet::activate(by(REGISTRANT), id));
		assert_refused(|| CircuitsPallet::deprecate(by(OTHER), id), Refusal::NotRegistrant);
		assert_noop!(
			CircuitsPallet::deprecate(RuntimeOrigin::root(), id),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn what_is_not_registered_cannot_be_moved() {
	run(|| {
		let id = definition(1).id();
		let found = Refusal::CircuitNotFound;
		assert_refused(|| CircuitsPallet::activate(by(REGISTRANT), id), found);
		assert_refused(|| CircuitsPallet::deprecate(by(REGISTRANT), id), Refusal::CircuitNotFound);
	});
}
