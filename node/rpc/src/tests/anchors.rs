//! Receipts, proofs and who follows the log.

use super::{
	call, call_on,
	chain::{best, final_block, header, trust, Chain, FAILING_SET, FORCED_SET, UNKNOWN_SET},
	server_of,
};
use crate::anchors::checkpoint;
use census_anchor_log::{
	leaf::Leaf,
	proof::{root_of_inclusion, roots_of_consistency},
	Tree,
};
use census_receipt::{Basis, Blake2b256, Refusal, Trust, Verdict};
use census_rpc_api::views::{anchors::LeafBytes, Hash};
use codec::DecodeAll;
use jsonrpsee::core::server::Subscription;
use serde_json::{json, Value};
use std::time::Duration;
use tokio::time::timeout;

const INVALID_PARAMS: i64 = -32602;

/// Verifies a receipt at some time.
fn verify_text(text: &[u8], trust: &Trust) -> Result<Verdict, Refusal> {
	census_receipt::verify_text(text, trust, 1_790_000_000_000)
}

async fn code(method: &str, params: Value) -> i64 {
	call(method, params).await.unwrap_err()["code"].as_i64().unwrap()
}

fn hashes(list: &Value) -> Vec<[u8; 32]> {
	let hashes: Vec<Hash> = serde_json::from_value(list.clone()).unwrap();
	hashes.into_iter().map(Into::into).collect()
}

/// How many leaves there are, and how many of them are final.
fn counts() -> (u64, u64) {
	let count = |header| checkpoint(&header).unwrap().count;
	(count(best()), count(final_block()))
}

/// The root of the log of so many leaves, from the headers.
fn root(size: u64) -> Option<[u8; 32]> {
	let checkpoints = (1..=best().number).filter_map(|number| checkpoint(&header(number)));
	let mut of_size = checkpoints.filter(|checkpoint| checkpoint.count == size);
	of_size.next().map(|checkpoint| checkpoint.root.0)
}

#[tokio::test]
async fn words_that_nobody_knows_are_refused() {
	let digest = |word| json!({ "algorithm": word, "hash": Hash([0xaa; 32]) });
	let found = call("anchors_firstAnchorByHash", json!([digest("sha256")])).await.unwrap();
	assert!(found.is_object());
	for word in ["sha1", "SHA256", "sha-256", ""] {
		let hash = digest(word);
		assert_eq!(code("anchors_firstAnchorByHash", json!([hash])).await, INVALID_PARAMS);
		assert_eq!(code("anchors_anchorsByHash", json!([hash, 1])).await, INVALID_PARAMS);
	}
	let after = |word| json!([1, 10, { "window": 2, "claim": word }]);
	assert!(call("anchors_tallies", after("madeByHuman")).await.is_ok());
	assert_eq!(code("anchors_tallies", after("made_by_human")).await, INVALID_PARAMS);
}

#[tokio::test]
async fn a_hash_is_told_by_its_function_too() {
	let digest = |word| json!({ "algorithm": word, "hash": Hash([0xaa; 32]) });
	let first = |word| call("anchors_firstAnchorByHash", json!([digest(word)]));
	assert_eq!(first("blake3").await, Ok(Value::Null));
	let all = |word| call("anchors_anchorsByHash", json!([digest(word), 10]));
	assert_eq!(all("blake3").await, Ok(json!({ "items": [], "next": null })));
	assert_eq!(all("sha256").await, Ok(json!({ "items": [1], "next": null })));
}

#[tokio::test]
async fn proofs_lead_to_the_roots_of_their_sizes() {
	let tree = Tree::log(trust().genesis);
	let (all, _) = counts();
	let sizes: Vec<_> = (1..=all).filter(|size| root(*size).is_some()).collect();
	assert!(sizes.len() > 3);
	for size in sizes.iter().copied() {
		for anchor in 0..size {
			let path = call("anchors_inclusionProof", json!([anchor, size])).await.unwrap();
			let bytes = call("anchors_leafBytes", json!([anchor])).await.unwrap();
			let LeafBytes { leaf, .. } = serde_json::from_value(bytes).unwrap();
			let leaf = Leaf::<[u8; 32]>::decode_all(&mut &leaf.0[..]).unwrap();
			let leaf = leaf.hash::<Blake2b256>(&tree);
			let found = root_of_inclusion::<Blake2b256>(&tree, leaf, anchor, size, &hashes(&path));
			assert_eq!(found, root(size));
		}
		assert_eq!(call("anchors_inclusionProof", json!([size, size])).await, Ok(Value::Null));
		for old in sizes.iter().copied().filter(|old| *old <= size) {
			let path = call("anchors_consistencyProof", json!([old, size])).await.unwrap();
			let found = roots_of_consistency::<Blake2b256>(&tree, old, size, &hashes(&path));
			assert_eq!(found, root(old).zip(root(size)));
		}
		assert_eq!(
			call("anchors_consistencyProof", json!([size + 1, size])).await,
			Ok(Value::Null)
		);
	}
	assert_eq!(call("anchors_inclusionProof", json!([0, all + 1])).await, Ok(Value::Null));
}

