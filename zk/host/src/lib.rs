//! Host functions: Groth16 verification, Poseidon and batch appends, run natively by the node
#![cfg_attr(not(feature = "std"), no_std)]
