//! Who follows one thing: a person, the epochs, a poll, a lease, a group's root. All from final blocks.
//!
//! One task looks at each final block and reads each thing once for all who follow it. Whoever is slow
//! misses states in between, and nothing piles up for them. A connection follows
//! [`MAX_FOLLOWED`] things at a time, so that what is read in a block is bounded by the number of
//! connections.

use census_rpc_api::{views::Hash, Error};
use census_runtime::opaque::Block;
use futures::{FutureExt, StreamExt};
use jsonrpsee::{
	core::SubscriptionResult, ConnectionId, PendingSubscriptionSink, SubscriptionMessage,
};
use sc_client_api::BlockchainEvents;
use serde::Serialize;
use serde_json::value::{to_raw_value, RawValue};
use sp_blockchain::HeaderBackend;
use sp_runtime::traits::Header;
use std::{
	collections::HashMap,
	sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::{
	sync::{watch, Notify},
	task::spawn_blocking,
};

/// How many things a connection follows at a time.
pub(crate) const MAX_FOLLOWED: usize = 16;

/// What is followed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Followed {
	/// A person.
	Person(u32),
	/// The present epoch.
	Epoch,
	/// A poll.
	Poll(u32),
	/// A lease.
	Lease(u64),
	/// The root of a group.
	Roots(u32),
}

/// The state of a thing.
struct State {
	/// What is told of it, in JSON.
	told: Box<RawValue>,
	/// What makes it worth telling: where this is the same, nothing has happened.
	key: Box<RawValue>,
}

/// The latest state of a thing, once it has been read; or why it cannot be.
type Latest = Option<Result<Arc<State>, Error>>;

/// Reads the state of a thing at a block.
type Read = Arc<dyn Fn(Hash) -> Result<State, Error> + Send + Sync>;

/// A thing that somebody follows.
struct Topic {
	read: Read,
	latest: watch::Sender<Latest>,
}

#[derive(Default)]
struct Topics {
	/// Whether there is a task that reads.
	is_read: bool,
	topics: HashMap<Followed, Topic>,
	/// How many things each connection follows.
	connections: HashMap<ConnectionId, usize>,
}

/// What all who follow something have in common.
#[derive(Default)]
pub(crate) struct Follower {
	topics: Mutex<Topics>,
	/// Something is followed that has not been read.
	is_new: Notify,
}

/// One of the things that a connection follows, until this is dropped.
struct Place<'a>(&'a Follower, ConnectionId);

impl Drop for Place<'_> {
	fn drop(&mut self) {
		let mut topics = self.0.lock();
		if let Some(count) = topics.connections.get_mut(&self.1) {
			*count = count.saturating_sub(1);
			if *count == 0 {
				topics.connections.remove(&self.1);
			}
		}
	}
}

