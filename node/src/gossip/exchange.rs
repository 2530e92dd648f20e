//! Who is known to have which transaction, and what is asked of whom: no network, no pool, no clock.
//!
//! **Each peer has queues of its own**: of what it offers and nobody has brought yet, of what it was
//! asked for, of what it brought, and of what of it waits for a proof to be checked. All are bounded, and
//! the peers are served in turn, those who wait for proofs kind by kind. So what one peer sends, or fails
//! to send, takes nothing from another but its part.
//!
//! **Nothing is lost for good.** What is offered is offered again until the peer says that it has it too.
//! What a node has no use for now, or no room, it asks for later. What one peer brings at a bad time does not
//! keep another from bringing it.
//!
//! **Junk costs its sender.** Every fault is charged to the peer's account, each according to what it
//! costs this node. Whoever overdraws it is shut out for a while, under whatever connection it comes.

use super::frame::{Frame, Offer, MAX_BODIES, MAX_BODY_BYTES, MAX_OFFERS};
use crate::bucket::TokenBucket;
use census_runtime::Hash;
use sp_runtime::OpaqueExtrinsic;
use std::{
	collections::{HashMap, HashSet, VecDeque},
	fmt::Debug,
	hash::Hash as Hashable,
	time::{Duration, Instant},
};

/// How often everything is offered to those who do not have it: a block's time.
pub(crate) const ROUND: Duration = Duration::from_secs(6);
/// How long it is believed that a peer still has what it offered or was given.
const BELIEF: Duration = Duration::from_secs(3 * 6);
/// How long a peer has to bring what it was asked for.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long after one peer was asked for a transaction another one is. It is half as long after the second,
/// a third after the third: a crowd that offers and does not bring cannot hold up much.
const SECOND_CHANCE: Duration = Duration::from_secs(2);
/// For how long a peer is not asked again for what it did not bring.
const DISTRUST: Duration = Duration::from_secs(60);
/// For how long what is dealt with is not asked for again.
const SETTLED: Duration = Duration::from_secs(60);
/// How soon what found no room is asked for again; each time twice as late, up to so much.
const NO_ROOM: Duration = Duration::from_secs(2);
const MAX_NO_ROOM: Duration = Duration::from_secs(32);
/// How soon a peer is given the same body again, and how many bytes a second a long one takes besides.
const GIVEN_AGAIN: Duration = Duration::from_secs(1);
const GIVEN_AGAIN_BYTES_PER_SECOND: f64 = 131_072.0;

/// How many transactions a peer is believed to have, at most.
const MAX_BELIEVED: usize = 8_192;
/// How many offers of a peer wait, at most.
const MAX_UNASKED: usize = 4_096;
/// How many of them are gone through at a time.
const MAX_LOOKED_THROUGH: usize = 128;
/// How much a peer was asked for and brought that is not settled yet, in bytes: unless it is one body.
pub(crate) const MAX_WINDOW_BYTES: usize = 512 * 1_024;
/// How many transactions of a peer wait for a proof to be checked, of each kind.
const MAX_UNPROVEN: usize = 16;
/// How many transactions are remembered as dealt with.
const MAX_SETTLED: usize = 32_768;
/// How many accounts are kept of peers at fault.
const MAX_ACCOUNTS: usize = 1_024;

/// How many points of faults a peer may have at once, and how many are forgiven a second.
const CREDIT: u32 = 1_000;
const FORGIVEN_PER_SECOND: f64 = 20.0;
/// How long whoever has more is shut out.
const SHUT_OUT: Duration = Duration::from_secs(60);
/// How many frames a peer may send at once, and a second. A long one counts for several.
const FRAMES: u32 = 800;
const FRAMES_PER_SECOND: f64 = 200.0;
/// Of so many bytes each.
const BYTES_OF_FRAME: usize = 4_096;
/// How many bytes of a transaction at fault count one point more.
const BYTES_OF_POINT: usize = 4_096;

/// What a peer did wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
	/// A transaction that is refused, and no proof or signature was looked at. It may have been good a block
	/// ago.
	Refused,
	/// A frame too many.
	Hurry,
	/// It was asked for what it offered, and did not bring it.
	NotBrought,
	/// It offers what is too long, or brought something else than it was asked for.
	NotAsOffered,
	/// Bytes that are no transaction. Near an upgrade they may be one elsewhere.
	Undecodable,
	/// It opens the protocol anew.
	Opened,
	/// Proofs or a signature that were checked for nothing, and how many.
	False(u32),
}

