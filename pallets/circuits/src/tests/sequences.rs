//! Random sequences of all calls, and of what other pallets do, against a model.
//!
//! `PROPTEST_CASES` sets how many; a sequence that fails is shown with its seed.

use crate::{mock::*, *};
use census_primitives::{CircuitId, CircuitRefusal, Circuits as _};
use census_views::AccountId;
use census_zk_types::Word;
use frame_support::storage::with_storage_layer;
use proptest::prelude::*;
use std::{
	collections::{BTreeMap, BTreeSet},
	sync::LazyLock,
};

/// Of each circuit its key, which has so many inputs. Two have one key, under different names.
const KEYS: [usize; 4] = [0, 1, 2, 1];
/// A key that no circuit has.
const UNREGISTERED: usize = 3;
const CIRCUITS: usize = KEYS.len();
static DEFINITIONS: LazyLock<Vec<(CircuitId, Definition)>> = LazyLock::new(|| {
	let mut definitions = KEYS.map(definition);
	definitions[3] = renamed(definition(KEYS[3]));
	definitions.map(|it| (it.id(), it)).into()
});

/// Claims that hold: some for each circuit.
static CLAIMS: LazyLock<Vec<Vec<Claim>>> = LazyLock::new(|| {
	KEYS.map(|inputs| (0..4).map(|seed| claim(&vec![seed; inputs])).collect()).into()
});

#[derive(Clone, Debug)]
enum Step {
	Register { by: u64, circuit: usize },
	Activate { by: u64, circuit: usize },
	Deprecate { by: u64, circuit: usize },
	Revoke { key: usize },
	Remove { by: u64, circuit: usize },
	Hold { circuit: usize },
	Release { circuit: usize },
	Submit { by: u64, circuit: usize, claim: usize, tampered: bool },
	SubmitMany { by: u64, circuit: usize, claims: Vec<(usize, bool)> },
	RemoveStatement { by: u64, circuit: usize, claim: usize },
}

fn step() -> impl Strategy<Value = Step> {
	use Step::*;
	let who = || prop_oneof![8 => Just(REGISTRANT), 3 => Just(OTHER), 1 => Just(POOR)];
	let circuit = || 0..CIRCUITS;
	let claim = || 0..4usize;
	let tampered = || prop::bool::weighted(0.2);
	prop_oneof![
		4 => (who(), circuit()).prop_map(|(by, circuit)| Register { by, circuit }),
		6 => (who(), circuit()).prop_map(|(by, circuit)| Activate { by, circuit }),
		3 => (who(), circuit()).prop_map(|(by, circuit)| Deprecate { by, circuit }),
		1 => (0..=UNREGISTERED).prop_map(|key| Revoke { key }),
		4 => (who(), circuit()).prop_map(|(by, circuit)| Remove { by, circuit }),
		5 => circuit().prop_map(|circuit| Hold { circuit }),
		5 => circuit().prop_map(|circuit| Release { circuit }),
		4 => (who(), circuit(), claim(), tampered()).prop_map(|(by, circuit, claim, tampered)| {
			Submit { by, circuit, claim, tampered }
		}),
		2 => (who(), circuit(), prop::collection::vec((claim(), tampered()), 0..4))
			.prop_map(|(by, circuit, claims)| SubmitMany { by, circuit, claims }),
		4 => (who(), circuit(), claim())
			.prop_map(|(by, circuit, claim)| RemoveStatement { by, circuit, claim }),
	]
}

#[derive(Clone, Debug)]
struct Registered {
	registrant: u64,
	status: CircuitStatus,
	users: u32,
}

/// What the design says: a circuit goes from proposed to active to deprecated, and from each to
/// revoked, with every other that has its key, for ever; a key is barred also where no circuit has it;
/// what is in use is not removed; what is proven under a barred key counts for nothing.
#[derive(Clone, Default, Debug)]
struct Model {
	circuits: BTreeMap<usize, Registered>,
	/// The keys that are barred.
	barred: BTreeSet<usize>,
	/// By circuit and inputs, who submitted it.
	statements: BTreeMap<(usize, Vec<Word>), u64>,
}

