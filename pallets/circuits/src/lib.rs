//! # Circuits
//!
//! Verifying keys of any Groth16 circuit over BN254, each validated once, and proofs verified
//! against them by the node itself.
//!
//! A circuit is a verifying key with a name for each public input, a commitment to the program or
//! model that it stands for, the hash of its set-up's transcript and the version of the verifier.
//! Its id is the hash of all that ([`Definition::id`]): nothing about a circuit can change, and
//! anyone can tell its id before it is registered.
//!
//! # States
//! ```text
//!              activate              deprecate
//!  Proposed ──────────────▶ Active ──────────────▶ Deprecated
//!     │                        │                        │
//!     └────────────────────────┴────── revoke ──────────┴──▶ Revoked
//! ```
//!
//! | state | verifies | may be held | may be removed | who moves a circuit here |
//! | --- | --- | --- | --- | --- |
//! | Proposed | no | no | yes | its registrant, registering it |
//! | Active | yes | yes | no | its registrant |
//! | Deprecated | yes | no | when nobody holds it | its registrant |
//! | Revoked | no | no | when nobody holds it | governance |
//!
//! No way leads back. A registrant can end the taking of new users, and can take nothing from
//! those who came before; only governance can. It bars a *key*, by its hash, for ever: from the same
//! call on every circuit with that key verifies nothing, whoever holds it and whatever its names,
//! and none can be registered. It need not be registered for that, and to remove it beforehand saves
//! nothing. What an id stands for is no ground to bar it: who relies on a circuit names its id.
//!
//! A circuit that was removed may be registered anew by anyone unless its key is barred. That harms
//! nobody: it was in nobody's use, the id determines everything about it but its registrant, and a
//! registrant has no power over a circuit's users. Whoever finds an id taken by a registrant who
//! does not activate it, gets another id for the same key by another name for an input.
//!
//! # Statements
//! [`Pallet::submit_proof`] verifies a proof and records the hash of what it proves, *this circuit
//! accepts these inputs* ([`statement_hash`]), at a deposit that the submitter gets back on removing
//! the record. A record tells nothing false after its circuit was removed, for its id determines the
//! key; but one under a key that is barred counts for nothing ([`Pallet::proven`]).
//!
//! # What is not promised
//! The hash of a transcript proves nothing by itself, and whoever made a set-up alone can prove
//! anything under its key. Who relies on a circuit names its id, having looked at what it stands for.
//!
//! A key has many forms that take the same proofs (`alpha s` and `beta / s` in place of `alpha` and
//! `beta` is one), each with a hash of its own, and of a bad circuit there can be another set-up: to
//! bar a key ends the use of what is registered, and keeps nobody from registering the like of it.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
mod dispatchable_impls;
mod keys;
#[cfg(test)]
mod mock;
mod reads;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
mod types;
mod uses;
mod verification;
pub mod weights;
#[cfg(any(feature = "runtime-benchmarks", test))]
mod worst_case;

pub use pallet::*;
pub use types::{
	statement_hash, Circuit, CircuitStatus, Claim, ClaimRefusal, Definition, Hash32, InputName,
	Inputs, KeyBytes, Layout, Stage, Statement, MAX_INPUTS, MAX_KEY_BYTES, MAX_NAME_BYTES,
	VERIFIER,
};
pub use weights::WeightInfo;

