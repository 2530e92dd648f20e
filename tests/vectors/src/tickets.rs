//! Tickets, byte for byte as an issuer's back end signs them.

use crate::{all_bytes, bytes};
use serde::Deserialize;

/// All tickets of the file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tickets {
	/// What made them.
	pub origin: String,
	/// The hash of the chain's genesis, for which they are.
	#[serde(deserialize_with = "bytes")]
	pub genesis: [u8; 32],
	/// Of which secret the commitment is.
	pub identity: String,
	/// The tickets.
	pub tickets: Vec<Ticket>,
}

/// A ticket, and what was signed.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Ticket {
	/// For what it is.
	pub purpose: Purpose,
	/// The issuer's number.
	pub issuer: u32,
	/// The commitment that it is about.
	#[serde(deserialize_with = "bytes")]
	pub commitment: [u8; 32],
	/// The human's tag at the issuer.
	#[serde(deserialize_with = "bytes")]
	pub tag: [u8; 32],
	/// The serial of its tag.
	pub serial: u32,
	/// How many recoveries the person has had.
	pub recoveries: u32,
	/// The last block in which it may be used.
	pub not_after: u32,
	/// For how many blocks an admission by it is good.
	pub valid_for: u32,
	/// With which key it is signed.
	pub key: Key,
	/// The bytes that are hashed.
	#[serde(deserialize_with = "all_bytes")]
	pub bytes: Vec<u8>,
	/// Their hash.
	#[serde(deserialize_with = "bytes")]
	pub hash: [u8; 32],
	/// The signature of the hash.
	#[serde(deserialize_with = "all_bytes")]
	pub signature: Vec<u8>,
}

/// For what a ticket is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum Purpose {
	/// A person's enrolment.
	Enrol,
	/// A person's renewal.
	Renew,
	/// A person's recovery.
	Recover,
}

/// An issuer's key.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
	/// Of which kind it is.
	pub kind: Kind,
	/// The public key.
	#[serde(deserialize_with = "all_bytes")]
	pub public: Vec<u8>,
}

/// A kind of keys.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
	/// Schnorrkel over Ristretto.
	Sr25519,
	/// Ed25519.
	Ed25519,
	/// ECDSA over secp256k1.
	Ecdsa,
}

/// All tickets.
///
/// # Panics
/// Never: the file is part of this program.
pub fn tickets() -> Tickets {
	let json = include_str!("../personhood-tickets.json");
	serde_json::from_str(json).expect("it is as it is written")
}
