//! Who a person's call comes from, and how a pool is told whether to take what nobody signed.

use crate::{Config, Origin};
use alloc::vec::Vec;
use census_primitives::{Alias, Lane, PersonRefusal, PersonScope};
use codec::Encode;
use core::marker::PhantomData;
use frame_support::{
	pallet_prelude::{
		InvalidTransaction, TransactionLongevity, TransactionTag, TransactionValidityError,
		TransactionValidityWithRefund, UnknownTransaction, ValidTransaction, Weight,
	},
	traits::{EnsureOrigin, EnsureOriginWithArg, OriginTrait},
};

/// Lets in a person, in whatever scope it acts, and tells the scope and the alias. Whoever asks
/// must judge the scope: an alias means nothing outside it.
pub struct EnsurePerson<T>(PhantomData<T>);

impl<T: Config> EnsureOrigin<T::RuntimeOrigin> for EnsurePerson<T> {
	type Success = (PersonScope, Alias);

	fn try_origin(origin: T::RuntimeOrigin) -> Result<Self::Success, T::RuntimeOrigin> {
		match origin.caller().clone().try_into() {
			Ok(Origin::Person { scope, alias }) => Ok((scope, alias)),
			Err(_) => Err(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<T::RuntimeOrigin, ()> {
		let scope = PersonScope::Quota { epoch: 0, counter: 0 };
		Ok(Origin::Person { scope, alias: Alias::from(1) }.into())
	}
}

/// Lets in only a person who is acting in exactly the scope it is asked about.
pub struct EnsureInScope<T>(PhantomData<T>);

impl<T: Config> EnsureOriginWithArg<T::RuntimeOrigin, PersonScope> for EnsureInScope<T> {
	type Success = Alias;

	fn try_origin(
		origin: T::RuntimeOrigin,
		wanted: &PersonScope,
	) -> Result<Alias, T::RuntimeOrigin> {
		match EnsurePerson::<T>::try_origin(origin)? {
			(scope, alias) if scope == *wanted => Ok(alias),
			(scope, alias) => Err(Origin::Person { scope, alias }.into()),
		}
	}

	/// Whoever is let in has acted: its act is counted when its call is made.
	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin(wanted: &PersonScope) -> Result<T::RuntimeOrigin, ()> {
		let alias = Alias::from(1);
		crate::Pallet::<T>::benchmark_act(wanted, alias);
		Ok(Origin::Person { scope: *wanted, alias }.into())
	}
}

/// What a pool is told of a refusal: never again, or not yet.
pub(crate) fn validity(refusal: PersonRefusal) -> TransactionValidityError {
	if refusal.may_pass_later() {
		UnknownTransaction::Custom(refusal.code()).into()
	} else {
		InvalidTransaction::Custom(refusal.code()).into()
	}
}

/// The tag of a transaction that uses up `what`: of two with one tag, a pool takes one.
pub(crate) fn pool_tag(what: impl Encode) -> TransactionTag {
	("personhood", what).encode()
}

/// What a pool is told of a transaction that would be accepted: where it stands among those that
/// nobody pays for, what it uses up, and for how many blocks it may be.
///
/// The priority is the same for all copies of a proof under other points, so that none takes the
/// place of another; and it is above that of what pays usual fees, so that nobody fills a pool with
/// these and shuts persons out. Blocks have a share for each, and nodes bound how many of these wait.
pub(crate) fn valid(
	lane: Lane,
	provides: Vec<TransactionTag>,
	longevity: TransactionLongevity,
) -> ValidTransaction {
	ValidTransaction {
		priority: lane.priority(),
		provides,
		longevity,
		propagate: true,
		..Default::default()
	}
}

/// What a pool is told.
pub(crate) fn authorized(
	verdict: Result<ValidTransaction, PersonRefusal>,
) -> TransactionValidityWithRefund {
	verdict.map(|valid| (valid, Weight::zero())).map_err(validity)
}
