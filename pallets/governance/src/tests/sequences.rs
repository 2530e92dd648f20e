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

/// What can be proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Deed {
	Remark(u8),
	/// It always fails.
	Burn,
	Stalled(u64),
	Committee(usize),
	Lower(u32),
	Adult,
	Pause(usize),
	Resume(usize),
	Upgrade(u8),
}

const COMMITTEES: [&[u64]; 4] = [&[11, 12, 13], &[21, 22, 23], &[31, 32, 33, 34], &[1, 2]];
/// Which calls are paused; the last may not be.
const CALLS: [(&str, &str); 3] =
	[("System", "remark"), ("Balances", "transfer"), ("Governance", "vote")];
/// Who proposes, and what each of them has. The last is no more than one of the others.
const ACCOUNTS: [u64; 3] = [1, 2, 3];
const TRACKS: [Track; 4] = [Track::Arbiter, Track::Validators, Track::Committee, Track::Upgrade];

fn call_name(which: usize) -> crate::CallName {
	name(CALLS[which].0, CALLS[which].1)
}

impl Deed {
	fn track(self) -> Track {
		match self {
			Self::Remark(_) | Self::Burn => Track::Arbiter,
			Self::Stalled(_) => Track::Validators,
			Self::Upgrade(_) => Track::Upgrade,
			_ => Track::Committee,
		}
	}

	fn call(self) -> RuntimeCall {
		match self {
			Self::Remark(byte) => remark(byte, 1),
			Self::Burn => fails(),
			Self::Stalled(n) => Call::note_stalled { delay: n, best_finalized: n }.into(),
			Self::Committee(which) => set_committee(COMMITTEES[which]),
			Self::Lower(adult_at) => Call::lower_adulthood { adult_at }.into(),
			Self::Adult => Call::come_of_age {}.into(),
			Self::Pause(which) => Call::pause { call: call_name(which) }.into(),
			Self::Resume(which) => Call::resume { call: call_name(which) }.into(),
			Self::Upgrade(byte) => Call::authorize_upgrade { code: H256::repeat_byte(byte) }.into(),
		}
	}
}

#[derive(Clone, Debug)]
enum Step {
	Propose {
		by: usize,
		deeds: Vec<Deed>,
		open_for: u64,
		deposit: u64,
	},
	/// The same, as often as a queue is long.
	Flood {
		by: usize,
		deed: Deed,
		deposit: u64,
	},
	Withdraw {
		by: usize,
		paper: usize,
	},
	/// A human votes as who it is, or as who it was.
	Vote {
		human: u32,
		before: u32,
		paper: usize,
		aye: bool,
	},
	/// So many parts of all say yes, and so many no, of sixteen.
	Votes {
		paper: usize,
		ayes: u32,
		noes: u32,
	},
	/// A human votes on one in the scope of another.
	Stray {
		human: u32,
		paper: usize,
		other: usize,
	},
	/// By the committee, or by somebody else.
	Motion {
		right: bool,
		deeds: Vec<Deed>,
	},
	Second {
		validator: u64,
		paper: usize,
	},
	Enact {
		paper: usize,
		pays: bool,
	},
	Discard {
		paper: usize,
	},
	Delay {
		right: bool,
		paper: usize,
	},
	Cancel {
		right: bool,
		paper: usize,
	},
	Pause {
		right: bool,
		which: usize,
	},
	Resume {
		right: bool,
		which: usize,
	},
	/// Somebody makes by itself what only a decision makes.
	Usurp {
		deed: Deed,
	},
	/// In the next pin there are so many persons; one of them goes on as somebody new.
	People {
		count: u32,
		rotates: u32,
	},
	Blocks {
		count: u64,
		full: bool,
	},
	/// Blocks go by until the next decision can be enacted.
	Wait,
	Validators {
		first: u64,
		count: u64,
	},
	Version,
	Issuer {
		percent: u32,
	},
	/// Many persons stay for long, and all of them or some want to be an adult chain.
	Grow {
		all: bool,
	},
	/// Persons pause a call, and the committee does not want that.
	Hush {
		which: usize,
	},
	/// Most persons go, and the committee and some validators decide.
	Fall {
		byte: u8,
		seconds: usize,
		enacts: bool,
	},
	/// Something is proposed and everybody who can says yes; or it is open for long, and some do.
	Decide {
		deed: Deed,
		all: bool,
	},
}

fn deed() -> impl Strategy<Value = Deed> {
	prop_oneof![
		3 => (0u8..3).prop_map(Deed::Remark),
		1 => Just(Deed::Burn),
		3 => (1u64..4).prop_map(Deed::Stalled),
		2 => (0..COMMITTEES.len()).prop_map(Deed::Committee),
		1 => (1u32..17).prop_map(Deed::Lower),
		2 => Just(Deed::Adult),
		1 => (0..CALLS.len()).prop_map(Deed::Pause),
		1 => (0..CALLS.len()).prop_map(Deed::Resume),
		3 => (0u8..3).prop_map(Deed::Upgrade),
	]
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
	prop_oneof![
		8 => deed().prop_map(|deed| vec![deed]),
		1 => (deed(), deed()).prop_map(|(first, second)| vec![first, second]),
		1 => Just(vec![]),
		1 => Just(vec![Deed::Remark(0), Deed::Burn]),
	]
}

