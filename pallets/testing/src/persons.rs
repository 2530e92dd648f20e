//! Persons without proofs: who names a secret of the electorate knows it.
//!
//! A stand-in for personhood, as a pallet, so that what a refused call did to it is undone as well. It
//! keeps the promises of [`PersonScopes`], and asks what the pallet that opened a scope admits, as the
//! real one does. It has no quota, no sessions and no scopes of accounts: an act anywhere else than in a
//! pallet's scope is refused.

pub use pallet::*;

use census_primitives::{
	Alias, Epoch, OpenedScope, PalletScopes, PersonRefusal, PersonScope, PersonScopes, Population,
	ScopeId, Slots, Topic, MAX_ATTEMPTS, MAX_CIVIC_ACTS,
};
use codec::Encode;
use core::marker::PhantomData;
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{
		fungible::{Inspect, InspectHold, MutateHold},
		tokens::{Fortitude, Precision},
		EnsureOriginWithArg, Get, OriginTrait,
	},
};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::{
	traits::{CheckedAdd, CheckedMul, Dispatchable, Saturating},
	ArithmeticError, DispatchError, DispatchResult, Perbill,
};

/// What makes somebody that person and nobody else.
pub type Secret = u32;

/// An amount of what slots are paid in.
pub type BalanceOf<T> =
	<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// The topic of a scope that has no others.
const NO_TOPIC: Topic = [0; 32];

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::pallet_prelude::*;

	/// The pallet.
	#[pallet::pallet]
	#[pallet::without_storage_info]
	pub struct Pallet<T>(_);

	/// What the stand-in needs of the chain.
	#[pallet::config]
	pub trait Config:
		frame_system::Config<
		RuntimeOrigin: From<Origin> + OriginTrait<PalletsOrigin: TryInto<Origin>>,
	>
	{
		/// What slots are paid in.
		type Currency: MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The reason under which they are held.
		type RuntimeHoldReason: From<HoldReason>;

		/// What the pallets that open scopes take in them.
		type PalletScopes: PalletScopes<<Self as frame_system::Config>::RuntimeCall>;

		/// What a slot costs.
		type SlotPrice: Get<BalanceOf<Self>>;

		/// What is held for a scope besides its slots.
		type ScopeDeposit: Get<BalanceOf<Self>>;

		/// For how many blocks a scope can be open.
		type MaxScopeLife: Get<BlockNumberFor<Self>>;

		/// The fewest persons for whom a scope is opened.
		type MinElectorate: Get<u32>;
	}

	/// Why the stand-in holds funds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The slots of a scope, and its deposit.
		Scope,
	}

	/// A person that is acting in a scope, and what it is called there.
	#[pallet::origin]
	#[derive(
		Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
	)]
	pub struct Origin {
		/// Where the person acts.
		pub scope: PersonScope,
		/// What it is called there.
		pub alias: Alias,
	}

	/// The latest epoch that can be pinned, and the secrets of its persons.
	#[pallet::storage]
	pub(super) type Pinnable<T> = StorageValue<_, (u32, Vec<Secret>), ValueQuery>;

	/// The number of the next scope. A test sets it to see what happens when none is left.
	#[pallet::storage]
	pub type NextScope<T> = StorageValue<_, ScopeId, ValueQuery>;

	/// The scopes that are not closed.
	#[pallet::storage]
	pub(super) type Scopes<T: Config> = StorageMap<_, Identity, ScopeId, ScopeOf<T>>;

	/// What became of the acts in scopes that are not closed.
	#[pallet::storage]
	pub(super) type Acts<T> = StorageDoubleMap<_, Identity, ScopeId, Identity, (Topic, Alias), Use>;

	/// What a test says [`Population::greatest_part`] is.
	#[pallet::storage]
	pub type GreatestPart<T> = StorageValue<_, Perbill, ValueQuery>;

	/// All that was burnt for slots that were used.
	#[pallet::storage]
	pub(super) type Burnt<T: Config> = StorageValue<_, BalanceOf<T>, ValueQuery>;

	/// Why a scope is not opened or closed, or an act refused.
	#[pallet::error]
	pub enum Error<T> {
		/// There are fewer persons than there have to be.
		ElectorateTooSmall,
		/// The last block has passed, or is too far off.
		BadUntil,
		/// A scope has one slot at least.
		NoSlots,
		/// All scope numbers have been given out.
		NoScopeIdLeft,
		/// There is no such scope.
		ScopeNotFound,
		/// The act is refused.
		Refused(PersonRefusal),
	}
}

