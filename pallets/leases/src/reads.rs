//! What others may ask of the pallet. Nothing here writes.
//!
//! A lease is shown as of the present block, whether or not what fell due has been seen to. Pages
//! follow the storage's order, which is stable and otherwise arbitrary; the next page begins behind
//! the last item of the one before. Where not every entry is told, a page says by itself where to go
//! on, and is empty at the end only, or after [`MAX_LOOKED_AT`](census_primitives::MAX_LOOKED_AT)
//! entries of which none is told. Callers bound `count`.

use crate::{
	clock::work, matching::Mismatch, Audit, Auditor, Auditors, Audits, BalanceOf, BidOf, Bids,
	BlockNumberFor, Books, Closed, ClosedLeaseOf, Config, CurrentRatingPeriod, End, Involved,
	LeaseId, LeaseOf, Leases, Mode, NextOrderId, OrderId, OrderOf, Orders, Pallet, ProviderOf,
	Providers, Rating, RatingPeriod, Ratings, Totals,
};
use alloc::vec::Vec;
use census_primitives::Page;
use census_zk_types::Word;
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::traits::Get;
use scale_info::TypeInfo;
use sp_runtime::{
	traits::{SaturatedConversion, UniqueSaturatedInto},
	Saturating,
};

/// Gives answers what they need.
macro_rules! answer {
	($($item:item)*) => {$(
		#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
		#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
		#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
		$item
	)*};
}

answer! {
	/// An open order and what is offered for it.
	#[cfg_attr(feature = "serde", serde(bound(
		serialize = "AccountId: serde::Serialize, Balance: core::fmt::Display, BlockNumber: serde::Serialize",
		deserialize = "AccountId: serde::Deserialize<'de>, Balance: core::str::FromStr, BlockNumber: serde::Deserialize<'de>",
	)))]
	pub struct OrderDetails<AccountId, Balance, BlockNumber> {
		/// Its number.
		pub id: OrderId,
		/// The order.
		pub order: crate::Order<AccountId, Balance, BlockNumber>,
		/// Its bids, the best first.
		pub bids: Vec<crate::Bid<AccountId, Balance, BlockNumber>>,
	}

	/// A live lease as of the present block.
	#[cfg_attr(feature = "serde", serde(bound(
		serialize = "AccountId: serde::Serialize, Balance: core::fmt::Display, BlockNumber: serde::Serialize",
		deserialize = "AccountId: serde::Deserialize<'de>, Balance: core::str::FromStr, BlockNumber: serde::Deserialize<'de>",
	)))]
	pub struct LeaseDetails<AccountId, Balance, BlockNumber> {
		/// Its number.
		pub id: LeaseId,
		/// The lease.
		pub lease: crate::Lease<AccountId, Balance, BlockNumber>,
		/// How it has ended, where nobody has seen to that yet.
		pub ended: Option<End<BlockNumber>>,
		/// What the provider has earned and not been paid, the market's part included.
		#[cfg_attr(feature = "serde", serde(with = "crate::decimal"))]
		pub owed: Balance,
		/// The part of that which a sign of life or a proof stands behind: settling pays it.
		#[cfg_attr(feature = "serde", serde(with = "crate::decimal"))]
		pub payable: Balance,
		/// The block in which a metered lease runs dry, if nothing else happens.
		pub runs_dry_at: Option<BlockNumber>,
		/// The last public input of a proof for the present epoch.
		pub binding: Option<Word>,
	}

	/// What a lease would cost, in the smallest unit.
	#[cfg_attr(feature = "serde", serde(bound(
		serialize = "Balance: core::fmt::Display",
		deserialize = "Balance: core::str::FromStr",
	)))]
	pub struct Quote<Balance> {
		/// What the time costs in all.
		#[cfg_attr(feature = "serde", serde(with = "crate::decimal"))]
		pub price: Balance,
		/// The part of it that goes to the market.
		#[cfg_attr(feature = "serde", serde(with = "crate::decimal"))]
		pub fee: Balance,
		/// The least to fund the lease with when it begins.
		#[cfg_attr(feature = "serde", serde(with = "crate::decimal"))]
		pub least_funding: Balance,
		/// Held of the tenant for order and lease, and returned.
		#[cfg_attr(feature = "serde", serde(with = "crate::decimal"))]
		pub order_deposit: Balance,
		/// Held of the tenant for whoever pokes the lease, and returned if nobody does.
		#[cfg_attr(feature = "serde", serde(with = "crate::decimal"))]
		pub bounty: Balance,
		/// Held of the provider for its bid, and returned.
		#[cfg_attr(feature = "serde", serde(with = "crate::decimal"))]
		pub bid_deposit: Balance,
		/// What the provider's bond must cover for the lease.
		#[cfg_attr(feature = "serde", serde(with = "crate::decimal"))]
		pub lease_cover: Balance,
	}

	/// Open orders that a provider fits.
	pub struct FittingOrders {
		/// Some of them.
		pub orders: Vec<OrderId>,
		/// Behind which order to look for more; `None` if all were looked at.
		pub next: Option<OrderId>,
	}
}

