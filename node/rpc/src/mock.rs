//! A client with canned answers: the one group of the examples in `openrpc.json`.
//!
//! Group 0 has the two members of the first of Semaphore's own vectors; nullifier 42 is used.

use crate::groups::{Groups, GroupsRpcServer};
use census_primitives::{GroupDetails, GroupId, ProofRefusal, RootDetails};
use census_runtime::{opaque::Block, AccountId, BlockNumber, Hash};
use census_runtime_api::GroupsApi;
use census_zk_types::{FieldElement, MerkleProof, SemaphoreProof, Word};
use jsonrpsee::RpcModule;
use serde_json::Value;
use sp_api::{ApiError, ApiRef, ProvideRuntimeApi};
use sp_blockchain::{BlockStatus, HeaderBackend, Info, Result as BlockchainResult};
use sp_core::crypto::Ss58Codec;
use sp_runtime::traits::{Block as BlockT, NumberFor};

/// The best block. Its state answers.
pub(crate) const BEST: Hash = Hash::repeat_byte(1);
/// A known block whose state is gone.
pub(crate) const DISCARDED: Hash = Hash::repeat_byte(2);
/// A known block whose runtime fails.
pub(crate) const FAILING: Hash = Hash::repeat_byte(3);
/// No block.
pub(crate) const UNKNOWN: Hash = Hash::repeat_byte(4);

/// The client.
#[derive(Clone)]
pub(crate) struct Mock;

/// The first of Semaphore's vectors: its members, Merkle proof and proof.
pub(crate) fn vector() -> Value {
	let vectors = include_str!("../../../tests/vectors/semaphore-v4-proofs.json");
	serde_json::from_str::<Value>(vectors).unwrap()[0].clone()
}

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> T {
	serde_json::from_value(value.clone()).unwrap()
}

fn members() -> Vec<FieldElement> {
	read(&vector()["members"])
}

fn root() -> FieldElement {
	read(&vector()["merkleProof"]["root"])
}

/// The page `start..start + count`, as the runtime cuts it.
fn page<T>(all: Vec<T>, start: u32, count: u32) -> Vec<T> {
	all.into_iter().skip(start as usize).take(count as usize).collect()
}

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
	impl GroupsApi<Block, AccountId, BlockNumber> for Mock {
		#[advanced]
		fn group(
			at: Hash,
			group: GroupId,
		) -> Result<Option<GroupDetails<AccountId, BlockNumber>>, ApiError> {
			state_at(at)?;
			let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
			Ok((group == 0).then(|| GroupDetails {
				admin: AccountId::from_ss58check(alice).unwrap(),
				pending_admin: None,
				size: 2,
				members: 2,
				depth: 1,
				root: root(),
				root_since: 7,
				root_duration: 600,
				instant_revocation: false,
				closing: false,
			}))
		}

		#[advanced]
		fn group_count(at: Hash) -> Result<u32, ApiError> {
			state_at(at)?;
			Ok(1)
		}

		#[advanced]
		fn members(
			at: Hash,
			group: GroupId,
			start: u32,
			count: u32,
		) -> Result<Vec<FieldElement>, ApiError> {
			state_at(at)?;
			Ok(if group == 0 { page(members(), start, count) } else { Vec::new() })
		}

		#[advanced]
		fn index_of(
			at: Hash,
			group: GroupId,
			member: Word,
		) -> Result<Option<u32>, ApiError> {
			state_at(at)?;
			let index = members().iter().position(|other| Word::from(*other) == member);
			Ok(index.filter(|_| group == 0).map(|index| index as u32))
		}

		#[advanced]
		fn merkle_proof(
			at: Hash,
			group: GroupId,
			index: u32,
		) -> Result<Option<MerkleProof>, ApiError> {
			state_at(at)?;
			Ok((group == 0 && index == 1).then(|| read(&vector()["merkleProof"])))
		}

		#[advanced]
		fn roots(
			at: Hash,
			group: GroupId,
			start: u32,
			count: u32,
		) -> Result<Vec<RootDetails<BlockNumber>>, ApiError> {
			state_at(at)?;
			// A tree of one leaf has that leaf as its root.
			let roots = vec![
				RootDetails { root: root(), superseded_at: None, accepted: true },
				RootDetails { root: members()[0], superseded_at: Some(7), accepted: true },
			];
			Ok(if group == 0 { page(roots, start, count) } else { Vec::new() })
		}

		#[advanced]
		fn is_nullifier_used(
			at: Hash,
			group: GroupId,
			nullifier: Word,
		) -> Result<bool, ApiError> {
			state_at(at)?;
			Ok(group == 0 && nullifier == Word::from(42))
		}

		#[advanced]
		fn verify_proof(
			at: Hash,
			group: GroupId,
			proof: SemaphoreProof,
		) -> Result<Result<(), ProofRefusal>, ApiError> {
			state_at(at)?;
			Ok(match group {
				0 if proof == read(&vector()["proof"]) => Ok(()),
				0 => Err(ProofRefusal::ProofInvalid),
				_ => Err(ProofRefusal::GroupNotFound),
			})
		}
	}
}

impl ProvideRuntimeApi<Block> for Mock {
	type Api = Self;

	fn runtime_api(&self) -> ApiRef<'_, Self::Api> {
		self.clone().into()
	}
}

impl HeaderBackend<Block> for Mock {
	fn header(&self, _: Hash) -> BlockchainResult<Option<<Block as BlockT>::Header>> {
		Ok(None)
	}

	fn info(&self) -> Info<Block> {
		Info {
			best_hash: BEST,
			best_number: 9,
			genesis_hash: DISCARDED,
			finalized_hash: BEST,
			finalized_number: 9,
			finalized_state: Some((BEST, 9)),
			number_leaves: 1,
			block_gap: None,
		}
	}

	fn status(&self, hash: Hash) -> BlockchainResult<BlockStatus> {
		Ok(if hash == UNKNOWN { BlockStatus::Unknown } else { BlockStatus::InChain })
	}

	fn number(&self, _: Hash) -> BlockchainResult<Option<NumberFor<Block>>> {
		Ok(None)
	}

	fn hash(&self, _: NumberFor<Block>) -> BlockchainResult<Option<Hash>> {
		Ok(None)
	}
}

/// The methods `groups_*`, answered by the mock.
pub(crate) fn server() -> RpcModule<Groups<Mock>> {
	Groups::new(std::sync::Arc::new(Mock)).into_rpc()
}

/// A server on which so many proofs may wait and so many are checked at a time.
pub(crate) fn server_with_room(waiting: usize, turns: usize) -> RpcModule<Groups<Mock>> {
	Groups::with_room(std::sync::Arc::new(Mock), waiting, turns).into_rpc()
}

/// Calls a method; gives the result or the error object.
pub(crate) async fn call(method: &str, params: Value) -> Result<Value, Value> {
	call_on(&server(), method, params).await
}

/// Calls a method of this server; gives the result or the error object.
pub(crate) async fn call_on(
	server: &RpcModule<Groups<Mock>>,
	method: &str,
	params: Value,
) -> Result<Value, Value> {
	let request = serde_json::json!({
		"jsonrpc": "2.0", "id": 0, "method": method, "params": params
	});
	let (response, _) = server.raw_json_request(&request.to_string(), 1).await.unwrap();
	let response: Value = serde_json::from_str(&response).unwrap();
	match response.get("error") {
		Some(error) => Err(error.clone()),
		None => Ok(response["result"].clone()),
	}
}
