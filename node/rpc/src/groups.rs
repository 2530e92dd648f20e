//! `groups_*`: questions about Semaphore groups, in the JSON of Semaphore's own clients.
//!
//! Nothing is decided here: each method asks the runtime of one block, `at`, or the best block
//! where that is left out. The best block may still be replaced by another; for an answer that
//! will stand, pass the hash from `chain_getFinalizedHead`.
//!
//! Group numbers, indices, counts and block numbers are JSON numbers. Field elements and other
//! 256-bit integers (roots, commitments, nullifiers, points) are decimal strings; hexadecimal
//! behind `0x` is read as well. What does not exist is `null`, or an empty list.

use crate::{
	ask::{ask, check_page},
	turns::Turns,
	Error,
};
use census_primitives::{GroupDetails, GroupId, ProofRefusal, RootDetails};
use census_runtime::{opaque::Block, AccountId, BlockNumber, Hash};
use census_runtime_api::GroupsApi;
use census_zk_types::{FieldElement, MerkleProof, SemaphoreProof};
use jsonrpsee::{core::async_trait, proc_macros::rpc};
use serde::{Deserialize, Serialize};
use sp_api::{ApiError, ApiRef, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

/// Whether `validate_proof` would accept a proof, and if not, why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Verdict {
	/// Whether the next block would accept the proof.
	pub accepted: bool,
	/// Why not; `null` where the proof is accepted.
	pub refusal: Option<Refusal>,
}

/// Why a proof is refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Refusal {
	/// The reason, for programs.
	pub reason: ProofRefusal,
	/// The reason, for people.
	pub message: String,
}

impl From<Result<(), ProofRefusal>> for Verdict {
	fn from(verdict: Result<(), ProofRefusal>) -> Self {
		let refusal = verdict.err().map(|reason| Refusal { reason, message: reason.to_string() });
		Self { accepted: refusal.is_none(), refusal }
	}
}

/// The methods of the namespace `groups`.
#[rpc(server, namespace = "groups")]
pub trait GroupsRpc {
	/// The group as it stands, or `null` where there is none.
	#[method(name = "group", blocking)]
	fn group(
		&self,
		group: GroupId,
		at: Option<Hash>,
	) -> Result<Option<GroupDetails<AccountId, BlockNumber>>, Error>;

	/// How many groups were ever created; the next one gets this number.
	#[method(name = "count", blocking)]
	fn count(&self, at: Option<Hash>) -> Result<u32, Error>;

	/// Leaves `start` to `start + count` of the group's tree, in order; `"0"` stands where a
	/// member was removed. At most [`MAX_PAGE`](census_runtime_api::MAX_PAGE) at a time; fewer come
	/// back at the end of the tree, and none without such a group.
	#[method(name = "members", blocking)]
	fn members(
		&self,
		group: GroupId,
		start: u32,
		count: u32,
		at: Option<Hash>,
	) -> Result<Vec<FieldElement>, Error>;

	/// The index of the leaf that holds this identity commitment, or `null` where it is no
	/// member.
	#[method(name = "indexOf", blocking)]
	fn index_of(
		&self,
		group: GroupId,
		commitment: FieldElement,
		at: Option<Hash>,
	) -> Result<Option<u32>, Error>;

	/// The Merkle proof of leaf `index` under the current root, as
	/// `@semaphore-protocol/group` gives it and `@semaphore-protocol/proof` takes it; `null`
	/// without such a group or leaf.
	#[method(name = "merkleProof", blocking)]
	fn merkle_proof(
		&self,
		group: GroupId,
		index: u32,
		at: Option<Hash>,
	) -> Result<Option<MerkleProof>, Error>;

	/// The group's roots, the newest first, the current one at position 0: positions `start` to
	/// `start + count`, at most [`MAX_PAGE`](census_runtime_api::MAX_PAGE) at a time.
	#[method(name = "roots", blocking)]
	fn roots(
		&self,
		group: GroupId,
		start: u32,
		count: u32,
		at: Option<Hash>,
	) -> Result<Vec<RootDetails<BlockNumber>>, Error>;

