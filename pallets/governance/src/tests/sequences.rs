//! Random lives of a chain, beside a model that is written from the sentences about governance:
//!
//! - what is held are the deposits of what is not done with, and nothing is burnt but the deposits of what lost by two
//!   thirds, or had under half of the least share;
//! - more say yes than no, and yes at least the share of the pinned electorate, or nothing passes; a person counts once;
//! - at most three referenda are open, one a track; whoever waits with the greatest deposit is next, and is opened when
//!   there is room; whatever is open is closed when it was said, full blocks not counted, as many again at most;
//! - nothing is withdrawn that has not waited as long as the shortest referendum of its track is open;
//! - a chain comes of age by so many as the whole share of the track, when there have been persons enough for long enough and in
//!   pins enough in a row; only persons lower what is enough, and what they have paused only they resume;
//! - nothing is enacted before its lock, after its time, twice, or under other calls of the runtime; what can be, can be by
//!   anybody;
//! - once the chain is adult, nothing is done that persons have not passed; but for what the committee and two thirds of
//!   the validators decide on one track here, while most persons are gone.
//!
//! There are 256 lives, or `SEQUENCES`, from the number `SEED`, or from the time. A failure prints the seed and the
//! shortest life that fails.

mod perform;
mod steps;

use crate::{
	mock::*, Call, Chain, Event, IsAdult, Outcome, Proposals, Rules, Stage, State, Track,
	TrackRules, WatchOfPins, MAX_MOTIONS, MAX_WAITING,
};
use census_testing::persons;
use frame_support::{dispatch::GetDispatchInfo, storage::with_storage_layer, weights::Weight};
use proptest::{
	prelude::*,
	test_runner::{RngAlgorithm, TestRng, TestRunner},
};
use sp_core::H256;
use sp_io::hashing::blake2_256;
use sp_runtime::{traits::Dispatchable, DispatchResult, Perbill};
use std::{
	cell::RefCell,
	collections::{BTreeMap, BTreeSet},
};
use steps::*;

/// Rules under which a life is long enough for everything to happen.
const LIVELY: Rules<u64, u64> = Rules {
	narrow: TrackRules { lock: 6, low_lock: 14, ..RULES.narrow },
	wide: TrackRules { lock: 10, low_lock: 25, ..RULES.wide },
	adult_after: 40,
	orphan_after: 20,
	orphan_lock: 25,
	enact_within: 20,
	..RULES
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
	Persons,
	Committee,
	Orphan,
}

#[derive(Clone, Debug)]
struct Poll {
	electorate: Vec<u32>,
	opened: u64,
	time: u64,
	most_late: u64,
	full: u64,
	/// Which human said what.
	said: BTreeMap<u32, bool>,
	/// Since which block it has been over and not closed.
	over_since: Option<u64>,
}

impl Poll {
	fn count(&self, aye: bool) -> u32 {
		self.said.values().filter(|said| **said == aye).count() as u32
	}

	fn persons(&self) -> u32 {
		self.electorate.len() as u32
	}

	fn last(&self) -> u64 {
		self.opened + self.time + self.full.min(self.most_late)
	}

	fn is_over(&self, now: u64) -> bool {
		now > self.last() || 2 * self.count(true) > self.persons()
	}
}

#[derive(Clone, Debug)]
enum Fate {
	Waits,
	Open(Poll),
	Unseconded(BTreeSet<u64>),
	Passed { from: u64, until: u64, delayed: bool, widely: bool },
}

#[derive(Clone, Debug)]
struct Paper {
	deeds: Vec<Deed>,
	track: Track,
	by: u64,
	deposit: u64,
	open_for: u64,
	version: u32,
	made_at: u64,
	from: From,
	fate: Fate,
	/// Whether persons have passed it, by what the model counted.
	passed_by_persons: bool,
}

/// What the chain is and has, whatever is under way.
#[derive(Clone, Debug)]
struct World {
	adult_at: u32,
	adult: bool,
	members: Vec<u64>,
	/// The block in which a pin was first compared with a number of persons that makes an adult chain, how many persons it has,
	/// and that number.
	pins: Vec<(u64, u32, u32)>,
	is_new_pin: bool,
	/// Until which block a call is paused, and whether by persons; and from when on the committee may pause it again.
	paused: BTreeMap<usize, (u64, bool)>,
	rests: BTreeMap<usize, u64>,
	stalled: Option<(u64, u64)>,
	upgrade: Option<u8>,
}

#[derive(Clone, Debug)]
struct Model {
	world: World,
	papers: BTreeMap<u32, Paper>,
	next: u32,
	burnt: BTreeMap<u64, u64>,
	cancelled: BTreeSet<Vec<Deed>>,
	/// How many persons are in the latest pin; how often each human went on as somebody new.
	people: u32,
	rotations: BTreeMap<u32, u32>,
	validators: Vec<u64>,
	version: u32,
	issuer: u32,
	seen: BTreeSet<&'static str>,
}

fn rules_of(track: Track) -> TrackRules<u64> {
	if matches!(track, Track::Arbiter | Track::Circuits) {
		LIVELY.narrow
	} else {
		LIVELY.wide
	}
}

/// Percent of the electorate, in forty parts, that have to say yes in so many blocks.
fn share(track: Track, time: u64) -> u64 {
	let (share, floor) = if rules_of(track) == LIVELY.narrow { (40, 10) } else { (50, 20) };
	40 * share - (time.clamp(10, 50) - 10) * (share - floor)
}

