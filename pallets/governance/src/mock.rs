//! A chain with nothing but governance, balances, and persons who act.

use crate::{
	self as pallet_governance, Ballot, CallName, Error, Event, Members, Pallet, ProposalId,
	ProposalOf, Proposals, Rules, RulesOf, State, Track, TrackCalls, TrackRules,
};
use census_primitives::{PalletScopes, PersonRefusal, ScopeId, Topic};
use census_testing::persons;
use frame_support::{
	parameter_types,
	traits::{fungible::InspectHold, ConstU32, ConstU64, Contains, Hooks},
	weights::Weight,
	BoundedVec,
};
use sp_runtime::{DispatchResult, Perbill};

census_testing::mock_runtime! {
	pallets {
		2: Persons = persons,
		3: Governance = pallet_governance,
	}
	system {
		type Version = Version;
	}
}

parameter_types! {
	/// The runtime's version, of which a test changes the one of its calls.
	pub Version: sp_version::RuntimeVersion = sp_version::RuntimeVersion {
		transaction_version: TransactionVersion::get(),
		..Default::default()
	};
	pub static TransactionVersion: u32 = 1;
	/// The validators.
	pub static Validators: Vec<u64> = vec![51, 52, 53, 54];
	/// Whether the free share of the block is full.
	pub static Full: bool = false;
	/// With what it was said that finality stands.
	pub static Stalled: Option<(u64, u64)> = None;
	pub const MaxCallsWeight: Weight = Weight::from_parts(2_000_000_000, u64::MAX);
	pub const MostOfBlock: Weight = Weight::from_parts(10_000_000_000, u64::MAX);
	pub LeastRules: RulesOf<Test> = RULES;
}

impl persons::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type PalletScopes = ScopesOfReferenda;
	type SlotPrice = ConstU64<3>;
	type ScopeDeposit = ConstU64<11>;
	type MaxScopeLife = ConstU64<SCOPE_LIFE>;
	type MinElectorate = ConstU32<2>;
}

/// What referenda take in the scopes that they open, as a runtime asks them.
// A runtime's types are public, whatever they are in.
#[allow(unreachable_pub)]
pub struct ScopesOfReferenda;

