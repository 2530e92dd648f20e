//! What calls weigh, measured by `make weights` on the real runtime, with the real verifier.

pub mod frame_system;
pub mod frame_system_extensions;
pub mod pallet_anchors;
pub mod pallet_balances;
pub mod pallet_circuits;
pub mod pallet_governance;
pub mod pallet_groups;
pub mod pallet_leases;
pub mod pallet_multisig;
pub mod pallet_personhood;
pub mod pallet_polls;
pub mod pallet_proxy;
pub mod pallet_sudo;
pub mod pallet_timestamp;
pub mod pallet_utility;
pub mod pallet_validators;
