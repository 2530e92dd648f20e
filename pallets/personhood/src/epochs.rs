//! Epochs: the queues of changes, the end of an epoch, and what is swept as time passes.
//!
//! An epoch ends in the first block at or after its time whose hooks find the weight for it. Then
//! removals are applied first, then replacements, then additions; a third of the weight is reserved
//! for each, and what one leaves the next may use. What finds no room waits for the next epoch's
//! end. Nothing here is lost when weight runs out: it is done later.

use crate::{
	tree::Growing, weights::APPEND_BATCH, Agenda, BlockNumberFor, ChainSettings, Change, Changes,
	Config, CurrentEpoch, EndReason, EpochState, Event, KeptEpochs, KeptPages, Nullifiers, Pallet,
	Pending, PersonOf, Persons, PinnableEpoch, PruneEnds, PruneQueue, Queue, QueueEnds, Queues,
	ReleasingEpoch, ScopeGroup, ScopesOfEpoch, SessionsOfEpoch, SessionsSweptTo, Settings,
	Snapshot, Snapshots, Status, SweptTo, WeightInfo, PERSON_DEPTH,
};
use alloc::vec::Vec;
use census_primitives::{Epoch, PersonId};
use census_zk_types::{FieldElement, MAX_DEPTH};
use frame_support::{
	dispatch::{DispatchClass, DispatchResult},
	pallet_prelude::Get,
	storage::with_storage_layer,
	traits::Defensive,
	weights::{Weight, WeightMeter},
};
use sp_runtime::{
	traits::{SaturatedConversion, Saturating},
	DispatchError,
};

const _: () = assert!(PERSON_DEPTH <= MAX_DEPTH, "no circuit is as deep as the People tree may be");

/// How many kept epochs are looked at in a block, whether they can be released: so many of the
/// newest, and so many of all, in turn.
const RELEASE_LOOKS: usize = 2;

/// The order in which changes are applied.
const ORDER: [Queue; 3] = [Queue::Removals, Queue::Replacements, Queue::Additions];

/// Persons who are to be appended to the tree together.
pub(crate) type Newcomers<T> = Vec<(PersonId, PersonOf<T>, FieldElement)>;

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
			// marks are nobody's, and no issuer need count any more that knows both.
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
	fn most(queue: Queue) -> Weight {
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
				}
			}
			PruneQueue::<T>::remove(place);
			place = place.wrapping_add(1);
		}
		if place != first {
			PruneEnds::<T>::put((place, end));
		}
	}

	/// Checks that the runtime's constants fit one another.
	pub(crate) fn check_constants() {
		assert!(T::QuotaPerEpoch::get() > 0, "persons need an act an epoch, at least");
		let boundary = T::MaxBoundaryWeight::get().saturating_sub(T::WeightInfo::end_epoch());
		for queue in ORDER {
			assert!(
				Self::most(queue).all_lte(boundary.div(ORDER.len() as u64)),
				"an epoch's end must have room for a change of each kind"
			);
		}
		let steps = [
			T::WeightInfo::sweep_block().saturating_add(T::WeightInfo::sweep_person()),
			T::WeightInfo::sweep_epoch().saturating_add(T::WeightInfo::sweep_session()),
			T::WeightInfo::release_epoch()
				.saturating_add(T::WeightInfo::release_page().saturating_mul(2)),
			T::WeightInfo::prune_group().saturating_add(T::WeightInfo::prune_nullifier()),
		];
		let all = steps.into_iter().fold(T::WeightInfo::poll_sweep(), Weight::saturating_add);
		assert!(
			all.all_lte(T::MaxSweepWeight::get()),
			"a block must have room for a step of all that is swept"
		);
		let act = Self::weight_of_act()
			.saturating_add(Self::weight_of_verify_act())
			.saturating_add(T::MaxActWeight::get());
		let most = T::BlockWeights::get().get(DispatchClass::Operational).max_extrinsic;
		assert!(most.is_none_or(|most| act.all_lte(most)), "an act must fit a block");
	}
}
