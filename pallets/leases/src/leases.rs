//! The life of a lease between being matched and being closed.

use crate::{
	clock::Transition, BalanceOf, CloseReason, Closed, ClosedLease, Config, Deadlines, End, Error,
	Event, HoldReason, Involved, Item, LeaseId, LeaseOf, LeaseTermsOf, Leases, Mode, Orders,
	Pallet, Proposal, Side, State,
};
use census_primitives::Circuits;
use census_zk_types::Word;
use frame_support::{ensure, traits::Get};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::{
	traits::{One, Zero},
	DispatchResult, Saturating,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_acknowledge(who: T::AccountId, id: LeaseId) -> DispatchResult {
		let (mut lease, now) = Self::load(id)?;
		ensure!(lease.provider == who, Error::<T>::NotProvider);
		ensure!(matches!(lease.state, State::Pending { .. }), Error::<T>::NotPending);
		if let Mode::Fixed { span, .. } = lease.mode {
			lease.end = Some(End { at: now.saturating_add(span), reason: CloseReason::Completed });
		}
		Self::begin(&mut lease, now);
		Self::deposit_event(Event::LeaseActive { lease: id });
		Self::store(id, lease, now);
		Ok(())
	}

	pub(crate) fn do_heartbeat(who: T::AccountId, id: LeaseId) -> DispatchResult {
		let (mut lease, now) = Self::load(id)?;
		ensure!(lease.provider == who, Error::<T>::NotProvider);
		ensure!(matches!(lease.state, State::Active), Error::<T>::NotActive);
		ensure!(!matches!(lease.mode, Mode::Proven { .. }), Error::<T>::NoHeartbeat);
		lease.last_heartbeat = now;
		lease.bound = true;
		lease.confirmed = lease.accrued;
		Self::store(id, lease, now);
		Ok(())
	}

	pub(crate) fn do_top_up(
		who: T::AccountId,
		id: LeaseId,
		amount: BalanceOf<T>,
	) -> DispatchResult {
		let (mut lease, now) = Self::load(id)?;
		ensure!(!matches!(lease.state, State::Disputed { .. }), Error::<T>::InDispute);
		let is_funder = lease.funders.iter().any(|funder| funder.who == who);
		let least = if is_funder { One::one() } else { Self::least_share() };
		ensure!(amount >= least, Error::<T>::FundsTooLow);
		if lease.funders.is_full() && !is_funder {
			// Those whose money is spent make room.
			Self::pay(id, &mut lease, false)?;
		}
		Self::fund(&mut lease, &who, amount)?;
		Self::reserve_bounty(&mut lease, &who)?;
		Self::deposit_event(Event::ToppedUp { lease: id, funder: who, amount });
		if matches!(lease.state, State::Starved { .. }) {
			Self::resume(id, &mut lease, now)?;
		}
		Self::store(id, lease, now);
		Ok(())
	}

	pub(crate) fn do_settle(id: LeaseId) -> DispatchResult {
		let (mut lease, now) = Self::load(id)?;
		// What is before the arbiter is not paid.
		if !matches!(lease.state, State::Disputed { .. }) {
			Self::pay(id, &mut lease, false)?;
		}
		Self::store(id, lease, now);
		Ok(())
	}

	pub(crate) fn do_poke(who: T::AccountId, id: LeaseId) -> DispatchResult {
		if Orders::<T>::contains_key(id) {
			return Self::poke_order(id);
		}
		let (mut lease, now, transition) = Self::load_even_if_over(id)?;
		ensure!(transition.changed, Error::<T>::NothingDue);
		Self::pay_bounty(id, &mut lease, &who);
		Self::settle_transition(id, lease, now, transition)
	}

	/// The wheel does for a lease what has fallen due.
	pub(crate) fn bring_along(id: LeaseId) -> DispatchResult {
		let (lease, now, transition) = Self::load_even_if_over(id)?;
		Self::settle_transition(id, lease, now, transition)
	}

	pub(crate) fn do_close(who: T::AccountId, id: LeaseId) -> DispatchResult {
		let (mut lease, now) = Self::load(id)?;
		ensure!(lease.tenant == who, Error::<T>::NotTenant);
		ensure!(!matches!(lease.state, State::Disputed { .. }), Error::<T>::InDispute);
		let reason = CloseReason::TenantClosed;
		// The provider may be about to finish an epoch's work; it would be robbed of that.
		if let (Mode::Proven { epoch: length, .. }, State::Active, Some(epoch)) =
			(&lease.mode, &lease.state, &lease.epoch)
		{
			if !epoch.proven {
				let at = epoch.start.saturating_add(*length);
				ensure!(lease.end.is_none_or(|end| at < end.at), Error::<T>::AlreadyEnding);
				return Self::end_at(id, lease, End { at, reason }, now);
			}
		}
		lease.confirmed = lease.accrued;
		Self::finish(id, lease, End { at: now, reason }, now)
	}

	pub(crate) fn do_reclaim(who: T::AccountId, id: LeaseId) -> DispatchResult {
		let (lease, now) = Self::load(id)?;
		ensure!(lease.provider == who, Error::<T>::NotProvider);
		ensure!(
			matches!(lease.state, State::Active | State::Starved { .. }),
			Error::<T>::NotActive
		);
		if matches!(lease.state, State::Active) && !Self::is_bound(&lease) {
			let reason = CloseReason::Released;
			return Self::finish(id, lease, End { at: now, reason }, now);
		}
		let at = now.saturating_add(lease.terms.notice.max(One::one()));
		ensure!(lease.end.is_none_or(|end| at < end.at), Error::<T>::AlreadyEnding);
		Self::end_at(id, lease, End { at, reason: CloseReason::Reclaimed }, now)
	}

	pub(crate) fn do_propose_terms(
		who: T::AccountId,
		id: LeaseId,
		terms: LeaseTermsOf<T>,
	) -> DispatchResult {
		let (mut lease, now) = Self::load(id)?;
		let by = Self::side(&lease, &who)?;
		ensure!(matches!(lease.state, State::Active), Error::<T>::NotActive);
		ensure!(!terms.rate.is_zero(), Error::<T>::RateZero);
		ensure!(terms.notice <= T::Periods::get().longest, Error::<T>::NoticeTooLong);
		ensure!(terms.resources.is_canonical(), Error::<T>::ResourcesMalformed);
		lease.proposal = Some(Proposal { by, terms });
		Self::deposit_event(Event::TermsProposed { lease: id, by });
		Self::store(id, lease, now);
		Ok(())
	}

	pub(crate) fn do_accept_terms(
		who: T::AccountId,
		id: LeaseId,
		terms: LeaseTermsOf<T>,
	) -> DispatchResult {
		let (mut lease, now) = Self::load(id)?;
		let side = Self::side(&lease, &who)?;
		ensure!(matches!(lease.state, State::Active), Error::<T>::NotActive);
		let proposal = lease.proposal.take().ok_or(Error::<T>::NotProposed)?;
		ensure!(proposal.by != side && proposal.terms == terms, Error::<T>::NotProposed);
		if terms.resources != lease.terms.resources {
			Self::exchange(&lease.provider, &lease.terms.resources, &terms.resources)?;
		}
		lease.terms = terms;
		ensure!(Self::is_covered(&lease), Error::<T>::FundsTooLow);
		Self::deposit_event(Event::TermsChanged { lease: id });
		Self::store(id, lease, now);
		Ok(())
	}

	pub(crate) fn do_offer_transfer(
		who: T::AccountId,
		id: LeaseId,
		to: Option<T::AccountId>,
	) -> DispatchResult {
		let (mut lease, now) = Self::load(id)?;
		ensure!(lease.tenant == who, Error::<T>::NotTenant);
		ensure!(!matches!(lease.state, State::Disputed { .. }), Error::<T>::InDispute);
		ensure!(
			to.as_ref().is_none_or(|to| *to != lease.provider && *to != who),
			Error::<T>::OwnOrder
		);
		lease.offered_to = to.clone();
		Self::deposit_event(Event::TransferOffered { lease: id, to });
		Self::store(id, lease, now);
		Ok(())
	}

	pub(crate) fn do_accept_transfer(
		who: T::AccountId,
		id: LeaseId,
		funding: BalanceOf<T>,
		terms: LeaseTermsOf<T>,
		next_input: Option<Word>,
	) -> DispatchResult {
		let (mut lease, now) = Self::load(id)?;
		ensure!(lease.offered_to.as_ref() == Some(&who), Error::<T>::NotOffered);
		ensure!(!matches!(lease.state, State::Disputed { .. }), Error::<T>::InDispute);
		let input = match lease.mode {
			Mode::Proven { input, .. } => Some(input),
			_ => None,
		};
		ensure!((&lease.terms, input) == (&terms, next_input), Error::<T>::OtherTerms);
		lease.offered_to = None;
		// What either side proposed was meant for the other.
		lease.proposal = None;

		// Until now the former tenant pays, from here on the new one.
		lease.confirmed = lease.accrued;
		Self::pay(id, &mut lease, false)?;
		let former = core::mem::replace(&mut lease.tenant, who.clone());
		Self::refund(&mut lease, &former)?;
		if lease.bounty.as_ref().is_some_and(|bounty| bounty.who == former) {
			Self::return_bounty(&mut lease)?;
		}
		Self::release(HoldReason::Order, &former, lease.deposit)?;
		lease.deposit = T::Amounts::get().order_deposit;
		Self::hold(HoldReason::Order, &who, lease.deposit)?;

		// The new tenant's entry comes first, with what it had put in before.
		lease.funders.retain(|funder| funder.who != former);
		let before = lease.funders.iter().position(|funder| funder.who == who);
		let left = before.map_or_else(Zero::zero, |index| lease.funders.remove(index).left);
		let own = crate::Funder { who: who.clone(), left };
		lease.funders.try_insert(0, own).map_err(|_| Error::<T>::FundersFull)?;
		Self::fund(&mut lease, &who, funding)?;
		Self::reserve_bounty(&mut lease, &who)?;

		Involved::<T>::remove(&former, id);
		Involved::<T>::insert(&who, id, ());
		Self::deposit_event(Event::Transferred { lease: id, tenant: who });
		match lease.state {
			State::Starved { .. } => Self::resume(id, &mut lease, now)?,
			_ => ensure!(Self::is_covered(&lease), Error::<T>::FundsTooLow),
		}
		Self::store(id, lease, now);
		Ok(())
	}

	/// A live lease, brought up to the present, and the present. A lease that has ended by now is
	/// closed, whether or not it has been seen to: the call fails and leaves that to the wheel.
	pub(crate) fn load(
		id: LeaseId,
	) -> Result<(LeaseOf<T>, BlockNumberFor<T>), sp_runtime::DispatchError> {
		let (lease, now, transition) = Self::load_even_if_over(id)?;
		ensure!(transition.end.is_none(), Error::<T>::LeaseClosed);
		Self::note_transition(id, &lease, &transition)?;
		Ok((lease, now))
	}

	/// Writes a live lease back and moves its deadline.
	pub(crate) fn store(id: LeaseId, mut lease: LeaseOf<T>, now: BlockNumberFor<T>) {
		// Never into a bucket that blocks have passed.
		let next = Self::next_deadline(&lease).max(now.saturating_add(One::one()));
		if next != lease.deadline {
			Self::unschedule(Item::Lease(id), lease.deadline);
			lease.deadline = next;
		}
		Self::schedule(Item::Lease(id), next);
		Leases::<T>::insert(id, lease);
	}

	/// Closes a lease: pays what is confirmed, refunds the rest, returns all deposits.
	pub(crate) fn finish(
		id: LeaseId,
		mut lease: LeaseOf<T>,
		end: End<BlockNumberFor<T>>,
		now: BlockNumberFor<T>,
	) -> DispatchResult {
		Self::pay(id, &mut lease, true)?;
		Self::refund_all(&mut lease)?;
		Self::return_bounty(&mut lease)?;
		Self::release(HoldReason::Order, &lease.tenant, lease.deposit)?;
		Self::give_back(&lease.provider, &lease.terms.resources, lease.cover)?;
		if let Mode::Proven { circuit, .. } = &lease.mode {
			T::Circuits::release(circuit);
		}
		Self::unschedule(Item::Lease(id), lease.deadline);
		Leases::<T>::remove(id);

		let forget_at = now.saturating_add(T::Periods::get().remember);
		Self::schedule(Item::Closed(id), forget_at);
		let (at, reason, ledger) = (end.at, end.reason, lease.ledger);
		Closed::<T>::insert(
			id,
			ClosedLease {
				tenant: lease.tenant,
				provider: lease.provider,
				reason,
				ledger,
				opened_at: lease.opened_at,
				closed_at: at,
				forget_at,
				rater: None,
				rating: None,
			},
		);
		Self::deposit_event(Event::LeaseClosed { lease: id, at, reason, ledger });
		Ok(())
	}

	/// Puts an item that could not be seen to into another bucket.
	pub(crate) fn put_off(item: Item, at: BlockNumberFor<T>) {
		match item {
			Item::Order(id) => {
				Orders::<T>::mutate_extant(id, |order| order.expires_at = at);
			}
			Item::Lease(id) => Leases::<T>::mutate_extant(id, |lease| lease.deadline = at),
			Item::Closed(id) => Closed::<T>::mutate_extant(id, |closed| closed.forget_at = at),
		}
		Deadlines::<T>::insert(at, item, ());
	}

	/// Which side of the lease an account is.
	pub(crate) fn side(lease: &LeaseOf<T>, who: &T::AccountId) -> Result<Side, Error<T>> {
		if lease.tenant == *who {
			Ok(Side::Tenant)
		} else if lease.provider == *who {
			Ok(Side::Provider)
		} else {
			Err(Error::NotASide)
		}
	}

	#[allow(clippy::type_complexity)]
	fn load_even_if_over(
		id: LeaseId,
	) -> Result<
		(LeaseOf<T>, BlockNumberFor<T>, Transition<BalanceOf<T>, BlockNumberFor<T>>),
		sp_runtime::DispatchError,
	> {
		let Some(mut lease) = Leases::<T>::get(id) else {
			let closed = Closed::<T>::contains_key(id);
			return Err(if closed { Error::<T>::LeaseClosed } else { Error::LeaseNotFound }.into());
		};
		let now = frame_system::Pallet::<T>::block_number();
		let transition = Self::advance(&mut lease, now);
		Ok((lease, now, transition))
	}

	/// Does to the money what has happened on the way, and tells of it.
	fn note_transition(
		id: LeaseId,
		lease: &LeaseOf<T>,
		transition: &Transition<BalanceOf<T>, BlockNumberFor<T>>,
	) -> DispatchResult {
		if transition.missed > 0 {
			Self::deposit_event(Event::ProofsMissed { lease: id, epochs: transition.missed });
		}
		Self::penalise(id, lease, transition.penalty)?;
		if let Some(since) = transition.starved {
			Self::deposit_event(Event::LeaseStarved { lease: id, since });
		}
		Ok(())
	}

	/// What has happened on the way becomes the lease's state, or its end.
	fn settle_transition(
		id: LeaseId,
		mut lease: LeaseOf<T>,
		now: BlockNumberFor<T>,
		transition: Transition<BalanceOf<T>, BlockNumberFor<T>>,
	) -> DispatchResult {
		Self::note_transition(id, &lease, &transition)?;
		let Some(end) = transition.end else {
			Self::store(id, lease, now);
			return Ok(());
		};
		if let State::Disputed { by, deposit, .. } = lease.state {
			// Nobody judged: the deposit goes back.
			let caller = match by {
				Side::Tenant => &lease.tenant,
				Side::Provider => &lease.provider,
			};
			Self::release(HoldReason::Dispute, caller, deposit)?;
			lease.state = State::Active;
		}
		Self::finish(id, lease, end, now)
	}

	/// It is settled now when the lease ends.
	fn end_at(
		id: LeaseId,
		mut lease: LeaseOf<T>,
		end: End<BlockNumberFor<T>>,
		now: BlockNumberFor<T>,
	) -> DispatchResult {
		lease.end = Some(end);
		let End { at, reason } = end;
		Self::deposit_event(Event::LeaseEnding { lease: id, at, reason });
		Self::store(id, lease, now);
		Ok(())
	}

	/// A starved lease goes on, if the funds last. The provider may have taken it for over: it is
	/// bound again when it gives a sign of life or a proof.
	fn resume(id: LeaseId, lease: &mut LeaseOf<T>, now: BlockNumberFor<T>) -> DispatchResult {
		ensure!(Self::is_covered(lease), Error::<T>::FundsTooLow);
		Self::begin(lease, now);
		lease.bound = false;
		Self::deposit_event(Event::LeaseResumed { lease: id });
		Ok(())
	}

	/// The provider's time, or an epoch of its work, begins.
	fn begin(lease: &mut LeaseOf<T>, now: BlockNumberFor<T>) {
		lease.state = State::Active;
		lease.since = now;
		lease.last_heartbeat = now;
		Self::begin_epoch(lease, now);
	}
}
