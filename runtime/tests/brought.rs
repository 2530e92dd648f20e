//! What the runtime tells beforehand of a block's proofs is what the node is asked to verify when the
//! block is executed: no proof more, and none less.
//!
//! The node's memory of accepted proofs shows it. What was told is verified first and remembered; then
//! the call is executed, and the memory counts what it was asked for, and what of that it knew. It
//! counts for the whole process, so this is a program of its own, and its tests wait for each other.
//!
//! The calls of persons need proofs by Semaphore's own circuits, so that test needs the npm package
//! `@zk-kit/semaphore-artifacts` 4.13.0, which `npm ci` installs, or its directory in
//! `CENSUS_ARTIFACTS`:
//!
//!     cargo test --release -p census-runtime --test brought -- --ignored

#![allow(missing_docs)]

use ark_bn254::Fr;
use ark_ff::PrimeField;
use census_primitives::{CircuitId, PersonId, PersonScope};
use census_prover::{Artifacts, Circuit, Group, Identity};
use census_runtime::{
	Block, Circuits, Groups, Leases, Personhood, Runtime, RuntimeCall, RuntimeEvent,
	RuntimeGenesisConfig, RuntimeOrigin, System, UncheckedExtrinsic,
};
use census_runtime_api::proofs::{runtime_decl_for_proofs_api::ProofsApi, BroughtProof};
use census_zk_host::{
	accelerators::{counters, preverify, set_accelerators, Accelerators, Counters},
	Item, Key,
};
use census_zk_testing::Setup;
use census_zk_types::{FieldElement, Points, SemaphoreProof, Word};
use frame_support::{
	assert_ok,
	pallet_prelude::TransactionSource,
	traits::{Authorize, Hooks},
	weights::WeightMeter,
};
use pallet_leases::{Mode, OrderTerms, Resource, ResourceKind, Resources};
use pallet_personhood::{
	knowledge, tickets::circuit_inputs, words, Call as PersonhoodCall, Evidence, IssuerKind,
	Purpose, Settings, SignedTicket, Ticket, Tickets, PERSON_DEPTH,
};
use sp_core::Pair;
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie};
use sp_runtime::{traits::Dispatchable, BuildStorage, MultiSignature};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

const UNIT: u128 = 1_000_000_000_000;

/// The chain in block 2, with accounts that have funds, and the memory on.
fn run(test: impl FnOnce()) {
	static TURN: Mutex<()> = Mutex::new(());
	let _turn: MutexGuard<'_, ()> = TURN.lock().unwrap_or_else(PoisonError::into_inner);
	let genesis = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: [Alice, Bob].map(|who| (who.to_account_id(), 1_000_000 * UNIT)).into(),
			..Default::default()
		},
		personhood: pallet_personhood::GenesisConfig {
			settings: Settings {
				epoch_length: 8,
				epochs_per_pin: 1,
				grace: 2,
				recovery_delay: 10,
				rotation_cooldown: 1,
				change_delay: 1,
				quorums_intersect: false,
			},
			..Default::default()
		},
		..Default::default()
	};
	let storage = genesis.build_storage().expect("the genesis is sound");
	let mut ext = TestExternalities::new(storage);
	ext.execute_with(|| {
		begin(2);
		frame_system::BlockHash::<Runtime>::insert(0, sp_core::H256([7; 32]));
		set_accelerators(Accelerators::ALL);
		test();
		set_accelerators(Accelerators::NONE);
	});
}

/// Begins a block.
fn begin(block: u32) {
	System::set_block_number(block);
	System::reset_events();
}

fn by(who: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.to_account_id())
}

/// What is told of a call.
fn told(call: &RuntimeCall) -> Vec<BroughtProof> {
	let transaction = UncheckedExtrinsic::new_bare(call.clone());
	<Runtime as ProofsApi<Block>>::brought_proofs(vec![transaction])
}

