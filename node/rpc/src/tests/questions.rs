//! The questions whose answers the document shows as examples. Each method is asked at least once so that
//! it has something to tell; its arguments differ from each other, so that none may stand in another's
//! place.

use super::{
	call,
	chain::{in_state, world},
	script::{act_proof, alias, commitment, digest, enrolment, published, tag},
};
use census_primitives::semaphore_inputs;
use census_rpc_api::{
	circuits::snarkjs::{Proof, PublicSignals},
	description::{Description, Example},
	views::{anchors, persons::PersonScope, AccountId, Bytes, Cid, FieldElement, Hash},
};
use census_runtime::{Leases, Personhood, RuntimeCall};
use census_vectors::semaphore;
use codec::Encode;
use pallet_personhood::Call as PersonhoodCall;
use serde_json::{json, Map, Value};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Eve};
use std::collections::BTreeSet;

/// A method, what makes the question different from others, and the parameters.
type Question = (&'static str, &'static str, Value);

fn account(who: Sr25519Keyring) -> Value {
	json!(AccountId(who.to_account_id().into()))
}

fn hash(bytes: [u8; 32]) -> Value {
	json!(Hash(bytes))
}

/// Behind the first of a list, in the arbitrary order of the chain's storage: a count and a cursor that may
/// not stand in each other's place.
fn behind(page: impl Fn(Option<u64>, u32) -> Vec<u64>) -> (u32, u64) {
	let first = page(None, 1)[0];
	let told = |count: &u32| page(Some(first), *count);
	let swapped = |count: &u32| page(Some(u64::from(*count)), first as u32);
	let count = (2..100).find(|count| !told(count).is_empty() && told(count) != swapped(count));
	(count.unwrap(), first)
}

