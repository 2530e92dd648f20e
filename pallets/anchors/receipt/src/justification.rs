//! Whether a set of validators finalised a block.
//!
//! The rule is GRANDPA's: more than two thirds of the set's weight signed a precommit, in one round
//! and under this set's number, for the block or a descendant of it. Whoever signed two precommits
//! in that round is counted once, for whatever blocks they are: an equivocator is taken to vote for
//! every block. What nodes hold for final, by votes of which some are an equivocator's, must be
//! final here too: a set hands over only once, and a receipt needs exactly that handover.
//!
//! Nodes also let pass what counts for nothing: votes that are there twice, a voter's third vote,
//! votes by strangers, headers below the block. [`trimmed`] leaves those out when a receipt is made.
//! [`check`] refuses them, but for votes by strangers, who are not known where a receipt is made of
//! a first set that is not: their signatures must hold, and they count for nothing. So every byte of
//! a justification matters.
//!
//! Source of the layout: `sp_consensus_grandpa::GrandpaJustification` and
//! `finality_grandpa::{Commit, SignedPrecommit, Message}`; of the rule:
//! `sc_consensus_grandpa::GrandpaJustification::verify_finalizes` and
//! `finality_grandpa::validate_commit`.

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

/// A block's hash and number.
pub(crate) type Block = (Hash, u32);

/// A vote for a block.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
struct Vote {
	target: Block,
	signature: [u8; 64],
	voter: Hash,
}

/// The votes by which a block was finalised.
struct Justification<'a> {
	round: u64,
	target: Block,
	votes: Vec<Vote>,
	/// The headers that lead from the votes' blocks down to the justified one, with their bytes.
	ancestry: Vec<(Header, &'a [u8])>,
}

/// Which blocks descend from the justified one, as far as the ancestry shows it.
struct Descent<'a> {
	target: Block,
	headers: BTreeMap<Hash, &'a Header>,
	/// The headers on the ways that were followed, and whether these led to the justified block.
	followed: BTreeMap<Hash, bool>,
}

impl Descent<'_> {
	/// Follows a block's way down to the justified one, if it leads there. No header is walked
	/// over twice.
	fn leads_from(&mut self, block: Block) -> bool {
		let (mut hash, mut number) = block;
		let mut way = Vec::new();
		let leads = loop {
			if (hash, number) == self.target {
				break true;
			}
			let header = self.headers.get(&hash);
			let Some(header) = header.filter(|header| header.number == number) else {
				break false;
			};
			if let Some(leads) = self.followed.get(&hash) {
				break *leads;
			}
			way.push(hash);
			let Some(below) = number.checked_sub(1) else { break false };
			(hash, number) = (header.parent, below);
		};
		self.followed.extend(way.into_iter().map(|hash| (hash, leads)));
		leads
	}

	/// Whether a header is on a way that led to the justified block.
	fn needs(&self, header: &Header) -> bool {
		self.followed.get(&header.hash) == Some(&true)
	}
}

impl<'a> Justification<'a> {
	/// Reads a justification that is all of these bytes.
	fn read(bytes: &'a [u8]) -> Result<Self, Refusal> {
		let mut input = bytes;
		let (round, target, Compact(count)) = <(u64, Block, Compact<u32>)>::decode(&mut input)
			.map_err(|_| Refusal::JustificationUnreadable)?;
		let mut votes = Vec::new();
		for _ in 0..count {
			// Each takes 132 bytes, and a header a hundred at the least: they end with the input.
			let vote = Vote::decode(&mut input).map_err(|_| Refusal::JustificationUnreadable)?;
			votes.push(vote);
		}
		let Compact(count) =
			Compact::<u32>::decode(&mut input).map_err(|_| Refusal::JustificationUnreadable)?;
		let mut ancestry = Vec::new();
		for _ in 0..count {
			let before = input;
			let header = Header::read_some(&mut input)?;
			let length = before.len().saturating_sub(input.len());
			ancestry.push((header, before.get(..length).unwrap_or_default()));
		}
		if !input.is_empty() {
			return Err(Refusal::JustificationUnreadable);
		}
		Ok(Self { round, target, votes, ancestry })
	}

	fn write(&self) -> Vec<u8> {
		let mut bytes = (self.round, self.target).encode();
		self.votes.encode_to(&mut bytes);
		// More than 2^32 of them were never read.
		Compact(self.ancestry.len() as u32).encode_to(&mut bytes);
		self.ancestry.iter().for_each(|(_, header)| bytes.extend_from_slice(header));
		bytes
	}

