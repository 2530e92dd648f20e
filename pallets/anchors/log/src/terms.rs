//! The words in which an anchor is described.
//!
//! Where C2PA has a word it is used as it stands, so that manifests map both ways: [`SourceType`]
//! are the terms of `digitalSourceType`, [`Relation`] those of an ingredient's `relationship`,
//! [`Use`] and [`Uses`] those of the training and data mining assertion.
//!
//! Sources: the C2PA technical specification 2.1; IPTC NewsCodes, "Digital Source Type"; the CAWG
//! training and data mining assertion 1.1.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

macro_rules! terms {
	(
		$(#[doc = $about:literal])*
		$name:ident { $( $(#[doc = $doc:literal])* $index:literal $variant:ident = $term:literal, )* }
	) => {
		$(#[doc = $about])*
		#[derive(
			Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Encode, Decode,
			DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
		)]
		pub enum $name {
			$( $(#[doc = $doc])* #[codec(index = $index)] $variant, )*
		}

		impl $name {
			/// All of them.
			pub const ALL: &'static [Self] = &[$( Self::$variant, )*];

			/// The term, word for word.
			pub const fn term(self) -> &'static str {
				match self { $( Self::$variant => $term, )* }
			}

			/// Reads a term.
			pub fn from_term(term: &str) -> Option<Self> {
				match term { $( $term => Some(Self::$variant), )* _ => None }
			}
		}

		#[cfg(feature = "json")]
		impl serde::Serialize for $name {
			fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
				serializer.serialize_str(self.term())
			}
		}

		#[cfg(feature = "json")]
		impl<'de> serde::Deserialize<'de> for $name {
			fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
				let term = alloc::string::String::deserialize(deserializer)?;
				Self::from_term(&term)
					.ok_or_else(|| serde::de::Error::custom(concat!("no ", stringify!($name), " of this name")))
			}
		}

		#[cfg(feature = "json")]
		impl schemars::JsonSchema for $name {
			fn schema_name() -> alloc::borrow::Cow<'static, str> {
				stringify!($name).into()
			}

			fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
				let about = concat!($($about, "\n",)*);
				schemars::json_schema!({
					"description": about.trim(),
					"oneOf": [$(
						{ "const": $term, "description": concat!($($doc, "\n",)*).trim() },
					)*],
				})
			}
		}
	};
}

terms! {
	/// Which function made a hash.
	HashAlgorithm {
		/// BLAKE2b with an output of 256 bits, RFC 7693.
		0 Blake2b256 = "blake2b-256",
		/// SHA-256, FIPS 180-4. C2PA's `sha256`.
		1 Sha256 = "sha256",
		/// SHA3-256, FIPS 202.
		2 Sha3256 = "sha3-256",
		/// Keccak-256, with the padding from before FIPS 202, as Ethereum uses it.
		3 Keccak256 = "keccak-256",
		/// BLAKE3 with an output of 256 bits.
		4 Blake3 = "blake3",
	}
}

terms! {
	/// What was anchored.
	Kind {
		/// A file of any sort.
		0 File = "file",
		/// A set of data.
		1 Dataset = "dataset",
		/// A model's weights.
		2 Model = "model",
		/// What a model put out.
		3 Output = "output",
		/// Source code.
		4 Code = "code",
		/// A credential.
		5 Credential = "credential",
	}
}

terms! {
	/// Where content came from: the whole URI, as C2PA's `digitalSourceType` has it.
	SourceType {
		/// C2PA: nothing but an empty asset.
		0 Empty = "http://c2pa.org/digitalsourcetype/empty",
		/// C2PA: data made by a trained algorithm that is no media.
		1 TrainedAlgorithmicData = "http://c2pa.org/digitalsourcetype/trainedAlgorithmicData",
		/// Captured by a camera or recorder.
		2 DigitalCapture = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
		/// Captured in several frames by one device, and computed into one.
		3 ComputationalCapture =
			"http://cv.iptc.org/newscodes/digitalsourcetype/computationalCapture",
		/// Digitised from a negative on film.
		4 NegativeFilm = "http://cv.iptc.org/newscodes/digitalsourcetype/negativeFilm",
		/// Digitised from a positive on film.
		5 PositiveFilm = "http://cv.iptc.org/newscodes/digitalsourcetype/positiveFilm",
		/// Digitised from a non-transparent medium.
		6 Print = "http://cv.iptc.org/newscodes/digitalsourcetype/print",
		/// Augmented, corrected or enhanced by humans.
		7 HumanEdits = "http://cv.iptc.org/newscodes/digitalsourcetype/humanEdits",
		/// Edited with a generative model.
		8 CompositeWithTrainedAlgorithmicMedia =
			"http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia",
		/// Minor changes by an algorithm.
		9 AlgorithmicallyEnhanced =
			"http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicallyEnhanced",
		/// Made by a human with digital tools.
		10 DigitalCreation = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation",
		/// Rendered from data.
		11 DataDrivenMedia = "http://cv.iptc.org/newscodes/digitalsourcetype/dataDrivenMedia",
		/// Made by a model that was trained on content.
		12 TrainedAlgorithmicMedia =
			"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
		/// Made by an algorithm that was trained on nothing.
		13 AlgorithmicMedia = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia",
		/// A capture of a screen.
		14 ScreenCapture = "http://cv.iptc.org/newscodes/digitalsourcetype/screenCapture",
		/// A recording of a virtual event.
		15 VirtualRecording = "http://cv.iptc.org/newscodes/digitalsourcetype/virtualRecording",
		/// Made of several elements.
		16 Composite = "http://cv.iptc.org/newscodes/digitalsourcetype/composite",
		/// Made of several captured elements.
		17 CompositeCapture = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeCapture",
		/// Made of several elements, at least one of them synthetic.
		18 CompositeSynthetic =
			"http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic",
		/// Retired by IPTC, still found in manifests.
		19 MinorHumanEdits = "http://cv.iptc.org/newscodes/digitalsourcetype/minorHumanEdits",
		/// Retired by IPTC, still found in manifests.
		20 DigitalArt = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalArt",
		/// Retired by IPTC, still found in manifests.
		21 SoftwareImage = "http://cv.iptc.org/newscodes/digitalsourcetype/softwareImage",
	}
}

