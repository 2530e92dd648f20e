//! A chain with nothing but anchors, balances, a clock, [`persons`] who act and a set of authorities.

pub(crate) mod persons;

use crate::{self as pallet_anchors, AuthoritySets, Error, Event, Pallet};
use census_anchor_log::{
	leaf::{AnchorId, Authorities, Description, Digest, Leaf, Statement},
	terms::{HashAlgorithm, Kind},
	Checkpoint, Hash, ENGINE_ID,
};
use codec::{Decode, Encode};
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		fungible::{HoldConsideration, InspectHold},
		ConstU32, ConstU64, Footprint, Hooks, LinearStoragePrice, Time,
	},
};
use sp_runtime::{BuildStorage, DispatchResult, DispatchResultWithInfo};

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
	pub type Persons = persons;
	#[runtime::pallet_index(3)]
	pub type Anchors = pallet_anchors;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<u64>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
}

impl persons::Config for Test {}

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

/// Six seconds a block, from some day on.
// A runtime's types are public, whatever they are in.
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
	type EnsurePerson = persons::EnsurePerson;
	type AuthoritySets = Sets;
	type RowPeriod = ConstU64<ROW_PERIOD>;
	type RevealPeriod = ConstU64<REVEAL_PERIOD>;
	type MaxEvictions = ConstU32<MAX_EVICTIONS>;
	type MaxSlots = ConstU32<MAX_SLOTS>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = persons::Prepare;
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
	let storage = genesis.build_storage().expect("the genesis is sound");
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| {
		persons::next_epoch((0..PERSONS).collect());
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
	let anchor = Pallet::<Test>::log_details().count;
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
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Anchors(event) => Some(event),
			_ => None,
		})
		.collect()
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
	let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
	let result = frame_support::storage::with_storage_layer(call);
	assert_eq!(result, Err(error.into()));
	assert_eq!(sp_io::storage::root(sp_runtime::StateVersion::V1), before, "it changed something");
}

/// The hash of genesis.
pub(crate) fn genesis() -> Hash {
	[9; 32]
}
