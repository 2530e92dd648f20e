//! Weights of `pallet_personhood`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_personhood --steps 6 --repeat 1`
//! - processor: Intel(R) Xeon(R) Processor
//! - executor: compiled wasm, with the node's host functions
//!
//! Times are least squares through the middle half of the samples at each point, never below the
//! fastest of them; counts of reads and writes are never below a measured one. Proof sizes are
//! zero: no block of a solo chain carries a proof of state.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Measured weights of `pallet_personhood`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_personhood::WeightInfo for WeightInfo<T> {
	// Least time: 243_059_000 ps.
	fn register_issuer() -> Weight {
		Weight::from_parts(243_059_000, 0)
			.saturating_add(T::DbWeight::get().reads(68))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 16_613_000 ps.
	fn set_issuer_limit() -> Weight {
		Weight::from_parts(16_613_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 18_907_000 ps.
	fn pause_issuer() -> Weight {
		Weight::from_parts(18_907_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 16_849_000 ps.
	fn resume_issuer() -> Weight {
		Weight::from_parts(16_849_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 26_004_000 ps.
	fn remove_issuer() -> Weight {
		Weight::from_parts(26_004_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 192_165_000 ps.
	fn set_threshold() -> Weight {
		Weight::from_parts(192_165_000, 0)
			.saturating_add(T::DbWeight::get().reads(67))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 77_111_000 ps. `n` in 1 to 8.
	fn enrol(n: u32) -> Weight {
		Weight::from_parts(69_946_323, 0)
			.saturating_add(Weight::from_parts(15_676_559, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(9))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(n.into())))
	}

	// Least time: 116_376_000 ps. `n` in 1 to 8.
	fn renew(n: u32) -> Weight {
		Weight::from_parts(169_491_251, 0)
			.saturating_add(Weight::from_parts(12_757_583, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(13))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(n.into())))
	}

	// Least time: 87_601_000 ps. `n` in 1 to 8.
	fn reinstate(n: u32) -> Weight {
		Weight::from_parts(74_420_060, 0)
			.saturating_add(Weight::from_parts(19_333_980, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(n.into())))
	}

	// Least time: 57_620_000 ps.
	fn rotate() -> Weight {
		Weight::from_parts(57_620_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
	}

	// Least time: 66_621_000 ps. `n` in 1 to 8.
	fn recover(n: u32) -> Weight {
		Weight::from_parts(68_522_666, 0)
			.saturating_add(Weight::from_parts(15_182_889, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(n.into())))
	}

	// Least time: 107_577_000 ps.
	fn veto() -> Weight {
		Weight::from_parts(107_577_000, 0)
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().writes(15))
	}

	// Least time: 104_348_000 ps.
	fn withdraw() -> Weight {
		Weight::from_parts(104_348_000, 0)
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().writes(15))
	}

	// Least time: 280_500_000 ps.
	fn merge() -> Weight {
		Weight::from_parts(280_500_000, 0)
			.saturating_add(T::DbWeight::get().reads(83))
			.saturating_add(T::DbWeight::get().writes(16))
	}

	// Least time: 86_434_000 ps.
	fn expire() -> Weight {
		Weight::from_parts(86_434_000, 0)
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(15))
	}

	// Least time: 53_317_000 ps.
	fn act_as() -> Weight {
		Weight::from_parts(53_317_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 89_174_000 ps.
	fn open_session() -> Weight {
		Weight::from_parts(89_174_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 30_956_000 ps.
	fn as_alias() -> Weight {
		Weight::from_parts(30_956_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 9_330_000 ps.
	fn declare() -> Weight {
		Weight::from_parts(9_330_000, 0)
	}

	// Least time: 79_014_000 ps.
	fn open_scope() -> Weight {
		Weight::from_parts(79_014_000, 0)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(5))
	}

	// Least time: 85_323_000 ps.
	fn close_scope() -> Weight {
		Weight::from_parts(85_323_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(6))
	}

	// Least time: 107_204_000 ps. `n` in 1 to 8.
	fn check_tickets(n: u32) -> Weight {
		Weight::from_parts(96_339_574, 0)
			.saturating_add(Weight::from_parts(49_544_071, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
	}

	// Least time: 614_840_000 ps.
	fn check_knowledge() -> Weight {
		Weight::from_parts(614_840_000, 0).saturating_add(T::DbWeight::get().reads(3))
	}

	// Least time: 1_175_408_000 ps.
	fn authorize_rotate() -> Weight {
		Weight::from_parts(1_175_408_000, 0).saturating_add(T::DbWeight::get().reads(4))
	}

	// Least time: 596_785_000 ps.
	fn authorize_veto() -> Weight {
		Weight::from_parts(596_785_000, 0).saturating_add(T::DbWeight::get().reads(2))
	}

	// Least time: 755_974_000 ps.
	fn authorize_act() -> Weight {
		Weight::from_parts(755_974_000, 0).saturating_add(T::DbWeight::get().reads(6))
	}

	// Least time: 664_283_000 ps.
	fn authorize_session() -> Weight {
		Weight::from_parts(664_283_000, 0).saturating_add(T::DbWeight::get().reads(5))
	}

	// Least time: 5_390_000 ps.
	fn poll_epoch() -> Weight {
		Weight::from_parts(5_390_000, 0).saturating_add(T::DbWeight::get().reads(2))
	}

	// Least time: 66_991_000 ps.
	fn end_epoch() -> Weight {
		Weight::from_parts(66_991_000, 0)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(12))
	}

	// Least time: 9_761_000 ps.
	fn skip_change() -> Weight {
		Weight::from_parts(9_761_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 248_141_000 ps.
	fn remove_leaf() -> Weight {
		Weight::from_parts(248_141_000, 0)
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().writes(15))
	}

	// Least time: 280_424_000 ps.
	fn replace_leaf() -> Weight {
		Weight::from_parts(280_424_000, 0)
			.saturating_add(T::DbWeight::get().reads(23))
			.saturating_add(T::DbWeight::get().writes(15))
	}

	// Least time: 463_188_000 ps.
	fn append_leaves() -> Weight {
		Weight::from_parts(463_188_000, 0)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(17))
	}

	// Least time: 42_899_000 ps.
	fn add_leaf() -> Weight {
		Weight::from_parts(42_899_000, 0)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 78_871_000 ps.
	fn refuse_addition() -> Weight {
		Weight::from_parts(78_871_000, 0)
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(14))
	}

	// Least time: 41_907_000 ps.
	fn poll_sweep() -> Weight {
		Weight::from_parts(41_907_000, 0)
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 7_181_000 ps.
	fn sweep_block() -> Weight {
		Weight::from_parts(7_181_000, 0).saturating_add(T::DbWeight::get().reads(2))
	}

	// Least time: 83_596_000 ps.
	fn sweep_person() -> Weight {
		Weight::from_parts(83_596_000, 0)
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().writes(16))
	}

	// Least time: 10_285_000 ps.
	fn sweep_ticket() -> Weight {
		Weight::from_parts(10_285_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 12_304_000 ps.
	fn sweep_epoch() -> Weight {
		Weight::from_parts(12_304_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 30_211_000 ps.
	fn sweep_session() -> Weight {
		Weight::from_parts(30_211_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 14_778_000 ps.
	fn release_page() -> Weight {
		Weight::from_parts(14_778_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 52_288_000 ps.
	fn release_epoch() -> Weight {
		Weight::from_parts(52_288_000, 0)
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 15_127_000 ps.
	fn prune_nullifier() -> Weight {
		Weight::from_parts(15_127_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 12_149_000 ps.
	fn prune_group() -> Weight {
		Weight::from_parts(12_149_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
}
