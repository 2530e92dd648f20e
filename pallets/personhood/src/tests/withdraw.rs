//! Withdrawal of attestations.

use super::renew::renewal;
use crate::{mock::*, *};
use census_primitives::{IssuerId, PersonRefusal};
use frame_support::assert_ok;
use frame_system::RawOrigin;
use sp_runtime::{DispatchError, DispatchResult};

fn withdraw(issuer: IssuerId, human: u64) -> DispatchResult {
	Personhood::withdraw(by(controller(issuer)), issuer, tag(issuer, human))
}

#[test]
fn a_person_below_its_threshold_ends_and_leaves_the_tree_with_the_epoch() {
	run(|| {
		let identities = people(2);
		assert_ok!(withdraw(1, 0));
		let reason = EndReason::Withdrawn;
		assert!(events().ends_with(&[
			Event::AttestationWithdrawn { person: 0, issuer: 1 },
			Event::Ended { person: 0, reason }
		]));
		assert_eq!(person(0).status, Status::Ended(reason));
		assert_eq!((Next::<Test>::get().members, CurrentEpoch::<Test>::get().members), (1, 2));
		assert_eq!(LivePersons::<Test>::get().all(), 1);
		check_state();
		next_epoch();
		assert_eq!(person(0).status, Status::Ended(reason));
		assert!(merkle_proof(epoch(), identities[0].commitment()).is_none());
		assert_eq!(CurrentEpoch::<Test>::get().members, 1);
	});
}

#[test]
fn a_pending_person_below_its_threshold_never_enters_the_tree() {
	run(|| {
		enrol(0);
		assert_ok!(withdraw(1, 0));
		let reason = EndReason::Withdrawn;
		assert_eq!(last_event(), Event::Ended { person: 0, reason });
		assert_eq!(person(0).status, Status::Ended(reason));
		check_state();
		next_epoch();
		assert_eq!(CurrentEpoch::<Test>::get().size, 0);
	});
}

#[test]
fn a_person_with_weight_to_spare_stays() {
	run(|| {
		people(1);
		run_to(person(0).admitted_at + ROTATION_COOLDOWN);
		assert_ok!(submit(renewal(0, 0, 0..4)));
		assert_ok!(withdraw(3, 0));
		assert_eq!(last_event(), Event::AttestationWithdrawn { person: 0, issuer: 3 });
		assert_eq!(person(0).status, Status::Active);
		check_state();
		assert_ok!(withdraw(0, 0));
		assert_eq!(person(0).status, Status::Ended(EndReason::Withdrawn));
	});
}

#[test]
fn paused_issuers_and_those_of_the_policy_before_still_hold_up_who_was_admitted() {
	run(|| {
		people(1);
		run_to(person(0).admitted_at + ROTATION_COOLDOWN);
		assert_ok!(submit(renewal(0, 0, 0..4)));
		assert_ok!(Personhood::pause_issuer(RawOrigin::Root.into(), 0));
		assert_ok!(register(4));
		assert_ok!(change_policy_by(&equals([0, 2, 3, 4]), 3, now() + 10 * NOTICE));
		assert_ok!(withdraw(3, 0));
		assert_eq!(person(0).status, Status::Active);
		assert_ok!(withdraw(1, 0));
		assert_eq!(person(0).status, Status::Ended(EndReason::Withdrawn));
		assert_eq!(policies().former, None);
	});
}

#[test]
fn what_was_never_bound_is_not_withdrawn() {
	run(|| {
		people(1);
		assert_fails(|| withdraw(0, 7), Error::<Test>::AttestationNotFound);
		assert_fails(|| withdraw(3, 0), Error::<Test>::AttestationNotFound);
	});
}

#[test]
fn a_withdrawal_is_not_outrun_by_tickets_signed_before() {
	run(|| {
		people(1);
		let new = Identity::of(0, 1);
		let before = tickets(Purpose::Enrol, 0..3, 0, new.commitment(), 0);
		let mut in_advance = before.clone();
		for signed in &mut in_advance {
			signed.ticket.serial += 1;
			*signed = self::signed(signed.ticket.clone());
		}
		assert_refused(enrolment(new, before.clone()), PersonRefusal::TagTaken);
		// An issuer that signs for what is to come signs for nothing yet.
		assert_refused(enrolment(new, in_advance.clone()), PersonRefusal::TicketSerialAhead);
		assert_ok!(withdraw(0, 0));
		assert!(!person(0).status.is_live());
		for void in [before, in_advance] {
			assert_refused(enrolment(new, void), PersonRefusal::TicketSerial);
		}
		assert_ok!(enrol_by(0, new, 0..3));
	});
}

#[test]
fn a_mark_that_is_nobodys_is_withdrawn_to_void_its_tickets() {
	run(|| {
		people(1);
		assert_ok!(withdraw(0, 0));
		let new = Identity::of(0, 1);
		let kept = enrolment(new, tickets(Purpose::Enrol, 0..3, 0, new.commitment(), 0));
		let kept = RuntimeCall::from(kept);
		assert_ok!(authorized(&kept));
		let serial_before = serial(0, tag(0, 0));
		assert_ok!(withdraw(0, 0));
		assert_eq!(last_event(), Event::AttestationWithdrawn { person: 0, issuer: 0 });
		assert_eq!(serial(0, tag(0, 0)), serial_before + 1);
		assert_refused(kept, PersonRefusal::TicketSerial);
	});
}

#[test]
fn only_the_issuers_controller_withdraws() {
	run(|| {
		people(1);
		let withdraw = |origin, issuer| Personhood::withdraw(origin, issuer, tag(0, 0));
		assert_fails(|| withdraw(by(controller(1)), 0), Error::<Test>::NotController);
		assert_fails(|| withdraw(by(controller(9)), 9), Error::<Test>::IssuerNotFound);
		assert_fails(|| withdraw(RawOrigin::Root.into(), 0), DispatchError::BadOrigin);
		assert_fails(|| withdraw(RawOrigin::None.into(), 0), DispatchError::BadOrigin);
	});
}
