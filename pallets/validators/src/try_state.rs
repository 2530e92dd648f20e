//! The invariants of the stored state.
//!
//! - the set is never empty, and has nobody twice; whoever is in the planned one has a bond;
//! - what is held of a candidate's funds is its bond;
//! - a claim's account was claimed by nobody else in its term;
//! - the fallback set has nobody with a seat, and nobody twice;
//! - the announced term comes after the present one; nothing is kept of terms that were swept;
//! - keys that wait have a place in the queue.

use crate::{
	BarredPersons, Candidates, Claimants, Claims, ComingTerm, Config, Fallback, HoldReason,
	KeyQueue, KeyQueueEnds, Links, NewKeys, NextTermId, OldestTerm, Order, Pallet, PresentTerm,
	RulesInForce,
};
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::{ensure, traits::fungible::InspectHold};
use pallet_session::Pallet as Session;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		ensure!(RulesInForce::<T>::exists(), "there are no rules");
		let planned: Vec<_> =
			Session::<T>::queued_keys().into_iter().map(|(validator, _)| validator).collect();
		for set in [&planned, &Session::<T>::validators()] {
			ensure!(!set.is_empty(), "there is no validator");
			let unique: BTreeSet<_> = set.iter().collect();
			ensure!(unique.len() == set.len(), "a validator is in the set twice");
		}
		for account in &planned {
			ensure!(Candidates::<T>::contains_key(account), "a validator has no bond");
		}
		for (account, candidate) in Candidates::<T>::iter() {
			let held = <T as Config>::Currency::balance_on_hold(&HoldReason::Bond.into(), &account);
			ensure!(held == candidate.bond, "what is held is not the bond");
			ensure!(
				candidate.sits == planned.contains(&account),
				"a candidate sits that is not planned, or is planned and does not"
			);
			ensure!(!candidate.sits || candidate.left.is_none(), "who sits has left");
		}

		let (present, coming) = (PresentTerm::<T>::get(), ComingTerm::<T>::get());
		let next = NextTermId::<T>::get();
		let oldest = OldestTerm::<T>::get();
		ensure!(oldest <= next, "more was swept than there was");
		for term in present.iter().chain(&coming) {
			ensure!(term.id < next && term.id >= oldest, "a term has a wrong number");
			let claims = Claims::<T>::iter_prefix(term.id).count() as u32;
			ensure!(term.claims == claims, "the count of claims is wrong");
			ensure!(term.claims_until < term.first && term.first < term.end, "a term is none");
		}
		if let (Some(present), Some(coming)) = (&present, &coming) {
			ensure!(
				present.id < coming.id && present.end <= coming.first,
				"two terms are in one another's way"
			);
		}
		let mut kept: BTreeSet<_> = Links::<T>::iter().map(|(term, ..)| term).collect();
		kept.extend(BarredPersons::<T>::iter().map(|(term, ..)| term));
		kept.extend(Claimants::<T>::iter().map(|(term, ..)| term));
		for (term, alias, claim) in Claims::<T>::iter() {
			kept.insert(term);
			if let Some(account) = claim.account {
				// A term that is being swept may have lost it.
				ensure!(
					Claimants::<T>::get(term, account) == Some(alias)
						|| term < Self::first_kept_term(),
					"a seat's account was claimed by another"
				);
			}
		}
		ensure!(kept.iter().all(|term| (oldest..next).contains(term)), "something is never swept");
		let order = Order::<T>::get();
		ensure!(
			order.iter().collect::<BTreeSet<_>>().len() == order.len(),
			"a person was drawn twice"
		);
		ensure!(order.is_empty() || present.is_some(), "an order has no term");

		let fallback = Fallback::<T>::get();
		for (place, account) in fallback.iter().enumerate() {
			ensure!(!fallback.iter().take(place).any(|one| one == account), "one is named twice");
			ensure!(Candidates::<T>::contains_key(account), "a fallback has no bond");
			for term in present.iter().chain(&coming) {
				ensure!(
					!Claimants::<T>::contains_key(term.id, account),
					"an account of the fallback set has a seat"
				);
			}
		}
		let (first, end) = KeyQueueEnds::<T>::get();
		for (account, waiting) in NewKeys::<T>::iter() {
			ensure!(
				KeyQueue::<T>::get(waiting.place).as_ref() == Some(&account),
				"keys wait without a place"
			);
		}
		ensure!(
			KeyQueue::<T>::iter_keys()
				.all(|place| place.wrapping_sub(first) < end.wrapping_sub(first)),
			"a place is outside the queue"
		);
		Ok(())
	}
}
