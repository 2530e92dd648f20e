//! Random lives of a chain, beside a model that is written from the sentences about seats:
//!
//! - no human has two places in the set at any block;
//! - the set is never empty, and changes by no more than the bound, offenders aside;
//! - bonds and penalties add up to what was issued; every account has what it had but for what was burnt of it;
//! - an offender makes no blocks from the report on, where a third can be spared, and is in no set that is planned
//!   after it, unless too few would be left;
//! - a person barred in a term joins for no seat in it or in the next;
//! - whoever has no right leaves, as soon as others are enough.

use crate::{
	mock::*, set::bound, Candidates, Claims, ComingTerm, Duty, Event, Fallback, PresentTerm, Rules,
	TermId,
};
use frame_support::BoundedVec;
use proptest::prelude::*;
use sp_runtime::testing::UintAuthorityId;
use std::collections::{BTreeMap, BTreeSet};

/// Humans 0 to 9, of whom the last ones join later; each has two accounts.
const HUMANS: u32 = 10;
const AT_FIRST: u32 = 7;
const ACCOUNTS: u64 = 2 * HUMANS as u64;

#[derive(Clone, Debug)]
enum Step {
	/// So many sessions go by.
	Sessions(u32),
	/// Fees and tips are paid in the next blocks, and so much in each is free.
	Pay(u64, u64),
	/// What a validator has earned is collected.
	Collect(usize),
	/// A validator falls silent, or nobody is any more.
	Silence(Option<u8>),
	/// An account becomes a candidate.
	Register(u64),
	/// A human claims a seat of the coming term, or of the present one, for an account of its own or another's.
	Claim {
		human: u32,
		account: u64,
		coming: bool,
	},
	/// A human says who it is in the coming term.
	Continue {
		human: u32,
	},
	/// A human claims a seat of the coming term for an account that is a validator.
	TakeOver {
		human: u32,
		place: usize,
	},
	/// A human leaves its seat.
	Leave {
		human: u32,
		coming: bool,
	},
	/// An account exits, and has its bond back.
	Exit(u64),
	Withdraw(u64),
	/// Whoever is set aside says that it is back.
	Resume,
	/// Other keys.
	SetKeys(u64),
	/// A validator is reported, for an offence some sessions ago.
	Report {
		place: usize,
		ago: u32,
	},
	/// Governance evicts a human.
	Evict(u32),
	/// Governance names one account more for the fallback set, or lets one go.
	ToggleFallback(u64),
	/// One more of the humans joins the persons.
	Join,
}

fn step() -> impl Strategy<Value = Step> {
	let human = 0..HUMANS;
	let account = FIRST_ACCOUNT..FIRST_ACCOUNT + ACCOUNTS;
	prop_oneof![
		8 => (1u32..4).prop_map(Step::Sessions),
		2 => (0u64..500, 0u64..300).prop_map(|(fee, free)| Step::Pay(fee, free)),
		1 => any::<usize>().prop_map(Step::Collect),
		1 => prop::option::weighted(0.8, any::<u8>()).prop_map(Step::Silence),
		4 => account.clone().prop_map(Step::Register),
		// Mostly for an account of its own, else for its neighbour's.
		12 => (human.clone(), 0u64..5, prop::bool::weighted(0.7)).prop_map(
			|(human, which, coming)| {
				let which = [0, 0, 1, 2, 2][which as usize];
				let account = FIRST_ACCOUNT + (2 * u64::from(human) + which) % ACCOUNTS;
				Step::Claim { human, account, coming }
			}
		),
		6 => human.clone().prop_map(|human| Step::Continue { human }),
		2 => (human.clone(), any::<usize>())
			.prop_map(|(human, place)| Step::TakeOver { human, place }),
		2 => (human.clone(), any::<bool>())
			.prop_map(|(human, coming)| Step::Leave { human, coming }),
		1 => account.clone().prop_map(Step::Exit),
		1 => account.clone().prop_map(Step::Withdraw),
		2 => Just(Step::Resume),
		1 => account.clone().prop_map(Step::SetKeys),
		1 => (any::<usize>(), 0u32..8).prop_map(|(place, ago)| Step::Report { place, ago }),
		1 => human.prop_map(Step::Evict),
		1 => account.prop_map(Step::ToggleFallback),
		1 => Just(Step::Join),
	]
}

