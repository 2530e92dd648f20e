//! Enrolment: tickets, proofs of knowledge, and what is refused.

use crate::{
	mock::{ideal, ideal::Witness, *},
	tickets::{circuit_inputs, signing_hash},
	*,
};
use census_primitives::{
	CircuitRefusal, IssuerId, PersonRefusal, ProofRefusal, VerifyError, VerifySemaphore,
	RESERVED_SCOPE,
};
use census_zk_types::{FieldElement, SemaphoreProof, Word};
use codec::Encode;
use frame_support::assert_ok;
use frame_system::RawOrigin;
use sp_core::{ecdsa, ed25519, sr25519, Pair};
use sp_runtime::{
	transaction_validity::{InvalidTransaction, UnknownTransaction},
	DispatchError, MultiSignature,
};

/// Tickets of issuers 0, 1 and 2 for a human's first identity.
fn quorum(human: u64) -> Tickets<Test> {
	quorum_for(human, Identity::of(human, 0).commitment())
}

fn quorum_for(human: u64, commitment: FieldElement) -> Tickets<Test> {
	tickets(Purpose::Enrol, 0..3, human, commitment, 0)
}

/// The enrolment by the tickets of [`quorum`], after the first of them was changed and signed anew.
fn enrolment_with(human: u64, change: impl FnOnce(&mut Ticket<u64>)) -> Call<Test> {
	let mut tickets = quorum(human);
	let mut ticket = tickets[0].ticket.clone();
	change(&mut ticket);
	tickets[0] = signed(ticket);
	enrolment(Identity::of(human, 0), tickets)
}

/// The enrolment by the tickets of [`quorum`] with other evidence for the first of them.
fn enrolment_by(human: u64, evidence: impl FnOnce(&Ticket<u64>) -> Evidence) -> Call<Test> {
	let mut tickets = quorum(human);
	// A tag that a circuit could give too.
	tickets[0].ticket.tag[0] = 0;
	tickets[0].evidence = evidence(&tickets[0].ticket);
	enrolment(Identity::of(human, 0), tickets)
}

/// A proof of knowledge for these tickets, out of what a prover knows.
fn proof_by(
	tickets: &Tickets<Test>,
	secret: Identity,
	depth: u8,
	path: &[FieldElement],
) -> SemaphoreProof {
	let witness = Witness {
		depth,
		secret: secret.0,
		index: 0,
		siblings: path.to_vec(),
		message: words::enrol_message::<Test>(tickets),
		scope: words::knowledge_scope::<Test>(),
	};
	ideal::prove(witness)
}

fn enrol_by(tickets: Tickets<Test>, proof: SemaphoreProof) -> Call<Test> {
	Call::enrol { tickets, proof: Box::new(proof) }
}

/// Puts an issuer with another kind of key in the place of issuer 0.
fn replace_issuer(kind: IssuerKind) {
	Issuers::<Test>::mutate(0, |issuer| issuer.as_mut().unwrap().kind = kind);
}

#[test]
fn a_quorum_admits_a_person() {
	run(|| {
		let commitment = Identity::of(5, 0).commitment();
		assert_eq!(enrol(5), 0);
		assert_eq!(last_event(), Event::Enrolled { person: 0, commitment });
		let person = person(0);
		assert_eq!(person.status, Status::Pending);
		assert_eq!(person.commitment, commitment);
		assert_eq!((person.rotations, person.recoveries), (0, 0));
		assert_eq!(person.place, Place::Queue(0));
		assert_eq!((person.enrolled_at, person.admitted_at), (now(), now()));
		assert_eq!(person.expires_at, now() + VALID_FOR);
		assert_eq!(person.policy, 0);
		assert!(person.attestations.iter().all(|attestation| attestation.standing));
		for issuer in 0..3 {
			let record = TagRecord { person: 0, serial: 1 };
			assert_eq!(Tags::<Test>::get(issuer, tag(issuer, 5)), Some(record));
			let issuer = Issuers::<Test>::get(issuer).unwrap();
			assert_eq!(issuer.admitted, (0, 1));
		}
		assert_eq!(Queue::<Test>::get(0), Some(0));
		assert_eq!(LivePersons::<Test>::get().all(), 1);
		check_state();
		next_epoch();
		assert_eq!(self::person(0).status, Status::Active);
		assert!(merkle_proof(epoch(), commitment).is_some());
	});
}

