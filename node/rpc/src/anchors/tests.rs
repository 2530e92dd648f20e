use super::{
	mock::{
		header, server, server_of, trust, Mock, ALL, FAILING_SET, FINAL, FORCED_SET, UNKNOWN_SET,
	},
	*,
};
use crate::mock::{BEST, DISCARDED, FAILING, UNKNOWN};
use census_anchor_log::{
	leaf::Subject,
	proof::{root_of_inclusion, roots_of_consistency},
	Tree,
};
use census_receipt::{Basis, Blake2b256, Refusal, Trust, Verdict};
use jsonrpsee::core::server::Subscription;
use serde_json::{json, Value};
use std::time::Duration;
use tokio::time::timeout;

const INVALID_PARAMS: i64 = -32602;

/// Verifies a receipt at some time.
fn verify_text(text: &[u8], trust: &Trust) -> Result<Verdict, Refusal> {
	census_receipt::verify_text(text, trust, 1_790_000_000_000)
}

/// Calls a method; gives the result or the error object.
async fn call_with_room(waiting: usize, method: &str, params: Value) -> Result<Value, Value> {
	let request = json!({ "jsonrpc": "2.0", "id": 0, "method": method, "params": params });
	let (response, _) = server(waiting).raw_json_request(&request.to_string(), 1).await.unwrap();
	let response: Value = serde_json::from_str(&response).unwrap();
	match response.get("error") {
		Some(error) => Err(error.clone()),
		None => Ok(response["result"].clone()),
	}
}

async fn call(method: &str, params: Value) -> Result<Value, Value> {
	call_with_room(8, method, params).await
}

async fn code(method: &str, params: Value) -> i64 {
	call(method, params).await.unwrap_err()["code"].as_i64().unwrap()
}

fn hashes(list: &Value) -> Vec<[u8; 32]> {
	let hashes: Vec<Hash> = serde_json::from_value(list.clone()).unwrap();
	hashes.into_iter().map(Into::into).collect()
}

#[tokio::test]
async fn answers_from_the_best_block_or_from_the_one_named() {
	let log = call("anchors_log", json!([])).await;
	assert_eq!(log.as_ref().unwrap()["count"], ALL.0);
	assert_eq!(call("anchors_log", json!([BEST])).await, log);
	for (at, expected) in [(FAILING, 10_000), (UNKNOWN, 10_002), (DISCARDED, 10_003)] {
		assert_eq!(code("anchors_log", json!([at])).await, expected);
	}
}

#[tokio::test]
async fn words_that_nobody_knows_are_refused() {
	let hash = Hash::repeat_byte(0xaa);
	assert!(call("anchors_firstSeen", json!(["sha256", hash])).await.unwrap().is_object());
	for word in ["sha1", "SHA256", "sha-256", ""] {
		assert_eq!(code("anchors_firstSeen", json!([word, hash])).await, INVALID_PARAMS);
		assert_eq!(code("anchors_ofHash", json!([word, hash, 1])).await, INVALID_PARAMS);
	}
	let after = |word| json!([1, 10, [4, word]]);
	assert_eq!(call("anchors_tallies", after("madeByHuman")).await, Ok(json!([])));
	assert_eq!(code("anchors_tallies", after("made_by_human")).await, INVALID_PARAMS);
}

#[tokio::test]
async fn a_hash_is_told_by_its_function_too() {
	let hash = Hash::repeat_byte(0xaa);
	assert_eq!(call("anchors_firstSeen", json!(["blake3", hash])).await, Ok(Value::Null));
	assert_eq!(call("anchors_ofHash", json!(["blake3", hash, 10])).await, Ok(json!([])));
	assert_eq!(call("anchors_ofHash", json!(["sha256", hash, 10])).await, Ok(json!([1])));
}

