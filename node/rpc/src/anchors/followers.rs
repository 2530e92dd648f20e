//! Who follows the log: what all of them have in common, however many they are.
//!
//! One task looks at each final block, and each page of leaves is read once for all who want it. Each
//! connection reads one page at a time, and the connections take turns: whoever follows a thousand times
//! waits for themselves, and nobody is ended because others ask for much.

use super::checkpoint;
use census_rpc_api::{
	views::{
		anchors::{Checkpoint, Leaf},
		Hash,
	},
	Error,
};
use census_runtime::opaque::Block;
use futures::StreamExt;
use jsonrpsee::ConnectionId;
use sc_client_api::BlockchainEvents;
use sp_blockchain::HeaderBackend;
use std::{
	collections::{HashMap, VecDeque},
	ops::Range,
	sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};
use tokio::{
	sync::{watch, OnceCell, Semaphore},
	task::spawn_blocking,
};

/// How many leaves are read at a time. Every follower may hold as many while its client is slow.
const PAGE: u64 = 16;

/// How many pages are kept for others who want them.
const KEPT_PAGES: usize = 64;

/// Leaves that follow each other.
pub(super) type Page = Arc<[Leaf]>;

/// Which leaves, and the page of them when it has been read.
type Kept = (Range<u64>, Arc<OnceCell<Page>>);

/// The checkpoint of the latest final block.
type Latest = Option<Checkpoint>;

/// What all followers have in common.
pub(super) struct Followers {
	/// Tells those who are there, if anybody is, of final blocks.
	latest: Mutex<Weak<watch::Sender<Latest>>>,
	/// The pages that were read last, or are being read, the newest last. Leaves of final blocks stay as
	/// they are.
	pages: Mutex<VecDeque<Kept>>,
	/// One place for each connection.
	queues: Mutex<HashMap<ConnectionId, Weak<Semaphore>>>,
	/// How many pages are read at a time.
	turns: Semaphore,
}

impl Default for Followers {
	fn default() -> Self {
		let cores = std::thread::available_parallelism().map_or(1, usize::from);
		Self::with_turns(cores.div_ceil(2))
	}
}

/// What these hold is whole at all times: a panic elsewhere does not spoil it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
	mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The leaves of which the first is `next` that are read at once, if there are `count`.
pub(super) fn page_of(next: u64, count: u64) -> Range<u64> {
	// Pages end at the same places for everyone.
	let end = (next / PAGE).saturating_add(1).saturating_mul(PAGE);
	next..end.min(count)
}

impl Followers {
	fn with_turns(turns: usize) -> Self {
		Self {
			latest: Mutex::default(),
			pages: Mutex::default(),
			queues: Mutex::default(),
			turns: Semaphore::new(turns),
		}
	}

	/// The checkpoint of the latest final block, kept up to date.
	///
	/// However slowly it is looked at, nothing piles up: not even the blocks that notifications pin.
	pub(super) fn latest<Client>(self: &Arc<Self>, client: &Client) -> watch::Receiver<Latest>
	where
		Client: BlockchainEvents<Block> + HeaderBackend<Block>,
	{
		let mut kept = lock(&self.latest);
		if let Some(sender) = kept.upgrade() {
			return sender.subscribe();
		}
		// First, so that no block is missed.
		let mut news = client.finality_notification_stream();
		let now = client.header(client.info().finalized_hash).ok().flatten();
		let (sender, receiver) = watch::channel(now.as_ref().and_then(checkpoint));
		let sender = Arc::new(sender);
		*kept = Arc::downgrade(&sender);
		let followers = self.clone();
		tokio::spawn(async move {
			loop {
				tokio::select! {
					notification = news.next() => match notification {
						Some(notification) => sender.send_replace(checkpoint(&notification.header)),
						None => return,
					},
					() = sender.closed() => match followers.forget(&sender) {
						true => return,
						false => continue,
					},
				};
			}
		});
		receiver
	}

	/// Forgets who tells of final blocks, unless somebody has come since all had left.
	fn forget(&self, sender: &watch::Sender<Latest>) -> bool {
		let mut kept = lock(&self.latest);
		let deserted = sender.receiver_count() == 0;
		if deserted {
			*kept = Weak::new();
		}
		deserted
	}

	/// These leaves, which `read` reads at block `at` unless somebody else has.
	pub(super) async fn page(
		&self,
		connection: ConnectionId,
		at: Hash,
		leaves: Range<u64>,
		read: impl FnOnce() -> Result<Vec<Leaf>, Error> + Send + 'static,
	) -> Result<Page, Error> {
		// First its place among the connection's: whoever others wait for waits behind nobody but other
		// connections.
		let queue = self.queue(connection);
		// Neither of these is ever closed, so that this only waits.
		let _place = queue.acquire().await.ok();
		let page = self.kept(leaves);
		let read = async {
			let _turn = self.turns.acquire().await.ok();
			let read = spawn_blocking(read)
				.await
				.unwrap_or_else(|error| Err(Error::RuntimeFailed { at, cause: error.to_string() }));
			read.map(Page::from)
		};
		page.get_or_try_init(|| read).await.cloned()
	}

