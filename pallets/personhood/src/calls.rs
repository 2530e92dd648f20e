//! What others must know of this pallet's calls: which proofs they bring, and which of them persons make.
//! Every call is named, so that none is added without saying; `runtime/src/tests/brought.rs` looks for
//! proofs among the arguments of every call besides.

use crate::{
	tickets::circuit_inputs, Call, Config, Evidence, IssuerKind, Issuers, Pallet, SignedTicket,
	Tickets,
};
use alloc::{vec, vec::Vec};
use census_primitives::{BroughtProof, Circuits};
use census_zk_types::SemaphoreProof;
use frame_system::pallet_prelude::BlockNumberFor;

/// What is special about a call.
enum Role<'a, T: Config> {
	/// A person makes it, in any scope: it needs no pallet's.
	Act,
	/// It brings tickets and a proof of knowledge.
	Admission { tickets: &'a Tickets<T>, knowledge: &'a SemaphoreProof },
	/// It brings these proofs, in the order in which they are verified.
	Proofs(Vec<&'a SemaphoreProof>),
	/// Nothing: an account, an issuer or governance makes it.
	Plain,
}

fn role<T: Config>(call: &Call<T>) -> Role<'_, T> {
	match call {
		Call::declare { .. } => Role::Act,
		Call::enrol { tickets, proof }
		| Call::renew { tickets, proof, .. }
		| Call::recover { tickets, proof, .. } => Role::Admission { tickets, knowledge: proof },
		Call::rotate { current, proof, .. } => Role::Proofs(vec![current, proof]),
		Call::veto { proof, .. }
		| Call::act_as { proof, .. }
		| Call::open_session { proof, .. } => Role::Proofs(vec![proof]),
		Call::register_issuer { .. }
		| Call::set_issuer_limit { .. }
		| Call::pause_issuer { .. }
		| Call::resume_issuer { .. }
		| Call::remove_issuer { .. }
		| Call::change_policy { .. }
		| Call::set_deadline { .. }
		| Call::report_key { .. }
		| Call::propose_change { .. }
		| Call::confirm_change { .. }
		| Call::cancel_change { .. }
		| Call::object_to_change { .. }
		| Call::withdraw { .. }
		| Call::merge { .. }
		| Call::expire { .. }
		| Call::as_alias { .. }
		| Call::open_scope { .. }
		| Call::close_scope { .. }
		| Call::__Ignore(..) => Role::Plain,
	}
}

impl<T: Config> Pallet<T> {
	/// The proofs that a call brings, in the order in which they are verified.
	///
	/// A call that a person makes brings none: none that persons may make does.
	pub fn brought_by(call: &Call<T>) -> Vec<BroughtProof> {
		match role(call) {
			Role::Admission { tickets, knowledge } => with_tickets::<T>(tickets, knowledge),
			Role::Proofs(proofs) => proofs.into_iter().map(BroughtProof::semaphore).collect(),
			Role::Act | Role::Plain => Vec::new(),
		}
	}

	/// Whether the call is one that persons make. It needs no pallet's scope: it can be made in any.
	pub fn is_act(call: &Call<T>) -> bool {
		match role(call) {
			Role::Act => true,
			Role::Admission { .. } | Role::Proofs(_) | Role::Plain => false,
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
