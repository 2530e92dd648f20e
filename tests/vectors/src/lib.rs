//! The vectors of this folder, read: what other programs have made, for tests to agree with.
//! `README.md` says where each comes from.
//!
//! - [`semaphore`]: a proof for every circuit depth, with its group, and the verifying keys;
//! - [`tickets`]: tickets that issuers have signed;
//! - [`words`]: the words that persons' proofs carry;
//! - [`bn254()`]: arithmetic at the edges.
//!
//! `receipts.json` and what C2PA reports are read where they are written.

pub mod semaphore;
pub mod tickets;
pub mod words;

use serde::{de::Error, Deserialize, Deserializer};
use serde_json::Value;

/// Arithmetic at the edges, as it was written: `zk/groth16/tests/arithmetic.rs` says of what.
///
/// # Panics
/// Never: the file is part of this program.
pub fn bn254() -> Value {
	serde_json::from_str(include_str!("../bn254.json")).expect("it is JSON")
}

/// Hexadecimal digits behind `0x`.
fn all_bytes<'de, D: Deserializer<'de>>(text: D) -> Result<Vec<u8>, D::Error> {
	let text = String::deserialize(text)?;
	let digits = text.strip_prefix("0x").ok_or_else(|| D::Error::custom("no 0x"))?;
	let digits: Option<Vec<_>> = digits.chars().map(|digit| digit.to_digit(16)).collect();
	let digits = digits.ok_or_else(|| D::Error::custom("no hexadecimal digit"))?;
	let (pairs, []) = digits.as_chunks() else { return Err(D::Error::custom("half a byte")) };
	Ok(pairs.iter().map(|[high, low]| (high << 4 | low) as u8).collect())
}

/// So many bytes.
fn bytes<'de, const N: usize, D: Deserializer<'de>>(text: D) -> Result<[u8; N], D::Error> {
	all_bytes(text)?.try_into().map_err(|_| D::Error::custom("another length"))
}
