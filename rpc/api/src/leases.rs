//! `leases_*`.

use crate::{
	views::{
		leases::{
			Audit, Auditor, BidTerms, ClosedLease, Lease, LeaseId, LeaseMode, Ledger, Mismatch,
			Order, OrderId, OrderWithBids, Provider, Quote, Rating, RatingPeriod,
		},
		AccountId, Amount, BlockNumber, Hash, Page,
	},
	Error, Refusal,
};
use census_rpc_describe::describe;
use jsonrpsee::{core::SubscriptionResult, proc_macros::rpc};

/// The market for compute leases. Rates are per `rateUnit` blocks, a constant of the runtime. The order of
/// providers, auditors, orders and numbers is that of the chain's storage: stable, and otherwise arbitrary.
#[describe]
#[rpc(server, client, namespace = "leases")]
pub trait LeasesRpc {
	/// A provider; `null` where the account is none.
	#[method(name = "provider", blocking)]
	fn provider(&self, provider: AccountId, at: Option<Hash>) -> Result<Option<Provider>, Error>;

	/// The providers.
	#[method(name = "providers", blocking)]
	fn providers(
		&self,
		count: u32,
		after: Option<AccountId>,
		at: Option<Hash>,
	) -> Result<Page<Provider, AccountId>, Error>;

	/// An auditor; `null` where the account is none.
	#[method(name = "auditor", blocking)]
	fn auditor(&self, auditor: AccountId, at: Option<Hash>) -> Result<Option<Auditor>, Error>;

	/// The auditors.
	#[method(name = "auditors", blocking)]
	fn auditors(
		&self,
		count: u32,
		after: Option<AccountId>,
		at: Option<Hash>,
	) -> Result<Page<Auditor, AccountId>, Error>;

	/// What auditors vouch for of a provider. `after` is an auditor.
	#[method(name = "audits", blocking)]
	#[errors(NothingFound)]
	fn audits(
		&self,
		provider: AccountId,
		count: u32,
		after: Option<AccountId>,
		at: Option<Hash>,
	) -> Result<Page<Audit, AccountId>, Error>;

	/// An open order and its bids, the best first; `null` where there is none.
	#[method(name = "order", blocking)]
	fn order(&self, order: OrderId, at: Option<Hash>) -> Result<Option<OrderWithBids>, Error>;

	/// The open orders.
	#[method(name = "orders", blocking)]
	#[errors(NothingFound)]
	fn orders(
		&self,
		count: u32,
		after: Option<OrderId>,
		at: Option<Hash>,
	) -> Result<Page<Order, OrderId>, Error>;

	/// How many orders were ever posted; the next one gets this number.
	#[method(name = "orderCount", blocking)]
	fn order_count(&self, at: Option<Hash>) -> Result<u64, Error>;

	/// The numbers of the open orders that a provider fits.
	#[method(name = "ordersByProvider", blocking)]
	#[errors(NothingFound)]
	fn orders_by_provider(
		&self,
		provider: AccountId,
		count: u32,
		after: Option<OrderId>,
		at: Option<Hash>,
	) -> Result<Page<OrderId, OrderId>, Error>;

	/// Every reason for which a provider cannot bid for an order, or, with `bid`, not on these
	/// terms. Empty if it can.
	#[method(name = "mismatches", blocking)]
	fn mismatches(
		&self,
		order: OrderId,
		provider: AccountId,
		bid: Option<BidTerms>,
		at: Option<Hash>,
	) -> Result<Vec<Refusal<Mismatch>>, Error>;

	/// What a lease in this mode costs at this rate for so many blocks, and what is held for it.
	#[method(name = "quote", blocking)]
	fn quote(
		&self,
		mode: LeaseMode,
		rate: Amount,
		blocks: BlockNumber,
		at: Option<Hash>,
	) -> Result<Quote, Error>;

	/// A live lease as of the block, with what is owed and when it runs dry; `null` where there
	/// is none.
	#[method(name = "lease", blocking)]
	fn lease(&self, lease: LeaseId, at: Option<Hash>) -> Result<Option<Lease>, Error>;

	/// What is remembered of a closed lease; `null` where there is none, or it was forgotten.
	#[method(name = "closedLease", blocking)]
	fn closed_lease(&self, lease: LeaseId, at: Option<Hash>) -> Result<Option<ClosedLease>, Error>;

	/// The numbers of what an account has to do with: its open orders, the orders it bids for, and leases
	/// of which it is a side, or was when they closed, until they are forgotten.
	#[method(name = "numbersByAccount", blocking)]
	fn numbers_by_account(
		&self,
		account: AccountId,
		count: u32,
		after: Option<OrderId>,
		at: Option<Hash>,
	) -> Result<Page<OrderId, OrderId>, Error>;

	/// The money of all leases that ever were: what was funded is what was paid, plus fees, plus
	/// refunds, plus what is held.
	#[method(name = "ledger", blocking)]
	fn ledger(&self, at: Option<Hash>) -> Result<Ledger, Error>;

	/// How persons have rated a provider so far.
	#[method(name = "rating", blocking)]
	fn rating(&self, provider: AccountId, at: Option<Hash>) -> Result<Rating, Error>;

	/// The rating period: its scope and its last block; `null` where there is none.
	#[method(name = "ratingPeriod", blocking)]
	fn rating_period(&self, at: Option<Hash>) -> Result<Option<RatingPeriod>, Error>;

	/// A live lease as of the latest final block, now and whenever something has happened to it there; `null`
	/// from when on it is closed. That time passes, and more is owed, is not told. Whoever is slow misses
	/// some: each stands for all that came before.
	#[subscription(
		name = "subscribeLease" => "leaseChange",
		unsubscribe = "unsubscribeLease",
		item = Option<Lease>
	)]
	async fn subscribe_lease(&self, lease: LeaseId) -> SubscriptionResult;
}
