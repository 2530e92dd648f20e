//! An honest stand-in for personhood, without proofs: who names a secret of the electorate knows it.
//!
//! It keeps what the traits promise. A scope accepts the persons of the epoch in which it was
//! opened, each once, until its last block and not when it is closed; acts are paid for
//! beforehand, used ones are burnt and unused ones returned. An act is spent before its call is
//! dispatched, and given back if the call fails. One person is called otherwise in every scope.

// The pallet macro makes its items public, whatever they are in.
#![allow(unreachable_pub)]

pub(crate) use pallet::*;

use super::{Persons, RuntimeCall, RuntimeOrigin, SlotsReason, Test};
use census_primitives::{Alias, OpenedScope, PersonScope, PersonScopes, ScopeId, Slots};
use codec::Encode;
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{
		fungible::MutateHold,
		tokens::{Fortitude, Precision},
		EnsureOriginWithArg,
	},
};
use sp_runtime::{traits::Dispatchable, DispatchError, DispatchResult};

/// The price of one act.
pub(crate) const SLOT_PRICE: u64 = 3;
/// For how many blocks a scope can be open.
pub(crate) const LONGEST: u64 = 50;
/// The fewest persons for whom a scope is opened.
pub(crate) const LEAST_ELECTORATE: u32 = 2;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::pallet_prelude::*;

	#[pallet::pallet]
	#[pallet::without_storage_info]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {}

	#[pallet::composite_enum]
	pub enum HoldReason {
		Slots,
	}

	/// A person who is acting in a scope, and what it is called there.
	#[pallet::origin]
	#[derive(
		Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
	)]
	pub struct Origin {
		pub scope: PersonScope,
		pub alias: Alias,
	}

	/// The present epoch, and the secrets of its persons.
	#[pallet::storage]
	pub type Tree<T> = StorageValue<_, (u32, Vec<u32>), ValueQuery>;

	#[pallet::storage]
	pub type NextScope<T> = StorageValue<_, ScopeId, ValueQuery>;

	#[pallet::storage]
	pub type Scopes<T> = StorageMap<_, Identity, ScopeId, Scope>;

	#[derive(Clone, Encode, Decode, TypeInfo)]
	pub struct Scope {
		pub payer: u64,
		pub electorate: Vec<u32>,
		pub until: u64,
		pub slots: u32,
		pub spent: Vec<Alias>,
	}

	#[pallet::error]
	pub enum Error<T> {
		ElectorateTooSmall,
		Until,
		ScopeNotOpen,
		NotInElectorate,
		Spent,
	}
}

/// The next epoch begins, with these persons.
pub(crate) fn next_epoch(secrets: Vec<u32>) {
	let (epoch, _) = Tree::<Test>::get();
	Tree::<Test>::put((epoch + 1, secrets));
}

/// What the person with this secret is called in a scope.
pub(crate) fn alias(secret: u32, scope: PersonScope) -> Alias {
	let hash = sp_io::hashing::blake2_256(&(secret, scope).encode());
	Alias::from_31_bytes(hash[..31].try_into().expect("31 bytes"))
}

/// The origin that a call has when the person with this secret makes it in a scope. No test has a
/// right to it but those about which origins are let in.
pub(crate) fn origin(secret: u32, scope: PersonScope) -> RuntimeOrigin {
	Origin { scope, alias: alias(secret, scope) }.into()
}

/// A person acts: the one way in which a call gets a person's origin.
pub(crate) fn act_as(secret: u32, person_scope: PersonScope, call: RuntimeCall) -> DispatchResult {
	let PersonScope::Application { scope: id, .. } = person_scope else {
		return Err(Error::<Test>::ScopeNotOpen.into());
	};
	with_storage_layer(|| {
		ensure!(Persons::is_open(id), Error::<Test>::ScopeNotOpen);
		let mut scope = Scopes::<Test>::get(id).ok_or(Error::<Test>::ScopeNotOpen)?;
		ensure!(scope.electorate.contains(&secret), Error::<Test>::NotInElectorate);
		let alias = alias(secret, person_scope);
		ensure!(!scope.spent.contains(&alias), Error::<Test>::Spent);
		scope.spent.push(alias);
		Scopes::<Test>::insert(id, scope);
		call.dispatch(origin(secret, person_scope)).map(drop).map_err(|error| error.error)
	})
}

impl PersonScopes<u64, u64> for Persons {
	fn open(
		payer: &u64,
		slots: Slots,
		least_electorate: u32,
		until: u64,
	) -> Result<OpenedScope, DispatchError> {
		let (epoch, secrets) = Tree::<Test>::get();
		let electorate = secrets.len() as u32;
		ensure!(
			electorate >= least_electorate.max(LEAST_ELECTORATE),
			Error::<Test>::ElectorateTooSmall
		);
		let now = super::System::block_number();
		ensure!((now..=now + LONGEST).contains(&until), Error::<Test>::Until);
		let slots = match slots {
			Slots::Electorate => electorate,
			Slots::Persons(count) | Slots::Acts(count) => count,
		};
		super::Balances::hold(&SlotsReason::get(), payer, u64::from(slots) * SLOT_PRICE)?;
		let scope = NextScope::<Test>::get();
		NextScope::<Test>::put(scope + 1);
		let opened = Scope { payer: *payer, electorate: secrets, until, slots, spent: vec![] };
		Scopes::<Test>::insert(scope, opened);
		Ok(OpenedScope { scope, epoch, electorate })
	}

	fn close(scope: ScopeId) -> DispatchResult {
		let Scope { payer, slots, spent, .. } =
			Scopes::<Test>::take(scope).ok_or(Error::<Test>::ScopeNotOpen)?;
		let (slots, used) = (u64::from(slots), spent.len() as u64);
		super::Balances::burn_held(
			&SlotsReason::get(),
			&payer,
			used * SLOT_PRICE,
			Precision::Exact,
			Fortitude::Force,
		)?;
		let unused = (slots - used) * SLOT_PRICE;
		super::Balances::release(&SlotsReason::get(), &payer, unused, Precision::Exact)?;
		Ok(())
	}

	fn is_open(scope: ScopeId) -> bool {
		Scopes::<Test>::get(scope).is_some_and(|scope| super::System::block_number() <= scope.until)
	}

	fn slots_left(scope: ScopeId) -> u32 {
		Scopes::<Test>::get(scope).map_or(0, |scope| scope.slots - scope.spent.len() as u32)
	}
}

/// Lets in only a person who is acting in exactly the scope that is asked about.
pub struct EnsurePerson;

impl EnsureOriginWithArg<RuntimeOrigin, PersonScope> for EnsurePerson {
	type Success = Alias;

	fn try_origin(origin: RuntimeOrigin, scope: &PersonScope) -> Result<Alias, RuntimeOrigin> {
		match Result::<Origin, RuntimeOrigin>::from(origin.clone()) {
			Ok(person) if person.scope == *scope => Ok(person.alias),
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
	fn prepare(payer: &u64) {
		use frame_support::traits::fungible::Mutate;
		next_epoch((0..super::PERSONS).collect());
		super::Balances::set_balance(payer, super::FUNDS);
	}
}
