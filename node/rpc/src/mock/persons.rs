//! What the mock tells about persons: a `development` chain in block 600,012, in epoch 120,002.
//!
//! Five persons stand in the People tree, the members of one of Semaphore's own vectors. Until block
//! 200,005 there were three, and scope 5 accepts their root. A sixth has just enrolled. Scope 6 is
//! that of poll 2.

use super::{members_of, page, read, vector_of, GENESIS};
use census_primitives::{Epoch, IssuerId, PersonId, PersonRefusal, PersonScope, ScopeId};
use census_runtime::{AccountId, BlockNumber};
use census_runtime_api::personhood::{
	AcceptedRoot, EpochDetails, IssuerDetails, KnowledgeDetails, MarkDetails, NotChecked,
	PersonDetails, PolicyDetails, ScopeDetails,
};
use census_zk_types::{FieldElement, MerkleProof, SemaphoreProof, Word};
use codec::{DecodeAll, Encode};
use pallet_personhood::{
	knowledge::{self, KNOWLEDGE_DEPTH},
	Attestation, Change, Evidence, Guarantee, IssuerKind, IssuerStatus, Settings, SignedTicket,
	Status,
};
use sp_core::{crypto::Ss58Codec, ed25519, sr25519, Blake2Hasher, Hasher};
use sp_runtime::traits::Verify;

/// The present epoch.
const EPOCH: Epoch = 120_002;
/// How many blocks an admission is good for.
const VALIDITY: BlockNumber = 2_628_000;
/// The humans behind the persons, as the issuers know them.
const HUMANS: [&str; 6] = ["Ada", "Ben", "Cleo", "Dan", "Eve", "Finn"];
/// In which blocks they enrolled.
const ENROLLED_AT: [BlockNumber; 6] = [4, 5, 6, 250_000, 250_001, 600_011];
/// The root of the first three members, as `@semaphore-protocol/group` computes it.
const ROOT_OF_THREE: &str =
	"6288086879432258774176117641462086576536149796423772034445499038131472756992";

/// Whose vector has five members.
const FIVE: usize = 5;

fn root_of_three() -> FieldElement {
	read(&ROOT_OF_THREE.into())
}

fn root_of_five() -> FieldElement {
	read(&vector_of(FIVE)["merkleProof"]["root"])
}

/// The leaves of the tree with this root, or of the present one.
fn tree(root: Option<Word>) -> Option<Vec<FieldElement>> {
	let mut leaves = members_of(FIVE);
	match root {
		Some(root) if root == root_of_three().into() => leaves.truncate(3),
		Some(root) if root != root_of_five().into() => return None,
		_ => {}
	}
	Some(leaves)
}

/// All commitments: those in the tree, and the newcomer's.
fn commitments() -> Vec<FieldElement> {
	let mut all = members_of(FIVE);
	all.push(members_of(2)[0]);
	all
}

fn charlie() -> sr25519::Public {
	let charlie = "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y";
	sr25519::Public::from_ss58check(charlie).unwrap()
}

fn dave() -> ed25519::Public {
	let dave = "5ECTwv6cZ5nJQPk6tWfaTrEk8YH2L7X1VT4EL5Tx2ikfFwb7";
	ed25519::Public::from_ss58check(dave).unwrap()
}

/// The two issuers' keys.
fn keys() -> [[u8; 32]; 2] {
	[charlie().0, dave().0]
}

/// The marks of a person at the two issuers.
fn tags(person: PersonId) -> [[u8; 32]; 2] {
	let human = HUMANS[person as usize].as_bytes();
	keys().map(|key| Blake2Hasher::hash(&[key.as_slice(), human].concat()).0)
}

pub(super) fn policy() -> PolicyDetails<BlockNumber> {
	let guarantee = Guarantee {
		threshold: 2,
		least_threshold: 2,
		weight: 2,
		heaviest: 1,
		admitting: true,
		corrupt_issuers: Some(1),
		enforced: true,
	};
	PolicyDetails {
		settings: Settings {
			epoch_length: 5,
			epochs_per_pin: 1,
			grace: 2,
			recovery_delay: 10,
			rotation_cooldown: 5,
			quorums_intersect: true,
		},
		threshold: guarantee.threshold,
		guarantee: guarantee.to_string(),
		corrupt_issuers: guarantee.corrupt_issuers,
		depth: 26,
		quota_per_epoch: 3,
		acts_per_session: 20,
		max_ticket_life: 201_600,
		max_validity: 10_512_000,
		max_scope_life: 864_000,
	}
}

