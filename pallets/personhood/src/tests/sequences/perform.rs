//! What the steps do.

use super::{
	expect::check,
	model::Record,
	steps::{About, Asked, By, Flaw, From, Room, Step, Trick, Wanted, Where, With, HUMANS},
	world::{key_of, Face, Hunt, Kept, Known, KnownPolicy, Opened, World},
	FIRST,
};
use crate::{
	mock::{
		ideal, old,
		tester::{self},
		*,
	},
	*,
};
use census_primitives::{Epoch, IssuerId, PersonId, PersonScope, PersonScopes, ScopeId, Slots};
use census_zk_types::{FieldElement, MerkleProof, SemaphoreProof, Word};
use codec::Encode;
use frame_support::{weights::Weight, BoundedVec};
use sp_core::Pair;
use sp_io::hashing::blake2_256;
use sp_runtime::{AccountId32, MultiSignature};
use std::collections::BTreeMap;

/// The most issuers that are ever registered.
const MOST_ISSUERS: IssuerId = 14;
/// An account that is nobody's.
const STRANGER: u8 = 9;
/// The accounts of sessions: two with funds, two without.
const SESSION_ACCOUNTS: [u8; 4] = [10, 11, 20, 21];

/// A request for tickets without deceit.
pub(super) fn plainly(purpose: Purpose, human: usize) -> Asked {
	Asked {
		purpose: Some(purpose),
		human,
		person_of: None,
		from: From::Quorum,
		order: human as u64,
		about: About::New,
		tag: 0,
		posing_as: None,
		valid_for: VALID_FOR,
		flaw: Flaw::None,
		keeps: false,
	}
}

/// A number that follows from others, as good as random.
fn mix(of: impl Encode) -> u64 {
	let mut bytes = [0; 8];
	bytes.copy_from_slice(&blake2_256(&of.encode())[..8]);
	u64::from_le_bytes(bytes)
}