#[test]
fn the_admission_is_good_for_the_least_of_the_tickets_times() {
	run(|| {
		assert_ok!(submit(enrolment_with(1, |ticket| ticket.valid_for = 7)));
		assert_eq!(person(0).expires_at, now() + 7);
	});
}

#[test]
fn a_pool_is_told_what_the_enrolment_uses_up_and_until_when() {
	run(|| {
		let tickets = quorum(1);
		let not_after = tickets.iter().map(|signed| signed.ticket.not_after).min().unwrap();
		let valid = authorized(&enrolment(Identity::of(1, 0), tickets).into()).unwrap();
		// The commitment and three tags.
		assert_eq!(valid.provides.len(), 4);
		assert_eq!(valid.longevity, not_after - now() + 1);
		assert!(valid.propagate);

		// Another enrolment of the same human shares tags, another's nothing.
		let shared = |other: RuntimeCall| {
			let other = authorized(&other).unwrap();
			assert_eq!(other.priority, valid.priority);
			other.provides.iter().filter(|tag| valid.provides.contains(tag)).count()
		};
		let later = Identity::of(1, 1);
		assert_eq!(shared(enrolment(later, quorum_for(1, later.commitment())).into()), 3);
		assert_eq!(shared(enrolment(Identity::of(2, 0), quorum(2)).into()), 0);
	});
}

#[test]
fn only_what_was_authorised_enrols() {
	run(|| {
		let tickets = quorum(1);
		let Call::enrol { proof, .. } = enrolment(Identity::of(1, 0), tickets.clone()) else {
			unreachable!()
		};
		for origin in [RawOrigin::None, RawOrigin::Root, RawOrigin::Signed(funded(0))] {
			let (tickets, proof) = (tickets.clone(), proof.clone());
			assert_fails(
				|| Personhood::enrol(origin.into(), tickets, proof),
				DispatchError::BadOrigin,
			);
		}
	});
}

#[test]
fn what_was_authorised_is_checked_again_against_the_state() {
	run(|| {
		let tickets = quorum(1);
		let Call::enrol { proof, .. } = enrolment(Identity::of(1, 0), tickets.clone()) else {
			unreachable!()
		};
		let enrol = || {
			let (tickets, proof) = (tickets.clone(), proof.clone());
			Personhood::enrol(RawOrigin::Authorized.into(), tickets, proof)
		};
		assert_ok!(Personhood::pause_issuer(RawOrigin::Root.into(), 1));
		assert_fails(enrol, Error::<Test>::Refused(PersonRefusal::IssuerPaused));
		assert_ok!(Personhood::resume_issuer(RawOrigin::Root.into(), 1));
		assert_ok!(enrol());
		assert_fails(enrol, Error::<Test>::Refused(PersonRefusal::CommitmentUsed));
	});
}

#[test]
fn a_refusal_for_now_is_no_ban() {
	run(|| {
		let enrolment: RuntimeCall = enrolment(Identity::of(1, 0), quorum(1)).into();
		assert_ok!(Personhood::pause_issuer(RawOrigin::Root.into(), 1));
		let code = PersonRefusal::IssuerPaused.code();
		assert_eq!(authorized(&enrolment), Err(UnknownTransaction::Custom(code).into()));
		assert_ok!(register(4));
		assert_ok!(change_policy(&equals([0, 2, 3, 4]), THRESHOLD));
		assert_ok!(Personhood::remove_issuer(RawOrigin::Root.into(), 1));
		let code = PersonRefusal::IssuerRemoved.code();
		assert_eq!(authorized(&enrolment), Err(InvalidTransaction::Custom(code).into()));
	});
}

#[test]
fn the_bytes_that_are_signed_are_those_that_are_documented() {
	run(|| {
		let genesis = [0x47; 32];
		frame_system::BlockHash::<Test>::insert(0, sp_core::H256(genesis));
		let ticket = Ticket {
			purpose: Purpose::Recover,
			issuer: 0x0403_0201,
			commitment: Word([0xcc; 32]),
			tag: [0xdd; 32],
			serial: 7,
			recoveries: 9,
			not_after: 1_000,
			valid_for: 2_000,
		};
		let mut bytes = b"census/ticket\0\0\0".to_vec();
		bytes.extend(genesis);
		bytes.push(2);
		bytes.extend([1, 2, 3, 4]);
		bytes.extend([0xcc; 32]);
		bytes.extend([0xdd; 32]);
		bytes.extend([7, 0, 0, 0]);
		bytes.extend([9, 0, 0, 0]);
		// This chain counts blocks in 64 bits.
		bytes.extend([0xe8, 3, 0, 0, 0, 0, 0, 0]);
		bytes.extend([0xd0, 7, 0, 0, 0, 0, 0, 0]);
		let hash = sp_io::hashing::blake2_256(&bytes);
		assert_eq!(signing_hash::<Test>(&ticket), hash);

		let [commitment, tag, third] = circuit_inputs::<Test>(&ticket);
		assert_eq!((commitment.0, tag.0), ([0xcc; 32], [0xdd; 32]));
		assert_eq!((third.0[0], &third.0[1..]), (0, &hash[..31]));
		let purposes = [Purpose::Enrol, Purpose::Renew, Purpose::Recover];
		assert_eq!(purposes.map(|purpose| purpose.encode()), [[0], [1], [2]]);
	});
}

