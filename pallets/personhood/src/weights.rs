//! What calls and the pallet's work of its own weigh. A runtime implements this with measurements
//! of its own.

use frame_support::weights::{
	constants::{RocksDbWeight, WEIGHT_REF_TIME_PER_MICROS},
	Weight,
};

/// How many new leaves are appended to the tree at one time.
pub const APPEND_BATCH: u32 = 32;

/// The weight of each call and each step, at the deepest tree, the fullest records and the worst
/// outcome, with nothing remembered.
pub trait WeightInfo {
	/// [`register_issuer`](crate::Pallet::register_issuer).
	fn register_issuer() -> Weight;
	/// [`set_issuer_limit`](crate::Pallet::set_issuer_limit).
	fn set_issuer_limit() -> Weight;
	/// [`pause_issuer`](crate::Pallet::pause_issuer).
	fn pause_issuer() -> Weight;
	/// [`resume_issuer`](crate::Pallet::resume_issuer).
	fn resume_issuer() -> Weight;
	/// [`remove_issuer`](crate::Pallet::remove_issuer).
	fn remove_issuer() -> Weight;
	/// [`change_policy`](crate::Pallet::change_policy).
	fn change_policy() -> Weight;
	/// [`set_deadline`](crate::Pallet::set_deadline).
	fn set_deadline() -> Weight;
	/// [`report_key`](crate::Pallet::report_key).
	fn report_key() -> Weight;
	/// [`propose_change`](crate::Pallet::propose_change).
	fn propose_change() -> Weight;
	/// [`confirm_change`](crate::Pallet::confirm_change).
	fn confirm_change() -> Weight;
	/// [`cancel_change`](crate::Pallet::cancel_change).
	fn cancel_change() -> Weight;
	/// [`object_to_change`](crate::Pallet::object_to_change).
	fn object_to_change() -> Weight;
	/// [`enrol`](crate::Pallet::enrol) by `n` tickets, once it is authorised.
	fn enrol(n: u32) -> Weight;
	/// [`renew`](crate::Pallet::renew) by `n` tickets, once it is authorised.
	fn renew(n: u32) -> Weight;
	/// [`rotate`](crate::Pallet::rotate), once it is authorised.
	fn rotate() -> Weight;
	/// [`recover`](crate::Pallet::recover) by `n` tickets, once it is authorised.
	fn recover(n: u32) -> Weight;
	/// [`veto`](crate::Pallet::veto), once it is authorised.
	fn veto() -> Weight;
	/// [`withdraw`](crate::Pallet::withdraw).
	fn withdraw() -> Weight;
	/// [`merge`](crate::Pallet::merge).
	fn merge() -> Weight;
	/// [`expire`](crate::Pallet::expire).
	fn expire() -> Weight;
	/// [`act_as`](crate::Pallet::act_as), once it is authorised, without the call that is made.
	fn act_as() -> Weight;
	/// [`open_session`](crate::Pallet::open_session), once it is authorised.
	fn open_session() -> Weight;
	/// [`as_alias`](crate::Pallet::as_alias), without the call that is made.
	fn as_alias() -> Weight;
	/// [`declare`](crate::Pallet::declare).
	fn declare() -> Weight;
	/// [`open_scope`](crate::Pallet::open_scope).
	fn open_scope() -> Weight;
	/// [`close_scope`](crate::Pallet::close_scope).
	fn close_scope() -> Weight;

	/// The checks of `n` tickets with signatures, of the kind that takes longest.
	fn check_tickets(n: u32) -> Weight;
	/// The check of one proof of knowledge.
	fn check_knowledge() -> Weight;
	/// The authorisation of [`rotate`](crate::Pallet::rotate).
	fn authorize_rotate() -> Weight;
	/// The authorisation of [`veto`](crate::Pallet::veto).
	fn authorize_veto() -> Weight;
	/// The authorisation of [`act_as`](crate::Pallet::act_as), with the longest call.
	fn authorize_act() -> Weight;
	/// The authorisation of [`open_session`](crate::Pallet::open_session).
	fn authorize_session() -> Weight;