impl World {
	pub(super) fn perform(&mut self, step: Step) {
		match step {
			Step::Register { class } => {
				self.register(class);
			}
			Step::Limit { issuer, limit } => {
				let id = self.issuer(issuer);
				let expected = self.is_present(id);
				if self.make("limit", expected, || {
					Pallet::<Test>::set_issuer_limit(RuntimeOrigin::root(), id, limit)
				}) {
					self.issuers[id as usize].limit = limit;
				}
			}
			Step::Pause { issuer, by } => {
				let id = self.issuer(issuer);
				self.pause(id, by);
			}
			Step::Resume { issuer } => {
				// One that is paused, if there is one.
				let is_paused = |issuer: &Known| !issuer.removed && !issuer.is_active();
				let paused = self.issuers.iter().position(is_paused);
				self.resume(paused.map_or(self.issuer(issuer), |id| id as IssuerId));
			}
			Step::Remove { issuer } => {
				// One that no policy has, if there is one.
				let goes = |id: &IssuerId| self.is_present(*id).is_ok() && !self.counts(*id);
				let gone = (0..self.issuers.len() as IssuerId).find(goes);
				self.remove(gone.unwrap_or(self.issuer(issuer)));
			}
			Step::Turnover { first, count, ruthless } => self.turnover(first, count, ruthless),
			Step::Policy { first, without, heavy, slack, notice } => {
				self.some_policy(first, without, heavy, slack, notice);
			}
			Step::Exodus { stay, room } => self.exodus(stay, room),
			Step::Admit(asked) => self.admit(asked),
			Step::UseKept { kept, human } => self.use_kept(kept, human),
			Step::Rotate { human, person_of, with, to } => self.rotate(human, person_of, with, to),
			Step::Veto { human, person_of, with } => self.veto(human, person_of, with),
			Step::Struggle { human } => {
				self.admit(Asked { order: 0, ..plainly(Purpose::Recover, human) });
				self.rotate(human, Some(human), 0, About::New);
				self.veto(human, Some(human), 0);
				self.admit(plainly(Purpose::Enrol, human));
			}
			Step::Return { person, by, order, tag } => self.come_again(person, by, order, tag),
			Step::Withdraw { issuer, human, by } => self.withdraw(issuer, human, by),
			Step::Merge { issuer, humans, tag, by } => {
				let id = self.issuer(issuer);
				self.merge(id, humans, tag, by);
			}
			Step::MergeByAll { humans } => {
				for id in 0..self.issuers.len() as IssuerId {
					if self.issuers[id as usize].is_active() {
						self.merge(id, humans, 0, By::Controller);
					}
				}
			}
			Step::Expire { human } => {
				// Somebody whose time is over, if there is anybody.
				let over = |id: &PersonId| {
					self.record(*id).is_some_and(|person| {
						person.status.is_live() && self.over(person).is_some()
					})
				};
				let id = (0..self.persons.len() as PersonId)
					.find(over)
					.unwrap_or_else(|| self.person_of(human, mix(now())));
				// Some wait for it, to be before the chain, which sweeps after that block.
				let left = self
					.record(id)
					.filter(|person| person.status.is_live())
					.map_or(0, |person| person.expires_at.saturating_sub(now()));
				if left <= crate::mock::EPOCH_LENGTH {
					self.blocks(left, Room::Enough);
				}
				let expected = match self.record(id) {
					None => Err("no such person"),
					Some(person) if !person.status.is_live() => Err("status"),
					Some(person) => check(self.over(person).is_some(), "not over"),
				};
				let reason = self.record(id).and_then(|person| self.over(person));
				if self
					.make("expire", expected, || Pallet::<Test>::expire(by(funded(STRANGER)), id))
				{
					self.record_mut(id).end(reason.expect("it is over"));
				}
			}
			Step::Act { human, with, scope, what, trick } => {
				let scope = self.place(scope);
				let call = self.call(what, &scope);
				let attempt = self.attempt(human, with, &scope);
				let attempt = match trick {
					Trick::Attempt(more) => attempt.saturating_add_signed(more),
					_ => attempt,
				};
				let other = declare(99);
				let message = match trick {
					Trick::OtherCall => words::act_message::<Test>(&scope, attempt, &other),
					_ => words::act_message::<Test>(&scope, attempt, &call),
				};
				let proof = self.prove(human, with, &scope, message, trick);
				self.send(act_as(scope, attempt, proof, call));
			}
			Step::ActWithAll { human, scope, what } => {
				let scope = self.place(scope);
				let call = self.call(what, &scope);
				for back in (0..self.humans[human].faces.len()).take(4) {
					let with = With::Own(back);
					let attempt = self.attempt(human, with, &scope);
					let message = words::act_message::<Test>(&scope, attempt, &call);
					let proof = self.prove(human, with, &scope, message, Trick::None);
					self.send(act_as(scope, attempt, proof, call.clone()));
				}
			}
			Step::Crowd { scope } => {
				let (scope, what) = (Where::Application { scope, topic: 0 }, Wanted::Declare);
				let (with, trick) = (With::Standing, Trick::None);
				for human in 0..HUMANS {
					self.perform(Step::Act { human, with, scope, what, trick });
				}
			}
			Step::Persist { human, scope } => {
				let scope = self.place(scope);
				let call = RuntimeCall::from(tester::Call::fail {});
				for attempt in 0..=MAX_ATTEMPTS {
					let message = words::act_message::<Test>(&scope, attempt, &call);
					let proof = self.prove(human, With::Standing, &scope, message, Trick::None);
					self.send(act_as(scope, attempt, proof, call.clone()));
				}
			}
			Step::Session { human, with, back, account, trick, consent } => {
				let epoch = self.epoch().saturating_sub(back);
				let number = SESSION_ACCOUNTS[account as usize];
				let account = funded(number);
				let message = words::session_message::<Test>(epoch, &account);
				let scope = PersonScope::Session { epoch };
				let proof = Box::new(self.prove(human, with, &scope, message, trick));
				let signer = key(if consent { number } else { STRANGER });
				let agreed = words::session_consent::<Test>(epoch, &account, proof.nullifier);
				let consent = MultiSignature::Sr25519(signer.sign(&agreed.0));
				self.send(Call::open_session { epoch, proof, account, consent });
			}
			Step::AsAlias { account, back, what } => {
				let epoch = self.epoch().saturating_sub(back);
				let call = self.call(what, &PersonScope::Session { epoch });
				// Somebody who has a session, most often.
				let bound = |account: &AccountId32| {
					self.sessions.get(account).is_some_and(|session| session.0 == epoch)
				};
				let own = funded(SESSION_ACCOUNTS[account as usize]);
				let account = SESSION_ACCOUNTS
					.map(funded)
					.into_iter()
					.find(|other| account > 0 && bound(other));
				self.as_alias(account.unwrap_or(own), epoch, call);
			}
			Step::Outstay { human, account } => {
				let (with, trick, consent) = (With::Standing, Trick::None, true);
				self.perform(Step::Session { human, with, back: 0, account, trick, consent });
				self.perform(Step::NextEpoch { room: Room::Sweep(0) });
				self.perform(Step::AsAlias { account, back: 1, what: Wanted::Declare });
			}
			Step::Declare { account } => {
				let account = funded(SESSION_ACCOUNTS[account as usize]);
				self.make("declare by an account", Err("no person"), || {
					Pallet::<Test>::declare(by(account), [0; 32])
				});
			}
			Step::Open { by: who, count, least, lasts, by_pallet } => {
				self.open(who, count, least, lasts, by_pallet);
			}
			Step::Close { by: who, scope } => {
				let id = self.pick_scope(scope);
				let expected = match self.scope(id) {
					Some(scope) if !scope.closed => check(
						scope.owner.is_some_and(|owner| owner == who || now() > scope.until),
						"not the owner",
					),
					_ => Err("no such scope"),
				};
				if self.make("close", expected, || Pallet::<Test>::close_scope(by(funded(who)), id))
				{
					self.close(id);
				}
			}
			Step::CloseByPallet { scope } => {
				let id = self.pick_scope(scope);
				self.close_by_pallet(id);
			}
			Step::Replay { sent } => {
				if !self.sent.is_empty() {
					self.replay(self.sent.len() - 1 - sent % self.sent.len());
				}
			}
			Step::Blocks { count, room } => self.blocks(count, room),
			Step::NextEpoch { room } => {
				let began = self.trees[self.trees.len() - 1].started_at;
				self.blocks((began + EPOCH_LENGTH).saturating_sub(now()).max(1), room);
			}
		}
	}

