//! What others must know of this pallet's calls: which proofs they bring, and which of them persons make.
//! Every call is named, so that none is added without saying; `runtime/src/tests/brought.rs` looks for
//! proofs among the arguments of every call besides.

use crate::{claim_topic, Call, Config, Log, Pallet, Windows};
use alloc::vec::Vec;
use census_anchor_log::{leaf::AnchorId, terms::Claim, MAX_LEAVES};
use census_primitives::{BroughtProof, PersonScopes, ScopeId, Topic};

/// What is special about a call.
enum Role {
	/// A person makes it, in the window's scope.
	Claim { window: ScopeId, anchor: AnchorId, claim: Claim },
	/// Nothing: an account makes it.
	Plain,
}

fn role<T: Config>(call: &Call<T>) -> Role {
	match call {
		Call::claim { window, anchor, claim } => {
			Role::Claim { window: *window, anchor: *anchor, claim: *claim }
		}
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
		| Call::__Ignore(..) => Role::Plain,
	}
}

impl<T: Config> Pallet<T> {
	/// The proofs that a call brings: none does. Persons prove with the act that makes the call.
	pub fn brought_by(call: &Call<T>) -> Vec<BroughtProof> {
		match role(call) {
			Role::Claim { .. } | Role::Plain => Vec::new(),
		}
	}

	/// Whether the call is one that persons make, in the scope of a window. When one would be taken,
	/// [`Pallet::admits`] says.
	pub fn is_act(call: &Call<T>) -> bool {
		match role(call) {
			Role::Claim { .. } => true,
			Role::Plain => false,
		}
	}

	/// Whether a call would be accepted now of a person who acts in this scope, on this topic.
	///
	/// Three reads: of the window, the scope and the log.
	pub fn admits(scope: ScopeId, topic: &Topic, call: &Call<T>) -> bool {
		match role(call) {
			Role::Claim { window, anchor, claim } => {
				window == scope
					&& Self::admits_claim(scope, *topic, anchor, claim)
					&& Log::<T>::get().count() < MAX_LEAVES
			}
			Role::Plain => false,
		}
	}

	/// Whether a person who acts in this scope on this topic would make this claim of this anchor,
	/// and the scope's window would take it now: it is this anchor's, is open, and has a slot left.
	pub(crate) fn admits_claim(
		scope: ScopeId,
		topic: Topic,
		anchor: AnchorId,
		claim: Claim,
	) -> bool {
		topic == claim_topic(anchor, claim)
			&& Windows::<T>::get(scope).is_some_and(|window| {
				window.anchor == anchor
					&& !window.closed
					&& window.used < window.slots
					&& T::PersonScopes::is_open(scope)
			})
	}
}
