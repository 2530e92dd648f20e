//! How many of a block's bytes each class of transactions has filled.
//!
//! FRAME counts a block's bytes once for all classes, so whichever class comes first could leave the
//! other none. Here each has its own share, as it has of weight; `crate::extensions` asks and counts.

pub use pallet::*;

use crate::constants::{MAX_BLOCK_BYTES, NORMAL_LENGTH_RATIO, OPERATIONAL_LENGTH_RATIO};
use frame_support::dispatch::DispatchClass;

/// The bytes that a class may fill. What the chain puts into a block itself is in no share: it is
/// little, and a block without it is none.
pub(crate) fn share(class: DispatchClass) -> u32 {
	match class {
		DispatchClass::Normal => NORMAL_LENGTH_RATIO * MAX_BLOCK_BYTES,
		DispatchClass::Operational => OPERATIONAL_LENGTH_RATIO * MAX_BLOCK_BYTES,
		DispatchClass::Mandatory => MAX_BLOCK_BYTES,
	}
}

/// The pallet. It counts, and has nothing to call.
#[frame_support::pallet]
pub mod pallet {
	use super::{share, DispatchClass};
	use frame_support::{dispatch::PerDispatchClass, pallet_prelude::*};
	use frame_system::pallet_prelude::BlockNumberFor;

	/// The pallet.
	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// It needs nothing of the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config {}

	/// The bytes that each class has filled in this block; nothing outside of one.
	#[pallet::storage]
	#[pallet::whitelist_storage]
	pub type Filled<T> = StorageValue<_, PerDispatchClass<u32>, ValueQuery>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Charges for the end of the block.
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			T::DbWeight::get().writes(1)
		}

		fn on_finalize(_: BlockNumberFor<T>) {
			Filled::<T>::kill();
		}
	}

	impl<T: Config> Pallet<T> {
		/// What a class would have filled with so many bytes more; `None` where that is more than its
		/// share.
		pub(crate) fn with(class: DispatchClass, bytes: usize) -> Option<u32> {
			let filled = *Filled::<T>::get().get(class);
			let filled = filled.checked_add(u32::try_from(bytes).ok()?)?;
			(filled <= share(class)).then_some(filled)
		}

		/// Notes what a class has filled.
		pub(crate) fn note(class: DispatchClass, filled: u32) {
			Filled::<T>::mutate(|classes| *classes.get_mut(class) = filled);
		}
	}
}
