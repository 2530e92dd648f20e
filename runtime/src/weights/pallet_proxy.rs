//! Weights of `pallet_proxy`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_proxy --steps 12 --repeat 10`
//! - processor: Intel(R) Xeon(R) Processor
//! - executor: compiled wasm, with the node's host functions
//!
//! Times are least squares through the middle half of the samples at each point, never below the
//! fastest of them; counts of reads and writes are never below a measured one. Proof sizes are
//! zero: no block of a solo chain carries a proof of state.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Measured weights of `pallet_proxy`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_proxy::WeightInfo for WeightInfo<T> {
	// Least time: 13_372_000 ps. `p` in 1 to 31.
	fn proxy(p: u32) -> Weight {
		Weight::from_parts(15_387_601, 0)
			.saturating_add(Weight::from_parts(52_309, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(2))
	}

	// Least time: 33_812_000 ps. `a` in 0 to 31. `p` in 1 to 31.
	fn proxy_announced(a: u32, p: u32) -> Weight {
		Weight::from_parts(35_978_604, 0)
			.saturating_add(Weight::from_parts(203_671, 0).saturating_mul(a.into()))
			.saturating_add(Weight::from_parts(35_776, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 20_988_000 ps. `a` in 0 to 31. `p` in 1 to 31.
	fn remove_announcement(a: u32, _p: u32) -> Weight {
		Weight::from_parts(23_045_120, 0)
			.saturating_add(Weight::from_parts(223_748, 0).saturating_mul(a.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 20_554_000 ps. `a` in 0 to 31. `p` in 1 to 31.
	fn reject_announcement(a: u32, _p: u32) -> Weight {
		Weight::from_parts(22_835_964, 0)
			.saturating_add(Weight::from_parts(215_204, 0).saturating_mul(a.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 28_001_000 ps. `a` in 0 to 31. `p` in 1 to 31.
	fn announce(a: u32, p: u32) -> Weight {
		Weight::from_parts(29_971_609, 0)
			.saturating_add(Weight::from_parts(206_373, 0).saturating_mul(a.into()))
			.saturating_add(Weight::from_parts(8_389, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 20_908_000 ps. `p` in 1 to 31.
	fn add_proxy(p: u32) -> Weight {
		Weight::from_parts(22_118_761, 0)
			.saturating_add(Weight::from_parts(43_786, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 20_366_000 ps. `p` in 1 to 31.
	fn remove_proxy(p: u32) -> Weight {
		Weight::from_parts(21_673_267, 0)
			.saturating_add(Weight::from_parts(47_864, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 21_065_000 ps. `p` in 1 to 31.
	fn remove_proxies(p: u32) -> Weight {
		Weight::from_parts(20_726_122, 0)
			.saturating_add(Weight::from_parts(1_499_794, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 23_791_000 ps. `p` in 1 to 31.
	fn create_pure(p: u32) -> Weight {
		Weight::from_parts(25_722_625, 0)
			.saturating_add(Weight::from_parts(8_191, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 21_816_000 ps. `p` in 0 to 30.
	fn kill_pure(p: u32) -> Weight {
		Weight::from_parts(23_616_711, 0)
			.saturating_add(Weight::from_parts(17_361, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 39_439_000 ps.
	fn poke_deposit() -> Weight {
		Weight::from_parts(42_559_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
}
