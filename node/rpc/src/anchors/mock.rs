//! A client with canned answers: the log of the examples in `openrpc.json`.
//!
//! Six leaves: the first set of validators; a data set of Alice's; a batch made from it; a dispute of
//! Bob's; a person's claim; a hash of Bob's whose row was evicted. The first five are final, by the
//! vote of one validator.

use super::{Anchors, AnchorsRpcServer, Finality};
use crate::{
	mock::{state_at, Mock as Chain, BEST},
	turns::Turns,
};
use census_anchor_log::{
	leaf::{
		AnchorId, Author, Authorities, Content, Description, Digest, Entry, Leaf, Moment, Parent,
		SoftBinding, Statement, Subject,
	},
	proof::{prove_consistency, prove_inclusion, Nodes},
	shape::Node,
	terms::{Claim, HashAlgorithm, Kind, Relation, SourceType, Use},
	tree::hash_details,
	Checkpoint, Hash as LogHash, Log, Tree, ENGINE_ID,
};
use census_receipt::{AuthoritySet, Blake2b256, Finalised, Trust};
use census_runtime::{opaque::Block, AccountId, BlockNumber, Hash};
use census_runtime_api::anchors::{
	AnchorDetails, AnchorsApi, CommitmentDetails, Details, Edge, Lineage, Link, LogDetails,
	RowDetails, Tally, WindowDetails,
};
use codec::Encode;
use jsonrpsee::RpcModule;
use sc_client_api::{
	client::{FinalityNotification, FinalityNotifications, ImportNotifications},
	notifications::StorageEventStream,
	BlockchainEvents, FinalizeSummary, StorageKey,
};
use sc_utils::mpsc::{tracing_unbounded, TracingUnboundedSender};
use sp_api::{ApiError, ApiRef, ProvideRuntimeApi};
use sp_blockchain::{BlockStatus, HeaderBackend, Info, Result as BlockchainResult};
use sp_core::{crypto::Ss58Codec, ed25519, Pair};
use sp_runtime::{
	traits::{Block as BlockT, Header as _, NumberFor},
	Digest as HeaderDigest, DigestItem,
};
use std::{
	collections::BTreeMap,
	sync::{Arc, Mutex},
};

type Header = <Block as BlockT>::Header;

/// A leaf of which the runtime cannot tell.
pub(crate) const FAILING_ANCHOR: AnchorId = 1_000_000;
/// A set of validators since which there are too many handovers.
pub(crate) const FAILING_SET: u64 = 1_000_000;
/// A set of validators after which another one was forced upon the chain.
pub(crate) const FORCED_SET: u64 = 1_000_001;
/// A set of validators of which nobody knows who was in it.
pub(crate) const UNKNOWN_SET: u64 = 1_000_002;

/// How many leaves are final, and in which block.
pub(crate) const FINAL: (u64, BlockNumber) = (5, 600_010);
/// How many leaves there are, and in which block they are final later.
pub(crate) const ALL: (u64, BlockNumber) = (6, 600_012);

fn alice() -> AccountId {
	AccountId::from_ss58check("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY").unwrap()
}

fn bob() -> AccountId {
	AccountId::from_ss58check("5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty").unwrap()
}

fn text<const MAX: u32>(text: &str) -> census_anchor_log::leaf::Text<MAX> {
	text.as_bytes().to_vec().try_into().unwrap()
}

fn digest(byte: u8) -> Digest {
	Digest { algorithm: HashAlgorithm::Sha256, hash: [byte; 32] }
}

fn moment(block: u32) -> Moment {
	Moment { block, time: 1_790_000_000_000 + 6_000 * u64::from(block) }
}

