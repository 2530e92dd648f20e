//! `leases_*`: questions about the market for compute leases.
//!
//! Nothing is decided here: each method asks the runtime of one block, `at`, or the best block
//! where that is left out. The best block may still be replaced by another; for an answer that
//! will stand, pass the hash from `chain_getFinalizedHead`.
//!
//! Numbers of orders and leases, block numbers, spans and counts are JSON numbers. Amounts of money
//! and rates are decimal strings, in the smallest unit; a rate is per `rateUnit` blocks, a constant
//! of the runtime. Commitments are decimal strings, as snarkjs writes them; circuits and hashes are
//! hexadecimal behind `0x`. What does not exist is `null`, or an empty list.
//!
//! Lists come in pages: pass the last item of one page as `after` of the next, until one is empty.
//! Their order is stable, and otherwise arbitrary.

use crate::{
	ask::{ask, check_page, page},
	Error,
};
use census_primitives::Page;
use census_runtime::{opaque::Block, AccountId, Balance, BlockNumber, Hash};
use census_runtime_api::leases::{
	self as market, FittingOrders, LeaseId, LeasesApi, Mismatch, OrderId, Rating,
};
use jsonrpsee::proc_macros::rpc;
use serde::{Deserialize, Serialize};
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

// What the market shows, with the chain's accounts, amounts and blocks.
type Provider = market::Provider<Balance, BlockNumber>;
type Auditor = market::Auditor<Balance>;
type Audit = market::Audit<Balance, BlockNumber>;
type Order = market::Order<AccountId, Balance, BlockNumber>;
type OrderDetails = market::OrderDetails<AccountId, Balance, BlockNumber>;
type Mode = market::Mode<BlockNumber>;
type Quote = market::Quote<Balance>;
type LeaseDetails = market::LeaseDetails<AccountId, Balance, BlockNumber>;
type ClosedLease = market::ClosedLease<AccountId, Balance, BlockNumber>;
type Books = market::Books<Balance>;
type RatingPeriod = market::RatingPeriod<BlockNumber>;

/// An amount of money in a parameter: a decimal string.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Amount(pub Balance);

impl From<Amount> for String {
	fn from(amount: Amount) -> Self {
		amount.0.to_string()
	}
}

impl TryFrom<String> for Amount {
	type Error = std::num::ParseIntError;

	fn try_from(text: String) -> Result<Self, Self::Error> {
		text.parse().map(Self)
	}
}

/// The terms of a bid.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Offer {
	/// The rate.
	pub rate: Amount,
	/// The notice that the provider will give.
	pub notice: BlockNumber,
}

/// A reason for which a provider or its bid does not fit an order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reason {
	/// The reason, for programs.
	pub reason: Mismatch<AccountId>,
	/// The reason, for people.
	pub message: String,
}

impl From<Mismatch<AccountId>> for Reason {
	fn from(reason: Mismatch<AccountId>) -> Self {
		Self { message: reason.to_string(), reason }
	}
}

/// The methods of the namespace `leases`.
#[rpc(server, namespace = "leases")]
pub trait LeasesRpc {
	/// The provider, or `null` where the account is none.
	#[method(name = "provider", blocking)]
	fn provider(&self, provider: AccountId, at: Option<Hash>) -> Result<Option<Provider>, Error>;

	/// Up to `count` providers behind `after`, each with its account.
	#[method(name = "providers", blocking)]
	fn providers(
		&self,
		count: u32,
		after: Option<AccountId>,
		at: Option<Hash>,
	) -> Result<Vec<(AccountId, Provider)>, Error>;

	/// The auditor, or `null` where the account is none.
	#[method(name = "auditor", blocking)]
	fn auditor(&self, auditor: AccountId, at: Option<Hash>) -> Result<Option<Auditor>, Error>;

	/// Up to `count` auditors behind `after`, each with its account.
	#[method(name = "auditors", blocking)]
	fn auditors(
		&self,
		count: u32,
		after: Option<AccountId>,
		at: Option<Hash>,
	) -> Result<Vec<(AccountId, Auditor)>, Error>;

	/// What auditors behind `after` vouch for of a provider, each with its account.
	#[method(name = "audits", blocking)]
	fn audits(
		&self,
		provider: AccountId,
		count: u32,
		after: Option<AccountId>,
		at: Option<Hash>,
	) -> Result<Vec<(AccountId, Audit)>, Error>;

