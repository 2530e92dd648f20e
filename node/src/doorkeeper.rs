//! Who stands before the transaction pool: nothing from RPC or network reaches it otherwise.
//!
//! **Unpaid transactions.** Persons act by transactions that carry a proof and pay nothing. Checking
//! one costs a pairing, so anybody could make a node compute by sending garbage. They pass at a bounded
//! rate and while few of them wait in the pool, and beyond that are refused before anything in them is
//! read. Paid ones are not counted. RPC and network have a [`Doorkeeper`] each, so that a flood from one
//! does not shut the other.
//!
//! **Blocks.** While the pool makes its view of a new block, nothing enters here. What did would be in
//! the view of the block before alone: it would miss a block, and so would all that its sender sends
//! after it; or, were it itself waiting for one that is missing, be forgotten with that view, for good,
//! although its sender was told that it is in the pool. (Or the sender is told that the pool has it
//! already, and it is taken out: <https://github.com/paritytech/polkadot-sdk/pull/12919>.) Where someone
//! is stuck at the entrance, the pool goes on without this, as it would by itself. What the node itself
//! submits does not pass here.

use async_trait::async_trait;
use census_runtime::opaque::Block;
use sc_transaction_pool_api::{
	error::Error as PoolError, ChainEvent, ImportNotificationStream, InPoolTransaction,
	MaintainedTransactionPool, PoolStatus, ReadyTransactions, TransactionFor, TransactionPool,
	TransactionSource, TransactionStatusStreamFor, TxHash, TxInvalidityReportMap,
};
use sp_runtime::{traits::Block as BlockT, OpaqueExtrinsic};
use std::{
	collections::HashMap,
	pin::Pin,
	sync::{Arc, Mutex, PoisonError},
	time::{Duration, Instant},
};
use tokio::{
	sync::{RwLock, RwLockReadGuard, RwLockWriteGuard, Semaphore, SemaphorePermit},
	time::timeout,
};

/// The first byte of a general transaction of format 5: one without a signature around it. Nobody
/// pays for it. (Bare ones are refused by the runtime from outside, at no cost.)
///
/// Source: `sp_runtime::generic::UncheckedExtrinsic`.
const GENERAL: u8 = 0b0100_0000 | 5;

/// Whether nobody pays for the transaction. Reads one byte.
fn is_unpaid(transaction: &OpaqueExtrinsic) -> bool {
	transaction.inner().first() == Some(&GENERAL)
}

/// A rate that may be exceeded for a moment: it allows `burst` at once, and `per_second` in the
/// long run.
struct Budget {
	per_second: u32,
	burst: u32,
	/// What is left, and when it was counted.
	state: Mutex<(f64, Instant)>,
}

impl Budget {
	fn new(per_second: u32, now: Instant) -> Self {
		let burst = per_second.saturating_mul(2);
		Self { per_second, burst, state: Mutex::new((f64::from(burst), now)) }
	}

	/// Takes one from the budget, if there is one.
	fn take(&self, now: Instant) -> bool {
		// The state is whole at all times: a panic elsewhere does not spoil it.
		let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
		let (left, counted) = *state;
		let passed = now.saturating_duration_since(counted).as_secs_f64();
		let left = (left + passed * f64::from(self.per_second)).min(f64::from(self.burst));
		let allowed = left >= 1.0;
		*state = (if allowed { left - 1.0 } else { left }, counted.max(now));
		allowed
	}
}

/// The most unpaid transactions that wait in the pool: about ten blocks of them, and a quarter of
/// what the pool has room for by default. They come before paid ones, so that no wealth shuts them
/// out; so they must not fill the pool either.
const MOST_WAITING: usize = 2_048;
/// How often those that wait are counted.
const COUNT_EVERY: Duration = Duration::from_secs(1);

/// How many unpaid transactions wait in the pool: as many as were there when they were counted
/// last, and those that were let in since.
struct Waiting {
	most: usize,
	state: Mutex<(usize, Option<Instant>)>,
}

impl Waiting {
	fn new(most: usize) -> Self {
		Self { most, state: Mutex::new((0, None)) }
	}

	/// Whether there is room for one more, which is counted in. `count` counts those that wait.
	fn room(&self, now: Instant, count: impl FnOnce() -> usize) -> bool {
		let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
		let fresh = |counted| now.saturating_duration_since(counted) < COUNT_EVERY;
		if !state.1.is_some_and(fresh) {
			*state = (count(), Some(now));
		}
		let room = state.0 < self.most;
		if room {
			state.0 = state.0.saturating_add(1);
		}
		room
	}
}

