//! What every command needs: the client over its database, the transaction pool, and the import queue that
//! checks blocks.

use crate::{
	compiled::RuntimeCache, equivocations::Watching, executor::Bounded, genesis::Genesis,
	pool_tasks::PoolTasks,
};
use census_preverify::Preverify;
use census_runtime::{opaque::Block, BlockNumber, RuntimeApi};
use sc_consensus::{DefaultImportQueue, LongestChain};
use sc_consensus_babe::{BabeBlockImport, BabeLink, BabeWorkerHandle};
use sc_consensus_grandpa::{GrandpaBlockImport, GrandpaPruningFilter, LinkHalf};
use sc_executor::{HeapAllocStrategy, WasmExecutor, DEFAULT_HEAP_ALLOC_STRATEGY};
use sc_service::{
	config::ExecutorConfiguration, new_db_backend, new_full_parts_with_genesis_builder,
	Configuration, Error as ServiceError, PartialComponents, TFullBackend, TFullClient,
};
use sc_telemetry::{Telemetry, TelemetryWorker};
use sc_transaction_pool::{Builder as PoolBuilder, TransactionPoolHandle};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_consensus_babe::inherents::{
	BabeCreateInherentDataProviders, InherentDataProvider as SlotProvider,
};
use std::sync::Arc;

/// What the runtime may call: Substrate's host functions and the zero-knowledge verifier.
type HostFunctions = (sp_io::SubstrateHostFunctions, census_zk_host::HostFunctions);

pub(crate) type FullClient = TFullClient<Block, RuntimeApi, Bounded<WasmExecutor<HostFunctions>>>;
/// The database, and the states in it.
pub(crate) type FullBackend = TFullBackend<Block>;
/// What waits for a block.
pub(crate) type FullPool = TransactionPoolHandle<Block, FullClient>;
pub(super) type FullSelectChain = LongestChain<FullBackend, Block>;
type FullGrandpaImport = GrandpaBlockImport<FullBackend, Block, FullClient, FullSelectChain>;
pub(super) type FullBabeImport = Watching<
	BabeBlockImport<
		Block,
		FullClient,
		Preverify<FullGrandpaImport, FullClient>,
		BabeCreateInherentDataProviders<Block>,
		FullSelectChain,
	>,
>;

/// A justification is kept at least every so many blocks, so that a light client or a warp sync
/// never has to go further for one. The number is that of polkadot-sdk's own nodes.
pub(super) const JUSTIFICATION_PERIOD_BLOCKS: u32 = 512;

/// How many telemetry messages may wait to be sent.
const TELEMETRY_BUFFER: usize = 16;

/// What consensus needs and [`PartialComponents`] has no field for.
pub(crate) struct ConsensusParts {
	pub(super) block_import: FullBabeImport,
	pub(super) grandpa_import: FullGrandpaImport,
	pub(super) babe_link: BabeLink<Block>,
	pub(super) babe_worker: BabeWorkerHandle<Block>,
	pub(super) grandpa_link: LinkHalf<Block, FullClient, FullSelectChain>,
	pub(super) inherents: BabeCreateInherentDataProviders<Block>,
	pub(super) telemetry: Option<Telemetry>,
}

/// What every command needs.
type Partial = PartialComponents<
	FullClient,
	FullBackend,
	FullSelectChain,
	DefaultImportQueue<Block>,
	FullPool,
	ConsensusParts,
>;

