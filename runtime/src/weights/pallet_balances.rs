//! Weights of `pallet_balances`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_balances --steps 50 --repeat 20`
//! - processor: Intel(R) Xeon(R) Processor
//! - executor: compiled wasm, with the node's host functions
//!
//! Times are least squares through the middle half of the samples at each point, never below the
//! fastest of them; counts of reads and writes are never below a measured one. Proof sizes are
//! zero: no block of a solo chain carries a proof of state.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Measured weights of `pallet_balances`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_balances::WeightInfo for WeightInfo<T> {
	// Least time: 52_513_000 ps.
	fn transfer_allow_death() -> Weight {
		Weight::from_parts(54_360_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 40_618_000 ps.
	fn transfer_keep_alive() -> Weight {
		Weight::from_parts(41_317_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 19_607_000 ps.
	fn force_set_balance_creating() -> Weight {
		Weight::from_parts(20_901_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 20_537_000 ps.
	fn force_set_balance_killing() -> Weight {
		Weight::from_parts(21_309_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 52_762_000 ps.
	fn force_transfer() -> Weight {
		Weight::from_parts(53_699_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 50_640_000 ps.
	fn transfer_all() -> Weight {
		Weight::from_parts(51_565_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 15_983_000 ps.
	fn force_unreserve() -> Weight {
		Weight::from_parts(16_886_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 16_007_000 ps. `u` in 1 to 1000.
	fn upgrade_accounts(u: u32) -> Weight {
		Weight::from_parts(16_486_000, 0)
			.saturating_add(Weight::from_parts(13_557_111, 0).saturating_mul(u.into()))
			.saturating_add(T::DbWeight::get().reads(u.into()))
			.saturating_add(T::DbWeight::get().writes(u.into()))
	}

	// Least time: 4_893_000 ps.
	fn force_adjust_total_issuance() -> Weight {
		Weight::from_parts(5_532_000, 0)
	}

	// Least time: 28_958_000 ps.
	fn burn_allow_death() -> Weight {
		Weight::from_parts(29_954_000, 0)
	}

	// Least time: 18_869_000 ps.
	fn burn_keep_alive() -> Weight {
		Weight::from_parts(19_414_000, 0)
	}
}
