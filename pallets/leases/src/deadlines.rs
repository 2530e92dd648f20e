//! The wheel: what falls due in which block, and how blocks see to it.
//!
//! Each item with a deadline stands in the one bucket of that block. A block works through the
//! buckets up to its own, within a weight of its own, and leaves for the next what does not fit:
//! nothing is lost, however much falls due at once.

use crate::{
	Bids, Closed, Config, Deadlines, DueFrom, Event, Involved, Item, LeaseId, Leases, Pallet,
	WeightInfo,
};
use frame_support::{
	storage::with_storage_layer,
	traits::Get,
	weights::{Weight, WeightMeter},
};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::{traits::One, DispatchResult, Saturating};

impl<T: Config> Pallet<T> {
	/// Puts an item into the bucket of a block to come.
	pub(crate) fn schedule(item: Item, at: BlockNumberFor<T>) {
		Deadlines::<T>::insert(at, item, ());
	}

	/// Takes an item out of its bucket.
	pub(crate) fn unschedule(item: Item, at: BlockNumberFor<T>) {
		Deadlines::<T>::remove(at, item);
	}

	/// Works through the buckets up to that of block `now`, as far as the weight reaches.
	pub(crate) fn see_to_deadlines(now: BlockNumberFor<T>, meter: &mut WeightMeter) {
		let limit = T::DeadlineWeight::get().min(meter.remaining());
		let mut budget = WeightMeter::with_limit(limit);
		// Reading an entry, or finding that a bucket is empty.
		let step = T::WeightInfo::next_deadline();
		if budget.try_consume(step).is_err() {
			return;
		}
		let from = DueFrom::<T>::get();
		let mut at = from;
		'buckets: while at <= now {
			// An item's next deadline lies behind `now`, so no bucket grows while it is emptied.
			for item in Deadlines::<T>::iter_key_prefix(at) {
				// Looking at a lease, and bringing it along if it goes on, is paid before it is
				// known what that takes.
				let look = Self::least_weight(&item);
				if budget.try_consume(step.saturating_add(look)).is_err() {
					break 'buckets;
				}
				let rest = Self::deadline_weight(&item, now).saturating_sub(look);
				if budget.try_consume(rest).is_err() {
					break 'buckets;
				}
				Self::see_to(item, at, now);
			}
			if budget.try_consume(step).is_err() {
				break;
			}
			at.saturating_inc();
		}
		if at != from {
			DueFrom::<T>::put(at);
		}
		meter.consume(budget.consumed());
	}

	/// A closed lease is forgotten.
	pub(crate) fn forget(id: LeaseId) -> DispatchResult {
		if let Some(closed) = Closed::<T>::take(id) {
			Involved::<T>::remove(&closed.tenant, id);
			Involved::<T>::remove(&closed.provider, id);
		}
		Ok(())
	}

	/// The least that an item's deadline takes.
	fn least_weight(item: &Item) -> Weight {
		match item {
			Item::Order(_) => T::WeightInfo::deadline_order(0),
			Item::Lease(_) => T::WeightInfo::deadline_rolled(),
			Item::Closed(_) => T::WeightInfo::deadline_closed(),
		}
	}

	/// What an item's deadline takes by block `now`.
	fn deadline_weight(item: &Item, now: BlockNumberFor<T>) -> Weight {
		match item {
			Item::Order(id) => {
				let bids = Bids::<T>::decode_len(id).unwrap_or(0);
				T::WeightInfo::deadline_order(bids as u32)
			}
			Item::Lease(id) => {
				let ends = Leases::<T>::get(id)
					.is_none_or(|mut lease| Self::advance(&mut lease, now).end.is_some());
				if ends {
					T::WeightInfo::deadline_lease()
				} else {
					T::WeightInfo::deadline_rolled()
				}
			}
			Item::Closed(_) => T::WeightInfo::deadline_closed(),
		}
	}

	/// Does what is due and takes the item out of its bucket.
	pub(crate) fn see_to(item: Item, at: BlockNumberFor<T>, now: BlockNumberFor<T>) {
		Self::unschedule(item, at);
		let done = with_storage_layer(|| match item {
			Item::Order(id) => Self::expire_order(id),
			Item::Lease(id) => Self::bring_along(id),
			Item::Closed(id) => Self::forget(id),
		});
		if let Err(error) = done {
			// It cannot happen while held funds keep accounts able to receive. If it did, neither
			// the item nor anybody's money may be lost, and the block must go on.
			Self::put_off(item, now.saturating_add(T::Periods::get().grace.max(One::one())));
			Self::deposit_event(Event::DeadlinePutOff { item, error });
		}
	}
}
