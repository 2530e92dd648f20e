//! 32 bytes in JSON: hexadecimal behind `0x`, for `#[serde(with)]`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sp_core::H256;

/// Writes 64 digits behind `0x`.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<S: Serializer>(bytes: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
	H256(*bytes).serialize(serializer)
}

/// Reads 64 digits behind `0x`, which may be missing, as it may be in all hashes.
///
/// # Errors
/// If it is anything else.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 32], D::Error> {
	H256::deserialize(deserializer).map(H256::to_fixed_bytes)
}
