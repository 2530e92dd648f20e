//! Weights of `pallet_anchors`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_anchors --steps 6 --repeat 1`
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
	// Least time: 24_440_000 ps.
	fn on_block() -> Weight {
		Weight::from_parts(24_440_000, 0).saturating_add(T::DbWeight::get().reads(6))
	}

	// Least time: 177_218_000 ps. `n` in 1 to 1000.
	fn authority_set(n: u32) -> Weight {
		Weight::from_parts(177_137_503, 0)
			.saturating_add(Weight::from_parts(80_497, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(16))
			.saturating_add(T::DbWeight::get().writes(13))
	}

	// Least time: 158_100_000 ps. `p` in 0 to 8. `g` in 1 to 9.
	fn anchor(p: u32, g: u32) -> Weight {
		Weight::from_parts(113_964_144, 0)
			.saturating_add(Weight::from_parts(7_795_407, 0).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(19_562_046, 0).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().reads(p.into()))
			.saturating_add(T::DbWeight::get().reads(g.into()))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(T::DbWeight::get().writes(p.into()))
			.saturating_add(T::DbWeight::get().writes(g.into()))
	}

	// Least time: 155_067_000 ps. `p` in 0 to 8. `g` in 1 to 9.
	fn anchor_batch(p: u32, g: u32) -> Weight {
		Weight::from_parts(123_781_676, 0)
			.saturating_add(Weight::from_parts(3_221_376, 0).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(17_431_452, 0).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().reads(p.into()))
			.saturating_add(T::DbWeight::get().reads(g.into()))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(T::DbWeight::get().writes(p.into()))
			.saturating_add(T::DbWeight::get().writes(g.into()))
	}

	// Least time: 60_675_000 ps.
	fn commit() -> Weight {
		Weight::from_parts(60_675_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 187_576_000 ps. `p` in 0 to 8. `g` in 1 to 9.
	fn reveal(p: u32, g: u32) -> Weight {
		Weight::from_parts(149_764_491, 0)
			.saturating_add(Weight::from_parts(5_540_024, 0).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(17_599_493, 0).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().reads(p.into()))
			.saturating_add(T::DbWeight::get().reads(g.into()))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(T::DbWeight::get().writes(p.into()))
			.saturating_add(T::DbWeight::get().writes(g.into()))
	}

	// Least time: 48_806_000 ps.
	fn withdraw_commitment() -> Weight {
		Weight::from_parts(48_806_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 118_100_000 ps. `g` in 1 to 9.
	fn dispute(g: u32) -> Weight {
		Weight::from_parts(121_686_400, 0)
			.saturating_add(Weight::from_parts(16_546_720, 0).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().reads(g.into()))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(T::DbWeight::get().writes(g.into()))
	}

	// Least time: 122_268_000 ps. `g` in 1 to 9.
	fn retract(g: u32) -> Weight {
		Weight::from_parts(109_061_260, 0)
			.saturating_add(Weight::from_parts(20_954_860, 0).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().reads(g.into()))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(T::DbWeight::get().writes(g.into()))
	}

	// Least time: 19_090_000 ps.
	fn renew() -> Weight {
		Weight::from_parts(19_090_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 82_245_000 ps. `n` in 1 to 64.
	fn evict(n: u32) -> Weight {
		Weight::from_parts(851_956_609, 0)
			.saturating_add(Weight::from_parts(67_073_341, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(13_u64.saturating_mul(n.into())))
	}

	// Least time: 142_020_000 ps.
	fn open_window() -> Weight {
		Weight::from_parts(142_020_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(5))
	}

	// Least time: 62_029_000 ps. `g` in 1 to 9.
	fn claim(g: u32) -> Weight {
		Weight::from_parts(63_280_172, 0)
			.saturating_add(Weight::from_parts(15_589_404, 0).saturating_mul(g.into()))
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().reads(g.into()))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes(g.into()))
	}

	// Least time: 125_259_000 ps.
	fn close_window() -> Weight {
		Weight::from_parts(125_259_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(7))
	}
}
