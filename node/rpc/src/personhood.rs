//! `personhood_*`: questions about persons, issuers, epochs and scopes.
//!
//! Nothing is decided here: each method asks the runtime of one block, `at`, or the best block
//! where that is left out. The best block may still be replaced by another; for an answer that
//! will stand, pass the hash from `chain_getFinalizedHead`.
//!
//! Numbers of persons, issuers, epochs and scopes, counts and block numbers are JSON numbers. Field
//! elements and other 256-bit integers (roots, commitments, nullifiers, scope words) are decimal
//! strings; hexadecimal behind `0x` is read as well. Tags, topics and calls are hexadecimal behind
//! `0x`. What does not exist is `null`, or an empty list.
//!
//! Whoever asks for the Merkle proof of a commitment tells the node who is about to act. A client
//! that would rather not fetches ranges of leaves and computes the path itself.

use crate::{
	ask::{ask, check_page},
	turns::Turns,
	Error,
};
use census_primitives::{IssuerId, PersonId, PersonRefusal, PersonScope, ScopeId};
use census_runtime::{opaque::Block, AccountId, BlockNumber, Hash};
use census_runtime_api::{
	personhood::{
		AcceptedRoot, EpochDetails, IssuerDetails, KnowledgeDetails, MarkDetails, NotChecked,
		PersonDetails, PolicyDetails, ScopeDetails,
	},
	PersonhoodApi,
};
use census_zk_types::{FieldElement, MerkleProof, Word};
use jsonrpsee::{core::async_trait, proc_macros::rpc};
use serde::{Deserialize, Serialize};
use sp_api::{ApiError, ApiRef, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_core::{Bytes, H256};
use std::sync::Arc;

/// Whether the chain would accept a call that nobody signs, and if not, why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Verdict {
	/// Whether the next block would accept it.
	pub accepted: bool,
	/// Why not; `null` where it is accepted.
	pub refusal: Option<Refusal>,
}

/// Why a call is refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
	/// The reason, for programs.
	pub reason: PersonRefusal,
	/// The reason, for people.
	pub message: String,
	/// Whether the same bytes may be accepted later.
	pub may_pass_later: bool,
	/// The code with which the transaction pool refuses it, as `Custom`.
	pub code: u8,
}

impl From<Result<(), PersonRefusal>> for Verdict {
	fn from(verdict: Result<(), PersonRefusal>) -> Self {
		let refusal = verdict.err().map(|reason| Refusal {
			reason,
			message: reason.to_string(),
			may_pass_later: reason.may_pass_later(),
			code: reason.code(),
		});
		Self { accepted: refusal.is_none(), refusal }
	}
}

/// A person, with the chain's blocks.
type Person = PersonDetails<BlockNumber>;

/// The methods of the namespace `personhood`.
#[rpc(server, namespace = "personhood")]
pub trait PersonhoodRpc {
	/// How persons are admitted and act, and what the issuers' quorums guarantee, in words.
	#[method(name = "policy", blocking)]
	fn policy(&self, at: Option<Hash>) -> Result<Option<PolicyDetails<BlockNumber>>, Error>;

	/// The present epoch: its number, root, size and what is left of it.
	#[method(name = "epoch", blocking)]
	fn epoch(&self, at: Option<Hash>) -> Result<Option<EpochDetails<BlockNumber>>, Error>;

	/// The roots of the People tree that are accepted in some scope or may be, the oldest first, the
	/// present one last.
	#[method(name = "acceptedRoots", blocking)]
	fn accepted_roots(&self, at: Option<Hash>) -> Result<Vec<AcceptedRoot<BlockNumber>>, Error>;

	/// How many issuers were ever registered.
	#[method(name = "issuerCount", blocking)]
	fn issuer_count(&self, at: Option<Hash>) -> Result<u32, Error>;

	/// The issuers `start` to `start + count`, removed ones included.
	#[method(name = "issuers", blocking)]
	fn issuers(
		&self,
		start: IssuerId,
		count: u32,
		at: Option<Hash>,
	) -> Result<Vec<IssuerDetails<AccountId>>, Error>;

	/// How many persons ever enrolled; the next one gets this number.
	#[method(name = "personCount", blocking)]
	fn person_count(&self, at: Option<Hash>) -> Result<u32, Error>;

