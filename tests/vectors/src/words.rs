//! What persons' proofs carry, made from the documentation alone.

use crate::{all_bytes, bytes};
use serde::Deserialize;

/// All words of the file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
	/// What made them.
	pub origin: String,
	/// The hash of the chain's genesis, for which they are.
	#[serde(deserialize_with = "bytes")]
	pub genesis: [u8; 32],
	/// The words.
	pub words: Vec<Word>,
}

/// A word, and how it came to be.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
	/// What it is.
	pub what: String,
	/// Of which values it is made.
	pub given: String,
	/// The bytes that are hashed.
	#[serde(deserialize_with = "all_bytes")]
	pub hashed: Vec<u8>,
	/// The word.
	#[serde(deserialize_with = "bytes")]
	pub word: [u8; 32],
	/// The same in decimal digits, of what clients show as a number.
	pub number: Option<String>,
}

/// All words.
///
/// # Panics
/// Never: the file is part of this program.
pub fn words() -> Words {
	let json = include_str!("../personhood-words.json");
	serde_json::from_str(json).expect("it is as it is written")
}