fn step() -> impl Strategy<Value = Step> {
	let by = || 0..ACCOUNTS.len();
	let paper = || 0usize..24;
	let right = || prop::bool::weighted(0.85);
	let deposit = || prop_oneof![1 => Just(99u64), 8 => 100u64..110, 1 => Just(FUNDS)];
	prop_oneof![
		6 => (by(), deeds(), prop_oneof![6 => 10u64..=50, 1 => 8u64..53], deposit())
			.prop_map(|(by, deeds, open_for, deposit)| Step::Propose { by, deeds, open_for, deposit }),
		1 => (by(), deed(), 100u64..110).prop_map(|(by, deed, deposit)| Step::Flood { by, deed, deposit }),
		2 => (by(), paper()).prop_map(|(by, paper)| Step::Withdraw { by, paper }),
		6 => (0u32..24, 0u32..2, paper(), any::<bool>())
			.prop_map(|(human, before, paper, aye)| Step::Vote { human, before, paper, aye }),
		8 => (paper(), 0u32..14, 0u32..8).prop_map(|(paper, ayes, noes)| Step::Votes { paper, ayes, noes }),
		4 => (0u32..24, paper(), paper()).prop_map(|(human, paper, other)| Step::Stray { human, paper, other }),
		6 => (right(), deeds()).prop_map(|(right, deeds)| Step::Motion { right, deeds }),
		6 => (50u64..58, paper()).prop_map(|(validator, paper)| Step::Second { validator, paper }),
		10 => (paper(), prop::bool::weighted(0.9)).prop_map(|(paper, pays)| Step::Enact { paper, pays }),
		4 => paper().prop_map(|paper| Step::Discard { paper }),
		4 => (right(), paper()).prop_map(|(right, paper)| Step::Delay { right, paper }),
		4 => (right(), paper()).prop_map(|(right, paper)| Step::Cancel { right, paper }),
		3 => (right(), 0..CALLS.len()).prop_map(|(right, which)| Step::Pause { right, which }),
		2 => (right(), 0..CALLS.len()).prop_map(|(right, which)| Step::Resume { right, which }),
		1 => deed().prop_map(|deed| Step::Usurp { deed }),
		4 => (prop::sample::select(vec![3, 6, 7, 8, 12, 16, 20, 20, 30, 70, 190, 190]), 0u32..24)
			.prop_map(|(count, rotates)| Step::People { count, rotates }),
		14 => (1u64..24, prop::bool::weighted(0.3)).prop_map(|(count, full)| Step::Blocks { count, full }),
		6 => Just(Step::Wait),
		2 => (50u64..54, 1u64..6).prop_map(|(first, count)| Step::Validators { first, count }),
		1 => Just(Step::Version),
		1 => prop::sample::select(vec![0u32, 20, 50]).prop_map(|percent| Step::Issuer { percent }),
		4 => (deed(), prop::bool::weighted(0.8)).prop_map(|(deed, all)| Step::Decide { deed, all }),
		3 => prop::bool::weighted(0.7).prop_map(|all| Step::Grow { all }),
		1 => (0..CALLS.len()).prop_map(|which| Step::Hush { which }),
		2 => (0u8..3, 0usize..6, any::<bool>())
			.prop_map(|(byte, seconds, enacts)| Step::Fall { byte, seconds, enacts }),
	]
}

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

impl Model {
	fn new(adult: bool) -> Self {
		Self {
			world: World {
				adult_at: LIVELY.adult_at,
				adult,
				members: COMMITTEES[0].to_vec(),
				pins: Vec::new(),
				is_new_pin: true,
				paused: BTreeMap::new(),
				rests: BTreeMap::new(),
				stalled: None,
				upgrade: None,
			},
			papers: BTreeMap::new(),
			next: 0,
			burnt: BTreeMap::new(),
			cancelled: BTreeSet::new(),
			people: PERSONS,
			rotations: BTreeMap::new(),
			validators: vec![51, 52, 53, 54],
			version: 1,
			issuer: 0,
			seen: BTreeSet::new(),
		}
	}

	fn secret(&self, human: u32, before: u32) -> u32 {
		let rotations = self.rotations.get(&human).copied().unwrap_or(0);
		human + 1000 * rotations.saturating_sub(before)
	}

	fn secrets(&self) -> Vec<u32> {
		(0..self.people).map(|human| self.secret(human, 0)).collect()
	}

	fn orphaned_from(&self) -> Option<u64> {
		let since = self.world.since(|persons, number| 2 * persons < number).0?;
		let from = since + LIVELY.orphan_after;
		(self.world.adult && now() >= from).then_some(from)
	}

