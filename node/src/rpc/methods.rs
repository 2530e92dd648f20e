//! Every method that the node serves: those that all nodes of the SDK have, and the project's own.

use super::Rpc;
use crate::service::{FullBackend, FullClient, Params};
use census_runtime::opaque::Block;
use futures::FutureExt;
use jsonrpsee::{
	core::RegisterMethodError, types::ErrorCode, MethodCallback, MethodResponse, Methods, RpcModule,
};
use sc_client_api::{Backend, HeaderBackend};
use sc_rpc::{
	author::{Author, AuthorApiServer},
	chain::ChainApiServer,
	offchain::{Offchain, OffchainApiServer},
	state::{ChildStateApiServer, StateApiServer},
	system::{System, SystemApiServer, SystemInfo},
};
use sc_rpc_spec_v2::{
	archive::{Archive, ArchiveApiServer},
	bitswap::{Bitswap, BitswapApiServer},
	chain_head::{ChainHead, ChainHeadApiServer, ChainHeadConfig},
	chain_spec::{ChainSpec, ChainSpecApiServer},
	transaction::{
		Transaction, TransactionApiServer, TransactionBroadcast, TransactionBroadcastApiServer,
		TransactionMetrics,
	},
};
use sc_service::Error as ServiceError;
use serde_json::json;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// How many transactions a connection may have broadcast at a time.
const MAX_BROADCASTS_PER_CONNECTION: usize = 16;

/// How many chains a connection may follow by `chainHead_v1_follow`: as many as its specification asks for.
const MAX_FOLLOWED_PER_CONNECTION: usize = 2;

fn application(error: impl std::error::Error + Send + Sync + 'static) -> ServiceError {
	ServiceError::Application(Box::new(error))
}

/// All methods.
pub(crate) fn all(
	params: &Params<'_>,
	rpc: &Rpc,
	metrics: Option<TransactionMetrics>,
) -> Result<RpcModule<()>, ServiceError> {
	let mut methods = common(params, rpc, metrics)?;
	methods.merge((params.rpc_builder)(rpc.spawner())?).map_err(application)?;
	let mut names: Vec<_> = methods.method_names().chain(["rpc_methods"]).collect();
	names.sort();

	let mut module = RpcModule::new(());
	module.merge(off_serving_threads(&methods).map_err(application)?).map_err(application)?;
	module
		.register_method("rpc_methods", move |_, (), _| json!({ "methods": names }))
		.map_err(application)?;
	Ok(module)
}