	/// A person by its number.
	#[method(name = "person", blocking)]
	fn person(&self, person: PersonId, at: Option<Hash>) -> Result<Option<Person>, Error>;

	/// The person whose identity commitment this is or was.
	#[method(name = "personByCommitment", blocking)]
	fn person_by_commitment(
		&self,
		commitment: Word,
		at: Option<Hash>,
	) -> Result<Option<Person>, Error>;

	/// Whose a mark at an issuer is, and the serial that tickets about it name now.
	#[method(name = "mark", blocking)]
	fn mark(&self, issuer: IssuerId, tag: H256, at: Option<Hash>) -> Result<MarkDetails, Error>;

	/// Leaves `start` to `start + count` of the People tree with this root, or of the present one
	/// where `root` is left out; `"0"` stands where nobody does. `null` where no tree with the root
	/// is kept.
	#[method(name = "leaves", blocking)]
	fn leaves(
		&self,
		start: u32,
		count: u32,
		root: Option<Word>,
		at: Option<Hash>,
	) -> Result<Option<Vec<FieldElement>>, Error>;

	/// The Merkle proof of a commitment under this root, or under the present one where `root` is
	/// left out, as `@semaphore-protocol/proof` takes it; `null` where the commitment does not stand
	/// in that tree.
	#[method(name = "merkleProof", blocking)]
	fn merkle_proof(
		&self,
		commitment: Word,
		root: Option<Word>,
		at: Option<Hash>,
	) -> Result<Option<MerkleProof>, Error>;

	/// How many application scopes were ever opened.
	#[method(name = "scopeCount", blocking)]
	fn scope_count(&self, at: Option<Hash>) -> Result<u32, Error>;

	/// An application scope that has not been closed.
	#[method(name = "scope", blocking)]
	fn scope(
		&self,
		scope: ScopeId,
		at: Option<Hash>,
	) -> Result<Option<ScopeDetails<AccountId, BlockNumber>>, Error>;

	/// The word that a proof for a scope carries as its scope.
	#[method(name = "scopeWord", blocking)]
	fn scope_word(&self, scope: PersonScope, at: Option<Hash>) -> Result<Word, Error>;

	/// For each nullifier, whether it is spent in the scope.
	#[method(name = "areSpent", blocking)]
	fn are_spent(
		&self,
		scope: PersonScope,
		nullifiers: Vec<Word>,
		at: Option<Hash>,
	) -> Result<Vec<bool>, Error>;

	/// What a proof of knowledge of a commitment's secret must be about; `null` where the commitment
	/// is not below the field's modulus.
	#[method(name = "knowledge", blocking)]
	fn knowledge(
		&self,
		commitment: Word,
		at: Option<Hash>,
	) -> Result<Option<KnowledgeDetails>, Error>;

	/// Whether the block after `at` would accept this call, encoded, from nobody in particular, and
	/// if not, why, in words. Uses nothing up. Calls are checked on half of the machine's cores at
	/// most and wait their turn, 1,024 at a time.
	#[method(name = "check")]
	async fn check(&self, call: Bytes, at: Option<Hash>) -> Result<Verdict, Error>;
}

/// Answers [`PersonhoodRpcServer`] from a client's runtime API.
pub struct Personhood<Client> {
	client: Arc<Client>,
	turns: Arc<Turns>,
}

