//! Who signed two histories: what two receipts prove together that cannot both be of one chain.
//!
//! Each receipt has one block of each set of validators that it comes by: the set's last one, or the
//! checkpoint. So two receipts are compared set by set, from the oldest one in common. A set that
//! finalised two blocks of which neither descends from the other has finalised two histories, and
//! more than a third of its weight broke GRANDPA's rules. Who did so is proven only of those who
//! signed precommits for two different blocks *in one round*. In two different rounds, somebody who
//! was lied to by the others may have signed for both in good faith: GRANDPA finds the guilty by
//! asking for what they had seen, which no receipt holds.
//!
//! Source of the rule: "GRANDPA: a Byzantine Finality Gadget" (2020), section 4.1, accountable safety.

use crate::{
	format::{Finalised, Receipt},
	header::Header,
	justification::{precommits, Block},
	trust::{AuthoritySet, Trust},
	verify::{verify, walk, Checked},
	Refusal,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use census_anchor_log::{leaf::Leaf, Checkpoint, Hash};
use codec::DecodeAll;
use core::fmt;

/// Why two blocks that one set finalised cannot be of one history.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Contradiction {
	/// They are two blocks of one number.
	SameNumber,
	/// Both hand over to the next set, and a set ends once.
	TwoEnds,
	/// One is the set's last block, and the other is of a higher number.
	BehindTheEnd,
	/// The log of the block with the higher number is not a continuation of the other's: it has fewer
	/// leaves, another root at the same size, or another leaf of the same number.
	OtherLog,
}

/// Somebody of the set whose signatures both receipts hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Signatory {
	/// The ed25519 key.
	pub key: Hash,
	/// Its weight in the set.
	pub weight: u64,
}

/// What two receipts prove together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conflict {
	/// The number of the oldest set that finalised two histories.
	pub set: u64,
	/// The hash and number of the block that it finalised in each receipt.
	pub blocks: [(Hash, u32); 2],
	/// Why they cannot be of one history.
	pub contradiction: Contradiction,
	/// The round in which it finalised each.
	pub rounds: [u64; 2],
	/// Who is proven to have signed precommits for two different blocks in one round.
	pub equivocators: Vec<Signatory>,
	/// Who else signed in both receipts, in different rounds: some of them broke the rules, and none
	/// of them is proven to have.
	pub suspects: Vec<Signatory>,
	/// The weight of the whole set.
	pub weight: u128,
}

/// Why two receipts name nobody.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoConflict {
	/// The first receipt does not hold.
	First(Refusal),
	/// The second receipt does not hold.
	Second(Refusal),
	/// They come by no set of validators in common.
	NoSetInCommon,
	/// What each set in common finalised may be of one history.
	OneHistory,
}

impl fmt::Display for NoConflict {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::First(refusal) => write!(f, "the first receipt does not hold: {refusal}"),
			Self::Second(refusal) => write!(f, "the second receipt does not hold: {refusal}"),
			Self::NoSetInCommon => f.write_str(
				"the receipts come by no set of validators in common, so that nobody signed both",
			),
			Self::OneHistory => f.write_str(
				"the receipts are not in conflict: what each set of validators finalised in both may \
				 be of one history",
			),
		}
	}
}

impl core::error::Error for NoConflict {}

/// What is compared of a block.
struct Side<'a> {
	checked: Checked,
	justification: &'a [u8],
	/// The leaf of which the receipt is, where this is its checkpoint.
	leaf: Option<&'a [u8]>,
}

impl Side<'_> {
	fn header(&self) -> &Header {
		&self.checked.header
	}

	fn is_last(&self) -> bool {
		matches!(self.header().handover(), Ok(Some(_)))
	}
}

/// The blocks of a receipt that holds, by the number of the set that finalised each.
fn sides<'a>(
	receipt: &'a Receipt,
	trust: &Trust,
	now: u64,
) -> Result<BTreeMap<u64, Side<'a>>, Refusal> {
	verify(receipt, trust, now)?;
	let mut sides = BTreeMap::new();
	let mut blocks = receipt.handovers.iter().chain([&receipt.checkpoint]).peekable();
	walk(receipt, trust, |checked| {
		let Some(Finalised { justification, .. }) = blocks.next() else { return };
		let leaf = blocks.peek().is_none().then_some(&receipt.leaf[..]);
		sides.insert(checked.set.id, Side { checked, justification, leaf });
	})?;
	Ok(sides)
}

/// Names who signed two receipts that are in conflict, both of which must hold at the time `now`:
/// milliseconds since 1970.
///
/// # Errors
/// Says why nobody is named.
pub fn compare(
	first: &Receipt,
	second: &Receipt,
	trust: &Trust,
	now: u64,
) -> Result<Conflict, NoConflict> {
	let firsts = sides(first, trust, now).map_err(NoConflict::First)?;
	let seconds = sides(second, trust, now).map_err(NoConflict::Second)?;
	let mut in_common = false;
	for (id, one) in &firsts {
		let Some(other) = seconds.get(id) else { continue };
		in_common = true;
		if let Some(contradiction) = contradiction(one, other) {
			return conflict(contradiction, one, other).map_err(NoConflict::Second);
		}
	}
	Err(if in_common { NoConflict::OneHistory } else { NoConflict::NoSetInCommon })
}

