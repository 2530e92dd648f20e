//! Weights of `pallet_leases`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_leases --steps 20 --repeat 10`
//! - processor: Intel(R) Xeon(R) Processor
//! - executor: compiled wasm, with the node's host functions
//!
//! Times are least squares through the middle half of the samples at each point, never below the
//! fastest of them; counts of reads and writes are never below a measured one. Proof sizes are
//! zero: no block of a solo chain carries a proof of state.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Measured weights of `pallet_leases`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_leases::WeightInfo for WeightInfo<T> {
	// Least time: 62_301_000 ps.
	fn register_provider() -> Weight {
		Weight::from_parts(66_520_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 30_797_000 ps.
	fn update_provider() -> Weight {
		Weight::from_parts(32_671_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 62_605_000 ps.
	fn bond_more() -> Weight {
		Weight::from_parts(66_620_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 56_858_000 ps.
	fn bond_less() -> Weight {
		Weight::from_parts(59_559_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 52_099_000 ps.
	fn deregister_provider() -> Weight {
		Weight::from_parts(55_690_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 49_036_000 ps.
	fn register_auditor() -> Weight {
		Weight::from_parts(54_592_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 44_127_000 ps.
	fn deregister_auditor() -> Weight {
		Weight::from_parts(45_930_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 78_053_000 ps.
	fn audit() -> Weight {
		Weight::from_parts(82_167_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 57_407_000 ps.
	fn withdraw_audit() -> Weight {
		Weight::from_parts(59_265_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 91_088_000 ps.
	fn post_order() -> Weight {
		Weight::from_parts(99_459_000, 0)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(5))
	}

	// Least time: 63_163_000 ps. `b` in 0 to 32.
	fn cancel_order(b: u32) -> Weight {
		Weight::from_parts(69_292_920, 0)
			.saturating_add(Weight::from_parts(39_008_617, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(b.into())))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(b.into())))
	}

	// Least time: 2_625_897_000 ps.
	fn bid() -> Weight {
		Weight::from_parts(2_807_124_000, 0)
			.saturating_add(T::DbWeight::get().reads(173))
			.saturating_add(T::DbWeight::get().writes(6))
	}

	// Least time: 57_174_000 ps.
	fn withdraw_bid() -> Weight {
		Weight::from_parts(62_624_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 72_843_000 ps.
	fn reject_bid() -> Weight {
		Weight::from_parts(75_734_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 248_631_000 ps. `b` in 1 to 32.
	fn accept_bid(b: u32) -> Weight {
		Weight::from_parts(223_439_399, 0)
			.saturating_add(Weight::from_parts(38_494_654, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(b.into())))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(b.into())))
	}

	// Least time: 26_096_000 ps.
	fn acknowledge() -> Weight {
		Weight::from_parts(27_552_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 22_370_000 ps.
	fn heartbeat() -> Weight {
		Weight::from_parts(25_958_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 177_586_000 ps.
	fn top_up() -> Weight {
		Weight::from_parts(194_104_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(9))
	}

	// Least time: 423_876_000 ps.
	fn settle() -> Weight {
		Weight::from_parts(454_521_000, 0)
			.saturating_add(T::DbWeight::get().reads(25))
			.saturating_add(T::DbWeight::get().writes(24))
	}

	// Least time: 566_694_000 ps.
	fn poke() -> Weight {
		Weight::from_parts(570_667_000, 0)
			.saturating_add(T::DbWeight::get().reads(26))
			.saturating_add(T::DbWeight::get().writes(26))
	}

	// Least time: 562_952_000 ps.
	fn close() -> Weight {
		Weight::from_parts(571_355_000, 0)
			.saturating_add(T::DbWeight::get().reads(24))
			.saturating_add(T::DbWeight::get().writes(25))
	}

	// Least time: 100_657_000 ps.
	fn reclaim() -> Weight {
		Weight::from_parts(106_944_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(6))
	}

	// Least time: 105_284_000 ps.
	fn propose_terms() -> Weight {
		Weight::from_parts(110_043_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(6))
	}

	// Least time: 128_474_000 ps.
	fn accept_terms() -> Weight {
		Weight::from_parts(137_021_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(6))
	}

	// Least time: 94_357_000 ps.
	fn offer_transfer() -> Weight {
		Weight::from_parts(100_591_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(6))
	}

	// Least time: 598_944_000 ps.
	fn accept_transfer() -> Weight {
		Weight::from_parts(609_429_000, 0)
			.saturating_add(T::DbWeight::get().reads(26))
			.saturating_add(T::DbWeight::get().writes(27))
	}

	// Least time: 96_250_000 ps.
	fn set_input() -> Weight {
		Weight::from_parts(101_448_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(6))
	}

	// Least time: 415_309_000 ps.
	fn submit_proof() -> Weight {
		Weight::from_parts(438_701_000, 0)
			.saturating_add(T::DbWeight::get().reads(25))
			.saturating_add(T::DbWeight::get().writes(23))
	}

	// Least time: 68_191_000 ps.
	fn dispute() -> Weight {
		Weight::from_parts(72_429_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 566_751_000 ps.
	fn resolve() -> Weight {
		Weight::from_parts(576_313_000, 0)
			.saturating_add(T::DbWeight::get().reads(23))
			.saturating_add(T::DbWeight::get().writes(25))
	}

	// Least time: 122_750_000 ps.
	fn open_rating_period() -> Weight {
		Weight::from_parts(138_004_000, 0)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}

	// Least time: 64_479_000 ps.
	fn close_rating_period() -> Weight {
		Weight::from_parts(70_498_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(6))
	}

	// Least time: 14_117_000 ps.
	fn name_rater() -> Weight {
		Weight::from_parts(17_942_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 28_905_000 ps.
	fn rate() -> Weight {
		Weight::from_parts(33_067_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 5_376_000 ps.
	fn next_deadline() -> Weight {
		Weight::from_parts(6_450_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 58_953_000 ps. `b` in 0 to 32.
	fn deadline_order(b: u32) -> Weight {
		Weight::from_parts(72_058_075, 0)
			.saturating_add(Weight::from_parts(35_749_117, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(b.into())))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(b.into())))
	}

	// Least time: 541_335_000 ps.
	fn deadline_lease() -> Weight {
		Weight::from_parts(576_871_000, 0)
			.saturating_add(T::DbWeight::get().reads(25))
			.saturating_add(T::DbWeight::get().writes(26))
	}

	// Least time: 97_609_000 ps.
	fn deadline_rolled() -> Weight {
		Weight::from_parts(102_259_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(7))
	}

	// Least time: 13_094_000 ps.
	fn deadline_closed() -> Weight {
		Weight::from_parts(15_409_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(4))
	}
}
