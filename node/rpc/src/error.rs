//! Why a question got no answer: every error of the project's own RPC methods, with its code, a
//! sentence and data.
//!
//! An error says that a question *could not be answered*. That a thing does not exist is an
//! answer, and is given as `null` or as an empty list. Parameters that cannot be read are
//! JSON-RPC's own `-32602`.

use census_runtime::Hash;
use jsonrpsee::types::ErrorObjectOwned;
use serde_json::{json, Value};
use std::fmt;

/// Why a question got no answer. Codes run from 10000 up and never change their meaning.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Error {
	/// 10000: the block is known and its state is kept, but its runtime gave no answer: it lacks
	/// the method (the block is older than it), or failed in it. Data: `at`, `cause`.
	RuntimeFailed {
		/// The block that was asked.
		at: Hash,
		/// What the runtime or its executor says.
		cause: String,
	},
	/// 10001: more members or roots were asked for than one answer holds. Ask page by page.
	/// Data: `requested`, `maximum`.
	PageTooLarge {
		/// How many were asked for.
		requested: u32,
		/// How many one answer holds.
		maximum: u32,
	},
	/// 10002: the node knows no block with this hash. Data: `at`.
	BlockNotFound {
		/// The block that was asked.
		at: Hash,
	},
	/// 10003: the node knows the block, but keeps its state no more. Ask a node that runs with
	/// `--state-pruning archive`. Data: `at`.
	StateDiscarded {
		/// The block that was asked.
		at: Hash,
	},
	/// 10004: too many proofs are waiting to be checked. Ask again later. Data: `waiting`.
	Busy {
		/// How many proofs may wait.
		waiting: usize,
	},
	/// 10005: the bytes are no call of the block's runtime. No data.
	NotACall,
	/// 10006: the call is none that what it carries authorises: somebody signs it, and the chain
	/// says what it thinks of it when it is sent. No data.
	NotAuthorised,
	/// 10007: no receipt can be made, or none that one answer holds. Data: `cause`.
	ProofUnavailable {
		/// What is missing.
		cause: String,
	},
	/// 10008: so many entries of the list were looked at, and none of them is to be told; there are
	/// more. Ask again from `next` on. Data: `lookedAt`, `next`.
	NothingFound {
		/// How many were looked at.
		looked_at: u32,
		/// Where to go on: the `after` or `start` of the next question.
		next: Value,
	},
}

impl Error {
	/// The error's code.
	pub fn code(&self) -> i32 {
		match self {
			Self::RuntimeFailed { .. } => 10_000,
			Self::PageTooLarge { .. } => 10_001,
			Self::BlockNotFound { .. } => 10_002,
			Self::StateDiscarded { .. } => 10_003,
			Self::Busy { .. } => 10_004,
			Self::NotACall => 10_005,
			Self::NotAuthorised => 10_006,
			Self::ProofUnavailable { .. } => 10_007,
			Self::NothingFound { .. } => 10_008,
		}
	}

	/// What a program needs to know about this one occurrence, if there is anything.
	fn data(&self) -> Option<Value> {
		Some(match self {
			Self::RuntimeFailed { at, cause } => json!({ "at": at, "cause": cause }),
			Self::PageTooLarge { requested, maximum } => {
				json!({ "requested": requested, "maximum": maximum })
			}
			Self::BlockNotFound { at } | Self::StateDiscarded { at } => json!({ "at": at }),
			Self::Busy { waiting } => json!({ "waiting": waiting }),
			Self::ProofUnavailable { cause } => json!({ "cause": cause }),
			Self::NothingFound { looked_at, next } => {
				json!({ "lookedAt": looked_at, "next": next })
			}
			Self::NotACall | Self::NotAuthorised => return None,
		})
	}
}

impl fmt::Display for Error {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::RuntimeFailed { .. } => "The runtime of this block gave no answer",
			Self::PageTooLarge { .. } => "The page is too large; ask for fewer at a time",
			Self::BlockNotFound { .. } => "This node knows no block with this hash",
			Self::StateDiscarded { .. } => {
				"This node has discarded the state of this block; ask an archive node"
			}
			Self::Busy { .. } => "Too many proofs are waiting to be checked; ask again later",
			Self::NotACall => "The bytes are no call of this block's runtime",
			Self::NotAuthorised => {
				"The call needs a signature; only calls that need none are checked"
			}
			Self::ProofUnavailable { .. } => "This node can make no such receipt now",
			Self::NothingFound { .. } => {
				"Nothing was found so far; ask again from where this ended"
			}
		})
	}
}

impl std::error::Error for Error {}

impl From<Error> for ErrorObjectOwned {
	fn from(error: Error) -> Self {
		Self::owned(error.code(), error.to_string(), error.data())
	}
}
