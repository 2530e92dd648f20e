//! `governance_*`.

use crate::{
	views::{
		governance::{Governance, Proposal, ProposalId},
		Hash, Page,
	},
	Error,
};
use census_rpc_describe::describe;
use jsonrpsee::proc_macros::rpc;

/// Governance: how far the chain has come, and what is proposed and decided.
#[describe]
#[rpc(server, client, namespace = "governance")]
pub trait GovernanceRpc {
	/// How the chain is governed: whether persons decide, or a committee; who that is; what is open, and what is paused.
	#[method(name = "overview", blocking)]
	fn overview(&self, at: Option<Hash>) -> Result<Governance, Error>;

	/// A proposal as it stands, with its calls. `null` where there is none, or it is done with.
	#[method(name = "proposal", blocking)]
	fn proposal(&self, proposal: ProposalId, at: Option<Hash>) -> Result<Option<Proposal>, Error>;

	/// The proposals that are not done with, by their numbers.
	#[method(name = "proposals", blocking)]
	#[errors(NothingFound)]
	fn proposals(
		&self,
		count: u32,
		after: Option<ProposalId>,
		at: Option<Hash>,
	) -> Result<Page<Proposal, ProposalId>, Error>;

	/// How many proposals there ever were; the next one gets this number.
	#[method(name = "proposalCount", blocking)]
	fn proposal_count(&self, at: Option<Hash>) -> Result<u32, Error>;
}
