//! What becomes of persons: their status, times and pending changes, as they follow from what was
//! accepted and from the blocks that have passed. The chain is asked for nothing but what it is free to
//! choose: what it does in which block, where it finds too little weight for all that is due.

use super::{steps::Room, world::World};
use crate::{mock::*, *};
use census_primitives::{IssuerId, PersonId};
use census_zk_types::FieldElement;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of a person.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Record {
	pub(super) status: Status,
	pub(super) commitment: FieldElement,
	pub(super) pending: Option<Change>,
	/// Whether its leaf in the present tree is one.
	pub(super) stands: bool,
	pub(super) rotations: u32,
	pub(super) recoveries: u32,
	pub(super) enrolled_at: u64,
	pub(super) admitted_at: u64,
	pub(super) expires_at: u64,
	pub(super) may_rotate_at: u64,
	pub(super) threshold: u32,
	/// The tags that were bound to it.
	pub(super) tags: BTreeMap<IssuerId, Tag>,
	/// The issuers whose word counts.
	pub(super) standing: BTreeSet<IssuerId>,
	pub(super) recovery: Option<Recovery<u64>>,
}

impl Record {
	/// A person that enrols now.
	pub(super) fn new(commitment: FieldElement, tickets: &Tickets<Test>, threshold: u32) -> Self {
		let mut record = Self {
			status: Status::Pending,
			commitment,
			pending: Some(Change::Add(commitment)),
			stands: false,
			rotations: 0,
			recoveries: 0,
			enrolled_at: now(),
			admitted_at: 0,
			expires_at: 0,
			may_rotate_at: now(),
			threshold: 0,
			tags: BTreeMap::new(),
			standing: BTreeSet::new(),
			recovery: None,
		};
		record.admit(tickets, threshold);
		record
	}

	/// It is admitted now, by these and no others.
	pub(super) fn admit(&mut self, tickets: &Tickets<Test>, threshold: u32) {
		self.threshold = threshold;
		self.admitted_at = now();
		self.standing = issuers_of(tickets);
		self.tags
			.extend(tickets.iter().map(|SignedTicket { ticket, .. }| (ticket.issuer, ticket.tag)));
		let least = tickets.iter().map(|signed| signed.ticket.valid_for).min();
		self.expires_at = now() + least.expect("there are tickets");
	}

	/// It is no longer live: from here on it counts for nothing, and nothing takes it back.
	pub(super) fn end(&mut self, reason: EndReason) {
		self.pending = self.stands.then_some(Change::Remove);
		self.recovery = None;
		self.status = Status::Ended(reason);
	}

	/// Its time is over, whether or not the chain has noticed.
	pub(super) fn is_over(&self) -> bool {
		self.expires_at <= now()
	}

	/// Whether something has been due about it since before the present block.
	fn is_late(&self) -> bool {
		(self.status.is_live() && self.expires_at < now())
			|| self.recovery.is_some_and(|recovery| recovery.effective_at < now())
	}

	/// The commitment that it has or is about to have.
	pub(super) fn newest(&self) -> FieldElement {
		match self.pending {
			Some(Change::Add(new) | Change::Replace(new)) => new,
			_ => self.commitment,
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
		let leaves = &self.trees[self.trees.len() - 1].leaves;
		Record {
			status: person.status,
			commitment: person.commitment,
			pending: Pallet::<Test>::pending_change(id),
			stands: person.leaf.is_some_and(|leaf| !leaves[leaf as usize].is_zero()),
			rotations: person.rotations,
			recoveries: person.recoveries,
			enrolled_at: person.enrolled_at,
			admitted_at: person.admitted_at,
			expires_at: person.expires_at,
			may_rotate_at: person.may_rotate_at,
			threshold: person.threshold,
			tags: person.attestations.iter().map(|known| (known.issuer, known.tag)).collect(),
			standing: standing.into_iter().collect(),
			recovery: person.recovery,
		}
	}

	/// What persons' issuers weigh that are of these kinds of status.
	fn weight_where(&self, record: &Record, counts: impl Fn(IssuerStatus) -> bool) -> u32 {
		let counted = |id: &IssuerId| counts(self.issuers[*id as usize].status);
		self.weight_of(record.standing.iter().copied().filter(counted))
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
		if self.weight_where(record, |_| true) < record.threshold {
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

	/// A person after its change has been applied.
	fn applied(&self, record: &Record) -> Record {
		let mut after = record.clone();
		after.pending = None;
		match record.pending {
			None => (),
			Some(Change::Remove) => after.stands = false,
			Some(Change::Replace(new)) => after.commitment = new,
			Some(Change::Add(_)) => {
				let is_active = |status| status == IssuerStatus::Active;
				if self.weight_where(record, is_active) >= record.threshold {
					after.stands = true;
					after.status = Status::Active;
				} else {
					after.end(EndReason::NotAdmitted);
				}
			}
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
		if record.is_over() {
			after.end(EndReason::Expired);
		} else if let Some(Recovery { commitment, .. }) = due {
			after.recovery = None;
			after.pending = Some(Change::Replace(commitment));
		}
		after
	}

	/// Follows the persons through a block, in which an epoch may have begun. Where the chain has
	/// weight for all it must have done all that it had to; where it has not, each of it may have
	/// been done or not.
	pub(super) fn follow(&mut self, has_begun: bool, room: Room) {
		if self.hunt.is_some() {
			self.records = (0..self.records.len() as PersonId).map(|id| self.told(id)).collect();
			return;
		}
		let all_applied = matches!(room, Room::Enough | Room::Sweep(_));
		let all_swept = matches!(room, Room::Enough | Room::Boundary(_));
		let (mut let_in, mut held_up, mut kept_waiting) = (false, false, false);
		for id in 0..self.records.len() as PersonId {
			let before = self.records[id as usize].clone();
			let told = self.told(id);
			let applied = has_begun.then(|| self.applied(&before));
			let untouched = (!(has_begun && all_applied)).then(|| before.clone());
			let mut possible = Vec::new();
			for record in applied.into_iter().chain(untouched) {
				possible.push(self.looked_at(&record));
				if !(all_swept && record.is_late()) {
					possible.push(record);
				}
			}
			assert!(
				possible.contains(&told),
				"person {id} was {before:?}, is {told:?}, and may be {possible:?}"
			);
			if told.status == Status::Ended(EndReason::NotAdmitted) && before.status != told.status
			{
				self.reach("kept out at the end of an epoch");
			}
			if before.status.is_live() && told.status == Status::Ended(EndReason::Expired) {
				self.reach("expiry by itself");
			}
			if before.recovery.is_some() && told.newest() != before.newest() {
				self.reach("recovery that takes effect");
			}
			let_in |= has_begun && told.stands && !before.stands;
			held_up |= has_begun && told.stands && before.pending == Some(Change::Remove);
			kept_waiting |= has_begun && told.status == Status::Pending;
			self.records[id as usize] = told;
		}
		if held_up && kept_waiting {
			self.reach("epoch that begins with an unfinished exodus, while others wait to enter");
		}
		assert!(!(let_in && held_up), "somebody enters while somebody waits to leave");
	}
}
