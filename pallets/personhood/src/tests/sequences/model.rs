//! What becomes of persons: their status, times and leaves, as they follow from what was accepted and
//! from the blocks that have passed. The chain is asked for nothing but what it is free to choose: which
//! leaf it gives to whom, and what it does in which block, where it finds too little weight for all that
//! is due.

use super::{
	steps::Room,
	world::{Known, World},
};
use crate::{mock::*, *};
use census_primitives::{Epoch, IssuerId, PersonId};
use census_zk_types::FieldElement;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of a person.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Record {
	pub(super) status: Status,
	/// What it has in the next tree, or will have once it has a leaf.
	pub(super) commitment: FieldElement,
	/// Its leaf, and the first epoch that is to have it.
	pub(super) leaf: Option<(u32, Epoch)>,
	pub(super) rotations: u32,
	pub(super) recoveries: u32,
	pub(super) enrolled_at: u64,
	pub(super) admitted_at: u64,
	pub(super) expires_at: u64,
	pub(super) may_rotate_at: u64,
	pub(super) policy: usize,
	/// The tags that were bound to it.
	pub(super) tags: BTreeMap<IssuerId, Tag>,
	/// The issuers whose word counts.
	pub(super) standing: BTreeSet<IssuerId>,
	pub(super) recovery: Option<Recovery<u64>>,
}

impl Record {
	/// A person that enrols now.
	pub(super) fn new(commitment: FieldElement, tickets: &Tickets<Test>, policy: usize) -> Self {
		let mut record = Self {
			status: Status::Pending,
			commitment,
			leaf: None,
			rotations: 0,
			recoveries: 0,
			enrolled_at: now(),
			admitted_at: 0,
			expires_at: 0,
			may_rotate_at: now(),
			policy,
			tags: BTreeMap::new(),
			standing: BTreeSet::new(),
			recovery: None,
		};
		record.admit(tickets, policy);
		record
	}

	/// It is admitted now, by these and no others.
	pub(super) fn admit(&mut self, tickets: &Tickets<Test>, policy: usize) {
		self.policy = policy;
		self.admitted_at = now();
		self.standing = issuers_of(tickets);
		self.tags
			.extend(tickets.iter().map(|SignedTicket { ticket, .. }| (ticket.issuer, ticket.tag)));
		let least = tickets.iter().map(|signed| signed.ticket.valid_for).min();
		self.expires_at = now() + least.expect("there are tickets");
	}

	/// It is no longer live: from here on it counts for nothing, is out of the next tree, and nothing takes
	/// that back.
	pub(super) fn end(&mut self, reason: EndReason) {
		self.recovery = None;
		self.status = Status::Ended(reason);
	}

	/// Whether something has been due about it since before the present block.
	fn is_late(&self) -> bool {
		(self.status.is_live() && self.expires_at < now())
			|| self.recovery.is_some_and(|recovery| recovery.effective_at < now())
	}

	/// What its leaf in the next tree is, once it has one.
	pub(super) fn stands_as(&self) -> FieldElement {
		if self.status.is_live() {
			self.commitment
		} else {
			FieldElement::ZERO
		}
	}
}

/// The issuers whose tickets these are.
pub(super) fn issuers_of(tickets: &Tickets<Test>) -> BTreeSet<IssuerId> {
	tickets.iter().map(|signed| signed.ticket.issuer).collect()
}

impl World {
	/// A person's record.
	pub(super) fn record(&self, id: PersonId) -> Option<&Record> {
		self.records.get(id as usize)
	}

	pub(super) fn record_mut(&mut self, id: PersonId) -> &mut Record {
		&mut self.records[id as usize]
	}

	/// What the chain says of a person.
	pub(super) fn told(&self, id: PersonId) -> Record {
		let person = Persons::<Test>::get(id).expect("persons are for ever");
		let standing: Vec<_> = person
			.attestations
			.iter()
			.filter(|known| known.standing)
			.map(|known| known.issuer)
			.collect();
		Record {
			status: person.status,
			commitment: person.commitment,
			leaf: match person.place {
				Place::Queue(_) => None,
				Place::Leaf { index, since } => Some((index, since)),
			},
			rotations: person.rotations,
			recoveries: person.recoveries,
			enrolled_at: person.enrolled_at,
			admitted_at: person.admitted_at,
			expires_at: person.expires_at,
			may_rotate_at: person.may_rotate_at,
			policy: person.policy as usize,
			tags: person.attestations.iter().map(|known| (known.issuer, known.tag)).collect(),
			standing: standing.into_iter().collect(),
			recovery: person.recovery,
		}
	}

	/// Whether a person's issuers of whom this holds weigh what its policy asks for.
	fn is_held_up(&self, record: &Record, counts: impl Fn(&Known) -> bool) -> bool {
		let policy = &self.policies[record.policy];
		let counted = |id: &IssuerId| counts(&self.issuers[*id as usize]);
		self.weight_of(policy, record.standing.iter().copied().filter(counted)) >= policy.threshold
	}

