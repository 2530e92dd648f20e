//! Who attests: issuers, the threshold, and what both guarantee together.
//!
//! Two quorums that weigh at least `T` each share issuers that weigh at least `2T - W`, `W` being
//! what all issuers weigh. If that is more than any one issuer weighs, they share at least two; and
//! if no more than one of all issuers is corrupt, they share an honest one, which gives a human one
//! tag. So no human is admitted twice. (That a class of evidence counts once only makes quorums
//! greater.)
//!
//! It must hold for quorums of different times too. So `T` is the least threshold under which live
//! persons were admitted, or that of now; and removed issuers weigh while live persons rest on them.

use crate::{
	tickets::CIRCUIT_INPUTS, ChainSettings, Config, Error, Event, GenesisConfig, Guarantee, Issuer,
	IssuerKind, IssuerOf, IssuerStatus, Issuers, Name, NextIssuerId, Pallet, PinnableEpoch, Pins,
	Policies, SettingsOf, Threshold, Weighing, WeightInfo, MAX_ISSUERS, MAX_POLICIES, MAX_WEIGHT,
};
use alloc::{vec, vec::Vec};
use census_primitives::{Circuits, IssuerId};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	pallet_prelude::{DispatchError, Weight},
	BoundedVec,
};
use sp_core::{ecdsa, ed25519, sr25519};
use sp_runtime::traits::Zero;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_issuer(
		name: Name,
		kind: IssuerKind,
		controller: T::AccountId,
		weight: u32,
		class: u32,
		limit: u32,
	) -> Result<IssuerId, DispatchError> {
		ensure!(!name.is_empty() && core::str::from_utf8(&name).is_ok(), Error::<T>::BadName);
		ensure!((1..=MAX_WEIGHT).contains(&weight), Error::<T>::BadWeight);
		ensure!(is_usable::<T>(&kind), Error::<T>::BadKind);
		let weighing = Self::weighing();
		ensure!(weighing.iter().all(|issuer| issuer.kind != kind), Error::<T>::BadKind);
		let weights = weighing.iter().map(|issuer| issuer.weight).chain([weight]);
		Self::ensure_intersection(Threshold::<T>::get(), weights)?;

		let id = NextIssuerId::<T>::get();
		NextIssuerId::<T>::put(id.checked_add(1).ok_or(Error::<T>::TooManyIssuers)?);
		Weighing::<T>::try_append(id).map_err(|()| Error::<T>::TooManyIssuers)?;
		if let IssuerKind::Circuit(circuit) = &kind {
			T::Circuits::hold(circuit).map_err(|_| Error::<T>::BadKind)?;
		}
		let issuer = Issuer {
			name,
			kind,
			controller,
			weight,
			class,
			limit,
			status: IssuerStatus::Active,
			admitted: (0, 0),
			resting: 0,
		};
		Issuers::<T>::insert(id, issuer);
		Self::deposit_event(Event::IssuerRegistered { issuer: id });
		Ok(id)
	}

	pub(crate) fn do_set_issuer_limit(id: IssuerId, limit: u32) -> DispatchResult {
		let mut issuer = Self::present_issuer(id)?;
		issuer.limit = limit;
		Issuers::<T>::insert(id, issuer);
		Self::deposit_event(Event::IssuerLimitSet { issuer: id, limit });
		Ok(())
	}

	/// Governance pauses any issuer, a controller its own.
	pub(crate) fn do_pause_issuer(
		controller: Option<T::AccountId>,
		id: IssuerId,
	) -> DispatchResult {
		if let Some(controller) = controller {
			Self::issuer_of(&controller, id)?;
		}
		Self::set_issuer_status(id, IssuerStatus::Paused)
	}

	pub(crate) fn do_resume_issuer(id: IssuerId) -> DispatchResult {
		Self::set_issuer_status(id, IssuerStatus::Active)
	}

	pub(crate) fn do_remove_issuer(id: IssuerId) -> DispatchResult {
		let issuer = Self::present_issuer(id)?;
		// No proof of its circuit is asked for any more.
		if let IssuerKind::Circuit(circuit) = &issuer.kind {
			T::Circuits::release(circuit);
		}
		if issuer.resting == 0 {
			Weighing::<T>::mutate(|weighing| weighing.retain(|other| *other != id));
		}
		Self::set_issuer_status(id, IssuerStatus::Removed)
	}

	pub(crate) fn do_set_threshold(threshold: u32) -> DispatchResult {
		ensure!((1..=MAX_ISSUERS * MAX_WEIGHT).contains(&threshold), Error::<T>::BadWeight);
		let weights = Self::weighing().into_iter().map(|issuer| issuer.weight);
		Self::ensure_intersection(threshold, weights)?;
		let policies = Policies::<T>::get();
		ensure!(
			policies.iter().any(|(known, _)| *known == threshold)
				|| (policies.len() as u32) < MAX_POLICIES,
			Error::<T>::TooManyPolicies
		);
		Threshold::<T>::put(threshold);
		Self::deposit_event(Event::ThresholdSet { threshold });
		Ok(())
	}

	/// Writes the first state.
	///
	/// # Panics
	/// If the configuration contradicts itself. A chain with such a genesis must not begin.
	pub(crate) fn build_genesis(genesis: &GenesisConfig<T>) {
		let settings = &genesis.settings;
		assert!(!settings.epoch_length.is_zero(), "personhood: an epoch needs at least one block");
		assert!(settings.epochs_per_pin > 0, "personhood: some epochs must be pinnable");
		assert!(
			settings.grace <= settings.epoch_length,
			"personhood: an epoch's grace must be over when the next epoch is"
		);
		assert!(!settings.recovery_delay.is_zero(), "personhood: a recovery needs time for a veto");
		ChainSettings::<T>::put(settings);
		Pins::<T>::put(BoundedVec::truncate_from(vec![PinnableEpoch::<T>::get()]));
		if let Err(error) = Self::do_set_threshold(genesis.threshold) {
			panic!("personhood: a threshold of {} cannot be: {error:?}", genesis.threshold);
		}
		for issuer in &genesis.issuers {
			let name = Name::try_from(issuer.name.as_bytes().to_vec());
			let registered = name.map_err(|_| Error::<T>::BadName.into()).and_then(|name| {
				Self::do_register_issuer(
					name,
					issuer.kind.clone(),
					issuer.controller.clone(),
					issuer.weight,
					issuer.class,
					issuer.limit,
				)
			});
			if let Err(error) = registered {
				if error == Error::<T>::QuorumsWouldNotIntersect.into() {
					panic!(
						"personhood: two quorums of weight {} might share no honest issuer if {} \
						 were one of them: raise the threshold, or set quorumsIntersect to false, \
						 and the chain will say so",
						genesis.threshold, issuer.name
					);
				}
				panic!("personhood: {} cannot be an issuer: {error:?}", issuer.name);
			}
		}
	}

	/// What registering an issuer of this kind weighs. A circuit is read and held; its verification,
	/// which reads as much of it and a pairing takes longer than a write, bounds that.
	pub(crate) fn weight_of_register(kind: &IssuerKind) -> Weight {
		let held = match kind {
			IssuerKind::Circuit(_) => T::Circuits::verify_weight(CIRCUIT_INPUTS),
			_ => Weight::zero(),
		};
		T::WeightInfo::register_issuer().saturating_add(held)
	}

	/// What removing an issuer weighs, which may be a circuit that is released.
	pub(crate) fn weight_of_remove() -> Weight {
		T::WeightInfo::remove_issuer().saturating_add(T::Circuits::verify_weight(CIRCUIT_INPUTS))
	}

	/// What the chain guarantees as it is: what admission rests on, in numbers and in words.
	pub fn guarantee() -> Guarantee {
		let weighing = Self::weighing();
		let mut weights: Vec<u64> =
			weighing.iter().map(|issuer| u64::from(issuer.weight)).collect();
		weights.sort_unstable_by(|one, other| other.cmp(one));
		let least_threshold = Self::least_threshold(Threshold::<T>::get());
		// What any two quorums share at least.
		let shared = (2 * u64::from(least_threshold)).checked_sub(weights.iter().sum());
		let corrupt_issuers = shared.filter(|shared| *shared > 0).map(|shared| {
			let mut heaviest = 0;
			let fewer = weights.iter().take_while(|weight| {
				heaviest += **weight;
				heaviest < shared
			});
			fewer.count() as u32
		});
		let active = weighing.iter().filter(|issuer| issuer.status == IssuerStatus::Active);
		Guarantee {
			threshold: Threshold::<T>::get(),
			least_threshold,
			weight: weights.iter().sum(),
			heaviest: weights.first().copied().unwrap_or_default(),
			admitting: crate::tickets::weight_of_classes(active)
				>= u64::from(Threshold::<T>::get()),
			corrupt_issuers,
			enforced: ChainSettings::<T>::get().is_some_and(|settings| settings.quorums_intersect),
		}
	}

	/// The chain's own choices.
	pub(crate) fn settings() -> Result<SettingsOf<T>, Error<T>> {
		ChainSettings::<T>::get().ok_or(Error::<T>::StateCorrupt)
	}

	/// An issuer that this account controls.
	pub(crate) fn issuer_of(
		controller: &T::AccountId,
		id: IssuerId,
	) -> Result<IssuerOf<T>, Error<T>> {
		let issuer = Issuers::<T>::get(id).ok_or(Error::<T>::IssuerNotFound)?;
		ensure!(issuer.controller == *controller, Error::<T>::NotController);
		Ok(issuer)
	}

	/// An issuer that has not been removed.
	fn present_issuer(id: IssuerId) -> Result<IssuerOf<T>, Error<T>> {
		let issuer = Issuers::<T>::get(id).ok_or(Error::<T>::IssuerNotFound)?;
		ensure!(issuer.status != IssuerStatus::Removed, Error::<T>::IssuerRemoved);
		Ok(issuer)
	}

	fn set_issuer_status(id: IssuerId, status: IssuerStatus) -> DispatchResult {
		let mut issuer = Self::present_issuer(id)?;
		ensure!(issuer.status != status, Error::<T>::IssuerUnchanged);
		issuer.status = status;
		Issuers::<T>::insert(id, issuer);
		Self::deposit_event(Event::IssuerStatusSet { issuer: id, status });
		Ok(())
	}

	/// The issuers that weigh on quorums.
	fn weighing() -> Vec<IssuerOf<T>> {
		Weighing::<T>::get().into_iter().filter_map(Issuers::<T>::get).collect()
	}

	/// The least threshold that matters if this is the present one.
	fn least_threshold(threshold: u32) -> u32 {
		Policies::<T>::get().into_iter().map(|(old, _)| old).fold(threshold, u32::min)
	}

	/// Whether any two quorums share at least two issuers, if this is the threshold and these are
	/// all weights.
	pub(crate) fn quorums_intersect(
		threshold: u32,
		weights: impl Iterator<Item = u32> + Clone,
	) -> bool {
		let total: u64 = weights.clone().map(u64::from).sum();
		let heaviest = u64::from(weights.max().unwrap_or_default());
		2 * u64::from(Self::least_threshold(threshold)) > total + heaviest
	}

	fn ensure_intersection(
		threshold: u32,
		weights: impl Iterator<Item = u32> + Clone,
	) -> DispatchResult {
		ensure!(
			!Self::settings()?.quorums_intersect || Self::quorums_intersect(threshold, weights),
			Error::<T>::QuorumsWouldNotIntersect
		);
		Ok(())
	}
}

