//! What happens to a lease by itself as time passes: a pure function of the lease, the block, and
//! whether the lease's circuit verifies proofs.
//!
//! Whether a lease is brought along block by block or in one leap makes no difference, but for a
//! circuit that was revoked on the way: what has not been charged by then never is.

use crate::{BalanceOf, CloseReason, Config, End, Epoch, LeaseOf, Mode, Pallet, Side, State};
use census_primitives::Circuits;
use frame_support::traits::Get;
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::{
	traits::{Bounded, SaturatedConversion, Zero},
	Saturating,
};

/// What happened to a lease on the way.
pub(crate) struct Transition<Balance, BlockNumber> {
	/// Whether anything fell due.
	pub(crate) changed: bool,
	/// Since when its funds have been dry, if they ran dry on the way.
	pub(crate) starved: Option<BlockNumber>,
	/// Epochs that ended without their proof.
	pub(crate) missed: u32,
	/// What the provider owes the tenant of its bond.
	pub(crate) penalty: Balance,
	/// How it ended, if it did.
	pub(crate) end: Option<End<BlockNumber>>,
}

/// What is due next.
#[derive(Clone, Copy)]
enum Due {
	Close(CloseReason),
	Dry,
	EpochOver,
}

impl<T: Config> Pallet<T> {
	/// Brings a lease up to block `now`. A lease that ended has accrued until then, with
	/// `confirmed` what is to be paid.
	pub(crate) fn advance(
		lease: &mut LeaseOf<T>,
		now: BlockNumberFor<T>,
	) -> Transition<BalanceOf<T>, BlockNumberFor<T>> {
		let mut transition = Transition {
			changed: false,
			starved: None,
			missed: 0,
			penalty: BalanceOf::<T>::zero(),
			end: None,
		};
		// At most: a proven epoch's end, then `MaxMissed` others, or running dry, then an end.
		loop {
			let (at, due) = Self::next_due(lease);
			if at > now {
				break;
			}
			Self::accrue(lease, at);
			transition.changed = true;
			match due {
				Due::Close(reason) => {
					Self::conclude(lease, reason, &mut transition);
					transition.end = Some(End { at, reason });
					return transition;
				}
				Due::Dry => {
					// It was paid for until now; a sign of life is asked for again when it goes on.
					lease.confirmed = lease.accrued;
					Self::starve(lease, at, &mut transition);
				}
				Due::EpochOver => {
					let proven = lease.epoch.is_some_and(|epoch| epoch.proven);
					if !proven {
						let reason = if Self::is_bound(lease) {
							Self::miss(lease, &mut transition);
							CloseReason::ProofsMissed
						} else {
							CloseReason::Released
						};
						if reason == CloseReason::Released || lease.missed >= T::MaxMissed::get() {
							lease.epoch = None;
							transition.end = Some(End { at, reason });
							return transition;
						}
					}
					if Self::is_covered(lease) {
						Self::begin_epoch(lease, at);
					} else {
						lease.epoch = None;
						Self::starve(lease, at, &mut transition);
					}
				}
			}
		}
		Self::accrue(lease, now);
		transition
	}

	/// When something happens to the lease by itself.
	pub(crate) fn next_deadline(lease: &LeaseOf<T>) -> BlockNumberFor<T> {
		Self::next_due(lease).0
	}

	/// When a metered lease's funds run dry, if nothing else happens.
	pub(crate) fn dry_at(lease: &LeaseOf<T>) -> Option<BlockNumberFor<T>> {
		if !matches!((&lease.state, &lease.mode), (State::Active, Mode::Metered { .. })) {
			return None;
		}
		let rate: u128 = lease.terms.rate.saturated_into();
		// A rate is never 0. If it were, nothing would run dry.
		let left = Self::most_work(lease).saturating_sub(lease.accrued);
		let blocks = left
			.checked_div(rate)
			.map(|whole| whole.saturating_add(u128::from(!left.is_multiple_of(rate))))?;
		Some(lease.since.saturating_add(blocks.saturated_into()))
	}

