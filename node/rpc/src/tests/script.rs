//! What happens on the chain that the tests ask about, from the development preset on, by the calls that
//! make it happen.
//!
//! Persons' proofs have the roots, nullifiers, scopes and messages that they must have, but points that
//! hold for nothing: the calls are dispatched as if they had been authorised, so that all is checked but
//! signatures and pairings.

use census_anchor_log::{
	leaf::{Description, Digest, Parent, SoftBinding, Statement, Text},
	terms::{Claim, HashAlgorithm, Kind, Relation, SourceType, Use},
};
use census_rpc_api::views::{persons::PersonScope, FieldElement, SemaphoreProof, Word};
use census_runtime::{
	constants::CEN, AccountId, Anchors, Balance, BlockNumber, Executive, Governance, Groups,
	Header, Leases, Personhood, Polls, Runtime, RuntimeCall, RuntimeGenesisConfig, RuntimeOrigin,
	System,
};
use census_vectors::semaphore;
use codec::Encode;
use frame_support::{assert_ok, genesis_builder_helper::build_state};
use pallet_governance::Track;
use pallet_leases::{
	Attribute, Attributes, LeaseTerms, Mode, OrderTerms, Resource, ResourceKind, Resources,
};
use pallet_personhood::{
	words, Call as PersonhoodCall, Evidence, Purpose, SignedTicket, Ticket, Tickets,
};
use sp_consensus_babe::{
	digests::{PreDigest, SecondaryPlainPreDigest},
	BABE_ENGINE_ID,
};
use sp_core::H256;
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::{
	traits::{Dispatchable, Header as _},
	Digest as HeaderDigest, DigestItem, MultiSignature,
};

/// The numbers of what there is on the chain.
pub(crate) struct World {
	/// A circuit, and a statement that was proven under it.
	pub(crate) circuit: [u8; 32],
	pub(crate) statement: [u8; 32],
	/// What Bob committed to.
	pub(crate) commitment: [u8; 32],
	/// The scopes of an account, a poll and a claim window.
	pub(crate) own_scope: u32,
	pub(crate) poll_scope: u32,
	pub(crate) window: u32,
	/// An order with two bids; another one, with none.
	pub(crate) order: u64,
	pub(crate) other_order: u64,
	/// A lease that is active, one that waits for its provider, one that was closed.
	pub(crate) lease: u64,
	pub(crate) pending: u64,
	pub(crate) closed: u64,
	/// The root of the People tree before the present epoch.
	pub(crate) earlier_root: FieldElement,
}

/// The milliseconds of a slot.
const SLOT: u64 = 6_000;
/// The slot of the first block. Its time is in the autumn of 2026.
const FIRST_SLOT: u64 = 299_000_000;
/// How many blocks there are besides genesis.
const BLOCKS: u32 = 29;
/// The last block of what is open.
const UNTIL: BlockNumber = 1_000;

/// The block in which the first persons enrol, and blocks in the first epoch in which they act and in the
/// present one.
const ENROLMENT: u32 = 2;
const FIRST_EPOCH: u32 = 12;
const THIRD_EPOCH: u32 = 26;

fn by(who: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.to_account_id())
}

/// Makes a call that what it carries would authorise.
#[track_caller]
fn authorised(call: PersonhoodCall<Runtime>) {
	let call: RuntimeCall = call.into();
	assert_ok!(call.dispatch(frame_system::RawOrigin::Authorized.into()));
}

/// The commitment of the person of this number.
pub(crate) fn commitment(person: u64) -> FieldElement {
	FieldElement::from(1_000 + person)
}

/// The human's tag at an issuer.
pub(crate) fn tag(person: u64, issuer: u32) -> [u8; 32] {
	sp_io::hashing::blake2_256(&(person, issuer, "a secret of the issuer's").encode())
}

/// What a person is called in a scope.
pub(crate) fn alias(person: u64) -> FieldElement {
	FieldElement::from(7_000 + person)
}

/// A published proof and the members of its group.
pub(crate) fn published() -> (Vec<Word>, SemaphoreProof) {
	let published = semaphore::proof(1);
	(published.member_words(), published.proof.clone())
}

