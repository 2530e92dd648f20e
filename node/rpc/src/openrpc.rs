//! `rpc.discover`: the description of the project's own methods, in OpenRPC's form.
//!
//! The document is `openrpc.json`, next to this crate's manifest. A test compares it with the
//! server: names, parameters, results, errors and examples.

use jsonrpsee::RpcModule;
use serde_json::Value;

/// The document, as it is written.
const DOCUMENT: &str = include_str!("../openrpc.json");

/// A module with the one method `rpc.discover`, which OpenRPC prescribes.
pub(crate) fn module() -> Result<RpcModule<Value>, Box<dyn std::error::Error + Send + Sync>> {
	let mut module = RpcModule::new(serde_json::from_str::<Value>(DOCUMENT)?);
	module.register_method("rpc.discover", |_, document: &Value, _| document.clone())?;
	Ok(module)
}

#[cfg(test)]
mod tests;
