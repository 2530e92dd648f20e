//! A chain with nothing but circuits and balances, and circuits to register on it.

use crate::{self as pallet_circuits, *};
use ark_bn254::Fr;
use census_primitives::{CircuitId, Circuits as _};
pub(crate) use census_zk_testing::{points, Setup};
use census_zk_types::Word;
use frame_support::{
	parameter_types,
	traits::{
		fungible::{HoldConsideration, InspectHold},
		ConstU32, Footprint, LinearStoragePrice,
	},
};
use frame_system::EnsureRoot;
use std::{cell::RefCell, sync::LazyLock};

census_testing::mock_runtime! {
	pallets { 2: CircuitsPallet = pallet_circuits }
}

parameter_types! {
	pub const CircuitDepositReason: RuntimeHoldReason =
		RuntimeHoldReason::CircuitsPallet(HoldReason::CircuitDeposit);
	pub const StatementDepositReason: RuntimeHoldReason =
		RuntimeHoldReason::CircuitsPallet(HoldReason::StatementDeposit);
	/// What is held for a circuit, a statement, and for a byte of either, from now on; tests of
	/// upgrades set it.
	pub static HeldForCircuit: u64 = CIRCUIT_BASE;
	pub static HeldForStatement: u64 = STATEMENT_BASE;
	pub static HeldForByte: u64 = 1;
}

const CIRCUIT_BASE: u64 = 1_000;
const STATEMENT_BASE: u64 = 10;

impl pallet_circuits::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type CircuitConsideration = HoldConsideration<
		u64,
		Balances,
		CircuitDepositReason,
		LinearStoragePrice<HeldForCircuit, HeldForByte, u64>,
		Footprint,
	>;
	type StatementConsideration = HoldConsideration<
		u64,
		Balances,
		StatementDepositReason,
		LinearStoragePrice<HeldForStatement, HeldForByte, u64>,
		Footprint,
	>;
	type RevokeOrigin = EnsureRoot<u64>;
	type MaxBatch = ConstU32<8>;
	type WeightInfo = ();
}

pub(crate) const REGISTRANT: u64 = 1;
pub(crate) const OTHER: u64 = 2;
pub(crate) const POOR: u64 = 3;
pub(crate) const FUNDS: u64 = 10_000_000;

thread_local! {
	/// The holds that a test has taken and not given back.
	static HOLDS: RefCell<Vec<CircuitId>> = const { RefCell::new(Vec::new()) };
}

/// The chain in block 1.
pub(crate) fn externalities() -> sp_io::TestExternalities {
	HeldForCircuit::set(CIRCUIT_BASE);
	HeldForStatement::set(STATEMENT_BASE);
	HeldForByte::set(1);
	let genesis = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: vec![(REGISTRANT, FUNDS), (OTHER, FUNDS), (POOR, STATEMENT_BASE)],
			..Default::default()
		},
		..Default::default()
	};
	HOLDS.with_borrow_mut(Vec::clear);
	census_testing::externalities::<Test>(genesis)
}

/// Runs a test in block 1, and checks the invariants after it.
pub(crate) fn run(test: impl FnOnce()) {
	externalities().execute_with(|| {
		test();
		check_state();
	});
}

/// Checks the invariants, and that the counted users are the holds of [`hold`] and [`release`].
pub(crate) fn check_state() {
	Pallet::<Test>::do_try_state().expect("the circuits' invariants hold");
	Pallet::<Test>::check_users(HOLDS.with_borrow(Vec::clone).into_iter())
		.expect("users are counted");
}

/// Holds a circuit, as another pallet does.
pub(crate) fn hold(circuit: CircuitId) -> Result<(), census_primitives::CircuitRefusal> {
	CircuitsPallet::hold(&circuit)?;
	HOLDS.with_borrow_mut(|holds| holds.push(circuit));
	Ok(())
}

/// Gives a hold back, as another pallet does.
pub(crate) fn release(circuit: CircuitId) {
	CircuitsPallet::release(&circuit);
	HOLDS.with_borrow_mut(|holds| {
		if let Some(place) = holds.iter().position(|held| *held == circuit) {
			holds.swap_remove(place);
		}
	});
}

