//! What a leaf of the log says.
//!
//! A leaf is small and stays in the chain's state for ever. What is said at length stands in its
//! details, of which the leaf holds the hash: they may leave the state, and whoever kept them can
//! still prove them.

use crate::{
	terms::{Claim, HashAlgorithm, Kind, Relation, SourceType, Uses},
	tree::{hash_details, Hash, Hasher, Tree},
};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// An anchor's number: the index of its leaf. Numbers are given out in order, for ever.
pub type AnchorId = u64;

/// The most parents of an anchor.
pub const MAX_PARENTS: u32 = 8;
/// The most bytes of a memo.
pub const MAX_MEMO: u32 = 256;
/// The most bytes of a licence.
pub const MAX_LICENCE: u32 = 128;
/// The most bytes of the name of a soft binding's algorithm, and of its value.
pub const MAX_SOFT_BINDING: u32 = 64;

/// A text in UTF-8 of at most so many bytes.
pub type Text<const MAX: u32> = BoundedVec<u8, ConstU32<MAX>>;

/// A hash with the function that made it.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Digest {
	/// The function.
	pub algorithm: HashAlgorithm,
	/// The hash.
	pub hash: Hash,
}

/// What may be anchored.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Content {
	/// One hash.
	#[codec(index = 0)]
	Single(Digest),
	/// Many hashes: the root of a tree over them, [`Tree::batch`].
	#[codec(index = 1)]
	Batch {
		/// The function that made the items' hashes. The tree's own is always blake2b-256.
		algorithm: HashAlgorithm,
		/// The tree's root.
		root: Hash,
		/// How many items.
		items: u64,
	},
}

impl Content {
	/// By what the content is found: the hash, or the batch's root with its items' function.
	pub fn digest(&self) -> Digest {
		match *self {
			Self::Single(digest) => digest,
			Self::Batch { algorithm, root, .. } => Digest { algorithm, hash: root },
		}
	}

	/// Whether it is a batch. The root of a batch may be equal to the hash of a file, of which it
	/// proves nothing.
	pub fn is_batch(&self) -> bool {
		matches!(self, Self::Batch { .. })
	}
}

/// What a leaf is about.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Subject {
	/// An anchor. Details: [`Description`].
	#[codec(index = 0)]
	Anchor(Content),
	/// Somebody disputes an anchor. Details: [`Statement`].
	#[codec(index = 1)]
	Dispute(AnchorId),
	/// Its author retracts an anchor. Details: [`Statement`].
	#[codec(index = 2)]
	Retraction(AnchorId),
	/// A person claims something of an anchor. No details: the hash is that of no bytes.
	#[codec(index = 3)]
	Claim {
		/// The anchor.
		anchor: AnchorId,
		/// What is claimed.
		claim: Claim,
		/// The window: the number of the scope in which the person claimed.
		window: u32,
	},
	/// The set of validators that finalises from here on. Details: [`Authorities`].
	#[codec(index = 4)]
	AuthoritySet(u64),
}

/// Who had a leaf appended.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Author<AccountId> {
	/// An account.
	#[codec(index = 0)]
	Account(AccountId),
	/// A person, known by an alias in the claim's scope alone.
	#[codec(index = 1)]
	Person(Hash),
	/// The chain itself.
	#[codec(index = 2)]
	Chain,
}

/// A block and its time.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Moment {
	/// The block's number.
	pub block: u32,
	/// The block's time: milliseconds since the Unix epoch, as its author said.
	pub time: u64,
}

/// A leaf but for its index.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Entry<AccountId> {
	/// When it was appended.
	pub moment: Moment,
	/// By whom.
	pub author: Author<AccountId>,
	/// What it is about.
	pub subject: Subject,
	/// When its author had committed to it, without showing it.
	pub committed: Option<Moment>,
	/// The hash of the details, [`hash_details`].
	pub details: Hash,
}

/// A leaf of the log.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Leaf<AccountId> {
	/// Its index.
	pub index: AnchorId,
	/// The rest.
	pub entry: Entry<AccountId>,
}

impl<AccountId> Entry<AccountId> {
	/// From when on its author has shown to know what it is about: when it was committed to, or else
	/// when it was appended.
	pub fn known_since(&self) -> Moment {
		self.committed.unwrap_or(self.moment)
	}
}

impl<AccountId: Encode> Leaf<AccountId> {
	/// The leaf's hash in this log.
	pub fn hash<H: Hasher>(&self, tree: &Tree) -> Hash {
		self.using_encoded(|leaf| tree.hash_leaf::<H>(leaf))
	}

	/// Whether these are the leaf's details, by their encoding.
	pub fn has_details<H: Hasher>(&self, details: &[u8]) -> bool {
		hash_details::<H>(details) == self.entry.details
	}
}

/// An anchor from which another one came.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Parent {
	/// The parent: an older anchor.
	pub anchor: AnchorId,
	/// What it is to the other.
	pub relation: Relation,
}

/// What finds content again where its bytes were changed: a watermark or a fingerprint.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct SoftBinding {
	/// The algorithm's name in C2PA's list.
	pub algorithm: Text<MAX_SOFT_BINDING>,
	/// The watermark or fingerprint.
	pub value: BoundedVec<u8, ConstU32<MAX_SOFT_BINDING>>,
}

/// How an anchor's author describes it. Nothing of it is proven by being anchored.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Description {
	/// What was anchored.
	pub kind: Kind,
	/// Where it came from.
	pub source_type: Option<SourceType>,
	/// The licence: a URL or an SPDX expression, as the manifest has it. May be empty.
	pub licence: Text<MAX_LICENCE>,
	/// Which uses are granted.
	pub uses: Uses,
	/// The anchors from which it came, by their number, each once.
	pub parents: BoundedVec<Parent, ConstU32<MAX_PARENTS>>,
	/// What finds it again.
	pub soft_binding: Option<SoftBinding>,
	/// Anything else. May be empty.
	pub memo: Text<MAX_MEMO>,
}

impl Description {
	/// A description that says no more than what was anchored.
	pub fn of(kind: Kind) -> Self {
		Self {
			kind,
			source_type: None,
			licence: Default::default(),
			uses: Default::default(),
			parents: Default::default(),
			soft_binding: None,
			memo: Default::default(),
		}
	}

	/// Whether all its texts are UTF-8.
	pub fn is_text(&self) -> bool {
		is_text(&self.licence)
			&& is_text(&self.memo)
			&& self.soft_binding.as_ref().is_none_or(|binding| is_text(&binding.algorithm))
	}
}

/// Why an anchor is disputed or retracted.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Statement {
	/// The hash of a document that says more.
	pub evidence: Option<Digest>,
	/// The reason in words. May be empty.
	pub memo: Text<MAX_MEMO>,
}

/// A leaf's details, as its row keeps them.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Details {
	/// Of an anchor.
	Description(Description),
	/// Of a dispute or retraction.
	Statement(Statement),
}

/// What one leaf is to another, older one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Link {
	/// The older one is a parent of it.
	#[codec(index = 0)]
	Derived(Relation),
	/// It disputes the older one.
	#[codec(index = 1)]
	Disputes,
	/// It retracts the older one.
	#[codec(index = 2)]
	Retracts,
}

/// A set of validators: each one's ed25519 key and weight, in GRANDPA's order.
pub type Authorities = Vec<(Hash, u64)>;

/// Whether bytes are UTF-8.
pub fn is_text(bytes: &[u8]) -> bool {
	core::str::from_utf8(bytes).is_ok()
}
