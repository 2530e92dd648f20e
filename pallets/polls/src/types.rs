//! What is stored of a poll.

use crate::{BlockNumberFor, Config};
use census_primitives::{OpenedScope, PersonScope};
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{pallet_prelude::Get, traits::Footprint, BoundedVec};
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::traits::Saturating;

pub use census_views::polls::{PollId, PollPhase as Phase};

/// A question with fewer options asks nothing.
pub const MIN_OPTIONS: u32 = 2;

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