impl Follower {
	/// What this holds is whole at all times: a panic elsewhere does not spoil it.
	fn lock(&self) -> MutexGuard<'_, Topics> {
		self.topics.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// Takes a place among those of a connection, if one is left.
	fn place(&self, connection: ConnectionId) -> Option<Place<'_>> {
		let mut topics = self.lock();
		let count = topics.connections.entry(connection).or_default();
		if *count >= MAX_FOLLOWED {
			return None;
		}
		*count += 1;
		Some(Place(self, connection))
	}

	/// Tells a subscriber the state of a thing, now and whenever it has changed in a final block. It has
	/// changed where the part of it that `key` takes is another.
	pub(crate) async fn follow<Client, Answer, Key>(
		self: &Arc<Self>,
		client: &Arc<Client>,
		pending: PendingSubscriptionSink,
		followed: Followed,
		question: impl Fn(&Client, Option<Hash>) -> Result<Answer, Error> + Send + Sync + 'static,
		key: impl Fn(&Answer) -> Key + Send + Sync + 'static,
	) -> SubscriptionResult
	where
		Client: BlockchainEvents<Block> + HeaderBackend<Block> + Send + Sync + 'static,
		Answer: Serialize,
		Key: Serialize,
	{
		let Some(_place) = self.place(pending.connection_id()) else {
			pending.reject(Error::TooManyFollowed { maximum: MAX_FOLLOWED as u32 }).await;
			return Ok(());
		};
		let mut states = self.topic(client, followed, question, key);
		let sink = pending.accept().await?;
		let tell = async {
			loop {
				let latest = states.borrow_and_update().clone();
				if let Some(latest) = latest {
					let message = SubscriptionMessage::from_json(&latest?.told)?;
					if sink.send(message).await.is_err() {
						return Ok(());
					}
				}
				if states.changed().await.is_err() {
					return Ok(());
				}
			}
		};
		tokio::select! {
			() = sink.closed() => Ok(()),
			outcome = tell => outcome,
		}
	}

	/// The states of a thing, kept up to date.
	fn topic<Client, Answer, Key>(
		self: &Arc<Self>,
		client: &Arc<Client>,
		followed: Followed,
		question: impl Fn(&Client, Option<Hash>) -> Result<Answer, Error> + Send + Sync + 'static,
		key: impl Fn(&Answer) -> Key + Send + Sync + 'static,
	) -> watch::Receiver<Latest>
	where
		Client: BlockchainEvents<Block> + HeaderBackend<Block> + Send + Sync + 'static,
		Answer: Serialize,
		Key: Serialize,
	{
		let mut topics = self.lock();
		let topic = topics.topics.entry(followed).or_insert_with(|| {
			let client = client.clone();
			let read = move |at: Hash| {
				let answer = question(&client, Some(at))?;
				let failed = |error: serde_json::Error| Error::RuntimeFailed {
					at,
					cause: error.to_string(),
				};
				let told = to_raw_value(&answer).map_err(failed)?;
				let key = to_raw_value(&key(&answer)).map_err(failed)?;
				Ok(State { told, key })
			};
			self.is_new.notify_one();
			Topic { read: Arc::new(read), latest: watch::Sender::new(None) }
		});
		let states = topic.latest.subscribe();
		if !topics.is_read {
			topics.is_read = true;
			tokio::spawn(self.clone().read(client.clone()));
		}
		states
	}

	/// Reads what is followed in each final block, as long as anything is.
	async fn read<Client>(self: Arc<Self>, client: Arc<Client>)
	where
		Client: BlockchainEvents<Block> + HeaderBackend<Block>,
	{
		// First, so that no block is missed.
		let mut blocks = client.finality_notification_stream();
		let mut number = client.info().finalized_number;
		let mut at = client.info().finalized_hash;
		// What is kept of a notification pins its block, so that its state stays while it is read.
		let mut _pinned = None;
		loop {
			let is_new_block = tokio::select! {
				block = blocks.next() => {
					let Some(mut latest) = block else { break };
					// However long the reading takes, no blocks pile up: only the latest is read.
					while let Some(Some(later)) = blocks.next().now_or_never() {
						latest = later;
					}
					if *latest.header.number() < number {
						continue;
					}
					(number, at) = (*latest.header.number(), latest.hash);
					_pinned = Some(latest);
					true
				}
				() = self.is_new.notified() => false,
			};
			let Some(due) = self.due(is_new_block) else { return };
			for (followed, read) in due {
				let at = Hash(at.0);
				let state = spawn_blocking(move || read(at)).await.unwrap_or_else(|error| {
					Err(Error::RuntimeFailed { at, cause: error.to_string() })
				});
				self.tell(followed, state);
			}
		}
		// The node ends, and so do the subscriptions.
		let mut topics = self.lock();
		topics.is_read = false;
		topics.topics.clear();
	}

	/// What is to be read: everything that is followed, or only what has not been read. Forgets what
	/// nobody follows. `None` if there is nothing left: then nobody reads any more.
	fn due(&self, everything: bool) -> Option<Vec<(Followed, Read)>> {
		let mut topics = self.lock();
		topics.topics.retain(|_, topic| topic.latest.receiver_count() > 0);
		if topics.topics.is_empty() {
			topics.is_read = false;
			return None;
		}
		let due = topics
			.topics
			.iter()
			.filter(|(_, topic)| everything || topic.latest.borrow().is_none())
			.map(|(followed, topic)| (*followed, topic.read.clone()));
		Some(due.collect())
	}

	/// Tells those who follow a thing, if it has changed. That it cannot be read ends the subscriptions of
	/// those who have not been told anything; of others it is told when it can be read again.
	fn tell(&self, followed: Followed, state: Result<State, Error>) {
		let mut topics = self.lock();
		let Some(topic) = topics.topics.get(&followed) else { return };
		let is_news = topic.latest.send_if_modified(|latest| {
			let is_news = match (&*latest, &state) {
				(Some(Ok(known)), Ok(state)) => known.key.get() != state.key.get(),
				(Some(_), Err(_)) => false,
				(_, _) => true,
			};
			if is_news {
				*latest = Some(state.map(Arc::new));
			}
			is_news
		});
		let failed = matches!(&*topic.latest.borrow(), Some(Err(_)));
		if is_news && failed {
			// Whoever comes next has it tried again.
			topics.topics.remove(&followed);
		}
	}
}
