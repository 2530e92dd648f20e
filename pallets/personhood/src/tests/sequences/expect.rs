//! What should become of a call that nobody signed: whether it is to be accepted, by what is known
//! of humans, issuers and all that was accepted before.
//!
//! Nothing here is read from the chain.

use super::{
	model::issuers_of,
	world::{key_of, Standing, World},
};
use crate::{
	mock::{
		ideal::IdealVerifier,
		tester::{self},
		*,
	},
	*,
};
use census_primitives::{Epoch, IssuerId, PersonId, PersonScope, VerifySemaphore};
use census_zk_types::{FieldElement, SemaphoreProof, Word};
use codec::Encode;
use sp_core::{sr25519, Pair};
use sp_runtime::{AccountId32, MultiSignature};
use std::collections::BTreeSet;

/// Why a call is to be refused.
pub(super) type Reason = &'static str;

pub(super) fn check(holds: bool, reason: Reason) -> Result<(), Reason> {
	if holds {
		Ok(())
	} else {
		Err(reason)
	}
}

impl World {
	/// Whether a call is to be accepted.
	pub(super) fn expect(&self, call: &Call<Test>) -> Result<(), Reason> {
		let record = |id: &PersonId| self.record(*id).ok_or("no such person");
		match call {
			Call::enrol { tickets, proof } => {
				let commitment = self.new_commitment(subject_of(tickets)?)?;
				let message = words::enrol_message::<Test>(tickets);
				self.check_knows(proof, commitment, words::knowledge_scope::<Test>(), message)?;
				self.check_tickets(Purpose::Enrol, 0, None, tickets)
			}
			Call::renew { person: id, tickets, proof } => {
				let person = record(id)?;
				check(person.status.is_live() && self.over(person).is_none(), "status")?;
				check(
					subject_of(tickets)? == person.commitment.into(),
					"tickets about another commitment",
				)?;
				let message = words::renew_message::<Test>(*id, person.recoveries, tickets);
				let scope = words::knowledge_scope::<Test>();
				self.check_knows(proof, person.commitment, scope, message)
					.map_err(|_| "not by the current identity")?;
				self.check_tickets(Purpose::Renew, person.recoveries, Some(*id), tickets)?;
				// Time for it: another policy; or the last third of the admission's, or other issuers, and a while after it.
				if person.policy != self.policy() {
					return Ok(());
				}
				let third = (person.expires_at - person.admitted_at) / 3;
				check(now() >= person.admitted_at + ROTATION_COOLDOWN, "too soon")?;
				check(
					now() >= person.expires_at - third || issuers_of(tickets) != person.standing,
					"nothing new",
				)
			}
			Call::recover { person: id, tickets, proof } => {
				let person = record(id)?;
				check(person.status == Status::Active && self.over(person).is_none(), "status")?;
				check(person.recovery.is_none(), "recovery under way")?;
				let commitment = self.new_commitment(subject_of(tickets)?)?;
				let message = words::recover_message::<Test>(*id, person.recoveries, tickets);
				self.check_knows(proof, commitment, words::knowledge_scope::<Test>(), message)?;
				self.check_tickets(Purpose::Recover, person.recoveries, Some(*id), tickets)
			}
			Call::rotate { person: id, commitment, current, proof } => {
				let person = record(id)?;
				let new = self.new_commitment(*commitment)?;
				let scope = words::rotation_scope::<Test>(*id, person.rotations);
				let message = words::rotation_message::<Test>(*id, person.rotations, commitment);
				self.check_knows(proof, new, scope, message)?;
				self.check_knows(current, person.commitment, scope, message)
					.map_err(|_| "not by the current identity")?;
				check(person.status == Status::Active && self.over(person).is_none(), "status")?;
				check(person.may_rotate_at <= now(), "too soon")
			}
			Call::veto { person: id, proof } => {
				let person = record(id)?;
				let recovery = person
					.recovery
					.filter(|recovery| now() < recovery.effective_at)
					.ok_or("no recovery")?;
				let scope = words::veto_scope::<Test>(*id, person.recoveries);
				let commitment = recovery.commitment.into();
				let message = words::veto_message::<Test>(*id, person.recoveries, &commitment);
				self.check_knows(proof, person.commitment, scope, message)
					.map_err(|_| "not by the current identity")?;
				check(person.status == Status::Active && self.over(person).is_none(), "status")
			}
			Call::act_as { scope, attempt, proof, call } => {
				self.expect_act(scope, *attempt, proof, call)
			}
			Call::open_session { epoch, proof, account, consent } => {
				self.expect_session(*epoch, proof, account, consent)
			}
			_ => Err("signed"),
		}
	}

	fn new_commitment(&self, commitment: Word) -> Result<FieldElement, Reason> {
		let commitment = FieldElement::try_from(commitment).map_err(|_| "not in the field")?;
		check(!commitment.is_zero(), "not in the field")?;
		check(!self.commitments.contains(&commitment), "commitment used")?;
		Ok(commitment)
	}

