//! What [`PersonScopes`] promises, and what goes with it: acting in a scope, and the check of a person's
//! origin.

use census_primitives::{
	Alias, OpenedScope, PersonRefusal, PersonScope, PersonScopes, ScopeId, Slots, Topic,
	MAX_ATTEMPTS, MAX_CIVIC_ACTS,
};
use core::fmt::Debug;
use frame_support::{
	storage::{with_storage_layer, with_transaction_unchecked, TransactionOutcome},
	traits::EnsureOriginWithArg,
};
use sp_runtime::{traits::BadOrigin, DispatchError, DispatchResult};

/// What a person does in a scope.
#[derive(Clone, Copy, Debug)]
pub enum Deed {
	/// Something that only who acts in this scope may do. It is noted.
	OnlyIn(PersonScope),
	/// Something that is noted, and fails.
	Fail,
}

/// A chain on which persons act. They are told apart by numbers.
pub trait Subject {
	/// An account.
	type AccountId: Debug + PartialEq;
	/// Where a call comes from.
	type Origin;
	/// What keeps the promises about scopes.
	type Scopes: PersonScopes<Self::AccountId, u64>;
	/// What lets in a person who acts in a scope.
	type EnsurePerson: EnsureOriginWithArg<Self::Origin, PersonScope, Success = Alias>;

	/// What a slot costs.
	const SLOT_PRICE: u64;
	/// For how many blocks a scope can be open.
	const MAX_SCOPE_LIFE: u64;
	/// The fewest persons for whom a scope is opened.
	const MIN_ELECTORATE: u32;

	/// Runs a test on a new chain whose latest pinnable epoch has so many persons: those from 0 on.
	/// What that chain's pallets say must always hold, holds at the end.
	fn run(persons: u32, test: impl FnOnce());
	/// A person joins, and an epoch begins that can be pinned.
	fn join(person: u32);
	/// A person leaves, and an epoch begins that can be pinned.
	fn leave(person: u32);
	/// The present block.
	fn now() -> u64;
	/// Goes on to a later block.
	fn go_to(block: u64);
	/// All numbers of scopes have been given out.
	fn use_up_numbers();

	/// An account with funds for some thousand slots.
	fn payer() -> Self::AccountId;
	/// An account without funds.
	fn pauper() -> Self::AccountId;
	/// What is held of an account's funds for its scopes.
	fn held(account: &Self::AccountId) -> u64;
	/// All that an account has, held or not.
	fn owned(account: &Self::AccountId) -> u64;

	/// What a person is called in a scope.
	fn alias(person: u32, scope: PersonScope) -> Alias;
	/// A person acts in a scope.
	///
	/// # Errors
	/// Says why the act is refused. What the deed says is in the result.
	fn act(person: u32, scope: PersonScope, deed: Deed) -> Result<DispatchResult, PersonRefusal>;
	/// Whether the pallet that opened the scopes admits acts, from now on. It does at first.
	fn admit(acts: bool);
	/// The deeds that were noted: where, and under which alias.
	fn noted() -> Vec<(PersonScope, Alias)>;
	/// The origins of calls that no person makes.
	fn strangers() -> Vec<Self::Origin>;
}

/// How many persons there are where nothing else is said.
const PERSONS: u32 = 5;
/// For how many blocks scopes are opened where nothing else is said.
const BLOCKS: u64 = 20;

fn run<S: Subject>(test: impl FnOnce()) {
	S::run(PERSONS.max(S::MIN_ELECTORATE), test);
}

fn try_open<S: Subject>(
	payer: &S::AccountId,
	slots: Slots,
	least: u32,
	until: u64,
) -> Result<OpenedScope, DispatchError> {
	with_storage_layer(|| S::Scopes::open(payer, slots, least, until))
}

fn open<S: Subject>(slots: Slots) -> OpenedScope {
	try_open::<S>(&S::payer(), slots, 0, S::now() + BLOCKS).expect("nothing is in the way")
}

fn close<S: Subject>(scope: ScopeId) -> DispatchResult {
	with_storage_layer(|| S::Scopes::close(scope))
}

const NO_TOPIC: Topic = [0; 32];

fn on(opened: OpenedScope, topic: Topic) -> PersonScope {
	PersonScope::Application { scope: opened.scope, topic }
}

