//! What a receipt proves, and on what it rests.

mod common;

use census_anchor_log::{
	leaf::{Content, Subject},
	terms::HashAlgorithm,
	Hash,
};
use census_receipt::{
	batch::Batch, AsOf, Basis, Bound, Details, ItemProof, Receipt, Refusal, Trust,
	DEFAULT_HORIZON_DAYS,
};
use codec::{Decode, Encode};
use common::*;
use sp_core::{Pair, H256};

#[test]
fn a_receipt_proves_its_hash_by_its_block() {
	let (receipt, trust) = receipt();
	let verdict = verify(&receipt, &trust).unwrap();
	assert_eq!(verdict.leaf.index, INDEX);
	assert_eq!(verdict.leaf.entry.moment.block, INDEX as u32);
	assert_eq!(verdict.details, Some(Details::Description(description())));
	assert_eq!(verdict.digest(), Some(digest(INDEX)));
	assert!(verdict.proves(&digest(INDEX)));
	assert!(!verdict.proves(&digest(INDEX + 1)));
	let mut other = digest(INDEX);
	other.algorithm = HashAlgorithm::Blake3;
	assert!(!verdict.proves(&other));
	assert_eq!((verdict.checkpoint.1, verdict.finalised_by), (300, 2));
	let text = receipt.to_text().unwrap();
	assert_eq!(verify_text(&text, &trust), Ok(verdict));
	assert_eq!(Receipt::from_text(&text), Ok(receipt));
}

#[test]
fn without_a_pinned_set_it_is_consistent_with_genesis_only() {
	let (receipt, mut trust) = receipt();
	let verdict = verify(&receipt, &trust).unwrap();
	assert_eq!(verdict.basis, Basis::GenesisOnly);
	assert!(verdict.to_string().contains("Consistent with genesis only"));

	trust.sets.push(set(1, SETS[1]));
	trust.as_of.push(as_of(1, 150));
	let basis = verify(&receipt, &trust).unwrap().basis;
	assert_eq!(basis, Basis::Set(as_of(1, 150)), "and on from there");
	trust.sets.push(set(2, SETS[2]));
	trust.as_of.push(as_of(2, 250));
	let verdict = verify(&receipt, &trust).unwrap();
	assert_eq!(verdict.basis, Basis::Set(as_of(2, 250)));
	assert!(!verdict.to_string().contains("genesis only"));

	// A set that the receipt does not reach vouches for nothing.
	trust.sets = vec![set(0, SETS[0]), set(3, &[9])];
	trust.as_of = vec![as_of(3, 400)];
	assert_eq!(verify(&receipt, &trust).unwrap().basis, Basis::GenesisOnly);
}

/// The set of genesis is a set like another: where validators never change, it is the newest for
/// ever, and what counts is that it was in force lately.
#[test]
fn the_set_of_genesis_is_relied_on_where_it_was_in_force_lately() {
	let (mut receipt, mut trust) = receipt();
	receipt.handovers.clear();
	let block = header(300, H256::zero(), vec![true_checkpoint()]);
	receipt.checkpoint = finalised(&block, 0, SETS[0]);
	assert_eq!(verify(&receipt, &trust).unwrap().basis, Basis::GenesisOnly);
	trust.as_of.push(as_of(0, 250));
	let verdict = verify(&receipt, &trust).unwrap();
	assert_eq!(verdict.basis, Basis::Set(as_of(0, 250)));
	let told = verdict.to_string();
	assert!(
		told.contains("Rests on validator set 0, which is trusted here as of block 250,"),
		"{told}"
	);
}

#[test]
fn a_pin_without_a_date_or_with_an_old_one_carries_nothing() {
	let (receipt, mut trust) = receipt();
	trust.sets.push(set(2, SETS[2]));
	let verdict = verify(&receipt, &trust).unwrap();
	assert_eq!(verdict.basis, Basis::Undated(2));
	let told = verdict.to_string();
	assert!(told.contains("Consistent with set 2 only") && !told.contains("Rests on"), "{told}");

	// Its last note counts.
	let noted = |time| AsOf { set: 2, block: 250, time };
	trust.as_of.extend([noted(NOW - 100 * DAY), noted(NOW - 3 * DAY), noted(NOW - 50 * DAY)]);
	let basis_after = |days: u64| {
		let verdict = census_receipt::verify(&receipt, &trust, NOW + days * DAY).unwrap();
		(verdict.basis, verdict.to_string())
	};
	let horizon = u64::from(DEFAULT_HORIZON_DAYS);
	assert_eq!(basis_after(0).0, Basis::Set(noted(NOW - 3 * DAY)));
	assert_eq!(basis_after(horizon - 3).0, Basis::Set(noted(NOW - 3 * DAY)), "to the last day");
	let (basis, told) = basis_after(horizon - 2);
	assert_eq!(basis, Basis::Outdated(noted(NOW - 3 * DAY), DEFAULT_HORIZON_DAYS));
	assert!(told.contains("Consistent with set 2 only") && !told.contains("Rests on"), "{told}");
	assert!(told.contains("more than 28 days ago"), "{told}");
	trust.horizon_days = 2;
	assert_eq!(verify(&receipt, &trust).unwrap().basis, Basis::Outdated(noted(NOW - 3 * DAY), 2));
}

