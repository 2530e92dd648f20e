//! Random sequences of all calls, with random leaps of time, against the model.
//!
//! `SEQUENCES` says how many sequences to run, `SEED` which ones; a failure prints the seed and the
//! shortest sequence that fails.

use super::model::{give, Closed, Lease, Order, Provider, State, World, UNIT};
use crate::{
	mock::*, rating_topic, CloseReason, Closed as ClosedLeases, Event, HoldReason, LeaseTerms,
	Leases, Mode, Orders, Side, Verdict, BEST_SCORE,
};
use census_primitives::PersonScope;
use census_views::{
	leases::{LeaseSide, LeaseState, Ledger},
	Amount, Page,
};
use census_zk_types::Points;
use frame_support::storage::{with_storage_layer, with_transaction, TransactionOutcome};
use proptest::{
	prelude::*,
	test_runner::{RngAlgorithm, TestRng, TestRunner},
};
use sp_runtime::{DispatchResult, Perbill};
use std::{
	cell::RefCell,
	collections::BTreeMap,
	time::{SystemTime, UNIX_EPOCH},
};

const PROVIDERS: [u64; 3] = [ALICE, BOB, CAROL];
const TENANTS: [u64; 3] = [TINA, TOM, TESS];

#[derive(Clone, Debug)]
enum Step {
	Register {
		who: u64,
		leases: u64,
		cpu: u64,
		region: bool,
	},
	Update {
		who: u64,
		cpu: u64,
		region: bool,
		accepting: bool,
	},
	BondMore {
		who: u64,
		amount: u64,
	},
	BondLess {
		who: u64,
		amount: u64,
	},
	Deregister {
		who: u64,
	},
	RegisterAuditor,
	DeregisterAuditor,
	Audit {
		provider: u64,
	},
	WithdrawAudit {
		provider: u64,
	},
	Post {
		tenant: u64,
		mode: u8,
		max_rate: u64,
		min_notice: u64,
		cpu: u64,
		audited: bool,
		open: u64,
	},
	Cancel {
		who: u64,
		order: usize,
	},
	Bid {
		who: u64,
		order: usize,
		rate: u64,
		notice: u64,
	},
	WithdrawBid {
		who: u64,
		order: usize,
	},
	RejectBid {
		who: Option<u64>,
		order: usize,
		provider: u64,
	},
	Accept {
		who: Option<u64>,
		order: usize,
		provider: u64,
		funding: u64,
	},
	Acknowledge {
		lease: usize,
	},
	Heartbeat {
		lease: usize,
	},
	TopUp {
		who: u64,
		lease: usize,
		amount: u64,
	},
	Settle {
		lease: usize,
	},
	Poke {
		lease: usize,
	},
	Close {
		who: u64,
		lease: usize,
	},
	Reclaim {
		lease: usize,
	},
	Propose {
		who: u64,
		lease: usize,
		rate: u64,
		notice: u64,
		cpu: u64,
	},
	AcceptTerms {
		who: u64,
		lease: usize,
		rate: Option<u64>,
	},
	Offer {
		who: u64,
		lease: usize,
		to: Option<u64>,
	},
	Transfer {
		who: u64,
		lease: usize,
		funding: u64,
	},
	SetInput {
		who: u64,
		lease: usize,
		input: u8,
	},
	Prove {
		lease: usize,
		epoch: u32,
		nonce: u64,
		right: bool,
	},
	Dispute {
		who: u64,
		lease: usize,
	},
	Resolve {
		lease: usize,
		share: u32,
		penalty: bool,
		tenant: bool,
	},
	OpenPeriod,
	ClosePeriod,
	NameRater {
		who: u64,
		lease: usize,
		person: u32,
	},
	Rate {
		person: u32,
		lease: usize,
		score: u8,
	},
	/// Post, bid, accept and acknowledge, so that there are leases to do something with.
	Open {
		tenant: u64,
		provider: u64,
		mode: u8,
		rate: u64,
		funding: u64,
		acknowledged: bool,
	},
	/// Propose and accept.
	Agree {
		lease: usize,
		tenant: bool,
		rate: u64,
		notice: u64,
		cpu: u64,
	},
	/// Offer and take over.
	Pass {
		lease: usize,
		to: u64,
		funding: u64,
	},
	/// Close a lease and rate its provider.
	Review {
		lease: usize,
		person: u32,
		score: u8,
	},
	/// Blocks in which all providers give signs of life.
	Busy {
		count: u64,
	},
	/// Blocks in which no hook has the weight to see to anything, then somebody pokes.
	Nap {
		count: u64,
		lease: usize,
	},
	/// Call the arbiter, who judges after a while.
	Quarrel {
		lease: usize,
		tenant: bool,
		share: u32,
		penalty: bool,
		after: u64,
	},
	/// Withdraw all audits, and leave.
	Retire,
	/// Two settlements against one.
	Compare {
		lease: usize,
		first: u64,
		second: u64,
	},
	Blocks {
		count: u64,
		seen: bool,
	},
}

