//! Proofs: the checks, the cheap ones first, and the verifier's refusals in this pallet's words.

use crate::{Circuits, Config, Hash32, Keys, Pallet};
use alloc::vec::Vec;
use census_primitives::{verify_error, CircuitId, CircuitRefusal};
use census_zk_host::{Key, VerifyError as Groth16Error};
use census_zk_types::{Points, Word};
use frame_support::traits::Defensive;

/// Why proofs are refused, or not.
type Verdict = Result<(), CircuitRefusal>;

/// A circuit in a state in which proofs are verified, with its key.
pub(crate) struct Verifier {
	key: Vec<u8>,
	pub(crate) key_hash: Hash32,
	inputs: usize,
}

impl Verifier {
	/// Of an active or deprecated circuit.
	pub(crate) fn of<T: Config>(id: &CircuitId) -> Result<Self, CircuitRefusal> {
		let circuit = Circuits::<T>::get(id).ok_or(CircuitRefusal::CircuitNotFound)?;
		if !circuit.status().verifies() {
			return Err(CircuitRefusal::CircuitNotActive);
		}
		// Each circuit has a key as long as it has a record.
		let key = Keys::<T>::get(id).defensive().ok_or(CircuitRefusal::CircuitNotFound)?;
		let (key_hash, inputs) = (circuit.key_hash, circuit.inputs as usize);
		Ok(Self { key: key.into_inner(), key_hash, inputs })
	}

	/// Whether it has so many inputs.
	pub(crate) fn check_count(&self, inputs: &[Word]) -> Verdict {
		if inputs.len() == self.inputs {
			Ok(())
		} else {
			Err(CircuitRefusal::InputCount)
		}
	}

	/// Verifies one proof.
	pub(crate) fn verify(&self, inputs: &[Word], proof: &Points) -> Verdict {
		self.check_count(inputs)?;
		census_zk_host::verify(Key::Raw(&self.key), proof, inputs).map_err(refusal)
	}

	/// Verifies proofs: together, as long as all hold. Their inputs have been counted.
	pub(crate) fn verify_each(&self, proofs: &[(Points, Vec<Word>)]) -> Vec<Verdict> {
		let verdicts = census_zk_host::verify_each(Key::Raw(&self.key), proofs);
		verdicts.into_iter().map(|verdict| verdict.map_err(refusal)).collect()
	}
}

impl<T: Config> Pallet<T> {
	/// Whether [`Pallet::submit_proof`] would take the proof, were its statement not recorded yet.
	pub fn check_proof(circuit: &CircuitId, inputs: &[Word], proof: &Points) -> Verdict {
		Verifier::of::<T>(circuit)?.verify(inputs, proof)
	}
}

/// The verifier's refusals in this pallet's words.
fn refusal(refusal: Groth16Error) -> CircuitRefusal {
	match refusal {
		Groth16Error::InputCount => CircuitRefusal::InputCount,
		Groth16Error::InputRange => CircuitRefusal::InputNotInField,
		other => CircuitRefusal::Verifier(verify_error(other)),
	}
}
