//! Application scopes: what they cost, when they accept acts, and who is in their electorate.

use crate::{
	mock::{tester, *},
	words, Error, Event, Nullifiers, Pallet, PinnableEpoch, Pins, Scopes, ScopesOfEpoch, Settings,
	MAX_PINS,
};
use census_primitives::{OpenedScope, PersonRefusal, PersonScope, PersonScopes, ScopeId, Slots};
use frame_support::assert_ok;
use sp_runtime::{AccountId32, DispatchResult, TokenError};

fn balance(account: &AccountId32) -> u64 {
	Balances::free_balance(account)
}

fn open(account: u8, slots: Slots, least: u32, until: u64) -> DispatchResult {
	Personhood::open_scope(by(funded(account)), slots, least, until)
}

fn close(account: u8, scope: ScopeId) -> DispatchResult {
	Personhood::close_scope(by(funded(account)), scope)
}

/// So many persons, in the first block of an epoch that is pinnable.
fn electorate(count: u64) -> Vec<Identity> {
	let people = people(count);
	next_pin();
	people
}

#[test]
fn a_scope_accepts_the_pinnable_epochs_root() {
	run(|| {
		electorate(4);
		let epoch = epoch();
		let until = now() + 20;
		assert_ok!(open(0, Slots::Electorate, 4, until));
		let event = Event::ScopeOpened { scope: 0, epoch, electorate: 4, until, slots: 4 };
		assert_eq!(last_event(), event);
		next_epoch();
		assert_eq!(
			<Pallet<Test> as PersonScopes<_, _>>::open(&funded(1), Slots::Acts(9), 0, until),
			Ok(OpenedScope { scope: 1, epoch, electorate: 4 }),
			"all scopes until the next pinnable epoch share one"
		);
		let event = Event::ScopeOpened { scope: 1, epoch, electorate: 4, until, slots: 9 };
		assert_eq!(last_event(), event);
		assert_eq!(ScopesOfEpoch::<Test>::get(epoch), (2, until));
		next_pin();
		let opened = open_scope(Slots::Electorate, 20);
		assert_eq!(opened.epoch, epoch + EPOCHS_PER_PIN);
	});
}

#[test]
fn hold_burn_and_refund_are_exact() {
	run(|| {
		let people = electorate(4);
		let payer = funded(0);
		let scope = open_scope(Slots::Electorate, 20).scope;
		assert_eq!(held(&payer), 4 * SLOT_PRICE + SCOPE_DEPOSIT);
		assert_eq!(balance(&payer), FUNDS - held(&payer));
		assert_ok!(submit(people[0].act(application(scope), declare(0))));
		// An act that failed is paid for as any other is, once, however often it is tried again.
		assert_ok!(submit(people[1].act(application(scope), tester::Call::fail {})));
		for _ in 0..3 {
			assert_ok!(submit(people[2].act(application(scope), tester::Call::fail {})));
		}
		let issued = Balances::total_issuance();
		assert_ok!(close(0, scope));
		let (paid, returned) = (3 * SLOT_PRICE, SLOT_PRICE + SCOPE_DEPOSIT);
		assert_eq!(last_event(), Event::ScopeClosed { scope, used: 3, paid, returned });
		assert_eq!(held(&payer), 0);
		assert_eq!(balance(&payer), FUNDS - paid);
		assert_eq!(Balances::total_issuance(), issued - paid, "it is burnt");
	});
}

#[test]
fn a_scope_that_nobody_acted_in_costs_nothing() {
	run(|| {
		electorate(3);
		for slots in [Slots::Electorate, Slots::Persons(1), Slots::Acts(100)] {
			let scope = open_scope(slots, 20).scope;
			assert_ok!(close(0, scope));
			assert_eq!((held(&funded(0)), balance(&funded(0))), (0, FUNDS));
		}
		assert_eq!(Balances::total_issuance(), 16 * FUNDS);
	});
}

