//! `polls_*` answered from the runtime's state.

use crate::{
	ask::{ask, page},
	follow::{Followed, Follower},
};
use census_rpc_api::{
	polls::PollsRpcServer,
	views::{
		polls::{Poll, PollId},
		Hash, Page,
	},
	Error,
};
use census_runtime::opaque::Block;
use census_runtime_api::PollsApi;
use jsonrpsee::{
	core::{async_trait, SubscriptionResult},
	PendingSubscriptionSink,
};
use sc_client_api::BlockchainEvents;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

/// Answers [`PollsRpcServer`] from a client's runtime API.
pub(crate) struct Polls<Client> {
	client: Arc<Client>,
	follower: Arc<Follower>,
}

impl<Client> Polls<Client> {
	/// Answers from this client, and tells who follows.
	pub(crate) fn new(client: Arc<Client>, follower: Arc<Follower>) -> Self {
		Self { client, follower }
	}
}

#[async_trait]
impl<Client> PollsRpcServer for Polls<Client>
where
	Client: ProvideRuntimeApi<Block>
		+ HeaderBackend<Block>
		+ BlockchainEvents<Block>
		+ Send
		+ Sync
		+ 'static,
	Client::Api: PollsApi<Block>,
{
	fn poll(&self, poll: PollId, at: Option<Hash>) -> Result<Option<Poll>, Error> {
		ask(&*self.client, at, |api, at| api.poll(at, poll))
	}

	fn polls(
		&self,
		count: u32,
		after: Option<PollId>,
		at: Option<Hash>,
	) -> Result<Page<Poll, PollId>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| api.polls(at, after, count))
	}

	fn poll_count(&self, at: Option<Hash>) -> Result<u32, Error> {
		ask(&*self.client, at, |api, at| api.poll_count(at))
	}

	async fn subscribe_poll(
		&self,
		pending: PendingSubscriptionSink,
		poll: PollId,
	) -> SubscriptionResult {
		let question = move |client: &Client, at| ask(client, at, |api, at| api.poll(at, poll));
		self.follower
			.follow(&self.client, pending, Followed::Poll(poll), question, |state| state.clone())
			.await
	}
}
