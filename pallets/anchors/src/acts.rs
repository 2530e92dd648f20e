//! Which calls persons make. Every call is named, so that none is added without saying.

use crate::{Call, Config, Pallet};

impl<T: Config> Pallet<T> {
	/// Whether the call is one that persons make, in the scope of a window. When one would be taken,
	/// [`Pallet::admits`] says.
	pub fn is_act(call: &Call<T>) -> bool {
		match call {
			Call::claim { .. } => true,
			Call::anchor { .. }
			| Call::anchor_batch { .. }
			| Call::commit { .. }
			| Call::reveal { .. }
			| Call::withdraw_commitment { .. }
			| Call::dispute { .. }
			| Call::retract { .. }
			| Call::renew { .. }
			| Call::evict { .. }
			| Call::open_window { .. }
			| Call::close_window { .. }
			| Call::__Ignore(..) => false,
		}
	}
}