/// A scope that is not closed.
#[derive(Clone, codec::Encode, codec::Decode, scale_info::TypeInfo)]
pub struct Scope<AccountId, Balance, BlockNumber> {
	/// Nobody pays for a scope of the chain's own.
	payer: Option<AccountId>,
	/// Whether a person acts in it more than once.
	repeats: bool,
	electorate: Vec<Secret>,
	until: BlockNumber,
	one_topic: bool,
	slots: u32,
	used: u32,
	slot_price: Balance,
	deposit: Balance,
}

type ScopeOf<T> = Scope<<T as frame_system::Config>::AccountId, BalanceOf<T>, BlockNumberFor<T>>;

/// What became of an act.
#[derive(Clone, Copy, codec::Encode, codec::Decode, scale_info::TypeInfo)]
pub enum Use {
	/// It was made.
	Spent,
	/// So many were made, and there may be another.
	Made(u8),
}

impl<T> From<PersonRefusal> for Error<T> {
	fn from(refusal: PersonRefusal) -> Self {
		Self::Refused(refusal)
	}
}

impl<T: Config> Pallet<T> {
	/// The next epoch begins, of which these are the persons, and it can be pinned.
	pub fn next_epoch(persons: Vec<Secret>) {
		let (epoch, _) = Pinnable::<T>::get();
		Pinnable::<T>::put((epoch + 1, persons));
	}

	/// What the person with this secret is called in a scope.
	pub fn alias(secret: Secret, scope: PersonScope) -> Alias {
		let [high @ .., _] = sp_io::hashing::blake2_256(&(secret, scope).encode());
		Alias::from_31_bytes(&high)
	}

	/// The origin that a call has when the person with this secret makes it in a scope. No test has a
	/// right to it but those about which origins are let in, and what is refused to them.
	pub fn origin(secret: Secret, scope: PersonScope) -> T::RuntimeOrigin {
		Origin { scope, alias: Self::alias(secret, scope) }.into()
	}

	/// A person acts: the one way in which a call gets a person's origin.
	///
	/// # Errors
	/// Says why the act is refused: then it has changed nothing.
	///
	/// # Panics
	/// If the call fails: what a pallet admits, it takes.
	pub fn act(secret: Secret, scope: PersonScope, call: T::RuntimeCall) -> DispatchResult {
		let result = Self::try_act(secret, scope, call).map_err(Error::<T>::from)?;
		assert_eq!(result, Ok(()), "it was admitted and is not taken");
		Ok(())
	}

	/// A person acts, and it may be that the pallet admits what it does not take.
	///
	/// # Errors
	/// Says why the act is refused: then it has changed nothing. What its call says is in the result.
	pub fn try_act(
		secret: Secret,
		scope: PersonScope,
		call: T::RuntimeCall,
	) -> Result<DispatchResult, PersonRefusal> {
		Self::attempt(secret, scope, call, T::PalletScopes::admits)
	}

	/// A person acts, and nobody asks the pallet that opened the scope: for tests of what a call itself
	/// refuses to persons, and of whether that is what the pallet does not admit.
	///
	/// # Errors
	/// Says why the act is refused, or the call.
	pub fn act_unasked(secret: Secret, scope: PersonScope, call: T::RuntimeCall) -> DispatchResult {
		Self::attempt(secret, scope, call, |_, _, _, _| true).map_err(Error::<T>::from)?
	}

	/// Whether the person with this secret may act in a scope now, whatever the call.
	///
	/// # Errors
	/// Says why it may not.
	pub fn may_act(secret: Secret, scope: PersonScope) -> Result<(), PersonRefusal> {
		Self::check(secret, scope).map(drop)
	}