/// What all nodes of the SDK have.
fn common(
	params: &Params<'_>,
	rpc: &Rpc,
	metrics: Option<TransactionMetrics>,
) -> Result<Methods, ServiceError> {
	let (client, backend) = (&params.client, &params.backend);
	let (pool, config) = (&params.transaction_pool, &params.config);
	let spec = &config.chain_spec;
	let genesis = client.info().genesis_hash;
	let spawner = rpc.spawner();
	let followed = ChainHeadConfig {
		max_follow_subscriptions_per_connection: MAX_FOLLOWED_PER_CONNECTION,
		..Default::default()
	};
	let chain_head = ChainHead::<FullBackend, Block, FullClient>::new(
		client.clone(),
		backend.clone(),
		rpc.sharing_spawner(),
		followed,
	);
	let broadcast = TransactionBroadcast::new(
		client.clone(),
		pool.clone(),
		spawner.clone(),
		MAX_BROADCASTS_PER_CONNECTION,
	);
	let transaction = Transaction::new(client.clone(), pool.clone(), spawner.clone(), metrics);
	let chain_spec = ChainSpec::new(spec.name().into(), genesis, spec.properties());
	let bitswap = Bitswap::<Block, FullClient>::new(client.clone(), params.sync_service.clone());
	let chain = sc_rpc::chain::new_full::<Block, FullClient>(client.clone(), spawner.clone());
	let (state, child_state) = sc_rpc::state::new_full::<FullBackend, Block, FullClient>(
		client.clone(),
		spawner.clone(),
		params.tracing_execute_block.clone(),
	);
	let author =
		Author::new(client.clone(), pool.clone(), params.keystore.clone(), spawner.clone());
	let info = SystemInfo {
		chain_name: spec.name().into(),
		impl_name: config.impl_name.clone(),
		impl_version: config.impl_version.clone(),
		properties: spec.properties(),
		chain_type: spec.chain_type(),
	};
	let system = System::<Block>::new(info, params.system_rpc_tx.clone());

	let mut methods = Methods::new();
	let mut merge = |module: Methods| methods.merge(module).map_err(application);
	merge(chain_head.into_rpc().into())?;
	merge(broadcast.into_rpc().into())?;
	merge(transaction.into_rpc().into())?;
	merge(chain_spec.into_rpc().into())?;
	merge(bitswap.into_rpc().into())?;
	merge(chain.into_rpc().into())?;
	let (mut state, mut child_state) = (state.into_rpc(), child_state.into_rpc());
	// These gather all keys that there are before they send any; `state_getKeysPaged` does not.
	state.remove_method("state_getKeys");
	child_state.remove_method("childstate_getKeys");
	merge(state.into())?;
	merge(child_state.into())?;
	merge(author.into_rpc().into())?;
	merge(system.into_rpc().into())?;
	if let Some(storage) = backend.offchain_storage() {
		merge(Offchain::new(storage).into_rpc().into())?;
	}
	// It answers for every block, so that it takes a node that has kept every block.
	let keeps_states = config.state_pruning.as_ref().is_some_and(|pruning| pruning.is_archive());
	if keeps_states && config.blocks_pruning.is_archive() {
		let archive = Archive::<FullBackend, Block, FullClient>::new(
			client.clone(),
			backend.clone(),
			genesis,
			spawner,
		);
		merge(archive.into_rpc().into())?;
	}
	Ok(methods)
}

/// Whether a method that does not wait for anything answers at once, so that it may do so on a thread that
/// serves all connections.
fn is_quick(name: &str) -> bool {
	["system_", "chainSpec_", "rpc."].iter().any(|family| name.starts_with(family))
}

/// The same methods, of which those that would keep a thread that serves all connections have one of
/// their own.
fn off_serving_threads(methods: &Methods) -> Result<Methods, RegisterMethodError> {
	let mut off = Methods::new();
	for name in methods.method_names() {
		let callback = match methods.method(name) {
			Some(MethodCallback::Sync(answer)) if !is_quick(name) => {
				let answer = answer.clone();
				MethodCallback::Async(Arc::new(move |id, params, _, most, extensions| {
					let (answer, asked) = (answer.clone(), id.clone());
					spawn_blocking(move || answer(id, params, most, extensions))
						.map(move |answered| {
							answered.unwrap_or_else(|_| {
								MethodResponse::error(asked, ErrorCode::InternalError)
							})
						})
						.boxed()
				}))
			}
			Some(other) => other.clone(),
			None => continue,
		};
		off.verify_and_insert(name, callback)?;
	}
	Ok(off)
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::Value;
	use std::thread;

	#[tokio::test]
	async fn what_does_not_answer_at_once_has_a_thread_of_its_own() {
		let mut module = RpcModule::new(());
		let here = || format!("{:?}", thread::current().id());
		for name in ["author_slow", "system_quick"] {
			module.register_method(name, move |_, (), _| here()).unwrap();
		}
		module
			.register_method("archive_failing", |_, (), _| -> u32 {
				panic!("as the test wants it")
			})
			.unwrap();
		let methods = off_serving_threads(&module).unwrap();
		let ask = |name: &str| {
			let request = json!({ "jsonrpc": "2.0", "id": 7, "method": name, "params": [] });
			let methods = methods.clone();
			async move {
				let (answer, _) = methods.raw_json_request(&request.to_string(), 1).await.unwrap();
				serde_json::from_str::<Value>(&answer).unwrap()
			}
		};
		let mine = json!(here());
		assert_eq!(ask("system_quick").await["result"], mine);
		assert_ne!(ask("author_slow").await["result"], mine);
		let failed = ask("archive_failing").await;
		assert_eq!((&failed["error"]["code"], &failed["id"]), (&json!(-32603), &json!(7)));
	}
}
