//! Anchors, the log that they stand in, and what persons claim of them.
//!
//! Where C2PA has a word it is used as it stands.

use crate::{persons::EpochId, view, AccountId, BlockNumber, Bytes, Hash};
use alloc::{string::String, vec::Vec};
use census_anchor_log::leaf;
pub use census_anchor_log::{
	leaf::AnchorId,
	terms::{Claim, HashAlgorithm, Kind, Relation, SourceType, Use, Uses},
};

/// A claim window's number: that of the scope in which persons claim.
pub type WindowId = u32;

view! {
	/// A hash with the function that made it.
	#[derive(Copy)]
	#[cfg_attr(feature = "json", serde(deny_unknown_fields))]
	pub struct Digest {
		/// The function.
		pub algorithm: HashAlgorithm,
		/// The hash.
		pub hash: Hash,
	}

	/// A block and its time.
	#[derive(Copy)]
	pub struct Moment {
		/// The block's number.
		pub block: BlockNumber,
		/// The block's time: milliseconds since the Unix epoch, as its author said.
		pub time: u64,
	}

	/// The log as it stands.
	pub struct AnchorLog {
		/// The genesis hash to which its roots are bound.
		pub genesis: Hash,
		/// How many leaves it has.
		pub count: u64,
		/// Its root.
		pub root: Hash,
		/// Its peaks, the largest first.
		pub peaks: Vec<Hash>,
	}

	/// Who had a leaf appended.
	#[derive(Copy)]
	pub enum LeafAuthor {
		/// An account.
		Account(AccountId),
		/// A person, known by an alias in the claim's scope alone.
		Person(Hash),
		/// The chain itself.
		Chain,
	}

	/// What a leaf is about.
	#[derive(Copy)]
	#[cfg_attr(feature = "json", serde(rename_all_fields = "camelCase"))]
	pub enum LeafSubject {
		/// A hash was anchored.
		Hash(Digest),
		/// A batch of hashes was anchored.
		Batch {
			/// The function that made the items' hashes. The tree's own is always blake2b-256.
			algorithm: HashAlgorithm,
			/// The tree's root.
			root: Hash,
			/// How many items.
			items: u64,
		},
		/// An anchor was disputed.
		Dispute(AnchorId),
		/// Its author retracted an anchor.
		Retraction(AnchorId),
		/// A person claimed something of an anchor.
		Claim {
			/// The anchor.
			anchor: AnchorId,
			/// What is claimed.
			claim: Claim,
			/// The window.
			window: WindowId,
		},
		/// The set of validators that finalises from here on.
		AuthoritySet(u64),
	}

	/// A leaf of the log.
	#[derive(Copy)]
	pub struct Leaf {
		/// Its index: an anchor's number.
		pub index: AnchorId,
		/// The block in which it was appended.
		pub block: BlockNumber,
		/// That block's time: milliseconds since the Unix epoch, as its author said.
		pub time: u64,
		/// Who had it appended.
		pub author: LeafAuthor,
		/// What it is about.
		pub subject: LeafSubject,
		/// When its author had committed to it, without showing it.
		pub committed: Option<Moment>,
		/// The hash of its details.
		pub details: Hash,
	}

	/// Which uses of the content are granted: the entries of the training and data mining assertion;
	/// `null` where nothing is said.
	#[derive(Copy)]
	pub struct GrantedUses {
		/// `data_mining`: extracting text and data from it.
		pub data_mining: Option<Use>,
		/// `ai_inference`: as input to a trained model.
		pub ai_inference: Option<Use>,
		/// `ai_training`: training a model that is not generative.
		pub ai_training: Option<Use>,
		/// `ai_generative_training`: training a generative model.
		pub ai_generative_training: Option<Use>,
	}

	/// An anchor from which another one came.
	#[derive(Copy)]
	pub struct ParentAnchor {
		/// The parent.
		pub anchor: AnchorId,
		/// What it is to the other.
		pub relation: Relation,
	}

	/// What finds content again where its bytes were changed.
	#[cfg_attr(feature = "json", serde(deny_unknown_fields))]
	pub struct SoftBinding {
		/// The algorithm's name in C2PA's list.
		pub algorithm: String,
		/// The watermark or fingerprint.
		pub value: Bytes,
	}

	/// How an anchor's author describes it. Nothing of it is proven by being anchored.
	pub struct Description {
		/// What was anchored.
		pub kind: Kind,
		/// Where it came from.
		pub source_type: Option<SourceType>,
		/// The licence: a URL or an SPDX expression. May be empty.
		pub licence: String,
		/// Which uses are granted.
		pub uses: GrantedUses,
		/// The anchors from which it came.
		pub parents: Vec<ParentAnchor>,
		/// What finds it again.
		pub soft_binding: Option<SoftBinding>,
		/// Anything else. May be empty.
		pub memo: String,
	}

	/// Why an anchor is disputed or retracted.
	pub struct Grounds {
		/// The hash of a document that says more.
		pub evidence: Option<Digest>,
		/// The reason in words. May be empty.
		pub memo: String,
	}

	/// A leaf, and what the chain's state still knows of it besides.
	pub struct Anchor {
		/// The leaf.
		pub leaf: Leaf,
		/// How its author describes it; `null` where it is no anchor, or the row was evicted.
		pub description: Option<Description>,
		/// Why it disputes or retracts; `null` where it does not, or the row was evicted.
		pub grounds: Option<Grounds>,
		/// From which block on anybody may evict the row; `null` where there is none.
		pub evictable_from: Option<BlockNumber>,
	}

	/// A leaf and its details in the bytes that their hashes are of.
	pub struct LeafBytes {
		/// The leaf.
		pub leaf: Bytes,
		/// The details, if they are still in the chain's state.
		pub details: Option<Bytes>,
	}

	/// What one leaf is to another, older one.
	#[derive(Copy)]
	pub enum Link {
		/// The older one is the same asset before.
		ParentOf,
		/// The older one is a part of it, among others.
		ComponentOf,
		/// The older one went into what made it.
		InputTo,
		/// It disputes the older one.
		Disputes,
		/// It retracts the older one.
		Retracts,
	}

	/// One step of a lineage.
	#[derive(Copy)]
	pub struct Edge {
		/// The older leaf.
		pub older: AnchorId,
		/// The newer leaf.
		pub newer: AnchorId,
		/// What the newer one is to the older one.
		pub link: Link,
	}

	/// A lineage, as far as it was followed.
	#[derive(Default)]
	pub struct Lineage {
		/// The steps, those nearest to the anchor first.
		pub edges: Vec<Edge>,
		/// Whether there is more than was asked for.
		pub truncated: bool,
	}

	/// What names a tally of one anchor.
	#[derive(Copy, PartialOrd, Ord)]
	#[cfg_attr(feature = "json", serde(deny_unknown_fields))]
	pub struct TallyKey {
		/// The window.
		pub window: WindowId,
		/// What was claimed.
		pub claim: Claim,
	}

	/// How many persons claimed something of an anchor in one window. Counts of different windows must
	/// not be summed: the same humans may be in both.
	#[derive(Copy)]
	pub struct Tally {
		/// The window.
		pub window: WindowId,
		/// What was claimed.
		pub claim: Claim,
		/// By how many persons.
		pub count: u32,
	}

	/// A claim window.
	#[derive(Copy)]
	pub struct Window {
		/// Its number.
		pub window: WindowId,
		/// Who opened it.
		pub opener: AccountId,
		/// The anchor of which persons claim something in it.
		pub anchor: AnchorId,
		/// The epoch whose persons may claim.
		pub epoch: EpochId,
		/// How many persons there were.
		pub electorate: u32,
		/// The last block in which claims are taken.
		pub until: BlockNumber,
		/// How many claims it was opened for.
		pub slots: u32,
		/// How many were made.
		pub used: u32,
		/// Whether claims are taken in the block that was asked.
		pub open: bool,
	}

	/// A commitment that was neither revealed nor withdrawn.
	#[derive(Copy)]
	pub struct AnchorCommitment {
		/// When it was made.
		pub made: Moment,
		/// The last block in which it can be revealed.
		pub until: BlockNumber,
	}

	/// The log at the end of a final block.
	#[derive(Copy)]
	pub struct Checkpoint {
		/// The block's number.
		pub block: BlockNumber,
		/// Its hash.
		pub hash: Hash,
		/// How many leaves the log has.
		pub count: u64,
		/// The log's root.
		pub root: Hash,
	}
}