#[test]
fn a_scope_costs_what_it_did_when_it_was_opened() {
	run(|| {
		let people = electorate(4);
		let payer = funded(0);
		let before = open_scope(Slots::Electorate, 20).scope;
		let held_before = held(&payer);
		assert_ok!(submit(people[0].act(application(before), declare(0))));
		for (price, deposit) in [(SLOT_PRICE + 5, SCOPE_DEPOSIT + 9), (1, 1), (0, 0)] {
			PriceOfSlot::set(price);
			HeldForScope::set(deposit);
			let after = open_scope(Slots::Persons(3), 20).scope;
			assert_eq!(held(&payer), held_before + 3 * price + deposit);
			let free = balance(&payer);
			assert_ok!(close(0, after));
			assert_eq!((held(&payer), balance(&payer)), (held_before, free + 3 * price + deposit));
		}
		assert_ok!(submit(people[1].act(application(before), declare(0))));
		assert_ok!(close(0, before));
		let (paid, returned) = (2 * SLOT_PRICE, 2 * SLOT_PRICE + SCOPE_DEPOSIT);
		assert_eq!(last_event(), Event::ScopeClosed { scope: before, used: 2, paid, returned });
		assert_eq!((held(&payer), balance(&payer)), (0, FUNDS - paid));
	});
}

#[test]
fn scopes_of_one_payer_are_paid_for_one_by_one() {
	run(|| {
		let people = electorate(3);
		let one = open_scope(Slots::Electorate, 20).scope;
		let other = open_scope(Slots::Persons(10), 30).scope;
		assert_ok!(submit(people[0].act(application(other), declare(0))));
		assert_ok!(close(0, one));
		assert_eq!(held(&funded(0)), 10 * SLOT_PRICE + SCOPE_DEPOSIT);
		assert_ok!(close(0, other));
		assert_eq!((held(&funded(0)), balance(&funded(0))), (0, FUNDS - SLOT_PRICE));
	});
}

#[test]
fn what_cannot_be_opened_changes_nothing() {
	run(|| {
		// Epoch 0 is pinnable, and nobody stands in its tree.
		assert_fails(|| open(0, Slots::Persons(1), 0, now()), Error::<Test>::ElectorateTooSmall);
		people(4);
		assert_fails(|| open(0, Slots::Persons(1), 0, now()), Error::<Test>::ElectorateTooSmall);
		next_pin();
		for (slots, least, until, error) in [
			(Slots::Electorate, 5, now(), Error::<Test>::ElectorateTooSmall),
			(Slots::Electorate, 0, now() - 1, Error::<Test>::BadUntil),
			(Slots::Electorate, 0, now() + MAX_SCOPE_LIFE + 1, Error::<Test>::BadUntil),
			(Slots::Persons(0), 0, now(), Error::<Test>::NoSlots),
			(Slots::Acts(0), 0, now(), Error::<Test>::NoSlots),
		] {
			assert_fails(|| open(0, slots, least, until), error);
		}
		assert_fails(|| open(100, Slots::Electorate, 0, now()), TokenError::FundsUnavailable);
		let more = Slots::Acts((FUNDS / SLOT_PRICE) as u32);
		assert_fails(|| open(0, more, 0, now()), TokenError::FundsUnavailable);
		assert_ok!(open(0, Slots::Electorate, 4, now() + MAX_SCOPE_LIFE));
		assert_ok!(open(0, Slots::Electorate, 4, now()));
	});
}

#[test]
fn an_electorate_of_one_hides_nobody() {
	run(|| {
		electorate(1);
		let least = u64::from(MIN_ELECTORATE);
		assert!(least > 1);
		assert_fails(|| open(0, Slots::Electorate, 0, now()), Error::<Test>::ElectorateTooSmall);
	});
}

