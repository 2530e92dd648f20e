//! What calls, their authorisation and the pallet's work of its own cost at their worst: the fullest
//! records, the greatest tree, real signatures and pairings, nothing remembered.
//!
//! A proof is bound to what is sent, so its checks are measured in two parts in one go: all of them up
//! to the pairing on what is sent, and the verification of a proof about something else
//! ([`proofs`]).
#![allow(missing_docs)]

#[cfg(test)]
mod mock;
mod proofs;
mod records;
mod signatures;
#[cfg(test)]
mod tests;

use crate::{
	acting::Act,
	ensure::{pool_tag, valid},
	registry::admission::Renewal,
	weights::APPEND_BATCH,
	*,
};
use alloc::{boxed::Box, vec, vec::Vec};
use census_primitives::{Lane, LaneKind, PersonRefusal, PersonScope, Slots, VerifySemaphore};
use census_zk_types::{FieldElement, SemaphoreProof, Word};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{fungible::Mutate, EnsureOrigin, Get},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::RawOrigin;
use proofs::{published, unproven, ACT, KNOWLEDGE};
use records::*;
use signatures::{slowest, Kind};
use sp_runtime::traits::{One, Saturating, Verify, Zero};

/// A commitment that is nobody's yet.
fn newcomer() -> FieldElement {
	element(3 << 32)
}

/// The proof of knowledge of an admission's commitment, but for the pairing.
fn knowledge_of(commitment: &FieldElement, scope: Word, message: Word) -> SemaphoreProof {
	unproven(KNOWLEDGE, knowledge::root(commitment).into(), scope, message)
}

/// Governance.
fn governance<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

/// Whoever brings what authorises itself.
fn authorized<T: Config>() -> T::RuntimeOrigin {
	RawOrigin::Authorized.into()
}

/// A call that persons may make.
fn declaration<T: Config>() -> <T as Config>::RuntimeCall {
	Call::<T>::declare { statement: [1; 32] }.into()
}

/// As many bytes as a person's call may have. None has so many now; what it costs to read them is
/// measured with these.
fn longest_call<T: Config>() -> Vec<u8> {
	vec![1; T::MaxActLength::get() as usize]
}

/// A person's first act in an application scope, which uses a slot.
fn act<T: Config>() -> (PersonScope, SemaphoreProof, <T as Config>::RuntimeCall) {
	begin::<T>();
	let (scope, root) = put_scope::<T>(account("owner", 0, 0));
	let scope = PersonScope::Application { scope, topic: NO_TOPIC };
	let call = declaration::<T>();
	let message = words::act_message::<T>(&scope, 0, &call);
	let proof = unproven(ACT, root.into(), words::scope_word::<T>(&scope), message);
	(scope, proof, call)
}

fn alias(proof: &SemaphoreProof) -> FieldElement {
	proof.nullifier.try_into().expect("it is in the field")
}

/// A session of the present epoch to be opened for an account that has had one before.
fn session<T: Config>(account: &T::AccountId) -> SemaphoreProof {
	begin::<T>();
	epochs::<T>(MAX_PINS, MAX_PERSONS);
	let before = Session { epoch: EPOCH - 1, alias: element(0), acts_left: 1 };
	Sessions::<T>::insert(account, before);
	let scope = words::scope_word::<T>(&PersonScope::Session { epoch: EPOCH });
	let message = words::session_message::<T>(EPOCH, account);
	unproven(ACT, root(EPOCH).into(), scope, message)
}

/// What a rotation of the person brings: the new commitment and both proofs.
fn rotation<T: Config>() -> (Word, SemaphoreProof, SemaphoreProof) {
	registry::<T>(person::<T>(Status::Active));
	let new = newcomer();
	let scope = words::rotation_scope::<T>(PERSON, 0);
	let message = words::rotation_message::<T>(PERSON, 0, &new.into());
	let current = knowledge_of(&element(0), scope, message);
	(new.into(), current, knowledge_of(&new, scope, message))
}

/// A recovery that can be vetoed.
fn recovery<T: Config>() -> Recovery<BlockNumberFor<T>> {
	let effective_at = BlockNumberFor::<T>::from(NOW).saturating_add(One::one());
	Recovery { commitment: newcomer(), effective_at }
}

/// The veto of the person's recovery.
fn vetoing<T: Config>() -> SemaphoreProof {
	let person = Person { recovery: Some(recovery::<T>()), ..person::<T>(Status::Active) };
	registry::<T>(person);
	let message = words::veto_message::<T>(PERSON, 0, &newcomer().into());
	knowledge_of(&element(0), words::veto_scope::<T>(PERSON, 0), message)
}