/// The chain lets in nothing but UTF-8.
fn text(bytes: &[u8]) -> String {
	String::from_utf8_lossy(bytes).into_owned()
}

impl From<leaf::Digest> for Digest {
	fn from(leaf::Digest { algorithm, hash }: leaf::Digest) -> Self {
		Self { algorithm, hash: Hash(hash) }
	}
}

impl From<Digest> for leaf::Digest {
	fn from(Digest { algorithm, hash }: Digest) -> Self {
		Self { algorithm, hash: hash.0 }
	}
}

impl From<leaf::Moment> for Moment {
	fn from(leaf::Moment { block, time }: leaf::Moment) -> Self {
		Self { block, time }
	}
}

impl From<leaf::Subject> for LeafSubject {
	fn from(subject: leaf::Subject) -> Self {
		use leaf::{Content, Subject};
		match subject {
			Subject::Anchor(Content::Single(digest)) => Self::Hash(digest.into()),
			Subject::Anchor(Content::Batch { algorithm, root, items }) => {
				Self::Batch { algorithm, root: Hash(root), items }
			}
			Subject::Dispute(anchor) => Self::Dispute(anchor),
			Subject::Retraction(anchor) => Self::Retraction(anchor),
			Subject::Claim { anchor, claim, window } => Self::Claim { anchor, claim, window },
			Subject::AuthoritySet(set) => Self::AuthoritySet(set),
		}
	}
}

