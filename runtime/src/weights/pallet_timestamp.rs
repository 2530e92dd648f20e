//! Weights of `pallet_timestamp`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_timestamp --steps 20 --repeat 10`
//! - processor: Intel(R) Xeon(R) Processor
//! - executor: compiled wasm, with the node's host functions
//!
//! Times are least squares through the middle half of the samples at each point, never below the
//! fastest of them; counts of reads and writes are never below a measured one. Proof sizes are
//! zero: no block of a solo chain carries a proof of state.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Measured weights of `pallet_timestamp`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_timestamp::WeightInfo for WeightInfo<T> {
	// Least time: 5_177_000 ps.
	fn set() -> Weight {
		Weight::from_parts(6_524_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 1_096_000 ps.
	fn on_finalize() -> Weight {
		Weight::from_parts(1_209_000, 0)
	}
}