fn step() -> impl Strategy<Value = Step> {
	use Step::*;
	let provider = || prop::sample::select(&PROVIDERS[..]);
	let tenant = || prop::sample::select(&TENANTS[..]);
	let anyone = || prop_oneof![4 => tenant(), 4 => provider(), 1 => Just(FRIEND)];
	let which = || 0usize..6;
	let cpu = || 0u64..12;
	let rate = || 0u64..40;
	let notice = || 0u64..52;
	let bool = any::<bool>;
	let blocks = || prop_oneof![8 => 1u64..4, 4 => 1u64..15, 1 => 1u64..90];
	let market = prop_oneof![
		2 => (provider(), 0u64..4, 0u64..30, bool())
			.prop_map(|(who, leases, cpu, region)| Register { who, leases, cpu, region }),
		1 => (provider(), 0u64..30, bool(), prop::bool::weighted(0.8)).prop_map(
			|(who, cpu, region, accepting)| Update { who, cpu, region, accepting }
		),
		1 => (provider(), 0u64..900).prop_map(|(who, amount)| BondMore { who, amount }),
		1 => (provider(), 0u64..900).prop_map(|(who, amount)| BondLess { who, amount }),
		1 => provider().prop_map(|who| Deregister { who }),
		1 => Just(RegisterAuditor),
		1 => Just(DeregisterAuditor),
		1 => provider().prop_map(|provider| Audit { provider }),
		1 => provider().prop_map(|provider| WithdrawAudit { provider }),
		8 => (tenant(), 0u8..5, 1u64..40, 0u64..12, cpu(), prop::bool::weighted(0.1), 0u64..60)
			.prop_map(|(tenant, mode, max_rate, min_notice, cpu, audited, open)| Post {
				tenant, mode, max_rate, min_notice, cpu, audited, open
			}),
		4 => (tenant(), which()).prop_map(|(who, order)| Cancel { who, order }),
		12 => (provider(), which(), rate(), notice())
			.prop_map(|(who, order, rate, notice)| Bid { who, order, rate, notice }),
		6 => (provider(), which()).prop_map(|(who, order)| WithdrawBid { who, order }),
		6 => (prop::option::weighted(0.1, tenant()), which(), provider())
			.prop_map(|(who, order, provider)| RejectBid { who, order, provider }),
		12 => (prop::option::weighted(0.1, tenant()), which(), provider(), 0u64..200).prop_map(
			|(who, order, provider, funding)| Accept { who, order, provider, funding }
		),
	];
	let lease = prop_oneof![
		12 => which().prop_map(|lease| Acknowledge { lease }),
		10 => which().prop_map(|lease| Heartbeat { lease }),
		5 => (anyone(), which(), 0u64..120)
			.prop_map(|(who, lease, amount)| TopUp { who, lease, amount }),
		4 => which().prop_map(|lease| Settle { lease }),
		2 => which().prop_map(|lease| Poke { lease }),
		2 => (anyone(), which()).prop_map(|(who, lease)| Close { who, lease }),
		2 => which().prop_map(|lease| Reclaim { lease }),
		3 => (anyone(), which(), rate(), notice(), cpu()).prop_map(
			|(who, lease, rate, notice, cpu)| Propose { who, lease, rate, notice, cpu }
		),
		4 => (anyone(), which(), prop::option::weighted(0.1, rate()))
			.prop_map(|(who, lease, rate)| AcceptTerms { who, lease, rate }),
		2 => (anyone(), which(), prop::option::of(anyone()))
			.prop_map(|(who, lease, to)| Offer { who, lease, to }),
		3 => (anyone(), which(), 0u64..150)
			.prop_map(|(who, lease, funding)| Transfer { who, lease, funding }),
		4 => (tenant(), which(), 5u8..8)
			.prop_map(|(who, lease, input)| SetInput { who, lease, input }),
		14 => (which(), prop_oneof![9 => Just(0u32), 1 => 0u32..3], 0u64..3, prop::bool::weighted(0.9))
			.prop_map(|(lease, epoch, nonce, right)| Prove { lease, epoch, nonce, right }),
		2 => (anyone(), which()).prop_map(|(who, lease)| Dispute { who, lease }),
		2 => (which(), 0u32..101, bool(), bool()).prop_map(
			|(lease, share, penalty, tenant)| Resolve { lease, share, penalty, tenant }
		),
		3 => (which(), 1u64..40, 1u64..40)
			.prop_map(|(lease, first, second)| Compare { lease, first, second }),
	];
	let ratings = prop_oneof![
		1 => Just(OpenPeriod),
		3 => Just(ClosePeriod),
		3 => (tenant(), which(), 0u32..3)
			.prop_map(|(who, lease, person)| NameRater { who, lease, person }),
		4 => (0u32..3, which(), 0u8..7)
			.prop_map(|(person, lease, score)| Rate { person, lease, score }),
	];
	let open = (tenant(), provider(), 0u8..5, 1u64..40, 0u64..150, prop::bool::weighted(0.9))
		.prop_map(|(tenant, provider, mode, rate, funding, acknowledged)| Open {
			tenant,
			provider,
			mode,
			rate,
			funding,
			acknowledged,
		});
	let together = prop_oneof![
		3 => (which(), bool(), 1u64..40, notice(), cpu()).prop_map(
			|(lease, tenant, rate, notice, cpu)| Agree { lease, tenant, rate, notice, cpu }
		),
		2 => (which(), anyone(), 0u64..150)
			.prop_map(|(lease, to, funding)| Pass { lease, to, funding }),
		2 => (which(), 0u32..3, 1u8..6)
			.prop_map(|(lease, person, score)| Review { lease, person, score }),
		4 => (1u64..25).prop_map(|count| Busy { count }),
		2 => (1u64..30, which()).prop_map(|(count, lease)| Nap { count, lease }),
		1 => Just(Retire),
		2 => (which(), bool(), 0u32..101, bool(), 0u64..9).prop_map(
			|(lease, tenant, share, penalty, after)| Quarrel { lease, tenant, share, penalty, after }
		),
	];
	prop_oneof![
		4 => market,
		4 => together,
		3 => open,
		12 => lease,
		1 => ratings,
		6 => (blocks(), prop::bool::weighted(0.8))
			.prop_map(|(count, seen)| Blocks { count, seen }),
	]
}

fn mode(number: u8) -> Mode<u64> {
	match number {
		0 | 1 => METERED,
		2 | 3 => FIXED,
		_ => PROVEN,
	}
}

fn region(eu: bool) -> Vec<(&'static str, &'static str)> {
	vec![("region", if eu { "eu" } else { "us" })]
}

fn ok<R>(call: impl FnOnce() -> R) -> bool
where
	R: IntoResult,
{
	with_storage_layer(|| call().plain()).is_ok()
}

/// Calls return one of two kinds of result.
trait IntoResult {
	fn plain(self) -> DispatchResult;
}

impl IntoResult for DispatchResult {
	fn plain(self) -> DispatchResult {
		self
	}
}

