//! How many unpaid transactions wait in the pool, and how many may: of each kind, and in each scope.

use census_primitives::{Lane, LaneShare};
use std::{
	collections::HashMap,
	sync::{Mutex, PoisonError},
	time::{Duration, Instant},
};

/// The kinds of unpaid transactions that have a budget and a bound of their own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
	Registry,
	Civic,
	Acts,
	Sessions,
}

impl Kind {
	/// All of them, in the order of their numbers.
	pub(super) const ALL: [Self; 4] = [Self::Registry, Self::Civic, Self::Acts, Self::Sessions];

	/// The word for it in the metrics.
	pub(super) fn name(self) -> &'static str {
		match self {
			Self::Registry => "registry",
			Self::Civic => "civic",
			Self::Acts => "acts",
			Self::Sessions => "sessions",
		}
	}

	/// Its part of all pairings, in quarters: as of the block's free share.
	pub(super) fn quarters(self) -> u32 {
		match self {
			Self::Registry | Self::Acts => 1,
			Self::Civic => 2,
			Self::Sessions => 0,
		}
	}

	/// The most that wait in the pool: some blocks of them, and all kinds together less than a third of
	/// what the pool has room for by default. They come before paid ones, so that no wealth shuts them
	/// out; so they must not fill the pool either.
	fn most_waiting(self) -> usize {
		match self {
			Self::Registry | Self::Acts | Self::Sessions => 512,
			Self::Civic => 1_024,
		}
	}
}

/// One application scope has so small a part of the places for acts.
const SCOPES_SHARE: usize = 4;

/// Among which unpaid transactions one is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Class {
	/// Of which kind it is.
	pub(super) kind: Kind,
	/// The application scope of an act.
	scope: Option<u32>,
}

impl Class {
	/// That of a transaction without a signature that has this priority.
	pub(super) fn of_priority(priority: u64) -> Self {
		let lane = Lane::of_priority(priority);
		let kind = match lane.map(|lane| lane.kind.share()) {
			Some(LaneShare::Registry) => Kind::Registry,
			Some(LaneShare::Civic) => Kind::Civic,
			Some(LaneShare::Acts) | None => Kind::Acts,
		};
		Self { kind, scope: lane.as_ref().and_then(Lane::application) }
	}

	/// That of a session's act.
	pub(super) fn of_session() -> Self {
		Self { kind: Kind::Sessions, scope: None }
	}
}

/// How often those that wait are counted.
const COUNT_EVERY: Duration = Duration::from_secs(1);

/// How many unpaid transactions wait: of each kind, and of acts in each application scope.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Counts {
	of_kind: [usize; Kind::ALL.len()],
	of_scope: HashMap<u32, usize>,
}

impl Counts {
	pub(super) fn add(&mut self, class: Class) {
		self.of_kind[class.kind as usize] += 1;
		if let Some(scope) = class.scope {
			*self.of_scope.entry(scope).or_default() += 1;
		}
	}

	fn has_room(&self, class: Class) -> bool {
		let most = class.kind.most_waiting();
		let in_scope = |scope| self.of_scope.get(&scope).copied().unwrap_or_default();
		self.of_kind[class.kind as usize] < most
			&& class.scope.is_none_or(|scope| in_scope(scope) < most / SCOPES_SHARE)
	}

	fn remove(&mut self, class: Class) {
		let of_kind = &mut self.of_kind[class.kind as usize];
		*of_kind = of_kind.saturating_sub(1);
		if let Some(count) = class.scope.and_then(|scope| self.of_scope.get_mut(&scope)) {
			*count = count.saturating_sub(1);
		}
	}
}

/// A place among those that wait, taken before it is known whether the pool takes the transaction.
#[derive(Debug)]
pub(super) struct Place {
	/// Among which.
	pub(super) class: Class,
	/// When those that wait were counted last.
	counted: Instant,
}

/// How many unpaid transactions wait in the pool: as many as were there when they were counted
/// last, and those that were let in since.
#[derive(Default)]
pub(super) struct Waiting {
	state: Mutex<(Counts, Option<Instant>)>,
}