	/// Why a person is over, if it is, whether or not the chain has noticed: its time or its policy's has passed.
	pub(super) fn over(&self, record: &Record) -> Option<EndReason> {
		if record.expires_at <= now() {
			return Some(EndReason::Expired);
		}
		let (former, deadline) = self.former?;
		(former == record.policy && deadline <= now()).then_some(EndReason::PolicyEnded)
	}

	/// An issuer takes back its word for whoever has a tag of its.
	pub(super) fn take_back(&mut self, issuer: IssuerId, tag: Tag) {
		let (id, serial) = self.tags[&(issuer, tag)];
		self.tags.insert((issuer, tag), (id, serial + 1));
		if !self.records[id as usize].status.is_live() {
			return;
		}
		self.record_mut(id).standing.remove(&issuer);
		let record = &self.records[id as usize];
		if !self.is_held_up(record, |_| true) {
			self.record_mut(id).end(EndReason::Withdrawn);
		}
	}

	/// The live person whose a tag is, and the serial that tickets about it are to name: how often
	/// one was used, it was withdrawn, or its person has ended.
	pub(super) fn tag_owner(&self, issuer: IssuerId, tag: Tag) -> (Option<PersonId>, u32) {
		match self.tags.get(&(issuer, tag)) {
			None => (None, 0),
			Some((id, serial)) if self.records[*id as usize].status.is_live() => {
				(Some(*id), *serial)
			}
			Some((_, serial)) => (None, serial + 1),
		}
	}

	/// Whether who waits for a leaf waits for an issuer that is paused.
	pub(super) fn is_paused(&self, record: &Record) -> bool {
		!self.is_held_up(record, Known::is_active)
	}

	/// Who waits for a leaf, after its turn has come, whichever leaf that is.
	fn placed(&self, record: &Record, leaf: Option<(u32, Epoch)>) -> Record {
		let mut after = record.clone();
		if let Some(reason) = self.over(record) {
			after.end(reason);
		} else if !self.is_paused(record) {
			after.leaf = leaf;
			after.status = Status::Active;
		}
		after
	}

	/// A person after what is due about it has been done.
	fn looked_at(&self, record: &Record) -> Record {
		let mut after = record.clone();
		if !record.status.is_live() {
			return after;
		}
		let due = record.recovery.filter(|recovery| recovery.effective_at <= now());
		if let Some(reason) = self.over(record) {
			after.end(reason);
		} else if let Some(Recovery { commitment, .. }) = due {
			after.recovery = None;
			after.commitment = commitment;
		}
		after
	}

	/// Follows the persons through a block. Where the chain has weight for all it must have done all that it
	/// had to; where it has not, each of it may have been done or not.
	pub(super) fn follow(&mut self, has_begun: bool, room: Room) {
		if self.hunt.is_some() {
			self.records = (0..self.records.len() as PersonId).map(|id| self.told(id)).collect();
			return;
		}
		let all_placed = matches!(room, Room::Enough | Room::Sweep(_));
		let all_swept = matches!(room, Room::Enough | Room::Placement(_));
		// Whoever was placed in the block in which an epoch has begun stands in that.
		let next = self.epoch() + Epoch::from(!has_begun);
		for id in 0..self.records.len() as PersonId {
			let before = self.records[id as usize].clone();
			let told = self.told(id);
			let mut turns = Vec::new();
			if before.status == Status::Pending {
				let leaf = told.leaf.filter(|(_, since)| *since == next);
				turns.push(self.placed(&before, leaf.or(Some((u32::MAX, next)))));
			}
			if before.status != Status::Pending || !all_placed {
				turns.push(before.clone());
			}
			let mut possible = Vec::new();
			for record in turns {
				possible.push(self.looked_at(&record));
				let has_ended = self.over(&record) == Some(EndReason::PolicyEnded);
				if !(all_swept && (record.is_late() || has_ended)) {
					possible.push(record);
				}
			}
			assert!(
				possible.contains(&told),
				"person {id} was {before:?}, is {told:?}, and may be {possible:?}"
			);
			if before.status.is_live() && told.status == Status::Ended(EndReason::PolicyEnded) {
				self.reach("end with the policy");
			}
			if before.status.is_live() && told.status == Status::Ended(EndReason::Expired) {
				self.reach("expiry by itself");
			}
			if before.recovery.is_some() && told.commitment != before.commitment {
				self.reach("recovery that takes effect");
			}
			if before.status == Status::Pending && told.status == Status::Pending {
				self.reach("wait for a leaf");
			}
			self.records[id as usize] = told;
		}
	}

	/// The next tree's leaves, as the records have them.
	pub(super) fn next_leaves(&self) -> Vec<FieldElement> {
		let mut leaves = BTreeMap::new();
		for record in &self.records {
			if let Some((leaf, _)) = record.leaf {
				assert_eq!(leaves.insert(leaf, record.stands_as()), None, "a leaf is two persons'");
			}
		}
		let dense = leaves.keys().copied().eq(0..leaves.len() as u32);
		assert!(dense, "a leaf is nobody's");
		leaves.into_values().collect()
	}
}