impl IntoResult for frame_support::dispatch::DispatchResultWithPostInfo {
	fn plain(self) -> DispatchResult {
		self.map(drop).map_err(|refusal| refusal.error)
	}
}

impl World {
	/// The number of the so-manieth of what there is, or one of what there is not.
	fn pick<V>(things: &std::collections::BTreeMap<u64, V>, which: usize) -> u64 {
		let nth = which.checked_rem(things.len()).unwrap_or(0);
		things.keys().rev().nth(nth).copied().unwrap_or(1_000)
	}

	fn side(&self, id: u64, who: u64) -> Option<Side> {
		let lease = self.leases.get(&id)?;
		match who {
			_ if who == lease.tenant => Some(Side::Tenant),
			_ if who == lease.provider => Some(Side::Provider),
			_ => None,
		}
	}

	/// Does a step on the chain and on the model; both must agree whether it is accepted.
	fn perform(&mut self, step: Step) {
		use Step::*;
		let of_the_market =
			matches!(
				step,
				Register { .. }
					| Update { .. } | BondLess { .. }
					| Deregister { .. }
					| Audit { .. } | Post { .. }
					| Cancel { .. } | Bid { .. }
					| Accept { .. } | AcceptTerms { .. }
					| NameRater { .. }
					| Rate { .. } | BondMore { .. }
			);
		if of_the_market && !self.caught_up {
			// What the chain has not seen yet takes up room that the model knows to be free.
			self.perform(Blocks { count: 1, seen: true });
		}
		match step {
			Open { tenant, provider, mode, rate, funding, acknowledged } => {
				let (order, lease) = (0, 0);
				let (max_rate, min_notice, cpu, audited, open) = (rate, 3, 2, false, 9);
				self.perform(Post { tenant, mode, max_rate, min_notice, cpu, audited, open });
				self.perform(Bid { who: provider, order, rate, notice: 5 });
				self.perform(Accept { who: None, order, provider, funding });
				if acknowledged {
					self.perform(Acknowledge { lease });
				}
				return;
			}
			Agree { lease, tenant, rate, notice, cpu } => {
				let Some(found) = self.leases.get(&Self::pick(&self.leases, lease)) else { return };
				let (mut who, mut other) = (found.tenant, found.provider);
				if !tenant {
					std::mem::swap(&mut who, &mut other);
				}
				self.perform(Propose { who, lease, rate, notice, cpu });
				return self.perform(AcceptTerms { who: other, lease, rate: None });
			}
			Pass { lease, to, funding } => {
				let Some(found) = self.leases.get(&Self::pick(&self.leases, lease)) else { return };
				let who = found.tenant;
				self.perform(Offer { who, lease, to: Some(to) });
				return self.perform(Transfer { who: to, lease, funding });
			}
			Review { lease, person, score } => {
				let id = Self::pick(&self.leases, lease);
				let Some(who) = self.leases.get(&id).map(|lease| lease.tenant) else { return };
				self.perform(Close { who, lease });
				self.perform(OpenPeriod);
				let lease = self.closed.keys().rev().position(|closed| *closed == id).unwrap_or(0);
				self.perform(NameRater { who, lease, person });
				return self.perform(Rate { person, lease, score });
			}
			Busy { count } => {
				for _ in 0..count {
					(0..self.leases.len()).for_each(|lease| self.perform(Heartbeat { lease }));
					self.perform(Blocks { count: 1, seen: true });
				}
				return;
			}
			Nap { count, lease } => {
				self.perform(Blocks { count, seen: false });
				return self.perform(Poke { lease });
			}
			Quarrel { lease, tenant, share, penalty, after } => {
				let id = Self::pick(&self.leases, lease);
				let Some(found) = self.leases.get(&id) else { return };
				let who = if tenant { found.tenant } else { found.provider };
				self.perform(Dispute { who, lease });
				self.perform(Blocks { count: after, seen: true });
				let lease = self.leases.keys().rev().position(|live| *live == id);
				let Some(lease) = lease else { return };
				return self.perform(Resolve { lease, share, penalty, tenant: !tenant });
			}
			Retire => {
				for provider in PROVIDERS {
					self.perform(WithdrawAudit { provider });
				}
				return self.perform(DeregisterAuditor);
			}
			_ => {}
		}
		let now = self.now;
		let name = first_word(&step);
		let events = events().len();
		self.perform_any(step, now);
		// A call that is accepted says so, but for these.
		let happened = events_since(events);
		let quiet = matches!(&name[..], "Heartbeat" | "Settle" | "Compare");
		if quiet && !self.leases.is_empty() || !happened.is_empty() && name != "Blocks" {
			self.note(name);
		}
		for event in happened {
			match event {
				Event::LeaseClosed { reason, .. } => self.note(format!("{reason:?}")),
				other => self.note(first_word(&other)),
			}
		}
	}

	fn note(&mut self, name: String) {
		*self.happened.entry(name).or_default() += 1;
	}

