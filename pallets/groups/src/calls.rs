//! Which proofs this pallet's calls bring. Every call is named, so that none is added with its proofs
//! forgotten; `runtime/src/tests/brought.rs` looks for proofs among the arguments of every call besides.

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
			Call::create_group { .. }
			| Call::add_member { .. }
			| Call::add_members { .. }
			| Call::update_member { .. }
			| Call::remove_member { .. }
			| Call::update_group_admin { .. }
			| Call::accept_group_admin { .. }
			| Call::update_root_duration { .. }
			| Call::set_instant_revocation { .. }
			| Call::close_group { .. }
			| Call::clear_group { .. }
			| Call::__Ignore(..) => Vec::new(),
		}
	}
}
