//! Anchors in JSON.
//!
//! Numbers are JSON numbers; 32 bytes are hexadecimal behind `0x`, other bytes too; words are those of
//! C2PA, as they stand.

use census_anchor_log::{
	leaf::{Author, Content, Description, Digest, Leaf, Moment, Statement, Subject},
	terms::{Claim, HashAlgorithm, Relation, Use},
};
use census_runtime::{AccountId, BlockNumber, Hash};
use census_runtime_api::anchors::{
	AnchorDetails, CommitmentDetails, Details, Edge, Lineage, Link, LogDetails, Tally,
	WindowDetails,
};
use serde::{de::Error, Deserialize, Deserializer, Serialize};
use sp_core::{Bytes, H256};

/// A function by which a hash was made, read from its word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Algorithm(pub HashAlgorithm);

impl<'de> Deserialize<'de> for Algorithm {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		let term = String::deserialize(deserializer)?;
		HashAlgorithm::from_term(&term)
			.map(Self)
			.ok_or_else(|| D::Error::custom("no function of this name"))
	}
}

/// A claim, read from its word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClaimTerm(pub Claim);

impl<'de> Deserialize<'de> for ClaimTerm {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		let term = String::deserialize(deserializer)?;
		Claim::from_term(&term).map(Self).ok_or_else(|| D::Error::custom("no claim of this name"))
	}
}

/// A hash with the function that made it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DigestJson {
	algorithm: &'static str,
	hash: Hash,
}

impl From<Digest> for DigestJson {
	fn from(digest: Digest) -> Self {
		Self { algorithm: digest.algorithm.term(), hash: H256(digest.hash) }
	}
}

/// The log as it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LogJson {
	/// The genesis to which its roots are bound.
	genesis: Hash,
	/// How many leaves it has.
	count: u64,
	/// Its root.
	root: Hash,
	/// Its peaks, the largest first.
	peaks: Vec<Hash>,
}

impl From<LogDetails> for LogJson {
	fn from(log: LogDetails) -> Self {
		Self {
			genesis: H256(log.genesis),
			count: log.count,
			root: H256(log.root),
			peaks: log.peaks.into_iter().map(H256).collect(),
		}
	}
}

/// A block and its time in milliseconds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct MomentJson {
	block: u32,
	time: u64,
}

impl From<Moment> for MomentJson {
	fn from(Moment { block, time }: Moment) -> Self {
		Self { block, time }
	}
}

/// Who had a leaf appended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum AuthorJson {
	/// An account.
	Account(AccountId),
	/// A person, by its alias.
	Person(Hash),
	/// The chain.
	Chain,
}

/// What a leaf is about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SubjectJson {
	/// A hash was anchored.
	Hash(DigestJson),
	/// A batch of hashes was anchored.
	Batch {
		/// The function that made the items' hashes.
		algorithm: &'static str,
		/// The tree's root.
		root: Hash,
		/// How many items.
		items: u64,
	},
	/// An anchor was disputed.
	Dispute(u64),
	/// An anchor was retracted.
	Retraction(u64),
	/// A person claimed something.
	Claim {
		/// Of which anchor.
		anchor: u64,
		/// What.
		claim: &'static str,
		/// In which window.
		window: u32,
	},
	/// A set of validators took over.
	AuthoritySet(u64),
}

impl From<Subject> for SubjectJson {
	fn from(subject: Subject) -> Self {
		match subject {
			Subject::Anchor(Content::Single(digest)) => Self::Hash(digest.into()),
			Subject::Anchor(Content::Batch { algorithm, root, items }) => {
				Self::Batch { algorithm: algorithm.term(), root: H256(root), items }
			}
			Subject::Dispute(anchor) => Self::Dispute(anchor),
			Subject::Retraction(anchor) => Self::Retraction(anchor),
			Subject::Claim { anchor, claim, window } => {
				Self::Claim { anchor, claim: claim.term(), window }
			}
			Subject::AuthoritySet(set) => Self::AuthoritySet(set),
		}
	}
}

/// A leaf.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LeafJson {
	index: u64,
	#[serde(flatten)]
	moment: MomentJson,
	author: AuthorJson,
	subject: SubjectJson,
	committed: Option<MomentJson>,
	details: Hash,
}

impl From<Leaf<AccountId>> for LeafJson {
	fn from(leaf: Leaf<AccountId>) -> Self {
		let entry = leaf.entry;
		Self {
			index: leaf.index,
			moment: entry.moment.into(),
			author: match entry.author {
				Author::Account(account) => AuthorJson::Account(account),
				Author::Person(alias) => AuthorJson::Person(H256(alias)),
				Author::Chain => AuthorJson::Chain,
			},
			subject: entry.subject.into(),
			committed: entry.committed.map(Into::into),
			details: H256(entry.details),
		}
	}
}

/// Which uses are granted; `null` where nothing is said.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UsesJson {
	data_mining: Option<&'static str>,
	ai_inference: Option<&'static str>,
	ai_training: Option<&'static str>,
	ai_generative_training: Option<&'static str>,
}

/// An anchor from which another one came.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ParentJson {
	anchor: u64,
	relation: &'static str,
}

/// What finds content again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SoftBindingJson {
	algorithm: String,
	value: Bytes,
}

