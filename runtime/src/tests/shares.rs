//! What people do for free and what somebody pays for have a share of the block each: whichever is
//! filled first, the other one is still there whole. Blocks are filled with real transactions.
//!
//! The enrolments bring real proofs, so these tests need the npm package
//! `@zk-kit/semaphore-artifacts` 4.13.0, which `npm ci` installs, or its directory in
//! `CENSUS_ARTIFACTS`:
//!
//!     cargo test --release -p census-runtime shares -- --ignored --nocapture

use super::{extension, preset, signed, transfer};
use crate::{
	constants::{MAX_BLOCK_BYTES, MAX_BLOCK_WEIGHT, MICRO_CEN, SLOT_MILLISECONDS},
	Executive, Header, Personhood, Runtime, RuntimeCall, System, UncheckedExtrinsic,
};
use census_primitives::PersonScope;
use census_prover::{Artifacts, Circuit, Group, Identity};
use census_zk_types::SemaphoreProof;
use codec::Encode;
use frame_support::{
	assert_ok,
	dispatch::{DispatchClass, GetDispatchInfo},
	storage::{with_transaction_unchecked, TransactionOutcome},
	weights::Weight,
};
use pallet_personhood::{
	knowledge, tickets::signing_hash, words, Evidence, Purpose, SignedTicket, Ticket, Tickets,
};
use sp_consensus_babe::{
	digests::{PreDigest, SecondaryPlainPreDigest},
	Slot, BABE_ENGINE_ID,
};
use sp_core::Pair;
use sp_genesis_builder::DEV_RUNTIME_PRESET;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use sp_runtime::{
	traits::Header as _, transaction_validity::InvalidTransaction, ApplyExtrinsicResult, Digest,
	DigestItem, MultiSignature,
};
use std::sync::LazyLock;
use DispatchClass::{Normal, Operational};

static KNOWLEDGE: LazyLock<Circuit> = LazyLock::new(|| {
	let artifacts = match std::env::var_os("CENSUS_ARTIFACTS") {
		Some(directory) => Artifacts::in_directory(directory),
		None => Artifacts::in_npm(env!("CARGO_MANIFEST_DIR")).expect("the packages are installed"),
	};
	Circuit::load(&artifacts, knowledge::KNOWLEDGE_DEPTH, None)
		.expect("the artifacts are the published ones")
});

/// Begins the first block of a development chain, inherent included, and fills it.
fn in_first_block(fill: impl FnOnce()) {
	preset(DEV_RUNTIME_PRESET).execute_with(|| {
		let slot = Slot::from(1_000);
		let pre_digest =
			PreDigest::SecondaryPlain(SecondaryPlainPreDigest { authority_index: 0, slot });
		Executive::initialize_block(&Header::new(
			1,
			Default::default(),
			Default::default(),
			[7; 32].into(),
			Digest { logs: vec![DigestItem::PreRuntime(BABE_ENGINE_ID, pre_digest.encode())] },
		));
		let now = *slot * SLOT_MILLISECONDS;
		let inherent =
			UncheckedExtrinsic::new_bare(pallet_timestamp::Call::<Runtime>::set { now }.into());
		assert_ok!(apply(inherent).unwrap());
		fill();
		// What the chain does by itself has its room too.
		Executive::finalize_block();
		assert!(System::block_weight().total().all_lte(MAX_BLOCK_WEIGHT));
	});
}

/// Applies a transaction as a block's author does: what is refused leaves no trace.
fn apply(extrinsic: UncheckedExtrinsic) -> ApplyExtrinsicResult {
	with_transaction_unchecked(|| match Executive::apply_extrinsic(extrinsic) {
		Ok(outcome) => TransactionOutcome::Commit(Ok(outcome)),
		Err(error) => TransactionOutcome::Rollback(Err(error)),
	})
}

/// Applies transactions, which must all succeed, until the block takes no more of them. Returns how
/// many it took.
fn fill(transactions: impl IntoIterator<Item = UncheckedExtrinsic>) -> u32 {
	for (applied, transaction) in (0..).zip(transactions) {
		match apply(transaction) {
			Ok(outcome) => {
				assert_ok!(outcome);
			}
			Err(error) => {
				assert_eq!(error, InvalidTransaction::ExhaustsResources.into());
				return applied;
			}
		}
	}
	panic!("the block is never full");
}

/// Transfers of Alice's, which she pays for.
fn paid() -> impl Iterator<Item = UncheckedExtrinsic> {
	(0..)
		.map(|nonce| signed(Sr25519Keyring::Alice, nonce, transfer(Sr25519Keyring::Bob, MICRO_CEN)))
}

/// Enrolments of ever new people, whom nobody pays for.
fn free() -> impl Iterator<Item = UncheckedExtrinsic> {
	(0..).map(|human| UncheckedExtrinsic::new_transaction(enrolment(human).into(), extension(0)))
}

