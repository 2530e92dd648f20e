//! Membership proofs: the checks, the cheap ones first, and the use of a nullifier.

use crate::{BlockNumberFor, Config, Error, Event, Group, Groups, Nullifiers, Pallet};
use census_primitives::{GroupId, Native, ProofRefusal, Shown, VerifySemaphore, RESERVED_SCOPE};
use census_zk_types::SemaphoreProof;
use frame_support::dispatch::DispatchResult;

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
	) -> Result<(Group<T>, Shown), ProofRefusal> {
		let Shown { root, nullifier } = Native::read(proof)?;
		if proof.scope.0.starts_with(&RESERVED_SCOPE) {
			return Err(ProofRefusal::ScopeReserved);
		}

		let group = Groups::<T>::get(id).ok_or(ProofRefusal::GroupNotFound)?;
		if group.closing {
			return Err(ProofRefusal::GroupClosing);
		}
		Self::check_root(id, &group, root, now)?;
		if Nullifiers::<T>::contains_key(id, nullifier) {
			return Err(ProofRefusal::NullifierUsed);
		}

		Ok((group, Native::verify(proof)?))
	}

	pub(crate) fn do_validate_proof(id: GroupId, proof: SemaphoreProof) -> DispatchResult {
		let now = frame_system::Pallet::<T>::block_number();
		let (mut group, Shown { root, nullifier }) =
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
