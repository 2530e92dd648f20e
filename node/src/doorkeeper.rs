//! Who stands before the transaction pool: nothing from RPC or network reaches it otherwise.
//!
//! **Looks.** The runtime is asked first what the bytes are, which costs little and does not fail
//! whatever they are. What is no transaction, and what would be refused without any proof being looked at,
//! goes no further.
//!
//! **Unpaid transactions.** Persons act by transactions that carry a proof and pay nothing. Checking
//! one costs a pairing or two, so anybody could make a node compute by sending false ones. So each kind
//! has a budget of pairings of its own, a part of what the operator allows, and a bound on how many
//! wait in the pool: a flood of one kind shuts no other. A session's acts cost no pairing, and have a bound
//! of their own. Beyond these they are refused at once. Paid transactions are not counted. RPC and network
//! have a [`Doorkeeper`] each, so that a flood from one does not shut the other.
//!
//! **Blocks.** While the pool makes its view of a new block, nothing enters here. What did would be in
//! the view of the block before alone: it would miss a block, and so would all that its sender sends
//! after it; or, were it itself waiting for one that is missing, be forgotten with that view, for good,
//! although its sender was told that it is in the pool. (Or the sender is told that the pool has it
//! already, and it is taken out: <https://github.com/paritytech/polkadot-sdk/pull/12919>.) Where someone
//! is stuck at the entrance, the pool goes on without this, as it would by itself. What the node itself
//! submits does not pass here.

use crate::order::{ByTurns, Ready};
use async_trait::async_trait;
use census_primitives::{Lane, LaneShare};
use census_runtime::opaque::Block;
use census_runtime_api::{door::Look, DoorApi};
use codec::Encode;
use sc_client_api::HeaderBackend;
use sc_transaction_pool_api::{
	error::Error as PoolError, ChainEvent, ImportNotificationStream, InPoolTransaction,
	MaintainedTransactionPool, PoolStatus, TransactionFor, TransactionPool, TransactionSource,
	TransactionStatusStreamFor, TxHash, TxInvalidityReportMap,
};
use sp_api::ProvideRuntimeApi;
use sp_runtime::{
	traits::Block as BlockT,
	transaction_validity::{InvalidTransaction, TransactionValidityError, UnknownTransaction},
	OpaqueExtrinsic,
};
use std::{
	collections::HashMap,
	future::Future,
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

/// Whether the transaction has no signature, so that nobody pays for it. Reads one byte.
pub(crate) fn is_unpaid(transaction: &OpaqueExtrinsic) -> bool {
	transaction.inner().first() == Some(&GENERAL)
}

/// What tells the runtime's [`Look`] at a transaction.
pub(crate) type Looking = Arc<dyn Fn(&OpaqueExtrinsic) -> Look + Send + Sync>;

/// Asks the runtime of the best block.
pub(crate) fn looking<C>(client: Arc<C>) -> Looking
where
	C: HeaderBackend<Block> + ProvideRuntimeApi<Block> + Send + Sync + 'static,
	C::Api: DoorApi<Block>,
{
	Arc::new(move |transaction| {
		let best = client.info().best_hash;
		let look = client.runtime_api().look(best, best, transaction.encode());
		look.unwrap_or_else(|error| {
			log::debug!(target: "txpool", "the runtime does not tell what a transaction is: {error}");
			match is_unpaid(transaction) {
				true => Look::Free { priority: 0, pairings: 1 },
				false => Look::Paid,
			}
		})
	})
}

/// The kinds of unpaid transactions that have a budget and a bound of their own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Kind {
	Registry,
	Civic,
	Acts,
	Sessions,
}

impl Kind {
	const ALL: [Self; 4] = [Self::Registry, Self::Civic, Self::Acts, Self::Sessions];

	/// Its part of all pairings, in quarters: as of the block's free share.
	fn quarters(self) -> u32 {
		match self {
			Self::Registry | Self::Acts => 1,
			Self::Civic => 2,
			Self::Sessions => 0,
		}
	}