fn data_set() -> Description {
	let mut description = Description::of(Kind::Dataset);
	description.source_type = Some(SourceType::DigitalCapture);
	description.licence = text("CC-BY-4.0");
	description.uses.ai_training = Some(Use::NotAllowed);
	let algorithm = text("com.digimarc.validate.1");
	let value = vec![0xca, 0xfe].try_into().unwrap();
	description.soft_binding = Some(SoftBinding { algorithm, value });
	description.memo = text("photographs of one street");
	description
}

fn batch() -> Description {
	let mut description = Description::of(Kind::Output);
	description.source_type = Some(SourceType::TrainedAlgorithmicMedia);
	let parent = Parent { anchor: 1, relation: Relation::InputTo };
	description.parents = vec![parent].try_into().unwrap();
	description
}

fn dispute() -> Statement {
	Statement { evidence: Some(digest(0xee)), memo: text("the third one is mine") }
}

/// The leaves and the rows that are left of them.
fn leaves() -> Vec<AnchorDetails<AccountId, BlockNumber>> {
	let account = Author::Account;
	let single = |hash| Subject::Anchor(Content::Single(digest(hash)));
	let of_batch =
		Content::Batch { algorithm: HashAlgorithm::Sha256, root: [0xbb; 32], items: 1_000 };
	let claim = Subject::Claim { anchor: 1, claim: Claim::MadeByHuman, window: 4 };
	let described = |description| Some(Details::Description(description));
	let evicted = Description::of(Kind::File).encode();
	let hash = |bytes: &[u8]| hash_details::<Blake2b256>(bytes);
	let leaves = [
		(1, Author::Chain, Subject::AuthoritySet(0), None, hash(&validators().encode())),
		(600_002, account(alice()), single(0xaa), described(data_set()), [0; 32]),
		(600_005, account(alice()), Subject::Anchor(of_batch), described(batch()), [0; 32]),
		(
			600_007,
			account(bob()),
			Subject::Dispute(1),
			Some(Details::Statement(dispute())),
			[0; 32],
		),
		(600_009, Author::Person([0x77; 32]), claim, None, hash(&[])),
		(600_012, account(bob()), single(0xdd), None, hash(&evicted)),
	];
	let leaves = leaves.into_iter().enumerate();
	let details = leaves.map(|(index, (block, author, subject, row, details))| {
		let details = match &row {
			Some(Details::Description(description)) => hash(&description.encode()),
			Some(Details::Statement(statement)) => hash(&statement.encode()),
			None => details,
		};
		let committed = (index == 2).then(|| moment(600_004));
		let entry = Entry { moment: moment(block), author, subject, committed, details };
		let row = row.map(|details| RowDetails { details, evictable_from: block + 5_256_000 });
		AnchorDetails { leaf: Leaf { index: index as u64, entry }, row }
	});
	details.collect()
}

struct Stored(BTreeMap<(u8, u64), LogHash>);

impl Nodes for Stored {
	fn node(&self, node: Node) -> Option<LogHash> {
		self.0.get(&(node.level, node.index)).copied()
	}
}

/// The log of the first leaves.
fn log(count: u64) -> (Log, Stored) {
	let tree = Tree::log(Chain.info().genesis_hash.0);
	let (mut log, mut stored) = (Log::default(), Stored(BTreeMap::new()));
	for details in leaves().into_iter().take(count as usize) {
		log.append::<Blake2b256>(&tree, details.leaf.hash::<Blake2b256>(&tree), |node, hash| {
			stored.0.insert((node.level, node.index), hash);
		})
		.unwrap();
	}
	(log, stored)
}

fn root(count: u64) -> LogHash {
	log(count).0.root::<Blake2b256>(&Tree::log(Chain.info().genesis_hash.0))
}

/// The header of a block with this checkpoint.
pub(crate) fn header((count, number): (u64, BlockNumber)) -> Header {
	let data = Checkpoint::V1 { count, root: root(count) }.encode();
	let logs = vec![
		DigestItem::PreRuntime(*b"BABE", vec![1]),
		DigestItem::Consensus(*b"BABE", vec![2]),
		DigestItem::Consensus(ENGINE_ID, data),
		DigestItem::Seal(*b"BABE", vec![3]),
	];
	let zero = Hash::zero();
	Header::new(number, zero, zero, zero, HeaderDigest { logs })
}

