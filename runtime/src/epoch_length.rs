//! How many slots a BABE epoch lasts: fixed at genesis, for BABE cannot change it later.
//!
//! It is state and not a constant of the code so that development chains can have short epochs
//! with the very runtime that others run. No call writes it.

pub use pallet::*;

/// Slots of an epoch where genesis does not say: one hour.
const DEFAULT_SLOTS: u64 = crate::constants::HOURS as u64;
/// The shortest epoch: a validator needs some blocks to announce the next one and to sync it.
const MIN_SLOTS: u64 = 4;

/// The pallet. It has a value to be set at genesis and nothing to call.
#[frame_support::pallet]
pub mod pallet {
	use super::{DEFAULT_SLOTS, MIN_SLOTS};
	use core::marker::PhantomData;
	use frame_support::{pallet_prelude::*, traits::ConstU64};

	/// The pallet.
	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// It needs nothing of the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config {}

	/// Slots of an epoch.
	#[pallet::storage]
	pub type Slots<T> = StorageValue<_, u64, ValueQuery, ConstU64<DEFAULT_SLOTS>>;

	/// What genesis sets.
	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// Slots of an epoch, at least 4.
		pub slots: u64,
		/// Nothing.
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			Self { slots: DEFAULT_SLOTS, _config: PhantomData }
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(self.slots >= MIN_SLOTS, "an epoch lasts at least {MIN_SLOTS} slots");
			Slots::<T>::put(self.slots);
		}
	}

	impl<T: Config> Get<u64> for Pallet<T> {
		fn get() -> u64 {
			Slots::<T>::get()
		}
	}
}
