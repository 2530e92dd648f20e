//! Amounts of money in JSON: decimal strings, for a JSON number holds 53 bits.

use alloc::string::String;
use core::{fmt::Display, str::FromStr};
use serde::{de::Error, Deserialize, Deserializer, Serializer};

pub(crate) fn serialize<B: Display, S: Serializer>(
	amount: &B,
	serializer: S,
) -> Result<S::Ok, S::Error> {
	serializer.collect_str(amount)
}

pub(crate) fn deserialize<'de, B: FromStr, D: Deserializer<'de>>(
	deserializer: D,
) -> Result<B, D::Error> {
	let text = String::deserialize(deserializer)?;
	text.parse().map_err(|_| D::Error::custom("expected a decimal number"))
}
