//! Renewal: further time for a live person, by a full quorum.

use crate::{mock::*, *};
use census_primitives::{IssuerId, PersonId, PersonRefusal, ProofRefusal, VerifyError};
use frame_support::assert_ok;
use frame_system::RawOrigin;

/// The renewal of a person that has not changed its identity, by tickets of these issuers about a
/// human.
pub(super) fn renewal(
	id: PersonId,
	human: u64,
	issuers: impl IntoIterator<Item = IssuerId>,
) -> Call<Test> {
	let Person { commitment, recoveries, .. } = person(id);
	let tickets = tickets(Purpose::Renew, issuers, human, commitment, recoveries);
	renewal_by(id, Identity::of(id.into(), 0), tickets)
}

/// The renewal of a person by tickets, with a proof by an identity.
pub(super) fn renewal_by(id: PersonId, identity: Identity, tickets: Tickets<Test>) -> Call<Test> {
	let recoveries = Persons::<Test>::get(id).map_or(0, |person| person.recoveries);
	let message = words::renew_message::<Test>(id, recoveries, &tickets);
	let proof = identity.prove_knowledge(message, words::knowledge_scope::<Test>());
	Call::renew { person: id, tickets, proof: Box::new(proof) }
}

/// Humans 0 to `count` as persons whose admissions may be renewed, by other issuers.
fn people_of_late(count: u64) -> Vec<Identity> {
	let people = people(count);
	run_to(person(0).admitted_at + ROTATION_COOLDOWN);
	people
}

/// The tickets of a renewal.
fn tickets_of(renewal: Call<Test>) -> Tickets<Test> {
	let Call::renew { tickets, .. } = renewal else { unreachable!("it is a renewal") };
	tickets
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
		assert_eq!((person.admitted_at, person.expires_at), (now(), expires_at));
		assert_eq!(person.status, Status::Active);
		// The latest admission's attestations stand, and the old tag stays the person's.
		let standing: Vec<_> = person
			.attestations
			.iter()
			.map(|attestation| (attestation.issuer, attestation.standing))
			.collect();
		assert_eq!(standing, vec![(0, false), (1, true), (2, true), (3, true)]);
		for issuer in [0, 3] {
			let record = TagRecord { person: 0, serial: 1 };
			assert_eq!(Tags::<Test>::get(issuer, tag(issuer, 0)), Some(record));
		}
		assert_eq!(Tags::<Test>::get(1, tag(1, 0)), Some(TagRecord { person: 0, serial: 2 }));
		assert_eq!(LivePersons::<Test>::get().all(), 1);
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
		assert_eq!(person(0).status, Status::Ended(EndReason::Expired));
	});
}

#[test]
fn a_pending_person_may_be_renewed() {
	run(|| {
		enrol(0);
		// It waits, for no epoch ends.
		System::set_block_number(now() + ROTATION_COOLDOWN);
		assert_ok!(submit(renewal(0, 0, 1..4)));
		assert_eq!(person(0).status, Status::Pending);
	});
}

#[test]
fn a_renewal_takes_no_part_in_issuers_limits() {
	run(|| {
		people_of_late(1);
		assert_ok!(Personhood::set_issuer_limit(RawOrigin::Root.into(), 1, 0));
		assert_ok!(submit(renewal(0, 0, 1..4)));
	});
}

#[test]
fn a_ticket_serves_one_renewal() {
	run(|| {
		people_of_late(1);
		let renewal: RuntimeCall = renewal(0, 0, 1..4).into();
		assert_ok!(submit(renewal.clone()));
		assert_refused(renewal, PersonRefusal::TicketSerial);
	});
}

#[test]
fn one_used_ticket_among_new_ones_is_found() {
	run(|| {
		let identity = people_of_late(1)[0];
		let used = tickets_of(renewal(0, 0, 1..4));
		assert_ok!(submit(renewal_by(0, identity, used.clone())));
		let mut tickets = tickets_of(renewal(0, 0, 1..4));
		tickets[1] = used[1].clone();
		assert_refused(renewal_by(0, identity, tickets), PersonRefusal::TicketSerial);
	});
}

