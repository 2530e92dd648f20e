//! Strict Groth16 verification over BN254, with the Semaphore v4 keys
#![cfg_attr(not(feature = "std"), no_std)]
