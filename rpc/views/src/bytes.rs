//! Hashes and bytes.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::{Type, TypeInfo};

/// 32 bytes: a hash, a tag, an id. In JSON 64 hexadecimal digits behind `0x`. SCALE: that of
/// `[u8; 32]`.
#[derive(
	Clone,
	Copy,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
)]
pub struct Hash(pub [u8; 32]);

/// Any bytes. In JSON hexadecimal behind `0x`. SCALE: that of `Vec<u8>`.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Encode, Decode, DecodeWithMemTracking)]
pub struct Bytes(pub Vec<u8>);

impl TypeInfo for Hash {
	type Identity = [u8; 32];

	fn type_info() -> Type {
		<[u8; 32]>::type_info()
	}
}

impl TypeInfo for Bytes {
	type Identity = Vec<u8>;

	fn type_info() -> Type {
		Vec::<u8>::type_info()
	}
}

impl From<[u8; 32]> for Hash {
	fn from(bytes: [u8; 32]) -> Self {
		Self(bytes)
	}
}

impl From<Hash> for [u8; 32] {
	fn from(hash: Hash) -> Self {
		hash.0
	}
}

impl AsRef<[u8]> for Hash {
	fn as_ref(&self) -> &[u8] {
		&self.0
	}
}

impl From<Vec<u8>> for Bytes {
	fn from(bytes: Vec<u8>) -> Self {
		Self(bytes)
	}
}

fn digits(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
	f.write_str("0x")?;
	bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

impl fmt::Display for Hash {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		digits(f, &self.0)
	}
}

impl fmt::Debug for Hash {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		digits(f, &self.0)
	}
}

impl fmt::Display for Bytes {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		digits(f, &self.0)
	}
}

impl fmt::Debug for Bytes {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		digits(f, &self.0)
	}
}

/// 32 bytes as a [`Hash`] is written and read, for `#[serde(with)]`.
#[cfg(feature = "json")]
pub(crate) mod digits {
	use super::Hash;
	use serde::{Deserialize, Deserializer, Serialize, Serializer};

	pub(crate) fn serialize<S: Serializer>(
		bytes: &[u8; 32],
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		Hash(*bytes).serialize(serializer)
	}

	pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
		deserializer: D,
	) -> Result<[u8; 32], D::Error> {
		Hash::deserialize(deserializer).map(|Hash(bytes)| bytes)
	}
}

#[cfg(feature = "json")]
mod json {
	use super::{Bytes, Hash};
	use alloc::{borrow::Cow, string::String};
	use schemars::{json_schema, JsonSchema, Schema, SchemaGenerator};
	use serde::{de::Error, Deserialize, Deserializer, Serialize, Serializer};

	impl Serialize for Hash {
		fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
			serializer.collect_str(self)
		}
	}

	impl<'de> Deserialize<'de> for Hash {
		fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
			let text = String::deserialize(deserializer)?;
			let mut bytes = [0; 32];
			text.strip_prefix("0x")
				.and_then(|digits| hex::decode_to_slice(digits, &mut bytes).ok())
				.map(|()| Self(bytes))
				.ok_or_else(|| D::Error::custom("expected 64 hexadecimal digits behind 0x"))
		}
	}

	impl JsonSchema for Hash {
		fn schema_name() -> Cow<'static, str> {
			"Hash".into()
		}

		fn json_schema(_: &mut SchemaGenerator) -> Schema {
			json_schema!({
				"type": "string",
				"description": "32 bytes, in hexadecimal behind `0x`.",
				"pattern": "^0x[0-9a-fA-F]{64}$",
			})
		}
	}

	impl Serialize for Bytes {
		fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
			serializer.collect_str(self)
		}
	}

	impl<'de> Deserialize<'de> for Bytes {
		fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
			let text = String::deserialize(deserializer)?;
			text.strip_prefix("0x")
				.and_then(|digits| hex::decode(digits).ok())
				.map(Self)
				.ok_or_else(|| {
					D::Error::custom("expected hexadecimal digits behind 0x, two a byte")
				})
		}
	}

	impl JsonSchema for Bytes {
		fn schema_name() -> Cow<'static, str> {
			"Bytes".into()
		}

		fn json_schema(_: &mut SchemaGenerator) -> Schema {
			json_schema!({
				"type": "string",
				"description": "Bytes, in hexadecimal behind `0x`.",
				"pattern": "^0x([0-9a-fA-F]{2})*$",
			})
		}
	}

	#[cfg(test)]
	mod tests {
		use super::*;
		use alloc::vec;

		#[test]
		fn bytes_are_digits_behind_0x() {
			let json = "\"0x00ff\"";
			assert_eq!(serde_json::from_str::<Bytes>(json).unwrap(), Bytes(vec![0, 255]));
			assert_eq!(serde_json::to_string(&Bytes(vec![0, 255])).unwrap(), json);
			for wrong in ["\"00ff\"", "\"0x0\"", "\"0xgg\"", "\"\"", "[0,255]", "null"] {
				assert!(serde_json::from_str::<Bytes>(wrong).is_err(), "{wrong}");
			}
		}

		#[test]
		fn a_hash_is_64_digits_behind_0x() {
			let json = format!("\"0x{}\"", "Ab".repeat(32));
			assert_eq!(serde_json::from_str::<Hash>(&json).unwrap(), Hash([0xab; 32]));
			assert_eq!(serde_json::to_string(&Hash([0xab; 32])).unwrap(), json.to_lowercase());
			for digits in [0, 1, 62, 63, 65, 66, 1 << 16] {
				let wrong = format!("\"0x{}\"", "0".repeat(digits));
				assert!(serde_json::from_str::<Hash>(&wrong).is_err(), "{digits}");
			}
		}
	}
}
