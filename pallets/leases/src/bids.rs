//! How providers answer an order, and how one of them wins it.

use crate::{
	BalanceOf, Bid, BidOf, Bids, Config, Error, Event, Funder, HoldReason, Involved, Item, Lease,
	LeaseId, LeaseTerms, Ledger, Mode, OrderId, Orders, Pallet, State,
};
use census_primitives::Circuits;
use frame_support::{
	ensure,
	traits::{DefensiveResult, Get},
	BoundedVec,
};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::{DispatchError, DispatchResult, Saturating};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_bid(
		who: T::AccountId,
		id: OrderId,
		rate: BalanceOf<T>,
		notice: BlockNumberFor<T>,
	) -> DispatchResult {
		let order = Self::order(id)?;
		let provider = Self::provider(&who)?;
		if let Some(mismatch) = Self::mismatches(&order, &who, &provider).into_iter().next() {
			return Err(Error::<T>::from(mismatch).into());
		}
		if let Some(mismatch) = Self::bid_mismatches(&order, rate, notice).into_iter().next() {
			return Err(Error::<T>::from(mismatch).into());
		}
		let mut bids = Bids::<T>::get(id);
		let replaced = Self::bid_to_replace(&order, &bids, &who, rate)
			.map_err(Error::<T>::from)?
			.map(|index| bids.remove(index));
		let deposit = match replaced {
			// A new bid takes over the deposit of the one before.
			Some(bid) if bid.provider == who => bid.deposit,
			other => {
				if let Some(bid) = other {
					Self::close_bid(id, &bid)?;
				}
				let deposit = T::Amounts::get().bid_deposit;
				Self::hold(HoldReason::Bid, &who, deposit)?;
				Involved::<T>::insert(&who, id, ());
				deposit
			}
		};
		// Behind those of the same rate: the earlier bid is the better one.
		let index = bids.partition_point(|bid| bid.rate <= rate);
		let bid = Bid { provider: who.clone(), rate, notice, deposit };
		bids.try_insert(index, bid).map_err(|_| Error::<T>::BidsFull)?;
		Bids::<T>::insert(id, bids);
		Self::deposit_event(Event::BidPlaced { order: id, provider: who, rate, notice });
		Ok(())
	}

	pub(crate) fn do_withdraw_bid(who: T::AccountId, id: OrderId) -> DispatchResult {
		Self::remove_bid(id, &who)
	}

	pub(crate) fn do_reject_bid(
		who: T::AccountId,
		id: OrderId,
		provider: T::AccountId,
	) -> DispatchResult {
		ensure!(Self::order(id)?.tenant == who, Error::<T>::NotTenant);
		Self::remove_bid(id, &provider)
	}

	/// Makes a lease of an order and says how many bids the order had.
	pub(crate) fn do_accept_bid(
		tenant: T::AccountId,
		id: OrderId,
		who: T::AccountId,
		rate: BalanceOf<T>,
		notice: BlockNumberFor<T>,
		funding: BalanceOf<T>,
	) -> Result<u32, DispatchError> {
		let order = Self::order(id)?;
		ensure!(order.tenant == tenant, Error::<T>::NotTenant);
		let bids = Bids::<T>::take(id);
		let won = bids.iter().find(|bid| bid.provider == who).ok_or(Error::<T>::BidNotFound)?;
		ensure!((won.rate, won.notice) == (rate, notice), Error::<T>::BidChanged);
		let provider = Self::provider(&who)?;
		if let Some(mismatch) = Self::mismatches(&order, &who, &provider).into_iter().next() {
			return Err(Error::<T>::from(mismatch).into());
		}

		for bid in bids.iter().filter(|bid| bid.provider != who) {
			Self::close_bid(id, bid)?;
		}
		Self::release(HoldReason::Bid, &who, won.deposit)?;
		Self::unschedule(Item::Order(id), order.expires_at);
		Orders::<T>::remove(id);

		let cover = T::Amounts::get().lease_cover;
		Self::take_on(&who, provider, &order.terms.resources, cover)?;
		if let Mode::Proven { circuit, .. } = &order.terms.mode {
			T::Circuits::hold(circuit).map_err(Error::<T>::from)?;
		}
		let now = frame_system::Pallet::<T>::block_number();
		let until = now.saturating_add(T::Periods::get().ack);
		// Its own entry stays, whatever becomes of the money in it: nobody can crowd it out.
		let own = Funder { who: tenant.clone(), left: Default::default() };
		let mut lease = Lease {
			tenant: tenant.clone(),
			provider: who.clone(),
			terms: LeaseTerms {
				resources: order.terms.resources,
				rate,
				notice,
				manifest: order.terms.manifest,
			},
			mode: order.terms.mode,
			state: State::Pending { until },
			end: None,
			since: now,
			last_heartbeat: now,
			bound: true,
			accrued: 0,
			confirmed: 0,
			epoch: None,
			epochs: 0,
			missed: 0,
			ledger: Ledger::default(),
			funders: BoundedVec::try_from(alloc::vec![own])
				.defensive_map_err(|_| Error::<T>::FundersFull)?,
			deposit: order.deposit,
			cover,
			bounty: None,
			proposal: None,
			offered_to: None,
			deadline: until,
			opened_at: now,
		};
		Self::fund(&mut lease, &tenant, funding)?;
		Self::reserve_bounty(&mut lease, &tenant)?;
		ensure!(Self::is_covered(&lease), Error::<T>::FundsTooLow);
		Self::open_lease(id, lease);
		Self::deposit_event(Event::LeaseOpened { lease: id, tenant, provider: who, rate });
		Ok(bids.len() as u32)
	}

	/// A bid is over without a lease. It has been taken off the order's list.
	pub(crate) fn close_bid(id: OrderId, bid: &BidOf<T>) -> DispatchResult {
		Self::release(HoldReason::Bid, &bid.provider, bid.deposit)?;
		Involved::<T>::remove(&bid.provider, id);
		Self::deposit_event(Event::BidClosed { order: id, provider: bid.provider.clone() });
		Ok(())
	}

	fn remove_bid(id: OrderId, provider: &T::AccountId) -> DispatchResult {
		let mut bids = Bids::<T>::get(id);
		let index = bids.iter().position(|bid| bid.provider == *provider);
		let bid = bids.remove(index.ok_or(Error::<T>::BidNotFound)?);
		if bids.is_empty() {
			Bids::<T>::remove(id);
		} else {
			Bids::<T>::insert(id, bids);
		}
		Self::close_bid(id, &bid)
	}

	/// Puts a new lease where it belongs. Both sides are involved in it already: they were in its
	/// order.
	fn open_lease(id: LeaseId, lease: crate::LeaseOf<T>) {
		Self::schedule(Item::Lease(id), lease.deadline);
		crate::Leases::<T>::insert(id, lease);
	}
}