/// A person does something that succeeds, if the act is not refused.
fn act<S: Subject>(person: u32, scope: PersonScope) -> Result<DispatchResult, PersonRefusal> {
	S::act(person, scope, Deed::OnlyIn(scope))
}

const MADE: Result<DispatchResult, PersonRefusal> = Ok(Ok(()));

/// An epoch's persons are the electorate of what is opened in it.
pub fn an_opened_scope_tells_its_electorate<S: Subject>() {
	run::<S>(|| {
		let persons = PERSONS.max(S::MIN_ELECTORATE);
		let (first, second) = (open::<S>(Slots::Electorate), open::<S>(Slots::Acts(1)));
		assert_eq!((first.electorate, second.electorate), (persons, persons));
		assert_eq!(first.epoch, second.epoch);
		S::join(persons);
		let third = open::<S>(Slots::Electorate);
		assert_eq!(third.electorate, persons + 1);
		assert!(third.epoch > first.epoch);
	});
}

/// No scope has the number of another, closed or not.
pub fn a_scopes_number_is_never_used_again<S: Subject>() {
	run::<S>(|| {
		let (first, second) = (open::<S>(Slots::Acts(1)), open::<S>(Slots::Acts(1)));
		assert_ne!(first.scope, second.scope);
		for closed in [second, first] {
			assert_eq!(close::<S>(closed.scope), Ok(()));
			let next = open::<S>(Slots::Acts(1));
			assert!(![first.scope, second.scope].contains(&next.scope));
		}
		with_transaction_unchecked(|| {
			S::use_up_numbers();
			let until = S::now() + BLOCKS;
			assert!(try_open::<S>(&S::payer(), Slots::Acts(1), 0, until).is_err());
			TransactionOutcome::Rollback(())
		});
	});
}

/// Neither one smaller than is asked for, nor than the chain asks for.
pub fn no_scope_is_opened_for_a_small_electorate<S: Subject>() {
	run::<S>(|| {
		let persons = PERSONS.max(S::MIN_ELECTORATE);
		let with = |least| try_open::<S>(&S::payer(), Slots::Acts(1), least, S::now() + BLOCKS);
		assert!(with(persons + 1).is_err());
		assert!(with(u32::MAX).is_err());
		assert!(with(persons).is_ok());
	});
	for persons in 0..S::MIN_ELECTORATE {
		S::run(persons, || {
			assert!(try_open::<S>(&S::payer(), Slots::Acts(1), 0, S::now() + BLOCKS).is_err());
		});
	}
	S::run(S::MIN_ELECTORATE, || {
		assert!(try_open::<S>(&S::payer(), Slots::Acts(1), 0, S::now() + BLOCKS).is_ok());
	});
}

/// It may be the present one.
pub fn the_last_block_has_not_passed_and_is_not_too_far_off<S: Subject>() {
	run::<S>(|| {
		S::go_to(S::now() + 2);
		let (now, longest) = (S::now(), S::MAX_SCOPE_LIFE);
		let until = |until| try_open::<S>(&S::payer(), Slots::Acts(1), 0, until);
		for bad in [0, now - 1, now + longest + 1, u64::MAX] {
			assert!(until(bad).is_err(), "{bad}");
		}
		for good in [now, now + 1, now + longest] {
			assert!(until(good).is_ok(), "{good}");
		}
	});
}

/// Nobody could act in it.
pub fn no_scope_is_opened_without_slots<S: Subject>() {
	run::<S>(|| {
		for slots in [Slots::Persons(0), Slots::Acts(0)] {
			assert!(try_open::<S>(&S::payer(), slots, 0, S::now() + BLOCKS).is_err());
		}
	});
}

/// Whoever cannot pay opens nothing.
pub fn no_scope_is_opened_that_is_not_paid_for<S: Subject>() {
	run::<S>(|| {
		let held = S::held(&S::payer());
		let open = |who, slots| try_open::<S>(&who, slots, 0, S::now() + BLOCKS);
		assert!(open(S::pauper(), Slots::Acts(1)).is_err());
		assert!(open(S::payer(), Slots::Acts(u32::MAX)).is_err());
		assert_eq!(S::held(&S::payer()), held);
	});
}

