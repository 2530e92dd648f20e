//! What others may ask of the pallet. Nothing here writes.
//!
//! A lease is shown as of the present block, whether or not what fell due has been seen to. Pages
//! follow the storage's order, which is stable and otherwise arbitrary; the next page begins behind
//! the last item of the one before. Where not every entry is told, a page says by itself where to go
//! on, and is empty at the end only, or after [`MAX_LOOKED_AT`](census_primitives::MAX_LOOKED_AT)
//! entries of which none is told. Callers bound `count`.

use crate::{
	clock::work, matching::Mismatch, views::View, Auditors, Audits, BalanceOf, BidOf, Bids,
	BlockNumberFor, Closed, Config, CurrentRatingPeriod, Involved, LeaseId, LeaseOf, Leases, Mode,
	NextOrderId, OrderId, OrderOf, Orders, Pallet, Providers, Ratings, Totals,
};
use alloc::vec::Vec;
use census_primitives::Page;
use census_views::{leases as views, AccountId, Amount};
use frame_support::traits::Get;
use sp_runtime::{
	traits::{SaturatedConversion, UniqueSaturatedInto},
	Saturating,
};

impl<T: Config> Pallet<T> {
	/// A provider as it stands.
	pub fn provider_view(who: &T::AccountId) -> Option<views::Provider> {
		Providers::<T>::get(who).map(|provider| (who, provider).view())
	}

	/// Up to `count` providers behind `after`.
	pub fn providers(after: Option<&T::AccountId>, count: u32) -> Page<views::Provider, AccountId> {
		let iter = match after {
			Some(who) => Providers::<T>::iter_from(Providers::<T>::hashed_key_for(who)),
			None => Providers::<T>::iter(),
		};
		let view = |(who, provider)| (&who, provider).view();
		Page::whole(iter, count, |(who, _)| AccountId::of(who), view)
	}

	/// An auditor as it stands.
	pub fn auditor_view(who: &T::AccountId) -> Option<views::Auditor> {
		Auditors::<T>::get(who).map(|auditor| (who, auditor).view())
	}

	/// Up to `count` auditors behind `after`.
	pub fn auditors(after: Option<&T::AccountId>, count: u32) -> Page<views::Auditor, AccountId> {
		let iter = match after {
			Some(who) => Auditors::<T>::iter_from(Auditors::<T>::hashed_key_for(who)),
			None => Auditors::<T>::iter(),
		};
		let view = |(who, auditor)| (&who, auditor).view();
		Page::whole(iter, count, |(who, _)| AccountId::of(who), view)
	}

	/// Up to `count` audits of a provider, behind that of `after`. Those of an earlier registration
	/// are left out.
	pub fn audits(
		provider: &T::AccountId,
		after: Option<&T::AccountId>,
		count: u32,
	) -> Page<views::Audit, AccountId> {
		let Some(since) = Providers::<T>::get(provider).map(|provider| provider.since) else {
			return Page::default();
		};
		let iter = match after {
			Some(who) => {
				Audits::<T>::iter_prefix_from(provider, Audits::<T>::hashed_key_for(provider, who))
			}
			None => Audits::<T>::iter_prefix(provider),
		};
		let present = |(who, audit): (T::AccountId, crate::Audit<_, _>)| {
			(audit.registration == since).then(|| (&who, audit).view())
		};
		Page::of(iter, count, |(who, _)| AccountId::of(who), present)
	}

	/// How many orders were ever posted.
	pub fn order_count() -> OrderId {
		NextOrderId::<T>::get()
	}

	/// An open order and its bids.
	pub fn order_view(id: OrderId) -> Option<views::OrderWithBids> {
		let order = (id, Self::order(id).ok()?).view();
		let bids = Bids::<T>::get(id).into_iter().map(View::view).collect();
		Some(views::OrderWithBids { order, bids })
	}

	/// Up to `count` open orders behind `after`.
	pub fn open_orders(after: Option<OrderId>, count: u32) -> Page<views::Order, OrderId> {
		let now = frame_system::Pallet::<T>::block_number();
		let open =
			|(id, order): (_, OrderOf<T>)| (now < order.expires_at).then(|| (id, order).view());
		Page::of(Self::orders_behind(after), count, |(id, _)| *id, open)
	}

