//! Calls for persons to make, of the kinds that an application's may be.

pub(crate) use pallet::*;

#[frame_support::pallet]
#[allow(unreachable_pub)]
pub mod pallet {
	use crate::{EnsureInScope, EnsurePerson};
	use census_primitives::{Alias, PersonScope, PersonScopes, ScopeId};
	use frame_support::{pallet_prelude::*, traits::EnsureOriginWithArg};
	use frame_system::pallet_prelude::*;

	#[pallet::pallet]
	#[pallet::without_storage_info]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config + crate::Config {}

	/// Who has done what, in order.
	#[pallet::storage]
	pub type Done<T> = StorageValue<_, Vec<(PersonScope, Alias)>, ValueQuery>;

	#[pallet::error]
	pub enum Error<T> {
		/// As was to be expected.
		AlwaysFails,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Writes something and fails.
		#[pallet::call_index(0)]
		#[pallet::weight(Weight::from_parts(1_000_000, 0))]
		pub fn fail(origin: OriginFor<T>) -> DispatchResult {
			Done::<T>::append(EnsurePerson::<T>::ensure_origin(origin)?);
			Err(Error::<T>::AlwaysFails.into())
		}

		/// Takes only who acts in this scope.
		#[pallet::call_index(1)]
		#[pallet::weight(Weight::from_parts(1_000_000, 0))]
		pub fn only_in(origin: OriginFor<T>, scope: PersonScope) -> DispatchResult {
			let alias = EnsureInScope::<T>::ensure_origin(origin, &scope)?;
			Done::<T>::append((scope, alias));
			Ok(())
		}

		/// Weighs what it is told to, and then half of it.
		#[pallet::call_index(2)]
		#[pallet::weight(*weight)]
		pub fn heavy(origin: OriginFor<T>, weight: Weight) -> DispatchResultWithPostInfo {
			EnsurePerson::<T>::ensure_origin(origin)?;
			Ok(Some(weight / 2).into())
		}

		/// Is long.
		#[pallet::call_index(3)]
		#[pallet::weight(Weight::zero())]
		pub fn long(origin: OriginFor<T>, bytes: Vec<u8>) -> DispatchResult {
			EnsurePerson::<T>::ensure_origin(origin)?;
			drop(bytes);
			Ok(())
		}

		/// Closes the scope in which it is called.
		#[pallet::call_index(4)]
		#[pallet::weight(Weight::zero())]
		pub fn close(origin: OriginFor<T>, scope: ScopeId) -> DispatchResult {
			EnsurePerson::<T>::ensure_origin(origin)?;
			<crate::Pallet<T> as PersonScopes<_, _>>::close(scope)
		}

		/// Is nothing that persons may call.
		#[pallet::call_index(5)]
		#[pallet::weight(Weight::zero())]
		pub fn forbidden(_origin: OriginFor<T>) -> DispatchResult {
			Ok(())
		}
	}
}
