//! What a receipt that holds proves, and on what it rests.

use crate::{format::ItemProof, trust::AsOf};
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

/// On which set of validators a verdict rests, or with which one it is merely consistent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Basis {
	/// Consistent with that of genesis. Whoever holds keys of validators that have retired since
	/// can make such a receipt of a history that never was.
	GenesisOnly,
	/// Consistent with this set, from which the handovers do not lead to the newest trusted one. The
	/// set is older than that: what holds of genesis holds of it.
	Older(u64),
	/// Consistent with this set, the newest that is trusted. It is not known when it was in force, so
	/// that it may have retired long ago: what holds of genesis holds of it.
	Undated(u64),
	/// Consistent with the newest trusted set, which was last known to be in force so long ago that
	/// it is not relied on any more; and for how many days it would have been.
	Outdated(AsOf, u32),
	/// It rests on the newest set that the verifier trusts, which was last known to be in force
	/// then: it finalised the checkpoint, or the handovers lead on from it to the set that did.
	Set(AsOf),
}

/// What bounds from above the time by which something existed. The time that a leaf tells is its
/// block's author's claim, and may be too early: see [`Verdict::bound`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bound {
	/// The reader knew then that a block was final, and the leaf's, or that of its commitment, is
	/// none behind it.
	Noted(AsOf),
	/// Nothing but that the receipt is held now: milliseconds since 1970.
	Held(u64),
}

impl Bound {
	/// The time: milliseconds since 1970.
	pub fn time(&self) -> u64 {
		match self {
			Self::Noted(noted) => noted.time,
			Self::Held(now) => *now,
		}
	}
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
	/// By when at the latest what was anchored existed, or, for another leaf, by when it was made.
	///
	/// The time that the leaf tells is that of its block's slot. Nodes take no block from the future,
	/// so that it is not too late by more than clocks are apart. It may be too early: where no block
	/// was made for a while, the author of the next one may take any slot of that time. This bound
	/// does not rest on any author's word.
	pub bound: Bound,
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

/// A time in milliseconds since 1970, told in UTC.
struct Utc(u64);

impl fmt::Display for Utc {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let seconds = self.0 / 1_000;
		let (days, of_day) = (seconds / 86_400, seconds % 86_400);
		// Counted in years from March on, a leap day is the last of its year, and the months before
		// one are 30.6 days each, rounded. Day 0 is the 1st of March of the year 0.
		let day = days + 719_468;
		let (era, of_era) = (day / 146_097, day % 146_097);
		let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
		let of_year = of_era - (365 * year + year / 4 - year / 100);
		let month = (5 * of_year + 2) / 153;
		let day = of_year - (153 * month + 2) / 5 + 1;
		let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
		let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
		let year = 400 * era + year + next;
		write!(f, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
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
		writeln!(f, "By block {block}, {} by its author's clock, {what}", Utc(time))?;
		writeln!(f, "{}{} (leaf {} of the log).", by.0, by.1, self.leaf.index)?;
		if let Some(digest) = self.digest() {
			writeln!(f, "The hash: {} 0x{}.", digest.algorithm.term(), hex::encode(digest.hash))?;
		}
		if let Some(Moment { block, time }) = entry.committed {
			writeln!(f, "Its author had committed to it by block {block}, {}.", Utc(time))?;
		}
		match self.bound {
			Bound::Noted(AsOf { block, time, .. }) => writeln!(
				f,
				"At the latest by {}: block {block}, which is not before its own, was then known to be final.",
				Utc(time)
			)?,
			Bound::Held(now) => writeln!(
				f,
				"That time is claimed by who made the block. Nothing here bounds it from above but \
				 that the receipt is held now, {}.",
				Utc(now)
			)?,
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
			Basis::Older(set) => write!(
				f,
				"Consistent with set {set} only: the newest trusted set of validators does not vouch \
				 for it, and retired keys could have signed another history.",
			),
			Basis::Undated(set) => write!(
				f,
				"Consistent with set {set} only: it is trusted, but not as of any time, and keys that \
				 retired since could have signed another history.",
			),
			Basis::Outdated(AsOf { set, block, time }, days) => write!(
				f,
				"Consistent with set {set} only: it was last known to be in force as of block {block}, \
				 {}, more than {days} days ago, and keys that retired since could have signed another \
				 history.",
				Utc(time)
			),
			Basis::Set(AsOf { set, block, time }) => write!(
				f,
				"Rests on validator set {set}, which is trusted here as of block {block}, {}.",
				Utc(time)
			),
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

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::string::ToString;

	#[test]
	fn times_are_told_in_utc() {
		for (seconds, told) in [
			(0, "1970-01-01 00:00:00 UTC"),
			(951_782_399, "2000-02-28 23:59:59 UTC"),
			(951_782_400, "2000-02-29 00:00:00 UTC"),
			(951_868_800, "2000-03-01 00:00:00 UTC"),
			(1_735_689_599, "2024-12-31 23:59:59 UTC"),
			(4_107_542_400, "2100-03-01 00:00:00 UTC"),
			(253_402_300_799, "9999-12-31 23:59:59 UTC"),
		] {
			assert_eq!(Utc(1_000 * seconds + 999).to_string(), told);
		}
		// Whatever a leaf says.
		assert!(Utc(u64::MAX).to_string().ends_with("UTC"));
	}
}
