//! Expiry: by anyone, and by the sweep.

use crate::{mock::*, *};
use frame_support::assert_ok;
use frame_system::RawOrigin;
use sp_runtime::DispatchError;

#[test]
fn anyone_expires_a_person_whose_time_is_over() {
	run(|| {
		let identities = people(2);
		let expire = |id| Personhood::expire(by(funded(3)), id);
		let expires_at = person(0).expires_at;
		System::set_block_number(expires_at - 1);
		assert_fails(|| expire(0), Error::<Test>::NotExpired);
		System::set_block_number(expires_at);
		assert_ok!(expire(0));
		assert_eq!(last_event(), Event::Ended { person: 0, reason: EndReason::Expired });
		assert_eq!(person(0).status, Status::Ended(EndReason::Expired));
		assert_eq!(LivePersons::<Test>::get().all(), 1);
		assert_fails(|| expire(0), Error::<Test>::PersonStatus);
		assert_fails(|| expire(9), Error::<Test>::PersonNotFound);
		assert_fails(|| Personhood::expire(RawOrigin::None.into(), 1), DispatchError::BadOrigin);
		check_state();
		next_epoch();
		assert!(merkle_proof(epoch(), identities[0].commitment()).is_none());
	});
}

#[test]
fn the_chain_expires_persons_by_itself() {
	run(|| {
		people(2);
		run_to(person(0).expires_at - 1);
		assert_eq!(person(0).status, Status::Active);
		run_to(person(0).expires_at + 2);
		for id in 0..2 {
			assert_eq!(person(id).status, Status::Ended(EndReason::Expired));
			assert!(events().contains(&Event::Ended { person: id, reason: EndReason::Expired }));
		}
		next_epoch();
		assert_eq!(CurrentEpoch::<Test>::get().members, 0);
		assert_eq!(LivePersons::<Test>::get().all(), 0);
	});
}

#[test]
fn whoever_expires_before_it_enters_the_tree_never_does() {
	run(|| {
		let identity = Identity::of(0, 0);
		let signed: Vec<_> = (0..3)
			.map(|issuer| {
				let mut ticket = ticket(Purpose::Enrol, issuer, 0, identity.commitment(), 0);
				ticket.valid_for = 2;
				self::signed(ticket)
			})
			.collect();
		assert_ok!(submit(enrolment(identity, signed.try_into().unwrap())));
		run_to(person(0).expires_at + 1);
		assert_eq!(person(0).status, Status::Ended(EndReason::Expired));
		check_state();
		next_epoch();
		assert_eq!(CurrentEpoch::<Test>::get().members, 0);
	});
}

#[test]
fn whoever_expires_after_a_rotation_leaves_all_the_same() {
	run(|| {
		let identity = people(1)[0];
		System::set_block_number(person(0).expires_at - 1);
		assert_ok!(submit(rotation(0, identity, Identity::of(0, 1))));
		System::set_block_number(person(0).expires_at);
		assert_ok!(Personhood::expire(by(funded(3)), 0));
		assert_eq!(Next::<Test>::get().members, 0);
		next_epoch();
		assert_eq!(CurrentEpoch::<Test>::get().members, 0);
	});
}
