//! What is admitted is taken, and what is not admitted would be refused: over every state of a period
//! and a lease, and every scope, topic and rating that a person could come with.

use crate::{mock::*, rating_topic, Call, CurrentRatingPeriod, LeaseId, BEST_SCORE};
use census_primitives::{PersonScope, PersonScopes, ScopeId};
use frame_support::{
	assert_ok,
	storage::{with_transaction, TransactionOutcome},
};
use sp_runtime::DispatchError;

/// Whether a rating of a person's would succeed. It changes nothing.
fn succeeds(person: u32, scope: PersonScope, lease: LeaseId, score: u8) -> bool {
	with_transaction(|| {
		let result = rate_unasked(person, scope, lease, score);
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(result.is_ok()))
	})
	.expect("it is rolled back")
}

/// Compares admission with what happens. Gives back how many ratings are admitted.
fn check_ratings(leases: &[LeaseId]) -> usize {
	let present = CurrentRatingPeriod::<Test>::get().map_or(0, |period| period.scope);
	let scopes: [ScopeId; 3] = [present, present + 1, 77];
	let topics = [rating_topic(&ALICE), rating_topic(&BOB), [0; 32]];
	let mut admitted = 0;
	for scope in scopes {
		for topic in topics {
			let person_scope = PersonScope::Application { scope, topic };
			for person in [1, 2] {
				for lease in leases {
					for score in [0, 1, BEST_SCORE, BEST_SCORE + 1, u8::MAX] {
						let call = Call::<Test>::rate { lease: *lease, score };
						let alias = alias(person, person_scope);
						// Whether the person has acted is no question of the market's.
						let says = Market::admits(scope, &topic, &alias, &call)
							&& Persons::may_act(person, person_scope).is_ok();
						let is = succeeds(person, person_scope, *lease, score);
						assert_eq!(says, is, "{call:?} by {person} in {person_scope:?}");
						admitted += usize::from(says);
					}
				}
			}
		}
	}
	admitted
}

fn name(lease: LeaseId, person: u32) {
	let scope = CurrentRatingPeriod::<Test>::get().expect("a period is open").scope;
	let scope = PersonScope::Application { scope, topic: rating_topic(&ALICE) };
	assert_ok!(Market::name_rater(by(TINA), lease, alias(person, scope)));
}

#[test]
fn a_rating_is_admitted_if_and_only_if_it_is_taken() {
	run(|| {
		register(ALICE);
		let (first, second, little) = (closed_lease(30), closed_lease(30), closed_lease(20));
		let live = active(METERED, 10, 100);
		let leases = [first, second, little, live, 77];
		// No period, and then one for which nobody is named.
		assert_eq!(check_ratings(&leases), 0);
		assert_ok!(Market::open_rating_period(by(FRIEND), 10));
		let period = CurrentRatingPeriod::<Test>::get().unwrap();
		assert_eq!(check_ratings(&leases), 0);
		// Each with the worst and the best score.
		name(first, 1);
		assert_eq!(check_ratings(&leases), 2);
		name(second, 2);
		assert_eq!(check_ratings(&leases), 4);
		// The tenant names another one.
		name(second, 1);
		assert_eq!(check_ratings(&leases), 4);

		let topic = rating_topic(&ALICE);
		let scope = PersonScope::Application { scope: period.scope, topic };
		let rating = Call::<Test>::rate { lease: first, score: 3 };
		assert_ok!(Persons::act(1, scope, rating.into()));
		// The lease is used, and so is the person.
		assert_eq!(check_ratings(&leases), 0);
		name(second, 2);
		assert_eq!(check_ratings(&leases), 2);

		// The last block of a period, the one behind it, and a scope that is gone.
		go_to(period.until + 1);
		assert_ok!(Market::open_rating_period(by(FRIEND), 10));
		let (third, free) = (closed_lease(30), closed_lease(0));
		let period = CurrentRatingPeriod::<Test>::get().unwrap();
		name(third, 1);
		let leases = [second, third, free, live];
		assert_eq!(check_ratings(&leases), 2);
		System::set_block_number(period.until);
		assert_eq!(check_ratings(&leases), 2);
		System::set_block_number(period.until + 1);
		assert_eq!(check_ratings(&leases), 0);
		System::set_block_number(period.until);
		assert_ok!(Persons::close(period.scope));
		assert_eq!(check_ratings(&leases), 0);
	});
}

#[test]
fn no_other_call_is_admitted() {
	run(|| {
		register(ALICE);
		let lease = closed_lease(30);
		assert_ok!(Market::open_rating_period(by(FRIEND), 10));
		name(lease, 1);
		let topic = rating_topic(&ALICE);
		let alias = alias(1, PersonScope::Application { scope: 0, topic });
		assert!(Market::admits(0, &topic, &alias, &Call::rate { lease, score: 1 }));
		let others = [
			Call::<Test>::name_rater { lease, alias },
			Call::close_rating_period {},
			Call::settle { lease },
			Call::top_up { lease, amount: 1 },
		];
		for call in others {
			assert!(!Market::admits(0, &topic, &alias, &call), "{call:?}");
		}
	});
}
