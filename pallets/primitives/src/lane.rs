//! Where what nobody pays for stands: what comes before what in a pool, and among whom an author
//! divides the block's free share.
//!
//! A lane is told by a pool's priority alone, so that a node orders what waits without asking the
//! runtime of each.

use crate::PersonScope;
use codec::Encode;
use sp_runtime::transaction_validity::TransactionPriority;

/// What an unpaid transaction does. What comes first here comes first in a pool.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum LaneKind {
	/// Stops a recovery, before its time is over.
	Veto,
	/// Announces a recovery.
	Recover,
	/// Renews an admission, before its time is over.
	Renew,
	/// Enrols a person.
	Enrol,
	/// Rotates a person's identity.
	Rotate,
	/// Votes in a referendum, claims a seat, judges: what the chain's own governance needs.
	Civic,
	/// Acts in a quota or application scope, or opens a session.
	Act,
}

/// All kinds, in their order.
const KINDS: [LaneKind; 7] = [
	LaneKind::Veto,
	LaneKind::Recover,
	LaneKind::Renew,
	LaneKind::Enrol,
	LaneKind::Rotate,
	LaneKind::Civic,
	LaneKind::Act,
];

/// Among whom a block's free share is divided. What one does not use, the others get.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum LaneShare {
	/// The registry's: vetoes, recoveries, renewals, enrolments, rotations.
	Registry,
	/// Governance's.
	Civic,
	/// Acts'.
	Acts,
}

impl LaneKind {
	/// The share to which it belongs.
	pub fn share(self) -> LaneShare {
		match self {
			Self::Veto | Self::Recover | Self::Renew | Self::Enrol | Self::Rotate => {
				LaneShare::Registry
			}
			Self::Civic => LaneShare::Civic,
			Self::Act => LaneShare::Acts,
		}
	}
}

/// The place of an unpaid transaction among the others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lane {
	/// What it does.
	pub kind: LaneKind,
	/// Which of a person's acts it is: first ones come before second ones.
	pub order: u16,
	/// What stands for the scope in which it acts: a hash's first bytes. Between scopes the acts'
	/// share is divided.
	pub group: u32,
}

/// The bit that no priority lacks that is a lane's: usual fees give less.
const FREE: u64 = 1 << 62;
const KIND_BITS: u32 = 48;
const ORDER_BITS: u32 = 32;

impl Lane {
	/// No lane's priority is below this.
	pub const MIN_PRIORITY: TransactionPriority = FREE;

	/// The lane of what is no act.
	pub fn of(kind: LaneKind) -> Self {
		Self { kind, order: 0, group: 0 }
	}

	/// The lane of an act in this scope: of a quota's acts by their counter, of the others the first; and
	/// of a session's opening, which is behind the first acts of quotas.
	pub fn act(scope: &PersonScope) -> Self {
		// Quota scopes of one epoch are one group, whatever their counter.
		let (order, group) = match *scope {
			PersonScope::Quota { counter, .. } => (counter, (0u8, 0)),
			PersonScope::Session { .. } => (1, (1, 0)),
			PersonScope::Application { scope, .. } => (0, (2, scope)),
		};
		let [a, b, c, d, ..] = sp_io::hashing::twox_64(&group.encode());
		Self { kind: LaneKind::Act, order, group: u32::from_le_bytes([a, b, c, d]) }
	}

	/// The lane of an act in a scope of the chain's own: of a person's acts there, the first ones come first.
	pub fn civic(scope: &PersonScope, attempt: u8) -> Self {
		Self { kind: LaneKind::Civic, order: attempt.into(), ..Self::act(scope) }
	}

	/// The group of an act in an application scope. Anybody may open such scopes; of all persons'
	/// quotas there is but one.
	pub fn application(&self) -> Option<u32> {
		let everybodys =
			[PersonScope::Quota { epoch: 0, counter: 0 }, PersonScope::Session { epoch: 0 }]
				.map(|scope| Self::act(&scope).group);
		(self.kind == LaneKind::Act && !everybodys.contains(&self.group)).then_some(self.group)
	}

	/// The priority that a pool is told.
	pub fn priority(&self) -> TransactionPriority {
		let kind = KINDS.len() as u64 - self.kind as u64;
		let order = u64::from(u16::MAX - self.order);
		FREE | kind << KIND_BITS | order << ORDER_BITS | u64::from(self.group)
	}

	/// The lane that a priority tells, if it is one of an unpaid transaction. (A fee can be so high that
	/// a paid one's looks like it: ask of unpaid ones alone.)
	pub fn of_priority(priority: TransactionPriority) -> Option<Self> {
		let [high, kind, order @ .., _, _, _, _] = priority.to_be_bytes();
		let kinds = u16::from_be_bytes([high, kind]).checked_sub((FREE >> KIND_BITS) as u16)?;
		let place = KINDS.len().checked_sub(kinds.into())?;
		Some(Self {
			kind: *KINDS.get(place)?,
			order: u16::MAX - u16::from_be_bytes(order),
			group: priority as u32,
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn lanes() -> Vec<Lane> {
		let acts = [
			Lane::act(&PersonScope::Application { scope: 9, topic: [1; 32] }),
			Lane::act(&PersonScope::Quota { epoch: 7, counter: 1 }),
			Lane::act(&PersonScope::Quota { epoch: 7, counter: u16::MAX }),
			Lane::act(&PersonScope::Quota { epoch: 7, counter: 0 }),
			Lane::act(&PersonScope::Session { epoch: 3 }),
		];
		KINDS[..6].iter().map(|kind| Lane::of(*kind)).chain(acts).collect()
	}

	#[test]
	fn a_priority_tells_its_lane() {
		for lane in lanes() {
			assert_eq!(Lane::of_priority(lane.priority()), Some(lane));
		}
		for other in [0, 1, FREE - 1, FREE, FREE | (8 << KIND_BITS), u64::MAX] {
			assert_eq!(Lane::of_priority(other), None, "{other:x}");
		}
	}

	#[test]
	fn kinds_come_in_their_order_and_first_acts_before_second_ones() {
		let priorities: Vec<_> = lanes()[..8].iter().map(Lane::priority).collect();
		assert!(priorities.windows(2).all(|pair| pair[0] > pair[1]), "{priorities:x?}");
		assert!(KINDS.iter().enumerate().all(|(place, kind)| place == *kind as usize));
	}

	#[test]
	fn scopes_are_groups_and_topics_and_counters_are_not() {
		let group = |scope| Lane::act(&scope).group;
		let application = |scope, topic| PersonScope::Application { scope, topic: [topic; 32] };
		assert_eq!(group(application(1, 0)), group(application(1, 9)));
		assert_ne!(group(application(1, 0)), group(application(2, 0)));
		let quota = |counter| PersonScope::Quota { epoch: 5, counter };
		assert_eq!(group(quota(0)), group(quota(1)));
		assert_ne!(group(quota(0)), group(application(0, 0)));
		let civic = Lane::civic(&application(1, 0), 3);
		assert_eq!((civic.kind, civic.order, civic.application()), (LaneKind::Civic, 3, None));
		assert_eq!(Lane::of_priority(civic.priority()), Some(civic));
		let scope = application(1, 0);
		assert_eq!(Lane::act(&scope).application(), Some(group(scope)));
		let session = PersonScope::Session { epoch: 3 };
		for other in [Lane::act(&quota(1)), Lane::act(&session), Lane::of(LaneKind::Enrol)] {
			assert_eq!(other.application(), None);
		}
	}
}
