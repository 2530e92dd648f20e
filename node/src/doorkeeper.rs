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
//! of their own. Who comes by RPC queues for a pairing, some seconds long, and is told if it was for nothing; what a
//! peer brought is asked for again ([`gossip`](crate::gossip)). Paid transactions are not counted. RPC and network have a
//! [`Doorkeeper`] each, so that a flood from one does not shut the other.
//!
//! **Blocks.** While the pool makes its view of a new block, nothing enters here. What did would be in
//! the view of the block before alone: it would miss a block, and so would all that its sender sends
//! after it; or, were it itself waiting for one that is missing, be forgotten with that view, for good,
//! although its sender was told that it is in the pool. (Or the sender is told that the pool has it
//! already, and it is taken out: <https://github.com/paritytech/polkadot-sdk/pull/12919>.) Where someone
//! is stuck at the entrance, the pool goes on without this, as it would by itself. What the node itself
//! submits does not pass here.

mod entrance;
mod waiting;

use crate::{
	bucket::TokenBucket,
	gossip::Unpaid,
	order::{ByTurns, Ready},
};
use async_trait::async_trait;
use census_runtime::opaque::Block;
use census_runtime_api::{door::Look, DoorApi};
use codec::Encode;
use entrance::Entrance;
use prometheus_endpoint::{register, CounterVec, Opts, PrometheusError, Registry, U64};
use sc_client_api::HeaderBackend;
use sc_transaction_pool_api::{
	error::{Error as PoolError, IntoPoolError},
	ChainEvent, ImportNotificationStream, InPoolTransaction, MaintainedTransactionPool, PoolStatus,
	TransactionFor, TransactionPool, TransactionSource, TransactionStatusStreamFor, TxHash,
	TxInvalidityReportMap,
};
use sp_api::ProvideRuntimeApi;
use sp_runtime::{
	traits::Block as BlockT,
	transaction_validity::{InvalidTransaction, UnknownTransaction},
	OpaqueExtrinsic,
};
use std::{
	collections::HashMap,
	future::Future,
	pin::Pin,
	sync::Arc,
	time::{Duration, Instant},
};
use tokio::{
	sync::Mutex as FairMutex,
	time::{sleep, timeout},
};
use waiting::{Class, Counts, Kind, Place, Waiting};

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

/// More pairings than any transaction takes to check: an admission takes one, and one for each of eight
/// tickets.
const MOST_PAIRINGS: u32 = 16;

/// So many pairings a second, and twice as many at once. Whatever the rate, unless it is none, the dearest
/// transaction fits in.
fn budget(per_second: u32, now: Instant) -> TokenBucket {
	let burst = match per_second {
		0 => 0,
		rate => rate.saturating_mul(2).max(MOST_PAIRINGS),
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

/// Where transactions come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Door {
	/// RPC. Who is refused is told why.
	Rpc,
	/// Other nodes.
	Network,
}

impl Door {
	/// The word for it in the metrics.
	fn name(self) -> &'static str {
		match self {
			Self::Rpc => "rpc",
			Self::Network => "network",
		}
	}
}

/// Why a transaction does not get in.
#[derive(Debug)]
pub(crate) enum Rejection<Error> {
	/// It is none of this runtime's.
	Undecodable,
	/// It is refused without any proof being looked at.
	AtSight {
		/// The code with which the pool would say why; `None` where nothing authorises it.
		code: Option<u8>,
		/// Whether the same bytes may be accepted later.
		later: bool,
	},
	/// More than the node takes at this time.
	NoRoom,
	/// So many proofs of it, or its signature, were checked, and one is false.
	False {
		/// As the pool says it.
		error: Error,
		/// How many.
		checks: u32,
	},
	/// The pool refuses it for another reason.
	Pool(Error),
}

impl<Error> Rejection<Error> {
	/// The word for it in the metrics.
	fn reason(&self) -> &'static str {
		match self {
			Self::Undecodable => "undecodable",
			Self::AtSight { later: false, .. } => "at_sight",
			Self::AtSight { later: true, .. } => "too_early",
			Self::NoRoom => "no_room",
			Self::False { .. } => "false",
			Self::Pool(_) => "pool",
		}
	}
}

