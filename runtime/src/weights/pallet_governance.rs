//! Weights of `pallet_governance`.

use core::marker::PhantomData;
use frame_support::weights::{constants::RocksDbWeight, Weight};

/// Weights.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_governance::WeightInfo for WeightInfo<T> {
	fn propose() -> Weight {
		RocksDbWeight::get().reads_writes(9, 8)
	}
	fn withdraw() -> Weight {
		RocksDbWeight::get().reads_writes(4, 4)
	}
	fn vote() -> Weight {
		RocksDbWeight::get().reads_writes(2, 1)
	}
	fn motion() -> Weight {
		RocksDbWeight::get().reads_writes(6, 4)
	}
	fn second() -> Weight {
		RocksDbWeight::get().reads_writes(6, 2)
	}
	fn enact() -> Weight {
		RocksDbWeight::get().reads_writes(8, 6)
	}
	fn discard() -> Weight {
		RocksDbWeight::get().reads_writes(6, 5)
	}
	fn delay() -> Weight {
		RocksDbWeight::get().reads_writes(3, 1)
	}
	fn cancel() -> Weight {
		RocksDbWeight::get().reads_writes(6, 6)
	}
	fn pause() -> Weight {
		RocksDbWeight::get().reads_writes(4, 2)
	}
	fn resume() -> Weight {
		RocksDbWeight::get().reads_writes(2, 1)
	}
	fn set_committee(_: u32) -> Weight {
		RocksDbWeight::get().reads_writes(1, 2)
	}
	fn lower_adulthood() -> Weight {
		RocksDbWeight::get().reads_writes(1, 1)
	}
	fn come_of_age() -> Weight {
		RocksDbWeight::get().reads_writes(68, 1)
	}
	fn authorize_upgrade() -> Weight {
		RocksDbWeight::get().reads_writes(0, 1)
	}
	fn note_stalled() -> Weight {
		RocksDbWeight::get().reads_writes(0, 1)
	}
	fn on_block() -> Weight {
		RocksDbWeight::get().reads_writes(20, 12)
	}
}
