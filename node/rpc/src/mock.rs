//! A client with canned answers: those of the examples in `openrpc.json`.
//!
//! Group 0 has the two members of the first of Semaphore's own vectors; nullifier 42 is used. Of three
//! polls the second was pruned. [`persons`] tells about persons, the modules of `circuits_*`,
//! `leases_*` and `anchors_*` about these.

mod persons;

use crate::{
	anchors, circuits,
	groups::{Groups, GroupsRpcServer},
	leases,
	personhood::{Personhood, PersonhoodRpcServer},
	polls::{Polls, PollsRpcServer},
	turns::Turns,
};
use census_primitives::{
	Epoch, GroupDetails, GroupId, IssuerId, Page, PersonId, PersonRefusal, PersonScope,
	ProofRefusal, RootDetails, ScopeId,
};
use census_runtime::{opaque::Block, AccountId, BlockNumber, Hash};
use census_runtime_api::{
	personhood::{
		AcceptedRoot, EpochDetails, IssuerDetails, KnowledgeDetails, MarkDetails, NotChecked,
		PersonDetails, PolicyDetails, ScopeDetails,
	},
	polls::{Phase, PollDetails, PollId},
	GroupsApi, PersonhoodApi, PollsApi,
};
use census_zk_types::{FieldElement, MerkleProof, SemaphoreProof, Word};
use jsonrpsee::RpcModule;
use serde_json::Value;
use sp_api::{ApiError, ApiRef, ProvideRuntimeApi};
use sp_blockchain::{BlockStatus, HeaderBackend, Info, Result as BlockchainResult};
use sp_core::crypto::Ss58Codec;
use sp_runtime::traits::{Block as BlockT, NumberFor};
use std::sync::Arc;

/// The best block. Its state answers.
pub(crate) const BEST: Hash = Hash::repeat_byte(1);
/// A known block whose state is gone: the first one.
pub(crate) const DISCARDED: Hash = GENESIS;
/// A known block whose runtime fails.
pub(crate) const FAILING: Hash = Hash::repeat_byte(3);
/// No block.
pub(crate) const UNKNOWN: Hash = Hash::repeat_byte(4);
/// From this number on there is no end of polls that were pruned.
pub(crate) const ENDLESS_POLL: u32 = 1_000_000;
/// The first block.
const GENESIS: Hash = Hash::repeat_byte(2);
/// The best block's number.
const BEST_NUMBER: BlockNumber = 600_012;

/// The client.
#[derive(Clone)]
pub(crate) struct Mock;

/// The first of Semaphore's vectors with so many members: these, a Merkle proof and a proof.
fn vector_of(members: usize) -> Value {
	let vectors = include_str!("../../../tests/vectors/semaphore-v4-proofs.json");
	let vectors: Vec<Value> = serde_json::from_str(vectors).unwrap();
	let has_so_many = |vector: &Value| vector["members"].as_array().unwrap().len() == members;
	vectors.into_iter().find(has_so_many).unwrap()
}

/// The members of this vector.
fn members_of(members: usize) -> Vec<FieldElement> {
	read(&vector_of(members)["members"])
}

/// The first of Semaphore's vectors, that of group 0.
pub(crate) fn vector() -> Value {
	vector_of(2)
}

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> T {
	serde_json::from_value(value.clone()).unwrap()
}

fn members() -> Vec<FieldElement> {
	members_of(2)
}

fn root() -> FieldElement {
	read(&vector()["merkleProof"]["root"])
}

/// The page `start..start + count`, as the runtime cuts it.
fn page<T>(all: Vec<T>, start: u32, count: u32) -> Vec<T> {
	all.into_iter().skip(start as usize).take(count as usize).collect()
}

fn alice() -> AccountId {
	AccountId::from_ss58check("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY").unwrap()
}

fn polls() -> Vec<PollDetails<AccountId, BlockNumber>> {
	// A day is 14,400 blocks; polls are kept for thirty.
	let poll =
		|poll, title: &str, scope, epoch, electorate, closes_at, counts: &[u32]| PollDetails {
			poll,
			creator: alice(),
			title: title.into(),
			content: Hash::repeat_byte(7 + poll as u8),
			scope: PersonScope::Application { scope, topic: [0; 32] },
			epoch,
			electorate,
			closes_at,
			kept_until: closes_at + 432_000,
			phase: if closes_at < BEST_NUMBER { Phase::Closed } else { Phase::Voting },
			counts: counts.into(),
			votes: counts.iter().sum(),
		};
	vec![
		poll(0, "Tea or coffee?", 4, 4, 3, 100_820, &[2, 0, 1]),
		poll(2, "Shall we meet on Monday?", 6, 120_001, 5, 700_807, &[0, 1]),
	]
}

