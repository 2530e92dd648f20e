//! Who enters the tree: the queue of those who have enrolled, and the share of each block in which they are
//! placed in the next epoch's tree.
//!
//! Nobody waits for anybody who leaves: whoever ends is out of the next tree in the same call. A place of
//! somebody who has ended meanwhile is stale, and skipped when its turn comes. Whose issuers are paused goes to
//! the end of the queue, and waits until they are not, or withdraw.

use crate::{
	registry::record::Record, tree::NextTree, weights::APPEND_BATCH, Config, Event, Pallet, Place,
	Queue, QueueEnds, Status, WeightInfo,
};
use alloc::vec::Vec;
use census_primitives::{Epoch, PersonId};
use frame_support::{
	dispatch::DispatchResult,
	pallet_prelude::Get,
	storage::with_storage_layer,
	traits::Defensive,
	weights::{Weight, WeightMeter},
};
use sp_runtime::DispatchError;

/// How many of a block's newcomers go to the queue's end, for their issuers are paused. Others have the block's
/// weight.
const MAX_REQUEUED: u32 = 16;

/// Persons who are to be appended to the tree together.
pub(crate) type Newcomers<T> = Vec<Record<T>>;

impl<T: Config> Pallet<T> {
	/// Puts a person at the end of the queue, and gives back its place there.
	pub(crate) fn enqueue(person: PersonId) -> Place {
		QueueEnds::<T>::mutate(|(_, end)| {
			let position = *end;
			Queue::<T>::insert(position, person);
			*end = end.wrapping_add(1);
			Place::Queue(position)
		})
	}

	/// How many places of the queue are taken, stale ones included.
	pub(crate) fn waiting() -> u32 {
		let (start, end) = QueueEnds::<T>::get();
		end.wrapping_sub(start)
	}

	/// How many places come before one in the queue, stale ones included.
	pub(crate) fn places_before(position: u32) -> u32 {
		let (start, _) = QueueEnds::<T>::get();
		position.wrapping_sub(start)
	}

	/// Places in the next tree who waits, as far as the weight goes.
	pub(crate) fn poll_newcomers(weight: &mut WeightMeter) {
		let mut meter =
			WeightMeter::with_limit(weight.remaining().min(T::MaxPlacementWeight::get()));
		if meter.try_consume(T::WeightInfo::poll_newcomers()).is_err() {
			return;
		}
		// Where it fails the stored tree is corrupt, and the queue waits for whoever repairs it.
		let _ = with_storage_layer(|| Self::place_newcomers(&mut meter)).defensive();
		weight.consume(meter.consumed());
	}

	pub(crate) fn place_newcomers(meter: &mut WeightMeter) -> DispatchResult {
		let (first, end) = QueueEnds::<T>::get();
		let mut tree = NextTree::<T>::open();
		let mut newcomers = Newcomers::<T>::new();
		let mut position = first;
		let (_, tail) = QueueEnds::<T>::get();
		while position != end && meter.can_consume(Self::most_of_newcomer(newcomers.is_empty())) {
			meter.consume(Self::place_next(position, &mut tree, &mut newcomers)?);
			position = position.wrapping_add(1);
			let (_, now) = QueueEnds::<T>::get();
			if now.wrapping_sub(tail) >= MAX_REQUEUED {
				break;
			}
		}
		Self::let_in(newcomers, &mut tree)?;
		if position != first {
			QueueEnds::<T>::mutate(|(start, _)| *start = position);
			tree.close();
		}
		Ok(())
	}

	/// The most that one place of the queue weighs, and the writes of what has been moved: the first of a
	/// batch has the batch's part too.
	pub(crate) fn most_of_newcomer(is_first: bool) -> Weight {
		let batch = if is_first { T::WeightInfo::append_leaves() } else { Weight::zero() };
		batch
			.saturating_add(T::WeightInfo::add_leaf())
			.max(T::WeightInfo::refuse_newcomer())
			.max(T::WeightInfo::requeue_newcomer())
			.max(T::WeightInfo::skip_newcomer())
	}

	/// Sees to a place of the queue, and says what it weighed. Who enters the tree is put among the
	/// newcomers.
	pub(crate) fn place_next(
		position: u32,
		tree: &mut NextTree<T>,
		newcomers: &mut Newcomers<T>,
	) -> Result<Weight, DispatchError> {
		let id = Queue::<T>::take(position).ok_or(DispatchError::Corruption)?;
		let mut person = Record::<T>::of(id).ok_or(DispatchError::Corruption)?;
		if person.status != Status::Pending {
			return Ok(T::WeightInfo::skip_newcomer());
		}
		if let Some(reason) = Self::over(&person) {
			Self::end(&mut person, reason)?;
			person.store();
			return Ok(T::WeightInfo::refuse_newcomer());
		}
		if Self::is_waiting(&person) {
			person.place = Self::enqueue(id);
			person.store();
			return Ok(T::WeightInfo::requeue_newcomer());
		}
		let mut weight = T::WeightInfo::add_leaf();
		if newcomers.is_empty() {
			weight = weight.saturating_add(T::WeightInfo::append_leaves());
		}
		newcomers.push(person);
		if newcomers.len() as u32 == APPEND_BATCH {
			Self::let_in(core::mem::take(newcomers), tree)?;
		}
		Ok(weight)
	}

	/// Appends newcomers to the next tree.
	fn let_in(newcomers: Newcomers<T>, tree: &mut NextTree<T>) -> DispatchResult {
		let first = tree.tree().size;
		let commitments: Vec<_> = newcomers.iter().map(|person| person.commitment).collect();
		tree.append(&commitments)?;
		for (person, index) in newcomers.into_iter().zip(first..) {
			Self::stand(person, index, tree.epoch());
		}
		Ok(())
	}

	/// Notes that a newcomer has a leaf, and since when.
	pub(crate) fn stand(mut person: Record<T>, index: u32, since: Epoch) {
		let id = person.id();
		person.place = Place::Leaf { index, since };
		person.status = Status::Active;
		person.store();
		Self::deposit_event(Event::Placed { person: id, leaf: index, epoch: since });
	}
}
