//! A chain with nothing but validators, sessions, balances, and persons who act.

use crate::{
	self as pallet_validators, hash_of, Alias, ComingTerm, Error, Event, Pallet, PresentTerm,
	Rules, Term, TermId, DRAW_SESSIONS,
};
use census_primitives::{PalletScopes, PersonRefusal, ScopeId, Topic};
use census_testing::persons;
use frame_support::{
	parameter_types,
	traits::{fungible::InspectHold, ConstU32, ConstU64, Hooks, Randomness},
	weights::Weight,
};
use frame_system::EnsureRoot;
use pallet_session::{historical, PeriodicSessions};
use sp_core::H256;
use sp_runtime::{testing::UintAuthorityId, traits::Convert, DispatchResult, Perbill};
use sp_staking::{
	offence::{OffenceDetails, OnOffenceHandler},
	SessionIndex,
};

census_testing::mock_runtime! {
	pallets {
		2: Persons = persons,
		3: Session = pallet_session,
		4: Historical = historical,
		5: Validators = pallet_validators,
	}
}

impl persons::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type PalletScopes = ScopesOfTerms;
	type SlotPrice = ConstU64<3>;
	type ScopeDeposit = ConstU64<11>;
	type MaxScopeLife = ConstU64<10_000>;
	type MinElectorate = ConstU32<MIN_ELECTORATE>;
}

/// What terms take in the scopes that they open, as a runtime asks them.
// A runtime's types are public, whatever they are in.
#[allow(unreachable_pub)]
pub struct ScopesOfTerms;