/// The leaf is of block 11.
#[test]
fn a_time_is_bounded_by_what_the_reader_knew_and_by_no_word_of_an_author() {
	let (receipt, mut trust) = receipt();
	let bound = |trust: &Trust| {
		let verdict = verify(&receipt, trust).unwrap();
		let told = verdict.to_string();
		assert!(told.contains("by its author's clock"), "{told}");
		assert_eq!(told.contains("At the latest by"), matches!(verdict.bound, Bound::Noted(_)));
		assert_eq!(told.contains("claimed"), matches!(verdict.bound, Bound::Held(_)));
		verdict.bound
	};
	assert_eq!(bound(&trust), Bound::Held(NOW));
	trust.sets.push(set(2, SETS[2]));
	assert_eq!(bound(&trust), Bound::Held(NOW));
	let noted = |set, block, days| AsOf { set, block, time: NOW - days * DAY };
	trust.as_of.push(noted(2, 5_000, 1));
	assert_eq!(bound(&trust), Bound::Noted(noted(2, 5_000, 1)));
	// An earlier note of the same chain bounds it better, if the leaf's block was there by then.
	trust.as_of.push(noted(0, 10, 90));
	assert_eq!(bound(&trust), Bound::Noted(noted(2, 5_000, 1)));
	trust.as_of.extend([noted(2, 300, 20), noted(0, 11, 80), noted(0, 50, 70)]);
	assert_eq!(bound(&trust), Bound::Noted(noted(0, 11, 80)));
	// What rests on nothing is bounded by nothing: its blocks may be of another history.
	trust.horizon_days = 0;
	assert_eq!(bound(&trust), Bound::Held(NOW));
}

/// Keys of sets that have retired since the newest one was pinned sign whatever their holders like.
#[test]
fn nothing_rests_on_a_set_that_is_older_than_the_newest_trusted_one() {
	let (mut receipt, mut trust) = receipt();
	trust.sets.extend([set(1, SETS[1]), set(2, SETS[2]), set(9, &[1])]);
	trust.as_of.extend([as_of(2, 300), as_of(9, 900)]);
	let verdict = verify(&receipt, &trust).unwrap();
	assert_eq!(verdict.basis, Basis::Older(2));
	let told = verdict.to_string();
	assert!(told.contains("Consistent with set 2 only") && !told.contains("Rests on"), "{told}");
	// Another history that the retired set 1 finalises, though set 2 is pinned.
	trust.sets.pop();
	let forged = header(150, H256::repeat_byte(66), vec![true_checkpoint()]);
	receipt.handovers.truncate(1);
	receipt.checkpoint = finalised(&forged, 1, SETS[1]);
	assert_eq!(verify(&receipt, &trust).unwrap().basis, Basis::Older(1));
	receipt.handovers.clear();
	receipt.checkpoint = finalised(&forged, 0, SETS[0]);
	assert_eq!(verify(&receipt, &trust).unwrap().basis, Basis::GenesisOnly);
}

/// A log in which this set is a leaf, and the receipt of that, of a block of this set's.
fn receipt_of_set(id: u64, keys: &[u8], finaliser: u64, by: &[u8]) -> Receipt {
	let mut log = Stored::of(GENESIS, 3);
	let details = set(id, keys).authorities().to_vec().encode();
	log.append(GENESIS, Subject::AuthoritySet(id), &details);
	let block = header(400, H256::zero(), vec![checkpoint(4, log.root(GENESIS))]);
	Receipt {
		genesis: GENESIS,
		leaf: log.leaves[3].encode(),
		details: Some(details),
		item: None,
		count: 4,
		path: log.path(3),
		first_set: finaliser,
		handovers: vec![],
		checkpoint: finalised(&block, finaliser, by),
	}
}