	fn stage(&self) -> Stage {
		if !self.world.adult {
			Stage::Child
		} else if self.orphaned_from().is_some() {
			Stage::Orphaned
		} else {
			Stage::Adult
		}
	}

	fn stands(&self, paper: &Paper) -> bool {
		let by_present = paper.by == self.world.committee();
		match paper.from {
			From::Persons => true,
			From::Committee => self.stage() == Stage::Child && by_present,
			From::Orphan => {
				self.orphaned_from().is_some_and(|from| from <= paper.made_at) && by_present
			}
		}
	}

	fn held(&self, who: u64) -> u64 {
		self.papers.values().filter(|paper| paper.by == who).map(|paper| paper.deposit).sum()
	}

	/// Those of a track that wait, the first one first.
	fn queue(&self, track: Track) -> Vec<u32> {
		let waits = |paper: &Paper| paper.track == track && matches!(paper.fate, Fate::Waits);
		let mut queue: Vec<_> = self.papers.iter().filter(|(_, paper)| waits(paper)).collect();
		queue.sort_by_key(|(id, paper)| (u64::MAX - paper.deposit, **id));
		queue.into_iter().map(|(id, _)| *id).collect()
	}

	fn open(&self) -> Vec<(u32, Track)> {
		let open = |paper: &Paper| matches!(paper.fate, Fate::Open(_));
		let all = self.papers.iter().filter(|(_, paper)| open(paper));
		all.map(|(id, paper)| (*id, paper.track)).collect()
	}

	/// Which proposal is to be opened or ended next, if there is room.
	fn next_to_open(&self) -> Option<u32> {
		let open = self.open();
		if open.len() >= 3 {
			return None;
		}
		let closed = TRACKS.into_iter().filter(|track| open.iter().all(|(_, of)| of != track));
		closed
			.filter_map(|track| self.queue(track).first().copied())
			.filter(|id| {
				let paper = &self.papers[id];
				let alone = time_to_vote(self.people, 1, paper.open_for);
				let beside = time_to_vote(self.people, open.len() as u64 + 1, paper.open_for);
				let enough = self.people >= rules_of(paper.track).least_electorate;
				paper.version != self.version || alone > LONGEST || (enough && beside <= LONGEST)
			})
			.min_by_key(|id| (u64::MAX - self.papers[id].deposit, *id))
	}

	/// The number of one that is not done with, most often.
	fn paper(&self, index: usize) -> u32 {
		let ids: Vec<_> = self.papers.keys().copied().collect();
		match ids.len() {
			0 => 0,
			_ if index == 0 => self.next,
			count => ids[index % count],
		}
	}

	/// A proposal is done with.
	fn end(&mut self, id: u32, burn: bool) {
		let paper = self.papers.remove(&id).expect("it is not done with");
		if burn {
			*self.burnt.entry(paper.by).or_default() += paper.deposit;
		}
	}

	/// One block more.
	fn block(&mut self, full: bool) {
		for paper in self.papers.values_mut() {
			if let Fate::Open(poll) = &mut paper.fate {
				poll.full += u64::from(full);
			}
		}
		Full::set(full);
		next_block();
		Full::set(false);
		if self.world.is_new_pin {
			self.world.look(self.people);
		}
		let mut did_open = false;
		for event in events() {
			match event {
				Event::Closed { proposal, ayes, noes, electorate, outcome } => {
					self.closed(proposal, ayes, noes, electorate, outcome);
				}
				Event::Opened { proposal, ballot } => {
					assert!(!did_open, "one a block");
					did_open = true;
					self.opened(proposal, ballot);
				}
				Event::Discarded { proposal } => {
					assert!(!did_open && self.next_to_open() == Some(proposal));
					did_open = true;
					assert_ne!(self.papers[&proposal].version, self.version);
					self.end(proposal, false);
					self.seen.insert("void while it waits");
				}
				Event::TooManyToVote { proposal } => {
					assert!(!did_open && self.next_to_open() == Some(proposal));
					did_open = true;
					let paper = &self.papers[&proposal];
					assert!(time_to_vote(self.people, 1, paper.open_for) > LONGEST);
					self.end(proposal, false);
					self.seen.insert("too many to vote");
				}
				other => panic!("no block does this by itself: {other:?}"),
			}
		}
		assert!(did_open || self.next_to_open().is_none(), "one could have been opened");
		for (id, paper) in &mut self.papers {
			if let Fate::Open(poll) = &mut paper.fate {
				if poll.is_over(now()) {
					let since = *poll.over_since.get_or_insert(now());
					assert!(now() < since + 2, "{id} is not closed, and was over in {since}");
				}
			}
		}
	}

