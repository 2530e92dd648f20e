use super::*;
use jsonrpsee::{server::stop_channel, RpcModule};
use sc_rpc_server::{create_rpc_runtime, RpcMethods};
use serde_json::{json, Value};
use std::{
	io::{Read, Write},
	net::{TcpListener, TcpStream as StdStream},
	num::NonZeroU32,
	sync::atomic::{AtomicUsize, Ordering},
};

fn endpoint(address: &str) -> RpcEndpoint {
	RpcEndpoint {
		listen_addr: address.parse().unwrap(),
		batch_config: jsonrpsee::server::BatchRequestConfig::Unlimited,
		max_connections: 10,
		max_payload_in_mb: 1,
		max_payload_out_mb: 1,
		max_subscriptions_per_connection: 10,
		max_buffer_capacity_per_connection: 64,
		rate_limit: None,
		rate_limit_trust_proxy_headers: false,
		rate_limit_whitelisted_ips: Vec::new(),
		cors: None,
		rpc_methods: RpcMethods::Auto,
		is_optional: false,
		// As the command line has it.
		retry_random_port: true,
	}
}

fn bound(config: RpcEndpoint) -> Result<Option<Endpoint>, ServiceError> {
	Endpoint::bind(config, true)
}

#[test]
fn all_addresses_of_both_kinds_have_one_port() {
	let four = bound(endpoint("0.0.0.0:0")).unwrap().unwrap();
	let port = four.address().port();
	// Where there is no IPv6, there is nothing to try.
	let six = RpcEndpoint { is_optional: true, ..endpoint(&format!("[::]:{port}")) };
	if let Some(six) = bound(six).unwrap() {
		assert_eq!(six.address().port(), port);
		let runtime = create_rpc_runtime(1).unwrap();
		{
			let _context = runtime.enter();
			let _listening = (four.socket.listen(1).unwrap(), six.socket.listen(1).unwrap());
		}
		runtime.shutdown_background();
	}
}

#[test]
fn a_port_that_is_taken_is_an_error_that_names_it() {
	let holder = TcpListener::bind("127.0.0.1:0").unwrap();
	let taken = holder.local_addr().unwrap();
	let Err(error) = bound(endpoint(&taken.to_string())) else {
		panic!("it is taken");
	};
	let error = error.to_string();
	for part in [taken.to_string(), format!("port {} is taken", taken.port()), "--rpc-port".into()]
	{
		assert!(error.contains(&part), "{error}");
	}
	// One that may fail for other reasons does not listen elsewhere either.
	let optional = RpcEndpoint { is_optional: true, ..endpoint(&taken.to_string()) };
	assert!(bound(optional).is_err());
	let elsewhere = RpcEndpoint { is_optional: true, ..endpoint("192.0.2.1:0") };
	assert!(bound(elsewhere).unwrap().is_none());
	assert!(bound(endpoint("127.0.0.1:0")).unwrap().unwrap().address().port() != 0);
}

#[test]
fn an_origin_that_is_none_is_an_error() {
	let wrong = RpcEndpoint { cors: Some(vec!["a\nb".into()]), ..endpoint("127.0.0.1:0") };
	let Err(error) = bound(wrong) else { panic!("it is no origin") };
	assert!(error.to_string().contains("--rpc-cors"), "{error}");
}

#[test]
fn a_proxys_client_is_known_by_its_headers() {
	let ip = |headers: &[(&'static str, &'static str)]| {
		let mut map = HeaderMap::new();
		for (name, value) in headers {
			map.insert(*name, HeaderValue::from_static(value));
		}
		proxied_for(&map).map(|ip| ip.to_string())
	};
	assert_eq!(ip(&[]), None);
	assert_eq!(ip(&[("x-real-ip", "192.0.2.7")]).as_deref(), Some("192.0.2.7"));
	assert_eq!(ip(&[("x-forwarded-for", "192.0.2.8, 192.0.2.9")]).as_deref(), Some("192.0.2.8"));
	let forwarded = ("forwarded", "for=192.0.2.60;proto=http;by=203.0.113.43");
	assert_eq!(ip(&[forwarded, ("x-real-ip", "192.0.2.7")]).as_deref(), Some("192.0.2.60"));
	assert_eq!(ip(&[("forwarded", "junk"), ("x-real-ip", "junk")]), None);
}

