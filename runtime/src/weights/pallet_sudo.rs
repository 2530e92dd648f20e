//! Weights of `pallet_sudo`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_sudo --steps 20 --repeat 10`
//! - processor: Intel(R) Xeon(R) Processor
//! - executor: compiled wasm, with the node's host functions
//!
//! Times are least squares through the middle half of the samples at each point, never below the
//! fastest of them; counts of reads and writes are never below a measured one. Proof sizes are
//! zero: no block of a solo chain carries a proof of state.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Measured weights of `pallet_sudo`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_sudo::WeightInfo for WeightInfo<T> {
	// Least time: 8_628_000 ps.
	fn set_key() -> Weight {
		Weight::from_parts(9_713_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 9_009_000 ps.
	fn sudo() -> Weight {
		Weight::from_parts(9_850_000, 0).saturating_add(T::DbWeight::get().reads(1))
	}

	// Least time: 9_097_000 ps.
	fn sudo_as() -> Weight {
		Weight::from_parts(13_112_000, 0).saturating_add(T::DbWeight::get().reads(1))
	}

	// Least time: 7_484_000 ps.
	fn remove_key() -> Weight {
		Weight::from_parts(7_983_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 4_149_000 ps.
	fn check_only_sudo_account() -> Weight {
		Weight::from_parts(4_490_000, 0).saturating_add(T::DbWeight::get().reads(1))
	}
}