/// All questions, in the order in which the document shows them.
pub(super) fn all() -> Vec<Question> {
	let world = world();
	let own = PersonScope::Application { scope: world.own_scope, topic: [0x22; 32] };
	let declare: RuntimeCall = PersonhoodCall::declare { statement: [0x55; 32] }.into();
	let (call, proof, stolen) = in_state(|| {
		let call: RuntimeCall = enrolment(9).into();
		let proof = act_proof(3, own, &declare);
		(json!(Bytes(call.encode())), proof.clone(), {
			let mut stolen = proof;
			stolen.scope = Default::default();
			stolen
		})
	});
	let group_proof = published().1;
	let mut changed = group_proof.clone();
	changed.message = Default::default();
	let sha256 = |byte| json!(anchors::Digest::from(digest(byte)));
	let snarkjs = json!(Proof(group_proof.points));
	let signals = PublicSignals(semaphore_inputs(&group_proof).to_vec());
	let mut other_signals = signals.clone();
	other_signals.0[2] = Default::default();
	let mut key = semaphore::verification_keys();
	for part in ["vk_delta_2", "IC"] {
		key[part] = key[part][0].take();
	}
	key.as_object_mut().unwrap().remove("vk_alphabeta_12");
	let kept_key = in_state(|| census_runtime::Circuits::view(&world.circuit).unwrap().key_hash);

	let bob = Bob.to_account_id();
	let declared = in_state(|| Personhood::declarations(world.own_scope, None, 1).items[0].alias);
	let (orders, fitting, numbers, before_eve) = in_state(|| {
		let orders = |after, count| {
			Leases::open_orders(after, count).items.into_iter().map(|order| order.order).collect()
		};
		let before_eve = Sr25519Keyring::iter().find(|account| {
			let after = account.to_account_id();
			!Leases::audits(&bob, Some(&after), 1).items.is_empty()
		});
		(
			behind(orders),
			behind(|after, count| Leases::fitting_orders(&bob, after, count).items),
			behind(|after, count| Leases::involved(&bob, after, count).items),
			before_eve.unwrap(),
		)
	});

	vec![
		("personhood_policy", "the chain's", json!({})),
		("personhood_epoch", "the present one", json!({})),
		("personhood_roots", "all", json!({ "count": 10 })),
		("personhood_roots", "since epoch 1", json!({ "count": 10, "after": 1 })),
		("personhood_issuer", "a paused one", json!({ "issuer": 1 })),
		("personhood_issuer", "none", json!({ "issuer": 9 })),
		("personhood_issuers", "the second", json!({ "count": 1, "after": 0 })),
		("personhood_issuerCount", "two", json!({})),
		("personhood_person", "one that is about to rotate", json!({ "person": 0 })),
		("personhood_person", "one that waits for its epoch", json!({ "person": 5 })),
		("personhood_person", "none", json!({ "person": 9 })),
		("personhood_persons", "the fourth", json!({ "count": 1, "after": 2 })),
		("personhood_personCount", "six", json!({})),
		(
			"personhood_personByCommitment",
			"by the commitment that it is about to take",
			json!({ "commitment": "2000" }),
		),
		("personhood_tag", "of person 2", json!({ "issuer": 1, "tag": hash(tag(2, 1)) })),
		("personhood_tag", "nobody's", json!({ "issuer": 0, "tag": hash(tag(2, 1)) })),
		("personhood_leaves", "from the second on", json!({ "count": 3, "after": 0 })),
		(
			"personhood_leaves",
			"of the tree before",
			json!({ "count": 10, "after": 2, "root": world.earlier_root }),
		),
		("personhood_merkleProof", "in the present tree", json!({ "commitment": commitment(4) })),
		(
			"personhood_merkleProof",
			"not in the tree before",
			json!({ "commitment": commitment(4), "root": world.earlier_root }),
		),
		(
			"personhood_merkleProof",
			"in the tree before",
			json!({ "commitment": commitment(2), "root": world.earlier_root }),
		),
		("personhood_scope", "an account's", json!({ "scope": world.own_scope })),
		(
			"personhood_declarations",
			"the second",
			json!({ "scope": world.own_scope, "count": 5, "after": declared }),
		),
		("personhood_scopes", "the second", json!({ "count": 1, "after": world.own_scope })),
		("personhood_scopeCount", "all that were opened", json!({})),
		(
			"personhood_scopeWord",
			"of a quota",
			json!({ "scope": { "quota": { "epoch": 2, "counter": 1 } } }),
		),
		("personhood_scopeWord", "of a topic", json!({ "scope": own })),
		("personhood_scopeWord", "of a session", json!({ "scope": { "session": { "epoch": 2 } } })),
		(
			"personhood_areSpent",
			"one of two",
			json!({ "scope": own, "nullifiers": [alias(0), alias(1)] }),
		),
		("personhood_knowledge", "of a commitment", json!({ "commitment": commitment(0) })),
		("personhood_check", "an enrolment with a wrong signature", json!({ "call": call })),
		("personhood_verifyProof", "a false proof", json!({ "scope": own, "proof": proof })),
		(
			"personhood_verifyProof",
			"a proof for another scope",
			json!({ "scope": own, "proof": stolen }),
		),
		("governance_overview", "of a child", json!({})),
		("governance_proposal", "one that is open", json!({ "proposal": 0 })),
		("governance_proposal", "none", json!({ "proposal": 9 })),
		("governance_proposals", "all", json!({ "count": 5 })),
		("governance_proposals", "the second", json!({ "count": 5, "after": 0 })),
		("governance_proposalCount", "two", json!({})),
		("validators_health", "one of genesis", json!({})),
		("validators_candidate", "it", json!({ "account": account(Alice) })),
		("validators_candidate", "none", json!({ "account": account(Eve) })),
		("polls_poll", "one that goes on", json!({ "poll": 0 })),
		("polls_poll", "none", json!({ "poll": 9 })),
		("polls_polls", "the second", json!({ "count": 5, "after": 0 })),
		("polls_pollCount", "two", json!({})),
		("groups_group", "the first", json!({ "group": 0 })),
		("groups_group", "none", json!({ "group": 9 })),
		("groups_groups", "the second", json!({ "count": 5, "after": 0 })),
		("groups_groupCount", "two", json!({})),
		("groups_members", "two of four", json!({ "group": 0, "count": 2 })),
		("groups_members", "the last two", json!({ "group": 0, "count": 2, "after": 1 })),
		("groups_memberIndex", "of a member", json!({ "group": 0, "commitment": "33" })),
		("groups_memberIndex", "of nobody", json!({ "group": 0, "commitment": "34" })),
		("groups_merkleProof", "of the third member", json!({ "group": 0, "index": 2 })),
		("groups_roots", "all", json!({ "group": 0, "count": 10 })),
		("groups_roots", "the third", json!({ "group": 0, "count": 5, "after": 1 })),
		(
			"groups_areSpent",
			"one of two",
			json!({ "group": 0, "nullifiers": ["42", group_proof.nullifier] }),
		),
		("groups_verifyProof", "one that was used", json!({ "group": 0, "proof": group_proof })),
		("groups_verifyProof", "one without its group", json!({ "group": 1, "proof": changed })),
		("circuits_circuit", "Semaphore's, of depth 1", json!({ "circuit": hash(world.circuit) })),
		("circuits_circuit", "none", json!({ "circuit": hash([9; 32]) })),
		("circuits_circuits", "all", json!({ "count": 10, "after": hash([0; 32]) })),
		("circuits_verifyingKey", "none", json!({ "circuit": hash([9; 32]) })),
		("circuits_verifyingKey", "that circuit's", json!({ "circuit": hash(world.circuit) })),
		("circuits_isKeyRevoked", "one that is not", json!({ "keyHash": kept_key })),
		(
			"circuits_verifyProof",
			"one that holds",
			json!({
				"circuit": hash(world.circuit), "proof": snarkjs, "publicSignals": signals,
			}),
		),
		(
			"circuits_verifyProof",
			"one for another message",
			json!({
				"circuit": hash(world.circuit), "proof": snarkjs, "publicSignals": other_signals,
			}),
		),
		(
			"circuits_statement",
			"one that was proven",
			json!({ "statement": hash(world.statement) }),
		),
		("circuits_encodedKey", "Semaphore's, of depth 1", json!({ "verificationKey": key })),
		("anchors_log", "the present one", json!({})),
		("anchors_anchor", "a data set", json!({ "anchor": 1 })),
		("anchors_anchor", "a dispute", json!({ "anchor": 3 })),
		("anchors_anchor", "none", json!({ "anchor": 1_000 })),
		("anchors_leafBytes", "of a data set", json!({ "anchor": 1 })),
		("anchors_leaves", "two behind the first", json!({ "count": 2, "after": 0 })),
		("anchors_firstAnchorByHash", "of a data set", json!({ "digest": sha256(0xaa) })),
		("anchors_firstAnchorByHash", "of nothing", json!({ "digest": sha256(0xab) })),
		("anchors_anchorsByHash", "all", json!({ "digest": sha256(0xaa), "count": 5, "after": 0 })),
		(
			"anchors_anchorsByCid",
			"all",
			json!({ "cid": Cid(digest(0xaa).into()), "count": 5, "after": 0 }),
		),
		(
			"anchors_anchorsBySoftBinding",
			"all",
			json!({
				"softBinding": { "algorithm": "com.digimarc.validate.1", "value": "0xcafe" },
				"count": 5,
				"after": 0,
			}),
		),
		(
			"anchors_anchorsByAuthor",
			"one of them",
			json!({ "author": account(Alice), "count": 1, "after": 0 }),
		),
		("anchors_links", "one of two", json!({ "anchor": 1, "count": 2, "after": 0 })),
		("anchors_ancestors", "of an output", json!({ "anchor": 2, "count": 10 })),
		("anchors_descendants", "of a data set", json!({ "anchor": 1, "count": 10 })),
		("anchors_descendants", "no more than one", json!({ "anchor": 1, "count": 1 })),
		("anchors_tallies", "all", json!({ "anchor": 1, "count": 10 })),
		(
			"anchors_tallies",
			"behind the last",
			json!({
				"anchor": 1,
				"count": 10,
				"after": { "window": world.window, "claim": "madeByHuman" },
			}),
		),
		("anchors_window", "an open one", json!({ "window": world.window })),
		(
			"anchors_commitment",
			"Bob's",
			json!({ "author": account(Bob), "commitment": hash(world.commitment) }),
		),
		("anchors_inclusionProof", "of a data set", json!({ "anchor": 1, "size": 5 })),
		("anchors_consistencyProof", "from three to five", json!({ "old": 3, "new": 5 })),
		("anchors_receipt", "none yet", json!({ "anchor": 5 })),
		("anchors_receipt", "of a data set", json!({ "anchor": 1, "firstSet": 0 })),
		("leases_provider", "an audited one", json!({ "provider": account(Bob) })),
		("leases_provider", "none", json!({ "provider": account(Alice) })),
		("leases_providers", "both", json!({ "count": 10 })),
		("leases_providers", "behind one", json!({ "count": 1, "after": account(Bob) })),
		("leases_auditor", "the only one", json!({ "auditor": account(Eve) })),
		("leases_auditors", "all", json!({ "count": 10 })),
		("leases_audits", "all", json!({ "provider": account(Bob), "count": 10 })),
		(
			"leases_audits",
			"behind an account",
			json!({ "provider": account(Bob), "count": 10, "after": account(before_eve) }),
		),
		("leases_order", "one with a bid", json!({ "order": world.order })),
		("leases_orders", "one of two", json!({ "count": 1 })),
		("leases_orders", "the other", json!({ "count": orders.0, "after": orders.1 })),
		("leases_orderCount", "five", json!({})),
		(
			"leases_ordersByProvider",
			"those that Bob fits",
			json!({ "provider": account(Bob), "count": 10 }),
		),
		(
			"leases_ordersByProvider",
			"the other",
			json!({ "provider": account(Bob), "count": fitting.0, "after": fitting.1 }),
		),
		(
			"leases_mismatches",
			"on these terms",
			json!({
				"order": world.order,
				"provider": account(Sr25519Keyring::Ferdie),
				"bid": { "rate": "4000000000000000", "notice": 10 },
			}),
		),
		(
			"leases_quote",
			"for a day",
			json!({
				"mode": { "fixed": { "span": 600, "heartbeat": 200 } },
				"rate": "1000000000000",
				"blocks": 14_400,
			}),
		),
		("leases_lease", "an active one", json!({ "lease": world.lease })),
		("leases_lease", "one that waits for its provider", json!({ "lease": world.pending })),
		("leases_closedLease", "one that the tenant closed", json!({ "lease": world.closed })),
		("leases_numbersByAccount", "two of Bob's", json!({ "account": account(Bob), "count": 2 })),
		(
			"leases_numbersByAccount",
			"behind the first",
			json!({ "account": account(Bob), "count": numbers.0, "after": numbers.1 }),
		),
		("leases_ledger", "of all leases", json!({})),
		("leases_rating", "not rated yet", json!({ "provider": account(Bob) })),
		("leases_ratingPeriod", "the present one", json!({})),
	]
}

