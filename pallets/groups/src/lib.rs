//! Semaphore v4 groups: identity trees, root windows and nullifiers
#![cfg_attr(not(feature = "std"), no_std)]
