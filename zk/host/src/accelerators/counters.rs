//! What the accelerators did, for metrics.

use super::{accepts, keys};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// What the accelerators did since the process started, and what they hold.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Counters {
	/// Proofs known to be accepted.
	pub accept_hits: u64,
	/// Proofs not known to be accepted.
	pub accept_misses: u64,
	/// Accepts remembered now.
	pub accepts: u64,
	/// Keys passed as bytes that had been prepared.
	pub key_hits: u64,
	/// Keys passed as bytes that had to be prepared.
	pub key_misses: u64,
	/// Prepared keys kept now.
	pub keys: u64,
	/// Batches verified.
	pub batches: u64,
	/// Proofs in these batches.
	pub batched_proofs: u64,
	/// How many of these batches were of at most 8, 64, 256, 1024 and more proofs.
	pub batch_sizes: [u64; 5],
	/// How often a batch, or a part of one, was looked into for what is refused.
	pub bisections: u64,
}

/// The greatest sizes of the classes of [`Counters::batch_sizes`], but for the last.
const SIZES: [usize; 4] = [8, 64, 256, 1024];

static ACCEPT_HITS: AtomicU64 = AtomicU64::new(0);
static ACCEPT_MISSES: AtomicU64 = AtomicU64::new(0);
static KEY_HITS: AtomicU64 = AtomicU64::new(0);
static KEY_MISSES: AtomicU64 = AtomicU64::new(0);
static BATCHES: [AtomicU64; SIZES.len() + 1] = [const { AtomicU64::new(0) }; SIZES.len() + 1];
static BATCHED_PROOFS: AtomicU64 = AtomicU64::new(0);
static BISECTIONS: AtomicU64 = AtomicU64::new(0);

/// Reads the counters.
pub fn counters() -> Counters {
	let batch_sizes = BATCHES.each_ref().map(|count| count.load(Relaxed));
	Counters {
		accept_hits: ACCEPT_HITS.load(Relaxed),
		accept_misses: ACCEPT_MISSES.load(Relaxed),
		accepts: accepts::count() as u64,
		key_hits: KEY_HITS.load(Relaxed),
		key_misses: KEY_MISSES.load(Relaxed),
		keys: keys::count() as u64,
		batches: batch_sizes.iter().sum(),
		batched_proofs: BATCHED_PROOFS.load(Relaxed),
		batch_sizes,
		bisections: BISECTIONS.load(Relaxed),
	}
}

pub(super) fn count_accept(known: bool) {
	if known { &ACCEPT_HITS } else { &ACCEPT_MISSES }.fetch_add(1, Relaxed);
}

pub(super) fn count_key(known: bool) {
	if known { &KEY_HITS } else { &KEY_MISSES }.fetch_add(1, Relaxed);
}

/// Counts a batch of `proofs`, for which `products` were computed; an empty one is none.
pub(super) fn count_batch(proofs: usize, products: usize) {
	if proofs > 0 {
		let class = SIZES.iter().take_while(|size| **size < proofs).count();
		BATCHES[class].fetch_add(1, Relaxed);
		BATCHED_PROOFS.fetch_add(proofs as u64, Relaxed);
		BISECTIONS.fetch_add(products.saturating_sub(1) as u64, Relaxed);
	}
}