/// Points that hold for nothing.
const NO_POINTS: [Word; 8] = [Word([0; 32]); 8];

/// The tickets of both issuers for a person.
fn tickets(person: u64, commitment: FieldElement) -> Tickets<Runtime> {
	let now = System::block_number();
	let ticket = |issuer| Ticket {
		purpose: Purpose::Enrol,
		issuer,
		commitment: commitment.into(),
		tag: tag(person, issuer),
		serial: 0,
		recoveries: 0,
		not_after: now + 50,
		valid_for: 100_000,
	};
	let signatures =
		[MultiSignature::Sr25519(Default::default()), MultiSignature::Ed25519(Default::default())];
	let signed = signatures.into_iter().zip(0..).map(|(signature, issuer)| SignedTicket {
		ticket: ticket(issuer),
		evidence: Evidence::Signature(signature),
	});
	signed.collect::<Vec<_>>().try_into().unwrap()
}

/// A proof of knowledge of a commitment, with this message and in this scope.
fn knowledge(commitment: FieldElement, message: Word, scope: Word) -> SemaphoreProof {
	SemaphoreProof {
		merkle_tree_depth: 1,
		merkle_tree_root: Personhood::knowledge_of(commitment.into()).unwrap().root.into(),
		nullifier: Word::from(5),
		message,
		scope,
		points: NO_POINTS,
	}
}

/// The enrolment of a person.
pub(crate) fn enrolment(person: u64) -> PersonhoodCall<Runtime> {
	let commitment = commitment(person);
	let tickets = tickets(person, commitment);
	let message = words::enrol_message::<Runtime>(&tickets);
	let proof = Box::new(knowledge(commitment, message, words::knowledge_scope::<Runtime>()));
	PersonhoodCall::enrol { tickets, proof }
}

/// A person's proof for an act.
pub(crate) fn act_proof(person: u64, scope: PersonScope, call: &RuntimeCall) -> SemaphoreProof {
	SemaphoreProof {
		merkle_tree_depth: pallet_personhood::PERSON_DEPTH,
		merkle_tree_root: pallet_personhood::CurrentEpoch::<Runtime>::get().root.into(),
		nullifier: alias(person).into(),
		message: words::act_message::<Runtime>(&scope, 0, call),
		scope: words::scope_word::<Runtime>(&scope),
		points: NO_POINTS,
	}
}

fn act(person: u64, scope: PersonScope, call: impl Into<RuntimeCall>) {
	let call = call.into();
	let proof = Box::new(act_proof(person, scope, &call));
	authorised(PersonhoodCall::act_as { scope, attempt: 0, proof, call: Box::new(call) });
}

/// A topic of an application scope.
fn in_scope(scope: u32, topic: [u8; 32]) -> PersonScope {
	PersonScope::Application { scope, topic }
}

fn text<const MAX: u32>(text: &str) -> Text<MAX> {
	text.as_bytes().to_vec().try_into().unwrap()
}

/// Some hash.
pub(crate) fn digest(byte: u8) -> Digest {
	Digest { algorithm: HashAlgorithm::Sha256, hash: [byte; 32] }
}

fn data_set() -> Description {
	let mut description = Description::of(Kind::Dataset);
	description.source_type = Some(SourceType::DigitalCapture);
	description.licence = text("CC-BY-4.0");
	description.uses.ai_training = Some(Use::NotAllowed);
	let algorithm = text("com.digimarc.validate.1");
	let value = vec![0xca, 0xfe].try_into().unwrap();
	description.soft_binding = Some(SoftBinding { algorithm, value });
	description.memo = text("photographs of one street");
	description
}

/// An output of a model that was made from anchor 1.
fn batch() -> Description {
	let mut description = Description::of(Kind::Output);
	description.source_type = Some(SourceType::TrainedAlgorithmicMedia);
	let parent = Parent { anchor: 1, relation: Relation::InputTo };
	description.parents = vec![parent].try_into().unwrap();
	description
}

