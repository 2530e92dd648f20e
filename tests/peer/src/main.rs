//! `census-test-peer`: a peer that breaks the rules, as fast as it can, for the tests of a node that must
//! stand it. It speaks to the one node that it is told of, and to nobody else.
//!
//! It is written from the description of the protocols, with a network library alone: what it sends, no
//! node would. Each second it prints how many transactions it got rid of.

use clap::{Parser, ValueEnum};
use codec::{Decode, Encode};
use futures::StreamExt;
use litep2p::{
	config::ConfigBuilder,
	protocol::notification::{
		Config, ConfigBuilder as NotificationConfig, NotificationEvent, NotificationHandle,
		ValidationResult,
	},
	transport::tcp::config::Config as Tcp,
	types::{multiaddr::Multiaddr, protocol::ProtocolName},
	Litep2p, PeerId,
};
use sp_crypto_hashing::blake2_256;
use std::{collections::VecDeque, error::Error, process::ExitCode, time::Duration};
use tokio::time::{interval, sleep, MissedTickBehavior};

/// How many transactions are in a frame.
const OF_FRAME: u32 = 64;
/// How many of those that were offered it can bring.
const KEPT: usize = 8_192;
/// How long it waits before it opens a stream that the node has not opened.
const WAIT: Duration = Duration::from_secs(2);
/// The longest notification that it takes.
const MAX_NOTIFICATION_BYTES: usize = 16 * 1_024 * 1_024;

/// What it does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Mode {
	/// Offers junk, and brings it when asked.
	Junk,
	/// Brings junk that nobody has asked for.
	Unasked,
	/// Offers whatever the node offers, and more, and brings nothing.
	Silent,
	/// Sends frames of no protocol.
	Noise,
	/// Sends junk by polkadot-sdk's own protocol for transactions.
	Gossip,
}

#[derive(Parser)]
struct Arguments {
	/// Where the node is, with its `/p2p/` part.
	node: Multiaddr,
	/// The chain's genesis hash, in hexadecimal.
	genesis: String,
	/// What to do.
	mode: Mode,
	/// How long a piece of junk is, in bytes.
	#[arg(long, default_value_t = 2)]
	bytes: usize,
}

/// Junk: no two pieces are alike, and none is a transaction.
struct Junk {
	made: u64,
	bytes: usize,
}

impl Junk {
	fn next(&mut self) -> Vec<u8> {
		self.made += 1;
		// A general transaction's first byte, with nothing behind it that could be a call; and bytes of
		// no meaning at all.
		let mut junk = vec![if self.made.is_multiple_of(2) { 0x45 } else { 0x84 }];
		junk.extend(self.made.to_le_bytes());
		junk.resize(self.bytes.max(junk.len()), 0xff);
		junk
	}
}

/// The hash by which a pool knows bytes.
fn hash(body: &[u8]) -> [u8; 32] {
	blake2_256(&body.encode())
}

fn offers(bodies: &[Vec<u8>]) -> Vec<u8> {
	let offers: Vec<_> = bodies.iter().map(|body| (hash(body), body.len() as u32)).collect();
	(0_u8, offers).encode()
}

fn protocol(name: &str, genesis: &str, handshake: Vec<u8>) -> (Config, NotificationHandle) {
	NotificationConfig::new(ProtocolName::from(format!("/{genesis}/{name}/1")))
		.with_max_size(MAX_NOTIFICATION_BYTES)
		.with_handshake(handshake)
		.with_auto_accept_inbound(true)
		.build()
}

/// Takes what comes on a stream that is there only for the node to take this for a peer.
async fn attend(mut handle: NotificationHandle) {
	while let Some(event) = handle.next().await {
		if let NotificationEvent::ValidateSubstream { peer, .. } = event {
			handle.send_validation_result(peer, ValidationResult::Accept);
		}
	}
}