#[test]
fn what_was_learnt_vouches_for_nothing_newer() {
	let mut trust = Trust::new(GENESIS, vec![set(2, SETS[2])]);
	let of_set_1 = receipt_of_set(1, SETS[1], 2, SETS[2]);
	let verdict = verify(&of_set_1, &trust).unwrap();
	assert_eq!(trust.learn(&verdict), Err(Refusal::NotVouchedFor), "it has no date");
	trust.as_of.push(as_of(2, 400));
	let mut learn = |receipt: &Receipt| trust.learn(&verify(receipt, &trust).unwrap());
	assert_eq!(learn(&receipt_of_set(1, SETS[1], 2, SETS[2])), Ok(()));
	// A set that set 2 cannot know, and one that the learnt set 1 would like to have known.
	let not_yet = receipt_of_set(3, &[31], 2, SETS[2]);
	assert_eq!(learn(&not_yet), Err(Refusal::NotVouchedFor));
	for (id, keys) in [(0, &[32][..]), (1, SETS[1]), (2, SETS[2]), (3, &[33])] {
		let by_learnt = receipt_of_set(id, keys, 1, SETS[1]);
		assert_eq!(learn(&by_learnt), Err(Refusal::NotVouchedFor), "set {id}");
	}
	let verdict = verify(&receipt_of_set(0, SETS[0], 1, SETS[1]), &trust).unwrap();
	assert_eq!(verdict.basis, Basis::Older(1));
	// Nor is it written down as if it had been pinned.
	let mut pinned = Trust::new(GENESIS, vec![set(2, SETS[2])]);
	pinned.as_of.push(as_of(2, 400));
	assert_eq!(trust.to_text(), pinned.to_text());
	// Nor may it contradict what is pinned.
	trust.sets.push(set(1, &[34]));
	let verdict = verify(&receipt_of_set(0, SETS[0], 1, SETS[1]), &trust);
	assert_eq!(verdict, Err(Refusal::ContradictsTrust));
}

/// Handovers lead on from the newest pin to set 2, which vouches for itself. It is learnt, and is no
/// pin for that.
#[test]
fn a_learnt_set_is_no_pin_even_if_it_is_newer_than_all_pins() {
	let (full, _) = receipt();
	let mut trust = Trust::new(GENESIS, vec![set(0, SETS[0]), set(1, SETS[1])]);
	trust.as_of.push(as_of(1, 150));
	let mut of_set = receipt_of_set(2, SETS[2], 2, SETS[2]);
	(of_set.first_set, of_set.handovers) = (1, full.handovers[1..].to_vec());
	let verdict = verify(&of_set, &trust).unwrap();
	assert_eq!(verdict.basis, Basis::Set(as_of(1, 150)));
	assert_eq!(trust.learn(&verdict), Ok(()));
	of_set.handovers.clear();
	of_set.first_set = 2;
	assert_eq!(verify(&of_set, &trust).unwrap().basis, Basis::Older(2));
}

#[test]
fn sets_are_the_same_in_any_order() {
	let (receipt, mut trust) = receipt();
	let turned: Vec<u8> = SETS[2].iter().rev().copied().collect();
	assert_eq!(set(2, &turned), set(2, SETS[2]));
	trust.sets.push(set(2, &turned));
	trust.as_of.push(as_of(2, 250));
	assert_eq!(verify(&receipt, &trust).unwrap().basis, Basis::Set(as_of(2, 250)));
}

#[test]
fn a_receipt_from_a_pinned_set_needs_no_handovers_before_it() {
	let (mut receipt, mut trust) = receipt();
	trust.sets = vec![set(2, SETS[2])];
	trust.as_of = vec![as_of(2, 250)];
	receipt.handovers.clear();
	receipt.first_set = 2;
	assert_eq!(verify(&receipt, &trust).unwrap().basis, Basis::Set(as_of(2, 250)));
	receipt.first_set = 1;
	assert_eq!(verify(&receipt, &trust), Err(Refusal::SetNotTrusted));
}

