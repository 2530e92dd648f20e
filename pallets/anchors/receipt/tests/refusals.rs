//! Each attack on a receipt, by its name.

mod common;

use census_anchor_log::{leaf::Leaf, Hash, Tree};
use census_receipt::{AsOf, AuthoritySet, Receipt, Refusal, Trust, Verdict};
use codec::{Decode, Encode};
use common::*;
use sp_core::{Pair, H256};
use sp_runtime::DigestItem;

/// Changes the good receipt and verifies it.
fn changed(change: impl FnOnce(&mut Receipt, &mut Trust)) -> Result<Verdict, Refusal> {
	let (mut receipt, mut trust) = receipt();
	assert!(verify(&receipt, &trust).is_ok());
	change(&mut receipt, &mut trust);
	verify(&receipt, &trust)
}

fn target() -> Header {
	header(300, H256::zero(), vec![true_checkpoint()])
}

/// The verdict on a checkpoint that is justified so.
fn justified(proof: Justification) -> Result<Verdict, Refusal> {
	changed(|receipt, _| {
		receipt.checkpoint.header = target().encode();
		receipt.checkpoint.justification = proof.encode();
	})
}

#[test]
fn of_another_chain() {
	assert_eq!(changed(|_, trust| trust.genesis = [1; 32]), Err(Refusal::OtherGenesis));
}

#[test]
fn whose_genesis_is_only_its_own_word() {
	// Validators of a second chain are those of the first: all signatures hold on both.
	let other: Hash = [43; 32];
	let log = Stored::of(other, COUNT);
	let forge = |receipt: &mut Receipt| {
		let block = header(300, H256::zero(), vec![checkpoint(COUNT, log.root(other))]);
		receipt.checkpoint = finalised(&block, 2, SETS[2]);
		receipt.leaf = log.leaves[INDEX as usize].encode();
		receipt.path = log.path(INDEX);
	};
	// It says that it is of the first chain, as its handovers are.
	assert_eq!(changed(|receipt, _| forge(receipt)), Err(Refusal::NotInLog));
	// It holds on the second one alone.
	let on_the_other = changed(|receipt, trust| {
		forge(receipt);
		receipt.genesis = other;
		trust.genesis = other;
	});
	assert!(on_the_other.is_ok());
	// Nobody's trust comes from a receipt: without any there is no verdict.
	assert_eq!(changed(|_, trust| trust.sets.clear()), Err(Refusal::SetNotTrusted));
}

#[test]
fn justified_by_too_few() {
	for count in 0..SETS[2].len() {
		let votes = SETS[2][..count].iter().map(|voter| vote(*voter, 7, 2, &target())).collect();
		let verdict = justified(justification(&target(), 7, votes, vec![]));
		assert_eq!(verdict.is_ok(), count == 3, "{count} of 4");
	}
	// Two thirds exactly are not more than two thirds.
	let verdict = changed(|receipt, _| {
		let block = header(200, H256::zero(), vec![scheduled(SETS[2], 0)]);
		receipt.handovers[1] = finalised(&block, 1, &SETS[1][..2]);
	});
	assert_eq!(verdict, Err(Refusal::TooFewVotes));
}

#[test]
fn justified_by_weight_that_is_too_little() {
	let weights = |light: u64| {
		let list = SETS[0]
			.iter()
			.map(|number| (key(*number).public().0, if *number == 1 { 10 } else { light }));
		AuthoritySet::new(0, list.collect()).unwrap()
	};
	// Three of four, but without the one that weighs most of all.
	let with = |set| {
		changed(|receipt, trust| {
			let block = header(100, H256::zero(), vec![scheduled(SETS[1], 0)]);
			receipt.handovers[0] = finalised(&block, 0, &SETS[0][1..]);
			trust.sets = vec![set];
		})
	};
	assert_eq!(with(weights(1)), Err(Refusal::TooFewVotes));
	assert!(with(weights(u64::MAX)).is_ok());
}

