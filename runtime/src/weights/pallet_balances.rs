//! Weights of `pallet_balances`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_balances --steps 20 --repeat 10`
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
	// Least time: 52_384_000 ps.
	fn transfer_allow_death() -> Weight {
		Weight::from_parts(56_578_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 41_332_000 ps.
	fn transfer_keep_alive() -> Weight {
		Weight::from_parts(47_357_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 20_250_000 ps.
	fn force_set_balance_creating() -> Weight {
		Weight::from_parts(22_040_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 21_491_000 ps.
	fn force_set_balance_killing() -> Weight {
		Weight::from_parts(22_738_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 56_979_000 ps.
	fn force_transfer() -> Weight {
		Weight::from_parts(63_576_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 51_537_000 ps.
	fn transfer_all() -> Weight {
		Weight::from_parts(55_961_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 17_484_000 ps.
	fn force_unreserve() -> Weight {
		Weight::from_parts(18_690_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 17_411_000 ps. `u` in 1 to 1000.
	fn upgrade_accounts(u: u32) -> Weight {
		Weight::from_parts(18_566_000, 0)
			.saturating_add(Weight::from_parts(14_028_032, 0).saturating_mul(u.into()))
			.saturating_add(T::DbWeight::get().reads(u.into()))
			.saturating_add(T::DbWeight::get().writes(u.into()))
	}

	// Least time: 6_096_000 ps.
	fn force_adjust_total_issuance() -> Weight {
		Weight::from_parts(7_307_000, 0)
	}

	// Least time: 33_275_000 ps.
	fn burn_allow_death() -> Weight {
		Weight::from_parts(34_188_000, 0)
	}

	// Least time: 21_171_000 ps.
	fn burn_keep_alive() -> Weight {
		Weight::from_parts(22_061_000, 0)
	}
}
