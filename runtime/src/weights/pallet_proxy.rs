//! Weights of `pallet_proxy`.

/// Weights.
pub type WeightInfo<T> = pallet_proxy::weights::SubstrateWeight<T>;
