use super::*;
use crate::mock::{call, call_on, server_with_room, BEST, DISCARDED, FAILING, UNKNOWN};
use census_primitives::{CircuitRefusal, ProofRefusal};
use census_runtime_api::MAX_PAGE;
use futures::future::join_all;
use serde_json::{json, Value};

/// The code of the error that this call gives.
async fn code(method: &str, params: Value) -> i64 {
	call(method, params).await.unwrap_err()["code"].as_i64().unwrap()
}

const INVALID_PARAMS: i64 = -32602;

/// The commitment of person 0.
const COMMITMENT: &str =
	"15408416468355023650127915848718081169448349813325630080154562697710923387899";

/// A scope's name in JSON, of which the second is a poll's.
fn scopes() -> [Value; 3] {
	let topic = Hash::zero();
	[
		json!({ "quota": { "epoch": 120_002, "counter": 0 } }),
		json!({ "application": { "scope": 6, "topic": topic } }),
		json!({ "session": { "epoch": 120_002 } }),
	]
}

/// `personhood.renew(0, [], proof)`, which is refused. A proof takes 385 bytes.
fn renewal() -> String {
	format!("0x330b0000000000{}", "00".repeat(385))
}

/// Every method with parameters that are answered, but for the block.
fn questions() -> Vec<(&'static str, Value)> {
	let [quota, ..] = scopes();
	vec![
		("policy", json!([])),
		("epoch", json!([])),
		("acceptedRoots", json!([])),
		("issuerCount", json!([])),
		("issuers", json!([0, 10])),
		("personCount", json!([])),
		("person", json!([0])),
		("personByCommitment", json!([COMMITMENT])),
		("mark", json!([0, Hash::zero()])),
		("leaves", json!([0, 10, null])),
		("merkleProof", json!([COMMITMENT, null])),
		("scopeCount", json!([])),
		("scope", json!([6])),
		("scopeWord", json!([quota])),
		("areSpent", json!([quota, ["42"]])),
		("knowledge", json!([COMMITMENT])),
		("check", json!([renewal()])),
	]
}

#[tokio::test]
async fn answers_from_the_best_block_or_from_the_one_named() {
	for (method, params) in questions() {
		let method = format!("personhood_{method}");
		let at = |block: Option<Hash>| {
			let mut params = params.clone();
			params.as_array_mut().unwrap().push(json!(block));
			params
		};
		let answer = call(&method, params.clone()).await;
		assert!(answer.is_ok(), "{method}: {answer:?}");
		assert_eq!(call(&method, at(None)).await, answer);
		assert_eq!(call(&method, at(Some(BEST))).await, answer);
		for (block, expected) in [(FAILING, 10_000), (UNKNOWN, 10_002), (DISCARDED, 10_003)] {
			let error = call(&method, at(Some(block))).await.unwrap_err();
			assert_eq!(error["code"], expected, "{method}");
			assert_eq!(error["data"]["at"], json!(block), "{method}");
		}
	}
}

#[tokio::test]
async fn refuses_a_page_that_is_too_large() {
	let [quota, ..] = scopes();
	let page = |length: u32| {
		let nullifiers = vec!["42"; length as usize];
		[
			("personhood_issuers", json!([0, length])),
			("personhood_leaves", json!([0, length])),
			("personhood_areSpent", json!([quota, nullifiers])),
		]
	};
	for (method, params) in page(MAX_PAGE) {
		assert!(call(method, params).await.is_ok(), "{method}");
	}
	for (method, params) in page(MAX_PAGE + 1) {
		let error = call(method, params).await.unwrap_err();
		assert_eq!(error["code"], 10_001, "{method}");
		assert_eq!(error["data"], json!({ "requested": MAX_PAGE + 1, "maximum": MAX_PAGE }));
	}
}

#[tokio::test]
async fn reads_hexadecimal_as_well_and_answers_in_decimal() {
	let decimal = COMMITMENT.parse::<Word>().unwrap();
	let hexadecimal = json!(Hash::from(decimal.0));
	for method in ["personByCommitment", "merkleProof", "knowledge"] {
		let method = format!("personhood_{method}");
		let answer = call(&method, json!([hexadecimal])).await;
		assert!(answer.as_ref().is_ok_and(|answer| !answer.is_null()), "{method}");
		assert_eq!(answer, call(&method, json!([COMMITMENT])).await, "{method}");
	}
	let person = call("personhood_personByCommitment", json!([hexadecimal])).await.unwrap();
	assert_eq!(person["commitment"], COMMITMENT);

	let [_, poll, _] = scopes();
	let spent = call("personhood_areSpent", json!([poll, ["0x2a", "0x2b", "42"]])).await;
	assert_eq!(spent, Ok(json!([true, false, true])));
}

