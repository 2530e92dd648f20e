//! What holds of every call of the runtime, whatever its arguments: nothing is free but what authorises
//! itself, and nothing else gets into the share of those who need no fee.
//!
//! Calls are found in the metadata and made of bytes: zeros, ones, and some as good as random. So a call
//! that is added is tried too.

use super::{extension, preset, signed};
use crate::{
	configs::BlockWeights, constants::FEE_PER_BYTE, Executive, Header, Runtime, RuntimeCall,
	RuntimeEvent, RuntimeOrigin, System, UncheckedExtrinsic,
};
use codec::{DecodeLimit, Encode};
use frame_support::{
	dispatch::{DispatchClass, GetDispatchInfo, Pays},
	pallet_prelude::{InvalidTransaction, TransactionSource},
	storage::{with_transaction_unchecked, TransactionOutcome},
	traits::Authorize,
	weights::{IdentityFee, WeightToFee},
};
use pallet_personhood::Call as PersonhoodCall;
use scale_info::TypeDef;
use sp_core::{
	traits::{ReadRuntimeVersion, ReadRuntimeVersionExt},
	H256,
};
use sp_externalities::Externalities;
use sp_genesis_builder::DEV_RUNTIME_PRESET;
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use sp_runtime::{
	traits::{Dispatchable, Header as _},
	transaction_validity::UnknownTransaction,
	ApplyExtrinsicResult, DispatchError,
};

/// How many sets of arguments each call is tried with, at most.
const TRIES: u64 = 64;
/// Of these, how many that the call takes are enough.
const ENOUGH: usize = 12;

/// Bytes that follow from a number, as good as random, with a few small ones in between so that lengths
/// are often short.
fn filler(seed: u64) -> Vec<u8> {
	match seed {
		0 => vec![0; 4_096],
		1 => vec![1; 4_096],
		2 => [4, 0].repeat(2_048),
		_ => {
			let mut bytes = Vec::new();
			let mut hash = sp_io::hashing::blake2_256(&seed.to_le_bytes());
			while bytes.len() < 4_096 {
				hash = sp_io::hashing::blake2_256(&hash);
				let small =
					hash.map(|byte| if hash[0].is_multiple_of(4) { byte % 8 } else { byte });
				bytes.extend(small);
			}
			bytes
		}
	}
}

/// Every call by its name, with several sets of arguments.
pub(super) fn every_call() -> Vec<(String, Vec<RuntimeCall>)> {
	let mut calls = Vec::new();
	for pallet in Runtime::metadata_ir().pallets {
		let Some(of_pallet) = pallet.calls else { continue };
		let TypeDef::Variant(variants) = of_pallet.ty.type_info().type_def else {
			panic!("{}: its calls are variants", pallet.name);
		};
		for variant in &variants.variants {
			let name = format!("{}.{}", pallet.name, variant.name);
			let decode = |seed| {
				let bytes = [&[pallet.index, variant.index][..], &filler(seed)].concat();
				RuntimeCall::decode_with_depth_limit(16, &mut &bytes[..]).ok()
			};
			let made: Vec<_> = (0..TRIES).filter_map(decode).take(ENOUGH).collect();
			assert!(!made.is_empty(), "no arguments were found for {name}");
			calls.push((name, made));
		}
	}
	assert!(calls.len() > 100, "there are more calls than {}", calls.len());
	calls
}

/// Whether a pool, or a block, asks of a call that nobody signs what authorises it.
pub(super) fn is_authorised(call: &RuntimeCall) -> bool {
	call.authorize(TransactionSource::External).is_some()
}

/// The chain in its first block, without consensus' own digest: no author, no inherents.
pub(super) fn in_a_block(test: impl FnOnce()) {
	in_a_block_of(preset(DEV_RUNTIME_PRESET), test);
}

/// Code is what it says of itself: a version, in SCALE.
struct SaysSo;

impl ReadRuntimeVersion for SaysSo {
	fn read_runtime_version(
		&self,
		code: &[u8],
		_: &mut dyn Externalities,
	) -> Result<Vec<u8>, String> {
		Ok(code.to_vec())
	}
}

fn in_a_block_of(mut chain: TestExternalities, test: impl FnOnce()) {
	chain.register_extension(ReadRuntimeVersionExt::new(SaysSo));
	chain.execute_with(|| {
		let header = Header::new(1, H256::zero(), H256::zero(), [7; 32].into(), Default::default());
		System::initialize(&1, header.parent_hash(), &Default::default());
		System::note_finished_initialize();
		test();
	});
}

/// Applies a transaction and takes all of it back. Gives back what became of it, and the events.
fn tried(transaction: UncheckedExtrinsic) -> (ApplyExtrinsicResult, Vec<RuntimeEvent>) {
	with_transaction_unchecked(|| {
		let outcome = Executive::apply_extrinsic(transaction);
		let events = System::events().into_iter().map(|record| record.event).collect();
		TransactionOutcome::Rollback((outcome, events))
	})
}

/// What a signed transaction pays at least, whatever it does.
fn least_fee(bytes: usize) -> u128 {
	let base = BlockWeights::get().get(DispatchClass::Normal).base_extrinsic;
	IdentityFee::<u128>::weight_to_fee(&base) + FEE_PER_BYTE * bytes as u128
}

#[test]
fn no_call_says_that_it_costs_nothing() {
	in_a_block(|| {
		for (name, calls) in every_call() {
			let free = calls.iter().any(|call| call.get_dispatch_info().pays_fee == Pays::No);
			assert!(!free, "{name}");
		}
	});
}

