//! Who pays for the bytes that proofs leave behind, and how much.

use super::validate_proofs::{events, group_and_proofs, refused, validated};
use crate::{mock::*, Error, Nullifiers, WeightInfo, NULLIFIER_BYTES};
use census_primitives::{GroupId, ProofRefusal, VerifyError};
use census_zk_types::{SemaphoreProof, Word};
use frame_support::{
	assert_ok,
	traits::{
		fungible::{Inspect, Mutate},
		LockableCurrency, WithdrawReasons,
	},
};
use sp_runtime::DispatchError;

/// The least that an account holds.
const MIN_BALANCE: u64 = 1;

/// The bytes that the pallet has in the chain's state: keys and values.
fn stored() -> u64 {
	let prefix = sp_io::hashing::twox_128(b"GroupsPallet");
	let mut key = prefix.to_vec();
	let mut bytes = 0;
	while let Some(next) = sp_io::storage::next_key(&key).filter(|key| key.starts_with(&prefix)) {
		bytes += next.len() + sp_io::storage::get(&next).map_or(0, |value| value.len());
		key = next;
	}
	bytes as u64
}

/// What was burnt, and what is stored more, since this was asked last.
struct Since {
	issuance: u64,
	stored: u64,
}

impl Since {
	fn now() -> Self {
		Self { issuance: Balances::total_issuance(), stored: stored() }
	}

	fn burnt_and_stored(&mut self) -> (u64, u64) {
		let before = core::mem::replace(self, Self::now());
		(before.issuance - self.issuance, self.stored - before.stored)
	}
}

/// Gives an account of its own so many tokens, and what it needs to live on.
fn somebody_with(funds: u64) -> u64 {
	const SOMEBODY: u64 = 77;
	Balances::set_balance(&SOMEBODY, funds + MIN_BALANCE);
	SOMEBODY
}

fn validate(by_whom: u64, group: GroupId, proof: &SemaphoreProof) -> sp_runtime::DispatchResult {
	GroupsPallet::validate_proof(by(by_whom), group, proof.clone().into())
}

fn validate_all(by_whom: u64, group: GroupId, proofs: &[SemaphoreProof]) {
	System::reset_events();
	let batch = proofs.to_vec().try_into().expect("no more than the most");
	assert_ok!(GroupsPallet::validate_proofs(by(by_whom), group, batch));
}

fn nullifiers(group: GroupId) -> usize {
	Nullifiers::<Test>::iter_prefix(group).count()
}

/// The attack that the price is for: the state of all nodes filled for ever, for no more than fees.
#[test]
fn every_byte_that_a_proof_leaves_behind_is_paid_for() {
	run(|| {
		let (group, proofs) = group_and_proofs(8);
		let mut since = Since::now();
		for proof in &proofs[..3] {
			assert_ok!(validate(OTHER, group, proof));
			let (burnt, stored) = since.burnt_and_stored();
			assert!(stored > 0);
			assert_eq!(burnt, BYTE_PRICE * stored);
		}
		validate_all(OTHER, group, &proofs[3..]);
		let (burnt, stored) = since.burnt_and_stored();
		assert_eq!(burnt, BYTE_PRICE * stored);
		assert_eq!(Balances::balance(&OTHER), FUNDS - 8 * NULLIFIER_PRICE);
	});
}

#[test]
fn a_nullifier_takes_the_bytes_that_are_said() {
	run(|| {
		let (group, proofs) = group_and_proofs(2);
		let mut since = Since::now();
		assert_ok!(validate(OTHER, group, &proofs[0]));
		assert_eq!(since.burnt_and_stored().1, u64::from(NULLIFIER_BYTES));
		validate_all(OTHER, group, &proofs[1..]);
		assert_eq!(since.burnt_and_stored().1, u64::from(NULLIFIER_BYTES));
		// They stand alone in their places: nothing else of the group grew with them, and one leaves
		// with all its bytes.
		let one = Nullifiers::<Test>::hashed_key_for(
			group,
			census_zk_types::FieldElement::try_from(proofs[0].nullifier).unwrap(),
		);
		let value = sp_io::storage::get(&one).expect("it is stored");
		assert_eq!(one.len() + value.len(), NULLIFIER_BYTES as usize);
	});
}

#[test]
fn the_price_stands_in_the_metadata() {
	let constants = GroupsPallet::pallet_constants_metadata();
	let price = constants.iter().find(|constant| constant.name == "NullifierPrice").unwrap();
	assert_eq!(price.value, codec::Encode::encode(&NULLIFIER_PRICE));
}

