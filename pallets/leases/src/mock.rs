//! A chain with leases and balances, and honest models of circuits and persons.

use crate::{
	self as pallet_leases, Amounts, Attribute, Attributes, Error, Event, HoldReason, Label, Lease,
	LeaseId, LeaseOf, Leases, Mode, OrderId, OrderTerms, OrderTermsOf, Pallet, Periods, Resource,
	ResourceKind, Resources,
};
use census_primitives::{
	Alias, CircuitId, CircuitRefusal, Circuits, OpenedScope, PersonScope, PersonScopes, ScopeId,
	Slots,
};
use census_zk_host::{Key, Refusal};
use census_zk_types::{FieldElement, Points, Word};
use codec::Encode;
use frame_support::{
	assert_ok, derive_impl,
	dispatch::DispatchErrorWithPostInfo,
	ensure,
	pallet_prelude::ValueQuery,
	parameter_types,
	storage::with_storage_layer,
	storage_alias,
	traits::{tokens::Preservation, ConstU32, ConstU64, EnsureOriginWithArg, Hooks},
	weights::{Weight, WeightMeter},
	Blake2_128Concat,
};
use sp_runtime::{BuildStorage, DispatchError, DispatchResult, Perbill};

type Block = frame_system::mocking::MockBlock<Test>;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Market = pallet_leases;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<u64>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type ExistentialDeposit = ConstU64<EXISTENTIAL_DEPOSIT>;
	type MaxFreezes = ConstU32<1>;
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
pub(crate) const ELECTORATE: u32 = 100;
pub(crate) const LEAST_SLOTS: u32 = 2;
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
	type Circuits = ModelCircuits;
	type Scopes = ModelScopes;
	type EnsurePerson = ModelPersons;
	type Arbiter = frame_system::EnsureRoot<u64>;
	type FeeReceiver = FeeReceiver;
	type FeeRate = FeeRate;
	type Amounts = TheAmounts;
	type Periods = ThePeriods;
	type MaxMissed = ConstU32<MAX_MISSED>;
	type LeastElectorate = ConstU32<LEAST_SLOTS>;
	type DeadlineWeight = DeadlineWeight;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ModelCircuits;
}

// Models keep what they know in the chain's storage, so that a refused call changes nothing there
// either.
#[storage_alias]
type CircuitInputs = StorageMap<ModelOfCircuits, Blake2_128Concat, CircuitId, u32>;
#[storage_alias]
type CircuitUsers = StorageMap<ModelOfCircuits, Blake2_128Concat, CircuitId, u32, ValueQuery>;
#[storage_alias]
type RealKeys = StorageMap<ModelOfCircuits, Blake2_128Concat, CircuitId, Vec<u8>>;
#[storage_alias]
type TrueStatements = StorageMap<ModelOfCircuits, Blake2_128Concat, [u8; 32], ()>;
/// Each scope's last block and the acts that are left in it.
#[storage_alias]
type OpenScopes = StorageMap<ModelOfPersons, Blake2_128Concat, ScopeId, (u64, u32)>;
#[storage_alias]
type NextScope = StorageValue<ModelOfPersons, ScopeId, ValueQuery>;
#[storage_alias]
type Acting = StorageValue<ModelOfPersons, (u64, PersonScope)>;
#[storage_alias]
type Acted = StorageMap<ModelOfPersons, Blake2_128Concat, (u64, PersonScope), ()>;

/// Circuits that accept exactly the statements that were shown to them as true, each with any
/// number of proofs, and none of them for another statement; and circuits with a verifying key,
/// whose proofs are verified.
#[allow(unreachable_pub)] // The configuration, which is public, names it.
pub struct ModelCircuits;

pub(crate) const CIRCUIT: CircuitId = [7; 32];
/// A circuit with a wrong number of inputs.
pub(crate) const OTHER_CIRCUIT: CircuitId = [8; 32];

fn statement(circuit: &CircuitId, inputs: &[Word]) -> [u8; 32] {
	sp_io::hashing::blake2_256(&(circuit, inputs).encode())
}

/// Proves a statement: from now on it is true. Two proofs of one statement differ in `nonce`.
pub(crate) fn prove(circuit: CircuitId, inputs: [Word; 4], nonce: u64) -> Points {
	let statement = statement(&circuit, &inputs);
	TrueStatements::insert(statement, ());
	let mut proof = Points::default();
	proof[0] = Word::from(nonce);
	proof[1] = Word(statement);
	proof
}

