//! Whether a set of validators finalised a block.
//!
//! The rule is GRANDPA's: more than two thirds of the set's weight signed a precommit, in one round
//! and under this set's number, for the block or a descendant of it. It is applied no less strictly
//! than nodes do: every vote must be by a validator of the set, hold, and be shown to descend from
//! the block; no header may be there that is not needed for that.
//!
//! A validator that voted for two different blocks is counted once, as nodes do: such votes are
//! found in genuine justifications, and whoever could have them refused could spoil a handover, of
//! which there is only one.
//!
//! Source of the layout: `sp_consensus_grandpa::GrandpaJustification` and
//! `finality_grandpa::{Commit, SignedPrecommit, Message}`; of the rule:
//! `sc_consensus_grandpa::GrandpaJustification::verify_finalizes`.

use crate::{header::Header, trust::AuthoritySet, Refusal};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use census_anchor_log::Hash;
use codec::{Compact, Decode, Encode};
use ed25519_zebra::{Signature, VerificationKey};

/// The most votes of a justification: two of each validator.
pub const MAX_VOTES: usize = 2 * crate::trust::MAX_AUTHORITIES;

/// The index of a precommit among GRANDPA's messages.
const PRECOMMIT: u8 = 1;

/// A vote for a block.
struct Vote {
	target: (Hash, u32),
	signature: [u8; 64],
	voter: Hash,
}

/// The votes by which a block was finalised.
struct Justification {
	round: u64,
	target: (Hash, u32),
	votes: Vec<Vote>,
	/// The headers that lead from the votes' blocks down to the justified one, by their hashes.
	ancestry: BTreeMap<Hash, Header>,
}

impl Justification {
	/// Reads a justification that is all of these bytes.
	fn read(bytes: &[u8]) -> Result<Self, Refusal> {
		let input = &mut &bytes[..];
		let (round, target, Compact(count)) = <(u64, (Hash, u32), Compact<u32>)>::decode(input)
			.map_err(|_| Refusal::JustificationUnreadable)?;
		if count as usize > MAX_VOTES {
			return Err(Refusal::JustificationUnreadable);
		}
		let mut votes = Vec::new();
		for _ in 0..count {
			let (target, signature, voter) =
				Decode::decode(input).map_err(|_| Refusal::JustificationUnreadable)?;
			votes.push(Vote { target, signature, voter });
		}
		let Compact(headers) =
			Compact::<u32>::decode(input).map_err(|_| Refusal::JustificationUnreadable)?;
		let mut ancestry = BTreeMap::new();
		for _ in 0..headers {
			// Each takes a hundred bytes at the least: they end with the input.
			let header = Header::read_some(input)?;
			if ancestry.insert(header.hash, header).is_some() {
				return Err(Refusal::AncestryUnused);
			}
		}
		if !input.is_empty() {
			return Err(Refusal::JustificationUnreadable);
		}
		Ok(Self { round, target, votes, ancestry })
	}

	/// Checks that each vote's block is the justified one or descends from it by the headers here,
	/// and that all of these are needed.
	fn check_ancestry(&self) -> Result<(), Refusal> {
		let mut visited = BTreeSet::new();
		for vote in &self.votes {
			let (mut hash, mut number) = vote.target;
			while hash != self.target.0 && !visited.contains(&hash) {
				let header = self.ancestry.get(&hash).ok_or(Refusal::NotADescendant)?;
				if header.number != number {
					return Err(Refusal::NotADescendant);
				}
				visited.insert(hash);
				hash = header.parent;
				number = number.checked_sub(1).ok_or(Refusal::NotADescendant)?;
			}
			let expected = if hash == self.target.0 {
				self.target.1
			} else {
				// It was visited on another vote's way, where its number was checked.
				self.ancestry.get(&hash).ok_or(Refusal::NotADescendant)?.number
			};
			if number != expected {
				return Err(Refusal::NotADescendant);
			}
		}
		if visited.len() == self.ancestry.len() {
			Ok(())
		} else {
			Err(Refusal::AncestryUnused)
		}
	}

	/// Checks each vote's signature, and that more than two thirds of the set's weight voted.
	fn check_votes(&self, set: &AuthoritySet) -> Result<(), Refusal> {
		let weights: BTreeMap<_, _> = set.authorities().iter().copied().collect();
		let mut seen = BTreeSet::new();
		let mut voters = BTreeSet::new();
		let mut weight = 0u128;
		for vote in &self.votes {
			let voted = weights.get(&vote.voter).ok_or(Refusal::UnknownVoter)?;
			if !seen.insert((vote.voter, vote.target)) {
				return Err(Refusal::DuplicateVote);
			}
			if voters.insert(vote.voter) {
				weight += u128::from(*voted);
			}
			let message = (PRECOMMIT, vote.target, self.round, set.id).encode();
			VerificationKey::try_from(vote.voter)
				.and_then(|key| key.verify(&Signature::from(vote.signature), &message))
				.map_err(|_| Refusal::SignatureInvalid)?;
		}
		// A set's weights are no more than MAX_AUTHORITIES times 2^64.
		let total: u128 = weights.values().copied().map(u128::from).sum();
		if 3 * weight > 2 * total {
			Ok(())
		} else {
			Err(Refusal::TooFewVotes)
		}
	}
}

/// Checks that a justification shows that the set finalised the header's block.
pub(crate) fn check(
	header: &Header,
	justification: &[u8],
	set: &AuthoritySet,
) -> Result<(), Refusal> {
	let justification = Justification::read(justification)?;
	if justification.target != (header.hash, header.number) {
		return Err(Refusal::OtherBlock);
	}
	justification.check_ancestry()?;
	justification.check_votes(set)
}
