//! Random sequences of all calls and of epochs, with humans who try to act twice and up to one
//! corrupt issuer.
//!
//! Humans are kept apart from the identities and persons that they have. A human gets from an honest
//! issuer any ticket it asks for, with the one tag that the issuer has for it; the corrupt issuer
//! signs anything, with any tag. Humans lend their secrets to nobody.
//!
//! There are 256 sequences, or `SEQUENCES`, from the number `SEED`, or 1: always the same. A failure
//! prints the seed and the shortest sequence that fails.

mod checks;
mod expect;
mod model;
mod perform;
mod send;
mod steps;
mod world;

use crate::{mock::*, GenesisConfig, Purpose};
use proptest::{
	prelude::*,
	test_runner::{RngAlgorithm, TestRng, TestRunner},
};
use sp_io::hashing::blake2_256;
use std::cell::RefCell;
use steps::{Asked, Policy, Room, Step};
use world::{Reached, World};

/// How many humans are persons when a sequence begins.
const FIRST: usize = 4;

/// What must be reached, in one of 64 sequences on average or more often, so that none of it can fall
/// out of reach unseen.
const MUST: [&str; 65] = [
	"act",
	"act in an application",
	"act in an application: another root",
	"act in an application: nullifier used",
	"act in an application: scope closed",
	"act in an application: scope over",
	"act that fails",
	"act that fails for the last time",
	"act that succeeds",
	"act: another root",
	"act: epoch over",
	"act: nullifier used",
	"act: proof for another call",
	"act: proof for another scope",
	"alias",
	"alias: session over",
	"close",
	"close by a pallet",
	"enrol",
	"enrol: a subtree's root",
	"enrol: commitment used",
	"enrol: issuer paused",
	"enrol: secret not known",
	"enrol: tag taken",
	"epoch",
	"epoch with changes left over",
	"expire",
	"expiry by itself",
	"kept out at the end of an epoch",
	"merge",
	"open",
	"persons merged",
	"recover",
	"recover after a veto",
	"recover: a subtree's root",
	"recover: tag not bound",
	"recover: ticket of another counter",
	"recovery that takes effect",
	"register",
	"register: quorums would not intersect",
	"reinstate",
	"reinstate: a second mark at an issuer",
	"reinstate: no issuer knows the person",
	"remove",
	"renew",
	"renew: a second mark at an issuer",
	"renew: not by the current identity",
	"replay of a failed act",
	"replay of what was accepted",
	"rotate",
	"rotate while a recovery is under way",
	"rotate: a subtree's root",
	"rotate: commitment used",
	"rotate: not by the current identity",
	"scope closed by an act",
	"session",
	"session: another root",
	"session: epoch over",
	"session: nullifier used",
	"threshold",
	"threshold: quorums would not intersect",
	"tickets that were kept",
	"veto",
	"veto: not vetoable",
	"withdraw",
];

/// The chain's genesis with these issuers.
fn genesis_of(policy: &Policy) -> GenesisConfig<Test> {
	GenesisConfig {
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
		// Their time is over sooner or later.
		let valid_for = 60 + 60 * human as u64;
		let asked = Asked { valid_for, ..perform::plainly(Purpose::Enrol, human) };
		world.perform(Step::Admit(asked));
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
	let seed = env("SEED").unwrap_or(1);
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
	let reached = reached.into_inner();
	println!("{cases} sequences with SEED={seed}: {reached:#?}");
	let seldom: Vec<_> = MUST
		.into_iter()
		.filter(|what| reached.get(*what).copied().unwrap_or(0) < cases / 64)
		.collect();
	assert!(seldom.is_empty(), "with SEED={seed} too seldom reached: {seldom:?}");
}
