//! How long the processors worked on something, whoever of them did.

use std::{
	sync::atomic::{AtomicU64, Ordering},
	time::{Duration, Instant},
};

/// Adds up pieces of work of several threads.
#[derive(Default)]
pub(crate) struct Clock(AtomicU64);

impl Clock {
	/// Times a piece of work, which must not wait for other threads.
	pub(crate) fn time<T>(&self, work: impl FnOnce() -> T) -> T {
		let start = Instant::now();
		let done = work();
		self.0.fetch_add(start.elapsed().as_nanos() as u64, Ordering::Relaxed);
		done
	}

	/// What has come together.
	pub(crate) fn total(&self) -> Duration {
		Duration::from_nanos(self.0.load(Ordering::Relaxed))
	}
}
