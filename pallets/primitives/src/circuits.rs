//! Groth16 circuits, as pallets that rely on them see them.

use alloc::vec::Vec;
use census_views::circuits::CircuitRefusal;
use census_zk_types::{Points, Word};
use sp_runtime::Weight;

/// A circuit's id: the hash of its key and of everything declared about it.
pub type CircuitId = [u8; 32];

/// The circuits of the chain, for pallets that verify proofs against them.
///
/// `contracts` in `census-testing` hold whatever implements this to what is said here.
pub trait Circuits {
	/// How many public inputs an active circuit has; `None` where there is none or it is not
	/// active.
	fn inputs(circuit: &CircuitId) -> Option<u32>;

	/// Notes one more user of an active circuit. While it has any it cannot be removed; a
	/// deprecated circuit goes on verifying for those who hold it.
	///
	/// # Errors
	/// [`CircuitRefusal::CircuitNotFound`], [`CircuitRefusal::CircuitNotActive`].
	fn hold(circuit: &CircuitId) -> Result<(), CircuitRefusal>;

	/// Takes back one [`Circuits::hold`].
	fn release(circuit: &CircuitId);

	/// Verifies a proof against an active or deprecated circuit. Writes nothing.
	///
	/// # Errors
	/// Says why the proof is refused.
	fn verify(circuit: &CircuitId, inputs: &[Word], proof: &Points) -> Result<(), CircuitRefusal>;

	/// Whether proofs are verified against the circuit in its present state.
	fn verifies(circuit: &CircuitId) -> bool;

	/// The verifying key's bytes, whatever the state; `None` where there is no such circuit. Only to tell beforehand which
	/// proofs a call brings: whether any is taken, [`Circuits::verify`] says.
	fn key(circuit: &CircuitId) -> Option<Vec<u8>>;

	/// What [`Circuits::verify`] weighs with so many inputs, with nothing remembered.
	fn verify_weight(inputs: u32) -> Weight;
}

/// A chain without circuits.
impl Circuits for () {
	fn inputs(_: &CircuitId) -> Option<u32> {
		None
	}
	fn hold(_: &CircuitId) -> Result<(), CircuitRefusal> {
		Err(CircuitRefusal::CircuitNotFound)
	}
	fn release(_: &CircuitId) {}
	fn verify(_: &CircuitId, _: &[Word], _: &Points) -> Result<(), CircuitRefusal> {
		Err(CircuitRefusal::CircuitNotFound)
	}
	fn verifies(_: &CircuitId) -> bool {
		false
	}
	fn key(_: &CircuitId) -> Option<Vec<u8>> {
		None
	}
	fn verify_weight(_: u32) -> Weight {
		Weight::zero()
	}
}
