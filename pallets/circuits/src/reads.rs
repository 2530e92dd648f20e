//! What others may ask of the pallet. Nothing here writes.

use crate::{
	statement_hash, Circuit, Circuits, Config, Hash32, Keys, Layouts, Pallet, RevokedKeys,
	Statements,
};
use alloc::{string::String, vec::Vec};
use census_primitives::{CircuitId, Page};
use census_views::{
	circuits::{Circuit as View, Statement},
	AccountId, Hash,
};
use census_zk_types::Word;
use frame_support::{traits::Defensive, BoundedVec};
use sp_runtime::SaturatedConversion;

impl<T: Config> Pallet<T> {
	/// The circuit as it stands.
	pub fn view(id: &CircuitId) -> Option<View> {
		Circuits::<T>::get(id).and_then(|circuit| Self::shown(id, circuit))
	}

	/// Circuits in the order of their ids: up to `count` of those behind `after`, or of the first.
	/// The caller bounds `count`.
	pub fn page(after: Option<CircuitId>, count: u32) -> Page<View, Hash> {
		let circuits = match after {
			Some(id) => Circuits::<T>::iter_from(Circuits::<T>::hashed_key_for(id)),
			None => Circuits::<T>::iter(),
		};
		Page::of(circuits, count, |(id, _)| Hash(*id), |(id, circuit)| Self::shown(&id, circuit))
	}

	fn shown(id: &CircuitId, circuit: Circuit<T>) -> Option<View> {
		// Each circuit has a layout as long as it has a record.
		let layout = Layouts::<T>::get(id).defensive()?;
		Some(View {
			circuit: Hash(*id),
			status: circuit.status(),
			registrant: AccountId::of(&circuit.registrant),
			users: circuit.users,
			registered_at: circuit.registered_at.saturated_into(),
			key_hash: Hash(circuit.key_hash),
			verifier: layout.verifier,
			// They were let in as visible ASCII.
			inputs: layout
				.inputs
				.iter()
				.map(|name| String::from_utf8_lossy(name).into_owned())
				.collect(),
			program: Hash(layout.program),
			transcript: Hash(layout.transcript),
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
	pub fn statement(statement: &Hash32) -> Option<Statement> {
		let record = Statements::<T>::get(statement)?;
		Some(Statement {
			statement: Hash(*statement),
			revoked: Self::is_key_revoked(&record.key_hash),
			circuit: Hash(record.circuit),
			submitter: AccountId::of(&record.submitter),
			recorded_at: record.recorded_at.saturated_into(),
		})
	}

	/// Whether there is a record that the circuit accepts these inputs, and the circuit's key has not
	/// been barred. A record lasts as long as its submitter wants it to.
	pub fn proven(circuit: &CircuitId, inputs: &[Word]) -> bool {
		Statements::<T>::get(statement_hash(circuit, inputs))
			.is_some_and(|record| !Self::is_key_revoked(&record.key_hash))
	}
}