#[test]
fn the_salt_is_the_one_that_is_documented() {
	sp_io::TestExternalities::default().execute_with(|| {
		let commitment = FieldElement::from(7);
		let mut bytes = b"census/salt\0\0\0\0\0".to_vec();
		bytes.extend([0; 31]);
		bytes.push(7);
		let hash = sp_io::hashing::blake2_256(&bytes);
		let salt = knowledge::salt(&commitment).to_be_bytes();
		assert_eq!((salt[0], &salt[1..]), (0, &hash[..31]));
		assert_eq!(
			knowledge::root(&commitment),
			census_zk_host::hash(&commitment, &knowledge::salt(&commitment))
		);
	});
}

#[test]
fn issuers_sign_with_ed25519_keys() {
	run(|| {
		let pair = ed25519::Pair::from_seed(&[1; 32]);
		replace_issuer(IssuerKind::Ed25519(pair.public()));
		let other = ed25519::Pair::from_seed(&[2; 32]);
		let by = |pair: ed25519::Pair| {
			enrolment_by(1, move |ticket| {
				Evidence::Signature(pair.sign(&signing_hash::<Test>(ticket)).into())
			})
		};
		assert_refused(by(other), PersonRefusal::Signature);
		assert_ok!(submit(by(pair)));
	});
}

#[test]
fn issuers_sign_with_secp256k1_keys() {
	run(|| {
		let pair = ecdsa::Pair::from_seed(&[1; 32]);
		replace_issuer(IssuerKind::Ecdsa(pair.public()));
		let other = ecdsa::Pair::from_seed(&[2; 32]);
		let by = |pair: ecdsa::Pair| {
			enrolment_by(1, move |ticket| {
				// As an issuer in another language would do it.
				let digest = sp_io::hashing::blake2_256(&signing_hash::<Test>(ticket));
				Evidence::Signature(pair.sign_prehashed(&digest).into())
			})
		};
		assert_refused(by(other), PersonRefusal::Signature);
		assert_ok!(submit(by(pair)));
	});
}

#[test]
fn a_signature_of_another_kind_than_the_issuers_key_is_refused() {
	run(|| {
		let seed = [1; 32];
		let ecdsa = ecdsa::Pair::from_seed(&seed);
		let evidence = |kind: usize, hash: [u8; 32]| {
			Evidence::Signature(match kind {
				0 => sr25519::Pair::from_seed(&seed).sign(&hash).into(),
				1 => ed25519::Pair::from_seed(&seed).sign(&hash).into(),
				2 => ecdsa.sign(&hash).into(),
				_ => {
					let keccak = sp_io::hashing::keccak_256(&hash);
					let signature = ecdsa.sign_prehashed(&keccak);
					MultiSignature::Eth(sp_core::ecdsa::KeccakSignature::from_raw(signature.0))
				}
			})
		};
		let kinds = [
			IssuerKind::Sr25519(sr25519::Pair::from_seed(&seed).public()),
			IssuerKind::Ed25519(ed25519::Pair::from_seed(&seed).public()),
			IssuerKind::Ecdsa(ecdsa.public()),
			IssuerKind::Circuit(circuits::register(3)),
		];
		for (number, kind) in kinds.into_iter().enumerate() {
			replace_issuer(kind.clone());
			for signature in 0..4 {
				let call =
					enrolment_by(1, |ticket| evidence(signature, signing_hash::<Test>(ticket)));
				if number == signature && !matches!(kind, IssuerKind::Circuit(_)) {
					assert_ok!(authorized(&call.into()));
				} else {
					assert_refused(call, PersonRefusal::EvidenceKind);
				}
			}
			let proof = enrolment_by(1, |_| Evidence::Proof([Word::from(1); 8]));
			assert_refused(
				proof,
				if matches!(kind, IssuerKind::Circuit(_)) {
					PersonRefusal::Evidence(CircuitRefusal::Verifier(VerifyError::ProofInvalid))
				} else {
					PersonRefusal::EvidenceKind
				},
			);
		}
		replace_issuer(IssuerKind::Sr25519(issuer_key(0).public()));
	});
}

