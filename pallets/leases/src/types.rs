//! What is stored and shown: resources, orders, bids, leases and their ledger.
//!
//! Time is counted in blocks, rates in the smallest unit of money per
//! [`Periods::rate_unit`](crate::Periods) blocks.

use crate::resources::{Label, Resources};
use census_primitives::{Alias, CircuitId, ScopeId};
pub use census_views::leases::{CloseReason, LeaseSide as Side, ProviderStatus};
use census_zk_types::Word;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_runtime::{traits::AtLeast32BitUnsigned, Perbill};

/// An order's number. Numbers are given out in order and never used again.
pub type OrderId = u64;
/// A lease's number: that of the order it came from, so an order has one lease at most.
pub type LeaseId = OrderId;

/// The hash of something that is published elsewhere.
pub type Hash32 = [u8; 32];

/// The most attributes of a provider, of an order and of an audit.
pub const MAX_ATTRIBUTES: u32 = 16;
/// The most auditors that an order asks for.
pub const MAX_AUDITORS: u32 = 4;
/// The most bids that an order holds. A better one evicts the worst.
pub const MAX_BIDS: u32 = 32;
/// The most accounts that fund one lease, its tenant among them.
pub const MAX_FUNDERS: u32 = 8;
/// The public inputs of a circuit that leases use: model, input, output, binding.
pub const CIRCUIT_INPUTS: u32 = 4;
/// The best rating. The worst is 1.
pub const BEST_SCORE: u8 = 5;

/// Attributes, by key, each key once.
pub type Attributes = BoundedVec<Attribute, ConstU32<MAX_ATTRIBUTES>>;

/// Gives items what everything stored or shown needs.
macro_rules! data {
	($($item:item)*) => {$(
		#[derive(
			Clone,
			PartialEq,
			Eq,
			Debug,
			Encode,
			Decode,
			DecodeWithMemTracking,
			MaxEncodedLen,
			TypeInfo,
		)]
		$item
	)*};
}
pub(crate) use data;