#[test]
fn an_item_of_a_batch_has_a_receipt_of_its_own() {
	let items: Vec<Hash> = (0..77).map(|number| [number; 32]).collect();
	let batch = Batch::of(&items).unwrap();
	let mut log = Stored::of(GENESIS, 5);
	let content = |root, items| {
		Subject::Anchor(Content::Batch { algorithm: HashAlgorithm::Sha256, root, items })
	};
	log.append(GENESIS, content(batch.root(), 77), &description().encode());
	let last = header(300, H256::zero(), vec![checkpoint(6, log.root(GENESIS))]);
	let item = |index: u64| ItemProof {
		hash: items[index as usize],
		index,
		path: batch.path(index).unwrap(),
	};
	let mut receipt = Receipt {
		genesis: GENESIS,
		leaf: log.leaves[5].encode(),
		details: None,
		item: Some(item(76)),
		count: 6,
		path: log.path(5),
		first_set: 0,
		handovers: vec![],
		checkpoint: finalised(&last, 0, SETS[0]),
	};
	let trust = Trust::new(GENESIS, vec![set(0, SETS[0])]);
	let verdict = verify(&receipt, &trust).unwrap();
	let mut file = digest(0);
	file.hash = [76; 32];
	assert!(verdict.proves(&file));
	assert_eq!(verify_text(&receipt.to_text().unwrap(), &trust), Ok(verdict));

	for (change, index) in [(1, 76), (0, 75)] {
		let mut other = item(76);
		other.hash[0] ^= change;
		other.index = index;
		receipt.item = Some(other);
		assert_eq!(verify(&receipt, &trust), Err(Refusal::NotInBatch));
	}
	// The whole batch's receipt is no file's.
	receipt.item = None;
	let whole = verify(&receipt, &trust).unwrap();
	file.hash = batch.root();
	assert_eq!(whole.digest(), Some(file));
	assert!(!whole.proves(&file));
	// And a single hash has no items.
	let (mut single, trust) = common::receipt();
	single.item = Some(item(3));
	assert_eq!(verify(&single, &trust), Err(Refusal::NotInBatch));
}

#[test]
fn votes_for_descendants_count_for_the_block() {
	let (mut receipt, trust) = receipt();
	let target = header(300, H256::zero(), vec![true_checkpoint()]);
	let next = header(301, target.hash(), vec![]);
	let after = header(302, next.hash(), vec![]);
	let votes = vec![vote(5, 3, 2, &target), vote(6, 3, 2, &next), vote(7, 3, 2, &after)];
	let proof = justification(&target, 3, votes, vec![after, next]);
	receipt.checkpoint.header = target.encode();
	receipt.checkpoint.justification = proof.encode();
	assert!(verify(&receipt, &trust).is_ok());
}

#[test]
fn one_who_voted_for_two_blocks_spoils_nothing_and_counts_once() {
	let (mut receipt, trust) = receipt();
	let target = header(300, H256::zero(), vec![true_checkpoint()]);
	let next = header(301, target.hash(), vec![]);
	let mut votes = vec![vote(5, 3, 2, &target), vote(5, 3, 2, &next), vote(6, 3, 2, &target)];
	receipt.checkpoint.header = target.encode();
	let encoded =
		|votes: &Vec<_>| justification(&target, 3, votes.clone(), vec![next.clone()]).encode();
	receipt.checkpoint.justification = encoded(&votes);
	assert_eq!(verify(&receipt, &trust), Err(Refusal::TooFewVotes));
	votes.push(vote(7, 3, 2, &target));
	receipt.checkpoint.justification = encoded(&votes);
	assert!(verify(&receipt, &trust).is_ok());
}

/// Whether a node takes the justification, by its own rule for commits, and what is left of it in a
/// receipt.
fn taken(target: &Header, proof: &Justification) -> (bool, Receipt, Trust) {
	struct Ancestry<'a>(&'a [Header]);
	impl finality_grandpa::Chain<H256, u32> for Ancestry<'_> {
		fn ancestry(&self, base: H256, block: H256) -> Result<Vec<H256>, finality_grandpa::Error> {
			let mut route = Vec::new();
			let mut at = block;
			while at != base {
				let header = self.0.iter().find(|header| header.hash() == at);
				at = header.ok_or(finality_grandpa::Error::NotDescendent)?.parent_hash;
				route.push(at);
			}
			route.pop();
			Ok(route)
		}
	}
	let voters = finality_grandpa::voter_set::VoterSet::new(authorities(SETS[2])).unwrap();
	let chain = Ancestry(&proof.votes_ancestries);
	let node = finality_grandpa::validate_commit(&proof.commit, &voters, &chain);

	let (mut good, trust) = receipt();
	good.checkpoint.header = target.encode();
	good.checkpoint.justification = proof.encode();
	let log = Stored::of(GENESIS, COUNT);
	let blocks = good.handovers.iter().chain([&good.checkpoint]).cloned().collect();
	let leaf = &log.leaves[INDEX as usize];
	let made = Receipt::assemble(GENESIS, 0, blocks, leaf, None, |_| Some(log.path(INDEX)));
	(node.is_ok_and(|result| result.is_valid()), made.unwrap(), trust)
}

