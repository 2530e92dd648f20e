//! Weights of `frame_system`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet frame_system --steps 50 --repeat 20`
//! - processor: Intel(R) Xeon(R) Processor
//! - executor: compiled wasm, with the node's host functions
//!
//! Times are least squares through the middle half of the samples at each point, never below the
//! fastest of them; counts of reads and writes are never below a measured one. Proof sizes are
//! zero: no block of a solo chain carries a proof of state.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Measured weights of `frame_system`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> frame_system::WeightInfo for WeightInfo<T> {
	// Least time: 1_991_000 ps. `b` in 0 to 3932160.
	fn remark(b: u32) -> Weight {
		Weight::from_parts(89_937_200, 0)
			.saturating_add(Weight::from_parts(314, 0).saturating_mul(b.into()))
	}

	// Least time: 5_073_000 ps. `b` in 0 to 3932160.
	fn remark_with_event(b: u32) -> Weight {
		Weight::from_parts(9_884_096, 0)
			.saturating_add(Weight::from_parts(1_262, 0).saturating_mul(b.into()))
	}

	// Least time: 3_769_000 ps.
	fn set_heap_pages() -> Weight {
		Weight::from_parts(4_231_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 108_345_507_000 ps.
	fn set_code() -> Weight {
		Weight::from_parts(110_457_438_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 2_074_000 ps. `i` in 0 to 1000.
	fn set_storage(i: u32) -> Weight {
		Weight::from_parts(2_233_000, 0)
			.saturating_add(Weight::from_parts(770_120, 0).saturating_mul(i.into()))
			.saturating_add(T::DbWeight::get().writes(i.into()))
	}

	// Least time: 2_068_000 ps. `i` in 0 to 1000.
	fn kill_storage(i: u32) -> Weight {
		Weight::from_parts(2_861_275, 0)
			.saturating_add(Weight::from_parts(572_925, 0).saturating_mul(i.into()))
			.saturating_add(T::DbWeight::get().writes(i.into()))
	}

	// Least time: 3_719_000 ps. `p` in 0 to 1000.
	fn kill_prefix(p: u32) -> Weight {
		Weight::from_parts(4_141_000, 0)
			.saturating_add(Weight::from_parts(1_038_190, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(p.into()))
			.saturating_add(T::DbWeight::get().writes(p.into()))
	}

	// Least time: 14_114_000 ps.
	fn authorize_upgrade() -> Weight {
		Weight::from_parts(14_895_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 112_642_472_000 ps.
	fn apply_authorized_upgrade() -> Weight {
		Weight::from_parts(116_332_694_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
	}
}