	/// Begins so many blocks.
	pub(super) fn blocks(&mut self, count: u64, room: Room) {
		for _ in 0..count {
			if let Room::Sweep(room) = room {
				// As much as the next block begins with.
				end_block_with(Weight::from_parts(room, 0));
			}
			let mut weight = BLOCK_WEIGHT;
			match room {
				Room::Enough => (),
				Room::Placement(room) => PlacementWeight::set(Weight::from_parts(room, 0)),
				Room::Sweep(room) => SweepWeight::set(Weight::from_parts(room, 0)),
				Room::Block(room) => weight = Weight::from_parts(room, 0),
			}
			if self.hunt == Some(Hunt::TwoLeaves) {
				old::removals(!matches!(room, Room::Enough));
			}
			next_block_with(weight);
			PlacementWeight::set(USUAL_PLACEMENT);
			SweepWeight::set(USUAL_SWEEP);
			let has_begun = self.after_block(!matches!(room, Room::Block(_)));
			self.follow(has_begun, room);
			if has_begun && self.hunt.is_none() {
				// What has grown by then, what was swept and placed in this block included.
				let grown = self.next_leaves();
				assert_eq!(self.trees[self.trees.len() - 1].leaves, grown, "another tree begins");
			}
			self.has_changed();
		}
	}

	// Issuers.

	fn issuer(&self, number: u32) -> IssuerId {
		// One more than there are: nobody.
		number % (self.issuers.len() as u32 + 1)
	}

