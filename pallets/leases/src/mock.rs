//! A chain with leases and balances, and stand-ins for circuits and persons.

use crate::{
	self as pallet_leases, Amounts, Attribute, Attributes, Call, Error, Event, HoldReason, Label,
	LeaseId, LeaseOf, Leases, Mode, OrderId, OrderTerms, OrderTermsOf, Pallet, Periods, Resource,
	ResourceKind, Resources,
};
use census_primitives::{
	Alias, CircuitId, PalletScopes, PersonRefusal, PersonScope, ScopeId, Topic,
};
use census_testing::{circuits, persons};
use census_views::{leases as views, AccountId};
use census_zk_types::{Points, Word};
use codec::Decode;
use frame_support::{
	assert_ok,
	dispatch::DispatchErrorWithPostInfo,
	parameter_types,
	storage::with_storage_layer,
	traits::{tokens::Preservation, ConstU32, ConstU64, Hooks},
	weights::{Weight, WeightMeter},
};
use sp_runtime::{DispatchError, DispatchResult, Perbill};

census_testing::mock_runtime! {
	pallets { 2: Market = pallet_leases, 3: Persons = persons }
	balances {
		type ExistentialDeposit = ConstU64<EXISTENTIAL_DEPOSIT>;
		type MaxFreezes = ConstU32<1>;
	}
}

impl persons::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type PalletScopes = ScopesOfPeriods;
	type SlotPrice = ConstU64<SLOT_PRICE>;
	type ScopeDeposit = ConstU64<11>;
	type MaxScopeLife = ConstU64<100>;
	type MinElectorate = ConstU32<2>;
}

/// What rating periods take in the scopes that they open, as a runtime asks them.
// A runtime's types are public, whatever they are in.
#[allow(unreachable_pub)]
pub struct ScopesOfPeriods;

impl PalletScopes<RuntimeCall> for ScopesOfPeriods {
	fn admits(scope: ScopeId, topic: &Topic, alias: &Alias, call: &RuntimeCall) -> bool {
		match call {
			RuntimeCall::Market(call) => Market::admits(scope, topic, alias, call),
			RuntimeCall::System(_) | RuntimeCall::Balances(_) => false,
		}
	}
	fn needs_none(_: &RuntimeCall) -> bool {
		false
	}
	fn weight(_: &RuntimeCall) -> Weight {
		Weight::zero()
	}
	fn max_weight() -> Weight {
		Weight::zero()
	}
}

pub(crate) const EXISTENTIAL_DEPOSIT: u64 = 10;
pub(crate) const AMOUNTS: Amounts<u64> = Amounts {
	provider_bond: 1_000,
	lease_cover: 301,
	order_deposit: 50,
	bid_deposit: 20,
	audit_deposit: 30,
	dispute_deposit: 40,
	bounty: 15,
	rating_spend: 30,
};
pub(crate) const PERIODS: Periods<u64> = Periods {
	rate_unit: 10,
	max_order: 100,
	ack: 10,
	grace: 20,
	least_runway: 5,
	least_heartbeat: 2,
	longest: 50,
	dispute: 30,
	remember: 40,
	rating: 60,
};
/// The least that another than the tenant begins to fund a lease with.
pub(crate) const SHARE: u64 = 15;
pub(crate) const MAX_MISSED: u32 = 3;
/// How many persons there are: those with the secrets from 0 on.
pub(crate) const ELECTORATE: u32 = 100;
/// What an act costs whoever opens a rating period.
pub(crate) const SLOT_PRICE: u64 = 3;
pub(crate) const MIN_SLOTS: u32 = 2;
pub(crate) const FEE_RATE: Perbill = Perbill::from_percent(7);

parameter_types! {
	pub const FeeReceiver: u64 = MARKET;
	pub const FeeRate: Perbill = FEE_RATE;
	/// Tests of upgrades set others.
	pub static TheAmounts: Amounts<u64> = AMOUNTS;
	pub const ThePeriods: Periods<u64> = PERIODS;
	/// Tests about full blocks set less.
	pub static DeadlineWeight: Weight = Weight::MAX;
}

