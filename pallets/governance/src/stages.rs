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
		let Some(rules) = RulesInForce::<T>::get() else { return };
		if WatchOfPins::<T>::get().epoch != Some(T::Population::pinned().0) {
			Self::look_at_pin(rules.adult_at, now);
		}
	}

	/// Compares the latest pin with the number of persons of an adult chain. Pins before it were with that of their days.
	fn look_at_pin(adult_at: u32, now: BlockNumberFor<T>) {
		let (epoch, persons) = T::Population::pinned();
		WatchOfPins::<T>::mutate(|watch| {
			let is_new = watch.epoch != Some(epoch);
			let (are_many, are_few) = (persons >= adult_at, persons < adult_at.div_ceil(2));
			let since = |holds: bool, before: Option<_>| holds.then(|| before.unwrap_or(now));
			watch.epoch = Some(epoch);
			watch.many_since = since(are_many, watch.many_since);
			watch.few_since = since(are_few, watch.few_since);
			// A pin counts once, however often it is looked at.
			watch.many_pins =
				if are_many { watch.many_pins.saturating_add(is_new.into()).max(1) } else { 0 };
		});
	}

	pub(crate) fn do_lower_adulthood(adult_at: u32) -> DispatchResult {
		let mut rules = Self::rules()?;
		// Fewer could not decide anything, and none are fewer than half of one.
		let least = rules.wide.least_electorate.max(2);
		ensure!((least..rules.adult_at).contains(&adult_at), Error::<T>::NotLower);
		rules.adult_at = adult_at;
		RulesInForce::<T>::put(rules);
		// Those who are there may be enough now: nobody uses what holds of the former number until another pin comes.
		Self::look_at_pin(adult_at, frame_system::Pallet::<T>::block_number());
		Self::deposit_event(Event::AdulthoodLowered { adult_at });
		Ok(())
	}

	pub(crate) fn do_come_of_age() -> DispatchResult {
		let rules = Self::rules()?;
		let now = frame_system::Pallet::<T>::block_number();
		ensure!(!IsAdult::<T>::get(), Error::<T>::AlreadyAdult);
		let watch = WatchOfPins::<T>::get();
		let is_old =
			watch.many_since.is_some_and(|since| now >= since.saturating_add(rules.adult_after));
		// If no other pin comes for long, the last one says nothing of those who are there.
		let is_seen = watch.many_pins >= rules.adult_pins;
		ensure!(is_old && is_seen, Error::<T>::TooYoung);
		ensure!(T::Population::greatest_part() <= rules.issuer_part, Error::<T>::RestsOnOneIssuer);
		IsAdult::<T>::put(true);
		Self::deposit_event(Event::CameOfAge);
		Ok(())
	}
}
