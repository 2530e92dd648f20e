//! The proofs of a block are told beforehand: of each call that brings some, exactly those, also within
//! batches.
//!
//! `runtime/tests/brought.rs` compares what is told with what the node is asked to verify.

use super::{
	any_proof,
	every_call::{every_call, in_a_block},
	extension,
	world::{published, ticket, World},
};
use crate::{
	proofs::{brought, DEPTH},
	Leases, Runtime, RuntimeCall, UncheckedExtrinsic,
};
use census_primitives::{semaphore_inputs, PersonScope};
use census_runtime_api::proofs::BroughtProof;
use census_zk_host::Key;
use census_zk_types::{Points, SemaphoreProof, Word};
use pallet_personhood::{
	tickets::circuit_inputs, Evidence, IssuerKind, Issuers, SignedTicket, Tickets,
};
use scale_info::{form::MetaForm, TypeDef};
use sp_keyring::Sr25519Keyring::Alice;
use sp_runtime::MultiSignature;
use std::{any::TypeId, collections::BTreeSet};

/// What is told of calls, each in a transaction of its own.
fn told(calls: &[RuntimeCall]) -> Vec<BroughtProof> {
	let transactions: Vec<_> = calls
		.iter()
		.map(|call| UncheckedExtrinsic::new_transaction(call.clone(), extension(0)))
		.collect();
	brought(&transactions, 1)
}

/// A proof of nothing that is told apart from others by a number.
fn proof(number: u64) -> Box<SemaphoreProof> {
	let points = [Word::from(number); 8];
	Box::new(SemaphoreProof { merkle_tree_depth: 1 + number as u8 % 32, points, ..any_proof() })
}

/// What the node is asked for a Semaphore proof.
fn semaphore(proof: &SemaphoreProof) -> BroughtProof {
	let key = Key::Semaphore { depth: proof.merkle_tree_depth };
	asked(key, &proof.points, &semaphore_inputs(proof))
}

fn asked(key: Key<'_>, proof: &Points, inputs: &[Word]) -> BroughtProof {
	let bytes = |words: &[Word]| words.iter().flat_map(|word| word.0).collect();
	BroughtProof { key: key.encode(), proof: bytes(proof), inputs: bytes(inputs) }
}

/// An issuer's number whose tickets a circuit proves.
const OF_CIRCUIT: u32 = 7;

/// Two tickets: one that is signed, and one that a circuit proves.
fn tickets() -> Tickets<Runtime> {
	let signature = Evidence::Signature(MultiSignature::Ecdsa([1; 65].into()));
	vec![
		SignedTicket { ticket: ticket(0), evidence: signature },
		SignedTicket { ticket: ticket(OF_CIRCUIT), evidence: Evidence::Proof([Word::from(77); 8]) },
	]
	.try_into()
	.expect("they are two")
}

