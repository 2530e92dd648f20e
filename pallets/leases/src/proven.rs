//! Work that is paid against a proof that it was done.
//!
//! The chain makes all public inputs but the output's commitment, so a proof for another lease,
//! epoch or provider, or of other work, does not hold. What can be used once is the pair of lease
//! and epoch, never a proof's bytes: another proof of the same statement is not another epoch.

use crate::{
	orders::check_commitment, Config, Error, Event, LeaseId, Mode, Pallet, State, CIRCUIT_INPUTS,
};
use census_primitives::Circuits;
use census_zk_types::{FieldElement, Points, Word};
use codec::Encode;
use frame_support::ensure;
use sp_runtime::{traits::Zero, DispatchResult};

/// What the binding's hash begins with.
const BINDING_DOMAIN: &[u8; 20] = b"census/leases/proof:";

/// The last public input of a proof: it ties the proof to a chain, a lease, an epoch and a provider.
///
/// It is the first 31 bytes of the Blake2b-256 hash of the domain (`census/leases/proof:`), then the
/// genesis hash, the lease (u64), the epoch (u32) and the provider's account, each in SCALE; as a
/// big-endian number, so that it lies in the field whatever the hash.
pub fn binding(
	genesis: &impl Encode,
	lease: LeaseId,
	epoch: u32,
	provider: &impl Encode,
) -> FieldElement {
	let bytes = (BINDING_DOMAIN, genesis, lease, epoch, provider).encode();
	let [high @ .., _] = sp_io::hashing::blake2_256(&bytes);
	FieldElement::from_31_bytes(&high)
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_input(who: T::AccountId, id: LeaseId, next: Word) -> DispatchResult {
		let (mut lease, now) = Self::load(id)?;
		ensure!(lease.tenant == who, Error::<T>::NotTenant);
		let Mode::Proven { input, .. } = &mut lease.mode else {
			return Err(Error::<T>::NotProven.into());
		};
		// What the provider acknowledges is what it bid for.
		ensure!(
			matches!(lease.state, State::Active | State::Starved { .. }),
			Error::<T>::NotActive
		);
		check_commitment::<T>(&next)?;
		*input = next;
		Self::deposit_event(Event::InputSet { lease: id, input: next });
		Self::store(id, lease, now);
		Ok(())
	}

	pub(crate) fn do_submit_proof(
		who: T::AccountId,
		id: LeaseId,
		epoch: u32,
		output: Word,
		proof: &Points,
	) -> DispatchResult {
		Self::take_proof(who, id, epoch, output, |circuit, inputs| {
			T::Circuits::verify(circuit, inputs, proof).map_err(Error::<T>::from)
		})
	}

	/// Pays the present epoch if the proof verifies.
	pub(crate) fn take_proof(
		who: T::AccountId,
		id: LeaseId,
		number: u32,
		output: Word,
		verify: impl FnOnce(&[u8; 32], &[Word; CIRCUIT_INPUTS as usize]) -> Result<(), Error<T>>,
	) -> DispatchResult {
		let (mut lease, now) = Self::load(id)?;
		ensure!(lease.provider == who, Error::<T>::NotProvider);
		let Mode::Proven { circuit, model, .. } = lease.mode else {
			return Err(Error::<T>::NotProven.into());
		};
		ensure!(matches!(lease.state, State::Active), Error::<T>::NotActive);
		let epoch = lease.epoch.as_mut().ok_or(Error::<T>::NotActive)?;
		ensure!(epoch.number == number, Error::<T>::WrongEpoch);
		ensure!(!epoch.proven, Error::<T>::EpochAlreadyProven);
		check_commitment::<T>(&output)?;
		let binding = Self::binding_of(id, number, &lease.provider);
		verify(&circuit, &[model, epoch.input, output, binding.into()])?;
		epoch.proven = true;
		Self::credit_epoch(&mut lease);
		Self::deposit_event(Event::EpochProven { lease: id, epoch: number, output });
		Self::pay(id, &mut lease, false)?;
		Self::store(id, lease, now);
		Ok(())
	}

	/// The [`binding`] on this chain.
	pub fn binding_of(lease: LeaseId, epoch: u32, provider: &T::AccountId) -> FieldElement {
		let genesis = frame_system::Pallet::<T>::block_hash(
			frame_system::pallet_prelude::BlockNumberFor::<T>::zero(),
		);
		binding(&genesis, lease, epoch, provider)
	}
}
