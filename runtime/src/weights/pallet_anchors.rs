//! Weights of `pallet_anchors`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_anchors --steps 20 --repeat 10`
//! - processor: Intel(R) Xeon(R) Processor
//! - executor: compiled wasm, with the node's host functions
//!
//! Times are least squares through the middle half of the samples at each point, never below the
//! fastest of them; counts of reads and writes are never below a measured one. Proof sizes are
//! zero: no block of a solo chain carries a proof of state.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Measured weights of `pallet_anchors`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_anchors::WeightInfo for WeightInfo<T> {
	// Least time: 16_498_000 ps.
	fn on_block() -> Weight {
		Weight::from_parts(19_318_000, 0).saturating_add(T::DbWeight::get().reads(6))
	}

	// Least time: 158_658_000 ps. `n` in 1 to 1000.
	fn authority_set(n: u32) -> Weight {
		Weight::from_parts(169_327_929, 0)
			.saturating_add(Weight::from_parts(66_253, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(16))
			.saturating_add(T::DbWeight::get().writes(13))
	}

	// Least time: 132_134_000 ps. `p` in 0 to 8. `g` in 1 to 9.
	fn anchor(p: u32, g: u32) -> Weight {
		Weight::from_parts(89_185_143, 0)
			.saturating_add(Weight::from_parts(4_731_004, 0).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(16_006_720, 0).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().reads(p.into()))
			.saturating_add(T::DbWeight::get().reads(g.into()))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(T::DbWeight::get().writes(p.into()))
			.saturating_add(T::DbWeight::get().writes(g.into()))
	}

	// Least time: 133_826_000 ps. `p` in 0 to 8. `g` in 1 to 9.
	fn anchor_batch(p: u32, g: u32) -> Weight {
		Weight::from_parts(91_678_059, 0)
			.saturating_add(Weight::from_parts(4_451_148, 0).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(16_048_808, 0).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().reads(p.into()))
			.saturating_add(T::DbWeight::get().reads(g.into()))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(T::DbWeight::get().writes(p.into()))
			.saturating_add(T::DbWeight::get().writes(g.into()))
	}

	// Least time: 47_403_000 ps.
	fn commit() -> Weight {
		Weight::from_parts(53_151_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 173_037_000 ps. `p` in 0 to 8. `g` in 1 to 9.
	fn reveal(p: u32, g: u32) -> Weight {
		Weight::from_parts(130_772_849, 0)
			.saturating_add(Weight::from_parts(4_689_660, 0).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(16_085_162, 0).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(
				T::DbWeight::get().reads(944_u64.saturating_mul(p.into()).div_ceil(1000)),
			)
			.saturating_add(
				T::DbWeight::get().reads(983_u64.saturating_mul(g.into()).div_ceil(1000)),
			)
			.saturating_add(T::DbWeight::get().writes(9))
			.saturating_add(T::DbWeight::get().writes(p.into()))
			.saturating_add(T::DbWeight::get().writes(g.into()))
	}

	// Least time: 40_709_000 ps.
	fn withdraw_commitment() -> Weight {
		Weight::from_parts(43_627_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 101_144_000 ps. `g` in 1 to 9.
	fn dispute(g: u32) -> Weight {
		Weight::from_parts(94_009_916, 0)
			.saturating_add(Weight::from_parts(16_139_983, 0).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().reads(g.into()))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(T::DbWeight::get().writes(g.into()))
	}

	// Least time: 101_662_000 ps. `g` in 1 to 9.
	fn retract(g: u32) -> Weight {
		Weight::from_parts(97_686_648, 0)
			.saturating_add(Weight::from_parts(15_913_622, 0).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().reads(g.into()))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(T::DbWeight::get().writes(g.into()))
	}

	// Least time: 15_666_000 ps.
	fn renew() -> Weight {
		Weight::from_parts(16_958_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 65_877_000 ps. `n` in 1 to 64.
	fn evict(n: u32) -> Weight {
		Weight::from_parts(16_633_903, 0)
			.saturating_add(Weight::from_parts(61_254_294, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(14_u64.saturating_mul(n.into())))
	}

	// Least time: 127_962_000 ps.
	fn open_window() -> Weight {
		Weight::from_parts(141_742_000, 0)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(5))
	}

	// Least time: 52_889_000 ps. `g` in 1 to 9.
	fn claim(g: u32) -> Weight {
		Weight::from_parts(47_269_912, 0)
			.saturating_add(Weight::from_parts(17_366_761, 0).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().reads(g.into()))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes(g.into()))
	}

	// Least time: 125_191_000 ps.
	fn close_window() -> Weight {
		Weight::from_parts(131_932_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(7))
	}
}
