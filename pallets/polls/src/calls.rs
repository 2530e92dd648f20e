//! What others must know of this pallet's calls: which proofs they bring, and which of them persons make.
//! Every call is named, so that none is added without saying; `runtime/src/tests/brought.rs` looks for
//! proofs among the arguments of every call besides.

use crate::{Call, Config, Pallet, Phase, PollId, Polls};
use alloc::vec::Vec;
use census_primitives::{BroughtProof, PersonScope, ScopeId, Topic};

/// What is special about a call.
enum Role {
	/// A person makes it, in the poll's scope.
	Vote { poll: PollId, option: u32 },
	/// Nothing: an account makes it.
	Plain,
}

fn role<T: Config>(call: &Call<T>) -> Role {
	match call {
		Call::vote { poll, option } => Role::Vote { poll: *poll, option: *option },
		Call::create { .. } | Call::close { .. } | Call::prune { .. } | Call::__Ignore(..) => {
			Role::Plain
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The proofs that a call brings: none does. Persons prove with the act that makes the call.
	pub fn brought_by(call: &Call<T>) -> Vec<BroughtProof> {
		match role(call) {
			Role::Vote { .. } | Role::Plain => Vec::new(),
		}
	}

	/// Whether the call is one that persons make, in the scope of a poll. When one would be taken,
	/// [`Pallet::admits`] says.
	pub fn is_act(call: &Call<T>) -> bool {
		match role(call) {
			Role::Vote { .. } => true,
			Role::Plain => false,
		}
	}

	/// Whether a call would be accepted now of a person who acts in this scope, on this topic.
	/// One read.
	pub fn admits(scope: ScopeId, topic: &Topic, call: &Call<T>) -> bool {
		let scope = PersonScope::Application { scope, topic: *topic };
		match role(call) {
			Role::Vote { poll, option } => Polls::<T>::get(poll).is_some_and(|poll| {
				poll.person_scope() == scope
					&& Self::phase_now(&poll) == Phase::Voting
					&& poll.votes() < poll.scope.electorate
					&& (option as usize) < poll.counts.len()
			}),
			Role::Plain => false,
		}
	}
}
