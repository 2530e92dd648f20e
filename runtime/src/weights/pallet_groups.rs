//! Weights of `pallet_groups`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_groups --steps 6 --repeat 1`
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
	// Least time: 55_200_000 ps.
	fn create_group() -> Weight {
		Weight::from_parts(55_200_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 325_208_000 ps.
	fn add_member() -> Weight {
		Weight::from_parts(325_208_000, 0)
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(16))
	}

	// Least time: 342_196_000 ps. `n` in 1 to 1000.
	fn add_members(n: u32) -> Weight {
		Weight::from_parts(347_189_200, 0)
			.saturating_add(Weight::from_parts(10_030_886, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().reads(n.into()))
			.saturating_add(T::DbWeight::get().writes(20))
			.saturating_add(
				T::DbWeight::get().writes(1035_u64.saturating_mul(n.into()).div_ceil(1000)),
			)
	}

	// Least time: 306_484_000 ps.
	fn update_member() -> Weight {
		Weight::from_parts(306_484_000, 0)
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().writes(16))
	}

	// Least time: 282_483_000 ps.
	fn remove_member() -> Weight {
		Weight::from_parts(282_483_000, 0)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(15))
	}

	// Least time: 13_400_000 ps.
	fn update_group_admin() -> Weight {
		Weight::from_parts(13_400_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 79_244_000 ps.
	fn accept_group_admin() -> Weight {
		Weight::from_parts(79_244_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 12_871_000 ps.
	fn update_root_duration() -> Weight {
		Weight::from_parts(12_871_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 13_159_000 ps.
	fn set_instant_revocation() -> Weight {
		Weight::from_parts(13_159_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 611_078_000 ps.
	fn validate_proof() -> Weight {
		Weight::from_parts(611_078_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 657_780_000 ps. `k` in 1 to 128.
	fn validate_proofs(k: u32) -> Weight {
		Weight::from_parts(5_506_396_097, 0)
			.saturating_add(Weight::from_parts(138_761_739, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(k.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes(k.into()))
	}

	// Least time: 1_234_633_000 ps. `k` in 1 to 128.
	fn validate_proofs_refused(k: u32) -> Weight {
		Weight::from_parts(17_108_976_836, 0)
			.saturating_add(Weight::from_parts(970_181_982, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(k.into())))
			.saturating_add(T::DbWeight::get().writes(k.into()))
	}

	// Least time: 14_734_000 ps.
	fn close_group() -> Weight {
		Weight::from_parts(14_734_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 77_964_000 ps. `n` in 1 to 1000.
	fn clear_group(n: u32) -> Weight {
		Weight::from_parts(425_224_000, 0)
			.saturating_add(Weight::from_parts(6_091_781, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().reads(n.into()))
			.saturating_add(T::DbWeight::get().writes(9))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(n.into())))
	}
}
