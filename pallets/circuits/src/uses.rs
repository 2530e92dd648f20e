//! What other pallets may do with circuits: hold them, and verify proofs in place.

use crate::{CircuitStatus, Circuits, Config, Pallet, WeightInfo};
use alloc::vec::Vec;
use census_primitives::{CircuitId, CircuitRefusal};
use census_zk_types::{Points, Word};
use frame_support::weights::Weight;

impl<T: Config> census_primitives::Circuits for Pallet<T> {
	fn inputs(circuit: &CircuitId) -> Option<u32> {
		Circuits::<T>::get(circuit)
			.filter(|circuit| circuit.status() == CircuitStatus::Active)
			.map(|circuit| circuit.inputs)
	}

	fn hold(circuit: &CircuitId) -> Result<(), CircuitRefusal> {
		Circuits::<T>::try_mutate(circuit, |circuit| {
			let circuit = circuit.as_mut().ok_or(CircuitRefusal::CircuitNotFound)?;
			if circuit.status() != CircuitStatus::Active {
				return Err(CircuitRefusal::CircuitNotActive);
			}
			// More users than can be counted are refused: a lost count would free the circuit early.
			circuit.users = circuit.users.checked_add(1).ok_or(CircuitRefusal::CircuitNotActive)?;
			Ok(())
		})
	}

	/// Takes back one hold, whatever the circuit's state. Without a hold it does nothing.
	fn release(circuit: &CircuitId) {
		Circuits::<T>::mutate_extant(circuit, |circuit| {
			circuit.users = circuit.users.saturating_sub(1);
		});
	}

	fn verify(circuit: &CircuitId, inputs: &[Word], proof: &Points) -> Result<(), CircuitRefusal> {
		Self::check_proof(circuit, inputs, proof)
	}

	fn verifies(circuit: &CircuitId) -> bool {
		Circuits::<T>::get(circuit).is_some_and(|circuit| circuit.status().verifies())
	}

	fn key(circuit: &CircuitId) -> Option<Vec<u8>> {
		Self::key(circuit)
	}

	fn verify_weight(inputs: u32) -> Weight {
		T::WeightInfo::verify_in_place(inputs)
	}
}
