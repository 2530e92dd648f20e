//! Weights of `pallet_utility`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_utility --steps 20 --repeat 10`
//! - processor: Intel(R) Xeon(R) Processor
//! - executor: compiled wasm, with the node's host functions
//!
//! Times are least squares through the middle half of the samples at each point, never below the
//! fastest of them; counts of reads and writes are never below a measured one. Proof sizes are
//! zero: no block of a solo chain carries a proof of state.

use core::marker::PhantomData;
use frame_support::weights::Weight;

/// Measured weights of `pallet_utility`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_utility::WeightInfo for WeightInfo<T> {
	// Least time: 5_160_000 ps. `c` in 0 to 1000.
	fn batch(c: u32) -> Weight {
		Weight::from_parts(9_049_994, 0)
			.saturating_add(Weight::from_parts(2_799_203, 0).saturating_mul(c.into()))
	}

	// Least time: 4_363_000 ps.
	fn as_derivative() -> Weight {
		Weight::from_parts(6_361_000, 0)
	}

	// Least time: 4_964_000 ps. `c` in 0 to 1000.
	fn batch_all(c: u32) -> Weight {
		Weight::from_parts(5_419_000, 0)
			.saturating_add(Weight::from_parts(3_045_707, 0).saturating_mul(c.into()))
	}

	// Least time: 6_556_000 ps.
	fn dispatch_as() -> Weight {
		Weight::from_parts(7_371_000, 0)
	}

	// Least time: 5_204_000 ps. `c` in 0 to 1000.
	fn force_batch(c: u32) -> Weight {
		Weight::from_parts(5_298_000, 0)
			.saturating_add(Weight::from_parts(2_919_453, 0).saturating_mul(c.into()))
	}

	// Least time: 6_800_000 ps.
	fn dispatch_as_fallible() -> Weight {
		Weight::from_parts(7_345_000, 0)
	}

	// Least time: 8_379_000 ps.
	fn if_else() -> Weight {
		Weight::from_parts(9_173_000, 0)
	}
}
