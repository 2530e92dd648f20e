//! The set of the next session: the rules' sentences, over random sets.

use crate::set::{bound, next, Plan};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A set, rights and offenders, all accounts below 24.
#[derive(Clone, Debug)]
struct Case {
	present: Vec<u8>,
	seats: Vec<u8>,
	fallback: Vec<u8>,
	barred: BTreeSet<u8>,
	minimum: usize,
	is_time: bool,
}

impl Case {
	fn next(&self) -> Vec<u8> {
		let plan = Plan {
			present: &self.present,
			seats: &self.seats,
			fallback: &self.fallback,
			minimum: self.minimum,
			is_time: self.is_time,
		};
		next(&plan, |one| self.barred.contains(one))
	}
	fn offenders(&self) -> usize {
		self.present.iter().filter(|one| self.barred.contains(one)).count()
	}
	fn has_right(&self, one: u8) -> bool {
		self.seats.contains(&one) || self.fallback.contains(&one)
	}
}

fn case() -> impl Strategy<Value = Case> {
	let accounts = Just((0..24).collect::<Vec<u8>>()).prop_shuffle();
	(
		accounts,
		1usize..10,
		0usize..10,
		0usize..6,
		prop::collection::btree_set(0u8..24, 0..4),
		1usize..7,
		any::<bool>(),
		prop::collection::vec(any::<bool>(), 24),
	)
		.prop_map(|(all, present, seats, fallback, barred, minimum, is_time, sits)| {
			// Who has a right is not barred; some of them sit already.
			let able: Vec<u8> = all.iter().copied().filter(|one| !barred.contains(one)).collect();
			let seats: Vec<u8> = able.iter().copied().take(seats).collect();
			let fallback: Vec<u8> = able.iter().copied().skip(seats.len()).take(fallback).collect();
			let mut set: Vec<u8> = all.iter().copied().filter(|one| sits[*one as usize]).collect();
			set.truncate(present);
			if set.is_empty() {
				set.push(all[0]);
			}
			Case { present: set, seats, fallback, barred, minimum, is_time }
		})
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(4_000))]

	#[test]
	fn it_is_never_empty_and_has_nobody_twice(case in case()) {
		let next = case.next();
		prop_assert!(!next.is_empty());
		prop_assert_eq!(next.iter().collect::<BTreeSet<_>>().len(), next.len());
	}

	#[test]
	fn whoever_joins_has_a_right_to(case in case()) {
		for one in case.next() {
			prop_assert!(case.present.contains(&one) || case.has_right(one));
		}
	}

	#[test]
	fn offenders_leave_at_once_where_others_are_enough(case in case()) {
		let next = case.next();
		let stay = next.iter().filter(|one| case.barred.contains(one)).count();
		prop_assert!(stay == 0 || next.len() <= case.minimum, "{:?} to {:?}", case, next);
		// The fallback set is called, and all who have a right are too few.
		let idle = case.fallback.iter().filter(|one| !next.contains(one)).count();
		let able = case.seats.len() + case.fallback.len();
		prop_assert!(stay == 0 || idle == 0 && able < case.minimum, "{:?} to {:?}", case, next);
	}

	/// But for offenders, and for the exchange of all who have no right where the least number keeps them from leaving.
	#[test]
	fn it_changes_by_no_more_than_the_bound(case in case()) {
		let next = case.next();
		let joined = next.iter().filter(|one| !case.present.contains(one)).count();
		let left = case.present.iter()
			.filter(|one| !next.contains(one) && !case.barred.contains(one)).count();
		let kept = case.present.len() - case.offenders();
		let filled = case.offenders() > 0 && kept < case.minimum && next.len() <= case.minimum;
		let called = case.fallback.iter().all(|one| next.contains(one));
		let exchanged = called
			&& next.iter().all(|one| case.has_right(*one))
			&& next.len() <= case.minimum.max(kept);
		prop_assert!(
			joined + left <= bound(case.present.len()) || exchanged || filled,
			"{:?} to {:?}", case, next
		);
	}

	/// A human who has had a seat may have another by now, with another account.
	#[test]
	fn no_seat_joins_beside_one_that_is_over(case in case()) {
		let next = case.next();
		let over = next.iter().any(|one| !case.has_right(*one));
		let seat_joins = case.seats.iter().any(|one| next.contains(one) && !case.present.contains(one));
		prop_assert!(!(over && seat_joins), "{:?} to {:?}", case, next);
	}

	#[test]
	fn nobody_leaves_whom_the_least_number_needs(case in case()) {
		prop_assert!(case.next().len() >= case.present.len().min(case.minimum));
	}

	#[test]
	fn before_its_time_it_changes_for_offenders_and_lack_alone(mut case in case()) {
		case.is_time = false;
		let barred = case.barred.clone();
		let kept: Vec<u8> = case.present.iter().copied().filter(|one| !barred.contains(one)).collect();
		prop_assume!(!kept.is_empty());
		case.minimum = case.minimum.min(kept.len());
		prop_assert_eq!(case.next(), kept);
	}

	/// It comes to rest with every seat in it, and of the fallback set as many as lack, if there are enough in all.
	#[test]
	fn it_comes_to_rest_where_rights_put_it(mut case in case()) {
		case.is_time = true;
		for _ in 0..40 {
			case.present = case.next();
		}
		prop_assert_eq!(&case.next(), &case.present);
		let able = case.seats.len() + case.fallback.len();
		prop_assume!(able >= case.minimum);
		let mut wanted: BTreeSet<u8> = case.seats.iter().copied().collect();
		let called = case.minimum.saturating_sub(case.seats.len());
		prop_assert!(wanted.iter().all(|seat| case.present.contains(seat)), "{:?}", case);
		prop_assert_eq!(case.present.len(), case.seats.len() + called, "{:?}", case);
		wanted.extend(&case.fallback);
		prop_assert!(case.present.iter().all(|one| wanted.contains(one)), "{:?}", case);
	}
}

