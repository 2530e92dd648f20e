//! A limit on jobs that cost the node much and whoever asks nothing.
//!
//! Checking a proof costs a pairing. Block making and import must not wait for that: proofs are
//! checked on half of the machine's cores at most, and too many that wait are turned away.

use census_rpc_api::{views::Hash, Error};
use tokio::{sync::Semaphore, task::spawn_blocking};

/// How many jobs may wait or be worked on.
pub(crate) const MAX_WAITING: usize = 1_024;

/// Places for jobs that wait, and for those that are worked on.
pub(crate) struct ConcurrencyLimit {
	waiting: Semaphore,
	running: Semaphore,
}

impl Default for ConcurrencyLimit {
	fn default() -> Self {
		let cores = std::thread::available_parallelism().map_or(1, usize::from);
		Self::with_room(MAX_WAITING, cores.div_ceil(2))
	}
}

impl ConcurrencyLimit {
	/// Works on `running` jobs at a time while no more than `waiting` wait or are worked on.
	pub(crate) fn with_room(waiting: usize, running: usize) -> Self {
		Self { waiting: Semaphore::new(waiting), running: Semaphore::new(running) }
	}

	/// Does a job when there is room. `at` is the block that it asks.
	pub(crate) async fn take<Answer: Send + 'static>(
		&self,
		at: Option<Hash>,
		job: impl FnOnce() -> Result<Answer, Error> + Send + 'static,
	) -> Result<Answer, Error> {
		let busy = Error::Busy { waiting: MAX_WAITING as u32 };
		let _place = self.waiting.try_acquire().map_err(|_| busy.clone())?;
		// It is never closed, so that this only waits.
		let _turn = self.running.acquire().await.map_err(|_| busy)?;
		spawn_blocking(job).await.unwrap_or_else(|error| {
			Err(Error::RuntimeFailed { at: at.unwrap_or_default(), cause: error.to_string() })
		})
	}
}
