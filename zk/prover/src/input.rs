//! What a caller signals and where: messages and scopes, turned into numbers as npm's
//! `generateProof` turns them.

use crate::Error;
use census_zk_types::{FieldElement, Word};
use tiny_keccak::{Hasher, Keccak};

/// A message: what a proof signals.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Message(pub(crate) Word);

/// A scope: where an identity can signal once, for one nullifier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scope(pub(crate) Word);

macro_rules! input {
	($name:ident) => {
		impl $name {
			/// A text. One that JavaScript's `BigInt` reads as a number is that number, so `"42"`,
			/// `" 42 "`, `"0x2a"`, `"0o52"` and `"0b101010"` are all 42; any other stands
			/// left-aligned in 32 bytes.
			///
			/// # Errors
			/// [`Error::InputNegative`], [`Error::InputTooLarge`] past 256 bits,
			/// [`Error::InputTooLong`] past 31 bytes of UTF-8.
			pub fn text(text: &str) -> Result<Self, Error> {
				word_of_text(text).map(Self)
			}

			/// Bytes, a big-endian number.
			///
			/// # Errors
			/// [`Error::InputTooLarge`] past 256 bits.
			pub fn bytes(bytes: &[u8]) -> Result<Self, Error> {
				word_of_bytes(bytes).map(Self)
			}

			/// The number that the proof will carry.
			pub fn word(&self) -> Word {
				self.0
			}
		}

		impl From<Word> for $name {
			fn from(word: Word) -> Self {
				Self(word)
			}
		}

		impl From<u64> for $name {
			fn from(number: u64) -> Self {
				Self(number.into())
			}
		}
	};
}
input!(Message);
input!(Scope);

fn word_of_bytes(bytes: &[u8]) -> Result<Word, Error> {
	let (excess, rest) = bytes.split_at(bytes.len().saturating_sub(32));
	if excess.iter().any(|byte| *byte != 0) {
		return Err(Error::InputTooLarge);
	}
	let mut word = [0; 32];
	word[32 - rest.len()..].copy_from_slice(rest);
	Ok(Word(word))
}

fn word_of_text(text: &str) -> Result<Word, Error> {
	// ethers' `toBigInt`: a minus is its own affair, and nothing at all is no number.
	let number = match text.strip_prefix('-') {
		_ if text.is_empty() => None,
		Some(rest) if !rest.starts_with('-') => match integer(rest) {
			Some(Ok(word)) if word == Word::default() => Some(Ok(word)),
			Some(_) => Some(Err(Error::InputNegative)),
			None => None,
		},
		_ => integer(text),
	};
	number.unwrap_or_else(|| {
		// ethers' `encodeBytes32String`.
		if text.len() > 31 {
			return Err(Error::InputTooLong { bytes: text.len() });
		}
		let mut word = [0; 32];
		word[..text.len()].copy_from_slice(text.as_bytes());
		Ok(Word(word))
	})
}

/// `BigInt(text)` of JavaScript (ECMA-262, StringToBigInt): none where it throws, an error where
/// the number is too large for a proof.
fn integer(text: &str) -> Option<Result<Word, Error>> {
	let space = |c: char| c == '\u{feff}' || c.is_whitespace() && c != '\u{85}';
	let text = text.trim_matches(space);
	let prefixed = |letters: [&str; 2]| letters.iter().find_map(|prefix| text.strip_prefix(prefix));
	let (digits, base) = if let Some(digits) = prefixed(["0x", "0X"]) {
		(digits, 16)
	} else if let Some(digits) = prefixed(["0o", "0O"]) {
		(digits, 8)
	} else if let Some(digits) = prefixed(["0b", "0B"]) {
		(digits, 2)
	} else if text.is_empty() {
		return Some(Ok(Word::default()));
	} else if let Some(digits) = text.strip_prefix('-') {
		return Some(match decimal(digits)? {
			Ok(word) if word == Word::default() => Ok(word),
			_ => Err(Error::InputNegative),
		});
	} else {
		return decimal(text.strip_prefix('+').unwrap_or(text));
	};
	positional(digits, base)
}

fn decimal(digits: &str) -> Option<Result<Word, Error>> {
	positional(digits, 10)
}

fn positional(digits: &str, base: u32) -> Option<Result<Word, Error>> {
	if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(base)) {
		return None;
	}
	let mut word = [0u8; 32];
	for digit in digits.chars().filter_map(|digit| digit.to_digit(base)) {
		let mut carry = digit;
		for byte in word.iter_mut().rev() {
			let value = u32::from(*byte) * base + carry;
			*byte = value as u8;
			carry = value >> 8;
		}
		if carry != 0 {
			return Some(Err(Error::InputTooLarge));
		}
	}
	Some(Ok(Word(word)))
}

/// `keccak256(word) >> 8`: how a message or scope enters the circuit.
pub(crate) fn hash_to_field(word: &Word) -> FieldElement {
	let mut digest = [0; 32];
	let mut keccak = Keccak::v256();
	keccak.update(&word.0);
	keccak.finalize(&mut digest);
	let mut upper = [0; 31];
	upper.copy_from_slice(&digest[..31]);
	FieldElement::from_31_bytes(&upper)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn number(text: &str) -> Result<Word, Error> {
		Scope::text(text).map(|scope| scope.word())
	}

	fn aligned(text: &str) -> Word {
		let mut word = [0; 32];
		word[..text.len()].copy_from_slice(text.as_bytes());
		Word(word)
	}

	#[test]
	fn numbers_in_any_of_javascripts_forms_are_numbers() {
		for text in ["42", "+42", "0x2a", "0X2A", "0o52", "0b101010", " 42\n", "0042", "\u{feff}42"]
		{
			assert_eq!(number(text).unwrap(), 42.into(), "{text:?}");
		}
		for text in ["", "0", "-0", "-", " ", "00"] {
			assert_eq!(number(text).unwrap(), 0.into(), "{text:?}");
		}
	}

	#[test]
	fn other_texts_stand_left_aligned() {
		for text in ["hello", "--5", "+0x5", "0x", "1e3", "4 2", "-hello", "1n", "\u{85}5"] {
			assert_eq!(number(text).unwrap(), aligned(text), "{text:?}");
		}
	}

	#[test]
	fn what_has_no_place_in_a_proof_is_refused() {
		for text in ["-1", "- 1", "-0x1", "-+1", " -1"] {
			assert!(matches!(number(text), Err(Error::InputNegative)), "{text:?}");
		}
		let max = Word([0xff; 32]).to_string();
		assert_eq!(number(&max).unwrap(), Word([0xff; 32]));
		let above =
			"115792089237316195423570985008687907853269984665640564039457584007913129639936";
		assert!(matches!(number(above), Err(Error::InputTooLarge)));
		assert_eq!(number("a-31-byte-string-is-the-maximum").unwrap().0[31], 0);
		let long = "a-32-byte-string-is-past-the-max";
		assert!(matches!(number(long), Err(Error::InputTooLong { bytes: 32 })));
		assert!(matches!(Message::bytes(&[1; 33]), Err(Error::InputTooLarge)));
		let zeros = [[0; 8].as_slice(), &[7; 32]].concat();
		assert_eq!(Message::bytes(&zeros).unwrap().word(), Word([7; 32]));
		assert_eq!(Message::bytes(&[]).unwrap().word(), 0.into());
	}

	proptest! {
		#[test]
		fn any_text_is_a_number_or_an_error(text: String) {
			let _ = Message::text(&text);
		}
	}
}
