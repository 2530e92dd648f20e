//! Where the money is and how it moves.
//!
//! An account on which funds are held keeps its existential deposit free, so it can receive any
//! amount. That holds for providers (their bond), tenants (the order's deposit) and funders with
//! money left. It need not hold for whoever gets the fees or a bounty: these wait until they can be
//! taken.

use crate::{
	BalanceOf, Config, Error, Event, Funder, HoldReason, LeaseId, LeaseOf, Pallet, Providers,
	Totals,
};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{
		fungible::{Inspect, MutateHold},
		tokens::{Fortitude, Precision, Restriction},
		DefensiveOption, Get,
	},
};
use sp_runtime::{
	traits::{CheckedAdd, CheckedSub, One, SaturatedConversion, Zero},
	ArithmeticError, DispatchResult, Saturating,
};

impl<T: Config> Pallet<T> {
	/// Puts an account's free funds on hold.
	pub(crate) fn hold(
		reason: HoldReason,
		who: &T::AccountId,
		amount: BalanceOf<T>,
	) -> DispatchResult {
		if amount.is_zero() {
			return Ok(());
		}
		T::Currency::hold(&reason.into(), who, amount)
	}

	/// Gives held funds back to their owner, all or none.
	pub(crate) fn release(
		reason: HoldReason,
		who: &T::AccountId,
		amount: BalanceOf<T>,
	) -> DispatchResult {
		if amount.is_zero() {
			return Ok(());
		}
		T::Currency::release(&reason.into(), who, amount, Precision::Exact).map(drop)
	}

	/// Gives held funds to another, all or none. Locks on the owner's account do not stand against
	/// it: the funds were promised.
	pub(crate) fn give(
		reason: HoldReason,
		from: &T::AccountId,
		to: &T::AccountId,
		amount: BalanceOf<T>,
	) -> DispatchResult {
		if amount.is_zero() {
			return Ok(());
		}
		let (precision, mode, force) = (Precision::Exact, Restriction::Free, Fortitude::Force);
		T::Currency::transfer_on_hold(&reason.into(), from, to, amount, precision, mode, force)
			.map(drop)
	}

	/// The least that an account puts into a lease of another's, to begin with: as much as the
	/// account must have, and as a change of the lease is worth. Crumbs would crowd others out.
	pub(crate) fn least_share() -> BalanceOf<T> {
		T::Currency::minimum_balance().max(T::Amounts::get().bounty).max(One::one())
	}

	/// Puts money into a lease, behind what the account put in before.
	pub(crate) fn fund(
		lease: &mut LeaseOf<T>,
		who: &T::AccountId,
		amount: BalanceOf<T>,
	) -> DispatchResult {
		Self::hold(HoldReason::Escrow, who, amount)?;
		match lease.funders.iter_mut().find(|funder| funder.who == *who) {
			Some(funder) => {
				funder.left = funder.left.checked_add(&amount).ok_or(ArithmeticError::Overflow)?;
			}
			None => lease
				.funders
				.try_push(Funder { who: who.clone(), left: amount })
				.map_err(|_| Error::<T>::FundersFull)?,
		}
		let funded = lease.ledger.funded.checked_add(&amount).ok_or(ArithmeticError::Overflow)?;
		lease.ledger.funded = funded;
		Totals::<T>::try_mutate(|totals| {
			totals.funded = totals.funded.checked_add(&amount).ok_or(ArithmeticError::Overflow)?;
			Ok(())
		})
	}

	/// Holds the bounty for poking the lease, if none is held.
	pub(crate) fn reserve_bounty(lease: &mut LeaseOf<T>, who: &T::AccountId) -> DispatchResult {
		let bounty = T::Amounts::get().bounty;
		if lease.bounty.is_none() && !bounty.is_zero() {
			Self::hold(HoldReason::Bounty, who, bounty)?;
			lease.bounty = Some(Funder { who: who.clone(), left: bounty });
		}
		Ok(())
	}

	/// Gives the bounty back to whom it came from.
	pub(crate) fn return_bounty(lease: &mut LeaseOf<T>) -> DispatchResult {
		match lease.bounty.take() {
			Some(bounty) => Self::release(HoldReason::Bounty, &bounty.who, bounty.left),
			None => Ok(()),
		}
	}

	/// Pays the bounty. An account that cannot take so little goes without, and it stays held.
	pub(crate) fn pay_bounty(id: LeaseId, lease: &mut LeaseOf<T>, to: &T::AccountId) {
		let Some(bounty) = &lease.bounty else { return };
		if Self::give(HoldReason::Bounty, &bounty.who, to, bounty.left).is_ok() {
			lease.bounty = None;
			Self::deposit_event(Event::BountyPaid { lease: id, to: to.clone() });
		}
	}

