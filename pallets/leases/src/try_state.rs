//! The invariants of the stored state.
//!
//! - L1: of each lease and of all together, what was funded is what was paid, plus fees, plus
//!   refunds, plus what is held.
//! - L2: what is held of each account under each reason is what the records say.
//! - L4: nobody is in debt: what has accrued is within what the money buys, and what is confirmed
//!   within what has accrued.
//! - L5: what is used of a provider's capacity and bond is the sum over its live leases, and within
//!   the capacity and the bond.
//! - L6: a number is an open order, a live lease or a closed one, and never two of these; only open
//!   orders have bids.
//! - L8: whatever has a deadline stands in the bucket of its block, in no other, and nothing else
//!   stands in any.
//! - L9, L10: a closed lease holds nothing and has a reason. (That it never gets another is a matter
//!   of time, and of tests.)

use crate::{
	Auditors, Audits, BalanceOf, Bids, Closed, Config, Deadlines, DueFrom, HoldReason, Involved,
	Item, Leases, Ledger, NextOrderId, Orders, Pallet, Providers, Resources, State, Totals,
	BEST_SCORE,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{ensure, traits::fungible::InspectHold};
use sp_runtime::{
	traits::{CheckedAdd, Zero},
	Saturating, TryRuntimeError,
};

/// What the records say is held, by account and reason.
type Held<T> = BTreeMap<(<T as frame_system::Config>::AccountId, HoldReasonKey), BalanceOf<T>>;
type HoldReasonKey = u8;

const REASONS: [HoldReason; 7] = [
	HoldReason::Bond,
	HoldReason::Bid,
	HoldReason::Order,
	HoldReason::Escrow,
	HoldReason::Bounty,
	HoldReason::Audit,
	HoldReason::Dispute,
];

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_books()?;
		Self::try_holds()?;
		Self::try_capacities()?;
		Self::try_numbers()?;
		Self::try_deadlines()
	}

	fn try_books() -> Result<(), TryRuntimeError> {
		let mut held = BalanceOf::<T>::zero();
		for (_, lease) in Leases::<T>::iter() {
			let left = sum(lease.funders.iter().map(|funder| funder.left))?;
			ensure!(balanced(&lease.ledger, left), "L1: a lease's ledger does not balance");
			held = held.checked_add(&left).ok_or("L1: more is held than there can be")?;

			ensure!(
				lease.accrued <= Self::work_for(lease.ledger.spendable()),
				"L4: more has accrued than the money buys"
			);
			ensure!(lease.confirmed <= lease.accrued, "L4: more is confirmed than has accrued");
			ensure!(
				lease.funders.first().is_some_and(|first| first.who == lease.tenant),
				"a lease's tenant is not its first funder"
			);
			let rest = lease.funders.get(1..).unwrap_or_default();
			ensure!(rest.iter().all(|funder| !funder.left.is_zero()), "a funder without money");
		}
		for (_, closed) in Closed::<T>::iter() {
			ensure!(balanced(&closed.ledger, Zero::zero()), "L9: a closed lease holds something");
			ensure!(
				closed.rating.is_none_or(|score| (1..=BEST_SCORE).contains(&score)),
				"a rating is out of range"
			);
		}
		ensure!(balanced(&Totals::<T>::get(), held), "L1: the totals do not balance");
		Ok(())
	}

	fn try_holds() -> Result<(), TryRuntimeError> {
		let mut held = Held::<T>::new();
		let mut add = |who: &T::AccountId, reason: HoldReason, amount: BalanceOf<T>| {
			held.entry((who.clone(), reason as u8)).or_default().saturating_accrue(amount);
		};
		for (who, provider) in Providers::<T>::iter() {
			add(&who, HoldReason::Bond, provider.bond);
		}
		for (who, auditor) in Auditors::<T>::iter() {
			add(&who, HoldReason::Audit, auditor.deposit);
			let audits = Audits::<T>::iter().filter(|(_, by, _)| *by == who).count();
			ensure!(audits as u32 == auditor.audits, "an auditor's count of audits is wrong");
		}
		for (_, who, audit) in Audits::<T>::iter() {
			ensure!(Auditors::<T>::contains_key(&who), "an audit without its auditor");
			add(&who, HoldReason::Audit, audit.deposit);
		}
		for (_, order) in Orders::<T>::iter() {
			add(&order.tenant, HoldReason::Order, order.deposit);
		}
		for (_, bids) in Bids::<T>::iter() {
			bids.iter().for_each(|bid| add(&bid.provider, HoldReason::Bid, bid.deposit));
		}
		for (_, lease) in Leases::<T>::iter() {
			add(&lease.tenant, HoldReason::Order, lease.deposit);
			lease.funders.iter().for_each(|f| add(&f.who, HoldReason::Escrow, f.left));
			lease.bounty.iter().for_each(|b| add(&b.who, HoldReason::Bounty, b.left));
			if let State::Disputed { by, deposit, .. } = &lease.state {
				let who = match by {
					crate::Side::Tenant => &lease.tenant,
					crate::Side::Provider => &lease.provider,
				};
				add(who, HoldReason::Dispute, *deposit);
			}
		}
		for who in frame_system::Account::<T>::iter_keys() {
			for reason in REASONS {
				let said = held.remove(&(who.clone(), reason as u8)).unwrap_or_default();
				let is = T::Currency::balance_on_hold(&reason.into(), &who);
				ensure!(is == said, "L2: what is held of an account is not what the records say");
			}
		}
		ensure!(held.values().all(Zero::is_zero), "L2: funds of no account are said to be held");
		Ok(())
	}

	fn try_capacities() -> Result<(), TryRuntimeError> {
		let leases: Vec<_> = Leases::<T>::iter().map(|(_, lease)| lease).collect();
		for (who, provider) in Providers::<T>::iter() {
			let mine: Vec<_> = leases.iter().filter(|lease| lease.provider == who).collect();
			let mut used = Resources::default();
			for lease in &mine {
				used = used.plus(&lease.terms.resources).ok_or("L5: too many resources")?;
			}
			ensure!(used == provider.used, "L5: what a provider's leases use is not their sum");
			ensure!(provider.capacity.first_short(&used).is_none(), "L5: beyond the capacity");
			ensure!(provider.capacity.is_canonical(), "a capacity is malformed");
			let covers = sum(mine.iter().map(|lease| lease.cover))?;
			ensure!(covers == provider.covered, "L5: what covers the leases is not their sum");
			ensure!(provider.covered <= provider.bond, "L5: a bond does not cover its leases");
			ensure!(mine.len() as u32 == provider.leases, "a provider's count of leases is wrong");
		}
		ensure!(
			leases.iter().all(|lease| Providers::<T>::contains_key(&lease.provider)),
			"a live lease without its provider"
		);
		Ok(())
	}

	fn try_numbers() -> Result<(), TryRuntimeError> {
		let next = NextOrderId::<T>::get();
		let open = |id| Orders::<T>::contains_key(id);
		let live = |id| Leases::<T>::contains_key(id);
		let closed = |id| Closed::<T>::contains_key(id);
		for id in Orders::<T>::iter_keys() {
			ensure!(id < next && !live(id) && !closed(id), "L6: an order is a lease as well");
		}
		for id in Leases::<T>::iter_keys() {
			ensure!(id < next && !closed(id), "L6: a lease is closed and live");
		}
		for (id, bids) in Bids::<T>::iter() {
			ensure!(open(id), "L6: bids for what is no open order");
			ensure!(
				bids.windows(2).all(|pair| pair[0].rate <= pair[1].rate),
				"an order's bids are not in order"
			);
		}
		let mut involved = 0;
		for (id, order) in Orders::<T>::iter() {
			ensure!(Involved::<T>::contains_key(&order.tenant, id), "an order is not indexed");
			for bid in Bids::<T>::get(id) {
				ensure!(Involved::<T>::contains_key(&bid.provider, id), "a bid is not indexed");
				involved += 1;
			}
			involved += 1;
		}
		let sides = Leases::<T>::iter()
			.map(|(id, lease)| (id, lease.tenant, lease.provider))
			.chain(Closed::<T>::iter().map(|(id, closed)| (id, closed.tenant, closed.provider)));
		for (id, tenant, provider) in sides {
			ensure!(
				Involved::<T>::contains_key(&tenant, id)
					&& Involved::<T>::contains_key(&provider, id),
				"a lease is not indexed"
			);
			involved += 2;
		}
		ensure!(Involved::<T>::iter().count() == involved, "the index has entries of nothing");
		Ok(())
	}

	fn try_deadlines() -> Result<(), TryRuntimeError> {
		let mut due = BTreeMap::new();
		due.extend(Orders::<T>::iter().map(|(id, order)| (Item::Order(id), order.expires_at)));
		due.extend(Closed::<T>::iter().map(|(id, closed)| (Item::Closed(id), closed.forget_at)));
		for (id, lease) in Leases::<T>::iter() {
			ensure!(
				lease.deadline == Self::next_deadline(&lease),
				"L8: a lease's deadline is not when something happens to it"
			);
			due.insert(Item::Lease(id), lease.deadline);
		}
		let from = DueFrom::<T>::get();
		for (at, item, ()) in Deadlines::<T>::iter() {
			ensure!(due.remove(&item) == Some(at), "L8: something is in a wrong bucket, or in two");
			ensure!(at >= from, "L8: a bucket that blocks have passed is not empty");
		}
		ensure!(due.is_empty(), "L8: something with a deadline is in no bucket");
		Ok(())
	}
}

/// L1 for one ledger.
fn balanced<Balance>(ledger: &Ledger<Balance>, held: Balance) -> bool
where
	Balance: CheckedAdd + Copy + PartialEq,
{
	ledger
		.paid
		.checked_add(&ledger.fee)
		.and_then(|sum| sum.checked_add(&ledger.refunded))
		.and_then(|sum| sum.checked_add(&held))
		== Some(ledger.funded)
}

fn sum<Balance: CheckedAdd + Zero>(
	amounts: impl Iterator<Item = Balance>,
) -> Result<Balance, TryRuntimeError> {
	let mut sum = Balance::zero();
	for amount in amounts {
		sum = sum.checked_add(&amount).ok_or("more than there can be")?;
	}
	Ok(sum)
}
