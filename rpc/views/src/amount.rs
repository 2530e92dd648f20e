//! An amount of money, and other numbers that may need more than 53 bits.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::{Type, TypeInfo};

/// An amount of money in the smallest unit, or another number of 128 bits. In JSON a decimal string: a
/// JSON number holds 53 bits. SCALE: that of `u128`.
#[derive(
	Clone,
	Copy,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
)]
pub struct Amount(pub u128);

impl TypeInfo for Amount {
	type Identity = u128;

	fn type_info() -> Type {
		u128::type_info()
	}
}

#[cfg(feature = "json")]
mod json {
	use super::Amount;
	use alloc::{borrow::Cow, string::String};
	use schemars::{json_schema, JsonSchema, Schema, SchemaGenerator};
	use serde::{de::Error, Deserialize, Deserializer, Serialize, Serializer};

	impl Serialize for Amount {
		fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
			serializer.collect_str(&self.0)
		}
	}

	impl<'de> Deserialize<'de> for Amount {
		fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
			let text = String::deserialize(deserializer)?;
			// Rust reads a sign too.
			let digits = text.bytes().all(|byte| byte.is_ascii_digit());
			digits.then(|| text.parse().ok()).flatten().map(Self).ok_or_else(|| {
				D::Error::custom("expected a decimal number of 128 bits, as a string")
			})
		}
	}

	impl JsonSchema for Amount {
		fn schema_name() -> Cow<'static, str> {
			"Amount".into()
		}

		fn json_schema(_: &mut SchemaGenerator) -> Schema {
			json_schema!({
				"type": "string",
				"description": "An amount of money in the smallest unit, or another number of up to 128 \
								bits, in decimal digits.",
				"pattern": "^[0-9]+$",
			})
		}
	}

	#[cfg(test)]
	mod tests {
		use super::*;

		#[test]
		fn an_amount_is_digits_in_a_string() {
			let most = format!("\"{}\"", u128::MAX);
			assert_eq!(serde_json::from_str::<Amount>(&most).unwrap(), Amount(u128::MAX));
			assert_eq!(serde_json::to_string(&Amount(u128::MAX)).unwrap(), most);
			for wrong in ["1", "\"\"", "\"+1\"", "\"-1\"", "\"1.0\"", "\"0x1\"", "\" 1\"", "null"] {
				assert!(serde_json::from_str::<Amount>(wrong).is_err(), "{wrong}");
			}
			let above = "\"340282366920938463463374607431768211456\"";
			assert!(serde_json::from_str::<Amount>(above).is_err());
		}
	}
}