impl pallet_leases::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type Circuits = circuits::StandIn;
	type Scopes = Persons;
	type EnsurePerson = persons::EnsureInScope<Test>;
	type Arbiter = frame_system::EnsureRoot<u64>;
	type FeeReceiver = FeeReceiver;
	type FeeRate = FeeRate;
	type Amounts = TheAmounts;
	type Periods = ThePeriods;
	type MaxMissed = ConstU32<MAX_MISSED>;
	type MinElectorate = ConstU32<MIN_SLOTS>;
	type DeadlineWeight = DeadlineWeight;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Prepare;
}

/// There are persons and circuits already, and whoever opens a rating period is rich.
#[cfg(feature = "runtime-benchmarks")]
#[allow(unreachable_pub)]
pub struct Prepare;

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<u64> for Prepare {
	fn prepare(_: &u64) {}
	fn circuit() -> CircuitId {
		CIRCUIT
	}
}

pub(crate) const CIRCUIT: CircuitId = [7; 32];
/// A circuit with a wrong number of inputs.
pub(crate) const OTHER_CIRCUIT: CircuitId = [8; 32];

/// Makes a circuit of a verifying key with four public inputs.
pub(crate) fn register_key(bytes: Vec<u8>) -> CircuitId {
	circuits::register_key(bytes, 4)
}

/// The circuit verifies nothing any more.
pub(crate) fn revoke_circuit() {
	circuits::set_state(&CIRCUIT, circuits::State::Revoked);
}

pub(crate) fn circuit_users() -> u32 {
	circuits::users(&CIRCUIT)
}

/// What a person is called in a scope.
pub(crate) fn alias(person: u32, scope: PersonScope) -> Alias {
	Persons::alias(person, scope)
}

/// A person rates for a lease in a scope, and the market is not asked beforehand whether it admits that:
/// so the call's own refusals are told. One that is refused leaves nothing behind.
pub(crate) fn rate_unasked(
	person: u32,
	scope: PersonScope,
	lease: LeaseId,
	score: u8,
) -> DispatchResult {
	let call = Call::<Test>::rate { lease, score };
	with_storage_layer(|| Persons::act_unasked(person, scope, call.into()))
}

/// Why an act is refused.
pub(crate) fn refused(refusal: PersonRefusal) -> DispatchError {
	persons::Error::<Test>::Refused(refusal).into()
}

pub(crate) const ALICE: u64 = 1;
pub(crate) const BOB: u64 = 2;
pub(crate) const CAROL: u64 = 3;
/// Tenants.
pub(crate) const TINA: u64 = 11;
pub(crate) const TOM: u64 = 12;
pub(crate) const TESS: u64 = 13;
/// Neither.
pub(crate) const FRIEND: u64 = 21;
pub(crate) const POKER: u64 = 22;
pub(crate) const AUDITOR: u64 = 31;
/// Gets the fees.
pub(crate) const MARKET: u64 = 99;
/// Has money for accounts that tests make.
const BANK: u64 = 98;
pub(crate) const FUNDS: u64 = 1_000_000_000;
pub(crate) const ALL: [u64; 10] =
	[ALICE, BOB, CAROL, TINA, TOM, TESS, FRIEND, POKER, AUDITOR, MARKET];

/// The chain in block 1.
pub(crate) fn externalities() -> sp_io::TestExternalities {
	DeadlineWeight::set(Weight::MAX);
	TheAmounts::set(AMOUNTS);
	let genesis = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: ALL.iter().map(|who| (*who, FUNDS)).chain([(BANK, 1_000 * FUNDS)]).collect(),
			..Default::default()
		},
		..Default::default()
	};
	let mut ext = census_testing::externalities::<Test>(genesis);
	ext.execute_with(|| {
		circuits::register_as(CIRCUIT, 4);
		circuits::register_as(OTHER_CIRCUIT, 3);
		Persons::next_epoch((0..ELECTORATE).collect());
	});
	ext
}

