//! What others may ask of the pallet. Nothing here writes.

use crate::{
	Candidates, ComingTerm, Config, Duty, Earned, Missed, NewKeys, Pallet, PresentTerm, Term, Work,
};
use alloc::{format, vec::Vec};
use census_views::{
	validators::{Candidate, CandidateDuty, StandsFor, ValidatorsHealth, ValidatorsTerm},
	AccountId, Amount, Hash,
};
use pallet_session::{NextKeys, Pallet as Session};
use sp_runtime::SaturatedConversion;

impl<T: Config> Pallet<T> {
	/// How the validators are.
	pub fn health() -> ValidatorsHealth {
		let session = Session::<T>::current_index();
		let set = Session::<T>::validators();
		let validators = set.len() as u32;
		let stands = |account: &T::AccountId| {
			Candidates::<T>::get(account).and_then(|candidate| candidate.seat_in(session))
		};
		let seated = set.iter().filter(|account| stands(account).is_some()).count() as u32;
		let fallback = validators.saturating_sub(seated);
		let disabled = Session::<T>::disabled_validators().len() as u32;
		let may_stop = validators.saturating_sub(1) / 3;
		let rules = Self::rules();
		let mut doubts = Vec::new();
		if fallback > validators / 3 {
			doubts.push(format!(
				"{fallback} of {validators} validators stand in for seats: the chain rests on the word of those who named them"
			));
		}
		if may_stop == 0 {
			doubts.push("no block is final while one validator stops".into());
		}
		if disabled > 0 {
			doubts.push(format!(
				"{disabled} of {validators} validators have offended and make no blocks"
			));
		}
		if validators < rules.minimum {
			doubts.push(format!(
				"there are {validators} validators, and there should be {} at least",
				rules.minimum
			));
		}
		let (present, coming) = (PresentTerm::<T>::get(), ComingTerm::<T>::get());
		if let (Some(before), Some(after)) = (&present, &coming) {
			let (before, after) = (before.scope.electorate, after.scope.electorate);
			if after.saturating_sub(before) > before / 10 {
				doubts.push(format!(
					"{after} persons may claim a seat of the coming term, and {before} could of the present one: they \
					 have grown by more than a tenth"
				));
			}
		}
		ValidatorsHealth {
			session,
			validators,
			seated,
			fallback,
			disabled,
			may_stop,
			minimum: rules.minimum,
			present: present.as_ref().map(term),
			coming: coming.as_ref().map(term),
			doubts,
		}
	}

	/// A candidate; `None` where the account has no bond.
	pub fn view(account: &T::AccountId) -> Option<Candidate> {
		let stored = Candidates::<T>::get(account)?;
		// Those of genesis stood in before anything was noted.
		let of_genesis = stored.sits.then_some(StandsFor::Fallback);
		let last = stored.stood.last().map(|stood| match stood.seat {
			Some((term, alias)) => StandsFor::Person { term, alias },
			None => StandsFor::Fallback,
		});
		let stands_for = last.or(of_genesis);
		Some(Candidate {
			account: AccountId::of(account),
			bond: Amount(stored.bond.saturated_into()),
			duty: match stored.duty {
				Duty::Ready => CandidateDuty::Ready,
				Duty::SetAside => CandidateDuty::SetAside,
				Duty::Exiting => CandidateDuty::Exiting,
				Duty::Barred => CandidateDuty::Barred,
			},
			agreed: stored.agreed.map(Hash),
			is_validator: Session::<T>::validators().contains(account),
			sits: stored.sits,
			stands_for,
			has_keys: NextKeys::<T>::contains_key(account),
			keys_wait_since: NewKeys::<T>::get(account).map(|waiting| waiting.set_in),
			blocks: Work::<T>::get(account).blocks,
			missed: Missed::<T>::get(account),
			earned: Amount(Earned::<T>::get(account).saturated_into()),
		})
	}
}

fn term(term: &Term) -> ValidatorsTerm {
	ValidatorsTerm {
		term: term.id,
		scope: term.person_scope(),
		epoch: term.scope.epoch,
		electorate: term.scope.electorate,
		asks_former: term.asks_former,
		claims_until: term.claims_until,
		first: term.first,
		end: term.end,
		claims: term.claims,
	}
}
