//! A chain with real headers, real signatures and a real log, made with the node's own types.
#![allow(dead_code, unreachable_pub, missing_docs)]

use census_anchor_log::{
	leaf::{Author, Content, Description, Digest, Entry, Leaf, Moment, Subject},
	proof::{prove_inclusion, Nodes},
	shape::Node,
	terms::{HashAlgorithm, Kind},
	tree::hash_details,
	Checkpoint, Hash, Log, Tree, ENGINE_ID,
};
use census_receipt::{AsOf, AuthoritySet, Blake2b256, Finalised, Receipt, Refusal, Trust, Verdict};
use codec::Encode;
use finality_grandpa::{Commit, Message, Precommit, SignedPrecommit};
use sp_consensus_grandpa::{
	localized_payload, AuthorityId, ConsensusLog, GrandpaJustification, ScheduledChange,
	GRANDPA_ENGINE_ID,
};
use sp_core::{ed25519, Pair, H256};
use sp_runtime::{
	generic,
	traits::{BlakeTwo256, Header as _},
	Digest as HeaderDigest, DigestItem,
};
use std::collections::BTreeMap;

pub type Header = generic::Header<u32, BlakeTwo256>;
pub type Justification = GrandpaJustification<Header>;

pub const GENESIS: Hash = [42; 32];

/// When receipts are verified, where nothing else is said: milliseconds since 1970.
pub const NOW: u64 = 1_790_000_000_000;

/// A day in milliseconds.
pub const DAY: u64 = 86_400_000;

/// Verifies now.
pub fn verify(receipt: &Receipt, trust: &Trust) -> Result<Verdict, Refusal> {
	census_receipt::verify(receipt, trust, NOW)
}

/// Verifies a text now.
pub fn verify_text(text: &[u8], trust: &Trust) -> Result<Verdict, Refusal> {
	census_receipt::verify_text(text, trust, NOW)
}

/// That a set was in force a day ago, as of a block.
pub fn as_of(set: u64, block: u32) -> AsOf {
	AsOf { set, block, time: NOW - DAY }
}

/// A validator's key, told by a number.
pub fn key(number: u8) -> ed25519::Pair {
	ed25519::Pair::from_seed(&[number; 32])
}

/// Keys and weights of these validators.
pub fn authorities(numbers: &[u8]) -> Vec<(AuthorityId, u64)> {
	numbers.iter().map(|number| (key(*number).public().into(), 1)).collect()
}

/// The same as a verifier knows them.
pub fn set(id: u64, numbers: &[u8]) -> AuthoritySet {
	let list = numbers.iter().map(|number| (key(*number).public().0, 1)).collect();
	AuthoritySet::new(id, list).expect("distinct keys")
}

pub fn scheduled(numbers: &[u8], delay: u32) -> DigestItem {
	let change = ScheduledChange { next_authorities: authorities(numbers), delay };
	let log = ConsensusLog::<u32>::ScheduledChange(change);
	DigestItem::Consensus(GRANDPA_ENGINE_ID, log.encode())
}

pub fn forced(numbers: &[u8]) -> DigestItem {
	let change = ScheduledChange { next_authorities: authorities(numbers), delay: 0 };
	let log = ConsensusLog::<u32>::ForcedChange(1, change);
	DigestItem::Consensus(GRANDPA_ENGINE_ID, log.encode())
}

pub fn checkpoint(count: u64, root: Hash) -> DigestItem {
	DigestItem::Consensus(ENGINE_ID, Checkpoint::V1 { count, root }.encode())
}

/// A header as a block author seals it, with these items between its claim and its seal.
pub fn header(number: u32, parent: H256, items: Vec<DigestItem>) -> Header {
	let mut logs = vec![DigestItem::PreRuntime(*b"BABE", vec![1, 2, 3])];
	logs.extend(items);
	logs.push(DigestItem::Seal(*b"BABE", vec![9; 64]));
	Header::new(number, H256::repeat_byte(1), H256::repeat_byte(2), parent, HeaderDigest { logs })
}

/// A vote by a validator.
pub fn vote(
	voter: u8,
	round: u64,
	set_id: u64,
	target: &Header,
) -> SignedPrecommit<H256, u32, sp_consensus_grandpa::AuthoritySignature, AuthorityId> {
	let precommit = Precommit { target_hash: target.hash(), target_number: *target.number() };
	let message = Message::Precommit(precommit.clone());
	let signature = key(voter).sign(&localized_payload(round, set_id, &message));
	SignedPrecommit { precommit, signature: signature.into(), id: key(voter).public().into() }
}

