//! Weights of `pallet_validators`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_validators --steps 20 --repeat 20`
//! - processor: Intel(R) Xeon(R) Processor
//! - executor: compiled wasm, with the node's host functions
//!
//! Times are least squares through the middle half of the samples at each point, never below the
//! fastest of them; counts of reads and writes are never below a measured one. Proof sizes are
//! zero: no block of a solo chain carries a proof of state.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Measured weights of `pallet_validators`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_validators::WeightInfo for WeightInfo<T> {
	// Least time: 193_392_000 ps.
	fn register() -> Weight {
		Weight::from_parts(220_512_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(5))
	}

	// Least time: 140_002_000 ps.
	fn set_keys() -> Weight {
		Weight::from_parts(167_495_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 11_973_000 ps.
	fn agree() -> Weight {
		Weight::from_parts(14_044_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 72_480_000 ps.
	fn resume() -> Weight {
		Weight::from_parts(78_721_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 24_820_000 ps.
	fn exit() -> Weight {
		Weight::from_parts(26_754_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 117_642_000 ps.
	fn withdraw() -> Weight {
		Weight::from_parts(125_789_000, 0)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}

	// Least time: 56_856_000 ps.
	fn claim_seat() -> Weight {
		Weight::from_parts(64_707_000, 0)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 18_163_000 ps.
	fn leave_seat() -> Weight {
		Weight::from_parts(21_543_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 24_431_000 ps.
	fn continue_as() -> Weight {
		Weight::from_parts(28_981_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 6_760_000 ps.
	fn set_rules() -> Weight {
		Weight::from_parts(7_401_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 114_306_000 ps. `n` in 0 to 64.
	fn set_fallback(n: u32) -> Weight {
		Weight::from_parts(149_635_372, 0)
			.saturating_add(Weight::from_parts(7_529_672, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(69))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 12_560_000 ps.
	fn evict() -> Weight {
		Weight::from_parts(13_623_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 25_158_000 ps.
	fn collect() -> Weight {
		Weight::from_parts(26_284_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 7_823_000 ps.
	fn note_work() -> Weight {
		Weight::from_parts(8_321_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 68_878_000 ps.
	fn punish() -> Weight {
		Weight::from_parts(73_902_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(5))
	}

	// Least time: 2_612_000 ps.
	fn keys_base() -> Weight {
		Weight::from_parts(2_944_000, 0).saturating_add(T::DbWeight::get().reads(2))
	}

	// Least time: 45_642_000 ps.
	fn apply_key() -> Weight {
		Weight::from_parts(46_945_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(11))
	}

	// Least time: 12_171_000 ps.
	fn sweep_base() -> Weight {
		Weight::from_parts(12_631_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 12_576_000 ps.
	fn sweep_entry() -> Weight {
		Weight::from_parts(13_072_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
}