	/// The connection's queue.
	fn queue(&self, connection: ConnectionId) -> Arc<Semaphore> {
		let mut queues = lock(&self.queues);
		if let Some(queue) = queues.get(&connection).and_then(Weak::upgrade) {
			return queue;
		}
		queues.retain(|_, queue| queue.strong_count() > 0);
		let queue = Arc::new(Semaphore::new(1));
		queues.insert(connection, Arc::downgrade(&queue));
		queue
	}

	/// The place of these leaves, read or not.
	fn kept(&self, leaves: Range<u64>) -> Arc<OnceCell<Page>> {
		let mut pages = lock(&self.pages);
		if let Some((_, page)) = pages.iter().find(|(kept, _)| *kept == leaves) {
			return page.clone();
		}
		if pages.len() >= KEPT_PAGES {
			pages.pop_front();
		}
		let page = Arc::<OnceCell<Page>>::default();
		pages.push_back((leaves, page.clone()));
		page
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use futures::{future::join_all, FutureExt};
	use std::sync::{
		atomic::{AtomicUsize, Ordering},
		mpsc,
	};

	#[test]
	fn pages_end_at_the_same_places_for_everyone() {
		assert_eq!(page_of(0, 100), 0..16);
		assert_eq!(page_of(5, 100), 5..16);
		assert_eq!(page_of(16, 100), 16..32);
		assert_eq!(page_of(96, 100), 96..100);
		assert_eq!(page_of(u64::MAX - 1, u64::MAX), u64::MAX - 1..u64::MAX);
	}

	#[tokio::test]
	async fn what_many_want_is_read_once() {
		let followers = Followers::with_turns(1);
		let count = Arc::new(AtomicUsize::new(0));
		let read = |connection, from| {
			let count = count.clone();
			let read = move || {
				count.fetch_add(1, Ordering::SeqCst);
				Ok(Vec::new())
			};
			followers.page(ConnectionId(connection), Hash::default(), from..from + 1, read)
		};
		join_all((0..1_000).map(|number| read(number % 3, 7))).await;
		assert_eq!(count.load(Ordering::SeqCst), 1);
		// Not more are kept than so many, nor queues of those who have gone.
		join_all((0..1_000).map(|from| read(0, from))).await;
		assert_eq!(followers.pages.lock().unwrap().len(), KEPT_PAGES);
		drop(followers.queue(ConnectionId(9)));
		assert!(followers.queues.lock().unwrap().len() <= 2);
	}

	#[tokio::test]
	async fn who_wants_much_does_not_keep_others_waiting() {
		let followers = Followers::with_turns(1);
		let (order, read) = mpsc::channel();
		let (open, gate) = mpsc::channel::<()>();
		let mut gate = Some(gate);
		let mut page = |connection, from| {
			let (order, gate) = (order.clone(), gate.take());
			let read = move || {
				// The first waits until the others have asked.
				if let Some(gate) = gate {
					gate.recv().unwrap();
				}
				order.send(connection).unwrap();
				Ok(Vec::new())
			};
			let page =
				followers.page(ConnectionId(connection), Hash::default(), from..from + 1, read);
			Box::pin(page)
		};
		let mut much: Vec<_> = (0..100).map(|from| page(1, from)).collect();
		for page in &mut much {
			assert!(page.now_or_never().is_none());
		}
		let mut other = page(2, 1_000);
		assert!((&mut other).now_or_never().is_none());
		open.send(()).unwrap();
		let (much, other) = futures::join!(join_all(much), other);
		assert!(other.is_ok() && much.iter().all(Result::is_ok));
		let order: Vec<_> = read.try_iter().collect();
		assert_eq!((order.len(), order[1]), (101, 2));
	}

	#[tokio::test]
	async fn what_failed_for_one_is_read_for_the_next() {
		let followers = Followers::with_turns(1);
		let at = Hash::default();
		let ask = |read: fn() -> Result<Vec<Leaf>, Error>| {
			followers.page(ConnectionId(0), at, 0..1, read)
		};
		assert_eq!(ask(|| Err(Error::NotACall {})).await, Err(Error::NotACall {}));
		assert!(matches!(
			ask(|| panic!("as the test wants it")).await,
			Err(Error::RuntimeFailed { .. })
		));
		assert!(ask(|| Ok(Vec::new())).await.is_ok());
	}
}
