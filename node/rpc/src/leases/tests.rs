use super::mock::{endless_provider, ENDLESS_ORDER, FAR_ORDER};
use crate::{
	ask::MAX_PAGES,
	mock::{call, BEST, DISCARDED, FAILING, UNKNOWN},
};
use census_primitives::MAX_LOOKED_AT;
use census_runtime_api::{leases::OrderId, MAX_PAGE};
use serde_json::{json, Value};

const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const BOB: &str = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

/// The code of the error that this call gives.
async fn code(method: &str, params: Value) -> i64 {
	call(method, params).await.unwrap_err()["code"].as_i64().unwrap()
}

const INVALID_PARAMS: i64 = -32602;

/// Every method, with parameters that are answered, but for the block.
fn calls() -> Vec<(&'static str, Value)> {
	vec![
		("leases_provider", json!([ALICE])),
		("leases_providers", json!([10, null])),
		("leases_auditor", json!([ALICE])),
		("leases_auditors", json!([10, null])),
		("leases_audits", json!([ALICE, 10, null])),
		("leases_orderCount", json!([])),
		("leases_order", json!([5])),
		("leases_orders", json!([10, null])),
		("leases_fittingOrders", json!([ALICE, 10, null])),
		("leases_whyNot", json!([5, ALICE, null])),
		("leases_quote", json!([{ "metered": { "heartbeat": 100 } }, "600", 10])),
		("leases_lease", json!([4])),
		("leases_closedLease", json!([3])),
		("leases_involved", json!([BOB, 10, null])),
		("leases_totals", json!([])),
		("leases_rating", json!([ALICE])),
		("leases_ratingPeriod", json!([])),
	]
}

#[tokio::test]
async fn answers_from_the_best_block_or_from_the_one_named() {
	for (method, params) in calls() {
		let at = |block: Value| {
			let mut params = params.clone();
			params.as_array_mut().unwrap().push(block);
			params
		};
		let answer = call(method, params.clone()).await;
		assert!(answer.is_ok(), "{method}: {answer:?}");
		assert_eq!(call(method, at(Value::Null)).await, answer, "{method}");
		assert_eq!(call(method, at(json!(BEST))).await, answer, "{method}");
		for (block, expected) in [(FAILING, 10_000), (UNKNOWN, 10_002), (DISCARDED, 10_003)] {
			assert_eq!(code(method, at(json!(block))).await, expected, "{method}");
		}
	}
}

#[tokio::test]
async fn what_is_not_there_is_null_or_empty() {
	for (method, params) in [
		("leases_provider", json!([BOB])),
		("leases_auditor", json!([BOB])),
		("leases_order", json!([4])),
		("leases_lease", json!([3])),
		("leases_closedLease", json!([4])),
	] {
		assert_eq!(call(method, params).await, Ok(Value::Null), "{method}");
	}
	for (method, params) in [
		("leases_providers", json!([10, ALICE])),
		("leases_audits", json!([BOB, 10])),
		("leases_orders", json!([10, 5])),
		("leases_involved", json!([ALICE, 10])),
	] {
		assert_eq!(call(method, params).await, Ok(json!([])), "{method}");
	}
}

#[tokio::test]
async fn refuses_a_page_that_is_too_large() {
	for (method, params, count) in [
		("leases_providers", json!([0]), 0),
		("leases_auditors", json!([0]), 0),
		("leases_audits", json!([ALICE, 0]), 1),
		("leases_orders", json!([0]), 0),
		("leases_fittingOrders", json!([ALICE, 0]), 1),
		("leases_involved", json!([BOB, 0]), 1),
	] {
		let with = |number: u32| {
			let mut params = params.clone();
			params[count] = json!(number);
			params
		};
		assert!(call(method, with(MAX_PAGE)).await.is_ok(), "{method}");
		let error = call(method, with(MAX_PAGE + 1)).await.unwrap_err();
		assert_eq!(error["code"], 10_001, "{method}");
		assert_eq!(error["data"], json!({ "requested": MAX_PAGE + 1, "maximum": MAX_PAGE }));
	}
}