#[test]
fn a_refused_proof_costs_nothing_of_the_price() {
	run(|| {
		let (group, proofs) = group_and_proofs(2);
		assert_ok!(validate(OTHER, group, &proofs[0]));
		let mut invalid = proofs[1].clone();
		invalid.message = Word::from(1);
		let mut since = Since::now();
		for (proof, error) in
			[(&proofs[0], Error::NullifierUsed), (&invalid, Error::<Test>::ProofInvalid)]
		{
			assert_refused(|| validate(OTHER, group, proof), error);
		}
		validate_all(OTHER, group, &[proofs[0].clone(), invalid]);
		assert_eq!(since.burnt_and_stored(), (0, 0));
		// Nothing at all has happened to any balance.
		let told = System::events().into_iter().map(|record| record.event);
		assert_eq!(told.filter(|event| matches!(event, RuntimeEvent::Balances(_))).count(), 0);
	});
}

/// Two who submit one proof: whoever is second pays nothing for what the first one stored.
#[test]
fn who_copies_a_proof_and_is_first_pays_for_it() {
	run(|| {
		let (group, proofs) = group_and_proofs(1);
		let before = Balances::balance(&OTHER);
		assert_ok!(validate(ADMIN, group, &proofs[0]));
		assert_refused(|| validate(OTHER, group, &proofs[0]), Error::NullifierUsed);
		assert_eq!(Balances::balance(&OTHER), before);
	});
}

#[test]
fn who_cannot_pay_is_refused_before_the_proof_is_verified() {
	run(|| {
		let (group, proofs) = group_and_proofs(1);
		let poor = somebody_with(NULLIFIER_PRICE - 1);
		let mut invalid = proofs[0].clone();
		invalid.message = Word::from(1);
		// Had it been verified, the second one would be refused for another reason.
		for proof in [&proofs[0], &invalid] {
			assert_refused(|| validate(poor, group, proof), Error::NullifierUnpaid);
		}
		// What is cheaper to see comes first.
		let mut unknown = proofs[0].clone();
		unknown.merkle_tree_root = Word::from(5);
		assert_refused(|| validate(poor, group, &unknown), Error::RootUnknown);
		assert_refused(|| validate(poor, group + 1, &proofs[0]), Error::GroupNotFound);
		assert_eq!(nullifiers(group), 0);
	});
}

#[test]
fn an_account_pays_to_its_last_token_and_lives_on() {
	run(|| {
		let (group, proofs) = group_and_proofs(2);
		let submitter = somebody_with(NULLIFIER_PRICE);
		assert_ok!(validate(submitter, group, &proofs[0]));
		assert_eq!(Balances::balance(&submitter), MIN_BALANCE);
		assert_refused(|| validate(submitter, group, &proofs[1]), Error::NullifierUnpaid);
	});
}

#[test]
fn what_is_held_of_an_account_pays_for_nothing() {
	run(|| {
		let (group, proofs) = group_and_proofs(1);
		let submitter = somebody_with(BASE_DEPOSIT + NULLIFIER_PRICE - 1);
		assert_ok!(GroupsPallet::create_group(by(submitter), None, false));
		assert_eq!(held(submitter), BASE_DEPOSIT);
		assert_refused(|| validate(submitter, group, &proofs[0]), Error::NullifierUnpaid);
		assert_ok!(Balances::mint_into(&submitter, 1).map(drop));
		assert_ok!(validate(submitter, group, &proofs[0]));
		assert_eq!(held(submitter), BASE_DEPOSIT);
	});
}

#[test]
fn what_is_locked_of_an_account_pays_for_nothing() {
	run(|| {
		let (group, proofs) = group_and_proofs(1);
		let lock =
			|amount| Balances::set_lock(*b"locktest", &OTHER, amount, WithdrawReasons::all());
		lock(FUNDS - NULLIFIER_PRICE + 1);
		assert_refused(|| validate(OTHER, group, &proofs[0]), Error::NullifierUnpaid);
		lock(FUNDS - NULLIFIER_PRICE);
		assert_ok!(validate(OTHER, group, &proofs[0]));
	});
}

