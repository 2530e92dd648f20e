//! # Validators
//!
//! One human, one seat. Any account with a bond and session keys is a candidate; a person claims a seat for it, in
//! a scope of the chain's own, and no person has more than one.
//!
//! - **A term** is a number of sessions in which the same seats stand. Its seats are claimed before it, by the
//!   persons of an epoch that was pinnable before the term was announced.
//! - **The order** of the claims is drawn from randomness that comes from blocks made after the last claim: nobody
//!   can choose an alias, an account or a moment to come out first. (Whoever has the last primary block that the
//!   randomness comes from may leave it out, and chooses between two orders for the price of a block; with the last
//!   two between four, and so on.)
//! - **A seat** is its person's, not its account's: the person may move it to another account or leave it at any time in
//!   the term. So whoever rents one can lose it any day.
//! - **The set** changes by little at a time: see [`set`]. Those whose seats are over leave before new ones join.
//! - **The fallback set** stands in where seats are fewer than the least number of validators. At first it is the
//!   validators of genesis.
//! - **An offence** costs a share of the bond, and the seat. Its validator makes no blocks from the report on, and is out
//!   of the set at the session after next. Its person is barred in that term and the next: whoever claims a seat shows
//!   who it was in the term before, so a new account, a new alias and a rotated identity are no way round. (Another
//!   person's past is one: whoever lends it gives its own claim away, as whoever sells a seat does.)
//! - **Who makes no blocks** where an honest validator would have made one almost surely is set aside, without any
//!   further loss, and says when it is back.
//! - **Keys** count from the third session on: what a session's randomness will be is known by then to nobody.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
mod candidates;
mod income;
#[cfg(test)]
mod mock;
mod offences;
mod reads;
mod seats;
mod sessions;
pub mod set;
mod terms;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use candidates::IsCandidate;
pub use pallet::*;
pub use seats::hash_of;
pub use types::{
	Candidate, Claim, Duty, Made, Rules, Stood, Term, TermId, WaitingKeys, DRAW_SESSIONS, STOOD_FOR,
};
pub use weights::WeightInfo;

use census_primitives::Alias;
use frame_support::traits::fungible::Inspect;
use frame_system::pallet_prelude::BlockNumberFor;

/// An amount of what bonds are in.
pub type BalanceOf<T> =
	<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;