impl Fault {
	/// How many points it counts: about ten microseconds each.
	fn points(self) -> u32 {
		match self {
			Self::Refused | Self::Hurry => 1,
			Self::NotBrought => 5,
			Self::NotAsOffered | Self::Undecodable => 10,
			Self::Opened => 20,
			Self::False(count) => count.saturating_mul(40),
		}
	}

	/// The word for it in the metrics.
	pub(crate) fn name(self) -> &'static str {
		match self {
			Self::Refused => "refused",
			Self::Hurry => "hurry",
			Self::NotBrought => "not_brought",
			Self::NotAsOffered => "not_as_offered",
			Self::Undecodable => "undecodable",
			Self::Opened => "opened",
			Self::False(_) => "false",
		}
	}
}

/// What came of a transaction that a peer brought.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Outcome {
	/// The pool has it, or had it.
	Known,
	/// There is no room now.
	NoRoom,
	/// It may be accepted in another block.
	Later,
	/// It is refused, for which the peer is at fault.
	Fault(Fault),
}

/// Why a toll is not paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unpaid {
	/// It can be soon.
	NotYet,
	/// There is no room for the transaction, if others of its kind may get in.
	NoRoom,
}

/// Until when something holds of transactions. It forgets the oldest if there are too many.
struct Until {
	most: usize,
	of: HashMap<Hash, Instant>,
	order: VecDeque<(Hash, Instant)>,
}

impl Until {
	fn new(most: usize) -> Self {
		Self { most, of: HashMap::new(), order: VecDeque::new() }
	}

	fn put(&mut self, hash: Hash, until: Instant) {
		self.of.insert(hash, until);
		self.order.push_back((hash, until));
		while self.order.len() > self.most {
			self.forget_oldest();
		}
	}

	fn forget_oldest(&mut self) {
		if let Some((hash, until)) = self.order.pop_front() {
			// Else it was put again since.
			if self.of.get(&hash) == Some(&until) {
				self.of.remove(&hash);
			}
		}
	}

	fn holds(&self, hash: &Hash, now: Instant) -> bool {
		self.of.get(hash).is_some_and(|until| *until > now)
	}

	/// Whether it holds, for the last time.
	fn take(&mut self, hash: &Hash, now: Instant) -> bool {
		self.of.remove(hash).is_some_and(|until| until > now)
	}
}

/// How much later a long body is given again than a short one.
fn for_length(bytes: u32) -> Duration {
	Duration::from_secs_f64(f64::from(bytes) / GIVEN_AGAIN_BYTES_PER_SECOND)
}

/// A transaction that a peer offers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Wanted {
	offer: Offer,
	/// How often it found no room.
	tries: u32,
}

/// A transaction that a peer brought.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Brought {
	wanted: Wanted,
	body: OpaqueExtrinsic,
}

impl Brought {
	/// The transaction.
	pub(crate) fn body(&self) -> &OpaqueExtrinsic {
		&self.body
	}
}

/// What is known of a peer that is connected. What of it waits for a proof to be checked is noted with a
/// `Toll`.
struct Peer<Toll> {
	has: Until,
	given: Until,
	/// What it did not bring, or has no more.
	failed: Until,
	/// What of that may still come, and is no fault.
	late: Until,
	/// What it offers and was not asked for.
	unasked: VecDeque<Wanted>,
	/// What it brought too early, and when it is asked for again.
	later: VecDeque<(Wanted, Instant)>,
	/// The hashes of both: each is there once.
	queued: HashSet<Hash>,
	/// What it was asked for, and when.
	asked: HashMap<Hash, (Wanted, Instant)>,
	inbox: VecDeque<Brought>,
	/// By kind.
	unproven: HashMap<usize, VecDeque<(Brought, Toll)>>,
	/// How many it was asked for or brought that are not settled, and their bytes.
	open: usize,
	window: usize,
	frames: TokenBucket,
}

impl<Toll> Peer<Toll> {
	fn new(now: Instant) -> Self {
		Self {
			has: Until::new(MAX_BELIEVED),
			given: Until::new(MAX_BELIEVED),
			failed: Until::new(MAX_BELIEVED),
			late: Until::new(MAX_BELIEVED),
			unasked: VecDeque::new(),
			later: VecDeque::new(),
			queued: HashSet::new(),
			asked: HashMap::new(),
			inbox: VecDeque::new(),
			unproven: HashMap::new(),
			open: 0,
			window: 0,
			frames: TokenBucket::new(FRAMES_PER_SECOND, FRAMES, now),
		}
	}

