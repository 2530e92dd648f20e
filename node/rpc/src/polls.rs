//! `polls_*`: questions about polls.
//!
//! Nothing is decided here: each method asks the runtime of one block, `at`, or the best block
//! where that is left out. The best block may still be replaced by another; for an answer that
//! will stand, pass the hash from `chain_getFinalizedHead`.
//!
//! Poll numbers, scope numbers, epochs, counts and block numbers are JSON numbers; hashes are
//! hexadecimal strings behind `0x`. What does not exist, or was pruned, is `null`, or missing from
//! a list.

use crate::{
	ask::{ask, page},
	Error,
};
use census_runtime::{opaque::Block, AccountId, BlockNumber, Hash};
use census_runtime_api::polls::{PollDetails, PollId, PollsApi};
use jsonrpsee::proc_macros::rpc;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

/// A poll, with the chain's accounts and blocks.
type Details = PollDetails<AccountId, BlockNumber>;

/// The methods of the namespace `polls`.
#[rpc(server, namespace = "polls")]
pub trait PollsRpc {
	/// The poll as it stands: its tally, and all that is needed to vote on it. `null` where there
	/// is none, or it was pruned.
	#[method(name = "poll", blocking)]
	fn poll(&self, poll: PollId, at: Option<Hash>) -> Result<Option<Details>, Error>;

	/// Up to `count` of the polls from number `start` on that have not been pruned, in order.
	/// `count` is at most [`MAX_PAGE`](census_runtime_api::MAX_PAGE). A page is empty at the end only.
	#[method(name = "list", blocking)]
	fn list(&self, start: PollId, count: u32, at: Option<Hash>) -> Result<Vec<Details>, Error>;

	/// How many polls were ever opened; the next one gets this number.
	#[method(name = "count", blocking)]
	fn count(&self, at: Option<Hash>) -> Result<u32, Error>;
}

/// Answers [`PollsRpcServer`] from a client's runtime API.
pub struct Polls<Client> {
	client: Arc<Client>,
}

impl<Client> Polls<Client> {
	/// Answers from this client.
	pub fn new(client: Arc<Client>) -> Self {
		Self { client }
	}
}

impl<Client> PollsRpcServer for Polls<Client>
where
	Client: ProvideRuntimeApi<Block> + HeaderBackend<Block> + Send + Sync + 'static,
	Client::Api: PollsApi<Block, AccountId, BlockNumber>,
{
	fn poll(&self, poll: PollId, at: Option<Hash>) -> Result<Option<Details>, Error> {
		ask(&*self.client, at, |api, at| api.poll(at, poll))
	}

	fn list(&self, start: PollId, count: u32, at: Option<Hash>) -> Result<Vec<Details>, Error> {
		let found = page(&*self.client, at, count, Some(start), |api, at, start, count| {
			api.polls(at, start.unwrap_or_default(), count)
		})?;
		Ok(found.items)
	}

	fn count(&self, at: Option<Hash>) -> Result<u32, Error> {
		ask(&*self.client, at, |api, at| api.poll_count(at))
	}
}

#[cfg(test)]
mod tests;