	/// All that was burnt for slots that were used.
	pub fn burnt() -> BalanceOf<T> {
		Burnt::<T>::get()
	}

	/// What is held of an account's funds for its scopes.
	pub fn held(account: &T::AccountId) -> BalanceOf<T> {
		T::Currency::balance_on_hold(&HoldReason::Scope.into(), account)
	}

	/// Whether a person may act, where, and how often it has failed to.
	fn check(
		secret: Secret,
		scope: PersonScope,
	) -> Result<(ScopeId, Topic, Alias, u8), PersonRefusal> {
		let PersonScope::Application { scope: id, topic } = scope else {
			return Err(PersonRefusal::ScopeKind);
		};
		ensure!(id < NextScope::<T>::get(), PersonRefusal::ScopeAhead);
		let details = Scopes::<T>::get(id).ok_or(PersonRefusal::ScopeOver)?;
		ensure!(Self::is_open(id), PersonRefusal::ScopeOver);
		ensure!(topic == NO_TOPIC || !details.one_topic, PersonRefusal::ScopeKind);
		ensure!(details.electorate.contains(&secret), PersonRefusal::EpochRoot);
		let alias = Self::alias(secret, scope);
		match Acts::<T>::get(id, (topic, alias)) {
			Some(Use::Spent) => Err(PersonRefusal::NullifierUsed),
			// It has its slot.
			Some(Use::Made(made)) => Ok((id, topic, alias, made)),
			None if details.used < details.slots => Ok((id, topic, alias, 0)),
			None => Err(PersonRefusal::ScopeSlots),
		}
	}

	fn attempt(
		secret: Secret,
		scope: PersonScope,
		call: T::RuntimeCall,
		admits: impl FnOnce(ScopeId, &Topic, &Alias, &T::RuntimeCall) -> bool,
	) -> Result<DispatchResult, PersonRefusal> {
		let (id, topic, alias, made) = Self::check(secret, scope)?;
		ensure!(admits(id, &topic, &alias, &call), PersonRefusal::NotAdmitted);
		Self::spend(id, topic, alias);
		let result = with_storage_layer(|| {
			let made = call.dispatch(Self::origin(secret, scope));
			made.map(drop).map_err(|refused| refused.error)
		});
		let made = made + 1;
		let repeats = Scopes::<T>::get(id).is_some_and(|scope| scope.repeats);
		if if repeats { made < MAX_CIVIC_ACTS } else { result.is_err() && made < MAX_ATTEMPTS } {
			Acts::<T>::insert(id, (topic, alias), Use::Made(made));
		}
		Ok(result)
	}

	/// Spends an act, and uses a slot if it is the first attempt.
	fn spend(scope: ScopeId, topic: Topic, alias: Alias) {
		if !Acts::<T>::contains_key(scope, (topic, alias)) {
			Scopes::<T>::mutate_extant(scope, |scope| scope.used.saturating_inc());
		}
		Acts::<T>::insert(scope, (topic, alias), Use::Spent);
	}
}

impl<T: Config> PersonScopes<T::AccountId, BlockNumberFor<T>> for Pallet<T> {
	fn open(
		payer: &T::AccountId,
		slots: Slots,
		least_electorate: u32,
		until: BlockNumberFor<T>,
	) -> Result<OpenedScope, DispatchError> {
		Self::open_for(Some(payer), false, slots, least_electorate, until)
	}

	fn open_civic(
		repeats: bool,
		least_electorate: u32,
		until: BlockNumberFor<T>,
	) -> Result<OpenedScope, DispatchError> {
		Self::open_for(None, repeats, Slots::Electorate, least_electorate, until)
	}

	fn close(scope: ScopeId) -> DispatchResult {
		let Scope { payer, slots, used, slot_price, deposit, .. } =
			Scopes::<T>::take(scope).ok_or(Error::<T>::ScopeNotFound)?;
		if let Some(payer) = payer {
			let price = |slots: u32| slot_price.saturating_mul(slots.into());
			let reason = HoldReason::Scope.into();
			let paid = price(used);
			T::Currency::burn_held(&reason, &payer, paid, Precision::Exact, Fortitude::Force)?;
			Burnt::<T>::mutate(|burnt| burnt.saturating_accrue(paid));
			let returned = price(slots - used).saturating_add(deposit);
			T::Currency::release(&reason, &payer, returned, Precision::Exact)?;
		}
		let pruned = Acts::<T>::clear_prefix(scope, u32::MAX, None);
		assert!(pruned.maybe_cursor.is_none(), "all of it is pruned at once");
		Ok(())
	}