	/// The most that wait in the pool: some blocks of them, and all kinds together less than a third of
	/// what the pool has room for by default. They come before paid ones, so that no wealth shuts them
	/// out; so they must not fill the pool either.
	fn most_waiting(self) -> usize {
		match self {
			Self::Registry | Self::Acts | Self::Sessions => 512,
			Self::Civic => 1_024,
		}
	}
}

/// More pairings than any transaction takes to check: an admission takes one, and one for each of eight
/// tickets.
const MOST_PAIRINGS: u32 = 16;

/// One application scope has so small a part of the places for acts.
const SCOPES_SHARE: usize = 4;

/// Among which unpaid transactions one is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Class {
	kind: Kind,
	/// The application scope of an act.
	scope: Option<u32>,
}

impl Class {
	/// That of a transaction without a signature that has this priority.
	fn of_priority(priority: u64) -> Self {
		let lane = Lane::of_priority(priority);
		let kind = match lane.map(|lane| lane.kind.share()) {
			Some(LaneShare::Registry) => Kind::Registry,
			Some(LaneShare::Civic) => Kind::Civic,
			Some(LaneShare::Acts) | None => Kind::Acts,
		};
		Self { kind, scope: lane.as_ref().and_then(Lane::application) }
	}

	/// That of a session's act.
	fn of_session() -> Self {
		Self { kind: Kind::Sessions, scope: None }
	}
}

/// A rate that may be exceeded for a moment: it allows `burst` at once, and `per_second` in the
/// long run.
struct TokenBucket {
	per_second: u32,
	burst: u32,
	/// What is left, and when it was counted.
	state: Mutex<(f64, Instant)>,
}

impl TokenBucket {
	/// Whatever the rate, unless it is none, the dearest transaction fits in the burst.
	fn new(per_second: u32, now: Instant) -> Self {
		let burst = match per_second {
			0 => 0,
			rate => rate.saturating_mul(2).max(MOST_PAIRINGS),
		};
		Self { per_second, burst, state: Mutex::new((f64::from(burst), now)) }
	}

	/// Takes so many, if there are as many.
	fn take(&self, count: u32, now: Instant) -> bool {
		// The state is whole at all times: a panic elsewhere does not spoil it.
		let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
		let (left, counted) = *state;
		let passed = now.saturating_duration_since(counted).as_secs_f64();
		let left = (left + passed * f64::from(self.per_second)).min(f64::from(self.burst));
		let count = f64::from(count);
		let allowed = left >= count;
		*state = (if allowed { left - count } else { left }, counted.max(now));
		allowed
	}
}

/// How often those that wait are counted.
const COUNT_EVERY: Duration = Duration::from_secs(1);

/// How many unpaid transactions wait: of each kind, and of acts in each application scope.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
struct Counts {
	of_kind: [usize; Kind::ALL.len()],
	of_scope: HashMap<u32, usize>,
}

impl Counts {
	fn add(&mut self, class: Class) {
		self.of_kind[class.kind as usize] += 1;
		if let Some(scope) = class.scope {
			*self.of_scope.entry(scope).or_default() += 1;
		}
	}

	fn has_room(&self, class: Class) -> bool {
		let most = class.kind.most_waiting();
		let in_scope = |scope| self.of_scope.get(&scope).copied().unwrap_or_default();
		self.of_kind[class.kind as usize] < most
			&& class.scope.is_none_or(|scope| in_scope(scope) < most / SCOPES_SHARE)
	}

	fn remove(&mut self, class: Class) {
		let of_kind = &mut self.of_kind[class.kind as usize];
		*of_kind = of_kind.saturating_sub(1);
		if let Some(count) = class.scope.and_then(|scope| self.of_scope.get_mut(&scope)) {
			*count = count.saturating_sub(1);
		}
	}
}

/// A place among those that wait, taken before it is known whether the pool takes the transaction.
#[derive(Debug)]
struct Place {
	class: Class,
	/// When those that wait were counted last.
	counted: Instant,
}

/// How many unpaid transactions wait in the pool: as many as were there when they were counted
/// last, and those that were let in since.
#[derive(Default)]
struct Waiting {
	state: Mutex<(Counts, Option<Instant>)>,
}