	/// How many orders were ever posted; the next one gets this number.
	#[method(name = "orderCount", blocking)]
	fn order_count(&self, at: Option<Hash>) -> Result<OrderId, Error>;

	/// The open order and its bids, the best first; `null` where there is none.
	#[method(name = "order", blocking)]
	fn order(&self, order: OrderId, at: Option<Hash>) -> Result<Option<OrderDetails>, Error>;

	/// Up to `count` open orders behind `after`, each with its number.
	#[method(name = "orders", blocking)]
	fn orders(
		&self,
		count: u32,
		after: Option<OrderId>,
		at: Option<Hash>,
	) -> Result<Vec<(OrderId, Order)>, Error>;

	/// Up to `count` open orders behind `after` that the provider fits, and behind which to look for
	/// more.
	#[method(name = "fittingOrders", blocking)]
	fn fitting_orders(
		&self,
		provider: AccountId,
		count: u32,
		after: Option<OrderId>,
		at: Option<Hash>,
	) -> Result<FittingOrders, Error>;

	/// Every reason for which the provider cannot bid for the order, or, with `bid`, not on these
	/// terms. Empty if it can.
	#[method(name = "whyNot", blocking)]
	fn why_not(
		&self,
		order: OrderId,
		provider: AccountId,
		bid: Option<Offer>,
		at: Option<Hash>,
	) -> Result<Vec<Reason>, Error>;

	/// What a lease in this mode costs at this rate for so many blocks, and what is held for it.
	#[method(name = "quote", blocking)]
	fn quote(
		&self,
		mode: Mode,
		rate: Amount,
		blocks: BlockNumber,
		at: Option<Hash>,
	) -> Result<Quote, Error>;

	/// The live lease as of the block, with what is owed and when it runs dry; `null` where there
	/// is none.
	#[method(name = "lease", blocking)]
	fn lease(&self, lease: LeaseId, at: Option<Hash>) -> Result<Option<LeaseDetails>, Error>;

	/// What is remembered of a closed lease; `null` where there is none, or it was forgotten.
	#[method(name = "closedLease", blocking)]
	fn closed_lease(&self, lease: LeaseId, at: Option<Hash>) -> Result<Option<ClosedLease>, Error>;

	/// Up to `count` numbers behind `after` of what the account has to do with: its open orders,
	/// the orders it bids for, and leases of which it is a side, or was when they closed, until
	/// they are forgotten.
	#[method(name = "involved", blocking)]
	fn involved(
		&self,
		account: AccountId,
		count: u32,
		after: Option<OrderId>,
		at: Option<Hash>,
	) -> Result<Vec<OrderId>, Error>;

	/// The money of all leases that ever were: what was funded is what was paid, plus fees, plus
	/// refunds, plus what is held.
	#[method(name = "totals", blocking)]
	fn totals(&self, at: Option<Hash>) -> Result<Books, Error>;

	/// How persons have rated the account so far.
	#[method(name = "rating", blocking)]
	fn rating(&self, provider: AccountId, at: Option<Hash>) -> Result<Rating, Error>;

	/// The rating period: its scope and its last block; `null` where there is none.
	#[method(name = "ratingPeriod", blocking)]
	fn rating_period(&self, at: Option<Hash>) -> Result<Option<RatingPeriod>, Error>;
}

/// Answers [`LeasesRpcServer`] from a client's runtime API.
pub struct Leases<Client> {
	client: Arc<Client>,
}

impl<Client> Leases<Client> {
	/// Answers from this client.
	pub fn new(client: Arc<Client>) -> Self {
		Self { client }
	}
}

