//! What the calls cost at their worst: every list full, money from as many accounts as can fund a
//! lease, and everything due that can be.
#![allow(missing_docs)]

use crate::*;
use alloc::{boxed::Box, format, vec::Vec};
use census_primitives::PersonScope;
use census_zk_types::Word;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{
		fungible::{Inspect, Unbalanced},
		tokens::Precision,
		EnsureOrigin, EnsureOriginWithArg, Get,
	},
	BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_runtime::{
	traits::{One, SaturatedConversion, Zero},
	Perbill, Saturating,
};

/// What a runtime does so that leases can be benchmarked. (The origin of a person who acts in a
/// scope is [`EnsureOriginWithArg::try_successful_origin`]'s to make.)
pub trait BenchmarkHelper<AccountId> {
	/// Makes opening a scope in this block succeed for `payer`: there are persons, an epoch of
	/// theirs can be pinned for a rating period, and `payer` can pay for an act.
	fn prepare(payer: &AccountId);

	/// An active circuit with [`CIRCUIT_INPUTS`] public inputs.
	fn circuit() -> census_primitives::CircuitId;
}

/// Much money: what an account has.
fn riches<T: Config>() -> BalanceOf<T> {
	T::Currency::minimum_balance().saturating_mul(1_000_000_000u32.into())
}

/// What each funder of a lease puts in.
fn share<T: Config>() -> BalanceOf<T> {
	T::Currency::minimum_balance().saturating_mul(1_000u32.into())
}

/// An account with much money.
fn rich<T: Config>(name: &'static str, index: u32) -> T::AccountId {
	let who: T::AccountId = account(name, index, 0);
	enrich::<T>(&who);
	who
}

fn enrich<T: Config>(who: &T::AccountId) {
	let issuance = T::Currency::total_issuance().saturating_add(riches::<T>());
	T::Currency::set_total_issuance(issuance);
	T::Currency::increase_balance(who, riches::<T>(), Precision::Exact)
		.expect("it is not too much");
}

fn caller<T: Config>() -> T::AccountId {
	let who: T::AccountId = whitelisted_caller();
	enrich::<T>(&who);
	who
}

fn signed<T: Config>(who: &T::AccountId) -> RawOrigin<T::AccountId> {
	RawOrigin::Signed(who.clone())
}

fn label(number: u32) -> Label {
	let text = format!("{number:0>32}");
	Label(BoundedVec::try_from(text.into_bytes()).expect("it is as long as a label can be"))
}

/// As many attributes as there can be.
fn attributes() -> Attributes {
	let all: Vec<_> = (0..MAX_ATTRIBUTES)
		.map(|number| Attribute { key: label(number), value: label(number) })
		.collect();
	BoundedVec::try_from(all).expect("it is the most")
}

/// So much of as many kinds as there can be.
fn resources(amount: u64) -> Resources {
	let mut kinds = alloc::vec![
		ResourceKind::Cpu,
		ResourceKind::Memory,
		ResourceKind::Storage,
		ResourceKind::Bandwidth,
	];
	kinds.extend((4..MAX_KINDS).map(|number| ResourceKind::Gpu(label(number))));
	let all: Vec<_> = kinds.into_iter().map(|kind| Resource { kind, amount }).collect();
	Resources(BoundedVec::try_from(all).expect("it is the most"))
}

fn bond<T: Config>() -> BalanceOf<T> {
	let amounts = T::Amounts::get();
	amounts.provider_bond.saturating_add(amounts.lease_cover.saturating_mul(4u32.into()))
}

fn register<T: Config>(who: &T::AccountId) {
	Pallet::<T>::register_provider(
		signed::<T>(who).into(),
		bond::<T>(),
		resources(1_000_000),
		attributes(),
	)
	.expect("it is rich");
}

fn auditors<T: Config>() -> Vec<T::AccountId> {
	let mut auditors: Vec<T::AccountId> =
		(0..MAX_AUDITORS).map(|index| rich::<T>("auditor", index)).collect();
	for auditor in &auditors {
		if !Auditors::<T>::contains_key(auditor) {
			Pallet::<T>::register_auditor(signed::<T>(auditor).into(), Hash32::default())
				.expect("it is rich");
		}
	}
	auditors.sort();
	auditors
}

