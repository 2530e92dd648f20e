//! `leases_*` answered from the runtime's state.

use crate::{
	ask::{ask, page},
	follow::{Followed, Follower},
};
use census_rpc_api::{
	leases::LeasesRpcServer,
	views::{
		leases::{
			Audit, Auditor, BidTerms, ClosedLease, Lease, LeaseId, LeaseMode, Ledger, Mismatch,
			Order, OrderId, OrderWithBids, Provider, Quote, Rating, RatingPeriod,
		},
		AccountId, Amount, BlockNumber, Hash, Page,
	},
	Error, Refusal,
};
use census_runtime::opaque::Block;
use census_runtime_api::LeasesApi;
use jsonrpsee::{
	core::{async_trait, SubscriptionResult},
	PendingSubscriptionSink,
};
use sc_client_api::BlockchainEvents;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

/// What of a lease changes only where something happens to it: not what follows from the time.
fn what_happened(lease: &Option<Lease>) -> Option<Lease> {
	lease.clone().map(|lease| Lease {
		since: 0,
		accrued: Amount(0),
		owed: Amount(0),
		payable: Amount(0),
		..lease
	})
}

/// Answers [`LeasesRpcServer`] from a client's runtime API.
pub(crate) struct Leases<Client> {
	client: Arc<Client>,
	follower: Arc<Follower>,
}

impl<Client> Leases<Client> {
	/// Answers from this client, and tells who follows.
	pub(crate) fn new(client: Arc<Client>, follower: Arc<Follower>) -> Self {
		Self { client, follower }
	}
}

#[async_trait]
impl<Client> LeasesRpcServer for Leases<Client>
where
	Client: ProvideRuntimeApi<Block>
		+ HeaderBackend<Block>
		+ BlockchainEvents<Block>
		+ Send
		+ Sync
		+ 'static,
	Client::Api: LeasesApi<Block>,
{
	fn provider(&self, provider: AccountId, at: Option<Hash>) -> Result<Option<Provider>, Error> {
		ask(&*self.client, at, |api, at| api.provider(at, provider))
	}

	fn providers(
		&self,
		count: u32,
		after: Option<AccountId>,
		at: Option<Hash>,
	) -> Result<Page<Provider, AccountId>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| {
			api.providers(at, after, count)
		})
	}

	fn auditor(&self, auditor: AccountId, at: Option<Hash>) -> Result<Option<Auditor>, Error> {
		ask(&*self.client, at, |api, at| api.auditor(at, auditor))
	}

	fn auditors(
		&self,
		count: u32,
		after: Option<AccountId>,
		at: Option<Hash>,
	) -> Result<Page<Auditor, AccountId>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| {
			api.auditors(at, after, count)
		})
	}

	fn audits(
		&self,
		provider: AccountId,
		count: u32,
		after: Option<AccountId>,
		at: Option<Hash>,
	) -> Result<Page<Audit, AccountId>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| {
			api.audits(at, provider, after, count)
		})
	}

	fn order(&self, order: OrderId, at: Option<Hash>) -> Result<Option<OrderWithBids>, Error> {
		ask(&*self.client, at, |api, at| api.order(at, order))
	}

	fn orders(
		&self,
		count: u32,
		after: Option<OrderId>,
		at: Option<Hash>,
	) -> Result<Page<Order, OrderId>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| api.orders(at, after, count))
	}

	fn order_count(&self, at: Option<Hash>) -> Result<u64, Error> {
		ask(&*self.client, at, |api, at| api.order_count(at))
	}

	fn orders_by_provider(
		&self,
		provider: AccountId,
		count: u32,
		after: Option<OrderId>,
		at: Option<Hash>,
	) -> Result<Page<OrderId, OrderId>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| {
			api.orders_by_provider(at, provider, after, count)
		})
	}

	fn mismatches(
		&self,
		order: OrderId,
		provider: AccountId,
		bid: Option<BidTerms>,
		at: Option<Hash>,
	) -> Result<Vec<Refusal<Mismatch>>, Error> {
		let found = ask(&*self.client, at, |api, at| api.mismatches(at, order, provider, bid))?;
		let explain = |reason: Mismatch| Refusal { message: reason.to_string(), reason };
		Ok(found.into_iter().map(explain).collect())
	}

	fn quote(
		&self,
		mode: LeaseMode,
		rate: Amount,
		blocks: BlockNumber,
		at: Option<Hash>,
	) -> Result<Quote, Error> {
		ask(&*self.client, at, |api, at| api.quote(at, mode, rate, blocks))
	}

	fn lease(&self, lease: LeaseId, at: Option<Hash>) -> Result<Option<Lease>, Error> {
		ask(&*self.client, at, |api, at| api.lease(at, lease))
	}

	fn closed_lease(&self, lease: LeaseId, at: Option<Hash>) -> Result<Option<ClosedLease>, Error> {
		ask(&*self.client, at, |api, at| api.closed_lease(at, lease))
	}

	fn numbers_by_account(
		&self,
		account: AccountId,
		count: u32,
		after: Option<OrderId>,
		at: Option<Hash>,
	) -> Result<Page<OrderId, OrderId>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| {
			api.numbers_by_account(at, account, after, count)
		})
	}

	fn ledger(&self, at: Option<Hash>) -> Result<Ledger, Error> {
		ask(&*self.client, at, |api, at| api.ledger(at))
	}

	fn rating(&self, provider: AccountId, at: Option<Hash>) -> Result<Rating, Error> {
		ask(&*self.client, at, |api, at| api.rating(at, provider))
	}

	fn rating_period(&self, at: Option<Hash>) -> Result<Option<RatingPeriod>, Error> {
		ask(&*self.client, at, |api, at| api.rating_period(at))
	}

	async fn subscribe_lease(
		&self,
		pending: PendingSubscriptionSink,
		lease: LeaseId,
	) -> SubscriptionResult {
		let question = move |client: &Client, at| ask(client, at, |api, at| api.lease(at, lease));
		self.follower
			.follow(&self.client, pending, Followed::Lease(lease), question, what_happened)
			.await
	}
}
