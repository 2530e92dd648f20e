//! What persons may do, and what may become of it once it is admitted.
//!
//! An act is admitted when it is taken into a block, by all of its checks; the pairing alone is left out
//! here. What is admitted must succeed: an attempt that fails uses up a slot that somebody has paid for,
//! and the person's patience. So nothing that anybody else does in the same block may come between.

use super::{
	every_call::{every_call, in_a_block},
	world::{
		act, act_of, by, make_poll, make_window, quota, World, AUDITOR, CLAIM, OWNER, STRANGER,
		UNTIL,
	},
};
use crate::{
	Anchors, Personhood, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, System, Validators,
};
use census_anchor_log::terms::Claim;
use census_primitives::{Alias, PersonRefusal, PersonScope, ScopeId};
use frame_support::{
	assert_ok,
	storage::{with_transaction_unchecked, TransactionOutcome},
	traits::Contains,
};
use pallet_personhood::{Call as PersonhoodCall, Event, Scopes, NO_TOPIC};
use sp_keyring::Sr25519Keyring;
use sp_runtime::{traits::Dispatchable, DispatchError, DispatchResult};
use std::collections::BTreeSet;

/// A call that persons may make, and what can make it fail although it was admitted: the error, and who
/// can cause it. A person alone could spoil its own act; nothing of that kind is left either.
const REMAINING: [(&str, &[(&str, &str)]); 8] = [
	// It has no errors of its own, and takes every scope.
	("Personhood.declare", &[]),
	// The poll is the scope's own, open, and has the option. That it has a vote left for each of its
	// electorate is asked too, though none has two.
	("Polls.vote", &[]),
	// The window is the scope, open, and has a slot left; the anchor and the claim are the topic's; the
	// log has room.
	("Anchors.claim", &[]),
	// The period is the scope, and open; the lease is closed, cost enough, was not rated, and its tenant
	// has named this person; the provider is the topic's, and the score is one.
	("Leases.rate", &[]),
	// All that the call asks is asked: the term is the scope's, the account has a bond and agrees, the person is
	// known for long enough and not barred. The others likewise.
	("Validators.claim_seat", &[]),
	("Validators.leave_seat", &[]),
	("Validators.continue_as", &[]),
	// The referendum is the scope's own, and open.
	("Governance.vote", &[]),
];

fn name(call: &RuntimeCall) -> String {
	use frame_support::traits::GetCallMetadata;
	let metadata = call.get_call_metadata();
	format!("{}.{}", metadata.pallet_name, metadata.function_name)
}

/// Whether an act would be taken, but for its pairing.
fn admitted(act: &PersonhoodCall<Runtime>) -> Result<(), PersonRefusal> {
	Personhood::examine(act).expect("nobody signs it").map(drop)
}

/// What becomes of an act: it is refused, or made and successful or not.
fn made(act: &PersonhoodCall<Runtime>) -> Result<DispatchResult, DispatchError> {
	let call = RuntimeCall::from(act.clone());
	call.dispatch(frame_system::RawOrigin::Authorized.into()).map_err(|failure| failure.error)?;
	match System::events().pop().map(|record| record.event) {
		Some(RuntimeEvent::Personhood(Event::Acted { result, .. })) => Ok(result),
		other => panic!("{other:?} is no act"),
	}
}

/// Does something and takes it back.
fn tried<R>(what: impl FnOnce() -> R) -> R {
	with_transaction_unchecked(|| TransactionOutcome::Rollback(what()))
}

/// Each scope of the world, with a call that it takes.
fn places(world: &World) -> [(PersonScope, RuntimeCall); 9] {
	[
		(quota(), world.declare()),
		(world.own(), world.declare()),
		(world.poll(), world.vote()),
		(world.window(), world.claim()),
		(world.ratings(), world.rate()),
		(world.term(), world.leave_seat()),
		(world.term(), world.continue_as()),
		(world.next_term(), world.claim_seat()),
		(world.referendum(), world.say_yes()),
	]
}

#[test]
fn persons_may_make_these_calls_and_no_others() {
	let listed: BTreeSet<_> = REMAINING.iter().map(|(name, _)| (*name).to_string()).collect();
	type Application = <Runtime as pallet_personhood::Config>::ApplicationCalls;
	type Quota = <Runtime as pallet_personhood::Config>::QuotaCalls;
	let found = |contains: fn(&RuntimeCall) -> bool| -> BTreeSet<String> {
		let mut calls = Vec::new();
		in_a_block(|| calls = every_call());
		let some = |(name, calls): (String, Vec<RuntimeCall>)| {
			let allowed: BTreeSet<_> = calls.iter().map(contains).collect();
			assert_eq!(allowed.len(), 1, "{name} is allowed by its arguments");
			allowed.contains(&true).then_some(name)
		};
		calls.into_iter().filter_map(some).collect()
	};
	assert_eq!(found(Application::contains), listed);
	assert_eq!(found(Quota::contains), BTreeSet::from(["Personhood.declare".to_string()]));
}

