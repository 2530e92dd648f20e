//! `rpc.discover`: the description of the project's own methods, in OpenRPC's form.
//!
//! The document is `openrpc.json`, next to this crate's manifest. A test compares it with the
//! server: names, parameters, results, errors and examples.

use jsonrpsee::{core::RegisterMethodError, RpcModule};
use serde_json::Value;

/// The document, as it is written.
const DOCUMENT: &str = include_str!("../openrpc.json");

/// The document.
pub(crate) fn document() -> serde_json::Result<Value> {
	serde_json::from_str(DOCUMENT)
}

/// A module with the one method `rpc.discover`, which OpenRPC prescribes.
pub(crate) fn module(document: Value) -> Result<RpcModule<Value>, RegisterMethodError> {
	let mut module = RpcModule::new(document);
	module.register_method("rpc.discover", |_, document: &Value, _| document.clone())?;
	Ok(module)
}

#[cfg(test)]
mod tests;