/// Opens the database and makes everything short of the network. `cache` is where compiled runtimes
/// are kept.
pub(crate) fn new_partial(
	config: &Configuration,
	cache: Option<&RuntimeCache>,
) -> Result<Partial, ServiceError> {
	census_zk_host::prepare_semaphore_keys();

	let telemetry = config
		.telemetry_endpoints
		.clone()
		.filter(|endpoints| !endpoints.is_empty())
		.map(|endpoints| -> Result<_, sc_telemetry::Error> {
			let worker = TelemetryWorker::new(TELEMETRY_BUFFER)?;
			let telemetry = worker.handle().new_telemetry(endpoints);
			Ok((worker, telemetry))
		})
		.transpose()?;

	let executor = Bounded::new(executor(&config.executor, cache)?);
	let mut db_config = config.db_config();
	// Pruning must not delete the justifications that warp sync and receipts rest on.
	db_config.pruning_filters = vec![Arc::new(GrandpaPruningFilter)];
	let backend = new_db_backend(db_config)?;
	let with_state = !config.no_genesis();
	let spec = &*config.chain_spec;
	let genesis = Genesis::new(spec, with_state, backend.clone(), executor.clone())?;
	genesis.check()?;
	let (client, backend, keystore_container, task_manager) =
		new_full_parts_with_genesis_builder::<Block, RuntimeApi, _, _>(
			config,
			telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
			executor,
			backend,
			genesis,
			false,
		)?;
	let client = Arc::new(client);

	let telemetry = telemetry.map(|(worker, telemetry)| {
		task_manager.spawn_handle().spawn("telemetry", None, worker.run());
		telemetry
	});
	let telemetry_handle = telemetry.as_ref().map(Telemetry::handle);

	let select_chain = LongestChain::new(backend.clone());
	let pool_tasks = PoolTasks::new(task_manager.spawn_essential_handle());
	let transaction_pool = Arc::new(
		PoolBuilder::new(pool_tasks.clone(), client.clone(), config.role.is_authority().into())
			.with_options(config.transaction_pool.clone())
			.with_prometheus(config.prometheus_registry())
			.build(),
	);
	pool_tasks.belong_to(&transaction_pool);

	let (grandpa_import, grandpa_link) = sc_consensus_grandpa::block_import(
		client.clone(),
		JUSTIFICATION_PERIOD_BLOCKS,
		&client,
		select_chain.clone(),
		telemetry_handle.clone(),
	)?;

	let babe_config = sc_consensus_babe::configuration(&*client)?;
	let slot_duration = babe_config.slot_duration();
	let inherents: BabeCreateInherentDataProviders<Block> = Arc::new(move |_, ()| async move {
		let timestamp = sp_timestamp::InherentDataProvider::from_system_time();
		let slot = SlotProvider::from_timestamp_and_slot_duration(*timestamp, slot_duration);
		Ok((slot, timestamp))
	});
	let (block_import, babe_link) = sc_consensus_babe::block_import(
		babe_config,
		Preverify::new(grandpa_import.clone(), client.clone()),
		client.clone(),
		inherents.clone(),
		select_chain.clone(),
		OffchainTransactionPoolFactory::new(transaction_pool.clone()),
	)?;
	let block_import =
		Watching::new(block_import, client.clone(), babe_link.clone(), &transaction_pool)?;
	let (import_queue, babe_worker) =
		sc_consensus_babe::import_queue(sc_consensus_babe::ImportQueueParams {
			link: babe_link.clone(),
			block_import: block_import.clone(),
			justification_import: Some(Box::new(grandpa_import.clone())),
			client: client.clone(),
			slot_duration,
			spawner: &task_manager.spawn_essential_handle(),
			registry: config.prometheus_registry(),
			telemetry: telemetry_handle,
		})?;

	Ok(PartialComponents {
		client,
		backend,
		task_manager,
		keystore_container,
		select_chain,
		import_queue,
		transaction_pool,
		other: ConsensusParts {
			block_import,
			grandpa_import,
			babe_link,
			babe_worker,
			grandpa_link,
			inherents,
			telemetry,
		},
	})
}

/// Runs the runtime's wasm as the operator says, and keeps what it compiles.
fn executor(
	config: &ExecutorConfiguration,
	cache: Option<&RuntimeCache>,
) -> Result<WasmExecutor<HostFunctions>, ServiceError> {
	let strategy = config.default_heap_pages.map_or(DEFAULT_HEAP_ALLOC_STRATEGY, |pages| {
		HeapAllocStrategy::Static { extra_pages: pages as u32 }
	});
	let builder = WasmExecutor::builder()
		.with_execution_method(config.wasm_method)
		.with_onchain_heap_alloc_strategy(strategy)
		.with_offchain_heap_alloc_strategy(strategy)
		.with_max_runtime_instances(config.max_runtime_instances)
		.with_runtime_cache_size(config.runtime_cache_size);
	Ok(match RuntimeCache::open(cache).map_err(ServiceError::Other)? {
		Some(directory) => builder.with_cache_path(directory),
		None => builder,
	}
	.build())
}

/// Takes back what BABE and GRANDPA noted about the newest blocks.
pub(crate) fn revert(
	client: Arc<FullClient>,
	backend: Arc<FullBackend>,
	blocks: BlockNumber,
) -> sc_cli::Result<()> {
	sc_consensus_babe::revert(client.clone(), backend, blocks)?;
	sc_consensus_grandpa::revert(client, blocks)?;
	Ok(())
}
