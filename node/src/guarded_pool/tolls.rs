//! What it costs to let a transaction in for which nobody pays: pairings, of which each kind has a budget,
//! and a place among those that wait.

use super::waiting::{Class, Counts, Kind, Place, Waiting};
use crate::{bucket::TokenBucket, gossip::Unpaid};
use std::time::{Duration, Instant};
use tokio::{
	sync::Mutex as FairMutex,
	time::{sleep, timeout},
};

/// More pairings than any transaction takes to check: an admission takes one, and one for each of eight
/// tickets.
const MAX_PAIRINGS: u32 = 16;

/// So many pairings a second, and twice as many at once. Whatever the rate, unless it is none, the dearest
/// transaction fits in.
fn budget(per_second: u32, now: Instant) -> TokenBucket {
	let burst = match per_second {
		0 => 0,
		rate => rate.saturating_mul(2).max(MAX_PAIRINGS),
	};
	TokenBucket::new(f64::from(per_second), burst, now)
}

/// How long who comes by RPC queues for a pairing. A connection has a bounded number of requests under way, so
/// that its part of the queue is bounded too.
const PATIENCE: Duration = Duration::from_secs(10);

/// Waits for so many, in turn with all who wait. Returns whether there ever are as many.
async fn take_in_turn(bucket: &FairMutex<TokenBucket>, count: u32) -> bool {
	let mut bucket = bucket.lock().await;
	loop {
		let now = Instant::now();
		if bucket.take(count, now) {
			return true;
		}
		match bucket.wait(count, now) {
			Some(wait) => sleep(wait.max(SHORTEST_WAIT)).await,
			None => return false,
		}
	}
}

/// So that rounding makes nobody spin.
const SHORTEST_WAIT: Duration = Duration::from_millis(1);

/// What a transaction costs to let in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Toll {
	/// Nothing: somebody pays for it.
	None,
	/// So many pairings of what its kind may take, and a place.
	Some {
		/// Among which it is counted.
		class: Class,
		/// How many proofs it takes to check.
		pairings: u32,
	},
}

impl Toll {
	/// The number of the kind, if any: each has a budget of its own.
	pub(crate) fn kind(&self) -> Option<usize> {
		match self {
			Self::None => None,
			Self::Some { class, .. } => Some(class.kind as usize),
		}
	}
}

/// A toll that is paid.
#[derive(Debug)]
pub(crate) struct Paid {
	toll: Toll,
	/// The place in the pool that was taken for it.
	place: Option<Place>,
}

impl Paid {
	/// What was paid.
	pub(super) fn toll(&self) -> Toll {
		self.toll
	}
}

/// What one door takes for letting in.
pub(super) struct Tolls {
	per_second: u32,
	/// Pairings by kind.
	budgets: [FairMutex<TokenBucket>; Kind::ALL.len()],
	waiting: Waiting,
}

impl Tolls {
	/// So many pairings a second, of which each kind has its part.
	pub(super) fn new(per_second: u32) -> Self {
		let now = Instant::now();
		let budgets = Kind::ALL.map(|kind| {
			FairMutex::new(budget(per_second.saturating_mul(kind.quarters()).div_ceil(4), now))
		});
		Self { per_second, budgets, waiting: Waiting::default() }
	}

	/// How many pairings a second.
	pub(super) fn per_second(&self) -> u32 {
		self.per_second
	}

	/// Pays a toll, if that is there now, and takes a place in the pool. `count` counts those that are
	/// taken.
	pub(super) fn pay(&self, toll: Toll, count: impl FnOnce() -> Counts) -> Result<Paid, Unpaid> {
		let Toll::Some { class, pairings } = toll else { return Ok(Paid { toll, place: None }) };
		let now = Instant::now();
		let place = self.waiting.take(class, now, count).ok_or(Unpaid::NoRoom)?;
		let budget = self.budgets[class.kind as usize].try_lock();
		match budget.map(|mut budget| (budget.take(pairings, now), budget.wait(pairings, now))) {
			Ok((true, _)) => Ok(Paid { toll, place: Some(place) }),
			short => {
				self.waiting.give_back(&place);
				// There never is as much, or there will be.
				Err(if matches!(short, Ok((_, None))) { Unpaid::NoRoom } else { Unpaid::NotYet })
			}
		}
	}

	/// The same, in turn with all who wait, as long as they have patience.
	pub(super) async fn pay_in_turn(&self, toll: Toll, count: impl Fn() -> Counts) -> Option<Paid> {
		let Toll::Some { class, pairings } = toll else { return Some(Paid { toll, place: None }) };
		// A place, before the queue: who finds none need not wait. And again behind it: none is held for
		// those who queue.
		let place = self.waiting.take(class, Instant::now(), &count)?;
		self.waiting.give_back(&place);
		let drawn = take_in_turn(&self.budgets[class.kind as usize], pairings);
		match timeout(PATIENCE, drawn).await {
			Ok(true) => {
				let place = self.waiting.take(class, Instant::now(), &count)?;
				Some(Paid { toll, place: Some(place) })
			}
			Ok(false) | Err(_) => None,
		}
	}

	/// Gives back the place of what does not wait after all.
	pub(super) fn give_back(&self, paid: &Paid) {
		if let Some(place) = &paid.place {
			self.waiting.give_back(place);
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::sync::{Arc, Mutex};

	#[tokio::test]
	async fn those_who_wait_for_a_pairing_get_it_in_turn() {
		let bucket = Arc::new(FairMutex::new(TokenBucket::new(200.0, 10, Instant::now())));
		assert!(take_in_turn(&bucket, 10).await);
		let order = Arc::new(Mutex::new(Vec::new()));
		let mut queue = Vec::new();
		for number in 0..10 {
			let (bucket, order) = (bucket.clone(), order.clone());
			queue.push(tokio::spawn(async move {
				assert!(take_in_turn(&bucket, 1 + number % 3).await);
				order.lock().unwrap().push(number);
			}));
			tokio::task::yield_now().await;
		}
		for waiting in queue {
			waiting.await.unwrap();
		}
		assert_eq!(*order.lock().unwrap(), (0..10).collect::<Vec<_>>());
		assert!(!take_in_turn(&bucket, 11).await, "there never are as many");
	}

	#[test]
	fn the_dearest_transaction_gets_in_at_the_least_rate() {
		let start = Instant::now();
		assert!(budget(1, start).take(MAX_PAIRINGS, start));
		assert!(!budget(0, start).take(1, start + Duration::from_secs(3_600)));
	}
}