	fn perform_any(&mut self, step: Step, now: u64) {
		use Step::*;
		match step {
			Register { who, leases, cpu: amount, region: eu } => {
				let bond = AMOUNTS.provider_bond + leases * AMOUNTS.lease_cover;
				let may = !self.providers.contains_key(&who);
				let said = attributes(&region(eu));
				assert_eq!(ok(|| Market::register_provider(by(who), bond, cpu(amount), said)), may);
				if may {
					let provider = Provider {
						bond,
						cpu: amount,
						accepting: true,
						leaving: false,
						attributes: region(eu),
						since: now,
					};
					self.providers.insert(who, provider);
				}
			}
			Update { who, cpu: amount, region: eu, accepting } => {
				let used = self.used(who);
				let provider = self.providers.get_mut(&who);
				let provider = provider.filter(|p| !p.leaving && used <= amount);
				let said = attributes(&region(eu));
				let done = ok(|| Market::update_provider(by(who), cpu(amount), said, accepting));
				assert_eq!(done, provider.is_some());
				if let Some(provider) = provider {
					provider.cpu = amount;
					provider.accepting = accepting;
					provider.attributes = region(eu);
				}
			}
			BondMore { who, amount } => {
				let provider = self.providers.get_mut(&who);
				assert_eq!(ok(|| Market::bond_more(by(who), amount)), provider.is_some());
				if let Some(provider) = provider {
					provider.bond += amount;
				}
			}
			BondLess { who, amount } => {
				let needed = AMOUNTS.provider_bond + self.covered(who) + amount;
				let provider = self.providers.get_mut(&who).filter(|p| p.bond >= needed);
				assert_eq!(ok(|| Market::bond_less(by(who), amount)), provider.is_some());
				if let Some(provider) = provider {
					provider.bond -= amount;
				}
			}
			Deregister { who } => {
				let may = self.providers.get(&who).is_some_and(|p| !p.leaving);
				assert_eq!(ok(|| Market::deregister_provider(by(who))), may);
				if may {
					self.providers.get_mut(&who).unwrap().leaving = true;
					self.let_go(who);
				}
			}
			RegisterAuditor => {
				assert_eq!(ok(|| Market::register_auditor(by(AUDITOR), [1; 32])), !self.auditor);
				self.auditor = true;
			}
			DeregisterAuditor => {
				let may = self.auditor && self.audits.is_empty();
				assert_eq!(ok(|| Market::deregister_auditor(by(AUDITOR))), may);
				self.auditor &= !may;
			}
			Audit { provider } => {
				let may = self.auditor && self.providers.contains_key(&provider);
				let said = attributes(&region(true));
				assert_eq!(ok(|| Market::audit(by(AUDITOR), provider, said)), may);
				if may {
					self.audits.insert(provider, self.providers[&provider].since);
				}
			}
			WithdrawAudit { provider } => {
				let may = self.audits.remove(&provider).is_some();
				assert_eq!(ok(|| Market::withdraw_audit(by(AUDITOR), provider)), may);
			}
			Post { tenant, mode: number, max_rate, min_notice, cpu: amount, audited, open } => {
				let may = (1..=PERIODS.max_order).contains(&open) && (!audited || self.auditor);
				let mut wanted = terms(mode(number));
				wanted.resources = cpu(amount);
				wanted.max_rate = max_rate;
				wanted.min_notice = min_notice;
				if audited {
					wanted.attributes = attributes(&region(true));
					wanted.auditors = vec![AUDITOR].try_into().unwrap();
				}
				let id = Market::order_count();
				assert_eq!(ok(|| Market::post_order(by(tenant), Box::new(wanted), open)), may);
				if may {
					let order = Order {
						tenant,
						cpu: amount,
						audited,
						mode: mode(number),
						max_rate,
						min_notice,
						expires_at: now + open,
						bids: vec![],
					};
					self.orders.insert(id, order);
				}
			}
			Cancel { who, order } => {
				let id = Self::pick(&self.orders, order);
				let may = self.orders.get(&id).is_some_and(|order| order.tenant == who);
				assert_eq!(ok(|| Market::cancel_order(by(who), id)), may);
				if may {
					self.orders.remove(&id);
				}
			}
			Bid { who, order, rate, notice } => {
				let id = Self::pick(&self.orders, order);
				let may = self.orders.get(&id).is_some_and(|order| {
					self.fits(who, order)
						&& (1..=order.max_rate).contains(&rate)
						&& (order.min_notice..=PERIODS.longest).contains(&notice)
				});
				assert_eq!(ok(|| Market::bid(by(who), id, rate, notice)), may);
				let why = Market::why_not(id, &who, Some((rate, notice)));
				assert_eq!(why.is_empty(), may, "{why:?}");
				if may {
					let bids = &mut self.orders.get_mut(&id).unwrap().bids;
					bids.retain(|bid| bid.0 != who);
					bids.push((who, rate, notice));
					bids.sort_by_key(|bid| bid.1);
				}
			}
			WithdrawBid { who, order } => {
				let id = Self::pick(&self.orders, order);
				self.remove_bid(id, who, |id| ok(|| Market::withdraw_bid(by(who), id)), true);
			}
			RejectBid { who, order, provider } => {
				let id = Self::pick(&self.orders, order);
				let owner = self.orders.get(&id).map(|order| order.tenant);
				let who = who.or(owner).unwrap_or(TINA);
				let may = owner == Some(who);
				self.remove_bid(
					id,
					provider,
					|id| ok(|| Market::reject_bid(by(who), id, provider)),
					may,
				);
			}
			Accept { who, order, provider, funding } => {
				let id = Self::pick(&self.orders, order);
				let Some(found) = self.orders.get(&id).cloned() else {
					assert!(!ok(|| Market::accept_bid(by(TINA), id, provider, 1, 0, funding)));
					return;
				};
				let who = who.unwrap_or(found.tenant);
				let bid = found.bids.iter().find(|bid| bid.0 == provider);
				let (_, rate, notice) = bid.copied().unwrap_or((provider, 1, 0));
				let lease = Lease {
					tenant: who,
					provider,
					cpu: found.cpu,
					rate,
					notice,
					mode: found.mode.clone(),
					state: State::Pending(now + PERIODS.ack),
					end: None,
					last_heartbeat: now,
					bound: true,
					work: 0,
					confirmed: 0,
					epoch: None,
					inputs: (6, 6),
					epochs: 0,
					missed: 0,
					cover: AMOUNTS.lease_cover,
					funders: vec![(who, funding)],
					funded: funding,
					paid: 0,
					fee: 0,
					refunded: 0,
					bounty: Some(who),
					proposal: None,
					offered_to: None,
					unseen: false,
				};
				let may = found.tenant == who
					&& bid.is_some()
					&& self.fits(provider, &found)
					&& lease.is_covered(now);
				let done = ok(|| Market::accept_bid(by(who), id, provider, rate, notice, funding));
				assert_eq!(done, may);
				if may {
					self.orders.remove(&id);
					self.leases.insert(id, lease);
				}
			}
			OpenPeriod => {
				let may = self.period.is_none_or(|(_, until, left)| until < now || left == 0);
				assert_eq!(ok(|| Market::open_rating_period(by(FRIEND), MIN_SLOTS)), may);
				if may {
					self.close_period();
					self.period = Some((self.scopes, now + PERIODS.rating, MIN_SLOTS));
					self.scopes += 1;
				}
			}
			ClosePeriod => {
				let may = self.period.is_some_and(|(_, until, left)| until < now || left == 0);
				assert_eq!(ok(|| Market::close_rating_period(by(FRIEND))), may);
				if may {
					self.close_period();
				}
			}
			NameRater { who, lease, person } => {
				let id = Self::pick(&self.closed, lease);
				let scope = self.period.map_or(0, |(scope, ..)| scope);
				let closed = self.closed.get_mut(&id).filter(|closed| {
					closed.tenant == who
						&& !closed.rated && closed.ledger.1 + closed.ledger.2 >= AMOUNTS.rating_spend
				});
				let topic = rating_topic(&closed.as_ref().map_or(0, |closed| closed.provider));
				let alias = alias(person, PersonScope::Application { scope, topic });
				let done = ok(|| Market::name_rater(by(who), id, alias));
				assert_eq!(done, closed.is_some());
				if let Some(closed) = closed {
					closed.rater = Some((person, scope));
				}
			}
			Rate { person, lease, score } => {
				let id = Self::pick(&self.closed, lease);
				let scope = self.period.map_or(0, |(scope, ..)| scope);
				let provider = self.closed.get(&id).map_or(0, |closed| closed.provider);
				let topic = rating_topic(&provider);
				let scope = PersonScope::Application { scope, topic };
				let PersonScope::Application { scope: number, topic } = scope else {
					unreachable!()
				};
				// Whoever asks before knows what will be accepted.
				let admitted = Market::admits_rating(number, &topic, &alias(person, scope), id)
					&& Persons::may_act(person, scope).is_ok()
					&& (1..=BEST_SCORE).contains(&score);
				let done = ok(|| rate_unasked(person, scope, id, score));
				assert_eq!(done, admitted);
				assert_eq!(done, self.rate(person, id, score));
			}
			Blocks { count, seen } => {
				for block in 0..count {
					// Hooks that have run once have seen to all before.
					let last = block + 1 == count;
					self.tick(seen);
					skip_to(self.now);
					if seen {
						poll();
					}
					debug_assert!(!last || System::block_number() == self.now);
				}
			}
			_ => self.perform_on_lease(step),
		}
	}

