//! `sync_state_genSyncSpec`: the chain's specification with a checkpoint, from which a light client starts.
//!
//! The SDK's method makes the specification anew for each call, and a specification that is not raw by
//! running the runtime: seconds of a core, on a thread that serves all connections. It is always the same
//! but for the checkpoint, so that here it is made once, when it is first asked for.

use census_runtime::{opaque::Block, BlockNumber, Hash};
use futures::{
	future::{BoxFuture, Shared},
	FutureExt,
};
use jsonrpsee::{
	core::async_trait,
	proc_macros::rpc,
	types::{ErrorObject, ErrorObjectOwned},
};
use sc_chain_spec::{get_extension, ChainSpec};
use sc_client_api::AuxStore;
use sc_consensus_babe::{aux_schema::load_block_weight, BabeWorkerHandle};
use sc_consensus_grandpa::SharedAuthoritySet;
use sc_sync_state_rpc::{LightSyncState, LightSyncStateExtension};
use serde::{ser::SerializeMap, Serialize, Serializer};
use serde_json::{
	value::{to_raw_value, RawValue},
	Value,
};
use sp_blockchain::HeaderBackend;
use std::{
	collections::BTreeMap,
	sync::{Arc, OnceLock},
};
use tokio::task::spawn_blocking;

/// What the checkpoint is called in a specification.
const CHECKPOINT: &str = "lightSyncState";

/// The error's code, which is the SDK's.
const FAILED: i32 = 1;

/// The methods of the namespace `sync_state`.
#[rpc(server, namespace = "sync_state")]
pub trait SyncStateRpc {
	/// The specification, raw or as it was written, with the checkpoint of the latest final block.
	#[method(name = "genSyncSpec")]
	async fn specification(&self, raw: bool) -> Result<SyncSpec, ErrorObjectOwned>;
}

/// A specification's members as JSON, without the checkpoint.
type Members = BTreeMap<String, Box<RawValue>>;

/// A specification that is made once, whoever asks for it first and whether or not they wait.
type Made = OnceLock<Shared<BoxFuture<'static, Result<Arc<Members>, String>>>>;

/// A specification with a checkpoint.
#[derive(Clone)]
pub struct SyncSpec {
	members: Arc<Members>,
	checkpoint: Option<LightSyncState<Block>>,
}

impl Serialize for SyncSpec {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		let mut map = serializer.serialize_map(Some(self.members.len() + 1))?;
		for (name, member) in &*self.members {
			map.serialize_entry(name, member)?;
		}
		map.serialize_entry(CHECKPOINT, &self.checkpoint)?;
		map.end()
	}
}

/// Answers [`SyncStateRpcServer`].
pub(crate) struct SyncState<Client> {
	chain_spec: Arc<dyn ChainSpec>,
	client: Arc<Client>,
	authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	babe_worker: BabeWorkerHandle<Block>,
	written: Made,
	raw: Made,
}

impl<Client> SyncState<Client> {
	/// Answers with this specification. Fails if it has no place for a checkpoint.
	pub(crate) fn new(
		chain_spec: Box<dyn ChainSpec>,
		client: Arc<Client>,
		authority_set: SharedAuthoritySet<Hash, BlockNumber>,
		babe_worker: BabeWorkerHandle<Block>,
	) -> Result<Self, String> {
		if get_extension::<LightSyncStateExtension>(chain_spec.extensions()).is_none() {
			return Err(format!("the chain's specification has no extension `{CHECKPOINT}`"));
		}
		let chain_spec = Arc::from(chain_spec);
		let (written, raw) = (Made::new(), Made::new());
		Ok(Self { chain_spec, client, authority_set, babe_worker, written, raw })
	}
}

/// Reads a specification's members.
fn read(specification: &str) -> serde_json::Result<Arc<Members>> {
	let mut members: BTreeMap<String, Value> = serde_json::from_str(specification)?;
	members.remove(CHECKPOINT);
	let short = |(name, member): (String, Value)| Ok((name, to_raw_value(&member)?));
	members.into_iter().map(short).collect::<serde_json::Result<Members>>().map(Arc::new)
}

