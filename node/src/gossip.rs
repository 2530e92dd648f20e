//! How transactions travel between nodes: a protocol of Census's own.
//!
//! polkadot-sdk's gossip sends each peer each transaction once. Whoever has no room for it at that moment never
//! hears of it again; what a peer sends is validated without knowing who sent it, up to a bound that all peers
//! share. A chain on which people act for free needs more: *what one honest node holds reaches every
//! other, whatever others send*. So here
//!
//! - hashes are offered, bodies are asked for, and offers are repeated until the transaction is in a
//!   block or the peer has it ([`exchange`]);
//! - each peer has a queue of its own, served in turn, and pays for its junk;
//! - the runtime tells what bytes are before anything is validated
//!   ([`GuardedPool`](crate::guarded_pool::GuardedPool)).
//!
//! The door of polkadot-sdk's own gossip is shut ([`closed`]).

pub(crate) mod closed;
mod exchange;
mod frame;
mod wire;

pub(crate) use exchange::Unpaid;

use crate::{
	guarded_pool::{GuardedPool, Paid, Rejection, Toll},
	service::{FullClient, FullPool},
};
use census_runtime::{opaque::Block, Hash};
use exchange::{Brought, Exchange, Fault, Outcome, MAX_WINDOW_BYTES, ROUND};
use frame::{Frame, Offer, MAX_FRAME_BYTES};
use futures::{
	future::BoxFuture,
	stream::{FuturesUnordered, StreamExt},
	FutureExt,
};
use prometheus_endpoint::{register, Counter, CounterVec, Opts, PrometheusError, Registry, U64};
use sc_client_api::{BlockBackend, BlockchainEvents, HeaderBackend};
use sc_network::{
	config::{NonReservedPeerMode, SetConfig},
	multiaddr::{Multiaddr, Protocol},
	peer_store::PeerStoreProvider,
	service::traits::{NetworkService, NotificationEvent, ValidationResult},
	NetworkBackend, NotificationMetrics, NotificationService, PeerId, ProtocolName,
	ReputationChange,
};
use sc_network_sync::{SyncEvent, SyncEventStream, SyncingService};
use sc_service::SpawnTaskHandle;
use sc_transaction_pool_api::{
	error::{Error as PoolError, IntoPoolError},
	InPoolTransaction, TransactionPool,
};
use sp_api::CallApiAt;
use sp_consensus::SyncOracle;
use sp_core::traits::CallContext;
use sp_runtime::OpaqueExtrinsic;
use std::{
	collections::{HashMap, HashSet},
	sync::Arc,
	time::{Duration, Instant},
};
use tokio::time::{interval, MissedTickBehavior};
use wire::Wire;

const LOG_TARGET: &str = "gossip";

/// How often what is new is offered, and what is missing is asked for.
const TICK: Duration = Duration::from_millis(50);
/// How many transactions of peers are looked at, or are on their way into the pool, at a time; and how many
/// more of those whose proofs are checked.
const MAX_LOOKED_AT: usize = 8;
const MAX_PROVING: usize = 8;
/// How many new transactions are noted at a time.
const MAX_FRESH: usize = 1_024;

/// No node of this chain sends such a frame.
const NO_FRAME: ReputationChange = ReputationChange::new_fatal("a frame that no node sends");

/// What is counted, by what is said.
struct Metrics {
	offered: CounterVec<U64>,
	faults: CounterVec<U64>,
	shut_out: Counter<U64>,
}

impl Metrics {
	fn register(registry: &Registry) -> Result<Self, PrometheusError> {
		let counter = |name: &str, help: &str, labels: &[&str]| {
			register(CounterVec::new(Opts::new(name, help), labels)?, registry)
		};
		Ok(Self {
			offered: counter(
				"census_gossip_transactions_total",
				"Transactions in frames of the gossip protocol",
				&["frame"],
			)?,
			faults: counter(
				"census_gossip_faults_total",
				"What peers did wrong in the gossip protocol",
				&["fault"],
			)?,
			shut_out: register(
				Counter::new(
					"census_gossip_shut_out_total",
					"Peers that were shut out of the gossip protocol for their faults",
				)?,
				registry,
			)?,
		})
	}
}

