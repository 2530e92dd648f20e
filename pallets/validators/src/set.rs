//! Who stands in the set of a session, given who stands in the one before and who has a right to.
//!
//! Nothing here knows of storage: the same rules are tried over millions of schedules.
//!
//! - Offenders leave first, and at once. Where too few are left, others take their places at once too; where there is
//!   nobody else, the first of them stay, and no seat joins beside them.
//! - Of the others, joining and leaving together, so many change as [`bound`] says.
//! - Whoever has no right any more leaves before any seat joins: so no human stands in the set for a seat of
//!   one term and for another of the next. Where the least number of validators keeps them from leaving, the
//!   fallback set comes in first; where that is used up, all of them are exchanged at once for seats, if there are
//!   as many; else they stay, and no seat joins.
//! - The fallback set fills what seats lack of the least number, and no more.
//! - The set is never empty.

use alloc::vec::Vec;

/// Who may stand in a set, and how it may change.
#[derive(Clone, Debug)]
pub struct Plan<'a, A> {
	/// Who stands in the set before.
	pub present: &'a [A],
	/// Who has a seat and can be on duty, in their order.
	pub seats: &'a [A],
	/// The fallback set: who can be on duty, in their order.
	pub fallback: &'a [A],
	/// The least validators: seats lack what they are fewer.
	pub minimum: usize,
	/// Whether it is time for a change but of offenders and of what is lacking.
	pub is_time: bool,
}

/// How many join and leave a set of so many in one session, offenders aside.
pub fn bound(validators: usize) -> usize {
	(validators / 3).max(1)
}

/// The set of the next session. `is_barred` tells offenders, who have no right in `plan`.
pub fn next<A: Clone + PartialEq>(plan: &Plan<'_, A>, is_barred: impl Fn(&A) -> bool) -> Vec<A> {
	let Plan { present, seats, fallback, minimum, is_time } = *plan;
	let (offenders, mut set): (Vec<A>, Vec<A>) = present.iter().cloned().partition(is_barred);
	let outside = |set: &[A], some: &[A]| -> Vec<A> {
		some.iter().filter(|one| !set.contains(one)).cloned().collect()
	};
	let has_right = |one: &A| seats.contains(one) || fallback.contains(one);
	let mut stale: Vec<A> = set.iter().filter(|one| !has_right(one)).cloned().collect();

	if !offenders.is_empty() && set.len() < minimum {
		// Beside whoever has no right no seat joins: all of them leave, or the fallback set alone comes in.
		let others = seats.iter().chain(fallback).filter(|one| !set.contains(one));
		let rightful = set.len() - stale.len() + others.count();
		let heirs: Vec<A> = if rightful >= minimum {
			if set.len() + outside(&set, fallback).len() < minimum {
				set.retain(|one| !stale.contains(one));
				stale.clear();
			}
			let seats = if stale.is_empty() { outside(&set, seats) } else { Vec::new() };
			seats.into_iter().chain(outside(&set, fallback)).collect()
		} else {
			outside(&set, fallback).into_iter().chain(offenders).collect()
		};
		let lacking = minimum - set.len();
		set.extend(heirs.into_iter().take(lacking));
		return set;
	}
	if !is_time && set.len() >= minimum {
		return set;
	}

	let mut budget = bound(present.len()).saturating_sub(offenders.len());
	while budget > 0 && set.len() > minimum && !stale.is_empty() {
		let first = stale.remove(0);
		set.retain(|one| *one != first);
		budget -= 1;
	}
	if budget > 0 && !stale.is_empty() {
		let called = outside(&set, fallback);
		let fresh = outside(&set, seats);
		if !called.is_empty() {
			set.extend(called.into_iter().take(stale.len().min(budget)));
		} else if fresh.len() >= stale.len() {
			set.retain(|one| !stale.contains(one));
			set.extend(fresh.into_iter().take(stale.len()));
		}
		return set;
	}

	let called = |set: &[A]| set.iter().filter(|one| fallback.contains(one)).count();
	let lacking = |set: &[A]| minimum.saturating_sub(set.len() - called(set));
	while budget > 0 && called(&set) > lacking(&set) {
		let Some(last) = set.iter().rposition(|one| fallback.contains(one)) else { break };
		set.remove(last);
		budget -= 1;
	}
	if stale.is_empty() {
		for seat in seats {
			if budget > 0 && !set.contains(seat) {
				set.push(seat.clone());
				budget -= 1;
			}
		}
	}
	for other in fallback {
		if budget > 0 && called(&set) < lacking(&set) && !set.contains(other) {
			set.push(other.clone());
			budget -= 1;
		}
	}
	set
}
