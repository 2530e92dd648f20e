//! Which proofs this pallet's calls bring. Every call is named, so that none is added with its proofs
//! forgotten; `runtime/src/tests/brought.rs` looks for proofs among the arguments of every call besides.

use crate::{Call, Config, LeaseId, Leases, Mode, Pallet};
use alloc::vec::Vec;
use census_primitives::{BroughtProof, Circuits};
use census_zk_types::{Points, Word};
use frame_system::pallet_prelude::BlockNumberFor;

impl<T: Config> Pallet<T> {
	/// The proofs that a call brings in block `now`, as far as its lease is in the epoch that it names.
	pub fn brought_by(call: &Call<T>, now: BlockNumberFor<T>) -> Vec<BroughtProof> {
		match call {
			Call::submit_proof { lease, epoch, output, proof } => {
				Self::brought_for(*lease, *epoch, *output, proof, now).into_iter().collect()
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
			| Call::rate { .. }
			| Call::__Ignore(..) => Vec::new(),
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
