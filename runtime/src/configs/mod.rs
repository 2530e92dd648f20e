//! The pallets' configurations, by domain.

mod census;
mod consensus;
mod money;
mod system;

pub use consensus::{GenesisValidators, NothingMore, ReportLongevity, SessionKeys, Validating};
pub use money::SlowAdjustingFeeUpdate;
pub use system::{AllButPurgeKeys, BlockLength, BlockWeights};
