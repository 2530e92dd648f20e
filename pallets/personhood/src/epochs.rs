//! Epochs: how one ends, and which trees are needed afterwards.
//!
//! An epoch ends in the first block at or after its time whose hooks find the weight for it. Then
//! removals are applied first, then replacements, then additions; a third of the weight is reserved
//! for each, and what one leaves the next may use. What finds no room waits for the next epoch's
//! end. Nothing here is lost when weight runs out: it is done later.

use crate::{
	tree::Growing, weights::APPEND_BATCH, BlockNumberFor, ChainSettings, Change, Changes, Config,
	CurrentEpoch, EndReason, EpochState, Event, KeptEpochs, Pallet, PersonOf, Persons,
	PinnableEpoch, Queue, QueueEnds, Queues, ScopeGroup, ScopesOfEpoch, Settings, Snapshot,
	Snapshots, Status, WeightInfo, PERSON_DEPTH,
};
use alloc::vec::Vec;
use census_primitives::{Epoch, PersonId};
use census_zk_types::{FieldElement, MAX_DEPTH};
use frame_support::{
	dispatch::DispatchResult,
	pallet_prelude::Get,
	storage::with_storage_layer,
	traits::Defensive,
	weights::{Weight, WeightMeter},
};
use sp_runtime::{traits::Saturating, DispatchError};

const _: () = assert!(PERSON_DEPTH <= MAX_DEPTH, "no circuit is as deep as the People tree may be");

/// The order in which changes are applied.
pub(crate) const ORDER: [Queue; 3] = [Queue::Removals, Queue::Replacements, Queue::Additions];

