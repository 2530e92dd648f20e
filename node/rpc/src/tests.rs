//! The methods asked of the real runtime.

mod anchors;
pub(crate) mod chain;
mod errors;
mod follow;
mod questions;
mod reference;
pub(crate) mod script;

use crate::{limit::ConcurrencyLimit, own_with_limits};
use chain::{Chain, Votes};
use jsonrpsee::Methods;
use serde_json::{json, Value};
use std::sync::Arc;

/// The methods, answered by this client, with room for so many proofs and receipts.
pub(crate) fn server_of(client: Chain, room: usize) -> Methods {
	let limit = || Arc::new(ConcurrencyLimit::with_room(room, 1));
	own_with_limits(Arc::new(client), Arc::new(Votes), limit(), limit()).unwrap()
}

/// The methods.
pub(crate) fn server() -> Methods {
	server_of(Chain::default(), 8)
}

/// Calls a method of a server; gives the result or the error object.
pub(crate) async fn call_on(server: &Methods, method: &str, params: Value) -> Result<Value, Value> {
	let request = json!({ "jsonrpc": "2.0", "id": 0, "method": method, "params": params });
	let (response, _) = server.raw_json_request(&request.to_string(), 1).await.unwrap();
	let mut response: Value = serde_json::from_str(&response).unwrap();
	match response["error"].take() {
		Value::Null => Ok(response["result"].take()),
		error => Err(error),
	}
}

/// Calls a method; gives the result or the error object.
pub(crate) async fn call(method: &str, params: Value) -> Result<Value, Value> {
	call_on(&server(), method, params).await
}
