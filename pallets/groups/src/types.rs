//! What is stored of a group.

use crate::{BlockNumberFor, Config};
use census_zk_types::FieldElement;
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::traits::Footprint;
use scale_info::TypeInfo;

/// Bytes of storage that a leaf accounts for in the deposit: its node and its share of the inner
/// nodes (64), and its entry in the index of members (92 for the key, 4 for the leaf).
pub const MEMBER_BYTES: u32 = 160;

/// Bytes that a nullifier takes for as long as its group exists, which may be for ever: its key (32 for
/// pallet and item, 12 for the group, 48 for the nullifier). Its value is empty.
pub const NULLIFIER_BYTES: u32 = 92;

/// The place of a page in a group's tree: how many pages lie between it and the leaves, then its
/// index among the pages of that height.
pub type PageKey = (u8, u32);

/// A group, but for its tree, members, nullifiers and root history.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct Group<T: Config> {
	/// The account that may change the group.
	pub admin: T::AccountId,
	/// The account to which the group was offered.
	pub pending_admin: Option<T::AccountId>,
	/// The admin's deposit.
	pub deposit: T::Consideration,
	/// Leaves of the tree, removed members included.
	pub size: u32,
	/// Members that have not been removed.
	pub members: u32,
	/// The current root; 0 without leaves.
	pub root: FieldElement,
	/// The block in which the root became current.
	pub root_since: BlockNumberFor<T>,
	/// For how many blocks a root is accepted after it was superseded.
	pub root_duration: BlockNumberFor<T>,
	/// Whether removing or replacing a member kills all earlier roots.
	pub instant_revocation: bool,
	/// Roots superseded in this block or earlier have been revoked.
	pub revoked_through: BlockNumberFor<T>,
	/// Roots superseded in this block or earlier have expired, whatever the duration is now.
	pub expired_through: BlockNumberFor<T>,
	/// The first entry of the root history that has not been pruned.
	pub history_start: u32,
	/// The end of the root history: the number of its next entry.
	pub history_end: u32,
	/// Nullifiers that were used.
	pub nullifiers: u32,
	/// Whether the group is closed. Then the numbers above tell what has not been cleared yet.
	pub closing: bool,
	/// The nullifier that was cleared last: the next one stands behind it.
	pub last_cleared_nullifier: Option<FieldElement>,
}

/// What a group with so many leaves takes of the chain's storage, for its deposit.
pub(crate) fn footprint(size: u32) -> Footprint {
	Footprint::from_parts(size as usize, MEMBER_BYTES as usize)
}
