//! Acting as a person: what is checked before a pool or a block takes an act, and what it does.

use crate::{
	ensure::{pool_tag, valid},
	words, BlockNumberFor, ChainSettings, Config, CurrentEpoch, Error, Event, NextScopeId, Origin,
	Pallet, ScopeGroup, Scopes, Use, WeightInfo, NO_TOPIC, PERSON_DEPTH,
};
use alloc::vec;
use census_primitives::{
	Alias, Epoch, Lane, PalletScopes, PersonRefusal, PersonScope, ProofOutputs, VerifySemaphore,
	MAX_ATTEMPTS, MAX_CIVIC_ACTS,
};
use census_zk_types::{FieldElement, SemaphoreProof, Word};
use codec::Encode;
use core::cmp::Ordering;
use frame_support::{
	dispatch::{DispatchResult, DispatchResultWithPostInfo, GetDispatchInfo},
	ensure,
	pallet_prelude::{Get, TransactionLongevity, ValidTransaction, Weight},
	storage::with_storage_layer,
	traits::Contains,
};
use sp_runtime::traits::{Dispatchable, One, Saturating};

/// Why a person may not make a call.
pub(crate) enum CallRefusal {
	/// It is not on the list.
	NotAllowed,
	/// It weighs too much.
	TooHeavy,
	/// It is too long.
	TooLong,
}

impl From<CallRefusal> for PersonRefusal {
	fn from(refusal: CallRefusal) -> Self {
		match refusal {
			CallRefusal::NotAllowed => Self::CallNotAllowed,
			CallRefusal::TooHeavy => Self::CallTooHeavy,
			CallRefusal::TooLong => Self::CallTooLong,
		}
	}
}

impl<T> From<CallRefusal> for Error<T> {
	fn from(refusal: CallRefusal) -> Self {
		match refusal {
			CallRefusal::NotAllowed => Self::CallNotAllowed,
			CallRefusal::TooHeavy => Self::CallTooHeavy,
			CallRefusal::TooLong => Self::CallTooLong,
		}
	}
}

/// A scope in which an act may be made now.
pub(crate) struct Open<BlockNumber> {
	/// The root that it accepts.
	pub(crate) root: FieldElement,
	/// The last block in which it accepts acts, as far as is known.
	pub(crate) until: BlockNumber,
	/// Whether a pallet opened it.
	by_pallet: bool,
	/// Whether it is one of the chain's own.
	civic: bool,
	/// Whether a person acts in it more than once.
	repeats: bool,
	/// Whether there is a slot for another person's act.
	has_slot: bool,
}

/// An act that lacks nothing but the pairing.
pub(crate) struct Act {
	pub(crate) alias: Alias,
	pub(crate) lane: Lane,
	group: ScopeGroup,
	/// Whether the nullifier is a new one: then it uses a slot.
	is_first: bool,
	/// What the nullifier will be, if the call succeeds and if it fails.
	after: (Use, Use),
	pub(crate) longevity: TransactionLongevity,
}

impl<T: Config> Pallet<T> {
	/// What an act weighs besides its call and its proof.
	pub(crate) fn weight_of_act(call: &<T as Config>::RuntimeCall) -> Weight {
		T::WeightInfo::act_as().saturating_add(T::PalletScopes::weight(call))
	}

	/// What authorising an act weighs.
	pub(crate) fn weight_of_verify_act(call: &<T as Config>::RuntimeCall) -> Weight {
		T::WeightInfo::authorize_act().saturating_add(T::PalletScopes::weight(call))
	}

	pub(crate) fn verify_act(
		scope: &PersonScope,
		attempt: u8,
		proof: &SemaphoreProof,
		call: &<T as Config>::RuntimeCall,
	) -> Result<ValidTransaction, PersonRefusal> {
		let Act { alias, lane, longevity, .. } = Self::check_act(scope, attempt, proof, call)?;
		T::Proofs::verify(proof)?;
		Ok(valid(lane, vec![pool_tag((proof.scope, alias))], longevity))
	}

