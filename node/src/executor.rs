//! How many questions the runtime answers at a time, so that blocks are made and imported whatever is
//! asked.
//!
//! The limit is in the executor and goes by the thread that asks. One by the names of RPC's methods would
//! miss what works after it has answered, as `chainHead_v1_call` does, and every method that is forgotten.

use sc_executor::{error::Result as ExecutorResult, RuntimeVersion, RuntimeVersionOf};
use sp_core::traits::{CallContext, CodeExecutor, Externalities, ReadRuntimeVersion, RuntimeCode};
use std::{
	cell::Cell,
	sync::{Arc, Condvar, Mutex, PoisonError},
	thread,
};

/// What the threads are called on which RPC works.
///
/// Source: `sc_rpc_server::create_rpc_runtime`.
const RPC_THREAD: &str = "rpc";

thread_local! {
	/// Whether this thread works for RPC.
	static OF_RPC: bool = thread::current().name() == Some(RPC_THREAD);
	/// Whether this thread has a permit.
	static PERMITTED: Cell<bool> = const { Cell::new(false) };
}

/// An executor of which RPC has so many calls at a time, and everyone else as many as they like.
pub(crate) struct Bounded<E> {
	executor: E,
	permits: Arc<Permits>,
}

impl<E> Bounded<E> {
	/// Leaves half of the machine's cores to those who do not ask by RPC.
	pub(crate) fn new(executor: E) -> Self {
		let cores = thread::available_parallelism().map_or(1, usize::from);
		Self::with_permits(executor, (cores / 2).max(1))
	}

	fn with_permits(executor: E, permits: usize) -> Self {
		let permits = Permits { free: Mutex::new(permits), freed: Condvar::new() };
		Self { executor, permits: Arc::new(permits) }
	}

	/// Does this when there is a permit, if it is for RPC. Work inside such work needs no further one.
	fn work<R>(&self, work: impl FnOnce() -> R) -> R {
		if !OF_RPC.with(|of_rpc| *of_rpc) || PERMITTED.get() {
			return work();
		}
		// Where this is one of the few threads that serve all connections, another takes its place for as
		// long. (It can be done: RPC's runtime has several threads.)
		tokio::task::block_in_place(|| {
			let _permit = self.permits.take();
			work()
		})
	}
}

impl<E: Clone> Clone for Bounded<E> {
	/// Another hand on the same permits.
	fn clone(&self) -> Self {
		Self { executor: self.executor.clone(), permits: self.permits.clone() }
	}
}

/// Permits that are taken and given back.
struct Permits {
	free: Mutex<usize>,
	freed: Condvar,
}

impl Permits {
	/// Waits for a permit.
	fn take(&self) -> Permit<'_> {
		// A number is whole at all times: a panic elsewhere does not spoil it.
		let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
		let free = self.freed.wait_while(free, |free| *free == 0);
		*free.unwrap_or_else(PoisonError::into_inner) -= 1;
		PERMITTED.set(true);
		Permit(self)
	}
}

/// A permit, given back when it is dropped, by a panic too.
struct Permit<'a>(&'a Permits);

impl Drop for Permit<'_> {
	fn drop(&mut self) {
		PERMITTED.set(false);
		*self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
		self.0.freed.notify_one();
	}
}

impl<E: CodeExecutor> CodeExecutor for Bounded<E> {
	type Error = E::Error;

	fn call(
		&self,
		ext: &mut dyn Externalities,
		runtime_code: &RuntimeCode<'_>,
		method: &str,
		data: &[u8],
		context: CallContext,
	) -> (Result<Vec<u8>, Self::Error>, bool) {
		self.work(|| self.executor.call(ext, runtime_code, method, data, context))
	}
}

impl<E: ReadRuntimeVersion> ReadRuntimeVersion for Bounded<E> {
	fn read_runtime_version(
		&self,
		wasm_code: &[u8],
		ext: &mut dyn Externalities,
	) -> Result<Vec<u8>, String> {
		self.executor.read_runtime_version(wasm_code, ext)
	}
}