	fn remove_bid(&mut self, id: u64, who: u64, call: impl FnOnce(u64) -> bool, may: bool) {
		let bids = self.orders.get(&id).map(|order| order.bids.clone()).unwrap_or_default();
		let may = may && bids.iter().any(|bid| bid.0 == who);
		// A bid for an order whose time is over is refunded with it at the next hook; until then its
		// bidder may take it back.
		let done = call(id);
		assert_eq!(done, may);
		if may {
			self.orders.get_mut(&id).unwrap().bids.retain(|bid| bid.0 != who);
		}
	}

	fn perform_on_lease(&mut self, step: Step) {
		use Step::*;
		let now = self.now;
		let which = match &step {
			Acknowledge { lease }
			| Heartbeat { lease }
			| TopUp { lease, .. }
			| Settle { lease }
			| Poke { lease }
			| Close { lease, .. }
			| Reclaim { lease }
			| Propose { lease, .. }
			| AcceptTerms { lease, .. }
			| Offer { lease, .. }
			| Transfer { lease, .. }
			| SetInput { lease, .. }
			| Prove { lease, .. }
			| Dispute { lease, .. }
			| Resolve { lease, .. }
			| Compare { lease, .. } => *lease,
			other => unreachable!("{other:?} is not about a lease"),
		};
		let id = Self::pick(&self.leases, which);
		if let Poke { .. } = step {
			return self.poke(which);
		}
		let Some(lease) = self.leases.get(&id).cloned() else { return };
		let side = |who| self.side(id, who);
		let is_active = lease.state == State::Active;
		let in_dispute = matches!(lease.state, State::Disputed(..));
		let provider = by(lease.provider);
		let mut after = lease.clone();
		let (done, may) = match step {
			Acknowledge { .. } => {
				after.begin(now);
				if let Mode::Fixed { span, .. } = lease.mode {
					after.end = Some((now + span, CloseReason::Completed));
				}
				let may = matches!(lease.state, State::Pending(_));
				(ok(|| Market::acknowledge(provider, id)), may)
			}
			Heartbeat { .. } => {
				after.last_heartbeat = now;
				after.bound = true;
				after.confirmed = lease.work;
				(ok(|| Market::heartbeat(provider, id)), is_active && lease.is_timed())
			}
			TopUp { who, amount, .. } => {
				let done = ok(|| Market::top_up(by(who), id, amount));
				let known = lease.funders.iter().any(|(funder, _)| *funder == who);
				let least = if known { 1 } else { SHARE };
				let mut may = !in_dispute && amount >= least && self.has_room(id, who);
				let mut world = self.clone();
				if may {
					world.fund(id, who, amount);
					after = world.leases[&id].clone();
				}
				if matches!(lease.state, State::Starved(_)) {
					may &= after.is_covered(now);
					after.begin(now);
					after.bound = false;
				}
				(done, may)
			}
			Settle { .. } => {
				let mut wealth = self.wealth.clone();
				if !in_dispute {
					after.pay(&mut wealth);
				}
				self.wealth = wealth;
				(ok(|| Market::settle(by(FRIEND), id)), true)
			}
			Close { who, .. } => {
				let done = ok(|| Market::close(by(who), id));
				let mut may = who == lease.tenant && !in_dispute;
				if let (State::Active, Mode::Proven { epoch, .. }, Some((_, start, false))) =
					(&lease.state, &lease.mode, lease.epoch)
				{
					let at = start + epoch;
					may &= lease.end.is_none_or(|(end, _)| at < end);
					after.end = Some((at, CloseReason::TenantClosed));
				} else if may {
					assert!(done);
					self.leases.get_mut(&id).unwrap().confirmed = lease.work;
					return self.finish(id, CloseReason::TenantClosed, false);
				}
				(done, may)
			}
			Reclaim { .. } => {
				if is_active && !lease.bound {
					assert!(ok(|| Market::reclaim(provider, id)));
					return self.finish(id, CloseReason::Released, false);
				}
				let at = now + lease.notice.max(1);
				after.end = Some((at, CloseReason::Reclaimed));
				let may = matches!(lease.state, State::Active | State::Starved(_))
					&& lease.end.is_none_or(|(end, _)| at < end);
				(ok(|| Market::reclaim(provider, id)), may)
			}
			Propose { who, rate, notice, cpu: amount, .. } => {
				let new = LeaseTerms { resources: cpu(amount), rate, notice, manifest: [1; 32] };
				let may = is_active && side(who).is_some() && rate > 0 && notice <= PERIODS.longest;
				after.proposal = side(who).map(|by| (by, rate, notice, amount));
				(ok(|| Market::propose_terms(by(who), id, Box::new(new))), may)
			}
			AcceptTerms { who, rate: other, .. } => {
				let (by_side, rate, notice, amount) =
					lease.proposal.unwrap_or((Side::Tenant, 1, 1, 1));
				let named = other.unwrap_or(rate);
				let new =
					LeaseTerms { resources: cpu(amount), rate: named, notice, manifest: [1; 32] };
				after.proposal = None;
				(after.rate, after.notice, after.cpu) = (rate, notice, amount);
				let room =
					self.providers[&lease.provider].cpu + lease.cpu - self.used(lease.provider);
				let may = is_active
					&& lease.proposal.is_some()
					&& side(who).is_some_and(|side| side != by_side)
					&& named == rate
					&& amount <= room
					&& after.is_covered(now);
				(ok(|| Market::accept_terms(by(who), id, Box::new(new))), may)
			}
			Offer { who, to, .. } => {
				after.offered_to = to;
				let may = who == lease.tenant
					&& !in_dispute && to.is_none_or(|to| to != lease.provider && to != who);
				(ok(|| Market::offer_transfer(by(who), id, to)), may)
			}
			Transfer { who, funding, .. } => {
				let done = ok(|| take_over(id, who, funding));
				let mut wealth = self.wealth.clone();
				let mut may = lease.offered_to == Some(who) && !in_dispute;
				if may {
					after.confirmed = after.work;
					after.pay(&mut wealth);
					after.offered_to = None;
					after.proposal = None;
					let mut left = 0;
					for (funder, money) in std::mem::take(&mut after.funders) {
						match funder {
							_ if funder == lease.tenant => after.refunded += money,
							_ if funder == who => left = money,
							_ => after.funders.push((funder, money)),
						}
					}
					after.funders.insert(0, (who, left + funding));
					after.funded += funding;
					after.tenant = who;
					if after.bounty.is_none_or(|payer| payer == lease.tenant) {
						after.bounty = Some(who);
					}
					may = after.is_covered(now);
					if matches!(after.state, State::Starved(_)) {
						after.begin(now);
						after.bound = false;
					}
				}
				if may {
					self.wealth = wealth;
				}
				(done, may)
			}
			SetInput { who, input, .. } => {
				let may = who == lease.tenant
					&& !lease.is_timed()
					&& matches!(lease.state, State::Active | State::Starved(_));
				after.inputs.1 = input;
				(ok(|| Market::set_input(by(who), id, word(input))), may)
			}
			Prove { epoch, nonce, right, .. } => {
				let Some((number, start, proven)) = lease.epoch.filter(|_| !lease.is_timed())
				else {
					let done =
						ok(|| Market::submit_proof(provider, id, 0, word(9), Box::default()));
					assert!(!done);
					return;
				};
				let proof: Box<Points> = Box::new(epoch_proof(id, word(9), nonce));
				// Output 9 is what was proven; 10 was not.
				let output = word(if right { 9 } else { 10 });
				let done = ok(|| Market::submit_proof(provider, id, number + epoch, output, proof));
				let may = is_active && !proven && epoch == 0 && right;
				if may {
					after.epoch = Some((number, start, true));
					after.bound = true;
					if let Mode::Proven { epoch, .. } = lease.mode {
						let credit = u128::from(lease.rate) * u128::from(epoch);
						after.work = (lease.work + credit).min(lease.most_work());
					}
					after.confirmed = after.work;
					after.pay(&mut self.wealth);
				}
				(done, may)
			}
			Dispute { who, .. } => {
				let may = is_active && side(who).is_some() && lease.is_timed();
				if let Some(by) = side(who) {
					after.state = State::Disputed(now + PERIODS.dispute, by);
				}
				after.proposal = None;
				after.offered_to = None;
				(ok(|| Market::dispute(by(who), id)), may)
			}
			Resolve { share, penalty, tenant, .. } => {
				let deposit_to = if tenant { Side::Tenant } else { Side::Provider };
				let provider_share = Perbill::from_percent(share);
				let verdict = Verdict { provider_share, penalty, deposit_to };
				let done = ok(|| Market::resolve(RuntimeOrigin::root(), id, verdict));
				if let State::Disputed(_, by) = lease.state {
					assert!(done);
					let (caller, other) = match by {
						Side::Tenant => (lease.tenant, lease.provider),
						Side::Provider => (lease.provider, lease.tenant),
					};
					if by != deposit_to {
						give(&mut self.wealth, caller, other, AMOUNTS.dispute_deposit);
					}
					if penalty {
						self.penalise(lease.provider, lease.tenant, lease.cover);
						after.cover = 0;
					}
					let spent = lease.paid + lease.fee;
					let award = provider_share.mul_floor(lease.owed());
					after.confirmed = u128::from(spent + award) * UNIT;
					self.leases.insert(id, after);
					return self.finish(id, CloseReason::Arbitrated, false);
				}
				(done, false)
			}
			Compare { first, second, .. } => {
				// Nothing of it stays: what nobody had seen to is still to be seen to.
				return compare_settlements(id, first, second);
			}
			other => unreachable!("{other:?} is not about a lease"),
		};
		assert_eq!(done, may);
		if may {
			self.leases.insert(id, after);
			self.seen(id);
		}
	}

