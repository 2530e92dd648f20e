//! Circomlib's Poseidon with two inputs over the BN254 scalar field
#![cfg_attr(not(feature = "std"), no_std)]
