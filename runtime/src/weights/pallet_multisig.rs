//! Weights of `pallet_multisig`.

/// Weights.
pub type WeightInfo<T> = pallet_multisig::weights::SubstrateWeight<T>;