/// As many as are asked for, or as there are persons.
pub fn the_price_of_all_slots_is_held<S: Subject>() {
	run::<S>(|| {
		let payer = S::payer();
		let owned = S::owned(&payer);
		let held_for = |slots| {
			let before = S::held(&payer);
			let opened = open::<S>(slots);
			(S::held(&payer) - before, opened)
		};
		let (one, opened) = held_for(Slots::Acts(1));
		assert!(one >= S::SLOT_PRICE);
		assert_eq!(S::Scopes::slots_left(opened.scope), 1);
		for (slots, count) in [
			(Slots::Acts(7), 7),
			(Slots::Persons(9), 9),
			(Slots::Electorate, PERSONS.max(S::MIN_ELECTORATE)),
		] {
			let (held, opened) = held_for(slots);
			assert_eq!(held - one, u64::from(count - 1) * S::SLOT_PRICE, "{slots:?}");
			assert_eq!(S::Scopes::slots_left(opened.scope), count);
		}
		assert_eq!(S::owned(&payer), owned);
	});
}

/// Whatever became of the acts.
pub fn closing_burns_the_price_of_used_slots_and_returns_the_rest<S: Subject>() {
	run::<S>(|| {
		let payer = S::payer();
		for used in 0..3 {
			let (held, owned) = (S::held(&payer), S::owned(&payer));
			let opened = open::<S>(Slots::Acts(4));
			for person in 0..used {
				assert_eq!(act::<S>(person, on(opened, NO_TOPIC)), MADE);
			}
			assert_eq!(close::<S>(opened.scope), Ok(()));
			assert_eq!(S::held(&payer), held);
			assert_eq!(S::owned(&payer), owned - u64::from(used) * S::SLOT_PRICE);
		}
	});
}

/// Nothing opens it again, and it is not closed again.
pub fn a_scope_is_closed_for_ever<S: Subject>() {
	run::<S>(|| {
		let (opened, other) = (open::<S>(Slots::Acts(4)), open::<S>(Slots::Acts(4)));
		assert_eq!(act::<S>(0, on(opened, NO_TOPIC)), MADE);
		assert_eq!(close::<S>(opened.scope), Ok(()));
		assert!(!S::Scopes::is_open(opened.scope));
		for person in [0, 1] {
			assert_eq!(act::<S>(person, on(opened, NO_TOPIC)), Err(PersonRefusal::ScopeOver));
		}
		assert!(close::<S>(opened.scope).is_err());
		assert!(S::Scopes::is_open(other.scope));
		assert_eq!(act::<S>(0, on(other, NO_TOPIC)), MADE);
	});
}

/// There is nothing to ask of it, and nothing to do in it.
pub fn there_is_no_scope_that_was_not_opened<S: Subject>() {
	run::<S>(|| {
		let opened = open::<S>(Slots::Acts(4));
		for scope in [opened.scope + 1, u32::MAX] {
			assert!(!S::Scopes::is_open(scope));
			assert_eq!(S::Scopes::slots_left(scope), 0);
			assert!(close::<S>(scope).is_err());
			let place = PersonScope::Application { scope, topic: NO_TOPIC };
			assert_eq!(act::<S>(0, place), Err(PersonRefusal::ScopeAhead));
		}
	});
}

/// In the last block they are, and a scope past it is not closed by itself.
pub fn acts_are_accepted_until_the_last_block<S: Subject>() {
	run::<S>(|| {
		let payer = S::payer();
		let owned = S::owned(&payer);
		let until = S::now() + 3;
		let opened = try_open::<S>(&payer, Slots::Electorate, 0, until).expect("it can be paid");
		let held = S::held(&payer);
		assert!(S::Scopes::is_open(opened.scope));
		assert_eq!(act::<S>(0, on(opened, NO_TOPIC)), MADE);
		S::go_to(until);
		assert!(S::Scopes::is_open(opened.scope));
		assert_eq!(act::<S>(1, on(opened, NO_TOPIC)), MADE);
		S::go_to(until + 1);
		assert!(!S::Scopes::is_open(opened.scope));
		assert_eq!(act::<S>(2, on(opened, NO_TOPIC)), Err(PersonRefusal::ScopeOver));
		S::go_to(until + S::MAX_SCOPE_LIFE);
		assert_eq!(S::Scopes::slots_left(opened.scope), opened.electorate - 2);
		assert_eq!(S::held(&payer), held);
		assert_eq!(close::<S>(opened.scope), Ok(()));
		assert_eq!(S::owned(&payer), owned - 2 * S::SLOT_PRICE);
	});
}

