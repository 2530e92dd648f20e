//! What an exchange promises: tried with peers that keep the rules and peers that break them, on a clock
//! of the test's own.

use super::*;

const TICK: Duration = Duration::from_millis(50);

type Tested = Exchange<u32, u32>;

fn body(number: u32, bytes: usize) -> OpaqueExtrinsic {
	let mut blob = vec![0; bytes.max(4)];
	blob[..4].copy_from_slice(&number.to_be_bytes());
	OpaqueExtrinsic::from_blob(blob)
}

fn hash(number: u32) -> Hash {
	Hash::from_low_u64_be(number.into())
}

fn offer(number: u32) -> Offer {
	Offer { hash: hash(number), bytes: 100 }
}

/// Nothing is held.
fn nothing(_: &Hash) -> bool {
	false
}

fn connected(ids: &[u32], now: Instant) -> Tested {
	let mut exchange = Exchange::new();
	for id in ids {
		exchange.connect(*id, now);
	}
	exchange
}

/// What one peer is asked for.
fn asked_of(exchange: &mut Tested, id: u32, now: Instant) -> Vec<Hash> {
	let wants = exchange.wants(nothing, now);
	wants.into_iter().find(|(of, _)| *of == id).map(|(_, hashes)| hashes).unwrap_or_default()
}

/// What a transaction is, by its number: in the order of these.
const FREE: u32 = 1_000_000;
const FALSE: u32 = 2_000_000;
const JUNK: u32 = 3_000_000;
/// The two kinds of what is free.
const KINDS: u32 = 2;

/// A node and its peers, over some time. It looks at eight transactions a tick.
struct World {
	exchange: Tested,
	now: Instant,
	/// What the node's pool has.
	held: HashSet<Hash>,
	/// How many proofs of each kind it checks a second, and how many it may check now.
	proofs_per_second: f64,
	proofs: [f64; KINDS as usize],
	/// How many of a peer's it looked at, and how many false proofs of it it checked.
	looked_at: HashMap<u32, usize>,
	checked: HashMap<u32, usize>,
}

impl World {
	fn new(ids: &[u32], proofs_per_second: f64) -> Self {
		let now = Instant::now();
		Self {
			exchange: connected(ids, now),
			now,
			held: HashSet::new(),
			proofs_per_second,
			proofs: [0.0; KINDS as usize],
			looked_at: HashMap::new(),
			checked: HashMap::new(),
		}
	}

	fn offered(&mut self, id: u32, numbers: impl IntoIterator<Item = u32>) {
		let held = &self.held;
		let offers = numbers.into_iter().map(offer).collect();
		self.exchange.offered(&id, offers, |hash| held.contains(hash), self.now);
	}

	/// One tick. What a peer is asked for it brings, if `brings` says so.
	fn tick(&mut self, brings: impl Fn(u32) -> bool) {
		self.now += TICK;
		for proofs in &mut self.proofs {
			*proofs = (*proofs + self.proofs_per_second * TICK.as_secs_f64()).min(16.0);
		}
		let held = &self.held;
		for (id, hashes) in self.exchange.wants(|hash| held.contains(hash), self.now) {
			for hash in hashes.into_iter().filter(|_| brings(id)) {
				let body = body(hash.to_low_u64_be() as u32, 100);
				assert!(self.exchange.brought(&id, hash, body, self.now));
			}
		}
		for id in self.exchange.give_up(self.now) {
			self.charge(id, Fault::NotBrought);
		}
		for _ in 0..8 {
			let Some((id, brought)) = self.exchange.next(self.now) else { break };
			*self.looked_at.entry(id).or_default() += 1;
			let number = brought.wanted.offer.hash.to_low_u64_be() as u32;
			match number {
				JUNK.. => self.settle(id, &brought, Outcome::Fault(Fault::Undecodable)),
				FREE.. => {
					let kind = (number % KINDS) as usize;
					self.exchange.queue(&id, brought, kind, number, self.now);
				}
				_ => self.settle(id, &brought, Outcome::Known),
			}
		}
		loop {
			let proofs = &mut self.proofs;
			let pay = |number: &u32| {
				let proofs = &mut proofs[(*number % KINDS) as usize];
				if *proofs < 1.0 {
					return Err(Unpaid::NotYet);
				}
				*proofs -= 1.0;
				Ok(*number)
			};
			let Some((id, brought, paid)) = self.exchange.draw(pay, self.now) else { break };
			let outcome = if paid.unwrap() >= FALSE {
				*self.checked.entry(id).or_default() += 1;
				Outcome::Fault(Fault::False(1))
			} else {
				Outcome::Known
			};
			self.settle(id, &brought, outcome);
		}
	}

