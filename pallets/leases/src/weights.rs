//! What a call weighs. A runtime implements this with measurements of its own.

use frame_support::weights::{constants::RocksDbWeight, Weight};

/// The weight of each call at its worst: every list full, everything due that can be.
pub trait WeightInfo {
	/// [`register_provider`](crate::Pallet::register_provider).
	fn register_provider() -> Weight;
	/// [`update_provider`](crate::Pallet::update_provider).
	fn update_provider() -> Weight;
	/// [`bond_more`](crate::Pallet::bond_more).
	fn bond_more() -> Weight;
	/// [`bond_less`](crate::Pallet::bond_less).
	fn bond_less() -> Weight;
	/// [`deregister_provider`](crate::Pallet::deregister_provider).
	fn deregister_provider() -> Weight;
	/// [`register_auditor`](crate::Pallet::register_auditor).
	fn register_auditor() -> Weight;
	/// [`deregister_auditor`](crate::Pallet::deregister_auditor).
	fn deregister_auditor() -> Weight;
	/// [`audit`](crate::Pallet::audit).
	fn audit() -> Weight;
	/// [`withdraw_audit`](crate::Pallet::withdraw_audit).
	fn withdraw_audit() -> Weight;
	/// [`post_order`](crate::Pallet::post_order).
	fn post_order() -> Weight;
	/// [`cancel_order`](crate::Pallet::cancel_order) of an order with `b` bids.
	fn cancel_order(b: u32) -> Weight;
	/// [`bid`](crate::Pallet::bid).
	fn bid() -> Weight;
	/// [`withdraw_bid`](crate::Pallet::withdraw_bid).
	fn withdraw_bid() -> Weight;
	/// [`reject_bid`](crate::Pallet::reject_bid).
	fn reject_bid() -> Weight;
	/// [`accept_bid`](crate::Pallet::accept_bid) of an order with `b` bids.
	fn accept_bid(b: u32) -> Weight;
	/// [`acknowledge`](crate::Pallet::acknowledge).
	fn acknowledge() -> Weight;
	/// [`heartbeat`](crate::Pallet::heartbeat).
	fn heartbeat() -> Weight;
	/// [`top_up`](crate::Pallet::top_up).
	fn top_up() -> Weight;
	/// [`settle`](crate::Pallet::settle).
	fn settle() -> Weight;
	/// [`poke`](crate::Pallet::poke).
	fn poke() -> Weight;
	/// [`close`](crate::Pallet::close).
	fn close() -> Weight;
	/// [`reclaim`](crate::Pallet::reclaim).
	fn reclaim() -> Weight;
	/// [`propose_terms`](crate::Pallet::propose_terms).
	fn propose_terms() -> Weight;
	/// [`accept_terms`](crate::Pallet::accept_terms).
	fn accept_terms() -> Weight;
	/// [`offer_transfer`](crate::Pallet::offer_transfer).
	fn offer_transfer() -> Weight;
	/// [`accept_transfer`](crate::Pallet::accept_transfer).
	fn accept_transfer() -> Weight;
	/// [`set_input`](crate::Pallet::set_input).
	fn set_input() -> Weight;
	/// [`submit_proof`](crate::Pallet::submit_proof), but for the verification of the proof.
	fn submit_proof() -> Weight;
	/// [`dispute`](crate::Pallet::dispute).
	fn dispute() -> Weight;
	/// [`resolve`](crate::Pallet::resolve).
	fn resolve() -> Weight;
	/// [`open_rating_period`](crate::Pallet::open_rating_period).
	fn open_rating_period() -> Weight;
	/// [`close_rating_period`](crate::Pallet::close_rating_period).
	fn close_rating_period() -> Weight;
	/// [`name_rater`](crate::Pallet::name_rater).
	fn name_rater() -> Weight;
	/// [`rate`](crate::Pallet::rate).
	fn rate() -> Weight;
	/// Reading the next entry of the wheel, or finding that a bucket is empty.
	fn next_deadline() -> Weight;
	/// Seeing to the expiry of an order with `b` bids.
	fn deadline_order(b: u32) -> Weight;
	/// Seeing to the deadline of a lease that ends with it, with as many funders as there can be.
	fn deadline_lease() -> Weight;
	/// A lease to which something happens and that goes on. Where it has not been measured, it is
	/// taken for one that ends.
	fn deadline_rolled() -> Weight {
		Self::deadline_lease()
	}
	/// Forgetting a closed lease.
	fn deadline_closed() -> Weight;
}