/// Verifies beforehand what is told of a call, and executes it. Asserts that the node is asked for
/// these proofs, `count` of them, and for no others.
#[track_caller]
fn assert_told(call: impl Into<RuntimeCall>, who: Option<Sr25519Keyring>, count: usize) {
	let call = call.into();
	set_accelerators(Accelerators::NONE);
	set_accelerators(Accelerators::ALL);
	let proofs = told(&call);
	assert_eq!(proofs.len(), count, "so many are told");
	let items: Vec<_> = proofs
		.iter()
		.map(|told| Item {
			key: Key::decode(&told.key).expect("it is a key"),
			proof: &told.proof,
			inputs: &told.inputs,
		})
		.collect();
	assert_eq!(preverify(&items, 1), count, "all that is told is true");

	let Counters { accept_hits, accept_misses, .. } = counters();
	let origin = match who {
		Some(who) => by(who),
		None => {
			let verdict = call.authorize(TransactionSource::External);
			assert_ok!(verdict.expect("nobody signs it"));
			frame_system::RawOrigin::Authorized.into()
		}
	};
	assert_ok!(call.dispatch(origin));
	let after = counters();
	assert_eq!(after.accept_misses - accept_misses, 0, "the node is asked for what was not told");
	assert_eq!((after.accept_hits - accept_hits) as usize, count, "it is asked for all");
}

fn words(bytes: &[u8]) -> Vec<Word> {
	bytes.as_chunks().0.iter().copied().map(Word).collect()
}

/// A true proof, for a set-up's circuit, of whatever these inputs say.
fn prove(inputs: &[Word]) -> Points {
	let numbers: Vec<_> =
		inputs.iter().map(|input| Fr::from_be_bytes_mod_order(&input.0)).collect();
	let proof = Setup::new(inputs.len()).prove(&numbers);
	words(&proof).try_into().expect("eight numbers")
}

/// Registers and activates a set-up's circuit with so many inputs. Several may have the same key.
fn circuit(inputs: usize, letter: u8) -> CircuitId {
	let name = |number: usize| vec![letter, b'a' + number as u8].try_into().expect("it is short");
	let names: Vec<_> = (0..inputs).map(name).collect();
	assert_ok!(Circuits::register(
		by(Alice),
		pallet_circuits::VERIFIER,
		Setup::new(inputs).key().try_into().expect("no longer than keys may be"),
		names.try_into().expect("no more than inputs may be"),
		[0; 32],
		[0; 32],
	));
	let registered = System::events().into_iter().rev().find_map(|record| match record.event {
		RuntimeEvent::Circuits(pallet_circuits::Event::CircuitRegistered { circuit, .. }) => {
			Some(circuit)
		}
		_ => None,
	});
	let circuit = registered.expect("it was registered");
	assert_ok!(Circuits::activate(by(Alice), circuit));
	circuit
}

/// The published proofs, each with the members of its group.
fn published() -> Vec<(Vec<Word>, SemaphoreProof)> {
	let published = census_vectors::semaphore::proofs().iter().take(4);
	published.map(|one| (one.member_words(), one.proof.clone())).collect()
}

#[test]
fn of_groups() {
	run(|| {
		let mut proofs = published().into_iter();
		let group_of = |members: Vec<Word>| {
			let group = Groups::group_count();
			assert_ok!(Groups::create_group(by(Alice), None, false));
			assert_ok!(Groups::add_members(by(Alice), group, members.try_into().unwrap()));
			group
		};
		let mut next = || {
			let (members, proof) = proofs.next().expect("there are some");
			(group_of(members), proof)
		};
		let [(one, first), (other, second), (third, last)] = [next(), next(), next()];
		begin(3);
		let single = |group, proof: &SemaphoreProof| pallet_groups::Call::validate_proof {
			group,
			proof: Box::new(proof.clone()),
		};
		assert_told(single(one, &first), Some(Bob), 1);
		// One that has been used is not asked for, so both are new here, and the same.
		let proofs = vec![second.clone(), second].try_into().expect("they are two");
		assert_told(pallet_groups::Call::validate_proofs { group: other, proofs }, Some(Bob), 2);
		let inner = pallet_utility::Call::batch_all { calls: vec![single(third, &last).into()] };
		assert_told(pallet_utility::Call::batch { calls: vec![inner.into()] }, Some(Bob), 1);
	});
}