#[test]
fn only_its_owner_closes_a_scope_before_its_end() {
	run(|| {
		electorate(3);
		let scope = open_scope(Slots::Electorate, 20).scope;
		let until = Scopes::<Test>::get(scope).unwrap().until;
		run_to(until);
		assert_fails(|| close(1, scope), Error::<Test>::NotScopeOwner);
		next_block();
		assert_ok!(close(1, scope));
		assert_eq!((balance(&funded(0)), balance(&funded(1))), (FUNDS, FUNDS));
		assert_fails(|| close(0, scope), Error::<Test>::ScopeNotFound);
		assert_fails(|| close(0, 77), Error::<Test>::ScopeNotFound);
	});
}

#[test]
fn what_a_pallet_opened_no_account_closes() {
	run(|| {
		electorate(3);
		type Opener = Pallet<Test>;
		let until = now() + 5;
		let OpenedScope { scope, .. } =
			<Opener as PersonScopes<_, _>>::open(&funded(0), Slots::Electorate, 0, until).unwrap();
		assert_fails(|| close(0, scope), Error::<Test>::NotScopeOwner);
		run_to(until + 1);
		assert_fails(|| close(0, scope), Error::<Test>::NotScopeOwner);
		assert_ok!(<Opener as PersonScopes<_, _>>::close(scope));
		assert_eq!(balance(&funded(0)), FUNDS);
		assert_fails(|| <Opener as PersonScopes<_, _>>::close(scope), Error::<Test>::ScopeNotFound);
	});
}

#[test]
fn what_the_pallet_that_opened_a_scope_would_not_take_uses_no_slot() {
	run(|| {
		let people = electorate(3);
		type Opener = Pallet<Test>;
		let until = now() + 5;
		let OpenedScope { scope, .. } =
			<Opener as PersonScopes<_, _>>::open(&funded(0), Slots::Acts(2), 0, until).unwrap();
		let in_topic = |topic| PersonScope::Application { scope, topic: [topic; 32] };
		Taken::set(false);
		// One person could use up all slots, each time in another topic.
		for topic in 0..3 {
			let act = people[0].act(in_topic(topic), declare(0));
			assert_refused(act, PersonRefusal::NotAdmitted);
		}
		assert_eq!(Scopes::<Test>::get(scope).map(|scope| scope.used), Some(0));
		// What an account opened is its own affair.
		let own = open_scope(Slots::Persons(1), until).scope;
		assert_ok!(submit(people[0].act(application(own), declare(0))));
		Taken::set(true);
		assert_ok!(submit(people[0].act(in_topic(1), declare(0))));
		assert_eq!(Scopes::<Test>::get(scope).map(|scope| scope.used), Some(1));
		assert_eq!((Opener::slots_left(scope), Opener::slots_left(99)), (1, 0));
	});
}

#[test]
fn what_only_a_pallets_scope_takes_uses_no_slot_of_an_accounts() {
	run(|| {
		let people = electorate(3);
		let scope = open_scope(Slots::Persons(1), 20).scope;
		Anywhere::set(false);
		let act = people[0].act(application(scope), declare(0));
		assert_refused(act.clone(), PersonRefusal::CallNotAllowed);
		assert_eq!(Scopes::<Test>::get(scope).map(|scope| scope.used), Some(0));
		// A pallet's own is asked about by itself.
		type Opener = Pallet<Test>;
		let opened =
			<Opener as PersonScopes<_, _>>::open(&funded(0), Slots::Acts(2), 0, now()).unwrap();
		assert_ok!(submit(people[0].act(application(opened.scope), declare(0))));
		Anywhere::set(true);
		assert_ok!(submit(act));
	});
}