	/// Pokes a lease, live or closed: whoever finds something that fell due unseen gets the bounty.
	fn poke(&mut self, which: usize) {
		let over = self.closed.iter().filter(|(_, closed)| closed.unseen).map(|(id, _)| *id);
		let due = self.leases.iter().filter(|(_, lease)| lease.unseen).map(|(id, _)| *id);
		let mut ids: Vec<u64> = due.chain(over).collect();
		if ids.is_empty() || which == 0 {
			ids.extend(self.leases.keys());
		}
		let nth = which.checked_rem(ids.len()).unwrap_or(0);
		let Some(id) = ids.get(nth).copied() else { return };
		let done = ok(|| Market::poke(by(POKER), id));
		let (due, bounty) = match (self.leases.get_mut(&id), self.closed.get_mut(&id)) {
			(Some(lease), _) => (lease.unseen, &mut lease.bounty),
			(_, Some(closed)) => {
				if closed.unseen {
					closed.forget_at = Some(self.now + PERIODS.remember);
				}
				(std::mem::take(&mut closed.unseen), &mut closed.bounty)
			}
			_ => return,
		};
		assert_eq!(done, due);
		if let Some(payer) = bounty.take_if(|_| due) {
			give(&mut self.wealth, payer, POKER, AMOUNTS.bounty);
		}
		self.seen(id);
	}