fn label(text: &str) -> pallet_leases::Label {
	text.try_into().unwrap()
}

fn resources(cpu: u64, gpus: u64) -> Resources {
	let of = |kind, amount| (amount > 0).then_some(Resource { kind, amount });
	let kinds = [of(ResourceKind::Cpu, cpu), of(ResourceKind::Gpu(label("a100")), gpus)];
	Resources(kinds.into_iter().flatten().collect::<Vec<_>>().try_into().unwrap())
}

fn attributes() -> Attributes {
	vec![Attribute { key: label("region"), value: label("eu-west") }].try_into().unwrap()
}

fn order(cpu: u64, mode: Mode<BlockNumber>) -> OrderTerms<AccountId, Balance, BlockNumber> {
	OrderTerms {
		resources: resources(cpu, 0),
		attributes: attributes(),
		auditors: vec![Eve.to_account_id()].try_into().unwrap(),
		provider: None,
		mode,
		max_rate: 3 * CEN,
		min_notice: 20,
		manifest: [0x11; 32],
	}
}

/// Posts an order of Alice's and takes Bob's bid for it.
fn lease(mode: Mode<BlockNumber>) -> u64 {
	let id = Leases::order_count();
	assert_ok!(Leases::post_order(by(Alice), Box::new(order(100, mode)), 900));
	assert_ok!(Leases::bid(by(Bob), id, CEN, 30));
	let provider = Bob.to_account_id();
	assert_ok!(Leases::accept_bid(by(Alice), id, provider, CEN, 30, 10 * CEN));
	id
}

/// Begins the block behind a header.
fn begin(parent: &Header) {
	let number = parent.number + 1;
	let slot = FIRST_SLOT + u64::from(number);
	let digest = PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
		authority_index: 0,
		slot: slot.into(),
	});
	let logs = vec![DigestItem::PreRuntime(BABE_ENGINE_ID, digest.encode())];
	let zero = H256::zero();
	let digest = HeaderDigest { logs };
	Executive::initialize_block(&Header::new(number, zero, zero, parent.hash(), digest));
	let time: RuntimeCall = pallet_timestamp::Call::set { now: slot * SLOT }.into();
	assert_ok!(time.dispatch(RuntimeOrigin::none()));
}

/// Makes the chain: its state at the end, its headers and what there is on it.
pub(crate) fn make() -> (TestExternalities, Vec<Header>, World) {
	let preset = census_runtime::preset(&"development".into()).unwrap();
	let mut genesis = serde_json::to_value(RuntimeGenesisConfig::default()).unwrap();
	json_patch(&mut genesis, serde_json::from_slice(&preset).unwrap());
	let mut state = TestExternalities::default();
	state.execute_with(|| {
		build_state::<RuntimeGenesisConfig>(genesis.to_string().into_bytes()).unwrap();
	});
	let root = state
		.execute_with(|| H256::from_slice(&sp_io::storage::root(sp_runtime::StateVersion::V1)));
	let zero = H256::zero();
	let genesis = Header::new(0, zero, root, zero, Default::default());

	let mut headers = vec![genesis];
	let mut world = World {
		circuit: [0; 32],
		statement: [0; 32],
		commitment: [0xcc; 32],
		own_scope: 0,
		poll_scope: 0,
		window: 0,
		order: 0,
		other_order: 0,
		lease: 0,
		pending: 0,
		closed: 0,
		earlier_root: FieldElement::ZERO,
	};
	for _ in 0..BLOCKS {
		let parent = headers.last().unwrap();
		let header = state.execute_with(|| {
			begin(parent);
			happen(parent.number + 1, &mut world);
			Executive::finalize_block()
		});
		headers.push(header);
	}
	(state, headers, world)
}

/// Puts one JSON object into another.
fn json_patch(into: &mut serde_json::Value, from: serde_json::Value) {
	match (into.as_object_mut(), from) {
		(Some(into), serde_json::Value::Object(from)) => {
			for (name, value) in from {
				json_patch(into.entry(name).or_insert(serde_json::Value::Null), value);
			}
		}
		(_, from) => *into = from,
	}
}