	/// Pays what is confirmed and has not been paid: the provider's part, and the market's.
	///
	/// Both are computed from all that was ever earned, less what was ever paid, so that it makes
	/// no difference in how many steps a lease is settled.
	///
	/// A fee that its receiver cannot take stays held until it can, or goes to the provider with
	/// the `last` payment.
	pub(crate) fn pay(id: LeaseId, lease: &mut LeaseOf<T>, last: bool) -> DispatchResult {
		let earned: BalanceOf<T> = Self::worth(lease.confirmed).saturated_into();
		let earned = earned.min(lease.ledger.spendable());
		let due = earned.saturating_sub(lease.ledger.spent());
		let fee_due = T::FeeRate::get().mul_floor(earned).saturating_sub(lease.ledger.fee).min(due);
		let mut paid = due.saturating_sub(fee_due);
		Self::spend(lease, &lease.provider.clone(), paid)?;
		let mut fee = fee_due;
		// All or nothing, for the money may come from several accounts.
		let taken = with_storage_layer(|| {
			let mut after = lease.clone();
			Self::spend(&mut after, &T::FeeReceiver::get(), fee)?;
			Ok::<_, sp_runtime::DispatchError>(after)
		});
		match taken {
			Ok(after) => *lease = after,
			Err(_) => {
				fee = Zero::zero();
				if last {
					Self::spend(lease, &lease.provider.clone(), fee_due)?;
					paid.saturating_accrue(fee_due);
				}
			}
		}
		if paid.is_zero() && fee.is_zero() {
			return Ok(());
		}
		lease.ledger.paid.saturating_accrue(paid);
		lease.ledger.fee.saturating_accrue(fee);
		Totals::<T>::mutate(|totals| {
			totals.paid.saturating_accrue(paid);
			totals.fee.saturating_accrue(fee);
		});
		Self::deposit_event(Event::Settled { lease: id, paid, fee });
		Ok(())
	}

	/// Gives back all that is left of an account's money in the lease.
	pub(crate) fn refund(lease: &mut LeaseOf<T>, who: &T::AccountId) -> DispatchResult {
		let Some(funder) = lease.funders.iter_mut().find(|funder| funder.who == *who) else {
			return Ok(());
		};
		let amount = core::mem::take(&mut funder.left);
		Self::release(HoldReason::Escrow, who, amount)?;
		lease.ledger.refunded.saturating_accrue(amount);
		Totals::<T>::mutate(|totals| totals.refunded.saturating_accrue(amount));
		Ok(())
	}

	/// Gives back all that is left, in the order in which it came.
	pub(crate) fn refund_all(lease: &mut LeaseOf<T>) -> DispatchResult {
		for funder in lease.funders.clone() {
			Self::refund(lease, &funder.who)?;
		}
		Ok(())
	}

	/// Takes a penalty from the provider's bond and gives it to the tenant. The lease's cover has
	/// been reduced by it.
	pub(crate) fn penalise(
		id: LeaseId,
		lease: &LeaseOf<T>,
		amount: BalanceOf<T>,
	) -> DispatchResult {
		if amount.is_zero() {
			return Ok(());
		}
		// Every live lease is covered by the bond of its provider.
		let mut provider =
			Providers::<T>::get(&lease.provider).defensive_ok_or(Error::<T>::Corrupt)?;
		provider.covered =
			provider.covered.checked_sub(&amount).defensive_ok_or(Error::<T>::Corrupt)?;
		provider.bond = provider.bond.checked_sub(&amount).defensive_ok_or(Error::<T>::Corrupt)?;
		Self::give(HoldReason::Bond, &lease.provider, &lease.tenant, amount)?;
		Self::save_bond(lease.provider.clone(), provider);
		Self::deposit_event(Event::Penalised { lease: id, amount });
		Ok(())
	}

	/// Takes money out of the escrow, of whoever came first, and gives it to an account. The ledger
	/// are the caller's to keep.
	fn spend(
		lease: &mut LeaseOf<T>,
		to: &T::AccountId,
		mut amount: BalanceOf<T>,
	) -> DispatchResult {
		for funder in lease.funders.iter_mut() {
			let part = amount.min(funder.left);
			Self::give(HoldReason::Escrow, &funder.who, to, part)?;
			funder.left.saturating_reduce(part);
			amount.saturating_reduce(part);
		}
		ensure!(amount.is_zero(), Error::<T>::Corrupt);
		// Those whose money is spent make room for others. The tenant stays.
		let tenant = lease.tenant.clone();
		lease.funders.retain(|funder| !funder.left.is_zero() || funder.who == tenant);
		Ok(())
	}
}