/// Persons who are to be appended to the tree together.
pub(crate) type Newcomers<T> = Vec<(PersonId, PersonOf<T>, FieldElement)>;

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
		let mut meter =
			WeightMeter::with_limit(weight.remaining().min(T::MaxBoundaryWeight::get()));
		if meter.try_consume(T::WeightInfo::end_epoch()).is_ok() {
			Self::end_epoch(now, &settings, state, &mut meter);
			weight.consume(meter.consumed());
		}
	}

	fn end_epoch(
		now: BlockNumberFor<T>,
		settings: &Settings<BlockNumberFor<T>>,
		state: EpochState<BlockNumberFor<T>>,
		meter: &mut WeightMeter,
	) {
		let EpochState { epoch: ended, root, size, members, .. } = state;
		let Some(epoch) = ended.checked_add(1) else { return };
		// If no tree can be kept besides those that are, the epoch goes on until one is released.
		if KeptEpochs::<T>::try_append(ended).is_err() {
			return;
		}
		Snapshots::<T>::insert(ended, Snapshot { root, size, members, ended_at: now });

		let mut growing = Growing::<T>::new(ended, &state);
		let third = meter.remaining().div(ORDER.len() as u64);
		let mut share = Weight::zero();
		for queue in ORDER {
			// Whoever waits to leave the tree may be on the way back into it as another person: its
			// tags are nobody's, and no issuer need count any more that knows both.
			let (leaving, left) = QueueEnds::<T>::get(Queue::Removals);
			if queue == Queue::Additions && leaving != left {
				break;
			}
			share = share.saturating_add(third);
			let mut shared = WeightMeter::with_limit(share);
			let before = growing.tree;
			let applied = with_storage_layer(|| Self::apply(queue, &mut growing, &mut shared));
			if applied.defensive().is_err() {
				// The stored tree is corrupt: the queue waits for whoever repairs it.
				growing.tree = before;
			}
			share = shared.remaining();
			meter.consume(shared.consumed());
		}

		let tree = growing.tree;
		CurrentEpoch::<T>::put(EpochState {
			epoch,
			started_at: now,
			root: tree.root,
			size: tree.size,
			members: tree.members,
		});
		if epoch.is_multiple_of(settings.epochs_per_pin.max(1)) {
			PinnableEpoch::<T>::put(epoch);
		}
		// Of the epochs that have ended, the last one alone may still accept acts.
		if let Some(over) = ended.checked_sub(1) {
			Self::enqueue_prune(ScopeGroup::Epoch(over));
		}
		Self::deposit_event(Event::EpochBegun {
			epoch,
			root: tree.root,
			size: tree.size,
			members: tree.members,
			waiting: Self::waiting(),
		});
	}

	/// Applies the changes of one queue, as far as the weight goes.
	fn apply(queue: Queue, growing: &mut Growing<T>, meter: &mut WeightMeter) -> DispatchResult {
		let (first, end) = QueueEnds::<T>::get(queue);
		let mut place = first;
		let mut newcomers = Newcomers::<T>::new();
		while place != end && meter.can_consume(Self::most(queue)) {
			meter.consume(Self::apply_at(queue, place, growing, &mut newcomers)?);
			place = place.wrapping_add(1);
		}
		Self::let_in(newcomers, growing)?;
		if place != first {
			QueueEnds::<T>::insert(queue, (place, end));
		}
		Ok(())
	}

	/// The most that one change of a queue weighs.
	pub(crate) fn most(queue: Queue) -> Weight {
		match queue {
			Queue::Removals => T::WeightInfo::remove_leaf(),
			Queue::Replacements => T::WeightInfo::replace_leaf(),
			Queue::Additions => T::WeightInfo::append_leaves()
				.saturating_add(T::WeightInfo::add_leaf())
				.max(T::WeightInfo::refuse_addition()),
		}
		.max(T::WeightInfo::skip_change())
	}

	/// Applies the change at a place of a queue, and says what it weighed. Who enters the tree is put
	/// among the newcomers.
	pub(crate) fn apply_at(
		queue: Queue,
		place: u32,
		growing: &mut Growing<T>,
		newcomers: &mut Newcomers<T>,
	) -> Result<Weight, DispatchError> {
		let waits = |id: &PersonId| {
			Changes::<T>::get(id)
				.filter(|pending| pending.position == place && pending.change.queue() == queue)
		};
		let Some((id, pending)) =
			Queues::<T>::take(queue, place).and_then(|id| waits(&id).map(|pending| (id, pending)))
		else {
			return Ok(T::WeightInfo::skip_change());
		};
		Changes::<T>::remove(id);
		let mut person = Persons::<T>::get(id).ok_or(DispatchError::Corruption)?;
		match pending.change {
			Change::Remove => {
				let leaf = person.leaf.ok_or(DispatchError::Corruption)?;
				growing.set(leaf, FieldElement::ZERO)?;
				Ok(T::WeightInfo::remove_leaf())
			}
			Change::Replace(commitment) => {
				let leaf = person.leaf.ok_or(DispatchError::Corruption)?;
				growing.set(leaf, commitment)?;
				person.commitment = commitment;
				Persons::<T>::insert(id, person);
				Ok(T::WeightInfo::replace_leaf())
			}
			Change::Add(_) if !Self::still_admitted(&person) => {
				Self::end(id, &mut person, EndReason::NotAdmitted);
				Persons::<T>::insert(id, person);
				Ok(T::WeightInfo::refuse_addition())
			}
			Change::Add(commitment) => {
				let mut weight = T::WeightInfo::add_leaf();
				if newcomers.is_empty() {
					weight = weight.saturating_add(T::WeightInfo::append_leaves());
				}
				newcomers.push((id, person, commitment));
				if newcomers.len() as u32 == APPEND_BATCH {
					Self::let_in(core::mem::take(newcomers), growing)?;
				}
				Ok(weight)
			}
		}
	}

	/// Appends newcomers to the tree.
	fn let_in(newcomers: Newcomers<T>, growing: &mut Growing<T>) -> DispatchResult {
		let first = growing.tree.size;
		let commitments: Vec<_> = newcomers.iter().map(|(_, _, commitment)| *commitment).collect();
		growing.append(&commitments)?;
		for ((id, person, _), leaf) in newcomers.into_iter().zip(first..) {
			Self::stand(id, person, leaf);
		}
		Ok(())
	}

	/// Notes that a newcomer stands in the tree.
	pub(crate) fn stand(id: PersonId, mut person: PersonOf<T>, leaf: u32) {
		person.leaf = Some(leaf);
		person.status = Status::Active;
		Persons::<T>::insert(id, person);
	}

	/// Whether acts may yet be accepted under the root of an epoch that has ended.
	pub(crate) fn is_needed(epoch: Epoch, now: BlockNumberFor<T>) -> bool {
		let (scopes, until) = ScopesOfEpoch::<T>::get(epoch);
		PinnableEpoch::<T>::get() == epoch
			|| (scopes > 0 && now <= until)
			|| Self::in_grace(epoch, now)
	}

	/// Whether an epoch is the last one that has ended, and its grace is not over.
	pub(crate) fn in_grace(epoch: Epoch, now: BlockNumberFor<T>) -> bool {
		let current = CurrentEpoch::<T>::get();
		let grace = ChainSettings::<T>::get().map(|settings| settings.grace).unwrap_or_default();
		epoch.checked_add(1) == Some(current.epoch)
			&& now < current.started_at.saturating_add(grace)
	}
}
