//! The Census runtime: pallets, weights, presets and runtime APIs
#![cfg_attr(not(feature = "std"), no_std)]
