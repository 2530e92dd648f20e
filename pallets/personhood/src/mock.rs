//! A chain with nothing but persons, balances, and a few calls for persons to make.

pub(crate) mod ideal;
pub(crate) mod old;
pub(crate) mod tester;

use crate::{self as pallet_personhood, *};
use census_primitives::{
	Alias, Epoch, IssuerId, Native, OpenedScope, PalletScopes, PersonId, PersonRefusal,
	PersonScope, ProofOutputs, ProofRefusal, ScopeId, Slots, Topic, VerifySemaphore,
};
pub(crate) use census_testing::circuits;
use census_zk_types::{FieldElement, MerkleProof, SemaphoreProof, Word};
use frame_support::{
	dispatch::{DispatchErrorWithPostInfo, DispatchResult, GetDispatchInfo},
	pallet_prelude::{TransactionSource, TransactionValidityError, ValidTransaction},
	parameter_types,
	traits::{
		fungible::InspectHold, Authorize, ConstU16, ConstU32, ConstU64, Contains, Get, Hooks,
		SortedMembers,
	},
	weights::{Weight, WeightMeter},
	BoundedVec,
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use ideal::{IdealVerifier, Witness};
use sp_core::{sr25519, Pair};
use sp_runtime::{
	traits::{Dispatchable, IdentityLookup},
	AccountId32, MultiSignature,
};
use sp_version::RuntimeVersion;

census_testing::mock_runtime! {
	pallets { 2: Personhood = pallet_personhood, 3: Tester = tester }
	system {
		type AccountId = AccountId32;
		type Lookup = IdentityLookup<AccountId32>;
		type Version = Version;
	}
}

impl tester::Config for Test {}

/// What persons may call in any scope.
#[allow(unreachable_pub)]
pub struct QuotaCalls;

impl Contains<RuntimeCall> for QuotaCalls {
	fn contains(call: &RuntimeCall) -> bool {
		matches!(
			call,
			RuntimeCall::Personhood(Call::declare { .. })
				| RuntimeCall::Tester(
					tester::Call::fail { .. }
						| tester::Call::only_in { .. }
						| tester::Call::heavy { .. }
						| tester::Call::long { .. }
				)
		)
	}
}

/// What persons may call in application scopes.
#[allow(unreachable_pub)]
pub struct ApplicationCalls;

impl Contains<RuntimeCall> for ApplicationCalls {
	fn contains(call: &RuntimeCall) -> bool {
		QuotaCalls::contains(call)
			|| matches!(call, RuntimeCall::Tester(tester::Call::close { .. }))
	}
}

/// What the pallets that open scopes take in them: whatever [`Taken`] says, and closing once.
#[allow(unreachable_pub)]
pub struct ScopesOfPallets;

parameter_types! {
	/// Whether calls in scopes of pallets are taken.
	pub static Taken: bool = true;
	/// Whether calls can be made in scopes of accounts.
	pub static Anywhere: bool = true;
}

impl PalletScopes<RuntimeCall> for ScopesOfPallets {
	fn admits(_: ScopeId, _: &Topic, _: &Alias, _: &RuntimeCall) -> bool {
		Taken::get()
	}
	fn needs_none(_: &RuntimeCall) -> bool {
		Anywhere::get()
	}
	fn weight(_: &RuntimeCall) -> Weight {
		Weight::zero()
	}
	fn max_weight() -> Weight {
		Weight::zero()
	}
}

pub(crate) const EPOCH_LENGTH: u64 = 10;
pub(crate) const EPOCHS_PER_PIN: u32 = 3;
pub(crate) const GRACE: u64 = 3;
pub(crate) const RECOVERY_DELAY: u64 = 25;
pub(crate) const ROTATION_COOLDOWN: u64 = 15;
pub(crate) const CHANGE_DELAY: u64 = 20;
pub(crate) const MAX_PAUSE: u64 = 12;
/// How far off a deadline is at the soonest.
pub(crate) const NOTICE: u64 = CHANGE_DELAY + RECOVERY_DELAY;
pub(crate) const MAX_TICKET_LIFE: u64 = 100;
pub(crate) const MAX_VALIDITY: u64 = 10_000;
pub(crate) const QUOTA: u16 = 3;
pub(crate) const ACTS_PER_SESSION: u32 = 4;
pub(crate) const MAX_ACT_WEIGHT: Weight = Weight::from_parts(10_000_000_000, 0);
pub(crate) const MAX_ACT_LENGTH: u32 = 256;
pub(crate) const MAX_SCOPE_LIFE: u64 = 200;
pub(crate) const MIN_ELECTORATE: u32 = 2;
pub(crate) const SLOT_PRICE: u64 = 7;
pub(crate) const SCOPE_DEPOSIT: u64 = 1_000;

pub(crate) const USUAL_PLACEMENT: Weight = Weight::from_parts(500_000_000_000, 0);
pub(crate) const USUAL_SWEEP: Weight = Weight::from_parts(100_000_000_000, 0);
/// More than free acts could leave behind in a block.
pub(crate) const USUAL_IDLE_SWEEP: Weight = Weight::from_parts(10_000_000_000_000, 0);
/// What hooks find in a block.
pub(crate) const BLOCK_WEIGHT: Weight = Weight::from_parts(1_500_000_000_000, 0);

parameter_types! {
	pub const MaxActWeight: Weight = MAX_ACT_WEIGHT;
	/// What placing newcomers may take; tests set it.
	pub static PlacementWeight: Weight = USUAL_PLACEMENT;
	/// What sweeping may take; tests set it.
	pub static SweepWeight: Weight = USUAL_SWEEP;
	/// What it may take besides, where a block has room; tests set it.
	pub static IdleSweepWeight: Weight = USUAL_IDLE_SWEEP;
	/// Whether proofs are verified as a node does; tests set it.
	pub static RealProofs: bool = false;
	/// The version of the calls' bytes; tests of upgrades set it.
	pub static TransactionVersion: u32 = 1;
	/// The price of a slot from now on; tests of upgrades set it.
	pub static PriceOfSlot: u64 = SLOT_PRICE;
	/// A scope's deposit from now on; tests of upgrades set it.
	pub static HeldForScope: u64 = SCOPE_DEPOSIT;
}

/// The account that acts as the committee.
#[allow(unreachable_pub)]
pub struct Committee;

impl SortedMembers<AccountId32> for Committee {
	fn sorted_members() -> Vec<AccountId32> {
		vec![committee()]
	}
}

/// The runtime's version.
#[allow(unreachable_pub)]
pub struct Version;

impl Get<RuntimeVersion> for Version {
	fn get() -> RuntimeVersion {
		RuntimeVersion { transaction_version: TransactionVersion::get(), ..Default::default() }
	}
}

/// The ideal verifier, or the one that a node has.
#[allow(unreachable_pub)]
pub struct Verifier;

impl VerifySemaphore for Verifier {
	fn verify(proof: &SemaphoreProof) -> Result<ProofOutputs, ProofRefusal> {
		if RealProofs::get() {
			Native::verify(proof)
		} else {
			IdealVerifier::verify(proof)
		}
	}
}

impl pallet_personhood::Config for Test {
	type RuntimeCall = RuntimeCall;
	type QuotaCalls = QuotaCalls;
	type ApplicationCalls = ApplicationCalls;
	type PalletScopes = ScopesOfPallets;
	type GovernanceOrigin = EnsureRoot<AccountId32>;
	type PauseOrigin = EnsureSignedBy<Committee, AccountId32>;
	type MaxPause = ConstU64<MAX_PAUSE>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Circuits = circuits::StandIn;
	type Proofs = Verifier;
	type MaxTicketLife = ConstU64<MAX_TICKET_LIFE>;
	type MaxValidity = ConstU64<MAX_VALIDITY>;
	type QuotaPerEpoch = ConstU16<QUOTA>;
	type ActsPerSession = ConstU32<ACTS_PER_SESSION>;
	type MaxActWeight = MaxActWeight;
	type MaxActLength = ConstU32<MAX_ACT_LENGTH>;
	type MaxScopeLife = ConstU64<MAX_SCOPE_LIFE>;
	type MinElectorate = ConstU32<MIN_ELECTORATE>;
	type SlotPrice = PriceOfSlot;
	type ScopeDeposit = HeldForScope;
	type MaxPlacementWeight = PlacementWeight;
	type MaxSweepWeight = SweepWeight;
	type MaxIdleSweepWeight = IdleSweepWeight;
	type WeightInfo = ();
}

/// The hash of the genesis block.
pub(crate) const GENESIS_HASH: [u8; 32] = [0x6e; 32];
/// Issuers at genesis: 0 to 3, each of weight 1 and a class of its own.
pub(crate) const ISSUERS: u32 = 4;
/// What a quorum weighs at genesis: any two of three issuers of four share two.
pub(crate) const THRESHOLD: u32 = 3;
/// The issuers' limit an epoch.
pub(crate) const LIMIT: u32 = 1_000;
/// For how many blocks the tickets of [`ticket`] are good.
pub(crate) const VALID_FOR: u64 = 5_000;
/// What the accounts of [`funded`] own.
pub(crate) const FUNDS: u64 = 1_000_000;

/// An account with funds and a key.
pub(crate) fn funded(number: u8) -> AccountId32 {
	key(number).public().into()
}

/// The key of an account: those below 16 have funds.
pub(crate) fn key(number: u8) -> sr25519::Pair {
	sr25519::Pair::from_seed(&[number.wrapping_add(1); 32])
}

/// An issuer's signing key.
pub(crate) fn issuer_key(issuer: IssuerId) -> sr25519::Pair {
	let mut seed = [0xff; 32];
	seed[..4].copy_from_slice(&issuer.to_le_bytes());
	sr25519::Pair::from_seed(&seed)
}

/// The account that acts for an issuer.
pub(crate) fn controller(issuer: IssuerId) -> AccountId32 {
	let mut account = [0xee; 32];
	account[..4].copy_from_slice(&issuer.to_le_bytes());
	account.into()
}

/// The account that acts as the committee.
pub(crate) fn committee() -> AccountId32 {
	[0xcc; 32].into()
}

/// Puts another policy in the place of the present one, with the soonest deadline that can be.
pub(crate) fn change_policy(issuers: &[(IssuerId, u32)], threshold: u32) -> DispatchResult {
	change_policy_by(issuers, threshold, now() + NOTICE)
}

/// Puts another policy in the place of the present one.
pub(crate) fn change_policy_by(
	issuers: &[(IssuerId, u32)],
	threshold: u32,
	deadline: u64,
) -> DispatchResult {
	let issuers = NewMembers::try_from(issuers.to_vec()).expect("no more than the most");
	Personhood::change_policy(RuntimeOrigin::root(), issuers, threshold, deadline)
}

/// Issuers of weight 1.
pub(crate) fn equals(issuers: impl IntoIterator<Item = IssuerId>) -> Vec<(IssuerId, u32)> {
	issuers.into_iter().map(|issuer| (issuer, 1)).collect()
}

/// Registers an issuer, by governance, with a key and a class of its own.
pub(crate) fn register(issuer: IssuerId) -> DispatchResult {
	let GenesisIssuer { name, kind, controller, class, limit, .. } =
		genesis_issuer(issuer, 1, issuer);
	let name = Name::try_from(name.into_bytes()).expect("it is short");
	Personhood::register_issuer(RuntimeOrigin::root(), name, kind, controller, class, limit)
}

/// The policies in force.
pub(crate) fn policies() -> PoliciesOf<Test> {
	PoliciesInForce::<Test>::get()
}

/// Signed by `account`.
pub(crate) fn by(account: AccountId32) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

/// The settings at genesis.
pub(crate) fn settings() -> Settings<u64> {
	Settings {
		epoch_length: EPOCH_LENGTH,
		epochs_per_pin: EPOCHS_PER_PIN,
		grace: GRACE,
		recovery_delay: RECOVERY_DELAY,
		rotation_cooldown: ROTATION_COOLDOWN,
		change_delay: CHANGE_DELAY,
		quorums_intersect: true,
	}
}

/// The issuer's entry at genesis.
pub(crate) fn genesis_issuer(
	issuer: IssuerId,
	weight: u32,
	class: u32,
) -> GenesisIssuer<AccountId32> {
	GenesisIssuer {
		name: format!("issuer {issuer}"),
		kind: IssuerKind::Sr25519(issuer_key(issuer).public()),
		controller: controller(issuer),
		weight,
		class,
		limit: LIMIT,
	}
}

/// The chain's genesis, for tests to change.
pub(crate) fn genesis() -> GenesisConfig<Test> {
	GenesisConfig {
		settings: settings(),
		threshold: THRESHOLD,
		issuers: (0..ISSUERS).map(|issuer| genesis_issuer(issuer, 1, issuer)).collect(),
	}
}

/// The chain in block 1.
pub(crate) fn externalities(personhood: GenesisConfig<Test>) -> sp_io::TestExternalities {
	let genesis = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: (0..16).map(|number| (funded(number), FUNDS)).collect(),
			..Default::default()
		},
		personhood,
		..Default::default()
	};
	// Another test, or another case of this one, may have left something behind.
	ideal::forget();
	PlacementWeight::set(USUAL_PLACEMENT);
	SweepWeight::set(USUAL_SWEEP);
	RealProofs::set(false);
	TransactionVersion::set(1);
	PriceOfSlot::set(SLOT_PRICE);
	HeldForScope::set(SCOPE_DEPOSIT);
	let mut ext = census_testing::externalities::<Test>(genesis);
	ext.execute_with(|| {
		frame_system::BlockHash::<Test>::insert(0, sp_core::H256(GENESIS_HASH));
	});
	ext
}