	fn enqueue(&mut self, wanted: Wanted) {
		if self.unasked.len() < MAX_UNASKED && self.queued.insert(wanted.offer.hash) {
			self.unasked.push_back(wanted);
		}
	}

	fn dequeue(&mut self) -> Option<Wanted> {
		let wanted = self.unasked.pop_front()?;
		self.queued.remove(&wanted.offer.hash);
		Some(wanted)
	}

	/// Asks for it again, but not before that time.
	fn postpone(&mut self, wanted: Wanted, until: Instant) {
		if self.later.len() < MAX_UNASKED && self.queued.insert(wanted.offer.hash) {
			self.later.push_back((wanted, until));
		}
	}

	/// Puts back in the queue what may be asked for again.
	fn resume(&mut self, now: Instant) {
		for _ in 0..self.later.len().min(MAX_LOOKED_THROUGH) {
			let Some((wanted, when)) = self.later.pop_front() else { break };
			if when <= now {
				self.queued.remove(&wanted.offer.hash);
				self.enqueue(wanted);
			} else {
				self.later.push_back((wanted, when));
			}
		}
	}

	/// Whether it may be asked for so many bytes more.
	fn has_room(&self, bytes: usize) -> bool {
		self.open == 0 || (self.open < MAX_BODIES && self.window + bytes <= MAX_WINDOW_BYTES)
	}

	/// Notes that one of those that it was asked for is settled.
	fn close(&mut self, bytes: u32) {
		self.open = self.open.saturating_sub(1);
		self.window = self.window.saturating_sub(bytes as usize);
	}
}

/// The faults of a peer, for as long as they are not forgiven.
struct Account {
	credit: TokenBucket,
	shut_out_until: Option<Instant>,
}

/// Everything about the peers.
pub(crate) struct Exchange<Id, Toll> {
	peers: HashMap<Id, Peer<Toll>>,
	/// In which order they are served.
	turns: VecDeque<Id>,
	/// In which order those who wait for proofs are, by kind.
	turns_of_kind: HashMap<usize, VecDeque<Id>>,
	/// How many were asked for a transaction, and when the last one was unless it has it no more.
	asked: HashMap<Hash, (u32, Option<Instant>)>,
	/// What nobody is to be asked for.
	settled: Until,
	/// What is not to be asked for just now.
	resting: Until,
	accounts: HashMap<Id, Account>,
}

impl<Id: Copy + Eq + Hashable + Debug, Toll> Exchange<Id, Toll> {
	pub(crate) fn new() -> Self {
		Self {
			peers: HashMap::new(),
			turns: VecDeque::new(),
			turns_of_kind: HashMap::new(),
			asked: HashMap::new(),
			settled: Until::new(MAX_SETTLED),
			resting: Until::new(MAX_SETTLED),
			accounts: HashMap::new(),
		}
	}

	pub(crate) fn connect(&mut self, id: Id, now: Instant) {
		if self.peers.insert(id, Peer::new(now)).is_none() {
			self.turns.push_back(id);
		}
	}

	pub(crate) fn disconnect(&mut self, id: &Id) {
		self.peers.remove(id);
		self.turns.retain(|other| other != id);
		for turns in self.turns_of_kind.values_mut() {
			turns.retain(|other| other != id);
		}
	}

	pub(crate) fn is_connected(&self, id: &Id) -> bool {
		self.peers.contains_key(id)
	}

	/// Whether a peer is shut out.
	pub(crate) fn is_shut_out(&self, id: &Id, now: Instant) -> bool {
		let until = self.accounts.get(id).and_then(|account| account.shut_out_until);
		until.is_some_and(|until| until > now)
	}

	/// Charges a fault in which so many bytes were looked at. Returns whether the peer is to be shut out now.
	pub(crate) fn charge(&mut self, id: Id, fault: Fault, bytes: usize, now: Instant) -> bool {
		self.make_room_for_account(&id, now);
		let account = self.accounts.entry(id).or_insert_with(|| Account {
			credit: TokenBucket::new(FORGIVEN_PER_SECOND, CREDIT, now),
			shut_out_until: None,
		});
		let for_bytes = u32::try_from(bytes / BYTES_OF_POINT).unwrap_or(u32::MAX);
		if account.credit.take(fault.points().saturating_add(for_bytes), now) {
			return false;
		}
		account.shut_out_until = Some(now + SHUT_OUT);
		true
	}

	/// Forgives all. After an upgrade it is not known who was wrong.
	pub(crate) fn pardon(&mut self) {
		self.accounts.clear();
	}

