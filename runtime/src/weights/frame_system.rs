//! Weights of `frame_system`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet frame_system --steps 20 --repeat 10`
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
	// Least time: 2_207_000 ps. `b` in 0 to 3932160.
	fn remark(b: u32) -> Weight {
		Weight::from_parts(28_473_109, 0)
			.saturating_add(Weight::from_parts(475, 0).saturating_mul(b.into()))
	}

	// Least time: 5_589_000 ps. `b` in 0 to 3932160.
	fn remark_with_event(b: u32) -> Weight {
		Weight::from_parts(5_589_000, 0)
			.saturating_add(Weight::from_parts(1_457, 0).saturating_mul(b.into()))
	}

	// Least time: 3_816_000 ps.
	fn set_heap_pages() -> Weight {
		Weight::from_parts(4_524_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 112_937_323_000 ps.
	fn set_code() -> Weight {
		Weight::from_parts(115_017_845_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 2_398_000 ps. `i` in 0 to 1000.
	fn set_storage(i: u32) -> Weight {
		Weight::from_parts(2_766_000, 0)
			.saturating_add(Weight::from_parts(788_174, 0).saturating_mul(i.into()))
			.saturating_add(T::DbWeight::get().writes(i.into()))
	}

	// Least time: 2_405_000 ps. `i` in 0 to 1000.
	fn kill_storage(i: u32) -> Weight {
		Weight::from_parts(2_819_000, 0)
			.saturating_add(Weight::from_parts(593_106, 0).saturating_mul(i.into()))
			.saturating_add(T::DbWeight::get().writes(i.into()))
	}

	// Least time: 4_254_000 ps. `p` in 0 to 1000.
	fn kill_prefix(p: u32) -> Weight {
		Weight::from_parts(4_668_000, 0)
			.saturating_add(Weight::from_parts(1_082_507, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(p.into()))
			.saturating_add(T::DbWeight::get().writes(p.into()))
	}

	// Least time: 16_602_000 ps.
	fn authorize_upgrade() -> Weight {
		Weight::from_parts(20_190_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 118_058_536_000 ps.
	fn apply_authorized_upgrade() -> Weight {
		Weight::from_parts(125_614_023_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
	}
}
