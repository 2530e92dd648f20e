//! `governance_*` answered from the runtime's state.

use crate::ask::{ask, page};
use census_rpc_api::{
	governance::GovernanceRpcServer,
	views::{
		governance::{Governance as Overview, Proposal, ProposalId},
		Hash, Page,
	},
	Error,
};
use census_runtime::opaque::Block;
use census_runtime_api::GovernanceApi;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

/// Answers [`GovernanceRpcServer`] from a client's runtime API.
pub(crate) struct Governance<Client>(pub(crate) Arc<Client>);

impl<Client> GovernanceRpcServer for Governance<Client>
where
	Client: ProvideRuntimeApi<Block> + HeaderBackend<Block> + Send + Sync + 'static,
	Client::Api: GovernanceApi<Block>,
{
	fn overview(&self, at: Option<Hash>) -> Result<Overview, Error> {
		ask(&*self.0, at, |api, at| api.overview(at))
	}

	fn proposal(&self, proposal: ProposalId, at: Option<Hash>) -> Result<Option<Proposal>, Error> {
		ask(&*self.0, at, |api, at| api.proposal(at, proposal))
	}

	fn proposals(
		&self,
		count: u32,
		after: Option<ProposalId>,
		at: Option<Hash>,
	) -> Result<Page<Proposal, ProposalId>, Error> {
		page(&*self.0, at, count, after, |api, at, after, count| api.proposals(at, after, count))
	}

	fn proposal_count(&self, at: Option<Hash>) -> Result<u32, Error> {
		ask(&*self.0, at, |api, at| api.proposal_count(at))
	}
}