#[test]
fn tickets_for_a_renewal_name_person_commitment_and_recoveries() {
	run(|| {
		let identities = people(2);
		assert_refused(renewal_of(9, 0, &identities[0], 0), PersonRefusal::PersonAhead);
		assert_refused(renewal_of(0, 0, &identities[0], 1), PersonRefusal::TicketRecoveriesAhead);
		assert_refused(renewal_of(0, 0, &identities[1], 0), PersonRefusal::TicketCommitment);
		// Another human's tags.
		assert_refused(renewal_of(0, 1, &identities[0], 0), PersonRefusal::TagTaken);
		let enrolment = tickets(Purpose::Enrol, 0..3, 0, identities[0].commitment(), 0);
		let with_those = renewal_by(0, identities[0], enrolment);
		assert_refused(with_those, PersonRefusal::TicketPurpose);
		assert_refused(renewal(0, 0, 0..2), PersonRefusal::BelowThreshold);
	});
}

fn renewal_of(id: PersonId, human: u64, identity: &Identity, recoveries: u32) -> Call<Test> {
	let tickets = tickets(Purpose::Renew, 0..3, human, identity.commitment(), recoveries);
	renewal_by(id, *identity, tickets)
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
		assert_refused(renewal(0, 0, 0..3), PersonRefusal::PersonEnded);
		assert_ok!(Personhood::expire(by(funded(0)), 0));
		assert_refused(renewal(0, 0, 0..3), PersonRefusal::PersonEnded);
	});
}

#[test]
fn a_record_holds_only_so_many_marks() {
	const MORE: u32 = MAX_ATTESTATIONS + MAX_TICKETS - 1;
	let mut careless = genesis();
	careless.issuers = (0..MORE).map(|issuer| genesis_issuer(issuer, 1, issuer)).collect();
	careless.threshold = MAX_TICKETS;
	careless.settings.quorums_intersect = false;
	run_from(careless, || {
		let identity = Identity::of(0, 0);
		let by = |purpose, issuers| tickets(purpose, issuers, 0, identity.commitment(), 0);
		let renewal = |issuers| renewal_by(0, identity, by(Purpose::Renew, issuers));
		assert_ok!(submit(enrolment(identity, by(Purpose::Enrol, 0..8))));
		let wait = || System::set_block_number(now() + ROTATION_COOLDOWN);
		// One that knows the person, and seven that do not.
		wait();
		assert_ok!(submit(renewal(7..15)));
		wait();
		assert_ok!(submit(renewal(8..16)));
		wait();
		assert_eq!(person(0).attestations.len() as u32, MAX_ATTESTATIONS);
		assert_refused(renewal(15..MORE), PersonRefusal::TooManyAttestations);
		assert_refused(renewal(9..17), PersonRefusal::TooManyAttestations);
		assert_ok!(submit(renewal(0..8)));
		check_state();
	});
}

