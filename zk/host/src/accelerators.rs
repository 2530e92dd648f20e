//! What a node remembers and does beforehand so that no proof is verified twice, and many are
//! verified together. None of it changes an outcome: only what is a function of a call's arguments
//! is remembered, and only after it was computed.
//!
//! - *Keys*: a verifying key passed as bytes is read, checked and prepared once.
//! - *Accepts*: a proof that was accepted is known again by a hash of everything it depends on.
//!   Refusals are not remembered: whoever sends them could fill the memory for nothing.
//! - *Batches*: [`preverify`] verifies many proofs together and feeds the memory of accepts.
//!
//! All three are off until [`set_accelerators`] turns them on: what measures the cost of a call must not
//! meet a call that costs nothing. Their memory is bounded.

mod accepts;
mod counters;
mod generations;
mod keys;
mod preverify;

pub use counters::{counters, Counters};
pub use preverify::{preverify, remembers};

use accepts::Statement;
use census_groth16::{
	batch::{first_unknown_refusal, Coefficients, Item, Outcome, Settings},
	prepare_once, verify_with, Key, Prepare, Verdict, VerifyError,
};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Which accelerators are on.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Accelerators {
	/// Prepared keys are kept.
	pub keys: bool,
	/// Accepted proofs are remembered.
	pub accepts: bool,
	/// [`preverify`] verifies, if accepted proofs are remembered.
	pub batch: bool,
}

impl Accelerators {
	/// All of them.
	pub const ALL: Self = Self { keys: true, accepts: true, batch: true };
	/// None of them.
	pub const NONE: Self = Self { keys: false, accepts: false, batch: false };
}

static KEYS: AtomicBool = AtomicBool::new(false);
static ACCEPTS: AtomicBool = AtomicBool::new(false);
static BATCH: AtomicBool = AtomicBool::new(false);

/// Turns accelerators on and off, for the whole process. What those turned off hold is forgotten.
pub fn set_accelerators(accelerators: Accelerators) {
	KEYS.store(accelerators.keys, Relaxed);
	ACCEPTS.store(accelerators.accepts, Relaxed);
	BATCH.store(accelerators.batch, Relaxed);
	if !accelerators.keys {
		keys::forget();
	}
	if !accelerators.accepts {
		accepts::forget();
	}
}

/// Which accelerators are on.
pub fn accelerators() -> Accelerators {
	Accelerators {
		keys: KEYS.load(Relaxed),
		accepts: ACCEPTS.load(Relaxed),
		batch: BATCH.load(Relaxed),
	}
}

/// Where keys come from.
fn prepare() -> &'static Prepare<'static> {
	if KEYS.load(Relaxed) {
		&keys::prepare
	} else {
		&prepare_once
	}
}

/// [`census_groth16::verify`] through the accelerators.
pub(crate) fn verify(key: Key<'_>, proof: &[u8], inputs: &[u8]) -> Verdict {
	let statement = ACCEPTS.load(Relaxed).then(|| Statement::of(&key, proof, inputs)).flatten();
	if statement.as_ref().is_some_and(accepts::contain) {
		return Ok(());
	}
	verify_with(key, proof, inputs, prepare())?;
	if let Some(statement) = statement {
		accepts::insert(statement);
	}
	Ok(())
}

/// The first refusal among items, through the accelerators. What was accepted before need not be verified
/// again: were it verified with the others, it would be accepted. It has its part in the coefficients
/// all the same, so that these are every node's, whatever it remembers.
pub(crate) fn first_refusal_of(items: &[Item<'_>]) -> Option<(usize, VerifyError)> {
	let mut statements = vec![None; items.len()];
	if ACCEPTS.load(Relaxed) {
		let of = |item: &Item<'_>| Statement::of(&item.key, item.proof, item.inputs);
		statements = items.iter().map(of).collect();
	}
	let known: Vec<_> =
		statements.iter().map(|one| one.as_ref().is_some_and(accepts::contain)).collect();
	let is_known = |place: usize| known.get(place) == Some(&true);
	let settings = Settings { coefficients: Coefficients::Derived, prepare: prepare(), threads: 1 };
	let Outcome { result, products } = first_unknown_refusal(items, is_known, &settings);
	counters::count_batch(known.iter().filter(|known| !**known).count(), products);
	let end = result.map_or(items.len(), |(place, _)| place);
	statements.into_iter().take(end).flatten().for_each(accepts::insert);
	result
}