	/// Whether this nullifier has been used in the group.
	#[method(name = "isNullifierUsed", blocking)]
	fn is_nullifier_used(
		&self,
		group: GroupId,
		nullifier: FieldElement,
		at: Option<Hash>,
	) -> Result<bool, Error>;

	/// Whether `validate_proof` would accept this proof in the block after `at` from whoever can pay
	/// for its nullifier, and if not, why.
	/// Uses nothing up: the same proof may be asked about again, and submitted. Proofs are checked
	/// on half of the machine's cores at most and wait their turn, 1,024 at a time.
	#[method(name = "verifyProof")]
	async fn verify_proof(
		&self,
		group: GroupId,
		proof: SemaphoreProof,
		at: Option<Hash>,
	) -> Result<Verdict, Error>;
}

/// Answers [`GroupsRpcServer`] from a client's runtime API.
pub struct Groups<Client> {
	client: Arc<Client>,
	turns: Arc<Turns>,
}

impl<Client> Groups<Client>
where
	Client: ProvideRuntimeApi<Block> + HeaderBackend<Block>,
	Client::Api: GroupsApi<Block, AccountId, BlockNumber>,
{
	/// Answers from this client, and checks proofs when their turn comes.
	pub(crate) fn new(client: Arc<Client>, turns: Arc<Turns>) -> Self {
		Self { client, turns }
	}

	/// Puts a question to the runtime of block `at`, or of the best block.
	fn ask<Answer>(
		&self,
		at: Option<Hash>,
		question: impl FnOnce(ApiRef<'_, Client::Api>, Hash) -> Result<Answer, ApiError>,
	) -> Result<Answer, Error> {
		ask(&*self.client, at, question)
	}
}

#[async_trait]
impl<Client> GroupsRpcServer for Groups<Client>
where
	Client: ProvideRuntimeApi<Block> + HeaderBackend<Block> + Send + Sync + 'static,
	Client::Api: GroupsApi<Block, AccountId, BlockNumber>,
{
	fn group(
		&self,
		group: GroupId,
		at: Option<Hash>,
	) -> Result<Option<GroupDetails<AccountId, BlockNumber>>, Error> {
		self.ask(at, |api, at| api.group(at, group))
	}

	fn count(&self, at: Option<Hash>) -> Result<u32, Error> {
		self.ask(at, |api, at| api.group_count(at))
	}

	fn members(
		&self,
		group: GroupId,
		start: u32,
		count: u32,
		at: Option<Hash>,
	) -> Result<Vec<FieldElement>, Error> {
		check_page(count)?;
		self.ask(at, |api, at| api.members(at, group, start, count))
	}

	fn index_of(
		&self,
		group: GroupId,
		commitment: FieldElement,
		at: Option<Hash>,
	) -> Result<Option<u32>, Error> {
		self.ask(at, |api, at| api.index_of(at, group, commitment.into()))
	}

	fn merkle_proof(
		&self,
		group: GroupId,
		index: u32,
		at: Option<Hash>,
	) -> Result<Option<MerkleProof>, Error> {
		self.ask(at, |api, at| api.merkle_proof(at, group, index))
	}

	fn roots(
		&self,
		group: GroupId,
		start: u32,
		count: u32,
		at: Option<Hash>,
	) -> Result<Vec<RootDetails<BlockNumber>>, Error> {
		check_page(count)?;
		self.ask(at, |api, at| api.roots(at, group, start, count))
	}

	fn is_nullifier_used(
		&self,
		group: GroupId,
		nullifier: FieldElement,
		at: Option<Hash>,
	) -> Result<bool, Error> {
		self.ask(at, |api, at| api.is_nullifier_used(at, group, nullifier.into()))
	}

	async fn verify_proof(
		&self,
		group: GroupId,
		proof: SemaphoreProof,
		at: Option<Hash>,
	) -> Result<Verdict, Error> {
		let client = self.client.clone();
		let question = move || {
			ask(&*client, at, |api, at| api.verify_proof(at, group, proof)).map(Verdict::from)
		};
		self.turns.take(at, question).await
	}
}

#[cfg(test)]
mod tests;