/// A call of each kind that brings proofs, with what the node is asked for it.
fn bringing(world: &World) -> Vec<(RuntimeCall, Vec<BroughtProof>)> {
	use pallet_circuits::Call as CircuitsCall;
	use pallet_groups::Call as GroupsCall;
	use pallet_leases::Call as LeasesCall;
	use pallet_personhood::Call as PersonhoodCall;

	let (group, circuit) = (world.group, world.circuit);
	let key = crate::Circuits::key(&circuit).expect("it is registered");
	let of_circuit =
		|number: u64, inputs: &[Word]| asked(Key::Raw(&key), &[Word::from(number); 8], inputs);
	let inputs = semaphore_inputs(&published().1);
	let other = [Word::from(1), Word::from(2), Word::from(3), Word::from(4)];
	let claim = |number: u64, inputs: &[Word]| pallet_circuits::Claim {
		inputs: inputs.to_vec().try_into().expect("they are four"),
		proof: [Word::from(number); 8],
	};

	let issuer = Issuers::<Runtime>::get(0).expect("the preset has one");
	let by_circuit = pallet_personhood::Issuer { kind: IssuerKind::Circuit(circuit), ..issuer };
	Issuers::<Runtime>::insert(OF_CIRCUIT, by_circuit);
	let ticket_inputs = circuit_inputs::<Runtime>(&tickets()[1].ticket);
	let admission = |knowledge| vec![of_circuit(77, &ticket_inputs), semaphore(&proof(knowledge))];

	let lease = pallet_leases::Leases::<Runtime>::get(world.proven).expect("it is live");
	let binding = Leases::binding_of(world.proven, 0, &lease.provider);
	let (model, input, output) = (Word::from(5), Word::from(6), Word::from(9));
	let account = Alice.to_account_id();
	let consent = MultiSignature::Ecdsa([1; 65].into());
	vec![
		(GroupsCall::validate_proof { group, proof: proof(1) }.into(), vec![semaphore(&proof(1))]),
		(
			GroupsCall::validate_proofs {
				group,
				proofs: vec![*proof(2), *proof(3), *proof(2)].try_into().expect("they are few"),
			}
			.into(),
			vec![semaphore(&proof(2)), semaphore(&proof(3)), semaphore(&proof(2))],
		),
		(PersonhoodCall::enrol { tickets: tickets(), proof: proof(4) }.into(), admission(4)),
		(
			PersonhoodCall::renew { person: 0, tickets: tickets(), proof: proof(5) }.into(),
			admission(5),
		),
		(
			PersonhoodCall::recover { person: 0, tickets: tickets(), proof: proof(6) }.into(),
			admission(6),
		),
		(
			PersonhoodCall::rotate {
				person: 0,
				commitment: Word::from(1),
				current: proof(7),
				proof: proof(8),
			}
			.into(),
			vec![semaphore(&proof(7)), semaphore(&proof(8))],
		),
		(PersonhoodCall::veto { person: 0, proof: proof(9) }.into(), vec![semaphore(&proof(9))]),
		(
			PersonhoodCall::act_as {
				scope: PersonScope::Quota { epoch: 0, counter: 0 },
				attempt: 0,
				proof: proof(10),
				call: Box::new(world.declare()),
			}
			.into(),
			vec![semaphore(&proof(10))],
		),
		(
			PersonhoodCall::open_session { epoch: 0, proof: proof(11), account, consent }.into(),
			vec![semaphore(&proof(11))],
		),
		(
			CircuitsCall::submit_proof {
				circuit,
				inputs: inputs.to_vec().try_into().expect("they are four"),
				proof: Box::new([Word::from(12); 8]),
			}
			.into(),
			vec![of_circuit(12, &inputs)],
		),
		(
			CircuitsCall::submit_proofs {
				circuit,
				claims: vec![claim(13, &inputs), claim(14, &other)].try_into().expect("two"),
			}
			.into(),
			vec![of_circuit(13, &inputs), of_circuit(14, &other)],
		),
		(
			LeasesCall::submit_proof {
				lease: world.proven,
				epoch: 0,
				output,
				proof: Box::new([Word::from(15); 8]),
			}
			.into(),
			vec![of_circuit(15, &[model, input, output, binding.into()])],
		),
	]
}

fn name(call: &RuntimeCall) -> String {
	use frame_support::traits::GetCallMetadata;
	let metadata = call.get_call_metadata();
	format!("{}.{}", metadata.pallet_name, metadata.function_name)
}

/// Whether a value of this type holds a proof: Semaphore's, or the points of any. What is within a call
/// that is an argument is that call's.
fn holds_proof(ty: &scale_info::MetaType, seen: &mut BTreeSet<TypeId>) -> bool {
	if ty.type_id() == TypeId::of::<RuntimeCall>() || !seen.insert(ty.type_id()) {
		return false;
	}
	if ty.type_id() == TypeId::of::<Points>() || ty.type_id() == TypeId::of::<SemaphoreProof>() {
		return true;
	}
	let info = ty.type_info();
	// A batch names the calls it holds by another type than the runtime's own.
	if info.path.ident() == Some("RuntimeCall") {
		return false;
	}
	let mut any = |types: Vec<scale_info::MetaType>| types.iter().any(|ty| holds_proof(ty, seen));
	match info.type_def {
		TypeDef::Composite(composite) => {
			any(composite.fields.iter().map(|field| field.ty).collect())
		}
		TypeDef::Variant(variants) => any(variants
			.variants
			.iter()
			.flat_map(|variant| variant.fields.iter().map(|field| field.ty))
			.collect()),
		TypeDef::Sequence(sequence) => any(vec![sequence.type_param]),
		TypeDef::Array(array) => {
			// Eight words are the points of a proof, whatever they are called.
			let words = array.len == 8 && array.type_param.type_id() == TypeId::of::<Word>();
			words || any(vec![array.type_param])
		}
		TypeDef::Tuple(tuple) => any(tuple.fields),
		TypeDef::Compact(compact) => any(vec![compact.type_param]),
		TypeDef::Primitive(_) | TypeDef::BitSequence(_) => false,
	}
}

