//! A model of how persons come and go, small enough to be looked at in every state that it can be in.
//!
//! It is written from the design's sentences and not from the pallet, whose faults it would otherwise
//! share. There is no clock: whatever time brings (an admission is over, somebody's turn to leave comes,
//! the next in the queue is placed, an epoch ends) is a step that the adversary takes when it likes. So is
//! what humans and the corrupt issuer do. Honest issuers know each human by one tag, and attest to whoever
//! asks.
//!
//! - **P10**: as long as one issuer at most is corrupt, no human holds two leaves of one tree.
//! - **P13**: a human who holds no live person is admitted by the honest issuers alone, wherever these weigh
//!   enough, whatever anybody has done before.
//!
//! Each rule is a switch ([`Rules`]): the rules of the design keep both properties in all states, and each
//! rule that was once thought to be good enough instead is found to break one of them.
//!
//! What is left out, because it changes none of this: commitments, and so rotation; and the serials of tags,
//! by which a ticket that was signed before a withdrawal or an end is void. An honest issuer would sign
//! another one all the same.

use std::{
	cmp::Ordering,
	collections::{hash_map::Entry, HashMap},
	fmt,
};

/// The most issuers.
pub const MAX_ISSUERS: usize = 5;
/// The most records that are kept apart.
pub const MAX_RECORDS: usize = 3;

/// A human.
pub type Human = u8;
/// A set of issuers, a bit each.
pub type Issuers = u8;

/// The issuers that count, what each weighs, and what a quorum must weigh.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Policy {
	/// What each issuer weighs; 0 if it does not count.
	pub weights: [u8; MAX_ISSUERS],
	/// What a quorum weighs at least.
	pub threshold: u8,
}

impl Policy {
	/// Issuers that weigh one each.
	pub fn of(issuers: &[usize], threshold: u8) -> Self {
		let mut weights = [0; MAX_ISSUERS];
		for issuer in issuers {
			weights[*issuer] = 1;
		}
		Self { weights, threshold }
	}

	/// What all issuers weigh, and what the heaviest does.
	fn weight(&self) -> (u8, u8) {
		(self.weights.iter().sum(), self.weights.iter().copied().max().unwrap_or_default())
	}

	/// Whether any two quorums share two issuers: `2 T > W + w`.
	pub fn quorums_intersect(&self) -> bool {
		let (all, heaviest) = self.weight();
		2 * self.threshold > all + heaviest
	}

	fn admits(&self, issuers: Issuers) -> bool {
		let weights = self.weights.iter().enumerate();
		let weight: u8 =
			weights.map(|(id, weight)| if has(issuers, id) { *weight } else { 0 }).sum();
		weight >= self.threshold
	}

	fn issuers(&self) -> Issuers {
		(0..MAX_ISSUERS).fold(0, |all, id| all | (u8::from(self.weights[id] > 0) << id))
	}
}

fn has(issuers: Issuers, id: usize) -> bool {
	issuers >> id & 1 == 1
}

/// How whoever has ended leaves the next tree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Removal {
	/// In the same step.
	AtOnce,
	/// It waits for its turn, which comes at any time; those who are to enter wait for all who are to leave.
	Queued,
	/// It waits for its turn, and nobody waits for it.
	QueuedBesides,
}

/// Whether a person that has ended comes back as the same one. Where it does, its tags are its own for ever:
/// nobody enrols under them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Return {
	/// Never: its human enrols anew.
	Never,
	/// By a quorum of which each issuer knows it or nobody by the tag, one at least knows it; a leaf that it
	/// still has is replaced, for which it waits in a queue of its own.
	Replaces,
	/// By such a quorum; the removal that still waits is taken back.
	Cancels,
}

/// What policy an admission keeps to while persons live that were admitted under the one before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
	/// Both. There is one change at a time.
	Joint,
	/// The new one alone.
	AtOnce,
}

/// The rules that are tried.
#[derive(Clone, Debug)]
pub struct Rules {
	/// How many humans there are.
	pub humans: u8,
	/// How many records are kept apart. Who wants another one waits until one is of no account any more.
	pub records: usize,
	/// The policies, one after the other.
	pub policies: Vec<Policy>,
	/// The issuer that says whatever anybody likes.
	pub corrupt: usize,
	/// How whoever has ended leaves.
	pub removal: Removal,
	/// Whether they come back.
	pub returns: Return,
	/// How the policy changes.
	pub change: Change,
	/// Whether a person stops to count when its time is over, before its turn to end has come.
	pub lapses_by_itself: bool,
}

