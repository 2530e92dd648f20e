//! Renewal: further time for a live person, by a full quorum.

use crate::{mock::*, *};
use census_primitives::{IssuerId, PersonId, PersonRefusal};
use frame_support::assert_ok;
use frame_system::RawOrigin;

/// The renewal of a person by tickets of these issuers about a human.
pub(super) fn renewal(
	id: PersonId,
	human: u64,
	issuers: impl IntoIterator<Item = IssuerId>,
) -> Call<Test> {
	let Person { commitment, counter, .. } = person(id);
	Call::renew {
		person: id,
		tickets: tickets(Purpose::Renew, issuers, human, commitment, counter),
	}
}

#[test]
fn a_quorum_gives_a_person_further_time() {
	run(|| {
		people(1);
		run_to(100);
		assert_ok!(submit(renewal(0, 0, 1..4)));
		let expires_at = now() + VALID_FOR;
		assert_eq!(last_event(), Event::Renewed { person: 0, expires_at });
		let person = person(0);
		assert_eq!((person.expires_at, person.counter), (expires_at, 0));
		assert_eq!(person.status, Status::Active);
		// The latest admission's attestations stand, and the old mark stays the person's.
		let standing: Vec<_> = person
			.attestations
			.iter()
			.map(|attestation| (attestation.issuer, attestation.standing))
			.collect();
		assert_eq!(standing, vec![(0, false), (1, true), (2, true), (3, true)]);
		assert_eq!(Tags::<Test>::get(0, tag(0, 0)), Some(0));
		assert_eq!(Tags::<Test>::get(3, tag(3, 0)), Some(0));
		let resting = |issuer| Issuers::<Test>::get(issuer).unwrap().resting;
		assert_eq!([0, 1, 2, 3].map(resting), [0, 1, 1, 1]);
		assert_eq!(LivePersons::<Test>::get(), 1);
	});
}

#[test]
fn a_renewed_person_does_not_expire_at_its_old_time() {
	run(|| {
		people(1);
		let old = person(0).expires_at;
		run_to(old - 20);
		assert_ok!(submit(renewal(0, 0, 0..3)));
		run_to(old + 5);
		assert_eq!(person(0).status, Status::Active);
		run_to(person(0).expires_at + 2);
		assert_eq!(person(0).status, Status::Expired);
	});
}

#[test]
fn a_pending_person_may_be_renewed() {
	run(|| {
		enrol(0);
		assert_ok!(submit(renewal(0, 0, 0..3)));
		assert_eq!(person(0).status, Status::Pending);
	});
}

#[test]
fn a_renewal_takes_no_part_in_issuers_limits() {
	run(|| {
		people(1);
		assert_ok!(Personhood::set_issuer_limit(RawOrigin::Root.into(), 0, 0));
		assert_ok!(submit(renewal(0, 0, 0..3)));
	});
}

#[test]
fn a_ticket_serves_one_renewal() {
	run(|| {
		people(1);
		let renewal: RuntimeCall = renewal(0, 0, 0..3).into();
		assert_ok!(submit(renewal.clone()));
		assert_refused(renewal, PersonRefusal::TicketUsed);
	});
}

#[test]
fn one_used_ticket_among_new_ones_is_found() {
	run(|| {
		people(1);
		let Call::renew { tickets: used, .. } = renewal(0, 0, 0..3) else { unreachable!() };
		assert_ok!(submit(Call::renew { person: 0, tickets: used.clone() }));
		let Call::renew { mut tickets, .. } = renewal(0, 0, 0..3) else { unreachable!() };
		tickets[1] = used[1].clone();
		assert_refused(Call::renew { person: 0, tickets }, PersonRefusal::TicketUsed);
	});
}

#[test]
fn tickets_for_a_renewal_name_person_commitment_and_counter() {
	run(|| {
		let identities = people(2);
		assert_refused(renewal_of(9, 0, &identities[0], 0), PersonRefusal::PersonNotFound);
		assert_refused(renewal_of(0, 0, &identities[0], 1), PersonRefusal::TicketCounter);
		assert_refused(renewal_of(0, 0, &identities[1], 0), PersonRefusal::TicketCommitment);
		// Another human's marks.
		assert_refused(renewal_of(0, 1, &identities[0], 0), PersonRefusal::TagTaken);
		let enrolment = tickets(Purpose::Enrol, 0..3, 0, identities[0].commitment(), 0);
		assert_refused(Call::renew { person: 0, tickets: enrolment }, PersonRefusal::TicketPurpose);
		assert_refused(renewal(0, 0, 0..2), PersonRefusal::BelowThreshold);
	});
}

fn renewal_of(id: PersonId, human: u64, identity: &Identity, counter: u32) -> Call<Test> {
	let commitment = identity.commitment();
	Call::renew { person: id, tickets: tickets(Purpose::Renew, 0..3, human, commitment, counter) }
}

#[test]
fn only_a_live_person_is_renewed_and_only_in_its_time() {
	run(|| {
		people(1);
		let expires_at = person(0).expires_at;
		// The last block of its time, and the first one after, which no sweep has come to.
		System::set_block_number(expires_at - 1);
		assert_ok!(authorized(&renewal(0, 0, 0..3).into()));
		System::set_block_number(expires_at);
		assert_refused(renewal(0, 0, 0..3), PersonRefusal::PersonStatus);
		assert_ok!(Personhood::expire(by(funded(0)), 0));
		assert_refused(renewal(0, 0, 0..3), PersonRefusal::PersonStatus);
	});
}

#[test]
fn a_record_holds_only_so_many_marks() {
	let mut genesis = genesis();
	genesis.issuers = (0..8).map(|issuer| genesis_issuer(issuer, 1, issuer)).collect();
	genesis.threshold = 8;
	run_from(genesis, || {
		// Known under another name each time; the issuers all say so.
		let identity = Identity::of(0, 0);
		let by = |purpose, known_as| tickets(purpose, 0..8, known_as, identity.commitment(), 0);
		assert_ok!(submit(enrolment(identity, by(Purpose::Enrol, 0))));
		assert_ok!(submit(Call::renew { person: 0, tickets: by(Purpose::Renew, 1) }));
		assert_eq!(person(0).attestations.len() as u32, MAX_ATTESTATIONS);
		assert_refused(
			Call::renew { person: 0, tickets: by(Purpose::Renew, 2) },
			PersonRefusal::TooManyAttestations,
		);
		assert_ok!(submit(Call::renew { person: 0, tickets: by(Purpose::Renew, 0) }));
		check_state();
	});
}

#[test]
fn a_renewal_counts_the_person_under_the_threshold_of_now() {
	run(|| {
		people(2);
		assert_ok!(Personhood::set_threshold(RawOrigin::Root.into(), 4));
		assert_refused(renewal(0, 0, 0..3), PersonRefusal::BelowThreshold);
		assert_ok!(submit(renewal(0, 0, 0..4)));
		assert_eq!(person(0).threshold, 4);
		assert_eq!(Policies::<Test>::get().into_inner(), vec![(3, 1), (4, 1)]);
	});
}
