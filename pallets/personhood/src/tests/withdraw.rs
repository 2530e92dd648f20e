//! Withdrawal of attestations.

use super::renew::renewal;
use crate::{mock::*, *};
use census_primitives::IssuerId;
use frame_support::assert_ok;
use frame_system::RawOrigin;
use sp_runtime::{DispatchError, DispatchResult};

fn withdraw(issuer: IssuerId, human: u64) -> DispatchResult {
	Personhood::withdraw(by(controller(issuer)), issuer, tag(issuer, human))
}

#[test]
fn a_person_below_its_threshold_is_suspended_and_revoked_with_the_epoch() {
	run(|| {
		let identities = people(2);
		assert_ok!(withdraw(1, 0));
		let reason = Suspension::Withdrawn;
		assert!(events().ends_with(&[
			Event::AttestationWithdrawn { person: 0, issuer: 1 },
			Event::Suspended { person: 0, reason }
		]));
		assert_eq!(person(0).status, Status::Suspended(reason));
		assert_eq!(LivePersons::<Test>::get(), 1);
		let resting = |issuer| Issuers::<Test>::get(issuer).unwrap().resting;
		assert_eq!([0, 1, 2, 3].map(resting), [1, 1, 1, 0]);
		check_state();
		next_epoch();
		assert_eq!(person(0).status, Status::Revoked);
		assert!(events().contains(&Event::Revoked { person: 0 }));
		assert!(merkle_proof(epoch(), identities[0].commitment()).is_none());
		assert_eq!(CurrentEpoch::<Test>::get().members, 1);
	});
}

#[test]
fn a_pending_person_below_its_threshold_is_revoked_at_once() {
	run(|| {
		enrol(0);
		assert_ok!(withdraw(1, 0));
		assert_eq!(last_event(), Event::Revoked { person: 0 });
		assert_eq!(person(0).status, Status::Revoked);
		assert_eq!(Pallet::<Test>::pending_change(0), None);
		check_state();
		next_epoch();
		assert_eq!(CurrentEpoch::<Test>::get().size, 0);
	});
}

#[test]
fn a_person_with_weight_to_spare_stays() {
	run(|| {
		people(1);
		assert_ok!(submit(renewal(0, 0, 0..4)));
		assert_ok!(withdraw(3, 0));
		assert_eq!(last_event(), Event::AttestationWithdrawn { person: 0, issuer: 3 });
		assert_eq!(person(0).status, Status::Active);
		check_state();
		assert_ok!(withdraw(0, 0));
		assert_eq!(person(0).status, Status::Suspended(Suspension::Withdrawn));
	});
}

#[test]
fn paused_and_removed_issuers_still_hold_up_who_was_admitted_and_may_withdraw() {
	run(|| {
		people(1);
		assert_ok!(submit(renewal(0, 0, 0..4)));
		assert_ok!(Personhood::pause_issuer(RawOrigin::Root.into(), 0));
		assert_ok!(Personhood::remove_issuer(RawOrigin::Root.into(), 1));
		assert_ok!(withdraw(3, 0));
		assert_eq!(person(0).status, Status::Active);
		assert_ok!(withdraw(1, 0));
		assert_eq!(person(0).status, Status::Suspended(Suspension::Withdrawn));
		assert!(!Weighing::<Test>::get().contains(&1));
	});
}

#[test]
fn a_withdrawn_attestation_is_withdrawn_once_and_its_mark_stays() {
	run(|| {
		people(1);
		assert_ok!(withdraw(0, 0));
		let gone = Error::<Test>::AttestationNotFound;
		assert_fails(|| withdraw(0, 0), gone);
		assert_eq!(Tags::<Test>::get(0, tag(0, 0)), Some(0));
		assert_fails(|| withdraw(0, 7), Error::<Test>::AttestationNotFound);
		assert_fails(|| withdraw(3, 0), Error::<Test>::AttestationNotFound);
		// From a person that is not live too: then nothing else follows.
		assert_ok!(withdraw(1, 0));
		assert_eq!(last_event(), Event::AttestationWithdrawn { person: 0, issuer: 1 });
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
