//! `personhood_*` answered from the runtime's state.

use crate::{
	ask::{ask, check_page, page},
	follow::{Followed, Follower},
	limit::ConcurrencyLimit,
};
use census_rpc_api::{
	list::List,
	personhood::{CallVerdict, PersonhoodRpcServer},
	views::{
		persons::{
			Declaration, Epoch, EpochId, Issuer, IssuerId, Knowledge, NotChecked, PeopleRoot,
			Person, PersonId, PersonRefusal, PersonScope, Policy, Scope, ScopeId, Tag,
		},
		Bytes, FieldElement, Hash, MerkleProof, Page, SemaphoreProof, Word,
	},
	Error, Verdict,
};
use census_runtime::opaque::Block;
use census_runtime_api::PersonhoodApi;
use jsonrpsee::{
	core::{async_trait, SubscriptionResult},
	PendingSubscriptionSink,
};
use sc_client_api::BlockchainEvents;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

/// Answers [`PersonhoodRpcServer`] from a client's runtime API.
pub(crate) struct Personhood<Client> {
	client: Arc<Client>,
	limit: Arc<ConcurrencyLimit>,
	follower: Arc<Follower>,
}

impl<Client> Personhood<Client> {
	/// Answers from this client, checks calls when their turn comes, and tells who follows.
	pub(crate) fn new(
		client: Arc<Client>,
		limit: Arc<ConcurrencyLimit>,
		follower: Arc<Follower>,
	) -> Self {
		Self { client, limit, follower }
	}
}

#[async_trait]
impl<Client> PersonhoodRpcServer for Personhood<Client>
where
	Client: ProvideRuntimeApi<Block>
		+ HeaderBackend<Block>
		+ BlockchainEvents<Block>
		+ Send
		+ Sync
		+ 'static,
	Client::Api: PersonhoodApi<Block>,
{
	fn policy(&self, at: Option<Hash>) -> Result<Option<Policy>, Error> {
		ask(&*self.client, at, |api, at| api.policy(at))
	}

	fn epoch(&self, at: Option<Hash>) -> Result<Option<Epoch>, Error> {
		ask(&*self.client, at, |api, at| api.epoch(at))
	}

	fn roots(
		&self,
		count: u32,
		after: Option<EpochId>,
		at: Option<Hash>,
	) -> Result<Page<PeopleRoot, EpochId>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| api.roots(at, after, count))
	}

	fn issuer(&self, issuer: IssuerId, at: Option<Hash>) -> Result<Option<Issuer>, Error> {
		ask(&*self.client, at, |api, at| api.issuer(at, issuer))
	}

	fn issuers(
		&self,
		count: u32,
		after: Option<IssuerId>,
		at: Option<Hash>,
	) -> Result<Page<Issuer, IssuerId>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| api.issuers(at, after, count))
	}

	fn issuer_count(&self, at: Option<Hash>) -> Result<u32, Error> {
		ask(&*self.client, at, |api, at| api.issuer_count(at))
	}

	fn person(&self, person: PersonId, at: Option<Hash>) -> Result<Option<Person>, Error> {
		ask(&*self.client, at, |api, at| api.person(at, person))
	}

	fn persons(
		&self,
		count: u32,
		after: Option<PersonId>,
		at: Option<Hash>,
	) -> Result<Page<Person, PersonId>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| api.persons(at, after, count))
	}

	fn person_count(&self, at: Option<Hash>) -> Result<u32, Error> {
		ask(&*self.client, at, |api, at| api.person_count(at))
	}

	fn person_by_commitment(
		&self,
		commitment: Word,
		at: Option<Hash>,
	) -> Result<Option<Person>, Error> {
		ask(&*self.client, at, |api, at| api.person_by_commitment(at, commitment))
	}

	fn tag(&self, issuer: IssuerId, tag: Hash, at: Option<Hash>) -> Result<Tag, Error> {
		ask(&*self.client, at, |api, at| api.tag(at, issuer, tag))
	}

	fn leaves(
		&self,
		count: u32,
		after: Option<u32>,
		root: Option<Word>,
		at: Option<Hash>,
	) -> Result<Option<Page<FieldElement, u32>>, Error> {
		check_page(count)?;
		ask(&*self.client, at, |api, at| api.leaves(at, root, after, count))
	}

	fn merkle_proof(
		&self,
		commitment: Word,
		root: Option<Word>,
		at: Option<Hash>,
	) -> Result<Option<MerkleProof>, Error> {
		ask(&*self.client, at, |api, at| api.merkle_proof(at, commitment, root))
	}

	fn scope(&self, scope: ScopeId, at: Option<Hash>) -> Result<Option<Scope>, Error> {
		ask(&*self.client, at, |api, at| api.scope(at, scope))
	}

	fn scopes(
		&self,
		count: u32,
		after: Option<ScopeId>,
		at: Option<Hash>,
	) -> Result<Page<Scope, ScopeId>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| api.scopes(at, after, count))
	}

	fn declarations(
		&self,
		scope: ScopeId,
		count: u32,
		after: Option<FieldElement>,
		at: Option<Hash>,
	) -> Result<Page<Declaration, FieldElement>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| {
			api.declarations(at, scope, after, count)
		})
	}

	fn scope_count(&self, at: Option<Hash>) -> Result<u32, Error> {
		ask(&*self.client, at, |api, at| api.scope_count(at))
	}

	fn scope_word(&self, scope: PersonScope, at: Option<Hash>) -> Result<Word, Error> {
		ask(&*self.client, at, |api, at| api.scope_word(at, scope))
	}

	fn are_spent(
		&self,
		scope: PersonScope,
		List(nullifiers): List<Word>,
		at: Option<Hash>,
	) -> Result<Vec<bool>, Error> {
		ask(&*self.client, at, |api, at| api.are_spent(at, scope, nullifiers))
	}

	fn knowledge(&self, commitment: Word, at: Option<Hash>) -> Result<Option<Knowledge>, Error> {
		ask(&*self.client, at, |api, at| api.knowledge(at, commitment))
	}

	async fn check(&self, Bytes(call): Bytes, at: Option<Hash>) -> Result<CallVerdict, Error> {
		let client = self.client.clone();
		let job = move || ask(&*client, at, |api, at| api.check(at, at, call));
		match self.limit.take(at, job).await? {
			Ok(verdict) => Ok(verdict.into()),
			Err(NotChecked::NoCall) => Err(Error::NotACall {}),
			Err(NotChecked::NotAuthorised) => Err(Error::NotAuthorised {}),
		}
	}

	async fn verify_proof(
		&self,
		scope: PersonScope,
		proof: SemaphoreProof,
		at: Option<Hash>,
	) -> Result<Verdict<PersonRefusal>, Error> {
		let client = self.client.clone();
		let job = move || ask(&*client, at, |api, at| api.verify_proof(at, at, scope, proof));
		self.limit.take(at, job).await.map(Verdict::from)
	}

	async fn subscribe_person(
		&self,
		pending: PendingSubscriptionSink,
		person: PersonId,
	) -> SubscriptionResult {
		let question = move |client: &Client, at| ask(client, at, |api, at| api.person(at, person));
		self.follower
			.follow(&self.client, pending, Followed::Person(person), question, |state| {
				state.clone()
			})
			.await
	}

	async fn subscribe_epochs(&self, pending: PendingSubscriptionSink) -> SubscriptionResult {
		let question = move |client: &Client, at| ask(client, at, |api, at| api.epoch(at));
		self.follower
			.follow(&self.client, pending, Followed::Epoch, question, |epoch| {
				epoch.as_ref().map(|epoch| epoch.epoch)
			})
			.await
	}
}
