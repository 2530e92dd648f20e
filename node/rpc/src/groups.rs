//! `groups_*` answered from the runtime's state.

use crate::{
	ask::{ask, page},
	follow::{Followed, Follower},
	limit::ConcurrencyLimit,
};
use census_rpc_api::{
	groups::GroupsRpcServer,
	list::List,
	views::{
		groups::{Group, GroupId, GroupRoot, ProofRefusal},
		FieldElement, Hash, MerkleProof, Page, SemaphoreProof,
	},
	Error, Verdict,
};
use census_runtime::opaque::Block;
use census_runtime_api::GroupsApi;
use jsonrpsee::{
	core::{async_trait, SubscriptionResult},
	PendingSubscriptionSink,
};
use sc_client_api::BlockchainEvents;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

/// Answers [`GroupsRpcServer`] from a client's runtime API.
pub(crate) struct Groups<Client> {
	client: Arc<Client>,
	limit: Arc<ConcurrencyLimit>,
	follower: Arc<Follower>,
}

impl<Client> Groups<Client> {
	/// Answers from this client, checks proofs when their turn comes, and tells who follows.
	pub(crate) fn new(
		client: Arc<Client>,
		limit: Arc<ConcurrencyLimit>,
		follower: Arc<Follower>,
	) -> Self {
		Self { client, limit, follower }
	}
}

#[async_trait]
impl<Client> GroupsRpcServer for Groups<Client>
where
	Client: ProvideRuntimeApi<Block>
		+ HeaderBackend<Block>
		+ BlockchainEvents<Block>
		+ Send
		+ Sync
		+ 'static,
	Client::Api: GroupsApi<Block>,
{
	fn group(&self, group: GroupId, at: Option<Hash>) -> Result<Option<Group>, Error> {
		ask(&*self.client, at, |api, at| api.group(at, group))
	}

	fn groups(
		&self,
		count: u32,
		after: Option<GroupId>,
		at: Option<Hash>,
	) -> Result<Page<Group, GroupId>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| api.groups(at, after, count))
	}

	fn group_count(&self, at: Option<Hash>) -> Result<u32, Error> {
		ask(&*self.client, at, |api, at| api.group_count(at))
	}

	fn members(
		&self,
		group: GroupId,
		count: u32,
		after: Option<u32>,
		at: Option<Hash>,
	) -> Result<Page<FieldElement, u32>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| {
			api.members(at, group, after, count)
		})
	}

	fn member_index(
		&self,
		group: GroupId,
		commitment: FieldElement,
		at: Option<Hash>,
	) -> Result<Option<u32>, Error> {
		ask(&*self.client, at, |api, at| api.member_index(at, group, commitment))
	}

	fn merkle_proof(
		&self,
		group: GroupId,
		index: u32,
		at: Option<Hash>,
	) -> Result<Option<MerkleProof>, Error> {
		ask(&*self.client, at, |api, at| api.merkle_proof(at, group, index))
	}

	fn roots(
		&self,
		group: GroupId,
		count: u32,
		after: Option<u32>,
		at: Option<Hash>,
	) -> Result<Page<GroupRoot, u32>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| {
			api.roots(at, group, after, count)
		})
	}

	fn are_spent(
		&self,
		group: GroupId,
		List(nullifiers): List<FieldElement>,
		at: Option<Hash>,
	) -> Result<Vec<bool>, Error> {
		ask(&*self.client, at, |api, at| api.are_spent(at, group, nullifiers))
	}

	async fn verify_proof(
		&self,
		group: GroupId,
		proof: SemaphoreProof,
		at: Option<Hash>,
	) -> Result<Verdict<ProofRefusal>, Error> {
		let client = self.client.clone();
		let job = move || ask(&*client, at, |api, at| api.verify_proof(at, group, proof));
		self.limit.take(at, job).await.map(Verdict::from)
	}

	async fn subscribe_roots(
		&self,
		pending: PendingSubscriptionSink,
		group: GroupId,
	) -> SubscriptionResult {
		let question = move |client: &Client, at| {
			let page = ask(client, at, |api, at| api.roots(at, group, None, 1))?;
			Ok(page.items.into_iter().next())
		};
		self.follower
			.follow(&self.client, pending, Followed::Roots(group), question, |state| state.clone())
			.await
	}
}
