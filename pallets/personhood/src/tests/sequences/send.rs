//! How calls are sent: each is accepted exactly if it should be, a refused one changes nothing, and
//! what an accepted one did is noted.

use super::{
	expect::{check, may_be_made, Reason},
	model::Record,
	world::{key_of, Known, World},
};
use crate::{
	ensure::validity,
	mock::{
		tester::{self, Done},
		*,
	},
	*,
};
use census_primitives::{Epoch, PersonId, PersonRefusal, PersonScope, ProofRefusal, VerifyError};
use census_zk_types::{FieldElement, SemaphoreProof};
use frame_support::{
	pallet_prelude::TransactionSource, storage::with_storage_layer, traits::Authorize,
};
use sp_runtime::{traits::Dispatchable, AccountId32, DispatchResult};
use std::collections::BTreeMap;

/// A call's name, for the count of what was reached.
fn name(call: &Call<Test>) -> &'static str {
	match call {
		Call::enrol { .. } => "enrol",
		Call::renew { .. } => "renew",
		Call::recover { .. } => "recover",
		Call::rotate { .. } => "rotate",
		Call::veto { .. } => "veto",
		Call::act_as { scope: PersonScope::Application { .. }, .. } => "act in an application",
		Call::act_as { .. } => "act",
		Call::open_session { .. } => "session",
		_ => "other",
	}
}

/// Makes a call that has been authorised.
fn dispatch(call: &RuntimeCall) -> DispatchResult {
	with_storage_layer(|| {
		let origin = frame_system::RawOrigin::Authorized.into();
		call.clone().dispatch(origin).map(drop).map_err(|failure| failure.error)
	})
}

impl World {
	/// Sends a call that nobody signed, as the pool and then a block takes it.
	pub(super) fn send(&mut self, call: Call<Test>) -> bool {
		let accepted = self.offer(&call);
		self.sent.push((call, accepted));
		accepted
	}

	/// Sends a call again.
	pub(super) fn replay(&mut self, place: usize) {
		let (call, was) = self.sent[place].clone();
		let accepted = self.offer(&call);
		let name = name(&call);
		match (was, accepted) {
			(true, false) => self.reach("replay of what was accepted"),
			(true, true) => panic!("{name} was accepted twice"),
			(false, true) => self.reach("replay of what was refused is accepted"),
			(false, false) => self.reach("replay of what was refused is refused"),
		}
		self.sent[place].1 |= accepted;
	}

	fn offer(&mut self, call: &Call<Test>) -> bool {
		let expected = self.expect(call);
		let name = name(call);
		let runtime_call = RuntimeCall::from(call.clone());
		let verdict =
			runtime_call.authorize(TransactionSource::External).expect("it needs no signature");
		assert_eq!(
			verdict.as_ref().map(drop).map_err(|refusal| (*refusal, expected)).is_ok(),
			expected.is_ok(),
			"{name}: {verdict:?}, and not {expected:?}"
		);
		match expected {
			Ok(()) => {
				self.reach(name);
				dispatch(&runtime_call).expect("what was authorised succeeds");
				self.has_changed();
				self.accepted(call);
			}
			Err(reason) => {
				self.reach(format!("{name}: {reason}"));
				// What alone the pool verifies, the block takes from it.
				let alone = [
					PersonRefusal::Signature,
					PersonRefusal::EvidenceKind,
					PersonRefusal::Proof(ProofRefusal::Verifier(VerifyError::ProofInvalid)),
				];
				if !alone.iter().any(|refusal| verdict == Err(validity(*refusal))) {
					assert!(
						dispatch(&runtime_call).is_err(),
						"{name} is refused by the pool alone"
					);
				}
				self.has_not_changed();
			}
		}
		expected.is_ok()
	}

	/// Makes a call that is signed, or governance's.
	pub(super) fn make(
		&mut self,
		name: &str,
		expected: Result<(), Reason>,
		call: impl FnOnce() -> DispatchResult,
	) -> bool {
		let result = with_storage_layer(call);
		assert_eq!(result.is_ok(), expected.is_ok(), "{name}: {result:?}, and not {expected:?}");
		match expected {
			Ok(()) => {
				self.reach(name);
				self.has_changed();
			}
			Err(reason) => {
				self.reach(format!("{name}: {reason}"));
				self.has_not_changed();
			}
		}
		expected.is_ok()
	}

	/// The state is another.
	pub(super) fn has_changed(&mut self) {
		// Events would fill the state from which the root is computed.
		self.told = events();
		System::reset_events();
		self.root = state_root();
		self.checked = false;
	}

	/// P7.
	fn has_not_changed(&self) {
		assert_eq!(state_root(), self.root, "what was refused changed something");
	}