	fn settle(&mut self, id: u32, brought: &Brought, outcome: Outcome) {
		if outcome == Outcome::Known {
			self.held.insert(brought.wanted.offer.hash);
		}
		self.exchange.settle(&id, brought, outcome, self.now);
		if let Outcome::Fault(fault) = outcome {
			self.charge(id, fault);
		}
	}

	fn charge(&mut self, id: u32, fault: Fault) {
		if self.exchange.charge(id, fault, 100, self.now) {
			self.exchange.disconnect(&id);
		}
	}

	/// How many ticks it takes until the pool has all these; `each` does what happens in each.
	fn ticks_until_held(
		&mut self,
		numbers: impl Iterator<Item = u32> + Clone,
		most: u32,
		mut each: impl FnMut(&mut Self, u32),
	) -> u32 {
		let mut ticks = 0;
		while numbers.clone().any(|number| !self.held.contains(&hash(number))) {
			assert!(ticks < most, "after {ticks} ticks the pool holds {}", self.held.len());
			each(self, ticks);
			ticks += 1;
		}
		ticks
	}
}

#[test]
fn what_an_honest_peer_has_arrives_while_others_offer_all_and_bring_nothing() {
	let liars: Vec<u32> = (1..=20).collect();
	let mut world = World::new(&[&liars[..], &[0]].concat(), 1_000.0);
	let ticks = world.ticks_until_held(0..300, 600, |world, tick| {
		// The liars say that they have what the honest one has, before it does, and much else.
		for liar in &liars {
			world.offered(*liar, (0..300).chain((0..200).map(|i| JUNK + tick * 1_000 + i)));
		}
		if tick % 120 == 0 {
			world.offered(0, 0..300);
		}
		world.tick(|id| id == 0);
	});
	assert!(!world.exchange.is_shut_out(&0, world.now));
	// Whoever brings nothing for long is shut out.
	let mut more = ticks;
	while liars.iter().any(|liar| !world.exchange.is_shut_out(liar, world.now)) {
		assert!(more < ticks + 2_400, "liars are let alone");
		for liar in &liars {
			world.offered(*liar, (0..200).map(|i| JUNK + more * 1_000 + i));
		}
		world.tick(|_| false);
		more += 1;
	}
}

#[test]
fn a_crowd_that_is_silent_or_has_it_no_more_holds_up_nothing_for_long() {
	let mut now = Instant::now();
	let start = now;
	let ids: Vec<u32> = (1..=25).chain([0]).collect();
	let mut exchange = connected(&ids, now);
	for id in &ids {
		exchange.offered(id, vec![offer(7)], nothing, now);
	}
	let mut silent = None;
	loop {
		let asked = exchange.wants(nothing, now);
		if asked.iter().any(|(id, _)| *id == 0) {
			break;
		}
		for (id, _) in asked {
			// Half of them say so, shortly before the next one would be asked.
			silent = (id % 2 == 0).then_some((id, now + SECOND_CHANCE - 2 * TICK));
		}
		if let Some((id, _)) = silent.filter(|(_, when)| now >= *when) {
			exchange.gone(&id, &hash(7), now);
			silent = None;
		}
		exchange.give_up(now);
		now += TICK;
		assert!(now - start < Duration::from_secs(20), "the honest peer is not asked");
	}
}

#[test]
fn who_brings_junk_is_shut_out_soon_and_holds_up_nobody() {
	let mut world = World::new(&[0, 1], 1_000.0);
	for tick in 0..400 {
		world.offered(1, (0..64).map(|i| JUNK + tick * 64 + i));
		if tick == 20 {
			world.offered(0, 0..64);
		}
		world.tick(|_| true);
	}
	assert_eq!(world.held.len(), 64);
	assert!(!world.exchange.is_shut_out(&0, world.now));
	let looked_at = world.looked_at[&1];
	assert!(looked_at <= 150, "{looked_at} pieces of junk were looked at");
	// A new connection does not help.
	world.exchange.connect(1, world.now);
	assert!(world.exchange.is_shut_out(&1, world.now));
	assert!(!world.exchange.is_shut_out(&1, world.now + SHUT_OUT));
	// After an upgrade nobody knows who was wrong.
	world.exchange.pardon();
	assert!(!world.exchange.is_shut_out(&1, world.now));
}