#[test]
fn no_bytes_of_a_signature_do_any_harm() {
	run(|| {
		let ecdsa = ecdsa::Pair::from_seed(&[1; 32]).public();
		let ed25519 = ed25519::Pair::from_seed(&[1; 32]).public();
		let kinds = [
			IssuerKind::Sr25519(issuer_key(0).public()),
			IssuerKind::Ed25519(ed25519),
			IssuerKind::Ecdsa(ecdsa),
		];
		for kind in kinds {
			replace_issuer(kind.clone());
			for byte in [0, 1, 0x1b, 0x7f, 0x80, 0xff] {
				let call = enrolment_by(1, |_| {
					Evidence::Signature(match kind {
						IssuerKind::Ed25519(_) => ed25519::Signature::from_raw([byte; 64]).into(),
						IssuerKind::Ecdsa(_) => ecdsa::Signature::from_raw([byte; 65]).into(),
						_ => sr25519::Signature::from_raw([byte; 64]).into(),
					})
				});
				assert_refused(call, PersonRefusal::Signature);
			}
		}
		replace_issuer(IssuerKind::Sr25519(issuer_key(0).public()));
	});
}

#[test]
fn every_field_of_a_ticket_is_signed() {
	run(|| {
		type Edit = fn(&mut Ticket<u64>);
		let edits: [Edit; 4] = [
			|ticket| ticket.issuer = 3,
			|ticket| ticket.tag[7] ^= 1,
			|ticket| ticket.not_after += 1,
			|ticket| ticket.valid_for += 1,
		];
		for edit in edits {
			let mut tickets = quorum(1);
			edit(&mut tickets[0].ticket);
			assert_refused(enrolment(Identity::of(1, 0), tickets), PersonRefusal::Signature);
		}
		// The commitment, in all of them.
		let other = Identity::of(2, 0);
		let mut tickets = quorum(1);
		for signed in tickets.iter_mut() {
			signed.ticket.commitment = other.commitment().into();
		}
		assert_refused(enrolment(other, tickets), PersonRefusal::Signature);
		// The purpose, the serial and the recoveries.
		let mut tickets = tickets_for_renewal(1);
		for signed in tickets.iter_mut() {
			signed.ticket.purpose = Purpose::Enrol;
		}
		assert_refused(enrolment(Identity::of(1, 0), tickets), PersonRefusal::Signature);
		let commitment = Identity::of(1, 0).commitment();
		let mut tickets = self::tickets(Purpose::Enrol, 0..3, 1, commitment, 1);
		for signed in tickets.iter_mut() {
			signed.ticket.recoveries = 0;
		}
		assert_refused(enrolment(Identity::of(1, 0), tickets), PersonRefusal::Signature);
		let Call::enrol { mut tickets, .. } = enrolment_with(1, |ticket| ticket.serial = 1) else {
			unreachable!()
		};
		tickets[0].ticket.serial = 0;
		assert_refused(enrolment(Identity::of(1, 0), tickets), PersonRefusal::Signature);
	});
}

fn tickets_for_renewal(human: u64) -> Tickets<Test> {
	tickets(Purpose::Renew, 0..3, human, Identity::of(human, 0).commitment(), 0)
}

#[test]
fn tickets_for_something_else_do_not_enrol() {
	run(|| {
		let identity = Identity::of(1, 0);
		assert_refused(enrolment(identity, Default::default()), PersonRefusal::NoTickets);
		assert_refused(enrolment(identity, tickets_for_renewal(1)), PersonRefusal::TicketPurpose);
		assert_refused(
			enrolment_with(1, |ticket| ticket.commitment = Word::from(5)),
			PersonRefusal::TicketCommitment,
		);
		assert_refused(
			enrolment_with(1, |ticket| ticket.recoveries = 1),
			PersonRefusal::TicketRecoveriesAhead,
		);
		assert_refused(
			enrolment_with(1, |ticket| ticket.serial = 1),
			PersonRefusal::TicketSerialAhead,
		);
		assert_refused(
			enrolment_with(1, |ticket| ticket.valid_for = 0),
			PersonRefusal::TicketValidity,
		);
		assert_refused(
			enrolment_with(1, |ticket| ticket.valid_for = MAX_VALIDITY + 1),
			PersonRefusal::TicketValidity,
		);
		assert_refused(enrolment_with(1, |ticket| ticket.issuer = 77), PersonRefusal::IssuerAhead);
	});
}

