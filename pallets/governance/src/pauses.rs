//! Pauses: calls that nobody can make for a while.

use crate::{BlockNumberFor, CallName, Config, Error, Event, Pallet, Pause, Pauses, RestsUntil};
use frame_support::{dispatch::DispatchResult, ensure, traits::Contains};
use sp_runtime::traits::Saturating;

impl<T: Config> Pallet<T> {
	/// Whether a call of these names is paused now. One read.
	pub fn is_paused(pallet: &str, call: &str) -> bool {
		let now = frame_system::Pallet::<T>::block_number();
		Pauses::<T>::get().iter().any(|pause| now <= pause.until && pause.call.is(pallet, call))
	}

	pub(crate) fn do_pause(call: CallName, by_persons: bool) -> DispatchResult {
		let rules = Self::rules()?;
		let now = frame_system::Pallet::<T>::block_number();
		ensure!(T::Pausable::contains(&call), Error::<T>::NotPausable);
		if !by_persons {
			let rested = RestsUntil::<T>::get(&call).is_none_or(|until| now >= until);
			ensure!(rested, Error::<T>::PausedLately);
		}
		let mut until = now.saturating_add(rules.pause);
		Self::mutate_pauses(now, |pauses| {
			// Who pauses a call again neither shortens the pause nor takes it away from persons.
			let before = pauses.iter().find(|pause| pause.call == call);
			until = before.map_or(until, |pause| pause.until.max(until));
			let by_persons = by_persons || before.is_some_and(|pause| pause.by_persons);
			pauses.retain(|pause| pause.call != call);
			let pause = Pause { call: call.clone(), until, by_persons };
			pauses.try_push(pause).map_err(|_| Error::<T>::TooManyPauses)
		})?;
		RestsUntil::<T>::insert(&call, until.saturating_add(rules.rest));
		Self::deposit_event(Event::Paused { call, until });
		Ok(())
	}

	pub(crate) fn do_resume(call: CallName, by_persons: bool) -> DispatchResult {
		let now = frame_system::Pallet::<T>::block_number();
		Self::mutate_pauses(now, |pauses| {
			let before = pauses.iter().find(|pause| pause.call == call);
			let pause = before.ok_or(Error::<T>::NotPaused)?;
			ensure!(by_persons || !pause.by_persons, Error::<T>::PausedByPersons);
			pauses.retain(|pause| pause.call != call);
			Ok(())
		})?;
		Self::deposit_event(Event::Resumed { call });
		Ok(())
	}

	/// Changes what is paused. Pauses that are over are forgotten.
	fn mutate_pauses(
		now: BlockNumberFor<T>,
		change: impl FnOnce(
			&mut frame_support::BoundedVec<
				Pause<BlockNumberFor<T>>,
				frame_support::pallet_prelude::ConstU32<{ crate::MAX_PAUSES }>,
			>,
		) -> Result<(), Error<T>>,
	) -> DispatchResult {
		let mut pauses = Pauses::<T>::get();
		pauses.retain(|pause| now <= pause.until);
		change(&mut pauses)?;
		Pauses::<T>::put(pauses);
		Ok(())
	}
}
