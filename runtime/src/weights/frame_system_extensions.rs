//! Weights of `frame_system_extensions`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet frame_system_extensions --steps 20 --repeat 10`
//! - processor: Intel(R) Xeon(R) Processor
//! - executor: compiled wasm, with the node's host functions
//!
//! Times are least squares through the middle half of the samples at each point, never below the
//! fastest of them; counts of reads and writes are never below a measured one. Proof sizes are
//! zero: no block of a solo chain carries a proof of state.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Measured weights of `frame_system_extensions`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> frame_system::ExtensionsWeightInfo for WeightInfo<T> {
	// Least time: 2_086_000 ps.
	fn check_genesis() -> Weight {
		Weight::from_parts(2_602_000, 0)
	}

	// Least time: 3_909_000 ps.
	fn check_mortality_mortal_transaction() -> Weight {
		Weight::from_parts(5_471_000, 0)
	}

	// Least time: 3_823_000 ps.
	fn check_mortality_immortal_transaction() -> Weight {
		Weight::from_parts(5_065_000, 0)
	}

	// Least time: 628_000 ps.
	fn check_non_zero_sender() -> Weight {
		Weight::from_parts(723_000, 0)
	}

	// Least time: 7_453_000 ps.
	fn check_nonce() -> Weight {
		Weight::from_parts(7_954_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 490_000 ps.
	fn check_spec_version() -> Weight {
		Weight::from_parts(620_000, 0)
	}

	// Least time: 479_000 ps.
	fn check_tx_version() -> Weight {
		Weight::from_parts(607_000, 0)
	}

	// Least time: 4_089_000 ps.
	fn check_weight() -> Weight {
		Weight::from_parts(4_654_000, 0)
	}

	// Least time: 2_302_000 ps.
	fn weight_reclaim() -> Weight {
		Weight::from_parts(4_984_000, 0)
	}
}