/// Runs a test from block 1 on, and checks the invariants after it.
pub(crate) fn run(test: impl FnOnce()) {
	run_from(genesis(), test);
}

/// Runs a test from block 1 on, and does not ask what it leaves behind.
pub(crate) fn run_unchecked(test: impl FnOnce()) {
	externalities(genesis()).execute_with(test);
}

/// Runs a test from another genesis, and checks the invariants after it.
pub(crate) fn run_from(genesis: GenesisConfig<Test>, test: impl FnOnce()) {
	externalities(genesis).execute_with(|| {
		test();
		check_state();
	});
}

/// Checks the invariants of the whole chain.
#[track_caller]
pub(crate) fn check_state() {
	Pallet::<Test>::do_try_state().expect("the registry's invariants hold");
}

/// The present block.
pub(crate) fn now() -> u64 {
	System::block_number()
}

/// The present epoch.
pub(crate) fn epoch() -> Epoch {
	CurrentEpoch::<Test>::get().epoch
}

/// Begins the next block, in which hooks find so much weight. Gives back what they took.
pub(crate) fn next_block_with(weight: Weight) -> Weight {
	System::set_block_number(now() + 1);
	let mut meter = WeightMeter::with_limit(weight);
	Personhood::on_poll(now(), &mut meter);
	assert!(meter.consumed().all_lte(weight), "the hooks took more weight than there was");
	meter.consumed()
}