fn proven<T: Config>() -> Mode<BlockNumberFor<T>> {
	Mode::Proven {
		circuit: T::BenchmarkHelper::circuit(),
		model: Word::from(1),
		input: Word::from(2),
		epoch: T::Periods::get().longest,
	}
}

fn metered<T: Config>() -> Mode<BlockNumberFor<T>> {
	Mode::Metered { heartbeat: T::Periods::get().longest }
}

/// Terms that ask for all that can be asked for.
fn terms<T: Config>(mode: Mode<BlockNumberFor<T>>) -> OrderTermsOf<T> {
	OrderTerms {
		resources: resources(1),
		attributes: attributes(),
		auditors: BoundedVec::try_from(auditors::<T>()).expect("it is the most"),
		provider: None,
		mode,
		max_rate: 1_000u32.into(),
		min_notice: One::one(),
		manifest: Hash32::default(),
	}
}

fn post<T: Config>(tenant: &T::AccountId, mode: Mode<BlockNumberFor<T>>) -> OrderId {
	let order = Pallet::<T>::order_count();
	let longest = T::Periods::get().max_order;
	Pallet::<T>::post_order(signed::<T>(tenant).into(), Box::new(terms::<T>(mode)), longest)
		.expect("the terms are sound");
	order
}

/// A provider that all auditors vouch for.
fn audited<T: Config>(who: &T::AccountId) {
	register::<T>(who);
	for auditor in auditors::<T>() {
		Pallet::<T>::audit(signed::<T>(&auditor).into(), who.clone(), attributes())
			.expect("it is an auditor");
	}
}

/// So many bids by providers that need not exist, the best of them at a rate of 2.
fn fill<T: Config>(order: OrderId, count: u32) {
	let deposit = T::Amounts::get().bid_deposit;
	let bids: Vec<_> = (0..count)
		.map(|index| {
			let provider = rich::<T>("bidder", index);
			Pallet::<T>::hold(HoldReason::Bid, &provider, deposit).expect("it is rich");
			Involved::<T>::insert(&provider, order, ());
			let notice = T::Periods::get().longest;
			Bid { provider, rate: (index + 2).into(), notice, deposit }
		})
		.collect();
	let mut all = Bids::<T>::get(order);
	for bid in bids {
		all.try_push(bid).expect("it is no more than the most");
	}
	Bids::<T>::insert(order, all);
}

/// The same, by providers each of which could serve.
fn fill_with_able<T: Config>(order: OrderId, count: u32) {
	(0..count).for_each(|index| audited::<T>(&rich::<T>("bidder", index)));
	fill::<T>(order, count);
}

/// A lease that as many accounts fund as can, each with a [`share`].
fn lease<T: Config>(
	tenant: &T::AccountId,
	provider: &T::AccountId,
	mode: Mode<BlockNumberFor<T>>,
) -> LeaseId {
	audited::<T>(provider);
	let order = post::<T>(tenant, mode);
	Pallet::<T>::bid(signed::<T>(provider).into(), order, One::one(), One::one()).expect("it fits");
	Pallet::<T>::accept_bid(
		signed::<T>(tenant).into(),
		order,
		provider.clone(),
		One::one(),
		One::one(),
		share::<T>(),
	)
	.map_err(|refusal| refusal.error)
	.expect("it is rich");
	for index in 1..MAX_FUNDERS {
		let funder = rich::<T>("funder", index);
		Pallet::<T>::top_up(signed::<T>(&funder).into(), order, share::<T>())
			.expect("there is room");
	}
	order
}

fn change<T: Config>(id: LeaseId, change: impl FnOnce(&mut LeaseOf<T>)) {
	let mut lease = Leases::<T>::get(id).expect("it is live");
	change(&mut lease);
	let now = frame_system::Pallet::<T>::block_number();
	Pallet::<T>::store(id, lease, now);
}

/// An active lease on which so much has accrued, and is confirmed, that paying it takes money of
/// all funders but leaves some of the last one's.
fn earned<T: Config>(
	tenant: &T::AccountId,
	provider: &T::AccountId,
	mode: Mode<BlockNumberFor<T>>,
) -> LeaseId {
	let id = lease::<T>(tenant, provider, mode);
	Pallet::<T>::acknowledge(signed::<T>(provider).into(), id).expect("it is in time");
	change::<T>(id, |lease| {
		let most = lease.ledger.spendable().saturating_sub(One::one());
		lease.accrued = Pallet::<T>::work_for(most);
		lease.confirmed = lease.accrued;
		if let Some(epoch) = &mut lease.epoch {
			epoch.proven = true;
		}
	});
	id
}