impl Rules {
	/// The design's.
	pub fn of_design(humans: u8, policies: Vec<Policy>, corrupt: usize) -> Self {
		Self {
			humans,
			records: MAX_RECORDS,
			policies,
			corrupt,
			removal: Removal::AtOnce,
			returns: Return::Never,
			change: Change::Joint,
			lapses_by_itself: false,
		}
	}
}

/// What waits to be done about a record's leaf in the next tree.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
enum Pending {
	#[default]
	Nothing,
	Add,
	Remove,
	Replace,
}

/// Of whom a leaf is, or nobody's.
type Leaf = Option<Human>;

/// A person's record.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
struct Record {
	/// Who knows the secret.
	holder: Human,
	/// Whether it has not ended.
	live: bool,
	/// Whether the time for which it was admitted is over.
	over: bool,
	pending: Pending,
	/// Its leaf in the present tree.
	present: Leaf,
	/// Its leaf in the next tree.
	next: Leaf,
	/// The policy under which it was last admitted.
	policy: u8,
	/// As whom each issuer knows it. What the corrupt one says is no human's tag, and never twice the same.
	tags: [Leaf; MAX_ISSUERS],
}

/// A state.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct State {
	policy: u8,
	records: [Option<Record>; MAX_RECORDS],
}

/// What happens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
	/// A human enrols by these issuers.
	Enrol(Human, Issuers),
	/// The holder of a record renews it by these.
	Renew(usize, Issuers),
	/// A human takes a record over by issuers that know it.
	Recover(usize, Human, Issuers),
	/// A human brings back a record that has ended.
	Return(usize, Human, Issuers),
	/// The time of a record is over.
	Lapse(usize),
	/// A record ends: by withdrawal, veto or merge, or because its turn has come.
	End(usize),
	/// What waits for a record is done.
	Apply(usize),
	/// The epoch ends: the next tree becomes the present one.
	Swap,
	/// Another policy begins.
	ChangePolicy,
}

impl fmt::Display for Step {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let list = |issuers: Issuers| (0..MAX_ISSUERS).filter(move |id| has(issuers, *id));
		let names =
			|issuers| list(issuers).map(|id| char::from(b'a' + id as u8)).collect::<String>();
		match self {
			Self::Enrol(human, by) => write!(f, "human {human} enrols by {}", names(*by)),
			Self::Renew(record, by) => write!(f, "record {record} is renewed by {}", names(*by)),
			Self::Recover(record, human, by) => {
				write!(f, "human {human} recovers record {record} by {}", names(*by))
			}
			Self::Return(record, human, by) => {
				write!(f, "human {human} brings back record {record} by {}", names(*by))
			}
			Self::Lapse(record) => write!(f, "the time of record {record} is over"),
			Self::End(record) => write!(f, "record {record} ends"),
			Self::Apply(record) => write!(f, "what waits for record {record} is done"),
			Self::Swap => f.write_str("the epoch ends"),
			Self::ChangePolicy => f.write_str("another policy begins"),
		}
	}
}

/// Which property a state breaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Broken {
	/// This human holds two leaves of one tree.
	P10(Human),
	/// This human is not admitted by honest issuers.
	P13(Human),
}

impl State {
	fn first() -> Self {
		Self { policy: 0, records: [None; MAX_RECORDS] }
	}

	fn all(&self) -> impl Iterator<Item = (usize, &Record)> {
		self.records.iter().enumerate().filter_map(|(at, record)| Some((at, record.as_ref()?)))
	}

	/// Whether a record counts: its policy goes on.
	fn counts(record: &Record, rules: &Rules) -> bool {
		record.live && !(rules.lapses_by_itself && record.over)
	}

	/// Whether a record's tags are its own.
	fn has_tags(record: &Record, rules: &Rules) -> bool {
		Self::counts(record, rules) || rules.returns != Return::Never
	}