	fn closed(&mut self, id: u32, ayes: u32, noes: u32, persons: u32, outcome: Outcome<u64>) {
		let paper = self.papers.get_mut(&id).expect("it is open");
		let Fate::Open(poll) = &paper.fate else { panic!("{id} was not open") };
		assert!(poll.is_over(now()), "{id} is closed too early");
		assert_eq!((poll.count(true), poll.count(false), poll.persons()), (ayes, noes, persons));
		let (ayes, noes, persons) = (u64::from(ayes), u64::from(noes), u64::from(persons));
		let track = paper.track;
		let rules = rules_of(track);
		let enough = ayes * 4000 >= persons * share(track, poll.time);
		let floor = share(track, 50);
		let passes = ayes > noes && enough;
		let badly = (noes > 0 && noes >= 2 * ayes) || 2 * ayes * 4000 < persons * floor;
		match outcome {
			Outcome::Void => {
				assert_ne!(paper.version, self.version);
				self.end(id, false);
				self.seen.insert("void while it is open");
			}
			Outcome::Passed(from) => {
				assert_eq!(paper.version, self.version);
				assert!(passes, "{ayes} to {noes} of {persons}");
				let most = share(track, 10);
				// What passes with less waits longer, in a line.
				let short = (persons * most).saturating_sub(ayes * 4000);
				let longer = (rules.low_lock - rules.lock) * short / (persons * (most - floor));
				let lock = from - now();
				assert!((rules.lock + longer..=rules.lock + longer + 1).contains(&lock), "{lock}");
				assert!(short > 0 || lock == rules.lock);
				self.seen.insert(if lock > rules.lock + 1 { "passed low" } else { "passed" });
				if poll.full > 0 && now() > poll.opened + poll.time + 1 {
					self.seen.insert("closed late");
				}
				let until = from + LIVELY.enact_within;
				paper.passed_by_persons = true;
				let widely = short == 0;
				paper.fate = Fate::Passed { from, until, delayed: false, widely };
			}
			Outcome::Failed => {
				assert_eq!(paper.version, self.version);
				assert!(!passes && !badly, "{ayes} to {noes} of {persons}");
				self.end(id, false);
				self.seen.insert("failed");
			}
			Outcome::FailedAndBurnt => {
				assert_eq!(paper.version, self.version);
				assert!(!passes && badly, "{ayes} to {noes} of {persons}");
				self.end(id, true);
				self.seen.insert("burnt");
			}
		}
	}

	fn opened(&mut self, id: u32, ballot: crate::Ballot<u64>) {
		assert_eq!(self.next_to_open(), Some(id), "another one is first");
		let open = self.open().len() as u64 + 1;
		let electorate = self.secrets();
		let (people, version) = (self.people, self.version);
		let paper = self.papers.get_mut(&id).expect("it waits");
		let time = time_to_vote(people, open, paper.open_for);
		assert!(time <= LONGEST && paper.version == version);
		assert!(people >= rules_of(paper.track).least_electorate);
		assert_eq!((ballot.closes_at, ballot.scope.electorate), (now() + time, people));
		// As many blocks again, and no more than the scope can be open.
		let most_late = time.min(SCOPE_LIFE - time);
		paper.fate = Fate::Open(Poll {
			electorate,
			opened: now(),
			time,
			most_late,
			full: 0,
			said: BTreeMap::new(),
			over_since: None,
		});
		self.seen.insert(if open == 3 { "three are open" } else { "opened" });
	}

	/// Does what was decided, all of it or nothing.
	fn do_deeds(&self, deeds: &[Deed], by_persons: bool, widely: bool) -> (bool, World) {
		let mut world = self.world.clone();
		let mut can = true;
		for deed in deeds {
			can &= match *deed {
				Deed::Remark(_) => true,
				Deed::Burn => false,
				Deed::Stalled(n) => {
					world.stalled = Some((n, n));
					true
				}
				Deed::Upgrade(byte) => {
					world.upgrade = Some(byte);
					true
				}
				Deed::Committee(which) => {
					world.members = COMMITTEES[which].to_vec();
					world.members.len() >= 3
				}
				Deed::Lower(number) => {
					let least = LIVELY.wide.least_electorate;
					let lower = by_persons && number >= least && number < world.adult_at;
					world.adult_at = number;
					world.look(self.people);
					lower
				}
				Deed::Adult => {
					// A pin is seen with the number of its day.
					let (since, pins) = world.since(|persons, number| persons >= number);
					let is_old = since.is_some_and(|since| now() >= since + LIVELY.adult_after);
					let is_seen = pins >= LIVELY.adult_pins as usize;
					let fine = widely && !world.adult && self.issuer <= 34;
					world.adult = true;
					fine && is_old && is_seen
				}
				Deed::Pause(which) => world.pause(which, now(), by_persons),
				Deed::Resume(which) => world.resume(which, now(), by_persons),
			};
		}
		(can, world)
	}

	fn add(
		&mut self,
		deeds: &[Deed],
		by: u64,
		deposit: u64,
		open_for: u64,
		from: From,
		fate: Fate,
	) {
		let paper = Paper {
			deeds: deeds.to_vec(),
			track: deeds[0].track(),
			by,
			deposit,
			open_for,
			version: self.version,
			made_at: now(),
			from,
			fate,
			passed_by_persons: false,
		};
		self.papers.insert(self.next, paper);
		self.next += 1;
	}