/// Until none is left, and none where there is no such scope.
pub fn every_act_uses_a_slot<S: Subject>() {
	run::<S>(|| {
		for slots in [Slots::Persons(2), Slots::Acts(2)] {
			let opened = open::<S>(slots);
			for person in 0..2 {
				assert_eq!(S::Scopes::slots_left(opened.scope), 2 - person);
				assert_eq!(act::<S>(person, on(opened, NO_TOPIC)), MADE);
			}
			assert_eq!(S::Scopes::slots_left(opened.scope), 0);
			assert_eq!(act::<S>(2, on(opened, NO_TOPIC)), Err(PersonRefusal::ScopeSlots));
			assert!(S::Scopes::is_open(opened.scope));
			assert_eq!(close::<S>(opened.scope), Ok(()));
			assert_eq!(S::Scopes::slots_left(opened.scope), 0);
		}
	});
}

/// Where the slots are for persons there is one thing to act on.
pub fn a_person_acts_once_in_a_scope_without_topics<S: Subject>() {
	run::<S>(|| {
		for slots in [Slots::Electorate, Slots::Persons(4)] {
			let opened = open::<S>(slots);
			assert_eq!(act::<S>(0, on(opened, [1; 32])), Err(PersonRefusal::ScopeKind));
			assert_eq!(act::<S>(0, on(opened, NO_TOPIC)), MADE);
			assert_eq!(act::<S>(0, on(opened, NO_TOPIC)), Err(PersonRefusal::NullifierUsed));
			assert_eq!(act::<S>(0, on(opened, [1; 32])), Err(PersonRefusal::ScopeKind));
			assert_eq!(act::<S>(1, on(opened, NO_TOPIC)), MADE);
		}
	});
}

/// Where the slots are for acts one person may use up all.
pub fn a_person_acts_once_on_each_topic<S: Subject>() {
	run::<S>(|| {
		let opened = open::<S>(Slots::Acts(3));
		for topic in [[1; 32], NO_TOPIC, [0xff; 32]] {
			assert_eq!(act::<S>(0, on(opened, topic)), MADE);
			assert_eq!(act::<S>(0, on(opened, topic)), Err(PersonRefusal::NullifierUsed));
		}
		assert_eq!(S::Scopes::slots_left(opened.scope), 0);
		assert_eq!(act::<S>(1, on(opened, [1; 32])), Err(PersonRefusal::ScopeSlots));
		assert_eq!(act::<S>(0, on(opened, [2; 32])), Err(PersonRefusal::ScopeSlots));
	});
}

/// What was done in one is nothing in another.
pub fn a_person_acts_in_every_scope<S: Subject>() {
	run::<S>(|| {
		let (first, second) = (open::<S>(Slots::Electorate), open::<S>(Slots::Electorate));
		assert_eq!(act::<S>(0, on(first, NO_TOPIC)), MADE);
		assert_eq!(S::Scopes::slots_left(second.scope), second.electorate);
		assert_eq!(act::<S>(0, on(second, NO_TOPIC)), MADE);
	});
}

/// Who joins is not let in, and who leaves is not put out.
pub fn an_electorate_never_changes<S: Subject>() {
	run::<S>(|| {
		let persons = PERSONS.max(S::MIN_ELECTORATE);
		let until = S::now() + S::MAX_SCOPE_LIFE;
		let opened = try_open::<S>(&S::payer(), Slots::Acts(9), 0, until).expect("it can be paid");
		let before = opened;
		S::join(persons);
		assert_eq!(act::<S>(persons, on(opened, NO_TOPIC)), Err(PersonRefusal::EpochRoot));
		S::leave(0);
		assert_eq!(act::<S>(0, on(before, NO_TOPIC)), MADE);
		let later = open::<S>(Slots::Acts(9));
		assert_eq!(later.electorate, persons);
		assert_eq!(act::<S>(persons, on(later, NO_TOPIC)), MADE);
		assert_eq!(act::<S>(persons, on(opened, NO_TOPIC)), Err(PersonRefusal::EpochRoot));
	});
}

