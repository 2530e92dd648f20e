//! The market for compute leases.
//!
//! Rates are in the smallest unit of money per `rateUnit` blocks, a constant of the runtime.

use crate::{view, AccountId, Amount, BlockNumber, FieldElement, Hash, Word};
use alloc::{string::String, vec::Vec};
use codec::{DecodeWithMemTracking, MaxEncodedLen};

/// An order's number. Numbers are given out in order and never used again.
pub type OrderId = u64;
/// A lease's number: that of the order it came from.
pub type LeaseId = OrderId;

view! {
	/// Something a provider says of itself, or an auditor of a provider.
	pub struct Attribute {
		/// What it is about: `region`.
		pub key: String,
		/// What is said: `eu-west`.
		pub value: String,
	}

	/// A kind of resource, with its unit.
	pub enum ResourceKind {
		/// Thousandths of a processor core.
		Cpu,
		/// Memory, in MiB.
		Memory,
		/// Storage, in MiB.
		Storage,
		/// Bandwidth, in Mbit/s.
		Bandwidth,
		/// Graphics processors of one model, in pieces.
		Gpu(String),
	}

	/// So much of a kind.
	pub struct Resource {
		/// Of which kind.
		pub kind: ResourceKind,
		/// How much, in the kind's unit.
		pub amount: Amount,
	}

	/// Whether a provider takes new leases.
	#[derive(Copy, DecodeWithMemTracking, MaxEncodedLen)]
	pub enum ProviderStatus {
		/// It does.
		Accepting,
		/// It does not for now.
		Paused,
		/// It is leaving: when its last lease has closed it is gone, and its bond returned.
		Leaving,
	}

	/// A provider of compute.
	pub struct Provider {
		/// Its account.
		pub provider: AccountId,
		/// What is held of its funds as a bond.
		pub bond: Amount,
		/// The part of the bond that covers live leases.
		pub covered: Amount,
		/// What it offers in all.
		pub capacity: Vec<Resource>,
		/// What its live leases use of that.
		pub used: Vec<Resource>,
		/// What it says of itself.
		pub attributes: Vec<Attribute>,
		/// Whether it takes new leases.
		pub status: ProviderStatus,
		/// Its live leases.
		pub leases: u32,
		/// The block in which it registered. Audits made before count for nothing.
		pub since: BlockNumber,
	}

	/// Who examines providers and vouches for what they say.
	pub struct Auditor {
		/// Its account.
		pub auditor: AccountId,
		/// A hash of what the auditor publishes about itself.
		pub info: Hash,
		/// What is held for its registration.
		pub deposit: Amount,
		/// Audits of its that stand.
		pub audits: u32,
	}

	/// What an auditor vouches for of a provider.
	pub struct Audit {
		/// Who vouches.
		pub auditor: AccountId,
		/// The provider's `since` at the audit: it holds for this registration only.
		pub registration: BlockNumber,
		/// The attributes that the auditor found to be true.
		pub attributes: Vec<Attribute>,
		/// What is held of the auditor for the audit.
		pub deposit: Amount,
	}

	/// How a lease is paid.
	#[derive(Copy)]
	#[cfg_attr(feature = "json", serde(rename_all_fields = "camelCase"))]
	#[cfg_attr(feature = "json", serde(deny_unknown_fields))]
	pub enum LeaseMode {
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
			circuit: Hash,
			/// The model's or program's commitment, the first public input.
			model: Word,
			/// The input's commitment, the second public input.
			input: Word,
			/// How long the provider has for an epoch's proof.
			epoch: BlockNumber,
		},
	}

	/// What a tenant asks for.
	pub struct OrderTerms {
		/// What the provider must have free.
		pub resources: Vec<Resource>,
		/// What the provider must say of itself.
		pub attributes: Vec<Attribute>,
		/// Each of these must vouch for each of the attributes.
		pub auditors: Vec<AccountId>,
		/// The only provider that may bid, if there is but one.
		pub provider: Option<AccountId>,
		/// How the lease is paid.
		pub mode: LeaseMode,
		/// The highest rate.
		pub max_rate: Amount,
		/// The least notice that the provider must give before it ends the lease.
		pub min_notice: BlockNumber,
		/// A hash of what is to be run.
		pub manifest: Hash,
	}

	/// An open order. Matched, cancelled and expired ones are gone.
	pub struct Order {
		/// Its number.
		pub order: OrderId,
		/// Who asks.
		pub tenant: AccountId,
		/// For what.
		pub terms: OrderTerms,
		/// From which block on nobody may take it up.
		pub expires_at: BlockNumber,
		/// What is held of the tenant until the order, or the lease it becomes, is over.
		pub deposit: Amount,
	}

	/// A provider's offer to take up an order.
	#[derive(Copy)]
	pub struct Bid {
		/// Who offers.
		pub provider: AccountId,
		/// At what rate.
		pub rate: Amount,
		/// The notice that the provider will give.
		pub notice: BlockNumber,
		/// What is held of the provider until the bid is won, lost or withdrawn.
		pub deposit: Amount,
	}

	/// The terms of a bid that is thought of.
	#[derive(Copy)]
	#[cfg_attr(feature = "json", serde(deny_unknown_fields))]
	pub struct BidTerms {
		/// The rate.
		pub rate: Amount,
		/// The notice that the provider would give.
		pub notice: BlockNumber,
	}

	/// An open order and what is offered for it.
	pub struct OrderWithBids {
		/// The order.
		pub order: Order,
		/// Its bids, the best first.
		pub bids: Vec<Bid>,
	}

	/// Money that came into an escrow and where it went.
	#[derive(Copy)]
	pub struct Ledger {
		/// All that was put in.
		pub funded: Amount,
		/// What the provider got.
		pub paid: Amount,
		/// What the market got.
		pub fee: Amount,
		/// What went back to those who had put it in.
		pub refunded: Amount,
	}

	/// What is left of the money that one account put in.
	#[derive(Copy)]
	pub struct Funder {
		/// Whose money it is, and on whose account it is held.
		pub who: AccountId,
		/// How much is left.
		pub left: Amount,
	}

	/// One of the two sides of a lease.
	#[derive(Copy, DecodeWithMemTracking, MaxEncodedLen)]
	pub enum LeaseSide {
		/// Who pays.
		Tenant,
		/// Who works.
		Provider,
	}

	/// Where a live lease stands.
	#[derive(Copy)]
	#[cfg_attr(feature = "json", serde(rename_all_fields = "camelCase"))]
	pub enum LeaseState {
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
			by: LeaseSide,
			/// What is held of the caller.
			deposit: Amount,
		},
	}

	/// Why a lease was closed. Each closed lease has one of these, for ever.
	#[derive(Copy, DecodeWithMemTracking, MaxEncodedLen)]
	pub enum CloseReason {
		/// The provider did not acknowledge it in time.
		NoAck,
		/// The tenant closed it.
		TenantClosed,
		/// The provider gave notice, and the notice is over.
		Reclaimed,
		/// The span of a fixed lease is over.
		Completed,
		/// The funds ran dry and nobody topped them up within the grace.
		Exhausted,
		/// The provider gave no sign of life in time.
		Silent,
		/// The provider missed as many proofs as a lease may lack.
		ProofsMissed,
		/// The arbiter judged.
		Arbitrated,
		/// The arbiter was called and did not judge in time.
		Unjudged,
		/// The provider gave no sign of life, or no proof, where it was not bound to.
		Released,
	}

	/// When a lease ends, where that is settled already.
	#[derive(Copy)]
	pub struct LeaseEnd {
		/// In which block.
		pub at: BlockNumber,
		/// For which reason.
		pub reason: CloseReason,
	}

	/// The epoch of work that a proven lease is in.
	#[derive(Copy)]
	pub struct WorkEpoch {
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
	pub struct LeaseTerms {
		/// What the provider provides.
		pub resources: Vec<Resource>,
		/// What the tenant pays for it.
		pub rate: Amount,
		/// The notice that the provider gives.
		pub notice: BlockNumber,
		/// A hash of what is run.
		pub manifest: Hash,
	}

	/// New terms that one side has proposed.
	pub struct Proposal {
		/// Which side.
		pub by: LeaseSide,
		/// What it proposes.
		pub terms: LeaseTerms,
	}

	/// A live lease as of the block that was asked, whether or not what fell due has been seen to.
	pub struct Lease {
		/// Its number.
		pub lease: LeaseId,
		/// Who pays.
		pub tenant: AccountId,
		/// Who works.
		pub provider: AccountId,
		/// What was agreed.
		pub terms: LeaseTerms,
		/// How it is paid. In proven mode, with the input of the next epoch.
		pub mode: LeaseMode,
		/// Where it stands.
		pub state: LeaseState,
		/// How it has ended, where nobody has seen to that yet.
		pub ended: Option<LeaseEnd>,
		/// When it ends, where that is settled already.
		pub end: Option<LeaseEnd>,
		/// What the provider has earned and not been paid, the market's part included.
		pub owed: Amount,
		/// The part of that which a sign of life or a proof stands behind: settling pays it.
		pub payable: Amount,
		/// The block in which a metered lease runs dry, if nothing else happens.
		pub runs_dry_at: Option<BlockNumber>,
		/// Up to which block `accrued` has been computed.
		pub since: BlockNumber,
		/// The block of the last sign of life.
		pub last_heartbeat: BlockNumber,
		/// Whether the provider is bound to go on. It is when it acknowledges the lease, gives a sign
		/// of life or proves an epoch. It is not where it has not done so since the lease was resumed
		/// or an epoch began with another input: then it may go at once, and failing costs nothing.
		pub bound: bool,
		/// What the provider's time or proofs are worth so far: rate times blocks, unrounded.
		pub accrued: Amount,
		/// The part of `accrued` that a sign of life or a proof stands behind.
		pub confirmed: Amount,
		/// The epoch of work, in proven mode, while one is under way.
		pub epoch: Option<WorkEpoch>,
		/// The last public input of a proof for that epoch.
		pub binding: Option<Word>,
		/// Epochs begun so far.
		pub epochs: u32,
		/// Epochs without a proof so far.
		pub missed: u32,
		/// The money.
		pub ledger: Ledger,
		/// Whose money is left, in the order in which it is spent. The tenant comes first.
		pub funders: Vec<Funder>,
		/// What is held of the tenant until the lease is over.
		pub deposit: Amount,
		/// The part of the provider's bond that this lease may still cost it.
		pub cover: Amount,
		/// What is held for whoever pokes the lease, and of whom.
		pub bounty: Option<Funder>,
		/// New terms that one side has proposed.
		pub proposal: Option<Proposal>,
		/// To whom the tenant offers the lease.
		pub offered_to: Option<AccountId>,
		/// The block in which something happens to it by itself.
		pub deadline: BlockNumber,
		/// The block in which it was matched.
		pub opened_at: BlockNumber,
	}

	/// What remains of a lease that is over. It holds nothing, and is forgotten after a while.
	pub struct ClosedLease {
		/// Its number.
		pub lease: LeaseId,
		/// Who paid.
		pub tenant: AccountId,
		/// Who worked.
		pub provider: AccountId,
		/// Why it ended.
		pub reason: CloseReason,
		/// The money.
		pub ledger: Ledger,
		/// The block in which it was matched.
		pub opened_at: BlockNumber,
		/// The block as of which it ended, which may lie before the one in which that was noticed.
		pub closed_at: BlockNumber,
		/// The block in which it is forgotten.
		pub forget_at: BlockNumber,
		/// The person whom the tenant lets rate the provider, by its alias.
		pub rater: Option<FieldElement>,
		/// The rating that it was used for.
		pub rating: Option<u8>,
	}

	/// What a lease would cost.
	#[derive(Copy)]
	pub struct Quote {
		/// What the time costs in all.
		pub price: Amount,
		/// The part of it that goes to the market.
		pub fee: Amount,
		/// The least to fund the lease with when it begins.
		pub min_funding: Amount,
		/// Held of the tenant for order and lease, and returned.
		pub order_deposit: Amount,
		/// Held of the tenant for whoever pokes the lease, and returned if nobody does.
		pub bounty: Amount,
		/// Held of the provider for its bid, and returned.
		pub bid_deposit: Amount,
		/// What the provider's bond must cover for the lease.
		pub lease_cover: Amount,
	}

	/// How persons have rated a provider.
	#[derive(Copy)]
	pub struct Rating {
		/// How many have.
		pub count: u32,
		/// The sum of their scores, each 1 to 5.
		pub sum: u64,
	}

	/// The period in which persons rate.
	#[derive(Copy)]
	pub struct RatingPeriod {
		/// The scope in which they do.
		pub scope: u32,
		/// Its last block.
		pub until: BlockNumber,
	}

	/// Why a provider, or its bid, does not fit an order.
	#[cfg_attr(feature = "json", serde(rename_all_fields = "camelCase"))]
	pub enum Mismatch {
		/// There is no such open order.
		OrderNotFound,
		/// The account is no provider.
		ProviderNotFound,
		/// The provider takes no new leases.
		NotAccepting,
		/// The bond does not cover another lease.
		BondTooLow,
		/// The order is for another provider.
		OtherProvider,
		/// The order is the provider's own.
		OwnOrder,
		/// The order's circuit takes no new leases.
		CircuitNotActive,
		/// Less of a resource is free than the order asks for.
		ResourceShort(ResourceKind),
		/// An attribute is missing or has another value.
		AttributeMissing(String),
		/// An auditor does not vouch for an attribute.
		AuditMissing {
			/// Which auditor.
			auditor: AccountId,
			/// The attribute's key.
			key: String,
		},
		/// The rate is 0.
		RateZero,
		/// The rate is higher than the order allows.
		RateTooHigh,
		/// The notice is shorter than the order asks for.
		NoticeTooShort,
		/// The notice is longer than any may be.
		NoticeTooLong,
		/// The order has as many bids as it can hold, none of them worse.
		BidsFull,
	}
}

