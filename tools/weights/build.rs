//! Builds the runtime with its benchmarks, as wasm only, when the feature `measure` asks for it.

fn main() {
	println!("cargo:rerun-if-changed=build.rs");
	#[cfg(feature = "measure")]
	benchmarking_runtime::build();
}

#[cfg(feature = "measure")]
mod benchmarking_runtime {
	use std::{
		env, fs,
		path::{Path, PathBuf},
	};
	use substrate_wasm_builder::WasmBuilder;

	/// The wasm builder keeps its work in `wbuild` next to the `build` folder above `OUT_DIR`, under
	/// the project's name. The ordinary runtime is built there too, so the two would overwrite each
	/// other at every turn. A second `OUT_DIR` gives this one a place of its own.
	pub(crate) fn build() {
		let out_dir =
			PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it for build scripts"));
		let manifest_dir =
			PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it as well"));
		let workspace = manifest_dir.join("../..").canonicalize().expect("the workspace exists");

		let own_out_dir = own_out_dir(&out_dir);
		fs::create_dir_all(&own_out_dir).expect("the target directory can be written");
		copy_invocation_time(&out_dir, &own_out_dir);

		env::set_var("OUT_DIR", &own_out_dir);
		// As for the ordinary runtime: under clippy the wasm build would start over for nothing.
		env::remove_var("RUSTC_WORKSPACE_WRAPPER");
		WasmBuilder::new()
			.with_project(workspace.join("runtime/Cargo.toml"))
			.expect("the runtime has a manifest")
			.import_memory()
			.export_heap_base()
			.enable_feature("runtime-benchmarks")
			.build();

		fs::copy(own_out_dir.join("wasm_binary.rs"), out_dir.join("wasm_binary.rs"))
			.expect("the wasm builder has just written it");
	}

	/// `<target>/release/build/<crate>/out` becomes `<target>/benchmarking/release/build/out`: the
	/// wasm builder reads the profile's name off the path.
	fn own_out_dir(out_dir: &Path) -> PathBuf {
		let mut above = out_dir.ancestors().skip(3);
		let profile = above.next().and_then(Path::file_name).expect("cargo's own layout");
		let target = above.next().expect("cargo's own layout");
		target.join("benchmarking").join(profile).join("build/out")
	}

	/// The wasm builder dates its blobs back to cargo's `invoked.timestamp`, found from `OUT_DIR`;
	/// without it cargo takes them for changed sources and builds again each time.
	fn copy_invocation_time(out_dir: &Path, own_out_dir: &Path) {
		let invoked = |out_dir: &Path| out_dir.with_file_name("invoked.timestamp");
		let Ok(time) = fs::metadata(invoked(out_dir)).and_then(|file| file.modified()) else {
			return;
		};
		fs::File::create(invoked(own_out_dir))
			.and_then(|file| file.set_modified(time))
			.expect("the target directory can be written");
	}
}
