//! Weights of `pallet_personhood`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet pallet_personhood --steps 20 --repeat 20`
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
	// Least time: 259_400_000 ps.
	fn register_issuer() -> Weight {
		Weight::from_parts(287_114_000, 0)
			.saturating_add(T::DbWeight::get().reads(68))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 16_979_000 ps.
	fn set_issuer_limit() -> Weight {
		Weight::from_parts(23_872_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 19_910_000 ps.
	fn pause_issuer() -> Weight {
		Weight::from_parts(23_686_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 17_304_000 ps.
	fn resume_issuer() -> Weight {
		Weight::from_parts(21_151_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 27_624_000 ps.
	fn remove_issuer() -> Weight {
		Weight::from_parts(34_537_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 234_521_000 ps.
	fn set_threshold() -> Weight {
		Weight::from_parts(251_645_000, 0)
			.saturating_add(T::DbWeight::get().reads(67))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 89_742_000 ps. `n` in 1 to 8.
	fn enrol(n: u32) -> Weight {
		Weight::from_parts(74_560_457, 0)
			.saturating_add(Weight::from_parts(21_617_817, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(n.into())))
	}

	// Least time: 149_390_000 ps. `n` in 1 to 8.
	fn renew(n: u32) -> Weight {
		Weight::from_parts(144_226_257, 0)
			.saturating_add(Weight::from_parts(19_951_392, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(14))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(n.into())))
	}

	// Least time: 397_273_000 ps.
	fn rotate() -> Weight {
		Weight::from_parts(426_989_000, 0)
			.saturating_add(T::DbWeight::get().reads(27))
			.saturating_add(T::DbWeight::get().writes(21))
	}

	// Least time: 79_618_000 ps. `n` in 1 to 8.
	fn recover(n: u32) -> Weight {
		Weight::from_parts(75_759_235, 0)
			.saturating_add(Weight::from_parts(16_182_230, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes(n.into()))
	}

	// Least time: 456_301_000 ps.
	fn veto() -> Weight {
		Weight::from_parts(476_879_000, 0)
			.saturating_add(T::DbWeight::get().reads(36))
			.saturating_add(T::DbWeight::get().writes(33))
	}

	// Least time: 469_364_000 ps.
	fn withdraw() -> Weight {
		Weight::from_parts(481_262_000, 0)
			.saturating_add(T::DbWeight::get().reads(36))
			.saturating_add(T::DbWeight::get().writes(33))
	}

	// Least time: 658_387_000 ps.
	fn merge() -> Weight {
		Weight::from_parts(707_698_000, 0)
			.saturating_add(T::DbWeight::get().reads(105))
			.saturating_add(T::DbWeight::get().writes(33))
	}

	// Least time: 414_598_000 ps.
	fn expire() -> Weight {
		Weight::from_parts(440_245_000, 0)
			.saturating_add(T::DbWeight::get().reads(35))
			.saturating_add(T::DbWeight::get().writes(32))
	}

	// Least time: 60_420_000 ps.
	fn act_as() -> Weight {
		Weight::from_parts(69_853_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 49_888_000 ps.
	fn open_session() -> Weight {
		Weight::from_parts(57_871_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 26_750_000 ps.
	fn as_alias() -> Weight {
		Weight::from_parts(35_091_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 9_698_000 ps.
	fn declare() -> Weight {
		Weight::from_parts(11_406_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 80_956_000 ps.
	fn open_scope() -> Weight {
		Weight::from_parts(90_877_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(5))
	}

	// Least time: 95_413_000 ps.
	fn close_scope() -> Weight {
		Weight::from_parts(103_894_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(6))
	}

	// Least time: 114_178_000 ps. `n` in 1 to 8.
	fn check_tickets(n: u32) -> Weight {
		Weight::from_parts(63_548_103, 0)
			.saturating_add(Weight::from_parts(58_586_996, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
	}

	// Least time: 634_994_000 ps.
	fn check_knowledge() -> Weight {
		Weight::from_parts(660_239_000, 0).saturating_add(T::DbWeight::get().reads(3))
	}

	// Least time: 1_244_857_000 ps.
	fn authorize_rotate() -> Weight {
		Weight::from_parts(1_319_104_000, 0).saturating_add(T::DbWeight::get().reads(3))
	}

	// Least time: 642_698_000 ps.
	fn authorize_veto() -> Weight {
		Weight::from_parts(658_774_000, 0).saturating_add(T::DbWeight::get().reads(2))
	}

	// Least time: 655_989_000 ps.
	fn authorize_act() -> Weight {
		Weight::from_parts(677_367_000, 0).saturating_add(T::DbWeight::get().reads(7))
	}

	// Least time: 732_805_000 ps.
	fn authorize_session() -> Weight {
		Weight::from_parts(750_351_000, 0).saturating_add(T::DbWeight::get().reads(5))
	}

	// Least time: 5_703_000 ps.
	fn poll_epoch() -> Weight {
		Weight::from_parts(8_430_000, 0).saturating_add(T::DbWeight::get().reads(2))
	}

	// Least time: 21_455_000 ps.
	fn end_epoch() -> Weight {
		Weight::from_parts(28_803_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(6))
	}

	// Least time: 19_648_000 ps.
	fn poll_newcomers() -> Weight {
		Weight::from_parts(26_993_000, 0).saturating_add(T::DbWeight::get().reads(6))
	}

	// Least time: 10_922_000 ps.
	fn skip_newcomer() -> Weight {
		Weight::from_parts(14_029_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 499_692_000 ps.
	fn append_leaves() -> Weight {
		Weight::from_parts(529_205_000, 0)
			.saturating_add(T::DbWeight::get().reads(23))
			.saturating_add(T::DbWeight::get().writes(25))
	}

	// Least time: 47_123_000 ps.
	fn add_leaf() -> Weight {
		Weight::from_parts(55_848_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 102_166_000 ps.
	fn refuse_newcomer() -> Weight {
		Weight::from_parts(106_839_000, 0)
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().writes(14))
	}

	// Least time: 40_734_000 ps.
	fn poll_sweep() -> Weight {
		Weight::from_parts(46_948_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 4_919_000 ps.
	fn sweep_block() -> Weight {
		Weight::from_parts(5_356_000, 0).saturating_add(T::DbWeight::get().reads(1))
	}

	// Least time: 446_211_000 ps.
	fn sweep_person() -> Weight {
		Weight::from_parts(461_611_000, 0)
			.saturating_add(T::DbWeight::get().reads(37))
			.saturating_add(T::DbWeight::get().writes(32))
	}

	// Least time: 11_931_000 ps.
	fn sweep_epoch() -> Weight {
		Weight::from_parts(13_439_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 37_370_000 ps.
	fn sweep_session() -> Weight {
		Weight::from_parts(44_480_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 19_461_000 ps.
	fn release_page() -> Weight {
		Weight::from_parts(26_021_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 47_664_000 ps.
	fn release_epoch() -> Weight {
		Weight::from_parts(53_024_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 18_310_000 ps.
	fn prune_nullifier() -> Weight {
		Weight::from_parts(25_400_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 13_681_000 ps.
	fn prune_group() -> Weight {
		Weight::from_parts(20_719_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
}
