//! Polls: one person, one vote.

use crate::{
	persons::{EpochId, PersonScope},
	view, AccountId, BlockNumber, Hash,
};
use alloc::{string::String, vec::Vec};

/// A poll's number. Numbers are given out in order, from 0, and never used again.
pub type PollId = u32;

view! {
	/// What can be done with a poll.
	#[derive(Copy)]
	pub enum PollPhase {
		/// Persons of the electorate may vote.
		Voting,
		/// The result is final, and anyone may close the poll.
		Ended,
		/// The result is final, and the price of unused votes is returned.
		Closed,
	}

	/// A poll: the tally, and all that is needed to vote.
	pub struct Poll {
		/// Its number.
		pub poll: PollId,
		/// Who asks.
		pub creator: AccountId,
		/// A short text.
		pub title: String,
		/// The hash of the question in full with its options.
		pub content: Hash,
		/// The scope in which a person votes, as it is named in the act.
		pub scope: PersonScope,
		/// The epoch whose persons may vote, and whose root their proofs are about.
		pub epoch: EpochId,
		/// How many persons may vote.
		pub electorate: u32,
		/// The last block in which votes are accepted.
		pub closes_at: BlockNumber,
		/// The last block in which the poll can be read for certain.
		pub kept_until: BlockNumber,
		/// What can be done with the poll in the next block.
		pub phase: PollPhase,
		/// The votes for each option so far; the result, where voting is over.
		pub counts: Vec<u32>,
		/// All votes so far.
		pub votes: u32,
	}
}