/// The enrolment of a human by both issuers of the preset.
fn enrolment(human: u32) -> pallet_personhood::Call<Runtime> {
	let identity = Identity::new(format!("human {human}"));
	let commitment = identity.commitment();
	let says = |issuer, sign: fn([u8; 32]) -> MultiSignature| {
		let ticket = Ticket {
			purpose: Purpose::Enrol,
			issuer,
			commitment: commitment.into(),
			tag: (issuer, human).using_encoded(sp_io::hashing::blake2_256),
			serial: 0,
			recoveries: 0,
			not_after: 100,
			valid_for: 1_000,
		};
		let evidence = Evidence::Signature(sign(signing_hash::<Runtime>(&ticket)));
		SignedTicket { ticket, evidence }
	};
	let tickets: Tickets<Runtime> = vec![
		says(0, |hash| Sr25519Keyring::Charlie.pair().sign(&hash).into()),
		says(1, |hash| Ed25519Keyring::Dave.pair().sign(&hash).into()),
	]
	.try_into()
	.unwrap();
	let group = Group::new(&[commitment, knowledge::salt(&commitment)]).unwrap();
	let message = words::enrol_message::<Runtime>(&tickets);
	let scope = words::knowledge_scope::<Runtime>();
	let proof = KNOWLEDGE.prove(&identity, &group, &message.into(), &scope.into()).unwrap();
	pallet_personhood::Call::enrol { tickets, proof: Box::new(proof) }
}

/// What a class of transactions may fill of a block: 70 % for those that somebody pays for, 20 % for
/// the free ones.
fn share(class: DispatchClass) -> Weight {
	match class {
		Normal => MAX_BLOCK_WEIGHT * 7 / 10,
		Operational => MAX_BLOCK_WEIGHT / 5,
		DispatchClass::Mandatory => unreachable!("no transaction is mandatory"),
	}
}

/// What one transaction weighs of the block, with what every one does.
fn weight_of(transaction: &UncheckedExtrinsic) -> Weight {
	let info = transaction.get_dispatch_info();
	let weights = <Runtime as frame_system::Config>::BlockWeights::get();
	info.total_weight().saturating_add(weights.get(info.class).base_extrinsic)
}

/// Asserts that a class has filled its share, but for less than one more of its transactions.
#[track_caller]
fn assert_full(class: DispatchClass, one: &UncheckedExtrinsic) {
	assert_eq!(one.get_dispatch_info().class, class);
	let (used, share) = (System::block_weight().get(class).ref_time(), share(class).ref_time());
	assert!(used <= share, "{class:?} exceeds its share: {used} of {share}");
	let left = share - used;
	assert!(left < weight_of(one).ref_time(), "{class:?} is not full: {left} of {share} are left");
	// Or this would say little.
	assert!(left < share / 10, "one transaction takes too much of the share");
}

#[test]
#[ignore = "needs the npm package of the artifacts"]
fn payers_find_their_share_of_a_block_that_is_full_of_free_transactions() {
	in_first_block(|| {
		let enrolments = fill(free());
		assert_full(Operational, &free().next().unwrap());
		assert_eq!(Personhood::person_count(), enrolments);
		assert_eq!(System::block_weight().get(Normal), &Weight::zero());

		let transfers = fill(paid());
		assert_full(Normal, &paid().next().unwrap());
		println!(
			"a block holds {enrolments} free enrolments, and {transfers} transfers after them"
		);
	});
}

#[test]
#[ignore = "needs the npm package of the artifacts"]
fn free_transactions_find_their_share_of_a_block_that_payers_have_filled() {
	in_first_block(|| {
		let transfers = fill(paid());
		assert_full(Normal, &paid().next().unwrap());
		assert_eq!(System::block_weight().get(Operational), &Weight::zero());

		let enrolments = fill(free());
		assert_full(Operational, &free().next().unwrap());
		assert_eq!(Personhood::person_count(), enrolments);
		println!(
			"a block holds {transfers} transfers, and {enrolments} free enrolments after them"
		);
	});
}

#[test]
#[ignore = "needs the npm package of the artifacts"]
fn free_transactions_find_their_share_of_a_block_that_payers_have_filled_with_bytes() {
	const REMARK_BYTES: usize = 100_000;
	in_first_block(|| {
		let remark =
			RuntimeCall::from(frame_system::Call::remark { remark: vec![0; REMARK_BYTES] });
		fill((0..).map(|nonce| signed(Sr25519Keyring::Alice, nonce, remark.clone())));
		let share = MAX_BLOCK_BYTES as usize / 4 * 3;
		let used = System::block_size() as usize;
		assert!((share - 2 * REMARK_BYTES..=share).contains(&used), "{used} of {share} bytes");

		fill(free());
		assert_full(Operational, &free().next().unwrap());
	});
}

#[test]
fn a_block_holds_many_free_acts() {
	preset(DEV_RUNTIME_PRESET).execute_with(|| {
		let per_block = |act: RuntimeCall| {
			let proof = SemaphoreProof {
				merkle_tree_depth: pallet_personhood::PERSON_DEPTH,
				merkle_tree_root: 1.into(),
				nullifier: 1.into(),
				message: 1.into(),
				scope: 1.into(),
				points: Default::default(),
			};
			let call = pallet_personhood::Call::act_as {
				scope: PersonScope::Quota { epoch: 0, counter: 0 },
				attempt: 0,
				proof: Box::new(proof),
				call: Box::new(act),
			};
			let transaction = UncheckedExtrinsic::new_transaction(call.into(), extension(0));
			assert_eq!(transaction.get_dispatch_info().class, Operational);
			let weight = weight_of(&transaction).ref_time();
			let count = share(Operational).ref_time() / weight;
			println!("a block holds {count} free acts of {} µs", weight / 1_000_000);
			count
		};
		let votes = per_block(pallet_polls::Call::vote { poll: 0, option: 0 }.into());
		let declarations =
			per_block(pallet_personhood::Call::declare { statement: Default::default() }.into());
		// The share is 400 ms, and a pairing alone takes a third of one at least: a larger number is
		// none that was measured.
		for acts in [votes, declarations] {
			assert!((100..1_200).contains(&acts), "{acts}");
		}
	});
}
