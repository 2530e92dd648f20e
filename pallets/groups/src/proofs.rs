//! Membership proofs: the checks, the cheap ones first, and the use of a nullifier.

use crate::{BlockNumberFor, Config, Error, Event, Group, Groups, Nullifiers, Pallet};
use census_primitives::{GroupId, ProofRefusal};
use census_zk_host::Refusal;
use census_zk_types::{FieldElement, SemaphoreProof, Word, MAX_DEPTH};
use frame_support::dispatch::DispatchResult;
use sp_io::hashing::keccak_256;

/// What an accepted proof is about.
struct Checked<T: Config> {
	group: Group<T>,
	root: FieldElement,
	nullifier: FieldElement,
}

/// Semaphore's hash of a message or scope into the field: Keccak-256 without its lowest byte.
///
/// Source: `hash` of `@semaphore-protocol/proof` 4.14, `_hash` of Semaphore.sol.
fn hash_to_field(input: &Word) -> FieldElement {
	let [high @ .., _] = keccak_256(&input.0);
	FieldElement::from_31_bytes(&high)
}

impl<T: Config> Pallet<T> {
	/// Whether [`Pallet::validate_proof`] accepts the proof in block `now`. Consumes nothing.
	pub fn check_proof(
		id: GroupId,
		proof: &SemaphoreProof,
		now: BlockNumberFor<T>,
	) -> Result<(), ProofRefusal> {
		Self::checked(id, proof, now).map(drop)
	}

	/// All checks of a proof: what costs least comes first, the pairing last.
	fn checked(
		id: GroupId,
		proof: &SemaphoreProof,
		now: BlockNumberFor<T>,
	) -> Result<Checked<T>, ProofRefusal> {
		if !(1..=MAX_DEPTH).contains(&proof.merkle_tree_depth) {
			return Err(ProofRefusal::DepthOutOfRange);
		}
		let root = FieldElement::try_from(proof.merkle_tree_root)
			.map_err(|_| ProofRefusal::RootNotInField)?;
		let nullifier = FieldElement::try_from(proof.nullifier)
			.map_err(|_| ProofRefusal::NullifierNotInField)?;

		let group = Groups::<T>::get(id).ok_or(ProofRefusal::GroupNotFound)?;
		if group.closing {
			return Err(ProofRefusal::GroupClosing);
		}
		Self::check_root(id, &group, root, now)?;
		if Nullifiers::<T>::contains_key(id, nullifier) {
			return Err(ProofRefusal::NullifierUsed);
		}

		let signals = [root, nullifier, hash_to_field(&proof.message), hash_to_field(&proof.scope)];
		census_zk_host::verify_semaphore(proof.merkle_tree_depth, &proof.points, &signals)
			.map_err(refusal)?;
		Ok(Checked { group, root, nullifier })
	}

	pub(crate) fn do_validate_proof(id: GroupId, proof: SemaphoreProof) -> DispatchResult {
		let now = frame_system::Pallet::<T>::block_number();
		let Checked { mut group, root, nullifier } =
			Self::checked(id, &proof, now).map_err(Error::<T>::from)?;
		group.nullifiers = group.nullifiers.checked_add(1).ok_or(Error::<T>::NullifiersFull)?;
		Groups::<T>::insert(id, group);
		Nullifiers::<T>::insert(id, nullifier, ());
		Self::deposit_event(Event::ProofValidated {
			group: id,
			merkle_tree_depth: proof.merkle_tree_depth,
			merkle_tree_root: root,
			nullifier,
			message: proof.message,
			scope: proof.scope,
		});
		Ok(())
	}
}

/// The verifier's refusals in this pallet's words.
fn refusal(refusal: Refusal) -> ProofRefusal {
	match refusal {
		Refusal::ProofCoordinate => ProofRefusal::CoordinateNotInField,
		Refusal::ProofInfinity => ProofRefusal::PointAtInfinity,
		Refusal::ProofCurve => ProofRefusal::PointNotOnCurve,
		Refusal::ProofSubgroup => ProofRefusal::PointNotInSubgroup,
		// The others cannot arise: lengths and inputs are right by their types, and the key is one
		// of the node's own.
		_ => ProofRefusal::ProofInvalid,
	}
}