	/// What the chain and the model say of everything that can be asked.
	fn compare(&self) {
		check_state();
		assert_eq!(System::block_number(), self.now);
		for (id, lease) in &self.leases {
			let is = shown(*id);
			assert_eq!(is.ended, None, "lease {id}");
			let state = match is.state {
				LeaseState::Pending { until } => State::Pending(until.into()),
				LeaseState::Active => State::Active,
				LeaseState::Starved { until } => State::Starved(until.into()),
				LeaseState::Disputed { until, by, .. } => {
					let by = match by {
						LeaseSide::Tenant => Side::Tenant,
						LeaseSide::Provider => Side::Provider,
					};
					State::Disputed(until.into(), by)
				}
			};
			assert_eq!(state, lease.state, "lease {id}");
			let end = is.end.map(|end| (end.at.into(), first_word(&end.reason)));
			let was = lease.end.map(|(at, reason)| (at, first_word(&reason)));
			assert_eq!(end, was, "lease {id}");
			assert_eq!((is.accrued.0, is.confirmed.0), (lease.work, lease.confirmed), "lease {id}");
			assert_eq!(is.bound, lease.bound, "lease {id}");
			let epoch = is.epoch.map(|epoch| (epoch.number, epoch.start.into(), epoch.proven));
			assert_eq!((epoch, is.epochs, is.missed), (lease.epoch, lease.epochs, lease.missed));
			let was = (lease.funded, lease.paid, lease.fee, lease.refunded);
			assert_eq!(is.ledger, ledger_of(was), "lease {id}");
			let funders: Vec<_> = is.funders.iter().map(|f| (account(f.who), f.left)).collect();
			let were: Vec<_> =
				lease.funders.iter().map(|(who, left)| (*who, amount(*left))).collect();
			assert_eq!(funders, were, "lease {id}");
			assert_eq!(is.bounty.map(|bounty| account(bounty.who)), lease.bounty, "lease {id}");
			let was = (lease.tenant, amount(lease.cover));
			assert_eq!((account(is.tenant), is.cover), was, "lease {id}");
			let was = (amount(lease.rate), lease.notice);
			assert_eq!((is.terms.rate, is.terms.notice.into()), was);
			assert_eq!(is.owed, amount(lease.owed()), "lease {id}");
			if let (State::Starved(_), Mode::Metered { .. }) = (&lease.state, &lease.mode) {
				assert_eq!(lease.work, lease.most_work(), "a lease starves with money left");
			}
		}
		for (id, closed) in &self.closed {
			let Closed { reason, ledger, .. } = closed;
			if closed.unseen {
				// The chain knows how it ended, though it has not done anything about it.
				let ended = Market::lease_view(*id).expect("nobody has seen it").ended;
				let is = ended.map(|end| first_word(&end.reason));
				assert_eq!(is, Some(first_word(reason)), "lease {id}");
				continue;
			}
			// One that should be forgotten is remembered until the next hook.
			let is = Market::closed_lease_view(*id).expect("it is remembered");
			let was = (first_word(reason), ledger_of(*ledger));
			assert_eq!((first_word(&is.reason), is.ledger), was, "lease {id}");
			assert_eq!(is.rating.is_some(), closed.rated);
		}
		if !self.caught_up {
			return;
		}
		assert_eq!(Orders::<Test>::iter().count(), self.orders.len());
		assert_eq!(Leases::<Test>::iter().count(), self.leases.len());
		assert_eq!(ClosedLeases::<Test>::iter().count(), self.closed.len());
		for (id, order) in &self.orders {
			let shown = Market::order_view(*id).expect("the order is open");
			let bids: Vec<_> = shown
				.bids
				.iter()
				.map(|bid| (account(bid.provider), bid.rate, bid.notice.into()))
				.collect();
			let were: Vec<_> = order
				.bids
				.iter()
				.map(|(who, rate, notice)| (*who, amount(*rate), *notice))
				.collect();
			assert_eq!(bids, were, "order {id}");
		}
		for who in PROVIDERS {
			let is = Market::provider_view(&who);
			let bond = self.providers.get(&who).map(|provider| provider.bond);
			assert_eq!(is.map(|is| is.bond), bond.map(amount));
			assert_eq!(held(HoldReason::Bond, who), bond.unwrap_or(0));
			let rating = Market::rating(&who);
			let (sum, count) = self.ratings.get(&who).copied().unwrap_or_default();
			assert_eq!((rating.sum, rating.count), (sum, count));
			let fitting: Vec<_> = self
				.orders
				.iter()
				.filter(|(_, order)| self.fits(who, order))
				.map(|(id, _)| *id)
				.collect();
			let Page { items: mut shown, next } = Market::fitting_orders(&who, None, 1_000);
			shown.sort();
			assert_eq!((shown, next), (fitting, None));
		}
		let proven = self.leases.values().filter(|lease| !lease.is_timed()).count();
		assert_eq!(circuit_users() as usize, proven);
		for who in ALL {
			assert_eq!(i128::from(wealth(who)), self.wealth[&who], "the money of {who}");
		}
	}
}

