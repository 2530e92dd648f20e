//! The verifying keys of Semaphore v4's circuits, embedded.
//!
//! Source: `src/verification-keys.json` of the npm package `@semaphore-protocol/proof` 4.14.3
//! (MIT), whose keys belong to the circuits of `@zk-kit/semaphore-artifacts` 4.13.0. The example
//! `semaphore_keys` makes the binary file from it; a test compares the two byte for byte.

use crate::{
	encoding::{G1_BYTES, G2_BYTES},
	key::Prepared,
	VerifyError,
};
#[cfg(feature = "std")]
use crate::{PreparedKey, VerifyingKey};
use alloc::vec::Vec;
use census_zk_types::MAX_DEPTH;

/// The public inputs of Semaphore v4's circuits: root, nullifier, and the hashes of message and
/// scope.
pub const SEMAPHORE_INPUTS: usize = 4;

/// `alpha, beta, gamma`, which all depths share.
const SHARED_BYTES: usize = G1_BYTES + 2 * G2_BYTES;
/// `delta, IC[0], ..., IC[4]` of one depth.
const DEPTH_BYTES: usize = G2_BYTES + (SEMAPHORE_INPUTS + 1) * G1_BYTES;

/// The keys of all depths: first what they share, then what is each depth's own, from depth 1 up.
static KEYS: &[u8; SHARED_BYTES + MAX_DEPTH as usize * DEPTH_BYTES] =
	include_bytes!("../data/semaphore-4.13.0.bin");

/// The bytes of the verifying key of one depth, in the form that
/// [`VerifyingKey::from_bytes`] reads.
///
/// # Errors
/// [`VerifyError::UnknownKey`] for a depth outside 1 to [`MAX_DEPTH`].
pub fn semaphore_key(depth: u8) -> Result<Vec<u8>, VerifyError> {
	let (shared, depths) = KEYS.split_at(SHARED_BYTES);
	let own = depths.chunks_exact(DEPTH_BYTES).nth(place(depth)?).ok_or(VerifyError::UnknownKey)?;
	Ok([shared, own].concat())
}

/// Where the key of a depth stands.
pub(crate) fn place(depth: u8) -> Result<usize, VerifyError> {
	if (1..=MAX_DEPTH).contains(&depth) {
		Ok(usize::from(depth) - 1)
	} else {
		Err(VerifyError::UnknownKey)
	}
}

/// The key of one depth, prepared the first time it is asked for and kept.
#[cfg(feature = "std")]
fn prepared(depth: u8) -> Result<&'static PreparedKey, VerifyError> {
	use std::sync::OnceLock;
	static PREPARED: [OnceLock<Result<PreparedKey, VerifyError>>; MAX_DEPTH as usize] =
		[const { OnceLock::new() }; MAX_DEPTH as usize];

	let key = PREPARED[place(depth)?].get_or_init(|| {
		let key = VerifyingKey::from_bytes(&semaphore_key(depth)?)?;
		Ok(PreparedKey::held(&key))
	});
	key.as_ref().map_err(|refusal| *refusal)
}

/// Prepares the keys of all depths, so that no verification has to. A node calls this before it
/// runs its first block: what a proof costs is measured with keys that are ready.
#[cfg(feature = "std")]
pub fn prepare_semaphore_keys() {
	for depth in 1..=MAX_DEPTH {
		// The embedded keys are sound, as the tests show; were one not, its proofs would be refused.
		let _ = prepared(depth);
	}
}

/// The key of one depth, to whomever wants to verify against it.
#[cfg(feature = "std")]
pub(crate) fn prepare(depth: u8) -> Result<Prepared, VerifyError> {
	prepared(depth).map(Prepared::Kept)
}

/// The key of one depth, prepared anew for want of a place to keep it.
#[cfg(not(feature = "std"))]
pub(crate) fn prepare(depth: u8) -> Result<Prepared, VerifyError> {
	crate::prepare_once(&semaphore_key(depth)?).map(Prepared::Shared)
}
