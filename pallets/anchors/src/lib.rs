//! # Anchors
//!
//! Anyone may anchor the hash of data, a model or an output: proof that it existed by the time of
//! the block. It proves no authorship, and nothing of what its author says about it.
//!
//! - **The log.** Every anchor is a leaf of an append-only Merkle mountain range, in order and for
//!   ever; so is every dispute, retraction and claim, and every set of validators. Each block's
//!   header carries the log's size and root in its digest, so any block that is final is a
//!   checkpoint under which a leaf can be proven offline.
//! - **Proofs from state.** All nodes of the log are kept in state, in pages that are only ever
//!   appended to. A node never changes, so the present state alone proves any leaf at any size that
//!   the log ever had: after a restart, pruning and warp sync, on every full node.
//! - **Rent.** What a leaf takes for ever is paid for once and burnt: its entry, its nodes, and the
//!   index by which a hash is first seen. What can be searched for (a *row*: description, links,
//!   indices) is there for as long as its author's ticket is held. Its author may evict it at any
//!   time, anybody from `evictable_from` on, and the ticket is returned. No leaf goes with it.
//! - **Lineage.** An anchor names older anchors as its parents, so there are no cycles.
//! - **Commitments.** Who fears to be copied from the transaction pool commits to a salted hash
//!   first and reveals it within `RevealPeriod` blocks. The leaf then tells both times, and the hash
//!   is first seen with it, unless with an anchor that was known no later than it was committed to.
//! - **Claims.** A person vouches for an anchor, once for each claim and window. A window is a scope
//!   of persons that somebody opened for one anchor and pays for: nobody uses it up with claims of
//!   other ones. Counts of different windows must not be
//!   summed: the same humans may be in both.
//!
//! ## Why no alias is indexed
//!
//! A claim is its own topic in its window's scope, and [`Config::EnsurePerson`] lets in only a
//! person who is acting in exactly that topic. There a person has one alias, which is recorded as
//! spent in the same transaction as the act that it brings. So a second claim of one person never
//! reaches [`Pallet::claim`]. The alias stands in the claim's leaf.
//!
//! Every call that appends a leaf may fail with [`Error::LogFull`], or for want of funds.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
mod dispatchable_impls;
mod log_impls;
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
pub use dispatchable_impls::{claim_topic, commitment_to};
pub use pallet::*;
pub use types::{
	AuthoritySets, Commitment, HostHasher, Ordered, Row, Window, CLAIM_BYTES, COMMITMENT_BYTES,
	FIRST_SEEN_BYTES, LEAF_BYTES, LINK_BYTES, ROW_BYTES, SOFT_BINDING_BYTES, WINDOW_BYTES,
};
pub use weights::WeightInfo;

use frame_support::traits::fungible::Inspect;
use frame_system::pallet_prelude::BlockNumberFor;

