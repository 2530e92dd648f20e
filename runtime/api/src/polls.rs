//! Questions about polls.

use census_views::{
	polls::{Poll, PollId},
	Page,
};

sp_api::decl_runtime_apis! {
	/// Questions about polls. What is told of a poll is its tally and all that is needed to vote on
	/// it, but for what `PersonhoodApi` tells of every scope: its word, and Merkle proofs under the
	/// root of its epoch.
	pub trait PollsApi {
		/// The poll, or `None` where there is none, or it was pruned. Its phase is that in the next
		/// block.
		fn poll(poll: PollId) -> Option<Poll>;

		/// The polls behind number `after` that have not been pruned, in order.
		fn polls(after: Option<PollId>, count: u32) -> Page<Poll, PollId>;

		/// How many polls were ever opened; the next one gets this number.
		fn poll_count() -> u32;
	}
}
