//! Random sequences of all calls against a model that keeps what must be true in plain vectors.

use crate::{benchmark_proofs, mock::*, Groups};
use census_primitives::{Page, ProofRefusal, VerifyError};
use census_prover::{factory::identities, Identity};
use census_views::AccountId;
use census_zk_types::{FieldElement, SemaphoreProof, Word};
use frame_support::{storage::with_storage_layer, traits::fungible::Inspect};
use proptest::prelude::*;
use std::{collections::BTreeSet, sync::LazyLock};

/// People who have proofs: each proves once that it is in the group of itself and of the number of
/// its place, from 1.
const PEOPLE: u64 = 4;

/// A number from here on tells a commitment of one of them.
const FIRST_PERSON: u64 = 1_000;

static PERSONS: LazyLock<Vec<Identity>> =
	LazyLock::new(|| identities("census benchmark", PEOPLE as usize));

/// The commitment that a number tells.
fn member(number: u64) -> Word {
	match number.checked_sub(FIRST_PERSON) {
		Some(place) => PERSONS[place as usize].commitment().into(),
		None => commitment(number),
	}
}

/// The proof of somebody, or one that does not hold.
fn proof_of(person: u64, holds: bool) -> SemaphoreProof {
	let (_, mut proof) = benchmark_proofs::proofs(person as u32 + 1).pop().unwrap();
	if !holds {
		proof.message.0[0] ^= 1;
	}
	proof
}

#[derive(Clone, Debug)]
enum Step {
	Create { duration: u64, instant: bool },
	Add { by: u64, group: u32, number: u64 },
	AddMany { by: u64, group: u32, numbers: Vec<u64> },
	Update { by: u64, group: u32, index: u32, number: u64 },
	Remove { by: u64, group: u32, index: u32 },
	Offer { by: u64, group: u32, to: Option<u64> },
	Accept { by: u64, group: u32 },
	Duration { by: u64, group: u32, duration: u64 },
	Instant { by: u64, group: u32, enabled: bool },
	Prove { by: u64, group: u32, person: u64, holds: bool },
	ProveMany { by: u64, group: u32, proofs: Vec<(u64, bool)> },
	Close { by: u64, group: u32 },
	Clear { group: u32, limit: u32 },
	Blocks { count: u64 },
}

fn step() -> impl Strategy<Value = Step> {
	let who = || prop_oneof![9 => Just(ADMIN), 2 => Just(OTHER), 1 => Just(POOR)];
	let submitter = || prop_oneof![Just(ADMIN), Just(OTHER), Just(POOR)];
	let group = || 0u32..3;
	let number = || prop_oneof![9 => 0u64..60, 1 => FIRST_PERSON..FIRST_PERSON + PEOPLE];
	let holds = || prop::bool::weighted(0.8);
	prop_oneof![
		1 => (0u64..8, any::<bool>())
			.prop_map(|(duration, instant)| Step::Create { duration, instant }),
		6 => (who(), group(), number())
			.prop_map(|(by, group, number)| Step::Add { by, group, number }),
		3 => (who(), group(), prop::collection::vec(number(), 0..40))
			.prop_map(|(by, group, numbers)| Step::AddMany { by, group, numbers }),
		4 => (who(), group(), 0u32..60, number())
			.prop_map(|(by, group, index, number)| Step::Update { by, group, index, number }),
		4 => (who(), group(), 0u32..60)
			.prop_map(|(by, group, index)| Step::Remove { by, group, index }),
		1 => (who(), group(), prop::option::of(who()))
			.prop_map(|(by, group, to)| Step::Offer { by, group, to }),
		1 => (who(), group()).prop_map(|(by, group)| Step::Accept { by, group }),
		1 => (who(), group(), 0u64..12)
			.prop_map(|(by, group, duration)| Step::Duration { by, group, duration }),
		1 => (who(), group(), any::<bool>())
			.prop_map(|(by, group, enabled)| Step::Instant { by, group, enabled }),
		1 => (submitter(), group(), 0..PEOPLE, holds())
			.prop_map(|(by, group, person, holds)| Step::Prove { by, group, person, holds }),
		2 => (submitter(), group(), prop::collection::vec((0..PEOPLE, holds()), 0..6))
			.prop_map(|(by, group, proofs)| Step::ProveMany { by, group, proofs }),
		1 => (who(), group(), 0u32..20).prop_map(|(by, group, limit)| {
			if limit == 0 { Step::Close { by, group } } else { Step::Clear { group, limit } }
		}),
		5 => (1u64..4).prop_map(|count| Step::Blocks { count }),
	]
}