	/// Whether the funds last for as long as a lease must be funded for when it begins, goes on, or
	/// changes. Money that would not buy the last block whole does not: so a lease that begins has
	/// at least a block to go.
	pub(crate) fn is_covered(lease: &LeaseOf<T>) -> bool {
		let span = match &lease.mode {
			Mode::Metered { .. } => T::Periods::get().least_runway,
			// What is left of the span; all of it while the lease is pending.
			Mode::Fixed { span, .. } => match &lease.end {
				Some(end) => end.at.saturating_sub(lease.since),
				None => *span,
			},
			Mode::Proven { epoch, .. } => *epoch,
		};
		let needed = lease.accrued.saturating_add(work::<T>(lease.terms.rate, span));
		Self::cost(needed) <= lease.ledger.spendable().saturated_into::<u128>()
	}

	/// What so much rate times blocks comes to in money, rounded down.
	pub(crate) fn worth(work: u128) -> u128 {
		work.checked_div(Self::rate_unit()).unwrap_or(0)
	}

	/// What so much rate times blocks takes in money, rounded up.
	pub(crate) fn cost(work: u128) -> u128 {
		// The runtime's check sees to it that the unit is not 0.
		work.div_ceil(Self::rate_unit().max(1))
	}

	/// How much rate times blocks so much money buys.
	pub(crate) fn work_for(money: BalanceOf<T>) -> u128 {
		money.saturated_into::<u128>().saturating_mul(Self::rate_unit())
	}

	/// Whether the provider is bound to go on. Against a circuit that verifies nothing nobody can
	/// prove anything.
	pub(crate) fn is_bound(lease: &LeaseOf<T>) -> bool {
		lease.bound
			&& match &lease.mode {
				Mode::Proven { circuit, .. } => T::Circuits::verifies(circuit),
				_ => true,
			}
	}

	/// A proven lease begins an epoch, with the input of now. To another input than that of the
	/// epoch before the provider has not agreed.
	pub(crate) fn begin_epoch(lease: &mut LeaseOf<T>, start: BlockNumberFor<T>) {
		if let Mode::Proven { input, .. } = lease.mode {
			lease.bound &= lease.epoch.is_none_or(|before| before.input == input);
			lease.epoch = Some(Epoch { number: lease.epochs, start, input, proven: false });
			lease.epochs = lease.epochs.saturating_add(1);
		}
	}

	/// An epoch's proof came: it is paid whole.
	pub(crate) fn credit_epoch(lease: &mut LeaseOf<T>) {
		if let Mode::Proven { epoch, .. } = lease.mode {
			let credit = work::<T>(lease.terms.rate, epoch);
			let most = Self::most_work(lease);
			lease.accrued = lease.accrued.saturating_add(credit).min(most);
			lease.confirmed = lease.accrued;
			lease.bound = true;
		}
	}

	fn rate_unit() -> u128 {
		T::Periods::get().rate_unit.saturated_into()
	}

	/// The rate times blocks that all the money in the lease buys: nothing accrues beyond.
	fn most_work(lease: &LeaseOf<T>) -> u128 {
		Self::work_for(lease.ledger.spendable())
	}

	/// Counts the time until `at`. Where the sum exceeds what the money buys it is cut there, so
	/// that a product that is too large for its type does no harm.
	fn accrue(lease: &mut LeaseOf<T>, at: BlockNumberFor<T>) {
		let timed = !matches!(lease.mode, Mode::Proven { .. });
		if timed && matches!(lease.state, State::Active) {
			let credit = work::<T>(lease.terms.rate, at.saturating_sub(lease.since));
			let most = Self::most_work(lease);
			lease.accrued = lease.accrued.saturating_add(credit).min(most);
		}
		lease.since = lease.since.max(at);
	}

