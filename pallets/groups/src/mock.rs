//! A chain with nothing but groups and balances.

use crate::{self as pallet_groups, Error, Event, Groups, Pallet, WeightInfo};
use census_lean_imt::{Poseidon, Tree};
use census_primitives::GroupId;
pub(crate) use census_vectors::semaphore::{proofs, Published};
use census_zk_types::{FieldElement, Word};
use frame_support::{
	parameter_types,
	traits::{
		fungible::HoldConsideration, ConstU32, ConstU64, Footprint, Hooks, LinearStoragePrice,
	},
	weights::Weight,
};
use std::{collections::BTreeMap, sync::LazyLock};

census_testing::mock_runtime! {
	pallets { 2: GroupsPallet = pallet_groups }
}

parameter_types! {
	pub const GroupDepositReason: RuntimeHoldReason =
		RuntimeHoldReason::GroupsPallet(pallet_groups::HoldReason::GroupDeposit);
	/// What is held for a group, and for a byte of it, from now on; tests of upgrades set it.
	pub static HeldForItem: u64 = BASE_DEPOSIT;
	pub static HeldForByte: u64 = 1;
}

pub(crate) const BASE_DEPOSIT: u64 = 1_000;

/// What a byte costs that stays for ever.
pub(crate) const BYTE_PRICE: u64 = 2;

/// What a nullifier costs whoever submits its proof.
pub(crate) const NULLIFIER_PRICE: u64 = BYTE_PRICE * crate::NULLIFIER_BYTES as u64;

impl pallet_groups::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type Consideration = HoldConsideration<
		u64,
		Balances,
		GroupDepositReason,
		LinearStoragePrice<HeldForItem, HeldForByte, u64>,
		Footprint,
	>;
	type PermanentPrice = LinearStoragePrice<ConstU64<0>, ConstU64<BYTE_PRICE>, u64>;
	type DefaultRootDuration = ConstU64<10>;
	type MaxRootDuration = ConstU64<100>;
	type MaxBatch = ConstU32<64>;
	type MaxProofs = ConstU32<64>;
	type WeightInfo = ();
}

/// These tests are about what calls do; what they weigh is measured on the real runtime.
impl WeightInfo for () {
	fn create_group() -> Weight {
		Weight::zero()
	}
	fn add_member() -> Weight {
		Weight::zero()
	}
	fn add_members(_: u32) -> Weight {
		Weight::zero()
	}
	fn update_member() -> Weight {
		Weight::zero()
	}
	fn remove_member() -> Weight {
		Weight::zero()
	}
	fn update_group_admin() -> Weight {
		Weight::zero()
	}
	fn accept_group_admin() -> Weight {
		Weight::zero()
	}
	fn update_root_duration() -> Weight {
		Weight::zero()
	}
	fn set_instant_revocation() -> Weight {
		Weight::zero()
	}
	fn validate_proof() -> Weight {
		Weight::zero()
	}
	fn validate_proofs(proofs: u32) -> Weight {
		Weight::from_parts(10 + u64::from(proofs), 0)
	}
	fn validate_proofs_refused(proofs: u32) -> Weight {
		Weight::from_parts(20 + 3 * u64::from(proofs), 0)
	}
	fn close_group() -> Weight {
		Weight::zero()
	}
	fn clear_group(items: u32) -> Weight {
		Weight::from_parts(items.into(), 0)
	}
}

pub(crate) const ADMIN: u64 = 1;
pub(crate) const OTHER: u64 = 2;
/// Can make no deposit, and pay for two nullifiers: a third would take all that it has.
pub(crate) const POOR: u64 = 3;
pub(crate) const FUNDS: u64 = 10_000_000;
pub(crate) const FUNDS_OF_POOR: u64 = 3 * NULLIFIER_PRICE;

/// The chain in block 1.
pub(crate) fn externalities() -> sp_io::TestExternalities {
	HeldForItem::set(BASE_DEPOSIT);
	HeldForByte::set(1);
	let genesis = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: vec![(ADMIN, FUNDS), (OTHER, FUNDS), (POOR, FUNDS_OF_POOR)],
			..Default::default()
		},
		..Default::default()
	};
	census_testing::externalities::<Test>(genesis)
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
	Pallet::<Test>::do_try_state().expect("the groups' invariants hold");
}

/// Ends the block and begins the next.
pub(crate) fn next_block() {
	skip_blocks(1);
}

/// Ends the block and begins the one `count` blocks later.
pub(crate) fn skip_blocks(count: u64) {
	let now = System::block_number();
	GroupsPallet::on_finalize(now);
	System::set_block_number(now + count);
	GroupsPallet::on_initialize(now + count);
}

/// Signed by `account`.
pub(crate) fn by(account: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

/// Any commitment, told by a small number.
pub(crate) fn commitment(number: u64) -> Word {
	Word::from(number)
}

/// Opens a group of [`ADMIN`]'s.
pub(crate) fn new_group(root_duration: Option<u64>, instant_revocation: bool) -> GroupId {
	let group = Pallet::<Test>::group_count();
	GroupsPallet::create_group(by(ADMIN), root_duration, instant_revocation)
		.expect("the admin can pay");
	group
}

/// A group's current root.
pub(crate) fn root(group: GroupId) -> FieldElement {
	Groups::<Test>::get(group).expect("the group exists").root
}

/// What is held of an account's funds.
pub(crate) fn held(account: u64) -> u64 {
	use frame_support::traits::fungible::InspectHold;
	Balances::balance_on_hold(&GroupDepositReason::get(), &account)
}

/// The deposit for a group of so many leaves.
pub(crate) fn deposit(size: u64) -> u64 {
	BASE_DEPOSIT + size * u64::from(crate::MEMBER_BYTES)
}

/// The last event of this pallet.
pub(crate) fn last_event() -> Event<Test> {
	census_testing::events::<Test, _>().pop().expect("something happened")
}

/// Asserts that a call is refused with this error and changes nothing.
#[track_caller]
pub(crate) fn assert_refused(
	call: impl FnOnce() -> sp_runtime::DispatchResult,
	error: Error<Test>,
) {
	census_testing::assert_refused(call, error);
}

/// One proof for each circuit depth, from 1 to 32, with its group. See `tests/vectors/README.md`.
pub(crate) static VECTORS: LazyLock<&[Published]> = LazyLock::new(proofs);

/// Opens a group with a vector's members, in block 1, and goes on to the next block.
pub(crate) fn group_of(vector: &Published) -> GroupId {
	let group = new_group(None, false);
	for batch in vector.member_words().chunks(64) {
		let batch = batch.to_vec().try_into().expect("no more than the most");
		GroupsPallet::add_members(by(ADMIN), group, batch).expect("they can be added");
	}
	next_block();
	group
}

/// The root of a tree with these leaves, built apart from the pallet.
pub(crate) fn root_of(leaves: &[Word]) -> FieldElement {
	let leaves: Vec<_> =
		leaves.iter().map(|leaf| FieldElement::try_from(*leaf).expect("in the field")).collect();
	if leaves.is_empty() {
		return FieldElement::ZERO;
	}
	Tree::new(BTreeMap::new(), Poseidon, 0)
		.and_then(|mut tree| tree.append_many(&leaves))
		.expect("a tree of so many leaves")
}