impl PalletScopes<RuntimeCall> for ScopesOfTerms {
	fn admits(scope: ScopeId, topic: &Topic, alias: &Alias, call: &RuntimeCall) -> bool {
		match call {
			RuntimeCall::Validators(call) => Validators::admits(scope, topic, alias, call),
			RuntimeCall::System(_) | RuntimeCall::Balances(_) | RuntimeCall::Session(_) => false,
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

impl pallet_session::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = u64;
	type ValidatorIdOf = crate::IsCandidate<Test>;
	type ShouldEndSession = PeriodicSessions<ConstU64<SLOTS>, ConstU64<0>>;
	type NextSessionRotation = PeriodicSessions<ConstU64<SLOTS>, ConstU64<0>>;
	type SessionManager = historical::NoteHistoricalRoot<Test, Managed>;
	type SessionHandler = pallet_session::TestSessionHandler;
	type Keys = UintAuthorityId;
	type DisablingStrategy = ();
	type WeightInfo = ();
	type Currency = Balances;
	type KeyDeposit = ConstU64<0>;
}

impl historical::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = NothingMore;
}

/// There is nothing more to identify a validator.
#[allow(unreachable_pub)]
pub struct NothingMore;

impl Convert<u64, Option<()>> for NothingMore {
	fn convert(_: u64) -> Option<()> {
		Some(())
	}
}

/// The pallet, as the historical pallet asks it.
#[allow(unreachable_pub)]
pub struct Managed;

impl pallet_session::SessionManager<u64> for Managed {
	fn new_session_genesis(index: SessionIndex) -> Option<Vec<u64>> {
		<Validators as pallet_session::SessionManager<u64>>::new_session_genesis(index)
	}
	fn new_session(index: SessionIndex) -> Option<Vec<u64>> {
		<Validators as pallet_session::SessionManager<u64>>::new_session(index)
	}
	fn start_session(index: SessionIndex) {
		<Validators as pallet_session::SessionManager<u64>>::start_session(index);
	}
	fn end_session(index: SessionIndex) {
		<Validators as pallet_session::SessionManager<u64>>::end_session(index);
	}
}

impl historical::SessionManager<u64, ()> for Managed {
	fn new_session_genesis(index: SessionIndex) -> Option<Vec<(u64, ())>> {
		let set = <Self as pallet_session::SessionManager<u64>>::new_session_genesis(index)?;
		Some(set.into_iter().map(|validator| (validator, ())).collect())
	}
	fn new_session(index: SessionIndex) -> Option<Vec<(u64, ())>> {
		let set = <Self as pallet_session::SessionManager<u64>>::new_session(index)?;
		Some(set.into_iter().map(|validator| (validator, ())).collect())
	}
	fn start_session(index: SessionIndex) {
		<Self as pallet_session::SessionManager<u64>>::start_session(index);
	}
	fn end_session(index: SessionIndex) {
		<Self as pallet_session::SessionManager<u64>>::end_session(index);
	}
}

parameter_types! {
	pub MostOfBlock: Weight = Weight::from_parts(10_000_000_000, u64::MAX);
	/// The price of what nobody pays for in a block.
	pub static FreeWork: u64 = 0;
	pub const FreeShare: Perbill = Perbill::from_percent(20);
	/// What the next draw's randomness is.
	pub static Drawn: H256 = H256::repeat_byte(7);
}

/// What [`Drawn`] says.
#[allow(unreachable_pub)]
pub struct Draws;

impl Randomness<H256, u64> for Draws {
	fn random(_: &[u8]) -> (H256, u64) {
		(Drawn::get(), 0)
	}
}

/// Slots of a session.
pub(crate) const SLOTS: u64 = 5;
/// For how many sessions an offence can be reported.
pub(crate) const REMEMBERED: SessionIndex = 6;
/// The fewest persons for whom a term is announced.
pub(crate) const MIN_ELECTORATE: u32 = 2;
pub(crate) const BOND: u64 = 1_000;
pub(crate) const FUNDS: u64 = 100_000;
/// The validators of genesis.
pub(crate) const GENESIS: [u64; 4] = [1, 2, 3, 4];
/// Accounts that are no candidates at first: the person with the secret s has account `FIRST_ACCOUNT + s`.
pub(crate) const FIRST_ACCOUNT: u64 = 100;
/// An account without funds.
pub(crate) const POOR: u64 = 99;
/// How many persons there are at first: those with the secrets `0..PERSONS`.
pub(crate) const PERSONS: u32 = 12;

pub(crate) const RULES: Rules<u64> = Rules {
	bond: BOND,
	burnt_share: Perbill::from_percent(50),
	minimum: 4,
	seats: 6,
	term_sessions: 20,
	claim_sessions: 2,
	change_sessions: 1,
	bar: true,
};

impl pallet_validators::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type PersonScopes = Persons;
	type EnsurePerson = persons::EnsureInScope<Test>;
	type GovernanceOrigin = EnsureRoot<u64>;
	type Randomness = Draws;
	type FreeWork = FreeWork;
	type FreeShare = FreeShare;
	type SessionLength = ConstU64<SLOTS>;
	type RememberedSessions = ConstU32<REMEMBERED>;
	type MaxClaims = ConstU32<8>;
	type MaxSeats = ConstU32<8>;
	type MaxTerm = ConstU64<4_000>;
	type MaxFallback = ConstU32<8>;
	type MaxBlockWeight = MostOfBlock;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Prepare;
}

/// Makes what benchmarks need.
#[cfg(feature = "runtime-benchmarks")]
#[allow(unreachable_pub)]
pub struct Prepare;

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<u64, UintAuthorityId> for Prepare {
	fn fund(account: &u64) {
		use frame_support::traits::fungible::Mutate;
		Balances::set_balance(account, FUNDS);
	}
	fn electorate() {
		Persons::next_epoch((0..PERSONS).collect());
	}
	fn keys(account: &u64, number: u32) -> (UintAuthorityId, Vec<u8>) {
		(UintAuthorityId(account.wrapping_add(10_000 + u64::from(number))), Vec::new())
	}
}