/// An account that can pay for a scope of so many slots.
fn funded<T: Config>(name: &'static str, slots: u32) -> T::AccountId
where
	T::Currency: Mutate<T::AccountId>,
{
	let account: T::AccountId = account(name, 0, 0);
	let price = T::SlotPrice::get().saturating_mul(slots.into());
	let all = price
		.saturating_add(T::ScopeDeposit::get())
		.saturating_add(T::Currency::minimum_balance())
		.saturating_mul(2u32.into());
	T::Currency::set_balance(&account, all);
	account
}

/// The members of an epoch for whom a scope is opened.
const ELECTORATE: u32 = 1_000;

/// A scope of an account, as long as it may be.
fn open<T: Config>() -> (Slots, BlockNumberFor<T>) {
	begin::<T>();
	let members = ELECTORATE.max(T::MinElectorate::get());
	Pallet::<T>::benchmark_electorate(members);
	let until = frame_system::Pallet::<T>::block_number().saturating_add(T::MaxScopeLife::get());
	(Slots::Acts(ELECTORATE), until)
}

/// A group of nullifiers that is to be pruned first.
fn put_group<T: Config>(nullifiers: u64) -> ScopeGroup {
	let group = ScopeGroup::Application(7);
	for one in 0..nullifiers {
		Nullifiers::<T>::insert(group, element(one), Use::Spent);
		let declared = Declaration { topic: [2; 32], statement: [3; 32] };
		Declarations::<T>::insert(7, element(one), declared);
	}
	PruneQueue::<T>::insert(0, group);
	PruneEnds::<T>::put((0, 1));
	group
}

#[benchmarks(where T::Currency: Mutate<T::AccountId>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_issuer() -> Result<(), BenchmarkError> {
		issuers::<T>(MAX_ISSUERS - 1);
		let name = BoundedVec::truncate_from(vec![b'a'; 32]);
		// Of all kinds of keys, that in which telling an unusable one costs most. What a circuit costs
		// is charged besides.
		let kind = signatures::key(Kind::Sr25519, 0);
		let origin = governance::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, name, kind, controller::<T>(), MAX_ISSUERS, 1);

		assert_eq!(PresentIssuers::<T>::get().len() as u32, MAX_ISSUERS);
		Ok(())
	}

	#[benchmark]
	fn set_issuer_limit() -> Result<(), BenchmarkError> {
		issuers::<T>(1);
		let origin = governance::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0, 7);

		assert_eq!(Issuers::<T>::get(0).unwrap().limit, 7);
		Ok(())
	}

	/// By the controller, who is looked for.
	#[benchmark]
	fn pause_issuer() {
		issuers::<T>(1);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller::<T>()), 0);

		assert!(Issuers::<T>::get(0).unwrap().pauses.controller.is_some());
	}

	/// After an objection. What was objected to is dropped.
	#[benchmark]
	fn resume_issuer() -> Result<(), BenchmarkError> {
		issuers::<T>(1);
		put_change::<T>(0, signatures::key(Kind::Sr25519, 0));
		Issuers::<T>::mutate_extant(0, |issuer| issuer.pauses.disputed = true);
		let origin = governance::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0);

		assert!(!IssuerChanges::<T>::contains_key(0));
		Ok(())
	}

	/// One that no policy has, and about which something was to change.
	#[benchmark]
	fn remove_issuer() -> Result<(), BenchmarkError> {
		let last = MAX_ISSUERS - 1;
		issuers::<T>(MAX_ISSUERS);
		PresentIssuers::<T>::put(BoundedVec::truncate_from((0..last).collect()));
		thresholds::<T>(1);
		PresentIssuers::<T>::put(BoundedVec::truncate_from((0..=last).collect()));
		put_change::<T>(last, signatures::key(Kind::Sr25519, 0));
		Issuers::<T>::mutate_extant(last, |issuer| issuer.kind = signatures::key(Kind::Sr25519, 1));
		let origin = governance::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, last);

		assert_eq!(PresentIssuers::<T>::get().len() as u32, last);
		Ok(())
	}

	/// One of as many issuers as can be takes the place of another such one. No opinion of how much each policy
	/// counts finds a quorum of both, and no issuer is missing less than another.
	#[benchmark]
	fn change_policy() -> Result<(), BenchmarkError> {
		issuers::<T>(MAX_ISSUERS);
		ChainSettings::<T>::mutate_extant(|settings| settings.quorums_intersect = false);
		let current = policy::<T>(FORMER + 1, MAX_TICKETS);
		PoliciesInForce::<T>::put(PoliciesOf::<T> { current, former: None });
		LivePersons::<T>::put(LiveCounts { policy: FORMER + 1, current: 1, former: 0 });
		let members = NewMembers::truncate_from((0..MAX_ISSUERS).map(|id| (id, 1)).collect());
		let deadline =
			frame_system::Pallet::<T>::block_number().saturating_add(T::MaxValidity::get());
		let origin = governance::<T>()?;
		let out_of_reach = policy::<T>(FORMER, MAX_TICKETS + 1);
		let mut found = false;
		let result;

		#[block]
		{
			for missing in 0..=MAX_TICKETS {
				let policies = [&out_of_reach, &out_of_reach];
				found |= find_quorum(&policies, |issuer| issuer != missing).is_some();
			}
			result = Pallet::<T>::change_policy(origin, members, MAX_TICKETS, deadline);
		}

		assert!(!found && result.is_ok());
		assert_eq!(PoliciesInForce::<T>::get().current.number, FORMER + 2);
		Ok(())
	}

	#[benchmark]
	fn set_deadline() -> Result<(), BenchmarkError> {
		issuers::<T>(MAX_ISSUERS);
		let deadline =
			frame_system::Pallet::<T>::block_number().saturating_add(T::MaxValidity::get());
		let origin = governance::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, deadline);

		let former = PoliciesInForce::<T>::get().former.map(|former| former.deadline);
		assert_eq!(former, Some(deadline));
		Ok(())
	}

	/// With a change that is dropped.
	#[benchmark]
	fn report_key() {
		issuers::<T>(1);
		put_change::<T>(0, signatures::key(Kind::Sr25519, 0));

		#[extrinsic_call]
		_(RawOrigin::Signed(controller::<T>()), 0);

		assert!(Issuers::<T>::get(0).unwrap().pauses.key_reported);
	}

	/// To a key of the kind in which telling an unusable one costs most, in the place of a change that has lapsed.
	#[benchmark]
	fn propose_change() {
		issuers::<T>(MAX_ISSUERS);
		Issuers::<T>::mutate_extant(0, |issuer| issuer.kind = signatures::key(Kind::Sr25519, 1));
		let (kind, change) = (signatures::key(Kind::Sr25519, 2), signatures::key(Kind::Sr25519, 0));
		let pending = PendingChange {
			change: Change::Key(kind),
			confirmable_from: Zero::zero(),
			by_governance: false,
		};
		IssuerChanges::<T>::insert(0, pending);
		let change = Change::Key(change);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller::<T>()), 0, change);

		assert!(IssuerChanges::<T>::contains_key(0));
	}

	#[benchmark]
	fn confirm_change() {
		issuers::<T>(1);
		let kind = signatures::key(Kind::Sr25519, 0);
		put_change::<T>(0, kind.clone());
		Issuers::<T>::mutate_extant(0, |issuer| issuer.kind = signatures::key(Kind::Sr25519, 1));

		#[extrinsic_call]
		_(RawOrigin::Signed(controller::<T>()), 0);

		assert_eq!(Issuers::<T>::get(0).unwrap().kind, kind);
	}

	#[benchmark]
	fn cancel_change() {
		issuers::<T>(1);
		put_change::<T>(0, signatures::key(Kind::Sr25519, 0));

		#[extrinsic_call]
		_(RawOrigin::Signed(controller::<T>()), 0);

		assert!(!IssuerChanges::<T>::contains_key(0));
	}

	#[benchmark]
	fn object_to_change() {
		issuers::<T>(1);
		let key = signatures::key(slowest::<T>(), 1);
		Issuers::<T>::mutate_extant(0, |issuer| issuer.kind = key.clone());
		let pending = IssuerChanges::<T>::get(0).expect("something is to change");
		let word = signatures::sign(&key, &words::objection::<T>(0, &pending));

		#[extrinsic_call]
		_(RawOrigin::Signed(controller::<T>()), 0, word);

		assert!(Issuers::<T>::get(0).unwrap().pauses.disputed);
	}

	/// Of a human whom all issuers have known as other persons, that have ended.
	#[benchmark]
	fn enrol(n: Linear<1, MAX_TICKETS>) {
		issuers::<T>(MAX_ISSUERS);
		thresholds::<T>(n);
		freed_tags::<T>(0);
		let tickets = signatures::unproven::<T>(n, Purpose::Enrol, newcomer());
		let message = words::enrol_message::<T>(&tickets);
		let proof = knowledge_of(&newcomer(), words::knowledge_scope::<T>(), message);

		#[extrinsic_call]
		_(authorized::<T>() as T::RuntimeOrigin, tickets, Box::new(proof));

		assert_eq!(Persons::<T>::get(0).unwrap().attestations.len() as u32, n);
	}

	/// From as many issuers as a person rests on to others. It is the last that rests on the policy before.
	#[benchmark]
	fn renew(n: Linear<1, MAX_TICKETS>) {
		hardly_known::<T>();
		thresholds::<T>(n);
		let tickets = signatures::unproven::<T>(n, Purpose::Renew, element(0));
		let message = words::renew_message::<T>(PERSON, 0, &tickets);
		let proof = knowledge_of(&element(0), words::knowledge_scope::<T>(), message);

		#[extrinsic_call]
		_(authorized::<T>() as T::RuntimeOrigin, PERSON, tickets, Box::new(proof));

		assert!(PoliciesInForce::<T>::get().former.is_none());
		assert_eq!(Persons::<T>::get(PERSON).unwrap().policy, FORMER + 1);
	}

	#[benchmark]
	fn rotate() {
		let (new, current, proof) = rotation::<T>();

		#[extrinsic_call]
		_(authorized::<T>() as T::RuntimeOrigin, PERSON, new, Box::new(current), Box::new(proof));

		assert_eq!(Persons::<T>::get(PERSON).unwrap().rotations, 1);
	}

	#[benchmark]
	fn recover(n: Linear<1, MAX_TICKETS>) {
		registry::<T>(person::<T>(Status::Active));
		thresholds::<T>(n);
		let tickets = signatures::unproven::<T>(n, Purpose::Recover, newcomer());
		let message = words::recover_message::<T>(PERSON, 0, &tickets);
		let proof = knowledge_of(&newcomer(), words::knowledge_scope::<T>(), message);

		#[extrinsic_call]
		_(authorized::<T>() as T::RuntimeOrigin, PERSON, tickets, Box::new(proof));

		assert!(Persons::<T>::get(PERSON).unwrap().recovery.is_some());
	}

	#[benchmark]
	fn veto() {
		let proof = vetoing::<T>();

		#[extrinsic_call]
		_(authorized::<T>() as T::RuntimeOrigin, PERSON, Box::new(proof));

		let status = Status::Ended(EndReason::Vetoed);
		assert_eq!(Persons::<T>::get(PERSON).unwrap().status, status);
		assert!(PoliciesInForce::<T>::get().former.is_none());
	}

	/// The attestation without which the person ends.
	#[benchmark]
	fn withdraw() {
		let recovery = Some(recovery::<T>());
		registry::<T>(Person { recovery, ..person::<T>(Status::Active) });
		let last = RESTING.end - 1;

		#[extrinsic_call]
		_(RawOrigin::Signed(controller::<T>()), last, tag(last));

		let status = Status::Ended(EndReason::Withdrawn);
		assert_eq!(Persons::<T>::get(PERSON).unwrap().status, status);
	}

	/// The last word that was wanting, that of all issuers being wanted.
	#[benchmark]
	fn merge() {
		let issuer = ticket_issuer(0);
		registry::<T>(person::<T>(Status::Active));
		thresholds::<T>(MAX_ISSUERS);
		let younger = PERSON + 1;
		let claims = (0..MAX_ISSUERS).filter(|id| *id != issuer).map(|id| (id, PERSON)).collect();
		let person = Person {
			commitment: newcomer(),
			claims: Claims::truncate_from(claims),
			recovery: Some(recovery::<T>()),
			..person::<T>(Status::Active)
		};
		Persons::<T>::insert(younger, person);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller::<T>()), issuer, tag(issuer), younger);

		let status = Status::Ended(EndReason::Merged);
		assert_eq!(Persons::<T>::get(younger).unwrap().status, status);
	}

	#[benchmark]
	fn expire() {
		let recovery = Some(recovery::<T>());
		registry::<T>(Person { expires_at: NOW.into(), recovery, ..person::<T>(Status::Active) });

		#[extrinsic_call]
		_(RawOrigin::Signed(controller::<T>()), PERSON);

		assert_eq!(Persons::<T>::get(PERSON).unwrap().status, Status::Ended(EndReason::Expired));
	}

	#[benchmark]
	fn act_as() {
		let (scope, proof, call) = act::<T>();
		let bytes = longest_call::<T>();
		let origin = authorized::<T>();
		let group = Pallet::<T>::group_of(&scope);
		let alias = alias(&proof);
		let result;

		#[block]
		{
			sp_io::hashing::blake2_256(&bytes);
			result = Pallet::<T>::act_as(origin, scope, 0, Box::new(proof), Box::new(call));
		}

		assert!(result.is_ok());
		assert_eq!(Nullifiers::<T>::get(group, alias), Some(Use::Spent));
	}

	/// For an account that does not exist yet.
	#[benchmark]
	fn open_session() {
		let account: T::AccountId = account("actor", 0, 0);
		let proof = session::<T>(&account);
		let consent = signatures::sign(&signatures::key(Kind::Ecdsa, 0), &[]);

		#[extrinsic_call]
		_(authorized::<T>() as T::RuntimeOrigin, EPOCH, Box::new(proof), account.clone(), consent);

		assert_eq!(Sessions::<T>::get(account).unwrap().epoch, EPOCH);
	}

	/// With the question whether it is free, which a transaction's extension asks and nobody weighs.
	#[benchmark]
	fn as_alias() {
		let caller: T::AccountId = whitelisted_caller();
		begin::<T>();
		epochs::<T>(MAX_PINS, MAX_PERSONS);
		let session = Session { epoch: EPOCH, alias: element(0), acts_left: 1 };
		Sessions::<T>::insert(&caller, session);
		let origin: T::RuntimeOrigin = RawOrigin::Signed(caller.clone()).into();
		let call = declaration::<T>();
		let (free, result);

		#[block]
		{
			free = Pallet::<T>::is_free(&origin, EPOCH, &call);
			result = Pallet::<T>::as_alias(origin, EPOCH, Box::new(call));
		}

		assert!(free && result.is_ok());
		assert_eq!(Sessions::<T>::get(caller).unwrap().acts_left, 0);
	}

	/// In an application scope, where it is kept.
	#[benchmark]
	fn declare() {
		let (scope, alias) = (PersonScope::Application { scope: 7, topic: [2; 32] }, element(1));
		let origin: T::RuntimeOrigin = Origin::Person { scope, alias }.into();

		#[extrinsic_call]
		_(origin, [1; 32]);

		assert!(Declarations::<T>::contains_key(7, alias));
	}

	#[benchmark]
	fn open_scope() {
		let owner = funded::<T>("owner", ELECTORATE);
		let (slots, until) = open::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), slots, 1, until);

		assert_eq!(Scopes::<T>::iter_keys().count(), 1);
	}

	/// By another than the owner, with slots used and slots not used.
	#[benchmark]
	fn close_scope() {
		let owner = funded::<T>("owner", ELECTORATE);
		let (slots, until) = open::<T>();
		let opened =
			Pallet::<T>::do_open_scope(Some(owner.clone()), Some(owner), false, slots, 1, until)
				.expect("the owner can pay");
		Scopes::<T>::mutate_extant(opened.scope, |scope| scope.used = 1);
		frame_system::Pallet::<T>::set_block_number(until.saturating_add(One::one()));

		#[extrinsic_call]
		_(RawOrigin::Signed(controller::<T>()), opened.scope);

		assert!(Scopes::<T>::iter_keys().next().is_none());
	}

	/// All of the authorisation of a renewal but the pairing.
	#[benchmark]
	fn check_tickets(n: Linear<1, MAX_TICKETS>) {
		hardly_known::<T>();
		thresholds::<T>(n);
		// Then it is the issuers that say whether there is a reason for it.
		Persons::<T>::mutate_extant(PERSON, |person| person.policy = FORMER + 1);
		let tickets = signatures::signed::<T>(slowest::<T>(), n, Purpose::Renew, element(0));
		let message = words::renew_message::<T>(PERSON, 0, &tickets);
		let proof = knowledge_of(&element(0), words::knowledge_scope::<T>(), message);
		let check = || -> Result<_, PersonRefusal> {
			let Renewal { person, terms, counted, .. } =
				Pallet::<T>::check_renew(PERSON, &tickets, &proof)?;
			Pallet::<T>::verify_tickets(&tickets, &counted)?;
			let mut provides = vec![pool_tag(("person", PERSON, person.recoveries))];
			provides.extend(Pallet::<T>::pool_tags(&tickets));
			Ok(valid(
				Lane::of(LaneKind::Renew),
				provides,
				Pallet::<T>::blocks_until(terms.not_after),
			))
		};
		let verdict;

		#[block]
		{
			verdict = check();
		}

		assert!(verdict.is_ok());
	}

	/// The pairing, and what authorisations with a new commitment do more than that of a renewal,
	/// with the longest tickets in the message.
	#[benchmark]
	fn check_knowledge() {
		issuers::<T>(MAX_ISSUERS);
		let tickets = signatures::unproven::<T>(MAX_TICKETS, Purpose::Recover, newcomer());
		let message = words::recover_message::<T>(PERSON, 0, &tickets);
		let proof = knowledge_of(&newcomer(), words::knowledge_scope::<T>(), message);
		let known = published(KNOWLEDGE);
		let check = || -> Result<_, PersonRefusal> {
			let commitment = Pallet::<T>::check_commitment(&newcomer().into())?;
			let message = words::recover_message::<T>(PERSON, 0, &tickets);
			let scope = words::knowledge_scope::<T>();
			Pallet::<T>::check_knowledge(&proof, &commitment, scope, message)?;
			let room = NextPersonId::<T>::get() < MAX_PERSONS;
			Pallet::<T>::verify_knowledge(&known)?;
			Ok((room, pool_tag(("commitment", commitment))))
		};
		let verdict;

		#[block]
		{
			verdict = check();
		}

		assert!(verdict.is_ok_and(|(room, _)| room));
	}

	#[benchmark]
	fn authorize_rotate() {
		let (new, current, proof) = rotation::<T>();
		let known = published(KNOWLEDGE);
		let check = || -> Result<_, PersonRefusal> {
			let (person, new) = Pallet::<T>::check_rotate(PERSON, &new, &current, &proof)?;
			Pallet::<T>::verify_knowledge(&known)?;
			Pallet::<T>::verify_knowledge(&known)?;
			let provides = [pool_tag(("person", PERSON, 0)), pool_tag(("commitment", new))];
			let longevity = Pallet::<T>::blocks_until(person.expires_at);
			Ok(valid(Lane::of(LaneKind::Rotate), provides.into(), longevity))
		};
		let verdict;

		#[block]
		{
			verdict = check();
		}

		assert!(verdict.is_ok());
	}

	#[benchmark]
	fn authorize_veto() {
		let proof = vetoing::<T>();
		let known = published(KNOWLEDGE);
		let check = || -> Result<_, PersonRefusal> {
			let (person, recovery) = Pallet::<T>::check_veto(PERSON, &proof)?;
			Pallet::<T>::verify_knowledge(&known)?;
			let provides = vec![pool_tag(("person", PERSON, person.recoveries))];
			let longevity = Pallet::<T>::blocks_until(recovery.effective_at);
			Ok(valid(Lane::of(LaneKind::Veto), provides, longevity))
		};
		let verdict;

		#[block]
		{
			verdict = check();
		}

		assert!(verdict.is_ok());
	}

	#[benchmark]
	fn authorize_act() {
		let (scope, proof, call) = act::<T>();
		let bytes = longest_call::<T>();
		let known = published(ACT);
		let check = || -> Result<_, PersonRefusal> {
			sp_io::hashing::blake2_256(&bytes);
			let Act { alias, longevity, .. } = Pallet::<T>::check_act(&scope, 0, &proof, &call)?;
			T::Proofs::verify(&known)?;
			Ok(valid(Lane::act(&scope), vec![pool_tag((proof.scope, alias))], longevity))
		};
		let verdict;

		#[block]
		{
			verdict = check();
		}

		assert!(verdict.is_ok());
	}

	#[benchmark]
	fn authorize_session() {
		let key = signatures::key(slowest::<T>(), 0);
		let account = signatures::account_of::<T>(&key);
		let proof = session::<T>(&account);
		let agreed = words::session_consent::<T>(EPOCH, &account, proof.nullifier);
		let consent = signatures::sign(&key, agreed.as_ref());
		let known = published(ACT);
		let check = || -> Result<_, PersonRefusal> {
			let (alias, open) = Pallet::<T>::check_session(EPOCH, &proof, &account)?;
			let agreed = words::session_consent::<T>(EPOCH, &account, proof.nullifier);
			if !consent.verify(agreed.as_ref(), &account.clone().into()) {
				return Err(PersonRefusal::Signature);
			}
			T::Proofs::verify(&known)?;
			let provides = vec![pool_tag((proof.scope, alias)), pool_tag((proof.scope, &account))];
			let longevity = Pallet::<T>::blocks_until(open.until);
			Ok(valid(Lane::act(&PersonScope::Session { epoch: EPOCH }), provides, longevity))
		};
		let verdict;

		#[block]
		{
			verdict = check();
		}

		assert!(verdict.is_ok());
	}

	#[benchmark]
	fn poll_epoch() {
		begin::<T>();
		epochs::<T>(MAX_PINS, MAX_PERSONS);
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::poll_epoch(NOW.into(), &mut meter);
		}

		assert_eq!(CurrentEpoch::<T>::get().epoch, EPOCH);
	}

	/// Scopes may pin the new epoch.
	#[benchmark]
	fn end_epoch() {
		begin::<T>();
		epochs::<T>(MAX_PINS - 1, MAX_PERSONS);
		CurrentEpoch::<T>::mutate(|current| current.started_at = Zero::zero());
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::poll_epoch(NOW.into(), &mut meter);
		}

		assert_eq!(PinnableEpoch::<T>::get(), EPOCH + 1);
		assert_eq!(Pins::<T>::get().len() as u32, MAX_PINS);
	}

	/// With a place in the queue that moves its ends, for which there is no weight.
	#[benchmark]
	fn poll_newcomers() {
		waiting::<T>(person::<T>(Status::Pending));
		let mut meter = WeightMeter::with_limit(T::WeightInfo::poll_newcomers());

		#[block]
		{
			Pallet::<T>::poll_newcomers(&mut meter);
		}

		assert_eq!(QueueEnds::<T>::get(), (0, 1));
	}

	#[benchmark]
	fn skip_newcomer() {
		waiting::<T>(person::<T>(Status::Ended(EndReason::Expired)));
		let (mut tree, mut newcomers) = (tree::<T>(MAX_PERSONS, LEAF), Vec::new());
		let weight;

		#[block]
		{
			weight = Pallet::<T>::place_next(0, &mut tree, &mut newcomers);
		}

		assert_eq!(weight, Ok(T::WeightInfo::skip_newcomer()));
		assert!(!Queue::<T>::contains_key(0));
	}

	/// With what opening and closing the tree, and moving the queue's ends, takes.
	#[benchmark]
	fn append_leaves() {
		tree::<T>(APPEND_SIZE, APPEND_SIZE);
		let leaves: Vec<_> = (1..=APPEND_BATCH).map(|leaf| element(leaf.into())).collect();
		let result;

		#[block]
		{
			let mut tree = tree::NextTree::<T>::open();
			result = tree.append(&leaves);
			tree.close();
			QueueEnds::<T>::put((APPEND_BATCH, APPEND_BATCH));
		}

		assert!(result.is_ok());
		assert_eq!(Next::<T>::get().size, APPEND_SIZE + APPEND_BATCH);
	}

	#[benchmark]
	fn add_leaf() {
		waiting::<T>(person::<T>(Status::Pending));
		let (mut tree, mut newcomers) = (tree::<T>(MAX_PERSONS, LEAF), Vec::new());

		#[block]
		{
			Pallet::<T>::place_next(0, &mut tree, &mut newcomers).expect("the person is there");
			if let Some(person) = newcomers.pop() {
				Pallet::<T>::stand(person, LEAF, EPOCH + 1);
			}
		}

		let place = Place::Leaf { index: LEAF, since: EPOCH + 1 };
		assert_eq!(Persons::<T>::get(PERSON).unwrap().place, place);
	}

	/// The policy before is the one of which an issuer is paused.
	#[benchmark]
	fn requeue_newcomer() {
		waiting::<T>(person::<T>(Status::Pending));
		let last = RESTING.end - 1;
		Issuers::<T>::mutate_extant(last, |issuer| issuer.pauses.governance = true);
		let (mut tree, mut newcomers) = (tree::<T>(MAX_PERSONS, LEAF), Vec::new());
		let weight;

		#[block]
		{
			weight = Pallet::<T>::place_next(0, &mut tree, &mut newcomers);
		}

		assert_eq!(weight, Ok(T::WeightInfo::requeue_newcomer()));
		assert_eq!(Persons::<T>::get(PERSON).unwrap().place, Place::Queue(1));
	}

	#[benchmark]
	fn refuse_newcomer() {
		waiting::<T>(Person { expires_at: NOW.into(), ..person::<T>(Status::Pending) });
		let (mut tree, mut newcomers) = (tree::<T>(MAX_PERSONS, LEAF), Vec::new());
		let weight;

		#[block]
		{
			weight = Pallet::<T>::place_next(0, &mut tree, &mut newcomers);
		}

		assert_eq!(weight, Ok(T::WeightInfo::refuse_newcomer()));
		let status = Status::Ended(EndReason::Expired);
		assert_eq!(Persons::<T>::get(PERSON).unwrap().status, status);
		assert!(PoliciesInForce::<T>::get().former.is_none());
	}

	/// With one block that has passed, as in every block, and two policies.
	#[benchmark]
	fn poll_sweep() {
		issuers::<T>(MAX_ISSUERS);
		epochs::<T>(MAX_PINS, MAX_PERSONS);
		SweptTo::<T>::put(BlockNumberFor::<T>::from(NOW - 1));
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::poll_sweep(NOW.into(), &mut meter);
		}

		assert_eq!(SweptTo::<T>::get(), NOW.into());
		assert_eq!(Pins::<T>::get().len() as u32, MAX_PINS);
	}

	#[benchmark]
	fn sweep_block() {
		begin::<T>();
		let mut meter = WeightMeter::new();
		let swept;

		#[block]
		{
			swept = Pallet::<T>::sweep_block((NOW - 1).into(), NOW.into(), &mut meter);
		}

		assert!(swept);
	}

	/// A person that expires.
	#[benchmark]
	fn sweep_person() {
		let recovery = Some(recovery::<T>());
		let expires_at = (NOW - 1).into();
		registry::<T>(Person { expires_at, recovery, ..person::<T>(Status::Active) });
		Agenda::<T>::insert(BlockNumberFor::<T>::from(NOW - 1), PERSON, ());
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::sweep_block((NOW - 1).into(), NOW.into(), &mut meter);
		}

		assert_eq!(Persons::<T>::get(PERSON).unwrap().status, Status::Ended(EndReason::Expired));
	}

	/// With one person, who does not rest on it.
	#[benchmark]
	fn poll_former() {
		let person = Person { policy: FORMER + 1, ..person::<T>(Status::Active) };
		registry::<T>(person);
		PoliciesInForce::<T>::mutate(|policies| {
			if let Some(former) = &mut policies.former {
				former.deadline = NOW.into();
			}
		});
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::sweep_former(NOW.into(), &mut meter);
		}

		assert_eq!(FormerSweptTo::<T>::get(), PERSON + 1);
	}

	#[benchmark]
	fn skip_person() {
		let person = Person { policy: FORMER + 1, ..person::<T>(Status::Active) };
		registry::<T>(person);
		let mut meter = WeightMeter::new();
		let looked_at;

		#[block]
		{
			LivePersons::<T>::get();
			looked_at = Pallet::<T>::look_at_former(PERSON, FORMER, &mut meter);
		}

		assert!(looked_at && meter.consumed().is_zero());
	}

	#[benchmark]
	fn sweep_epoch() {
		epochs::<T>(MAX_PINS, MAX_PERSONS);
		SessionsSweptTo::<T>::put(EPOCH - 1);
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::sweep_sessions(NOW.into(), &mut meter);
		}

		assert_eq!(SessionsSweptTo::<T>::get(), EPOCH);
	}

	/// One of two, which lets its account cease to exist. There is no weight for the other.
	#[benchmark]
	fn sweep_session() {
		epochs::<T>(MAX_PINS, MAX_PERSONS);
		SessionsSweptTo::<T>::put(EPOCH - 1);
		let actors = ["one", "other"].map(|name| account::<T::AccountId>(name, 0, 0));
		for actor in &actors {
			let session = Session { epoch: EPOCH - 1, alias: element(0), acts_left: 1 };
			Sessions::<T>::insert(actor, session);
			SessionsOfEpoch::<T>::insert(EPOCH - 1, actor, ());
			frame_system::Pallet::<T>::inc_sufficients(actor);
		}
		let limit = T::WeightInfo::sweep_epoch().saturating_add(T::WeightInfo::sweep_session());
		let mut meter = WeightMeter::with_limit(limit);

		#[block]
		{
			Pallet::<T>::sweep_sessions(NOW.into(), &mut meter);
		}

		assert_eq!(Sessions::<T>::iter_keys().count(), 1);
		let exists = |actor: &&T::AccountId| frame_system::Pallet::<T>::account_exists(actor);
		assert_eq!(actors.iter().filter(exists).count(), 1);
	}

	/// Hands it on to the epoch before.
	#[benchmark]
	fn release_page() {
		let (older, epoch) = (oldest(MAX_PINS), oldest(MAX_PINS - 1));
		let all = |first| (first..62).step_by(2).map(|place| (place, element(place.into())));
		KeptNodes::<T>::insert(older, (0, 7), BoundedVec::truncate_from(all(0).collect()));
		KeptNodes::<T>::insert(epoch, (0, 7), BoundedVec::truncate_from(all(1).collect()));
		let mut pages = KeptNodes::<T>::iter_prefix(epoch);

		#[block]
		{
			if let Some(page) = pages.next() {
				Pallet::<T>::release_page(epoch, page, Some((older, MAX_PERSONS)));
			}
		}

		assert_eq!(KeptNodes::<T>::get(older, (0, 7)).len(), 62);
		assert!(!KeptNodes::<T>::contains_key(epoch, (0, 7)));
	}

	/// The last epoch that is looked at. Of those that are looked at then, none can be released.
	#[benchmark]
	fn release_epoch() {
		let epoch = oldest(MAX_PINS - 1);
		begin::<T>();
		epochs::<T>(MAX_PINS, MAX_PERSONS);
		ScopesOfEpoch::<T>::remove(epoch);
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::release(NOW.into(), &mut meter);
		}

		assert!(!Snapshots::<T>::contains_key(epoch));
		assert_eq!(Pins::<T>::get().len() as u32, MAX_PINS - 1);
	}

	/// One of two. There is no weight for the other.
	#[benchmark]
	fn prune_nullifier() {
		let group = put_group::<T>(2);
		let limit = T::WeightInfo::prune_group().saturating_add(T::WeightInfo::prune_nullifier());
		let mut meter = WeightMeter::with_limit(limit);

		#[block]
		{
			Pallet::<T>::prune(NOW.into(), &mut meter);
		}

		assert_eq!(Nullifiers::<T>::iter_key_prefix(group).count(), 1);
		assert_eq!(Declarations::<T>::iter_keys().count(), 1);
	}

	#[benchmark]
	fn prune_group() {
		put_group::<T>(0);
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::prune(NOW.into(), &mut meter);
		}

		assert_eq!(PruneEnds::<T>::get(), (1, 1));
	}

	impl_benchmark_test_suite!(Pallet, super::mock::externalities(), super::mock::Test);
}
