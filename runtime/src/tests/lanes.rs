//! The block's free share: what may wait for it, and that each class has its own bytes.

use super::{any_proof, extension, preset, signed, validity_error};
use crate::{
	constants::{MAX_BLOCK_BYTES, NORMAL_LENGTH_RATIO, OPERATIONAL_LENGTH_RATIO},
	door,
	extensions::{Check, Plain, SessionActs, NOT_PLAIN, NO_ACT_LEFT},
	room, Executive, Runtime, RuntimeCall, RuntimeOrigin, System, UncheckedExtrinsic,
};
use census_primitives::{Alias, Epoch, PersonRefusal};
use census_runtime_api::door::Look;
use codec::Encode;
use frame_metadata_hash_extension::CheckMetadataHash;
use frame_support::{
	assert_ok,
	dispatch::{DispatchClass, GetDispatchInfo},
	traits::{Get, Hooks},
	weights::Weight,
};
use frame_system::{CheckEra, CheckNonce, RawOrigin};
use pallet_personhood::{Call, Config, Session};
use pallet_skip_feeless_payment::SkipCheckIfFeeless;
use pallet_transaction_payment::ChargeTransactionPayment;
use sp_genesis_builder::DEV_RUNTIME_PRESET;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Ferdie};
use sp_runtime::{
	generic::Era,
	transaction_validity::{
		InvalidTransaction, TransactionSource, TransactionValidity, TransactionValidityError,
		UnknownTransaction,
	},
};
use DispatchClass::{Normal, Operational};

fn in_a_block(test: impl FnOnce()) {
	preset(DEV_RUNTIME_PRESET).execute_with(|| {
		System::initialize(&1, &[7; 32].into(), &Default::default());
		test();
	});
}

fn validity(transaction: UncheckedExtrinsic) -> TransactionValidity {
	Executive::validate_transaction(TransactionSource::External, transaction, [7; 32].into())
}

fn as_alias(who: Sr25519Keyring, nonce: u32, epoch: Epoch) -> UncheckedExtrinsic {
	let call = Box::new(Call::declare { statement: [1; 32] }.into());
	signed(who, nonce, Call::as_alias { epoch, call }.into())
}

/// Gives an account a session of the present epoch with so many acts left.
fn open_session(who: Sr25519Keyring, acts_left: u32) {
	let session = Session { epoch: 0, alias: Alias::from(1), acts_left };
	pallet_personhood::Sessions::<Runtime>::insert(who.to_account_id(), session);
}

#[test]
fn no_more_of_a_sessions_acts_wait_than_it_has_left() {
	in_a_block(|| {
		let acts: u32 = <Runtime as Config>::ActsPerSession::get();
		open_session(Bob, acts);
		for nonce in 0..acts {
			let valid = validity(as_alias(Bob, nonce, 0)).unwrap();
			assert_eq!(valid.priority, 0, "sessions' acts come last");
			assert_eq!(door::look(&as_alias(Bob, nonce, 0).encode()), Look::Session);
		}
		let ahead = UnknownTransaction::Custom(NO_ACT_LEFT).into();
		for nonce in [acts, acts + 1, 1_000] {
			assert_eq!(validity_error(as_alias(Bob, nonce, 0)), ahead);
		}
		// What the session's account pays for is not bounded by this.
		let transfer = super::transfer(Ferdie, 1);
		assert_ok!(validity(signed(Bob, 1_000, transfer)));
	});
}

#[test]
fn what_nobody_signs_has_one_form() {
	in_a_block(|| {
		let call =
			|| RuntimeCall::from(Call::<Runtime>::veto { person: 0, proof: Box::new(any_proof()) });
		let look = |extension| {
			let copy = UncheckedExtrinsic::new_transaction(call(), extension);
			door::look(&copy.encode())
		};
		let altered = Look::Refused { code: Some(NOT_PLAIN), later: false };
		assert_ne!(look(extension(0)), altered);
		assert_eq!(look(extension(77)), altered);
		let (mut era, mut tip, mut hash) = (extension(0), extension(0), extension(0));
		era.5 = CheckEra::from(Era::mortal(4, 1)).into();
		tip.8 = SkipCheckIfFeeless::from(ChargeTransactionPayment::from(1)).into();
		hash.9 = CheckMetadataHash::new(true).into();
		for extension in [era, tip, hash] {
			assert_eq!(look(extension), altered);
		}

		// Blocks hold it too: each extension by itself, once the call has been authorised.
		let refused = Err(InvalidTransaction::Custom(NOT_PLAIN).into());
		fn checked<S, C: Check<S>>(
			extension: S,
			origin: &RuntimeOrigin,
		) -> Result<(), TransactionValidityError> {
			let call = super::transfer(Ferdie, 1);
			C::validate(&extension, origin, &call, &call.get_dispatch_info(), 100)
		}
		let nobody = RawOrigin::Authorized.into();
		assert_eq!(checked::<_, SessionActs>(CheckNonce::from(77), &nobody), refused);
		assert_eq!(checked::<_, SessionActs>(CheckNonce::from(0), &nobody), Ok(()));
		let mortal = || CheckEra::<Runtime>::from(Era::mortal(4, 1));
		assert_eq!(checked::<_, Plain>(mortal(), &nobody), refused);
		assert_eq!(
			checked::<_, Plain>(mortal(), &RuntimeOrigin::signed(Bob.to_account_id())),
			Ok(())
		);
	});
}

