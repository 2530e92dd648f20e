//! Weights of `pallet_multisig`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_multisig --steps 12 --repeat 10`
//! - processor: Intel(R) Xeon(R) Processor
//! - executor: compiled wasm, with the node's host functions
//!
//! Times are least squares through the middle half of the samples at each point, never below the
//! fastest of them; counts of reads and writes are never below a measured one. Proof sizes are
//! zero: no block of a solo chain carries a proof of state.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Measured weights of `pallet_multisig`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_multisig::WeightInfo for WeightInfo<T> {
	// Least time: 22_779_000 ps. `z` in 0 to 10000.
	fn as_multi_threshold_1(z: u32) -> Weight {
		Weight::from_parts(32_731_685, 0)
			.saturating_add(Weight::from_parts(2_185, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads(1))
	}

	// Least time: 37_023_000 ps. `s` in 2 to 100. `z` in 0 to 10000.
	fn as_multi_create(s: u32, z: u32) -> Weight {
		Weight::from_parts(29_987_571, 0)
			.saturating_add(Weight::from_parts(148_858, 0).saturating_mul(s.into()))
			.saturating_add(Weight::from_parts(2_452, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 24_429_000 ps. `s` in 3 to 100. `z` in 0 to 10000.
	fn as_multi_approve(s: u32, z: u32) -> Weight {
		Weight::from_parts(15_381_924, 0)
			.saturating_add(Weight::from_parts(127_369, 0).saturating_mul(s.into()))
			.saturating_add(Weight::from_parts(2_429, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 47_047_000 ps. `s` in 2 to 100. `z` in 0 to 10000.
	fn as_multi_complete(s: u32, z: u32) -> Weight {
		Weight::from_parts(35_260_809, 0)
			.saturating_add(Weight::from_parts(194_254, 0).saturating_mul(s.into()))
			.saturating_add(Weight::from_parts(2_689, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 27_102_000 ps. `s` in 2 to 100.
	fn approve_as_multi_create(s: u32) -> Weight {
		Weight::from_parts(30_612_796, 0)
			.saturating_add(Weight::from_parts(143_207, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 14_808_000 ps. `s` in 2 to 100.
	fn approve_as_multi_approve(s: u32) -> Weight {
		Weight::from_parts(16_135_986, 0)
			.saturating_add(Weight::from_parts(107_571, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 26_141_000 ps. `s` in 2 to 100.
	fn cancel_as_multi(s: u32) -> Weight {
		Weight::from_parts(27_381_898, 0)
			.saturating_add(Weight::from_parts(122_385, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 23_950_000 ps. `s` in 2 to 100.
	fn poke_deposit(s: u32) -> Weight {
		Weight::from_parts(25_404_593, 0)
			.saturating_add(Weight::from_parts(118_759, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
}
