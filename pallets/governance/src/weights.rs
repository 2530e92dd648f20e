//! What a call weighs. A runtime implements this with measurements of its own.

use frame_support::weights::{constants::RocksDbWeight, Weight};

/// The weight of each call, and of what blocks do by themselves.
pub trait WeightInfo {
	/// [`propose`](crate::Pallet::propose) with as many and long calls as can be, into a full queue.
	fn propose() -> Weight;
	/// [`withdraw`](crate::Pallet::withdraw).
	fn withdraw() -> Weight;
	/// [`vote`](crate::Pallet::vote).
	fn vote() -> Weight;
	/// [`motion`](crate::Pallet::motion) with as many and long calls as can be.
	fn motion() -> Weight;
	/// [`second`](crate::Pallet::second) with as many validators as can be.
	fn second() -> Weight;
	/// [`enact`](crate::Pallet::enact), the calls not counted.
	fn enact() -> Weight;
	/// [`discard`](crate::Pallet::discard).
	fn discard() -> Weight;
	/// [`delay`](crate::Pallet::delay).
	fn delay() -> Weight;
	/// [`cancel`](crate::Pallet::cancel).
	fn cancel() -> Weight;
	/// [`pause`](crate::Pallet::pause).
	fn pause() -> Weight;
	/// [`resume`](crate::Pallet::resume).
	fn resume() -> Weight;
	/// [`set_committee`](crate::Pallet::set_committee) with so many members.
	fn set_committee(members: u32) -> Weight;
	/// [`lower_adulthood`](crate::Pallet::lower_adulthood).
	fn lower_adulthood() -> Weight;
	/// [`come_of_age`](crate::Pallet::come_of_age).
	fn come_of_age() -> Weight;
	/// [`authorize_upgrade`](crate::Pallet::authorize_upgrade).
	fn authorize_upgrade() -> Weight;
	/// [`note_stalled`](crate::Pallet::note_stalled).
	fn note_stalled() -> Weight;
	/// A block looks at a new pin, closes a referendum and opens another.
	fn on_block() -> Weight;
}

/// Estimates, for mocks: the items that a call reads and writes, and no computation.
impl WeightInfo for () {
	fn propose() -> Weight {
		RocksDbWeight::get().reads_writes(9, 8)
	}
	fn withdraw() -> Weight {
		RocksDbWeight::get().reads_writes(5, 4)
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
		RocksDbWeight::get().reads_writes(4, 2)
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
		RocksDbWeight::get().reads_writes(30, 12)
	}
}