fn time_to_vote(persons: u32, open: u64, open_for: u64) -> u64 {
	(2 * u64::from(persons) * open).div_ceil(VOTES_PER_BLOCK.into()).max(open_for)
}

/// Three quarters of what a scope lives.
const LONGEST: u64 = SCOPE_LIFE * 3 / 4;

impl World {
	fn committee(&self) -> u64 {
		let threshold = (2 * self.members.len()).div_ceil(3) as u16;
		<crate::mock::World as Chain<u64, u64>>::account_of(&self.members, threshold)
	}

	fn is_paused(&self, which: usize, now: u64) -> bool {
		self.paused.get(&which).is_some_and(|(until, _)| now <= *until)
	}

	fn pause(&mut self, which: usize, now: u64, by_persons: bool) -> bool {
		let rested = self.rests.get(&which).is_none_or(|until| now >= *until);
		if which == 2 || !(by_persons || rested) {
			return false;
		}
		// What persons have paused stays theirs.
		let was_theirs = self.is_paused(which, now) && self.paused[&which].1;
		self.paused.insert(which, (now + LIVELY.pause, by_persons || was_theirs));
		self.rests.insert(which, now + LIVELY.pause + LIVELY.rest);
		true
	}

	fn resume(&mut self, which: usize, now: u64, by_persons: bool) -> bool {
		if !self.is_paused(which, now) || (self.paused[&which].1 && !by_persons) {
			return false;
		}
		self.paused.remove(&which);
		true
	}

	/// Since which block all pins have been so, and how many they are.
	fn since(&self, holds: impl Fn(u32, u32) -> bool) -> (Option<u64>, usize) {
		let run =
			self.pins.iter().rev().take_while(|(_, persons, number)| holds(*persons, *number));
		(run.clone().last().map(|(block, _, _)| *block), run.count())
	}

	/// There is another pin, or the latest one is compared with a lower number.
	fn look(&mut self, people: u32) {
		let number = self.adult_at;
		if std::mem::take(&mut self.is_new_pin) {
			self.pins.push((now(), people, number));
			return;
		}
		let latest = self.pins.last_mut().expect("there was one in the first block");
		if latest.1 < latest.2 && latest.1 >= number {
			// From now on they are enough.
			let looked = (now(), latest.1, number);
			self.pins.push(looked);
		} else {
			latest.2 = number;
		}
	}
}

/// Whether they fit in a block.
fn are_light(deeds: &[Deed]) -> bool {
	let weights = deeds.iter().map(|deed| deed.call().get_dispatch_info().call_weight.ref_time());
	weights.sum::<u64>() <= MaxCallsWeight::get().ref_time()
}

fn accepted(call: impl FnOnce() -> DispatchResult) -> bool {
	with_storage_layer(call).is_ok()
}

fn live(adult: bool, steps: &[Step]) -> BTreeSet<&'static str> {
	let mut seen = BTreeSet::new();
	externalities_with(LIVELY).execute_with(|| {
		IsAdult::<Test>::put(adult);
		let mut model = Model::new(adult);
		model.block(false);
		for step in steps {
			model.perform(step);
			model.compare();
		}
		model.come_to_rest();
		assert_eq!(WatchOfPins::<Test>::get().few_since, None);
		seen = model.seen;
	});
	seen
}

/// The number in this environment variable, if it is set.
fn env(name: &str) -> Option<u64> {
	let value = std::env::var(name).ok()?;
	Some(value.parse().unwrap_or_else(|_| panic!("{name} is no number: {value}")))
}

#[test]
fn no_life_breaks_what_must_hold() {
	let cases = env("SEQUENCES").unwrap_or(256) as u32;
	let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
	let seed = env("SEED").unwrap_or_else(|| now.map_or(0, |now| now.as_micros() as u64));
	let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &blake2_256(&seed.to_le_bytes()));
	let config = ProptestConfig { cases, failure_persistence: None, ..Default::default() };
	let seen = RefCell::new(BTreeMap::<&str, u32>::new());
	let lives = (any::<bool>(), prop::collection::vec(step(), 40..160));
	TestRunner::new_with_rng(config, rng)
		.run(&lives, |(adult, steps)| {
			for what in live(adult, &steps) {
				*seen.borrow_mut().entry(what).or_default() += 1;
			}
			Ok(())
		})
		.unwrap_or_else(|failure| panic!("with SEED={seed}: {failure}"));
	let seen = seen.into_inner();
	println!("{cases} lives with SEED={seed}: {seen:?}");
	let wanted = [
		"a motion is done",
		"a motion with validators is done",
		"burnt",
		"came of age",
		"cancelled",
		"closed late",
		"delayed",
		"discarded",
		"failed",
		"failed to be done",
		"opened",
		"passed",
		"passed low",
		"persons' pause stays",
		"persons' will is done in a child",
		"persons' will is done in an adult",
		"persons' will is done though most are gone",
		"pushed out",
		"seconded",
		"strayed",
		"three are open",
		"too few made no adult",
		"too many to vote",
		"too soon to be withdrawn",
		"void while it is open",
		"void while it waits",
		"voted twice",
		"withdrawn",
	];
	let never: Vec<_> = wanted.into_iter().filter(|what| !seen.contains_key(what)).collect();
	assert!(cases < 256 || never.is_empty(), "no life came so far: {never:?}");
}