/// The specification's members.
async fn members(
	made: &Made,
	make: impl FnOnce() -> Result<String, String> + Send + 'static,
) -> Result<Arc<Members>, String> {
	// It goes on if whoever asked first has left.
	let members = made.get_or_init(|| {
		spawn_blocking(move || {
			make().and_then(|text| read(&text).map_err(|error| error.to_string()))
		})
		.map(|made| made.unwrap_or_else(|error| Err(error.to_string())))
		.boxed()
		.shared()
	});
	members.clone().await
}

impl<Client: HeaderBackend<Block> + AuxStore> SyncState<Client> {
	/// The checkpoint of the latest final block. There is none while that is the first: a light client
	/// starts there anyway.
	async fn checkpoint(&self) -> Result<Option<LightSyncState<Block>>, String> {
		let epochs = self.babe_worker.epoch_data().await;
		let info = self.client.info();
		if info.finalized_hash == info.genesis_hash {
			return Ok(None);
		}
		let hash = info.finalized_hash;
		let header = self.client.header(hash).map_err(|error| error.to_string())?;
		let weight = load_block_weight(&*self.client, hash).map_err(|error| error.to_string())?;
		Ok(Some(LightSyncState {
			finalized_block_header: header
				.ok_or_else(|| format!("the header of block {hash:?} is missing"))?,
			babe_epoch_changes: epochs.map_err(|error| error.to_string())?,
			babe_finalized_block_weight: weight
				.ok_or_else(|| format!("the weight of block {hash:?} is missing"))?,
			grandpa_authority_set: self.authority_set.clone_inner(),
		}))
	}
}

#[async_trait]
impl<Client> SyncStateRpcServer for SyncState<Client>
where
	Client: HeaderBackend<Block> + AuxStore + 'static,
{
	async fn specification(&self, raw: bool) -> Result<SyncSpec, ErrorObjectOwned> {
		let failed = |text: String| ErrorObject::owned(FAILED, text, None::<()>);
		let made = if raw { &self.raw } else { &self.written };
		let chain_spec = self.chain_spec.clone();
		let members = members(made, move || chain_spec.as_json(raw)).await.map_err(failed)?;
		let checkpoint = self.checkpoint().await.map_err(failed)?;
		Ok(SyncSpec { members, checkpoint })
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::sync::atomic::{AtomicUsize, Ordering};

	#[tokio::test]
	async fn a_specification_is_made_once_even_if_nobody_waits_for_it() {
		let made = Arc::new(Made::new());
		let count = Arc::new(AtomicUsize::new(0));
		let ask = || {
			let (made, count) = (made.clone(), count.clone());
			async move {
				let make = move || {
					count.fetch_add(1, Ordering::SeqCst);
					Ok(r#"{"name":"x","lightSyncState":null,"genesis":{"raw":[1, 2]}}"#.to_string())
				};
				members(&made, make).await
			}
		};
		// The first one leaves at once.
		assert!(ask().now_or_never().is_none());
		let all = futures::future::join_all((0..6).map(|_| ask())).await;
		for members in all {
			let members = members.unwrap();
			assert_eq!(members.keys().collect::<Vec<_>>(), ["genesis", "name"]);
			assert_eq!(members["genesis"].get(), r#"{"raw":[1,2]}"#);
		}
		assert_eq!(count.load(Ordering::SeqCst), 1);
	}

	#[tokio::test]
	async fn what_cannot_be_made_is_not_tried_again() {
		let made = Made::new();
		let fail = || Err("no wasm".to_string());
		assert_eq!(members(&made, fail).await.unwrap_err(), "no wasm");
		let make = || Ok("{}".to_string());
		assert_eq!(members(&made, make).await.unwrap_err(), "no wasm");
	}
}
