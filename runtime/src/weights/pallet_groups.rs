//! Weights of `pallet_groups`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_groups --steps 50 --repeat 20`
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
	// Least time: 42_625_000 ps.
	fn create_group() -> Weight {
		Weight::from_parts(47_162_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 299_766_000 ps.
	fn add_member() -> Weight {
		Weight::from_parts(310_567_000, 0)
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(16))
	}

	// Least time: 299_650_000 ps. `n` in 1 to 1000.
	fn add_members(n: u32) -> Weight {
		Weight::from_parts(320_455_700, 0)
			.saturating_add(Weight::from_parts(9_645_241, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().reads(n.into()))
			.saturating_add(T::DbWeight::get().writes(21))
			.saturating_add(
				T::DbWeight::get().writes(1032_u64.saturating_mul(n.into()).div_ceil(1000)),
			)
	}

	// Least time: 274_379_000 ps.
	fn update_member() -> Weight {
		Weight::from_parts(284_482_000, 0)
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().writes(16))
	}

	// Least time: 271_575_000 ps.
	fn remove_member() -> Weight {
		Weight::from_parts(274_671_000, 0)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(15))
	}

	// Least time: 10_394_000 ps.
	fn update_group_admin() -> Weight {
		Weight::from_parts(10_856_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 75_988_000 ps.
	fn accept_group_admin() -> Weight {
		Weight::from_parts(77_875_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 10_321_000 ps.
	fn update_root_duration() -> Weight {
		Weight::from_parts(10_910_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 9_717_000 ps.
	fn set_instant_revocation() -> Weight {
		Weight::from_parts(10_184_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 1_104_316_000 ps.
	fn validate_proof() -> Weight {
		Weight::from_parts(1_145_284_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Estimated, not measured yet.
	fn validate_proofs(k: u32) -> Weight {
		Weight::from_parts(2_000_000_000, 0)
			.saturating_add(Weight::from_parts(200_000_000, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(k.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes(k.into()))
	}

	// Estimated, not measured yet.
	fn validate_proofs_refused(k: u32) -> Weight {
		Weight::from_parts(2_000_000_000, 0)
			.saturating_add(Weight::from_parts(1_200_000_000, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(k.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes(k.into()))
	}

	// Least time: 9_496_000 ps.
	fn close_group() -> Weight {
		Weight::from_parts(10_495_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 57_912_000 ps. `n` in 1 to 1000.
	fn clear_group(n: u32) -> Weight {
		Weight::from_parts(201_877_000, 0)
			.saturating_add(Weight::from_parts(5_830_474, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().reads(n.into()))
			.saturating_add(T::DbWeight::get().writes(9))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(n.into())))
	}
}
