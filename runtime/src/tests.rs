//! What must hold of the runtime as a whole.

mod acts;
mod annotations;
mod brought;
mod costs;
mod equivocations;
mod every_call;
mod free;
mod lanes;
mod nullifiers;
mod pages;
mod readiness;
mod shares;
mod tickets;
mod tracks;
mod words;
mod world;

use crate::{
	constants::{CEN, EXISTENTIAL_DEPOSIT, FEE_PER_BYTE, MAX_BLOCK_BYTES, REMEMBERED_SESSIONS},
	has_author_offence, presets, AccountId, AllPalletsWithSystem, AuthorityDiscovery, Babe,
	Balances, Block, Executive, Grandpa, Header, Historical, Runtime, RuntimeCall,
	RuntimeGenesisConfig, RuntimeOrigin, Session, SessionKeys, SignedPayload, System, Timing,
	TxExtension, UncheckedExtrinsic, Validators, LOCAL_PRESET,
};
use census_zk_types::{SemaphoreProof, Word};
use codec::{Decode, Encode};
use frame_support::{
	assert_noop, assert_ok,
	genesis_builder_helper::{build_state, get_preset},
	traits::{fungible::Inspect, Get, Hooks, KeyOwnerProofSystem, PalletsInfoAccess},
};
use frame_system::offchain::CreateBare;
use pallet_groups::WeightInfo as _;
use pallet_skip_feeless_payment::SkipCheckIfFeeless;
use pallet_transaction_payment::ChargeTransactionPayment;
use serde_json::Value;
use sp_consensus_babe::{
	digests::{PreDigest, SecondaryPlainPreDigest},
	runtime_decl_for_babe_api::BabeApi,
	AuthorityId as BabeId, EquivocationProof, Slot, BABE_ENGINE_ID,
};
use sp_core::{
	offchain::{testing::TestTransactionPoolExt, TransactionPoolExt},
	Pair,
};
use sp_genesis_builder::DEV_RUNTIME_PRESET;
use sp_io::TestExternalities;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{
	generic::Era,
	traits::{Dispatchable, ExtrinsicMetadata, Header as _},
	transaction_validity::{
		InvalidTransaction, TransactionSource, TransactionValidityError, UnknownTransaction,
	},
	Digest, DigestItem, MultiSignature,
};
use std::collections::BTreeSet;

/// JSON merge patch, RFC 7386, as chain specifications apply presets.
fn merge(target: &mut Value, patch: Value) {
	match (target, patch) {
		(Value::Object(target), Value::Object(patch)) => {
			for (key, value) in patch {
				merge(target.entry(key).or_insert(Value::Null), value);
			}
		}
		(target, patch) => *target = patch,
	}
}

fn default_genesis() -> Value {
	let json = get_preset::<RuntimeGenesisConfig>(&None, |_| None).unwrap();
	serde_json::from_slice(&json).unwrap()
}

fn state(genesis: &Value) -> TestExternalities {
	let mut ext = TestExternalities::new_empty();
	ext.execute_with(|| {
		build_state::<RuntimeGenesisConfig>(genesis.to_string().into_bytes()).unwrap();
	});
	ext
}

fn preset(id: &str) -> TestExternalities {
	let mut genesis = default_genesis();
	let patch = presets::get(&id.into()).unwrap();
	merge(&mut genesis, serde_json::from_slice(&patch).unwrap());
	state(&genesis)
}

fn transfer(to: Sr25519Keyring, value: u128) -> RuntimeCall {
	pallet_balances::Call::transfer_keep_alive { dest: to.to_account_id().into(), value }.into()
}

