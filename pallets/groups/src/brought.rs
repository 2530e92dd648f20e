//! Which proofs this pallet's calls bring. `runtime/src/tests/brought.rs` looks for proofs among the
//! arguments of every call, so that none is forgotten.

use crate::{Call, Config, Pallet};
use alloc::{vec, vec::Vec};
use census_primitives::BroughtProof;

impl<T: Config> Pallet<T> {
	/// The proofs that a call brings.
	pub fn brought_by(call: &Call<T>) -> Vec<BroughtProof> {
		match call {
			Call::validate_proof { proof, .. } => vec![BroughtProof::semaphore(proof)],
			Call::validate_proofs { proofs, .. } => {
				proofs.iter().map(BroughtProof::semaphore).collect()
			}
			_ => Vec::new(),
		}
	}
}
