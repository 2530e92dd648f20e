use super::*;
use jsonrpsee::{
	server::ResponsePayload,
	types::{Id, TwoPointZero},
};
use std::{
	borrow::Cow,
	sync::atomic::{AtomicUsize, Ordering},
};
use tokio::io::{duplex, AsyncReadExt, AsyncWriteExt, DuplexStream};
use tower::Layer;

/// Longer than anything here takes that happens at all.
const LONG: Duration = Duration::from_secs(30);
/// How long what must not happen is waited for.
const SHORT: Duration = Duration::from_millis(100);

/// A connection of which the client has one end.
fn connection(room: usize, patience: Duration) -> (Socket<DuplexStream>, DuplexStream, Arc<Load>) {
	let (server, client) = duplex(room);
	let load = Load::new();
	(Socket::new(server, load.clone(), patience), client, load)
}

async fn read_one(socket: &mut Socket<DuplexStream>) -> u8 {
	timeout(LONG, socket.read_u8()).await.expect("it may be read").unwrap()
}

async fn reads_nothing(socket: &mut Socket<DuplexStream>) -> bool {
	timeout(SHORT, socket.read_u8()).await.is_err()
}

#[tokio::test]
async fn nothing_is_read_while_enough_is_under_way() {
	let (mut socket, mut client, load) = connection(1024, LONG);
	client.write_all(&[1, 2, 3]).await.unwrap();
	assert_eq!(read_one(&mut socket).await, 1);
	let mut calls: Vec<_> = (0..MAX_CALLS).map(|_| Call::begin(load.clone(), 1)).collect();
	assert!(reads_nothing(&mut socket).await);
	// Whoever waits is woken when there is room.
	let reader = tokio::spawn(async move {
		let byte = socket.read_u8().await.unwrap();
		(byte, socket)
	});
	tokio::time::sleep(SHORT).await;
	assert!(!reader.is_finished());
	calls.pop();
	let (byte, mut socket) = timeout(LONG, reader).await.unwrap().unwrap();
	assert_eq!(byte, 2);
	// So it is with few long ones.
	calls.clear();
	let long = Call::begin(load.clone(), MAX_REQUEST_BYTES);
	assert!(reads_nothing(&mut socket).await);
	drop(long);
	assert_eq!(read_one(&mut socket).await, 3);
}

#[tokio::test]
async fn nothing_is_read_while_an_answer_waits() {
	let (mut socket, mut client, load) = connection(4, LONG);
	client.write_all(&[1, 2]).await.unwrap();
	// The client takes four bytes of eight.
	assert!(timeout(SHORT, socket.write_all(&[0; 8])).await.is_err());
	assert!(load.state().stalled);
	assert!(reads_nothing(&mut socket).await);
	let mut taken = [0; 4];
	client.read_exact(&mut taken).await.unwrap();
	timeout(LONG, socket.write_all(&[0; 4])).await.unwrap().unwrap();
	assert_eq!(read_one(&mut socket).await, 1);
}

#[tokio::test]
async fn who_takes_nothing_is_ended() {
	let (socket, client, load) = connection(4, SHORT);
	let (mut reading, mut writing) = tokio::io::split(socket);
	let reader = tokio::spawn(async move { reading.read_u8().await });
	let call = tokio::spawn({
		let load = load.clone();
		async move {
			// It waits from when the client takes nothing, and is told that it has gone.
			while !load.state().stalled {
				tokio::task::yield_now().await;
			}
			load.room().await
		}
	});
	let written = timeout(LONG, writing.write_all(&[0; 8])).await.unwrap();
	assert_eq!(written.unwrap_err().kind(), io::ErrorKind::TimedOut);
	assert!(timeout(LONG, reader).await.unwrap().unwrap().is_err());
	assert!(!timeout(LONG, call).await.unwrap().unwrap());
	// It stays so.
	assert!(writing.write_all(&[0; 8]).await.is_err());
	drop(client);
}

#[tokio::test]
async fn who_takes_little_at_a_time_is_served() {
	let patience = Duration::from_secs(4);
	let (mut socket, mut client, _) = connection(1, patience);
	let writer = tokio::spawn(async move { socket.write_all(&[0; 30]).await });
	for _ in 0..30 {
		// Thirty of these are longer than its patience.
		tokio::time::sleep(patience / 20).await;
		client.read_u8().await.unwrap();
	}
	timeout(LONG, writer).await.unwrap().unwrap().unwrap();
}

#[tokio::test]
async fn what_was_read_is_counted_before_more_is() {
	let (mut socket, mut client, load) = connection(64 * READ_BYTES, LONG);
	client.write_all(&vec![7; 64 * READ_BYTES]).await.unwrap();
	let mut bytes = vec![0; 64 * READ_BYTES];
	let mut calls = Vec::new();
	// Whoever reads hands on what there is; somebody counts it later.
	let (requests, mut requested) = tokio::sync::mpsc::unbounded_channel();
	let counter = tokio::spawn(async move {
		while let Some(()) = requested.recv().await {
			calls.push(Call::begin(load.clone(), 1));
		}
		calls.len()
	});
	let mut read = 0;
	while let Ok(got) = timeout(20 * SHORT, socket.read(&mut bytes)).await {
		read += got.unwrap();
		let _ = requests.send(());
	}
	drop(requests);
	assert_eq!(counter.await.unwrap(), MAX_CALLS);
	assert_eq!(read, MAX_CALLS * READ_BYTES);
}

