//! Attacks that succeeded once: with the old rule put back they do, and without it nothing comes of
//! them. (The numbers are those under which they were found.)

use super::anew::replace_issuers;
use crate::{
	mock::{old::reinstate, *},
	*,
};
use census_primitives::{IssuerId, PersonId};
use frame_support::assert_ok;
use frame_system::RawOrigin;

/// The issuer that signs anything.
const CORRUPT: IssuerId = 0;

/// Tickets of the corrupt issuer about the tag by which it knows `victim`, and of honest ones that see
/// `thief`, for a commitment of the thief's.
fn tickets_of_a_seizure(victim: u64, thief: u64, honest: &[IssuerId]) -> (Identity, Tickets<Test>) {
	let identity = Identity::of(thief, 5);
	let commitment = identity.commitment();
	let mut list = tickets(Purpose::Enrol, honest.iter().copied(), thief, commitment, 0);
	list.try_push(signed(ticket(Purpose::Enrol, CORRUPT, victim, commitment, 0))).unwrap();
	(identity, list)
}

/// All issuers but the corrupt one are replaced, when nobody rests on them any more.
fn replace_the_honest() -> [IssuerId; 2] {
	let new = [ISSUERS, ISSUERS + 1, ISSUERS + 2];
	for id in new {
		assert_ok!(register(id));
	}
	assert_ok!(change_policy(&equals([CORRUPT].into_iter().chain(new)), THRESHOLD));
	for id in 1..ISSUERS {
		assert_ok!(Personhood::remove_issuer(RawOrigin::Root.into(), id));
	}
	[ISSUERS, ISSUERS + 1]
}

/// Ends a person by the corrupt issuer's withdrawal.
fn withdraw(human: u64) {
	assert_ok!(Personhood::withdraw(by(controller(CORRUPT)), CORRUPT, tag(CORRUPT, human)));
}

#[test]
fn s2_a_person_that_has_ended_becomes_no_other_humans() {
	// The old rule.
	run_unchecked(|| {
		people(1);
		withdraw(0);
		next_epoch();
		let honest = replace_the_honest();
		let (thief, list) = tickets_of_a_seizure(0, 9, &honest);
		assert_ok!(reinstate(0, &list));
		next_epoch();
		assert_eq!((person(0).commitment, person(0).status), (thief.commitment(), Status::Active));
	});
	// The present one: the same tickets make the thief a person of its own, as any human's do, and the
	// victim is shut out of nothing.
	run(|| {
		people(1);
		withdraw(0);
		next_epoch();
		let honest = replace_the_honest();
		let (thief, list) = tickets_of_a_seizure(0, 9, &honest);
		assert_ok!(submit(enrolment(thief, list)));
		assert_eq!(person(0).status, Status::Ended(EndReason::Withdrawn));
		let anew = enrol_by(0, Identity::of(0, 1), ISSUERS..ISSUERS + 3);
		assert_eq!(anew, Ok(2));
	});
}

/// S1: humans 0 and 3 are persons. Person 3 has ended, and its removal waits; human 3 gets hold of person 0.
/// Gives back human 3's identities, of which the first is the one that ended, and the epoch begins.
fn two_leaves(
	removal_waits: bool,
	take: impl Fn(PersonId, Identity, Tickets<Test>),
) -> [Identity; 2] {
	let own = people(4)[3];
	(0..4).for_each(withdraw);
	let honest = replace_the_honest();
	let (identity, list) = tickets_of_a_seizure(0, 3, &honest);
	take(0, identity, list);
	if removal_waits {
		// As if the queue of removals had not come to it.
		let index = person(3).place.leaf().unwrap();
		assert_ok!(Pallet::<Test>::set_leaf(index, own.commitment()));
	}
	next_epoch();
	[own, identity]
}

#[test]
fn s1_no_human_has_two_leaves_in_one_tree() {
	let stand = |identities: [Identity; 2]| {
		identities.map(|identity| merkle_proof(epoch(), identity.commitment()).is_some())
	};
	// The old rules: whoever had ended could come back, and removals waited for their turn.
	run_unchecked(|| {
		let both = two_leaves(true, |id, _, list| {
			assert_ok!(reinstate(id, &list));
		});
		assert_eq!(stand(both), [true; 2]);
		// It acts twice in one scope, under one root.
		for identity in both {
			assert_ok!(submit(identity.act(quota(0), declare(1))));
		}
	});
	run(|| {
		let both = two_leaves(false, |_, identity, list| {
			assert_ok!(submit(enrolment(identity, list)));
		});
		assert_eq!(stand(both), [false, true]);
		assert_ok!(submit(both[1].act(quota(0), declare(1))));
	});
}

#[test]
fn s3_an_exodus_holds_nobody_up_and_lets_nobody_in_twice() {
	run(|| {
		// More than ever found room in an epoch's end.
		const PEOPLE: u64 = 200;
		people(PEOPLE);
		(0..PEOPLE).for_each(withdraw);
		replace_issuers();
		for human in 0..PEOPLE {
			assert_ok!(enrol_by(human, Identity::of(human, 1), ISSUERS..ISSUERS + 3));
		}
		let stand = |human, version| {
			merkle_proof(epoch(), Identity::of(human, version).commitment()).is_some()
		};
		assert!((0..PEOPLE).all(|human| stand(human, 0) && !stand(human, 1)));
		next_epoch();
		assert!((0..PEOPLE).all(|human| !stand(human, 0) && stand(human, 1)));
	});
}
