//! Who stands in the set of a session, given who stands in the one before and who has a right to.
//!
//! Nothing here knows of storage: the same rules are tried over millions of schedules.
//!
//! - Offenders leave first, and at once.
//! - Of the others, joining and leaving together, so many change as [`bound`] says.
//! - Whoever has no right any more leaves before any seat joins: so no human stands in the set for a seat of
//!   one term and for another of the next. Where the least number of validators keeps them from leaving, all
//!   of them are exchanged at once for others, if there are as many; else they stay, and no seat joins.
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
	/// Whether it is time for a change that no offence or lack asks for.
	pub is_time: bool,
}

/// How many join and leave a set of so many in one session, offenders aside.
pub fn bound(validators: usize) -> usize {
	(validators / 3).max(1)
}

/// The set of the next session. `is_barred` tells offenders, who have no right in `plan`.
pub fn next<A: Clone + PartialEq>(plan: &Plan<'_, A>, is_barred: impl Fn(&A) -> bool) -> Vec<A> {
	let Plan { present, seats, fallback, minimum, is_time } = *plan;
	let mut set: Vec<A> = present.iter().filter(|one| !is_barred(one)).cloned().collect();
	let mut budget = bound(present.len()).saturating_sub(present.len() - set.len());
	if set.is_empty() {
		// Whoever has a right to comes in their place; where there is nobody, they stay.
		let heirs = seats.iter().chain(fallback).take(minimum.max(1));
		set = heirs.cloned().collect();
		return if set.is_empty() { present.to_vec() } else { set };
	}
	if !is_time && set.len() == present.len() && set.len() >= minimum {
		return set;
	}

	let has_right = |one: &A| seats.contains(one) || fallback.contains(one);
	let mut stale: Vec<A> = set.iter().filter(|one| !has_right(one)).cloned().collect();
	while budget > 0 && set.len() > minimum && !stale.is_empty() {
		let first = stale.remove(0);
		set.retain(|one| *one != first);
		budget -= 1;
	}
	if budget > 0 && !stale.is_empty() {
		let fresh = seats.iter().chain(fallback).filter(|one| !set.contains(one));
		let fresh: Vec<A> = fresh.take(stale.len()).cloned().collect();
		if fresh.len() == stale.len() {
			set.retain(|one| !stale.contains(one));
			set.extend(fresh);
			return set;
		}
	}
	if stale.is_empty() {
		for seat in seats {
			if budget > 0 && !set.contains(seat) {
				set.push(seat.clone());
				budget -= 1;
			}
		}
	}

	let called = set.iter().filter(|one| fallback.contains(one)).count();
	let lacking = minimum.saturating_sub(set.len() - called);
	for _ in lacking..called.min(lacking.saturating_add(budget)) {
		if let Some(last) = set.iter().rposition(|one| fallback.contains(one)) {
			set.remove(last);
		}
	}
	let others = fallback.iter().filter(|one| !set.contains(one));
	let others: Vec<A> = others.take(lacking.saturating_sub(called).min(budget)).cloned().collect();
	set.extend(others);
	set
}
