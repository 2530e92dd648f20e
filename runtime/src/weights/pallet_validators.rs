//! Weights of `pallet_validators`.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Measured weights of `pallet_validators`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_validators::WeightInfo for WeightInfo<T> {
	fn register() -> Weight {
		T::DbWeight::get().reads_writes(9, 6)
	}
	fn set_keys() -> Weight {
		T::DbWeight::get().reads_writes(6, 4)
	}
	fn agree() -> Weight {
		T::DbWeight::get().reads_writes(1, 1)
	}
	fn resume() -> Weight {
		T::DbWeight::get().reads_writes(4, 3)
	}
	fn exit() -> Weight {
		T::DbWeight::get().reads_writes(2, 1)
	}
	fn withdraw() -> Weight {
		T::DbWeight::get().reads_writes(10, 10)
	}
	fn claim_seat() -> Weight {
		T::DbWeight::get().reads_writes(14, 3)
	}
	fn leave_seat() -> Weight {
		T::DbWeight::get().reads_writes(3, 1)
	}
	fn continue_as() -> Weight {
		T::DbWeight::get().reads_writes(9, 1)
	}
	fn set_rules() -> Weight {
		T::DbWeight::get().writes(1)
	}
	fn set_fallback(accounts: u32) -> Weight {
		T::DbWeight::get().reads_writes(6 + 3 * u64::from(accounts), 1)
	}
	fn evict() -> Weight {
		T::DbWeight::get().reads_writes(3, 1)
	}
	fn collect() -> Weight {
		T::DbWeight::get().reads_writes(2, 2)
	}
	fn note_work() -> Weight {
		T::DbWeight::get().reads_writes(3, 3)
	}
	fn punish() -> Weight {
		T::DbWeight::get().reads_writes(10, 5)
	}
	fn keys_base() -> Weight {
		T::DbWeight::get().reads(2)
	}
	fn apply_key() -> Weight {
		T::DbWeight::get().reads_writes(8, 11)
	}
	fn sweep_base() -> Weight {
		T::DbWeight::get().reads_writes(2, 1)
	}
	fn sweep_entry() -> Weight {
		T::DbWeight::get().reads_writes(1, 1)
	}
}
