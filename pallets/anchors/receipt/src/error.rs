//! Why a receipt is refused.

use core::fmt;

/// Why a receipt, or what it is to be trusted by, is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
	/// The text is longer than a receipt can be.
	TooLong,
	/// The text is no receipt of a version that is known here, or not in the one form it can have.
	NotAReceipt,
	/// The text of the trust is not one.
	NotATrust,
	/// A set of authorities is empty, too large, has one twice, or one without weight.
	AuthoritiesInvalid,
	/// The receipt is of a chain with another genesis.
	OtherGenesis,
	/// The handovers begin at a set of validators that is not trusted.
	SetNotTrusted,
	/// The handovers lead to another set than the trusted one of the same number.
	ContradictsTrust,
	/// A set finalised a block at which, by when the trusted sets were known to be in force, it was
	/// not.
	NotInForce,
	/// A set was noted to be in force later than now: a clock is wrong.
	NotedInTheFuture,
	/// A header cannot be read.
	HeaderUnreadable,
	/// A justification cannot be read, or has more votes than it may have.
	JustificationUnreadable,
	/// A justification is for another block than that of the header.
	OtherBlock,
	/// All votes are by others than the validators of the set.
	UnknownVoter,
	/// A vote is there twice, or a voter has more than two.
	DuplicateVote,
	/// A vote's signature does not hold for its block, round and set.
	SignatureInvalid,
	/// A voter's only vote is for a block that is not shown to descend from the justified one.
	NotADescendant,
	/// Headers of the votes' ancestry are not needed.
	AncestryUnused,
	/// Two thirds of the set or fewer voted.
	TooFewVotes,
	/// A header that should hand over to the next set does not, or not at once.
	NoHandover,
	/// A header hands over twice, or what it says to the validators cannot be read.
	HandoverAmbiguous,
	/// A header forces another set of validators upon the chain.
	ForcedChange,
	/// The headers are not in the order of their numbers.
	HeadersOutOfOrder,
	/// The header carries no checkpoint of the log.
	NoCheckpoint,
	/// The header carries more than one checkpoint of the log.
	TwoCheckpoints,
	/// The checkpoint cannot be read, or is of a version that is not known here.
	CheckpointUnreadable,
	/// The checkpoint is of another size of the log than the receipt's path.
	OtherCount,
	/// The leaf cannot be read.
	LeafUnreadable,
	/// The leaf is not in the log of the checkpoint.
	NotInLog,
	/// The leaf says that it is of a later block than the header.
	LeafFromTheFuture,
	/// The details are not the leaf's.
	OtherDetails,
	/// The item is not in the leaf's batch, or the leaf is no batch.
	NotInBatch,
	/// A set of validators was to be learnt from a receipt that shows none.
	NotASet,
	/// A set of validators was to be learnt from a receipt that does not rest on the newest trusted
	/// set, or is of a later set than the one that finalised it.
	NotVouchedFor,
}

impl fmt::Display for Refusal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::TooLong => "the text is longer than a receipt can be",
			Self::NotAReceipt => {
				"the text is no receipt of a known version, or not in the one form it can have"
			}
			Self::NotATrust => "the text of what is to be trusted cannot be read",
			Self::AuthoritiesInvalid => {
				"a set of authorities is empty, too large, has one twice, or one without weight"
			}
			Self::OtherGenesis => "the receipt is of a chain with another genesis",
			Self::SetNotTrusted => {
				"the handovers begin at a set of validators that is not trusted here; \
				 refresh the receipt from one that is"
			}
			Self::ContradictsTrust => {
				"the handovers lead to another set of validators than the trusted one"
			}
			Self::NotInForce => {
				"a block is finalised by a set of validators that, by what is trusted, was not in \
				 force there"
			}
			Self::NotedInTheFuture => {
				"a trusted set was noted to be in force later than it is now: a clock is wrong"
			}
			Self::HeaderUnreadable => "a header cannot be read",
			Self::JustificationUnreadable => "a justification cannot be read",
			Self::OtherBlock => "a justification is for another block than its header's",
			Self::UnknownVoter => "the votes are by nobody of the set of validators",
			Self::DuplicateVote => "a vote is there twice, or a voter has more than two",
			Self::SignatureInvalid => {
				"the signature of a vote does not hold for its block, round and set"
			}
			Self::NotADescendant => {
				"a vote is for a block that is not shown to descend from the justified one"
			}
			Self::AncestryUnused => "a justification has headers that it does not need",
			Self::TooFewVotes => "no more than two thirds of the validators voted",
			Self::NoHandover => "a header does not hand over to the next set of validators at once",
			Self::HandoverAmbiguous => {
				"a header hands over twice, or what it says to the validators cannot be read"
			}
			Self::ForcedChange => "a header forces another set of validators upon the chain",
			Self::HeadersOutOfOrder => "the headers are not in the order of their numbers",
			Self::NoCheckpoint => "the header carries no checkpoint of the log",
			Self::TwoCheckpoints => "the header carries more than one checkpoint of the log",
			Self::CheckpointUnreadable => "the checkpoint is of no known version",
			Self::OtherCount => "the checkpoint is of another size of the log than the path",
			Self::LeafUnreadable => "the leaf cannot be read",
			Self::NotInLog => "the leaf is not in the log of the checkpoint",
			Self::LeafFromTheFuture => "the leaf is of a later block than the header",
			Self::OtherDetails => "the details are not the leaf's",
			Self::NotInBatch => "the item is not in the leaf's batch",
			Self::NotASet => "the receipt shows no set of validators",
			Self::NotVouchedFor => {
				"the newest trusted set does not vouch for the set of validators: it must have been \
				 known to be in force within the horizon, and have finalised the receipt or lead to who \
				 did"
			}
		})
	}
}

impl core::error::Error for Refusal {}
