//! What others must know of this pallet's calls: which proofs they bring, and which of them persons make.
//! Every call is named, so that none is added without saying.

use crate::{Call, Config, Pallet, ProposalId, Proposals, State};
use alloc::vec::Vec;
use census_primitives::{BroughtProof, PersonScope, ScopeId, Topic};

/// What is special about a call.
enum Role {
	/// A person makes it, in the referendum's scope.
	Vote { proposal: ProposalId },
	/// Nothing: an account makes it, or it is made as what was decided.
	Plain,
}

fn role<T: Config>(call: &Call<T>) -> Role {
	match call {
		Call::vote { proposal, aye: _ } => Role::Vote { proposal: *proposal },
		Call::propose { .. }
		| Call::withdraw { .. }
		| Call::motion { .. }
		| Call::second { .. }
		| Call::enact { .. }
		| Call::discard { .. }
		| Call::delay { .. }
		| Call::cancel { .. }
		| Call::pause { .. }
		| Call::resume { .. }
		| Call::set_committee { .. }
		| Call::lower_adulthood { .. }
		| Call::come_of_age { .. }
		| Call::authorize_upgrade { .. }
		| Call::note_stalled { .. }
		| Call::__Ignore(..) => Role::Plain,
	}
}

impl<T: Config> Pallet<T> {
	/// The proofs that a call brings: none does. Persons prove with the act that makes the call.
	pub fn brought_by(call: &Call<T>) -> Vec<BroughtProof> {
		match role(call) {
			Role::Vote { .. } | Role::Plain => Vec::new(),
		}
	}

	/// Whether the call is one that persons make, in the scope of a referendum. When one would be taken,
	/// [`Pallet::admits`] says.
	pub fn is_act(call: &Call<T>) -> bool {
		match role(call) {
			Role::Vote { .. } => true,
			Role::Plain => false,
		}
	}

	/// Whether a call would be accepted now of a person who acts in this scope, on this topic. Two reads.
	pub fn admits(scope: ScopeId, topic: &Topic, call: &Call<T>) -> bool {
		let scope = PersonScope::Application { scope, topic: *topic };
		match role(call) {
			Role::Vote { proposal } => Proposals::<T>::get(proposal).is_some_and(|proposal| {
				matches!(proposal.state, State::Open(ballot)
					if ballot.person_scope() == scope && Self::check_vote(&ballot).is_ok())
			}),
			Role::Plain => false,
		}
	}
}