/// The claim that a step submits: one that holds, or one with a flaw.
fn made(circuit: usize, claim: usize, tampered: bool) -> Claim {
	let mut claim = CLAIMS[circuit][claim].clone();
	if tampered {
		claim.proof.swap(0, 6);
		claim.proof.swap(1, 7);
	}
	claim
}

impl Model {
	/// The circuit, if `by` registered it.
	fn of(&mut self, by: u64, circuit: usize) -> Option<&mut Registered> {
		self.circuits.get_mut(&circuit).filter(|it| it.registrant == by)
	}

	fn in_status(&self, circuit: usize, status: &[CircuitStatus]) -> bool {
		self.circuits.get(&circuit).is_some_and(|it| status.contains(&it.status))
	}

	fn move_on(&mut self, by: u64, circuit: usize, from: CircuitStatus, to: CircuitStatus) -> bool {
		match self.of(by, circuit) {
			Some(it) if it.status == from => {
				it.status = to;
				true
			}
			_ => false,
		}
	}

	/// Whether the claim is accepted, in which case it is recorded.
	fn submit(&mut self, by: u64, circuit: usize, claim: &Claim, tampered: bool) -> bool {
		let key = (circuit, claim.inputs.to_vec());
		let accepted = !tampered && !self.statements.contains_key(&key);
		if accepted {
			self.statements.insert(key, by);
		}
		accepted
	}
}

/// Does a step on the chain and on the model; both must agree whether it is accepted.
fn perform(model: &mut Model, step: Step) {
	use CircuitStatus::*;
	let ok = |call: &dyn Fn() -> sp_runtime::DispatchResult| with_storage_layer(call).is_ok();
	let id = |circuit: usize| DEFINITIONS[circuit].0;
	match step {
		Step::Register { by, circuit } => {
			let expected = by != POOR
				&& !model.barred.contains(&KEYS[circuit])
				&& !model.circuits.contains_key(&circuit);
			assert_eq!(ok(&|| register(by, DEFINITIONS[circuit].1.clone())), expected);
			if expected {
				let it = Registered { registrant: by, status: Proposed, users: 0 };
				model.circuits.insert(circuit, it);
			}
		}
		Step::Activate { by: who, circuit } => {
			let expected = model.move_on(who, circuit, Proposed, Active);
			assert_eq!(ok(&|| CircuitsPallet::activate(by(who), id(circuit))), expected);
		}
		Step::Deprecate { by: who, circuit } => {
			let expected = model.move_on(who, circuit, Active, Deprecated);
			assert_eq!(ok(&|| CircuitsPallet::deprecate(by(who), id(circuit))), expected);
		}
		Step::Revoke { key } => {
			let expected = model.barred.insert(key);
			assert_eq!(ok(&|| revoke(key)), expected);
			for (circuit, it) in &mut model.circuits {
				if KEYS[*circuit] == key {
					it.status = Revoked;
				}
			}
		}
		Step::Remove { by: who, circuit } => {
			let expected =
				model.of(who, circuit).is_some_and(|it| it.status != Active && it.users == 0);
			assert_eq!(ok(&|| CircuitsPallet::remove(by(who), id(circuit))), expected);
			if expected {
				model.circuits.remove(&circuit);
			}
		}
		Step::Hold { circuit } => {
			let expected = model.in_status(circuit, &[Active]);
			assert_eq!(hold(id(circuit)).is_ok(), expected);
			if expected {
				model.circuits.get_mut(&circuit).unwrap().users += 1;
			}
		}
		Step::Release { circuit } => {
			release(id(circuit));
			if let Some(it) = model.circuits.get_mut(&circuit) {
				it.users = it.users.saturating_sub(1);
			}
		}
		Step::Submit { by, circuit, claim, tampered } => {
			let claim = made(circuit, claim, tampered);
			let expected = by != POOR
				&& model.in_status(circuit, &[Active, Deprecated])
				&& model.submit(by, circuit, &claim, tampered);
			assert_eq!(ok(&|| submit(by, id(circuit), &claim)), expected);
		}
		Step::SubmitMany { by: who, circuit, claims } => {
			let claims: Vec<_> = claims
				.into_iter()
				.map(|(claim, tampered)| (made(circuit, claim, tampered), tampered))
				.collect();
			let mut after = model.clone();
			let accepted: Vec<_> = claims
				.iter()
				.map(|(claim, tampered)| after.submit(who, circuit, claim, *tampered))
				.collect();
			let expected = !claims.is_empty()
				&& model.in_status(circuit, &[Active, Deprecated])
				&& (who != POOR || !accepted.contains(&true));
			System::reset_events();
			let batch: Vec<_> = claims.iter().map(|(claim, _)| claim.clone()).collect();
			let done = ok(&|| {
				let batch = batch.clone().try_into().expect("a batch");
				CircuitsPallet::submit_proofs(by(who), id(circuit), batch)
					.map(drop)
					.map_err(|refused| refused.error)
			});
			assert_eq!(done, expected);
			if expected {
				*model = after;
				let refused: Vec<_> = events()
					.into_iter()
					.filter_map(|event| match event {
						Event::ProofRefused { index, .. } => Some(index),
						_ => None,
					})
					.collect();
				let expected: Vec<_> =
					(0..).zip(&accepted).filter(|(_, it)| !**it).map(|(index, _)| index).collect();
				assert_eq!(refused, expected);
			}
		}
		Step::RemoveStatement { by: who, circuit, claim } => {
			let inputs = CLAIMS[circuit][claim].inputs.to_vec();
			let hash = statement_hash(&id(circuit), &inputs);
			let key = (circuit, inputs);
			let expected = model.statements.get(&key) == Some(&who);
			assert_eq!(ok(&|| CircuitsPallet::remove_statement(by(who), hash)), expected);
			if expected {
				model.statements.remove(&key);
			}
		}
	}
}

