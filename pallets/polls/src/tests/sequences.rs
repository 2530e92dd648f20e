//! Random sequences of all calls and of epochs, against a model that keeps humans apart from the
//! identities they act with.
//!
//! There are 256 sequences, or `SEQUENCES`, from the number `SEED`, or from the time. A failure
//! prints the seed and the shortest sequence that fails.

use crate::{mock::*, Polls};
use census_primitives::PersonScope;
use frame_support::storage::{with_storage_layer, with_transaction, TransactionOutcome};
use proptest::{
	prelude::*,
	test_runner::{RngAlgorithm, TestRng, TestRunner},
};
use sp_io::hashing::blake2_256;
use sp_runtime::{DispatchError, DispatchResult};
use std::cell::RefCell;

#[derive(Clone, Debug)]
enum Step {
	Create {
		by: u64,
		options: u32,
		lasts: u64,
		least: u32,
	},
	/// A human votes with the `identity`-th of the identities it has had, in a poll's scope.
	Vote {
		human: usize,
		identity: usize,
		poll: u32,
		option: u32,
	},
	/// A human votes on a poll in the scope of another, or on another topic of the poll's own.
	Stray {
		human: usize,
		poll: u32,
		scope_of: u32,
		topic: u8,
	},
	Close {
		by: u64,
		poll: u32,
	},
	Prune {
		by: u64,
		poll: u32,
	},
	/// In the next epoch there is one human more.
	Join,
	/// In the next epoch a human acts with a new identity.
	Rotate {
		human: usize,
	},
	/// In the next epoch a human is no person.
	Leave {
		human: usize,
	},
	Blocks {
		count: u64,
	},
}

fn step() -> impl Strategy<Value = Step> {
	let who = || prop_oneof![6 => Just(CREATOR), 2 => Just(OTHER), 1 => Just(POOR)];
	let poll = || 0u32..5;
	let human = || 0usize..8;
	prop_oneof![
		3 => (who(), 0u32..6, 0..LONGEST + 2, 0u32..8)
			.prop_map(|(by, options, lasts, least)| Step::Create { by, options, lasts, least }),
		20 => (human(), 0usize..3, poll(), 0u32..5).prop_map(|(human, identity, poll, option)| {
			Step::Vote { human, identity, poll, option }
		}),
		2 => (human(), poll(), poll(), 0u8..2).prop_map(|(human, poll, scope_of, topic)| {
			Step::Stray { human, poll, scope_of, topic }
		}),
		4 => (who(), poll()).prop_map(|(by, poll)| Step::Close { by, poll }),
		4 => (who(), poll()).prop_map(|(by, poll)| Step::Prune { by, poll }),
		1 => Just(Step::Join),
		1 => human().prop_map(|human| Step::Rotate { human }),
		1 => human().prop_map(|human| Step::Leave { human }),
		4 => (1u64..12).prop_map(|count| Step::Blocks { count }),
	]
}

#[derive(Clone, Default, Debug)]
struct Human {
	/// The secrets of all identities it has had, the present one last.
	identities: Vec<u32>,
	is_person: bool,
}

#[derive(Clone, Debug)]
struct ModelPoll {
	creator: u64,
	closes_at: u64,
	closed: bool,
	options: u32,
	/// The identities that may vote.
	electorate: Vec<u32>,
	/// Which human chose what.
	votes: Vec<(usize, u32)>,
}

/// What the sequences reached, so that none of it can fall out of reach unseen.
#[derive(Clone, Copy, Default, Debug)]
struct Reached {
	created: u32,
	votes: u32,
	/// Votes of a human who had voted, with this identity or another, while it was not too late.
	second_votes: u32,
	late_votes: u32,
	closed: u32,
	pruned: u32,
}

impl Reached {
	fn add(&mut self, other: &Self) {
		self.created += other.created;
		self.votes += other.votes;
		self.second_votes += other.second_votes;
		self.late_votes += other.late_votes;
		self.closed += other.closed;
		self.pruned += other.pruned;
	}
}

struct Model {
	humans: Vec<Human>,
	identities: u32,
	polls: Vec<Option<ModelPoll>>,
	/// The price of votes that were burnt, by who paid.
	burnt: [u64; 4],
	reached: Reached,
}