	/// The policies that an admission must keep to.
	fn policies(&self, rules: &Rules) -> impl Iterator<Item = Policy> + '_ {
		let policies = rules.policies.clone();
		let old = match rules.change {
			Change::Joint => {
				let counting = self.all().filter(|(_, record)| Self::counts(record, rules));
				counting.map(|(_, record)| record.policy).min().unwrap_or(self.policy)
			}
			Change::AtOnce => self.policy,
		};
		(old..=self.policy).map(move |policy| policies[usize::from(policy)])
	}

	/// The sets of issuers that admit.
	fn quorums(&self, rules: &Rules) -> Vec<Issuers> {
		quorums_of(&self.policies(rules).collect::<Vec<_>>())
	}

	/// The record whose own an issuer's tag of this human is.
	fn known_as(&self, rules: &Rules, issuer: usize, human: Human) -> Option<usize> {
		self.all()
			.find(|(_, record)| Self::has_tags(record, rules) && record.tags[issuer] == Some(human))
			.map(|(at, _)| at)
	}

	/// Whether each of these may bind its tag of a human to a record, or to a new one: honest ones whose tag
	/// is no other record's. The corrupt one has a tag for everybody.
	fn may_bind(&self, rules: &Rules, issuers: Issuers, human: Human, to: Option<usize>) -> bool {
		(0..MAX_ISSUERS).filter(|id| has(issuers, *id) && *id != rules.corrupt).all(|id| {
			let known = self.known_as(rules, id, human);
			let own = to.and_then(|at| self.records[at]).and_then(|record| record.tags[id]);
			// A record has one tag at an issuer.
			known.is_none_or(|known| Some(known) == to) && own.is_none_or(|own| own == human)
		})
	}

	/// Whether these may bring back a record for a human.
	fn may_return(&self, rules: &Rules, issuers: Issuers, human: Human, at: usize) -> bool {
		self.records[at].is_some_and(|record| {
			let knows = |id: usize| has(issuers, id) && record.tags[id].is_some();
			!record.live && rules.returns != Return::Never && (0..MAX_ISSUERS).any(knows)
		}) && self.may_bind(rules, issuers, human, Some(at))
	}

	/// Binds the tags of a human to a record, and takes them from those whose own they are no more.
	fn bind(&mut self, rules: &Rules, issuers: Issuers, human: Human, to: usize) {
		for id in (0..MAX_ISSUERS).filter(|id| has(issuers, *id)) {
			if id != rules.corrupt {
				for record in self.records.iter_mut().flatten() {
					if record.tags[id] == Some(human) {
						record.tags[id] = None;
					}
				}
			}
			if let Some(record) = &mut self.records[to] {
				record.tags[id] = Some(if id == rules.corrupt { 0 } else { human });
			}
		}
	}

	fn steps(&self, rules: &Rules) -> Vec<Step> {
		let mut steps = vec![Step::Swap];
		let quorums = self.quorums(rules);
		let room = self.all().count() < rules.records;
		for human in 0..rules.humans {
			for issuers in &quorums {
				if room && self.may_bind(rules, *issuers, human, None) {
					steps.push(Step::Enrol(human, *issuers));
				}
			}
		}
		let leaving = self.all().any(|(_, record)| record.pending == Pending::Remove);
		for (at, record) in self.all() {
			// Whoever recovers is admitted by nobody anew: the policy that admitted the person is asked.
			for issuers in &quorums_of(&[rules.policies[usize::from(record.policy)]]) {
				if record.live && !record.over {
					let knows = |human: Human| {
						(0..MAX_ISSUERS).filter(|id| has(*issuers, *id)).all(|id| {
							let tag = record.tags[id];
							tag.is_some() && (id == rules.corrupt || tag == Some(human))
						})
					};
					let others = (0..rules.humans).filter(|human| *human != record.holder);
					if record.pending == Pending::Nothing {
						steps.extend(
							others
								.filter(|human| knows(*human))
								.map(|human| Step::Recover(at, human, *issuers)),
						);
					}
				}
			}
			for issuers in &quorums {
				if record.live
					&& !record.over && self.may_bind(rules, *issuers, record.holder, Some(at))
				{
					steps.push(Step::Renew(at, *issuers));
				}
				for human in 0..rules.humans {
					if self.may_return(rules, *issuers, human, at) {
						steps.push(Step::Return(at, human, *issuers));
					}
				}
			}
			if record.live {
				steps.push(Step::End(at));
				if !record.over {
					steps.push(Step::Lapse(at));
				}
			}
			let waits = match record.pending {
				Pending::Nothing => true,
				Pending::Add => leaving && rules.removal == Removal::Queued,
				Pending::Remove | Pending::Replace => false,
			};
			if !waits {
				steps.push(Step::Apply(at));
			}
		}
		let changing = self
			.all()
			.any(|(_, record)| Self::counts(record, rules) && record.policy != self.policy);
		if usize::from(self.policy) + 1 < rules.policies.len()
			&& (rules.change == Change::AtOnce || !changing)
		{
			steps.push(Step::ChangePolicy);
		}
		steps
	}

	fn after(&self, rules: &Rules, step: Step) -> Self {
		let mut state = self.clone();
		let policy = self.policy;
		let with = |state: &mut Self, at: usize, change: &mut dyn FnMut(&mut Record)| {
			if let Some(record) = &mut state.records[at] {
				change(record);
			}
		};
		match step {
			Step::Enrol(human, issuers) => {
				let free = state.records.iter().position(Option::is_none);
				let Some(at) = free else { return state };
				state.records[at] = Some(Record {
					holder: human,
					live: true,
					over: false,
					pending: Pending::Add,
					present: None,
					next: None,
					policy,
					tags: [None; MAX_ISSUERS],
				});
				state.bind(rules, issuers, human, at);
			}
			Step::Renew(at, issuers) => {
				let Some(holder) = state.records[at].map(|record| record.holder) else {
					return state;
				};
				state.bind(rules, issuers, holder, at);
				with(&mut state, at, &mut |record| record.policy = policy);
			}
			Step::Recover(at, human, _) => with(&mut state, at, &mut |record| {
				record.holder = human;
				record.next = record.next.map(|_| human);
			}),
			Step::Return(at, human, issuers) => {
				state.bind(rules, issuers, human, at);
				with(&mut state, at, &mut |record| {
					record.holder = human;
					record.live = true;
					record.over = false;
					record.policy = policy;
					record.pending = match (rules.returns, record.next) {
						(_, None) => Pending::Add,
						(Return::Cancels, Some(_)) => {
							// Its leaf is its new holder's when its turn comes, and nobody waits for that.
							record.next = Some(human);
							Pending::Nothing
						}
						(_, Some(_)) => Pending::Replace,
					};
				});
			}
			Step::Lapse(at) => with(&mut state, at, &mut |record| record.over = true),
			Step::End(at) => with(&mut state, at, &mut |record| {
				record.live = false;
				record.over = false;
				record.pending = match (record.next, rules.removal) {
					(None, _) => Pending::Nothing,
					(Some(_), Removal::AtOnce) => {
						record.next = None;
						Pending::Nothing
					}
					(Some(_), Removal::Queued | Removal::QueuedBesides) => Pending::Remove,
				};
			}),
			Step::Apply(at) => with(&mut state, at, &mut |record| {
				record.next = match record.pending {
					Pending::Nothing => record.next,
					Pending::Add | Pending::Replace => Some(record.holder),
					Pending::Remove => None,
				};
				record.pending = Pending::Nothing;
			}),
			Step::Swap => {
				for record in state.records.iter_mut().flatten() {
					record.present = record.next;
				}
			}
			Step::ChangePolicy => state.policy += 1,
		}
		state.made_canonical(rules)
	}

	/// Forgets what is of no account, and gives all states the same form that differ by names alone.
	fn made_canonical(mut self, rules: &Rules) -> Self {
		for slot in &mut self.records {
			let Some(record) = slot else { continue };
			let gone = !record.live && record.present.is_none() && record.next.is_none();
			if !record.live && rules.returns == Return::Never {
				record.tags = [None; MAX_ISSUERS];
				record.policy = 0;
				record.holder = record.present.or(record.next).unwrap_or_default();
			}
			if gone && (rules.returns == Return::Never || record.tags.iter().all(Option::is_none)) {
				*slot = None;
			}
		}
		let names = permutations(rules.humans);
		let forms = names.iter().map(|names| self.renamed(names, rules));
		forms.min().unwrap_or(self)
	}

	fn renamed(&self, names: &[Human], rules: &Rules) -> Self {
		let name = |human: Human| names[usize::from(human)];
		let mut state = self.clone();
		for record in state.records.iter_mut().flatten() {
			record.holder = name(record.holder);
			record.present = record.present.map(name);
			record.next = record.next.map(name);
			for (id, tag) in record.tags.iter_mut().enumerate() {
				if id != rules.corrupt {
					*tag = tag.map(name);
				}
			}
		}
		state.records.sort_unstable_by(|one, other| match (one, other) {
			(None, None) => Ordering::Equal,
			(None, Some(_)) => Ordering::Greater,
			(Some(_), None) => Ordering::Less,
			(Some(one), Some(other)) => one.cmp(other),
		});
		state
	}

	/// Which property it breaks, if any.
	fn broken(&self, rules: &Rules) -> Option<Broken> {
		for human in 0..rules.humans {
			let leaves = |leaf: fn(&Record) -> Leaf| {
				self.all().filter(|(_, record)| leaf(record) == Some(human)).count()
			};
			if leaves(|record| record.present) > 1 || leaves(|record| record.next) > 1 {
				return Some(Broken::P10(human));
			}
			let holds = self.all().any(|(_, record)| record.live && record.holder == human);
			let honest = {
				let known = self.policies(rules).fold(0, |all, policy| all | policy.issuers());
				known & !(1 << rules.corrupt)
			};
			let can_admit = self.policies(rules).all(|policy| policy.admits(honest));
			let admitted = self.may_bind(rules, honest, human, None)
				|| (0..MAX_RECORDS).any(|at| self.may_return(rules, honest, human, at));
			if !holds && can_admit && !admitted {
				return Some(Broken::P13(human));
			}
		}
		None
	}
}

