//! Which proofs transactions bring: told to a node that would rather verify them together.
//!
//! Each pallet says it of its own calls; here they are taken out of batches. Nothing rests on this
//! being complete. A proof that is missing here is verified alone when its transaction is executed; one
//! too many is verified for nothing.

use crate::{
	Anchors, BlockNumber, Circuits, Governance, Groups, Leases, Personhood, Polls, RuntimeCall,
	UncheckedExtrinsic, Validators,
};
use alloc::vec::Vec;
use census_runtime_api::proofs::BroughtProof;
use pallet_utility::Call as UtilityCall;

/// The most proofs that are told at once: about as many as a block's weight has room for.
const MAX_PROOFS: usize = 4_096;
/// How deep batches of calls are looked into.
pub(crate) const DEPTH: u8 = 4;

/// The proofs that the transactions bring, in block `now`.
pub(crate) fn brought(transactions: &[UncheckedExtrinsic], now: BlockNumber) -> Vec<BroughtProof> {
	let mut proofs = Vec::new();
	for transaction in transactions {
		in_call(&transaction.function, now, DEPTH, &mut proofs);
	}
	proofs.truncate(MAX_PROOFS);
	proofs
}

fn in_call(call: &RuntimeCall, now: BlockNumber, depth: u8, proofs: &mut Vec<BroughtProof>) {
	if proofs.len() >= MAX_PROOFS {
		return;
	}
	match call {
		RuntimeCall::Groups(call) => proofs.extend(Groups::brought_by(call)),
		RuntimeCall::Personhood(call) => proofs.extend(Personhood::brought_by(call)),
		RuntimeCall::Polls(call) => proofs.extend(Polls::brought_by(call)),
		RuntimeCall::Circuits(call) => proofs.extend(Circuits::brought_by(call)),
		RuntimeCall::Anchors(call) => proofs.extend(Anchors::brought_by(call)),
		RuntimeCall::Leases(call) => proofs.extend(Leases::brought_by(call, now)),
		RuntimeCall::Validators(call) => proofs.extend(Validators::brought_by(call)),
		RuntimeCall::Governance(call) => proofs.extend(Governance::brought_by(call)),
		RuntimeCall::Utility(
			UtilityCall::batch { calls }
			| UtilityCall::batch_all { calls }
			| UtilityCall::force_batch { calls },
		) if depth > 0 => {
			for call in calls {
				in_call(call, now, depth.saturating_sub(1), proofs);
			}
		}
		// What is sent seldom is not looked into, nor are batches deep within others.
		RuntimeCall::Utility(_)
		| RuntimeCall::Sudo(_)
		| RuntimeCall::Multisig(_)
		| RuntimeCall::Proxy(_) => (),
		RuntimeCall::System(_)
		| RuntimeCall::Timestamp(_)
		| RuntimeCall::Readiness(_)
		| RuntimeCall::Babe(_)
		| RuntimeCall::Session(_)
		| RuntimeCall::Grandpa(_)
		| RuntimeCall::Balances(_) => (),
	}
}