impl PalletScopes<RuntimeCall> for ScopesOfReferenda {
	fn admits(
		scope: ScopeId,
		topic: &Topic,
		_: &census_primitives::Alias,
		call: &RuntimeCall,
	) -> bool {
		match call {
			RuntimeCall::Governance(call) => Governance::admits(scope, topic, call),
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

/// The tracks' calls. A remark can be made by anybody; a wish to burn can be granted to no track.
#[allow(unreachable_pub)]
pub struct Tracks;

impl TrackCalls<RuntimeCall> for Tracks {
	fn has(track: Track, call: &RuntimeCall) -> bool {
		use pallet_governance::Call as Own;
		matches!(
			(track, call),
			(Track::Arbiter, RuntimeCall::System(frame_system::Call::remark { .. }))
				| (Track::Arbiter, RuntimeCall::Balances(pallet_balances::Call::burn { .. }))
				| (
					Track::Committee,
					RuntimeCall::Governance(
						Own::set_committee { .. }
							| Own::lower_adulthood { .. }
							| Own::come_of_age { .. }
							| Own::pause { .. } | Own::resume { .. }
					)
				) | (Track::Upgrade, RuntimeCall::Governance(Own::authorize_upgrade { .. }))
				| (Track::Validators, RuntimeCall::Governance(Own::note_stalled { .. }))
		)
	}
}

/// The chain, as tests say it is.
#[allow(unreachable_pub)]
pub struct World;

impl crate::Chain<u64, u64> for World {
	fn account_of(members: &[u64], threshold: u16) -> u64 {
		let sum = |sum: u64, member: &u64| sum.wrapping_add(member.wrapping_mul(1_000));
		members.iter().fold(1_000_000 * u64::from(threshold), sum)
	}
	fn validators() -> Vec<u64> {
		Validators::get()
	}
	fn free_share_is_full() -> bool {
		Full::get()
	}
	fn note_stalled(delay: u64, best_finalized: u64) -> DispatchResult {
		Stalled::set(Some((delay, best_finalized)));
		Ok(())
	}
}

/// Remarks may be paused, and transfers.
#[allow(unreachable_pub)]
pub struct Pausable;

impl Contains<CallName> for Pausable {
	fn contains(call: &CallName) -> bool {
		call.is("System", "remark")
			|| (call.pallet.as_slice() == b"Balances" && call.call.starts_with(b"transfer"))
	}
}

impl pallet_governance::Config for Test {
	type RuntimeCall = RuntimeCall;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type PersonScopes = Persons;
	type EnsurePerson = persons::EnsureInScope<Test>;
	type Population = Persons;
	type Tracks = Tracks;
	type Chain = World;
	type Pausable = Pausable;
	type VotesPerBlock = ConstU32<VOTES_PER_BLOCK>;
	type MaxScopeLife = ConstU64<SCOPE_LIFE>;
	type MaxCallsWeight = MaxCallsWeight;
	type MaxValidators = ConstU32<8>;
	type MaxBlockWeight = MostOfBlock;
	type LeastRules = LeastRules;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Prepare;
}

/// Makes what benchmarks need.
#[cfg(feature = "runtime-benchmarks")]
#[allow(unreachable_pub)]
pub struct Prepare;

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<u64, RuntimeCall> for Prepare {
	fn fund(account: &u64) {
		use frame_support::traits::fungible::Mutate;
		Balances::set_balance(account, FUNDS);
	}
	fn electorate() {
		Persons::next_epoch((0..PERSONS).collect());
	}
	fn call() -> RuntimeCall {
		let members: Vec<u64> = (0..32).collect();
		set_committee(&members)
	}
	fn pausable(number: u32) -> CallName {
		CallName::new("Balances", &format!("transfer{number}")).expect("it is short")
	}
	fn validators(accounts: Vec<u64>) {
		Validators::set(accounts);
	}
}

/// For how many blocks a scope can be open.
pub(crate) const SCOPE_LIFE: u64 = 120;
/// The votes that a block takes.
pub(crate) const VOTES_PER_BLOCK: u32 = 4;
/// What each account has.
pub(crate) const FUNDS: u64 = 100_000;
/// The least deposit.
pub(crate) const DEPOSIT: u64 = 100;
/// How many persons there are at first.
pub(crate) const PERSONS: u32 = 20;
/// Accounts that propose.
pub(crate) const PROPOSER: u64 = 1;
/// The members of the committee of genesis.
pub(crate) const COMMITTEE: [u64; 3] = [13, 11, 12];

pub(crate) const RULES: Rules<u64, u64> = Rules {
	deposit: DEPOSIT,
	narrow: TrackRules {
		least_electorate: 4,
		least_open: 10,
		most_open: 50,
		share: Perbill::from_percent(40),
		floor: Perbill::from_percent(10),
		lock: 10,
		low_lock: 30,
	},
	wide: TrackRules {
		least_electorate: 8,
		least_open: 10,
		most_open: 50,
		share: Perbill::from_percent(50),
		floor: Perbill::from_percent(20),
		lock: 20,
		low_lock: 60,
	},
	adult_at: 16,
	adult_after: 100,
	adult_pins: 2,
	issuer_part: Perbill::from_percent(34),
	orphan_after: 50,
	orphan_lock: 80,
	enact_within: 40,
	pause: 7,
	rest: 28,
	least_committee: 3,
};

/// The chain in block 1, with [`PERSONS`] persons.
pub(crate) fn externalities() -> sp_io::TestExternalities {
	externalities_with(RULES)
}

/// The same with other rules.
pub(crate) fn externalities_with(rules: Rules<u64, u64>) -> sp_io::TestExternalities {
	// What tests say of the chain is the thread's, and there may have been a test before.
	TransactionVersion::set(1);
	Validators::set(vec![51, 52, 53, 54]);
	Full::set(false);
	Stalled::set(None);
	let genesis = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: (1..100).map(|account| (account, FUNDS)).collect(),
			..Default::default()
		},
		governance: pallet_governance::GenesisConfig {
			for_trying_out: rules != RULES,
			rules: Some(rules),
			committee: COMMITTEE.to_vec(),
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
	Pallet::<Test>::do_try_state().expect("governance's invariants hold");
}

pub(crate) fn now() -> u64 {
	System::block_number()
}

/// The next block.
pub(crate) fn next_block() {
	<Governance as Hooks<u64>>::on_finalize(now());
	System::set_block_number(now() + 1);
	System::reset_events();
	<Governance as Hooks<u64>>::on_initialize(now());
}

/// Goes on to a block.
pub(crate) fn to(block: u64) {
	while now() < block {
		next_block();
	}
}

/// Goes on by so many blocks.
pub(crate) fn skip(blocks: u64) {
	to(now() + blocks);
}

/// Signed by `account`.
pub(crate) fn by(account: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

/// The account of which the committee of genesis disposes: two of its three members.
pub(crate) fn committee() -> u64 {
	pallet_governance::Committee::<Test>::get().expect("there is a committee")
}

/// A call that a track has.
pub(crate) fn call_on(track: Track) -> RuntimeCall {
	use pallet_governance::Call as Own;
	match track {
		Track::Arbiter => frame_system::Call::remark { remark: vec![7] }.into(),
		Track::Validators => Own::note_stalled { delay: 5, best_finalized: 3 }.into(),
		Track::Committee => set_committee(&[21, 22, 23]),
		Track::Upgrade => Own::authorize_upgrade { code: sp_core::H256::repeat_byte(9) }.into(),
		Track::Circuits | Track::Issuers => panic!("the mock has no calls on {track:?}"),
	}
}

pub(crate) fn set_committee(members: &[u64]) -> RuntimeCall {
	let members = members.to_vec().try_into().expect("they are few");
	pallet_governance::Call::set_committee { members }.into()
}

/// One call, as a proposal has it.
pub(crate) fn only(call: RuntimeCall) -> BoundedVec<RuntimeCall, ConstU32<{ crate::MAX_CALLS }>> {
	vec![call].try_into().expect("one is not too many")
}

/// Proposes a call for the fewest blocks with the least deposit, and says its number.
pub(crate) fn propose(track: Track, call: RuntimeCall) -> ProposalId {
	propose_with(PROPOSER, track, call, 10, DEPOSIT)
}

pub(crate) fn propose_with(
	who: u64,
	track: Track,
	call: RuntimeCall,
	open_for: u64,
	deposit: u64,
) -> ProposalId {
	let id = crate::NextProposalId::<Test>::get();
	Governance::propose(by(who), track, only(call), open_for, deposit).expect("nothing is wrong");
	id
}

/// Goes on until persons vote on a proposal.
pub(crate) fn until_open(id: ProposalId) -> Ballot<u64> {
	for _ in 0..400 {
		if let Some(ballot) = ballot(id) {
			return ballot;
		}
		next_block();
	}
	panic!("it is not opened")
}

/// A proposal that is open.
pub(crate) fn ballot(id: ProposalId) -> Option<Ballot<u64>> {
	match proposal(id).state {
		State::Open(ballot) => Some(ballot),
		_ => None,
	}
}

pub(crate) fn proposal(id: ProposalId) -> ProposalOf<Test> {
	Proposals::<Test>::get(id).expect("it is not done with")
}

pub(crate) fn vote_call(proposal: ProposalId, aye: bool) -> RuntimeCall {
	pallet_governance::Call::vote { proposal, aye }.into()
}

/// A person votes.
pub(crate) fn vote(secret: u32, id: ProposalId, aye: bool) -> DispatchResult {
	let scope = ballot(id).expect("it is open").person_scope();
	Persons::act(secret, scope, vote_call(id, aye))
}

/// So many persons say yes, and after them so many no.
pub(crate) fn votes(id: ProposalId, ayes: u32, noes: u32) {
	for secret in 0..ayes + noes {
		vote(secret, id, secret < ayes).expect("nothing is in the way");
	}
}

/// A proposal is decided by all persons: says from when on it can be enacted.
pub(crate) fn decide(track: Track, call: RuntimeCall) -> (ProposalId, u64) {
	let id = propose(track, call);
	until_open(id);
	votes(id, PERSONS, 0);
	next_block();
	match proposal(id).state {
		State::Passed { enact_from, .. } => (id, enact_from),
		other => panic!("it passes, and is {other:?}"),
	}
}

/// Enacts a proposal, whatever it weighs.
pub(crate) fn enact(id: ProposalId) -> DispatchResult {
	Governance::enact(by(2), id, MaxCallsWeight::get()).map(drop).map_err(|refused| refused.error)
}

/// From the next block on there is another pin of the persons of genesis.
pub(crate) fn pin_again() {
	Persons::next_epoch((0..PERSONS).collect());
}

/// The chain comes of age.
pub(crate) fn grow_up() {
	// What is decided now can still be enacted when there have been persons enough for long enough.
	to(RULES.adult_after - 15);
	pin_again();
	let (id, from) = decide(Track::Committee, pallet_governance::Call::come_of_age {}.into());
	to(from.max(RULES.adult_after + 5));
	enact(id).expect("it is old enough");
	assert!(crate::IsAdult::<Test>::get());
}

/// The chain comes of age, and then most of its persons are gone for so long that it is orphaned.
pub(crate) fn orphan() {
	grow_up();
	Persons::next_epoch((0..RULES.adult_at / 2 - 1).collect());
	skip(1 + RULES.orphan_after);
	assert_eq!(Governance::stage(now()), crate::Stage::Orphaned);
}

/// The committee makes a motion; says its number.
pub(crate) fn motion(track: Track, call: RuntimeCall) -> ProposalId {
	let id = crate::NextProposalId::<Test>::get();
	Governance::motion(by(committee()), track, only(call)).expect("nothing is wrong");
	id
}

/// From when on, and until when, a proposal that was decided can be enacted, and whether it was put off.
pub(crate) fn passed(id: ProposalId) -> (u64, u64, bool) {
	match proposal(id).state {
		State::Passed { enact_from, enact_until, delayed, .. } => {
			(enact_from, enact_until, delayed)
		}
		other => panic!("it was not decided: {other:?}"),
	}
}

/// Whether a proposal is not done with.
pub(crate) fn exists(id: ProposalId) -> bool {
	Proposals::<Test>::contains_key(id)
}

pub(crate) fn free(account: u64) -> u64 {
	Balances::free_balance(account)
}

/// A call by its names.
pub(crate) fn name(pallet: &str, call: &str) -> CallName {
	CallName::new(pallet, call).expect("they are short")
}

/// A remark of so many bytes, all of them the same.
pub(crate) fn remark(byte: u8, length: usize) -> RuntimeCall {
	frame_system::Call::remark { remark: vec![byte; length] }.into()
}

/// A call that its track has, and that fails whenever it is made: what was decided has no funds.
pub(crate) fn fails() -> RuntimeCall {
	pallet_balances::Call::burn { value: 1, keep_alive: false }.into()
}

/// Asserts that an origin is not let in, and that nothing changes.
#[track_caller]
pub(crate) fn assert_bad_origin(call: impl FnOnce() -> DispatchResult) {
	census_testing::assert_refused(call, sp_runtime::traits::BadOrigin);
}

/// What is held of an account's funds.
pub(crate) fn held(account: u64) -> u64 {
	let reason = RuntimeHoldReason::Governance(pallet_governance::HoldReason::Proposal);
	Balances::balance_on_hold(&reason, &account)
}

/// All that there is.
pub(crate) fn issuance() -> u64 {
	Balances::total_issuance()
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

/// The members of the committee.
pub(crate) fn members() -> Vec<u64> {
	Members::<Test>::get().into_inner()
}