#[test]
fn what_finds_no_proof_checked_now_waits_for_it() {
	// As measured: 24 enrolments of three proofs each at a node that checks four proofs a second.
	let mut world = World::new(&[0], 4.0 / 3.0);
	world.offered(0, (0..24).map(|i| FREE + 2 * i));
	let acts = (0..24).map(|i| FREE + 2 * i);
	world.ticks_until_held(acts, 20 * 60, |world, _| world.tick(|_| true));
	assert!(!world.exchange.is_shut_out(&0, world.now));
}

#[test]
fn one_act_of_an_honest_peer_gets_in_among_crowds_of_the_same_kind() {
	// 25 peers with thousands of acts each: true ones, or false ones until they are shut out.
	for (crowd, proofs_per_second) in [(FREE, 100.0), (FREE, 4.0), (FALSE, 100.0), (FALSE, 4.0)] {
		let ids: Vec<u32> = (0..=25).collect();
		let mut world = World::new(&ids, proofs_per_second);
		let honest = FREE + 1;
		let round = |world: &mut World| {
			for id in 1..=25 {
				world.offered(id, (0..1_000).map(|i| crowd + 1 + 2 * (id * 2_000 + i)));
			}
		};
		round(&mut world);
		// A turn of each of the others, and of those that had begun.
		let most = 20 * (60 + (3.0 * 26.0 / proofs_per_second) as u32);
		world.ticks_until_held([honest].into_iter(), most, |world, tick| {
			if tick % 120 == 20 {
				world.offered(0, [honest]);
				round(world);
			}
			world.tick(|_| true);
		});
		for id in 1..=25 {
			let checked = world.checked.get(&id).copied().unwrap_or_default();
			assert!(checked <= 60, "{checked} false proofs of one peer were checked");
		}
	}
}

#[test]
fn a_crowd_of_one_kind_holds_up_no_other() {
	let mut world = World::new(&[0, 1, 2], 4.0);
	for id in [1, 2] {
		world.offered(id, (0..1_000).map(|i| FREE + 2 * (id * 2_000 + i)));
	}
	for _ in 0..20 {
		world.tick(|_| true);
	}
	// Of the other kind, and one that somebody pays for: also of a peer that is in the crowd.
	let others = [FREE + 1, FREE + 3, 5, 7];
	world.offered(0, [FREE + 1, 5]);
	world.offered(1, [FREE + 3, 7]);
	world.ticks_until_held(others.into_iter(), 20 * 60, |world, tick| {
		if tick % 120 == 0 {
			world.offered(0, [FREE + 1, 5]);
			world.offered(1, [FREE + 3, 7]);
		}
		world.tick(|_| true);
	});
}

#[test]
fn each_peer_gets_its_part_of_what_there_is() {
	let mut world = World::new(&[0, 1, 2, 3], 40.0);
	for id in 0..4 {
		world.offered(id, (0..1_000).map(|i| FREE + 2 * (id * 10_000 + i)));
	}
	for _ in 0..20 * 20 {
		world.tick(|_| true);
	}
	for id in 0..4 {
		let of_peer = |hash: &&Hash| (hash.to_low_u64_be() - u64::from(FREE)) / 20_000 == id;
		let count = world.held.iter().filter(of_peer).count();
		assert!(count >= 150, "peer {id} got {count} of 800 in");
	}
}

