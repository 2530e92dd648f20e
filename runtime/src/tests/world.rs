//! A chain on which there is one of everything, made by the calls that make it.
//!
//! Three things have no call here, and are written down instead: persons, of whom only the root and the
//! number of their tree count, as no proof is verified in these tests; a lease that closed long ago; and the
//! terms of validators, which sessions bring about.

use super::every_call::in_a_block;
use crate::{
	constants::CEN, AccountId, Anchors, Balance, BlockNumber, Circuits, Governance, Groups, Leases,
	Personhood, Polls, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, System, Validators,
};
use census_anchor_log::{
	leaf::{AnchorId, Content, Description, Digest, Statement},
	terms::{Claim, HashAlgorithm, Kind},
};
use census_primitives::{
	semaphore_inputs, Alias, CircuitId, GroupId, IssuerId, PersonScope, PersonScopes, ScopeId,
	Slots, Topic,
};
use census_zk_types::{FieldElement, SemaphoreProof, Word};
use frame_support::{assert_ok, traits::Hooks};
use pallet_governance::{ProposalId, Track};
use pallet_leases::{
	CloseReason, ClosedLease, LeaseId, LeaseTerms, Ledger, Mode, OrderId, OrderTerms, Resource,
	ResourceKind, Resources,
};
use pallet_personhood::{
	words, Call as PersonhoodCall, Change, CurrentEpoch, IssuerKind, Purpose, Session, Ticket,
	NO_TOPIC,
};
use pallet_polls::PollId;
use pallet_validators::{Candidate, Claim as Seat, Duty, Term};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Eve, Ferdie};

/// Owns whatever an account can own, and is the tenant of all leases.
pub(super) const OWNER: Sr25519Keyring = Alice;
/// Provides what is leased.
pub(super) const PROVIDER: Sr25519Keyring = Bob;
/// Controls the first of the preset's issuers.
pub(super) const CONTROLLER: Sr25519Keyring = Charlie;
/// Vouches for the provider; and the group, and the lease that is active, are offered to it.
pub(super) const AUDITOR: Sr25519Keyring = Eve;
/// Has nothing to do with anything.
pub(super) const STRANGER: Sr25519Keyring = Ferdie;

/// The last block of all that is open.
pub(super) const UNTIL: BlockNumber = 40;
/// How many persons there are.
pub(super) const PERSONS: u32 = 1_000;
/// The root of their tree.
pub(super) fn people() -> FieldElement {
	FieldElement::from(7)
}

/// What the persons of these tests are called in the scopes in which they act.
pub(super) fn alias() -> Alias {
	Alias::from(1)
}

/// What they were called in the term of validators before.
fn former_alias() -> Alias {
	Alias::from(6)
}

/// By this account.
pub(super) fn by(who: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.to_account_id())
}

/// A published proof, true of the group of [`World::members`].
pub(super) fn published() -> (Vec<Word>, SemaphoreProof) {
	let published = census_vectors::semaphore::proof(1);
	(published.member_words(), published.proof.clone())
}

/// The numbers of what there is.
#[derive(Clone)]
pub(super) struct World {
	pub(super) group: GroupId,
	/// A scope that an account opened.
	pub(super) own_scope: ScopeId,
	pub(super) poll: PollId,
	pub(super) poll_scope: ScopeId,
	/// A circuit with four inputs, and a statement that was proven under it.
	pub(super) circuit: CircuitId,
	pub(super) statement: [u8; 32],
	pub(super) anchor: AnchorId,
	/// A claim window, which is a scope.
	pub(super) window: ScopeId,
	/// What was committed to.
	pub(super) commitment: [u8; 32],
	/// An order with a bid of the provider's.
	pub(super) order: OrderId,
	/// A metered lease that is active, and one that waits for the provider.
	pub(super) lease: LeaseId,
	pub(super) pending: LeaseId,
	/// A proven lease, in its epoch 0.
	pub(super) proven: LeaseId,
	/// A lease that closed, for which [`alias`] may rate.
	pub(super) closed: LeaseId,
	/// The scope of the rating period.
	pub(super) ratings: ScopeId,
	/// A term of validators in which [`alias`] has a seat, and the one after it, for which the auditor agrees to it.
	pub(super) terms: [Term; 2],
	/// A proposal on which persons vote, and its scope.
	pub(super) proposal: ProposalId,
	pub(super) proposal_scope: ScopeId,
}

