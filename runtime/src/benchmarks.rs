//! The benchmarks that this runtime has, and what they need of it.

use crate::{
	configs::governance::PAUSABLE,
	constants::{CEN, SCOPE_DEPOSIT, SLOT_PRICE},
	AccountId, Balance, Balances, Circuits, Personhood, Runtime, RuntimeCall, SessionKeys,
};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::traits::fungible::{Inspect, Mutate};

frame_benchmarking::define_benchmarks!(
	[frame_system, frame_system_benchmarking::Pallet::<crate::Runtime>]
	[frame_system_extensions, frame_system_benchmarking::extensions::Pallet::<crate::Runtime>]
	[pallet_anchors, crate::Anchors]
	[pallet_balances, crate::Balances]
	[pallet_circuits, crate::Circuits]
	[pallet_governance, crate::Governance]
	[pallet_groups, crate::Groups]
	[pallet_leases, crate::Leases]
	[pallet_multisig, crate::Multisig]
	[pallet_personhood, crate::Personhood]
	[pallet_polls, crate::Polls]
	[pallet_proxy, crate::Proxy]
	[pallet_sudo, crate::Sudo]
	[pallet_timestamp, crate::Timestamp]
	[pallet_utility, crate::Utility]
	[pallet_validators, crate::Validators]
);

impl frame_system_benchmarking::Config for Runtime {}

/// The persons of [`Electorate`].
const MEMBERS: u32 = 1_000;

/// The electorate for which benchmarks open scopes.
// The configuration of polls names it.
#[allow(unreachable_pub)]
pub struct Electorate;

impl Electorate {
	/// Makes persons whom `payer` can open a scope for.
	fn prepare(payer: &AccountId) {
		Personhood::benchmark_electorate(MEMBERS);
		let acts = Balance::from(MEMBERS).saturating_mul(SLOT_PRICE);
		let held = acts.saturating_add(SCOPE_DEPOSIT);
		Balances::mint_into(payer, held.saturating_add(Balances::minimum_balance()))
			.expect("there are not so many tokens that these would be too many");
	}
}

impl pallet_polls::BenchmarkHelper<AccountId> for Electorate {
	fn prepare(payer: &AccountId) {
		Self::prepare(payer);
	}
}

impl pallet_anchors::BenchmarkHelper<AccountId> for Electorate {
	fn prepare(payer: &AccountId) {
		Self::prepare(payer);
	}
}

impl pallet_validators::BenchmarkHelper<AccountId, SessionKeys> for Electorate {
	fn fund(account: &AccountId) {
		Balances::mint_into(account, 1_000 * CEN)
			.expect("there are not so many tokens that these would be too many");
	}

	fn electorate() {
		Personhood::benchmark_electorate(MEMBERS);
	}

	fn keys(account: &AccountId, _: u32) -> (SessionKeys, Vec<u8>) {
		let generated = account.using_encoded(|account| SessionKeys::generate(account, None));
		(generated.keys, generated.proof.encode())
	}
}

impl pallet_governance::BenchmarkHelper<AccountId, RuntimeCall> for Electorate {
	fn fund(account: &AccountId) {
		Balances::mint_into(account, 1_000 * CEN)
			.expect("there are not so many tokens that these would be too many");
	}

	fn electorate() {
		Personhood::benchmark_electorate(MEMBERS);
	}

	// Eight of them are as long as calls of a proposal may be.
	fn call() -> RuntimeCall {
		let members: Vec<AccountId> = (0..pallet_governance::MAX_MEMBERS as u8 - 1)
			.map(|member| AccountId::new([member; 32]))
			.collect();
		let members = members.try_into().expect("they are fewer than can be");
		pallet_governance::Call::set_committee { members }.into()
	}

	fn pausable(number: u32) -> pallet_governance::CallName {
		let (pallet, call) = PAUSABLE[number as usize];
		pallet_governance::CallName::new(pallet, call).expect("it is a call's")
	}

	fn validators(accounts: Vec<AccountId>) {
		pallet_session::Validators::<Runtime>::put(accounts);
	}
}

impl pallet_leases::BenchmarkHelper<AccountId> for Electorate {
	fn prepare(payer: &AccountId) {
		Self::prepare(payer);
	}

	fn circuit() -> census_primitives::CircuitId {
		Circuits::benchmark_circuit(pallet_leases::CIRCUIT_INPUTS)
	}
}
