//! No runtime is enacted that the validators' nodes could not run.

use super::{every_call::in_a_block, signed, world::by};
use crate::{
	extensions::CALL_FILTERED,
	readiness::{Error, Levels, Pallet, Said, NEEDED},
	Executive, Readiness, Runtime, RuntimeCall, RuntimeOrigin, Session, System, VERSION,
};
use census_runtime_api::host_calls::{runtime_decl_for_host_calls_api as api, INHERENT};
use codec::Encode;
use frame_support::{assert_noop, assert_ok, inherent::ProvideInherent};
use sp_inherents::InherentData;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	traits::{BlakeTwo256, Hash},
	transaction_validity::UnknownTransaction,
};
use sp_version::RuntimeVersion;

/// Code of a later version that needs this level of host calls, or says of none.
fn code(level: Option<u32>) -> Vec<u8> {
	let mut apis = VERSION.apis.to_vec();
	apis.retain(|(id, _)| *id != api::ID);
	apis.extend(level.map(|level| (api::ID, level)));
	let spec_version = VERSION.spec_version + 1;
	RuntimeVersion { spec_version, apis: apis.into(), ..VERSION }.encode()
}

#[test]
fn a_node_that_is_built_with_a_runtime_can_run_it() {
	const { assert!(NEEDED <= census_zk_host::LEVEL) }
}

/// The accounts of this many validators.
fn validators(count: u8) {
	let accounts: Vec<crate::AccountId> = (0..count).map(|number| [number; 32].into()).collect();
	pallet_session::Validators::<Runtime>::put(accounts);
}

/// A validator has said, in a session, that it has a level.
fn said(validator: u8, session: u32, level: u32) {
	let said = Said { session, block: 0, level };
	Levels::<Runtime>::insert(crate::AccountId::new([validator; 32]), said);
}

#[test]
fn code_that_needs_what_all_have_is_enacted() {
	in_a_block(|| {
		assert_ok!(Readiness::check(&code(Some(NEEDED))));
		assert_ok!(Readiness::check(&code(Some(NEEDED - 1))));
		assert_noop!(Readiness::check(&code(None)), Error::<Runtime>::NoLevel);
		assert_noop!(Readiness::check(b"no version"), Error::<Runtime>::NoLevel);
	});
}

#[test]
fn code_that_needs_more_waits_for_four_fifths_of_the_validators() {
	in_a_block(|| {
		validators(10);
		let more = code(Some(NEEDED + 1));
		let refused = Error::<Runtime>::ValidatorsNotReady;
		pallet_session::CurrentIndex::<Runtime>::put(20);
		for validator in 0..7 {
			said(validator, 20, NEEDED + 1);
		}
		// One said so too long ago, one has too little, and one is no validator.
		said(7, 13, NEEDED + 1);
		said(8, 20, NEEDED);
		said(20, 20, NEEDED + 1);
		assert_noop!(Readiness::check(&more), refused);
		said(7, 14, NEEDED + 2);
		assert_ok!(Readiness::check(&more));
		assert_noop!(
			Readiness::check(&code(Some(NEEDED + 2))),
			Error::<Runtime>::ValidatorsNotReady
		);
	});
}

#[test]
fn an_upgrade_that_a_third_could_not_run_stays_authorised_until_they_can() {
	in_a_block(|| {
		validators(3);
		let code = code(Some(NEEDED + 1));
		System::do_authorize_upgrade(BlakeTwo256::hash(&code), true);
		let bring = || {
			System::apply_authorized_upgrade(by(Sr25519Keyring::Ferdie), code.clone())
				.map_err(|refused| refused.error)
		};
		let session = Session::current_index();
		said(0, session, NEEDED + 1);
		said(1, session, NEEDED + 1);
		assert_noop!(bring().map(drop), Error::<Runtime>::ValidatorsNotReady);
		assert!(System::authorized_upgrade().is_some());
		said(2, session, NEEDED + 1);
		assert_ok!(bring());
		assert!(System::authorized_upgrade().is_none());
	});
}

#[test]
fn code_that_is_refused_is_brought_once_a_session() {
	in_a_block(|| {
		validators(3);
		let code = code(Some(NEEDED + 1));
		System::do_authorize_upgrade(BlakeTwo256::hash(&code), true);
		let bring = |nonce| {
			let call = frame_system::Call::apply_authorized_upgrade { code: code.clone() };
			Executive::apply_extrinsic(signed(Sr25519Keyring::Bob, nonce, call.into()))
		};
		assert!(matches!(bring(0), Ok(Err(_))), "the validators are not ready");
		let wait = UnknownTransaction::Custom(CALL_FILTERED);
		assert_eq!(bring(1), Err(wait.into()));
		pallet_session::CurrentIndex::<Runtime>::mutate(|index| *index += 1);
		for validator in 0..3 {
			said(validator, Session::current_index(), NEEDED + 1);
		}
		assert!(matches!(bring(1), Ok(Ok(_))));
	});
}

#[test]
fn a_node_says_what_it_has_more_than_is_needed_once_a_session() {
	in_a_block(|| {
		let made = |level: u32| {
			let mut data = InherentData::new();
			data.put_data(INHERENT, &level).expect("there was none");
			Pallet::<Runtime>::create_inherent(&data)
		};
		// Nobody makes this block.
		assert_eq!(made(NEEDED + 1), None);
		let say = RuntimeCall::from(crate::readiness::Call::say { level: NEEDED + 1 });
		use sp_runtime::traits::Dispatchable;
		assert!(say.clone().dispatch(RuntimeOrigin::none()).is_err());
		assert!(say.dispatch(by(Sr25519Keyring::Alice)).is_err());
		let author = Sr25519Keyring::Alice.to_account_id();
		// As the pallet notes it, which shows it to nobody.
		let noted = frame_support::storage::storage_prefix(b"Authorship", b"Author");
		frame_support::storage::unhashed::put(&noted, &author);
		assert_eq!(made(NEEDED), None);
		let call = made(NEEDED + 1).expect("it has more");
		assert!(Pallet::<Runtime>::is_inherent(&call));
		assert_ok!(RuntimeCall::from(call).dispatch(RuntimeOrigin::none()));
		assert_eq!(Levels::<Runtime>::get(&author).map(|said| said.level), Some(NEEDED + 1));
		assert_eq!(made(NEEDED + 1), None);
		// Nor is a block full of it.
		let again = RuntimeCall::from(crate::readiness::Call::say { level: NEEDED + 2 });
		assert_noop!(again.dispatch(RuntimeOrigin::none()), Error::<Runtime>::SaidAlready);
		pallet_session::CurrentIndex::<Runtime>::mutate(|index| *index += 1);
		assert!(made(NEEDED + 1).is_some());
	});
}