	/// All checks of an act but the pairing, what needs no state first.
	pub(crate) fn check_act(
		scope: &PersonScope,
		attempt: u8,
		proof: &SemaphoreProof,
		call: &<T as Config>::RuntimeCall,
	) -> Result<Act, PersonRefusal> {
		match scope {
			PersonScope::Quota { counter, .. } => {
				ensure!(*counter < T::QuotaPerEpoch::get(), PersonRefusal::QuotaCounter);
				Self::check_call::<T::QuotaCalls>(call)?;
			}
			PersonScope::Session { .. } => return Err(PersonRefusal::ScopeKind),
			PersonScope::Application { .. } => Self::check_call::<T::ApplicationCalls>(call)?,
		}
		let message = words::act_message::<T>(scope, attempt, call);
		let ProofOutputs { root, nullifier } = Self::check_words(scope, message, proof)?;

		let open = Self::check_scope(scope)?;
		let attempts = match scope {
			_ if open.repeats => MAX_CIVIC_ACTS,
			PersonScope::Application { .. } => MAX_ATTEMPTS,
			PersonScope::Quota { .. } | PersonScope::Session { .. } => 1,
		};
		ensure!(attempt < attempts, PersonRefusal::NoSuchAttempt);
		ensure!(root == open.root && !root.is_zero(), PersonRefusal::EpochRoot);
		let group = Self::group_of(scope);
		let used = Self::used(group, nullifier);
		let made = match used {
			None => 0,
			Some(Use::Attempted(made)) => made,
			Some(Use::Spent) => return Err(PersonRefusal::NullifierUsed),
		};
		match attempt.cmp(&made) {
			Ordering::Less => return Err(PersonRefusal::AttemptUsed),
			Ordering::Equal => (),
			Ordering::Greater => return Err(PersonRefusal::AttemptAhead),
		}
		let is_first = used.is_none();
		ensure!(open.has_slot || !is_first, PersonRefusal::ScopeSlots);
		if let PersonScope::Application { scope, topic } = scope {
			if open.by_pallet {
				let admitted = T::PalletScopes::admits(*scope, topic, &nullifier, call);
				ensure!(admitted, PersonRefusal::NotAdmitted);
			} else {
				ensure!(T::PalletScopes::needs_none(call), PersonRefusal::CallNotAllowed);
			}
		}
		let lane = if open.civic { Lane::civic(scope, attempt) } else { Lane::act(scope) };
		let next = attempt.saturating_add(1);
		let again = if next < attempts { Use::Attempted(next) } else { Use::Spent };
		let after = (if open.repeats { again } else { Use::Spent }, again);
		let longevity = Self::blocks_until(open.until);
		Ok(Act { alias: nullifier, lane, group, is_first, after, longevity })
	}

	/// Whether persons may make the call. What is measured here is bounded by what a transaction
	/// may be.
	pub(crate) fn check_call<Allowed: Contains<<T as Config>::RuntimeCall>>(
		call: &<T as Config>::RuntimeCall,
	) -> Result<(), CallRefusal> {
		ensure!(Allowed::contains(call), CallRefusal::NotAllowed);
		ensure!(
			call.get_dispatch_info().call_weight.all_lte(T::MaxActWeight::get()),
			CallRefusal::TooHeavy
		);
		ensure!(call.encoded_size() <= T::MaxActLength::get() as usize, CallRefusal::TooLong);
		Ok(())
	}

	/// Whether a proof is one of a person's, about this scope and message.
	pub(crate) fn check_words(
		scope: &PersonScope,
		message: Word,
		proof: &SemaphoreProof,
	) -> Result<ProofOutputs, PersonRefusal> {
		ensure!(proof.merkle_tree_depth == PERSON_DEPTH, PersonRefusal::ActDepth);
		let shown = T::Proofs::read(proof)?;
		ensure!(proof.scope == words::scope_word::<T>(scope), PersonRefusal::ProofScope);
		ensure!(proof.message == message, PersonRefusal::ProofMessage);
		Ok(shown)
	}