	fn is_open(scope: ScopeId) -> bool {
		let now = frame_system::Pallet::<T>::block_number();
		Scopes::<T>::get(scope).is_some_and(|scope| now <= scope.until)
	}

	fn slots_left(scope: ScopeId) -> u32 {
		Scopes::<T>::get(scope).map_or(0, |scope| scope.slots - scope.used)
	}
}

impl<T: Config> Pallet<T> {
	fn open_for(
		payer: Option<&T::AccountId>,
		repeats: bool,
		slots: Slots,
		least_electorate: u32,
		until: BlockNumberFor<T>,
	) -> Result<OpenedScope, DispatchError> {
		let now = frame_system::Pallet::<T>::block_number();
		let last = now.saturating_add(T::MaxScopeLife::get());
		ensure!(now <= until && until <= last, Error::<T>::BadUntil);
		let (epoch, persons) = Pinnable::<T>::get();
		let electorate = persons.len() as u32;
		ensure!(
			electorate > 0 && electorate >= least_electorate.max(T::MinElectorate::get()),
			Error::<T>::ElectorateTooSmall
		);
		let (one_topic, slots) = match slots {
			Slots::Electorate => (true, electorate),
			Slots::Persons(count) => (true, count),
			Slots::Acts(count) => (false, count),
		};
		ensure!(slots > 0, Error::<T>::NoSlots);
		let scope = NextScope::<T>::get();
		NextScope::<T>::put(scope.checked_add(1).ok_or(Error::<T>::NoScopeIdLeft)?);

		let (slot_price, deposit) = (T::SlotPrice::get(), T::ScopeDeposit::get());
		let price = slot_price.checked_mul(&slots.into()).ok_or(ArithmeticError::Overflow)?;
		let held = price.checked_add(&deposit).ok_or(ArithmeticError::Overflow)?;
		if let Some(payer) = payer {
			T::Currency::hold(&HoldReason::Scope.into(), payer, held)?;
		}
		let opened = Scope {
			payer: payer.cloned(),
			repeats,
			electorate: persons,
			until,
			one_topic,
			slots,
			used: 0,
			slot_price,
			deposit,
		};
		Scopes::<T>::insert(scope, opened);
		Ok(OpenedScope { scope, epoch, electorate })
	}
}

impl<T: Config> Population for Pallet<T> {
	fn pinned() -> (Epoch, u32) {
		let (epoch, persons) = Pinnable::<T>::get();
		(epoch, persons.len() as u32)
	}

	/// What a test says it is.
	fn greatest_part() -> Perbill {
		GreatestPart::<T>::get()
	}

	fn greatest_part_reads() -> u64 {
		1
	}
}

/// Lets in only a person who is acting in exactly the scope that is asked about.
pub struct EnsureInScope<T>(PhantomData<T>);

impl<T: Config> EnsureOriginWithArg<T::RuntimeOrigin, PersonScope> for EnsureInScope<T> {
	type Success = Alias;

	fn try_origin(
		origin: T::RuntimeOrigin,
		wanted: &PersonScope,
	) -> Result<Alias, T::RuntimeOrigin> {
		match origin.caller().clone().try_into() {
			Ok(Origin { scope, alias }) if scope == *wanted => Ok(alias),
			_ => Err(origin),
		}
	}

	/// Whoever is let in has acted.
	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin(wanted: &PersonScope) -> Result<T::RuntimeOrigin, ()> {
		if let PersonScope::Application { scope, topic } = *wanted {
			Pallet::<T>::spend(scope, topic, Pallet::<T>::alias(0, *wanted));
		}
		Ok(Pallet::<T>::origin(0, *wanted))
	}
}
