//! Nullifiers are kept while their scope may be acted in, and then pruned.

use crate::{
	mock::{tester, *},
	Call, Nullifiers, Pallet, PruneEnds, ScopeGroup, WeightInfo,
};
use census_primitives::{Epoch, PersonRefusal, PersonScope, PersonScopes, Slots};
use frame_support::{assert_ok, weights::Weight};

fn kept(group: ScopeGroup) -> usize {
	Nullifiers::<Test>::iter_key_prefix(group).count()
}

#[test]
fn nullifiers_are_pruned_only_when_the_scope_can_never_be_accepted_again() {
	run(|| {
		let people = people(3);
		let acted = epoch();
		let act = people[0].act(quota(0), declare(0));
		assert_ok!(submit(act.clone()));
		assert_ok!(submit(people[1].session(acted, 1)));
		next_epoch();
		// In all of the grace it is the nullifier that refuses a second act.
		for block in now()..now() + GRACE {
			run_to(block);
			assert_eq!(kept(ScopeGroup::Epoch(acted)), 2);
			assert_refused(act.clone(), PersonRefusal::NullifierUsed);
		}
		next_block();
		assert_refused(act.clone(), PersonRefusal::EpochOver);
		// Not before the epoch after the grace's, and then at once.
		run_to(now() + EPOCH_LENGTH - GRACE - 1);
		assert_eq!((epoch(), kept(ScopeGroup::Epoch(acted))), (acted + 1, 2));
		next_block();
		assert_eq!((epoch(), kept(ScopeGroup::Epoch(acted))), (acted + 2, 2));
		next_block();
		assert_eq!(kept(ScopeGroup::Epoch(acted)), 0);
		assert_refused(act, PersonRefusal::EpochOver);
	});
}

#[test]
fn nullifiers_of_an_application_scope_are_kept_until_it_is_closed() {
	run(|| {
		let people = people(3);
		next_pin();
		let scope = open_scope(Slots::Acts(5), 20).scope;
		let group = ScopeGroup::Application(scope);
		let act = people[0].act(application(scope), declare(0));
		assert_ok!(submit(act.clone()));
		let topic = PersonScope::Application { scope, topic: [1; 32] };
		assert_ok!(submit(people[0].act(topic, declare(0))));
		assert_ok!(submit(people[1].act(topic, tester::Call::fail {})));
		assert_eq!(kept(group), 3);
		next_pin();
		next_pin();
		assert_eq!(kept(group), 3, "many epochs later");
		assert_refused(act.clone(), PersonRefusal::ScopeOver);
		assert_ok!(<Pallet<Test> as PersonScopes<_, _>>::close(scope));
		assert_refused(act.clone(), PersonRefusal::ScopeOver);
		next_block();
		assert_eq!(kept(group), 0);
		assert_refused(act, PersonRefusal::ScopeOver);
	});
}

#[test]
fn declarations_of_an_application_scope_are_told_until_it_is_closed() {
	run(|| {
		let people = people(4);
		next_pin();
		let scopes = [0; 2].map(|_| open_scope(Slots::Acts(9), 20).scope);
		let topic = |scope, topic| PersonScope::Application { scope, topic: [topic; 32] };
		let mut said = Vec::new();
		for (person, number) in people.iter().zip(1..) {
			let scope = topic(scopes[0], number % 2);
			assert_ok!(submit(person.act(scope, declare(number))));
			let alias = person.alias(&scope).to_be_bytes();
			said.push((alias, [number % 2; 32], [number; 32]));
		}
		// Said in an epoch's scope or elsewhere, and what has failed.
		assert_ok!(submit(people[0].act(quota(0), declare(7))));
		assert_ok!(submit(people[0].act(topic(scopes[1], 1), declare(8))));
		assert_ok!(submit(people[0].act(topic(scopes[0], 5), tester::Call::fail {})));
		said.sort();
		let told = |scope, count| {
			let mut told: Vec<_> = Vec::new();
			let mut after = None;
			loop {
				let page = Personhood::declarations(scope, after, count);
				assert!(page.items.len() <= count as usize);
				let items = page.items.into_iter();
				told.extend(
					items.map(|one| (one.alias.to_be_bytes(), one.topic.0, one.statement.0)),
				);
				after = page.next;
				if after.is_none() {
					told.sort();
					return told;
				}
			}
		};
		assert_eq!(told(scopes[0], 1), said);
		assert_eq!(told(scopes[0], 9), said);
		assert_eq!(told(scopes[1], 9).len(), 1);
		assert_eq!(told(9, 9), []);
		assert_ok!(<Pallet<Test> as PersonScopes<_, _>>::close(scopes[0]));
		next_block();
		assert_eq!(told(scopes[0], 9), []);
		assert_eq!(told(scopes[1], 9).len(), 1);
	});
}