/// Ends the present block, whose transactions have left so much weight. Gives back what the hooks took.
pub(crate) fn end_block_with(left: Weight) -> Weight {
	let taken = Personhood::on_idle(now(), left);
	assert!(taken.all_lte(left), "the hooks took more weight than there was");
	taken
}

/// Begins the next block.
pub(crate) fn next_block() {
	next_block_with(BLOCK_WEIGHT);
}

/// Begins one block after the other, up to this one.
pub(crate) fn run_to(block: u64) {
	while now() < block {
		next_block();
	}
}

/// Begins the next epoch's first block.
pub(crate) fn next_epoch() {
	let before = epoch();
	while epoch() == before {
		next_block();
	}
}

/// Begins the next pinnable epoch's first block.
pub(crate) fn next_pin() {
	next_epoch();
	while !epoch().is_multiple_of(EPOCHS_PER_PIN) {
		next_epoch();
	}
}

/// Sends a call that nobody signed, as a pool and then a block takes it: it is authorised, which
/// writes nothing, and then made. An authorised call of these tests never fails.
#[track_caller]
pub(crate) fn submit(call: impl Into<RuntimeCall>) -> Result<Weight, TransactionValidityError> {
	let call = call.into();
	authorized(&call)?;
	let origin = frame_system::RawOrigin::Authorized.into();
	let promised = call.get_dispatch_info().call_weight;
	let info = frame_support::storage::with_storage_layer(|| call.dispatch(origin))
		.expect("what was authorised succeeds");
	let actual = info.actual_weight.unwrap_or(promised);
	assert!(actual.all_lte(promised), "the call took more weight than it promised");
	Ok(actual)
}

