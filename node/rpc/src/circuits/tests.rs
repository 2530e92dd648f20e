use super::{
	mock::{self, vector, ABSENT, CIRCUIT},
	*,
};
use crate::mock::{BEST, DISCARDED, FAILING, UNKNOWN};
use census_runtime_api::MAX_PAGE;
use serde_json::{json, Value};

/// Calls a method; gives the result or the error object.
async fn call_with_room(waiting: usize, method: &str, params: Value) -> Result<Value, Value> {
	let request = json!({ "jsonrpc": "2.0", "id": 0, "method": method, "params": params });
	let server = mock::server(waiting);
	let (response, _) = server.raw_json_request(&request.to_string(), 1).await.unwrap();
	let response: Value = serde_json::from_str(&response).unwrap();
	match response.get("error") {
		Some(error) => Err(error.clone()),
		None => Ok(response["result"].clone()),
	}
}

async fn call(method: &str, params: Value) -> Result<Value, Value> {
	call_with_room(8, method, params).await
}

/// The code of the error that this call gives.
async fn code(method: &str, params: Value) -> i64 {
	call(method, params).await.unwrap_err()["code"].as_i64().unwrap()
}

const INVALID_PARAMS: i64 = -32602;

fn id(bytes: [u8; 32]) -> Hash {
	bytes.into()
}

/// The parameters of a verification that is accepted, but for the block.
fn verification() -> Value {
	json!([id(CIRCUIT), vector()["proof"], vector()["publicSignals"]])
}

#[tokio::test]
async fn answers_from_the_best_block_or_from_the_one_named() {
	let (circuit, statement) = (id(CIRCUIT), id([0; 32]));
	let calls = [
		("get", json!([circuit])),
		("list", json!([1, null])),
		("key", json!([circuit])),
		("verify", verification()),
		("statement", json!([statement])),
	];
	for (method, params) in calls {
		let method = format!("circuits_{method}");
		let at = |block: Hash| {
			let mut params = params.clone();
			params.as_array_mut().unwrap().push(json!(block));
			params
		};
		assert_eq!(call(&method, params.clone()).await, call(&method, at(BEST)).await);
		for (block, expected) in [(FAILING, 10_000), (UNKNOWN, 10_002), (DISCARDED, 10_003)] {
			assert_eq!(code(&method, at(block)).await, expected, "{method}");
		}
	}
}

#[tokio::test]
async fn what_is_not_there_is_null() {
	for method in ["circuits_get", "circuits_key", "circuits_statement"] {
		assert_eq!(call(method, json!([id(ABSENT)])).await, Ok(Value::Null), "{method}");
	}
	assert_eq!(call("circuits_list", json!([10, id(CIRCUIT)])).await, Ok(json!([])));
}

#[tokio::test]
async fn refuses_a_page_that_is_too_large() {
	assert!(call("circuits_list", json!([MAX_PAGE])).await.is_ok());
	let error = call("circuits_list", json!([MAX_PAGE + 1])).await.unwrap_err();
	assert_eq!(error["code"], 10_001);
	assert_eq!(error["data"], json!({ "requested": MAX_PAGE + 1, "maximum": MAX_PAGE }));
}

#[tokio::test]
async fn a_verdict_names_the_statement_under_which_it_is_recorded() {
	let verdict = call("circuits_verify", verification()).await.unwrap();
	assert_eq!((&verdict["accepted"], &verdict["refusal"]), (&json!(true), &Value::Null));
	let statement = call("circuits_statement", json!([verdict["statement"]])).await.unwrap();
	assert_eq!(statement["circuit"], json!(id(CIRCUIT)));
}

#[tokio::test]
async fn a_refusal_is_told_to_programs_and_to_people() {
	let mut params = verification();
	params[2][0] = json!("1");
	let verdict = call("circuits_verify", params).await.unwrap();
	assert_eq!(verdict["accepted"], json!(false));
	assert_eq!(
		verdict["refusal"],
		json!({
			"reason": "proofInvalid",
			"message": "the proof does not hold for these inputs",
		})
	);
}

#[tokio::test]
async fn a_key_is_encoded_as_the_chain_has_it() {
	let encoded = call("circuits_encodeKey", json!([vector()["verificationKey"]])).await.unwrap();
	assert_eq!(encoded["inputs"], json!(3));
	let key = call("circuits_key", json!([id(CIRCUIT)])).await.unwrap();
	assert_eq!(encoded["key"], key);
	assert_eq!(key.as_str().unwrap().len(), 2 + 2 * (448 + 4 * 64));
}

#[tokio::test]
async fn refuses_what_is_no_key_proof_or_signal_and_says_why() {
	let g1 = json!(["1", "2", "1"]);
	for (key, message) in [
		// As snarkjs writes keys of another protocol, and as ZoKrates writes its own.
		(
			json!({ "protocol": "plonk", "curve": "bn128", "nPublic": 1, "k1": "2", "Qm": g1 }),
			"the protocol is not groth16",
		),
		(
			json!({ "scheme": "g16", "curve": "bn128", "alpha": ["0x1", "0x2"], "gamma_abc": [] }),
			"not a verification key of snarkjs",
		),
	] {
		let error = call("circuits_encodeKey", json!([key])).await.unwrap_err();
		assert_eq!(error["code"], INVALID_PARAMS);
		assert!(error["data"].as_str().unwrap().contains(message), "{error}");
	}

	for (place, bad) in [
		(0, json!("0x11")),
		(1, json!({})),
		(2, json!(vec!["1"; 65])),
		(2, json!(["-1"])),
		(2, json!("1")),
	] {
		let mut params = verification();
		params[place] = bad;
		assert_eq!(code("circuits_verify", params).await, INVALID_PARAMS);
	}
}

/// The point at infinity, as snarkjs writes it for a public input that a circuit does not use.
#[tokio::test]
async fn a_key_with_an_unused_input_is_refused_in_words() {
	let mut key = vector()["verificationKey"].clone();
	key["IC"][2] = json!(["0", "1", "0"]);
	let error = call("circuits_encodeKey", json!([key])).await.unwrap_err();
	assert_eq!(error["code"], INVALID_PARAMS);
	assert!(error["data"].as_str().unwrap().contains("the point at infinity"), "{error}");
}

/// A JavaScript client has made other numbers of these already.
#[tokio::test]
async fn a_signal_that_is_a_number_is_refused_where_it_may_have_been_bent() {
	for bent in [
		"9007199254740993",
		"27549996431251171061305577147178678807925181188326658003246492937374128957",
	] {
		let mut params = verification();
		params[2][0] = serde_json::from_str(bent).unwrap();
		let error = call("circuits_verify", params).await.unwrap_err();
		assert_eq!(error["code"], INVALID_PARAMS);
		let words = "write numbers above 9007199254740991 (2^53 - 1) as strings";
		assert!(error["data"].as_str().unwrap().contains(words), "{error}");
	}
}

#[tokio::test]
async fn too_many_proofs_that_wait_are_turned_away() {
	let error = call_with_room(0, "circuits_verify", verification()).await.unwrap_err();
	assert_eq!(error["code"], 10_004);
	assert!(call_with_room(0, "circuits_get", json!([id(CIRCUIT)])).await.is_ok());
}
