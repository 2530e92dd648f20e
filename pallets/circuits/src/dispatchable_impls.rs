//! What the calls do.

use crate::{
	statement_hash, types::statement_footprint, verification::Verifier, weights, Circuit,
	CircuitStatus, Circuits, Claim, ClaimRefusal, Config, Definition, Error, Event, Hash32, Inputs,
	Keys, Layouts, Pallet, RevokedKeys, Stage, Statement, Statements,
};
use alloc::vec::Vec;
use census_primitives::CircuitId;
use census_zk_types::Points;
use frame_support::{
	dispatch::{DispatchResult, DispatchResultWithPostInfo},
	ensure,
	pallet_prelude::DispatchError,
	traits::Consideration,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register(registrant: T::AccountId, definition: Definition) -> DispatchResult {
		definition.layout.check::<T>()?;
		let (id, key_hash) = (definition.id(), definition.key_hash());
		ensure!(!Self::is_key_revoked(&key_hash), Error::<T>::KeyRevoked);
		ensure!(!Circuits::<T>::contains_key(id), Error::<T>::AlreadyRegistered);
		definition.check_key::<T>()?;

		let circuit = Circuit::<T> {
			deposit: T::CircuitConsideration::new(&registrant, definition.footprint())?,
			registrant: registrant.clone(),
			stage: Stage::Proposed,
			users: 0,
			inputs: definition.layout.inputs.len() as u32,
			key_hash,
			registered_at: frame_system::Pallet::<T>::block_number(),
		};
		Circuits::<T>::insert(id, circuit);
		Keys::<T>::insert(id, definition.key);
		Layouts::<T>::insert(id, definition.layout);
		Self::deposit_event(Event::CircuitRegistered { circuit: id, registrant });
		Ok(())
	}

	pub(crate) fn do_activate(registrant: T::AccountId, id: CircuitId) -> DispatchResult {
		let mut circuit = Self::circuit_of(&registrant, &id)?;
		ensure!(circuit.stage == Stage::Proposed, Error::<T>::NotProposed);
		ensure!(!Self::is_key_revoked(&circuit.key_hash), Error::<T>::KeyRevoked);
		circuit.stage = Stage::Active;
		Circuits::<T>::insert(id, circuit);
		Self::deposit_event(Event::CircuitActivated { circuit: id });
		Ok(())
	}

	pub(crate) fn do_deprecate(registrant: T::AccountId, id: CircuitId) -> DispatchResult {
		let mut circuit = Self::circuit_of(&registrant, &id)?;
		ensure!(circuit.status() == CircuitStatus::Active, Error::<T>::CircuitNotActive);
		circuit.stage = Stage::Deprecated;
		Circuits::<T>::insert(id, circuit);
		Self::deposit_event(Event::CircuitDeprecated { circuit: id });
		Ok(())
	}

	pub(crate) fn do_revoke(key_hash: Hash32) -> DispatchResult {
		ensure!(!Self::is_key_revoked(&key_hash), Error::<T>::KeyRevoked);
		RevokedKeys::<T>::insert(key_hash, ());
		Self::deposit_event(Event::KeyRevoked { key_hash });
		Ok(())
	}

	pub(crate) fn do_remove(registrant: T::AccountId, id: CircuitId) -> DispatchResult {
		let circuit = Self::circuit_of(&registrant, &id)?;
		ensure!(circuit.status() != CircuitStatus::Active, Error::<T>::CircuitActive);
		ensure!(circuit.users == 0, Error::<T>::CircuitInUse);
		circuit.deposit.drop(&registrant)?;
		Circuits::<T>::remove(id);
		Keys::<T>::remove(id);
		Layouts::<T>::remove(id);
		Self::deposit_event(Event::CircuitRemoved { circuit: id });
		Ok(())
	}

	pub(crate) fn do_submit_proof(
		submitter: T::AccountId,
		circuit: CircuitId,
		inputs: Inputs,
		proof: &Points,
	) -> DispatchResult {
		let statement = statement_hash(&circuit, &inputs);
		ensure!(!Statements::<T>::contains_key(statement), Error::<T>::StatementRecorded);
		let verifier = Verifier::of::<T>(&circuit).map_err(Error::<T>::from)?;
		verifier.verify(&inputs, proof).map_err(Error::<T>::from)?;
		Self::record(submitter, circuit, verifier.key_hash, statement)
	}

	pub(crate) fn do_submit_proofs(
		submitter: T::AccountId,
		circuit: CircuitId,
		claims: Vec<Claim>,
	) -> DispatchResultWithPostInfo {
		ensure!(!claims.is_empty(), Error::<T>::BatchEmpty);
		let verifier = Verifier::of::<T>(&circuit).map_err(Error::<T>::from)?;
		let weight_if_all_hold = weights::batch_that_holds::<T>(&claims);

		let mut refusals = Vec::new();
		let (mut statements, mut proofs) = (Vec::new(), Vec::new());
		for (index, Claim { inputs, proof }) in (0..).zip(claims) {
			let statement = statement_hash(&circuit, &inputs);
			if Statements::<T>::contains_key(statement) {
				refusals.push((index, ClaimRefusal::StatementRecorded));
			} else if let Err(refusal) = verifier.check_count(&inputs) {
				refusals.push((index, refusal.into()));
			} else {
				statements.push((index, statement));
				proofs.push((proof, inputs.into_inner()));
			}
		}
		let verdicts = verifier.verify_each(&proofs);
		// Then they were verified together: they are no more than that takes, see `integrity_test`.
		let all_hold = verdicts.iter().all(Result::is_ok);
		for ((index, statement), verdict) in statements.into_iter().zip(verdicts) {
			if let Err(refusal) = verdict {
				refusals.push((index, refusal.into()));
			} else if Statements::<T>::contains_key(statement) {
				// A claim before it in the same batch says the same.
				refusals.push((index, ClaimRefusal::StatementRecorded));
			} else {
				Self::record(submitter.clone(), circuit, verifier.key_hash, statement)?;
			}
		}
		refusals.sort_unstable_by_key(|(index, _)| *index);
		for (index, refusal) in refusals {
			Self::deposit_event(Event::ProofRefused { circuit, index, refusal });
		}
		Ok(all_hold.then_some(weight_if_all_hold).into())
	}

	pub(crate) fn do_remove_statement(
		submitter: T::AccountId,
		statement: Hash32,
	) -> DispatchResult {
		let record = Statements::<T>::get(statement).ok_or(Error::<T>::StatementNotFound)?;
		ensure!(record.submitter == submitter, Error::<T>::NotSubmitter);
		record.deposit.drop(&submitter)?;
		Statements::<T>::remove(statement);
		Self::deposit_event(Event::StatementRemoved { statement });
		Ok(())
	}

	/// Records a statement that was just proven.
	fn record(
		submitter: T::AccountId,
		circuit: CircuitId,
		key_hash: Hash32,
		statement: Hash32,
	) -> Result<(), DispatchError> {
		let record = Statement::<T> {
			circuit,
			key_hash,
			deposit: T::StatementConsideration::new(&submitter, statement_footprint(1))?,
			submitter: submitter.clone(),
			recorded_at: frame_system::Pallet::<T>::block_number(),
		};
		Statements::<T>::insert(statement, record);
		Self::deposit_event(Event::StatementProven { circuit, statement, submitter });
		Ok(())
	}

	/// A circuit that `registrant` registered.
	fn circuit_of(registrant: &T::AccountId, id: &CircuitId) -> Result<Circuit<T>, Error<T>> {
		let circuit = Circuits::<T>::get(id).ok_or(Error::<T>::CircuitNotFound)?;
		ensure!(circuit.registrant == *registrant, Error::<T>::NotRegistrant);
		Ok(circuit)
	}
}