#[tokio::test]
async fn roots_are_named_in_either_way_and_lead_to_their_tree() {
	let roots = call("personhood_acceptedRoots", json!([])).await.unwrap();
	let first = roots[0]["root"].as_str().unwrap();
	let hexadecimal = json!(Hash::from(first.parse::<Word>().unwrap().0));
	for root in [json!(first), hexadecimal] {
		let leaves = call("personhood_leaves", json!([0, MAX_PAGE, root])).await.unwrap();
		assert_eq!(json!(leaves.as_array().unwrap().len()), roots[0]["size"]);
		let proof = call("personhood_merkleProof", json!([COMMITMENT, root])).await.unwrap();
		assert_eq!((&proof["root"], &proof["leaf"]), (&json!(first), &leaves[0]));
	}
	let present = call("personhood_merkleProof", json!([COMMITMENT])).await.unwrap();
	assert_eq!(present["root"], roots[2]["root"]);
	assert_eq!(call("personhood_leaves", json!([0, 1, "42"])).await, Ok(Value::Null));
	assert_eq!(call("personhood_merkleProof", json!([COMMITMENT, "42"])).await, Ok(Value::Null));
}

#[tokio::test]
async fn a_person_is_found_by_number_commitment_and_mark() {
	for number in 0..6 {
		let person = call("personhood_person", json!([number])).await.unwrap();
		assert_eq!(person["person"], number);
		let found = call("personhood_personByCommitment", json!([person["commitment"]])).await;
		assert_eq!(found, Ok(person.clone()));
		for attestation in person["attestations"].as_array().unwrap() {
			let params = json!([attestation["issuer"], attestation["tag"]]);
			let mark = json!({ "person": number, "serial": 1 });
			assert_eq!(call("personhood_mark", params).await, Ok(mark));
		}
	}
}

#[tokio::test]
async fn what_is_not_there_is_null() {
	for (method, params) in [
		("person", json!([6])),
		("personByCommitment", json!(["0"])),
		("scope", json!([4])),
		("knowledge", json!([Word([0xff; 32])])),
	] {
		let method = format!("personhood_{method}");
		assert_eq!(call(&method, params).await, Ok(Value::Null), "{method}");
	}
	let nobodys = json!({ "person": null, "serial": 0 });
	assert_eq!(call("personhood_mark", json!([2, Hash::zero()])).await, Ok(nobodys));
	assert_eq!(call("personhood_issuers", json!([2, 10])).await, Ok(json!([])));
	assert_eq!(call("personhood_leaves", json!([5, 10])).await, Ok(json!([])));
}

#[tokio::test]
async fn a_scope_is_named_by_its_kind_and_nothing_else() {
	let mut words = Vec::new();
	for scope in scopes() {
		words.push(call("personhood_scopeWord", json!([scope])).await.unwrap());
		// What is read is written in the same way.
		let read: PersonScope = serde_json::from_value(scope.clone()).unwrap();
		assert_eq!(serde_json::to_value(read).unwrap(), scope);
	}
	words.dedup();
	assert_eq!(words.len(), 3);
	let topic = Hash::zero();
	for bad in [
		json!({}),
		json!("quota"),
		json!({ "quota": { "epoch": 1 } }),
		json!({ "quota": { "epoch": 1, "counter": 65_536 } }),
		json!({ "quota": { "epoch": 1, "counter": 0, "scope": 0 } }),
		json!({ "quota": { "epoch": 1, "counter": 0 }, "session": { "epoch": 1 } }),
		json!({ "Session": { "epoch": 1 } }),
		json!({ "session": { "epoch": -1 } }),
		json!({ "application": { "scope": 6, "topic": vec![0; 32] } }),
		json!({ "application": { "scope": 6, "topic": format!("{topic:?}00") } }),
		json!({ "application": { "scope": 6 } }),
	] {
		assert_eq!(code("personhood_scopeWord", json!([bad])).await, INVALID_PARAMS, "{bad}");
		assert_eq!(code("personhood_areSpent", json!([bad, []])).await, INVALID_PARAMS, "{bad}");
	}
}

