//! What an offence costs.

use crate::{
	BarredPersons, Candidates, Config, Duty, Event, HoldReason, OldestTerm, Pallet, WeightInfo,
};
use frame_support::{
	pallet_prelude::Weight,
	traits::{
		fungible::MutateHold,
		tokens::{Fortitude, Precision},
	},
};
use pallet_session::Pallet as Session;
use sp_runtime::{traits::Saturating, Perbill};
use sp_staking::{
	offence::{OffenceDetails, OnOffenceHandler},
	SessionIndex,
};

/// It is told of everybody who has offended in a slot or round each time another one is reported: who has offended
/// before is not punished again, as long as it is a candidate.
impl<T: Config, Reporter, Known> OnOffenceHandler<Reporter, (T::AccountId, Known), Weight>
	for Pallet<T>
{
	/// The share that is burnt is the rules', whatever share the report asks for.
	fn on_offence(
		offenders: &[OffenceDetails<Reporter, (T::AccountId, Known)>],
		_: &[Perbill],
		session: SessionIndex,
	) -> Weight {
		for offence in offenders {
			Self::punish(&offence.offender.0, session);
		}
		<T as Config>::WeightInfo::punish().saturating_mul(offenders.len() as u64)
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn punish(account: &T::AccountId, session: SessionIndex) {
		let Some(mut candidate) = Candidates::<T>::get(account) else { return };
		// Of a term that is long over nothing is kept, and nobody could be barred from anything.
		if let Some((term, alias)) = candidate.seat_in(session) {
			if term >= OldestTerm::<T>::get() {
				BarredPersons::<T>::insert(term, alias, ());
			}
		}
		if candidate.duty == Duty::Barred {
			return;
		}
		let due = Self::rules().burnt_share * candidate.bond;
		let burnt = <T as Config>::Currency::burn_held(
			&HoldReason::Bond.into(),
			account,
			due,
			Precision::BestEffort,
			Fortitude::Force,
		)
		.unwrap_or_default();
		candidate.bond = candidate.bond.saturating_sub(burnt);
		candidate.duty = Duty::Barred;
		Candidates::<T>::insert(account, candidate);
		Self::deposit_event(Event::Offended { account: account.clone(), session, burnt });
		let validators = Session::<T>::validators();
		if let Some(index) = validators.iter().position(|validator| validator == account) {
			Self::disable(index as u32, validators.len());
		}
	}

	/// Disables a validator of this session of so many, if another can be spared. Says whether it is disabled.
	fn disable(index: u32, validators: usize) -> bool {
		let disabled = Session::<T>::disabled_validators();
		let is_spared = disabled.len() < validators.saturating_sub(1) / 3;
		disabled.contains(&index) || (is_spared && Session::<T>::disable_index(index))
	}

	/// Disables the validators of this session who have offended, as many as can be: with more than a third of the
	/// authors silent the chain would be worse off. The session pallet forgets the disabled when the set changes,
	/// and the set of the next session was planned before the offence: so it is done again in each session.
	pub(crate) fn disable_offenders() {
		let validators = Session::<T>::validators();
		for (index, account) in validators.iter().enumerate() {
			if Self::is_offender(account) && !Self::disable(index as u32, validators.len()) {
				return;
			}
		}
	}
}
