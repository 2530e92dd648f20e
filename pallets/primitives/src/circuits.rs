//! Groth16 circuits, as pallets that rely on them see them.

use alloc::vec::Vec;
use census_zk_types::{Points, Word};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use frame_support::PalletError;
use scale_info::TypeInfo;
use sp_runtime::Weight;

/// A circuit's id: the hash of its key and of everything declared about it.
pub type CircuitId = [u8; 32];

/// Why a circuit did not take a proof.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	PalletError,
	TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub enum CircuitRefusal {
	/// There is no such circuit.
	CircuitNotFound,
	/// The circuit is not in a state in which proofs are taken.
	CircuitNotActive,
	/// The number of inputs is not the circuit's.
	InputCount,
	/// An input is not below the field's modulus.
	InputNotInField,
	/// A coordinate is not below the curve's base field modulus.
	CoordinateNotInField,
	/// A point is the point at infinity.
	PointAtInfinity,
	/// A point is not on its curve.
	PointNotOnCurve,
	/// The proof's `B` is not in the prime-order subgroup.
	PointNotInSubgroup,
	/// The points are well-formed, but prove nothing about these inputs.
	ProofInvalid,
}

impl fmt::Display for CircuitRefusal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::CircuitNotFound => "there is no such circuit",
			Self::CircuitNotActive => "the circuit takes no proofs in its present state",
			Self::InputCount => "the number of inputs is not the circuit's",
			Self::InputNotInField => "an input is not below the field's modulus",
			Self::CoordinateNotInField => {
				"a coordinate is not below the curve's base field modulus"
			}
			Self::PointAtInfinity => "a point is the point at infinity",
			Self::PointNotOnCurve => "a point is not on its curve",
			Self::PointNotInSubgroup => "the proof's B is not in the prime-order subgroup",
			Self::ProofInvalid => "the proof does not hold for these inputs",
		})
	}
}

/// The circuits of the chain, for pallets that verify proofs against them.
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

	/// The verifying key's bytes; `None` where there is no such circuit. Only to tell beforehand which
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