#[test]
fn each_scope_takes_its_own_calls_and_no_others() {
	World::run(|world| {
		let places = places(&world);
		let calls: BTreeSet<_> = places.iter().map(|(_, call)| name(call)).collect();
		assert_eq!(calls, REMAINING.iter().map(|(name, _)| (*name).to_string()).collect());
		for (place, (scope, own)) in places.iter().enumerate() {
			for (_, call) in &places {
				let act = act(*scope, 0, call.clone());
				let expected = if places.contains(&(*scope, call.clone())) {
					Ok(())
				} else if place < 2 {
					// No pallet's: what a pallet's scope is for could but fail there.
					Err(PersonRefusal::CallNotAllowed)
				} else {
					Err(PersonRefusal::NotAdmitted)
				};
				assert_eq!(admitted(&act), expected, "{call:?} in {scope:?}");
				let outcome = tried(|| made(&act));
				match expected {
					Ok(()) => assert_eq!(outcome, Ok(Ok(())), "{call:?} in {scope:?}"),
					Err(refusal) => {
						let refused = pallet_personhood::Error::<Runtime>::Refused(refusal);
						assert_eq!(outcome, Err(refused.into()), "{call:?} in {scope:?}");
					}
				}
			}
			// Sessions' acts bring no proof of their own.
			let session = PersonScope::Session { epoch: 0 };
			assert_eq!(admitted(&act(session, 0, own.clone())), Err(PersonRefusal::ScopeKind));
		}
	});
}

#[test]
fn a_scope_takes_nothing_about_another_thing_of_its_kind() {
	World::run(|world| {
		let (poll, scope) = make_poll();
		let anchor = super::world::make_anchor(2);
		let window = make_window(anchor);
		let vote = |poll, option| pallet_polls::Call::vote { poll, option }.into();
		let claim = |window, anchor, claim| {
			RuntimeCall::from(pallet_anchors::Call::claim { window, anchor, claim })
		};
		let rate = |lease, score| RuntimeCall::from(pallet_leases::Call::rate { lease, score });
		let seat = |term, account: Sr25519Keyring| {
			let account = account.to_account_id();
			pallet_validators::Call::claim_seat { term, account, former: None }.into()
		};
		let wrong: [(PersonScope, RuntimeCall); 18] = [
			(world.poll(), vote(poll, 1)),
			(world.poll(), vote(world.poll, 3)),
			(PersonScope::Application { scope, topic: NO_TOPIC }, world.vote()),
			// The window that a claim names was not compared with the scope: such an act used a slot of
			// its window's and failed.
			(world.window(), claim(window, world.anchor, CLAIM)),
			(world.window(), claim(window, anchor, CLAIM)),
			(world.window(), claim(world.window, anchor, CLAIM)),
			(world.window(), claim(world.window, world.anchor, Claim::DepictsMe)),
			(world.window(), claim(99, world.anchor, CLAIM)),
			(world.ratings(), rate(world.lease, 5)),
			(world.ratings(), rate(99, 5)),
			(world.ratings(), rate(world.closed, 0)),
			(world.ratings(), rate(world.closed, 6)),
			(world.next_term(), seat(0, AUDITOR)),
			(world.next_term(), seat(1, OWNER)),
			(world.term(), seat(0, OWNER)),
			(world.next_term(), pallet_validators::Call::leave_seat { term: 1 }.into()),
			(
				world.next_term(),
				pallet_validators::Call::continue_as { term: 1, next: Alias::from(9) }.into(),
			),
			(world.referendum(), pallet_governance::Call::vote { proposal: 99, aye: true }.into()),
		];
		for (scope, call) in wrong {
			let act = act(scope, 0, call);
			assert_eq!(admitted(&act), Err(PersonRefusal::NotAdmitted), "{act:?}");
			// And it would have failed.
			let PersonhoodCall::act_as { call, .. } = act else { panic!("it is an act") };
			let origin: RuntimeOrigin =
				pallet_personhood::Origin::Person { scope, alias: super::world::alias() }.into();
			assert!(tried(|| call.dispatch(origin)).is_err());
		}
		// A topic in a scope that has none, and another topic where there are some.
		for (scope, call) in places(&world).into_iter().skip(1) {
			let PersonScope::Application { scope, .. } = scope else { panic!("it is a pallet's") };
			let elsewhere = PersonScope::Application { scope, topic: [9; 32] };
			assert!(admitted(&act(elsewhere, 0, call)).is_err());
		}
		// Another person than the tenant has named.
		let other = act_of(Alias::from(2), world.ratings(), 0, world.rate());
		assert_eq!(admitted(&other), Err(PersonRefusal::NotAdmitted));
	});
}

/// Something that happens.
type Happens = Box<dyn Fn()>;