#[test]
fn what_one_peer_brings_at_a_bad_time_is_still_taken_from_another() {
	for outcome in [Outcome::NoRoom, Outcome::Later, Outcome::Fault(Fault::Refused)] {
		let now = Instant::now();
		let mut exchange = connected(&[1, 2], now);
		for id in [1, 2] {
			exchange.offered(&id, vec![offer(7)], nothing, now);
		}
		assert_eq!(exchange.wants(nothing, now), vec![(1, vec![hash(7)])]);
		let then = now + SECOND_CHANCE;
		assert_eq!(exchange.wants(nothing, then), vec![(2, vec![hash(7)])]);
		assert!(exchange.brought(&2, hash(7), body(7, 100), then));
		assert!(exchange.brought(&1, hash(7), body(7, 100), then));
		let (id, brought) = exchange.next(then).unwrap();
		exchange.settle(&id, &brought, outcome, then);
		assert_eq!(exchange.next(then), None, "it was looked at twice");
		// It is asked for again, of the other one too.
		let asked = (1..30).flat_map(|s| exchange.wants(nothing, then + Duration::from_secs(s)));
		let asked: HashSet<u32> = asked.map(|(id, _)| id).collect();
		assert!(asked.contains(&(3 - id)), "{outcome:?}: only {asked:?} are asked");
	}
}

#[test]
fn the_next_peer_is_asked_at_once_if_one_has_it_no_more_and_soon_if_one_is_silent() {
	let now = Instant::now();
	let mut exchange = connected(&[1, 2, 3], now);
	for id in [1, 2, 3] {
		exchange.offered(&id, vec![offer(7)], nothing, now);
	}
	assert_eq!(exchange.wants(nothing, now), vec![(1, vec![hash(7)])]);
	assert_eq!(exchange.wants(nothing, now), vec![]);
	assert!(exchange.gone(&1, &hash(7), now));
	assert!(!exchange.gone(&1, &hash(7), now), "it was not asked again");
	// Whoever says so and offers it again gets nobody else to wait.
	exchange.offered(&1, vec![offer(7)], nothing, now);
	assert_eq!(exchange.wants(nothing, now), vec![(2, vec![hash(7)])]);
	assert_eq!(exchange.wants(nothing, now + SECOND_CHANCE / 4), vec![]);
	let later = now + SECOND_CHANCE / 2;
	assert_eq!(exchange.wants(nothing, later), vec![(3, vec![hash(7)])]);
	// Both may bring it still; it is looked at once.
	assert!(exchange.brought(&3, hash(7), body(7, 100), later));
	assert!(exchange.brought(&2, hash(7), body(7, 100), later));
	let (id, brought) = exchange.next(later).unwrap();
	exchange.settle(&id, &brought, Outcome::Known, later);
	assert_eq!(exchange.next(later), None);
}

#[test]
fn who_did_not_bring_it_is_not_asked_for_it_again_for_a_while_and_may_be_late() {
	let now = Instant::now();
	let mut exchange = connected(&[1], now);
	exchange.offered(&1, vec![offer(7), offer(9)], nothing, now);
	assert_eq!(asked_of(&mut exchange, 1, now), vec![hash(7), hash(9)]);
	assert_eq!(exchange.give_up(now + PATIENCE / 2), Vec::<u32>::new());
	let late = now + PATIENCE;
	assert_eq!(exchange.give_up(late), vec![1, 1]);
	// What comes late is no fault, once.
	assert!(exchange.brought(&1, hash(9), body(9, 100), late));
	assert!(!exchange.brought(&1, hash(9), body(9, 100), late));
	exchange.offered(&1, vec![offer(7), offer(8)], nothing, late);
	assert_eq!(asked_of(&mut exchange, 1, late), vec![hash(8)]);
	let later = late + DISTRUST;
	exchange.offered(&1, vec![offer(7)], nothing, later);
	assert_eq!(asked_of(&mut exchange, 1, later), vec![hash(7)]);
	assert!(!exchange.brought(&1, hash(10), body(10, 100), later), "nobody asked for it");
}

#[test]
fn what_is_in_a_block_is_not_asked_for() {
	let now = Instant::now();
	let mut exchange = connected(&[1, 2], now);
	exchange.offered(&1, vec![offer(7)], nothing, now);
	exchange.included(hash(7), now);
	exchange.offered(&2, vec![offer(7)], nothing, now);
	assert_eq!(exchange.wants(nothing, now), vec![]);
	exchange.offered(&2, vec![offer(7)], nothing, now + SETTLED);
	assert_eq!(exchange.wants(nothing, now + SETTLED), vec![(2, vec![hash(7)])]);
}

