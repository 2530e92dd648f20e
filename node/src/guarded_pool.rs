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
//! [`GuardedPool`] each, so that a flood from one does not shut the other.
//!
//! **Blocks.** While the pool makes its view of a new block, nothing enters here. What did would be in
//! the view of the block before alone: it would miss a block, and so would all that its sender sends
//! after it; or, were it itself waiting for one that is missing, be forgotten with that view, for good,
//! although its sender was told that it is in the pool. (Or the sender is told that the pool has it
//! already, and it is taken out: <https://github.com/paritytech/polkadot-sdk/pull/12919>.) Where someone
//! is stuck at the entrance, the pool goes on without this, as it would by itself. What the node itself
//! submits does not pass here.

mod entrance;
mod tolls;
mod waiting;

pub(crate) use tolls::{Paid, Toll};

use crate::{
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
use std::{collections::HashMap, future::Future, pin::Pin, sync::Arc, time::Duration};
use tolls::Tolls;
use waiting::{Class, Counts};

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

/// What is refused, counted by door, kind and reason.
pub(crate) fn refusals(registry: &Registry) -> Result<CounterVec<U64>, PrometheusError> {
	let name = "census_transactions_refused_total";
	let help = "Transactions that were not let in, by where they came from, what they are and why";
	register(CounterVec::new(Opts::new(name, help), &["door", "kind", "reason"])?, registry)
}

/// A transaction pool that lets in what the runtime does not refuse at sight, unpaid transactions at a
/// bounded rate, and none while it takes in a block.
pub(crate) struct GuardedPool<Pool> {
	pool: Arc<Pool>,
	look: Looking,
	door: Door,
	/// All doors of a pool have the same.
	entrance: Arc<Entrance>,
	tolls: Tolls,
	refusals: Option<CounterVec<U64>>,
}

impl<Pool: TransactionPool<Block = Block>> GuardedPool<Pool> {
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
		let (entrance, tolls) = (Arc::new(Entrance::new()), Tolls::new(per_second));
		Self { pool, look, door, entrance, tolls, refusals }
	}

	/// Another door of the same pool, which lets in as much.
	pub(crate) fn beside(&self, door: Door) -> Self {
		let (pool, look, refusals) = (self.pool.clone(), self.look.clone(), self.refusals.clone());
		let other = Self::with_counter(pool, look, door, self.tolls.per_second(), refusals);
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

	/// Pays what a transaction costs to let in, if that is there now, and takes its place in the pool.
	pub(crate) fn pay(&self, toll: Toll) -> Result<Paid, Unpaid> {
		self.tolls.pay(toll, || self.count_waiting())
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
		self.tolls.give_back(&paid);
		let rejection = match (error.into_pool_error(), paid.toll()) {
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
		self.count(paid.toll(), &rejection);
		Err(rejection)
	}

	/// Lets in a transaction that came by RPC: when it is its turn.
	async fn enter_in_turn<Entered>(
		&self,
		transaction: TransactionFor<Pool>,
		submission: impl Future<Output = Result<Entered, Pool::Error>>,
	) -> Result<Entered, Pool::Error> {
		let toll = self.examine(&transaction).await.map_err(Rejection::into_error)?;
		let Some(paid) = self.tolls.pay_in_turn(toll, || self.count_waiting()).await else {
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
impl<Pool: TransactionPool<Block = Block> + 'static> TransactionPool for GuardedPool<Pool>
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
impl<Pool> MaintainedTransactionPool for GuardedPool<Pool>
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

	/// A transaction of the runtime's format, with types that need no runtime.
	type Transaction = sp_runtime::generic::UncheckedExtrinsic<u64, u32, u64, ()>;

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