fn extension(nonce: u32) -> TxExtension {
	(
		frame_system::AuthorizeCall::new().into(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckEra::from(Era::immortal()).into(),
		frame_system::CheckNonce::from(nonce).into(),
		frame_system::CheckWeight::new().into(),
		SkipCheckIfFeeless::from(ChargeTransactionPayment::from(0)).into(),
		frame_metadata_hash_extension::CheckMetadataHash::new(false).into(),
		frame_system::WeightReclaim::new(),
	)
}

/// A signed transaction, as clients make it: format 4.
fn signed(who: Sr25519Keyring, nonce: u32, call: RuntimeCall) -> UncheckedExtrinsic {
	let payload = SignedPayload::new(call, extension(nonce)).unwrap();
	let signature = payload.using_encoded(|bytes| who.pair().sign(bytes));
	let (call, extension, _) = payload.deconstruct();
	UncheckedExtrinsic::new_signed(
		call,
		who.to_account_id().into(),
		MultiSignature::Sr25519(signature),
		extension,
	)
}

/// A proof of nothing.
fn any_proof() -> SemaphoreProof {
	SemaphoreProof {
		merkle_tree_depth: 1,
		merkle_tree_root: Word::from(1),
		nullifier: Word::from(1),
		message: Word::from(1),
		scope: Word::from(1),
		points: [Word::from(1); 8],
	}
}

fn validity_error(extrinsic: UncheckedExtrinsic) -> TransactionValidityError {
	let at = System::block_hash(0);
	Executive::validate_transaction(TransactionSource::External, extrinsic, at).unwrap_err()
}

#[test]
fn the_presets_are_named() {
	assert_eq!(presets::names(), [DEV_RUNTIME_PRESET, LOCAL_PRESET]);
	assert!(presets::names().iter().all(|id| presets::get(id).is_some()));
	assert!(presets::get(&"production".into()).is_none());
}

#[test]
fn the_development_preset_has_one_validator() {
	preset(DEV_RUNTIME_PRESET).execute_with(|| {
		let alice = Sr25519Keyring::Alice;
		assert_eq!(Session::validators(), [alice.to_account_id()]);
		assert_eq!(Babe::authorities().to_vec(), [(alice.public().into(), 1)]);
		assert_eq!(Grandpa::grandpa_authorities(), [(Ed25519Keyring::Alice.public().into(), 1)]);
		assert_eq!(AuthorityDiscovery::authorities(), [alice.public().into()]);
		assert_eq!(pallet_sudo::Key::<Runtime>::get(), Some(alice.to_account_id()));
		assert_eq!(<Timing as Get<u64>>::get(), 20);
		assert_eq!(Balances::free_balance(Sr25519Keyring::Ferdie.to_account_id()), 1_000_000 * CEN);
	});
}

#[test]
fn the_local_preset_has_four_validators() {
	preset(LOCAL_PRESET).execute_with(|| {
		use Sr25519Keyring::{Alice, Bob, Charlie, Dave};
		let expected: BTreeSet<_> =
			[Alice, Bob, Charlie, Dave].map(|validator| validator.to_account_id()).into();
		assert_eq!(Session::validators().into_iter().collect::<BTreeSet<_>>(), expected);
		assert_eq!(Babe::authorities().len(), 4);
		assert_eq!(Grandpa::grandpa_authorities().len(), 4);
		assert_eq!(pallet_sudo::Key::<Runtime>::get(), None);
	});
}

#[test]
fn a_chain_has_no_sudo_key_and_epochs_of_an_hour_unless_genesis_says_so() {
	state(&default_genesis()).execute_with(|| {
		assert_eq!(pallet_sudo::Key::<Runtime>::get(), None);
		assert_eq!(<Timing as Get<u64>>::get(), 600);
	});
}

#[test]
#[should_panic(expected = "an epoch lasts at least 4 slots")]
fn an_epoch_too_short_is_refused_at_genesis() {
	let mut genesis = default_genesis();
	merge(&mut genesis, serde_json::json!({ "timing": { "epochSlots": 3 } }));
	state(&genesis);
}

/// Begins block 1 with a header in which its author has put something of so many bytes.
fn begin_with_header_of(bytes: usize) {
	preset(DEV_RUNTIME_PRESET).execute_with(|| {
		let slot = PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
			authority_index: 0,
			slot: 1.into(),
		});
		let logs = vec![
			DigestItem::PreRuntime(BABE_ENGINE_ID, slot.encode()),
			DigestItem::PreRuntime(*b"junk", vec![0; bytes]),
		];
		let header = Header::new(
			1,
			Default::default(),
			Default::default(),
			System::block_hash(0),
			Digest { logs },
		);
		Executive::initialize_block(&header);
	});
}

