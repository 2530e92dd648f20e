//! Rules that contradict each other begin no chain, nor do such as are too weak for one that people rely on.

use crate::{mock::*, Committee, RulesInForce, RulesOf};
use sp_runtime::{BuildStorage, Perbill};
use std::panic::{catch_unwind, AssertUnwindSafe};

fn genesis(rules: Option<RulesOf<Test>>, committee: &[u64], for_trying_out: bool) -> Genesis {
	let governance =
		crate::GenesisConfig::<Test> { rules, committee: committee.to_vec(), for_trying_out };
	RuntimeGenesisConfig { governance, ..Default::default() }
}

type Genesis = RuntimeGenesisConfig;

fn begins(genesis: Genesis) -> bool {
	catch_unwind(AssertUnwindSafe(|| genesis.build_storage().map(drop))).is_ok()
}

/// Whether a chain with these rules begins: one for trying things out, and any other.
fn with(change: impl FnOnce(&mut RulesOf<Test>)) -> (bool, bool) {
	let mut rules = RULES;
	change(&mut rules);
	let one = |trying| begins(genesis(Some(rules.clone()), &COMMITTEE, trying));
	(one(true), one(false))
}

const NOWHERE: (bool, bool) = (false, false);
const FOR_TRYING_OUT: (bool, bool) = (true, false);
const EVERYWHERE: (bool, bool) = (true, true);

fn percent(percent: u32) -> Perbill {
	Perbill::from_percent(percent)
}

#[test]
fn a_chain_begins_with_its_rules_and_its_committee() {
	run(|| {
		assert_eq!(RulesInForce::<Test>::get(), Some(RULES));
		assert_eq!(members(), [11, 12, 13]);
		assert!(Committee::<Test>::get().is_some());
	});
	assert_eq!(with(|_| ()), EVERYWHERE);
}

#[test]
fn without_rules_nobody_governs() {
	assert!(begins(genesis(None, &[], false)));
	assert!(!begins(genesis(None, &COMMITTEE, true)));
	let mut chain = census_testing::externalities::<Test>(genesis(None, &[], false));
	chain.execute_with(|| {
		skip(20);
		assert_eq!(Committee::<Test>::get(), None);
		check_state();
	});
}

#[test]
fn a_committee_of_genesis_is_one_that_could_be_named() {
	for (committee, fine) in [
		(&[][..], false),
		(&[1, 2], false),
		(&[1, 2, 2], false),
		(&[1, 2, 3, 3], false),
		(&[3, 2, 1], true),
	] {
		assert_eq!(begins(genesis(Some(RULES), committee, true)), fine);
	}
	let many: Vec<u64> = (1..=33).collect();
	assert!(!begins(genesis(Some(RULES), &many, true)));
	assert!(begins(genesis(Some(RULES), &many[1..], true)));
}

#[test]
fn rules_that_contradict_each_other_begin_no_chain() {
	assert_eq!(with(|rules| rules.deposit = 0), NOWHERE);
	assert_eq!(with(|rules| rules.narrow.least_electorate = 0), NOWHERE);
	assert_eq!(with(|rules| rules.wide.least_electorate = 0), NOWHERE);
	assert_eq!(with(|rules| rules.narrow.least_open = 0), NOWHERE);
	assert_eq!(with(|rules| rules.wide.most_open = 9), NOWHERE);
	assert_eq!(with(|rules| rules.narrow.floor = percent(0)), NOWHERE);
	assert_eq!(with(|rules| rules.narrow.floor = percent(41)), NOWHERE);
	assert_eq!(with(|rules| rules.wide.share = percent(51)), NOWHERE);
	assert_eq!(with(|rules| rules.narrow.lock = 31), NOWHERE);
	assert_eq!(with(|rules| rules.wide.low_lock = 19), NOWHERE);
	// A track that can become the others is no weaker than they are.
	assert_eq!(with(|rules| rules.wide.share = percent(39)), NOWHERE);
	assert_eq!(with(|rules| rules.wide.floor = percent(9)), NOWHERE);
	assert_eq!(with(|rules| rules.adult_at = 1), NOWHERE);
	// Nor is a chain an adult with fewer persons than can decide.
	assert_eq!(with(|rules| rules.adult_at = 7), NOWHERE);
	assert_eq!(with(|rules| rules.adult_at = 8), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.adult_pins = 0), NOWHERE);
	assert_eq!(with(|rules| rules.least_committee = 0), NOWHERE);
	assert_eq!(with(|rules| rules.enact_within = 0), NOWHERE);
}

/// A chain on which people rely has no less than these. They are those of the other tests, each by one.
#[test]
fn rules_that_are_too_weak_are_for_trying_things_out() {
	assert_eq!(with(|rules| rules.deposit -= 1), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.narrow.least_electorate -= 1), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.wide.least_electorate -= 1), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.narrow.least_open -= 1), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.wide.least_open -= 1), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.narrow.share = percent(39)), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.narrow.floor = percent(9)), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.wide.share = percent(49)), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.wide.floor = percent(19)), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.narrow.lock -= 1), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.narrow.low_lock -= 1), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.wide.lock -= 1), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.wide.low_lock -= 1), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.adult_at -= 1), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.adult_after -= 1), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.adult_pins -= 1), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.issuer_part = percent(35)), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.orphan_after -= 1), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.orphan_lock -= 1), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.enact_within -= 1), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.pause += 1), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.rest -= 1), FOR_TRYING_OUT);
	assert_eq!(with(|rules| rules.least_committee -= 1), FOR_TRYING_OUT);
}

#[test]
fn stricter_rules_begin_any_chain() {
	let stricter = |rules: &mut RulesOf<Test>| {
		rules.deposit += 1;
		for track in [&mut rules.narrow, &mut rules.wide] {
			track.least_electorate += 1;
			track.least_open += 1;
			track.most_open += 1;
			track.floor = percent(30);
			track.share = percent(50);
			track.lock += 1;
			track.low_lock += 1;
		}
		rules.adult_at += 1;
		rules.adult_after += 1;
		rules.adult_pins += 1;
		rules.issuer_part = percent(33);
		rules.orphan_after += 1;
		rules.orphan_lock += 1;
		rules.enact_within += 1;
		rules.pause -= 1;
		rules.rest += 1;
	};
	assert_eq!(with(stricter), EVERYWHERE);
}
