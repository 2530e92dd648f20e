//! How a question is put to the runtime of a block, and how one is put again and again until a page
//! is full.

use census_rpc_api::{
	views::{Hash, Page, MAX_LOOKED_AT, MAX_PAGE},
	Error,
};
use census_runtime::opaque::Block;
use serde::Serialize;
use serde_json::json;
use sp_api::{ApiError, ApiRef, ProvideRuntimeApi};
use sp_blockchain::{BlockStatus, HeaderBackend};
use sp_core::H256;

/// How many of the runtime's pages one answer is put together from at the most.
pub(crate) const MAX_PAGES: u32 = 32;

/// Puts a question to the runtime of block `at`, or of the best block.
pub(crate) fn ask<Client, Answer>(
	client: &Client,
	at: Option<Hash>,
	question: impl FnOnce(ApiRef<'_, Client::Api>, H256) -> Result<Answer, ApiError>,
) -> Result<Answer, Error>
where
	Client: ProvideRuntimeApi<Block> + HeaderBackend<Block>,
{
	let block = at.map_or_else(|| client.info().best_hash, |Hash(at)| H256(at));
	let at = Hash(block.0);
	question(client.runtime_api(), block).map_err(|error| match (client.status(block), error) {
		(Ok(BlockStatus::Unknown), _) => Error::BlockNotFound { at },
		// The client speaks of an unknown block also where only its state is gone.
		(_, ApiError::UnknownBlock(_)) => Error::StateDiscarded { at },
		(_, error) => Error::RuntimeFailed { at, cause: error.to_string() },
	})
}

/// Refuses a page that the runtime would cut short, or that could have nothing in it though more follows.
pub(crate) fn check_page(count: u32) -> Result<(), Error> {
	if !(1..=MAX_PAGE).contains(&count) {
		return Err(Error::PageSize { requested: count, maximum: MAX_PAGE });
	}
	Ok(())
}

/// A page of a list, behind `after` or from the beginning. Of a list of which the runtime does not show
/// every entry it asks until there are `count` items or the list ends, so that an empty page is the end.
/// What it looks at is bounded: beyond that the page is shorter, or, if nothing was found, an error says
/// where to go on.
pub(crate) fn page<Client, Item, Cursor>(
	client: &Client,
	at: Option<Hash>,
	count: u32,
	after: Option<Cursor>,
	question: impl Fn(
		&ApiRef<'_, Client::Api>,
		H256,
		Option<Cursor>,
		u32,
	) -> Result<Page<Item, Cursor>, ApiError>,
) -> Result<Page<Item, Cursor>, Error>
where
	Client: ProvideRuntimeApi<Block> + HeaderBackend<Block>,
	Cursor: Clone + Serialize,
{
	check_page(count)?;
	// All of one block, though others become the best one meanwhile.
	let at = at.unwrap_or_else(|| Hash(client.info().best_hash.0));
	let mut found = Page { items: Vec::new(), next: after };
	let mut room = count;
	for _ in 0..MAX_PAGES {
		let after = found.next.clone();
		let more = ask(client, Some(at), |api, at| question(&api, at, after, room))?;
		found.items.extend(more.items.into_iter().take(room as usize));
		found.next = more.next;
		room = count.saturating_sub(found.items.len() as u32);
		if room == 0 || found.next.is_none() {
			return Ok(found);
		}
	}
	if found.items.is_empty() {
		let looked_at = MAX_PAGES.saturating_mul(MAX_LOOKED_AT);
		return Err(Error::NothingFound { looked_at, next: json!(found.next) });
	}
	Ok(found)
}