data! {
	/// Something a provider says of itself, or an auditor of a provider.
	#[derive(PartialOrd, Ord)]
	pub struct Attribute {
		/// What it is about: `region`.
		pub key: Label,
		/// What is said: `eu-west`.
		pub value: Label,
	}

	/// A provider of compute.
	pub struct Provider<Balance, BlockNumber> {
		/// What is held of its funds as a bond.
		pub bond: Balance,
		/// The part of the bond that covers live leases.
		pub covered: Balance,
		/// What it offers in all.
		pub capacity: Resources,
		/// What its live leases use of that.
		pub used: Resources,
		/// What it says of itself.
		pub attributes: Attributes,
		/// Whether it takes new leases.
		pub status: ProviderStatus,
		/// Its live leases.
		pub leases: u32,
		/// The block in which it registered. Audits made before count for nothing.
		pub since: BlockNumber,
	}

	/// Who examines providers and vouches for what they say.
	pub struct Auditor<Balance> {
		/// A hash of what the auditor publishes about itself.
		pub info: Hash32,
		/// What is held for its registration.
		pub deposit: Balance,
		/// Audits of its that stand.
		pub audits: u32,
	}

	/// What an auditor vouches for.
	pub struct Audit<Balance, BlockNumber> {
		/// The provider's [`Provider::since`] at the audit: it holds for this registration only.
		pub registration: BlockNumber,
		/// The attributes that the auditor found to be true.
		pub attributes: Attributes,
		/// What is held of the auditor for the audit.
		pub deposit: Balance,
	}

	/// How a lease is paid.
	pub enum Mode<BlockNumber> {
		/// By time, as long as there are funds and the provider gives signs of life.
		Metered {
			/// The longest time between two signs of life.
			heartbeat: BlockNumber,
		},
		/// By time, for a span that is funded beforehand, after which the lease ends.
		Fixed {
			/// For how long.
			span: BlockNumber,
			/// The longest time between two signs of life.
			heartbeat: BlockNumber,
		},
		/// By epochs of work, each against a proof that it was done.
		Proven {
			/// The circuit that says what "done" means.
			circuit: CircuitId,
			/// The model's or program's commitment, the first public input.
			model: Word,
			/// The input's commitment, the second public input.
			input: Word,
			/// How long the provider has for an epoch's proof.
			epoch: BlockNumber,
		},
	}

	/// What a tenant asks for.
	pub struct OrderTerms<AccountId, Balance, BlockNumber> {
		/// What the provider must have free.
		pub resources: Resources,
		/// What the provider must say of itself.
		pub attributes: Attributes,
		/// Each of these must vouch for each of the attributes.
		pub auditors: BoundedVec<AccountId, ConstU32<MAX_AUDITORS>>,
		/// The only provider that may bid, if there is but one.
		pub provider: Option<AccountId>,
		/// How the lease is paid.
		pub mode: Mode<BlockNumber>,
		/// The highest rate.
		pub max_rate: Balance,
		/// The least notice that the provider must give before it ends the lease.
		pub min_notice: BlockNumber,
		/// A hash of what is to be run.
		pub manifest: Hash32,
	}

	/// An open order. Matched, cancelled and expired ones are gone.
	pub struct Order<AccountId, Balance, BlockNumber> {
		/// Who asks.
		pub tenant: AccountId,
		/// For what.
		pub terms: OrderTerms<AccountId, Balance, BlockNumber>,
		/// From which block on nobody may take it up.
		pub expires_at: BlockNumber,
		/// What is held of the tenant until the order, or the lease it becomes, is over.
		pub deposit: Balance,
	}

	/// A provider's offer to take up an order.
	pub struct Bid<AccountId, Balance, BlockNumber> {
		/// Who offers.
		pub provider: AccountId,
		/// At what rate.
		pub rate: Balance,
		/// The notice that the provider will give.
		pub notice: BlockNumber,
		/// What is held of the provider until the bid is won, lost or withdrawn.
		pub deposit: Balance,
	}

	/// Money that came into an escrow and where it went.
	#[derive(Copy, Default)]
	pub struct Ledger<Balance> {
		/// All that was put in.
		pub funded: Balance,
		/// What the provider got.
		pub paid: Balance,
		/// What the market got.
		pub fee: Balance,
		/// What went back to those who had put it in.
		pub refunded: Balance,
	}

	/// What is left of the money that one account put in.
	pub struct Funder<AccountId, Balance> {
		/// Whose money it is, and on whose account it is held.
		pub who: AccountId,
		/// How much is left.
		pub left: Balance,
	}

	/// Where a live lease stands.
	pub enum State<Balance, BlockNumber> {
		/// The provider has won it and has not acknowledged it.
		Pending {
			/// From which block on it is too late.
			until: BlockNumber,
		},
		/// The provider works.
		Active,
		/// The funds ran dry: nothing accrues.
		Starved {
			/// The block in which the lease ends, unless it is topped up before.
			until: BlockNumber,
		},
		/// One side called the arbiter: nothing accrues.
		Disputed {
			/// The block in which the lease ends unjudged.
			until: BlockNumber,
			/// Who called.
			by: Side,
			/// What is held of the caller.
			deposit: Balance,
		},
	}

	/// When a lease ends, where that is settled already.
	#[derive(Copy)]
	pub struct End<BlockNumber> {
		/// In which block.
		pub at: BlockNumber,
		/// For which reason.
		pub reason: CloseReason,
	}

	/// The epoch of work that a proven lease is in.
	#[derive(Copy)]
	pub struct Epoch<BlockNumber> {
		/// Its number within the lease: with it, what a proof can be used for once.
		pub number: u32,
		/// The block in which it began.
		pub start: BlockNumber,
		/// The input's commitment, as it stood then.
		pub input: Word,
		/// Whether its proof has come.
		pub proven: bool,
	}

	/// What the two sides may change of a lease if they agree.
	pub struct LeaseTerms<Balance, BlockNumber> {
		/// What the provider provides.
		pub resources: Resources,
		/// What the tenant pays for it.
		pub rate: Balance,
		/// The notice that the provider gives.
		pub notice: BlockNumber,
		/// A hash of what is run.
		pub manifest: Hash32,
	}

	/// New terms that one side has proposed.
	pub struct Proposal<Balance, BlockNumber> {
		/// Which side.
		pub by: Side,
		/// What it proposes.
		pub terms: LeaseTerms<Balance, BlockNumber>,
	}

	/// A lease that is not over.
	pub struct Lease<AccountId, Balance, BlockNumber> {
		/// Who pays.
		pub tenant: AccountId,
		/// Who works.
		pub provider: AccountId,
		/// What was agreed.
		pub terms: LeaseTerms<Balance, BlockNumber>,
		/// How it is paid. In proven mode, with the input of the next epoch.
		pub mode: Mode<BlockNumber>,
		/// Where it stands.
		pub state: State<Balance, BlockNumber>,
		/// When it ends, where that is settled already.
		pub end: Option<End<BlockNumber>>,
		/// Up to which block `accrued` has been computed.
		pub since: BlockNumber,
		/// The last sign of life.
		pub last_heartbeat: BlockNumber,
		/// Whether the provider is bound to go on. It is when it acknowledges the lease, gives a sign
		/// of life or proves an epoch. It is not where it has not done so since the lease was resumed
		/// or an epoch began with another input: then it may go at once, and failing costs nothing.
		pub bound: bool,
		/// What the provider's time or proofs are worth so far: rate times blocks, unrounded.
		pub accrued: u128,
		/// The part of `accrued` that a sign of life or a proof stands behind.
		pub confirmed: u128,
		/// The epoch of work, in proven mode, while one is under way.
		pub epoch: Option<Epoch<BlockNumber>>,
		/// Epochs begun so far.
		pub epochs: u32,
		/// Epochs without a proof so far.
		pub missed: u32,
		/// The money.
		pub ledger: Ledger<Balance>,
		/// Whose money is left, in the order in which it is spent. The tenant comes first.
		pub funders: BoundedVec<Funder<AccountId, Balance>, ConstU32<MAX_FUNDERS>>,
		/// What is held of the tenant until the lease is over.
		pub deposit: Balance,
		/// The part of the provider's bond that this lease may still cost it.
		pub cover: Balance,
		/// What is held for whoever pokes the lease, and of whom.
		pub bounty: Option<Funder<AccountId, Balance>>,
		/// New terms that one side has proposed.
		pub proposal: Option<Proposal<Balance, BlockNumber>>,
		/// To whom the tenant offers the lease.
		pub offered_to: Option<AccountId>,
		/// The block in which something happens to it by itself.
		pub deadline: BlockNumber,
		/// The block in which it was matched.
		pub opened_at: BlockNumber,
	}

	/// What remains of a lease that is over. It holds nothing, and is forgotten after a while.
	pub struct ClosedLease<AccountId, Balance, BlockNumber> {
		/// Who paid.
		pub tenant: AccountId,
		/// Who worked.
		pub provider: AccountId,
		/// Why it ended.
		pub reason: CloseReason,
		/// The money.
		pub ledger: Ledger<Balance>,
		/// The block in which it was matched.
		pub opened_at: BlockNumber,
		/// The block as of which it ended, which may lie before the one in which that was noticed.
		pub closed_at: BlockNumber,
		/// The block in which it is forgotten.
		pub forget_at: BlockNumber,
		/// The person whom the tenant lets rate the provider.
		pub rater: Option<Alias>,
		/// The rating that it was used for.
		pub rating: Option<u8>,
	}

	/// What an arbiter decides.
	#[derive(Copy)]
	pub struct Verdict {
		/// The provider's share of what it claims and has not been paid, in parts per thousand
		/// million.
		pub provider_share: Perbill,
		/// Whether the provider loses what the lease may cost it of its bond, to the tenant.
		pub penalty: bool,
		/// To whom the deposit of the side that called goes.
		pub deposit_to: Side,
	}

	/// A span in which persons rate providers, each provider once.
	pub struct RatingPeriod<BlockNumber> {
		/// Its scope.
		pub scope: ScopeId,
		/// Its last block.
		pub until: BlockNumber,
	}

	/// How persons have rated a provider so far.
	#[derive(Copy, Default)]
	pub struct Rating {
		/// All scores together.
		pub sum: u64,
		/// How many.
		pub count: u32,
	}

	/// What has a deadline.
	#[derive(Copy, PartialOrd, Ord)]
	pub enum Item {
		/// An open order, which expires.
		Order(OrderId),
		/// A live lease, to which something happens.
		Lease(LeaseId),
		/// A closed lease, which is forgotten.
		Closed(LeaseId),
	}

	/// The market's amounts of money, in the smallest unit.
	#[derive(Copy)]
	pub struct Amounts<Balance> {
		/// The least bond of a provider, besides what covers its leases.
		pub provider_bond: Balance,
		/// What each lease adds to that: the most it may cost a provider that fails it.
		pub lease_cover: Balance,
		/// Held of a tenant for an order and its lease.
		pub order_deposit: Balance,
		/// Held of a provider for a bid.
		pub bid_deposit: Balance,
		/// Held of an auditor for its registration, and as much for each audit.
		pub audit_deposit: Balance,
		/// Held of whoever calls the arbiter.
		pub dispute_deposit: Balance,
		/// What poking a lease earns.
		pub bounty: Balance,
		/// The least that a lease must have cost to admit a rating.
		pub rating_spend: Balance,
	}

	/// The market's spans of time, in blocks.
	#[derive(Copy, serde::Serialize, serde::Deserialize)]
	#[serde(rename_all = "camelCase")]
	pub struct Periods<BlockNumber> {
		/// The time that a rate is for.
		pub rate_unit: BlockNumber,
		/// The longest that an order stays open.
		pub max_order: BlockNumber,
		/// How long a provider has to acknowledge a lease.
		pub ack: BlockNumber,
		/// How long a lease without funds waits for a top-up.
		pub grace: BlockNumber,
		/// For how long a metered lease must be funded when it begins or goes on.
		pub least_runway: BlockNumber,
		/// The shortest time between signs of life, and the shortest epoch.
		pub least_heartbeat: BlockNumber,
		/// The longest time between signs of life, epoch, and notice.
		pub longest: BlockNumber,
		/// How long the arbiter has.
		pub dispute: BlockNumber,
		/// How long a closed lease is remembered.
		pub remember: BlockNumber,
		/// How long a rating period lasts.
		pub rating: BlockNumber,
	}
}

impl<BlockNumber: AtLeast32BitUnsigned + Copy> Periods<BlockNumber> {
	/// Panics if a market could not go by these spans. For genesis and integrity tests.
	pub fn assert_sound(&self) {
		for (name, span) in [
			("rate_unit", self.rate_unit),
			("max_order", self.max_order),
			("ack", self.ack),
			("grace", self.grace),
			("least_runway", self.least_runway),
			("least_heartbeat", self.least_heartbeat),
			("dispute", self.dispute),
			("remember", self.remember),
			("rating", self.rating),
		] {
			assert!(!span.is_zero(), "the period {name} is 0 blocks");
		}
		assert!(self.least_heartbeat <= self.longest, "no heartbeat would be allowed");
	}
}

impl<Balance: AtLeast32BitUnsigned + Copy> Ledger<Balance> {
	/// What has left the escrow for work: the provider's and the market's part.
	pub fn spent(&self) -> Balance {
		self.paid.saturating_add(self.fee)
	}

	/// The most that can ever be spent: all that was put in and not taken back.
	pub fn spendable(&self) -> Balance {
		self.funded.saturating_sub(self.refunded)
	}

	/// What is held.
	pub fn held(&self) -> Balance {
		self.spendable().saturating_sub(self.spent())
	}
}
