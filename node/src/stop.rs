//! How the program ends: the database is closed before `main` returns, and by nobody else.
//!
//! RocksDB keeps locks in C++ statics, which are gone once the process is on its way out. A thread
//! that closes the database after that aborts the process (facebook/rocksdb#11349). Such threads are
//! those of the RPC server, which polkadot-sdk tells to end without waiting for them, and those that
//! verify proofs ahead of a block. So `main` has a reference of its own, waits until it is the last,
//! and lets go of it.

use sc_utils::metrics::TOKIO_THREADS_ALIVE;
use std::{
	any::Any,
	mem,
	sync::{Arc, Mutex, MutexGuard, PoisonError},
	thread,
	time::{Duration, Instant},
};

/// How long others may take to let go. A call of the runtime that RPC began is not interrupted.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often it is looked whether they have.
const STEP: Duration = Duration::from_millis(2);

/// A reference to the open database, once there is one, until the program ends.
pub(crate) struct Database<Backend>(Arc<Mutex<Held<Backend>>>);

/// What is held until then.
struct Held<Backend> {
	backend: Option<Arc<Backend>>,
	/// What tasks must not miss while they end.
	kept: Vec<Box<dyn Any + Send>>,
}

impl<Backend> Default for Database<Backend> {
	fn default() -> Self {
		Self(Arc::new(Mutex::new(Held { backend: None, kept: Vec::new() })))
	}
}

impl<Backend> Clone for Database<Backend> {
	fn clone(&self) -> Self {
		Self(self.0.clone())
	}
}

impl<Backend> Database<Backend> {
	/// Keeps the database open until [`Self::close`].
	pub(crate) fn hold(&self, backend: &Arc<Backend>) {
		self.held().backend = Some(backend.clone());
	}

	/// Keeps something until all tasks have ended. A task that loses it while others end already would take
	/// that for a failure.
	pub(crate) fn keep(&self, needed: impl Any + Send) {
		self.held().kept.push(Box::new(needed));
	}

	fn held(&self) -> MutexGuard<'_, Held<Backend>> {
		self.0.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// Waits until nobody else uses the database, and closes it.
	pub(crate) fn close(&self) {
		let (kept, backend) = {
			let mut held = self.held();
			(mem::take(&mut held.kept), held.backend.take())
		};
		drop(kept);
		if let Some(backend) = backend {
			close_last(backend, PATIENCE, || TOKIO_THREADS_ALIVE.get() > 0);
		}
	}
}

/// Drops the last reference, on this thread, when no other is left and nobody is `busy`: a thread may
/// have the database without having `last`, in a state that it reads.
///
/// What does not happen in time, does not happen at all: the database then stays open, as if the
/// process were killed, and the next start finds all that was written.
fn close_last<T>(last: Arc<T>, patience: Duration, busy: impl Fn() -> bool) {
	let deadline = Instant::now() + patience;
	while Arc::strong_count(&last) > 1 || busy() {
		if Instant::now() > deadline {
			log::warn!(
				"Something still works in the database after {} s: it is left as it is.",
				patience.as_secs(),
			);
			mem::forget(last);
			return;
		}
		thread::sleep(STEP);
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::sync::mpsc;

	/// Tells on which thread it was dropped.
	struct Told(mpsc::Sender<thread::ThreadId>);

	impl Drop for Told {
		fn drop(&mut self) {
			let _ = self.0.send(thread::current().id());
		}
	}

	#[test]
	fn the_last_reference_goes_on_the_thread_that_waits() {
		let (sender, dropped) = mpsc::channel();
		let database = Arc::new(Told(sender));
		let other = database.clone();
		let works = thread::spawn(move || {
			thread::sleep(Duration::from_millis(50));
			drop(other);
		});
		close_last(database, Duration::from_secs(60), || false);
		assert_eq!(dropped.recv().unwrap(), thread::current().id());
		works.join().unwrap();
	}

	#[test]
	fn a_thread_that_is_busy_is_waited_for() {
		let (sender, dropped) = mpsc::channel();
		let busy_until = Instant::now() + Duration::from_millis(50);
		close_last(Arc::new(Told(sender)), Duration::from_secs(60), || {
			assert!(dropped.try_recv().is_err(), "it was closed under a busy thread");
			Instant::now() < busy_until
		});
		assert!(dropped.try_recv().is_ok());
		assert!(Instant::now() >= busy_until);
	}

	#[test]
	fn what_is_not_let_go_in_time_is_closed_by_nobody() {
		let (sender, dropped) = mpsc::channel();
		let database = Arc::new(Told(sender));
		let other = database.clone();
		close_last(database, Duration::from_millis(20), || false);
		drop(other);
		assert!(dropped.try_recv().is_err());
	}
}