/// Misbehaves on one stream, and opens it again whenever it ends.
async fn misbehave(mut handle: NotificationHandle, peer: PeerId, mode: Mode, mut junk: Junk) {
	let mut open = false;
	let mut sent = 0_u64;
	let mut closed = 0_u64;
	let mut report = interval(Duration::from_secs(1));
	report.set_missed_tick_behavior(MissedTickBehavior::Delay);
	let mut seconds = 0_u64;
	let mut kept = VecDeque::new();
	loop {
		tokio::select! {
			event = handle.next() => match event {
				Some(NotificationEvent::ValidateSubstream { peer, .. }) => {
					handle.send_validation_result(peer, ValidationResult::Accept);
				}
				Some(NotificationEvent::NotificationStreamOpened { .. }) => open = true,
				Some(NotificationEvent::NotificationStreamClosed { .. }) => {
					open = false;
					closed += 1;
				}
				Some(NotificationEvent::NotificationReceived { notification, .. }) => {
					let answer = answer(mode, &notification, &kept);
					if let Some((frame, count)) = answer {
						if handle.send_async_notification(peer, frame).await.is_ok() {
							sent += count;
						}
					}
				}
				Some(NotificationEvent::NotificationStreamOpenFailure { .. }) => {}
				None => return,
			},
			_ = report.tick() => {
				println!("{sent} sent, {} open, {closed} closed", u8::from(open));
				seconds += 1;
				if !open && seconds.is_multiple_of(WAIT.as_secs()) {
					// It is open soon, or tried again.
					let _ = handle.open_substream(peer).await;
				}
			}
			() = sleep(pause(mode)), if open => {
				let bodies: Vec<_> = (0..OF_FRAME).map(|_| junk.next()).collect();
				let (frame, count) = match mode {
					Mode::Junk | Mode::Silent => (offers(&bodies), 0),
					Mode::Unasked => ((2_u8, &bodies).encode(), OF_FRAME.into()),
					Mode::Noise => (junk.next(), 1),
					// One in each notification, as the nodes do.
					Mode::Gossip => (vec![junk.next()].encode(), 1),
				};
				if handle.send_async_notification(peer, frame).await.is_ok() {
					sent += count;
				}
				kept.extend(bodies);
				kept.drain(..kept.len().saturating_sub(KEPT));
			}
		}
	}
}

/// What is answered to what the node sends, and how many transactions it holds.
fn answer(mode: Mode, notification: &[u8], kept: &VecDeque<Vec<u8>>) -> Option<(Vec<u8>, u64)> {
	match (mode, notification.split_first()?) {
		(Mode::Junk, (1, wants)) => {
			let wants = Vec::<[u8; 32]>::decode(&mut &*wants).ok()?;
			let wanted = kept.iter().filter(|body| wants.contains(&hash(body)));
			let wanted: Vec<_> = wanted.collect();
			let count = wanted.len() as u64;
			(count > 0).then(|| ((2_u8, wanted).encode(), count))
		}
		// What the node has, this peer says it has too.
		(Mode::Silent, (0, _)) => Some((notification.to_vec(), 0)),
		_ => None,
	}
}

/// How long it waits between two frames: where the node answers, until it has.
fn pause(mode: Mode) -> Duration {
	match mode {
		Mode::Junk | Mode::Silent => Duration::from_millis(20),
		Mode::Unasked | Mode::Noise | Mode::Gossip => Duration::ZERO,
	}
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
	let genesis = arguments.genesis.trim_start_matches("0x");
	let hash: [u8; 32] =
		hex::decode(genesis)?.try_into().map_err(|_| "a genesis hash has 32 bytes")?;
	let peer = PeerId::try_from_multiaddr(&arguments.node).ok_or("the address names no peer")?;
	// A full node at the genesis block: roles, best number, best hash, genesis hash.
	let handshake = (1_u8, 0_u32, hash, hash).encode();
	let (announces_config, announces) = protocol("block-announces", genesis, handshake);
	let (gossip_config, gossip) = protocol("transactions", genesis, vec![1]);
	let (acts_config, acts) = protocol("acts", genesis, vec![1]);
	let tcp = Tcp { listen_addresses: Vec::new(), ..Default::default() };
	let config = ConfigBuilder::new()
		.with_tcp(tcp)
		.with_notification_protocol(announces_config)
		.with_notification_protocol(gossip_config)
		.with_notification_protocol(acts_config)
		.build();
	let mut network = Litep2p::new(config)?;
	network.add_known_address(peer, [arguments.node].into_iter());
	announces.open_substream(peer).await?;
	tokio::spawn(attend(announces));
	let (used, idle) = match arguments.mode {
		Mode::Gossip => (gossip, acts),
		_ => (acts, gossip),
	};
	tokio::spawn(attend(idle));
	let junk = Junk { made: 0, bytes: arguments.bytes };
	tokio::spawn(misbehave(used, peer, arguments.mode, junk));
	loop {
		// Connections come and go; what is told of them changes nothing.
		let _ = network.next_event().await;
	}
}

#[tokio::main]
async fn main() -> ExitCode {
	match run(Arguments::parse()).await {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		}
	}
}