impl Waiting {
	/// Takes a place, if there is one. `count` counts those that wait.
	fn take(&self, class: Class, now: Instant, count: impl FnOnce() -> Counts) -> Option<Place> {
		let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
		let (counts, counted) = &mut *state;
		let fresh = |counted: &Instant| now.saturating_duration_since(*counted) < COUNT_EVERY;
		let counted = match counted.filter(fresh) {
			Some(counted) => counted,
			None => {
				*counts = count();
				*counted.insert(now)
			}
		};
		counts.has_room(class).then(|| {
			counts.add(class);
			Place { class, counted }
		})
	}

	/// Gives a place back: what it was for does not wait.
	fn give_back(&self, place: &Place) {
		let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
		// Else it has not been counted.
		if state.1 == Some(place.counted) {
			state.0.remove(place.class);
		}
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

/// A transaction pool that lets in what the runtime does not refuse at sight, unpaid transactions at a
/// bounded rate, and none while it takes in a block.
pub(crate) struct Doorkeeper<Pool> {
	pool: Arc<Pool>,
	look: Looking,
	door: Door,
	/// All doors of a pool have the same.
	entrance: Arc<Entrance>,
	per_second: u32,
	/// Pairings by kind.
	budgets: [TokenBucket; Kind::ALL.len()],
	waiting: Waiting,
}

impl<Pool: TransactionPool<Block = Block>> Doorkeeper<Pool> {
	/// Lets in what takes `per_second` pairings a second.
	pub(crate) fn new(pool: Arc<Pool>, look: Looking, door: Door, per_second: u32) -> Self {
		let now = Instant::now();
		let budgets = Kind::ALL.map(|kind| {
			TokenBucket::new(per_second.saturating_mul(kind.quarters()).div_ceil(4), now)
		});
		let (entrance, waiting) = (Arc::new(Entrance::new()), Waiting::default());
		Self { pool, look, door, entrance, per_second, budgets, waiting }
	}

	/// Another door of the same pool, which lets in as much.
	pub(crate) fn beside(&self, door: Door) -> Self {
		let other = Self::new(self.pool.clone(), self.look.clone(), door, self.per_second);
		Self { entrance: self.entrance.clone(), ..other }
	}

	/// How many unpaid transactions are ready for a block.
	fn count_waiting(&self) -> Counts {
		let mut counts = Counts::default();
		for transaction in self.pool.ready() {
			let priority = *transaction.priority();
			match is_unpaid(transaction.data()) {
				true => counts.add(Class::of_priority(priority)),
				// Whoever pays has some priority.
				false if priority == 0 => counts.add(Class::of_session()),
				false => (),
			}
		}
		counts
	}

	/// Whether a transaction may go on to the pool, and the place that it has taken there if nobody pays
	/// for it.
	fn admit(
		&self,
		source: TransactionSource,
		transaction: &TransactionFor<Pool>,
	) -> Result<Option<Place>, Pool::Error> {
		// What the pool has already it answers without looking into it.
		if source == TransactionSource::Local
			|| self.pool.ready_transaction(&self.pool.hash_of(transaction)).is_some()
		{
			return Ok(None);
		}
		let (class, pairings) = match (self.look)(transaction) {
			Look::Paid | Look::Bare => return Ok(None),
			Look::Session => (Class::of_session(), 0),
			Look::Free { priority, pairings } => (Class::of_priority(priority), pairings),
			Look::Undecodable => return Err(self.refusal(InvalidTransaction::Call.into()).into()),
			Look::Refused { code: None, .. } => {
				return Err(self.refusal(InvalidTransaction::BadSigner.into()).into())
			}
			Look::Refused { code: Some(code), later } => {
				let why = match later {
					true => UnknownTransaction::Custom(code).into(),
					false => InvalidTransaction::Custom(code).into(),
				};
				return Err(self.refusal(why).into());
			}
		};
		let now = Instant::now();
		if let Some(place) = self.waiting.take(class, now, || self.count_waiting()) {
			if self.budgets[class.kind as usize].take(pairings, now) {
				return Ok(Some(place));
			}
			self.waiting.give_back(&place);
		}
		log::debug!(target: "txpool", "too many unpaid transactions come, or wait: {class:?}");
		Err(match self.door {
			Door::Rpc => PoolError::ImmediatelyDropped,
			Door::Network => PoolError::AlreadyImported(Box::new(())),
		}
		.into())
	}

	/// Lets in a transaction that was admitted, when no block is taken in.
	async fn enter<Entered>(
		&self,
		place: Option<Place>,
		submission: impl Future<Output = Result<Entered, Pool::Error>>,
	) -> Result<Entered, Pool::Error> {
		let _entering = self.entrance.enter().await;
		let outcome = submission.await;
		// What is refused, after its proof was looked at, does not wait.
		if let (Err(_), Some(place)) = (&outcome, &place) {
			self.waiting.give_back(place);
		}
		outcome
	}

	/// Why a transaction is refused at sight. A peer is told nothing and loses nothing: near an upgrade it
	/// may read the same bytes otherwise.
	fn refusal(&self, why: TransactionValidityError) -> PoolError {
		match (self.door, why) {
			(Door::Network, _) => PoolError::AlreadyImported(Box::new(())),
			(Door::Rpc, TransactionValidityError::Invalid(why)) => {
				PoolError::InvalidTransaction(why)
			}
			(Door::Rpc, TransactionValidityError::Unknown(why)) => {
				PoolError::UnknownTransaction(why)
			}
		}
	}
}

#[async_trait]
impl<Pool: TransactionPool<Block = Block> + 'static> TransactionPool for Doorkeeper<Pool>
where
	Pool::InPoolTransaction: Send + Sync,
{
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
		let place = self.admit(source, &transaction)?;
		self.enter(place, self.pool.submit_one(at, source, transaction)).await
	}

	async fn submit_and_watch(
		&self,
		at: <Block as BlockT>::Hash,
		source: TransactionSource,
		transaction: TransactionFor<Self>,
	) -> Result<Pin<Box<TransactionStatusStreamFor<Self>>>, Self::Error> {
		let place = self.admit(source, &transaction)?;
		self.enter(place, self.pool.submit_and_watch(at, source, transaction)).await
	}

	async fn ready_at(&self, at: <Block as BlockT>::Hash) -> Ready<Pool::InPoolTransaction> {
		Box::new(ByTurns::new(self.pool.ready_at(at).await))
	}

	fn ready(&self) -> Ready<Pool::InPoolTransaction> {
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
	) -> Ready<Pool::InPoolTransaction> {
		Box::new(ByTurns::new(self.pool.ready_at_with_timeout(at, timeout).await))
	}
}

#[async_trait]
impl<Pool> MaintainedTransactionPool for Doorkeeper<Pool>
where
	Pool: MaintainedTransactionPool<Block = Block> + 'static,
	Pool::InPoolTransaction: Send + Sync,
{
	async fn maintain(&self, event: ChainEvent<Block>) {
		let _closed = self.entrance.close().await;
		self.pool.maintain(event).await;
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use census_primitives::{LaneKind, PersonScope};
	use codec::Decode;
	use futures::FutureExt;

	/// A transaction of the runtime's format, with types that need no runtime.
	type Transaction = sp_runtime::generic::UncheckedExtrinsic<u64, u32, u64, ()>;

	#[test]
	fn a_bucket_allows_a_burst_and_then_its_rate() {
		let start = Instant::now();
		let bucket = TokenBucket::new(10, start);
		assert_eq!((0..100).filter(|_| bucket.take(1, start)).count(), 20);
		let later = start + Duration::from_millis(1_500);
		assert_eq!((0..100).filter(|_| bucket.take(3, later)).count(), 5);
		assert!(!bucket.take(1, start), "time that goes backwards gives nothing");
		let much_later = start + Duration::from_secs(3_600);
		assert_eq!((0..100).filter(|_| bucket.take(1, much_later)).count(), 20);
	}

	fn class(kind: Kind) -> Class {
		Class { kind, scope: None }
	}

	fn counts(acts: usize) -> Counts {
		Counts { of_kind: [0, 0, acts, 0], ..Counts::default() }
	}

	#[test]
	fn so_many_of_a_kind_wait_and_no_more_until_they_are_counted_again() {
		let start = Instant::now();
		let waiting = Waiting::default();
		let most = Kind::Acts.most_waiting();
		let takes = |kind, now, count: &dyn Fn() -> Counts| waiting.take(class(kind), now, count);
		assert!(takes(Kind::Acts, start, &|| counts(most - 2)).is_some());
		let soon = start + COUNT_EVERY / 2;
		let counted: &dyn Fn() -> Counts = &|| unreachable!("the count is fresh");
		assert!(takes(Kind::Acts, soon, counted).is_some());
		assert!(takes(Kind::Acts, soon, counted).is_none());
		// Those of one kind shut out no other.
		assert!(takes(Kind::Registry, soon, counted).is_some());
		assert!(takes(Kind::Sessions, soon, counted).is_some());
		let later = start + COUNT_EVERY;
		assert!(takes(Kind::Acts, later, &|| counts(most)).is_none());
		assert!(takes(Kind::Acts, later + COUNT_EVERY, &|| counts(most - 1)).is_some());
	}

	#[test]
	fn what_is_refused_leaves_its_place_to_others() {
		let start = Instant::now();
		let waiting = Waiting::default();
		let most = Kind::Sessions.most_waiting();
		let take = |now| waiting.take(class(Kind::Sessions), now, Counts::default);
		for _ in 0..10 * most {
			waiting.give_back(&take(start).expect("those before it were refused"));
		}
		// One that was taken before they were counted again is not counted.
		let before = take(start).unwrap();
		let later = start + COUNT_EVERY;
		let _waits = take(later).unwrap();
		waiting.give_back(&before);
		assert_eq!((1..2 * most).filter(|_| take(later).is_some()).count(), most - 1);
	}

	#[test]
	fn one_scope_leaves_places_for_others() {
		let start = Instant::now();
		let waiting = Waiting::default();
		let act = |scope| {
			let scope = PersonScope::Application { scope, topic: [0; 32] };
			Class::of_priority(Lane::act(&scope).priority())
		};
		let enter = |scope, count: usize| {
			(0..count)
				.filter(|_| waiting.take(act(scope), start, Counts::default).is_some())
				.count()
		};
		let most = Kind::Acts.most_waiting();
		assert_eq!(enter(1, most), most / SCOPES_SHARE);
		assert_eq!(enter(2, 5), 5);
		// The quotas of all are no one's scope.
		let quota = PersonScope::Quota { epoch: 1, counter: 0 };
		assert_eq!(Class::of_priority(Lane::act(&quota).priority()), class(Kind::Acts));
	}

	#[test]
	fn the_kinds_share_what_the_operator_allows() {
		assert_eq!(Kind::ALL.map(Kind::quarters).iter().sum::<u32>(), 4);
		for (place, kind) in Kind::ALL.into_iter().enumerate() {
			assert_eq!(kind as usize, place);
		}
		let priority = |kind| Lane::of(kind).priority();
		assert_eq!(Class::of_priority(priority(LaneKind::Veto)).kind, Kind::Registry);
		assert_eq!(Class::of_priority(priority(LaneKind::Civic)).kind, Kind::Civic);
		assert_eq!(Class::of_priority(priority(LaneKind::Act)).kind, Kind::Acts);
		assert_eq!(Class::of_priority(0), class(Kind::Acts));
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
	fn a_bucket_of_nothing_allows_nothing() {
		let start = Instant::now();
		let bucket = TokenBucket::new(0, start);
		assert!(!bucket.take(1, start + Duration::from_secs(3_600)));
	}

	#[test]
	fn the_dearest_transaction_gets_in_at_the_least_rate() {
		let start = Instant::now();
		assert!(TokenBucket::new(1, start).take(MOST_PAIRINGS, start));
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
