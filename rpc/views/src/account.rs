//! An account, as clients name it.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::{build::Fields, Path, Type, TypeInfo};

/// An account: 32 bytes. In JSON its SS58 address under the prefix 42; addresses under other prefixes,
/// and hexadecimal behind `0x`, are read as well.
///
/// SCALE: 32 bytes, which the metadata calls `AccountId32`, as the SDK's own are called, so that clients
/// know it for an account.
#[derive(
	Clone,
	Copy,
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
pub struct AccountId(pub [u8; 32]);

impl AccountId {
	/// The account that a pallet knows by this id: the bytes that encode it. A shorter id, as those of
	/// mock chains are, is filled up with zeros.
	pub fn of(id: &impl Encode) -> Self {
		let mut bytes = [0; 32];
		id.using_encoded(|id| {
			let len = id.len().min(bytes.len());
			bytes[..len].copy_from_slice(&id[..len]);
		});
		Self(bytes)
	}
}

impl TypeInfo for AccountId {
	type Identity = Self;

	fn type_info() -> Type {
		Type::builder()
			.path(
				Path::from_segments(["sp_core", "crypto", "AccountId32"])
					.expect("three names; qed"),
			)
			.composite(
				Fields::unnamed().field(|field| field.ty::<[u8; 32]>().type_name("[u8; 32]")),
			)
	}
}

impl fmt::Debug for AccountId {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("0x")?;
		self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
	}
}

#[cfg(feature = "json")]
mod json {
	use super::AccountId;
	use alloc::{string::String, vec::Vec};
	use core::{fmt, str::FromStr};
	use schemars::{json_schema, JsonSchema, Schema, SchemaGenerator};
	use serde::{de::Error, Deserialize, Deserializer, Serialize, Serializer};

	/// The prefix of addresses that are of no chain in particular.
	const PREFIX: u8 = 42;
	/// No address is longer: 2 bytes of prefix, 32 of the account, 2 of the checksum.
	const MAX_ADDRESS: usize = 52;

	/// Why a text is no account.
	#[derive(Clone, Copy, PartialEq, Eq, Debug)]
	pub struct ParseAccountError;

	impl fmt::Display for ParseAccountError {
		fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
			f.write_str(
				"expected an account: its SS58 address, or 32 bytes in hexadecimal behind 0x",
			)
		}
	}

	impl core::error::Error for ParseAccountError {}

	/// The first two bytes of what SS58 hashes for the checksum.
	fn checksum(prefixed: &[u8]) -> [u8; 2] {
		let mut hasher = blake2b_simd::Params::new().hash_length(64).to_state();
		let hash = hasher.update(b"SS58PRE").update(prefixed).finalize();
		[hash.as_bytes()[0], hash.as_bytes()[1]]
	}

	impl fmt::Display for AccountId {
		/// The SS58 address.
		fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
			let mut bytes = Vec::from([PREFIX]);
			bytes.extend(self.0);
			bytes.extend(checksum(&bytes));
			f.write_str(&bs58::encode(bytes).into_string())
		}
	}

	impl FromStr for AccountId {
		type Err = ParseAccountError;

		fn from_str(text: &str) -> Result<Self, ParseAccountError> {
			if let Some(digits) = text.strip_prefix("0x") {
				let mut account = [0; 32];
				return hex::decode_to_slice(digits, &mut account)
					.map(|()| Self(account))
					.map_err(|_| ParseAccountError);
			}
			if text.len() > MAX_ADDRESS {
				return Err(ParseAccountError);
			}
			let bytes = bs58::decode(text).into_vec().map_err(|_| ParseAccountError)?;
			// A first byte of 64 to 127 says that the prefix has two.
			let prefix = match bytes.first() {
				Some(0..64) => 1,
				Some(64..128) => 2,
				_ => return Err(ParseAccountError),
			};
			let (prefixed, sum) = bytes.split_at_checked(prefix + 32).ok_or(ParseAccountError)?;
			if sum != checksum(prefixed) {
				return Err(ParseAccountError);
			}
			prefixed[prefix..].try_into().map(Self).map_err(|_| ParseAccountError)
		}
	}

	impl Serialize for AccountId {
		fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
			serializer.collect_str(self)
		}
	}

	impl<'de> Deserialize<'de> for AccountId {
		fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
			String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
		}
	}

	impl JsonSchema for AccountId {
		fn schema_name() -> alloc::borrow::Cow<'static, str> {
			"AccountId".into()
		}

		fn json_schema(_: &mut SchemaGenerator) -> Schema {
			json_schema!({
				"type": "string",
				"description": "An account: its SS58 address. Under any prefix, or in hexadecimal behind \
								`0x`, it is read as well.",
				"pattern": "^([1-9A-HJ-NP-Za-km-z]{32,52}|0x[0-9a-fA-F]{64})$",
			})
		}
	}

	#[cfg(test)]
	mod tests {
		use super::*;
		use alloc::string::ToString;
		use sp_core::crypto::{AccountId32, Ss58AddressFormat, Ss58Codec};

		#[test]
		fn addresses_are_those_of_the_sdk() {
			for account in [[0; 32], [1; 32], [0xff; 32], core::array::from_fn(|i| i as u8)] {
				let sdk = AccountId32::new(account);
				assert_eq!(AccountId(account).to_string(), sdk.to_ss58check());
				for prefix in [0, 2, 42, 63, 64, 255, 1_284, 16_383] {
					let address = sdk.to_ss58check_with_version(Ss58AddressFormat::custom(prefix));
					assert_eq!(address.parse(), Ok(AccountId(account)), "{prefix}");
				}
			}
		}

		#[test]
		fn hexadecimal_is_read_too() {
			let text = "0x".to_string() + &"2a".repeat(32);
			assert_eq!(text.parse(), Ok(AccountId([42; 32])));
		}

		#[test]
		fn what_is_no_address_is_refused() {
			let good = AccountId([7; 32]).to_string();
			let mut wrong: Vec<String> = (0..good.len())
				.map(|at| {
					let mut text = good.clone().into_bytes();
					text[at] = if text[at] == b'z' { b'y' } else { b'z' };
					String::from_utf8(text).unwrap()
				})
				.collect();
			for text in ["", "0x", "0x00", "null", "1", "5", &good[1..], &"1".repeat(1 << 16)] {
				wrong.push(text.to_string());
			}
			wrong.push("0x".to_string() + &"00".repeat(33));
			wrong.push(good.clone() + "1");
			for text in wrong {
				assert_eq!(text.parse::<AccountId>(), Err(ParseAccountError), "{text}");
			}
		}
	}
}
#[cfg(feature = "json")]
pub use json::ParseAccountError;

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_short_id_is_filled_up() {
		let mut expected = [0; 32];
		expected[0] = 7;
		assert_eq!(AccountId::of(&7u64), AccountId(expected));
		assert_eq!(AccountId::of(&[9u8; 32]), AccountId([9; 32]));
	}
}