fn validator() -> ed25519::Pair {
	ed25519::Pair::from_seed(&[9; 32])
}

fn validators() -> Authorities {
	vec![(validator().public().0, 1)]
}

/// What this chain's receipts are trusted by.
pub(crate) fn trust() -> Trust {
	let set = AuthoritySet::new(0, validators()).unwrap();
	Trust::new(Chain.info().genesis_hash.0, vec![set])
}

struct Vote;

/// A block that this set of validators finalised.
fn finalised(header: &Header, set: u64) -> Finalised {
	let (target, round) = ((header.hash(), *header.number()), 7u64);
	let signature = validator().sign(&(1u8, target, round, set).encode());
	let votes = vec![(target, signature, validator().public())];
	let justification = (round, target, votes, Vec::<Header>::new()).encode();
	Finalised { header: header.encode(), justification }
}

impl Finality for Vote {
	fn blocks(&self, first_set: u64) -> Result<Option<Vec<Finalised>>, String> {
		match first_set {
			0 | UNKNOWN_SET => Ok(Some(vec![finalised(&header(FINAL), first_set)])),
			FORCED_SET => {
				// The last block that was final before does not hand over.
				let last = finalised(&header((FINAL.0, FINAL.1 - 1)), FORCED_SET);
				Ok(Some(vec![last, finalised(&header(FINAL), FORCED_SET + 1)]))
			}
			FAILING_SET => Err("there are too many handovers".into()),
			_ => Ok(None),
		}
	}

	fn authorities(&self, set: u64) -> Result<Option<Authorities>, String> {
		Ok((set != UNKNOWN_SET).then(validators))
	}
}

/// The client.
#[derive(Clone, Default)]
pub(crate) struct Mock {
	listeners: Arc<Mutex<Vec<TracingUnboundedSender<FinalityNotification<Block>>>>>,
}

impl Mock {
	/// Tells whoever listens that a block is final.
	pub(crate) fn finalise(&self, header: Header) {
		for listener in &*self.listeners.lock().unwrap() {
			let summary = FinalizeSummary {
				finalized: vec![header.hash()],
				header: header.clone(),
				stale_blocks: Vec::new(),
			};
			let (unpin, _) = tracing_unbounded("unpin", 100);
			// Whoever has gone hears nothing.
			let news = FinalityNotification::from_summary(summary, unpin);
			let _ = listener.unbounded_send(news);
		}
	}

	/// How many listen.
	pub(crate) fn listeners(&self) -> usize {
		let mut listeners = self.listeners.lock().unwrap();
		listeners.retain(|listener| !listener.is_closed());
		listeners.len()
	}
}

/// Refuses a block whose state nobody has.
fn check(at: Hash) -> Result<(), ApiError> {
	let known = [FINAL, ALL].map(|block| header(block).hash()).contains(&at);
	state_at(if known { BEST } else { at })
}

/// The page of `count` numbers behind `after`.
fn page(all: &[AnchorId], after: Option<AnchorId>, count: u32) -> Vec<AnchorId> {
	let behind = all.iter().filter(|number| after.is_none_or(|after| **number > after));
	behind.take(count as usize).copied().collect()
}

/// The steps of a lineage, as far as they were asked for.
fn lineage(edges: &[(AnchorId, AnchorId, Link)], limit: u32) -> Lineage {
	let all =
		edges.iter().map(|(older, newer, link)| Edge { older: *older, newer: *newer, link: *link });
	let truncated = edges.len() > limit as usize;
	Lineage { edges: all.take(limit as usize).collect(), truncated }
}

const DERIVED: (AnchorId, AnchorId, Link) = (1, 2, Link::Derived(Relation::InputTo));
const DISPUTED: (AnchorId, AnchorId, Link) = (1, 3, Link::Disputes);