impl<Account: codec::Encode> From<leaf::Leaf<Account>> for Leaf {
	fn from(leaf::Leaf { index, entry }: leaf::Leaf<Account>) -> Self {
		let leaf::Entry { moment, author, subject, committed, details } = entry;
		Self {
			index,
			block: moment.block,
			time: moment.time,
			author: match author {
				leaf::Author::Account(account) => LeafAuthor::Account(AccountId::of(&account)),
				leaf::Author::Person(alias) => LeafAuthor::Person(Hash(alias)),
				leaf::Author::Chain => LeafAuthor::Chain,
			},
			subject: subject.into(),
			committed: committed.map(Into::into),
			details: Hash(details),
		}
	}
}

impl From<leaf::Description> for Description {
	fn from(description: leaf::Description) -> Self {
		let leaf::Description { kind, source_type, licence, uses, parents, soft_binding, memo } =
			description;
		let Uses { data_mining, ai_inference, ai_training, ai_generative_training } = uses;
		Self {
			kind,
			source_type,
			licence: text(&licence),
			uses: GrantedUses { data_mining, ai_inference, ai_training, ai_generative_training },
			parents: parents
				.into_iter()
				.map(|leaf::Parent { anchor, relation }| ParentAnchor { anchor, relation })
				.collect(),
			soft_binding: soft_binding.map(|leaf::SoftBinding { algorithm, value }| SoftBinding {
				algorithm: text(&algorithm),
				value: Bytes(value.into_inner()),
			}),
			memo: text(&memo),
		}
	}
}

impl From<leaf::Statement> for Grounds {
	fn from(leaf::Statement { evidence, memo }: leaf::Statement) -> Self {
		Self { evidence: evidence.map(Into::into), memo: text(&memo) }
	}
}

impl From<Relation> for Link {
	fn from(relation: Relation) -> Self {
		match relation {
			Relation::ParentOf => Self::ParentOf,
			Relation::ComponentOf => Self::ComponentOf,
			Relation::InputTo => Self::InputTo,
		}
	}
}
