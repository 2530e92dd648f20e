//! Weights of `pallet_circuits`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_circuits --steps 20 --repeat 10`
//! - processor: Intel(R) Xeon(R) Processor
//! - executor: compiled wasm, with the node's host functions
//!
//! Times are least squares through the middle half of the samples at each point, never below the
//! fastest of them; counts of reads and writes are never below a measured one. Proof sizes are
//! zero: no block of a solo chain carries a proof of state.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Measured weights of `pallet_circuits`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_circuits::WeightInfo for WeightInfo<T> {
	// Least time: 1_194_985_000 ps. `n` in 0 to 64.
	fn register(n: u32) -> Weight {
		Weight::from_parts(1_246_501_215, 0)
			.saturating_add(Weight::from_parts(1_632_712, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 12_125_000 ps.
	fn activate() -> Weight {
		Weight::from_parts(16_436_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 11_818_000 ps.
	fn deprecate() -> Weight {
		Weight::from_parts(15_212_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 13_907_000 ps.
	fn revoke() -> Weight {
		Weight::from_parts(18_251_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 47_489_000 ps.
	fn remove() -> Weight {
		Weight::from_parts(52_768_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 1_223_631_000 ps. `n` in 0 to 64.
	fn submit_proof(n: u32) -> Weight {
		Weight::from_parts(1_301_623_278, 0)
			.saturating_add(Weight::from_parts(36_119_599, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 1_352_331_000 ps. `k` in 1 to 64.
	fn submit_proofs(k: u32) -> Weight {
		Weight::from_parts(2_308_545_476, 0)
			.saturating_add(Weight::from_parts(172_242_131, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().reads(k.into()))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes(k.into()))
	}

	// Least time: 1_294_456_000 ps. `k` in 1 to 64.
	fn submit_proofs_refused(k: u32) -> Weight {
		Weight::from_parts(4_222_471_069, 0)
			.saturating_add(Weight::from_parts(1_599_029_643, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(
				T::DbWeight::get().reads(1004_u64.saturating_mul(k.into()).div_ceil(1000)),
			)
			.saturating_add(T::DbWeight::get().writes(k.into()))
	}

	// Least time: 46_693_000 ps.
	fn remove_statement() -> Weight {
		Weight::from_parts(52_699_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 1_131_711_000 ps. `n` in 0 to 64.
	fn verify_in_place(n: u32) -> Weight {
		Weight::from_parts(1_221_170_235, 0)
			.saturating_add(Weight::from_parts(34_669_821, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3))
	}
}
