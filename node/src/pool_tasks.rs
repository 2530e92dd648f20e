//! The transaction pool's own tasks: essential for as long as there is a pool.
//!
//! When the node ends, or a command has done its work, the pool goes, and its tasks with it. To
//! polkadot-sdk an essential task that ends is a failure whenever it ends, and it says so in red.

use futures::{
	future::{self, BoxFuture},
	FutureExt,
};
use sc_service::SpawnEssentialTaskHandle;
use sp_core::traits::SpawnEssentialNamed;
use std::sync::{Arc, OnceLock, Weak};

/// Spawns the tasks of a pool, which it is told of once it is there.
pub(crate) struct PoolTasks<Pool> {
	tasks: SpawnEssentialTaskHandle,
	pool: Arc<OnceLock<Weak<Pool>>>,
}

impl<Pool> Clone for PoolTasks<Pool> {
	fn clone(&self) -> Self {
		Self { tasks: self.tasks.clone(), pool: self.pool.clone() }
	}
}

impl<Pool: Send + Sync + 'static> PoolTasks<Pool> {
	/// Spawns by `tasks`.
	pub(crate) fn new(tasks: SpawnEssentialTaskHandle) -> Self {
		Self { tasks, pool: Arc::default() }
	}

	/// The pool whose tasks these are.
	pub(crate) fn belong_to(&self, pool: &Arc<Pool>) {
		// There is one pool; a second one would find the first.
		let _ = self.pool.set(Arc::downgrade(pool));
	}

	/// The task, which does not end before the node does if it ends because the pool is gone.
	fn quiet_without_pool(&self, task: BoxFuture<'static, ()>) -> BoxFuture<'static, ()> {
		let pool = self.pool.clone();
		async move {
			task.await;
			if pool.get().is_some_and(|pool| pool.strong_count() == 0) {
				future::pending::<()>().await;
			}
		}
		.boxed()
	}
}

impl<Pool: Send + Sync + 'static> SpawnEssentialNamed for PoolTasks<Pool> {
	fn spawn_essential_blocking(
		&self,
		name: &'static str,
		group: Option<&'static str>,
		task: BoxFuture<'static, ()>,
	) {
		self.tasks.spawn_essential_blocking(name, group, self.quiet_without_pool(task));
	}

	fn spawn_essential(
		&self,
		name: &'static str,
		group: Option<&'static str>,
		task: BoxFuture<'static, ()>,
	) {
		self.tasks.spawn_essential(name, group, self.quiet_without_pool(task));
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use futures::channel::oneshot;
	use sc_service::TaskManager;
	use std::time::Duration;
	use tokio::{runtime::Runtime, time::timeout};

	/// A task that ends when told to, of a pool that may be gone by then. Whether that failed the node.
	fn fails(
		pool_is_gone: bool,
		ends: fn(oneshot::Receiver<()>) -> BoxFuture<'static, ()>,
	) -> bool {
		let runtime = Runtime::new().unwrap();
		let mut manager = TaskManager::new(runtime.handle().clone(), None).unwrap();
		let tasks = PoolTasks::new(manager.spawn_essential_handle());
		let pool = Arc::new(());
		tasks.belong_to(&pool);
		let (end, told) = oneshot::channel();
		tasks.spawn_essential_blocking("task", None, ends(told));
		let pool = (!pool_is_gone).then_some(pool);
		end.send(()).unwrap();
		// What does not fail is waited for in vain; what does, fails at once.
		let patience = Duration::from_secs(if pool_is_gone { 1 } else { 60 });
		let failed = runtime.block_on(async { timeout(patience, manager.future()).await.is_ok() });
		drop((pool, manager));
		failed
	}

	fn returns(told: oneshot::Receiver<()>) -> BoxFuture<'static, ()> {
		told.map(drop).boxed()
	}

	fn panics(told: oneshot::Receiver<()>) -> BoxFuture<'static, ()> {
		told.map(|_| panic!("of its own")).boxed()
	}

	#[test]
	fn a_task_may_end_with_its_pool() {
		assert!(!fails(true, returns));
	}

	#[test]
	fn a_task_that_ends_before_its_pool_fails_the_node() {
		assert!(fails(false, returns));
	}

	#[test]
	fn a_task_that_panics_fails_the_node() {
		assert!(fails(false, panics));
	}
}