/// What a pool is told of a call that nobody signed.
#[track_caller]
pub(crate) fn authorized(call: &RuntimeCall) -> Result<ValidTransaction, TransactionValidityError> {
	let before = state_root();
	let verdict = call.authorize(TransactionSource::External).expect("the call needs no signature");
	assert_eq!(state_root(), before, "to authorise wrote something");
	let (valid, _) = verdict?;
	assert!(!valid.provides.is_empty(), "a pool refuses what provides nothing");
	Ok(valid)
}

/// Asserts that a call that nobody signed is refused for this reason and changes nothing.
#[track_caller]
pub(crate) fn assert_refused(call: impl Into<RuntimeCall>, refusal: PersonRefusal) {
	assert_eq!(authorized(&call.into()), Err(ensure::validity(refusal)), "not {refusal:?}");
}

/// Asserts that a call fails with this error and changes nothing.
#[track_caller]
pub(crate) fn assert_fails<R: core::fmt::Debug, E: Into<DispatchErrorWithPostInfo>>(
	call: impl FnOnce() -> Result<R, E>,
	error: impl Into<sp_runtime::DispatchError>,
) {
	census_testing::assert_refused(call, error);
}

/// The hash of all that is stored.
pub(crate) fn state_root() -> Vec<u8> {
	census_testing::state_root()
}

