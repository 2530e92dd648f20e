//! Which calls persons make. Every call is named, so that none is added without saying.

use crate::{Call, Config, Pallet};

impl<T: Config> Pallet<T> {
	/// Whether the call is one that persons make, in the scope of a poll. When one would be taken,
	/// [`Pallet::admits`] says.
	pub fn is_act(call: &Call<T>) -> bool {
		match call {
			Call::vote { .. } => true,
			Call::create { .. } | Call::close { .. } | Call::prune { .. } | Call::__Ignore(..) => {
				false
			}
		}
	}
}
