//! `rpc.discover`: the description of the project's own methods, in OpenRPC's form, as `make reference`
//! writes it.

use census_rpc_api::DOCUMENT;
use jsonrpsee::{types::ErrorObjectOwned, RpcModule};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use std::sync::Arc;

/// The document as it is sent. It is the longest answer that anyone gets for nothing: it is kept as text.
#[derive(Clone)]
struct Text(Arc<RawValue>);

impl Serialize for Text {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		self.0.serialize(serializer)
	}
}

/// A module with the one method `rpc.discover`, which OpenRPC prescribes.
pub(crate) fn module() -> Result<RpcModule<()>, Box<dyn std::error::Error + Send + Sync>> {
	// Without the space between its words.
	let document: serde_json::Value = serde_json::from_str(DOCUMENT)?;
	let text = Text(serde_json::value::to_raw_value(&document)?.into());
	let discover = move || -> Result<Text, ErrorObjectOwned> { Ok(text.clone()) };
	let mut module = RpcModule::new(());
	module.register_method("rpc.discover", move |_, (), _| discover())?;
	Ok(module)
}