	/// Finding that the epoch goes on.
	fn poll_epoch() -> Weight;
	/// The end of an epoch.
	fn end_epoch() -> Weight;
	/// Finding that nobody waits for a leaf.
	fn poll_newcomers() -> Weight;
	/// Passing over a place in the queue of somebody who has ended.
	fn skip_newcomer() -> Weight;
	/// The tree's part of appending up to [`APPEND_BATCH`] new leaves.
	fn append_leaves() -> Weight;
	/// One new leaf's own part.
	fn add_leaf() -> Weight;
	/// An admission that is over when it would get its leaf.
	fn refuse_newcomer() -> Weight;
	/// One that waits for an issuer that is paused.
	fn requeue_newcomer() -> Weight;

	/// Finding that there is nothing to sweep, release or prune.
	fn poll_sweep() -> Weight;
	/// Finding that a block's agenda is empty.
	fn sweep_block() -> Weight;
	/// Looking at one person of the agenda, or ending one whose policy has ended.
	fn sweep_person() -> Weight;
	/// Finding that a policy has ended on which persons rest.
	fn poll_former() -> Weight;
	/// Finding that a person does not rest on a policy that has ended.
	fn skip_person() -> Weight;
	/// Finding that an epoch's sessions are all swept.
	fn sweep_epoch() -> Weight;
	/// Ending one session.
	fn sweep_session() -> Weight;
	/// Handing on or removing one kept page.
	fn release_page() -> Weight;
	/// The beginning and the end of an epoch's release, and looking whether there is another one.
	fn release_epoch() -> Weight;
	/// Pruning one nullifier.
	fn prune_nullifier() -> Weight;
	/// Finding that a group of nullifiers is pruned.
	fn prune_group() -> Weight;
}

/// Estimates for tests: the reads and writes at RocksDB's weights, and what the zk functions take.
impl WeightInfo for () {
	fn register_issuer() -> Weight {
		micros(SIGNATURE).saturating_add(db(3 + ISSUERS, 3))
	}
	fn set_issuer_limit() -> Weight {
		db(1, 1)
	}
	fn pause_issuer() -> Weight {
		db(1, 1)
	}
	fn resume_issuer() -> Weight {
		db(2, 2)
	}
	fn remove_issuer() -> Weight {
		db(4, 4)
	}
	fn change_policy() -> Weight {
		micros(20_000).saturating_add(db(4 + ISSUERS, 3))
	}
	fn set_deadline() -> Weight {
		db(2, 1)
	}
	fn report_key() -> Weight {
		db(2, 2)
	}
	fn propose_change() -> Weight {
		micros(SIGNATURE).saturating_add(db(4, 1))
	}
	fn confirm_change() -> Weight {
		db(3, 2)
	}
	fn cancel_change() -> Weight {
		db(2, 1)
	}
	fn object_to_change() -> Weight {
		micros(SIGNATURE).saturating_add(db(3, 1))
	}
	fn enrol(n: u32) -> Weight {
		db(10, 12).saturating_add(db(4, 4).saturating_mul(n.into()))
	}
	fn renew(n: u32) -> Weight {
		db(6, 6).saturating_add(db(4, 4).saturating_mul(n.into()))
	}
	fn rotate() -> Weight {
		db(6, 6).saturating_add(leaf())
	}
	fn recover(n: u32) -> Weight {
		db(10, 6).saturating_add(db(4, 2).saturating_mul(n.into()))
	}
	fn veto() -> Weight {
		db(6, 6).saturating_add(leaf())
	}
	fn withdraw() -> Weight {
		db(6, 6).saturating_add(leaf())
	}
	fn merge() -> Weight {
		db(70, 6).saturating_add(leaf())
	}
	fn expire() -> Weight {
		db(6, 6).saturating_add(leaf())
	}
	fn act_as() -> Weight {
		db(8, 3)
	}
	fn open_session() -> Weight {
		db(6, 5)
	}
	fn as_alias() -> Weight {
		db(2, 2)
	}
	fn declare() -> Weight {
		db(1, 1)
	}
	fn open_scope() -> Weight {
		db(9, 5)
	}
	fn close_scope() -> Weight {
		db(6, 6)
	}

