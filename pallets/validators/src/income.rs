//! What making blocks is paid with: the fees of a session, shared by all who made blocks in it.
//!
//! A fee is burnt when it is paid, and noted here. At the end of the session, what is noted is shared: first, each
//! author has the price of what nobody paid for in its blocks, as far as a part of the fees suffices
//! ([`Config::FreeShare`]); the rest goes by the number of blocks. So an author that fills its blocks with calls of its
//! own, paid or free, has back no more than that part and its share of the rest, and one that leaves out what is free
//! has less than one that takes it. A tip is its author's alone. What an account has earned is created when it is
//! collected: never more than was burnt.
//!
//! What is burnt for bytes that stay for ever, and of bonds, is nobody's.

use crate::{BalanceOf, Config, Earned, Error, Event, Fees, Pallet, PresentAuthor, Work};
use frame_support::{
	dispatch::DispatchResult, ensure, pallet_prelude::Get, traits::fungible::Mutate,
};
use sp_runtime::{
	helpers_128bit::multiply_by_rational_with_rounding,
	traits::{SaturatedConversion, Saturating, UniqueSaturatedInto, Zero},
	Rounding,
};

impl<T: Config> Pallet<T> {
	/// Notes a fee that was burnt.
	pub fn note_fee(fee: BalanceOf<T>) {
		Fees::<T>::mutate(|fees| *fees = fees.saturating_add(fee));
	}

	/// Notes a tip that was burnt, for the author of this block.
	pub fn note_tip(tip: BalanceOf<T>) {
		if let Some(author) = PresentAuthor::<T>::get() {
			Self::earn(&author, tip);
		}
	}

	fn earn(account: &T::AccountId, amount: BalanceOf<T>) {
		if !amount.is_zero() {
			Earned::<T>::mutate(account, |earned| *earned = earned.saturating_add(amount));
		}
	}

	/// Notes what nobody paid for in this block.
	pub(crate) fn note_free_work() {
		if let Some(author) = PresentAuthor::<T>::take() {
			let free = T::FreeWork::get();
			if !free.is_zero() {
				Work::<T>::mutate(author, |work| work.free = work.free.saturating_add(free));
			}
		}
	}

	/// Shares what was paid since it was shared last. What does not divide stays for the next session.
	pub(crate) fn share_fees(work: &[(T::AccountId, crate::Made<BalanceOf<T>>)]) {
		let fees = Fees::<T>::get();
		let sum = |all: &dyn Fn(&crate::Made<BalanceOf<T>>) -> u128| {
			work.iter().fold(0u128, |sum, (_, made)| sum.saturating_add(all(made)))
		};
		let free_of =
			|made: &crate::Made<BalanceOf<T>>| -> u128 { made.free.unique_saturated_into() };
		let blocks_of = |made: &crate::Made<BalanceOf<T>>| u128::from(made.blocks);
		let (free, blocks) = (sum(&free_of), sum(&blocks_of));
		let whole: u128 = fees.unique_saturated_into();
		let part = |of: u128, some: u128, all: u128| {
			multiply_by_rational_with_rounding(of, some, all, Rounding::Down).unwrap_or(0)
		};
		let for_free = (T::FreeShare::get() * whole).min(free);
		let rest = whole.saturating_sub(for_free);
		let mut left = fees;
		for (account, made) in work {
			let share = part(for_free, free_of(made), free)
				.saturating_add(part(rest, blocks_of(made), blocks))
				.saturated_into::<BalanceOf<T>>()
				.min(left);
			left = left.saturating_sub(share);
			Self::earn(account, share);
		}
		Fees::<T>::put(left);
	}

	pub(crate) fn do_collect(account: T::AccountId) -> DispatchResult {
		let amount = Earned::<T>::take(&account);
		ensure!(!amount.is_zero(), Error::<T>::NothingEarned);
		<T as Config>::Currency::mint_into(&account, amount)?;
		Self::deposit_event(Event::Collected { account, amount });
		Ok(())
	}
}
