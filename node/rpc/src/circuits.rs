//! `circuits_*` answered from the runtime's state.

use crate::{
	ask::{ask, page},
	limit::ConcurrencyLimit,
};
use census_rpc_api::{
	circuits::{
		snarkjs::{Proof, PublicSignals, VerifyingKey},
		CircuitsRpcServer, StatementVerdict,
	},
	views::{
		circuits::{Circuit, EncodedKey, Statement},
		Bytes, Hash, Page,
	},
	Error, Verdict,
};
use census_runtime::opaque::Block;
use census_runtime_api::CircuitsApi;
use jsonrpsee::core::async_trait;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

/// Answers [`CircuitsRpcServer`] from a client's runtime API.
pub(crate) struct Circuits<Client> {
	client: Arc<Client>,
	limit: Arc<ConcurrencyLimit>,
}

impl<Client> Circuits<Client> {
	/// Answers from this client, checking proofs in turn with all who share `limit`.
	pub(crate) fn new(client: Arc<Client>, limit: Arc<ConcurrencyLimit>) -> Self {
		Self { client, limit }
	}
}

#[async_trait]
impl<Client> CircuitsRpcServer for Circuits<Client>
where
	Client: ProvideRuntimeApi<Block> + HeaderBackend<Block> + Send + Sync + 'static,
	Client::Api: CircuitsApi<Block>,
{
	fn circuit(&self, circuit: Hash, at: Option<Hash>) -> Result<Option<Circuit>, Error> {
		ask(&*self.client, at, |api, at| api.circuit(at, circuit))
	}

	fn circuits(
		&self,
		count: u32,
		after: Option<Hash>,
		at: Option<Hash>,
	) -> Result<Page<Circuit, Hash>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| {
			api.circuits(at, after, count)
		})
	}

	fn verifying_key(&self, circuit: Hash, at: Option<Hash>) -> Result<Option<Bytes>, Error> {
		let key = ask(&*self.client, at, |api, at| api.verifying_key(at, circuit))?;
		Ok(key.map(Bytes))
	}

	fn is_key_revoked(&self, key_hash: Hash, at: Option<Hash>) -> Result<bool, Error> {
		ask(&*self.client, at, |api, at| api.is_key_revoked(at, key_hash))
	}

	async fn verify_proof(
		&self,
		circuit: Hash,
		Proof(proof): Proof,
		PublicSignals(inputs): PublicSignals,
		at: Option<Hash>,
	) -> Result<StatementVerdict, Error> {
		let client = self.client.clone();
		let job = move || {
			ask(&*client, at, |api, at| {
				let statement = api.statement_hash(at, circuit, inputs.clone())?;
				Ok((statement, api.verify_proof(at, circuit, inputs, proof)?))
			})
		};
		let (statement, verdict) = self.limit.take(at, job).await?;
		let Verdict { accepted, refusal } = verdict.into();
		Ok(StatementVerdict { accepted, refusal, statement })
	}

	fn statement(&self, statement: Hash, at: Option<Hash>) -> Result<Option<Statement>, Error> {
		ask(&*self.client, at, |api, at| api.statement(at, statement))
	}

	fn encoded_key(&self, verification_key: VerifyingKey) -> Result<EncodedKey, Error> {
		let VerifyingKey { bytes, inputs } = verification_key;
		// No more than a circuit has.
		Ok(EncodedKey { key: Bytes(bytes), inputs: inputs as u32 })
	}
}
