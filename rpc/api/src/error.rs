//! Why a question got no answer: every error of the project's own methods, with its code, a sentence and
//! data.
//!
//! An error says that a question *could not be answered*. That a thing does not exist is an
//! answer, and is given as `null` or as an empty list. Parameters that cannot be read are
//! JSON-RPC's own `-32602`.

use census_views::Hash;
use jsonrpsee::types::ErrorObjectOwned;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use std::fmt;

/// Gives each error a kind, which has a code, a sentence and a description.
macro_rules! errors {
	($(
		$(#[doc = $about:literal])*
		$code:literal $name:ident = $sentence:literal { $(
			$(#[doc = $doc:literal])* $field:ident: $ty:ty,
		)* }
	)*) => {
		/// Why a question got no answer. Codes run from 10000 up and never change their meaning.
		#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
		#[serde(untagged, rename_all_fields = "camelCase")]
		pub enum Error {
			$( $(#[doc = $about])* $name { $( $(#[doc = $doc])* $field: $ty, )* }, )*
		}

		/// What sort of error it is.
		#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
		pub enum Kind {
			$( $(#[doc = $about])* $name, )*
		}

		impl Kind {
			/// All sorts, by their codes.
			pub const ALL: &'static [Self] = &[$( Self::$name, )*];

			/// The error's code.
			pub const fn code(self) -> i32 {
				match self { $( Self::$name => $code, )* }
			}

			/// Its name.
			pub const fn name(self) -> &'static str {
				match self { $( Self::$name => stringify!($name), )* }
			}

			/// The sentence that it says.
			pub const fn sentence(self) -> &'static str {
				match self { $( Self::$name => $sentence, )* }
			}

			/// What it means and what to do.
			pub fn about(self) -> &'static str {
				match self { $( Self::$name => concat!($( $about, "\n", )*).trim(), )* }
			}

			/// What its data has, and what that is. Names are in Rust's form.
			pub fn data(self) -> &'static [(&'static str, &'static str)] {
				match self {
					$( Self::$name => &[$( (stringify!($field), concat!($($doc),*)), )*], )*
				}
			}
		}

		impl Error {
			/// What sort of error it is.
			pub fn kind(&self) -> Kind {
				match self { $( Self::$name { .. } => Kind::$name, )* }
			}
		}
	};
}

errors! {
	/// The block is known and its state is kept, but its runtime gave no answer: it lacks the method
	/// (the block is older than it), or failed in it.
	10_000 RuntimeFailed = "The runtime of this block gave no answer" {
		/// The block that was asked.
		at: Hash,
		/// What the runtime or its executor says.
		cause: String,
	}
	/// A page has 1 to `maximum` items.
	10_001 PageSize = "A page cannot have so many items; ask page by page" {
		/// How many were asked for.
		requested: u32,
		/// How many one answer holds.
		maximum: u32,
	}
	/// The node knows no block with this hash.
	10_002 BlockNotFound = "This node knows no block with this hash" {
		/// The block that was asked.
		at: Hash,
	}
	/// The node knows the block, but keeps its state no more. Ask a node that runs with
	/// `--state-pruning archive`.
	10_003 StateDiscarded = "This node has discarded the state of this block; ask an archive node" {
		/// The block that was asked.
		at: Hash,
	}
	/// Too many proofs are waiting to be checked. Ask again later.
	10_004 Busy = "Too many proofs are waiting to be checked; ask again later" {
		/// How many proofs may wait.
		waiting: u32,
	}
	/// The bytes are no call of the block's runtime.
	10_005 NotACall = "The bytes are no call of this block's runtime" {}
	/// The call is none that what it carries authorises: somebody signs it, and the chain says what it
	/// thinks of it when it is sent.
	10_006 NotAuthorised = "The call needs a signature; only calls that need none are checked" {}
	/// No receipt can be made, or none that one answer holds.
	10_007 ProofUnavailable = "This node can make no such receipt now" {
		/// What is missing.
		cause: String,
	}
	/// So many entries of the list were looked at, and none of them is to be shown; there are more. Ask
	/// again with `next` as `after`.
	10_008 NothingFound = "Nothing was found so far; ask again from where this ended" {
		/// How many were looked at.
		looked_at: u32,
		/// What to pass as `after`.
		next: Value,
	}
	/// A connection follows at most `maximum` persons, polls, leases and the like at a time.
	10_009 TooManyFollowed = "This connection follows too many things; end a subscription" {
		/// How many a connection may follow.
		maximum: u32,
	}
}

impl fmt::Display for Error {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.kind().sentence())
	}
}

impl std::error::Error for Error {}

impl From<Error> for ErrorObjectOwned {
	fn from(error: Error) -> Self {
		let kind = error.kind();
		// An error of which a program needs to know no more has no data.
		let data = (!kind.data().is_empty()).then_some(&error);
		Self::owned(kind.code(), kind.sentence(), data)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	#[test]
	fn codes_run_from_10000_up_without_a_gap() {
		let codes: Vec<_> = Kind::ALL.iter().map(|kind| kind.code()).collect();
		assert_eq!(codes, (10_000..10_010).collect::<Vec<_>>());
	}

	#[test]
	fn an_error_has_its_code_its_sentence_and_its_data() {
		let error = Error::NothingFound { looked_at: 7, next: json!("0x00") };
		let sent = serde_json::to_value(ErrorObjectOwned::from(error)).unwrap();
		let expected = json!({
			"code": 10_008,
			"message": "Nothing was found so far; ask again from where this ended",
			"data": { "lookedAt": 7, "next": "0x00" },
		});
		assert_eq!(sent, expected);
		let sent = serde_json::to_value(ErrorObjectOwned::from(Error::NotACall {})).unwrap();
		let expected = json!({
			"code": 10_005,
			"message": "The bytes are no call of this block's runtime",
		});
		assert_eq!(sent, expected);
	}
}
