//! The node: what it is put together from.
//!
//! [`new_partial`] makes what every command needs. [`new_full`] adds the network, RPC and, for a
//! validator, what consensus asks of it.

mod consensus;
mod partial;

pub(crate) use partial::{new_partial, revert, FullBackend, FullClient, FullPool};

use crate::{
	addresses, advice,
	compiled::RuntimeCache,
	gossip::{self, closed::Closed},
	guarded_pool::{looking, Door, GuardedPool},
	handovers::KeepingProvider,
	metrics, rpc,
	stop::Database,
	tasks,
};
use census_rpc::{anchors::Handovers, Dependencies, GrandpaDependencies};
use census_runtime::{opaque::Block, Hash};
use consensus::{Author, Voter};
use futures::prelude::*;
use partial::ConsensusParts;
use sc_authority_discovery::WorkerConfig;
use sc_client_api::{Backend, HeaderBackend};
use sc_consensus_grandpa::{FinalityProofProvider, SharedVoterState};
use sc_network::{
	config::{FullNetworkConfiguration, NetworkBackendType},
	Litep2pNetworkBackend, NetworkBackend, NetworkWorker,
};
use sc_offchain::{OffchainWorkerOptions, OffchainWorkers};
use sc_service::{
	build_network, BuildNetworkParams, Configuration, Error as ServiceError, PartialComponents,
	SpawnTasksParams, TaskManager, WarpSyncConfig,
};
use sc_telemetry::Telemetry;
use sc_transaction_pool_api::{InPoolTransaction, OffchainTransactionPoolFactory, TransactionPool};
use sp_runtime::OpaqueExtrinsic;
use std::{path::Path, sync::Arc};

/// What the tasks besides consensus are made from.
pub(crate) type Params<'a> =
	SpawnTasksParams<'a, Block, FullClient, GuardedPool<FullPool>, (), FullBackend>;

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
			ConsensusParts {
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
	// When the pool goes, so does this.
	let pool = Arc::downgrade(&transaction_pool);
	let waiting = move |hash: &Hash| {
		let transaction = pool.upgrade()?.ready_transaction(hash)?;
		Some(OpaqueExtrinsic::clone(transaction.data()))
	};
	let entering = transaction_pool.import_notification_stream();
	let verifying = census_preverify::verify_entering(entering, waiting, client.clone());
	task_manager.spawn_handle().spawn("proofs-entering", None, verifying);

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
	let rpc_pool = GuardedPool::new(pool, look, Door::Rpc, unpaid_per_second, registry)?;
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

	let consensus = consensus::Consensus {
		task_manager: &task_manager,
		client: client.clone(),
		network,
		sync: sync_service.clone(),
		keystore: keystore.clone(),
		prometheus,
		telemetry: telemetry_handle,
	};
	if role.is_authority() {
		consensus.start_author(Author {
			select_chain,
			pool: rpc_pool,
			block_import,
			link: babe_link,
			inherents,
			force: force_authoring,
		})?;
		let validator = advice::Validator {
			client,
			sync: sync_service,
			keystore,
			keystore_path,
			chain,
			force_authoring,
		};
		task_manager.spawn_handle().spawn("advice", None, advice::to(validator));
		consensus.start_discovery(discovery);
	}
	if let Some((protocol, notifications)) = grandpa {
		consensus.start_voter(Voter {
			link: grandpa_link,
			state: shared_voter_state,
			protocol,
			notifications,
			pool: offchain_pool,
			role,
			name,
			chain: chain_type,
		})?;
	}

	Ok(task_manager)
}
