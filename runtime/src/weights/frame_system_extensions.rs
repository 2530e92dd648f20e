//! Weights of `frame_system_extensions`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet frame_system_extensions --steps 50 --repeat 20`
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
	// Least time: 1_942_000 ps.
	fn check_genesis() -> Weight {
		Weight::from_parts(2_149_000, 0)
	}

	// Least time: 3_786_000 ps.
	fn check_mortality_mortal_transaction() -> Weight {
		Weight::from_parts(4_192_000, 0)
	}

	// Least time: 3_819_000 ps.
	fn check_mortality_immortal_transaction() -> Weight {
		Weight::from_parts(4_097_000, 0)
	}

	// Least time: 543_000 ps.
	fn check_non_zero_sender() -> Weight {
		Weight::from_parts(655_000, 0)
	}

	// Least time: 7_091_000 ps.
	fn check_nonce() -> Weight {
		Weight::from_parts(7_815_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 413_000 ps.
	fn check_spec_version() -> Weight {
		Weight::from_parts(477_000, 0)
	}

	// Least time: 419_000 ps.
	fn check_tx_version() -> Weight {
		Weight::from_parts(485_000, 0)
	}

	// Least time: 3_994_000 ps.
	fn check_weight() -> Weight {
		Weight::from_parts(4_340_000, 0)
	}

	// Least time: 2_215_000 ps.
	fn weight_reclaim() -> Weight {
		Weight::from_parts(2_486_000, 0)
	}
}
