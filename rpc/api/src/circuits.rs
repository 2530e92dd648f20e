//! `circuits_*`.

pub mod snarkjs;

use crate::{
	views::{
		circuits::{Circuit, CircuitRefusal, EncodedKey, Statement},
		Bytes, Hash, Page,
	},
	Error, Refusal,
};
use census_rpc_describe::describe;
use jsonrpsee::proc_macros::rpc;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use snarkjs::{Proof, PublicSignals, VerifyingKey};

/// Whether a circuit takes a proof, and if not, why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct StatementVerdict {
	/// Whether it does.
	pub accepted: bool,
	/// Why not; `null` where the proof is accepted.
	pub refusal: Option<Refusal<CircuitRefusal>>,
	/// The hash of the statement that was to be proven, under which it is recorded if it is.
	pub statement: Hash,
}

/// Groth16 circuits and proven statements, in the JSON of snarkjs.
#[describe]
#[rpc(server, client, namespace = "circuits")]
pub trait CircuitsRpc {
	/// A circuit as it stands.
	#[method(name = "circuit", blocking)]
	fn circuit(&self, circuit: Hash, at: Option<Hash>) -> Result<Option<Circuit>, Error>;

	/// The circuits, by their ids. `after` need not be registered.
	#[method(name = "circuits", blocking)]
	fn circuits(
		&self,
		count: u32,
		after: Option<Hash>,
		at: Option<Hash>,
	) -> Result<Page<Circuit, Hash>, Error>;

	/// A circuit's verifying key, in the bytes in which it was registered.
	#[method(name = "verifyingKey", blocking)]
	fn verifying_key(&self, circuit: Hash, at: Option<Hash>) -> Result<Option<Bytes>, Error>;

	/// Whether governance has barred for ever the key that has this hash, registered or not.
	#[method(name = "isKeyRevoked", blocking)]
	fn is_key_revoked(&self, key_hash: Hash, at: Option<Hash>) -> Result<bool, Error>;

	/// Whether a circuit takes this proof of these public signals, and if not, why. Records
	/// nothing. Proofs are checked on half of the machine's cores at most and wait their turn, 1,024 at a
	/// time.
	#[method(name = "verifyProof")]
	#[errors(Busy)]
	async fn verify_proof(
		&self,
		circuit: Hash,
		proof: Proof,
		public_signals: PublicSignals,
		at: Option<Hash>,
	) -> Result<StatementVerdict, Error>;

	/// The record of a statement, by its hash.
	#[method(name = "statement", blocking)]
	fn statement(&self, statement: Hash, at: Option<Hash>) -> Result<Option<Statement>, Error>;

	/// A verifying key of snarkjs in the form in which circuits are registered. Whether it is
	/// valid is found out when it is registered. Asks no block.
	#[method(name = "encodedKey", blocking)]
	fn encoded_key(&self, verification_key: VerifyingKey) -> Result<EncodedKey, Error>;
}
