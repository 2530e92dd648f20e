//! A chain with nothing but anchors, balances, a clock, persons who act and a set of authorities.

use crate::{self as pallet_anchors, AuthoritySets, Error, Event, Pallet};
use census_anchor_log::{
	leaf::{AnchorId, Authorities, Description, Digest, Leaf, Statement},
	terms::{HashAlgorithm, Kind},
	Checkpoint, Hash, ENGINE_ID,
};
use census_primitives::{Alias, PalletScopes, PersonRefusal, PersonScope, ScopeId, Topic};
use census_testing::persons;
use codec::{Decode, Encode};
use frame_support::{
	parameter_types,
	traits::{
		fungible::{HoldConsideration, InspectHold},
		ConstU32, ConstU64, Footprint, Hooks, LinearStoragePrice, Time,
	},
	weights::Weight,
};
use sp_runtime::{DispatchError, DispatchResult, DispatchResultWithInfo};

census_testing::mock_runtime! {
	pallets { 2: Persons = persons, 3: Anchors = pallet_anchors }
}

impl persons::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type PalletScopes = ScopesOfWindows;
	type SlotPrice = ConstU64<SLOT_PRICE>;
	type ScopeDeposit = ConstU64<SCOPE_DEPOSIT>;
	type MaxScopeLife = ConstU64<LONGEST>;
	type MinElectorate = ConstU32<2>;
}

/// What windows take in the scopes that they open, as a runtime asks them.
// A runtime's types are public, whatever they are in.
#[allow(unreachable_pub)]
pub struct ScopesOfWindows;

impl PalletScopes<RuntimeCall> for ScopesOfWindows {
	fn admits(scope: ScopeId, topic: &Topic, _: &Alias, call: &RuntimeCall) -> bool {
		match call {
			RuntimeCall::Anchors(call) => Anchors::admits(scope, topic, call),
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
	pub const AnchorDepositReason: RuntimeHoldReason =
		RuntimeHoldReason::Anchors(pallet_anchors::HoldReason::AnchorDeposit);
	pub const ClaimSlotsReason: RuntimeHoldReason =
		RuntimeHoldReason::Anchors(pallet_anchors::HoldReason::ClaimSlots);
	/// What is held for an item and for a byte, and the price of a byte for ever, from now on; tests of
	/// upgrades set it.
	pub static HeldForItem: u64 = BASE_DEPOSIT;
	pub static HeldForByte: u64 = BYTE_DEPOSIT;
	pub static PriceOfByte: u64 = BYTE_PRICE;
	/// The number of the authority set; none while it changes.
	pub storage CurrentSet: Option<u64> = Some(0);
}

pub(crate) const BASE_DEPOSIT: u64 = 1_000;
pub(crate) const BYTE_DEPOSIT: u64 = 2;
pub(crate) const BYTE_PRICE: u64 = 5;
pub(crate) const ROW_PERIOD: u64 = 20;
pub(crate) const REVEAL_PERIOD: u64 = 5;
pub(crate) const MAX_EVICTIONS: u32 = 8;
pub(crate) const MAX_SLOTS: u32 = 6;
/// What an act costs besides the claim.
pub(crate) const SLOT_PRICE: u64 = 3;
/// What is held for a scope besides its slots.
pub(crate) const SCOPE_DEPOSIT: u64 = 11;
/// For how many blocks a scope can be open.
pub(crate) const LONGEST: u64 = 100;

/// Six seconds a block, from some day on.
#[allow(unreachable_pub)]
pub struct Clock;

impl Time for Clock {
	type Moment = u64;
	fn now() -> u64 {
		1_700_000_000_000 + 6_000 * System::block_number()
	}
}

/// As many authorities as the set's number says, and one.
#[allow(unreachable_pub)]
pub struct Sets;

impl AuthoritySets for Sets {
	const MAX: u32 = 10;
	fn current() -> Option<u64> {
		CurrentSet::get()
	}
	fn authorities() -> Authorities {
		(0..=CurrentSet::get().unwrap_or_default()).map(|key| ([key as u8; 32], 1)).collect()
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn set_authorities(count: u32) {
		CurrentSet::set(&Some(u64::from(count) - 1));
	}
}

impl pallet_anchors::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type Consideration = HoldConsideration<
		u64,
		Balances,
		AnchorDepositReason,
		LinearStoragePrice<HeldForItem, HeldForByte, u64>,
		Footprint,
	>;
	type PermanentPrice = LinearStoragePrice<ConstU64<0>, PriceOfByte, u64>;
	type Time = Clock;
	type PersonScopes = Persons;
	type EnsurePerson = persons::EnsureInScope<Test>;
	type AuthoritySets = Sets;
	type RowPeriod = ConstU64<ROW_PERIOD>;
	type RevealPeriod = ConstU64<REVEAL_PERIOD>;
	type MaxEvictions = ConstU32<MAX_EVICTIONS>;
	type MaxSlots = ConstU32<MAX_SLOTS>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Prepare;
}

/// Makes the electorate that benchmarks open windows for.
#[cfg(feature = "runtime-benchmarks")]
#[allow(unreachable_pub)]
pub struct Prepare;

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<u64> for Prepare {
	fn prepare(_: &u64) {
		Persons::next_epoch((0..PERSONS).collect());
	}
}

pub(crate) const AUTHOR: u64 = 1;
pub(crate) const OTHER: u64 = 2;
/// Can pay for a commitment, but no row.
pub(crate) const POOR: u64 = 3;
pub(crate) const FUNDS: u64 = 100_000_000;
/// How many persons there are: those with the secrets `0..PERSONS`.
pub(crate) const PERSONS: u32 = 5;

/// The chain in block 1, of which genesis has a hash of its own.
pub(crate) fn externalities() -> sp_io::TestExternalities {
	HeldForItem::set(BASE_DEPOSIT);
	HeldForByte::set(BYTE_DEPOSIT);
	PriceOfByte::set(BYTE_PRICE);
	let genesis = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: vec![(AUTHOR, FUNDS), (OTHER, FUNDS), (POOR, 1_400)],
			..Default::default()
		},
		..Default::default()
	};
	let mut ext = census_testing::externalities::<Test>(genesis);
	ext.execute_with(|| {
		Persons::next_epoch((0..PERSONS).collect());
		start_block(1);
	});
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
	Pallet::<Test>::do_try_state().expect("the anchors' invariants hold");
}

