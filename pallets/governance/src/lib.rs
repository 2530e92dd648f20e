//! # Governance by persons
//!
//! One human, one vote on what the chain does. An account proposes calls on a track and makes a deposit; persons decide;
//! and after a time lock anybody has them made.
//!
//! - **A track** has its own calls, and its own origin, which can do nothing else. No track has a call that makes
//!   another call. Tracks that can become everything, by who is a person, who makes blocks, or what the runtime is, take the
//!   widest agreement and the longest lock.
//! - **A referendum** passes if more say yes than no *and* those who say yes are a part of the electorate: a No never
//!   helps a Yes. The part is the smaller the longer the referendum is open, which is said when it is proposed; what passes with
//!   less waits longer. It ends in the block that was announced, or as soon as more than half of all have said yes: nobody
//!   can choose the moment. Blocks whose free share was full do not count.
//! - **A vote** is final and public, and nobody sees whose it is: whoever cast it can show it. So votes are neither safe from
//!   being bought nor from being forced.
//! - **Growing up.** A chain of few persons is a *child*: its committee uses every track, with the same locks. When there have
//!   been persons enough for long enough, in pins enough, and no issuer stands behind too many of them, a referendum with the
//!   whole share of its track makes it an *adult*, and the committee may put off an enactment once, cancel the same calls once,
//!   and pause calls for a while. If most persons are gone for long, the chain is *orphaned*: committee and validators together,
//!   two thirds of each, may use two tracks until they are back.
//! - **The committee** is an account: that of which two thirds of the members dispose in the multisig pallet. It is named at
//!   genesis and by persons.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
mod committee;
mod enactment;
mod ensure;
#[cfg(test)]
mod mock;
mod pauses;
mod proposals;
mod reads;
mod referenda;
mod stages;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use committee::account_of;
pub use ensure::{EnsureCommittee, EnsureTrack};
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use frame_support::traits::fungible::Inspect;
use frame_system::pallet_prelude::BlockNumberFor;

/// An amount of what deposits are in.
pub type BalanceOf<T> =
	<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;
/// The rules, as they are stored.
pub type RulesOf<T> = Rules<BalanceOf<T>, BlockNumberFor<T>>;
/// A proposal, as it is stored.
pub type ProposalOf<T> =
	Proposal<<T as frame_system::Config>::AccountId, BalanceOf<T>, BlockNumberFor<T>>;

/// Which calls each track has.
pub trait TrackCalls<Call> {
	/// Whether the track has the call.
	fn has(track: Track, call: &Call) -> bool;
}

