//! The pallets' configurations, by domain.

mod census;
mod consensus;
pub(crate) mod governance;
mod money;
pub(crate) mod registries;
mod system;

#[cfg(test)]
pub(crate) use census::scope_reads;
pub use consensus::{Managed, NothingMore, ReportLongevity, SessionKeys};
pub use governance::{committee_of, LASTING_RULES};
pub use money::{FeesAndTips, SlowAdjustingFeeUpdate};
pub use registries::MarketAccount;
pub use system::{Allowed, BlockLength, BlockWeights};

use crate::constants::{HOOKS_RATIO, MAX_BLOCK_WEIGHT};
use frame_support::weights::Weight;

/// So many hundredths of the weight that is left for what the chain does by itself. What pallets take
/// of it before transactions sums up to a hundred: 30 for newcomers, 34 for sweeping, 30 for leases, 3 for
/// validators, 3 for governance. (The end of an epoch takes little more than a millisecond, once in so many blocks.)
fn parts_of_hooks(hundredths: u64) -> Weight {
	(HOOKS_RATIO * MAX_BLOCK_WEIGHT).saturating_mul(hundredths).saturating_div(100)
}
