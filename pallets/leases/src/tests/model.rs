//! The market once more, as simply as it can be said: one block after the other, with plain lists.
//!
//! It knows no deadlines and leaps over nothing. Where the pallet computes a time it waits for it.

use crate::{mock::*, CloseReason, Mode, Side, BEST_SCORE, MAX_FUNDERS};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) const UNIT: u128 = PERIODS.rate_unit as u128;

#[derive(Clone, Debug)]
pub(crate) struct Provider {
	pub(crate) bond: u64,
	pub(crate) cpu: u64,
	pub(crate) accepting: bool,
	pub(crate) leaving: bool,
	pub(crate) attributes: Vec<(&'static str, &'static str)>,
	pub(crate) since: u64,
}

#[derive(Clone, Debug)]
pub(crate) struct Order {
	pub(crate) tenant: u64,
	pub(crate) cpu: u64,
	pub(crate) audited: bool,
	pub(crate) mode: Mode<u64>,
	pub(crate) max_rate: u64,
	pub(crate) min_notice: u64,
	pub(crate) expires_at: u64,
	/// Provider, rate, notice: the best first.
	pub(crate) bids: Vec<(u64, u64, u64)>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum State {
	Pending(u64),
	Active,
	Starved(u64),
	Disputed(u64, Side),
}

#[derive(Clone, Debug)]
pub(crate) struct Lease {
	pub(crate) tenant: u64,
	pub(crate) provider: u64,
	pub(crate) cpu: u64,
	pub(crate) rate: u64,
	pub(crate) notice: u64,
	pub(crate) mode: Mode<u64>,
	pub(crate) state: State,
	pub(crate) end: Option<(u64, CloseReason)>,
	pub(crate) last_heartbeat: u64,
	pub(crate) bound: bool,
	pub(crate) work: u128,
	pub(crate) confirmed: u128,
	/// Number, start, proven.
	pub(crate) epoch: Option<(u32, u64, bool)>,
	/// The input of the epoch, and of the next.
	pub(crate) inputs: (u8, u8),
	pub(crate) epochs: u32,
	pub(crate) missed: u32,
	pub(crate) cover: u64,
	pub(crate) funders: Vec<(u64, u64)>,
	pub(crate) funded: u64,
	pub(crate) paid: u64,
	pub(crate) fee: u64,
	pub(crate) refunded: u64,
	pub(crate) bounty: Option<u64>,
	pub(crate) proposal: Option<(Side, u64, u64, u64)>,
	pub(crate) offered_to: Option<u64>,
	/// Something fell due that no hook and no call has seen to.
	pub(crate) unseen: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Closed {
	pub(crate) reason: CloseReason,
	pub(crate) tenant: u64,
	pub(crate) provider: u64,
	pub(crate) ledger: (u64, u64, u64, u64),
	pub(crate) bounty: Option<u64>,
	pub(crate) unseen: bool,
	/// Set when it is seen.
	pub(crate) forget_at: Option<u64>,
	pub(crate) rater: Option<(u32, u32)>,
	pub(crate) rated: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct World {
	pub(crate) now: u64,
	pub(crate) wealth: BTreeMap<u64, i128>,
	pub(crate) providers: BTreeMap<u64, Provider>,
	pub(crate) auditor: bool,
	/// Providers that the auditor vouches for, with the registration.
	pub(crate) audits: BTreeMap<u64, u64>,
	pub(crate) orders: BTreeMap<u64, Order>,
	pub(crate) leases: BTreeMap<u64, Lease>,
	pub(crate) closed: BTreeMap<u64, Closed>,
	/// Scope, last block, slots left.
	pub(crate) period: Option<(u32, u64, u32)>,
	pub(crate) scopes: u32,
	pub(crate) acted: BTreeSet<(u32, u32, u64)>,
	pub(crate) ratings: BTreeMap<u64, (u64, u32)>,
	/// Whether hooks have run in the present block, or nothing is left to them.
	pub(crate) caught_up: bool,
	/// What has happened, by name, and how often.
	pub(crate) happened: BTreeMap<String, u32>,
}

impl Lease {
	pub(crate) fn spendable(&self) -> u64 {
		self.funded - self.refunded
	}

	pub(crate) fn most_work(&self) -> u128 {
		u128::from(self.spendable()) * UNIT
	}

	pub(crate) fn owed(&self) -> u64 {
		(self.work / UNIT) as u64 - self.paid - self.fee
	}

	pub(crate) fn is_timed(&self) -> bool {
		!matches!(self.mode, Mode::Proven { .. })
	}

	pub(crate) fn is_covered(&self, now: u64) -> bool {
		let span = match self.mode {
			Mode::Metered { .. } => PERIODS.least_runway,
			Mode::Fixed { span, .. } => self.end.map_or(span, |(at, _)| at - now),
			Mode::Proven { epoch, .. } => epoch,
		};
		let needed = self.work + u128::from(self.rate) * u128::from(span);
		needed <= self.most_work()
	}

	pub(crate) fn begin(&mut self, now: u64) {
		self.state = State::Active;
		self.last_heartbeat = now;
		if !self.is_timed() {
			self.inputs.0 = self.inputs.1;
			self.epoch = Some((self.epochs, now, false));
			self.epochs += 1;
		}
	}

	fn spend(&mut self, wealth: &mut BTreeMap<u64, i128>, to: u64, mut amount: u64) {
		for (who, left) in &mut self.funders {
			let part = amount.min(*left);
			*left -= part;
			amount -= part;
			give(wealth, *who, to, part);
		}
		assert_eq!(amount, 0, "more is paid than is there");
		let tenant = self.tenant;
		self.funders.retain(|(who, left)| *left > 0 || *who == tenant);
	}

	pub(crate) fn pay(&mut self, wealth: &mut BTreeMap<u64, i128>) {
		let earned = (self.confirmed / UNIT) as u64;
		let fee_due = FEE_RATE.mul_floor(earned) - self.fee;
		let pay_due = earned - FEE_RATE.mul_floor(earned) - self.paid;
		self.spend(wealth, self.provider, pay_due);
		self.spend(wealth, MARKET, fee_due);
		self.paid += pay_due;
		self.fee += fee_due;
	}
}

pub(crate) fn give(wealth: &mut BTreeMap<u64, i128>, from: u64, to: u64, amount: u64) {
	*wealth.get_mut(&from).expect("it is known") -= i128::from(amount);
	*wealth.get_mut(&to).expect("it is known") += i128::from(amount);
}

impl World {
	pub(crate) fn new() -> Self {
		Self {
			now: 1,
			wealth: ALL.iter().map(|who| (*who, FUNDS.into())).collect(),
			caught_up: true,
			..Default::default()
		}
	}

	pub(crate) fn used(&self, provider: u64) -> u64 {
		self.mine(provider).map(|lease| lease.cpu).sum()
	}

	pub(crate) fn covered(&self, provider: u64) -> u64 {
		self.mine(provider).map(|lease| lease.cover).sum()
	}

	pub(crate) fn mine(&self, provider: u64) -> impl Iterator<Item = &Lease> {
		self.leases.values().filter(move |lease| lease.provider == provider)
	}

	/// Whether a provider could serve an order.
	pub(crate) fn fits(&self, who: u64, order: &Order) -> bool {
		let Some(provider) = self.providers.get(&who) else { return false };
		let needed = AMOUNTS.provider_bond + self.covered(who) + AMOUNTS.lease_cover;
		let audited = provider.attributes == [("region", "eu")]
			&& self.audits.get(&who) == Some(&provider.since);
		provider.accepting
			&& !provider.leaving
			&& provider.bond >= needed
			&& self.used(who) + order.cpu <= provider.cpu
			&& (!order.audited || audited)
	}

	/// Takes a penalty from a provider's bond.
	pub(crate) fn penalise(&mut self, provider: u64, tenant: u64, amount: u64) {
		self.providers.get_mut(&provider).expect("it has a lease").bond -= amount;
		give(&mut self.wealth, provider, tenant, amount);
	}

	/// A lease is over. What is confirmed is paid.
	pub(crate) fn finish(&mut self, id: u64, reason: CloseReason, unseen: bool) {
		let mut lease = self.leases.remove(&id).expect("it is live");
		lease.pay(&mut self.wealth);
		lease.refunded += lease.funders.iter().map(|(_, left)| left).sum::<u64>();
		let closed = Closed {
			reason,
			tenant: lease.tenant,
			provider: lease.provider,
			ledger: (lease.funded, lease.paid, lease.fee, lease.refunded),
			bounty: lease.bounty,
			unseen,
			forget_at: (!unseen).then_some(self.now + PERIODS.remember),
			rater: None,
			rated: false,
		};
		assert!(self.closed.insert(id, closed).is_none(), "closed twice");
		self.let_go(lease.provider);
	}

	/// A provider that is leaving goes with its last lease.
	pub(crate) fn let_go(&mut self, who: u64) {
		if self.providers.get(&who).is_some_and(|p| p.leaving) && self.mine(who).count() == 0 {
			self.providers.remove(&who);
		}
	}

	/// One block passes.
	pub(crate) fn tick(&mut self, seen: bool) {
		self.now += 1;
		self.caught_up = seen;
		let now = self.now;
		self.orders.retain(|_, order| now < order.expires_at);
		let ids: Vec<u64> = self.leases.keys().copied().collect();
		for id in ids {
			self.tick_lease(id, seen);
		}
		for closed in self.closed.values_mut().filter(|_| seen) {
			closed.unseen = false;
			closed.forget_at.get_or_insert(now + PERIODS.remember);
		}
		for lease in self.leases.values_mut().filter(|_| seen) {
			lease.unseen = false;
		}
		if seen {
			self.closed.retain(|_, closed| closed.forget_at.is_none_or(|at| now < at));
		}
	}

	fn tick_lease(&mut self, id: u64, seen: bool) {
		let now = self.now;
		let mut lease = self.leases[&id].clone();
		let (mut ends, mut penalty) = (None, 0);
		let was = (lease.state.clone(), lease.epoch);
		if lease.is_timed() && lease.state == State::Active {
			lease.work = (lease.work + u128::from(lease.rate)).min(lease.most_work());
		}
		let ending = lease.end.filter(|(at, _)| *at == now).map(|(_, reason)| reason);
		match lease.state.clone() {
			State::Pending(until) => {
				if now == until {
					penalty = std::mem::take(&mut lease.cover);
					ends = Some(CloseReason::NoAck);
				}
			}
			State::Disputed(until, by) => {
				if now == until {
					if by == Side::Provider {
						lease.confirmed = u128::from(lease.paid + lease.fee) * UNIT;
						penalty = std::mem::take(&mut lease.cover);
					}
					ends = Some(CloseReason::Unjudged);
				}
			}
			State::Starved(until) => {
				ends = ending.or((now == until).then_some(CloseReason::Exhausted));
				lease.confirmed = if ends.is_some() { lease.work } else { lease.confirmed };
			}
			State::Active => match lease.mode {
				Mode::Metered { heartbeat } | Mode::Fixed { heartbeat, .. } => {
					let dry = matches!(lease.mode, Mode::Metered { .. })
						&& lease.work == lease.most_work();
					if let Some(reason) = ending {
						lease.confirmed = lease.work;
						ends = Some(reason);
					} else if now == lease.last_heartbeat + heartbeat && !lease.bound {
						ends = Some(CloseReason::Released);
					} else if now == lease.last_heartbeat + heartbeat {
						penalty = std::mem::take(&mut lease.cover);
						ends = Some(CloseReason::Silent);
					} else if dry {
						lease.confirmed = lease.work;
						lease.state = State::Starved(now + PERIODS.grace);
					}
				}
				Mode::Proven { epoch: length, .. } => {
					let (_, start, proven) = lease.epoch.expect("one is under way");
					let closed = ending.filter(|reason| *reason == CloseReason::TenantClosed);
					if closed.is_none() && now == start + length {
						if !proven && !lease.bound {
							ends = Some(CloseReason::Released);
						} else if !proven {
							let cost = lease.cover / u64::from(MAX_MISSED - lease.missed);
							lease.cover -= cost;
							penalty = cost;
							lease.missed += 1;
						}
						lease.epoch = None;
						if ends.is_some() {
							// Nothing more.
						} else if lease.missed == MAX_MISSED {
							ends = Some(CloseReason::ProofsMissed);
						} else if lease.is_covered(now) {
							lease.bound &= lease.inputs.0 == lease.inputs.1;
							lease.begin(now);
						} else {
							lease.state = State::Starved(now + PERIODS.grace);
						}
					}
					ends = ends.or(ending);
				}
			},
		}
		let changed = ends.is_some() || (&lease.state, &lease.epoch) != (&was.0, &was.1);
		lease.unseen |= changed && !seen;
		let unseen = lease.unseen;
		let (provider, tenant) = (lease.provider, lease.tenant);
		self.leases.insert(id, lease);
		if penalty > 0 {
			self.penalise(provider, tenant, penalty);
		}
		if let Some(reason) = ends {
			self.finish(id, reason, unseen);
		}
	}

	/// Puts money into a lease.
	pub(crate) fn fund(&mut self, id: u64, who: u64, amount: u64) {
		let lease = self.leases.get_mut(&id).expect("it is live");
		lease.funded += amount;
		match lease.funders.iter_mut().find(|(funder, _)| *funder == who) {
			Some((_, left)) => *left += amount,
			None => lease.funders.push((who, amount)),
		}
		lease.bounty.get_or_insert(who);
	}

	pub(crate) fn has_room(&self, id: u64, who: u64) -> bool {
		let funders = &self.leases[&id].funders;
		funders.len() < MAX_FUNDERS as usize || funders.iter().any(|(funder, _)| *funder == who)
	}

	/// A call on the lease has brought it along.
	pub(crate) fn seen(&mut self, id: u64) {
		if let Some(lease) = self.leases.get_mut(&id) {
			lease.unseen = false;
		}
	}

	/// The rating period is closed, if there is one: who opened it has paid for the acts in it.
	pub(crate) fn close_period(&mut self) {
		let Some((.., left)) = self.period.take() else { return };
		let used = i128::from(MIN_SLOTS - left) * i128::from(SLOT_PRICE);
		*self.wealth.get_mut(&FRIEND).expect("it is known") -= used;
	}

	pub(crate) fn rate(&mut self, person: u32, id: u64, score: u8) -> bool {
		let now = self.now;
		let Some((scope, until, left)) = self.period else { return false };
		let Some(closed) = self.closed.get_mut(&id) else { return false };
		let provider = closed.provider;
		let done = closed.ledger.1 + closed.ledger.2 >= AMOUNTS.rating_spend
			&& now <= until
			&& left > 0
			&& !closed.rated
			&& closed.rater == Some((person, scope))
			&& (1..=BEST_SCORE).contains(&score)
			&& !self.acted.contains(&(person, scope, provider));
		if done {
			closed.rated = true;
			self.period = Some((scope, until, left - 1));
			self.acted.insert((person, scope, provider));
			let (sum, count) = self.ratings.entry(provider).or_default();
			*sum += u64::from(score);
			*count += 1;
		}
		done
	}
}