#[test]
fn a_ticket_past_its_time_is_refused() {
	run(|| {
		let last = now() + 20;
		let call: RuntimeCall = enrolment_with(1, |ticket| ticket.not_after = last).into();
		run_to(last);
		assert_ok!(authorized(&call));
		next_block();
		assert_refused(call, PersonRefusal::TicketExpired);
	});
}

#[test]
fn a_ticket_is_not_good_for_longer_than_tickets_may_be() {
	run(|| {
		let longest = now() + MAX_TICKET_LIFE;
		let call: RuntimeCall = enrolment_with(1, |ticket| ticket.not_after = longest + 1).into();
		assert_refused(call.clone(), PersonRefusal::TicketTooLong);
		let endless = enrolment_with(1, |ticket| ticket.not_after = u64::MAX);
		assert_refused(endless, PersonRefusal::TicketTooLong);
		// A block later it is good.
		next_block();
		assert_ok!(submit(call));
	});
}

#[test]
fn a_ticket_replayed_on_the_same_chain_is_refused() {
	run(|| {
		let identity = Identity::of(1, 0);
		let tickets = quorum(1);
		assert_ok!(submit(enrolment(identity, tickets.clone())));
		assert_refused(enrolment(identity, tickets.clone()), PersonRefusal::CommitmentUsed);
		// Nothing is kept of it: its tag has another serial, whatever becomes of the person.
		Commitments::<Test>::remove(identity.commitment());
		assert_refused(enrolment(identity, tickets.clone()), PersonRefusal::TagTaken);
		assert_ok!(Personhood::withdraw(by(controller(0)), 0, tag(0, 1)));
		assert_refused(enrolment(identity, tickets), PersonRefusal::TicketSerial);
		Commitments::<Test>::insert(identity.commitment(), 0);
	});
}

#[test]
fn a_ticket_replayed_from_another_chain_is_refused() {
	run(|| {
		let here = frame_system::BlockHash::<Test>::get(0);
		frame_system::BlockHash::<Test>::insert(0, sp_core::H256([0x11; 32]));
		let tickets = quorum(1);
		let enrolment_there: RuntimeCall = enrolment(Identity::of(1, 0), tickets.clone()).into();
		assert_ok!(authorized(&enrolment_there));
		frame_system::BlockHash::<Test>::insert(0, here);
		assert_refused(enrolment_there, PersonRefusal::ProofScope);
		// Nor with a proof that is made here.
		assert_refused(enrolment(Identity::of(1, 0), tickets), PersonRefusal::Signature);
	});
}

#[test]
fn a_tag_of_a_live_person_is_refused() {
	run(|| {
		enrol(1);
		// The same human with another identity, whatever the other issuers say.
		let other = Identity::of(1, 1);
		assert_refused(
			enrolment(other, quorum_for(1, other.commitment())),
			PersonRefusal::TagTaken,
		);
		let commitment = Identity::of(2, 0).commitment();
		let mut tickets = quorum(2);
		tickets[2] = signed(ticket(Purpose::Enrol, 2, 1, commitment, 0));
		assert_refused(enrolment(Identity::of(2, 0), tickets), PersonRefusal::TagTaken);
	});
}

#[test]
fn a_paused_issuers_tickets_count_for_nothing() {
	run(|| {
		assert_ok!(Personhood::pause_issuer(by(controller(2)), 2));
		let enrolment: RuntimeCall = enrolment(Identity::of(1, 0), quorum(1)).into();
		assert_refused(enrolment.clone(), PersonRefusal::IssuerPaused);
		assert_ok!(Personhood::resume_issuer(RawOrigin::Root.into(), 2));
		assert_ok!(submit(enrolment));
	});
}

#[test]
fn an_issuers_limit_holds_for_an_epoch() {
	run(|| {
		assert_ok!(Personhood::set_issuer_limit(RawOrigin::Root.into(), 1, 2));
		enrol(1);
		enrol(2);
		let third: RuntimeCall = enrolment(Identity::of(3, 0), quorum(3)).into();
		assert_refused(third.clone(), PersonRefusal::IssuerLimit);
		// The others go on without it.
		let commitment = Identity::of(4, 0).commitment();
		let others = tickets(Purpose::Enrol, [0, 2, 3], 4, commitment, 0);
		assert_ok!(submit(enrolment(Identity::of(4, 0), others)));
		next_epoch();
		assert_ok!(submit(third));
		assert_eq!(Issuers::<Test>::get(1).unwrap().admitted, (epoch(), 1));
	});
}

