//! Questions about the market for compute leases.

use alloc::vec::Vec;
use census_primitives::Page;
use codec::Codec;

pub use pallet_leases::{
	rating_topic, Attribute, Attributes, Audit, Auditor, Bid, Books, CloseReason, ClosedLease, End,
	Epoch, FittingOrders, Funder, Label, Lease, LeaseDetails, LeaseId, LeaseTerms, Mismatch, Mode,
	Order, OrderDetails, OrderId, OrderTerms, Proposal, Provider, ProviderStatus, Quote, Rating,
	RatingPeriod, Resource, ResourceKind, Resources, Side, State,
};

sp_api::decl_runtime_apis! {
	/// Questions about providers, orders, bids and leases.
	///
	/// A lease is shown as of the block that is asked, whether or not what fell due has been seen
	/// to. Lists come in pages of at most [`MAX_PAGE`](crate::MAX_PAGE); the next page begins
	/// behind the last item of the one before. Where not all entries are told, a page says by itself
	/// where the next one begins: it may have looked at as many as it may and found nothing. Their
	/// order is that of the storage: stable, and otherwise arbitrary.
	pub trait LeasesApi<AccountId, Balance, BlockNumber>
	where
		AccountId: Codec,
		Balance: Codec,
		BlockNumber: Codec,
	{
		/// The provider, or `None` where the account is none.
		fn provider(provider: AccountId) -> Option<Provider<Balance, BlockNumber>>;

		/// Providers behind `after`.
		fn providers(
			after: Option<AccountId>,
			count: u32,
		) -> Vec<(AccountId, Provider<Balance, BlockNumber>)>;

		/// The auditor, or `None` where the account is none.
		fn auditor(auditor: AccountId) -> Option<Auditor<Balance>>;

		/// Auditors behind `after`.
		fn auditors(after: Option<AccountId>, count: u32) -> Vec<(AccountId, Auditor<Balance>)>;

		/// Who vouches for what of a provider, behind the auditor `after`.
		fn audits(
			provider: AccountId,
			after: Option<AccountId>,
			count: u32,
		) -> Page<(AccountId, Audit<Balance, BlockNumber>), AccountId>;

		/// How many orders were ever posted; the next one gets this number.
		fn order_count() -> OrderId;

		/// The open order and its bids, or `None` where there is none.
		fn order(order: OrderId) -> Option<OrderDetails<AccountId, Balance, BlockNumber>>;

		/// Open orders behind `after`.
		fn orders(
			after: Option<OrderId>,
			count: u32,
		) -> Page<(OrderId, Order<AccountId, Balance, BlockNumber>), OrderId>;

		/// Open orders behind `after` that the provider fits.
		fn fitting_orders(
			provider: AccountId,
			after: Option<OrderId>,
			count: u32,
		) -> FittingOrders;

		/// Every reason for which the provider cannot bid for the order, or not at this rate and
		/// with this notice. Empty if it can.
		fn why_not(
			order: OrderId,
			provider: AccountId,
			terms: Option<(Balance, BlockNumber)>,
		) -> Vec<Mismatch<AccountId>>;

		/// What a lease in this mode costs at this rate for so many blocks, and what is held for
		/// it.
		fn quote(mode: Mode<BlockNumber>, rate: Balance, blocks: BlockNumber) -> Quote<Balance>;

		/// The live lease, or `None` where there is none.
		fn lease(lease: LeaseId) -> Option<LeaseDetails<AccountId, Balance, BlockNumber>>;

		/// What is remembered of the closed lease, or `None` where there is none, or it was
		/// forgotten.
		fn closed_lease(lease: LeaseId) -> Option<ClosedLease<AccountId, Balance, BlockNumber>>;

		/// Numbers behind `after` of what the account has to do with: its open orders, the orders
		/// it bids for, and leases of which it is a side, or was when they closed, until they are
		/// forgotten.
		fn involved(account: AccountId, after: Option<OrderId>, count: u32) -> Vec<OrderId>;

		/// The money of all leases that ever were.
		fn totals() -> Books<Balance>;

		/// How persons have rated the account so far.
		fn rating(provider: AccountId) -> Rating;

		/// The rating period, or `None` where there is none.
		fn rating_period() -> Option<RatingPeriod<BlockNumber>>;
	}
}
