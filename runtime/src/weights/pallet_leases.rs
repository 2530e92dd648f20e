//! Weights of `pallet_leases`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_leases --steps 6 --repeat 1`
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
	// Least time: 68_687_000 ps.
	fn register_provider() -> Weight {
		Weight::from_parts(68_687_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 34_430_000 ps.
	fn update_provider() -> Weight {
		Weight::from_parts(34_430_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 66_987_000 ps.
	fn bond_more() -> Weight {
		Weight::from_parts(66_987_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 57_112_000 ps.
	fn bond_less() -> Weight {
		Weight::from_parts(57_112_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 53_544_000 ps.
	fn deregister_provider() -> Weight {
		Weight::from_parts(53_544_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 53_200_000 ps.
	fn register_auditor() -> Weight {
		Weight::from_parts(53_200_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 45_270_000 ps.
	fn deregister_auditor() -> Weight {
		Weight::from_parts(45_270_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 79_717_000 ps.
	fn audit() -> Weight {
		Weight::from_parts(79_717_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 62_020_000 ps.
	fn withdraw_audit() -> Weight {
		Weight::from_parts(62_020_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 182_317_000 ps.
	fn post_order() -> Weight {
		Weight::from_parts(182_317_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(5))
	}

	// Least time: 74_535_000 ps. `b` in 0 to 32.
	fn cancel_order(b: u32) -> Weight {
		Weight::from_parts(146_513_968, 0)
			.saturating_add(Weight::from_parts(34_356_172, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(b.into())))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(b.into())))
	}

	// Least time: 211_874_000 ps.
	fn bid() -> Weight {
		Weight::from_parts(211_874_000, 0)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(6))
	}

	// Least time: 56_610_000 ps.
	fn withdraw_bid() -> Weight {
		Weight::from_parts(56_610_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 76_824_000 ps.
	fn reject_bid() -> Weight {
		Weight::from_parts(76_824_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 359_060_000 ps. `b` in 1 to 32.
	fn accept_bid(b: u32) -> Weight {
		Weight::from_parts(366_592_112, 0)
			.saturating_add(Weight::from_parts(39_950_559, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(b.into())))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(b.into())))
	}

	// Least time: 27_627_000 ps.
	fn acknowledge() -> Weight {
		Weight::from_parts(27_627_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 24_666_000 ps.
	fn heartbeat() -> Weight {
		Weight::from_parts(24_666_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 115_804_000 ps.
	fn top_up() -> Weight {
		Weight::from_parts(115_804_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(5))
	}

	// Least time: 380_785_000 ps.
	fn settle() -> Weight {
		Weight::from_parts(380_785_000, 0)
			.saturating_add(T::DbWeight::get().reads(21))
			.saturating_add(T::DbWeight::get().writes(21))
	}

	// Least time: 580_161_000 ps.
	fn poke() -> Weight {
		Weight::from_parts(580_161_000, 0)
			.saturating_add(T::DbWeight::get().reads(24))
			.saturating_add(T::DbWeight::get().writes(26))
	}

	// Least time: 512_264_000 ps.
	fn close() -> Weight {
		Weight::from_parts(512_264_000, 0)
			.saturating_add(T::DbWeight::get().reads(22))
			.saturating_add(T::DbWeight::get().writes(24))
	}

	// Least time: 27_430_000 ps.
	fn reclaim() -> Weight {
		Weight::from_parts(27_430_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 32_075_000 ps.
	fn propose_terms() -> Weight {
		Weight::from_parts(32_075_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 63_311_000 ps.
	fn accept_terms() -> Weight {
		Weight::from_parts(63_311_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 27_887_000 ps.
	fn offer_transfer() -> Weight {
		Weight::from_parts(27_887_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 566_659_000 ps.
	fn accept_transfer() -> Weight {
		Weight::from_parts(566_659_000, 0)
			.saturating_add(T::DbWeight::get().reads(22))
			.saturating_add(T::DbWeight::get().writes(25))
	}

	// Least time: 26_258_000 ps.
	fn set_input() -> Weight {
		Weight::from_parts(26_258_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 384_185_000 ps.
	fn submit_proof() -> Weight {
		Weight::from_parts(384_185_000, 0)
			.saturating_add(T::DbWeight::get().reads(21))
			.saturating_add(T::DbWeight::get().writes(20))
	}

	// Least time: 76_527_000 ps.
	fn dispute() -> Weight {
		Weight::from_parts(76_527_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 571_524_000 ps.
	fn resolve() -> Weight {
		Weight::from_parts(571_524_000, 0)
			.saturating_add(T::DbWeight::get().reads(23))
			.saturating_add(T::DbWeight::get().writes(25))
	}

	// Least time: 134_269_000 ps.
	fn open_rating_period() -> Weight {
		Weight::from_parts(134_269_000, 0)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(8))
	}

	// Least time: 69_671_000 ps.
	fn close_rating_period() -> Weight {
		Weight::from_parts(69_671_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(6))
	}

	// Least time: 19_640_000 ps.
	fn name_rater() -> Weight {
		Weight::from_parts(19_640_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 32_283_000 ps.
	fn rate() -> Weight {
		Weight::from_parts(32_283_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 7_382_000 ps.
	fn next_deadline() -> Weight {
		Weight::from_parts(7_382_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 150_416_000 ps. `b` in 0 to 32.
	fn deadline_order(b: u32) -> Weight {
		Weight::from_parts(170_860_375, 0)
			.saturating_add(Weight::from_parts(36_957_985, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(b.into())))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(b.into())))
	}

	// Least time: 627_121_000 ps.
	fn deadline_lease() -> Weight {
		Weight::from_parts(627_121_000, 0)
			.saturating_add(T::DbWeight::get().reads(24))
			.saturating_add(T::DbWeight::get().writes(26))
	}

	// Least time: 16_204_000 ps.
	fn deadline_closed() -> Weight {
		Weight::from_parts(16_204_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(4))
	}
}
