//! What becomes of persons: their status, times and pending changes, as they follow from what was
//! accepted and from the blocks that have passed. The chain is asked for nothing but what it is free to
//! choose: what it does in which block, where it finds too little weight for all that is due.

use super::{steps::Room, world::World};
use crate::{mock::*, *};
use census_primitives::{IssuerId, PersonId};
use census_zk_types::FieldElement;
use std::collections::BTreeSet;

/// What is known of a person.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Record {
	pub(super) status: Status,
	pub(super) commitment: FieldElement,
	pub(super) pending: Option<Change>,
	/// Whether its leaf in the present tree is one.
	pub(super) stands: bool,
	pub(super) counter: u32,
	pub(super) enrolled_at: u64,
	pub(super) expires_at: u64,
	pub(super) may_rotate_at: u64,
	pub(super) threshold: u32,
	/// The issuers whose word counts.
	pub(super) standing: BTreeSet<IssuerId>,
	pub(super) recovery: Option<Recovery<u64>>,
	pub(super) vetoed: bool,
}

impl Record {
	/// A person that enrols now.
	pub(super) fn new(commitment: FieldElement, tickets: &Tickets<Test>, threshold: u32) -> Self {
		let mut record = Self {
			status: Status::Pending,
			commitment,
			pending: Some(Change::Add(commitment)),
			stands: false,
			counter: 0,
			enrolled_at: now(),
			expires_at: 0,
			may_rotate_at: now(),
			threshold: 0,
			standing: BTreeSet::new(),
			recovery: None,
			vetoed: false,
		};
		record.admit(tickets, threshold);
		record
	}

	/// It is admitted now, by these and no others.
	pub(super) fn admit(&mut self, tickets: &Tickets<Test>, threshold: u32) {
		self.threshold = threshold;
		self.rest_on(tickets);
		let least = tickets.iter().map(|signed| signed.ticket.valid_for).min();
		self.expires_at = now() + least.expect("there are tickets");
	}

	pub(super) fn rest_on(&mut self, tickets: &Tickets<Test>) {
		self.standing = tickets.iter().map(|signed| signed.ticket.issuer).collect();
	}

	/// It returns with another commitment.
	pub(super) fn bring_back(&mut self, commitment: FieldElement) {
		self.pending = Some(match self.stands {
			true => Change::Replace(commitment),
			false => Change::Add(commitment),
		});
		self.commitment = commitment;
		self.status = Status::Pending;
		self.counter += 1;
	}

	/// It is no longer live.
	pub(super) fn leave(&mut self, status: Status) {
		self.pending = self.stands.then_some(Change::Remove);
		self.recovery = None;
		self.status = status;
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
			counter: person.counter,
			enrolled_at: person.enrolled_at,
			expires_at: person.expires_at,
			may_rotate_at: person.may_rotate_at,
			threshold: person.threshold,
			standing: standing.into_iter().collect(),
			recovery: person.recovery,
			vetoed: person.vetoed,
		}
	}

	/// What persons' issuers weigh that are of these kinds of status.
	fn weight_where(&self, record: &Record, counts: impl Fn(IssuerStatus) -> bool) -> u32 {
		let counted = |id: &IssuerId| counts(self.issuers[*id as usize].status);
		self.weight_of(record.standing.iter().copied().filter(counted))
	}

	/// An issuer takes back its word for a person.
	pub(super) fn take_back(&mut self, issuer: IssuerId, id: PersonId) {
		self.record_mut(id).standing.remove(&issuer);
		let record = &self.records[id as usize];
		if record.status.is_live() && self.weight_where(record, |_| true) < record.threshold {
			let record = self.record_mut(id);
			record.leave(match record.stands {
				true => Status::Suspended(Suspension::Withdrawn),
				false => Status::Revoked,
			});
		}
	}

	/// A person after its change has been applied.
	fn applied(&self, record: &Record) -> Record {
		let mut after = record.clone();
		after.pending = None;
		match record.pending {
			None => (),
			Some(Change::Remove) => {
				after.stands = false;
				if after.status == Status::Suspended(Suspension::Withdrawn) {
					after.status = Status::Revoked;
				}
			}
			Some(Change::Replace(new) | Change::Add(new)) => {
				let is_active = |status| status == IssuerStatus::Active;
				let is_admitted = self.weight_where(record, is_active) >= record.threshold;
				if record.status == Status::Pending && !is_admitted {
					after.stands = false;
					after.leave(Status::Revoked);
				} else {
					after.commitment = new;
					after.stands = true;
					after.status = Status::Active;
				}
			}
		}
		after
	}

	/// A person after what is due about it has been done.
	fn looked_at(&self, record: &Record) -> Record {
		let mut after = record.clone();
		let due = record.recovery.filter(|recovery| recovery.effective_at <= now());
		if record.is_over() && (record.status.is_live() || due.is_some()) {
			after.leave(Status::Expired);
		} else if let Some(Recovery { commitment, .. }) = due {
			after.recovery = None;
			after.vetoed = false;
			if record.status.is_live() {
				after.counter += 1;
				after.pending = Some(Change::Replace(commitment));
				return after;
			}
			after.threshold = self.threshold;
			let removed =
				|id: &IssuerId| self.issuers[*id as usize].status == IssuerStatus::Removed;
			after.standing.retain(|id| !removed(id));
			if self.weight_where(&after, |_| true) >= after.threshold {
				after.bring_back(commitment);
			} else {
				after.counter += 1;
				after.leave(Status::Revoked);
			}
		}
		after
	}

	/// Follows the persons through a block, in which an epoch may have begun. Where the chain has
	/// weight for all it must have done all that it had to; where it has not, each of it may have
	/// been done or not.
	pub(super) fn follow(&mut self, has_begun: bool, room: Room) {
		let all_applied = matches!(room, Room::Enough | Room::Sweep(_));
		let all_swept = matches!(room, Room::Enough | Room::Boundary(_));
		let (mut let_in, mut held_up) = (false, false);
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
			if has_begun && before.status == Status::Pending && told.status == Status::Revoked {
				self.reach("kept out at the end of an epoch");
			}
			if before.status.is_live() && told.status == Status::Expired {
				self.reach("expiry by itself");
			}
			if before.recovery.is_some() && told.newest() != before.newest() {
				self.reach("recovery that takes effect");
			}
			let_in |= has_begun && told.stands && !before.stands;
			held_up |= has_begun && told.stands && before.pending == Some(Change::Remove);
			self.records[id as usize] = told;
		}
		assert!(!(let_in && held_up), "somebody enters while somebody waits to leave");
	}
}
