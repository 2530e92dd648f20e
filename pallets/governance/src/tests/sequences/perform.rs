//! Each step, done by the chain and by the model, and what both must have in common afterwards.

use super::*;

impl Model {
	pub(super) fn new(adult: bool) -> Self {
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
	pub(super) fn block(&mut self, full: bool) {
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

	pub(super) fn perform(&mut self, step: &Step) {
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
	pub(super) fn compare(&self) {
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
	pub(super) fn come_to_rest(&mut self) {
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
