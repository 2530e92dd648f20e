//! A chain with nothing but polls, balances, and persons who act.

use crate::{self as pallet_polls, Error, Event, Pallet, Poll, PollId, Polls};
use census_primitives::{
	Alias, OpenedScope, PalletScopes, PersonRefusal, PersonScope, ScopeId, Topic,
};
use census_testing::persons;
use frame_support::{
	parameter_types,
	traits::{
		fungible::{HoldConsideration, InspectHold},
		ConstU32, ConstU64, Footprint, LinearStoragePrice,
	},
	weights::Weight,
};
use sp_core::H256;
use sp_runtime::{DispatchError, DispatchResult};

census_testing::mock_runtime! {
	pallets { 2: Persons = persons, 3: PollsPallet = pallet_polls }
}

impl persons::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type PalletScopes = ScopesOfPolls;
	type SlotPrice = ConstU64<SLOT_PRICE>;
	type ScopeDeposit = ConstU64<SCOPE_DEPOSIT>;
	type MaxScopeLife = ConstU64<LONGEST>;
	type MinElectorate = ConstU32<MIN_ELECTORATE>;
}

/// What polls take in the scopes that they open, as a runtime asks them.
// A runtime's types are public, whatever they are in.
#[allow(unreachable_pub)]
pub struct ScopesOfPolls;

impl PalletScopes<RuntimeCall> for ScopesOfPolls {
	fn admits(scope: ScopeId, topic: &Topic, _: &Alias, call: &RuntimeCall) -> bool {
		match call {
			RuntimeCall::PollsPallet(call) => PollsPallet::admits(scope, topic, call),
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

parameter_types! {
	pub const PollDepositReason: RuntimeHoldReason =
		RuntimeHoldReason::PollsPallet(pallet_polls::HoldReason::PollDeposit);
	/// What is held for a poll, and for a byte of it, from now on; tests of upgrades set it.
	pub static HeldForItem: u64 = BASE_DEPOSIT;
	pub static HeldForByte: u64 = 1;
}

pub(crate) const BASE_DEPOSIT: u64 = 1_000;
/// The price of one vote.
pub(crate) const SLOT_PRICE: u64 = 3;
/// What is held for a scope besides.
pub(crate) const SCOPE_DEPOSIT: u64 = 11;
/// For how many blocks a scope can be open.
pub(crate) const LONGEST: u64 = 50;
/// The fewest persons for whom a scope is opened.
pub(crate) const MIN_ELECTORATE: u32 = 2;
pub(crate) const KEEP_TIME: u64 = 20;
pub(crate) const MAX_TITLE: u32 = 64;
pub(crate) const MAX_OPTIONS: u32 = 8;

impl pallet_polls::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Consideration = HoldConsideration<
		u64,
		Balances,
		PollDepositReason,
		LinearStoragePrice<HeldForItem, HeldForByte, u64>,
		Footprint,
	>;
	type PersonScopes = Persons;
	type EnsurePerson = persons::EnsureInScope<Test>;
	type MaxTitle = ConstU32<MAX_TITLE>;
	type MaxOptions = ConstU32<MAX_OPTIONS>;
	type KeepTime = ConstU64<KEEP_TIME>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Prepare;
}

/// Makes the electorate that benchmarks open polls for.
#[cfg(feature = "runtime-benchmarks")]
#[allow(unreachable_pub)]
pub struct Prepare;

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<u64> for Prepare {
	fn prepare(payer: &u64) {
		use frame_support::traits::fungible::Mutate;
		Persons::next_epoch((0..PERSONS).collect());
		Balances::set_balance(payer, FUNDS);
	}
}

pub(crate) const CREATOR: u64 = 1;
pub(crate) const OTHER: u64 = 2;
/// Can pay the deposit, but no votes beside it.
pub(crate) const POOR: u64 = 3;
pub(crate) const FUNDS: u64 = 1_000_000;

/// How many persons there are at first: those with the secrets `0..PERSONS`.
pub(crate) const PERSONS: u32 = 5;

/// The chain in block 1, with [`PERSONS`] persons.
pub(crate) fn externalities() -> sp_io::TestExternalities {
	HeldForItem::set(BASE_DEPOSIT);
	HeldForByte::set(1);
	let genesis = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: vec![(CREATOR, FUNDS), (OTHER, FUNDS), (POOR, deposit() + 1)],
			..Default::default()
		},
		..Default::default()
	};
	let mut ext = census_testing::externalities::<Test>(genesis);
	ext.execute_with(|| Persons::next_epoch((0..PERSONS).collect()));
	ext
}

