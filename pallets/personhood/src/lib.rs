//! # Personhood
//!
//! In any scope, one human has at most one nullifier. Issuers attest off chain that a commitment
//! belongs to one new human; a quorum of them admits a person; persons stand as leaves in the
//! People tree and act with Semaphore proofs that tell that one of them acts, and not which.
//!
//! - **Epochs.** The present tree stands still within an epoch, so a person's commitment never changes
//!   while a root is accepted. The next epoch's tree changes all the while: whoever leaves is out of it
//!   at once, whoever rotates has its new commitment in it, and newcomers are placed from a share of each
//!   block. The epoch ends at its time, by the swap of one root for the other.
//! - **Scopes.** Each names the one root that it accepts: a quota or session scope that of its
//!   epoch, an application scope that of the epoch that was pinnable when it opened. So rotation or
//!   recovery gives nobody a second nullifier in a scope. Revocation does not reach scopes that were
//!   pinned before it.
//! - **Quorums.** Any two admitting quorums share an honest issuer (as long as at most one is
//!   corrupt), and a human's tag at an issuer belongs to one live person at most. A policy says which issuers
//!   count; another takes its place as a whole, and while persons rest on the one before, admissions meet both.
//! - **Ends.** A person that is vetoed, withdrawn, merged or expired has ended, for ever. It counts
//!   until its leaf in the next tree is empty, which is in the same call, and nothing takes that back. Its
//!   human enrols anew, as another person.
//! - **Knowledge.** Whoever brings a commitment proves to know its secret, over a group of the
//!   commitment and its salt at depth 1: a subtree's root cannot pass for a commitment.
//! - **Acting.** Persons need no account and pay no fee. What they send is authorised by what it
//!   carries, checked before it enters a pool, the cheap checks first, the pairing last.
//!
//! The calls that anyone may send without a signature are refused with a [`PersonRefusal`], whose
//! code is that of the invalid transaction.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod acting;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
mod door;
mod ensure;
mod integrity;
pub mod knowledge;
#[cfg(test)]
mod mock;
mod reads;
mod registry;
mod sweep;
#[cfg(test)]
mod tests;
mod tree;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
mod types;
pub mod weights;
pub mod words;

pub use census_primitives::MAX_ATTEMPTS;
pub use door::Examined;
pub use ensure::{EnsureInScope, EnsurePerson};
pub use integrity::Cleaning;
pub use pallet::*;
pub use registry::{policy::*, tickets};
pub use types::*;
pub use weights::WeightInfo;

use census_primitives::PersonRefusal;
use frame_support::traits::fungible::Inspect;
use frame_system::pallet_prelude::BlockNumberFor;

/// An amount of what slots are paid in.
pub type BalanceOf<T> =
	<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

#[frame_support::pallet]
// Whether a call is free is asked with references to its arguments as they are.
#[allow(clippy::borrowed_box)]
pub mod pallet {
	use super::*;
	use crate::{ensure::authorized, registry::issuers::Actor};
	use alloc::{boxed::Box, vec::Vec};
	use census_lean_imt::NODES_PER_PAGE;
	use census_primitives::{
		Alias, Circuits, Epoch, IssuerId, OpenedScope, PalletScopes, PersonId, PersonScope,
		ScopeId, Slots, VerifySemaphore,
	};
	use census_zk_types::{FieldElement, SemaphoreProof, Word};
	use frame_support::{
		dispatch::{DispatchClass, GetDispatchInfo, PostDispatchInfo},
		pallet_prelude::*,
		traits::{fungible::MutateHold, Contains, EnsureOrigin, OriginTrait},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;
	use sp_runtime::{traits::Dispatchable, AccountId32, MultiSignature};

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
		AccountId: Into<AccountId32>,
		RuntimeEvent: From<Event<Self>>,
		RuntimeOrigin: From<Origin> + OriginTrait<PalletsOrigin: TryInto<Origin>>,
	>
	{
		/// The calls that persons make.
		type RuntimeCall: Parameter
			+ Dispatchable<
				RuntimeOrigin = <Self as frame_system::Config>::RuntimeOrigin,
				PostInfo = PostDispatchInfo,
			> + GetDispatchInfo
			+ From<Call<Self>>;

		/// Which calls persons may make in a quota or session scope.
		type QuotaCalls: Contains<<Self as Config>::RuntimeCall>;

		/// Which calls persons may make in an application scope.
		type ApplicationCalls: Contains<<Self as Config>::RuntimeCall>;

		/// What the pallets that open application scopes take in them.
		type PalletScopes: PalletScopes<<Self as Config>::RuntimeCall>;

		/// Who registers and removes issuers and changes the policy.
		type GovernanceOrigin: EnsureOrigin<<Self as frame_system::Config>::RuntimeOrigin>;

		/// Who may pause issuers for a while.
		type PauseOrigin: EnsureOrigin<<Self as frame_system::Config>::RuntimeOrigin>;

		/// For how many blocks. They may do it again when four times as many have passed.
		#[pallet::constant]
		type MaxPause: Get<BlockNumberFor<Self>>;

		/// What slots of application scopes are paid in.
		type Currency: MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The reason under which they are held.
		type RuntimeHoldReason: From<HoldReason>;

		/// The circuits of issuers of the circuit kind.
		type Circuits: Circuits;

		/// What verifies persons' proofs: [`census_primitives::Native`] in a runtime.
		type Proofs: VerifySemaphore;

		/// For how many blocks ahead a ticket may be good for use.
		#[pallet::constant]
		type MaxTicketLife: Get<BlockNumberFor<Self>>;

		/// For how many blocks an admission may be good.
		#[pallet::constant]
		type MaxValidity: Get<BlockNumberFor<Self>>;

		/// How many fee-free acts a person has in an epoch.
		#[pallet::constant]
		type QuotaPerEpoch: Get<u16>;

		/// How many fee-free acts a session has.
		#[pallet::constant]
		type ActsPerSession: Get<u32>;

		/// What a person's act may weigh, the act itself not counted.
		#[pallet::constant]
		type MaxActWeight: Get<Weight>;

		/// How many bytes a person's act may be, encoded.
		#[pallet::constant]
		type MaxActLength: Get<u32>;

		/// For how many blocks an application scope may be open.
		#[pallet::constant]
		type MaxScopeLife: Get<BlockNumberFor<Self>>;

		/// The least electorate of an application scope: among fewer, nobody is hidden.
		#[pallet::constant]
		type MinElectorate: Get<u32>;

		/// What an act in an application scope costs whoever opens it.
		#[pallet::constant]
		type SlotPrice: Get<BalanceOf<Self>>;

		/// What is held for an application scope besides its slots, and returned whole.
		#[pallet::constant]
		type ScopeDeposit: Get<BalanceOf<Self>>;

		/// How much of every block's weight placing newcomers in the next tree may take.
		#[pallet::constant]
		type MaxPlacementWeight: Get<Weight>;

		/// How much of every block's weight sweeping and pruning may take.
		#[pallet::constant]
		type MaxSweepWeight: Get<Weight>;

		/// How much more it may take of what a block's transactions have left.
		#[pallet::constant]
		type MaxIdleSweepWeight: Get<Weight>;

		/// The measured weights.
		type WeightInfo: WeightInfo;
	}

	/// Why this pallet holds funds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The slots of an application scope, and its deposit.
		Scope,
	}

