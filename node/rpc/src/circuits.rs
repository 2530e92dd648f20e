//! `circuits_*`: questions about circuits and proven statements, in the JSON of snarkjs.
//!
//! Nothing is decided here: each method but `encodeKey` asks the runtime of one block, `at`, or the
//! best block where that is left out. The best block may still be replaced by another; for an answer
//! that will stand, pass the hash from `chain_getFinalizedHead`.
//!
//! Ids and other hashes, and a key's bytes, are hexadecimal behind `0x`. Public signals and the
//! numbers of proofs and keys are decimal strings, as snarkjs writes them; hexadecimal behind `0x` is
//! read as well. What does not exist is `null`, or an empty list.

pub mod snarkjs;

use crate::{
	ask::{ask, check_page},
	turns::Turns,
	Error,
};
use census_primitives::{CircuitId, CircuitRefusal};
use census_runtime::{opaque::Block, AccountId, BlockNumber, Hash};
use census_runtime_api::circuits::{
	statement_hash, CircuitDetails, CircuitStatus, CircuitsApi, StatementDetails,
};
use jsonrpsee::{core::async_trait, proc_macros::rpc};
use serde::{Deserialize, Serialize};
use snarkjs::{Proof, PublicSignals, VerifyingKey};
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

/// What may be done with a circuit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Status {
	/// Registered, not yet opened: it verifies nothing.
	Proposed,
	/// It verifies, and may be held.
	Active,
	/// It goes on verifying, but nobody else may hold it.
	Deprecated,
	/// Governance has barred its key: it verifies nothing.
	Revoked,
}

impl From<CircuitStatus> for Status {
	fn from(status: CircuitStatus) -> Self {
		match status {
			CircuitStatus::Proposed => Self::Proposed,
			CircuitStatus::Active => Self::Active,
			CircuitStatus::Deprecated => Self::Deprecated,
			CircuitStatus::Revoked => Self::Revoked,
		}
	}
}

/// A circuit as it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Circuit {
	/// Its id.
	pub circuit: Hash,
	/// Who may activate, deprecate and remove it.
	pub registrant: AccountId,
	/// What may be done with it.
	pub status: Status,
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
	/// The hash of the transcript of its set-up.
	pub transcript: Hash,
}

impl From<(CircuitId, CircuitDetails<AccountId, BlockNumber>)> for Circuit {
	fn from((id, details): (CircuitId, CircuitDetails<AccountId, BlockNumber>)) -> Self {
		Self {
			circuit: id.into(),
			registrant: details.registrant,
			status: details.status.into(),
			users: details.users,
			registered_at: details.registered_at,
			key_hash: details.key_hash.into(),
			verifier: details.verifier,
			// Names are ASCII.
			inputs: details
				.inputs
				.iter()
				.map(|name| String::from_utf8_lossy(name).into_owned())
				.collect(),
			program: details.program.into(),
			transcript: details.transcript.into(),
		}
	}
}

/// The record of a statement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Statement {
	/// The circuit under which it was proven.
	pub circuit: Hash,
	/// Who may remove the record.
	pub submitter: AccountId,
	/// The block in which it was recorded.
	pub recorded_at: BlockNumber,
	/// Whether the circuit's key has been barred since, so that the record counts for nothing.
	pub revoked: bool,
}

impl From<StatementDetails<AccountId, BlockNumber>> for Statement {
	fn from(details: StatementDetails<AccountId, BlockNumber>) -> Self {
		Self {
			circuit: details.circuit.into(),
			submitter: details.submitter,
			recorded_at: details.recorded_at,
			revoked: details.revoked,
		}
	}
}

/// Whether a circuit takes a proof, and if not, why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Verdict {
	/// Whether it does.
	pub accepted: bool,
	/// Why not; `null` where the proof is accepted.
	pub refusal: Option<Refusal>,
	/// The hash of the statement that was to be proven, under which it is recorded if it is.
	pub statement: Hash,
}

/// Why a proof is refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Refusal {
	/// The reason, for programs.
	pub reason: CircuitRefusal,
	/// The reason, for people.
	pub message: String,
}

/// A verifying key in the form in which circuits are registered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EncodedKey {
	/// Its bytes, hexadecimal behind `0x`.
	pub key: String,
	/// How many public inputs it has.
	pub inputs: usize,
}

/// Bytes as users see them.
fn hex(bytes: &[u8]) -> String {
	bytes.iter().fold("0x".into(), |text, byte| format!("{text}{byte:02x}"))
}

/// The methods of the namespace `circuits`.
#[rpc(server, namespace = "circuits")]
pub trait CircuitsRpc {
	/// The circuit as it stands, or `null` where none is registered under this id.
	#[method(name = "get", blocking)]
	fn get(&self, circuit: Hash, at: Option<Hash>) -> Result<Option<Circuit>, Error>;

