//! What a call weighs. A runtime implements this with measurements of its own.

use crate::{Claim, Config};
use frame_support::weights::Weight;

/// The weight of each call, with nothing remembered from before.
pub trait WeightInfo {
	/// [`register`](crate::Pallet::register) with `n` inputs.
	fn register(n: u32) -> Weight;
	/// [`activate`](crate::Pallet::activate).
	fn activate() -> Weight;
	/// [`deprecate`](crate::Pallet::deprecate).
	fn deprecate() -> Weight;
	/// [`revoke`](crate::Pallet::revoke).
	fn revoke() -> Weight;
	/// [`remove`](crate::Pallet::remove) of the largest circuit.
	fn remove() -> Weight;
	/// [`submit_proof`](crate::Pallet::submit_proof) with `n` inputs.
	fn submit_proof(n: u32) -> Weight;
	/// [`submit_proofs`](crate::Pallet::submit_proofs) of `k` claims with two inputs each, which all
	/// hold.
	fn submit_proofs(k: u32) -> Weight;
	/// The same, if the first one does not hold.
	fn submit_proofs_refused(k: u32) -> Weight;
	/// [`remove_statement`](crate::Pallet::remove_statement).
	fn remove_statement() -> Weight;
	/// [`Circuits::verify`](census_primitives::Circuits::verify) with `n` inputs.
	fn verify_in_place(n: u32) -> Weight;
}

/// What each input beyond two adds to a single verification, for all inputs of a batch.
fn more_inputs<T: Config>(claims: &[Claim]) -> Weight {
	let inputs = claims.iter().map(|claim| claim.inputs.len().saturating_sub(2) as u64).sum();
	let per_input =
		T::WeightInfo::verify_in_place(1).saturating_sub(T::WeightInfo::verify_in_place(0));
	per_input.saturating_mul(inputs)
}

/// The weight of [`submit_proofs`](crate::Pallet::submit_proofs) if all claims hold: together they
/// need each input's point once at most.
pub(crate) fn batch_that_holds<T: Config>(claims: &[Claim]) -> Weight {
	T::WeightInfo::submit_proofs(claims.len() as u32).saturating_add(more_inputs::<T>(claims))
}

/// The weight of [`submit_proofs`](crate::Pallet::submit_proofs) at its worst. To find the first of
/// `k` claims that does not hold takes no more than `1 + log2(k)` products, and each of the others
/// one: an input's point is needed twice for each claim at most.
pub(crate) fn batch<T: Config>(claims: &[Claim]) -> Weight {
	T::WeightInfo::submit_proofs_refused(claims.len() as u32)
		.saturating_add(more_inputs::<T>(claims).saturating_mul(2))
}

/// Estimates, for tests: a pairing of 3 ms, 0.1 ms an input, and the database's reads and writes.
impl WeightInfo for () {
	fn register(n: u32) -> Weight {
		Self::verify_in_place(n).saturating_add(Self::activate().saturating_mul(4))
	}
	fn activate() -> Weight {
		Weight::from_parts(150_000_000, 0)
	}
	fn deprecate() -> Weight {
		Self::activate()
	}
	fn revoke() -> Weight {
		Self::activate().saturating_mul(2)
	}
	fn remove() -> Weight {
		Self::activate().saturating_mul(4)
	}
	fn submit_proof(n: u32) -> Weight {
		Self::verify_in_place(n).saturating_add(Self::activate().saturating_mul(2))
	}
	fn submit_proofs(k: u32) -> Weight {
		Self::submit_proof(2).saturating_add(Self::remove().saturating_mul(k.into()))
	}
	fn submit_proofs_refused(k: u32) -> Weight {
		Self::submit_proof(2).saturating_mul(k.into()).saturating_add(Self::submit_proofs(k))
	}
	fn remove_statement() -> Weight {
		Self::activate().saturating_mul(2)
	}
	fn verify_in_place(n: u32) -> Weight {
		Weight::from_parts(3_000_000_000 + 100_000_000 * u64::from(n), 0)
	}
}