#[test]
fn nobody_but_the_sudo_key_signs_a_call_of_its_pallet() {
	in_a_block(|| {
		let remark = || Box::new(frame_system::Call::remark { remark: vec![0; 100] }.into());
		for call in [
			pallet_sudo::Call::sudo { call: remark() },
			pallet_sudo::Call::sudo_as { who: Bob.to_account_id().into(), call: remark() },
			pallet_sudo::Call::remove_key {},
		] {
			let call = RuntimeCall::from(call);
			assert_eq!(
				validity_error(signed(Bob, 0, call.clone())),
				InvalidTransaction::Call.into()
			);
			assert_ok!(validity(signed(Alice, 0, call)));
		}
	});
}

#[test]
fn who_has_no_session_gets_nothing_into_the_free_share_for_a_fee() {
	in_a_block(|| {
		let none = UnknownTransaction::Custom(NO_ACT_LEFT).into();
		assert_eq!(validity_error(as_alias(Bob, 0, 0)), none);
		open_session(Bob, 0);
		assert_eq!(validity_error(as_alias(Bob, 0, 0)), none);
		open_session(Bob, 1);
		assert_eq!(validity_error(as_alias(Bob, 0, 1)), none, "a session of another epoch");
		assert_ok!(validity(as_alias(Bob, 0, 0)));

		let call = Box::new(super::transfer(Ferdie, 1));
		let transfer = signed(Bob, 0, Call::as_alias { epoch: 0, call }.into());
		let code = PersonRefusal::CallNotAllowed.code();
		assert_eq!(validity_error(transfer), InvalidTransaction::Custom(code).into());
	});
}

#[test]
fn each_class_has_its_bytes_of_a_block() {
	in_a_block(|| {
		let shares = [(Normal, NORMAL_LENGTH_RATIO), (Operational, OPERATIONAL_LENGTH_RATIO)];
		for (class, ratio) in shares {
			let share = ratio * MAX_BLOCK_BYTES;
			let with = |bytes: u32| room::Pallet::<Runtime>::with(class, bytes as usize);
			assert_eq!((with(share), with(share + 1)), (Some(share), None));
			room::Pallet::<Runtime>::note(class, share);
			assert_eq!((with(0), with(1)), (Some(share), None));
		}
		// All of both are full, and the block has room for what the chain puts into it itself.
		assert!(
			NORMAL_LENGTH_RATIO * MAX_BLOCK_BYTES + OPERATIONAL_LENGTH_RATIO * MAX_BLOCK_BYTES
				< MAX_BLOCK_BYTES
		);
		room::Pallet::<Runtime>::on_finalize(1);
		assert!(!room::Filled::<Runtime>::exists());
	});
}

#[test]
fn an_upgrade_of_the_runtime_finds_room() {
	in_a_block(|| {
		let code = vec![1; 3_000_000];
		let set_code = frame_system::Call::set_code { code: code.clone() }.into();
		let sudo = pallet_sudo::Call::sudo { call: Box::new(set_code) };
		assert_ok!(validity(signed(Sr25519Keyring::Alice, 0, sudo.into())));
		let authorised = sp_io::hashing::blake2_256(&code).into();
		let root = frame_system::RawOrigin::Root.into();
		assert_ok!(System::authorize_upgrade_without_checks(root, authorised));
		let upgrade = frame_system::Call::apply_authorized_upgrade { code };
		// Anybody brings it who pays, and nobody for nothing, nor any other.
		let refused = Err(InvalidTransaction::Call.into());
		assert_eq!(
			validity(UncheckedExtrinsic::new_bare(upgrade.clone().into())).map(drop),
			refused
		);
		assert_ok!(validity(signed(Bob, 0, upgrade.into())));
		let other = frame_system::Call::apply_authorized_upgrade { code: vec![2; 3_000_000] };
		assert_eq!(validity(signed(Bob, 0, other.into())).map(drop), refused);
	});
}

