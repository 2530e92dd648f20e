//! Groth16 circuits and statements that were proven under them.

use crate::{reason, view, AccountId, BlockNumber, Bytes, Hash};
use alloc::{string::String, vec::Vec};
use codec::{DecodeWithMemTracking, MaxEncodedLen};
use core::fmt;

/// The most public inputs of a circuit.
pub const MAX_INPUTS: u32 = 64;

view! {
	/// What may be done with a circuit.
	#[derive(Copy, DecodeWithMemTracking, MaxEncodedLen)]
	pub enum CircuitStatus {
		/// Registered, not yet opened: it verifies nothing.
		Proposed,
		/// It verifies, and may be held.
		Active,
		/// It goes on verifying, but nobody else may hold it.
		Deprecated,
		/// Governance has barred its key: it verifies nothing.
		Revoked,
	}

	/// A circuit as it stands.
	pub struct Circuit {
		/// Its id: the hash of its key and of what is declared about it.
		pub circuit: Hash,
		/// Who may activate, deprecate and remove it.
		pub registrant: AccountId,
		/// What may be done with it.
		pub status: CircuitStatus,
		/// How many hold it.
		pub users: u32,
		/// The block in which it was registered.
		pub registered_at: BlockNumber,
		/// The hash of its key, by which governance bars it.
		pub key_hash: Hash,
		/// The version of its verifier.
		pub verifier: u32,
		/// The names of its public inputs, in order.
		pub inputs: Vec<String>,
		/// A commitment to the program or model that it stands for.
		pub program: Hash,
		/// The hash of the transcript of its set-up. By itself it proves nothing.
		pub transcript: Hash,
	}

	/// The record of a statement that was proven.
	pub struct Statement {
		/// Its hash.
		pub statement: Hash,
		/// The circuit under which it was proven.
		pub circuit: Hash,
		/// Who may remove the record.
		pub submitter: AccountId,
		/// The block in which it was recorded.
		pub recorded_at: BlockNumber,
		/// Whether the circuit's key has been barred since, so that the record counts for nothing.
		pub revoked: bool,
	}

	/// A verifying key in the form in which circuits are registered.
	pub struct EncodedKey {
		/// Its bytes.
		pub key: Bytes,
		/// How many public inputs it has.
		pub inputs: u32,
	}
}

impl CircuitStatus {
	/// Whether proofs are verified in this state.
	pub fn verifies(self) -> bool {
		matches!(self, Self::Active | Self::Deprecated)
	}
}

reason! {
	/// Why the verifier does not accept a Groth16 proof.
	pub enum VerifyError {
		/// A coordinate is not below the curve's base field modulus.
		CoordinateNotInField,
		/// A point is the point at infinity.
		PointAtInfinity,
		/// A point is not on its curve.
		PointNotOnCurve,
		/// The proof's `B` is not in the prime-order subgroup.
		PointNotInSubgroup,
		/// The points are well-formed, but prove nothing about these public inputs.
		ProofInvalid,
	}
}

impl fmt::Display for VerifyError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::CoordinateNotInField => {
				"a coordinate is not below the curve's base field modulus"
			}
			Self::PointAtInfinity => "a point is the point at infinity",
			Self::PointNotOnCurve => "a point is not on its curve",
			Self::PointNotInSubgroup => "the proof's B is not in the prime-order subgroup",
			Self::ProofInvalid => "the proof does not hold for these public inputs",
		})
	}
}

reason! {
	/// Why a circuit did not take a proof.
	pub enum CircuitRefusal {
		/// There is no such circuit.
		CircuitNotFound,
		/// The circuit is not in a state in which proofs are taken.
		CircuitNotActive,
		/// The number of inputs is not the circuit's.
		InputCount,
		/// An input is not below the field's modulus.
		InputNotInField,
		/// The verifier does not accept the proof.
		Verifier(VerifyError),
	}
}

impl fmt::Display for CircuitRefusal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::CircuitNotFound => "there is no such circuit",
			Self::CircuitNotActive => "the circuit takes no proofs in its present state",
			Self::InputCount => "the number of inputs is not the circuit's",
			Self::InputNotInField => "an input is not below the field's modulus",
			Self::Verifier(error) => return error.fmt(f),
		})
	}
}