impl<Error: From<PoolError>> Rejection<Error> {
	/// As a pool says it.
	fn into_error(self) -> Error {
		match self {
			Self::Undecodable => PoolError::InvalidTransaction(InvalidTransaction::Call).into(),
			Self::AtSight { code: None, .. } => {
				PoolError::InvalidTransaction(InvalidTransaction::BadSigner).into()
			}
			Self::AtSight { code: Some(code), later: false } => {
				PoolError::InvalidTransaction(InvalidTransaction::Custom(code)).into()
			}
			Self::AtSight { code: Some(code), later: true } => {
				PoolError::UnknownTransaction(UnknownTransaction::Custom(code)).into()
			}
			Self::NoRoom => PoolError::ImmediatelyDropped.into(),
			Self::False { error, .. } | Self::Pool(error) => error,
		}
	}
}

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

/// What is refused, counted by door, kind and reason.
pub(crate) fn refusals(registry: &Registry) -> Result<CounterVec<U64>, PrometheusError> {
	let name = "census_transactions_refused_total";
	let help = "Transactions that were not let in, by where they came from, what they are and why";
	register(CounterVec::new(Opts::new(name, help), &["door", "kind", "reason"])?, registry)
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
	budgets: [FairMutex<TokenBucket>; Kind::ALL.len()],
	waiting: Waiting,
	refusals: Option<CounterVec<U64>>,
}

impl<Pool: TransactionPool<Block = Block>> Doorkeeper<Pool> {
	/// Lets in what takes `per_second` pairings a second, and counts in `registry` what it does not.
	pub(crate) fn new(
		pool: Arc<Pool>,
		look: Looking,
		door: Door,
		per_second: u32,
		registry: Option<&Registry>,
	) -> Result<Self, PrometheusError> {
		let refusals = registry.map(refusals).transpose()?;
		Ok(Self::with_counter(pool, look, door, per_second, refusals))
	}

	fn with_counter(
		pool: Arc<Pool>,
		look: Looking,
		door: Door,
		per_second: u32,
		refusals: Option<CounterVec<U64>>,
	) -> Self {
		let now = Instant::now();
		let budgets = Kind::ALL.map(|kind| {
			FairMutex::new(budget(per_second.saturating_mul(kind.quarters()).div_ceil(4), now))
		});
		let (entrance, waiting) = (Arc::new(Entrance::new()), Waiting::default());
		Self { pool, look, door, entrance, per_second, budgets, waiting, refusals }
	}

