//! Compiles the calls into wasm, as the runtime is compiled.

fn main() {
	// Under clippy the wasm build would start over with another compiler for nothing.
	std::env::remove_var("RUSTC_WORKSPACE_WRAPPER");

	let module = concat!(env!("CARGO_MANIFEST_DIR"), "/wasm/Cargo.toml");
	match substrate_wasm_builder::WasmBuilder::new().with_project(module) {
		Ok(builder) => builder.disable_runtime_version_section_check().build(),
		Err(error) => {
			println!("cargo:warning={module}: {error}");
			std::process::exit(1)
		}
	}
}