/// The justification of a block by these votes.
pub fn justification(
	target: &Header,
	round: u64,
	precommits: Vec<
		SignedPrecommit<H256, u32, sp_consensus_grandpa::AuthoritySignature, AuthorityId>,
	>,
	votes_ancestries: Vec<Header>,
) -> Justification {
	let commit = Commit { target_hash: target.hash(), target_number: *target.number(), precommits };
	GrandpaJustification { round, commit, votes_ancestries }
}

/// A block finalised by these validators, all voting for it.
pub fn finalised(block: &Header, set_id: u64, voters: &[u8]) -> Finalised {
	let votes = voters.iter().map(|voter| vote(*voter, 7, set_id, block)).collect();
	let justification = justification(block, 7, votes, vec![]);
	Finalised { header: block.encode(), justification: justification.encode() }
}

/// A log with all its nodes.
#[derive(Default)]
pub struct Stored {
	pub log: Log,
	pub leaves: Vec<Leaf<Hash>>,
	nodes: BTreeMap<(u8, u64), Hash>,
}

impl Nodes for Stored {
	fn node(&self, node: Node) -> Option<Hash> {
		self.nodes.get(&(node.level, node.index)).copied()
	}
}

impl Stored {
	pub fn append(&mut self, genesis: Hash, subject: Subject, details: &[u8]) {
		let index = self.log.count();
		let moment = Moment { block: index as u32, time: 1_700_000_000_000 + 6_000 * index };
		let entry = Entry {
			moment,
			author: Author::Account([index as u8; 32]),
			subject,
			committed: None,
			details: hash_details::<Blake2b256>(details),
		};
		let leaf = Leaf { index, entry };
		let tree = Tree::log(genesis);
		let nodes = &mut self.nodes;
		self.log
			.append::<Blake2b256>(&tree, leaf.hash::<Blake2b256>(&tree), |node, hash| {
				nodes.insert((node.level, node.index), hash);
			})
			.expect("there is room");
		self.leaves.push(leaf);
	}

	/// A log of so many hashes.
	pub fn of(genesis: Hash, count: u64) -> Self {
		let mut stored = Self::default();
		for number in 0..count {
			let subject = Subject::Anchor(Content::Single(digest(number)));
			stored.append(genesis, subject, &description().encode());
		}
		stored
	}

	pub fn root(&self, genesis: Hash) -> Hash {
		self.log.root::<Blake2b256>(&Tree::log(genesis))
	}

	pub fn path(&self, index: u64) -> Vec<Hash> {
		prove_inclusion(self, index, self.log.count()).expect("it is in the log")
	}
}

/// The hash of some file.
pub fn digest(number: u64) -> Digest {
	Digest { algorithm: HashAlgorithm::Sha256, hash: [100 + number as u8; 32] }
}

pub fn description() -> Description {
	Description::of(Kind::Dataset)
}

/// The validators of each set: four, then three others with one of them, then four again.
pub const SETS: [&[u8]; 3] = [&[1, 2, 3, 4], &[4, 5, 6], &[5, 6, 7, 8]];

/// How many leaves the log has, and which one the receipt is for.
pub const COUNT: u64 = 21;
pub const INDEX: u64 = 11;

/// A receipt with everything in it, and what it is to be trusted by.
pub fn receipt() -> (Receipt, Trust) {
	let log = Stored::of(GENESIS, COUNT);
	let handovers = vec![
		finalised(
			&header(100, H256::zero(), vec![checkpoint(3, [0; 32]), scheduled(SETS[1], 0)]),
			0,
			SETS[0],
		),
		finalised(&header(200, H256::zero(), vec![scheduled(SETS[2], 0)]), 1, SETS[1]),
	];
	let last = header(300, H256::zero(), vec![checkpoint(COUNT, log.root(GENESIS))]);
	let receipt = Receipt {
		genesis: GENESIS,
		leaf: log.leaves[INDEX as usize].encode(),
		details: Some(description().encode()),
		item: None,
		count: COUNT,
		path: log.path(INDEX),
		first_set: 0,
		handovers,
		checkpoint: finalised(&last, 2, &SETS[2][..3]),
	};
	(receipt, Trust::new(GENESIS, vec![set(0, SETS[0])]))
}

/// The receipt, with another header and justification for the checkpoint.
pub fn with_checkpoint(items: Vec<DigestItem>) -> (Receipt, Trust) {
	let (mut receipt, trust) = receipt();
	receipt.checkpoint = finalised(&header(300, H256::zero(), items), 2, SETS[2]);
	(receipt, trust)
}

/// The item that the receipt's checkpoint should have.
pub fn true_checkpoint() -> DigestItem {
	checkpoint(COUNT, Stored::of(GENESIS, COUNT).root(GENESIS))
}