use frame_system::pallet_prelude::BlockNumberFor;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::boxed::Box;
	use census_primitives::{CircuitId, CircuitRefusal, VerifyError};
	use census_zk_types::Points;
	use frame_support::{
		pallet_prelude::*,
		traits::{Consideration, Footprint},
	};
	use frame_system::pallet_prelude::*;

	/// The version of this pallet's storage.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the pallet needs of the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// The reasons under which deposits are held.
		type RuntimeHoldReason: From<HoldReason>;

		/// The deposit that a registrant makes for a circuit: one item, of so many bytes.
		type CircuitConsideration: Consideration<Self::AccountId, Footprint>;

		/// The deposit that a submitter makes for the record of a statement: one item, of so many
		/// bytes.
		type StatementConsideration: Consideration<Self::AccountId, Footprint>;

		/// Who may bar keys.
		type RevokeOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The most proofs in one call.
		#[pallet::constant]
		type MaxBatch: Get<u32>;

		/// The measured weights.
		type WeightInfo: WeightInfo;
	}

	/// Why this pallet holds funds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit for a circuit.
		CircuitDeposit,
		/// The deposit for the record of a statement.
		StatementDeposit,
	}

	/// The circuits, but for their keys and what is declared about them.
	// The keys of this pallet's maps are hashes: they spread by themselves.
	#[pallet::storage]
	pub type Circuits<T: Config> = StorageMap<_, Identity, CircuitId, Circuit<T>>;

	/// The circuits' verifying keys.
	#[pallet::storage]
	pub type Keys<T: Config> = StorageMap<_, Identity, CircuitId, KeyBytes>;

	/// What is declared about the circuits.
	#[pallet::storage]
	pub type Layouts<T: Config> = StorageMap<_, Identity, CircuitId, Layout>;

	/// The keys that governance has barred for ever, by their hash.
	#[pallet::storage]
	pub type RevokedKeys<T: Config> = StorageMap<_, Identity, Hash32, ()>;

	/// The statements that were proven, by their hash.
	#[pallet::storage]
	pub type Statements<T: Config> = StorageMap<_, Identity, Hash32, Statement<T>>;

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A circuit was registered. It takes no proofs before it is activated.
		CircuitRegistered {
			/// The circuit.
			circuit: CircuitId,
			/// Who may activate, deprecate and remove it.
			registrant: T::AccountId,
		},
		/// A circuit takes proofs from now on, and may be held.
		CircuitActivated {
			/// The circuit.
			circuit: CircuitId,
		},
		/// A circuit can be held by nobody else. It goes on verifying.
		CircuitDeprecated {
			/// The circuit.
			circuit: CircuitId,
		},
		/// A key is barred for ever: its circuits verify nothing any more.
		KeyRevoked {
			/// The hash of the key, registered or not.
			key_hash: Hash32,
		},
		/// A circuit is gone, and its deposit back with its registrant.
		CircuitRemoved {
			/// The circuit.
			circuit: CircuitId,
		},
		/// A proof was verified, and what it proves recorded.
		StatementProven {
			/// The circuit.
			circuit: CircuitId,
			/// The hash of circuit and inputs.
			statement: Hash32,
			/// Who holds the record's deposit and may remove it.
			submitter: T::AccountId,
		},
		/// A proof of a batch was refused.
		ProofRefused {
			/// The circuit.
			circuit: CircuitId,
			/// The claim's place in the batch.
			index: u32,
			/// Why.
			refusal: ClaimRefusal,
		},
		/// The record of a statement is gone, and its deposit back with its submitter.
		StatementRemoved {
			/// The statement.
			statement: Hash32,
		},
	}

	/// Why a call was refused. A refused call changes nothing.
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such circuit.
		CircuitNotFound,
		/// The circuit is not in a state in which this may be done.
		CircuitNotActive,
		/// The number of inputs is not the circuit's.
		InputCount,
		/// An input is not below the field's modulus.
		InputNotInField,
		/// A coordinate is not below the curve's base field modulus.
		CoordinateNotInField,
		/// A point is the point at infinity.
		PointAtInfinity,
		/// A point is not on its curve.
		PointNotOnCurve,
		/// The proof's `B` is not in the prime-order subgroup.
		PointNotInSubgroup,
		/// The points are well-formed, but prove nothing about these inputs.
		ProofInvalid,
		/// This chain has no verifier of that version.
		VerifierUnknown,
		/// The key's length fits no number of inputs from 0 to the most.
		KeyLength,
		/// A coordinate of the key is not below the curve's base field modulus.
		KeyCoordinateNotInField,
		/// A point of the key is the point at infinity.
		KeyPointAtInfinity,
		/// A point of the key is not on its curve.
		KeyPointNotOnCurve,
		/// A point of the key is not in the prime-order subgroup.
		KeyPointNotInSubgroup,
		/// Two points of the key are equal or opposite: anyone could forge proofs, or use one for
		/// other inputs.
		KeyForgeable,
		/// There are not as many names as the key has inputs.
		NameCount,
		/// A name is empty or has a character that is not visible ASCII.
		NameInvalid,
		/// Two inputs have one name.
		NameRepeated,
		/// The same definition is registered already.
		AlreadyRegistered,
		/// The key is barred for ever.
		KeyRevoked,
		/// The circuit was activated before.
		NotProposed,
		/// Only the circuit's registrant may do this.
		NotRegistrant,
		/// The circuit is active: deprecate it first.
		CircuitActive,
		/// Somebody holds the circuit.
		CircuitInUse,
		/// The batch is empty.
		BatchEmpty,
		/// The statement is recorded already.
		StatementRecorded,
		/// There is no record of this statement.
		StatementNotFound,
		/// Only the submitter of the statement may do this.
		NotSubmitter,
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
				CircuitRefusal::InputCount => Self::InputCount,
				CircuitRefusal::InputNotInField => Self::InputNotInField,
				CircuitRefusal::Verifier(error) => error.into(),
			}
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Registers a circuit, having validated its key. The caller becomes its registrant and
		/// makes its deposit. It takes no proofs before [`Pallet::activate`].
		///
		/// - `verifier`: the version of the verifier, [`VERIFIER`].
		/// - `key`: `alpha, beta, gamma, delta, IC[0], ..., IC[n]` for `n` inputs. A coordinate is
		///   32 big-endian bytes, a G1 point `x, y`, a G2 point `x.c1, x.c0, y.c1, y.c0`.
		/// - `inputs`: a name for each public input, in order, of up to [`MAX_NAME_BYTES`] visible
		///   ASCII characters, no two the same.
		/// - `program`: a commitment to the program or model that the circuit stands for.
		/// - `transcript`: the hash of the transcript of the key's set-up.
		///
		/// Origin: signed. Emits [`Event::CircuitRegistered`].
		/// Errors: [`Error::VerifierUnknown`], [`Error::NameInvalid`], [`Error::NameRepeated`],
		/// [`Error::KeyRevoked`], [`Error::AlreadyRegistered`], [`Error::KeyLength`],
		/// [`Error::NameCount`], [`Error::KeyCoordinateNotInField`],
		/// [`Error::KeyPointAtInfinity`], [`Error::KeyPointNotOnCurve`],
		/// [`Error::KeyPointNotInSubgroup`], [`Error::KeyForgeable`], or that of the deposit.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register(inputs.len() as u32))]
		pub fn register(
			origin: OriginFor<T>,
			verifier: u32,
			key: KeyBytes,
			inputs: BoundedVec<InputName, ConstU32<MAX_INPUTS>>,
			program: Hash32,
			transcript: Hash32,
		) -> DispatchResult {
			let registrant = ensure_signed(origin)?;
			let layout = Layout { verifier, inputs, program, transcript };
			Self::do_register(registrant, Definition { key, layout })
		}

		/// Opens a proposed circuit for proofs and for others to hold.
		///
		/// Origin: signed by the registrant. Emits [`Event::CircuitActivated`].
		/// Errors: [`Error::CircuitNotFound`], [`Error::NotRegistrant`], [`Error::NotProposed`],
		/// [`Error::KeyRevoked`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::activate())]
		pub fn activate(origin: OriginFor<T>, circuit: CircuitId) -> DispatchResult {
			let registrant = ensure_signed(origin)?;
			Self::do_activate(registrant, circuit)
		}

		/// Lets nobody else hold an active circuit. It goes on verifying: for those who hold it,
		/// and until it is removed.
		///
		/// Origin: signed by the registrant. Emits [`Event::CircuitDeprecated`].
		/// Errors: [`Error::CircuitNotFound`], [`Error::NotRegistrant`],
		/// [`Error::CircuitNotActive`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::deprecate())]
		pub fn deprecate(origin: OriginFor<T>, circuit: CircuitId) -> DispatchResult {
			let registrant = ensure_signed(origin)?;
			Self::do_deprecate(registrant, circuit)
		}

		/// Bars a key for ever, registered or not. Circuits with that key verify nothing from now
		/// on, whoever holds them; they can be removed when nobody does, and no more are registered.
		///
		/// - `key_hash`: BLAKE2b-256 of the key's bytes, as [`key_hash`](census_views::circuits::Circuit::key_hash) tells it.
		///
		/// Origin: [`Config::RevokeOrigin`]. Emits [`Event::KeyRevoked`].
		/// Errors: [`Error::KeyRevoked`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::revoke())]
		pub fn revoke(origin: OriginFor<T>, key_hash: Hash32) -> DispatchResult {
			T::RevokeOrigin::ensure_origin(origin)?;
			Self::do_revoke(key_hash)
		}

		/// Removes a circuit that is not active and that nobody holds, and returns its deposit.
		///
		/// Origin: signed by the registrant. Emits [`Event::CircuitRemoved`].
		/// Errors: [`Error::CircuitNotFound`], [`Error::NotRegistrant`],
		/// [`Error::CircuitActive`], [`Error::CircuitInUse`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::remove())]
		pub fn remove(origin: OriginFor<T>, circuit: CircuitId) -> DispatchResult {
			let registrant = ensure_signed(origin)?;
			Self::do_remove(registrant, circuit)
		}

		/// Verifies a proof against an active or deprecated circuit and records what it proves. The
		/// caller makes the record's deposit.
		///
		/// - `inputs`: the public inputs, in the circuit's order.
		/// - `proof`: `A.x, A.y, B.x.c1, B.x.c0, B.y.c1, B.y.c0, C.x, C.y`.
		///
		/// Origin: signed. Emits [`Event::StatementProven`].
		/// Errors: [`Error::StatementRecorded`], [`Error::CircuitNotFound`],
		/// [`Error::CircuitNotActive`], [`Error::InputCount`], [`Error::InputNotInField`],
		/// [`Error::CoordinateNotInField`], [`Error::PointAtInfinity`],
		/// [`Error::PointNotOnCurve`], [`Error::PointNotInSubgroup`], [`Error::ProofInvalid`], or
		/// that of the deposit.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::submit_proof(inputs.len() as u32))]
		pub fn submit_proof(
			origin: OriginFor<T>,
			circuit: CircuitId,
			inputs: Inputs,
			proof: Box<Points>,
		) -> DispatchResult {
			let submitter = ensure_signed(origin)?;
			Self::do_submit_proof(submitter, circuit, inputs, &proof)
		}

		/// Does what [`Pallet::submit_proof`] does for many proofs under one circuit, in less time.
		/// Each stands for itself: those that hold are recorded, and for each of the others an event
		/// tells its place in the batch and why it was refused. The caller makes the deposits of all
		/// records, or the whole call fails.
		///
		/// It weighs what it takes if a proof does not hold and those behind it are verified one by
		/// one. If none has to be, the difference is given back.
		///
		/// Origin: signed. Emits [`Event::StatementProven`] for each proof that holds, in order, then
		/// [`Event::ProofRefused`] for each other, in order.
		/// Errors: [`Error::BatchEmpty`], [`Error::CircuitNotFound`],
		/// [`Error::CircuitNotActive`], or that of a deposit.
		#[pallet::call_index(6)]
		#[pallet::weight(weights::batch::<T>(claims))]
		pub fn submit_proofs(
			origin: OriginFor<T>,
			circuit: CircuitId,
			claims: BoundedVec<Claim, T::MaxBatch>,
		) -> DispatchResultWithPostInfo {
			let submitter = ensure_signed(origin)?;
			Self::do_submit_proofs(submitter, circuit, claims.into_inner())
		}

		/// Removes the record of a statement and returns its deposit.
		///
		/// Origin: signed by its submitter. Emits [`Event::StatementRemoved`].
		/// Errors: [`Error::StatementNotFound`], [`Error::NotSubmitter`].
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::remove_statement())]
		pub fn remove_statement(origin: OriginFor<T>, statement: Hash32) -> DispatchResult {
			let submitter = ensure_signed(origin)?;
			Self::do_remove_statement(submitter, statement)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxBatch::get() > 0, "a batch of no proofs is refused");
			assert!(
				T::MaxBatch::get() as usize <= census_zk_host::MAX_PROOFS,
				"so many proofs are not verified together"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
