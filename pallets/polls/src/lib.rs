//! # Polls
//!
//! One person, one vote. Anyone with an account asks a question and pays for the votes beforehand;
//! whoever is a person when the poll opens may vote on it, once, without an account and for nothing.
//!
//! - **The electorate** is pinned at opening: the persons of one epoch. Who joins, rotates or
//!   recovers later cannot vote with the new identity, and who is revoked later still can with the
//!   old one. So nobody can vote twice, and nobody can grow the electorate of a poll that is open.
//! - **A vote** is final, public and unlinkable: everyone sees that some person chose an option,
//!   and nobody sees which person.
//! - **The end** is the block that was announced at opening. Nobody can end a poll earlier, its
//!   creator least of all: who can choose the moment can wait for a tally to its liking.
//! - **The result** is final after that block. The creator gets the price of unused votes back
//!   when the poll is closed, and its deposit when the poll is pruned, `KeepTime` blocks after its
//!   end. Anyone may do both.
//!
//! ## Why no alias is stored
//!
//! A poll opens a scope of its own, and [`Config::EnsurePerson`] lets in only a person who is
//! acting in exactly that scope. In one scope a person has one alias, which is recorded there as
//! spent in the same transaction as the act that it brings, and for as long as the scope can be
//! acted in. So a second vote of one person never reaches [`Pallet::vote`]: who has voted need not
//! be remembered here too. This rests on an act being one call: an allow-list of calls that let in
//! a batch would let one act bring many votes.
//!
//! This pallet is also the example for others that people act in:
//! `docs/guides/persons-in-a-pallet.md` tells how to copy it.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
mod dispatchable_impls;
#[cfg(test)]
mod mock;
mod reads;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use types::{Phase, Poll, PollId, MIN_OPTIONS};
pub use weights::WeightInfo;