/// The calls whose arguments hold a proof, by the metadata.
fn with_proofs() -> BTreeSet<String> {
	let mut found = BTreeSet::new();
	for pallet in Runtime::metadata_ir().pallets {
		let Some(calls) = pallet.calls else { continue };
		let TypeDef::Variant::<MetaForm>(variants) = calls.ty.type_info().type_def else {
			panic!("calls are variants");
		};
		for variant in &variants.variants {
			let mut seen = BTreeSet::new();
			if variant.fields.iter().any(|field| holds_proof(&field.ty, &mut seen)) {
				found.insert(format!("{}.{}", pallet.name, variant.name));
			}
		}
	}
	found
}

#[test]
fn every_call_that_brings_a_proof_is_known() {
	World::run(|world| {
		let known: BTreeSet<_> = bringing(&world).iter().map(|(call, _)| name(call)).collect();
		assert_eq!(known, with_proofs());
	});
}

#[test]
fn what_is_told_is_what_the_node_will_be_asked() {
	World::run(|world| {
		for (call, proofs) in bringing(&world) {
			assert!(!proofs.is_empty());
			assert_eq!(told(core::slice::from_ref(&call)), proofs, "{call:?}");
		}
		let (calls, proofs): (Vec<_>, Vec<_>) = bringing(&world).into_iter().unzip();
		assert_eq!(told(&calls), proofs.concat(), "of all transactions, in their order");
	});
}

#[test]
fn batches_are_looked_into_as_deep_as_is_said() {
	use pallet_utility::Call as UtilityCall;
	World::run(|world| {
		let kinds: [fn(Vec<RuntimeCall>) -> RuntimeCall; 3] = [
			|calls| UtilityCall::batch { calls }.into(),
			|calls| UtilityCall::batch_all { calls }.into(),
			|calls| UtilityCall::force_batch { calls }.into(),
		];
		for (call, proofs) in bringing(&world) {
			for batch in kinds {
				let mut nested = call.clone();
				for depth in 1..=DEPTH + 1 {
					nested = batch(vec![world.declare(), nested]);
					let expected = if depth <= DEPTH { proofs.clone() } else { Vec::new() };
					assert_eq!(
						told(core::slice::from_ref(&nested)),
						expected,
						"{depth} deep: {}",
						name(&call)
					);
				}
			}
		}
		let (calls, proofs): (Vec<_>, Vec<_>) = bringing(&world).into_iter().unzip();
		assert_eq!(told(&[kinds[1](calls)]), proofs.concat());
	});
}

#[test]
fn nothing_else_brings_any() {
	in_a_block(|| {
		let with_proofs = with_proofs();
		for (name, calls) in every_call() {
			if !with_proofs.contains(&name) && !name.starts_with("Utility.") {
				assert_eq!(told(&calls), [], "{name}");
			}
		}
	});
}

#[test]
fn no_call_that_persons_may_make_brings_any() {
	World::run(|world| {
		for call in [world.declare(), world.vote(), world.claim(), world.rate()] {
			assert_eq!(told(&[call]), []);
		}
	});
}

#[test]
fn no_more_are_told_than_fit_into_a_block() {
	World::run(|world| {
		let proofs: Vec<_> = (0..128).map(|number| *proof(number)).collect();
		let batch = RuntimeCall::from(pallet_groups::Call::validate_proofs {
			group: world.group,
			proofs: proofs.try_into().expect("it is the most"),
		});
		assert_eq!(told(&vec![batch; 33]).len(), 4_096);
	});
}

#[test]
fn what_cannot_be_verified_is_not_told() {
	World::run(|world| {
		let proof = Box::new([Word::from(1); 8]);
		let unknown = pallet_circuits::Call::submit_proof {
			circuit: [9; 32],
			inputs: Default::default(),
			proof: proof.clone(),
		};
		assert_eq!(told(&[unknown.into()]), []);
		for (lease, epoch) in [(world.proven, 1), (world.lease, 0), (world.closed, 0), (99, 0)] {
			let output = Word::from(9);
			let call =
				pallet_leases::Call::submit_proof { lease, epoch, output, proof: proof.clone() };
			assert_eq!(told(&[call.into()]), []);
		}
	});
}