/// What the chain and the model say of everything that can be asked.
fn compare(model: &Model) {
	let mut deposits = [(0, 0); 4];
	for (circuit, (id, definition)) in DEFINITIONS.iter().enumerate() {
		let shown = CircuitsPallet::view(id);
		let expected = model.circuits.get(&circuit);
		assert_eq!(
			shown.map(|it| (it.registrant, it.status, it.users)),
			expected.map(|it| (AccountId::of(&it.registrant), it.status, it.users))
		);
		let barred = model.barred.contains(&KEYS[circuit]);
		assert_eq!(CircuitsPallet::is_key_revoked(&definition.key_hash()), barred);
		if let Some(it) = expected {
			deposits[it.registrant as usize].0 += circuit_deposit(definition);
		}
		for claim in &CLAIMS[circuit] {
			let recorded = model.statements.contains_key(&(circuit, claim.inputs.to_vec()));
			assert_eq!(CircuitsPallet::proven(id, &claim.inputs), recorded && !barred);
			let record = CircuitsPallet::statement(&statement_hash(id, &claim.inputs));
			assert_eq!(record.map(|it| it.revoked), recorded.then_some(barred));
		}
	}
	for submitter in model.statements.values() {
		deposits[*submitter as usize].1 += statement_deposit();
	}
	assert_eq!(Statements::<Test>::iter_keys().count(), model.statements.len());
	for account in [REGISTRANT, OTHER, POOR] {
		assert_eq!(held(account), deposits[account as usize], "what is held of {account}");
	}
}

/// Which circuits verify, as other pallets see it.
fn compare_verdicts(model: &Model) {
	use CircuitStatus::*;
	for (circuit, (id, _)) in DEFINITIONS.iter().enumerate() {
		let claim = &CLAIMS[circuit][0];
		let expected = match model.circuits.get(&circuit).map(|it| it.status) {
			None => Err(CircuitRefusal::CircuitNotFound),
			Some(Active | Deprecated) => Ok(()),
			Some(Proposed | Revoked) => Err(CircuitRefusal::CircuitNotActive),
		};
		assert_eq!(CircuitsPallet::verify(id, &claim.inputs, &claim.proof), expected);
		assert_eq!(CircuitsPallet::verifies(id), expected.is_ok());
	}
}

fn config() -> ProptestConfig {
	let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
	ProptestConfig::with_cases(cases.unwrap_or(200))
}

proptest! {
	#![proptest_config(config())]

	#[test]
	fn random_sequences_keep_every_promise(steps in prop::collection::vec(step(), 1..60)) {
		run(|| {
			let mut model = Model::default();
			for step in steps {
				perform(&mut model, step);
				compare(&model);
			}
			compare_verdicts(&model);
		});
	}
}
