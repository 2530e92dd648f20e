//! Weights of `pallet_polls`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_polls --steps 6 --repeat 1`
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
	// Least time: 121_811_000 ps.
	fn create() -> Weight {
		Weight::from_parts(121_811_000, 0)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(6))
	}

	// Least time: 20_781_000 ps.
	fn vote() -> Weight {
		Weight::from_parts(20_781_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 88_174_000 ps.
	fn close() -> Weight {
		Weight::from_parts(88_174_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(7))
	}

	// Least time: 57_321_000 ps.
	fn prune() -> Weight {
		Weight::from_parts(57_321_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
}
