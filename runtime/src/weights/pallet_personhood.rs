//! Weights of `pallet_personhood`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_personhood --steps 20 --repeat 20`
//! - processor: AMD EPYC
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
	// Least time: 266_686_000 ps.
	fn register_issuer() -> Weight {
		Weight::from_parts(274_838_000, 0)
			.saturating_add(T::DbWeight::get().reads(65))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 11_878_000 ps.
	fn set_issuer_limit() -> Weight {
		Weight::from_parts(13_070_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 14_812_000 ps.
	fn pause_issuer() -> Weight {
		Weight::from_parts(15_713_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 18_367_000 ps.
	fn resume_issuer() -> Weight {
		Weight::from_parts(20_331_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 34_621_000 ps.
	fn remove_issuer() -> Weight {
		Weight::from_parts(38_547_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 1_311_718_000 ps.
	fn change_policy() -> Weight {
		Weight::from_parts(1_359_548_000, 0)
			.saturating_add(T::DbWeight::get().reads(67))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 15_954_000 ps.
	fn set_deadline() -> Weight {
		Weight::from_parts(17_756_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 21_071_000 ps.
	fn report_key() -> Weight {
		Weight::from_parts(25_808_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 78_136_000 ps.
	fn propose_change() -> Weight {
		Weight::from_parts(83_163_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 23_415_000 ps.
	fn confirm_change() -> Weight {
		Weight::from_parts(27_902_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 17_876_000 ps.
	fn cancel_change() -> Weight {
		Weight::from_parts(20_921_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 93_178_000 ps.
	fn object_to_change() -> Weight {
		Weight::from_parts(98_527_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 79_338_000 ps. `n` in 1 to 8.
	fn enrol(n: u32) -> Weight {
		Weight::from_parts(65_320_714, 0)
			.saturating_add(Weight::from_parts(19_096_510, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(n.into())))
	}

	// Least time: 118_406_000 ps. `n` in 1 to 8.
	fn renew(n: u32) -> Weight {
		Weight::from_parts(109_383_878, 0)
			.saturating_add(Weight::from_parts(16_583_329, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(T::DbWeight::get().writes(n.into()))
	}

	// Least time: 429_057_000 ps.
	fn rotate() -> Weight {
		Weight::from_parts(437_489_000, 0)
			.saturating_add(T::DbWeight::get().reads(28))
			.saturating_add(T::DbWeight::get().writes(21))
	}

	// Least time: 78_026_000 ps. `n` in 1 to 8.
	fn recover(n: u32) -> Weight {
		Weight::from_parts(66_999_439, 0)
			.saturating_add(Weight::from_parts(16_215_894, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes(n.into()))
	}

	// Least time: 426_333_000 ps.
	fn veto() -> Weight {
		Weight::from_parts(431_471_000, 0)
			.saturating_add(T::DbWeight::get().reads(27))
			.saturating_add(T::DbWeight::get().writes(24))
	}

	// Least time: 425_892_000 ps.
	fn withdraw() -> Weight {
		Weight::from_parts(429_878_000, 0)
			.saturating_add(T::DbWeight::get().reads(28))
			.saturating_add(T::DbWeight::get().writes(25))
	}

	// Least time: 652_909_000 ps.
	fn merge() -> Weight {
		Weight::from_parts(661_412_000, 0)
			.saturating_add(T::DbWeight::get().reads(92))
			.saturating_add(T::DbWeight::get().writes(24))
	}

	// Least time: 403_168_000 ps.
	fn expire() -> Weight {
		Weight::from_parts(409_178_000, 0)
			.saturating_add(T::DbWeight::get().reads(26))
			.saturating_add(T::DbWeight::get().writes(24))
	}

	// Least time: 52_858_000 ps.
	fn act_as() -> Weight {
		Weight::from_parts(55_402_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 44_156_000 ps.
	fn open_session() -> Weight {
		Weight::from_parts(48_231_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 23_845_000 ps.
	fn as_alias() -> Weight {
		Weight::from_parts(25_848_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 7_491_000 ps.
	fn declare() -> Weight {
		Weight::from_parts(7_922_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 78_807_000 ps.
	fn open_scope() -> Weight {
		Weight::from_parts(82_142_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(5))
	}

	// Least time: 91_345_000 ps.
	fn close_scope() -> Weight {
		Weight::from_parts(94_300_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(6))
	}

	// Least time: 147_529_000 ps. `n` in 1 to 8.
	fn check_tickets(n: u32) -> Weight {
		Weight::from_parts(98_063_675, 0)
			.saturating_add(Weight::from_parts(58_429_408, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
	}

	// Least time: 762_542_000 ps.
	fn check_knowledge() -> Weight {
		Weight::from_parts(769_392_000, 0).saturating_add(T::DbWeight::get().reads(3))
	}

	// Least time: 1_507_308_000 ps.
	fn authorize_rotate() -> Weight {
		Weight::from_parts(1_536_952_000, 0).saturating_add(T::DbWeight::get().reads(4))
	}

	// Least time: 772_356_000 ps.
	fn authorize_veto() -> Weight {
		Weight::from_parts(779_117_000, 0).saturating_add(T::DbWeight::get().reads(3))
	}

	// Least time: 766_058_000 ps.
	fn authorize_act() -> Weight {
		Weight::from_parts(777_354_000, 0).saturating_add(T::DbWeight::get().reads(7))
	}

	// Least time: 833_898_000 ps.
	fn authorize_session() -> Weight {
		Weight::from_parts(860_197_000, 0).saturating_add(T::DbWeight::get().reads(5))
	}

	// Least time: 4_036_000 ps.
	fn poll_epoch() -> Weight {
		Weight::from_parts(4_146_000, 0).saturating_add(T::DbWeight::get().reads(2))
	}

	// Least time: 18_017_000 ps.
	fn end_epoch() -> Weight {
		Weight::from_parts(20_059_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(6))
	}

	// Least time: 17_606_000 ps.
	fn poll_newcomers() -> Weight {
		Weight::from_parts(18_718_000, 0).saturating_add(T::DbWeight::get().reads(6))
	}

	// Least time: 10_165_000 ps.
	fn skip_newcomer() -> Weight {
		Weight::from_parts(10_956_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 598_859_000 ps.
	fn append_leaves() -> Weight {
		Weight::from_parts(604_488_000, 0)
			.saturating_add(T::DbWeight::get().reads(23))
			.saturating_add(T::DbWeight::get().writes(25))
	}

	// Least time: 55_432_000 ps.
	fn add_leaf() -> Weight {
		Weight::from_parts(58_718_000, 0)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 56_995_000 ps.
	fn requeue_newcomer() -> Weight {
		Weight::from_parts(59_228_000, 0)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 29_104_000 ps.
	fn refuse_newcomer() -> Weight {
		Weight::from_parts(31_377_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(5))
	}

	// Least time: 45_227_000 ps.
	fn poll_sweep() -> Weight {
		Weight::from_parts(47_571_000, 0)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 4_116_000 ps.
	fn sweep_block() -> Weight {
		Weight::from_parts(4_317_000, 0).saturating_add(T::DbWeight::get().reads(1))
	}

	// Least time: 415_527_000 ps.
	fn sweep_person() -> Weight {
		Weight::from_parts(428_085_000, 0)
			.saturating_add(T::DbWeight::get().reads(28))
			.saturating_add(T::DbWeight::get().writes(24))
	}

	// Least time: 15_623_000 ps.
	fn poll_former() -> Weight {
		Weight::from_parts(16_334_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 7_811_000 ps.
	fn skip_person() -> Weight {
		Weight::from_parts(8_633_000, 0).saturating_add(T::DbWeight::get().reads(2))
	}

	// Least time: 8_863_000 ps.
	fn sweep_epoch() -> Weight {
		Weight::from_parts(9_855_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 28_713_000 ps.
	fn sweep_session() -> Weight {
		Weight::from_parts(32_348_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 17_226_000 ps.
	fn release_page() -> Weight {
		Weight::from_parts(18_487_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 40_450_000 ps.
	fn release_epoch() -> Weight {
		Weight::from_parts(42_403_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 17_266_000 ps.
	fn prune_nullifier() -> Weight {
		Weight::from_parts(18_728_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 13_200_000 ps.
	fn prune_group() -> Weight {
		Weight::from_parts(13_911_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
}
