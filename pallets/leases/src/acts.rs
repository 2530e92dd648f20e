//! Which calls persons make, and when they are taken. Every call is named, so that none is added without
//! saying.

use crate::{Call, Config, LeaseId, Pallet, BEST_SCORE};
use census_primitives::{Alias, ScopeId, Topic};

impl<T: Config> Pallet<T> {
	/// Whether the call is one that persons make, in the scope of a rating period. When one would be
	/// taken, [`Pallet::admits`] says.
	pub fn is_act(call: &Call<T>) -> bool {
		rating(call).is_some()
	}

	/// Whether a call would be accepted now of a person who acts in this scope, on this topic, and is
	/// called `alias` there.
	///
	/// Three reads: of the period, the lease and the scope.
	pub fn admits(scope: ScopeId, topic: &Topic, alias: &Alias, call: &Call<T>) -> bool {
		rating(call).is_some_and(|(lease, score)| {
			(1..=BEST_SCORE).contains(&score) && Self::admits_rating(scope, topic, alias, lease)
		})
	}
}

/// The rating that a call gives, and for which lease.
fn rating<T: Config>(call: &Call<T>) -> Option<(LeaseId, u8)> {
	match call {
		Call::rate { lease, score } => Some((*lease, *score)),
		Call::register_provider { .. }
		| Call::update_provider { .. }
		| Call::bond_more { .. }
		| Call::bond_less { .. }
		| Call::deregister_provider { .. }
		| Call::register_auditor { .. }
		| Call::deregister_auditor { .. }
		| Call::audit { .. }
		| Call::withdraw_audit { .. }
		| Call::post_order { .. }
		| Call::cancel_order { .. }
		| Call::bid { .. }
		| Call::withdraw_bid { .. }
		| Call::reject_bid { .. }
		| Call::accept_bid { .. }
		| Call::acknowledge { .. }
		| Call::heartbeat { .. }
		| Call::top_up { .. }
		| Call::settle { .. }
		| Call::poke { .. }
		| Call::close { .. }
		| Call::reclaim { .. }
		| Call::propose_terms { .. }
		| Call::accept_terms { .. }
		| Call::offer_transfer { .. }
		| Call::accept_transfer { .. }
		| Call::set_input { .. }
		| Call::submit_proof { .. }
		| Call::dispute { .. }
		| Call::resolve { .. }
		| Call::open_rating_period { .. }
		| Call::close_rating_period { .. }
		| Call::name_rater { .. }
		| Call::__Ignore(..) => None,
	}
}
