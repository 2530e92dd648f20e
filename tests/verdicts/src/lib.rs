//! Native and wasm verdicts compared
