//! What the calls cost at their worst: with terms announced and present, a fallback set as large as can be, and a
//! person whose past is looked into as far as it is kept.
#![allow(missing_docs)]

use crate::*;
use alloc::vec::Vec;
use census_primitives::PersonScopes;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{EnsureOriginWithArg, Get},
	BoundedVec,
};
use frame_system::RawOrigin;
use pallet_session::{Pallet as Session, SessionInterface, Validators};
use sp_runtime::Perbill;

/// What a runtime does so that validators can be benchmarked. (The origin of a person who acts in a scope is
/// [`EnsureOriginWithArg::try_successful_origin`]'s to make.)
pub trait BenchmarkHelper<AccountId, Keys> {
	/// Gives an account what it takes for bonds.
	fn fund(account: &AccountId);
	/// Makes persons for whom a scope is opened.
	fn electorate();
	/// Keys for an account that no other has, of this number, with a proof that they are its own.
	fn keys(account: &AccountId, number: u32) -> (Keys, Vec<u8>);
}

const TERM: TermId = 5;

fn rules<T: Config>() -> RulesOf<T> {
	let rules = Rules {
		bond: 1_000u32.into(),
		burnt_share: Perbill::from_percent(50),
		minimum: 1,
		seats: T::MaxSeats::get(),
		term_sessions: 600,
		claim_sessions: 48,
		change_sessions: 24,
		bar: true,
	};
	RulesInForce::<T>::put(&rules);
	rules
}

/// An account with a bond.
fn candidate<T: Config>(number: u32) -> T::AccountId {
	let account: T::AccountId = account("candidate", number, 0);
	T::BenchmarkHelper::fund(&account);
	let (keys, proof) = T::BenchmarkHelper::keys(&account, number);
	Pallet::<T>::register(RawOrigin::Signed(account.clone()).into(), keys, proof)
		.expect("it has funds and keys");
	account
}

/// Names others as the fallback set, which is as large as can be.
fn fallback<T: Config>() {
	let accounts: Vec<T::AccountId> =
		(0..T::MaxFallback::get()).map(|number| account("fallback", number, 1)).collect();
	Fallback::<T>::put(BoundedVec::truncate_from(accounts));
}

/// A term that is announced, one that is present, and what a person said in them and before.
fn terms<T: Config>() -> (Term, Term) {
	let rules = rules::<T>();
	fallback::<T>();
	let open = |id, first| {
		T::BenchmarkHelper::electorate();
		let until = frame_system::Pallet::<T>::block_number();
		let scope = T::PersonScopes::open_civic(true, 1, until).expect("there are persons");
		Term {
			id,
			scope,
			asks_former: true,
			claims_until: 100,
			first,
			end: first + rules.term_sessions,
			claims: 0,
		}
	};
	let present = open(TERM, 0);
	let coming = open(TERM + 1, rules.term_sessions);
	PresentTerm::<T>::put(present);
	ComingTerm::<T>::put(coming);
	NextTermId::<T>::put(TERM + 2);
	OldestTerm::<T>::put(TERM - 1);
	(present, coming)
}

/// A person that acts for a term, and its alias.
fn person<T: Config>(term: &Term) -> (T::RuntimeOrigin, Alias) {
	let scope = term.person_scope();
	let origin = || T::EnsurePerson::try_successful_origin(&scope).expect("there are persons");
	let alias = T::EnsurePerson::ensure_origin(origin(), &scope).expect("it acts there");
	(origin(), alias)
}

/// Says that a person was somebody in the term before, and gives its alias there.
fn known<T: Config>(term: TermId, alias: Alias) -> Alias {
	let before = Alias::from(71);
	Links::<T>::insert(term - 1, before, alias);
	before
}