/// Runs a test from block 1 on, and checks the invariants after it.
pub(crate) fn run(test: impl FnOnce()) {
	externalities().execute_with(|| {
		test();
		check_state();
	});
}

/// Checks the invariants of the whole chain.
pub(crate) fn check_state() {
	Pallet::<Test>::do_try_state().expect("the polls' invariants hold");
}

/// Goes on by so many blocks.
pub(crate) fn skip_blocks(count: u64) {
	System::set_block_number(System::block_number() + count);
}

/// Signed by `account`.
pub(crate) fn by(account: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

/// The block in which the polls of [`new_poll`] take their last vote.
pub(crate) const CLOSES_AT: u64 = 10;

/// Tries to open a poll of `creator`'s.
pub(crate) fn create(creator: u64, options: u32, closes_at: u64, least: u32) -> DispatchResult {
	let title = b"Tea or coffee?".to_vec().try_into().expect("it is short");
	PollsPallet::create(by(creator), title, H256::repeat_byte(7), options, closes_at, least)
}

/// Opens a poll of [`CREATOR`]'s with three options.
pub(crate) fn new_poll() -> PollId {
	let poll = PollsPallet::poll_count();
	create(CREATOR, 3, CLOSES_AT, 1).expect("the creator can pay");
	poll
}

/// A poll that was opened and not pruned.
pub(crate) fn stored(poll: PollId) -> Poll<Test> {
	Polls::<Test>::get(poll).expect("the poll exists")
}

/// The scope of a poll.
pub(crate) fn scope_of(poll: PollId) -> OpenedScope {
	stored(poll).scope
}

/// Where persons vote on a poll.
pub(crate) fn person_scope(poll: PollId) -> PersonScope {
	PersonScope::Application { scope: scope_of(poll).scope, topic: [0; 32] }
}

/// The vote as a call.
pub(crate) fn vote_call(poll: PollId, option: u32) -> RuntimeCall {
	RuntimeCall::PollsPallet(pallet_polls::Call::vote { poll, option })
}

/// Votes as the person with this secret does: by acting in the poll's scope.
pub(crate) fn vote(secret: u32, poll: PollId, option: u32) -> DispatchResult {
	Persons::act(secret, person_scope(poll), vote_call(poll, option))
}

/// Why an act is refused.
pub(crate) fn refused(refusal: PersonRefusal) -> DispatchError {
	persons::Error::<Test>::Refused(refusal).into()
}

/// What is held of an account's funds for its polls.
pub(crate) fn held(account: u64) -> u64 {
	Balances::balance_on_hold(&PollDepositReason::get(), &account)
}

/// What is held of an account's funds for votes that it has paid for beforehand, and their scopes.
pub(crate) fn prepaid(account: u64) -> u64 {
	Persons::held(&account)
}

/// What is held for so many votes on one poll.
pub(crate) fn price_of(votes: u32) -> u64 {
	SCOPE_DEPOSIT + u64::from(votes) * SLOT_PRICE
}

/// The deposit for a poll: 8 bytes for an account, 8 for the ticket, 2 and 64 for the title, 32 for
/// the hash, 12 for the scope, 8 for the block, 1 for whether it is closed, 1 and 32 for the counts.
pub(crate) fn deposit() -> u64 {
	BASE_DEPOSIT + 8 + 8 + 66 + 32 + 12 + 8 + 1 + 33
}

/// The last event of this pallet.
pub(crate) fn last_event() -> Event<Test> {
	census_testing::events::<Test, _>().pop().expect("something happened")
}

/// Asserts that a call is refused with this error and changes nothing.
#[track_caller]
pub(crate) fn assert_refused(call: impl FnOnce() -> DispatchResult, error: Error<Test>) {
	census_testing::assert_refused(call, error);
}
