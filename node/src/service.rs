//! The node: what it is put together from.
//!
//! [`new_partial`] makes what every command needs: the client over its database, the
//! transaction pool, and the import queue that checks blocks. [`new_full`] adds the network, RPC
//! and, for a validator, BABE's author, GRANDPA's voter and authority discovery.

use crate::{
	doorkeeper::{looking, Door, Doorkeeper},
	metrics,
	preverify::Preverify,
};
use census_rpc::{Dependencies, GrandpaDependencies};
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
use sc_executor::WasmExecutor;
use sc_network::{
	config::{FullNetworkConfiguration, NetworkBackendType},
	service::traits::NetworkService,
	Event, Litep2pNetworkBackend, NetworkBackend, NetworkEventStream, NetworkWorker,
};
use sc_offchain::{OffchainWorkerOptions, OffchainWorkers};
use sc_service::{
	build_network, new_full_parts, new_wasm_executor, spawn_tasks, BuildNetworkParams, ChainType,
	Configuration, Error as ServiceError, PartialComponents, SpawnTasksParams, TFullBackend,
	TFullClient, TaskManager, WarpSyncConfig,
};
use sc_telemetry::{Telemetry, TelemetryWorker};
use sc_transaction_pool::{Builder as PoolBuilder, TransactionPoolHandle};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_consensus_babe::inherents::{
	BabeCreateInherentDataProviders, InherentDataProvider as SlotProvider,
};
use sp_runtime::Percent;
use std::{sync::Arc, time::Duration};

/// What the runtime may call: Substrate's host functions and the zero-knowledge verifier.
type HostFunctions = (sp_io::SubstrateHostFunctions, census_zk_host::HostFunctions);

type FullClient = TFullClient<Block, RuntimeApi, WasmExecutor<HostFunctions>>;
type FullBackend = TFullBackend<Block>;
type FullPool = TransactionPoolHandle<Block, FullClient>;
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

/// Opens the database and makes everything short of the network.
pub(crate) fn new_partial(config: &Configuration) -> Result<Partial, ServiceError> {
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

	let executor = new_wasm_executor::<HostFunctions>(&config.executor);
	let (client, backend, keystore_container, task_manager) = new_full_parts::<Block, RuntimeApi, _>(
		config,
		telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
		executor,
		// Pruning must not delete the justifications that warp sync and receipts rest on.
		vec![Arc::new(GrandpaPruningFilter)],
	)?;
	let client = Arc::new(client);

	let telemetry = telemetry.map(|(worker, telemetry)| {
		task_manager.spawn_handle().spawn("telemetry", None, worker.run());
		telemetry
	});
	let telemetry_handle = telemetry.as_ref().map(Telemetry::handle);

	let select_chain = LongestChain::new(backend.clone());
	let transaction_pool = Arc::new(
		PoolBuilder::new(
			task_manager.spawn_essential_handle(),
			client.clone(),
			config.role.is_authority().into(),
		)
		.with_options(config.transaction_pool.clone())
		.with_prometheus(config.prometheus_registry())
		.build(),
	);

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
			justification_import: Some(Box::new(grandpa_import)),
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
			babe_link,
			babe_worker,
			grandpa_link,
			inherents,
			telemetry,
		},
	})
}

/// Starts the node, over the network implementation that the configuration names. Of transactions
/// for which nobody pays, RPC and network let in `unpaid_per_second` each.
pub(crate) fn new_full(
	config: Configuration,
	unpaid_per_second: u32,
) -> Result<TaskManager, ServiceError> {
	match config.network.network_backend {
		NetworkBackendType::Litep2p => {
			new_full_over::<Litep2pNetworkBackend>(config, unpaid_per_second)
		}
		NetworkBackendType::Libp2p => {
			new_full_over::<NetworkWorker<Block, Hash>>(config, unpaid_per_second)
		}
	}
}

fn new_full_over<Net: NetworkBackend<Block, Hash>>(
	config: Configuration,
	unpaid_per_second: u32,
) -> Result<TaskManager, ServiceError> {
	let PartialComponents {
		client,
		backend,
		mut task_manager,
		keystore_container,
		select_chain,
		import_queue,
		transaction_pool,
		other:
			Consensus { block_import, babe_link, babe_worker, grandpa_link, inherents, mut telemetry },
	} = new_partial(&config)?;

	// The configuration goes to `spawn_tasks`; these are needed after it.
	let role = config.role;
	let chain_type = config.chain_spec.chain_type();
	let force_authoring = config.force_authoring;
	let name = config.network.node_name.clone();
	let prometheus = config.prometheus_registry().cloned();
	let keystore = keystore_container.keystore();
	let offchain_pool = OffchainTransactionPoolFactory::new(transaction_pool.clone());
	let discovery = WorkerConfig {
		publish_non_global_ips: config.network.allow_non_globals_in_dht,
		public_addresses: config.network.public_addresses.clone(),
		// No node of this chain ever published unsigned records.
		strict_record_validation: true,
		persisted_cache_directory: config.network.net_config_path.clone(),
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
	let rpc_pool = Doorkeeper::new(transaction_pool.clone(), look, Door::Rpc, unpaid_per_second);
	let (network_pool, rpc_pool) = (Arc::new(rpc_pool.beside(Door::Network)), Arc::new(rpc_pool));

	let authority_set = grandpa_link.shared_authority_set().clone();
	let warp_sync = Arc::new(sc_consensus_grandpa::warp_proof::NetworkProvider::new(
		backend.clone(),
		authority_set.clone(),
		Vec::new(),
	));
	let (network, system_rpc_tx, tx_handler_controller, sync_service, _bitswap) =
		build_network(BuildNetworkParams {
			config: &config,
			net_config,
			client: client.clone(),
			transaction_pool: network_pool,
			spawn_handle: task_manager.spawn_handle(),
			spawn_essential_handle: task_manager.spawn_essential_handle(),
			import_queue,
			block_announce_validator_builder: None,
			warp_sync_config: Some(WarpSyncConfig::WithProvider(warp_sync)),
			block_relay: None,
			metrics,
			gap_sync_body_policy: None,
		})?;

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
	spawn_tasks(SpawnTasksParams {
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
	})?;
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
