//! What a receipt that holds proves, and on what it rests.

use crate::format::ItemProof;
use alloc::{string::String, vec::Vec};
use census_anchor_log::{
	leaf::{
		AnchorId, Author, Authorities, Content, Description, Digest, Leaf, Moment, Statement,
		Subject,
	},
	Hash,
};
use codec::{DecodeAll, Encode};
use core::fmt;

/// On which trusted set of validators a verdict rests.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Basis {
	/// On that of genesis alone. Whoever holds keys of validators that have retired since can make
	/// such a receipt of a history that never was.
	GenesisOnly,
	/// On a set that the verifier learnt later: the latest one to which the handovers lead.
	Set(u64),
}

/// A leaf's details.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Details {
	/// Of an anchor.
	Description(Description),
	/// Of a dispute or retraction.
	Statement(Statement),
	/// Of a set of validators.
	Authorities(Authorities),
	/// Of a claim: none.
	Nothing,
}

impl Details {
	/// Reads the details of a leaf about this subject. They are the only ones with their hash.
	pub(crate) fn read(subject: &Subject, bytes: &[u8]) -> Option<Self> {
		let input = &mut &bytes[..];
		match subject {
			Subject::Anchor(_) => Description::decode_all(input).ok().map(Self::Description),
			Subject::Dispute(_) | Subject::Retraction(_) => {
				Statement::decode_all(input).ok().map(Self::Statement)
			}
			Subject::AuthoritySet(_) => Authorities::decode_all(input).ok().map(Self::Authorities),
			Subject::Claim { .. } => bytes.is_empty().then_some(Self::Nothing),
		}
	}
}

/// What a receipt proves.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
	/// The leaf: it was in the log by its moment.
	pub leaf: Leaf<Hash>,
	/// The leaf's details, if the receipt shows them. They are what its author said, no more.
	pub details: Option<Details>,
	/// The item of a batch, if the receipt is for one.
	pub item: Option<ItemProof>,
	/// The block whose header carries the checkpoint: its hash and number.
	pub checkpoint: (Hash, u32),
	/// The number of the set of validators that finalised it.
	pub finalised_by: u64,
	/// On what this rests.
	pub basis: Basis,
}

impl Verdict {
	/// The hash that existed by the leaf's moment: that of the anchor or of the batch's item; the
	/// batch's root where the receipt is for the whole batch. `None` where the leaf is no anchor.
	pub fn digest(&self) -> Option<Digest> {
		let Subject::Anchor(content) = self.leaf.entry.subject else { return None };
		Some(match (content, &self.item) {
			(Content::Batch { algorithm, .. }, Some(item)) => Digest { algorithm, hash: item.hash },
			_ => content.digest(),
		})
	}

	/// Whether this is the receipt of the file with this hash. The root of a batch is no file's
	/// hash.
	pub fn proves(&self, digest: &Digest) -> bool {
		let of_a_file = match self.leaf.entry.subject {
			Subject::Anchor(Content::Single(_)) => true,
			Subject::Anchor(Content::Batch { .. }) => self.item.is_some(),
			_ => false,
		};
		of_a_file && self.digest().as_ref() == Some(digest)
	}

	/// The anchor that the leaf is about, or is.
	pub fn anchor(&self) -> Option<AnchorId> {
		match self.leaf.entry.subject {
			Subject::Anchor(_) => Some(self.leaf.index),
			Subject::Dispute(anchor) | Subject::Retraction(anchor) => Some(anchor),
			Subject::Claim { anchor, .. } => Some(anchor),
			Subject::AuthoritySet(_) => None,
		}
	}
}

impl fmt::Display for Verdict {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let entry = &self.leaf.entry;
		let Moment { block, time } = entry.moment;
		let what = match entry.subject {
			Subject::Anchor(Content::Single(_)) => "a hash was anchored",
			Subject::Anchor(Content::Batch { .. }) if self.item.is_some() => {
				"a hash was anchored in a batch"
			}
			Subject::Anchor(Content::Batch { .. }) => "a batch of hashes was anchored",
			Subject::Dispute(_) => "an anchor was disputed",
			Subject::Retraction(_) => "an anchor was retracted by its author",
			Subject::Claim { .. } => "a person claimed something of an anchor",
			Subject::AuthoritySet(_) => "a set of validators took over",
		};
		let by = match entry.author {
			Author::Account(account) => ("by account 0x", hex::encode(account)),
			Author::Person(alias) => ("by a person with alias 0x", hex::encode(alias)),
			Author::Chain => ("by the chain itself", String::new()),
		};
		let (checkpoint, number) = self.checkpoint;
		writeln!(f, "By block {block}, {time} ms since 1970 by its author's clock, {what}")?;
		writeln!(f, "{}{} (leaf {} of the log).", by.0, by.1, self.leaf.index)?;
		if let Some(digest) = self.digest() {
			writeln!(f, "The hash: {} 0x{}.", digest.algorithm.term(), hex::encode(digest.hash))?;
		}
		if let Some(Moment { block, time }) = entry.committed {
			writeln!(f, "Its author had committed to it by block {block}, {time} ms since 1970.")?;
		}
		writeln!(
			f,
			"Proven by block {number}, 0x{}, finalised by validator set {}.",
			hex::encode(checkpoint),
			self.finalised_by
		)?;
		match self.basis {
			Basis::GenesisOnly => f.write_str(
				"Consistent with genesis only: no recently learnt set of validators vouches for it, \
				 and retired keys could have signed another history.",
			),
			Basis::Set(set) => write!(f, "Rests on validator set {set}, which is trusted here."),
		}
	}
}

/// The details in SCALE, as a leaf holds their hash.
impl Encode for Details {
	fn encode(&self) -> Vec<u8> {
		match self {
			Self::Description(description) => description.encode(),
			Self::Statement(statement) => statement.encode(),
			Self::Authorities(authorities) => authorities.encode(),
			Self::Nothing => Vec::new(),
		}
	}
}