/// The chain in block 1, with [`PERSONS`] persons, under these rules.
pub(crate) fn externalities_with(
	rules: Rules<u64>,
	validators: &[u64],
) -> sp_io::TestExternalities {
	let people = (0..u64::from(PERSONS) * 2).map(|secret| FIRST_ACCOUNT + secret);
	let genesis = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: GENESIS
				.into_iter()
				.chain(people)
				.map(|account| (account, FUNDS))
				.chain([(POOR, BOND - 1)])
				.collect(),
			..Default::default()
		},
		session: pallet_session::GenesisConfig {
			keys: validators.iter().map(|one| (*one, *one, UintAuthorityId(*one))).collect(),
			..Default::default()
		},
		validators: pallet_validators::GenesisConfig { rules },
		..Default::default()
	};
	let mut ext = census_testing::externalities::<Test>(genesis);
	ext.execute_with(|| Persons::next_epoch((0..PERSONS).collect()));
	ext
}

#[cfg(feature = "runtime-benchmarks")]
/// The chain in block 1, with [`PERSONS`] persons, under [`RULES`].
pub(crate) fn externalities() -> sp_io::TestExternalities {
	externalities_with(RULES, &GENESIS)
}

/// Runs a test from block 1 on, and checks the invariants after it.
pub(crate) fn run(test: impl FnOnce()) {
	run_with(RULES, &GENESIS, test);
}

/// The same under other rules.
pub(crate) fn run_with(rules: Rules<u64>, validators: &[u64], test: impl FnOnce()) {
	externalities_with(rules, validators).execute_with(|| {
		test();
		check_state();
	});
}

/// Checks the invariants of the whole chain.
pub(crate) fn check_state() {
	Pallet::<Test>::do_try_state().expect("the validators' invariants hold");
}

/// The next block, made by `author` if somebody makes one.
pub(crate) fn next_block(author: Option<u64>) {
	next_block_with(author, || ());
}

/// The same, in which something happens.
pub(crate) fn next_block_with(author: Option<u64>, happens: impl FnOnce()) {
	use pallet_authorship::EventHandler;
	System::set_block_number(System::block_number() + 1);
	System::reset_events();
	let now = System::block_number();
	<Session as Hooks<u64>>::on_initialize(now);
	<Validators as Hooks<u64>>::on_initialize(now);
	if let Some(author) = author {
		Validators::note_author(author);
	}
	happens();
	<Validators as Hooks<u64>>::on_finalize(now);
	if now.is_multiple_of(SLOTS) {
		check_state();
	}
}

/// Goes on to a session, with everybody who is not disabled making blocks in turn.
pub(crate) fn to_session(session: SessionIndex) {
	while Session::current_index() < session {
		next_block(None);
		let disabled = Session::disabled_validators();
		let able: Vec<_> = (0u32..)
			.zip(Session::validators())
			.filter(|(index, _)| !disabled.contains(index))
			.map(|(_, validator)| validator)
			.collect();
		if let Some(author) = able.get(System::block_number() as usize % able.len().max(1)) {
			use pallet_authorship::EventHandler;
			Validators::note_author(*author);
		}
	}
}

pub(crate) fn now() -> SessionIndex {
	Session::current_index()
}

/// Goes on by so many sessions.
pub(crate) fn skip(sessions: SessionIndex) {
	to_session(now() + sessions);
}

/// The set of this session.
pub(crate) fn set() -> Vec<u64> {
	let mut set = Session::validators();
	set.sort();
	set
}