impl World {
	/// Runs a test in the first block of a chain with all of it.
	pub(super) fn run(test: impl FnOnce(Self)) {
		in_a_block(|| test(Self::make()));
	}

	fn make() -> Self {
		make_persons();
		let group = make_group();
		let own_scope = next_scope();
		assert_ok!(Personhood::open_scope(by(OWNER), Slots::Persons(9), 0, UNTIL));
		let (poll, poll_scope) = make_poll();
		let (circuit, statement) = make_circuit();
		let anchor = make_anchor(1);
		let window = make_window(anchor);
		let commitment = [3; 32];
		assert_ok!(Anchors::commit(by(OWNER), commitment));

		assert_ok!(Leases::register_provider(
			by(PROVIDER),
			200 * CEN,
			cpu(100),
			Default::default()
		));
		assert_ok!(Leases::register_auditor(by(AUDITOR), [1; 32]));
		assert_ok!(Leases::audit(by(AUDITOR), PROVIDER.to_account_id(), attributes()));
		let order = make_order(METERED);
		let pending = make_lease(METERED);
		let [lease, proven] = [METERED, proven_mode(circuit)].map(|mode| {
			let lease = make_lease(mode);
			assert_ok!(Leases::acknowledge(by(PROVIDER), lease));
			lease
		});
		let to = Some(AUDITOR.to_account_id());
		assert_ok!(Leases::offer_transfer(by(OWNER), lease, to));
		let ratings = next_scope();
		assert_ok!(Leases::open_rating_period(by(OWNER), 9));
		let closed = make_closed_lease();
		let terms = make_terms();
		let (proposal, proposal_scope) = make_referendum(circuit);
		let session = Session { epoch: 0, alias: alias(), acts_left: 9 };
		pallet_personhood::Sessions::<Runtime>::insert(OWNER.to_account_id(), session);
		let next_key = IssuerKind::Sr25519(Sr25519Keyring::Ferdie.public());
		assert_ok!(Personhood::propose_change(by(CONTROLLER), 0, Change::Key(next_key)));
		System::reset_events();
		Self {
			group,
			own_scope,
			poll,
			poll_scope,
			circuit,
			statement,
			anchor,
			window,
			commitment,
			order,
			lease,
			pending,
			proven,
			closed,
			ratings,
			terms,
			proposal,
			proposal_scope,
		}
	}

	/// The scopes in which persons act: the account's own, the poll's, the window's for a claim, and
	/// the rating period's for the provider.
	pub(super) fn own(&self) -> PersonScope {
		application(self.own_scope, NO_TOPIC)
	}

	pub(super) fn poll(&self) -> PersonScope {
		application(self.poll_scope, NO_TOPIC)
	}

	pub(super) fn window(&self) -> PersonScope {
		application(self.window, pallet_anchors::claim_topic(self.anchor, CLAIM))
	}

	pub(super) fn ratings(&self) -> PersonScope {
		application(self.ratings, pallet_leases::rating_topic(&PROVIDER.to_account_id()))
	}

	/// Those of the terms of validators.
	pub(super) fn term(&self) -> PersonScope {
		self.terms[0].person_scope()
	}

	pub(super) fn next_term(&self) -> PersonScope {
		self.terms[1].person_scope()
	}

	/// That of the referendum.
	pub(super) fn referendum(&self) -> PersonScope {
		application(self.proposal_scope, NO_TOPIC)
	}

	/// What persons may do in each of these.
	pub(super) fn declare(&self) -> RuntimeCall {
		PersonhoodCall::declare { statement: [5; 32] }.into()
	}

	pub(super) fn vote(&self) -> RuntimeCall {
		pallet_polls::Call::vote { poll: self.poll, option: 1 }.into()
	}