#[test]
fn a_strangers_marks_are_not_bound_by_a_renewal() {
	run(|| {
		let identity = people(1)[0];
		// Somebody who never enrolled goes to honest issuers with another's commitment. They see a
		// human whom they have not seen before, and sign.
		let (stranger, new) = (7, Identity::of(7, 0));
		let own = || tickets(Purpose::Renew, 0..3, stranger, identity.commitment(), 0);
		let unbound = || (0..ISSUERS).all(|id| !Tags::<Test>::contains_key(id, tag(id, stranger)));
		// The stranger does not know the secret, and has no older proof that fits.
		assert_refused(renewal_by(0, new, own()), PersonRefusal::KnowledgeRoot);
		// In the last third of its time.
		System::set_block_number(now() + VALID_FOR * 2 / 3);
		let theirs = renewal(0, 0, 0..3);
		let Call::renew { proof, .. } = theirs.clone() else { unreachable!("it is a renewal") };
		let with = |tickets, proof| Call::renew { person: 0, tickets, proof };
		assert_refused(with(own(), proof.clone()), PersonRefusal::ProofMessage);
		// Nor is one of the stranger's tickets put among the person's own, which everybody sees in a
		// pool, or one of those taken away.
		let mut mixed = tickets_of(theirs.clone());
		let one_more = ticket(Purpose::Renew, 3, stranger, identity.commitment(), 0);
		mixed.try_push(signed(one_more)).unwrap();
		assert_refused(with(mixed.clone(), proof.clone()), PersonRefusal::ProofMessage);
		mixed.remove(0);
		assert_refused(with(mixed.clone(), proof.clone()), PersonRefusal::ProofMessage);
		let mut forged = proof;
		forged.message = words::renew_message::<Test>(0, 0, &mixed);
		assert_refused(
			with(mixed, forged),
			PersonRefusal::Proof(ProofRefusal::Verifier(VerifyError::ProofInvalid)),
		);
		assert!(unbound());
		// So the stranger does not recover the person: no tag of it is the stranger's.
		let recovery = super::recover::recovery(0, stranger, new, 0..3);
		assert_refused(recovery, PersonRefusal::TagNotBound);
		assert_ok!(submit(theirs));
		assert!(unbound());
	});
}

#[test]
fn a_thiefs_marks_are_not_bound_by_a_renewal() {
	run(|| {
		let identity = people_of_late(1)[0];
		// The thief has the secret, and honest issuers' tickets. Of each quorum one issuer, at least,
		// knows the person by another tag.
		let renewal = |human: u64, issuers: &[IssuerId]| {
			let by = issuers.iter().copied();
			renewal_by(0, identity, tickets(Purpose::Renew, by, human, identity.commitment(), 0))
		};
		for quorum in [[0, 1, 2], [3, 1, 2], [0, 3, 2], [0, 1, 3]] {
			assert_refused(renewal(7, &quorum), PersonRefusal::TagNotBound);
		}
		// One corrupt issuer may say that the thief is the human whom it knows; an honest one of the
		// same quorum does not.
		for honest in [[1, 2], [3, 2], [1, 3]] {
			let mut list = tickets(Purpose::Renew, honest, 7, identity.commitment(), 0);
			let known = ticket(Purpose::Renew, 0, 0, identity.commitment(), 0);
			list.try_push(signed(known)).unwrap();
			assert_refused(renewal_by(0, identity, list), PersonRefusal::TagNotBound);
		}
		// Under the person's own tags each of them renews.
		assert_ok!(submit(renewal(0, &[3, 1, 2])));
		assert_refused(renewal(7, &[0, 1, 3]), PersonRefusal::TagNotBound);
	});
}

#[test]
fn new_issuers_alone_renew_nobody() {
	let mut careless = genesis();
	careless.issuers = (0..6).map(|issuer| genesis_issuer(issuer, 1, issuer)).collect();
	careless.settings.quorums_intersect = false;
	run_from(careless, || {
		people_of_late(1);
		assert_refused(renewal(0, 0, 3..6), PersonRefusal::TagNotBound);
		assert_ok!(submit(renewal(0, 0, 2..5)));
		System::set_block_number(now() + ROTATION_COOLDOWN);
		assert_ok!(submit(renewal(0, 0, 3..6)));
	});
}

