//! Weights of `pallet_governance`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_governance --steps 12 --repeat 10`
//! - processor: Intel(R) Xeon(R) Processor
//! - executor: compiled wasm, with the node's host functions
//!
//! Times are least squares through the middle half of the samples at each point, never below the
//! fastest of them; counts of reads and writes are never below a measured one. Proof sizes are
//! zero: no block of a solo chain carries a proof of state.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Measured weights of `pallet_governance`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_governance::WeightInfo for WeightInfo<T> {
	// Least time: 128_505_000 ps.
	fn propose() -> Weight {
		Weight::from_parts(142_054_000, 0)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(9))
	}

	// Least time: 59_687_000 ps.
	fn withdraw() -> Weight {
		Weight::from_parts(66_287_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}

	// Least time: 13_725_000 ps.
	fn vote() -> Weight {
		Weight::from_parts(15_636_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 33_322_000 ps.
	fn motion() -> Weight {
		Weight::from_parts(37_309_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 139_621_000 ps.
	fn second() -> Weight {
		Weight::from_parts(159_772_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 48_845_000 ps.
	fn enact() -> Weight {
		Weight::from_parts(54_405_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 47_680_000 ps.
	fn discard() -> Weight {
		Weight::from_parts(54_141_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 16_358_000 ps.
	fn delay() -> Weight {
		Weight::from_parts(18_970_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 53_240_000 ps.
	fn cancel() -> Weight {
		Weight::from_parts(60_224_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}

	// Least time: 22_944_000 ps.
	fn pause() -> Weight {
		Weight::from_parts(24_451_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 16_474_000 ps.
	fn resume() -> Weight {
		Weight::from_parts(19_623_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 10_185_000 ps. `m` in 1 to 32.
	fn set_committee(m: u32) -> Weight {
		Weight::from_parts(15_169_814, 0)
			.saturating_add(Weight::from_parts(230_575, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 20_044_000 ps.
	fn lower_adulthood() -> Weight {
		Weight::from_parts(23_576_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 20_466_000 ps.
	fn come_of_age() -> Weight {
		Weight::from_parts(25_077_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 5_386_000 ps.
	fn authorize_upgrade() -> Weight {
		Weight::from_parts(6_160_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 3_513_000 ps.
	fn note_stalled() -> Weight {
		Weight::from_parts(4_155_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 163_064_000 ps.
	fn on_block() -> Weight {
		Weight::from_parts(172_781_000, 0)
			.saturating_add(T::DbWeight::get().reads(27))
			.saturating_add(T::DbWeight::get().writes(14))
	}
}