#[tokio::test]
async fn a_receipt_is_one_that_the_verifier_accepts() {
	for anchor in 0..counts().1 {
		let receipt = call("anchors_receipt", json!([anchor])).await.unwrap();
		let verdict = verify_text(receipt.as_str().unwrap().as_bytes(), &trust()).unwrap();
		assert_eq!((verdict.leaf.index, verdict.basis), (anchor, Basis::GenesisOnly));
		assert_eq!(verdict.checkpoint, (final_block().hash().0, final_block().number));
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
	let (all, last) = counts();
	assert_eq!(all, last + 1);
	assert_eq!(call("anchors_receipt", json!([last])).await, Ok(Value::Null));
	assert_eq!(call("anchors_receipt", json!([all])).await, Ok(Value::Null));
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
	let full = server_of(Chain::default(), 0);
	let error = call_on(&full, "anchors_receipt", json!([1])).await.unwrap_err();
	assert_eq!(error["code"], 10_004);
}

#[tokio::test]
async fn each_sort_of_leaf_has_a_form_of_its_own() {
	let leaves = call("anchors_leaves", json!([10])).await.unwrap()["items"].take();
	let subjects: Vec<_> =
		leaves.as_array().unwrap().iter().map(|leaf| leaf["subject"].clone()).collect();
	let digest = |hash| json!({ "algorithm": "sha256", "hash": Hash([hash; 32]) });
	let root = Hash([0xbb; 32]);
	let window = super::chain::world().window;
	let claim = json!({ "anchor": 1, "claim": "madeByHuman", "window": window });
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
	assert!(leaves[4]["author"]["person"].is_string());
}

/// Subscribes, with room for so many messages.
async fn subscribe(client: &Chain, what: &str, params: Vec<u64>, room: usize) -> Subscription {
	let server = server_of(client.clone(), 8);
	server.subscribe(&format!("anchors_subscribe{what}"), params, room).await.unwrap()
}

/// What comes next.
async fn next(subscription: &mut Subscription) -> Value {
	let news = timeout(Duration::from_secs(30), subscription.next::<Value>());
	news.await.expect("there is more").unwrap().unwrap().0
}

/// Waits until so many listen.
async fn listeners(client: &Chain, count: usize) {
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
	let client = Chain::default();
	let mut news = subscribe(&client, "Checkpoints", vec![], 4).await;
	assert_eq!(next(&mut news).await, json!(checkpoint(&final_block())));
	client.finalise(best());
	let told = next(&mut news).await;
	assert_eq!(told, json!(checkpoint(&best())));
	assert_eq!(told["count"], counts().0);
}

#[tokio::test]
async fn a_slow_listener_misses_checkpoints_and_nothing_piles_up() {
	let client = Chain::default();
	let mut news = subscribe(&client, "Checkpoints", vec![], 1).await;
	listeners(&client, 1).await;
	let last = best();
	for number in 0..1_000 {
		client.finalise(header(1 + number % (last.number - 1)));
		tokio::task::yield_now().await;
	}
	client.finalise(last.clone());
	let mut told = 0;
	while next(&mut news).await != json!(checkpoint(&last)) {
		told += 1;
	}
	assert!(told < 100, "{told}");
}

#[tokio::test]
async fn every_leaf_is_told_once_it_is_final() {
	let client = Chain::default();
	let leaves = call("anchors_leaves", json!([10])).await.unwrap()["items"].take();
	let mut new = subscribe(&client, "Leaves", vec![], 1).await;
	let mut all = subscribe(&client, "Leaves", vec![0], 1).await;
	let mut late = subscribe(&client, "Leaves", vec![counts().1], 1).await;
	for index in 0..counts().1 as usize {
		assert_eq!(next(&mut all).await, leaves[index]);
	}
	client.finalise(final_block());
	client.finalise(best());
	for subscription in [&mut new, &mut all, &mut late] {
		assert_eq!(next(subscription).await, leaves[counts().1 as usize]);
	}
}

#[tokio::test]
async fn who_leaves_is_forgotten() {
	let client = Chain::default();
	for what in ["Leaves", "Checkpoints"] {
		let news = subscribe(&client, what, vec![], 1).await;
		listeners(&client, 1).await;
		drop(news);
		listeners(&client, 0).await;
	}
}
