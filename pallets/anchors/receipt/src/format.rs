//! The file: JSON in exactly one form.
//!
//! A receipt has one text only: compact JSON, its members in the order below, bytes in lower-case
//! hexadecimal behind `0x`. Any other text is refused, so that no byte of a receipt can be changed
//! without being noticed, and equal receipts are equal files.

use crate::Refusal;
use alloc::{string::String, vec::Vec};
use census_anchor_log::Hash;
use serde::{Deserialize, Serialize};

/// The longest text of a receipt: about 1,500 handovers among a hundred validators.
pub const MAX_RECEIPT_BYTES: usize = 32 * 1024 * 1024;

/// The name of the format.
const FORMAT: &str = "census-receipt";
/// The version of the format.
const VERSION: u32 = 1;

/// A header and the justification by which its block was finalised, both in SCALE.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finalised {
	/// The header, sealed.
	#[serde(with = "hexadecimal")]
	pub header: Vec<u8>,
	/// The justification, as nodes keep and exchange it.
	#[serde(with = "hexadecimal")]
	pub justification: Vec<u8>,
}

/// One item of a batch.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemProof {
	/// The item's hash, by the batch's function.
	#[serde(with = "hexadecimal")]
	pub hash: Hash,
	/// Which item it is.
	pub index: u64,
	/// Its path in the batch's tree.
	#[serde(with = "hexadecimals")]
	pub path: Vec<Hash>,
}

/// A receipt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
	/// The hash of the chain's genesis. It is here to be compared, not to be believed.
	pub genesis: Hash,
	/// The leaf in SCALE.
	pub leaf: Vec<u8>,
	/// The leaf's details in SCALE, if they are shown.
	pub details: Option<Vec<u8>>,
	/// The item of the batch that this receipt is for, if it is for one.
	pub item: Option<ItemProof>,
	/// How many leaves the log has at the checkpoint.
	pub count: u64,
	/// The leaf's path in the log of so many leaves.
	pub path: Vec<Hash>,
	/// The number of the set of validators that finalised the first of the blocks below.
	pub first_set: u64,
	/// The last block of each set but the one that finalised the checkpoint: it names the next set.
	pub handovers: Vec<Finalised>,
	/// The block whose header carries the checkpoint.
	pub checkpoint: Finalised,
}

/// A receipt as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Written {
	format: String,
	version: u32,
	#[serde(with = "hexadecimal")]
	genesis: Hash,
	#[serde(with = "hexadecimal")]
	leaf: Vec<u8>,
	details: Option<Hexadecimal>,
	item: Option<ItemProof>,
	count: u64,
	#[serde(with = "hexadecimals")]
	path: Vec<Hash>,
	first_set: u64,
	handovers: Vec<Finalised>,
	checkpoint: Finalised,
}

/// Bytes that may be missing.
#[derive(Serialize, Deserialize)]
struct Hexadecimal(#[serde(with = "hexadecimal")] Vec<u8>);

impl From<Written> for Receipt {
	fn from(written: Written) -> Self {
		Self {
			genesis: written.genesis,
			leaf: written.leaf,
			details: written.details.map(|Hexadecimal(details)| details),
			item: written.item,
			count: written.count,
			path: written.path,
			first_set: written.first_set,
			handovers: written.handovers,
			checkpoint: written.checkpoint,
		}
	}
}

impl From<Receipt> for Written {
	fn from(receipt: Receipt) -> Self {
		Self {
			format: FORMAT.into(),
			version: VERSION,
			genesis: receipt.genesis,
			leaf: receipt.leaf,
			details: receipt.details.map(Hexadecimal),
			item: receipt.item,
			count: receipt.count,
			path: receipt.path,
			first_set: receipt.first_set,
			handovers: receipt.handovers,
			checkpoint: receipt.checkpoint,
		}
	}
}

impl Receipt {
	/// Reads a receipt. What it says is not checked yet.
	///
	/// # Errors
	/// [`Refusal::TooLong`], [`Refusal::NotAReceipt`].
	pub fn from_text(text: &[u8]) -> Result<Self, Refusal> {
		if text.len() > MAX_RECEIPT_BYTES {
			return Err(Refusal::TooLong);
		}
		let written: Written = serde_json::from_slice(text).map_err(|_| Refusal::NotAReceipt)?;
		let known = written.format == FORMAT && written.version == VERSION;
		if !known || write(&written)? != text {
			return Err(Refusal::NotAReceipt);
		}
		Ok(written.into())
	}

	/// The receipt's one text.
	///
	/// # Errors
	/// [`Refusal::TooLong`].
	pub fn to_text(&self) -> Result<Vec<u8>, Refusal> {
		let text = write(&self.clone().into())?;
		if text.len() > MAX_RECEIPT_BYTES {
			return Err(Refusal::TooLong);
		}
		Ok(text)
	}
}

fn write(written: &Written) -> Result<Vec<u8>, Refusal> {
	// Text, numbers and lists of them can always be written.
	serde_json::to_vec(written).map_err(|_| Refusal::NotAReceipt)
}

/// Bytes in lower-case hexadecimal behind `0x`.
pub(crate) mod hexadecimal {
	use alloc::{format, string::String, vec::Vec};
	use serde::{de::Error, Deserialize, Deserializer, Serializer};

	pub(crate) fn serialize<S: Serializer>(
		bytes: &impl AsRef<[u8]>,
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(&format!("0x{}", hex::encode(bytes)))
	}

	pub(crate) fn deserialize<'de, D: Deserializer<'de>, B: TryFrom<Vec<u8>>>(
		deserializer: D,
	) -> Result<B, D::Error> {
		read(&String::deserialize(deserializer)?)
			.ok_or_else(|| D::Error::custom("not hexadecimal of this length"))
	}

	/// Reads bytes.
	pub(crate) fn read<B: TryFrom<Vec<u8>>>(text: &str) -> Option<B> {
		hex::decode(text.strip_prefix("0x")?).ok()?.try_into().ok()
	}
}

/// A list of hashes.
mod hexadecimals {
	use super::{hexadecimal, Hash};
	use alloc::{string::String, vec::Vec};
	use serde::{de::Error, Deserialize, Deserializer, Serialize, Serializer};

	#[derive(Serialize)]
	struct One<'a>(#[serde(with = "hexadecimal")] &'a Hash);

	pub(super) fn serialize<S: Serializer>(
		hashes: &[Hash],
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		serializer.collect_seq(hashes.iter().map(One))
	}

	pub(super) fn deserialize<'de, D: Deserializer<'de>>(
		deserializer: D,
	) -> Result<Vec<Hash>, D::Error> {
		Vec::<String>::deserialize(deserializer)?
			.iter()
			.map(|text| hexadecimal::read(text).ok_or_else(|| D::Error::custom("not a hash")))
			.collect()
	}
}
