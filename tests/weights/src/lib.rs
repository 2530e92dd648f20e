//! Measures the runtime's weights through the real host functions