	/// Whether whoever made the proof knows the secret of this very commitment.
	fn check_knows(
		&self,
		proof: &SemaphoreProof,
		commitment: FieldElement,
		scope: Word,
		message: Word,
	) -> Result<(), Reason> {
		let shown = self.provers.get(&proof.points[0]).and_then(|(_, plain)| *plain);
		if shown != Some(commitment) {
			let subtree = self.provers.get(&proof.points[0]).is_some_and(|(human, _)| {
				self.face_of(*human, commitment).is_some_and(|face| face.plain().is_none())
			});
			return Err(if subtree { "a subtree's root" } else { "secret not known" });
		}
		check(proof.scope == scope && proof.message == message, "proof of something else")?;
		check(IdealVerifier::verify(proof).is_ok(), "no proof")
	}

	/// Whether tickets are a quorum's, about this person or nobody.
	fn check_tickets(
		&self,
		purpose: Purpose,
		recoveries: u32,
		person: Option<PersonId>,
		tickets: &Tickets<Test>,
	) -> Result<(), Reason> {
		let record = person.and_then(|id| self.record(id));
		let mut issuers = BTreeSet::new();
		let (mut tags, mut known) = (0, 0);
		for SignedTicket { ticket, evidence } in tickets {
			check(ticket.purpose == purpose, "ticket for something else")?;
			check(ticket.recoveries == recoveries, "ticket of another recovery")?;
			check((now()..=now() + MAX_TICKET_LIFE).contains(&ticket.not_after), "ticket's time")?;
			check((1..=MAX_VALIDITY).contains(&ticket.valid_for), "ticket's validity")?;
			check(issuers.insert(ticket.issuer), "issuer twice")?;
			let issuer = self.issuers.get(ticket.issuer as usize).ok_or("no such issuer")?;
			check(!issuer.removed, "issuer removed")?;
			check(issuer.is_active(), "issuer paused")?;
			if purpose == Purpose::Enrol {
				let admitted = issuer.admitted.get(&self.epoch()).copied().unwrap_or(0);
				check(admitted < issuer.limit, "issuer's limit")?;
			}
			let hash = tickets::signing_hash::<Test>(ticket);
			let (owner, serial) = self.tag_owner(ticket.issuer, ticket.tag);
			check(owner.is_none() || owner == person, "tag taken")?;
			check(ticket.serial == serial, "ticket of another serial")?;
			check(!self.used_tickets.contains(&hash), "ticket used")?;
			let is_own = owner.is_some() && owner == person;
			known += usize::from(is_own && self.counts(ticket.issuer));
			check(purpose != Purpose::Recover || owner.is_some(), "tag not bound")?;
			let bound = record.and_then(|record| record.tags.get(&ticket.issuer));
			check(bound.is_none_or(|tag| *tag == ticket.tag), "a second tag at an issuer")?;
			tags += usize::from(bound.is_none());
			let Evidence::Signature(MultiSignature::Sr25519(signature)) = evidence else {
				return Err("forged");
			};
			let key = issuer_key(ticket.issuer).public();
			check(sr25519::Pair::verify(signature, hash, &key), "forged")?;
		}
		check(person.is_none() || known > 0, "no issuer knows the person")?;
		let stays = |id: &&IssuerId| !self.issuers[**id as usize].removed;
		let bound = record.map_or(0, |record| record.tags.keys().filter(stays).count());
		check(tags + bound <= MAX_ATTESTATIONS as usize, "too many attestations")?;
		let issuers: Vec<_> = issuers.into_iter().collect();
		if let (Purpose::Recover, Some(record)) = (purpose, record) {
			let own = &self.policies[record.policy];
			let weight = self.weight_of(own, issuers.iter().copied());
			return check(weight >= own.threshold, "below the threshold");
		}
		let under_present = &self.policies[self.policy()];
		let weight = self.weight_of(under_present, issuers.iter().copied());
		check(weight >= under_present.threshold, "below the threshold")?;
		check(self.would_admit(&issuers), "below the threshold of the policy before")
	}

	/// The tree whose root an epoch's scope accepts now.
	fn open_epoch(&self, epoch: Epoch, has_grace: bool) -> Result<&Standing, Reason> {
		check(epoch <= self.epoch(), "epoch ahead")?;
		let began = self.trees[self.trees.len() - 1].started_at;
		let in_grace = has_grace && epoch + 1 == self.epoch() && now() < began + GRACE;
		check(epoch == self.epoch() || in_grace, "epoch over")?;
		Ok(&self.trees[epoch as usize])
	}

	/// The tree whose root a scope accepts now.
	fn accepted_tree(&self, scope: &PersonScope) -> Result<&Standing, Reason> {
		match scope {
			PersonScope::Quota { epoch, counter } => {
				check(*counter < QUOTA, "quota")?;
				self.open_epoch(*epoch, true)
			}
			PersonScope::Session { .. } => Err("session's scope"),
			PersonScope::Application { scope, topic } => {
				let scope = self.scope(*scope).ok_or("no such scope")?;
				check(!scope.closed, "scope closed")?;
				check(*topic == NO_TOPIC || !scope.one_topic, "scope has no topics")?;
				check(now() <= scope.until, "scope over")?;
				Ok(&self.trees[scope.epoch as usize])
			}
		}
	}