/// The same each time that it acts there, were it let to.
pub fn a_person_is_called_otherwise_on_every_topic_of_every_scope<S: Subject>() {
	run::<S>(|| {
		let scopes = [open::<S>(Slots::Acts(9)), open::<S>(Slots::Acts(9))];
		let mut expected = Vec::new();
		for person in 0..2 {
			for scope in scopes {
				for topic in [NO_TOPIC, [1; 32]] {
					let place = on(scope, topic);
					assert_eq!(act::<S>(person, place), MADE);
					expected.push((place, S::alias(person, place)));
				}
			}
		}
		assert_eq!(S::noted(), expected);
		let mut aliases: Vec<_> = expected.into_iter().map(|(_, alias)| alias).collect();
		aliases.sort();
		aliases.dedup();
		assert_eq!(aliases.len(), 8);
	});
}

/// No other scope, no other topic, and nobody who is no person.
pub fn only_who_acts_in_exactly_a_scope_is_let_in<S: Subject>() {
	run::<S>(|| {
		let (opened, other) = (open::<S>(Slots::Acts(9)), open::<S>(Slots::Acts(9)));
		let place = on(opened, [1; 32]);
		let elsewhere = [
			on(opened, NO_TOPIC),
			on(opened, [2; 32]),
			on(other, [1; 32]),
			PersonScope::Quota { epoch: opened.epoch, counter: 0 },
			PersonScope::Session { epoch: opened.epoch },
		];
		for (person, asked) in (0..).zip(elsewhere) {
			let result = S::act(person, place, Deed::OnlyIn(asked));
			assert_eq!(result, Ok(Err(BadOrigin.into())), "{asked:?}");
		}
		assert_eq!(S::noted(), []);
		for stranger in S::strangers() {
			assert!(S::EnsurePerson::ensure_origin(stranger, &place).is_err());
		}
		assert_eq!(act::<S>(0, place), MADE);
		assert_eq!(S::noted(), [(place, S::alias(0, place))]);
	});
}

/// It uses no slot, and the person is free to act.
pub fn an_act_that_is_not_admitted_uses_nothing<S: Subject>() {
	run::<S>(|| {
		let payer = S::payer();
		let owned = S::owned(&payer);
		let opened = open::<S>(Slots::Electorate);
		let place = on(opened, NO_TOPIC);
		S::admit(false);
		for _ in 0..=MAX_ATTEMPTS {
			assert_eq!(act::<S>(0, place), Err(PersonRefusal::NotAdmitted));
		}
		assert_eq!(S::noted(), []);
		assert_eq!(S::Scopes::slots_left(opened.scope), opened.electorate);
		S::admit(true);
		assert_eq!(act::<S>(0, place), MADE);
		assert_eq!(close::<S>(opened.scope), Ok(()));
		assert_eq!(S::owned(&payer), owned - S::SLOT_PRICE);
	});
}

/// It keeps its slot, in which it may be made again, so many times in all.
pub fn an_act_that_fails_may_be_made_again_in_its_slot<S: Subject>() {
	run::<S>(|| {
		let opened = open::<S>(Slots::Persons(2));
		let place = on(opened, NO_TOPIC);
		let fail = |person| S::act(person, place, Deed::Fail);
		for attempt in 0..MAX_ATTEMPTS {
			assert!(matches!(fail(0), Ok(Err(_))), "attempt {attempt}");
			assert_eq!(S::Scopes::slots_left(opened.scope), 1);
		}
		assert_eq!(fail(0), Err(PersonRefusal::NullifierUsed));
		assert_eq!(act::<S>(0, place), Err(PersonRefusal::NullifierUsed));

		assert!(matches!(fail(1), Ok(Err(_))));
		assert_eq!(S::Scopes::slots_left(opened.scope), 0);
		assert_eq!(act::<S>(2, place), Err(PersonRefusal::ScopeSlots));
		assert_eq!(S::noted(), [], "what fails changes nothing");
		assert_eq!(act::<S>(1, place), MADE);
		assert_eq!(act::<S>(1, place), Err(PersonRefusal::NullifierUsed));
		assert_eq!(S::noted(), [(place, S::alias(1, place))]);

		// It was paid for, whatever became of it.
		let payer = S::payer();
		let owned = S::owned(&payer);
		assert_eq!(close::<S>(opened.scope), Ok(()));
		assert_eq!(S::owned(&payer), owned - 2 * S::SLOT_PRICE);
	});
}

