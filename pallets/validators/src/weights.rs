//! What a call weighs. A runtime implements this with measurements of its own.

use frame_support::weights::{constants::RocksDbWeight, Weight};

/// The weight of each call, and of what blocks do by themselves.
pub trait WeightInfo {
	/// [`register`](crate::Pallet::register).
	fn register() -> Weight;
	/// [`set_keys`](crate::Pallet::set_keys).
	fn set_keys() -> Weight;
	/// [`agree`](crate::Pallet::agree).
	fn agree() -> Weight;
	/// [`resume`](crate::Pallet::resume).
	fn resume() -> Weight;
	/// [`exit`](crate::Pallet::exit).
	fn exit() -> Weight;
	/// [`withdraw`](crate::Pallet::withdraw).
	fn withdraw() -> Weight;
	/// [`claim_seat`](crate::Pallet::claim_seat).
	fn claim_seat() -> Weight;
	/// [`leave_seat`](crate::Pallet::leave_seat).
	fn leave_seat() -> Weight;
	/// [`continue_as`](crate::Pallet::continue_as).
	fn continue_as() -> Weight;
	/// [`set_rules`](crate::Pallet::set_rules).
	fn set_rules() -> Weight;
	/// [`set_fallback`](crate::Pallet::set_fallback) with so many accounts.
	fn set_fallback(accounts: u32) -> Weight;
	/// [`evict`](crate::Pallet::evict).
	fn evict() -> Weight;
	/// [`collect`](crate::Pallet::collect).
	fn collect() -> Weight;
	/// An offender is punished.
	fn punish() -> Weight;
	/// A block notes its author, its fees and what is free in it.
	fn note_work() -> Weight;
	/// A block looks whether keys wait.
	fn keys_base() -> Weight;
	/// One account's keys are made to count.
	fn apply_key() -> Weight;
	/// A block looks whether something is to be swept.
	fn sweep_base() -> Weight;
	/// One entry of a term is swept.
	fn sweep_entry() -> Weight;
}

/// Estimates, for mocks: the items that a call reads and writes, and no computation.
impl WeightInfo for () {
	fn register() -> Weight {
		RocksDbWeight::get().reads_writes(9, 6)
	}
	fn set_keys() -> Weight {
		RocksDbWeight::get().reads_writes(6, 4)
	}
	fn agree() -> Weight {
		RocksDbWeight::get().reads_writes(1, 1)
	}
	fn resume() -> Weight {
		RocksDbWeight::get().reads_writes(4, 3)
	}
	fn exit() -> Weight {
		RocksDbWeight::get().reads_writes(2, 1)
	}
	fn withdraw() -> Weight {
		RocksDbWeight::get().reads_writes(10, 10)
	}
	fn claim_seat() -> Weight {
		RocksDbWeight::get().reads_writes(14, 3)
	}
	fn leave_seat() -> Weight {
		RocksDbWeight::get().reads_writes(3, 1)
	}
	fn continue_as() -> Weight {
		RocksDbWeight::get().reads_writes(9, 1)
	}
	fn set_rules() -> Weight {
		RocksDbWeight::get().writes(1)
	}
	fn set_fallback(accounts: u32) -> Weight {
		RocksDbWeight::get().reads_writes(6 + 3 * u64::from(accounts), 1)
	}
	fn evict() -> Weight {
		RocksDbWeight::get().reads_writes(3, 1)
	}
	fn collect() -> Weight {
		RocksDbWeight::get().reads_writes(2, 2)
	}
	fn note_work() -> Weight {
		RocksDbWeight::get().reads_writes(3, 3)
	}
	fn punish() -> Weight {
		RocksDbWeight::get().reads_writes(10, 5)
	}
	fn keys_base() -> Weight {
		RocksDbWeight::get().reads(2)
	}
	fn apply_key() -> Weight {
		RocksDbWeight::get().reads_writes(8, 11)
	}
	fn sweep_base() -> Weight {
		RocksDbWeight::get().reads_writes(2, 1)
	}
	fn sweep_entry() -> Weight {
		RocksDbWeight::get().reads_writes(1, 1)
	}
}
