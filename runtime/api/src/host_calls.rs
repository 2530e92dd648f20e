//! Which host calls a runtime needs of its nodes.

/// Under what a node tells its runtime the level of host calls that it has: a `u32`.
pub const INHERENT: [u8; 8] = *b"hostcall";

sp_api::decl_runtime_apis! {
	/// The version of this API is the level of host calls that the runtime needs: it can be read from its code. Level 1 are
	/// the first versions of all calls of `census_zk`.
	#[api_version(1)]
	pub trait HostCallsApi {
		/// The same.
		fn host_calls_needed() -> u32;
	}
}
