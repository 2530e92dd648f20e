//! The node: what it is put together from.
//!
//! [`new_partial`] makes what every command needs: the client over its database, the
//! transaction pool, and the import queue that checks blocks. [`new_full`] adds the network, RPC
//! and, for a validator, BABE's author, GRANDPA's voter and authority discovery.

use crate::{
	addresses, advice,
	compiled::RuntimeCache,
	doorkeeper::{looking, Door, Doorkeeper},
	executor::Bounded,
	genesis::Genesis,
	gossip::{self, closed::Closed},
	handovers::KeepingProvider,
	metrics,
	pool::PoolTasks,
	rpc,
	stop::Database,
	tasks,
};
use census_preverify::Preverify;
use census_rpc::{anchors::Handovers, Dependencies, GrandpaDependencies};
use census_runtime::{opaque::Block, BlockNumber, Hash, RuntimeApi};
use futures::prelude::*;
use sc_authority_discovery::{Role as DiscoveryRole, WorkerConfig};
use sc_basic_authorship::ProposerFactory;
use sc_client_api::{Backend, HeaderBackend};
use sc_consensus::{DefaultImportQueue, LongestChain};
use sc_consensus_babe::{BabeBlockImport, BabeLink, BabeParams, BabeWorkerHandle, SlotProportion};
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaBlockImport, GrandpaParams, GrandpaPruningFilter, LinkHalf,
	SharedVoterState, VotingRule, VotingRulesBuilder,
};
use sc_consensus_slots::BackoffAuthoringOnFinalizedHeadLagging;
use sc_executor::{HeapAllocStrategy, WasmExecutor, DEFAULT_HEAP_ALLOC_STRATEGY};
use sc_network::{
	config::{FullNetworkConfiguration, NetworkBackendType},
	service::traits::NetworkService,
	Event, Litep2pNetworkBackend, NetworkBackend, NetworkEventStream, NetworkWorker,
};
use sc_offchain::{OffchainWorkerOptions, OffchainWorkers};
use sc_service::{
	build_network, config::ExecutorConfiguration, new_db_backend,
	new_full_parts_with_genesis_builder, BuildNetworkParams, ChainType, Configuration,
	Error as ServiceError, PartialComponents, SpawnTasksParams, TFullBackend, TFullClient,
	TaskManager, WarpSyncConfig,
};
use sc_telemetry::{Telemetry, TelemetryWorker};
use sc_transaction_pool::{Builder as PoolBuilder, TransactionPoolHandle};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_consensus_babe::inherents::{
	BabeCreateInherentDataProviders, InherentDataProvider as SlotProvider,
};
use sp_runtime::Percent;
use std::{path::Path, sync::Arc, time::Duration};

/// What the runtime may call: Substrate's host functions and the zero-knowledge verifier.
type HostFunctions = (sp_io::SubstrateHostFunctions, census_zk_host::HostFunctions);

pub(crate) type FullClient = TFullClient<Block, RuntimeApi, Bounded<WasmExecutor<HostFunctions>>>;
/// The database, and the states in it.
pub(crate) type FullBackend = TFullBackend<Block>;
/// What waits for a block.
pub(crate) type FullPool = TransactionPoolHandle<Block, FullClient>;
type FullSelectChain = LongestChain<FullBackend, Block>;
type FullGrandpaImport = GrandpaBlockImport<FullBackend, Block, FullClient, FullSelectChain>;
type FullBabeImport = BabeBlockImport<
	Block,
	FullClient,
	Preverify<FullGrandpaImport, FullClient>,
	BabeCreateInherentDataProviders<Block>,
	FullSelectChain,
>;

/// A justification is kept at least every so many blocks, so that a light client or a warp sync
/// never has to go further for one. The number is that of polkadot-sdk's own nodes.
const JUSTIFICATION_PERIOD_BLOCKS: u32 = 512;

/// How long a GRANDPA message may take through the network; polkadot-sdk's nodes allow as much.
const GOSSIP_DURATION: Duration = Duration::from_millis(333);

/// How far into its time a proposer goes on past transactions that fit no more. All the way: paid
/// and unpaid ones have a share of the block each, and a queue full of the one kind must not hide
/// the other.
const SOFT_DEADLINE: Percent = Percent::from_percent(100);

/// How many telemetry messages may wait to be sent.
const TELEMETRY_BUFFER: usize = 16;

