//! `personhood_*`.

use crate::{
	list::List,
	views::{
		persons::{
			Declaration, Epoch, Issuer, IssuerId, Knowledge, PeopleRoot, Person, PersonId,
			PersonRefusal, PersonScope, Policy, Scope, ScopeId, Tag,
		},
		Bytes, FieldElement, Hash, MerkleProof, Page, SemaphoreProof, Word,
	},
	Error, Verdict,
};
use census_rpc_describe::describe;
use jsonrpsee::{core::SubscriptionResult, proc_macros::rpc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether the chain would accept a call that nobody signs, and if not, why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct CallVerdict {
	/// Whether the next block would accept it.
	pub accepted: bool,
	/// Why not; `null` where it is accepted.
	pub refusal: Option<CallRefusal>,
}

/// Why a call is refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallRefusal {
	/// The reason, for programs.
	pub reason: PersonRefusal,
	/// The reason, for people.
	pub message: String,
	/// Whether the same bytes may be accepted later.
	pub may_pass_later: bool,
	/// The code with which the transaction pool refuses it, as `Custom`.
	pub code: u8,
}

impl From<Result<(), PersonRefusal>> for CallVerdict {
	fn from(verdict: Result<(), PersonRefusal>) -> Self {
		let refusal = verdict.err().map(|reason| CallRefusal {
			reason,
			message: reason.to_string(),
			may_pass_later: reason.may_pass_later(),
			code: reason.code(),
		});
		Self { accepted: refusal.is_none(), refusal }
	}
}

/// Persons, issuers, epochs and scopes.
///
/// Whoever asks for the Merkle proof of a commitment tells the node who is about to act. A client that
/// would rather not fetches ranges of leaves and computes the path itself.
#[describe]
#[rpc(server, client, namespace = "personhood")]
pub trait PersonhoodRpc {
	/// How persons are admitted and act, and what the issuers' quorums guarantee, in words.
	#[method(name = "policy", blocking)]
	fn policy(&self, at: Option<Hash>) -> Result<Option<Policy>, Error>;

	/// The present epoch: its number, root, size and what is left of it.
	#[method(name = "epoch", blocking)]
	fn epoch(&self, at: Option<Hash>) -> Result<Option<Epoch>, Error>;

	/// The roots of the People tree that are accepted in some scope or may be, the oldest first, the
	/// present one last. There are at most 65. `after` is an epoch.
	#[method(name = "roots", blocking)]
	fn roots(
		&self,
		count: u32,
		after: Option<u32>,
		at: Option<Hash>,
	) -> Result<Page<PeopleRoot, u32>, Error>;

	/// An issuer, removed or not.
	#[method(name = "issuer", blocking)]
	fn issuer(&self, issuer: IssuerId, at: Option<Hash>) -> Result<Option<Issuer>, Error>;

	/// The issuers, removed ones included, by their numbers.
	#[method(name = "issuers", blocking)]
	fn issuers(
		&self,
		count: u32,
		after: Option<IssuerId>,
		at: Option<Hash>,
	) -> Result<Page<Issuer, IssuerId>, Error>;

	/// How many issuers were ever registered; the next one gets this number.
	#[method(name = "issuerCount", blocking)]
	fn issuer_count(&self, at: Option<Hash>) -> Result<u32, Error>;

	/// A person by its number.
	#[method(name = "person", blocking)]
	fn person(&self, person: PersonId, at: Option<Hash>) -> Result<Option<Person>, Error>;

	/// The persons, ended ones included, by their numbers.
	#[method(name = "persons", blocking)]
	fn persons(
		&self,
		count: u32,
		after: Option<PersonId>,
		at: Option<Hash>,
	) -> Result<Page<Person, PersonId>, Error>;

	/// How many persons ever enrolled; the next one gets this number.
	#[method(name = "personCount", blocking)]
	fn person_count(&self, at: Option<Hash>) -> Result<u32, Error>;

	/// The person whose identity commitment this is or was.
	#[method(name = "personByCommitment", blocking)]
	fn person_by_commitment(
		&self,
		commitment: Word,
		at: Option<Hash>,
	) -> Result<Option<Person>, Error>;

	/// Whose a tag at an issuer is, and the serial that tickets about it name now.
	#[method(name = "tag", blocking)]
	fn tag(&self, issuer: IssuerId, tag: Hash, at: Option<Hash>) -> Result<Tag, Error>;