#[tokio::test]
async fn the_last_item_of_a_page_leads_to_the_next() {
	let (mut found, mut after) = (Vec::new(), Value::Null);
	loop {
		let page = call("leases_involved", json!([BOB, 2, after])).await.unwrap();
		let page = page.as_array().unwrap();
		assert!(page.len() <= 2);
		let Some(last) = page.last() else { break };
		after = last.clone();
		found.extend_from_slice(page);
	}
	assert_eq!(found, [json!(3), json!(5), json!(4)]);
}

#[tokio::test]
async fn a_page_is_empty_at_the_end_only() {
	// The runtime finds nothing three times, and then order 5.
	let page = call("leases_orders", json!([1, FAR_ORDER])).await.unwrap();
	assert_eq!(page[0][0], 5);
	let page = call("leases_fittingOrders", json!([ALICE, 1, FAR_ORDER])).await.unwrap();
	assert_eq!(page, json!({ "orders": [5], "next": null }));
	let page = call("leases_fittingOrders", json!([BOB, 1, FAR_ORDER])).await.unwrap();
	assert_eq!(page, json!({ "orders": [], "next": null }));
}

#[tokio::test]
async fn where_nothing_is_found_for_long_an_error_says_where_to_go_on() {
	let next = ENDLESS_ORDER + OrderId::from(MAX_PAGES);
	for (method, params, next) in [
		("leases_orders", json!([1, ENDLESS_ORDER]), json!(next)),
		("leases_fittingOrders", json!([ALICE, 1, ENDLESS_ORDER]), json!(next)),
		("leases_audits", json!([endless_provider(), 1]), json!(BOB)),
	] {
		let error = call(method, params).await.unwrap_err();
		assert_eq!(error["code"], 10_008, "{method}");
		let expected = json!({ "lookedAt": MAX_PAGES * MAX_LOOKED_AT, "next": next });
		assert_eq!(error["data"], expected, "{method}");
	}
}

#[tokio::test]
async fn why_not_is_told_to_programs_and_to_people() {
	let why = |bid: Value| call("leases_whyNot", json!([5, ALICE, bid]));
	assert_eq!(why(Value::Null).await, Ok(json!([])));
	assert_eq!(why(json!({ "rate": "700000000000", "notice": 600 })).await, Ok(json!([])));
	assert_eq!(
		why(json!({ "rate": "700000000001", "notice": 600 })).await,
		Ok(json!([{
			"reason": "rateTooHigh",
			"message": "the rate is higher than the order allows",
		}]))
	);
}

#[tokio::test]
async fn refuses_amounts_modes_and_numbers_that_are_none() {
	let quote = |mode: Value, rate: Value| json!([mode, rate, 10]);
	let metered = json!({ "metered": { "heartbeat": 100 } });
	for params in [
		// An amount is text: as a number of JSON it would lose digits on the way.
		quote(metered.clone(), json!(600)),
		quote(metered.clone(), json!("-1")),
		quote(metered.clone(), json!("0x10")),
		quote(metered.clone(), json!("340282366920938463463374607431768211456")),
		quote(json!("metered"), json!("1")),
		quote(json!({ "hourly": {} }), json!("1")),
		quote(json!({ "metered": { "heartbeat": -1 } }), json!("1")),
	] {
		assert_eq!(code("leases_quote", params.clone()).await, INVALID_PARAMS, "{params}");
	}
	for bad in [json!(-1), json!(0.5), json!("zero"), json!({}), Value::Null] {
		assert_eq!(code("leases_lease", json!([bad])).await, INVALID_PARAMS, "{bad}");
	}
	for bid in [json!({ "rate": "1" }), json!({ "notice": 1 }), json!("1")] {
		assert_eq!(code("leases_whyNot", json!([5, ALICE, bid])).await, INVALID_PARAMS, "{bid}");
	}
	assert_eq!(code("leases_provider", json!(["nobody"])).await, INVALID_PARAMS);
}
