//! Which proofs transactions bring: told to a node that would rather verify them together.
//!
//! Nothing rests on this being complete. A proof that is missing here is verified alone when its
//! transaction is executed; one too many is verified for nothing.

use crate::{Circuits, RuntimeCall, UncheckedExtrinsic};
use alloc::vec::Vec;
use census_primitives::{semaphore_inputs, CircuitId};
use census_runtime_api::proofs::BroughtProof;
use census_zk_host::Key;
use census_zk_types::{Points, SemaphoreProof, Word};
use pallet_circuits::Call as CircuitsCall;
use pallet_groups::Call as GroupsCall;
use pallet_personhood::Call as PersonhoodCall;
use pallet_utility::Call as UtilityCall;

/// The most proofs that are told at once: about as many as a block's weight has room for.
const MOST: usize = 4_096;
/// How deep batches of calls are looked into.
const DEPTH: u8 = 4;

/// The proofs that the transactions bring.
pub(crate) fn brought(transactions: &[UncheckedExtrinsic]) -> Vec<BroughtProof> {
	let mut proofs = Vec::new();
	for transaction in transactions {
		in_call(&transaction.function, DEPTH, &mut proofs);
	}
	proofs
}

fn in_call(call: &RuntimeCall, depth: u8, proofs: &mut Vec<BroughtProof>) {
	match call {
		RuntimeCall::Groups(GroupsCall::validate_proof { proof, .. }) => semaphore(proof, proofs),
		RuntimeCall::Groups(GroupsCall::validate_proofs { proofs: batch, .. }) => {
			batch.iter().for_each(|proof| semaphore(proof, proofs));
		}
		RuntimeCall::Personhood(call) => match call {
			PersonhoodCall::enrol { proof, .. }
			| PersonhoodCall::renew { proof, .. }
			| PersonhoodCall::reinstate { proof, .. }
			| PersonhoodCall::recover { proof, .. }
			| PersonhoodCall::veto { proof, .. }
			| PersonhoodCall::act_as { proof, .. }
			| PersonhoodCall::open_session { proof, .. } => semaphore(proof, proofs),
			PersonhoodCall::rotate { current, proof, .. } => {
				semaphore(current, proofs);
				semaphore(proof, proofs);
			}
			_ => {}
		},
		RuntimeCall::Circuits(CircuitsCall::submit_proof { circuit, inputs, proof }) => {
			of_circuit(circuit, inputs, proof, proofs);
		}
		RuntimeCall::Circuits(CircuitsCall::submit_proofs { circuit, claims }) => {
			for claim in claims {
				of_circuit(circuit, &claim.inputs, &claim.proof, proofs);
			}
		}
		RuntimeCall::Utility(
			UtilityCall::batch { calls }
			| UtilityCall::batch_all { calls }
			| UtilityCall::force_batch { calls },
		) if depth > 0 => {
			for call in calls {
				in_call(call, depth.saturating_sub(1), proofs);
			}
		}
		_ => {}
	}
}

fn semaphore(proof: &SemaphoreProof, proofs: &mut Vec<BroughtProof>) {
	let key = Key::Semaphore { depth: proof.merkle_tree_depth };
	push(key, &proof.points, &semaphore_inputs(proof), proofs);
}

fn of_circuit(
	circuit: &CircuitId,
	inputs: &[Word],
	proof: &Points,
	proofs: &mut Vec<BroughtProof>,
) {
	if let Some(key) = Circuits::key(circuit) {
		push(Key::Raw(&key), proof, inputs, proofs);
	}
}

fn push(key: Key<'_>, proof: &Points, inputs: &[Word], proofs: &mut Vec<BroughtProof>) {
	if proofs.len() >= MOST {
		return;
	}
	proofs.push(BroughtProof {
		key: key.encode(),
		proof: proof.iter().flat_map(|word| word.0).collect(),
		inputs: inputs.iter().flat_map(|word| word.0).collect(),
	});
}