impl Waiting {
	/// Takes a place, if there is one. `count` counts those that wait.
	pub(super) fn take(
		&self,
		class: Class,
		now: Instant,
		count: impl FnOnce() -> Counts,
	) -> Option<Place> {
		let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
		let (counts, counted) = &mut *state;
		let fresh = |counted: &Instant| now.saturating_duration_since(*counted) < COUNT_EVERY;
		let counted = match counted.filter(fresh) {
			Some(counted) => counted,
			None => {
				*counts = count();
				*counted.insert(now)
			}
		};
		counts.has_room(class).then(|| {
			counts.add(class);
			Place { class, counted }
		})
	}

	/// Gives a place back: what it was for does not wait.
	pub(super) fn give_back(&self, place: &Place) {
		let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
		// Else it has not been counted.
		if state.1 == Some(place.counted) {
			state.0.remove(place.class);
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use census_primitives::{LaneKind, PersonScope};

	fn class(kind: Kind) -> Class {
		Class { kind, scope: None }
	}

	fn counts(acts: usize) -> Counts {
		Counts { of_kind: [0, 0, acts, 0], ..Counts::default() }
	}

	#[test]
	fn so_many_of_a_kind_wait_and_no_more_until_they_are_counted_again() {
		let start = Instant::now();
		let waiting = Waiting::default();
		let most = Kind::Acts.most_waiting();
		let takes = |kind, now, count: &dyn Fn() -> Counts| waiting.take(class(kind), now, count);
		assert!(takes(Kind::Acts, start, &|| counts(most - 2)).is_some());
		let soon = start + COUNT_EVERY / 2;
		let counted: &dyn Fn() -> Counts = &|| unreachable!("the count is fresh");
		assert!(takes(Kind::Acts, soon, counted).is_some());
		assert!(takes(Kind::Acts, soon, counted).is_none());
		// Those of one kind shut out no other.
		assert!(takes(Kind::Registry, soon, counted).is_some());
		assert!(takes(Kind::Sessions, soon, counted).is_some());
		let later = start + COUNT_EVERY;
		assert!(takes(Kind::Acts, later, &|| counts(most)).is_none());
		assert!(takes(Kind::Acts, later + COUNT_EVERY, &|| counts(most - 1)).is_some());
	}

	#[test]
	fn what_is_refused_leaves_its_place_to_others() {
		let start = Instant::now();
		let waiting = Waiting::default();
		let most = Kind::Sessions.most_waiting();
		let take = |now| waiting.take(class(Kind::Sessions), now, Counts::default);
		for _ in 0..10 * most {
			waiting.give_back(&take(start).expect("those before it were refused"));
		}
		// One that was taken before they were counted again is not counted.
		let before = take(start).unwrap();
		let later = start + COUNT_EVERY;
		let _waits = take(later).unwrap();
		waiting.give_back(&before);
		assert_eq!((1..2 * most).filter(|_| take(later).is_some()).count(), most - 1);
	}

	#[test]
	fn one_scope_leaves_places_for_others() {
		let start = Instant::now();
		let waiting = Waiting::default();
		let act = |scope| {
			let scope = PersonScope::Application { scope, topic: [0; 32] };
			Class::of_priority(Lane::act(&scope).priority())
		};
		let enter = |scope, count: usize| {
			(0..count)
				.filter(|_| waiting.take(act(scope), start, Counts::default).is_some())
				.count()
		};
		let most = Kind::Acts.most_waiting();
		assert_eq!(enter(1, most), most / SCOPES_SHARE);
		assert_eq!(enter(2, 5), 5);
		// The quotas of all are no one's scope.
		let quota = PersonScope::Quota { epoch: 1, counter: 0 };
		assert_eq!(Class::of_priority(Lane::act(&quota).priority()), class(Kind::Acts));
	}

	#[test]
	fn the_kinds_share_what_the_operator_allows() {
		assert_eq!(Kind::ALL.map(Kind::quarters).iter().sum::<u32>(), 4);
		for (place, kind) in Kind::ALL.into_iter().enumerate() {
			assert_eq!(kind as usize, place);
		}
		let priority = |kind| Lane::of(kind).priority();
		assert_eq!(Class::of_priority(priority(LaneKind::Veto)).kind, Kind::Registry);
		assert_eq!(Class::of_priority(priority(LaneKind::Civic)).kind, Kind::Civic);
		assert_eq!(Class::of_priority(priority(LaneKind::Act)).kind, Kind::Acts);
		assert_eq!(Class::of_priority(0), class(Kind::Acts));
	}
}