#[test]
fn an_honest_peer_pays_little_for_what_blocks_have_taken() {
	let now = Instant::now();
	let mut exchange = connected(&[1], now);
	// In every block a window full of what is refused at sight.
	for block in 0..100 {
		let then = now + ROUND * block;
		for _ in 0..MAX_BODIES {
			assert!(!exchange.charge(1, Fault::Refused, 1_000, then), "in block {block}");
		}
	}
}

#[test]
fn offers_are_repeated_until_the_peer_has_it_too_and_again_after_a_while() {
	let now = Instant::now();
	let mut exchange = connected(&[1, 2], now);
	let held = [offer(1), offer(2)];
	assert_eq!(exchange.offers(&1, &held, now), vec![held.to_vec()]);
	assert_eq!(exchange.offers(&1, &held, now + ROUND), vec![held.to_vec()]);
	exchange.offered(&1, vec![offer(1)], |_| true, now);
	exchange.gave(&1, offer(2), now);
	assert_eq!(exchange.offers(&1, &held, now + ROUND), Vec::<Vec<Offer>>::new());
	assert_eq!(exchange.offers(&2, &held, now + ROUND), vec![held.to_vec()]);
	assert_eq!(exchange.offers(&1, &held, now + BELIEF), vec![held.to_vec()]);
	let many: Vec<_> = (0..2 * MAX_OFFERS as u32 + 1).map(offer).collect();
	let frames = exchange.offers(&2, &many, now);
	assert_eq!(frames.iter().map(Vec::len).collect::<Vec<_>>(), [MAX_OFFERS, MAX_OFFERS, 1]);
}

#[test]
fn a_body_is_given_again_but_not_at_once_and_a_long_one_later() {
	let now = Instant::now();
	let mut exchange = connected(&[1], now);
	assert!(exchange.may_give(&1, &hash(1), now));
	exchange.gave(&1, offer(1), now);
	exchange.gave(&1, Offer { hash: hash(2), bytes: 4 * 131_072 }, now);
	assert!(!exchange.may_give(&1, &hash(1), now));
	assert!(exchange.may_give(&1, &hash(1), now + GIVEN_AGAIN * 2));
	assert!(!exchange.may_give(&1, &hash(2), now + GIVEN_AGAIN * 4));
	assert!(exchange.may_give(&1, &hash(2), now + GIVEN_AGAIN * 6));
	assert!(!exchange.may_give(&2, &hash(1), now), "it is not there");
}

#[test]
fn long_bodies_come_one_at_a_time_and_none_is_longer_than_a_block() {
	let now = Instant::now();
	let mut exchange = connected(&[1], now);
	let long = |number| Offer { hash: hash(number), bytes: MAX_BODY_BYTES as u32 };
	let too_long = Offer { hash: hash(9), bytes: MAX_BODY_BYTES as u32 + 1 };
	assert!(!exchange.offered(&1, vec![too_long], nothing, now));
	assert!(exchange.offered(&1, vec![long(1), long(2), offer(3)], nothing, now));
	assert_eq!(asked_of(&mut exchange, 1, now), vec![hash(1)]);
	assert_eq!(asked_of(&mut exchange, 1, now), vec![]);
	// It is as long as it was said to be, or is not taken.
	assert!(!exchange.brought(&1, hash(1), body(1, MAX_BODY_BYTES - 1), now));
	assert_eq!(asked_of(&mut exchange, 1, now), vec![hash(2)]);
	assert!(exchange.brought(&1, hash(2), body(2, MAX_BODY_BYTES), now));
	assert_eq!(asked_of(&mut exchange, 1, now), vec![]);
	let (id, brought) = exchange.next(now).unwrap();
	assert_eq!(asked_of(&mut exchange, 1, now), vec![], "the first is not settled");
	exchange.settle(&id, &brought, Outcome::Known, now);
	assert_eq!(asked_of(&mut exchange, 1, now), vec![hash(3)]);
}

