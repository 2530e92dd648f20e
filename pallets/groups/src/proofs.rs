//! Membership proofs: the checks, the cheap ones first, and the use of a nullifier.

use crate::{
	payment::Payer, BlockNumberFor, Config, Error, Event, Group, Groups, Nullifiers, Pallet,
};
use census_primitives::{
	GroupId, Native, ProofOutputs, ProofRefusal, VerifySemaphore, RESERVED_SCOPE,
};
use census_zk_types::{FieldElement, SemaphoreProof};
use frame_support::{dispatch::DispatchResult, pallet_prelude::DispatchError};

impl<T: Config> Pallet<T> {
	/// Whether [`Pallet::validate_proof`] accepts the proof in block `now` from whoever can pay for
	/// its nullifier. Consumes nothing.
	pub fn check_proof(
		id: GroupId,
		proof: &SemaphoreProof,
		now: BlockNumberFor<T>,
	) -> Result<(), ProofRefusal> {
		Self::checked(id, proof, now, || Ok(())).map(drop)
	}

	/// All checks of a proof: what costs least comes first, the pairing last. Before that, whether
	/// the nullifier can be paid for.
	fn checked(
		id: GroupId,
		proof: &SemaphoreProof,
		now: BlockNumberFor<T>,
		check_payer: impl FnOnce() -> Result<(), ProofRefusal>,
	) -> Result<(Group<T>, ProofOutputs), ProofRefusal> {
		let shown = Self::read_proof(proof)?;
		let group = Self::proving_group(id)?;
		Self::check_shown(id, &group, &shown, now)?;
		check_payer()?;
		Native::verify(proof)?;
		Ok((group, shown))
	}

	/// What a proof shows if it holds, where that alone does not refuse it.
	pub(crate) fn read_proof(proof: &SemaphoreProof) -> Result<ProofOutputs, ProofRefusal> {
		let shown = Native::read(proof)?;
		if proof.scope.0.starts_with(&RESERVED_SCOPE) {
			return Err(ProofRefusal::ScopeReserved);
		}
		Ok(shown)
	}

	/// A group that accepts proofs.
	pub(crate) fn proving_group(id: GroupId) -> Result<Group<T>, ProofRefusal> {
		let group = Groups::<T>::get(id).ok_or(ProofRefusal::GroupNotFound)?;
		if group.closing {
			return Err(ProofRefusal::GroupClosing);
		}
		Ok(group)
	}

	/// Whether the group accepts what a proof shows, should the proof hold.
	pub(crate) fn check_shown(
		id: GroupId,
		group: &Group<T>,
		ProofOutputs { root, nullifier }: &ProofOutputs,
		now: BlockNumberFor<T>,
	) -> Result<(), ProofRefusal> {
		Self::check_root(id, group, *root, now)?;
		Self::check_nullifier(id, nullifier)
	}

	/// Whether a nullifier is not used yet.
	pub(crate) fn check_nullifier(
		id: GroupId,
		nullifier: &FieldElement,
	) -> Result<(), ProofRefusal> {
		if Nullifiers::<T>::contains_key(id, nullifier) {
			return Err(ProofRefusal::NullifierUsed);
		}
		Ok(())
	}

	pub(crate) fn do_validate_proof(
		submitter: T::AccountId,
		id: GroupId,
		proof: SemaphoreProof,
	) -> DispatchResult {
		let now = frame_system::Pallet::<T>::block_number();
		let mut payer = Payer::<T>::new(submitter);
		let (mut group, shown) =
			Self::checked(id, &proof, now, || payer.check()).map_err(Error::<T>::from)?;
		payer.charge().map_err(Error::<T>::from)?;
		Self::accept(id, &mut group, &proof, shown)?;
		Groups::<T>::insert(id, group);
		payer.settle()
	}

	/// Uses up the nullifier of a proof that holds and that is paid for. The caller stores the group.
	pub(crate) fn accept(
		id: GroupId,
		group: &mut Group<T>,
		proof: &SemaphoreProof,
		ProofOutputs { root, nullifier }: ProofOutputs,
	) -> Result<(), DispatchError> {
		group.nullifiers = group.nullifiers.checked_add(1).ok_or(Error::<T>::NullifiersFull)?;
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
