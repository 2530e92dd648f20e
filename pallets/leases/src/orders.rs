//! How tenants ask, and how an order ends without a lease.

use crate::{
	matching::are_canonical, Auditors, Bids, Config, Error, Event, HoldReason, Involved, Item,
	Mode, NextOrderId, Order, OrderId, OrderOf, OrderTermsOf, Orders, Pallet, CIRCUIT_INPUTS,
};
use census_primitives::Circuits;
use census_zk_types::{FieldElement, Word};
use frame_support::{ensure, traits::Get};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::{traits::Zero, DispatchError, DispatchResult, Saturating};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_post_order(
		tenant: T::AccountId,
		terms: OrderTermsOf<T>,
		open_for: BlockNumberFor<T>,
	) -> DispatchResult {
		let longest = T::Periods::get().max_order;
		ensure!(!open_for.is_zero() && open_for <= longest, Error::<T>::OrderSpan);
		Self::check_order(&tenant, &terms)?;
		let id = NextOrderId::<T>::get();
		NextOrderId::<T>::put(id.checked_add(1).ok_or(Error::<T>::NoOrderIdLeft)?);
		let deposit = T::Amounts::get().order_deposit;
		Self::hold(HoldReason::Order, &tenant, deposit)?;
		let expires_at = frame_system::Pallet::<T>::block_number().saturating_add(open_for);
		Self::schedule(Item::Order(id), expires_at);
		Involved::<T>::insert(&tenant, id, ());
		Self::deposit_event(Event::OrderPosted { order: id, tenant: tenant.clone() });
		Orders::<T>::insert(id, Order { tenant, terms, expires_at, deposit });
		Ok(())
	}

	/// Cancels the order and says how many bids it had.
	pub(crate) fn do_cancel_order(who: T::AccountId, id: OrderId) -> Result<u32, DispatchError> {
		let order = Self::order(id)?;
		ensure!(order.tenant == who, Error::<T>::NotTenant);
		Self::unschedule(Item::Order(id), order.expires_at);
		let bids = Self::end_order(id, order)?;
		Self::deposit_event(Event::OrderCancelled { order: id });
		Ok(bids)
	}

	/// Anyone ends an order whose time is over, if no block has seen to it yet.
	pub(crate) fn poke_order(id: OrderId) -> DispatchResult {
		let order = Orders::<T>::get(id).ok_or(Error::<T>::OrderNotFound)?;
		let now = frame_system::Pallet::<T>::block_number();
		ensure!(order.expires_at <= now, Error::<T>::NothingDue);
		Self::unschedule(Item::Order(id), order.expires_at);
		Self::expire_order(id)
	}

	/// An order's time is over. Its deadline has been taken off the wheel.
	pub(crate) fn expire_order(id: OrderId) -> DispatchResult {
		let order = Orders::<T>::get(id).ok_or(Error::<T>::OrderNotFound)?;
		Self::end_order(id, order)?;
		Self::deposit_event(Event::OrderExpired { order: id });
		Ok(())
	}

	/// An open order. One whose time is over is none, whether or not it has been seen to.
	pub(crate) fn order(id: OrderId) -> Result<OrderOf<T>, Error<T>> {
		let now = frame_system::Pallet::<T>::block_number();
		Orders::<T>::get(id).filter(|order| now < order.expires_at).ok_or(Error::OrderNotFound)
	}

	/// Returns everybody's deposits and forgets the order. Says how many bids it had.
	fn end_order(id: OrderId, order: OrderOf<T>) -> Result<u32, DispatchError> {
		let bids = Bids::<T>::take(id);
		for bid in &bids {
			Self::close_bid(id, bid)?;
		}
		Self::release(HoldReason::Order, &order.tenant, order.deposit)?;
		Involved::<T>::remove(&order.tenant, id);
		Orders::<T>::remove(id);
		Ok(bids.len() as u32)
	}

	fn check_order(tenant: &T::AccountId, terms: &OrderTermsOf<T>) -> DispatchResult {
		ensure!(terms.resources.is_canonical(), Error::<T>::ResourcesMalformed);
		ensure!(are_canonical(&terms.attributes), Error::<T>::AttributesMalformed);
		ensure!(
			terms.auditors.windows(2).all(|pair| pair[0] < pair[1]),
			Error::<T>::AuditorsMalformed
		);
		ensure!(
			terms.auditors.is_empty() || !terms.attributes.is_empty(),
			Error::<T>::NothingToAudit
		);
		for auditor in &terms.auditors {
			ensure!(Auditors::<T>::contains_key(auditor), Error::<T>::AuditorNotFound);
		}
		ensure!(terms.provider.as_ref() != Some(tenant), Error::<T>::OwnOrder);
		ensure!(!terms.max_rate.is_zero(), Error::<T>::RateZero);
		ensure!(terms.min_notice <= T::Periods::get().longest, Error::<T>::NoticeTooLong);
		Self::check_mode(&terms.mode)
	}

	fn check_mode(mode: &Mode<BlockNumberFor<T>>) -> DispatchResult {
		let periods = T::Periods::get();
		let interval = match mode {
			Mode::Metered { heartbeat } => heartbeat,
			Mode::Fixed { span, heartbeat } => {
				ensure!(!span.is_zero(), Error::<T>::SpanOutOfRange);
				heartbeat
			}
			Mode::Proven { circuit, model, input, epoch } => {
				check_commitment::<T>(model)?;
				check_commitment::<T>(input)?;
				let inputs = T::Circuits::inputs(circuit).ok_or(Error::<T>::CircuitNotActive)?;
				ensure!(inputs == CIRCUIT_INPUTS, Error::<T>::CircuitShape);
				epoch
			}
		};
		ensure!(
			(periods.least_heartbeat..=periods.longest).contains(interval),
			Error::<T>::SpanOutOfRange
		);
		Ok(())
	}
}

/// A commitment goes into proofs, so it must be below the field's modulus.
pub(crate) fn check_commitment<T: Config>(commitment: &Word) -> Result<(), Error<T>> {
	FieldElement::try_from(*commitment).map(drop).map_err(|_| Error::CommitmentNotInField)
}