pub(super) fn epoch() -> EpochDetails<BlockNumber> {
	EpochDetails {
		epoch: EPOCH,
		started_at: 600_010,
		ends_at: 600_015,
		blocks_left: 2,
		root: root_of_five(),
		size: 5,
		members: 5,
		pinnable_epoch: EPOCH,
		pending_changes: 1,
		live_persons: 6,
	}
}

pub(super) fn accepted_roots() -> Vec<AcceptedRoot<BlockNumber>> {
	let accepted = |epoch, root, size, ended_at, scopes| AcceptedRoot {
		epoch,
		root,
		size,
		members: size,
		ended_at,
		scopes,
	};
	vec![
		accepted(40_000, root_of_three(), 3, Some(200_005), 1),
		accepted(EPOCH - 1, root_of_five(), 5, Some(600_010), 1),
		accepted(EPOCH, root_of_five(), 5, None, 0),
	]
}

pub(super) fn issuers(start: IssuerId, count: u32) -> Vec<IssuerDetails<AccountId>> {
	let dave_account = "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy";
	let issuer = |issuer, name: &str, kind, controller| IssuerDetails {
		issuer,
		name: name.into(),
		kind,
		controller,
		weight: 1,
		class: issuer,
		limit: 1_000,
		left: 999,
		status: IssuerStatus::Active,
		resting: 6,
	};
	let all = vec![
		issuer(0, "Charlie's test issuer", IssuerKind::Sr25519(charlie()), charlie().into()),
		issuer(
			1,
			"Dave's test issuer",
			IssuerKind::Ed25519(dave()),
			AccountId::from_ss58check(dave_account).unwrap(),
		),
	];
	page(all, start, count)
}

pub(super) fn person(person: PersonId) -> Option<PersonDetails<BlockNumber>> {
	let commitment = *commitments().get(person as usize)?;
	let enrolled_at = ENROLLED_AT[person as usize];
	let in_tree = (person as usize) < FIVE;
	let attestation =
		|(issuer, tag)| Attestation { issuer: issuer as IssuerId, tag, standing: true };
	Some(PersonDetails {
		person,
		status: if in_tree { Status::Active } else { Status::Pending },
		commitment,
		leaf: in_tree.then_some(person),
		rotations: 0,
		recoveries: 0,
		enrolled_at,
		admitted_at: enrolled_at,
		expires_at: enrolled_at + VALIDITY,
		may_rotate_at: enrolled_at,
		attestations: tags(person).into_iter().enumerate().map(attestation).collect(),
		recovery: None,
		pending: (!in_tree).then_some(Change::Add(commitment)),
	})
}

pub(super) fn person_count() -> u32 {
	HUMANS.len() as u32
}

pub(super) fn person_by_commitment(commitment: Word) -> Option<PersonDetails<BlockNumber>> {
	let place = commitments().iter().position(|other| Word::from(*other) == commitment)?;
	person(place as PersonId)
}

pub(super) fn mark(issuer: IssuerId, tag: [u8; 32]) -> MarkDetails {
	let whose = |id: &PersonId| tags(*id).get(issuer as usize) == Some(&tag);
	let person = (0..person_count()).find(whose);
	MarkDetails { person, serial: person.is_some().into() }
}

pub(super) fn epoch_of_root(root: Word) -> Option<Epoch> {
	let roots = accepted_roots();
	roots.iter().rev().find(|accepted| Word::from(accepted.root) == root).map(|found| found.epoch)
}

pub(super) fn leaves(root: Option<Word>, start: u32, count: u32) -> Option<Vec<FieldElement>> {
	tree(root).map(|leaves| page(leaves, start, count))
}

