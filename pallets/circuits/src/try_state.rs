//! The invariants of the stored state.
//!
//! - every circuit's key is valid, whatever its state, and its id is the hash of key and layout;
//! - a circuit's record, key and layout are there together, or none of them is;
//! - a circuit's record has the hash of its key, and so has every record of a statement under it: what
//!   is barred by that hash is barred wherever it stands;
//! - nobody holds a circuit that was never activated;
//! - the count of a circuit's users is that of its holds ([`Pallet::check_users`]).

use crate::{Circuits, Config, Definition, Keys, Layouts, Pallet, Stage, Statements};
use alloc::collections::BTreeMap;
use census_groth16::VerifyingKey;
use census_primitives::CircuitId;
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant that this pallet's state alone can tell.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		for (id, circuit) in Circuits::<T>::iter() {
			let key = Keys::<T>::get(id).ok_or("a circuit without its key")?;
			let layout = Layouts::<T>::get(id).ok_or("a circuit without its layout")?;
			// Not by the host call, of which a tool that checks a chain's state may know nothing.
			let valid = VerifyingKey::from_bytes(&key).map_err(|_| "a key is not valid")?;
			ensure!(
				valid.inputs() == layout.inputs.len() && valid.inputs() == circuit.inputs as usize,
				"a circuit's number of inputs is not its key's"
			);
			layout.check::<T>().map_err(|_| "a layout is not valid")?;
			let definition = Definition { key, layout };
			ensure!(definition.id() == id, "an id is not that of its definition");
			ensure!(
				definition.key_hash() == circuit.key_hash,
				"a circuit's hash is not that of its key"
			);
			ensure!(
				circuit.stage != Stage::Proposed || circuit.users == 0,
				"a circuit is held that never was active"
			);
		}
		for record in Statements::<T>::iter_values() {
			let circuit = Circuits::<T>::get(record.circuit);
			ensure!(
				circuit.is_none_or(|circuit| circuit.key_hash == record.key_hash),
				"a statement's hash is not that of its circuit's key"
			);
		}
		let circuits = Circuits::<T>::iter_keys().count();
		ensure!(Keys::<T>::iter_keys().count() == circuits, "a key without its circuit");
		ensure!(Layouts::<T>::iter_keys().count() == circuits, "a layout without its circuit");
		Ok(())
	}

	/// Checks that the circuits are held exactly as `holds` says, which names a circuit once for
	/// each live hold. Only a runtime knows all the pallets that hold circuits.
	pub fn check_users(holds: impl Iterator<Item = CircuitId>) -> Result<(), TryRuntimeError> {
		let mut expected = BTreeMap::<_, u32>::new();
		for circuit in holds {
			*expected.entry(circuit).or_default() += 1;
		}
		let counted: BTreeMap<_, _> = Circuits::<T>::iter()
			.filter(|(_, circuit)| circuit.users > 0)
			.map(|(id, circuit)| (id, circuit.users))
			.collect();
		ensure!(counted == expected, "a circuit's count of users is not that of its holds");
		Ok(())
	}
}
