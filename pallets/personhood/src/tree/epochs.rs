//! Epochs: how one ends, and which trees are needed afterwards.
//!
//! An epoch ends in the first block at or after its time whose hooks find the weight for it, which is the same
//! whatever has changed: the next tree, which has grown all the while, becomes the present one.

use crate::{
	tree::EpochTree, BlockNumberFor, ChainSettings, Config, CurrentEpoch, EpochState, Event, Next,
	Pallet, PinnableEpoch, Pins, ScopeGroup, ScopesOfEpoch, Settings, Snapshot, Snapshots,
	WeightInfo, PERSON_DEPTH,
};
use census_primitives::Epoch;
use census_zk_types::MAX_DEPTH;
use frame_support::weights::WeightMeter;
use sp_runtime::traits::Saturating;

const _: () = assert!(PERSON_DEPTH <= MAX_DEPTH, "no circuit is as deep as the People tree may be");

impl<T: Config> Pallet<T> {
	/// Ends the epoch, if it is time and there is the weight for it.
	pub(crate) fn poll_epoch(now: BlockNumberFor<T>, weight: &mut WeightMeter) {
		if weight.try_consume(T::WeightInfo::poll_epoch()).is_err() {
			return;
		}
		let Some(settings) = ChainSettings::<T>::get() else { return };
		let state = CurrentEpoch::<T>::get();
		if now < state.started_at.saturating_add(settings.epoch_length) {
			return;
		}
		if weight.try_consume(T::WeightInfo::end_epoch()).is_ok() {
			Self::end_epoch(now, &settings, state);
		}
	}

	/// The next tree becomes the present one.
	fn end_epoch(
		now: BlockNumberFor<T>,
		settings: &Settings<BlockNumberFor<T>>,
		state: EpochState<BlockNumberFor<T>>,
	) {
		let EpochState { epoch: ended, root, size, members, .. } = state;
		let Some(epoch) = ended.checked_add(1) else { return };
		Snapshots::<T>::insert(ended, Snapshot { root, size, members, ended_at: now });
		// The tree of the one before is needed no longer, unless it is pinned or may be.
		if let Some(before) = ended.checked_sub(1) {
			if !Pins::<T>::get().contains(&before) {
				Snapshots::<T>::remove(before);
			}
		}
		let EpochTree { root, size, members } = Next::<T>::get();
		CurrentEpoch::<T>::put(EpochState { epoch, started_at: now, root, size, members });
		// Where as many are pinned as can be, scopes pin an earlier one until one is released.
		if epoch.is_multiple_of(settings.epochs_per_pin.max(1))
			&& Pins::<T>::try_append(epoch).is_ok()
		{
			PinnableEpoch::<T>::put(epoch);
		}
		// Of the epochs that have ended, the last one alone may still accept acts.
		if let Some(over) = ended.checked_sub(1) {
			Self::enqueue_prune(ScopeGroup::Epoch(over));
		}
		let waiting = Self::waiting();
		Self::deposit_event(Event::EpochBegun { epoch, root, size, members, waiting });
	}

	/// Whether an epoch is pinned by a scope that accepts acts, or may be pinned.
	pub(crate) fn is_pinned(epoch: Epoch, now: BlockNumberFor<T>) -> bool {
		let (scopes, until) = ScopesOfEpoch::<T>::get(epoch);
		PinnableEpoch::<T>::get() == epoch || (scopes > 0 && now <= until)
	}

	/// Whether an epoch is the last one that has ended, and its grace is not over.
	pub(crate) fn in_grace(epoch: Epoch, now: BlockNumberFor<T>) -> bool {
		let current = CurrentEpoch::<T>::get();
		let grace = ChainSettings::<T>::get().map(|settings| settings.grace).unwrap_or_default();
		epoch.checked_add(1) == Some(current.epoch)
			&& now < current.started_at.saturating_add(grace)
	}
}
