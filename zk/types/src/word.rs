//! A 256-bit unsigned integer from outside: nothing about it has been checked.

use alloc::string::String;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::{Type, TypeInfo};

/// A 256-bit unsigned integer as 32 big-endian bytes, of any value.
///
/// SCALE: 32 bytes, described to clients as `[u8; 32]`. JSON: a decimal string; hex with `0x` is
/// read too.
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
pub struct Word(pub [u8; 32]);

impl TypeInfo for Word {
	type Identity = <[u8; 32] as TypeInfo>::Identity;

	fn type_info() -> Type {
		<[u8; 32]>::type_info()
	}
}

/// Why a text is not a [`Word`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParseWordError {
	/// The text is empty, or holds nothing behind its `0x`.
	Empty,
	/// A character is not a digit of the number's base.
	Digit,
	/// The number needs more than 256 bits.
	TooLarge,
}

impl fmt::Display for ParseWordError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::Empty => "expected a number, found nothing",
			Self::Digit => "expected a decimal number, or a hexadecimal one behind 0x",
			Self::TooLarge => "the number needs more than 256 bits",
		})
	}
}

impl core::error::Error for ParseWordError {}

impl From<u64> for Word {
	fn from(value: u64) -> Self {
		let mut bytes = [0; 32];
		bytes[24..].copy_from_slice(&value.to_be_bytes());
		Self(bytes)
	}
}

impl AsRef<[u8]> for Word {
	fn as_ref(&self) -> &[u8] {
		&self.0
	}
}

impl Word {
	/// `self * base + digit`, or `None` past 256 bits.
	fn push_digit(&mut self, base: u16, digit: u8) -> Option<()> {
		let mut carry = u16::from(digit);
		for byte in self.0.iter_mut().rev() {
			let value = u16::from(*byte) * base + carry;
			*byte = value as u8;
			carry = value >> 8;
		}
		(carry == 0).then_some(())
	}
}

impl FromStr for Word {
	type Err = ParseWordError;

	/// Reads a decimal number, or a hexadecimal one behind `0x`. Leading zeros count against no
	/// limit, but a text of more than 128 characters is refused before it is read.
	fn from_str(text: &str) -> Result<Self, Self::Err> {
		let (digits, base) = match text.strip_prefix("0x") {
			Some(hex) => (hex, 16),
			None => (text, 10),
		};
		if digits.is_empty() {
			return Err(ParseWordError::Empty);
		}
		if digits.len() > 128 {
			return Err(ParseWordError::TooLarge);
		}
		let mut word = Self::default();
		for character in digits.chars() {
			let digit = character.to_digit(base).ok_or(ParseWordError::Digit)?;
			word.push_digit(base as u16, digit as u8).ok_or(ParseWordError::TooLarge)?;
		}
		Ok(word)
	}
}

impl fmt::Display for Word {
	/// The decimal number.
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		const DIGITS: usize = 9;
		const CHUNK: u64 = 1_000_000_000;
		let (bytes, _) = self.0.as_chunks::<4>();
		let mut limbs = [0u32; 8];
		for (limb, bytes) in limbs.iter_mut().zip(bytes) {
			*limb = u32::from_be_bytes(*bytes);
		}
		// 2^256 has 78 decimal digits.
		let mut text = [b'0'; 9 * DIGITS];
		for chunk in text.rchunks_exact_mut(DIGITS) {
			let mut remainder = 0u64;
			for limb in &mut limbs {
				let value = remainder << 32 | u64::from(*limb);
				// Below 2^32, for the remainder is below the divisor.
				*limb = (value / CHUNK) as u32;
				remainder = value % CHUNK;
			}
			for digit in chunk.iter_mut().rev() {
				*digit = b'0' + (remainder % 10) as u8;
				remainder /= 10;
			}
		}
		let zeros = text.iter().take_while(|digit| **digit == b'0').count();
		let start = zeros.min(text.len() - 1);
		let digits: String = text[start..].iter().map(|digit| char::from(*digit)).collect();
		f.pad_integral(true, "", &digits)
	}
}

impl fmt::LowerHex for Word {
	/// All 64 digits.
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		if f.alternate() {
			f.write_str("0x")?;
		}
		self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
	}
}

impl fmt::Debug for Word {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "{self:#x}")
	}
}