/// Begins a block.
pub(crate) fn start_block(number: u64) {
	System::reset_events();
	System::set_block_number(number - 1);
	System::initialize(&number, &genesis().into(), &Default::default());
	Anchors::on_initialize(number);
}

/// Ends the block; gives the checkpoint in its header.
pub(crate) fn end_block() -> Checkpoint {
	Anchors::on_finalize(System::block_number());
	let checkpoints: Vec<_> = System::digest()
		.logs
		.iter()
		.filter_map(|item| match item {
			sp_runtime::DigestItem::Consensus(ENGINE_ID, checkpoint) => Some(checkpoint.clone()),
			_ => None,
		})
		.collect();
	assert_eq!(checkpoints.len(), 1, "a block has one checkpoint");
	Checkpoint::decode(&mut &checkpoints[0][..]).expect("it is a checkpoint")
}

/// Ends the block and begins the next.
pub(crate) fn next_block() {
	skip_blocks(1);
}

/// Ends the block and begins the one `count` blocks later.
pub(crate) fn skip_blocks(count: u64) {
	let now = System::block_number();
	end_block();
	start_block(now + count);
}

/// Signed by `account`.
pub(crate) fn by(account: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

/// Some hash, told by a small number.
pub(crate) fn digest(number: u64) -> Digest {
	let hash = sp_io::hashing::blake2_256(&number.encode());
	Digest { algorithm: HashAlgorithm::Sha256, hash }
}

/// A description that says little.
pub(crate) fn plain() -> Box<Description> {
	Box::new(Description::of(Kind::File))
}

/// A statement that says little.
pub(crate) fn statement() -> Box<Statement> {
	Box::new(Statement { evidence: None, memo: b"so it is".to_vec().try_into().expect("short") })
}

/// Anchors a hash of [`AUTHOR`]'s; gives its number.
pub(crate) fn new_anchor(number: u64) -> AnchorId {
	let anchor = Pallet::<Test>::log_view().count;
	Anchors::anchor(by(AUTHOR), digest(number), plain()).expect("the author can pay");
	anchor
}

/// A leaf that is there.
pub(crate) fn leaf(index: AnchorId) -> Leaf<u64> {
	Pallet::<Test>::leaf(index).expect("it is in the log")
}

/// What is held of an account's funds for rows and commitments.
pub(crate) fn held(account: u64) -> u64 {
	Balances::balance_on_hold(&AnchorDepositReason::get(), &account)
}

/// What is held of an account's funds for claims.
pub(crate) fn held_for_claims(account: u64) -> u64 {
	Balances::balance_on_hold(&ClaimSlotsReason::get(), &account)
}

/// The deposit for so many bytes.
pub(crate) fn deposit(bytes: usize) -> u64 {
	BASE_DEPOSIT + BYTE_DEPOSIT * bytes as u64
}

/// All events of this pallet in this block, the latest last.
pub(crate) fn events() -> Vec<Event<Test>> {
	census_testing::events::<Test, _>()
}

/// A person acts in the scope of a window.
pub(crate) fn act_as(secret: u32, scope: PersonScope, call: RuntimeCall) -> DispatchResult {
	Persons::act(secret, scope, call)
}

/// Why an act is refused.
pub(crate) fn refused(refusal: PersonRefusal) -> DispatchError {
	persons::Error::<Test>::Refused(refusal).into()
}

/// A call's result without what it weighed.
pub(crate) fn done<I>(result: DispatchResultWithInfo<I>) -> DispatchResult
where
	I: Eq
		+ PartialEq
		+ Clone
		+ Copy
		+ Encode
		+ Decode
		+ core::fmt::Debug
		+ sp_runtime::traits::Printable,
{
	result.map(drop).map_err(|refused| refused.error)
}

/// Asserts that a call is refused with this error and changes nothing.
#[track_caller]
pub(crate) fn assert_refused(call: impl FnOnce() -> DispatchResult, error: Error<Test>) {
	census_testing::assert_refused(call, error);
}

/// The hash of genesis.
pub(crate) fn genesis() -> Hash {
	[9; 32]
}