impl<T: Config> Pallet<T> {
	/// A provider as it stands.
	pub fn provider_details(who: &T::AccountId) -> Option<ProviderOf<T>> {
		Providers::<T>::get(who)
	}

	/// Up to `count` providers behind `after`.
	pub fn providers(
		after: Option<&T::AccountId>,
		count: u32,
	) -> Vec<(T::AccountId, ProviderOf<T>)> {
		let iter = match after {
			Some(who) => Providers::<T>::iter_from(Providers::<T>::hashed_key_for(who)),
			None => Providers::<T>::iter(),
		};
		iter.take(count as usize).collect()
	}

	/// An auditor as it stands.
	pub fn auditor(who: &T::AccountId) -> Option<Auditor<BalanceOf<T>>> {
		Auditors::<T>::get(who)
	}

	/// Up to `count` auditors behind `after`.
	pub fn auditors(
		after: Option<&T::AccountId>,
		count: u32,
	) -> Vec<(T::AccountId, Auditor<BalanceOf<T>>)> {
		let iter = match after {
			Some(who) => Auditors::<T>::iter_from(Auditors::<T>::hashed_key_for(who)),
			None => Auditors::<T>::iter(),
		};
		iter.take(count as usize).collect()
	}

	/// Up to `count` audits of a provider, behind that of `after`. Those of an earlier registration
	/// are left out.
	#[allow(clippy::type_complexity)]
	pub fn audits(
		provider: &T::AccountId,
		after: Option<&T::AccountId>,
		count: u32,
	) -> Page<(T::AccountId, Audit<BalanceOf<T>, BlockNumberFor<T>>), T::AccountId> {
		let Some(since) = Providers::<T>::get(provider).map(|provider| provider.since) else {
			return Page { items: Vec::new(), next: None };
		};
		let iter = match after {
			Some(who) => {
				Audits::<T>::iter_prefix_from(provider, Audits::<T>::hashed_key_for(provider, who))
			}
			None => Audits::<T>::iter_prefix(provider),
		};
		let present =
			|(who, audit): (_, Audit<_, _>)| (audit.registration == since).then_some((who, audit));
		Page::of(iter, count, |(who, _)| who.clone(), present)
	}

	/// How many orders were ever posted.
	pub fn order_count() -> OrderId {
		NextOrderId::<T>::get()
	}

	/// An open order and its bids.
	#[allow(clippy::type_complexity)]
	pub fn order_details(
		id: OrderId,
	) -> Option<OrderDetails<T::AccountId, BalanceOf<T>, BlockNumberFor<T>>> {
		let order = Self::order(id).ok()?;
		Some(OrderDetails { id, order, bids: Bids::<T>::get(id).into_inner() })
	}

	/// Up to `count` open orders behind `after`.
	pub fn open_orders(after: Option<OrderId>, count: u32) -> Page<(OrderId, OrderOf<T>), OrderId> {
		let now = frame_system::Pallet::<T>::block_number();
		let open = |(id, order): (_, OrderOf<T>)| (now < order.expires_at).then_some((id, order));
		Page::of(Self::orders_behind(after), count, |(id, _)| *id, open)
	}

	/// Up to `count` open orders behind `after` that a provider fits, by what it has, says and is
	/// vouched for. What it would bid is up to it.
	pub fn fitting_orders(who: &T::AccountId, after: Option<OrderId>, count: u32) -> FittingOrders {
		let Some(provider) = Providers::<T>::get(who) else {
			return FittingOrders { orders: Vec::new(), next: None };
		};
		let now = frame_system::Pallet::<T>::block_number();
		let fits = |(id, order): (_, OrderOf<T>)| {
			let fits =
				now < order.expires_at && Self::mismatches(&order, who, &provider).is_empty();
			fits.then_some(id)
		};
		let Page { items, next } = Page::of(Self::orders_behind(after), count, |(id, _)| *id, fits);
		FittingOrders { orders: items, next }
	}

