//! What is registered and stored of circuits and statements, and how both are named.

use crate::{BlockNumberFor, Config, Pallet};
use census_primitives::{CircuitId, CircuitRefusal};
use census_zk_types::{Points, Word};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use frame_support::{
	traits::{ConstU32, Footprint},
	BoundedVec,
};
use scale_info::TypeInfo;
use sp_io::hashing::blake2_256;

pub use census_views::circuits::CircuitStatus;

/// A 32-byte hash or commitment.
pub type Hash32 = [u8; 32];

/// The version of the verifier: of the byte forms, the checks and their order.
pub const VERIFIER: u32 = census_groth16::VERSION;

/// The most public inputs of a circuit.
pub const MAX_INPUTS: u32 = census_groth16::MAX_INPUTS as u32;
const _: () = assert!(MAX_INPUTS == census_views::circuits::MAX_INPUTS);

/// The length of a verifying key with [`MAX_INPUTS`] inputs.
pub const MAX_KEY_BYTES: u32 = census_groth16::MAX_KEY_BYTES as u32;

/// The most bytes in the name of an input.
pub const MAX_NAME_BYTES: u32 = 32;

/// A verifying key's bytes.
pub type KeyBytes = BoundedVec<u8, ConstU32<MAX_KEY_BYTES>>;

/// The name of a public input.
pub type InputName = BoundedVec<u8, ConstU32<MAX_NAME_BYTES>>;

/// Public inputs, in a circuit's order.
pub type Inputs = BoundedVec<Word, ConstU32<MAX_INPUTS>>;

/// What comes before a [`Definition`] in the preimage of its id.
const CIRCUIT_DOMAIN: &[u8; 16] = b"census/circuit/1";

/// What comes before circuit and inputs in the preimage of a statement's hash.
const STATEMENT_DOMAIN: &[u8; 18] = b"census/statement/1";

/// What is declared about a circuit.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Layout {
	/// The version of the verifier, [`VERIFIER`].
	pub verifier: u32,
	/// What the public inputs mean, in order.
	pub inputs: BoundedVec<InputName, ConstU32<MAX_INPUTS>>,
	/// A commitment to the program or model that the circuit stands for.
	pub program: Hash32,
	/// The hash of the transcript of the key's set-up. By itself it proves nothing.
	pub transcript: Hash32,
}

/// All that makes a circuit what it is.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Definition {
	/// The verifying key.
	pub key: KeyBytes,
	/// What is declared about it.
	pub layout: Layout,
}

impl Definition {
	/// The circuit's id: BLAKE2b-256 of `census/circuit/1` and the definition's SCALE bytes.
	pub fn id(&self) -> CircuitId {
		(CIRCUIT_DOMAIN, self).using_encoded(blake2_256)
	}

	/// The hash of the circuit's key, by which governance bars it.
	pub fn key_hash(&self) -> Hash32 {
		blake2_256(&self.key)
	}

	/// What the circuit takes of the chain's storage, for its deposit.
	pub(crate) fn footprint(&self) -> Footprint {
		circuit_footprint(self.encoded_size())
	}
}

/// What a circuit whose definition has so many bytes takes of the chain's storage.
pub(crate) fn circuit_footprint(definition_bytes: usize) -> Footprint {
	Footprint::from_parts(1, definition_bytes.saturating_add(CIRCUIT_BYTES))
}

/// Bytes of storage that a circuit accounts for besides its definition: three keys of 64 bytes, and
/// the record with its account, deposit and hash.
const CIRCUIT_BYTES: usize = 3 * 64 + 64 + 32;

/// Bytes of storage that the record of a statement accounts for: a key of 64 bytes, and circuit,
/// hash, account, deposit and block.
const STATEMENT_BYTES: usize = 64 + 2 * 32 + 64;

/// What the records of so many statements take of the chain's storage.
pub(crate) fn statement_footprint(records: usize) -> Footprint {
	Footprint::from_parts(records, STATEMENT_BYTES)
}

/// The hash of the statement *this circuit accepts these inputs*: BLAKE2b-256 of
/// `census/statement/1`, the circuit's id, and the inputs as a SCALE sequence of 32 big-endian bytes
/// each.
pub fn statement_hash(circuit: &CircuitId, inputs: &[Word]) -> Hash32 {
	(STATEMENT_DOMAIN, circuit, inputs).using_encoded(blake2_256)
}

/// How far a registrant has brought a circuit.
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
	TypeInfo,
)]
pub enum Stage {
	/// Registered, not yet opened.
	Proposed,
	/// Opened.
	Active,
	/// Closed to new users.
	Deprecated,
}

/// A circuit, but for its key and what is declared about it.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct Circuit<T: Config> {
	/// Who may activate, deprecate and remove it.
	pub registrant: T::AccountId,
	/// The registrant's deposit.
	pub deposit: T::CircuitConsideration,
	/// How far its registrant has brought it. What may be done with it is its
	/// [status](Circuit::status).
	pub stage: Stage,
	/// How many hold it.
	pub users: u32,
	/// How many public inputs it has.
	pub inputs: u32,
	/// The hash of its key.
	pub key_hash: Hash32,
	/// The block in which it was registered.
	pub registered_at: BlockNumberFor<T>,
}

impl<T: Config> Circuit<T> {
	/// What may be done with it: what its registrant says, unless governance has barred its key.
	pub fn status(&self) -> CircuitStatus {
		if Pallet::<T>::is_key_revoked(&self.key_hash) {
			return CircuitStatus::Revoked;
		}
		match self.stage {
			Stage::Proposed => CircuitStatus::Proposed,
			Stage::Active => CircuitStatus::Active,
			Stage::Deprecated => CircuitStatus::Deprecated,
		}
	}
}

/// The record of a statement that was proven.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct Statement<T: Config> {
	/// The circuit under which it was proven.
	pub circuit: CircuitId,
	/// The hash of the circuit's key: the circuit may be gone when governance bars it.
	pub key_hash: Hash32,
	/// Who may remove the record.
	pub submitter: T::AccountId,
	/// The submitter's deposit.
	pub deposit: T::StatementConsideration,
	/// The block in which it was recorded.
	pub recorded_at: BlockNumberFor<T>,
}

/// One proof of a batch, with its public inputs.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Claim {
	/// The public inputs, in the circuit's order.
	pub inputs: Inputs,
	/// The proof.
	pub proof: Points,
}

/// Why a proof of a batch was refused.
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
	TypeInfo,
)]
pub enum ClaimRefusal {
	/// The circuit did not take the proof.
	Proof(CircuitRefusal),
	/// The statement is recorded already.
	StatementRecorded,
}

impl From<CircuitRefusal> for ClaimRefusal {
	fn from(refusal: CircuitRefusal) -> Self {
		Self::Proof(refusal)
	}
}

impl fmt::Display for ClaimRefusal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Proof(refusal) => refusal.fmt(f),
			Self::StatementRecorded => f.write_str("the statement is recorded already"),
		}
	}
}