#[test]
fn justified_by_the_same_one_again_and_again() {
	for times in [2, 3] {
		let again = (0..times).map(|_| vote(5, 7, 2, &target())).collect();
		let verdict = justified(justification(&target(), 7, again, vec![]));
		assert_eq!(verdict, Err(Refusal::DuplicateVote));
	}
	// Under another block: it counts once.
	let mut blocks = vec![target()];
	for number in 301..303 {
		blocks.push(header(number, blocks.last().unwrap().hash(), vec![]));
	}
	let votes = |count| blocks[..count].iter().map(|block| vote(5, 7, 2, block)).collect();
	let verdict = justified(justification(&target(), 7, votes(2), blocks[1..2].to_vec()));
	assert_eq!(verdict, Err(Refusal::TooFewVotes));
	// Two votes count for all blocks: a third one is of no use.
	let verdict = justified(justification(&target(), 7, votes(3), blocks[1..3].to_vec()));
	assert_eq!(verdict, Err(Refusal::DuplicateVote));
}

/// Blocks before and beside the justified one.
fn elsewhere() -> [Header; 2] {
	[header(299, H256::zero(), vec![]), header(300, H256::repeat_byte(9), vec![])]
}

#[test]
fn justified_by_a_minority_of_equivocators() {
	let [before, beside] = elsewhere();
	let two_of = |voter| [vote(voter, 7, 2, &before), vote(voter, 7, 2, &beside)];
	let verdict = |votes| justified(justification(&target(), 7, votes, vec![]));
	assert_eq!(verdict([two_of(5), two_of(6)].concat()), Err(Refusal::TooFewVotes));
	let mut votes = two_of(5).to_vec();
	votes.push(vote(6, 7, 2, &target()));
	assert_eq!(verdict(votes.clone()), Err(Refusal::TooFewVotes));
	votes.push(vote(7, 7, 2, &target()));
	assert!(verdict(votes.clone()).is_ok());
	// One vote for another block makes nobody an equivocator, nor does the same one twice, nor a
	// second one of another round.
	votes.remove(1);
	assert_eq!(verdict(votes.clone()), Err(Refusal::NotADescendant));
	votes.push(votes[0].clone());
	assert_eq!(verdict(votes.clone()), Err(Refusal::DuplicateVote));
	*votes.last_mut().unwrap() = vote(5, 6, 2, &beside);
	assert_eq!(verdict(votes), Err(Refusal::SignatureInvalid));
}

#[test]
fn justified_by_strangers_beside_too_few() {
	let votes = |strangers: &[u8]| {
		let voters = SETS[2][..2].iter().chain(strangers);
		voters.map(|voter| vote(*voter, 7, 2, &target())).collect::<Vec<_>>()
	};
	let verdict = |votes| justified(justification(&target(), 7, votes, vec![]));
	assert_eq!(verdict(votes(&[31, 32, 33, 34])), Err(Refusal::TooFewVotes));
	// Beside enough they do no harm, if their signatures hold.
	let mut enough = votes(&[7, 31]);
	assert!(verdict(enough.clone()).is_ok());
	enough[3] = vote(31, 8, 2, &target());
	assert_eq!(verdict(enough), Err(Refusal::SignatureInvalid));
}

#[test]
fn justified_by_old_authorities() {
	let votes = SETS[0].iter().map(|voter| vote(*voter, 7, 2, &target())).collect();
	let verdict = justified(justification(&target(), 7, votes, vec![]));
	assert_eq!(verdict, Err(Refusal::UnknownVoter));
	// Those who are still there, but signed as the old set.
	let votes = SETS[2].iter().map(|voter| vote(*voter, 7, 1, &target())).collect();
	let verdict = justified(justification(&target(), 7, votes, vec![]));
	assert_eq!(verdict, Err(Refusal::SignatureInvalid));
}

#[test]
fn justified_in_another_round() {
	let votes = SETS[2].iter().map(|voter| vote(*voter, 7, 2, &target())).collect();
	let verdict = justified(justification(&target(), 8, votes, vec![]));
	assert_eq!(verdict, Err(Refusal::SignatureInvalid));
}

#[test]
fn justified_by_prevotes() {
	use finality_grandpa::{Message, Prevote};
	let votes = SETS[2].iter().map(|voter| {
		let mut vote = vote(*voter, 7, 2, &target());
		let prevote: Message<H256, u32> = Message::Prevote(Prevote {
			target_hash: vote.precommit.target_hash,
			target_number: vote.precommit.target_number,
		});
		let payload = sp_consensus_grandpa::localized_payload(7, 2, &prevote);
		vote.signature = key(*voter).sign(&payload).into();
		vote
	});
	let verdict = justified(justification(&target(), 7, votes.collect(), vec![]));
	assert_eq!(verdict, Err(Refusal::SignatureInvalid));
}

