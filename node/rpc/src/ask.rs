//! How a question is put to the runtime of a block.

use crate::Error;
use census_runtime::{opaque::Block, Hash};
use census_runtime_api::MAX_PAGE;
use sp_api::{ApiError, ApiRef, ProvideRuntimeApi};
use sp_blockchain::{BlockStatus, HeaderBackend};

/// Puts a question to the runtime of block `at`, or of the best block.
pub(crate) fn ask<Client, Answer>(
	client: &Client,
	at: Option<Hash>,
	question: impl FnOnce(ApiRef<'_, Client::Api>, Hash) -> Result<Answer, ApiError>,
) -> Result<Answer, Error>
where
	Client: ProvideRuntimeApi<Block> + HeaderBackend<Block>,
{
	let at = at.unwrap_or_else(|| client.info().best_hash);
	question(client.runtime_api(), at).map_err(|error| match (client.status(at), error) {
		(Ok(BlockStatus::Unknown), _) => Error::BlockNotFound { at },
		// The client speaks of an unknown block also where only its state is gone.
		(_, ApiError::UnknownBlock(_)) => Error::StateDiscarded { at },
		(_, error) => Error::RuntimeFailed { at, cause: error.to_string() },
	})
}

/// Refuses a page that the runtime would silently cut short.
pub(crate) fn check_page(count: u32) -> Result<(), Error> {
	if count > MAX_PAGE {
		return Err(Error::PageTooLarge { requested: count, maximum: MAX_PAGE });
	}
	Ok(())
}