/// What the chain knows of itself that governance asks.
pub trait Chain<AccountId, BlockNumber> {
	/// The account of which so many of these accounts dispose together. They are in order, and none is there twice.
	fn account_of(members: &[AccountId], threshold: u16) -> AccountId;
	/// The validators.
	fn validators() -> alloc::vec::Vec<AccountId>;
	/// Whether nobody pays for as much of this block as may be free.
	fn free_share_is_full() -> bool;
	/// Finality stands: in so many blocks its voters begin anew, from this block on.
	///
	/// # Errors
	/// If these can be no such numbers.
	fn note_stalled(delay: BlockNumber, best_finalized: BlockNumber) -> sp_runtime::DispatchResult;
}

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use census_primitives::{Alias, PersonScope, PersonScopes, Population};
	use frame_support::{
		dispatch::{GetDispatchInfo, PostDispatchInfo},
		pallet_prelude::*,
		traits::{
			fungible::{Mutate, MutateHold},
			Contains, EnsureOriginWithArg, OriginTrait,
		},
	};
	use frame_system::pallet_prelude::*;
	use sp_core::H256;
	use sp_runtime::traits::Dispatchable;

	/// The version of this pallet's storage.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the pallet needs of the runtime.
	#[pallet::config]
	pub trait Config:
		frame_system::Config<
		RuntimeEvent: From<Event<Self>>,
		RuntimeOrigin: From<Origin> + OriginTrait<PalletsOrigin: TryInto<Origin>>,
		Hash = H256,
	>
	{
		/// The calls that proposals make.
		type RuntimeCall: Parameter
			+ Dispatchable<
				RuntimeOrigin = <Self as frame_system::Config>::RuntimeOrigin,
				PostInfo = PostDispatchInfo,
			> + GetDispatchInfo;

		/// The reason under which deposits are held.
		type RuntimeHoldReason: From<HoldReason>;

		/// What deposits are in.
		type Currency: MutateHold<
				Self::AccountId,
				Reason = Self::RuntimeHoldReason,
				Balance: MaybeSerializeDeserialize,
			> + Mutate<Self::AccountId>;

		/// Where a referendum opens the scope in which persons vote.
		type PersonScopes: PersonScopes<Self::AccountId, BlockNumberFor<Self>>;

		/// Lets in only a person who is acting in exactly the scope it is asked about.
		type EnsurePerson: EnsureOriginWithArg<
			<Self as frame_system::Config>::RuntimeOrigin,
			PersonScope,
			Success = Alias,
		>;

		/// How many persons there are.
		type Population: Population;

		/// Which calls each track has.
		type Tracks: TrackCalls<<Self as Config>::RuntimeCall>;

		/// What the chain knows of itself.
		type Chain: Chain<Self::AccountId, BlockNumberFor<Self>>;

		/// The calls that may be paused: what begins something. What meets a deadline, or takes one's own back, may not be.
		type Pausable: Contains<CallName>;

		/// The votes that blocks take in, one with another, of all referenda together.
		type VotesPerBlock: Get<u32>;

		/// The most blocks for which a referendum's scope can be open.
		#[pallet::constant]
		type MaxScopeLife: Get<BlockNumberFor<Self>>;

		/// The most that the calls of one proposal weigh.
		#[pallet::constant]
		type MaxCallsWeight: Get<Weight>;

		/// The most validators.
		#[pallet::constant]
		type MaxValidators: Get<u32>;

		/// What the pallet does by itself may weigh, a block.
		type MaxBlockWeight: Get<Weight>;

		/// The least that the rules may say on a chain that is not for trying things out.
		type LeastRules: Get<RulesOf<Self>>;

		/// The measured weights.
		type WeightInfo: WeightInfo;

		/// Makes what benchmarks need.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId, <Self as Config>::RuntimeCall>;
	}

	/// Why this pallet holds funds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit for a proposal.
		Proposal,
	}

	/// What was decided on a track, and may do what the track may.
	#[pallet::origin]
	#[derive(
		Clone,
		Copy,
		PartialEq,
		Eq,
		Debug,
		Encode,
		Decode,
		DecodeWithMemTracking,
		MaxEncodedLen,
		TypeInfo,
	)]
	pub enum Origin {
		/// By persons.
		Persons(Track),
		/// By the committee, alone or with the validators.
		Committee(Track),
		/// By persons, of whom so many said yes as the track's share asks for: no part that fell while it was open for long.
		Widely(Track),
	}

	/// The rules.
	#[pallet::storage]
	pub type RulesInForce<T: Config> = StorageValue<_, RulesOf<T>>;

	/// Whether persons decide. It never ends.
	#[pallet::storage]
	pub type IsAdult<T> = StorageValue<_, bool, ValueQuery>;

	/// How many persons there were.
	#[pallet::storage]
	pub type WatchOfPins<T: Config> = StorageValue<_, Watch<BlockNumberFor<T>>, ValueQuery>;

	/// The members of the committee, in the order of their bytes.
	#[pallet::storage]
	pub type Members<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, ConstU32<MAX_MEMBERS>>, ValueQuery>;

	/// The account of which two thirds of them dispose; none where there is no committee.
	#[pallet::storage]
	pub type Committee<T: Config> = StorageValue<_, T::AccountId>;

	/// The number of the next proposal.
	#[pallet::storage]
	pub type NextProposalId<T> = StorageValue<_, ProposalId, ValueQuery>;

	/// The proposals that are not done with.
	#[pallet::storage]
	pub type Proposals<T: Config> = StorageMap<_, Twox64Concat, ProposalId, ProposalOf<T>>;

	/// Their calls, encoded.
	#[pallet::storage]
	pub type CallsOf<T> = StorageMap<_, Twox64Concat, ProposalId, EncodedCalls>;

	/// The proposals of a track that wait, with their deposits: the greatest first, and of equal ones the eldest.
	#[pallet::storage]
	pub type Waiting<T: Config> = StorageMap<
		_,
		Twox64Concat,
		Track,
		BoundedVec<(BalanceOf<T>, ProposalId), ConstU32<MAX_WAITING>>,
		ValueQuery,
	>;

	/// The referenda that are open: one a track at most.
	#[pallet::storage]
	pub type Open<T> =
		StorageValue<_, BoundedVec<(Track, ProposalId), ConstU32<MAX_OPEN>>, ValueQuery>;

	/// How many motions of the committee are not done with.
	#[pallet::storage]
	pub type Motions<T> = StorageValue<_, u32, ValueQuery>;

	/// The validators that second a motion.
	#[pallet::storage]
	pub type Seconds<T: Config> = StorageMap<
		_,
		Twox64Concat,
		ProposalId,
		BoundedVec<T::AccountId, T::MaxValidators>,
		ValueQuery,
	>;

	/// The calls that the committee has cancelled: it does so once.
	#[pallet::storage]
	pub type Cancelled<T> = StorageMap<_, Identity, H256, ()>;

	/// How many blocks had a full free share.
	#[pallet::storage]
	pub type FullBlocks<T> = StorageValue<_, u32, ValueQuery>;

	/// The calls that are paused, or were lately.
	#[pallet::storage]
	pub type Pauses<T: Config> =
		StorageValue<_, BoundedVec<Pause<BlockNumberFor<T>>, ConstU32<MAX_PAUSES>>, ValueQuery>;

	/// From which block on the committee may pause a call again.
	#[pallet::storage]
	pub type RestsUntil<T: Config> = StorageMap<_, Blake2_128Concat, CallName, BlockNumberFor<T>>;

	/// What genesis says.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The rules; without them nobody governs.
		pub rules: Option<RulesOf<T>>,
		/// The members of the committee.
		pub committee: alloc::vec::Vec<T::AccountId>,
		/// Whether the chain is for trying things out: then its rules may be less than they have to be elsewhere.
		pub for_trying_out: bool,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		// No block runs this: whoever builds a genesis that contradicts itself is told, before there is a chain.
		fn build(&self) {
			let Some(rules) = &self.rules else {
				assert!(self.committee.is_empty(), "a committee needs rules");
				return;
			};
			rules.assert_sound();
			if !self.for_trying_out {
				rules.assert_at_least(&T::LeastRules::get());
			}
			RulesInForce::<T>::put(rules);
			Pallet::<T>::put_committee(self.committee.clone())
				.expect("the committee of genesis has members enough, and none twice");
		}
	}

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Something was proposed.
		Proposed {
			/// Its number.
			proposal: ProposalId,
			/// Its track.
			track: Track,
			/// Whose it is.
			source: Source,
			/// Who proposed it.
			proposer: T::AccountId,
			/// The hash of its calls.
			calls: H256,
		},
		/// A proposal gave up its place to one with a greater deposit, or was withdrawn; its deposit is back.
		Withdrawn {
			/// The proposal.
			proposal: ProposalId,
		},
		/// Persons may vote.
		Opened {
			/// On which proposal.
			proposal: ProposalId,
			/// How.
			ballot: Ballot<BlockNumberFor<T>>,
		},
		/// A proposal was not opened: its electorate is too large to vote within the life of a pin. Its deposit is back.
		TooManyToVote {
			/// The proposal.
			proposal: ProposalId,
		},
		/// A person has voted.
		Voted {
			/// On which proposal.
			proposal: ProposalId,
			/// Whether for it.
			aye: bool,
		},
		/// A referendum is over.
		Closed {
			/// On which proposal.
			proposal: ProposalId,
			/// Who said yes.
			ayes: u32,
			/// Who said no.
			noes: u32,
			/// How many could have.
			electorate: u32,
			/// What came of it.
			outcome: Outcome<BlockNumberFor<T>>,
		},
		/// A validator seconds a motion.
		Seconded {
			/// Which.
			proposal: ProposalId,
			/// Who.
			validator: T::AccountId,
		},
		/// The committee, or it and the validators, have decided.
		Decided {
			/// What.
			proposal: ProposalId,
			/// The first block in which it can be enacted.
			enact_from: BlockNumberFor<T>,
		},
		/// A proposal's calls were made.
		Enacted {
			/// Which.
			proposal: ProposalId,
		},
		/// A proposal that cannot be enacted any more was forgotten, and its deposit is back.
		Discarded {
			/// Which.
			proposal: ProposalId,
		},
		/// The committee has put an enactment off.
		Delayed {
			/// Of which proposal.
			proposal: ProposalId,
			/// The first block in which it can be enacted now.
			enact_from: BlockNumberFor<T>,
		},
		/// The committee has cancelled what was decided. It cannot do so with the same calls again.
		CancelledOnce {
			/// Which proposal.
			proposal: ProposalId,
			/// The hash of its calls.
			calls: H256,
		},
		/// A call was paused.
		Paused {
			/// Which.
			call: CallName,
			/// The last block in which it is.
			until: BlockNumberFor<T>,
		},
		/// A call can be made again.
		Resumed {
			/// Which.
			call: CallName,
		},
		/// There is another committee.
		CommitteeSet {
			/// Its members.
			members: BoundedVec<T::AccountId, ConstU32<MAX_MEMBERS>>,
			/// The account of which two thirds of them dispose.
			account: T::AccountId,
		},
		/// Fewer persons make an adult chain.
		AdulthoodLowered {
			/// How many.
			adult_at: u32,
		},
		/// From now on persons decide.
		CameOfAge,
	}

	/// Why a call was refused. A refused call changes nothing.
	#[pallet::error]
	pub enum Error<T> {
		/// The genesis of this chain has no rules: nobody governs it.
		NoRules,
		/// All proposal numbers have been given out.
		NoProposalIdLeft,
		/// There is no such proposal, or it is done with.
		NotFound,
		/// A proposal makes a call at least, and the track has each of them.
		NotOnTrack,
		/// The calls are longer than those of a proposal may be.
		TooLong,
		/// The calls weigh more than those of a proposal may.
		TooHeavy,
		/// The deposit is less than the least.
		DepositTooSmall,
		/// A referendum of this track is open for more blocks, or for fewer.
		BadDuration,
		/// The track takes more persons than there are.
		ElectorateTooSmall,
		/// So many persons could not vote within the life of a pin.
		TooManyToVote,
		/// As many proposals of the track wait as can, each with as great a deposit.
		QueueFull,
		/// Only its proposer withdraws a proposal, and only while it waits.
		NotYours,
		/// The proposal does not wait.
		NotWaiting,
		/// The proposal has not waited as long as the shortest referendum is open.
		TooSoon,
		/// Persons do not vote on the proposal, or not any more.
		NotOpen,
		/// The electorate has voted: a defect of the chain, not of the call.
		TooManyVotes,
		/// Only the committee may do this.
		NotCommittee,
		/// In this stage of the chain the committee may not use the track.
		NotInThisStage,
		/// The committee has as many motions under way as it may.
		TooManyMotions,
		/// Only a validator may do this.
		NotValidator,
		/// The validator has seconded it already.
		AlreadySeconded,
		/// The proposal was not decided.
		NotPassed,
		/// The time lock is not over.
		Locked,
		/// The time in which it could be enacted is over.
		Lapsed,
		/// The runtime's calls have changed since it was proposed.
		Void,
		/// The calls weigh more than the caller pays for.
		WeightTooLow,
		/// It may still be enacted.
		NotOver,
		/// The committee has put it off already.
		AlreadyDelayed,
		/// The committee has cancelled the same calls before.
		CancelledBefore,
		/// It concerns the committee itself.
		ConcernsCommittee,
		/// The call is none of those that may be paused.
		NotPausable,
		/// The call was paused lately: the committee has to wait.
		PausedLately,
		/// As many calls are paused as can be.
		TooManyPauses,
		/// The call is not paused.
		NotPaused,
		/// Persons have paused the call: the committee does not end that.
		PausedByPersons,
		/// The committee would have too few members, or one twice.
		BadCommittee,
		/// The number would not be lower, or would be lower than that of those who can decide.
		NotLower,
		/// The chain is adult.
		AlreadyAdult,
		/// There have not been persons enough for long enough, or not in pins enough.
		TooYoung,
		/// One issuer's tickets have taken part in too many enrolments.
		RestsOnOneIssuer,
		/// The stored state is broken: a defect of the chain, not of the call.
		StateCorrupt,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Proposes calls for persons to decide on. It waits for its turn; of those that wait, the one with the greatest
		/// deposit is first. Where as many wait as can, the one with the least deposit makes room for a greater one.
		///
		/// - `track`: the track whose calls these are.
		/// - `calls`: what is to be done, all of it or nothing.
		/// - `open_for`: for how many blocks persons vote. The longer, the fewer have to say yes.
		/// - `deposit`: what is held meanwhile. It is burnt if two thirds say no, or far too few yes.
		///
		/// Origin: signed. Emits [`Event::Proposed`].
		/// Errors: [`Error::NoRules`], [`Error::NotOnTrack`], [`Error::TooLong`], [`Error::TooHeavy`],
		/// [`Error::DepositTooSmall`], [`Error::BadDuration`], [`Error::ElectorateTooSmall`], [`Error::TooManyToVote`],
		/// [`Error::QueueFull`], [`Error::NoProposalIdLeft`], or that of the hold.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::propose())]
		pub fn propose(
			origin: OriginFor<T>,
			track: Track,
			calls: BoundedVec<<T as Config>::RuntimeCall, ConstU32<MAX_CALLS>>,
			open_for: BlockNumberFor<T>,
			deposit: BalanceOf<T>,
		) -> DispatchResult {
			let proposer = ensure_signed(origin)?;
			Self::do_propose(proposer, track, &calls, open_for, deposit)
		}

		/// Takes back a proposal that waits, and returns its deposit; once it has waited for as many blocks as a referendum of
		/// its track is open at least.
		///
		/// Origin: signed by its proposer. Emits [`Event::Withdrawn`].
		/// Errors: [`Error::NotFound`], [`Error::NotYours`], [`Error::NotWaiting`], [`Error::NoRules`],
		/// [`Error::TooSoon`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::withdraw())]
		pub fn withdraw(origin: OriginFor<T>, proposal: ProposalId) -> DispatchResult {
			let proposer = ensure_signed(origin)?;
			Self::do_withdraw(&proposer, proposal)
		}

		/// Votes on a proposal. A vote is final.
		///
		/// Origin: a person who is acting in the referendum's scope. Emits [`Event::Voted`].
		/// Errors: [`Error::NotFound`], [`Error::NotOpen`]; [`Error::TooManyVotes`] would tell of a defect. An act that
		/// would meet one of these is not admitted, and leaves the person free to vote.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::vote())]
		pub fn vote(origin: OriginFor<T>, proposal: ProposalId, aye: bool) -> DispatchResult {
			Self::do_vote(origin, proposal, aye)
		}

		/// Decides as the committee: of a child, on every track; of an orphaned chain, on two, and validators have to second
		/// it.
		///
		/// Origin: signed by the committee. Emits [`Event::Proposed`], and [`Event::Decided`] of a child.
		/// Errors: [`Error::NoRules`], [`Error::NotCommittee`], [`Error::NotInThisStage`], [`Error::NotOnTrack`],
		/// [`Error::TooLong`], [`Error::TooHeavy`], [`Error::TooManyMotions`], [`Error::NoProposalIdLeft`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::motion())]
		pub fn motion(
			origin: OriginFor<T>,
			track: Track,
			calls: BoundedVec<<T as Config>::RuntimeCall, ConstU32<MAX_CALLS>>,
		) -> DispatchResult {
			let committee = ensure_signed(origin)?;
			Self::do_motion(committee, track, &calls)
		}

		/// Seconds a motion of an orphaned chain's committee. It is decided when two thirds of the validators have. Where others
		/// have left since, and those who have seconded it are enough by now, one of them says so by doing it again.
		///
		/// Origin: signed by a validator. Emits [`Event::Seconded`], and [`Event::Decided`].
		/// Errors: [`Error::NotFound`], [`Error::NotInThisStage`], [`Error::NotValidator`],
		/// [`Error::AlreadySeconded`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::second())]
		pub fn second(origin: OriginFor<T>, proposal: ProposalId) -> DispatchResult {
			let validator = ensure_signed(origin)?;
			Self::do_second(validator, proposal)
		}

		/// Makes the calls of a proposal whose time lock is over. If one fails, none was made, and it can be tried again
		/// until its time is over.
		///
		/// - `weight`: what its calls weigh, or more. The caller pays for what they do.
		///
		/// Origin: signed by anyone. Emits [`Event::Enacted`].
		/// Errors: [`Error::NotFound`], [`Error::NotPassed`], [`Error::Locked`], [`Error::Lapsed`], [`Error::Void`],
		/// [`Error::NotInThisStage`], [`Error::NotOnTrack`], [`Error::WeightTooLow`], or those of its calls.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::enact().saturating_add(*weight))]
		pub fn enact(
			origin: OriginFor<T>,
			proposal: ProposalId,
			weight: Weight,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_enact(proposal, weight)
		}

		/// Forgets a proposal that was decided and cannot be enacted any more, and returns its deposit.
		///
		/// Origin: signed by anyone. Emits [`Event::Discarded`].
		/// Errors: [`Error::NotFound`], [`Error::NotOver`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::discard())]
		pub fn discard(origin: OriginFor<T>, proposal: ProposalId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_discard(proposal)
		}

		/// Puts off what persons have decided, by as long as its lock was at least. Once.
		///
		/// Origin: signed by the committee. Emits [`Event::Delayed`].
		/// Errors: [`Error::NotCommittee`], [`Error::NotFound`], [`Error::NotPassed`], [`Error::ConcernsCommittee`],
		/// [`Error::AlreadyDelayed`], [`Error::Lapsed`].
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::delay())]
		pub fn delay(origin: OriginFor<T>, proposal: ProposalId) -> DispatchResult {
			Self::ensure_committee(origin)?;
			Self::do_delay(proposal)
		}

		/// Cancels what was decided, and returns its deposit. The same calls once.
		///
		/// Origin: signed by the committee. Emits [`Event::CancelledOnce`].
		/// Errors: [`Error::NotCommittee`], [`Error::NotFound`], [`Error::NotPassed`], [`Error::ConcernsCommittee`],
		/// [`Error::CancelledBefore`].
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::cancel())]
		pub fn cancel(origin: OriginFor<T>, proposal: ProposalId) -> DispatchResult {
			Self::ensure_committee(origin)?;
			Self::do_cancel(proposal)
		}

		/// Pauses a call, for as long as the rules say. The committee may not do so again for a while; persons may. What they
		/// have paused stays paused by them.
		///
		/// Origin: signed by the committee, or its track. Emits [`Event::Paused`].
		/// Errors: [`Error::NoRules`], [`Error::NotPausable`], [`Error::PausedLately`], [`Error::TooManyPauses`].
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::pause())]
		pub fn pause(origin: OriginFor<T>, call: CallName) -> DispatchResult {
			let by_persons = Self::ensure_committee_or_track(origin)?;
			Self::do_pause(call, by_persons)
		}

		/// Ends the pause of a call. What persons have paused, only they do.
		///
		/// Origin: signed by the committee, or its track. Emits [`Event::Resumed`].
		/// Errors: [`Error::NotPaused`], [`Error::PausedByPersons`].
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::resume())]
		pub fn resume(origin: OriginFor<T>, call: CallName) -> DispatchResult {
			let by_persons = Self::ensure_committee_or_track(origin)?;
			Self::do_resume(call, by_persons)
		}

		/// Names another committee. What the one before has put off or cancelled stays so.
		///
		/// Origin: the committee's track. Emits [`Event::CommitteeSet`].
		/// Errors: [`Error::BadCommittee`].
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::set_committee(members.len() as u32))]
		pub fn set_committee(
			origin: OriginFor<T>,
			members: BoundedVec<T::AccountId, ConstU32<MAX_MEMBERS>>,
		) -> DispatchResult {
			ensure::track::<T>(origin, Track::Committee)?;
			Self::put_committee(members.into_inner())
		}

		/// Lowers the number of persons of an adult chain, to no fewer than can decide on a wide track. The latest pin is
		/// compared with it at once.
		///
		/// Origin: the committee's track, by persons. Emits [`Event::AdulthoodLowered`].
		/// Errors: [`Error::NoRules`], [`Error::NotLower`].
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::lower_adulthood())]
		pub fn lower_adulthood(origin: OriginFor<T>, adult_at: u32) -> DispatchResult {
			ensure::by_persons::<T>(origin, Track::Committee)?;
			Self::do_lower_adulthood(adult_at)
		}

		/// Makes the chain an adult: persons decide from now on, and the committee does not.
		///
		/// Origin: the committee's track, by persons, of whom so many said yes as its share asks for. Emits
		/// [`Event::CameOfAge`].
		/// Errors: [`Error::NoRules`], [`Error::AlreadyAdult`], [`Error::TooYoung`], [`Error::RestsOnOneIssuer`].
		#[pallet::call_index(13)]
		// Measured with few issuers.
		#[pallet::weight(T::WeightInfo::come_of_age().saturating_add(
			T::DbWeight::get().reads(T::Population::greatest_part_reads())
		))]
		pub fn come_of_age(origin: OriginFor<T>) -> DispatchResult {
			ensure::widely::<T>(origin, Track::Committee)?;
			Self::do_come_of_age()
		}

		/// Authorises a runtime by the hash of its code. Anybody may bring the code then, by `system.apply_authorized_upgrade`;
		/// its version has to be a later one of the same chain's.
		///
		/// Origin: the upgrade's track.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::authorize_upgrade())]
		pub fn authorize_upgrade(origin: OriginFor<T>, code: H256) -> DispatchResult {
			ensure::track::<T>(origin, Track::Upgrade)?;
			frame_system::Pallet::<T>::do_authorize_upgrade(code, true);
			Ok(())
		}

		/// Says that finality stands: in `delay` blocks its voters begin anew, with the set of that moment, from
		/// `best_finalized` on.
		///
		/// Origin: the validators' track. Errors: where the numbers can be none of such a case.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::note_stalled())]
		pub fn note_stalled(
			origin: OriginFor<T>,
			delay: BlockNumberFor<T>,
			best_finalized: BlockNumberFor<T>,
		) -> DispatchResult {
			ensure::track::<T>(origin, Track::Validators)?;
			T::Chain::note_stalled(delay, best_finalized)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Looks at the latest pin, closes a referendum that is over, and opens the next one that waits.
		fn on_initialize(now: BlockNumberFor<T>) -> Weight {
			Self::watch_pins(now);
			Self::close_one(now);
			Self::open_one(now);
			T::WeightInfo::on_block()
		}

		/// Counts a block whose free share was full.
		fn on_finalize(_: BlockNumberFor<T>) {
			Self::count_full_block();
		}

		fn integrity_test() {
			assert!(T::VotesPerBlock::get() > 0, "nobody could vote");
			assert!(
				T::WeightInfo::on_block().all_lte(T::MaxBlockWeight::get()),
				"a block has no room for what this pallet does by itself: {:?}",
				T::WeightInfo::on_block()
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