impl Model {
	fn new() -> Self {
		let humans = (0..PERSONS)
			.map(|identity| Human { identities: vec![identity], is_person: true })
			.collect();
		Self {
			humans,
			identities: PERSONS,
			polls: Vec::new(),
			burnt: [0; 4],
			reached: Reached::default(),
		}
	}

	fn persons(&self) -> Vec<u32> {
		let persons = self.humans.iter().filter(|human| human.is_person);
		persons.filter_map(|human| human.identities.last().copied()).collect()
	}

	fn new_identity(&mut self) -> u32 {
		self.identities += 1;
		self.identities - 1
	}

	fn poll(&mut self, poll: u32) -> Option<&mut ModelPoll> {
		self.polls.get_mut(poll as usize)?.as_mut()
	}

	/// What an account has to hold for its polls, and for the votes on them.
	fn holds(&self, account: u64) -> (u64, u64) {
		let polls = || self.polls.iter().flatten().filter(|poll| poll.creator == account);
		let slots = |poll: &ModelPoll| price_of(poll.electorate.len() as u32);
		let prepaid = polls().filter(|poll| !poll.closed).map(slots).sum();
		(polls().count() as u64 * deposit(), prepaid)
	}
}

fn accepted(call: impl FnOnce() -> DispatchResult) -> bool {
	with_storage_layer(call).is_ok()
}

/// Whether a call would be accepted. It changes nothing.
fn acceptable(call: impl FnOnce() -> DispatchResult) -> bool {
	with_transaction(|| TransactionOutcome::Rollback(Ok::<_, DispatchError>(call().is_ok())))
		.expect("it is rolled back")
}

fn funds(account: u64) -> u64 {
	if account == POOR {
		deposit() + 1
	} else {
		FUNDS
	}
}

/// Does a step on the chain and on the model; both must agree whether it is accepted.
fn perform(model: &mut Model, step: Step) {
	let now = System::block_number();
	match step {
		Step::Create { by, options, lasts, least } => {
			if model.polls.len() == 5 {
				return;
			}
			let electorate = model.persons();
			let price = price_of(electorate.len() as u32);
			let (held, prepaid) = model.holds(by);
			// One unit, the existential deposit, is not for holding.
			let free = funds(by) - model.burnt[by as usize] - held - prepaid - 1;
			let can = (2..=MAX_OPTIONS).contains(&options)
				&& lasts <= LONGEST
				&& electorate.len() as u32 >= least.max(MIN_ELECTORATE)
				&& free >= price + deposit();
			let closes_at = now + lasts;
			assert_eq!(accepted(|| create(by, options, closes_at, least)), can);
			if can {
				model.reached.created += 1;
				model.polls.push(Some(ModelPoll {
					creator: by,
					closes_at,
					closed: false,
					options,
					electorate,
					votes: vec![],
				}));
			}
		}
		Step::Vote { human, identity, poll, option } => {
			let human = human % model.humans.len();
			let identities = &model.humans[human].identities;
			let identity = identities[identity % identities.len()];
			let mut reached = model.reached;
			let Some(poll_of) = model.poll(poll) else { return };
			// The identity may be an old one or the present one: whoever has voted has done so
			// with the one that is in the electorate, and no other is.
			let has_voted = poll_of.votes.iter().any(|(other, _)| *other == human);
			let late = now > poll_of.closes_at;
			let can = !late
				&& !has_voted
				&& poll_of.electorate.contains(&identity)
				&& option < poll_of.options;
			reached.late_votes += u32::from(late);
			reached.second_votes += u32::from(!late && has_voted);
			reached.votes += u32::from(can);
			if can {
				poll_of.votes.push((human, option));
			}
			model.reached = reached;
			let (scope, call) = (person_scope(poll), vote_call(poll, option));
			assert_eq!(acceptable(|| Persons::act_unasked(identity, scope, call)), can);
			assert_eq!(accepted(|| vote(identity, poll, option)), can);
		}
		Step::Stray { human, poll, scope_of: other, topic } => {
			let Some(human) = model.humans.get(human) else { return };
			if !Polls::<Test>::contains_key(other) || (other == poll && topic == 0) {
				return;
			}
			let scope = scope_of(other).scope;
			let scope = PersonScope::Application { scope, topic: [topic; 32] };
			for identity in &human.identities {
				assert!(!accepted(|| Persons::act(*identity, scope, vote_call(poll, 0))));
				assert!(!accepted(|| Persons::act_unasked(*identity, scope, vote_call(poll, 0))));
			}
		}
		Step::Close { by: who, poll } => {
			let done = accepted(|| PollsPallet::close(by(who), poll));
			let poll = model.poll(poll).filter(|poll| !poll.closed && now > poll.closes_at);
			assert_eq!(done, poll.is_some());
			if let Some(poll) = poll {
				poll.closed = true;
				let (creator, used) = (poll.creator, poll.votes.len() as u64);
				model.burnt[creator as usize] += used * SLOT_PRICE;
				model.reached.closed += 1;
			}
		}
		Step::Prune { by: who, poll } => {
			let done = accepted(|| PollsPallet::prune(by(who), poll));
			let can = model
				.poll(poll)
				.is_some_and(|poll| poll.closed && now > poll.closes_at + KEEP_TIME);
			assert_eq!(done, can);
			if can {
				model.polls[poll as usize] = None;
				model.reached.pruned += 1;
			}
		}
		Step::Join => {
			let identity = model.new_identity();
			model.humans.push(Human { identities: vec![identity], is_person: true });
			Persons::next_epoch(model.persons());
		}
		Step::Rotate { human } => {
			let identity = model.new_identity();
			let human = human % model.humans.len();
			model.humans[human].identities.push(identity);
			Persons::next_epoch(model.persons());
		}
		Step::Leave { human } => {
			let human = human % model.humans.len();
			model.humans[human].is_person = false;
			Persons::next_epoch(model.persons());
		}
		Step::Blocks { count } => skip_blocks(count),
	}
}

