//! Sessions: an account that acts as an alias until the epoch ends.

use crate::{
	acting::Open,
	ensure::{pool_tag, valid},
	words, BlockNumberFor, Config, CurrentEpoch, Error, Event, Pallet, Session, Sessions,
	SessionsOfEpoch, WeightInfo,
};
use alloc::vec;
use census_primitives::{
	Alias, Epoch, Lane, PersonRefusal, PersonScope, ProofOutputs, VerifySemaphore,
};
use census_zk_types::SemaphoreProof;
use frame_support::{
	dispatch::{DispatchResult, DispatchResultWithPostInfo, PostDispatchInfo},
	ensure,
	pallet_prelude::{Get, ValidTransaction},
	traits::OriginTrait,
};
use frame_system::pallet_prelude::OriginFor;
use sp_runtime::{traits::Verify, MultiSignature};

impl<T: Config> Pallet<T> {
	pub(crate) fn verify_session(
		epoch: Epoch,
		proof: &SemaphoreProof,
		account: &T::AccountId,
		consent: &MultiSignature,
	) -> Result<ValidTransaction, PersonRefusal> {
		let (alias, open) = Self::check_session(epoch, proof, account)?;
		let agreed = words::session_consent::<T>(epoch, account, proof.nullifier);
		ensure!(consent.verify(agreed.as_ref(), &account.clone().into()), PersonRefusal::Signature);
		T::Proofs::verify(proof)?;
		let longevity = Self::blocks_until(open.until);
		// Neither a person nor an account has two sessions in an epoch.
		let provides = vec![pool_tag((proof.scope, alias)), pool_tag((proof.scope, account))];
		Ok(valid(Lane::act(&PersonScope::Session { epoch }), provides, longevity))
	}

	/// All checks of a session but the signature and the pairing.
	pub(crate) fn check_session(
		epoch: Epoch,
		proof: &SemaphoreProof,
		account: &T::AccountId,
	) -> Result<(Alias, Open<BlockNumberFor<T>>), PersonRefusal> {
		let scope = PersonScope::Session { epoch };
		let message = words::session_message::<T>(epoch, account);
		let ProofOutputs { root, nullifier } = Self::check_words(&scope, message, proof)?;
		let open = Self::check_scope(&scope)?;
		ensure!(root == open.root && !root.is_zero(), PersonRefusal::EpochRoot);
		ensure!(
			Self::used(Self::group_of(&scope), nullifier).is_none(),
			PersonRefusal::NullifierUsed
		);
		ensure!(
			Sessions::<T>::get(account).is_none_or(|session| session.epoch != epoch),
			PersonRefusal::SessionOpen
		);
		Ok((nullifier, open))
	}

	pub(crate) fn do_open_session(
		epoch: Epoch,
		proof: &SemaphoreProof,
		account: T::AccountId,
	) -> DispatchResult {
		// All but the signature and the pairing, which authorised the call.
		let (alias, _) = Self::check_session(epoch, proof, &account).map_err(Error::<T>::from)?;
		Self::spend(Self::group_of(&PersonScope::Session { epoch }), alias);
		Sessions::<T>::insert(
			&account,
			Session { epoch, alias, acts_left: T::ActsPerSession::get() },
		);
		SessionsOfEpoch::<T>::insert(epoch, &account, ());
		// An account without funds could send nothing.
		frame_system::Pallet::<T>::inc_sufficients(&account);
		Self::deposit_event(Event::SessionOpened { epoch, account, alias });
		Ok(())
	}

	/// Takes back what an account was given for its session of an epoch that has ended.
	pub(crate) fn end_session(epoch: Epoch, account: T::AccountId) {
		SessionsOfEpoch::<T>::remove(epoch, &account);
		// It may have a session of a later epoch by now, and another reference for that.
		if Sessions::<T>::get(&account).is_some_and(|session| session.epoch == epoch) {
			Sessions::<T>::remove(&account);
		}
		frame_system::Pallet::<T>::dec_sufficients(&account);
		Self::deposit_event(Event::SessionEnded { account });
	}

	/// The session in which an account acts in the present epoch.
	pub fn session(account: &T::AccountId) -> Option<Session> {
		let epoch = CurrentEpoch::<T>::get().epoch;
		Sessions::<T>::get(account).filter(|session| session.epoch == epoch)
	}

	/// Whether persons may make a call in a session.
	///
	/// # Errors
	/// If they may not.
	pub fn check_session_call(call: &<T as Config>::RuntimeCall) -> Result<(), PersonRefusal> {
		Ok(Self::check_call::<T::QuotaCalls>(call)?)
	}

	/// Whether a session's act costs nothing: it would be made.
	pub(crate) fn is_free(
		origin: &OriginFor<T>,
		epoch: Epoch,
		call: &<T as Config>::RuntimeCall,
	) -> bool {
		let session = origin.as_signer().and_then(Self::session);
		session.is_some_and(|session| session.epoch == epoch && session.acts_left > 0)
			&& Self::check_session_call(call).is_ok()
	}

	pub(crate) fn do_as_alias(
		account: T::AccountId,
		epoch: Epoch,
		call: <T as Config>::RuntimeCall,
	) -> DispatchResultWithPostInfo {
		let mut session = Self::session(&account)
			.filter(|session| session.epoch == epoch)
			.ok_or(Error::<T>::NoSession)?;
		session.acts_left = session.acts_left.checked_sub(1).ok_or(Error::<T>::NoActsLeft)?;
		Self::check_call::<T::QuotaCalls>(&call).map_err(Error::<T>::from)?;

		let Session { alias, .. } = session;
		Sessions::<T>::insert(&account, session);
		let scope = PersonScope::Session { epoch };
		let (result, weight) = Self::dispatch_as(scope, alias, call);
		Self::deposit_event(Event::Acted { scope, alias, result });
		Ok(PostDispatchInfo {
			actual_weight: Some(T::WeightInfo::as_alias().saturating_add(weight)),
			..Default::default()
		})
	}
}
