//! How fast the chain lives: how many slots a BABE epoch lasts, and the spans of the market for
//! leases. Fixed at genesis: BABE cannot change its epochs later, and running leases count on
//! their spans.
//!
//! It is state and not constants of the code so that development chains can live faster with the
//! very runtime that others run. No call writes it.

pub use pallet::*;

use crate::{
	constants::{DAYS, HOURS},
	BlockNumber,
};
use pallet_leases::Periods;

/// Slots of an epoch where genesis does not say: one hour.
const DEFAULT_SLOTS: u64 = HOURS as u64;
/// The shortest epoch: a validator needs some blocks to announce the next one and to sync it.
const MIN_SLOTS: u64 = 4;

/// The market's spans where genesis does not say. Rates are by the hour.
const DEFAULT_MARKET: Periods<BlockNumber> = Periods {
	rate_unit: HOURS,
	max_order: 30 * DAYS,
	ack: HOURS,
	grace: DAYS,
	least_runway: HOURS,
	least_heartbeat: HOURS / 6,
	longest: 30 * DAYS,
	dispute: 7 * DAYS,
	remember: 30 * DAYS,
	rating: 30 * DAYS,
};

/// The pallet. It has values to be set at genesis and nothing to call.
#[frame_support::pallet]
pub mod pallet {
	use super::{BlockNumber, Periods, DEFAULT_MARKET, DEFAULT_SLOTS, MIN_SLOTS};
	use core::marker::PhantomData;
	use frame_support::{pallet_prelude::*, traits::ConstU64};

	/// The pallet.
	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// It needs nothing of the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config {}

	/// [`DEFAULT_MARKET`].
	#[pallet::type_value]
	pub fn DefaultMarket() -> Periods<BlockNumber> {
		DEFAULT_MARKET
	}

	/// Slots of an epoch.
	#[pallet::storage]
	pub type EpochSlots<T> = StorageValue<_, u64, ValueQuery, ConstU64<DEFAULT_SLOTS>>;

	/// The market's spans.
	#[pallet::storage]
	pub type Market<T> = StorageValue<_, Periods<BlockNumber>, ValueQuery, DefaultMarket>;

	/// What genesis sets.
	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// Slots of an epoch, at least 4.
		pub epoch_slots: u64,
		/// The market's spans, none of them 0.
		pub market: Periods<BlockNumber>,
		/// Nothing.
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			Self { epoch_slots: DEFAULT_SLOTS, market: DEFAULT_MARKET, _config: PhantomData }
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(self.epoch_slots >= MIN_SLOTS, "an epoch lasts at least {MIN_SLOTS} slots");
			EpochSlots::<T>::put(self.epoch_slots);
			self.market.assert_sound();
			Market::<T>::put(self.market);
		}
	}

	/// Slots of an epoch.
	impl<T: Config> Get<u64> for Pallet<T> {
		fn get() -> u64 {
			EpochSlots::<T>::get()
		}
	}

	/// The market's spans.
	impl<T: Config> Get<Periods<BlockNumber>> for Pallet<T> {
		fn get() -> Periods<BlockNumber> {
			Market::<T>::get()
		}
	}
}