/// What the chain and the model say of everything that can be asked.
fn compare(model: &Model) {
	check_state();
	assert_eq!(PollsPallet::poll_count() as usize, model.polls.len());
	for (id, poll) in (0..).zip(&model.polls) {
		let view = PollsPallet::view(id, System::block_number());
		assert_eq!(view.is_some(), poll.is_some());
		let (Some(view), Some(poll)) = (view, poll) else { continue };
		let mut counts = vec![0; poll.options as usize];
		poll.votes.iter().for_each(|(_, option)| counts[*option as usize] += 1);
		assert_eq!(view.counts, counts);
		assert_eq!(view.votes as usize, poll.votes.len());
		assert_eq!(view.electorate as usize, poll.electorate.len());
	}
	for account in [CREATOR, OTHER, POOR] {
		let (deposits, slots) = model.holds(account);
		assert_eq!((held(account), prepaid(account)), (deposits, slots));
		assert_eq!(
			Balances::free_balance(account) + deposits + slots,
			funds(account) - model.burnt[account as usize],
			"no unit of {account}'s is lost or made"
		);
	}
}

/// The number in this environment variable, if it is set.
fn env(name: &str) -> Option<u64> {
	let value = std::env::var(name).ok()?;
	Some(value.parse().unwrap_or_else(|_| panic!("{name} is no number: {value}")))
}

#[test]
fn random_sequences_keep_every_promise() {
	let cases = env("SEQUENCES").unwrap_or(256) as u32;
	let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
	let seed = env("SEED").unwrap_or_else(|| now.map_or(0, |now| now.as_micros() as u64));
	let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &blake2_256(&seed.to_le_bytes()));
	let config = ProptestConfig { cases, failure_persistence: None, ..Default::default() };
	let reached = RefCell::new(Reached::default());
	let outcome = TestRunner::new_with_rng(config, rng).run(
		&prop::collection::vec(step(), 1..200),
		|steps| {
			run(|| {
				let mut model = Model::new();
				for step in steps {
					perform(&mut model, step);
					compare(&model);
				}
				reached.borrow_mut().add(&model.reached);
			});
			Ok(())
		},
	);
	outcome.unwrap_or_else(|failure| panic!("with SEED={seed}: {failure}"));
	let reached = reached.into_inner();
	println!("{cases} sequences with SEED={seed}: {reached:?}");
	let Reached { created, votes, second_votes, late_votes, closed, pruned } = reached;
	let least = [created, votes, second_votes, late_votes, closed, pruned].into_iter().min();
	assert!(least >= Some(cases / 8), "too little was reached: {reached:?}");
}