	/// Circuits in the order of their ids: the first, or those behind `after`, which need not be
	/// registered. `count` is at most [`MAX_PAGE`](census_runtime_api::MAX_PAGE).
	#[method(name = "list", blocking)]
	fn list(
		&self,
		count: u32,
		after: Option<Hash>,
		at: Option<Hash>,
	) -> Result<Vec<Circuit>, Error>;

	/// The circuit's verifying key, in the bytes in which it was registered, or `null` where none
	/// is registered under this id.
	#[method(name = "key", blocking)]
	fn key(&self, circuit: Hash, at: Option<Hash>) -> Result<Option<String>, Error>;

	/// Whether the circuit takes this proof of these public signals, and if not, why. Records
	/// nothing. Proofs are checked on half of the machine's cores at most and wait their turn.
	#[method(name = "verify")]
	async fn verify(
		&self,
		circuit: Hash,
		proof: Proof,
		#[argument(rename = "publicSignals")] public_signals: PublicSignals,
		at: Option<Hash>,
	) -> Result<Verdict, Error>;

	/// The record of a statement, by its hash, or `null` where it is not recorded.
	#[method(name = "statement", blocking)]
	fn statement(&self, statement: Hash, at: Option<Hash>) -> Result<Option<Statement>, Error>;

	/// A verifying key of snarkjs in the form in which circuits are registered. Whether it is
	/// valid is found out when it is registered.
	#[method(name = "encodeKey", blocking)]
	fn encode_key(
		&self,
		#[argument(rename = "verificationKey")] verification_key: VerifyingKey,
	) -> Result<EncodedKey, Error>;
}

/// Answers [`CircuitsRpcServer`] from a client's runtime API.
pub struct Circuits<Client> {
	client: Arc<Client>,
	turns: Arc<Turns>,
}

impl<Client> Circuits<Client> {
	/// Answers from this client, checking proofs in turn with all who share `turns`.
	pub(crate) fn new(client: Arc<Client>, turns: Arc<Turns>) -> Self {
		Self { client, turns }
	}
}

#[async_trait]
impl<Client> CircuitsRpcServer for Circuits<Client>
where
	Client: ProvideRuntimeApi<Block> + HeaderBackend<Block> + Send + Sync + 'static,
	Client::Api: CircuitsApi<Block, AccountId, BlockNumber>,
{
	fn get(&self, circuit: Hash, at: Option<Hash>) -> Result<Option<Circuit>, Error> {
		let id = circuit.into();
		let details = ask(&*self.client, at, |api, at| api.circuit(at, id))?;
		Ok(details.map(|details| (id, details).into()))
	}

	fn list(
		&self,
		count: u32,
		after: Option<Hash>,
		at: Option<Hash>,
	) -> Result<Vec<Circuit>, Error> {
		check_page(count)?;
		let after = after.map(CircuitId::from);
		let circuits = ask(&*self.client, at, |api, at| api.circuits(at, after, count))?;
		Ok(circuits.into_iter().map(Circuit::from).collect())
	}

	fn key(&self, circuit: Hash, at: Option<Hash>) -> Result<Option<String>, Error> {
		let key = ask(&*self.client, at, |api, at| api.key(at, circuit.into()))?;
		Ok(key.as_deref().map(hex))
	}

	async fn verify(
		&self,
		circuit: Hash,
		proof: Proof,
		public_signals: PublicSignals,
		at: Option<Hash>,
	) -> Result<Verdict, Error> {
		let (id, inputs) = (CircuitId::from(circuit), public_signals.0);
		let statement = statement_hash(&id, &inputs).into();
		let client = self.client.clone();
		let job = move || ask(&*client, at, |api, at| api.verify_proof(at, id, inputs, proof.0));
		let refusal = self.turns.take(at, job).await?.err();
		let refusal = refusal.map(|reason| Refusal { reason, message: reason.to_string() });
		Ok(Verdict { accepted: refusal.is_none(), refusal, statement })
	}

	fn statement(&self, statement: Hash, at: Option<Hash>) -> Result<Option<Statement>, Error> {
		let details = ask(&*self.client, at, |api, at| api.statement(at, statement.into()))?;
		Ok(details.map(Statement::from))
	}

	fn encode_key(&self, verification_key: VerifyingKey) -> Result<EncodedKey, Error> {
		let VerifyingKey { bytes, inputs } = verification_key;
		Ok(EncodedKey { key: hex(&bytes), inputs })
	}
}

#[cfg(test)]
pub(crate) mod mock;
#[cfg(test)]
mod tests;