#[cfg(feature = "serde")]
impl serde::Serialize for Word {
	fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(self)
	}
}

/// A JSON number above this may have been another one before a JavaScript client wrote it:
/// `Number.MAX_SAFE_INTEGER`.
#[cfg(feature = "serde")]
const MAX_JSON_NUMBER: u64 = (1 << 53) - 1;

/// Reads a string, or a JSON number of at most `Number.MAX_SAFE_INTEGER`.
#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Word {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		struct Visitor;
		/// Also where a number is not one of 64 bits: then it comes as some other type.
		fn write_a_string<E: serde::de::Error>() -> E {
			E::custom("write numbers above 9007199254740991 (2^53 - 1) as strings")
		}
		impl<'de> serde::de::Visitor<'de> for Visitor {
			type Value = Word;

			fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
				f.write_str("a 256-bit number as a decimal string, or a hexadecimal one behind 0x")
			}

			fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Word, E> {
				text.parse().map_err(E::custom)
			}

			fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Word, E> {
				if value > MAX_JSON_NUMBER {
					return Err(write_a_string());
				}
				Ok(value.into())
			}

			fn visit_u128<E: serde::de::Error>(self, _: u128) -> Result<Word, E> {
				Err(write_a_string())
			}

			fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Word, E> {
				Err(write_a_string())
			}

			/// So `serde_json` passes on what has no type of its own, with arbitrary precision.
			fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Word, A::Error> {
				use serde::de::Error as _;
				match map.next_key::<alloc::borrow::Cow<'_, str>>()?.as_deref() {
					Some("$serde_json::private::Number") => Err(write_a_string()),
					_ => Err(A::Error::invalid_type(serde::de::Unexpected::Map, &self)),
				}
			}
		}
		deserializer.deserialize_any(Visitor)
	}
}

#[cfg(feature = "json")]
impl schemars::JsonSchema for Word {
	fn schema_name() -> alloc::borrow::Cow<'static, str> {
		"Word".into()
	}

	fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
		schemars::json_schema!({
			"type": "string",
			"description": "A 256-bit number in decimal digits. In hexadecimal behind `0x` it is read \
							as well.",
			"pattern": "^([0-9]{1,128}|0x[0-9a-fA-F]{1,128})$",
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::string::ToString;
	use proptest::prelude::*;

	#[test]
	fn reads_decimal_and_hexadecimal() {
		assert_eq!("0".parse(), Ok(Word::from(0)));
		assert_eq!("0042".parse(), Ok(Word::from(42)));
		assert_eq!("0xff".parse(), Ok(Word::from(255)));
		assert_eq!("0xFF".parse(), Ok(Word::from(255)));
	}

	#[test]
	fn refuses_what_is_no_number_or_too_large() {
		assert_eq!("".parse::<Word>(), Err(ParseWordError::Empty));
		assert_eq!("0x".parse::<Word>(), Err(ParseWordError::Empty));
		assert_eq!("-1".parse::<Word>(), Err(ParseWordError::Digit));
		assert_eq!("1f".parse::<Word>(), Err(ParseWordError::Digit));
		assert_eq!("0xfg".parse::<Word>(), Err(ParseWordError::Digit));
		let max = "115792089237316195423570985008687907853269984665640564039457584007913129639935";
		assert_eq!(max.parse(), Ok(Word([0xff; 32])));
		let above =
			"115792089237316195423570985008687907853269984665640564039457584007913129639936";
		assert_eq!(above.parse::<Word>(), Err(ParseWordError::TooLarge));
		assert_eq!("0".repeat(129).parse::<Word>(), Err(ParseWordError::TooLarge));
	}

	#[test]
	fn shows_hexadecimal_that_reads_as_the_number() {
		assert!(alloc::format!("{:#x}", Word::from(0x1234)).ends_with("00001234"));
	}

	proptest! {
		#[test]
		fn decimal_and_hexadecimal_read_back(bytes: [u8; 32]) {
			let word = Word(bytes);
			prop_assert_eq!(word.to_string().parse(), Ok(word));
			prop_assert_eq!(alloc::format!("{:#x}", word).parse(), Ok(word));
		}

		#[test]
		fn any_text_reads_without_panic(text: String) {
			let _ = text.parse::<Word>();
		}
	}
}
