//! # Leases
//!
//! A market for compute. A provider puts up a bond and says what it has; a tenant posts an order;
//! providers bid; the tenant takes a bid and funds a lease; the provider works and is paid as time
//! passes, or as it proves its work. Neither has to trust the other beyond what the chain holds.
//!
//! - **Money** stays on its owner's account, on hold under a typed reason, until it is earned. There
//!   is no pot. At all times, and for each lease, what was put in is what was paid, plus fees, plus
//!   refunds, plus what is held.
//! - **Accrual** does not depend on when it is computed. A lease keeps one unrounded number, rate
//!   times blocks; what is due is that number rounded down, less what has been paid. Rounded amounts
//!   are never added up. Time is counted in blocks: a chain that stands still charges nothing.
//! - **Deadlines** take effect at their time. Every call on a lease first brings it up to the
//!   present block; a wheel brings along those that nobody calls, each block within a weight of its
//!   own, and keeps for the next what does not fit. [`Pallet::poke`] lets anyone do it earlier, for
//!   a bounty.
//! - A lease whose funds run dry is **starved**: nothing accrues until it is topped up, and the end
//!   of a grace closes it.
//! - A provider keeps the **notice** it has agreed to, gives **signs of life**, and proves each epoch
//!   of a proven lease; failing that costs it part of its bond, which goes to the tenant. Where it has
//!   not taken up a lease that was resumed or given another input, it is bound to nothing. A tenant may
//!   always close.
//! - A lease that is over holds nothing and has exactly one reason of a closed list.
//! - **Ratings** come from persons, one per provider and rating period, each for a closed lease that
//!   cost enough. Whoever reads the chain sees which lease a rating is for.
//!
//! A refused call changes nothing. Any call on an order or a lease may also fail with
//! [`Error::OrderNotFound`], [`Error::LeaseNotFound`] or [`Error::LeaseClosed`]; any that takes money
//! with the error of the currency.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod auditors;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod bids;
mod calls;
mod clock;
mod deadlines;
mod disputes;
mod leases;
mod matching;
#[cfg(test)]
mod mock;
mod money;
mod orders;
mod proven;
mod providers;
mod ratings;
mod reads;
mod resources;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
mod types;
mod views;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use matching::Mismatch;
pub use pallet::*;
pub use proven::binding;
pub use ratings::rating_topic;
pub use resources::{Label, Resource, ResourceKind, Resources, MAX_KINDS, MAX_LABEL};
pub use types::*;
pub use weights::WeightInfo;

use frame_support::traits::fungible;
use frame_system::pallet_prelude::BlockNumberFor;

/// The currency's amounts.
pub type BalanceOf<T> =
	<<T as Config>::Currency as fungible::Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// A provider of this runtime.
pub type ProviderOf<T> = Provider<BalanceOf<T>, BlockNumberFor<T>>;
/// What a tenant of this runtime asks for.
pub type OrderTermsOf<T> =
	OrderTerms<<T as frame_system::Config>::AccountId, BalanceOf<T>, BlockNumberFor<T>>;
/// An order of this runtime.
pub type OrderOf<T> =
	Order<<T as frame_system::Config>::AccountId, BalanceOf<T>, BlockNumberFor<T>>;
/// A bid of this runtime.
pub type BidOf<T> = Bid<<T as frame_system::Config>::AccountId, BalanceOf<T>, BlockNumberFor<T>>;
/// An order's bids in this runtime.
pub type BidsOf<T> = frame_support::BoundedVec<BidOf<T>, frame_support::traits::ConstU32<MAX_BIDS>>;
/// The negotiable terms of a lease of this runtime.
pub type LeaseTermsOf<T> = LeaseTerms<BalanceOf<T>, BlockNumberFor<T>>;
/// A live lease of this runtime.
pub type LeaseOf<T> =
	Lease<<T as frame_system::Config>::AccountId, BalanceOf<T>, BlockNumberFor<T>>;
