//! Whether a call would be accepted, as anybody may ask.

use super::{recover::recovery, renew::renewal, veto::veto};
use crate::{mock::*, *};
use census_primitives::PersonRefusal;
use frame_support::assert_ok;

#[test]
fn whether_a_call_would_be_accepted_is_told_and_nothing_changes() {
	run(|| {
		let identity = people(2)[0];
		run_to(person(0).admitted_at + ROTATION_COOLDOWN);
		let (next, other) = (Identity::of(0, 1), Identity::of(5, 0));
		assert_ok!(submit(recovery(0, 0, next, 0..3)));
		let session = identity.session(epoch(), 1);
		let enrolment = enrolment(other, tickets(Purpose::Enrol, 0..3, 5, other.commitment(), 0));
		let calls = [
			enrolment.clone(),
			renewal(1, 1, 1..4),
			recovery(1, 1, Identity::of(1, 1), 0..3),
			rotation(0, identity, Identity::of(0, 2)),
			veto(0, identity),
			identity.act(quota(0), declare(1)),
			session,
		];
		let before = state_root();
		for call in &calls {
			assert_eq!(Pallet::<Test>::check(call), Some(Ok(())));
			// A node is told beforehand what the pool will be told.
			let examined = Pallet::<Test>::examine(call).unwrap().unwrap();
			let valid = authorized(&call.clone().into()).unwrap();
			assert_eq!(examined.lane.priority(), valid.priority);
			let pairings = if matches!(call, Call::rotate { .. }) { 2 } else { 1 };
			assert_eq!(examined.pairings, pairings);
		}
		assert_eq!(Pallet::<Test>::examine(&Call::expire { person: 0 }), None);
		let refused = recovery(0, 0, Identity::of(0, 3), 0..3);
		let refusal = PersonRefusal::RecoveryPending;
		assert_eq!(Pallet::<Test>::check(&refused), Some(Err(refusal)));
		assert_eq!(Pallet::<Test>::examine(&refused), Some(Err(refusal)));
		assert_eq!(Pallet::<Test>::check(&Call::expire { person: 0 }), None);
		assert_eq!(state_root(), before);

		// What is right on another chain is not here, and says so.
		let here = frame_system::BlockHash::<Test>::get(0);
		frame_system::BlockHash::<Test>::insert(0, sp_core::H256([0x11; 32]));
		let refusal = PersonRefusal::ProofScope;
		assert_eq!(Pallet::<Test>::check(&enrolment), Some(Err(refusal)));
		frame_system::BlockHash::<Test>::insert(0, here);
	});
}

#[test]
fn before_the_first_block_nobody_can_tell() {
	let ext = &mut externalities(genesis());
	let identity = Identity::of(0, 0);
	let right = ext.execute_with(|| {
		enrolment(identity, tickets(Purpose::Enrol, 0..3, 0, identity.commitment(), 0))
	});
	// As the runtime asks in the genesis block's own state: about the next block.
	ext.execute_with(|| {
		System::set_block_number(0);
		let stand_in = System::parent_hash();
		System::reset_events();
		frame_system::BlockHash::<Test>::insert(0, stand_in);
		System::initialize(&1, &stand_in, &Default::default());
		assert!(!words::has_genesis::<Test>());
		let wrong = enrolment(identity, tickets(Purpose::Enrol, 0..3, 0, identity.commitment(), 0));
		for call in [&right, &wrong] {
			let verdict = Pallet::<Test>::check(call);
			assert_eq!(verdict, Some(Err(PersonRefusal::EpochAhead)));
		}
		assert!(PersonRefusal::EpochAhead.may_pass_later());
		assert_eq!(Pallet::<Test>::check(&Call::expire { person: 0 }), None);
	});
	// A pool looks at it in a first block that knows its parent.
	ext.execute_with(|| {
		System::set_block_number(0);
		System::initialize(&1, &sp_core::H256(GENESIS_HASH), &Default::default());
		assert_eq!(Pallet::<Test>::check(&right), Some(Ok(())));
	});
}