	/// Another door of the same pool, which lets in as much.
	pub(crate) fn beside(&self, door: Door) -> Self {
		let (pool, look, refusals) = (self.pool.clone(), self.look.clone(), self.refusals.clone());
		let other = Self::with_counter(pool, look, door, self.per_second, refusals);
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

	/// Asks the runtime what a transaction is: not on a thread that others wait for, for it may be long.
	async fn look(&self, transaction: &TransactionFor<Pool>) -> Option<Look> {
		let (look, transaction) = (self.look.clone(), transaction.clone());
		tokio::task::spawn_blocking(move || look(&transaction)).await.ok()
	}

	/// What a transaction costs to let in, or why it may not go on to the pool.
	pub(crate) async fn examine(
		&self,
		transaction: &TransactionFor<Pool>,
	) -> Result<Toll, Rejection<Pool::Error>> {
		// What the pool has already it answers without looking into it.
		if self.pool.ready_transaction(&self.pool.hash_of(transaction)).is_some() {
			return Ok(Toll::None);
		}
		// Where it cannot be asked, the node is ending.
		let rejection = match self.look(transaction).await.ok_or(Rejection::NoRoom)? {
			Look::Paid | Look::Bare => return Ok(Toll::None),
			Look::Session => return Ok(Toll::Some { class: Class::of_session(), pairings: 0 }),
			Look::Free { priority, pairings } => {
				return Ok(Toll::Some { class: Class::of_priority(priority), pairings })
			}
			Look::Undecodable => Rejection::Undecodable,
			Look::Refused { code, later } => Rejection::AtSight { code, later },
		};
		self.count(Toll::None, &rejection);
		Err(rejection)
	}

	fn take_place(&self, class: Class) -> Option<Place> {
		self.waiting.take(class, Instant::now(), || self.count_waiting())
	}

	/// Pays what a transaction costs to let in, if that is there now, and takes its place in the pool.
	pub(crate) fn pay(&self, toll: Toll) -> Result<Paid, Unpaid> {
		let Toll::Some { class, pairings } = toll else { return Ok(Paid { toll, place: None }) };
		let place = self.take_place(class).ok_or(Unpaid::NoRoom)?;
		let now = Instant::now();
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
	async fn pay_in_turn(&self, toll: Toll) -> Option<Paid> {
		let Toll::Some { class, pairings } = toll else { return Some(Paid { toll, place: None }) };
		// A place, before the queue: who finds none need not wait. And again behind it: none is held for
		// those who queue.
		let place = self.take_place(class)?;
		self.waiting.give_back(&place);
		let drawn = take_in_turn(&self.budgets[class.kind as usize], pairings);
		match timeout(PATIENCE, drawn).await {
			Ok(true) => Some(Paid { toll, place: Some(self.take_place(class)?) }),
			Ok(false) | Err(_) => None,
		}
	}

	/// Lets a transaction into the pool, by `submission`, when no block is taken in.
	async fn enter<Entered>(
		&self,
		transaction: &TransactionFor<Pool>,
		paid: Paid,
		submission: impl Future<Output = Result<Entered, Pool::Error>>,
	) -> Result<Entered, Rejection<Pool::Error>> {
		let outcome = {
			let _entering = self.entrance.enter().await;
			submission.await
		};
		let error = match outcome {
			Ok(entered) => return Ok(entered),
			Err(error) => error,
		};
		// What is refused, after its proof was looked at, does not wait.
		if let Some(place) = &paid.place {
			self.waiting.give_back(place);
		}
		let rejection = match (error.into_pool_error(), paid.toll) {
			(Ok(error @ PoolError::InvalidTransaction(InvalidTransaction::BadProof)), _) => {
				Rejection::False { error: error.into(), checks: 1 }
			}
			(Ok(error @ PoolError::InvalidTransaction(_)), Toll::Some { pairings, .. })
				if pairings > 0 =>
			{
				// Unless a block has come between the two looks, it can only be the proof.
				match self.look(transaction).await {
					Some(Look::Free { .. }) => {
						Rejection::False { error: error.into(), checks: pairings }
					}
					_ => Rejection::Pool(error.into()),
				}
			}
			(Ok(error), _) => Rejection::Pool(error.into()),
			(Err(error), _) => Rejection::Pool(error),
		};
		self.count(paid.toll, &rejection);
		Err(rejection)
	}

	/// Lets in a transaction that came by RPC: when it is its turn.
	async fn enter_in_turn<Entered>(
		&self,
		transaction: TransactionFor<Pool>,
		submission: impl Future<Output = Result<Entered, Pool::Error>>,
	) -> Result<Entered, Pool::Error> {
		let toll = self.examine(&transaction).await.map_err(Rejection::into_error)?;
		let Some(paid) = self.pay_in_turn(toll).await else {
			let rejection = Rejection::NoRoom;
			self.count(toll, &rejection);
			return Err(rejection.into_error());
		};
		self.enter(&transaction, paid, submission).await.map_err(Rejection::into_error)
	}

	/// Lets in a transaction that another node brought, for what was paid.
	pub(crate) async fn enter_from_peer(
		&self,
		at: <Block as BlockT>::Hash,
		transaction: TransactionFor<Pool>,
		paid: Paid,
	) -> Result<(), Rejection<Pool::Error>> {
		let submission = self.pool.submit_one(at, TransactionSource::External, transaction.clone());
		self.enter(&transaction, paid, submission).await.map(drop)
	}

	fn count(&self, toll: Toll, rejection: &Rejection<Pool::Error>) {
		let kind = match toll {
			Toll::None => "other",
			Toll::Some { class, .. } => class.kind.name(),
		};
		log::debug!(target: "txpool", "{:?} refuses of {kind}: {}", self.door, rejection.reason());
		if let Some(refusals) = &self.refusals {
			let labels = [self.door.name(), kind, rejection.reason()];
			refusals.with_label_values(&labels).inc();
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
		let submission = self.pool.submit_one(at, source, transaction.clone());
		if source == TransactionSource::Local {
			return submission.await;
		}
		self.enter_in_turn(transaction, submission).await
	}

	async fn submit_and_watch(
		&self,
		at: <Block as BlockT>::Hash,
		source: TransactionSource,
		transaction: TransactionFor<Self>,
	) -> Result<Pin<Box<TransactionStatusStreamFor<Self>>>, Self::Error> {
		let submission = self.pool.submit_and_watch(at, source, transaction.clone());
		if source == TransactionSource::Local {
			return submission.await;
		}
		self.enter_in_turn(transaction, submission).await
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
	use codec::Decode;
	use std::sync::Mutex;

	/// A transaction of the runtime's format, with types that need no runtime.
	type Transaction = sp_runtime::generic::UncheckedExtrinsic<u64, u32, u64, ()>;

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
		assert!(budget(1, start).take(MOST_PAIRINGS, start));
		assert!(!budget(0, start).take(1, start + Duration::from_secs(3_600)));
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
