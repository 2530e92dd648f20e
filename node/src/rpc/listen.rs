//! Where RPC listens, and who is served there with what.
//!
//! An address that is taken is an error. The SDK's server would listen on another port instead, and whatever
//! was told of the first one would speak to somebody else's node.

use super::connection::{Limit, Load, Socket, MAX_STALL};
use forwarded_header_value::ForwardedHeaderValue;
use http::{HeaderMap, HeaderValue, Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use jsonrpsee::{
	server::{
		middleware::http::HostFilterLayer, ws, PingConfig, RandomStringIdProvider,
		RpcServiceBuilder, Server as JsonRpsee, StopHandle,
	},
	Methods,
};
use sc_rpc_server::{
	utils::deny_unsafe, Metrics, MiddlewareLayer, NodeHealthProxyLayer, RpcEndpoint, RpcMetrics,
	SubscriptionIdProvider,
};
use sc_service::{config::RpcConfiguration, Error as ServiceError};
use socket2::SockRef;
use std::{
	io::{self, ErrorKind},
	net::{IpAddr, Ipv4Addr, SocketAddr},
	sync::{
		atomic::{AtomicU32, Ordering},
		Arc,
	},
	time::{Duration, Instant},
};
use tokio::{
	net::{TcpSocket, TcpStream},
	runtime::Handle,
	sync::Semaphore,
	time::sleep,
};
use tower::Service;
use tower_http::cors::{AllowOrigin, CorsLayer};

const MEBIBYTE: u32 = 1024 * 1024;

/// How long a client may take to send a request's head, from the answer before it on.
const HEAD_TIMEOUT: Duration = Duration::from_secs(60);

/// How often a websocket's client is asked whether it is there, and when it is taken to be gone.
const PING_EVERY: Duration = Duration::from_secs(30);
const PING_INACTIVE: Duration = Duration::from_secs(60);
const PING_FAILURES: usize = 3;

/// How many may wait to be let in.
const BACKLOG: u32 = 1_024;

/// How long nobody is let in after that failed, as where there are too many open files.
const ACCEPT_AGAIN: Duration = Duration::from_millis(100);

/// How many sockets may be open for each connection that may be: most of what is open asks nothing at present.
const SOCKETS_PER_CONNECTION: usize = 4;

/// How many random characters name a subscription.
const SUBSCRIPTION_ID_LENGTH: usize = 16;

/// An address on which RPC listens, and how it serves there.
pub(crate) struct Endpoint {
	socket: TcpSocket,
	address: SocketAddr,
	config: RpcEndpoint,
	hosts: Option<HostFilterLayer>,
	cors: CorsLayer,
}

impl Endpoint {
	/// The address, with the port that it came to be.
	pub(crate) fn address(&self) -> SocketAddr {
		self.address
	}

	/// How many connections may be open here.
	pub(crate) fn max_connections(&self) -> u32 {
		self.config.max_connections
	}

	/// Takes an address. `None` where that fails and does not matter. One of IPv6 is `apart` if it does not
	/// stand for IPv4's as well.
	fn bind(config: RpcEndpoint, apart: bool) -> Result<Option<Self>, ServiceError> {
		let wanted = config.listen_addr;
		let (socket, address) = match take(wanted, apart) {
			Ok(taken) => taken,
			// A machine may lack IPv6.
			Err(error) if config.is_optional && error.kind() != ErrorKind::AddrInUse => {
				log::debug!(target: "rpc", "JSON-RPC does not listen on {wanted}: {error}");
				return Ok(None);
			}
			Err(error) => return Err(in_words(wanted, &error)),
		};
		let hosts = config.cors.is_some().then(|| hosts(address.port())).transpose()?;
		let cors = cors(config.cors.as_deref())?;
		Ok(Some(Self { socket, address, config, hosts, cors }))
	}
}

/// Takes an address, without letting anybody in yet.
fn take(address: SocketAddr, apart: bool) -> io::Result<(TcpSocket, SocketAddr)> {
	let socket = match address {
		SocketAddr::V4(_) => TcpSocket::new_v4(),
		SocketAddr::V6(_) => TcpSocket::new_v6(),
	}?;
	if apart && address.is_ipv6() {
		SockRef::from(&socket).set_only_v6(true)?;
	}
	// Connections of a node that ended a moment ago do not matter.
	socket.set_reuseaddr(true)?;
	socket.bind(address)?;
	let address = socket.local_addr()?;
	Ok((socket, address))
}

/// Why nobody can be let in at an address.
fn in_words(address: SocketAddr, error: &io::Error) -> ServiceError {
	let cause = match error.kind() {
		ErrorKind::AddrInUse => format!(
			"port {} is taken, perhaps by another node; end what listens there, or name another port with \
			 --rpc-port (0 is any that is free)",
			address.port()
		),
		_ => error.to_string(),
	};
	io::Error::new(error.kind(), format!("JSON-RPC cannot listen on {address}: {cause}")).into()
}

/// Takes the addresses that the configuration names. Until they are served, nobody is let in.
pub(crate) fn bind(config: &RpcConfiguration) -> Result<Vec<Endpoint>, ServiceError> {
	let wanted = config.addr.clone().unwrap_or_else(|| vec![local(config)]);
	let apart = wanted.iter().any(|endpoint| endpoint.listen_addr.is_ipv4());
	let mut endpoints = Vec::new();
	for endpoint in wanted {
		endpoints.extend(Endpoint::bind(endpoint, apart)?);
	}
	if endpoints.is_empty() {
		return Err("JSON-RPC can listen on none of its addresses".into());
	}
	Ok(endpoints)
}

/// This machine's own address, where the configuration names none.
fn local(config: &RpcConfiguration) -> RpcEndpoint {
	RpcEndpoint {
		listen_addr: SocketAddr::new(Ipv4Addr::LOCALHOST.into(), config.port),
		batch_config: config.batch_config,
		max_connections: config.max_connections,
		max_payload_in_mb: config.max_request_size,
		max_payload_out_mb: config.max_response_size,
		max_subscriptions_per_connection: config.max_subs_per_conn,
		max_buffer_capacity_per_connection: config.message_buffer_capacity,
		rate_limit: config.rate_limit,
		rate_limit_trust_proxy_headers: config.rate_limit_trust_proxy_headers,
		rate_limit_whitelisted_ips: config.rate_limit_whitelisted_ips.clone(),
		cors: config.cors.clone(),
		rpc_methods: config.methods,
		is_optional: false,
		retry_random_port: false,
	}
}

/// By which names a web page may know this machine, so that it cannot call another by them.
fn hosts(port: u16) -> Result<HostFilterLayer, ServiceError> {
	let names = ["localhost", "127.0.0.1", "[::1]"].map(|name| format!("{name}:{port}"));
	HostFilterLayer::new(names).map_err(|error| ServiceError::Other(error.to_string()))
}

/// Which web pages may ask: these, or all.
fn cors(origins: Option<&[String]>) -> Result<CorsLayer, ServiceError> {
	let all = |origins: &&[String]| origins.iter().any(|origin| origin == "*");
	let Some(origins) = origins.filter(|origins| !all(origins)) else {
		return Ok(CorsLayer::permissive());
	};
	let read = |origin: &String| {
		HeaderValue::from_str(origin)
			.map_err(|_| ServiceError::Other(format!("--rpc-cors: {origin:?} is no origin")))
	};
	let origins = origins.iter().map(read).collect::<Result<Vec<_>, _>>()?;
	Ok(CorsLayer::new().allow_origin(AllowOrigin::list(origins)))
}

/// What all endpoints have in common.
#[derive(Clone)]
pub(crate) struct Common {
	/// What is answered.
	pub(crate) methods: Methods,
	/// What is counted.
	pub(crate) metrics: Option<RpcMetrics>,
	/// Names subscriptions.
	pub(crate) ids: Option<Box<dyn SubscriptionIdProvider>>,
	/// How many characters of a request are logged.
	pub(crate) log_length: u32,
	/// When it ends.
	pub(crate) stop: StopHandle,
	/// Where it works.
	pub(crate) runtime: Handle,
}

/// Serves an endpoint until it is stopped.
pub(crate) fn serve(endpoint: Endpoint, common: Common) -> Result<(), ServiceError> {
	let Endpoint { socket, address, config, hosts, cors } = endpoint;
	let runtime = common.runtime.clone();
	let listener = {
		let _context = runtime.enter();
		socket.listen(BACKLOG).map_err(|error| in_words(address, &error))?
	};
	let http_layers = tower::ServiceBuilder::new()
		.option_layer(hosts)
		// `GET /health` asks for `system_health`.
		.layer(NodeHealthProxyLayer)
		.layer(cors);
	let pings = PingConfig::new()
		.ping_interval(PING_EVERY)
		.inactive_limit(PING_INACTIVE)
		.max_failures(PING_FAILURES);
	let builder = JsonRpsee::builder()
		.max_request_body_size(config.max_payload_in_mb.saturating_mul(MEBIBYTE))
		.max_response_body_size(config.max_payload_out_mb.saturating_mul(MEBIBYTE))
		.max_connections(config.max_connections)
		.max_subscriptions_per_connection(config.max_subscriptions_per_connection)
		.enable_ws_ping(pings)
		.set_http_middleware(http_layers)
		.set_message_buffer_capacity(config.max_buffer_capacity_per_connection.max(1))
		.set_batch_request_config(config.batch_config)
		.custom_tokio_runtime(runtime.clone());
	let builder = match common.ids.clone() {
		Some(ids) => builder.set_id_provider(ids),
		None => builder.set_id_provider(RandomStringIdProvider::new(SUBSCRIPTION_ID_LENGTH)),
	};
	// Connections of all endpoints have numbers of their own: what a connection may have is counted by
	// them. Each endpoint begins with another sixteenth of all numbers.
	static ENDPOINTS: AtomicU32 = AtomicU32::new(0);
	let first = ENDPOINTS.fetch_add(1, Ordering::Relaxed) << 28;
	let builder = builder.to_service_builder().connection_id(first);
	let unsafe_denied = deny_unsafe(&address, &config.rpc_methods);
	let max_connections = config.max_connections as usize;
	let config = Arc::new(config);
	let stop = common.stop.clone();

	let serve_one = move |socket: TcpStream, ip: IpAddr| {
		let (builder, common, config) = (builder.clone(), common.clone(), config.clone());
		let load = Load::new();
		let socket = Socket::new(socket, load.clone(), MAX_STALL);
		// One for the connection, whatever it is used for.
		let limited =
			config.rate_limit.map(|rate| MiddlewareLayer::new().with_rate_limit_per_minute(rate));
		let stop = common.stop.clone();
		let service = service_fn(move |mut request: Request<Incoming>| {
			request.extensions_mut().insert(unsafe_denied);
			let proxied = match config.rate_limit_trust_proxy_headers {
				true => proxied_for(request.headers()),
				false => None,
			};
			let client = proxied.unwrap_or(ip);
			let trusted = config.rate_limit_whitelisted_ips.iter().any(|ips| ips.contains(client));
			let is_websocket = ws::is_upgrade_request(&request);
			let metrics = common
				.metrics
				.clone()
				.map(|metrics| Metrics::new(metrics, if is_websocket { "ws" } else { "http" }));
			let layer = match (limited.clone().filter(|_| !trusted), metrics) {
				(Some(limited), Some(metrics)) => Some(limited.with_metrics(metrics)),
				(None, Some(metrics)) => Some(MiddlewareLayer::new().with_metrics(metrics)),
				(limited, None) => limited,
			};
			let rpc_layers = RpcServiceBuilder::new()
				.layer(Limit::new(load.clone()))
				.rpc_logger(common.log_length)
				.option_layer(layer.clone());
			let mut service = builder
				.clone()
				.set_rpc_middleware(rpc_layers)
				.build(common.methods.clone(), common.stop.clone());
			if let (true, Some(layer)) = (is_websocket, layer) {
				let closed = service.on_session_closed();
				common.runtime.spawn(async move {
					let opened = Instant::now();
					layer.ws_connect();
					closed.await;
					layer.ws_disconnect(opened);
				});
			}
			// An error of a type that has no lifetime in it, of which the compiler would lose sight
			// (rust-lang/rust#102211).
			async move { service.call(request).await.map_err(io::Error::other) }
		});
		let connection = http1::Builder::new()
			.timer(TokioTimer::new())
			.header_read_timeout(HEAD_TIMEOUT)
			.serve_connection(TokioIo::new(socket), service)
			.with_upgrades();
		async move {
			tokio::pin!(connection);
			let outcome = tokio::select! {
				outcome = connection.as_mut() => outcome,
				() = stop.shutdown() => {
					connection.as_mut().graceful_shutdown();
					connection.await
				}
			};
			if let Err(error) = outcome {
				log::debug!(target: "rpc", "a connection of {ip} ended: {error}");
			}
		}
	};
	// A websocket counts among the connections, and no longer here.
	let sockets = Arc::new(Semaphore::new(max_connections.saturating_mul(SOCKETS_PER_CONNECTION)));
	runtime.spawn(async move {
		let stopped = stop.shutdown();
		tokio::pin!(stopped);
		loop {
			let accepted = tokio::select! {
				accepted = listener.accept() => accepted,
				() = stopped.as_mut() => break,
			};
			let (socket, client) = match accepted {
				Ok(accepted) => accepted,
				Err(error) => {
					log::debug!(target: "rpc", "nobody could be let in: {error}");
					sleep(ACCEPT_AGAIN).await;
					continue;
				}
			};
			let Ok(place) = sockets.clone().try_acquire_owned() else { continue };
			// Answers are whole: there is nothing to wait for.
			let _ = socket.set_nodelay(true);
			let connection = serve_one(socket, client.ip());
			tokio::spawn(async move {
				connection.await;
				drop(place);
			});
		}
	});
	Ok(())
}

/// For whom a proxy asks, by the headers that proxies set.
fn proxied_for(headers: &HeaderMap) -> Option<IpAddr> {
	let text = |name: &str| headers.get(name)?.to_str().ok();
	let first = |value: ForwardedHeaderValue| value.remotest_forwarded_for_ip();
	let forwarded = || ForwardedHeaderValue::from_forwarded(text("forwarded")?).ok();
	let forwarded_for =
		|| ForwardedHeaderValue::from_x_forwarded_for(text("x-forwarded-for")?).ok();
	let real = || text("x-real-ip")?.parse().ok();
	forwarded().and_then(first).or_else(|| forwarded_for().and_then(first)).or_else(real)
}

#[cfg(test)]
mod tests;