/// Counts one of each thing, so that all are there to be read.
#[cfg(test)]
pub(crate) fn count_one_of_each(registry: &Registry) {
	let metrics = Metrics::register(registry).expect("nobody has yet");
	metrics.offered.with_label_values(&["offers"]).inc();
	metrics.faults.with_label_values(&["refused"]).inc();
	metrics.shut_out.inc();
}

/// The protocol, before the network runs.
pub(crate) struct Prototype {
	name: ProtocolName,
	notifications: Box<dyn NotificationService>,
}

impl Prototype {
	/// The protocol of the chain that begins with `genesis`, and what the network is to know of it.
	pub(crate) fn new<Net: NetworkBackend<Block, Hash>>(
		genesis: &Hash,
		metrics: NotificationMetrics,
		peers: Arc<dyn PeerStoreProvider>,
	) -> (Self, Net::NotificationProtocolConfig) {
		let name = ProtocolName::from(format!("/{genesis:x}/acts/1"));
		// Those with whom this node exchanges blocks, and no others.
		let set = SetConfig {
			in_peers: 0,
			out_peers: 0,
			reserved_nodes: Vec::new(),
			non_reserved_mode: NonReservedPeerMode::Deny,
		};
		let (config, notifications) = Net::notification_config(
			name.clone(),
			Vec::new(),
			MAX_FRAME_BYTES,
			None,
			set,
			metrics,
			peers,
		);
		(Self { name, notifications }, config)
	}

	/// Runs for as long as the network does.
	pub(crate) fn run(
		self,
		pool: Arc<GuardedPool<FullPool>>,
		client: Arc<FullClient>,
		network: Arc<dyn NetworkService>,
		sync: Arc<SyncingService<Block>>,
		spawner: SpawnTaskHandle,
		registry: Option<&Registry>,
	) -> Result<BoxFuture<'static, ()>, PrometheusError> {
		let metrics = registry.map(Metrics::register).transpose()?;
		let events = sync.event_stream("gossip");
		let gossip = Gossip {
			name: self.name,
			exchange: Exchange::new(),
			wires: HashMap::new(),
			neighbours: HashSet::new(),
			invited: HashSet::new(),
			rounds: 0,
			runtime: None,
			pool,
			client,
			network,
			sync,
			spawner,
			metrics,
		};
		Ok(gossip.run(self.notifications, events).boxed())
	}
}

/// What a transaction that is looked at turns out to be.
type LookedAt = BoxFuture<'static, (PeerId, Brought, Result<Toll, Outcome>)>;
/// A transaction on its way into the pool, and what comes of it.
type Entering = BoxFuture<'static, (PeerId, Brought, Outcome)>;

struct Gossip {
	name: ProtocolName,
	exchange: Exchange<PeerId, Toll>,
	/// To the peers that speak the protocol.
	wires: HashMap<PeerId, Wire>,
	/// With whom this node exchanges blocks.
	neighbours: HashSet<PeerId>,
	/// With whom of them it wants to speak the protocol.
	invited: HashSet<PeerId>,
	/// How many rounds there were.
	rounds: usize,
	/// The version of the runtime after the last block.
	runtime: Option<u32>,
	pool: Arc<GuardedPool<FullPool>>,
	client: Arc<FullClient>,
	network: Arc<dyn NetworkService>,
	sync: Arc<SyncingService<Block>>,
	spawner: SpawnTaskHandle,
	metrics: Option<Metrics>,
}