	fn is_present(&self, id: IssuerId) -> Result<(), &'static str> {
		let issuer = self.issuers.get(id as usize).ok_or("no such issuer")?;
		check(!issuer.removed, "issuer removed")
	}

	fn register(&mut self, class: u32) -> Option<IssuerId> {
		let id = self.issuers.len() as IssuerId;
		// More would make all sets of them too many to look at.
		if id == MOST_ISSUERS {
			return None;
		}
		let GenesisIssuer { name, kind, controller, .. } = genesis_issuer(id, 1, class);
		let name = Name::try_from(name.into_bytes()).expect("it is short");
		let root = RuntimeOrigin::root();
		self.make("register", Ok(()), || {
			Pallet::<Test>::register_issuer(root, name, kind, controller, class, LIMIT)
		});
		self.issuers.push(Known::new(class));
		Some(id)
	}

	fn pause(&mut self, id: IssuerId, sender: By) {
		let expected = self.is_present(id).and_then(|()| {
			let (by_governance, by_controller) = self.issuers[id as usize].paused;
			match sender {
				By::Governance => check(!by_governance, "paused already"),
				By::Controller => check(!by_controller, "paused already"),
				By::Stranger => Err("stranger"),
			}
		});
		let origin = origin(sender, id);
		if self.make("pause", expected, || Pallet::<Test>::pause_issuer(origin, id)) {
			let paused = &mut self.issuers[id as usize].paused;
			match sender {
				By::Governance => paused.0 = true,
				By::Controller | By::Stranger => paused.1 = true,
			}
		}
	}

	fn resume(&mut self, id: IssuerId) {
		let expected = self
			.is_present(id)
			.and_then(|()| check(!self.issuers[id as usize].is_active(), "not paused"));
		let root = RuntimeOrigin::root();
		if self.make("resume", expected, || Pallet::<Test>::resume_issuer(root, id)) {
			self.issuers[id as usize].paused = (false, false);
		}
	}

	fn remove(&mut self, id: IssuerId) {
		let expected =
			self.is_present(id).and_then(|()| check(!self.counts(id), "issuer in a policy"));
		let root = RuntimeOrigin::root();
		if self.make("remove", expected, || Pallet::<Test>::remove_issuer(root, id)) {
			self.issuers[id as usize].removed = true;
		}
	}

	/// Another policy takes the place of the present one, if it may.
	fn change_policy(&mut self, policy: KnownPolicy, notice: u64) -> bool {
		// How far quorums reach that fit one admission: there are none, some issuer is in all, or none is.
		let reach = |policies: &[&KnownPolicy]| {
			let quorums = self.quorums(policies);
			match quorums.iter().copied().reduce(|one, other| one & other) {
				None => 0,
				Some(0) => 2,
				Some(_) => 1,
			}
		};
		let present = &self.policies[self.policy()];
		let rests = |record: &Record| record.status.is_live();
		let is_joint = self.records.iter().any(rests);
		let before = reach(&[present]);
		let far = || {
			let alone = reach(&[&policy]);
			let together = if is_joint { reach(&[present, &policy]) } else { alone };
			alone >= before.max(1) && together >= before.max(1)
		};
		let known = policy.weights.keys().all(|id| self.is_present(*id).is_ok());
		let expected = check(self.former().is_none(), "one at a time")
			.and(check(policy.threshold > 0, "no threshold"))
			.and(check(known, "issuer removed"))
			.and(check(policy.intersects(), "quorums would not intersect"))
			.and((NOTICE..=MAX_VALIDITY).contains(&notice).then_some(()).ok_or("deadline"))
			.and_then(|()| check(far(), "out of reach"));
		let issuers: Vec<_> = policy.weights.iter().map(|(id, weight)| (*id, *weight)).collect();
		let deadline = now() + notice;
		let made = self
			.make("policy", expected, || change_policy_by(&issuers, policy.threshold, deadline));
		if made {
			self.former = is_joint.then_some((self.policy(), deadline));
			self.policies.push(policy);
		}
		made
	}

	fn some_policy(
		&mut self,
		first: u32,
		without: u32,
		heavy: Option<u32>,
		slack: i8,
		notice: u64,
	) {
		let many = self.issuers.len() as u32;
		let left_out: Vec<_> = (first..first + without).map(|id| id % many).collect();
		let weights: BTreeMap<_, _> = (0..many)
			.filter(|id| self.is_present(*id).is_ok() && !left_out.contains(id))
			.map(|id| (id, 1 + u32::from(heavy == Some(id))))
			.collect();
		let mut policy = KnownPolicy { weights, threshold: 0 };
		let all: u32 = policy.weights.values().sum();
		// The least with which quorums intersect.
		policy.threshold = ((all + policy.heaviest()) / 2 + 1).saturating_add_signed(slack.into());
		self.change_policy(policy, notice);
	}

	fn turnover(&mut self, first: u32, count: u32, ruthless: bool) {
		let mut policy = self.policies[self.policy()].clone();
		let members: Vec<_> = policy.weights.keys().copied().collect();
		let many = members.len() as u32;
		for place in first..first + count.min(many) {
			let replaced = members[(place % many) as usize];
			let Some(new) = self.register(self.issuers[replaced as usize].class) else { return };
			let weight = policy.weights.remove(&replaced).expect("it is a member");
			policy.weights.insert(new, weight);
		}
		let notice = 2 * NOTICE;
		if !self.change_policy(policy, notice) {
			return;
		}
		// Who asks those alone that count from now on.
		for human in FIRST..HUMANS {
			self.admit(Asked { from: From::Present, ..plainly(Purpose::Enrol, human) });
		}
		if ruthless {
			self.blocks(notice, Room::Enough);
		} else {
			self.blocks(ROTATION_COOLDOWN, Room::Enough);
			for human in 0..HUMANS {
				self.admit(plainly(Purpose::Renew, human));
			}
		}
	}

	fn exodus(&mut self, stay: u32, room: Room) {
		let tags: Vec<_> = self.tags.iter().map(|(tag, (owner, _))| (*tag, *owner)).collect();
		for ((id, tag), person) in tags {
			if self
				.record(person)
				.is_some_and(|record| record.status.is_live() && record.standing.contains(&id))
			{
				self.make("withdraw", Ok(()), || {
					Pallet::<Test>::withdraw(by(controller(id)), id, tag)
				});
				self.take_back(id, tag);
			}
		}
		let members = self.policies[self.policy()].weights.len() as u32;
		self.turnover(stay, members.saturating_sub(stay), true);
		for human in 0..HUMANS {
			if human % 2 == 0 || self.hunt.is_none() {
				self.admit(plainly(Purpose::Enrol, human));
			} else {
				let (person, by) = (human + mix(now()) as usize, Some(human));
				self.come_again(person, by, human as u64, 1);
			}
		}
		self.perform(Step::NextEpoch { room });
	}

	fn withdraw(&mut self, issuer: u32, human: usize, sender: By) {
		let person = self.person_of(human, mix(now()));
		let tags: Vec<_> = self.tags.iter().filter(|(_, (owner, _))| *owner == person).collect();
		let Some(((id, tag), _)) = tags.get(issuer as usize % tags.len().max(1)) else { return };
		let (id, tag) = (*id, *tag);
		let expected = check(matches!(sender, By::Controller), "not the controller");
		if self
			.make("withdraw", expected, || Pallet::<Test>::withdraw(signed_by(sender, id), id, tag))
		{
			self.take_back(id, tag);
		}
	}

	fn merge(&mut self, id: IssuerId, (one, other): (usize, usize), number: u8, sender: By) {
		let tag = self.tag(id, one, number);
		let known = self.tags.get(&(id, tag)).map(|(owner, _)| *owner);
		let other = self.person_of(other, mix((now(), number)));
		let expected = || {
			let issuer = self.issuers.get(id as usize).ok_or("no such issuer")?;
			check(matches!(sender, By::Controller), "not the controller")?;
			check(!issuer.removed, "issuer removed")?;
			check(self.counts(id), "issuer in no policy")?;
			let known = known.ok_or("no attestation")?;
			check(known != other, "same person")?;
			let both = [known, other]
				.map(|id| self.record(id).is_some_and(|record| record.status.is_live()));
			check(both == [true; 2], "status")?;
			let (elder, younger) = (known.min(other), known.max(other));
			let said = self.claims.get(&younger).and_then(|claims| claims.get(&id));
			check(said != Some(&elder) || self.is_merged(younger, elder, id), "supported already")?;
			Ok((elder, younger))
		};
		let expected = expected();
		let accepted = self.make("merge", expected.map(drop), || {
			Pallet::<Test>::merge(signed_by(sender, id), id, tag, other)
		});
		let (Ok((elder, younger)), true) = (expected, accepted) else { return };
		let is_merged = self.is_merged(younger, elder, id);
		self.claims.entry(younger).or_default().insert(id, elder);
		if is_merged {
			self.record_mut(younger).end(EndReason::Merged);
			self.claims.remove(&younger);
			self.reach("persons merged");
		}
	}

	/// Whether issuers that could admit a person, and more than one, say with this one that somebody is an older
	/// person.
	fn is_merged(&self, younger: PersonId, elder: PersonId, issuer: IssuerId) -> bool {
		let mut said = self.claims.get(&younger).cloned().unwrap_or_default();
		said.insert(issuer, elder);
		let supporters: Vec<_> = said
			.into_iter()
			.filter(|(id, about)| *about == elder && self.issuers[*id as usize].is_active())
			.map(|(id, _)| id)
			.collect();
		let is_several = |policy: &KnownPolicy| {
			self.weight_of(policy, supporters.iter().copied()) > policy.heaviest()
		};
		self.would_admit(&supporters) && self.in_force().into_iter().all(is_several)
	}

	// Tickets.

	/// The tag that an issuer gives a human: an honest one the same each time, and no other human
	/// ever; the corrupt one what is asked for.
	fn tag(&self, issuer: IssuerId, human: usize, number: u8) -> Tag {
		let own = tag(issuer, human as u64);
		if self.corrupt != Some(issuer) {
			return own;
		}
		match number {
			0 => own,
			1 => tag(issuer, (human + 1) as u64 % HUMANS as u64),
			_ => blake2_256(&("another", issuer, human as u64, number).encode()),
		}
	}

	/// The issuers to whom a human goes.
	fn choose(&self, asked: &Asked, purpose: Purpose) -> Vec<IssuerId> {
		let knows = |id: IssuerId| self.tags.contains_key(&(id, tag(id, asked.human as u64)));
		let present = &self.policies[self.policy()];
		let mut ids: Vec<_> = (0..self.issuers.len() as IssuerId).collect();
		ids.sort_by_key(|id| {
			let inactive = !self.issuers[*id as usize].is_active() || !self.counts(*id);
			let unwanted = match asked.from {
				From::Strangers => knows(*id),
				From::Present => !present.weights.contains_key(id),
				From::Everyone => false,
				_ => purpose == Purpose::Recover && !knows(*id),
			};
			let honest = asked.posing_as.is_some() && self.corrupt != Some(*id);
			(inactive, honest, unwanted, mix((asked.order, *id)))
		});
		let is_enough = |ids: &[IssuerId]| match asked.from {
			From::Present => self.weight_of(present, ids.iter().copied()) >= present.threshold,
			_ => self.would_admit(ids),
		};
		let enough = (1..=ids.len()).find(|many| is_enough(&ids[..*many])).unwrap_or(ids.len());
		ids.truncate(match asked.from {
			From::Quorum | From::Strangers | From::Present => enough,
			From::TooFew => enough - 1,
			From::Everyone => ids.len(),
		});
		ids.truncate(MAX_TICKETS as usize);
		ids
	}

	fn subject(&mut self, human: usize, about: About) -> (usize, Face) {
		match about {
			About::New => (human, self.new_face(human)),
			About::Own(back) => (human, self.face(human, back)),
			About::Subtree => (human, self.new_subtree(human)),
			About::Others(other) => (other, self.face(other, 0)),
		}
	}

	/// What a human needs, as things stand with its person.
	fn needs(&self, human: usize, turn: u64) -> Purpose {
		match self.record(self.person_of(human, turn)).map(|person| person.status) {
			None => Purpose::Enrol,
			Some(Status::Active) if !turn.is_multiple_of(3) => Purpose::Recover,
			Some(status) if status.is_live() => Purpose::Renew,
			Some(_) => Purpose::Enrol,
		}
	}

	/// Of those who have ended one comes again: it enrols, by its human or by another under its tags.
	/// Where persons may be brought back, it is brought back.
	fn come_again(&mut self, person: usize, by: Option<usize>, order: u64, tag: u8) {
		let gone: Vec<_> = (0..)
			.zip(&self.records)
			.filter(|(_, record)| !record.status.is_live())
			.map(|(id, _)| id)
			.collect();
		let Some(id) = gone.get(person % gone.len().max(1)).copied() else { return };
		let human = by.unwrap_or(self.persons[id as usize]);
		let (id, human) = match self.impostor(&gone, person) {
			Some(pair) if tag > 0 && self.hunt.is_none() => pair,
			_ => (id, human),
		};
		let from = if tag == 0 { From::Quorum } else { From::Strangers };
		let posing_as = (tag > 0).then_some(id);
		let asked = Asked { from, order, tag, posing_as, ..plainly(Purpose::Enrol, human) };
		match self.hunt {
			None => self.admit_as(self.persons.len() as PersonId, asked),
			Some(hunt) => self.bring_back(id, &asked, hunt),
		}
	}

	/// A person that has ended and whose tag at the corrupt issuer is free, with another human that is
	/// no live person.
	fn impostor(&self, gone: &[PersonId], turn: usize) -> Option<(PersonId, usize)> {
		let corrupt = self.corrupt?;
		let is_free = |id: &&PersonId| {
			let tag = self.records[**id as usize].tags.get(&corrupt);
			tag.and_then(|tag| self.tags.get(&(corrupt, *tag))).is_some_and(|tag| tag.0 == **id)
		};
		let free: Vec<_> = gone.iter().filter(is_free).collect();
		let id = **free.get(turn % free.len().max(1))?;
		let is_live = |id: &PersonId| self.records[*id as usize].status.is_live();
		let human = (0..HUMANS).find(|human| {
			let known = &self.humans[*human];
			self.persons[id as usize] != *human && !known.persons.iter().any(is_live)
		})?;
		Some((id, human))
	}

	/// Brings a person back as another human, or its own, asks for.
	fn bring_back(&mut self, id: PersonId, asked: &Asked, hunt: Hunt) {
		let human = asked.human;
		let face = self.new_face(human);
		let tickets: Vec<_> = self
			.choose(asked, Purpose::Enrol)
			.into_iter()
			.map(|issuer| {
				let mut ticket = ticket(Purpose::Enrol, issuer, human as u64, face.commitment, 0);
				ticket.tag = self.tag(issuer, human, asked.tag);
				if self.corrupt == Some(issuer) {
					// It says whatever serves.
					let known = self.records[id as usize].tags.get(&issuer);
					ticket.tag = known.copied().unwrap_or(ticket.tag);
				}
				signed(ticket)
			})
			.collect();
		let tickets = BoundedVec::try_from(tickets).expect("no more than the most");
		if old::reinstate(id, &tickets).is_err() {
			return;
		}
		self.reach("a person is brought back");
		let record = self.told(id);
		for SignedTicket { ticket, .. } in &tickets {
			let serial = serial(ticket.issuer, ticket.tag);
			self.tags.insert((ticket.issuer, ticket.tag), (id, serial));
		}
		self.commitments.insert(face.commitment);
		self.records[id as usize] = record;
		if self.persons[id as usize] != human {
			assert!(hunt != Hunt::Seizure, "person {id} is another human's");
			self.persons[id as usize] = human;
		}
		self.has_changed();
	}

	fn admit(&mut self, asked: Asked) {
		let human = asked.human;
		let purpose = asked.purpose.unwrap_or_else(|| self.needs(human, asked.order));
		let person = match purpose {
			Purpose::Enrol => self.persons.len() as PersonId,
			_ => self.person_of(asked.person_of.unwrap_or(human), asked.order),
		};
		self.admit_as(person, Asked { purpose: Some(purpose), ..asked });
	}

	fn admit_as(&mut self, person: PersonId, asked: Asked) {
		let human = asked.human;
		let purpose = asked.purpose.expect("it is known by now");
		let record = self.record(person).cloned();
		let current = record.as_ref().map(|record| record.commitment);
		let (owner, mut face) = match (purpose, asked.about, current) {
			(Purpose::Renew, About::New, Some(commitment)) => {
				let owner = self.owners[&commitment];
				(owner, self.face_of(owner, commitment).expect("the owner has it"))
			}
			_ => self.subject(human, asked.about),
		};
		let mut recoveries = match purpose {
			Purpose::Enrol => 0,
			Purpose::Renew | Purpose::Recover => record.map_or(0, |record| record.recoveries),
		};
		if let Flaw::Recoveries(more) = asked.flaw {
			recoveries = recoveries.wrapping_add_signed(more.into());
		}
		let mut tickets: Vec<_> = self
			.choose(&asked, purpose)
			.into_iter()
			.map(|issuer| {
				let mut ticket = ticket(purpose, issuer, human as u64, face.commitment, recoveries);
				ticket.tag = self.tag(issuer, human, asked.tag);
				if self.corrupt == Some(issuer) {
					let posing = asked.posing_as.and_then(|id| self.record(id));
					let known = posing.and_then(|record| record.tags.get(&issuer));
					ticket.tag = known.copied().unwrap_or(ticket.tag);
				}
				(_, ticket.serial) = self.tag_owner(issuer, ticket.tag);
				ticket.valid_for = asked.valid_for;
				match asked.flaw {
					Flaw::NotAfter(more) => ticket.not_after = now().saturating_add_signed(more),
					Flaw::Validity(valid_for) => ticket.valid_for = valid_for,
					_ => (),
				}
				ticket
			})
			.collect();
		match (asked.flaw, tickets.last_mut()) {
			(Flaw::Purpose, Some(ticket)) => {
				ticket.purpose = match ticket.purpose {
					Purpose::Renew => Purpose::Enrol,
					_ => Purpose::Renew,
				};
			}
			(Flaw::Serial(more), Some(ticket)) => {
				ticket.serial = ticket.serial.wrapping_add_signed(more.into());
			}
			(Flaw::Twice, Some(ticket)) => {
				let mut again = ticket.clone();
				again.valid_for += 1;
				tickets.push(again);
				tickets.truncate(MAX_TICKETS as usize);
			}
			_ => (),
		}
		let forged = matches!(asked.flaw, Flaw::Forged);
		let tickets: Vec<_> = (0..)
			.zip(tickets)
			.map(|(place, ticket)| match forged && place == 0 {
				true => signed_with(ticket, &key(STRANGER)),
				false => signed(ticket),
			})
			.collect();
		let tickets = BoundedVec::try_from(tickets).expect("no more than the most");
		// What is another's commitment, only the other can prove to know.
		if owner != human {
			face = self.face(human, 0);
		}
		if asked.keeps {
			self.kept.push(Kept { purpose, human, person, face, tickets });
			return;
		}
		let said = tickets.first().map(|signed| signed.ticket.commitment);
		let posing = said.filter(|_| matches!(asked.flaw, Flaw::Identity));
		if posing.is_some() {
			face = self.new_face(human);
		}
		let mut call = self.admission(purpose, person, human, &face, tickets);
		if let (Some(said), Some(proof)) = (posing, knowledge_in(&mut call)) {
			let said = FieldElement::try_from(said).expect("it is a commitment");
			proof.merkle_tree_root = knowledge::root(&said).into();
		}
		self.send(call);
	}

	/// Tickets that were kept are used now, by whoever got them or by another.
	fn use_kept(&mut self, kept: usize, human: usize) {
		if self.kept.is_empty() {
			return;
		}
		let Kept { purpose, human: owner, person, face, tickets } =
			self.kept[kept % self.kept.len()].clone();
		let thief = (owner + 1) % HUMANS;
		let said = FieldElement::try_from(tickets[0].ticket.commitment).ok();
		// Humans do not get tickets for one another.
		let is_theirs = said.and_then(|said| self.owners.get(&said)) == Some(&thief);
		let (human, face) = match human == 0 && !is_theirs {
			true => (thief, self.face(thief, 0)),
			false => (owner, face),
		};
		let call = self.admission(purpose, person, human, &face, tickets);
		if self.send(call) {
			self.reach("tickets that were kept");
		}
	}

	fn admission(
		&mut self,
		purpose: Purpose,
		person: PersonId,
		human: usize,
		face: &Face,
		tickets: Tickets<Test>,
	) -> Call<Test> {
		let recoveries = self.record(person).map_or(0, |record| record.recoveries);
		let scope = words::knowledge_scope::<Test>();
		match purpose {
			Purpose::Enrol => {
				let message = words::enrol_message::<Test>(&tickets);
				let proof = self.prove_knowledge(human, face, message, scope);
				Call::enrol { tickets, proof }
			}
			Purpose::Renew => {
				let message = words::renew_message::<Test>(person, recoveries, &tickets);
				let proof = self.prove_knowledge(human, face, message, scope);
				Call::renew { person, tickets, proof }
			}
			Purpose::Recover => {
				let message = words::recover_message::<Test>(person, recoveries, &tickets);
				let proof = self.prove_knowledge(human, face, message, scope);
				Call::recover { person, tickets, proof }
			}
		}
	}

	// Identities.

	/// A person, and the identity with which a human claims to be it.
	fn claim(&mut self, human: usize, person_of: Option<usize>, with: usize) -> (PersonId, Face) {
		let person = self.person_of(person_of.unwrap_or(human), mix((now(), with as u64)));
		let current = self
			.record(person)
			.and_then(|record| self.face_of(human, record.commitment))
			.filter(|_| with == 0);
		(person, current.unwrap_or_else(|| self.face(human, with)))
	}

	fn rotate(&mut self, human: usize, person_of: Option<usize>, with: usize, to: About) {
		let (person, from) = self.claim(human, person_of, with);
		let (owner, to) = self.subject(human, to);
		let rotations = self.record(person).map_or(0, |record| record.rotations);
		let commitment = to.commitment.into();
		let message = words::rotation_message::<Test>(person, rotations, &commitment);
		let scope = words::rotation_scope::<Test>(person, rotations);
		let shown = if owner == human { &to } else { &from };
		let proof = self.prove_knowledge(human, shown, message, scope);
		let current = self.prove_knowledge(human, &from, message, scope);
		self.send(Call::rotate { person, commitment, current, proof });
	}

	fn veto(&mut self, human: usize, person_of: Option<usize>, with: usize) {
		// Whoever may veto, most often.
		let mut persons = self.persons.iter().zip(&self.records);
		let recovering = persons.find(|(_, record)| record.recovery.is_some());
		let (human, person_of) = match (person_of, recovering) {
			(None, Some((owner, _))) => (*owner, None),
			(None, None) if !human.is_multiple_of(3) => return,
			_ => (human, person_of),
		};
		let (person, face) = self.claim(human, person_of, with);
		let record = self.record(person);
		let recoveries = record.map_or(0, |record| record.recoveries);
		let commitment = record
			.and_then(|record| record.recovery)
			.map_or(Word::from(0), |recovery| recovery.commitment.into());
		let message = words::veto_message::<Test>(person, recoveries, &commitment);
		let scope = words::veto_scope::<Test>(person, recoveries);
		let proof = self.prove_knowledge(human, &face, message, scope);
		self.send(Call::veto { person, proof });
	}

	// Acts.

	/// One of the scopes that are open, or of all, or one that there is not.
	fn pick_scope(&self, number: u32) -> ScopeId {
		let open: Vec<_> =
			(0..).zip(&self.scopes).filter(|(_, scope)| !scope.closed).map(|(id, _)| id).collect();
		match open.len() as u32 {
			many if many > 0 && number < 5 => open[(number % many) as usize],
			_ => number % (self.scopes.len() as ScopeId + 1),
		}
	}

	fn place(&self, place: Where) -> PersonScope {
		let epoch = |back| self.epoch().saturating_sub(back);
		match place {
			Where::Quota { back: 2, counter: 3 } => {
				PersonScope::Quota { epoch: self.epoch() + 1, counter: 0 }
			}
			Where::Quota { back, counter } => PersonScope::Quota { epoch: epoch(back), counter },
			Where::Session { back } => PersonScope::Session { epoch: epoch(back) },
			Where::Application { scope, topic } => {
				PersonScope::Application { scope: self.pick_scope(scope), topic: [topic; 32] }
			}
		}
	}

	fn call(&self, what: Wanted, scope: &PersonScope) -> RuntimeCall {
		match what {
			Wanted::Declare => declare(mix(now()) as u8),
			Wanted::Fail => tester::Call::fail {}.into(),
			Wanted::OnlyHere => tester::Call::only_in { scope: *scope }.into(),
			Wanted::OnlyIn(other) => tester::Call::only_in { scope: self.place(other) }.into(),
			Wanted::Close(number) => tester::Call::close { scope: self.pick_scope(number) }.into(),
			Wanted::Heavy(too_heavy) => {
				let more = Weight::from_parts(too_heavy.into(), 0);
				tester::Call::heavy { weight: MAX_ACT_WEIGHT.saturating_add(more) }.into()
			}
			Wanted::Long(too_long) => {
				let bytes = vec![0; MAX_ACT_LENGTH as usize - if too_long { 0 } else { 10 }];
				tester::Call::long { bytes }.into()
			}
			Wanted::Forbidden => tester::Call::forbidden {}.into(),
		}
	}

	/// The identity with which a human acts in a scope.
	fn acting(&mut self, human: usize, with: With, scope: &PersonScope) -> Face {
		let standing = self
			.epoch_of(scope)
			.and_then(|epoch| self.tree(epoch))
			.and_then(|tree| tree.leaves.iter().find(|leaf| self.owners.get(leaf) == Some(&human)))
			.copied();
		let face = match with {
			With::Standing => standing.and_then(|leaf| self.face_of(human, leaf)),
			With::Own(back) => Some(self.face(human, back)),
		};
		face.unwrap_or_else(|| self.face(human, 0))
	}

	/// How many attempts of an act of a human's have failed.
	fn attempt(&mut self, human: usize, with: With, scope: &PersonScope) -> u8 {
		let nullifier =
			self.acting(human, with, scope).nullifier(&words::scope_word::<Test>(scope));
		match self.uses.get(&(key_of(scope), nullifier)) {
			Some(Use::Attempted(failed)) => *failed,
			_ => 0,
		}
	}

	/// A human's proof that it stands in the tree that a scope accepts, as well as it can make one.
	fn prove(
		&mut self,
		human: usize,
		with: With,
		scope: &PersonScope,
		message: Word,
		trick: Trick,
	) -> SemaphoreProof {
		let accepted = self.epoch_of(scope);
		let face = self.acting(human, with, scope);
		let epoch = match trick {
			Trick::OtherTree(back) => Some(self.epoch().saturating_sub(back)),
			_ => accepted,
		};
		let path = epoch.and_then(|epoch| path_of(epoch, face.commitment));
		if let Some(epoch) = epoch.filter(|_| self.is_open(scope) && epoch == accepted) {
			let stands = self.trees[epoch as usize].leaves.contains(&face.commitment);
			assert_eq!(path.is_some(), stands, "no path under an accepted root");
		}
		let path = path
			.or_else(|| {
				let kept = Pallet::<Test>::kept_epochs();
				kept.into_iter().rev().find_map(|epoch| path_of(epoch, face.commitment))
			})
			.unwrap_or_default();
		let word = match trick {
			Trick::OtherScope(other) => words::scope_word::<Test>(&self.place(other)),
			_ => words::scope_word::<Test>(scope),
		};
		let depth = if matches!(trick, Trick::Depth) { PERSON_DEPTH - 6 } else { PERSON_DEPTH };
		let mut proof = face.prove(depth, path, message, word);
		self.note(human, face.plain(), &proof);
		match trick {
			Trick::Rerandomised => proof = ideal::rerandomised(&proof),
			Trick::Garbage => proof.points = [Word::from(u64::MAX); 8],
			Trick::Nullifier => {
				let other = self.face((human + 1) % HUMANS, 0);
				proof.nullifier = other.nullifier(&word).into();
			}
			_ => (),
		}
		proof
	}

	// Scopes.

	fn open(
		&mut self,
		who: u8,
		count: Option<(u32, bool)>,
		least: u32,
		lasts: u64,
		by_pallet: bool,
	) {
		let (owner, until) = (funded(who), now() + lasts);
		let slots = match count {
			None => Slots::Electorate,
			Some((count, false)) => Slots::Persons(count),
			Some((count, true)) => Slots::Acts(count),
		};
		let tree = &self.trees[self.pinnable as usize];
		let members = tree.leaves.iter().filter(|leaf| !leaf.is_zero()).count() as u32;
		let paid = count.map_or(members, |(count, _)| count);
		// One unit, the existential deposit, is not for holding.
		let free = Balances::free_balance(&owner) - 1;
		let expected = check(lasts <= MAX_SCOPE_LIFE, "too long")
			.and(check(members >= least.max(MIN_ELECTORATE), "too few members"))
			.and(check(paid > 0, "no slots"))
			.and(check(free >= u64::from(paid) * SLOT_PRICE + SCOPE_DEPOSIT, "too dear"));
		let name = if by_pallet { "open by a pallet" } else { "open" };
		if !self.make(name, expected, || match by_pallet {
			true => {
				<Pallet<Test> as PersonScopes<_, _>>::open(&owner, slots, least, until).map(drop)
			}
			false => Pallet::<Test>::open_scope(by(owner), slots, least, until),
		}) {
			return;
		}
		self.scopes.push(Opened {
			owner: (!by_pallet).then_some(who),
			payer: who,
			epoch: self.pinnable,
			one_topic: !matches!(slots, Slots::Acts(_)),
			until,
			slots: paid,
			used: 0,
			closed: false,
		});
	}

	pub(super) fn close_by_pallet(&mut self, id: ScopeId) {
		let expected = check(self.scope(id).is_some_and(|scope| !scope.closed), "no such scope");
		if self.make("close by a pallet", expected, || {
			<Pallet<Test> as PersonScopes<AccountId32, u64>>::close(id)
		}) {
			self.close(id);
		}
	}
}

/// The proof of knowledge that comes with tickets.
fn knowledge_in(call: &mut Call<Test>) -> Option<&mut SemaphoreProof> {
	match call {
		Call::enrol { proof, .. } | Call::renew { proof, .. } | Call::recover { proof, .. } => {
			Some(proof)
		}
		_ => None,
	}
}

/// Where a commitment stands in an epoch's tree, if the chain still knows.
fn path_of(epoch: Epoch, commitment: FieldElement) -> Option<(u64, Vec<FieldElement>)> {
	let MerkleProof { index, siblings, .. } = merkle_proof(epoch, commitment)?;
	Some((index.into(), siblings))
}

/// The origin of governance, of an issuer's controller, or of somebody else.
fn origin(sender: By, id: IssuerId) -> RuntimeOrigin {
	match sender {
		By::Governance => RuntimeOrigin::root(),
		By::Controller => by(controller(id)),
		By::Stranger => by(funded(STRANGER)),
	}
}

/// As [`origin`], for calls that governance does not make.
fn signed_by(sender: By, id: IssuerId) -> RuntimeOrigin {
	origin(sender, id)
}