/// That of the first leaf; the others' are not asked for.
pub(super) fn merkle_proof(commitment: Word, root: Option<Word>) -> Option<MerkleProof> {
	let leaves = tree(root)?;
	let proof: MerkleProof = read(&vector_of(FIVE)["merkleProof"]);
	if Word::from(proof.leaf) != commitment {
		return None;
	}
	Some(match leaves.len() {
		FIVE => proof,
		_ => MerkleProof { root: root_of_three(), siblings: leaves[1..].to_vec(), ..proof },
	})
}

pub(super) fn scope(scope: ScopeId) -> Option<ScopeDetails<AccountId, BlockNumber>> {
	(scope == 6).then(|| ScopeDetails {
		scope,
		owner: None,
		epoch: EPOCH - 1,
		root: Some(root_of_five()),
		electorate: 5,
		until: 700_807,
		open: true,
		slots: 5,
		used: 1,
	})
}

/// How the chain makes a number of a domain and what follows: see `pallet_personhood::words`.
fn hash(domain: &[u8; 16], rest: impl Encode) -> [u8; 32] {
	Blake2Hasher::hash(&(domain, GENESIS, rest).encode()).0
}

fn reserved(domain: &[u8; 16], rest: impl Encode) -> Word {
	let mut word = [0; 32];
	word[..8].copy_from_slice(&census_primitives::RESERVED_SCOPE);
	word[8..].copy_from_slice(&hash(domain, rest)[..24]);
	Word(word)
}

pub(super) fn scope_word(scope: PersonScope) -> Word {
	reserved(b"census/act-scope", scope)
}

/// Nullifier 42 is spent in poll 2.
pub(super) fn are_spent(scope: PersonScope, nullifiers: Vec<Word>) -> Vec<bool> {
	let poll = scope == PersonScope::Application { scope: 6, topic: [0; 32] };
	nullifiers.into_iter().map(|nullifier| poll && nullifier == Word::from(42)).collect()
}

pub(super) fn knowledge(commitment: Word) -> Option<KnowledgeDetails> {
	let commitment = FieldElement::try_from(commitment).ok()?;
	Some(KnowledgeDetails {
		salt: knowledge::salt(&commitment),
		root: knowledge::root(&commitment),
		scope: reserved(b"census/know\0\0\0\0\0", ()),
	})
}

/// Of the chain's calls it knows renewals, of their tickets that they are signed by issuers, and of
/// their proofs the depth, for there is nothing else that the examples get wrong.
pub(super) fn check(call: Vec<u8>) -> Result<Result<(), PersonRefusal>, NotChecked> {
	match call.as_slice() {
		// `personhood.renew`, by the numbers that the pallet and the call have.
		[51, 11, arguments @ ..] => {
			let (person, tickets, proof) =
				DecodeAll::decode_all(&mut &*arguments).map_err(|_| NotChecked::NoCall)?;
			Ok(check_renewal(person, tickets, proof))
		}
		[0..=55, ..] => Err(NotChecked::NotAuthorised),
		_ => Err(NotChecked::NoCall),
	}
}

fn check_renewal(
	person: PersonId,
	tickets: Vec<SignedTicket<BlockNumber>>,
	proof: SemaphoreProof,
) -> Result<(), PersonRefusal> {
	if person >= person_count() {
		return Err(PersonRefusal::PersonAhead);
	}
	if tickets.is_empty() {
		return Err(PersonRefusal::NoTickets);
	}
	for (SignedTicket { ticket, evidence }, key) in tickets.iter().zip(keys()) {
		let Evidence::Signature(signature) = evidence else {
			return Err(PersonRefusal::EvidenceKind);
		};
		let signed = hash(b"census/ticket\0\0\0", ticket);
		if !signature.verify(signed.as_slice(), &AccountId::new(key)) {
			return Err(PersonRefusal::Signature);
		}
	}
	if tickets.len() < keys().len() {
		return Err(PersonRefusal::BelowThreshold);
	}
	if proof.merkle_tree_depth != KNOWLEDGE_DEPTH {
		return Err(PersonRefusal::KnowledgeDepth);
	}
	Ok(())
}
