//! Candidates: their bonds, their keys, and the fallback set.

use crate::{
	BalanceOf, Candidate, CandidateOf, Candidates, Claimants, Config, Duty, Error, Event, Fallback,
	HoldReason, KeyQueue, KeyQueueEnds, KeysOf, LastShort, Missed, NewKeys, Pallet, Rules,
	RulesInForce, RulesOf, WaitingKeys, WeightInfo, DRAW_SESSIONS,
};
use alloc::{format, string::String, vec::Vec};
use codec::Encode;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	pallet_prelude::{Get, Weight},
	traits::{fungible::MutateHold, tokens::Precision, Defensive},
	BoundedVec,
};
use pallet_session::{Pallet as Session, SessionInterface};
use sp_runtime::traits::{Convert, OpaqueKeys, Saturating, Zero};

/// The most keys that are made to count in one block.
pub(crate) const MAX_KEYS_A_BLOCK: u32 = 2;

/// Candidates are who may have session keys, and are called by their account.
pub struct IsCandidate<T>(core::marker::PhantomData<T>);

impl<T: Config> Convert<T::AccountId, Option<T::AccountId>> for IsCandidate<T> {
	fn convert(account: T::AccountId) -> Option<T::AccountId> {
		Candidates::<T>::contains_key(&account).then_some(account)
	}
}

impl<T: Config> Pallet<T> {
	/// The rules in force: genesis makes some.
	pub fn rules() -> RulesOf<T> {
		RulesInForce::<T>::get().defensive_unwrap_or(Rules {
			bond: Zero::zero(),
			burnt_share: Default::default(),
			minimum: 1,
			seats: 0,
			term_sessions: u32::MAX,
			claim_sessions: 1,
			change_sessions: 1,
			bar: false,
		})
	}

	/// Begins with these rules, and with the validators of genesis as the fallback set.
	///
	/// # Errors
	/// In a sentence, if the chain cannot begin so.
	pub(crate) fn begin(rules: &RulesOf<T>) -> Result<(), String> {
		Self::check_rules(rules).map_err(|_| "the rules contradict each other (`rules`)")?;
		RulesInForce::<T>::put(rules);
		let validators = Session::<T>::validators();
		for account in &validators {
			let candidate = Candidate {
				bond: rules.bond,
				agreed: None,
				duty: Duty::Ready,
				sits: true,
				left: None,
				keys_set: None,
				stood: Default::default(),
			};
			Self::hold(account, rules.bond).map_err(|_| {
				format!("{account:?} has session keys, and not the bond to be a validator (`rules.bond`)")
			})?;
			Candidates::<T>::insert(account, candidate);
		}
		let validators = BoundedVec::try_from(validators)
			.map_err(|_| "there are more validators (`session.keys`) than a fallback set can be")?;
		Fallback::<T>::put(validators);
		Ok(())
	}

	pub(crate) fn check_rules(rules: &RulesOf<T>) -> DispatchResult {
		let Rules {
			bond: _,
			burnt_share: _,
			minimum,
			seats,
			term_sessions,
			claim_sessions,
			change_sessions,
			bar: _,
		} = rules;
		let before = claim_sessions.saturating_add(DRAW_SESSIONS);
		let whole =
			T::SessionLength::get().saturating_mul(before.saturating_add(*term_sessions).into());
		ensure!(
			*minimum > 0
				&& (1..=T::MaxSeats::get()).contains(seats)
				&& minimum < seats
				&& *claim_sessions > 0
				&& *change_sessions > 0
				&& before < *term_sessions
				&& whole <= T::MaxTerm::get(),
			Error::<T>::BadRules
		);
		Ok(())
	}

	fn hold(account: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		if amount.is_zero() {
			return Ok(());
		}
		<T as Config>::Currency::hold(&HoldReason::Bond.into(), account, amount)
	}

	pub(crate) fn candidate(account: &T::AccountId) -> Result<CandidateOf<T>, Error<T>> {
		Candidates::<T>::get(account).ok_or(Error::<T>::NotCandidate)
	}

	pub(crate) fn in_fallback(account: &T::AccountId) -> bool {
		Fallback::<T>::get().contains(account)
	}

