//! The queues in which changes of the People tree wait for the end of an epoch.
//!
//! A person has at most one change. Where it gets another one, the place in a queue that it had is
//! stale, and skipped when its turn comes.

use crate::{epochs::ORDER, Change, Changes, Config, Pallet, Pending, QueueEnds, Queues};
use census_primitives::PersonId;

impl<T: Config> Pallet<T> {
	/// Puts a person's change into its queue, in the place of the one that is pending.
	pub(crate) fn enqueue(person: PersonId, change: Change) {
		let queue = change.queue();
		let pending = Changes::<T>::get(person);
		let position = match pending.filter(|pending| pending.change.queue() == queue) {
			Some(Pending { position, .. }) => position,
			None => QueueEnds::<T>::mutate(queue, |(_, end)| {
				let position = *end;
				Queues::<T>::insert(queue, position, person);
				*end = end.wrapping_add(1);
				position
			}),
		};
		Changes::<T>::insert(person, Pending { change, position });
	}

	/// Takes back a person's pending change.
	pub(crate) fn cancel_change(person: PersonId) {
		Changes::<T>::remove(person);
	}

	/// A person's pending change.
	pub fn pending_change(person: PersonId) -> Option<Change> {
		Changes::<T>::get(person).map(|pending| pending.change)
	}

	/// How many places of the queues are taken, stale ones included.
	pub(crate) fn waiting() -> u32 {
		ORDER
			.map(QueueEnds::<T>::get)
			.map(|(start, end)| end.wrapping_sub(start))
			.into_iter()
			.fold(0, u32::saturating_add)
	}

	/// How many places of its queue come before that of a change, stale ones included.
	pub(crate) fn places_before(pending: &Pending) -> u32 {
		let (start, _) = QueueEnds::<T>::get(pending.change.queue());
		pending.position.wrapping_sub(start)
	}
}