#[test]
fn whoever_signs_pays_or_is_refused() {
	in_a_block(|| {
		let (mut included, mut refused) = (0, 0);
		for (name, calls) in every_call() {
			for call in calls {
				let class = call.get_dispatch_info().class;
				let transaction = signed(Bob, 0, call);
				let bytes = transaction.encoded_size();
				let (outcome, events) = tried(transaction);
				let Ok(dispatched) = outcome else {
					refused += 1;
					continue;
				};
				included += 1;
				assert_eq!(class, DispatchClass::Normal, "{name} is in the free share");
				let paid = events.into_iter().find_map(|event| match event {
					RuntimeEvent::TransactionPayment(
						pallet_transaction_payment::Event::TransactionFeePaid {
							actual_fee, ..
						},
					) => Some(actual_fee),
					_ => None,
				});
				let paid = paid.unwrap_or_else(|| panic!("{name} pays nothing: {dispatched:?}"));
				assert!(paid >= least_fee(bytes), "{name} pays {paid}: {dispatched:?}");
			}
		}
		println!("{included} were included and paid, {refused} were refused");
		assert!(included > 500 && refused > 50);
	});
}

#[test]
fn what_nobody_signs_is_refused_unless_it_authorises_itself() {
	in_a_block(|| {
		for (name, calls) in every_call() {
			for call in calls {
				// What is authorised is of the class that has the free share; the arguments here
				// authorise nothing.
				if is_authorised(&call) {
					let class = call.get_dispatch_info().class;
					assert_eq!(class, DispatchClass::Operational, "{name}");
					assert!(matches!(call, RuntimeCall::Personhood(_)), "{name}");
				}
				let general = UncheckedExtrinsic::new_transaction(call.clone(), extension(0));
				assert!(tried(general).0.is_err(), "{name}");
				let bare = UncheckedExtrinsic::new_bare(call);
				let at = System::parent_hash();
				let source = TransactionSource::External;
				let verdict = with_transaction_unchecked(|| {
					TransactionOutcome::Rollback(Executive::validate_transaction(source, bare, at))
				});
				assert!(verdict.is_err(), "{name}");
			}
		}
	});
}

#[test]
fn signed_calls_of_persons_are_refused_before_they_get_into_a_block() {
	// As it was found: zeros for a proof, two megabytes inside, no fee.
	in_a_block(|| {
		let remark = frame_system::Call::remark { remark: vec![0; 2_000_000] }.into();
		let act = PersonhoodCall::act_as {
			scope: census_primitives::PersonScope::Quota { epoch: 0, counter: 0 },
			attempt: 0,
			proof: Box::new(super::any_proof()),
			call: Box::new(remark),
		};
		let (outcome, _) = tried(signed(Bob, 0, act.into()));
		assert_eq!(outcome, Err(InvalidTransaction::Call.into()));
	});
}

#[test]
fn nothing_around_a_call_of_the_free_share_gets_it_in() {
	in_a_block(|| {
		let act = || -> RuntimeCall {
			PersonhoodCall::veto { person: 0, proof: Box::new(super::any_proof()) }.into()
		};
		let set_code = || -> RuntimeCall {
			frame_system::Call::set_code_without_checks { code: vec![0] }.into()
		};
		let as_alias = || -> RuntimeCall {
			PersonhoodCall::as_alias { epoch: 0, call: Box::new(act()) }.into()
		};
		for inner in [&act as &dyn Fn() -> RuntimeCall, &set_code, &as_alias] {
			let wrapped: [RuntimeCall; 4] = [
				pallet_utility::Call::batch { calls: vec![inner()] }.into(),
				pallet_utility::Call::batch_all { calls: vec![inner(), inner()] }.into(),
				pallet_utility::Call::force_batch { calls: vec![inner()] }.into(),
				pallet_sudo::Call::sudo { call: Box::new(inner()) }.into(),
			];
			for call in wrapped {
				assert_eq!(call.get_dispatch_info().class, DispatchClass::Operational);
				let (outcome, _) = tried(signed(Bob, 0, call));
				assert_eq!(outcome, Err(InvalidTransaction::Call.into()));
			}
		}
		// The sudo key, which Alice has here, needs them.
		let upgrade = pallet_sudo::Call::sudo { call: Box::new(set_code()) };
		assert!(tried(signed(Alice, 0, upgrade.into())).0.is_ok());
	});
}

/// What is free after it was dispatched, though somebody signed it, and why it can be so once only. Of
/// calls that no error frees.
const FREE_AFTERWARDS: [(&str, &str); 3] = [
	("Babe.report_equivocation", "an offence is recorded once"),
	("Grandpa.report_equivocation", "an offence is recorded once"),
	("Sudo.*", "the sudo key's alone"),
];

#[test]
fn what_fails_is_free_for_nobody_but_the_sudo_key() {
	in_a_block(|| {
		for (name, calls) in every_call() {
			for call in calls {
				let origin = RuntimeOrigin::signed(Bob.to_account_id());
				let outcome = with_transaction_unchecked(|| {
					TransactionOutcome::Rollback(Ok::<_, DispatchError>(call.dispatch(origin)))
				});
				let info = match outcome.expect("it is rolled back") {
					Ok(info) => info,
					Err(failure) => failure.post_info,
				};
				let is_listed = FREE_AFTERWARDS.iter().any(|(listed, _)| *listed == name);
				assert!(info.pays_fee == Pays::Yes || is_listed, "{name} is free afterwards");
			}
		}
	});
}

#[test]
fn what_the_call_filter_refuses_authorises_nothing() {
	// It would fail, free, and leave its proof as good as it was, again and again.
	in_a_block(|| {
		let call: RuntimeCall = pallet_session::Call::purge_keys {}.into();
		let general = UncheckedExtrinsic::new_transaction(call, extension(0));
		let filtered = UnknownTransaction::Custom(crate::extensions::CALL_FILTERED);
		assert_eq!(tried(general).0, Err(filtered.into()));
	});
}