/// One root that a block ended with.
#[derive(Clone, Debug)]
struct Root {
	root: FieldElement,
	superseded_at: Option<u64>,
	/// It was refused once, and so must be for ever.
	dead: bool,
}

#[derive(Clone, Debug)]
struct Model {
	admin: u64,
	pending: Option<u64>,
	leaves: Vec<u64>,
	duration: u64,
	instant: bool,
	closing: bool,
	roots: Vec<Root>,
	/// The people whose nullifiers were used.
	proven: BTreeSet<u64>,
}

impl Model {
	fn words(&self) -> Vec<Word> {
		self.leaves.iter().copied().map(member).collect()
	}

	/// Somebody proves: whether it is accepted, once, if it is paid for.
	fn prove(&mut self, person: u64, holds: bool) -> bool {
		let root = root_of(&[member(FIRST_PERSON + person), member(person + 1)]);
		let accepted = self.roots.iter().any(|other| other.root == root && !other.dead);
		holds && accepted && self.proven.insert(person)
	}

	fn has(&self, number: u64) -> bool {
		number != 0 && self.leaves.contains(&number)
	}

	fn is_member(&self, index: u32) -> bool {
		self.leaves.get(index as usize).is_some_and(|leaf| *leaf != 0)
	}

	/// The leaves have changed: the root that the last block ended with is superseded.
	fn changed(&mut self, now: u64, removal: bool) {
		if let Some(last) = self.roots.last_mut() {
			last.superseded_at.get_or_insert(now);
		}
		if removal && self.instant {
			self.roots.iter_mut().for_each(|root| root.dead = true);
		}
		self.bury(now);
	}

	/// A block ends: its root becomes one of the group's, unless it was so before.
	fn end_block(&mut self) {
		let root = root_of(&self.words());
		if self.roots.last().is_none_or(|last| last.superseded_at.is_some()) && !root.is_zero() {
			self.roots.push(Root { root, superseded_at: None, dead: false });
		}
	}

	/// What has expired by block `now` is dead for ever.
	fn bury(&mut self, now: u64) {
		for root in &mut self.roots {
			root.dead |= root.superseded_at.is_some_and(|at| now >= at + self.duration);
		}
	}
}

/// What an account has at genesis.
fn endowment(account: u64) -> u64 {
	match account {
		POOR => FUNDS_OF_POOR,
		_ => FUNDS,
	}
}

/// All groups that there are and were, and what their proofs have cost.
#[derive(Default)]
struct World {
	groups: Vec<Option<Model>>,
	costs: Costs,
}

/// For each account, how many of the proofs that it submitted were accepted. It has paid the price of
/// a nullifier for each, and nothing else; that is burnt, and nothing else is.
#[derive(Default)]
struct Costs([u64; 4]);

impl Costs {
	fn paid(&self, account: u64) -> u64 {
		self.0[account as usize] * NULLIFIER_PRICE
	}

	/// Whether an account can pay for another proof and has something left.
	fn can_pay(&self, account: u64) -> bool {
		self.paid(account) + NULLIFIER_PRICE < endowment(account)
	}

	/// An account submits somebody's proof to a group that takes proofs: whether it is accepted.
	fn prove(&mut self, account: u64, model: &mut Model, person: u64, holds: bool) -> bool {
		let accepted = self.can_pay(account) && model.prove(person, holds);
		self.0[account as usize] += u64::from(accepted);
		accepted
	}
}