/// What is known of the chain from outside.
struct Model {
	rules: Rules<u64>,
	persons: u32,
	/// What each human claims in a term.
	claims: BTreeMap<(TermId, u32), u64>,
	/// For whom an account is in the set that is planned.
	stands_for: BTreeMap<u64, u32>,
	/// The last term in which a human offended or was evicted.
	barred: BTreeMap<u32, TermId>,
	/// What was burnt of an account's bonds.
	burnt: BTreeMap<u64, u64>,
	/// Who has offended and is a candidate still.
	offenders: BTreeSet<u64>,
	/// The set that was planned last.
	planned: Vec<u64>,
	/// Who makes no blocks.
	silent: Option<u64>,
	/// What is paid in each block, all that was paid, and what was collected of it.
	fee: u64,
	paid: u64,
	collected: BTreeMap<u64, u64>,
	keys: u64,
	issued: u64,
	/// What sequences were seen to do.
	seen: BTreeSet<&'static str>,
}

impl Model {
	fn new(rules: Rules<u64>) -> Self {
		Self {
			rules,
			persons: AT_FIRST,
			claims: BTreeMap::new(),
			stands_for: BTreeMap::new(),
			barred: BTreeMap::new(),
			burnt: BTreeMap::new(),
			offenders: BTreeSet::new(),
			planned: GENESIS.to_vec(),
			silent: None,
			fee: 0,
			paid: 0,
			collected: BTreeMap::new(),
			keys: 1_000,
			issued: Balances::total_issuance(),
			seen: BTreeSet::new(),
		}
	}

	fn human_of(&self, term: TermId, account: u64) -> Option<u32> {
		let mut claims = self.claims.iter();
		claims.find(|((of, _), has)| *of == term && **has == account).map(|((_, human), _)| *human)
	}

	fn perform(&mut self, step: &Step) {
		match *step {
			Step::Sessions(count) => {
				for _ in 0..count {
					self.session();
				}
			}
			Step::Pay(fee, free) => {
				self.fee = fee;
				FreeWork::set(free);
			}
			Step::Collect(place) => {
				let set = Session::validators();
				let account = set[place % set.len()];
				let before = Balances::free_balance(account);
				if Validators::collect(by(1), account).is_ok() {
					*self.collected.entry(account).or_default() +=
						Balances::free_balance(account) - before;
					self.seen.insert("collected");
				}
			}
			Step::Silence(place) => {
				let set = Session::validators();
				self.silent = place.map(|place| set[place as usize % set.len()]);
			}
			Step::Register(account) => {
				self.keys += 1;
				let keys = UintAuthorityId(self.keys);
				if Validators::register(by(account), keys, Vec::new()).is_ok() {
					self.seen.insert("registered");
				}
			}
			Step::Claim { human, account, coming } => self.claim(human, account, coming),
			Step::Continue { human } => {
				let Some(next) = ComingTerm::<Test>::get() else { return };
				if PresentTerm::<Test>::get().is_none() {
					return;
				}
				if go_on(human, alias(human, &next)).is_ok() {
					self.seen.insert("continued");
				}
			}
			Step::TakeOver { human, place } => {
				self.perform(&Step::Continue { human });
				self.claim(human, self.planned[place % self.planned.len()], true);
			}
			Step::Leave { human, coming } => {
				let Some(term) = self.term(coming) else { return };
				if leave(human, &term).is_ok() {
					self.seen.insert("left a seat");
					self.claims.remove(&(term.id, human));
				}
			}
			Step::Exit(account) => {
				if Validators::exit(by(account)).is_ok() && self.planned.contains(&account) {
					self.seen.insert("a validator exits");
				}
			}
			Step::Withdraw(account) => {
				let had_left = Candidates::<Test>::get(account).and_then(|one| one.left);
				if Validators::withdraw(by(account)).is_ok() {
					assert!(!set().contains(&account) && !self.planned.contains(&account));
					assert_eq!(held(account), 0);
					if let Some(left) = had_left {
						assert!(now() >= left + REMEMBERED, "it could be reported still");
						self.seen.insert("a former validator withdraws");
					}
					self.offenders.remove(&account);
				}
			}
			Step::Resume => {
				for (account, candidate) in Candidates::<Test>::iter() {
					if candidate.duty == Duty::SetAside && Validators::resume(by(account)).is_ok() {
						self.seen.insert("resumed");
					}
				}
			}
			Step::SetKeys(account) => {
				self.keys += 1;
				let keys = UintAuthorityId(self.keys);
				if Validators::set_keys(by(account), keys, Vec::new()).is_ok() {
					self.seen.insert("set keys");
				}
			}
			Step::Report { place, ago } => self.report(place, ago),
			Step::Evict(human) => {
				let Some(term) = self.term(false) else { return };
				let evicted =
					Validators::evict(RuntimeOrigin::root(), term.id, alias(human, &term));
				if evicted.is_ok() {
					self.seen.insert("evicted");
					self.bar(human, term.id);
				}
			}
			Step::ToggleFallback(account) => {
				let mut accounts = Fallback::<Test>::get().into_inner();
				match accounts.iter().position(|one| *one == account) {
					Some(place) => drop(accounts.remove(place)),
					None => accounts.push(account),
				}
				let accounts = BoundedVec::truncate_from(accounts);
				if Validators::set_fallback(RuntimeOrigin::root(), accounts).is_ok() {
					self.seen.insert("another fallback set");
				}
			}
			Step::Join => {
				self.persons = (self.persons + 1).min(HUMANS);
				Persons::next_epoch((0..self.persons).collect());
			}
		}
	}

