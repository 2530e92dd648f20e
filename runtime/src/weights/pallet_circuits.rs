//! Weights of `pallet_circuits`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_circuits --steps 6 --repeat 1`
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
	// Least time: 1_174_105_000 ps. `n` in 0 to 64.
	fn register(n: u32) -> Weight {
		Weight::from_parts(1_272_496_000, 0)
			.saturating_add(Weight::from_parts(570_315, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 18_105_000 ps.
	fn activate() -> Weight {
		Weight::from_parts(18_105_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 18_729_000 ps.
	fn deprecate() -> Weight {
		Weight::from_parts(18_729_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 17_110_000 ps.
	fn revoke() -> Weight {
		Weight::from_parts(17_110_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 50_656_000 ps.
	fn remove() -> Weight {
		Weight::from_parts(50_656_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 1_240_836_000 ps. `n` in 0 to 64.
	fn submit_proof(n: u32) -> Weight {
		Weight::from_parts(1_259_819_968, 0)
			.saturating_add(Weight::from_parts(33_244_938, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 1_341_814_000 ps. `k` in 1 to 64.
	fn submit_proofs(k: u32) -> Weight {
		Weight::from_parts(1_197_475_208, 0)
			.saturating_add(Weight::from_parts(319_124_653, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().reads(k.into()))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes(k.into()))
	}

	// Least time: 1_329_994_000 ps. `k` in 1 to 64.
	fn submit_proofs_refused(k: u32) -> Weight {
		Weight::from_parts(11_707_130_848, 0)
			.saturating_add(Weight::from_parts(1_540_086_004, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(
				T::DbWeight::get().reads(1011_u64.saturating_mul(k.into()).div_ceil(1000)),
			)
			.saturating_add(T::DbWeight::get().writes(k.into()))
	}

	// Least time: 60_915_000 ps.
	fn remove_statement() -> Weight {
		Weight::from_parts(60_915_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 1_091_406_000 ps. `n` in 0 to 64.
	fn verify_in_place(n: u32) -> Weight {
		Weight::from_parts(1_199_877_760, 0)
			.saturating_add(Weight::from_parts(32_850_020, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(2))
	}
}