/// Does a step on the chain and on the model; both must agree whether it is accepted.
fn perform(world: &mut World, step: Step) {
	let World { groups: models, costs } = world;
	let now = System::block_number();
	let ok = |call: &dyn Fn() -> sp_runtime::DispatchResult| with_storage_layer(call).is_ok();
	let mine = |models: &Vec<Option<Model>>, who: u64, group: u32| {
		let model = models.get(group as usize)?.clone()?;
		(model.admin == who && !model.closing).then_some(model)
	};
	let put = |models: &mut Vec<Option<Model>>, group: u32, model| {
		models[group as usize] = Some(model);
	};
	match step {
		Step::Create { duration, instant } => {
			if models.len() < 3 {
				assert!(ok(&|| GroupsPallet::create_group(by(ADMIN), Some(duration), instant)));
				models.push(Some(Model {
					admin: ADMIN,
					pending: None,
					leaves: vec![],
					duration,
					instant,
					closing: false,
					roots: vec![],
					proven: BTreeSet::new(),
				}));
			}
		}
		Step::Add { by: who, group, number } => {
			let model = mine(models, who, group).filter(|model| number != 0 && !model.has(number));
			let done = ok(&|| GroupsPallet::add_member(by(who), group, member(number)));
			assert_eq!(done, model.is_some());
			if let Some(mut model) = model {
				model.leaves.push(number);
				model.pending = None;
				model.changed(now, false);
				put(models, group, model);
			}
		}
		Step::AddMany { by: who, group, numbers } => {
			let distinct: std::collections::BTreeSet<_> = numbers.iter().collect();
			let model = mine(models, who, group).filter(|model| {
				!numbers.is_empty()
					&& distinct.len() == numbers.len()
					&& numbers.iter().all(|number| *number != 0 && !model.has(*number))
			});
			let words: Vec<_> = numbers.iter().copied().map(member).collect();
			let done = ok(&|| {
				GroupsPallet::add_members(by(who), group, words.clone().try_into().unwrap())
			});
			assert_eq!(done, model.is_some());
			if let Some(mut model) = model {
				model.leaves.extend(numbers);
				model.pending = None;
				model.changed(now, false);
				put(models, group, model);
			}
		}
		Step::Update { by: who, group, index, number } => {
			let model = mine(models, who, group)
				.filter(|model| number != 0 && !model.has(number) && model.is_member(index));
			let done = ok(&|| GroupsPallet::update_member(by(who), group, index, member(number)));
			assert_eq!(done, model.is_some());
			if let Some(mut model) = model {
				model.leaves[index as usize] = number;
				model.changed(now, true);
				put(models, group, model);
			}
		}
		Step::Remove { by: who, group, index } => {
			let model = mine(models, who, group).filter(|model| model.is_member(index));
			let done = ok(&|| GroupsPallet::remove_member(by(who), group, index));
			assert_eq!(done, model.is_some());
			if let Some(mut model) = model {
				model.leaves[index as usize] = 0;
				model.changed(now, true);
				put(models, group, model);
			}
		}
		Step::Offer { by: who, group, to } => {
			let model = mine(models, who, group);
			let done = ok(&|| GroupsPallet::update_group_admin(by(who), group, to));
			assert_eq!(done, model.is_some());
			if let Some(mut model) = model {
				model.pending = to;
				put(models, group, model);
			}
		}
		Step::Accept { by: who, group } => {
			let model = models.get(group as usize).cloned().flatten().filter(|model| {
				// The poor account cannot make any deposit.
				model.pending == Some(who) && (who != POOR || model.admin == POOR) && !model.closing
			});
			let done = ok(&|| GroupsPallet::accept_group_admin(by(who), group));
			assert_eq!(done, model.is_some());
			if let Some(mut model) = model {
				model.admin = who;
				model.pending = None;
				put(models, group, model);
			}
		}
		Step::Duration { by: who, group, duration } => {
			let model = mine(models, who, group);
			let done = ok(&|| GroupsPallet::update_root_duration(by(who), group, duration));
			assert_eq!(done, model.is_some());
			if let Some(mut model) = model {
				model.bury(now);
				model.duration = duration;
				model.bury(now);
				put(models, group, model);
			}
		}
		Step::Instant { by: who, group, enabled } => {
			let model = mine(models, who, group);
			let done = ok(&|| GroupsPallet::set_instant_revocation(by(who), group, enabled));
			assert_eq!(done, model.is_some());
			if let Some(mut model) = model {
				model.instant = enabled;
				put(models, group, model);
			}
		}
		Step::Prove { by: who, group, person, holds } => {
			let proof = proof_of(person, holds);
			let done = ok(&|| GroupsPallet::validate_proof(by(who), group, proof.clone().into()));
			let model = models.get_mut(group as usize).and_then(Option::as_mut);
			let open = model.filter(|model| !model.closing);
			assert_eq!(done, open.is_some_and(|model| costs.prove(who, model, person, holds)));
		}
		Step::ProveMany { by: who, group, proofs } => {
			let batch: Vec<_> =
				proofs.iter().map(|(person, holds)| proof_of(*person, *holds)).collect();
			System::reset_events();
			let done = ok(&|| {
				let batch = batch.clone().try_into().unwrap();
				let done = GroupsPallet::validate_proofs(by(who), group, batch);
				done.map(drop).map_err(|refused| refused.error)
			});
			let model = models.get_mut(group as usize).and_then(Option::as_mut);
			let open = model.filter(|model| !model.closing && !proofs.is_empty());
			assert_eq!(done, open.is_some());
			let refused: Vec<_> = open.map_or(vec![], |model| {
				let refused =
					|(_, (person, holds)): &(_, _)| !costs.prove(who, model, *person, *holds);
				(0u32..).zip(proofs.clone()).filter(refused).map(|(index, _)| index).collect()
			});
			let told = System::events().into_iter().filter_map(|record| match record.event {
				RuntimeEvent::GroupsPallet(crate::Event::ProofRefused { index, .. }) => Some(index),
				_ => None,
			});
			assert_eq!(told.collect::<Vec<_>>(), refused);
		}
		Step::Close { by: who, group } => {
			let model = mine(models, who, group);
			let done = ok(&|| GroupsPallet::close_group(by(who), group));
			assert_eq!(done, model.is_some());
			if let Some(mut model) = model {
				model.closing = true;
				put(models, group, model);
			}
		}
		Step::Clear { group, limit } => {
			let closing = models
				.get(group as usize)
				.is_some_and(|model| model.as_ref().is_some_and(|model| model.closing));
			let done = ok(&|| {
				GroupsPallet::clear_group(by(OTHER), group, limit).map(drop).map_err(|e| e.error)
			});
			assert_eq!(done, closing);
			if closing && !Groups::<Test>::contains_key(group) {
				models[group as usize] = None;
			}
		}
		Step::Blocks { count } => {
			models.iter_mut().flatten().for_each(Model::end_block);
			skip_blocks(count);
			let now = System::block_number();
			models.iter_mut().flatten().for_each(|model| model.bury(now));
		}
	}
}

