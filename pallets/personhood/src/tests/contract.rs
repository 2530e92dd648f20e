//! What pallets rely on when persons act in their scopes: the sentences that the stand-in, on which those
//! pallets are tested, keeps too.

use crate::{
	mock::{tester, *},
	*,
};
use census_primitives::{Alias, PersonRefusal, PersonScope};
use census_testing::contracts::persons::{Deed, Subject};
use frame_support::{assert_ok, traits::fungible::Inspect};
use sp_runtime::{AccountId32, DispatchResult};

struct Real;

impl Subject for Real {
	type AccountId = AccountId32;
	type Origin = RuntimeOrigin;
	type Scopes = Personhood;
	type EnsurePerson = EnsureInScope<Test>;

	const SLOT_PRICE: u64 = SLOT_PRICE;
	const MAX_SCOPE_LIFE: u64 = MAX_SCOPE_LIFE;
	const MIN_ELECTORATE: u32 = MIN_ELECTORATE;

	fn run(persons: u32, test: impl FnOnce()) {
		run(|| {
			Taken::set(true);
			for human in 0..persons {
				enrol(human.into());
			}
			next_pin();
			test();
		});
	}
	fn join(person: u32) {
		enrol(person.into());
		next_pin();
	}
	fn leave(person: u32) {
		let issuer = 1;
		let tag = tag(issuer, person.into());
		assert_ok!(Personhood::withdraw(by(controller(issuer)), issuer, tag));
		next_pin();
	}
	fn now() -> u64 {
		now()
	}
	fn go_to(block: u64) {
		run_to(block);
	}
	fn use_up_numbers() {
		NextScopeId::<Test>::put(u32::MAX);
	}

	fn payer() -> AccountId32 {
		funded(0)
	}
	fn pauper() -> AccountId32 {
		funded(200)
	}
	fn held(account: &AccountId32) -> u64 {
		held(account)
	}
	fn owned(account: &AccountId32) -> u64 {
		Balances::total_balance(account)
	}

	fn alias(person: u32, scope: PersonScope) -> Alias {
		Identity::of(person.into(), 0).alias(&scope)
	}
	fn act(person: u32, scope: PersonScope, deed: Deed) -> Result<DispatchResult, PersonRefusal> {
		let call: RuntimeCall = match deed {
			Deed::OnlyIn(scope) => tester::Call::only_in { scope }.into(),
			Deed::Fail => tester::Call::fail {}.into(),
		};
		let identity = Identity::of(person.into(), 0);
		let PersonScope::Application { scope: id, .. } = scope else { panic!("no pallet's scope") };
		// Who does not stand in the scope's tree proves that it stands in another.
		let epoch = Scopes::<Test>::get(id)
			.map(|scope| scope.epoch)
			.filter(|epoch| merkle_proof(*epoch, identity.commitment()).is_some())
			.unwrap_or_else(epoch);
		let attempt = failed(&scope, identity.alias(&scope));
		let message = words::act_message::<Test>(&scope, attempt, &call);
		let proof = identity.prove_person(epoch, message, words::scope_word::<Test>(&scope));
		Personhood::verify_act(&scope, attempt, &proof, &call)?;
		assert_ok!(submit(act_as(scope, attempt, proof, call)));
		match last_event() {
			Event::Acted { result, .. } => Ok(result),
			other => panic!("{other:?} is no act"),
		}
	}
	fn admit(acts: bool) {
		Taken::set(acts);
	}
	fn noted() -> Vec<(PersonScope, Alias)> {
		tester::Done::<Test>::get()
	}
	fn strangers() -> Vec<RuntimeOrigin> {
		vec![RuntimeOrigin::root(), RuntimeOrigin::none(), by(funded(0))]
	}
}

census_testing::persons_contract!(Real);
