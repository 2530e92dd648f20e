//! `rpc.discover`: the description of the project's own methods, in OpenRPC's form.
//!
//! The document is `openrpc.json`, next to this crate's manifest. A test compares it with the
//! server: names, parameters, results, errors and examples.

use jsonrpsee::{types::ErrorObjectOwned, RpcModule};
use serde::{Serialize, Serializer};
use serde_json::{value::RawValue, Value};
use std::sync::Arc;

/// The document, as it is written.
const DOCUMENT: &str = include_str!("../openrpc.json");

/// The document.
pub(crate) fn document() -> serde_json::Result<Value> {
	serde_json::from_str(DOCUMENT)
}

/// The document as it is sent. It is the longest answer that anyone gets for nothing: it is kept as text.
#[derive(Clone)]
struct Text(Arc<RawValue>);

impl Serialize for Text {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		self.0.serialize(serializer)
	}
}

/// A module with the one method `rpc.discover`, which OpenRPC prescribes.
pub(crate) fn module(
	document: &Value,
) -> Result<RpcModule<()>, Box<dyn std::error::Error + Send + Sync>> {
	let text = Text(serde_json::value::to_raw_value(document)?.into());
	let discover = move || -> Result<Text, ErrorObjectOwned> { Ok(text.clone()) };
	let mut module = RpcModule::new(());
	module.register_method("rpc.discover", move |_, (), _| discover())?;
	Ok(module)
}

#[cfg(test)]
mod tests;
