//! Votes of GRANDPA's that contradict each other: a node reports them as the runtime's API makes the
//! report, the report is recorded once, and no false one is. (BABE's are in the module above.)

use super::preset;
use crate::{
	Block, Executive, Grandpa, Hash, Runtime, RuntimeCall, RuntimeOrigin, Session, System,
	UncheckedExtrinsic, LOCAL_PRESET,
};
use codec::{Decode, Encode};
use frame_support::{assert_noop, assert_ok};
use pallet_grandpa::{Call, Error, TimeSlot};
use sp_consensus_grandpa::{
	localized_payload, runtime_decl_for_grandpa_api::GrandpaApi, AuthorityId, EquivocationProof,
	OpaqueKeyOwnershipProof,
};
use sp_core::{
	offchain::{testing::TestTransactionPoolExt, TransactionPoolExt},
	Pair,
};
use sp_keyring::Ed25519Keyring::{self, Alice, Bob, Eve};
use sp_runtime::{
	traits::Dispatchable,
	transaction_validity::{InvalidTransaction, TransactionSource},
	DispatchError,
};

type Proof = EquivocationProof<Hash, u32>;

/// The two stages of a round, as the messages are numbered.
const PREVOTE: u8 = 0;
const PRECOMMIT: u8 = 1;
/// The round of these votes.
const ROUND: u64 = 7;

/// What a voter has signed: two votes of one stage and round, for these blocks.
fn votes(who: Ed25519Keyring, stage: u8, set: u64, rounds: [u64; 2], blocks: [u8; 2]) -> Proof {
	let vote = |place: usize| {
		let vote = (Hash::repeat_byte(blocks[place]), 1_u32);
		let signed = localized_payload(rounds[place], set, &(stage, vote));
		(vote, who.pair().sign(&signed))
	};
	let equivocation = (stage, ROUND, AuthorityId::from(who.public()), vote(0), vote(1));
	let bytes = (set, equivocation).encode();
	Proof::decode(&mut &bytes[..]).expect("these are its bytes")
}

/// A contradiction of a voter's in the first set.
fn contradiction(who: Ed25519Keyring) -> Proof {
	votes(who, PREVOTE, 0, [ROUND; 2], [1, 2])
}

fn key(who: Ed25519Keyring) -> AuthorityId {
	who.public().into()
}

/// The proof that the runtime's API makes that a key is a validator's. It makes one of any key.
fn owner_proof(who: Ed25519Keyring) -> OpaqueKeyOwnershipProof {
	<Runtime as GrandpaApi<Block>>::generate_key_ownership_proof(0, key(who)).expect("one is made")
}

/// The report as a call.
fn call(equivocation: Proof, owner: &OpaqueKeyOwnershipProof) -> RuntimeCall {
	Call::report_equivocation_unsigned {
		equivocation_proof: Box::new(equivocation),
		key_owner_proof: owner.clone().decode().expect("the API made it"),
	}
	.into()
}

fn dispatch(call: RuntimeCall) -> Result<(), DispatchError> {
	call.dispatch(RuntimeOrigin::none()).map(drop).map_err(|failure| failure.error)
}

fn validate(extrinsic: UncheckedExtrinsic, source: TransactionSource) -> Result<(), String> {
	let at = System::block_hash(0);
	let verdict = Executive::validate_transaction(source, extrinsic, at);
	verdict.map(drop).map_err(|error| format!("{error:?}"))
}

fn refused(error: InvalidTransaction) -> Result<(), String> {
	use sp_runtime::transaction_validity::TransactionValidityError::Invalid;
	Err(format!("{:?}", Invalid(error)))
}

/// The local chain in its third session, with a pool.
fn run(test: impl FnOnce(&dyn Fn() -> Vec<Vec<u8>>)) {
	let (pool, state) = TestTransactionPoolExt::new();
	let mut ext = preset(LOCAL_PRESET);
	ext.register_extension(TransactionPoolExt::new(pool));
	ext.execute_with(|| {
		for _ in 0..2 {
			Session::rotate_session();
		}
		System::initialize(&1, &System::block_hash(0), &Default::default());
		System::note_finished_initialize();
		test(&|| state.write().transactions.drain(..).collect());
	});
}