#[test]
fn an_author_adds_a_little_to_a_header() {
	begin_with_header_of(3_000);
}

#[test]
#[should_panic(expected = "exceeds max header size limit")]
fn an_author_adds_not_much_to_a_header() {
	begin_with_header_of(5_000);
}

#[test]
fn the_indices_of_pallets_stay() {
	let indices: Vec<_> = AllPalletsWithSystem::infos()
		.into_iter()
		.map(|pallet| (pallet.index, pallet.name))
		.collect();
	assert_eq!(
		indices,
		[
			(0, "System"),
			(1, "Timestamp"),
			(2, "Timing"),
			(3, "Babe"),
			(5, "Session"),
			(6, "Historical"),
			(7, "Offences"),
			(8, "Grandpa"),
			(9, "AuthorityDiscovery"),
			(10, "Room"),
			(11, "Authorship"),
			(12, "Readiness"),
			(20, "Balances"),
			(21, "TransactionPayment"),
			(22, "SkipFeeless"),
			(30, "Sudo"),
			(31, "Utility"),
			(32, "Multisig"),
			(33, "Proxy"),
			(50, "Groups"),
			(51, "Personhood"),
			(52, "Polls"),
			(53, "Circuits"),
			(54, "Anchors"),
			(55, "Leases"),
			(56, "Validators"),
			(57, "Governance"),
		]
	);
}

#[test]
fn the_metadata_announces_extrinsic_formats_4_and_5() {
	assert_eq!(UncheckedExtrinsic::VERSIONS, [4, 5]);
	preset(DEV_RUNTIME_PRESET).execute_with(|| {
		let extrinsic = Runtime::metadata_ir().extrinsic;
		assert_eq!(extrinsic.versions, [4, 5]);
		let extensions: Vec<_> =
			extrinsic.extensions_in_versions.iter().map(|extension| extension.identifier).collect();
		assert_eq!(
			extensions,
			[
				"AuthorizeCall",
				"CheckNonZeroSender",
				"CheckSpecVersion",
				"CheckTxVersion",
				"CheckGenesis",
				"CheckMortality",
				"CheckNonce",
				"CheckWeight",
				"ChargeTransactionPayment",
				"CheckMetadataHash",
				"WeightReclaim",
			]
		);
	});
}

#[test]
fn the_metadata_comes_in_versions_14_15_and_16() {
	preset(DEV_RUNTIME_PRESET).execute_with(|| {
		assert_eq!(Runtime::metadata_versions()[..3], [14, 15, 16]);
		assert!(Runtime::metadata_at_version(14).is_some());
		assert!(Runtime::metadata_at_version(16).is_some());
	});
}

#[test]
fn a_signed_transaction_of_format_4_is_applied_and_its_fee_burnt() {
	use Sr25519Keyring::{Alice, Bob};

	preset(DEV_RUNTIME_PRESET).execute_with(|| {
		let extrinsic = signed(Alice, 0, transfer(Bob, CEN));
		let bytes = extrinsic.encode();
		// The length prefix is of two bytes; bit 7 is for "signed".
		assert_eq!(bytes[2], 0b1000_0000 | 4);
		assert_eq!(UncheckedExtrinsic::decode(&mut &bytes[..]).unwrap(), extrinsic);

		System::initialize(&1, &System::block_hash(0), &Default::default());
		let issued = Balances::total_issuance();
		assert_ok!(Executive::apply_extrinsic(extrinsic).unwrap());

		let endowment = 1_000_000 * CEN;
		assert_eq!(Balances::free_balance(Bob.to_account_id()), endowment + CEN);
		let fee = endowment - CEN - <Balances as Inspect<_>>::total_balance(&Alice.to_account_id());
		assert_eq!(issued - Balances::total_issuance(), fee);
		// A transfer's fee is a fraction of a thousandth.
		assert!((CEN / 100_000..CEN / 1_000).contains(&fee), "{fee}");
	});
}

