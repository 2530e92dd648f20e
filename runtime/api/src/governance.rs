//! Questions about governance.

use census_views::{
	governance::{Governance, Proposal, ProposalId},
	Page,
};

sp_api::decl_runtime_apis! {
	/// Questions about governance: how far the chain has come, and what is proposed.
	pub trait GovernanceApi {
		/// How the chain is governed.
		fn overview() -> Governance;

		/// The proposal, or `None` where there is none, or it is done with. Its state is that in the next block.
		fn proposal(proposal: ProposalId) -> Option<Proposal>;

		/// The proposals behind number `after` that are not done with, in order.
		fn proposals(after: Option<ProposalId>, count: u32) -> Page<Proposal, ProposalId>;

		/// How many proposals there ever were; the next one gets this number.
		fn proposal_count() -> u32;
	}
}