#[test]
fn whose_justification_is_for_another_block() {
	let other = header(300, H256::repeat_byte(5), vec![true_checkpoint()]);
	let votes = |block: &Header| SETS[2].iter().map(|voter| vote(*voter, 7, 2, block)).collect();
	let verdict = justified(justification(&other, 7, votes(&other), vec![]));
	assert_eq!(verdict, Err(Refusal::OtherBlock));
	// It says it is for this one, but the votes are for the other.
	let verdict = justified(justification(&target(), 7, votes(&other), vec![]));
	assert_eq!(verdict, Err(Refusal::NotADescendant));
	let verdict = justified(justification(&target(), 7, votes(&other), vec![other]));
	assert_eq!(verdict, Err(Refusal::NotADescendant));
	let mut wrong_number = justification(&target(), 7, votes(&target()), vec![]);
	wrong_number.commit.target_number = 301;
	assert_eq!(justified(wrong_number), Err(Refusal::OtherBlock));
}

#[test]
fn whose_votes_descend_from_it_by_missing_or_needless_headers() {
	let next = header(301, target().hash(), vec![]);
	let after = header(302, next.hash(), vec![]);
	let votes: Vec<_> = SETS[2].iter().map(|voter| vote(*voter, 7, 2, &after)).collect();
	let with = |headers| justified(justification(&target(), 7, votes.clone(), headers));
	assert!(with(vec![next.clone(), after.clone()]).is_ok());
	assert_eq!(with(vec![after.clone()]), Err(Refusal::NotADescendant));
	assert_eq!(with(vec![]), Err(Refusal::NotADescendant));
	let needless = header(303, after.hash(), vec![]);
	let verdict = with(vec![next.clone(), after.clone(), needless]);
	assert_eq!(verdict, Err(Refusal::AncestryUnused));
	let verdict = with(vec![next.clone(), after.clone(), next.clone()]);
	assert_eq!(verdict, Err(Refusal::AncestryUnused));
	// A block of the right hash under a wrong number.
	let mut wrong = votes.clone();
	wrong[0].precommit.target_number = 303;
	let verdict = justified(justification(&target(), 7, wrong, vec![next, after]));
	assert_eq!(verdict, Err(Refusal::NotADescendant));
}

#[test]
fn with_a_skipped_handover() {
	let verdict = changed(|receipt, _| drop(receipt.handovers.remove(0)));
	assert_eq!(verdict, Err(Refusal::SignatureInvalid));
	let verdict = changed(|receipt, _| drop(receipt.handovers.remove(1)));
	assert_eq!(verdict, Err(Refusal::SignatureInvalid));
	let verdict = changed(|receipt, _| receipt.first_set = 1);
	assert_eq!(verdict, Err(Refusal::SetNotTrusted));
}

#[test]
fn with_a_handover_that_the_new_set_signed_itself() {
	let block = header(100, H256::zero(), vec![scheduled(&[21, 22, 23], 0)]);
	for set_id in [0, 1] {
		let verdict =
			changed(|receipt, _| receipt.handovers[0] = finalised(&block, set_id, &[21, 22, 23]));
		assert_eq!(verdict, Err(Refusal::UnknownVoter));
	}
}

#[test]
fn with_a_forced_handover() {
	let handover = |items| {
		changed(|receipt, _| {
			receipt.handovers[0] = finalised(&header(100, H256::zero(), items), 0, SETS[0]);
		})
	};
	assert_eq!(handover(vec![forced(SETS[1])]), Err(Refusal::ForcedChange));
	let both = || vec![scheduled(SETS[1], 0), forced(SETS[1])];
	assert_eq!(handover(both()), Err(Refusal::ForcedChange));
	assert_eq!(handover(both().into_iter().rev().collect()), Err(Refusal::ForcedChange));
	let (receipt, trust) = with_checkpoint(vec![true_checkpoint(), forced(SETS[1])]);
	assert_eq!(verify(&receipt, &trust), Err(Refusal::ForcedChange));
}

