//! What others must know of this pallet's calls: which proofs they bring, and which of them persons make.
//! Every call is named, so that none is added without saying; `runtime/src/tests/brought.rs` looks for
//! proofs among the arguments of every call besides.

use crate::{Call, Config, LeaseId, Leases, Mode, Pallet, BEST_SCORE};
use alloc::vec::Vec;
use census_primitives::{Alias, BroughtProof, Circuits, ScopeId, Topic};
use census_zk_types::{Points, Word};
use frame_system::pallet_prelude::BlockNumberFor;

/// What is special about a call.
enum Role<'a> {
	/// A person makes it, in the scope of a rating period.
	Rating { lease: LeaseId, score: u8 },
	/// It brings a proof.
	Proof { lease: LeaseId, epoch: u32, output: Word, proof: &'a Points },
	/// Nothing: an account makes it.
	Plain,
}

fn role<T: Config>(call: &Call<T>) -> Role<'_> {
	match call {
		Call::rate { lease, score } => Role::Rating { lease: *lease, score: *score },
		Call::submit_proof { lease, epoch, output, proof } => {
			Role::Proof { lease: *lease, epoch: *epoch, output: *output, proof }
		}
		Call::register_provider { .. }
		| Call::update_provider { .. }
		| Call::bond_more { .. }
		| Call::bond_less { .. }
		| Call::deregister_provider { .. }
		| Call::register_auditor { .. }
		| Call::deregister_auditor { .. }
		| Call::audit { .. }
		| Call::withdraw_audit { .. }
		| Call::post_order { .. }
		| Call::cancel_order { .. }
		| Call::bid { .. }
		| Call::withdraw_bid { .. }
		| Call::reject_bid { .. }
		| Call::accept_bid { .. }
		| Call::acknowledge { .. }
		| Call::heartbeat { .. }
		| Call::top_up { .. }
		| Call::settle { .. }
		| Call::poke { .. }
		| Call::close { .. }
		| Call::reclaim { .. }
		| Call::propose_terms { .. }
		| Call::accept_terms { .. }
		| Call::offer_transfer { .. }
		| Call::accept_transfer { .. }
		| Call::set_input { .. }
		| Call::dispute { .. }
		| Call::resolve { .. }
		| Call::open_rating_period { .. }
		| Call::close_rating_period { .. }
		| Call::name_rater { .. }
		| Call::__Ignore(..) => Role::Plain,
	}
}

impl<T: Config> Pallet<T> {
	/// The proofs that a call brings in block `now`, as far as its lease is in the epoch that it names.
	pub fn brought_by(call: &Call<T>, now: BlockNumberFor<T>) -> Vec<BroughtProof> {
		match role(call) {
			Role::Proof { lease, epoch, output, proof } => {
				Self::brought_for(lease, epoch, output, proof, now).into_iter().collect()
			}
			Role::Rating { .. } | Role::Plain => Vec::new(),
		}
	}

	/// Whether the call is one that persons make, in the scope of a rating period. When one would be
	/// taken, [`Pallet::admits`] says.
	pub fn is_act(call: &Call<T>) -> bool {
		match role(call) {
			Role::Rating { .. } => true,
			Role::Proof { .. } | Role::Plain => false,
		}
	}

	/// Whether a call would be accepted now of a person who acts in this scope, on this topic, and is
	/// called `alias` there.
	///
	/// Three reads: of the period, the lease and the scope.
	pub fn admits(scope: ScopeId, topic: &Topic, alias: &Alias, call: &Call<T>) -> bool {
		match role(call) {
			Role::Rating { lease, score } => {
				(1..=BEST_SCORE).contains(&score) && Self::admits_rating(scope, topic, alias, lease)
			}
			Role::Proof { .. } | Role::Plain => false,
		}
	}

	/// The chain makes the public inputs: see [`Pallet::submit_proof`].
	fn brought_for(
		id: LeaseId,
		number: u32,
		output: Word,
		proof: &Points,
		now: BlockNumberFor<T>,
	) -> Option<BroughtProof> {
		let mut lease = Leases::<T>::get(id)?;
		Self::advance(&mut lease, now);
		let Mode::Proven { circuit, model, .. } = lease.mode else { return None };
		let epoch = lease.epoch.filter(|epoch| epoch.number == number && !epoch.proven)?;
		let binding = Self::binding_of(id, number, &lease.provider);
		let key = T::Circuits::key(&circuit)?;
		let inputs = [model, epoch.input, output, binding.into()];
		Some(BroughtProof::of_circuit(&key, proof, &inputs))
	}
}