/// How long the answer of `test_long` is.
const LONG_ANSWER: usize = 200_000;

/// A served module, which counts its long answers.
struct Served {
	address: SocketAddr,
	count: Arc<AtomicUsize>,
	runtime: Option<tokio::runtime::Runtime>,
	_server: jsonrpsee::server::ServerHandle,
}

impl Drop for Served {
	fn drop(&mut self) {
		if let Some(runtime) = self.runtime.take() {
			runtime.shutdown_background();
		}
	}
}

fn served(config: RpcEndpoint) -> Served {
	let count = Arc::new(AtomicUsize::new(0));
	let mut module = RpcModule::new(count.clone());
	module
		.register_method("test_long", |_, count, _| {
			count.fetch_add(1, Ordering::SeqCst);
			"x".repeat(LONG_ANSWER)
		})
		.unwrap();
	module
		.register_method(
			"system_health",
			|_, _, _| json!({ "peers": 0, "isSyncing": false, "shouldHavePeers": false }),
		)
		.unwrap();
	let runtime = create_rpc_runtime(8).unwrap();
	let (stop, server) = stop_channel();
	let common = Common {
		methods: module.into(),
		metrics: None,
		ids: None,
		log_length: 100,
		stop,
		runtime: runtime.handle().clone(),
	};
	let endpoint = bound(config).unwrap().unwrap();
	let address = endpoint.address();
	serve(endpoint, common).unwrap();
	Served { address, count, runtime: Some(runtime), _server: server }
}

fn connect(served: &Served) -> StdStream {
	let stream = StdStream::connect(served.address).unwrap();
	stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
	stream
}

/// What the server says to a request over HTTP: all of it, as it closes the connection.
fn http(served: &Served, request: &str) -> String {
	let mut stream = connect(served);
	stream.write_all(request.as_bytes()).unwrap();
	let mut answer = String::new();
	stream.read_to_string(&mut answer).unwrap();
	answer
}

fn post(body: &Value) -> String {
	let body = body.to_string();
	format!(
		"POST / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
		 content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
		body.len()
	)
}

fn call(method: &str) -> Value {
	json!({ "jsonrpc": "2.0", "id": 1, "method": method })
}

#[test]
fn http_is_served() {
	let served = served(endpoint("127.0.0.1:0"));
	let answer = http(&served, &post(&call("system_health")));
	assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("isSyncing"), "{answer}");
	let answer = http(&served, &post(&call("test_long")));
	assert!(answer.len() > LONG_ANSWER);
	let health = "GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
	let answer = http(&served, health);
	assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("isSyncing"), "{answer}");
	// Of a batch whose answers are too long together, none is sent, and nothing waits for them.
	let batch = json!(vec![call("test_long"); 8]);
	let answer = http(&served, &post(&batch));
	assert!(answer.contains("error") && answer.len() < LONG_ANSWER, "{}", answer.len());
	let answer = http(&served, &post(&json!(vec![call("test_long"); 4])));
	assert!(answer.len() > 4 * LONG_ANSWER);
}

#[test]
fn a_web_page_of_another_name_is_refused() {
	let guarded =
		RpcEndpoint { cors: Some(vec!["http://localhost".into()]), ..endpoint("127.0.0.1:0") };
	let served = served(guarded);
	for (host, code) in
		[(format!("localhost:{}", served.address.port()), 200), ("evil.example".into(), 403)]
	{
		let answer = http(&served, &post(&call("system_health")).replace("localhost", &host));
		assert!(answer.starts_with(&format!("HTTP/1.1 {code}")), "{answer}");
	}
}

