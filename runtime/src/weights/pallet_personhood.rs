//! Weights of `pallet_personhood`. Measured:
//!
//! - command: `census-weights --pallet pallet_personhood --steps 20 --repeat 10`
//! - processor: Intel(R) Xeon(R) Processor
//! - executor: compiled wasm, with the node's host functions
//!
//! Times are least squares through the middle half of the samples at each point, never below the
//! fastest of them; counts of reads and writes are never below a measured one. Proof sizes are
//! zero: no block of a solo chain carries a proof of state.
//!
//! What changes a leaf (`rotate`, `veto`, `withdraw`, `merge`, `expire`, `sweep_person`), `append_leaves`,
//! `poll_newcomers`, `refuse_newcomer`, `declare` and `prune_nullifier` are put together of measured parts
//! since the next tree grows all through an epoch: their times are those of the parts (a leaf: 290,851,000
//! ps), their reads and writes are counted in the code. The next `make weights` measures them whole.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Measured weights of `pallet_personhood`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_personhood::WeightInfo for WeightInfo<T> {
	// Least time: 233_291_000 ps.
	fn register_issuer() -> Weight {
		Weight::from_parts(247_330_000, 0)
			.saturating_add(T::DbWeight::get().reads(68))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 12_560_000 ps.
	fn set_issuer_limit() -> Weight {
		Weight::from_parts(14_048_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 14_568_000 ps.
	fn pause_issuer() -> Weight {
		Weight::from_parts(16_028_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 12_315_000 ps.
	fn resume_issuer() -> Weight {
		Weight::from_parts(15_143_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 23_290_000 ps.
	fn remove_issuer() -> Weight {
		Weight::from_parts(27_117_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 195_148_000 ps.
	fn set_threshold() -> Weight {
		Weight::from_parts(204_814_000, 0)
			.saturating_add(T::DbWeight::get().reads(67))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 69_338_000 ps. `n` in 1 to 8.
	fn enrol(n: u32) -> Weight {
		Weight::from_parts(61_024_184, 0)
			.saturating_add(Weight::from_parts(16_657_412, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(9))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(n.into())))
	}

	// Least time: 108_130_000 ps. `n` in 1 to 8.
	fn renew(n: u32) -> Weight {
		Weight::from_parts(99_299_988, 0)
			.saturating_add(Weight::from_parts(17_961_539, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(14))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(n.into())))
	}

	// Least time: 51_358_000 ps.
	fn rotate() -> Weight {
		Weight::from_parts(350_003_000, 0)
			.saturating_add(T::DbWeight::get().reads(29))
			.saturating_add(T::DbWeight::get().writes(24))
	}

	// Least time: 57_148_000 ps. `n` in 1 to 8.
	fn recover(n: u32) -> Weight {
		Weight::from_parts(50_716_089, 0)
			.saturating_add(Weight::from_parts(15_172_660, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(n.into())))
	}

	// Least time: 92_483_000 ps.
	fn veto() -> Weight {
		Weight::from_parts(389_214_000, 0)
			.saturating_add(T::DbWeight::get().reads(38))
			.saturating_add(T::DbWeight::get().writes(36))
	}

	// Least time: 89_388_000 ps.
	fn withdraw() -> Weight {
		Weight::from_parts(392_598_000, 0)
			.saturating_add(T::DbWeight::get().reads(38))
			.saturating_add(T::DbWeight::get().writes(37))
	}

	// Least time: 267_864_000 ps.
	fn merge() -> Weight {
		Weight::from_parts(579_655_000, 0)
			.saturating_add(T::DbWeight::get().reads(107))
			.saturating_add(T::DbWeight::get().writes(37))
	}

	// Least time: 68_814_000 ps.
	fn expire() -> Weight {
		Weight::from_parts(369_782_000, 0)
			.saturating_add(T::DbWeight::get().reads(37))
			.saturating_add(T::DbWeight::get().writes(36))
	}

	// Least time: 44_864_000 ps.
	fn act_as() -> Weight {
		Weight::from_parts(52_639_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 42_163_000 ps.
	fn open_session() -> Weight {
		Weight::from_parts(55_028_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
	}

	// Least time: 24_095_000 ps.
	fn as_alias() -> Weight {
		Weight::from_parts(26_096_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 4_706_000 ps.
	fn declare() -> Weight {
		Weight::from_parts(5_176_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 74_845_000 ps.
	fn open_scope() -> Weight {
		Weight::from_parts(84_952_000, 0)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(5))
	}

	// Least time: 79_261_000 ps.
	fn close_scope() -> Weight {
		Weight::from_parts(85_933_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(6))
	}

	// Least time: 87_543_000 ps. `n` in 1 to 8.
	fn check_tickets(n: u32) -> Weight {
		Weight::from_parts(44_224_625, 0)
			.saturating_add(Weight::from_parts(50_690_819, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().reads(3_u64.saturating_mul(n.into())))
	}

	// Least time: 599_579_000 ps.
	fn check_knowledge() -> Weight {
		Weight::from_parts(613_275_000, 0).saturating_add(T::DbWeight::get().reads(3))
	}

	// Least time: 1_185_441_000 ps.
	fn authorize_rotate() -> Weight {
		Weight::from_parts(1_234_379_000, 0).saturating_add(T::DbWeight::get().reads(4))
	}

	// Least time: 604_267_000 ps.
	fn authorize_veto() -> Weight {
		Weight::from_parts(642_904_000, 0).saturating_add(T::DbWeight::get().reads(2))
	}

	// Least time: 616_159_000 ps.
	fn authorize_act() -> Weight {
		Weight::from_parts(627_737_000, 0).saturating_add(T::DbWeight::get().reads(7))
	}

	// Least time: 671_038_000 ps.
	fn authorize_session() -> Weight {
		Weight::from_parts(707_864_000, 0).saturating_add(T::DbWeight::get().reads(5))
	}

	// Least time: 5_322_000 ps.
	fn poll_epoch() -> Weight {
		Weight::from_parts(6_122_000, 0).saturating_add(T::DbWeight::get().reads(2))
	}

	// Least time: 57_020_000 ps.
	fn end_epoch() -> Weight {
		Weight::from_parts(62_644_000, 0)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(12))
	}

	// Least time: 5_322_000 ps.
	fn poll_newcomers() -> Weight {
		Weight::from_parts(6_122_000, 0).saturating_add(T::DbWeight::get().reads(6))
	}

	// Least time: 9_211_000 ps.
	fn skip_newcomer() -> Weight {
		Weight::from_parts(10_491_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 432_634_000 ps.
	fn append_leaves() -> Weight {
		Weight::from_parts(444_339_000, 0)
			.saturating_add(T::DbWeight::get().reads(30))
			.saturating_add(T::DbWeight::get().writes(26))
	}

	// Least time: 44_867_000 ps.
	fn add_leaf() -> Weight {
		Weight::from_parts(48_115_000, 0)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 77_731_000 ps.
	fn refuse_newcomer() -> Weight {
		Weight::from_parts(84_439_000, 0)
			.saturating_add(T::DbWeight::get().reads(16))
			.saturating_add(T::DbWeight::get().writes(18))
	}

	// Least time: 37_445_000 ps.
	fn poll_sweep() -> Weight {
		Weight::from_parts(42_310_000, 0)
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 5_696_000 ps.
	fn sweep_block() -> Weight {
		Weight::from_parts(6_522_000, 0).saturating_add(T::DbWeight::get().reads(2))
	}

	// Least time: 77_122_000 ps.
	fn sweep_person() -> Weight {
		Weight::from_parts(372_613_000, 0)
			.saturating_add(T::DbWeight::get().reads(40))
			.saturating_add(T::DbWeight::get().writes(35))
	}

	// Least time: 9_689_000 ps.
	fn sweep_epoch() -> Weight {
		Weight::from_parts(13_462_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}

	// Least time: 29_201_000 ps.
	fn sweep_session() -> Weight {
		Weight::from_parts(35_598_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 13_156_000 ps.
	fn release_page() -> Weight {
		Weight::from_parts(13_781_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 51_035_000 ps.
	fn release_epoch() -> Weight {
		Weight::from_parts(55_222_000, 0)
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().writes(3))
	}

	// Least time: 13_434_000 ps.
	fn prune_nullifier() -> Weight {
		Weight::from_parts(14_746_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}

	// Least time: 10_873_000 ps.
	fn prune_group() -> Weight {
		Weight::from_parts(11_391_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
}
