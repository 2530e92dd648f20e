//! Random sequences of all calls and of epochs, with humans who try to act twice and up to one
//! corrupt issuer.
//!
//! Humans are kept apart from the identities and persons that they have. A human gets from an honest
//! issuer any ticket it asks for, with the one tag that the issuer has for it; the corrupt issuer
//! signs anything, with any tag. Humans lend their secrets to nobody.
//!
//! There are 256 sequences, or `SEQUENCES`, from the number `SEED`, or from the time. A failure
//! prints the seed and the shortest sequence that fails.

mod checks;
mod expect;
mod perform;
mod send;
mod steps;
mod world;

use crate::mock::*;
use proptest::{
	prelude::*,
	test_runner::{RngAlgorithm, TestRng, TestRunner},
};
use sp_io::hashing::blake2_256;
use std::{cell::RefCell, collections::BTreeMap};
use steps::{About, Asked, Flaw, From, Policy, Room, Step};
use world::{Reached, World};

/// How many humans are persons when a sequence begins.
const FIRST: usize = 4;

/// The chain's genesis with these issuers.
fn genesis_of(policy: &Policy) -> crate::GenesisConfig<Test> {
	crate::GenesisConfig {
		threshold: policy.threshold,
		issuers: (0..)
			.zip(&policy.issuers)
			.map(|(id, (weight, class))| genesis_issuer(id, *weight, *class))
			.collect(),
		..genesis()
	}
}

/// Enrols the first humans, begins the first epoch that scopes may pin, and opens two.
fn begin(world: &mut World) {
	for human in 0..FIRST {
		world.perform(Step::Admit(Asked {
			purpose: Some(crate::Purpose::Enrol),
			human,
			person_of: None,
			from: From::Quorum,
			order: human as u64,
			about: About::New,
			tag: 0,
			// The first humans' time is over sooner or later.
			valid_for: 60 + 60 * human as u64,
			flaw: Flaw::None,
			keeps: false,
		}));
	}
	world.blocks(u64::from(EPOCHS_PER_PIN) * EPOCH_LENGTH, Room::Enough);
	for count in [None, Some(5)] {
		world.perform(Step::Open { by: 0, count, least: 0, lasts: 50, by_pallet: false });
	}
	world.check();
}

/// The number in this environment variable, if it is set.
fn env(name: &str) -> Option<u64> {
	let value = std::env::var(name).ok()?;
	Some(value.parse().unwrap_or_else(|_| panic!("{name} is no number: {value}")))
}

#[test]
fn random_sequences_let_no_human_act_twice() {
	let cases = env("SEQUENCES").unwrap_or(256) as u32;
	let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
	let seed = env("SEED").unwrap_or_else(|| now.map_or(0, |now| now.as_micros() as u64));
	let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &blake2_256(&seed.to_le_bytes()));
	let config = ProptestConfig {
		cases,
		failure_persistence: None,
		max_shrink_iters: 4_000,
		..Default::default()
	};
	let reached = RefCell::new(Reached::new());
	let strategy = (steps::policy(), prop::collection::vec(steps::step(), 40..80));
	let outcome = TestRunner::new_with_rng(config, rng).run(&strategy, |(policy, steps)| {
		run_from(genesis_of(&policy), || {
			let mut world = World::new(&policy);
			begin(&mut world);
			for step in steps {
				world.perform(step);
				world.check();
			}
			world.finish();
			send::add(&mut reached.borrow_mut(), &world.reached);
		});
		Ok(())
	});
	outcome.unwrap_or_else(|failure| panic!("with SEED={seed}: {failure}"));
	let reached: BTreeMap<_, _> = reached.into_inner();
	println!("{cases} sequences with SEED={seed}: {reached:#?}");
}