	/// The leaves of the People tree with this root, or of the present one where `root` is left out, by
	/// their indices; `"0"` stands where nobody does. `after` is the index of a leaf. `null` where no tree
	/// with the root is kept.
	#[method(name = "leaves", blocking)]
	fn leaves(
		&self,
		count: u32,
		after: Option<u32>,
		root: Option<Word>,
		at: Option<Hash>,
	) -> Result<Option<Page<FieldElement, u32>>, Error>;

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

	/// An application scope that has not been closed.
	#[method(name = "scope", blocking)]
	fn scope(&self, scope: ScopeId, at: Option<Hash>) -> Result<Option<Scope>, Error>;

	/// The application scopes that have not been closed, by their numbers.
	#[method(name = "scopes", blocking)]
	#[errors(NothingFound)]
	fn scopes(
		&self,
		count: u32,
		after: Option<ScopeId>,
		at: Option<Hash>,
	) -> Result<Page<Scope, ScopeId>, Error>;

	/// What persons have declared in an application scope, in no order of time: each once on a topic. It
	/// is kept until the scope is closed and what it has used is swept, soon after; so read it before.
	#[method(name = "declarations", blocking)]
	fn declarations(
		&self,
		scope: ScopeId,
		count: u32,
		after: Option<FieldElement>,
		at: Option<Hash>,
	) -> Result<Page<Declaration, FieldElement>, Error>;

	/// How many application scopes were ever opened; the next one gets this number.
	#[method(name = "scopeCount", blocking)]
	fn scope_count(&self, at: Option<Hash>) -> Result<u32, Error>;

	/// The word that a proof for a scope carries as its scope.
	#[method(name = "scopeWord", blocking)]
	fn scope_word(&self, scope: PersonScope, at: Option<Hash>) -> Result<Word, Error>;

	/// For each nullifier, whether it is spent in the scope. Ask about the nullifiers of several quota
	/// scopes to learn what is left of a quota.
	#[method(name = "areSpent", blocking)]
	fn are_spent(
		&self,
		scope: PersonScope,
		nullifiers: List<Word>,
		at: Option<Hash>,
	) -> Result<Vec<bool>, Error>;

	/// What a proof of knowledge of a commitment's secret must be about; `null` where the commitment
	/// is not below the field's modulus.
	#[method(name = "knowledge", blocking)]
	fn knowledge(&self, commitment: Word, at: Option<Hash>) -> Result<Option<Knowledge>, Error>;

	/// Whether the block after `at` would accept this call, encoded, from nobody in particular, and
	/// if not, why, in words. Uses nothing up. Calls are checked on half of the machine's cores at
	/// most and wait their turn, 1,024 at a time.
	#[method(name = "check")]
	#[errors(Busy, NotACall, NotAuthorised)]
	async fn check(&self, call: Bytes, at: Option<Hash>) -> Result<CallVerdict, Error>;

	/// Whether this proof is one of a person of the scope's electorate, for this scope, and if not, why.
	/// Uses nothing up, and does not ask whether the person has acted there: its alias in the scope is the
	/// proof's nullifier. What the proof's message means is for whoever asks to say. Proofs are checked on
	/// half of the machine's cores at most and wait their turn, 1,024 at a time.
	#[method(name = "verifyProof")]
	#[errors(Busy)]
	async fn verify_proof(
		&self,
		scope: PersonScope,
		proof: SemaphoreProof,
		at: Option<Hash>,
	) -> Result<Verdict<PersonRefusal>, Error>;

	/// A person as it stands in the latest final block, now and whenever it has changed there. Whoever is
	/// slow misses some: each stands for all that came before.
	#[subscription(
		name = "subscribePerson" => "personChange",
		unsubscribe = "unsubscribePerson",
		item = Option<Person>
	)]
	async fn subscribe_person(&self, person: PersonId) -> SubscriptionResult;

	/// The present epoch in the latest final block, now and whenever another has begun. Whoever is slow
	/// misses some.
	#[subscription(
		name = "subscribeEpochs" => "epochChange",
		unsubscribe = "unsubscribeEpochs",
		item = Option<Epoch>
	)]
	async fn subscribe_epochs(&self) -> SubscriptionResult;
}