#[test]
fn a_scope_accepts_acts_until_its_last_block() {
	run(|| {
		let people = electorate(3);
		let scope = open_scope(Slots::Electorate, 20).scope;
		let is_open = || <Pallet<Test> as PersonScopes<_, _>>::is_open(scope);
		let acts: Vec<_> =
			people.iter().map(|person| person.act(application(scope), declare(0))).collect();
		run_to(Scopes::<Test>::get(scope).unwrap().until);
		assert!(is_open());
		assert_ok!(submit(acts[0].clone()));
		next_block();
		assert!(!is_open());
		assert_refused(acts[1].clone(), PersonRefusal::ScopeOver);
		assert_ok!(close(0, scope));
		assert!(!is_open());
		assert_refused(acts[1].clone(), PersonRefusal::ScopeOver);
		// A number is not given out again.
		assert_eq!(open_scope(Slots::Electorate, 20).scope, scope + 1);
	});
}

#[test]
fn the_electorate_never_changes() {
	run(|| {
		let people = electorate(3);
		let scope = application(open_scope(Slots::Electorate, 100).scope);
		enrol(3);
		// One attestation of three is withdrawn: person 0 leaves the tree with the epoch.
		assert_ok!(Personhood::withdraw(by(controller(0)), 0, tag(0, 0)));
		next_pin();
		let later = application(open_scope(Slots::Electorate, 100).scope);
		assert_eq!(Scopes::<Test>::get(1).unwrap().electorate, 3);

		// The newcomer acts in what opened after it had come, who left in what opened before.
		let newcomer = Identity::of(3, 0);
		let message = words::act_message::<Test>(&scope, 0, &declare(0));
		let word = words::scope_word::<Test>(&scope);
		let proof = newcomer.prove_person(epoch(), message, word);
		assert_refused(act_as(scope, 0, proof, declare(0)), PersonRefusal::EpochRoot);
		assert_ok!(submit(newcomer.act(later, declare(0))));

		assert_ok!(submit(people[0].act(scope, declare(0))));
		for scope in [later, quota(0)] {
			assert!(merkle_proof(epoch_of(&scope), people[0].commitment()).is_none());
			let message = words::act_message::<Test>(&scope, 0, &declare(0));
			let word = words::scope_word::<Test>(&scope);
			let proof = people[0].prove_person(epoch() - EPOCHS_PER_PIN, message, word);
			assert_refused(act_as(scope, 0, proof, declare(0)), PersonRefusal::EpochRoot);
		}
	});
}

#[test]
fn every_member_of_the_electorate_finds_a_slot() {
	run(|| {
		let people = electorate(3);
		let scope = open_scope(Slots::Electorate, 100).scope;
		for person in &people {
			for _ in 0..3 {
				assert_ok!(submit(person.act(application(scope), tester::Call::fail {})));
			}
		}
		let details = Scopes::<Test>::get(scope).unwrap();
		assert_eq!((details.used, details.slots), (3, 3));
		assert_eq!(Personhood::slots_left(scope), 0);
		let more = people[0].act(application(scope), declare(0));
		assert_refused(more, PersonRefusal::NullifierUsed);
	});
}

#[test]
fn a_failing_act_uses_a_slot_whatever_its_topic() {
	run(|| {
		let people = electorate(3);
		let scope = open_scope(Slots::Acts(4), 100).scope;
		let fail = |topic| {
			let topic = [topic; 32];
			let scope = PersonScope::Application { scope, topic };
			people[0].act(scope, tester::Call::fail {})
		};
		for topic in 0..4 {
			assert_ok!(submit(fail(topic)));
		}
		let details = Scopes::<Test>::get(scope).unwrap();
		assert_eq!((details.used, details.slots), (4, 4));
		// Under a fresh topic, which would be a nullifier that nobody has paid for.
		assert_refused(fail(9), PersonRefusal::ScopeSlots);
		assert_eq!(Nullifiers::<Test>::iter().count(), 4);
		// What has a slot is tried again in it.
		assert_ok!(submit(fail(2)));
		assert_ok!(submit(fail(2)));
		assert_refused(fail(2), PersonRefusal::NullifierUsed);
		assert_eq!(Scopes::<Test>::get(scope).unwrap().used, 4);
	});
}