impl<Client> LeasesRpcServer for Leases<Client>
where
	Client: ProvideRuntimeApi<Block> + HeaderBackend<Block> + Send + Sync + 'static,
	Client::Api: LeasesApi<Block, AccountId, Balance, BlockNumber>,
{
	fn provider(&self, provider: AccountId, at: Option<Hash>) -> Result<Option<Provider>, Error> {
		ask(&*self.client, at, |api, at| api.provider(at, provider))
	}

	fn providers(
		&self,
		count: u32,
		after: Option<AccountId>,
		at: Option<Hash>,
	) -> Result<Vec<(AccountId, Provider)>, Error> {
		check_page(count)?;
		ask(&*self.client, at, |api, at| api.providers(at, after, count))
	}

	fn auditor(&self, auditor: AccountId, at: Option<Hash>) -> Result<Option<Auditor>, Error> {
		ask(&*self.client, at, |api, at| api.auditor(at, auditor))
	}

	fn auditors(
		&self,
		count: u32,
		after: Option<AccountId>,
		at: Option<Hash>,
	) -> Result<Vec<(AccountId, Auditor)>, Error> {
		check_page(count)?;
		ask(&*self.client, at, |api, at| api.auditors(at, after, count))
	}

	fn audits(
		&self,
		provider: AccountId,
		count: u32,
		after: Option<AccountId>,
		at: Option<Hash>,
	) -> Result<Vec<(AccountId, Audit)>, Error> {
		let found = page(&*self.client, at, count, after, |api, at, after, count| {
			api.audits(at, provider.clone(), after, count)
		})?;
		Ok(found.items)
	}

	fn order_count(&self, at: Option<Hash>) -> Result<OrderId, Error> {
		ask(&*self.client, at, |api, at| api.order_count(at))
	}

	fn order(&self, order: OrderId, at: Option<Hash>) -> Result<Option<OrderDetails>, Error> {
		ask(&*self.client, at, |api, at| api.order(at, order))
	}

	fn orders(
		&self,
		count: u32,
		after: Option<OrderId>,
		at: Option<Hash>,
	) -> Result<Vec<(OrderId, Order)>, Error> {
		let found = page(&*self.client, at, count, after, |api, at, after, count| {
			api.orders(at, after, count)
		})?;
		Ok(found.items)
	}

	fn fitting_orders(
		&self,
		provider: AccountId,
		count: u32,
		after: Option<OrderId>,
		at: Option<Hash>,
	) -> Result<FittingOrders, Error> {
		let Page { items: orders, next } =
			page(&*self.client, at, count, after, |api, at, after, count| {
				let found = api.fitting_orders(at, provider.clone(), after, count)?;
				Ok(Page { items: found.orders, next: found.next })
			})?;
		Ok(FittingOrders { orders, next })
	}

	fn why_not(
		&self,
		order: OrderId,
		provider: AccountId,
		bid: Option<Offer>,
		at: Option<Hash>,
	) -> Result<Vec<Reason>, Error> {
		let terms = bid.map(|Offer { rate, notice }| (rate.0, notice));
		let reasons = ask(&*self.client, at, |api, at| api.why_not(at, order, provider, terms))?;
		Ok(reasons.into_iter().map(Reason::from).collect())
	}

	fn quote(
		&self,
		mode: Mode,
		rate: Amount,
		blocks: BlockNumber,
		at: Option<Hash>,
	) -> Result<Quote, Error> {
		ask(&*self.client, at, |api, at| api.quote(at, mode, rate.0, blocks))
	}

	fn lease(&self, lease: LeaseId, at: Option<Hash>) -> Result<Option<LeaseDetails>, Error> {
		ask(&*self.client, at, |api, at| api.lease(at, lease))
	}

	fn closed_lease(&self, lease: LeaseId, at: Option<Hash>) -> Result<Option<ClosedLease>, Error> {
		ask(&*self.client, at, |api, at| api.closed_lease(at, lease))
	}

	fn involved(
		&self,
		account: AccountId,
		count: u32,
		after: Option<OrderId>,
		at: Option<Hash>,
	) -> Result<Vec<OrderId>, Error> {
		check_page(count)?;
		ask(&*self.client, at, |api, at| api.involved(at, account, after, count))
	}

	fn totals(&self, at: Option<Hash>) -> Result<Books, Error> {
		ask(&*self.client, at, |api, at| api.totals(at))
	}

	fn rating(&self, provider: AccountId, at: Option<Hash>) -> Result<Rating, Error> {
		ask(&*self.client, at, |api, at| api.rating(at, provider))
	}

	fn rating_period(&self, at: Option<Hash>) -> Result<Option<RatingPeriod>, Error> {
		ask(&*self.client, at, |api, at| api.rating_period(at))
	}
}

#[cfg(test)]
pub(crate) mod mock;
#[cfg(test)]
mod tests;
