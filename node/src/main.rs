//! The Census full node
fn main() {}
