//! What is known besides the chain: the humans and all that they ever had, the issuers, and what
//! was accepted so far. Nothing here is ever forgotten.

use super::{
	model::Record,
	steps::{Policy, HUMANS, OWNERS},
};
use crate::{mock::*, *};
use census_primitives::{Alias, Epoch, IssuerId, PersonId, PersonScope, ScopeId};
use census_zk_types::{FieldElement, SemaphoreProof, Word};
use codec::Encode;
use sp_runtime::AccountId32;
use std::collections::{BTreeMap, BTreeSet};

/// An identity behind a commitment. The commitment may be the root of a tree in which the identity
/// stands, if somebody gets that accepted.
#[derive(Clone, Debug)]
pub(super) struct Face {
	identity: Identity,
	/// The way from the identity's own commitment up to this one.
	path: (u64, Vec<FieldElement>),
	pub(super) commitment: FieldElement,
}

impl Face {
	/// The commitment of the identity itself, if that is what this is.
	pub(super) fn plain(&self) -> Option<FieldElement> {
		self.path.1.is_empty().then_some(self.commitment)
	}

	pub(super) fn nullifier(&self, scope: &Word) -> FieldElement {
		self.identity.nullifier(scope)
	}

	pub(super) fn prove(
		&self,
		depth: u8,
		(index, siblings): (u64, Vec<FieldElement>),
		message: Word,
		scope: Word,
	) -> SemaphoreProof {
		let (own_index, mut path) = self.path.clone();
		let index = own_index | index << path.len();
		path.extend(siblings);
		self.identity.prove(depth, (index, path), message, scope)
	}

	/// A proof in the group of the commitment and its salt, in a circuit that is as deep as it takes.
	pub(super) fn prove_knowledge(&self, message: Word, scope: Word) -> SemaphoreProof {
		let depth = self.path.1.len() as u8 + 1;
		self.prove(depth, (0, vec![knowledge::salt(&self.commitment)]), message, scope)
	}
}

/// A human, who keeps everything.
#[derive(Clone, Default, Debug)]
pub(super) struct Human {
	/// All identities, the newest last.
	pub(super) faces: Vec<Face>,
	identities: u64,
	/// All persons that were enrolled with this human's identities.
	pub(super) persons: Vec<PersonId>,
}

/// An issuer.
#[derive(Clone, Debug)]
pub(super) struct Known {
	pub(super) class: u32,
	pub(super) limit: u32,
	pub(super) removed: bool,
	/// Whether governance has paused it, and whether its controller has.
	pub(super) paused: (bool, bool),
	/// Enrolments by epoch.
	pub(super) admitted: BTreeMap<Epoch, u32>,
}

impl Known {
	pub(super) fn new(class: u32) -> Self {
		Self {
			class,
			limit: LIMIT,
			removed: false,
			paused: (false, false),
			admitted: BTreeMap::new(),
		}
	}

	pub(super) fn is_active(&self) -> bool {
		!self.removed && self.paused == (false, false)
	}
}

/// A policy: what each issuer weighs, and what a quorum does at least.
#[derive(Clone, Debug)]
pub(super) struct KnownPolicy {
	pub(super) weights: BTreeMap<IssuerId, u32>,
	pub(super) threshold: u32,
}

impl KnownPolicy {
	pub(super) fn heaviest(&self) -> u32 {
		self.weights.values().max().copied().unwrap_or(0)
	}

	/// Whether any two quorums share more than one issuer can weigh.
	pub(super) fn intersects(&self) -> bool {
		2 * self.threshold > self.weights.values().sum::<u32>() + self.heaviest()
	}
}

/// An application scope.
#[derive(Clone, Debug)]
pub(super) struct Opened {
	/// The account that may close it, if it is not a pallet.
	pub(super) owner: Option<u8>,
	pub(super) payer: u8,
	pub(super) epoch: Epoch,
	pub(super) one_topic: bool,
	pub(super) until: u64,
	pub(super) slots: u32,
	pub(super) used: u32,
	pub(super) closed: bool,
}