/// Everything that others may do in the same block about the things that persons act upon, told by a
/// name: whoever opened them, whoever else acts, and anybody.
fn interventions(world: &World) -> Vec<(&'static str, Happens)> {
	let signed = |who, call: RuntimeCall| {
		// Some are refused at some times: then nothing has come between.
		Box::new(move || {
			let _ = call.clone().dispatch(by(who));
		}) as Happens
	};
	let others_act = |scope: PersonScope, call: RuntimeCall, persons: u64| {
		Box::new(move || {
			for person in 0..persons {
				let alias = Alias::from(1_000 + person);
				let _ = made(&act_of(alias, scope, 0, call.clone()));
			}
		}) as Happens
	};
	let World { poll, window, anchor, closed, own_scope, .. } = *world;
	let at = |block| Box::new(move || System::set_block_number(block)) as Happens;
	vec![
		("nothing", Box::new(|| ())),
		("the last block has come", at(UNTIL)),
		("the last block has passed", at(UNTIL + 1)),
		("the poll is closed", signed(STRANGER, pallet_polls::Call::close { poll }.into())),
		("the poll is pruned", signed(STRANGER, pallet_polls::Call::prune { poll }.into())),
		("others vote", others_act(world.poll(), world.vote(), 20)),
		("others say yes", others_act(world.referendum(), world.say_yes(), 20)),
		(
			"the window's opener closes it",
			signed(OWNER, pallet_anchors::Call::close_window { window }.into()),
		),
		(
			"a stranger closes the window",
			signed(STRANGER, pallet_anchors::Call::close_window { window }.into()),
		),
		(
			"the anchor's row is evicted",
			signed(
				OWNER,
				pallet_anchors::Call::evict { anchors: vec![anchor].try_into().unwrap() }.into(),
			),
		),
		(
			"the anchor is retracted",
			signed(
				OWNER,
				pallet_anchors::Call::retract { anchor, statement: super::world::says() }.into(),
			),
		),
		("others use up the window", others_act(world.window(), world.claim(), 20)),
		(
			"the period is closed",
			signed(STRANGER, pallet_leases::Call::close_rating_period {}.into()),
		),
		(
			"another period is opened",
			signed(OWNER, pallet_leases::Call::open_rating_period { slots: 9 }.into()),
		),
		(
			"the tenant names another person",
			signed(
				OWNER,
				pallet_leases::Call::name_rater { lease: closed, alias: Alias::from(2) }.into(),
			),
		),
		(
			"the lease is forgotten",
			Box::new(move || pallet_leases::Closed::<Runtime>::remove(closed)),
		),
		(
			"the scope's owner closes it",
			signed(OWNER, pallet_personhood::Call::close_scope { scope: own_scope }.into()),
		),
		("others use up the scope", others_act(world.own(), world.declare(), 20)),
		(
			"the account agrees to nobody",
			signed(AUDITOR, pallet_validators::Call::agree { alias_hash: None }.into()),
		),
		("the account leaves", signed(AUDITOR, pallet_validators::Call::exit {}.into())),
		(
			"governance evicts the person",
			Box::new(|| {
				assert_ok!(Validators::evict(RuntimeOrigin::root(), 0, super::world::alias()));
			}),
		),
		(
			"the last session of claims has passed",
			Box::new(|| pallet_session::CurrentIndex::<Runtime>::put(101)),
		),
		(
			"somebody opens more of all",
			Box::new(|| {
				make_poll();
				make_window(super::world::make_anchor(8));
				assert_ok!(Anchors::commit(by(AUDITOR), [8; 32]));
			}),
		),
	]
}

#[test]
fn nothing_that_others_do_in_a_block_makes_an_admitted_act_fail() {
	World::run(|world| {
		let used = |scope: ScopeId| Scopes::<Runtime>::get(scope).map(|scope| scope.used);
		let (mut taken, mut refused) = (BTreeSet::new(), BTreeSet::new());
		for (scope, call) in places(&world) {
			let before = act(scope, 0, call.clone());
			assert_eq!(admitted(&before), Ok(()), "{call:?}");
			for (what, happens) in interventions(&world) {
				tried(|| {
					happens();
					let slots = match scope {
						PersonScope::Application { scope, .. } => used(scope),
						_ => None,
					};
					let verdict = admitted(&before);
					match (verdict, made(&before)) {
						(Ok(()), outcome) => {
							let remaining = REMAINING.iter().find(|(of, _)| *of == name(&call));
							let remaining = remaining.expect("each call has its row").1;
							assert!(remaining.is_empty(), "no error is left that others cause");
							assert_eq!(outcome, Ok(Ok(())), "{what}: {call:?}");
							taken.insert(what);
						}
						(Err(refusal), outcome) => {
							// It never gets into the block, and uses neither an attempt nor a slot.
							let error = pallet_personhood::Error::<Runtime>::Refused(refusal);
							assert_eq!(outcome, Err(error.into()), "{what}: {call:?}");
							refused.insert(what);
							if let PersonScope::Application { scope, .. } = scope {
								assert_eq!(used(scope), slots, "{what}: {call:?}");
							}
						}
					}
				});
			}
		}
		// It is no matter of what was not done: all of these came between one act or another.
		for what in [
			"the last block has passed",
			"the window's opener closes it",
			"others use up the window",
			"the tenant names another person",
			"the lease is forgotten",
			"the scope's owner closes it",
			"others use up the scope",
			"the account agrees to nobody",
			"the account leaves",
			"governance evicts the person",
			"the last session of claims has passed",
		] {
			assert!(refused.contains(what), "{what} made no difference");
		}
		assert!(taken.contains("others vote") && taken.contains("the anchor is retracted"));
	});
}