	pub(super) fn claim(&self) -> RuntimeCall {
		let (window, anchor) = (self.window, self.anchor);
		pallet_anchors::Call::claim { window, anchor, claim: CLAIM }.into()
	}

	pub(super) fn leave_seat(&self) -> RuntimeCall {
		pallet_validators::Call::leave_seat { term: self.terms[0].id }.into()
	}

	pub(super) fn continue_as(&self) -> RuntimeCall {
		let (term, next) = (self.terms[0].id, Alias::from(9));
		pallet_validators::Call::continue_as { term, next }.into()
	}

	pub(super) fn claim_seat(&self) -> RuntimeCall {
		let (term, account) = (self.terms[1].id, AUDITOR.to_account_id());
		let former = Some(former_alias());
		pallet_validators::Call::claim_seat { term, account, former }.into()
	}

	pub(super) fn say_yes(&self) -> RuntimeCall {
		pallet_governance::Call::vote { proposal: self.proposal, aye: true }.into()
	}

	pub(super) fn rate(&self) -> RuntimeCall {
		pallet_leases::Call::rate { lease: self.closed, score: 5 }.into()
	}
}

/// What persons claim here.
pub(super) const CLAIM: Claim = Claim::MadeByHuman;

/// A mode of leases.
pub(super) const METERED: Mode<BlockNumber> = Mode::Metered { heartbeat: 20 };

fn proven_mode(circuit: CircuitId) -> Mode<BlockNumber> {
	Mode::Proven { circuit, model: Word::from(5), input: Word::from(6), epoch: 20 }
}

fn application(scope: ScopeId, topic: Topic) -> PersonScope {
	PersonScope::Application { scope, topic }
}

/// The first of a person's free acts.
pub(super) fn quota() -> PersonScope {
	PersonScope::Quota { epoch: 0, counter: 0 }
}

/// The attempt of [`alias`] to make a call in a scope, without points that hold: whoever dispatches it
/// as if it had been authorised sees all of it but the pairing.
pub(super) fn act(scope: PersonScope, attempt: u8, call: RuntimeCall) -> PersonhoodCall<Runtime> {
	act_of(alias(), scope, attempt, call)
}

/// The same of another person.
pub(super) fn act_of(
	alias: Alias,
	scope: PersonScope,
	attempt: u8,
	call: RuntimeCall,
) -> PersonhoodCall<Runtime> {
	let proof = SemaphoreProof {
		merkle_tree_depth: pallet_personhood::PERSON_DEPTH,
		merkle_tree_root: people().into(),
		nullifier: alias.into(),
		message: words::act_message::<Runtime>(&scope, attempt, &call),
		scope: words::scope_word::<Runtime>(&scope),
		points: [Word::from(1); 8],
	};
	PersonhoodCall::act_as { scope, attempt, proof: Box::new(proof), call: Box::new(call) }
}

/// The number that the next scope will have.
pub(super) fn next_scope() -> ScopeId {
	pallet_personhood::NextScopeId::<Runtime>::get()
}

/// Makes persons, who stand in the tree of the present epoch.
pub(super) fn make_persons() {
	CurrentEpoch::<Runtime>::mutate(|epoch| {
		epoch.root = people();
		(epoch.size, epoch.members) = (PERSONS, PERSONS);
	});
}

/// Opens a group of the owner's with two members.
pub(super) fn make_group() -> GroupId {
	let group = Groups::group_count();
	assert_ok!(Groups::create_group(by(OWNER), None, false));
	let members = published().0.try_into().expect("they are few");
	assert_ok!(Groups::add_members(by(OWNER), group, members));
	assert_ok!(Groups::update_group_admin(by(OWNER), group, Some(AUDITOR.to_account_id())));
	group
}

/// Opens a poll with three options, and its scope.
pub(super) fn make_poll() -> (PollId, ScopeId) {
	let (poll, scope) = (Polls::poll_count(), next_scope());
	let title = b"?".to_vec().try_into().expect("it is short");
	assert_ok!(Polls::create(by(OWNER), title, Default::default(), 3, UNTIL, 0));
	(poll, scope)
}