/// How an anchor's author describes it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DescriptionJson {
	kind: &'static str,
	source_type: Option<&'static str>,
	licence: String,
	uses: UsesJson,
	parents: Vec<ParentJson>,
	soft_binding: Option<SoftBindingJson>,
	memo: String,
}

/// The chain lets in nothing but UTF-8.
fn text(bytes: &[u8]) -> String {
	String::from_utf8_lossy(bytes).into_owned()
}

impl From<Description> for DescriptionJson {
	fn from(description: Description) -> Self {
		let uses = description.uses;
		Self {
			kind: description.kind.term(),
			source_type: description.source_type.map(|term| term.term()),
			licence: text(&description.licence),
			uses: UsesJson {
				data_mining: uses.data_mining.map(Use::term),
				ai_inference: uses.ai_inference.map(Use::term),
				ai_training: uses.ai_training.map(Use::term),
				ai_generative_training: uses.ai_generative_training.map(Use::term),
			},
			parents: description
				.parents
				.iter()
				.map(|parent| ParentJson {
					anchor: parent.anchor,
					relation: parent.relation.term(),
				})
				.collect(),
			soft_binding: description.soft_binding.map(|binding| SoftBindingJson {
				algorithm: text(&binding.algorithm),
				value: Bytes(binding.value.into_inner()),
			}),
			memo: text(&description.memo),
		}
	}
}

/// Why an anchor is disputed or retracted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct StatementJson {
	evidence: Option<DigestJson>,
	memo: String,
}

impl From<Statement> for StatementJson {
	fn from(statement: Statement) -> Self {
		Self { evidence: statement.evidence.map(Into::into), memo: text(&statement.memo) }
	}
}

/// A leaf, and what of it can still be searched for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnchorJson {
	leaf: LeafJson,
	description: Option<DescriptionJson>,
	statement: Option<StatementJson>,
	evictable_from: Option<BlockNumber>,
}

impl From<AnchorDetails<AccountId, BlockNumber>> for AnchorJson {
	fn from(anchor: AnchorDetails<AccountId, BlockNumber>) -> Self {
		let evictable_from = anchor.row.as_ref().map(|row| row.evictable_from);
		let (description, statement) = match anchor.row.map(|row| row.details) {
			Some(Details::Description(description)) => (Some(description.into()), None),
			Some(Details::Statement(statement)) => (None, Some(statement.into())),
			None => (None, None),
		};
		Self { leaf: anchor.leaf.into(), description, statement, evictable_from }
	}
}

/// What one leaf is to an older one: the word of a relation, `disputes` or `retracts`.
fn word(link: Link) -> &'static str {
	match link {
		Link::Derived(relation) => Relation::term(relation),
		Link::Disputes => "disputes",
		Link::Retracts => "retracts",
	}
}

/// One step of a lineage.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct EdgeJson {
	older: u64,
	newer: u64,
	link: &'static str,
}

impl From<Edge> for EdgeJson {
	fn from(edge: Edge) -> Self {
		Self { older: edge.older, newer: edge.newer, link: word(edge.link) }
	}
}

impl EdgeJson {
	/// The step from an anchor to what is linked to it.
	pub(super) fn to(older: u64, (newer, link): (u64, Link)) -> Self {
		Edge { older, newer, link }.into()
	}
}

/// A lineage, as far as it was followed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LineageJson {
	edges: Vec<EdgeJson>,
	truncated: bool,
}

impl From<Lineage> for LineageJson {
	fn from(lineage: Lineage) -> Self {
		let edges = lineage.edges.into_iter().map(Into::into).collect();
		Self { edges, truncated: lineage.truncated }
	}
}

/// How many persons claimed something in one window.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TallyJson {
	window: u32,
	claim: &'static str,
	count: u32,
}

impl From<Tally> for TallyJson {
	fn from(tally: Tally) -> Self {
		Self { window: tally.window, claim: tally.claim.term(), count: tally.count }
	}
}

/// A claim window.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct WindowJson {
	opener: AccountId,
	anchor: u64,
	epoch: u32,
	electorate: u32,
	until: BlockNumber,
	slots: u32,
	used: u32,
	open: bool,
}

impl From<WindowDetails<AccountId, BlockNumber>> for WindowJson {
	fn from(window: WindowDetails<AccountId, BlockNumber>) -> Self {
		Self {
			opener: window.opener,
			anchor: window.anchor,
			epoch: window.epoch,
			electorate: window.electorate,
			until: window.until,
			slots: window.slots,
			used: window.used,
			open: window.open,
		}
	}
}

/// A commitment that was not revealed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CommitmentJson {
	made: MomentJson,
	until: BlockNumber,
}

impl From<CommitmentDetails<BlockNumber>> for CommitmentJson {
	fn from(commitment: CommitmentDetails<BlockNumber>) -> Self {
		Self { made: commitment.moment.into(), until: commitment.until }
	}
}

/// The log at the end of a final block.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CheckpointJson {
	/// The block's number.
	pub(super) block: BlockNumber,
	/// Its hash.
	pub(super) hash: Hash,
	/// How many leaves the log has.
	pub(super) count: u64,
	/// The log's root.
	pub(super) root: Hash,
}