/// The questions with their answers.
pub(super) async fn answered() -> Vec<Example> {
	let mut examples = Vec::new();
	for (method, name, parameters) in all() {
		let result = call(method, parameters.clone()).await;
		let result = result.unwrap_or_else(|error| panic!("{method}, {name}: {error}"));
		let Value::Object(parameters) = parameters else { panic!("{method}: not by name") };
		examples.push(Example { method: method.into(), name: name.into(), parameters, result });
	}
	examples
}

/// Whether an answer says nothing that another argument would not.
fn is_empty(answer: &Value) -> bool {
	match answer {
		Value::Null => true,
		Value::Array(list) => list.iter().all(is_empty),
		Value::Object(object) => match object.get("items") {
			Some(items) => is_empty(items),
			None => object.is_empty(),
		},
		_ => false,
	}
}

#[tokio::test]
async fn every_method_has_something_to_tell() {
	let examples = answered().await;
	for method in Description::default().methods() {
		let mut of_method = examples.iter().filter(|example| example.method == method.name);
		let told = of_method.any(|example| !is_empty(&example.result));
		assert!(told, "{} is asked nothing that it answers", method.name);
	}
	let mut names = BTreeSet::new();
	for example in &examples {
		assert!(names.insert((&example.method, &example.name)), "{}", example.name);
	}
}