/// What consensus needs and [`PartialComponents`] has no field for.
pub(crate) struct Consensus {
	block_import: FullBabeImport,
	grandpa_import: FullGrandpaImport,
	babe_link: BabeLink<Block>,
	babe_worker: BabeWorkerHandle<Block>,
	grandpa_link: LinkHalf<Block, FullClient, FullSelectChain>,
	inherents: BabeCreateInherentDataProviders<Block>,
	telemetry: Option<Telemetry>,
}

/// What every command needs.
type Partial = PartialComponents<
	FullClient,
	FullBackend,
	FullSelectChain,
	DefaultImportQueue<Block>,
	FullPool,
	Consensus,
>;

/// What the tasks besides consensus are made from.
pub(crate) type Params<'a> =
	SpawnTasksParams<'a, Block, FullClient, Doorkeeper<FullPool>, (), FullBackend>;

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
		other: Consensus {
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

/// Starts the node, over the network implementation that the configuration names. Of transactions
/// for which nobody pays, RPC and network let in `unpaid_per_second` each. It was started with this
/// `chain`. The `database` is for the caller to close, also if there is an error.
pub(crate) fn new_full(
	config: Configuration,
	cache: Option<&RuntimeCache>,
	unpaid_per_second: u32,
	chain: String,
	database: &Database<FullBackend>,
) -> Result<TaskManager, ServiceError> {
	match config.network.network_backend {
		NetworkBackendType::Litep2p => new_full_over::<Litep2pNetworkBackend>(
			config,
			cache,
			unpaid_per_second,
			chain,
			database,
		),
		NetworkBackendType::Libp2p => new_full_over::<NetworkWorker<Block, Hash>>(
			config,
			cache,
			unpaid_per_second,
			chain,
			database,
		),
	}
}

fn new_full_over<Net: NetworkBackend<Block, Hash>>(
	config: Configuration,
	cache: Option<&RuntimeCache>,
	unpaid_per_second: u32,
	chain: String,
	database: &Database<FullBackend>,
) -> Result<TaskManager, ServiceError> {
	// First of all: what fails by it need not begin.
	let endpoints = rpc::bind(&config.rpc)?;
	let PartialComponents {
		client,
		backend,
		mut task_manager,
		keystore_container,
		select_chain,
		import_queue,
		transaction_pool,
		other:
			Consensus {
				block_import,
				grandpa_import,
				babe_link,
				babe_worker,
				grandpa_link,
				inherents,
				mut telemetry,
			},
	} = new_partial(&config, cache)?;
	database.hold(&backend);
	// GRANDPA's voter fails once nobody is there who could command it.
	database.keep(grandpa_import);

	// The configuration goes to `spawn_tasks`; these are needed after it.
	let role = config.role;
	let chain_type = config.chain_spec.chain_type();
	let force_authoring = config.force_authoring;
	let name = config.network.node_name.clone();
	let prometheus = config.prometheus_registry().cloned();
	let keystore = keystore_container.keystore();
	let offchain_pool = OffchainTransactionPoolFactory::new(transaction_pool.clone());
	let keystore_path = config.keystore.path().map(Path::to_owned);
	let kept = config.network.net_config_path.as_deref().filter(|_| role.is_authority());
	let discovery = WorkerConfig {
		publish_non_global_ips: config.network.allow_non_globals_in_dht,
		public_addresses: config.network.public_addresses.clone(),
		// No node of this chain ever published unsigned records.
		strict_record_validation: true,
		persisted_cache_directory: kept.and_then(addresses::kept_in),
		..Default::default()
	};

	if let Some(registry) = &prometheus {
		let metrics = metrics::verification(registry)?;
		task_manager.spawn_handle().spawn("proof-metrics", None, metrics);
	}

	let genesis_hash = client.info().genesis_hash;
	let mut net_config =
		FullNetworkConfiguration::<_, _, Net>::new(&config.network, prometheus.clone());
	let metrics = Net::register_notification_metrics(prometheus.as_ref());
	// A protocol that is announced and that nothing serves would end every connection.
	let grandpa = (!config.disable_grandpa).then(|| {
		let name = sc_consensus_grandpa::protocol_standard_name(&genesis_hash, &config.chain_spec);
		let (protocol, notifications) = sc_consensus_grandpa::grandpa_peers_set_config::<_, Net>(
			name.clone(),
			metrics.clone(),
			net_config.peer_store_handle(),
		);
		net_config.add_notification_protocol(protocol);
		(name, notifications)
	});

	let look = looking(client.clone());
	let (pool, registry) = (transaction_pool.clone(), prometheus.as_ref());
	let rpc_pool = Doorkeeper::new(pool, look, Door::Rpc, unpaid_per_second, registry)?;
	let (network_pool, rpc_pool) = (Arc::new(rpc_pool.beside(Door::Network)), Arc::new(rpc_pool));
	let peers = net_config.peer_store_handle();
	let (gossip, protocol) = gossip::Prototype::new::<Net>(&genesis_hash, metrics.clone(), peers);
	net_config.add_notification_protocol(protocol);

	let authority_set = grandpa_link.shared_authority_set().clone();
	let handovers = Handovers::new(backend.clone());
	handovers.keep_genesis(&authority_set)?;
	let warp_sync = Arc::new(KeepingProvider::new(
		Arc::new(sc_consensus_grandpa::warp_proof::NetworkProvider::new(
			backend.clone(),
			authority_set.clone(),
			Vec::new(),
		)),
		authority_set.clone(),
		handovers,
	));
	let (network, system_rpc_tx, tx_handler_controller, sync_service, _bitswap) =
		build_network(BuildNetworkParams {
			config: &config,
			net_config,
			client: client.clone(),
			transaction_pool: Arc::new(Closed),
			spawn_handle: task_manager.spawn_handle(),
			spawn_essential_handle: task_manager.spawn_essential_handle(),
			import_queue,
			block_announce_validator_builder: None,
			warp_sync_config: Some(WarpSyncConfig::WithProvider(warp_sync)),
			block_relay: None,
			metrics,
			gap_sync_body_policy: None,
		})?;

	let gossip = gossip.run(
		network_pool,
		client.clone(),
		network.clone(),
		sync_service.clone(),
		task_manager.spawn_handle(),
		prometheus.as_ref(),
	)?;
	// Without it the node would be deaf.
	task_manager.spawn_essential_handle().spawn("gossip", Some("networking"), gossip);

	if config.offchain_worker.enabled {
		let workers = OffchainWorkers::new(OffchainWorkerOptions {
			runtime_api_provider: client.clone(),
			keystore: Some(keystore.clone()),
			offchain_db: backend.offchain_storage(),
			transaction_pool: Some(offchain_pool.clone()),
			network_provider: Arc::new(network.clone()),
			is_validator: role.is_authority(),
			enable_http_requests: true,
			custom_extensions: |_| Vec::new(),
		})?;
		task_manager.spawn_handle().spawn(
			"offchain-workers-runner",
			Some("offchain-worker"),
			workers.run(client.clone(), task_manager.spawn_handle()).boxed(),
		);
	}

	let shared_voter_state = SharedVoterState::empty();
	let rpc_builder = {
		let client = client.clone();
		let backend = backend.clone();
		let pool = transaction_pool.clone();
		let select_chain = select_chain.clone();
		let chain_spec = config.chain_spec.cloned_box();
		let keystore = keystore.clone();
		let shared_voter_state = shared_voter_state.clone();
		let justification_stream = grandpa_link.justification_stream();
		let finality_provider =
			FinalityProofProvider::new_for_service(backend.clone(), Some(authority_set.clone()));
		Box::new(move |subscription_executor| {
			census_rpc::create_full(Dependencies {
				client: client.clone(),
				backend: backend.clone(),
				pool: pool.clone(),
				select_chain: select_chain.clone(),
				chain_spec: chain_spec.cloned_box(),
				keystore: keystore.clone(),
				babe_worker: babe_worker.clone(),
				grandpa: GrandpaDependencies {
					shared_voter_state: shared_voter_state.clone(),
					shared_authority_set: authority_set.clone(),
					justification_stream: justification_stream.clone(),
					subscription_executor,
					finality_provider: finality_provider.clone(),
				},
			})
			.map_err(ServiceError::Application)
		})
	};
	let params = SpawnTasksParams {
		config,
		client: client.clone(),
		backend,
		task_manager: &mut task_manager,
		keystore: keystore.clone(),
		transaction_pool: rpc_pool.clone(),
		rpc_builder,
		network: network.clone(),
		system_rpc_tx,
		tx_handler_controller,
		sync_service: sync_service.clone(),
		telemetry: telemetry.as_mut(),
		tracing_execute_block: None,
	};
	tasks::spawn(params, endpoints)?;
	let telemetry_handle = telemetry.as_ref().map(Telemetry::handle);

	if role.is_authority() {
		let mut proposer = ProposerFactory::new(
			task_manager.spawn_handle(),
			client.clone(),
			// It gives what nobody pays for by turns.
			rpc_pool,
			prometheus.as_ref(),
			telemetry_handle.clone(),
		);
		proposer.set_soft_deadline(SOFT_DEADLINE);
		let author = sc_consensus_babe::start_babe(BabeParams {
			keystore: keystore.clone(),
			client: client.clone(),
			select_chain,
			env: proposer,
			block_import,
			sync_oracle: sync_service.clone(),
			justification_sync_link: sync_service.clone(),
			create_inherent_data_providers: inherents,
			force_authoring,
			// Where finality lags, fewer new blocks let it catch up.
			backoff_authoring_blocks: (!force_authoring)
				.then(BackoffAuthoringOnFinalizedHeadLagging::<BlockNumber>::default),
			babe_link,
			// The other half of a slot is for the block to travel and to be checked.
			block_proposal_slot_portion: SlotProportion::new(0.5),
			max_block_proposal_slot_portion: None,
			telemetry: telemetry_handle.clone(),
		})?;
		task_manager.spawn_essential_handle().spawn_blocking(
			"babe-proposer",
			Some("block-authoring"),
			author,
		);

		let validator = advice::Validator {
			client: client.clone(),
			sync: sync_service.clone(),
			keystore: keystore.clone(),
			keystore_path,
			chain,
			force_authoring,
		};
		task_manager.spawn_handle().spawn("advice", None, advice::to(validator));

		start_authority_discovery(
			discovery,
			client,
			network.clone(),
			keystore_container.keystore(),
			prometheus.clone(),
			&task_manager,
		);
	}

	if let Some((protocol_name, notification_service)) = grandpa {
		let config = sc_consensus_grandpa::Config {
			gossip_duration: GOSSIP_DURATION,
			justification_generation_period: JUSTIFICATION_PERIOD_BLOCKS,
			observer_enabled: false,
			local_role: role,
			name: Some(name),
			// Without keys it follows the votes and casts none.
			keystore: role.is_authority().then_some(keystore),
			telemetry: telemetry_handle.clone(),
			protocol_name,
		};
		let voter = sc_consensus_grandpa::run_grandpa_voter(GrandpaParams {
			config,
			link: grandpa_link,
			network,
			sync: sync_service,
			notification_service,
			voting_rule: voting_rule(&chain_type),
			prometheus_registry: prometheus,
			shared_voter_state,
			telemetry: telemetry_handle,
			offchain_tx_pool_factory: offchain_pool,
		})?;
		task_manager.spawn_essential_handle().spawn_blocking("grandpa-voter", None, voter);
	}

	Ok(task_manager)
}

/// Which block the voter votes for.
///
/// On a development chain, the best one, so that finality follows at once: its one validator
/// makes no forks. Elsewhere GRANDPA's usual rules, which leave the newest blocks to settle.
fn voting_rule(chain_type: &ChainType) -> impl VotingRule<Block, FullClient> + Clone {
	match chain_type {
		ChainType::Development => VotingRulesBuilder::new(),
		_ => VotingRulesBuilder::default(),
	}
	.build()
}

/// Publishes this validator's addresses on the network's DHT and looks for the others'.
fn start_authority_discovery(
	config: WorkerConfig,
	client: Arc<FullClient>,
	network: Arc<dyn NetworkService>,
	keystore: sp_keystore::KeystorePtr,
	prometheus: Option<prometheus_endpoint::Registry>,
	task_manager: &TaskManager,
) {
	let dht_events = network.event_stream("authority-discovery").filter_map(|event| async move {
		match event {
			Event::Dht(event) => Some(event),
			_ => None,
		}
	});
	let (worker, _service) = sc_authority_discovery::new_worker_and_service_with_config(
		config,
		client,
		Arc::new(network),
		Box::pin(dht_events),
		DiscoveryRole::PublishAndDiscover(keystore),
		prometheus,
		task_manager.spawn_handle(),
	);
	task_manager.spawn_handle().spawn(
		"authority-discovery-worker",
		Some("networking"),
		worker.run(),
	);
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