fn set_block<T: Config>(block: BlockNumberFor<T>) {
	frame_system::Pallet::<T>::set_block_number(block);
}

/// Goes on to the block in which the next thing happens to a lease.
fn fall_due<T: Config>(id: LeaseId) {
	set_block::<T>(Leases::<T>::get(id).expect("it is live").deadline);
}

/// An active lease whose first epoch is over without its proof: whatever is called first charges
/// the provider for that. There is money for another epoch.
fn overdue<T: Config>(tenant: &T::AccountId, provider: &T::AccountId) -> LeaseId {
	let id = lease::<T>(tenant, provider, proven::<T>());
	Pallet::<T>::acknowledge(signed::<T>(provider).into(), id).expect("it is in time");
	fall_due::<T>(id);
	id
}

/// An [`earned`] lease whose next epoch is over without its proof, and whose funds have run dry with
/// that.
fn failing<T: Config>(tenant: &T::AccountId, provider: &T::AccountId) -> LeaseId {
	let id = earned::<T>(tenant, provider, proven::<T>());
	change::<T>(id, |lease| {
		if let Some(epoch) = &mut lease.epoch {
			epoch.proven = false;
		}
	});
	fall_due::<T>(id);
	id
}

/// A lease of which all is due that can be: it ends with its last missed epoch.
fn ending<T: Config>(tenant: &T::AccountId, provider: &T::AccountId) -> LeaseId {
	let id = failing::<T>(tenant, provider);
	Leases::<T>::mutate_extant(id, |lease| {
		lease.missed = T::MaxMissed::get().saturating_sub(1);
	});
	id
}

