//! How far the chain has come: a child, an adult, or orphaned.

use crate::{
	BlockNumberFor, Config, Error, Event, IsAdult, Pallet, RulesInForce, Stage, WatchOfPins,
};
use census_primitives::Population;
use frame_support::{dispatch::DispatchResult, ensure};
use sp_runtime::traits::Saturating;

impl<T: Config> Pallet<T> {
	/// How far the chain has come in block `now`.
	pub fn stage(now: BlockNumberFor<T>) -> Stage {
		if !IsAdult::<T>::get() {
			return Stage::Child;
		}
		if Self::orphaned_from(now).is_some() {
			Stage::Orphaned
		} else {
			Stage::Adult
		}
	}

	/// Since which block the chain is orphaned, if it is in block `now` and was an adult.
	pub(crate) fn orphaned_from(now: BlockNumberFor<T>) -> Option<BlockNumberFor<T>> {
		let rules = RulesInForce::<T>::get()?;
		let from = WatchOfPins::<T>::get().few_since?.saturating_add(rules.orphan_after);
		(IsAdult::<T>::get() && now >= from).then_some(from)
	}

	/// Looks at the latest pin, if it is another one.
	pub(crate) fn watch_pins(now: BlockNumberFor<T>) {
		let mut watch = WatchOfPins::<T>::get();
		let (epoch, persons) = T::Population::pinned();
		let Some(rules) = RulesInForce::<T>::get() else { return };
		let is_first = watch.many_since.is_none() && watch.few_since.is_none();
		if epoch == watch.epoch && !is_first {
			return;
		}
		watch.epoch = epoch;
		let since = |holds: bool, before: Option<_>| holds.then(|| before.unwrap_or(now));
		watch.many_since = since(persons >= rules.adult_at, watch.many_since);
		watch.few_since = since(persons < rules.adult_at.div_ceil(2), watch.few_since);
		WatchOfPins::<T>::put(watch);
	}

	pub(crate) fn do_lower_adulthood(adult_at: u32) -> DispatchResult {
		let mut rules = Self::rules()?;
		ensure!((2..rules.adult_at).contains(&adult_at), Error::<T>::NotLower);
		rules.adult_at = adult_at;
		RulesInForce::<T>::put(rules);
		Self::deposit_event(Event::AdulthoodLowered { adult_at });
		Ok(())
	}

	pub(crate) fn do_come_of_age() -> DispatchResult {
		let rules = Self::rules()?;
		let now = frame_system::Pallet::<T>::block_number();
		ensure!(!IsAdult::<T>::get(), Error::<T>::AlreadyAdult);
		let is_old = WatchOfPins::<T>::get()
			.many_since
			.is_some_and(|since| now >= since.saturating_add(rules.adult_after));
		ensure!(is_old, Error::<T>::TooYoung);
		ensure!(T::Population::greatest_part() <= rules.issuer_part, Error::<T>::RestsOnOneIssuer);
		IsAdult::<T>::put(true);
		Self::deposit_event(Event::CameOfAge);
		Ok(())
	}
}