impl Gossip {
	async fn run(
		mut self,
		mut notifications: Box<dyn NotificationService>,
		events: impl futures::Stream<Item = SyncEvent> + Send,
	) {
		let mut events = Box::pin(events).fuse();
		let mut blocks = self.client.import_notification_stream().fuse();
		let mut imports = self.pool.import_notification_stream().ready_chunks(MAX_FRESH);
		let mut fresh = Vec::new();
		let mut looked_at = FuturesUnordered::<LookedAt>::new();
		// On their way into the pool: those that somebody pays for, and those whose proofs are checked.
		let mut entering = FuturesUnordered::<Entering>::new();
		let mut proving = FuturesUnordered::<Entering>::new();
		let mut ticks = interval(TICK);
		let mut rounds = interval(ROUND);
		for timer in [&mut ticks, &mut rounds] {
			timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
		}
		loop {
			tokio::select! {
				event = notifications.next_event() => match event {
					Some(event) => self.on_event(event, &*notifications),
					None => break,
				},
				event = events.next() => match event {
					Some(event) => self.on_neighbour(event),
					None => break,
				},
				block = blocks.next() => match block {
					Some(block) => self.on_block(block.hash, block.is_new_best),
					None => break,
				},
				hashes = imports.next() => match hashes {
					Some(hashes) => fresh.extend(hashes),
					// The pool leaves behind who does not listen. What was missed is offered in the next round.
					None => {
						let again = self.pool.import_notification_stream();
						imports = again.ready_chunks(MAX_FRESH);
					}
				},
				Some((id, brought, outcome)) = looked_at.next() => match outcome {
					Ok(toll) => self.on_toll(id, brought, toll, &mut entering),
					Err(outcome) => self.settle(id, &brought, outcome),
				},
				Some((id, brought, outcome)) = entering.next() => {
					self.settle(id, &brought, outcome);
				}
				Some((id, brought, outcome)) = proving.next() => {
					self.settle(id, &brought, outcome);
				}
				_ = ticks.tick() => self.on_tick(&mut fresh),
				_ = rounds.tick() => self.on_round(),
			}
			while looked_at.len() + entering.len() < MAX_LOOKED_AT {
				let Some((id, brought)) = self.exchange.next(Instant::now()) else { break };
				looked_at.push(self.look(id, brought));
			}
			while proving.len() < MAX_PROVING {
				let pool = &self.pool;
				let drawn = self.exchange.draw(|toll| pool.pay(*toll), Instant::now());
				match drawn {
					Some((id, brought, Some(paid))) => proving.push(self.enter(id, brought, paid)),
					Some((id, brought, None)) => self.settle(id, &brought, Outcome::NoRoom),
					None => break,
				}
			}
		}
		// The node ends, and this task with it: not before, for that would be a failure.
		futures::future::pending().await
	}

	/// Looks at a transaction that a peer brought.
	fn look(&self, id: PeerId, brought: Brought) -> LookedAt {
		let pool = self.pool.clone();
		async move {
			let examined = pool.examine(brought.body()).await;
			(id, brought, examined.map_err(outcome_of))
		}
		.boxed()
	}

	/// Lets in what costs nothing, and the rest wait for its turn.
	fn on_toll(
		&mut self,
		id: PeerId,
		brought: Brought,
		toll: Toll,
		entering: &mut FuturesUnordered<Entering>,
	) {
		match toll.kind() {
			Some(kind) => self.exchange.queue(&id, brought, kind, toll, Instant::now()),
			None => match self.pool.pay(toll) {
				Ok(paid) => entering.push(self.enter(id, brought, paid)),
				Err(_) => self.settle(id, &brought, Outcome::NoRoom),
			},
		}
	}

	/// Brings a transaction to the pool.
	fn enter(&self, id: PeerId, brought: Brought, paid: Paid) -> Entering {
		let (pool, best) = (self.pool.clone(), self.client.info().best_hash);
		async move {
			let entered = pool.enter_from_peer(best, brought.body().clone(), paid).await;
			(id, brought, entered.map_or_else(outcome_of, |()| Outcome::Known))
		}
		.boxed()
	}

	fn settle(&mut self, id: PeerId, brought: &Brought, outcome: Outcome) {
		self.exchange.settle(&id, brought, outcome, Instant::now());
		if let Outcome::Fault(fault) = outcome {
			self.charge(id, fault, brought.body().inner().len());
		}
	}