/// The sets of issuers that admit under all of these.
fn quorums_of(policies: &[Policy]) -> Vec<Issuers> {
	let known = policies.iter().fold(0, |all, policy| all | policy.issuers());
	(1..1 << MAX_ISSUERS)
		.filter(|issuers| issuers & !known == 0)
		.filter(|issuers| policies.iter().all(|policy| policy.admits(*issuers)))
		.collect()
}

fn permutations(humans: u8) -> Vec<Vec<Human>> {
	let mut all = vec![vec![]];
	for human in 0..humans {
		all = all
			.iter()
			.flat_map(|names| {
				(0..=names.len()).map(|at| {
					let mut names = names.clone();
					names.insert(at, human);
					names
				})
			})
			.collect();
	}
	all
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Found {
	/// How many states there are, up to renaming, as far as was looked.
	pub states: usize,
	/// In how many steps the farthest of them is reached.
	pub depth: usize,
	/// Whether there are no others.
	pub exhausted: bool,
	/// The first state that breaks a property: which, and the shortest way to it.
	pub broken: Option<(Broken, Vec<Step>)>,
}

impl fmt::Display for Found {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let all = if self.exhausted { "all there are" } else { "and there are more" };
		write!(f, "{} states in {} steps, {all}", self.states, self.depth)?;
		if let Some((broken, steps)) = &self.broken {
			write!(f, "; {broken:?} is broken in {}:", steps.len())?;
			steps.iter().try_for_each(|step| write!(f, "\n  {step}"))?;
		}
		Ok(())
	}
}

