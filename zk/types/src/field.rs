//! An element of the BN254 scalar field, always in its one canonical form.

use crate::Word;
use codec::{Decode, DecodeWithMemTracking, Encode, Error, Input, MaxEncodedLen};
use core::fmt;
use scale_info::{Type, TypeInfo};

/// An integer below [`FieldElement::MODULUS`], as 32 big-endian bytes.
///
/// It can only be made from a value that has been checked, so two equal elements have equal
/// bytes: there is no second form of a nullifier. SCALE and JSON are those of [`Word`]; decoding
/// checks.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, MaxEncodedLen)]
pub struct FieldElement(Word);

/// The integer is not below the field's modulus.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotCanonical;

impl fmt::Display for NotCanonical {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("the number is not below the modulus of the BN254 scalar field")
	}
}

impl core::error::Error for NotCanonical {}

impl FieldElement {
	/// `r`, the order of BN254's groups:
	/// 21888242871839275222246405745257275088548364400416034343698204186575808495617.
	pub const MODULUS: Word = Word([
		0x30, 0x64, 0x4e, 0x72, 0xe1, 0x31, 0xa0, 0x29, 0xb8, 0x50, 0x45, 0xb6, 0x81, 0x81, 0x58,
		0x5d, 0x28, 0x33, 0xe8, 0x48, 0x79, 0xb9, 0x70, 0x91, 0x43, 0xe1, 0xf5, 0x93, 0xf0, 0x00,
		0x00, 0x01,
	]);

	/// The number 0, which Semaphore writes where a member was removed.
	pub const ZERO: Self = Self(Word([0; 32]));

	/// The 32 big-endian bytes.
	pub const fn to_be_bytes(self) -> [u8; 32] {
		self.0 .0
	}

	/// The 32 big-endian bytes, borrowed.
	pub const fn as_bytes(&self) -> &[u8; 32] {
		&self.0 .0
	}

	/// Whether this is the number 0.
	pub fn is_zero(&self) -> bool {
		*self == Self::ZERO
	}

	/// A 248-bit number, which is below the modulus whatever its bytes.
	pub fn from_31_bytes(bytes: &[u8; 31]) -> Self {
		let mut word = [0; 32];
		word[1..].copy_from_slice(bytes);
		Self(Word(word))
	}
}

impl TryFrom<Word> for FieldElement {
	type Error = NotCanonical;

	fn try_from(word: Word) -> Result<Self, NotCanonical> {
		// Big-endian bytes compare as the numbers do.
		if word < Self::MODULUS {
			Ok(Self(word))
		} else {
			Err(NotCanonical)
		}
	}
}

impl TryFrom<[u8; 32]> for FieldElement {
	type Error = NotCanonical;

	fn try_from(bytes: [u8; 32]) -> Result<Self, NotCanonical> {
		Word(bytes).try_into()
	}
}

impl From<u64> for FieldElement {
	fn from(value: u64) -> Self {
		Self(value.into())
	}
}

impl From<FieldElement> for Word {
	fn from(element: FieldElement) -> Self {
		element.0
	}
}

impl Decode for FieldElement {
	fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
		Word::decode(input)?
			.try_into()
			.map_err(|NotCanonical| Error::from("not below the modulus of the BN254 scalar field"))
	}
}

impl DecodeWithMemTracking for FieldElement {}

impl TypeInfo for FieldElement {
	type Identity = <Word as TypeInfo>::Identity;

	fn type_info() -> Type {
		Word::type_info()
	}
}

impl fmt::Display for FieldElement {
	/// The decimal number.
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		fmt::Display::fmt(&self.0, f)
	}
}

impl fmt::Debug for FieldElement {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		fmt::Debug::fmt(&self.0, f)
	}
}

#[cfg(feature = "zeroize")]
impl zeroize::DefaultIsZeroes for FieldElement {}

#[cfg(feature = "serde")]
impl serde::Serialize for FieldElement {
	fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		self.0.serialize(serializer)
	}
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for FieldElement {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		Word::deserialize(deserializer)?.try_into().map_err(serde::de::Error::custom)
	}
}

#[cfg(feature = "json")]
impl schemars::JsonSchema for FieldElement {
	fn schema_name() -> alloc::borrow::Cow<'static, str> {
		"FieldElement".into()
	}

	fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
		schemars::json_schema!({
			"type": "string",
			"description": "A number below the modulus of the BN254 scalar field, in decimal digits. In \
							hexadecimal behind `0x` it is read as well.",
			"pattern": "^([0-9]{1,128}|0x[0-9a-fA-F]{1,128})$",
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::string::ToString;

	#[test]
	fn the_modulus_is_the_fields_own() {
		assert_eq!(
			FieldElement::MODULUS.to_string(),
			"21888242871839275222246405745257275088548364400416034343698204186575808495617"
		);
	}

	#[test]
	fn only_numbers_below_the_modulus_are_elements() {
		let mut largest = FieldElement::MODULUS;
		largest.0[31] -= 1;
		assert!(FieldElement::try_from(largest).is_ok());
		assert_eq!(FieldElement::try_from(FieldElement::MODULUS), Err(NotCanonical));
		assert_eq!(FieldElement::try_from([0xff; 32]), Err(NotCanonical));
	}

	#[test]
	fn decoding_checks() {
		let encoded = FieldElement::MODULUS.encode();
		assert!(FieldElement::decode(&mut &encoded[..]).is_err());
		let seven = FieldElement::from(7);
		assert_eq!(FieldElement::decode(&mut &seven.encode()[..]), Ok(seven));
	}

	#[test]
	fn json_is_a_decimal_string() {
		let seven = FieldElement::from(7);
		assert_eq!(serde_json::to_string(&seven).unwrap(), "\"7\"");
		assert_eq!(serde_json::from_str::<FieldElement>("\"0x7\"").unwrap(), seven);
		let above = alloc::format!("\"{}\"", FieldElement::MODULUS);
		assert!(serde_json::from_str::<FieldElement>(&above).is_err());
	}
}