/// The rules, as they are stored.
pub type RulesOf<T> = Rules<BalanceOf<T>>;
/// A candidate, as it is stored.
pub type CandidateOf<T> = Candidate<BalanceOf<T>>;
/// A validator's session keys.
pub type KeysOf<T> = <T as pallet_session::Config>::Keys;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use census_primitives::{PersonScope, PersonScopes};
	use frame_support::{
		pallet_prelude::*,
		traits::{
			fungible::{Mutate, MutateHold},
			EnsureOriginWithArg, Randomness,
		},
	};
	use frame_system::pallet_prelude::*;
	use pallet_session::historical;
	use sp_runtime::Perbill;
	use sp_staking::SessionIndex;

	/// The version of this pallet's storage.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the pallet needs of the runtime.
	#[pallet::config]
	pub trait Config:
		frame_system::Config<RuntimeEvent: From<Event<Self>>>
		+ pallet_session::Config<
			ValidatorId = <Self as frame_system::Config>::AccountId,
			Keys: MaxEncodedLen,
		> + historical::Config
	{
		/// The reason under which bonds are held.
		type RuntimeHoldReason: From<HoldReason>;

		/// What bonds are in.
		type Currency: MutateHold<
				Self::AccountId,
				Reason = <Self as Config>::RuntimeHoldReason,
				Balance: MaybeSerializeDeserialize,
			> + Mutate<Self::AccountId>;

		/// Where a term opens the scope in which its seats are claimed.
		type PersonScopes: PersonScopes<Self::AccountId, BlockNumberFor<Self>>;

		/// Lets in only a person who is acting in exactly the scope it is asked about.
		type EnsurePerson: EnsureOriginWithArg<Self::RuntimeOrigin, PersonScope, Success = Alias>;

		/// Makes the rules, names the fallback set, evicts.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Randomness that comes from the blocks of a whole session, and is known at the end of it; it is in use from the
		/// end of the next one on.
		type Randomness: Randomness<Self::Hash, BlockNumberFor<Self>>;

		/// The most blocks from a term's announcement to its end: its scope has to outlast it.
		#[pallet::constant]
		type MaxTerm: Get<BlockNumberFor<Self>>;

		/// The price of what nobody has paid for in this block so far.
		type FreeWork: Get<BalanceOf<Self>>;

		/// The part of the fees that is for what nobody paid for.
		#[pallet::constant]
		type FreeShare: Get<Perbill>;

		/// Slots of a session.
		type SessionLength: Get<BlockNumberFor<Self>>;

		/// For how many sessions an offence can be reported.
		#[pallet::constant]
		type RememberedSessions: Get<SessionIndex>;

		/// The most claims of one term.
		#[pallet::constant]
		type MaxClaims: Get<u32>;

		/// The most seats that the rules may give.
		#[pallet::constant]
		type MaxSeats: Get<u32>;

		/// The most accounts of the fallback set.
		#[pallet::constant]
		type MaxFallback: Get<u32>;

		/// What letting keys count and forgetting terms may weigh, a block.
		type MaxBlockWeight: Get<Weight>;

		/// The measured weights.
		type WeightInfo: WeightInfo;

		/// Makes what benchmarks need.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId, KeysOf<Self>>;
	}

	/// Why this pallet holds funds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// A candidate's bond.
		Bond,
	}

	/// The rules in force.
	#[pallet::storage]
	pub type RulesInForce<T: Config> = StorageValue<_, RulesOf<T>>;

	/// The accounts that have a bond.
	#[pallet::storage]
	pub type Candidates<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, CandidateOf<T>>;

	/// The fallback set, in the order in which it is called.
	#[pallet::storage]
	pub type Fallback<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, T::MaxFallback>, ValueQuery>;

	/// Keys that do not count yet.
	#[pallet::storage]
	pub type NewKeys<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, WaitingKeys<KeysOf<T>>>;

	/// Whose keys wait, in the order in which they were set.
	#[pallet::storage]
	pub type KeyQueue<T: Config> = StorageMap<_, Twox64Concat, u32, T::AccountId>;

	/// The first place of that queue, and the one after its last.
	#[pallet::storage]
	pub type KeyQueueEnds<T> = StorageValue<_, (u32, u32), ValueQuery>;

	/// The term whose seats stand in the session that is planned last: the next one's begins in the last session of
	/// the one before.
	#[pallet::storage]
	pub type PresentTerm<T> = StorageValue<_, Term>;

	/// The term after it, once it is announced.
	#[pallet::storage]
	pub type ComingTerm<T> = StorageValue<_, Term>;

	/// The number of the next term to be announced.
	#[pallet::storage]
	pub type NextTermId<T> = StorageValue<_, TermId, ValueQuery>;

	/// The first term of which something is kept.
	#[pallet::storage]
	pub type OldestTerm<T> = StorageValue<_, TermId, ValueQuery>;

	/// Who has claimed a seat of a term.
	#[pallet::storage]
	pub type Claims<T: Config> =
		StorageDoubleMap<_, Twox64Concat, TermId, Blake2_128Concat, Alias, Claim<T::AccountId>>;

	/// For whom a seat of a term was claimed, and by whom: what it was for is not forgotten when the seat moves.
	#[pallet::storage]
	pub type Claimants<T: Config> =
		StorageDoubleMap<_, Twox64Concat, TermId, Blake2_128Concat, T::AccountId, Alias>;

	/// Who a person of a term is in the next one, as it says.
	#[pallet::storage]
	pub type Links<T> = StorageDoubleMap<_, Twox64Concat, TermId, Blake2_128Concat, Alias, Alias>;

	/// The persons of a term who have offended.
	#[pallet::storage]
	pub type BarredPersons<T> =
		StorageDoubleMap<_, Twox64Concat, TermId, Blake2_128Concat, Alias, ()>;

	/// The claims of the present term, in the order in which they were drawn.
	#[pallet::storage]
	pub type Order<T: Config> = StorageValue<_, BoundedVec<Alias, T::MaxClaims>, ValueQuery>;

	/// The first session of the set that stands or is planned.
	#[pallet::storage]
	pub type LastChange<T> = StorageValue<_, SessionIndex, ValueQuery>;

	/// The last session for which there were fewer seats than there have to be validators.
	#[pallet::storage]
	pub type LastShort<T> = StorageValue<_, SessionIndex, ValueQuery>;

	/// What a validator has done in this session.
	#[pallet::storage]
	pub type Work<T: Config> =
		StorageMap<_, Twox64Concat, T::AccountId, Made<BalanceOf<T>>, ValueQuery>;

	/// The author of this block. Nothing is left of it when the block is made.
	#[pallet::storage]
	pub type PresentAuthor<T: Config> = StorageValue<_, T::AccountId>;

	/// The fees that were paid, and burnt, and are not shared yet.
	#[pallet::storage]
	pub type Fees<T: Config> = StorageValue<_, BalanceOf<T>, ValueQuery>;

	/// What an account has earned and not collected: it was burnt, and is created when it is collected.
	#[pallet::storage]
	pub type Earned<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, BalanceOf<T>, ValueQuery>;

	/// The blocks that others have made since a validator made its last, in whole sessions.
	#[pallet::storage]
	pub type Missed<T: Config> = StorageMap<_, Twox64Concat, T::AccountId, u32, ValueQuery>;

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An account is a candidate, or holds more than it did.
		Bonded {
			/// The account.
			account: T::AccountId,
			/// What is held of its funds.
			bond: BalanceOf<T>,
		},
		/// An account's keys were set: they count from the third session on, that one
		/// with them.
		KeysQueued {
			/// The account.
			account: T::AccountId,
			/// The session in which they were.
			session: SessionIndex,
		},
		/// An account's keys count.
		KeysSet {
			/// The account.
			account: T::AccountId,
		},
		/// An account's keys are another's meanwhile, and count for nothing.
		KeysRefused {
			/// The account.
			account: T::AccountId,
		},
		/// A term was announced: persons may claim its seats.
		TermAnnounced {
			/// The term.
			term: Term,
		},
		/// A person has claimed a seat, or moved the one it has.
		SeatClaimed {
			/// Of which term.
			term: TermId,
			/// The person.
			alias: Alias,
			/// For which account.
			account: T::AccountId,
		},
		/// A person has left its seat.
		SeatLeft {
			/// Of which term.
			term: TermId,
			/// The person.
			alias: Alias,
		},
		/// A person has said who it is in the next term.
		Continued {
			/// The term.
			term: TermId,
			/// Its alias in that term.
			alias: Alias,
			/// Its alias in the next one.
			next: Alias,
		},
		/// The claims of a term were put into their order.
		SeatsDrawn {
			/// The term.
			term: TermId,
			/// How many claims stand.
			claims: u32,
		},
		/// A term is over, and no other follows it yet.
		TermEnded {
			/// The term.
			term: TermId,
		},
		/// The set of a session is another than the one before.
		SetPlanned {
			/// The session.
			session: SessionIndex,
			/// Who joins.
			joined: Vec<T::AccountId>,
			/// Who leaves.
			left: Vec<T::AccountId>,
		},
		/// An account has offended.
		Offended {
			/// The account.
			account: T::AccountId,
			/// In which session.
			session: SessionIndex,
			/// What was burnt of its bond.
			burnt: BalanceOf<T>,
		},
		/// An account makes no blocks, and is set aside.
		SetAside {
			/// The account.
			account: T::AccountId,
		},
		/// An account that was set aside is ready again.
		Resumed {
			/// The account.
			account: T::AccountId,
		},
		/// An account leaves.
		Exiting {
			/// The account.
			account: T::AccountId,
		},
		/// An account is no candidate any more, and has its bond back.
		Withdrawn {
			/// The account.
			account: T::AccountId,
			/// What was held.
			bond: BalanceOf<T>,
		},
		/// What an account had earned was created for it.
		Collected {
			/// The account.
			account: T::AccountId,
			/// How much.
			amount: BalanceOf<T>,
		},
		/// Governance has made other rules.
		RulesSet {
			/// The rules.
			rules: RulesOf<T>,
		},
		/// Governance has named another fallback set.
		FallbackSet {
			/// Its accounts.
			accounts: BoundedVec<T::AccountId, T::MaxFallback>,
		},
		/// Governance has evicted a person from its seat.
		Evicted {
			/// Of which term.
			term: TermId,
			/// The person.
			alias: Alias,
		},
	}

	/// Why a call was refused. A refused call changes nothing.
	#[pallet::error]
	pub enum Error<T> {
		/// The keys come without a proof that they are the account's.
		KeysNotOwned,
		/// One of the keys is another account's.
		KeysTaken,
		/// The account has set keys in this session.
		KeysSetAlready,
		/// The account has no bond.
		NotCandidate,
		/// The account has earned nothing that is not collected.
		NothingEarned,
		/// The account has a bond already.
		AlreadyCandidate,
		/// The account is not set aside, and its bond is what the rules ask for.
		NothingToResume,
		/// The account leaves, or has offended.
		Leaving,
		/// The account belongs to the fallback set. Governance takes it out.
		InFallback,
		/// The account leaves only after it has said so.
		NotExiting,
		/// The account is in the set, or an offence of its can still be reported; or its keys wait, or a person has claimed
		/// a seat for it in a term that is not over.
		BondNotFree,
		/// No term is announced or stands with this scope.
		NoSuchTerm,
		/// The last session in which seats of this term are claimed has passed.
		ClaimsOver,
		/// The term has as many claims as it can have.
		ClaimsFull,
		/// The account cannot be a validator: it has too small a bond, was set aside, leaves, or has offended.
		NotReady,
		/// The account has not agreed to this person.
		NotAgreed,
		/// Another person has claimed a seat for the account.
		AccountClaimed,
		/// The person has offended, in this term or in one before that counts.
		PersonBarred,
		/// The person has to show who it was in the term before, and did not name this alias there.
		NotKnown,
		/// The person has no seat of this term.
		NoSeat,
		/// Nothing is to be continued: no next term is announced, or nobody is barred from one.
		NothingToContinue,
		/// The rules contradict each other: a term outlasts its claims and the draw, and is over, with these, within
		/// `MaxTerm`; there is a least validator, and more seats than least validators, but no more than `MaxSeats`.
		BadRules,
		/// The fallback set names an account twice, or one that has no bond, leaves, or has a seat.
		BadFallback,
		/// The fallback set was needed within the last two terms: none of it is let go.
		FallbackNeeded,
	}

	/// What genesis sets.
	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// The rules. The validators of genesis, whose session keys are the session pallet's to set, are the fallback
		/// set: the bond is held of each.
		pub rules: RulesOf<T>,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			Self {
				rules: Rules {
					bond: Default::default(),
					burnt_share: Perbill::from_percent(50),
					minimum: 4,
					seats: T::MaxSeats::get().min(100),
					term_sessions: 600,
					claim_sessions: 48,
					change_sessions: 24,
					bar: true,
				},
			}
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			// No block runs this: a genesis that contradicts itself must not begin.
			if let Err(reason) = Pallet::<T>::begin(&self.rules) {
				panic!("validators: {reason}");
			}
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Makes the caller a candidate: holds the bond, and sets session keys, which count from the third session on. A
		/// seat is then claimed for it by a person that it [agrees](Pallet::agree) to.
		///
		/// - `keys`: the session keys.
		/// - `proof`: signatures of each of them over the account, as `author_rotateKeysWithOwner` makes them.
		///
		/// Origin: signed. Emits [`Event::Bonded`] and [`Event::KeysQueued`].
		/// Errors: [`Error::AlreadyCandidate`], [`Error::KeysNotOwned`], [`Error::KeysTaken`], or that of the hold.
		#[pallet::call_index(0)]
		#[pallet::weight(<T as Config>::WeightInfo::register())]
		pub fn register(origin: OriginFor<T>, keys: KeysOf<T>, proof: Vec<u8>) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_register(account, keys, &proof)
		}

		/// Sets other session keys for the caller, which count from the third session on. Once a session.
		///
		/// Origin: signed by a candidate. Emits [`Event::KeysQueued`].
		/// Errors: [`Error::NotCandidate`], [`Error::KeysSetAlready`], [`Error::KeysNotOwned`], [`Error::KeysTaken`].
		#[pallet::call_index(1)]
		#[pallet::weight(<T as Config>::WeightInfo::set_keys())]
		pub fn set_keys(origin: OriginFor<T>, keys: KeysOf<T>, proof: Vec<u8>) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_set_keys(account, keys, &proof)
		}

		/// Agrees that a person claims a seat for the caller: the one whose alias in the term's scope has this
		/// Blake2b-256 hash, as the alias's 32 bytes are written in the chain's encoding. `None` agrees to nobody.
		///
		/// Origin: signed by a candidate.
		/// Errors: [`Error::NotCandidate`].
		#[pallet::call_index(2)]
		#[pallet::weight(<T as Config>::WeightInfo::agree())]
		pub fn agree(origin: OriginFor<T>, alias_hash: Option<[u8; 32]>) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_agree(account, alias_hash)
		}

		/// Says that the caller, who was set aside, makes blocks again; and holds what is lacking of the bond that the
		/// rules ask for.
		///
		/// Origin: signed by a candidate. Emits [`Event::Resumed`] or [`Event::Bonded`] or both.
		/// Errors: [`Error::NotCandidate`], [`Error::Leaving`], [`Error::NothingToResume`], or that of the hold.
		#[pallet::call_index(3)]
		#[pallet::weight(<T as Config>::WeightInfo::resume())]
		pub fn resume(origin: OriginFor<T>) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_resume(account)
		}

		/// Leaves: the caller is out of the set as soon as the rules let it go, and has its bond back when no offence of
		/// its can be reported any more.
		///
		/// Origin: signed by a candidate. Emits [`Event::Exiting`].
		/// Errors: [`Error::NotCandidate`], [`Error::Leaving`], [`Error::InFallback`].
		#[pallet::call_index(4)]
		#[pallet::weight(<T as Config>::WeightInfo::exit())]
		pub fn exit(origin: OriginFor<T>) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_exit(account)
		}

		/// Returns the bond of a candidate that has left or offended, and forgets it and its keys.
		///
		/// Origin: signed by the candidate. Emits [`Event::Withdrawn`].
		/// Errors: [`Error::NotCandidate`], [`Error::NotExiting`], [`Error::InFallback`], [`Error::BondNotFree`].
		#[pallet::call_index(5)]
		#[pallet::weight(<T as Config>::WeightInfo::withdraw())]
		pub fn withdraw(origin: OriginFor<T>) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_withdraw(account)
		}

		/// Claims a seat for an account that has agreed to the person, or moves the seat that the person has. Of a seat
		/// that stands the other account comes into the set as soon as the rules let it.
		///
		/// - `term`: the term, announced or present.
		/// - `account`: the account.
		/// - `former`: the person's alias in the term before, which it has linked to this one's by
		///   [`Pallet::continue_as`]; `None` where the rules bar nobody, or the person is new.
		///
		/// Origin: a person who is acting in the term's scope. Emits [`Event::SeatClaimed`].
		/// Errors: [`Error::NoSuchTerm`], [`Error::ClaimsOver`], [`Error::ClaimsFull`], [`Error::NotReady`],
		/// [`Error::NotAgreed`], [`Error::InFallback`], [`Error::AccountClaimed`], [`Error::PersonBarred`],
		/// [`Error::NotKnown`]. An act that would meet one of these is not admitted.
		#[pallet::call_index(6)]
		#[pallet::weight(<T as Config>::WeightInfo::claim_seat())]
		pub fn claim_seat(
			origin: OriginFor<T>,
			term: TermId,
			account: T::AccountId,
			former: Option<Alias>,
		) -> DispatchResult {
			Self::do_claim_seat(origin, term, account, former)
		}

		/// Leaves the seat that the person has, or would have. It may claim one again, in the same place of the order.
		///
		/// Origin: a person who is acting in the term's scope. Emits [`Event::SeatLeft`].
		/// Errors: [`Error::NoSuchTerm`], [`Error::NoSeat`].
		#[pallet::call_index(7)]
		#[pallet::weight(<T as Config>::WeightInfo::leave_seat())]
		pub fn leave_seat(origin: OriginFor<T>, term: TermId) -> DispatchResult {
			Self::do_leave_seat(origin, term)
		}

		/// Says who the person is in the term after: whoever claims a seat there shows that it was not barred here. It
		/// says so anew if it says otherwise later, as long as seats are claimed.
		///
		/// - `term`: the present term.
		/// - `next`: the person's alias in the scope of the one that is announced.
		///
		/// Origin: a person who is acting in the present term's scope. Emits [`Event::Continued`].
		/// Errors: [`Error::NoSuchTerm`], [`Error::NothingToContinue`], [`Error::PersonBarred`].
		#[pallet::call_index(8)]
		#[pallet::weight(<T as Config>::WeightInfo::continue_as())]
		pub fn continue_as(origin: OriginFor<T>, term: TermId, next: Alias) -> DispatchResult {
			Self::do_continue_as(origin, term, next)
		}

		/// Makes other rules. Terms that are announced keep their sessions.
		///
		/// Origin: governance. Emits [`Event::RulesSet`].
		/// Errors: [`Error::BadRules`].
		#[pallet::call_index(9)]
		#[pallet::weight(<T as Config>::WeightInfo::set_rules())]
		pub fn set_rules(origin: OriginFor<T>, rules: RulesOf<T>) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::check_rules(&rules)?;
			RulesInForce::<T>::put(&rules);
			Self::deposit_event(Event::RulesSet { rules });
			Ok(())
		}

		/// Names another fallback set. Whoever it lets go may exit then.
		///
		/// Origin: governance. Emits [`Event::FallbackSet`].
		/// Errors: [`Error::BadFallback`], [`Error::FallbackNeeded`].
		#[pallet::call_index(10)]
		#[pallet::weight(<T as Config>::WeightInfo::set_fallback(accounts.len() as u32))]
		pub fn set_fallback(
			origin: OriginFor<T>,
			accounts: BoundedVec<T::AccountId, T::MaxFallback>,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_set_fallback(accounts)
		}

		/// Evicts a person from the seat of a term that it has or claims, now or later, and bars it as an offender's person
		/// is. The account's bond is not touched.
		///
		/// Origin: governance. Emits [`Event::Evicted`].
		/// Errors: [`Error::NoSuchTerm`].
		#[pallet::call_index(11)]
		#[pallet::weight(<T as Config>::WeightInfo::evict())]
		pub fn evict(origin: OriginFor<T>, term: TermId, alias: Alias) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_evict(term, alias)
		}

		/// Creates for an account what it has earned by making blocks.
		///
		/// Origin: signed by anyone. Emits [`Event::Collected`].
		/// Errors: [`Error::NothingEarned`], or that of the account, if it does not exist and this would not be enough.
		#[pallet::call_index(12)]
		#[pallet::weight(<T as Config>::WeightInfo::collect())]
		pub fn collect(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_collect(account)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Lets keys count that have waited long enough, and forgets some of what a term left.
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::apply_keys()
				.saturating_add(Self::sweep())
				.saturating_add(<T as Config>::WeightInfo::note_work())
		}

		/// Notes what the author of the block has taken in for nothing.
		fn on_finalize(_: BlockNumberFor<T>) {
			Self::note_free_work();
		}

		/// Forgets more of it, with what a block's transactions have left.
		fn on_idle(_: BlockNumberFor<T>, left: Weight) -> Weight {
			Self::sweep_idle(left)
		}

		fn integrity_test() {
			assert!(T::MaxSeats::get() > 0, "a term needs a seat");
			assert!(T::MaxSeats::get() <= T::MaxClaims::get(), "a seat is claimed");
			assert!(T::MaxFallback::get() > 0, "genesis needs a validator");
			assert!(
				Self::most_of_block().all_lte(T::MaxBlockWeight::get()),
				"a block has no room for what this pallet does by itself: {:?}",
				Self::most_of_block()
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