/// A closed lease that admits a rating, of this tenant.
fn closed<T: Config>(tenant: &T::AccountId) -> LeaseId {
	let provider = rich::<T>("provider", 0);
	let id = earned::<T>(tenant, &provider, metered::<T>());
	let spend = T::Amounts::get().rating_spend;
	Pallet::<T>::top_up(signed::<T>(tenant).into(), id, spend).expect("it is rich");
	change::<T>(id, |lease| lease.accrued = Pallet::<T>::work_for(lease.ledger.spendable()));
	Pallet::<T>::close(signed::<T>(tenant).into(), id).expect("it is the tenant's");
	id
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_provider() {
		let who = caller::<T>();

		#[extrinsic_call]
		_(signed::<T>(&who), bond::<T>(), resources(1), attributes());

		assert!(Providers::<T>::contains_key(who));
	}

	#[benchmark]
	fn update_provider() {
		let who = caller::<T>();
		register::<T>(&who);

		#[extrinsic_call]
		_(signed::<T>(&who), resources(2), attributes(), false);

		assert_eq!(Providers::<T>::get(who).unwrap().capacity, resources(2));
	}

	#[benchmark]
	fn bond_more() {
		let who = caller::<T>();
		register::<T>(&who);

		#[extrinsic_call]
		_(signed::<T>(&who), share::<T>());

		assert!(Providers::<T>::get(who).unwrap().bond > bond::<T>());
	}

	#[benchmark]
	fn bond_less() {
		let who = caller::<T>();
		register::<T>(&who);
		let amount = T::Amounts::get().lease_cover;

		#[extrinsic_call]
		_(signed::<T>(&who), amount);

		assert!(Providers::<T>::get(who).unwrap().bond < bond::<T>());
	}

	#[benchmark]
	fn deregister_provider() {
		let who = caller::<T>();
		register::<T>(&who);

		#[extrinsic_call]
		_(signed::<T>(&who));

		assert!(!Providers::<T>::contains_key(who));
	}

	#[benchmark]
	fn register_auditor() {
		let who = caller::<T>();

		#[extrinsic_call]
		_(signed::<T>(&who), Hash32::default());

		assert!(Auditors::<T>::contains_key(who));
	}

	#[benchmark]
	fn deregister_auditor() {
		let who = caller::<T>();
		Pallet::<T>::register_auditor(signed::<T>(&who).into(), Hash32::default())
			.expect("it is rich");

		#[extrinsic_call]
		_(signed::<T>(&who));

		assert!(!Auditors::<T>::contains_key(who));
	}

	#[benchmark]
	fn audit() {
		let who = caller::<T>();
		let provider = rich::<T>("provider", 0);
		register::<T>(&provider);
		Pallet::<T>::register_auditor(signed::<T>(&who).into(), Hash32::default())
			.expect("it is rich");

		#[extrinsic_call]
		_(signed::<T>(&who), provider.clone(), attributes());

		assert!(Audits::<T>::contains_key(provider, who));
	}

	#[benchmark]
	fn withdraw_audit() {
		let who = caller::<T>();
		let provider = rich::<T>("provider", 0);
		register::<T>(&provider);
		Pallet::<T>::register_auditor(signed::<T>(&who).into(), Hash32::default())
			.expect("it is rich");
		Pallet::<T>::audit(signed::<T>(&who).into(), provider.clone(), attributes())
			.expect("it is an auditor");

		#[extrinsic_call]
		_(signed::<T>(&who), provider.clone());

		assert!(!Audits::<T>::contains_key(provider, who));
	}

	#[benchmark]
	fn post_order() {
		let who = caller::<T>();
		let terms = Box::new(terms::<T>(proven::<T>()));
		let longest = T::Periods::get().max_order;

		#[extrinsic_call]
		_(signed::<T>(&who), terms, longest);

		assert!(Orders::<T>::contains_key(0));
	}

	#[benchmark]
	fn cancel_order(b: Linear<0, MAX_BIDS>) {
		let who = caller::<T>();
		let order = post::<T>(&who, metered::<T>());
		fill::<T>(order, b);

		#[extrinsic_call]
		_(signed::<T>(&who), order);

		assert!(!Orders::<T>::contains_key(order));
	}

	/// A full list, from which the last bid has to go, for all before it could serve.
	#[benchmark]
	fn bid() {
		let who = caller::<T>();
		let tenant = rich::<T>("tenant", 0);
		audited::<T>(&who);
		let order = post::<T>(&tenant, proven::<T>());
		fill_with_able::<T>(order, MAX_BIDS);

		#[extrinsic_call]
		_(signed::<T>(&who), order, One::one(), One::one());

		assert_eq!(Bids::<T>::get(order).first().unwrap().provider, who);
		assert_eq!(Bids::<T>::get(order).len() as u32, MAX_BIDS);
	}

	#[benchmark]
	fn withdraw_bid() {
		let who = caller::<T>();
		let tenant = rich::<T>("tenant", 0);
		audited::<T>(&who);
		let order = post::<T>(&tenant, metered::<T>());
		fill::<T>(order, MAX_BIDS - 1);
		Pallet::<T>::bid(signed::<T>(&who).into(), order, One::one(), One::one()).expect("it fits");

		#[extrinsic_call]
		_(signed::<T>(&who), order);

		assert_eq!(Bids::<T>::get(order).len() as u32, MAX_BIDS - 1);
	}

	#[benchmark]
	fn reject_bid() {
		let who = caller::<T>();
		let order = post::<T>(&who, metered::<T>());
		fill::<T>(order, MAX_BIDS);
		let bidder = Bids::<T>::get(order).first().unwrap().provider.clone();

		#[extrinsic_call]
		_(signed::<T>(&who), order, bidder);

		assert_eq!(Bids::<T>::get(order).len() as u32, MAX_BIDS - 1);
	}

	/// So many bids, of which one wins.
	#[benchmark]
	fn accept_bid(b: Linear<1, MAX_BIDS>) {
		let who = caller::<T>();
		let provider = rich::<T>("provider", 0);
		audited::<T>(&provider);
		let order = post::<T>(&who, proven::<T>());
		Pallet::<T>::bid(signed::<T>(&provider).into(), order, One::one(), One::one())
			.expect("it fits");
		fill::<T>(order, b - 1);

		#[extrinsic_call]
		_(signed::<T>(&who), order, provider, One::one(), One::one(), share::<T>());

		assert!(Leases::<T>::contains_key(order));
	}

	#[benchmark]
	fn acknowledge() {
		let who = caller::<T>();
		let tenant = rich::<T>("tenant", 0);
		let id = lease::<T>(&tenant, &who, proven::<T>());

		#[extrinsic_call]
		_(signed::<T>(&who), id);

		assert_eq!(Leases::<T>::get(id).unwrap().state, State::Active);
	}

	#[benchmark]
	fn heartbeat() {
		let who = caller::<T>();
		let tenant = rich::<T>("tenant", 0);
		let id = earned::<T>(&tenant, &who, metered::<T>());
		change::<T>(id, |lease| lease.accrued = 0);
		set_block::<T>(frame_system::Pallet::<T>::block_number().saturating_add(One::one()));
		let now = frame_system::Pallet::<T>::block_number();

		#[extrinsic_call]
		_(signed::<T>(&who), id);

		assert_eq!(Leases::<T>::get(id).unwrap().last_heartbeat, now);
	}

	/// By another than the tenant, who holds the bounty. (Settling for want of room weighs besides.)
	#[benchmark]
	fn top_up() {
		let who = caller::<T>();
		let (tenant, provider) = (rich::<T>("tenant", 0), rich::<T>("provider", 0));
		let id = overdue::<T>(&tenant, &provider);
		Leases::<T>::mutate_extant(id, |lease| {
			let gone = lease.funders.pop().expect("there are as many as can be");
			Pallet::<T>::release(HoldReason::Escrow, &gone.who, gone.left).expect("it is held");
			lease.ledger.refunded = gone.left;
			Pallet::<T>::return_bounty(lease).expect("it is held");
		});

		#[extrinsic_call]
		_(signed::<T>(&who), id, share::<T>());

		assert_eq!(Leases::<T>::get(id).unwrap().funders.len() as u32, MAX_FUNDERS);
	}

	#[benchmark]
	fn settle() {
		let who = caller::<T>();
		let (tenant, provider) = (rich::<T>("tenant", 0), rich::<T>("provider", 0));
		let id = failing::<T>(&tenant, &provider);

		#[extrinsic_call]
		_(signed::<T>(&who), id);

		assert!(!Leases::<T>::get(id).unwrap().ledger.paid.is_zero());
	}

	#[benchmark]
	fn poke() {
		let who = caller::<T>();
		let (tenant, provider) = (rich::<T>("tenant", 0), rich::<T>("provider", 0));
		let id = ending::<T>(&tenant, &provider);

		#[extrinsic_call]
		_(signed::<T>(&who), id);

		assert_eq!(Closed::<T>::get(id).unwrap().reason, CloseReason::ProofsMissed);
	}

	#[benchmark]
	fn close() {
		let who = caller::<T>();
		let provider = rich::<T>("provider", 0);
		let id = failing::<T>(&who, &provider);

		#[extrinsic_call]
		_(signed::<T>(&who), id);

		assert_eq!(Closed::<T>::get(id).unwrap().reason, CloseReason::TenantClosed);
	}

	#[benchmark]
	fn reclaim() {
		let who = caller::<T>();
		let tenant = rich::<T>("tenant", 0);
		let id = overdue::<T>(&tenant, &who);

		#[extrinsic_call]
		_(signed::<T>(&who), id);

		assert!(Leases::<T>::get(id).unwrap().end.is_some());
	}

	#[benchmark]
	fn propose_terms() {
		let who = caller::<T>();
		let tenant = rich::<T>("tenant", 0);
		let id = overdue::<T>(&tenant, &who);
		let terms = Box::new(Leases::<T>::get(id).unwrap().terms);

		#[extrinsic_call]
		_(signed::<T>(&who), id, terms);

		assert!(Leases::<T>::get(id).unwrap().proposal.is_some());
	}

	#[benchmark]
	fn accept_terms() {
		let who = caller::<T>();
		let tenant = rich::<T>("tenant", 0);
		let id = lease::<T>(&tenant, &who, proven::<T>());
		Pallet::<T>::acknowledge(signed::<T>(&who).into(), id).expect("it is in time");
		let mut terms = Leases::<T>::get(id).unwrap().terms;
		terms.resources = resources(2);
		let terms = Box::new(terms);
		Pallet::<T>::propose_terms(signed::<T>(&tenant).into(), id, terms.clone())
			.expect("it is a side");
		fall_due::<T>(id);

		#[extrinsic_call]
		_(signed::<T>(&who), id, terms);

		assert_eq!(Providers::<T>::get(who).unwrap().used, resources(2));
	}

	#[benchmark]
	fn offer_transfer() {
		let who = caller::<T>();
		let provider = rich::<T>("provider", 0);
		let id = overdue::<T>(&who, &provider);
		let to = rich::<T>("taker", 0);

		#[extrinsic_call]
		_(signed::<T>(&who), id, Some(to.clone()));

		assert_eq!(Leases::<T>::get(id).unwrap().offered_to, Some(to));
	}

	/// With what has accrued paid from all funders' money.
	#[benchmark]
	fn accept_transfer() {
		let who = caller::<T>();
		let (tenant, provider) = (rich::<T>("tenant", 0), rich::<T>("provider", 0));
		let id = failing::<T>(&tenant, &provider);
		Leases::<T>::mutate_extant(id, |lease| lease.offered_to = Some(who.clone()));
		let terms = Box::new(Leases::<T>::get(id).unwrap().terms);

		#[extrinsic_call]
		_(signed::<T>(&who), id, share::<T>(), terms, Some(Word::from(2)));

		assert_eq!(Leases::<T>::get(id).unwrap().tenant, who);
	}

	#[benchmark]
	fn set_input() {
		let who = caller::<T>();
		let provider = rich::<T>("provider", 0);
		let id = overdue::<T>(&who, &provider);

		#[extrinsic_call]
		_(signed::<T>(&who), id, Word::from(7));
	}

	/// All but the proof's verification, which the circuits measure.
	#[benchmark]
	fn submit_proof() {
		let who = caller::<T>();
		let tenant = rich::<T>("tenant", 0);
		let id = overdue::<T>(&tenant, &who);
		// An epoch costs nearly all the money.
		let longest: u128 = T::Periods::get().longest.saturated_into();
		Leases::<T>::mutate_extant(id, |lease| {
			let most = lease.ledger.spendable().saturating_sub(One::one());
			lease.terms.rate = (Pallet::<T>::work_for(most) / longest).saturated_into();
		});

		#[block]
		{
			Pallet::<T>::take_proof(who, id, 1, Word::from(3), |_, _| Ok(()))
				.expect("an epoch is under way");
		}

		assert!(Leases::<T>::get(id).unwrap().epoch.unwrap().proven);
	}

	#[benchmark]
	fn dispute() {
		let who = caller::<T>();
		let tenant = rich::<T>("tenant", 0);
		let id = earned::<T>(&tenant, &who, metered::<T>());
		change::<T>(id, |lease| lease.accrued = 0);

		#[extrinsic_call]
		_(signed::<T>(&who), id);

		assert!(matches!(Leases::<T>::get(id).unwrap().state, State::Disputed { .. }));
	}

	#[benchmark]
	fn resolve() -> Result<(), BenchmarkError> {
		let (tenant, provider) = (rich::<T>("tenant", 0), rich::<T>("provider", 0));
		let id = earned::<T>(&tenant, &provider, metered::<T>());
		change::<T>(id, |lease| {
			lease.accrued = lease.accrued.saturating_div(2);
			lease.confirmed = 0;
		});
		Pallet::<T>::dispute(signed::<T>(&tenant).into(), id).expect("it is a side");
		let verdict =
			Verdict { provider_share: Perbill::one(), penalty: true, deposit_to: Side::Provider };
		let arbiter =
			T::Arbiter::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(arbiter as T::RuntimeOrigin, id, verdict);

		assert_eq!(Closed::<T>::get(id).unwrap().reason, CloseReason::Arbitrated);
		Ok(())
	}

	/// With one that is over, to be closed first.
	#[benchmark]
	fn open_rating_period() {
		let who = caller::<T>();
		T::BenchmarkHelper::prepare(&who);
		Pallet::<T>::open_rating_period(signed::<T>(&who).into(), T::MinElectorate::get())
			.expect("all is prepared");
		let until = CurrentRatingPeriod::<T>::get().unwrap().until;
		set_block::<T>(until.saturating_add(One::one()));
		T::BenchmarkHelper::prepare(&who);

		#[extrinsic_call]
		_(signed::<T>(&who), T::MinElectorate::get());

		assert!(CurrentRatingPeriod::<T>::get().unwrap().until > until);
	}

	#[benchmark]
	fn close_rating_period() {
		let who = caller::<T>();
		T::BenchmarkHelper::prepare(&who);
		Pallet::<T>::open_rating_period(signed::<T>(&who).into(), T::MinElectorate::get())
			.expect("all is prepared");
		let until = CurrentRatingPeriod::<T>::get().unwrap().until;
		set_block::<T>(until.saturating_add(One::one()));

		#[extrinsic_call]
		_(signed::<T>(&who));

		assert!(!CurrentRatingPeriod::<T>::exists());
	}

	#[benchmark]
	fn name_rater() {
		let who = caller::<T>();
		let id = closed::<T>(&who);

		#[extrinsic_call]
		_(signed::<T>(&who), id, Default::default());

		assert!(Closed::<T>::get(id).unwrap().rater.is_some());
	}

	#[benchmark]
	fn rate() -> Result<(), BenchmarkError> {
		let who = caller::<T>();
		let id = closed::<T>(&who);
		T::BenchmarkHelper::prepare(&who);
		Pallet::<T>::open_rating_period(signed::<T>(&who).into(), T::MinElectorate::get())
			.expect("all is prepared");
		let scope = PersonScope::Application {
			scope: CurrentRatingPeriod::<T>::get().unwrap().scope,
			topic: rating_topic(&Closed::<T>::get(id).unwrap().provider),
		};
		let person = T::EnsurePerson::try_successful_origin(&scope)
			.map_err(|_| BenchmarkError::Weightless)?;
		let alias = T::EnsurePerson::ensure_origin(person.clone(), &scope)
			.map_err(|_| BenchmarkError::Weightless)?;
		Pallet::<T>::name_rater(signed::<T>(&who).into(), id, alias).expect("it is the tenant");

		#[extrinsic_call]
		_(person as T::RuntimeOrigin, id, BEST_SCORE);

		assert!(Closed::<T>::get(id).unwrap().rating.is_some());
		Ok(())
	}

	#[benchmark]
	fn next_deadline() {
		let at: BlockNumberFor<T> = 9u32.into();
		Pallet::<T>::schedule(Item::Lease(1), at);
		let found;

		#[block]
		{
			let _ = DueFrom::<T>::get();
			found = Deadlines::<T>::iter_key_prefix(at).next();
			DueFrom::<T>::put(at);
		}

		assert_eq!(found, Some(Item::Lease(1)));
	}

	#[benchmark]
	fn deadline_order(b: Linear<0, MAX_BIDS>) {
		let tenant = rich::<T>("tenant", 0);
		let order = post::<T>(&tenant, metered::<T>());
		fill::<T>(order, b);
		let at = Orders::<T>::get(order).unwrap().expires_at;
		set_block::<T>(at);

		#[block]
		{
			Pallet::<T>::see_to(Item::Order(order), at, at);
		}

		assert!(!Orders::<T>::contains_key(order));
	}

	#[benchmark]
	fn deadline_lease() {
		let (tenant, provider) = (rich::<T>("tenant", 0), rich::<T>("provider", 0));
		let id = ending::<T>(&tenant, &provider);
		let at = frame_system::Pallet::<T>::block_number();

		#[block]
		{
			Pallet::<T>::see_to(Item::Lease(id), at, at);
		}

		assert!(Closed::<T>::contains_key(id));
	}

	/// With a penalty, and with the funds run dry.
	#[benchmark]
	fn deadline_rolled() {
		let (tenant, provider) = (rich::<T>("tenant", 0), rich::<T>("provider", 0));
		let id = failing::<T>(&tenant, &provider);
		let at = frame_system::Pallet::<T>::block_number();

		#[block]
		{
			Pallet::<T>::see_to(Item::Lease(id), at, at);
		}

		assert!(matches!(Leases::<T>::get(id).unwrap().state, State::Starved { .. }));
		assert_eq!(Leases::<T>::get(id).unwrap().missed, 1);
	}

	#[benchmark]
	fn deadline_closed() {
		let tenant = rich::<T>("tenant", 0);
		let id = closed::<T>(&tenant);
		let at = Closed::<T>::get(id).unwrap().forget_at;

		#[block]
		{
			Pallet::<T>::see_to(Item::Closed(id), at, at);
		}

		assert!(!Closed::<T>::contains_key(id));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
