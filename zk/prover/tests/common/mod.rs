//! What the tests read from JSON, and the examples that tests run.

use census_prover::{Error, Message, Scope};
use serde_json::Value;

/// A message as a caller of npm's `generateProof` gives it: `{"string": ..}`, `{"bytes": ..}` in hex
/// or `{"bigint": ..}` in decimal.
pub(crate) fn message(input: &Value) -> Result<Message, Error> {
	if let Some(text) = input["string"].as_str() {
		Message::text(text)
	} else if let Some(bytes) = input["bytes"].as_str() {
		Message::bytes(&hex::decode(bytes).expect("bytes are in hex"))
	} else {
		let number = input["bigint"].as_str().expect("there is a string, bytes or a bigint");
		Ok(Message::from(number.parse::<census_zk_types::Word>().expect("it is a number")))
	}
}

/// A scope, in the same forms.
pub(crate) fn scope(input: &Value) -> Result<Scope, Error> {
	Ok(Scope::from(message(input)?.word()))
}