/// This pallet's events, the oldest first.
pub(crate) fn events() -> Vec<Event<Test>> {
	census_testing::events::<Test, _>()
}

/// This pallet's last event.
#[track_caller]
pub(crate) fn last_event() -> Event<Test> {
	events().pop().expect("something happened")
}

/// Somebody's secret.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Identity(pub(crate) FieldElement);

impl Identity {
	/// One of a human's identities: the `version`-th.
	pub(crate) fn of(human: u64, version: u64) -> Self {
		Self(census_zk_host::hash(&human.into(), &version.into()))
	}

	/// The public key: the coordinates that are hashed into the commitment.
	pub(crate) fn public_key(&self) -> (FieldElement, FieldElement) {
		ideal::public_key(&self.0)
	}

	/// The commitment.
	pub(crate) fn commitment(&self) -> FieldElement {
		let (x, y) = self.public_key();
		census_zk_host::hash(&x, &y)
	}

	/// What a proof of this identity reveals in a scope.
	pub(crate) fn nullifier(&self, scope: &Word) -> FieldElement {
		ideal::nullifier(&self.0, scope)
	}

	/// A proof that this identity stands under the root to which the path leads.
	pub(crate) fn prove(
		&self,
		depth: u8,
		path: (u64, Vec<FieldElement>),
		message: Word,
		scope: Word,
	) -> SemaphoreProof {
		let (index, siblings) = path;
		ideal::prove(Witness { depth, secret: self.0, index, siblings, message, scope })
	}

	/// A proof of knowledge: membership in the group of the commitment and its salt.
	pub(crate) fn prove_knowledge(&self, message: Word, scope: Word) -> SemaphoreProof {
		let salt = knowledge::salt(&self.commitment());
		self.prove(1, (0, vec![salt]), message, scope)
	}

	/// A proof of membership in an epoch's People tree, at the depth with which persons act.
	#[track_caller]
	pub(crate) fn prove_person(&self, epoch: Epoch, message: Word, scope: Word) -> SemaphoreProof {
		let MerkleProof { index, siblings, .. } =
			merkle_proof(epoch, self.commitment()).expect("the commitment stands in the tree");
		self.prove(PERSON_DEPTH, (index.into(), siblings), message, scope)
	}

	/// The act of making a call in a scope, as often as it has failed there.
	#[track_caller]
	pub(crate) fn act(&self, scope: PersonScope, call: impl Into<RuntimeCall>) -> Call<Test> {
		self.act_again(scope, failed(&scope, self.alias(&scope)), call)
	}