#[test]
fn a_renewal_needs_the_identity_that_the_person_has() {
	run(|| {
		let identity = people_of_late(2)[0];
		let new = Identity::of(0, 1);
		let by = |id, identity| {
			let Person { commitment, recoveries, attestations, .. } = person(id);
			// Of issuers 0 and 3 that on which it does not rest.
			let first = u32::from(attestations[0].standing);
			let issuers = first..first + 3;
			renewal_by(id, identity, tickets(Purpose::Renew, issuers, 0, commitment, recoveries))
		};
		assert_refused(by(0, new), PersonRefusal::KnowledgeRoot);
		assert_refused(by(0, Identity::of(1, 0)), PersonRefusal::KnowledgeRoot);
		assert_ok!(submit(by(0, identity)));
		// From its rotation on the person has the new one, though the old one stands until the epoch ends.
		assert_ok!(submit(rotation(0, identity, new)));
		run_to(now() + ROTATION_COOLDOWN);
		assert_refused(by(0, identity), PersonRefusal::KnowledgeRoot);
		assert_ok!(submit(by(0, new)));
	});
}

#[test]
fn a_proof_for_something_else_renews_nobody() {
	run(|| {
		let identity = people_of_late(1)[0];
		let Call::renew { tickets, proof, .. } = renewal(0, 0, 1..4) else {
			unreachable!("it is a renewal")
		};
		let with =
			|proof| Call::renew { person: 0, tickets: tickets.clone(), proof: Box::new(proof) };
		let scope = words::knowledge_scope::<Test>();
		let messages = [
			words::enrol_message::<Test>(&tickets),
			words::recover_message::<Test>(0, 0, &tickets),
			words::renew_message::<Test>(0, 1, &tickets),
			words::renew_message::<Test>(1, 0, &tickets),
		];
		for message in messages {
			let other = identity.prove_knowledge(message, scope);
			assert_refused(with(other), PersonRefusal::ProofMessage);
		}
		let message = words::renew_message::<Test>(0, 0, &tickets);
		let elsewhere = identity.prove_knowledge(message, words::rotation_scope::<Test>(0, 0));
		assert_refused(with(elsewhere), PersonRefusal::ProofScope);
		// In a circuit in which a subtree's members could pose as the person.
		let deep =
			identity.prove(2, (0, vec![knowledge::salt(&identity.commitment())]), message, scope);
		assert_refused(with(deep), PersonRefusal::KnowledgeDepth);
		assert_ok!(submit(with(*proof)));
	});
}

#[test]
fn a_renewal_counts_the_person_under_the_policy_of_now() {
	run(|| {
		people_of_late(2);
		assert_ok!(register(4));
		assert_ok!(change_policy(&equals(0..5), 4));
		assert_refused(renewal(0, 0, 0..3), PersonRefusal::BelowThreshold);
		assert_ok!(submit(renewal(0, 0, 0..4)));
		assert_eq!(person(0).policy, 1);
		let counts = LiveCounts { policy: 1, current: 1, former: 1 };
		assert_eq!(LivePersons::<Test>::get(), counts);
	});
}

#[test]
fn a_renewal_waits_for_the_last_third_of_the_time_unless_the_issuers_change() {
	run(|| {
		people_of_late(1);
		let Person { admitted_at, expires_at, .. } = person(0);
		let third = expires_at - (expires_at - admitted_at) / 3;
		System::set_block_number(third - 1);
		assert_refused(renewal(0, 0, 0..3), PersonRefusal::RenewalTooSoon);
		for others in [0..4, 1..4] {
			assert_ok!(authorized(&renewal(0, 0, others).into()));
		}
		System::set_block_number(third);
		assert_ok!(submit(renewal(0, 0, 0..3)));
		assert_refused(renewal(0, 0, 0..3), PersonRefusal::RenewalTooSoon);
	});
}

#[test]
fn an_admission_lasts_a_while_before_it_is_renewed() {
	run(|| {
		people(1);
		System::set_block_number(person(0).admitted_at + ROTATION_COOLDOWN - 1);
		assert_refused(renewal(0, 0, 1..4), PersonRefusal::RenewalTooSoon);
		System::set_block_number(person(0).admitted_at + ROTATION_COOLDOWN);
		assert_ok!(submit(renewal(0, 0, 1..4)));
		// However often the issuers change.
		assert_refused(renewal(0, 0, 0..3), PersonRefusal::RenewalTooSoon);
	});
}