#[test]
fn of_circuits() {
	run(|| {
		let circuit = circuit(2, b'x');
		let claim = |number: u64| {
			let inputs = [Word::from(number), Word::from(number + 1)];
			pallet_circuits::Claim {
				inputs: inputs.to_vec().try_into().expect("they are two"),
				proof: prove(&inputs),
			}
		};
		let submit = |number| {
			let pallet_circuits::Claim { inputs, proof } = claim(number);
			pallet_circuits::Call::<Runtime>::submit_proof {
				circuit,
				inputs,
				proof: Box::new(proof),
			}
		};
		assert_told(submit(1), Some(Bob), 1);
		let claims = (2..5).map(claim).collect::<Vec<_>>().try_into().expect("they are few");
		assert_told(
			pallet_circuits::Call::<Runtime>::submit_proofs { circuit, claims },
			Some(Bob),
			3,
		);
		let calls = vec![submit(7).into(), submit(8).into()];
		assert_told(pallet_utility::Call::force_batch { calls }, Some(Bob), 2);
	});
}

#[test]
fn of_leases() {
	run(|| {
		let circuit = circuit(4, b'x');
		let cpu = || {
			let some = vec![Resource { kind: ResourceKind::Cpu, amount: 1 }];
			Resources(some.try_into().expect("it is one"))
		};
		assert_ok!(Leases::register_provider(by(Bob), 200 * UNIT, cpu(), Default::default()));
		let (model, input) = (Word::from(5), Word::from(6));
		let terms = OrderTerms {
			resources: cpu(),
			attributes: Default::default(),
			auditors: Default::default(),
			provider: None,
			mode: Mode::Proven { circuit, model, input, epoch: 200 },
			max_rate: UNIT,
			min_notice: 3,
			manifest: [1; 32],
		};
		let lease = Leases::order_count();
		assert_ok!(Leases::post_order(by(Alice), Box::new(terms), 20));
		assert_ok!(Leases::bid(by(Bob), lease, UNIT, 3));
		let provider = Bob.to_account_id();
		assert_ok!(Leases::accept_bid(by(Alice), lease, provider, UNIT, 3, 100 * UNIT));
		assert_ok!(Leases::acknowledge(by(Bob), lease));
		assert_ok!(Leases::set_input(by(Alice), lease, Word::from(66)));

		let submit = |epoch, input| {
			let output = Word::from(9);
			let binding = Leases::binding_of(lease, epoch, &Bob.to_account_id());
			let proof = Box::new(prove(&[model, input, output, binding.into()]));
			pallet_leases::Call::<Runtime>::submit_proof { lease, epoch, output, proof }
		};
		assert_told(submit(0, input), Some(Bob), 1);
		// Told in the last block of an epoch, for the first one of the next, which has another input.
		begin(2 + 200 - 1);
		let next = submit(1, Word::from(66));
		assert_eq!(told(&next.clone().into()).len(), 1);
		begin(2 + 200);
		assert_told(next, Some(Bob), 1);
	});
}

fn artifacts(depth: u8) -> Circuit {
	let artifacts = match std::env::var_os("CENSUS_ARTIFACTS") {
		Some(directory) => Artifacts::in_directory(directory),
		None => Artifacts::in_npm(env!("CARGO_MANIFEST_DIR")).expect("the packages are installed"),
	};
	Circuit::load(&artifacts, depth, None).expect("the artifacts are the published ones")
}

static KNOWLEDGE: LazyLock<Circuit> = LazyLock::new(|| artifacts(knowledge::KNOWLEDGE_DEPTH));
static ACT: LazyLock<Circuit> = LazyLock::new(|| artifacts(PERSON_DEPTH));

/// A proof of knowledge.
fn know(identity: &Identity, message: Word, scope: Word) -> Box<SemaphoreProof> {
	let commitment = identity.commitment();
	let group = Group::new(&[commitment, knowledge::salt(&commitment)]).expect("they are two");
	Box::new(KNOWLEDGE.prove(identity, &group, &message.into(), &scope.into()).expect("it is true"))
}

/// A proof of standing in the present tree.
fn stand(identity: &Identity, scope: &PersonScope, message: Word) -> Box<SemaphoreProof> {
	let epoch = epoch();
	let path = Personhood::merkle_proof(epoch, 0).expect("there is a person");
	let scope = words::scope_word::<Runtime>(scope);
	let proof = ACT.prove_with(identity, &path, &message.into(), &scope.into());
	Box::new(proof.expect("it is true"))
}

/// A ticket of an issuer's that a circuit proves.
fn ticket(
	purpose: Purpose,
	issuer: u32,
	commitment: FieldElement,
	recoveries: u32,
) -> SignedTicket<u32> {
	let tag = [3; 32];
	let ticket = Ticket {
		purpose,
		issuer,
		commitment: commitment.into(),
		tag,
		serial: Personhood::tag_view(issuer, tag).serial,
		recoveries,
		not_after: System::block_number() + 50,
		valid_for: 1_000,
	};
	let evidence = Evidence::Proof(prove(&circuit_inputs::<Runtime>(&ticket)));
	SignedTicket { ticket, evidence }
}

