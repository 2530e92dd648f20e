//! Builds the wasm runtime that the node runs, next to the native library.

#[cfg(feature = "std")]
fn main() {
	// Under clippy the wasm build would start over with another compiler for nothing: the same
	// sources are linted when they are built natively.
	std::env::remove_var("RUSTC_WORKSPACE_WRAPPER");

	let builder = substrate_wasm_builder::WasmBuilder::init_with_defaults();
	// The token as in `src/constants.rs`: a signer shows amounts with it.
	#[cfg(feature = "metadata-hash")]
	let builder = builder.enable_metadata_hash("CEN", 12);
	builder.build();
}

#[cfg(not(feature = "std"))]
fn main() {}