/// Signed by `account`.
pub(crate) fn by(account: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

/// The account that the person with this secret claims a seat for, where nothing else is said.
pub(crate) fn account_of(secret: u32) -> u64 {
	FIRST_ACCOUNT + u64::from(secret)
}

/// A new candidate, with keys of its own.
pub(crate) fn register(account: u64) {
	let keys = UintAuthorityId(account);
	Validators::register(by(account), keys, Vec::new()).expect("it has funds");
}

pub(crate) fn coming() -> Term {
	ComingTerm::<Test>::get().expect("a term is announced")
}

pub(crate) fn present() -> Term {
	PresentTerm::<Test>::get().expect("a term stands")
}

/// The alias of a person in a term's scope.
pub(crate) fn alias(secret: u32, term: &Term) -> Alias {
	Persons::alias(secret, term.person_scope())
}

/// An account agrees to a person in a term.
pub(crate) fn agree(account: u64, secret: u32, term: &Term) {
	let hash = Some(hash_of(&alias(secret, term)));
	Validators::agree(by(account), hash).expect("it is a candidate");
}

pub(crate) fn claim_call(term: TermId, account: u64, former: Option<Alias>) -> RuntimeCall {
	RuntimeCall::Validators(pallet_validators::Call::claim_seat { term, account, former })
}

/// Claims a seat of a term for an account that agrees, as somebody who was `former` in the term before.
pub(crate) fn try_claim(
	secret: u32,
	term: &Term,
	account: u64,
	former: Option<Alias>,
) -> DispatchResult {
	agree(account, secret, term);
	Persons::act(secret, term.person_scope(), claim_call(term.id, account, former))
}

/// Does what it takes to claim a seat of the coming term: also says who the person is now, where a term stands.
pub(crate) fn claim(secret: u32, account: u64) -> DispatchResult {
	let term = coming();
	let former = PresentTerm::<Test>::get().filter(|_| term.asks_former).map(|present| {
		// It cannot where it is barred, and shows that in what comes of the claim.
		go_on(secret, alias(secret, &term)).ok();
		alias(secret, &present)
	});
	try_claim(secret, &term, account, former)
}

/// A person of the present term says who it is in the coming one.
pub(crate) fn go_on(secret: u32, next: Alias) -> DispatchResult {
	let term = present();
	let call = pallet_validators::Call::continue_as { term: term.id, next };
	Persons::act(secret, term.person_scope(), RuntimeCall::Validators(call))
}

/// A person leaves its seat in a term.
pub(crate) fn leave(secret: u32, term: &Term) -> DispatchResult {
	let call = pallet_validators::Call::leave_seat { term: term.id };
	Persons::act(secret, term.person_scope(), RuntimeCall::Validators(call))
}

/// Candidates are registered and claim seats for these persons, in the first term; then it begins.
pub(crate) fn seated(secrets: &[u32]) {
	to_session(1);
	for secret in secrets {
		register(account_of(*secret));
		claim(*secret, account_of(*secret)).expect("nothing is in the way");
	}
	to_session(coming().first);
}

/// An offence of an account's is reported, committed in `session`.
pub(crate) fn report(account: u64, session: SessionIndex) {
	let offence =
		OffenceDetails::<(), (u64, ())> { offender: (account, ()), reporters: Vec::new() };
	Validators::on_offence(&[offence], &[Perbill::from_percent(1)], session);
}

/// What is held of an account's funds.
pub(crate) fn held(account: u64) -> u64 {
	let reason = RuntimeHoldReason::Validators(pallet_validators::HoldReason::Bond);
	Balances::balance_on_hold(&reason, &account)
}

/// The events of this pallet in this block.
pub(crate) fn events() -> Vec<Event<Test>> {
	census_testing::events::<Test, _>()
}

/// The act is not admitted.
pub(crate) fn not_admitted() -> DispatchResult {
	Err(persons::Error::<Test>::Refused(PersonRefusal::NotAdmitted).into())
}

/// Asserts that a call is refused with this error and changes nothing.
#[track_caller]
pub(crate) fn assert_refused(call: impl FnOnce() -> DispatchResult, error: Error<Test>) {
	census_testing::assert_refused(call, error);
}

/// Asserts that an act is not admitted, that its call would be refused with this error, and that neither changes
/// anything.
#[track_caller]
pub(crate) fn assert_act_refused(secret: u32, term: &Term, call: RuntimeCall, error: Error<Test>) {
	let scope = term.person_scope();
	assert_eq!(Persons::act(secret, scope, call.clone()), not_admitted());
	census_testing::assert_refused(|| Persons::act_unasked(secret, scope, call), error);
}

/// The first session whose set can have seats of a term that is announced in `session`.
pub(crate) fn first_of(session: SessionIndex) -> SessionIndex {
	session + RULES.claim_sessions - 1 + DRAW_SESSIONS
}
