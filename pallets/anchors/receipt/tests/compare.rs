//! What two receipts in conflict prove together, and of whom.

mod common;

use census_anchor_log::leaf::Subject;
use census_receipt::{compare, Conflict, Contradiction, NoConflict, Receipt, Refusal, Trust};
use codec::Encode;
use common::*;
use sp_core::{Pair, H256};

fn compared(one: &Receipt, other: &Receipt, trust: &Trust) -> Result<Conflict, NoConflict> {
	let found = compare(one, other, trust, NOW);
	// Which one is the first is of no account.
	let turned = compare(other, one, trust, NOW);
	match (&found, &turned) {
		(Ok(found), Ok(turned)) => {
			assert_eq!(found.set, turned.set);
			assert_eq!(found.contradiction, turned.contradiction);
			assert_eq!(found.equivocators, turned.equivocators);
			assert_eq!(found.suspects, turned.suspects);
		}
		(Err(_), Err(_)) => (),
		_ => panic!("{found:?}, but {turned:?}"),
	}
	found
}

/// The keys that were named as proven, and those that merely signed both, told by their numbers.
fn named(conflict: &Conflict) -> (Vec<u8>, Vec<u8>) {
	let numbers = |list: &[census_receipt::Signatory]| {
		let number = |found| (0..100).find(|number| key(*number).public().0 == found).unwrap();
		let mut numbers: Vec<_> = list.iter().map(|one| number(one.key)).collect();
		numbers.sort_unstable();
		numbers
	};
	(numbers(&conflict.equivocators), numbers(&conflict.suspects))
}

/// The good receipt, and the same with another last block, which these votes finalise.
fn forked(
	number: u32,
	items: Vec<sp_runtime::DigestItem>,
	voters: &[u8],
	round: u64,
) -> [Receipt; 2] {
	let (good, _) = receipt();
	let block = header(number, H256::repeat_byte(77), items);
	let votes = voters.iter().map(|voter| vote(*voter, round, 2, &block)).collect();
	let mut other = good.clone();
	other.checkpoint.header = block.encode();
	other.checkpoint.justification = justification(&block, round, votes, vec![]).encode();
	[good, other]
}

#[test]
fn who_signed_two_blocks_of_one_number_in_one_round_is_proven_to_have() {
	let (_, trust) = receipt();
	// The good one is signed by 5, 6 and 7.
	let [good, other] = forked(300, vec![true_checkpoint()], &[6, 7, 8], 7);
	let conflict = compared(&good, &other, &trust).unwrap();
	assert_eq!((conflict.set, conflict.contradiction), (2, Contradiction::SameNumber));
	assert_eq!(named(&conflict), (vec![6, 7], vec![]));
	assert_eq!((conflict.rounds, conflict.weight), ([7, 7], 4));
	let told = conflict.to_string();
	assert!(told.contains("Proven to have signed") && !told.contains("misled"), "{told}");
	assert!(told.contains("weight 1 of 4"), "{told}");
}

#[test]
fn who_signed_in_two_rounds_is_named_and_not_proven_guilty() {
	let (_, trust) = receipt();
	let [good, other] = forked(300, vec![true_checkpoint()], &[5, 6, 8], 9);
	let conflict = compared(&good, &other, &trust).unwrap();
	assert_eq!(named(&conflict), (vec![], vec![5, 6]));
	let told = conflict.to_string();
	assert!(!told.contains("Proven to have signed"), "{told}");
	assert!(told.contains("proves nothing against any one"), "{told}");
}

#[test]
fn who_votes_twice_within_one_receipt_is_proven_to_by_that_alone() {
	let (_, trust) = receipt();
	let [good, mut other] = forked(300, vec![true_checkpoint()], &[], 9);
	let block = header(300, H256::repeat_byte(77), vec![true_checkpoint()]);
	let beside = header(300, H256::repeat_byte(78), vec![]);
	let mut votes: Vec<_> = [6, 8].iter().map(|voter| vote(*voter, 9, 2, &block)).collect();
	votes.extend([vote(7, 9, 2, &block), vote(7, 9, 2, &beside)]);
	// A stranger who does so is nobody of the set.
	votes.extend([vote(31, 9, 2, &block), vote(31, 9, 2, &beside)]);
	other.checkpoint.justification = justification(&block, 9, votes, vec![]).encode();
	let conflict = compared(&good, &other, &trust).unwrap();
	assert_eq!(named(&conflict), (vec![7], vec![6]));
}

