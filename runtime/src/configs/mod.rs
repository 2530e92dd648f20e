//! The pallets' configurations, by domain.

mod census;
mod consensus;
mod money;
pub(crate) mod registries;
mod system;

pub use consensus::{GenesisValidators, NothingMore, ReportLongevity, SessionKeys, Validating};
pub use money::SlowAdjustingFeeUpdate;
pub use system::{AllButPurgeKeys, BlockLength, BlockWeights};

use crate::constants::{HOOKS_RATIO, MAX_BLOCK_WEIGHT};
use frame_support::weights::Weight;

/// So many tenths of the weight that is left for what the chain does by itself. What pallets take
/// of it before transactions sums up to ten: three for newcomers, four for sweeping, three for leases.
/// (The end of an epoch takes little more than a millisecond, once in so many blocks.)
fn parts_of_hooks(tenths: u64) -> Weight {
	(HOOKS_RATIO * MAX_BLOCK_WEIGHT).saturating_mul(tenths).saturating_div(10)
}