/// How many transactions enter at a time: several for each of the two tasks by which the pool validates.
/// A block waits until these are in, and for none behind them.
const MOST_ENTERING: usize = 16;
/// How long a block waits for them, if one is stuck.
const LONGEST_WAIT: Duration = Duration::from_millis(500);

/// Where transactions enter and blocks are taken in, but never both at a time.
struct Entrance {
	places: Semaphore,
	/// Held by those who enter together, or by the one who takes in a block.
	way: RwLock<()>,
}

impl Entrance {
	fn new() -> Self {
		Self { places: Semaphore::new(MOST_ENTERING), way: RwLock::default() }
	}

	/// Waits for a place, and until no block is taken in. What is returned is held while entering.
	async fn enter(&self) -> (Option<SemaphorePermit<'_>>, RwLockReadGuard<'_, ()>) {
		// Nobody closes it: there is a place for everyone in the end.
		let place = self.places.acquire().await.ok();
		(place, self.way.read().await)
	}

	/// Waits for those who are entering, but not for ever. What is returned keeps others out.
	async fn close(&self) -> Option<RwLockWriteGuard<'_, ()>> {
		timeout(LONGEST_WAIT, self.way.write()).await.ok()
	}
}

/// Where transactions come from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
	/// RPC. Who is refused is told that the limit is reached, and may try again.
	Rpc,
	/// Other nodes. A refused transaction counts as known: whoever sent it did nothing wrong, and
	/// loses no reputation.
	Network,
}

/// A transaction pool that lets unpaid transactions in at a bounded rate, and none while it takes in a
/// block.
pub(crate) struct Doorkeeper<Pool> {
	pool: Arc<Pool>,
	door: Door,
	/// All doors of a pool have the same.
	entrance: Arc<Entrance>,
	budget: Budget,
	waiting: Waiting,
}

impl<Pool: TransactionPool<Block = Block>> Doorkeeper<Pool> {
	/// Lets in `per_second` unpaid transactions a second.
	pub(crate) fn new(pool: Arc<Pool>, door: Door, per_second: u32) -> Self {
		let budget = Budget::new(per_second, Instant::now());
		let waiting = Waiting::new(MOST_WAITING);
		Self { pool, door, entrance: Arc::new(Entrance::new()), budget, waiting }
	}

	/// Another door of the same pool, which lets in as much.
	pub(crate) fn beside(&self, door: Door) -> Self {
		let other = Self::new(self.pool.clone(), door, self.budget.per_second);
		Self { entrance: self.entrance.clone(), ..other }
	}

	/// How many unpaid transactions are ready for a block.
	fn count_waiting(&self) -> usize {
		self.pool.ready().filter(|transaction| is_unpaid(transaction.data())).count()
	}

	/// Whether a transaction may go on to the pool.
	fn admit(
		&self,
		source: TransactionSource,
		transaction: &TransactionFor<Pool>,
	) -> Result<(), Pool::Error> {
		let counts = source != TransactionSource::Local && is_unpaid(transaction);
		// What the pool has already it answers without looking into it.
		if !counts || self.pool.ready_transaction(&self.pool.hash_of(transaction)).is_some() {
			return Ok(());
		}
		let now = Instant::now();
		if self.budget.take(now) && self.waiting.room(now, || self.count_waiting()) {
			return Ok(());
		}
		log::debug!(target: "txpool", "too many unpaid transactions come, or wait");
		Err(match self.door {
			Door::Rpc => PoolError::ImmediatelyDropped,
			Door::Network => PoolError::AlreadyImported(Box::new(())),
		}
		.into())
	}
}

type Ready<Pool> =
	Box<dyn ReadyTransactions<Item = Arc<<Pool as TransactionPool>::InPoolTransaction>> + Send>;