	/// Notes what an accepted call did.
	fn accepted(&mut self, call: &Call<Test>) {
		let policy = self.policy();
		match call {
			Call::enrol { tickets, .. } => {
				if self.former().is_some() {
					self.reach("enrol by a quorum of both policies");
				}
				let id = self.persons.len() as PersonId;
				self.note_return(tickets);
				let commitment = self.admitted(id, tickets, true);
				let human = self.owners[&commitment];
				self.persons.push(human);
				self.humans[human].persons.push(id);
				self.records.push(Record::new(commitment, tickets, policy));
			}
			Call::renew { person, tickets, .. } => {
				if self.record(*person).map(|record| record.policy) != Some(policy) {
					self.reach("renew under another policy");
				}
				self.use_tickets(*person, tickets, false);
				let removed: Vec<_> = self.issuers.iter().map(|issuer| issuer.removed).collect();
				let record = self.record_mut(*person);
				record.tags.retain(|issuer, _| !removed[*issuer as usize]);
				record.admit(tickets, policy);
			}
			Call::recover { person, tickets, .. } => {
				let commitment = self.admitted(*person, tickets, false);
				let record = self.record_mut(*person);
				let effective_at = now() + RECOVERY_DELAY;
				record.recovery = Some(Recovery { commitment, effective_at });
				record.recoveries += 1;
			}
			Call::rotate { person, commitment, .. } => {
				let commitment = FieldElement::try_from(*commitment).expect("it was accepted");
				assert!(self.commitments.insert(commitment), "a commitment is used twice");
				let record = self.record_mut(*person);
				record.rotations += 1;
				record.may_rotate_at = now() + ROTATION_COOLDOWN;
				record.commitment = commitment;
				if record.recovery.is_some() {
					self.reach("rotate while a recovery is under way");
				}
			}
			Call::veto { person, .. } => self.record_mut(*person).end(EndReason::Vetoed),
			Call::act_as { scope, proof, call, .. } => self.acted(*scope, proof, call),
			Call::open_session { epoch, proof, account, .. } => {
				let scope = PersonScope::Session { epoch: *epoch };
				let alias = self.showed(&scope, proof);
				self.uses.insert((key_of(&scope), alias), Use::Spent);
				self.sessions.insert(account.clone(), (*epoch, alias, ACTS_PER_SESSION));
			}
			_ => unreachable!("nobody signed it"),
		}
	}

	/// Notes who enrols by these tickets: somebody who was a person before, or under the tag of
	/// another who was.
	fn note_return(&mut self, tickets: &Tickets<Test>) {
		let commitment = FieldElement::try_from(tickets[0].ticket.commitment);
		let human = self.owners[&commitment.expect("it was accepted")];
		let own = self.humans[human].persons.clone();
		let present = &self.trees[self.trees.len() - 1].leaves;
		let stands = |id: &PersonId| {
			let leaf = self.records[*id as usize].leaf;
			leaf.is_some_and(|(leaf, _)| {
				present.get(leaf as usize).is_some_and(|leaf| !leaf.is_zero())
			})
		};
		if own.iter().any(stands) {
			self.reach("enrol anew while it stands as another");
		} else if !own.is_empty() {
			self.reach("enrol anew");
		}
		let tags = tickets.iter().map(|signed| (signed.ticket.issuer, signed.ticket.tag));
		let mut before = tags.filter_map(|tag| self.tags.get(&tag));
		if before.any(|(id, _)| self.persons[*id as usize] != human) {
			self.reach("enrol under the tag of another who was a person");
		}
	}

	/// Notes the commitment and tags of an admission.
	fn admitted(
		&mut self,
		person: PersonId,
		tickets: &Tickets<Test>,
		counts: bool,
	) -> FieldElement {
		let commitment = tickets[0].ticket.commitment;
		let commitment = FieldElement::try_from(commitment).expect("it was accepted");
		assert!(self.commitments.insert(commitment), "a commitment is used twice");
		self.use_tickets(person, tickets, counts);
		commitment
	}

	fn use_tickets(&mut self, person: PersonId, tickets: &Tickets<Test>, counts: bool) {
		let epoch = self.epoch();
		for SignedTicket { ticket, .. } in tickets {
			let hash = tickets::signing_hash::<Test>(ticket);
			assert!(self.used_tickets.insert(hash), "a ticket is used twice");
			let (owner, serial) = self.tag_owner(ticket.issuer, ticket.tag);
			assert!(owner.is_none_or(|owner| owner == person), "a tag is two live persons'");
			self.tags.insert((ticket.issuer, ticket.tag), (person, serial + 1));
			if counts {
				let issuer: &mut Known = &mut self.issuers[ticket.issuer as usize];
				*issuer.admitted.entry(epoch).or_default() += 1;
			}
		}
	}