#[test]
fn behind_the_last_funds_of_a_batch_nothing_is_stored() {
	run(|| {
		let (group, proofs) = group_and_proofs(6);
		let mut invalid = proofs[5].clone();
		invalid.message = Word::from(1);
		let submitter = somebody_with(2 * NULLIFIER_PRICE + NULLIFIER_PRICE / 2);
		let batch = [
			invalid.clone(),
			proofs[0].clone(),
			proofs[0].clone(),
			proofs[1].clone(),
			proofs[2].clone(),
			invalid,
			proofs[0].clone(),
			proofs[3].clone(),
		];
		let mut since = Since::now();
		validate_all(submitter, group, &batch);
		assert_eq!(
			events(),
			[
				validated(group, &proofs[0]),
				validated(group, &proofs[1]),
				refused(group, 0, ProofRefusal::Verifier(VerifyError::ProofInvalid)),
				refused(group, 2, ProofRefusal::NullifierUsed),
				refused(group, 4, ProofRefusal::NullifierUnpaid),
				// What is wrong with a proof is told all the same.
				refused(group, 5, ProofRefusal::Verifier(VerifyError::ProofInvalid)),
				refused(group, 6, ProofRefusal::NullifierUsed),
				refused(group, 7, ProofRefusal::NullifierUnpaid),
			]
		);
		let bytes = 2 * u64::from(NULLIFIER_BYTES);
		assert_eq!(since.burnt_and_stored(), (2 * NULLIFIER_PRICE, bytes));
		assert_eq!(Balances::balance(&submitter), NULLIFIER_PRICE / 2 + MIN_BALANCE);

		// The same proofs count when somebody pays for them.
		validate_all(OTHER, group, &proofs[2..4]);
		assert_eq!(events(), [validated(group, &proofs[2]), validated(group, &proofs[3])]);
	});
}

#[test]
fn a_batch_of_who_can_pay_for_none_is_not_verified() {
	run(|| {
		let (group, proofs) = group_and_proofs(3);
		let poor = somebody_with(NULLIFIER_PRICE - 1);
		let mut invalid = proofs[1].clone();
		invalid.message = Word::from(1);
		let mut unknown = proofs[2].clone();
		unknown.merkle_tree_root = Word::from(5);
		let batch = vec![proofs[0].clone(), invalid, unknown];
		System::reset_events();
		let mut since = Since::now();
		let done = GroupsPallet::validate_proofs(by(poor), group, batch.try_into().unwrap());
		assert_eq!(
			events(),
			[
				refused(group, 0, ProofRefusal::NullifierUnpaid),
				// Had it been verified, it would be refused for another reason.
				refused(group, 1, ProofRefusal::NullifierUnpaid),
				refused(group, 2, ProofRefusal::RootUnknown),
			]
		);
		assert_eq!(since.burnt_and_stored(), (0, 0));
		type Weights = <Test as crate::Config>::WeightInfo;
		assert_eq!(done.unwrap().actual_weight, Some(Weights::validate_proofs(3)));
	});
}

/// A call that fails at its end has burnt nothing.
#[test]
fn a_batch_that_cannot_be_counted_is_not_paid_for() {
	run(|| {
		let (group, proofs) = group_and_proofs(2);
		let count = |nullifiers| {
			crate::Groups::<Test>::mutate(group, |group| {
				group.as_mut().unwrap().nullifiers = nullifiers
			})
		};
		count(u32::MAX - 1);
		assert_refused(
			|| {
				let done = GroupsPallet::validate_proofs(
					by(OTHER),
					group,
					proofs.clone().try_into().unwrap(),
				);
				done.map(drop).map_err(|refused| refused.error)
			},
			Error::NullifiersFull,
		);
		assert_eq!(Balances::balance(&OTHER), FUNDS);
		count(0);
	});
}

/// What was paid is gone: an admin gains nothing by closing a group that others paid for.
#[test]
fn clearing_a_group_returns_nothing_of_the_price() {
	run(|| {
		let (group, proofs) = group_and_proofs(3);
		validate_all(OTHER, group, &proofs);
		let issuance = Balances::total_issuance();
		assert_ok!(GroupsPallet::close_group(by(ADMIN), group));
		assert_ok!(GroupsPallet::clear_group(by(ADMIN), group, 1_000));
		assert_eq!(nullifiers(group), 0);
		assert_eq!(Balances::total_issuance(), issuance);
		assert_eq!(Balances::balance(&ADMIN), FUNDS);
		assert_eq!(Balances::balance(&OTHER), FUNDS - 3 * NULLIFIER_PRICE);
	});
}

#[test]
fn asking_costs_nothing_and_tells_nothing_of_a_submitter() {
	run(|| {
		let (group, proofs) = group_and_proofs(1);
		let mut since = Since::now();
		let now = System::block_number();
		assert_eq!(GroupsPallet::check_proof(group, &proofs[0], now), Ok(()));
		assert_eq!(since.burnt_and_stored(), (0, 0));
		let poor = somebody_with(0);
		assert_eq!(
			validate(poor, group, &proofs[0]),
			Err(DispatchError::from(Error::<Test>::NullifierUnpaid))
		);
	});
}
