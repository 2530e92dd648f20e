//! Which proofs this pallet's calls bring. Every call is named, so that none is added with its proofs
//! forgotten; `runtime/src/tests/brought.rs` looks for proofs among the arguments of every call besides.

use crate::{
	tickets::circuit_inputs, Call, Config, Evidence, IssuerKind, Issuers, Pallet, SignedTicket,
	Tickets,
};
use alloc::{vec, vec::Vec};
use census_primitives::{BroughtProof, Circuits};
use census_zk_types::SemaphoreProof;
use frame_system::pallet_prelude::BlockNumberFor;

impl<T: Config> Pallet<T> {
	/// The proofs that a call brings, in the order in which they are verified.
	///
	/// A call that a person makes brings none: none that persons may make does.
	pub fn brought_by(call: &Call<T>) -> Vec<BroughtProof> {
		match call {
			Call::enrol { tickets, proof }
			| Call::renew { tickets, proof, .. }
			| Call::recover { tickets, proof, .. } => with_tickets::<T>(tickets, proof),
			Call::rotate { current, proof, .. } => {
				vec![BroughtProof::semaphore(current), BroughtProof::semaphore(proof)]
			}
			Call::veto { proof, .. }
			| Call::act_as { proof, .. }
			| Call::open_session { proof, .. } => vec![BroughtProof::semaphore(proof)],
			Call::register_issuer { .. }
			| Call::set_issuer_limit { .. }
			| Call::pause_issuer { .. }
			| Call::resume_issuer { .. }
			| Call::remove_issuer { .. }
			| Call::set_threshold { .. }
			| Call::withdraw { .. }
			| Call::merge { .. }
			| Call::expire { .. }
			| Call::as_alias { .. }
			| Call::declare { .. }
			| Call::open_scope { .. }
			| Call::close_scope { .. }
			| Call::__Ignore(..) => Vec::new(),
		}
	}
}

/// The proofs of issuers' circuits, and then the proof of knowledge.
fn with_tickets<T: Config>(tickets: &Tickets<T>, knowledge: &SemaphoreProof) -> Vec<BroughtProof> {
	let of_circuits = tickets.iter().filter_map(of_ticket::<T>);
	of_circuits.chain([BroughtProof::semaphore(knowledge)]).collect()
}

fn of_ticket<T: Config>(signed: &SignedTicket<BlockNumberFor<T>>) -> Option<BroughtProof> {
	let Evidence::Proof(proof) = &signed.evidence else { return None };
	let IssuerKind::Circuit(circuit) = Issuers::<T>::get(signed.ticket.issuer)?.kind else {
		return None;
	};
	let key = T::Circuits::key(&circuit)?;
	Some(BroughtProof::of_circuit(&key, proof, &circuit_inputs::<T>(&signed.ticket)))
}