#[test]
fn the_threshold_is_not_met_by_one_issuer_twice() {
	run(|| {
		let identity = Identity::of(1, 0);
		let commitment = identity.commitment();
		let two = tickets(Purpose::Enrol, 0..2, 1, commitment, 0);
		assert_refused(enrolment(identity, two), PersonRefusal::BelowThreshold);
		let twice = tickets(Purpose::Enrol, [0, 1, 1], 1, commitment, 0);
		assert_refused(enrolment(identity, twice), PersonRefusal::IssuerTwice);
		// Nor under two names for the human.
		let mut twice = tickets(Purpose::Enrol, [0, 1, 1], 1, commitment, 0);
		twice[2] = signed(ticket(Purpose::Enrol, 1, 2, commitment, 0));
		assert_refused(enrolment(identity, twice), PersonRefusal::IssuerTwice);
	});
}

#[test]
fn issuers_of_one_class_count_once_with_the_greatest_weight() {
	let mut genesis = genesis();
	genesis.issuers = vec![
		genesis_issuer(0, 1, 7),
		genesis_issuer(1, 2, 7),
		genesis_issuer(2, 1, 7),
		genesis_issuer(3, 2, 8),
	];
	genesis.threshold = 4;
	genesis.settings.quorums_intersect = false;
	run_from(genesis, || {
		let by = |issuers: &[IssuerId]| {
			let commitment = Identity::of(1, 0).commitment();
			let tickets = tickets(Purpose::Enrol, issuers.to_vec(), 1, commitment, 0);
			enrolment(Identity::of(1, 0), tickets)
		};
		// 0, 1 and 2 weigh 4 together, but 2 as a class.
		assert_refused(by(&[0, 1, 2]), PersonRefusal::BelowThreshold);
		assert_refused(by(&[0, 2, 3]), PersonRefusal::BelowThreshold);
		assert_refused(by(&[1, 0, 2]), PersonRefusal::BelowThreshold);
		assert_ok!(submit(by(&[2, 1, 3])));
	});
}

#[test]
fn a_commitment_is_a_number_of_the_field_and_not_zero() {
	run(|| {
		let enrol_of = |commitment: Word| {
			let tickets: Vec<_> = (0..3)
				.map(|issuer| {
					let mut ticket = ticket(Purpose::Enrol, issuer, 1, FieldElement::ZERO, 0);
					ticket.commitment = commitment;
					signed(ticket)
				})
				.collect();
			enrolment(Identity::of(1, 0), tickets.try_into().unwrap())
		};
		for bad in [Word::from(0), FieldElement::MODULUS, Word([0xff; 32])] {
			assert_refused(enrol_of(bad), PersonRefusal::CommitmentNotInField);
		}
	});
}

#[test]
fn a_commitment_serves_once() {
	run(|| {
		enrol(1);
		let identity = Identity::of(1, 0);
		let tickets = quorum_for(2, identity.commitment());
		assert_refused(enrolment(identity, tickets), PersonRefusal::CommitmentUsed);
	});
}

#[test]
fn somebody_elses_commitment_cannot_be_enrolled() {
	run(|| {
		let (victim, thief) = (Identity::of(1, 0), Identity::of(2, 0));
		let tickets = quorum_for(2, victim.commitment());
		assert_refused(enrolment(thief, tickets.clone()), PersonRefusal::KnowledgeRoot);
		// The statement that is asked for, without what shows it.
		let message = words::enrol_message::<Test>(&tickets);
		let mut proof = thief.prove_knowledge(message, words::knowledge_scope::<Test>());
		proof.merkle_tree_root = knowledge::root(&victim.commitment()).into();
		assert_refused(
			enrol_by(tickets.clone(), proof.clone()),
			PersonRefusal::Proof(ProofRefusal::Verifier(VerifyError::ProofInvalid)),
		);
		proof.points = [Word::from(77); 8];
		assert_refused(
			enrol_by(tickets.clone(), proof),
			PersonRefusal::Proof(ProofRefusal::Verifier(VerifyError::ProofInvalid)),
		);
		// The victim's proof for other tickets.
		let lifted = victim.prove_knowledge(
			words::enrol_message::<Test>(&quorum_for(1, victim.commitment())),
			words::knowledge_scope::<Test>(),
		);
		assert_refused(enrol_by(tickets, lifted), PersonRefusal::ProofMessage);
	});
}