	fn descent(&self) -> Descent<'_> {
		Descent {
			target: self.target,
			headers: self.ancestry.iter().map(|(header, _)| (header.hash, header)).collect(),
			followed: BTreeMap::new(),
		}
	}

	/// The votes of each voter, in their order.
	fn by_voter(&self) -> BTreeMap<Hash, Vec<&Vote>> {
		let mut by_voter = BTreeMap::<_, Vec<_>>::new();
		for vote in &self.votes {
			by_voter.entry(vote.voter).or_default().push(vote);
		}
		by_voter
	}

	/// Checks that each voter's one vote is for the justified block or one that is shown to descend
	/// from it, or that it has two different votes; and that all headers are needed for that.
	fn check_descent(&self, by_voter: &BTreeMap<Hash, Vec<&Vote>>) -> Result<(), Refusal> {
		let mut descent = self.descent();
		if descent.headers.len() != self.ancestry.len() {
			return Err(Refusal::AncestryUnused);
		}
		for votes in by_voter.values() {
			let shown = votes.iter().filter(|vote| descent.leads_from(vote.target)).count();
			match votes[..] {
				[_] if shown == 0 => return Err(Refusal::NotADescendant),
				[_] => (),
				[one, other] if one != other => (),
				_ => return Err(Refusal::DuplicateVote),
			}
		}
		if self.ancestry.iter().all(|(header, _)| descent.needs(header)) {
			Ok(())
		} else {
			Err(Refusal::AncestryUnused)
		}
	}

	/// Checks each vote's signature.
	fn check_signatures(&self, set_id: u64) -> Result<(), Refusal> {
		for vote in &self.votes {
			let message = (PRECOMMIT, vote.target, self.round, set_id).encode();
			VerificationKey::try_from(vote.voter)
				.and_then(|key| key.verify(&Signature::from(vote.signature), &message))
				.map_err(|_| Refusal::SignatureInvalid)?;
		}
		Ok(())
	}
}

/// Checks that a justification shows that the set finalised the header's block.
pub(crate) fn check(
	header: &Header,
	justification: &[u8],
	set: &AuthoritySet,
) -> Result<(), Refusal> {
	let justification = Justification::read(justification)?;
	if justification.votes.len() > MAX_VOTES {
		return Err(Refusal::JustificationUnreadable);
	}
	if justification.target != (header.hash, header.number) {
		return Err(Refusal::OtherBlock);
	}
	let by_voter = justification.by_voter();
	justification.check_descent(&by_voter)?;
	let weights: BTreeMap<_, _> = set.authorities().iter().copied().collect();
	let voted: Vec<_> = by_voter.keys().filter_map(|voter| weights.get(voter)).collect();
	if voted.is_empty() && !by_voter.is_empty() {
		return Err(Refusal::UnknownVoter);
	}
	justification.check_signatures(set.id)?;
	// A set's weights are no more than MAX_AUTHORITIES times 2^64.
	let voted: u128 = voted.into_iter().copied().map(u128::from).sum();
	let total: u128 = weights.into_values().map(u128::from).sum();
	if 3 * voted > 2 * total {
		Ok(())
	} else {
		Err(Refusal::TooFewVotes)
	}
}

/// The round of a justification, and for which blocks each voter signed precommits in it. Nothing is
/// checked.
pub(crate) fn precommits(bytes: &[u8]) -> Result<(u64, BTreeMap<Hash, BTreeSet<Block>>), Refusal> {
	let justification = Justification::read(bytes)?;
	let mut by_voter = BTreeMap::<_, BTreeSet<_>>::new();
	for vote in &justification.votes {
		by_voter.entry(vote.voter).or_default().insert(vote.target);
	}
	Ok((justification.round, by_voter))
}

/// A justification that nodes hold for good, without what counts for nothing: of each voter of the
/// set one vote that is shown to descend from the block, or else two different ones of an
/// equivocator; and the headers that show it. Where the set is not known, so of each voter. Nothing
/// is checked.
pub(crate) fn trimmed(bytes: &[u8], set: Option<&AuthoritySet>) -> Result<Vec<u8>, Refusal> {
	let mut justification = Justification::read(bytes)?;
	let known: Option<BTreeSet<_>> =
		set.map(|set| set.authorities().iter().map(|(key, _)| key).collect());
	let mut descent = justification.descent();
	let mut kept = BTreeSet::new();
	for (voter, votes) in justification.by_voter() {
		if known.as_ref().is_some_and(|known| !known.contains(&voter)) {
			continue;
		}
		let [one, rest @ ..] = &votes[..] else { continue };
		if let Some(vote) = votes.iter().find(|vote| descent.leads_from(vote.target)) {
			kept.insert(**vote);
		} else if let Some(other) = rest.iter().find(|other| *other != one) {
			kept.extend([**one, **other]);
		}
	}
	let mut votes = justification.votes.clone();
	votes.retain(|vote| kept.remove(vote));
	let mut descent = justification.descent();
	for vote in &votes {
		descent.leads_from(vote.target);
	}
	let mut needed: BTreeSet<_> = justification
		.ancestry
		.iter()
		.filter(|(header, _)| descent.needs(header))
		.map(|(header, _)| header.hash)
		.collect();
	justification.votes = votes;
	justification.ancestry.retain(|(header, _)| needed.remove(&header.hash));
	Ok(justification.write())
}