	/// Forgets those whose faults are forgiven, and if that is not enough, those first who are let in
	/// again first.
	fn make_room_for_account(&mut self, id: &Id, now: Instant) {
		if self.accounts.len() < MAX_ACCOUNTS || self.accounts.contains_key(id) {
			return;
		}
		self.accounts.retain(|_, account| {
			!account.credit.is_full(now) || account.shut_out_until > Some(now)
		});
		if self.accounts.len() >= MAX_ACCOUNTS {
			let first = self.accounts.iter().min_by_key(|(_, account)| account.shut_out_until);
			if let Some(id) = first.map(|(id, _)| *id) {
				self.accounts.remove(&id);
			}
		}
	}

	/// Whether a frame is read; else it came too soon after many others. Bodies that were asked for are
	/// bounded by that.
	pub(crate) fn takes_frame(&mut self, id: &Id, frame: &[u8], now: Instant) -> bool {
		let Some(peer) = self.peers.get_mut(id) else { return false };
		let bytes = match Frame::holds_bodies(frame) {
			true => frame.len().saturating_sub(peer.window),
			false => frame.len(),
		};
		let count = u32::try_from(bytes / BYTES_OF_FRAME).unwrap_or(u32::MAX);
		peer.frames.take(count.saturating_add(1), now)
	}

	/// Notes what a peer offers. `held` tells whether the pool has a transaction. Returns whether all of it
	/// could ever be taken.
	pub(crate) fn offered(
		&mut self,
		id: &Id,
		offers: Vec<Offer>,
		held: impl Fn(&Hash) -> bool,
		now: Instant,
	) -> bool {
		let Some(peer) = self.peers.get_mut(id) else { return true };
		let mut sound = true;
		for offer in offers {
			peer.has.put(offer.hash, now + BELIEF);
			if offer.bytes as usize > MAX_BODY_BYTES {
				sound = false;
			} else if !peer.asked.contains_key(&offer.hash)
				&& !peer.failed.holds(&offer.hash, now)
				&& !self.settled.holds(&offer.hash, now)
				&& !held(&offer.hash)
			{
				peer.enqueue(Wanted { offer, tries: 0 });
			}
		}
		sound
	}

	/// What to ask of whom now.
	pub(crate) fn wants(
		&mut self,
		held: impl Fn(&Hash) -> bool,
		now: Instant,
	) -> Vec<(Id, Vec<Hash>)> {
		let mut wants = Vec::new();
		for id in &self.turns {
			let Some(peer) = self.peers.get_mut(id) else { continue };
			peer.resume(now);
			let mut of_peer = Vec::new();
			for _ in 0..peer.unasked.len().min(MAX_LOOKED_THROUGH) {
				let Some(Wanted { offer: Offer { hash, bytes }, .. }) =
					peer.unasked.front().copied()
				else {
					break;
				};
				if !peer.has_room(bytes as usize) {
					break;
				}
				let asked = self.asked.get(&hash).copied();
				if let Some((count, Some(when))) = asked {
					if now < when + SECOND_CHANCE / count {
						peer.unasked.rotate_left(1);
						continue;
					}
				}
				let Some(wanted) = peer.dequeue() else { break };
				if self.settled.holds(&hash, now) || held(&hash) {
					continue;
				}
				if self.resting.holds(&hash, now) {
					peer.postpone(wanted, now + NO_ROOM);
					continue;
				}
				peer.asked.insert(hash, (wanted, now));
				peer.open += 1;
				peer.window += bytes as usize;
				let count = asked.map_or(0, |(count, _)| count);
				self.asked.insert(hash, (count.saturating_add(1), Some(now)));
				of_peer.push(hash);
			}
			if !of_peer.is_empty() {
				wants.push((*id, of_peer));
			}
		}
		wants
	}

	/// Whether a peer is given what it wants: unless it was given that just now.
	pub(crate) fn may_give(&self, id: &Id, hash: &Hash, now: Instant) -> bool {
		self.peers.get(id).is_some_and(|peer| !peer.given.holds(hash, now))
	}

	/// Notes that a peer was given a body. It is believed to have it, or will ask for it when it can take it.
	pub(crate) fn gave(&mut self, id: &Id, offer: Offer, now: Instant) {
		if let Some(peer) = self.peers.get_mut(id) {
			peer.given.put(offer.hash, now + GIVEN_AGAIN + for_length(offer.bytes));
			peer.has.put(offer.hash, now + BELIEF);
		}
	}