/// Whether tickets of this kind can be told from others: the key is not one under which anybody
/// signs anything, and the circuit is active and reads what issuers' circuits read.
fn is_usable<T: Config>(kind: &IssuerKind) -> bool {
	match kind {
		// The signature with R = 0 and s = 0 holds for any message under the keys of small order,
		// which hide nothing. (Schnorrkel marks its signatures by the highest bit.)
		IssuerKind::Sr25519(key) => {
			let mut empty = [0; 64];
			empty[63] = 0x80;
			!sp_io::crypto::sr25519_verify(&sr25519::Signature::from_raw(empty), b"", key)
		}
		IssuerKind::Ed25519(key) => {
			let mut empty = [0; 64];
			empty[0] = 1;
			!sp_io::crypto::ed25519_verify(&ed25519::Signature::from_raw(empty), b"", key)
		}
		IssuerKind::Ecdsa(key) => is_compressed(key),
		IssuerKind::Circuit(circuit) => T::Circuits::inputs(circuit) == Some(CIRCUIT_INPUTS),
	}
}

/// Whether the first byte is that of a compressed point (SEC 1, 2.3.3). A key that is no point at all
/// signs nothing.
fn is_compressed(key: &ecdsa::Public) -> bool {
	matches!(key.0.first(), Some(2 | 3))
}