/// What the chain and the model say of everything that can be asked.
fn compare(world: &World) {
	check_state();
	let now = System::block_number();
	let mut deposits = [0; 4];
	for (group, model) in (0..).zip(&world.groups) {
		let view = GroupsPallet::view(group);
		assert_eq!(view.is_some(), model.is_some());
		let (Some(view), Some(model)) = (view, model) else { continue };
		deposits[model.admin as usize] += deposit(model.leaves.len() as u64);
		assert_eq!((view.admin, view.closing), (AccountId::of(&model.admin), model.closing));
		if model.closing {
			continue;
		}
		assert_eq!(view.root, root_of(&model.words()));
		for person in 0..PEOPLE {
			let nullifier = proof_of(person, true).nullifier.try_into().unwrap();
			let spent = GroupsPallet::are_spent(group, vec![nullifier]);
			assert_eq!(spent, [model.proven.contains(&person)]);
		}
		let items = model.words().into_iter().map(|word| word.try_into().unwrap()).collect();
		assert_eq!(GroupsPallet::members(group, None, u32::MAX), Page { items, next: None });

		// The root that the present block has, if no block ended with it.
		let unended = model.roots.iter().all(|other| other.root != view.root);
		let unended = Root { root: view.root, superseded_at: None, dead: unended };
		for root in model.roots.iter().chain([&unended]) {
			let proof = SemaphoreProof {
				merkle_tree_depth: 1,
				merkle_tree_root: root.root.into(),
				..VECTORS[1].proof.clone()
			};
			let passed = matches!(
				GroupsPallet::check_proof(group, &proof, now),
				Err(ProofRefusal::Verifier(VerifyError::ProofInvalid))
			);
			// One root may have been current more than once.
			let mut same = model.roots.iter().filter(|other| other.root == root.root);
			let alive = same.any(|other| !other.dead);
			assert_eq!(passed, alive, "root {:?} of group {group} in block {now}", root);
		}
	}
	let accounts = [ADMIN, OTHER, POOR];
	let left = |account| endowment(account) - world.costs.paid(account);
	for account in accounts {
		assert_eq!(held(account), deposits[account as usize], "what is held of {account}");
		assert_eq!(Balances::total_balance(&account), left(account), "what {account} has left");
	}
	// Nothing is lost but the price of what was accepted.
	assert_eq!(Balances::total_issuance(), accounts.map(left).iter().sum::<u64>());
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(256))]

	#[test]
	fn random_sequences_keep_every_promise(steps in prop::collection::vec(step(), 1..60)) {
		run(|| {
			let mut world = World::default();
			perform(&mut world, Step::Create { duration: 5, instant: false });
			perform(&mut world, Step::Create { duration: 3, instant: true });
			// All people can prove, for some blocks, in a third one.
			perform(&mut world, Step::Create { duration: 7, instant: false });
			let (by, group) = (ADMIN, 2);
			let numbers = vec![FIRST_PERSON, 1];
			perform(&mut world, Step::AddMany { by, group, numbers });
			perform(&mut world, Step::Blocks { count: 1 });
			for person in 1..PEOPLE {
				let number = FIRST_PERSON + person;
				perform(&mut world, Step::Update { by, group, index: 0, number });
				perform(&mut world, Step::Update { by, group, index: 1, number: person + 1 });
				perform(&mut world, Step::Blocks { count: 1 });
			}
			for step in steps {
				perform(&mut world, step);
				compare(&world);
			}
		});
	}
}
