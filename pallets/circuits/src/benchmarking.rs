//! What the calls cost at their worst: keys that nothing has prepared, inputs of full size, and
//! proofs that the real verifier accepts.
#![allow(missing_docs)]

use crate::{
	types::{circuit_footprint, statement_footprint},
	worst_case::{claim, definition, inputs, key, proof, BATCH_INPUTS},
	*,
};
use alloc::{boxed::Box, vec::Vec};
use census_primitives::CircuitId;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{Consideration, EnsureOrigin, Get},
	BoundedVec,
};
use frame_system::RawOrigin;

/// An account that can make all deposits.
fn caller<T: Config>() -> T::AccountId {
	let caller: T::AccountId = whitelisted_caller();
	T::CircuitConsideration::ensure_successful(&caller, circuit_footprint(1 << 20));
	caller
}

/// An account that can make the deposits of many statements.
fn submitter<T: Config>() -> T::AccountId {
	let submitter: T::AccountId = whitelisted_caller();
	let many = statement_footprint(u32::MAX as usize);
	T::StatementConsideration::ensure_successful(&submitter, many);
	submitter
}

fn register<T: Config>(registrant: &T::AccountId, definition: Definition) -> CircuitId {
	let id = definition.id();
	Pallet::<T>::do_register(registrant.clone(), definition).expect("the deposit was made sure of");
	id
}

/// Registers a circuit and activates it. Its registrant is another than the benchmark's caller.
fn active<T: Config>(definition: Definition) -> CircuitId {
	let registrant: T::AccountId = account("registrant", 0, 0);
	T::CircuitConsideration::ensure_successful(&registrant, circuit_footprint(1 << 20));
	let id = register::<T>(&registrant, definition);
	Pallet::<T>::do_activate(registrant, id).expect("it was just registered");
	id
}

impl<T: Config> Pallet<T> {
	/// An active circuit with so many public inputs, for the benchmarks of what uses circuits.
	pub fn benchmark_circuit(inputs: u32) -> CircuitId {
		active::<T>(definition(key(inputs), inputs))
	}
}

/// Claims that hold, under the key with [`BATCH_INPUTS`].
fn claims<T: Config>(count: u32) -> BoundedVec<Claim, T::MaxBatch> {
	let claims: Vec<_> = (0..count).map(claim).collect();
	claims.try_into().expect("no more than the most")
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register(n: Linear<0, MAX_INPUTS>) {
		let registrant = caller::<T>();
		let Definition { key, layout } = definition(key(n), n);

		#[extrinsic_call]
		_(
			RawOrigin::Signed(registrant),
			layout.verifier,
			key,
			layout.inputs,
			layout.program,
			layout.transcript,
		);

		assert_eq!(Circuits::<T>::iter_keys().count(), 1);
	}

	#[benchmark]
	fn activate() {
		let registrant = caller::<T>();
		let id = super::register::<T>(&registrant, definition(key(MAX_INPUTS), MAX_INPUTS));

		#[extrinsic_call]
		_(RawOrigin::Signed(registrant), id);

		assert_eq!(Circuits::<T>::get(id).unwrap().stage, Stage::Active);
	}

	#[benchmark]
	fn deprecate() {
		let registrant = caller::<T>();
		let id = super::register::<T>(&registrant, definition(key(MAX_INPUTS), MAX_INPUTS));
		Pallet::<T>::do_activate(registrant.clone(), id).expect("it is theirs");

		#[extrinsic_call]
		_(RawOrigin::Signed(registrant), id);

		assert_eq!(Circuits::<T>::get(id).unwrap().stage, Stage::Deprecated);
	}

	#[benchmark]
	fn revoke() -> Result<(), BenchmarkError> {
		let definition = definition(key(MAX_INPUTS), MAX_INPUTS);
		let key_hash = definition.key_hash();
		let id = active::<T>(definition);
		let origin =
			T::RevokeOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, key_hash);

		assert_eq!(Circuits::<T>::get(id).unwrap().status(), CircuitStatus::Revoked);
		Ok(())
	}

	#[benchmark]
	fn remove() {
		let registrant = caller::<T>();
		let id = super::register::<T>(&registrant, definition(key(MAX_INPUTS), MAX_INPUTS));

		#[extrinsic_call]
		_(RawOrigin::Signed(registrant), id);

		assert_eq!(Keys::<T>::iter_keys().count(), 0);
	}

	#[benchmark]
	fn submit_proof(n: Linear<0, MAX_INPUTS>) {
		let id = active::<T>(definition(key(n), n));
		let inputs = inputs(n);

		#[extrinsic_call]
		_(RawOrigin::Signed(submitter::<T>()), id, inputs, Box::new(proof(n)));

		assert_eq!(Statements::<T>::iter_keys().count(), 1);
	}

	/// Every proof holds, so that every statement is recorded.
	#[benchmark]
	fn submit_proofs(k: Linear<1, { T::MaxBatch::get() }>) {
		let id = active::<T>(definition(key(BATCH_INPUTS), BATCH_INPUTS));
		let claims = claims::<T>(k);

		#[extrinsic_call]
		_(RawOrigin::Signed(submitter::<T>()), id, claims);

		assert_eq!(Statements::<T>::iter_keys().count(), k as usize);
	}

	/// The first proof does not hold, so that all others are verified again.
	#[benchmark]
	fn submit_proofs_refused(k: Linear<1, { T::MaxBatch::get() }>) {
		let id = active::<T>(definition(key(BATCH_INPUTS), BATCH_INPUTS));
		let mut claims = claims::<T>(k);
		claims[0].inputs[0] = claims[0].inputs[1];

		#[extrinsic_call]
		submit_proofs(RawOrigin::Signed(submitter::<T>()), id, claims);

		assert_eq!(Statements::<T>::iter_keys().count(), k as usize - 1);
	}

	#[benchmark]
	fn remove_statement() {
		let id = active::<T>(definition(key(0), 0));
		let submitter = submitter::<T>();
		Pallet::<T>::do_submit_proof(submitter.clone(), id, Inputs::default(), &proof(0))
			.expect("the proof holds");

		#[extrinsic_call]
		_(RawOrigin::Signed(submitter), statement_hash(&id, &[]));

		assert_eq!(Statements::<T>::iter_keys().count(), 0);
	}

	#[benchmark]
	fn verify_in_place(n: Linear<0, MAX_INPUTS>) {
		let id = active::<T>(definition(key(n), n));
		let (inputs, proof) = (inputs(n), proof(n));
		let verdict;

		#[block]
		{
			verdict = Pallet::<T>::check_proof(&id, &inputs, &proof);
		}

		assert_eq!(verdict, Ok(()));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