	/// Every reason for which a provider cannot bid for an order, on these terms if there are any.
	pub fn why_not(
		id: OrderId,
		who: &T::AccountId,
		terms: Option<(BalanceOf<T>, BlockNumberFor<T>)>,
	) -> Vec<Mismatch<T::AccountId>> {
		let Ok(order) = Self::order(id) else { return alloc::vec![Mismatch::OrderNotFound] };
		let Some(provider) = Providers::<T>::get(who) else {
			return alloc::vec![Mismatch::ProviderNotFound];
		};
		let mut found = Self::mismatches(&order, who, &provider);
		if let Some((rate, notice)) = terms {
			found.extend(Self::bid_mismatches(&order, rate, notice));
			let bids = Bids::<T>::get(id);
			found.extend(Self::bid_to_replace(&order, &bids, who, rate).err());
		}
		found
	}

	/// A bid as it stands.
	pub fn bid_of(id: OrderId, provider: &T::AccountId) -> Option<BidOf<T>> {
		Self::order(id).ok()?;
		Bids::<T>::get(id).into_iter().find(|bid| bid.provider == *provider)
	}

	/// What a lease costs at a rate for so many blocks.
	pub fn quote(
		mode: &Mode<BlockNumberFor<T>>,
		rate: BalanceOf<T>,
		blocks: BlockNumberFor<T>,
	) -> Quote<BalanceOf<T>> {
		let amounts = T::Amounts::get();
		let least = match mode {
			Mode::Metered { .. } => T::Periods::get().least_runway,
			Mode::Fixed { span, .. } => *span,
			Mode::Proven { epoch, .. } => *epoch,
		};
		let price = Self::worth(work::<T>(rate, blocks)).unique_saturated_into();
		Quote {
			price,
			fee: T::FeeRate::get().mul_floor(price),
			least_funding: Self::cost(work::<T>(rate, least)).unique_saturated_into(),
			order_deposit: amounts.order_deposit,
			bounty: amounts.bounty,
			bid_deposit: amounts.bid_deposit,
			lease_cover: amounts.lease_cover,
		}
	}

	/// A live lease, brought up to the present block.
	#[allow(clippy::type_complexity)]
	pub fn lease_details(
		id: LeaseId,
	) -> Option<LeaseDetails<T::AccountId, BalanceOf<T>, BlockNumberFor<T>>> {
		let mut lease: LeaseOf<T> = Leases::<T>::get(id)?;
		let ended = Self::advance(&mut lease, frame_system::Pallet::<T>::block_number()).end;
		let unpaid = |work: u128| -> BalanceOf<T> {
			let earned: BalanceOf<T> = Self::worth(work).saturated_into();
			earned.min(lease.books.spendable()).saturating_sub(lease.books.spent())
		};
		let runs_dry_at = Self::dry_at(&lease).filter(|_| ended.is_none());
		let binding =
			lease.epoch.map(|epoch| Self::binding_of(id, epoch.number, &lease.provider).into());
		Some(LeaseDetails {
			id,
			ended,
			owed: unpaid(lease.accrued),
			payable: unpaid(lease.confirmed),
			runs_dry_at,
			binding,
			lease,
		})
	}

	/// What is remembered of a closed lease.
	pub fn closed_lease(id: LeaseId) -> Option<ClosedLeaseOf<T>> {
		Closed::<T>::get(id)
	}

	/// Up to `count` numbers behind `after` of what an account has to do with: its open orders, the
	/// orders it bids for, and leases of which it is or was a side, until they are forgotten.
	pub fn involved(who: &T::AccountId, after: Option<OrderId>, count: u32) -> Vec<OrderId> {
		let iter = match after {
			Some(id) => {
				Involved::<T>::iter_key_prefix_from(who, Involved::<T>::hashed_key_for(who, id))
			}
			None => Involved::<T>::iter_key_prefix(who),
		};
		iter.take(count as usize).collect()
	}

	/// The money of all leases that ever were.
	pub fn totals() -> Books<BalanceOf<T>> {
		Totals::<T>::get()
	}

	/// How persons have rated an account.
	pub fn rating(who: &T::AccountId) -> Rating {
		Ratings::<T>::get(who)
	}

	/// The rating period, if there is one.
	pub fn rating_period() -> Option<RatingPeriod<BlockNumberFor<T>>> {
		CurrentRatingPeriod::<T>::get()
	}

	fn orders_behind(after: Option<OrderId>) -> impl Iterator<Item = (OrderId, OrderOf<T>)> {
		match after {
			Some(id) => Orders::<T>::iter_from(Orders::<T>::hashed_key_for(id)),
			None => Orders::<T>::iter(),
		}
	}
}
