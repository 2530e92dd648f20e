//! Questions about the market for compute leases.

use alloc::vec::Vec;
use census_views::{
	leases::{
		Audit, Auditor, BidTerms, ClosedLease, Lease, LeaseId, LeaseMode, Ledger, Mismatch, Order,
		OrderId, OrderWithBids, Provider, Quote, Rating, RatingPeriod,
	},
	AccountId, Amount, BlockNumber, Page,
};

sp_api::decl_runtime_apis! {
	/// Questions about providers, orders, bids and leases.
	///
	/// A lease is shown as of the block that is asked, whether or not what fell due has been seen
	/// to. Where not all entries are shown, a page may be empty and say behind which entry the next one
	/// begins: it has looked at as many as it may and found nothing. The order of lists is that of the
	/// storage: stable, and otherwise arbitrary.
	pub trait LeasesApi {
		/// The provider, or `None` where the account is none.
		fn provider(provider: AccountId) -> Option<Provider>;

		/// Providers behind `after`.
		fn providers(after: Option<AccountId>, count: u32) -> Page<Provider, AccountId>;

		/// The auditor, or `None` where the account is none.
		fn auditor(auditor: AccountId) -> Option<Auditor>;

		/// Auditors behind `after`.
		fn auditors(after: Option<AccountId>, count: u32) -> Page<Auditor, AccountId>;

		/// Who vouches for what of a provider, behind the auditor `after`.
		fn audits(
			provider: AccountId,
			after: Option<AccountId>,
			count: u32,
		) -> Page<Audit, AccountId>;

		/// The open order and its bids, or `None` where there is none.
		fn order(order: OrderId) -> Option<OrderWithBids>;

		/// Open orders behind `after`.
		fn orders(after: Option<OrderId>, count: u32) -> Page<Order, OrderId>;

		/// How many orders were ever posted; the next one gets this number.
		fn order_count() -> OrderId;

		/// The numbers of open orders behind `after` that the provider fits.
		fn orders_by_provider(
			provider: AccountId,
			after: Option<OrderId>,
			count: u32,
		) -> Page<OrderId, OrderId>;

		/// Every reason for which the provider cannot bid for the order, or not on these terms. Empty
		/// if it can.
		fn mismatches(
			order: OrderId,
			provider: AccountId,
			bid: Option<BidTerms>,
		) -> Vec<Mismatch>;

		/// What a lease in this mode costs at this rate for so many blocks, and what is held for
		/// it.
		fn quote(mode: LeaseMode, rate: Amount, blocks: BlockNumber) -> Quote;

		/// The live lease, or `None` where there is none.
		fn lease(lease: LeaseId) -> Option<Lease>;

		/// What is remembered of the closed lease, or `None` where there is none, or it was
		/// forgotten.
		fn closed_lease(lease: LeaseId) -> Option<ClosedLease>;

		/// Numbers behind `after` of what the account has to do with: its open orders, the orders
		/// it bids for, and leases of which it is a side, or was when they closed, until they are
		/// forgotten.
		fn numbers_by_account(
			account: AccountId,
			after: Option<OrderId>,
			count: u32,
		) -> Page<OrderId, OrderId>;

		/// The money of all leases that ever were.
		fn ledger() -> Ledger;

		/// How persons have rated the account so far.
		fn rating(provider: AccountId) -> Rating;

		/// The rating period, or `None` where there is none.
		fn rating_period() -> Option<RatingPeriod>;
	}
}