	fn term(&self, coming: bool) -> Option<crate::Term> {
		if coming {
			ComingTerm::<Test>::get()
		} else {
			PresentTerm::<Test>::get()
		}
	}

	/// What a human said in the term before to be in this one.
	fn former(&self, human: u32, term: &crate::Term) -> Option<crate::Alias> {
		let mine = alias(human, term);
		let before = term.id.checked_sub(1)?;
		let mut links = crate::Links::<Test>::iter_prefix(before);
		links.find(|(_, next)| *next == mine).map(|(one, _)| one)
	}

	fn claim(&mut self, human: u32, account: u64, coming: bool) {
		let Some(term) = self.term(coming) else { return };
		if Validators::agree(by(account), Some(crate::hash_of(&alias(human, &term)))).is_err() {
			return;
		}
		let former = self.former(human, &term);
		let call = claim_call(term.id, account, former);
		if Persons::act(human, term.person_scope(), call).is_ok() {
			if self.claims.insert((term.id, human), account).is_some_and(|old| old != account) {
				self.seen.insert(if coming { "changed a claim" } else { "moved a seat" });
			}
			if former.is_some() {
				self.seen.insert("claimed as somebody known");
			}
		}
	}

	fn bar(&mut self, human: u32, term: TermId) {
		let last = self.barred.entry(human).or_insert(term);
		*last = term.max(*last);
	}

	fn report(&mut self, place: usize, ago: u32) {
		let set = Session::validators();
		let account = set[place % set.len()];
		let session = now().saturating_sub(ago);
		let before = held(account);
		// For whom it stood then is what the pallet says here: the tests of offences ask it by name.
		let terms: Vec<_> =
			crate::BarredPersons::<Test>::iter().map(|(term, one, _)| (term, one)).collect();
		report(account, session);
		for (term, alias_of) in
			crate::BarredPersons::<Test>::iter().map(|(term, one, _)| (term, one))
		{
			if terms.contains(&(term, alias_of)) {
				continue;
			}
			let known =
				self.term(true).into_iter().chain(self.term(false)).find(|one| one.id == term);
			let human =
				known.and_then(|term| (0..HUMANS).find(|one| alias(*one, &term) == alias_of));
			if let Some(human) = human {
				self.seen.insert("an offender's person is barred");
				self.bar(human, term);
			}
		}
		if self.offenders.insert(account) {
			*self.burnt.entry(account).or_default() += before / 2;
			self.seen.insert("offended");
		}
		assert_eq!(held(account), before - if before == held(account) { 0 } else { before / 2 });
		self.check_disabled();
	}

