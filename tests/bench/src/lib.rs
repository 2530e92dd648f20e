//! Measures Census beside its peers in one run
