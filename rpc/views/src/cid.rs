//! A content identifier, as IPFS and others name bytes.
//!
//! Source: <https://github.com/multiformats/cid>; the codes are those of
//! <https://github.com/multiformats/multicodec>.

use crate::{anchors::Digest, Hash};
use alloc::{borrow::Cow, string::String, vec::Vec};
use census_anchor_log::terms::HashAlgorithm;
use core::{fmt, str::FromStr};
use data_encoding::{BASE32_NOPAD_NOCASE, HEXLOWER_PERMISSIVE};
use schemars::{json_schema, JsonSchema, Schema, SchemaGenerator};
use serde::{de::Error, Deserialize, Deserializer, Serialize, Serializer};

/// A content identifier (CID) with one of the hashes that can be anchored: of version 1 in base 32, 58
/// or 16, or of version 0, which begins with `Qm`.
///
/// It names one block of bytes. Under the codec `raw` that may be a whole file; a file that was cut into
/// several blocks is named by the hash of what lists them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cid(pub Digest);

/// No CID with a hash of 32 bytes is longer: a letter for the base, and two digits a byte.
const MAX_TEXT: usize = 1 + 2 * (1 + 9 + 5 + 2 + 32);
/// The codec of bytes of which nothing is said.
const RAW: u64 = 0x55;
/// The length of all hashes that can be anchored.
const HASH_BYTES: u64 = 32;

/// Why a text is no CID of something that can be anchored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParseCidError {
	/// It is no CID.
	NotCid,
	/// Its hash is none that can be anchored.
	OtherHash,
}

impl fmt::Display for ParseCidError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::NotCid => "expected a content identifier: a CID in base 32, 58 or 16",
			Self::OtherHash => {
				"the identifier's hash cannot be anchored: its function is another one, or its \
				 length is not 32 bytes"
			}
		})
	}
}

impl core::error::Error for ParseCidError {}

/// The function with this code.
fn algorithm(code: u64) -> Option<HashAlgorithm> {
	HashAlgorithm::ALL.iter().copied().find(|algorithm| code_of(*algorithm) == code)
}

fn code_of(algorithm: HashAlgorithm) -> u64 {
	match algorithm {
		HashAlgorithm::Sha256 => 0x12,
		HashAlgorithm::Sha3256 => 0x16,
		HashAlgorithm::Keccak256 => 0x1b,
		HashAlgorithm::Blake3 => 0x1e,
		HashAlgorithm::Blake2b256 => 0xb220,
	}
}

/// Takes a number from the front: seven bits a byte, the lowest first, as short as can be.
fn take_number(bytes: &mut &[u8]) -> Option<u64> {
	let mut number = 0;
	for place in 0..9 {
		let (byte, rest) = bytes.split_first()?;
		*bytes = rest;
		number |= u64::from(byte & 0x7f) << (7 * place);
		if byte & 0x80 == 0 {
			return (*byte > 0 || place == 0).then_some(number);
		}
	}
	None
}

fn put_number(mut number: u64, bytes: &mut Vec<u8>) {
	while number > 0x7f {
		bytes.push(number as u8 | 0x80);
		number >>= 7;
	}
	bytes.push(number as u8);
}

impl FromStr for Cid {
	type Err = ParseCidError;

	fn from_str(text: &str) -> Result<Self, ParseCidError> {
		if text.len() > MAX_TEXT || !text.is_ascii() {
			return Err(ParseCidError::NotCid);
		}
		let (version, bytes) = match text.split_at_checked(1) {
			_ if text.len() == 46 && text.starts_with("Qm") => {
				(0, bs58::decode(text).into_vec().ok())
			}
			Some(("b" | "B", digits)) => (1, BASE32_NOPAD_NOCASE.decode(digits.as_bytes()).ok()),
			Some(("z", digits)) => (1, bs58::decode(digits).into_vec().ok()),
			Some(("f" | "F", digits)) => (1, HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok()),
			_ => return Err(ParseCidError::NotCid),
		};
		let bytes = bytes.ok_or(ParseCidError::NotCid)?;
		let mut rest = &bytes[..];
		let mut number = || take_number(&mut rest).ok_or(ParseCidError::NotCid);
		if version == 1 {
			let (version, _codec) = (number()?, number()?);
			if version != 1 {
				return Err(ParseCidError::NotCid);
			}
		}
		let (code, length) = (number()?, number()?);
		if rest.len() as u64 != length {
			return Err(ParseCidError::NotCid);
		}
		let hash = rest.try_into().map_err(|_| ParseCidError::OtherHash)?;
		let algorithm = algorithm(code).ok_or(ParseCidError::OtherHash)?;
		Ok(Self(Digest { algorithm, hash: Hash(hash) }))
	}
}