	fn propose(&mut self, by: u64, deeds: &[Deed], open_for: u64, deposit: u64) {
		let track = deeds.first().map_or(Track::Arbiter, |deed| deed.track());
		let queue = self.queue(track);
		let last = queue.last().map(|id| (*id, self.papers[id].deposit));
		let has_room =
			queue.len() < MAX_WAITING as usize || last.is_some_and(|(_, least)| least < deposit);
		// The last unit keeps the account alive.
		let funds = FUNDS - self.burnt.get(&by).copied().unwrap_or(0) - self.held(by) - 1;
		// And what one's own proposal gives back that makes room.
		let evicted = last
			.filter(|(id, _)| queue.len() == MAX_WAITING as usize && self.papers[id].by == by)
			.map_or(0, |(_, deposit)| deposit);
		let funds = funds + evicted;
		let can = !deeds.is_empty()
			&& deeds.iter().all(|deed| deed.track() == track)
			&& are_light(deeds)
			&& deposit >= 100
			&& (10..=50).contains(&open_for)
			&& self.people >= rules_of(track).least_electorate
			&& time_to_vote(self.people, 1, open_for) <= LONGEST
			&& has_room
			&& deposit <= funds;
		let calls = deeds.iter().map(|deed| deed.call()).collect::<Vec<_>>();
		let calls = calls.try_into().expect("they are few");
		let done =
			accepted(|| Governance::propose(crate::mock::by(by), track, calls, open_for, deposit));
		assert_eq!(done, can);
		if !can {
			return;
		}
		if queue.len() == MAX_WAITING as usize {
			self.end(last.expect("it is full").0, false);
			self.seen.insert("pushed out");
		}
		self.add(deeds, by, deposit, open_for, From::Persons, Fate::Waits);
	}

	fn vote(&mut self, secret: u32, id: u32, aye: bool) {
		let human = secret % 1000;
		let Some(ballot) = Proposals::<Test>::get(id).and_then(|stored| match stored.state {
			State::Open(ballot) => Some(ballot),
			_ => None,
		}) else {
			return;
		};
		let scope = ballot.person_scope();
		let paper = self.papers.get_mut(&id).expect("the chain knows it");
		let Fate::Open(poll) = &mut paper.fate else { panic!("{id} is not open") };
		let voted = poll.said.contains_key(&human);
		let can = poll.electorate.contains(&secret) && !voted && now() <= poll.last();
		let done = accepted(|| Persons::act(secret, scope, vote_call(id, aye)));
		assert_eq!(done, can);
		if can {
			poll.said.insert(human, aye);
		} else if voted {
			self.seen.insert("voted twice");
		}
	}

	fn enact(&mut self, id: u32, pays: bool) {
		let weight = if pays { MaxCallsWeight::get() } else { Weight::zero() };
		let enact = || {
			let call = Call::<Test>::enact { proposal: id, weight };
			// As an extrinsic does: what fails has changed nothing.
			let made = RuntimeCall::from(call).dispatch(by(77));
			made.map(drop).map_err(|failed| failed.error)
		};
		let Some(paper) = self.papers.get(&id).cloned() else {
			assert!(!accepted(enact));
			return;
		};
		let widely = matches!(paper.fate, Fate::Passed { widely: true, .. });
		let (done, world) = self.do_deeds(&paper.deeds, paper.from == From::Persons, widely);
		let in_time = matches!(paper.fate, Fate::Passed { from, until, .. }
			if (from..=until).contains(&now()));
		let may = in_time && paper.version == self.version && self.stands(&paper) && pays;
		let stage = self.stage();
		let enacted = accepted(enact);
		assert_eq!(enacted, may && done, "{paper:?}");
		if !enacted {
			if may {
				self.seen.insert("failed to be done");
				if paper.deeds == [Deed::Adult]
					&& !widely && self.do_deeds(&paper.deeds, true, true).0
				{
					self.seen.insert("too few made no adult");
				}
			}
			return;
		}
		match (stage, paper.from) {
			(_, From::Persons) => assert!(paper.passed_by_persons),
			(Stage::Child, From::Committee) => (),
			(Stage::Orphaned, From::Orphan) => assert_eq!(paper.track, Track::Upgrade),
			other => panic!("not in this stage: {other:?}"),
		}
		self.seen.insert(match (stage, paper.from) {
			(Stage::Child, From::Persons) => "persons' will is done in a child",
			(Stage::Adult, From::Persons) => "persons' will is done in an adult",
			(_, From::Persons) => "persons' will is done though most are gone",
			(_, From::Committee) => "a motion is done",
			(_, From::Orphan) => "a motion with validators is done",
		});
		if world.adult && !self.world.adult {
			self.seen.insert("came of age");
		}
		self.world = world;
		self.end(id, false);
	}

