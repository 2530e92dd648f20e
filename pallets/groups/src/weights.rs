//! What a call weighs. A runtime implements this with measurements of its own.

use crate::Config;
use alloc::collections::BTreeMap;
use census_zk_types::SemaphoreProof;
use frame_support::weights::Weight;

/// The weight of each call, at the deepest tree and the worst outcome.
pub trait WeightInfo {
	/// [`create_group`](crate::Pallet::create_group).
	fn create_group() -> Weight;
	/// [`add_member`](crate::Pallet::add_member).
	fn add_member() -> Weight;
	/// [`add_members`](crate::Pallet::add_members) of `n`.
	fn add_members(n: u32) -> Weight;
	/// [`update_member`](crate::Pallet::update_member).
	fn update_member() -> Weight;
	/// [`remove_member`](crate::Pallet::remove_member).
	fn remove_member() -> Weight;
	/// [`update_group_admin`](crate::Pallet::update_group_admin).
	fn update_group_admin() -> Weight;
	/// [`accept_group_admin`](crate::Pallet::accept_group_admin).
	fn accept_group_admin() -> Weight;
	/// [`update_root_duration`](crate::Pallet::update_root_duration).
	fn update_root_duration() -> Weight;
	/// [`set_instant_revocation`](crate::Pallet::set_instant_revocation).
	fn set_instant_revocation() -> Weight;
	/// [`validate_proof`](crate::Pallet::validate_proof).
	fn validate_proof() -> Weight;
	/// [`validate_proofs`](crate::Pallet::validate_proofs) of `k` proofs for one depth, which all
	/// hold.
	fn validate_proofs(k: u32) -> Weight;
	/// The same, if the first one does not hold.
	fn validate_proofs_refused(k: u32) -> Weight;
	/// [`close_group`](crate::Pallet::close_group).
	fn close_group() -> Weight;
	/// [`clear_group`](crate::Pallet::clear_group) of `n` items.
	fn clear_group(n: u32) -> Weight;
}

/// What a batch weighs for those of its proofs that are for one depth: if all that were verified hold,
/// and at the worst.
pub(crate) fn of_depth<T: Config>(count: u32, all_hold: bool) -> Weight {
	if all_hold {
		T::WeightInfo::validate_proofs(count)
	} else {
		T::WeightInfo::validate_proofs_refused(count)
	}
}

/// The weight of [`validate_proofs`](crate::Pallet::validate_proofs) at its worst. What a call costs
/// whatever it brings is counted for each depth again.
pub(crate) fn batch<T: Config>(proofs: &[SemaphoreProof]) -> Weight {
	let mut depths = BTreeMap::<u8, u32>::new();
	for proof in proofs {
		let count = depths.entry(proof.merkle_tree_depth).or_default();
		*count = count.saturating_add(1);
	}
	let add = |weight: Weight, count| weight.saturating_add(of_depth::<T>(count, false));
	depths.into_values().fold(Weight::zero(), add)
}
