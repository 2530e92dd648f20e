//! An honest stand-in for personhood, without proofs or prices: who names a secret of the electorate
//! knows it. It keeps what the traits promise about scopes: each person acts once on each topic,
//! until the scope's last block and not when it is closed, and an act that fails is not spent.

// The pallet macro makes its items public, whatever they are in.
#![allow(unreachable_pub)]

pub(crate) use pallet::*;

use super::{RuntimeCall, RuntimeOrigin, System, Test};
use census_primitives::{Alias, OpenedScope, PersonScope, PersonScopes, ScopeId, Slots};
use codec::Encode;
use frame_support::{ensure, storage::with_storage_layer, traits::EnsureOriginWithArg};
use sp_runtime::{traits::Dispatchable, DispatchError, DispatchResult};

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::pallet_prelude::*;

	#[pallet::pallet]
	#[pallet::without_storage_info]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {}

	/// A person who is acting on a topic of a scope, and what it is called there.
	#[pallet::origin]
	#[derive(
		Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
	)]
	pub struct Origin(pub PersonScope, pub Alias);

	/// The secrets of the persons there are.
	#[pallet::storage]
	pub type Electorate<T> = StorageValue<_, Vec<u32>, ValueQuery>;

	/// The last block of each scope, closed ones too.
	#[pallet::storage]
	pub type Until<T> = StorageValue<_, Vec<u64>, ValueQuery>;

	/// The acts that were spent.
	#[pallet::storage]
	pub type Spent<T> = StorageMap<_, Identity, (PersonScope, Alias), ()>;

	#[pallet::error]
	pub enum Error<T> {
		ElectorateTooSmall,
		ScopeNotOpen,
		NotPerson,
		AlreadyActed,
	}
}

pub(crate) fn next_epoch(secrets: Vec<u32>) {
	Electorate::<Test>::put(secrets);
}

/// What the person with this secret is called on a topic.
pub(crate) fn alias(secret: u32, scope: &PersonScope) -> Alias {
	let hash = sp_io::hashing::keccak_256(&(secret, scope).encode());
	Alias::from_31_bytes(hash[1..].try_into().expect("31 of 32"))
}

/// The origin of a person who acts: only for tests of which origins are let in.
pub(crate) fn origin(secret: u32, scope: PersonScope) -> RuntimeOrigin {
	Origin(scope, alias(secret, &scope)).into()
}

/// A person acts: the one way in which a call gets a person's origin.
pub(crate) fn act_as(secret: u32, scope: PersonScope, call: RuntimeCall) -> DispatchResult {
	let PersonScope::Application { scope: id, .. } = scope else {
		return Err(Error::<Test>::ScopeNotOpen.into());
	};
	with_storage_layer(|| {
		ensure!(super::Persons::is_open(id), Error::<Test>::ScopeNotOpen);
		ensure!(Electorate::<Test>::get().contains(&secret), Error::<Test>::NotPerson);
		let act = (scope, alias(secret, &scope));
		ensure!(!Spent::<Test>::contains_key(act), Error::<Test>::AlreadyActed);
		Spent::<Test>::insert(act, ());
		call.dispatch(origin(secret, scope)).map(drop).map_err(|refused| refused.error)
	})
}

impl PersonScopes<u64, u64> for super::Persons {
	fn open(
		_: &u64,
		_: Slots,
		least_electorate: u32,
		until: u64,
	) -> Result<OpenedScope, DispatchError> {
		let electorate = Electorate::<Test>::get().len() as u32;
		ensure!(electorate >= least_electorate, Error::<Test>::ElectorateTooSmall);
		ensure!(until >= System::block_number(), Error::<Test>::ScopeNotOpen);
		let scope = Until::<Test>::get().len() as ScopeId;
		Until::<Test>::append(until);
		Ok(OpenedScope { scope, epoch: 1, electorate })
	}

	fn close(scope: ScopeId) -> DispatchResult {
		// Closed for ever: its last block is before the first.
		Until::<Test>::mutate(|until| match until.get_mut(scope as usize) {
			Some(last) if *last > 0 => {
				*last = 0;
				Ok(())
			}
			_ => Err(Error::<Test>::ScopeNotOpen.into()),
		})
	}

	fn is_open(scope: ScopeId) -> bool {
		let last = Until::<Test>::get().get(scope as usize).copied();
		last.is_some_and(|last| System::block_number() <= last)
	}

	// Nobody pays for slots here, so they never run out.
	fn slots_left(scope: ScopeId) -> u32 {
		Until::<Test>::get().get(scope as usize).map_or(0, |_| u32::MAX)
	}
}

/// Lets in only a person who is acting on exactly the topic that is asked about.
pub struct EnsurePerson;

impl EnsureOriginWithArg<RuntimeOrigin, PersonScope> for EnsurePerson {
	type Success = Alias;

	fn try_origin(origin: RuntimeOrigin, scope: &PersonScope) -> Result<Alias, RuntimeOrigin> {
		match Result::<Origin, RuntimeOrigin>::from(origin.clone()) {
			Ok(Origin(acting_in, alias)) if acting_in == *scope => Ok(alias),
			_ => Err(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin(scope: &PersonScope) -> Result<RuntimeOrigin, ()> {
		Ok(origin(0, *scope))
	}
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Prepare;

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<u64> for Prepare {
	fn prepare(_: &u64) {
		next_epoch((0..super::PERSONS).collect());
	}
}