/// A closed lease of this runtime.
pub type ClosedLeaseOf<T> =
	ClosedLease<<T as frame_system::Config>::AccountId, BalanceOf<T>, BlockNumberFor<T>>;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::boxed::Box;
	use census_primitives::{
		Alias, CircuitRefusal, Circuits, PersonScope, PersonScopes, ScopeId, VerifyError,
	};
	use census_zk_types::{Points, Word};
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible::MutateHold, EnsureOriginWithArg},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;
	use sp_runtime::{traits::Zero, Perbill};

	/// The version of this pallet's storage.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the pallet needs of the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// The reasons under which funds are held.
		type RuntimeHoldReason: From<HoldReason>;

		/// The money. Funds on hold must keep an account alive and able to receive.
		type Currency: MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The circuits that proofs are verified against.
		type Circuits: Circuits;

		/// Where rating periods are opened.
		type Scopes: PersonScopes<Self::AccountId, BlockNumberFor<Self>>;

		/// A person acting in a scope.
		type EnsurePerson: EnsureOriginWithArg<Self::RuntimeOrigin, PersonScope, Success = Alias>;

		/// Who judges disputes.
		type Arbiter: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who gets the market's fees. The account should exist: a fee it cannot take goes to the
		/// provider when the lease closes.
		type FeeReceiver: Get<Self::AccountId>;

		/// The market's part of what is paid for work.
		#[pallet::constant]
		type FeeRate: Get<Perbill>;

		/// The market's amounts of money.
		#[pallet::constant]
		type Amounts: Get<Amounts<BalanceOf<Self>>>;

		/// The market's spans of time.
		#[pallet::constant]
		type Periods: Get<Periods<BlockNumberFor<Self>>>;

		/// How many epochs of a proven lease may lack their proof until it is closed. Each costs
		/// its part of the lease's cover.
		#[pallet::constant]
		type MaxMissed: Get<u32>;

		/// The least number of persons who could act in a rating period when it opens, and of its
		/// slots.
		#[pallet::constant]
		type MinElectorate: Get<u32>;

		/// The weight that deadlines may take of each block, before any transaction.
		#[pallet::constant]
		type DeadlineWeight: Get<Weight>;

		/// The measured weights.
		type WeightInfo: WeightInfo;

		/// What benchmarks need prepared.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::BenchmarkHelper<Self::AccountId>;
	}

	/// Why this pallet holds funds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// A provider's bond.
		Bond,
		/// A provider's deposit for a bid.
		Bid,
		/// A tenant's deposit for an order and the lease it becomes.
		Order,
		/// Money to pay a lease with.
		Escrow,
		/// The bounty for poking a lease.
		Bounty,
		/// An auditor's deposits.
		Audit,
		/// The deposit of a side that called the arbiter.
		Dispute,
	}

	/// The providers.
	#[pallet::storage]
	pub type Providers<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, ProviderOf<T>>;

	/// The auditors.
	#[pallet::storage]
	pub type Auditors<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Auditor<BalanceOf<T>>>;

	/// What auditors vouch for: the provider, then the auditor.
	#[pallet::storage]
	pub type Audits<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Blake2_128Concat,
		T::AccountId,
		Audit<BalanceOf<T>, BlockNumberFor<T>>,
	>;

	/// The number of the next order.
	#[pallet::storage]
	pub type NextOrderId<T> = StorageValue<_, OrderId, ValueQuery>;

	/// The open orders.
	#[pallet::storage]
	pub type Orders<T: Config> = StorageMap<_, Twox64Concat, OrderId, OrderOf<T>>;

	/// The bids for an open order, the best first.
	#[pallet::storage]
	pub type Bids<T: Config> = StorageMap<_, Twox64Concat, OrderId, BidsOf<T>, ValueQuery>;

	/// The live leases.
	#[pallet::storage]
	pub type Leases<T: Config> = StorageMap<_, Twox64Concat, LeaseId, LeaseOf<T>>;

	/// The leases that closed a while ago or less.
	#[pallet::storage]
	pub type Closed<T: Config> = StorageMap<_, Twox64Concat, LeaseId, ClosedLeaseOf<T>>;

	/// What an account has to do with: orders it posted, orders it bids for, and leases of which it
	/// is or was a side, until they are forgotten.
	#[pallet::storage]
	pub type Involved<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, OrderId, ()>;

	/// What is due in a block. Each item with a deadline stands in one of them.
	#[pallet::storage]
	pub type Deadlines<T: Config> =
		StorageDoubleMap<_, Twox64Concat, BlockNumberFor<T>, Twox64Concat, Item, ()>;

	/// The first block whose deadlines may not all have been seen to.
	#[pallet::storage]
	pub type DueFrom<T: Config> = StorageValue<_, BlockNumberFor<T>, ValueQuery>;

	/// The money of all leases that ever were.
	#[pallet::storage]
	pub type Totals<T: Config> = StorageValue<_, Ledger<BalanceOf<T>>, ValueQuery>;

	/// The rating period, if there is one.
	#[pallet::storage]
	pub type CurrentRatingPeriod<T: Config> = StorageValue<_, RatingPeriod<BlockNumberFor<T>>>;

	/// How persons have rated an account that is or was a provider.
	#[pallet::storage]
	pub type Ratings<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Rating, ValueQuery>;

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A provider registered.
		ProviderRegistered {
			/// Who.
			provider: T::AccountId,
		},
		/// A provider changed what it offers.
		ProviderUpdated {
			/// Who.
			provider: T::AccountId,
		},
		/// A provider's bond is another now.
		BondChanged {
			/// Who.
			provider: T::AccountId,
			/// The bond.
			bond: BalanceOf<T>,
		},
		/// A provider takes no more leases and goes when its last one has closed.
		ProviderLeaving {
			/// Who.
			provider: T::AccountId,
		},
		/// A provider is gone, and its bond returned.
		ProviderLeft {
			/// Who.
			provider: T::AccountId,
		},
		/// An auditor registered.
		AuditorRegistered {
			/// Who.
			auditor: T::AccountId,
		},
		/// An auditor is gone.
		AuditorLeft {
			/// Who.
			auditor: T::AccountId,
		},
		/// An auditor vouches for attributes of a provider, and no longer for others.
		Audited {
			/// Which provider.
			provider: T::AccountId,
			/// Who vouches.
			auditor: T::AccountId,
		},
		/// An auditor no longer vouches for a provider.
		AuditWithdrawn {
			/// Which provider.
			provider: T::AccountId,
			/// Who vouched.
			auditor: T::AccountId,
		},
		/// An order is open.
		OrderPosted {
			/// Its number.
			order: OrderId,
			/// Whose it is.
			tenant: T::AccountId,
		},
		/// An order was withdrawn. Its bids are refunded.
		OrderCancelled {
			/// The order.
			order: OrderId,
		},
		/// An order expired. Its bids are refunded.
		OrderExpired {
			/// The order.
			order: OrderId,
		},
		/// A provider bids, or bids anew.
		BidPlaced {
			/// The order.
			order: OrderId,
			/// Who bids.
			provider: T::AccountId,
			/// At what rate.
			rate: BalanceOf<T>,
			/// With what notice.
			notice: BlockNumberFor<T>,
		},
		/// A bid is over without a lease, and refunded.
		BidClosed {
			/// The order.
			order: OrderId,
			/// Whose bid.
			provider: T::AccountId,
		},
		/// A tenant took a bid: the order has become a lease of the same number.
		LeaseOpened {
			/// The lease.
			lease: LeaseId,
			/// Who pays.
			tenant: T::AccountId,
			/// Who works.
			provider: T::AccountId,
			/// At what rate.
			rate: BalanceOf<T>,
		},
		/// A provider acknowledged a lease and works.
		LeaseActive {
			/// The lease.
			lease: LeaseId,
		},
		/// A lease's funds grew.
		ToppedUp {
			/// The lease.
			lease: LeaseId,
			/// Through whom.
			funder: T::AccountId,
			/// By how much.
			amount: BalanceOf<T>,
		},
		/// A lease's funds ran dry: nothing accrues.
		LeaseStarved {
			/// The lease.
			lease: LeaseId,
			/// As of which block.
			since: BlockNumberFor<T>,
		},
		/// A starved lease goes on.
		LeaseResumed {
			/// The lease.
			lease: LeaseId,
		},
		/// A provider was paid what it had earned.
		Settled {
			/// The lease.
			lease: LeaseId,
			/// What the provider got.
			paid: BalanceOf<T>,
			/// What the market got.
			fee: BalanceOf<T>,
		},
		/// A provider lost part of its bond to the tenant.
		Penalised {
			/// For which lease.
			lease: LeaseId,
			/// How much.
			amount: BalanceOf<T>,
		},
		/// It is settled when a lease ends.
		LeaseEnding {
			/// The lease.
			lease: LeaseId,
			/// When.
			at: BlockNumberFor<T>,
			/// Why.
			reason: CloseReason,
		},
		/// A lease is over and holds nothing any more.
		LeaseClosed {
			/// The lease.
			lease: LeaseId,
			/// As of which block.
			at: BlockNumberFor<T>,
			/// Why.
			reason: CloseReason,
			/// What its money came to.
			ledger: Ledger<BalanceOf<T>>,
		},
		/// One side proposes new terms.
		TermsProposed {
			/// The lease.
			lease: LeaseId,
			/// Which side.
			by: Side,
		},
		/// The other side accepted: the terms hold from now on.
		TermsChanged {
			/// The lease.
			lease: LeaseId,
		},
		/// A tenant offers its lease to another account, or withdraws the offer.
		TransferOffered {
			/// The lease.
			lease: LeaseId,
			/// To whom.
			to: Option<T::AccountId>,
		},
		/// A lease has another tenant.
		Transferred {
			/// The lease.
			lease: LeaseId,
			/// The new one.
			tenant: T::AccountId,
		},
		/// The next epochs of a proven lease work on another input.
		InputSet {
			/// The lease.
			lease: LeaseId,
			/// The input's commitment.
			input: Word,
		},
		/// An epoch's work is proven.
		EpochProven {
			/// The lease.
			lease: LeaseId,
			/// The epoch.
			epoch: u32,
			/// The output's commitment.
			output: Word,
		},
		/// Epochs ended without their proof.
		ProofsMissed {
			/// The lease.
			lease: LeaseId,
			/// How many.
			epochs: u32,
		},
		/// One side called the arbiter.
		DisputeOpened {
			/// The lease.
			lease: LeaseId,
			/// Which side.
			by: Side,
		},
		/// A bounty was paid for bringing a lease up to the present.
		BountyPaid {
			/// The lease.
			lease: LeaseId,
			/// To whom.
			to: T::AccountId,
		},
		/// Persons may rate.
		RatingPeriodOpened {
			/// The period's scope.
			scope: ScopeId,
			/// Its last block.
			until: BlockNumberFor<T>,
		},
		/// A rating period is over and its slots accounted for.
		RatingPeriodClosed {
			/// The period's scope.
			scope: ScopeId,
		},
		/// A tenant lets a person rate for a closed lease.
		RaterNamed {
			/// The lease.
			lease: LeaseId,
			/// What the person is called in the period's scope, on the topic of the provider.
			alias: Alias,
		},
		/// A person rated a provider.
		Rated {
			/// For which lease.
			lease: LeaseId,
			/// Whom.
			provider: T::AccountId,
			/// From 1 to [`BEST_SCORE`].
			score: u8,
		},
		/// A deadline could not be seen to and was put off: a defect of the chain.
		DeadlinePutOff {
			/// Of what.
			item: Item,
			/// Why.
			error: DispatchError,
		},
	}

	/// Why a call was refused. A refused call changes nothing.
	#[pallet::error]
	pub enum Error<T> {
		/// The account is a provider already.
		AlreadyProvider,
		/// The account is no provider.
		ProviderNotFound,
		/// The provider takes no new leases.
		NotAccepting,
		/// The provider is leaving.
		Leaving,
		/// The bond would not cover the provider and its leases: `provider_bond`, and `lease_cover`
		/// for each lease.
		BondTooLow,
		/// A list of resources must be in the order of kinds, each once and none of them 0, with
		/// valid labels.
		ResourcesMalformed,
		/// A list of attributes must be in the order of keys, each once, with valid labels.
		AttributesMalformed,
		/// A list of auditors must name each once.
		AuditorsMalformed,
		/// The live leases use more than this capacity.
		CapacityInUse,
		/// The account is an auditor already.
		AlreadyAuditor,
		/// The account is no auditor.
		AuditorNotFound,
		/// The auditor still vouches for a provider.
		AuditsStand,
		/// The auditor does not vouch for the provider.
		AuditNotFound,
		/// Auditors are asked for, but no attributes that they should vouch for.
		NothingToAudit,
		/// There is no such open order.
		OrderNotFound,
		/// Only the order's or lease's tenant may do this.
		NotTenant,
		/// Only the lease's provider may do this.
		NotProvider,
		/// Only a side of the lease may do this.
		NotASide,
		/// An order stays open for at least 1 block and at most `max_order`.
		OrderSpan,
		/// A rate is at least 1.
		RateZero,
		/// A notice is at most `longest` blocks.
		NoticeTooLong,
		/// The time between signs of life, or an epoch, is at least `least_heartbeat` and at most
		/// `longest` blocks, and a fixed span at least 1 block.
		SpanOutOfRange,
		/// A commitment is not below the field's modulus.
		CommitmentNotInField,
		/// A circuit for leases has four public inputs: model, input, output, binding.
		CircuitShape,
		/// The order is for another provider.
		OtherProvider,
		/// Nobody leases from itself.
		OwnOrder,
		/// The provider has not enough of a resource free.
		ResourceShort,
		/// The provider lacks an attribute that the order asks for.
		AttributeMissing,
		/// An auditor that the order asks for does not vouch for an attribute.
		AuditMissing,
		/// The rate is higher than the order allows.
		RateTooHigh,
		/// The notice is shorter than the order asks for.
		NoticeTooShort,
		/// The order has as many bids as it can hold, none of them worse than this one.
		BidsFull,
		/// There is no such bid.
		BidNotFound,
		/// The bid is another now.
		BidChanged,
		/// The funds would not last as long as a lease must be funded for.
		FundsTooLow,
		/// As many accounts fund the lease as can.
		FundersFull,
		/// There is no such lease, or it has been forgotten.
		LeaseNotFound,
		/// The lease is over.
		LeaseClosed,
		/// The lease is not waiting for an acknowledgement.
		NotPending,
		/// The lease is not active.
		NotActive,
		/// The lease is before the arbiter, who decides.
		InDispute,
		/// The lease is not before the arbiter.
		NotInDispute,
		/// In proven mode a proof decides, and no arbiter.
		NotDisputable,
		/// The lease ends no later than that anyway.
		AlreadyEnding,
		/// Nothing was proposed by the other side, or something else.
		NotProposed,
		/// The lease was not offered to this account.
		NotOffered,
		/// The lease's terms, or its input, are others than those named.
		OtherTerms,
		/// The lease is not in proven mode.
		NotProven,
		/// The lease is in proven mode: proofs are its signs of life.
		NoHeartbeat,
		/// The lease is not in this epoch.
		WrongEpoch,
		/// The epoch's work has been proven.
		EpochAlreadyProven,
		/// Nothing about this lease is due.
		NothingDue,
		/// There is no such circuit.
		CircuitNotFound,
		/// The circuit is not in a state in which proofs are taken.
		CircuitNotActive,
		/// A coordinate is not below the curve's base field modulus.
		CoordinateNotInField,
		/// A point is the point at infinity.
		PointAtInfinity,
		/// A point is not on its curve.
		PointNotOnCurve,
		/// The proof's `B` is not in the prime-order subgroup.
		PointNotInSubgroup,
		/// The proof does not hold for this lease, epoch, provider and output.
		ProofInvalid,
		/// A rating period is under way.
		PeriodOpen,
		/// No rating period is under way.
		NoPeriod,
		/// A rating period has at least as many slots as it needs persons: `minElectorate`.
		TooFewSlots,
		/// The lease cost too little to admit a rating.
		SpentTooLittle,
		/// The lease has been used for a rating.
		AlreadyRated,
		/// The tenant has not named this person.
		NotRater,
		/// A score is from 1 to 5.
		ScoreOutOfRange,
		/// All order numbers have been given out.
		NoOrderIdLeft,
		/// The stored numbers do not fit together: a defect of the chain, not of the call.
		Corrupt,
	}

	// One by one: clients show the name of the first level alone.
	impl<T> From<VerifyError> for Error<T> {
		fn from(error: VerifyError) -> Self {
			match error {
				VerifyError::CoordinateNotInField => Self::CoordinateNotInField,
				VerifyError::PointAtInfinity => Self::PointAtInfinity,
				VerifyError::PointNotOnCurve => Self::PointNotOnCurve,
				VerifyError::PointNotInSubgroup => Self::PointNotInSubgroup,
				VerifyError::ProofInvalid => Self::ProofInvalid,
			}
		}
	}

	impl<T> From<CircuitRefusal> for Error<T> {
		fn from(refusal: CircuitRefusal) -> Self {
			match refusal {
				CircuitRefusal::CircuitNotFound => Self::CircuitNotFound,
				CircuitRefusal::CircuitNotActive => Self::CircuitNotActive,
				CircuitRefusal::InputCount => Self::CircuitShape,
				CircuitRefusal::InputNotInField => Self::CommitmentNotInField,
				CircuitRefusal::Verifier(error) => error.into(),
			}
		}
	}

	impl<T, AccountId> From<Mismatch<AccountId>> for Error<T> {
		fn from(mismatch: Mismatch<AccountId>) -> Self {
			match mismatch {
				Mismatch::OrderNotFound => Self::OrderNotFound,
				Mismatch::ProviderNotFound => Self::ProviderNotFound,
				Mismatch::NotAccepting => Self::NotAccepting,
				Mismatch::BondTooLow => Self::BondTooLow,
				Mismatch::OtherProvider => Self::OtherProvider,
				Mismatch::OwnOrder => Self::OwnOrder,
				Mismatch::CircuitNotActive => Self::CircuitNotActive,
				Mismatch::ResourceShort(_) => Self::ResourceShort,
				Mismatch::AttributeMissing(_) => Self::AttributeMissing,
				Mismatch::AuditMissing { .. } => Self::AuditMissing,
				Mismatch::RateZero => Self::RateZero,
				Mismatch::RateTooHigh => Self::RateTooHigh,
				Mismatch::NoticeTooShort => Self::NoticeTooShort,
				Mismatch::NoticeTooLong => Self::NoticeTooLong,
				Mismatch::BidsFull => Self::BidsFull,
			}
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Registers the caller as a provider, with a bond of at least `provider_bond`.
		///
		/// Each live lease needs `lease_cover` on top, so the bond says how many leases the
		/// provider can have at a time.
		///
		/// Origin: signed. Emits [`Event::ProviderRegistered`].
		/// Errors: [`Error::AlreadyProvider`], [`Error::BondTooLow`],
		/// [`Error::ResourcesMalformed`], [`Error::AttributesMalformed`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register_provider())]
		pub fn register_provider(
			origin: OriginFor<T>,
			bond: BalanceOf<T>,
			capacity: Resources,
			attributes: Attributes,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_register_provider(who, bond, capacity, attributes)
		}

		/// Changes what a provider offers, says of itself, and whether it takes new leases. Leases
		/// that exist go on as agreed.
		///
		/// Origin: signed by a provider that is not leaving. Emits [`Event::ProviderUpdated`].
		/// Errors: [`Error::ProviderNotFound`], [`Error::Leaving`], [`Error::ResourcesMalformed`],
		/// [`Error::AttributesMalformed`], [`Error::CapacityInUse`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::update_provider())]
		pub fn update_provider(
			origin: OriginFor<T>,
			capacity: Resources,
			attributes: Attributes,
			accepting: bool,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_update_provider(who, capacity, attributes, accepting)
		}

		/// Adds to a provider's bond.
		///
		/// Origin: signed by a provider. Emits [`Event::BondChanged`].
		/// Errors: [`Error::ProviderNotFound`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::bond_more())]
		pub fn bond_more(origin: OriginFor<T>, amount: BalanceOf<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_bond_more(who, amount)
		}

		/// Takes back part of a bond that covers no lease.
		///
		/// Origin: signed by a provider. Emits [`Event::BondChanged`].
		/// Errors: [`Error::ProviderNotFound`], [`Error::BondTooLow`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::bond_less())]
		pub fn bond_less(origin: OriginFor<T>, amount: BalanceOf<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_bond_less(who, amount)
		}

		/// Ends a provider's registration: at once if it has no live lease, else by itself when the
		/// last one has closed. Until then it takes no new ones. Its bids stand until their orders
		/// are over, and are refunded then, but none of them can be taken.
		///
		/// Origin: signed by a provider. Emits [`Event::ProviderLeft`] or
		/// [`Event::ProviderLeaving`]. Errors: [`Error::ProviderNotFound`], [`Error::Leaving`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::deregister_provider())]
		pub fn deregister_provider(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_deregister_provider(who)
		}

		/// Registers the caller as an auditor. Anyone may be one: tenants choose whom they trust.
		///
		/// - `info`: a hash of what the auditor publishes about itself.
		///
		/// Origin: signed. Emits [`Event::AuditorRegistered`].
		/// Errors: [`Error::AlreadyAuditor`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::register_auditor())]
		pub fn register_auditor(origin: OriginFor<T>, info: Hash32) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_register_auditor(who, info)
		}

		/// Ends an auditor's registration and returns its deposit.
		///
		/// Origin: signed by an auditor without audits. Emits [`Event::AuditorLeft`].
		/// Errors: [`Error::AuditorNotFound`], [`Error::AuditsStand`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::deregister_auditor())]
		pub fn deregister_auditor(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_deregister_auditor(who)
		}

		/// Vouches for attributes of a provider, instead of those vouched for before. It holds for
		/// the provider's present registration.
		///
		/// Origin: signed by an auditor. Emits [`Event::Audited`].
		/// Errors: [`Error::AuditorNotFound`], [`Error::ProviderNotFound`],
		/// [`Error::AttributesMalformed`], [`Error::NothingToAudit`].
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::audit())]
		pub fn audit(
			origin: OriginFor<T>,
			provider: T::AccountId,
			attributes: Attributes,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_audit(who, provider, attributes)
		}

		/// Vouches for a provider no longer, and takes back the deposit for it.
		///
		/// Origin: signed by the auditor. Emits [`Event::AuditWithdrawn`].
		/// Errors: [`Error::AuditNotFound`].
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::withdraw_audit())]
		pub fn withdraw_audit(origin: OriginFor<T>, provider: T::AccountId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw_audit(who, provider)
		}

		/// Posts an order that stays open for `open_for` blocks at most.
		///
		/// `order_deposit` is held of the caller until the order, or the lease it becomes, is over.
		///
		/// Origin: signed. Emits [`Event::OrderPosted`].
		/// Errors: [`Error::OrderSpan`], [`Error::ResourcesMalformed`],
		/// [`Error::AttributesMalformed`], [`Error::AuditorsMalformed`],
		/// [`Error::AuditorNotFound`], [`Error::NothingToAudit`], [`Error::OwnOrder`],
		/// [`Error::RateZero`], [`Error::NoticeTooLong`], [`Error::SpanOutOfRange`],
		/// [`Error::CommitmentNotInField`], [`Error::CircuitNotActive`], [`Error::CircuitShape`],
		/// [`Error::NoOrderIdLeft`].
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::post_order())]
		pub fn post_order(
			origin: OriginFor<T>,
			terms: Box<OrderTermsOf<T>>,
			open_for: BlockNumberFor<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_post_order(who, *terms, open_for)
		}

		/// Withdraws an order and refunds its bids.
		///
		/// Origin: signed by the order's tenant. Emits [`Event::OrderCancelled`].
		/// Errors: [`Error::NotTenant`].
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::cancel_order(MAX_BIDS))]
		pub fn cancel_order(origin: OriginFor<T>, order: OrderId) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let bids = Self::do_cancel_order(who, order)?;
			Ok(Some(T::WeightInfo::cancel_order(bids)).into())
		}

		/// Bids for an order, or bids anew. `bid_deposit` is held until the bid is won, lost or
		/// withdrawn. A full list drops one bid for a new one: that of a provider that could not
		/// serve any more, or else the worst if the new one's rate is lower.
		///
		/// A bid binds: whoever wins and does not acknowledge the lease pays `lease_cover`.
		///
		/// - `notice`: how many blocks beforehand the provider will say that it ends the lease.
		///
		/// Origin: signed by a provider. Emits [`Event::BidPlaced`], and [`Event::BidClosed`] for
		/// one that was dropped.
		/// Errors: those that `leases_mismatches` names: [`Error::ProviderNotFound`],
		/// [`Error::NotAccepting`], [`Error::BondTooLow`], [`Error::OtherProvider`],
		/// [`Error::OwnOrder`], [`Error::CircuitNotActive`], [`Error::ResourceShort`],
		/// [`Error::AttributeMissing`], [`Error::AuditMissing`], [`Error::RateZero`],
		/// [`Error::RateTooHigh`], [`Error::NoticeTooShort`], [`Error::NoticeTooLong`],
		/// [`Error::BidsFull`].
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::bid())]
		pub fn bid(
			origin: OriginFor<T>,
			order: OrderId,
			rate: BalanceOf<T>,
			notice: BlockNumberFor<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_bid(who, order, rate, notice)
		}

		/// Withdraws a bid and refunds it.
		///
		/// Origin: signed by the bidder. Emits [`Event::BidClosed`].
		/// Errors: [`Error::BidNotFound`].
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::withdraw_bid())]
		pub fn withdraw_bid(origin: OriginFor<T>, order: OrderId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw_bid(who, order)
		}

		/// Turns a bid down and refunds it: that of a provider one does not want, or that can no
		/// longer serve and stands in the way of others.
		///
		/// Origin: signed by the order's tenant. Emits [`Event::BidClosed`].
		/// Errors: [`Error::NotTenant`], [`Error::BidNotFound`].
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::reject_bid())]
		pub fn reject_bid(
			origin: OriginFor<T>,
			order: OrderId,
			provider: T::AccountId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_reject_bid(who, order, provider)
		}

		/// Takes a bid and funds the lease. The order becomes a lease of the same number, which
		/// waits for the provider's acknowledgement; all other bids are refunded.
		///
		/// - `rate`, `notice`: those of the bid. If the provider has changed it, the call fails.
		/// - `funding`: at least what the lease needs to begin with; see `leases_quote`. The bounty
		///   for poking is held on top.
		///
		/// Origin: signed by the order's tenant. Emits [`Event::LeaseOpened`], and
		/// [`Event::BidClosed`] for each of the others.
		/// Errors: [`Error::NotTenant`], [`Error::BidNotFound`], [`Error::BidChanged`],
		/// [`Error::FundsTooLow`], and those of [`Pallet::bid`] if the provider no longer fits.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::accept_bid(MAX_BIDS))]
		pub fn accept_bid(
			origin: OriginFor<T>,
			order: OrderId,
			provider: T::AccountId,
			rate: BalanceOf<T>,
			notice: BlockNumberFor<T>,
			funding: BalanceOf<T>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let bids = Self::do_accept_bid(who, order, provider, rate, notice, funding)?;
			Ok(Some(T::WeightInfo::accept_bid(bids)).into())
		}

		/// Acknowledges a lease: the provider works from now on.
		///
		/// Origin: signed by the lease's provider. Emits [`Event::LeaseActive`].
		/// Errors: [`Error::NotProvider`], [`Error::NotPending`].
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::acknowledge())]
		pub fn acknowledge(origin: OriginFor<T>, lease: LeaseId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_acknowledge(who, lease)
		}

		/// Gives a sign of life: what has accrued until now may be paid.
		///
		/// Origin: signed by the lease's provider. No event: the lease shows it.
		/// Errors: [`Error::NotProvider`], [`Error::NotActive`], [`Error::NoHeartbeat`].
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::heartbeat())]
		pub fn heartbeat(origin: OriginFor<T>, lease: LeaseId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_heartbeat(who, lease)
		}

		/// Puts money into a lease. A starved one goes on if that lasts long enough. Money is spent
		/// in the order in which accounts first put some in, the tenant's before all; what is left
		/// at the end goes back to whom it came from, in the same order.
		///
		/// - `amount`: of an account that has no money in the lease and is not its tenant at least the
		///   existential deposit and the bounty, whichever is more. If as many accounts fund the lease
		///   as can, it is settled first.
		///
		/// Where the bounty has been paid out, it is held of the caller on top.
		///
		/// Origin: signed by anyone. Emits [`Event::ToppedUp`], [`Event::LeaseResumed`].
		/// Errors: [`Error::InDispute`], [`Error::FundersFull`], [`Error::FundsTooLow`].
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::top_up().saturating_add(T::WeightInfo::settle()))]
		pub fn top_up(
			origin: OriginFor<T>,
			lease: LeaseId,
			amount: BalanceOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_top_up(who, lease, amount)
		}

		/// Pays a provider what it has earned and confirmed.
		///
		/// Origin: signed by anyone. Emits [`Event::Settled`] if there was something to pay.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::settle())]
		pub fn settle(origin: OriginFor<T>, lease: LeaseId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_settle(lease)
		}

		/// Brings a lease up to the present if something has fallen due, for the bounty held for it;
		/// or ends an order whose time is over, for nothing.
		///
		/// - `lease`: its number, or the order's.
		///
		/// Origin: signed by anyone. Emits [`Event::BountyPaid`] and what fell due.
		/// Errors: [`Error::NothingDue`].
		#[pallet::call_index(19)]
		#[pallet::weight(T::WeightInfo::poke().max(T::WeightInfo::deadline_order(MAX_BIDS)))]
		pub fn poke(origin: OriginFor<T>, lease: LeaseId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_poke(who, lease)
		}

		/// Closes a lease: the provider is paid up to now, the rest is refunded. In proven mode the
		/// provider may finish the epoch that is under way, and the lease ends with it.
		///
		/// Origin: signed by the lease's tenant. Emits [`Event::LeaseClosed`], or
		/// [`Event::LeaseEnding`].
		/// Errors: [`Error::NotTenant`], [`Error::InDispute`], [`Error::AlreadyEnding`].
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::close())]
		pub fn close(origin: OriginFor<T>, lease: LeaseId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_close(who, lease)
		}

		/// Gives notice: the lease ends when the notice that was agreed is over. Until then the
		/// provider works and is paid as before. Where the provider is not [bound](Lease::bound), or
		/// the circuit of a proven lease verifies nothing any more, it is closed at once.
		///
		/// Origin: signed by the lease's provider. Emits [`Event::LeaseEnding`] or
		/// [`Event::LeaseClosed`].
		/// Errors: [`Error::NotProvider`], [`Error::NotActive`], [`Error::AlreadyEnding`].
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::reclaim().max(T::WeightInfo::close()))]
		pub fn reclaim(origin: OriginFor<T>, lease: LeaseId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_reclaim(who, lease)
		}

		/// Proposes new terms to the other side, instead of anything proposed before.
		///
		/// Origin: signed by a side of the lease. Emits [`Event::TermsProposed`].
		/// Errors: [`Error::NotASide`], [`Error::NotActive`], [`Error::RateZero`],
		/// [`Error::NoticeTooLong`], [`Error::ResourcesMalformed`].
		#[pallet::call_index(22)]
		#[pallet::weight(T::WeightInfo::propose_terms())]
		pub fn propose_terms(
			origin: OriginFor<T>,
			lease: LeaseId,
			terms: Box<LeaseTermsOf<T>>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_propose_terms(who, lease, *terms)
		}

		/// Accepts the terms that the other side proposed; they hold from now on. They are named
		/// again, so that nobody accepts others than it has seen.
		///
		/// Origin: signed by the other side. Emits [`Event::TermsChanged`].
		/// Errors: [`Error::NotASide`], [`Error::NotActive`], [`Error::NotProposed`],
		/// [`Error::ResourceShort`], [`Error::FundsTooLow`].
		#[pallet::call_index(23)]
		#[pallet::weight(T::WeightInfo::accept_terms())]
		pub fn accept_terms(
			origin: OriginFor<T>,
			lease: LeaseId,
			terms: Box<LeaseTermsOf<T>>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_accept_terms(who, lease, *terms)
		}

		/// Offers a lease to another account, which would become its tenant, or withdraws the offer.
		///
		/// Origin: signed by the lease's tenant. Emits [`Event::TransferOffered`].
		/// Errors: [`Error::NotTenant`], [`Error::InDispute`], [`Error::OwnOrder`].
		#[pallet::call_index(24)]
		#[pallet::weight(T::WeightInfo::offer_transfer())]
		pub fn offer_transfer(
			origin: OriginFor<T>,
			lease: LeaseId,
			to: Option<T::AccountId>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_offer_transfer(who, lease, to)
		}

		/// Takes over a lease that was offered. The provider is paid up to now from the former
		/// tenant's money, the former tenant gets back what it had put in and its deposit, and the
		/// caller funds the lease from here on.
		///
		/// - `funding`: at least what the lease needs to go on, with what others have put in.
		/// - `terms`, and in proven mode `input`: those of the lease, so that nobody takes over others
		///   than it has seen. The input is that of the next epoch; other modes have none.
		///
		/// Origin: signed by the account to which it was offered. Emits [`Event::Transferred`].
		/// Errors: [`Error::NotOffered`], [`Error::InDispute`], [`Error::OtherTerms`],
		/// [`Error::FundsTooLow`].
		#[pallet::call_index(25)]
		#[pallet::weight(T::WeightInfo::accept_transfer())]
		pub fn accept_transfer(
			origin: OriginFor<T>,
			lease: LeaseId,
			funding: BalanceOf<T>,
			terms: Box<LeaseTermsOf<T>>,
			input: Option<Word>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_accept_transfer(who, lease, funding, *terms, input)
		}

		/// Sets the input of a proven lease from its next epoch on. The provider is not bound to it
		/// until it has proven an epoch with it: if it does not, the lease closes when that epoch is
		/// over, and it costs the provider nothing.
		///
		/// Origin: signed by the lease's tenant. Emits [`Event::InputSet`].
		/// Errors: [`Error::NotTenant`], [`Error::NotProven`], [`Error::NotActive`],
		/// [`Error::CommitmentNotInField`].
		#[pallet::call_index(26)]
		#[pallet::weight(T::WeightInfo::set_input())]
		pub fn set_input(origin: OriginFor<T>, lease: LeaseId, input: Word) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_input(who, lease, input)
		}

		/// Proves the work of the present epoch, which is paid at once.
		///
		/// The chain makes the public inputs: the lease's model and the epoch's input, `output` as
		/// claimed, and [`binding`].
		///
		/// Origin: signed by the lease's provider. Emits [`Event::EpochProven`] and
		/// [`Event::Settled`].
		/// Errors: [`Error::NotProvider`], [`Error::NotActive`], [`Error::NotProven`],
		/// [`Error::WrongEpoch`], [`Error::EpochAlreadyProven`], [`Error::CommitmentNotInField`],
		/// [`Error::CoordinateNotInField`], [`Error::PointAtInfinity`],
		/// [`Error::PointNotOnCurve`], [`Error::PointNotInSubgroup`], [`Error::ProofInvalid`],
		/// [`Error::CircuitNotFound`], [`Error::CircuitNotActive`].
		#[pallet::call_index(27)]
		#[pallet::weight(
			T::WeightInfo::submit_proof().saturating_add(T::Circuits::verify_weight(CIRCUIT_INPUTS))
		)]
		pub fn submit_proof(
			origin: OriginFor<T>,
			lease: LeaseId,
			epoch: u32,
			output: Word,
			proof: Box<Points>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_submit_proof(who, lease, epoch, output, &proof)
		}

		/// Calls the arbiter. Nothing accrues from now on, and what the provider has earned and not
		/// been paid is the arbiter's to share out. `dispute_deposit` is held of the caller.
		///
		/// If the arbiter does not judge in time the lease closes: nobody is paid because nobody
		/// judged, and the deposit goes back. Where the tenant called, the provider still gets what
		/// its signs of life stood behind, so that calling takes nothing back; a provider that called
		/// loses what the lease may cost it, so that calling is no way around the notice.
		///
		/// Origin: signed by a side of the lease. Emits [`Event::DisputeOpened`].
		/// Errors: [`Error::NotASide`], [`Error::NotActive`], [`Error::NotDisputable`].
		#[pallet::call_index(28)]
		#[pallet::weight(T::WeightInfo::dispute())]
		pub fn dispute(origin: OriginFor<T>, lease: LeaseId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_dispute(who, lease)
		}

		/// Judges a dispute and closes the lease.
		///
		/// Origin: the arbiter. Emits [`Event::LeaseClosed`].
		/// Errors: [`Error::NotInDispute`].
		#[pallet::call_index(29)]
		#[pallet::weight(T::WeightInfo::resolve())]
		pub fn resolve(origin: OriginFor<T>, lease: LeaseId, verdict: Verdict) -> DispatchResult {
			T::Arbiter::ensure_origin(origin)?;
			Self::do_resolve(lease, verdict)
		}

		/// Opens a rating period of `rating` blocks in which `slots` ratings can be given. The
		/// caller pays for the slots. A period that is over, or whose slots are used up, is closed
		/// first.
		///
		/// Origin: signed. Emits [`Event::RatingPeriodOpened`].
		/// Errors: [`Error::TooFewSlots`], [`Error::PeriodOpen`], and those of opening a scope for persons.
		#[pallet::call_index(30)]
		#[pallet::weight(T::WeightInfo::open_rating_period())]
		pub fn open_rating_period(origin: OriginFor<T>, slots: u32) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_open_rating_period(who, slots)
		}

		/// Closes a rating period that is over or used up; unused slots are returned to whoever paid.
		///
		/// Origin: signed by anyone. Emits [`Event::RatingPeriodClosed`].
		/// Errors: [`Error::NoPeriod`], [`Error::PeriodOpen`].
		#[pallet::call_index(31)]
		#[pallet::weight(T::WeightInfo::close_rating_period())]
		pub fn close_rating_period(origin: OriginFor<T>) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_close_rating_period()
		}

		/// Names the person who may rate for a closed lease, by what it is called in the scope of
		/// the rating period, on the topic [`rating_topic`] of the provider. The link from the
		/// lease to the rating is public.
		///
		/// Origin: signed by the lease's tenant. Emits [`Event::RaterNamed`].
		/// Errors: [`Error::NotTenant`], [`Error::SpentTooLittle`], [`Error::AlreadyRated`].
		#[pallet::call_index(32)]
		#[pallet::weight(T::WeightInfo::name_rater())]
		pub fn name_rater(origin: OriginFor<T>, lease: LeaseId, alias: Alias) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_name_rater(who, lease, alias)
		}

		/// Rates the provider of a closed lease, from 1 to [`BEST_SCORE`].
		///
		/// Origin: a person acting in the rating period's scope, on the topic of the provider: so
		/// one person rates one provider once in a period. Emits [`Event::Rated`].
		/// Errors: [`Error::NoPeriod`], [`Error::ScoreOutOfRange`], [`Error::SpentTooLittle`],
		/// [`Error::AlreadyRated`], [`Error::NotRater`].
		#[pallet::call_index(33)]
		#[pallet::weight(T::WeightInfo::rate())]
		pub fn rate(origin: OriginFor<T>, lease: LeaseId, score: u8) -> DispatchResult {
			Self::do_rate(origin, lease, score)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Sees to deadlines, before any transaction.
		fn on_poll(now: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::see_to_deadlines(now, meter);
		}

		fn integrity_test() {
			T::Periods::get().assert_sound();
			assert!(T::MaxMissed::get() > 0, "a proven lease would be closed before it begins");
			assert!(!T::Amounts::get().provider_bond.is_zero(), "providers would need no bond");
			let costliest = T::WeightInfo::next_deadline()
				.saturating_add(T::WeightInfo::deadline_lease())
				.max(T::WeightInfo::deadline_rolled())
				.max(T::WeightInfo::deadline_order(MAX_BIDS))
				.saturating_mul(2);
			assert!(
				costliest.all_lte(T::DeadlineWeight::get()),
				"a block would see to no deadline of the costliest kind"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