impl<Client> Personhood<Client>
where
	Client: ProvideRuntimeApi<Block> + HeaderBackend<Block>,
	Client::Api: PersonhoodApi<Block, AccountId, BlockNumber>,
{
	/// Answers from this client, and checks calls when their turn comes.
	pub(crate) fn new(client: Arc<Client>, turns: Arc<Turns>) -> Self {
		Self { client, turns }
	}

	fn ask<Answer>(
		&self,
		at: Option<Hash>,
		question: impl FnOnce(ApiRef<'_, Client::Api>, Hash) -> Result<Answer, ApiError>,
	) -> Result<Answer, Error> {
		ask(&*self.client, at, question)
	}
}

#[async_trait]
impl<Client> PersonhoodRpcServer for Personhood<Client>
where
	Client: ProvideRuntimeApi<Block> + HeaderBackend<Block> + Send + Sync + 'static,
	Client::Api: PersonhoodApi<Block, AccountId, BlockNumber>,
{
	fn policy(&self, at: Option<Hash>) -> Result<Option<PolicyDetails<BlockNumber>>, Error> {
		self.ask(at, |api, at| api.policy(at))
	}

	fn epoch(&self, at: Option<Hash>) -> Result<Option<EpochDetails<BlockNumber>>, Error> {
		self.ask(at, |api, at| api.epoch(at))
	}

	fn accepted_roots(&self, at: Option<Hash>) -> Result<Vec<AcceptedRoot<BlockNumber>>, Error> {
		self.ask(at, |api, at| api.accepted_roots(at))
	}

	fn issuer_count(&self, at: Option<Hash>) -> Result<u32, Error> {
		self.ask(at, |api, at| api.issuer_count(at))
	}

	fn issuers(
		&self,
		start: IssuerId,
		count: u32,
		at: Option<Hash>,
	) -> Result<Vec<IssuerDetails<AccountId>>, Error> {
		check_page(count)?;
		self.ask(at, |api, at| api.issuers(at, start, count))
	}

	fn person_count(&self, at: Option<Hash>) -> Result<u32, Error> {
		self.ask(at, |api, at| api.person_count(at))
	}

	fn person(&self, person: PersonId, at: Option<Hash>) -> Result<Option<Person>, Error> {
		self.ask(at, |api, at| api.person(at, person))
	}

	fn person_by_commitment(
		&self,
		commitment: Word,
		at: Option<Hash>,
	) -> Result<Option<Person>, Error> {
		self.ask(at, |api, at| api.person_by_commitment(at, commitment))
	}

	fn mark(&self, issuer: IssuerId, tag: H256, at: Option<Hash>) -> Result<MarkDetails, Error> {
		self.ask(at, |api, at| api.mark(at, issuer, tag.0))
	}

	fn leaves(
		&self,
		start: u32,
		count: u32,
		root: Option<Word>,
		at: Option<Hash>,
	) -> Result<Option<Vec<FieldElement>>, Error> {
		check_page(count)?;
		self.ask(at, |api, at| api.leaves(at, root, start, count))
	}

	fn merkle_proof(
		&self,
		commitment: Word,
		root: Option<Word>,
		at: Option<Hash>,
	) -> Result<Option<MerkleProof>, Error> {
		self.ask(at, |api, at| api.merkle_proof(at, commitment, root))
	}

	fn scope_count(&self, at: Option<Hash>) -> Result<u32, Error> {
		self.ask(at, |api, at| api.scope_count(at))
	}

	fn scope(
		&self,
		scope: ScopeId,
		at: Option<Hash>,
	) -> Result<Option<ScopeDetails<AccountId, BlockNumber>>, Error> {
		self.ask(at, |api, at| api.scope(at, scope))
	}

	fn scope_word(&self, scope: PersonScope, at: Option<Hash>) -> Result<Word, Error> {
		self.ask(at, |api, at| api.scope_word(at, scope))
	}

	fn are_spent(
		&self,
		scope: PersonScope,
		nullifiers: Vec<Word>,
		at: Option<Hash>,
	) -> Result<Vec<bool>, Error> {
		check_page(u32::try_from(nullifiers.len()).unwrap_or(u32::MAX))?;
		self.ask(at, |api, at| api.are_spent(at, scope, nullifiers))
	}

	fn knowledge(
		&self,
		commitment: Word,
		at: Option<Hash>,
	) -> Result<Option<KnowledgeDetails>, Error> {
		self.ask(at, |api, at| api.knowledge(at, commitment))
	}

	async fn check(&self, call: Bytes, at: Option<Hash>) -> Result<Verdict, Error> {
		let client = self.client.clone();
		let question = move || match ask(&*client, at, |api, at| api.check(at, at, call.0))? {
			Ok(verdict) => Ok(Verdict::from(verdict)),
			Err(NotChecked::NoCall) => Err(Error::NotACall),
			Err(NotChecked::NotAuthorised) => Err(Error::NotAuthorised),
		};
		self.turns.take(at, question).await
	}
}

#[cfg(test)]
mod tests;