/// Set 2 has four validators, of which three are needed.
#[test]
fn what_nodes_hold_final_has_a_receipt() {
	let before = header(299, H256::zero(), vec![]);
	let target = header(300, before.hash(), vec![true_checkpoint()]);
	let next = header(301, target.hash(), vec![]);
	let fork = header(300, before.hash(), vec![]);
	let on = |voter, block: &Header| vote(voter, 7, 2, block);
	let both = [on(5, &target), on(6, &target)];
	let all = [before.clone(), target.clone(), next.clone(), fork.clone()];
	let ancestry = |used: &[usize]| used.iter().map(|at| all[*at].clone()).collect::<Vec<_>>();
	for (name, votes, headers, left) in [
		("an equivocator before and on it", vec![on(7, &before), on(7, &target)], vec![1], (3, 0)),
		("an equivocator before and after", vec![on(7, &before), on(7, &next)], vec![1, 2], (3, 1)),
		("an equivocator on a fork", vec![on(7, &before), on(7, &fork)], vec![1, 3], (4, 0)),
		("duplicates", vec![on(5, &target), on(7, &target), on(7, &target)], vec![], (3, 0)),
		("a stranger", vec![on(7, &target), on(31, &target)], vec![], (3, 0)),
		("a stranger below", vec![on(7, &target), on(8, &before)], vec![1], (3, 0)),
		("descendants", vec![on(7, &next), on(8, &next)], vec![2], (4, 1)),
		("a third vote", vec![on(7, &before), on(7, &fork), on(8, &next)], vec![1, 2, 3], (5, 1)),
	] {
		let votes = [&both[..], &votes].concat();
		let proof = justification(&target, 7, votes, ancestry(&headers));
		let (final_on_nodes, made, trust) = taken(&target, &proof);
		assert!(final_on_nodes, "{name}: a node would not hold it final");
		assert!(verify(&made, &trust).is_ok(), "{name}: {:?}", verify(&made, &trust));
		let kept = Justification::decode(&mut &made.checkpoint.justification[..]).unwrap();
		let sizes = (kept.commit.precommits.len(), kept.votes_ancestries.len());
		assert_eq!(sizes, left, "{name}");
		// All that is left matters.
		for at in 0..made.checkpoint.justification.len() {
			let mut changed = made.clone();
			changed.checkpoint.justification[at] ^= 1 << (at % 8);
			assert!(verify(&changed, &trust).is_err(), "{name}: byte {at}");
		}
	}
	// Without the third there is nothing final, whoever else votes twice or is a stranger.
	for votes in [
		vec![on(6, &before), on(6, &target)],
		vec![on(31, &target), on(32, &target)],
		vec![on(5, &target), on(6, &target)],
		vec![on(7, &before)],
	] {
		let votes = [&both[..], &votes].concat();
		let proof = justification(&target, 7, votes, ancestry(&[1]));
		let (final_on_nodes, made, trust) = taken(&target, &proof);
		assert!(!final_on_nodes);
		assert_eq!(verify(&made, &trust), Err(Refusal::TooFewVotes));
	}
}

#[test]
fn a_leaf_of_any_sort_has_a_receipt() {
	let authorities = vec![(key(1).public().0, 1u64)];
	let subjects = [
		(Subject::Dispute(0), census_anchor_log::leaf::Statement::default().encode()),
		(Subject::Retraction(0), census_anchor_log::leaf::Statement::default().encode()),
		(Subject::AuthoritySet(3), authorities.encode()),
		(
			Subject::Claim {
				anchor: 0,
				claim: census_anchor_log::terms::Claim::MadeByHuman,
				window: 1,
			},
			vec![],
		),
	];
	for (subject, details) in subjects {
		let mut log = Stored::of(GENESIS, 1);
		log.append(GENESIS, subject, &details);
		let last = header(9, H256::zero(), vec![checkpoint(2, log.root(GENESIS))]);
		let mut receipt = Receipt {
			genesis: GENESIS,
			leaf: log.leaves[1].encode(),
			details: Some(details.clone()),
			item: None,
			count: 2,
			path: log.path(1),
			first_set: 0,
			handovers: vec![],
			checkpoint: finalised(&last, 0, SETS[0]),
		};
		let trust = Trust::new(GENESIS, vec![set(0, SETS[0])]);
		let verdict = verify(&receipt, &trust).unwrap();
		assert_eq!(verdict.details.as_ref().unwrap().encode(), details);
		assert_eq!(verdict.digest(), None);
		assert!(!verdict.to_string().is_empty());
		receipt.details = Some(vec![1, 2, 3]);
		assert_eq!(verify(&receipt, &trust), Err(Refusal::OtherDetails));
	}
}

