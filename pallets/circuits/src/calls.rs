//! Which proofs this pallet's calls bring. Every call is named, so that none is added with its proofs
//! forgotten; `runtime/src/tests/brought.rs` looks for proofs among the arguments of every call besides.

use crate::{Call, Config, Pallet};
use alloc::vec::Vec;
use census_primitives::{BroughtProof, CircuitId};
use census_zk_types::{Points, Word};

impl<T: Config> Pallet<T> {
	/// The proofs that a call brings, as far as its circuit is registered.
	pub fn brought_by(call: &Call<T>) -> Vec<BroughtProof> {
		match call {
			Call::submit_proof { circuit, inputs, proof } => {
				of_circuit::<T>(circuit, [(proof.as_ref(), inputs.as_slice())])
			}
			Call::submit_proofs { circuit, claims } => {
				let claims = claims.iter().map(|claim| (&claim.proof, claim.inputs.as_slice()));
				of_circuit::<T>(circuit, claims)
			}
			Call::register { .. }
			| Call::activate { .. }
			| Call::deprecate { .. }
			| Call::revoke { .. }
			| Call::remove { .. }
			| Call::remove_statement { .. }
			| Call::__Ignore(..) => Vec::new(),
		}
	}
}

fn of_circuit<'a, T: Config>(
	circuit: &CircuitId,
	proofs: impl IntoIterator<Item = (&'a Points, &'a [Word])>,
) -> Vec<BroughtProof> {
	let Some(key) = Pallet::<T>::key(circuit) else { return Vec::new() };
	let told = |(proof, inputs)| BroughtProof::of_circuit(&key, proof, inputs);
	proofs.into_iter().map(told).collect()
}