/// Runs a test from block 1 on, and checks the invariants after it.
pub(crate) fn run(test: impl FnOnce()) {
	externalities().execute_with(|| {
		let issuance = Balances::total_issuance();
		test();
		// Persons' acts are paid for, and what is paid is burnt.
		let left = Balances::total_issuance() + Persons::burnt();
		assert_eq!(left, issuance, "money came or went");
		check_state();
	});
}

/// Checks the invariants of the whole market.
pub(crate) fn check_state() {
	Pallet::<Test>::do_try_state().expect("the market's invariants hold");
}

/// Goes on to a block, with the hooks of each on the way.
pub(crate) fn go_to(block: u64) {
	while System::block_number() < block {
		skip_to(System::block_number() + 1);
		poll();
	}
}

/// Goes on so many blocks.
pub(crate) fn pass(blocks: u64) {
	go_to(System::block_number() + blocks);
}

/// Goes on to a block with no hooks run on the way: as if those blocks had had no weight to spare.
pub(crate) fn skip_to(block: u64) {
	System::set_block_number(block);
}

/// Runs the present block's hooks.
pub(crate) fn poll() {
	let mut meter = WeightMeter::new();
	Market::on_poll(System::block_number(), &mut meter);
}

/// Signed by `account`.
pub(crate) fn by(account: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

pub(crate) fn label(text: &str) -> Label {
	text.try_into().expect("it is a label")
}

pub(crate) fn attributes(pairs: &[(&str, &str)]) -> Attributes {
	let list: Vec<_> = pairs
		.iter()
		.map(|(key, value)| Attribute { key: label(key), value: label(value) })
		.collect();
	list.try_into().expect("no more than the most")
}

/// So much processor time.
pub(crate) fn cpu(amount: u64) -> Resources {
	resources(&[(ResourceKind::Cpu, amount)])
}

pub(crate) fn resources(list: &[(ResourceKind, u64)]) -> Resources {
	let list: Vec<_> = list
		.iter()
		.filter(|(_, amount)| *amount > 0)
		.map(|(kind, amount)| Resource { kind: kind.clone(), amount: *amount })
		.collect();
	Resources(list.try_into().expect("no more than the most"))
}

pub(crate) const METERED: Mode<u64> = Mode::Metered { heartbeat: 20 };
pub(crate) const FIXED: Mode<u64> = Mode::Fixed { span: 40, heartbeat: 15 };
pub(crate) const PROVEN: Mode<u64> =
	Mode::Proven { circuit: CIRCUIT, model: word(5), input: word(6), epoch: 8 };

/// A small number as a word.
pub(crate) const fn word(number: u8) -> Word {
	let mut bytes = [0; 32];
	bytes[31] = number;
	Word(bytes)
}

/// An order for 4 of processor at a rate of up to 100, with a notice of at least 6.
pub(crate) fn terms(mode: Mode<u64>) -> OrderTermsOf<Test> {
	OrderTerms {
		resources: cpu(4),
		attributes: Default::default(),
		auditors: Default::default(),
		provider: None,
		mode,
		max_rate: 100,
		min_notice: 6,
		manifest: [1; 32],
	}
}

/// Registers a provider with room for ten leases of [`terms`] and a bond for as many.
pub(crate) fn register(who: u64) {
	let bond = AMOUNTS.provider_bond + 10 * AMOUNTS.lease_cover;
	Market::register_provider(by(who), bond, cpu(40), Default::default())
		.expect("the provider can pay");
}

/// Posts [`terms`] as [`TINA`], open for 50 blocks.
pub(crate) fn post(mode: Mode<u64>) -> OrderId {
	let order = Market::order_count();
	Market::post_order(by(TINA), Box::new(terms(mode)), 50).expect("the terms are sound");
	order
}

/// [`ALICE`], who is a provider, wins [`TINA`]'s order at this rate, with a notice of 6.
pub(crate) fn matched(mode: Mode<u64>, rate: u64, funding: u64) -> LeaseId {
	let order = post(mode);
	Market::bid(by(ALICE), order, rate, 6).expect("the bid fits");
	Market::accept_bid(by(TINA), order, ALICE, rate, 6, funding).expect("the tenant can pay");
	order
}

/// The same, acknowledged in the same block.
pub(crate) fn active(mode: Mode<u64>, rate: u64, funding: u64) -> LeaseId {
	let lease = matched(mode, rate, funding);
	Market::acknowledge(by(ALICE), lease).expect("it is in time");
	lease
}

/// A closed lease of Tina's with Alice that cost so much.
pub(crate) fn closed_lease(spent: u64) -> LeaseId {
	let lease = active(METERED, 100, 200);
	let start = System::block_number();
	while System::block_number() < start + spent / 10 {
		pass(1);
		assert_ok!(Market::heartbeat(by(ALICE), lease));
	}
	assert_ok!(Market::close(by(TINA), lease));
	lease
}

/// An account takes over a lease on the terms it has.
pub(crate) fn take_over(lease: LeaseId, who: u64, funding: u64) -> DispatchResult {
	let is = stored(lease);
	let input = match is.mode {
		Mode::Proven { input, .. } => Some(input),
		_ => None,
	};
	Market::accept_transfer(by(who), lease, funding, Box::new(is.terms), input)
}

/// A lease as stored.
pub(crate) fn stored(lease: LeaseId) -> LeaseOf<Test> {
	Leases::<Test>::get(lease).expect("the lease is live")
}

/// A lease as of now.
pub(crate) fn shown(lease: LeaseId) -> views::Lease {
	Market::lease_view(lease).expect("the lease is live")
}

/// The account that is shown like this.
pub(crate) fn account(shown: AccountId) -> u64 {
	let id = u64::decode(&mut &shown.0[..]).expect("32 bytes hold 8");
	assert_eq!(shown, AccountId::of(&id), "it is of no account here");
	id
}

/// So much processor time, as it is shown.
pub(crate) fn shown_cpu(amount: u64) -> Vec<views::Resource> {
	vec![views::Resource {
		kind: views::ResourceKind::Cpu,
		amount: census_views::Amount(amount.into()),
	}]
}

/// The proof that a lease's provider makes for its present epoch.
pub(crate) fn epoch_proof(lease: LeaseId, output: Word, nonce: u64) -> Points {
	let lease_now = shown(lease);
	let views::LeaseMode::Proven { circuit, model, .. } = lease_now.mode else {
		panic!("not proven")
	};
	let epoch = lease_now.epoch.expect("an epoch is under way");
	let binding = Market::binding_of(lease, epoch.number, &account(lease_now.provider)).into();
	circuits::prove(&circuit.0, &[model, epoch.input, output, binding], nonce)
}

/// What is held of an account for a reason.
pub(crate) fn held(reason: HoldReason, account: u64) -> u64 {
	use frame_support::traits::fungible::InspectHold;
	Balances::balance_on_hold(&reason.into(), &account)
}

/// All that an account has, held or not.
pub(crate) fn wealth(account: u64) -> u64 {
	use frame_support::traits::fungible::Inspect;
	Balances::total_balance(&account)
}

/// This pallet's events so far, the newest last.
pub(crate) fn events() -> Vec<Event<Test>> {
	census_testing::events::<Test, _>()
}

/// The last event of this pallet.
pub(crate) fn last_event() -> Event<Test> {
	events().pop().expect("something happened")
}

/// Asserts that a call is refused with this error and changes nothing.
#[track_caller]
pub(crate) fn assert_refused<R, E>(call: impl FnOnce() -> Result<R, E>, error: Error<Test>)
where
	R: core::fmt::Debug,
	E: Into<DispatchErrorWithPostInfo>,
{
	census_testing::assert_refused(call, error);
}

/// Makes an account that has funds.
pub(crate) fn give_funds(account: u64) {
	use frame_support::traits::fungible::Mutate;
	let missing = FUNDS - wealth(account);
	Balances::transfer(&BANK, &account, missing, Preservation::Preserve).expect("the bank is rich");
}