	fn motion(&mut self, right: bool, deeds: &[Deed]) {
		let committee = self.world.committee();
		let who = if right { committee } else { 11 };
		let track = deeds.first().map_or(Track::Arbiter, |deed| deed.track());
		let motions = self.papers.values().filter(|paper| paper.from != From::Persons).count();
		let stage = self.stage();
		let can = right
			&& !deeds.is_empty()
			&& deeds.iter().all(|deed| deed.track() == track)
			&& are_light(deeds)
			&& motions < MAX_MOTIONS as usize
			&& match stage {
				Stage::Child => true,
				Stage::Orphaned => track == Track::Upgrade,
				Stage::Adult => false,
			};
		let calls = deeds.iter().map(|deed| deed.call()).collect::<Vec<_>>();
		let calls = calls.try_into().expect("they are few");
		assert_eq!(accepted(|| Governance::motion(by(who), track, calls)), can);
		if !can {
			return;
		}
		if stage == Stage::Child {
			let from = now() + rules_of(track).lock;
			let until = from + LIVELY.enact_within;
			let fate = Fate::Passed { from, until, delayed: false, widely: false };
			self.add(deeds, committee, 0, 0, From::Committee, fate);
		} else {
			self.add(deeds, committee, 0, 0, From::Orphan, Fate::Unseconded(BTreeSet::new()));
		}
	}

	fn second(&mut self, validator: u64, id: u32) {
		let done = accepted(|| Governance::second(by(validator), id));
		let mut can = false;
		if let Some(mut paper) = self.papers.get(&id).cloned() {
			if let Fate::Unseconded(seconds) = &mut paper.fate {
				let validators = &self.validators;
				seconds.retain(|other| validators.contains(other));
				let is_new = seconds.insert(validator);
				let enough = 3 * seconds.len() >= 2 * validators.len();
				can = validators.contains(&validator) && (is_new || enough) && self.stands(&paper);
				if can && enough {
					let from = now() + LIVELY.orphan_lock;
					let until = from + LIVELY.enact_within;
					paper.fate = Fate::Passed { from, until, delayed: false, widely: false };
				}
				if can {
					self.seen.insert("seconded");
					self.papers.insert(id, paper);
				}
			}
		}
		assert_eq!(done, can);
	}

	fn discard(&mut self, id: u32) {
		let can = self.papers.get(&id).is_some_and(|paper| {
			let never = paper.version != self.version || !self.stands(paper);
			match paper.fate {
				Fate::Waits | Fate::Open(_) => false,
				Fate::Unseconded(_) => never,
				Fate::Passed { until, .. } => never || now() > until,
			}
		});
		assert_eq!(accepted(|| Governance::discard(by(77), id)), can);
		if can {
			self.end(id, false);
			self.seen.insert("discarded");
		}
	}

	fn delay(&mut self, right: bool, id: u32) {
		let who = if right { self.world.committee() } else { 12 };
		let done = accepted(|| Governance::delay(by(who), id));
		let mut can = false;
		if let Some(paper) = self.papers.get_mut(&id) {
			let lock = rules_of(paper.track).lock;
			if let Fate::Passed { from, until, delayed, .. } = &mut paper.fate {
				can = right && paper.track != Track::Committee && !*delayed && now() <= *until;
				if can {
					*from = now().max(*from) + lock;
					*until = *from + LIVELY.enact_within;
					*delayed = true;
					self.seen.insert("delayed");
				}
			}
		}
		assert_eq!(done, can);
	}

	fn cancel(&mut self, right: bool, id: u32) {
		let who = if right { self.world.committee() } else { 12 };
		let can = right
			&& self.papers.get(&id).is_some_and(|paper| {
				let is_decided = matches!(paper.fate, Fate::Passed { .. } | Fate::Unseconded(_));
				let once =
					paper.track != Track::Committee && !self.cancelled.contains(&paper.deeds);
				is_decided && (paper.from != From::Persons || once)
			});
		assert_eq!(accepted(|| Governance::cancel(by(who), id)), can);
		if can {
			let paper = self.papers[&id].clone();
			if paper.from == From::Persons {
				self.cancelled.insert(paper.deeds);
				self.seen.insert("cancelled");
			}
			self.end(id, false);
		}
	}