impl fmt::Display for Cid {
	/// As a CID of version 1 of bytes of which nothing is said, in base 32.
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let Self(Digest { algorithm, hash: Hash(hash) }) = self;
		let mut bytes = Vec::new();
		for number in [1, RAW, code_of(*algorithm), HASH_BYTES] {
			put_number(number, &mut bytes);
		}
		bytes.extend(hash);
		write!(f, "b{}", BASE32_NOPAD_NOCASE.encode(&bytes).to_ascii_lowercase())
	}
}

impl Serialize for Cid {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(self)
	}
}

impl<'de> Deserialize<'de> for Cid {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
	}
}

impl JsonSchema for Cid {
	fn schema_name() -> Cow<'static, str> {
		"Cid".into()
	}

	fn json_schema(_: &mut SchemaGenerator) -> Schema {
		json_schema!({
			"type": "string",
			"description": "A content identifier (CID): of version 1 in base 32, 58 or 16, or of version 0. \
				Its hash is one that can be anchored.",
			"pattern": "^(Qm[1-9A-HJ-NP-Za-km-z]{44}|[bB][a-zA-Z2-7]{1,98}|z[1-9A-HJ-NP-Za-km-z]{1,98}|[fF][0-9a-fA-F]{1,98})$",
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	/// The examples of the specification's page, and of IPFS's documentation: the same bytes in several
	/// bases and versions.
	#[test]
	fn published_identifiers_are_read() {
		// SHA-256 of the directory listing that IPFS's documentation uses throughout.
		let same = [
			"QmbWqxBEKC3P8tqsKc98xmWNzrzDtRLMiMPL8wBuTGsMnR",
			"bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi",
		];
		let digests = same.map(|text| text.parse::<Cid>().unwrap());
		assert_eq!(digests[0], digests[1]);
		assert_eq!(digests[0].0.algorithm, HashAlgorithm::Sha256);
		// The empty file, as a raw block: its hash is SHA-256 of nothing.
		let empty = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku".parse::<Cid>();
		let hash = "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
		assert_eq!(empty.unwrap().0.hash, serde_json::from_str(&format!("{hash:?}")).unwrap());
	}

	#[test]
	fn every_hash_that_can_be_anchored_has_its_identifier() {
		for algorithm in HashAlgorithm::ALL {
			let cid = Cid(Digest { algorithm: *algorithm, hash: Hash([0xab; 32]) });
			let text = format!("{cid}");
			assert_eq!(text.parse(), Ok(cid));
			assert_eq!(text.to_ascii_uppercase().parse(), Ok(cid));
			let bytes = BASE32_NOPAD_NOCASE.decode(&text.as_bytes()[1..]).unwrap();
			assert_eq!(format!("z{}", bs58::encode(&bytes).into_string()).parse(), Ok(cid));
			assert_eq!(format!("f{}", HEXLOWER_PERMISSIVE.encode(&bytes)).parse(), Ok(cid));
		}
	}

	#[test]
	fn what_is_no_identifier_is_refused() {
		let of = |bytes: &[u8]| format!("f{}", HEXLOWER_PERMISSIVE.encode(bytes)).parse::<Cid>();
		let hash = [7; 32];
		assert!(of(&[&[1, 0x55, 0x12, 32], &hash[..]].concat()).is_ok());
		// Another version, a hash that is cut off or goes on, a number longer than it need be.
		for head in [&[2, 0x55, 0x12, 32][..], &[1, 0x55, 0x12, 31], &[1, 0x55, 0x12, 33]] {
			assert_eq!(of(&[head, &hash].concat()), Err(ParseCidError::NotCid));
		}
		let longer = [&[1, 0xd5, 0x00, 0x12, 32], &hash[..]].concat();
		assert_eq!(of(&longer), Err(ParseCidError::NotCid));
		// The bytes themselves instead of a hash, SHA-1, and SHA-256 cut short.
		assert_eq!(of(&[1, 0x55, 0, 1, 9]), Err(ParseCidError::OtherHash));
		assert_eq!(
			of(&[&[1, 0x55, 0x11, 20], &hash[..20]].concat()),
			Err(ParseCidError::OtherHash)
		);
		assert_eq!(
			of(&[&[1, 0x55, 0x12, 20], &hash[..20]].concat()),
			Err(ParseCidError::OtherHash)
		);
		for wrong in ["", "b", "Qm", "é", "u", "bafy!", "0x00", &"b".repeat(1 << 16)] {
			assert_eq!(wrong.parse::<Cid>(), Err(ParseCidError::NotCid), "{wrong}");
		}
	}
}
