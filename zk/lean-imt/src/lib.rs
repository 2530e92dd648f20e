//! The lean incremental Merkle tree of Semaphore v4
#![cfg_attr(not(feature = "std"), no_std)]