	/// The `attempt`-th act of making a call in a scope.
	#[track_caller]
	pub(crate) fn act_again(
		&self,
		scope: PersonScope,
		attempt: u8,
		call: impl Into<RuntimeCall>,
	) -> Call<Test> {
		let call = call.into();
		let message = words::act_message::<Test>(&scope, attempt, &call);
		let proof = self.prove_person(epoch_of(&scope), message, words::scope_word::<Test>(&scope));
		act_as(scope, attempt, proof, call)
	}

	/// The alias in a scope.
	pub(crate) fn alias(&self, scope: &PersonScope) -> FieldElement {
		self.nullifier(&words::scope_word::<Test>(scope))
	}

	/// The opening of a session in an epoch for the account of [`key`] `number`.
	#[track_caller]
	pub(crate) fn session(&self, epoch: Epoch, number: u8) -> Call<Test> {
		let account = funded(number);
		let message = words::session_message::<Test>(epoch, &account);
		let scope = words::scope_word::<Test>(&PersonScope::Session { epoch });
		let proof = self.prove_person(epoch, message, scope);
		let agreed = words::session_consent::<Test>(epoch, &account, proof.nullifier);
		let consent = MultiSignature::Sr25519(key(number).sign(&agreed.0));
		Call::open_session { epoch, proof: Box::new(proof), account, consent }
	}
}

/// The call that makes a call as a person.
pub(crate) fn act_as(
	scope: PersonScope,
	attempt: u8,
	proof: SemaphoreProof,
	call: impl Into<RuntimeCall>,
) -> Call<Test> {
	Call::act_as { scope, attempt, proof: Box::new(proof), call: Box::new(call.into()) }
}

/// How many attempts of an act have failed that may be made again.
pub(crate) fn failed(scope: &PersonScope, alias: Alias) -> u8 {
	match Nullifiers::<Test>::get(Pallet::<Test>::group_of(scope), alias) {
		Some(Use::Attempted(failed)) => failed,
		Some(Use::Spent) | None => 0,
	}
}

/// Saying something as a person.
pub(crate) fn declare(statement: u8) -> RuntimeCall {
	Call::declare { statement: [statement; 32] }.into()
}

/// The epoch whose root a scope accepts.
#[track_caller]
pub(crate) fn epoch_of(scope: &PersonScope) -> Epoch {
	match scope {
		PersonScope::Quota { epoch, .. } | PersonScope::Session { epoch } => *epoch,
		PersonScope::Application { scope, .. } => {
			Scopes::<Test>::get(scope).expect("the scope is open").epoch
		}
	}
}

/// The Merkle proof of a commitment in an epoch's tree, if it stands there.
pub(crate) fn merkle_proof(epoch: Epoch, commitment: FieldElement) -> Option<MerkleProof> {
	let leaves = Pallet::<Test>::leaves(epoch, 0, u32::MAX)?;
	let index = leaves.iter().position(|leaf| *leaf == commitment)?;
	Pallet::<Test>::merkle_proof(epoch, index as u32)
}

/// The counter-th quota scope of the present epoch.
pub(crate) fn quota(counter: u16) -> PersonScope {
	PersonScope::Quota { epoch: epoch(), counter }
}

/// An application scope without topics.
pub(crate) fn application(scope: ScopeId) -> PersonScope {
	PersonScope::Application { scope, topic: NO_TOPIC }
}

/// Opens a scope of account 0's that accepts acts for so many more blocks, the present one included.
#[track_caller]
pub(crate) fn open_scope(slots: Slots, blocks: u64) -> OpenedScope {
	let owner = funded(0);
	Pallet::<Test>::do_open_scope(
		Some(owner.clone()),
		Some(owner),
		false,
		slots,
		0,
		now() + blocks - 1,
	)
	.expect("the scope can be opened")
}

/// A human's tag at an issuer that knows everyone apart.
pub(crate) fn tag(issuer: IssuerId, human: u64) -> Tag {
	use codec::Encode;
	sp_io::hashing::blake2_256(&("tag", issuer, human).encode())
}

/// What an issuer says of a human's commitment, of the serial that its tag has now, good for
/// [`VALID_FOR`] blocks.
pub(crate) fn ticket(
	purpose: Purpose,
	issuer: IssuerId,
	human: u64,
	commitment: FieldElement,
	recoveries: u32,
) -> Ticket<u64> {
	let tag = tag(issuer, human);
	Ticket {
		purpose,
		issuer,
		commitment: commitment.into(),
		tag,
		serial: serial(issuer, tag),
		recoveries,
		not_after: now() + MAX_TICKET_LIFE / 2,
		valid_for: VALID_FOR,
	}
}