/// Exchanging any two arguments of one kind changes the answer, or makes it an error: so a mistaken order
/// of arguments anywhere between here and the pallet is found out.
#[tokio::test]
async fn no_argument_may_stand_in_the_place_of_another() {
	let examples = answered().await;
	let mut undetected = Vec::new();
	for method in Description::default().methods() {
		let named = |example: &&Example| example.method == method.name;
		let parameters: Vec<_> = method.parameters.iter().filter(|one| one.name != "at").collect();
		for (index, one) in parameters.iter().enumerate() {
			for other in &parameters[index + 1..] {
				let same_kind = json!(one.schema) == json!(other.schema)
					|| [one, other].iter().all(|one| json!(one.schema)["type"] == "integer");
				if !same_kind {
					continue;
				}
				let mut found = false;
				for example in examples.iter().filter(named) {
					let mut swapped: Map<_, _> = example.parameters.clone();
					let (Some(first), Some(second)) =
						(swapped.remove(one.name), swapped.remove(other.name))
					else {
						continue;
					};
					swapped.insert(one.name.into(), second);
					swapped.insert(other.name.into(), first);
					found |= call(method.name, json!(swapped)).await != Ok(example.result.clone());
				}
				if !found {
					undetected.push(format!("{}: {} and {}", method.name, one.name, other.name));
				}
			}
		}
	}
	assert!(undetected.is_empty(), "{undetected:#?}");
}

#[tokio::test]
async fn parameters_go_by_position_too() {
	for example in answered().await {
		let description = Description::default();
		let method = description.methods().find(|method| method.name == example.method).unwrap();
		let mut by_position: Vec<_> = method
			.parameters
			.iter()
			.map(|one| example.parameters.get(one.name).cloned().unwrap_or(Value::Null))
			.collect();
		while by_position.last() == Some(&Value::Null) {
			by_position.pop();
		}
		let result = call(&example.method, json!(by_position)).await;
		assert_eq!(result, Ok(example.result), "{}", example.method);
	}
}

#[tokio::test]
async fn hexadecimal_is_read_as_well() {
	let decimal = call("personhood_personByCommitment", json!([commitment(1)])).await.unwrap();
	assert_eq!(decimal["person"], 1);
	let hexadecimal = format!("{:#x}", census_rpc_api::views::Word::from(commitment(1)));
	assert_eq!(call("personhood_personByCommitment", json!([hexadecimal])).await, Ok(decimal));
	let member = FieldElement::from(33);
	assert_eq!(call("groups_memberIndex", json!([0, "0x21"])).await, Ok(json!(2)));
	assert_eq!(call("groups_memberIndex", json!([0, member])).await, Ok(json!(2)));
}