impl<E: RuntimeVersionOf> RuntimeVersionOf for Bounded<E> {
	fn runtime_version(
		&self,
		ext: &mut dyn Externalities,
		runtime_code: &RuntimeCode<'_>,
	) -> ExecutorResult<RuntimeVersion> {
		self.executor.runtime_version(ext, runtime_code)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::{
		panic::{catch_unwind, AssertUnwindSafe},
		sync::{
			atomic::{AtomicUsize, Ordering},
			mpsc, Barrier,
		},
		thread::{Builder, JoinHandle},
		time::Duration,
	};

	fn named<R: Send + 'static>(
		name: &str,
		work: impl FnOnce() -> R + Send + 'static,
	) -> JoinHandle<R> {
		Builder::new().name(name.into()).spawn(work).unwrap()
	}

	/// A thread of RPC's that works until it is told to end.
	fn busy(bounded: &Bounded<()>) -> (JoinHandle<()>, mpsc::Sender<()>) {
		let (begun, has_begun) = mpsc::channel();
		let (end, ended) = mpsc::channel();
		let bounded = bounded.clone();
		let thread = named(RPC_THREAD, move || {
			bounded.work(|| {
				begun.send(()).unwrap();
				ended.recv().unwrap();
			});
		});
		has_begun.recv().unwrap();
		(thread, end)
	}

	#[test]
	fn of_rpcs_threads_only_so_many_work_at_a_time() {
		let bounded = Bounded::with_permits((), 2);
		let now = Arc::new(AtomicUsize::new(0));
		let threads = (0..8).map(|_| {
			let (bounded, now) = (bounded.clone(), now.clone());
			named(RPC_THREAD, move || {
				bounded.work(|| {
					let most = now.fetch_add(1, Ordering::SeqCst) + 1;
					thread::sleep(Duration::from_millis(10));
					now.fetch_sub(1, Ordering::SeqCst);
					most
				})
			})
		});
		let threads: Vec<_> = threads.collect();
		for thread in threads {
			assert!(thread.join().unwrap() <= 2);
		}
	}

	/// All of them are inside at once, or this never ends.
	#[test]
	fn others_never_wait() {
		let bounded = Bounded::with_permits((), 1);
		let (holder, end) = busy(&bounded);
		let all = Arc::new(Barrier::new(4));
		let others = ["tokio-runtime-worker", "import", "rpc-else", "main"].map(|name| {
			let (bounded, all) = (bounded.clone(), all.clone());
			named(name, move || bounded.work(|| all.wait().is_leader()))
		});
		for other in others {
			other.join().unwrap();
		}
		end.send(()).unwrap();
		holder.join().unwrap();
	}

	#[test]
	fn a_panic_gives_the_permit_back() {
		let bounded = Bounded::with_permits((), 1);
		let thread = named(RPC_THREAD, move || {
			for _ in 0..3 {
				let work = AssertUnwindSafe(|| bounded.work(|| panic!("as the test wants it")));
				let failed: Result<(), _> = catch_unwind(work);
				assert!(failed.is_err());
			}
			bounded.work(|| 7)
		});
		assert_eq!(thread.join().unwrap(), 7);
	}

	#[test]
	fn work_inside_work_needs_no_second_permit() {
		let bounded = Bounded::with_permits((), 1);
		let thread = named(RPC_THREAD, move || {
			let inner = bounded.work(|| bounded.work(|| bounded.work(|| 7)));
			(inner, bounded.work(|| 8))
		});
		assert_eq!(thread.join().unwrap(), (7, 8));
	}

	/// The one thread that serves everything waits for a permit, and everything goes on.
	#[test]
	fn what_a_serving_thread_serves_besides_goes_on_meanwhile() {
		let runtime = tokio::runtime::Builder::new_multi_thread()
			.worker_threads(1)
			.thread_name(RPC_THREAD)
			.build()
			.unwrap();
		let bounded = Bounded::with_permits((), 1);
		let (holder, end) = busy(&bounded);
		let waiting = runtime.spawn(async move { bounded.work(|| 7) });
		// Were the thread not free, this would never end.
		assert_eq!(runtime.block_on(runtime.spawn(async { 8 })).unwrap(), 8);
		assert!(!waiting.is_finished());
		end.send(()).unwrap();
		assert_eq!(runtime.block_on(waiting).unwrap(), 7);
		holder.join().unwrap();
	}
}
