use super::*;
use crate::mock::{call, call_on, server_with_room, vector, BEST, DISCARDED, FAILING, UNKNOWN};
use census_runtime_api::MAX_PAGE;
use futures::future::join_all;
use serde_json::{json, Value};

/// The code of the error that this call gives.
async fn code(method: &str, params: Value) -> i64 {
	call(method, params).await.unwrap_err()["code"].as_i64().unwrap()
}

const INVALID_PARAMS: i64 = -32602;

#[tokio::test]
async fn answers_from_the_best_block_or_from_the_one_named() {
	assert_eq!(call("groups_count", json!([])).await, Ok(json!(1)));
	assert_eq!(call("groups_count", json!([null])).await, Ok(json!(1)));
	assert_eq!(call("groups_count", json!([BEST])).await, Ok(json!(1)));
	assert_eq!(code("groups_count", json!([FAILING])).await, 10_000);
}

#[tokio::test]
async fn an_unknown_block_a_discarded_state_and_a_failing_runtime_are_told_apart() {
	for (at, expected) in [(FAILING, 10_000), (UNKNOWN, 10_002), (DISCARDED, 10_003)] {
		let error = call("groups_group", json!([0, at])).await.unwrap_err();
		assert_eq!(error["code"], expected);
		assert_eq!(error["data"]["at"], json!(at));
	}
	let error = call("groups_group", json!([0, FAILING])).await.unwrap_err();
	assert!(error["data"]["cause"].as_str().unwrap().contains("the runtime failed"));
}

#[tokio::test]
async fn refuses_a_page_that_is_too_large() {
	for method in ["groups_members", "groups_roots"] {
		assert!(call(method, json!([0, 0, MAX_PAGE])).await.is_ok());
		let error = call(method, json!([0, 0, MAX_PAGE + 1])).await.unwrap_err();
		assert_eq!(error["code"], 10_001);
		assert_eq!(error["data"], json!({ "requested": MAX_PAGE + 1, "maximum": MAX_PAGE }));
	}
}

#[tokio::test]
async fn refuses_numbers_that_are_no_field_elements() {
	let modulus = FieldElement::MODULUS.to_string();
	for method in ["groups_indexOf", "groups_isNullifierUsed"] {
		for bad in [json!(modulus), json!("-1"), json!("forty-two"), json!(""), json!(null)] {
			assert_eq!(code(method, json!([0, bad])).await, INVALID_PARAMS, "{bad}");
		}
	}
}

#[tokio::test]
async fn refuses_group_numbers_that_are_none() {
	for bad in [json!(-1), json!(4_294_967_296u64), json!(0.5), json!("zero"), json!({})] {
		assert_eq!(code("groups_group", json!([bad])).await, INVALID_PARAMS, "{bad}");
	}
	assert_eq!(code("groups_group", json!([])).await, INVALID_PARAMS);
}

#[tokio::test]
async fn reads_hexadecimal_as_well_and_answers_in_decimal() {
	assert_eq!(call("groups_isNullifierUsed", json!([0, "0x2a"])).await, Ok(json!(true)));
}

#[tokio::test]
async fn refuses_a_proof_with_a_part_missing_or_too_much() {
	let vectors = include_str!("../../../../tests/vectors/semaphore-v4-proofs.json");
	let proof = serde_json::from_str::<Value>(vectors).unwrap()[0]["proof"].clone();
	assert!(call("groups_verifyProof", json!([0, proof])).await.is_ok());
	for part in proof.as_object().unwrap().keys() {
		let mut bad = proof.clone();
		bad.as_object_mut().unwrap().remove(part);
		assert_eq!(code("groups_verifyProof", json!([0, bad])).await, INVALID_PARAMS, "{part}");
	}
	let mut bad = proof.clone();
	bad["points"].as_array_mut().unwrap().push(json!("1"));
	assert_eq!(code("groups_verifyProof", json!([0, bad])).await, INVALID_PARAMS);
	let mut bad = proof;
	bad["more"] = json!(1);
	assert_eq!(code("groups_verifyProof", json!([0, bad])).await, INVALID_PARAMS);
}

#[test]
fn a_refusal_is_told_to_programs_and_to_people() {
	let verdict = Verdict::from(Err(ProofRefusal::RootZero));
	assert_eq!(
		serde_json::to_value(verdict).unwrap(),
		json!({
			"accepted": false,
			"refusal": {
				"reason": "rootZero",
				"message": "the root is 0, for which anyone can make a proof",
			},
		})
	);
	assert_eq!(
		serde_json::to_value(Verdict::from(Ok(()))).unwrap(),
		json!({ "accepted": true, "refusal": null })
	);
}

#[tokio::test]
async fn proofs_wait_their_turn_and_too_many_are_turned_away() {
	let ask = |room| async move {
		let server = server_with_room(room, 1);
		let params = json!([0, vector()["proof"]]);
		let calls = (0..8).map(|_| call_on(&server, "groups_verifyProof", params.clone()));
		join_all(calls).await
	};
	assert!(ask(8).await.iter().all(Result::is_ok));
	let error = ask(0).await.remove(0).unwrap_err();
	assert_eq!(error["code"], 10_004);
}
