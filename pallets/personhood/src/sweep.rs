//! What is swept as time passes, in every block: persons about whom something is due, sessions that have
//! ended, trees that nobody needs, nullifiers that can never be accepted again.
//!
//! Nothing here is lost when weight runs out: it is done later.

use crate::{
	Agenda, BlockNumberFor, Config, CurrentEpoch, Declarations, KeptEpochs, KeptPages, Nullifiers,
	Pallet, PruneEnds, PruneQueue, ReleasingEpoch, ScopeGroup, SessionsOfEpoch, SessionsSweptTo,
	Snapshots, SweptTo, WeightInfo,
};
use census_primitives::Epoch;
use frame_support::{pallet_prelude::Get, traits::Defensive, weights::WeightMeter};
use sp_runtime::traits::{SaturatedConversion, Saturating};

/// How many kept epochs are looked at in a block, whether they can be released: so many of the
/// newest, and so many of all, in turn.
const RELEASE_LOOKS: usize = 2;

impl<T: Config> Pallet<T> {
	/// Sweeps, releases and prunes what is over, as far as the weight goes.
	pub(crate) fn poll_sweep(now: BlockNumberFor<T>, weight: &mut WeightMeter) {
		let mut meter = WeightMeter::with_limit(weight.remaining().min(T::MaxSweepWeight::get()));
		if meter.try_consume(T::WeightInfo::poll_sweep()).is_err() {
			return;
		}
		Self::sweep_blocks(now, &mut meter);
		Self::sweep_sessions(&mut meter);
		Self::release(now, &mut meter);
		Self::prune(&mut meter);
		weight.consume(meter.consumed());
	}

	/// Looks at the persons about whom something was due in the blocks that have passed.
	fn sweep_blocks(now: BlockNumberFor<T>, meter: &mut WeightMeter) {
		let first = SweptTo::<T>::get();
		let mut block = first;
		while block < now && meter.try_consume(T::WeightInfo::sweep_block()).is_ok() {
			if !Self::sweep_block(block, now, meter) {
				break;
			}
			block.saturating_inc();
		}
		if block != first {
			SweptTo::<T>::put(block);
		}
	}

	/// Whether all of a block was swept.
	pub(crate) fn sweep_block(
		block: BlockNumberFor<T>,
		now: BlockNumberFor<T>,
		meter: &mut WeightMeter,
	) -> bool {
		// Each key is walked over once: what is removed behind an iterator is not met again.
		for person in Agenda::<T>::iter_key_prefix(block) {
			if meter.try_consume(T::WeightInfo::sweep_person()).is_err() {
				return false;
			}
			Agenda::<T>::remove(block, person);
			Self::look_at(person, now);
		}
		true
	}

	/// Ends the sessions of the epochs that have ended.
	pub(crate) fn sweep_sessions(meter: &mut WeightMeter) {
		let first = SessionsSweptTo::<T>::get();
		let current = CurrentEpoch::<T>::get().epoch;
		let mut epoch = first;
		'epochs: while epoch < current && meter.try_consume(T::WeightInfo::sweep_epoch()).is_ok() {
			for account in SessionsOfEpoch::<T>::iter_key_prefix(epoch) {
				if meter.try_consume(T::WeightInfo::sweep_session()).is_err() {
					break 'epochs;
				}
				Self::end_session(epoch, account);
			}
			epoch.saturating_inc();
		}
		if epoch != first {
			SessionsSweptTo::<T>::put(epoch);
		}
	}

	/// Releases the trees of epochs that nobody needs any more, one after the other, page by page.
	pub(crate) fn release(now: BlockNumberFor<T>, meter: &mut WeightMeter) {
		let mut kept = KeptEpochs::<T>::get();
		while let Some(epoch) = ReleasingEpoch::<T>::get().or_else(|| Self::releasable(&kept, now))
		{
			if meter.try_consume(T::WeightInfo::release_epoch()).is_err() {
				return;
			}
			ReleasingEpoch::<T>::put(epoch);
			let older = kept.iter().rev().find(|older| **older < epoch).and_then(|older| {
				Snapshots::<T>::get(older).map(|snapshot| (*older, snapshot.size))
			});
			let mut pages = KeptPages::<T>::iter_prefix(epoch);
			loop {
				if meter.try_consume(T::WeightInfo::release_page()).is_err() {
					return;
				}
				let Some(page) = pages.next() else { break };
				Self::release_page(epoch, page, older);
			}
			kept.retain(|kept| *kept != epoch);
			KeptEpochs::<T>::put(&kept);
			Snapshots::<T>::remove(epoch);
			ReleasingEpoch::<T>::kill();
		}
	}

	/// A kept epoch that nobody needs any more, among those that are looked at in this block: most
	/// are needed for their grace alone, and so are found among the newest.
	fn releasable(kept: &[Epoch], now: BlockNumberFor<T>) -> Option<Epoch> {
		let turn = now.saturated_into::<usize>().wrapping_mul(RELEASE_LOOKS);
		let in_turn = turn.checked_rem(kept.len()).unwrap_or_default();
		let newest = kept.iter().rev().take(RELEASE_LOOKS);
		newest
			.chain(kept.iter().cycle().skip(in_turn).take(RELEASE_LOOKS))
			.find(|epoch| !Self::is_needed(**epoch, now))
			.copied()
	}

	/// Puts a group of nullifiers that can never be accepted again into the queue for pruning.
	pub(crate) fn enqueue_prune(group: ScopeGroup) {
		PruneEnds::<T>::mutate(|(_, end)| {
			PruneQueue::<T>::insert(*end, group);
			*end = end.wrapping_add(1);
		});
	}

	/// Prunes nullifiers, the groups in their order.
	pub(crate) fn prune(meter: &mut WeightMeter) {
		let (first, end) = PruneEnds::<T>::get();
		let mut place = first;
		'groups: while place != end && meter.try_consume(T::WeightInfo::prune_group()).is_ok() {
			if let Some(group) = PruneQueue::<T>::get(place).defensive() {
				for nullifier in Nullifiers::<T>::iter_key_prefix(group) {
					if meter.try_consume(T::WeightInfo::prune_nullifier()).is_err() {
						break 'groups;
					}
					Nullifiers::<T>::remove(group, nullifier);
					if let ScopeGroup::Application(scope) = group {
						Declarations::<T>::remove(scope, nullifier);
					}
				}
			}
			PruneQueue::<T>::remove(place);
			place = place.wrapping_add(1);
		}
		if place != first {
			PruneEnds::<T>::put((place, end));
		}
	}
}
