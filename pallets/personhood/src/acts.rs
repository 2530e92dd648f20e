//! Which calls persons make. Every call is named, so that none is added without saying.

use crate::{Call, Config, Pallet};

impl<T: Config> Pallet<T> {
	/// Whether the call is one that persons make. It needs no pallet's scope: it can be made in any.
	pub fn is_act(call: &Call<T>) -> bool {
		match call {
			Call::declare { .. } => true,
			Call::register_issuer { .. }
			| Call::set_issuer_limit { .. }
			| Call::pause_issuer { .. }
			| Call::resume_issuer { .. }
			| Call::remove_issuer { .. }
			| Call::set_threshold { .. }
			| Call::enrol { .. }
			| Call::renew { .. }
			| Call::rotate { .. }
			| Call::recover { .. }
			| Call::veto { .. }
			| Call::withdraw { .. }
			| Call::merge { .. }
			| Call::expire { .. }
			| Call::act_as { .. }
			| Call::open_session { .. }
			| Call::as_alias { .. }
			| Call::open_scope { .. }
			| Call::close_scope { .. }
			| Call::__Ignore(..) => false,
		}
	}
}