/// What happens in a block.
fn happen(block: u32, world: &mut World) {
	match block {
		1 => {
			assert_ok!(Groups::create_group(by(Alice), None, false));
			let members = published().0.try_into().unwrap();
			assert_ok!(Groups::add_members(by(Alice), 0, members));
			make_circuit(world);
		}
		ENROLMENT => {
			for person in 0..4 {
				authorised(enrolment(person));
			}
			assert_ok!(Groups::create_group(by(Bob), Some(50), true));
			assert_ok!(Groups::update_group_admin(by(Bob), 1, Some(Alice.to_account_id())));
			make_anchors();
		}
		3 => {
			// The root of two members is followed by that of three.
			let member = FieldElement::from(33).into();
			assert_ok!(Groups::add_member(by(Alice), 0, member));
			let batch = Box::new(batch());
			assert_ok!(Anchors::anchor_batch(
				by(Alice),
				HashAlgorithm::Sha256,
				[0xbb; 32],
				1_000,
				batch
			));
			make_market();
		}
		// And that by one of four.
		4 => {
			assert_ok!(Groups::add_member(by(Alice), 0, FieldElement::from(44).into()));
		}
		FIRST_EPOCH => {
			let proof = published().1;
			assert_ok!(Groups::validate_proof(by(Ferdie), 0, Box::new(proof)));
			world.own_scope = Personhood::scope_count();
			let slots = census_primitives::Slots::Acts(9);
			assert_ok!(Personhood::open_scope(by(Charlie), slots, 3, UNTIL));
			make_polls(world);
			make_proposals(world);
			make_window(world);
			act(
				1,
				in_scope(world.own_scope, [0x22; 32]),
				PersonhoodCall::declare { statement: [0x55; 32] },
			);
			act(
				2,
				in_scope(world.own_scope, [0x23; 32]),
				PersonhoodCall::declare { statement: [0x56; 32] },
			);
			world.earlier_root = pallet_personhood::CurrentEpoch::<Runtime>::get().root;
			authorised(enrolment(4));
		}
		13 => make_leases(world),
		THIRD_EPOCH => {
			authorised(enrolment(5));
			rotate(0);
			assert_ok!(Personhood::pause_issuer(by(Dave), 1));
		}
		// The best block, which is not final.
		BLOCKS => {
			let file = Box::new(Description::of(Kind::File));
			assert_ok!(Anchors::anchor(by(Bob), digest(0xdd), file));
		}
		_ => (),
	}
}

fn make_circuit(world: &mut World) {
	let names: Vec<_> = ["root", "nullifier", "message", "scope"]
		.map(|name| name.as_bytes().to_vec().try_into().unwrap())
		.into();
	let register: RuntimeCall = pallet_circuits::Call::register {
		verifier: pallet_circuits::VERIFIER,
		key: census_groth16::semaphore_key(1).unwrap().try_into().unwrap(),
		inputs: names.try_into().unwrap(),
		program: [0x66; 32],
		transcript: [0x77; 32],
	}
	.into();
	assert_ok!(register.dispatch(by(Alice)));
	let (circuit, _) = pallet_circuits::Circuits::<Runtime>::iter().next().unwrap();
	assert_ok!(census_runtime::Circuits::activate(by(Alice), circuit));
	let proof = published().1;
	let inputs: pallet_circuits::Inputs =
		census_primitives::semaphore_inputs(&proof).to_vec().try_into().unwrap();
	world.circuit = circuit;
	world.statement = pallet_circuits::statement_hash(&circuit, &inputs);
	let submit = census_runtime::Circuits::submit_proof;
	assert_ok!(submit(by(Bob), circuit, inputs, Box::new(proof.points)));
}

fn make_anchors() {
	assert_ok!(Anchors::anchor(by(Alice), digest(0xaa), Box::new(data_set())));
	assert_ok!(Anchors::commit(by(Bob), [0xcc; 32]));
}