#[async_trait]
impl<Pool: TransactionPool<Block = Block> + 'static> TransactionPool for Doorkeeper<Pool> {
	type Block = Block;
	type Hash = Pool::Hash;
	type InPoolTransaction = Pool::InPoolTransaction;
	type Error = Pool::Error;

	async fn submit_at(
		&self,
		at: <Block as BlockT>::Hash,
		source: TransactionSource,
		transactions: Vec<TransactionFor<Self>>,
	) -> Result<Vec<Result<TxHash<Self>, Self::Error>>, Self::Error> {
		let mut outcomes = Vec::with_capacity(transactions.len());
		for transaction in transactions {
			outcomes.push(self.submit_one(at, source, transaction).await);
		}
		Ok(outcomes)
	}

	async fn submit_one(
		&self,
		at: <Block as BlockT>::Hash,
		source: TransactionSource,
		transaction: TransactionFor<Self>,
	) -> Result<TxHash<Self>, Self::Error> {
		self.admit(source, &transaction)?;
		let _entering = self.entrance.enter().await;
		self.pool.submit_one(at, source, transaction).await
	}

	async fn submit_and_watch(
		&self,
		at: <Block as BlockT>::Hash,
		source: TransactionSource,
		transaction: TransactionFor<Self>,
	) -> Result<Pin<Box<TransactionStatusStreamFor<Self>>>, Self::Error> {
		self.admit(source, &transaction)?;
		let _entering = self.entrance.enter().await;
		self.pool.submit_and_watch(at, source, transaction).await
	}

	async fn ready_at(&self, at: <Block as BlockT>::Hash) -> Ready<Self> {
		self.pool.ready_at(at).await
	}

	fn ready(&self) -> Ready<Self> {
		self.pool.ready()
	}

	async fn report_invalid(
		&self,
		at: Option<<Block as BlockT>::Hash>,
		errors: TxInvalidityReportMap<TxHash<Self>>,
	) -> Vec<Arc<Self::InPoolTransaction>> {
		self.pool.report_invalid(at, errors).await
	}

	fn futures(&self) -> Vec<Self::InPoolTransaction> {
		self.pool.futures()
	}

	fn status(&self) -> PoolStatus {
		self.pool.status()
	}

	fn import_notification_stream(&self) -> ImportNotificationStream<TxHash<Self>> {
		self.pool.import_notification_stream()
	}

	fn on_broadcasted(&self, propagations: HashMap<TxHash<Self>, Vec<String>>) {
		self.pool.on_broadcasted(propagations);
	}

	fn hash_of(&self, transaction: &TransactionFor<Self>) -> TxHash<Self> {
		self.pool.hash_of(transaction)
	}

	fn ready_transaction(&self, hash: &TxHash<Self>) -> Option<Arc<Self::InPoolTransaction>> {
		self.pool.ready_transaction(hash)
	}

	async fn ready_at_with_timeout(
		&self,
		at: <Block as BlockT>::Hash,
		timeout: Duration,
	) -> Ready<Self> {
		self.pool.ready_at_with_timeout(at, timeout).await
	}
}

#[async_trait]
impl<Pool> MaintainedTransactionPool for Doorkeeper<Pool>
where
	Pool: MaintainedTransactionPool<Block = Block> + 'static,
{
	async fn maintain(&self, event: ChainEvent<Block>) {
		let _closed = self.entrance.close().await;
		self.pool.maintain(event).await;
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::{Decode, Encode};
	use futures::FutureExt;

	/// A transaction of the runtime's format, with types that need no runtime.
	type Transaction = sp_runtime::generic::UncheckedExtrinsic<u64, u32, u64, ()>;

	#[test]
	fn a_budget_allows_a_burst_and_then_its_rate() {
		let start = Instant::now();
		let budget = Budget::new(10, start);
		assert_eq!((0..100).filter(|_| budget.take(start)).count(), 20);
		let later = start + Duration::from_millis(1_500);
		assert_eq!((0..100).filter(|_| budget.take(later)).count(), 15);
		assert!(!budget.take(start), "time that goes backwards gives nothing");
		let much_later = start + Duration::from_secs(3_600);
		assert_eq!((0..100).filter(|_| budget.take(much_later)).count(), 20);
	}

	#[test]
	fn so_many_wait_and_no_more_until_they_are_counted_again() {
		let start = Instant::now();
		let waiting = Waiting::new(5);
		assert!(waiting.room(start, || 3));
		let soon = start + COUNT_EVERY / 2;
		let counted = || unreachable!("the count is fresh");
		assert!(waiting.room(soon, counted));
		assert!(!waiting.room(soon, counted));
		let later = start + COUNT_EVERY;
		assert!(!waiting.room(later, || 5));
		assert!(waiting.room(later + COUNT_EVERY, || 4));
	}

	#[tokio::test]
	async fn nothing_enters_while_a_block_is_taken_in_and_no_block_waits_for_a_queue() {
		let entrance = Entrance::new();
		let mut entering = Vec::new();
		for _ in 0..MOST_ENTERING {
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

	#[test]
	fn a_budget_of_nothing_allows_nothing() {
		let start = Instant::now();
		let budget = Budget::new(0, start);
		assert!(!budget.take(start + Duration::from_secs(3_600)));
	}

	#[test]
	fn what_carries_no_signature_is_unpaid() {
		let unpaid = |transaction: Transaction| {
			is_unpaid(&OpaqueExtrinsic::decode(&mut &transaction.encode()[..]).unwrap())
		};
		assert!(unpaid(Transaction::new_transaction(7, ())));
		assert!(!unpaid(Transaction::new_signed(7, 1, 2, ())));
		assert!(!unpaid(Transaction::new_bare(7)));
		assert!(!is_unpaid(&OpaqueExtrinsic::from_blob(Vec::new())));
	}
}
