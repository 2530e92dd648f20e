//! What others must know of this pallet's calls: which proofs they bring, and which of them persons make.
//! Every call is named, so that none is added without saying.

use crate::{Call, Config, Pallet, TermId};
use alloc::vec::Vec;
use census_primitives::{Alias, BroughtProof, PersonScope, ScopeId, Topic};

/// What is special about a call.
enum Role<'a, T: Config> {
	/// A person makes it in a term's scope: it claims a seat.
	Claim { term: TermId, account: &'a T::AccountId, former: Option<Alias> },
	/// A person makes it in a term's scope: it leaves its seat.
	Leave { term: TermId },
	/// A person makes it in a term's scope: it goes on into the next term.
	Continue { term: TermId },
	/// Nothing: an account or governance makes it.
	Plain,
}

fn role<T: Config>(call: &Call<T>) -> Role<'_, T> {
	match call {
		Call::claim_seat { term, account, former } => {
			Role::Claim { term: *term, account, former: *former }
		}
		Call::leave_seat { term } => Role::Leave { term: *term },
		Call::continue_as { term, next: _ } => Role::Continue { term: *term },
		Call::register { .. }
		| Call::set_keys { .. }
		| Call::agree { .. }
		| Call::resume { .. }
		| Call::exit { .. }
		| Call::withdraw { .. }
		| Call::set_rules { .. }
		| Call::set_fallback { .. }
		| Call::evict { .. }
		| Call::collect { .. }
		| Call::__Ignore(..) => Role::Plain,
	}
}

impl<T: Config> Pallet<T> {
	/// The proofs that a call brings: none does. Persons prove with the act that makes the call.
	pub fn brought_by(call: &Call<T>) -> Vec<BroughtProof> {
		match role(call) {
			Role::Claim { .. } | Role::Leave { .. } | Role::Continue { .. } | Role::Plain => {
				Vec::new()
			}
		}
	}

	/// Whether the call is one that persons make, in the scope of a term. When one would be taken,
	/// [`Pallet::admits`] says.
	pub fn is_act(call: &Call<T>) -> bool {
		match role(call) {
			Role::Claim { .. } | Role::Leave { .. } | Role::Continue { .. } => true,
			Role::Plain => false,
		}
	}

	/// Whether a call would be accepted now of a person who acts in this scope, on this topic, under this alias.
	/// Some ten reads.
	pub fn admits(scope: ScopeId, topic: &Topic, alias: &Alias, call: &Call<T>) -> bool {
		let scope = PersonScope::Application { scope, topic: *topic };
		let acts_in = |term| Self::term(term).filter(|term| term.person_scope() == scope);
		match role(call) {
			Role::Claim { term, account, former } => acts_in(term)
				.is_some_and(|term| Self::check_claim(&term, alias, account, former).is_ok()),
			Role::Leave { term } => {
				acts_in(term).is_some_and(|term| Self::check_leave(&term, alias).is_ok())
			}
			Role::Continue { term } => {
				acts_in(term).is_some_and(|term| Self::check_continue(&term, alias).is_ok())
			}
			Role::Plain => false,
		}
	}
}