pub(crate) fn state_at(at: Hash) -> Result<(), ApiError> {
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
			Ok((group == 0).then(|| GroupDetails {
				admin: alice(),
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

	impl PersonhoodApi<Block, AccountId, BlockNumber> for Mock {
		#[advanced]
		fn policy(at: Hash) -> Result<Option<PolicyDetails<BlockNumber>>, ApiError> {
			state_at(at)?;
			Ok(Some(persons::policy()))
		}

		#[advanced]
		fn epoch(at: Hash) -> Result<Option<EpochDetails<BlockNumber>>, ApiError> {
			state_at(at)?;
			Ok(Some(persons::epoch()))
		}

		#[advanced]
		fn accepted_roots(at: Hash) -> Result<Vec<AcceptedRoot<BlockNumber>>, ApiError> {
			state_at(at)?;
			Ok(persons::accepted_roots())
		}

		#[advanced]
		fn issuer_count(at: Hash) -> Result<u32, ApiError> {
			state_at(at)?;
			Ok(2)
		}

		#[advanced]
		fn issuers(
			at: Hash,
			start: IssuerId,
			count: u32,
		) -> Result<Vec<IssuerDetails<AccountId>>, ApiError> {
			state_at(at)?;
			Ok(persons::issuers(start, count))
		}

		#[advanced]
		fn person_count(at: Hash) -> Result<u32, ApiError> {
			state_at(at)?;
			Ok(persons::person_count())
		}

		#[advanced]
		fn person(
			at: Hash,
			person: PersonId,
		) -> Result<Option<PersonDetails<BlockNumber>>, ApiError> {
			state_at(at)?;
			Ok(persons::person(person))
		}

		#[advanced]
		fn person_by_commitment(
			at: Hash,
			commitment: Word,
		) -> Result<Option<PersonDetails<BlockNumber>>, ApiError> {
			state_at(at)?;
			Ok(persons::person_by_commitment(commitment))
		}

		#[advanced]
		fn mark(at: Hash, issuer: IssuerId, tag: [u8; 32]) -> Result<MarkDetails, ApiError> {
			state_at(at)?;
			Ok(persons::mark(issuer, tag))
		}

		#[advanced]
		fn leaves(
			at: Hash,
			root: Option<Word>,
			start: u32,
			count: u32,
		) -> Result<Option<Vec<FieldElement>>, ApiError> {
			state_at(at)?;
			Ok(persons::leaves(root, start, count))
		}

		#[advanced]
		fn merkle_proof(
			at: Hash,
			commitment: Word,
			root: Option<Word>,
		) -> Result<Option<MerkleProof>, ApiError> {
			state_at(at)?;
			Ok(persons::merkle_proof(commitment, root))
		}

		#[advanced]
		fn scope_count(at: Hash) -> Result<u32, ApiError> {
			state_at(at)?;
			Ok(7)
		}

		#[advanced]
		fn scope(
			at: Hash,
			scope: ScopeId,
		) -> Result<Option<ScopeDetails<AccountId, BlockNumber>>, ApiError> {
			state_at(at)?;
			Ok(persons::scope(scope))
		}

		#[advanced]
		fn scope_word(at: Hash, scope: PersonScope) -> Result<Word, ApiError> {
			state_at(at)?;
			Ok(persons::scope_word(scope))
		}

		#[advanced]
		fn are_spent(
			at: Hash,
			scope: PersonScope,
			nullifiers: Vec<Word>,
		) -> Result<Vec<bool>, ApiError> {
			state_at(at)?;
			Ok(persons::are_spent(scope, nullifiers))
		}

		#[advanced]
		fn knowledge(at: Hash, commitment: Word) -> Result<Option<KnowledgeDetails>, ApiError> {
			state_at(at)?;
			Ok(persons::knowledge(commitment))
		}

		#[advanced]
		fn epoch_of_root(at: Hash, root: Word) -> Result<Option<Epoch>, ApiError> {
			state_at(at)?;
			Ok(persons::epoch_of_root(root))
		}

		#[advanced]
		fn check(
			at: Hash,
			_: Hash,
			call: Vec<u8>,
		) -> Result<Result<Result<(), PersonRefusal>, NotChecked>, ApiError> {
			state_at(at)?;
			Ok(persons::check(call))
		}
	}

	impl PollsApi<Block, AccountId, BlockNumber> for Mock {
		#[advanced]
		fn poll(
			at: Hash,
			poll: PollId,
		) -> Result<Option<PollDetails<AccountId, BlockNumber>>, ApiError> {
			state_at(at)?;
			Ok(polls().into_iter().find(|other| other.poll == poll))
		}

		#[advanced]
		fn polls(
			at: Hash,
			start: PollId,
			count: u32,
		) -> Result<Page<PollDetails<AccountId, BlockNumber>, PollId>, ApiError> {
			state_at(at)?;
			if start >= ENDLESS_POLL {
				return Ok(Page { items: Vec::new(), next: start.checked_add(1) });
			}
			// It looks at two numbers at a time.
			let end = start.saturating_add(2);
			let some = polls().into_iter().filter(|poll| (start..end).contains(&poll.poll));
			let items = some.take(count as usize).collect();
			Ok(Page { items, next: (end < 3).then_some(end) })
		}

		#[advanced]
		fn poll_count(at: Hash) -> Result<u32, ApiError> {
			state_at(at)?;
			Ok(3)
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
			best_number: BEST_NUMBER,
			genesis_hash: GENESIS,
			finalized_hash: BEST,
			finalized_number: BEST_NUMBER,
			finalized_state: Some((BEST, BEST_NUMBER)),
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

/// All of the project's own methods, answered by the mock.
pub(crate) fn server() -> RpcModule<()> {
	server_with_room(1_024, 2)
}

/// A server on which so many proofs may wait and so many are checked at a time.
pub(crate) fn server_with_room(waiting: usize, turns: usize) -> RpcModule<()> {
	let client = Arc::new(Mock);
	let turns = Arc::new(Turns::with_room(waiting, turns));
	let mut module = RpcModule::new(());
	module.merge(Groups::new(client.clone(), turns.clone()).into_rpc()).unwrap();
	module.merge(Personhood::new(client.clone(), turns).into_rpc()).unwrap();
	module.merge(Polls::new(client).into_rpc()).unwrap();
	module.merge(circuits::mock::server(waiting)).unwrap();
	module.merge(anchors::mock::server(waiting)).unwrap();
	module.merge(leases::mock::server()).unwrap();
	module
}

/// Calls a method; gives the result or the error object.
pub(crate) async fn call(method: &str, params: Value) -> Result<Value, Value> {
	call_on(&server(), method, params).await
}

/// Calls a method of this server; gives the result or the error object.
pub(crate) async fn call_on(
	server: &RpcModule<()>,
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
