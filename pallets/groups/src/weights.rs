//! What a call weighs. A runtime implements this with measurements of its own.

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
	/// [`close_group`](crate::Pallet::close_group).
	fn close_group() -> Weight;
	/// [`clear_group`](crate::Pallet::clear_group) of `n` items.
	fn clear_group(n: u32) -> Weight;
}