#[test]
fn a_set_that_ends_twice_or_goes_on_after_its_end_is_in_conflict() {
	let (good, trust) = receipt();
	// Set 1 hands over at block 200. Here it does so later, to others.
	let mut other = good.clone();
	let late = header(260, H256::zero(), vec![scheduled(&[8, 9], 0)]);
	other.handovers[1] = finalised(&late, 1, SETS[1]);
	let last = header(300, H256::zero(), vec![true_checkpoint()]);
	other.checkpoint = finalised(&last, 2, &[8, 9]);
	let conflict = compared(&good, &other, &trust).unwrap();
	assert_eq!((conflict.set, conflict.contradiction), (1, Contradiction::TwoEnds));
	assert_eq!(named(&conflict), (SETS[1].to_vec(), vec![]));

	// Here it finalises a block behind that.
	other.handovers.truncate(1);
	other.checkpoint = finalised(&last, 1, SETS[1]);
	let conflict = compared(&good, &other, &trust).unwrap();
	assert_eq!((conflict.set, conflict.contradiction), (1, Contradiction::BehindTheEnd));
	assert_eq!(conflict.blocks.map(|(_, number)| number), [200, 300]);
}

#[test]
fn a_log_that_does_not_go_on_as_it_began_is_in_conflict() {
	let (_, trust) = receipt();
	let why = |log: &Stored| {
		let count = log.leaves.len() as u64;
		let items = vec![checkpoint(count, log.root(GENESIS))];
		let [good, mut other] = forked(400, items, SETS[2], 8);
		other.count = count;
		other.leaf = log.leaves[INDEX as usize].encode();
		other.path = log.path(INDEX);
		other.details = None;
		compared(&good, &other, &trust).map(|conflict| conflict.contradiction)
	};
	// It has grown, or stood still.
	for count in [COUNT, COUNT + 5] {
		assert_eq!(why(&Stored::of(GENESIS, count)), Err(NoConflict::OneHistory));
	}
	// It has shrunk.
	assert_eq!(why(&Stored::of(GENESIS, COUNT - 1)), Ok(Contradiction::OtherLog));
	// It has other leaves: at the same size by its root, at a greater one by the leaf itself.
	for count in [COUNT, COUNT + 5] {
		let mut log = Stored::default();
		(0..count).for_each(|number| log.append(GENESIS, Subject::Dispute(number), &[]));
		assert_eq!(why(&log), Ok(Contradiction::OtherLog));
	}
}

#[test]
fn receipts_of_one_history_and_of_sets_apart_name_nobody() {
	let (good, mut trust) = receipt();
	assert_eq!(compared(&good, &good, &trust), Err(NoConflict::OneHistory));
	// The same block under other votes.
	let mut other = good.clone();
	let block = header(300, H256::zero(), vec![true_checkpoint()]);
	other.checkpoint = finalised(&block, 2, &SETS[2][1..]);
	assert_eq!(compared(&good, &other, &trust), Err(NoConflict::OneHistory));

	trust.sets.push(set(2, SETS[2]));
	let mut old = good.clone();
	old.handovers.clear();
	let early = header(50, H256::zero(), vec![true_checkpoint()]);
	old.checkpoint = finalised(&early, 0, SETS[0]);
	let mut short = good.clone();
	short.handovers.clear();
	short.first_set = 2;
	assert_eq!(compared(&old, &short, &trust), Err(NoConflict::NoSetInCommon));
	// As the other receipt has it, the log had no more than three leaves fifty blocks later.
	let conflict = compared(&old, &good, &trust).unwrap();
	assert_eq!((conflict.set, conflict.contradiction), (0, Contradiction::OtherLog));
}

#[test]
fn a_receipt_that_does_not_hold_accuses_nobody() {
	let (_, trust) = receipt();
	// Two of four have signed the other one.
	let [good, other] = forked(300, vec![true_checkpoint()], &[6, 7], 7);
	assert_eq!(compare(&good, &other, &trust, NOW), Err(NoConflict::Second(Refusal::TooFewVotes)));
	assert_eq!(compare(&other, &good, &trust, NOW), Err(NoConflict::First(Refusal::TooFewVotes)));
	let mut elsewhere = good.clone();
	elsewhere.genesis = [43; 32];
	let found = compare(&good, &elsewhere, &trust, NOW);
	assert_eq!(found, Err(NoConflict::Second(Refusal::OtherGenesis)));
	assert!(found.unwrap_err().to_string().contains("another genesis"));
}
