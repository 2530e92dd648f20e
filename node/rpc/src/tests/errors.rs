//! Errors: each method gives those that are described, and no other; and parameters are known by their
//! names.

use super::{
	call, call_on,
	chain::{discarded, Chain, FAILING, FAILING_SET, UNKNOWN},
	questions::answered,
	server_of,
};
use census_rpc_api::{
	description::{Description, Example},
	error::Kind,
	views::{Hash, MAX_PAGE},
};
use census_runtime::Runtime;
use serde_json::{json, Map, Value};
use std::collections::BTreeSet;

/// The parameters of a method's first example.
fn example<'a>(examples: &'a [Example], method: &str) -> &'a Map<String, Value> {
	let found = examples.iter().find(|example| example.method == method);
	&found.unwrap_or_else(|| panic!("{method} is not asked")).parameters
}

#[tokio::test]
async fn every_error_is_one_that_is_described() {
	let examples = answered().await;
	for method in Description::default().methods() {
		let name = method.name;
		let given = example(&examples, name);
		let has = |name: &str| method.parameters.iter().any(|one| one.name == name);
		let mut tries = Vec::new();
		let [failing, unknown, gone] = [FAILING, UNKNOWN, discarded()].map(|at| json!(Hash(at.0)));
		for (parameter, value) in [
			("at", failing),
			("at", unknown),
			("at", gone),
			("count", json!(MAX_PAGE + 1)),
			("count", json!(0)),
			// No call at all, and `system.remark`.
			("call", json!("0x")),
			("call", json!("0x000000")),
			("firstSet", json!(FAILING_SET)),
		] {
			if has(parameter) {
				let mut parameters = given.clone();
				parameters.insert(parameter.into(), value);
				tries.push(parameters);
			}
		}
		let mut met = BTreeSet::new();
		let full = server_of(Chain::default(), 0);
		let mut outcomes = vec![call_on(&full, name, json!(given)).await];
		for parameters in tries {
			outcomes.push(call(name, json!(parameters)).await);
		}
		for error in outcomes.into_iter().filter_map(Result::err) {
			let kind = Kind::ALL.iter().find(|kind| kind.code() == error["code"]);
			let kind = *kind.unwrap_or_else(|| panic!("{name}: {error} is not described"));
			assert_eq!(error["message"], kind.sentence(), "{name}");
			let data = error["data"].as_object().map_or(0, Map::len);
			assert_eq!(data, kind.data().len(), "{name}: {error}");
			met.insert(kind);
		}
		// What these cannot bring about is tried where it arises.
		let elsewhere = [Kind::NothingFound, Kind::TooManyFollowed];
		if name == "anchors_receipt" {
			met.insert(Kind::RuntimeFailed);
		}
		let described: BTreeSet<_> =
			method.all_errors().into_iter().filter(|kind| !elsewhere.contains(kind)).collect();
		assert_eq!(met, described, "{name}");
	}
}

#[tokio::test]
async fn a_parameter_is_known_by_its_name_and_required_where_it_says_so() {
	let examples = answered().await;
	for method in Description::default().methods() {
		let given = example(&examples, method.name);
		for parameter in &method.parameters {
			// Only a server that knows the name can find fault with the value.
			let mut wrong = given.clone();
			wrong.insert(parameter.name.into(), json!([true]));
			let error = call(method.name, json!(wrong)).await.unwrap_err();
			assert_eq!(error["code"], -32602, "{}, {}", method.name, parameter.name);

			let mut without = given.clone();
			without.remove(parameter.name);
			let fails = call(method.name, json!(without)).await.is_err();
			assert_eq!(fails, parameter.required, "{}, {}", method.name, parameter.name);
		}
		let mut more = given.clone();
		more.insert("unheard".into(), json!(1));
		let error = call(method.name, json!(more)).await.unwrap_err();
		assert_eq!(error["code"], -32602, "{}", method.name);
		let told = error["data"].as_str().unwrap();
		assert!(told.starts_with("the method has no parameter \"unheard\""), "{told}");
	}
}

#[tokio::test]
async fn the_server_has_what_is_described_and_no_more() {
	let description = Description::default();
	let subscriptions = description.subscriptions();
	let described: BTreeSet<_> = description
		.methods()
		.map(|method| method.name)
		.chain(subscriptions.flat_map(|one| [one.name, one.unsubscribe]))
		.collect();
	assert_eq!(described, super::server().method_names().collect());
}

#[tokio::test]
async fn an_error_tells_what_a_program_needs() {
	let error = call("groups_members", json!([0, 1_001])).await.unwrap_err();
	assert_eq!(error["code"], 10_001);
	assert_eq!(error["data"], json!({ "requested": 1_001, "maximum": 1_000 }));
	let at = json!(Hash(UNKNOWN.0));
	let error = call("groups_group", json!([0, at])).await.unwrap_err();
	assert_eq!(error["data"], json!({ "at": at }));
	let at = json!(Hash(FAILING.0));
	let error = call("groups_group", json!([0, at])).await.unwrap_err();
	assert!(error["data"]["cause"].as_str().unwrap().contains("the runtime failed"), "{error}");
}

#[tokio::test]
async fn answers_are_of_the_best_block_or_of_the_one_that_is_named() {
	let best = json!(Hash(super::chain::best().hash().0));
	for (method, parameters) in [
		("personhood_epoch", json!([])),
		("polls_pollCount", json!([])),
		("groups_groupCount", json!([])),
		("leases_ledger", json!([])),
		("anchors_log", json!([])),
	] {
		let answer = call(method, parameters).await;
		assert!(answer.is_ok());
		assert_eq!(call(method, json!([best])).await, answer);
	}
}

#[tokio::test]
async fn a_list_of_nullifiers_is_no_longer_than_a_page() {
	let of = |count| json!([0, vec!["42"; count]]);
	assert_eq!(call("groups_areSpent", of(1_000)).await, Ok(json!(vec![false; 1_000])));
	let error = call("groups_areSpent", of(1_001)).await.unwrap_err();
	assert_eq!(error["code"], -32602);
	let scope = json!({ "session": { "epoch": 2 } });
	let error = call("personhood_areSpent", json!([scope, vec!["42"; 1_001]])).await.unwrap_err();
	assert_eq!(error["code"], -32602);
}

/// Of lists in which not everything is shown.
#[tokio::test]
async fn a_page_goes_on_past_what_is_gone_and_says_where_it_gave_up() {
	let client = Chain::default();
	// Numbers that were given out and of which nothing is left.
	client.change(|| {
		pallet_personhood::NextScopeId::<Runtime>::put(40_000);
		let last = pallet_personhood::Scopes::<Runtime>::get(0).unwrap();
		pallet_personhood::Scopes::<Runtime>::insert(3_000, last);
	});
	let server = server_of(client, 8);
	let page = |count, after| call_on(&server, "personhood_scopes", json!([count, after]));
	let known = page(1_000, None::<u32>).await.unwrap();
	let numbers: Vec<_> =
		known["items"].as_array().unwrap().iter().map(|scope| scope["scope"].clone()).collect();
	assert_eq!(numbers.last(), Some(&json!(3_000)));
	assert_eq!(known["next"], 32_000 - 1);
	assert_eq!(page(1, Some(2_000)).await.unwrap()["items"][0]["scope"], 3_000);
	let error = page(5, Some(3_000)).await.unwrap_err();
	assert_eq!(error["code"], 10_008);
	assert_eq!(error["data"], json!({ "lookedAt": 32_000, "next": 35_000 }));
	let end = page(5, Some(35_000)).await.unwrap();
	assert_eq!(end, json!({ "items": [], "next": null }));
}
