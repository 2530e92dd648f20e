//! Questions about polls.

use census_primitives::Page;
use codec::Codec;

pub use pallet_polls::{Phase, PollDetails, PollId};

sp_api::decl_runtime_apis! {
	/// Questions about polls. What is told of a poll is its tally and all that is needed to vote on
	/// it, but for what `PersonhoodApi` tells of every scope: its word, and Merkle proofs under the
	/// root of its epoch.
	pub trait PollsApi<AccountId, BlockNumber>
	where
		AccountId: Codec,
		BlockNumber: Codec,
	{
		/// The poll, or `None` where there is none, or it was pruned. Its phase is that in the next
		/// block.
		fn poll(poll: PollId) -> Option<PollDetails<AccountId, BlockNumber>>;

		/// Up to `count` of the polls from number `start` on that have not been pruned, in order, and
		/// the number to go on from. `count` is at most [`MAX_PAGE`](crate::MAX_PAGE).
		fn polls(
			start: PollId,
			count: u32,
		) -> Page<PollDetails<AccountId, BlockNumber>, PollId>;

		/// How many polls were ever opened; the next one gets this number.
		fn poll_count() -> u32;
	}
}