	/// Notes what blocks hold: nobody is asked for it. After an upgrade all begin anew.
	fn on_block(&mut self, block: Hash, is_best: bool) {
		if self.sync.is_major_syncing() {
			return;
		}
		let now = Instant::now();
		// A block without a body, or that cannot be read, tells nothing.
		for transaction in self.client.block_body(block).ok().flatten().unwrap_or_default() {
			self.exchange.included(self.pool.hash_of(&transaction), now);
		}
		if is_best {
			let runtime = self.client.runtime_version_at(block, CallContext::Offchain);
			let runtime = runtime.ok().map(|version| version.spec_version);
			if self.runtime.is_some() && runtime.is_some() && self.runtime != runtime {
				self.exchange.pardon();
			}
			self.runtime = runtime.or(self.runtime);
		}
	}

	fn on_event(&mut self, event: NotificationEvent, notifications: &dyn NotificationService) {
		match event {
			NotificationEvent::ValidateInboundSubstream { peer, result_tx, .. } => {
				let shut_out = self.exchange.is_shut_out(&peer, Instant::now());
				let result =
					if shut_out { ValidationResult::Reject } else { ValidationResult::Accept };
				// Who asked is gone, or is told.
				let _ = result_tx.send(result);
			}
			NotificationEvent::NotificationStreamOpened { peer, .. } => {
				self.charge(peer, Fault::Opened, 0);
				if self.exchange.is_shut_out(&peer, Instant::now()) {
					self.dismiss(peer);
					self.network.disconnect_peer(peer, self.name.clone());
				} else if let Some(sink) = notifications.message_sink(&peer) {
					let (wire, run) = Wire::new(sink);
					self.spawner.spawn("gossip-wire", Some("networking"), run);
					self.wires.insert(peer, wire);
					self.exchange.connect(peer, Instant::now());
					self.offer_to(&peer, &self.held());
				}
			}
			NotificationEvent::NotificationStreamClosed { peer } => {
				self.wires.remove(&peer);
				self.exchange.disconnect(&peer);
			}
			NotificationEvent::NotificationReceived { peer, notification } => {
				self.on_frame(peer, &notification);
			}
		}
	}

	/// Sends a frame, unless too much waits for that peer. Returns whether it is sent.
	fn send(&self, peer: &PeerId, frame: &Frame) -> bool {
		self.wires.get(peer).is_some_and(|wire| wire.send(frame))
	}

	fn on_neighbour(&mut self, event: SyncEvent) {
		match event {
			SyncEvent::PeerConnected { peer_id, .. } => {
				self.neighbours.insert(peer_id);
				if !self.exchange.is_shut_out(&peer_id, Instant::now()) {
					self.invite(peer_id);
				}
			}
			SyncEvent::PeerDisconnected(peer) => {
				self.neighbours.remove(&peer);
				self.dismiss(peer);
			}
		}
	}

	/// Wants to speak the protocol with a peer.
	fn invite(&mut self, peer: PeerId) {
		if !self.invited.insert(peer) {
			return;
		}
		let address = Multiaddr::empty().with(Protocol::P2p(peer.into()));
		let peers = HashSet::from([address]);
		if let Err(error) = self.network.add_peers_to_reserved_set(self.name.clone(), peers) {
			log::debug!(target: LOG_TARGET, "cannot invite {peer}: {error}");
		}
	}

	/// Wants to do so no longer.
	fn dismiss(&mut self, peer: PeerId) {
		if !self.invited.remove(&peer) {
			return;
		}
		let peers = vec![peer];
		if let Err(error) = self.network.remove_peers_from_reserved_set(self.name.clone(), peers) {
			log::debug!(target: LOG_TARGET, "cannot dismiss {peer}: {error}");
		}
	}