#[test]
fn a_signature_over_another_call_is_refused() {
	preset(DEV_RUNTIME_PRESET).execute_with(|| {
		let mut extrinsic = signed(Sr25519Keyring::Alice, 0, transfer(Sr25519Keyring::Bob, CEN));
		extrinsic.function = transfer(Sr25519Keyring::Bob, 2 * CEN);
		assert_eq!(validity_error(extrinsic), InvalidTransaction::BadProof.into());
	});
}

#[test]
fn a_transaction_is_accepted_once() {
	preset(DEV_RUNTIME_PRESET).execute_with(|| {
		let extrinsic = signed(Sr25519Keyring::Alice, 0, transfer(Sr25519Keyring::Bob, CEN));
		System::initialize(&1, &System::block_hash(0), &Default::default());
		assert_ok!(Executive::apply_extrinsic(extrinsic.clone()).unwrap());
		assert_eq!(
			Executive::apply_extrinsic(extrinsic).unwrap_err(),
			InvalidTransaction::Stale.into()
		);
	});
}

#[test]
fn a_bare_call_is_refused() {
	preset(DEV_RUNTIME_PRESET).execute_with(|| {
		let nobody: TransactionValidityError = UnknownTransaction::NoUnsignedValidator.into();
		let group =
			pallet_groups::Call::create_group { root_duration: None, instant_revocation: false };
		let calls: [(RuntimeCall, TransactionValidityError); 3] = [
			// `frame_system` knows bare calls, but not this one.
			(
				frame_system::Call::remark { remark: vec![1, 2, 3] }.into(),
				InvalidTransaction::Call.into(),
			),
			(transfer(Sr25519Keyring::Bob, CEN), nobody),
			(group.into(), nobody),
		];
		for (call, error) in calls {
			assert_eq!(validity_error(UncheckedExtrinsic::new_bare(call)), error);
		}
	});
}

#[test]
fn a_general_transaction_without_an_authorised_call_is_refused() {
	preset(DEV_RUNTIME_PRESET).execute_with(|| {
		let call = transfer(Sr25519Keyring::Bob, CEN);
		let extrinsic = UncheckedExtrinsic::new_transaction(call, extension(0));
		let error = validity_error(extrinsic);
		assert_eq!(error, InvalidTransaction::UnknownOrigin.into());
	});
}

#[test]
fn malformed_bytes_are_no_transaction() {
	let whole = preset(DEV_RUNTIME_PRESET).execute_with(|| {
		signed(Sr25519Keyring::Alice, 0, transfer(Sr25519Keyring::Bob, CEN)).encode()
	});
	for length in 0..whole.len() {
		assert!(UncheckedExtrinsic::decode(&mut &whole[..length]).is_err(), "{length}");
	}
	// Formats that do not exist, bare and signed, and a call of a pallet that does not.
	for body in
		[vec![3_u8, 0, 0, 0], vec![6, 0, 0, 0], vec![0b1000_0000 | 5, 0], vec![5, 255, 0, 0]]
	{
		assert!(UncheckedExtrinsic::decode(&mut &body.encode()[..]).is_err(), "{body:?}");
	}
}