#[test]
fn a_rate_holds_for_a_connection_whatever_it_is_used_for() {
	let slow = RpcEndpoint { rate_limit: NonZeroU32::new(1), ..endpoint("127.0.0.1:0") };
	let served = served(slow);
	let one = post(&call("system_health")).replace("connection: close\r\n", "");
	let mut stream = connect(&served);
	stream.write_all(one.as_bytes()).unwrap();
	let mut head = [0; 15];
	stream.read_exact(&mut head).unwrap();
	assert_eq!(&head, b"HTTP/1.1 200 OK");
	stream.write_all(one.as_bytes()).unwrap();
	// The second waits for its minute.
	stream.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
	let mut rest = Vec::new();
	let _ = stream.read_to_end(&mut rest);
	let rest = String::from_utf8_lossy(&rest);
	assert_eq!(rest.matches("HTTP/1.1").count(), 0, "{rest}");
}

/// A text message of a websocket's client.
fn message(text: &str) -> Vec<u8> {
	let length = u8::try_from(text.len()).unwrap();
	assert!(length < 126);
	let mut bytes = vec![0x81, 0x80 | length, 0, 0, 0, 0];
	bytes.extend(text.as_bytes());
	bytes
}

fn websocket(served: &Served) -> StdStream {
	let mut stream = connect(served);
	let upgrade =
		"GET / HTTP/1.1\r\nhost: localhost\r\nupgrade: websocket\r\nconnection: upgrade\r\n\
	               sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
	stream.write_all(upgrade.as_bytes()).unwrap();
	let mut head = Vec::new();
	while !head.ends_with(b"\r\n\r\n") {
		let mut byte = [0];
		stream.read_exact(&mut byte).unwrap();
		head.push(byte[0]);
	}
	assert!(head.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&head));
	stream
}

/// The attack: many requests, and no answer is read.
#[test]
fn a_websocket_that_does_not_read_is_owed_a_few_answers() {
	const REQUESTS: usize = 5_000;
	let served = served(endpoint("127.0.0.1:0"));
	let mut silent = websocket(&served);
	silent.set_write_timeout(Some(Duration::from_secs(2))).unwrap();
	let flood = message(&call("test_long").to_string()).repeat(REQUESTS);
	// The node stops reading them, perhaps.
	let _ = silent.write_all(&flood);
	let count = || served.count.load(Ordering::SeqCst);
	let mut answered = 0;
	while answered == 0 || answered != count() {
		answered = count();
		std::thread::sleep(Duration::from_secs(1));
	}
	// What the system keeps for a connection is several MiB, so that some tens were answered.
	assert!(answered < REQUESTS / 10, "{answered}");
	// Others are served meanwhile.
	let mut other = websocket(&served);
	other.write_all(&message(&call("system_health").to_string())).unwrap();
	let mut head = [0; 2];
	other.read_exact(&mut head).unwrap();
	// The server may ask first whether it is there.
	while head[0] == 0x89 {
		other.read_exact(&mut vec![0; head[1].into()]).unwrap();
		other.read_exact(&mut head).unwrap();
	}
	assert_eq!(head[0], 0x81);
	assert!(http(&served, &post(&call("system_health"))).contains("isSyncing"));
}

#[test]
fn a_websocket_that_reads_is_answered_in_full() {
	const REQUESTS: usize = 200;
	let served = served(endpoint("127.0.0.1:0"));
	let mut reading = websocket(&served);
	let mut writing = reading.try_clone().unwrap();
	let flood = message(&call("test_long").to_string()).repeat(REQUESTS);
	let writer = std::thread::spawn(move || writing.write_all(&flood).unwrap());
	let mut left = REQUESTS * LONG_ANSWER;
	let mut bytes = vec![0; 1 << 20];
	while left > 0 {
		let read = reading.read(&mut bytes).unwrap();
		assert!(read > 0);
		left = left.saturating_sub(read);
	}
	writer.join().unwrap();
	assert_eq!(served.count.load(Ordering::SeqCst), REQUESTS);
}