	/// Whether acts are accepted in a scope now.
	pub(super) fn is_open(&self, scope: &PersonScope) -> bool {
		match scope {
			PersonScope::Session { epoch } => *epoch == self.epoch(),
			_ => self.accepted_tree(scope).is_ok(),
		}
	}

	/// Whether a proof is of somebody who stands in this tree, about this scope and message.
	fn check_stands(
		&self,
		tree: &Standing,
		scope: &PersonScope,
		message: Word,
		proof: &SemaphoreProof,
	) -> Result<FieldElement, Reason> {
		check(proof.merkle_tree_depth == PERSON_DEPTH, "depth")?;
		check(proof.scope == words::scope_word::<Test>(scope), "proof for another scope")?;
		check(proof.message == message, "proof for another call")?;
		check(proof.merkle_tree_root == tree.root.into() && !tree.root.is_zero(), "another root")?;
		check(IdealVerifier::verify(proof).is_ok(), "no proof")?;
		FieldElement::try_from(proof.nullifier).map_err(|_| "no proof")
	}

	fn expect_act(
		&self,
		scope: &PersonScope,
		attempt: u8,
		proof: &SemaphoreProof,
		call: &RuntimeCall,
	) -> Result<(), Reason> {
		check(may_be_made(scope, call), "call not allowed")?;
		let tree = self.accepted_tree(scope)?;
		let message = words::act_message::<Test>(scope, attempt, call);
		let nullifier = self.check_stands(tree, scope, message, proof)?;
		let failed = match self.uses.get(&(key_of(scope), nullifier)) {
			Some(Use::Spent) => return Err("nullifier used"),
			Some(Use::Attempted(failed)) => *failed,
			None => {
				let has_slot = match scope {
					PersonScope::Application { scope, .. } => {
						self.scope(*scope).is_some_and(|scope| scope.used < scope.slots)
					}
					_ => true,
				};
				check(has_slot, "no slots left")?;
				0
			}
		};
		check(attempt >= failed, "attempt used")?;
		check(attempt == failed, "attempt ahead")
	}

	fn expect_session(
		&self,
		epoch: Epoch,
		proof: &SemaphoreProof,
		account: &AccountId32,
		consent: &MultiSignature,
	) -> Result<(), Reason> {
		let scope = PersonScope::Session { epoch };
		let tree = self.open_epoch(epoch, false)?;
		let message = words::session_message::<Test>(epoch, account);
		let nullifier = self.check_stands(tree, &scope, message, proof)?;
		check(!self.uses.contains_key(&(key_of(&scope), nullifier)), "nullifier used")?;
		check(self.sessions.get(account).is_none_or(|session| session.0 != epoch), "session open")?;
		let MultiSignature::Sr25519(signature) = consent else { return Err("no consent") };
		let key = sr25519::Public::from_raw(account.clone().into());
		let agreed = words::session_consent::<Test>(epoch, account, proof.nullifier);
		check(sr25519::Pair::verify(signature, agreed.0, &key), "no consent")
	}

	/// What should become of a call that a person makes.
	pub(super) fn succeeds(&self, scope: &PersonScope, call: &RuntimeCall) -> bool {
		match call {
			RuntimeCall::Tester(tester::Call::fail {}) => false,
			RuntimeCall::Tester(tester::Call::only_in { scope: wanted }) => wanted == scope,
			RuntimeCall::Tester(tester::Call::close { scope }) => {
				self.scope(*scope).is_some_and(|scope| !scope.closed)
			}
			_ => true,
		}
	}
}

/// Whether persons may make a call in a scope.
pub(super) fn may_be_made(scope: &PersonScope, call: &RuntimeCall) -> bool {
	match call {
		RuntimeCall::Personhood(Call::declare { .. })
		| RuntimeCall::Tester(tester::Call::fail {} | tester::Call::only_in { .. }) => true,
		RuntimeCall::Tester(tester::Call::heavy { weight }) => weight.all_lte(MAX_ACT_WEIGHT),
		RuntimeCall::Tester(tester::Call::long { .. }) => {
			call.encoded_size() <= MAX_ACT_LENGTH as usize
		}
		RuntimeCall::Tester(tester::Call::close { .. }) => {
			matches!(scope, PersonScope::Application { .. })
		}
		_ => false,
	}
}

/// The commitment that tickets are about.
fn subject_of(tickets: &Tickets<Test>) -> Result<Word, Reason> {
	let first = tickets.first().ok_or("no tickets")?.ticket.commitment;
	check(
		tickets.iter().all(|signed| signed.ticket.commitment == first),
		"tickets about another commitment",
	)?;
	Ok(first)
}