/// Many have the same fault: the chain is not left to the few who lack it.
#[test]
fn a_set_that_has_lost_nearly_all_is_filled_at_once() {
	let case = Case {
		present: (0..9).collect(),
		seats: vec![0, 1, 20, 21],
		fallback: vec![30, 31, 32],
		barred: (2..9).collect(),
		minimum: 6,
		is_time: false,
	};
	assert_eq!(case.next(), [0, 1, 20, 21, 30, 31]);
}

/// Nobody waits for anybody for ever: the fallback set comes in between.
#[test]
fn seats_that_are_over_leave_one_by_one_while_others_stand_in() {
	let mut case = Case {
		present: vec![0, 1, 2, 3],
		seats: vec![10, 11],
		fallback: vec![20, 21, 22, 23],
		barred: BTreeSet::new(),
		minimum: 4,
		is_time: true,
	};
	let mut most = 0;
	while case.present.iter().any(|one| *one < 4) {
		let next = case.next();
		let joined = next.iter().filter(|one| !case.present.contains(one)).count();
		let left = case.present.iter().filter(|one| !next.contains(one)).count();
		most = most.max(joined + left);
		case.present = next;
	}
	assert_eq!(most, 1);
}

/// One who has nobody beside it is joined by one at a time.
#[test]
fn a_set_of_one_grows() {
	let mut case = Case {
		present: vec![0],
		seats: vec![1, 2, 3],
		fallback: vec![0],
		barred: BTreeSet::new(),
		minimum: 4,
		is_time: true,
	};
	let mut sizes = Vec::new();
	while sizes.len() < 4 {
		case.present = case.next();
		sizes.push(case.present.len());
	}
	assert_eq!(sizes, [2, 3, 4, 4]);
	assert_eq!(case.present, [0, 1, 2, 3]);
}

/// Nobody is left but who has offended: they stay until somebody comes.
#[test]
fn a_set_of_offenders_stays_until_somebody_comes() {
	let mut case = Case {
		present: vec![0, 1],
		seats: vec![],
		fallback: vec![],
		barred: [0, 1].into(),
		minimum: 4,
		is_time: false,
	};
	assert_eq!(case.next(), [0, 1]);
	case.minimum = 2;
	case.seats = vec![5];
	assert_eq!(case.next(), [0, 1]);
	case.fallback = vec![6];
	assert_eq!(case.next(), [5, 6]);
}