/// An epoch's tree as it was when the epoch began.
#[derive(Clone, Debug)]
pub(super) struct Standing {
	pub(super) root: FieldElement,
	pub(super) leaves: Vec<FieldElement>,
	pub(super) started_at: u64,
}

/// Tickets that were kept for later.
#[derive(Clone, Debug)]
pub(super) struct Kept {
	pub(super) purpose: Purpose,
	pub(super) human: usize,
	pub(super) person: PersonId,
	pub(super) face: Face,
	pub(super) tickets: Tickets<Test>,
}

/// What distinguishes scopes: all of a scope, its counter or topic too.
pub(super) type Key = Vec<u8>;

pub(super) fn key_of(scope: &PersonScope) -> Key {
	scope.encode()
}

/// How often each thing happened.
pub(super) type Reached = BTreeMap<String, u32>;

/// What is looked for where persons may be brought back, as they may not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Hunt {
	/// A person that becomes another human's.
	Seizure,
	/// A human with two leaves in one tree.
	TwoLeaves,
}

pub(super) struct World {
	/// Whether persons are brought back, and what for.
	pub(super) hunt: Option<Hunt>,
	pub(super) corrupt: Option<IssuerId>,
	pub(super) issuers: Vec<Known>,
	/// All policies that ever were. The last one is that of now.
	pub(super) policies: Vec<KnownPolicy>,
	/// The policy before, and the first block in which its persons are over. Once nobody rests on it, it is of
	/// no account.
	pub(super) former: Option<(usize, u64)>,
	pub(super) humans: Vec<Human>,
	/// Whose a commitment is: of all that anybody ever made.
	pub(super) owners: BTreeMap<FieldElement, usize>,
	/// Who made a proof, and of which commitment it shows to know the secret: by its first point.
	pub(super) provers: BTreeMap<Word, (usize, Option<FieldElement>)>,
	/// Whose persons there are, by their numbers.
	pub(super) persons: Vec<usize>,
	/// What there is to know of them.
	pub(super) records: Vec<Record>,
	/// To whom each tag was bound last, and how often a ticket with it was used or it was withdrawn.
	pub(super) tags: BTreeMap<(IssuerId, Tag), (PersonId, u32)>,
	pub(super) used_tickets: BTreeSet<[u8; 32]>,
	pub(super) commitments: BTreeSet<FieldElement>,
	/// Of which older person issuers say that a person is.
	pub(super) claims: BTreeMap<PersonId, BTreeMap<IssuerId, PersonId>>,
	/// The trees of all epochs.
	pub(super) trees: Vec<Standing>,
	pub(super) pinnable: Epoch,
	pub(super) scopes: Vec<Opened>,
	/// Every nullifier that was accepted, with how often its act has failed, or that it is spent.
	pub(super) uses: BTreeMap<(Key, FieldElement), Use>,
	/// Every act and session that was accepted: in which scope, whose, under which nullifier.
	pub(super) shown: Vec<(Key, usize, FieldElement)>,
	pub(super) sessions: BTreeMap<AccountId32, (Epoch, Alias, u32)>,
	/// What acts have written.
	pub(super) done: Vec<(PersonScope, Alias)>,
	/// The price of slots that were used in closed scopes, by who paid.
	pub(super) burnt: [u64; OWNERS as usize],
	pub(super) kept: Vec<Kept>,
	/// What was sent without a signature, and whether it was accepted at some time.
	pub(super) sent: Vec<(Call<Test>, bool)>,
	pub(super) issuance: u64,
	/// The events of what was accepted last.
	pub(super) told: Vec<Event<Test>>,
	/// The state after the last step, and whether it has been checked.
	pub(super) root: Vec<u8>,
	pub(super) checked: bool,
	pub(super) reached: Reached,
}

