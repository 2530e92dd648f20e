//! RPC's server: on which threads it works, and what it serves where.
//!
//! It is the SDK's, put together here: its own has no place for a limit on what a connection costs (see
//! [`connection`]), listens on another port where the one it was told is taken, and answers some questions
//! on the threads that serve all connections.

mod connection;
mod listen;
mod methods;

pub(crate) use listen::{bind, Endpoint};
pub(crate) use methods::all as all_methods;

use connection::MAX_CALLS;
use futures::future::BoxFuture;
use jsonrpsee::{
	server::{stop_channel, StopHandle},
	RpcModule,
};
use prometheus_endpoint::Registry;
use sc_rpc_server::{create_rpc_runtime, RpcMetrics, Server};
use sc_service::{config::RpcConfiguration, Error as ServiceError};
use sp_core::traits::SpawnNamed;
use std::sync::Arc;
use tokio::{runtime::Handle, sync::Semaphore};

/// How many threads `chainHead_v1_*` has. Each answer that is not read yet keeps one, and is kept by it.
const CHAIN_HEAD_THREADS: usize = 64;

/// The most threads that there ever are, however many connections are allowed.
const MAX_THREADS: usize = 4_096;

/// RPC before it is served.
pub(crate) struct Rpc {
	endpoints: Vec<Endpoint>,
	server: Server,
	stop: StopHandle,
	runtime: Handle,
}

impl Rpc {
	/// Makes its threads: one for each request that may be under way.
	pub(crate) fn new(endpoints: Vec<Endpoint>) -> Result<Self, ServiceError> {
		let connections = endpoints.iter().map(|endpoint| endpoint.max_connections() as usize);
		let calls = connections.fold(0, usize::saturating_add).saturating_mul(MAX_CALLS);
		let threads = calls.saturating_add(CHAIN_HEAD_THREADS).min(MAX_THREADS);
		let runtime = create_rpc_runtime(threads as u32)?;
		let handle = runtime.handle().clone();
		let (stop, server) = stop_channel();
		let addresses = endpoints.iter().map(Endpoint::address).collect();
		// From here on it ends the runtime where that may not be waited for.
		let server = Server::new(server, addresses, runtime);
		Ok(Self { endpoints, server, stop, runtime: handle })
	}

	/// Spawns what methods do besides answering.
	pub(crate) fn spawner(&self) -> Arc<dyn SpawnNamed> {
		self.server.spawn_handle()
	}

	/// The same, for what keeps a thread until its answer is read: with a share of the threads.
	pub(crate) fn sharing_spawner(&self) -> Arc<dyn SpawnNamed> {
		let share = Arc::new(Semaphore::new(CHAIN_HEAD_THREADS));
		Arc::new(Sharing { runtime: self.runtime.clone(), share })
	}

	/// Serves these methods for as long as what it returns is kept.
	pub(crate) fn serve(
		self,
		config: &mut RpcConfiguration,
		registry: Option<&Registry>,
		methods: RpcModule<()>,
	) -> Result<Server, ServiceError> {
		let names: Vec<_> = methods.method_names().collect();
		let metrics = RpcMetrics::new(registry)?;
		let common = listen::Common {
			methods: methods.into(),
			// What is no method is counted under one name, or strangers could invent counters.
			metrics: metrics.map(|metrics| metrics.with_known_methods(names)),
			ids: config.id_provider.take(),
			log_length: config.request_logger_limit,
			stop: self.stop,
			runtime: self.runtime,
		};
		let addresses = self.endpoints.iter().map(|endpoint| endpoint.address().to_string());
		let mut shown = addresses.collect::<Vec<_>>().join(",");
		// A single one ends with a comma, as scripts that read this line expect.
		if self.endpoints.len() == 1 {
			shown.push(',');
		}
		for endpoint in self.endpoints {
			listen::serve(endpoint, common.clone())?;
		}
		log::info!("Running JSON-RPC server: addr={shown}");
		Ok(self.server)
	}
}

/// Spawns what blocks while its share of the threads lasts, and the rest when one is free again.
#[derive(Clone)]
struct Sharing {
	runtime: Handle,
	share: Arc<Semaphore>,
}

impl SpawnNamed for Sharing {
	fn spawn_blocking(
		&self,
		_name: &'static str,
		_group: Option<&'static str>,
		future: BoxFuture<'static, ()>,
	) {
		let Self { runtime, share } = self.clone();
		self.runtime.spawn(async move {
			// It is never closed.
			let permit = share.acquire_owned().await.ok();
			let handle = runtime.clone();
			runtime.spawn_blocking(move || {
				handle.block_on(future);
				drop(permit);
			});
		});
	}

	fn spawn(
		&self,
		_name: &'static str,
		_group: Option<&'static str>,
		future: BoxFuture<'static, ()>,
	) {
		self.runtime.spawn(future);
	}
}
