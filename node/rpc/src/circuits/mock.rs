//! A client with canned answers: the circuits of the examples in `openrpc.json`.
//!
//! One is registered and active, and a statement of it is recorded: Unirep's `epochKeyLite`, with a
//! proof by snarkjs.

use super::{Circuits, CircuitsRpcServer};
use crate::{
	mock::{Mock as Chain, BEST, FAILING},
	turns::Turns,
};
use census_primitives::{CircuitId, CircuitRefusal};
use census_runtime::{opaque::Block, AccountId, BlockNumber, Hash};
use census_runtime_api::circuits::{
	statement_hash, CircuitDetails, CircuitStatus, CircuitsApi, Hash32, StatementDetails,
};
use census_zk_types::{Points, Word};
use jsonrpsee::RpcModule;
use serde_json::Value;
use sp_api::{ApiError, ApiRef, ProvideRuntimeApi};
use sp_blockchain::{BlockStatus, HeaderBackend, Info, Result as BlockchainResult};
use sp_core::crypto::Ss58Codec;
use sp_runtime::traits::{Block as BlockT, NumberFor};
use std::sync::Arc;

/// The circuit that is registered.
pub(crate) const CIRCUIT: CircuitId = [0x11; 32];
/// An id under which none is registered.
pub(crate) const ABSENT: CircuitId = [0xee; 32];

/// The verifying key, a proof and its public signals.
pub(crate) fn vector() -> Value {
	let vector = include_str!("../../../../pallets/circuits/data/unirep-epoch-key-lite.json");
	serde_json::from_str(vector).unwrap()
}

/// One of them, read.
pub(crate) fn read<T: serde::de::DeserializeOwned>(part: &str) -> T {
	serde_json::from_value(vector()[part].clone()).unwrap()
}

fn alice() -> AccountId {
	AccountId::from_ss58check("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY").unwrap()
}

fn details() -> CircuitDetails<AccountId, BlockNumber> {
	CircuitDetails {
		registrant: alice(),
		status: CircuitStatus::Active,
		users: 2,
		registered_at: 7,
		key_hash: [0x44; 32],
		verifier: 1,
		inputs: ["control", "epoch_key", "sig_data"].map(|name| name.into()).into(),
		program: [0x22; 32],
		transcript: [0x33; 32],
	}
}

/// The client.
#[derive(Clone)]
pub(crate) struct Mock;

fn state_at(at: Hash) -> Result<(), ApiError> {
	if at == BEST {
		Ok(())
	} else if at == FAILING {
		Err(ApiError::Application("the runtime failed".into()))
	} else {
		Err(ApiError::UnknownBlock(format!("{at:?}")))
	}
}

sp_api::mock_impl_runtime_apis! {
	impl CircuitsApi<Block, AccountId, BlockNumber> for Mock {
		#[advanced]
		fn circuit(
			at: Hash,
			circuit: CircuitId,
		) -> Result<Option<CircuitDetails<AccountId, BlockNumber>>, ApiError> {
			state_at(at)?;
			Ok((circuit == CIRCUIT).then(details))
		}

		#[advanced]
		fn circuits(
			at: Hash,
			after: Option<CircuitId>,
			count: u32,
		) -> Result<Vec<(CircuitId, CircuitDetails<AccountId, BlockNumber>)>, ApiError> {
			state_at(at)?;
			let behind = after.is_none_or(|after| after < CIRCUIT);
			Ok((behind && count > 0).then(|| (CIRCUIT, details())).into_iter().collect())
		}

		#[advanced]
		fn key(at: Hash, circuit: CircuitId) -> Result<Option<Vec<u8>>, ApiError> {
			state_at(at)?;
			let key = || read::<super::VerifyingKey>("verificationKey").bytes;
			Ok((circuit == CIRCUIT).then(key))
		}

		#[advanced]
		fn is_key_revoked(at: Hash, key_hash: Hash32) -> Result<bool, ApiError> {
			state_at(at)?;
			Ok(key_hash != details().key_hash)
		}

		#[advanced]
		fn verify_proof(
			at: Hash,
			circuit: CircuitId,
			inputs: Vec<Word>,
			proof: Points,
		) -> Result<Result<(), CircuitRefusal>, ApiError> {
			state_at(at)?;
			let signals: super::PublicSignals = read("publicSignals");
			let known: super::Proof = read("proof");
			Ok(match circuit {
				CIRCUIT if inputs.len() != signals.0.len() => Err(CircuitRefusal::InputCount),
				CIRCUIT if (inputs, proof) == (signals.0, known.0) => Ok(()),
				CIRCUIT => Err(CircuitRefusal::ProofInvalid),
				_ => Err(CircuitRefusal::CircuitNotFound),
			})
		}

		#[advanced]
		fn statement(
			at: Hash,
			statement: Hash32,
		) -> Result<Option<StatementDetails<AccountId, BlockNumber>>, ApiError> {
			state_at(at)?;
			let signals: super::PublicSignals = read("publicSignals");
			let record = StatementDetails {
				circuit: CIRCUIT,
				submitter: alice(),
				recorded_at: 8,
				revoked: false,
			};
			Ok((statement == statement_hash(&CIRCUIT, &signals.0)).then_some(record))
		}
	}
}

impl ProvideRuntimeApi<Block> for Mock {
	type Api = Self;

	fn runtime_api(&self) -> ApiRef<'_, Self::Api> {
		self.clone().into()
	}
}

/// The chain behind it is that of the other mock.
impl HeaderBackend<Block> for Mock {
	fn header(&self, hash: Hash) -> BlockchainResult<Option<<Block as BlockT>::Header>> {
		Chain.header(hash)
	}

	fn info(&self) -> Info<Block> {
		Chain.info()
	}

	fn status(&self, hash: Hash) -> BlockchainResult<BlockStatus> {
		HeaderBackend::status(&Chain, hash)
	}

	fn number(&self, hash: Hash) -> BlockchainResult<Option<NumberFor<Block>>> {
		HeaderBackend::number(&Chain, hash)
	}

	fn hash(&self, number: NumberFor<Block>) -> BlockchainResult<Option<Hash>> {
		HeaderBackend::hash(&Chain, number)
	}
}

/// The methods `circuits_*`, answered by the mock, with room for so many proofs.
pub(crate) fn server(waiting: usize) -> RpcModule<Circuits<Mock>> {
	Circuits::new(Arc::new(Mock), Arc::new(Turns::with_room(waiting, 1))).into_rpc()
}