/// Answers with so many bytes, and knows how many answers were made at a time.
struct Answers {
	bytes: usize,
	now: Arc<AtomicUsize>,
	most: Arc<AtomicUsize>,
	made: Arc<AtomicUsize>,
}

impl Answers {
	fn of(bytes: usize) -> Self {
		Self { bytes, now: Arc::default(), most: Arc::default(), made: Arc::default() }
	}
}

impl<'a> RpcServiceT<'a> for Answers {
	type Future = BoxFuture<'a, MethodResponse>;

	fn call(&self, request: Request<'a>) -> Self::Future {
		let (now, most, made) = (self.now.clone(), self.most.clone(), self.made.clone());
		let answer = "x".repeat(self.bytes);
		async move {
			let working = now.fetch_add(1, Ordering::SeqCst) + 1;
			most.fetch_max(working, Ordering::SeqCst);
			tokio::time::sleep(Duration::from_millis(2)).await;
			now.fetch_sub(1, Ordering::SeqCst);
			made.fetch_add(1, Ordering::SeqCst);
			MethodResponse::response(request.id, ResponsePayload::success(answer), usize::MAX)
		}
		.boxed()
	}
}

fn request(method: &'static str) -> Request<'static> {
	Request {
		jsonrpc: TwoPointZero,
		id: Id::Number(1),
		method: Cow::Borrowed(method),
		params: None,
		extensions: Default::default(),
	}
}

#[tokio::test]
async fn so_many_short_answers_and_one_long_one_are_made_at_a_time() {
	for (method, most) in [("system_health", MAX_CALLS), ("rpc.discover", 1)] {
		let answers = Answers::of(10);
		let seen = answers.most.clone();
		let limited = Arc::new(Limit::new(Load::new()).layer(answers));
		let calls = (0..64).map(|_| {
			let limited = limited.clone();
			tokio::spawn(async move { limited.call(request(method)).await })
		});
		for call in calls.collect::<Vec<_>>() {
			assert!(timeout(LONG, call).await.unwrap().unwrap().is_success());
		}
		assert_eq!(seen.load(Ordering::SeqCst), most, "{method}");
	}
}

#[tokio::test]
async fn nothing_is_answered_while_the_client_takes_nothing() {
	let load = Load::new();
	let answers = Answers::of(10);
	let made = answers.made.clone();
	let limited = Limit::new(load.clone()).layer(answers);
	load.stall();
	let calls = futures::future::join_all((0..4).map(|_| limited.call(request("system_health"))));
	tokio::pin!(calls);
	assert!(timeout(SHORT, calls.as_mut()).await.is_err());
	assert_eq!(made.load(Ordering::SeqCst), 0);
	load.wrote(1);
	timeout(LONG, calls).await.unwrap();
	assert_eq!(made.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn an_answer_waits_until_the_one_before_is_written() {
	let load = Load::new();
	let answers = Answers::of(2 * MAX_UNWRITTEN_BYTES);
	let made = answers.made.clone();
	let limited = Arc::new(Limit::new(load.clone()).layer(answers));
	let ask = || {
		let limited = limited.clone();
		tokio::spawn(async move { limited.call(request("rpc.discover")).await })
	};
	ask().await.unwrap();
	assert!(load.state().unwritten > MAX_UNWRITTEN_BYTES);
	let second = ask();
	// It is written, if slowly.
	while load.state().unwritten > MAX_UNWRITTEN_BYTES {
		load.wrote(MAX_UNWRITTEN_BYTES / 8);
		tokio::task::yield_now().await;
	}
	assert!(timeout(LONG, second).await.unwrap().unwrap().is_success());
	assert_eq!(made.load(Ordering::SeqCst), 2);
	// What is counted and never written, as a batch that came to be too long, stops nobody for ever.
	assert!(timeout(LONG, ask()).await.unwrap().unwrap().is_success());
}

/// Its answers are sent together, so that none of them may wait for another to be written.
#[tokio::test]
async fn a_batch_does_not_wait_for_itself() {
	let limited = Limit::new(Load::new()).layer(Answers::of(2 * MAX_UNWRITTEN_BYTES));
	let count: u32 = 100;
	let begun = Instant::now();
	let batch = tokio::spawn(async move {
		for _ in 0..count {
			assert!(limited.call(request("rpc.discover")).await.is_success());
		}
	});
	timeout(LONG, batch).await.unwrap().unwrap();
	// Were it quiet before each, it would take twice as long; it takes a hundredth of that.
	assert!(begun.elapsed() < QUIET * count / 2);
}
