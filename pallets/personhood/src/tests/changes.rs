//! Pauses of issuers and how each ends; another key, another controller, and the word of the old key.

use crate::{mock::*, *};
use census_primitives::{IssuerId, PersonRefusal};
use frame_support::assert_ok;
use sp_core::{sr25519, Pair};
use sp_runtime::{DispatchError, DispatchResult, MultiSignature};

/// An issuer's next key.
fn next_key() -> sr25519::Pair {
	sr25519::Pair::from_seed(&[0x4e; 32])
}

fn to_next_key() -> Change<sp_runtime::AccountId32> {
	Change::Key(IssuerKind::Sr25519(next_key().public()))
}

fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

fn counts(issuer: IssuerId) -> bool {
	Issuers::<Test>::get(issuer).expect("there is such an issuer").counts(now())
}

fn pause(by: RuntimeOrigin) -> DispatchResult {
	Personhood::pause_issuer(by, 0)
}

fn resume(by: RuntimeOrigin) -> DispatchResult {
	Personhood::resume_issuer(by, 0)
}

fn propose(by: RuntimeOrigin) -> DispatchResult {
	Personhood::propose_change(by, 0, to_next_key())
}

fn confirm(by: RuntimeOrigin) -> DispatchResult {
	Personhood::confirm_change(by, 0)
}

fn cancel(by: RuntimeOrigin) -> DispatchResult {
	Personhood::cancel_change(by, 0)
}

/// The word of a key against the change of issuer 0.
fn object(key: &sr25519::Pair) -> DispatchResult {
	let pending = IssuerChanges::<Test>::get(0);
	let said = pending.map_or([0; 32], |pending| words::objection::<Test>(0, &pending));
	Personhood::object_to_change(by(funded(9)), 0, MultiSignature::Sr25519(key.sign(&said)))
}

/// A human's enrolment by issuers 0 to 2, the first of which signs with this key.
fn enrolment_with(human: u64, key: &sr25519::Pair) -> Call<Test> {
	let identity = Identity::of(human, 0);
	let mut tickets = tickets(Purpose::Enrol, 0..3, human, identity.commitment(), 0);
	tickets[0] = signed_with(tickets[0].ticket.clone(), key);
	enrolment(identity, tickets)
}