#[test]
fn a_block_full_of_bytes_costs_about_as_much_as_one_full_of_weight() {
	preset(DEV_RUNTIME_PRESET).execute_with(|| {
		let weights = <Runtime as frame_system::Config>::BlockWeights::get();
		let normal = weights.get(frame_support::dispatch::DispatchClass::Normal).max_total.unwrap();
		let weight_fee = crate::TransactionPayment::weight_to_fee(normal);
		let byte_fee = crate::TransactionPayment::length_to_fee(MAX_BLOCK_BYTES / 4 * 3);
		assert_eq!(weight_fee, CEN * 7 / 5);
		assert_eq!(byte_fee, u128::from(MAX_BLOCK_BYTES / 4 * 3) * FEE_PER_BYTE);
		assert!(weight_fee.abs_diff(byte_fee) < CEN / 10, "{weight_fee} {byte_fee}");
	});
}

#[test]
fn a_batch_and_a_proof_fit_into_a_block() {
	let weights = <Runtime as frame_system::Config>::BlockWeights::get();
	let most = weights
		.get(frame_support::dispatch::DispatchClass::Normal)
		.max_extrinsic
		.unwrap()
		.ref_time();
	type Weights = <Runtime as pallet_groups::Config>::WeightInfo;
	let batch = <Runtime as pallet_groups::Config>::MaxBatch::get();
	assert!(Weights::add_members(batch).ref_time() < most);
	assert!(Weights::validate_proof().ref_time() < most);
	// A pairing is never so cheap: a smaller number is none that was measured.
	assert!(Weights::validate_proof().ref_time() > 100_000_000);
}

#[test]
fn a_group_is_opened_for_a_deposit() {
	preset(DEV_RUNTIME_PRESET).execute_with(|| {
		let alice = Sr25519Keyring::Alice.to_account_id();
		let before = Balances::free_balance(&alice);
		assert_ok!(crate::Groups::create_group(RuntimeOrigin::signed(alice.clone()), None, false));
		assert_eq!(before - Balances::free_balance(&alice), CEN);
		let poor = AccountId::new([7; 32]);
		let given = EXISTENTIAL_DEPOSIT + CEN / 2;
		assert_ok!(Balances::transfer_allow_death(
			RuntimeOrigin::signed(alice),
			poor.clone().into(),
			given
		));
		assert!(crate::Groups::create_group(RuntimeOrigin::signed(poor), None, false).is_err());
	});
}

#[test]
fn a_validator_is_proven_by_its_keys_from_the_first_session_on() {
	preset(LOCAL_PRESET).execute_with(|| {
		let key = (sp_consensus_babe::KEY_TYPE, Babe::authorities()[2].0.clone());
		let proof = Historical::prove(key.clone()).unwrap();
		let (first, ()) = Historical::check_proof(key.clone(), proof.clone()).unwrap();

		for session in 1..4 {
			Session::rotate_session();
			assert_eq!(Session::current_index(), session);
			assert!(Historical::historical_root(session).is_some());
			// The first session's proof still holds, against the root that was noted.
			let (then, ()) = Historical::check_proof(key.clone(), proof.clone()).unwrap();
			assert_eq!(then, first);
		}
		// Nothing changed, so the set was never announced as a new one.
		assert_eq!(Grandpa::current_set_id(), 0);

		let stranger = (sp_consensus_babe::KEY_TYPE, BabeId::from(Sr25519Keyring::Eve.public()));
		assert!(Historical::check_proof(stranger, proof).is_none());
	});
}

/// A header of the slot with Alice's seal, as nobody else can make it.
fn sealed_header(slot: Slot, state_root: [u8; 32]) -> Header {
	let pre_digest =
		PreDigest::SecondaryPlain(SecondaryPlainPreDigest { authority_index: 0, slot });
	let mut header = Header::new(
		1,
		Default::default(),
		state_root.into(),
		Default::default(),
		Digest { logs: vec![DigestItem::PreRuntime(BABE_ENGINE_ID, pre_digest.encode())] },
	);
	let seal = Sr25519Keyring::Alice.pair().sign(header.hash().as_ref());
	header.digest.push(DigestItem::Seal(BABE_ENGINE_ID, seal.encode()));
	header
}