	/// Up to `count` open orders behind `after` that a provider fits, by what it has, says and is
	/// vouched for. What it would bid is up to it.
	pub fn fitting_orders(
		who: &T::AccountId,
		after: Option<OrderId>,
		count: u32,
	) -> Page<OrderId, OrderId> {
		let Some(provider) = Providers::<T>::get(who) else { return Page::default() };
		let now = frame_system::Pallet::<T>::block_number();
		let fits = |(id, order): (_, OrderOf<T>)| {
			let fits =
				now < order.expires_at && Self::mismatches(&order, who, &provider).is_empty();
			fits.then_some(id)
		};
		Page::of(Self::orders_behind(after), count, |(id, _)| *id, fits)
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

	/// [`Pallet::why_not`] as it is shown.
	pub fn mismatch_views(
		id: OrderId,
		who: &T::AccountId,
		bid: Option<views::BidTerms>,
	) -> Vec<views::Mismatch> {
		let terms = bid.map(|views::BidTerms { rate, notice }| {
			(rate.0.unique_saturated_into(), notice.into())
		});
		Self::why_not(id, who, terms).into_iter().map(View::view).collect()
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
	) -> views::Quote {
		let amounts = T::Amounts::get();
		let shown = |amount: BalanceOf<T>| Amount(amount.saturated_into());
		let least = match mode {
			Mode::Metered { .. } => T::Periods::get().least_runway,
			Mode::Fixed { span, .. } => *span,
			Mode::Proven { epoch, .. } => *epoch,
		};
		let price = Self::worth(work::<T>(rate, blocks)).unique_saturated_into();
		views::Quote {
			price: shown(price),
			fee: shown(T::FeeRate::get().mul_floor(price)),
			min_funding: shown(Self::cost(work::<T>(rate, least)).unique_saturated_into()),
			order_deposit: shown(amounts.order_deposit),
			bounty: shown(amounts.bounty),
			bid_deposit: shown(amounts.bid_deposit),
			lease_cover: shown(amounts.lease_cover),
		}
	}

	/// A live lease, brought up to the present block.
	pub fn lease_view(id: LeaseId) -> Option<views::Lease> {
		let mut lease: LeaseOf<T> = Leases::<T>::get(id)?;
		let ended = Self::advance(&mut lease, frame_system::Pallet::<T>::block_number()).end;
		let unpaid = |work: u128| -> Amount {
			let earned: BalanceOf<T> = Self::worth(work).saturated_into();
			let due = earned.min(lease.ledger.spendable()).saturating_sub(lease.ledger.spent());
			Amount(due.saturated_into())
		};
		let (owed, payable) = (unpaid(lease.accrued), unpaid(lease.confirmed));
		let runs_dry_at = Self::dry_at(&lease)
			.filter(|_| ended.is_none())
			.map(SaturatedConversion::saturated_into);
		let binding =
			lease.epoch.map(|epoch| Self::binding_of(id, epoch.number, &lease.provider).into());
		Some(views::Lease {
			lease: id,
			tenant: AccountId::of(&lease.tenant),
			provider: AccountId::of(&lease.provider),
			terms: lease.terms.view(),
			mode: lease.mode.view(),
			state: lease.state.view(),
			ended: ended.map(View::view),
			end: lease.end.map(View::view),
			owed,
			payable,
			runs_dry_at,
			since: lease.since.saturated_into(),
			last_heartbeat: lease.last_heartbeat.saturated_into(),
			bound: lease.bound,
			accrued: Amount(lease.accrued),
			confirmed: Amount(lease.confirmed),
			epoch: lease.epoch.map(View::view),
			binding,
			epochs: lease.epochs,
			missed: lease.missed,
			ledger: lease.ledger.view(),
			funders: lease.funders.into_iter().map(View::view).collect(),
			deposit: Amount(lease.deposit.saturated_into()),
			cover: Amount(lease.cover.saturated_into()),
			bounty: lease.bounty.map(View::view),
			proposal: lease.proposal.map(View::view),
			offered_to: lease.offered_to.as_ref().map(AccountId::of),
			deadline: lease.deadline.saturated_into(),
			opened_at: lease.opened_at.saturated_into(),
		})
	}

	/// What is remembered of a closed lease.
	pub fn closed_lease_view(id: LeaseId) -> Option<views::ClosedLease> {
		Closed::<T>::get(id).map(|closed| (id, closed).view())
	}

	/// Up to `count` numbers behind `after` of what an account has to do with: its open orders, the
	/// orders it bids for, and leases of which it is or was a side, until they are forgotten.
	pub fn involved(
		who: &T::AccountId,
		after: Option<OrderId>,
		count: u32,
	) -> Page<OrderId, OrderId> {
		let iter = match after {
			Some(id) => {
				Involved::<T>::iter_key_prefix_from(who, Involved::<T>::hashed_key_for(who, id))
			}
			None => Involved::<T>::iter_key_prefix(who),
		};
		Page::whole(iter, count, |id| *id, |id| id)
	}

	/// The money of all leases that ever were.
	pub fn ledger() -> views::Ledger {
		Totals::<T>::get().view()
	}

	/// How persons have rated an account.
	pub fn rating(who: &T::AccountId) -> views::Rating {
		let crate::Rating { sum, count } = Ratings::<T>::get(who);
		views::Rating { sum, count }
	}

	/// The rating period, if there is one.
	pub fn rating_period_view() -> Option<views::RatingPeriod> {
		CurrentRatingPeriod::<T>::get().map(|period| views::RatingPeriod {
			scope: period.scope,
			until: period.until.saturated_into(),
		})
	}

	fn orders_behind(after: Option<OrderId>) -> impl Iterator<Item = (OrderId, OrderOf<T>)> {
		match after {
			Some(id) => Orders::<T>::iter_from(Orders::<T>::hashed_key_for(id)),
			None => Orders::<T>::iter(),
		}
	}
}