	/// Whether an account can be a validator: it is ready, and has keys that count.
	pub(crate) fn can_validate(account: &T::AccountId) -> bool {
		Candidates::<T>::get(account).is_some_and(|candidate| candidate.is_ready())
			&& Session::<T>::load_keys(account).is_some()
	}

	pub(crate) fn do_register(
		account: T::AccountId,
		keys: KeysOf<T>,
		proof: &[u8],
	) -> DispatchResult {
		ensure!(!Candidates::<T>::contains_key(&account), Error::<T>::AlreadyCandidate);
		Self::check_keys(&account, &keys, proof)?;
		let bond = Self::rules().bond;
		Self::hold(&account, bond)?;
		let now = Session::<T>::current_index();
		let candidate = Candidate {
			bond,
			agreed: None,
			duty: Duty::Ready,
			sits: false,
			left: None,
			keys_set: Some(now),
			stood: Default::default(),
		};
		Candidates::<T>::insert(&account, candidate);
		Self::deposit_event(Event::Bonded { account: account.clone(), bond });
		Self::queue_keys(account, keys);
		Ok(())
	}

	pub(crate) fn do_set_keys(
		account: T::AccountId,
		keys: KeysOf<T>,
		proof: &[u8],
	) -> DispatchResult {
		let candidate = Self::candidate(&account)?;
		let now = Session::<T>::current_index();
		ensure!(candidate.keys_set < Some(now), Error::<T>::KeysSetAlready);
		Self::check_keys(&account, &keys, proof)?;
		Candidates::<T>::insert(&account, Candidate { keys_set: Some(now), ..candidate });
		Self::queue_keys(account, keys);
		Ok(())
	}

	fn check_keys(account: &T::AccountId, keys: &KeysOf<T>, proof: &[u8]) -> DispatchResult {
		let owned = account.using_encoded(|account| keys.ownership_proof_is_valid(account, proof));
		ensure!(owned, Error::<T>::KeysNotOwned);
		let taken = KeysOf::<T>::key_ids().iter().any(|id| {
			Session::<T>::key_owner(*id, keys.get_raw(*id)).is_some_and(|owner| owner != *account)
		});
		ensure!(!taken, Error::<T>::KeysTaken);
		Ok(())
	}

	/// Puts keys at the end of the queue: who sets others often holds nobody else's up.
	fn queue_keys(account: T::AccountId, keys: KeysOf<T>) {
		let set_in = Session::<T>::current_index();
		let place = KeyQueueEnds::<T>::mutate(|(_, end)| {
			let place = *end;
			*end = end.wrapping_add(1);
			place
		});
		KeyQueue::<T>::insert(place, &account);
		NewKeys::<T>::insert(&account, WaitingKeys { keys, set_in, place });
		Self::deposit_event(Event::KeysQueued { account, session: set_in });
	}

	/// Lets keys count that were set before this session: the set of the next one is planned by then, so they count
	/// from the one after.
	pub(crate) fn apply_keys() -> Weight {
		let weight = <T as Config>::WeightInfo::keys_base();
		let (first, end) = KeyQueueEnds::<T>::get();
		let now = Session::<T>::current_index();
		let mut place = first;
		while place != end && place.wrapping_sub(first) < MAX_KEYS_A_BLOCK {
			let Some(account) = KeyQueue::<T>::get(place).defensive() else { break };
			let waiting = NewKeys::<T>::get(&account).filter(|waiting| waiting.place == place);
			if let Some(WaitingKeys { keys, set_in, .. }) = waiting {
				if set_in >= now {
					break;
				}
				NewKeys::<T>::remove(&account);
				Self::deposit_event(
					match <Session<T> as SessionInterface>::set_keys(&account, keys) {
						Ok(()) => Event::KeysSet { account },
						Err(_) => Event::KeysRefused { account },
					},
				);
			}
			KeyQueue::<T>::remove(place);
			place = place.wrapping_add(1);
		}
		if place != first {
			KeyQueueEnds::<T>::put((place, end));
		}
		let applied = place.wrapping_sub(first);
		weight.saturating_add(<T as Config>::WeightInfo::apply_key().saturating_mul(applied.into()))
	}

	pub(crate) fn do_agree(account: T::AccountId, agreed: Option<[u8; 32]>) -> DispatchResult {
		let candidate = Self::candidate(&account)?;
		Candidates::<T>::insert(&account, Candidate { agreed, ..candidate });
		Ok(())
	}