	/// A person that acts. It comes from a proof, or from a session, and from nothing else.
	#[pallet::origin]
	#[derive(
		Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
	)]
	pub enum Origin {
		/// Whoever is called `alias` in `scope`, and in no other.
		Person {
			/// The scope of the proof.
			scope: PersonScope,
			/// The nullifier of the proof.
			alias: Alias,
		},
	}

	/// The chain's own choices.
	#[pallet::storage]
	pub type ChainSettings<T: Config> = StorageValue<_, Settings<BlockNumberFor<T>>, OptionQuery>;

	/// The policies to which an admission has to keep.
	#[pallet::storage]
	pub type PoliciesInForce<T: Config> = StorageValue<_, PoliciesOf<T>, ValueQuery>;

	/// The person at which the sweep goes on that looks for those whose policy has ended.
	#[pallet::storage]
	pub type FormerSweptTo<T> = StorageValue<_, PersonId, ValueQuery>;

	/// The number of the next issuer.
	#[pallet::storage]
	pub type NextIssuerId<T> = StorageValue<_, IssuerId, ValueQuery>;

	/// The issuers, removed ones included.
	#[pallet::storage]
	pub type Issuers<T: Config> = StorageMap<_, Twox64Concat, IssuerId, IssuerOf<T>>;

	/// The issuers that have not been removed.
	#[pallet::storage]
	pub type PresentIssuers<T> =
		StorageValue<_, BoundedVec<IssuerId, ConstU32<MAX_ISSUERS>>, ValueQuery>;

	/// What is to change about an issuer.
	#[pallet::storage]
	pub type IssuerChanges<T: Config> = StorageMap<_, Twox64Concat, IssuerId, PendingChangeOf<T>>;

	/// The number of the next person.
	#[pallet::storage]
	pub type NextPersonId<T> = StorageValue<_, PersonId, ValueQuery>;

	/// How many persons are live, pending or active, by the policy under which they were last admitted.
	#[pallet::storage]
	pub type LivePersons<T> = StorageValue<_, LiveCounts, ValueQuery>;

	/// The persons.
	#[pallet::storage]
	pub type Persons<T: Config> = StorageMap<_, Twox64Concat, PersonId, Person<BlockNumberFor<T>>>;

	/// Whose a commitment is or was, for ever.
	#[pallet::storage]
	pub type Commitments<T> = StorageMap<_, Blake2_128Concat, FieldElement, PersonId>;

	/// Whose a tag at an issuer is.
	#[pallet::storage]
	pub type Tags<T> =
		StorageDoubleMap<_, Twox64Concat, IssuerId, Blake2_128Concat, Tag, TagRecord>;

	/// The persons to look at again at a block: one whose admission is over by then, or whose
	/// recovery takes effect.
	#[pallet::storage]
	pub type Agenda<T: Config> =
		StorageDoubleMap<_, Twox64Concat, BlockNumberFor<T>, Twox64Concat, PersonId, ()>;

	/// The first block whose agenda has not been swept.
	#[pallet::storage]
	pub type SweptTo<T: Config> = StorageValue<_, BlockNumberFor<T>, ValueQuery>;

	/// The present epoch.
	#[pallet::storage]
	pub type CurrentEpoch<T: Config> = StorageValue<_, EpochState<BlockNumberFor<T>>, ValueQuery>;

	/// The latest epoch that scopes may pin.
	#[pallet::storage]
	pub type PinnableEpoch<T> = StorageValue<_, Epoch, ValueQuery>;

	/// The trees of epochs that have ended and whose root is accepted somewhere, or may be: of the last one,
	/// and of those in [`Pins`].
	#[pallet::storage]
	pub type Snapshots<T: Config> = StorageMap<_, Twox64Concat, Epoch, Snapshot<BlockNumberFor<T>>>;

	/// The epochs that scopes pin, and the latest one that they may, in order. The last one is
	/// [`PinnableEpoch`].
	#[pallet::storage]
	pub type Pins<T> = StorageValue<_, BoundedVec<Epoch, ConstU32<MAX_PINS>>, ValueQuery>;

	/// How many application scopes that have not been closed rest on an epoch's tree, and the last
	/// block in which one of them accepts acts.
	#[pallet::storage]
	pub type ScopesOfEpoch<T: Config> =
		StorageMap<_, Twox64Concat, Epoch, (u32, BlockNumberFor<T>), ValueQuery>;

	/// The epoch whose kept nodes are being handed on or removed.
	#[pallet::storage]
	pub type ReleasingEpoch<T> = StorageValue<_, Epoch, OptionQuery>;

	/// What the next epoch's tree is known by, as it has grown so far.
	#[pallet::storage]
	pub type Next<T> = StorageValue<_, tree::EpochTree, ValueQuery>;

	/// The next epoch's tree, in pages of five levels: a page's place, then its nodes.
	#[pallet::storage]
	pub type Pages<T> = StorageMap<_, Twox64Concat, (u8, u32), PageNodes>;

	/// Nodes as they are in the tree of the present epoch, or of the one before, where they have changed in it:
	/// whether the epoch's number is odd, a page's place, then the epoch, and each node's place in a full
	/// page. What is of an earlier epoch is written over in its turn.
	#[pallet::storage]
	pub type Recent<T> =
		StorageDoubleMap<_, Identity, u8, Twox64Concat, (u8, u32), (Epoch, NodesOfPage)>;

	/// Nodes as they are in the tree of an epoch of [`Pins`], where they have changed since: a page's place,
	/// then each node's place in a full page. One that is not here for an epoch is as it is for the next later
	/// one of those, or in the next tree.
	#[pallet::storage]
	pub type KeptNodes<T> =
		StorageDoubleMap<_, Twox64Concat, Epoch, Twox64Concat, (u8, u32), NodesOfPage, ValueQuery>;

	/// The queue of persons who wait for a leaf: who is at a place. Whoever has ended is passed over.
	#[pallet::storage]
	pub type Queue<T> = StorageMap<_, Twox64Concat, u32, PersonId>;

	/// Where the queue begins and ends.
	#[pallet::storage]
	pub type QueueEnds<T> = StorageValue<_, (u32, u32), ValueQuery>;

	/// The nullifiers that were used, by what they are pruned with.
	#[pallet::storage]
	pub type Nullifiers<T> =
		StorageDoubleMap<_, Twox64Concat, ScopeGroup, Blake2_128Concat, FieldElement, Use>;

	/// Groups of nullifiers that can never be accepted again, in the order of their pruning.
	#[pallet::storage]
	pub type PruneQueue<T> = StorageMap<_, Twox64Concat, u32, ScopeGroup>;

	/// Where the queue of groups to prune begins and ends.
	#[pallet::storage]
	pub type PruneEnds<T> = StorageValue<_, (u32, u32), ValueQuery>;

	/// The number of the next application scope.
	#[pallet::storage]
	pub type NextScopeId<T> = StorageValue<_, ScopeId, ValueQuery>;

	/// The application scopes that have not been closed.
	#[pallet::storage]
	pub type Scopes<T: Config> = StorageMap<
		_,
		Twox64Concat,
		ScopeId,
		ApplicationScope<T::AccountId, BlockNumberFor<T>, BalanceOf<T>>,
	>;

	/// What persons have declared in application scopes whose nullifiers have not been pruned: the scope,
	/// then the alias.
	#[pallet::storage]
	pub type Declarations<T> =
		StorageDoubleMap<_, Twox64Concat, ScopeId, Blake2_128Concat, Alias, Declaration>;

	/// The accounts that act as an alias.
	#[pallet::storage]
	pub type Sessions<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Session>;

	/// The accounts that opened a session in an epoch, until it has been swept. Each holds one
	/// sufficient reference meanwhile.
	#[pallet::storage]
	pub type SessionsOfEpoch<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Epoch, Blake2_128Concat, T::AccountId, ()>;

	/// The first epoch whose sessions have not been swept.
	#[pallet::storage]
	pub type SessionsSweptTo<T> = StorageValue<_, Epoch, ValueQuery>;

	/// An issuer at genesis.
	#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
	#[serde(rename_all = "camelCase", deny_unknown_fields)]
	pub struct GenesisIssuer<AccountId> {
		/// What people call it: at most 32 bytes.
		pub name: alloc::string::String,
		/// How its tickets are known.
		pub kind: IssuerKind,
		/// The account that acts for it.
		pub controller: AccountId,
		/// What its ticket counts in the first policy.
		pub weight: u32,
		/// Its class of evidence.
		pub class: u32,
		/// Its limit an epoch.
		pub limit: u32,
	}

	/// The genesis: the settings, and the first policy with its issuers.
	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// The settings.
		pub settings: Settings<BlockNumberFor<T>>,
		/// What a quorum's tickets must weigh.
		pub threshold: u32,
		/// The issuers.
		pub issuers: Vec<GenesisIssuer<T::AccountId>>,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		/// Epochs of 100 blocks, one in 144 pinnable, a grace of 5 blocks, recovery and issuers' changes after
		/// 14 days of 6-second blocks, a rotation a day; and no issuers, so nobody can enrol.
		fn default() -> Self {
			Self {
				settings: Settings {
					epoch_length: 100u32.into(),
					epochs_per_pin: 144,
					grace: 5u32.into(),
					recovery_delay: 201_600u32.into(),
					rotation_cooldown: 14_400u32.into(),
					change_delay: T::MaxValidity::get().min(201_600u32.into()),
					quorums_intersect: true,
				},
				threshold: 1,
				issuers: Vec::new(),
			}
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			if let Err(why) = Pallet::<T>::build_genesis(self) {
				// No block runs this: whoever builds a genesis is told, before there is a chain.
				panic!("personhood: {why}");
			}
		}
	}

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An issuer was registered.
		IssuerRegistered {
			/// Its number.
			issuer: IssuerId,
		},
		/// An issuer's limit an epoch has changed.
		IssuerLimitSet {
			/// The issuer.
			issuer: IssuerId,
			/// The limit.
			limit: u32,
		},
		/// An issuer's tickets count for nothing, for this reason.
		IssuerPaused {
			/// The issuer.
			issuer: IssuerId,
			/// Why, and for how long.
			pause: Pause<BlockNumberFor<T>>,
		},
		/// A pause of an issuer's is over.
		IssuerResumed {
			/// The issuer.
			issuer: IssuerId,
			/// Whether it was the last one.
			counts: bool,
		},
		/// An issuer was removed, for ever.
		IssuerRemoved {
			/// The issuer.
			issuer: IssuerId,
		},
		/// An issuer is to have another key or controller. Who knows better may object.
		ChangeProposed {
			/// The issuer.
			issuer: IssuerId,
			/// What is to change.
			change: Change<T::AccountId>,
			/// The first block in which it can be confirmed.
			confirmable_from: BlockNumberFor<T>,
		},
		/// An issuer has another key or controller.
		ChangeConfirmed {
			/// The issuer.
			issuer: IssuerId,
			/// What has changed.
			change: Change<T::AccountId>,
		},
		/// A change was taken back.
		ChangeCancelled {
			/// The issuer.
			issuer: IssuerId,
		},
		/// Another policy has taken the place of the present one.
		PolicyChanged {
			/// Its number.
			policy: PolicyId,
			/// What a quorum's tickets must weigh under it.
			threshold: u32,
			/// The block in which those are over who were admitted under the one before and have not renewed.
			/// Until the last of them has ended, admissions must meet both. `None` if nobody rests on it.
			former_until: Option<BlockNumberFor<T>>,
		},
		/// The deadline of the policy before the present one is another.
		DeadlineSet {
			/// That policy.
			policy: PolicyId,
			/// The first block in which those are over who have not renewed.
			deadline: BlockNumberFor<T>,
		},
		/// A policy has ended: nobody who is live was last admitted under it.
		PolicyEnded {
			/// Its number.
			policy: PolicyId,
		},
		/// A person enrolled. It waits for a leaf.
		Enrolled {
			/// The person.
			person: PersonId,
			/// Its commitment.
			commitment: FieldElement,
		},
		/// A person has a leaf in the next tree, and stands from that epoch on, unless it ends before.
		Placed {
			/// The person.
			person: PersonId,
			/// Its leaf, for ever.
			leaf: u32,
			/// The first epoch in which it stands.
			epoch: Epoch,
		},
		/// A person's admission was renewed.
		Renewed {
			/// The person.
			person: PersonId,
			/// The first block in which it is over.
			expires_at: BlockNumberFor<T>,
		},
		/// A person has rotated: its new commitment takes the old one's place with the next epoch.
		Rotated {
			/// The person.
			person: PersonId,
			/// Its new commitment.
			commitment: FieldElement,
			/// How often it has rotated.
			rotations: u32,
		},
		/// A recovery was announced.
		RecoveryAnnounced {
			/// The person.
			person: PersonId,
			/// Its new commitment.
			commitment: FieldElement,
			/// The block in which it takes effect.
			effective_at: BlockNumberFor<T>,
		},
		/// A recovery takes effect: the new commitment takes the old one's place with the next epoch.
		Recovered {
			/// The person.
			person: PersonId,
			/// Its new commitment.
			commitment: FieldElement,
		},
		/// A recovery was vetoed by the current identity.
		RecoveryVetoed {
			/// The person.
			person: PersonId,
		},
		/// An attestation was withdrawn.
		AttestationWithdrawn {
			/// The person.
			person: PersonId,
			/// The issuer.
			issuer: IssuerId,
		},
		/// An issuer said that two persons are one human.
		MergeSupported {
			/// The older person.
			elder: PersonId,
			/// The younger one.
			younger: PersonId,
			/// The issuer.
			issuer: IssuerId,
		},
		/// A person has ended. If it stands in the present tree, it leaves with the epoch.
		Ended {
			/// The person.
			person: PersonId,
			/// Why.
			reason: EndReason,
		},
		/// An epoch has begun.
		EpochBegun {
			/// Its number.
			epoch: Epoch,
			/// The People tree's root in it.
			root: FieldElement,
			/// The tree's leaves.
			size: u32,
			/// Its members.
			members: u32,
			/// Places of the queue that are taken; some may be of persons who have ended.
			waiting: u32,
		},
		/// A person acted.
		Acted {
			/// In which scope.
			scope: PersonScope,
			/// As whom.
			alias: Alias,
			/// What became of its call.
			result: DispatchResult,
		},
		/// A person says this, once in this scope.
		Declared {
			/// In which scope.
			scope: PersonScope,
			/// As whom.
			alias: Alias,
			/// The hash of what it says.
			statement: [u8; 32],
		},
		/// An account acts as an alias until the epoch ends.
		SessionOpened {
			/// The epoch.
			epoch: Epoch,
			/// The account.
			account: T::AccountId,
			/// The alias.
			alias: Alias,
		},
		/// An account no longer acts as an alias.
		SessionEnded {
			/// The account.
			account: T::AccountId,
		},
		/// An application scope was opened.
		ScopeOpened {
			/// The scope.
			scope: ScopeId,
			/// The epoch whose root it accepts.
			epoch: Epoch,
			/// How many may act in it.
			electorate: u32,
			/// The last block in which they may.
			until: BlockNumberFor<T>,
			/// Acts that are paid for.
			slots: u32,
		},
		/// An application scope was closed.
		ScopeClosed {
			/// The scope.
			scope: ScopeId,
			/// Acts that were used.
			used: u32,
			/// What the acts cost.
			paid: BalanceOf<T>,
			/// What was returned.
			returned: BalanceOf<T>,
		},
	}

	/// Why a call was refused. A refused call changes nothing.
	#[pallet::error]
	pub enum Error<T> {
		/// What was sent without a fee is refused, for this reason. A pool says the same.
		Refused(PersonRefusal),
		/// There is no such issuer.
		IssuerNotFound,
		/// The issuer was removed.
		IssuerRemoved,
		/// The issuer is as it would be already.
		IssuerUnchanged,
		/// Its key was reported to be another's: the issuer counts again when it has another key.
		KeyReported,
		/// A policy has the issuer, so it can be paused but not removed.
		IssuerInPolicy,
		/// No policy has the issuer, so its word counts for nothing.
		IssuerNotInPolicy,
		/// A policy's issuers come in the order of their numbers, each once.
		IssuersOutOfOrder,
		/// There are as many issuers as can be.
		TooManyIssuers,
		/// The name is empty or no UTF-8.
		BadName,
		/// The weight or the threshold is 0 or too large.
		BadWeight,
		/// The key or circuit is no usable one, or another issuer's.
		BadKind,
		/// Two quorums might then share no honest issuer.
		QuorumsWouldNotIntersect,
		/// Tickets that fit one admission, eight at most and each class of evidence once, would not weigh the threshold;
		/// or not if some issuer were missing, though now any one may be; or not those of both policies together, while
		/// persons rest on the present one.
		QuorumOutOfReach,
		/// Persons rest on the policy before the present one: there is one change at a time.
		PolicyChanging,
		/// The deadline is no block that it may be: `change_delay` and `recovery_delay` blocks from now at the soonest;
		/// at the latest as far off as admissions last or, where there is one, before the present deadline.
		BadDeadline,
		/// All policy numbers have been given out.
		TooManyPolicies,
		/// It was paused so lately that it cannot be paused again yet, or not be resumed yet.
		PausedLately,
		/// A change of the issuer is under way already.
		ChangePending,
		/// No change of the issuer is under way.
		NoChange,
		/// Nobody rests on another policy than the present one.
		NoFormerPolicy,
		/// The time for objections is not over.
		ChangeTooSoon,
		/// It was not confirmed in time, and has to be proposed again.
		ChangeLapsed,
		/// The issuer's key has objected: governance decides.
		ChangeDisputed,
		/// The signature is not the key's, or over something else.
		BadSignature,
		/// Only the issuer's controller may do this.
		NotController,
		/// There is no such person.
		PersonNotFound,
		/// A person has ended, about whom this can be done only before.
		PersonStatus,
		/// The issuer has no such tag.
		AttestationNotFound,
		/// The tag's person and the other one are the same.
		SamePerson,
		/// The issuer has said so already.
		AlreadySupported,
		/// The person's time is not over.
		NotExpired,
		/// The account has no session in this epoch.
		NoSession,
		/// The session has no acts left.
		NoActsLeft,
		/// The call is not one that persons may make in this scope.
		CallNotAllowed,
		/// The call weighs more than a person's act may.
		CallTooHeavy,
		/// The call is longer than a person's act may be.
		CallTooLong,
		/// The electorate is smaller than asked for, or than any may be.
		ElectorateTooSmall,
		/// The scope's last block has passed or lies too far off.
		BadUntil,
		/// A scope needs at least one slot.
		NoSlots,
		/// All scope numbers have been given out.
		NoScopeIdLeft,
		/// There is no such scope, or it is closed.
		ScopeNotFound,
		/// Only the scope's owner may close it before its last block has passed, and only the pallet
		/// that opened it where a pallet did.
		NotScopeOwner,
		/// The stored state is broken: a defect of the chain, not of the call.
		StateCorrupt,
	}

	impl<T> From<PersonRefusal> for Error<T> {
		fn from(refusal: PersonRefusal) -> Self {
			Self::Refused(refusal)
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Registers an issuer. Its class never changes. Its tickets count from when a policy has it.
		///
		/// Origin: governance. Emits [`Event::IssuerRegistered`].
		/// Errors: [`Error::BadName`], [`Error::BadKind`], [`Error::TooManyIssuers`].
		#[pallet::call_index(0)]
		#[pallet::weight(
			T::WeightInfo::register_issuer().saturating_add(Pallet::<T>::weight_of_kind(kind))
		)]
		pub fn register_issuer(
			origin: OriginFor<T>,
			name: Name,
			kind: IssuerKind,
			controller: T::AccountId,
			class: u32,
			limit: u32,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_register_issuer(name, kind, controller, class, limit).map(drop)
		}

		/// Sets how many enrolments an issuer's tickets may take part in, an epoch.
		///
		/// Origin: governance. Emits [`Event::IssuerLimitSet`].
		/// Errors: [`Error::IssuerNotFound`], [`Error::IssuerRemoved`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::set_issuer_limit())]
		pub fn set_issuer_limit(
			origin: OriginFor<T>,
			issuer: IssuerId,
			limit: u32,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_set_issuer_limit(issuer, limit)
		}

		/// Makes an issuer's tickets count for nothing: until governance resumes it; or, by the committee, for a
		/// while; or, by its controller, until it or governance resumes it. Persons who were
		/// admitted stay; those who are pending wait.
		///
		/// Origin: governance, the committee, or signed by the issuer's controller. Emits
		/// [`Event::IssuerPaused`]. Errors: [`Error::IssuerNotFound`],
		/// [`Error::IssuerRemoved`], [`Error::IssuerUnchanged`], [`Error::NotController`],
		/// [`Error::PausedLately`] to the committee.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::pause_issuer())]
		pub fn pause_issuer(origin: OriginFor<T>, issuer: IssuerId) -> DispatchResult {
			let by = match T::PauseOrigin::try_origin(origin) {
				Ok(_) => Actor::Committee,
				Err(origin) => Self::actor(origin)?,
			};
			Self::do_pause_issuer(by, issuer)
		}

		/// Ends pauses of an issuer: governance all but that of a key that was reported, which ends with another key;
		/// the controller its own, after `change_delay` blocks. What the issuer's key has objected to is dropped
		/// when governance does so.
		///
		/// Origin: governance, or signed by the issuer's controller. Emits [`Event::IssuerResumed`]. Errors:
		/// [`Error::IssuerNotFound`], [`Error::IssuerRemoved`], [`Error::IssuerUnchanged`],
		/// [`Error::KeyReported`], [`Error::NotController`], [`Error::PausedLately`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::resume_issuer().saturating_add(Pallet::<T>::weight_of_circuit()))]
		pub fn resume_issuer(origin: OriginFor<T>, issuer: IssuerId) -> DispatchResult {
			Self::do_resume_issuer(Self::actor(origin)?, issuer)
		}

		/// Removes an issuer that no policy has, for ever. Its tags stay their persons' own.
		///
		/// Origin: governance. Emits [`Event::IssuerRemoved`]. Errors:
		/// [`Error::IssuerNotFound`], [`Error::IssuerRemoved`], [`Error::IssuerInPolicy`].
		#[pallet::call_index(4)]
		#[pallet::weight(
			T::WeightInfo::remove_issuer().saturating_add(Pallet::<T>::weight_of_circuit().saturating_mul(2))
		)]
		pub fn remove_issuer(origin: OriginFor<T>, issuer: IssuerId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_remove_issuer(issuer)
		}

		/// Puts another policy in the place of the present one: these issuers, what each weighs, and the weight that
		/// a quorum's tickets must have. While persons live that were admitted under the present one, whoever is
		/// admitted or renews must meet both. Those who have not renewed by `deadline` are over then: at least
		/// `change_delay` and a recovery's blocks from now, and at most as long as admissions last.
		///
		/// Origin: governance. Emits [`Event::PolicyChanged`]. Errors: [`Error::PolicyChanging`],
		/// [`Error::IssuersOutOfOrder`], [`Error::IssuerNotFound`], [`Error::IssuerRemoved`],
		/// [`Error::BadWeight`], [`Error::QuorumsWouldNotIntersect`], [`Error::QuorumOutOfReach`],
		/// [`Error::BadDeadline`], [`Error::TooManyPolicies`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::change_policy())]
		pub fn change_policy(
			origin: OriginFor<T>,
			issuers: NewMembers,
			threshold: u32,
			deadline: BlockNumberFor<T>,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_change_policy(issuers, threshold, deadline)
		}

		/// Brings forward the deadline of the policy before the present one, to `change_delay` and a recovery's blocks from
		/// now at the soonest: an issuer that both policies need may be lost.
		///
		/// Origin: governance. Emits [`Event::DeadlineSet`]. Errors: [`Error::NoFormerPolicy`],
		/// [`Error::BadDeadline`].
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::set_deadline())]
		pub fn set_deadline(origin: OriginFor<T>, deadline: BlockNumberFor<T>) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_set_deadline(deadline)
		}

		/// Says that somebody else has an issuer's key: its tickets count for nothing until it has another one. A change
		/// that waits is dropped, unless governance proposed it and does not report the key itself.
		///
		/// Origin: governance, or signed by the issuer's controller. Emits [`Event::IssuerPaused`]. Errors:
		/// [`Error::IssuerNotFound`], [`Error::IssuerRemoved`], [`Error::IssuerUnchanged`],
		/// [`Error::NotController`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::report_key().saturating_add(Pallet::<T>::weight_of_circuit()))]
		pub fn report_key(origin: OriginFor<T>, issuer: IssuerId) -> DispatchResult {
			Self::do_report_key(Self::actor(origin)?, issuer)
		}

		/// Says what key an issuer is to have, for the same secret of tags, or what controller, or both. It can be
		/// confirmed after `change_delay` blocks, for as many. Until then the present key may object, and whoever
		/// proposed it, or governance, may take it back. A circuit takes the place of a circuit, and of no key.
		///
		/// Origin: governance, or signed by the issuer's controller. Emits [`Event::ChangeProposed`]. Errors:
		/// [`Error::IssuerNotFound`], [`Error::IssuerRemoved`], [`Error::NotController`],
		/// [`Error::ChangePending`], [`Error::BadKind`], [`Error::IssuerUnchanged`].
		#[pallet::call_index(7)]
		#[pallet::weight(
			T::WeightInfo::propose_change()
				.saturating_add(Pallet::<T>::weight_of_circuit())
				.saturating_add(change.key().map_or(Weight::zero(), Pallet::<T>::weight_of_kind))
		)]
		pub fn propose_change(
			origin: OriginFor<T>,
			issuer: IssuerId,
			change: Change<T::AccountId>,
		) -> DispatchResult {
			Self::do_propose_change(Self::actor(origin)?, issuer, change)
		}

		/// Makes a change that was proposed, when its time has come. From then on the old key's tickets count for
		/// nothing. A pause for a key that was reported, or for an objection, is over.
		///
		/// Origin: governance; or, unless the key has objected, signed by the issuer's controller, or by the new
		/// one where that changes. Emits [`Event::ChangeConfirmed`]. Errors:
		/// [`Error::IssuerNotFound`], [`Error::IssuerRemoved`], [`Error::NoChange`],
		/// [`Error::NotController`], [`Error::ChangeDisputed`], [`Error::ChangeTooSoon`],
		/// [`Error::ChangeLapsed`].
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::confirm_change().saturating_add(Pallet::<T>::weight_of_circuit()))]
		pub fn confirm_change(origin: OriginFor<T>, issuer: IssuerId) -> DispatchResult {
			Self::do_confirm_change(Self::actor(origin)?, issuer)
		}

		/// Takes back a change that was proposed and not objected to.
		///
		/// Origin: governance; or signed by the issuer's controller, unless governance proposed it. Emits
		/// [`Event::ChangeCancelled`]. Errors: [`Error::IssuerNotFound`], [`Error::IssuerRemoved`],
		/// [`Error::NoChange`], [`Error::NotController`], [`Error::ChangeDisputed`].
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::cancel_change().saturating_add(Pallet::<T>::weight_of_circuit()))]
		pub fn cancel_change(origin: OriginFor<T>, issuer: IssuerId) -> DispatchResult {
			Self::do_cancel_change(Self::actor(origin)?, issuer)
		}

		/// Brings the word of an issuer's key against a change: its signature over
		/// [`crate::words::objection`]. The issuer is paused until governance has decided: it resumes the issuer
		/// without the change, or confirms that.
		///
		/// Origin: signed by anyone. Emits [`Event::IssuerPaused`]. Errors: [`Error::IssuerNotFound`],
		/// [`Error::IssuerRemoved`], [`Error::NoChange`], [`Error::ChangeDisputed`],
		/// [`Error::BadSignature`].
		#[pallet::call_index(19)]
		#[pallet::weight(T::WeightInfo::object_to_change())]
		pub fn object_to_change(
			origin: OriginFor<T>,
			issuer: IssuerId,
			signature: MultiSignature,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_object_to_change(issuer, &signature)
		}

		/// Enrols a new person by a quorum's tickets, with a proof of knowledge of the commitment's
		/// secret ([`crate::knowledge`]) whose message is [`crate::words::enrol_message`] of the
		/// tickets.
		///
		/// Origin: anyone, unsigned: the tickets authorise it. Emits [`Event::Enrolled`].
		/// Errors: [`Error::Refused`].
		#[pallet::call_index(10)]
		#[pallet::weight((T::WeightInfo::enrol(tickets.len() as u32), DispatchClass::Operational))]
		#[pallet::authorize(|_, tickets, proof| authorized(Self::verify_enrol(tickets, proof)))]
		#[pallet::weight_of_authorize(Pallet::<T>::weight_of_tickets(tickets))]
		pub fn enrol(
			origin: OriginFor<T>,
			tickets: Tickets<T>,
			proof: Box<SemaphoreProof>,
		) -> DispatchResult {
			ensure_authorized(origin)?;
			Self::do_enrol(tickets, &proof)
		}

		/// Renews a live person's admission by a full quorum: every tag is the person's, or
		/// nobody's at an issuer that has none of the person's; at least one is the person's. The
		/// proof of knowledge is of the commitment that the person has, and its message is
		/// [`crate::words::renew_message`].
		///
		/// Only in the last third of the admission's time, or by other issuers than it rests on; and
		/// not until `rotation_cooldown` blocks have passed since the admission.
		///
		/// Origin: anyone, unsigned: the tickets and the current identity authorise it. Emits
		/// [`Event::Renewed`]. Errors: [`Error::Refused`].
		#[pallet::call_index(11)]
		#[pallet::weight((T::WeightInfo::renew(tickets.len() as u32), DispatchClass::Operational))]
		#[pallet::authorize(|_, person, tickets, proof| {
			authorized(Self::verify_renew(*person, tickets, proof))
		})]
		#[pallet::weight_of_authorize(Pallet::<T>::weight_of_tickets(tickets))]
		pub fn renew(
			origin: OriginFor<T>,
			person: PersonId,
			tickets: Tickets<T>,
			proof: Box<SemaphoreProof>,
		) -> DispatchResult {
			ensure_authorized(origin)?;
			Self::do_renew(person, tickets, &proof)
		}

		/// Puts a new commitment in the place of an active person's, from an epoch to come.
		///
		/// Both proofs are proofs of knowledge, in the scope [`crate::words::rotation_scope`] of
		/// the person and its rotations: `current` of the commitment that the person has, with
		/// [`crate::words::rotation_message`] of the new one as its message, and `proof` of the new
		/// one, with the same message. A recovery under way goes on.
		///
		/// Origin: anyone, unsigned: the current identity authorises it. Emits
		/// [`Event::Rotated`]. Errors: [`Error::Refused`].
		#[pallet::call_index(13)]
		#[pallet::weight((T::WeightInfo::rotate(), DispatchClass::Operational))]
		#[pallet::authorize(|_, person, commitment, current, proof| {
			authorized(Self::verify_rotate(*person, commitment, current, proof))
		})]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_rotate())]
		pub fn rotate(
			origin: OriginFor<T>,
			person: PersonId,
			commitment: Word,
			current: Box<SemaphoreProof>,
			proof: Box<SemaphoreProof>,
		) -> DispatchResult {
			ensure_authorized(origin)?;
			Self::do_rotate(person, &commitment, &current, &proof)
		}

		/// Announces a new commitment for a person that lost its identity, by a full quorum among
		/// the tags that are the person's. It takes effect after a delay, unless it is vetoed. The
		/// proof of knowledge's message is [`crate::words::recover_message`].
		///
		/// Origin: anyone, unsigned: the tickets authorise it. Emits
		/// [`Event::RecoveryAnnounced`]. Errors: [`Error::Refused`].
		#[pallet::call_index(14)]
		#[pallet::weight((T::WeightInfo::recover(tickets.len() as u32), DispatchClass::Operational))]
		#[pallet::authorize(|_, person, tickets, proof| {
			authorized(Self::verify_recover(*person, tickets, proof))
		})]
		#[pallet::weight_of_authorize(Pallet::<T>::weight_of_tickets(tickets))]
		pub fn recover(
			origin: OriginFor<T>,
			person: PersonId,
			tickets: Tickets<T>,
			proof: Box<SemaphoreProof>,
		) -> DispatchResult {
			ensure_authorized(origin)?;
			Self::do_recover(person, tickets, &proof)
		}

		/// Vetoes a recovery by the current identity: the person ends. One of the two is a thief, and
		/// the chain cannot tell which; the human enrols anew.
		///
		/// The proof is a proof of knowledge of the person's commitment in the scope
		/// [`crate::words::veto_scope`] of the person and its recoveries, with
		/// [`crate::words::veto_message`] as its message.
		///
		/// Origin: anyone, unsigned: the current identity authorises it. Emits
		/// [`Event::RecoveryVetoed`] and [`Event::Ended`]. Errors: [`Error::Refused`].
		#[pallet::call_index(15)]
		#[pallet::weight((T::WeightInfo::veto(), DispatchClass::Operational))]
		#[pallet::authorize(|_, person, proof| authorized(Self::verify_veto(*person, proof)))]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_veto())]
		pub fn veto(
			origin: OriginFor<T>,
			person: PersonId,
			proof: Box<SemaphoreProof>,
		) -> DispatchResult {
			ensure_authorized(origin)?;
			Self::do_veto(person, &proof)
		}

		/// Withdraws an issuer's attestation, and voids all tickets with this tag that have not been
		/// used. A live person whose standing attestations weigh less than the threshold of the policy
		/// under which it was admitted ends.
		///
		/// Origin: signed by the issuer's controller. Emits [`Event::AttestationWithdrawn`], and
		/// [`Event::Ended`]. Errors: [`Error::IssuerNotFound`], [`Error::NotController`],
		/// [`Error::AttestationNotFound`].
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::withdraw())]
		pub fn withdraw(origin: OriginFor<T>, issuer: IssuerId, tag: Tag) -> DispatchResult {
			let controller = ensure_signed(origin)?;
			Self::do_withdraw(controller, issuer, tag)
		}

		/// Says that the person of a tag of an issuer's is another person's human. When issuers have said so of two
		/// live persons that would admit a person, and are more than any one of them, the younger one ends.
		///
		/// Origin: signed by the issuer's controller. Emits [`Event::MergeSupported`], and
		/// [`Event::Ended`]. Errors: [`Error::IssuerNotFound`], [`Error::IssuerRemoved`],
		/// [`Error::IssuerNotInPolicy`], [`Error::NotController`], [`Error::AttestationNotFound`],
		/// [`Error::SamePerson`], [`Error::PersonNotFound`],
		/// [`Error::PersonStatus`] unless both are live, [`Error::AlreadySupported`].
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::merge())]
		pub fn merge(
			origin: OriginFor<T>,
			issuer: IssuerId,
			tag: Tag,
			other: PersonId,
		) -> DispatchResult {
			let controller = ensure_signed(origin)?;
			Self::do_merge(controller, issuer, tag, other)
		}

		/// Ends a person whose time, or whose policy's, is over. The chain does so by itself, a little later.
		///
		/// Origin: signed by anyone. Emits [`Event::Ended`]. Errors:
		/// [`Error::PersonNotFound`], [`Error::PersonStatus`], [`Error::NotExpired`].
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::expire())]
		pub fn expire(origin: OriginFor<T>, person: PersonId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_expire(person)
		}

		/// Makes a call as a person.
		///
		/// The proof is one of membership in the People tree at [`PERSON_DEPTH`], under the root of
		/// the scope's epoch, in the scope [`crate::words::scope_word`], with
		/// [`crate::words::act_message`] of attempt and call as its message. Its nullifier is the alias.
		///
		/// In a scope that a pallet opened, an act is what that pallet would take: nothing else uses
		/// a slot.
		///
		/// A quota scope is spent whether or not the call succeeds. An application scope is spent
		/// when it succeeds, or when it has failed [`MAX_ATTEMPTS`] times. Its slot is used by the
		/// first attempt, and never given back. `attempt` counts those that have failed, from 0: as
		/// the proof's message names it, nobody but the person can try again.
		///
		/// Origin: anyone, unsigned: the proof authorises it. Emits [`Event::Acted`] with the
		/// call's outcome, and succeeds whatever that is. Errors: [`Error::Refused`].
		#[pallet::call_index(20)]
		#[pallet::weight((
			Pallet::<T>::weight_of_act(call).saturating_add(call.get_dispatch_info().call_weight),
			DispatchClass::Operational,
		))]
		#[pallet::authorize(|_, scope, attempt, proof, call| {
			authorized(Self::verify_act(scope, *attempt, proof, call))
		})]
		#[pallet::weight_of_authorize(Pallet::<T>::weight_of_verify_act(call))]
		pub fn act_as(
			origin: OriginFor<T>,
			scope: PersonScope,
			attempt: u8,
			proof: Box<SemaphoreProof>,
			call: Box<<T as Config>::RuntimeCall>,
		) -> DispatchResultWithPostInfo {
			ensure_authorized(origin)?;
			Self::do_act(scope, attempt, &proof, *call)
		}

		/// Lets an account act as an alias until the epoch ends, by [`Pallet::as_alias`].
		///
		/// The proof is as in [`Pallet::act_as`], in the epoch's session scope, with
		/// [`crate::words::session_message`] of the account as its message. `consent` is the
		/// account's signature over [`crate::words::session_consent`].
		///
		/// Origin: anyone, unsigned: the proof authorises it. Emits [`Event::SessionOpened`].
		/// Errors: [`Error::Refused`].
		#[pallet::call_index(21)]
		#[pallet::weight((T::WeightInfo::open_session(), DispatchClass::Operational))]
		#[pallet::authorize(|_, epoch, proof, account, consent| {
			authorized(Self::verify_session(*epoch, proof, account, consent))
		})]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_session())]
		pub fn open_session(
			origin: OriginFor<T>,
			epoch: Epoch,
			proof: Box<SemaphoreProof>,
			account: T::AccountId,
			consent: MultiSignature,
		) -> DispatchResult {
			ensure_authorized(origin)?;
			let _ = consent;
			Self::do_open_session(epoch, &proof, account)
		}

		/// Makes a call as the alias to which the account is bound in the present epoch. It costs
		/// nothing while the session has acts left; an act is used whether or not the call succeeds.
		///
		/// The epoch is named because an account without funds starts its nonces anew with each
		/// session: nothing that it signed in one can be sent again in another.
		///
		/// Origin: signed by an account with a session. Emits [`Event::Acted`] with the call's
		/// outcome. Errors: [`Error::NoSession`], [`Error::NoActsLeft`],
		/// [`Error::CallNotAllowed`], [`Error::CallTooHeavy`], [`Error::CallTooLong`].
		#[pallet::call_index(22)]
		#[pallet::weight((
			T::WeightInfo::as_alias().saturating_add(call.get_dispatch_info().call_weight),
			DispatchClass::Operational,
		))]
		#[pallet::feeless_if(
			|origin: &OriginFor<T>, epoch: &Epoch, call: &Box<<T as Config>::RuntimeCall>| -> bool {
				Pallet::<T>::is_free(origin, *epoch, call)
			}
		)]
		pub fn as_alias(
			origin: OriginFor<T>,
			epoch: Epoch,
			call: Box<<T as Config>::RuntimeCall>,
		) -> DispatchResultWithPostInfo {
			let account = ensure_signed(origin)?;
			Self::do_as_alias(account, epoch, *call)
		}

		/// Says something as a person: the hash of a statement, for whoever knows its text. Said
		/// once in a quota or application scope. In an application scope it is kept as long as the
		/// nullifier is, and can be asked for.
		///
		/// Origin: a person, in any scope. Emits [`Event::Declared`].
		#[pallet::call_index(23)]
		#[pallet::weight(T::WeightInfo::declare())]
		pub fn declare(origin: OriginFor<T>, statement: [u8; 32]) -> DispatchResult {
			let (scope, alias) = EnsurePerson::<T>::ensure_origin(origin)?;
			if let PersonScope::Application { scope, topic } = scope {
				Self::keep_declaration(scope, alias, Declaration { topic, statement });
			}
			Self::deposit_event(Event::Declared { scope, alias, statement });
			Ok(())
		}

		/// Opens an application scope of one's own, for [`Pallet::declare`]. The price of the slots
		/// is held, and so is a deposit. A person acts in it once; with [`Slots::Acts`], once on each
		/// topic, so that one person alone can use up all slots.
		///
		/// Origin: signed. Emits [`Event::ScopeOpened`]. Errors: [`Error::ElectorateTooSmall`],
		/// [`Error::BadUntil`], [`Error::NoSlots`],
		/// [`Error::NoScopeIdLeft`], or that of the hold.
		#[pallet::call_index(24)]
		#[pallet::weight(T::WeightInfo::open_scope())]
		pub fn open_scope(
			origin: OriginFor<T>,
			slots: Slots,
			least_electorate: u32,
			until: BlockNumberFor<T>,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_open_scope(
				Some(owner.clone()),
				Some(owner),
				false,
				slots,
				least_electorate,
				until,
			)
			.map(|_: OpenedScope| ())
		}

		/// Closes an application scope that an account opened: the price of used slots is burnt,
		/// everything else returned.
		///
		/// Origin: signed by the scope's owner, or by anyone once its last block has passed. Emits
		/// [`Event::ScopeClosed`]. Errors: [`Error::ScopeNotFound`], [`Error::NotScopeOwner`].
		#[pallet::call_index(25)]
		#[pallet::weight(T::WeightInfo::close_scope())]
		pub fn close_scope(origin: OriginFor<T>, scope: ScopeId) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			Self::do_close_own_scope(caller, scope)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Sweeps what is over, places newcomers, and ends the epoch when its time has come: within the
		/// weight that is left, and no more than the configured shares. What the end of an epoch takes is set
		/// aside first.
		fn on_poll(now: BlockNumberFor<T>, weight: &mut WeightMeter) {
			let end = T::WeightInfo::poll_epoch().saturating_add(T::WeightInfo::end_epoch());
			let mut before = WeightMeter::with_limit(weight.remaining().saturating_sub(end));
			Self::poll_sweep(now, &mut before);
			Self::poll_newcomers(&mut before);
			weight.consume(before.consumed());
			Self::poll_epoch(now, weight);
		}

		/// Sweeps some more, where the block's transactions have left weight for it.
		fn on_idle(now: BlockNumberFor<T>, left: Weight) -> Weight {
			let mut meter = WeightMeter::with_limit(left.min(T::MaxIdleSweepWeight::get()));
			Self::sweep(now, &mut meter);
			meter.consumed()
		}

		fn integrity_test() {
			Self::check_constants();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	impl<T: Config> Pallet<T> {
		/// Governance, or an account that has to be a controller.
		fn actor(origin: OriginFor<T>) -> Result<Actor<T::AccountId>, DispatchError> {
			match T::GovernanceOrigin::try_origin(origin) {
				Ok(_) => Ok(Actor::Governance),
				Err(origin) => Ok(Actor::Account(ensure_signed(origin)?)),
			}
		}
	}

	/// A page's nodes.
	pub type PageNodes = BoundedVec<FieldElement, ConstU32<{ NODES_PER_PAGE as u32 }>>;

	/// Some nodes of a page, each with its place in a full one.
	pub type NodesOfPage = BoundedVec<(u8, FieldElement), ConstU32<{ NODES_PER_PAGE as u32 }>>;
}
