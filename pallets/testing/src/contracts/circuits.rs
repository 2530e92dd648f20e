//! What [`Circuits`] promises.

use crate::state_root;
use census_primitives::{CircuitId, CircuitRefusal, Circuits, VerifyError};
use census_zk_types::{FieldElement, Points, Word};

/// A chain with circuits, of which the test knows how to prove what it likes.
pub trait Subject {
	/// What keeps the promises.
	type Circuits: Circuits;

	/// Runs a test on a new chain. What that chain's pallets say must always hold, holds at the end,
	/// once the test has released what it held.
	fn run(test: impl FnOnce());
	/// Registers a circuit with so many inputs, and a key that no other has.
	fn propose(inputs: u32) -> CircuitId;
	/// Activates a circuit that was registered.
	fn activate(circuit: &CircuitId);
	/// Lets nobody else hold an active circuit.
	fn deprecate(circuit: &CircuitId);
	/// Bars a circuit for ever.
	fn revoke(circuit: &CircuitId);
	/// Removes a circuit, if it may be removed. Says whether it was.
	fn remove(circuit: &CircuitId) -> bool;
	/// A proof that the circuit accepts these inputs, as many as it has.
	fn prove(circuit: &CircuitId, inputs: &[Word]) -> Points;
}

fn active<S: Subject>(inputs: u32) -> CircuitId {
	let circuit = S::propose(inputs);
	S::activate(&circuit);
	circuit
}

const NOBODYS: CircuitId = [0xee; 32];

fn words(numbers: &[u64]) -> Vec<Word> {
	numbers.iter().copied().map(Word::from).collect()
}

type Verdict = Result<(), CircuitRefusal>;