/// An amount of the chain's token.
pub type BalanceOf<T> =
	<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::boxed::Box;
	use census_anchor_log::{
		leaf::{AnchorId, Content, Description, Digest, Entry, Link, Statement},
		shape::{MAX_PAGES_PER_APPEND, NODES_PER_PAGE},
		terms::{Claim, HashAlgorithm},
		Hash, Log as AnchorLog,
	};
	use census_primitives::{Alias, PersonScope, PersonScopes, ScopeId};
	use frame_support::{
		pallet_prelude::*,
		traits::{
			fungible::{Mutate, MutateHold},
			Consideration, EnsureOriginWithArg, Footprint, Time,
		},
	};
	use frame_system::pallet_prelude::*;
	use sp_runtime::traits::Convert;

	/// The version of this pallet's storage.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the pallet needs of the runtime.
	#[pallet::config]
	pub trait Config:
		frame_system::Config<RuntimeEvent: From<Event<Self>>, Hash: Into<[u8; 32]>>
	{
		/// The reason under which deposits and the price of claims are held.
		type RuntimeHoldReason: From<HoldReason>;

		/// The chain's token.
		type Currency: Mutate<Self::AccountId>
			+ MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The deposit for a row or a commitment. It is returned.
		type Consideration: Consideration<Self::AccountId, Footprint>;

		/// The price of what stays in state for ever. It is burnt.
		type PermanentPrice: Convert<Footprint, BalanceOf<Self>>;

		/// The block's time, in milliseconds since the Unix epoch. It must never fall.
		type Time: Time<Moment = u64>;

		/// Where a window opens the scope in which persons claim.
		type PersonScopes: PersonScopes<Self::AccountId, BlockNumberFor<Self>>;

		/// Lets in only a person who is acting in exactly the scope it is asked about.
		type EnsurePerson: EnsureOriginWithArg<Self::RuntimeOrigin, PersonScope, Success = Alias>;

		/// The sets of validators that finalise the chain.
		type AuthoritySets: AuthoritySets;

		/// For how many blocks a row is safe from eviction by others.
		#[pallet::constant]
		type RowPeriod: Get<BlockNumberFor<Self>>;

		/// For how many blocks after its own a commitment can be revealed.
		#[pallet::constant]
		type RevealPeriod: Get<BlockNumberFor<Self>>;

		/// The most rows that one call evicts.
		#[pallet::constant]
		type MaxEvictions: Get<u32>;

		/// The most claims that a window takes.
		#[pallet::constant]
		type MaxSlots: Get<u32>;

		/// The measured weights.
		type WeightInfo: WeightInfo;

		/// Makes the persons that benchmarks open windows for.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// Why this pallet holds funds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit for a row or a commitment.
		AnchorDeposit,
		/// The price of the claims that a window may still take.
		ClaimSlots,
	}

	/// The log: how many leaves it has, and its peaks.
	#[pallet::storage]
	pub type Log<T> = StorageValue<_, AnchorLog, ValueQuery>;

	/// The log's nodes, in pages of five levels: a page's height and place, then its nodes in the
	/// order in which they came to be.
	#[pallet::storage]
	pub type Nodes<T> = StorageMap<
		_,
		Twox64Concat,
		(u8, u64),
		BoundedVec<Hash, ConstU32<NODES_PER_PAGE>>,
		ValueQuery,
	>;

	/// The leaves.
	#[pallet::storage]
	pub type Entries<T: Config> =
		StorageMap<_, Twox64Concat, AnchorId, Entry<<T as frame_system::Config>::AccountId>>;

	/// The anchor with which a hash was first seen, by the hash and whether it is a batch's root: that
	/// of which the author is known to have known it first, see [`Entry::known_since`].
	#[pallet::storage]
	pub type FirstSeen<T> = StorageMap<_, Blake2_128Concat, (Digest, bool), AnchorId>;

	/// The rows: anchors, disputes and retractions that can be searched for.
	#[pallet::storage]
	pub type Rows<T: Config> = StorageMap<_, Twox64Concat, AnchorId, Row<T>>;

	/// The rows of a hash, in order.
	#[pallet::storage]
	pub type ByDigest<T> = StorageDoubleMap<_, Blake2_128Concat, Digest, Identity, Ordered, ()>;

	/// The rows of a soft binding, by its hash, in order.
	#[pallet::storage]
	pub type BySoftBinding<T> = StorageDoubleMap<_, Identity, Hash, Identity, Ordered, ()>;

	/// The rows of an author, in order.
	#[pallet::storage]
	pub type ByAuthor<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		<T as frame_system::Config>::AccountId,
		Identity,
		Ordered,
		(),
	>;

	/// The rows that are linked to an older leaf, in order, and how.
	#[pallet::storage]
	pub type Links<T> = StorageDoubleMap<_, Twox64Concat, AnchorId, Identity, Ordered, Link>;

	/// What accounts have committed to and not revealed.
	#[pallet::storage]
	pub type Commitments<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		<T as frame_system::Config>::AccountId,
		Blake2_128Concat,
		Hash,
		Commitment<T>,
	>;

	/// The claim windows, by the number of their scope.
	#[pallet::storage]
	pub type Windows<T: Config> = StorageMap<_, Twox64Concat, ScopeId, Window<T>>;

	/// How many persons claimed what of an anchor, by window.
	#[pallet::storage]
	pub type Tallies<T> = StorageDoubleMap<
		_,
		Twox64Concat,
		AnchorId,
		Twox64Concat,
		(ScopeId, Claim),
		u32,
		ValueQuery,
	>;

	/// The authority set that was logged last.
	#[pallet::storage]
	pub type LoggedSet<T> = StorageValue<_, u64>;

	/// The authority set to be logged at the end of this block.
	#[pallet::storage]
	pub type DueSet<T> = StorageValue<_, u64>;

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A hash, or a batch of hashes, was anchored.
		Anchored {
			/// Its leaf.
			anchor: AnchorId,
			/// By whom.
			author: T::AccountId,
			/// What.
			content: Content,
			/// Whether its hash counts as first seen with it from now on: it was not seen before, or its
			/// author had committed to it before whoever anchored it knew it.
			first_seen: bool,
		},
		/// An account committed to something without showing it.
		Committed {
			/// Who.
			author: T::AccountId,
			/// The salted hash.
			commitment: Hash,
		},
		/// A commitment was revealed: the anchor is the one that comes with it.
		Revealed {
			/// Who.
			author: T::AccountId,
			/// The salted hash.
			commitment: Hash,
		},
		/// A commitment was dropped without being revealed, and its deposit returned.
		CommitmentWithdrawn {
			/// Whose it was.
			author: T::AccountId,
			/// The salted hash.
			commitment: Hash,
		},
		/// An anchor was disputed.
		Disputed {
			/// The dispute's leaf.
			dispute: AnchorId,
			/// What is disputed.
			anchor: AnchorId,
			/// By whom.
			author: T::AccountId,
		},
		/// An anchor was retracted by its author.
		Retracted {
			/// The retraction's leaf.
			retraction: AnchorId,
			/// What is retracted.
			anchor: AnchorId,
		},
		/// A row is safe from eviction by others for another period.
		Renewed {
			/// The row's leaf.
			anchor: AnchorId,
			/// From which block on anybody may evict it.
			evictable_from: BlockNumberFor<T>,
		},
		/// A row was evicted, and its ticket returned. Its leaf stays.
		Evicted {
			/// The row's leaf.
			anchor: AnchorId,
		},
		/// A window was opened in which persons claim.
		WindowOpened {
			/// Its number, which is its scope's.
			window: ScopeId,
			/// The anchor of which they claim something.
			anchor: AnchorId,
			/// Who pays.
			opener: T::AccountId,
			/// For how many claims.
			slots: u32,
			/// The last block in which they are taken.
			until: BlockNumberFor<T>,
		},
		/// A person claimed something of an anchor.
		Claimed {
			/// The claim's leaf.
			leaf: AnchorId,
			/// The anchor.
			anchor: AnchorId,
			/// What is claimed.
			claim: Claim,
			/// In which window.
			window: ScopeId,
			/// What the person is called in this topic.
			alias: Alias,
		},
		/// A window was closed: the price of its claims was burnt, that of the others returned.
		WindowClosed {
			/// The window.
			window: ScopeId,
			/// How many claims it took.
			used: u32,
		},
		/// The set of validators that finalises from here on was logged.
		AuthoritySetLogged {
			/// Its leaf.
			leaf: AnchorId,
			/// The set's number.
			set: u64,
		},
	}

	/// Why a call was refused. A refused call changes nothing.
	#[pallet::error]
	pub enum Error<T> {
		/// The log takes no more leaves.
		LogFull,
		/// No leaf of this number is an anchor.
		NotAnchor,
		/// A text is not UTF-8.
		NotText,
		/// The parents are not in the order of their numbers, each once.
		ParentsNotAscending,
		/// A batch has no items, or more than a tree can have.
		BatchSize,
		/// The same commitment is waiting to be revealed.
		AlreadyCommitted,
		/// There is no such commitment.
		NotCommitted,
		/// A commitment is revealed in a later block than its own.
		RevealTooEarly,
		/// The commitment could be revealed until an earlier block.
		RevealTooLate,
		/// Others may withdraw a commitment only when it can be revealed no more.
		CommitmentNotExpired,
		/// Only the anchor's author may do this.
		NotAuthor,
		/// The leaf has no row, or none any more.
		RowNotFound,
		/// Others may not evict the row yet.
		RowNotEvictable,
		/// There is no such window.
		WindowNotFound,
		/// The window is for claims of another anchor.
		OtherAnchor,
		/// The window takes no claims now.
		WindowNotOpen,
		/// The window is still open, and only its opener may close it.
		WindowStillOpen,
		/// The window was closed before.
		WindowClosed,
		/// The window has taken as many claims as were paid for.
		SlotsUsed,
		/// A window takes at least one claim, and `MaxSlots` at the most.
		SlotsOutOfRange,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Anchors a hash. The caller pays for the leaf and makes the deposit for its row.
		///
		/// Parents are named in ascending order. Nothing of the description is checked but that
		/// its texts are texts and its parents are anchors.
		///
		/// Origin: signed. Emits [`Event::Anchored`].
		/// Errors: [`Error::NotText`], [`Error::ParentsNotAscending`], [`Error::NotAnchor`],
		/// [`Error::LogFull`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::anchor(description.parents.len() as u32, MAX_PAGES_PER_APPEND))]
		pub fn anchor(
			origin: OriginFor<T>,
			digest: Digest,
			description: Box<Description>,
		) -> DispatchResultWithPostInfo {
			let author = ensure_signed(origin)?;
			let parents = description.parents.len() as u32;
			let pages = Self::do_anchor(author, Content::Single(digest), *description, None)?;
			Ok(Some(T::WeightInfo::anchor(parents, pages)).into())
		}

		/// Anchors many hashes by the root of a tree over them. It costs what one costs, whatever
		/// their number.
		///
		/// - `algorithm`: the function that made the items' hashes.
		/// - `root`: the root of the tree, `census_anchor_log::Tree::batch`.
		/// - `items`: how many leaves the tree has.
		///
		/// Origin: signed. Emits [`Event::Anchored`].
		/// Errors: [`Error::BatchSize`], and those of [`Pallet::anchor`].
		#[pallet::call_index(1)]
		#[pallet::weight(
			T::WeightInfo::anchor_batch(description.parents.len() as u32, MAX_PAGES_PER_APPEND)
		)]
		pub fn anchor_batch(
			origin: OriginFor<T>,
			algorithm: HashAlgorithm,
			root: Hash,
			items: u64,
			description: Box<Description>,
		) -> DispatchResultWithPostInfo {
			let author = ensure_signed(origin)?;
			let parents = description.parents.len() as u32;
			let content = Content::Batch { algorithm, root, items };
			let pages = Self::do_anchor(author, content, *description, None)?;
			Ok(Some(T::WeightInfo::anchor_batch(parents, pages)).into())
		}

		/// Commits to something that the caller will anchor, without showing it: see
		/// [`commitment_to`]. The caller makes a deposit.
		///
		/// Origin: signed. Emits [`Event::Committed`]. Errors: [`Error::AlreadyCommitted`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::commit())]
		pub fn commit(origin: OriginFor<T>, commitment: Hash) -> DispatchResult {
			let author = ensure_signed(origin)?;
			Self::do_commit(author, commitment)
		}

		/// Anchors what the caller committed to, in a later block and within `RevealPeriod` blocks.
		/// The leaf tells when that was, and takes the first sight of the hash from an anchor that was
		/// not known as early. The commitment's deposit is returned.
		///
		/// Origin: signed. Emits [`Event::Anchored`], [`Event::Revealed`].
		/// Errors: [`Error::NotCommitted`], [`Error::RevealTooEarly`], [`Error::RevealTooLate`], and
		/// those of [`Pallet::anchor`] and [`Pallet::anchor_batch`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::reveal(description.parents.len() as u32, MAX_PAGES_PER_APPEND))]
		pub fn reveal(
			origin: OriginFor<T>,
			content: Content,
			description: Box<Description>,
			salt: [u8; 32],
		) -> DispatchResultWithPostInfo {
			let author = ensure_signed(origin)?;
			let parents = description.parents.len() as u32;
			let pages = Self::do_reveal(author, content, *description, salt)?;
			Ok(Some(T::WeightInfo::reveal(parents, pages)).into())
		}

		/// Drops a commitment and returns its deposit. Its author may do so at any time, anybody
		/// when it can be revealed no more.
		///
		/// Origin: signed. Emits [`Event::CommitmentWithdrawn`].
		/// Errors: [`Error::NotCommitted`], [`Error::CommitmentNotExpired`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::withdraw_commitment())]
		pub fn withdraw_commitment(
			origin: OriginFor<T>,
			author: T::AccountId,
			commitment: Hash,
		) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			Self::do_withdraw_commitment(caller, author, commitment)
		}

		/// Adds a leaf that disputes an anchor. Nothing of the anchor changes.
		///
		/// Origin: signed. Emits [`Event::Disputed`].
		/// Errors: [`Error::NotAnchor`], [`Error::NotText`], [`Error::LogFull`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::dispute(MAX_PAGES_PER_APPEND))]
		pub fn dispute(
			origin: OriginFor<T>,
			anchor: AnchorId,
			statement: Box<Statement>,
		) -> DispatchResultWithPostInfo {
			let author = ensure_signed(origin)?;
			let pages = Self::do_dispute(author, anchor, *statement)?;
			Ok(Some(T::WeightInfo::dispute(pages)).into())
		}

		/// Adds a leaf by which an anchor's author takes it back. The anchor stays: it did exist.
		///
		/// Origin: signed by the anchor's author. Emits [`Event::Retracted`].
		/// Errors: [`Error::NotAnchor`], [`Error::NotAuthor`], [`Error::NotText`],
		/// [`Error::LogFull`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::retract(MAX_PAGES_PER_APPEND))]
		pub fn retract(
			origin: OriginFor<T>,
			anchor: AnchorId,
			statement: Box<Statement>,
		) -> DispatchResultWithPostInfo {
			let author = ensure_signed(origin)?;
			let pages = Self::do_retract(author, anchor, *statement)?;
			Ok(Some(T::WeightInfo::retract(pages)).into())
		}

		/// Makes a row safe from eviction by others for `RowPeriod` blocks from now.
		///
		/// Origin: signed by the row's author. Emits [`Event::Renewed`].
		/// Errors: [`Error::RowNotFound`], [`Error::NotAuthor`].
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::renew())]
		pub fn renew(origin: OriginFor<T>, anchor: AnchorId) -> DispatchResult {
			let author = ensure_signed(origin)?;
			Self::do_renew(author, anchor)
		}

		/// Evicts rows, all or none, and returns their tickets to their authors. An author may do so
		/// at any time, anybody from the row's `evictable_from` on. Leaves, their proofs and the
		/// first sight of their hashes stay.
		///
		/// Origin: signed. Emits [`Event::Evicted`] for each.
		/// Errors: [`Error::RowNotFound`], [`Error::RowNotEvictable`].
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::evict(anchors.len() as u32))]
		pub fn evict(
			origin: OriginFor<T>,
			anchors: BoundedVec<AnchorId, T::MaxEvictions>,
		) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			Self::do_evict(caller, anchors.into_inner())
		}

		/// Opens a window in which persons claim something of one anchor, until block `until`
		/// (inclusive). The caller pays for the window, and beforehand for `slots` claims: for the
		/// acts, and for the leaves. A person takes a slot for each of the [`Claim::ALL`] that it
		/// makes.
		///
		/// - `least_electorate`: open none where there are fewer persons.
		///
		/// Origin: signed. Emits [`Event::WindowOpened`].
		/// Errors: [`Error::NotAnchor`], [`Error::SlotsOutOfRange`], or those of opening a scope.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::open_window())]
		pub fn open_window(
			origin: OriginFor<T>,
			anchor: AnchorId,
			slots: u32,
			least_electorate: u32,
			until: BlockNumberFor<T>,
		) -> DispatchResult {
			let opener = ensure_signed(origin)?;
			Self::do_open_window(opener, anchor, slots, least_electorate, until)
		}

		/// Claims something of the window's anchor, as a person: once for each claim and window.
		///
		/// Origin: a person acting in the window's scope on the topic [`claim_topic`]. Emits
		/// [`Event::Claimed`].
		/// Errors: [`Error::WindowNotFound`], [`Error::OtherAnchor`], [`Error::WindowNotOpen`],
		/// [`Error::SlotsUsed`], [`Error::LogFull`].
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::claim(MAX_PAGES_PER_APPEND))]
		pub fn claim(
			origin: OriginFor<T>,
			window: ScopeId,
			anchor: AnchorId,
			claim: Claim,
		) -> DispatchResultWithPostInfo {
			let topic = claim_topic(anchor, claim);
			let scope = PersonScope::Application { scope: window, topic };
			let alias = T::EnsurePerson::ensure_origin(origin, &scope)?;
			let pages = Self::do_claim(alias, window, anchor, claim)?;
			Ok(Some(T::WeightInfo::claim(pages)).into())
		}

		/// Closes a window for ever and settles its price. Its opener may do so at any time, anybody
		/// when it takes no claims any more.
		///
		/// Origin: signed. Emits [`Event::WindowClosed`].
		/// Errors: [`Error::WindowNotFound`], [`Error::WindowClosed`], [`Error::WindowStillOpen`].
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::close_window())]
		pub fn close_window(origin: OriginFor<T>, window: ScopeId) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			Self::do_close_window(caller, window)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			let set = if Self::note_authority_set() {
				T::WeightInfo::authority_set(T::AuthoritySets::MAX)
			} else {
				Weight::zero()
			};
			T::WeightInfo::on_block().saturating_add(set)
		}

		fn on_finalize(_: BlockNumberFor<T>) {
			Self::log_authority_set();
			Self::deposit_checkpoint();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
