//! Nullifiers are kept while their scope may be acted in, and then pruned.

use crate::{
	mock::{tester, *},
	Nullifiers, Pallet, PruneEnds, ScopeGroup, WeightInfo,
};
use census_primitives::{PersonRefusal, PersonScope, PersonScopes, Slots};
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
		assert_eq!((epoch(), kept(ScopeGroup::Epoch(acted))), (acted + 2, 0));
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
		assert_eq!(kept(ScopeGroup::Epoch(epoch)), 0);
		assert_eq!(kept(ScopeGroup::Application(scope)), 1);
		assert_refused(people[0].act(application(scope), declare(0)), PersonRefusal::NullifierUsed);
	});
}

#[test]
fn what_is_not_pruned_for_want_of_weight_is_pruned_later() {
	run(|| {
		let people = people(4);
		let first = epoch();
		SweepWeight::set(Weight::zero());
		let acts: Vec<_> = people.iter().map(|person| person.act(quota(0), declare(0))).collect();
		for act in &acts {
			assert_ok!(submit(act.clone()));
		}
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