use frame_system::pallet_prelude::BlockNumberFor;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use census_primitives::{Alias, OpenedScope, PersonScope, PersonScopes};
	use frame_support::{
		pallet_prelude::*,
		traits::{Consideration, EnsureOriginWithArg, Footprint},
	};
	use frame_system::pallet_prelude::*;
	use sp_core::H256;

	/// The version of this pallet's storage.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the pallet needs of the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// The reason under which deposits are held.
		type RuntimeHoldReason: From<HoldReason>;

		/// The deposit that a poll's creator makes for its storage.
		type Consideration: Consideration<Self::AccountId, Footprint>;

		/// Where a poll opens the scope in which persons vote.
		type PersonScopes: PersonScopes<Self::AccountId, BlockNumberFor<Self>>;

		/// Lets in only a person who is acting in exactly the scope it is asked about.
		type EnsurePerson: EnsureOriginWithArg<Self::RuntimeOrigin, PersonScope, Success = Alias>;

		/// The longest title, in bytes.
		#[pallet::constant]
		type MaxTitle: Get<u32>;

		/// The most options that a poll has.
		#[pallet::constant]
		type MaxOptions: Get<u32>;

		/// For how many blocks after its end a poll can be read for certain.
		#[pallet::constant]
		type KeepTime: Get<BlockNumberFor<Self>>;

		/// The measured weights.
		type WeightInfo: WeightInfo;

		/// Makes the electorate that benchmarks open polls for.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// Why this pallet holds funds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit for a poll's storage.
		PollDeposit,
	}

	/// The number of the next poll.
	#[pallet::storage]
	pub type NextPollId<T> = StorageValue<_, PollId, ValueQuery>;

	/// The polls that have not been pruned.
	#[pallet::storage]
	pub type Polls<T: Config> = StorageMap<_, Twox64Concat, PollId, Poll<T>>;

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A poll was opened.
		PollCreated {
			/// Its number.
			poll: PollId,
			/// Who asks, and has paid for the votes.
			creator: T::AccountId,
			/// Where persons vote: the scope, the epoch of its electorate, and its size.
			scope: OpenedScope,
			/// The last block in which votes are accepted.
			closes_at: BlockNumberFor<T>,
		},
		/// A person has voted.
		Voted {
			/// On which poll.
			poll: PollId,
			/// The option, counted from 0.
			option: u32,
		},
		/// A poll was closed, and the price of its unused votes returned.
		PollClosed {
			/// The poll.
			poll: PollId,
			/// The result: the votes for each option.
			counts: BoundedVec<u32, T::MaxOptions>,
		},
		/// A poll is no longer stored, and its deposit back with its creator.
		PollPruned {
			/// The poll.
			poll: PollId,
		},
	}

	/// Why a call was refused. A refused call changes nothing.
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such poll, or it was pruned.
		NotFound,
		/// All poll numbers have been given out.
		NoPollIdLeft,
		/// The title is not UTF-8.
		TitleNotText,
		/// A poll has at least 2 options, and at most `MaxOptions`.
		OptionsOutOfRange,
		/// The poll has no such option. They are counted from 0.
		NoSuchOption,
		/// The poll's last block has passed.
		VotingOver,
		/// The poll's last block has not passed: nobody can end it earlier.
		VotingNotOver,
		/// The poll is closed.
		AlreadyClosed,
		/// The poll is not closed.
		NotClosed,
		/// The result must stay readable for longer.
		KeepTimeNotOver,
		/// The electorate has voted: a defect of the chain, not of the call.
		TooManyVotes,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Opens a poll for whoever is a person now. The caller pays for a vote of each of them
		/// beforehand, and makes a deposit for the poll's storage.
		///
		/// - `title`: a short text, in UTF-8.
		/// - `content`: the hash of the question in full with its options, which is kept elsewhere.
		///   The chain does not read it.
		/// - `options`: how many options there are.
		/// - `closes_at`: the last block in which votes are accepted.
		/// - `least_electorate`: the poll is not opened for fewer persons.
		///
		/// Origin: signed. Emits [`Event::PollCreated`].
		/// Errors: [`Error::TitleNotText`], [`Error::OptionsOutOfRange`],
		/// [`Error::NoPollIdLeft`], that of the deposit, or that of the scope: where the electorate
		/// is too small, `closes_at` is no block or too far off, or the caller cannot pay.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::create())]
		pub fn create(
			origin: OriginFor<T>,
			title: BoundedVec<u8, T::MaxTitle>,
			content: H256,
			options: u32,
			closes_at: BlockNumberFor<T>,
			least_electorate: u32,
		) -> DispatchResult {
			let creator = ensure_signed(origin)?;
			Self::do_create(creator, title, content, options, closes_at, least_electorate)
		}

		/// Votes for an option, counted from 0. A vote is final.
		///
		/// Origin: a person who is acting in the poll's scope. Emits [`Event::Voted`].
		/// Errors: [`Error::NotFound`], [`Error::VotingOver`], [`Error::NoSuchOption`];
		/// [`Error::TooManyVotes`] would tell of a defect. An act that would meet one of these is not
		/// admitted, and leaves the person free to vote.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::vote())]
		pub fn vote(origin: OriginFor<T>, poll: PollId, option: u32) -> DispatchResult {
			// Which origin is the right one, the poll tells.
			Self::do_vote(origin, poll, option)
		}

		/// Closes a poll whose last block has passed, and returns the price of the unused votes to
		/// its creator. The result does not change.
		///
		/// Origin: signed by anyone. Emits [`Event::PollClosed`].
		/// Errors: [`Error::NotFound`], [`Error::VotingNotOver`], [`Error::AlreadyClosed`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::close())]
		pub fn close(origin: OriginFor<T>, poll: PollId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_close(poll)
		}

		/// Forgets a closed poll more than `KeepTime` blocks after its end, and returns the deposit
		/// to its creator.
		///
		/// Origin: signed by anyone. Emits [`Event::PollPruned`].
		/// Errors: [`Error::NotFound`], [`Error::NotClosed`], [`Error::KeepTimeNotOver`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::prune())]
		pub fn prune(origin: OriginFor<T>, poll: PollId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_prune(poll)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				T::MaxOptions::get() >= MIN_OPTIONS,
				"no poll could have as many options as it needs"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