#[tokio::test]
async fn proofs_lead_to_the_roots_of_their_sizes() {
	let tree = Tree::log(trust().genesis);
	let root = |size| checkpoint(&header((size, 1))).unwrap().root.0;
	for size in 1..=ALL.0 {
		for anchor in 0..size {
			let path = call("anchors_inclusionProof", json!([anchor, size])).await.unwrap();
			let receipt = call("anchors_receipt", json!([anchor])).await.unwrap();
			if let Some(text) = receipt.as_str() {
				let leaf = verify_text(text.as_bytes(), &trust()).unwrap().leaf;
				let leaf = leaf.hash::<Blake2b256>(&tree);
				let found =
					root_of_inclusion::<Blake2b256>(&tree, leaf, anchor, size, &hashes(&path));
				assert_eq!(found, Some(root(size)));
			}
		}
		assert_eq!(call("anchors_inclusionProof", json!([size, size])).await, Ok(Value::Null));
		for old in 0..=size {
			let path = call("anchors_consistencyProof", json!([old, size])).await.unwrap();
			let found = roots_of_consistency::<Blake2b256>(&tree, old, size, &hashes(&path));
			assert_eq!(found, Some((root(old), root(size))));
		}
		assert_eq!(
			call("anchors_consistencyProof", json!([size + 1, size])).await,
			Ok(Value::Null)
		);
	}
	assert_eq!(call("anchors_inclusionProof", json!([0, ALL.0 + 1])).await, Ok(Value::Null));
}

#[tokio::test]
async fn a_receipt_is_one_that_the_verifier_accepts() {
	for anchor in 0..FINAL.0 {
		let receipt = call("anchors_receipt", json!([anchor])).await.unwrap();
		let verdict = verify_text(receipt.as_str().unwrap().as_bytes(), &trust()).unwrap();
		assert_eq!((verdict.leaf.index, verdict.basis), (anchor, Basis::GenesisOnly));
		assert_eq!(verdict.checkpoint, (header(FINAL).hash().0, FINAL.1));
		// What has no row has details where something else tells them: a set of validators.
		assert!(verdict.details.is_some(), "{anchor}");
	}
	let receipt = call("anchors_receipt", json!([1, 0])).await.unwrap();
	let mut other = trust();
	other.genesis[0] ^= 1;
	let verdict = verify_text(receipt.as_str().unwrap().as_bytes(), &other);
	assert_eq!(verdict, Err(Refusal::OtherGenesis));
}

#[tokio::test]
async fn what_is_not_final_has_no_receipt_yet() {
	assert_eq!(call("anchors_receipt", json!([FINAL.0])).await, Ok(Value::Null));
	assert_eq!(call("anchors_receipt", json!([ALL.0])).await, Ok(Value::Null));
	assert_eq!(call("anchors_receipt", json!([u64::MAX])).await, Ok(Value::Null));
	// Nor has anything one since a set of validators that is yet to come.
	assert_eq!(call("anchors_receipt", json!([1, 1])).await, Ok(Value::Null));
	assert_eq!(call("anchors_receipt", json!([1, u64::MAX])).await, Ok(Value::Null));
}

#[tokio::test]
async fn a_receipt_that_cannot_be_made_is_an_error_with_its_cause() {
	let error = call("anchors_receipt", json!([1, FAILING_SET])).await.unwrap_err();
	assert_eq!(error["code"], 10_007);
	assert_eq!(error["data"], json!({ "cause": "there are too many handovers" }));
	for (set, cause) in [
		(FORCED_SET, "since set 1000001: a header does not hand over to the next set"),
		(UNKNOWN_SET, "does not know who was in set 1000002"),
	] {
		let error = call("anchors_receipt", json!([1, set])).await.unwrap_err();
		assert_eq!(error["code"], 10_007);
		let told = error["data"]["cause"].as_str().unwrap();
		assert!(told.contains(cause), "{told}");
	}
	let error = call_with_room(0, "anchors_receipt", json!([1])).await.unwrap_err();
	assert_eq!(error["code"], 10_004);
}