#[test]
fn each_pause_is_for_itself_and_the_issuer_counts_when_there_is_none() {
	run(|| {
		let own = || by(controller(0));
		assert_fails(|| pause(by(controller(1))), Error::<Test>::NotController);
		assert_fails(|| pause(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_fails(|| Personhood::pause_issuer(root(), 9), Error::<Test>::IssuerNotFound);
		assert_ok!(pause(own()));
		let resumable_from = now() + CHANGE_DELAY;
		let pause_of = Pause::Controller { resumable_from };
		assert_eq!(last_event(), Event::IssuerPaused { issuer: 0, pause: pause_of });
		assert!(!counts(0));
		assert_fails(|| pause(own()), Error::<Test>::IssuerUnchanged);
		assert_ok!(pause(root()));
		assert_fails(|| pause(root()), Error::<Test>::IssuerUnchanged);
		// The controller's own pause is its to end, after a while, and governance's is not.
		assert_fails(|| resume(own()), Error::<Test>::PausedLately);
		run_to(resumable_from);
		assert_ok!(resume(own()));
		assert_eq!(last_event(), Event::IssuerResumed { issuer: 0, counts: false });
		assert!(!counts(0));
		assert_fails(|| resume(own()), Error::<Test>::IssuerUnchanged);
		assert_ok!(resume(root()));
		assert_eq!(last_event(), Event::IssuerResumed { issuer: 0, counts: true });
		assert!(counts(0));
		assert_fails(|| resume(root()), Error::<Test>::IssuerUnchanged);
	});
}

#[test]
fn governance_ends_a_controllers_pause_at_once() {
	run(|| {
		assert_ok!(pause(by(controller(0))));
		assert_ok!(resume(root()));
		assert!(counts(0));
	});
}

#[test]
fn the_committees_pause_ends_by_itself_and_is_not_begun_again_at_once() {
	run(|| {
		let committee = || by(committee());
		assert_ok!(pause(committee()));
		let until = now() + MAX_PAUSE;
		let pause_of = Pause::Committee { until };
		assert_eq!(last_event(), Event::IssuerPaused { issuer: 0, pause: pause_of });
		assert!(!counts(0));
		assert_fails(|| resume(committee()), Error::<Test>::NotController);
		assert_fails(|| pause(committee()), Error::<Test>::PausedLately);
		run_to(until - 1);
		assert_refused(enrolment_with(0, &issuer_key(0)), PersonRefusal::IssuerPaused);
		run_to(until);
		assert!(counts(0));
		assert_ok!(submit(enrolment_with(0, &issuer_key(0))));
		assert_fails(|| resume(root()), Error::<Test>::IssuerUnchanged);
		assert_fails(|| pause(committee()), Error::<Test>::PausedLately);
		run_to(until + 4 * MAX_PAUSE - 1);
		assert_fails(|| pause(committee()), Error::<Test>::PausedLately);
		run_to(until + 4 * MAX_PAUSE);
		assert_ok!(pause(committee()));
		// What governance ends is over, and the committee has had its turn.
		assert_ok!(resume(root()));
		assert!(counts(0));
		assert_fails(|| pause(committee()), Error::<Test>::PausedLately);
	});
}

#[test]
fn a_controller_does_not_get_out_of_anothers_pause_by_one_of_its_own() {
	run(|| {
		let own = || by(controller(0));
		assert_ok!(pause(root()));
		assert_ok!(Personhood::report_key(own(), 0));
		assert_ok!(pause(own()));
		assert_ok!(propose(own()));
		run_to(now() + CHANGE_DELAY);
		assert_ok!(confirm(own()));
		assert_ok!(resume(own()));
		assert!(!counts(0));
		assert_ok!(resume(root()));
		assert!(counts(0));
	});
}

#[test]
fn another_key_takes_the_place_of_the_old_one_after_a_delay_and_never_counts_beside_it() {
	run(|| {
		let identities = people(1);
		assert_fails(|| propose(by(controller(1))), Error::<Test>::NotController);
		assert_ok!(propose(by(controller(0))));
		let confirmable_from = now() + CHANGE_DELAY;
		let change = to_next_key();
		let event = Event::ChangeProposed { issuer: 0, change: change.clone(), confirmable_from };
		assert_eq!(last_event(), event);
		assert_fails(|| propose(by(controller(0))), Error::<Test>::ChangePending);
		assert_fails(|| confirm(by(controller(0))), Error::<Test>::ChangeTooSoon);
		assert_fails(|| confirm(root()), Error::<Test>::ChangeTooSoon);
		assert_refused(enrolment_with(7, &next_key()), PersonRefusal::Signature);
		assert_ok!(submit(enrolment_with(7, &issuer_key(0))));
		run_to(confirmable_from);
		// Not by its time alone.
		assert_refused(enrolment_with(8, &next_key()), PersonRefusal::Signature);
		let before = RuntimeCall::from(enrolment_with(8, &issuer_key(0)));
		assert_ok!(authorized(&before));
		assert_ok!(confirm(by(controller(0))));
		assert_eq!(last_event(), Event::ChangeConfirmed { issuer: 0, change });
		assert_refused(before, PersonRefusal::Signature);
		assert_ok!(submit(enrolment_with(8, &next_key())));
		// Tags are the same humans' as before.
		assert_refused(enrolment_with(0, &next_key()), PersonRefusal::CommitmentUsed);
		let again = tickets(Purpose::Enrol, 0..3, 0, Identity::of(0, 1).commitment(), 0);
		assert_refused(enrolment(Identity::of(0, 1), again), PersonRefusal::TagTaken);
		assert!(person(0).status.is_live());
		assert_eq!(identities.len(), 1);
		assert_fails(|| confirm(root()), Error::<Test>::NoChange);
	});
}

#[test]
fn a_key_that_was_reported_counts_for_nothing_until_there_is_another() {
	run(|| {
		let own = || by(controller(0));
		assert_fails(|| Personhood::report_key(by(controller(1)), 0), Error::<Test>::NotController);
		assert_ok!(Personhood::report_key(own(), 0));
		assert_eq!(last_event(), Event::IssuerPaused { issuer: 0, pause: Pause::KeyReported });
		assert_fails(|| Personhood::report_key(root(), 0), Error::<Test>::IssuerUnchanged);
		assert_refused(enrolment_with(0, &issuer_key(0)), PersonRefusal::IssuerPaused);
		assert_fails(|| resume(root()), Error::<Test>::KeyReported);
		assert_fails(|| resume(own()), Error::<Test>::IssuerUnchanged);
		assert_ok!(propose(own()));
		run_to(now() + CHANGE_DELAY);
		assert_ok!(confirm(own()));
		assert_ok!(submit(enrolment_with(0, &next_key())));
	});
}

/// One of the two is a thief: whoever has the key, or whoever has the controller's.
#[test]
fn the_old_key_objects_and_governance_decides() {
	let disputed = |after: fn()| {
		run(|| {
			assert_fails(|| object(&issuer_key(0)), Error::<Test>::NoChange);
			assert_ok!(propose(by(controller(0))));
			assert_fails(|| object(&issuer_key(1)), Error::<Test>::BadSignature);
			assert_fails(|| object(&next_key()), Error::<Test>::BadSignature);
			assert_ok!(object(&issuer_key(0)));
			assert_eq!(last_event(), Event::IssuerPaused { issuer: 0, pause: Pause::Disputed });
			assert_fails(|| object(&issuer_key(0)), Error::<Test>::ChangeDisputed);
			assert_refused(enrolment_with(0, &issuer_key(0)), PersonRefusal::IssuerPaused);
			run_to(now() + CHANGE_DELAY);
			assert_fails(|| confirm(by(controller(0))), Error::<Test>::ChangeDisputed);
			assert_fails(|| cancel(by(controller(0))), Error::<Test>::ChangeDisputed);
			assert_fails(|| cancel(root()), Error::<Test>::ChangeDisputed);
			check_state();
			after();
		});
	};
	disputed(|| {
		assert_ok!(confirm(root()));
		assert_ok!(submit(enrolment_with(0, &next_key())));
	});
	disputed(|| {
		assert_ok!(resume(root()));
		assert!(!IssuerChanges::<Test>::contains_key(0));
		assert_ok!(submit(enrolment_with(0, &issuer_key(0))));
	});
}

#[test]
fn an_objection_is_to_one_change_and_no_other() {
	run(|| {
		assert_ok!(propose(by(controller(0))));
		let pending = IssuerChanges::<Test>::get(0).unwrap();
		let said = words::objection::<Test>(0, &pending);
		let word = MultiSignature::Sr25519(issuer_key(0).sign(&said));
		assert_ok!(cancel(by(controller(0))));
		assert_eq!(last_event(), Event::ChangeCancelled { issuer: 0 });
		next_block();
		assert_ok!(propose(by(controller(0))));
		let object = || Personhood::object_to_change(by(funded(9)), 0, word.clone());
		assert_fails(object, Error::<Test>::BadSignature);
	});
}

#[test]
fn another_controller_takes_over_itself_after_a_delay() {
	run(|| {
		let to = |account| Change::Controller(account);
		let propose = |by, account| Personhood::propose_change(by, 0, to(account));
		assert_fails(|| propose(by(controller(0)), controller(0)), Error::<Test>::IssuerUnchanged);
		assert_ok!(propose(by(controller(0)), controller(9)));
		run_to(now() + CHANGE_DELAY);
		assert_fails(|| confirm(by(controller(0))), Error::<Test>::NotController);
		assert_ok!(confirm(by(controller(9))));
		assert_eq!(Issuers::<Test>::get(0).unwrap().controller, controller(9));
		assert_fails(|| pause(by(controller(0))), Error::<Test>::NotController);
		assert_ok!(pause(by(controller(9))));
		// A thief who is the controller by now cannot take back what governance proposes.
		assert_ok!(propose(root(), controller(0)));
		assert_fails(|| cancel(by(controller(9))), Error::<Test>::NotController);
		run_to(now() + CHANGE_DELAY);
		assert_ok!(confirm(by(controller(0))));
	});
}

#[test]
fn a_circuit_is_held_while_it_may_be_the_next_one() {
	run(|| {
		let (first, next) = (circuits::register(3), circuits::register(3));
		let name = b"new".to_vec().try_into().unwrap();
		let kind = IssuerKind::Circuit(first);
		assert_ok!(Personhood::register_issuer(root(), name, kind, controller(4), 4, LIMIT));
		let change = || Change::Key(IssuerKind::Circuit(next));
		let propose = |issuer| Personhood::propose_change(root(), issuer, change());
		// Of an issuer's tags that were made for its key, four of five are no numbers of the field.
		assert_fails(|| propose(0), Error::<Test>::BadKind);
		let to_key = || Personhood::propose_change(root(), 4, to_next_key());
		assert_fails(to_key, Error::<Test>::BadKind);
		assert_ok!(propose(4));
		assert_eq!(circuits::users(&next), 1);
		assert_ok!(Personhood::cancel_change(root(), 4));
		assert_eq!(circuits::users(&next), 0);
		assert_ok!(propose(4));
		// It signs nothing, so governance alone objects.
		let word = MultiSignature::Sr25519(issuer_key(4).sign(&[0; 32]));
		let object = || Personhood::object_to_change(by(funded(9)), 4, word.clone());
		assert_fails(object, Error::<Test>::BadSignature);
		run_to(now() + CHANGE_DELAY);
		assert_ok!(Personhood::confirm_change(by(controller(4)), 4));
		assert_eq!((circuits::users(&first), circuits::users(&next)), (0, 1));
	});
}

#[test]
fn a_change_that_is_not_confirmed_in_time_lapses() {
	run(|| {
		let own = || by(controller(0));
		assert_ok!(propose(own()));
		run_to(now() + 2 * CHANGE_DELAY - 1);
		assert_fails(|| propose(own()), Error::<Test>::ChangePending);
		next_block();
		assert_fails(|| confirm(own()), Error::<Test>::ChangeLapsed);
		assert_fails(|| confirm(root()), Error::<Test>::ChangeLapsed);
		assert_ok!(propose(own()));
		// What was objected to waits for governance, however long.
		assert_ok!(object(&issuer_key(0)));
		run_to(now() + 3 * CHANGE_DELAY);
		assert_fails(|| propose(own()), Error::<Test>::ChangePending);
		assert_ok!(confirm(root()));
	});
}

/// Else an issuer that is a thief's keeps a change ready, and is out of the pause a block later.
#[test]
fn a_report_drops_the_change_that_waits() {
	run(|| {
		let own = || by(controller(0));
		assert_ok!(propose(own()));
		run_to(now() + CHANGE_DELAY);
		assert_ok!(Personhood::report_key(root(), 0));
		assert_fails(|| confirm(own()), Error::<Test>::NoChange);
		assert_ok!(propose(root()));
		run_to(now() + CHANGE_DELAY);
		assert_ok!(confirm(root()));
		assert!(counts(0));
	});
	// What governance has proposed a controller does not get rid of by a report.
	run(|| {
		assert_ok!(propose(root()));
		assert_ok!(Personhood::report_key(by(controller(0)), 0));
		assert!(IssuerChanges::<Test>::contains_key(0));
	});
}

/// Nobody keeps another issuer from a key by naming it first.
#[test]
fn two_issuers_may_propose_one_key() {
	run(|| {
		assert_ok!(Personhood::propose_change(by(controller(1)), 1, to_next_key()));
		assert_ok!(propose(by(controller(0))));
		run_to(now() + CHANGE_DELAY);
		assert_ok!(Personhood::confirm_change(by(controller(1)), 1));
		assert_ok!(confirm(by(controller(0))));
		// The key signs for the issuer that a ticket names.
		let identity = Identity::of(0, 0);
		let mut tickets = tickets(Purpose::Enrol, 0..3, 0, identity.commitment(), 0);
		for signed in tickets.iter_mut().take(2) {
			*signed = signed_with(signed.ticket.clone(), &next_key());
		}
		assert_ok!(submit(enrolment(identity, tickets)));
	});
}

#[test]
fn key_and_controller_change_at_once_where_both_are_a_thiefs() {
	run(|| {
		let kind = IssuerKind::Sr25519(next_key().public());
		let change = Change::Both(kind, controller(9));
		assert_ok!(Personhood::report_key(root(), 0));
		assert_ok!(Personhood::propose_change(root(), 0, change));
		assert_fails(|| cancel(by(controller(0))), Error::<Test>::NotController);
		run_to(now() + CHANGE_DELAY);
		assert_fails(|| confirm(by(controller(0))), Error::<Test>::NotController);
		assert_ok!(confirm(by(controller(9))));
		assert_eq!(Issuers::<Test>::get(0).unwrap().controller, controller(9));
		assert_ok!(submit(enrolment_with(0, &next_key())));
	});
}

#[test]
fn an_issuer_that_goes_takes_its_change_along() {
	run(|| {
		assert_ok!(register(4));
		let propose = || Personhood::propose_change(root(), 4, to_next_key());
		assert_ok!(propose());
		let pending = IssuerChanges::<Test>::get(4).unwrap();
		let said = words::objection::<Test>(4, &pending);
		let word = MultiSignature::Sr25519(issuer_key(4).sign(&said));
		assert_ok!(Personhood::object_to_change(by(funded(9)), 4, word));
		assert_ok!(Personhood::remove_issuer(root(), 4));
		assert!(!IssuerChanges::<Test>::contains_key(4));
		let again = Change::Controller(controller(5));
		let propose = || Personhood::propose_change(root(), 4, again.clone());
		assert_fails(propose, Error::<Test>::IssuerRemoved);
	});
}

#[test]
fn who_waits_for_a_paused_issuer_enters_when_it_is_resumed() {
	run(|| {
		enrol(0);
		assert_ok!(pause(root()));
		run_to(now() + 4 * EPOCH_LENGTH);
		assert_eq!(person(0).status, Status::Pending);
		assert_ok!(resume(root()));
		next_epoch();
		assert_eq!(person(0).status, Status::Active);
	});
}