	/// Charges a fault in which so many bytes were looked at, and shuts out whoever has too many.
	fn charge(&mut self, peer: PeerId, fault: Fault, bytes: usize) {
		let now = Instant::now();
		if self.exchange.is_shut_out(&peer, now) {
			return;
		}
		if let Some(metrics) = &self.metrics {
			metrics.faults.with_label_values(&[fault.name()]).inc();
		}
		if self.exchange.charge(peer, fault, bytes, now) {
			log::debug!(target: LOG_TARGET, "{peer} is shut out: {fault:?}, and much before it");
			if let Some(metrics) = &self.metrics {
				metrics.shut_out.inc();
			}
			self.wires.remove(&peer);
			self.exchange.disconnect(&peer);
			self.dismiss(peer);
			self.network.disconnect_peer(peer, self.name.clone());
		}
	}

	fn on_frame(&mut self, peer: PeerId, bytes: &[u8]) {
		let now = Instant::now();
		if !self.exchange.is_connected(&peer) {
			return;
		}
		if !self.exchange.takes_frame(&peer, bytes, now) {
			return self.charge(peer, Fault::Hurry, 0);
		}
		let Some(frame) = Frame::read(bytes) else {
			return self.network.report_peer(peer, NO_FRAME);
		};
		match frame {
			// Until it has the newest blocks, this node cannot tell what is good.
			Frame::Offers(_) if self.sync.is_major_syncing() => (),
			Frame::Offers(offers) => {
				let pool = self.pool.clone();
				let held = |hash: &Hash| pool.ready_transaction(hash).is_some();
				if !self.exchange.offered(&peer, offers, held, now) {
					self.charge(peer, Fault::NotAsOffered, 0);
				}
			}
			Frame::Wants(hashes) => self.give(peer, hashes),
			Frame::Bodies(bodies) => {
				for transaction in bodies {
					let (hash, bytes) =
						(self.pool.hash_of(&transaction), transaction.inner().len());
					if !self.exchange.brought(&peer, hash, transaction, now) {
						self.charge(peer, Fault::NotAsOffered, bytes);
					}
				}
			}
			Frame::Gone(hashes) => {
				for hash in hashes {
					if !self.exchange.gone(&peer, &hash, now) {
						self.charge(peer, Fault::NotAsOffered, 0);
					}
				}
			}
		}
	}

	/// Answers a peer that wants transactions.
	fn give(&mut self, peer: PeerId, hashes: Vec<Hash>) {
		let now = Instant::now();
		let (mut bodies, mut given, mut gone) = (Vec::new(), Vec::new(), Vec::new());
		let mut room = MAX_WINDOW_BYTES;
		let mut seen = HashSet::new();
		for hash in hashes.into_iter().filter(|hash| seen.insert(*hash)) {
			// Again so soon would be for nothing but to keep this node busy.
			if !self.exchange.may_give(&peer, &hash, now) {
				continue;
			}
			let transaction = self.pool.ready_transaction(&hash);
			match transaction.filter(|transaction| transaction.is_propagable()) {
				Some(transaction) => {
					let body = OpaqueExtrinsic::clone(transaction.data());
					let bytes = body.inner().len();
					// A long one goes alone. Nobody wants more at a time.
					if bodies.is_empty() || bytes <= room {
						room = room.saturating_sub(bytes);
						given.push(Offer { hash, bytes: bytes as u32 });
						bodies.push(body);
					}
				}
				None => gone.push(hash),
			}
		}
		if !bodies.is_empty() && self.send(&peer, &Frame::Bodies(bodies)) {
			self.count("bodies", given.len());
			let broadcast =
				given.iter().map(|offer| (offer.hash, vec![peer.to_base58()])).collect();
			self.pool.on_broadcasted(broadcast);
			for offer in given {
				self.exchange.gave(&peer, offer, now);
			}
		}
		if !gone.is_empty() {
			self.send(&peer, &Frame::Gone(gone));
		}
	}

	fn count(&self, frame: &str, transactions: usize) {
		if let Some(metrics) = &self.metrics {
			metrics.offered.with_label_values(&[frame]).inc_by(transactions as u64);
		}
	}

