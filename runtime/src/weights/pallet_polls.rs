//! Weights of `pallet_polls`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_polls --steps 20 --repeat 10`
//! - processor: Intel(R) Xeon(R) Processor
//! - executor: compiled wasm, with the node's host functions
//!
//! Times are least squares through the middle half of the samples at each point, never below the
//! fastest of them; counts of reads and writes are never below a measured one. Proof sizes are
//! zero: no block of a solo chain carries a proof of state.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Measured weights of `pallet_polls`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_polls::WeightInfo for WeightInfo<T> {
	// Least time: 113_883_000 ps.
	fn create() -> Weight {
		Weight::from_parts(124_685_000, 0)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(6))
	}

	// Least time: 14_103_000 ps.
	fn vote() -> Weight {
		Weight::from_parts(16_751_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 93_077_000 ps.
	fn close() -> Weight {
		Weight::from_parts(98_614_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(7))
	}

	// Least time: 48_155_000 ps.
	fn prune() -> Weight {
		Weight::from_parts(52_383_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
}