#[test]
fn two_blocks_in_one_slot_are_reported_by_the_node_itself_and_recorded_once() {
	preset(DEV_RUNTIME_PRESET).execute_with(|| {
		System::set_block_number(1);
		let slot = Slot::from(5);
		let offender = BabeId::from(Sr25519Keyring::Alice.public());
		let key_owner_proof =
			Historical::prove((sp_consensus_babe::KEY_TYPE, offender.clone())).unwrap();
		let report =
			|first_header, second_header| pallet_babe::Call::report_equivocation_unsigned {
				equivocation_proof: Box::new(EquivocationProof {
					offender: offender.clone(),
					slot,
					first_header,
					second_header,
				}),
				key_owner_proof: key_owner_proof.clone(),
			};
		let dispatch = |call: pallet_babe::Call<Runtime>| {
			RuntimeCall::from(call).dispatch(RuntimeOrigin::none()).map_err(|e| e.error)
		};

		// Signatures differ each time they are made, and so would a header sealed anew.
		let first = sealed_header(slot, [1; 32]);
		assert_noop!(
			dispatch(report(first.clone(), first.clone())),
			pallet_babe::Error::<Runtime>::InvalidEquivocationProof
		);

		let call = report(first, sealed_header(slot, [2; 32]));
		let extrinsic =
			<Runtime as CreateBare<pallet_babe::Call<Runtime>>>::create_bare(call.clone().into());
		let validate = |source| {
			Executive::validate_transaction(source, extrinsic.clone(), System::block_hash(0))
		};
		assert_ok!(validate(TransactionSource::Local));
		assert_eq!(
			validate(TransactionSource::External).unwrap_err(),
			InvalidTransaction::Call.into()
		);

		let recorded = |author| {
			let read = |key: Vec<u8>| Ok::<_, ()>(sp_io::storage::get(&key).map(Into::into));
			has_author_offence(slot, author, read) == Ok(true)
		};
		assert!(!recorded(&offender));
		assert_ok!(dispatch(call.clone()));
		assert!(recorded(&offender));
		// Another author of the slot has not been reported, whether or not the chain knows its key.
		let other = BabeId::from(Sr25519Keyring::Bob.public());
		assert!(!recorded(&other));
		let owner = (sp_consensus_babe::KEY_TYPE, sp_core::crypto::ByteArray::to_raw_vec(&other));
		let bob = Sr25519Keyring::Bob.to_account_id();
		pallet_session::KeyOwner::<Runtime>::insert(owner, bob);
		assert!(!recorded(&other));
		let kind = *b"babe:equivocatio";
		System::assert_has_event(
			pallet_offences::Event::Offence { kind, slot: slot.encode() }.into(),
		);
		assert_noop!(dispatch(call), pallet_babe::Error::<Runtime>::DuplicateOffenceReport);
		assert_eq!(
			validate(TransactionSource::Local).unwrap_err(),
			InvalidTransaction::Stale.into()
		);
	});
}

#[test]
fn a_report_of_headers_without_their_seals_is_in_nobodys_way() {
	let (pool, state) = TestTransactionPoolExt::new();
	let mut ext = preset(DEV_RUNTIME_PRESET);
	ext.register_extension(TransactionPoolExt::new(pool));
	ext.execute_with(|| {
		System::set_block_number(1);
		let slot = Slot::from(5);
		let offender = BabeId::from(Sr25519Keyring::Alice.public());
		let submitted = |strip: bool| {
			let header = |root| {
				let mut header = sealed_header(slot, root);
				if strip {
					header.digest.pop();
				}
				header
			};
			let (first_header, second_header) = (header([1; 32]), header([2; 32]));
			let offender = offender.clone();
			let owner =
				<Runtime as BabeApi<Block>>::generate_key_ownership_proof(slot, offender.clone());
			let answer = <Runtime as BabeApi<Block>>::submit_report_equivocation_unsigned_extrinsic(
				EquivocationProof { offender, slot, first_header, second_header },
				owner.expect("the key is a validator's"),
			);
			(answer, state.write().transactions.drain(..).count())
		};
		assert_eq!(submitted(true), (None, 0));
		assert_eq!(submitted(false), (Some(()), 1));
	});
}

