//! Weights of `pallet_utility`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_utility --steps 50 --repeat 20`
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
	// Least time: 4_040_000 ps. `c` in 0 to 1000.
	fn batch(c: u32) -> Weight {
		Weight::from_parts(4_989_540, 0)
			.saturating_add(Weight::from_parts(2_527_723, 0).saturating_mul(c.into()))
	}

	// Least time: 3_738_000 ps.
	fn as_derivative() -> Weight {
		Weight::from_parts(4_201_000, 0)
	}

	// Least time: 3_970_000 ps. `c` in 0 to 1000.
	fn batch_all(c: u32) -> Weight {
		Weight::from_parts(8_417_873, 0)
			.saturating_add(Weight::from_parts(2_788_847, 0).saturating_mul(c.into()))
	}

	// Least time: 5_480_000 ps.
	fn dispatch_as() -> Weight {
		Weight::from_parts(5_855_000, 0)
	}

	// Least time: 4_196_000 ps. `c` in 0 to 1000.
	fn force_batch(c: u32) -> Weight {
		Weight::from_parts(4_648_160, 0)
			.saturating_add(Weight::from_parts(2_491_842, 0).saturating_mul(c.into()))
	}

	// Least time: 5_325_000 ps.
	fn dispatch_as_fallible() -> Weight {
		Weight::from_parts(5_801_000, 0)
	}

	// Least time: 6_692_000 ps.
	fn if_else() -> Weight {
		Weight::from_parts(6_836_000, 0)
	}
}