#[test]
fn with_a_handover_that_is_none_or_late_or_two() {
	let handover = |items| {
		changed(|receipt, _| {
			receipt.handovers[0] = finalised(&header(100, H256::zero(), items), 0, SETS[0]);
		})
	};
	assert_eq!(handover(vec![]), Err(Refusal::NoHandover));
	assert_eq!(handover(vec![scheduled(SETS[1], 1)]), Err(Refusal::NoHandover));
	let two = vec![scheduled(SETS[1], 0), scheduled(SETS[2], 0)];
	assert_eq!(handover(two), Err(Refusal::HandoverAmbiguous));
	// Another engine's words, or another kind of item, are no handover.
	let DigestItem::Consensus(engine, data) = scheduled(SETS[1], 0) else { unreachable!() };
	let other = DigestItem::Consensus(*b"BEEF", data.clone());
	assert_eq!(handover(vec![other]), Err(Refusal::NoHandover));
	let other = DigestItem::PreRuntime(engine, data.clone());
	assert_eq!(handover(vec![other]), Err(Refusal::NoHandover));
	let longer = DigestItem::Consensus(engine, [data, vec![0]].concat());
	assert_eq!(handover(vec![longer]), Err(Refusal::HandoverAmbiguous));
	assert_eq!(handover(vec![scheduled(&[], 0)]), Err(Refusal::AuthoritiesInvalid));
	assert_eq!(handover(vec![scheduled(&[4, 5, 5], 0)]), Err(Refusal::AuthoritiesInvalid));
}

#[test]
fn with_blocks_out_of_order() {
	let verdict = changed(|receipt, _| {
		let block = header(100, H256::zero(), vec![scheduled(SETS[2], 0)]);
		receipt.handovers[1] = finalised(&block, 1, SETS[1]);
	});
	assert_eq!(verdict, Err(Refusal::HeadersOutOfOrder));
	let verdict = changed(|receipt, _| {
		let block = header(200, H256::zero(), vec![true_checkpoint()]);
		receipt.checkpoint = finalised(&block, 2, SETS[2]);
	});
	assert_eq!(verdict, Err(Refusal::HeadersOutOfOrder));
}

#[test]
fn that_leads_to_another_set_than_the_pinned_one() {
	let verdict = changed(|_, trust| trust.sets.push(set(1, &[4, 5, 6, 9])));
	assert_eq!(verdict, Err(Refusal::ContradictsTrust));
	let verdict = changed(|_, trust| trust.sets.push(set(0, SETS[1])));
	assert_eq!(verdict, Err(Refusal::ContradictsTrust));
}

/// Set 0 finalises blocks to 100, set 1 to 200, and set 2 block 300.
#[test]
fn whose_sets_were_not_in_force_when_they_finalised() {
	let noted = |set, block| {
		changed(|_, trust| {
			// A note says something whether or not its set is of use otherwise.
			trust.as_of.push(as_of(set, block));
		})
	};
	for (set, block) in [(0, 0), (0, 100), (1, 100), (1, 150), (1, 200), (2, 200), (2, 1_000)] {
		assert!(noted(set, block).is_ok(), "set {set} as of {block}");
	}
	for (set, block) in [(0, 101), (1, 99), (1, 201), (2, 199), (2, 0), (3, 299)] {
		assert_eq!(noted(set, block), Err(Refusal::NotInForce), "set {set} as of {block}");
	}
	// So is a later set's block where an older one was, though the receipt does not come by that.
	for (block, holds) in [(299, true), (300, false), (5_000, false)] {
		let verdict = changed(|receipt, trust| {
			receipt.handovers.clear();
			receipt.first_set = 2;
			trust.sets = vec![set(2, SETS[2])];
			trust.as_of.push(as_of(1, block));
		});
		assert_eq!(verdict.is_ok(), holds, "set 1 as of {block}: {verdict:?}");
	}
	// What a retired set signs of later blocks is refused by its number alone.
	let verdict = changed(|receipt, trust| {
		let block = header(301, H256::zero(), vec![true_checkpoint()]);
		receipt.handovers.clear();
		receipt.checkpoint = finalised(&block, 0, SETS[0]);
		trust.as_of.push(as_of(2, 300));
	});
	assert_eq!(verdict, Err(Refusal::NotInForce));
}

#[test]
fn whose_trust_is_of_a_later_time_than_now() {
	let noted = |time| changed(|_, trust| trust.as_of.push(AsOf { set: 2, block: 300, time }));
	assert!(noted(NOW).is_ok());
	assert!(noted(NOW + 60_000).is_ok(), "clocks are not the same to the minute");
	assert_eq!(noted(NOW + DAY), Err(Refusal::NotedInTheFuture));
	assert_eq!(noted(u64::MAX), Err(Refusal::NotedInTheFuture));
}

