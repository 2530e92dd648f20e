//! What runs on every node besides consensus: what tells the pool of blocks, what is measured and shown,
//! and RPC.

use crate::{
	rpc::{all_methods, Endpoint, Rpc},
	service::Params,
};
use census_runtime::opaque::Block;
use futures::FutureExt;
use sc_client_api::UsageProvider;
use sc_rpc_spec_v2::transaction::TransactionMetrics;
use sc_service::{config::PrometheusConfig, init_telemetry, Error as ServiceError, MetricsService};

/// Spawns these tasks, and serves RPC at these endpoints.
pub(crate) fn spawn(mut params: Params<'_>, endpoints: Vec<Endpoint>) -> Result<(), ServiceError> {
	let chain = params.client.usage_info().chain;
	let seeds = params.config.dev_key_seed.iter().cloned().collect();
	sp_session::generate_initial_session_keys(
		params.client.clone(),
		chain.best_hash,
		seeds,
		params.keystore.clone(),
	)
	.map_err(|error| ServiceError::Application(Box::new(error)))?;

	let machine = sc_sysinfo::gather_sysinfo();
	sc_sysinfo::print_sysinfo(&machine);
	let telemetry = params.telemetry.take().map(|telemetry| {
		let config = &params.config;
		init_telemetry::<Block, _, _>(
			config.network.node_name.clone(),
			config.impl_name.clone(),
			config.impl_version.clone(),
			config.chain_spec.name().to_string(),
			config.role.is_authority(),
			params.network.clone(),
			params.client.clone(),
			telemetry,
			Some(machine),
		)
	});
	let telemetry = telemetry.transpose()?;
	log::info!("📦 Highest known block at #{}", chain.best_number);

	let tasks = params.task_manager.spawn_handle();
	tasks.spawn(
		"txpool-notifications",
		Some("transaction-pool"),
		sc_transaction_pool::notification_future(
			params.client.clone(),
			params.transaction_pool.clone(),
			params.config.transaction_pool.use_all_block_notifications(),
		),
	);
	let metrics = match params.config.prometheus_config.clone() {
		Some(PrometheusConfig { port, registry }) => {
			let config = &params.config;
			let metrics = MetricsService::with_prometheus(
				telemetry.clone(),
				&registry,
				config.role,
				&config.network.node_name,
				&config.impl_version,
			)?;
			let serve = prometheus_endpoint::init_prometheus(port, registry).map(drop);
			tasks.spawn("prometheus-endpoint", None, serve);
			metrics
		}
		None => MetricsService::new(telemetry.clone()),
	};
	tasks.spawn(
		"telemetry-periodic-send",
		None,
		metrics.run(
			params.client.clone(),
			params.transaction_pool.clone(),
			params.network.clone(),
			params.sync_service.clone(),
		),
	);

	let rpc = Rpc::new(endpoints)?;
	let registry = params.config.prometheus_registry().cloned();
	let metrics = registry.as_ref().map(TransactionMetrics::new).transpose()?;
	let methods = all_methods(&params, &rpc, metrics)?;
	let server = rpc.serve(&mut params.config.rpc, registry.as_ref(), methods)?;

	tasks.spawn(
		"informant",
		None,
		sc_informant::build(params.client, params.network, params.sync_service),
	);
	params.task_manager.keep_alive((params.config.base_path, server));
	Ok(())
}
