//! The stand-in for persons keeps the contract of persons.

#![allow(missing_docs, unreachable_pub, reason = "what FRAME's macros make is public")]

use census_primitives::{Alias, PalletScopes, PersonRefusal, PersonScope, ScopeId, Topic};
use census_testing::{
	contracts::persons::{Deed, Subject},
	persons,
};
use frame_support::{
	parameter_types,
	traits::{fungible::Inspect, ConstU32, ConstU64},
	weights::Weight,
};
use sp_runtime::DispatchResult;

/// Calls for persons to make.
#[frame_support::pallet]
mod deeds {
	use census_primitives::{Alias, PersonScope};
	use census_testing::persons::EnsureInScope;
	use frame_support::{pallet_prelude::*, traits::EnsureOriginWithArg};
	use frame_system::pallet_prelude::*;

	#[pallet::pallet]
	#[pallet::without_storage_info]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config + census_testing::persons::Config {}

	/// Who has done what, in order.
	#[pallet::storage]
	pub type Noted<T> = StorageValue<_, Vec<(PersonScope, Alias)>, ValueQuery>;

	#[pallet::error]
	pub enum Error<T> {
		/// As was to be expected.
		AlwaysFails,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Takes only who acts in this scope.
		#[pallet::call_index(0)]
		#[pallet::weight(Weight::zero())]
		pub fn only_in(origin: OriginFor<T>, scope: PersonScope) -> DispatchResult {
			let alias = EnsureInScope::<T>::ensure_origin(origin, &scope)?;
			Noted::<T>::append((scope, alias));
			Ok(())
		}

		/// Writes something and fails.
		#[pallet::call_index(1)]
		#[pallet::weight(Weight::zero())]
		pub fn fail(_origin: OriginFor<T>) -> DispatchResult {
			Noted::<T>::kill();
			Noted::<T>::append((PersonScope::Session { epoch: 0 }, Alias::from(1)));
			Err(Error::<T>::AlwaysFails.into())
		}
	}
}

census_testing::mock_runtime! {
	pallets { 2: Persons = persons, 3: Deeds = deeds }
}

impl deeds::Config for Test {}

parameter_types! {
	/// Whether acts are admitted.
	pub static Admitted: bool = true;
}

/// Whatever [`Admitted`] says.
pub struct Admission;

impl PalletScopes<RuntimeCall> for Admission {
	fn admits(_: ScopeId, _: &Topic, _: &Alias, _: &RuntimeCall) -> bool {
		Admitted::get()
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

impl persons::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type PalletScopes = Admission;
	type SlotPrice = ConstU64<{ Chain::SLOT_PRICE }>;
	type ScopeDeposit = ConstU64<100>;
	type MaxScopeLife = ConstU64<{ Chain::MAX_SCOPE_LIFE }>;
	type MinElectorate = ConstU32<{ Chain::MIN_ELECTORATE }>;
}

struct Chain;

impl Subject for Chain {
	type AccountId = u64;
	type Origin = RuntimeOrigin;
	type Scopes = Persons;
	type EnsurePerson = persons::EnsureInScope<Test>;

	const SLOT_PRICE: u64 = 3;
	const MAX_SCOPE_LIFE: u64 = 50;
	const MIN_ELECTORATE: u32 = 2;

	fn run(persons: u32, test: impl FnOnce()) {
		Admitted::set(true);
		let genesis = RuntimeGenesisConfig {
			balances: pallet_balances::GenesisConfig {
				balances: vec![(Self::payer(), 1_000_000)],
				..Default::default()
			},
			..Default::default()
		};
		census_testing::externalities::<Test>(genesis).execute_with(|| {
			set_persons((0..persons).collect());
			test();
		});
	}
	fn join(person: u32) {
		let mut persons = present_persons();
		persons.push(person);
		set_persons(persons);
	}
	fn leave(person: u32) {
		let mut persons = present_persons();
		persons.retain(|one| *one != person);
		set_persons(persons);
	}
	fn now() -> u64 {
		System::block_number()
	}
	fn go_to(block: u64) {
		System::set_block_number(block);
	}
	fn use_up_numbers() {
		persons::NextScope::<Test>::put(u32::MAX);
	}