#[tokio::test]
async fn each_sort_of_leaf_has_a_form_of_its_own() {
	let leaves = call("anchors_leaves", json!([0, 10])).await.unwrap();
	let subjects: Vec<_> = (0..6).map(|index| leaves[index]["subject"].clone()).collect();
	let digest = |hash| json!({ "algorithm": "sha256", "hash": Hash::repeat_byte(hash) });
	let root = Hash::repeat_byte(0xbb);
	let claim = json!({ "anchor": 1, "claim": "madeByHuman", "window": 4 });
	let expected = [
		json!({ "authoritySet": 0 }),
		json!({ "hash": digest(0xaa) }),
		json!({ "batch": { "algorithm": "sha256", "root": root, "items": 1_000 } }),
		json!({ "dispute": 1 }),
		json!({ "claim": claim }),
		json!({ "hash": digest(0xdd) }),
	];
	assert_eq!(subjects, expected);
	assert_eq!(leaves[0]["author"], json!("chain"));
	assert_eq!(leaves[4]["author"], json!({ "person": Hash::repeat_byte(0x77) }));
	let retraction = json!(json::SubjectJson::from(Subject::Retraction(1)));
	assert_eq!(retraction, json!({ "retraction": 1 }));
}

/// Subscribes, with room for so many messages.
async fn subscribe(client: &Mock, what: &str, params: Vec<u64>, room: usize) -> Subscription {
	let server = server_of(client.clone(), 8);
	server.subscribe(&format!("anchors_subscribe{what}"), params, room).await.unwrap()
}

/// What comes next.
async fn next(subscription: &mut Subscription) -> Value {
	let news = timeout(Duration::from_secs(30), subscription.next::<Value>());
	news.await.expect("there is more").unwrap().unwrap().0
}

/// Waits until so many listen.
async fn listeners(client: &Mock, count: usize) {
	for _ in 0..3_000 {
		if client.listeners() == count {
			return;
		}
		tokio::time::sleep(Duration::from_millis(10)).await;
	}
	panic!("{} listen", client.listeners());
}

#[tokio::test]
async fn the_latest_checkpoint_is_told_now_and_whenever_there_is_another() {
	let client = Mock::default();
	let mut news = subscribe(&client, "Checkpoints", vec![], 4).await;
	assert_eq!(next(&mut news).await, json!(checkpoint(&header(FINAL))));
	client.finalise(header(ALL));
	let told = next(&mut news).await;
	assert_eq!(told, json!(checkpoint(&header(ALL))));
	assert_eq!(told["count"], ALL.0);
}

#[tokio::test]
async fn a_slow_listener_misses_checkpoints_and_nothing_piles_up() {
	let client = Mock::default();
	let mut news = subscribe(&client, "Checkpoints", vec![], 1).await;
	listeners(&client, 1).await;
	for number in 0..1_000 {
		client.finalise(header((ALL.0, number)));
		tokio::task::yield_now().await;
	}
	let last = header((ALL.0, 1_000));
	client.finalise(last.clone());
	let mut told = 0;
	while next(&mut news).await != json!(checkpoint(&last)) {
		told += 1;
	}
	assert!(told < 100, "{told}");
}

#[tokio::test]
async fn every_leaf_is_told_once_it_is_final() {
	let client = Mock::default();
	let leaves = call("anchors_leaves", json!([0, 10])).await.unwrap();
	let mut new = subscribe(&client, "Leaves", vec![], 1).await;
	let mut all = subscribe(&client, "Leaves", vec![0], 1).await;
	let mut late = subscribe(&client, "Leaves", vec![1_000], 1).await;
	for index in 0..FINAL.0 as usize {
		assert_eq!(next(&mut all).await, leaves[index]);
	}
	client.finalise(header(FINAL));
	client.finalise(header(ALL));
	for subscription in [&mut new, &mut all, &mut late] {
		assert_eq!(next(subscription).await, leaves[5]);
	}
}

#[tokio::test]
async fn who_leaves_is_forgotten() {
	let client = Mock::default();
	for what in ["Leaves", "Checkpoints"] {
		let news = subscribe(&client, what, vec![], 1).await;
		listeners(&client, 1).await;
		drop(news);
		listeners(&client, 0).await;
	}
}