	/// A transaction that may be offered.
	fn offer_of(transaction: &<FullPool as TransactionPool>::InPoolTransaction) -> Option<Offer> {
		let bytes = u32::try_from(transaction.data().inner().len()).ok()?;
		transaction.is_propagable().then(|| Offer { hash: *transaction.hash(), bytes })
	}

	/// All that may be offered.
	fn held(&self) -> Vec<Offer> {
		self.pool.ready().filter_map(|transaction| Self::offer_of(&transaction)).collect()
	}

	fn offer_to(&self, peer: &PeerId, held: &[Offer]) {
		let mut frames = self.exchange.offers(peer, held, Instant::now());
		// Where not all find room, others do the next time.
		let begin = self.rounds % frames.len().max(1);
		frames.rotate_left(begin);
		for offers in frames {
			let count = offers.len();
			if self.send(peer, &Frame::Offers(offers)) {
				self.count("offers", count);
			}
		}
	}

	fn offer_to_all(&self, held: &[Offer]) {
		for peer in self.exchange.peers() {
			self.offer_to(&peer, held);
		}
	}

	/// Offers what is new, and asks for what is missing.
	fn on_tick(&mut self, fresh: &mut Vec<Hash>) {
		let now = Instant::now();
		let pool = self.pool.clone();
		if !fresh.is_empty() {
			let held = fresh.drain(..).filter_map(|hash| pool.ready_transaction(&hash));
			let held = held.filter_map(|transaction| Self::offer_of(&transaction));
			self.offer_to_all(&held.collect::<Vec<_>>());
		}
		let held = |hash: &Hash| pool.ready_transaction(hash).is_some();
		for (peer, hashes) in self.exchange.wants(held, now) {
			let count = hashes.len();
			if self.send(&peer, &Frame::Wants(hashes.clone())) {
				self.count("wants", count);
			} else {
				// It was not asked, after all.
				for hash in hashes {
					self.exchange.unask(&peer, &hash);
				}
			}
		}
		for peer in self.exchange.give_up(now) {
			self.charge(peer, Fault::NotBrought, 0);
		}
	}

	/// Offers everything to those who do not have it.
	fn on_round(&mut self) {
		let now = Instant::now();
		self.rounds = self.rounds.wrapping_add(1);
		// Whoever is no longer shut out.
		let neighbours = self.neighbours.difference(&self.invited);
		let welcome = neighbours.filter(|peer| !self.exchange.is_shut_out(peer, now));
		for peer in welcome.copied().collect::<Vec<_>>() {
			self.invite(peer);
		}
		if !self.sync.is_major_syncing() {
			self.offer_to_all(&self.held());
		}
	}
}

/// What a rejection means for the peer that brought the transaction.
fn outcome_of<E: IntoPoolError>(rejection: Rejection<E>) -> Outcome {
	let error = match rejection {
		Rejection::Undecodable => return Outcome::Fault(Fault::Undecodable),
		Rejection::AtSight { later: true, .. } => return Outcome::Later,
		Rejection::AtSight { later: false, .. } => return Outcome::Fault(Fault::Refused),
		Rejection::NoRoom => return Outcome::NoRoom,
		Rejection::False { checks, .. } => return Outcome::Fault(Fault::False(checks)),
		Rejection::Pool(error) => error,
	};
	match error.into_pool_error() {
		Ok(PoolError::AlreadyImported(_) | PoolError::TemporarilyBanned) => Outcome::Known,
		Ok(PoolError::TooLowPriority { .. } | PoolError::CycleDetected) => Outcome::Known,
		Ok(PoolError::InvalidTransaction(_) | PoolError::NoTagsProvided) => {
			Outcome::Fault(Fault::Refused)
		}
		Ok(PoolError::ImmediatelyDropped) => Outcome::NoRoom,
		// This node's own state, or an error of its own.
		Ok(_) | Err(_) => Outcome::Later,
	}
}
