//! What a call weighs. A runtime implements this with measurements of its own.

use frame_support::weights::{constants::RocksDbWeight, Weight};

/// The weight of each call, at the worst. `p` counts an anchor's parents, `g` the pages of the log
/// that get new nodes: 1 for 31 leaves in 32, [`MAX_PAGES_PER_APPEND`] at the most.
///
/// [`MAX_PAGES_PER_APPEND`]: census_anchor_log::shape::MAX_PAGES_PER_APPEND
pub trait WeightInfo {
	/// The start and the end of every block, with the root in the header's digest.
	fn on_block() -> Weight;
	/// Besides, when the authority set has changed, the leaf of one of `n`.
	fn authority_set(n: u32) -> Weight;
	/// [`anchor`](crate::Pallet::anchor).
	fn anchor(p: u32, g: u32) -> Weight;
	/// [`anchor_batch`](crate::Pallet::anchor_batch).
	fn anchor_batch(p: u32, g: u32) -> Weight;
	/// [`commit`](crate::Pallet::commit).
	fn commit() -> Weight;
	/// [`reveal`](crate::Pallet::reveal).
	fn reveal(p: u32, g: u32) -> Weight;
	/// [`withdraw_commitment`](crate::Pallet::withdraw_commitment).
	fn withdraw_commitment() -> Weight;
	/// [`dispute`](crate::Pallet::dispute).
	fn dispute(g: u32) -> Weight;
	/// [`retract`](crate::Pallet::retract).
	fn retract(g: u32) -> Weight;
	/// [`renew`](crate::Pallet::renew).
	fn renew() -> Weight;
	/// [`evict`](crate::Pallet::evict) of `n` rows.
	fn evict(n: u32) -> Weight;
	/// [`open_window`](crate::Pallet::open_window).
	fn open_window() -> Weight;
	/// [`claim`](crate::Pallet::claim).
	fn claim(g: u32) -> Weight;
	/// [`close_window`](crate::Pallet::close_window).
	fn close_window() -> Weight;
}

/// Estimates, for mocks: the items that a call reads and writes, and no computation. Opening and
/// closing a scope are taken for four items of each kind.
impl WeightInfo for () {
	fn on_block() -> Weight {
		RocksDbWeight::get().reads_writes(6, 1)
	}
	fn authority_set(_: u32) -> Weight {
		RocksDbWeight::get().reads_writes(12, 13)
	}
	fn anchor(p: u32, g: u32) -> Weight {
		let (p, g) = (u64::from(p), u64::from(g));
		RocksDbWeight::get().reads_writes(8 + p + g, 9 + p + g)
	}
	fn anchor_batch(p: u32, g: u32) -> Weight {
		Self::anchor(p, g)
	}
	fn commit() -> Weight {
		RocksDbWeight::get().reads_writes(4, 3)
	}
	fn reveal(p: u32, g: u32) -> Weight {
		// Besides the commitment, the leaf with which the hash was first seen.
		Self::anchor(p, g).saturating_add(RocksDbWeight::get().reads_writes(2, 1))
	}
	fn withdraw_commitment() -> Weight {
		RocksDbWeight::get().reads_writes(3, 3)
	}
	fn dispute(g: u32) -> Weight {
		Self::anchor(1, g)
	}
	fn retract(g: u32) -> Weight {
		Self::anchor(1, g)
	}
	fn renew() -> Weight {
		RocksDbWeight::get().reads_writes(2, 1)
	}
	fn evict(n: u32) -> Weight {
		let n = u64::from(n);
		RocksDbWeight::get().reads_writes(4 * n, 14 * n)
	}
	fn open_window() -> Weight {
		RocksDbWeight::get().reads_writes(8, 7)
	}
	fn claim(g: u32) -> Weight {
		let g = u64::from(g);
		RocksDbWeight::get().reads_writes(6 + g, 4 + g)
	}
	fn close_window() -> Weight {
		RocksDbWeight::get().reads_writes(7, 7)
	}
}