impl World {
	/// The beginning of a chain with these issuers.
	pub(super) fn new(policy: &Policy, hunt: Option<Hunt>) -> Self {
		let issuers = policy.issuers.iter().map(|(_, class)| Known::new(*class));
		let weights = (0..).zip(policy.issuers.iter().map(|(weight, _)| *weight));
		let first = KnownPolicy { weights: weights.collect(), threshold: policy.threshold };
		Self {
			hunt,
			corrupt: policy.corrupt,
			issuers: issuers.collect(),
			policies: vec![first],
			former: None,
			humans: vec![Human::default(); HUMANS],
			owners: BTreeMap::new(),
			provers: BTreeMap::new(),
			persons: Vec::new(),
			records: Vec::new(),
			tags: BTreeMap::new(),
			used_tickets: BTreeSet::new(),
			commitments: BTreeSet::new(),
			claims: BTreeMap::new(),
			trees: vec![Standing { root: FieldElement::ZERO, leaves: vec![], started_at: 0 }],
			pinnable: 0,
			scopes: Vec::new(),
			uses: BTreeMap::new(),
			shown: Vec::new(),
			sessions: BTreeMap::new(),
			done: Vec::new(),
			burnt: [0; OWNERS as usize],
			kept: Vec::new(),
			sent: Vec::new(),
			issuance: Balances::total_issuance(),
			told: Vec::new(),
			root: state_root(),
			checked: false,
			reached: Reached::new(),
		}
	}

	pub(super) fn reach(&mut self, what: impl Into<String>) {
		*self.reached.entry(what.into()).or_default() += 1;
	}

	/// A new identity of a human's.
	pub(super) fn new_face(&mut self, human: usize) -> Face {
		let known = &mut self.humans[human];
		let identity = Identity::of(human as u64, known.identities);
		known.identities += 1;
		let face = Face { identity, path: (0, vec![]), commitment: identity.commitment() };
		self.add_face(human, face.clone());
		face
	}

	fn add_face(&mut self, human: usize, face: Face) {
		self.owners.insert(face.commitment, human);
		self.humans[human].faces.push(face);
	}

	/// Two new identities of a human's under one commitment.
	pub(super) fn new_subtree(&mut self, human: usize) -> Face {
		let (left, right) = (self.new_face(human), self.new_face(human));
		let commitment = census_zk_host::hash(&left.commitment, &right.commitment);
		let above = |face: &Face, index, sibling| Face {
			identity: face.identity,
			path: (index, vec![sibling]),
			commitment,
		};
		let right_above = above(&right, 1, left.commitment);
		let left_above = above(&left, 0, right.commitment);
		self.add_face(human, right_above);
		self.add_face(human, left_above.clone());
		left_above
	}

	/// One of a human's identities, counted from the newest.
	pub(super) fn face(&mut self, human: usize, back: usize) -> Face {
		let faces = &self.humans[human].faces;
		match faces.len().checked_sub(1) {
			Some(newest) => faces[newest - back % faces.len()].clone(),
			None => self.new_face(human),
		}
	}

	/// The human's identity with this commitment.
	pub(super) fn face_of(&self, human: usize, commitment: FieldElement) -> Option<Face> {
		self.humans[human].faces.iter().find(|face| face.commitment == commitment).cloned()
	}

	/// Notes who made a proof.
	pub(super) fn note(
		&mut self,
		human: usize,
		plain: Option<FieldElement>,
		proof: &SemaphoreProof,
	) {
		self.provers.insert(proof.points[0], (human, plain));
	}

	pub(super) fn prove_knowledge(
		&mut self,
		human: usize,
		face: &Face,
		message: Word,
		scope: Word,
	) -> Box<SemaphoreProof> {
		let proof = face.prove_knowledge(message, scope);
		self.note(human, face.plain(), &proof);
		Box::new(proof)
	}

	/// A human's person: one of those it has, the newest most often; or a number that nobody has.
	pub(super) fn person_of(&self, human: usize, turn: u64) -> PersonId {
		let persons = &self.humans[human].persons;
		match persons.len() {
			0 => self.persons.len() as PersonId,
			many if turn.is_multiple_of(4) => persons[turn as usize / 4 % many],
			many => persons[many - 1],
		}
	}