/// Settling twice is settling once, and settling on the way makes no difference.
fn compare_settlements(id: u64, first: u64, second: u64) {
	let now = System::block_number();
	let after = |stops: &[u64]| {
		with_transaction(|| {
			for stop in stops {
				skip_to(now + stop);
				// Refused once the lease is over; then the wheel sees to it.
				ok(|| Market::settle(by(FRIEND), id));
				ok(|| Market::poke(by(MARKET), id));
			}
			let money: Vec<_> = ALL.iter().map(|who| wealth(*who)).collect();
			let mut lease = Leases::<Test>::get(id);
			// The bounty goes to whoever comes first.
			if let Some(lease) = &mut lease {
				lease.bounty = None;
			}
			let closed = ClosedLeases::<Test>::get(id)
				.map(|closed| (closed.reason, closed.closed_at, closed.ledger));
			TransactionOutcome::Rollback(Ok::<_, sp_runtime::DispatchError>((money, lease, closed)))
		})
		.expect("nothing failed")
	};
	let once = after(&[first + second]);
	assert_eq!(after(&[first, first + second]), once, "in two steps");
	assert_eq!(after(&[first + second, first + second]), once, "twice");
	let small: Vec<_> = (1..=first + second).collect();
	assert_eq!(after(&small), once, "block by block");
	skip_to(now);
}

/// An amount as it is shown.
fn amount(units: u64) -> Amount {
	Amount(units.into())
}

/// What was funded, paid, taken as fees and refunded, as it is shown.
fn ledger_of((funded, paid, fee, refunded): (u64, u64, u64, u64)) -> Ledger {
	Ledger {
		funded: amount(funded),
		paid: amount(paid),
		fee: amount(fee),
		refunded: amount(refunded),
	}
}

/// A variant's name.
fn first_word(value: &impl core::fmt::Debug) -> String {
	let text = format!("{value:?}");
	let path = text.split(|c: char| !c.is_alphanumeric() && c != ':').next().unwrap_or_default();
	path.rsplit(':').next().unwrap_or_default().into()
}

fn events_since(count: usize) -> Vec<Event<Test>> {
	events().split_off(count)
}

/// How many sequences to run if nothing else is said: enough for everything to happen.
const SEQUENCES: u32 = 1_000;

/// The number in this environment variable, if it is set.
fn env(name: &str) -> Option<u64> {
	let value = std::env::var(name).ok()?;
	Some(value.parse().unwrap_or_else(|_| panic!("{name} is no number: {value}")))
}

#[test]
fn random_sequences_keep_every_promise() {
	let cases = env("SEQUENCES").map_or(SEQUENCES, |count| count as u32);
	let now = SystemTime::now().duration_since(UNIX_EPOCH);
	let seed = env("SEED").unwrap_or_else(|| now.map_or(0, |now| now.as_micros() as u64));
	let bytes = sp_io::hashing::blake2_256(&seed.to_le_bytes());
	let mut runner = TestRunner::new_with_rng(
		ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) },
		TestRng::from_seed(RngAlgorithm::ChaCha, &bytes),
	);
	let happened = RefCell::new(BTreeMap::<String, u32>::new());
	let result = runner.run(&prop::collection::vec(step(), 1..120), |steps| {
		run(|| {
			let mut world = World::new();
			for who in PROVIDERS {
				world.perform(Step::Register { who, leases: 3, cpu: 25, region: who != BOB });
			}
			world.perform(Step::RegisterAuditor);
			world.perform(Step::Audit { provider: ALICE });
			for step in steps {
				world.perform(step);
				world.compare();
			}
			for (name, times) in world.happened {
				*happened.borrow_mut().entry(name).or_default() += times;
			}
		});
		Ok(())
	});
	if let Err(failure) = result {
		panic!("with SEED={seed}: {failure}");
	}
	// Sequences in which nothing succeeds would keep every promise too.
	let happened = happened.into_inner();
	println!("{cases} sequences with SEED={seed}: {happened:?}");
	let missing: Vec<_> = EVERYTHING.iter().filter(|name| !happened.contains_key(**name)).collect();
	assert!(missing.is_empty() || cases < SEQUENCES, "never happened: {missing:?}");
}

/// What must have happened in some sequence: every call accepted, every reason to close.
const EVERYTHING: [&str; 48] = [
	"Register",
	"Update",
	"BondMore",
	"BondLess",
	"Deregister",
	"RegisterAuditor",
	"DeregisterAuditor",
	"Audit",
	"WithdrawAudit",
	"Post",
	"Cancel",
	"Bid",
	"WithdrawBid",
	"RejectBid",
	"Accept",
	"Acknowledge",
	"Heartbeat",
	"TopUp",
	"Settle",
	"Poke",
	"Close",
	"Reclaim",
	"Propose",
	"AcceptTerms",
	"Offer",
	"Transfer",
	"SetInput",
	"Prove",
	"Dispute",
	"Resolve",
	"OpenPeriod",
	"ClosePeriod",
	"NameRater",
	"Rate",
	"Compare",
	"LeaseStarved",
	"LeaseResumed",
	"ProviderLeft",
	"NoAck",
	"TenantClosed",
	"Reclaimed",
	"Completed",
	"Exhausted",
	"Silent",
	"ProofsMissed",
	"Arbitrated",
	"Unjudged",
	"Released",
];