/// Whether an offence of this round is recorded.
fn recorded(set_id: u64) -> bool {
	let kind = *b"grandpa:equivoca";
	let slot = TimeSlot { set_id, round: ROUND }.encode();
	let event = pallet_offences::Event::Offence { kind, slot }.into();
	System::events().into_iter().any(|record| record.event == event)
}

#[test]
fn a_voter_that_contradicts_itself_is_reported_by_the_node_and_recorded_once() {
	for stage in [PREVOTE, PRECOMMIT] {
		run(|submitted| {
			let equivocation = votes(Alice, stage, 0, [ROUND; 2], [1, 2]);
			let report = || {
				<Runtime as GrandpaApi<Block>>::submit_report_equivocation_unsigned_extrinsic(
					equivocation.clone(),
					owner_proof(Alice),
				)
			};
			assert_eq!(report(), Some(()));
			let [extrinsic] = &submitted()[..] else { panic!("one transaction is submitted") };
			let extrinsic = UncheckedExtrinsic::decode(&mut &extrinsic[..]).expect("it is one");
			assert_eq!(extrinsic.function, call(equivocation.clone(), &owner_proof(Alice)));

			assert_eq!(validate(extrinsic.clone(), TransactionSource::Local), Ok(()));
			// Only whoever makes blocks puts it into one.
			let from_afar = validate(extrinsic.clone(), TransactionSource::External);
			assert_eq!(from_afar, refused(InvalidTransaction::Call));
			assert!(!recorded(0));
			assert_ok!(Executive::apply_extrinsic(extrinsic.clone()).unwrap());
			assert!(recorded(0));

			let again = validate(extrinsic.clone(), TransactionSource::Local);
			assert_eq!(again, refused(InvalidTransaction::Stale));
			assert_eq!(
				Executive::apply_extrinsic(extrinsic.clone()).unwrap_err(),
				InvalidTransaction::Stale.into()
			);
			assert_noop!(dispatch(extrinsic.function), Error::<Runtime>::DuplicateOffenceReport);
		});
	}
}

#[test]
fn anyone_reports_with_a_signature() {
	run(|_| {
		let key_owner_proof = owner_proof(Bob).decode().expect("the API made it");
		let report = Call::<Runtime>::report_equivocation {
			equivocation_proof: Box::new(contradiction(Bob)),
			key_owner_proof,
		};
		let reporter = RuntimeOrigin::signed(Eve.to_account_id());
		assert_ok!(RuntimeCall::from(report).dispatch(reporter));
		assert!(recorded(0));
	});
}

#[test]
fn a_proof_of_another_keys_owner_is_refused() {
	run(|_| {
		// Bob is a validator as well; Eve is none, whatever proof is made for her.
		for (voter, owner) in [(Alice, Bob), (Bob, Alice), (Eve, Alice), (Eve, Eve), (Alice, Eve)] {
			let report = call(contradiction(voter), &owner_proof(owner));
			assert_noop!(dispatch(report.clone()), Error::<Runtime>::InvalidKeyOwnershipProof);
			let local = validate(UncheckedExtrinsic::new_bare(report), TransactionSource::Local);
			assert_eq!(local, refused(InvalidTransaction::BadProof));
		}
		assert!(!recorded(0));
	});
}

#[test]
fn votes_that_do_not_contradict_each_other_are_no_offence() {
	run(|_| {
		let owner = owner_proof(Alice);
		for (what, equivocation) in [
			("one block", votes(Alice, PREVOTE, 0, [ROUND; 2], [1, 1])),
			("votes of two rounds", votes(Alice, PREVOTE, 0, [ROUND, ROUND + 1], [1, 2])),
			("a set that there never was", votes(Alice, PREVOTE, 1, [ROUND; 2], [1, 2])),
		] {
			assert_eq!(
				dispatch(call(equivocation, &owner)),
				Err(Error::<Runtime>::InvalidEquivocationProof.into()),
				"{what}"
			);
		}
		// Somebody else's votes under a validator's name.
		let mut bytes = contradiction(Eve).encode();
		let at = 8 + 1 + 8;
		bytes[at..at + 32].copy_from_slice(&Alice.public().0);
		let forged = Proof::decode(&mut &bytes[..]).expect("these are its bytes");
		assert_noop!(dispatch(call(forged, &owner)), Error::<Runtime>::InvalidEquivocationProof);
		assert!(!recorded(0) && !recorded(1));
		assert_eq!(Grandpa::current_set_id(), 0);
	});
}