fn make_polls(world: &mut World) {
	world.poll_scope = Personhood::scope_count();
	let create = |title: &str, options, until| {
		let title = title.as_bytes().to_vec().try_into().unwrap();
		assert_ok!(Polls::create(by(Alice), title, H256::repeat_byte(7), options, until, 3));
	};
	create("Tea or coffee?", 3, UNTIL);
	create("Shall we meet on Monday?", 2, 15);
	for (person, option) in [(0, 0), (1, 2), (2, 0)] {
		let vote = pallet_polls::Call::vote { poll: 0, option };
		act(person, in_scope(world.poll_scope, [0; 32]), vote);
	}
}

/// Two proposals: persons vote on the first, and the second waits for its end.
fn make_proposals(world: &World) {
	for (account, key_hash) in [(Bob, world.circuit), (Charlie, [9; 32])] {
		let revoke: RuntimeCall = pallet_circuits::Call::revoke { key_hash }.into();
		let calls = vec![revoke].try_into().unwrap();
		assert_ok!(Governance::propose(by(account), Track::Circuits, calls, 90, 10 * CEN));
	}
}

fn make_window(world: &mut World) {
	world.window = Personhood::scope_count();
	assert_ok!(Anchors::open_window(by(Alice), 1, 100, 3, UNTIL));
	let grounds = Statement { evidence: Some(digest(0xee)), memo: text("the third one is mine") };
	assert_ok!(Anchors::dispute(by(Bob), 1, Box::new(grounds)));
	let claim = Claim::MadeByHuman;
	let call = pallet_anchors::Call::claim { window: world.window, anchor: 1, claim };
	let topic = pallet_anchors::claim_topic(1, claim);
	act(2, in_scope(world.window, topic), call);
}

/// Two providers, one of them audited.
fn make_market() {
	let capacity = resources(64_000, 8);
	assert_ok!(Leases::register_provider(by(Bob), 200 * CEN, capacity, attributes()));
	let capacity = resources(1_000, 0);
	assert_ok!(Leases::register_provider(by(Ferdie), 150 * CEN, capacity, Default::default()));
	assert_ok!(Leases::register_auditor(by(Eve), [0x44; 32]));
	assert_ok!(Leases::audit(by(Eve), Bob.to_account_id(), attributes()));
}

fn make_leases(world: &mut World) {
	let metered = Mode::Metered { heartbeat: 300 };
	world.lease = lease(metered.clone());
	assert_ok!(Leases::acknowledge(by(Bob), world.lease));
	let terms = LeaseTerms {
		resources: resources(200, 0),
		rate: 2 * CEN,
		notice: 30,
		manifest: [0x12; 32],
	};
	assert_ok!(Leases::propose_terms(by(Bob), world.lease, Box::new(terms)));
	world.closed = lease(metered.clone());
	assert_ok!(Leases::acknowledge(by(Bob), world.closed));
	assert_ok!(Leases::close(by(Alice), world.closed));
	world.pending = lease(Mode::Fixed { span: 600, heartbeat: 200 });
	world.order = Leases::order_count();
	let proven = Mode::Proven {
		circuit: world.circuit,
		model: Word::from(5),
		input: Word::from(6),
		epoch: 100,
	};
	assert_ok!(Leases::post_order(by(Alice), Box::new(order(500, metered)), 800));
	assert_ok!(Leases::bid(by(Bob), world.order, 2 * CEN, 40));
	world.other_order = Leases::order_count();
	assert_ok!(Leases::post_order(by(Charlie), Box::new(order(900, proven)), 700));
	assert_ok!(Leases::open_rating_period(by(Charlie), 9));
}

/// A person takes another identity.
fn rotate(person: u32) {
	let (old, new) = (commitment(person.into()), FieldElement::from(2_000));
	let scope = words::rotation_scope::<Runtime>(person, 0);
	let message = words::rotation_message::<Runtime>(person, 0, &new.into());
	authorised(PersonhoodCall::rotate {
		person,
		commitment: new.into(),
		current: Box::new(knowledge(old, message, scope)),
		proof: Box::new(knowledge(new, message, scope)),
	});
}