#[cfg(feature = "json")]
impl core::fmt::Display for Mismatch {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		match self {
			Self::OrderNotFound => f.write_str("there is no such open order"),
			Self::ProviderNotFound => f.write_str("the account is no provider"),
			Self::NotAccepting => f.write_str("the provider takes no new leases"),
			Self::BondTooLow => f.write_str("the provider's bond does not cover another lease"),
			Self::OtherProvider => f.write_str("the order is for another provider"),
			Self::OwnOrder => f.write_str("the order is the provider's own"),
			Self::CircuitNotActive => f.write_str("the order's circuit takes no new leases"),
			Self::ResourceShort(ResourceKind::Gpu(model)) => {
				write!(f, "the provider has too few graphics processors {model} free")
			}
			Self::ResourceShort(kind) => {
				let kind = match kind {
					ResourceKind::Cpu => "processor",
					ResourceKind::Memory => "memory",
					ResourceKind::Storage => "storage",
					ResourceKind::Bandwidth => "bandwidth",
					ResourceKind::Gpu(_) => "graphics processor",
				};
				write!(f, "the provider has not enough {kind} free")
			}
			Self::AttributeMissing(key) => {
				write!(f, "the provider's attribute {key} is not what the order asks for")
			}
			Self::AuditMissing { auditor, key } => {
				write!(f, "the auditor {auditor} does not vouch for the attribute {key}")
			}
			Self::RateZero => f.write_str("the rate is 0"),
			Self::RateTooHigh => f.write_str("the rate is higher than the order allows"),
			Self::NoticeTooShort => f.write_str("the notice is shorter than the order asks for"),
			Self::NoticeTooLong => f.write_str("the notice is longer than any may be"),
			Self::BidsFull => f.write_str("the order is full of bids that are no worse"),
		}
	}
}
