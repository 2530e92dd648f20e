//! Persons' records. They are written here and nowhere else, and so is what follows from them: how many persons
//! are live under which policy, in which blocks a person is to be looked at, whose a commitment is.

use crate::{
	Agenda, BlockNumberFor, Commitments, Config, Event, LiveCounts, LivePersons, Pallet, PersonOf,
	Persons, PoliciesInForce, PolicyId,
};
use census_primitives::PersonId;
use census_zk_types::FieldElement;
use core::ops::{Deref, DerefMut};
use sp_runtime::traits::Saturating;

/// What follows from a record.
#[derive(Clone, Copy)]
struct Follows<BlockNumber> {
	/// Under which policy a live person counts.
	counts: Option<PolicyId>,
	/// The blocks in which a live person is to be looked at: its admission is over, a recovery takes effect.
	due: [Option<BlockNumber>; 2],
	/// The commitments that are or were the person's, as far as the record tells.
	commitments: [Option<FieldElement>; 2],
}

impl<BlockNumber: Copy> Follows<BlockNumber> {
	/// What follows where there is no record yet.
	const NOTHING: Self = Self { counts: None, due: [None; 2], commitments: [None; 2] };

	fn from<T: Config>(person: &PersonOf<T>) -> Follows<BlockNumberFor<T>> {
		let is_live = person.status.is_live();
		Follows {
			counts: is_live.then_some(person.policy),
			due: [
				is_live.then_some(person.expires_at),
				person.recovery.filter(|_| is_live).map(|recovery| recovery.effective_at),
			],
			commitments: [
				Some(person.commitment),
				person.recovery.map(|recovery| recovery.commitment),
			],
		}
	}
}

/// A person's record, taken out of storage. A change of it is none until it is stored again.
pub(crate) struct Record<T: Config> {
	id: PersonId,
	/// What followed from it when it was taken out.
	before: Follows<BlockNumberFor<T>>,
	person: PersonOf<T>,
}

impl<T: Config> Record<T> {
	/// That of a person who is new.
	pub(crate) fn new(id: PersonId, person: PersonOf<T>) -> Self {
		Self { id, before: Follows::NOTHING, person }
	}

	/// That of a person's number; `None` if it was not given out.
	pub(crate) fn of(id: PersonId) -> Option<Self> {
		let person = Persons::<T>::get(id)?;
		Some(Self { id, before: Follows::<BlockNumberFor<T>>::from::<T>(&person), person })
	}

	/// The person's number.
	pub(crate) fn id(&self) -> PersonId {
		self.id
	}

	/// Stores it, and what follows from it now.
	pub(crate) fn store(self) {
		let Self { id, before, person } = self;
		let after = Follows::<BlockNumberFor<T>>::from::<T>(&person);
		let new = |commitment: &FieldElement| !before.commitments.contains(&Some(*commitment));
		for commitment in after.commitments.into_iter().flatten().filter(new) {
			Commitments::<T>::insert(commitment, id);
		}
		for at in before.due.into_iter().flatten().filter(|at| !after.due.contains(&Some(*at))) {
			Pallet::<T>::strike(at, id);
		}
		for at in after.due.into_iter().flatten().filter(|at| !before.due.contains(&Some(*at))) {
			Agenda::<T>::insert(at, id, ());
		}
		if before.counts != after.counts {
			before.counts.into_iter().for_each(count_out::<T>);
			after.counts.into_iter().for_each(count_in::<T>);
		}
		Persons::<T>::insert(id, person);
	}
}

impl<T: Config> Deref for Record<T> {
	type Target = PersonOf<T>;

	fn deref(&self) -> &PersonOf<T> {
		&self.person
	}
}

impl<T: Config> DerefMut for Record<T> {
	fn deref_mut(&mut self) -> &mut PersonOf<T> {
		&mut self.person
	}
}

/// Counts a person that has become live, or was admitted anew.
fn count_in<T: Config>(policy: PolicyId) {
	LivePersons::<T>::mutate(|live| match policy == live.policy {
		true => live.current.saturating_inc(),
		false => live.former.saturating_inc(),
	});
}

/// Counts out one that is live no longer, or was admitted anew. With the last of its persons the policy before ends.
fn count_out<T: Config>(policy: PolicyId) {
	let ended = LivePersons::<T>::mutate(|live| {
		if policy == live.policy {
			live.current.saturating_dec();
			return false;
		}
		live.former.saturating_dec();
		live.former == 0
	});
	if ended {
		PoliciesInForce::<T>::mutate(|policies| policies.former = None);
		Pallet::<T>::deposit_event(Event::PolicyEnded { policy });
	}
}

impl<T: Config> Pallet<T> {
	/// Begins to count for another policy. Whoever is live is so by the one before.
	pub(crate) fn count_anew(policy: PolicyId, before: LiveCounts) {
		LivePersons::<T>::put(LiveCounts { policy, current: 0, former: before.current });
	}

	/// Strikes a person off a block's agenda.
	pub(crate) fn strike(at: BlockNumberFor<T>, id: PersonId) {
		Agenda::<T>::remove(at, id);
	}
}