#[test]
fn with_two_log_digests_in_a_header() {
	let refused = |items| {
		let (receipt, trust) = with_checkpoint(items);
		verify(&receipt, &trust)
	};
	let two = vec![true_checkpoint(), true_checkpoint()];
	assert_eq!(refused(two), Err(Refusal::TwoCheckpoints));
	let two = vec![checkpoint(COUNT, [0; 32]), true_checkpoint()];
	assert_eq!(refused(two), Err(Refusal::TwoCheckpoints));
	let DigestItem::Consensus(engine, data) = true_checkpoint() else { unreachable!() };
	// What a block's author adds by itself is no checkpoint, and spoils none.
	for item in
		[DigestItem::Seal(engine, data.clone()), DigestItem::PreRuntime(engine, data.clone())]
	{
		assert!(refused(vec![true_checkpoint(), item.clone()]).is_ok());
		assert_eq!(refused(vec![item]), Err(Refusal::NoCheckpoint));
	}
	let many = vec![DigestItem::PreRuntime(engine, vec![]); 300];
	assert!(refused([vec![true_checkpoint()], many].concat()).is_ok());
	assert_eq!(refused(vec![]), Err(Refusal::NoCheckpoint));
	let mut next_version = data.clone();
	next_version[0] = 2;
	let item = DigestItem::Consensus(engine, next_version);
	assert_eq!(refused(vec![item]), Err(Refusal::CheckpointUnreadable));
	let item = DigestItem::Consensus(engine, [data, vec![0]].concat());
	assert_eq!(refused(vec![item]), Err(Refusal::CheckpointUnreadable));
}

#[test]
fn in_which_an_inner_node_poses_as_a_leaf() {
	// Two sibling leaves' hashes, put together as the node above hashes them, and the rest of the
	// path from there.
	let log = Stored::of(GENESIS, COUNT);
	let tree = Tree::log(GENESIS);
	let hash = |index: u64| log.leaves[index as usize].hash::<census_receipt::Blake2b256>(&tree);
	let verdict = changed(|receipt, _| {
		receipt.leaf = [hash(10), hash(11)].concat();
		receipt.path = log.path(INDEX)[1..].to_vec();
	});
	assert_eq!(verdict, Err(Refusal::LeafUnreadable));
	// Even were they long enough to read as a leaf.
	let verdict = changed(|receipt, _| {
		let mut leaf = Leaf::<Hash>::decode(&mut &receipt.leaf[..]).unwrap();
		leaf.entry.details = hash(10);
		receipt.details = None;
		receipt.leaf = leaf.encode();
		receipt.path = log.path(INDEX)[1..].to_vec();
	});
	assert_eq!(verdict, Err(Refusal::NotInLog));
}

#[test]
fn with_another_leaf_index_count_or_path() {
	let other = |change: fn(&mut Receipt)| changed(|receipt, _| change(receipt));
	assert_eq!(other(|receipt| receipt.count += 1), Err(Refusal::OtherCount));
	assert_eq!(other(|receipt| receipt.count = u64::MAX), Err(Refusal::OtherCount));
	assert_eq!(other(|receipt| receipt.path.truncate(1)), Err(Refusal::NotInLog));
	assert_eq!(other(|receipt| receipt.path.push([0; 32])), Err(Refusal::NotInLog));
	assert_eq!(other(|receipt| receipt.path.swap(0, 1)), Err(Refusal::NotInLog));
	assert_eq!(other(|receipt| receipt.leaf[0] ^= 1), Err(Refusal::NotInLog), "the index");
	assert_eq!(other(|receipt| receipt.leaf[7] = 0xff), Err(Refusal::NotInLog), "a huge index");
	assert_eq!(other(|receipt| receipt.leaf.push(0)), Err(Refusal::LeafUnreadable));
	assert_eq!(other(|receipt| receipt.leaf.clear()), Err(Refusal::LeafUnreadable));
	assert_eq!(
		other(|receipt| receipt.details.as_mut().unwrap()[0] ^= 1),
		Err(Refusal::OtherDetails)
	);
}

#[test]
fn whose_leaf_is_of_a_later_block_than_its_header() {
	let (mut receipt, trust) = receipt();
	let block = header(INDEX as u32 - 1, H256::zero(), vec![true_checkpoint()]);
	receipt.handovers.clear();
	receipt.checkpoint = finalised(&block, 0, SETS[0]);
	assert_eq!(verify(&receipt, &trust), Err(Refusal::LeafFromTheFuture));
}
