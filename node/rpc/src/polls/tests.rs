use crate::{
	ask::MAX_PAGES,
	mock::{call, BEST, DISCARDED, ENDLESS_POLL, FAILING, UNKNOWN},
};
use census_runtime_api::MAX_PAGE;
use serde_json::{json, Value};

/// The code of the error that this call gives.
async fn code(method: &str, params: Value) -> i64 {
	call(method, params).await.unwrap_err()["code"].as_i64().unwrap()
}

const INVALID_PARAMS: i64 = -32602;

#[tokio::test]
async fn answers_from_the_best_block_or_from_the_one_named() {
	for params in [json!([]), json!([null]), json!([BEST])] {
		assert_eq!(call("polls_count", params).await, Ok(json!(3)));
	}
	for (method, params) in [("count", json!([])), ("poll", json!([0])), ("list", json!([0, 1]))] {
		for (at, expected) in [(FAILING, 10_000), (UNKNOWN, 10_002), (DISCARDED, 10_003)] {
			let mut params = params.clone();
			params.as_array_mut().unwrap().push(json!(at));
			assert_eq!(code(&format!("polls_{method}"), params).await, expected, "{method}");
		}
	}
}

#[tokio::test]
async fn a_poll_that_was_pruned_is_null_and_missing_from_its_page() {
	assert_eq!(call("polls_poll", json!([1])).await, Ok(Value::Null));
	let page = call("polls_list", json!([0, MAX_PAGE])).await.unwrap();
	let polls: Vec<_> = page.as_array().unwrap().iter().map(|poll| &poll["poll"]).collect();
	assert_eq!(polls, [&json!(0), &json!(2)]);
}

#[tokio::test]
async fn a_page_is_empty_at_the_end_only() {
	let numbers = |page: Value| {
		let polls = page.as_array().unwrap().iter().map(|poll| poll["poll"].clone());
		polls.collect::<Vec<_>>()
	};
	for (start, count, expected) in [
		(0, 1, vec![json!(0)]),
		(0, 2, vec![json!(0), json!(2)]),
		(1, 1, vec![json!(2)]),
		(3, 1, vec![]),
	] {
		let page = call("polls_list", json!([start, count])).await.unwrap();
		assert_eq!(numbers(page), expected, "{start}, {count}");
	}
	let error = call("polls_list", json!([ENDLESS_POLL, 1])).await.unwrap_err();
	assert_eq!(error["code"], 10_008);
	assert_eq!(error["data"]["next"], ENDLESS_POLL + MAX_PAGES);
}

#[tokio::test]
async fn refuses_a_page_that_is_too_large() {
	let error = call("polls_list", json!([0, MAX_PAGE + 1])).await.unwrap_err();
	assert_eq!(error["code"], 10_001);
	assert_eq!(error["data"], json!({ "requested": MAX_PAGE + 1, "maximum": MAX_PAGE }));
}

#[tokio::test]
async fn refuses_poll_numbers_that_are_none() {
	for bad in [json!(-1), json!(4_294_967_296u64), json!(0.5), json!("zero"), json!({})] {
		assert_eq!(code("polls_poll", json!([bad])).await, INVALID_PARAMS, "{bad}");
		assert_eq!(code("polls_list", json!([bad, 1])).await, INVALID_PARAMS, "{bad}");
	}
	assert_eq!(code("polls_poll", json!([])).await, INVALID_PARAMS);
	assert_eq!(code("polls_list", json!([0])).await, INVALID_PARAMS);
}