	fn perform(&mut self, step: &Step) {
		match step.clone() {
			Step::Propose { by, deeds, open_for, deposit } => {
				self.propose(ACCOUNTS[by], &deeds, open_for, deposit);
			}
			Step::Flood { by, deed, deposit } => {
				for _ in 0..MAX_WAITING {
					self.propose(ACCOUNTS[by], &[deed], 10, deposit);
				}
			}
			Step::Withdraw { by: who, paper } => {
				let (id, who) = (self.paper(paper), ACCOUNTS[who]);
				let may = self
					.papers
					.get(&id)
					.filter(|paper| paper.by == who && matches!(paper.fate, Fate::Waits));
				let until = may.map(|paper| paper.made_at + rules_of(paper.track).least_open);
				let can = until.is_some_and(|until| now() >= until);
				if until.is_some() && !can {
					self.seen.insert("too soon to be withdrawn");
				}
				assert_eq!(accepted(|| Governance::withdraw(by(who), id)), can);
				if can {
					self.end(id, false);
					self.seen.insert("withdrawn");
				}
			}
			Step::Vote { human, before, paper, aye } => {
				let secret = self.secret(human, before);
				for id in
					[self.paper(paper)].into_iter().chain(self.open().first().map(|open| open.0))
				{
					self.vote(secret, id, aye);
				}
			}
			Step::Votes { paper, ayes, noes } => {
				let open = self.open();
				let Some((id, _)) = open.get(paper % open.len().max(1)).copied() else { return };
				let Fate::Open(poll) = &self.papers[&id].fate else { return };
				let electorate = poll.electorate.clone();
				let part = |parts: u32| electorate.len() * parts as usize / 16;
				for (place, secret) in electorate.iter().enumerate().take(part(ayes + noes)) {
					self.vote(*secret, id, place < part(ayes));
				}
			}
			Step::Stray { human, paper, other } => {
				let open = self.open();
				let (Some((id, _)), Some((other, _))) =
					(open.get(paper % open.len().max(1)), open.get(other % open.len().max(1)))
				else {
					return;
				};
				if id == other {
					return;
				}
				let scope = ballot(*other).expect("it is open").person_scope();
				let secret = self.secret(human, 0);
				assert!(!accepted(|| Persons::act(secret, scope, vote_call(*id, true))));
				assert!(!accepted(|| Persons::act_unasked(secret, scope, vote_call(*id, true))));
				self.seen.insert("strayed");
			}
			Step::Motion { right, deeds } => self.motion(right, &deeds),
			Step::Second { validator, paper } => {
				for id in [self.paper(paper)].into_iter().chain(self.unseconded()) {
					self.second(validator, id);
				}
			}
			Step::Enact { paper, pays } => self.enact(self.paper(paper), pays),
			Step::Discard { paper } => self.discard(self.paper(paper)),
			Step::Delay { right, paper } => self.delay(right, self.paper(paper)),
			Step::Cancel { right, paper } => self.cancel(right, self.paper(paper)),
			Step::Pause { right, which } => {
				let who = if right { self.world.committee() } else { 13 };
				let can = right && self.world.pause(which, now(), false);
				assert_eq!(accepted(|| Governance::pause(by(who), call_name(which))), can);
			}
			Step::Resume { right, which } => {
				let who = if right { self.world.committee() } else { 13 };
				let was_paused = self.world.is_paused(which, now());
				let can = right && self.world.resume(which, now(), false);
				if right && was_paused && !can {
					self.seen.insert("persons' pause stays");
				}
				assert_eq!(accepted(|| Governance::resume(by(who), call_name(which))), can);
			}
			Step::Usurp { deed } => {
				let may = matches!(deed, Deed::Pause(_) | Deed::Resume(_) | Deed::Remark(_));
				for who in [1, 11, self.world.committee()].into_iter().filter(|_| !may) {
					let made = || deed.call().dispatch(by(who)).map(drop).map_err(|one| one.error);
					// Burning what is one's own is nothing that was decided.
					assert!(deed == Deed::Burn || !accepted(made));
				}
			}
			Step::People { count, rotates } => {
				*self.rotations.entry(rotates).or_default() += 1;
				self.people = count;
				self.world.is_new_pin = true;
				Persons::next_epoch(self.secrets());
			}
			Step::Blocks { count, full } => {
				for _ in 0..count {
					self.block(full);
				}
			}
			Step::Wait => {
				let from = self.papers.values().filter_map(|paper| match paper.fate {
					Fate::Passed { from, .. } => Some(from),
					_ => None,
				});
				if let Some(from) = from.filter(|from| *from > now()).min() {
					while now() < from {
						self.block(false);
					}
					let ids: Vec<_> = self.papers.keys().copied().collect();
					for id in ids {
						self.enact(id, true);
					}
				}
			}
			Step::Validators { first, count } => {
				self.validators = (first..first + count).collect();
				Validators::set(self.validators.clone());
			}
			Step::Version => {
				self.version += 1;
				TransactionVersion::set(self.version);
			}
			Step::Issuer { percent } => {
				self.issuer = percent;
				persons::GreatestPart::<Test>::put(Perbill::from_percent(percent));
			}
			Step::Grow { all } => {
				self.perform(&Step::People { count: 20, rotates: 1 });
				self.perform(&Step::Blocks { count: LIVELY.adult_after - 5, full: false });
				self.perform(&Step::People { count: 20, rotates: 2 });
				self.perform(&Step::Blocks { count: 1, full: false });
				self.perform(&Step::Decide { deed: Deed::Adult, all });
				self.perform(&Step::Wait);
			}
			Step::Hush { which } => {
				self.perform(&Step::Decide { deed: Deed::Pause(which), all: true });
				self.perform(&Step::Wait);
				self.perform(&Step::Resume { right: true, which });
			}
			Step::Fall { byte, seconds, enacts } => {
				self.perform(&Step::People { count: 6, rotates: 0 });
				self.perform(&Step::Blocks { count: 1 + LIVELY.orphan_after, full: false });
				let id = self.next;
				self.motion(true, &[Deed::Upgrade(byte)]);
				for validator in self.validators.clone().into_iter().take(seconds) {
					self.second(validator, id);
				}
				if enacts {
					self.perform(&Step::Blocks { count: LIVELY.orphan_lock, full: false });
					self.enact(id, true);
				} else {
					// Those who are left are enough for a narrow track.
					self.perform(&Step::Decide { deed: Deed::Remark(byte), all: true });
					self.perform(&Step::Wait);
				}
			}
			Step::Decide { deed, all } => {
				let id = self.next;
				self.propose(ACCOUNTS[1], &[deed], if all { 10 } else { 50 }, 120);
				self.block(false);
				if let Some(Fate::Open(poll)) = self.papers.get(&id).map(|paper| &paper.fate) {
					let some = poll.electorate.len() * 3 / 8;
					let ayes = if all { poll.electorate.len() } else { some };
					for secret in poll.electorate.clone().into_iter().take(ayes) {
						self.vote(secret, id, true);
					}
				}
				self.perform(&Step::Blocks { count: if all { 1 } else { 51 }, full: false });
			}
		}
	}