fn tickets(
	purpose: Purpose,
	issuers: &[u32],
	identity: &Identity,
	recoveries: u32,
) -> Tickets<Runtime> {
	let commitment = identity.commitment();
	let of = |issuer: &u32| ticket(purpose, *issuer, commitment, recoveries);
	issuers.iter().map(of).collect::<Vec<_>>().try_into().expect("they are few")
}

/// The present epoch.
fn epoch() -> u32 {
	pallet_personhood::CurrentEpoch::<Runtime>::get().epoch
}

/// Goes on to the next epoch's first block.
fn next_epoch() {
	let before = epoch();
	while epoch() == before {
		begin(System::block_number() + 1);
		Personhood::on_poll(System::block_number(), &mut WeightMeter::new());
	}
}

#[test]
#[ignore = "needs the npm package of the artifacts"]
fn of_persons() {
	run(|| {
		for issuer in [0, 1] {
			let kind = IssuerKind::Circuit(circuit(3, b'p' + issuer));
			assert_ok!(Personhood::register_issuer(
				RuntimeOrigin::root(),
				vec![b'a' + issuer].try_into().expect("it is short"),
				kind,
				Charlie.to_account_id(),
				issuer.into(),
				10,
			));
		}
		let both = vec![(0, 1), (1, 1)].try_into().expect("they are two");
		assert_ok!(Personhood::change_policy(RuntimeOrigin::root(), both, 1, 100));
		let person: PersonId = 0;
		let identity = |version: u32| Identity::new(format!("a human's {version}"));
		let (first, second, third) = (identity(0), identity(1), identity(2));
		let knowing = words::knowledge_scope::<Runtime>();

		let enrolment = tickets(Purpose::Enrol, &[0], &first, 0);
		let proof = know(&first, words::enrol_message::<Runtime>(&enrolment), knowing);
		assert_told(PersonhoodCall::enrol { tickets: enrolment, proof }, None, 2);
		next_epoch();

		let renewal = tickets(Purpose::Renew, &[0, 1], &first, 0);
		let message = words::renew_message::<Runtime>(person, 0, &renewal);
		let proof = know(&first, message, knowing);
		assert_told(PersonhoodCall::renew { person, tickets: renewal, proof }, None, 3);

		let epoch = epoch();
		let scope = PersonScope::Quota { epoch, counter: 0 };
		let call: RuntimeCall = PersonhoodCall::declare { statement: [1; 32] }.into();
		let message = words::act_message::<Runtime>(&scope, 0, &call);
		let proof = stand(&first, &scope, message);
		let call = Box::new(call);
		assert_told(PersonhoodCall::act_as { scope, attempt: 0, proof, call }, None, 1);

		let account = Charlie.to_account_id();
		let message = words::session_message::<Runtime>(epoch, &account);
		let proof = stand(&first, &PersonScope::Session { epoch }, message);
		let agreed = words::session_consent::<Runtime>(epoch, &account, proof.nullifier);
		let consent = MultiSignature::Sr25519(Charlie.pair().sign(&agreed.0));
		assert_told(PersonhoodCall::open_session { epoch, proof, account, consent }, None, 1);

		let commitment = second.commitment().into();
		let message = words::rotation_message::<Runtime>(person, 0, &commitment);
		let scope = words::rotation_scope::<Runtime>(person, 0);
		let (current, proof) = (know(&first, message, scope), know(&second, message, scope));
		assert_told(PersonhoodCall::rotate { person, commitment, current, proof }, None, 2);
		next_epoch();

		let recovery = tickets(Purpose::Recover, &[0, 1], &third, 0);
		let message = words::recover_message::<Runtime>(person, 0, &recovery);
		let proof = know(&third, message, knowing);
		assert_told(PersonhoodCall::recover { person, tickets: recovery, proof }, None, 3);

		let commitment = third.commitment().into();
		let message = words::veto_message::<Runtime>(person, 1, &commitment);
		let proof = know(&second, message, words::veto_scope::<Runtime>(person, 1));
		assert_told(PersonhoodCall::veto { person, proof }, None, 1);
	});
}
