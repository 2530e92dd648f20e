//! What the chain shows: every type that a client sees, once.
//!
//! The pallets answer questions with these types, the runtime APIs and the JSON-RPC pass them on. None
//! of them is stored. SCALE is for who asks the runtime, JSON (feature `json`) for who asks a node; the
//! descriptions of both come from here.
//!
//! In JSON, numbers of things, counts, blocks and spans are numbers. What may need more than 53 bits
//! is a decimal string: amounts of money ([`Amount`]) and 256-bit integers ([`Word`], [`FieldElement`]).
//! Bytes and hashes are hexadecimal behind `0x` ([`Bytes`], [`Hash`]), accounts SS58 ([`AccountId`]).

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod account;
mod amount;
pub mod anchors;
mod bytes;
#[cfg(feature = "json")]
mod cid;
pub mod circuits;
pub mod governance;
pub mod groups;
pub mod leases;
mod page;
pub mod persons;
pub mod polls;
pub mod validators;

pub use account::AccountId;
#[cfg(feature = "json")]
pub use account::ParseAccountError;
pub use amount::Amount;
pub use bytes::{Bytes, Hash};
pub use census_zk_types::{FieldElement, MerkleProof, Points, SemaphoreProof, Word};
#[cfg(feature = "json")]
pub use cid::{Cid, ParseCidError};
pub use page::{behind, Page, MAX_LOOKED_AT, MAX_PAGE};

/// A block's number, or a number of blocks.
pub type BlockNumber = u32;

/// Gives what is shown the traits that it needs.
macro_rules! view {
	($($item:item)*) => {$(
		#[derive(
			Clone, PartialEq, Eq, Debug, codec::Encode, codec::Decode, scale_info::TypeInfo,
		)]
		#[cfg_attr(
			feature = "json",
			derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)
		)]
		#[cfg_attr(feature = "json", serde(rename_all = "camelCase"))]
		$item
	)*};
}
pub(crate) use view;

/// Gives a list of reasons for a refusal what it needs besides: calls and stored outcomes carry it, and
/// pallets nest it in their errors.
macro_rules! reason {
	($item:item) => {
		#[derive(
			Clone,
			Copy,
			PartialEq,
			Eq,
			Debug,
			codec::Encode,
			codec::Decode,
			codec::DecodeWithMemTracking,
			codec::MaxEncodedLen,
			scale_info::TypeInfo,
		)]
		#[cfg_attr(feature = "frame", derive(frame_support::PalletError))]
		#[cfg_attr(
			feature = "json",
			derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)
		)]
		#[cfg_attr(feature = "json", serde(rename_all = "camelCase"))]
		$item
	};
}
pub(crate) use reason;