/// The registration of the circuit of the published proof.
pub(super) fn registration() -> pallet_circuits::Call<Runtime> {
	let names: Vec<_> = ["root", "nullifier", "message", "scope"]
		.map(|name| name.as_bytes().to_vec().try_into().expect("it is short"))
		.into();
	pallet_circuits::Call::register {
		verifier: pallet_circuits::VERIFIER,
		key: census_groth16::semaphore_key(1).expect("there is one").try_into().expect("it fits"),
		inputs: names.try_into().expect("they are few"),
		program: [0; 32],
		transcript: [0; 32],
	}
}

/// Registers and activates a circuit, and proves a statement under it.
fn make_circuit() -> (CircuitId, [u8; 32]) {
	make(registration().into(), OWNER);
	let circuit = match last_event() {
		RuntimeEvent::Circuits(pallet_circuits::Event::CircuitRegistered { circuit, .. }) => {
			circuit
		}
		other => panic!("{other:?} is no registration"),
	};
	assert_ok!(Circuits::activate(by(OWNER), circuit));
	let proof = published().1;
	let inputs: pallet_circuits::Inputs =
		semaphore_inputs(&proof).to_vec().try_into().expect("they are four");
	let statement = pallet_circuits::statement_hash(&circuit, &inputs);
	assert_ok!(Circuits::submit_proof(by(OWNER), circuit, inputs, Box::new(proof.points)));
	(circuit, statement)
}

/// An issuer's ticket that was never signed. All are as long.
pub(super) fn ticket(issuer: IssuerId) -> Ticket<BlockNumber> {
	Ticket {
		purpose: Purpose::Enrol,
		issuer,
		commitment: Word::from(1),
		tag: [1; 32],
		serial: 0,
		recoveries: 0,
		not_after: 1,
		valid_for: 1,
	}
}

/// Some hash.
pub(super) fn digest(number: u8) -> Digest {
	Digest { algorithm: HashAlgorithm::Sha256, hash: [number; 32] }
}

/// The shortest description.
pub(super) fn plain() -> Box<Description> {
	Box::new(Description::of(Kind::File))
}

/// The shortest statement.
pub(super) fn says() -> Box<Statement> {
	Box::new(Statement::default())
}

/// A batch of hashes.
pub(super) fn content() -> Content {
	Content::Single(digest(9))
}

/// Anchors a hash.
pub(super) fn make_anchor(number: u8) -> AnchorId {
	let anchor = Anchors::log_view().count;
	assert_ok!(Anchors::anchor(by(OWNER), digest(number), plain()));
	anchor
}

/// Opens a window of nine claims.
pub(super) fn make_window(anchor: AnchorId) -> ScopeId {
	let window = next_scope();
	assert_ok!(Anchors::open_window(by(OWNER), anchor, 9, 0, UNTIL));
	window
}

/// So much processor time.
pub(super) fn cpu(amount: u64) -> Resources {
	Resources(vec![Resource { kind: ResourceKind::Cpu, amount }].try_into().expect("it is one"))
}

/// What the auditor vouches for.
pub(super) fn attributes() -> pallet_leases::Attributes {
	let label = |text: &str| text.try_into().expect("it is a label");
	let said = pallet_leases::Attribute { key: label("region"), value: label("eu") };
	vec![said].try_into().expect("it is one")
}

/// What the owner asks for.
pub(super) fn order_terms(mode: Mode<BlockNumber>) -> OrderTerms<AccountId, Balance, BlockNumber> {
	OrderTerms {
		resources: cpu(1),
		attributes: Default::default(),
		auditors: Default::default(),
		provider: None,
		mode,
		max_rate: CEN,
		min_notice: 3,
		manifest: [1; 32],
	}
}

/// What both sides agree on.
pub(super) fn lease_terms() -> LeaseTerms<Balance, BlockNumber> {
	LeaseTerms { resources: cpu(1), rate: CEN, notice: 3, manifest: [1; 32] }
}