/// A seat that a person has claimed for an account.
fn claimed<T: Config>(term: &Term, alias: Alias, account: &T::AccountId) {
	Claims::<T>::insert(term.id, alias, Claim { account: Some(account.clone()), former: None });
	Claimants::<T>::insert(term.id, account, alias);
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register() {
		rules::<T>();
		let caller: T::AccountId = whitelisted_caller();
		T::BenchmarkHelper::fund(&caller);
		let (keys, proof) = T::BenchmarkHelper::keys(&caller, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), keys, proof);

		assert!(NewKeys::<T>::contains_key(caller));
	}

	#[benchmark]
	fn set_keys() {
		rules::<T>();
		let account = candidate::<T>(0);
		Candidates::<T>::mutate_extant(&account, |candidate| candidate.keys_set = None);
		pallet_session::CurrentIndex::<T>::put(1);
		let (keys, proof) = T::BenchmarkHelper::keys(&account, 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(account.clone()), keys, proof);

		assert_eq!(Candidates::<T>::get(account).unwrap().keys_set, Some(1));
	}

	#[benchmark]
	fn agree() {
		rules::<T>();
		let account = candidate::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(account.clone()), Some([1; 32]));

		assert_eq!(Candidates::<T>::get(account).unwrap().agreed, Some([1; 32]));
	}

	#[benchmark]
	fn resume() {
		let rules = rules::<T>();
		let account = candidate::<T>(0);
		Candidates::<T>::mutate_extant(&account, |one| one.duty = Duty::SetAside);
		RulesInForce::<T>::put(Rules { bond: rules.bond + rules.bond, ..rules });

		#[extrinsic_call]
		_(RawOrigin::Signed(account.clone()));

		assert!(Candidates::<T>::get(account).unwrap().is_ready());
	}

	#[benchmark]
	fn exit() {
		rules::<T>();
		let account = candidate::<T>(0);
		fallback::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(account.clone()));

		assert_eq!(Candidates::<T>::get(account).unwrap().duty, Duty::Exiting);
	}

	/// Of an account whose keys count, with terms that nobody claims it for.
	#[benchmark]
	fn withdraw() {
		terms::<T>();
		let account = candidate::<T>(0);
		let (keys, _) = T::BenchmarkHelper::keys(&account, 1);
		<Session<T> as SessionInterface>::set_keys(&account, keys).expect("they are free");
		NewKeys::<T>::remove(&account);
		Candidates::<T>::mutate_extant(&account, |one| one.duty = Duty::Exiting);

		#[extrinsic_call]
		_(RawOrigin::Signed(account.clone()));

		assert!(!Candidates::<T>::contains_key(account));
	}

	#[benchmark]
	fn claim_seat() {
		let (_, term) = terms::<T>();
		let account = candidate::<T>(0);
		let (origin, alias) = person::<T>(&term);
		let former = known::<T>(term.id, alias);
		Candidates::<T>::mutate_extant(&account, |one| one.agreed = Some(hash_of(&alias)));

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, term.id, account.clone(), Some(former));

		assert_eq!(Claims::<T>::get(term.id, alias).unwrap().account, Some(account));
	}

	#[benchmark]
	fn leave_seat() {
		let (term, _) = terms::<T>();
		let (origin, alias) = person::<T>(&term);
		claimed::<T>(&term, alias, &account("candidate", 0, 0));

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, term.id);

		assert_eq!(Claims::<T>::get(term.id, alias).unwrap().account, None);
	}

	#[benchmark]
	fn continue_as() {
		let (term, _) = terms::<T>();
		let (origin, alias) = person::<T>(&term);
		let former = Some(Alias::from(71));
		Claims::<T>::insert(term.id, alias, Claim { account: None, former });

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, term.id, Alias::from(9));

		assert_eq!(Links::<T>::get(term.id, alias), Some(Alias::from(9)));
	}

	#[benchmark]
	fn set_rules() {
		let rules = rules::<T>();

		#[extrinsic_call]
		_(RawOrigin::Root, rules);

		assert!(RulesInForce::<T>::exists());
	}

	#[benchmark]
	fn set_fallback(n: Linear<0, { T::MaxFallback::get() }>) {
		terms::<T>();
		let accounts: Vec<_> = (0..n).map(candidate::<T>).collect();
		let accounts = BoundedVec::truncate_from(accounts);

		#[extrinsic_call]
		_(RawOrigin::Root, accounts);

		assert_eq!(Fallback::<T>::get().len() as u32, n);
	}

	#[benchmark]
	fn evict() {
		let (term, _) = terms::<T>();
		let alias = Alias::from(7);
		claimed::<T>(&term, alias, &account("candidate", 0, 0));

		#[extrinsic_call]
		_(RawOrigin::Root, term.id, alias);

		assert!(BarredPersons::<T>::contains_key(term.id, alias));
	}

	#[benchmark]
	fn collect() {
		let earner: T::AccountId = account("earner", 0, 0);
		T::BenchmarkHelper::fund(&earner);
		Earned::<T>::insert(&earner, BalanceOf::<T>::from(1_000u32));
		let anyone: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(anyone), earner.clone());

		assert!(!Earned::<T>::contains_key(earner));
	}

	/// All that a block does: it has an author, a fee, a tip, and something free.
	#[benchmark]
	fn note_work() {
		let author: T::AccountId = account("author", 0, 0);

		#[block]
		{
			<Pallet<T> as pallet_authorship::EventHandler<_, _>>::note_author(author.clone());
			Pallet::<T>::note_fee(1_000u32.into());
			Pallet::<T>::note_tip(1_000u32.into());
			Pallet::<T>::note_free_work();
		}

		assert_eq!(Work::<T>::get(&author).blocks, 1);
		assert!(Earned::<T>::contains_key(author));
	}

	/// Of a set of as many as there can be seats, the last.
	#[benchmark]
	fn punish() {
		let (term, _) = terms::<T>();
		let offender = candidate::<T>(0);
		let mut set: Vec<T::AccountId> =
			(1..T::MaxSeats::get()).map(|number| account("validator", number, 0)).collect();
		set.push(offender.clone());
		Validators::<T>::put(set);
		Candidates::<T>::mutate_extant(&offender, |one| {
			one.note_stood(0, Some((term.id, Alias::from(7))));
		});

		#[block]
		{
			Pallet::<T>::punish(&offender, 0);
		}

		assert_eq!(Candidates::<T>::get(offender).unwrap().duty, Duty::Barred);
	}

	#[benchmark]
	fn keys_base() {
		#[block]
		{
			Pallet::<T>::apply_keys();
		}
	}

	/// One account's keys, of which others count already.
	#[benchmark]
	fn apply_key() {
		rules::<T>();
		let account = candidate::<T>(0);
		let (keys, _) = T::BenchmarkHelper::keys(&account, 1);
		<Session<T> as SessionInterface>::set_keys(&account, keys).expect("they are free");
		pallet_session::CurrentIndex::<T>::put(1);

		#[block]
		{
			Pallet::<T>::apply_keys();
		}

		assert!(!NewKeys::<T>::contains_key(account));
	}

	#[benchmark]
	fn sweep_base() {
		OldestTerm::<T>::put(1);
		NextTermId::<T>::put(terms::KEPT_TERMS + 2);

		#[block]
		{
			Pallet::<T>::sweep();
		}

		assert_eq!(OldestTerm::<T>::get(), 2);
	}

	#[benchmark]
	fn sweep_entry() {
		NextTermId::<T>::put(terms::KEPT_TERMS + 2);
		Claims::<T>::insert(0, Alias::from(7), Claim { account: None, former: None });

		#[block]
		{
			Pallet::<T>::sweep();
		}

		assert_eq!(Claims::<T>::iter().count(), 0);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
