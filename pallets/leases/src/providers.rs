//! How providers come, change and go.

use crate::{
	matching::are_canonical, Attributes, BalanceOf, Config, Error, Event, HoldReason, Pallet,
	Provider, ProviderOf, ProviderStatus, Providers, Resources,
};
use frame_support::{
	ensure,
	traits::{DefensiveOption, Get},
};
use sp_runtime::{
	traits::{CheckedAdd, CheckedSub},
	ArithmeticError, DispatchResult, Saturating,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_provider(
		who: T::AccountId,
		bond: BalanceOf<T>,
		capacity: Resources,
		attributes: Attributes,
	) -> DispatchResult {
		ensure!(!Providers::<T>::contains_key(&who), Error::<T>::AlreadyProvider);
		ensure!(bond >= T::Amounts::get().provider_bond, Error::<T>::BondTooLow);
		Self::check_offer(&capacity, &attributes)?;
		Self::hold(HoldReason::Bond, &who, bond)?;
		let provider = Provider {
			bond,
			covered: Default::default(),
			capacity,
			used: Default::default(),
			attributes,
			status: ProviderStatus::Accepting,
			leases: 0,
			since: frame_system::Pallet::<T>::block_number(),
		};
		Providers::<T>::insert(&who, provider);
		Self::deposit_event(Event::ProviderRegistered { provider: who });
		Ok(())
	}

	pub(crate) fn do_update_provider(
		who: T::AccountId,
		capacity: Resources,
		attributes: Attributes,
		accepting: bool,
	) -> DispatchResult {
		let mut provider = Self::provider(&who)?;
		ensure!(provider.status != ProviderStatus::Leaving, Error::<T>::Leaving);
		Self::check_offer(&capacity, &attributes)?;
		ensure!(capacity.first_short(&provider.used).is_none(), Error::<T>::CapacityInUse);
		provider.capacity = capacity;
		provider.attributes = attributes;
		provider.status =
			if accepting { ProviderStatus::Accepting } else { ProviderStatus::Paused };
		Providers::<T>::insert(&who, provider);
		Self::deposit_event(Event::ProviderUpdated { provider: who });
		Ok(())
	}

	pub(crate) fn do_bond_more(who: T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		let mut provider = Self::provider(&who)?;
		provider.bond = provider.bond.checked_add(&amount).ok_or(ArithmeticError::Overflow)?;
		Self::hold(HoldReason::Bond, &who, amount)?;
		Self::save_bond(who, provider);
		Ok(())
	}

	pub(crate) fn do_bond_less(who: T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		let mut provider = Self::provider(&who)?;
		let needed = T::Amounts::get().provider_bond.saturating_add(provider.covered);
		let bond = provider.bond.checked_sub(&amount).filter(|bond| *bond >= needed);
		provider.bond = bond.ok_or(Error::<T>::BondTooLow)?;
		Self::release(HoldReason::Bond, &who, amount)?;
		Self::save_bond(who, provider);
		Ok(())
	}

	pub(crate) fn do_deregister_provider(who: T::AccountId) -> DispatchResult {
		let mut provider = Self::provider(&who)?;
		ensure!(provider.status != ProviderStatus::Leaving, Error::<T>::Leaving);
		if provider.leases == 0 {
			return Self::let_go(who, provider);
		}
		provider.status = ProviderStatus::Leaving;
		Providers::<T>::insert(&who, provider);
		Self::deposit_event(Event::ProviderLeaving { provider: who });
		Ok(())
	}

	/// A lease takes its part of a provider's capacity and bond.
	pub(crate) fn take_on(
		who: &T::AccountId,
		mut provider: ProviderOf<T>,
		resources: &Resources,
		cover: BalanceOf<T>,
	) -> DispatchResult {
		provider.used = provider.used.plus(resources).ok_or(Error::<T>::ResourceShort)?;
		provider.covered = provider.covered.checked_add(&cover).ok_or(ArithmeticError::Overflow)?;
		provider.leases = provider.leases.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		Providers::<T>::insert(who, provider);
		Ok(())
	}

	/// A lease gives its part of a provider's capacity and bond back. A provider that is leaving
	/// goes with its last one.
	pub(crate) fn give_back(
		who: &T::AccountId,
		resources: &Resources,
		cover: BalanceOf<T>,
	) -> DispatchResult {
		// A provider with live leases is never removed.
		let mut provider = Providers::<T>::get(who).defensive_ok_or(Error::<T>::Corrupt)?;
		provider.used = provider.used.minus(resources).defensive_ok_or(Error::<T>::Corrupt)?;
		provider.covered =
			provider.covered.checked_sub(&cover).defensive_ok_or(Error::<T>::Corrupt)?;
		provider.leases = provider.leases.checked_sub(1).defensive_ok_or(Error::<T>::Corrupt)?;
		if provider.leases == 0 && provider.status == ProviderStatus::Leaving {
			return Self::let_go(who.clone(), provider);
		}
		Providers::<T>::insert(who, provider);
		Ok(())
	}

	/// A lease's resources change.
	pub(crate) fn exchange(
		who: &T::AccountId,
		before: &Resources,
		after: &Resources,
	) -> DispatchResult {
		let mut provider = Self::provider(who)?;
		let rest = provider.used.minus(before).defensive_ok_or(Error::<T>::Corrupt)?;
		let used = rest.plus(after).ok_or(Error::<T>::ResourceShort)?;
		ensure!(provider.capacity.first_short(&used).is_none(), Error::<T>::ResourceShort);
		provider.used = used;
		Providers::<T>::insert(who, provider);
		Ok(())
	}

	/// The provider of this account.
	pub(crate) fn provider(who: &T::AccountId) -> Result<ProviderOf<T>, Error<T>> {
		Providers::<T>::get(who).ok_or(Error::ProviderNotFound)
	}

	fn check_offer(capacity: &Resources, attributes: &Attributes) -> DispatchResult {
		ensure!(capacity.is_canonical(), Error::<T>::ResourcesMalformed);
		ensure!(are_canonical(attributes), Error::<T>::AttributesMalformed);
		Ok(())
	}

	pub(crate) fn save_bond(who: T::AccountId, provider: ProviderOf<T>) {
		let bond = provider.bond;
		Providers::<T>::insert(&who, provider);
		Self::deposit_event(Event::BondChanged { provider: who, bond });
	}

	fn let_go(who: T::AccountId, provider: ProviderOf<T>) -> DispatchResult {
		Self::release(HoldReason::Bond, &who, provider.bond)?;
		Providers::<T>::remove(&who);
		Self::deposit_event(Event::ProviderLeft { provider: who });
		Ok(())
	}
}
