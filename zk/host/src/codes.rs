//! The codes that the calls answer with. Within version 1 none may change its meaning.

use census_lean_imt::Error;

/// The call did what it is for.
pub(crate) const DONE: u32 = 0;
/// An argument is not a canonical field element; nothing was written.
#[cfg(any(not(substrate_runtime), feature = "in-wasm"))]
pub(crate) const NOT_CANONICAL: u32 = 1;

const BATCH_TOO_LARGE: u32 = 2;
const FULL: u32 = 3;
const FRONTIER_LENGTH: u32 = 4;
const OUTPUT_LENGTH: u32 = 5;

/// The code of an append.
#[cfg(any(not(substrate_runtime), feature = "in-wasm"))]
pub(crate) fn append_code(result: Result<(), Error>) -> u32 {
	match result {
		Ok(()) => DONE,
		Err(Error::BatchTooLarge) => BATCH_TOO_LARGE,
		Err(Error::Full) => FULL,
		Err(Error::FrontierLength) => FRONTIER_LENGTH,
		// The other errors are those of trees in a store, which an append knows nothing of.
		Err(_) => OUTPUT_LENGTH,
	}
}

/// The outcome of an append whose arguments were field elements.
pub(crate) fn append_from_code(code: u32) -> Result<(), Error> {
	match code {
		DONE => Ok(()),
		BATCH_TOO_LARGE => Err(Error::BatchTooLarge),
		FULL => Err(Error::Full),
		FRONTIER_LENGTH => Err(Error::FrontierLength),
		OUTPUT_LENGTH => Err(Error::OutputLength),
		// No call of this version answers anything else when its arguments are field elements. If
		// one did, the output would be worth nothing.
		_ => Err(Error::OutputLength),
	}
}