/// A circuit's way through all states, and what `check` says of it in each: `None` where there is none.
fn in_every_state<S: Subject>(inputs: u32, check: impl Fn(&CircuitId, Option<&'static str>)) {
	S::run(|| {
		check(&NOBODYS, None);
		let circuit = S::propose(inputs);
		check(&circuit, Some("proposed"));
		S::activate(&circuit);
		check(&circuit, Some("active"));
		S::deprecate(&circuit);
		check(&circuit, Some("deprecated"));
		S::revoke(&circuit);
		check(&circuit, Some("revoked"));
		assert!(S::remove(&circuit));
		check(&circuit, None);
		for circuit in [S::propose(inputs), active::<S>(inputs)] {
			S::revoke(&circuit);
			check(&circuit, Some("revoked"));
		}
	});
}

/// Of every other there is nothing to be said.
pub fn only_an_active_circuit_tells_how_many_inputs_it_has<S: Subject>() {
	for inputs in [1, 3] {
		in_every_state::<S>(inputs, |circuit, state| {
			let expected = (state == Some("active")).then_some(inputs);
			assert_eq!(S::Circuits::inputs(circuit), expected, "{state:?}");
		});
	}
}

/// Of the others the refusal tells whether there is such a circuit.
pub fn only_an_active_circuit_is_held<S: Subject>() {
	in_every_state::<S>(2, |circuit, state| {
		let expected = match state {
			None => Err(CircuitRefusal::CircuitNotFound),
			Some("active") => Ok(()),
			Some(_) => Err(CircuitRefusal::CircuitNotActive),
		};
		let before = state_root();
		assert_eq!(S::Circuits::hold(circuit), expected, "{state:?}");
		if expected.is_ok() {
			S::Circuits::release(circuit);
		}
		assert_eq!(state_root(), before, "nobody holds it");
	});
}

/// And says so.
pub fn proofs_are_verified_against_an_active_or_deprecated_circuit<S: Subject>() {
	in_every_state::<S>(2, |circuit, state| {
		let verifies = matches!(state, Some("active" | "deprecated"));
		assert_eq!(S::Circuits::verifies(circuit), verifies, "{state:?}");
		let inputs = words(&[5, 6]);
		let proof = match state {
			Some(_) => S::prove(circuit, &inputs),
			None => Points::default(),
		};
		let expected = match state {
			None => Err(CircuitRefusal::CircuitNotFound),
			Some(_) if verifies => Ok(()),
			Some(_) => Err(CircuitRefusal::CircuitNotActive),
		};
		assert_eq!(S::Circuits::verify(circuit, &inputs, &proof), expected, "{state:?}");
	});
}

/// In any state, and the same one always.
pub fn every_circuit_that_there_is_has_a_key<S: Subject>() {
	in_every_state::<S>(2, |circuit, state| {
		assert_eq!(S::Circuits::key(circuit).is_some(), state.is_some(), "{state:?}");
	});
	S::run(|| {
		let (circuit, other) = (S::propose(1), S::propose(1));
		let key = S::Circuits::key(&circuit);
		assert_ne!(S::Circuits::key(&other), key);
		S::activate(&circuit);
		S::deprecate(&circuit);
		assert_eq!(S::Circuits::key(&circuit), key);
	});
}

/// A circuit whose users are not gone stays.
pub fn while_it_has_a_user_a_circuit_cannot_be_removed<S: Subject>() {
	S::run(|| {
		let circuit = active::<S>(1);
		for _ in 0..3 {
			assert_eq!(S::Circuits::hold(&circuit), Ok(()));
		}
		S::deprecate(&circuit);
		for _ in 0..3 {
			assert!(!S::remove(&circuit));
			S::Circuits::release(&circuit);
		}
		assert!(S::remove(&circuit));
		assert!(!S::remove(&circuit));
	});
}

/// Whether it is deprecated or barred: then it can be let go, and removed.
pub fn a_circuit_is_let_go_in_any_state<S: Subject>() {
	S::run(|| {
		let (deprecated, revoked) = (active::<S>(1), active::<S>(1));
		for circuit in [&deprecated, &revoked] {
			assert_eq!(S::Circuits::hold(circuit), Ok(()));
		}
		S::deprecate(&deprecated);
		S::revoke(&revoked);
		for circuit in [&deprecated, &revoked] {
			assert!(!S::remove(circuit));
			S::Circuits::release(circuit);
			assert!(S::remove(circuit));
		}
	});
}

/// For those who hold it.
pub fn a_deprecated_circuit_goes_on_verifying<S: Subject>() {
	S::run(|| {
		let circuit = active::<S>(2);
		let inputs = words(&[5, 6]);
		let before = S::prove(&circuit, &inputs);
		assert_eq!(S::Circuits::hold(&circuit), Ok(()));
		S::deprecate(&circuit);
		assert_eq!(S::Circuits::verify(&circuit, &inputs, &before), Ok(()));
		let (others, after) = (words(&[7, 8]), S::prove(&circuit, &words(&[7, 8])));
		assert_eq!(S::Circuits::verify(&circuit, &others, &after), Ok(()));
		S::Circuits::release(&circuit);
	});
}

/// A circuit that is barred verifies nothing for anybody.
pub fn a_revoked_circuit_verifies_nothing_even_for_who_holds_it<S: Subject>() {
	S::run(|| {
		let (circuit, other) = (active::<S>(1), active::<S>(1));
		let inputs = words(&[5]);
		let (proof, of_other) = (S::prove(&circuit, &inputs), S::prove(&other, &inputs));
		assert_eq!(S::Circuits::hold(&circuit), Ok(()));
		S::revoke(&circuit);
		let refused = Err(CircuitRefusal::CircuitNotActive);
		assert_eq!(S::Circuits::verify(&circuit, &inputs, &proof), refused);
		assert_eq!(S::Circuits::verify(&other, &inputs, &of_other), Ok(()));
		S::Circuits::release(&circuit);
	});
}

/// And nothing else: no other inputs, no other circuit, no other proof.
pub fn a_proof_proves_its_inputs_of_its_circuit<S: Subject>() {
	S::run(|| {
		let (circuit, other) = (active::<S>(2), active::<S>(2));
		let (inputs, turned) = (words(&[5, 6]), words(&[6, 5]));
		let proof = S::prove(&circuit, &inputs);
		let verify = |circuit, inputs: &[Word], proof: &Points| -> Verdict {
			S::Circuits::verify(circuit, inputs, proof)
		};
		let invalid = Err(CircuitRefusal::Verifier(VerifyError::ProofInvalid));
		assert_eq!(verify(&circuit, &inputs, &proof), Ok(()));
		assert_eq!(verify(&circuit, &turned, &proof), invalid);
		assert_eq!(verify(&other, &inputs, &proof), invalid);
		let of_turned = S::prove(&circuit, &turned);
		assert_eq!(verify(&circuit, &turned, &of_turned), Ok(()));
		assert_eq!(verify(&circuit, &inputs, &of_turned), invalid);
		let of_other = S::prove(&other, &inputs);
		assert_eq!(verify(&circuit, &inputs, &of_other), invalid);
		for place in 1..8 {
			let mut changed = proof;
			changed[place] = Word::from(1);
			assert!(verify(&circuit, &inputs, &changed).is_err(), "{place}");
		}
	});
}

/// Neither fewer nor more than it has.
pub fn a_circuit_takes_as_many_inputs_as_it_has<S: Subject>() {
	S::run(|| {
		let circuit = active::<S>(2);
		let proof = S::prove(&circuit, &words(&[5, 6]));
		for inputs in [&[][..], &[5], &[5, 6, 0], &[5, 6, 7]] {
			let verdict = S::Circuits::verify(&circuit, &words(inputs), &proof);
			assert_eq!(verdict, Err(CircuitRefusal::InputCount), "{inputs:?}");
		}
	});
}

/// An input in another form is another input, and refused.
pub fn inputs_and_coordinates_are_in_their_fields<S: Subject>() {
	S::run(|| {
		let circuit = active::<S>(2);
		let inputs = words(&[0, 6]);
		let proof = S::prove(&circuit, &inputs);
		let verify = |inputs: &[Word], proof: &Points| -> Verdict {
			S::Circuits::verify(&circuit, inputs, proof)
		};
		assert_eq!(verify(&inputs, &proof), Ok(()));
		for too_large in [FieldElement::MODULUS, Word([0xff; 32])] {
			let inputs = [too_large, inputs[1]];
			assert_eq!(verify(&inputs, &proof), Err(CircuitRefusal::InputNotInField));
		}
		for place in 0..8 {
			let mut changed = proof;
			changed[place] = Word([0xff; 32]);
			assert_eq!(
				verify(&inputs, &changed),
				Err(CircuitRefusal::Verifier(VerifyError::CoordinateNotInField))
			);
		}
		for point in [0..2, 2..6, 6..8] {
			let mut changed = proof;
			changed[point].fill(Word::default());
			assert_eq!(
				verify(&inputs, &changed),
				Err(CircuitRefusal::Verifier(VerifyError::PointAtInfinity))
			);
		}
	});
}

/// Whether the proof holds or not.
pub fn verifying_writes_nothing<S: Subject>() {
	S::run(|| {
		let circuit = active::<S>(2);
		let inputs = words(&[5, 6]);
		let proof = S::prove(&circuit, &inputs);
		let before = state_root();
		assert_eq!(S::Circuits::verify(&circuit, &inputs, &proof), Ok(()));
		assert!(S::Circuits::verify(&circuit, &words(&[6, 5]), &proof).is_err());
		assert!(S::Circuits::verify(&NOBODYS, &inputs, &proof).is_err());
		assert_eq!(state_root(), before);
	});
}

/// The more, the more inputs there are.
pub fn verifying_weighs<S: Subject>() {
	S::run(|| {
		let weigh = |inputs| S::Circuits::verify_weight(inputs).ref_time();
		assert!(weigh(0) > 0);
		assert!(weigh(1) <= weigh(7) && weigh(7) < weigh(64));
	});
}

/// One test for each sentence, over a [`Subject`].
#[macro_export]
macro_rules! circuits_contract {
	($subject:ty) => {
		$crate::__hold! { $subject, circuits:
			only_an_active_circuit_tells_how_many_inputs_it_has,
			only_an_active_circuit_is_held,
			proofs_are_verified_against_an_active_or_deprecated_circuit,
			every_circuit_that_there_is_has_a_key,
			while_it_has_a_user_a_circuit_cannot_be_removed,
			a_circuit_is_let_go_in_any_state,
			a_deprecated_circuit_goes_on_verifying,
			a_revoked_circuit_verifies_nothing_even_for_who_holds_it,
			a_proof_proves_its_inputs_of_its_circuit,
			a_circuit_takes_as_many_inputs_as_it_has,
			inputs_and_coordinates_are_in_their_fields,
			verifying_writes_nothing,
			verifying_weighs,
		}
	};
}