#[test]
fn what_finds_no_room_is_asked_for_ever_less_often() {
	let start = Instant::now();
	let mut exchange = connected(&[1], start);
	exchange.offered(&1, vec![offer(7)], nothing, start);
	let mut times = Vec::new();
	for tick in 0..20 * 150 {
		let now = start + TICK * tick;
		if tick % 120 == 0 {
			exchange.offered(&1, vec![offer(7)], nothing, now);
		}
		for hash in asked_of(&mut exchange, 1, now) {
			assert!(exchange.brought(&1, hash, body(7, 100), now));
			let (id, brought) = exchange.next(now).unwrap();
			exchange.settle(&id, &brought, Outcome::NoRoom, now);
			times.push((now - start).as_secs());
		}
	}
	assert!((6..=9).contains(&times.len()), "asked for at {times:?}");
	assert!(times.windows(2).all(|two| two[1] - two[0] <= 34), "asked for at {times:?}");
}

#[test]
fn nothing_that_a_peer_sends_makes_the_node_keep_more_than_its_bounds() {
	let mut now = Instant::now();
	let mut exchange = connected(&[1], now);
	for frame in 0..200 {
		let offers = (0..MAX_OFFERS as u32).map(|number| offer(frame * 10_000 + number));
		exchange.offered(&1, offers.collect(), nothing, now);
		for (i, hash) in asked_of(&mut exchange, 1, now).into_iter().enumerate() {
			match i % 3 {
				0 => assert!(exchange.gone(&1, &hash, now)),
				_ => {
					exchange.brought(&1, hash, body(hash.to_low_u64_be() as u32, 100), now);
				}
			}
			exchange.gave(&1, Offer { hash, bytes: 100 }, now);
		}
		while let Some((id, brought)) = exchange.next(now) {
			exchange.queue(&id, brought, frame as usize % 4, 0, now);
		}
		exchange.give_up(now);
		now += TICK;
	}
	let (bytes, entries) = exchange.kept();
	assert!(bytes <= MAX_WINDOW_BYTES, "{bytes} bytes");
	let most = 4 * MAX_BELIEVED + 4 * MAX_UNASKED + 64 + 2 * MAX_SETTLED;
	assert!(entries <= most, "{entries} entries");
	for id in 10..10 * MAX_ACCOUNTS as u32 {
		exchange.charge(id, Fault::Refused, 0, now);
	}
	assert!(exchange.accounts.len() <= MAX_ACCOUNTS);
	exchange.disconnect(&1);
	assert_eq!(exchange.kept().0, 0);
	assert!(exchange.next(now).is_none());
	assert!(exchange.draw(|_| Ok(()), now).is_none());
}

#[test]
fn accounts_of_those_who_are_shut_out_are_kept_before_others() {
	let now = Instant::now();
	let mut exchange = connected(&[], now);
	while !exchange.charge(1, Fault::False(1), 0, now) {}
	let late = now + SHUT_OUT - TICK;
	for id in 10..10 * MAX_ACCOUNTS as u32 {
		exchange.charge(id, Fault::Refused, 0, late);
	}
	assert!(exchange.is_shut_out(&1, late));
}

#[test]
fn a_peer_may_send_so_many_frames_and_long_ones_count_for_several() {
	let now = Instant::now();
	let mut exchange = connected(&[1, 2], now);
	let takes = |exchange: &mut Tested, id, frame: &[u8], now| {
		(0..10_000).filter(|_| exchange.takes_frame(&id, frame, now)).count()
	};
	assert_eq!(takes(&mut exchange, 1, &[0; 100], now), FRAMES as usize);
	let later = now + Duration::from_secs(1);
	assert_eq!(takes(&mut exchange, 1, &[0; 100], later), FRAMES_PER_SECOND as usize);
	assert_eq!(takes(&mut exchange, 2, &[0; 4 * BYTES_OF_FRAME], now), FRAMES as usize / 5);
	assert!(!exchange.takes_frame(&3, &[0; 100], now), "it is not there");
	// Bodies that nobody asked for are long frames; those that were asked for are not.
	let much_later = now + Duration::from_secs(60);
	let bodies = vec![2; 4 * BYTES_OF_FRAME];
	assert_eq!(takes(&mut exchange, 2, &bodies, much_later), FRAMES as usize / 5);
	let long = Offer { hash: hash(7), bytes: 4 * BYTES_OF_FRAME as u32 };
	exchange.offered(&1, vec![long], nothing, much_later);
	assert_eq!(asked_of(&mut exchange, 1, much_later), vec![hash(7)]);
	assert_eq!(takes(&mut exchange, 1, &bodies, much_later), FRAMES as usize);
}