/// Estimates: reads and writes as counted by hand, at the default database's prices, and 30 µs for
/// the rest. For test chains.
impl WeightInfo for () {
	fn register_provider() -> Weight {
		estimate(5, 4)
	}
	fn update_provider() -> Weight {
		estimate(1, 1)
	}
	fn bond_more() -> Weight {
		estimate(3, 3)
	}
	fn bond_less() -> Weight {
		estimate(3, 3)
	}
	fn deregister_provider() -> Weight {
		estimate(3, 3)
	}
	fn register_auditor() -> Weight {
		estimate(3, 3)
	}
	fn deregister_auditor() -> Weight {
		estimate(3, 3)
	}
	fn audit() -> Weight {
		estimate(4, 4)
	}
	fn withdraw_audit() -> Weight {
		estimate(4, 4)
	}
	fn post_order() -> Weight {
		estimate(8, 6)
	}
	fn cancel_order(b: u32) -> Weight {
		estimate(5, 6).saturating_add(estimate(3, 3).saturating_mul(b.into()))
	}
	fn bid() -> Weight {
		estimate(13 + 5 * 32, 8)
	}
	fn withdraw_bid() -> Weight {
		estimate(4, 4)
	}
	fn reject_bid() -> Weight {
		estimate(5, 4)
	}
	fn accept_bid(b: u32) -> Weight {
		estimate(20, 18).saturating_add(estimate(3, 3).saturating_mul(b.into()))
	}
	fn acknowledge() -> Weight {
		estimate(2, 4)
	}
	fn heartbeat() -> Weight {
		estimate(2, 4)
	}
	fn top_up() -> Weight {
		estimate(10, 12)
	}
	fn settle() -> Weight {
		estimate(32, 32)
	}
	fn poke() -> Weight {
		estimate(36, 36)
	}
	fn close() -> Weight {
		estimate(38, 40)
	}
	fn reclaim() -> Weight {
		estimate(8, 10)
	}
	fn propose_terms() -> Weight {
		estimate(8, 10)
	}
	fn accept_terms() -> Weight {
		estimate(8, 10)
	}
	fn offer_transfer() -> Weight {
		estimate(8, 10)
	}
	fn accept_transfer() -> Weight {
		estimate(36, 38)
	}
	fn set_input() -> Weight {
		estimate(8, 10)
	}
	fn submit_proof() -> Weight {
		estimate(34, 34)
	}
	fn dispute() -> Weight {
		estimate(4, 6)
	}
	fn resolve() -> Weight {
		estimate(38, 38)
	}
	fn open_rating_period() -> Weight {
		estimate(6, 6)
	}
	fn close_rating_period() -> Weight {
		estimate(5, 5)
	}
	fn name_rater() -> Weight {
		estimate(1, 1)
	}
	fn rate() -> Weight {
		estimate(5, 4)
	}
	fn next_deadline() -> Weight {
		estimate(1, 1)
	}
	fn deadline_order(b: u32) -> Weight {
		estimate(5, 6).saturating_add(estimate(3, 3).saturating_mul(b.into()))
	}
	fn deadline_lease() -> Weight {
		estimate(38, 38)
	}
	fn deadline_rolled() -> Weight {
		estimate(10, 10)
	}
	fn deadline_closed() -> Weight {
		estimate(3, 4)
	}
}

fn estimate(reads: u64, writes: u64) -> Weight {
	RocksDbWeight::get()
		.reads_writes(reads, writes)
		.saturating_add(Weight::from_parts(30_000_000, 0))
}
