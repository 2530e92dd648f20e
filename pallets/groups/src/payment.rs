//! What a nullifier costs: whoever submits a proof pays for the bytes that stay, and that is burnt.
//!
//! `docs/concepts/groups.md` says why it is neither a deposit nor the group's to pay.

use crate::{BalanceOf, Config, Pallet};
use census_primitives::ProofRefusal;
use frame_support::{
	dispatch::DispatchResult,
	traits::{
		fungible::{Inspect, Mutate},
		tokens::{Fortitude, Precision, Preservation},
	},
};
use sp_runtime::traits::{CheckedSub, Saturating, Zero};

/// Who pays for the nullifiers of one call. What it was charged is burnt at the end, all at once: a
/// batch writes one account, once.
#[must_use = "what was charged is burnt when it is settled"]
pub(crate) struct Payer<T: Config> {
	account: T::AccountId,
	/// The price of a nullifier.
	price: BalanceOf<T>,
	/// What the account can still pay and live on.
	funds: BalanceOf<T>,
	/// What it was charged.
	charged: BalanceOf<T>,
}

impl<T: Config> Payer<T> {
	pub(crate) fn new(account: T::AccountId) -> Self {
		let price = Pallet::<T>::nullifier_price();
		let funds =
			T::Currency::reducible_balance(&account, Preservation::Preserve, Fortitude::Polite);
		Self { account, price, funds, charged: Zero::zero() }
	}

	/// Whether another nullifier can be paid for.
	pub(crate) fn check(&self) -> Result<(), ProofRefusal> {
		self.funds_after_another().map(drop)
	}

	/// Charges the price of another nullifier.
	pub(crate) fn charge(&mut self) -> Result<(), ProofRefusal> {
		self.funds = self.funds_after_another()?;
		self.charged.saturating_accrue(self.price);
		Ok(())
	}

	fn funds_after_another(&self) -> Result<BalanceOf<T>, ProofRefusal> {
		self.funds.checked_sub(&self.price).ok_or(ProofRefusal::NullifierUnpaid)
	}

	/// Burns what was charged.
	pub(crate) fn settle(self) -> DispatchResult {
		if !self.charged.is_zero() {
			T::Currency::burn_from(
				&self.account,
				self.charged,
				Preservation::Preserve,
				Precision::Exact,
				Fortitude::Polite,
			)?;
		}
		Ok(())
	}
}
