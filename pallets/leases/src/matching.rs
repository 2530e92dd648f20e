//! Does a provider fit an order, and if not, why?

use crate::{
	Attributes, Audits, BalanceOf, BidsOf, BlockNumberFor, Config, Label, Mode, OrderOf, Pallet,
	ProviderOf, ProviderStatus, Providers, ResourceKind, CIRCUIT_INPUTS, MAX_BIDS,
};
use alloc::vec::Vec;
use census_primitives::Circuits;
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::traits::Get;
use scale_info::TypeInfo;
use sp_runtime::{traits::Zero, Saturating};

/// Why a provider, or its bid, does not fit an order.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum Mismatch<AccountId> {
	/// There is no such open order.
	OrderNotFound,
	/// The account is no provider.
	ProviderNotFound,
	/// The provider takes no new leases.
	NotAccepting,
	/// The bond does not cover another lease.
	BondTooLow,
	/// The order is for another provider.
	OtherProvider,
	/// The order is the provider's own.
	OwnOrder,
	/// The order's circuit takes no new leases.
	CircuitNotActive,
	/// Less of a resource is free than the order asks for.
	ResourceShort(ResourceKind),
	/// An attribute is missing or has another value.
	AttributeMissing(Label),
	/// An auditor does not vouch for an attribute.
	AuditMissing {
		/// Which auditor.
		auditor: AccountId,
		/// The attribute's key.
		key: Label,
	},
	/// The rate is 0.
	RateZero,
	/// The rate is higher than the order allows.
	RateTooHigh,
	/// The notice is shorter than the order asks for.
	NoticeTooShort,
	/// The notice is longer than any may be.
	NoticeTooLong,
	/// The order has as many bids as it can hold, none of them worse.
	BidsFull,
}

/// Whether a list is in its canonical form: keys in order, each once, with valid labels.
pub(crate) fn are_canonical(attributes: &Attributes) -> bool {
	attributes.windows(2).all(|pair| pair[0].key < pair[1].key)
		&& attributes.iter().all(|attribute| attribute.key.is_valid() && attribute.value.is_valid())
}

impl<T: Config> Pallet<T> {
	/// Every reason for which the provider could not serve the order now. The list is bounded by
	/// what the order may ask for.
	pub(crate) fn mismatches(
		order: &OrderOf<T>,
		who: &T::AccountId,
		provider: &ProviderOf<T>,
	) -> Vec<Mismatch<T::AccountId>> {
		let mut found = Vec::new();
		if provider.status != ProviderStatus::Accepting {
			found.push(Mismatch::NotAccepting);
		}
		if provider.bond < Self::bond_for_one_more(provider) {
			found.push(Mismatch::BondTooLow);
		}
		if order.terms.provider.as_ref().is_some_and(|only| only != who) {
			found.push(Mismatch::OtherProvider);
		}
		if order.tenant == *who {
			found.push(Mismatch::OwnOrder);
		}
		if let Mode::Proven { circuit, .. } = &order.terms.mode {
			if T::Circuits::inputs(circuit) != Some(CIRCUIT_INPUTS) {
				found.push(Mismatch::CircuitNotActive);
			}
		}
		let short = match provider.used.plus(&order.terms.resources) {
			Some(all) => provider.capacity.first_short(&all),
			// More kinds or more of one than any capacity has.
			None => order.terms.resources.0.first().map(|resource| resource.kind.clone()),
		};
		found.extend(short.map(Mismatch::ResourceShort));
		let wanted = &order.terms.attributes;
		for attribute in wanted.iter().filter(|wanted| !provider.attributes.contains(wanted)) {
			found.push(Mismatch::AttributeMissing(attribute.key.clone()));
		}
		for auditor in &order.terms.auditors {
			// What was vouched for holds for the registration of then.
			let vouched = Audits::<T>::get(who, auditor)
				.filter(|audit| audit.registration == provider.since)
				.map(|audit| audit.attributes)
				.unwrap_or_default();
			for attribute in wanted.iter().filter(|wanted| !vouched.contains(wanted)) {
				let (auditor, key) = (auditor.clone(), attribute.key.clone());
				found.push(Mismatch::AuditMissing { auditor, key });
			}
		}
		found
	}

	/// Every reason for which a bid on these terms does not fit the order.
	pub(crate) fn bid_mismatches(
		order: &OrderOf<T>,
		rate: BalanceOf<T>,
		notice: BlockNumberFor<T>,
	) -> Vec<Mismatch<T::AccountId>> {
		let mut found = Vec::new();
		if rate.is_zero() {
			found.push(Mismatch::RateZero);
		}
		if rate > order.terms.max_rate {
			found.push(Mismatch::RateTooHigh);
		}
		if notice < order.terms.min_notice {
			found.push(Mismatch::NoticeTooShort);
		}
		if notice > T::Periods::get().longest {
			found.push(Mismatch::NoticeTooLong);
		}
		found
	}

	/// Which bid makes room for one by `who` at this rate: its own; one by a provider that could not
	/// serve any more; the worst, if it is worse. `None` if there is room without.
	pub(crate) fn bid_to_replace(
		order: &OrderOf<T>,
		bids: &BidsOf<T>,
		who: &T::AccountId,
		rate: BalanceOf<T>,
	) -> Result<Option<usize>, Mismatch<T::AccountId>> {
		if let Some(own) = bids.iter().position(|bid| bid.provider == *who) {
			return Ok(Some(own));
		}
		if (bids.len() as u32) < MAX_BIDS {
			return Ok(None);
		}
		let could_serve = |bidder| {
			Providers::<T>::get(bidder)
				.is_some_and(|provider| Self::mismatches(order, bidder, &provider).is_empty())
		};
		let idle = bids.iter().position(|bid| !could_serve(&bid.provider));
		let worst = || bids.len().checked_sub(1).filter(|last| bids[*last].rate > rate);
		idle.or_else(worst).map(Some).ok_or(Mismatch::BidsFull)
	}

	/// The bond that a provider needs to take one lease more.
	fn bond_for_one_more(provider: &ProviderOf<T>) -> BalanceOf<T> {
		let amounts = T::Amounts::get();
		amounts.provider_bond.saturating_add(provider.covered).saturating_add(amounts.lease_cover)
	}
}