/// Why two blocks of one set cannot be of one history, if it is shown that they cannot.
fn contradiction(one: &Side<'_>, other: &Side<'_>) -> Option<Contradiction> {
	if one.header().hash == other.header().hash {
		return None;
	}
	let (low, high) =
		if one.header().number <= other.header().number { (one, other) } else { (other, one) };
	if low.header().number == high.header().number {
		Some(Contradiction::SameNumber)
	} else if low.is_last() && high.is_last() {
		Some(Contradiction::TwoEnds)
	} else if low.is_last() {
		Some(Contradiction::BehindTheEnd)
	} else {
		is_other_log(low, high).then_some(Contradiction::OtherLog)
	}
}

/// Whether the log of the higher block is shown not to continue that of the lower one.
fn is_other_log(low: &Side<'_>, high: &Side<'_>) -> bool {
	let (Ok(Checkpoint::V1 { count, root }), Ok(Checkpoint::V1 { count: later, root: later_root })) =
		(low.header().checkpoint(), high.header().checkpoint())
	else {
		return false;
	};
	later < count || (later == count && later_root != root) || is_other_leaf(low, high)
}

/// Whether both are shown to have a leaf of the same number, and not the same one.
fn is_other_leaf(low: &Side<'_>, high: &Side<'_>) -> bool {
	let (Some(one), Some(other)) = (low.leaf, high.leaf) else { return false };
	let index = |mut leaf: &[u8]| Leaf::<Hash>::decode_all(&mut leaf).map(|leaf| leaf.index).ok();
	one != other && index(one).is_some_and(|one| index(other) == Some(one))
}

/// Who signed both. Both justifications have been read before, so that reading them fails no more.
fn conflict(
	contradiction: Contradiction,
	one: &Side<'_>,
	other: &Side<'_>,
) -> Result<Conflict, Refusal> {
	let (round, votes) = precommits(one.justification)?;
	let (other_round, other_votes) = precommits(other.justification)?;
	let set: &AuthoritySet = &one.checked.set;
	let none = BTreeSet::<Block>::new();
	let (mut equivocators, mut suspects) = (Vec::new(), Vec::new());
	for (key, weight) in set.authorities() {
		let [in_one, in_other] =
			[&votes, &other_votes].map(|votes| votes.get(key).unwrap_or(&none));
		let in_one_round = round == other_round && in_one.union(in_other).count() > 1;
		let signatory = Signatory { key: *key, weight: *weight };
		if in_one_round || in_one.len() > 1 || in_other.len() > 1 {
			equivocators.push(signatory);
		} else if !in_one.is_empty() && !in_other.is_empty() {
			suspects.push(signatory);
		}
	}
	let block = |side: &Side<'_>| (side.header().hash, side.header().number);
	Ok(Conflict {
		set: set.id,
		blocks: [block(one), block(other)],
		contradiction,
		rounds: [round, other_round],
		equivocators,
		suspects,
		weight: set.authorities().iter().map(|(_, weight)| u128::from(*weight)).sum(),
	})
}

impl Conflict {
	fn list(&self, f: &mut fmt::Formatter<'_>, named: &[Signatory]) -> fmt::Result {
		for Signatory { key, weight } in named {
			writeln!(f, "  0x{}, weight {weight} of {}", hex::encode(key), self.weight)?;
		}
		Ok(())
	}
}

impl fmt::Display for Conflict {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let Self { set, blocks, contradiction, rounds, equivocators, suspects, .. } = self;
		let [(one, number), (other, other_number)] = blocks;
		writeln!(f, "In conflict: validator set {set} finalised")?;
		writeln!(f, "  block {number}, 0x{}, in round {},", hex::encode(one), rounds[0])?;
		writeln!(f, "  block {other_number}, 0x{}, in round {}.", hex::encode(other), rounds[1])?;
		f.write_str(match contradiction {
			Contradiction::SameNumber => "They are two blocks of one number.\n",
			Contradiction::TwoEnds => "Each is the set's last block.\n",
			Contradiction::BehindTheEnd => "The lower one is the set's last block.\n",
			Contradiction::OtherLog => "The log of the higher one does not continue the other's.\n",
		})?;
		if !equivocators.is_empty() {
			f.write_str(
				"Proven to have signed precommits for two different blocks in one round, which no \
				 honest validator does:\n",
			)?;
			self.list(f, equivocators)?;
		}
		if !suspects.is_empty() {
			f.write_str(
				"Signed in both, in different rounds. That alone proves nothing against any one of \
				 them: those who broke the rules may have misled the others.\n",
			)?;
			self.list(f, suspects)?;
		}
		f.write_str(
			"More than a third of the set's weight broke GRANDPA's rules, or let others use its keys. \
			 When they signed is not proven: keys that have retired can still sign.",
		)
	}
}
