//! Who may do what was decided: the origins of tracks.

use crate::{Committee, Config, Origin, Track};
use core::marker::PhantomData;
use frame_support::{
	ensure,
	traits::{EnsureOrigin, Get, OriginTrait},
};
use frame_system::pallet_prelude::OriginFor;
use sp_runtime::DispatchError;

/// Lets in what was decided on a track, by whomever.
pub struct EnsureTrack<T, Which>(PhantomData<(T, Which)>);

impl<T: Config, Which: Get<Track>> EnsureOrigin<OriginFor<T>> for EnsureTrack<T, Which> {
	type Success = ();

	fn try_origin(origin: OriginFor<T>) -> Result<(), OriginFor<T>> {
		match decided::<T>(&origin) {
			Some(decided) if decided.track() == Which::get() => Ok(()),
			_ => Err(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<OriginFor<T>, ()> {
		Ok(Origin::Persons(Which::get()).into())
	}
}

impl Origin {
	/// On which track it was decided.
	fn track(self) -> Track {
		match self {
			Self::Persons(track) | Self::Committee(track) | Self::Widely(track) => track,
		}
	}

	/// Whether persons have decided it.
	fn is_by_persons(self) -> bool {
		match self {
			Self::Persons(_) | Self::Widely(_) => true,
			Self::Committee(_) => false,
		}
	}
}

/// What was decided, if that is what the origin is.
fn decided<T: Config>(origin: &OriginFor<T>) -> Option<Origin> {
	origin.caller().clone().try_into().ok()
}

/// Lets in what was decided on this track, by whomever.
pub(crate) fn track<T: Config>(origin: OriginFor<T>, which: Track) -> Result<(), DispatchError> {
	let is_it = decided::<T>(&origin).is_some_and(|decided| decided.track() == which);
	ensure!(is_it, DispatchError::BadOrigin);
	Ok(())
}

/// Lets in what persons have decided on this track, by however many of them.
pub(crate) fn by_persons<T: Config>(
	origin: OriginFor<T>,
	which: Track,
) -> Result<(), DispatchError> {
	let is_it = decided::<T>(&origin)
		.is_some_and(|decided| decided.is_by_persons() && decided.track() == which);
	ensure!(is_it, DispatchError::BadOrigin);
	Ok(())
}

/// Lets in what persons have decided on this track with its whole share.
pub(crate) fn widely<T: Config>(origin: OriginFor<T>, which: Track) -> Result<(), DispatchError> {
	ensure!(decided::<T>(&origin) == Some(Origin::Widely(which)), DispatchError::BadOrigin);
	Ok(())
}

/// Lets in the committee.
pub struct EnsureCommittee<T>(PhantomData<T>);

impl<T: Config> EnsureOrigin<OriginFor<T>> for EnsureCommittee<T> {
	type Success = ();

	fn try_origin(origin: OriginFor<T>) -> Result<(), OriginFor<T>> {
		let is_committee = match (origin.as_signer(), Committee::<T>::get()) {
			(Some(signer), Some(committee)) => *signer == committee,
			_ => false,
		};
		if is_committee {
			Ok(())
		} else {
			Err(origin)
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<OriginFor<T>, ()> {
		let account = frame_benchmarking::account("committee", 0, 0);
		Committee::<T>::put(&account);
		Ok(frame_system::RawOrigin::Signed(account).into())
	}
}
