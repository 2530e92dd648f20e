//! Where transactions enter the pool and blocks are taken in, but never both at a time.

use std::time::Duration;
use tokio::{
	sync::{RwLock, RwLockReadGuard, RwLockWriteGuard, Semaphore, SemaphorePermit},
	time::timeout,
};

/// How many transactions enter at a time: several for each of the two tasks by which the pool validates.
/// A block waits until these are in, and for none behind them.
const MAX_ENTERING: usize = 16;
/// How long a block waits for them, if one is stuck.
const LONGEST_WAIT: Duration = Duration::from_millis(500);

/// Where transactions enter and blocks are taken in, but never both at a time.
pub(super) struct Entrance {
	places: Semaphore,
	/// Held by those who enter together, or by the one who takes in a block.
	way: RwLock<()>,
}

impl Entrance {
	/// Where nobody is.
	pub(super) fn new() -> Self {
		Self { places: Semaphore::new(MAX_ENTERING), way: RwLock::default() }
	}

	/// Waits for a place, and until no block is taken in. What is returned is held while entering.
	pub(super) async fn enter(&self) -> (Option<SemaphorePermit<'_>>, RwLockReadGuard<'_, ()>) {
		// Nobody closes it: there is a place for everyone in the end.
		let place = self.places.acquire().await.ok();
		(place, self.way.read().await)
	}

	/// Waits for those who are entering, but not for ever. What is returned keeps others out.
	pub(super) async fn close(&self) -> Option<RwLockWriteGuard<'_, ()>> {
		timeout(LONGEST_WAIT, self.way.write()).await.ok()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use futures::FutureExt;

	#[tokio::test]
	async fn nothing_enters_while_a_block_is_taken_in_and_no_block_waits_for_a_queue() {
		let entrance = Entrance::new();
		let mut entering = Vec::new();
		for _ in 0..MAX_ENTERING {
			entering.push(entrance.enter().await);
		}
		// Those who find no place are behind the block.
		let mut queue = Box::pin(entrance.enter());
		assert!(queue.as_mut().now_or_never().is_none());
		let mut block = Box::pin(entrance.close());
		assert!(block.as_mut().now_or_never().is_none());
		entering.pop();
		assert!(queue.as_mut().now_or_never().is_none());
		entering.clear();
		let closed = block.as_mut().now_or_never().flatten();
		assert!(closed.is_some());
		assert!(queue.as_mut().now_or_never().is_none());
		drop(closed);
		assert!(queue.now_or_never().is_some());
		// Who is stuck holds up no block for long.
		let _stuck = entrance.enter().await;
		assert!(entrance.close().await.is_none());
	}
}