/// The serial that tickets about a tag name now.
pub(crate) fn serial(issuer: IssuerId, tag: Tag) -> u32 {
	Pallet::<Test>::tag_view(issuer, tag).serial
}

/// A ticket with its issuer's signature.
pub(crate) fn signed(ticket: Ticket<u64>) -> SignedTicket<u64> {
	let key = issuer_key(ticket.issuer);
	signed_with(ticket, &key)
}

/// A ticket with a signature by any key.
pub(crate) fn signed_with(ticket: Ticket<u64>, key: &sr25519::Pair) -> SignedTicket<u64> {
	let hash = tickets::signing_hash::<Test>(&ticket);
	let evidence = Evidence::Signature(MultiSignature::Sr25519(key.sign(&hash)));
	SignedTicket { ticket, evidence }
}

/// Tickets of these issuers about one human and commitment.
pub(crate) fn tickets(
	purpose: Purpose,
	issuers: impl IntoIterator<Item = IssuerId>,
	human: u64,
	commitment: FieldElement,
	recoveries: u32,
) -> Tickets<Test> {
	let tickets: Vec<_> = issuers
		.into_iter()
		.map(|issuer| signed(ticket(purpose, issuer, human, commitment, recoveries)))
		.collect();
	BoundedVec::try_from(tickets).expect("no more than the most")
}

/// The enrolment of an identity by tickets.
pub(crate) fn enrolment(identity: Identity, tickets: Tickets<Test>) -> Call<Test> {
	let message = words::enrol_message::<Test>(&tickets);
	let proof = identity.prove_knowledge(message, words::knowledge_scope::<Test>());
	Call::enrol { tickets, proof: Box::new(proof) }
}

/// Enrols a human with its first identity by the tickets of issuers 0, 1 and 2. It enters the tree
/// with the next epoch.
#[track_caller]
pub(crate) fn enrol(human: u64) -> PersonId {
	enrol_by(human, Identity::of(human, 0), 0..3).expect("the human can enrol")
}

/// Enrols a human with an identity by the tickets of these issuers, if they are a quorum.
#[track_caller]
pub(crate) fn enrol_by(
	human: u64,
	identity: Identity,
	issuers: impl IntoIterator<Item = IssuerId>,
) -> Result<PersonId, TransactionValidityError> {
	let tickets = tickets(Purpose::Enrol, issuers, human, identity.commitment(), 0);
	let person = NextPersonId::<Test>::get();
	submit(enrolment(identity, tickets)).map(|_| person)
}

/// Enrols humans 0 to `count` and begins the next epoch, in which they stand in the tree as persons
/// of the same numbers.
#[track_caller]
pub(crate) fn people(count: u64) -> Vec<Identity> {
	for human in 0..count {
		assert_eq!(u64::from(enrol(human)), human);
	}
	next_epoch();
	(0..count).map(|human| Identity::of(human, 0)).collect()
}

/// A person's record.
#[track_caller]
pub(crate) fn person(id: PersonId) -> PersonOf<Test> {
	Persons::<Test>::get(id).expect("there is such a person")
}

/// The rotation of a person to another identity.
pub(crate) fn rotation(id: PersonId, from: Identity, to: Identity) -> Call<Test> {
	let rotations = person(id).rotations;
	let commitment = to.commitment().into();
	let message = words::rotation_message::<Test>(id, rotations, &commitment);
	let scope = words::rotation_scope::<Test>(id, rotations);
	Call::rotate {
		person: id,
		commitment,
		current: Box::new(from.prove_knowledge(message, scope)),
		proof: Box::new(to.prove_knowledge(message, scope)),
	}
}

/// What is held of an account's funds for its scopes.
pub(crate) fn held(account: &AccountId32) -> u64 {
	Balances::balance_on_hold(&HoldReason::Scope.into(), account)
}

/// How many random sequences a property test tries: so many, or as many as `PROPTEST_CASES` says.
pub(crate) fn cases(usual: u32) -> u32 {
	std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}
