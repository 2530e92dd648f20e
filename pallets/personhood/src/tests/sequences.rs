//! Random sequences of all calls and of epochs, with humans who try to act twice and up to one
//! corrupt issuer.
//!
//! Humans are kept apart from the identities and persons that they have. A human gets from an honest
//! issuer any ticket it asks for, with the one tag that the issuer has for it; the corrupt issuer
//! signs anything, with any tag. Humans lend their secrets to nobody.
//!
//! There are 256 sequences, or `SEQUENCES`, from the number `SEED`, or 1: always the same. A failure
//! prints the seed and the shortest sequence that fails.
//!
//! A rule that the chain once had is put back, to see that the sequences would find what it allowed:
//! [`crate::mock::old`].

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
use world::{Hunt, Reached, World};

/// How many humans are persons when a sequence begins.
const FIRST: usize = 4;

/// What must be reached, in one of 64 sequences on average or more often, so that none of it can fall
/// out of reach unseen.
const MUST: [&str; 76] = [
	"act",
	"act in an application",
	"act in an application: another root",
	"act in an application: attempt ahead",
	"act in an application: attempt used",
	"act in an application: no slots left",
	"act in an application: nullifier used",
	"act in an application: scope closed",
	"act in an application: scope over",
	"act that fails",
	"act that fails for the last time",
	"act that succeeds",
	"act that succeeds after it has failed",
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
	"enrol anew",
	"enrol anew while it stands as another",
	"enrol by a quorum of both policies",
	"enrol: below the threshold of the policy before",
	"enrol under the tag of another who was a person",
	"enrol: a subtree's root",
	"enrol: commitment used",
	"enrol: issuer paused",
	"enrol: secret not known",
	"enrol: tag taken",
	"enrol: ticket of another serial",
	"end with the policy",
	"epoch",
	"epoch that begins while some wait for a leaf",
	"expire",
	"expiry by itself",
	"honest issuers suffice",
	"merge",
	"open",
	"persons merged",
	"policy",
	"policy: deadline",
	"policy: one at a time",
	"policy: out of reach",
	"policy: quorums would not intersect",
	"recover",
	"recover: a subtree's root",
	"recover: tag not bound",
	"recover: ticket of another recovery",
	"recovery that takes effect",
	"register",
	"remove",
	"renew",
	"renew: a second tag at an issuer",
	"renew: not by the current identity",
	"renew: nothing new",
	"renew under another policy",
	"renew: too soon",
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
	"tickets that were kept",
	"veto",
	"wait for a leaf",
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
	for count in [None, Some((5, true))] {
		world.perform(Step::Open { by: 0, count, least: 0, lasts: 50, by_pallet: false });
	}
	world.check();
}

/// The number in this environment variable, if it is set.
fn env(name: &str) -> Option<u64> {
	let value = std::env::var(name).ok()?;
	Some(value.parse().unwrap_or_else(|_| panic!("{name} is no number: {value}")))
}

/// Tries random sequences: so many, from the number `seed`. Persons are brought back in them if there
/// is something to hunt for. Gives back what was reached, and why one failed if one did.
fn try_sequences(cases: u32, seed: u64, hunt: Option<Hunt>) -> (Reached, Option<String>) {
	let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &blake2_256(&seed.to_le_bytes()));
	// What is hunted for need not be made shorter.
	let max_shrink_iters = if hunt.is_some() { 0 } else { 4_000 };
	let config =
		ProptestConfig { cases, failure_persistence: None, max_shrink_iters, ..Default::default() };
	let reached = RefCell::new(Reached::new());
	let strategy = (steps::policy(), prop::collection::vec(steps::step(), 40..80));
	let outcome = TestRunner::new_with_rng(config, rng).run(&strategy, |(policy, steps)| {
		externalities(genesis_of(&policy)).execute_with(|| {
			let mut world = World::new(&policy, hunt);
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
	(reached.into_inner(), outcome.err().map(|failure| failure.to_string()))
}

#[test]
fn random_sequences_let_no_human_act_twice() {
	let cases = env("SEQUENCES").unwrap_or(256) as u32;
	let seed = env("SEED").unwrap_or(1);
	let (reached, failure) = try_sequences(cases, seed, None);
	if let Some(failure) = failure {
		panic!("with SEED={seed}: {failure}");
	}
	println!("{cases} sequences with SEED={seed}: {reached:#?}");
	let seldom: Vec<_> = MUST
		.into_iter()
		.filter(|what| reached.get(*what).copied().unwrap_or(0) < cases / 64)
		.collect();
	assert!(seldom.is_empty(), "with SEED={seed} too seldom reached: {seldom:?}");
}

/// The most sequences in which something is hunted for.
const HUNTED: u32 = 4_096;

/// Puts back the rule by which persons returned, and says what the sequences find.
fn hunt_for(hunt: Hunt) -> String {
	let (_, failure) = try_sequences(HUNTED, env("SEED").unwrap_or(1), Some(hunt));
	failure.unwrap_or_else(|| panic!("{HUNTED} sequences have not found {hunt:?}"))
}

#[test]
fn random_sequences_would_find_a_person_that_becomes_another_humans() {
	let found = hunt_for(Hunt::Seizure);
	assert!(found.contains("is another human's"), "{found}");
}

#[test]
fn random_sequences_would_find_a_human_with_two_leaves() {
	let found = hunt_for(Hunt::TwoLeaves);
	assert!(found.contains("has two leaves in epoch"), "{found}");
}