	/// P6: in one scope a human shows one nullifier, whichever of its identities it acts with.
	fn showed(&mut self, scope: &PersonScope, proof: &SemaphoreProof) -> FieldElement {
		let nullifier = FieldElement::try_from(proof.nullifier).expect("it was accepted");
		let key = key_of(scope);
		let (human, _) = self.provers[&proof.points[0]];
		let others = self.shown.iter().filter(|(of, who, _)| (of, *who) == (&key, human));
		for (_, _, other) in others {
			assert_eq!(*other, nullifier, "human {human} acts twice in {scope:?}");
		}
		assert!(
			self.uses.get(&(key.clone(), nullifier)) != Some(&Use::Spent),
			"a nullifier is accepted twice in {scope:?}"
		);
		self.shown.push((key, human, nullifier));
		nullifier
	}

	fn acted(&mut self, scope: PersonScope, proof: &SemaphoreProof, call: &RuntimeCall) {
		let alias = self.showed(&scope, proof);
		let key = (key_of(&scope), alias);
		let failed = match self.uses.get(&key) {
			Some(Use::Attempted(failed)) => failed + 1,
			_ => 1,
		};
		let succeeds = self.succeeds(&scope, call);
		let mut used = Use::Spent;
		if let PersonScope::Application { scope: id, .. } = scope {
			// Each nullifier uses one slot, when it first appears.
			self.scopes[id as usize].used += u32::from(!self.uses.contains_key(&key));
			if !succeeds && failed < MAX_ATTEMPTS {
				used = Use::Attempted(failed);
			} else if !succeeds {
				self.reach("act that fails for the last time");
			} else if failed > 1 {
				self.reach("act that succeeds after it has failed");
			}
		}
		let pool = Pallet::<Test>::group_of(&scope);
		assert_eq!(Nullifiers::<Test>::get(pool, alias), Some(used), "what is kept of an act");
		self.uses.insert(key, used);
		self.made(scope, alias, call, succeeds);
	}

	/// Notes what a person's call did.
	fn made(
		&mut self,
		scope: PersonScope,
		alias: FieldElement,
		call: &RuntimeCall,
		succeeds: bool,
	) {
		let Some(Event::Acted { scope: told, alias: whose, result }) = self.told.pop() else {
			panic!("an act has its event");
		};
		assert_eq!((told, whose, result.is_ok()), (scope, alias, succeeds));
		self.reach(if succeeds { "act that succeeds" } else { "act that fails" });
		match call {
			RuntimeCall::Tester(tester::Call::only_in { .. }) if succeeds => {
				self.done.push((scope, alias));
			}
			RuntimeCall::Tester(tester::Call::close { scope: closed }) if succeeds => {
				self.close(*closed);
				self.reach("scope closed by an act");
			}
			_ => (),
		}
		assert_eq!(Done::<Test>::decode_len().unwrap_or(0), self.done.len());
	}

	/// An account makes a call as its alias in an epoch.
	pub(super) fn as_alias(&mut self, account: AccountId32, epoch: Epoch, call: RuntimeCall) {
		let scope = PersonScope::Session { epoch };
		let session = || {
			let (of, alias, left) = *self.sessions.get(&account).ok_or("no session")?;
			check(of == self.epoch(), "session over")?;
			check(of == epoch, "another epoch")?;
			check(left > 0, "no acts left")?;
			let quota = PersonScope::Quota { epoch, counter: 0 };
			check(may_be_made(&quota, &call), "call not allowed")?;
			Ok((alias, left))
		};
		let session = session();
		let origin = by(account.clone());
		let boxed = Box::new(call.clone());
		let is_free = Pallet::<Test>::is_free(&origin, epoch, &boxed);
		assert_eq!(is_free, session.is_ok(), "is it free?");
		let made = self.make("alias", session.map(drop), || {
			Pallet::<Test>::as_alias(origin, epoch, boxed)
				.map(drop)
				.map_err(|failure| failure.error)
		});
		let (Ok((alias, left)), true) = (session, made) else { return };
		self.sessions.insert(account, (epoch, alias, left - 1));
		let succeeds = self.succeeds(&scope, &call);
		self.made(scope, alias, &call, succeeds);
	}
}

/// How often each thing was reached, in all.
pub(super) fn add(all: &mut BTreeMap<String, u32>, some: &BTreeMap<String, u32>) {
	for (what, times) in some {
		*all.entry(what.clone()).or_default() += times;
	}
}