	fn check_tickets(n: u32) -> Weight {
		micros(SIGNATURE).saturating_add(db(5, 0)).saturating_mul(n.into())
	}
	fn check_knowledge() -> Weight {
		micros(PAIRING + 2 * HASH).saturating_add(db(4, 0))
	}
	fn authorize_rotate() -> Weight {
		micros(2 * PAIRING + 4 * HASH).saturating_add(db(5, 0))
	}
	fn authorize_veto() -> Weight {
		micros(PAIRING + 2 * HASH).saturating_add(db(3, 0))
	}
	fn authorize_act() -> Weight {
		micros(PAIRING).saturating_add(db(8, 0))
	}
	fn authorize_session() -> Weight {
		micros(PAIRING + SIGNATURE).saturating_add(db(6, 0))
	}

	fn poll_epoch() -> Weight {
		db(2, 0)
	}
	fn end_epoch() -> Weight {
		db(9, 8)
	}
	fn poll_newcomers() -> Weight {
		db(3, 0)
	}
	fn skip_newcomer() -> Weight {
		db(2, 1)
	}
	fn append_leaves() -> Weight {
		micros((DEPTH + u64::from(APPEND_BATCH)) * HASH)
			.saturating_add(db(4 * PAGES + 6, 4 * PAGES + 2))
	}
	fn add_leaf() -> Weight {
		db(20, 3)
	}
	fn requeue_newcomer() -> Weight {
		db(13, 4)
	}
	fn refuse_newcomer() -> Weight {
		db(24, 6)
	}

	fn poll_sweep() -> Weight {
		db(8, 1)
	}
	fn sweep_block() -> Weight {
		db(2, 0)
	}
	fn sweep_person() -> Weight {
		db(6, 6).saturating_add(leaf())
	}
	fn poll_former() -> Weight {
		db(3, 1)
	}
	fn skip_person() -> Weight {
		db(2, 0)
	}
	fn sweep_epoch() -> Weight {
		db(1, 1)
	}
	fn sweep_session() -> Weight {
		db(4, 3)
	}
	fn release_page() -> Weight {
		db(3, 2)
	}
	fn release_epoch() -> Weight {
		db(8, 4)
	}
	fn prune_nullifier() -> Weight {
		db(2, 2)
	}
	fn prune_group() -> Weight {
		db(2, 2)
	}
}

/// Microseconds of one Poseidon hash.
const HASH: u64 = 25;
/// Microseconds of one verification.
const PAIRING: u64 = 1_700;
/// Microseconds of one signature's verification.
const SIGNATURE: u64 = 60;
/// The most issuers that have not been removed.
const ISSUERS: u64 = crate::MAX_ISSUERS as u64;
/// Levels of the People tree.
const DEPTH: u64 = crate::PERSON_DEPTH as u64;
/// Pages on a leaf's path.
const PAGES: u64 = DEPTH / 5 + 1;

/// Another value at a leaf of the next tree.
fn leaf() -> Weight {
	micros(DEPTH * HASH).saturating_add(db(3 * PAGES + 5, 3 * PAGES + 1))
}

fn db(reads: u64, writes: u64) -> Weight {
	RocksDbWeight::get().reads_writes(reads, writes)
}

fn micros(micros: u64) -> Weight {
	Weight::from_parts(WEIGHT_REF_TIME_PER_MICROS.saturating_mul(micros), 0)
}
