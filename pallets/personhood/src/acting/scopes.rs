//! Application scopes: what pallets and accounts open so that persons may act in them.
//!
//! Whoever opens one prepays its acts. The price of those that were used is burnt when it is
//! closed, and everything else returned. Pallets open scopes of the chain's own besides, for which nobody
//! pays. A scope accepts the root of the epoch that was pinnable when it
//! opened, and no other, until its last block.

use crate::{
	ApplicationScope, ApplicationScopeOf, BalanceOf, BlockNumberFor, Config, Error, Event,
	HoldReason, NextScopeId, Pallet, PinnableEpoch, ScopeGroup, Scopes, ScopesOfEpoch,
};
use census_primitives::{OpenedScope, PersonScopes, ScopeId, Slots};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	pallet_prelude::{DispatchError, Get},
	traits::{
		fungible::MutateHold,
		tokens::{Fortitude, Precision},
	},
};
use sp_runtime::{
	traits::{CheckedAdd, CheckedMul, Saturating, Zero},
	ArithmeticError,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_open_scope(
		owner: Option<T::AccountId>,
		payer: Option<T::AccountId>,
		repeats: bool,
		slots: Slots,
		least_electorate: u32,
		until: BlockNumberFor<T>,
	) -> Result<OpenedScope, DispatchError> {
		let now = frame_system::Pallet::<T>::block_number();
		ensure!(
			now <= until && until <= now.saturating_add(T::MaxScopeLife::get()),
			Error::<T>::BadUntil
		);
		let epoch = PinnableEpoch::<T>::get();
		let electorate = Self::epoch_tree(epoch).ok_or(Error::<T>::StateCorrupt)?.members;
		ensure!(
			electorate >= least_electorate.max(T::MinElectorate::get()) && electorate > 0,
			Error::<T>::ElectorateTooSmall
		);
		let (one_topic, slots) = match slots {
			Slots::Electorate => (true, electorate),
			Slots::Persons(count) => (true, count),
			Slots::Acts(count) => (false, count),
		};
		ensure!(slots > 0, Error::<T>::NoSlots);
		let (count, last) = ScopesOfEpoch::<T>::get(epoch);
		let scope = NextScopeId::<T>::get();
		NextScopeId::<T>::put(scope.checked_add(1).ok_or(Error::<T>::NoScopeIdLeft)?);

		let (slot_price, deposit) = match &payer {
			None => (Zero::zero(), Zero::zero()),
			Some(payer) => {
				let (slot_price, deposit) = (T::SlotPrice::get(), T::ScopeDeposit::get());
				let held = slot_price
					.checked_mul(&slots.into())
					.and_then(|price| price.checked_add(&deposit))
					.ok_or(ArithmeticError::Overflow)?;
				T::Currency::hold(&HoldReason::Scope.into(), payer, held)?;
				(slot_price, deposit)
			}
		};
		ScopesOfEpoch::<T>::insert(epoch, (count.saturating_add(1), last.max(until)));
		Scopes::<T>::insert(
			scope,
			ApplicationScope {
				owner,
				payer,
				repeats,
				epoch,
				electorate,
				until,
				one_topic,
				slots,
				used: 0,
				slot_price,
				deposit,
			},
		);
		Self::deposit_event(Event::ScopeOpened { scope, epoch, electorate, until, slots });
		Ok(OpenedScope { scope, epoch, electorate })
	}

	pub(crate) fn do_close_own_scope(caller: T::AccountId, scope: ScopeId) -> DispatchResult {
		let details = Scopes::<T>::get(scope).ok_or(Error::<T>::ScopeNotFound)?;
		let owner = details.owner.as_ref().ok_or(Error::<T>::NotScopeOwner)?;
		ensure!(*owner == caller || !Self::accepts(&details), Error::<T>::NotScopeOwner);
		Self::do_close_scope(scope, details)
	}

	fn do_close_scope(scope: ScopeId, details: ApplicationScopeOf<T>) -> DispatchResult {
		let ApplicationScope { payer, epoch, slots, used, slot_price, deposit, .. } = details;
		// Both are less than what was held, which did not overflow.
		let price = |slots: u32| slot_price.saturating_mul(slots.into());
		let paid: BalanceOf<T> = price(used);
		let returned = price(slots.saturating_sub(used)).saturating_add(deposit);
		if let Some(payer) = &payer {
			let reason = HoldReason::Scope.into();
			if !paid.is_zero() {
				T::Currency::burn_held(&reason, payer, paid, Precision::Exact, Fortitude::Force)?;
			}
			T::Currency::release(&reason, payer, returned, Precision::Exact)?;
		}

		Scopes::<T>::remove(scope);
		ScopesOfEpoch::<T>::mutate_exists(epoch, |entry| {
			*entry = entry
				.map(|(count, until)| (count.saturating_sub(1), until))
				.filter(|(count, _)| *count > 0);
		});
		Self::enqueue_prune(ScopeGroup::Application(scope));
		Self::deposit_event(Event::ScopeClosed { scope, used, paid, returned });
		Ok(())
	}

	/// Whether a scope's last block has not passed.
	pub(crate) fn accepts(scope: &ApplicationScopeOf<T>) -> bool {
		frame_system::Pallet::<T>::block_number() <= scope.until
	}
}

impl<T: Config> PersonScopes<T::AccountId, BlockNumberFor<T>> for Pallet<T> {
	fn open(
		payer: &T::AccountId,
		slots: Slots,
		least_electorate: u32,
		until: BlockNumberFor<T>,
	) -> Result<OpenedScope, DispatchError> {
		Self::do_open_scope(None, Some(payer.clone()), false, slots, least_electorate, until)
	}

	fn open_civic(
		repeats: bool,
		least_electorate: u32,
		until: BlockNumberFor<T>,
	) -> Result<OpenedScope, DispatchError> {
		Self::do_open_scope(None, None, repeats, Slots::Electorate, least_electorate, until)
	}

	fn close(scope: ScopeId) -> DispatchResult {
		let details = Scopes::<T>::get(scope).ok_or(Error::<T>::ScopeNotFound)?;
		Self::do_close_scope(scope, details)
	}

	fn is_open(scope: ScopeId) -> bool {
		Scopes::<T>::get(scope).is_some_and(|scope| Self::accepts(&scope))
	}

	fn slots_left(scope: ScopeId) -> u32 {
		Scopes::<T>::get(scope).map_or(0, |scope| scope.slots.saturating_sub(scope.used))
	}
}
