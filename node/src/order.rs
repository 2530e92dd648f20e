//! In which order an author takes what waits, as far as nobody pays for it.
//!
//! A pool gives what has the highest priority first: kind by kind, so that a crowd of the first kind
//! would fill the block's free share alone. Here each share of the lane has its turns, governance two and
//! the registry and acts one each; and among acts each scope has its turns. Whoever has nothing waiting
//! leaves its turns to the others. The order decides nothing but who waits: a block with any other is as
//! good.

use crate::guarded_pool::is_unpaid;
use census_primitives::{Lane, LaneShare};
use sc_transaction_pool_api::{InPoolTransaction, ReadyTransactions};
use sp_runtime::OpaqueExtrinsic;
use std::{
	collections::{BTreeMap, VecDeque},
	sync::Arc,
};

/// Whose turn it is, over and over.
const TURNS: [LaneShare; 4] =
	[LaneShare::Civic, LaneShare::Registry, LaneShare::Civic, LaneShare::Acts];

/// What waits for one share.
#[derive(Debug)]
struct Queue<T> {
	/// By scope, each in the pool's order.
	groups: BTreeMap<u32, VecDeque<T>>,
	/// The scope that had the last turn.
	last: Option<u32>,
}

impl<T> Default for Queue<T> {
	fn default() -> Self {
		Self { groups: BTreeMap::new(), last: None }
	}
}

impl<T> Queue<T> {
	/// The next one: of the next scope in turn.
	fn next(&mut self) -> Option<T> {
		let behind = self.last.and_then(|last| last.checked_add(1)).unwrap_or(0);
		let next = self.groups.range(behind..).next().or_else(|| self.groups.iter().next());
		let group = *next?.0;
		let waiting = self.groups.get_mut(&group)?;
		let taken = waiting.pop_front();
		if waiting.is_empty() {
			self.groups.remove(&group);
		}
		self.last = Some(group);
		taken
	}
}

/// What waits for the block's free share.
#[derive(Debug)]
struct Waiting<T> {
	queues: BTreeMap<LaneShare, Queue<T>>,
	turn: usize,
}

impl<T> Default for Waiting<T> {
	fn default() -> Self {
		Self { queues: BTreeMap::new(), turn: 0 }
	}
}

impl<T> Waiting<T> {
	fn push(&mut self, lane: Lane, transaction: T) {
		let queue = self.queues.entry(lane.kind.share()).or_default();
		queue.groups.entry(lane.group).or_default().push_back(transaction);
	}

	fn next(&mut self) -> Option<T> {
		for _ in TURNS {
			let share = TURNS[self.turn];
			self.turn = (self.turn + 1) % TURNS.len();
			let taken = self.queues.get_mut(&share).and_then(Queue::next);
			if taken.is_some() {
				return taken;
			}
		}
		None
	}
}

/// What a pool has ready, what nobody pays for by turns and ahead of the rest.
///
/// The pool has it ahead of the rest too. So what is behind it is asked for only when it is wanted, and
/// a paid transaction that is reported as invalid takes along what its sender sent after it.
pub(crate) struct ByTurns<Tx> {
	ready: Ready<Tx>,
	/// What came before the first of what nobody pays for.
	ahead: VecDeque<Arc<Tx>>,
	waiting: Waiting<Arc<Tx>>,
	/// The first of the rest.
	behind: Option<Arc<Tx>>,
	is_sorted: bool,
}

/// What a pool has ready, in its own order.
pub(crate) type Ready<Tx> = Box<dyn ReadyTransactions<Item = Arc<Tx>> + Send>;

impl<Tx: InPoolTransaction<Transaction = Arc<OpaqueExtrinsic>>> ByTurns<Tx> {
	pub(crate) fn new(ready: Ready<Tx>) -> Self {
		Self {
			ready,
			ahead: VecDeque::new(),
			waiting: Waiting::default(),
			behind: None,
			is_sorted: false,
		}
	}

	fn sort(&mut self) {
		self.is_sorted = true;
		for transaction in self.ready.by_ref() {
			let priority = *transaction.priority();
			match Lane::of_priority(priority).filter(|_| is_unpaid(transaction.data())) {
				Some(lane) => self.waiting.push(lane, transaction),
				None if priority >= Lane::MIN_PRIORITY => self.ahead.push_back(transaction),
				None => {
					self.behind = Some(transaction);
					return;
				}
			}
		}
	}
}

impl<Tx: InPoolTransaction<Transaction = Arc<OpaqueExtrinsic>>> Iterator for ByTurns<Tx> {
	type Item = Arc<Tx>;

	fn next(&mut self) -> Option<Arc<Tx>> {
		if !self.is_sorted {
			self.sort();
		}
		self.ahead
			.pop_front()
			.or_else(|| self.waiting.next())
			.or_else(|| self.behind.take())
			.or_else(|| self.ready.next())
	}
}

impl<Tx: InPoolTransaction<Transaction = Arc<OpaqueExtrinsic>>> ReadyTransactions for ByTurns<Tx> {
	fn report_invalid(&mut self, transaction: &Arc<Tx>) {
		self.ready.report_invalid(transaction);
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use census_primitives::{LaneKind, PersonScope};

	fn waiting(lanes: &[(Lane, &str, usize)]) -> Waiting<String> {
		let mut waiting = Waiting::default();
		for (lane, name, count) in lanes {
			for place in 0..*count {
				waiting.push(*lane, format!("{name}{place}"));
			}
		}
		waiting
	}

	fn in_order(mut waiting: Waiting<String>) -> Vec<String> {
		std::iter::from_fn(|| waiting.next()).collect()
	}

	fn act(scope: u32) -> Lane {
		Lane::act(&PersonScope::Application { scope, topic: [0; 32] })
	}

	#[test]
	fn each_share_has_its_turns() {
		let enrol = Lane::of(LaneKind::Enrol);
		let civic = Lane::of(LaneKind::Civic);
		let order = in_order(waiting(&[(enrol, "e", 3), (civic, "c", 4), (act(1), "a", 3)]));
		let expected = ["c0", "e0", "c1", "a0", "c2", "e1", "c3", "a1", "e2", "a2"];
		assert_eq!(order, expected);
	}

	#[test]
	fn who_is_alone_has_all_turns() {
		let order = in_order(waiting(&[(Lane::of(LaneKind::Rotate), "r", 3)]));
		assert_eq!(order, ["r0", "r1", "r2"]);
		assert!(in_order(Waiting::default()).is_empty());
	}

	#[test]
	fn a_crowded_scope_leaves_others_their_turns() {
		let order = in_order(waiting(&[(act(1), "crowd", 100), (act(2), "few", 2)]));
		assert!(order[..4].contains(&"few0".into()) && order[..4].contains(&"few1".into()));
		assert_eq!(order.len(), 102);
		assert_eq!(order[99..], ["crowd97", "crowd98", "crowd99"]);
	}

	#[test]
	fn a_flood_of_enrolments_leaves_acts_half_of_the_turns_until_governance_has_its_own() {
		let order =
			in_order(waiting(&[(Lane::of(LaneKind::Enrol), "e", 1_000), (act(1), "a", 10)]));
		assert_eq!(order[..20].iter().filter(|name| name.starts_with('a')).count(), 10);
	}
}