sp_api::mock_impl_runtime_apis! {
	impl AnchorsApi<Block, AccountId, BlockNumber> for Mock {
		#[advanced]
		fn log(at: Hash) -> Result<LogDetails, ApiError> {
			check(at)?;
			let (log, _) = log(ALL.0);
			Ok(LogDetails {
				genesis: Chain.info().genesis_hash.0,
				count: log.count(),
				peaks: log.peaks().to_vec(),
				root: root(ALL.0),
			})
		}

		#[advanced]
		fn anchor(
			at: Hash,
			index: AnchorId,
		) -> Result<Option<AnchorDetails<AccountId, BlockNumber>>, ApiError> {
			check(at)?;
			if index == FAILING_ANCHOR {
				return Err(ApiError::Application("the runtime failed".into()));
			}
			Ok(leaves().into_iter().nth(index as usize))
		}

		#[advanced]
		fn leaves(at: Hash, start: AnchorId, count: u32) -> Result<Vec<Leaf<AccountId>>, ApiError> {
			check(at)?;
			let page = leaves().into_iter().skip(start as usize).take(count as usize);
			Ok(page.map(|details| details.leaf).collect())
		}

		#[advanced]
		fn first_seen(at: Hash, hash: Digest) -> Result<Option<Leaf<AccountId>>, ApiError> {
			check(at)?;
			let mut leaves = leaves().into_iter().map(|details| details.leaf);
			Ok(leaves.find(|leaf| match leaf.entry.subject {
				Subject::Anchor(content) => content.digest() == hash,
				_ => false,
			}))
		}

		#[advanced]
		fn anchors_of(
			at: Hash,
			hash: Digest,
			after: Option<AnchorId>,
			count: u32,
		) -> Result<Vec<AnchorId>, ApiError> {
			check(at)?;
			Ok(page(if hash == digest(0xaa) { &[1] } else { &[] }, after, count))
		}

		#[advanced]
		fn anchors_by(
			at: Hash,
			author: AccountId,
			after: Option<AnchorId>,
			count: u32,
		) -> Result<Vec<AnchorId>, ApiError> {
			check(at)?;
			Ok(page(if author == alice() { &[1, 2] } else { &[3] }, after, count))
		}

		#[advanced]
		fn links_to(
			at: Hash,
			anchor: AnchorId,
			after: Option<AnchorId>,
			count: u32,
		) -> Result<Vec<(AnchorId, Link)>, ApiError> {
			check(at)?;
			let all = [DERIVED, DISPUTED].into_iter();
			let of = all.filter(|(older, newer, _)| {
				*older == anchor && after.is_none_or(|after| *newer > after)
			});
			Ok(of.map(|(_, newer, link)| (newer, link)).take(count as usize).collect())
		}

		#[advanced]
		fn ancestors(at: Hash, anchor: AnchorId, limit: u32) -> Result<Lineage, ApiError> {
			check(at)?;
			Ok(match anchor {
				2 => lineage(&[DERIVED], limit),
				3 => lineage(&[DISPUTED], limit),
				_ => Lineage::default(),
			})
		}

		#[advanced]
		fn descendants(at: Hash, anchor: AnchorId, limit: u32) -> Result<Lineage, ApiError> {
			check(at)?;
			Ok(if anchor == 1 { lineage(&[DERIVED, DISPUTED], limit) } else { Lineage::default() })
		}

		#[advanced]
		fn tallies(
			at: Hash,
			anchor: AnchorId,
			after: Option<(u32, Claim)>,
			count: u32,
		) -> Result<Vec<Tally>, ApiError> {
			check(at)?;
			let tally = Tally { window: 4, claim: Claim::MadeByHuman, count: 1 };
			let there = anchor == 1 && count > 0 && after.is_none();
			Ok(there.then_some(tally).into_iter().collect())
		}

		#[advanced]
		fn window(
			at: Hash,
			window: u32,
		) -> Result<Option<WindowDetails<AccountId, BlockNumber>>, ApiError> {
			check(at)?;
			Ok((window == 4).then(|| WindowDetails {
				opener: alice(),
				anchor: 1,
				epoch: 120_001,
				electorate: 5,
				until: 700_000,
				slots: 100,
				used: 1,
				open: true,
			}))
		}

		#[advanced]
		fn commitment(
			at: Hash,
			author: AccountId,
			commitment: LogHash,
		) -> Result<Option<CommitmentDetails<BlockNumber>>, ApiError> {
			check(at)?;
			let made = CommitmentDetails { moment: moment(600_011), until: 600_611 };
			Ok((author == bob() && commitment == [0xcc; 32]).then_some(made))
		}

		#[advanced]
		fn inclusion_proof(
			at: Hash,
			index: AnchorId,
			count: u64,
		) -> Result<Option<Vec<LogHash>>, ApiError> {
			check(at)?;
			Ok(prove_inclusion(&log(ALL.0).1, index, count))
		}

		#[advanced]
		fn consistency_proof(
			at: Hash,
			old: u64,
			new: u64,
		) -> Result<Option<Vec<LogHash>>, ApiError> {
			check(at)?;
			Ok(prove_consistency(&log(ALL.0).1, old, new))
		}
	}
}