terms! {
	/// How an anchor relates to its parent: an ingredient's `relationship`.
	Relation {
		/// It was derived from the parent, which is the same asset before.
		0 ParentOf = "parentOf",
		/// It is composed of the parent, among others.
		1 ComponentOf = "componentOf",
		/// The parent went into what made it, as a prompt or training data do.
		2 InputTo = "inputTo",
	}
}

terms! {
	/// Whether a use is granted.
	Use {
		/// It is.
		0 Allowed = "allowed",
		/// It is not.
		1 NotAllowed = "notAllowed",
		/// It is under conditions, to be asked for.
		2 Constrained = "constrained",
	}
}

terms! {
	/// What a person vouches for. It proves that a human vouched, no more.
	Claim {
		/// A human made it.
		0 MadeByHuman = "madeByHuman",
		/// A human reviewed it.
		1 ReviewedByHuman = "reviewedByHuman",
		/// It depicts the person that claims so.
		2 DepictsMe = "depictsMe",
	}
}

/// Which uses of the content are granted: the entries of the training and data mining assertion.
/// `None` where nothing is said.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Uses {
	/// `data_mining`: extracting text and data from it.
	pub data_mining: Option<Use>,
	/// `ai_inference`: as input to a trained model.
	pub ai_inference: Option<Use>,
	/// `ai_training`: training a model that is not generative.
	pub ai_training: Option<Use>,
	/// `ai_generative_training`: training a generative model.
	pub ai_generative_training: Option<Use>,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_term_reads_back_as_itself() {
		for source in SourceType::ALL {
			assert_eq!(SourceType::from_term(source.term()), Some(*source));
		}
		for relation in Relation::ALL {
			assert_eq!(Relation::from_term(relation.term()), Some(*relation));
		}
		assert_eq!(SourceType::from_term("trainedAlgorithmicMedia"), None);
		assert_eq!(Use::from_term("allowed "), None);
	}

	#[cfg(feature = "json")]
	mod json {
		use super::*;
		use core::fmt::Debug;
		use schemars::JsonSchema;
		use serde::{de::DeserializeOwned, Serialize};
		use serde_json::{from_value, json, to_value};

		/// Writes and reads each of these terms, and finds all of them, and no others, in the schema.
		fn holds<T>(terms: &[T], term: fn(T) -> &'static str)
		where
			T: Copy + PartialEq + Debug + Serialize + DeserializeOwned + JsonSchema,
		{
			for it in terms {
				assert_eq!(to_value(it).unwrap(), json!(term(*it)));
				assert_eq!(from_value::<T>(json!(term(*it))).unwrap(), *it);
			}
			for wrong in [json!(""), json!(term(terms[0]).to_uppercase()), json!(0), json!(null)] {
				assert!(from_value::<T>(wrong).is_err());
			}

			let schema = schemars::schema_for!(T);
			let listed = schema.get("oneOf").and_then(|it| it.as_array()).unwrap();
			let words: Vec<_> = listed.iter().map(|it| it["const"].clone()).collect();
			let expected: Vec<_> = terms.iter().map(|it| json!(term(*it))).collect();
			assert_eq!(words, expected);
			let of_all = schema.get("description").unwrap();
			for description in listed.iter().map(|it| &it["description"]).chain([of_all]) {
				let text = description.as_str().unwrap();
				assert!(!text.is_empty() && text == text.trim());
			}
		}

		#[test]
		fn every_term_is_written_and_read_as_itself_and_is_in_the_schema() {
			holds(HashAlgorithm::ALL, HashAlgorithm::term);
			holds(Kind::ALL, Kind::term);
			holds(SourceType::ALL, SourceType::term);
			holds(Relation::ALL, Relation::term);
			holds(Use::ALL, Use::term);
			holds(Claim::ALL, Claim::term);
		}
	}
}
