//! What one connection may cost the node: how many of its requests are worked on at a time, and how much
//! of what they are answered waits for it.
//!
//! Whoever sends requests and reads no answers must not fill the node's memory, nor keep a thread for
//! each. So a [`Socket`] reads nothing while enough of the connection's requests are under way, or an answer
//! waits to be written; and it ends a connection that takes nothing of an answer for [`MAX_STALL`].
//! What was read before that was known waits for its turn in [`Limit`], a layer of the server's: one request
//! whose answer may be long at a time, and none while earlier answers are unwritten.
//!
//! A layer alone would come too late: by then the server has a task and a copy of each request that was
//! read, and it keeps answers where no layer sees them.

use futures::future::{BoxFuture, FutureExt};
use jsonrpsee::{
	server::middleware::rpc::RpcServiceT,
	types::{ErrorCode, Request},
	MethodResponse,
};
use std::{
	future::Future,
	io::{self, IoSlice},
	mem,
	pin::Pin,
	sync::{Arc, Mutex, MutexGuard, PoisonError},
	task::{ready, Context, Poll, Waker},
	time::{Duration, Instant},
};
use tokio::{
	io::{AsyncRead, AsyncWrite, ReadBuf},
	sync::{Notify, Semaphore},
	task,
	time::{sleep, timeout, Sleep},
};

/// How many requests of a connection are worked on at a time.
pub(crate) const MAX_CALLS: usize = 8;

/// How many bytes of requests are under way before no more are read, but for the rest of the last one.
const MAX_REQUEST_BYTES: usize = 1024 * 1024;

/// How many bytes of answers may be unwritten when another request is worked on.
const MAX_UNWRITTEN_BYTES: usize = 64 * 1024;

/// How long a client may take nothing of an answer that waits for it.
pub(crate) const MAX_STALL: Duration = Duration::from_secs(30);

/// How many bytes are read at a time. The requests in them are counted before more is read: a few, each
/// of which may be answered with a thousand times its length.
const READ_BYTES: usize = 1024;

/// If so long nothing was written, although the client takes what is, then there is nothing to write: what
/// was counted is not sent by itself, but with the rest of a batch, or not at all.
const QUIET: Duration = Duration::from_millis(200);

/// What is under way on a connection.
pub(crate) struct Load {
	state: Mutex<State>,
	/// Turns at being worked on.
	turns: Semaphore,
	/// The turn of the one whose answer may be long.
	long: Semaphore,
	/// Something was written, or nothing ever will be.
	moved: Notify,
}

#[derive(Default)]
struct State {
	/// Requests that wait or are worked on.
	calls: usize,
	/// Their length.
	request_bytes: usize,
	/// Bytes of answers that have not been written.
	unwritten: usize,
	/// The task that answered last. All requests of a batch are answered by one, and sent together.
	last: Option<task::Id>,
	/// When something was written last.
	written: Option<Instant>,
	/// Whether the client takes nothing.
	stalled: bool,
	/// Whether the connection has ended.
	ended: bool,
	/// Who would read, were it allowed.
	reader: Option<Waker>,
}

impl State {
	fn may_read(&self) -> bool {
		self.calls < MAX_CALLS && self.request_bytes < MAX_REQUEST_BYTES && !self.stalled
	}
}

impl Load {
	/// That of a new connection.
	pub(crate) fn new() -> Arc<Self> {
		Arc::new(Self {
			state: Mutex::default(),
			turns: Semaphore::new(MAX_CALLS),
			long: Semaphore::new(1),
			moved: Notify::new(),
		})
	}

	fn state(&self) -> MutexGuard<'_, State> {
		// No code that holds it can panic.
		self.state.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// Changes the state, and wakes the reader if it may read now.
	fn change(&self, change: impl FnOnce(&mut State)) {
		let mut state = self.state();
		change(&mut state);
		let reader = if state.may_read() || state.ended { state.reader.take() } else { None };
		drop(state);
		if let Some(reader) = reader {
			reader.wake();
		}
	}

	/// Whether more may be read. If not, whoever asks is woken when it may.
	fn poll_readable(&self, context: &Context<'_>) -> Poll<io::Result<()>> {
		let mut state = self.state();
		if state.ended {
			return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
		}
		if state.may_read() {
			return Poll::Ready(Ok(()));
		}
		state.reader = Some(context.waker().clone());
		Poll::Pending
	}