	pub(crate) fn do_resume(account: T::AccountId) -> DispatchResult {
		let mut candidate = Self::candidate(&account)?;
		let was_aside = match candidate.duty {
			Duty::Ready => false,
			Duty::SetAside => true,
			Duty::Exiting | Duty::Barred => Err(Error::<T>::Leaving)?,
		};
		let lacking = Self::rules().bond.saturating_sub(candidate.bond);
		ensure!(was_aside || !lacking.is_zero(), Error::<T>::NothingToResume);
		if !lacking.is_zero() {
			Self::hold(&account, lacking)?;
			candidate.bond = candidate.bond.saturating_add(lacking);
			Self::deposit_event(Event::Bonded { account: account.clone(), bond: candidate.bond });
		}
		if was_aside {
			candidate.duty = Duty::Ready;
			// It has half of the time that others have before it is set aside again.
			Missed::<T>::mutate(&account, |missed| *missed /= 2);
			Self::deposit_event(Event::Resumed { account: account.clone() });
		}
		Candidates::<T>::insert(account, candidate);
		Ok(())
	}

	pub(crate) fn do_exit(account: T::AccountId) -> DispatchResult {
		let candidate = Self::candidate(&account)?;
		ensure!(!Self::in_fallback(&account), Error::<T>::InFallback);
		match candidate.duty {
			Duty::Ready | Duty::SetAside => (),
			Duty::Exiting | Duty::Barred => Err(Error::<T>::Leaving)?,
		}
		Candidates::<T>::insert(&account, Candidate { duty: Duty::Exiting, ..candidate });
		Self::deposit_event(Event::Exiting { account });
		Ok(())
	}

	pub(crate) fn do_withdraw(account: T::AccountId) -> DispatchResult {
		let Candidate { bond, agreed: _, duty, sits, left, keys_set: _, stood: _ } =
			Self::candidate(&account)?;
		ensure!(matches!(duty, Duty::Exiting | Duty::Barred), Error::<T>::NotExiting);
		ensure!(!Self::in_fallback(&account), Error::<T>::InFallback);
		let now = Session::<T>::current_index();
		let is_free =
			left.is_none_or(|left| now >= left.saturating_add(T::RememberedSessions::get()));
		let is_waited_for = NewKeys::<T>::contains_key(&account)
			|| Self::terms().any(|term| Claimants::<T>::contains_key(term.id, &account));
		ensure!(!sits && is_free && !is_waited_for, Error::<T>::BondNotFree);

		if Session::<T>::load_keys(&account).is_some() {
			<Session<T> as SessionInterface>::purge_keys(&account)?;
		}
		let reason = HoldReason::Bond.into();
		<T as Config>::Currency::release(&reason, &account, bond, Precision::Exact)?;
		Candidates::<T>::remove(&account);
		Self::deposit_event(Event::Withdrawn { account, bond });
		Ok(())
	}

	pub(crate) fn do_set_fallback(
		accounts: BoundedVec<T::AccountId, T::MaxFallback>,
	) -> DispatchResult {
		let terms: Vec<_> = Self::terms().collect();
		for (place, account) in accounts.iter().enumerate() {
			let candidate = Candidates::<T>::get(account).ok_or(Error::<T>::BadFallback)?;
			ensure!(
				matches!(candidate.duty, Duty::Ready | Duty::SetAside)
					&& !accounts.iter().take(place).any(|other| other == account)
					&& !terms.iter().any(|term| Claimants::<T>::contains_key(term.id, account)),
				Error::<T>::BadFallback
			);
		}
		let lets_go = Fallback::<T>::get().iter().any(|account| {
			!accounts.contains(account)
				&& Candidates::<T>::get(account).is_some_and(|candidate| candidate.is_ready())
		});
		let span = Self::rules().term_sessions.saturating_mul(2);
		let needed_until = LastShort::<T>::get().saturating_add(span);
		ensure!(
			!lets_go || Session::<T>::current_index() >= needed_until,
			Error::<T>::FallbackNeeded
		);
		Fallback::<T>::put(&accounts);
		Self::deposit_event(Event::FallbackSet { accounts });
		Ok(())
	}
}