/// Looks at every state that is reached in `depth` steps at the most, those that are nearest first, until one
/// breaks a property.
///
/// The numbers of records and humans in the steps are those of the state before each of them.
pub fn explore(rules: &Rules, depth: usize) -> Found {
	let first = State::first();
	let mut known = HashMap::from([(first.clone(), 0_u32)]);
	let mut came = vec![(0_u32, Step::Swap)];
	let mut level = vec![(first, 0_u32)];
	let mut found = Found { states: 1, depth: 0, exhausted: false, broken: None };
	while !level.is_empty() {
		if found.depth == depth {
			return found;
		}
		let mut further = Vec::new();
		for (state, number) in &level {
			for step in state.steps(rules) {
				let after = state.after(rules, step);
				let Entry::Vacant(place) = known.entry(after) else { continue };
				let reached = came.len() as u32;
				came.push((*number, step));
				let after = place.key().clone();
				place.insert(reached);
				if let Some(broken) = after.broken(rules) {
					found.states = came.len();
					found.depth += 1;
					found.broken = Some((broken, way(&came, reached)));
					return found;
				}
				further.push((after, reached));
			}
		}
		level = further;
		found.states = came.len();
		found.depth += usize::from(!level.is_empty());
	}
	found.exhausted = true;
	found
}

fn way(came: &[(u32, Step)], mut number: u32) -> Vec<Step> {
	let mut steps = Vec::new();
	while number != 0 {
		let (before, step) = came[number as usize];
		steps.push(step);
		number = before;
	}
	steps.reverse();
	steps
}