/// Posts an order of the owner's, for which the provider bids.
fn make_order(mode: Mode<BlockNumber>) -> OrderId {
	let order = Leases::order_count();
	assert_ok!(Leases::post_order(by(OWNER), Box::new(order_terms(mode)), UNTIL));
	assert_ok!(Leases::bid(by(PROVIDER), order, CEN, 3));
	order
}

/// Matches it, with ten times an hour's rate.
fn make_lease(mode: Mode<BlockNumber>) -> LeaseId {
	let lease = make_order(mode);
	let provider = PROVIDER.to_account_id();
	assert_ok!(Leases::accept_bid(by(OWNER), lease, provider, CEN, 3, 10 * CEN));
	lease
}

/// A lease of the two that was closed, and cost enough to be rated.
fn make_closed_lease() -> LeaseId {
	let id = Leases::order_count();
	pallet_leases::NextOrderId::<Runtime>::put(id + 1);
	let closed = ClosedLease {
		tenant: OWNER.to_account_id(),
		provider: PROVIDER.to_account_id(),
		reason: CloseReason::TenantClosed,
		ledger: Ledger { funded: 2 * CEN, paid: 2 * CEN, fee: 0, refunded: 0 },
		opened_at: 0,
		closed_at: 1,
		forget_at: UNTIL,
		rater: Some(alias()),
		rating: None,
	};
	pallet_leases::Closed::<Runtime>::insert(id, closed);
	id
}

/// Begins a term of validators in which the person has a seat, and announces another.
fn make_terms() -> [Term; 2] {
	let [present, coming] = [0, 1].map(|id| Term {
		id,
		scope: <Personhood as PersonScopes<_, _>>::open_civic(true, 0, UNTIL)
			.expect("there are persons"),
		asks_former: id == 1,
		claims_until: 100 * id,
		first: 104 * id,
		end: 104 + 104 * id,
		claims: 1 - id,
	});
	for account in [AUDITOR, PROVIDER] {
		let candidate = Candidate {
			bond: Validators::rules().bond,
			agreed: Some(pallet_validators::hash_of(&alias())),
			duty: Duty::Ready,
			sits: false,
			left: None,
			keys_set: None,
			stood: Default::default(),
		};
		pallet_validators::Candidates::<Runtime>::insert(account.to_account_id(), candidate);
	}
	let seat = Seat { account: Some(PROVIDER.to_account_id()), former: None };
	pallet_validators::Claims::<Runtime>::insert(present.id, alias(), seat);
	pallet_validators::Claimants::<Runtime>::insert(present.id, PROVIDER.to_account_id(), alias());
	pallet_validators::Links::<Runtime>::insert(present.id, former_alias(), alias());
	pallet_validators::PresentTerm::<Runtime>::put(present);
	pallet_validators::ComingTerm::<Runtime>::put(coming);
	pallet_validators::NextTermId::<Runtime>::put(2);
	[present, coming]
}

/// Proposes that a circuit be revoked, and opens the referendum.
fn make_referendum(circuit: CircuitId) -> (ProposalId, ScopeId) {
	let (proposal, scope) = (pallet_governance::NextProposalId::<Runtime>::get(), next_scope());
	let revoke = pallet_circuits::Call::revoke { key_hash: circuit }.into();
	let calls = vec![revoke].try_into().expect("it is one");
	let open_for = UNTIL - System::block_number();
	assert_ok!(Governance::propose(by(OWNER), Track::Circuits, calls, open_for, 10 * CEN));
	<Governance as Hooks<BlockNumber>>::on_initialize(System::block_number());
	(proposal, scope)
}

/// Makes a signed call.
#[track_caller]
pub(super) fn make(call: RuntimeCall, who: Sr25519Keyring) {
	use sp_runtime::traits::Dispatchable;
	assert_ok!(call.dispatch(by(who)));
}

/// What happened last.
pub(super) fn last_event() -> RuntimeEvent {
	System::events().pop().expect("something happened").event
}