	/// Whether acts are accepted in a scope in the present block, and under which root.
	pub(crate) fn check_scope(
		scope: &PersonScope,
	) -> Result<Open<BlockNumberFor<T>>, PersonRefusal> {
		match *scope {
			PersonScope::Quota { epoch, .. } => Self::check_epoch(epoch, true),
			PersonScope::Session { epoch } => Self::check_epoch(epoch, false),
			PersonScope::Application { scope: id, topic } => {
				ensure!(id < NextScopeId::<T>::get(), PersonRefusal::ScopeAhead);
				let scope = Scopes::<T>::get(id).ok_or(PersonRefusal::ScopeOver)?;
				ensure!(topic == NO_TOPIC || !scope.one_topic, PersonRefusal::ScopeKind);
				ensure!(Self::accepts(&scope), PersonRefusal::ScopeOver);
				let tree = Self::epoch_tree(scope.epoch).ok_or(PersonRefusal::EpochOver)?;
				Ok(Open {
					root: tree.root,
					until: scope.until,
					by_pallet: scope.owner.is_none(),
					civic: scope.payer.is_none(),
					repeats: scope.repeats,
					has_slot: scope.used < scope.slots,
				})
			}
		}
	}

	/// Whether acts are accepted in an epoch's scopes in the present block, and under which root.
	/// An epoch goes on at least until its time; some of its scopes have a grace after it.
	fn check_epoch(
		epoch: Epoch,
		with_grace: bool,
	) -> Result<Open<BlockNumberFor<T>>, PersonRefusal> {
		let current = CurrentEpoch::<T>::get();
		let settings = ChainSettings::<T>::get().ok_or(PersonRefusal::EpochAhead)?;
		ensure!(epoch <= current.epoch, PersonRefusal::EpochAhead);
		let now = frame_system::Pallet::<T>::block_number();
		let grace = if with_grace { settings.grace } else { Default::default() };
		let (root, end) = if epoch == current.epoch {
			let end = current.started_at.saturating_add(settings.epoch_length).max(now);
			(current.root, end.saturating_add(grace))
		} else {
			ensure!(with_grace && Self::in_grace(epoch, now), PersonRefusal::EpochOver);
			let tree = Self::epoch_tree(epoch).ok_or(PersonRefusal::EpochOver)?;
			(tree.root, current.started_at.saturating_add(grace))
		};
		let until = end.saturating_sub(One::one()).max(now);
		Ok(Open { root, until, by_pallet: false, civic: false, repeats: false, has_slot: true })
	}

	pub(crate) fn do_act(
		scope: PersonScope,
		attempt: u8,
		proof: &SemaphoreProof,
		call: <T as Config>::RuntimeCall,
	) -> DispatchResultWithPostInfo {
		// All but the pairing, which authorised the call.
		let Act { alias, group, is_first, after: (succeeded, failed), .. } =
			Self::check_act(&scope, attempt, proof, &call).map_err(Error::<T>::from)?;

		// Whatever the call does, it finds the act made: it cannot make it twice.
		Self::spend(group, alias);
		if is_first {
			Self::use_slot(&scope);
		}
		let own = Self::weight_of_act(&call);
		let (result, weight) = Self::dispatch_as(scope, alias, call);
		if let Use::Attempted(attempts) = if result.is_ok() { succeeded } else { failed } {
			Self::note_attempts(group, alias, attempts);
		}
		Self::deposit_event(Event::Acted { scope, alias, result });
		Ok(Some(own.saturating_add(weight)).into())
	}

	/// Uses a slot of an application scope. None is ever given back: the nullifier stays, whatever
	/// becomes of the act.
	pub(crate) fn use_slot(scope: &PersonScope) {
		let PersonScope::Application { scope, .. } = scope else { return };
		Scopes::<T>::mutate_extant(scope, |scope| scope.used.saturating_inc());
	}

	/// Makes a call as a person. If it fails, it has changed nothing. Says what it weighed.
	pub(crate) fn dispatch_as(
		scope: PersonScope,
		alias: Alias,
		call: <T as Config>::RuntimeCall,
	) -> (DispatchResult, Weight) {
		let promised = call.get_dispatch_info().call_weight;
		let origin = Origin::Person { scope, alias }.into();
		let (result, info) = match with_storage_layer(|| call.dispatch(origin)) {
			Ok(info) => (Ok(()), info),
			Err(failure) => (Err(failure.error), failure.post_info),
		};
		(result, info.actual_weight.unwrap_or(promised).min(promised))
	}
}
