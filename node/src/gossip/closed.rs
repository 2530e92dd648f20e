//! What polkadot-sdk's own gossip gets instead of the transaction pool: it finds nothing there to send,
//! and brings nothing in.

use crate::{order::Ready, service::FullPool};
use async_trait::async_trait;
use census_runtime::{opaque::Block, Hash};
use sc_transaction_pool_api::{
	error::Error, ImportNotificationStream, PoolStatus, TransactionFor, TransactionPool,
	TransactionSource, TransactionStatusStreamFor, TxHash, TxInvalidityReportMap,
};
use std::{collections::HashMap, pin::Pin, sync::Arc, time::Duration};

/// A pool that is empty and stays so. Its transactions would be those of the node's.
pub(crate) struct Closed;

#[async_trait]
impl TransactionPool for Closed {
	type Block = Block;
	type Hash = Hash;
	type InPoolTransaction = <FullPool as TransactionPool>::InPoolTransaction;
	type Error = Error;

	async fn submit_at(
		&self,
		_: Hash,
		_: TransactionSource,
		transactions: Vec<TransactionFor<Self>>,
	) -> Result<Vec<Result<TxHash<Self>, Error>>, Error> {
		Ok(transactions.iter().map(|_| Err(known())).collect())
	}

	async fn submit_one(
		&self,
		_: Hash,
		_: TransactionSource,
		_: TransactionFor<Self>,
	) -> Result<TxHash<Self>, Error> {
		Err(known())
	}

	async fn submit_and_watch(
		&self,
		_: Hash,
		_: TransactionSource,
		_: TransactionFor<Self>,
	) -> Result<Pin<Box<TransactionStatusStreamFor<Self>>>, Error> {
		Err(known())
	}

	async fn ready_at(&self, _: Hash) -> Ready<Self::InPoolTransaction> {
		self.ready()
	}

	fn ready(&self) -> Ready<Self::InPoolTransaction> {
		Box::new(std::iter::empty())
	}

	async fn report_invalid(
		&self,
		_: Option<Hash>,
		_: TxInvalidityReportMap<TxHash<Self>>,
	) -> Vec<Arc<Self::InPoolTransaction>> {
		Vec::new()
	}

	fn futures(&self) -> Vec<Self::InPoolTransaction> {
		Vec::new()
	}

	fn status(&self) -> PoolStatus {
		PoolStatus { ready: 0, ready_bytes: 0, future: 0, future_bytes: 0 }
	}

	fn import_notification_stream(&self) -> ImportNotificationStream<TxHash<Self>> {
		let (_, nothing) = futures::channel::mpsc::channel(0);
		nothing
	}

	fn on_broadcasted(&self, _: HashMap<TxHash<Self>, Vec<String>>) {}

	fn hash_of(&self, transaction: &TransactionFor<Self>) -> TxHash<Self> {
		use sp_runtime::traits::{BlakeTwo256, Hash as _};
		BlakeTwo256::hash_of(transaction)
	}

	fn ready_transaction(&self, _: &TxHash<Self>) -> Option<Arc<Self::InPoolTransaction>> {
		None
	}

	async fn ready_at_with_timeout(&self, _: Hash, _: Duration) -> Ready<Self::InPoolTransaction> {
		self.ready()
	}
}

/// No fault of who sent it, and nothing new.
fn known() -> Error {
	Error::AlreadyImported(Box::new(()))
}
