//! Weights of `pallet_groups`, estimated generously until `make weights` has measured them.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_groups`.
pub struct WeightInfo<T>(PhantomData<T>);

/// So many microseconds of work, reads and writes.
fn weight<T: frame_system::Config>(microseconds: u64, reads: u64, writes: u64) -> Weight {
	Weight::from_parts(microseconds.saturating_mul(1_000_000), 0)
		.saturating_add(T::DbWeight::get().reads_writes(reads, writes))
}

impl<T: frame_system::Config> pallet_groups::WeightInfo for WeightInfo<T> {
	fn create_group() -> Weight {
		weight::<T>(100, 4, 4)
	}
	fn add_member() -> Weight {
		weight::<T>(2_000, 16, 16)
	}
	fn add_members(n: u32) -> Weight {
		let n = u64::from(n);
		weight::<T>(2_000 + 100 * n, 16 + n, 16 + 2 * n)
	}
	fn update_member() -> Weight {
		weight::<T>(2_000, 16, 16)
	}
	fn remove_member() -> Weight {
		weight::<T>(2_000, 16, 16)
	}
	fn update_group_admin() -> Weight {
		weight::<T>(50, 1, 1)
	}
	fn accept_group_admin() -> Weight {
		weight::<T>(200, 5, 5)
	}
	fn update_root_duration() -> Weight {
		weight::<T>(50, 1, 1)
	}
	fn set_instant_revocation() -> Weight {
		weight::<T>(50, 1, 1)
	}
	fn validate_proof() -> Weight {
		weight::<T>(5_000, 4, 1)
	}
	fn close_group() -> Weight {
		weight::<T>(50, 1, 1)
	}
	fn clear_group(n: u32) -> Weight {
		let n = u64::from(n);
		weight::<T>(200 + 10 * n, 4 + n, 4 + n)
	}
}
