//! Which proofs this pallet's calls bring. Every call is named, so that none is added with its proofs
//! forgotten; `runtime/src/tests/brought.rs` looks for proofs among the arguments of every call besides.

use crate::{Call, Config, Pallet};
use alloc::vec::Vec;
use census_primitives::BroughtProof;

impl<T: Config> Pallet<T> {
	/// The proofs that a call brings: none does. Persons prove with the act that makes the call.
	pub fn brought_by(call: &Call<T>) -> Vec<BroughtProof> {
		match call {
			Call::anchor { .. }
			| Call::anchor_batch { .. }
			| Call::commit { .. }
			| Call::reveal { .. }
			| Call::withdraw_commitment { .. }
			| Call::dispute { .. }
			| Call::retract { .. }
			| Call::renew { .. }
			| Call::evict { .. }
			| Call::open_window { .. }
			| Call::claim { .. }
			| Call::close_window { .. }
			| Call::__Ignore(..) => Vec::new(),
		}
	}
}