#[test]
fn a_trust_reads_back_and_is_sound() {
	let (_, mut trust) = receipt();
	// Without dates, as it was written before there were any.
	let plain = r#"{"format":"census-trust","version":1,"genesis":"0x2a","sets":[]}"#;
	let plain = plain.replace("0x2a", &format!("0x{}", "2a".repeat(32)));
	assert_eq!(Trust::from_text(plain.as_bytes()), Ok(Trust::new(GENESIS, vec![])));
	trust.sets.push(set(1, SETS[1]));
	trust.as_of = vec![as_of(0, 10), AsOf { time: 5, ..as_of(0, 20) }, as_of(1, 110)];
	trust.horizon_days = 7;
	let text = trust.to_text().unwrap();
	assert_eq!(Trust::from_text(text.as_bytes()), Ok(trust));
	assert_eq!(Trust::from_text(b"{}"), Err(Refusal::NotATrust));
	for (right, wrong) in [("\"sets\"", "\"Sets\""), ("\"id\": 1", "\"id\": 0")] {
		let changed = text.replace(right, wrong);
		assert_ne!(changed, text);
		assert_eq!(Trust::from_text(changed.as_bytes()), Err(Refusal::NotATrust));
	}
	for list in [vec![], vec![([1; 32], 0)], vec![([1; 32], 1), ([1; 32], 1)]] {
		assert_eq!(census_receipt::AuthoritySet::new(0, list), Err(Refusal::AuthoritiesInvalid));
	}
}

/// Says the figures: bytes of a receipt and time to verify it.
#[test]
fn what_a_receipt_weighs() {
	for (leaves, validators, handovers) in
		[(21u64, 4u8, 0u32), (21, 4, 10), (21, 100, 0), (21, 100, 10)]
	{
		let set_of: Vec<u8> = (0..validators).collect();
		let voters = &set_of[..usize::from(validators) * 2 / 3 + 1];
		let log = Stored::of(GENESIS, leaves);
		let handovers: Vec<_> = (0..handovers)
			.map(|number| {
				let block = header(number, H256::zero(), vec![scheduled(&set_of, 0)]);
				finalised(&block, number.into(), voters)
			})
			.collect();
		let last = header(1_000, H256::zero(), vec![checkpoint(leaves, log.root(GENESIS))]);
		let set_id = handovers.len() as u64;
		let receipt = Receipt {
			genesis: GENESIS,
			leaf: log.leaves[7].encode(),
			details: Some(description().encode()),
			item: None,
			count: leaves,
			path: log.path(7),
			first_set: 0,
			handovers,
			checkpoint: finalised(&last, set_id, voters),
		};
		let trust = Trust::new(GENESIS, vec![set(0, &set_of)]);
		let text = receipt.to_text().unwrap();
		let start = std::time::Instant::now();
		verify_text(&text, &trust).unwrap();
		println!(
			"{validators} validators, {set_id} handovers: {} bytes, verified in {:?}",
			text.len(),
			start.elapsed()
		);
	}
}

#[test]
fn a_receipt_is_put_together_from_its_blocks() {
	let (good, trust) = receipt();
	let blocks: Vec<_> = good.handovers.iter().chain([&good.checkpoint]).cloned().collect();
	let log = Stored::of(GENESIS, COUNT);
	let leaf = &log.leaves[INDEX as usize];
	let assemble = |blocks: Vec<_>, path: Option<Vec<Hash>>| {
		Receipt::assemble(GENESIS, 0, blocks, leaf, good.details.clone(), |count| {
			assert_eq!(count, COUNT);
			path
		})
	};
	assert_eq!(assemble(blocks.clone(), Some(log.path(INDEX))), Ok(good.clone()));
	assert_eq!(assemble(blocks.clone(), None), Err(Refusal::NotInLog));
	assert_eq!(assemble(vec![], None), Err(Refusal::NoCheckpoint));
	assert_eq!(assemble(blocks[1..2].to_vec(), None), Err(Refusal::NoCheckpoint));
	assert!(verify(&good, &trust).is_ok());
}
