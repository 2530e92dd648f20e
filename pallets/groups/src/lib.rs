//! # Groups
//!
//! Semaphore v4 groups: anyone may open one, its admin adds, replaces and removes identity
//! commitments, and a member proves membership without saying which member it is. A proof carries
//! a nullifier that is the same each time one identity acts in one scope, so it is accepted once.
//!
//! - The tree is kept whole, in pages. A call names a leaf by its index and never brings a Merkle
//!   path, so two removals in one block do not invalidate each other.
//! - A group has one root per block: the one with which the block ended. It is accepted from the
//!   next block on while it is current, and for `root_duration` blocks from the one in which it was
//!   superseded. What has expired or was revoked never comes back, unless the tree itself does.
//! - With instant revocation on, removing or replacing a member kills all earlier roots in the
//!   same call.
//! - The admin's deposit grows with the tree and is returned when a closed group has been cleared.
//! - Nullifiers live as long as their group does, which may be for ever. Whoever submits a proof pays
//!   for the bytes of its nullifier, and that is burnt. The storage of roots is paid for by the fee:
//!   those that are no longer accepted are forgotten at the group's next change.
//!
//! Any call may also fail with [`Error::GroupNotFound`], [`Error::GroupClosing`] and, where it is
//! the admin's alone, [`Error::NotAdmin`]; [`Error::TreeCorrupt`] would tell of a broken database.
//!
//! A commitment is any non-zero field element: the pallet cannot know whether somebody holds its
//! secret, nor that it is no inner node of a tree. Where one leaf must mean one human, more is
//! needed than a group.
//!
//! Proofs are those of `@semaphore-protocol/proof` 4.14 with the 4.13.0 circuits, unchanged.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod batch;
#[cfg(any(feature = "runtime-benchmarks", test))]
mod benchmark_proofs;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
mod dispatchable_impls;
#[cfg(test)]
mod mock;
mod payment;
mod proofs;
mod reads;
mod roots;
#[cfg(test)]
mod tests;
mod tree;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::{Group, PageKey, MEMBER_BYTES, NULLIFIER_BYTES};
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
	use census_lean_imt::NODES_PER_PAGE;
	use census_primitives::{GroupId, ProofRefusal, VerifyError};
	use census_zk_types::{FieldElement, SemaphoreProof, Word};
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible::Mutate, Consideration, Footprint},
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
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// The reason under which deposits are held.
		type RuntimeHoldReason: From<HoldReason>;

		/// The chain's token.
		type Currency: Mutate<Self::AccountId>;

		/// The deposit that a group's admin makes for its storage: for the group itself, and for
		/// [`MEMBER_BYTES`] a leaf.
		type Consideration: Consideration<Self::AccountId, Footprint>;

		/// The price of what stays in state for ever: of [`NULLIFIER_BYTES`] for each nullifier. It is
		/// burnt.
		type PermanentPrice: Convert<Footprint, BalanceOf<Self>>;

		/// For how many blocks a superseded root is accepted where a group names no duration.
		#[pallet::constant]
		type DefaultRootDuration: Get<BlockNumberFor<Self>>;

		/// The longest root duration, in blocks. It bounds the root history of a group.
		#[pallet::constant]
		type MaxRootDuration: Get<BlockNumberFor<Self>>;

		/// The most members that one call adds.
		#[pallet::constant]
		type MaxBatch: Get<u32>;

		/// The most proofs in one call.
		#[pallet::constant]
		type MaxProofs: Get<u32>;

		/// The measured weights.
		type WeightInfo: WeightInfo;
	}

	#[pallet::extra_constants]
	impl<T: Config> Pallet<T> {
		/// What a proof costs its submitter besides the fee, if it is accepted. It is burnt.
		#[pallet::constant_name(NullifierPrice)]
		pub fn nullifier_price() -> BalanceOf<T> {
			T::PermanentPrice::convert(Footprint::from_parts(1, NULLIFIER_BYTES as usize))
		}
	}

	/// Why this pallet holds funds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit for a group's storage.
		GroupDeposit,
	}

	/// The number of the next group.
	#[pallet::storage]
	pub type NextGroupId<T> = StorageValue<_, GroupId, ValueQuery>;

	/// The groups.
	#[pallet::storage]
	pub type Groups<T: Config> = StorageMap<_, Twox64Concat, GroupId, Group<T>>;

	/// The groups' trees, in pages of five levels: a page's place, then its nodes.
	#[pallet::storage]
	pub type Pages<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		GroupId,
		Twox64Concat,
		PageKey,
		BoundedVec<FieldElement, ConstU32<{ NODES_PER_PAGE as u32 }>>,
	>;

	/// At which leaf a commitment stands in its group.
	#[pallet::storage]
	pub type Members<T: Config> =
		StorageDoubleMap<_, Twox64Concat, GroupId, Blake2_128Concat, FieldElement, u32>;

	/// The nullifiers that were used in a group.
	#[pallet::storage]
	pub type Nullifiers<T: Config> =
		StorageDoubleMap<_, Twox64Concat, GroupId, Blake2_128Concat, FieldElement, ()>;

	/// The block in which a root of a group was superseded, the latest one where it was so twice.
	#[pallet::storage]
	pub type SupersededRoots<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		GroupId,
		Blake2_128Concat,
		FieldElement,
		BlockNumberFor<T>,
	>;

	/// The superseded roots in order, with the block in which each was superseded.
	#[pallet::storage]
	pub type RootHistory<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		GroupId,
		Twox64Concat,
		u32,
		(FieldElement, BlockNumberFor<T>),
	>;

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A group was opened.
		GroupCreated {
			/// Its number.
			group: GroupId,
			/// Who may change it.
			admin: T::AccountId,
		},
		/// A group was offered to another account, or the offer was withdrawn.
		GroupAdminPending {
			/// The group.
			group: GroupId,
			/// To whom; `None` if the offer was withdrawn.
			new_admin: Option<T::AccountId>,
		},
		/// A group passed to the account to which it had been offered.
		GroupAdminUpdated {
			/// The group.
			group: GroupId,
			/// Who had it.
			old_admin: T::AccountId,
			/// Who has it now.
			new_admin: T::AccountId,
		},
		/// How long a group's superseded roots are accepted has changed.
		RootDurationUpdated {
			/// The group.
			group: GroupId,
			/// Blocks, before.
			old_duration: BlockNumberFor<T>,
			/// Blocks, from now on.
			new_duration: BlockNumberFor<T>,
		},
		/// Whether a removal kills a group's earlier roots has changed.
		InstantRevocationSet {
			/// The group.
			group: GroupId,
			/// Whether it does.
			enabled: bool,
		},
		/// A member was added.
		MemberAdded {
			/// The group.
			group: GroupId,
			/// The member's leaf.
			index: u32,
			/// The member.
			identity_commitment: FieldElement,
			/// The group's root with it.
			root: FieldElement,
		},
		/// Members were added, in the call's order.
		MembersAdded {
			/// The group.
			group: GroupId,
			/// The first one's leaf.
			start_index: u32,
			/// How many.
			count: u32,
			/// The group's root with all of them.
			root: FieldElement,
		},
		/// A member was replaced by another.
		MemberUpdated {
			/// The group.
			group: GroupId,
			/// Their leaf.
			index: u32,
			/// The member that left.
			identity_commitment: FieldElement,
			/// The member that came.
			new_identity_commitment: FieldElement,
			/// The group's root with it.
			root: FieldElement,
		},
		/// A member was removed; its leaf is 0.
		MemberRemoved {
			/// The group.
			group: GroupId,
			/// The leaf.
			index: u32,
			/// The member.
			identity_commitment: FieldElement,
			/// The group's root without it.
			root: FieldElement,
		},
		/// A proof was accepted, and its nullifier used.
		ProofValidated {
			/// The group.
			group: GroupId,
			/// The circuit's depth.
			merkle_tree_depth: u8,
			/// The root under which it was proven.
			merkle_tree_root: FieldElement,
			/// The nullifier.
			nullifier: FieldElement,
			/// The message, before it is hashed into the field.
			message: Word,
			/// The scope, before it is hashed into the field.
			scope: Word,
		},
		/// A proof of a batch was refused.
		ProofRefused {
			/// The group.
			group: GroupId,
			/// The proof's place in the batch.
			index: u32,
			/// Why.
			refusal: ProofRefusal,
		},
		/// A group was closed: it accepts nothing any more.
		GroupClosed {
			/// The group.
			group: GroupId,
		},
		/// A closed group's storage is gone, and its deposit back with its admin.
		GroupCleared {
			/// The group.
			group: GroupId,
		},
	}

	/// Why a call was refused. A refused call changes nothing.
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such group.
		GroupNotFound,
		/// The group is closed.
		GroupClosing,
		/// The group is not closed.
		GroupNotClosing,
		/// Only the group's admin may do this.
		NotAdmin,
		/// The group was not offered to this account.
		NotPendingAdmin,
		/// The root duration is longer than `MaxRootDuration`.
		RootDurationTooLong,
		/// The identity commitment is not below the field's modulus.
		CommitmentNotInField,
		/// The identity commitment is 0, which marks a removed member.
		CommitmentZero,
		/// The identity commitment is in the group already.
		AlreadyMember,
		/// No member stands at this index.
		NotMember,
		/// The batch is empty.
		BatchEmpty,
		/// The group's tree has no room for so many.
		GroupFull,
		/// All group numbers have been given out.
		NoGroupIdLeft,
		/// The circuit's depth is not between 1 and 32.
		DepthOutOfRange,
		/// The root is not below the field's modulus.
		RootNotInField,
		/// The nullifier is not below the field's modulus.
		NullifierNotInField,
		/// The root is 0, for which anyone can make a valid proof.
		RootZero,
		/// The group never had this root at the end of a block, or has forgotten it.
		RootUnknown,
		/// The root was superseded and its window has passed.
		RootExpired,
		/// The root was current before a removal that revoked all earlier roots.
		RootRevoked,
		/// The nullifier was used before: this identity has acted in this scope.
		NullifierUsed,
		/// The scope is one in which persons act; it belongs to no group.
		ScopeReserved,
		/// A coordinate is not below the curve's base field modulus.
		CoordinateNotInField,
		/// A point is the point at infinity.
		PointAtInfinity,
		/// A point is not on its curve.
		PointNotOnCurve,
		/// The proof's `B` is not in the prime-order subgroup.
		PointNotInSubgroup,
		/// The points are well-formed, but prove nothing about these public signals.
		ProofInvalid,
		/// The submitter cannot pay the price of the nullifier and live on.
		NullifierUnpaid,
		/// The group has taken as many proofs as can be counted.
		NullifiersFull,
		/// A limit of 0 would clear nothing.
		LimitZero,
		/// The stored tree does not fit the group: a defect of the chain, not of the call.
		TreeCorrupt,
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

	impl<T> From<ProofRefusal> for Error<T> {
		fn from(refusal: ProofRefusal) -> Self {
			match refusal {
				ProofRefusal::GroupNotFound => Self::GroupNotFound,
				ProofRefusal::GroupClosing => Self::GroupClosing,
				ProofRefusal::DepthOutOfRange => Self::DepthOutOfRange,
				ProofRefusal::RootNotInField => Self::RootNotInField,
				ProofRefusal::NullifierNotInField => Self::NullifierNotInField,
				ProofRefusal::RootZero => Self::RootZero,
				ProofRefusal::RootUnknown => Self::RootUnknown,
				ProofRefusal::RootExpired => Self::RootExpired,
				ProofRefusal::RootRevoked => Self::RootRevoked,
				ProofRefusal::NullifierUsed => Self::NullifierUsed,
				ProofRefusal::ScopeReserved => Self::ScopeReserved,
				ProofRefusal::Verifier(error) => error.into(),
				ProofRefusal::NullifierUnpaid => Self::NullifierUnpaid,
			}
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Opens a group without members. The caller becomes its admin and makes its deposit.
		///
		/// - `root_duration`: for how many blocks a root is accepted after it was superseded; the
		///   runtime's default where it is `None`.
		/// - `instant_revocation`: whether removing or replacing a member kills all earlier roots.
		///
		/// Origin: signed. Emits [`Event::GroupCreated`].
		/// Errors: [`Error::RootDurationTooLong`], [`Error::NoGroupIdLeft`], or that of the deposit.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::create_group())]
		pub fn create_group(
			origin: OriginFor<T>,
			root_duration: Option<BlockNumberFor<T>>,
			instant_revocation: bool,
		) -> DispatchResult {
			let admin = ensure_signed(origin)?;
			Self::do_create_group(admin, root_duration, instant_revocation)
		}

		/// Adds a member. The admin's deposit grows by one leaf.
		///
		/// Origin: signed by the admin. Emits [`Event::MemberAdded`].
		/// Errors: [`Error::CommitmentNotInField`], [`Error::CommitmentZero`],
		/// [`Error::AlreadyMember`], [`Error::GroupFull`], or that of the deposit.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::add_member())]
		pub fn add_member(
			origin: OriginFor<T>,
			group: GroupId,
			identity_commitment: Word,
		) -> DispatchResult {
			let admin = ensure_signed(origin)?;
			Self::do_add_member(admin, group, identity_commitment)
		}

		/// Adds members, all or none: the first one that cannot be added refuses the whole call.
		/// The admin's deposit grows by so many leaves.
		///
		/// Origin: signed by the admin. Emits [`Event::MembersAdded`].
		/// Errors: [`Error::BatchEmpty`] and those of [`Pallet::add_member`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::add_members(identity_commitments.len() as u32))]
		pub fn add_members(
			origin: OriginFor<T>,
			group: GroupId,
			identity_commitments: BoundedVec<Word, T::MaxBatch>,
		) -> DispatchResult {
			let admin = ensure_signed(origin)?;
			Self::do_add_members(admin, group, identity_commitments.into_inner())
		}

		/// Puts another member in the place of the one at leaf `index`.
		///
		/// Origin: signed by the admin. Emits [`Event::MemberUpdated`].
		/// Errors: [`Error::NotMember`], [`Error::CommitmentNotInField`],
		/// [`Error::CommitmentZero`], [`Error::AlreadyMember`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::update_member())]
		pub fn update_member(
			origin: OriginFor<T>,
			group: GroupId,
			index: u32,
			new_identity_commitment: Word,
		) -> DispatchResult {
			let admin = ensure_signed(origin)?;
			Self::do_update_member(admin, group, index, new_identity_commitment)
		}

		/// Removes the member at leaf `index`. The leaf stays, as 0, and keeps its deposit.
		///
		/// Origin: signed by the admin. Emits [`Event::MemberRemoved`].
		/// Errors: [`Error::NotMember`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::remove_member())]
		pub fn remove_member(origin: OriginFor<T>, group: GroupId, index: u32) -> DispatchResult {
			let admin = ensure_signed(origin)?;
			Self::do_remove_member(admin, group, index)
		}

		/// Offers the group to another account, or withdraws the offer with `None`. A later offer
		/// replaces an earlier one, and an addition withdraws it: the deposit would be another.
		///
		/// Origin: signed by the admin. Emits [`Event::GroupAdminPending`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::update_group_admin())]
		pub fn update_group_admin(
			origin: OriginFor<T>,
			group: GroupId,
			new_admin: Option<T::AccountId>,
		) -> DispatchResult {
			let admin = ensure_signed(origin)?;
			Self::do_update_group_admin(admin, group, new_admin)
		}

		/// Takes over a group that was offered: the caller becomes its admin and makes its
		/// deposit, and the former admin's deposit is returned.
		///
		/// Origin: signed by the account to which it was offered. Emits
		/// [`Event::GroupAdminUpdated`]. Errors: [`Error::NotPendingAdmin`], or that of the
		/// deposit.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::accept_group_admin())]
		pub fn accept_group_admin(origin: OriginFor<T>, group: GroupId) -> DispatchResult {
			let new_admin = ensure_signed(origin)?;
			Self::do_accept_group_admin(new_admin, group)
		}

		/// Sets for how many blocks a root is accepted after it was superseded.
		///
		/// It holds at once for roots superseded earlier too, but a root that has expired under
		/// any duration the group ever had stays expired.
		///
		/// Origin: signed by the admin. Emits [`Event::RootDurationUpdated`].
		/// Errors: [`Error::RootDurationTooLong`].
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::update_root_duration())]
		pub fn update_root_duration(
			origin: OriginFor<T>,
			group: GroupId,
			root_duration: BlockNumberFor<T>,
		) -> DispatchResult {
			let admin = ensure_signed(origin)?;
			Self::do_update_root_duration(admin, group, root_duration)
		}

		/// Sets whether removing or replacing a member kills all earlier roots at once. It changes
		/// nothing for removals made before.
		///
		/// Origin: signed by the admin. Emits [`Event::InstantRevocationSet`].
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::set_instant_revocation())]
		pub fn set_instant_revocation(
			origin: OriginFor<T>,
			group: GroupId,
			enabled: bool,
		) -> DispatchResult {
			let admin = ensure_signed(origin)?;
			Self::do_set_instant_revocation(admin, group, enabled)
		}

		/// Accepts a proof of membership and uses up its nullifier. The caller pays for the bytes that
		/// the nullifier takes for ever; a proof that is refused costs no more than the fee.
		///
		/// Origin: signed by anyone. Emits [`Event::ProofValidated`].
		/// Errors: [`Error::DepthOutOfRange`], [`Error::RootNotInField`],
		/// [`Error::NullifierNotInField`], [`Error::RootZero`], [`Error::RootUnknown`],
		/// [`Error::RootExpired`], [`Error::RootRevoked`], [`Error::NullifierUsed`],
		/// [`Error::ScopeReserved`], [`Error::CoordinateNotInField`], [`Error::PointAtInfinity`],
		/// [`Error::PointNotOnCurve`], [`Error::PointNotInSubgroup`], [`Error::ProofInvalid`],
		/// [`Error::NullifierUnpaid`], [`Error::NullifiersFull`].
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::validate_proof())]
		pub fn validate_proof(
			origin: OriginFor<T>,
			group: GroupId,
			proof: Box<SemaphoreProof>,
		) -> DispatchResult {
			let submitter = ensure_signed(origin)?;
			Self::do_validate_proof(submitter, group, *proof)
		}

		/// Closes the group for ever: no proof is accepted and nothing can be changed any more.
		/// The deposit is returned when [`Pallet::clear_group`] has removed the group's storage.
		///
		/// Origin: signed by the admin. Emits [`Event::GroupClosed`].
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::close_group())]
		pub fn close_group(origin: OriginFor<T>, group: GroupId) -> DispatchResult {
			let admin = ensure_signed(origin)?;
			Self::do_close_group(admin, group)
		}

		/// Removes up to `limit` leaves, roots and nullifiers of a closed group. The call that removes
		/// the last of them removes the group and returns the deposit to its admin.
		///
		/// The weight of what was not removed is given back.
		///
		/// Origin: signed by anyone. Emits [`Event::GroupCleared`] at the end.
		/// Errors: [`Error::GroupNotClosing`], [`Error::LimitZero`].
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::clear_group(*limit))]
		pub fn clear_group(
			origin: OriginFor<T>,
			group: GroupId,
			limit: u32,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_clear_group(group, limit)
		}

		/// Does what [`Pallet::validate_proof`] does for many proofs of membership in one group, in
		/// less time. Each stands for itself: those that hold use up their nullifiers, and for each of
		/// the others an event tells its place in the batch and why it was refused. Of two with one
		/// nullifier, the second is refused.
		///
		/// The caller pays for them in order. Where its funds end, those behind that would have been
		/// accepted are refused as [`ProofRefusal::NullifierUnpaid`]. If it cannot pay for one, none is
		/// verified, and all that nothing cheaper refuses are refused so.
		///
		/// Proofs for one circuit depth are verified together. The call weighs what it takes if one of
		/// each depth does not hold and those behind it are verified one by one. For depths where none
		/// has to be, the difference is given back.
		///
		/// Origin: signed by anyone. Emits [`Event::ProofValidated`] for each proof that holds, in
		/// order, then [`Event::ProofRefused`] for each other, in order.
		/// Errors: [`Error::BatchEmpty`], [`Error::NullifiersFull`].
		#[pallet::call_index(12)]
		#[pallet::weight(weights::batch::<T>(proofs))]
		pub fn validate_proofs(
			origin: OriginFor<T>,
			group: GroupId,
			proofs: BoundedVec<SemaphoreProof, T::MaxProofs>,
		) -> DispatchResultWithPostInfo {
			let submitter = ensure_signed(origin)?;
			Self::do_validate_proofs(submitter, group, proofs.into_inner())
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				T::MaxBatch::get() as usize <= census_lean_imt::MAX_BATCH,
				"a tree takes no batch so large"
			);
			assert!(
				T::DefaultRootDuration::get() <= T::MaxRootDuration::get(),
				"the default root duration is longer than the longest"
			);
			assert!(T::MaxProofs::get() > 0, "a batch of no proofs is refused");
			assert!(
				T::MaxProofs::get() as usize <= census_zk_host::MAX_PROOFS,
				"so many proofs are not verified together"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
