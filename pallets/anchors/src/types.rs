//! What is stored of rows, commitments and windows, and what it takes of the chain's storage.

use crate::{BalanceOf, BlockNumberFor, Config};
use alloc::{vec, vec::Vec};
use census_anchor_log::{
	leaf::{AnchorId, Authorities, Description, Details, Entry, Link, Moment, Subject},
	Hash, Hasher,
};
use census_primitives::OpenedScope;
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::traits::Footprint;
use scale_info::TypeInfo;

/// blake2b-256 as the node computes it.
pub struct HostHasher;

impl Hasher for HostHasher {
	fn hash(bytes: &[u8]) -> Hash {
		sp_io::hashing::blake2_256(bytes)
	}
}

/// An anchor's number with its highest byte first: so the keys of an index are in the numbers'
/// order.
pub type Ordered = [u8; 8];

/// What can be searched for, for as long as its ticket is held.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct Row<T: Config> {
	/// The leaf's details.
	pub details: Details,
	/// The author's deposit.
	pub ticket: T::Consideration,
	/// From which block on anybody may evict the row.
	pub evictable_from: BlockNumberFor<T>,
}

/// What a leaf holds of its details.
pub(crate) fn hash_of(details: &Details) -> Hash {
	let hash = |bytes: &[u8]| census_anchor_log::tree::hash_details::<HostHasher>(bytes);
	match details {
		Details::Description(description) => description.using_encoded(hash),
		Details::Statement(statement) => statement.using_encoded(hash),
	}
}

/// To which older leaves a leaf with a row is linked.
pub(crate) fn links_of(subject: &Subject, details: &Details) -> Vec<(AnchorId, Link)> {
	match (subject, details) {
		(Subject::Dispute(anchor), _) => vec![(*anchor, Link::Disputes)],
		(Subject::Retraction(anchor), _) => vec![(*anchor, Link::Retracts)],
		(_, Details::Description(description)) => description
			.parents
			.iter()
			.map(|parent| (parent.anchor, Link::Derived(parent.relation)))
			.collect(),
		(_, Details::Statement(_)) => Vec::new(),
	}
}

/// What a row's soft binding, if it has one, is found by: the hash of its algorithm and value.
pub(crate) fn soft_binding_of(details: &Details) -> Option<Hash> {
	let Details::Description(Description { soft_binding: Some(binding), .. }) = details else {
		return None;
	};
	Some(binding.using_encoded(HostHasher::hash))
}

/// What a row with so many links takes of the chain's storage, for its ticket.
pub(crate) fn row_footprint(details: &Details, links: usize) -> Footprint {
	let binding = soft_binding_of(details).map_or(0, |_| SOFT_BINDING_BYTES);
	let bytes =
		(ROW_BYTES + binding) as usize + details.encoded_size() + LINK_BYTES as usize * links;
	Footprint::from_parts(1, bytes)
}

/// A commitment to something that will be anchored.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct Commitment<T: Config> {
	/// When it was made.
	pub moment: Moment,
	/// The block in which it was made, as the chain counts.
	pub at: BlockNumberFor<T>,
	/// The committer's deposit.
	pub ticket: T::Consideration,
}

/// A window in which persons claim.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct Window<T: Config> {
	/// Who opened it, and pays for the claims.
	pub opener: T::AccountId,
	/// The scope in which persons act.
	pub scope: OpenedScope,
	/// The anchor of which they claim something.
	pub anchor: AnchorId,
	/// The last block in which claims are taken.
	pub until: BlockNumberFor<T>,
	/// How many claims it takes.
	pub slots: u32,
	/// How many it took.
	pub used: u32,
	/// What is held for each claim.
	pub price: BalanceOf<T>,
	/// Whether it was closed and its price settled.
	pub closed: bool,
}

/// Bytes of a row besides its details and links: its key (48), its ticket and block (20), and its
/// entries in the indices by hash (89) and by author (88).
pub const ROW_BYTES: u32 = 245;

/// Bytes of an entry in the index of soft bindings: its key.
pub const SOFT_BINDING_BYTES: u32 = 72;

/// Bytes of an entry in the index of what came after an anchor: the key (56) and the link (2).
pub const LINK_BYTES: u32 = 58;

/// Bytes of a commitment: its key (128), its moments (16) and its ticket (16).
pub const COMMITMENT_BYTES: u32 = 160;

/// Bytes that a leaf takes for ever besides its entry: the entry's key (48), its node (32) and its
/// share of the inner nodes (32) and of the pages' keys (2).
pub const LEAF_BYTES: u32 = 114;

/// Bytes that a hash takes for ever when it is first seen: the key (82) and the leaf's index (8).
pub const FIRST_SEEN_BYTES: u32 = 90;

/// Bytes that a claim takes for ever: its leaf and its entry (92), and a count of claims (65).
pub const CLAIM_BYTES: u32 = LEAF_BYTES + 92 + 65;

/// Bytes that a window takes for ever: its key (44) and itself (92).
pub const WINDOW_BYTES: u32 = 136;

/// What a leaf takes for ever, and with it a hash that was never seen before.
pub(crate) fn permanent_footprint<A: Encode>(entry: &Entry<A>, new_sight: bool) -> Footprint {
	let sight = if new_sight { FIRST_SEEN_BYTES } else { 0 };
	Footprint::from_parts(1, LEAF_BYTES as usize + entry.encoded_size() + sight as usize)
}

/// The authority sets that finalise the chain.
pub trait AuthoritySets {
	/// The most authorities of a set.
	const MAX: u32;

	/// The number of the set that finalises the next block; `None` while it is about to change.
	fn current() -> Option<u64>;

	/// Its authorities, in the order of the chain's finality gadget.
	fn authorities() -> Authorities;

	/// Makes the current set one of so many authorities.
	#[cfg(feature = "runtime-benchmarks")]
	fn set_authorities(count: u32);
}

/// A leaf's index in an [`Ordered`] key.
pub(crate) fn ordered(anchor: AnchorId) -> Ordered {
	anchor.to_be_bytes()
}
