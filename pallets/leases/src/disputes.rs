//! What happens when one side calls the arbiter.

use crate::{
	BalanceOf, CloseReason, Config, End, Error, Event, HoldReason, LeaseId, Mode, Pallet, Side,
	State, Verdict,
};
use frame_support::{ensure, traits::Get};
use sp_runtime::{traits::SaturatedConversion, DispatchResult, Saturating};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_dispute(who: T::AccountId, id: LeaseId) -> DispatchResult {
		let (mut lease, now) = Self::load(id)?;
		let by = Self::side(&lease, &who)?;
		ensure!(matches!(lease.state, State::Active), Error::<T>::NotActive);
		ensure!(!matches!(lease.mode, Mode::Proven { .. }), Error::<T>::NotDisputable);
		let deposit = T::Amounts::get().dispute_deposit;
		Self::hold(HoldReason::Dispute, &who, deposit)?;
		let until = now.saturating_add(T::Periods::get().dispute);
		lease.state = State::Disputed { until, by, deposit };
		lease.proposal = None;
		lease.offered_to = None;
		Self::deposit_event(Event::DisputeOpened { lease: id, by });
		Self::store(id, lease, now);
		Ok(())
	}

	pub(crate) fn do_resolve(id: LeaseId, verdict: Verdict) -> DispatchResult {
		let (mut lease, now) = Self::load(id)?;
		let State::Disputed { by, deposit, .. } = lease.state else {
			return Err(Error::<T>::NotInDispute.into());
		};
		let (caller, other) = match by {
			Side::Tenant => (lease.tenant.clone(), lease.provider.clone()),
			Side::Provider => (lease.provider.clone(), lease.tenant.clone()),
		};
		if verdict.deposit_to == by {
			Self::release(HoldReason::Dispute, &caller, deposit)?;
		} else {
			Self::give(HoldReason::Dispute, &caller, &other, deposit)?;
		}
		if verdict.penalty {
			let penalty = core::mem::take(&mut lease.cover);
			Self::penalise(id, &lease, penalty)?;
		}
		let spent = lease.ledger.spent();
		let earned: BalanceOf<T> = Self::worth(lease.accrued).saturated_into();
		let claimed = earned.saturating_sub(spent);
		let awarded = verdict.provider_share.mul_floor(claimed);
		lease.confirmed = Self::work_for(spent.saturating_add(awarded));
		lease.state = State::Active;
		Self::finish(id, lease, End { at: now, reason: CloseReason::Arbitrated }, now)
	}
}
