//! `polls_*`.

use crate::{
	views::{
		polls::{Poll, PollId},
		Hash, Page,
	},
	Error,
};
use census_rpc_describe::describe;
use jsonrpsee::{core::SubscriptionResult, proc_macros::rpc};

/// Polls: one person, one vote.
#[describe]
#[rpc(server, client, namespace = "polls")]
pub trait PollsRpc {
	/// A poll as it stands: its tally, and all that is needed to vote on it. `null` where there is none,
	/// or it was pruned.
	#[method(name = "poll", blocking)]
	fn poll(&self, poll: PollId, at: Option<Hash>) -> Result<Option<Poll>, Error>;

	/// The polls that have not been pruned, by their numbers.
	#[method(name = "polls", blocking)]
	#[errors(NothingFound)]
	fn polls(
		&self,
		count: u32,
		after: Option<PollId>,
		at: Option<Hash>,
	) -> Result<Page<Poll, PollId>, Error>;

	/// How many polls were ever opened; the next one gets this number.
	#[method(name = "pollCount", blocking)]
	fn poll_count(&self, at: Option<Hash>) -> Result<u32, Error>;

	/// A poll as it stands in the latest final block, now and whenever it has changed there; `null` from
	/// when on it is pruned. Whoever is slow misses some: each stands for all that came before.
	#[subscription(
		name = "subscribePoll" => "pollChange",
		unsubscribe = "unsubscribePoll",
		item = Option<Poll>
	)]
	async fn subscribe_poll(&self, poll: PollId) -> SubscriptionResult;
}
