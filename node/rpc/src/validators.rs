//! `validators_*` answered from the runtime's state.

use crate::ask::ask;
use census_rpc_api::{
	validators::ValidatorsRpcServer,
	views::{
		validators::{Candidate, ValidatorsHealth},
		AccountId, Hash,
	},
	Error,
};
use census_runtime::opaque::Block;
use census_runtime_api::ValidatorsApi;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

/// Answers [`ValidatorsRpcServer`] from a client's runtime API.
pub(crate) struct Validators<Client>(pub(crate) Arc<Client>);

impl<Client> ValidatorsRpcServer for Validators<Client>
where
	Client: ProvideRuntimeApi<Block> + HeaderBackend<Block> + Send + Sync + 'static,
	Client::Api: ValidatorsApi<Block>,
{
	fn health(&self, at: Option<Hash>) -> Result<ValidatorsHealth, Error> {
		ask(&*self.0, at, |api, at| api.health(at))
	}

	fn candidate(&self, account: AccountId, at: Option<Hash>) -> Result<Option<Candidate>, Error> {
		ask(&*self.0, at, |api, at| api.candidate(at, account))
	}
}
