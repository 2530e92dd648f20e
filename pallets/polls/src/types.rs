//! What is stored of a poll, and what is told of it.

use crate::{BlockNumberFor, Config};
use alloc::{string::String, vec::Vec};
use census_primitives::{Epoch, OpenedScope, PersonScope};
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{pallet_prelude::Get, traits::Footprint, BoundedVec};
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::traits::Saturating;

/// A poll's number. Numbers are given out in order, from 0, and never used again.
pub type PollId = u32;

/// A question with fewer options asks nothing.
pub const LEAST_OPTIONS: u32 = 2;

/// A poll.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct Poll<T: Config> {
	/// Who asks.
	pub creator: T::AccountId,
	/// The creator's deposit for this item.
	pub deposit: T::Consideration,
	/// A short text, in UTF-8.
	pub title: BoundedVec<u8, T::MaxTitle>,
	/// The hash of the question in full with its options.
	pub content: H256,
	/// Where persons vote, and who they are.
	pub scope: OpenedScope,
	/// The last block in which votes are accepted.
	pub closes_at: BlockNumberFor<T>,
	/// Whether the scope is closed.
	pub closed: bool,
	/// The votes for each option.
	pub counts: BoundedVec<u32, T::MaxOptions>,
}

impl<T: Config> Poll<T> {
	/// What the storage of a poll takes, for the deposit: as much as it can.
	pub(crate) fn footprint() -> Footprint {
		Footprint::from_mel::<Self>()
	}

	/// Where persons vote: the one topic of the poll's scope.
	pub fn person_scope(&self) -> PersonScope {
		PersonScope::Application { scope: self.scope.scope, topic: [0; 32] }
	}

	/// All votes. No more than the electorate, so that the sum does not overflow.
	pub fn votes(&self) -> u32 {
		self.counts.iter().fold(0, |votes, count| votes.saturating_add(*count))
	}

	/// The last block in which the poll can be read for certain.
	pub fn kept_until(&self) -> BlockNumberFor<T> {
		self.closes_at.saturating_add(T::KeepTime::get())
	}

	/// What can be done with the poll in block `now`.
	pub fn phase(&self, now: BlockNumberFor<T>) -> Phase {
		if self.closed {
			Phase::Closed
		} else if now > self.closes_at {
			Phase::Ended
		} else {
			Phase::Voting
		}
	}
}

/// What can be done with a poll.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub enum Phase {
	/// Persons of the electorate may vote.
	Voting,
	/// The result is final, and anyone may close the poll.
	Ended,
	/// The result is final, and the price of unused votes is returned.
	Closed,
}

/// A poll as it is told to clients: the tally, and all that is needed to vote.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct PollDetails<AccountId, BlockNumber> {
	/// The poll's number.
	pub poll: PollId,
	/// Who asks.
	pub creator: AccountId,
	/// A short text.
	pub title: String,
	/// The hash of the question in full with its options.
	pub content: H256,
	/// The scope in which a person votes, as it is named in the act.
	pub scope: PersonScope,
	/// The epoch whose persons may vote, and whose root their proofs are about.
	pub epoch: Epoch,
	/// How many persons may vote.
	pub electorate: u32,
	/// The last block in which votes are accepted.
	pub closes_at: BlockNumber,
	/// The last block in which the poll can be read for certain.
	pub kept_until: BlockNumber,
	/// What can be done with the poll in the next block.
	pub phase: Phase,
	/// The votes for each option so far; the result, where the phase is not [`Phase::Voting`].
	pub counts: Vec<u32>,
	/// All votes so far.
	pub votes: u32,
}