	fn payer() -> u64 {
		1
	}
	fn pauper() -> u64 {
		2
	}
	fn held(account: &u64) -> u64 {
		Persons::held(account)
	}
	fn owned(account: &u64) -> u64 {
		Balances::total_balance(account)
	}

	fn alias(person: u32, scope: PersonScope) -> Alias {
		Persons::alias(person, scope)
	}
	fn act(person: u32, scope: PersonScope, deed: Deed) -> Result<DispatchResult, PersonRefusal> {
		let call = match deed {
			Deed::OnlyIn(scope) => deeds::Call::only_in { scope },
			Deed::Fail => deeds::Call::fail {},
		};
		Persons::try_act(person, scope, call.into())
	}
	fn admit(acts: bool) {
		Admitted::set(acts);
	}
	fn noted() -> Vec<(PersonScope, Alias)> {
		deeds::Noted::<Test>::get()
	}
	fn strangers() -> Vec<RuntimeOrigin> {
		vec![RuntimeOrigin::root(), RuntimeOrigin::none(), RuntimeOrigin::signed(Self::payer())]
	}
}

parameter_types! {
	/// The secrets of the persons there are.
	pub static Secrets: Vec<u32> = Vec::new();
}

fn present_persons() -> Vec<u32> {
	Secrets::get()
}

fn set_persons(persons: Vec<u32>) {
	Secrets::set(persons.clone());
	Persons::next_epoch(persons);
}

census_testing::persons_contract!(Chain);

/// What a test has to arrange by name.
mod arranged {
	use super::*;
	use census_primitives::{PersonScopes, Slots};

	fn on_a_scope(test: impl FnOnce(PersonScope)) {
		Chain::run(3, || {
			let opened = Persons::open(&1, Slots::Electorate, 0, 9).expect("it can be paid");
			test(PersonScope::Application { scope: opened.scope, topic: [0; 32] });
		});
	}

	#[test]
	fn whoever_is_not_asked_admits() {
		on_a_scope(|scope| {
			let call = || -> RuntimeCall { deeds::Call::only_in { scope }.into() };
			Admitted::set(false);
			let refused = persons::Error::<Test>::Refused(PersonRefusal::NotAdmitted);
			assert_eq!(Persons::act(0, scope, call()), Err(refused.into()));
			assert_eq!(Persons::act_unasked(0, scope, call()), Ok(()));
			assert_eq!(Persons::may_act(0, scope), Err(PersonRefusal::NullifierUsed));
			assert_eq!(Persons::may_act(1, scope), Ok(()));
			let failed = deeds::Error::<Test>::AlwaysFails;
			let fail = deeds::Call::fail {}.into();
			assert_eq!(Persons::act_unasked(1, scope, fail), Err(failed.into()));
		});
	}

	#[test]
	#[should_panic = "it was admitted and is not taken"]
	fn what_is_admitted_is_taken() {
		on_a_scope(|scope| {
			let _ = Persons::act(0, scope, deeds::Call::fail {}.into());
		});
	}

	#[test]
	fn no_act_is_made_but_in_a_pallets_scope() {
		Chain::run(3, || {
			for scope in
				[PersonScope::Quota { epoch: 1, counter: 0 }, PersonScope::Session { epoch: 1 }]
			{
				assert_eq!(Persons::may_act(0, scope), Err(PersonRefusal::ScopeKind));
			}
		});
	}

	#[test]
	fn what_is_burnt_is_told() {
		on_a_scope(|scope| {
			let issuance = Balances::total_issuance();
			assert_eq!(Persons::act(0, scope, deeds::Call::only_in { scope }.into()), Ok(()));
			assert_eq!(Persons::burnt(), 0);
			assert_eq!(Persons::close(0), Ok(()));
			assert_eq!(Persons::burnt(), Chain::SLOT_PRICE);
			assert_eq!(Balances::total_issuance(), issuance - Chain::SLOT_PRICE);
		});
	}
}