	/// Fails if the connection has ended.
	fn check(&self) -> io::Result<()> {
		match self.state().ended {
			true => Err(io::ErrorKind::ConnectionAborted.into()),
			false => Ok(()),
		}
	}

	/// So many bytes were written.
	fn wrote(&self, bytes: usize) {
		self.change(|state| {
			state.unwritten = state.unwritten.saturating_sub(bytes);
			state.written = Some(Instant::now());
			state.stalled = false;
		});
		self.moved.notify_waiters();
	}

	/// The client takes nothing at present.
	fn stall(&self) {
		self.state().stalled = true;
	}

	/// The connection has ended.
	fn end(&self) {
		self.change(|state| state.ended = true);
		self.moved.notify_waiters();
	}

	/// Waits until earlier answers are written. Says whether the connection is still there.
	async fn room(&self) -> bool {
		let me = task::try_id();
		loop {
			// Made first, so that nothing is missed.
			let moved = self.moved.notified();
			let stalled = {
				let mut state = self.state();
				let batch = me.is_some() && state.last == me;
				if state.ended {
					return false;
				}
				if !state.stalled && !batch && state.unwritten > MAX_UNWRITTEN_BYTES {
					let quiet = |written: Instant| written.elapsed() >= QUIET;
					if state.written.is_some_and(quiet) {
						state.unwritten = 0;
					}
				}
				if !state.stalled && (batch || state.unwritten <= MAX_UNWRITTEN_BYTES) {
					return true;
				}
				state.written.get_or_insert_with(Instant::now);
				state.stalled
			};
			if stalled {
				moved.await;
			} else {
				// Whether something moved or too long nothing did, the state is looked at again.
				let _ = timeout(QUIET, moved).await;
			}
		}
	}
}

/// A request that waits or is worked on.
struct Call {
	load: Arc<Load>,
	bytes: usize,
}

impl Call {
	fn begin(load: Arc<Load>, bytes: usize) -> Self {
		load.change(|state| {
			state.calls += 1;
			state.request_bytes = state.request_bytes.saturating_add(bytes);
		});
		Self { load, bytes }
	}

	/// It was answered with so many bytes.
	fn answered(&self, bytes: usize) {
		self.load.change(|state| {
			state.unwritten = state.unwritten.saturating_add(bytes);
			state.last = task::try_id();
		});
	}
}

impl Drop for Call {
	fn drop(&mut self) {
		self.load.change(|state| {
			state.calls = state.calls.saturating_sub(1);
			state.request_bytes = state.request_bytes.saturating_sub(self.bytes);
		});
	}
}

/// Whether a method's answers are short, whatever it is asked. Of those that are not known to be, a
/// connection has one at a time.
fn is_short(method: &str) -> bool {
	const FAMILIES: &[&str] = &[
		"system_",
		"chainSpec_",
		// These answer that they have begun.
		"chainHead_",
		"transaction_",
		"transactionWatch_",
		"payment_",
		"babe_",
		"grandpa_",
	];
	const METHODS: &[&str] = &[
		"author_submitExtrinsic",
		"author_submitAndWatchExtrinsic",
		"author_hasKey",
		"author_hasSessionKeys",
		"chain_getHeader",
		"chain_getFinalizedHead",
		"chain_getFinalisedHead",
		"state_getRuntimeVersion",
		"state_getStorageHash",
		"state_getStorageSize",
		"groups_verifyProof",
		"personhood_check",
		"personhood_verifyProof",
		"circuits_verifyProof",
	];
	const VERBS: &[&str] = &["_subscribe", "_unsubscribe"];
	FAMILIES.iter().any(|family| method.starts_with(family))
		|| METHODS.contains(&method)
		|| VERBS.iter().any(|verb| method.contains(verb))
}

/// A layer around what answers a connection's requests.
#[derive(Clone)]
pub(crate) struct Limit(Arc<Load>);

impl Limit {
	/// The layer of the connection with this load.
	pub(crate) fn new(load: Arc<Load>) -> Self {
		Self(load)
	}
}

impl<S> tower::Layer<S> for Limit {
	type Service = Limited<S>;

	fn layer(&self, service: S) -> Self::Service {
		Limited { service: Arc::new(service), load: self.0.clone() }
	}
}

/// What answers a connection's requests in their turn.
pub(crate) struct Limited<S> {
	service: Arc<S>,
	load: Arc<Load>,
}

