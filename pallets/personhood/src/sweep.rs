//! What is swept as time passes, in every block: persons about whom something is due, sessions that have
//! ended, trees that nobody needs, nullifiers that can never be accepted again.
//!
//! Nothing here is lost when weight runs out: it is done later. A share of each block is the sweep's own, whatever
//! the transactions are; of what they leave it takes more. Both together are more than a block's transactions can
//! give it to do (`integrity`), so only who pays for full blocks can make it wait.

use crate::{
	Agenda, BlockNumberFor, Config, CurrentEpoch, KeptNodes, Pallet, Pins, ReleasingEpoch,
	SessionsOfEpoch, SessionsSweptTo, Snapshots, SweptTo, WeightInfo,
};
use census_primitives::Epoch;
use frame_support::{
	pallet_prelude::Get, storage::with_storage_layer, traits::Defensive, weights::WeightMeter,
};
use sp_runtime::traits::{SaturatedConversion, Saturating};

/// How many pinned epochs are looked at in a block, in turn, whether they can be released.
const RELEASE_LOOKS: usize = 2;

/// Into how many parts the weight is divided.
const PARTS: u64 = 16;

/// Sweeps something, as far as the weight goes.
type Stage<T> = fn(BlockNumberFor<T>, &mut WeightMeter);

impl<T: Config> Pallet<T> {
	/// Sweeps as far as its own share of the block goes.
	pub(crate) fn poll_sweep(now: BlockNumberFor<T>, weight: &mut WeightMeter) {
		let mut meter = WeightMeter::with_limit(weight.remaining().min(T::MaxSweepWeight::get()));
		Self::sweep(now, &mut meter);
		weight.consume(meter.consumed());
	}

	/// Sweeps, releases and prunes what is over, as far as the weight goes.
	pub(crate) fn sweep(now: BlockNumberFor<T>, meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::poll_sweep()).is_err() {
			return;
		}
		let whole = meter.remaining();
		for (stage, parts) in Self::stages() {
			let mut own = WeightMeter::with_limit(whole.saturating_mul(parts).div(PARTS));
			stage(now, &mut own);
			meter.consume(own.consumed());
		}
		// What is left is anybody's. Persons come first: nobody is admitted by one policy alone while a former one
		// has not ended.
		for (stage, _) in Self::stages().into_iter().rev() {
			stage(now, meter);
		}
	}

	/// What is swept, and how many parts of the weight are its own, whatever else waits. What is left all
	/// may use, in this order.
	fn stages() -> [(Stage<T>, u64); 5] {
		[
			(Self::sweep_sessions, 2),
			(Self::prune, 2),
			(Self::release, 4),
			(Self::sweep_former, 4),
			(Self::sweep_blocks, 4),
		]
	}

	/// Whether each stage's own weight is enough for a step.
	pub(crate) fn check_stages() {
		let whole = T::MaxSweepWeight::get().saturating_sub(T::WeightInfo::poll_sweep());
		let steps = [
			T::WeightInfo::sweep_epoch().saturating_add(T::WeightInfo::sweep_session()),
			T::WeightInfo::prune_group().saturating_add(T::WeightInfo::prune_nullifier()),
			T::WeightInfo::release_epoch()
				.saturating_add(T::WeightInfo::release_page().saturating_mul(2)),
			T::WeightInfo::poll_former()
				.saturating_add(T::WeightInfo::skip_person())
				.saturating_add(T::WeightInfo::sweep_person()),
			T::WeightInfo::sweep_block().saturating_add(T::WeightInfo::sweep_person()),
		];
		for (step, (_, parts)) in steps.into_iter().zip(Self::stages()) {
			assert!(
				step.all_lte(whole.saturating_mul(parts).div(PARTS)),
				"a block must have room for a step of all that is swept"
			);
		}
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
			Self::strike(block, person);
			// Where it fails the stored tree is corrupt, and the person stays for whoever repairs it.
			let _ = with_storage_layer(|| Self::look_at(person, now)).defensive();
		}
		true
	}

	/// Ends the sessions of the epochs that have ended.
	pub(crate) fn sweep_sessions(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
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

	/// Releases the trees of epochs that are pinned no longer, one after the other, page by page.
	pub(crate) fn release(now: BlockNumberFor<T>, meter: &mut WeightMeter) {
		let mut pins = Pins::<T>::get();
		while let Some(epoch) = ReleasingEpoch::<T>::get().or_else(|| Self::releasable(&pins, now))
		{
			if meter.try_consume(T::WeightInfo::release_epoch()).is_err() {
				return;
			}
			ReleasingEpoch::<T>::put(epoch);
			let older = pins.iter().rev().find(|older| **older < epoch).and_then(|older| {
				Snapshots::<T>::get(older).map(|snapshot| (*older, snapshot.size))
			});
			let mut pages = KeptNodes::<T>::iter_prefix(epoch);
			loop {
				if meter.try_consume(T::WeightInfo::release_page()).is_err() {
					return;
				}
				let Some(page) = pages.next() else { break };
				Self::release_page(epoch, page, older);
			}
			pins.retain(|pin| *pin != epoch);
			Pins::<T>::put(&pins);
			// That of the epoch that has ended last goes when another one has.
			if epoch.checked_add(1) != Some(CurrentEpoch::<T>::get().epoch) {
				Snapshots::<T>::remove(epoch);
			}
			ReleasingEpoch::<T>::kill();
		}
	}

	/// An epoch that is pinned no longer, among those that are looked at in this block.
	fn releasable(pins: &[Epoch], now: BlockNumberFor<T>) -> Option<Epoch> {
		let turn = now.saturated_into::<usize>().wrapping_mul(RELEASE_LOOKS);
		let in_turn = turn.checked_rem(pins.len()).unwrap_or_default();
		let looked_at = pins.iter().cycle().skip(in_turn).take(RELEASE_LOOKS);
		looked_at.copied().find(|epoch| !Self::is_pinned(*epoch, now))
	}
}