/// Makes a circuit of a verifying key with four public inputs.
pub(crate) fn register_key(bytes: Vec<u8>) -> CircuitId {
	let circuit = sp_io::hashing::blake2_256(&bytes);
	RealKeys::insert(circuit, bytes);
	CircuitInputs::insert(circuit, 4);
	circuit
}

/// The circuit verifies nothing any more.
pub(crate) fn revoke_circuit() {
	CircuitInputs::remove(CIRCUIT);
}

pub(crate) fn circuit_users() -> u32 {
	CircuitUsers::get(CIRCUIT)
}

impl Circuits for ModelCircuits {
	fn inputs(circuit: &CircuitId) -> Option<u32> {
		CircuitInputs::get(circuit)
	}
	fn hold(circuit: &CircuitId) -> Result<(), CircuitRefusal> {
		ensure!(CircuitInputs::contains_key(circuit), CircuitRefusal::CircuitNotFound);
		CircuitUsers::mutate(circuit, |users| *users += 1);
		Ok(())
	}
	fn release(circuit: &CircuitId) {
		CircuitUsers::mutate(circuit, |users| *users -= 1);
	}
	fn verify(circuit: &CircuitId, inputs: &[Word], proof: &Points) -> Result<(), CircuitRefusal> {
		ensure!(Self::verifies(circuit), CircuitRefusal::CircuitNotActive);
		ensure!(inputs.len() == 4, CircuitRefusal::InputCount);
		if let Some(key) = RealKeys::get(circuit) {
			let verdict = census_zk_host::verify(Key::Raw(&key), proof, inputs);
			return verdict.map_err(|refusal| match refusal {
				Refusal::ProofCoordinate => CircuitRefusal::CoordinateNotInField,
				// No such key is registered as a circuit. One that were would prove nothing.
				Refusal::FalseProof | Refusal::KeyForgeable => CircuitRefusal::ProofInvalid,
				other => panic!("{other}"),
			});
		}
		let statement = statement(circuit, inputs);
		let proven = TrueStatements::contains_key(statement) && proof[1] == Word(statement);
		ensure!(proven, CircuitRefusal::ProofInvalid);
		Ok(())
	}
	fn verifies(circuit: &CircuitId) -> bool {
		CircuitInputs::contains_key(circuit)
	}
	fn key(circuit: &CircuitId) -> Option<Vec<u8>> {
		RealKeys::get(circuit)
	}
	fn verify_weight(_: u32) -> Weight {
		Weight::from_parts(2_000_000_000, 0)
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<u64> for ModelCircuits {
	// The model of scopes asks for nothing.
	fn prepare(_: &u64) {}
	fn circuit() -> CircuitId {
		CIRCUIT
	}
}

/// Scopes that are open until their time is over.
#[allow(unreachable_pub)] // The configuration, which is public, names it.
pub struct ModelScopes;

impl PersonScopes<u64, u64> for ModelScopes {
	fn open(
		_: &u64,
		slots: Slots,
		least_electorate: u32,
		until: u64,
	) -> Result<OpenedScope, DispatchError> {
		let Slots::Acts(slots) = slots else { return Err(DispatchError::Other("one topic")) };
		ensure!(slots > 0, DispatchError::Other("no slots"));
		ensure!(ELECTORATE >= least_electorate, DispatchError::Other("too few persons"));
		ensure!(until >= System::block_number(), DispatchError::Other("over"));
		let scope = NextScope::get();
		NextScope::put(scope + 1);
		OpenScopes::insert(scope, (until, slots));
		Ok(OpenedScope { scope, epoch: 0, electorate: ELECTORATE })
	}
	fn close(scope: ScopeId) -> DispatchResult {
		ensure!(OpenScopes::take(scope).is_some(), DispatchError::Other("no such scope"));
		Ok(())
	}
	fn is_open(scope: ScopeId) -> bool {
		OpenScopes::get(scope).is_some_and(|(until, _)| System::block_number() <= until)
	}
	fn slots_left(scope: ScopeId) -> u32 {
		OpenScopes::get(scope).map_or(0, |(_, slots)| slots)
	}
}

/// What a person is called in a scope.
pub(crate) fn alias(person: u64, scope: PersonScope) -> Alias {
	let [high @ .., _] = sp_io::hashing::blake2_256(&(person, scope).encode());
	FieldElement::from_31_bytes(&high)
}

/// Whether a person has not acted in a scope in which there is a slot left.
pub(crate) fn may_act(person: u64, scope: PersonScope) -> bool {
	let PersonScope::Application { scope: id, .. } = scope else { return false };
	!Acted::contains_key((person, scope)) && ModelScopes::slots_left(id) > 0
}

/// The account under which [`act`] dispatches.
const PERSON: u64 = 1_000;

/// A person acts in a scope, once if the act succeeds, and as long as there are slots.
pub(crate) fn act(
	person: u64,
	scope: PersonScope,
	call: impl FnOnce(RuntimeOrigin) -> DispatchResult,
) -> DispatchResult {
	ensure!(!Acted::contains_key((person, scope)), DispatchError::Other("has acted"));
	let PersonScope::Application { scope: id, .. } = scope else { panic!("not a pallet's scope") };
	ensure!(ModelScopes::slots_left(id) > 0, DispatchError::Other("no slots left"));
	Acting::put((person, scope));
	let result = call(by(PERSON));
	Acting::kill();
	if result.is_ok() {
		Acted::insert((person, scope), ());
		OpenScopes::mutate_extant(id, |(_, slots)| *slots -= 1);
	}
	result
}

/// Takes the origin of [`act`] for the person that acts, in the scope in which it does.
#[allow(unreachable_pub)] // The configuration, which is public, names it.
pub struct ModelPersons;

impl EnsureOriginWithArg<RuntimeOrigin, PersonScope> for ModelPersons {
	type Success = Alias;
	fn try_origin(origin: RuntimeOrigin, scope: &PersonScope) -> Result<Alias, RuntimeOrigin> {
		let signer = frame_system::ensure_signed(origin.clone()).ok();
		match Acting::get() {
			Some((person, acts_in)) if signer == Some(PERSON) && acts_in == *scope => {
				Ok(alias(person, *scope))
			}
			_ => Err(origin),
		}
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin(scope: &PersonScope) -> Result<RuntimeOrigin, ()> {
		Acting::put((1, *scope));
		Ok(by(PERSON))
	}
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
	let storage = genesis.build_storage().expect("the genesis is sound");
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		CircuitInputs::insert(CIRCUIT, 4);
		CircuitInputs::insert(OTHER_CIRCUIT, 3);
	});
	ext
}

/// Runs a test from block 1 on, and checks the invariants after it.
pub(crate) fn run(test: impl FnOnce()) {
	externalities().execute_with(|| {
		let issuance = Balances::total_issuance();
		test();
		assert_eq!(Balances::total_issuance(), issuance, "money came or went");
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
	let is = shown(lease);
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
pub(crate) fn shown(lease: LeaseId) -> Lease<u64, u64, u64> {
	Market::lease_details(lease).expect("the lease is live").lease
}

/// The proof that a lease's provider makes for its present epoch.
pub(crate) fn epoch_proof(lease: LeaseId, output: Word, nonce: u64) -> Points {
	let lease_now = shown(lease);
	let Mode::Proven { circuit, model, .. } = lease_now.mode else { panic!("not proven") };
	let epoch = lease_now.epoch.expect("an epoch is under way");
	let binding = Market::binding_of(lease, epoch.number, &lease_now.provider).into();
	prove(circuit, [model, epoch.input, output, binding], nonce)
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
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Market(event) => Some(event),
			_ => None,
		})
		.collect()
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
	let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
	let refused = with_storage_layer(|| call().map_err(|refusal| refusal.into().error));
	assert_eq!(refused.err(), Some(error.into()));
	assert_eq!(sp_io::storage::root(sp_runtime::StateVersion::V1), before, "it changed something");
}

/// Makes an account that has funds.
pub(crate) fn give_funds(account: u64) {
	use frame_support::traits::fungible::Mutate;
	let missing = FUNDS - wealth(account);
	Balances::transfer(&BANK, &account, missing, Preservation::Preserve).expect("the bank is rich");
}