	fn unseconded(&self) -> Option<u32> {
		let is = |paper: &Paper| matches!(paper.fate, Fate::Unseconded(_));
		self.papers.iter().find(|(_, paper)| is(paper)).map(|(id, _)| *id)
	}

	/// What the chain and the model say of everything that can be asked.
	fn compare(&self) {
		check_state();
		let ids: Vec<_> =
			Proposals::<Test>::iter_keys().collect::<BTreeSet<_>>().into_iter().collect();
		assert_eq!(ids, self.papers.keys().copied().collect::<Vec<_>>());
		for (id, paper) in &self.papers {
			match (&proposal(*id).state, &paper.fate) {
				(State::Waiting, Fate::Waits) | (State::Unseconded, Fate::Unseconded(_)) => (),
				(State::Open(ballot), Fate::Open(poll)) => {
					assert_eq!((ballot.ayes, ballot.noes), (poll.count(true), poll.count(false)));
				}
				(
					State::Passed { widely: stored, .. },
					Fate::Passed { from, until, delayed, widely },
				) => {
					assert_eq!((passed(*id), stored), ((*from, *until, *delayed), widely));
				}
				other => panic!("{id} is {other:?}"),
			}
		}
		let open = self.open();
		let tracks: BTreeSet<_> = open.iter().map(|(_, track)| *track).collect();
		assert!(open.len() <= 3 && tracks.len() == open.len());
		let mut lost = 0;
		for who in ACCOUNTS {
			let burnt = self.burnt.get(&who).copied().unwrap_or(0);
			lost += burnt;
			assert_eq!((held(who), free(who)), (self.held(who), FUNDS - burnt - self.held(who)));
		}
		assert_eq!(issuance(), 99 * FUNDS - lost);
		assert_eq!(
			(committee(), IsAdult::<Test>::get()),
			(self.world.committee(), self.world.adult)
		);
		assert_eq!(Governance::stage(now()), self.stage());
		let watch = WatchOfPins::<Test>::get();
		let (many_since, many_pins) = self.world.since(|persons, number| persons >= number);
		assert_eq!((watch.many_since, watch.many_pins as usize), (many_since, many_pins));
		let few_since = self.world.since(|persons, number| 2 * persons < number).0;
		assert_eq!(watch.few_since, few_since);
		for (which, (pallet, call)) in CALLS.into_iter().enumerate() {
			assert_eq!(Governance::is_paused(pallet, call), self.world.is_paused(which, now()));
		}
		assert_eq!(Stalled::get(), self.world.stalled);
		let upgrade = System::authorized_upgrade().map(|upgrade| *upgrade.code_hash());
		assert_eq!(upgrade, self.world.upgrade.map(H256::repeat_byte));
	}

	/// In the end all is opened, closed, enacted or discarded, whatever was before.
	fn come_to_rest(&mut self) {
		self.people = PERSONS;
		self.world.is_new_pin = true;
		Persons::next_epoch(self.secrets());
		for _ in 0..100 {
			self.perform(&Step::Blocks { count: 31, full: false });
			let ids: Vec<_> = self.papers.keys().copied().collect();
			for id in ids {
				self.enact(id, true);
				if self.papers.contains_key(&id) {
					self.discard(id);
				}
			}
			if self.papers.is_empty() {
				break;
			}
		}
		if let Some(id) = self.unseconded() {
			assert!(self.papers.values().all(|paper| matches!(paper.fate, Fate::Unseconded(_))));
			self.cancel(true, id);
		}
		self.compare();
		assert!(self.papers.is_empty(), "{:?}", self.papers);
		assert!(ACCOUNTS.into_iter().all(|who| held(who) == 0));
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