#[tokio::test]
async fn refuses_parameters_that_cannot_be_read() {
	let too_large = format!("0x1{}", "0".repeat(64));
	for method in ["personByCommitment", "merkleProof", "knowledge"] {
		for bad in [json!(too_large), json!("-1"), json!("Ada"), json!(""), json!(null)] {
			let method = format!("personhood_{method}");
			assert_eq!(code(&method, json!([bad])).await, INVALID_PARAMS, "{method}: {bad}");
		}
	}
	for method in ["person", "scope"] {
		for bad in [json!(-1), json!(4_294_967_296u64), json!(0.5), json!("zero"), json!({})] {
			let method = format!("personhood_{method}");
			assert_eq!(code(&method, json!([bad])).await, INVALID_PARAMS, "{method}: {bad}");
		}
	}
	for bad in [json!("0x00"), json!("Ada"), json!(vec![0; 32]), json!(null)] {
		assert_eq!(code("personhood_mark", json!([0, bad])).await, INVALID_PARAMS, "{bad}");
	}
	for bad in [json!("0xgg"), json!("renew"), json!([51, 11]), json!(null)] {
		assert_eq!(code("personhood_check", json!([bad])).await, INVALID_PARAMS, "{bad}");
	}
}

#[tokio::test]
async fn what_is_no_call_or_needs_a_signature_is_an_error_and_not_a_verdict() {
	// `system.remark`, `personhood.expire`.
	for signed in ["0x000000", "0x331200000000"] {
		assert_eq!(code("personhood_check", json!([signed])).await, 10_006);
	}
	for bytes in ["0x", "0xffff", "0x330b00", &format!("{}00", renewal())] {
		let error = call("personhood_check", json!([bytes])).await.unwrap_err();
		assert_eq!(error["code"], 10_005);
		assert_eq!(error.get("data"), None);
	}
}

#[tokio::test]
async fn a_refusal_is_told_to_programs_and_to_people() {
	assert_eq!(
		call("personhood_check", json!([renewal()])).await,
		Ok(json!({
			"accepted": false,
			"refusal": {
				"reason": "noTickets",
				"message": "there are no tickets",
				"mayPassLater": false,
				"code": 0,
			},
		}))
	);
	assert_eq!(
		serde_json::to_value(Verdict::from(Ok(()))).unwrap(),
		json!({ "accepted": true, "refusal": null })
	);
	for (refusal, reason, message, may_pass_later) in [
		(
			PersonRefusal::IssuerLimit,
			json!("issuerLimit"),
			"an issuer has reached its limit for this epoch; try in the next",
			true,
		),
		(
			PersonRefusal::NullifierUsed,
			json!("nullifierUsed"),
			"this person has acted in this scope",
			false,
		),
		(
			PersonRefusal::Proof(ProofRefusal::RootZero),
			json!({ "proof": "rootZero" }),
			"the proof: the root is 0, for which anyone can make a proof",
			false,
		),
		(
			PersonRefusal::Evidence(CircuitRefusal::ProofInvalid),
			json!({ "evidence": "proofInvalid" }),
			"an issuer's proof: the proof does not hold for these inputs",
			false,
		),
	] {
		let verdict = serde_json::to_value(Verdict::from(Err(refusal))).unwrap();
		assert_eq!(
			verdict["refusal"],
			json!({
				"reason": reason,
				"message": message,
				"mayPassLater": may_pass_later,
				"code": refusal.code(),
			})
		);
		let read: Verdict = serde_json::from_value(verdict).unwrap();
		assert_eq!(read, Verdict::from(Err(refusal)));
	}
}

#[tokio::test]
async fn calls_wait_their_turn_and_too_many_are_turned_away() {
	let ask = |room| async move {
		let server = server_with_room(room, 1);
		let calls = (0..8).map(|_| call_on(&server, "personhood_check", json!([renewal()])));
		join_all(calls).await
	};
	assert!(ask(8).await.iter().all(Result::is_ok));
	assert!(ask(0).await.iter().all(|answer| answer.as_ref().unwrap_err()["code"] == 10_004));
}
