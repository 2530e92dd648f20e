//! The words that persons' proofs carry are those that `docs/reference/messages.md` tells: an independent
//! program made the vectors from that page alone.

use super::{preset, tickets::bytes};
use crate::{AccountId, Runtime, RuntimeCall};
use census_anchor_log::terms::Claim;
use census_primitives::PersonScope;
use census_vectors::{
	tickets::{self, Kind, Purpose},
	words::words as told,
};
use census_zk_types::{FieldElement, Word};
use codec::DecodeAll;
use pallet_personhood::{knowledge, words, Evidence, SignedTicket, Ticket, Tickets, NO_TOPIC};
use sp_core::{ed25519, sr25519, H256};
use sp_genesis_builder::DEV_RUNTIME_PRESET;
use sp_runtime::MultiSignature;

/// The commitment of the vectors.
const COMMITMENT: &str =
	"15408416468355023650127915848718081169448349813325630080154562697710923387899";

/// The first two tickets for a purpose, as they are signed.
fn tickets(vectors: &[tickets::Ticket], purpose: tickets::Purpose) -> Tickets<Runtime> {
	let signed = |vector: &tickets::Ticket| {
		// Behind the domain and the genesis hash.
		let ticket = Ticket::<u32>::decode_all(&mut &vector.bytes[48..]).unwrap();
		let signature = &vector.signature;
		let signature: MultiSignature = match vector.key.kind {
			Kind::Sr25519 => sr25519::Signature::from_raw(bytes(signature)).into(),
			Kind::Ed25519 => ed25519::Signature::from_raw(bytes(signature)).into(),
			Kind::Ecdsa => panic!("the first two are of other kinds"),
		};
		SignedTicket { ticket, evidence: Evidence::Signature(signature) }
	};
	let of_purpose = vectors.iter().filter(|vector| vector.purpose == purpose);
	of_purpose.take(2).map(signed).collect::<Vec<_>>().try_into().unwrap()
}

#[test]
fn proofs_carry_the_words_that_the_page_tells() {
	let vectors = told();
	let signed = tickets::tickets().tickets;
	preset(DEV_RUNTIME_PRESET).execute_with(|| {
		let genesis = H256(vectors.genesis);
		frame_system::BlockHash::<Runtime>::insert(0, genesis);
		let word: Word = COMMITMENT.parse().unwrap();
		let commitment = FieldElement::try_from(word).unwrap();
		let account = AccountId::new([0xaa; 32]);
		let quota = PersonScope::Quota { epoch: 7, counter: 2 };
		let session = PersonScope::Session { epoch: 7 };
		let application = PersonScope::Application { scope: 6, topic: NO_TOPIC };
		let vote: RuntimeCall = pallet_polls::Call::vote { poll: 3, option: 1 }.into();
		let consent = words::session_consent::<Runtime>(7, &account, Word::from(42));
		let of = |purpose| tickets(&signed, purpose);
		let expected: [(&str, Word); 18] = [
			("scope of knowledge", words::knowledge_scope::<Runtime>()),
			("scope of a rotation", words::rotation_scope::<Runtime>(5, 1)),
			("scope of a veto", words::veto_scope::<Runtime>(5, 2)),
			("scope of a quota act", words::scope_word::<Runtime>(&quota)),
			("scope of a session", words::scope_word::<Runtime>(&session)),
			("scope of an application's act", words::scope_word::<Runtime>(&application)),
			("message of an enrolment", words::enrol_message::<Runtime>(&of(Purpose::Enrol))),
			("message of a renewal", words::renew_message::<Runtime>(5, 0, &of(Purpose::Renew))),
			(
				"message of a recovery",
				words::recover_message::<Runtime>(5, 0, &of(Purpose::Recover)),
			),
			("message of a rotation", words::rotation_message::<Runtime>(5, 1, &word)),
			("message of a veto", words::veto_message::<Runtime>(5, 2, &word)),
			("message of an act", words::act_message::<Runtime>(&application, 0, &vote)),
			("message of a session", words::session_message::<Runtime>(7, &account)),
			("consent to a session", consent),
			("salt of a commitment", knowledge::salt(&commitment).into()),
			("topic of a claim", Word(pallet_anchors::claim_topic(9, Claim::ReviewedByHuman))),
			("topic of a rating", Word(pallet_leases::rating_topic(&account))),
			("binding of a lease's proof", pallet_leases::binding(&genesis, 4, 3, &account).into()),
		];
		assert_eq!(vectors.words.len(), expected.len());
		for (entry, (what, word)) in vectors.words.iter().zip(expected) {
			assert_eq!(entry.what, what);
			assert_eq!(Word(entry.word), word, "{what}");
		}
	});
}