	fn session(&mut self) {
		let end = now() + 1;
		while now() < end {
			let disabled = Session::disabled_validators();
			let set = Session::validators();
			let able = (0u32..)
				.zip(&set)
				.filter(|(index, _)| !disabled.contains(index))
				.map(|(_, one)| *one)
				.filter(|one| Some(*one) != self.silent);
			let able: Vec<_> = able.collect();
			let author = able.get(System::block_number() as usize % able.len().max(1)).copied();
			let fee = self.fee;
			next_block_with(author, || Validators::note_fee(fee));
			self.paid += fee;
			self.follow();
			self.check();
		}
	}

	/// What was planned in this block.
	fn follow(&mut self) {
		for event in events() {
			match event {
				Event::SetPlanned { joined, left, .. } => self.planned_changes(&joined, &left),
				Event::SeatsDrawn { .. } => {
					self.seen.insert("drawn");
				}
				Event::SetAside { .. } => {
					self.seen.insert("set aside");
				}
				_ => (),
			}
		}
		// An account that stays with a new claim is the new person's once nobody is left whose seat is over.
		let Some(term) = PresentTerm::<Test>::get() else { return };
		if !System::block_number().is_multiple_of(SLOTS) {
			return;
		}
		let standing: Vec<u64> =
			Validators::standing_seats(now() + 1).into_iter().map(|(one, _)| one).collect();
		let fallback = Fallback::<Test>::get();
		if !self.planned.iter().all(|one| standing.contains(one) || fallback.contains(one)) {
			return;
		}
		for account in &self.planned {
			if let Some(human) = self.human_of(term.id, *account) {
				if self.stands_for.insert(*account, human).is_some_and(|old| old != human) {
					self.seen.insert("an account stands for another");
				}
			}
		}
	}

	fn planned_changes(&mut self, joined: &[u64], left: &[u64]) {
		let before = self.planned.clone();
		self.planned.retain(|one| !left.contains(one));
		self.planned.extend(joined);
		let queued: BTreeSet<_> = Session::queued_keys().into_iter().map(|(one, _)| one).collect();
		assert_eq!(queued, self.planned.iter().copied().collect());

		let offenders = left.iter().filter(|one| self.offenders.contains(one)).count();
		let changes = joined.len() + left.len() - offenders;
		if changes > bound(before.len()) {
			// All who had no right were exchanged, for the least number.
			self.seen.insert("exchanged");
			assert!(
				joined.len() == left.len() - offenders
					|| offenders > 0 && self.planned.len() == self.rules.minimum as usize,
				"{before:?} to {:?}",
				self.planned
			);
		}
		let term = PresentTerm::<Test>::get();
		for account in joined {
			let human = term.and_then(|term| self.human_of(term.id, *account));
			let in_fallback = Fallback::<Test>::get().contains(account);
			assert!(human.is_some() != in_fallback, "{account} has no right, or two");
			self.stands_for.remove(account);
			if let (Some(human), Some(term)) = (human, term) {
				self.seen.insert("a seat joins");
				self.stands_for.insert(*account, human);
				let last = self.barred.get(&human);
				let bars = if self.rules.bar { 1 } else { 0 };
				assert!(last.is_none_or(|last| term.id > last + bars), "{human} is barred");
			}
		}
		for account in left {
			self.stands_for.remove(account);
		}
	}

	fn check_disabled(&self) {
		let set = Session::validators();
		let disabled = Session::disabled_validators();
		let offenders: Vec<u32> = (0u32..)
			.zip(&set)
			.filter(|(_, one)| self.offenders.contains(one))
			.map(|(index, _)| index)
			.collect();
		let spared = offenders.len().min((set.len() - 1) / 3);
		assert_eq!(disabled.len(), spared);
		assert!(disabled.iter().all(|one| offenders.contains(one)));
	}