impl ProvideRuntimeApi<Block> for Mock {
	type Api = Self;

	fn runtime_api(&self) -> ApiRef<'_, Self::Api> {
		self.clone().into()
	}
}

impl HeaderBackend<Block> for Mock {
	fn header(&self, hash: Hash) -> BlockchainResult<Option<Header>> {
		Ok([FINAL, ALL].map(header).into_iter().find(|header| header.hash() == hash))
	}

	fn info(&self) -> Info<Block> {
		Info { finalized_hash: header(FINAL).hash(), finalized_number: FINAL.1, ..Chain.info() }
	}

	fn status(&self, hash: Hash) -> BlockchainResult<BlockStatus> {
		HeaderBackend::status(&Chain, hash)
	}

	fn number(&self, hash: Hash) -> BlockchainResult<Option<NumberFor<Block>>> {
		HeaderBackend::number(&Chain, hash)
	}

	fn hash(&self, number: NumberFor<Block>) -> BlockchainResult<Option<Hash>> {
		HeaderBackend::hash(&Chain, number)
	}
}

impl BlockchainEvents<Block> for Mock {
	fn import_notification_stream(&self) -> ImportNotifications<Block> {
		tracing_unbounded("imports", 100).1
	}

	fn every_import_notification_stream(&self) -> ImportNotifications<Block> {
		tracing_unbounded("imports", 100).1
	}

	fn finality_notification_stream(&self) -> FinalityNotifications<Block> {
		let (listener, stream) = tracing_unbounded("finality", 100);
		self.listeners.lock().unwrap().push(listener);
		stream
	}

	fn storage_changes_notification_stream(
		&self,
		_: Option<&[StorageKey]>,
		_: Option<&[(StorageKey, Option<Vec<StorageKey>>)]>,
	) -> BlockchainResult<StorageEventStream<Hash>> {
		Err(sp_blockchain::Error::Backend("nobody asks".into()))
	}
}

/// The methods `anchors_*`, answered by this client, with room for so many receipts.
pub(crate) fn server_of(client: Mock, waiting: usize) -> RpcModule<Anchors<Mock>> {
	let turns = Arc::new(Turns::with_room(waiting, 1));
	Anchors::new(Arc::new(client), Arc::new(Vote), turns).into_rpc()
}

/// The methods `anchors_*`, answered by the mock, with room for so many receipts.
pub(crate) fn server(waiting: usize) -> RpcModule<Anchors<Mock>> {
	server_of(Mock::default(), waiting)
}