#[test]
fn a_ghost_members_or_subtrees_root_is_no_commitment() {
	run(|| {
		let (one, two) = (Identity::of(1, 0), Identity::of(2, 0));
		let (m1, m2) = (one.commitment(), two.commitment());
		let ghost = census_zk_host::hash(&m1, &m2);
		let salt = knowledge::salt(&ghost);
		let tickets = quorum_for(1, ghost);

		// Both members could act in a tree with this leaf: the statement is true, one level deeper.
		let deeper = proof_by(&tickets, one, 2, &[m2, salt]);
		assert_ok!(ideal::IdealVerifier::verify(&deeper));
		assert_refused(enrol_by(tickets.clone(), deeper), PersonRefusal::KnowledgeDepth);
		// A circuit of depth 1 does not reach so far, and gives the root 0.
		let too_long = proof_by(&tickets, one, 1, &[m2, salt]);
		assert_eq!(too_long.merkle_tree_root, Word::from(0));
		assert_refused(enrol_by(tickets.clone(), too_long), PersonRefusal::KnowledgeRoot);
		// The group of the commitment alone would let it pass: its root is the commitment itself.
		let alone = proof_by(&tickets, one, 1, &[m2]);
		assert_eq!(alone.merkle_tree_root, ghost.into());
		assert_ok!(ideal::IdealVerifier::verify(&alone));
		assert_refused(enrol_by(tickets.clone(), alone), PersonRefusal::KnowledgeRoot);
		// Nor can the root be written in.
		let mut forged = proof_by(&tickets, one, 1, &[m2]);
		forged.merkle_tree_root = knowledge::root(&ghost).into();
		assert_refused(
			enrol_by(tickets, forged),
			PersonRefusal::Proof(ProofRefusal::Verifier(VerifyError::ProofInvalid)),
		);

		// The ghost of a single key: two leaves that are its coordinates.
		let (x, y) = one.public_key();
		assert_eq!(census_zk_host::hash(&x, &y), m1);
		for leaf in [x, y] {
			let tickets = quorum_for(1, leaf);
			assert_refused(enrolment(one, tickets), PersonRefusal::KnowledgeRoot);
		}
	});
}

#[test]
fn a_proof_of_knowledge_at_another_depth_is_refused() {
	run(|| {
		let identity = Identity::of(1, 0);
		let tickets = quorum(1);
		let salt = knowledge::salt(&identity.commitment());
		for depth in (0..=33).filter(|depth| *depth != 1) {
			let proof = proof_by(&tickets, identity, depth, &[salt]);
			assert_refused(enrol_by(tickets.clone(), proof), PersonRefusal::KnowledgeDepth);
		}
		// On the wrong side of the salt it is another root.
		let witness = Witness {
			depth: 1,
			secret: identity.0,
			index: 1,
			siblings: vec![salt],
			message: words::enrol_message::<Test>(&tickets),
			scope: words::knowledge_scope::<Test>(),
		};
		assert_refused(
			enrol_by(tickets.clone(), ideal::prove(witness)),
			PersonRefusal::KnowledgeRoot,
		);
		let proof = proof_by(&tickets, identity, 1, &[salt]);
		assert_ok!(submit(enrol_by(tickets, proof)));
	});
}

#[test]
fn a_proof_with_another_scope_or_message_is_refused() {
	run(|| {
		let identity = Identity::of(1, 0);
		let tickets = quorum(1);
		let message = words::enrol_message::<Test>(&tickets);
		let scope = words::knowledge_scope::<Test>();
		assert_eq!(scope.0[..8], RESERVED_SCOPE);
		let other_scope = identity.prove_knowledge(message, Word::from(1));
		assert_refused(enrol_by(tickets.clone(), other_scope), PersonRefusal::ProofScope);
		let other_message = identity.prove_knowledge(Word::from(1), scope);
		assert_refused(enrol_by(tickets.clone(), other_message), PersonRefusal::ProofMessage);
		// Another order of the same tickets is another message.
		let proof = identity.prove_knowledge(message, scope);
		let turned: Vec<_> = tickets.iter().rev().cloned().collect();
		let turned = turned.try_into().unwrap();
		assert_refused(enrol_by(turned, proof.clone()), PersonRefusal::ProofMessage);
		// A second form of the nullifier.
		let mut second = proof.clone();
		second.nullifier = plus_modulus(second.nullifier);
		assert_refused(
			enrol_by(tickets.clone(), second),
			PersonRefusal::Proof(ProofRefusal::NullifierNotInField),
		);
		// Whoever changes the points of a proof gains nothing: it is the same enrolment.
		let provides =
			|proof| authorized(&enrol_by(tickets.clone(), proof).into()).unwrap().provides;
		assert_eq!(provides(ideal::rerandomised(&proof)), provides(proof));
	});
}