#[test]
fn one_person_uses_one_slot_unless_the_owner_lets_it_act_on_topics() {
	run(|| {
		let people = electorate(3);
		let scope = open_scope(Slots::Persons(2), 100).scope;
		assert_ok!(submit(people[0].act(application(scope), declare(0))));
		let topic = PersonScope::Application { scope, topic: [1; 32] };
		assert_refused(people[0].act(topic, declare(0)), PersonRefusal::ScopeKind);
		assert_ok!(submit(people[1].act(application(scope), declare(0))));
		assert_refused(people[2].act(application(scope), declare(0)), PersonRefusal::ScopeSlots);
	});
}

#[test]
fn where_as_many_epochs_are_pinned_as_can_be_scopes_pin_the_last_of_them() {
	let every_block = crate::GenesisConfig {
		settings: Settings { epoch_length: 1, epochs_per_pin: 1, grace: 1, ..settings() },
		..genesis()
	};
	run_from(every_block, || {
		people(2);
		next_block();
		let mut scopes = 0;
		while PinnableEpoch::<Test>::get() == epoch() {
			assert_ok!(open(0, Slots::Persons(1), 0, now() + MAX_SCOPE_LIFE));
			scopes += 1;
			assert!(scopes < 2 * MAX_PINS, "there is no end");
			next_block();
		}
		// The epochs go on, and scopes are opened, on the last that could be pinned.
		let (before, last) = (epoch(), PinnableEpoch::<Test>::get());
		run_to(now() + 30);
		assert_eq!(epoch(), before + 30);
		let pins = Pins::<Test>::get();
		assert_eq!((pins.len() as u32, pins.last()), (MAX_PINS, Some(&last)));
		assert!(ScopesOfEpoch::<Test>::iter_keys().all(|epoch| pins.contains(&epoch)));
		assert_ok!(open(0, Slots::Persons(1), 0, now() + 1));
		assert_eq!(ScopesOfEpoch::<Test>::get(last).0, 2);
		// Once some are closed, there is room again.
		for scope in 0..8 {
			assert_ok!(close(0, scope));
		}
		run_to(now() + 40);
		assert!(PinnableEpoch::<Test>::get() > last);
		assert_ok!(open(0, Slots::Persons(1), 0, now()));
	});
}

#[test]
fn a_scope_that_nobody_closes_holds_no_tree() {
	run(|| {
		electorate(3);
		let OpenedScope { scope, epoch, .. } = open_scope(Slots::Electorate, 40);
		next_pin();
		run_to(Scopes::<Test>::get(scope).unwrap().until);
		assert!(Pallet::<Test>::epoch_tree(epoch).is_some());
		next_pin();
		assert!(Pallet::<Test>::epoch_tree(epoch).is_none());
		assert_eq!(ScopesOfEpoch::<Test>::get(epoch).0, 1);
		assert_ok!(close(1, scope));
		assert_eq!(balance(&funded(0)), FUNDS);
		assert!(!ScopesOfEpoch::<Test>::contains_key(epoch));
	});
}

#[test]
fn who_comes_again_acts_in_later_scopes_only() {
	run(|| {
		let people = electorate(3);
		let before = application(open_scope(Slots::Electorate, MAX_SCOPE_LIFE).scope);
		assert_ok!(Personhood::withdraw(by(controller(0)), 0, tag(0, 0)));
		next_epoch();
		let new = Identity::of(0, 1);
		assert_ok!(enrol_by(0, new, 0..3));
		next_pin();
		let after = application(open_scope(Slots::Electorate, 20).scope);
		assert_ok!(submit(new.act(after, declare(0))));
		assert_ok!(submit(people[0].act(before, declare(0))));
		assert!(merkle_proof(epoch_of(&before), new.commitment()).is_none());
		assert!(merkle_proof(epoch_of(&after), people[0].commitment()).is_none());
	});
}