#[test]
fn validators_are_forgotten_after_four_weeks() {
	preset(DEV_RUNTIME_PRESET).execute_with(|| {
		for _ in 0..REMEMBERED_SESSIONS + 2 {
			Session::rotate_session();
		}
		assert!(Historical::historical_root(1).is_none());
		assert!(Historical::historical_root(2).is_some());
		assert!(Historical::historical_root(Session::current_index()).is_some());
	});
}

#[test]
fn a_validator_changes_its_keys_with_a_proof_of_owning_them() {
	let mut ext = preset(LOCAL_PRESET);
	ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	ext.execute_with(|| {
		let alice = Sr25519Keyring::Alice.to_account_id();
		let bob = Sr25519Keyring::Bob.to_account_id();
		let generated = alice.using_encoded(|owner| SessionKeys::generate(owner, None));
		let (keys, proof) = (generated.keys, generated.proof.encode());

		let owned = |account, proof: &Vec<u8>| {
			Validators::set_keys(RuntimeOrigin::signed(account), keys.clone(), proof.clone())
		};
		Session::rotate_session();
		assert_noop!(owned(bob, &proof), pallet_validators::Error::<Runtime>::KeysNotOwned);
		assert_ok!(owned(alice, &proof));

		// They wait for this session, are queued for one and used from the next.
		for used in [false, false, true] {
			Session::rotate_session();
			Validators::on_initialize(1);
			assert_eq!(Session::validators().len(), 4);
			assert_eq!(Babe::authorities().iter().any(|(key, _)| *key == keys.babe), used);
		}

		let key = (sp_consensus_babe::KEY_TYPE, keys.babe);
		let proof = Historical::prove(key.clone()).unwrap();
		Session::rotate_session();
		let (owner, ()) = Historical::check_proof(key, proof).unwrap();
		assert_eq!(owner, Sr25519Keyring::Alice.to_account_id());
	});
}

#[cfg(feature = "try-runtime")]
#[test]
fn the_state_of_every_pallet_holds_at_genesis() {
	use frame_support::traits::{TryState, TryStateSelect};

	for id in presets::names() {
		preset(&id).execute_with(|| {
			assert_ok!(<AllPalletsWithSystem as TryState<_>>::try_state(
				System::block_number(),
				TryStateSelect::All
			));
		});
	}
}

#[test]
fn keys_are_set_by_candidates_and_not_by_the_session_pallets_calls() {
	preset(LOCAL_PRESET).execute_with(|| {
		let eve = Sr25519Keyring::Eve;
		let keys = SessionKeys {
			babe: eve.public().into(),
			grandpa: Ed25519Keyring::Eve.public().into(),
			authority_discovery: eve.public().into(),
		};
		let set = pallet_session::Call::set_keys { keys: keys.clone(), proof: vec![] };
		for call in [pallet_session::Call::purge_keys {}, set] {
			let alice = RuntimeOrigin::signed(Sr25519Keyring::Alice.to_account_id());
			assert_eq!(
				RuntimeCall::Session(call).dispatch(alice).unwrap_err().error,
				frame_system::Error::<Runtime>::CallFiltered.into()
			);
		}
		let by_eve = || RuntimeOrigin::signed(eve.to_account_id());
		let not_owned = pallet_validators::Error::<Runtime>::KeysNotOwned;
		assert_noop!(Validators::register(by_eve(), keys.clone(), vec![]), not_owned);
		let no_candidate = pallet_validators::Error::<Runtime>::NotCandidate;
		assert_noop!(Validators::set_keys(by_eve(), keys, vec![]), no_candidate);
	});
}

