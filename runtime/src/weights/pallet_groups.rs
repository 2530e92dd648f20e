//! Weights of `pallet_groups`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_groups --steps 20 --repeat 10`
//! - processor: Intel(R) Xeon(R) Processor
//! - executor: compiled wasm, with the node's host functions
//!
//! Times are least squares through the middle half of the samples at each point, never below the
//! fastest of them; counts of reads and writes are never below a measured one. Proof sizes are
//! zero: no block of a solo chain carries a proof of state.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Measured weights of `pallet_groups`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_groups::WeightInfo for WeightInfo<T> {
	// Least time: 47_414_000 ps.
	fn create_group() -> Weight {
		Weight::from_parts(51_436_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 340_731_000 ps.
	fn add_member() -> Weight {
		Weight::from_parts(354_188_000, 0)
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(16))
	}

	// Least time: 310_960_000 ps. `n` in 1 to 1000.
	fn add_members(n: u32) -> Weight {
		Weight::from_parts(411_101_285, 0)
			.saturating_add(Weight::from_parts(9_985_412, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().reads(n.into()))
			.saturating_add(T::DbWeight::get().writes(21))
			.saturating_add(
				T::DbWeight::get().writes(1033_u64.saturating_mul(n.into()).div_ceil(1000)),
			)
	}

	// Least time: 279_914_000 ps.
	fn update_member() -> Weight {
		Weight::from_parts(287_159_000, 0)
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().writes(16))
	}

	// Least time: 272_814_000 ps.
	fn remove_member() -> Weight {
		Weight::from_parts(280_549_000, 0)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(15))
	}

	// Least time: 10_478_000 ps.
	fn update_group_admin() -> Weight {
		Weight::from_parts(11_444_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 78_020_000 ps.
	fn accept_group_admin() -> Weight {
		Weight::from_parts(80_117_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 10_975_000 ps.
	fn update_root_duration() -> Weight {
		Weight::from_parts(12_213_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 10_224_000 ps.
	fn set_instant_revocation() -> Weight {
		Weight::from_parts(10_773_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 584_031_000 ps.
	fn validate_proof() -> Weight {
		Weight::from_parts(604_196_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 674_120_000 ps. `k` in 1 to 128.
	fn validate_proofs(k: u32) -> Weight {
		Weight::from_parts(1_432_525_403, 0)
			.saturating_add(Weight::from_parts(146_087_342, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(k.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes(k.into()))
	}

	// Least time: 1_274_691_000 ps. `k` in 1 to 128.
	fn validate_proofs_refused(k: u32) -> Weight {
		Weight::from_parts(5_685_692_003, 0)
			.saturating_add(Weight::from_parts(920_235_857, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(k.into())))
			.saturating_add(T::DbWeight::get().writes(k.into()))
	}

	// Least time: 11_469_000 ps.
	fn close_group() -> Weight {
		Weight::from_parts(12_920_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 64_522_000 ps. `n` in 1 to 1000.
	fn clear_group(n: u32) -> Weight {
		Weight::from_parts(322_073_000, 0)
			.saturating_add(Weight::from_parts(6_613_592, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().reads(n.into()))
			.saturating_add(T::DbWeight::get().writes(9))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(n.into())))
	}
}
