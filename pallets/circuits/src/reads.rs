//! What others may ask of the pallet. Nothing here writes.

use crate::{
	statement_hash, BlockNumberFor, Circuit, CircuitDetails, Circuits, Config, Hash32, Keys,
	Layouts, Pallet, RevokedKeys, StatementDetails, Statements,
};
use alloc::vec::Vec;
use census_primitives::CircuitId;
use census_zk_types::Word;
use frame_support::{traits::Defensive, BoundedVec};

/// A circuit as the runtime tells of it.
type Details<T> = CircuitDetails<<T as frame_system::Config>::AccountId, BlockNumberFor<T>>;

impl<T: Config> Pallet<T> {
	/// The circuit as it stands.
	pub fn details(id: &CircuitId) -> Option<Details<T>> {
		Circuits::<T>::get(id).and_then(|circuit| Self::told(id, circuit))
	}

	/// Circuits in the order of their ids: up to `count` of those behind `after`, or of the first.
	/// The caller bounds `count`.
	pub fn list(after: Option<CircuitId>, count: u32) -> Vec<(CircuitId, Details<T>)> {
		let circuits = match after {
			Some(id) => Circuits::<T>::iter_from(Circuits::<T>::hashed_key_for(id)),
			None => Circuits::<T>::iter(),
		};
		circuits
			.take(count as usize)
			.filter_map(|(id, circuit)| Self::told(&id, circuit).map(|details| (id, details)))
			.collect()
	}

	fn told(id: &CircuitId, circuit: Circuit<T>) -> Option<Details<T>> {
		// Each circuit has a layout as long as it has a record.
		let layout = Layouts::<T>::get(id).defensive()?;
		Some(CircuitDetails {
			status: circuit.status(),
			registrant: circuit.registrant,
			users: circuit.users,
			registered_at: circuit.registered_at,
			key_hash: circuit.key_hash,
			verifier: layout.verifier,
			inputs: layout.inputs.into_iter().map(BoundedVec::into_inner).collect(),
			program: layout.program,
			transcript: layout.transcript,
		})
	}

	/// The verifying key's bytes.
	pub fn key(id: &CircuitId) -> Option<Vec<u8>> {
		Keys::<T>::get(id).map(BoundedVec::into_inner)
	}

	/// Whether governance has barred for ever the key that has this hash.
	pub fn is_key_revoked(key_hash: &Hash32) -> bool {
		RevokedKeys::<T>::contains_key(key_hash)
	}

	/// The record of a statement.
	pub fn statement(
		statement: &Hash32,
	) -> Option<StatementDetails<T::AccountId, BlockNumberFor<T>>> {
		let record = Statements::<T>::get(statement)?;
		Some(StatementDetails {
			revoked: Self::is_key_revoked(&record.key_hash),
			circuit: record.circuit,
			submitter: record.submitter,
			recorded_at: record.recorded_at,
		})
	}

	/// Whether there is a record that the circuit accepts these inputs, and the circuit's key has not
	/// been barred. A record lasts as long as its submitter wants it to.
	pub fn proven(circuit: &CircuitId, inputs: &[Word]) -> bool {
		Statements::<T>::get(statement_hash(circuit, inputs))
			.is_some_and(|record| !Self::is_key_revoked(&record.key_hash))
	}
}