/// Else the order of seats could be known while they are claimed, and keys chosen so as to make more blocks.
#[test]
fn the_randomness_of_a_session_comes_from_the_blocks_of_the_one_two_before() {
	let after = |vrfs: &[[u8; 32]]| {
		let mut randomness = Vec::new();
		preset(DEV_RUNTIME_PRESET).execute_with(|| {
			Session::rotate_session();
			// So few blocks are primary that no segment of BABE's is full.
			let vrfs = frame_support::BoundedVec::truncate_from(vrfs.to_vec());
			pallet_babe::UnderConstruction::<Runtime>::insert(0, vrfs);
			for _ in 0..2 {
				Session::rotate_session();
				randomness.push(Babe::randomness());
			}
		});
		randomness
	};
	let [first, other, none] = [after(&[[1; 32]]), after(&[[2; 32]]), after(&[])];
	// What is in use when the blocks are made, and in the session after them, was known before.
	assert_eq!(first[0], other[0]);
	assert_ne!(first[1], other[1]);
	assert_ne!(first[1], none[1]);
}

#[test]
fn what_transactions_pay_is_burnt_and_noted_for_whoever_makes_blocks() {
	use crate::configs::FeesAndTips;
	use frame_support::traits::{fungible::Balanced, OnUnbalanced};
	use pallet_authorship::EventHandler;

	preset(DEV_RUNTIME_PRESET).execute_with(|| {
		System::initialize(&1, &System::block_hash(0), &Default::default());
		let author = Sr25519Keyring::Alice.to_account_id();
		Validators::note_author(author.clone());
		let issued = Balances::total_issuance();
		let transaction = signed(Sr25519Keyring::Alice, 0, transfer(Sr25519Keyring::Bob, CEN));
		assert_ok!(Executive::apply_extrinsic(transaction).unwrap());
		let fee = issued - Balances::total_issuance();
		assert!(fee > 0);
		assert_eq!(pallet_validators::Fees::<Runtime>::get(), fee);
		assert_eq!(pallet_validators::Earned::<Runtime>::get(&author), 0);

		let issued = Balances::total_issuance();
		let paid = [Balances::issue(100), Balances::issue(7)];
		FeesAndTips::on_unbalanceds(paid.into_iter());
		assert_eq!(Balances::total_issuance(), issued);
		assert_eq!(pallet_validators::Fees::<Runtime>::get(), fee + 100);
		assert_eq!(pallet_validators::Earned::<Runtime>::get(&author), 7);
	});
}

#[test]
fn what_is_free_in_a_block_is_its_authors_at_the_price_of_its_weight() {
	use frame_support::{
		dispatch::DispatchClass,
		weights::{constants::WEIGHT_REF_TIME_PER_MILLIS, Weight},
	};
	use pallet_authorship::EventHandler;

	preset(DEV_RUNTIME_PRESET).execute_with(|| {
		System::initialize(&1, &System::block_hash(0), &Default::default());
		let author = Sr25519Keyring::Alice.to_account_id();
		Validators::note_author(author.clone());
		let paid = |class| {
			let weight = Weight::from_parts(3 * WEIGHT_REF_TIME_PER_MILLIS, 0);
			System::register_extra_weight_unchecked(weight, class);
		};
		paid(DispatchClass::Operational);
		paid(DispatchClass::Normal);
		Validators::on_finalize(1);
		let work = pallet_validators::Work::<Runtime>::get(author);
		assert_eq!(work.blocks, 1);
		let base = System::block_weight().get(DispatchClass::Operational).ref_time();
		assert_eq!(work.free, u128::from(base));
		assert!(work.free >= 3 * CEN / 1_000);
	});
}

/// An author is told by its place in the set of the block's own session.
#[test]
fn the_first_block_of_a_session_is_its_authors_in_the_new_set() {
	use frame_support::traits::PalletInfoAccess;

	assert!(crate::Authorship::index() > Session::index());
	assert!(Validators::index() > crate::Authorship::index());
	let hooks: Vec<_> = AllPalletsWithSystem::infos().into_iter().map(|one| one.index).collect();
	assert!(hooks.is_sorted(), "hooks run in the order of the indices");
}