	/// Notes that a peer has no more what it was asked for. Returns whether it was asked.
	pub(crate) fn gone(&mut self, id: &Id, hash: &Hash, now: Instant) -> bool {
		let Some(peer) = self.peers.get_mut(id) else { return true };
		// Else it could be asked over and over, and nobody else.
		peer.failed.put(*hash, now + DISTRUST);
		peer.late.take(hash, now) || self.unask(id, hash)
	}

	/// Notes that a peer was not asked after all. Returns whether it was to be.
	pub(crate) fn unask(&mut self, id: &Id, hash: &Hash) -> bool {
		let Some(peer) = self.peers.get_mut(id) else { return true };
		let Some((wanted, _)) = peer.asked.remove(hash) else { return false };
		peer.close(wanted.offer.bytes);
		// Somebody else may have it, and need not wait.
		if let Some((_, when)) = self.asked.get_mut(hash) {
			*when = None;
		}
		true
	}

	/// Takes in what a peer brings. Returns whether it is what it was asked for, be it too late.
	pub(crate) fn brought(
		&mut self,
		id: &Id,
		hash: Hash,
		body: OpaqueExtrinsic,
		now: Instant,
	) -> bool {
		let Some(peer) = self.peers.get_mut(id) else { return true };
		match peer.asked.remove(&hash) {
			Some((wanted, _)) if wanted.offer.bytes as usize == body.inner().len() => {
				peer.inbox.push_back(Brought { wanted, body });
				true
			}
			Some((wanted, _)) => {
				peer.close(wanted.offer.bytes);
				peer.failed.put(hash, now + DISTRUST);
				false
			}
			None => peer.late.take(&hash, now),
		}
	}

	/// Gives up what was asked for too long ago. Returns who did not bring it, once for each transaction.
	pub(crate) fn give_up(&mut self, now: Instant) -> Vec<Id> {
		let mut late = Vec::new();
		for (id, peer) in &mut self.peers {
			let is_late =
				|(_, asked): &(Wanted, Instant)| now.saturating_duration_since(*asked) >= PATIENCE;
			let given_up = peer.asked.iter().filter(|(_, asked)| is_late(asked));
			for (hash, bytes) in
				given_up.map(|(hash, (wanted, _))| (*hash, wanted.offer.bytes)).collect::<Vec<_>>()
			{
				peer.asked.remove(&hash);
				peer.close(bytes);
				peer.failed.put(hash, now + DISTRUST);
				peer.late.put(hash, now + DISTRUST);
				late.push(*id);
			}
		}
		self.asked.retain(|_, (_, when)| {
			when.is_none_or(|when| now.saturating_duration_since(when) < DISTRUST)
		});
		late
	}

	/// The next transaction to look at: of each peer in turn.
	pub(crate) fn next(&mut self, now: Instant) -> Option<(Id, Brought)> {
		for _ in 0..self.turns.len() {
			let id = *self.turns.front()?;
			self.turns.rotate_left(1);
			let Some(peer) = self.peers.get_mut(&id) else { continue };
			while let Some(brought) = peer.inbox.pop_front() {
				let Offer { hash, bytes } = brought.wanted.offer;
				// Else another peer brought it meanwhile: in time, or too early.
				if self.settled.holds(&hash, now) {
					peer.close(bytes);
				} else if self.resting.holds(&hash, now) {
					peer.close(bytes);
					peer.postpone(brought.wanted, now + NO_ROOM);
				} else {
					return Some((id, brought));
				}
			}
		}
		None
	}

	/// Lets a transaction wait for its proof to be checked, with others of its kind.
	pub(crate) fn queue(
		&mut self,
		id: &Id,
		brought: Brought,
		kind: usize,
		toll: Toll,
		now: Instant,
	) {
		let Some(peer) = self.peers.get_mut(id) else { return };
		let queue = peer.unproven.entry(kind).or_default();
		if queue.len() >= MAX_UNPROVEN {
			return self.settle(id, &brought, Outcome::NoRoom, now);
		}
		queue.push_back((brought, toll));
		let turns = self.turns_of_kind.entry(kind).or_default();
		if !turns.contains(id) {
			turns.push_back(*id);
		}
	}