#[test]
fn an_epochs_nullifiers_are_none_of_an_application_scopes() {
	run(|| {
		let people = people(3);
		next_pin();
		let scope = open_scope(Slots::Electorate, 100).scope;
		assert_ok!(submit(people[0].act(application(scope), declare(0))));
		assert_ok!(submit(people[0].act(quota(0), declare(0))));
		let epoch = epoch();
		next_epoch();
		next_epoch();
		next_block();
		assert_eq!(kept(ScopeGroup::Epoch(epoch)), 0);
		assert_eq!(kept(ScopeGroup::Application(scope)), 1);
		assert_refused(people[0].act(application(scope), declare(0)), PersonRefusal::NullifierUsed);
	});
}

/// Has each of them act in the present epoch, on a chain that sweeps nothing from now on.
fn unswept_acts(people: &[Identity]) -> (Epoch, Vec<Call<Test>>) {
	SweepWeight::set(Weight::zero());
	let acts: Vec<_> = people.iter().map(|person| person.act(quota(0), declare(0))).collect();
	for act in &acts {
		assert_ok!(submit(act.clone()));
	}
	(epoch(), acts)
}

#[test]
fn what_is_not_pruned_for_want_of_weight_is_pruned_later() {
	run(|| {
		let people = people(4);
		let (first, acts) = unswept_acts(&people);
		next_epoch();
		for person in &people[..3] {
			assert_ok!(submit(person.act(quota(0), declare(0))));
		}
		next_epoch();
		next_epoch();
		let left = || (kept(ScopeGroup::Epoch(first)), kept(ScopeGroup::Epoch(first + 1)));
		assert_eq!(left(), (4, 3));
		// All else that waits is swept first; then one nullifier or so a block.
		let (start, end) = PruneEnds::<Test>::get();
		assert!(end - start >= 2);
		let weigh = <() as WeightInfo>::prune_nullifier;
		let mut before = left();
		let mut limit = <() as WeightInfo>::poll_sweep();
		let mut steps = 0;
		while left() != (0, 0) {
			limit = limit.saturating_add(weigh());
			SweepWeight::set(limit);
			next_block();
			check_state();
			let after = left();
			assert!(after.0 <= before.0 && after.1 <= before.1);
			assert!(after.0 == 0 || after.1 == before.1, "one group after the other");
			steps += usize::from(after != before);
			before = after;
			for act in &acts {
				assert_refused(act.clone(), PersonRefusal::EpochOver);
			}
			assert!(now() < 10_000, "it does not end");
		}
		assert!(steps > 1, "it was pruned bit by bit");
	});
}

#[test]
fn what_a_blocks_transactions_leave_is_there_for_sweeping() {
	run(|| {
		let people = people(4);
		let first = unswept_acts(&people).0;
		(0..3).for_each(|_| next_epoch());
		assert_eq!(kept(ScopeGroup::Epoch(first)), 4);
		// A block that is full leaves nothing; one that is nearly full too little to begin.
		let begin = <() as WeightInfo>::poll_sweep();
		for left in [Weight::zero(), begin.saturating_sub(Weight::from_parts(1, 0))] {
			assert_eq!(end_block_with(left), Weight::zero());
		}
		assert_eq!(kept(ScopeGroup::Epoch(first)), 4);
		// However much is left, it takes no more than its most.
		IdleSweepWeight::set(begin);
		assert_eq!(end_block_with(Weight::MAX), begin);
		assert_eq!(kept(ScopeGroup::Epoch(first)), 4);
		IdleSweepWeight::set(USUAL_IDLE_SWEEP);
		let taken = end_block_with(BLOCK_WEIGHT);
		assert!(begin.all_lte(taken));
		assert_eq!(kept(ScopeGroup::Epoch(first)), 0);
		check_state();
	});
}