	/// The epoch whose root a scope accepts, so far as there is such a scope.
	pub(super) fn epoch_of(&self, scope: &PersonScope) -> Option<Epoch> {
		match scope {
			PersonScope::Quota { epoch, .. } | PersonScope::Session { epoch } => Some(*epoch),
			PersonScope::Application { scope, .. } => Some(self.scope(*scope)?.epoch),
		}
	}

	pub(super) fn scope(&self, scope: ScopeId) -> Option<&Opened> {
		self.scopes.get(scope as usize)
	}

	pub(super) fn epoch(&self) -> Epoch {
		self.trees.len() as Epoch - 1
	}

	/// The tree of an epoch that has begun.
	pub(super) fn tree(&self, epoch: Epoch) -> Option<&Standing> {
		self.trees.get(epoch as usize)
	}

	/// What these issuers' classes weigh under a policy.
	pub(super) fn weight_of(
		&self,
		policy: &KnownPolicy,
		issuers: impl IntoIterator<Item = IssuerId>,
	) -> u32 {
		let mut classes = BTreeMap::<u32, u32>::new();
		for id in issuers {
			let Some(counted) = policy.weights.get(&id) else { continue };
			let weight = classes.entry(self.issuers[id as usize].class).or_default();
			*weight = (*counted).max(*weight);
		}
		classes.into_values().sum()
	}

	/// The policy of now.
	pub(super) fn policy(&self) -> usize {
		self.policies.len() - 1
	}

	/// The policy before, if somebody rests on it.
	pub(super) fn former(&self) -> Option<usize> {
		let (former, _) = self.former?;
		let rests = |record: &Record| record.status.is_live() && record.policy == former;
		self.records.iter().any(rests).then_some(former)
	}

	/// What an admission has to meet.
	pub(super) fn in_force(&self) -> Vec<&KnownPolicy> {
		let numbers = self.former().into_iter().chain([self.policy()]);
		numbers.map(|number| &self.policies[number]).collect()
	}

	/// Whether these issuers admit a person.
	pub(super) fn would_admit(&self, issuers: &[IssuerId]) -> bool {
		self.in_force()
			.into_iter()
			.all(|policy| self.weight_of(policy, issuers.iter().copied()) >= policy.threshold)
	}

	/// Whether an issuer's word counts for anything.
	pub(super) fn counts(&self, id: IssuerId) -> bool {
		self.in_force().into_iter().any(|policy| policy.weights.contains_key(&id))
	}

	/// All sets of issuers that fit one admission and are a quorum of all these policies, as bits.
	pub(super) fn quorums(&self, policies: &[&KnownPolicy]) -> Vec<u32> {
		let mut known: Vec<_> = policies.iter().flat_map(|policy| policy.weights.keys()).collect();
		known.sort_unstable();
		known.dedup();
		(0u32..1 << known.len())
			.filter(|set| set.count_ones() <= MAX_TICKETS)
			.map(|set| {
				let issuers = (0..known.len()).filter(|place| set >> place & 1 == 1);
				issuers.map(|place| *known[place]).collect::<Vec<_>>()
			})
			.filter(|issuers| {
				policies.iter().all(|policy| {
					self.weight_of(policy, issuers.iter().copied()) >= policy.threshold
				})
			})
			.map(|issuers| issuers.into_iter().fold(0, |set, id| set | 1 << id))
			.collect()
	}

	/// What an account has to hold for its scopes.
	pub(super) fn holds(&self, account: u8) -> u64 {
		let open = self.scopes.iter().filter(|scope| scope.payer == account && !scope.closed);
		open.map(|scope| u64::from(scope.slots) * SLOT_PRICE + SCOPE_DEPOSIT).sum()
	}

	/// Closes a scope: what was used is burnt.
	pub(super) fn close(&mut self, scope: ScopeId) {
		let scope = &mut self.scopes[scope as usize];
		assert!(!scope.closed, "it was closed twice");
		scope.closed = true;
		self.burnt[scope.payer as usize] += u64::from(scope.used) * SLOT_PRICE;
	}
}