#[test]
fn nobody_fills_a_block_with_proofs_of_storage_that_nobody_makes() {
	in_a_block(|| {
		let weight = Weight::from_parts(0, u64::MAX / 100 * 62);
		let others = vec![Sr25519Keyring::Alice.to_account_id()];
		let enact = RuntimeCall::from(pallet_governance::Call::enact { proposal: 9, weight });
		let approve = pallet_multisig::Call::approve_as_multi {
			threshold: 2,
			other_signatories: others,
			maybe_timepoint: None,
			call_hash: [1; 32],
			max_weight: weight,
		};
		let batch = pallet_utility::Call::batch { calls: vec![enact.clone()] };
		for call in [enact, approve.into(), batch.into()] {
			let outcome = Executive::apply_extrinsic(signed(Bob, 0, call.clone()));
			assert_eq!(outcome, Err(InvalidTransaction::Call.into()), "{call:?}");
		}
	});
}

#[test]
fn calls_of_several_accounts_are_not_nested_deep() {
	in_a_block(|| {
		let remark = RuntimeCall::from(frame_system::Call::remark { remark: vec![1; 9] });
		let nested = |depth: usize| {
			(0..depth).fold(remark.clone(), |call, _| {
				let other_signatories = vec![Sr25519Keyring::Alice.to_account_id()];
				let call = Box::new(call);
				pallet_multisig::Call::as_multi_threshold_1 { other_signatories, call }.into()
			})
		};
		let look = |call: RuntimeCall| door::look(&signed(Bob, 0, call).encode());
		assert_eq!(look(nested(4)), Look::Paid);
		assert_eq!(look(nested(5)), Look::Refused { code: None, later: false });
		let batch = pallet_utility::Call::batch { calls: vec![nested(5)] };
		assert_eq!(look(batch.into()), Look::Refused { code: None, later: false });
	});
}

#[test]
fn bytes_that_are_paid_for_leave_the_free_ones_their_share() {
	in_a_block(|| {
		let remark =
			|bytes| -> RuntimeCall { frame_system::Call::remark { remark: vec![0; bytes] }.into() };
		let mut nonce = 0;
		let mut pay = |bytes| {
			let outcome = Executive::apply_extrinsic(signed(Bob, nonce, remark(bytes)));
			nonce += u32::from(outcome.is_ok());
			outcome
		};
		while pay(400_000).is_ok() {}
		assert_eq!(pay(400_000), Err(InvalidTransaction::ExhaustsResources.into()));
		assert!(
			*room::Filled::<Runtime>::get().get(Normal) <= NORMAL_LENGTH_RATIO * MAX_BLOCK_BYTES
		);
		assert_eq!(*room::Filled::<Runtime>::get().get(Operational), 0);
		let share = (OPERATIONAL_LENGTH_RATIO * MAX_BLOCK_BYTES) as usize;
		assert!(room::Pallet::<Runtime>::with(Operational, share).is_some());
	});
}

#[test]
fn the_door_tells_what_bytes_are() {
	in_a_block(|| {
		let look = |transaction: UncheckedExtrinsic| door::look(&transaction.encode());
		let general = |call: RuntimeCall| UncheckedExtrinsic::new_transaction(call, extension(0));
		assert_eq!(look(signed(Bob, 0, super::transfer(Ferdie, 1))), Look::Paid);
		let now = pallet_timestamp::Call::set { now: 1 };
		assert_eq!(look(UncheckedExtrinsic::new_bare(now.into())), Look::Bare);
		let nothing = Look::Refused { code: None, later: false };
		assert_eq!(look(general(super::transfer(Ferdie, 1))), nothing);
		let veto = Call::veto { person: 3, proof: Box::new(super::any_proof()) };
		let code = Some(PersonRefusal::PersonAhead.code());
		assert_eq!(look(general(veto.into())), Look::Refused { code, later: true });
	});
}

#[test]
fn no_bytes_make_the_door_fail() {
	in_a_block(|| {
		let transaction = signed(Bob, 0, super::transfer(Ferdie, 1)).encode();
		for length in 0..transaction.len() {
			assert_eq!(door::look(&transaction[..length]), Look::Undecodable);
		}
		for first in 0..=u8::MAX {
			for bytes in [vec![first], vec![first; 2], vec![first; 400], vec![first; 100_000]] {
				door::look(&bytes);
				door::look(&[&[4, first], &bytes[..]].concat());
				door::look(&[&(bytes.len() as u32).to_le_bytes(), &bytes[..]].concat());
			}
		}
		// Calls in calls, deeper than any may be.
		let mut call: RuntimeCall = super::transfer(Ferdie, 1);
		for _ in 0..300 {
			call = pallet_utility::Call::batch { calls: vec![call] }.into();
		}
		assert_eq!(door::look(&UncheckedExtrinsic::new_bare(call).encode()), Look::Undecodable);
	});
}