/// Signed by `account`.
pub(crate) fn by(account: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

/// What an account has on hold for circuits and for statements.
pub(crate) fn held(account: u64) -> (u64, u64) {
	let on_hold = |reason| Balances::balance_on_hold(&reason, &account);
	(on_hold(CircuitDepositReason::get()), on_hold(StatementDepositReason::get()))
}

/// The deposit for a circuit.
pub(crate) fn circuit_deposit(definition: &Definition) -> u64 {
	CIRCUIT_BASE + definition.footprint().size
}

/// The deposit for a statement.
pub(crate) fn statement_deposit() -> u64 {
	STATEMENT_BASE + types::statement_footprint(1).size
}

/// Names for so many inputs.
pub(crate) fn names(count: usize) -> Vec<InputName> {
	(0..count).map(|n| format!("input{n}").into_bytes().try_into().expect("short")).collect()
}

/// A definition of this key and these names.
pub(crate) fn define(key: Vec<u8>, names: Vec<InputName>) -> Definition {
	Definition {
		key: key.try_into().expect("no longer than a key may be"),
		layout: Layout {
			verifier: VERIFIER,
			inputs: names.try_into().expect("no more than inputs may be"),
			program: [7; 32],
			transcript: [8; 32],
		},
	}
}

/// A circuit with so many inputs.
pub(crate) fn definition(inputs: usize) -> Definition {
	define(Setup::new(inputs).key(), names(inputs))
}

/// The same key and inputs under other names: another circuit.
pub(crate) fn renamed(mut definition: Definition) -> Definition {
	for name in &mut definition.layout.inputs {
		name.try_push(b'\'').expect("short");
	}
	definition
}

/// A claim that the circuit of [`definition`] accepts these inputs, and a proof of it.
pub(crate) fn claim(inputs: &[u64]) -> Claim {
	let inputs: Vec<_> = inputs.iter().copied().map(Fr::from).collect();
	claim_of(&Setup::new(inputs.len()).prove(&inputs), &points::inputs(&inputs))
}

/// A claim, read from bytes.
pub(crate) fn claim_of(proof: &[u8], inputs: &[u8]) -> Claim {
	let words =
		|bytes: &[u8]| -> Vec<Word> { bytes.as_chunks().0.iter().copied().map(Word).collect() };
	Claim {
		inputs: words(inputs).try_into().expect("no more than inputs may be"),
		proof: words(proof).try_into().expect("eight numbers"),
	}
}

/// Registers a definition.
pub(crate) fn register(who: u64, definition: Definition) -> sp_runtime::DispatchResult {
	let Definition { key, layout: Layout { verifier, inputs, program, transcript } } = definition;
	CircuitsPallet::register(by(who), verifier, key, inputs, program, transcript)
}

/// Registers and activates a definition.
pub(crate) fn activated(definition: Definition) -> CircuitId {
	let id = definition.id();
	register(REGISTRANT, definition).expect("it is sound");
	CircuitsPallet::activate(by(REGISTRANT), id).expect("it is theirs");
	id
}

/// Registers and activates the circuit with so many inputs.
pub(crate) fn active(inputs: usize) -> CircuitId {
	activated(definition(inputs))
}

/// Bars the key with so many inputs.
pub(crate) fn revoke(inputs: usize) -> sp_runtime::DispatchResult {
	CircuitsPallet::revoke(RuntimeOrigin::root(), definition(inputs).key_hash())
}

/// Submits a claim.
pub(crate) fn submit(who: u64, circuit: CircuitId, claim: &Claim) -> sp_runtime::DispatchResult {
	CircuitsPallet::submit_proof(by(who), circuit, claim.inputs.clone(), Box::new(claim.proof))
}

/// The last event of this pallet.
pub(crate) fn last_event() -> Event<Test> {
	events().pop().expect("something happened")
}

/// The events of this pallet.
pub(crate) fn events() -> Vec<Event<Test>> {
	census_testing::events::<Test, _>()
}

/// Asserts that a call is refused with this error and changes nothing.
#[track_caller]
pub(crate) fn assert_refused(
	call: impl FnOnce() -> sp_runtime::DispatchResult,
	error: impl Into<sp_runtime::DispatchError>,
) {
	census_testing::assert_refused(call, error);
}

/// A circuit and a claim, from a verifying key, a proof and public signals as snarkjs writes them.
fn of_snarkjs(json: &serde_json::Value, names: &[&str]) -> (Definition, Claim) {
	let number = |value: &serde_json::Value| -> [u8; 32] {
		value.as_str().and_then(|text| text.parse::<Word>().ok()).expect("a number").0
	};
	let g1 = |point: &serde_json::Value| [number(&point[0]), number(&point[1])].concat();
	let g2 = |point: &serde_json::Value| {
		let [x, y] = [&point[0], &point[1]];
		[number(&x[1]), number(&x[0]), number(&y[1]), number(&y[0])].concat()
	};
	let (key, proof) = (&json["verificationKey"], &json["proof"]);
	let list = |value: &serde_json::Value| value.as_array().expect("a list").clone();
	let mut bytes = [
		g1(&key["vk_alpha_1"]),
		g2(&key["vk_beta_2"]),
		g2(&key["vk_gamma_2"]),
		g2(&key["vk_delta_2"]),
	]
	.concat();
	bytes.extend(list(&key["IC"]).iter().flat_map(g1));
	let names = names.iter().map(|name| name.as_bytes().to_vec().try_into().expect("short"));
	let proof = [g1(&proof["pi_a"]), g2(&proof["pi_b"]), g1(&proof["pi_c"])].concat();
	let inputs: Vec<u8> = list(&json["publicSignals"]).iter().flat_map(number).collect();
	(define(bytes, names.collect()), claim_of(&proof, &inputs))
}

/// A circuit of another project, with a proof made by snarkjs. See `data/README.md`.
pub(crate) static UNIREP: LazyLock<(Definition, Claim)> = LazyLock::new(|| {
	let json = include_str!("../data/unirep-epoch-key-lite.json");
	let json = serde_json::from_str(json).expect("it is JSON");
	of_snarkjs(&json, &["control", "epoch_key", "sig_data"])
});

/// Circuits of published packages, each with a proof made by snarkjs.
pub(crate) fn packages() -> Vec<(Definition, Claim)> {
	let json = include_str!("../../../tests/interop/circuits/vectors.json");
	let json: serde_json::Value = serde_json::from_str(json).expect("it is JSON");
	let packages = json.as_array().expect("a list").iter().map(|package| {
		let names = package["names"].as_array().expect("a list");
		let names: Vec<_> = names.iter().map(|name| name.as_str().expect("a name")).collect();
		of_snarkjs(package, &names)
	});
	packages.collect()
}

/// The circuits of Semaphore v4 for each depth, with a proof made by its npm packages.
pub(crate) fn semaphore() -> Vec<(Definition, Claim)> {
	let names = ["root", "nullifier", "message", "scope"]
		.map(|name| InputName::try_from(name.as_bytes().to_vec()).expect("short"));
	census_vectors::semaphore::proofs()
		.iter()
		.map(|published| {
			let key = census_groth16::semaphore_key(published.depth()).expect("there is one");
			let claim = claim_of(&published.proof_bytes(), &published.input_bytes());
			(define(key, names.to_vec()), claim)
		})
		.collect()
}