	/// What is due next, and when. Of two things in one block the one named first happens.
	fn next_due(lease: &LeaseOf<T>) -> (BlockNumberFor<T>, Due) {
		let end = lease.end.map(|end| (end.at, Due::Close(end.reason)));
		let dues = match &lease.state {
			State::Pending { until } => {
				[Some((*until, Due::Close(CloseReason::NoAck))), None, None]
			}
			State::Disputed { until, .. } => {
				[Some((*until, Due::Close(CloseReason::Unjudged))), None, None]
			}
			State::Starved { until } => {
				[end, Some((*until, Due::Close(CloseReason::Exhausted))), None]
			}
			State::Active => match &lease.mode {
				Mode::Metered { heartbeat } | Mode::Fixed { heartbeat, .. } => {
					let silent = lease.last_heartbeat.saturating_add(*heartbeat);
					let reason =
						if lease.bound { CloseReason::Silent } else { CloseReason::Released };
					let dry = Self::dry_at(lease).map(|at| (at, Due::Dry));
					[end, Some((silent, Due::Close(reason))), dry]
				}
				Mode::Proven { epoch: length, .. } => {
					let over = lease
						.epoch
						.map(|epoch| (epoch.start.saturating_add(*length), Due::EpochOver));
					// A tenant that has closed asks for no proof any more.
					let closed = lease.end.is_some_and(|e| e.reason == CloseReason::TenantClosed);
					if closed {
						[end, over, None]
					} else {
						[over, end, None]
					}
				}
			},
		};
		// The first of those with the least time; there is one in each state.
		let never = (BlockNumberFor::<T>::max_value(), Due::EpochOver);
		dues.into_iter().flatten().min_by_key(|(at, _)| *at).unwrap_or(never)
	}

	/// Says what is paid of what has accrued, and what it costs the provider, where a lease ends
	/// for this reason.
	fn conclude(
		lease: &mut LeaseOf<T>,
		reason: CloseReason,
		transition: &mut Transition<BalanceOf<T>, BlockNumberFor<T>>,
	) {
		let at_fault = match reason {
			CloseReason::NoAck | CloseReason::Silent => true,
			// What signs of life stand behind is paid, and no more.
			CloseReason::Released => false,
			CloseReason::Unjudged => {
				// Nobody is paid because nobody judged. But a tenant's call takes nothing back that
				// the provider could have settled the block before.
				let by_provider = matches!(lease.state, State::Disputed { by: Side::Provider, .. });
				if by_provider {
					lease.confirmed = Self::work_for(lease.ledger.spent());
				}
				by_provider
			}
			_ => {
				lease.confirmed = lease.accrued;
				false
			}
		};
		if at_fault {
			transition.penalty.saturating_accrue(core::mem::take(&mut lease.cover));
		}
	}

	fn starve(
		lease: &mut LeaseOf<T>,
		at: BlockNumberFor<T>,
		transition: &mut Transition<BalanceOf<T>, BlockNumberFor<T>>,
	) {
		let until = at.saturating_add(T::Periods::get().grace);
		lease.state = State::Starved { until };
		transition.starved = Some(at);
	}

	/// An epoch without a proof costs its part of what the lease may cost: the last one the rest.
	fn miss(lease: &mut LeaseOf<T>, transition: &mut Transition<BalanceOf<T>, BlockNumberFor<T>>) {
		let left = T::MaxMissed::get().saturating_sub(lease.missed).max(1);
		let penalty = lease.cover / left.into();
		lease.cover.saturating_reduce(penalty);
		lease.missed = lease.missed.saturating_add(1);
		transition.penalty.saturating_accrue(penalty);
		transition.missed = transition.missed.saturating_add(1);
	}
}

/// Rate times blocks.
pub(crate) fn work<T: Config>(rate: BalanceOf<T>, blocks: BlockNumberFor<T>) -> u128 {
	let (rate, blocks): (u128, u128) = (rate.saturated_into(), blocks.saturated_into());
	rate.saturating_mul(blocks)
}