	fn check(&mut self) {
		// One human, one place.
		let humans: Vec<_> =
			self.planned.iter().filter_map(|account| self.stands_for.get(account)).collect();
		let unique: BTreeSet<_> = humans.iter().collect();
		assert_eq!(unique.len(), humans.len(), "{:?} of {:?}", self.stands_for, self.planned);
		assert!(!Session::validators().is_empty());
		let stays = self.planned.iter().any(|one| self.offenders.contains(one));
		if System::block_number().is_multiple_of(SLOTS) && stays {
			assert!(self.planned.len() <= self.rules.minimum as usize, "an offender was planned");
			self.seen.insert("an offender stays");
		}
		self.check_disabled();

		// The money.
		let burnt: u64 = self.burnt.values().sum();
		let collected: u64 = self.collected.values().sum();
		assert_eq!(Balances::total_issuance(), self.issued - burnt + collected);
		let earned: u64 = crate::Earned::<Test>::iter().map(|(_, earned)| earned).sum();
		assert_eq!(earned + collected + crate::Fees::<Test>::get(), self.paid);
		for account in (FIRST_ACCOUNT..FIRST_ACCOUNT + ACCOUNTS).chain(GENESIS) {
			let lost = self.burnt.get(&account).copied().unwrap_or_default();
			let gained = self.collected.get(&account).copied().unwrap_or_default();
			assert_eq!(Balances::free_balance(account) + held(account), FUNDS - lost + gained);
		}
	}

	/// Nothing happens for long: whoever has no right is out, if others are enough.
	fn come_to_rest(&mut self) {
		self.silent = None;
		for _ in 0..3 * self.rules.term_sessions {
			self.session();
		}
		let standing: BTreeSet<u64> =
			Validators::standing_seats(now() + 1).into_iter().map(|(one, _)| one).collect();
		let ready = |account: &u64| {
			Candidates::<Test>::get(account).is_some_and(|one| one.duty == Duty::Ready)
		};
		let fallback: Vec<u64> = Fallback::<Test>::get().into_iter().filter(ready).collect();
		if standing.len() + fallback.len() >= self.rules.minimum as usize {
			let has_right = |one: &u64| standing.contains(one) || fallback.contains(one);
			assert!(self.planned.iter().all(has_right), "{:?}", self.planned);
		}
		assert!(Claims::<Test>::iter().count() <= 8 * 3, "terms are swept");
	}
}

/// The rules under which a chain lives: usual ones, and such as come near what they may be.
fn rules() -> impl Strategy<Value = Rules<u64>> {
	prop_oneof![
		3 => Just(RULES),
		1 => Just(Rules { bar: false, ..RULES }),
		1 => Just(Rules { minimum: 1, seats: 3, change_sessions: 3, ..RULES }),
		1 => Just(Rules { minimum: 2, seats: 8, term_sessions: 7, ..RULES }),
	]
}

fn live(rules: Rules<u64>, steps: &[Step]) -> BTreeSet<&'static str> {
	let mut seen = BTreeSet::new();
	externalities_with(rules.clone(), &GENESIS).execute_with(|| {
		Persons::next_epoch((0..AT_FIRST).collect());
		next_block(None);
		let mut model = Model::new(rules);
		for human in 0..AT_FIRST {
			model.perform(&Step::Register(FIRST_ACCOUNT + 2 * u64::from(human)));
		}
		for step in steps {
			model.perform(step);
			check_state();
		}
		model.come_to_rest();
		check_state();
		seen = model.seen;
	});
	seen
}

#[test]
fn no_life_breaks_what_must_hold() {
	use proptest::test_runner::{Config, TestRunner};
	use std::cell::RefCell;
	let seen = RefCell::new(BTreeSet::new());
	let config = Config { cases: 256, ..Config::default() };
	let all = (rules(), prop::collection::vec(step(), 150..400));
	TestRunner::new(config)
		.run(&all, |(rules, steps)| {
			seen.borrow_mut().extend(live(rules, &steps));
			Ok(())
		})
		.unwrap_or_else(|error| panic!("{error}"));
	let wanted = BTreeSet::from([
		"registered",
		"continued",
		"left a seat",
		"a validator exits",
		"a former validator withdraws",
		"resumed",
		"set keys",
		"evicted",
		"another fallback set",
		"changed a claim",
		"moved a seat",
		"claimed as somebody known",
		"an offender's person is barred",
		"offended",
		"drawn",
		"set aside",
		"collected",
		"an account stands for another",
		"exchanged",
		"a seat joins",
	]);
	let never: Vec<_> = wanted.difference(&seen.borrow()).copied().collect();
	assert_eq!(never, Vec::<&str>::new(), "no sequence came so far");
}