/// The number with the modulus added, as far as 256 bits hold it.
fn plus_modulus(word: Word) -> Word {
	let mut sum = [0; 32];
	let mut carry = 0;
	for place in (0..32).rev() {
		let digit = u16::from(word.0[place]) + u16::from(FieldElement::MODULUS.0[place]) + carry;
		sum[place] = digit as u8;
		carry = digit >> 8;
	}
	assert_eq!(carry, 0, "the sum is too large");
	Word(sum)
}

/// Issuer 0 has a circuit; gives a human's enrolment by its proof, for a tag of this number.
fn enrolment_by_circuit(circuit: [u8; 32], human: u64, tag: Word) -> Call<Test> {
	let commitment = Identity::of(human, 0).commitment();
	let mut tickets = quorum_for(human, commitment);
	tickets[0].ticket.tag = tag.0;
	let inputs = circuit_inputs::<Test>(&tickets[0].ticket);
	tickets[0].evidence = Evidence::Proof(circuits::prove(&circuit, &inputs, 0));
	enrolment(Identity::of(human, 0), tickets)
}

#[test]
fn an_issuer_may_be_a_circuit() {
	run(|| {
		let circuit = circuits::register(3);
		let other = circuits::register(3);
		replace_issuer(IssuerKind::Circuit(circuit));
		assert_refused(
			enrolment_by_circuit(other, 1, Word::from(5)),
			PersonRefusal::Evidence(CircuitRefusal::Verifier(VerifyError::ProofInvalid)),
		);
		// A proof that was made for another ticket: another time is another input.
		let Call::enrol { mut tickets, .. } = enrolment_by_circuit(circuit, 1, Word::from(5))
		else {
			unreachable!()
		};
		tickets[0].ticket.not_after += 1;
		assert_refused(
			enrolment(Identity::of(1, 0), tickets),
			PersonRefusal::Evidence(CircuitRefusal::Verifier(VerifyError::ProofInvalid)),
		);
		assert_ok!(submit(enrolment_by_circuit(circuit, 1, Word::from(5))));
		assert_refused(enrolment_by_circuit(circuit, 2, Word::from(5)), PersonRefusal::TagTaken);
		replace_issuer(IssuerKind::Sr25519(issuer_key(0).public()));
	});
}

#[test]
fn a_tag_plus_the_modulus_is_no_second_tag() {
	run(|| {
		let circuit = circuits::register(3);
		replace_issuer(IssuerKind::Circuit(circuit));
		let tag = Word::from(5);
		assert_ok!(submit(enrolment_by_circuit(circuit, 1, tag)));
		assert_refused(
			enrolment_by_circuit(circuit, 2, plus_modulus(tag)),
			PersonRefusal::Evidence(CircuitRefusal::InputNotInField),
		);
		replace_issuer(IssuerKind::Sr25519(issuer_key(0).public()));
	});
}

#[test]
fn a_pending_person_whose_issuer_is_paused_does_not_enter_the_tree() {
	run(|| {
		let id = enrol(1);
		assert_ok!(Personhood::pause_issuer(by(controller(0)), 0));
		next_epoch();
		assert_eq!(person(id).status, Status::Pending);
		assert_eq!(LivePersons::<Test>::get().all(), 1);
		assert_eq!(CurrentEpoch::<Test>::get().size, 0);
		assert_ok!(Personhood::resume_issuer(frame_system::RawOrigin::Root.into(), 0));
		next_epoch();
		assert_eq!(person(id).status, Status::Active);
	});
}

#[test]
fn the_registry_may_be_full() {
	run(|| {
		let state = state_root();
		NextPersonId::<Test>::put(MAX_PERSONS);
		assert_refused(enrolment(Identity::of(1, 0), quorum(1)), PersonRefusal::RegistryFull);
		NextPersonId::<Test>::kill();
		assert_eq!(state_root(), state);
	});
}