impl<'a, S> RpcServiceT<'a> for Limited<S>
where
	S: RpcServiceT<'a> + Send + Sync + 'static,
{
	type Future = BoxFuture<'a, MethodResponse>;

	fn call(&self, request: Request<'a>) -> Self::Future {
		let service = self.service.clone();
		let params = request.params.as_ref().map_or(0, |params| params.get().len());
		let id = request.id.as_str().map_or(0, str::len);
		let bytes = params.saturating_add(request.method.len()).saturating_add(id);
		let call = Call::begin(self.load.clone(), bytes);
		async move {
			let load = &call.load;
			// Nobody closes these: there is a turn for everyone in the end.
			let _long = match is_short(request.method_name()) {
				true => None,
				false => load.long.acquire().await.ok(),
			};
			let _turn = load.turns.acquire().await.ok();
			if !load.room().await {
				// Nobody reads this.
				return MethodResponse::error(request.id, ErrorCode::ServerIsBusy);
			}
			let response = service.call(request).await;
			call.answered(response.as_result().len());
			response
		}
		.boxed()
	}
}

/// A connection's socket.
pub(crate) struct Socket<S> {
	socket: S,
	load: Arc<Load>,
	/// Whether what was read last has not been counted yet.
	has_read: bool,
	/// How long the client may take nothing.
	patience: Duration,
	/// When its time is up, while it takes nothing.
	deadline: Option<Pin<Box<Sleep>>>,
}

impl<S> Socket<S> {
	/// The socket of a connection with this load, whose client may take nothing for so long.
	pub(crate) fn new(socket: S, load: Arc<Load>, patience: Duration) -> Self {
		Self { socket, load, has_read: false, patience, deadline: None }
	}

	/// What an attempt to write came to.
	fn wrote(
		&mut self,
		context: &mut Context<'_>,
		outcome: Poll<io::Result<usize>>,
	) -> Poll<io::Result<usize>> {
		match outcome {
			Poll::Ready(Ok(bytes)) => {
				self.deadline = None;
				self.load.wrote(bytes);
				Poll::Ready(Ok(bytes))
			}
			Poll::Ready(Err(error)) => {
				self.load.end();
				Poll::Ready(Err(error))
			}
			Poll::Pending => {
				self.load.stall();
				let patience = self.patience;
				let deadline = self.deadline.get_or_insert_with(|| Box::pin(sleep(patience)));
				ready!(deadline.as_mut().poll(context));
				log::debug!(target: "rpc", "a connection ends: its client takes no answer");
				self.load.end();
				Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
			}
		}
	}
}

impl<S> Drop for Socket<S> {
	fn drop(&mut self) {
		self.load.end();
	}
}

impl<S: AsyncRead + Unpin> AsyncRead for Socket<S> {
	fn poll_read(
		self: Pin<&mut Self>,
		context: &mut Context<'_>,
		buffer: &mut ReadBuf<'_>,
	) -> Poll<io::Result<()>> {
		let this = self.get_mut();
		if mem::take(&mut this.has_read) {
			// The tasks that count it come first.
			context.waker().wake_by_ref();
			return Poll::Pending;
		}
		ready!(this.load.poll_readable(context))?;
		let mut bytes = [0; READ_BYTES];
		let most = buffer.remaining().min(READ_BYTES);
		let mut part = ReadBuf::new(&mut bytes[..most]);
		ready!(Pin::new(&mut this.socket).poll_read(context, &mut part))?;
		buffer.put_slice(part.filled());
		this.has_read = !part.filled().is_empty();
		Poll::Ready(Ok(()))
	}
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Socket<S> {
	fn poll_write(
		self: Pin<&mut Self>,
		context: &mut Context<'_>,
		bytes: &[u8],
	) -> Poll<io::Result<usize>> {
		let this = self.get_mut();
		this.load.check()?;
		let outcome = Pin::new(&mut this.socket).poll_write(context, bytes);
		this.wrote(context, outcome)
	}

	fn poll_write_vectored(
		self: Pin<&mut Self>,
		context: &mut Context<'_>,
		bytes: &[IoSlice<'_>],
	) -> Poll<io::Result<usize>> {
		let this = self.get_mut();
		this.load.check()?;
		let outcome = Pin::new(&mut this.socket).poll_write_vectored(context, bytes);
		this.wrote(context, outcome)
	}

	fn is_write_vectored(&self) -> bool {
		self.socket.is_write_vectored()
	}

	fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
		Pin::new(&mut self.get_mut().socket).poll_flush(context)
	}

	fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
		Pin::new(&mut self.get_mut().socket).poll_shutdown(context)
	}
}

#[cfg(test)]
mod tests;
