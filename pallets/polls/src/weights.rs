//! What a call weighs. A runtime implements this with measurements of its own.

use frame_support::weights::{constants::RocksDbWeight, Weight};

/// The weight of each call, with the longest title and the most options.
pub trait WeightInfo {
	/// [`create`](crate::Pallet::create).
	fn create() -> Weight;
	/// [`vote`](crate::Pallet::vote).
	fn vote() -> Weight;
	/// [`close`](crate::Pallet::close).
	fn close() -> Weight;
	/// [`prune`](crate::Pallet::prune).
	fn prune() -> Weight;
}

/// Estimates, for mocks: the items that a call reads and writes, and no computation. Opening and
/// closing a scope are taken for four items of each kind.
impl WeightInfo for () {
	fn create() -> Weight {
		RocksDbWeight::get().reads_writes(7, 8)
	}
	fn vote() -> Weight {
		RocksDbWeight::get().reads_writes(1, 1)
	}
	fn close() -> Weight {
		RocksDbWeight::get().reads_writes(6, 6)
	}
	fn prune() -> Weight {
		RocksDbWeight::get().reads_writes(3, 3)
	}
}