	/// The next transaction whose proof is checked, of each kind and of each peer in turn, if `pay` pays
	/// its toll. Without what it paid, there is no room for the transaction.
	pub(crate) fn draw<Paid>(
		&mut self,
		mut pay: impl FnMut(&Toll) -> Result<Paid, Unpaid>,
		now: Instant,
	) -> Option<(Id, Brought, Option<Paid>)> {
		for (kind, turns) in &mut self.turns_of_kind {
			while let Some(id) = turns.front().copied() {
				let peer = self.peers.get_mut(&id);
				let waiting = peer.and_then(|peer| peer.unproven.get_mut(kind));
				let Some((brought, toll)) = waiting.as_ref().and_then(|queue| queue.front()) else {
					turns.pop_front();
					continue;
				};
				let settled = self.settled.holds(&brought.wanted.offer.hash, now);
				let answer = if settled { Err(Unpaid::NoRoom) } else { pay(toll) };
				let paid = match answer {
					// Who is next stays next.
					Err(Unpaid::NotYet) => break,
					Err(Unpaid::NoRoom) => None,
					Ok(paid) => Some(paid),
				};
				let Some((brought, _)) = waiting.and_then(VecDeque::pop_front) else { break };
				turns.rotate_left(1);
				if !settled {
					return Some((id, brought, paid));
				}
				// Another peer brought it meanwhile.
				if let Some(peer) = self.peers.get_mut(&id) {
					peer.close(brought.wanted.offer.bytes);
				}
			}
		}
		None
	}

	/// Notes what came of a transaction. It is asked for again, in time, where it may yet be accepted.
	pub(crate) fn settle(&mut self, id: &Id, brought: &Brought, outcome: Outcome, now: Instant) {
		let Wanted { offer, tries } = brought.wanted;
		let again = match outcome {
			Outcome::NoRoom => Some(MAX_NO_ROOM.min(NO_ROOM * 2_u32.saturating_pow(tries))),
			Outcome::Later => Some(ROUND),
			Outcome::Known | Outcome::Fault(_) => None,
		};
		match outcome {
			Outcome::NoRoom => self.resting.put(offer.hash, now + NO_ROOM),
			// In another block it may be accepted.
			Outcome::Later | Outcome::Fault(Fault::Refused) => {
				self.resting.put(offer.hash, now + ROUND);
			}
			Outcome::Known | Outcome::Fault(_) => {
				self.settled.put(offer.hash, now + SETTLED);
				self.asked.remove(&offer.hash);
			}
		}
		let Some(peer) = self.peers.get_mut(id) else { return };
		peer.close(offer.bytes);
		if let Some(rest) = again {
			// Later than the peer is ready to give it again.
			let rest = rest + 2 * for_length(offer.bytes);
			peer.postpone(Wanted { offer, tries: tries.saturating_add(1) }, now + rest);
		}
	}

	/// Notes that a transaction is in a block.
	pub(crate) fn included(&mut self, hash: Hash, now: Instant) {
		self.settled.put(hash, now + SETTLED);
		self.asked.remove(&hash);
	}

	/// Who speaks the protocol.
	pub(crate) fn peers(&self) -> Vec<Id> {
		self.turns.iter().copied().collect()
	}

	/// What of `held` to offer to a peer: what it is not believed to have, in as many frames as it takes.
	pub(crate) fn offers(&self, id: &Id, held: &[Offer], now: Instant) -> Vec<Vec<Offer>> {
		let Some(peer) = self.peers.get(id) else { return Vec::new() };
		let missing = held.iter().filter(|offer| !peer.has.holds(&offer.hash, now));
		let missing = missing.copied().collect::<Vec<_>>();
		missing.chunks(MAX_OFFERS).map(<[Offer]>::to_vec).collect()
	}

	/// How many bytes and entries are kept because of the peers.
	#[cfg(test)]
	fn kept(&self) -> (usize, usize) {
		let bytes = self.peers.values().map(|peer| {
			let inbox = peer.inbox.iter().map(|brought| brought.body.inner().len());
			let unproven = peer.unproven.values().flatten();
			inbox.chain(unproven.map(|(brought, _)| brought.body.inner().len())).sum::<usize>()
		});
		let entries = self.peers.values().map(|peer| {
			[&peer.has, &peer.given, &peer.failed, &peer.late]
				.map(|until| until.order.len())
				.iter()
				.sum::<usize>()
				+ peer.unasked.len()
				+ peer.later.len()
				+ peer.queued.len()
				+ peer.asked.len()
		});
		let here = [&self.settled, &self.resting].map(|until| until.order.len());
		let here = here.iter().sum::<usize>() + self.asked.len() + self.accounts.len();
		(bytes.sum(), entries.sum::<usize>() + here)
	}
}

#[cfg(test)]
mod tests;