/// Nobody's funds are held, and nothing is burnt.
pub fn a_scope_of_the_chains_own_costs_nobody_anything<S: Subject>() {
	run::<S>(|| {
		let accounts = [S::payer(), S::pauper()];
		let owned = accounts.each_ref().map(S::owned);
		let held = accounts.each_ref().map(S::held);
		let until = S::now() + BLOCKS;
		let refused = with_storage_layer(|| S::Scopes::open_civic(false, PERSONS + 1, until));
		assert!(refused.is_err(), "the electorate is too small");
		let opened =
			with_storage_layer(|| S::Scopes::open_civic(false, 0, until)).expect("it is not");
		assert_eq!(S::Scopes::slots_left(opened.scope), opened.electorate);
		assert_eq!(act::<S>(0, on(opened, NO_TOPIC)), MADE);
		assert_eq!(act::<S>(0, on(opened, NO_TOPIC)), Err(PersonRefusal::NullifierUsed));
		assert_eq!(act::<S>(1, on(opened, [1; 32])), Err(PersonRefusal::ScopeKind));
		assert_eq!(close::<S>(opened.scope), Ok(()));
		assert_eq!(accounts.each_ref().map(S::held), held);
		assert_eq!(accounts.each_ref().map(S::owned), owned);
	});
}

/// Under one alias and in one slot, whether what it did before failed or not.
pub fn a_person_acts_so_often_in_a_scope_of_the_chains_own<S: Subject>() {
	run::<S>(|| {
		let opened =
			with_storage_layer(|| S::Scopes::open_civic(true, 0, S::now() + BLOCKS)).unwrap();
		let place = on(opened, NO_TOPIC);
		let mut noted = Vec::new();
		for attempt in 0..MAX_CIVIC_ACTS {
			if attempt % 3 == 1 {
				assert!(matches!(S::act(0, place, Deed::Fail), Ok(Err(_))), "attempt {attempt}");
			} else {
				assert_eq!(act::<S>(0, place), MADE, "attempt {attempt}");
				noted.push((place, S::alias(0, place)));
			}
			assert_eq!(S::Scopes::slots_left(opened.scope), opened.electorate - 1);
			assert_eq!(S::noted(), noted);
		}
		assert_eq!(act::<S>(0, place), Err(PersonRefusal::NullifierUsed));
		assert_eq!(act::<S>(1, place), MADE);
		assert_eq!(close::<S>(opened.scope), Ok(()));
		assert_eq!(act::<S>(2, place), Err(PersonRefusal::ScopeOver));
	});
}

/// One test for each sentence, over a [`Subject`].
#[macro_export]
macro_rules! persons_contract {
	($subject:ty) => {
		$crate::__hold! { $subject, persons:
			an_opened_scope_tells_its_electorate,
			a_scopes_number_is_never_used_again,
			no_scope_is_opened_for_a_small_electorate,
			the_last_block_has_not_passed_and_is_not_too_far_off,
			no_scope_is_opened_without_slots,
			no_scope_is_opened_that_is_not_paid_for,
			the_price_of_all_slots_is_held,
			closing_burns_the_price_of_used_slots_and_returns_the_rest,
			a_scope_is_closed_for_ever,
			there_is_no_scope_that_was_not_opened,
			acts_are_accepted_until_the_last_block,
			every_act_uses_a_slot,
			a_person_acts_once_in_a_scope_without_topics,
			a_person_acts_once_on_each_topic,
			a_person_acts_in_every_scope,
			an_electorate_never_changes,
			a_person_is_called_otherwise_on_every_topic_of_every_scope,
			only_who_acts_in_exactly_a_scope_is_let_in,
			an_act_that_is_not_admitted_uses_nothing,
			an_act_that_fails_may_be_made_again_in_its_slot,
			a_scope_of_the_chains_own_costs_nobody_anything,
			a_person_acts_so_often_in_a_scope_of_the_chains_own,
		}
	};
}
